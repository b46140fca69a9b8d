//! Time entries by what they are looked for: identifiers, days, a project, a source. Reads what is asked for and no more.
//!
//! For: the use cases of own books. Uses: terms of the store. Never: a copy of the entries that outlives a call.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::shelf::{Shelf, Table, is_large};
use crate::domain::ledger::{Draft, DraftState, Issued};
use crate::domain::time::{ClaimBy, TimeEntry};
use crate::domain::{OwnKind, RemoteId};
use crate::service::Result;
use crate::store::{Held, Hit, OwnData, OwnForm, TermRange, held, held_some, history, holding};

/// Whether drafts hold what their entries say, for entries that are read together.
#[derive(Debug, Default)]
struct Holders(HashMap<RemoteId, bool>);

impl Shelf<'_> {
    /// A value with its version, deleted or not.
    pub(super) fn one<T: OwnForm>(&self, id: &RemoteId) -> Result<Option<Held<T>>> {
        if is_large(T::OWN) {
            return holding::<T>(&*self.local.store, self.company.id, id).map_err(|error| self.damaged(error));
        }
        Ok(self.table::<T>()?.get(id).cloned())
    }

    /// What terms of ranges lead to, for each range.
    pub(super) fn found(&self, kind: OwnKind, ranges: &[TermRange]) -> Result<Vec<Vec<Hit>>> {
        if ranges.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.local.store.own_hits(self.company.id, kind, ranges)?)
    }

    /// Identifiers that terms of ranges lead to, each once.
    fn hits(&self, kind: OwnKind, ranges: &[TermRange]) -> Result<BTreeSet<RemoteId>> {
        Ok(self.found(kind, ranges)?.into_iter().flatten().map(|hit| hit.id).collect())
    }

    /// Records that terms of a range lead to, with what they say beside them.
    pub(super) fn terms(&self, kind: OwnKind, range: &TermRange) -> Result<Vec<(RemoteId, Vec<u8>)>> {
        let hits = self.found(kind, std::slice::from_ref(range))?;
        Ok(hits.into_iter().flatten().map(|hit| (hit.id, hit.value)).collect())
    }

    /// Whether any record has a term of a range.
    pub(super) fn has_term(&self, kind: OwnKind, range: &TermRange) -> Result<bool> {
        Ok(!self.terms(kind, range)?.is_empty())
    }

    /// Whether a draft holds the time on it: it is open, or its document stands.
    fn holds(&self, holders: &mut Holders, draft: &RemoteId) -> Result<bool> {
        if let Some(known) = holders.0.get(draft) {
            return Ok(*known);
        }
        let state = self.terms(OwnKind::Draft, &TermRange::draft_state(draft))?.into_iter().next();
        let holds = match state.as_ref().and_then(|(_, value)| value.split_first()) {
            Some((b'o', _)) => true,
            Some((b'i', document)) => {
                let document = RemoteId::new(String::from_utf8_lossy(document).into_owned());
                !self.has_term(OwnKind::Issued, &TermRange::corrections_of(&document))?
            }
            _ => false,
        };
        holders.0.insert(draft.clone(), holds);
        Ok(holds)
    }

    /// Whether a draft holds the time and the advances on it.
    pub(super) fn is_held(&self, draft: &RemoteId) -> Result<bool> {
        self.holds(&mut Holders::default(), draft)
    }

    /// An entry as it counts. A part that a draft took is free if the draft was never finished or was given up, or if its document was
    /// corrected: drafts and entries may be written in several batches, and the draft is what counts.
    fn counted(&self, holders: &mut Holders, mut entry: Held<TimeEntry>) -> Result<Held<TimeEntry>> {
        let mut kept = Vec::with_capacity(entry.value.claims.len());
        for claim in std::mem::take(&mut entry.value.claims) {
            let holds = match &claim.by {
                ClaimBy::Draft(draft) => self.holds(holders, draft)?,
                ClaimBy::WrittenOff(_) => true,
            };
            if holds {
                kept.push(claim);
            }
        }
        entry.value.claims = kept;
        Ok(entry)
    }

    fn counted_all(&self, entries: Vec<Held<TimeEntry>>) -> Result<Vec<Held<TimeEntry>>> {
        let mut holders = Holders::default();
        entries.into_iter().map(|entry| self.counted(&mut holders, entry)).collect()
    }

    /// An entry of an identifier, deleted or not.
    pub(super) fn entry(&self, id: &RemoteId) -> Result<Option<Held<TimeEntry>>> {
        let found = self.one::<TimeEntry>(id)?;
        found.map(|entry| self.counted(&mut Holders::default(), entry)).transpose()
    }

    /// Which of these identifiers entries have, deleted ones too.
    pub(super) fn entries_named(&self, ids: &[RemoteId]) -> Result<BTreeSet<RemoteId>> {
        let found = held_some::<TimeEntry>(&*self.local.store, self.company.id, ids).map_err(|error| self.damaged(error))?;
        Ok(found.into_iter().map(|entry| entry.value.id).collect())
    }

    /// The people of entries, of deleted ones too.
    pub(super) fn people_of<'i>(&self, ids: impl Iterator<Item = &'i RemoteId>) -> Result<BTreeMap<RemoteId, RemoteId>> {
        let ids: Vec<RemoteId> = ids.cloned().collect();
        let found = held_some::<TimeEntry>(&*self.local.store, self.company.id, &ids).map_err(|error| self.damaged(error))?;
        Ok(found.into_iter().map(|entry| (entry.value.id, entry.value.person)).collect())
    }

    /// Whether an entry was ever of a person.
    pub(super) fn was_of(&self, entry: &RemoteId, person: &RemoteId) -> Result<bool> {
        let versions = history::<TimeEntry>(&*self.local.store, self.company.id, entry).map_err(|error| self.damaged(error))?;
        Ok(versions.iter().any(|held| held.value.person == *person))
    }

    /// Entries of identifiers that were not deleted.
    pub(super) fn entries_of(&self, ids: &BTreeSet<RemoteId>) -> Result<Vec<Held<TimeEntry>>> {
        let ids: Vec<RemoteId> = ids.iter().cloned().collect();
        let found = held_some::<TimeEntry>(&*self.local.store, self.company.id, &ids).map_err(|error| self.damaged(error))?;
        self.counted_all(found.into_iter().filter(|entry| !entry.retired).collect())
    }

    /// Entries that touch days, each in its own zone; all without.
    pub(super) fn entries_on(&self, from: Option<Date>, until: Option<Date>) -> Result<Vec<Held<TimeEntry>>> {
        if from.is_none() && until.is_none() {
            return Ok(Arc::unwrap_or_clone(self.entries()?).into_values().filter(|entry| !entry.retired).collect());
        }
        self.entries_of(&self.hits(OwnKind::Entry, &[TermRange::on_days(from, until), TermRange::long()])?)
    }

    /// Entries that begin on days of the books, which may lie beside those of their own zones.
    pub(super) fn entries_begun(&self, from: Date, until: Date) -> Result<Vec<Held<TimeEntry>>> {
        let zone = self.zone()?;
        let mut found = self.entries_on(Some(from.saturating_sub(1.day())), Some(until.saturating_add(1.day())))?;
        found.retain(|held| (from..=until).contains(&held.value.span.date_in(&zone)));
        Ok(found)
    }

    /// Pending entries that begin on days of their own zones.
    pub(super) fn entries_pending(&self, from: Option<Date>, until: Option<Date>) -> Result<Vec<Held<TimeEntry>>> {
        self.entries_of(&self.hits(OwnKind::Entry, &[TermRange::pending(from, until)])?)
    }

    /// Approved billable entries of projects of which something is free.
    pub(super) fn entries_free<'p>(&self, projects: impl Iterator<Item = &'p RemoteId>) -> Result<Vec<Held<TimeEntry>>> {
        let projects: BTreeSet<&RemoteId> = projects.collect();
        let mut ranges: Vec<TermRange> = projects.iter().map(|project| TermRange::free(project)).collect();
        ranges.extend(self.stale()?.iter().map(TermRange::taken_by));
        let ids = self.hits(OwnKind::Entry, &ranges)?;
        let found = self.entries_of(&ids)?.into_iter().filter(|held| {
            let entry = &held.value;
            let of = entry.project.as_ref().is_some_and(|project| projects.contains(project));
            of && entry.approval.is_some() && entry.billable && entry.free() > 0
        });
        Ok(found.collect())
    }

    /// Drafts that hold nothing: an entry may still say that one has taken something of it, where a process died before it said otherwise.
    fn stale(&self) -> Result<BTreeSet<RemoteId>> {
        let mut drafts = self.hits(OwnKind::Draft, &[TermRange::released()])?;
        let issued = self.table::<Issued>()?;
        let corrected = issued.values().filter_map(|held| issued.get(held.value.kind.replaces()?)?.value.draft.clone());
        drafts.extend(corrected);
        Ok(drafts)
    }

    /// All entries by identifier, deleted ones included.
    pub(in crate::service) fn entries(&self) -> Result<Arc<Table<TimeEntry>>> {
        let all = held::<TimeEntry>(&*self.local.store, self.company.id).map_err(|error| self.damaged(error))?;
        let all = self.counted_all(all)?.into_iter().map(|held| (held.value.own_id(), held));
        Ok(Arc::new(all.collect()))
    }

    /// Drafts that were not deleted: open ones, or all.
    pub(super) fn drafts(&self, all: bool) -> Result<Vec<Draft>> {
        let (store, company) = (&*self.local.store, self.company.id);
        let found = if all {
            held::<Draft>(store, company)
        } else {
            let ids: Vec<RemoteId> = self.hits(OwnKind::Draft, &[TermRange::open_drafts()])?.into_iter().collect();
            held_some::<Draft>(store, company, &ids)
        };
        let found = found.map_err(|error| self.damaged(error))?.into_iter().filter(|held| !held.retired);
        Ok(found.map(|held| held.value).filter(|draft| all || draft.state == DraftState::Open).collect())
    }

    /// Seconds that were recorded on projects.
    pub(super) fn seconds_on(&self, projects: &[&RemoteId]) -> Result<Vec<i64>> {
        self.seconds_where(projects.iter().copied(), &|_| true)
    }

    /// Seconds that people recorded on projects.
    pub(super) fn seconds_of(&self, projects: &[RemoteId], people: &BTreeSet<RemoteId>) -> Result<Vec<i64>> {
        let ranges: Vec<TermRange> = people.iter().map(TermRange::of_person).collect();
        let own = self.hits(OwnKind::Entry, &ranges)?;
        self.seconds_where(projects.iter(), &|entry| own.contains(entry))
    }

    fn seconds_where<'p>(
        &self,
        projects: impl Iterator<Item = &'p RemoteId>,
        is_wanted: &dyn Fn(&RemoteId) -> bool,
    ) -> Result<Vec<i64>> {
        let ranges: Vec<TermRange> = projects.map(|project| TermRange::of_project(project, None, None)).collect();
        let seconds = |hit: Hit| hit.value.try_into().map(i64::from_be_bytes).unwrap_or_default();
        let sum = |hits: Vec<Hit>| hits.into_iter().filter(|hit| is_wanted(&hit.id)).map(seconds).sum::<i64>();
        Ok(self.found(OwnKind::Entry, &ranges)?.into_iter().map(sum).collect())
    }
}
