//! One request that is paced, counted, repeated where that helps, and given up at once when somebody cancels.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::Settings;
use super::error::Stop;
use super::pace::{Gate, Pass, Turn};
use super::plan::signed;
use super::report::Reporter;
use super::retry::{Decision, decide};
use crate::clock::Clock;
use crate::provider::{Answer, ProviderError, Quota};

/// No request takes longer, whatever the provider's own bounds are.
const LONGEST_REQUEST: Duration = Duration::from_secs(3700);
/// What is added to a pause so that not all come back at once must not turn a wait into a deferral.
const LEEWAY: Duration = Duration::from_secs(1);

/// Sends the requests of one run.
pub(super) struct Caller {
    pub(super) settings: Arc<Settings>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) gate: Arc<Gate>,
    pub(super) reporter: Arc<Reporter>,
    pub(super) cancel: CancellationToken,
    pub(super) rng: Mutex<fastrand::Rng>,
}

/// An answer, and when it was asked for and got.
#[derive(Debug)]
pub(super) struct Timed<T> {
    /// The answer.
    pub(super) answer: Answer<T>,
    /// When the request that was answered was sent.
    pub(super) sent: Instant,
    /// When the answer was there.
    pub(super) got: Instant,
}

impl Caller {
    /// Sends a request until it is answered or nothing more helps. `request` makes it anew each time.
    pub(super) async fn call<T, F, R>(&self, request: F) -> Result<Timed<T>, Stop>
    where
        F: Fn() -> R,
        R: Future<Output = Result<Answer<T>, ProviderError>>,
    {
        self.cancel.run_until_cancelled(self.attempts(request)).await.unwrap_or(Err(Stop::Cancelled))
    }

    async fn attempts<T, F, R>(&self, request: F) -> Result<Timed<T>, Stop>
    where
        F: Fn() -> R,
        R: Future<Output = Result<Answer<T>, ProviderError>>,
    {
        let mut failed = 0;
        loop {
            let pass = self.turn().await?;
            let sent = Instant::now();
            self.reporter.called();
            let result = timeout(LONGEST_REQUEST, request()).await.unwrap_or(Err(ProviderError::Timeout));
            let got = Instant::now();
            self.learn(result.as_ref().map_or_else(quota_of, |answer| answer.quota), got);
            drop(pass);
            match result {
                Ok(answer) => return Ok(Timed { answer, sent, got }),
                Err(error) => {
                    failed += 1;
                    self.after(error, failed).await?;
                }
            }
        }
    }

    fn learn(&self, quota: Quota, now: Instant) {
        self.gate.observe(quota, now);
        self.reporter.quota(self.gate.left());
    }

    /// Waits for this request's turn.
    async fn turn(&self) -> Result<Pass, Stop> {
        loop {
            let now = Instant::now();
            match self.gate.turn(now) {
                Turn::Go(pass) => return Ok(pass),
                Turn::AfterOther => self.gate.other_ended().await,
                Turn::At(at) if at - now > self.settings.retry_after_limit.saturating_add(LEEWAY) => {
                    let until = self.clock.now().checked_add(signed(at - now));
                    return Err(until.map_or_else(|_| Stop::from(ProviderError::Timeout), Stop::Deferred));
                }
                Turn::At(at) => self.sleep(at).await,
            }
        }
    }

    /// Waits after a failure, or says why not.
    async fn after(&self, error: ProviderError, failed: u32) -> Result<(), Stop> {
        let decision = {
            let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
            decide(&self.settings, &error, failed, self.clock.now(), &mut rng)
        };
        tracing::debug!(%error, effect = ?error.effect(), failed, ?decision, "request failed");
        match decision {
            Decision::Again(pause) => self.sleep(Instant::now() + pause).await,
            Decision::Hold(pause) => self.gate.block(Instant::now() + pause),
            Decision::Defer(until) => {
                let pause = Duration::try_from(until.duration_since(self.clock.now())).unwrap_or_default();
                self.gate.block(Instant::now() + pause);
                return Err(Stop::Deferred(until));
            }
            Decision::GiveUp => return Err(error.into()),
        }
        Ok(())
    }

    async fn sleep(&self, until: Instant) {
        let pause = until.saturating_duration_since(Instant::now());
        let at = self.clock.now().saturating_add(signed(pause));
        let _told = at.ok().map(|at| self.reporter.wait(at, pause));
        sleep_until(until).await;
    }
}

fn quota_of(error: &ProviderError) -> Quota {
    match error {
        ProviderError::TooMany { quota, .. } => *quota,
        _ => Quota::default(),
    }
}
