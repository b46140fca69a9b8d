//! The index brought up to date: after a kept one was read, and where other processes write too.
//!
//! For: the store with the index, and following. Uses: the store's version and what changed since one. Never: a wait for another process.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use super::index_file::Kept;
use super::indexed_store::IndexedStore;
use super::task::lock;
use crate::domain::{CompanyId, Kind, RecordKey, RemoteId};
use crate::query::Index;
use crate::store::{StoreError, StoreExt};

/// Records that are read at a time.
const BATCH: usize = 1024;

impl IndexedStore {
    /// Takes in what other processes committed since the last look. Returns whether anything was.
    pub(crate) fn follow(&self) -> Result<bool, StoreError> {
        let version = self.inner().version()?;
        if *lock(&self.seen) == version {
            return Ok(false);
        }
        let _writing = lock(&self.writing);
        see(&self.seen, version, |before| self.take_since(before))?;
        Ok(true)
    }

    /// Takes in what was committed since a state.
    fn take_since(&self, before: Option<&str>) -> Result<(), StoreError> {
        self.lists().forget();
        self.forget_figures();
        self.settled.forget_all();
        self.paid_days.forget_all();
        if !self.is_built() {
            return Ok(());
        }
        match before.map_or(Ok(None), |before| self.inner().changed_since(before)) {
            Ok(Some(keys)) => self.take_keys(&keys),
            Ok(None) => {
                // Too much happened, or it cannot be told: the next question builds the index.
                self.drop_index();
                Ok(())
            }
            Err(error) => {
                self.drop_index();
                Err(error)
            }
        }
    }

    /// Reads these records again, and takes them into the index.
    fn take_keys(&self, keys: &[RecordKey]) -> Result<(), StoreError> {
        let documents: Vec<&RecordKey> = keys.iter().filter(|key| key.kind == Kind::Document).collect();
        for keys in documents.chunk_by(|a, b| a.company == b.company) {
            let Some(first) = keys.first() else { continue };
            for keys in keys.chunks(BATCH) {
                let ids: Vec<RemoteId> = keys.iter().map(|key| key.id.clone()).collect();
                let read = self.inner().invoices(first.company, &ids).and_then(|found| {
                    let rows = found.into_iter().flatten().map(|stored| self.settled.over_row(self.inner(), stored.row()));
                    rows.collect::<Result<Vec<_>, _>>()
                });
                match read {
                    // One that is gone was removed with its company.
                    Ok(rows) if rows.len() == ids.len() => self.take_rows(rows),
                    Ok(_) => {
                        self.drop_index();
                        return Ok(());
                    }
                    Err(error) => {
                        self.drop_index();
                        return Err(error);
                    }
                }
            }
        }
        self.date_followed(&companies(keys)).inspect_err(|_| self.drop_index())
    }

    /// The index that was kept, brought up to date; `None` where it tells of a store that had another past.
    pub(super) fn take_up(&self) -> Result<Option<Index>, StoreError> {
        let reading = lock(&self.reading).take();
        let kept = match reading {
            // A reader that died read nothing.
            Some(reading) => reading.join().ok().flatten(),
            None => self.kept.read(&self.zone),
        };
        let Some(Kept { state, mut index, scattered }) = kept else { return Ok(None) };
        let worth = if scattered { usize::MAX } else { 0 };
        self.changed.store(worth, Ordering::SeqCst);
        if self.inner().version()?.as_ref() == Some(&state) {
            return Ok(Some(index));
        }
        let Some(touched) = self.inner().changed_since(&state)? else { return Ok(None) };
        let companies = companies(&touched);
        let touched: Vec<RecordKey> = touched.into_iter().filter(|key| key.kind == Kind::Document).collect();
        for keys in touched.chunk_by(|a, b| a.company == b.company) {
            let Some(first) = keys.first() else { continue };
            let mut rows = Vec::with_capacity(keys.len());
            // Some at a time: an invoice with its items is much more than its row.
            for keys in keys.chunks(BATCH) {
                let ids: Vec<RemoteId> = keys.iter().map(|key| key.id.clone()).collect();
                // A damaged one is left out as it would be of all rows: then all of them are read, which says so.
                let Ok(found) = self.inner().invoices(first.company, &ids) else { return Ok(None) };
                for stored in found.into_iter().flatten() {
                    rows.push(self.settled.over_row(self.inner(), stored.row())?);
                }
            }
            index.upsert(rows);
        }
        self.date_index(&mut index, Some(&companies))?;
        if index.is_damaged() {
            return Ok(None);
        }
        self.changed.store(worth.saturating_add(touched.len()), Ordering::SeqCst);
        Ok(Some(index))
    }

    fn drop_index(&self) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The companies of which documents or payments were written.
fn companies(keys: &[RecordKey]) -> BTreeSet<CompanyId> {
    keys.iter().filter(|key| key.kind != Kind::Contact).map(|key| key.company).collect()
}

/// Takes in what came since the state that was seen last. The new one is seen only when that is done: what failed is looked at again.
fn see<E>(
    seen: &Mutex<Option<String>>,
    version: Option<String>,
    take: impl FnOnce(Option<&str>) -> Result<(), E>,
) -> Result<(), E> {
    let before = lock(seen).clone();
    take(before.as_deref())?;
    *lock(seen) = version;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_seen_when_all_of_it_was_taken_in() {
        let seen = Mutex::new(Some("1".to_owned()));
        let mut asked = Vec::new();
        for (version, result) in [("2", Err("lost")), ("3", Err("lost")), ("3", Ok(())), ("4", Ok(()))] {
            let told = see(&seen, Some(version.to_owned()), |before| {
                asked.push(before.map(str::to_owned));
                assert_ne!(lock(&seen).as_deref(), Some(version), "it is not seen before its end");
                result
            });
            assert_eq!(told, result);
        }
        let asked: Vec<&str> = asked.iter().flatten().map(String::as_str).collect();
        assert_eq!(asked, ["1", "1", "1", "3"], "what failed is asked for again from the same state on");
        assert_eq!(lock(&seen).as_deref(), Some("4"));
    }
}
