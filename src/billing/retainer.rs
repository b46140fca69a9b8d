//! Retainers: an amount for each month with included time, and a price for more.
//!
//! A month of a level is charged once, by the rule that is in force on the first day of the month that one covers, also where another rule
//! follows within the month: where an earlier draft has it, only what goes beyond the included time is billed. Within a month, time is
//! included in the order in which it was worked, to the second. More time costs what the rule says that is in force when it begins; steps
//! are applied to it as to other time, and those of a project where the rule has none. Steps of each entry are applied to what goes beyond
//! the included time in the month: an entry that is included in part, or lies in two months, is rounded without the rest of it.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::price::Piece;
use super::steps::stepped;
use super::work::{Compose, QUANTITY, Taken, Work, month_of, too_large};
use super::{Refusal, amount};
use crate::domain::ledger::{DraftLine, Increment, Level, LineSource, Part, Per, Project, Rate, Retainer, Rounded, Unit};
use crate::domain::time::{Span, TimeEntry};
use crate::domain::{Message, RemoteId};

/// Time of a month, in the order in which it was worked.
type Worked<'w> = Vec<(&'w Work<'w>, &'w Piece)>;

/// The rule that charges a month of a level, and the first day of the month that it covers. `None` if no retainer of the level does.
#[must_use]
pub fn charging<'r>(rates: &'r [Rate], level: &Level, month: Date) -> Option<(&'r Rate, &'r Retainer, Date)> {
    let last = month.last_of_month();
    let rules = rates.iter().filter(|rate| rate.level == *level).filter_map(|rate| {
        let Per::Retainer(retainer) = &rate.per else { return None };
        let day = rate.from.max(month);
        (day <= last && rate.covers(day)).then_some((rate, retainer, day))
    });
    rules.min_by_key(|(rate, _, day)| (*day, &rate.id))
}

/// The lines of time under retainers, and of months that are due without any.
pub(super) fn lines(retained: &[(Work<'_>, Piece)], how: &Compose<'_>) -> Result<Vec<DraftLine>, Refusal> {
    let mut months: BTreeMap<(&Level, Date), Worked<'_>> = BTreeMap::new();
    for due in how.due {
        months.entry((&due.level, due.month)).or_default();
    }
    for (work, piece) in retained {
        if let Some((rate, _)) = rule(how.rates, piece) {
            months.entry((&rate.level, month_of(piece.date))).or_default().push((work, piece));
        }
    }
    let mut made = Vec::new();
    for ((level, month), worked) in months {
        let Some((rate, retainer, _)) = charging(how.rates, level, month) else { continue };
        if rate.currency != *how.currency {
            let message = Message::new("billing-retainer-currency").with("month", month.strftime("%Y-%m").to_string());
            return Err(message.with("has", rate.currency.as_str()).with("wanted", how.currency.as_str()));
        }
        made.extend(of_month((rate, retainer), month, &worked, how)?);
    }
    Ok(made)
}

/// The retainer that prices a piece.
fn rule<'r>(rates: &'r [Rate], piece: &Piece) -> Option<(&'r Rate, &'r Retainer)> {
    let rate = rates.iter().find(|rate| Some(&rate.id) == piece.worth.rate.as_ref())?;
    let Per::Retainer(retainer) = &rate.per else { return None };
    Some((rate, retainer))
}

/// Time beyond what is included, by the rule that prices it, the earliest first; by project where the steps are those of the project.
type More<'w> = BTreeMap<(Date, &'w RemoteId, Option<&'w RemoteId>), Beyond<'w>>;

/// Time of a line beyond what is included.
struct Beyond<'w> {
    rate: &'w Rate,
    retainer: &'w Retainer,
    increment: Option<Increment>,
    /// The project that has the steps, where the rate has none.
    own: Option<&'w Project>,
    project: &'w RemoteId,
    parts: Vec<(Work<'w>, Piece)>,
    /// For each entry of the parts, all of it that goes beyond in the month: its first second, and the one after the last.
    whole: BTreeMap<&'w RemoteId, (i64, i64)>,
}

fn of_month(
    (rate, retainer): (&Rate, &Retainer),
    month: Date,
    worked: &Worked<'_>,
    how: &Compose<'_>,
) -> Result<Vec<DraftLine>, Refusal> {
    let used: Taken = how.charged.get(&(rate.level.clone(), month)).cloned().unwrap_or_default();
    let mut left = retainer.included.saturating_sub(used.seconds).max(0);
    let (mut included, mut more) = (Vec::new(), More::new());
    // Where the time of an entry that is included ends.
    let mut ends: BTreeMap<&RemoteId, i64> = BTreeMap::new();
    for (work, piece) in worked {
        let cut = piece.from + left.min(piece.until - piece.from);
        left -= cut - piece.from;
        if cut > piece.from {
            included.push(part(work, (piece.from, cut), (rate, rate.amount)));
            ends.insert(&work.entry.id, cut);
        }
        if let Some((by, beyond)) = rule(how.rates, piece).filter(|_| cut < piece.until) {
            let own = Some(work.project).filter(|project| by.increment.is_none() && project.increment.is_some());
            let line = more.entry((by.from, &by.id, own.map(|project| &project.id))).or_insert_with(|| Beyond {
                rate: by,
                retainer: beyond,
                increment: by.increment.or(work.project.increment),
                own,
                project: &work.project.id,
                parts: Vec::new(),
                whole: BTreeMap::new(),
            });
            let (first, end) = in_month(work.entry, month, how.zone);
            let before = || used.ends.get(&work.entry.id);
            let first = ends.get(&work.entry.id).or_else(before).copied().unwrap_or(first).min(cut);
            line.whole.insert(&work.entry.id, (first, end.max(piece.until)));
            line.parts.push((**work, Piece { from: cut, ..(*piece).clone() }));
        }
    }
    let due = how.due.iter().find(|due| due.level == rate.level && due.month == month);
    let name = worked.first().map(|(work, _)| work.project.name.as_str()).or(due.map(|due| due.name.as_str()));
    let text_of = |name: &str| format!("{name} {}", month.strftime("%Y-%m")).trim_start().to_owned();
    let text = text_of(name.unwrap_or_default());
    let mut made = Vec::new();
    // Of a month that is charged already only its time is taken, for nothing.
    let quantity = if used.fee { Decimal::ZERO } else { Decimal::ONE };
    if !used.fee || !included.is_empty() {
        let on = match &rate.level {
            Level::Project(project) => Some(project),
            _ => worked.first().map(|(work, _)| &work.project.id),
        };
        made.push(DraftLine {
            text: text.clone(),
            source: LineSource::Retainer { rate: rate.id.clone(), month, raw: seconds(&included), parts: included },
            quantity,
            unit: Unit::Month,
            unit_price: rate.amount,
            net: amount::round(quantity.checked_mul(rate.amount).ok_or_else(too_large)?, how.currency.decimals()),
            vat: how.vat.clone(),
            project: on.cloned(),
        });
    }
    for beyond in more.into_values() {
        let text = beyond.own.map_or_else(|| text.clone(), |own| text_of(&own.name));
        made.push(overage(&beyond, text, how)?);
    }
    Ok(made)
}

/// The seconds of an entry that lie in a month: the first, and the one after the last.
fn in_month(entry: &TimeEntry, month: Date, zone: &TimeZone) -> (i64, i64) {
    let whole = entry.seconds();
    if matches!(entry.span, Span::Day { .. }) {
        return (0, whole);
    }
    let origin = entry.span.origin(zone);
    let second = |day: Date| {
        let at = day.to_zoned(zone.clone()).ok().map(|at| at.timestamp().duration_since(origin).as_secs());
        at.map(|second| second.clamp(0, whole))
    };
    let next = month.checked_add(1.month()).ok();
    (second(month).unwrap_or(0), next.and_then(second).unwrap_or(whole))
}

fn part(work: &Work<'_>, (from, until): (i64, i64), (rate, amount): (&Rate, Decimal)) -> Part {
    let (entry, rate) = (work.entry.id.clone(), Some(rate.id.clone()));
    Part { entry, from, until, rate, amount, surcharge: Decimal::ZERO }
}

fn seconds(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.until - part.from).sum::<i64>()
}

/// The line of time beyond what is included.
fn overage(beyond: &Beyond<'_>, text: String, how: &Compose<'_>) -> Result<DraftLine, Refusal> {
    let price = beyond.retainer.overage;
    let of = |(work, piece): &(Work<'_>, Piece)| part(work, (piece.from, piece.until), (beyond.rate, price));
    let parts: Vec<Part> = beyond.parts.iter().map(of).collect();
    let raw = seconds(&parts);
    let whole = |work: &Work<'_>, piece: &Piece| beyond.whole.get(&work.entry.id).copied().unwrap_or((piece.from, piece.until));
    let billed = beyond.increment.map_or(raw, |increment| stepped(&beyond.parts, increment, how.level, whole));
    let hours = amount::divide(Decimal::from(billed), 3600, QUANTITY).ok_or_else(too_large)?;
    let rounded = beyond.increment.map(|increment| Rounded { step: increment.step, level: how.level });
    Ok(DraftLine {
        text,
        source: LineSource::Time { parts, raw, billed, rounded },
        quantity: hours.normalize(),
        unit: Unit::Hour,
        unit_price: price,
        net: amount::priced(billed, price, 3600, how.currency.decimals()).ok_or_else(too_large)?,
        vat: how.vat.clone(),
        project: Some(beyond.project.clone()),
    })
}
