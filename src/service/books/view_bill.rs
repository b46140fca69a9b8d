//! What is asked on the way from a draft to money, and what is answered.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::doubt::{self, Doubt};
use super::view::RateView;
use crate::domain::ledger::{Draft, Fx, Group, Issued, Part, Receipt, RoundingLevel, TaxGroup, Vat};
use crate::domain::time::EntryRow;
use crate::domain::{Message, PaymentMethod, as_text, money};

/// A draft to make.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MakeDraft {
    /// Client by name or identifier.
    pub client: String,
    /// Only this project.
    pub project: Option<String>,
    /// First day, in the company's zone.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Grouping.
    pub group: Group,
    /// Where steps are applied.
    pub level: RoundingLevel,
    /// VAT; that of the client or the company where it is left out.
    pub vat: Option<Vat>,
    /// Percent off.
    #[serde(with = "as_text")]
    pub discount: Option<Decimal>,
    /// Text of the line of a discount; one in the language of the client's documents where it is left out.
    pub discount_text: Option<String>,
    /// Expenses and free lines.
    pub lines: Vec<ExpenseLine>,
    /// Exchange rate.
    pub fx: Option<Fx>,
    /// Note.
    pub note: String,
    /// Whether it is only told, not kept.
    pub dry: bool,
    /// An amount for an hour that is tried instead of the rates; the draft is only told.
    #[serde(with = "as_text")]
    pub as_if: Option<Decimal>,
    /// Whether time is billed.
    pub time: bool,
    /// Whether it becomes an advance invoice: then no time is billed.
    pub advance: bool,
    /// Advance invoices that are deducted, by number.
    pub deduct: Vec<String>,
}

impl MakeDraft {
    /// A draft of all the approved time of a client, a line a project.
    #[must_use]
    pub const fn of(client: String) -> Self {
        Self {
            client,
            project: None,
            from: None,
            until: None,
            group: Group::Project,
            level: RoundingLevel::Line,
            vat: None,
            discount: None,
            discount_text: None,
            lines: Vec::new(),
            fx: None,
            note: String::new(),
            dry: false,
            as_if: None,
            time: true,
            advance: false,
            deduct: Vec::new(),
        }
    }
}

/// A change of an open draft. Lines count from 1, as they were before the change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DraftEdit {
    /// The draft, by its identifier.
    pub draft: String,
    /// Lines that are taken off; the time on them is free again.
    pub remove: Vec<usize>,
    /// Lines that are changed.
    pub change: Vec<LineEdit>,
    /// Expenses and free lines that are added.
    pub add: Vec<ExpenseLine>,
    /// Percent off; 0 takes a discount off.
    #[serde(with = "as_text")]
    pub discount: Option<Decimal>,
    /// Text of the line of a discount; the one that it has, or one in the language of the client's documents, where it is left out.
    pub discount_text: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Exchange rate.
    pub fx: Option<Fx>,
}

/// A change of a line. Of a line of time only the text and the VAT change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineEdit {
    /// The line, from 1.
    pub line: usize,
    /// Text.
    pub text: Option<String>,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Option<Decimal>,
    /// Net price of one.
    #[serde(with = "as_text")]
    pub unit_price: Option<Decimal>,
    /// VAT.
    pub vat: Option<Vat>,
}

/// Part of a document that is credited: a quantity of a line, or a net amount of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreditPart {
    /// The line, from 1.
    pub line: usize,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Option<Decimal>,
    /// Net amount.
    #[serde(with = "as_text")]
    pub net: Option<Decimal>,
}

/// An expense or a free line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExpenseLine {
    /// Text.
    pub text: String,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Decimal,
    /// Net price of one.
    #[serde(with = "as_text")]
    pub unit_price: Decimal,
    /// VAT; that of the draft where it is left out.
    pub vat: Option<Vat>,
    /// Whether it is an expense.
    pub expense: bool,
}

/// A draft with its sums.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DraftView {
    /// The draft.
    pub draft: Draft,
    /// Name of the client.
    pub client: String,
    /// Number of the document that it became.
    pub number: Option<String>,
    /// Sum of the lines.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// VAT.
    #[serde(with = "as_text")]
    pub vat: Decimal,
    /// Net and VAT.
    #[serde(with = "as_text")]
    pub gross: Decimal,
    /// VAT by rate and reason.
    pub tax: Vec<TaxGroup>,
    /// What each line was made of; only where it was asked for.
    pub explained: Vec<Explained>,
    /// What its client's projects have left unbilled in its period, in seconds.
    pub unbilled: i64,
    /// Countries of the books and of the client, where both are known.
    pub countries: Option<(String, String)>,
}

impl DraftView {
    /// VAT in the currency of the books, with its exchange rate; `None` for a draft in that currency.
    #[must_use]
    pub fn local_vat(&self) -> Option<(Decimal, &Fx)> {
        let fx = self.draft.fx.as_ref()?;
        Some((money::sum(self.tax.iter().filter_map(|group| group.tax_local))?, fx))
    }
}

/// What a line was made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Explained {
    /// Net before it was rounded, with all digits that there are.
    #[serde(with = "as_text")]
    pub exact: Decimal,
    /// Parts of entries.
    pub parts: Vec<ExplainedPart>,
}

/// A part of an entry on a line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExplainedPart {
    /// The part.
    pub part: Part,
    /// The entry.
    pub entry: Option<EntryRow>,
    /// The rate.
    pub rate: Option<RateView>,
}

/// A step on the way from a draft to money.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum BillStep {
    /// Makes a draft.
    Make(Box<MakeDraft>),
    /// Gives a draft up.
    Discard(String),
    /// Changes a draft.
    Edit(Box<DraftEdit>),
    /// Drafts what recurs and is due, up to a day in the past; today where it is left out.
    Recur(#[serde(with = "as_text")] Option<Date>),
    /// Issues drafts.
    Issue(IssueAsk),
    /// Corrects a document.
    Correct(Correction),
    /// Settles documents.
    Pay(PayAsk),
}

/// Drafts to issue.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssueAsk {
    /// Drafts by identifier.
    pub drafts: Vec<String>,
    /// Date of issue; today where it is left out.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    /// Date of fulfilment; that of the period's end where it is left out.
    #[serde(with = "as_text")]
    pub fulfilled: Option<Date>,
    /// Due date; by the terms where it is left out.
    #[serde(with = "as_text")]
    pub due: Option<Date>,
    /// Issues each draft that passes the checks; otherwise all or none.
    pub each: bool,
}

/// A document to correct.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Correction {
    /// Number or identifier.
    pub document: String,
    /// Whether it is cancelled; else credited.
    pub void: bool,
    /// Date; today where it is left out.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    /// Reason.
    pub reason: Option<String>,
    /// Parts that are credited; the whole where it is empty.
    pub parts: Vec<CreditPart>,
    /// Reason for which its time is written off; else its time is free to be billed again.
    pub write_off: Option<String>,
}

/// Documents to settle.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PayAsk {
    /// Numbers or identifiers, settled in this order.
    pub documents: Vec<String>,
    /// Amount; what is open where it is left out.
    #[serde(with = "as_text")]
    pub amount: Option<Decimal>,
    /// Day; today where it is left out.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    /// Payment method.
    pub method: Option<PaymentMethod>,
    /// Reference.
    pub reference: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// What settles them.
    pub by: Paid,
}

/// What settles documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paid {
    /// Money.
    Money,
    /// Credit of the client: earlier overpayments, credit notes.
    Credit,
    /// A decision.
    WriteOff,
    /// Money that goes back.
    Refund,
}

/// What a step led to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Billed {
    /// Drafts.
    Drafts(Vec<DraftView>),
    /// Drafts of what recurs, and what could not be drafted with the reason.
    Recurred(Vec<DraftView>, Vec<(String, Message)>),
    /// Documents that were issued, and drafts that were refused with the reason.
    Issued(Vec<IssuedView>, Vec<(String, Message)>),
    /// Receipts, with what is open of each document now.
    Paid(Vec<Receipt>, Vec<IssuedView>),
}

impl Billed {
    /// What is doubtful of it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        match self {
            Self::Drafts(drafts) | Self::Recurred(drafts, _) => {
                drafts.iter().flat_map(|view| doubt::of_draft(&view.draft, view.countries.as_ref())).collect()
            }
            Self::Issued(views, _) => views.iter().filter_map(IssuedView::doubt).collect(),
            Self::Paid(..) => Vec::new(),
        }
    }
}

/// An issued document as it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssuedView {
    /// The document as it was issued.
    pub issued: Issued,
    /// What is left of it.
    #[serde(with = "as_text")]
    pub balance: Decimal,
    /// The number of the document that it corrects.
    pub original: Option<String>,
    /// The last closed day of the books when it was issued or corrected just now.
    #[serde(with = "as_text")]
    pub closed: Option<Date>,
}

impl IssuedView {
    /// That its VAT falls on closed days, which its own day of issue is not on.
    fn doubt(&self) -> Option<Doubt> {
        let (document, closed) = (&self.issued.document, self.closed?);
        let fulfilled = document.fulfilled.filter(|day| *day <= closed)?;
        Some(doubt::of_closed(&document.number, fulfilled, closed))
    }
}

impl BillStep {
    /// Whether it writes all or nothing of what counts: one that wrote nothing because of another process may be decided again.
    pub(in crate::service) const fn is_whole(&self) -> bool {
        matches!(self, Self::Issue(_) | Self::Correct(_) | Self::Pay(_))
    }

    /// Its line of the audit log.
    pub(in crate::service) fn line(&self) -> (&'static str, String) {
        match self {
            Self::Make(ask) => ("draft.make", ask.client.clone()),
            Self::Discard(draft) => ("draft.discard", draft.clone()),
            Self::Edit(edit) => ("draft.edit", edit.draft.clone()),
            Self::Recur(until) => ("recurring.run", until.map_or_else(String::new, |until| until.to_string())),
            Self::Issue(ask) => ("invoice.issue", ask.drafts.join(", ")),
            Self::Correct(ask) if ask.void => ("invoice.void", ask.document.clone()),
            Self::Correct(ask) => ("invoice.credit", ask.document.clone()),
            Self::Pay(ask) => {
                let amount = ask.amount.map_or_else(String::new, |amount| format!(" {amount}"));
                let word = match ask.by {
                    Paid::Money => "invoice.pay",
                    Paid::Credit => "invoice.pay_by_credit",
                    Paid::WriteOff => "invoice.write_off",
                    Paid::Refund => "invoice.refund",
                };
                (word, format!("{}{amount}", ask.documents.join(", ")))
            }
        }
    }
}
