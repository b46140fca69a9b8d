//! The picture of a report, made when its answer comes.
//!
//! Uses: the rows of the report and of the one that belongs beside it. Never: a sum of its own.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use rust_decimal::Decimal;

use crate::domain::{Currency, Direction};
use crate::query::{Group, Report, ReportKind, ReportRow};
use crate::tui::picture::{Calendar, Chart, Columns, Line, Panel, Picture, Series, Stack, Unit};

/// The most groups that a picture has.
const MOST: usize = 400;

/// The report that a picture shows beside another one.
pub(super) const fn beside(kind: ReportKind) -> Option<ReportKind> {
    match kind {
        ReportKind::Months | ReportKind::Fulfilled => Some(ReportKind::Paid),
        ReportKind::Paid => Some(ReportKind::Months),
        ReportKind::Aging => Some(ReportKind::Companies),
        _ => None,
    }
}

/// True if a report has a picture.
pub(super) const fn has_picture(kind: ReportKind) -> bool {
    !matches!(kind, ReportKind::Statuses | ReportKind::Vat)
}

/// The picture of a report in one currency and direction; `None` until all of it is here.
#[expect(clippy::needless_pass_by_value, reason = "each caller makes the text for it")]
pub(super) fn of(
    report: &Report,
    beside: Option<&Report>,
    (currency, direction): &(Currency, Direction),
    side: String,
    label: &dyn Fn(&Group) -> String,
) -> Option<Picture> {
    let mine = |report: &'_ Report| -> Vec<ReportRow> {
        report.rows.iter().filter(|row| row.currency == *currency && row.direction == *direction).cloned().collect()
    };
    let rows = mine(report);
    let other = beside.map(mine);
    let money = || Unit::Money(currency.clone());
    let panel = |title, chart| Panel { title, about: side.clone(), chart };
    let panels = match report.kind {
        ReportKind::Months | ReportKind::Fulfilled | ReportKind::Paid => {
            let title = if report.kind == ReportKind::Fulfilled { "tui-picture-fulfilled" } else { "tui-picture-months" };
            let other = other?;
            let (issued, paid) = if report.kind == ReportKind::Paid { (&other, &rows) } else { (&rows, &other) };
            vec![panel(title, Chart::Columns(months(money(), report.kind, issued, paid)))]
        }
        ReportKind::Aging => vec![panel("tui-picture-aging", Chart::Stack(stack(money(), &other?, label)))],
        ReportKind::Companies => vec![panel("tui-picture-aging", Chart::Stack(stack(money(), &rows, label)))],
        ReportKind::Partners => vec![panel("tui-picture-aging-partners", Chart::Stack(stack(money(), &rows, label)))],
        ReportKind::Delay => vec![panel("tui-picture-delay", Chart::Columns(delays(&rows, label)))],
        ReportKind::Days => vec![panel("tui-picture-days", Chart::Calendar(days(money(), report.today, &rows)))],
        ReportKind::Cash => cash(money(), &rows, &panel),
        ReportKind::Statuses | ReportKind::Vat => return None,
    };
    Some(Picture { panels })
}

/// The number of a month, counted from the year 0.
fn number(group: &Group) -> Option<i32> {
    match group {
        Group::Month(year, month) => Some(i32::from(*year) * 12 + i32::from(*month) - 1),
        _ => None,
    }
}

/// Issued (or fulfilled) against paid, every month from the first to the last.
fn months(unit: Unit, kind: ReportKind, issued: &[ReportRow], paid: &[ReportRow]) -> Columns {
    let by = |rows: &[ReportRow]| -> BTreeMap<i32, Decimal> {
        rows.iter().filter_map(|row| Some((number(&row.group)?, row.total.gross))).collect()
    };
    let (issued, paid) = (by(issued), by(paid));
    let last = issued.keys().chain(paid.keys()).max().copied().unwrap_or(0);
    let first = issued.keys().chain(paid.keys()).min().copied().unwrap_or(0);
    let first = first.max(last.saturating_sub(i32::try_from(MOST).unwrap_or(0)));
    let all = first..=last;
    let values = |of: &BTreeMap<i32, Decimal>| all.clone().map(|month| of.get(&month).copied().unwrap_or_default()).collect();
    let name = |month: i32| format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
    let what = if kind == ReportKind::Fulfilled { "tui-picture-series-fulfilled" } else { "tui-picture-series-issued" };
    Columns {
        unit,
        labels: all.clone().map(name).collect(),
        series: vec![Series::new(what, values(&issued)), Series::new("tui-picture-series-paid", values(&paid))],
        first: false,
        told: false,
    }
}

/// Outstanding by age, a bar a row, the largest first; rows that owe nothing are left out.
fn stack(unit: Unit, rows: &[ReportRow], label: &dyn Fn(&Group) -> String) -> Stack {
    let mut rows: Vec<&ReportRow> = rows.iter().filter(|row| !row.outstanding.balance.is_zero()).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.outstanding.balance));
    let parts = |row: &ReportRow| row.breakdown.as_ref().map(|parts| parts.ages.iter().map(|sum| sum.amount).collect());
    let bar = |row: &&ReportRow| Some((label(&row.group), parts(row)?));
    Stack { unit, rows: rows.iter().take(MOST).filter_map(bar).collect() }
}

/// Settled documents by the days between due date and payment.
fn delays(rows: &[ReportRow], label: &dyn Fn(&Group) -> String) -> Columns {
    let groups = Group::delays();
    let count = |group: &Group| rows.iter().find(|row| row.group == *group).map_or(0, |row| row.total.count);
    let late = |group: &Group| matches!(group, Group::Delay(Some(1..), _));
    let series = Series {
        name: "tui-col-invoices",
        values: groups.iter().map(|group| count(group).into()).collect(),
        late: groups.iter().map(late).collect(),
    };
    let labels = groups.iter().map(label).collect();
    Columns { unit: Unit::Count, labels, series: vec![series], first: true, told: true }
}

fn days(unit: Unit, today: Date, rows: &[ReportRow]) -> Calendar {
    let day = |row: &ReportRow| match row.group {
        Group::Day(year, month, day) => Some((Date::new(year, month, day).ok()?, row.total.gross)),
        _ => None,
    };
    Calendar::new(unit, today, rows.iter().filter_map(day).collect())
}

/// The Monday of a week.
fn monday(group: &Group) -> Option<Date> {
    match group {
        Group::Week(year, week) => Some(ISOWeekDate::new(*year, *week, Weekday::Monday).ok()?.date()),
        _ => None,
    }
}

/// The figures of every week from the first to the last one, empty weeks too.
fn every_week(known: &BTreeMap<Date, Decimal>) -> impl Iterator<Item = (String, Decimal)> {
    let last = known.keys().next_back().copied();
    let weeks = known.keys().next().into_iter().flat_map(|first| first.series(1.week())).take(MOST);
    let figure = |week: Date| (Group::week(week).to_string(), known.get(&week).copied().unwrap_or_default());
    weeks.take_while(move |week| Some(*week) <= last).map(figure)
}

/// Expected by week, and what that adds up to; overdue amounts are in neither, because their week is not known.
fn cash(unit: Unit, rows: &[ReportRow], panel: &dyn Fn(&'static str, Chart) -> Panel) -> Vec<Panel> {
    let known = rows.iter().filter_map(|row| Some((monday(&row.group)?, row.total.balance))).collect();
    let (labels, values): (Vec<String>, Vec<Decimal>) = every_week(&known).unzip();
    let running = values.iter().scan(Decimal::ZERO, |sum, value| {
        *sum = sum.checked_add(*value)?;
        Some(*sum)
    });
    let running: Vec<Decimal> = running.collect();
    let ends = (labels.first().cloned().unwrap_or_default(), labels.last().cloned().unwrap_or_default());
    let series = vec![Series::new("tui-report-expected", values)];
    vec![
        panel("tui-picture-cash", Chart::Columns(Columns { unit: unit.clone(), labels, series, first: true, told: false })),
        panel("tui-picture-running", Chart::Line(Line { unit, ends, values: running })),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_of_which_nothing_is_expected_has_its_place_in_the_picture() {
        let known = [((2026, 52), 100), ((2027, 2), 30)];
        let known = known.map(|((year, week), balance)| (monday(&Group::Week(year, week)).unwrap(), Decimal::from(balance)));
        let weeks: Vec<(String, Decimal)> = every_week(&known.into()).collect();
        let expected = [("2026-W52", 100), ("2026-W53", 0), ("2027-W01", 0), ("2027-W02", 30)];
        assert_eq!(weeks, expected.map(|(week, balance)| (week.to_owned(), Decimal::from(balance))));
        assert_eq!(every_week(&BTreeMap::new()).count(), 0);
    }
}
