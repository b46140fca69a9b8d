//! Payments and contacts as lists show them: their fields for lists, filters and totals.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Allocation, CompanyId, Currency, Direction, Kind, PaymentMethod, PaymentState, PaymentType, RecordKey, RemoteId, RunId,
    StoredContact, StoredPayment, as_text,
};

/// A payment as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in Payment")]
pub struct PaymentRow {
    pub company: CompanyId,
    pub id: RemoteId,
    pub kind: PaymentType,
    pub direction: Direction,
    pub state: PaymentState,
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    #[serde(with = "as_text")]
    pub amount: Decimal,
    pub currency: Currency,
    pub method: Option<PaymentMethod>,
    pub reference: Option<Box<str>>,
    pub partner_id: Option<RemoteId>,
    pub partner_name: Box<str>,
    #[serde(with = "as_text")]
    pub unapplied: Option<Decimal>,
    pub note: Option<Box<str>>,
    pub allocations: Box<[Allocation]>,
    /// Numbers of the documents that it pays, with commas between.
    pub numbers: Box<str>,
    /// Whether the provider no longer has it.
    pub vanished: bool,
    /// When it last changed here.
    #[serde(with = "as_text")]
    pub changed: Timestamp,
    /// The run that changed it last.
    pub changed_run: RunId,
}

/// A contact as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in Contact")]
#[expect(clippy::struct_excessive_bools, reason = "facts that lists show one by one")]
pub struct ContactRow {
    pub company: CompanyId,
    pub id: RemoteId,
    pub name: Box<str>,
    pub number: Option<Box<str>>,
    pub tax_number: Option<Box<str>>,
    /// The first e-mail address.
    pub email: Option<Box<str>>,
    pub phone: Option<Box<str>>,
    /// Country, as its address has it.
    pub country: Option<Box<str>>,
    pub city: Option<Box<str>>,
    pub customer: bool,
    pub supplier: bool,
    pub active: bool,
    /// What the company's open documents expect from it, per currency.
    pub outstanding: Box<[Open]>,
    /// Whether the provider no longer has it.
    pub vanished: bool,
    /// When it last changed here.
    #[serde(with = "as_text")]
    pub changed: Timestamp,
    /// The run that changed it last.
    pub changed_run: RunId,
}

/// An open amount of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Currency.
    pub currency: Currency,
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// The sum would have overflowed and lacks something.
    pub overflow: bool,
}

/// Count and sums of payments in one currency and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaymentTotal {
    /// Number of the payments summed.
    pub count: u64,
    /// Sum of the amounts.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Sum of what pays no document yet; a payment without this amount adds nothing.
    #[serde(with = "as_text")]
    pub unapplied: Decimal,
    /// Whether a sum would have overflowed and therefore lacks something.
    pub overflow: bool,
}

/// Totals of payments per currency and direction, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaymentTotals(pub Vec<((Currency, Direction), PaymentTotal)>);

impl PaymentTotals {
    /// Adds a payment, if it counts.
    pub fn add(&mut self, row: &PaymentRow) {
        if !row.counts() {
            return;
        }
        let key = |((currency, direction), _): &((Currency, Direction), PaymentTotal)| {
            (currency, *direction).cmp(&(&row.currency, row.direction))
        };
        let at = self.0.binary_search_by(key).unwrap_or_else(|at| {
            self.0.insert(at, ((row.currency.clone(), row.direction), PaymentTotal::default()));
            at
        });
        if let Some((_, total)) = self.0.get_mut(at) {
            total.add(row);
        }
    }
}

impl PaymentTotal {
    /// Adds a payment.
    pub fn add(&mut self, row: &PaymentRow) {
        let amount = self.amount.checked_add(row.amount);
        let unapplied = self.unapplied.checked_add(row.unapplied.unwrap_or_default());
        self.count += 1;
        self.overflow |= amount.is_none() || unapplied.is_none();
        self.amount = amount.unwrap_or(self.amount);
        self.unapplied = unapplied.unwrap_or(self.unapplied);
    }
}

impl PaymentRow {
    /// Key of the record.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(self.company, Kind::Payment, self.id.clone())
    }

    /// Whether it is summed: [`super::Payment::counts`], and the provider still has it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.state == PaymentState::Active && self.kind != PaymentType::Credit && !self.vanished
    }

    /// The amount that it pays of a document, in its own currency; zero if it pays another one.
    #[must_use]
    pub fn pays(&self, document: &RemoteId) -> Decimal {
        let of = self.allocations.iter().filter(|part| part.document == *document);
        of.fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.amount))
    }

    /// Names the documents that have no number yet, as far as `number` knows them. True if any is left without one.
    pub fn name_documents(&mut self, mut number: impl FnMut(&RemoteId) -> Option<Box<str>>) -> bool {
        for part in self.allocations.iter_mut().filter(|part| part.number.is_empty()) {
            part.number = number(&part.document).map(String::from).unwrap_or_default();
        }
        let numbers: Vec<&str> =
            self.allocations.iter().map(|part| part.number.as_str()).filter(|number| !number.is_empty()).collect();
        self.numbers = numbers.join(", ").into();
        numbers.len() < self.allocations.len()
    }
}

impl From<StoredPayment> for PaymentRow {
    fn from(stored: StoredPayment) -> Self {
        let payment = stored.entity;
        let mut row = Self {
            company: stored.company,
            id: payment.id,
            kind: payment.kind,
            direction: payment.direction,
            state: payment.state,
            date: payment.date,
            amount: payment.amount,
            currency: payment.currency,
            method: payment.method,
            reference: payment.reference,
            partner_id: payment.partner_id,
            partner_name: payment.partner_name.into(),
            unapplied: payment.unapplied,
            note: payment.note,
            allocations: payment.allocations.into(),
            numbers: Box::default(),
            vanished: stored.vanished.is_some(),
            changed: stored.changed,
            changed_run: stored.changed_run,
        };
        row.name_documents(|_| None);
        row
    }
}

impl ContactRow {
    /// Key of the record.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(self.company, Kind::Contact, self.id.clone())
    }
}

impl From<StoredContact> for ContactRow {
    fn from(stored: StoredContact) -> Self {
        let contact = stored.entity;
        Self {
            company: stored.company,
            id: contact.id,
            name: contact.name.into(),
            number: contact.number,
            tax_number: contact.tax_number,
            email: contact.emails.into_iter().next().map(Into::into),
            phone: contact.phone,
            country: contact.address.country,
            city: contact.address.city,
            customer: contact.customer,
            supplier: contact.supplier,
            active: contact.active,
            outstanding: Box::default(),
            vanished: stored.vanished.is_some(),
            changed: stored.changed,
            changed_run: stored.changed_run,
        }
    }
}
