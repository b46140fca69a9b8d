//! Letters: a delivery made into a mail, from what the store has when it is sent.
//!
//! For: the worker that sends, and previews. Uses: documents, words of `delivery`, the provider for its own PDF. Never: the queue.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::delivery_error::DeliveryError;
use super::local::Local;
use super::task::blocking;
use super::{Result, ServiceError};
use crate::delivery::words::{self, Facts};
use crate::delivery::{Attachment, Mail, MailTexts, charges, days_between};
use crate::document::source::{self, Extra};
use crate::document::{DocumentError, Form};
use crate::domain::{Company, Delivery, Matter, Message, Parcel, RecordKey, Sender, StoredInvoice};
use crate::locale::Lang;
use crate::store::StoreExt;

/// A mail, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The mail.
    pub(super) mail: Mail,
    /// Forms that are left out, and why.
    pub(super) left_out: Vec<Message>,
    /// What is left to pay of the document.
    pub(super) balance: Decimal,
}

/// What a letter is made from.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) stored: StoredInvoice,
    pub(super) company: Company,
    pub(super) sender: Sender,
}

impl Subject {
    /// What is left to pay; zero of what is not open.
    pub(super) fn balance(&self) -> Decimal {
        let row = self.stored.row();
        if row.outstanding() { row.open_amount() } else { Decimal::ZERO }
    }

    fn lang(&self, parcel: &Parcel) -> Lang {
        parcel.language.as_deref().and_then(Lang::parse).unwrap_or_else(|| source::language(&self.stored.entity))
    }

    /// Whether the service of the company has PDFs of its own.
    fn has_files(&self) -> bool {
        crate::provider::find(&self.company.provider).is_some_and(|entry| entry.capabilities.files)
    }

    /// The seller's name as its document has it; the name of the company here is for its own people.
    fn sender_name(&self) -> String {
        let kept = [&self.sender.name, &self.company.legal_name].into_iter().flatten().chain([&self.company.name]);
        let mut named = std::iter::once(&self.stored.entity.seller.name).chain(kept).map(|name| name.trim());
        named.find(|name| !name.is_empty()).unwrap_or_default().to_owned()
    }

    fn facts(&self, matter: &Matter, today: Date) -> Facts {
        let invoice = &self.stored.entity;
        let own = |told: &Option<Box<str>>, kept: &Option<String>| told.as_deref().map(str::to_owned).or_else(|| kept.clone());
        Facts {
            matter: matter.clone(),
            company: self.sender_name(),
            partner: invoice.buyer.name.clone(),
            number: invoice.number.clone(),
            total: invoice.gross,
            balance: self.balance(),
            currency: invoice.currency.clone(),
            issued: invoice.issued,
            due: invoice.due,
            days: invoice.due.map(|due| days_between(due, today)).unwrap_or_default(),
            account: own(&invoice.seller.iban, &self.sender.iban)
                .or_else(|| own(&invoice.seller.account_number, &self.sender.account)),
            fee: None,
            interest: None,
        }
    }
}

impl Local {
    /// The document of a delivery as it stands now. Blocks.
    pub(super) fn subject(&self, key: &RecordKey, number: &str) -> Result<Subject> {
        let stored = self.store.invoices(key.company, std::slice::from_ref(&key.id))?.into_iter().next().flatten();
        let gone = || DeliveryError::Gone { number: number.to_owned() };
        let stored = self.store.after_bank(stored.ok_or_else(gone)?)?;
        let company = self.by_id(key.company)?;
        let (sender, _) = self.sender(key.company)?;
        Ok(Subject { stored, company, sender })
    }

    /// The mail of a delivery.
    pub(super) async fn letter(self: &Arc<Self>, delivery: &Delivery) -> Result<Letter> {
        let parcel = &delivery.parcel;
        if parcel.matter == Matter::Summary {
            return self.summary_letter(delivery).await;
        }
        if parcel.matter == Matter::Daily {
            return self.daily_letter(delivery).await;
        }
        let Some(document) = parcel.document.clone() else { return Err(ServiceError::TaskDied.into()) };
        let key = RecordKey::document(delivery.company, document);
        let (local, wanted, number) = (self.clone(), key.clone(), parcel.number.clone());
        let subject = blocking(move || local.subject(&wanted, &number)).await?;
        let (files, left_out) = self.files(&key, parcel, &subject).await?;
        let (facts, texts) = self.facts_of(&subject, &parcel.matter);
        let lang = subject.lang(parcel);
        let (title, text) = words::written(&facts, lang.locale(), lang, &texts, parcel.text.as_deref());
        let mail = Mail {
            id: delivery.id.to_string(),
            date: delivery.queued,
            from_name: subject.sender_name(),
            reply_to: subject.sender.email.clone(),
            to: parcel.to.clone(),
            subject: title,
            text,
            files,
            automatic: parcel.matter != Matter::Document,
        };
        Ok(Letter { mail, left_out, balance: subject.balance() })
    }

    /// Facts and texts of a mail.
    fn facts_of(&self, subject: &Subject, matter: &Matter) -> (Facts, MailTexts) {
        let today = self.options.clock.now().to_zoned(self.options.zone.clone()).date();
        let mut facts = subject.facts(matter, today);
        let config = &self.options.config;
        let Matter::Reminder { step } = matter else {
            return (facts, config.mail.as_ref().map(|mail| mail.texts.clone()).unwrap_or_default());
        };
        let charged = charges(&config.reminders, *step, facts.balance, &facts.currency, facts.days);
        (facts.fee, facts.interest) = charged;
        (facts, config.reminders.texts.clone())
    }

    /// The attachments, and what is left out of them.
    async fn files(
        self: &Arc<Self>,
        key: &RecordKey,
        parcel: &Parcel,
        subject: &Subject,
    ) -> Result<(Vec<Attachment>, Vec<Message>)> {
        let forms: Vec<Form> = parcel.forms.iter().filter_map(|word| Form::parse(word)).collect();
        let number = &subject.stored.entity.number;
        let (mut files, mut left_out) = (Vec::new(), Vec::new());
        let paper = |form: &Form| form.ending() == "pdf";
        if forms.iter().any(paper) && subject.has_files() {
            let bytes = self.pdf(key).await?;
            files.push(Attachment { name: format!("{number}.pdf"), media_type: "application/pdf", bytes });
        }
        let forms = forms.into_iter().filter(|form| !(paper(form) && subject.has_files()));
        for form in forms {
            match self.written(key, form, parcel, subject).await? {
                Ok(file) => files.push(file),
                Err(why) => {
                    left_out.push(why);
                    // A mail with a document has a paper that people can read.
                    if form == Form::FacturX
                        && let Ok(file) = self.written(key, Form::Pdf, parcel, subject).await?
                    {
                        files.push(file);
                    }
                }
            }
        }
        Ok((files, left_out))
    }

    /// One attachment of our own, or why its form cannot be written.
    async fn written(
        self: &Arc<Self>,
        key: &RecordKey,
        form: Form,
        parcel: &Parcel,
        subject: &Subject,
    ) -> Result<std::result::Result<Attachment, Message>> {
        let number = subject.stored.entity.number.clone();
        let extra = Extra {
            buyer_reference: parcel.buyer_reference.clone(),
            language: Some(subject.lang(parcel).as_str().to_owned()),
            ..Extra::default()
        };
        let (local, key) = (self.clone(), key.clone());
        let made = match blocking(move || local.make_document(&key, (form, &extra), true)).await {
            Ok(made) => made,
            Err(error) if error.kind == crate::error::ErrorKind::Failed => return Ok(Err(error.message)),
            Err(error) => return Err(error),
        };
        let Some(bytes) = made.file else {
            return Ok(Err(lacking(&number, form, &made.breaches)));
        };
        let name = if form.ending() == "pdf" { format!("{number}.pdf") } else { format!("{number}-{}.xml", form.as_str()) };
        Ok(Ok(Attachment { name, media_type: form.media_type(), bytes }))
    }

    /// Why a form cannot be made of a document; `None` if it can. Blocks.
    pub(super) fn lacks(&self, key: &RecordKey, form: Form, ask: &super::SendAsk) -> Result<Option<Message>> {
        let extra = Extra { buyer_reference: ask.buyer_reference.clone(), language: ask.language.clone(), ..Extra::default() };
        let made = match self.make_document(key, (form, &extra), false) {
            Ok(made) => made,
            Err(error) if error.kind == crate::error::ErrorKind::Failed => return Ok(Some(error.message)),
            Err(error) => return Err(error),
        };
        if cfg!(not(feature = "documents")) && form.ending() == "pdf" {
            return Ok(Some(crate::error::Describe::message(&DocumentError::NotBuilt)));
        }
        Ok((!made.breaches.is_empty()).then(|| lacking(&made.number, form, &made.breaches)))
    }
}

/// Names the fields that a form lacks.
fn lacking(number: &str, form: Form, breaches: &[crate::document::Breach]) -> Message {
    let mut fields: Vec<&str> = breaches.iter().map(|breach| &*breach.term).collect();
    fields.dedup();
    let error = DeliveryError::Lacks { number: number.to_owned(), form: form.title(), fields: fields.join(", ") };
    crate::error::Describe::message(&error)
}
