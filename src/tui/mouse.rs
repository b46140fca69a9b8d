//! The mouse: a click does what a key would, the wheel moves, the edge of a column is dragged.

use ratatui::layout::{Position, Rect};

use super::event::{Effect, Mouse};
use super::keymap::{Action, CONFIRM, FORM, PROMPT};
use super::model::{Model, on};
use super::page::{Change, Outcome, Page, Place};
use super::pick::Kind;
use super::pick::draw::Part;
use super::shared::{Overlay, Shared};
use super::{form, frame, list, overlay, pick};

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
        Mouse::Wheel(..) if [&CONFIRM, &FORM, &PROMPT].contains(&model.context()) => return Moved::NOTHING,
        Mouse::Wheel(x, y, down) => {
            let action = if down { Action::Down } else { Action::Up };
            return if scrolled(model, (x, y), action) { Moved::NOTHING } else { Moved::Act(vec![action; NOTCH]) };
        }
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

/// Scrolls what stands beside the list at a place, if the wheel was turned over it; the list stays as it is.
fn scrolled(model: &mut Model, (x, y): (u16, u16), action: Action) -> bool {
    let cx = &model.shared;
    let width = cx.width.saturating_sub(cx.list_width() + 1);
    let over = cx.wide() && cx.overlay.is_none() && x > cx.list_width() && (2..cx.height.saturating_sub(2)).contains(&y);
    if !over {
        return false;
    }
    let page = cx.page;
    let beside = on!(&model, page, |page| page.companion()).unwrap_or(page);
    let scrolled = on!(&mut model, beside, |page| page.scroll(width, action, NOTCH, &mut model.shared));
    model.shared.dirty |= scrolled;
    scrolled
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
        return over(model, Position { x, y });
    }
    let cx = &mut model.shared;
    if y == 0 {
        return frame::tab_at(cx, x).map_or(Moved::NOTHING, |page| Moved::Page(Outcome::Go(Place::Page(page))));
    }
    if frame::is_divider(model, x, y) {
        model.shared.splitting = true;
        return Moved::NOTHING;
    }
    if let Some(index) = completion_at(model, Position { x, y }) {
        let page = model.shared.page;
        let aimed = on!(&mut model, page, |page| page.filter()).is_some_and(|filter| filter.aim(index));
        return if aimed { Moved::Act(vec![Action::Complete]) } else { Moved::NOTHING };
    }
    let cx = &mut model.shared;
    match y.checked_sub(2).filter(|line| *line < cx.body_height()) {
        Some(line) => Moved::Page(on!(&mut model, model.shared.page, |page| page.point(x, usize::from(line), &mut model.shared))),
        None => Moved::NOTHING,
    }
}

/// Does what a press on something that lies over the page means.
fn over(model: &mut Model, at: Position) -> Moved {
    let body = frame::body(&model.shared);
    let double = model.shared.double;
    match &model.shared.overlay {
        Some(Overlay::Pick(picker)) => {
            let part = pick::draw::part_at(model, body, picker, at);
            // What is switched on and off is switched at once, as the list stays open.
            let at_once = matches!(picker.kind, Kind::Columns | Kind::Settings);
            return picked(&mut model.shared, part, double || at_once);
        }
        Some(Overlay::Form(form)) if form.alone.is_none() => {
            let hit = form::draw::field_at(&model.shared, body, form, at);
            if let (Some((index, column)), Some(Overlay::Form(form))) = (hit, &mut model.shared.overlay) {
                form.point(index, column);
            }
        }
        Some(Overlay::Prompt(prompt)) => {
            let hit = overlay::prompt_at(body, prompt, at);
            if let (Some(column), Some(Overlay::Prompt(prompt))) = (hit, &mut model.shared.overlay) {
                prompt.input.point(column);
            }
        }
        Some(Overlay::Confirm { question, .. }) => {
            let hit = overlay::choice_at(&model.shared, body, question, at);
            if let (Some(chosen), Some(Overlay::Confirm { yes, .. })) = (hit, &mut model.shared.overlay) {
                // The first press marks a choice, the second takes it.
                let same = std::mem::replace(yes, chosen) == chosen;
                return if double && same { Moved::Act(vec![Action::Apply]) } else { Moved::NOTHING };
            }
        }
        Some(Overlay::Form(_)) | None => {}
    }
    Moved::NOTHING
}

/// Puts the cursor of a list on an entry that was pressed, or takes the entry; a press beside the list closes it, as Esc does.
fn picked(cx: &mut Shared, part: Part, takes: bool) -> Moved {
    match (part, &mut cx.overlay) {
        (Part::Entry { index, top }, Some(Overlay::Pick(picker))) => {
            (picker.cursor, picker.top) = (index, Some(top));
            if takes { Moved::Act(vec![Action::Apply]) } else { Moved::NOTHING }
        }
        (Part::Page, overlay) => {
            *overlay = None;
            Moved::NOTHING
        }
        _ => Moved::NOTHING,
    }
}

/// The completion of the filter at a place of the screen.
fn completion_at(model: &mut Model, at: Position) -> Option<usize> {
    let page = model.shared.page;
    if on!(&mut model, page, |page| page.filter()).is_none_or(|filter| !filter.editing || filter.suggestions.is_empty()) {
        return None;
    }
    let (_, cursor) = frame::render(model);
    let cursor = cursor?;
    let body = frame::body(&model.shared);
    let (columns, beside) = on!(&model, page, |page| (page.columns(&model.shared), page.companion().is_some()));
    let columns = if beside { model.shared.list_width().min(columns) } else { columns };
    let area = Rect { y: cursor.y, width: columns, height: body.bottom().saturating_sub(cursor.y), ..body };
    on!(&mut model, page, |page| page.filter()).and_then(|filter| list::suggestion_at(filter, area, cursor, at))
}
