//! What is doubtful about an invoice. A warning never blocks a sync.

use rust_decimal::Decimal;

use super::{Invoice, Message};

/// A set of kinds of warnings, one bit each; small enough for every row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct WarningKind(pub u16);

/// One warning, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Its kind: exactly one bit.
    pub kind: WarningKind,
    /// What to show.
    pub message: Message,
}

impl WarningKind {
    /// Nothing is doubtful.
    pub const NONE: Self = Self(0);
    /// The line items do not add up to the total.
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

    /// Every kind with its word in JSON and filters.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::SUM, "sum"),
        (Self::TAX_NUMBER_MISSING, "tax_number_missing"),
        (Self::TAX_NUMBER_WRONG, "tax_number_wrong"),
        (Self::IBAN_WRONG, "iban_wrong"),
        (Self::DUE_BEFORE_ISSUE, "due_before_issue"),
        (Self::RATE_MISSING, "rate_missing"),
    ];

    /// Whether there is any.
    #[must_use]
    pub const fn any(self) -> bool {
        self.0 != 0
    }

    /// How many there are.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
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

/// The kinds of warnings of an invoice.
#[must_use]
pub fn kinds(invoice: &Invoice) -> WarningKind {
    WarningKind(warnings(invoice).iter().fold(0, |bits, warning| bits | warning.kind.0))
}

/// Everything doubtful about an invoice.
#[must_use]
pub fn warnings(invoice: &Invoice) -> Vec<Warning> {
    let mut found = Vec::new();
    sum(invoice, &mut found);
    for (who, party) in [("seller", &invoice.seller), ("buyer", &invoice.buyer)] {
        let hungarian = party.address.country.as_deref() == Some("HU");
        match party.tax_number.as_deref() {
            Some(number) if hungarian && !tax_number_is_valid(number) => found.push(Warning {
                kind: WarningKind::TAX_NUMBER_WRONG,
                message: Message::new("warning-tax-number-wrong").with("who", who).with("number", number),
            }),
            None if party.tax_type.as_deref() == Some("HAS_TAX_NUMBER") => found.push(Warning {
                kind: WarningKind::TAX_NUMBER_MISSING,
                message: Message::new("warning-tax-number-missing").with("who", who),
            }),
            _ => {}
        }
        if let Some(iban) = party.iban.as_deref().filter(|iban| !iban_is_valid(iban)) {
            found.push(Warning {
                kind: WarningKind::IBAN_WRONG,
                message: Message::new("warning-iban-wrong").with("who", who).with("iban", iban),
            });
        }
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
    found
}

/// Warns when the items' gross amounts differ from the total by more than rounding explains.
fn sum(invoice: &Invoice, found: &mut Vec<Warning>) {
    if invoice.items.is_empty() || invoice.discount.is_some() {
        return;
    }
    let sum = invoice.items.iter().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.gross?));
    let Some(sum) = sum else { return };
    let Some(difference) = sum.checked_sub(invoice.gross).map(|d| d.abs()) else { return };
    // Cash totals are rounded to five forints; otherwise each line may be rounded by half a unit of the currency.
    let unit = Decimal::new(1, invoice.currency.decimals());
    let lines = Decimal::from(invoice.items.len());
    let cash = matches!(invoice.method, Some(super::PaymentMethod::Cash)) && invoice.currency.decimals() == 0;
    let allowed = if cash { Decimal::new(25, 1) } else { Decimal::ZERO } + lines * unit / Decimal::TWO;
    if difference > allowed {
        found.push(Warning {
            kind: WarningKind::SUM,
            message: Message::new("warning-sum")
                .with("sum", sum.normalize().to_string())
                .with("total", invoice.gross.normalize().to_string())
                .with("difference", difference.normalize().to_string()),
        });
    }
}

/// Whether a Hungarian tax number (`12345678-1-23`, dashes optional, or its first eight digits) has a right check digit.
///
/// The eighth digit makes the sum of the first eight, weighted 9 7 3 1 9 7 3 1, divisible by ten.
#[must_use]
pub fn tax_number_is_valid(number: &str) -> bool {
    let body = number.trim();
    let body = body.strip_prefix("HU").unwrap_or(body);
    let mut digits = Vec::with_capacity(11);
    for c in body.chars() {
        match c.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if c == '-' || c == ' ' => {}
            None => return false,
        }
    }
    if digits.len() != 8 && digits.len() != 11 {
        return false;
    }
    let weighted: u32 = digits.iter().zip([9, 7, 3, 1, 9, 7, 3, 1]).map(|(digit, weight)| digit * weight).sum();
    let vat_code_is_valid = digits.get(8).is_none_or(|code| (1..=5).contains(code));
    weighted.is_multiple_of(10) && vat_code_is_valid
}

/// Whether an IBAN's checksum (ISO 7064 mod 97) is right; spaces are ignored.
#[must_use]
pub fn iban_is_valid(iban: &str) -> bool {
    let text: Vec<char> = iban.chars().filter(|c| !c.is_whitespace()).collect();
    if !(15..=34).contains(&text.len()) {
        return false;
    }
    let (head, tail) = text.split_at(4);
    let mut rest = 0u32;
    for c in tail.iter().chain(head) {
        let Some(value) = c.to_ascii_uppercase().to_digit(36) else { return false };
        rest = if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 };
    }
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hungarian_tax_numbers() {
        for good in ["10773381-2-44", "10773381", "107733812 44", "HU10773381"] {
            assert!(tax_number_is_valid(good), "{good}");
        }
        for bad in ["10773382-2-44", "1077338", "", "abc", "10773381-9-44"] {
            assert!(!tax_number_is_valid(bad), "{bad}");
        }
    }

    #[test]
    fn ibans() {
        assert!(iban_is_valid("HU42 1177 3016 1111 1018 0000 0000"));
        assert!(iban_is_valid("DE89370400440532013000"));
        assert!(!iban_is_valid("DE89370400440532013001"));
        assert!(!iban_is_valid("HU"));
        assert!(!iban_is_valid("žžžžžžžžžžžžžžžžžž"));
    }
}
