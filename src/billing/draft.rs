//! Lines of a draft from time: grouped, with steps applied where they are to be, each net rounded once.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::price::{Piece, pieces};
use super::retainer;
use super::steps::stepped;
use super::work::{Compose, QUANTITY, Work, too_large};
use super::{Refusal, amount};
use crate::domain::ledger::{DraftLine, Group, Increment, LineSource, Part, Per, Rounded, Unit, Vat};
use crate::domain::{Currency, RemoteId};

/// Decimals of a percentage's amount.
const HUNDRED: i64 = 100;

/// What a line has in common. Lines are in this order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    project: String,
    group: String,
    rate: Option<RemoteId>,
    unit: (u8, i64),
    amount: Decimal,
}

/// Time of a line.
#[derive(Debug)]
struct Bundle<'w> {
    text: String,
    /// Names of the projects of a fixed amount.
    names: BTreeSet<&'w str>,
    per: Per,
    increment: Option<Increment>,
    cap: Option<Decimal>,
    parts: Vec<(Work<'w>, Piece)>,
    project: RemoteId,
}

/// The lines of some time.
///
/// # Errors
/// An entry cannot be priced, or an amount is too large.
pub fn compose(work: &[Work<'_>], how: &Compose<'_>) -> Result<Vec<DraftLine>, Refusal> {
    let mut bundles: BTreeMap<Key, Bundle<'_>> = BTreeMap::new();
    let mut retained = Vec::new();
    for one in work {
        for piece in pieces(one.entry, one.part, one.project, how.rates, (how.zone, how.currency))? {
            let (group, text) = grouped(one, &piece, how.group);
            let worth = &piece.worth;
            let unit = match &worth.per {
                Per::Hour => (0, 3600),
                Per::Day(seconds) => (1, *seconds),
                Per::Fixed => (2, 0),
                Per::Retainer(_) => {
                    retained.push((*one, piece));
                    continue;
                }
            };
            // A fixed amount is one line, however its time is grouped and of whichever projects it is.
            let is_fixed = worth.per == Per::Fixed;
            let name = &one.project.name;
            let (project, group, text) =
                if is_fixed { (String::new(), String::new(), name.clone()) } else { (name.clone(), group, text) };
            let key = Key { project, group, rate: worth.rate.clone(), unit, amount: worth.amount.normalize() };
            let bundle = bundles.entry(key).or_insert_with(|| Bundle {
                text,
                names: BTreeSet::new(),
                per: worth.per.clone(),
                increment: worth.increment.or(one.project.increment),
                cap: worth.cap,
                parts: Vec::new(),
                project: one.project.id.clone(),
            });
            if is_fixed && bundle.names.insert(name) && bundle.names.len() > 1 {
                bundle.text.push_str(", ");
                bundle.text.push_str(name);
            }
            bundle.parts.push((*one, piece));
        }
    }
    let mut lines = Vec::with_capacity(bundles.len());
    let mut caps: BTreeMap<RemoteId, Capped> = BTreeMap::new();
    for (key, bundle) in bundles {
        let line = line(&key, &bundle, how)?;
        if let (Some(rate), Some(cap)) = (key.rate, bundle.cap) {
            let text = if key.project.is_empty() { bundle.text } else { key.project };
            caps.entry(rate).or_insert(Capped { cap, text, project: Some(bundle.project) });
        }
        lines.push(line);
    }
    lines.extend(retainer::lines(&retained, how)?);
    for (rate, capped) in caps {
        lines.extend(over_cap(&lines, &rate, &capped, how.currency)?);
    }
    Ok(lines)
}

/// The cap of a rate, and what its line has beside the amount.
pub struct Capped {
    /// The most that lines of the rate come to.
    pub cap: Decimal,
    /// Text of the line.
    pub text: String,
    /// Project of the line.
    pub project: Option<RemoteId>,
}

/// The lines that take off what lines of a rate come to beyond its cap: one for each VAT of these, by what they come to. None where they do
/// not.
///
/// # Errors
/// An amount is too large.
pub fn over_cap(lines: &[DraftLine], rate: &RemoteId, capped: &Capped, currency: &Currency) -> Result<Vec<DraftLine>, Refusal> {
    let of_rate = |line: &&DraftLine| matches!(&line.source, LineSource::Time { parts, .. } if parts.first().is_some_and(|part| part.rate.as_ref() == Some(rate)));
    let (mut billed, mut sums) = (Decimal::ZERO, BTreeMap::<&Vat, Decimal>::new());
    for line in lines.iter().filter(of_rate) {
        billed = billed.checked_add(line.net).ok_or_else(too_large)?;
        let sum = sums.entry(&line.vat).or_default();
        *sum = sum.checked_add(line.net).ok_or_else(too_large)?;
    }
    if billed <= capped.cap {
        return Ok(Vec::new());
    }
    let over = billed.checked_sub(capped.cap).ok_or_else(too_large)?;
    let (mut made, mut before, mut taken) = (Vec::with_capacity(sums.len()), Decimal::ZERO, Decimal::ZERO);
    for (vat, sum) in sums {
        before = before.checked_add(sum).ok_or_else(too_large)?;
        // The last one takes the rest: nothing is lost to rounding.
        let until = if before == billed {
            over
        } else {
            let until = over.checked_mul(before).and_then(|product| product.checked_div(billed)).ok_or_else(too_large)?;
            amount::round(until, currency.decimals())
        };
        let off = until.checked_sub(taken).ok_or_else(too_large)?;
        taken = until;
        if !off.is_zero() {
            let line = free(capped.text.clone(), vat, (Decimal::NEGATIVE_ONE, off), currency)?;
            let source = LineSource::Cap { rate: rate.clone(), cap: capped.cap };
            made.push(DraftLine { source, project: capped.project.clone(), ..line });
        }
    }
    Ok(made)
}

/// A line that no time is on.
fn free(text: String, vat: &Vat, (quantity, unit_price): (Decimal, Decimal), currency: &Currency) -> Result<DraftLine, Refusal> {
    let net = quantity.checked_mul(unit_price).ok_or_else(too_large)?;
    Ok(DraftLine {
        text,
        source: LineSource::Free,
        quantity,
        unit: Unit::Piece,
        unit_price,
        net: amount::round(net, currency.decimals()),
        vat: vat.clone(),
        project: None,
    })
}

fn line(key: &Key, bundle: &Bundle<'_>, how: &Compose<'_>) -> Result<DraftLine, Refusal> {
    let raw: i64 = bundle.parts.iter().map(|(_, piece)| piece.until - piece.from).sum();
    let whole = |work: &Work<'_>, piece: &Piece| (0, work.entry.seconds().max(piece.until));
    let billed = bundle.increment.map_or(raw, |increment| stepped(&bundle.parts, increment, how.level, whole));
    let scale = how.currency.decimals();
    let (quantity, unit, net) = match bundle.per {
        Per::Fixed | Per::Retainer(_) => (Decimal::ONE, Unit::Piece, Some(amount::round(key.amount, scale))),
        Per::Hour | Per::Day(_) => {
            let quantity = amount::divide(Decimal::from(billed), key.unit.1, QUANTITY).ok_or_else(too_large)?;
            let unit = if bundle.per == Per::Hour { Unit::Hour } else { Unit::Day };
            (quantity.normalize(), unit, amount::priced(billed, key.amount, key.unit.1, scale))
        }
    };
    let parts = bundle.parts.iter().map(|(work, piece)| Part {
        entry: work.entry.id.clone(),
        from: piece.from,
        until: piece.until,
        rate: piece.worth.rate.clone(),
        amount: piece.worth.amount,
        surcharge: piece.worth.surcharge,
    });
    let rounded = bundle.increment.map(|increment| Rounded { step: increment.step, level: how.level });
    Ok(DraftLine {
        text: bundle.text.clone(),
        source: LineSource::Time { parts: parts.collect(), raw, billed, rounded },
        quantity,
        unit,
        unit_price: key.amount,
        net: net.ok_or_else(too_large)?,
        vat: how.vat.clone(),
        project: Some(bundle.project.clone()),
    })
}

/// What groups a piece, and the text of its line.
fn grouped(work: &Work<'_>, piece: &Piece, group: Group) -> (String, String) {
    let project = &work.project.name;
    let (entry, date) = (work.entry, piece.date);
    let behind = |text: &str| if text.is_empty() { project.clone() } else { format!("{project}: {text}") };
    match group {
        Group::Project => (String::new(), project.clone()),
        Group::Task => (entry.task.clone(), behind(&entry.task)),
        Group::Person => (work.person.to_owned(), behind(work.person)),
        Group::Day => (date.to_string(), behind(&date.to_string())),
        Group::Week => {
            let week = date.iso_week_date();
            let week = format!("{:04}-W{:02}", week.year(), week.week());
            (week.clone(), behind(&week))
        }
        Group::Entry => {
            let text = if entry.note.is_empty() { &entry.task } else { &entry.note };
            (format!("{date} {}", entry.id), behind(format!("{date} {text}").trim_end()))
        }
    }
}

/// A line for each VAT of other lines that takes off so many percent of them. A deducted advance is none of what is sold now.
///
/// # Errors
/// An amount is too large.
pub fn discount(lines: &[DraftLine], percent: Decimal, text: &str, currency: &Currency) -> Result<Vec<DraftLine>, Refusal> {
    let mut sums: BTreeMap<&Vat, Decimal> = BTreeMap::new();
    for line in lines.iter().filter(|line| !matches!(line.source, LineSource::Discount(_) | LineSource::Advance(_))) {
        let sum = sums.entry(&line.vat).or_default();
        *sum = sum.checked_add(line.net).ok_or_else(too_large)?;
    }
    let mut made = Vec::new();
    for (vat, sum) in sums {
        let product = sum.checked_mul(percent).ok_or_else(too_large)?;
        let off = amount::divide(product, HUNDRED, currency.decimals()).ok_or_else(too_large)?;
        if !off.is_zero() {
            let line = free(text.to_owned(), vat, (Decimal::NEGATIVE_ONE, off), currency)?;
            made.push(DraftLine { source: LineSource::Discount(percent), ..line });
        }
    }
    Ok(made)
}
