//! The rate limiter that all requests with one quota share.
//!
//! For: slowing down before the service refuses, keeping every company of a key quiet while the service asks for quiet, and
//! letting questions go before the pages of a sync. Uses: what answers say of the quota. Never: the wall clock, HTTP.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

use super::{LONGEST_DEFERRAL, Priority};
use crate::provider::Quota;

/// The longest pause between two bulk requests while something is left.
const SLOWEST: Duration = Duration::from_secs(5);
/// How long a quota counts as used up when the service does not say until when.
const UNKNOWN_WINDOW: Duration = Duration::from_secs(1);
/// After so many interactive requests in a row a bulk request that could go goes first.
const IN_A_ROW: u32 = 4;

/// What all requests with one quota pass through.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    state: Mutex<State>,
    /// Notified whenever a request begins or ends, or leaves the queue: the next one may go.
    changed: Notify,
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
    /// When the last bulk request was sent.
    sent: Option<Instant>,
    /// Requests that wait, by their numbers.
    interactive: VecDeque<u64>,
    bulk: VecDeque<u64>,
    /// Number of the next request.
    next: u64,
    /// Interactive requests since the last bulk request, while one waited.
    in_a_row: u32,
}

/// Whether a request may go.
#[derive(Debug)]
enum Decision {
    /// Now; the permit is kept until its answer is there.
    Go(Permit),
    /// Not before then.
    At(Instant),
    /// After another one: those on their way may use up what is left, or another one is first.
    AfterOther,
}

/// A request on its way.
#[derive(Debug)]
pub(super) struct Permit(Arc<Limiter>);

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
        drop(state);
        self.0.changed.notify_waiters();
    }
}

/// A place in the queue.
#[derive(Debug)]
struct Ticket<'a> {
    limiter: &'a Limiter,
    priority: Priority,
    number: u64,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.limiter.lock().queue(self.priority).retain(|number| *number != self.number);
        self.limiter.changed.notify_waiters();
    }
}

/// Whether the quota lets a request go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Now,
    At(Instant),
    AfterOther,
}

impl Limiter {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a request's turn. Fails with the time at which it could go where that is further away than its patience.
    /// `waits` is called for each wait; what it returns is kept as long as the wait lasts.
    pub(super) async fn acquire<T>(
        self: &Arc<Self>,
        priority: Priority,
        patience: Duration,
        waits: impl Fn(Instant) -> T,
    ) -> Result<Permit, Instant> {
        let ticket = self.enter(priority);
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // From here on no notification is missed.
            changed.as_mut().enable();
            let now = Instant::now();
            match self.decide(&ticket, now) {
                Decision::Go(permit) => return Ok(permit),
                Decision::At(at) if at - now > patience => return Err(at),
                Decision::At(at) => {
                    let _told = waits(at);
                    tokio::select! {
                        () = sleep_until(at) => {}
                        () = changed => {}
                    }
                }
                // The window may end meanwhile.
                Decision::AfterOther => drop(timeout(UNKNOWN_WINDOW, changed).await),
            }
        }
    }

    fn enter(&self, priority: Priority) -> Ticket<'_> {
        let mut state = self.lock();
        state.next += 1;
        let number = state.next;
        state.queue(priority).push_back(number);
        Ticket { limiter: self, priority, number }
    }

    /// Decides about a request that waits.
    fn decide(self: &Arc<Self>, ticket: &Ticket<'_>, now: Instant) -> Decision {
        let mut state = self.lock();
        state.turn_window(now);
        if state.queue(ticket.priority).front() != Some(&ticket.number) {
            return Decision::AfterOther;
        }
        match state.room(ticket.priority, now) {
            Room::At(at) => return Decision::At(at),
            Room::AfterOther => return Decision::AfterOther,
            Room::Now if !state.is_first(ticket.priority, now) => return Decision::AfterOther,
            Room::Now => {}
        }
        state.queue(ticket.priority).pop_front();
        state.in_flight += 1;
        match ticket.priority {
            Priority::Bulk => {
                state.sent = Some(now);
                state.in_a_row = 0;
            }
            Priority::Interactive if state.bulk.is_empty() => state.in_a_row = 0,
            Priority::Interactive => state.in_a_row += 1,
        }
        drop(state);
        self.changed.notify_waiters();
        Decision::Go(Permit(Arc::clone(self)))
    }

    /// Takes in what an answer said.
    pub(super) fn observe(&self, quota: Quota, now: Instant) {
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
    pub(super) fn block(&self, until: Instant) {
        let mut state = self.lock();
        state.blocked = Some(state.blocked.map_or(until, |blocked| blocked.max(until)));
    }

    /// How many requests of one session may be on their way: `most`, or one at a time when little is left.
    pub(super) fn width(&self, most: usize) -> usize {
        let little = u32::try_from(most.saturating_mul(2)).unwrap_or(u32::MAX);
        match self.lock().remaining {
            Some(remaining) if remaining < little => 1,
            _ => most.max(1),
        }
    }

    /// Whether little is left until the window ends: what can wait waits.
    pub(super) fn is_nearly_used(&self, now: Instant) -> bool {
        let state = self.lock();
        let ended = state.resets.is_some_and(|resets| resets <= now);
        let left = state.remaining.map(|remaining| remaining.saturating_sub(state.in_flight));
        !ended && left.zip(state.limit).is_some_and(|(left, limit)| left <= little(limit))
    }

    /// Requests left in the window, and its size.
    pub(super) fn left(&self) -> Option<(u32, u32)> {
        let state = self.lock();
        Some((state.remaining?, state.limit?))
    }
}

/// How many requests of a window count as little.
fn little(limit: u32) -> u32 {
    (limit / 10).clamp(1, 10)
}

impl State {
    fn queue(&mut self, priority: Priority) -> &mut VecDeque<u64> {
        match priority {
            Priority::Interactive => &mut self.interactive,
            Priority::Bulk => &mut self.bulk,
        }
    }

    /// A new window is full, as far as is known.
    fn turn_window(&mut self, now: Instant) {
        if self.resets.is_some_and(|resets| resets <= now) {
            self.remaining = self.limit;
            self.resets = None;
        }
    }

    /// Whether the quota lets a request of this priority go.
    fn room(&self, priority: Priority, now: Instant) -> Room {
        if let Some(until) = self.blocked.filter(|until| *until > now) {
            return Room::At(until);
        }
        let Some(remaining) = self.remaining else { return Room::Now };
        let free = remaining.saturating_sub(self.in_flight);
        if free == 0 && self.in_flight > 0 {
            return Room::AfterOther;
        }
        match self.resets {
            Some(resets) if free == 0 => Room::At(resets),
            Some(resets) => {
                // A person does not wait so that something is left for later.
                let slot = if priority == Priority::Bulk { self.slot(free, resets - now) } else { None };
                slot.filter(|at| *at > now).map_or(Room::Now, Room::At)
            }
            None => Room::Now,
        }
    }

    /// Whether no request of the other priority goes first: interactive ones do, but not for ever.
    fn is_first(&self, priority: Priority, now: Instant) -> bool {
        match priority {
            Priority::Bulk => self.interactive.is_empty() || self.in_a_row >= IN_A_ROW,
            Priority::Interactive => {
                self.bulk.is_empty() || self.in_a_row < IN_A_ROW || self.room(Priority::Bulk, now) != Room::Now
            }
        }
    }

    /// When the next bulk request goes while little is left: what is left is spread over the rest of the window.
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

    /// What a request would be told that asks now, with nothing before it.
    fn ask(limiter: &Arc<Limiter>, priority: Priority, now: Instant) -> Decision {
        limiter.decide(&limiter.enter(priority), now)
    }

    fn go(limiter: &Arc<Limiter>, now: Instant) -> Permit {
        match ask(limiter, Priority::Bulk, now) {
            Decision::Go(permit) => permit,
            other => panic!("{other:?}"),
        }
    }

    fn waits(limiter: &Arc<Limiter>, now: Instant) -> Duration {
        match ask(limiter, Priority::Bulk, now) {
            Decision::At(at) => at - now,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_waits_while_plenty_is_left() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        let _permits: Vec<Permit> = (0..100).map(|_| go(&limiter, now)).collect();
        limiter.observe(quota(1000, 500, 60), now);
        let _more: Vec<Permit> = (0..100).map(|_| go(&limiter, now)).collect();
        assert_eq!(limiter.width(4), 4);
        assert_eq!(limiter.left(), Some((500, 1000)));
    }

    #[tokio::test(start_paused = true)]
    async fn it_slows_down_before_it_is_refused_and_stops_at_nothing() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        drop(go(&limiter, now));
        limiter.observe(quota(60, 6, 7), now);
        assert_eq!(waits(&limiter, now), Duration::from_secs(1));
        assert_eq!(limiter.width(4), 1);
        limiter.observe(quota(60, 6, 3600), now);
        assert_eq!(waits(&limiter, now), SLOWEST);
        limiter.observe(quota(60, 0, 40), now);
        assert_eq!(waits(&limiter, now), Duration::from_secs(40));
        // The window is over: full again.
        let _permit = go(&limiter, now + Duration::from_secs(40));
        assert_eq!(limiter.left(), Some((60, 60)));
    }

    #[tokio::test(start_paused = true)]
    async fn those_on_their_way_count() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        limiter.observe(quota(1000, 2, 0), now - Duration::from_secs(1));
        limiter.observe(quota(5, 2, 60), now);
        let first = go(&limiter, now);
        let later = now + Duration::from_secs(30);
        let second = go(&limiter, later);
        assert!(matches!(ask(&limiter, Priority::Bulk, later), Decision::AfterOther));
        drop((first, second));
        assert!(!matches!(ask(&limiter, Priority::Bulk, later), Decision::AfterOther));
    }

    #[tokio::test(start_paused = true)]
    async fn a_block_lasts_until_its_end_and_no_shorter_one_ends_it() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        limiter.block(now + Duration::from_secs(30));
        limiter.block(now + Duration::from_secs(10));
        assert_eq!(waits(&limiter, now), Duration::from_secs(30));
        assert!(matches!(ask(&limiter, Priority::Interactive, now), Decision::At(_)), "not even a question");
        drop(go(&limiter, now + Duration::from_secs(30)));
    }

    #[tokio::test(start_paused = true)]
    async fn nonsense_does_not_stop_it_for_ever() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        limiter.observe(quota(60, 0, u64::MAX), now);
        assert_eq!(waits(&limiter, now), UNKNOWN_WINDOW);
        limiter.observe(Quota { limit: Some(0), remaining: Some(0), reset: Some(Duration::ZERO) }, now);
        // A limit of nothing still lets one through in a while, or the run would never end.
        assert!(matches!(ask(&limiter, Priority::Bulk, now + UNKNOWN_WINDOW), Decision::Go(_) | Decision::At(_)));
    }

    const PATIENCE: Duration = Duration::from_hours(1);

    /// Sends requests of a priority one after another, each taking a second, and notes when each went.
    async fn send(limiter: Arc<Limiter>, priority: Priority, count: usize, went: Arc<Mutex<Vec<(Priority, Instant)>>>) {
        for _ in 0..count {
            let permit = limiter.acquire(priority, PATIENCE, |_| ()).await.expect("a permit");
            went.lock().expect("not poisoned").push((priority, Instant::now()));
            tokio::time::sleep(Duration::from_secs(1)).await;
            drop(permit);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_does_not_wait_behind_the_pages_of_a_sync() {
        let (limiter, begun) = (Arc::<Limiter>::default(), Instant::now());
        // Little is left for an hour: bulk requests go every five seconds.
        limiter.observe(quota(60, 6, 3600), begun);
        let went = Arc::default();
        let pages: Vec<_> =
            (0..4).map(|_| tokio::spawn(send(Arc::clone(&limiter), Priority::Bulk, 2, Arc::clone(&went)))).collect();
        tokio::time::sleep(Duration::from_secs(2)).await;
        limiter.observe(quota(60, 5, 3600), Instant::now());
        let asked = Instant::now();
        let permit = limiter.acquire(Priority::Interactive, PATIENCE, |_| ()).await.expect("a permit");
        assert_eq!(asked.elapsed(), Duration::ZERO, "before the three pages that wait");
        assert_eq!(went.lock().expect("not poisoned").len(), 1);
        drop(permit);
        for page in pages {
            page.abort();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn with_one_place_left_the_question_is_next() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        limiter.observe(Quota { limit: None, remaining: Some(1), reset: None }, now);
        let went = Arc::default();
        let pages: Vec<_> =
            (0..3).map(|_| tokio::spawn(send(Arc::clone(&limiter), Priority::Bulk, 1, Arc::clone(&went)))).collect();
        tokio::task::yield_now().await;
        let question = tokio::spawn(send(Arc::clone(&limiter), Priority::Interactive, 1, Arc::clone(&went)));
        for page in pages {
            page.await.expect("sent");
        }
        question.await.expect("sent");
        let order: Vec<Priority> = went.lock().expect("not poisoned").iter().map(|(priority, _)| *priority).collect();
        assert_eq!(order, [Priority::Bulk, Priority::Interactive, Priority::Bulk, Priority::Bulk]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_sync_does_not_starve_behind_questions() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        limiter.observe(Quota { limit: None, remaining: Some(1), reset: None }, now);
        let went = Arc::default();
        let mut tasks: Vec<_> =
            (0..3).map(|_| tokio::spawn(send(Arc::clone(&limiter), Priority::Interactive, 20, Arc::clone(&went)))).collect();
        tokio::task::yield_now().await;
        tasks.push(tokio::spawn(send(Arc::clone(&limiter), Priority::Bulk, 6, Arc::clone(&went))));
        for task in tasks {
            task.await.expect("sent");
        }
        let order: Vec<Priority> = went.lock().expect("not poisoned").iter().map(|(priority, _)| *priority).collect();
        let bulk: Vec<usize> = (0..order.len()).filter(|index| order[*index] == Priority::Bulk).collect();
        assert_eq!(bulk, [5, 10, 15, 20, 25, 30], "one after each four questions");
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_gives_up_makes_room_for_the_next() {
        let (limiter, now) = (Arc::<Limiter>::default(), Instant::now());
        limiter.block(now + Duration::from_secs(30));
        let gone = {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { limiter.acquire(Priority::Bulk, PATIENCE, |_| ()).await.map(drop) })
        };
        tokio::task::yield_now().await;
        let next = {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { limiter.acquire(Priority::Bulk, PATIENCE, |_| ()).await.map(drop) })
        };
        tokio::task::yield_now().await;
        gone.abort();
        let told = limiter.acquire(Priority::Interactive, Duration::from_secs(10), |_| ()).await.map(drop);
        assert_eq!(told, Err(now + Duration::from_secs(30)), "a question is told at once");
        assert_eq!(next.await.expect("ran"), Ok(()));
        assert_eq!(now.elapsed(), Duration::from_secs(30));
    }
}
