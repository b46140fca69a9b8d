//! The light of a company: is what we show of it still true?

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Company, RunStatus, SyncRun};

/// Green, yellow or red; the words of `faktura status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Light {
    /// Completed less than 24 hours ago.
    Green,
    /// 24 to 48 hours ago, partial, or with reports that the tax authority refused.
    Yellow,
    /// Over 48 hours ago, failed, never, or no key.
    Red,
}

/// Why a light shows what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Health {
    /// In sync.
    Fresh,
    /// The last run refused some invoices.
    Partial,
    /// In sync, and reports to the tax authority were refused.
    NavRefused,
    /// The last success is 24 to 48 hours old.
    Ageing,
    /// The last success is over 48 hours old.
    Stale,
    /// The last run failed.
    Failed,
    /// The company was never synced.
    Never,
    /// The company has no key, or its service is not known since a repair.
    NoKey,
    /// The company is disabled: not judged, shown green.
    Disabled,
    /// Data of the company was lost: nothing is shown until a full sync is done.
    Damaged,
    /// Single records of the company are damaged, and are missing in its figures.
    Incomplete,
    /// The sealed key, or the identity that opens it, is gone.
    KeyLost,
    /// The login must be renewed by a person, or is gone.
    LoginEnded,
    /// The login must be renewed by a person within four weeks.
    LoginEnds,
    /// The store went back in time: own books gave numbers that it does not know any more.
    NumbersBehind,
}

impl Light {
    /// The word of the command line's JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// The worst of several. Of none it is red: where there is no company, nothing is in sync.
    #[must_use]
    pub fn worst(lights: impl Iterator<Item = Self>) -> Self {
        lights.max().unwrap_or(Self::Red)
    }
}

impl Health {
    /// Judges a company by its last ended run, its last success (completed or partial) and the reports that were refused.
    ///
    /// A cancelled, interrupted or deferred run says nothing of the data: the age of the last success decides then.
    #[must_use]
    pub fn judge(company: &Company, last: Option<&SyncRun>, success: Option<&SyncRun>, nav_refused: u64, now: Timestamp) -> Self {
        // It was disabled by a repair and not by a person.
        if company.has_unknown_provider() {
            return Self::NoKey;
        }
        if !company.enabled {
            return Self::Disabled;
        }
        if company.has_own_books() {
            return Self::Fresh;
        }
        if company.login.is_none() {
            return Self::NoKey;
        }
        if last.is_some_and(|run| run.status == RunStatus::Failed) {
            return Self::Failed;
        }
        let Some(ended) = success.and_then(|run| run.ended) else { return Self::Never };
        let age = now.duration_since(ended);
        if age > SignedDuration::from_hours(48) {
            Self::Stale
        } else if age >= SignedDuration::from_hours(24) {
            Self::Ageing
        } else if success.is_some_and(|run| run.status == RunStatus::Partial) {
            Self::Partial
        } else if nav_refused > 0 {
            Self::NavRefused
        } else {
            Self::Fresh
        }
    }

    /// The light for it.
    #[must_use]
    pub const fn light(self) -> Light {
        match self {
            Self::Fresh | Self::Disabled => Light::Green,
            Self::Partial | Self::NavRefused | Self::Ageing | Self::LoginEnds => Light::Yellow,
            Self::Stale
            | Self::Failed
            | Self::Never
            | Self::NoKey
            | Self::Damaged
            | Self::Incomplete
            | Self::KeyLost
            | Self::LoginEnded
            | Self::NumbersBehind => Light::Red,
        }
    }

    /// The word of the command line's JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Partial => "partial",
            Self::NavRefused => "nav_refused",
            Self::Ageing => "ageing",
            Self::Stale => "stale",
            Self::Failed => "failed",
            Self::Never => "never",
            Self::NoKey => "no_key",
            Self::Disabled => "disabled",
            Self::Damaged => "damaged",
            Self::Incomplete => "incomplete",
            Self::KeyLost => "key_lost",
            Self::LoginEnded => "login_ended",
            Self::LoginEnds => "login_ends",
            Self::NumbersBehind => "numbers_behind",
        }
    }
}
