//! The pace that all requests with one API key share.
//!
//! For: slowing down before the service refuses, and keeping every company of a key quiet while it asks for quiet.
//! Uses: what answers say of the quota. Never: the wall clock, HTTP; who waits, and how long at most, is the caller's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::plan::LONGEST_DEFERRAL;
use crate::provider::Quota;

/// The longest pause between two requests while something is left.
const SLOWEST: Duration = Duration::from_secs(5);
/// How long a quota counts as used up when the service does not say until when.
const UNKNOWN_WINDOW: Duration = Duration::from_secs(1);

/// The gates of all API keys.
#[derive(Debug, Default)]
pub struct Paces {
    gates: Mutex<HashMap<u64, Arc<Gate>>>,
}

/// What all requests with one API key pass through.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    /// Told whenever a request ends: its place may be free again.
    ended: Notify,
}

#[derive(Debug, Default)]
struct State {
    limit: Option<u32>,
    remaining: Option<u32>,
    /// When the window ends.
    resets: Option<Instant>,
    /// Before when the service asked not to be called.
    blocked: Option<Instant>,
    /// Requests on their way.
    in_flight: u32,
    /// When the last one was sent.
    sent: Option<Instant>,
}

/// Whether a request may go.
#[derive(Debug)]
pub enum Turn {
    /// Now; the pass is kept until its answer is there.
    Go(Pass),
    /// Not before then.
    At(Instant),
    /// As soon as another one has ended: those on their way may use up what is left.
    AfterOther,
}

/// A request on its way.
#[derive(Debug)]
pub struct Pass(Arc<Gate>);

impl Drop for Pass {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
        drop(state);
        self.0.ended.notify_waiters();
    }
}

impl Paces {
    /// The gate of a quota.
    pub fn gate(&self, quota_id: u64) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(quota_id).or_default())
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a request's turn.
    pub fn turn(self: &Arc<Self>, now: Instant) -> Turn {
        let mut state = self.lock();
        if let Some(until) = state.blocked.filter(|until| *until > now) {
            return Turn::At(until);
        }
        if state.resets.is_some_and(|resets| resets <= now) {
            // A new window: full, as far as we know.
            state.remaining = state.limit;
            state.resets = None;
        }
        if let Some(remaining) = state.remaining {
            let free = remaining.saturating_sub(state.in_flight);
            if free == 0 && state.in_flight > 0 {
                return Turn::AfterOther;
            }
            match state.resets {
                Some(resets) if free == 0 => return Turn::At(resets),
                Some(resets) => {
                    if let Some(at) = state.slot(free, resets - now).filter(|at| *at > now) {
                        return Turn::At(at);
                    }
                }
                None => {}
            }
        }
        state.in_flight += 1;
        state.sent = Some(now);
        Turn::Go(Pass(Arc::clone(self)))
    }

    /// Waits until another request has ended, or a second at most.
    pub async fn other_ended(&self) {
        let _ = tokio::time::timeout(UNKNOWN_WINDOW, self.ended.notified()).await;
    }

    /// Takes in what an answer said.
    pub fn observe(&self, quota: Quota, now: Instant) {
        let mut state = self.lock();
        if quota.limit.is_some() {
            state.limit = quota.limit;
        }
        let Some(remaining) = quota.remaining else { return };
        state.remaining = Some(remaining);
        let reset = quota.reset.filter(|reset| *reset <= LONGEST_DEFERRAL);
        state.resets = match reset {
            Some(reset) => Some(now + reset),
            None if remaining == 0 => Some(now + UNKNOWN_WINDOW),
            None => None,
        };
    }

    /// The service asked not to be called before `until`.
    pub fn block(&self, until: Instant) {
        let mut state = self.lock();
        state.blocked = Some(state.blocked.map_or(until, |blocked| blocked.max(until)));
    }

    /// How many requests of one company may be on their way: `most`, or one at a time when little is left.
    pub fn width(&self, most: usize) -> usize {
        let little = u32::try_from(most.saturating_mul(2)).unwrap_or(u32::MAX);
        match self.lock().remaining {
            Some(remaining) if remaining < little => 1,
            _ => most.max(1),
        }
    }

    /// Whether little is left until the window ends: what can wait waits.
    pub fn is_nearly_used(&self, now: Instant) -> bool {
        let state = self.lock();
        let ended = state.resets.is_some_and(|resets| resets <= now);
        let left = state.remaining.map(|remaining| remaining.saturating_sub(state.in_flight));
        !ended && left.zip(state.limit).is_some_and(|(left, limit)| left <= little(limit))
    }

    /// Requests left in the window, and its size.
    pub fn left(&self) -> Option<(u32, u32)> {
        let state = self.lock();
        Some((state.remaining?, state.limit?))
    }
}

/// How many requests of a window count as little.
fn little(limit: u32) -> u32 {
    (limit / 10).clamp(1, 10)
}

impl State {
    /// When the next request goes while little is left: what is left is spread over the rest of the window.
    fn slot(&self, free: u32, window: Duration) -> Option<Instant> {
        let spacing = (window / free.saturating_add(1)).min(SLOWEST);
        (free <= little(self.limit?)).then_some(self.sent? + spacing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota(limit: u32, remaining: u32, reset: u64) -> Quota {
        Quota { limit: Some(limit), remaining: Some(remaining), reset: Some(Duration::from_secs(reset)) }
    }

    fn go(gate: &Arc<Gate>, now: Instant) -> Pass {
        match gate.turn(now) {
            Turn::Go(pass) => pass,
            other => panic!("{other:?}"),
        }
    }

    fn waits(gate: &Arc<Gate>, now: Instant) -> Duration {
        match gate.turn(now) {
            Turn::At(at) => at - now,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_waits_while_plenty_is_left() {
        let (gate, now) = (Paces::default().gate(1), Instant::now());
        let _passes: Vec<Pass> = (0..100).map(|_| go(&gate, now)).collect();
        gate.observe(quota(1000, 500, 60), now);
        let _more: Vec<Pass> = (0..100).map(|_| go(&gate, now)).collect();
        assert_eq!(gate.width(4), 4);
        assert_eq!(gate.left(), Some((500, 1000)));
    }

    #[tokio::test(start_paused = true)]
    async fn it_slows_down_before_it_is_refused_and_stops_at_nothing() {
        let (gate, now) = (Paces::default().gate(1), Instant::now());
        drop(go(&gate, now));
        gate.observe(quota(60, 6, 7), now);
        assert_eq!(waits(&gate, now), Duration::from_secs(1));
        assert_eq!(gate.width(4), 1);
        gate.observe(quota(60, 6, 3600), now);
        assert_eq!(waits(&gate, now), SLOWEST);
        gate.observe(quota(60, 0, 40), now);
        assert_eq!(waits(&gate, now), Duration::from_secs(40));
        // The window is over: full again.
        let _pass = go(&gate, now + Duration::from_secs(40));
        assert_eq!(gate.left(), Some((60, 60)));
    }

    #[tokio::test(start_paused = true)]
    async fn those_on_their_way_count() {
        let (gate, now) = (Paces::default().gate(1), Instant::now());
        gate.observe(quota(1000, 2, 0), now - Duration::from_secs(1));
        gate.observe(quota(5, 2, 60), now);
        let first = go(&gate, now);
        let later = now + Duration::from_secs(30);
        let second = go(&gate, later);
        assert!(matches!(gate.turn(later), Turn::AfterOther));
        drop((first, second));
        assert!(!matches!(gate.turn(later), Turn::AfterOther));
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_asked_for_quiet_is_quiet_in_every_company_and_other_keys_are_not() {
        let (paces, now) = (Paces::default(), Instant::now());
        paces.gate(1).block(now + Duration::from_secs(30));
        paces.gate(1).block(now + Duration::from_secs(10));
        assert_eq!(waits(&paces.gate(1), now), Duration::from_secs(30));
        drop(go(&paces.gate(2), now));
        drop(go(&paces.gate(1), now + Duration::from_secs(30)));
    }

    #[tokio::test(start_paused = true)]
    async fn nonsense_does_not_stop_it_for_ever() {
        let (gate, now) = (Paces::default().gate(1), Instant::now());
        gate.observe(quota(60, 0, u64::MAX), now);
        assert_eq!(waits(&gate, now), UNKNOWN_WINDOW);
        gate.observe(Quota { limit: Some(0), remaining: Some(0), reset: Some(Duration::ZERO) }, now);
        // A limit of nothing still lets one through in a while, or the run would never end.
        assert!(matches!(gate.turn(now + UNKNOWN_WINDOW), Turn::Go(_) | Turn::At(_)));
    }
}
