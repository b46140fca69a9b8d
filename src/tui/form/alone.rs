//! The address of a consent alone on the screen: nothing stands beside it, so that it can be read, and marked with the mouse, as a whole.
//!
//! For: terminals that give no clipboard to programs, and small ones, where the form has no room for the address. Pure.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Form, Purpose};
use crate::domain::Message;
use crate::tui::event::Effect;
use crate::tui::paint::put;
use crate::tui::shared::{Overlay, Shared};
use crate::tui::{text, theme};

/// The form that shows its address so, with the first line that is shown.
fn of(cx: &Shared) -> Option<(&Form, usize)> {
    match &cx.overlay {
        Some(Overlay::Form(form)) => Some((form, form.alone?)),
        _ => None,
    }
}

/// True while an address is alone on the screen.
pub(crate) fn is_shown(cx: &Shared) -> bool {
    of(cx).is_some()
}

/// The address in lines that are as long as the screen is wide.
fn lines(cx: &Shared, form: &Form) -> Vec<String> {
    let address = form.shown.as_deref().unwrap_or_default();
    text::wrap(address, usize::from(cx.width).max(1))
}

/// Lines of it at once: the last line of the screen says what goes on.
fn room(cx: &Shared) -> usize {
    usize::from(cx.height.saturating_sub(1)).max(1)
}

/// Shows the address, the lines of it that follow, or the form again.
pub(crate) fn turn(cx: &mut Shared, forward: bool) -> bool {
    let Some(Overlay::Form(form)) = &cx.overlay else { return false };
    if !matches!(form.purpose, Purpose::Consent(_)) || form.shown.is_none() || !form.is_editable() {
        return false;
    }
    let next = match form.alone {
        None => Some(0),
        Some(first) if forward => Some(first + room(cx)).filter(|next| *next < lines(cx, form).len()),
        Some(_) => None,
    };
    if let Some(Overlay::Form(form)) = &mut cx.overlay {
        form.alone = next;
    }
    true
}

/// Leaves the mouse to the terminal while the address is alone, so that it can be marked, and takes it back afterwards.
pub(crate) fn mouse(cx: &Shared, was_shown: bool) -> Option<Effect> {
    let shown = is_shown(cx);
    (shown != was_shown && !cx.settings.no_mouse).then_some(Effect::Mouse(!shown))
}

/// Draws the address over the whole screen; false where none is to be shown alone.
pub(crate) fn draw(cx: &Shared, buffer: &mut Buffer, area: Rect) -> bool {
    let Some((form, first)) = of(cx) else { return false };
    let (lines, room) = (lines(cx, form), room(cx));
    // The screen may have grown since.
    let first = if first < lines.len() { first } else { 0 };
    for (y, line) in (area.y..).zip(lines.iter().skip(first).take(room)) {
        put(buffer, area.x, y, area.width, line, theme::PLAIN);
    }
    let more = first + room < lines.len();
    let id = if more { "form-consent-alone-more" } else { "form-consent-alone-back" };
    put(buffer, area.x, area.bottom().saturating_sub(1), area.width, &cx.locale.text(&Message::new(id)), theme::DIM);
    true
}
