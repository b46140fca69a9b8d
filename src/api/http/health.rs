//! Health, in the language of monitoring.

use std::time::Duration;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::json;
use super::front::{language, no_parameters};
use super::problem::ProblemJson;
use super::{Api, Reply};
use crate::domain::Light;
use crate::json::{CompanyJson, LagJson, StatusJson, WorkerJson, nagios};
use crate::service::cases::{Status, StatusView};
use crate::service::{Caller, hash};

/// How it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Health)]
pub(super) struct HealthJson {
    /// `up` or `down` without a token; `green`, `yellow` or `red` with one.
    status: &'static str,
    /// Exit code of `faktura status`: 0, 3 or 4, or 6 where there is no company; with a token only.
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<u8>,
    /// Line of a monitoring plugin; with a token only.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<String>,
    /// Every company; with a token only.
    #[serde(skip_serializing_if = "Option::is_none")]
    companies: Option<Vec<CompanyJson>>,
    /// Processes that sync companies now; with a token only.
    #[serde(skip_serializing_if = "Option::is_none")]
    workers: Option<Vec<WorkerJson>>,
    /// What is due and not done yet; with a token only.
    #[serde(skip_serializing_if = "Option::is_none")]
    lag: Option<LagJson>,
}

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long an answer of the store holds: requests without a token make no work for it.
const HOLDS: Duration = Duration::from_secs(2);

/// Whether the store answers. It is asked for a token that is none.
async fn reaches(api: &Api) -> bool {
    let mut reached = api.0.reached.lock().await;
    if let Some((at, answered)) = *reached
        && at.elapsed() < HOLDS
    {
        return answered;
    }
    let asked = tokio::time::timeout(PATIENCE, api.0.service.admit(hash(""))).await;
    let answered = asked.is_ok_and(|asked| asked.map_or_else(|error| error.message.id != "store-unreachable", |_| true));
    *reached = Some((tokio::time::Instant::now(), answered));
    answered
}

/// Up or down, and with a token the state of every company: 503 if one is red. With `Accept: text/plain`, a line of a
/// monitoring plugin.
#[utoipa::path(get, operation_id = "health", path = "/health", tag = "monitoring", security(()),
    responses(
        (status = 200, description = "Up; green or yellow", content((HealthJson = "application/json"), (String = "text/plain"))),
        (status = 503, description = "Red, or without a token: the store does not answer", content((HealthJson = "application/json"), (String = "text/plain"))),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn health(
    State(api): State<Api>,
    caller: Option<Extension<Caller>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    no_parameters(query.as_deref())?;
    let Some(Extension(caller)) = caller else {
        let (code, status) = if reaches(&api).await { (StatusCode::OK, "up") } else { (StatusCode::SERVICE_UNAVAILABLE, "down") };
        return json(code, &HealthJson { status, exit_code: None, line: None, companies: None, workers: None, lag: None });
    };
    let stands: StatusView = api.ask(Status, &caller).await?;
    let StatusJson { status: _, incomplete: _, bank_doubtful: _, companies, workers, lag } =
        StatusJson::of(&stands, language(&headers).locale());
    let views = stands.companies;
    let worst = Light::worst(views.iter().map(|view| view.health.light()));
    // A store that waits for its first company works.
    let is_red = worst == Light::Red && !views.is_empty();
    let code = if is_red { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let line = nagios(&views, api.0.clock.now()).line;
    let plain =
        headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|text| text.starts_with("text/plain"));
    if plain {
        let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        return Ok((code, kind, format!("{line}\n")).into_response());
    }
    let exit_code = Some(match worst {
        _ if views.is_empty() => 6,
        Light::Green => 0,
        Light::Yellow => 3,
        Light::Red => 4,
    });
    json(
        code,
        &HealthJson {
            status: worst.as_str(),
            exit_code,
            line: Some(line),
            companies: Some(companies),
            workers: Some(workers),
            lag,
        },
    )
}
