//! Pictures of figures: data in, cells out.
//!
//! For: pages, which make a [`Picture`] when an answer comes and draw it in every frame. Uses: the locale for labels. Never: the
//! model, a query, a sum: the figures are those of a report or of the runs, and floats only place cells.
//!
//! What a picture tells is told by its shape, its signs and its words; colours only repeat it.

mod calendar;
mod columns;
mod line;
mod month;
mod spark;
mod stack;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::hours::hours;
use super::paint::{Piece, pieces, pieces_width, put};
use super::{theme, words};
use crate::domain::Currency;
use crate::locale::{Amounts, Locale};

pub(crate) use calendar::Calendar;
pub(crate) use columns::{Columns, Series};
pub(crate) use line::Line;
pub(crate) use month::Month;
pub(crate) use spark::spark;
pub(crate) use stack::Stack;

/// A picture: panels below each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Picture {
    pub(crate) panels: Vec<Panel>,
}

/// A part of a picture with a title of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Panel {
    /// The key of its title.
    pub(crate) title: &'static str,
    /// What the title is about, beside it: a company, a currency.
    pub(crate) about: String,
    pub(crate) chart: Chart,
}

/// The shape of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chart {
    Columns(Columns),
    Line(Line),
    Stack(Stack),
    Calendar(Calendar),
    Month(Month),
}

/// What the figures of a panel are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unit {
    Money(Currency),
    Count,
    /// Milliseconds.
    Time,
    /// Seconds of work.
    Hours,
}

impl Unit {
    /// A figure in words.
    fn words(&self, locale: &Locale, value: Decimal) -> String {
        match self {
            Self::Money(currency) => locale.money(value, currency),
            Self::Count => locale.count(value.to_u64().unwrap_or(0)),
            Self::Hours => hours(value.to_i64().unwrap_or(0)),
            Self::Time => words::duration(locale, Duration::from_millis(value.to_u64().unwrap_or(0))),
        }
    }
}

impl Unit {
    /// Figures in words, to stand below each other.
    fn column(&self, locale: &Locale, values: &[Decimal]) -> Vec<String> {
        let Self::Money(currency) = self else { return values.iter().map(|value| self.words(locale, *value)).collect() };
        let amounts = Amounts::default().of(locale, values.iter().map(|value| (*value, currency)));
        values.iter().map(|value| amounts.align(locale, *value, currency)).collect()
    }
}

/// The least lines in which a picture says something.
pub(crate) const LEAST: u16 = 8;
/// The least columns.
const NARROWEST: u16 = 24;

/// Draws a picture. `mark` is the label of the row under the cursor: its place is set off.
pub(crate) fn draw(locale: &Locale, buffer: &mut Buffer, area: Rect, picture: &Picture, mark: Option<&str>) {
    draw_panels(locale, buffer, area, &picture.panels, mark);
}

fn draw_panels(locale: &Locale, buffer: &mut Buffer, area: Rect, panels: &[Panel], mark: Option<&str>) {
    if area.width < NARROWEST || area.height < 4 {
        return;
    }
    // In a buffer of its own, so that nothing is drawn beside the picture.
    let mut inner = Buffer::empty(area);
    // As many panels as have room, the first ones.
    let least = if panels.len() > 1 { LEAST - 1 } else { 4 };
    let fit = usize::from(area.height / least).clamp(1, panels.len().max(1));
    let mut y = area.y;
    for (index, panel) in panels.iter().take(fit).enumerate() {
        let left = u16::try_from(fit - index).unwrap_or(1);
        let height = (area.bottom() - y) / left;
        panel.draw(locale, &mut inner, Rect { y, height, ..area }, mark);
        y += height;
    }
    buffer.merge(&inner);
}

/// From this width on two panels have room side by side.
const ACROSS: u16 = 96;

/// Draws a picture with its panels side by side where they have room, else the first.
pub(crate) fn draw_across(locale: &Locale, buffer: &mut Buffer, area: Rect, picture: &Picture, mark: Option<&str>) {
    let count = if area.width >= ACROSS { picture.panels.len().max(1) } else { 1 };
    let width = area.width / u16::try_from(count).unwrap_or(1);
    for (x, panel) in (area.x..).step_by(usize::from(width.max(1))).zip(picture.panels.iter().take(count)) {
        let place = Rect { x, width: width.saturating_sub(if count > 1 { 3 } else { 0 }), ..area };
        draw_panels(locale, buffer, place, std::slice::from_ref(panel), mark);
    }
}

impl Panel {
    fn draw(&self, locale: &Locale, buffer: &mut Buffer, area: Rect, mark: Option<&str>) {
        let mut title: Vec<Piece> = vec![(locale.get(self.title), theme::BOLD)];
        if !self.about.is_empty() {
            title.push((format!(" · {}", self.about), theme::DIM));
        }
        pieces(buffer, area.x, area.y, area.width, &title);
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if self.chart.is_empty() {
            put(buffer, area.x, below.y, area.width, &locale.get("tui-picture-empty"), theme::DIM);
            return;
        }
        match &self.chart {
            Chart::Columns(columns) => columns.draw(locale, buffer, below, mark),
            Chart::Line(line) => line.draw(locale, buffer, below),
            Chart::Stack(stack) => stack.draw(locale, buffer, below, mark),
            Chart::Calendar(calendar) => calendar.draw(locale, buffer, below, mark),
            Chart::Month(month) => month.draw(locale, buffer, below, mark),
        }
    }
}

impl Chart {
    /// True if there is nothing to draw.
    fn is_empty(&self) -> bool {
        match self {
            Self::Columns(columns) => columns.is_empty(),
            Self::Line(line) => line.is_empty(),
            Self::Stack(stack) => stack.rows.is_empty(),
            Self::Calendar(calendar) => calendar.days.is_empty(),
            // Days without work are told, too.
            Self::Month(_) => false,
        }
    }
}

/// The share of a figure in the largest one, from 0 to 1.
fn share(value: Decimal, largest: Decimal) -> f64 {
    value.abs().checked_div(largest).and_then(|share| share.to_f64()).unwrap_or(0.0).clamp(0.0, 1.0)
}

/// A share of so many steps; anything but zero is at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the steps of a screen")]
fn steps(share: f64, of: u16) -> u16 {
    let steps = (share * f64::from(of)).round() as u16;
    if steps == 0 && share > 0.0 { 1 } else { steps.min(of) }
}

/// An entry of a legend: its sign, its words, the style of the sign.
type Told = (String, String, Style);

/// The lines of a legend: none of its entries is left out, so that no sign of the picture goes unexplained.
fn legend_lines(width: u16, entries: &[Told]) -> Vec<Vec<Piece>> {
    let broken = |gap: usize| {
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        for (sign, words, style) in entries {
            let entry = [(sign.clone(), *style), (format!(" {words}"), theme::DIM)];
            let blank = (" ".repeat(gap), Style::new());
            match lines.last_mut() {
                Some(line) if pieces_width(line) + pieces_width(&entry) + columns_of(gap) <= width => {
                    line.push(blank);
                    line.extend(entry);
                }
                _ => lines.push(entry.into()),
            }
        }
        lines
    };
    let (wide, narrow) = (broken(3), broken(1));
    if narrow.len() < wide.len() { narrow } else { wide }
}

fn columns_of(gap: usize) -> u16 {
    u16::try_from(gap).unwrap_or(u16::MAX)
}

/// Lines that a legend takes.
fn legend_height(width: u16, entries: &[Told]) -> u16 {
    u16::try_from(legend_lines(width, entries).len()).unwrap_or(u16::MAX)
}

/// Draws a legend: signs with their words, in as many lines as it needs and the area has.
fn legend(buffer: &mut Buffer, area: Rect, entries: &[Told]) {
    for (y, line) in (area.y..area.bottom()).zip(legend_lines(area.width, entries)) {
        pieces(buffer, area.x, y, area.width, &line);
    }
}

#[cfg(test)]
mod tests;
