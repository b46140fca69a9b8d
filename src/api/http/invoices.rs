//! Invoices: found, and one by one.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;

use super::body::json;
use super::front::language;
use super::params::{Params, company};
use super::problem::{Problem, ProblemJson};
use super::{Api, Reply};
use crate::domain::{CompanyId, Doubt, RecordKey, RemoteId};
use crate::error::Error;
use crate::json::{InvoiceJson, InvoicesJson};
use crate::query::{Names, Request, Sort};
use crate::service::cases::{Companies, Doubts, FindInvoices, Pdf, ReadInvoice};
use crate::service::{Caller, ServiceError};

/// Rows of a list, unless asked otherwise.
const PAGE: usize = 100;
/// Rows of a list at most.
const MOST: usize = 1000;

/// What is asked of the index, in the words of `faktura invoices`.
pub(super) fn question(api: &Api, params: &mut Params) -> Result<Request, Problem> {
    let sort = params.one("sort")?;
    let sort = sort.as_deref().map_or(Ok(Sort::default()), Sort::parse).map_err(Error::from)?;
    Ok(Request {
        query: params.one("q")?.unwrap_or_default(),
        companies: params.companies()?,
        sort,
        offset: 0,
        limit: PAGE,
        around: None,
        today: api.today(),
    })
}

/// Names of the companies that the caller sees.
pub(super) async fn names(api: &Api, caller: &Caller) -> Result<Names, Problem> {
    let views = api.ask(Companies, caller).await?;
    Ok(views.into_iter().map(|view| (view.company.id, view.company.name)).collect())
}

/// Companies with missing data among the requested ones.
pub(super) async fn doubts(api: &Api, caller: &Caller, asked: &[CompanyId]) -> Result<Vec<Doubt>, Problem> {
    let mut doubts = api.ask(Doubts, caller).await?;
    doubts.retain(|doubt| asked.is_empty() || asked.contains(&doubt.company));
    Ok(doubts)
}

/// Invoices that match, with the totals of all that do.
#[utoipa::path(get, operation_id = "find_invoices", path = "/v1/invoices", tag = "invoices",
    params(
        ("q" = Option<String>, Query, description = "The query, as in `faktura invoices`", example = "status:overdue partner:petz"),
        ("company" = Option<Vec<u32>>, Query, description = "Companies by number; may be repeated; all without"),
        ("sort" = Option<String>, Query, description = "A column; with - before it the other way round", example = "-gross"),
        ("limit" = Option<usize>, Query, minimum = 0, maximum = 1000, description = "Rows at most, 100 unless told"),
        ("offset" = Option<usize>, Query, minimum = 0, maximum = 100_000_000, description = "The first row, from 0"),
    ),
    responses(
        (status = 200, description = "Done", body = InvoicesJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find(State(api): State<Api>, Extension(caller): Extension<Caller>, RawQuery(query): RawQuery) -> Reply {
    let mut params = Params::parse(query.as_deref());
    let mut request = question(&api, &mut params)?;
    request.limit = params.number("limit", 0..=MOST)?.unwrap_or(PAGE);
    request.offset = params.number("offset", 0..=100_000_000)?.unwrap_or(0);
    params.finish()?;
    let today = request.today;
    let names = names(&api, &caller).await?;
    let beyond = request.offset;
    let asked = request.companies.clone();
    let mut found = api.ask(FindInvoices(request), &caller).await?;
    let doubts = doubts(&api, &caller, &asked).await?;
    // A window that begins behind the end is empty, and not the last one.
    if found.offset != beyond {
        found.rows.clear();
    }
    json(StatusCode::OK, &InvoicesJson::new(&found, &names, today).lacking(&doubts))
}

/// One invoice whole: its items, its parties and, unless told not to, its history.
#[utoipa::path(get, operation_id = "get_invoice", path = "/v1/companies/{company}/invoices/{invoice}", tag = "invoices",
    params(
        ("company" = u32, Path, description = "The company's number"),
        ("invoice" = String, Path, description = "The accounting service's identifier (`invoice_id`)"),
        ("history" = Option<bool>, Query, description = "Also what changed, and when"),
    ),
    responses(
        (status = 200, description = "Done", body = InvoiceJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path((of, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    let mut params = Params::parse(query.as_deref());
    let history = params.flag("history")?;
    params.finish()?;
    let key = key(&of, &id)?;
    let found = api.ask(ReadInvoice(key), &caller).await?;
    let detail = found.ok_or_else(|| Error::from(ServiceError::NoSuchInvoice { wanted: id }))?;
    json(StatusCode::OK, &InvoiceJson::new(&detail, api.today(), history, language(&headers).locale()))
}

/// The PDF, fetched from the accounting service.
#[utoipa::path(get, operation_id = "get_pdf", path = "/v1/companies/{company}/invoices/{invoice}/pdf", tag = "invoices",
    params(
        ("company" = u32, Path, description = "The company's number"),
        ("invoice" = String, Path, description = "The accounting service's identifier (`invoice_id`)"),
    ),
    responses(
        (status = 200, description = "Done", body = Vec<u8>, content_type = "application/pdf"),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn pdf(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path((of, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Reply {
    Params::parse(query.as_deref()).finish()?;
    let key = key(&of, &id)?;
    // What is not here is not asked for there.
    let known = api.ask(ReadInvoice(key.clone()), &caller).await?;
    known.ok_or_else(|| Error::from(ServiceError::NoSuchInvoice { wanted: id }))?;
    let bytes = api.ask(Pdf(key), &caller).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response())
}

fn key(of: &str, id: &str) -> Result<RecordKey, Problem> {
    Ok(RecordKey::document(company(of)?, RemoteId::new(id)))
}
