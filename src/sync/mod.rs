//! The sync engine: plan (pure), fetch, compare, commit, report; retry, pacing; progress events.
//!
//! For: making the store equal to the accounts. Uses: domain, the provider and store traits. Never: a concrete provider
//! or store, the terminal, the system clock (a [`Clock`] comes in).

mod progress;

pub use progress::{Event, Progress};

use jiff::Timestamp;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// How the engine works; all from the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Companies at the same time.
    pub companies: usize,
    /// Pages of one company in flight.
    pub pages: usize,
    /// Invoices asked for in one page (Billingo: at most 100).
    pub per_page: u32,
    /// Repetitions of a failed request.
    pub retries: u32,
    /// First pause before a repetition; doubles each time, with full jitter.
    pub backoff: std::time::Duration,
    /// Longest pause that the backoff takes.
    pub backoff_cap: std::time::Duration,
    /// A `Retry-After` beyond this ends the run as deferred.
    pub retry_after_limit: std::time::Duration,
    /// How far an incremental run goes back behind its cursor: the filter has no zone, and summer time shifts it.
    pub overlap: std::time::Duration,
    /// Days of issue that an incremental run looks at again for late entries.
    pub lookback_days: u32,
    /// After so many days a run walks the whole account again and flags what vanished.
    pub reconcile_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        use std::time::Duration;
        Self {
            companies: 4,
            pages: 4,
            per_page: 100,
            retries: 5,
            backoff: Duration::from_millis(500),
            backoff_cap: Duration::from_secs(30),
            retry_after_limit: Duration::from_secs(120),
            overlap: Duration::from_secs(2 * 60 * 60),
            lookback_days: 7,
            reconcile_days: 7,
        }
    }
}
