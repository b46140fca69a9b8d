//! The only way to a provider: rate limiter, retries, connections that are kept.
//!
//! For: every request to an accounting service, of a sync and of a question that a person waits for. Uses: the provider traits, a
//! [`Clock`](crate::clock::Clock). Never: a concrete provider, the store, HTTP.
//!
//! A [`Pool`] keeps one [`Account`] per company: its connection and its HTTP client live as long as its key and its address do. All
//! accounts with one quota share a [`Limiter`](limiter::Limiter), which lets questions go before the pages of a sync; where other processes
//! use up the same quota, [`Shares`] tells what is left over all of them. A [`Session`] sends the
//! requests of one run or of one question: it waits for its permit, counts, repeats where that helps, and ends when it is
//! cancelled.
//!
//! Invariants: nothing is sent before the time that a service asked for; a wait is bounded by the patience of its priority; a
//! request is repeated only after a failure that says that repeating helps.

mod account;
mod error;
#[cfg(test)]
mod limit_tests;
mod limiter;
mod pool;
mod retry;
mod shared;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::provider::Answer;

pub use account::{Account, Session};
pub use error::{RemoteError, SendError};
pub use pool::{Pool, QuotaKey, Target};
pub use shared::Shares;

/// A wait longer than this was not meant: a service's nonsense, or a clock that was wrong when it was written down.
pub const LONGEST_DEFERRAL: Duration = Duration::from_hours(31 * 24);

/// How requests are repeated, and how long they wait at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Repetitions of a failed request.
    pub retries: u32,
    /// First pause before a repetition; doubles each time, with full jitter.
    pub backoff: Duration,
    /// Longest pause that the backoff takes.
    pub backoff_cap: Duration,
    /// A request that would have to wait longer ends as deferred.
    pub retry_after_limit: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retries: 5,
            backoff: Duration::from_millis(500),
            backoff_cap: Duration::from_secs(30),
            retry_after_limit: Duration::from_mins(2),
        }
    }
}

/// How urgent a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// A person waits for the answer: it goes before bulk requests, and gives up early.
    Interactive,
    /// A page of a sync.
    Bulk,
}

impl Priority {
    /// The settings for requests of this priority: a person is told after seconds that it failed, not after minutes.
    fn settings(self, all: &Settings) -> Settings {
        match self {
            Self::Bulk => all.clone(),
            Self::Interactive => Settings {
                retries: all.retries.min(2),
                backoff_cap: all.backoff_cap.min(Duration::from_secs(2)),
                retry_after_limit: all.retry_after_limit.min(Duration::from_secs(10)),
                ..all.clone()
            },
        }
    }
}

/// What an account tells when its credentials are tested.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AccountFacts {
    /// Name of the company.
    pub name: Option<String>,
    /// Tax number.
    pub tax_number: Option<String>,
    /// How many documents there are.
    pub documents: Option<u64>,
}

/// An answer, and when it was asked for and got.
#[derive(Debug)]
pub struct Timed<T> {
    /// The answer.
    pub answer: Answer<T>,
    /// When the request that was answered was sent.
    pub sent: Instant,
    /// When the answer was there.
    pub got: Instant,
}

/// Follows the requests of a session.
pub trait Observer: Send + Sync {
    /// A request is sent.
    fn sent(&self);
    /// Requests left in the window, and its size, where an answer told.
    fn quota(&self, left: Option<(u32, u32)>);
    /// A request waits until then.
    fn waits(&self, until: Timestamp, pause: Duration);
    /// A request that waited goes on.
    fn goes_on(&self);
}

/// Follows nothing.
struct Unobserved;

impl Observer for Unobserved {
    fn sent(&self) {}
    fn quota(&self, _: Option<(u32, u32)>) {}
    fn waits(&self, _: Timestamp, _: Duration) {}
    fn goes_on(&self) {}
}

fn unobserved() -> Arc<dyn Observer> {
    Arc::new(Unobserved)
}

/// Two processes and two starts do not come back in the same instant.
fn fresh_seed(now: Timestamp) -> u64 {
    let nanos = now.as_nanosecond().to_le_bytes();
    let low = nanos.first_chunk::<8>().copied().map_or(0, u64::from_le_bytes);
    low ^ u64::from(std::process::id()).rotate_left(32)
}
