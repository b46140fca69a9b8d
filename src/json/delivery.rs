//! Deliveries: mails with documents, reminders, summaries.

use serde::Serialize;

use super::value::{Amount, Instant, Shown};
use crate::domain::Delivery;
use crate::locale::Locale;
use crate::query::Names;
use crate::service::{Prepared, SendAnswer, Skipped};

/// `faktura deliveries list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Deliveries))]
pub struct DeliveriesJson {
    /// Deliveries, the newest first.
    pub deliveries: Vec<DeliveryJson>,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Delivery))]
#[expect(missing_docs, reason = "the names are the promise; Delivery explains them")]
pub struct DeliveryJson {
    /// Its identifier, and what stands before the @ of its Message-ID.
    pub delivery: String,
    pub company_id: u32,
    pub company: Option<String>,
    /// `invoice`, `reminder`, `summary` or `daily`.
    pub kind: &'static str,
    /// Days after the due date; only of reminders.
    pub step: Option<i32>,
    pub invoice_id: Option<String>,
    pub invoice_number: String,
    pub partner_name: String,
    pub to: Vec<String>,
    /// Forms that are attached.
    pub attach: Vec<String>,
    /// `queued`, `sending`, `sent`, `failed`, `cancelled` or `unknown`.
    pub state: &'static str,
    pub queued: Instant,
    pub queued_by: String,
    pub sent: Option<Instant>,
    /// When it is tried next.
    pub due: Option<Instant>,
    pub attempts: u32,
    /// Why it is not sent; of one that is sent, the addresses that the mail server refused.
    pub error: Option<String>,
    /// Only where the mail was shown.
    pub mail: Option<MailJson>,
}

/// A mail as it would be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Mail))]
#[expect(missing_docs, reason = "the names are the promise; Prepared explains them")]
pub struct MailJson {
    pub subject: String,
    pub text: String,
    pub files: Vec<FileJson>,
    /// Forms that are left out, and why.
    pub left_out: Vec<String>,
    /// What is left to pay; only of reminders.
    pub balance: Option<Amount>,
    pub currency: Option<String>,
}

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = MailFile))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct FileJson {
    pub name: String,
    pub size: u64,
}

/// `faktura send --json`, `faktura remind --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Sending))]
pub struct SendJson {
    /// Whether nothing was queued because only a preview was asked.
    pub dry_run: bool,
    /// What is queued, or would be.
    pub deliveries: Vec<DeliveryJson>,
    /// What is not.
    pub skipped: Vec<SkippedJson>,
    /// Companies that `[reminders]` names and that do not exist.
    pub unknown_companies: Vec<String>,
}

/// An invoice that is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = SkippedInvoice))]
#[expect(missing_docs, reason = "the names are the promise; Skipped explains them")]
pub struct SkippedJson {
    pub company_id: u32,
    pub invoice_id: String,
    pub invoice_number: String,
    /// Whether nothing is wrong: it was sent already.
    pub sent_already: bool,
    pub reason: String,
}

impl DeliveryJson {
    /// What scripts see of a delivery.
    #[must_use]
    pub fn new(delivery: &Delivery, names: Option<&Names>, _: &Locale) -> Self {
        let parcel = &delivery.parcel;
        Self {
            delivery: delivery.id.to_string(),
            company_id: delivery.company.0,
            company: names.and_then(|names| names.get(&delivery.company)).cloned(),
            kind: parcel.matter.as_str(),
            step: parcel.matter.step(),
            invoice_id: parcel.document.as_ref().map(ToString::to_string),
            invoice_number: parcel.number.clone(),
            partner_name: parcel.partner.clone(),
            to: parcel.to.clone(),
            attach: parcel.forms.clone(),
            state: delivery.state.as_str(),
            queued: Shown(delivery.queued),
            queued_by: delivery.by.0.clone(),
            sent: delivery.sent.map(Shown),
            due: delivery.due.map(Shown),
            attempts: delivery.attempts,
            error: delivery.error.clone(),
            mail: None,
        }
    }

    fn prepared(prepared: &Prepared, names: &Names, locale: &Locale) -> Self {
        let mail = (!prepared.subject.is_empty()).then(|| MailJson {
            subject: prepared.subject.clone(),
            text: prepared.text.clone(),
            files: prepared.files.iter().map(|(name, size)| FileJson { name: name.clone(), size: *size }).collect(),
            left_out: prepared.left_out.iter().map(|message| locale.text(message)).collect(),
            balance: prepared.balance.as_ref().map(|open| Shown(open.amount)),
            currency: prepared.balance.as_ref().map(|open| open.currency.as_str().to_owned()),
        });
        Self { mail, ..Self::new(&prepared.delivery, Some(names), locale) }
    }
}

impl DeliveriesJson {
    /// What scripts see of deliveries.
    #[must_use]
    pub fn new(deliveries: &[Delivery], names: &Names, locale: &Locale) -> Self {
        Self { deliveries: deliveries.iter().map(|one| DeliveryJson::new(one, Some(names), locale)).collect() }
    }
}

impl SendJson {
    /// What scripts see of a call that sends.
    #[must_use]
    pub fn new(answer: &SendAnswer, names: &Names, locale: &Locale) -> Self {
        let skipped = |one: &Skipped| SkippedJson {
            company_id: one.key.company.0,
            invoice_id: one.key.id.to_string(),
            invoice_number: one.number.clone(),
            sent_already: one.is_done,
            reason: locale.text(&one.why),
        };
        Self {
            dry_run: answer.dry_run,
            deliveries: answer.prepared.iter().map(|one| DeliveryJson::prepared(one, names, locale)).collect(),
            skipped: answer.skipped.iter().map(skipped).collect(),
            unknown_companies: answer.unknown.clone(),
        }
    }
}
