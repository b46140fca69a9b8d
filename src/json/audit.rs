//! The audit log.

use serde::Serialize;

use super::value::{Instant, Shown};
use crate::domain::{AuditEntry, AuditLog};

/// `faktura audit --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Audit))]
pub struct AuditJson<'r> {
    /// Whether nothing was changed or taken away.
    pub whole: bool,
    /// Places where something was.
    pub faults: &'r [String],
    /// Entries, oldest first.
    pub entries: Vec<AuditEntryJson<'r>>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = AuditEntry))]
#[expect(missing_docs, reason = "the names are the promise; AuditEntry explains them")]
pub struct AuditEntryJson<'r> {
    pub sequence: u64,
    pub at: Instant,
    pub actor: &'r str,
    pub from: &'r str,
    pub action: &'r str,
    pub subject: &'r str,
}

impl<'r> AuditJson<'r> {
    /// What scripts see of the log.
    #[must_use]
    pub fn new(log: &'r AuditLog) -> Self {
        let entry = |entry: &'r AuditEntry| AuditEntryJson {
            sequence: entry.sequence,
            at: Shown(entry.at),
            actor: &entry.actor.0,
            from: &entry.from,
            action: &entry.action,
            subject: &entry.subject,
        };
        Self { whole: log.faults.is_empty(), faults: &log.faults, entries: log.entries.iter().map(entry).collect() }
    }
}
