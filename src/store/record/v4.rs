//! Version 2 of runs and of the entries of the journal. Frozen, as the versions before are.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{own_v1, v1};

/// A run: as before, and why it did not complete, with its kind and its hint. The failure of the form within is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) run: v1::Run,
    pub(super) failure: Option<Failure>,
    /// Processed, created, updated, unchanged, skipped, vanished.
    pub(super) payments: [u64; 6],
    pub(super) contacts: [u64; 6],
}

/// An error of a run: as before, and the kind of the record; 0 for the run as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunError {
    pub(super) kind: u8,
    pub(super) error: v1::RunError,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    pub(super) kind: FailureKind,
    pub(super) message: v1::Text,
    pub(super) hint: Option<v1::Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum FailureKind {
    Unexpected,
    Usage,
    Partial,
    Failed,
    InUse,
    Config,
    Credentials,
    NotAllowed,
    Interrupted,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Entry<'a> {
    RunStarted(Run),
    #[serde(borrow)]
    Commit(Commit<'a>),
    RunsEnded(Vec<Run>),
    CompanyRemoved(u32),
    RolledBack(u64),
    Lost,
    Audit(v1::Audit),
    Own(own_v1::Batch),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Commit<'a> {
    pub(super) run: Run,
    /// When and by which run those of `created` were first seen.
    pub(super) created_at: Option<(v1::Time, u64)>,
    /// Kind, identifier, and number or name.
    pub(super) created: Vec<(u8, String, Option<String>)>,
    /// Kind, identifier, changes.
    pub(super) changed: Vec<(u8, String, Vec<v1::Change>)>,
    /// Kind, and the record whole, as the database keeps it.
    #[serde(borrow)]
    pub(super) vanished: Vec<(u8, Cow<'a, [u8]>)>,
    pub(super) errors: Vec<RunError>,
}

/// Counts of a company: by kind, its records and how many of them vanished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Count {
    pub(super) kinds: Vec<(u8, u64, u64)>,
    pub(super) changes: u64,
    pub(super) runs: u64,
}
