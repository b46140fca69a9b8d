//! Entries of the audit log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Actor;
use super::as_text;

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number in the journal; 0 before it has one.
    pub sequence: u64,
    /// When.
    #[serde(with = "as_text")]
    pub at: Timestamp,
    /// The user.
    pub actor: Actor,
    /// From where: the process that asked, or what started a sync.
    pub from: String,
    /// Action, in stable words such as `sync`, `company.rename`, `key.set`, `export`; with the suffix `.failed` if it failed.
    pub action: String,
    /// To which company, invoice or file, and what it became.
    pub subject: String,
}

/// The audit log, and whether it is whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AuditLog {
    /// Its entries, oldest first.
    pub entries: Vec<AuditEntry>,
    /// Places where something was changed or taken away: a file and an offset each.
    pub faults: Vec<String>,
}
