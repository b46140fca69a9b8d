//! Bars of parts: what is outstanding by age, a bar a company or partner.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::{Unit, legend, legend_height, share, steps};
use crate::locale::Locale;
use crate::query::report::Breakdown;
use crate::query::{Group, ReportKind};
use crate::tui::paint::{Align, cell, put};
use crate::tui::{text, theme};

/// Signs of the ages, the later the darker; a sign a part, so that no colour is needed.
const AGES: [(&str, Style); 6] =
    [("░", theme::GOOD), ("▒", theme::LOOK), ("▓", theme::LOOK), ("▚", theme::ACT), ("█", theme::ACT), ("·", theme::DIM)];

/// Bars by name, all on one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stack {
    pub(crate) unit: Unit,
    /// Names with their parts, as [`Breakdown::ages`].
    pub(crate) rows: Vec<(String, Vec<Decimal>)>,
}

impl Stack {
    pub(super) fn draw(&self, locale: &Locale, buffer: &mut Buffer, area: Rect, mark: Option<&str>) {
        let sum =
            |parts: &[Decimal]| parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part)).unwrap_or_default();
        let largest = self.rows.iter().map(|(_, parts)| sum(parts)).max().unwrap_or_default();
        let name = self.rows.iter().map(|(name, _)| text::columns(name)).max().unwrap_or(0).min(area.width / 3);
        let sums: Vec<Decimal> = self.rows.iter().map(|(_, parts)| sum(parts)).collect();
        let totals = self.unit.column(locale, &sums);
        let total = totals.iter().map(|words| text::columns(words)).max().unwrap_or(0);
        let bar = area.width.saturating_sub(name + total + 4).max(4);
        let words = |group: Group| group.words(ReportKind::Aging).map(|message| locale.text(&message)).unwrap_or_default();
        let there = |age: usize| self.rows.iter().any(|(_, parts)| parts.get(age).is_some_and(|part| !part.is_zero()));
        let entries: Vec<_> = Breakdown::ages()
            .into_iter()
            .zip(AGES)
            .enumerate()
            .filter(|(age, _)| there(*age))
            .map(|(_, (group, (sign, style)))| (sign.repeat(2), words(group), style))
            .collect();
        let height = legend_height(area.width, &entries).clamp(1, (area.height / 2).max(1));
        let lines = area.height.saturating_sub(height);
        // The row that is marked is always among those drawn.
        let marked = self.rows.iter().position(|(name, _)| mark == Some(name)).unwrap_or(0);
        let top = (marked + 1).saturating_sub(usize::from(lines));
        for (y, ((label, parts), total)) in (area.y..area.y + lines).zip(self.rows.iter().zip(&totals).skip(top)) {
            let style = if mark == Some(label) { theme::ACCENT_BOLD } else { theme::PLAIN };
            cell(buffer, area.x, y, name, label, style, Align::Middle);
            let width = steps(share(sum(parts), largest), bar);
            let mut x = area.x + name + 2;
            let end = x + width;
            let mut left = sum(parts);
            for (part, (sign, style)) in parts.iter().zip(AGES).filter(|(part, _)| !part.is_zero()) {
                // Each takes its share of what is left, so that no part is lost and the whole is as long as it should be.
                let columns = steps(share(*part, left), end.saturating_sub(x));
                x = put(buffer, x, y, columns, &sign.repeat(usize::from(columns)), style);
                left = left.checked_sub(*part).unwrap_or_default();
            }
            put(buffer, area.x + name + 2 + bar + 2, y, area.width, total, theme::DIM);
        }
        let below = u16::try_from(self.rows.len()).unwrap_or(u16::MAX).min(lines);
        legend(buffer, Rect { y: area.y + below, height, ..area }, &entries);
    }
}
