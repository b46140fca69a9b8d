//! Draws the line that filters a list, its completions and its error.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::filter::{Filter, place_of};
use super::table::MARGIN;
use crate::error::Error;
use crate::tui::paint::{line_of, pieces, put, window};
use crate::tui::shared::Shared;
use crate::tui::{overlay, text, theme};

/// Draws the line; `found` stands at its right end, `hint` in it while it is empty. Returns the place of the cursor while it is edited.
pub(crate) fn draw_filter(
    filter: &Filter,
    (found, wrong, hint): (&str, bool, &str),
    buffer: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let right = text::columns(found);
    put(buffer, area.right().saturating_sub(right + 1), area.y, right, found, theme::DIM);
    let room = area.width.saturating_sub(MARGIN + right + 3);
    let x = area.x + MARGIN;
    let style = if filter.editing { theme::ACCENT_BOLD } else { theme::DIM };
    put(buffer, area.x, area.y, 1, "/", style);
    if !filter.editing && filter.query().is_empty() {
        put(buffer, x, area.y, room, &whole_parts(hint, room), theme::DIM);
        return None;
    }
    if filter.fresh {
        put(buffer, x, area.y, room, &format!("↑ {}", filter.before), theme::DIM);
        return Some(Position { x, y: area.y });
    }
    // Of a long line the part around the cursor is shown, or its beginning.
    let style = if wrong { theme::ACT } else { theme::BOLD };
    let at = if filter.editing { filter.input.column() } else { 0 };
    let column = window(buffer, (x, area.y, room), filter.input.text(), at, style);
    filter.editing.then_some(Position { x: column, y: area.y })
}

/// As many of the parts of a hint, between commas, as fit whole: half an example says nothing.
fn whole_parts(hint: &str, room: u16) -> String {
    if text::columns(hint) <= room {
        return hint.to_owned();
    }
    let ends = hint.match_indices(", ").map(|(at, _)| at);
    let fits = ends.filter_map(|at| hint.get(..at)).filter(|part| text::columns(part) <= room);
    fits.last().map_or_else(|| hint.to_owned(), str::to_owned)
}

/// The place of the completions under the cursor, with its border; `None` where there are none or no room.
fn suggestions_place(filter: &Filter, area: Rect, cursor: Position) -> Option<Rect> {
    let widest = filter.suggestions.iter().map(|s| text::columns(&text::clean(&s.text))).max()?;
    let width = (widest + 4).min(area.width);
    let lines = u16::try_from(filter.suggestions.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
    let typed = filter.suggestions.first().map_or(0, |s| s.end.saturating_sub(s.start));
    let back = if filter.taken.is_some() { 0 } else { u16::try_from(typed).unwrap_or(0) };
    // The completions stand under the letters that were typed.
    let x = cursor.x.saturating_sub(back + 2).min(area.right().saturating_sub(width));
    (lines > 0).then_some(Rect { x, y: area.y + 1, width, height: lines + 2 })
}

/// Returns the completion at a place of the screen; its border is none.
pub(crate) fn suggestion_at(filter: &Filter, area: Rect, cursor: Position, at: Position) -> Option<usize> {
    let place = suggestions_place(filter, area, cursor).filter(|place| place.contains(at))?;
    let line = usize::from(at.y.checked_sub(place.y + 1)?);
    Some(line).filter(|line| *line < filter.suggestions.len() && at.y + 1 < place.bottom())
}

/// Draws the completions under the cursor.
pub(crate) fn draw_suggestions(filter: &Filter, buffer: &mut Buffer, area: Rect, cursor: Option<Position>) {
    let Some(place) = cursor.and_then(|cursor| suggestions_place(filter, area, cursor)) else { return };
    let inside = overlay::frame(buffer, place);
    let taken = filter.taken.as_ref().map(|(index, _)| *index);
    for (line, (index, suggestion)) in (0..inside.height).zip(filter.suggestions.iter().enumerate()) {
        let place = line_of(inside, line);
        put(buffer, place.x, place.y, place.width, &suggestion.text, theme::PLAIN);
        if taken == Some(index) {
            buffer.set_style(place, theme::SELECTED);
        }
    }
}

/// Draws an error of the filter under the place that it points at, and its hint, in two lines.
pub(crate) fn draw_complaint(filter: &Filter, cx: &Shared, buffer: &mut Buffer, area: Rect, error: &Error) {
    let locale = cx.locale;
    let x = area.x + MARGIN;
    let room = area.width.saturating_sub(MARGIN + 1);
    let message = locale.text(&error.message);
    let place = place_of(&error.message).map(|at| {
        let before: String = filter.input.text().chars().take(at).collect();
        text::columns(&before).min(room.saturating_sub(1))
    });
    match place {
        Some(place) if place + 2 + text::columns(&message) <= room => {
            let line = [("^ ".to_owned(), theme::ACT), (message, theme::ACT)];
            pieces(buffer, x + place, area.y, room - place, &line);
        }
        _ => {
            put(buffer, x, area.y, room, &message, theme::ACT);
        }
    }
    if let Some(hint) = &error.hint {
        put(buffer, x, area.y + 1, room, &locale.text(hint), theme::DIM);
    }
}
