//! Webhooks that came, and the companies that wait for a sync because of them.
//!
//! For: [`super::hooks`]. Pure but for the clock of the runtime. Companies that wait are a set, so that the queue is bounded by their
//! number however much is delivered. A delivery that came before is dropped; a company is synced at most once in [`PAUSE`].

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::domain::{CompanyId, HookSource};
use crate::provider::{Mentioned, merge_mentioned};

/// Deliveries come in bursts: a sync begins so long after the first one.
const WINDOW: Duration = Duration::from_secs(2);
/// Shortest time between two syncs of one company that deliveries begin.
pub(super) const PAUSE: Duration = Duration::from_secs(30);
/// Interval at which the end of a sync is looked for that was running before the delivery came.
pub(super) const LOOK: Duration = Duration::from_millis(500);
/// Records of a company that are read by name, at most; of more, all that changed is asked for.
const MOST_NAMED: usize = 20;
/// Deliveries that are remembered, to drop the same one again.
const REMEMBERED: usize = 4096;

/// What tells one delivery from another.
type Digest = [u8; 32];

/// What tells one delivery from another.
pub(super) fn digest(source: HookSource, body: &str) -> Digest {
    Sha256::digest(format!("{}\n{body}", source.as_str())).into()
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Delivery {
    /// There is no key to verify it with.
    NoKey,
    /// Its signature is wrong.
    Refused,
    /// It is valid; so many companies are synced soon.
    Taken(usize),
}

/// State of webhooks; it begins anew with each host.
#[derive(Default)]
pub(crate) struct Inbox {
    pub(super) state: Mutex<State>,
    pub(super) stop: CancellationToken,
}

#[derive(Default)]
pub(super) struct State {
    /// Deliveries taken and refused, and when the last valid one came.
    pub(super) counts: BTreeMap<HookSource, (u64, u64, Option<Timestamp>)>,
    seen: VecDeque<Digest>,
    pub(super) waiting: BTreeMap<CompanyId, Waiting>,
    /// When a sync of a company was last begun.
    pub(super) synced: BTreeMap<CompanyId, Instant>,
    /// Whether a task works on what waits.
    pub(super) working: bool,
}

/// A company that is to be synced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) source: HookSource,
    pub(super) since: Instant,
    /// The records that were named; `None` for all that changed.
    pub(super) named: Mentioned,
}

impl State {
    /// Whether a valid delivery came before; it is remembered.
    pub(super) fn is_known(&mut self, hash: Digest) -> bool {
        if self.seen.contains(&hash) {
            return true;
        }
        if self.seen.len() >= REMEMBERED {
            self.seen.pop_front();
        }
        self.seen.push_back(hash);
        false
    }

    /// A company waits for a sync, or for one of more records than it did.
    pub(super) fn expect(&mut self, id: CompanyId, waiting: Waiting) {
        let new = waiting.named.clone();
        let known = match self.waiting.entry(id) {
            Entry::Vacant(free) => free.insert(waiting),
            Entry::Occupied(known) => {
                let known = known.into_mut();
                merge_mentioned(&mut known.named, new);
                known
            }
        };
        if known.named.as_ref().is_some_and(|named| named.len() > MOST_NAMED) {
            known.named = None;
        }
    }

    /// When a company that waits may be synced.
    fn ready(&self, id: CompanyId, waiting: &Waiting) -> Instant {
        let rested = self.synced.get(&id).map(|last| *last + PAUSE);
        rested.into_iter().chain([waiting.since + WINDOW]).max().unwrap_or(waiting.since)
    }

    /// Takes the companies that are ready and not being synced; and when to look again, if any wait.
    pub(super) fn due(
        &mut self,
        now: Instant,
        is_running: impl Fn(CompanyId) -> bool,
    ) -> (Vec<(CompanyId, Waiting)>, Option<Instant>) {
        let (mut due, mut next) = (Vec::new(), None);
        for (id, waiting) in self.waiting.clone() {
            let ready = self.ready(id, &waiting);
            // A sync that runs may have read past the change already: another one follows it.
            let look = if ready > now { ready } else { now + LOOK };
            if ready > now || is_running(id) {
                next = Some(next.map_or(look, |next: Instant| next.min(look)));
                continue;
            }
            self.waiting.remove(&id);
            due.push((id, waiting));
        }
        (due, next)
    }
}

impl Inbox {
    /// Ends the work: what waits is left to the next sync.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RemoteId;

    const ONE: CompanyId = CompanyId(1);

    fn one(since: Instant) -> Waiting {
        Waiting { source: HookSource::Xero, since, named: None }
    }

    fn waiting(since: Instant) -> State {
        let mut state = State::default();
        state.expect(ONE, one(since));
        state
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_one_sync_and_the_next_one_waits() {
        let begun = Instant::now();
        let mut state = waiting(begun);
        let idle = |_| false;
        assert_eq!(state.due(begun, idle), (Vec::new(), Some(begun + WINDOW)));
        assert_eq!(state.due(begun + WINDOW, idle), (vec![(ONE, one(begun))], None));
        assert_eq!(state.due(begun + WINDOW, idle), (Vec::new(), None));
        // Another change right after it.
        state.synced.insert(ONE, begun + WINDOW);
        state.expect(ONE, one(begun + WINDOW));
        assert_eq!(state.due(begun + WINDOW * 2, idle), (Vec::new(), Some(begun + WINDOW + PAUSE)));
        assert_eq!(state.due(begun + WINDOW + PAUSE, idle), (vec![(ONE, one(begun + WINDOW))], None));
    }

    #[tokio::test(start_paused = true)]
    async fn a_sync_that_runs_is_followed_by_another_one() {
        let begun = Instant::now();
        let mut state = waiting(begun);
        let now = begun + WINDOW;
        assert_eq!(state.due(now, |_| true), (Vec::new(), Some(now + LOOK)));
        assert_eq!(state.due(now + LOOK, |_| false).0, vec![(ONE, one(begun))]);
    }

    #[tokio::test(start_paused = true)]
    async fn records_of_a_burst_are_read_together_unless_they_are_many() {
        let since = Instant::now();
        let named = |ids: std::ops::Range<usize>| Some(ids.map(|id| ("invoice", RemoteId::new(id.to_string()))).collect());
        let of = |deliveries: &[Mentioned]| {
            let mut state = State::default();
            for named in deliveries {
                state.expect(ONE, Waiting { named: named.clone(), ..one(since) });
            }
            state.waiting.remove(&ONE).and_then(|waiting| waiting.named).map(|named| named.len())
        };
        assert_eq!(of(&[named(0..2), named(1..5)]), Some(5));
        assert_eq!(of(&[named(0..MOST_NAMED)]), Some(MOST_NAMED));
        assert_eq!(of(&[named(0..MOST_NAMED), named(MOST_NAMED..MOST_NAMED + 1)]), None);
        assert_eq!(of(&[named(0..MOST_NAMED + 1), named(0..1)]), None, "what was too many stays so");
        assert_eq!(of(&[named(0..1), None, named(0..1)]), None);
    }

    #[test]
    fn what_came_before_is_known_and_memory_is_bounded() {
        let mut state = State::default();
        let hash = |n: usize| digest(HookSource::Xero, &n.to_string());
        assert!(!state.is_known(hash(0)));
        assert!(state.is_known(hash(0)));
        for n in 1..=REMEMBERED {
            assert!(!state.is_known(hash(n)));
        }
        assert_eq!(state.seen.len(), REMEMBERED);
        assert!(!state.is_known(hash(0)), "long ago");
    }
}
