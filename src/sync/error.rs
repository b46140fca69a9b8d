//! Reasons for the early end of a run, in words for people.

use jiff::Timestamp;

use crate::domain::{CompanyId, Kind, Message};
use crate::error::{Describe, ErrorKind};
use crate::provider::ProviderError;
use crate::remote::RemoteError;
use crate::store::StoreError;

/// Why a run failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncError {
    /// The service, and repeating did not help.
    Provider(ProviderError),
    /// The store.
    Store(StoreError),
    /// The service gives the same documents page after page.
    Repeats {
        /// The last page that was looked at.
        page: u32,
    },
    /// The service gives far more pages than it says there are.
    Endless {
        /// The last page that was looked at.
        page: u32,
    },
    /// The service gives nothing but documents that cannot be taken.
    OnlyRefused {
        /// The last page that was looked at.
        page: u32,
        /// Number of rejected records in a row.
        count: u64,
    },
    /// The service no longer has far more of the records than deletions explain.
    Missing {
        /// The company.
        company: CompanyId,
        /// Kind of the records.
        kind: Kind,
        /// Number of missing records.
        missing: usize,
        /// Number of records before.
        known: usize,
    },
    /// A mistake of our own.
    Panicked,
}

impl SyncError {
    /// Whether the pages themselves are at fault: the next run begins anew instead of going on behind them.
    pub(super) const fn distrusts_pages(&self) -> bool {
        matches!(self, Self::Repeats { .. } | Self::Endless { .. } | Self::OnlyRefused { .. })
    }
}

/// Why a run goes no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EndReason {
    /// A person ended it.
    Cancelled,
    /// The service is not to be called before this time.
    Deferred(Timestamp),
    /// Failed.
    Failed(SyncError),
}

impl Describe for SyncError {
    fn message(&self) -> Message {
        match self {
            Self::Provider(error) => error.message(),
            Self::Store(error) => error.message(),
            Self::Repeats { page } => Message::new("sync-repeats").with("page", *page),
            Self::Endless { page } => Message::new("sync-endless").with("page", *page),
            Self::OnlyRefused { page, count } => Message::new("sync-only-refused").with("page", *page).with("count", *count),
            Self::Missing { kind, missing, known, .. } => {
                Message::new("sync-missing").with("kind", kind.as_str()).with("missing", *missing).with("known", *known)
            }
            Self::Panicked => Message::new("sync-panicked"),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Provider(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Repeats { .. } => Some(Message::new("sync-repeats-hint")),
            Self::Endless { .. } => Some(Message::new("sync-endless-hint")),
            Self::OnlyRefused { .. } => Some(Message::new("sync-only-refused-hint")),
            Self::Missing { company, .. } => Some(Message::new("sync-missing-hint").with("company", company.to_string())),
            Self::Panicked => Some(Message::new("sync-panicked-hint")),
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Provider(error) => error.kind(),
            Self::Store(error) => error.kind(),
            Self::Repeats { .. } | Self::Endless { .. } | Self::OnlyRefused { .. } | Self::Missing { .. } => ErrorKind::Failed,
            Self::Panicked => ErrorKind::Unexpected,
        }
    }
}

crate::localized_error!(SyncError);

impl From<RemoteError> for EndReason {
    fn from(error: RemoteError) -> Self {
        match error {
            RemoteError::Cancelled => Self::Cancelled,
            RemoteError::Deferred(until) => Self::Deferred(until),
            RemoteError::Failed(error) => Self::Failed(SyncError::Provider(error)),
        }
    }
}

impl From<StoreError> for EndReason {
    fn from(error: StoreError) -> Self {
        Self::Failed(SyncError::Store(error))
    }
}

impl From<SyncError> for EndReason {
    fn from(error: SyncError) -> Self {
        Self::Failed(error)
    }
}
