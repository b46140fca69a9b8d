//! Hides customers while a screen is shared: every name becomes a word, always the same for the same name.
//!
//! Amounts are hidden where they are written (see [`crate::locale::Lang::masked`]); names are replaced when they come in, so
//! no view can show one.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::{ContactRow, EntryRow, InvoiceRow, Party, PaymentRow};
use crate::query::{Group, Report, ReportKind};
use crate::service::{InvoiceChange, InvoiceDetail};

/// The text in place of a hidden value.
const HIDDEN: &str = "•••";

/// Fields of a history without a customer or an amount in their values.
const HARMLESS: [&str; 12] = [
    "status",
    "type",
    "correction_type",
    "payment_method",
    "nav",
    "cancelled",
    "electronic",
    "first_seen",
    "vanished",
    "issued",
    "due",
    "paid",
];

/// The word for a name.
pub(crate) fn name(name: &str) -> String {
    if name.trim().is_empty() {
        return String::new();
    }
    let mut hasher = DefaultHasher::new();
    crate::query::fold(name).hash(&mut hasher);
    format!("Partner {:04X}", hasher.finish() & 0xFFFF)
}

/// Hides the customer of a row.
pub(crate) fn row(row: &mut InvoiceRow) {
    row.partner_name = name(&row.partner_name).into();
    row.partner_tax_number = row.partner_tax_number.as_ref().map(|_| HIDDEN.into());
    row.comment = row.comment.as_ref().map(|_| HIDDEN.into());
}

/// Hides the customer of an invoice.
pub(crate) fn detail(detail: &mut InvoiceDetail) {
    let invoice = &mut detail.stored.entity;
    invoice.buyer = Party {
        name: name(&invoice.buyer.name),
        tax_number: invoice.buyer.tax_number.as_ref().map(|_| HIDDEN.into()),
        ..Party::default()
    };
    invoice.comment = invoice.comment.as_ref().map(|_| HIDDEN.into());
    invoice.tags.clear();
    for item in &mut invoice.items {
        item.comment = item.comment.as_ref().map(|_| HIDDEN.into());
    }
    detail.warnings.retain_mut(|warning| {
        // A warning may name an amount or a tax number: its kind is enough.
        warning.message.args.iter_mut().for_each(|(_, arg)| *arg = crate::domain::Arg::Text(HIDDEN.to_owned()));
        true
    });
    for change in &mut detail.history {
        value(&mut change.change);
    }
    detail.payments.iter_mut().for_each(payment);
    detail.mails.to.clear();
}

/// Hides the values of a change that may name a customer or an amount.
pub(crate) fn value(change: &mut crate::domain::Change) {
    if !HARMLESS.contains(&change.field.as_str()) {
        for value in [&mut change.old, &mut change.new] {
            *value = value.as_ref().map(|_| HIDDEN.to_owned());
        }
    }
}

/// Hides the customer of a payment.
pub(crate) fn payment(row: &mut PaymentRow) {
    row.partner_name = name(&row.partner_name).into();
    for text in [&mut row.reference, &mut row.note] {
        *text = text.as_ref().map(|_| HIDDEN.into());
    }
}

/// Hides the other side of a bank entry, and the customers of what it may pay.
pub(crate) fn entry(row: &mut EntryRow) {
    row.name = name(&row.name).into();
    for text in [&mut row.other, &mut row.text, &mut row.reference, &mut row.end_to_end] {
        if !text.is_empty() {
            *text = HIDDEN.into();
        }
    }
    for one in &mut row.perhaps {
        one.name = name(&one.name).into();
        for text in [&mut one.text, &mut one.reference].into_iter().filter(|text| !text.is_empty()) {
            *text = HIDDEN.into();
        }
    }
    for document in row.offers.iter_mut().flat_map(|offer| &mut offer.documents) {
        document.partner = name(&document.partner).into();
    }
}

/// Hides a contact.
pub(crate) fn contact(row: &mut ContactRow) {
    row.name = name(&row.name).into();
    for text in [&mut row.tax_number, &mut row.email, &mut row.phone, &mut row.number, &mut row.city] {
        *text = text.as_ref().map(|_| HIDDEN.into());
    }
}

/// Hides the customer of a change.
pub(crate) fn change(change: &mut InvoiceChange) {
    change.partner = name(&change.partner);
    value(&mut change.change.change);
}

/// Hides the customers of a report.
pub(crate) fn report(report: &mut Report) {
    if report.kind != ReportKind::Partners {
        return;
    }
    for row in &mut report.rows {
        if let Group::Name(partner) = &mut row.group {
            *partner = name(partner);
        }
        (row.tax_number, row.partner_id) = (None, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_always_the_same_word_and_never_itself() {
        assert_eq!(name("PETZ ALADÁR"), name("Petz Aladár"));
        assert_ne!(name("PETZ ALADÁR"), name("Kovács"));
        assert!(!name("PETZ ALADÁR").contains("PETZ"));
        assert_eq!(name(" "), "");
    }
}
