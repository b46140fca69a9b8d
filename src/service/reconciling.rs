//! What was written against what is there now, from what was synced of both sides; and the orders for one document.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::link_sides::{Beside, Synced, part_of};
use super::local::{Local, main_feed, provider_entry};
use super::push_error::PushError;
use super::push_view::{PushView, ReconcileView, Reconciled};
use super::pushing::marked;
use super::task::blocking;
use super::write_scope::rules_of;
use super::{Result, ServiceError, following};
use crate::domain::ledger::Profile;
use crate::domain::outgoing::{LinkedBy, Mapping, Outgoing, PushLink, Source};
use crate::domain::own::new_id;
use crate::domain::push::{Accepted, Existing, Lookup, MailOrder, Order, OrderKind, TaxModel, VoidOrder, WriteSettings};
use crate::domain::{
    Actor, Company, CompanyId, Invoice, InvoiceRow, ItemKey, Kind, Message, OutboxState, Payload, Queue, RecordKey,
    RelatedDocument, RemoteId,
};
use crate::push::{self, Missing, Side, Sight, Standing};
use crate::remote::Session;
use crate::store::bank;
use crate::store::pushes::{self, By, Once};
use crate::store::{OwnWrite, Store, held};

/// Candidates of a mapping that an error tells.
const CHOICES: usize = 8;

impl Local {
    /// How every link of companies stands. Blocks.
    pub(super) fn reconcile(&self, companies: &[CompanyId]) -> Result<ReconcileView> {
        let mut rows = Vec::new();
        for company in companies {
            let links = pushes::links(&*self.store, *company)?;
            let beside = self.beside(*company, &links)?;
            for link in links.into_iter().filter(|link| push::is_reconciled(link.kind)) {
                rows.push(self.stand(*company, &link, &beside)?);
            }
        }
        Ok(ReconcileView { rows })
    }

    /// How a link stands.
    fn stand(&self, company: CompanyId, link: &PushLink, beside: &Beside) -> Result<Reconciled> {
        let kind = kind_of(link.kind);
        let unsynced = beside.unsynced.get(&company).filter(|unsynced| unsynced.has_made(&link.source));
        let (theirs, is_new) = match (self.now(company, kind, &link.remote, beside)?, unsynced) {
            (Synced::Is(record, _), _) => (Some(record), false),
            // What the service answered, as far as it told the record.
            (Synced::Never, Some(unsynced)) => (link.base.clone().map(|record| unsynced.over(record, None)).transpose()?, true),
            (Synced::Never | Synced::Gone, _) => (None, false),
        };
        let source = link.source.of_record();
        let ours = match source {
            // A customer may come from a document and payments from a part: their record is the document's or the whole payment.
            Some((from, word, id)) if word == kind.as_str() => {
                let whole = if kind == Kind::Payment { self.whole(from, id)? } else { RemoteId::new(id) };
                let part = id.strip_prefix(whole.as_str()).and_then(|rest| rest.strip_prefix(':'));
                match self.now(from, kind, &whole, beside)? {
                    Synced::Is(record, _) => Some(part_of(record, part, link)),
                    Synced::Gone | Synced::Never => None,
                }
            }
            _ => None,
        };
        let unknown = source.is_none_or(|(_, word, _)| word != kind.as_str()) || kind == Kind::Contact;
        let undone = match link.source.of_match() {
            Some((of, one)) => !bank::is_matched(self.store.inner(), of, one)?,
            None => false,
        };
        let ours = match &ours {
            Some(record) if is_undone_by_link(record, source, &beside.known) => Side::Cancelled(record),
            Some(record) => Side::Here(record),
            None if undone => Side::Gone,
            None if unknown => Side::Unknown,
            None => Side::Gone,
        };
        let ended = kind == Kind::Document && beside.known.contains(&Source::deed("void", company, &link.remote));
        let there = match &theirs {
            Some(record) if ended && push::is_dead(record) => Side::Voided,
            None if ended && !is_new => Side::Voided,
            Some(record) => Side::Here(record),
            None if is_new => Side::Unknown,
            None if kind == Kind::Payment && self.is_paid_whole(company, &link.remote)? => Side::Unknown,
            None => Side::Gone,
        };
        let (standing, differences) = push::reconcile(link, ours, there);
        let is_over = push::is_over(ours, there);
        let told = |one: push::Difference| (one.field.to_owned(), one.ours, one.theirs);
        Ok(Reconciled {
            company,
            source: link.source.clone(),
            kind: link.kind,
            remote: link.remote.clone(),
            title: link.title.clone(),
            standing,
            differences: differences.into_iter().map(told).collect(),
            // What was voided there does not count there; what ended on both sides counts nowhere.
            amount: link.amount.filter(|_| !is_over && !matches!(there, Side::Voided)),
            theirs: match there {
                // The document tells that the money is there.
                Side::Unknown => link.amount,
                _ => theirs.as_ref().filter(|record| !push::is_dead(record)).and_then(push::value),
            },
            currency: link.currency.clone(),
            reason: match there {
                Side::Voided if standing == Standing::Ignored => {
                    link.ignored.clone().or_else(|| Some(self.push_text(&Message::new("push-voided-here"))))
                }
                _ => link.ignored.clone(),
            },
        })
    }

    /// The day that it is where a company is: by its own settings, by its service, or here.
    pub(super) fn day_at(&self, company: &Company) -> Result<Date> {
        let profile = held::<Profile>(&*self.store as &dyn Store, company.id)?.into_iter().next();
        let own = profile.and_then(|held| TimeZone::get(&held.value.zone).ok());
        let told = self.store.sync_state(company.id, main_feed(company))?.zone;
        // What the company's profile at the service names, else what its answers do.
        let named = [company.books.zone.as_deref(), told.as_deref()];
        let zone = own.or_else(|| named.into_iter().flatten().find_map(|zone| TimeZone::get(zone).ok()));
        let now = self.options.clock.now();
        Ok(now.to_zoned(zone.unwrap_or_else(|| self.options.zone.clone())).date())
    }

    /// Takes over what the other side has, or says why a difference is right. Blocks.
    pub(super) fn settle_link(&self, company: CompanyId, source: &Source, reason: Option<String>, by: By<'_>) -> Result<()> {
        let links = pushes::links(&*self.store, company)?;
        let beside = self.beside(company, &links)?;
        let unknown = || PushError::NoSuchMapping { name: source.to_string() };
        let link = links.into_iter().find(|link| link.source == *source).ok_or_else(unknown)?;
        let settled = if reason.is_some() {
            let stands = self.stand(company, &PushLink { ignored: None, ignored_as: None, ..link.clone() }, &beside)?;
            PushLink { ignored: reason, ignored_as: Some(stands.seen_as()), ..link }
        } else {
            let theirs = self.payload(company, kind_of(link.kind), &link.remote)?.filter(|record| !push::is_dead(record));
            let theirs = theirs.ok_or_else(|| PushError::GoneThere { name: source.to_string() })?;
            // A customer that was taken over as it is there is not changed from here any more.
            let how = if link.kind == OrderKind::Contact { LinkedBy::Person } else { link.how };
            let adopted =
                PushLink { amount: push::value(&theirs), base: Some(theirs), ignored: None, ignored_as: None, how, ..link };
            self.refuse_unsettled(company, &adopted, &beside)?;
            adopted
        };
        Ok(pushes::set_link(&*self.store, company, &settled, by)?)
    }

    /// Links a document of the last plan with one that is at the company already, if they are the same. Blocks.
    pub(super) fn link_document(&self, company: CompanyId, source: Source, id: &RemoteId, by: By<'_>) -> Result<()> {
        let store = &*self.store;
        let is_document = |link: &&PushLink| matches!(link.kind, OrderKind::Invoice | OrderKind::CreditNote);
        let links = pushes::links(store, company)?;
        let known = links.iter().filter(is_document).find(|link| link.source == source || link.remote == *id);
        if let Some(known) = known {
            return Err(PushError::Linked { source: known.source.to_string(), id: known.remote.to_string() }.into());
        }
        let ours = self.planned_document(company, &source)?;
        let ours = ours.ok_or_else(|| PushError::NoSuchMapping { name: format!("document:{source}") })?;
        let unknown = || PushError::NoSuchChoice { id: id.to_string(), name: format!("document:{source}") };
        let theirs = self.living::<Invoice>(company, std::slice::from_ref(id))?.filter(|one| !one.cancelled);
        let theirs = theirs.ok_or_else(unknown)?;
        let numbered = provider_entry(&self.by_id(company)?.provider)?.writes.is_some_and(|rules| rules.number > 0);
        let unlike = push::unlike(&ours, &theirs, numbered);
        if !unlike.is_empty() {
            let fields: Vec<String> = unlike.iter().map(|one| format!("{}: {} ≠ {}", one.field, one.ours, one.theirs)).collect();
            return Err(PushError::Unlike { name: source.to_string(), fields: fields.join("; ") }.into());
        }
        let is_credit = theirs.gross.is_sign_negative() && !theirs.gross.is_zero();
        let link = PushLink {
            source,
            kind: if is_credit { OrderKind::CreditNote } else { OrderKind::Invoice },
            remote: id.clone(),
            title: theirs.number.clone(),
            version: None,
            amount: Some(theirs.gross.abs()),
            currency: Some(theirs.currency.clone()),
            base: Some(Payload::Document(Box::new(theirs))),
            how: LinkedBy::Person,
            ignored: None,
            ignored_as: None,
        };
        Ok(pushes::set_link(store, company, &link, by)?)
    }

    /// A document of the last plan of a company: of another company, or of a file.
    fn planned_document(&self, company: CompanyId, source: &Source) -> Result<Option<Invoice>> {
        let store = &*self.store;
        let id = RemoteId::new(source.id());
        let Some(plan) = pushes::plan(store, company)?.filter(|plan| plan.entries.iter().any(|(one, _)| *one == id)) else {
            return Ok(None);
        };
        match plan.from {
            Some(from) if *source == Source::record(from, Kind::Document, id.as_str()) => self.living(from, &[id]),
            None if *source == Source::file(Kind::Document, id.as_str()) => {
                Ok(pushes::plan_file(store, company)?.into_iter().find(|one| one.id == id))
            }
            _ => Ok(None),
        }
    }

    /// Fails if a link would stand no better once it was taken over: what is open differs, or the source says something else. Blocks.
    fn refuse_unsettled(&self, company: CompanyId, adopted: &PushLink, beside: &Beside) -> Result<()> {
        let stands = self.stand(company, adopted, beside)?;
        if stands.standing == Standing::Equal {
            return Ok(());
        }
        let fields = stands.differences.iter().map(|(field, ours, theirs)| format!("{field}: {ours} ≠ {theirs}"));
        let fields: Vec<String> = fields.collect();
        let fields = if fields.is_empty() { stands.standing.as_str().to_owned() } else { fields.join("; ") };
        Err(PushError::Unsettled { name: adopted.source.to_string(), fields }.into())
    }

    /// Approves that a document is voided, or sent by the service's own mail; `again` also where it was sent to these addresses before. What
    /// is there must be what was synced.
    pub(super) async fn order_document(
        self: &Arc<Self>,
        key: RecordKey,
        mail: Option<Vec<String>>,
        again: bool,
        actor: &Actor,
    ) -> Result<PushView> {
        if self.options.read_only {
            return Err(PushError::ReadOnly.into());
        }
        let (local, of) = (self.clone(), key.clone());
        let prepared = blocking(move || {
            let company = local.by_id(of.company)?;
            rules_of(&company)?;
            let gone = || ServiceError::NoSuchInvoice { wanted: of.id.to_string() };
            let invoice = local.living::<Invoice>(of.company, std::slice::from_ref(&of.id))?.ok_or_else(gone)?;
            local.may_write(&company)?;
            let order = order_of(&invoice, mail);
            let source = Source::deed(order.action(), of.company, &of.id);
            // Before it is looked whether it is ordered already: another process that orders it meanwhile makes this one fail.
            let guard = pushes::source_guard(&*local.store, of.company, &source)?;
            local.refuse_twice(of.company, &source, &order, again)?;
            Ok((local.account(&company)?.question(), invoice, order, (source, guard)))
        });
        let (session, invoice, mut order, (source, guard)) = prepared.await?;
        // A customer gets no mail with what does not stand any more.
        let now = unchanged(&session, &invoice).await?;
        if let Order::Void(void) = &mut order {
            void.existing.version = now.version;
        }
        let settings = self.write_settings(key.company, &session).await?;
        let queued = self.queue_one(key.company, Outgoing { source, order }, (&session, &settings), guard, actor).await;
        // Another process orders it at the same time.
        let number = invoice.number;
        queued.map_err(|error| if following::is_stale(&error) { PushError::Ordered { number }.into() } else { error })
    }

    /// Fails if a document is being voided or sent already, was voided from here, or was sent to the same addresses and not `again` is
    /// asked for. Blocks.
    fn refuse_twice(&self, company: CompanyId, source: &Source, order: &Order, again: bool) -> Result<()> {
        for entry in pushes::entries(&*self.store, company)?.into_iter().filter(|entry| entry.outgoing.source == *source) {
            let is_sent = matches!(entry.item.state, OutboxState::Sent { .. });
            match (&entry.item.state, order, &entry.outgoing.order) {
                (OutboxState::Rejected { .. } | OutboxState::Discarded { .. }, ..) => {}
                (_, Order::Mail(now), Order::Mail(before)) if is_sent => {
                    if !again && is_to_same(&now.to, &before.to) {
                        let to = before.to.join(", ");
                        return Err(PushError::Mailed { number: now.number.clone(), to }.into());
                    }
                }
                _ => return Err(PushError::Ordered { number: entry.outgoing.title().to_owned() }.into()),
            }
        }
        Ok(())
    }

    /// Approves a credit note over the whole of a document. What is there must be what was synced.
    pub(super) async fn credit_document(self: &Arc<Self>, key: RecordKey, actor: &Actor) -> Result<PushView> {
        if self.options.read_only {
            return Err(PushError::ReadOnly.into());
        }
        let _planning = self.pushing.planning.lock().await;
        let source = Source(format!("credit:{}:document:{}", key.company, key.id).into());
        let (local, of, from) = (self.clone(), key.clone(), source.clone());
        let prepared = blocking(move || {
            let company = local.by_id(of.company)?;
            let rules = rules_of(&company)?;
            let gone = || ServiceError::NoSuchInvoice { wanted: of.id.to_string() };
            let invoice = local.living::<Invoice>(of.company, std::slice::from_ref(&of.id))?.ok_or_else(gone)?;
            local.may_write(&company)?;
            if !rules.orders.contains(&OrderKind::CreditNote) {
                return Err(PushError::CreditByVoid { provider: provider_entry(&company.provider)?.title.to_owned() }.into());
            }
            let store = &*local.store;
            let guard = pushes::source_guard(store, of.company, &from)?;
            let waits = pushes::entries(store, of.company)?.into_iter().any(|entry| {
                let over = matches!(entry.item.state, OutboxState::Rejected { .. } | OutboxState::Discarded { .. });
                entry.outgoing.source == from && !over
            });
            if waits || pushes::links(store, of.company)?.iter().any(|link| link.source == from) {
                return Err(PushError::Credited { number: invoice.number }.into());
            }
            let mappings: BTreeMap<String, Mapping> =
                pushes::mappings(store, of.company)?.into_iter().map(|mapping| (mapping.name.clone(), mapping)).collect();
            let mut numbers = HashSet::new();
            local.store.rows(Some(of.company), &mut |row: InvoiceRow| {
                numbers.insert(row.number);
                ControlFlow::Continue(())
            })?;
            let wanted = (1..).map(|n: u32| if n == 1 { String::new() } else { n.to_string() });
            let mut wanted = wanted.map(|n| format!("{}-CR{n}", invoice.number));
            let number = wanted.find(|number| !numbers.contains(number.as_str())).unwrap_or_default();
            let today = local.day_at(&company)?;
            Ok((local.account(&company)?.question(), invoice, rules, (mappings, guard), number, today))
        });
        let (session, invoice, rules, (mappings, guard), number, today) = prepared.await?;
        let now = unchanged(&session, &invoice).await?;
        if let Some(Payload::Document(now)) = &now.record
            && now.balance != invoice.balance
        {
            // Paid or credited since: how much of it was credited is told by the next sync.
            return Err(PushError::Changed { number: invoice.number }.into());
        }
        let (local, of, invoice) = (self.clone(), key.company, invoice);
        let (invoice, credited) =
            blocking(move || local.credited_there(of, &invoice).map(|credited| (invoice, credited))).await?;
        if !credited.is_zero() {
            let amount = format!("{} {}", credited.normalize(), invoice.currency);
            return Err(PushError::CreditedThere { number: invoice.number, amount }.into());
        }
        let settings = self.write_settings(key.company, &session).await?;
        let is_rated = settings.tax != TaxModel::Automatic;
        let percents = if is_rated { self.percents(key.company, &session).await? } else { BTreeMap::new() };
        let order = {
            let customers = BTreeMap::new();
            let (links, waiting, held) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            let under_way = BTreeMap::new();
            let (ordered, numbers, contacts) = (BTreeMap::new(), HashMap::new(), push::Contacts::new(&[]));
            let sight = Sight {
                rules,
                settings: &settings,
                mappings: &mappings,
                links: &links,
                waiting: &waiting,
                under_way: &under_way,
                held: &held,
                ordered: &ordered,
                customers: &customers,
                percents: &percents,
                contacts: &contacts,
                numbers: &numbers,
            };
            push::credit(&sight, &invoice, number, today)
        };
        let order = match order {
            Ok(order) => order,
            Err((lacking, problems)) => {
                let locale = self.options.config.lang.unwrap_or(crate::locale::Lang::En).locale();
                let reasons = problems.iter().map(|problem| locale.text(problem)).collect();
                let mut missing = Vec::new();
                for lacking in lacking {
                    missing.push(with_choices(lacking, &session).await?);
                }
                return Err(PushError::NoCredit { number: invoice.number.clone(), missing, reasons }.into());
            }
        };
        let (outgoing, number) = (Outgoing { source, order: Order::Document(Box::new(order)) }, invoice.number.clone());
        let queued = self.queue_one(key.company, outgoing, (&session, &settings), guard, actor).await;
        // Another process credits it at the same time.
        queued.map_err(|error| if following::is_stale(&error) { PushError::Credited { number }.into() } else { error })
    }

    async fn queue_one(
        self: &Arc<Self>,
        company: CompanyId,
        outgoing: Outgoing,
        (session, settings): (&Session, &WriteSettings),
        guard: OwnWrite,
        actor: &Actor,
    ) -> Result<PushView> {
        let mut random = [0; 10];
        getrandom::fill(&mut random).map_err(|error| ServiceError::NoRandomness { detail: error.to_string() })?;
        let at = self.options.clock.now();
        let id = new_id(at, random);
        let outgoing = marked(outgoing, &id);
        let frozen = session.render(&outgoing.order, settings)?;
        let (local, author) = (self.clone(), actor.clone());
        let queued = blocking(move || {
            let by = By { at, author: &author };
            let item = pushes::new_item(company, id.clone(), &outgoing, Some(&frozen), by)?;
            let refused = pushes::refused(&*local.store, company, &outgoing.source)?;
            pushes::queue(&*local.store, vec![item], &[], refused, Once { call: None, guard: Some(guard) }, by)?;
            let key = ItemKey { company, queue: Queue::Push, id };
            let entry = pushes::entry_of(&*local.store, &key)?;
            Ok(entry.map(|entry| PushView::of(&entry)).ok_or(PushError::NoSuchItem { item: key.id.to_string() })?)
        });
        let queued = queued.await?;
        self.wake_pushing();
        Ok(queued)
    }
}

/// A document as its service has it now; fails unless it stands and is of the amount that was synced.
async fn unchanged(session: &Session, invoice: &Invoice) -> Result<Accepted> {
    let changed = || PushError::Changed { number: invoice.number.clone() };
    let found = session.find(&order_of(invoice, None), &Lookup::Id(invoice.id.clone())).await?.into_iter().next();
    let gone = || PushError::Voided { number: invoice.number.clone() };
    let now = found.filter(|found| found.alive).ok_or_else(gone)?.accepted;
    if now.record.as_ref().and_then(push::value).is_some_and(|gross| gross != invoice.gross.abs()) {
        return Err(changed().into());
    }
    Ok(now)
}

/// A mapping that is not set, with some of what it may stand for.
async fn with_choices(lacking: Missing, session: &Session) -> Result<String> {
    let Some(listing) = lacking.listing else { return Ok(lacking.mapping) };
    let list = session.choices(listing).await?;
    if list.is_empty() {
        return Ok(lacking.mapping);
    }
    let more = if list.len() > CHOICES { ", …" } else { "" };
    let told: Vec<String> = list.iter().take(CHOICES).map(|choice| format!("{} {}", choice.id, choice.name)).collect();
    Ok(format!("{} ({}{more})", lacking.mapping, told.join(", ")))
}

/// Whether two mails go to the same addresses; none are the customer's own at the service.
fn is_to_same(one: &[String], other: &[String]) -> bool {
    let folded = |to: &[String]| to.iter().map(|address| address.trim().to_lowercase()).collect::<BTreeSet<_>>();
    folded(one) == folded(other)
}

fn order_of(invoice: &Invoice, mail: Option<Vec<String>>) -> Order {
    match mail {
        Some(to) => Order::Mail(MailOrder {
            mark: Box::default(),
            kind: invoice.kind.clone(),
            document: invoice.id.clone(),
            number: invoice.number.clone(),
            to,
        }),
        None => Order::Void(VoidOrder {
            mark: Box::default(),
            kind: invoice.kind.clone(),
            existing: Existing { id: invoice.id.clone(), version: None },
            number: invoice.number.clone(),
            contact_name: invoice.buyer.name.clone(),
            gross: invoice.gross.abs(),
            currency: invoice.currency.clone(),
        }),
    }
}

/// Whether a document is cancelled by another one of its company that was written as well.
fn is_undone_by_link(record: &Payload, source: Option<(CompanyId, &str, &str)>, known: &HashSet<Source>) -> bool {
    let (Payload::Document(document), Some((from, ..))) = (record, source) else { return false };
    let of = |related: &RelatedDocument| Source::record(from, Kind::Document, related.id.as_str());
    document.cancelled && document.related.iter().any(|related| known.contains(&of(related)))
}

const fn kind_of(kind: OrderKind) -> Kind {
    match kind {
        OrderKind::Contact => Kind::Contact,
        OrderKind::Payment => Kind::Payment,
        OrderKind::Invoice | OrderKind::CreditNote | OrderKind::Void | OrderKind::Mail => Kind::Document,
    }
}

impl ReconcileView {
    /// Number of links of each standing.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.rows.iter().filter(|row| row.standing == standing).count()
    }
}
