//! The trees of the database by name, and what one transaction writes into them.

use ::sled::IVec;

use super::key;
use super::packs::files::Append;
use crate::store::StoreError;

/// Bytes of one part of a value.
pub(in crate::store) const PART: usize = 6 * 1024;

/// The trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Name {
    /// Company, kind, identifier → where the record is; see [`super::packs`].
    Records,
    /// Company, number of the file → what a file of packs holds.
    Files,
    /// Company, number of the file, offset → kind and hashes of the numbers of the records of a pack; derived from them.
    Numbers,
    /// Company, identifier, entry of the journal, part → changes, in parts.
    Changes,
    /// Company, run, part → run.
    Runs,
    /// Run → company, and whether it is running; derived from the run.
    RunIndex,
    /// Company, run, entry of the journal, index, part → error.
    Errors,
    /// Company, part → state of its sync.
    States,
    /// Company, page → identifiers that the scan in progress has seen.
    Scans,
    /// Company → counts; derived.
    Counts,
    /// The position.
    Meta,
    /// Company, kind, identifier, part → current version of an own record; derived from the journal.
    Own,
    /// Company, kind, identifier, version, part → earlier version of it; derived from the journal.
    OwnPast,
    /// Company, kind, term, identifier → what an own record says beside the term; derived from its current version.
    OwnTerms,
    /// Company, queue, identifier, part → item of the outbox; derived from the journal.
    Outbox,
    /// Queue, time, company, identifier → whether it is being sent; derived from the items that are open.
    OutboxDue,
}

impl Name {
    /// Every tree.
    pub(in crate::store) const ALL: [Self; 16] = [
        Self::Records,
        Self::Files,
        Self::Numbers,
        Self::Changes,
        Self::Runs,
        Self::RunIndex,
        Self::Errors,
        Self::States,
        Self::Scans,
        Self::Counts,
        Self::Meta,
        Self::Own,
        Self::OwnPast,
        Self::OwnTerms,
        Self::Outbox,
        Self::OutboxDue,
    ];

    /// Its name in the database and in reports.
    pub(in crate::store) const fn as_str(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Files => "files",
            Self::Numbers => "numbers",
            Self::Changes => "changes",
            Self::Runs => "runs",
            Self::RunIndex => "run-index",
            Self::Errors => "errors",
            Self::States => "states",
            Self::Scans => "walks",
            Self::Counts => "counts",
            Self::Meta => "meta",
            Self::Own => "own",
            Self::OwnPast => "own-past",
            Self::OwnTerms => "own-terms",
            Self::Outbox => "outbox",
            Self::OutboxDue => "outbox-due",
        }
    }
}

/// Writes of a transaction; the last write of a key counts.
#[derive(Debug, Default)]
pub(in crate::store) struct Batch {
    writes: [Writes; Name::ALL.len()],
    /// Packs, which are durable before the transaction begins.
    appends: Vec<Append>,
}

/// Keys of one tree, each with its value or to be removed.
pub(in crate::store) type Writes = Vec<(IVec, Option<IVec>)>;

impl Batch {
    /// Writes a value.
    pub(in crate::store) fn put(&mut self, tree: Name, key: impl Into<IVec>, value: impl Into<IVec>) {
        if let Some(writes) = self.writes.get_mut(tree as usize) {
            writes.push((key.into(), Some(value.into())));
        }
    }

    /// Removes a value.
    pub(in crate::store) fn remove(&mut self, tree: Name, key: impl Into<IVec>) {
        if let Some(writes) = self.writes.get_mut(tree as usize) {
            writes.push((key.into(), None));
        }
    }

    /// Appends packs.
    pub(in crate::store) fn append(&mut self, append: Append) {
        self.appends.push(append);
    }

    /// The packs, which are then no longer of the batch.
    pub(in crate::store) fn take_appends(&mut self) -> Vec<Append> {
        std::mem::take(&mut self.appends)
    }

    /// Writes bytes in parts, each with the number of all; `before` parts were there.
    pub(in crate::store) fn put_parts(&mut self, tree: Name, prefix: &[u8], bytes: &[u8], before: u16) -> Result<(), StoreError> {
        let count = u16::try_from(bytes.len().div_ceil(PART)).map_err(|_| StoreError::TooLarge { what: "record".to_owned() })?;
        for (index, chunk) in (0..count).zip(bytes.chunks(PART)) {
            self.put(tree, key::part(prefix, index), [&count.to_be_bytes(), chunk].concat());
        }
        for index in count..before {
            self.remove(tree, key::part(prefix, index));
        }
        Ok(())
    }

    /// Writes per tree, in the order of [`Name::ALL`].
    pub(in crate::store) const fn writes(&self) -> &[Writes; Name::ALL.len()] {
        &self.writes
    }

    /// Bytes of all keys and values.
    pub(in crate::store) fn size(&self) -> u64 {
        let packs = self.appends.iter().map(|append| append.bytes.len()).sum::<usize>();
        let size = |(key, value): &(IVec, Option<IVec>)| key.len() + value.as_ref().map_or(0, |value| value.len());
        u64::try_from(self.writes.iter().flatten().map(size).sum::<usize>() + packs).unwrap_or(u64::MAX)
    }

    /// Number of keys that it writes or removes.
    pub(in crate::store) fn len(&self) -> usize {
        self.writes.iter().map(Vec::len).sum::<usize>()
    }
}
