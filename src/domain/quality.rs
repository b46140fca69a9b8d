//! Warnings: doubtful fields of an invoice. A warning never blocks a sync.

use super::numbers::{TaxNumber, iban_is_valid, is_missing, tax_number};
use super::{Invoice, Message, Party, StoredInvoice, Warning, WarningKind, balance, sums};

/// The kinds of warnings of a stored invoice.
#[must_use]
pub fn stored_kinds(stored: &StoredInvoice) -> WarningKind {
    of(&stored_warnings(stored))
}

fn of(warnings: &[Warning]) -> WarningKind {
    WarningKind(warnings.iter().fold(0, |bits, warning| bits | warning.kind.0))
}

/// Everything doubtful about a stored invoice.
#[must_use]
pub fn stored_warnings(stored: &StoredInvoice) -> Vec<Warning> {
    let mut found = warnings(&stored.entity);
    if balance::is_missing(stored) {
        found.push(Warning { kind: WarningKind::BALANCE_UNKNOWN, message: Message::new("warning-balance-unknown") });
    }
    found
}

/// Everything doubtful about an invoice.
#[must_use]
pub fn warnings(invoice: &Invoice) -> Vec<Warning> {
    let mut found = Vec::new();
    sums::check(invoice, &mut found);
    for (who, party) in [("seller", &invoice.seller), ("buyer", &invoice.buyer)] {
        numbers(who, party, &mut found);
    }
    if let (Some(issued), Some(due)) = (invoice.issued, invoice.due)
        && due < issued
    {
        found.push(Warning {
            kind: WarningKind::DUE_BEFORE_ISSUE,
            message: Message::new("warning-due-before-issue").with("due", due.to_string()).with("issued", issued.to_string()),
        });
    }
    // Services outside Hungary give no rate where a document is in the company's own currency: its local total is its total.
    let local = match invoice.seller.address.country.as_deref() {
        Some("HU") => invoice.currency.as_str() == "HUF",
        _ => invoice.gross_local == Some(invoice.gross),
    };
    if !local && invoice.rate.is_none_or(|rate| rate.is_zero()) {
        found.push(Warning {
            kind: WarningKind::RATE_MISSING,
            message: Message::new("warning-rate-missing").with("currency", invoice.currency.as_str()),
        });
    }
    if let Some(status) = invoice.nav.as_ref().filter(|status| invoice.kind.is_claim() && status.is_refusal()) {
        found.push(Warning {
            kind: WarningKind::NAV_REFUSED,
            message: Message::new("warning-nav-refused").with("status", status.as_str()),
        });
    }
    found
}

/// Warns of a party's tax number and IBAN.
fn numbers(who: &str, party: &Party, found: &mut Vec<Warning>) {
    let known = |what: &str| party.tax_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case(what));
    let hungarian = party.address.country.as_deref().is_some_and(|country| country.trim().eq_ignore_ascii_case("HU"));
    let checked = hungarian && !known("FOREIGN") && !known("NO_TAX_NUMBER");
    let number = party.tax_number.as_deref().unwrap_or_default();
    match tax_number(number) {
        TaxNumber::Missing if known("HAS_TAX_NUMBER") => found.push(Warning {
            kind: WarningKind::TAX_NUMBER_MISSING,
            message: Message::new("warning-tax-number-missing").with("who", who),
        }),
        TaxNumber::Wrong if checked => found.push(Warning {
            kind: WarningKind::TAX_NUMBER_WRONG,
            message: Message::new("warning-tax-number-wrong").with("who", who).with("number", number),
        }),
        _ => {}
    }
    if let Some(iban) = party.iban.as_deref().filter(|iban| !is_missing(iban) && !iban_is_valid(iban)) {
        found.push(Warning {
            kind: WarningKind::IBAN_WRONG,
            message: Message::new("warning-iban-wrong").with("who", who).with("iban", iban),
        });
    }
}
