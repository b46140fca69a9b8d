//! Payments and contacts: lists, and one record with its history.

use jiff::civil::Date;
use serde::Serialize;

use super::ChangeJson;
use super::incomplete::IncompleteJson;
use super::row::{ContactRowJson, PaymentRowJson, RowJson};
use super::value::{Amount, Shown, sum};
use crate::domain::{ContactRow, Doubt, FieldChange, PaymentRow};
use crate::query::schema::Context;
use crate::query::sieve::Listing;
use crate::query::{Names, contact, payment};

/// `faktura payments --format json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Payments))]
pub struct PaymentsJson<'r> {
    /// How many match, whether or not they are in this list.
    pub total: usize,
    /// Totals of all that match and count.
    pub totals: Vec<PaymentTotalJson<'r>>,
    /// Companies of which something is missing here; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub incomplete: Vec<IncompleteJson>,
    /// The payments of this list.
    pub payments: Vec<PaymentRowJson<'r>>,
}

/// Totals of payments of one currency and direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PaymentTotal))]
#[expect(missing_docs, reason = "the names are the promise; PaymentTotal explains them")]
pub struct PaymentTotalJson<'r> {
    pub currency: &'r str,
    /// `issued`: money from customers; `received`: money to suppliers.
    pub direction: &'static str,
    pub count: u64,
    pub amount: Amount,
    /// What pays no document yet.
    pub unapplied: Amount,
    /// Only where a sum would have overflowed and lacks something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overflow: bool,
}

/// `faktura contacts --format json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Contacts))]
pub struct ContactsJson<'r> {
    /// How many match, whether or not they are in this list.
    pub total: usize,
    /// Companies of which something is missing here; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub incomplete: Vec<IncompleteJson>,
    /// The contacts of this list.
    pub contacts: Vec<ContactRowJson<'r>>,
}

/// `faktura payment … --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PaymentWithHistory))]
pub struct PaymentJson<'r> {
    /// What lists have of it.
    #[serde(flatten)]
    pub row: PaymentRowJson<'r>,
    /// Only with `--history`; oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<ChangeJson<'r>>>,
}

/// `faktura contact … --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ContactWithHistory))]
pub struct ContactJson<'r> {
    /// What lists have of it.
    #[serde(flatten)]
    pub row: ContactRowJson<'r>,
    /// Only with `--history`; oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<ChangeJson<'r>>>,
}

/// Name of a row's company, and the day.
fn context(names: &Names, company: crate::domain::CompanyId, today: Date) -> Context<'_> {
    names.context(company, today)
}

impl<'r> PaymentsJson<'r> {
    /// What scripts see of a list.
    #[must_use]
    pub fn new(found: &'r Listing<payment::Field>, names: &'r Names, today: Date) -> Self {
        Self {
            total: found.total,
            totals: payment_totals(&found.totals),
            incomplete: Vec::new(),
            payments: found.rows.iter().map(|row| RowJson::new(row, context(names, row.company, today))).collect(),
        }
    }

    /// The same with the companies of which something is missing.
    #[must_use]
    pub fn lacking(mut self, doubts: &[Doubt]) -> Self {
        self.incomplete = doubts.iter().map(IncompleteJson::from).collect();
        self
    }
}

/// Totals of payments as a list, in the order of the currencies.
#[must_use]
pub fn payment_totals(totals: &crate::domain::PaymentTotals) -> Vec<PaymentTotalJson<'_>> {
    totals
        .0
        .iter()
        .map(|((currency, direction), total)| PaymentTotalJson {
            currency: currency.as_str(),
            direction: direction.as_str(),
            count: total.count,
            amount: sum(total.amount, currency),
            unapplied: sum(total.unapplied, currency),
            overflow: total.overflow,
        })
        .collect()
}

/// Totals of bank entries of a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; EntryTotal explains them")]
pub struct EntryTotalJson<'r> {
    pub currency: &'r str,
    pub count: u64,
    pub incoming: Amount,
    pub outgoing: Amount,
    /// Only where a sum would have overflowed and lacks something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overflow: bool,
}

/// Totals of bank entries as a list, in the order of the currencies.
#[must_use]
pub fn entry_totals(totals: &crate::domain::EntryTotals) -> Vec<EntryTotalJson<'_>> {
    totals
        .0
        .iter()
        .map(|(currency, total)| EntryTotalJson {
            currency: currency.as_str(),
            count: total.count,
            incoming: Shown(total.incoming),
            outgoing: Shown(total.outgoing),
            overflow: total.overflow,
        })
        .collect()
}

impl<'r> ContactsJson<'r> {
    /// What scripts see of a list.
    #[must_use]
    pub fn new(found: &'r Listing<contact::Field>, names: &'r Names, today: Date) -> Self {
        Self {
            total: found.total,
            incomplete: Vec::new(),
            contacts: found.rows.iter().map(|row| RowJson::new(row, context(names, row.company, today))).collect(),
        }
    }

    /// The same with the companies of which something is missing.
    #[must_use]
    pub fn lacking(mut self, doubts: &[Doubt]) -> Self {
        self.incomplete = doubts.iter().map(IncompleteJson::from).collect();
        self
    }
}

fn changes(history: Option<&[FieldChange]>) -> Option<Vec<ChangeJson<'_>>> {
    history.map(|history| history.iter().map(ChangeJson::from).collect())
}

impl<'r> PaymentJson<'r> {
    /// What scripts see of a payment.
    #[must_use]
    pub fn new(row: &'r PaymentRow, company: &'r str, today: Date, history: Option<&'r [FieldChange]>) -> Self {
        Self { row: RowJson::new(row, Context { company, provider: "", today }), history: changes(history) }
    }
}

impl<'r> ContactJson<'r> {
    /// What scripts see of a contact.
    #[must_use]
    pub fn new(row: &'r ContactRow, company: &'r str, today: Date, history: Option<&'r [FieldChange]>) -> Self {
        Self { row: RowJson::new(row, Context { company, provider: "", today }), history: changes(history) }
    }
}
