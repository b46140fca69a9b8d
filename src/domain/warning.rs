//! Kinds of warnings, and a warning.

use serde::{Deserialize, Serialize};

use super::Message;

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
