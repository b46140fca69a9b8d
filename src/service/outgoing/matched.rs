//! Payments for documents that are at their service: what bank entries show, and what was recorded at the service that they were copied to.
//!
//! For: plans. Uses: matches, links and synced payments of the store. Never: a payment that came from the company that it would go to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::Result;
use super::super::bank::{lines, units};
use super::super::books::summed;
use super::super::local::{Local, main_feed, provider_entry};
use super::super::push_view::{PushList, PushView};
use super::super::task::{blocking, lock};
use super::queueing::{choose, enqueue, permits};
use super::{Ground, Selection, each, ground};
use crate::bank::matching::paid_at;
use crate::config::PushRule;
use crate::domain::bank::{BankMatch, PartKind};
use crate::domain::outgoing::{PlanOf, PushLink, Source};
use crate::domain::push::OrderKind;
use crate::domain::{Actor, AuditEntry, CompanyId, Currency, Direction, Invoice, Kind, Payment, PaymentMethod, RemoteId};
use crate::push::{Exchange, Receipt};
use crate::store::pushes::{self, By};
use crate::store::{Store, StoreExt, bank};

impl Local {
    /// Money for documents of a company.
    pub(super) fn receipts(
        &self,
        to: CompanyId,
        from: Option<CompanyId>,
        of: PlanOf,
        links: &BTreeMap<Source, PushLink>,
    ) -> Result<Vec<Receipt>> {
        match (of, from) {
            (PlanOf::Matches, _) => self.matched_receipts(to, links),
            (PlanOf::PaymentsBack, Some(from)) => self.returned_receipts(to, from),
            _ => Ok(Vec::new()),
        }
    }

    /// The currency that the books of a company are kept in, where it is known.
    pub(super) fn home_of(&self, company: CompanyId) -> Option<Currency> {
        let company = self.by_id(company).ok()?;
        company.books.currency.or_else(|| provider_entry(&company.provider).ok()?.currency.map(Currency::new))
    }

    fn by_id_all(&self, company: CompanyId, ids: &[RemoteId]) -> Result<HashMap<RemoteId, Invoice>> {
        let found = self.store.inner().invoices(company, ids)?.into_iter().flatten().filter(|stored| stored.vanished.is_none());
        Ok(found.map(|stored| (stored.entity.id.clone(), stored.entity)).collect())
    }

    /// What bank entries show: the money of each match, without what is a fee, a discount, a rounding or too much.
    fn matched_receipts(&self, company: CompanyId, links: &BTreeMap<Source, PushLink>) -> Result<Vec<Receipt>> {
        let store = self.store.inner();
        let mut days: HashMap<RemoteId, Date> = HashMap::new();
        for (_, settlement) in bank::settlements(store, company)? {
            days.extend(settlement.payments.into_iter().filter_map(|payment| Some((payment.by, payment.day?))));
        }
        let mut matches: Vec<_> =
            bank::matches(store, company)?.into_iter().map(|one| one.value).filter(|one| !one.undone).collect();
        matches.sort_by_key(|one| (days.get(&one.id).copied(), one.id.clone()));
        let ids: Vec<RemoteId> = {
            let all: HashSet<&RemoteId> =
                matches.iter().flat_map(|one| one.parts.iter().filter_map(|part| part.document.as_ref())).collect();
            all.into_iter().cloned().collect()
        };
        let documents = self.by_id_all(company, &ids)?;
        let shown = self.shown_by_banks(company, &matches, &documents)?;
        let mut found = Vec::new();
        for one in matches {
            let mut sums: BTreeMap<&RemoteId, Decimal> = BTreeMap::new();
            for part in one.parts.iter().filter(|part| part.kind == PartKind::Principal) {
                if let Some(document) = &part.document {
                    let sum = sums.entry(document).or_default();
                    *sum = summed([*sum, part.amount])?;
                }
            }
            let paid: Vec<(Invoice, Decimal)> =
                sums.into_iter().filter_map(|(id, sum)| documents.get(id).map(|document| (document.clone(), sum))).collect();
            let Some((first, _)) = paid.first() else { continue };
            let source = Source::matched(company, one.id.as_str());
            let ids: Vec<&RemoteId> = paid.iter().map(|(document, _)| &document.id).collect();
            let currency = first.currency.clone();
            found.push(Receipt {
                moved: moved(&source, &ids, links),
                mixed: Vec::new(),
                rate: shown.get(&one.id).and_then(|(amount, account)| rate(&paid, *amount, account)),
                currency,
                source,
                parts: paid,
                date: days.get(&one.id).copied(),
                account: Some(one.account.clone()),
                method: Some(PaymentMethod::from("wire_transfer")),
                reference: None,
            });
        }
        Ok(found)
    }

    /// The money that accounts show of matches with documents of another currency, less parts without a document.
    fn shown_by_banks(
        &self,
        company: CompanyId,
        matches: &[BankMatch],
        documents: &HashMap<RemoteId, Invoice>,
    ) -> Result<HashMap<RemoteId, (Decimal, Currency)>> {
        let accounts = bank::accounts(self.store.inner(), company)?.into_iter().map(|one| one.value);
        let currencies: HashMap<Box<str>, Currency> = accounts.map(|one| (one.account, one.currency)).collect();
        let is_foreign = |one: &&BankMatch| {
            let mut paid = one.parts.iter().filter_map(|part| documents.get(part.document.as_ref()?));
            paid.any(|document| currencies.get(&one.account).is_none_or(|currency| *currency != document.currency))
        };
        let foreign: HashSet<&RemoteId> = matches.iter().filter(is_foreign).map(|one| &one.id).collect();
        let accounts: HashSet<&str> = matches.iter().filter(is_foreign).map(|one| &*one.account).collect();
        let mut found = HashMap::new();
        if accounts.is_empty() {
            return Ok(found);
        }
        for line in lines(self, company, &|statement| accounts.contains(&*statement.account))? {
            for one in line.matches.iter().filter(|one| foreign.contains(&one.id)) {
                let unit = units(&line.entry).into_iter().find(|(part, _)| *part == one.part);
                let Some((_, detail)) = unit else { continue };
                let rest = one.parts.iter().filter(|part| part.document.is_none()).map(|part| -part.amount);
                found.insert(one.id.clone(), (summed(rest.chain([detail.amount]))?, line.currency.clone()));
            }
        }
        Ok(found)
    }

    /// Payments of a company for documents that it was written from another one.
    fn returned_receipts(&self, to: CompanyId, from: CompanyId) -> Result<Vec<Receipt>> {
        let links = pushes::links(&*self.store, from)?;
        let mut originals: HashMap<&RemoteId, RemoteId> = HashMap::new();
        let mut ours: HashSet<&RemoteId> = HashSet::new();
        for link in &links {
            match (link.kind, link.source.of_record()) {
                (OrderKind::Invoice, Some((company, word, id))) if company == to && word == Kind::Document.as_str() => {
                    originals.insert(&link.remote, RemoteId::new(id));
                }
                // It came from there: it is known there.
                (OrderKind::Payment, Some((company, ..))) if company == to => {
                    ours.insert(&link.remote);
                }
                _ => {}
            }
        }
        let mut payments = Vec::new();
        each::<Payment>(self.store.inner(), from, |payment| {
            let pays = payment.allocations.iter().any(|part| originals.contains_key(&part.document));
            if pays && payment.counts() && payment.brings_money() && !ours.contains(&payment.id) {
                payments.push(payment);
            }
        })?;
        payments.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        let ids: Vec<RemoteId> = originals.values().cloned().collect();
        let documents = self.by_id_all(to, &ids)?;
        let home = self.home_of(from);
        let home = home.as_ref();
        Ok(payments.iter().flat_map(|payment| returned((from, home), payment, &originals, &documents)).collect())
    }

    /// The companies with a rule that lets payments go without a person.
    fn ruled(&self) -> Vec<CompanyId> {
        let rules = &self.options.config.push.allow;
        let of = |name: &str| {
            rules
                .iter()
                .any(|rule| rule.kinds.contains(&OrderKind::Payment) && rule.company.to_lowercase() == name.to_lowercase())
        };
        self.registry.companies().into_iter().filter(|company| of(&company.name)).map(|company| company.id).collect()
    }

    /// Notes that bank entries of companies were matched, for the worker; all with a rule where empty.
    pub(in crate::service) fn note_matched(&self, companies: &[CompanyId]) {
        let ruled = self.ruled();
        let wanted = ruled.into_iter().filter(|company| companies.is_empty() || companies.contains(company));
        lock(&self.pushing.matched).extend(wanted);
        self.wake_pushing();
    }

    /// Queues by rule what bank entries of noted companies show. What fails is tried again with the next look.
    pub(in crate::service) async fn push_noted(self: &Arc<Self>) {
        let noted = std::mem::take(&mut *lock(&self.pushing.matched));
        for company in noted {
            if let Err(error) = self.push_matched(company, &Actor("rule".to_owned())).await {
                tracing::warn!(%company, %error, "payments of bank entries could not be planned");
                lock(&self.pushing.matched).insert(company);
            }
        }
    }

    /// Queues what bank entries of a company show and a rule permits; the items that are not over.
    pub(in crate::service) async fn push_matched(self: &Arc<Self>, company: CompanyId, actor: &Actor) -> Result<PushList> {
        if self.options.read_only || !self.ruled().contains(&company) {
            return Ok(PushList::default());
        }
        let _planning = self.pushing.planning.lock().await;
        let local = self.clone();
        let prepared = blocking(move || {
            let of = local.by_id(company)?;
            let synced = local.store.sync_state(company, main_feed(&of))?.last_full_scan.is_some();
            if provider_entry(&of.provider)?.writes.is_none() || !synced {
                return Ok(None);
            }
            let selection = Selection { from: None, documents: Vec::new(), of: PlanOf::Matches };
            let mut ground = ground(&local, company, selection)?;
            let (single, links, waiting, held) = (ground.rules.single_part, &ground.links, &ground.waiting, &ground.held);
            let known = |source: &Source| links.contains_key(source) || waiting.contains_key(source) || held.contains_key(source);
            ground.receipts.retain(|receipt| receipt.is_open(single, &known));
            Ok(Some(ground).filter(|ground| !ground.receipts.is_empty()))
        });
        if let Some(ground) = prepared.await? {
            self.queue_matched(ground, actor).await?;
        }
        let local = self.clone();
        blocking(move || {
            let entries = pushes::entries(&*local.store, company)?;
            let of_bank = entries.iter().filter(|entry| entry.outgoing.source.as_str().starts_with("bank:"));
            let items = of_bank.map(PushView::of).filter(|item| !item.is_final()).collect();
            Ok(PushList { items, paused: pushes::paused(&*local.store)?.is_some() })
        })
        .await
    }

    async fn queue_matched(self: &Arc<Self>, ground: Ground, actor: &Actor) -> Result<()> {
        let (session, settings) = self.asked(&ground.company).await?;
        let (session, ground, plan) = self.planned_of(session, ground, settings.clone()).await?;
        let rules: Vec<PushRule> = self.options.config.push.allow.clone();
        let (local, author, now) = (self.clone(), actor.clone(), self.options.clock.now());
        let zone = self.options.zone.clone();
        blocking(move || {
            let all: Vec<(RemoteId, [u8; 16])> = plan.digests();
            let same: HashSet<&RemoteId> = all.iter().map(|(id, _)| id).collect();
            let at = now.to_zoned(zone);
            let chosen = choose(&plan, &same, |item| rules.iter().any(|rule| permits(rule, &ground.company.name, item, &at)));
            if chosen.is_empty() {
                return Ok(());
            }
            let subject = format!("{} (by rule)", ground.company.name);
            let action = "push.apply".to_owned();
            local.store.audit(&AuditEntry {
                sequence: 0,
                at: now,
                actor: author.clone(),
                from: String::new(),
                action,
                subject,
            })?;
            let by = By { at: now, author: &author };
            enqueue(&local, (&ground, &plan), (&chosen, &session, &settings), None, by)?;
            Ok(())
        })
        .await?;
        self.wake_pushing();
        Ok(())
    }
}

/// The rate at which money of an account paid documents of another currency.
fn rate(paid: &[(Invoice, Decimal)], shown: Decimal, account: &Currency) -> Option<Exchange> {
    // As the account would show them.
    let money = paid.iter().map(|(document, amount)| if document.direction == Direction::Received { -*amount } else { *amount });
    let amount = paid_at(shown, summed(money).ok()?, account)?;
    paid.iter().all(|(document, _)| document.currency != *account).then(|| Exchange { amount, currency: account.clone() })
}

/// The money of a payment for the originals of the documents that it pays. What was paid ahead is money for each on its own day.
fn returned(
    (from, home): (CompanyId, Option<&Currency>),
    payment: &Payment,
    originals: &HashMap<&RemoteId, RemoteId>,
    documents: &HashMap<RemoteId, Invoice>,
) -> Vec<Receipt> {
    let mut sums: BTreeMap<&RemoteId, (Decimal, Option<Date>)> = BTreeMap::new();
    let mut mixed = Vec::new();
    for part in &payment.allocations {
        let Some(original) = originals.get(&part.document) else { continue };
        let money = payment.money_of(&part.document);
        if money.is_none() {
            mixed.push(original.clone());
        }
        let money = money.unwrap_or_else(|| payment.pays(&part.document));
        // A credit of the copy is one of the original as well.
        if money > Decimal::ZERO {
            sums.insert(original, (money, payment.paid_on(&part.document)));
        }
    }
    let parts = sums.into_iter().filter_map(|(id, (sum, day))| Some((documents.get(id)?.clone(), sum, day)));
    let receipt = |parts: Vec<(Invoice, Decimal)>, date: Option<Date>| Receipt {
        source: Source::record(from, Kind::Payment, payment.id.as_str()),
        parts,
        currency: payment.currency.clone(),
        rate: payment.rate.zip(home).map(|(amount, currency)| Exchange { amount, currency: currency.clone() }),
        date,
        account: None,
        method: payment.method.clone(),
        reference: payment.reference.clone(),
        mixed: mixed.clone(),
        moved: None,
    };
    if payment.is_ahead() {
        return parts.map(|(document, sum, day)| receipt(vec![(document, sum)], day)).collect();
    }
    let parts: Vec<(Invoice, Decimal)> = parts.map(|(document, sum, _)| (document, sum)).collect();
    if parts.is_empty() { Vec::new() } else { vec![receipt(parts, payment.date)] }
}

/// What was recorded of the same entry for documents that it does not pay any more.
fn moved(source: &Source, documents: &[&RemoteId], links: &BTreeMap<Source, PushLink>) -> Option<String> {
    let prefix = format!("{source}:");
    let now = crate::push::sources(source, documents);
    let mut of_entry = links.values().filter(|link| link.source.as_str().starts_with(&prefix));
    of_entry.find(|link| !now.contains(&link.source)).map(|link| link.title.clone())
}
