//! What a document says, in figures: its lines, the tax by rate, the sums. For people that look before it leaves the house.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::model::{Document, Printed};
use super::{Breach, Form, check};
use crate::domain::Currency;
use crate::domain::as_text;

/// A document in figures. Amounts have the sign of lists: those of a credit note are negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Number.
    pub number: String,
    /// The form of the rules that were checked.
    pub form: Form,
    /// The seller's name.
    pub seller: String,
    /// The buyer's name.
    pub buyer: String,
    /// Currency.
    pub currency: Currency,
    /// Dates of issue, of supply, due.
    #[serde(with = "dates")]
    pub dates: [Option<Date>; 3],
    /// Lines.
    pub lines: Vec<PreviewLine>,
    /// Allowances and charges of the document, by their sign.
    #[serde(with = "as_text")]
    pub adjustments: Decimal,
    /// Tax by category and rate.
    pub taxes: Vec<PreviewTax>,
    /// Sum of the lines, net total, tax total, gross total, paid, rounding, payable.
    pub totals: PreviewTotals,
    /// The rules that it breaks.
    pub breaches: Vec<Breach>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// Name.
    pub name: String,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Decimal,
    /// Unit, as the source has it.
    pub unit: String,
    /// Net price of `base` units.
    #[serde(with = "as_text")]
    pub price: Decimal,
    /// Units that the price is for.
    #[serde(with = "as_text")]
    pub base: Decimal,
    /// What is taken off so that quantity times price is the net amount.
    #[serde(with = "as_text")]
    pub allowance: Decimal,
    /// Net amount.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// VAT, as the source has it.
    pub vat: String,
}

/// Tax of a category and rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewTax {
    /// The category's code, such as `S`.
    pub category: String,
    /// The rate in percent.
    #[serde(with = "as_text")]
    pub rate: Decimal,
    /// The net sum that is taxed.
    #[serde(with = "as_text")]
    pub base: Decimal,
    /// The tax.
    #[serde(with = "as_text")]
    pub tax: Decimal,
    /// Key of the reason for an exemption in the locale files.
    pub reason: Option<String>,
}

/// The sums of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewTotals {
    #[serde(with = "as_text")]
    pub lines: Decimal,
    #[serde(with = "as_text")]
    pub net: Decimal,
    #[serde(with = "as_text")]
    pub tax: Decimal,
    #[serde(with = "as_text")]
    pub gross: Decimal,
    #[serde(with = "as_text")]
    pub paid: Decimal,
    #[serde(with = "as_text")]
    pub rounding: Decimal,
    /// What the total of the source has beyond all this.
    #[serde(with = "as_text")]
    pub difference: Decimal,
    #[serde(with = "as_text")]
    pub payable: Decimal,
}

impl Preview {
    /// The figures of a document, and the rules of a form that it breaks.
    #[must_use]
    pub fn of(document: &Document, form: Form) -> Self {
        let signed = |amount: Decimal| amount * document.sign;
        let line = |line: &super::model::Line| PreviewLine {
            name: line.name.clone(),
            quantity: signed(line.quantity),
            unit: line.unit.clone(),
            price: line.price,
            base: line.base,
            allowance: signed(line.allowance),
            net: signed(line.net),
            vat: line.vat_word.clone(),
        };
        let tax = |group: &super::model::TaxGroup| PreviewTax {
            category: group.vat.category.code().to_owned(),
            rate: group.vat.rate,
            base: signed(group.base),
            tax: signed(group.tax),
            reason: group.vat.exemption.map(|reason| reason.text().to_owned()),
        };
        let Printed { totals, difference } = document.printed();
        Self {
            number: document.number.clone(),
            form,
            seller: document.seller.name.clone(),
            buyer: document.buyer.name.clone(),
            currency: document.currency.clone(),
            dates: [document.issued, document.delivered, document.due],
            lines: document.lines.iter().map(line).collect(),
            adjustments: signed(totals.charges - totals.allowances),
            taxes: document.taxes.iter().map(tax).collect(),
            totals: PreviewTotals {
                lines: signed(totals.lines),
                net: signed(totals.net),
                tax: signed(totals.tax),
                gross: signed(totals.gross),
                paid: signed(totals.paid),
                rounding: signed(totals.rounding),
                difference: signed(difference),
                payable: signed(totals.payable),
            },
            breaches: check(document, form),
        }
    }
}

/// Dates as their text.
mod dates {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(dates: &[Option<Date>; 3], serializer: S) -> Result<S::Ok, S::Error> {
        dates.map(|date| date.map(|date| date.to_string())).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[Option<Date>; 3], D::Error> {
        let texts = <[Option<String>; 3]>::deserialize(deserializer)?;
        Ok(texts.map(|text| text.and_then(|text| text.parse().ok())))
    }
}
