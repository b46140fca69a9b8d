//! Work that is due, taken up by any number of processes.
//!
//! For: `faktura worker`. Uses: the service. Never: a decision about what is due or which process has it; the store's leases say that.
//!
//! Syncs are asked for one by one, as many at a time as there are places. Writes and alerts that are due are carried out beside them by the
//! process that has the store.

use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Service;
use crate::domain::{RunError, SyncRun};
use crate::error::Error;
use crate::service::cases::Work;

/// Rest after nothing was due.
const REST: Duration = Duration::from_secs(1);

/// Rest after the store could not be asked.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What a worker tells.
#[derive(Debug)]
pub enum Step {
    /// A run ended.
    Ended(Box<(SyncRun, Vec<RunError>)>),
    /// The store could not be asked; the worker tries again. Told once for each way in which it cannot be.
    Failed(Error),
    /// The store answers again.
    Recovered,
}

/// Takes up what is due until it is stopped, or with `until_idle` until nothing is due. What runs is left running.
///
/// # Errors
/// With `until_idle`, the store could not be asked.
pub async fn work(
    service: &Service,
    places: usize,
    until_idle: bool,
    stop: &CancellationToken,
    mut tell: impl FnMut(Step),
) -> Result<(), Error> {
    let places = places.max(1);
    let mut running = FuturesUnordered::new();
    let mut rest: Option<Instant> = None;
    let mut failed = None;
    loop {
        if rest.is_none() {
            while running.len() < places {
                running.push(service.ask(Work));
            }
        }
        let rested = async {
            match rest {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = rested => rest = None,
            Some(answer) = running.next() => match answer {
                Ok(worked) => {
                    if failed.take().is_some() {
                        tell(Step::Recovered);
                    }
                    match worked.run {
                        Some(run) => {
                            // There may be more where this one was.
                            rest = None;
                            tell(Step::Ended(Box::new(run)));
                        }
                        None if until_idle && !worked.busy && running.is_empty() => return Ok(()),
                        None => rest = Some(Instant::now() + REST),
                    }
                }
                Err(error) if until_idle => return Err(error),
                Err(error) => {
                    // An hour without the store is two lines, not thousands.
                    let id = error.message.id.clone();
                    if failed.replace(id.clone()) != Some(id) {
                        tell(Step::Failed(error));
                    }
                    rest = Some(Instant::now() + AFTER_FAILURE);
                }
            },
        }
    }
}
