//! What a worker of this process has taken up.

use std::collections::{BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::domain::CompanyId;

/// What this process has taken up, and what is left of the last look at all companies.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(super) companies: BTreeSet<CompanyId>,
    pub(super) left: VecDeque<CompanyId>,
    /// Companies with a key that the identity of this machine does not open; each is told once.
    pub(super) closed: BTreeSet<CompanyId>,
    /// When all companies may be looked at again.
    pub(super) again: Option<Instant>,
    /// What the look at all companies has taken so far.
    pub(super) spent: Duration,
    /// Ends the taking up, when the store is closed.
    pub(super) stop: CancellationToken,
}
