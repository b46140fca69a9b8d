//! Progress of a run so far, and the only place where it writes.
//!
//! For: comparing pages with the store, counting each invoice once, and committing the result. Uses: the store trait;
//! everything here blocks and is called on blocking threads. Never: the provider, async.

mod balances;
mod contacts;
mod judge;
mod missing;
mod names;
mod outline;
mod place;
mod shown;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use self::balances::{Pending, asks};
use self::judge::{Ask, Judged, Looked, Mark, judge_one, judge_same, mark_key, restore};
use self::missing::Missing;
use self::place::{FeedPlace, FullScan, prefix_of};
pub(super) use self::shown::Shown;
use super::compare::Stamp;
use super::report::Reporter;
use crate::clock::Clock;
use crate::domain::{self, Counts, Failure, Fence, Kind, Message, RemoteId, RunError, RunStatus, SyncRun};
use crate::error::Describe;
use crate::provider::{Feed, Record, RejectedRecord};
use crate::store::{Commit, FeedStep, Head, ScanState, ScanStep, Store, StoreError, SyncState, Upsert};

/// Invoices of one commit, at most. Commits of 300 were measured too: a tenth faster, but half as much memory again.
pub(super) const COMMIT_SIZE: usize = 250;
/// A scan that finds nothing to write still notes its place after so many invoices.
const NOTE_EVERY: usize = 1000;

/// Records of one page that are to be taken in.
#[derive(Debug)]
pub(super) struct Fetched {
    /// The page.
    pub(super) page: u32,
    /// Mark after which the next page begins, of a walk by identifiers.
    pub(super) after: Option<Box<str>>,
    /// Records that are new in this stream.
    pub(super) items: Vec<Item>,
    /// Total, as the page claims.
    pub(super) total: Option<u64>,
    /// Whether it belongs to a full scan with a stored position.
    pub(super) scan: bool,
    /// Whether it holds what the service says was modified.
    pub(super) modified: bool,
}

/// A record under the name by which it is remembered: its identifier, or what stands for one that could not be read.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: RemoteId,
    pub(super) record: Record,
}

/// End of a run.
#[derive(Debug)]
pub(super) struct End {
    pub(super) status: RunStatus,
    pub(super) failure: Option<Failure>,
    /// Before when the service must not be called again.
    pub(super) deferred_until: Option<Timestamp>,
    /// Whether the scans of this run, if there were some, are over.
    pub(super) scans_over: bool,
}

pub(super) struct RunWriter {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    reporter: Arc<Reporter>,
    run: SyncRun,
    /// The feeds of the account; the first one has the documents.
    feeds: Vec<FeedPlace>,
    /// Number of the grant of the lease under which it writes.
    fence: Fence,
    pending: Pending,
    /// Contacts of documents that were looked at, where the service lists none.
    derived: HashSet<u64>,
    errors: Vec<RunError>,
    /// Errors that go with the next commit.
    warnings: Vec<RunError>,
    marks: HashMap<u64, Mark>,
    /// What the scans of this run did not find, until it is settled.
    missing: Missing,
}

impl RunWriter {
    pub(super) fn new(
        (store, clock): (Arc<dyn Store>, Arc<dyn Clock>),
        reporter: Arc<Reporter>,
        (run, fence): (SyncRun, Fence),
        feeds: Vec<(Feed, SyncState)>,
    ) -> Self {
        let pending = feeds.first().map_or_else(Pending::default, |(_, state)| Pending::of(state));
        let place = |(feed, state): (Feed, SyncState)| {
            let kept = state.clone();
            FeedPlace { feed, state, kept, scan: None, clear: false, page: 0 }
        };
        let feeds = feeds.into_iter().map(place).collect();
        let (errors, warnings, marks) = (Vec::new(), Vec::new(), HashMap::new());
        let (derived, missing) = (HashSet::new(), Missing::default());
        Self { store, clock, reporter, run, feeds, fence, pending, derived, errors, warnings, marks, missing }
    }

    /// A feed of the run. An account without feeds has no runs.
    fn place(&mut self, at: usize) -> &mut FeedPlace {
        #[expect(clippy::indexing_slicing, reason = "positions come from the feeds themselves")]
        &mut self.feeds[at]
    }

    /// What a feed lists.
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.feeds.get(at).map_or(Kind::Document, |place| place.feed.kind)
    }

    /// The state of a feed, as the end of the run writes it.
    pub(super) fn state(&mut self, at: usize) -> &mut SyncState {
        &mut self.place(at).state
    }

    /// The service's zone, where it told.
    pub(super) fn zone(&mut self) -> &mut Option<String> {
        &mut self.state(0).zone
    }

    /// The page of a feed that was taken in last.
    pub(super) fn page(&mut self, at: usize) -> u32 {
        self.place(at).page
    }

    /// Begins a scan at page 1: the place and the identifiers of an earlier one are forgotten with its first commit.
    pub(super) fn begin_scan(&mut self, at: usize, state: ScanState) {
        self.place(at).scan = Some(FullScan { state, ids: Vec::new(), resumed: false, restart: true });
    }

    /// Continues a scan of an earlier run.
    pub(super) fn resume_scan(&mut self, at: usize, state: ScanState) {
        self.place(at).scan = Some(FullScan { state, ids: Vec::new(), resumed: true, restart: false });
    }

    /// A scan is over; `began` is the service's clock when it began, if it saw everything.
    pub(super) fn end_scan(&mut self, at: usize, began: Option<Timestamp>) {
        let now = self.clock.now();
        let place = self.place(at);
        if began.is_some() {
            (place.state.cursor, place.state.last_full_scan) = (began, Some(now));
        }
        (place.state.scan, place.scan, place.clear) = (None, None, true);
    }

    /// Identifiers that the scan to be resumed has seen.
    pub(super) fn scan_ids(&self, at: usize) -> Result<Vec<RemoteId>, StoreError> {
        let feed = self.feeds.get(at).map_or("", |place| place.feed.name);
        self.store.scan_ids(self.run.company, feed)
    }

    /// Whether the store has these `seen` records of a kind that has one feed and no others, as far as counts can tell: all of them were
    /// seen and taken in by this run, and no more are there. Spares reading every identifier of a large company.
    pub(super) fn holds_exactly(&self, at: usize, seen: u64) -> Result<bool, StoreError> {
        let kind = self.kind(at);
        let counts = *self.run.counts.clone().of(kind);
        let alone = self.feeds.iter().filter(|place| place.feed.kind == kind).count() == 1;
        if !alone || counts.skipped > 0 || counts.processed != seen {
            return Ok(false);
        }
        Ok(self.store.count(self.run.company)?.of(kind).live() == seen)
    }

    /// Identifiers of the live records of a feed and of feeds with its prefix.
    pub(super) fn live_ids(&self, at: usize) -> Result<Vec<RemoteId>, StoreError> {
        let kind = self.kind(at);
        let prefix = self.feeds.get(at).map_or("", |place| place.feed.prefix);
        let mut ids = self.store.live_ids(self.run.company, kind)?;
        let prefixes: Vec<&str> =
            self.feeds.iter().filter(|place| place.feed.kind == kind).map(|place| place.feed.prefix).collect();
        ids.retain(|id| prefix_of(id, &prefixes) == prefix);
        Ok(ids)
    }

    /// The feed that a record of a kind belongs to; the first one of several with its prefix.
    pub(super) fn feed_of(&self, kind: Kind, id: &RemoteId) -> Option<usize> {
        let of = |place: &&FeedPlace| place.feed.kind == kind;
        let prefixes: Vec<&str> = self.feeds.iter().filter(of).map(|place| place.feed.prefix).collect();
        let prefix = prefix_of(id, &prefixes);
        self.feeds.iter().position(|place| place.feed.kind == kind && place.feed.prefix == prefix)
    }

    /// Adds an error of the run as a whole.
    pub(super) fn warn(&mut self, message: Message) {
        self.warnings.push(RunError { kind: None, invoice_id: None, invoice_number: None, message });
    }

    fn stamp(&self) -> Stamp {
        Stamp { company: self.run.company, run: self.run.id, at: self.clock.now() }
    }

    /// Takes pages of a feed: compares them with the store and writes differences. Durable when it returns.
    pub(super) fn take(&mut self, at: usize, pages: Vec<Fetched>) -> Result<(), StoreError> {
        let place = self.place(at);
        let before = (place.page, place.scan.as_ref().map(|scan| (scan.ids.len(), scan.state.clone())));
        let mut items = Vec::new();
        let modified = pages.iter().any(|page| page.modified);
        for page in pages {
            if let Some(scan) = place.scan.as_mut().filter(|_| page.scan) {
                scan.ids.extend(page.items.iter().map(|item| item.id.clone()));
                scan.state.pages_done = scan.state.pages_done.max(page.page);
                scan.state.total = page.total.or(scan.state.total);
                scan.state.after = page.after;
            }
            place.page = page.page;
            items.extend(page.items);
        }
        let derived = self.derived(at, &items);
        let stamp = self.stamp();
        let named = self.name_partners(at, &mut items);
        let taken = named.and_then(|()| self.judge(self.kind(at), items, stamp)).and_then(|judged| {
            let judged = self.with_contacts(at, judged, derived, stamp)?;
            // Before they are written: what is due goes with them.
            self.pending.note(asks(&judged), modified);
            self.apply_all(at, judged)
        });
        if let Err(error) = taken {
            // The end of the run notes the place of the scan, too: pages that were not kept are not behind it.
            let place = self.place(at);
            place.page = before.0;
            if let (Some(scan), Some((ids, state))) = (&mut place.scan, before.1) {
                scan.ids.truncate(ids);
                scan.state = state;
            }
            return Err(error);
        }
        let page = self.page(at);
        self.reporter.advanced(self.run.counts, page);
        Ok(())
    }

    /// The stored records of these identifiers. A damaged record counts as unknown: it is written anew.
    fn known(&self, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<domain::Record>>, StoreError> {
        let read = |ids: &[RemoteId]| self.store.records(self.run.company, kind, ids);
        match read(ids) {
            Err(StoreError::Damaged { .. }) => {
                let one = |id| match read(std::slice::from_ref(id)) {
                    Err(StoreError::Damaged { .. }) => Ok(None),
                    found => found.map(|found| found.into_iter().next().flatten()),
                };
                ids.iter().map(one).collect()
            }
            found => found,
        }
    }

    fn judge(&self, kind: Kind, items: Vec<Item>, stamp: Stamp) -> Result<Vec<Judged>, StoreError> {
        let accepted: Vec<RemoteId> = items.iter().filter(|item| item.record.is_ok()).map(|item| item.id.clone()).collect();
        let company = self.run.company;
        let heads = if accepted.is_empty() { Vec::new() } else { self.store.heads(company, kind, &accepted)? };
        let doubted = self.is_doubted();
        let read = |head: Head| if doubted { Head { content: None, ..head } } else { head };
        let mut heads = heads.into_iter().map(|head| head.map(read));
        // A document with the content that is stored needs no look at what is stored.
        let looked: Vec<Looked> = items.into_iter().map(|Item { id, record }| Looked::new(id, record, &mut heads)).collect();
        let changed: Vec<RemoteId> = looked.iter().filter_map(Looked::to_read).collect();
        let mut stored = if changed.is_empty() { Vec::new().into_iter() } else { self.known(kind, &changed)?.into_iter() };
        let judged = looked.into_iter().map(|looked| match looked {
            Looked::Same(id, fetched, head) => judge_same(id, &fetched, head),
            Looked::New(id, fetched) => judge_one(id, None, fetched, stamp),
            Looked::Other(id, fetched) => judge_one(id, stored.next().flatten(), fetched, stamp),
            Looked::Refused(id, refused) => self.refuse(kind, id, refused),
        });
        Ok(judged.collect())
    }

    /// Whether the company has damaged records: then every record is read, and one that does not decode is written anew.
    fn is_doubted(&self) -> bool {
        self.store.doubted().iter().any(|doubt| doubt.company == self.run.company)
    }

    /// A rejected record leaves the stored one unchanged, and is an error once a run.
    fn refuse(&self, kind: Kind, id: RemoteId, refused: RejectedRecord) -> Judged {
        let known = self.marks.get(&mark_key(kind, &id)) == Some(&Mark::Skipped);
        let error =
            RunError { kind: Some(kind), invoice_id: refused.id, invoice_number: refused.number, message: refused.reason };
        Judged { kind, id, mark: Mark::Skipped, items: (0, 0), upsert: None, error: (!known).then_some(error), ask: Ask::No }
    }

    /// Writes the records of a page, so many at a time; the place of the scan goes with the last of them.
    fn apply_all(&mut self, at: usize, mut judged: Vec<Judged>) -> Result<(), StoreError> {
        while judged.len() > COMMIT_SIZE {
            let rest = judged.split_off(COMMIT_SIZE);
            self.apply(at, std::mem::replace(&mut judged, rest), false)?;
        }
        self.apply(at, judged, true)
    }

    /// Writes what was judged; with `note`, the place of the scan as well.
    fn apply(&mut self, at: usize, mut judged: Vec<Judged>, note: bool) -> Result<(), StoreError> {
        let counts = self.counted(&judged);
        let shape: Vec<(bool, bool)> = judged.iter().map(|one| (one.upsert.is_some(), one.error.is_some())).collect();
        let upserts: Vec<Upsert> = judged.iter_mut().filter_map(|one| one.upsert.take()).map(|upsert| *upsert).collect();
        let errors: Vec<RunError> = judged.iter_mut().filter_map(|one| one.error.take()).collect();
        let due = note && self.place(at).scan.as_ref().is_some_and(|scan| scan.ids.len() >= NOTE_EVERY);
        if !upserts.is_empty() || !errors.is_empty() || due {
            match self.commit(at, counts, upserts, errors, note) {
                Ok(()) => {}
                Err((error @ StoreError::TooLarge { .. }, commit)) => {
                    restore(&mut judged, &shape, *commit);
                    return self.split(at, judged, error, note);
                }
                Err((error, _)) => return Err(error),
            }
        }
        self.run.counts = counts;
        for one in judged {
            let key = mark_key(one.kind, &one.id);
            let mark = self.marks.get(&key).map_or(one.mark, |before| before.then(one.mark));
            self.marks.insert(key, mark);
        }
        Ok(())
    }

    /// One invoice is too large to store: found by halving, and rejected; the others are written.
    fn split(&mut self, at: usize, mut judged: Vec<Judged>, error: StoreError, note: bool) -> Result<(), StoreError> {
        match judged.iter().filter(|one| one.upsert.is_some()).count() {
            0 => return Err(error),
            1 => {}
            _ => {
                let second = judged.split_off(judged.len() / 2);
                // The place of the scan is true only when both halves are kept.
                self.apply(at, judged, false)?;
                return self.apply(at, second, note);
            }
        }
        for one in &mut judged {
            let Some(upsert) = one.upsert.take() else { continue };
            let number = Some(upsert.record.title().to_owned()).filter(|number| !number.is_empty());
            (one.mark, one.items) = (Mark::Skipped, (0, 0));
            one.error = Some(RunError {
                kind: Some(one.kind),
                invoice_id: Some(one.id.clone()),
                invoice_number: number,
                message: error.message(),
            });
        }
        self.apply(at, judged, note)
    }

    /// The counts as they are once these are written.
    fn counted(&self, judged: &[Judged]) -> Counts {
        let mut counts = self.run.counts;
        for one in judged {
            let (old, new) = one.items;
            match self.marks.get(&mark_key(one.kind, &one.id)).copied() {
                None => {
                    counts.of(one.kind).processed += 1;
                    *one.mark.of(one.kind, &mut counts) += 1;
                    counts.items += new;
                }
                Some(before) => {
                    let after = before.then(one.mark);
                    let mine = before.of(one.kind, &mut counts);
                    *mine = mine.saturating_sub(1);
                    *after.of(one.kind, &mut counts) += 1;
                    // What was counted before is what was stored then.
                    let counted = if matches!(before, Mark::Created | Mark::Updated) { old } else { 0 };
                    counts.items = (counts.items + new).saturating_sub(counted);
                }
            }
        }
        counts
    }

    /// One commit; gives its content back if the store refused it.
    fn commit(
        &mut self,
        at: usize,
        counts: Counts,
        upserts: Vec<Upsert>,
        errors: Vec<RunError>,
        note: bool,
    ) -> Result<(), (StoreError, Box<Commit>)> {
        let error_count = self.run.error_count + errors.len() as u64;
        let counts = Counts { api_calls: self.reporter.calls(), ..counts };
        let run = SyncRun { counts, error_count, ..self.run.clone() };
        let place = self.place(at);
        let step = match &place.scan {
            Some(scan) if note => FeedStep {
                feed: place.feed.name.into(),
                state: Some(SyncState { scan: Some(scan.state.clone()), ..place.state.clone() }),
                scan: scan.step(),
            },
            _ => FeedStep { feed: place.feed.name.into(), state: None, scan: ScanStep::Keep },
        };
        let FeedStep { feed, mut state, scan } = step;
        let due = self.pending.left();
        if at == 0 && due != self.place(0).kept.payments_due {
            // A process that dies now must not forget what is still to be asked for.
            let kept = self.place(0).kept.clone();
            state = Some(SyncState { payments_due: due, ..state.unwrap_or(kept) });
        }
        let commit = Commit { run, fence: self.fence, upserts, errors, feed, state, scan, others: Vec::new() };
        if let Err(error) = self.store.commit(&commit) {
            return Err((error, Box::new(commit)));
        }
        if !commit.upserts.is_empty() {
            self.reporter.committed(|| commit.upserts.iter().map(|upsert| upsert.record.key()).collect());
        }
        self.accept(at, commit);
        Ok(())
    }

    /// Updates the state after a successful commit.
    fn accept(&mut self, at: usize, commit: Commit) {
        self.run.error_count = commit.run.error_count;
        self.errors.extend(commit.errors);
        let place = self.place(at);
        if let Some(state) = &commit.state {
            place.kept = state.clone();
        }
        if commit.scan == ScanStep::Keep {
            return;
        }
        if let Some(scan) = &mut place.scan {
            scan.ids.clear();
            scan.restart = false;
        }
        if let Some(state) = commit.state {
            place.state = state;
        }
    }

    /// Writes the end of the run. Whatever the store says, the run as it ended is in [`Self::outcome`] afterwards.
    pub(super) fn finish(&mut self, end: End) -> Result<(), StoreError> {
        self.leave_missing();
        let warnings = std::mem::take(&mut self.warnings);
        self.run.status = end.status;
        self.run.failure = end.failure;
        self.run.deferred_until = end.deferred_until;
        self.run.ended = Some(self.clock.now());
        self.run.counts.api_calls = self.reporter.calls();
        self.run.error_count += warnings.len() as u64;
        self.errors.extend(warnings.iter().cloned());
        let due = self.pending.left();
        if let Some(main) = self.feeds.first_mut() {
            main.state.payments_due = due;
        }
        let mut steps = self.feeds.iter().map(|place| place.last_step(end.scans_over));
        let first = steps.next().unwrap_or_else(|| FeedStep { feed: "".into(), state: None, scan: ScanStep::Keep });
        let others = steps.filter(|step| step.state.is_some() || step.scan != ScanStep::Keep).collect();
        let (run, fence, FeedStep { feed, state, scan }) = (self.run.clone(), self.fence, first);
        self.store.commit(&Commit { run, fence, upserts: Vec::new(), errors: warnings, feed, state, scan, others })
    }

    /// Whether something went wrong with a record or with the run, though it came to its end.
    pub(super) fn is_partial(&self) -> bool {
        self.run.error_count > 0 || self.run.counts.each().iter().any(|tally| tally.skipped > 0) || !self.warnings.is_empty()
    }

    /// The run failed at its very end: the store did not take its record.
    pub(super) fn failed(&mut self, failure: Failure) {
        self.run.status = RunStatus::Failed;
        self.run.failure = Some(failure);
        self.run.ended = Some(self.clock.now());
    }

    /// The run with its errors.
    pub(super) fn outcome(&self) -> (SyncRun, Vec<RunError>) {
        (self.run.clone(), self.errors.clone())
    }
}
