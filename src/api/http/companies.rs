//! Changes of a company: one request for what are two use cases, which is why no case states it.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::{json, read};
use super::front::language;
use super::problem::{Problem, ProblemJson};
use super::{Api, Reply};
use crate::domain::{CompanyId, Message};
use crate::error::Error;
use crate::json::CompanyJson;
use crate::service::cases::{Companies, EnableCompany, RenameCompany};
use crate::service::{Caller, ServiceError, bad_value};

/// What is to change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CompanyChange)]
pub(super) struct Change {
    /// Another name.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// Whether it is synced.
    enabled: Option<bool>,
}

/// Renames, enables or disables a company.
#[utoipa::path(patch, operation_id = "change_company", path = "/v1/companies/{company}", tag = "companies", request_body = Change,
    params(("company" = u32, Path, description = "Its number")),
    responses(
        (status = 200, description = "Done", body = CompanyJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn change(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let id = id.parse().map(CompanyId).map_err(|_| Problem::from(bad_value("company", &id, Message::new("api-company"))))?;
    let asked: Change = read(&body)?;
    if let Some(name) = asked.name {
        api.ask(RenameCompany { company: id, name }, &caller).await?;
    }
    if let Some(enabled) = asked.enabled {
        api.ask(EnableCompany { company: id, enabled }, &caller).await?;
    }
    let views = api.ask(Companies, &caller).await?;
    let gone = || Error::from(ServiceError::NoSuchCompany { wanted: id.to_string(), meant: None });
    let view = views.iter().find(|view| view.company.id == id).ok_or_else(gone)?;
    json(StatusCode::OK, &CompanyJson::new(view, language(&headers).locale()))
}
