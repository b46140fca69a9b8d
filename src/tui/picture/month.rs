//! A month as a calendar: a line a week, a cell a day, with the hours of the day and a bar of their share.

use jiff::ToSpan;
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rust_decimal::Decimal;

use super::{share, steps};
use crate::locale::Locale;
use crate::tui::hours::hours;
use crate::tui::paint::{Align, cell, put};
use crate::tui::{text, theme};

/// Seconds of the days of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Month {
    /// The first day of the month.
    pub(crate) first: Date,
    pub(crate) today: Date,
    /// Days with work, in order.
    pub(crate) days: Vec<(Date, i64)>,
    /// Days with something to look at.
    pub(crate) marked: Vec<Date>,
}

/// Days of a week.
const WEEK: u16 = 7;
/// The least columns of a day: its hours.
const LEAST: u16 = 5;
/// The widest day.
const WIDEST: u16 = 12;

impl Month {
    fn of(&self, day: Date) -> i64 {
        let at = self.days.binary_search_by(|(known, _)| known.cmp(&day)).ok();
        at.and_then(|at| self.days.get(at)).map_or(0, |(_, seconds)| *seconds)
    }

    pub(super) fn draw(&self, locale: &Locale, buffer: &mut Buffer, area: Rect, mark: Option<&str>) {
        // A day, and the sum of the week where it has room.
        let summed = area.width / (WEEK + 1) > LEAST;
        let columns = WEEK + u16::from(summed);
        let wide = (area.width / columns).min(WIDEST);
        let monday = self.first.saturating_sub(i64::from(self.first.weekday().to_monday_zero_offset()).days());
        let last = self.first.last_of_month();
        let weeks = u16::try_from((last.duration_since(monday).as_hours() / 24) / 7 + 1).unwrap_or(6);
        // A day has its number, its hours and a bar where there are so many lines.
        let high = ((area.height.saturating_sub(1)) / weeks).min(4);
        if high == 0 || wide < LEAST {
            put(buffer, area.x, area.y, area.width, &locale.get("tui-picture-small"), theme::DIM);
            return;
        }
        let names = locale.get("tui-picture-weekdays");
        for (x, name) in (area.x..).step_by(usize::from(wide)).zip(names.split(' ')) {
            cell(buffer, x, area.y, wide - 1, name, theme::DIM, Align::Right);
        }
        let most = Decimal::from(self.days.iter().map(|(_, seconds)| *seconds).max().unwrap_or(0));
        for week in 0..weeks {
            let y = area.y + 1 + week * high;
            let start = monday.saturating_add(i64::from(week * WEEK).days());
            let mut sum = 0;
            for weekday in 0..WEEK {
                let day = start.saturating_add(i64::from(weekday).days());
                if day < self.first || day > last {
                    continue;
                }
                let seconds = self.of(day);
                sum += seconds;
                let place = Rect { x: area.x + weekday * wide, y, width: wide - 1, height: high };
                self.day(buffer, place, (day, seconds, most), mark);
            }
            if summed && sum > 0 {
                let place = area.x + WEEK * wide;
                cell(buffer, place, y + u16::from(high > 1), wide - 1, &hours(sum), theme::BOLD, Align::Right);
            }
        }
    }

    fn day(&self, buffer: &mut Buffer, place: Rect, (day, seconds, most): (Date, i64, Decimal), mark: Option<&str>) {
        let sign = if self.marked.binary_search(&day).is_ok() { "!" } else { "" };
        let number = format!("{sign}{}", day.day());
        let shown = match seconds {
            0 => "·".to_owned(),
            seconds if text::columns(&hours(seconds)) > place.width => format!("{}h", seconds / 3600),
            seconds => hours(seconds),
        };
        let dated = if day == self.today { theme::ACCENT_BOLD } else { theme::DIM };
        let strong = if seconds > 0 { theme::PLAIN } else { theme::DIM };
        if place.height == 1 {
            let room = place.width.saturating_sub(text::columns(&number) + 1);
            if text::columns(&shown) <= room {
                put(buffer, place.x, place.y, place.width, &number, dated);
            }
            cell(buffer, place.x, place.y, place.width, &shown, strong, Align::Right);
        } else {
            cell(buffer, place.x, place.y, place.width, &number, dated, Align::Right);
            cell(buffer, place.x, place.y + 1, place.width, &shown, strong, Align::Right);
        }
        if place.height > 2 {
            let long = steps(share(Decimal::from(seconds), most), place.width);
            let bar = "█".repeat(usize::from(long));
            cell(buffer, place.x, place.y + 2, place.width, &bar, theme::ACCENT, Align::Right);
        }
        if mark.is_some_and(|mark| mark == day.to_string()) {
            buffer.set_style(Rect { height: place.height.min(2), ..place }, theme::SELECTED);
        }
    }
}
