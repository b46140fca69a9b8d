//! Payments as records, and the entries of a document's payment history that some providers have instead.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::enums::open_enum;
use super::{Currency, Direction, Invoice, PaymentMethod, RemoteId, Stored};

open_enum! {
    /// Kind of a payment.
    PaymentType {
        Credit = "credit",
        Overpayment = "overpayment",
        Payment = "payment",
        Prepayment = "prepayment",
        Refund = "refund",
    }
}

open_enum! {
    /// State of a payment at its service, in our words.
    PaymentState {
        Active = "active",
        Deleted = "deleted",
        Draft = "draft",
        Voided = "voided",
    }
}

/// A payment as a provider gives it: money that came in or went out, and the documents that it pays. Unlike a document's own
/// status it tells how much of which document was paid when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The provider's identifier; see [`Payment::of_history`] for providers that have none.
    pub id: RemoteId,
    /// Kind. A [`PaymentType::Credit`] moves no money: it links a credit note to what it pays.
    pub kind: PaymentType,
    /// Side of the documents that it pays: `Issued` for money from customers, `Received` for money to suppliers. A refund has the
    /// side of the document that it gives back.
    pub direction: Direction,
    /// State.
    pub state: PaymentState,
    /// Day of the payment.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    /// Amount in `currency`; negative for a refund of the same side.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Currency.
    pub currency: Currency,
    /// Rate to the company's base currency.
    #[serde(with = "as_text")]
    pub rate: Option<Decimal>,
    /// Payment method.
    pub method: Option<PaymentMethod>,
    /// Reference, voucher or number of the transfer.
    pub reference: Option<Box<str>>,
    /// The provider's identifier of the contact.
    pub partner_id: Option<RemoteId>,
    /// Name of the contact; empty if it was not told.
    pub partner_name: String,
    /// Part of the amount that pays no document yet; `None` if the provider does not tell.
    #[serde(with = "as_text")]
    pub unapplied: Option<Decimal>,
    /// Note.
    pub note: Option<Box<str>>,
    /// Amounts of documents that it pays.
    pub allocations: Vec<Allocation>,
}

/// Part of a payment that pays one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The document: an identifier of the same company.
    pub document: RemoteId,
    /// Its number; empty if it was not told.
    pub number: String,
    /// Amount in the currency of the payment.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Day of the allocation, where it is not that of the payment.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
}

/// A payment as the store keeps it.
pub type StoredPayment = Stored<Payment>;

impl Payment {
    /// Whether it counts in totals: it is neither a draft, nor voided, nor deleted, and moves money.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.state == PaymentState::Active && self.kind != PaymentType::Credit
    }

    /// Sum of its allocations; `None` if no decimal can hold it.
    #[must_use]
    pub fn allocated(&self) -> Option<Decimal> {
        self.allocations.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.amount))
    }

    /// The amount that it pays of a document; zero if it pays another one.
    #[must_use]
    pub fn pays(&self, document: &RemoteId) -> Decimal {
        let of = self.allocations.iter().filter(|part| part.document == *document);
        of.fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.amount))
    }

    /// The money that came in for a document: what it pays of it, less the credits that it puts on it as well. Zero if it pays another one,
    /// negative for a credit itself; `None` if credits are spread over several documents, so that nothing tells which one had how much.
    #[must_use]
    pub fn money_of(&self, document: &RemoteId) -> Option<Decimal> {
        let own = self.pays(document);
        let all: BTreeSet<&RemoteId> = self.allocations.iter().map(|part| &part.document).collect();
        let (mut credits, mut paid) = (Decimal::ZERO, 0);
        for one in all {
            let pays = self.pays(one);
            if pays.is_sign_negative() {
                credits = credits.checked_add(pays)?;
            } else if !pays.is_zero() {
                paid += 1;
            }
        }
        match paid {
            _ if credits.is_zero() || own <= Decimal::ZERO => Some(own),
            1 => own.checked_add(credits),
            _ => None,
        }
    }

    /// Whether it was paid ahead of what it pays: documents take of it later.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        matches!(self.kind, PaymentType::Overpayment | PaymentType::Prepayment)
    }

    /// Whether it is money for the documents that it pays: neither given back nor a credit.
    #[must_use]
    pub fn brings_money(&self) -> bool {
        self.kind == PaymentType::Payment || self.is_ahead()
    }

    /// The day on which a document is paid by it: of what was paid ahead, the last day on which the document took of it.
    #[must_use]
    pub fn paid_on(&self, document: &RemoteId) -> Option<Date> {
        let of = self.allocations.iter().filter(|part| part.document == *document);
        let taken = of.filter_map(|part| part.date).max();
        taken.filter(|_| self.is_ahead()).or(self.date)
    }

    /// The parts of it that stand, with their days: what it pays of which document when. Credits count too: they settle a document as money
    /// does. Nothing of what was voided or deleted.
    pub fn settles(&self) -> impl Iterator<Item = (&RemoteId, Date, Decimal)> {
        let parts = if self.state == PaymentState::Active { self.allocations.as_slice() } else { &[] };
        parts.iter().filter_map(|part| Some((&part.document, part.date.or(self.date)?, part.amount)))
    }

    /// The payments of a document's history.
    ///
    /// Entries of a history have no identifier, save the ones that we wrote: these carry our mark. A payment is known by its document, day and
    /// amount, and by its place among equal ones; so one that is added or taken away leaves the others what they were.
    #[must_use]
    pub fn of_history(document: &Invoice, history: &[HistoryEntry]) -> Vec<Self> {
        let mut payments: Vec<Self> = Vec::with_capacity(history.len());
        for entry in history {
            let day = entry.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
            // One that we wrote carries our mark: with it the record has the identifier that the write was answered with.
            let mark = entry.voucher.as_deref().filter(|voucher| is_mark(voucher));
            let is_marked = mark.is_some();
            let stem = match mark {
                Some(mark) => format!("{}:{mark}", document.id),
                None => format!("{}:{day}:{}", document.id, entry.amount.normalize()),
            };
            let equal = |known: &&Self| known.date == entry.date && known.amount.normalize() == entry.amount.normalize();
            let id = match payments.iter().filter(equal).count() {
                earlier if earlier > 0 && !is_marked => format!("{stem}:{}", earlier + 1),
                _ => stem,
            };
            let number = document.number.clone();
            payments.push(Self {
                id: RemoteId::new(id),
                kind: if entry.amount.is_sign_negative() { PaymentType::Refund } else { PaymentType::Payment },
                direction: document.direction,
                state: PaymentState::Active,
                date: entry.date,
                amount: entry.amount,
                currency: document.currency.clone(),
                rate: entry.rate,
                method: Some(entry.method.clone()),
                reference: entry.voucher.clone(),
                partner_id: document.buyer.id.as_deref().map(RemoteId::new),
                partner_name: document.buyer.name.clone(),
                unapplied: Some(Decimal::ZERO),
                note: None,
                allocations: vec![Allocation { document: document.id.clone(), number, amount: entry.amount, date: None }],
            });
        }
        payments
    }
}

/// The day on which these parts came to what they are together: the last one that changed their sum. `None` if none did.
#[must_use]
pub fn settled_on(parts: impl IntoIterator<Item = (Date, Decimal)>) -> Option<Date> {
    let mut days: BTreeMap<Date, Decimal> = BTreeMap::new();
    for (day, amount) in parts {
        let sum = days.entry(day).or_default();
        *sum = sum.saturating_add(amount);
    }
    days.into_iter().rev().find(|(_, sum)| !sum.is_zero()).map(|(day, _)| day)
}

/// Whether a voucher is the mark of an order of ours: an identifier as [`super::own::new_id`] makes them.
fn is_mark(voucher: &str) -> bool {
    let is_right = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        14 => byte == b'7',
        _ => byte.is_ascii_hexdigit(),
    };
    voucher.len() == 36 && voucher.bytes().enumerate().all(is_right)
}

/// An entry of a document's payment history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Day of the payment.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    /// Amount in the document's currency.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Payment method.
    pub method: PaymentMethod,
    /// Voucher.
    pub voucher: Option<Box<str>>,
    /// Rate to the local currency.
    #[serde(with = "as_text")]
    pub rate: Option<Decimal>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_last_day_that_changed_the_sum_is_the_day_of_payment() {
        let day = |day| date(2026, 10, day);
        let on = |parts: &[(i8, i64)]| settled_on(parts.iter().map(|(at, amount)| (day(*at), Decimal::from(*amount))));
        for (parts, expected) in [
            (&[][..], None),
            (&[(5, 100)], Some(5)),
            (&[(9, 40), (5, 60)], Some(9)),
            // What came and went on one day changed nothing, nor did a part of nothing.
            (&[(5, 100), (9, 30), (9, -30), (11, 0)], Some(5)),
            (&[(5, 100), (7, -100), (9, 100)], Some(9)),
            // A credit is used up as a document is paid.
            (&[(3, -20), (4, -35)], Some(4)),
        ] {
            assert_eq!(on(parts), expected.map(day), "{parts:?}");
        }
    }
}
