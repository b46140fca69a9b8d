//! Retainers: an amount for each month with included time, and a price for more.
//!
//! A month is charged once: where an earlier draft has it, only what goes beyond the included time is billed. Within a month, time is
//! included in the order in which it was worked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::price::Piece;
use super::work::{Compose, QUANTITY, Work, month_of, too_large};
use super::{Refusal, amount};
use crate::domain::RemoteId;
use crate::domain::ledger::{DraftLine, Level, LineSource, Part, Per, Rate, Retainer, Unit};

/// The lines of time under retainers, and of months that are due without any.
pub(super) fn lines(retained: &[(Work<'_>, Piece)], how: &Compose<'_>) -> Result<Vec<DraftLine>, Refusal> {
    let mut months: BTreeMap<(RemoteId, Date), Vec<&(Work<'_>, Piece)>> = BTreeMap::new();
    for due in how.due {
        months.entry(due.clone()).or_default();
    }
    for one in retained {
        if let Some(rate) = &one.1.worth.rate {
            months.entry((rate.clone(), month_of(one.1.date))).or_default().push(one);
        }
    }
    let mut made = Vec::new();
    for ((id, month), parts) in months {
        let Some(rate) = how.rates.iter().find(|rate| rate.id == id) else { continue };
        let Per::Retainer(retainer) = &rate.per else { continue };
        made.extend(of_month(rate, retainer, month, &parts, how)?);
    }
    Ok(made)
}

fn of_month(
    rate: &Rate,
    retainer: &Retainer,
    month: Date,
    worked: &[&(Work<'_>, Piece)],
    how: &Compose<'_>,
) -> Result<Vec<DraftLine>, Refusal> {
    let used = how.charged.get(&(rate.id.clone(), month)).copied().unwrap_or_default();
    let mut left = retainer.included.saturating_sub(used.seconds).max(0);
    let (mut included, mut more) = (Vec::new(), Vec::new());
    for (work, piece) in worked {
        let cut = piece.from + left.min(piece.until - piece.from);
        left -= cut - piece.from;
        let part = |from, until, amount| Part {
            entry: work.entry.id.clone(),
            from,
            until,
            rate: Some(rate.id.clone()),
            amount,
            surcharge: Decimal::ZERO,
        };
        if cut > piece.from {
            included.push(part(piece.from, cut, rate.amount));
        }
        if cut < piece.until {
            more.push(part(cut, piece.until, retainer.overage));
        }
    }
    let seconds = |parts: &[Part]| parts.iter().map(|part| part.until - part.from).sum::<i64>();
    let scale = how.currency.decimals();
    let name = worked.first().map_or_else(String::new, |(work, _)| format!("{} ", work.project.name));
    let of = worked.first().map(|(work, _)| work.project.id.clone()).or_else(|| match &rate.level {
        Level::Project(project) => Some(project.clone()),
        _ => None,
    });
    let text = format!("{name}{}", month.strftime("%Y-%m"));
    let mut made = Vec::new();
    // Of a month that is charged already only its time is taken, for nothing.
    let (quantity, price) = if used.fee { (Decimal::ZERO, rate.amount) } else { (Decimal::ONE, rate.amount) };
    if !used.fee || !included.is_empty() {
        let raw = seconds(&included);
        made.push(DraftLine {
            text: text.clone(),
            source: LineSource::Retainer { rate: rate.id.clone(), month, parts: included, raw },
            quantity,
            unit: Unit::Month,
            unit_price: price,
            net: amount::round(quantity.checked_mul(price).ok_or_else(too_large)?, scale),
            vat: how.vat.clone(),
            project: of.clone(),
        });
    }
    if !more.is_empty() {
        let raw = seconds(&more);
        let billed = rate.increment.map_or(raw, |increment| increment.apply(raw));
        let hours = amount::divide(Decimal::from(billed), 3600, QUANTITY).ok_or_else(too_large)?;
        made.push(DraftLine {
            text,
            source: LineSource::Time { parts: more, raw, billed, rounded: None },
            quantity: hours.normalize(),
            unit: Unit::Hour,
            unit_price: retainer.overage,
            net: amount::priced(billed, retainer.overage, 3600, scale).ok_or_else(too_large)?,
            vat: how.vat.clone(),
            project: of.clone(),
        });
    }
    Ok(made)
}
