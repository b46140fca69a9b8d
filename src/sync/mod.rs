//! The sync engine: plan (pure), fetch, compare, commit, report; progress events.
//!
//! For: making the store equal to the accounts. Uses: domain, the provider and store traits. Never: a concrete provider
//! or store, the terminal, the system clock (a [`crate::clock::Clock`] comes in).
//!
//! In reading order: [`plan`] decides what a run does; `run` carries it out and writes its record; `lanes` takes feeds in their order, kinds side
//! by side where `pace` lets them; `full_scan` and
//! `incremental` are its two kinds, `sweep` looks over what incremental runs miss, and `balances` fetches payments that they lack, `named` what a webhook names; both read a `page_stream`, and its
//! `page_bounds` decides where it ends; each request goes through the run's session ([`crate::remote`]); the `run_writer` compares with
//! [`compare`], counts and commits; [`Engine`] runs companies side by side.
//!
//! Invariants: a page is committed with the position after it, so that a run that dies loses nothing; the cursor moves only
//! when everything before it was seen; a document is marked as vanished only after the service confirmed it, and
//! all or most of a kind only after a person did (`run_writer/missing.rs`); nothing is sent before the time that the service asked for.

mod balances;
pub mod compare;
mod engine;
mod error;
mod full_scan;
mod incremental;
mod key_walk;
mod lanes;
mod lease;
mod named;
mod pace;
mod page_bounds;
mod page_stream;
pub mod plan;
mod progress;
mod report;
mod request;
mod run;
mod run_writer;
pub mod schedule;
mod seen_ids;
mod sweep;
#[cfg(test)]
mod tests;
mod told;

pub use engine::Engine;
pub use error::SyncError;
pub(crate) use lease::holder;
pub use progress::{Event, Integrated, Progress};
pub use request::{Job, Outcome, Request};

/// Threads that all runs together may keep: commits wait for each other anyway, and readers need threads too.
///
/// The tests of one process are many engines with a clock each: one that waited for another's thread would see its clock run on.
static THREADS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(if cfg!(test) { 1024 } else { 2 });

/// Runs blocking work on a thread of its own, in the span of the caller. A panic there is a panic here.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let span = tracing::Span::current();
    // Unreachable error: the semaphore is never closed.
    let _thread = THREADS.acquire().await.ok();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only a runtime that shuts down refuses work; the waiting task is dropped with it.
            Err(_) => std::future::pending().await,
        },
    }
}

/// Settings of the engine, from the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Companies at the same time.
    pub companies: usize,
    /// Pages of one company in flight.
    pub pages: usize,
    /// Invoices asked for in one page (Billingo: at most 100).
    pub per_page: u32,
    /// Overlap of an incremental run behind its cursor: the filter has no zone, and summer time shifts it.
    pub overlap: std::time::Duration,
    /// Days of issue that an incremental run looks at again for late entries.
    pub lookback_days: u32,
    /// After so many days a run scans the whole account again and flags what vanished.
    pub reconcile_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        use std::time::Duration;
        Self { companies: 4, pages: 5, per_page: 1000, overlap: Duration::from_hours(2), lookback_days: 7, reconcile_days: 7 }
    }
}
