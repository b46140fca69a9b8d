//! Retainers: an amount for each month with included time, and a price for more.
//!
//! A month of a level is charged once, by the rule that is in force on the first day of the month that one covers, also where another rule
//! follows within the month: where an earlier draft has it, only what goes beyond the included time is billed. Within a month, time is
//! included in the order in which it was worked. More time costs what the rule says that is in force when it begins.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::price::Piece;
use super::work::{Compose, QUANTITY, Taken, Work, month_of, too_large};
use super::{Refusal, amount};
use crate::domain::ledger::{DraftLine, Level, LineSource, Part, Per, Rate, Retainer, Rounded, RoundingLevel, Unit};
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

/// Time beyond what is included, by the rule that prices it, the earliest first.
type More<'w> = BTreeMap<(Date, &'w RemoteId), (&'w Rate, &'w Retainer, &'w RemoteId, Vec<Part>)>;

fn of_month(
    (rate, retainer): (&Rate, &Retainer),
    month: Date,
    worked: &Worked<'_>,
    how: &Compose<'_>,
) -> Result<Vec<DraftLine>, Refusal> {
    let used: Taken = how.charged.get(&(rate.level.clone(), month)).copied().unwrap_or_default();
    let mut left = retainer.included.saturating_sub(used.seconds).max(0);
    let (mut included, mut more) = (Vec::new(), More::new());
    for (work, piece) in worked {
        let cut = piece.from + left.min(piece.until - piece.from);
        left -= cut - piece.from;
        let part = |from, until, rate: &Rate, amount| Part {
            entry: work.entry.id.clone(),
            from,
            until,
            rate: Some(rate.id.clone()),
            amount,
            surcharge: Decimal::ZERO,
        };
        if cut > piece.from {
            included.push(part(piece.from, cut, rate, rate.amount));
        }
        if let Some((by, beyond)) = rule(how.rates, piece).filter(|_| cut < piece.until) {
            let (.., parts) = more.entry((by.from, &by.id)).or_insert((by, beyond, &work.project.id, Vec::new()));
            parts.push(part(cut, piece.until, by, beyond.overage));
        }
    }
    let due = how.due.iter().find(|due| due.level == rate.level && due.month == month);
    let name = worked.first().map(|(work, _)| work.project.name.as_str()).or(due.map(|due| due.name.as_str()));
    let text = format!("{} {}", name.unwrap_or_default(), month.strftime("%Y-%m")).trim_start().to_owned();
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
    for (by, beyond, project, parts) in more.into_values() {
        made.push(overage((by, beyond), (&text, project), parts, how)?);
    }
    Ok(made)
}

fn seconds(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.until - part.from).sum::<i64>()
}

/// The line of time beyond what is included.
fn overage(
    (rate, retainer): (&Rate, &Retainer),
    (text, project): (&str, &RemoteId),
    parts: Vec<Part>,
    how: &Compose<'_>,
) -> Result<DraftLine, Refusal> {
    let raw = seconds(&parts);
    let billed = rate.increment.map_or(raw, |increment| increment.apply(raw));
    let hours = amount::divide(Decimal::from(billed), 3600, QUANTITY).ok_or_else(too_large)?;
    let rounded = rate.increment.map(|increment| Rounded { step: increment.step, level: RoundingLevel::Line });
    Ok(DraftLine {
        text: text.to_owned(),
        source: LineSource::Time { parts, raw, billed, rounded },
        quantity: hours.normalize(),
        unit: Unit::Hour,
        unit_price: retainer.overage,
        net: amount::priced(billed, retainer.overage, 3600, how.currency.decimals()).ok_or_else(too_large)?,
        vat: how.vat.clone(),
        project: Some(project.clone()),
    })
}
