//! Invoices and their line items.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::numbers::Country;
use super::{
    CompanyId, CorrectionType, Currency, Direction, DocumentType, NavStatus, Party, PaymentMethod, PaymentStatus, RecordKey,
    RemoteId, Rounding, RunId, Stored, WarningKind,
};

/// A document as a provider gives it. What it left out or sent as null is `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// The provider's identifier.
    pub id: RemoteId,
    /// Number as printed, such as `INV-2025-244`; empty on drafts. Numbers repeat.
    pub number: String,
    /// Type.
    pub kind: DocumentType,
    /// Whether the company issued it or received it.
    pub direction: Direction,
    /// Relation to documents that it corrects or that correct it.
    pub correction: Option<CorrectionType>,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// The provider's invoice pad.
    pub block_id: Option<Box<str>>,
    /// Whether it was paid.
    pub status: PaymentStatus,
    /// Payment method.
    pub method: Option<PaymentMethod>,
    /// Currency of every amount that does not say "local".
    pub currency: Currency,
    /// Rate to the seller's local currency.
    #[serde(with = "as_text")]
    pub rate: Option<Decimal>,
    /// Gross total.
    #[serde(with = "as_text")]
    pub gross: Decimal,
    /// Amount left to pay in the document's currency: what the provider tells, else what the known payments leave; `None` if only the
    /// status is known. A provider that does not tell it leaves what is stored unchanged.
    #[serde(with = "as_text")]
    pub balance: Option<Decimal>,
    /// Net total.
    #[serde(with = "as_text")]
    pub net: Option<Decimal>,
    /// VAT.
    #[serde(with = "as_text")]
    pub vat: Option<Decimal>,
    /// Gross total in the seller's local currency.
    #[serde(with = "as_text")]
    pub gross_local: Option<Decimal>,
    /// Date of issue.
    #[serde(with = "as_text")]
    pub issued: Option<Date>,
    /// Date of fulfilment.
    #[serde(with = "as_text")]
    pub fulfilled: Option<Date>,
    /// Date by which it is to be paid.
    #[serde(with = "as_text")]
    pub due: Option<Date>,
    /// Date of payment.
    #[serde(with = "as_text")]
    pub paid: Option<Date>,
    /// Seller.
    pub seller: Party,
    /// Buyer.
    pub buyer: Party,
    /// Whether it is an electronic invoice.
    pub electronic: bool,
    /// Comment printed on it.
    pub comment: Option<Box<str>>,
    /// Tags.
    pub tags: Vec<String>,
    /// Language of the printed document.
    pub language: Option<Box<str>>,
    /// Whether the buyer opened the notification, in the provider's words.
    pub notification: Option<Box<str>>,
    /// Report to the tax authority.
    pub nav: Option<NavStatus>,
    /// Order number.
    pub order_number: Option<Box<str>>,
    /// Documents that it corrects, closes or follows.
    pub related: Vec<RelatedDocument>,
    /// Discount on the whole.
    pub discount: Option<Discount>,
    /// Sums by VAT rate.
    pub vat_lines: Vec<VatLine>,
    /// Line items in the order of the document.
    pub items: Vec<LineItem>,
    /// Rounding of the total, if known.
    pub rounding: Option<Rounding>,
    /// Amounts that came with the noise of a float: their names and what they were; see [`Invoice::mend`].
    pub original: Vec<(String, String)>,
}

/// A line item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LineItem {
    /// The provider's product, where the line was made from one.
    pub product_id: Option<Box<str>>,
    /// Name.
    pub name: String,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Decimal,
    /// Unit of the quantity, such as `db`.
    pub unit: String,
    /// Net price of a unit. Billingo calls it `net_unit_amount`.
    #[serde(with = "as_text")]
    pub net_unit_amount: Option<Decimal>,
    /// Net.
    #[serde(with = "as_text")]
    pub net: Option<Decimal>,
    /// VAT rate in the provider's words: `27%`, `AAM`, `EUK`…
    pub vat: String,
    /// VAT amount.
    #[serde(with = "as_text")]
    pub vat_amount: Option<Decimal>,
    /// Gross.
    #[serde(with = "as_text")]
    pub gross: Option<Decimal>,
    /// Ground of an exemption, such as `KBAET`.
    pub entitlement: Option<Box<str>>,
    /// Comment on the line.
    pub comment: Option<Box<str>>,
}

/// Sums of one VAT rate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VatLine {
    /// Name of the rate, such as `27%`.
    pub name: String,
    /// Net.
    #[serde(with = "as_text")]
    pub net: Option<Decimal>,
    /// VAT.
    #[serde(with = "as_text")]
    pub vat: Option<Decimal>,
    /// Gross.
    #[serde(with = "as_text")]
    pub gross: Option<Decimal>,
}

/// A document that another one refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedDocument {
    /// The provider's identifier.
    pub id: RemoteId,
    /// Its number.
    pub number: String,
}

/// A discount on the whole invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// Kind in the provider's words; Billingo knows `percent`.
    pub kind: Box<str>,
    /// Value; of a percentage, 10 is 10 %.
    #[serde(with = "as_text")]
    pub value: Decimal,
}

/// The tax authority's answer about a document; read on demand, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TaxReport {
    /// The authority's transaction.
    pub transaction: Option<Box<str>>,
    /// State of the report.
    pub status: Option<NavStatus>,
    /// Messages of the authority.
    pub messages: Vec<String>,
}

/// A document as the store keeps it.
pub type StoredInvoice = Stored<Invoice>;

/// The fields of an invoice for lists, filters and totals: small, so that a whole store fits into memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceRow {
    /// Company.
    pub company: CompanyId,
    /// The provider's identifier.
    pub id: RemoteId,
    /// Number.
    pub number: Box<str>,
    /// Type.
    pub kind: DocumentType,
    /// Whether the company issued it or received it.
    pub direction: Direction,
    /// Relation to documents that it corrects or that correct it.
    pub correction: Option<CorrectionType>,
    /// Whether it was paid.
    pub status: PaymentStatus,
    /// Payment method.
    pub method: Option<PaymentMethod>,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Currency.
    pub currency: Currency,
    /// Gross.
    #[serde(with = "as_text")]
    pub gross: Decimal,
    /// Net.
    #[serde(with = "as_text")]
    pub net: Option<Decimal>,
    /// VAT.
    #[serde(with = "as_text")]
    pub vat: Option<Decimal>,
    /// Gross in the company's own currency, where the service tells it or a rate.
    #[serde(with = "as_text")]
    pub gross_local: Option<Decimal>,
    /// Balance, if payments are known; see [`Invoice::balance`].
    #[serde(with = "as_text")]
    pub balance: Option<Decimal>,
    /// Date of issue.
    #[serde(with = "as_text")]
    pub issued: Option<Date>,
    /// Date of fulfilment.
    #[serde(with = "as_text")]
    pub fulfilled: Option<Date>,
    /// Due date.
    #[serde(with = "as_text")]
    pub due: Option<Date>,
    /// Date of payment.
    #[serde(with = "as_text")]
    pub paid: Option<Date>,
    /// Buyer's name.
    pub partner_name: Box<str>,
    /// Buyer's tax number.
    pub partner_tax_number: Option<Box<str>>,
    /// Buyer's country, where its two letters are known.
    pub partner_country: Option<Country>,
    /// Buyer's identifier at the provider.
    pub partner_id: Option<Box<str>>,
    /// Names and comments of the line items, each once.
    pub items: Box<[Box<str>]>,
    /// Tags.
    pub tags: Box<[Box<str>]>,
    /// Identifiers of the related documents; only of a claim, and of what was cancelled or cancels another one.
    pub related: Box<[RemoteId]>,
    /// Whether a document of the company cancels it; of one that cancels, whether what it cancels is no turnover. Only an index knows:
    /// `false` in a row that was made from the document alone.
    pub has_cancellation: bool,
    /// Comment.
    pub comment: Option<Box<str>>,
    /// Report to the tax authority.
    pub nav: Option<NavStatus>,
    /// Warnings.
    pub warnings: WarningKind,
    /// Whether the provider no longer has it.
    pub vanished: bool,
    /// The run that changed it last.
    pub changed_run: RunId,
    /// When it was changed last.
    #[serde(with = "as_text")]
    pub changed: Timestamp,
}

impl Invoice {
    /// The gross total in the seller's own currency; `None` where it is not known for certain.
    ///
    /// A document in that currency is its own local total. Of another one the service's total and the rate must tell the same: services
    /// send the foreign amount as local, or a rate of 1, and a sum that takes euros for forints is worse than none.
    #[must_use]
    pub fn local_gross(&self) -> Option<Decimal> {
        let hungarian = self.seller.address.country.as_deref() == Some("HU");
        if hungarian && self.currency.as_str() == "HUF" {
            return Some(self.gross);
        }
        let rate = self.rate.filter(|rate| !rate.is_zero() && (!hungarian || *rate != Decimal::ONE));
        let by_rate = rate.and_then(|rate| self.gross.checked_mul(rate));
        match (self.gross_local, by_rate) {
            (Some(told), Some(computed)) => {
                // Lines are rounded one by one, and rates are printed with few decimals.
                let allowed = computed.abs().checked_div(Decimal::ONE_HUNDRED)?.checked_add(Decimal::ONE)?;
                Some(told).filter(|told| told.checked_sub(computed).is_some_and(|difference| difference.abs() <= allowed))
            }
            (None, computed) => computed,
            (Some(told), None) => Some(told).filter(|_| !hungarian),
        }
    }
}

impl InvoiceRow {
    /// Key.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        RecordKey::document(self.company, self.id.clone())
    }
}
