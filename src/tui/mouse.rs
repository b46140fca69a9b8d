//! The mouse: a click does what a key would, the wheel moves, the edge of a column is dragged.

use super::event::{Effect, Mouse};
use super::frame;
use super::keymap::{Action, CONFIRM, FORM, PROMPT};
use super::model::{Model, on};
use super::page::{Change, Outcome, Page, Place};
use super::shared::Overlay;

/// Rows that one notch of the wheel moves.
const NOTCH: usize = 3;

/// Two presses at one place within so many milliseconds are a double click.
const DOUBLE: i128 = 500;

/// The result of an event of the mouse.
#[derive(Debug)]
pub(crate) enum Moved {
    /// It is done.
    Done(Vec<Effect>),
    /// These keys would do the same.
    Act(Vec<Action>),
    /// A click in the page.
    Page(Outcome),
}

impl Moved {
    const NOTHING: Self = Self::Done(Vec::new());
}

/// Follows the mouse.
pub(crate) fn moved(model: &mut Model, mouse: Mouse) -> Moved {
    if model.shared.settings.no_mouse || model.shared.too_small() {
        return Moved::NOTHING;
    }
    let page = model.shared.page;
    match mouse {
        Mouse::Wheel(_) if [&CONFIRM, &FORM, &PROMPT].contains(&model.context()) => return Moved::NOTHING,
        Mouse::Wheel(down) => return Moved::Act(vec![if down { Action::Down } else { Action::Up }; NOTCH]),
        Mouse::Press(x, y) => return press(model, x, y),
        Mouse::Drag(x, _) if model.shared.splitting => {
            let width = u32::from(model.shared.width.max(1));
            // The nearest percent.
            let percent = (u32::from(x) * 100 + width / 2) / width;
            model.shared.split_at(u16::try_from(percent).unwrap_or(u16::MAX));
            model.shared.dirty = true;
            let _ = model.spread(&Change::Look);
        }
        Mouse::Drag(x, _) => on!(&mut model, page, |page| page.drag(x, &mut model.shared)),
        Mouse::Release if model.shared.splitting => model.shared.splitting = false,
        Mouse::Release => on!(&mut model, page, |page| page.release()),
    }
    Moved::NOTHING
}

fn press(model: &mut Model, x: u16, y: u16) -> Moved {
    if y + 1 == model.shared.height {
        return frame::hint_at(model, x).map_or(Moved::NOTHING, |action| Moved::Act(vec![action]));
    }
    let cx = &mut model.shared;
    cx.dirty = true;
    let now = cx.now;
    let again = |(at_x, at_y, at): (u16, u16, jiff::Timestamp)| {
        at_y == y && at_x.abs_diff(x) <= 1 && now.duration_since(at).as_millis() <= DOUBLE
    };
    cx.double = cx.pressed.take().is_some_and(again);
    // A third press begins another click.
    cx.pressed = (!cx.double).then_some((x, y, now));
    if cx.overlay.is_some() {
        // A click beside a list closes it, as Esc does; a question wants a key.
        if matches!(cx.overlay, Some(Overlay::Pick(_))) && (y < 2 || y + 2 >= cx.height) {
            cx.overlay = None;
        }
        return Moved::NOTHING;
    }
    if y == 0 {
        return frame::tab_at(cx, x).map_or(Moved::NOTHING, |page| Moved::Page(Outcome::Go(Place::Page(page))));
    }
    if frame::is_divider(model, x, y) {
        model.shared.splitting = true;
        return Moved::NOTHING;
    }
    let cx = &mut model.shared;
    match y.checked_sub(2).filter(|line| *line < cx.body_height()) {
        Some(line) => Moved::Page(on!(&mut model, model.shared.page, |page| page.point(x, usize::from(line), &mut model.shared))),
        None => Moved::NOTHING,
    }
}
