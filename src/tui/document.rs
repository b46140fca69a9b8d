//! Lines of a document: an invoice, a payment, a run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{Align, Piece, cell, pieces, pieces_width};
use super::shared::Shared;
use super::{text, theme, words};
use crate::domain::{Currency, FieldChange, Message};

/// A line of the document, with a piece that stands at the right end.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) left: Vec<Piece>,
    pub(crate) right: Option<Piece>,
    /// The start of a second column, and its text.
    pub(crate) second: Option<(u16, Vec<Piece>)>,
}

impl From<Vec<Piece>> for Row {
    fn from(left: Vec<Piece>) -> Self {
        Self { left, ..Self::default() }
    }
}

/// Draws a line of a document.
pub(crate) fn draw_row(buffer: &mut Buffer, area: Rect, row: &Row) {
    let mut room = area.width;
    if let Some((words, style)) = &row.right {
        let width = text::columns(&text::clean(words)).min(area.width);
        cell(buffer, area.x, area.y, area.width, words, *style, Align::Right);
        room = area.width.saturating_sub(width + 2);
    }
    if let Some((x, second)) = &row.second {
        pieces(buffer, area.x + x, area.y, area.width.saturating_sub(*x), second);
        room = x.saturating_sub(2);
    }
    pieces(buffer, area.x, area.y, room, &row.left);
}

/// A heading with an empty line before it.
pub(crate) fn heading(cx: &Shared, id: &'static str) -> [Row; 2] {
    [Row::default(), vec![(cx.locale.get(id), theme::ACCENT_BOLD)].into()]
}

/// Label and value pairs, in as many lines as they need.
pub(crate) fn pairs(room: u16, facts: Vec<(String, String)>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut line: Vec<Piece> = Vec::new();
    let mut used = 0;
    for (label, value) in facts {
        let width = text::columns(&label) + 1 + text::columns(&text::clean(&value));
        if used > 0 && used + 3 + width > room {
            rows.push(std::mem::take(&mut line).into());
            used = 0;
        }
        let gap = if used == 0 { "" } else { "   " };
        line.push((format!("{gap}{label} "), theme::DIM));
        line.push((value, theme::PLAIN));
        used += width + if gap.is_empty() { 0 } else { 3 };
    }
    if !line.is_empty() {
        rows.push(line.into());
    }
    rows
}

/// The changes, newest first, as a timeline: those of one run stand together under its time.
pub(crate) fn history(cx: &Shared, changes: &[FieldChange], currency: &Currency, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let mut rows: Vec<Row> = heading(cx, "tui-history").into();
    let mut before = None;
    let count = changes.len();
    for (index, entry) in changes.iter().rev().enumerate() {
        let stamp = words::stamp(cx, entry.at);
        let first = before != Some((entry.at, entry.run));
        before = Some((entry.at, entry.run));
        let last = index + 1 == count;
        let sign = match (first, last) {
            (true, _) => "● ",
            (false, _) => "│ ",
        };
        let shown = if first { stamp } else { " ".repeat(text::width(&stamp)) };
        let mut line = vec![(sign.to_owned(), theme::ACCENT), (format!("{shown}  "), theme::DIM)];
        let run = locale.text(&Message::new("tui-history-run").with("run", entry.run.to_string()));
        // Own books are changed by no run.
        let right = (room >= 60 && first && entry.run.0 > 0).then_some((run, theme::DIM));
        let beside = right.iter().map(|(run, _)| text::columns(run) + 2).sum::<u16>();
        let left = room.saturating_sub(pieces_width(&line) + beside);
        line.extend(words::short_change(words::what_changed(cx, entry, currency), left));
        rows.push(Row { left: line, right, second: None });
    }
    rows
}
