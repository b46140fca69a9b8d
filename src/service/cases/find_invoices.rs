//! Invoices that match a query.

use serde::{Deserialize, Serialize};

use crate::query::{Found, Request, Sort};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, finding,
};

/// Invoices that match a query. A query that does not parse is an error of kind Usage that points at the place.
#[derive(Debug, Serialize, Deserialize)]
pub struct FindInvoices(pub Request);

/// Rows of a list, unless asked otherwise, and at most.
const PAGE: usize = 100;
const MOST: usize = 1000;
/// The furthest first row.
const FURTHEST: usize = 100_000_000;

impl FindInvoices {
    /// What a request of a list or an export asks of the index, in the words of `faktura invoices`.
    ///
    /// # Errors
    /// A parameter has a value that it cannot have.
    pub(crate) fn request(given: &Given) -> Result<Request> {
        Ok(Request {
            sort: given.one("sort")?.map_or(Ok(Sort::default()), Sort::parse)?,
            query: given.one("q")?.unwrap_or_default().to_owned(),
            companies: given.companies()?,
            offset: 0,
            limit: PAGE,
            around: None,
            today: given.today,
        })
    }
}

impl Routed for FindInvoices {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/invoices", "find_invoices", "invoices")
        .about("Invoices that match, with the totals of all that do.")
        .params(&[
            Param::QUERY.example("status:overdue partner:petz"),
            Param::COMPANIES,
            Param::new("sort", Kind::Text, "A column; with - before it the other way round").example("-gross"),
            Param::new("limit", Kind::UpTo(MOST), "Rows at most, 100 unless told"),
            Param::new("offset", Kind::UpTo(FURTHEST), "The first row, from 0"),
        ])
        .with_companies()
        .with_doubts();

    fn read(given: &Given, (): ()) -> Result<Self> {
        let limit = given.number("limit", 0..=MOST)?.unwrap_or(PAGE);
        let offset = given.number("offset", 0..=FURTHEST)?.unwrap_or(0);
        Ok(Self(Request { offset, limit, ..Self::request(given)? }))
    }
}

impl UseCase for FindInvoices {
    type Answer = Found;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Found> {
        cx.blocking(move |cx| finding::find(&cx.local, &self.0)).await
    }
}
