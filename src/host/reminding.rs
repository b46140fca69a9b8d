//! Mail by schedule: reminders, and the figures of the week.
//!
//! For: `faktura serve`. What was missed (the machine slept, the process was down) is made up for once: the store knows when it was done
//! last.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Service;
use crate::clock::Clock;
use crate::service::{Result, ScheduledMail, cases};

/// The longest sleep: a clock that jumps, or a machine that wakes up, is noticed after so long.
const NAP: Duration = Duration::from_mins(1);

/// Sends by schedule until it is stopped; does nothing where nothing is to be sent.
pub async fn keep_mail(
    service: &Service,
    clock: &Arc<dyn Clock>,
    stop: &CancellationToken,
    mut tell: impl FnMut(&Result<ScheduledMail>),
) {
    loop {
        let done = stop.run_until_cancelled(service.ask(cases::SendScheduledMail)).await;
        let Some(done) = done else { return };
        let next = match &done {
            Ok(done) => done.next,
            Err(_) => None,
        };
        tell(&done);
        if matches!(&done, Ok(done) if done.next.is_none()) {
            stop.cancelled().await;
            return;
        }
        let now = clock.now();
        let wait = next.map_or(NAP, |at| Duration::try_from(at.duration_since(now)).unwrap_or_default().min(NAP));
        if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
            return;
        }
    }
}
