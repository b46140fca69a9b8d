//! Begins syncs: at once or waiting for their end, which are two use cases and two statuses.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{json, read_optional};
use super::front::language;
use super::problem::ProblemJson;
use super::{Api, Reply};
use crate::domain::{CompanyId, Trigger};
use crate::json::SyncReportJson;
use crate::service::cases::{self, StartSync};
use crate::service::{Caller, SyncRequest};

/// What to sync.
#[derive(Deserialize, ToSchema)]
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
    /// Flag what the accounts of these companies no longer have as vanished, however much it is. Without it, a sync of an account that
    /// lost all or most of its records fails, and nothing is flagged.
    #[serde(default)]
    #[schema(default = false)]
    accept_deletions: bool,
    /// Answer when all have ended, with how they did; at once otherwise.
    #[serde(default)]
    #[schema(default = false)]
    wait: bool,
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
    let asked: Sync = read_optional(&body)?;
    let request = SyncRequest {
        companies: asked.companies.into_iter().map(CompanyId).collect(),
        full: asked.full,
        accept_deletions: asked.accept_deletions,
        trigger: Trigger::Api,
    };
    if asked.wait {
        let report = api.ask(cases::Sync(request), &caller).await?;
        return json(StatusCode::OK, &SyncReportJson::new(&report, language(&headers).locale()));
    }
    let companies = api.ask(StartSync(request), &caller).await?;
    json(StatusCode::ACCEPTED, &Started { companies: companies.into_iter().map(|id| id.0).collect() })
}
