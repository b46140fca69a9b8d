//! Numbers that own books gave and of which the store knows nothing any more: its own tools put it back to an earlier state.
//!
//! For: issuing, the check of the books, the lights. Uses: the memory beside the store, the series. Never: a number that is given again
//! without a word. What is remembered is read first and the store after it, so that a commit in between is no sign of the past.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::shelf::{Shelf, misused, refuse};
use crate::domain::ledger::{Issued, Series};
use crate::domain::{Actor, Company, CompanyId, Message, OwnKey, OwnKind, RemoteId, as_text};
use crate::error::Error;
use crate::service::Result;
use crate::service::local::Local;
use crate::service::number_memory::{Given, Number, NumberMemory, Present, Remembered};
use crate::store::series_of;

/// A series of which the store has lost the last numbers, or a document that had a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// The series.
    pub series: String,
    /// The number before the first one that is lost.
    pub here: u64,
    /// The last number that is lost.
    pub last: u64,
    /// When that was remembered.
    #[serde(with = "as_text")]
    pub at: Timestamp,
    /// The document that is lost, where the series went on and its number is another document's now.
    pub replaced: Option<RemoteId>,
}

impl Behind {
    /// The first and the last number that is lost.
    #[must_use]
    pub fn numbers(&self) -> (String, String) {
        let series = Series::new(&self.series);
        (series.number(self.here.saturating_add(1)), series.number(self.last))
    }

    /// A text about them.
    #[must_use]
    pub fn about(&self, id: &'static str) -> Message {
        let (first, last) = self.numbers();
        let count = self.last.saturating_sub(self.here);
        Message::new(id).with("first", first).with("last", last).with("count", count)
    }

    /// What happened.
    #[must_use]
    pub fn message(&self, company: &str) -> Message {
        let id = if self.replaced.is_some() { "books-replaced" } else { "books-behind" };
        self.about(id).with("company", company).with("date", self.at.strftime("%Y-%m-%d %H:%M UTC").to_string())
    }

    /// The ways out.
    #[must_use]
    pub fn hint(&self, company: &str) -> Message {
        self.about(if self.replaced.is_some() { "books-replaced-hint" } else { "books-behind-hint" }).with("company", company)
    }

    /// What a check says of it.
    pub(super) fn found(&self) -> Message {
        self.about(if self.replaced.is_some() { "books-check-replaced" } else { "books-check-behind" })
    }

    fn error(&self, company: &str) -> Error {
        refuse(self.message(company)).hint(self.hint(company))
    }
}

/// The series that are behind what is remembered of them.
fn behind(remembered: &BTreeMap<String, Remembered>, series: &[Series]) -> Vec<Behind> {
    let here = |name: &str| series.iter().find(|series| series.name == name).map_or(0, |series| series.last);
    let one = |one: &Remembered| {
        let (series, at) = (one.series.clone(), one.at);
        Behind { here: here(&series), series, last: one.last, at, replaced: None }
    };
    remembered.values().map(one).filter(|one| one.here < one.last).collect()
}

/// The documents of a series that a person knows nothing of yet: their numbers are within what the store knows.
fn open<'r>(one: &'r Remembered, series: &'r Series) -> impl DoubleEndedIterator<Item = (u64, &'r Given)> {
    let is_open = |number: u64, given: &Given| {
        number <= series.last && !series.is_skipped(number) && !series.replaced.contains(&given.document)
    };
    one.given.iter().map(|(number, given)| (*number, given)).filter(move |(number, given)| is_open(*number, given))
}

/// Documents that are lost though their series went on. Looks for the newest document of each series and for doubted ones, and for all
/// where the newest is lost.
fn replaced(
    local: &Local,
    company: &Company,
    remembered: &BTreeMap<String, Remembered>,
    series: &[Series],
) -> Result<Vec<Behind>> {
    let store = local.store.inner();
    let is_there = |given: &Given| {
        let key = OwnKey { company: company.id, kind: OwnKind::Issued, id: given.document.clone() };
        Ok::<bool, Error>(store.own(&key)?.is_some())
    };
    let (mut found, mut marks) = (Vec::new(), Vec::new());
    for of in series {
        let Some(one) = remembered.get(&of.name) else { continue };
        let newest = open(one, of).rfind(|(_, given)| !given.doubted);
        let is_sound = newest.map_or(Ok(true), |(_, given)| is_there(given))?;
        for (number, given) in open(one, of).filter(|(_, given)| given.doubted || !is_sound) {
            let lost = !is_there(given)?;
            if lost != given.lost {
                marks.push((of.name.as_str(), number, Given { doubted: true, lost, ..given.clone() }));
            }
            if lost {
                let (series, here, replaced) = (of.name.clone(), number.saturating_sub(1), Some(given.document.clone()));
                found.push(Behind { series, here, last: number, at: given.at, replaced });
            }
        }
    }
    if local.borrowed.is_none() && !local.options.read_only {
        local.numbers.mark(company, &marks);
    }
    Ok(found)
}

/// The series of a company that are behind what a memory has of them, and documents that a look into the store did not find.
#[must_use]
pub(crate) fn lost_numbers(memory: &NumberMemory, (company, all): (&Company, &Present), series: &[Series]) -> Vec<Behind> {
    let remembered = memory.known(company, all);
    let mut found = behind(&remembered, series);
    for of in series {
        let lost = remembered.get(&of.name).into_iter().flat_map(|one| open(one, of)).filter(|(_, given)| given.lost);
        found.extend(lost.map(|(number, given)| {
            let (series, here, replaced) = (of.name.clone(), number.saturating_sub(1), Some(given.document.clone()));
            Behind { series, here, last: number, at: given.at, replaced }
        }));
    }
    found
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
        let mut lost = behind(&remembered, &series);
        lost.extend(replaced(local, company, &remembered, &series)?);
        // What another machine gave is remembered here with its document, so that it is missed too.
        let mut seen: Vec<Number<'_>> = Vec::new();
        for of in series.iter().filter(|of| of.last > 0) {
            let known = remembered.get(&of.name).filter(|known| known.last >= of.last);
            if known.is_none_or(|known| known.last == of.last && !known.given.contains_key(&of.last) && !of.is_skipped(of.last)) {
                let keys = local.store.inner().by_number(Some(company.id), &of.number(of.last))?;
                seen.push((&of.name, of.last, keys.into_iter().next().map(|key| key.id)));
            }
        }
        remember(local, company, &seen, false);
        if !lost.is_empty() {
            found.insert(company.id, lost);
        }
    }
    Ok(found)
}

/// Remembers numbers of series.
fn remember(local: &Local, company: &Company, numbers: &[Number<'_>], durable: bool) {
    if local.borrowed.is_some() || local.options.read_only {
        return;
    }
    local.numbers.note(company, numbers, local.options.clock.now(), durable);
}

/// Leaves out the numbers that the store lost: each series goes on after the last one that was given. A lost
/// document of which another one has the number is noted.
pub(in crate::service) fn skip_lost(shelf: &Shelf<'_>, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Vec<Behind>> {
    let lost = shelf.behind()?;
    if lost.is_empty() {
        return Err(misused(Message::new("books-not-behind").with("company", shelf.company.name.as_str())));
    }
    note()?;
    let mut changed: BTreeMap<&str, Series> = BTreeMap::new();
    for one in &lost {
        let series = match changed.entry(&one.series) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let known = shelf.value::<Series>(&RemoteId::new(one.series.as_str()))?;
                place.insert(known.unwrap_or_else(|| Series::new(&one.series)))
            }
        };
        if let Some(document) = &one.replaced {
            series.replaced.push(document.clone());
        } else {
            series.skipped.push((series.last.saturating_add(1), one.last));
            series.last = one.last;
        }
    }
    let mut changes = shelf.begin(author);
    changed.into_values().try_for_each(|series| changes.put(series))?;
    changes.commit()?;
    for one in &lost {
        let (first, last) = one.numbers();
        tracing::warn!(company = shelf.company.id.0, first, last, "numbers of lost documents are left out");
    }
    Ok(lost)
}

impl Shelf<'_> {
    /// The series of these books that are behind what is remembered, and documents that are lost though their series went on.
    pub(in crate::service) fn behind(&self) -> Result<Vec<Behind>> {
        self.local.numbers.read();
        let remembered = self.local.numbers.known(&self.company, &Present::of(&self.local.registry.companies()));
        let look = || -> Result<Vec<Behind>> {
            let series = self.values::<Series>()?;
            let mut found = behind(&remembered, &series);
            found.extend(replaced(self.local, &self.company, &remembered, &series)?);
            Ok(found)
        };
        let lost = look()?;
        if lost.is_empty() || !self.local.is_shared() {
            return Ok(lost);
        }
        // What was read of the store may be older than what is remembered.
        self.local.shelves.forget(self.company.id);
        look()
    }

    /// Refuses to give a number of a series that is behind.
    pub(super) fn must_know_last(&self, series: &str, lost: &[Behind]) -> Result<()> {
        let behind = lost.iter().find(|one| one.series == series && one.replaced.is_none());
        behind.map_or(Ok(()), |one| Err(one.error(&self.company.name)))
    }

    /// Remembers the numbers that documents were given, before they are told.
    pub(super) fn remember<'i>(&self, given: impl IntoIterator<Item = &'i Issued>) {
        let numbers: Vec<Number<'_>> =
            given.into_iter().map(|one| (one.series.as_str(), one.sequence, Some(one.id.clone()))).collect();
        remember(self.local, &self.company, &numbers, true);
    }
}
