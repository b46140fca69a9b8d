//! Draws a list: a panel over the page; help and palette take the room that they need.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::entries::entries;
use super::{Choice, Entry, Kind, Picker};
use crate::domain::Message;
use crate::tui::list::scroll;
use crate::tui::model::Model;
use crate::tui::overlay::{frame, panel_place, within};
use crate::tui::paint::{Align, cell, line_of, put, window};
use crate::tui::{text, theme, words};

/// Wider no list gets.
const WIDEST: u16 = 96;

/// A list as it is laid out: its border, the place of its entries, and the first entry that is shown.
struct Laid {
    border: Rect,
    list: Rect,
    top: usize,
}

impl Laid {
    fn of(model: &Model, all: &[Entry], picker: &Picker, area: Rect) -> Self {
        let width = width(model, all, picker).min(area.width.saturating_sub(4)).min(WIDEST);
        let head = u16::from(picker.kind.is_typed()) + 1;
        let wanted = u16::try_from(all.len().max(1)).unwrap_or(u16::MAX).saturating_add(head);
        // A list that is narrowed by typing keeps its size.
        let height = if picker.kind.is_typed() { area.height } else { wanted };
        let border = panel_place(area, width, height);
        let inside = within(border);
        let list = Rect { y: inside.y + head, height: inside.height.saturating_sub(head), ..inside };
        let height = usize::from(list.height);
        let from = picker.top.unwrap_or_else(|| picker.cursor.saturating_sub(height / 2));
        Self { border, list, top: scroll(from, picker.cursor, height, all.len()) }
    }
}

/// The part of a list that a click hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// An entry, and the first one that is shown.
    Entry { index: usize, top: usize },
    /// Anything else within the border.
    Panel,
    /// The page beside it.
    Page,
}

/// Returns the part of a list at a place of the screen.
pub(crate) fn part_at(model: &Model, area: Rect, picker: &Picker, at: Position) -> Part {
    let all = entries(model, picker);
    let Laid { border, list, top } = Laid::of(model, &all, picker, area);
    let index = at.y.checked_sub(list.y).map_or(usize::MAX, |line| top + usize::from(line));
    match all.get(index) {
        Some(entry) if list.contains(at) && !entry.heading => Part::Entry { index, top },
        _ if border.contains(at) => Part::Panel,
        _ => Part::Page,
    }
}

/// Draws a list; returns the place of the cursor if letters narrow it.
pub(crate) fn draw(model: &Model, buffer: &mut Buffer, area: Rect, picker: &Picker) -> Option<Position> {
    let all = entries(model, picker);
    let Laid { border, list, top } = Laid::of(model, &all, picker, area);
    let inside = frame(buffer, border);
    let title = model.shared.locale.get(picker.kind.title());
    put(buffer, inside.x, inside.y, inside.width, &title, theme::ACCENT_BOLD);
    let count = all.iter().filter(|entry| !entry.heading).count();
    if picker.kind.is_typed() {
        let count = model.shared.locale.count(count as u64);
        cell(buffer, inside.x, inside.y, inside.width, &count, theme::DIM, Align::Right);
    }
    let cursor = picker.kind.is_typed().then(|| typed(model, buffer, line_of(inside, 1), picker));
    if all.is_empty() {
        let id = if picker.kind == Kind::Jobs { "tui-jobs-none" } else { "tui-pick-none" };
        put(buffer, list.x + 2, list.y, list.width.saturating_sub(2), &model.shared.locale.get(id), theme::DIM);
        return cursor;
    }
    let widest = if inside.width < 60 { 10 } else { 18 };
    let keys = all.iter().map(|entry| text::columns(&entry.key)).max().unwrap_or(0).min(widest);
    let marks = !picker.kind.is_typed() && all.iter().any(|entry| entry.mark.is_some());
    for (line, (index, entry)) in (0..list.height).zip(all.iter().enumerate().skip(top)) {
        let place = line_of(list, line);
        row(buffer, place, entry, keys, picker.kind, marks);
        if index == picker.cursor && !entry.heading {
            buffer.set_style(place, theme::SELECTED);
            put(buffer, place.x, place.y, 1, "›", theme::BOLD);
        }
    }
    let left = all.len().saturating_sub(top + usize::from(list.height));
    if left > 0 {
        let more = model.shared.locale.text(&Message::new("tui-more-below").with("count", left));
        let words = format!(" ↓ {more} ");
        let y = inside.bottom();
        put(buffer, inside.x, y, inside.width, &words, theme::DIM);
    }
    cursor
}

/// Columns that the widest entry takes.
fn width(model: &Model, all: &[Entry], picker: &Picker) -> u16 {
    if picker.kind.is_typed() {
        return WIDEST;
    }
    let one = |entry: &Entry| {
        let key = if entry.key.is_empty() { 0 } else { text::columns(&entry.key) + 2 };
        let note = if entry.note.is_empty() { 0 } else { text::columns(&entry.note) + 3 };
        text::columns(&entry.label) + key + note + 6
    };
    let title = text::columns(&model.shared.locale.get(picker.kind.title()));
    let none = if all.is_empty() { 40 } else { 0 };
    all.iter().map(one).max().unwrap_or(0).max(title).max(none)
}

/// The line that narrows the list.
fn typed(model: &Model, buffer: &mut Buffer, area: Rect, picker: &Picker) -> Position {
    let sign = if picker.kind == Kind::Palette { ":" } else { "/" };
    put(buffer, area.x, area.y, 1, sign, theme::ACCENT_BOLD);
    let x = area.x + 2;
    let room = area.width.saturating_sub(3);
    if picker.input.text().is_empty() {
        let hint = match picker.kind {
            Kind::Palette => "tui-palette-hint",
            Kind::Views => "tui-views-hint",
            _ => "tui-pick-hint",
        };
        put(buffer, x, area.y, room, &model.shared.locale.get(hint), theme::DIM);
        return Position { x, y: area.y };
    }
    let column = window(buffer, (x, area.y, room), picker.input.text(), picker.input.column(), theme::BOLD);
    Position { x: column, y: area.y }
}

fn row(buffer: &mut Buffer, area: Rect, entry: &Entry, keys: u16, kind: Kind, marks: bool) {
    if entry.heading {
        put(buffer, area.x, area.y, area.width, &entry.label, theme::ACCENT_BOLD);
        return;
    }
    let mut x = area.x + 2;
    if let Some(on) = entry.mark {
        put(buffer, x, area.y, 1, if on { "✓" } else { " " }, theme::GOOD);
    }
    if marks || entry.mark.is_some() {
        x += 2;
    }
    let style = entry.severity.map_or(theme::PLAIN, words::severity);
    // In help the keys stand first: they are looked up.
    let before = matches!(kind, Kind::Help | Kind::Jobs);
    if before && !matches!((kind, &entry.choice), (Kind::Help, Choice::Nothing)) {
        put(buffer, x, area.y, keys, &entry.key, if kind == Kind::Help { theme::BOLD } else { style });
        x += keys + u16::from(keys > 0) * 2;
    }
    let mut room = area.right().saturating_sub(x);
    if !before && keys > 0 {
        cell(buffer, area.x, area.y, area.width, &entry.key, theme::DIM, Align::Right);
        room = room.saturating_sub(keys + 2);
    }
    let label = text::columns(&text::clean(&entry.label)).min(room);
    put(buffer, x, area.y, room, &entry.label, Style::new());
    let free = room.saturating_sub(label + 3);
    // A short note is whole or not there; a longer one may be cut.
    if !entry.note.is_empty() && free >= text::columns(&text::clean(&entry.note)).min(6) {
        let style = if kind == Kind::Jobs { style } else { theme::DIM };
        if kind.is_typed() {
            put(buffer, x + label + 3, area.y, free, &entry.note, style);
        } else {
            cell(buffer, x + label + 3, area.y, free, &entry.note, style, Align::Right);
        }
    }
}
