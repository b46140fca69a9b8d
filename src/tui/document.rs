//! Lines of a document: an invoice, a run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{Align, Piece, cell, pieces};
use super::text;

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
