//! The words that fields of words know. Uses: domain.

use super::ast::Key;
use crate::domain::{DocumentType, NavStatus, PaymentMethod, PaymentStatus, WarningKind};

/// Statuses that we derive from several fields.
pub(super) const DERIVED: [&str; 4] = ["overdue", "unpaid", "cancelled", "vanished"];

/// Words of `has:` besides the kinds of warnings.
pub(super) const PRESENT: [&str; 15] = [
    "warning",
    "comment",
    "item",
    "tag",
    "number",
    "partner",
    "tax_number",
    "method",
    "net",
    "vat",
    "issued",
    "fulfilled",
    "due",
    "paid",
    "nav",
];

/// Types of documents that Billingo does not have.
const OTHER_TYPES: [&str; 4] = ["credit_note", "refund", "bill", "bill_credit"];

/// Directions of a document. All of Billingo's are issued.
pub(super) const DIRECTIONS: [&str; 2] = ["issued", "received"];

/// Services of documents; today all are from the first.
pub(super) const PROVIDERS: [&str; 4] = ["billingo", "quickbooks", "xero", "books"];

/// Periods offered as suggestions.
pub(super) const DATES: [&str; 16] = [
    "today",
    "yesterday",
    "tomorrow",
    "this-week",
    "last-week",
    "next-week",
    "this-month",
    "last-month",
    "next-month",
    "this-quarter",
    "last-quarter",
    "next-quarter",
    "this-year",
    "last-year",
    "next-year",
    "last-30d",
];

/// The words of a field; empty for currencies, which the store knows.
#[must_use]
pub(super) fn of(key: Key) -> Vec<&'static str> {
    match key {
        Key::Status => DERIVED.iter().chain(PaymentStatus::KNOWN).copied().collect(),
        Key::Type => DocumentType::KNOWN.iter().chain(&OTHER_TYPES).copied().collect(),
        Key::Method => PaymentMethod::KNOWN.to_vec(),
        Key::Nav => NavStatus::KNOWN.to_vec(),
        Key::Direction => DIRECTIONS.to_vec(),
        Key::Provider => PROVIDERS.to_vec(),
        Key::Has => PRESENT.into_iter().chain(WarningKind::ALL.into_iter().map(|(_, word)| word)).collect(),
        _ => Vec::new(),
    }
}
