//! Reports.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;

use super::body::json;
use super::invoices::doubts;
use super::params::{Params, bad_value};
use super::problem::ProblemJson;
use super::{Api, Reply};
use crate::domain::Message;
use crate::json::ReportJson;
use crate::query::{ReportKind, ReportRequest};
use crate::service::Caller;
use crate::service::cases::MakeReport;

/// Rows of each currency at most.
const MOST: usize = 100_000;

/// What is owed and how late, by month, by VAT rate, by partner, by week, by status, by company; what `faktura report` prints.
#[utoipa::path(get, operation_id = "report", path = "/v1/reports/{kind}", tag = "invoices",
    params(
        ("kind" = String, Path, description = "aging, months, fulfilled, vat, partners, cash, statuses or companies", example = "aging"),
        ("q" = Option<String>, Query, description = "The query, as in `faktura invoices`"),
        ("by" = Option<String>, Query, description = "Of months: by which date, issued or fulfilled"),
        ("company" = Option<Vec<u32>>, Query, description = "Companies by number; may be repeated; all without"),
        ("limit" = Option<usize>, Query, minimum = 0, maximum = 100_000, description = "Rows of each currency at most; 0 or nothing for all"),
    ),
    responses(
        (status = 200, description = "Done", body = ReportJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn report(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(part): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut params = Params::parse(query.as_deref());
    let known = || Message::new("api-one-of").with("known", ReportKind::ALL.map(ReportKind::as_str).join(", "));
    let kind = ReportKind::parse(&part).ok_or_else(|| bad_value("kind", &part, known()))?;
    let by = params.one("by")?;
    let one = || Message::new("api-report-by");
    let kind = by.map_or(Ok(kind), |by| kind.by(&by).ok_or_else(|| bad_value("by", &by, one())))?;
    let request = ReportRequest {
        kind,
        query: params.one("q")?.unwrap_or_default(),
        companies: params.companies()?,
        limit: params.number("limit", 0..=MOST)?.unwrap_or(0),
        today: api.today(),
    };
    params.finish()?;
    let asked = request.companies.clone();
    let report = api.ask(MakeReport(request), &caller).await?;
    let doubts = doubts(&api, &caller, &asked).await?;
    json(StatusCode::OK, &ReportJson::from(&report).lacking(&doubts))
}
