//! The audit log: entries of the journal beside the others, under the same chain of hashes.

use super::SledStore;
use crate::domain::{AuditEntry, AuditLog, SyncRun};
use crate::store::StoreError;
use crate::store::journal::read::content;
use crate::store::record::Entry;

impl SledStore {
    /// Appends a line. It is read back from the journal alone: the database has no part in it but to know that it is there.
    pub(super) fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut writer = self.ready()?;
        self.transact(&mut writer, Some(&Entry::Audit(entry.clone())), |_, _, _| Ok(()))
    }

    /// The log, with every check of the journal. Nothing is appended meanwhile.
    pub(super) fn told(&self) -> Result<AuditLog, StoreError> {
        let writer = self.writer();
        let content = content(&self.path, 0)?;
        let known = self.read(|db| Ok(db.position().sequence))?;
        drop(writer);
        let rolled_back: Vec<u64> = content.entries.iter().filter_map(|(_, entry)| rolled_back(entry)).collect();
        let counts = |(sequence, _): &&(u64, Entry)| !rolled_back.contains(sequence);
        let entries = content.entries.iter().filter(counts).filter_map(|(sequence, entry)| line(*sequence, entry)).collect();
        let mut faults: Vec<String> =
            content.faults.iter().map(|fault| format!("{}:{}", fault.path.display(), fault.offset)).collect();
        // The database remembers how many entries there were: an end that was cut off leaves no gap of its own.
        if content.end.is_none_or(|end| end.sequence < known) {
            let folder = self.path.join(crate::store::journal::FOLDER);
            faults.push(format!("{} ({known})", folder.display()));
        }
        Ok(AuditLog { entries, faults })
    }
}

const fn rolled_back(entry: &Entry) -> Option<u64> {
    match entry {
        Entry::RolledBack(sequence) => Some(*sequence),
        _ => None,
    }
}

fn line(sequence: u64, entry: &Entry) -> Option<AuditEntry> {
    match entry {
        Entry::Audit(entry) => Some(AuditEntry { sequence, ..entry.clone() }),
        Entry::RunStarted(run) => Some(began(sequence, run)),
        _ => None,
    }
}

/// That a sync began, and who began it.
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
