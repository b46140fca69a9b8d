//! The worker of the outbox for writes: it carries out what was approved, each item once.
//!
//! For: the process that has the store. Uses: `push` for one order, the store's outbox, the companies' accounts. Never: planning or
//! approving. An item is durable as being sent before its first byte leaves; its end and its link are one commit.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Result;
use super::local::{Local, provider_entry};
use super::push_state::{NAP, Went};
use super::task::{Keeper, blocking, lock, surviving};
use crate::domain::outgoing::{LinkedBy, Outgoing, PushLink, awaited};
use crate::domain::push::{Accepted, Frozen, Listing, Order, OrderKind, WriteSettings};
use crate::domain::{CompanyId, Contact, ItemKey, Link, Message, OutboxState, Payload, Queue, RemoteId, Settled};
use crate::error::{Describe, Error, ErrorKind};
use crate::locale::Lang;
use crate::provider::{Contested, ProviderError, WriteRules};
use crate::push::{self, Attempt, Difference, Outcome};
use crate::remote::{Observer, Priority, RemoteError, Session};
use crate::store::StoreError;
use crate::store::pushes::{self, ClaimedPush};

/// Time at shutdown for what is being sent.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long settings of a company are taken for granted.
const FRESH: Duration = Duration::from_mins(10);
/// Failures after which an item needs a person.
const MOST: u32 = 30;

/// Follows nothing.
struct Quiet;

impl Observer for Quiet {
    fn sent(&self) {}
    fn quota(&self, _: Option<(u32, u32)>) {}
    fn waits(&self, _: Timestamp, _: Duration) {}
    fn goes_on(&self) {}
}

/// The waits of an attempt.
struct Watch(Instant);

impl push::Pause for Watch {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    async fn sleep(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
    }
}

impl Local {
    /// Carries out from now on what is approved.
    pub(crate) fn keep_pushing(self: &Arc<Self>) {
        if self.options.read_only || self.borrowed.is_some() {
            return;
        }
        self.note_matched(&[]);
        let stop = CancellationToken::new();
        let (local, token) = (Arc::downgrade(self), stop.clone());
        let task = tokio::spawn(async move {
            while let Some(local) = local.upgrade() {
                let next = match surviving("writes", local.push_due(&token)).await {
                    Ok(next) => next,
                    Err(error) => {
                        tracing::error!(%error, "the outbox could not be worked on");
                        None
                    }
                };
                let now = local.options.clock.now();
                let wait = next.map_or(NAP, |at| Duration::try_from(at.duration_since(now)).unwrap_or_default().min(NAP));
                let woken = async {
                    // Held as long as the wait alone: the store closes without it.
                    local.pushing.wake.notified().await;
                };
                tokio::select! {
                    () = token.cancelled() => return,
                    () = woken => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
        });
        *lock(&self.pushing.keeper) = Some(Keeper { stop, task });
    }

    /// Stops the worker. What is being sent may end within seconds; what does not is looked for by the next worker.
    pub(crate) async fn stop_pushing(&self) {
        let Some(Keeper { stop, mut task }) = lock(&self.pushing.keeper).take() else { return };
        stop.cancel();
        if tokio::time::timeout(FAREWELL, &mut task).await.is_err() {
            task.abort();
            let _ = task.await;
        }
    }

    /// Has the worker look at once.
    pub(crate) fn wake_pushing(&self) {
        self.pushing.wake.notify_one();
    }

    /// Carries one item out as far as it goes, and keeps how that ended.
    pub(super) async fn push_one(self: &Arc<Self>, claimed: ClaimedPush) -> Result<Went> {
        let (key, attempt) = (claimed.entry.item.key.clone(), claimed.entry.item.attempts);
        self.pushing.troubles.began(&key);
        let (end, link) = match self.attempt(&claimed).await {
            Ok(ended) => ended,
            Err(error) => (self.unmade(&claimed, &error), None),
        };
        if !matches!(end, Settled::Sent { .. } | Settled::Again { error: None, .. }) {
            tracing::info!(item = %key.id, company = %key.company, ?end, "an item of the outbox is not sent");
        }
        if !matches!(end, Settled::Later { .. } | Settled::Again { .. } | Settled::Unknown { .. }) {
            self.pushing.troubles.over(&key);
        }
        let went = if matches!(end, Settled::Later { .. }) { Went::Waits } else { Went::On };
        let made = if let Settled::Sent { link: Some(link) } = &end { Some(link.remote.clone()) } else { None };
        let (local, now) = (self.clone(), self.options.clock.now());
        blocking(move || {
            // Held until the end is durable: what is read back is newer than the write.
            let settling = made.map(|made| (local.pushing.written.settling(), made));
            pushes::settle(&*local.store, &key, attempt, end, link.as_ref(), now)?;
            if let Some((settling, made)) = settling {
                settling.done(key.company, local.changed_by(&key, claimed.entry.outgoing, &made)?);
            }
            Ok(went)
        })
        .await
    }

    /// How an attempt ends that failed before a request could leave.
    fn unmade(&self, claimed: &ClaimedPush, error: &Error) -> Settled {
        let text = Some(self.push_text(&error.message));
        let is_persons = error.kind == ErrorKind::Credentials;
        let failures = self.pushing.troubles.failed(&claimed.entry.item);
        let due = self.later(if is_persons { u32::MAX } else { failures }, Duration::from_mins(15));
        if claimed.in_doubt { Settled::Unknown { error: text, due: Some(due) } } else { Settled::Later { error: text, due } }
    }

    async fn attempt(self: &Arc<Self>, claimed: &ClaimedPush) -> Result<(Settled, Option<PushLink>)> {
        let item = &claimed.entry.item;
        let company = item.key.company;
        let (local, mut outgoing) = (self.clone(), claimed.entry.outgoing.clone());
        let resolved = blocking(move || {
            let waits = resolve(&local, company, &mut outgoing)?;
            let company = local.by_id(company)?;
            let rules = provider_entry(&company.provider)?.writes;
            let session = local.account(&company)?.session(Priority::Bulk, Arc::new(Quiet), CancellationToken::new());
            Ok((waits, outgoing, rules, session))
        });
        let (waits, outgoing, rules, session) = resolved.await?;
        match waits {
            Waits::No => {}
            Waits::Until(what) => {
                self.pushing.troubles.idle(&item.key);
                let text = Message::new("push-waits-for").with("what", what);
                let due = self.options.clock.now().saturating_add(SignedDuration::from_secs(2)).unwrap_or(Timestamp::MAX);
                return Ok((Settled::Later { error: Some(self.push_text(&text)), due }, None));
            }
            Waits::InVain(what) => {
                let text = Message::new("push-waits-in-vain").with("what", what);
                return Ok((Settled::Rejected { error: Some(self.push_text(&text)) }, None));
            }
        }
        let Some(rules) = rules else { return Err(ProviderError::Unsupported.into()) };
        let Some(frozen) = &claimed.frozen else {
            let settings = self.write_settings(company, &session).await?;
            self.pushing.troubles.idle(&item.key);
            return self.freeze((item.queued, &session), &outgoing, &settings);
        };
        let beside = if rules.listed_payments { self.paid_beside(item, &outgoing.order).await? } else { None };
        if let Some((what, due)) = beside {
            self.pushing.troubles.idle(&item.key);
            let error = Some(self.push_text(&Message::new("push-waits-for").with("what", what)));
            let (later, doubtful) = (Settled::Later { error: error.clone(), due }, Settled::Unknown { error, due: Some(due) });
            return Ok((if claimed.in_doubt { doubtful } else { later }, None));
        }
        self.carry_out(claimed, (&outgoing, frozen), (&session, rules)).await
    }

    /// Fixes the bytes of an item before its first request; they get a key of their own. It keeps its place in the queue.
    fn freeze(
        &self,
        (queued, session): (Timestamp, &Session),
        outgoing: &Outgoing,
        settings: &WriteSettings,
    ) -> Result<(Settled, Option<PushLink>)> {
        Ok(match session.render(&outgoing.order, settings) {
            Ok(frozen) => (Settled::Again { payload: pushes::payload(&frozen)?, error: None, due: queued }, None),
            Err(error) => (Settled::Rejected { error: Some(self.push_text(&error.message())) }, None),
        })
    }

    async fn carry_out(
        self: &Arc<Self>,
        claimed: &ClaimedPush,
        (outgoing, frozen): (&Outgoing, &Frozen),
        (session, rules): (&Session, &WriteRules),
    ) -> Result<(Settled, Option<PushLink>)> {
        let item = &claimed.entry.item;
        let key = item.idempotency_key();
        let attempt = Attempt { order: &outgoing.order, frozen, key: &key, in_doubt: claimed.in_doubt, replay: rules.replay };
        let outcome = push::carry_out(session, &Watch(Instant::now()), &attempt).await;
        tracing::debug!(item = %item.key.id, %key, ?outcome, "an item of the outbox");
        let outcome = self.numbered_there((item.key.company, session), outcome).await?;
        if let Some(other) = self.made_from_another(item.key.company, outgoing, &outcome).await? {
            let text = Message::new("push-other-source").with("source", other.source.as_str()).with("id", other.remote.as_str());
            return Ok((Settled::Conflict { error: Some(self.push_text(&text)) }, None));
        }
        if let Some(payload) = self.anew((item.key.company, session), (&outgoing.order, frozen), &outcome).await? {
            return Ok((Settled::Again { payload, error: None, due: item.queued }, None));
        }
        let before = self.agreed_before(item.key.company, outgoing).await?;
        let sent = |accepted: Accepted, how| {
            let link = link_of(outgoing, &accepted, how, before.as_ref());
            let remote = Link { remote: accepted.id, version: accepted.version, base: Vec::new() };
            (Settled::Sent { link: Some(remote) }, Some(link))
        };
        let conflict = |text: &Message| Settled::Conflict { error: Some(self.push_text(text)) };
        Ok(match outcome {
            Outcome::Made(accepted) => sent(accepted, LinkedBy::Made),
            Outcome::Found(accepted) => sent(accepted, LinkedBy::Found),
            Outcome::Differs(accepted, found) => {
                let text = Message::new("push-differs").with("id", accepted.id.as_str()).with("fields", told(&found));
                // It is there: a plan must not make it again.
                (conflict(&text), Some(link_of(outgoing, &accepted, LinkedBy::Made, before.as_ref())))
            }
            Outcome::Overwrites(id, found) => {
                let text = Message::new("push-overwrites").with("id", id.as_str()).with("fields", told(&found));
                (conflict(&text), None)
            }
            Outcome::Dead(accepted) => (conflict(&Message::new("push-dead").with("id", accepted.id.as_str())), None),
            Outcome::Clash(clash, holder) => {
                let text = Message::new("push-clash").with("what", clash.what.as_str()).with("detail", clash.detail);
                let text = text.with("mapping", mapping_of(outgoing, clash.what));
                (conflict(&text.with("holder", holding(holder.as_ref(), clash.holder.as_ref()))), None)
            }
            Outcome::Refused(refusal) => {
                let text = Message::new("push-refused").with("ground", refusal.ground.as_str()).with("detail", refusal.detail);
                (Settled::Rejected { error: Some(self.push_text(&text)) }, None)
            }
            Outcome::Later(error) => {
                let due = self.after(self.pushing.troubles.failed(item), &error);
                (Settled::Later { error: Some(self.push_text(&error.message())), due }, None)
            }
            Outcome::Again(error) => {
                let due = self.later(self.pushing.troubles.failed(item), Duration::from_mins(10));
                let error = error.map(|error| self.push_text(&error.message()));
                (Settled::Again { payload: item.payload.clone(), error, due }, None)
            }
            Outcome::Unknown(error) => {
                // An attempt with a key waits as long as the service asks for, several times: what is still too much then is a quota that is
                // used up, not a burst.
                let is_used_up = matches!(error, ProviderError::TooMany { .. }) && !rules.replay.window.is_zero();
                let failures = self.pushing.troubles.failed(item);
                let pause = if is_used_up { u32::MAX } else { failures };
                let due = (failures < MOST).then(|| self.later(pause, Duration::from_mins(10)));
                // The service said when it can be asked: no person has to act before.
                match self.asked_for(&error) {
                    Some(until) => {
                        let text = RemoteError::Deferred(until).message();
                        let due = self.later(pause, Duration::from_mins(10)).max(until);
                        (Settled::Unknown { error: Some(self.push_text(&text)), due: Some(due) }, None)
                    }
                    None => (Settled::Unknown { error: Some(self.push_text(&error.message())), due }, None),
                }
            }
            Outcome::Unsure => (Settled::Unknown { error: Some(self.push_text(&Message::new("push-unsure"))), due: None }, None),
        })
    }

    /// What an outcome is where the company lets its service number documents: another number than ours is as ordered then.
    async fn numbered_there(&self, (company, session): (CompanyId, &Session), outcome: Outcome) -> Result<Outcome> {
        let Outcome::Differs(accepted, found) = outcome else { return Ok(outcome) };
        let is_number = found.iter().all(|one| one.field == "invoice_number") && !accepted.number.is_empty();
        if is_number && self.write_settings(company, session).await?.own_numbers == Some(false) {
            return Ok(Outcome::Made(accepted));
        }
        Ok(Outcome::Differs(accepted, found))
    }

    /// The link of another source with the document that is taken for what an order became: it is not ours, however equal.
    async fn made_from_another(
        self: &Arc<Self>,
        company: CompanyId,
        outgoing: &Outgoing,
        outcome: &Outcome,
    ) -> Result<Option<PushLink>> {
        let (Order::Document(_), Outcome::Found(accepted) | Outcome::Differs(accepted, _)) = (&outgoing.order, outcome) else {
            return Ok(None);
        };
        let (local, kind, source, id) = (self.clone(), outgoing.order.kind(), outgoing.source.clone(), accepted.id.clone());
        let is_other = move |link: &PushLink| link.remote == id && link.kind == kind && link.source != source;
        blocking(move || Ok(pushes::links(&*local.store, company)?.into_iter().find(is_other))).await
    }

    /// What both sides agreed on of a customer, before it is changed.
    async fn agreed_before(self: &Arc<Self>, company: CompanyId, outgoing: &Outgoing) -> Result<Option<Contact>> {
        if outgoing.order.action() != "update" {
            return Ok(None);
        }
        let (local, source) = (self.clone(), outgoing.source.clone());
        let link = blocking(move || Ok(pushes::link(&*local.store, company, &source)?)).await?;
        Ok(link.and_then(|link| match link.base {
            Some(Payload::Contact(base)) => Some(*base),
            _ => None,
        }))
    }

    /// What the settings of a company say about writing.
    pub(super) async fn write_settings(&self, company: CompanyId, session: &Session) -> Result<WriteSettings> {
        let known = lock(&self.pushing.settings).get(&company).cloned();
        if let Some((_, settings)) = known.filter(|(at, _)| at.elapsed() < FRESH) {
            return Ok(settings);
        }
        let settings = session.write_settings().await?;
        lock(&self.pushing.settings).insert(company, (Instant::now(), settings.clone()));
        Ok(settings)
    }

    /// Percentages of the tax codes of a company, as far as its service tells them.
    pub(super) async fn percents(&self, company: CompanyId, session: &Session) -> Result<BTreeMap<RemoteId, Decimal>> {
        let known = lock(&self.pushing.percents).get(&company).cloned();
        if let Some((_, percents)) = known.filter(|(at, _)| at.elapsed() < FRESH) {
            return Ok(percents);
        }
        let list = session.choices(Listing::TaxCodes).await?;
        let percents: BTreeMap<RemoteId, Decimal> =
            list.into_iter().filter_map(|choice| Some((choice.id, choice.percent?))).collect();
        lock(&self.pushing.percents).insert(company, (Instant::now(), percents.clone()));
        Ok(percents)
    }

    /// A text that is kept with an item.
    pub(super) fn push_text(&self, message: &Message) -> String {
        self.options.config.lang.unwrap_or(Lang::En).locale().text(message)
    }
}

/// Whether an item waits for others.
pub(super) enum Waits {
    No,
    /// Until another one was sent.
    Until(String),
    /// Another one will not be sent.
    InVain(String),
}

/// Puts in the identifiers that other items made meanwhile.
pub(super) fn resolve(local: &Local, company: CompanyId, outgoing: &mut Outgoing) -> Result<Waits> {
    for id in outgoing.pending_mut() {
        let Some(item) = awaited(id) else { continue };
        let key = ItemKey { company, queue: Queue::Push, id: item };
        let Some(entry) = pushes::entry_of(&*local.store, &key)? else {
            return Ok(Waits::InVain(key.id.to_string()));
        };
        let title = entry.outgoing.title().to_owned();
        match entry.item.state {
            OutboxState::Sent { link: Some(link), .. } => *id = link.remote,
            OutboxState::Queued | OutboxState::Sending { .. } => return Ok(Waits::Until(title)),
            OutboxState::Unknown { .. } if entry.item.due.is_some() => return Ok(Waits::Until(title)),
            OutboxState::Conflict { .. } | OutboxState::Unknown { .. } => {
                // It may be there all the same: then it is linked. Otherwise a person is needed, and this is planned anew afterwards.
                let link = pushes::links(&*local.store, company)?.into_iter().find(|link| link.source == entry.outgoing.source);
                match link {
                    Some(link) => *id = link.remote,
                    None => return Ok(Waits::InVain(title)),
                }
            }
            OutboxState::Sent { link: None, .. } | OutboxState::Rejected { .. } | OutboxState::Discarded { .. } => {
                return Ok(Waits::InVain(title));
            }
        }
    }
    Ok(Waits::No)
}

/// Fields that differ, as one text.
fn told(found: &[Difference]) -> String {
    let fields: Vec<String> = found.iter().map(|one| format!("{}: {} ≠ {}", one.field, one.ours, one.theirs)).collect();
    fields.join("; ")
}

/// The mapping by which a person links the record that is in the way with what an item comes from; `none` where none does.
fn mapping_of(outgoing: &Outgoing, what: Contested) -> String {
    match (what, &outgoing.order) {
        (Contested::Name, Order::Contact(order)) if order.existing.is_none() => format!("contact:{}", outgoing.source),
        (Contested::Number, Order::Document(_)) if outgoing.order.kind() == OrderKind::Invoice => {
            format!("document:{}", outgoing.source)
        }
        _ => "none".to_owned(),
    }
}

/// The record that is in the way of another one, as far as it is known: identifier, customer, total.
fn holding(holder: Option<&Accepted>, id: Option<&RemoteId>) -> String {
    let Some(id) = holder.map(|holder| &holder.id).or(id) else { return "–".to_owned() };
    let told = match holder.and_then(|holder| holder.record.as_ref()) {
        Some(Payload::Document(document)) => {
            vec![document.buyer.name.clone(), format!("{} {}", document.gross.normalize(), document.currency)]
        }
        Some(Payload::Payment(payment)) => vec![format!("{} {}", payment.amount.normalize(), payment.currency)],
        Some(Payload::Contact(contact)) => vec![contact.name.clone()],
        None => Vec::new(),
    };
    std::iter::once(format!("id {id}")).chain(told.into_iter().filter(|part| !part.is_empty())).collect::<Vec<_>>().join(", ")
}

/// What a source became.
fn link_of(outgoing: &Outgoing, accepted: &Accepted, how: LinkedBy, before: Option<&Contact>) -> PushLink {
    let base = match (&outgoing.order, &accepted.record, before) {
        (Order::Contact(order), Some(Payload::Contact(answered)), Some(before)) => {
            Some(Payload::Contact(Box::new(order.agreed(answered, before))))
        }
        (_, record, _) => record.clone(),
    };
    let amount = outgoing.amount();
    // Where the reference of a payment is our mark, it tells a person nothing.
    let is_mark = matches!(&outgoing.order, Order::Payment(order) if *order.mark == *accepted.number);
    let title = if accepted.number.is_empty() || is_mark { outgoing.title() } else { accepted.number.as_str() };
    PushLink {
        source: outgoing.source.clone(),
        kind: outgoing.order.kind(),
        remote: accepted.id.clone(),
        title: title.to_owned(),
        version: accepted.version.clone(),
        base,
        amount: amount.map(|(amount, _)| amount),
        currency: amount.map(|(_, currency)| currency.clone()),
        how,
        ignored: None,
        ignored_as: None,
    }
}

/// The order with our mark: the item's identifier.
pub(super) fn marked(mut outgoing: Outgoing, item: &RemoteId) -> Outgoing {
    outgoing.order.set_mark(item.as_str());
    outgoing
}

/// A store error where an item was changed meanwhile.
pub(super) fn is_stale(error: &StoreError) -> bool {
    matches!(error, StoreError::Stale { .. })
}
