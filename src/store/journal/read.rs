//! Reading the journal back: what counts of it, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::frame::{self, Chain};
use super::{End, FOLDER, segment};
use crate::domain::CompanyId;
use crate::store::StoreError;
use crate::store::record::{Entry, decode};

/// All that the journal has, from some entry on.
#[derive(Debug, Default)]
pub(in crate::store) struct Content {
    /// Entries with their numbers, in order, each number once.
    pub(in crate::store) entries: Vec<(u64, Entry)>,
    /// Faults: file and offset.
    pub(in crate::store) faults: Vec<Fault>,
    /// Numbers that are missing between entries.
    pub(in crate::store) lost: Vec<u64>,
    /// End of the journal.
    pub(in crate::store) end: Option<End>,
    /// The chain before the first of these entries; `None` where what was there before is not known.
    pub(in crate::store) before: Option<Chain>,
}

/// Something wrong in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Fault {
    /// The file.
    pub(in crate::store) path: PathBuf,
    /// Offset in the file.
    pub(in crate::store) offset: u64,
    /// Whether it is the end of the last file: torn when the store was not closed cleanly.
    pub(in crate::store) tail: bool,
    /// Whether it is a gap in the numbers or the chain, not bytes that are not whole.
    pub(in crate::store) gap: bool,
}

/// Reads the entries after the number `after`, with all checks of what is read. Of the entries up to it, which are not asked for,
/// the checksum is checked and not the chain: the caller knows the chain that it has to begin with.
pub(in crate::store) fn content(store: &Path, after: u64) -> Result<Content, StoreError> {
    let mut entries = Vec::new();
    let content = visit(store, after, &mut |sequence, entry| {
        entries.push((sequence, entry));
        Ok(())
    })?;
    Ok(Content { entries, ..content })
}

/// The same, with each entry handed on and none kept: of a large journal one file at a time is in memory.
pub(in crate::store) fn visit(
    store: &Path,
    after: u64,
    each: &mut dyn FnMut(u64, Entry) -> Result<(), StoreError>,
) -> Result<Content, StoreError> {
    let files = segment::list(&store.join(FOLDER))?;
    let mut content = Content::default();
    let mut before: Option<(u64, Chain)> = None;
    let skip = needless(&files, after)?;
    let last = files.last().map(|(number, _)| *number);
    for (number, path) in files.into_iter().skip(skip) {
        let scan = segment::scan(&path)?;
        for bad in &scan.bad {
            let tail = Some(number) == last && bad.end == scan.length;
            content.faults.push(Fault { path: path.clone(), offset: bad.start, tail, gap: false });
        }
        let first = scan.head.as_ref().map(|head| (head.first.saturating_sub(1), head.chain));
        if let (Some(before), Some(first)) = (before, first)
            && before != first
        {
            content.gap(&path, 0);
        }
        // The first file of all begins at nothing; of others, the head says what was before.
        before = before.or(first);
        content.note(before, after);
        for frame in &scan.frames {
            let payload = scan.payload(frame);
            match before {
                Some((sequence, chain))
                    if frame.sequence != sequence + 1
                        || (frame.sequence > after && frame::link(chain, frame.sequence, payload) != frame.chain) =>
                {
                    if frame.sequence <= sequence {
                        content.gap(&path, frame.offset);
                        continue;
                    }
                    content.lost.extend(sequence.saturating_add(1).max(after.saturating_add(1))..frame.sequence);
                    content.gap(&path, frame.offset);
                }
                _ => {}
            }
            before = Some((frame.sequence, frame.chain));
            content.note(before, after);
            if frame.sequence <= after {
                continue;
            }
            if let Ok(entry) = decode::<Entry>(payload) {
                each(frame.sequence, entry)?;
            } else {
                let offset = u64::try_from(frame.offset).unwrap_or(u64::MAX);
                content.lost.push(frame.sequence);
                content.faults.push(Fault { path: path.clone(), offset, tail: false, gap: false });
            }
        }
        let (sequence, chain) = before.unwrap_or_default();
        content.end = Some(End { number, length: scan.length, sequence, chain });
    }
    Ok(content)
}

impl Content {
    /// Remembers the chain value of the entry before the wanted ones.
    fn note(&mut self, at: Option<(u64, Chain)>, after: u64) {
        if let Some((sequence, chain)) = at
            && sequence == after
        {
            self.before = Some(chain);
        }
    }

    fn gap(&mut self, path: &Path, offset: usize) {
        // Bytes that are not whole explain the gap after them.
        let explained = self.faults.last().is_some_and(|fault| fault.path == path && !fault.tail);
        if !explained {
            let offset = u64::try_from(offset).unwrap_or(u64::MAX);
            self.faults.push(Fault { path: path.to_owned(), offset, tail: false, gap: true });
        }
    }
}

/// Number of files that must be read for the entries after this number.
pub(in crate::store) fn files_after(store: &Path, after: u64) -> Result<usize, StoreError> {
    let files = segment::list(&store.join(FOLDER))?;
    Ok(files.len().saturating_sub(needless(&files, after)?))
}

/// Number of leading files without an entry after this number.
fn needless(files: &[(u32, PathBuf)], after: u64) -> Result<usize, StoreError> {
    if after == 0 {
        return Ok(0);
    }
    // From the end: the first file that begins at or before it is the first one needed.
    for (index, (_, path)) in files.iter().enumerate().rev() {
        if segment::head(path)?.is_some_and(|head| head.first <= after.saturating_add(1)) {
            return Ok(index);
        }
    }
    Ok(0)
}

/// Drops entries that were rolled back, and those before the removal of their company.
pub(in crate::store) fn effective(entries: Vec<(u64, Entry)>) -> Vec<(u64, Entry)> {
    let mut removed: BTreeMap<CompanyId, u64> = BTreeMap::new();
    let mut rolled_back = BTreeSet::new();
    for (sequence, entry) in &entries {
        match entry {
            Entry::CompanyRemoved(company) => {
                removed.insert(*company, *sequence);
            }
            Entry::RolledBack(sequence) => {
                rolled_back.insert(*sequence);
            }
            _ => {}
        }
    }
    let gone = |company: CompanyId, sequence: u64| removed.get(&company).is_some_and(|at| *at > sequence);
    let keep = |(sequence, entry): (u64, Entry)| {
        if rolled_back.contains(&sequence) {
            return None;
        }
        let entry = match entry {
            Entry::RunStarted(run) if gone(run.company, sequence) => return None,
            Entry::Commit(commit) if gone(commit.run.company, sequence) => return None,
            Entry::RunsEnded(runs) => Entry::RunsEnded(runs.into_iter().filter(|run| !gone(run.company, sequence)).collect()),
            Entry::RolledBack(_) | Entry::Lost => return None,
            other => other,
        };
        Some((sequence, entry))
    };
    entries.into_iter().filter_map(keep).collect()
}
