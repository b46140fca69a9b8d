//! The filter language, sorting, paging, totals: from invoices to answers.
//!
//! For: finding an invoice among all of them as one types. Uses: domain, locale for the words of values. Never: the store,
//! files, the clock ("today" comes in).
//!
//! A text becomes a [`Query`] ([`parse()`]), which an [`Index`] answers. The language: free words match number, partner, tax
//! number and comment, without accents and case; `field:value` narrows; amounts and dates also take `<`, `<=`, `>`, `>=` and
//! ranges `a..b`; `-` negates, `or` and parentheses combine, a blank is "and".

mod amount;
pub mod ast;
pub mod collate;
pub mod complete;
pub mod contact;
mod dates;
pub mod entry;
mod error;
mod fold;
pub mod group;
mod index;
pub mod invoice;
mod names;
mod parse;
pub mod payment;
mod print;
pub mod report;
pub mod rows;
mod scan;
pub mod schema;
pub mod sieve;
mod sort;
#[cfg(test)]
mod tests;
pub mod time;
mod words;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, DirectedTotals, InvoiceRow, RecordKey};
use crate::domain::{as_pairs, as_text};

pub use ast::{MAX_DEPTH, MAX_LENGTH};
pub use error::{Foreign, Problem, QueryError};
pub use fold::fold;
pub use index::source::{AmountColumn, DateColumn, PartnerColumn, Source, TextColumn, WordColumn};
pub use index::{CompanySummary, Index, OpenAmounts};
pub use invoice::Field;
pub use names::Names;
pub use report::{Group, Report, ReportKind, ReportRequest, ReportRow};
pub use sort::Sort;

/// A query about invoices.
pub type Query = ast::Query<Field>;

/// Parses a query about invoices.
///
/// # Errors
/// The position of the problem, and a hint.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    parse::parse(text)
}

/// A question about invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The query as typed; see DESIGN "The query language".
    pub query: String,
    /// Companies; empty for all.
    pub companies: Vec<CompanyId>,
    /// Order.
    pub sort: Sort,
    /// First row wanted, from 0. Where `around` is found, the window moves as far as it must to hold it.
    pub offset: usize,
    /// At most so many rows.
    pub limit: usize,
    /// Put this invoice into the window wherever it now is (the selection follows its record).
    pub around: Option<RecordKey>,
    /// The day that decides what is overdue and what relative dates mean.
    #[serde(with = "as_text")]
    pub today: Date,
}
/// A sum in the own currency of companies: one amount only if they all have the same one, which this room does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converted {
    /// The sum.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// The companies that it is of, each once.
    pub companies: Vec<CompanyId>,
}

/// The answer: a window of rows and the truth about the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// Number of matching invoices.
    pub total: usize,
    /// Their totals per currency and direction.
    #[serde(with = "as_pairs")]
    pub totals: DirectedTotals,
    /// Their gross together in the companies' own currency; `None` where that of any is not known.
    pub local: Option<Converted>,
    /// Index of the first row of the window.
    pub offset: usize,
    /// The window.
    pub rows: Vec<InvoiceRow>,
    /// Index of the invoice asked for with `around`, in the whole, where it matches.
    pub position: Option<usize>,
}
