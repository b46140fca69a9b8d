//! Planning writes and approving them.
//!
//! For: the use cases of writing. Uses: `push` for the plan itself, the store for what is known. Never: sending, which is the worker's.

mod known;
mod matched;
mod queueing;
mod selected;
mod shown;
mod untold;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use rust_decimal::Decimal;

use self::known::{customers, number_orders, ordered};
use self::queueing::{choose, enqueue, is_chosen, permits, wake_stalled};
use self::selected::few;
use self::shown::view;
use super::books::summed;
use super::local::{Local, main_feed};
use super::push_error::PushError;
use super::push_view::{PlanRequest, PushList, PushView};
use super::pushing::marked;
use super::task::blocking;
use super::unsynced::last_sync;
use super::write_scope::rules_of;
use super::{Result, following};
use crate::config::PushRule;
use crate::domain::outgoing::{KeptPlan, Mapping, PlanOf, PushLink, Source};
use crate::domain::own::new_id;
use crate::domain::push::{Choice, ContactOrder, Listing, Order, OrderKind, TaxModel, WriteSettings};
use crate::domain::{Actor, Company, CompanyId, Contact, Currency, Invoice, InvoiceRow, ItemKey, OutboxState, Payment, RemoteId};
use crate::error::Describe;
use crate::provider::WriteRules;
use crate::push::{self, Contacts, Customer, Held, Material, Plan, PlannedState, Receipt, Sight, Taken, TaxKey};
use crate::remote::Session;
use crate::store::pushes::{self, By, PushEntry};
use crate::store::{OwnWrite, Store, StoreError, StoreExt};

/// What a plan is made from, read from the store.
struct Ground {
    company: Company,
    rules: &'static WriteRules,
    from: Option<CompanyId>,
    of: PlanOf,
    /// Currency of the source's books.
    home: Option<Currency>,
    documents: Vec<Invoice>,
    payments: Vec<Payment>,
    /// Documents of the source with payments that came from the company.
    back: HashSet<RemoteId>,
    receipts: Vec<Receipt>,
    contacts: HashMap<RemoteId, Contact>,
    mappings: BTreeMap<String, Mapping>,
    links: BTreeMap<Source, PushLink>,
    waiting: BTreeMap<Source, RemoteId>,
    /// Money for documents that the last sync cannot know.
    under_way: BTreeMap<RemoteId, Decimal>,
    /// Items that were refused, by source: a new order of it replaces them.
    refused: HashMap<Source, Vec<ItemKey>>,
    /// What the service refused as it is.
    held: BTreeMap<Source, Held>,
    /// What the source of each customer told when it was written last.
    ordered: BTreeMap<Source, ContactOrder>,
    there: Vec<Contact>,
    /// Customers that were ordered, by tax number.
    customers: BTreeMap<TaxKey, Customer>,
    numbers: HashMap<String, Taken>,
    /// Of a plan that is approved: the record that every approval of it writes.
    guard: Option<OwnWrite>,
}

/// What a plan is made from: a selection of documents.
struct Selection {
    from: Option<CompanyId>,
    documents: Vec<Invoice>,
    of: PlanOf,
}

/// What of a plan is approved.
#[derive(Debug, Clone)]
pub(super) struct Approval {
    /// Only what a rule permits.
    pub(super) by_rule: bool,
    /// Only these items, as the plan names them; all where empty.
    pub(super) only: Vec<String>,
    /// A key of the caller's.
    pub(super) call: Option<String>,
}

impl Local {
    /// Plans what documents become at a company, and keeps the plan.
    pub(super) async fn plan_push(self: &Arc<Self>, request: PlanRequest, actor: &Actor) -> Result<PushList> {
        let (to, from) = match request.companies.as_slice() {
            [to] => (*to, None),
            [to, from] if to == from && request.of == PlanOf::Matches => (*to, None),
            [to, from] if to == from => return Err(PushError::SameCompany.into()),
            [to, from] => (*to, Some(*from)),
            _ => return Err(PushError::NoSource.into()),
        };
        if from.is_none() && request.file.is_none() && request.of != PlanOf::Matches {
            return Err(PushError::NoSource.into());
        }
        for company in &request.companies {
            self.by_id(*company)?;
        }
        let (file, of) = (request.file.clone(), request.of);
        let on = |local: Arc<Self>, request: PlanRequest| {
            blocking(move || {
                let documents = match (from, request.file) {
                    (_, Some(file)) => few(file)?,
                    (Some(from), None) if !request.of.settles() => local.found(from, request.query)?,
                    (_, None) => Vec::new(),
                };
                ground(&local, to, Selection { from, documents, of: request.of })
            })
        };
        let mut ground = on(self.clone(), request.clone()).await?;
        if let Some((from, untold)) = from.zip(self.untold(&ground)?) {
            // What is not answered is told by the plan.
            match self.fetch_payments(from, untold, actor).await {
                Ok(_) => ground = on(self.clone(), request).await?,
                Err(error) => tracing::warn!(%error, "payments of documents that are paid are not asked for"),
            }
        }
        self.plan_on(ground, (from, of, file), actor).await
    }

    /// Plans the same documents again: with what is mapped, linked and known now.
    pub(super) async fn plan_again(self: &Arc<Self>, to: CompanyId, actor: &Actor) -> Result<Option<PushList>> {
        let local = self.clone();
        let Some((ground, from, of)) = blocking(move || again(&local, to)).await? else { return Ok(None) };
        Ok(Some(self.plan_on(ground, (from, of, None), actor).await?))
    }

    async fn plan_on(
        self: &Arc<Self>,
        ground: Ground,
        (from, of, file): (Option<CompanyId>, PlanOf, Option<Vec<Invoice>>),
        actor: &Actor,
    ) -> Result<PushList> {
        let (session, settings) = self.asked(&ground.company).await?;
        let (session, ground, plan) = self.planned_of(session, ground, settings).await?;
        let candidates = candidates(&session, &plan).await?;
        let views = plan.items.iter().map(|item| view(item, ground.company.id, &candidates)).collect();
        let (local, actor, now) = (self.clone(), actor.clone(), self.options.clock.now());
        let company = ground.company.id;
        // Documents that nothing was planned for are over: they are linked or wait.
        let kept = KeptPlan { from, of, at: now, entries: plan.digests() };
        let paused = blocking(move || {
            let by = By { at: now, author: &actor };
            let file = file.map(|file| local.with_approved(company, file)).transpose()?;
            pushes::keep_plan(&*local.store, company, &kept, file.as_deref(), by)?;
            Ok(pushes::paused(&*local.store)?.is_some())
        });
        Ok(PushList { items: views, paused: paused.await? })
    }

    /// A session with a company's account, and what its settings say.
    pub(super) async fn asked(self: &Arc<Self>, company: &Company) -> Result<(Session, WriteSettings)> {
        let (local, of) = (self.clone(), company.clone());
        let session = blocking(move || Ok(local.account(&of)?.question())).await?;
        let settings = self.write_settings(company.id, &session).await?;
        Ok((session, settings))
    }

    /// Approves what was planned for a company: what is ready and still is what was planned is queued. By rule: only what a rule permits.
    /// Returns every item of the plan, queued ones with their number.
    pub(super) async fn apply_push(self: &Arc<Self>, to: CompanyId, approval: Approval, actor: &Actor) -> Result<PushList> {
        if self.options.read_only {
            return Err(PushError::ReadOnly.into());
        }
        for _ in 1..following::ROUNDS {
            // Another process may approve the same plan: what it queued is seen when it is looked at again.
            match self.apply_once(to, approval.clone(), actor).await {
                Err(error) if following::is_stale(&error) => {}
                done => return done,
            }
        }
        self.apply_once(to, approval, actor).await
    }

    async fn apply_once(
        self: &Arc<Self>,
        to: CompanyId,
        Approval { by_rule, only, call }: Approval,
        actor: &Actor,
    ) -> Result<PushList> {
        if let Some(call) = call.clone() {
            let local = self.clone();
            if let Some(list) = blocking(move || repeated(&local, to, &call)).await? {
                return Ok(list);
            }
        }
        // Two calls at a time would plan and queue the same.
        let _planning = self.pushing.planning.lock().await;
        let local = self.clone();
        let Some((ground, from, of)) = blocking(move || again(&local, to)).await? else {
            return Err(PushError::NoPlan.into());
        };
        self.may_write(&ground.company)?;
        let (session, settings) = self.asked(&ground.company).await?;
        let (session, ground, plan) = self.planned_of(session, ground, settings.clone()).await?;
        let rules: Vec<PushRule> = self.options.config.push.allow.clone();
        let (local, author, now) = (self.clone(), actor.clone(), self.options.clock.now());
        let zone = self.options.zone.clone();
        let list = blocking(move || {
            let before = pushes::plan(&*local.store, to)?.map(|plan| plan.entries).unwrap_or_default();
            let before: HashMap<RemoteId, [u8; 16]> = before.into_iter().collect();
            let digests = plan.digests();
            let same: HashSet<&RemoteId> =
                digests.iter().filter(|(id, digest)| before.get(id) == Some(digest)).map(|(id, _)| id).collect();
            let local_now = now.to_zoned(zone);
            let permitted = |item: &push::Planned| {
                let name = &ground.company.name;
                let is_meant = only.is_empty() || only.iter().any(|meant| *meant == item.source.to_string());
                is_meant && (!by_rule || rules.iter().any(|rule| permits(rule, name, item, &local_now)))
            };
            let chosen = choose(&plan, &same, permitted);
            let by = By { at: now, author: &author };
            wake_stalled(&local, to, by)?;
            let queued = enqueue(&local, (&ground, &plan), (&chosen, &session, &settings), call.as_deref(), by)?;
            let kept = KeptPlan { from, of, at: by.at, entries: digests.clone() };
            match pushes::keep_plan(&*local.store, to, &kept, None, by) {
                // Planned again by another process meanwhile: what is queued stays queued.
                Err(StoreError::Stale { .. }) => {}
                kept => kept?,
            }
            let none = HashMap::new();
            let mut items = Vec::new();
            for (place, item) in plan.items.iter().enumerate() {
                let mut shown = view(item, to, &none);
                if let Some(id) = queued.get(&place) {
                    shown.item = id.to_string();
                    "queued".clone_into(&mut shown.state);
                } else if item.state == PlannedState::Ready && !same.contains(&item.document) {
                    shown.problems.push(crate::domain::Message::new("push-changed"));
                } else if item.state == PlannedState::Ready && by_rule {
                    shown.problems.push(crate::domain::Message::new("push-no-rule"));
                }
                items.push(shown);
            }
            Ok(PushList { items, paused: pushes::paused(&*local.store)?.is_some() })
        })
        .await?;
        self.wake_pushing();
        Ok(list)
    }

    /// Plans what is known, and refuses what the service could not hold.
    async fn planned_of(&self, session: Session, ground: Ground, settings: WriteSettings) -> Result<(Session, Ground, Plan)> {
        let is_rated = !ground.of.settles() && settings.tax == TaxModel::Line;
        let percents = if is_rated { self.percents(ground.company.id, &session).await? } else { BTreeMap::new() };
        let now = self.options.clock.now();
        blocking(move || {
            let contacts = Contacts::new(&ground.there);
            let sight = Sight {
                rules: ground.rules,
                settings: &settings,
                mappings: &ground.mappings,
                links: &ground.links,
                waiting: &ground.waiting,
                under_way: &ground.under_way,
                held: &ground.held,
                ordered: &ground.ordered,
                customers: &ground.customers,
                percents: &percents,
                contacts: &contacts,
                numbers: &ground.numbers,
            };
            let mut plan = if ground.of.settles() {
                push::settle(&sight, &ground.receipts)
            } else {
                let material = Material {
                    from: ground.from,
                    documents: &ground.documents,
                    payments: &ground.payments,
                    pays: ground.of == PlanOf::WithPayments,
                    back: &ground.back,
                    contacts: &ground.contacts,
                    home: ground.home.as_ref(),
                };
                push::plan(&sight, &material)
            };
            drop(contacts);
            let mark = new_id(now, [0; 10]);
            plan.check(|outgoing| {
                let mut outgoing = marked(outgoing.clone(), &mark);
                // What is made before has an identifier of the service then.
                outgoing.pending_mut().into_iter().for_each(|id| *id = RemoteId::new("1"));
                session.render(&outgoing.order, &settings).err().map(|error| error.message())
            });
            Ok((session, ground, plan))
        })
        .await
    }

    /// The companies with a plan.
    pub(super) fn planned_companies(&self) -> Result<Vec<CompanyId>> {
        let mut planned = Vec::new();
        for company in self.registry.companies() {
            if pushes::plan(&*self.store, company.id)?.is_some() {
                planned.push(company.id);
            }
        }
        if planned.is_empty() { Err(PushError::NoPlan.into()) } else { Ok(planned) }
    }
}

/// What an earlier call with this key queued, as it is now.
fn repeated(local: &Local, to: CompanyId, call: &str) -> Result<Option<PushList>> {
    let store = &*local.store;
    let Some(ids) = pushes::called(store, to, call)? else { return Ok(None) };
    let entries = pushes::entries(store, to)?;
    let of_call = |view: &PushView| ids.contains(&view.item);
    let items = entries.iter().map(PushView::of).filter(of_call).collect();
    Ok(Some(PushList { items, paused: pushes::paused(store)?.is_some() }))
}

/// What the last plan of a company is made from now.
fn again(local: &Arc<Local>, to: CompanyId) -> Result<Option<(Ground, Option<CompanyId>, PlanOf)>> {
    let guard = pushes::plan_guard(&*local.store, to)?;
    let Some(kept) = pushes::plan(&*local.store, to)? else { return Ok(None) };
    let ids: Vec<RemoteId> = kept.entries.iter().map(|(id, _)| id.clone()).collect();
    let documents = if kept.of.settles() {
        Vec::new()
    } else if let Some(from) = kept.from {
        local.documents(from, &ids)?
    } else {
        let file = pushes::plan_file(&*local.store, to)?;
        let by_id: HashMap<&RemoteId, &Invoice> = file.iter().map(|invoice| (&invoice.id, invoice)).collect();
        ids.iter().filter_map(|id| by_id.get(id).map(|found| (*found).clone())).collect()
    };
    let selection = Selection { from: kept.from, documents, of: kept.of };
    let mut ground = ground(local, to, selection)?;
    ground.guard = guard;
    ground.receipts.retain(|receipt| receipt.document().is_some_and(|document| ids.contains(document)));
    Ok(Some((ground, kept.from, kept.of)))
}

fn ground(local: &Local, to: CompanyId, selection: Selection) -> Result<Ground> {
    let Selection { from, mut documents, of } = selection;
    let company = local.by_id(to)?;
    let rules = rules_of(&company)?;
    let synced = local.store.sync_state(to, main_feed(&company))?;
    if synced.last_full_scan.is_none() {
        return Err(PushError::NeverSynced { company: company.name }.into());
    }
    let store = &*local.store;
    if let Some(from) = from.filter(|_| !of.settles()) {
        // What was copied from the company that it would go to is there already: it would be issued a second time.
        let came: HashSet<RemoteId> = came(store, from, to, &[OrderKind::Invoice, OrderKind::CreditNote])?;
        documents.retain(|document| !came.contains(&document.id));
    }
    let ids: HashSet<&RemoteId> = documents.iter().map(|invoice| &invoice.id).collect();
    let (mut paid, mut back) = (Vec::new(), HashSet::new());
    let mut contacts = HashMap::new();
    if let Some(from) = from {
        if of == PlanOf::WithPayments {
            // What came from the company that it would go to is known there.
            let came = came(store, from, to, &[OrderKind::Payment])?;
            // Where payments have no identifier of their own it begins with the document's.
            back =
                came.iter().filter_map(|id| id.as_str().split_once(':')).map(|(document, _)| RemoteId::new(document)).collect();
            each::<Payment>(store, from, |payment| {
                if !came.contains(&payment.id) && payment.allocations.iter().any(|part| ids.contains(&part.document)) {
                    paid.push(payment);
                }
            })?;
        }
        each::<Contact>(store, from, |contact| {
            contacts.insert(contact.id.clone(), contact);
        })?;
    }
    let mut there = Vec::new();
    each::<Contact>(store, to, |contact| there.push(contact))?;
    let (mut numbers, mut seen) = (HashMap::new(), HashSet::new());
    store.rows(Some(to), &mut |row: InvoiceRow| {
        seen.insert(row.id.clone());
        if !row.vanished && !row.number.is_empty() && row.direction == crate::domain::Direction::Issued {
            let taken = Taken { id: row.id, customer: row.partner_name.into(), gross: row.gross, currency: row.currency };
            numbers.insert(String::from(row.number), taken);
        }
        ControlFlow::Continue(())
    })?;
    let mappings = pushes::mappings(store, to)?.into_iter().map(|mapping| (mapping.name.clone(), mapping)).collect();
    let (mut waiting, mut refused) = (BTreeMap::new(), HashMap::<Source, Vec<ItemKey>>::new());
    let mut held = BTreeMap::new();
    let entries = pushes::entries(store, to)?;
    let under_way = under_way(local, to, &entries)?;
    let links: BTreeMap<Source, PushLink> =
        pushes::links(store, to)?.into_iter().map(|link| (link.source.clone(), link)).collect();
    number_orders(&mut numbers, (&entries, &links), &seen);
    let (customers, ordered) = (customers(store, to, &entries, &links)?, ordered(&entries));
    for mut entry in entries {
        let sent = !entry.item.payload.is_empty() || entry.outgoing.pending_mut().is_empty();
        if sent && matches!(entry.item.state, OutboxState::Rejected { .. }) {
            let held_item =
                Held { item: entry.item.key.id.clone(), outgoing: entry.outgoing.clone(), error: entry.item.error.clone() };
            held.insert(entry.outgoing.source.clone(), held_item);
        }
        let chosen = is_chosen(&mappings, &entry);
        let source = entry.outgoing.source;
        match entry.item.state {
            OutboxState::Conflict { .. } if chosen => refused.entry(source).or_default().push(entry.item.key),
            OutboxState::Queued | OutboxState::Sending { .. } | OutboxState::Unknown { .. } | OutboxState::Conflict { .. } => {
                waiting.insert(source, entry.item.key.id);
            }
            OutboxState::Rejected { .. } => refused.entry(source).or_default().push(entry.item.key),
            OutboxState::Sent { .. } | OutboxState::Discarded { .. } => {}
        }
    }
    let receipts = if of.settles() { local.receipts(to, from, of, &links)? } else { Vec::new() };
    Ok(Ground {
        company,
        rules,
        from,
        of,
        home: from.and_then(|from| local.home_of(from)),
        documents,
        payments: paid,
        back,
        receipts,
        contacts,
        mappings,
        links,
        waiting,
        under_way,
        refused,
        held,
        ordered,
        there,
        customers,
        numbers,
        guard: None,
    })
}

/// Money for documents of a company that its records cannot know: it waits, or was sent since the last sync began and since the document
/// was read.
fn under_way(local: &Local, company: CompanyId, entries: &[PushEntry]) -> Result<BTreeMap<RemoteId, Decimal>> {
    let since = last_sync(local, company)?;
    let mut sums: BTreeMap<RemoteId, Decimal> = BTreeMap::new();
    for entry in entries {
        let sent = if let OutboxState::Sent { at, .. } = &entry.item.state { Some(*at) } else { None };
        let is_under_way = match &entry.item.state {
            OutboxState::Sent { at, .. } => since.is_some_and(|began| *at >= began),
            OutboxState::Rejected { .. } | OutboxState::Discarded { .. } => false,
            _ => true,
        };
        if let (true, Order::Payment(order)) = (is_under_way, &entry.outgoing.order) {
            let documents: Vec<RemoteId> = order.parts.iter().map(|part| part.document.clone()).collect();
            let stored =
                if sent.is_some() { local.store.get::<Invoice>(company, &documents)? } else { vec![None; documents.len()] };
            for (part, stored) in order.parts.iter().zip(stored) {
                if stored.is_some_and(|stored| sent.is_some_and(|sent| stored.changed > sent)) {
                    continue;
                }
                let sum = sums.entry(part.document.clone()).or_default();
                *sum = summed([*sum, part.amount])?;
            }
        }
    }
    Ok(sums)
}

/// What records of these kinds of a company became at another one.
fn came(store: &dyn Store, at: CompanyId, of: CompanyId, kinds: &[OrderKind]) -> Result<HashSet<RemoteId>> {
    let from_there = |link: &PushLink| link.source.of_record().is_some_and(|(company, ..)| company == of);
    let links = pushes::links(store, at)?.into_iter().filter(|link| kinds.contains(&link.kind) && from_there(link));
    Ok(links.map(|link| link.remote).collect())
}

/// Visits the living records of a kind.
fn each<E: crate::domain::Entity>(store: &dyn Store, company: CompanyId, mut visit: impl FnMut(E)) -> Result<()> {
    store.visit(Some(company), E::KIND, &mut |record| {
        if let Some(stored) = E::stored(record).filter(|stored| stored.vanished.is_none()) {
            visit(stored.entity);
        }
        ControlFlow::Continue(())
    })?;
    Ok(())
}

/// The lists of the company that something of the plan is to be chosen from.
async fn candidates(session: &Session, plan: &Plan) -> Result<HashMap<Listing, Vec<Choice>>> {
    let wanted: HashSet<Listing> =
        plan.items.iter().flat_map(|item| item.missing.iter().filter_map(|missing| missing.listing)).collect();
    let mut lists = HashMap::new();
    for listing in Listing::ALL.into_iter().filter(|listing| wanted.contains(listing)) {
        lists.insert(listing, session.choices(listing).await?);
    }
    Ok(lists)
}
