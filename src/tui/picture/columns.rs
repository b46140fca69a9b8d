//! Columns side by side: money by month, payments by delay, calls by run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::spark::EIGHTHS;
use super::{Unit, legend, legend_height, share, steps};
use crate::locale::Locale;
use crate::tui::paint::{Align, cell, put};
use crate::tui::{text, theme};

/// Groups of columns, one column of a series in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) unit: Unit,
    /// What stands under each group.
    pub(crate) labels: Vec<String>,
    pub(crate) series: Vec<Series>,
    /// Where not all groups have room, the first ones are kept; else the last ones.
    pub(crate) first: bool,
    /// Every figure stands above its column where it has room.
    pub(crate) told: bool,
}

/// A figure for each group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Series {
    /// The key of its name.
    pub(crate) name: &'static str,
    pub(crate) values: Vec<Decimal>,
    /// Groups with a figure to look at, such as late ones.
    pub(crate) late: Vec<bool>,
}

/// The widest column.
const WIDEST: u16 = 6;

impl Series {
    /// Figures without a mark.
    pub(crate) const fn new(name: &'static str, values: Vec<Decimal>) -> Self {
        Self { name, values, late: Vec::new() }
    }
}

impl Columns {
    pub(super) fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.values.iter().all(Decimal::is_zero))
    }

    pub(super) fn draw(&self, locale: &Locale, buffer: &mut Buffer, area: Rect, mark: Option<&str>) {
        let (area, count) = self.head(locale, buffer, area);
        let largest = self.all().map(|value| value.abs()).max().unwrap_or_default();
        let top = self.unit.words(locale, largest);
        let axis = text::columns(&top).min(area.width / 3);
        let labelled = self.labels.iter().any(|label| !label.is_empty());
        let height = area.height.saturating_sub(u16::from(labelled)).max(1);
        let plot = Rect { x: area.x + axis + 1, width: area.width.saturating_sub(axis + 1), height, ..area };
        cell(buffer, area.x, plot.y, axis, &top, theme::DIM, Align::Right);
        if plot.height > 1 {
            cell(buffer, area.x, plot.bottom() - 1, axis, "0", theme::DIM, Align::Right);
        }
        let each = u16::try_from(self.series.len()).unwrap_or(1).max(1);
        // A gap between groups where all have room for one.
        let gap = u16::from(count * (usize::from(each) + 1) <= usize::from(plot.width));
        let shown = usize::from(plot.width / (each + gap)).min(count).max(1);
        let group = (plot.width / u16::try_from(shown).unwrap_or(1)).max(1);
        let wide = (group.saturating_sub(gap) / each).clamp(1, WIDEST);
        let group = group.min(each * wide + gap.max(if wide >= 3 { 2 } else { 0 }));
        let skipped = if self.first { 0 } else { count - shown };
        // The first column after the label before.
        let mut free = plot.x;
        for (x, index) in (plot.x..).step_by(usize::from(group)).zip(skipped..skipped + shown) {
            let label = self.labels.get(index).map_or("", String::as_str);
            let here = mark.is_some_and(|mark| mark == label);
            let mut at = x;
            for (number, series) in self.series.iter().enumerate() {
                let value = series.values.get(index).copied().unwrap_or_default();
                let style = if series.late.get(index) == Some(&true) { theme::ACT } else { style_of(number) };
                let room = Rect { x: at, width: wide, ..plot };
                let top = bar(buffer, room, share(value, largest), value, number, style);
                if self.told && top > plot.y && !value.is_zero() {
                    let words = self.unit.words(locale, value);
                    let limit = group.max(wide);
                    if text::columns(&words) <= limit {
                        put(buffer, at, top - 1, limit, &words, theme::DIM);
                    }
                }
                at += wide;
            }
            let columns = text::columns(label);
            if labelled && (x >= free || here) && x + columns <= plot.right() && columns > 0 {
                let style = if here { theme::ACCENT_BOLD } else { theme::DIM };
                if !here || x >= free {
                    put(buffer, x, plot.bottom(), columns, label, style);
                    free = x + columns + 1;
                }
            }
        }
    }

    /// Draws the legend where there is something to tell apart; returns what is left, and the number of groups.
    fn head(&self, locale: &Locale, buffer: &mut Buffer, area: Rect) -> (Rect, usize) {
        let count = self.series.iter().map(|series| series.values.len()).max().unwrap_or(0);
        if self.series.len() < 2 || area.height < 5 {
            return (area, count);
        }
        let entry = |(number, series): (usize, &Series)| (sign_of(number).repeat(2), locale.get(series.name), style_of(number));
        let entries: Vec<_> = self.series.iter().enumerate().map(entry).collect();
        let height = legend_height(area.width, &entries).min(area.height - 3);
        legend(buffer, Rect { height, ..area }, &entries);
        (Rect { y: area.y + height, height: area.height - height, ..area }, count)
    }

    fn all(&self) -> impl Iterator<Item = Decimal> {
        self.series.iter().flat_map(|series| series.values.iter().copied())
    }
}

/// The second series is hatched, so that no colour is needed to tell it from the first.
const fn sign_of(number: usize) -> &'static str {
    if number == 0 { "█" } else { "▒" }
}

const fn style_of(number: usize) -> Style {
    if number == 0 { theme::ACCENT } else { theme::GOOD }
}

/// Draws a column from the bottom of its room; what reduces is drawn hollow. Returns its top line.
fn bar(buffer: &mut Buffer, room: Rect, share: f64, value: Decimal, number: usize, style: Style) -> u16 {
    let negative = value.is_sign_negative();
    let whole = number > 0 || negative;
    let eighths = if whole { steps(share, room.height) * 8 } else { steps(share, room.height * 8) };
    let (sign, style) = if negative { ("░", theme::DIM) } else { (sign_of(number), style) };
    let wide = usize::from(room.width);
    let mut y = room.bottom();
    for _ in 0..eighths / 8 {
        y -= 1;
        put(buffer, room.x, y, room.width, &sign.repeat(wide), style);
    }
    if let Some(part) = EIGHTHS.get(usize::from(eighths % 8).wrapping_sub(1)) {
        y -= 1;
        put(buffer, room.x, y, room.width, &part.repeat(wide), style);
    }
    y
}
