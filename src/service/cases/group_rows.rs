//! Rows of a list grouped by a column.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, EntryTotals, Message, PaymentTotals, as_text};
use crate::error::{Error, ErrorKind};
use crate::query::group::{Counted, Grouped, Grouping, Summing, Turnover, is_groupable};
use crate::query::schema::{Context as Surroundings, Schema, named};
use crate::query::sieve::{ListRequest, Listed};
use crate::query::{Names, Request, Sort, contact, entry, payment};
use crate::service::bank::companies;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, bank_rows};

/// Documents that are read at a time.
const PAGE: usize = 20_000;

/// A list of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grouplist {
    /// Documents.
    Invoices,
    /// Payments.
    Payments,
    /// Customers and suppliers.
    Contacts,
    /// Bank entries.
    Entries,
}

/// Groups the rows that a query finds by a column, with their sums per currency and side.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GroupRows {
    /// The list.
    pub list: Grouplist,
    /// The query.
    pub query: String,
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
    /// Name of the column.
    pub by: String,
    /// The day that relative dates mean.
    #[serde(with = "as_text")]
    pub today: Date,
}

impl UseCase for GroupRows {
    type Answer = Grouped;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Grouped> {
        cx.blocking(move |cx| match self.list {
            Grouplist::Invoices => self.invoices(cx),
            Grouplist::Payments => {
                let found = cx.local.store.list(&self.request::<payment::Field>(), &cx.names(), &cx.local.options.zone)?;
                self.grouped::<payment::Field, PaymentTotals>(&found.rows, cx)
            }
            Grouplist::Contacts => {
                let found = cx.local.store.list(&self.request::<contact::Field>(), &cx.names(), &cx.local.options.zone)?;
                self.grouped::<contact::Field, Counted>(&found.rows, cx)
            }
            Grouplist::Entries => {
                let among = companies(cx, &self.companies);
                let found = bank_rows::list(cx, self.request::<entry::Field>(), &among)?;
                self.grouped::<entry::Field, EntryTotals>(&found.rows, cx)
            }
        })
        .await
    }
}

impl GroupRows {
    fn request<F: Listed>(&self) -> ListRequest<F> {
        let (query, companies) = (self.query.clone(), self.companies.clone());
        ListRequest { query, companies, ..ListRequest::all(self.today) }
    }

    fn column<F: Schema>(&self) -> Result<F> {
        let column = named::<F>(&self.by, is_groupable).map(|column| column.field);
        let wrong = || Error::new(ErrorKind::Usage, Message::new("group-no-column").with("column", self.by.as_str()));
        column.ok_or_else(wrong)
    }

    fn surroundings<'n>(&self, names: &'n Names, company: CompanyId) -> Surroundings<'n> {
        names.context(company, self.today)
    }

    fn grouped<F: Listed, T: Summing<F::Row>>(&self, rows: &[F::Row], cx: &Context) -> Result<Grouped> {
        let names = cx.names();
        let mut groups = Grouping::<F, T>::new(self.column()?);
        for row in rows {
            groups.add(row, &self.surroundings(&names, F::company(row)), &cx.local.options.zone);
        }
        Ok(groups.finish())
    }

    fn invoices(&self, cx: &Context) -> Result<Grouped> {
        let names = cx.names();
        let by = self.column::<crate::query::Field>()?;
        // In one piece: no commit comes between two pages, so no document is grouped twice.
        let grouped = cx.local.store.ask(|index| {
            let mut groups = Grouping::<crate::query::Field, Turnover>::new(by);
            let mut page = Request {
                query: self.query.clone(),
                companies: self.companies.clone(),
                sort: Sort::default(),
                offset: 0,
                limit: PAGE,
                around: None,
                today: self.today,
            };
            loop {
                let rows = index.find(&page, &names)?.rows;
                for row in &rows {
                    groups.add(row, &self.surroundings(&names, row.company), &cx.local.options.zone);
                }
                if rows.len() < PAGE {
                    return Ok::<Grouped, crate::query::QueryError>(groups.finish());
                }
                page.offset += rows.len();
            }
        })?;
        Ok(grouped?)
    }
}
