//! What several writers have in common: codes of kinds and of means of payment, dates, names of reasons.

use super::codes;
use super::form::Form;
use super::model::{Category, Document, Kind, Means, Party, Reason, Vat};

/// BT-3. Code of the kind of invoice in a form.
pub(super) fn type_code(document: &Document, form: Form) -> &'static str {
    match document.kind {
        Kind::Credit => "381",
        // What is no commercial invoice is one in XRechnung's list of types.
        Kind::Advance if form.is_xrechnung() => "380",
        Kind::Advance => "386",
        // Peppol takes corrective invoices between German parties alone; one that asks for more is a debit note.
        Kind::Correction if form == Form::Peppol => "383",
        Kind::Correction => "384",
        Kind::Invoice => "380",
    }
}

/// BT-81. Code of the means of payment.
pub(super) fn means_code(document: &Document, form: Form) -> &'static str {
    match document.payment.means {
        Means::Transfer => {
            let iban = document.payment.iban.as_deref().and_then(|iban| iban.get(..2));
            let sepa = document.currency.as_str() == "EUR" && iban.is_some_and(codes::is_sepa);
            if sepa { "58" } else { "30" }
        }
        Means::Cash => "10",
        // XRechnung wants the number of the card with it, which is not known.
        Means::Card if form.is_xrechnung() => "1",
        Means::Card => "48",
        Means::Online => "68",
        Means::Postal => "50",
        Means::Clearing => "97",
        Means::Voucher | Means::Other | Means::Unknown => "1",
    }
}

/// The account that a transfer goes to; `None` where the invoice is not paid by transfer.
pub(super) fn account(document: &Document) -> Option<&str> {
    let payment = &document.payment;
    let account = payment.iban.as_deref().or(payment.account.as_deref())?;
    (payment.means == Means::Transfer).then_some(account)
}

/// BT-83. What to write on the transfer.
pub(super) fn reference(document: &Document) -> &str {
    document.payment.reference.as_deref().unwrap_or(&document.number)
}

/// BT-97, BT-104, BT-139, BT-144. The reason in words. E-invoices are read by machines of every country: English.
pub(super) const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Discount => "Discount",
        Reason::Surcharge => "Surcharge",
        Reason::Rounding => "Rounding",
    }
}

/// Why the net amount of a line is not quantity times price: up to two units of a forint it is rounding.
pub(super) fn line_reason(document: &Document, allowance: rust_decimal::Decimal) -> Reason {
    let small = if document.currency.decimals() == 0 { rust_decimal::Decimal::TWO } else { rust_decimal::Decimal::new(5, 2) };
    match (allowance.abs() <= small, allowance.is_sign_negative()) {
        (true, _) => Reason::Rounding,
        (false, false) => Reason::Discount,
        (false, true) => Reason::Surcharge,
    }
}

/// Whether the document is not subject to VAT: then it may not name VAT numbers.
pub(super) fn out_of_scope(document: &Document) -> bool {
    document.taxes.iter().any(|group| group.vat.category == Category::OutOfScope)
}

/// BT-31, BT-48. The VAT number of a party, where the document may name it.
pub(super) fn vat_id<'a>(document: &Document, party: &'a Party) -> Option<&'a str> {
    party.vat_id.as_deref().filter(|_| !out_of_scope(document))
}

/// BT-29. The seller's identifier: with no number of a register and no VAT number its tax number identifies it (BR-CO-26).
pub(super) fn seller_id(document: &Document) -> Option<&str> {
    let seller = &document.seller;
    let other = seller.legal_id.is_some() || vat_id(document, seller).is_some();
    seller.id.as_deref().or_else(|| seller.tax_id.as_deref().filter(|_| !other))
}

/// BT-22. All notes as one: Peppol takes one at most.
pub(super) fn note(document: &Document) -> Option<String> {
    Some(document.notes.join(" ")).filter(|note| !note.trim().is_empty())
}

/// Whether the rate of a VAT category is written: not where there is no VAT at all.
pub(super) fn has_rate(vat: &Vat) -> bool {
    vat.category != Category::OutOfScope
}
