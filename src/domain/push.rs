//! What is written at an accounting service: an order, the exact request that it becomes, and what the service made of it.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use super::push_contact::{ContactBase, ContactField, ContactOrder, Existing};
use super::{Currency, DocumentType, Payload, PaymentMethod, RemoteId, as_text};

/// What is to be written. Everything in it is decided: identifiers are those of the service, amounts are final.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Makes a customer, or changes one.
    Contact(Box<ContactOrder>),
    /// Makes an invoice or a credit note.
    Document(Box<DocumentOrder>),
    /// Records a payment of documents.
    Payment(PaymentOrder),
    /// Voids a document.
    Void(VoidOrder),
    /// Has the service send a document by e-mail.
    Mail(MailOrder),
}

/// Kind of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OrderKind {
    /// [`Order::Contact`].
    Contact,
    /// [`Order::Document`] of an invoice.
    Invoice,
    /// [`Order::Document`] of a credit note.
    CreditNote,
    /// [`Order::Payment`].
    Payment,
    /// [`Order::Void`].
    Void,
    /// [`Order::Mail`].
    Mail,
}

/// A document to make. Amounts are positive for invoices and for credit notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentOrder {
    /// Our mark; see [`ContactOrder::mark`].
    pub mark: Box<str>,
    /// [`DocumentType::Invoice`] or [`DocumentType::CreditNote`].
    pub kind: DocumentType,
    /// Whether it is made as a draft, where the service has drafts.
    pub draft: bool,
    /// Number; empty where the service gives it.
    pub number: String,
    /// The customer.
    pub contact: RemoteId,
    /// Name of the customer, for comparison and display.
    pub contact_name: String,
    /// E-mail address of the customer, where the document carries one.
    pub email: Option<String>,
    /// Currency of every amount.
    pub currency: Currency,
    /// Units of the company's own currency per unit of `currency`, where a person or the source fixed it.
    #[serde(with = "as_text")]
    pub rate: Option<Decimal>,
    /// Date of issue.
    #[serde(with = "as_text")]
    pub issued: Date,
    /// Date of fulfilment.
    #[serde(with = "as_text")]
    pub fulfilled: Option<Date>,
    /// Due date; an invoice always has one.
    #[serde(with = "as_text")]
    pub due: Option<Date>,
    /// The service's term of payment.
    pub term: Option<RemoteId>,
    /// Payment method.
    pub method: Option<PaymentMethod>,
    /// Reference that people see, such as an order number.
    pub reference: Option<Box<str>>,
    /// Comment printed on it.
    pub comment: Option<Box<str>>,
    /// Language of the printed document.
    pub language: Option<Box<str>>,
    /// The service's tax code of the whole document ([`TaxModel::Whole`]).
    pub tax_code: Option<RemoteId>,
    /// Lines, without tax.
    pub lines: Vec<OrderLine>,
    /// Net total that the lines sum to.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// Tax.
    #[serde(with = "as_text")]
    pub tax: Decimal,
    /// Gross total: what the service must compute, to the cent.
    #[serde(with = "as_text")]
    pub gross: Decimal,
}

/// A line of a document to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// What is sold.
    pub name: String,
    /// Comment on the line.
    pub comment: Option<Box<str>>,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Decimal,
    /// Unit of the quantity.
    pub unit: String,
    /// Net price of a unit.
    #[serde(with = "as_text")]
    pub price: Decimal,
    /// Net.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// Tax of the line.
    #[serde(with = "as_text")]
    pub tax: Decimal,
    /// The service's item.
    pub item: Option<RemoteId>,
    /// The service's account.
    pub account: Option<RemoteId>,
    /// The service's tax code.
    pub tax_code: Option<RemoteId>,
    /// The rate or exemption in the words of the source, such as `27%`.
    pub tax_word: String,
}

/// A payment to record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentOrder {
    /// Our mark; see [`ContactOrder::mark`].
    pub mark: Box<str>,
    /// The customer.
    pub contact: RemoteId,
    /// Name of the customer, for comparison and display.
    pub contact_name: String,
    /// The service's account that the money went to.
    pub account: Option<RemoteId>,
    /// Day.
    #[serde(with = "as_text")]
    pub date: Date,
    /// Amount in `currency`.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Currency: that of the documents.
    pub currency: Currency,
    /// Units of the company's own currency per unit of `currency`.
    #[serde(with = "as_text")]
    pub rate: Option<Decimal>,
    /// Payment method.
    pub method: Option<PaymentMethod>,
    /// Reference, such as the number of the transfer.
    pub reference: Option<Box<str>>,
    /// What it pays; the rest of the amount stays unapplied.
    pub parts: Vec<OrderPart>,
}

/// A document that a payment pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPart {
    /// The document.
    pub document: RemoteId,
    /// Its number.
    pub number: String,
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Decimal,
}

/// A document to void. A person confirmed number, customer and amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidOrder {
    /// Our mark; see [`ContactOrder::mark`].
    pub mark: Box<str>,
    /// Type of the document.
    pub kind: DocumentType,
    /// The document, as it was last seen.
    pub existing: Existing,
    /// Number.
    pub number: String,
    /// Name of the customer.
    pub contact_name: String,
    /// Gross total.
    #[serde(with = "as_text")]
    pub gross: Decimal,
    /// Currency.
    pub currency: Currency,
}

/// A document to send by the service's own mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailOrder {
    /// Our mark; see [`ContactOrder::mark`].
    pub mark: Box<str>,
    /// Type of the document.
    pub kind: DocumentType,
    /// The document.
    pub document: RemoteId,
    /// Number.
    pub number: String,
    /// Addresses; empty for the customer's own at the service.
    pub to: Vec<String>,
}

/// The exact request of an order. An idempotency key belongs to these bytes; whatever changes one of them is the next generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Method.
    pub verb: Verb,
    /// Parts of the path below what the connection adds (host, version, tenant).
    pub path: Vec<String>,
    /// Parameters, without what the connection or the key adds.
    pub query: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// Method of a request that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    /// POST
    Post,
    /// PUT
    Put,
}

/// What a service made of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Identifier in the form of the synced records (`creditmemo:91`).
    pub id: RemoteId,
    /// Number; empty if it has none.
    pub number: String,
    /// The service's token of the version.
    pub version: Option<String>,
    /// The record as the service answered it; `None` where it answers without one (a mail that was sent).
    pub record: Option<Payload>,
}

/// A record that may be what an order became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The record.
    pub accepted: Accepted,
    /// Whether it carries our mark; `None` where the service does not tell marks.
    pub marked: Option<bool>,
    /// Whether it is neither deleted, voided nor archived.
    pub alive: bool,
}

/// How to look for what an order became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// By identifier: the record as it is now.
    Id(RemoteId),
    /// By our mark.
    Mark,
    /// By number, or by name for a contact.
    Number,
    /// Among the records of that customer, day and amount.
    Likeness,
}

/// A list of the company that orders refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Listing {
    /// Accounts of income.
    SalesAccounts,
    /// Accounts that money arrives on.
    PaymentAccounts,
    /// Items.
    Items,
    /// Tax codes.
    TaxCodes,
    /// Terms of payment.
    Terms,
}

/// An entry of such a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What orders name it by.
    pub id: RemoteId,
    /// Name.
    pub name: String,
    /// Short code, such as the number of an account.
    pub code: Option<Box<str>>,
    /// Currency, where it has one.
    pub currency: Option<Currency>,
    /// Rate of a tax code in percent.
    #[serde(with = "as_text")]
    pub percent: Option<Decimal>,
    /// Days of a term.
    pub days: Option<u32>,
    /// Whether it is what the service uses when none is named.
    pub usual: bool,
}

/// What a company's settings say about writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteSettings {
    /// The currency that it keeps its books in.
    pub home: Option<Currency>,
    /// ISO 3166 code of its country, two letters.
    pub country: Option<String>,
    /// Whether it takes documents in other currencies; `None` if it does not tell.
    pub foreign: Option<bool>,
    /// Whether it takes numbers of ours; `None` if it does not tell.
    pub own_numbers: Option<bool>,
    /// How tax is told.
    pub tax: TaxModel,
    /// Last day of the closed period.
    #[serde(with = "as_text")]
    pub closed_until: Option<Date>,
    /// The series that documents are numbered in, where the service wants one named.
    pub series: Option<RemoteId>,
}

/// How a company's documents tell tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum TaxModel {
    /// Each line has a code.
    #[default]
    Line,
    /// The document has a code; lines are taxed or not.
    Whole,
    /// The service computes it from addresses.
    Automatic,
}

impl Order {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> OrderKind {
        match self {
            Self::Contact(_) => OrderKind::Contact,
            Self::Document(document) if document.kind == DocumentType::CreditNote => OrderKind::CreditNote,
            Self::Document(_) => OrderKind::Invoice,
            Self::Payment(_) => OrderKind::Payment,
            Self::Void(_) => OrderKind::Void,
            Self::Mail(_) => OrderKind::Mail,
        }
    }

    /// Our mark.
    #[must_use]
    pub fn mark(&self) -> &str {
        match self {
            Self::Contact(order) => &order.mark,
            Self::Document(order) => &order.mark,
            Self::Payment(order) => &order.mark,
            Self::Void(order) => &order.mark,
            Self::Mail(order) => &order.mark,
        }
    }

    /// Gives it a mark.
    pub fn set_mark(&mut self, mark: &str) {
        let mark: Box<str> = mark.into();
        match self {
            Self::Contact(order) => order.mark = mark,
            Self::Document(order) => order.mark = mark,
            Self::Payment(order) => order.mark = mark,
            Self::Void(order) => order.mark = mark,
            Self::Mail(order) => order.mark = mark,
        }
    }

    /// Name of its customer; empty where it names none.
    #[must_use]
    pub fn customer(&self) -> &str {
        match self {
            Self::Contact(order) => &order.name,
            Self::Document(order) => &order.contact_name,
            Self::Payment(order) => &order.contact_name,
            Self::Void(order) => &order.contact_name,
            Self::Mail(_) => "",
        }
    }

    /// Units of the company's own currency for one unit of its currency, where that is fixed.
    #[must_use]
    pub const fn rate(&self) -> Option<Decimal> {
        match self {
            Self::Document(order) => order.rate,
            Self::Payment(order) => order.rate,
            Self::Contact(_) | Self::Void(_) | Self::Mail(_) => None,
        }
    }

    /// What it does to the record: `create`, `update`, `void` or `send`.
    #[must_use]
    pub fn action(&self) -> &'static str {
        match self {
            Self::Contact(order) if order.existing.is_some() => "update",
            Self::Contact(_) | Self::Document(_) | Self::Payment(_) => "create",
            Self::Void(_) => "void",
            Self::Mail(_) => "send",
        }
    }
}

impl OrderKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Contact, Self::Invoice, Self::CreditNote, Self::Payment, Self::Void, Self::Mail];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Payment => "payment",
            Self::Void => "void",
            Self::Mail => "mail",
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl fmt::Display for OrderKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Listing {
    /// Every list.
    pub const ALL: [Self; 5] = [Self::SalesAccounts, Self::PaymentAccounts, Self::Items, Self::TaxCodes, Self::Terms];
}
