//! The list of documents: every filter that the specification names, checked as the service checks it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::RequestInfo;
use super::account::{Account, Entry, Facts};
use super::answer::Invalid;
use crate::domain::{DocumentType, PaymentMethod, PaymentStatus};

/// The service's zone.
pub(super) const ZONE: &str = "Europe/Budapest";

/// Days from and to, both included.
#[derive(Default)]
struct Days {
    from: Option<Date>,
    to: Option<Date>,
}

/// Filter of a request.
pub(super) struct Filter<'a> {
    block: Option<u64>,
    partner: Option<u64>,
    method: Option<&'a str>,
    status: Option<&'a str>,
    kind: Option<&'a str>,
    issued: Days,
    paid: Days,
    fulfilled: Days,
    first: Option<(i64, i64)>,
    last: Option<(i64, i64)>,
    modified: Option<Timestamp>,
    text: Option<String>,
}

/// A page of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paging {
    pub(super) page: u64,
    pub(super) per_page: u64,
}

impl Paging {
    pub(super) fn of(request: &RequestInfo, errors: &mut Vec<Invalid>) -> Self {
        let number = |name, default, most, errors: &mut Vec<Invalid>| match request.param(name) {
            None => default,
            Some(text) => text.parse().ok().filter(|n| (1..=most).contains(n)).unwrap_or_else(|| {
                errors.push(Invalid::new(name, format!("The {name} must be an integer between 1 and {most}.")));
                default
            }),
        };
        Self { page: number("page", 1, u64::from(u32::MAX), errors), per_page: number("per_page", 25, 100, errors) }
    }

    /// Number of items before the page.
    pub(super) const fn skip(self) -> u64 {
        (self.page - 1).saturating_mul(self.per_page)
    }

    /// Number of the last page of so many things; an empty list has one.
    pub(super) fn last(self, total: u64) -> u64 {
        total.div_ceil(self.per_page).max(1)
    }
}

impl Days {
    fn of(request: &RequestInfo, from: &'static str, to: &'static str, errors: &mut Vec<Invalid>) -> Self {
        let mut day = |name| {
            let text = request.param(name)?;
            let day = (text.len() == 10).then(|| text.parse().ok()).flatten();
            if day.is_none() {
                errors.push(Invalid::new(name, format!("The {name} does not match the format Y-m-d.")));
            }
            day
        };
        Self { from: day(from), to: day(to) }
    }

    fn take(&self, day: Option<Date>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        day.is_some_and(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }
}

impl<'a> Filter<'a> {
    pub(super) fn of(request: &'a RequestInfo, errors: &mut Vec<Invalid>) -> Self {
        let ours = |word: &&str| DocumentType::BEYOND_BILLINGO.contains(word);
        let types: Vec<&str> = DocumentType::KNOWN.iter().copied().filter(|word| !ours(word)).collect();
        Self {
            block: integer(request, "block_id", errors).and_then(|id| u64::try_from(id).ok()),
            partner: integer(request, "partner_id", errors).and_then(|id| u64::try_from(id).ok()),
            method: word(request, "payment_method", PaymentMethod::KNOWN, errors),
            status: word(request, "payment_status", PaymentStatus::KNOWN, errors),
            kind: word(request, "type", &types, errors),
            issued: Days::of(request, "start_date", "end_date", errors),
            paid: Days::of(request, "paid_start_date", "paid_end_date", errors),
            fulfilled: Days::of(request, "fulfillment_start_date", "fulfillment_end_date", errors),
            first: numbered(request, "start_year", "start_number", errors),
            last: numbered(request, "end_year", "end_number", errors),
            modified: modified(request, errors),
            text: request.param("query").map(str::to_lowercase),
        }
    }

    fn is_open(&self) -> bool {
        let days = [&self.issued, &self.paid, &self.fulfilled].iter().all(|days| days.from.is_none() && days.to.is_none());
        let words = self.method.is_none() && self.status.is_none() && self.kind.is_none() && self.text.is_none();
        let numbers = self.block.is_none() && self.partner.is_none() && self.first.is_none() && self.last.is_none();
        days && words && numbers && self.modified.is_none()
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        self.block.is_none_or(|block| block == facts.block)
            && self.partner.is_none_or(|id| facts.partner.is_some_and(|partner| partner.buyer.id == id))
            && self.method.is_none_or(|method| method == facts.method)
            && self.status.is_none_or(|status| status == facts.status)
            && self.kind.is_none_or(|kind| kind == facts.kind)
            && self.issued.take(Some(facts.issued))
            && self.paid.take(facts.paid)
            && self.fulfilled.take(facts.fulfilled)
            && self.first.is_none_or(|first| facts.number.is_some_and(|number| number >= first))
            && self.last.is_none_or(|last| facts.number.is_some_and(|number| number <= last))
            && self.modified.is_none_or(|since| facts.modified >= since)
            && self.text.as_deref().is_none_or(|text| mentions(facts, text))
    }

    /// The documents that it takes, newest first, one page of them; and how many there are.
    pub(super) fn page<'e>(&self, account: &'e Account, paging: Paging) -> (Vec<&'e Entry>, u64) {
        let skip = usize::try_from(paging.skip()).unwrap_or(usize::MAX);
        let take = usize::try_from(paging.per_page).unwrap_or(usize::MAX);
        let entries = account.entries();
        if self.is_open() {
            return (entries.iter().skip(skip).take(take).collect(), entries.len() as u64);
        }
        let taken = |entry: &&Entry| account.facts(entry).is_some_and(|facts| self.takes(&facts));
        let taken: Vec<&Entry> = entries.iter().filter(taken).collect();
        (taken.iter().skip(skip).take(take).copied().collect(), taken.len() as u64)
    }
}

fn mentions(facts: &Facts<'_>, text: &str) -> bool {
    let partner = facts
        .partner
        .is_some_and(|partner| partner.buyer.name.to_lowercase().contains(text) || partner.buyer.taxcode.contains(text));
    partner || facts.printed.to_lowercase().contains(text) || facts.id.to_string() == text
}

fn integer(request: &RequestInfo, name: &'static str, errors: &mut Vec<Invalid>) -> Option<i64> {
    let number = request.param(name)?.parse().ok();
    if number.is_none() {
        errors.push(Invalid::new(name, format!("The {name} must be an integer.")));
    }
    number
}

fn word<'a>(request: &'a RequestInfo, name: &'static str, known: &[&str], errors: &mut Vec<Invalid>) -> Option<&'a str> {
    let word = request.param(name)?;
    if known.contains(&word) {
        return Some(word);
    }
    errors.push(Invalid::new(name, format!("The selected {name} is invalid.")));
    None
}

/// A year and a number, of which neither goes without the other.
fn numbered(request: &RequestInfo, year: &'static str, number: &'static str, errors: &mut Vec<Invalid>) -> Option<(i64, i64)> {
    let given = (request.param(year).is_some(), request.param(number).is_some());
    match given {
        (true, false) => errors.push(Invalid::new(number, format!("The {number} is required when {year} is present."))),
        (false, true) => errors.push(Invalid::new(year, format!("The {year} is required when {number} is present."))),
        _ => {}
    }
    Some((integer(request, year, errors)?, integer(request, number, errors)?))
}

/// `YYYY-MM-DD HH:MM:SS` in the service's zone.
fn modified(request: &RequestInfo, errors: &mut Vec<Invalid>) -> Option<Timestamp> {
    let text = request.param("last_modified_date")?;
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok();
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let at = time.and_then(|time| time.to_zoned(zone).ok()).map(|zoned| zoned.timestamp());
    if at.is_none() {
        let message = "The last_modified_date does not match the format Y-m-d H:i:s.";
        errors.push(Invalid::new("last_modified_date", message.to_owned()));
    }
    at
}
