//! The live part of `faktura invoice --live --json`.
//!
//! Names are a promise. A part that failed is null, and its error is among the errors.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::live::Live;
use crate::domain::{HistoryEntry, TaxReport};
use crate::error::Error;
use crate::json::{InvoiceJson, Shown};
use crate::locale::Locale;

/// A whole record with what the service says right now.
#[derive(Debug, Serialize)]
pub(super) struct LiveInvoice<'r> {
    /// The record.
    #[serde(flatten)]
    pub(super) invoice: InvoiceJson<'r>,
    /// Live data.
    pub(super) live: LiveJson<'r>,
}

/// Live data from the service.
#[derive(Debug, Serialize)]
pub(super) struct LiveJson<'r> {
    payments: Option<Vec<PaymentJson<'r>>>,
    tax_report: Option<TaxReportJson<'r>>,
    public_url: Option<&'r str>,
    errors: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PaymentJson<'r> {
    date: Option<Shown<Date>>,
    amount: Shown<Decimal>,
    payment_method: &'r str,
    voucher: Option<&'r str>,
    rate: Option<Shown<Decimal>>,
}

#[derive(Debug, Serialize)]
struct TaxReportJson<'r> {
    transaction: Option<&'r str>,
    nav_status: Option<&'r str>,
    messages: &'r [String],
}

impl<'r> LiveJson<'r> {
    /// The shape of what was asked for; texts in the language given.
    pub(super) fn new(live: &'r Live, locale: &Locale) -> Self {
        let errors: [Option<&Error>; 3] = [live.payments.as_ref().err(), live.tax.as_ref().err(), live.url.as_ref().err()];
        Self {
            payments: live.payments.as_ref().ok().map(|payments| payments.iter().map(PaymentJson::from).collect()),
            tax_report: live.tax.as_ref().ok().map(TaxReportJson::from),
            public_url: live.url.as_ref().ok().map(String::as_str),
            errors: errors.into_iter().flatten().map(|error| locale.text(&error.message)).collect(),
        }
    }
}

impl<'r> From<&'r HistoryEntry> for PaymentJson<'r> {
    fn from(payment: &'r HistoryEntry) -> Self {
        Self {
            date: payment.date.map(Shown),
            amount: Shown(payment.amount),
            payment_method: payment.method.as_str(),
            voucher: payment.voucher.as_deref(),
            rate: payment.rate.map(Shown),
        }
    }
}

impl<'r> From<&'r TaxReport> for TaxReportJson<'r> {
    fn from(report: &'r TaxReport) -> Self {
        Self {
            transaction: report.transaction.as_deref(),
            nav_status: report.status.as_ref().map(crate::domain::NavStatus::as_str),
            messages: &report.messages,
        }
    }
}
