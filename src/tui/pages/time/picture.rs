//! The picture of a period: a month as a calendar, a week or a year by columns. Its numbers are in the list.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::entries::Entries;
use super::period::weekday;
use super::{Time, Zoom};
use crate::tui::picture::{Chart, Columns, Month, Panel, Picture, Series, Unit};
use crate::tui::shared::Shared;

impl Time {
    /// Makes the picture of what was read, if it is not there.
    pub(super) fn paint(&mut self, cx: &Shared) {
        if self.drawn.is_none()
            && let Some(entries) = self.data.ready()
        {
            self.drawn = Some(of(cx, entries, self.zoom, self.custom.is_some()));
        }
    }
}

fn of(cx: &Shared, entries: &Entries, zoom: Zoom, custom: bool) -> Picture {
    let (first, _) = entries.wanted.period;
    let about = entries.wanted.period.0.strftime("%Y-%m").to_string();
    let panel = |title, about, chart| Picture { panels: vec![Panel { title, about, chart }] };
    match zoom {
        Zoom::Month if !custom => {
            let mut marked: Vec<Date> = entries.lints.iter().map(|lint| lint.date).collect();
            marked.sort_unstable();
            marked.dedup();
            let today = cx.books.today(cx.now, &cx.zone);
            panel("own-picture-month", about, Chart::Month(Month { first, today, days: entries.days.clone(), marked }))
        }
        Zoom::Day | Zoom::Week if !custom => {
            let days: Vec<Date> = (0..7).map(|day: i64| Zoom::Week.period(first).0.saturating_add(day.days())).collect();
            let of = |day: &Date| entries.days.iter().find(|(known, _)| known == day).map_or(0, |(_, seconds)| *seconds);
            let labels = days.iter().map(|day| weekday(cx, *day)).collect();
            let values = days.iter().map(|day| Decimal::from(of(day))).collect();
            columns("own-picture-week", labels, values)
        }
        _ => {
            let mut months: Vec<(String, i64)> = Vec::new();
            for (day, seconds) in &entries.days {
                let month = day.strftime("%Y-%m").to_string();
                match months.last_mut().filter(|(known, _)| *known == month) {
                    Some((_, sum)) => *sum += seconds,
                    None => months.push((month, *seconds)),
                }
            }
            let (labels, sums): (Vec<String>, Vec<i64>) = months.into_iter().unzip();
            columns("own-picture-months", labels, sums.into_iter().map(Decimal::from).collect())
        }
    }
}

fn columns(title: &'static str, labels: Vec<String>, values: Vec<Decimal>) -> Picture {
    let series = vec![Series::new(title, values)];
    let chart = Chart::Columns(Columns { unit: Unit::Hours, labels, series, first: false, told: true });
    Picture { panels: vec![Panel { title, about: String::new(), chart }] }
}
