//! Version 2 of runs and of the entries of the journal. Frozen, as the versions before are.

use serde::{Deserialize, Serialize};

use super::{v1, v3};

/// A run: as before, and why it did not complete, with its kind and its hint. The failure of the form within is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) run: v1::Run,
    pub(super) failure: Option<Failure>,
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
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Commit<'a> {
    pub(super) run: Run,
    /// When and by which run those of `created` were first seen.
    pub(super) created_at: Option<(v1::Time, u64)>,
    /// Identifier and number.
    pub(super) created: Vec<(String, Option<String>)>,
    pub(super) changed: Vec<(String, Vec<v1::Change>)>,
    /// Whole, as the database keeps them.
    #[serde(borrow)]
    pub(super) vanished: Vec<v3::Stored<'a>>,
    pub(super) errors: Vec<v1::RunError>,
}
