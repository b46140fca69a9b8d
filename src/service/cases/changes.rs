//! Changes of invoices, newest first.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, RunId, as_text};
use crate::query::{Field, Request, Sort};
use crate::service::local::Local;
use crate::store::Store;
use crate::service::{Action, Audit, Context, InvoiceChange, Patience, Repeat, Result, Scope, UseCase, finding};

/// Invoices read at a time.
const PAGE: usize = 500;

/// Reads changes of invoices, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Lower limit of time.
    #[serde(with = "as_text")]
    pub since: Option<Timestamp>,
    /// Run.
    pub run: Option<RunId>,
    /// Companies; empty for all.
    pub companies: Vec<CompanyId>,
    /// At most so many, the newest.
    pub limit: usize,
}

impl UseCase for Changes {
    type Answer = Vec<InvoiceChange>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<InvoiceChange>> {
        cx.blocking(move |cx| changes(&cx.local, &self)).await
    }
}

/// Walks the invoices from the one that changed last, as far back as the question goes.
fn changes(local: &Local, request: &Changes) -> Result<Vec<InvoiceChange>> {
    let run = request.run.map(|id| local.store.run(id)).transpose()?;
    let since = match run {
        // A run changes invoices after it began.
        Some(Some(run)) => Some(run.started).max(request.since),
        Some(None) => return Ok(Vec::new()),
        None => request.since,
    };
    let mut found: Vec<InvoiceChange> = Vec::new();
    let mut page = Request {
        query: String::new(),
        companies: request.companies.clone(),
        sort: Sort { field: Field::Changed, descending: true },
        offset: 0,
        limit: PAGE,
        around: None,
        today: jiff::civil::Date::MIN,
    };
    loop {
        let rows = finding::find(local, &page)?.rows;
        let count = rows.len();
        let oldest = rows.last().map(|row| row.changed);
        for row in rows.into_iter().filter(|row| since.is_none_or(|since| row.changed >= since)) {
            let history = local.store.history(&row.key())?.into_iter();
            let wanted = history.filter(|change| since.is_none_or(|since| change.at >= since));
            found.extend(wanted.filter(|change| request.run.is_none_or(|run| change.run == run)).map(|change| InvoiceChange {
                number: row.number.to_string(),
                partner: row.partner_name.to_string(),
                currency: row.currency.clone(),
                change,
            }));
        }
        // Changes of the invoices behind a page are older than its last one.
        let enough =
            found.iter().filter(|change| oldest.is_some_and(|oldest| change.change.at >= oldest)).count() >= request.limit;
        if count < PAGE || enough || oldest.is_some_and(|oldest| since.is_some_and(|since| oldest < since)) {
            break;
        }
        page.offset += count;
    }
    found.sort_by_key(|change| std::cmp::Reverse(change.change.at));
    found.truncate(request.limit);
    Ok(found)
}
