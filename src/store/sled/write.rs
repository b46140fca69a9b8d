//! Writing: the one path by which anything gets into the store. See [`super`] for the order of things.

use std::fs::File;
use std::path::PathBuf;
use std::sync::MutexGuard;

use jiff::Timestamp;

use super::batch::Batch;
use super::database::{Database, FOLDER};
use super::packs::files::Append;
use super::transaction::{FIRST_SEEN, Transaction};
use super::{SledStore, Writer, closed, key, read};
use crate::domain::{CompanyId, FieldChange, Kind, Lease, RemoteId, RunId, RunStatus, SyncRun};
use crate::store::file::At;
use crate::store::journal::End;
use crate::store::record::{Changed, CommitEntry, Created, Dated, Entry, Position};
use crate::store::{Commit, ScanStep, StoreError, Upsert, file, rules};

/// Space that the files of a commit may need beyond its bytes.
const ROOM: u64 = 2 * 1024 * 1024;

impl SledStore {
    pub(super) fn begin(&self, run: &SyncRun, lease: &Lease) -> Result<RunId, StoreError> {
        self.heal()?;
        rules::lease(run, lease)?;
        let mut writer = self.ready()?;
        self.live().leases.check(run.company, lease.fence)?;
        let id = RunId(self.read(|db| Ok(db.position().next_run))?);
        let run = SyncRun { id, ..run.clone() };
        let entry = Entry::RunStarted(run.clone());
        self.transact(&mut writer, Some(&entry), |transaction, _, position| {
            position.next_run = id.0.saturating_add(1);
            transaction.put_run(&run)
        })?;
        writer.lines = writer.lines.saturating_add(1);
        self.live().runs.insert(id, lease.fence);
        Ok(id)
    }

    pub(super) fn apply(&self, commit: &Commit) -> Result<(), StoreError> {
        rules::check(commit)?;
        let mut writer = self.ready()?;
        let (id, company) = (commit.run.id, commit.run.company);
        self.live().leases.check(company, commit.fence)?;
        let mut steps = Vec::new();
        for (feed, state, scan) in commit.feeds() {
            let state = match state {
                Some(state) if self.read(|db| read::sync_state(db, company, feed))? != *state => Some(state),
                _ => None,
            };
            if state.is_some() || *scan != ScanStep::Keep {
                steps.push((feed, state, scan));
            }
        }
        let known = self.read(|db| read::run(db, id))?.filter(|run| run.company == company);
        let known = known.ok_or(StoreError::Invalid { rule: "a run that was begun" })?;
        let entry = entry(commit);
        let created_at = match &entry {
            Some(Entry::Commit(commit)) => commit.created_at,
            _ => None,
        };
        let writes = entry.is_some() || !steps.is_empty();
        if !writes && known.status == commit.run.status {
            // A page on which nothing changed costs no write; its progress is told from memory.
            self.pending().insert(id, commit.run.clone());
            return Ok(());
        }
        self.transact(&mut writer, entry.as_ref(), |transaction, sequence, position| {
            let relearn = position.relearn.contains(&company);
            let scanned = commit.state.as_ref().is_some_and(|state| state.last_full_scan.is_some());
            if scanned && matches!(commit.run.status, RunStatus::Completed | RunStatus::Partial) {
                // Complete scans of all feeds have brought everything back.
                position.relearn.retain(|learning| *learning != company);
            }
            transaction.put_run(&commit.run)?;
            transaction.put_errors(&commit.run, sequence, &commit.errors)?;
            for (feed, state, scan) in &steps {
                transaction.scan(company, feed, scan)?;
                if let Some(state) = state {
                    transaction.put_state(company, feed, state)?;
                }
            }
            commit.upserts.iter().try_for_each(|upsert| put(transaction, upsert, sequence, relearn, created_at))
        })?;
        self.pending().remove(&id);
        self.whole_again(&commit.run);
        Ok(())
    }

    pub(super) fn remove(&self, company: CompanyId) -> Result<(), StoreError> {
        let mut writer = self.ready()?;
        let entry = Entry::CompanyRemoved(company);
        // The company is hidden from here on; its records are deleted in small transactions.
        self.transact(&mut writer, Some(&entry), |transaction, sequence, position| {
            transaction.entry(sequence, &entry)?;
            position.removing.retain(|other| *other != company);
            position.removing.push(company);
            position.relearn.retain(|other| *other != company);
            Ok(())
        })?;
        self.pending().retain(|_, run| run.company != company);
        self.live().forget(company);
        self.end_doubt(company);
        if let Err(error) = self.purge() {
            tracing::warn!(%error, "what a removed company left goes at the next opening");
            self.reset(&writer);
        }
        Ok(())
    }

    /// A run with the progress that was not written.
    pub(super) fn run_now(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        let pending = self.pending().get(&id).cloned();
        Ok(self.read(|db| read::run(db, id))?.map(|run| pending.unwrap_or(run)))
    }

    /// Commits to the journal, if there is an entry, and to the database: durably, all or nothing.
    pub(super) fn transact(
        &self,
        writer: &mut Writer,
        entry: Option<&Entry>,
        prepare: impl FnOnce(&mut Transaction<'_>, u64, &mut Position) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let before = writer.journal.end();
        let sequence = before.sequence.saturating_add(1);
        let (mut batch, position) = self.read(|db| {
            let mut position = db.position().clone();
            let mut transaction = Transaction::new(db);
            prepare(&mut transaction, sequence, &mut position)?;
            Ok((transaction.finish()?, position))
        })?;
        file::need_space(&self.path, batch.size().saturating_mul(4).saturating_add(ROOM))?;
        let packs = self.read(|db| Appended::of(db, batch.take_appends()))?;
        let mut position = Position { commit: position.commit.saturating_add(1), ..position };
        // What has no order between it becomes durable at the same time.
        let (synced, told) = packs.sync_beside(|| entry.map(|entry| writer.journal.append(entry)).transpose());
        if let Err(error) = synced.and(told.as_ref().map(drop).map_err(Clone::clone)) {
            writer.journal.take_back(before);
            packs.take_back();
            return Err(error);
        }
        position.sequence = told?.unwrap_or(position.sequence);
        let commit = position.commit;
        match self.write(batch, position) {
            Ok(()) => Ok(()),
            Err(error) => self.mend(writer, before, commit, error),
        }
    }

    pub(super) fn write(&self, batch: Batch, position: Position) -> Result<(), StoreError> {
        self.database_mut().as_mut().ok_or_else(closed)?.apply(batch, position)?;
        self.read(Database::sync)
    }

    /// After a failure in mid-commit: what is on disk decides. See [`super`].
    pub(super) fn mend(&self, writer: &mut Writer, before: End, commit: u64, error: StoreError) -> Result<(), StoreError> {
        tracing::warn!(%error, "a commit failed; the database is opened anew");
        self.reset(writer);
        if self.read(|db| Ok(db.position().commit)) == Ok(commit) {
            return self.read(Database::sync);
        }
        writer.journal.take_back(before);
        Err(error)
    }

    /// Opens the database anew, because sled refuses everything after a failure. Readers wait meanwhile.
    pub(super) fn reset(&self, writer: &Writer) {
        let mut db = self.database_mut();
        // A flush would fail as the write did; the next opening reads the disk.
        drop(db.take().map(Database::abandon));
        match Database::open(&self.path.join(FOLDER), writer.cache_bytes) {
            Ok(opened) => *db = Some(opened),
            Err(error) => tracing::error!(%error, "the database does not open any more"),
        }
    }

    /// The writer, with a database: one that could not be opened after a failure is tried again.
    pub(super) fn ready(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        let writer = self.writer();
        let mut db = self.database_mut();
        if db.is_none() {
            *db = Some(Database::open(&self.path.join(FOLDER), writer.cache_bytes)?);
        }
        drop(db);
        Ok(writer)
    }
}

/// Packs that were appended to their files, and the lengths of these before.
struct Appended(Vec<(File, PathBuf, u64)>);

impl Appended {
    fn of(db: &Database, appends: Vec<Append>) -> Result<Self, StoreError> {
        let mut files = Self(Vec::new());
        for append in appends {
            match db.packs().append(&append) {
                Ok(file) => files.0.push((file, db.packs().path(append.file), append.from.into())),
                Err(error) => {
                    files.take_back();
                    return Err(error);
                }
            }
        }
        Ok(files)
    }

    /// Makes the packs durable while something else is done.
    fn sync_beside<T>(&self, other: impl FnOnce() -> T) -> (Result<(), StoreError>, T) {
        let sync = || self.0.iter().try_for_each(|(file, path, _)| file.sync_data().at(path));
        std::thread::scope(|scope| {
            // Where there is no thread for it, it comes first.
            let beside = (!self.0.is_empty()).then(|| std::thread::Builder::new().spawn_scoped(scope, sync));
            let synced = match &beside {
                Some(Err(_)) => sync(),
                _ => Ok(()),
            };
            let done = other();
            let gone = |_| Err(StoreError::Database { detail: "the thread that syncs is gone".to_owned() });
            let beside = beside.and_then(Result::ok).map_or(Ok(()), |thread| thread.join().unwrap_or_else(gone));
            (synced.and(beside), done)
        })
    }

    /// Makes the files as long as they were; where that fails the next commit does it.
    fn take_back(&self) {
        for (file, _, length) in &self.0 {
            let _ = file.set_len(*length);
        }
    }
}

/// Writes a record with its changes; `created_at` is when, and by which run, the records that are new to the journal were first seen.
fn put(
    transaction: &mut Transaction<'_>,
    upsert: &Upsert,
    sequence: u64,
    relearn: bool,
    created_at: Option<(Timestamp, RunId)>,
) -> Result<(), StoreError> {
    let (company, of) = (upsert.record.company(), (upsert.record.kind(), upsert.record.id()));
    let dated = || upsert.changes.iter().map(Into::into).collect::<Vec<Dated>>();
    let mut changes = Vec::new();
    if relearn && let Some(first) = transaction.first_known(company, of)? {
        // Its history says when it was first seen; that it came back from the service is no news.
        changes.extend(dated().into_iter().filter(|change| !change.is_first_seen()));
        let mut record = upsert.record.clone();
        record.set_first((first.at, first.run));
        transaction.put_record(&record)?;
    } else {
        let implied = transaction.put_record(&upsert.record)?;
        // What every new record has in common is not written; what the journal tells as a change of its own is.
        let first = |only: &FieldChange| created_at == Some((only.at, only.run)) && Dated::is_first_of(&upsert.record, only);
        if !(implied && matches!(upsert.changes.as_slice(), [only] if first(only))) {
            changes = dated();
            if implied && changes.iter().any(Dated::is_first_seen) {
                transaction.tell_first(company)?;
            }
        }
    }
    transaction.put_changes(company, of, sequence, changes)
}

/// The journal entry of a commit: the part that no provider can give twice; `None` if that is empty.
pub(in crate::store) fn entry(commit: &Commit) -> Option<Entry> {
    if commit.upserts.is_empty() && commit.errors.is_empty() && commit.run.status == RunStatus::Running {
        return None;
    }
    let mut entry = CommitEntry {
        run: commit.run.clone(),
        created_at: None,
        created: Vec::new(),
        changed: Vec::new(),
        vanished: Vec::new(),
        errors: commit.errors.clone(),
    };
    for upsert in &commit.upserts {
        let (kind, id) = (upsert.record.kind(), upsert.record.id());
        let vanished = upsert.record.vanished().is_some();
        if vanished {
            entry.vanished.push(upsert.record.clone());
        }
        match upsert.changes.as_slice() {
            [] if vanished => {}
            [first]
                if first.change.field == FIRST_SEEN
                    && first.change.old.is_none()
                    && entry.created_at.is_none_or(|at| at == (first.at, first.run)) =>
            {
                entry.created_at = Some((first.at, first.run));
                entry.created.push(Created { kind, id: id.clone(), title: first.change.new.clone() });
            }
            changes => {
                entry.changed.push(Changed { kind, id: id.clone(), changes: changes.iter().map(Into::into).collect() });
            }
        }
    }
    Some(Entry::Commit(Box::new(entry)))
}

impl Transaction<'_> {
    /// The first change of a record that is not here while its history is.
    fn first_known(&self, company: CompanyId, (kind, id): (Kind, &RemoteId)) -> Result<Option<Dated>, StoreError> {
        let key = key::record(company, kind, id);
        if self.has(&key)? {
            return Ok(None);
        }
        self.first_change(&key)
    }
}
