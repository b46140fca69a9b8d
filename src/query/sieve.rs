//! Answers queries about payments and contacts from rows that pass by: a window of them in order, and the totals of all that match.
//!
//! For: kinds of records without an index. No more rows are kept than twice the window, however many pass. Never: the store.

use std::cmp::Ordering;
use std::fmt::Debug;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::rows::RowQuery;
use super::schema::{Cell, Context, Schema};
use super::{Names, QueryError, Sort, collate, contact, entry, payment};
use crate::domain::{CompanyId, ContactRow, EntryRow, EntryTotals, PaymentRow, PaymentTotals, RecordKey, RemoteId, as_text};

/// A kind of record that is answered from its rows.
pub trait Listed: Schema<Row: Clone + Debug + Send + Serialize + DeserializeOwned> + Serialize + DeserializeOwned {
    /// Totals of what matches.
    type Totals: Clone + Debug + Default + PartialEq + Send + Serialize + DeserializeOwned;

    /// Returns the company of a row.
    fn company(row: &Self::Row) -> CompanyId;
    /// Returns the identifier of a row in its company.
    fn id(row: &Self::Row) -> &RemoteId;
    /// Adds a row to the totals.
    fn add(row: &Self::Row, totals: &mut Self::Totals);
}

impl Listed for payment::Field {
    type Totals = PaymentTotals;

    fn company(row: &PaymentRow) -> CompanyId {
        row.company
    }

    fn id(row: &PaymentRow) -> &RemoteId {
        &row.id
    }

    fn add(row: &PaymentRow, totals: &mut PaymentTotals) {
        totals.add(row);
    }
}

impl Listed for contact::Field {
    /// None: contacts of one tax number each have what the partner owes, which must not be summed.
    type Totals = ();

    fn company(row: &ContactRow) -> CompanyId {
        row.company
    }

    fn id(row: &ContactRow) -> &RemoteId {
        &row.id
    }

    fn add(_: &ContactRow, (): &mut ()) {}
}

impl Listed for entry::Field {
    type Totals = EntryTotals;

    fn company(row: &EntryRow) -> CompanyId {
        row.company
    }

    fn id(row: &EntryRow) -> &RemoteId {
        &row.id
    }

    fn add(row: &EntryRow, totals: &mut EntryTotals) {
        totals.add(row);
    }
}

/// A question about records of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "F: Listed")]
pub struct ListRequest<F: Listed> {
    /// The query as typed.
    pub query: String,
    /// Companies; empty for all.
    pub companies: Vec<CompanyId>,
    /// Order.
    pub sort: Sort<F>,
    /// First row wanted, from 0. Where `around` is found, the window moves as far as it must to hold it.
    pub offset: usize,
    /// At most so many rows.
    pub limit: usize,
    /// Put this record into the window wherever it now is.
    pub around: Option<RecordKey>,
    /// The day that relative dates mean.
    #[serde(with = "as_text")]
    pub today: Date,
}

impl<F: Listed> ListRequest<F> {
    /// All records in their first order.
    #[must_use]
    pub fn all(today: Date) -> Self {
        let sort = Sort::first_by(F::NEWEST);
        Self { query: String::new(), companies: Vec::new(), sort, offset: 0, limit: usize::MAX, around: None, today }
    }
}

/// The answer: a window of rows and the truth about the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "F: Listed")]
pub struct Listing<F: Listed> {
    /// Number of matching records.
    pub total: usize,
    /// Their totals.
    pub totals: F::Totals,
    /// Index of the first row of the window.
    pub offset: usize,
    /// The window.
    pub rows: Vec<F::Row>,
    /// Index of the record asked for with `around`, in the whole, where it matches.
    pub position: Option<usize>,
}

/// A value as it is ordered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Text(Vec<u8>),
    Words(Vec<&'static str>),
    Date(Date),
    Instant(jiff::Timestamp),
    Number(i64),
    Flag(bool),
}

/// The place of a row in an order: a total one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    missing: bool,
    /// Different currencies are grouped, never compared.
    amount: Option<(Box<str>, Decimal)>,
    value: Option<Value>,
    company: CompanyId,
    id: RemoteId,
}

/// Rows that match a request, as they pass by.
#[derive(Debug)]
pub struct Sieve<'s, F: Listed> {
    request: &'s ListRequest<F>,
    query: RowQuery<F>,
    names: &'s Names,
    zone: &'s TimeZone,
    /// The row of `around`: how many come before it is counted.
    anchor: Option<Place>,
    seen: bool,
    before: usize,
    total: usize,
    totals: F::Totals,
    best: Vec<(Place, F::Row)>,
}

impl<'s, F: Listed> Sieve<'s, F> {
    /// A sieve for a request. `anchor` is the row of its `around`.
    ///
    /// # Errors
    /// The query does not parse or asks for an unknown value.
    pub fn new(
        request: &'s ListRequest<F>,
        names: &'s Names,
        zone: &'s TimeZone,
        anchor: Option<&F::Row>,
    ) -> Result<Self, QueryError> {
        let query = RowQuery::<F>::parse(&request.query)?;
        let mut sieve = Self {
            request,
            query,
            names,
            zone,
            anchor: None,
            seen: false,
            before: 0,
            total: 0,
            totals: F::Totals::default(),
            best: Vec::new(),
        };
        sieve.anchor = anchor.map(|row| sieve.place(row));
        Ok(sieve)
    }

    /// Takes a row in, if it matches.
    pub fn add(&mut self, row: &F::Row) {
        let company = F::company(row);
        let asked = &self.request.companies;
        if !asked.is_empty() && !asked.contains(&company) || !self.query.matches(row, &self.context(row), self.zone) {
            return;
        }
        self.total += 1;
        F::add(row, &mut self.totals);
        let most = self.most();
        if most == 0 && self.anchor.is_none() {
            return;
        }
        let place = self.place(row);
        if let Some(anchor) = &self.anchor {
            match self.order(&place, anchor) {
                Ordering::Less => self.before += 1,
                Ordering::Equal => self.seen = true,
                Ordering::Greater => {}
            }
        }
        self.best.push((place, row.clone()));
        if self.best.len() > most.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    /// The answer; `None` where the window must move to hold the row of `around`, with the offset to ask from.
    pub fn finish(mut self) -> Result<Listing<F>, usize> {
        let position = self.seen.then_some(self.before);
        let (offset, limit) = (self.request.offset.min(self.total), self.request.limit);
        let outside = |at: usize| limit > 0 && (at < offset || at >= offset.saturating_add(limit));
        if let Some(at) = position.filter(|at| outside(*at)) {
            return Err(if at < offset { at } else { (at + 1).saturating_sub(limit) });
        }
        self.cut();
        let rows = self.best.into_iter().skip(offset).take(limit).map(|(_, row)| row).collect();
        Ok(Listing { total: self.total, totals: self.totals, offset, rows, position })
    }

    const fn most(&self) -> usize {
        if self.request.limit == 0 { 0 } else { self.request.offset.saturating_add(self.request.limit) }
    }

    fn cut(&mut self) {
        let (mut best, most) = (std::mem::take(&mut self.best), self.most());
        best.sort_unstable_by(|(a, _), (b, _)| self.order(a, b));
        best.truncate(most);
        self.best = best;
    }

    fn context<'c>(&'c self, row: &F::Row) -> Context<'c> {
        self.names.context(F::company(row), self.request.today)
    }

    fn place(&self, row: &F::Row) -> Place {
        let cell = self.request.sort.field.column().cell(row, &self.context(row));
        let amount = match &cell {
            Cell::Amount(amount, currency) => Some((currency.as_str().into(), *amount)),
            Cell::Amounts([open, ..]) => Some((open.currency.as_str().into(), open.amount)),
            _ => None,
        };
        let value = match cell {
            Cell::Text(text) | Cell::Parts(_, text) if !text.is_empty() => Some(Value::Text(collate::key(text))),
            Cell::Words(words) => Some(Value::Words(words)),
            Cell::Date(date) => Some(Value::Date(date)),
            Cell::Instant(at) => Some(Value::Instant(at)),
            Cell::Number(number) => Some(Value::Number(number)),
            Cell::Flag(flag) => Some(Value::Flag(flag)),
            _ => None,
        };
        let missing = amount.is_none() && value.is_none();
        Place { missing, amount, value, company: F::company(row), id: F::id(row).clone() }
    }

    fn order(&self, a: &Place, b: &Place) -> Ordering {
        let turned = |order: Ordering| if self.request.sort.descending { order.reverse() } else { order };
        let amounts = match (&a.amount, &b.amount) {
            (Some((of_a, a)), Some((of_b, b))) => of_a.cmp(of_b).then_with(|| turned(a.cmp(b))),
            _ => Ordering::Equal,
        };
        let values = || turned(a.value.cmp(&b.value));
        a.missing.cmp(&b.missing).then(amounts).then_with(values).then_with(|| (a.company, &a.id).cmp(&(b.company, &b.id)))
    }
}
