//! Jobs and requests of the engine, and their outcome.

use std::sync::Arc;

use crate::domain::{Actor, Company, RemoteId, RunError, RunId, SyncRun, Trigger};
use crate::remote::Account;

/// A company to sync, and its account.
#[derive(Debug, Clone)]
pub struct Job {
    /// The company.
    pub company: Company,
    /// Its account.
    pub account: Arc<Account>,
    /// Records to read, each by its feed; empty for everything. Where more is due than what changed lately, all of that is read instead.
    pub named: Vec<(&'static str, RemoteId)>,
    /// Documents with payments to ask for, where the service tells them by document. Where nothing is named either and no more is due,
    /// nothing else is read.
    pub asks: Vec<RemoteId>,
    /// Whether a person said that records that the account no longer has were deleted there, however many.
    pub accept_deletions: bool,
}

impl Job {
    /// A job for everything of a company.
    #[must_use]
    pub const fn whole(company: Company, account: Arc<Account>) -> Self {
        Self { company, account, named: Vec::new(), asks: Vec::new(), accept_deletions: false }
    }

    /// Whether it is about some records only.
    pub(super) const fn is_partial(&self) -> bool {
        !self.named.is_empty() || !self.asks.is_empty()
    }
}

/// A request to the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Scan the whole account even if an incremental run would do.
    pub full: bool,
    /// Trigger.
    pub trigger: Trigger,
    /// User that requests it.
    pub actor: Actor,
    /// The last run of the company by which a worker decided that it is due; a run begins only if that is still the last one.
    pub last: Option<Option<RunId>>,
}

/// A run as it ended, with its errors. The cause of its failure is in [`SyncRun::failure`], not among the errors.
pub type Outcome = (SyncRun, Vec<RunError>);
