//! Warnings: doubtful fields of an invoice. A warning never blocks a sync.

use serde::{Deserialize, Serialize};

use super::numbers::{TaxNumber, iban_is_valid, is_missing, tax_number};
use super::{Invoice, Message, Party, StoredInvoice, balance, sums};

/// A set of kinds of warnings, one bit each; small enough for every row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct WarningKind(pub u16);

/// A warning and its subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Its kind: exactly one bit.
    pub kind: WarningKind,
    /// Text.
    pub message: Message,
}

impl WarningKind {
    /// The line items do not add up to the gross total, the net total or the VAT.
    pub const SUM: Self = Self(1);
    /// A Hungarian buyer or seller that has a tax number has it missing from the document.
    pub const TAX_NUMBER_MISSING: Self = Self(1 << 1);
    /// The checksum of a Hungarian tax number is wrong.
    pub const TAX_NUMBER_WRONG: Self = Self(1 << 2);
    /// The checksum of an IBAN is wrong.
    pub const IBAN_WRONG: Self = Self(1 << 3);
    /// The due date is before the date of issue.
    pub const DUE_BEFORE_ISSUE: Self = Self(1 << 4);
    /// A foreign currency has no rate.
    pub const RATE_MISSING: Self = Self(1 << 5);
    /// The line items do not add up to the sums by VAT rate.
    pub const VAT_SUMMARY: Self = Self(1 << 6);
    /// The tax authority does not have the report.
    pub const NAV_REFUSED: Self = Self(1 << 7);
    /// The total in the seller's own currency is not the total times the rate.
    pub const LOCAL_TOTAL: Self = Self(1 << 8);
    /// Partly paid, with an unknown balance.
    pub const BALANCE_UNKNOWN: Self = Self(1 << 9);

    /// Every kind with its word in JSON and filters.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::SUM, "sum"),
        (Self::TAX_NUMBER_MISSING, "tax_number_missing"),
        (Self::TAX_NUMBER_WRONG, "tax_number_wrong"),
        (Self::IBAN_WRONG, "iban_wrong"),
        (Self::DUE_BEFORE_ISSUE, "due_before_issue"),
        (Self::RATE_MISSING, "rate_missing"),
        (Self::VAT_SUMMARY, "vat_summary"),
        (Self::NAV_REFUSED, "nav_refused"),
        (Self::LOCAL_TOTAL, "local_total"),
        (Self::BALANCE_UNKNOWN, "balance_unknown"),
    ];

    /// Whether there is any.
    #[must_use]
    pub const fn any(self) -> bool {
        self.0 != 0
    }

    /// Whether all of `other` are among these.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The words of these kinds.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().filter(move |(kind, _)| self.contains(*kind)).map(|(_, word)| word)
    }
}

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
    let mut found = warnings(&stored.invoice);
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
    let local = invoice.seller.address.country.as_deref() == Some("HU") && invoice.currency.as_str() == "HUF";
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
