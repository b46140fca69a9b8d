//! A calendar of days, a week a column: what was issued, darker where it was more.

use jiff::Span;
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::{Told, Unit, legend, legend_height};
use crate::domain::Message;
use crate::locale::Locale;
use crate::tui::paint::{pieces, put};
use crate::tui::{text, theme};

/// Amounts of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Calendar {
    pub(crate) unit: Unit,
    /// The day after which nothing is drawn.
    pub(crate) today: Date,
    /// Days with documents, in order.
    pub(crate) days: Vec<(Date, Decimal)>,
    /// The amounts from which the second, third and fourth shade begin: a quarter of the days each.
    pub(crate) quarters: [Decimal; 3],
}

/// Shades from little to much.
const SHADES: [(&str, Style); 4] = [("░", theme::ACCENT), ("▒", theme::ACCENT), ("▓", theme::ACCENT), ("█", theme::ACCENT_BOLD)];

/// Lines of a year: its months, and a line a weekday.
const LINES: u16 = 8;

impl Calendar {
    /// A calendar of days in order.
    pub(crate) fn new(unit: Unit, today: Date, days: Vec<(Date, Decimal)>) -> Self {
        let mut amounts: Vec<Decimal> = days.iter().map(|(_, amount)| *amount).filter(|amount| *amount > Decimal::ZERO).collect();
        amounts.sort_unstable();
        let quarter = |of: usize| amounts.get(amounts.len() * of / 4).copied().unwrap_or_default();
        Self { unit, today, days, quarters: [1, 2, 3].map(quarter) }
    }

    /// The sign of a day.
    fn sign(&self, day: Date) -> (&'static str, Style) {
        let found = self.days.binary_search_by(|(known, _)| known.cmp(&day)).ok().and_then(|at| self.days.get(at));
        match found {
            None => ("·", theme::DIM),
            Some((_, amount)) if *amount <= Decimal::ZERO => ("○", theme::DIM),
            Some((_, amount)) => {
                let shade = self.quarters.iter().filter(|from| amount >= *from).count();
                SHADES.get(shade).copied().unwrap_or(("█", theme::ACCENT_BOLD))
            }
        }
    }

    pub(super) fn draw(&self, locale: &Locale, buffer: &mut Buffer, area: Rect, mark: Option<&str>) {
        let entries = self.entries(locale);
        let foot = area.height.saturating_sub(LINES).min(legend_height(area.width, &entries) + 1);
        let plot = Rect { height: area.height - foot, ..area };
        let names = locale.get("tui-picture-weekdays");
        let names: Vec<&str> = names.split(' ').collect();
        let margin = names.iter().map(|name| text::columns(name)).max().unwrap_or(0) + 1;
        let room = plot.width.saturating_sub(margin);
        // Two columns a week where they fit.
        let wide = if room >= 108 { 2 } else { 1 };
        let weeks = (room / wide).min(53);
        let monday = |day: Date| day.checked_sub(Span::new().days(day.weekday().to_monday_zero_offset())).unwrap_or(day);
        let first = self.days.first().map_or(self.today, |(day, _)| *day);
        let mut last = monday(self.today);
        let mut y = plot.y;
        if plot.height < LINES {
            put(buffer, plot.x, y, plot.width, &locale.get("tui-picture-small"), theme::DIM);
            return;
        }
        // The newest weeks on top, as many rows of weeks as there are lines and days.
        while y + LINES <= plot.bottom() && last >= monday(first) {
            let from = last.checked_sub(Span::new().weeks(i64::from(weeks) - 1)).unwrap_or(last);
            for (line, name) in (1..LINES).zip(&names) {
                put(buffer, plot.x, y + line, margin, name, theme::DIM);
            }
            let mut free = plot.x + margin;
            for week in 0..weeks {
                let Ok(start) = from.checked_add(Span::new().weeks(i64::from(week))) else { break };
                let x = plot.x + margin + week * wide;
                let begins = start.checked_add(Span::new().days(6)).unwrap_or(start);
                if (begins.day() <= 7 || week == 0) && x >= free {
                    let words = if begins.month() == 1 || week == 0 {
                        format!("{:04}-{:02}", begins.year(), begins.month())
                    } else {
                        format!("{:02}", begins.month())
                    };
                    if x + text::columns(&words) <= plot.right() {
                        free = put(buffer, x, y, plot.right() - x, &words, theme::DIM) + 1;
                    }
                }
                for line in 1..LINES {
                    let Ok(day) = start.checked_add(Span::new().days(i64::from(line) - 1)) else { break };
                    if day > self.today {
                        break;
                    }
                    let (sign, style) = self.sign(day);
                    let style = if mark.is_some_and(|mark| mark == day.to_string()) { theme::SELECTED } else { style };
                    put(buffer, x, y + line, wide, &sign.repeat(usize::from(wide)), style);
                }
            }
            y += LINES + 1;
            last = from.checked_sub(Span::new().weeks(1)).unwrap_or(Date::MIN);
        }
        self.foot(locale, buffer, Rect { y: area.bottom() - foot, height: foot, ..area }, &entries);
    }

    /// What the shades mean.
    fn entries(&self, locale: &Locale) -> Vec<Told> {
        let mut entries = vec![("·".to_owned(), locale.get("tui-picture-none"), theme::DIM)];
        let from = [None, Some(0), Some(1), Some(2)].map(|at: Option<usize>| at.and_then(|at| self.quarters.get(at)));
        for ((sign, style), from) in SHADES.into_iter().zip(from) {
            let words = match from {
                None => locale.get("tui-picture-less"),
                Some(from) => format!("≥ {}", self.unit.words(locale, *from)),
            };
            entries.push((sign.to_owned(), words, style));
        }
        entries
    }

    /// What the shades mean, and the day with the most.
    fn foot(&self, locale: &Locale, buffer: &mut Buffer, area: Rect, entries: &[Told]) {
        if area.height == 0 {
            return;
        }
        let height = legend_height(area.width, entries).min(area.height);
        legend(buffer, Rect { height, ..area }, entries);
        let most = self.days.iter().max_by_key(|(_, amount)| *amount);
        if let (Some((day, amount)), true) = (most, area.height > height) {
            let message = Message::new("tui-picture-most").with("day", day.to_string());
            let message = message.with("amount", self.unit.words(locale, *amount));
            pieces(buffer, area.x, area.y + height, area.width, &[(locale.text(&message), theme::DIM)]);
        }
    }
}
