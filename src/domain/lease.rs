//! Leases: which process syncs a company, and until when.

use jiff::{SignedDuration, Timestamp};

use super::CompanyId;

/// Longest time for which a lease is granted, and the time after which a dead holder's company can be synced by another.
pub const TERM: SignedDuration = SignedDuration::from_secs(60);

/// A process that holds leases, by a name that no other one has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holder(pub Box<str>);

/// Number of a grant: grows with each change of the holder. A commit with an older one is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Fence(pub u64);

/// The right to sync a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The company.
    pub company: CompanyId,
    /// The holder.
    pub holder: Holder,
    /// Number of the grant.
    pub fence: Fence,
    /// From here on another holder may take it.
    pub expires: Timestamp,
}

impl Lease {
    /// Whether another holder must wait.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.expires
    }

    /// The lease under a clock that may have been set back: it never ends later than a whole term from now.
    #[must_use]
    pub fn clamped(self, now: Timestamp) -> Self {
        let latest = now.saturating_add(TERM).unwrap_or(Timestamp::MAX);
        Self { expires: self.expires.min(latest), ..self }
    }
}
