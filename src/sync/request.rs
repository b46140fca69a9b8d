//! Jobs and requests of the engine, and their outcome.

use std::sync::Arc;

use crate::domain::{Actor, Company, RunError, RunId, SyncRun, Trigger};
use crate::remote::Account;

/// A company to sync, and its account.
#[derive(Debug, Clone)]
pub struct Job {
    /// The company.
    pub company: Company,
    /// Its account.
    pub account: Arc<Account>,
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
