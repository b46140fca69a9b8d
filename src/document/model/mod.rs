//! One invoice in the words of EN 16931: what every written form is made from.
//!
//! For: the writers and the rules. Uses: domain. Never: a format, a file, a language.
//!
//! Amounts of a credit note are positive, as the standard has them; [`Document::sign`] tells the sign in the books. The numbers in the
//! comments are those of the standard (business terms, BT, and groups, BG).

mod given;
mod vat;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::{Address, Currency};

pub use given::{Given, GivenLine, GivenRate, GivenTax};
pub use vat::{Category, Exemption, Margin, Vat};

/// An invoice with its totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// BT-1. Number.
    pub number: String,
    /// BT-3. What kind of invoice it is.
    pub kind: Kind,
    /// BT-2. Date of issue.
    pub issued: Option<Date>,
    /// BT-9. Date by which it is to be paid.
    pub due: Option<Date>,
    /// BT-72. Date of delivery.
    pub delivered: Option<Date>,
    /// BG-14. First and last day of the period that it is for.
    pub period: Option<(Date, Date)>,
    /// BT-5. Currency of every amount.
    pub currency: Currency,
    /// Conversion into the seller's own currency, where that is another one.
    pub conversion: Option<Conversion>,
    /// BT-10. The buyer's reference, such as a Leitweg-ID.
    pub buyer_reference: Option<String>,
    /// BT-13. The buyer's order.
    pub order: Option<String>,
    /// BT-12. Contract.
    pub contract: Option<String>,
    /// BT-22. Notes.
    pub notes: Vec<String>,
    /// BG-3. The invoice that it corrects or credits.
    pub preceding: Option<Preceding>,
    /// BG-4. Seller.
    pub seller: Party,
    /// BG-7. Buyer.
    pub buyer: Party,
    /// BG-16. How it is paid.
    pub payment: Payment,
    /// BG-25. Lines.
    pub lines: Vec<Line>,
    /// BG-20, BG-21. Allowances and charges of the whole.
    pub adjustments: Vec<Adjustment>,
    /// BG-23. Sums by VAT category and rate.
    pub taxes: Vec<TaxGroup>,
    /// BG-22. Totals.
    pub totals: Totals,
    /// Whether it is kept as an electronic document.
    pub electronic: bool,
    /// Sign of the amounts in the books: -1 on a credit note.
    pub sign: Decimal,
    /// The gross total as the source tells it, with the sign of this document: what the totals must come to.
    pub told_gross: Option<Decimal>,
    /// The VAT total as the source tells it, with the sign of this document.
    pub told_tax: Option<Decimal>,
}

/// BT-3. What kind of invoice a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Commercial invoice.
    Invoice,
    /// Invoice for a payment in advance.
    Advance,
    /// Corrects an invoice; its amounts are differences.
    Correction,
    /// Credit note: amounts are what is given back.
    Credit,
}

/// A rate into the seller's own currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// BT-6. The own currency.
    pub currency: Currency,
    /// Own units for one unit of the document's currency.
    pub rate: Decimal,
    /// Source of the rate in words, such as a bank.
    pub source: Option<String>,
    /// Day of the rate.
    pub date: Option<Date>,
    /// BT-111. VAT in the own currency.
    pub vat: Decimal,
}

/// BG-3. A preceding invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preceding {
    /// BT-25. Number.
    pub number: String,
    /// BT-26. Date of issue.
    pub issued: Option<Date>,
    /// Which correction of it this document is: 1 for the first.
    pub index: u32,
    /// Number of lines that it and its earlier corrections have; `None` if that is not known.
    pub lines: Option<usize>,
}

/// BG-4 or BG-7. A seller or a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// BT-27, BT-44. Name.
    pub name: String,
    /// BT-29, BT-46. An identifier without a scheme.
    pub id: Option<String>,
    /// BT-30, BT-47. Number in the register of companies.
    pub legal_id: Option<String>,
    /// BT-31, BT-48. VAT number with the prefix of its country.
    pub vat_id: Option<String>,
    /// BT-32. Tax number of the seller's own country.
    pub tax_id: Option<String>,
    /// Tax number as it is printed, such as `32560682-2-43`.
    pub tax_number: Option<String>,
    /// Number of the VAT group that the party belongs to.
    pub group_tax_number: Option<String>,
    /// BG-5, BG-8. Address.
    pub address: Address,
    /// BG-6, BG-9. Contact.
    pub contact: Contact,
    /// BT-34, BT-49. Electronic address.
    pub endpoint: Option<Endpoint>,
    /// Whether the party is a private person.
    pub private: bool,
}

/// BG-6, BG-9. A contact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// BT-41, BT-56. Name.
    pub name: Option<String>,
    /// BT-42, BT-57. Telephone number.
    pub phone: Option<String>,
    /// BT-43, BT-58. E-mail address.
    pub email: Option<String>,
}

/// BT-34, BT-49. An electronic address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its scheme in the list of electronic address schemes, such as `9910`, `EM`.
    pub scheme: String,
    /// Identifier.
    pub id: String,
}

/// BG-16. How an invoice is paid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payment {
    /// BT-81. How.
    pub means: Means,
    /// BT-20. Terms in words.
    pub terms: Option<String>,
    /// BT-83. What to write on the transfer; the number of the invoice where nothing else is said.
    pub reference: Option<String>,
    /// BT-84. The account, as IBAN.
    pub iban: Option<String>,
    /// BT-84. The account in domestic form, where there is no IBAN.
    pub account: Option<String>,
    /// BT-85. Name of the account's holder.
    pub holder: Option<String>,
    /// BT-86. Identifier of the bank.
    pub bic: Option<String>,
    /// Name of the bank, for paper.
    pub bank: Option<String>,
}

/// BT-81. Means of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Means {
    /// Not known.
    #[default]
    Unknown,
    /// Credit transfer.
    Transfer,
    /// Cash.
    Cash,
    /// Card.
    Card,
    /// Payment service on the network.
    Online,
    /// Voucher.
    Voucher,
    /// Postal payment.
    Postal,
    /// Set off against something else.
    Clearing,
    /// Something else.
    Other,
}

/// BG-25. A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// BT-153. Name.
    pub name: String,
    /// BT-154. Description.
    pub description: Option<String>,
    /// BT-155. The seller's identifier of the item.
    pub item_id: Option<String>,
    /// BT-129. Quantity; negative where something is taken back.
    pub quantity: Decimal,
    /// Unit in the words of the source.
    pub unit: String,
    /// BT-146. Net price, never negative.
    pub price: Decimal,
    /// BT-149. Quantity that the price is for.
    pub base: Decimal,
    /// BG-27, BG-28. Allowance (positive) or charge (negative) that leads from quantity times price to the net amount.
    pub allowance: Decimal,
    /// BT-131. Net amount.
    pub net: Decimal,
    /// VAT of the line, where the source has it; for information.
    pub tax: Option<Decimal>,
    /// BG-30. VAT; `None` where the source does not tell it.
    pub vat: Option<Vat>,
    /// VAT in the words of the source.
    pub vat_word: String,
    /// BG-26. First and last day.
    pub period: Option<(Date, Date)>,
    /// What it has to do with a payment in advance, which the tax authority wants to know.
    pub advance: Option<Advance>,
}

/// A line of a payment in advance, or one that deducts it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Advance {
    /// The payment that is deducted; `None` on the invoice for the payment itself.
    pub deducts: Option<AdvancePayment>,
}

/// A payment in advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvancePayment {
    /// Number of its invoice.
    pub number: String,
    /// Day on which it was paid.
    pub paid: Date,
    /// Forints for one unit of the currency on its invoice.
    pub rate: Decimal,
}

/// BG-20, BG-21. An allowance or charge of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// Amount: positive for an allowance, negative for a charge.
    pub amount: Decimal,
    /// Percentage that it is, where it is one.
    pub percent: Option<Decimal>,
    /// Why.
    pub reason: Reason,
    /// VAT.
    pub vat: Vat,
}

/// Why something is taken off or added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A discount.
    Discount,
    /// A surcharge.
    Surcharge,
    /// Rounding.
    Rounding,
}

/// BG-23. The sums of a VAT category and rate.
#[derive(Debug, Clone, PartialEq)]
pub struct TaxGroup {
    /// BT-118 to BT-121. Category, rate, reason.
    pub vat: Vat,
    /// BT-116. Taxable amount.
    pub base: Decimal,
    /// BT-117. VAT.
    pub tax: Decimal,
    /// VAT in the currency of the conversion, where the source tells it.
    pub local: Option<Decimal>,
}

/// BG-22. Totals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// BT-106. Sum of the lines.
    pub lines: Decimal,
    /// BT-107. Sum of the allowances of the whole.
    pub allowances: Decimal,
    /// BT-108. Sum of the charges of the whole.
    pub charges: Decimal,
    /// BT-109. Total without VAT.
    pub net: Decimal,
    /// BT-110. VAT.
    pub tax: Decimal,
    /// BT-112. Total with VAT.
    pub gross: Decimal,
    /// BT-113. Paid in advance.
    pub paid: Decimal,
    /// BT-114. Rounding.
    pub rounding: Decimal,
    /// BT-115. To be paid.
    pub payable: Decimal,
}

/// The totals of a document as people read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The totals; what is to be paid is what the source says.
    pub totals: Totals,
    /// What the total of the source has beyond the lines, VAT and rounding.
    pub difference: Decimal,
}

/// Rounds half away from zero.
#[must_use]
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

impl Document {
    /// The totals as people read them: the customer owes what the source calls the total. What the lines do not come to is told apart.
    /// An e-invoice of such a document is refused, so that its totals are always those of its lines.
    #[must_use]
    pub fn printed(&self) -> Printed {
        let mut totals = self.totals.clone();
        let told = self.told_gross.map(|told| round(told, given::kept(&self.currency)));
        let mut difference = told.map(|told| told - totals.gross - totals.rounding).unwrap_or_default();
        // Where no rate is told, the told VAT is what leads from the net total to the gross one.
        if !difference.is_zero()
            && let Some(tax) = self.told_tax.filter(|tax| *tax - totals.tax == difference)
        {
            totals.gross += difference;
            totals.payable += difference;
            totals.tax = tax;
            difference = Decimal::ZERO;
        }
        totals.payable += difference;
        Printed { totals, difference }
    }

    /// Whether the document gives something back.
    #[must_use]
    pub const fn is_credit(&self) -> bool {
        matches!(self.kind, Kind::Credit)
    }
}

impl Line {
    /// What quantity and price come to, not rounded; `None` where no decimal can hold it.
    #[must_use]
    pub fn product(&self) -> Option<Decimal> {
        self.quantity.checked_mul(self.price)?.checked_div(self.base)
    }
}
