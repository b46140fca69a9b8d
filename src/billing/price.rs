//! What a second of an entry costs: the strongest rule that is in force when it begins, with its surcharges.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use rust_decimal::Decimal;

use super::Refusal;
use crate::domain::ledger::{Increment, Level, Per, Project, Rate};
use crate::domain::time::{Span, TimeEntry};
use crate::domain::{Currency, Message, RemoteId, money};

/// Decimals that an amount of a rate may have.
const DIGITS: u32 = 10;

/// Part of an entry that one rule prices in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// First second, from the entry's start.
    pub from: i64,
    /// The second after the last one.
    pub until: i64,
    /// The day on which it begins, in the company's zone.
    pub date: Date,
    /// What it is worth.
    pub worth: Worth,
}

/// What time is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worth {
    /// The rate; `None` for a price of the entry itself.
    pub rate: Option<RemoteId>,
    /// Amount for a unit, with every surcharge.
    pub amount: Decimal,
    /// Unit.
    pub per: Per,
    /// Percent that surcharges add.
    pub surcharge: Decimal,
    /// Steps of billed time.
    pub increment: Option<Increment>,
    /// Most that an invoice bills by the rate.
    pub cap: Option<Decimal>,
}

/// The rate that applies to a person's time on a project on a day: the strongest level that has one in force.
#[must_use]
pub fn applying<'r>(rates: &'r [Rate], person: &RemoteId, project: &Project, date: Date) -> Option<&'r Rate> {
    let fits = |rate: &&Rate| {
        rate.covers(date)
            && match &rate.level {
                Level::Company => true,
                Level::Client(client) => *client == project.client,
                Level::Project(on) => *on == project.id,
                Level::PersonProject(who, on) => who == person && *on == project.id,
            }
    };
    let strength = |level: &Level| match level {
        Level::Company => 0,
        Level::Client(_) => 1,
        Level::Project(_) => 2,
        Level::PersonProject(..) => 3,
    };
    // Of one level two are never in force on a day; should it be, the later one wins.
    rates.iter().filter(fits).max_by_key(|rate| (strength(&rate.level), rate.from, &rate.id))
}

/// The pieces of a part of an entry, priced.
///
/// # Errors
/// No rate is in force for some of it, or its currency is another one: the message names the entry.
pub fn pieces(
    entry: &TimeEntry,
    part: (i64, i64),
    project: &Project,
    rates: &[Rate],
    (zone, currency): (&TimeZone, &Currency),
) -> Result<Vec<Piece>, Refusal> {
    let origin = entry.span.origin(zone);
    let mut found: Vec<Piece> = Vec::new();
    let mut at = part.0;
    while at < part.1 {
        let begins = later(origin, at);
        let local = begins.to_zoned(zone.clone());
        let date = match &entry.span {
            Span::Clock { .. } => local.date(),
            Span::Day { date, .. } => *date,
        };
        let (worth, edge) = if let Some(price) = &entry.price {
            (of_entry(entry, price.amount, &price.currency, currency)?, None)
        } else {
            let rate = applying(rates, &entry.person, project, date).ok_or_else(|| unpriced(entry, project, date))?;
            if rate.currency != *currency {
                return Err(foreign(entry, &rate.currency, currency));
            }
            by_rate(entry, rate, &local)?
        };
        let until = edge.map_or(part.1, |edge| edge.duration_since(origin).as_secs().clamp(at + 1, part.1));
        match found.last_mut() {
            Some(last) if last.worth == worth && last.until == at && !begins_month(last, date) => last.until = until,
            _ => found.push(Piece { from: at, until, date, worth }),
        }
        at = until;
    }
    Ok(found)
}

/// Whether a day is in another month of a retainer than a piece: each month includes time of its own.
fn begins_month(piece: &Piece, date: Date) -> bool {
    matches!(piece.worth.per, Per::Retainer(_)) && piece.date.first_of_month() != date.first_of_month()
}

fn later(origin: Timestamp, seconds: i64) -> Timestamp {
    origin.checked_add(seconds.seconds()).unwrap_or(origin)
}

fn of_entry(entry: &TimeEntry, amount: Decimal, has: &Currency, wanted: &Currency) -> Result<Worth, Refusal> {
    if has != wanted {
        return Err(foreign(entry, has, wanted));
    }
    Ok(Worth { rate: None, amount, per: Per::Hour, surcharge: Decimal::ZERO, increment: None, cap: None })
}

/// The worth by a rate of what begins at a time, and the instant until which it holds at most.
fn by_rate(entry: &TimeEntry, rate: &Rate, begins: &Zoned) -> Result<(Worth, Option<Timestamp>), Refusal> {
    let (date, time) = match &entry.span {
        Span::Clock { .. } => (begins.date(), begins.time()),
        Span::Day { date, .. } => (*date, Time::midnight()),
    };
    let second = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    // Of an entry without clock times only what holds the whole day is known to apply.
    let is_clock = matches!(entry.span, Span::Clock { .. });
    let applies = |surcharge: &&crate::domain::ledger::Surcharge| {
        surcharge.applies(date.weekday(), second) && (is_clock || surcharge.from <= 0 && surcharge.until >= 86_400)
    };
    let percent = money::sum(rate.surcharges.iter().filter(applies).map(|surcharge| surcharge.percent));
    let percent = percent.ok_or_else(|| about("billing-amount-too-large", entry))?;
    let factor = percent.checked_add(Decimal::ONE_HUNDRED).and_then(|whole| whole.checked_div(Decimal::ONE_HUNDRED));
    let amount = factor.and_then(|factor| rate.amount.checked_mul(factor)).filter(|amount| amount.normalize().scale() <= DIGITS);
    let amount = amount.ok_or_else(|| about("billing-amount-too-large", entry))?.normalize();
    let worth = Worth {
        rate: Some(rate.id.clone()),
        amount,
        per: rate.per.clone(),
        surcharge: percent,
        increment: rate.increment,
        cap: rate.cap,
    };
    if !is_clock {
        return Ok((worth, None));
    }
    let zone = begins.time_zone();
    let midnight = date.checked_add(1.day()).ok().and_then(|next| next.to_zoned(zone.clone()).ok()).map(|at| at.timestamp());
    Ok((worth, midnight.into_iter().chain(edge(rate, begins, second)).min()))
}

/// The next instant at which surcharges of a rate may begin or end on the day. Where clocks are put back, they show an edge twice; where
/// they are put forward, not at all: there the change itself is one.
fn edge(rate: &Rate, begins: &Zoned, second: i32) -> Option<Timestamp> {
    if rate.surcharges.is_empty() {
        return None;
    }
    let (zone, after) = (begins.time_zone(), begins.timestamp());
    let edges = rate.surcharges.iter().flat_map(|surcharge| [surcharge.from, surcharge.until]);
    let next = edges.filter(|edge| *edge > second && *edge < 86_400).min();
    let shown = next.and_then(|edge| {
        let part = |value: i32| i8::try_from(value).ok();
        let time = Time::new(part(edge / 3600)?, part(edge / 60 % 60)?, part(edge % 60)?, 0).ok()?;
        let shown = zone.to_ambiguous_zoned(begins.date().to_datetime(time));
        let both = [shown.clone().earlier().ok()?.timestamp(), shown.later().ok()?.timestamp()];
        both.into_iter().find(|at| *at > after)
    });
    let change = zone.following(after).next().map(|change| change.timestamp());
    shown.into_iter().chain(change).min()
}

fn about(id: &'static str, entry: &TimeEntry) -> Refusal {
    let label = [entry.note.as_str(), entry.task.as_str()].into_iter().find(|text| !text.is_empty()).unwrap_or("–");
    Message::new(id).with("entry", entry.id.to_string()).with("date", entry.span.date().to_string()).with("note", label)
}

fn unpriced(entry: &TimeEntry, project: &Project, date: Date) -> Refusal {
    about("billing-no-rate", entry).with("project", project.name.as_str()).with("day", date.to_string())
}

fn foreign(entry: &TimeEntry, has: &Currency, wanted: &Currency) -> Refusal {
    about("billing-rate-currency", entry).with("has", has.as_str()).with("wanted", wanted.as_str())
}
