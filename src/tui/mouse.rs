//! The mouse: a click does what a key would, the wheel moves, the edge of a column is dragged.

use super::event::{Effect, Mouse};
use super::frame;
use super::keymap::{Action, CONFIRM, PROMPT};
use super::model::{Model, on};
use super::page::{Outcome, Page};
use super::shared::Overlay;

/// Rows that one notch of the wheel moves.
const NOTCH: usize = 3;

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
        Mouse::Wheel(_) if [&CONFIRM, &PROMPT].contains(&model.context()) => return Moved::NOTHING,
        Mouse::Wheel(down) => return Moved::Act(vec![if down { Action::Down } else { Action::Up }; NOTCH]),
        Mouse::Press(x, y) => return press(model, x, y),
        Mouse::Drag(x, _) => on!(&mut model, page, |page| page.drag(x, &mut model.shared)),
        Mouse::Release => on!(&mut model, page, |page| page.release()),
    }
    Moved::NOTHING
}

fn press(model: &mut Model, x: u16, y: u16) -> Moved {
    let cx = &mut model.shared;
    cx.dirty = true;
    if cx.overlay.is_some() {
        // A click beside a list closes it, as Esc does; a question wants a key.
        if matches!(cx.overlay, Some(Overlay::Pick(_))) && (y < 2 || y + 2 >= cx.height) {
            cx.overlay = None;
        }
        return Moved::NOTHING;
    }
    if y == 0 {
        return frame::tab_at(cx, x).map_or(Moved::NOTHING, |number| Moved::Act(vec![Action::Tab(number)]));
    }
    match y.checked_sub(2).filter(|line| *line < cx.body_height()) {
        Some(line) => Moved::Page(on!(&mut model, model.shared.page, |page| page.point(x, usize::from(line), &mut model.shared))),
        None => Moved::NOTHING,
    }
}
