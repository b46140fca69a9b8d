//! The audit log: entries of the journal beside the others, under the same chain of hashes.

use super::SledStore;
use super::trail::{self, Trail};
use crate::domain::{AuditEntry, AuditLog, SyncRun};
use crate::store::StoreError;
use crate::store::journal::{self, read::content};
use crate::store::record::Entry;

impl SledStore {
    /// Appends a line. It is read back from the journal alone: the database has no part in it but to know that it is there.
    pub(super) fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut writer = self.ready()?;
        self.transact(&mut writer, Some(&Entry::Audit(entry.clone())), |_, _, _| Ok(()))?;
        writer.lines = writer.lines.saturating_add(1);
        Trail::of(writer.journal.end(), writer.lines).keep(&self.path)
    }

    /// The log, with every check of the journal. Nothing is appended meanwhile.
    pub(super) fn read_audit(&self) -> Result<AuditLog, StoreError> {
        let writer = self.writer();
        let content = content(&self.path, 0)?;
        let known = self.read(|db| Ok(db.position().sequence))?;
        let trail = Trail::read(&self.path);
        let at_trail = trail.as_ref().map(|trail| journal::read::content(&self.path, trail.sequence)).transpose()?;
        drop(writer);
        let rolled_back: Vec<u64> = content.entries.iter().filter_map(|(_, entry)| rolled_back(entry)).collect();
        let counts = |(sequence, _): &&(u64, Entry)| !rolled_back.contains(sequence);
        let entries: Vec<AuditEntry> =
            content.entries.iter().filter(counts).filter_map(|(sequence, entry)| line(*sequence, entry)).collect();
        let mut faults: Vec<String> =
            content.faults.iter().map(|fault| format!("{}:{}", fault.path.display(), fault.offset)).collect();
        let folder = self.path.join(journal::FOLDER);
        // The database and the trail remember how many entries there were: an end that was cut off leaves no gap of its own.
        let known = trail.as_ref().map_or(known, |trail| trail.sequence.max(known));
        if content.end.is_none_or(|end| end.sequence < known) {
            faults.push(format!("{} ({known})", folder.display()));
        } else if let (Some(trail), Some(at)) = (&trail, at_trail)
            && at.before.is_none_or(|chain| super::key::show(&chain) != trail.chain)
            && trail.sequence > 0
        {
            faults.push(format!("{} ({})", folder.display(), trail.sequence));
        }
        // A repair does not bring back lost entries, so their loss stays reported.
        let lost = entries.iter().filter(|entry| entry.action.starts_with(trail::LOSS));
        faults.extend(lost.map(|entry| format!("{} {}: {}", entry.at, entry.action, entry.subject)));
        Ok(AuditLog { entries, faults })
    }
}

const fn rolled_back(entry: &Entry) -> Option<u64> {
    match entry {
        Entry::RolledBack(sequence) => Some(*sequence),
        _ => None,
    }
}

/// The line of the audit log that an entry is.
pub(in crate::store) fn line(sequence: u64, entry: &Entry) -> Option<AuditEntry> {
    match entry {
        Entry::Audit(entry) => Some(AuditEntry { sequence, ..entry.clone() }),
        Entry::RunStarted(run) => Some(began(sequence, run)),
        _ => None,
    }
}

/// Lines of the audit log that the journal has.
pub(super) fn lines(store: &std::path::Path) -> Result<u64, StoreError> {
    let entries = content(store, 0)?.entries;
    let lines = entries.iter().filter(|(sequence, entry)| line(*sequence, entry).is_some()).count();
    Ok(u64::try_from(lines).unwrap_or(u64::MAX))
}

/// The audit entry for the start of a run.
fn began(sequence: u64, run: &SyncRun) -> AuditEntry {
    AuditEntry {
        sequence,
        at: run.started,
        actor: run.actor.clone(),
        from: run.trigger.as_str().to_owned(),
        action: "sync".to_owned(),
        subject: format!("{}, run {}", run.company_name, run.id),
    }
}
