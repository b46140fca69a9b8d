//! One order, carried out exactly once.
//!
//! Its key and its bytes are fixed before this is called and durable as being sent. What may have been carried out already is looked for
//! before it is sent again; while the service surely answers a repeated key with its first answer, the same key and bytes are repeated
//! instead. What was found is taken over if it is the order's, shown if it is not, and never overwritten.

use std::future::Future;
use std::time::Duration;

use super::compare::{Difference, differences, has_all, overwritten};
use super::reconcile::value;
use crate::domain::push::{Accepted, Found, Frozen, Lookup, Order, VoidOrder};
use crate::domain::{Payload, RemoteId};
use crate::provider::{Clash, Contested, ProviderError, Quota, Refusal, Replay, Retry, RetryAfter, WriteError};
use crate::remote::{RemoteError, SendError, Session};

/// Requests with one key in one attempt.
const TRIES: u32 = 3;

/// Pause before the first repetition; it grows fourfold.
const PAUSE: Duration = Duration::from_millis(250);

/// Longest pause within an attempt: a longer one ends it.
const LONGEST_PAUSE: Duration = Duration::from_secs(65);

/// The requests that carrying out an order needs.
pub trait Wire: Sync {
    /// Sends a request with its key.
    fn send(&self, order: &Order, frozen: &Frozen, key: &str) -> impl Future<Output = Result<Accepted, SendError>> + Send;
    /// Records that may be what an order became.
    fn find(&self, order: &Order, lookup: &Lookup) -> impl Future<Output = Result<Vec<Found>, RemoteError>> + Send;
    /// The ways to look for it.
    fn lookups(&self, order: &Order) -> Vec<Lookup>;
}

impl Wire for Session {
    async fn send(&self, order: &Order, frozen: &Frozen, key: &str) -> Result<Accepted, SendError> {
        Self::send(self, order, frozen, key).await
    }

    async fn find(&self, order: &Order, lookup: &Lookup) -> Result<Vec<Found>, RemoteError> {
        Self::find(self, order, lookup).await
    }

    fn lookups(&self, order: &Order) -> Vec<Lookup> {
        Self::lookups(self, order)
    }
}

/// Waits of an attempt.
pub trait Clock: Sync {
    /// Time since the attempt began.
    fn elapsed(&self) -> Duration;
    /// Waits.
    fn sleep(&self, pause: Duration) -> impl Future<Output = ()> + Send;
}

/// An attempt of an item.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The order.
    pub order: &'a Order,
    /// Its request.
    pub frozen: &'a Frozen,
    /// Its key.
    pub key: &'a str,
    /// Whether an attempt before may have been carried out.
    pub in_doubt: bool,
    /// How long the key holds at the service.
    pub replay: Replay,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Carried out, as ordered.
    Made(Accepted),
    /// It had been carried out before, as ordered.
    Found(Accepted),
    /// Carried out, but the service has another record than ordered.
    Differs(Accepted, Vec<Difference>),
    /// It was carried out, and is voided, deleted or archived since.
    Dead(Accepted),
    /// Not carried out: the service has fields of a contact otherwise than when its change was planned.
    Overwrites(RemoteId, Vec<Difference>),
    /// Another record is in the way, where it is known.
    Clash(Clash, Option<Accepted>),
    /// Refused for good.
    Refused(Refusal),
    /// Surely not carried out: later, with the same key and bytes.
    Later(RemoteError),
    /// Surely not carried out under this key, which is of no more use; the failure, where the service told one.
    Again(Option<ProviderError>),
    /// May have been carried out.
    Unknown(ProviderError),
    /// May have been carried out, and there is no way to look.
    Unsure,
}

/// What was found of an order.
enum Look {
    Ours(Accepted),
    Dead(Accepted),
    Foreign(Accepted),
    Nothing,
}

/// Carries an order out, once.
pub async fn carry_out<W: Wire, C: Clock>(wire: &W, clock: &C, attempt: &Attempt<'_>) -> Outcome {
    let Attempt { order, frozen, key, replay, .. } = *attempt;
    if attempt.in_doubt {
        match look(wire, order).await {
            Ok(Some(found)) => {
                if let Some(outcome) = known(order, found) {
                    return outcome;
                }
            }
            // Without a way to look, the key is the only guard: it holds, or a person decides.
            Ok(None) if replay.window.is_zero() || matches!(order, Order::Mail(_)) => return Outcome::Unsure,
            Ok(None) => {}
            Err(error) => return unsure(error),
        }
    }
    match compared(wire, order).await {
        Ok(None) => {}
        Ok(Some(outcome)) => return outcome,
        Err(error) if attempt.in_doubt => return unsure(error),
        Err(error) => return Outcome::Later(error),
    }
    let mut repeated = attempt.in_doubt;
    let mut pause = PAUSE;
    for tried in 1..=TRIES {
        let unknown = match wire.send(order, frozen, key).await {
            Ok(accepted) if repeated => return read_back(wire, order, accepted).await,
            Ok(accepted) => return judged(order, accepted, Outcome::Made),
            Err(SendError::NotSent(error)) if repeated => return unsure(error),
            Err(SendError::NotSent(error)) => return Outcome::Later(error),
            Err(SendError::Told(WriteError::Refused(refusal))) => return Outcome::Refused(refusal),
            Err(SendError::Told(WriteError::Clash(clash))) => return clashed(wire, order, clash).await,
            Err(SendError::Told(WriteError::KeyTaken)) => {
                return match look(wire, order).await {
                    Ok(Some(found)) => known(order, found).unwrap_or(Outcome::Again(None)),
                    Ok(None) => Outcome::Unsure,
                    Err(error) => unsure(error),
                };
            }
            Err(SendError::Told(WriteError::NotSent(error) | WriteError::Unknown(error))) => error,
        };
        repeated = true;
        // A stored failure is answered again, whatever became of the first request: only looking tells.
        let stored = replay.keeps_failures && matches!(unknown, ProviderError::Server { .. } | ProviderError::Stumbled { .. });
        let wait = asked(&unknown).unwrap_or(pause);
        let holds = clock.elapsed().saturating_add(wait) < replay.window;
        if tried < TRIES && !stored && holds && wait <= LONGEST_PAUSE {
            clock.sleep(wait).await;
            pause = pause.saturating_mul(4);
            continue;
        }
        return match look(wire, order).await {
            Ok(Some(found)) => match known(order, found) {
                Some(outcome) => outcome,
                // The failed request has been answered: nothing of it is under way.
                None if stored => Outcome::Again(Some(unknown)),
                None => Outcome::Unknown(unknown),
            },
            Ok(None) | Err(_) => Outcome::Unknown(unknown),
        };
    }
    Outcome::Unknown(ProviderError::Timeout)
}

/// What stands against a change at a service without versions, as the record is now: a version would have the service refuse what another
/// one changed meanwhile.
async fn compared<W: Wire>(wire: &W, order: &Order) -> Result<Option<Outcome>, RemoteError> {
    if let Order::Void(void) = order {
        return if void.existing.version.is_none() { voidable(wire, order, void).await } else { Ok(None) };
    }
    let Order::Contact(contact) = order else { return Ok(None) };
    let Some(existing) = contact.existing.as_ref().filter(|one| one.version.is_none() && contact.base.is_some()) else {
        return Ok(None);
    };
    let id = existing.id.clone();
    let Some(found) = wire.find(order, &Lookup::Id(id.clone())).await?.into_iter().next() else {
        let clash = Clash { what: Contested::Version, holder: Some(id), detail: String::new() };
        return Ok(Some(Outcome::Clash(clash, None)));
    };
    if !found.alive {
        return Ok(Some(Outcome::Dead(found.accepted)));
    }
    let Some(Payload::Contact(now)) = &found.accepted.record else { return Ok(None) };
    let changed = overwritten(contact, now);
    Ok(if !changed.is_empty() {
        Some(Outcome::Overwrites(id, changed))
    } else if has_all(contact, now) {
        Some(Outcome::Found(found.accepted))
    } else {
        None
    })
}

/// What stands against voiding a document: that it is void already, or of another amount than a person confirmed.
async fn voidable<W: Wire>(wire: &W, order: &Order, void: &VoidOrder) -> Result<Option<Outcome>, RemoteError> {
    let id = void.existing.id.clone();
    let Some(found) = wire.find(order, &Lookup::Id(id.clone())).await?.into_iter().next() else { return Ok(None) };
    if !found.alive {
        return Ok(Some(Outcome::Found(found.accepted)));
    }
    if found.accepted.record.as_ref().and_then(value).is_none_or(|gross| gross == void.gross) {
        return Ok(None);
    }
    let clash = Clash { what: Contested::Version, holder: Some(id), detail: String::new() };
    Ok(Some(Outcome::Clash(clash, Some(found.accepted))))
}

/// The pause that the service asks for.
fn asked(error: &ProviderError) -> Option<Duration> {
    match error.retry() {
        Retry::After(RetryAfter::In(pause)) => Some(pause),
        _ => None,
    }
}

/// What an attempt that may have been carried out is after a request that was not sent.
fn unsure(error: RemoteError) -> Outcome {
    match error {
        RemoteError::Failed(error) => Outcome::Unknown(error),
        RemoteError::Cancelled => Outcome::Unknown(ProviderError::Timeout),
        RemoteError::Deferred(until) => {
            let after = Some(RetryAfter::At(until));
            Outcome::Unknown(ProviderError::TooMany { after, quota: Quota::default() })
        }
    }
}

/// What a record says that was looked for; `None` if nothing was found.
fn known(order: &Order, look: Look) -> Option<Outcome> {
    match look {
        Look::Ours(accepted) => Some(judged(order, accepted, Outcome::Found)),
        Look::Dead(accepted) => Some(Outcome::Dead(accepted)),
        Look::Foreign(accepted) => {
            let what = if matches!(order, Order::Contact(_)) { Contested::Name } else { Contested::Number };
            let clash = Clash { what, holder: Some(accepted.id.clone()), detail: String::new() };
            Some(Outcome::Clash(clash, Some(accepted)))
        }
        Look::Nothing => None,
    }
}

fn judged(order: &Order, accepted: Accepted, good: fn(Accepted) -> Outcome) -> Outcome {
    let found = accepted.record.as_ref().map(|record| differences(order, record)).unwrap_or_default();
    if found.is_empty() { good(accepted) } else { Outcome::Differs(accepted, found) }
}

/// The answer to a repeated key may be the first one: whether the record is still there only reading it tells.
async fn read_back<W: Wire>(wire: &W, order: &Order, accepted: Accepted) -> Outcome {
    if matches!(order, Order::Void(_) | Order::Mail(_)) {
        return Outcome::Made(accepted);
    }
    match wire.find(order, &Lookup::Id(accepted.id.clone())).await {
        Ok(found) => match found.into_iter().next() {
            Some(found) if found.alive => judged(order, found.accepted, Outcome::Found),
            Some(_) | None => Outcome::Dead(accepted),
        },
        Err(error) => unsure(error),
    }
}

/// What is in the way may be what an earlier attempt of this order made.
async fn clashed<W: Wire>(wire: &W, order: &Order, clash: Clash) -> Outcome {
    if clash.what == Contested::Version {
        let holder = match order {
            Order::Contact(order) => order.existing.as_ref(),
            Order::Void(order) => Some(&order.existing),
            _ => None,
        };
        let Some(existing) = holder else { return Outcome::Clash(clash, None) };
        let now = wire.find(order, &Lookup::Id(existing.id.clone())).await.ok().and_then(|found| found.into_iter().next());
        if let (Order::Contact(order), Some(Payload::Contact(record))) =
            (order, now.as_ref().and_then(|now| now.accepted.record.as_ref()))
        {
            let changed = overwritten(order, record);
            if !changed.is_empty() {
                return Outcome::Overwrites(existing.id.clone(), changed);
            }
        }
        return Outcome::Clash(clash, now.map(|found| found.accepted));
    }
    match look(wire, order).await {
        Ok(Some(Look::Ours(accepted))) => judged(order, accepted, Outcome::Found),
        Ok(Some(Look::Dead(accepted) | Look::Foreign(accepted))) => Outcome::Clash(clash, Some(accepted)),
        Ok(Some(Look::Nothing) | None) => Outcome::Clash(clash, None),
        Err(error) => unsure(error),
    }
}

/// Looks for what an order became; `None` if there is no way to.
async fn look<W: Wire>(wire: &W, order: &Order) -> Result<Option<Look>, RemoteError> {
    if let Order::Void(void) = order {
        let found = wire.find(order, &Lookup::Id(void.existing.id.clone())).await?;
        return Ok(Some(match found.into_iter().next() {
            Some(found) if found.alive => Look::Nothing,
            Some(found) => Look::Ours(found.accepted),
            None => {
                Look::Ours(Accepted { id: void.existing.id.clone(), number: void.number.clone(), version: None, record: None })
            }
        }));
    }
    if let Order::Contact(contact) = order
        && let Some(existing) = &contact.existing
    {
        let found = wire.find(order, &Lookup::Id(existing.id.clone())).await?.into_iter().next();
        let changed = found.filter(|found| found.alive && found.accepted.version != existing.version);
        return Ok(Some(match changed {
            Some(found) if equal(order, &found.accepted) => Look::Ours(found.accepted),
            // The token of the version guards against what others changed.
            _ => Look::Nothing,
        }));
    }
    let ways = wire.lookups(order);
    if ways.is_empty() {
        return Ok(None);
    }
    let (mut dead, mut foreign) = (None, None);
    for way in ways {
        let found = wire.find(order, &way).await?;
        let mut likely = Vec::new();
        for record in found {
            match (record.marked, record.alive) {
                (Some(true), true) => return Ok(Some(Look::Ours(record.accepted))),
                (Some(true), false) => dead = Some(record.accepted),
                // A service that does not tell marks: what is equal is taken for ours.
                (None, true) if equal(order, &record.accepted) => likely.push(record.accepted),
                (_, true) if way == Lookup::Number => foreign = Some(record.accepted),
                _ => {}
            }
        }
        match (likely.pop(), likely.is_empty()) {
            (Some(only), true) => return Ok(Some(Look::Ours(only))),
            // Two that are equal: which one is ours cannot be told.
            (Some(one), false) => foreign = Some(one),
            (None, _) => {}
        }
    }
    Ok(Some(match (dead, foreign) {
        (Some(dead), _) => Look::Dead(dead),
        (None, Some(foreign)) => Look::Foreign(foreign),
        (None, None) => Look::Nothing,
    }))
}

fn equal(order: &Order, accepted: &Accepted) -> bool {
    accepted.record.as_ref().is_some_and(|record| differences(order, record).is_empty())
}
