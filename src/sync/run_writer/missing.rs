//! Records that scans of the whole account no longer found: flagged as vanished, unless there are so many that the account is doubted.
//!
//! A service that answers for another account, or for none, lists nothing of what is stored and says of each record that it is not
//! there. Such an answer looks like deletions; so many are flagged only after a person said that they are real.

use super::judge::{Mark, mark_key};
use super::{COMMIT_SIZE, RunWriter};
use crate::domain::{Kind, RemoteId};
use crate::store::{StoreError, Upsert};
use crate::sync::compare;
use crate::sync::error::SyncError;

/// An account, or a kind of record, of which no more than these were known may lose all of them.
const FEW: usize = 3;
/// From this number on, more than half of what was known is too much.
const MANY: usize = 10;

/// What scans did not find, by the feed that ended the scan.
#[derive(Debug, Default)]
pub(in crate::sync) struct Missing {
    groups: Vec<Group>,
    /// Whether a person said that the records were deleted at the service.
    accepted: bool,
}

/// Records of feeds that share identifiers.
#[derive(Debug)]
struct Group {
    /// Position of the last of the feeds.
    at: usize,
    /// Not found.
    ids: Vec<RemoteId>,
    /// Number of live records before this run.
    known: usize,
}

impl Group {
    /// Whether it lost all, or most of many.
    fn is_too_many(&self) -> bool {
        let missing = self.ids.len();
        (missing >= self.known && self.known > FEW) || (missing >= MANY && missing > self.known / 2)
    }
}

impl RunWriter {
    /// A person said that what is missing was deleted at the service.
    pub(in crate::sync) fn accept_deletions(&mut self) {
        self.missing.accepted = true;
    }

    /// Notes records of a feed, and of feeds with its prefix, that a complete scan no longer found.
    pub(in crate::sync) fn note_missing(&mut self, at: usize, ids: Vec<RemoteId>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let kind = self.kind(at);
        let is_new = |id: &RemoteId| self.marks.get(&mark_key(kind, id)) == Some(&Mark::Created);
        let known = self.live_ids(at)?.iter().filter(|id| !is_new(id)).count();
        self.missing.groups.push(Group { at, ids, known });
        Ok(())
    }

    /// Flags what the scans of a kind missed, or returns why nothing is flagged. Called once all feeds of the kind were read.
    pub(in crate::sync) fn settle_missing(&mut self, kind: Kind) -> Result<Option<SyncError>, StoreError> {
        let groups = std::mem::take(&mut self.missing.groups);
        let (groups, others) = groups.into_iter().partition::<Vec<Group>, _>(|group| self.kind(group.at) == kind);
        self.missing.groups = others;
        if groups.is_empty() {
            return Ok(None);
        }
        if !self.missing.accepted
            && let Some(doubt) = self.doubt(kind, &groups)?
        {
            for group in groups {
                self.scan_again(group.at);
            }
            return Ok(Some(doubt));
        }
        for group in groups {
            self.vanish(group.at, &group.ids)?;
        }
        Ok(None)
    }

    /// Why the missing records of a kind are not taken for deleted: its feeds lost too many, or the account has no documents left.
    fn doubt(&self, kind: Kind, groups: &[Group]) -> Result<Option<SyncError>, StoreError> {
        let total = |count: fn(&Group) -> usize| groups.iter().map(count).sum::<usize>();
        let company = self.run.company;
        let of = |missing: usize, known: usize| Some(SyncError::Missing { company, kind, missing, known });
        let missing = total(|group| group.ids.len());
        if kind == Kind::Document && missing > FEW && self.store.count(company)?.of(kind).live() <= missing as u64 {
            return Ok(of(missing, total(|group| group.known)));
        }
        let worst = groups.iter().filter(|group| group.is_too_many()).max_by_key(|group| group.ids.len());
        Ok(worst.and_then(|group| of(group.ids.len(), group.known)))
    }

    /// What was noted and not settled, because the run ended before, is looked for by the next run.
    pub(super) fn leave_missing(&mut self) {
        for group in std::mem::take(&mut self.missing.groups) {
            self.scan_again(group.at);
        }
    }

    /// Lets the next run scan a feed from its beginning.
    fn scan_again(&mut self, at: usize) {
        let place = self.place(at);
        place.state.cursor = None;
        (place.scan, place.clear) = (None, true);
    }

    /// Flags records of a feed that the service says are gone.
    pub(in crate::sync) fn vanish(&mut self, at: usize, ids: &[RemoteId]) -> Result<(), StoreError> {
        self.vanish_of((at, self.kind(at)), ids)
    }

    /// Flags records of a kind that the service says are gone; unknown ones are none of ours.
    pub(in crate::sync) fn gone(&mut self, kind: Kind, ids: &[RemoteId]) -> Result<(), StoreError> {
        self.vanish_of((0, kind), ids)
    }

    /// Like [`Self::vanish`], for records of a kind that may be another one than the feed's.
    fn vanish_of(&mut self, (at, kind): (usize, Kind), ids: &[RemoteId]) -> Result<(), StoreError> {
        for ids in ids.chunks(COMMIT_SIZE) {
            let stamp = self.stamp();
            let stored = self.known(kind, ids)?;
            let upserts: Vec<Upsert> =
                stored.into_iter().flatten().filter_map(|stored| compare::vanish_record(stored, stamp)).collect();
            if upserts.is_empty() {
                continue;
            }
            let mut counts = self.run.counts;
            counts.of(kind).vanished += upserts.len() as u64;
            self.commit(at, counts, upserts, Vec::new(), false).map_err(|(error, _)| error)?;
            self.run.counts = counts;
        }
        if kind == Kind::Document {
            self.payments_gone(ids)?;
        }
        Ok(())
    }
}
