//! Progress of a run so far, and the only place where it writes.
//!
//! For: comparing pages with the store, counting each invoice once, and committing the result. Uses: the store trait;
//! everything here blocks and is called on blocking threads. Never: the provider, async.

mod balances;
mod judge;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use self::balances::{Pending, asks};
use self::judge::{Ask, Judged, Looked, Mark, judge_one, judge_same};
use super::compare::{self, Stamp};
use super::report::Reporter;
use super::seen_ids;
use crate::clock::Clock;
use crate::domain::{Counts, Failure, Fence, Kind, Message, RemoteId, RunError, RunStatus, StoredInvoice, SyncRun};
use crate::error::Describe;
use crate::provider::{Record, RejectedRecord};
use crate::store::{Commit, Head, ScanState, ScanStep, Store, StoreError, StoreExt, SyncState, Upsert};

/// Invoices of one commit, at most. Commits of 300 were measured too: a tenth faster, but half as much memory again.
pub(super) const COMMIT_SIZE: usize = 250;
/// A scan that finds nothing to write still notes its place after so many invoices.
const NOTE_EVERY: usize = 1000;

/// Documents of one page that are to be taken in.
#[derive(Debug)]
pub(super) struct Fetched {
    /// The page.
    pub(super) page: u32,
    /// Records that are new in this stream.
    pub(super) items: Vec<Item>,
    /// Total, as the page claims.
    pub(super) total: Option<u64>,
    /// Whether it belongs to a full scan with a stored position.
    pub(super) scan: bool,
    /// Whether it holds what the service says was modified.
    pub(super) modified: bool,
}

/// A document under the name by which it is remembered: its identifier, or what stands for one that could not be read.
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
    /// New state of the company's sync; `None` leaves it, except for the position of a scan.
    pub(super) state: Option<SyncState>,
    /// Whether a scan, if there was one, is over.
    pub(super) scan_done: bool,
}

/// The scan in progress.
#[derive(Debug)]
struct FullScan {
    state: ScanState,
    /// Seen, and not yet written down.
    ids: Vec<RemoteId>,
    /// The identifiers of an earlier scan must be cleared.
    restart: bool,
}

pub(super) struct RunWriter {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    reporter: Arc<Reporter>,
    run: SyncRun,
    /// The feed that is read.
    feed: Box<str>,
    /// Number of the grant of the lease under which it writes.
    fence: Fence,
    state: SyncState,
    /// The state as the store has it.
    kept: SyncState,
    pending: Pending,
    errors: Vec<RunError>,
    /// Errors that go with the next commit.
    warnings: Vec<RunError>,
    marks: HashMap<u64, Mark>,
    scan: Option<FullScan>,
    page: u32,
}

impl RunWriter {
    pub(super) fn new(
        (store, clock): (Arc<dyn Store>, Arc<dyn Clock>),
        reporter: Arc<Reporter>,
        (run, fence): (SyncRun, Fence),
        (feed, state): (Box<str>, SyncState),
    ) -> Self {
        let (errors, warnings, marks) = (Vec::new(), Vec::new(), HashMap::new());
        let (kept, pending) = (state.clone(), Pending::of(&state));
        Self { store, clock, reporter, run, feed, fence, state, kept, pending, errors, warnings, marks, scan: None, page: 0 }
    }

    /// The state of the company's sync, as the next commit writes it.
    pub(super) const fn state(&mut self) -> &mut SyncState {
        &mut self.state
    }

    /// The page that was taken in last.
    pub(super) const fn page(&self) -> u32 {
        self.page
    }

    /// Begins a scan at page 1: the place and the identifiers of an earlier one are forgotten with its first commit.
    pub(super) fn begin_scan(&mut self, state: ScanState) {
        self.scan = Some(FullScan { state, ids: Vec::new(), restart: true });
    }

    /// Continues a scan of an earlier run.
    pub(super) fn resume_scan(&mut self, state: ScanState) {
        self.scan = Some(FullScan { state, ids: Vec::new(), restart: false });
    }

    /// Identifiers that the scan to be resumed has seen.
    pub(super) fn scan_ids(&self) -> Result<Vec<RemoteId>, StoreError> {
        self.store.scan_ids(self.run.company, &self.feed)
    }

    /// Whether the store has these `seen` documents and no others, as far as counts can tell: all of them were seen and taken
    /// in by this run, and no more are there. Spares reading every identifier of a large company.
    pub(super) fn holds_exactly(&self, seen: u64) -> Result<bool, StoreError> {
        let counts = &self.run.counts;
        if counts.skipped > 0 || counts.processed != seen {
            return Ok(false);
        }
        Ok(self.store.count(self.run.company)?.of(Kind::Document).live() == seen)
    }

    /// Identifiers of the company's invoices that have not vanished.
    pub(super) fn live_ids(&self) -> Result<Vec<RemoteId>, StoreError> {
        self.store.live_ids(self.run.company, Kind::Document)
    }

    /// Adds an error of the run as a whole.
    pub(super) fn warn(&mut self, message: Message) {
        self.warnings.push(RunError { invoice_id: None, invoice_number: None, message });
    }

    fn stamp(&self) -> Stamp {
        Stamp { company: self.run.company, run: self.run.id, at: self.clock.now() }
    }

    /// Takes pages: compares them with the store and writes differences. Durable when it returns.
    pub(super) fn take(&mut self, pages: Vec<Fetched>) -> Result<(), StoreError> {
        let before = (self.page, self.scan.as_ref().map(|scan| (scan.ids.len(), scan.state.clone())));
        let mut items = Vec::new();
        let modified = pages.iter().any(|page| page.modified);
        for page in pages {
            if let Some(scan) = self.scan.as_mut().filter(|_| page.scan) {
                scan.ids.extend(page.items.iter().map(|item| item.id.clone()));
                scan.state.pages_done = scan.state.pages_done.max(page.page);
                scan.state.total = page.total.or(scan.state.total);
            }
            self.page = page.page;
            items.extend(page.items);
        }
        let taken = self.judge(items).and_then(|judged| {
            let asks = asks(&judged);
            self.apply(judged, true)?;
            self.pending.note(asks, modified);
            Ok(())
        });
        if let Err(error) = taken {
            // The end of the run notes the place of the scan, too: pages that were not kept are not behind it.
            self.page = before.0;
            if let (Some(scan), Some((ids, state))) = (&mut self.scan, before.1) {
                scan.ids.truncate(ids);
                scan.state = state;
            }
            return Err(error);
        }
        self.reporter.advanced(self.run.counts, self.page);
        Ok(())
    }

    /// The stored invoices of these documents. A damaged record counts as unknown: it is written anew.
    fn known(&self, ids: &[RemoteId]) -> Result<Vec<Option<StoredInvoice>>, StoreError> {
        let read = |ids: &[RemoteId]| self.store.invoices(self.run.company, ids);
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

    fn judge(&self, items: Vec<Item>) -> Result<Vec<Judged>, StoreError> {
        let accepted: Vec<RemoteId> = items.iter().filter(|item| item.record.is_ok()).map(|item| item.id.clone()).collect();
        let company = self.run.company;
        let heads = if accepted.is_empty() { Vec::new() } else { self.store.heads(company, Kind::Document, &accepted)? };
        // Of a company with damaged records every record is read: one that does not decode is written anew.
        let doubted = self.store.doubted().iter().any(|doubt| doubt.company == company);
        let read = |head: Head| if doubted { Head { content: None, ..head } } else { head };
        let mut heads = heads.into_iter().map(|head| head.map(read));
        // A document with the content that is stored needs no look at what is stored.
        let looked: Vec<Looked> = items.into_iter().map(|Item { id, record }| Looked::new(id, record, &mut heads)).collect();
        let changed: Vec<RemoteId> = looked.iter().filter_map(Looked::to_read).collect();
        let mut stored = if changed.is_empty() { Vec::new().into_iter() } else { self.known(&changed)?.into_iter() };
        let stamp = self.stamp();
        let judged = looked.into_iter().map(|looked| match looked {
            Looked::Same(id, fetched, head) => judge_same(id, &fetched, head),
            Looked::New(id, fetched) => judge_one(id, None, *fetched, stamp),
            Looked::Other(id, fetched) => judge_one(id, stored.next().flatten(), *fetched, stamp),
            Looked::Refused(id, refused) => self.refuse(id, refused),
        });
        Ok(judged.collect())
    }

    /// A rejected record leaves the stored one unchanged, and is an error once a run.
    fn refuse(&self, id: RemoteId, refused: RejectedRecord) -> Judged {
        let hash = seen_ids::hash(&id);
        let known = self.marks.get(&hash) == Some(&Mark::Skipped);
        let error = RunError { invoice_id: refused.id, invoice_number: refused.number, message: refused.reason };
        Judged { hash, id, mark: Mark::Skipped, items: (0, 0), upsert: None, error: (!known).then_some(error), ask: Ask::No }
    }

    /// Writes what was judged; with `note`, the place of the scan as well.
    fn apply(&mut self, mut judged: Vec<Judged>, note: bool) -> Result<(), StoreError> {
        let counts = self.counted(&judged);
        let shape: Vec<(bool, bool)> = judged.iter().map(|one| (one.upsert.is_some(), one.error.is_some())).collect();
        let upserts: Vec<Upsert> = judged.iter_mut().filter_map(|one| one.upsert.take()).map(|upsert| *upsert).collect();
        let errors: Vec<RunError> = judged.iter_mut().filter_map(|one| one.error.take()).collect();
        let due = note && self.scan.as_ref().is_some_and(|scan| scan.ids.len() >= NOTE_EVERY);
        if !upserts.is_empty() || !errors.is_empty() || due {
            match self.commit(counts, upserts, errors, note) {
                Ok(()) => {}
                Err((error @ StoreError::TooLarge { .. }, commit)) => {
                    restore(&mut judged, &shape, *commit);
                    return self.split(judged, error, note);
                }
                Err((error, _)) => return Err(error),
            }
        }
        self.run.counts = counts;
        for one in judged {
            let mark = self.marks.get(&one.hash).map_or(one.mark, |before| before.then(one.mark));
            self.marks.insert(one.hash, mark);
        }
        Ok(())
    }

    /// One invoice is too large to store: found by halving, and rejected; the others are written.
    fn split(&mut self, mut judged: Vec<Judged>, error: StoreError, note: bool) -> Result<(), StoreError> {
        match judged.iter().filter(|one| one.upsert.is_some()).count() {
            0 => return Err(error),
            1 => {}
            _ => {
                let second = judged.split_off(judged.len() / 2);
                // The place of the scan is true only when both halves are kept.
                self.apply(judged, false)?;
                return self.apply(second, note);
            }
        }
        for one in &mut judged {
            let Some(upsert) = one.upsert.take() else { continue };
            let number = Some(upsert.record.title().to_owned()).filter(|number| !number.is_empty());
            (one.mark, one.items) = (Mark::Skipped, (0, 0));
            one.error = Some(RunError { invoice_id: Some(one.id.clone()), invoice_number: number, message: error.message() });
        }
        self.apply(judged, note)
    }

    /// The counts as they are once these are written.
    fn counted(&self, judged: &[Judged]) -> Counts {
        let mut counts = self.run.counts;
        for one in judged {
            let (old, new) = one.items;
            match self.marks.get(&one.hash).copied() {
                None => {
                    counts.processed += 1;
                    *one.mark.of(&mut counts) += 1;
                    counts.items += new;
                }
                Some(before) => {
                    let after = before.then(one.mark);
                    let mine = before.of(&mut counts);
                    *mine = mine.saturating_sub(1);
                    *after.of(&mut counts) += 1;
                    // What was counted before is what was stored then.
                    let counted = if matches!(before, Mark::Created | Mark::Updated) { old } else { 0 };
                    counts.items = (counts.items + new).saturating_sub(counted);
                }
            }
        }
        counts
    }

    /// Flags invoices that a complete scan no longer found.
    pub(super) fn vanish(&mut self, ids: &[RemoteId]) -> Result<(), StoreError> {
        for ids in ids.chunks(COMMIT_SIZE) {
            let stamp = self.stamp();
            let stored = self.known(ids)?;
            let upserts: Vec<Upsert> = stored.into_iter().flatten().filter_map(|stored| compare::vanish(stored, stamp)).collect();
            if upserts.is_empty() {
                continue;
            }
            let counts = Counts { vanished: self.run.counts.vanished + upserts.len() as u64, ..self.run.counts };
            self.commit(counts, upserts, Vec::new(), false).map_err(|(error, _)| error)?;
            self.run.counts = counts;
        }
        Ok(())
    }

    /// One commit; gives its content back if the store refused it.
    fn commit(
        &mut self,
        counts: Counts,
        upserts: Vec<Upsert>,
        errors: Vec<RunError>,
        note: bool,
    ) -> Result<(), (StoreError, Box<Commit>)> {
        let error_count = self.run.error_count + errors.len() as u64;
        let counts = Counts { api_calls: self.reporter.calls(), ..counts };
        let run = SyncRun { counts, error_count, ..self.run.clone() };
        let scan = if note { self.scan_step() } else { ScanStep::Keep };
        let state = match &self.scan {
            Some(scan) if note => Some(SyncState { scan: Some(scan.state.clone()), ..self.state.clone() }),
            _ => None,
        };
        let commit = Commit { run, fence: self.fence, upserts, errors, feed: self.feed.clone(), state, scan };
        if let Err(error) = self.store.commit(&commit) {
            return Err((error, Box::new(commit)));
        }
        if !commit.upserts.is_empty() {
            self.reporter.committed(|| commit.upserts.iter().map(|upsert| upsert.record.key()).collect());
        }
        self.accept(commit);
        Ok(())
    }

    fn scan_step(&self) -> ScanStep {
        match &self.scan {
            None => ScanStep::Keep,
            Some(scan) if scan.restart => ScanStep::Restart(scan.ids.clone()),
            Some(scan) => ScanStep::Add(scan.ids.clone()),
        }
    }

    /// Updates the state after a successful commit.
    fn accept(&mut self, commit: Commit) {
        self.run.error_count = commit.run.error_count;
        self.errors.extend(commit.errors);
        if let Some(state) = &commit.state {
            self.kept = state.clone();
        }
        if commit.scan == ScanStep::Keep {
            return;
        }
        if let Some(scan) = &mut self.scan {
            scan.ids.clear();
            scan.restart = false;
        }
        if let Some(state) = commit.state {
            self.state = state;
        }
    }

    /// Writes the end of the run. Whatever the store says, the run as it ended is in [`Self::outcome`] afterwards.
    pub(super) fn finish(&mut self, end: End) -> Result<(), StoreError> {
        let warnings = std::mem::take(&mut self.warnings);
        self.run.status = end.status;
        self.run.failure = end.failure;
        self.run.deferred_until = end.deferred_until;
        self.run.ended = Some(self.clock.now());
        self.run.counts.api_calls = self.reporter.calls();
        self.run.error_count += warnings.len() as u64;
        self.errors.extend(warnings.iter().cloned());
        let held = self.scan.as_ref().filter(|scan| scan.state.pages_done > 0 && (scan.restart || !scan.ids.is_empty()));
        let (scan, state) = match (end.scan_done, held) {
            (true, _) => (ScanStep::Clear, Some(SyncState { scan: None, ..end.state.unwrap_or_else(|| self.state.clone()) })),
            (false, Some(held)) => {
                let state = end.state.unwrap_or_else(|| self.state.clone());
                (self.scan_step(), Some(SyncState { scan: Some(held.state.clone()), ..state }))
            }
            (false, None) => (ScanStep::Keep, end.state),
        };
        let due = self.pending.left();
        let state = match state {
            Some(state) => Some(SyncState { payments_due: due, ..state }),
            None if due != self.kept.payments_due => Some(SyncState { payments_due: due, ..self.kept.clone() }),
            None => None,
        };
        let (run, fence, feed) = (self.run.clone(), self.fence, self.feed.clone());
        self.store.commit(&Commit { run, fence, upserts: Vec::new(), errors: warnings, feed, state, scan })
    }

    /// Whether something went wrong with an invoice or with the run, though it came to its end.
    pub(super) fn is_partial(&self) -> bool {
        self.run.error_count > 0 || self.run.counts.skipped > 0 || !self.warnings.is_empty()
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

/// Restores the content of a failed commit.
fn restore(judged: &mut [Judged], shape: &[(bool, bool)], commit: Commit) {
    let (mut upserts, mut errors) = (commit.upserts.into_iter(), commit.errors.into_iter());
    for (one, (upsert, error)) in judged.iter_mut().zip(shape) {
        one.upsert = if *upsert { upserts.next().map(Box::new) } else { None };
        one.error = if *error { errors.next() } else { None };
    }
}
