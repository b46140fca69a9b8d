//! Draws a sheet: the line that filters, the heading, the rows that fit.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Rows, Sheet, context};
use crate::domain::Message;
use crate::query::rows::{examples, needles};
use crate::query::schema::{self, Cell};
use crate::tui::list::{self, Column, Placed, Shown, highlight};
use crate::tui::paint::{Align, Piece, Spec, cell, line_of, pieces, pieces_width, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};

/// What a page says about a sheet when it is drawn.
pub(crate) struct Frame<'f> {
    /// What stands in place of rows, if anything.
    pub(crate) instead: Option<Say<'f>>,
    /// The text of "12 runs".
    pub(crate) unit: &'static str,
}

/// A cell without a look of its own, by its kind.
pub(crate) fn plain<F: Rows>(field: F, row: &F::Row, cx: &Shared) -> Piece {
    let column = field.column();
    let locale = cx.locale;
    let strong = column.screen.is_some_and(|screen| screen.is_strong);
    let style = if strong { theme::PLAIN } else { theme::DIM };
    let shown = match column.cell(row, &context::<F>(row, cx)) {
        Cell::Empty | Cell::Text("") => return (words::NOTHING.to_owned(), theme::DIM),
        Cell::Text(text) => words::cell(locale, (column.values().family)(text), text),
        Cell::Words(list) => list.join(" "),
        Cell::Amount(amount, currency) => locale.money(amount, currency),
        Cell::Parts(_, numbers) => numbers.to_owned(),
        Cell::Amounts(open) => open.iter().map(|open| locale.open(open)).collect::<Vec<_>>().join(" · "),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => words::stamp(cx, at),
        Cell::Number(number) => match u64::try_from(number) {
            Ok(0) => return (locale.count(0), theme::DIM),
            Ok(number) => locale.count(number),
            Err(_) => number.to_string(),
        },
        Cell::Flag(flag) => words::word(locale, "bool", if flag { "true" } else { "false" }),
    };
    (shown, style)
}

impl<F: Rows> Sheet<F> {
    /// Lines above the first row: the filter, its error, the heading.
    pub(crate) fn head(&self) -> usize {
        2 + usize::from(self.complaint().is_some()) * 2
    }

    fn natural(&self, field: F, cx: &Shared) -> u16 {
        if let Some((_, ideal)) = field.sized(cx, self.width) {
            return ideal;
        }
        let column = field.column();
        let title = column.screen.map_or(0, |screen| text::columns(&cx.locale.get(screen.title)));
        let least = column.screen.map_or(0, |screen| screen.width);
        let cells = self.widths.iter().find(|(known, _)| *known == field).map_or(0, |(_, width)| *width);
        cells.max(title).max(least).clamp(4, if column.is_cut { 90 } else { 40 })
    }

    fn column(&self, column: &schema::Column<F>, cx: &Shared, width: u16) -> Option<Column<F>> {
        let screen = column.screen?;
        let natural = self.natural(column.field, cx);
        let sorted = self.sort.is_some_and(|sort| sort.field == column.field);
        let worth = if sorted { screen.worth.max(9) } else { screen.worth };
        let (drawn, natural) = column.field.sized(cx, width).map_or((None, natural), |(min, ideal)| (Some(min), ideal));
        let min = if worth == 0 {
            0
        } else if let Some(min) = drawn {
            min
        } else if column.is_cut {
            natural.min(column.field.least(width))
        } else {
            natural
        };
        let align = if column.is_number() { Align::Right } else { Align::Left };
        Some(Column { field: column.field, title: screen.title, align, spec: Spec { min, ideal: natural, worth } })
    }

    pub(crate) fn places(&self, cx: &Shared, width: u16) -> Vec<Placed<F>> {
        let all: Vec<Column<F>> = schema::on_screen().into_iter().filter_map(|column| self.column(column, cx, width)).collect();
        let columns = match &self.columns {
            None => all,
            Some(chosen) => list::in_order(
                chosen,
                all,
                |field| field,
                |shown, spec| {
                    let ideal = shown.width.unwrap_or_else(|| spec.ideal.max(self.natural(shown.field, cx)));
                    let flexible = shown.field.column().is_cut && shown.width.is_none();
                    (if flexible { ideal.min(12) } else { ideal }, ideal)
                },
            ),
        };
        list::fit_behind(F::MARGIN, columns, width)
    }

    /// The columns that are shown, chosen or not.
    pub(super) fn shown(&self, cx: &Shared) -> Vec<Shown<F>> {
        if let Some(chosen) = &self.columns {
            return chosen.clone();
        }
        self.places(cx, self.width).iter().map(|(column, ..)| Shown { field: column.field, width: None }).collect()
    }

    pub(super) fn width_of(&self, cx: &Shared, field: F) -> u16 {
        let places = self.places(cx, self.width);
        places.iter().find(|(column, ..)| column.field == field).map_or_else(|| self.natural(field, cx), |(_, _, width)| *width)
    }

    /// The counts of the first line: found, of how many, marked.
    pub(crate) fn summary(&self, unit: &'static str, cx: &Shared) -> String {
        let locale = cx.locale;
        let (found, whole) = (self.found.len() as u64, self.whole as u64);
        let mut line = if self.filter.query().is_empty() {
            self.counted.clone().unwrap_or_else(|| locale.text(&Message::new(unit).with("count", found)))
        } else {
            let of = Message::new("tui-found-of").with("place", locale.count(found));
            locale.text(&of.with("total", locale.count(whole)))
        };
        let marked = self.marked().len();
        if marked > 0 {
            line = format!("{line} · {}", locale.text(&Message::new("tui-marked").with("count", marked)));
        }
        line
    }

    /// Draws the line that filters, with the counts.
    pub(crate) fn draw_filter(&self, unit: &'static str, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        self.draw_filter_and(&self.summary(unit, cx), cx, buffer, area)
    }

    fn draw_filter_and(&self, summary: &str, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let examples = examples::<F>(cx.lang()).into_iter().take(3).collect::<Vec<_>>().join(", ");
        let hint = cx.locale.text(&Message::new("tui-filter-hint-rows").with("examples", examples));
        list::draw_filter(&self.filter, (summary, self.complaint().is_some(), &hint), buffer, line_of(area, 0))
    }

    /// Draws the sheet; returns the place of the cursor while the filter is edited.
    pub(crate) fn draw(
        &self,
        rows: &[F::Row],
        frame: &Frame<'_>,
        cx: &Shared,
        buffer: &mut Buffer,
        area: Rect,
    ) -> Option<Position> {
        // What was not read is not counted.
        let is_read = !matches!(frame.instead, Some(Say::Loading | Say::Error(_)));
        let summary = if is_read { self.summary(frame.unit, cx) } else { String::new() };
        let cursor = self.draw_filter_and(&summary, cx, buffer, area);
        let mut below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if let Some(error) = self.complaint() {
            list::draw_complaint(&self.filter, cx, buffer, below, error);
            below = Rect { y: below.y + 2, height: below.height.saturating_sub(2), ..below };
        }
        match &frame.instead {
            Some(instead) => say(cx, buffer, below, instead),
            None if self.found.is_empty() => say(cx, buffer, below, &Say::Hint("tui-empty-found", "tui-empty-found-hint")),
            None => self.draw_rows(rows, cx, buffer, below),
        }
        list::draw_suggestions(&self.filter, buffer, area, cursor);
        cursor
    }

    fn draw_rows(&self, rows: &[F::Row], cx: &Shared, buffer: &mut Buffer, area: Rect) {
        let places = self.places(cx, area.width);
        let sorted = self.sort.map(|sort| (sort.field, sort.descending));
        list::heading(cx, buffer, area, &places, sorted);
        let needles = needles::<F>(self.filter.query());
        let visible = self.found.iter().enumerate().skip(self.top);
        for (line, (index, (place, key))) in (1..area.height).zip(visible) {
            let Some(row) = rows.get(*place) else { continue };
            let at = line_of(area, line);
            let mut free = None;
            for (column, x, width) in &places {
                let shown = column.field.show(row, cx);
                if shown.is_empty() {
                    free.get_or_insert(*x);
                    continue;
                }
                let from = free.take().unwrap_or(*x);
                let (x, width) = (&from, &(x + width - from));
                match column.field.shorten(shown, *width).as_slice() {
                    [(words, style)] => cell(buffer, at.x + x, at.y, *width, words, *style, column.align),
                    more => {
                        let free = width.saturating_sub(pieces_width(more));
                        let shift = if column.align == Align::Right { free } else { 0 };
                        pieces(buffer, at.x + x + shift, at.y, width - shift, more);
                    }
                }
                highlight(buffer, Rect { x: at.x + x, width: *width, ..at }, &needles);
            }
            if self.marks.contains(key) {
                put(buffer, at.x + 1, at.y, 1, "✓", theme::ACCENT_BOLD);
            }
            if index == self.cursor {
                buffer.set_style(at, theme::SELECTED);
                put(buffer, at.x, at.y, 1, "›", theme::BOLD);
            }
        }
    }
}
