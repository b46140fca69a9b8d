//! The audit log.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;

use super::body::json;
use super::params::Params;
use super::problem::ProblemJson;
use super::{Api, Reply};
use crate::json::AuditJson;
use crate::service::Caller;
use crate::service::cases::ReadAudit;

/// Entries, unless asked otherwise.
const PAGE: usize = 50;
/// Entries at most.
const MOST: usize = 10_000;

/// The newest entries of the audit log; the whole log is verified. For admins of every company.
#[utoipa::path(get, operation_id = "audit", path = "/v1/audit", tag = "audit",
    params(("limit" = Option<usize>, Query, minimum = 0, maximum = 10_000, description = "Entries at most, 50 unless told")),
    responses(
        (status = 200, description = "Done", body = AuditJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(State(api): State<Api>, Extension(caller): Extension<Caller>, RawQuery(query): RawQuery) -> Reply {
    let mut params = Params::parse(query.as_deref());
    let limit = params.number("limit", 0..=MOST)?.unwrap_or(PAGE);
    params.finish()?;
    let mut log = api.ask(ReadAudit, &caller).await?;
    let older = log.entries.len().saturating_sub(limit);
    log.entries.drain(..older);
    json(StatusCode::OK, &AuditJson::new(&log))
}
