//! Syncs: begun, ended, and their log.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{json, read_or_default};
use super::front::language;
use super::params::{Params, bad_value};
use super::problem::{Problem, ProblemJson};
use super::{Api, Reply};
use crate::domain::{CompanyId, Message, RunId, Trigger};
use crate::json::{RunJson, SyncReportJson};
use crate::service::cases::{self, CancelSync, ReadRun, StartSync};
use crate::service::{Caller, SyncRequest};

/// What to sync.
#[derive(Deserialize, Default, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSync)]
pub(super) struct Sync {
    /// Companies by number; all that are enabled without.
    #[serde(default)]
    companies: Vec<u32>,
    /// Scan the whole account even if an incremental sync would do.
    #[serde(default)]
    #[schema(default = false)]
    full: bool,
    /// Answer when all have ended, with how they did; at once otherwise.
    #[serde(default)]
    #[schema(default = false)]
    wait: bool,
}

/// Which companies.
#[derive(Deserialize, Default, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CancelSync)]
pub(super) struct Cancel {
    /// Companies by number; all without.
    #[serde(default)]
    companies: Vec<u32>,
}

/// What was begun.
#[derive(Serialize, ToSchema)]
#[schema(as = SyncStarted)]
pub(super) struct Started {
    /// Companies that are being synced now; one that was already goes on.
    companies: Vec<u32>,
}

/// Syncs companies. One that is being synced already is joined.
#[utoipa::path(post, operation_id = "sync", path = "/v1/sync", tag = "sync", request_body = Option<Sync>,
    responses(
        (status = 200, description = "Done", body = SyncReportJson, description = "With `wait`: all have ended"),
        (status = 202, body = Started, description = "Without: they have begun; `/v1/events` and `/v1/runs` tell the rest"),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn begin(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let asked: Sync = read_or_default(&body)?;
    let request = SyncRequest { companies: numbers(&asked.companies), full: asked.full, trigger: Trigger::Api };
    if asked.wait {
        let report = api.ask(cases::Sync(request), &caller).await?;
        return json(StatusCode::OK, &SyncReportJson::new(&report, language(&headers).locale()));
    }
    let companies = api.ask(StartSync(request), &caller).await?;
    json(StatusCode::ACCEPTED, &Started { companies: companies.into_iter().map(|id| id.0).collect() })
}

/// Asks running syncs to end between two commits.
#[utoipa::path(post, operation_id = "cancel_sync", path = "/v1/sync/cancel", tag = "sync", request_body = Option<Cancel>,
    responses(
        (status = 204, description = "They were asked"),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn cancel(State(api): State<Api>, Extension(caller): Extension<Caller>, body: Bytes) -> Reply {
    let asked: Cancel = read_or_default(&body)?;
    api.ask(CancelSync(numbers(&asked.companies)), &caller).await?;
    Ok(axum::response::IntoResponse::into_response(StatusCode::NO_CONTENT))
}

/// One run, with an error for each invoice that was refused.
#[utoipa::path(get, operation_id = "get_run", path = "/v1/runs/{run}", tag = "sync",
    params(("run" = u64, Path, description = "Its number")),
    responses(
        (status = 200, description = "Done", body = RunJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(part): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    Params::parse(query.as_deref()).finish()?;
    let id = part.parse().map_err(|_| bad_value("run", &part, Message::new("api-run")))?;
    let gone = || Problem::new(StatusCode::NOT_FOUND, Message::new("api-no-such-run").with("run", part.as_str()));
    let (run, errors) = api.ask(ReadRun(RunId(id)), &caller).await?.ok_or_else(gone)?;
    json(StatusCode::OK, &RunJson::logged(&run, Some(&errors), language(&headers).locale()))
}

fn numbers(companies: &[u32]) -> Vec<CompanyId> {
    companies.iter().copied().map(CompanyId).collect()
}
