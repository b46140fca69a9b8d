//! A line in Braille dots, two by four a cell: what runs on, such as expected cash added up.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rust_decimal::Decimal;

use super::{Unit, share, steps};
use crate::locale::Locale;
use crate::tui::paint::{Align, cell, put};
use crate::tui::{text, theme};

/// Figures one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) unit: Unit,
    /// What the first and the last figure are of.
    pub(crate) ends: (String, String),
    pub(crate) values: Vec<Decimal>,
}

/// The bits of the dots of a cell, column by column from the top.
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.values.iter().all(Decimal::is_zero)
    }

    pub(super) fn draw(&self, locale: &Locale, buffer: &mut Buffer, area: Rect) {
        let largest = self.values.iter().map(Decimal::abs).max().unwrap_or_default();
        let top = self.unit.words(locale, largest);
        let axis = text::columns(&top).min(area.width / 3);
        let height = area.height.saturating_sub(1).max(1);
        let plot = Rect { x: area.x + axis + 1, width: area.width.saturating_sub(axis + 1), height, ..area };
        cell(buffer, area.x, plot.y, axis, &top, theme::DIM, Align::Right);
        if plot.height > 1 {
            cell(buffer, area.x, plot.bottom() - 1, axis, "0", theme::DIM, Align::Right);
        }
        let (from, to) = (&self.ends.0, &self.ends.1);
        if text::columns(from) + text::columns(to) + 2 <= plot.width {
            put(buffer, plot.x, plot.bottom(), plot.width, from, theme::DIM);
        }
        cell(buffer, plot.x, plot.bottom(), plot.width, to, theme::DIM, Align::Right);
        for (index, mask) in self.dots(largest, plot.width, plot.height).into_iter().enumerate().filter(|(_, mask)| *mask > 0) {
            let (x, y) = (index % usize::from(plot.width), index / usize::from(plot.width));
            let place = u16::try_from(x).ok().zip(u16::try_from(y).ok());
            let sign = char::from_u32(0x2800 + u32::from(mask)).unwrap_or(' ');
            if let Some(cell) = place.and_then(|(x, y)| buffer.cell_mut((plot.x + x, plot.y + y))) {
                cell.set_char(sign).set_style(theme::ACCENT);
            }
        }
    }

    /// The dots of each cell.
    fn dots(&self, largest: Decimal, width: u16, height: u16) -> Vec<u8> {
        let mut cells = vec![0u8; usize::from(width) * usize::from(height)];
        let (right, bottom) = (usize::from(width) * 2, height * 4);
        let last = self.values.len().saturating_sub(1).max(1);
        let level = |index: usize| {
            let value = self.values.get(index).copied().unwrap_or_default();
            usize::from(steps(share(value.max(Decimal::ZERO), largest), bottom - 1))
        };
        let mut before: Option<usize> = None;
        for x in 0..right {
            // Between two figures the line goes straight.
            let (index, rest) = (x * last / (right - 1).max(1), x * last % (right - 1).max(1));
            let (low, high) = (level(index), level((index + 1).min(last)));
            let now =
                if self.values.len() < 2 { level(0) } else { (low * (right - 1 - rest) + high * rest) / (right - 1).max(1) };
            let from = before.unwrap_or(now);
            for y in from.min(now)..=from.max(now) {
                let y = usize::from(bottom) - 1 - y;
                let bit = DOTS.get(x % 2).and_then(|column| column.get(y % 4)).copied().unwrap_or(0);
                if let Some(cell) = cells.get_mut(y / 4 * usize::from(width) + x / 2) {
                    *cell |= bit;
                }
            }
            before = Some(now);
        }
        cells
    }
}
