//! Which items of the outbox for writes are carried out at a time.
//!
//! For: the worker of the outbox. Uses: the store's outbox. Never: what becomes of an item. A slow answer delays its own item alone, and
//! where the service numbers documents itself those of its company that follow in the order of the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Result;
use super::local::{Local, provider_entry};
use super::push_state::{NAP, Went};
use super::pushing::{Waits, resolve};
use super::task::{blocking, surviving};
use crate::domain::push::Order;
use crate::domain::{CompanyId, OutboxItem, OutboxState, Queue, RemoteId, Settled};
use crate::store::Outbox;
use crate::store::pushes::{self, ClaimedPush};

/// Items that are carried out at a time.
const AT_ONCE: usize = 8;
/// Shortest time between two looks at what is due while items are carried out and none of them went on.
const LOOK: Duration = Duration::from_millis(250);

/// Time for which more than one item is waited for before the queue, which may be long, is looked through again.
const GATHER: Duration = Duration::from_millis(25);
/// Time after which items that follow one another are given back: their claim must not end while they wait for a slow answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Pauses of two payments that wait for each other.
const FIRST: SignedDuration = SignedDuration::from_secs(1);
const SECOND: SignedDuration = SignedDuration::from_secs(3);

/// Items that were carried out one after another.
struct Turn {
    items: usize,
    /// The company, where its documents follow one another.
    in_order: Option<CompanyId>,
    went: Result<Went>,
}

/// What is carried out now.
#[derive(Default)]
struct Turns {
    running: FuturesUnordered<BoxFuture<'static, Turn>>,
    items: usize,
    /// Companies of which documents follow one another: nothing more of them is begun meanwhile.
    in_order: Vec<CompanyId>,
    /// Whether something went on since the last look.
    went_on: bool,
}

impl Turns {
    /// Begins to carry out items one after another.
    fn begin(&mut self, local: &Arc<Local>, items: Vec<ClaimedPush>, in_order: Option<CompanyId>) {
        let (local, count) = (local.clone(), items.len());
        self.items += count;
        self.in_order.extend(in_order);
        let turn = async move {
            // Whatever happens to one of them: the others are on their way to the service.
            let went = surviving("a write", local.push_all(items)).await;
            Turn { items: count, in_order, went }
        };
        self.running.push(turn.boxed());
    }

    /// Takes note of what ended.
    fn ended(&mut self, turn: &Turn) {
        self.items = self.items.saturating_sub(turn.items);
        self.in_order.retain(|company| Some(*company) != turn.in_order);
        self.went_on |= !matches!(turn.went, Ok(Went::Waits));
    }

    /// Waits until something ends, and takes note of all that ended; the first error of them.
    async fn next(&mut self) -> Result<()> {
        let mut result = Ok(());
        let mut ended = self.running.next().await;
        while let Some(turn) = ended {
            self.ended(&turn);
            result = result.and(turn.went.map(|_| ()));
            ended = self.running.next().now_or_never().flatten();
        }
        result
    }

    fn room(&self) -> usize {
        AT_ONCE.saturating_sub(self.items)
    }
}

impl Local {
    /// Carries out everything that is due, and tells when something is due next.
    pub(super) async fn push_due(self: &Arc<Self>, stop: &CancellationToken) -> Result<Option<Timestamp>> {
        let mut turns = Turns::default();
        let mut result = Ok(());
        while result.is_ok() && !stop.is_cancelled() {
            self.push_noted().await;
            let claimed = match self.claim_due(turns.room(), turns.in_order.clone()).await {
                Ok(claimed) => claimed,
                Err(error) => {
                    result = Err(error);
                    break;
                }
            };
            turns.went_on = false;
            if claimed.is_empty() && turns.running.is_empty() {
                self.read_written();
                return self.push_next().await;
            }
            if claimed.is_empty() {
                self.read_written();
            }
            for (items, in_order) in self.side_by_side(claimed) {
                turns.begin(self, items, in_order);
            }
            result = self.until_room(&mut turns, stop).await;
        }
        // What is on its way ends before the worker does, whatever went wrong with another one.
        while !turns.running.is_empty() {
            result = result.and(turns.next().await);
        }
        result.map(|()| None)
    }

    /// Waits until there is room for more and something may be due.
    async fn until_room(self: &Arc<Self>, turns: &mut Turns, stop: &CancellationToken) -> Result<()> {
        let mut gathers: Option<Instant> = None;
        loop {
            let has_room = turns.room() > 0;
            let pause = match gathers {
                Some(until) => until.saturating_duration_since(Instant::now()),
                None if has_room => self.pause_to_next().await?,
                None => NAP,
            };
            tokio::select! {
                done = turns.next() => done?,
                () = stop.cancelled() => return Ok(()),
                () = self.pushing.wake.notified(), if has_room => return Ok(()),
                () = tokio::time::sleep(pause), if has_room => return Ok(()),
            }
            if turns.running.is_empty() || turns.went_on && turns.room() > AT_ONCE / 2 {
                return Ok(());
            }
            if turns.went_on {
                gathers.get_or_insert_with(|| Instant::now() + GATHER);
            }
        }
    }

    /// Pause until something is due next, at least [`LOOK`] and at most [`NAP`].
    async fn pause_to_next(self: &Arc<Self>) -> Result<Duration> {
        let (next, now) = (self.push_next().await?, self.options.clock.now());
        let wait = next.map_or(NAP, |at| Duration::try_from(at.duration_since(now)).unwrap_or_default());
        Ok(wait.clamp(LOOK, NAP))
    }

    /// Claims at most `most` items that are due, of no company in `except`.
    async fn claim_due(self: &Arc<Self>, most: usize, except: Vec<CompanyId>) -> Result<Vec<ClaimedPush>> {
        let (local, now) = (self.clone(), self.options.clock.now());
        blocking(move || {
            // A pause holds back what is not on its way yet.
            if pushes::paused(&*local.store)?.is_some() {
                return Ok(Vec::new());
            }
            Ok(pushes::claim(&*local.store, &local.holder, now, most, &except)?)
        })
        .await
    }

    /// When something is due next; nothing while writing is paused.
    async fn push_next(self: &Arc<Self>) -> Result<Option<Timestamp>> {
        let local = self.clone();
        blocking(move || {
            let is_paused = pushes::paused(&*local.store)?.is_some();
            Ok(if is_paused { None } else { local.store.next_due(Queue::Push)? })
        })
        .await
    }

    /// The items that are carried out side by side. Where the service numbers documents itself, one follows another, and the customer that
    /// it is made for, so that the numbers follow in the order of the plan. Where it takes the payments of a document as one list, they
    /// follow, too: of two that read the list at once the later would leave the other one out.
    fn side_by_side(&self, claimed: Vec<ClaimedPush>) -> Vec<(Vec<ClaimedPush>, Option<CompanyId>)> {
        let mut all: Vec<(Vec<ClaimedPush>, Option<CompanyId>)> = Vec::new();
        let mut numbered: BTreeMap<CompanyId, usize> = BTreeMap::new();
        for one in claimed {
            let company = one.entry.item.key.company;
            let rules = || provider_entry(&self.by_id(company).ok()?.provider).ok()?.writes;
            let in_order = match one.entry.outgoing.order {
                Order::Document(_) | Order::Contact(_) => rules().is_some_and(|rules| rules.number == 0),
                Order::Payment(_) => rules().is_some_and(|rules| rules.listed_payments),
                Order::Void(_) | Order::Mail(_) => false,
            };
            if !in_order {
                all.push((vec![one], None));
                continue;
            }
            let place = *numbered.entry(company).or_insert(all.len());
            match all.get_mut(place) {
                Some((before, _)) => before.push(one),
                None => all.push((vec![one], Some(company))),
            }
        }
        all
    }

    /// Carries items out one after another. After a document that only gets its bytes now, items with bytes wait for it.
    async fn push_all(self: Arc<Self>, claimed: Vec<ClaimedPush>) -> Result<Went> {
        let (mut gets_bytes, mut went, begun) = (false, Went::Waits, Instant::now());
        for one in claimed {
            let is_document = matches!(one.entry.outgoing.order, Order::Document(_));
            let waits = gets_bytes && is_document && one.frozen.is_some() && !one.in_doubt;
            if waits || begun.elapsed() > PATIENCE {
                self.give_back(one).await?;
                continue;
            }
            gets_bytes |= is_document && one.frozen.is_none();
            if self.push_one(one).await? == Went::On {
                went = Went::On;
            }
        }
        Ok(went)
    }

    /// A payment that another worker sends for the same document, and when this one is tried again. Where the service takes the payments of
    /// a document as one list, the later of the two would leave the other one out.
    pub(super) async fn paid_beside(self: &Arc<Self>, item: &OutboxItem, order: &Order) -> Result<Option<(String, Timestamp)>> {
        let Order::Payment(payment) = order else { return Ok(None) };
        let documents: BTreeSet<RemoteId> = payment.parts.iter().map(|part| part.document.clone()).collect();
        let (local, key, now) = (self.clone(), item.key.clone(), self.options.clock.now());
        blocking(move || {
            let is_other = |one: &OutboxItem| {
                one.key.company == key.company
                    && one.due.is_some_and(|until| until > now)
                    && matches!(&one.state, OutboxState::Sending { holder, .. } if *holder != local.holder)
            };
            for one in local.store.outbox_open(Queue::Push)?.into_iter().filter(is_other) {
                let Some(mut entry) = pushes::entry_of(&*local.store, &one.key)? else { continue };
                let resolved = resolve(&local, key.company, &mut entry.outgoing)?;
                let Order::Payment(other) = &entry.outgoing.order else { continue };
                if matches!(resolved, Waits::No) && other.parts.iter().any(|part| documents.contains(&part.document)) {
                    // Both may see each other: then one of them comes back first.
                    let pause = if key.id < one.key.id { FIRST } else { SECOND };
                    let due = now.saturating_add(pause).unwrap_or(Timestamp::MAX);
                    return Ok(Some((entry.outgoing.title().to_owned(), due)));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Gives an item back that was claimed and not begun; it keeps its place in the queue.
    async fn give_back(self: &Arc<Self>, one: ClaimedPush) -> Result<()> {
        let item = one.entry.item;
        self.pushing.troubles.idle(&item.key);
        let end = if one.in_doubt {
            Settled::Unknown { error: item.error, due: Some(item.queued) }
        } else {
            Settled::Later { error: None, due: item.queued }
        };
        let (local, now) = (self.clone(), self.options.clock.now());
        blocking(move || Ok(pushes::settle(&*local.store, &item.key, item.attempts, end, None, now)?)).await
    }
}
