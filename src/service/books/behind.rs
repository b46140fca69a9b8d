//! Numbers that own books gave and of which the store knows nothing any more: its own tools put it back to an earlier state.
//!
//! For: issuing, the check of the books, the lights. Uses: the memory beside the store, the series. Never: a number that is given again
//! without a word. What is remembered is read first and the store after it, so that a commit in between is no sign of the past.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::shelf::{Shelf, misused, refuse};
use crate::domain::ledger::Series;
use crate::domain::{Actor, Company, CompanyId, Message, RemoteId, as_text};
use crate::error::Error;
use crate::service::Result;
use crate::service::local::Local;
use crate::service::number_memory::{NumberMemory, Present, Remembered};
use crate::store::series_of;

/// A series of which the store has lost the last numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// The series.
    pub series: String,
    /// The last number that the store knows.
    pub here: u64,
    /// The last number that was given.
    pub last: u64,
    /// When that was remembered.
    #[serde(with = "as_text")]
    pub at: Timestamp,
}

impl Behind {
    /// The numbers that are lost.
    #[must_use]
    pub fn numbers(&self) -> (String, String) {
        let series = Series::new(&self.series);
        (series.number(self.here.saturating_add(1)), series.number(self.last))
    }

    /// What happened.
    #[must_use]
    pub fn message(&self, company: &str) -> Message {
        let (first, last) = self.numbers();
        let message = Message::new("books-behind").with("company", company).with("first", first).with("last", last);
        message.with("date", self.at.strftime("%Y-%m-%d %H:%M UTC").to_string())
    }

    /// The ways out.
    #[must_use]
    pub fn hint(&self, company: &str) -> Message {
        Message::new("books-behind-hint").with("company", company).with("last", self.numbers().1)
    }

    /// What a check says of it.
    pub(super) fn found(&self) -> Message {
        let (first, last) = self.numbers();
        Message::new("books-check-behind").with("first", first).with("last", last)
    }

    fn error(&self, company: &str) -> Error {
        refuse(self.message(company)).hint(self.hint(company))
    }
}

/// The series that are behind what is remembered of them.
fn behind(remembered: BTreeMap<String, Remembered>, series: &[Series]) -> Vec<Behind> {
    let here = |name: &str| series.iter().find(|series| series.name == name).map_or(0, |series| series.last);
    let one = |Remembered { series, last, at, .. }: Remembered| Behind { here: here(&series), series, last, at };
    remembered.into_values().map(one).filter(|one| one.here < one.last).collect()
}

/// The series of a company that are behind what a memory has of them.
#[must_use]
pub(crate) fn lost_numbers(memory: &NumberMemory, (company, all): (&Company, &Present), series: &[Series]) -> Vec<Behind> {
    behind(memory.known(company, all), series)
}

/// Own books of which the store went back in time. Remembers what the store has, where this machine did not see it being given. Blocks.
pub(in crate::service) fn all_behind(local: &Local, companies: &[Company]) -> Result<BTreeMap<CompanyId, Vec<Behind>>> {
    let own: Vec<&Company> = companies.iter().filter(|company| company.has_own_books()).collect();
    if own.is_empty() {
        return Ok(BTreeMap::new());
    }
    local.numbers.read();
    let all = Present::of(companies);
    let remembered: Vec<_> = own.iter().map(|company| local.numbers.known(company, &all)).collect();
    let ids: Vec<CompanyId> = own.iter().map(|company| company.id).collect();
    let mut series = series_of(local.store.inner(), &ids)?;
    let mut found = BTreeMap::new();
    for (company, remembered) in own.into_iter().zip(remembered) {
        let series = series.remove(&company.id).unwrap_or_default();
        remember(local, company, &series, false);
        let lost = behind(remembered, &series);
        if !lost.is_empty() {
            found.insert(company.id, lost);
        }
    }
    Ok(found)
}

/// Remembers the last numbers of series.
fn remember(local: &Local, company: &Company, series: &[Series], durable: bool) {
    if local.borrowed.is_some() || local.options.read_only {
        return;
    }
    let lasts: Vec<(&str, u64)> = series.iter().map(|series| (series.name.as_str(), series.last)).collect();
    local.numbers.note(company, &lasts, local.options.clock.now(), durable);
}

/// Leaves out the numbers that the store lost: each series goes on after the last one that was given.
pub(in crate::service) fn skip_lost(shelf: &Shelf<'_>, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Vec<Behind>> {
    let lost = shelf.behind()?;
    if lost.is_empty() {
        return Err(misused(Message::new("books-not-behind").with("company", shelf.company.name.as_str())));
    }
    note()?;
    let mut changes = shelf.begin(author);
    for one in &lost {
        let known = shelf.value::<Series>(&RemoteId::new(one.series.as_str()))?;
        let mut series = known.unwrap_or_else(|| Series::new(&one.series));
        series.skipped.push((series.last.saturating_add(1), one.last));
        series.last = one.last;
        changes.put(series)?;
    }
    changes.commit()?;
    for one in &lost {
        let (first, last) = one.numbers();
        tracing::warn!(company = shelf.company.id.0, first, last, "numbers of lost documents are left out");
    }
    Ok(lost)
}

impl Shelf<'_> {
    /// The series of these books that are behind what is remembered.
    pub(in crate::service) fn behind(&self) -> Result<Vec<Behind>> {
        self.local.numbers.read();
        let remembered = self.local.numbers.known(&self.company, &Present::of(&self.local.registry.companies()));
        let lost = behind(remembered.clone(), &self.values::<Series>()?);
        if lost.is_empty() || !self.local.is_shared() {
            return Ok(lost);
        }
        // What was read of the store may be older than what is remembered.
        self.local.shelves.forget(self.company.id);
        Ok(behind(remembered, &self.values::<Series>()?))
    }

    /// Refuses to give a number of a series that is behind.
    pub(super) fn must_know_last(&self, series: &str, lost: &[Behind]) -> Result<()> {
        lost.iter().find(|one| one.series == series).map_or(Ok(()), |one| Err(one.error(&self.company.name)))
    }

    /// Remembers the numbers that were given, before they are told.
    pub(super) fn remember(&self, series: &[Series]) {
        remember(self.local, &self.company, series, true);
    }
}
