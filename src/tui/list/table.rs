//! Draws the rows of a list: heading, cells, marks, cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::columns::Shown;
use super::highlight::highlight;
use super::schema::Schema;
use super::window::List;
use crate::tui::paint::{Align, Piece, Spec, cell, fit_columns, put};
use crate::tui::shared::Shared;
use crate::tui::{text, theme};

/// Columns before the first cell.
pub(crate) const MARGIN: u16 = 2;
/// Columns between two cells.
const GAP: u16 = 2;

/// A column of the table.
pub(crate) struct Column<F> {
    pub(crate) field: F,
    pub(crate) title: &'static str,
    pub(crate) align: Align,
    pub(crate) spec: Spec,
}

/// A column with its place and its width.
pub(crate) type Placed<F> = (Column<F>, u16, u16);

/// Returns the columns that were chosen, in their order. `known` are all; `shown_as` names the column that shows a field, and
/// `spec` its width unless one was set.
pub(crate) fn in_order<F: PartialEq + Copy>(
    chosen: &[Shown<F>],
    mut known: Vec<Column<F>>,
    shown_as: impl Fn(F) -> F,
    spec: impl Fn(&Shown<F>, &Spec) -> (u16, u16),
) -> Vec<Column<F>> {
    let pick = |(index, shown): (usize, &Shown<F>)| {
        let at = known.iter().position(|column| column.field == shown_as(shown.field))?;
        let mut column = known.swap_remove(at);
        let (min, ideal) = spec(shown, &column.spec);
        // All that were chosen are shown if they fit; the last ones go first.
        let worth = 200_u8.saturating_sub(u8::try_from(index).unwrap_or(200));
        column.spec = Spec { min, ideal, worth };
        Some(column)
    };
    chosen.iter().enumerate().filter_map(pick).collect()
}

/// Places columns in a list of a width; those without room are left out.
pub(crate) fn fit<F>(columns: Vec<Column<F>>, width: u16) -> Vec<Placed<F>> {
    fit_behind(MARGIN, columns, width)
}

/// Places columns behind a margin.
pub(crate) fn fit_behind<F>(margin: u16, columns: Vec<Column<F>>, width: u16) -> Vec<Placed<F>> {
    let specs: Vec<Spec> = columns.iter().map(|column| column.spec).collect();
    let places = fit_columns(&specs, width.saturating_sub(margin + 1), GAP);
    columns.into_iter().zip(places).filter_map(|(c, place)| place.map(|(x, width)| (c, x + margin, width))).collect()
}

/// The column with its heading at `x`; `true` if `x` is its right edge.
pub(crate) fn heading_at<F: Copy>(places: &[Placed<F>], x: u16) -> Option<(F, bool)> {
    let (column, from, width) = places.iter().find(|(_, from, width)| x >= *from && x <= from + width)?;
    Some((column.field, x == from + width))
}

/// Draws the heading and the rows that fit. `sorted` is the column of the order, `needles` texts to
/// set off, `value` the text of a cell, `sign` what
/// stands before a row that is not marked.
pub(crate) fn draw_rows<S: Schema>(
    list: &List<S>,
    (cx, buffer, area): (&Shared, &mut Buffer, Rect),
    (places, sorted, visible, needles): (&[Placed<S::Field>], S::Field, usize, &[String]),
    value: impl Fn(&S::Row, S::Field) -> Piece,
    sign: impl Fn(&S::Row) -> Option<(&'static str, Style)>,
) {
    heading(cx, buffer, area, places, Some((sorted, list.sort.descending)));
    let last = (list.top + visible).min(list.total);
    for (line, index) in (1..area.height).zip(list.top..last) {
        let y = area.y + line;
        let Some(row) = list.row(index) else {
            put(buffer, area.x + MARGIN, y, 1, "…", theme::DIM);
            continue;
        };
        for (column, x, width) in places {
            let (words, style) = value(row, column.field);
            cell(buffer, area.x + x, y, *width, &words, style, column.align);
            highlight(buffer, Rect { x: area.x + x, y, width: *width, height: 1 }, needles);
        }
        if list.marks.has(&S::key(row)) {
            put(buffer, area.x + 1, y, 1, "✓", theme::ACCENT_BOLD);
        } else if let Some((sign, style)) = sign(row) {
            put(buffer, area.x + 1, y, 1, sign, style);
        }
        if index == list.cursor {
            buffer.set_style(Rect { y, height: 1, ..area }, theme::SELECTED);
            put(buffer, area.x, y, 1, "›", theme::BOLD);
        }
    }
}

/// Draws the titles of the columns; that of the order with an arrow.
pub(crate) fn heading<F: Copy + PartialEq>(
    cx: &Shared,
    buffer: &mut Buffer,
    area: Rect,
    places: &[Placed<F>],
    sort: Option<(F, bool)>,
) {
    for (column, x, width) in places {
        let sorted = sort.is_some_and(|(field, _)| field == column.field);
        let arrow = if sort.is_some_and(|(_, descending)| descending) { "↓" } else { "↑" };
        let title = cx.locale.get(column.title);
        let title = match (sorted, column.align) {
            (false, _) => title,
            (true, Align::Right) => format!("{arrow} {title}"),
            // The arrow is never what is cut.
            (true, _) => format!("{} {arrow}", text::fit(&title, usize::from(width.saturating_sub(2)))),
        };
        let style = if sorted { theme::ACCENT_BOLD } else { theme::DIM };
        let align = if column.align == Align::Right { Align::Right } else { Align::Left };
        cell(buffer, area.x + x, area.y, *width, &title, style, align);
    }
}
