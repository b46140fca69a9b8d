//! The part of a quota that this process may use, where other processes use the same one.
//!
//! For: accounts of a store that several processes share. Uses: [`Shares`], which the store gives. Never: the store itself, the wall clock.
//!
//! Each request takes a permit. Permits are taken a few at a time and expire when they are not used soon. Where the store cannot be asked,
//! requests go on by what this process knows: it cannot commit anything then.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::{Instant, sleep_until};

use crate::domain::quota::{QuotaAsk, QuotaGrant, QuotaSeen};
use crate::provider::Quota;

/// Permits that are taken at a time.
const BATCH: u32 = 4;

/// How long permits are good: shorter than the store counts them.
const GOOD: Duration = Duration::from_secs(3);

/// Shortest wait before the store is asked again.
const SHORTEST: Duration = Duration::from_millis(20);

/// What several processes have in common of quotas.
pub trait Shares: Send + Sync + fmt::Debug {
    /// Tells what is new of a quota and asks for permits; `None` where the store cannot be asked.
    fn share(&self, quota: Box<str>, ask: QuotaAsk) -> BoxFuture<'_, Option<QuotaGrant>>;
}

/// This process's part of a quota.
#[derive(Debug)]
pub(super) struct Shared {
    name: Box<str>,
    shares: Arc<dyn Shares>,
    state: Mutex<State>,
    /// One question at a time.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    /// Permits that are not used yet, and until when they are good.
    permits: u32,
    good: Option<Instant>,
    in_flight: u32,
    /// What is not told yet.
    spent: u32,
    seen: Option<(Quota, Instant)>,
    pause: Option<Instant>,
}

/// A request on its way.
#[derive(Debug)]
pub(super) struct SharedPermit(Arc<Shared>);

impl Drop for SharedPermit {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
    }
}

impl Shared {
    pub(super) fn new(name: Box<str>, shares: Arc<dyn Shares>) -> Self {
        Self { name, shares, state: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a permit. Fails with the time at which it could be there where that is further away than the patience. `waits` is called for
    /// each wait; what it returns is kept as long as the wait lasts.
    pub(super) async fn acquire<T>(
        self: &Arc<Self>,
        patience: Duration,
        waits: impl Fn(Instant) -> T,
    ) -> Result<SharedPermit, Instant> {
        loop {
            let at = {
                let _turn = self.turn.lock().await;
                if self.lock().use_one(Instant::now()) {
                    return Ok(SharedPermit(Arc::clone(self)));
                }
                let ask = self.lock().ask(BATCH, Instant::now());
                match self.shares.share(self.name.clone(), ask.clone()).await {
                    Some(QuotaGrant::Go(count)) if count > 0 => {
                        let mut state = self.lock();
                        state.permits = count - 1;
                        state.good = Some(Instant::now() + GOOD);
                        state.in_flight += 1;
                        return Ok(SharedPermit(Arc::clone(self)));
                    }
                    Some(QuotaGrant::Go(_)) => Instant::now() + SHORTEST,
                    Some(QuotaGrant::Wait(pause)) => Instant::now() + pause.max(SHORTEST),
                    None => {
                        let mut state = self.lock();
                        state.untold(&ask);
                        state.in_flight += 1;
                        return Ok(SharedPermit(Arc::clone(self)));
                    }
                }
            };
            if at - Instant::now() > patience {
                return Err(at);
            }
            let _told = waits(at);
            sleep_until(at).await;
        }
    }

    /// Takes in what an answer said; it is told with the next question.
    pub(super) fn observe(&self, quota: Quota, now: Instant) {
        let mut state = self.lock();
        if quota.remaining.is_some() {
            state.seen = Some((quota, now));
        } else {
            state.spent = state.spent.saturating_add(1);
        }
    }

    /// The service asked not to be called before `until`: other processes are told at once.
    pub(super) fn pause(self: &Arc<Self>, until: Instant) {
        let ask = {
            let mut state = self.lock();
            state.permits = 0;
            state.pause = Some(until);
            state.ask(0, Instant::now())
        };
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            if shared.shares.share(shared.name.clone(), ask.clone()).await.is_none() {
                shared.lock().untold(&ask);
            }
        });
    }
}

impl State {
    fn use_one(&mut self, now: Instant) -> bool {
        if self.permits == 0 || self.good.is_none_or(|good| good <= now) {
            self.permits = 0;
            return false;
        }
        self.permits -= 1;
        self.in_flight += 1;
        true
    }

    /// A question with all that is not told yet.
    fn ask(&mut self, want: u32, now: Instant) -> QuotaAsk {
        let seen = self.seen.take().and_then(|(quota, at)| {
            let age = now.saturating_duration_since(at);
            let reset = quota.reset.map(|reset| reset.saturating_sub(age));
            Some(QuotaSeen { limit: quota.limit, remaining: quota.remaining?, reset })
        });
        let pause = self.pause.take().map(|until| until.saturating_duration_since(now)).filter(|pause| !pause.is_zero());
        let held = self.in_flight.saturating_add(self.permits);
        QuotaAsk { want, held, spent: std::mem::take(&mut self.spent), seen, pause }
    }

    /// What a question told did not arrive.
    fn untold(&mut self, ask: &QuotaAsk) {
        self.spent = self.spent.saturating_add(ask.spent);
        let until = ask.pause.map(|pause| Instant::now() + pause);
        self.pause = self.pause.max(until);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// Answers in turn, and what was asked.
    #[derive(Debug, Default)]
    struct Script {
        answers: Mutex<VecDeque<Option<QuotaGrant>>>,
        asked: Mutex<Vec<QuotaAsk>>,
    }

    impl Shares for Script {
        fn share(&self, _: Box<str>, ask: QuotaAsk) -> BoxFuture<'_, Option<QuotaGrant>> {
            self.asked.lock().expect("not poisoned").push(ask);
            let answer = self.answers.lock().expect("not poisoned").pop_front().flatten();
            Box::pin(async move { answer })
        }
    }

    fn shared(answers: &[Option<QuotaGrant>]) -> (Arc<Script>, Arc<Shared>) {
        let script = Arc::new(Script { answers: Mutex::new(answers.iter().copied().collect()), asked: Mutex::default() });
        (script.clone(), Arc::new(Shared::new("q".into(), script)))
    }

    const PATIENCE: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn permits_are_taken_a_few_at_a_time_and_tell_what_was_seen() {
        let (script, shared) =
            shared(&[Some(QuotaGrant::Go(2)), Some(QuotaGrant::Wait(Duration::from_secs(9))), Some(QuotaGrant::Go(1))]);
        let first = shared.acquire(PATIENCE, |_| ()).await.expect("granted");
        let second = shared.acquire(PATIENCE, |_| ()).await.expect("granted with the first");
        assert_eq!(script.asked.lock().expect("not poisoned").len(), 1);
        let (limit, reset) = (Some(60), Some(Duration::from_secs(30)));
        shared.observe(Quota { limit, remaining: Some(7), reset }, Instant::now());
        shared.observe(Quota { limit: None, remaining: None, reset: None }, Instant::now());
        drop(first);
        let began = Instant::now();
        let third = shared.acquire(PATIENCE, |_| ()).await.expect("granted");
        assert_eq!(began.elapsed(), Duration::from_secs(9));
        let asked = script.asked.lock().expect("not poisoned").clone();
        assert_eq!(asked[1].seen, Some(QuotaSeen { limit, remaining: 7, reset }));
        assert_eq!((asked[1].held, asked[1].spent, asked[2].spent, asked[2].seen), (1, 1, 0, None), "told once");
        drop((second, third));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_used_soon_is_asked_for_again_and_a_long_wait_is_told() {
        let (script, shared) = shared(&[Some(QuotaGrant::Go(4)), Some(QuotaGrant::Wait(Duration::from_mins(5)))]);
        drop(shared.acquire(PATIENCE, |_| ()).await.expect("granted"));
        tokio::time::advance(GOOD).await;
        let now = Instant::now();
        assert_eq!(shared.acquire(PATIENCE, |_| ()).await.map(drop), Err(now + Duration::from_mins(5)));
        assert_eq!(script.asked.lock().expect("not poisoned").len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_told_at_once_and_a_store_that_is_away_stops_nothing() {
        let (script, shared) = shared(&[None, None, Some(QuotaGrant::Go(1))]);
        drop(shared.acquire(PATIENCE, |_| ()).await.expect("by what this process knows"));
        shared.pause(Instant::now() + Duration::from_secs(40));
        tokio::task::yield_now().await;
        drop(shared.acquire(PATIENCE, |_| ()).await.expect("granted"));
        let asked = script.asked.lock().expect("not poisoned").clone();
        let pauses: Vec<_> = asked.iter().map(|ask| ask.pause).collect();
        assert_eq!(pauses, [None, Some(Duration::from_secs(40)), Some(Duration::from_secs(40))], "told again");
    }
}
