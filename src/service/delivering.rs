//! Queueing of mails with documents: which documents can be sent, to which addresses, with which attachments.
//!
//! For: the cases that send. Uses: letters for previews, the store's outbox. Never: the mail server.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::delivery_error::DeliveryError;
use super::delivery_view::{Open, Prepared, SendAnswer, SendAsk, Skipped};
use super::following::{self, ROUNDS};
use super::letters::Subject;
use super::local::Local;
use super::pushing::is_stale;
use super::task::blocking;
use super::usecase::Context;
use super::{DeliveryFilter, Result};
use crate::delivery::is_address;
use crate::document::Form;
use crate::domain::ledger::{Client, Issued};
use crate::domain::outgoing::Source;
use crate::domain::own::new_id;
use crate::domain::{
    Actor, CompanyId, Contact, Delivery, DeliveryState, Direction, DocumentType, Matter, Message, Parcel, Party, RecordKey,
    RemoteId,
};
use crate::error::Describe;
use crate::locale::Lang;
use crate::store::{OwnWrite, Store, StoreError, StoreExt, deliveries, holding, pushes};

/// Documents that one call sends at most.
const MOST: usize = 5_000;

/// Changes a delivery that is queued or was tried, and has the mails looked at. One that is taken up `again` needs a server.
pub(super) async fn change_delivery(
    cx: Context,
    (company, delivery): (CompanyId, String),
    again: bool,
    change: fn(&dyn Store, CompanyId, RemoteId, (&Actor, Timestamp)) -> std::result::Result<(), StoreError>,
) -> Result<()> {
    let local = cx.local.clone();
    cx.blocking(move |cx| {
        let (store, id) = (&*cx.local.store, RemoteId::new(delivery.as_str()));
        let Some(known) = deliveries::delivery_of(store, company, &id)? else {
            return Err(DeliveryError::NoSuchDelivery { delivery }.into());
        };
        if again {
            // Without a server it would wait for ever.
            match known.parcel.matter {
                Matter::Daily => cx.local.slack_settings().map(drop)?,
                _ => cx.local.mail_settings().map(drop)?,
            }
        }
        cx.note()?;
        match change(store, company, id, (&cx.caller.actor, cx.local.options.clock.now())) {
            Err(error) if is_stale(&error) => Err(DeliveryError::NotNow { delivery }.into()),
            done => Ok(done?),
        }
    })
    .await?;
    local.wake_mailing();
    Ok(())
}

impl Local {
    /// Queues mails with documents, or shows what would be queued.
    pub(super) async fn send_documents(
        self: &Arc<Self>,
        keys: Vec<RecordKey>,
        ask: SendAsk,
        dry_run: bool,
        author: Actor,
        note: impl FnOnce() -> Result<()> + Send + 'static,
    ) -> Result<SendAnswer> {
        check(&ask)?;
        if keys.len() > MOST {
            return Err(DeliveryError::TooMany { most: MOST }.into());
        }
        if !dry_run {
            self.mail_settings()?;
        }
        let local = self.clone();
        let (mut answer, prepared) = blocking(move || {
            if dry_run {
                return local.prepare(&keys, &ask, &author);
            }
            local.queue_mails(&keys, &ask, &author, note)
        })
        .await?;
        answer.dry_run = dry_run;
        if !dry_run {
            self.wake_mailing();
            answer.prepared = prepared;
            return Ok(answer);
        }
        for one in prepared {
            answer.prepared.push(self.shown(one).await?);
        }
        Ok(answer)
    }

    /// Queues what can be queued of these documents; decides again where another process queues one of them at the same time. Blocks.
    fn queue_mails(
        &self,
        keys: &[RecordKey],
        ask: &SendAsk,
        author: &Actor,
        note: impl FnOnce() -> Result<()>,
    ) -> Result<(SendAnswer, Vec<Prepared>)> {
        let mut seen = BTreeSet::new();
        let keys: Vec<RecordKey> = keys.iter().filter(|key| seen.insert((*key).clone())).cloned().collect();
        let (mut note, mut answer, mut queued) = (Some(note), SendAnswer::default(), Vec::new());
        for keys in keys.chunks(deliveries::BATCH) {
            let mut round = 1;
            let (told, prepared) = loop {
                // Before it is looked what is sent already.
                let guards = self.mail_guards(keys)?;
                let (told, prepared) = self.prepare(keys, ask, author)?;
                if let Some(note) = note.take() {
                    note()?;
                }
                match self.queue_prepared(&prepared, &guards, author) {
                    Err(error) if following::is_stale(&error) && round < ROUNDS => round += 1,
                    done => {
                        done?;
                        break (told, prepared);
                    }
                }
            };
            answer.skipped.extend(told.skipped);
            queued.extend(prepared);
        }
        if let Some(note) = note {
            note()?;
        }
        Ok((answer, queued))
    }

    fn queue_prepared(&self, prepared: &[Prepared], guards: &BTreeMap<RecordKey, OwnWrite>, author: &Actor) -> Result<()> {
        let by = (author, self.options.clock.now());
        let item = |one: &Prepared| {
            let delivery = &one.delivery;
            let document = delivery.parcel.document.clone().map(|id| RecordKey::document(delivery.company, id));
            let guard = document.and_then(|document| guards.get(&document)).cloned();
            let item = deliveries::item(delivery.company, delivery.id.clone(), &delivery.parcel, by)?;
            Ok((item, guard.into_iter().collect()))
        };
        let items = prepared.iter().map(item).collect::<Result<_>>()?;
        Ok(deliveries::queue(&*self.store, items, by)?)
    }

    /// The records that every process writes with a mail of these documents, so that only one of several sends it. Blocks.
    fn mail_guards(&self, keys: &[RecordKey]) -> Result<BTreeMap<RecordKey, OwnWrite>> {
        let guard = |key: &RecordKey| {
            let source = Source(format!("delivery:{}:document:{}", key.company, key.id).into());
            Ok((key.clone(), pushes::source_guard(&*self.store, key.company, &source)?))
        };
        keys.iter().map(guard).collect()
    }

    /// What would be sent, with its words and the sizes of its attachments.
    pub(super) async fn shown(self: &Arc<Self>, prepared: Prepared) -> Result<Prepared> {
        let letter = self.letter(&prepared.delivery).await?;
        let currency = prepared.balance.map(|open| open.currency);
        Ok(Prepared {
            subject: letter.mail.subject,
            text: letter.mail.text,
            files: letter.mail.files.iter().map(|file| (file.name.clone(), file.bytes.len() as u64)).collect(),
            left_out: letter.left_out,
            balance: currency.map(|currency| Open { amount: letter.balance, currency }),
            delivery: prepared.delivery,
        })
    }

    /// What can be queued of these documents, and what cannot. Blocks.
    fn prepare(&self, keys: &[RecordKey], ask: &SendAsk, author: &Actor) -> Result<(SendAnswer, Vec<Prepared>)> {
        let now = self.options.clock.now();
        let (mut answer, mut prepared) = (SendAnswer::default(), Vec::new());
        let companies: BTreeSet<CompanyId> = keys.iter().map(|key| key.company).collect();
        let mut known = Vec::new();
        for company in companies {
            known.extend(deliveries::deliveries(&*self.store, company)?);
        }
        let mut seen = BTreeSet::new();
        for key in keys.iter().filter(|key| seen.insert((*key).clone())) {
            let subject = match self.subject(key, key.id.as_str()) {
                Ok(subject) => subject,
                Err(error) if error.message.id == "delivery-gone" => {
                    answer.skipped.push(skipped(key, key.id.as_str(), (error.message, error.hint), false));
                    continue;
                }
                Err(error) => return Err(error),
            };
            let number = subject.stored.entity.number.clone();
            let again = ask.key.as_deref().map(|call| named_id(call, key.company, &key.id));
            if let Some(queued) = again.and_then(|id| known.iter().find(|one| one.company == key.company && one.id == id)) {
                prepared.push(bare(queued.clone(), Vec::new()));
                continue;
            }
            match self.parcel(key, &subject, ask, &known)? {
                Ok(parcel) => {
                    prepared.push(bare(Self::delivery(key.company, parcel, ask.key.as_deref(), author, now), Vec::new()));
                }
                Err(why) => {
                    let is_done = matches!(why, DeliveryError::SentAlready { .. });
                    answer.skipped.push(skipped(key, &number, (why.message(), why.hint()), is_done));
                }
            }
        }
        Ok((answer, prepared))
    }

    /// What is sent of a document, or why nothing is. Blocks.
    fn parcel(
        &self,
        key: &RecordKey,
        subject: &Subject,
        ask: &SendAsk,
        known: &[Delivery],
    ) -> Result<std::result::Result<Parcel, DeliveryError>> {
        let invoice = &subject.stored.entity;
        let number = || invoice.number.clone();
        if invoice.direction == Direction::Received || invoice.kind == DocumentType::Draft {
            return Ok(Err(DeliveryError::NotIssued { number: number() }));
        }
        let mut of_document = known.iter().filter(|delivery| {
            delivery.company == key.company
                && delivery.parcel.document.as_ref() == Some(&key.id)
                && delivery.parcel.matter == Matter::Document
        });
        if of_document.clone().any(|delivery| delivery.is_open() || delivery.is_doubted()) {
            return Ok(Err(DeliveryError::OnItsWay { number: number() }));
        }
        let sent = of_document.find(|delivery| delivery.state == DeliveryState::Sent);
        if let Some(sent) = sent.filter(|_| !ask.again) {
            return Ok(Err(DeliveryError::SentAlready { number: number(), to: sent.parcel.to.join(", ") }));
        }
        if let Some(why) = self.taken_back(key, subject, ask.again)? {
            return Ok(Err(why));
        }
        let to = if ask.to.is_empty() { self.addresses(key, &invoice.buyer)? } else { ask.to.clone() };
        if to.is_empty() {
            return Ok(Err(DeliveryError::NoAddress { number: number(), partner: invoice.buyer.name.clone() }));
        }
        // What a person asks for by name is sent whole, or not at all.
        for word in &ask.forms {
            if let Some(form) = Form::parse(word)
                && let Some(why) = self.lacks(key, form, ask)?
            {
                return Ok(Err(DeliveryError::Unmade { why }));
            }
        }
        let usual = || self.options.config.mail.as_ref().map_or_else(|| vec!["factur-x".to_owned()], |mail| mail.attach.clone());
        Ok(Ok(Parcel {
            matter: Matter::Document,
            document: Some(key.id.clone()),
            number: number(),
            partner: invoice.buyer.name.clone(),
            to,
            forms: if ask.forms.is_empty() { usual() } else { ask.forms.clone() },
            text: ask.text.clone(),
            language: ask.language.clone(),
            buyer_reference: ask.buyer_reference.clone(),
            again: ask.again,
        }))
    }

    /// A delivery that is queued now.
    pub(super) fn delivery(company: CompanyId, parcel: Parcel, key: Option<&str>, by: &Actor, now: Timestamp) -> Delivery {
        let id = match key {
            // A call that is repeated with its key finds its own deliveries.
            Some(key) => named_id(key, company, parcel.document.as_ref().unwrap_or(&RemoteId::new(""))),
            None => {
                let mut random = [0u8; 10];
                fastrand::Rng::new().fill(&mut random);
                new_id(now, random)
            }
        };
        Delivery {
            id,
            company,
            parcel,
            state: DeliveryState::Queued,
            queued: now,
            by: by.clone(),
            sent: None,
            due: Some(now),
            attempts: 0,
            error: None,
        }
    }

    /// Addresses of the buyer of a document: of the client in own books, else as the document has them, else of its contact.
    /// Blocks.
    pub(super) fn addresses(&self, key: &RecordKey, buyer: &Party) -> Result<Vec<String>> {
        let store: &dyn Store = &*self.store;
        let usable = |emails: &[String]| -> Vec<String> {
            let trimmed = emails.iter().map(|email| email.trim().to_owned());
            trimmed.filter(|email| is_address(email)).collect()
        };
        if let Some(issued) = holding::<Issued>(store, key.company, &key.id)?
            && let Some(client) = holding::<Client>(store, key.company, &issued.value.client)?
        {
            let emails = usable(&client.value.party.emails);
            if !emails.is_empty() {
                return Ok(emails);
            }
        }
        let emails = usable(&buyer.emails);
        if !emails.is_empty() {
            return Ok(emails);
        }
        let Some(id) = buyer.id.as_deref().map(RemoteId::new) else { return Ok(Vec::new()) };
        let contact = self.store.get::<Contact>(key.company, std::slice::from_ref(&id))?.into_iter().next().flatten();
        Ok(contact.map(|contact| usable(&contact.entity.emails)).unwrap_or_default())
    }

    /// Deliveries that are asked for, the newest first. Blocks.
    pub(super) fn deliveries(&self, filter: &DeliveryFilter) -> Result<Vec<Delivery>> {
        let mut found = Vec::new();
        let mut companies = filter.companies.clone();
        if companies.is_empty() {
            companies = self.registry.companies().into_iter().map(|company| company.id).collect();
            companies.push(CompanyId(0));
        }
        for company in companies {
            found.extend(deliveries::deliveries(&*self.store, company)?.into_iter().filter(|one| filter.takes(one)));
        }
        found.sort_by(|a, b| (b.queued, &b.id).cmp(&(a.queued, &a.id)));
        found.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(found)
    }
}

/// A delivery of which nothing is shown yet.
pub(super) const fn bare(delivery: Delivery, left_out: Vec<Message>) -> Prepared {
    Prepared { delivery, subject: String::new(), text: String::new(), files: Vec::new(), left_out, balance: None }
}

fn skipped(key: &RecordKey, number: &str, (why, hint): (Message, Option<Message>), is_done: bool) -> Skipped {
    Skipped { key: key.clone(), number: number.to_owned(), why, hint, is_done }
}

/// An identifier that follows from a caller's key.
fn named_id(key: &str, company: CompanyId, document: &RemoteId) -> RemoteId {
    let digest = super::hash(&format!("delivery\n{key}\n{company}\n{document}"));
    let digits = crate::domain::token::hex(digest.0.get(..16).unwrap_or_default());
    RemoteId::new(format!("key-{digits}"))
}

/// Refuses what no delivery can have.
fn check(ask: &SendAsk) -> Result<()> {
    if let Some(given) = ask.to.iter().find(|address| !is_address(address)) {
        return Err(DeliveryError::BadAddress { given: given.clone() }.into());
    }
    if let Some(given) = ask.language.as_deref().filter(|code| Lang::parse(code).is_none()) {
        return Err(DeliveryError::BadLanguage { given: given.to_owned() }.into());
    }
    if let Some(given) = ask.forms.iter().find(|word| Form::parse(word).is_none()) {
        return Err(crate::document::DocumentError::Form { given: given.clone() }.into());
    }
    Ok(())
}
