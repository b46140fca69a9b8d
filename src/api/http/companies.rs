//! Companies, their settings and their keys.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{json, read};
use super::front::language;
use super::params::{Params, company};
use super::problem::{Problem, ProblemJson};
use super::{Api, Reply};
use crate::domain::{CompanyId, Kind, Message};
use crate::json::{CompanyDetailJson, CompanyJson, StatusJson};
use crate::service::cases::{AddCompany, Companies, EnableCompany, NumberGaps, RemoveCompany, RenameCompany, SetKey, TestKey};
use crate::service::{Caller, CompanyView, NewCompany, NewKey, Tested};

/// Every company as it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Companies)]
pub(super) struct CompaniesJson {
    companies: Vec<CompanyJson>,
}

/// A company to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCompany)]
pub(super) struct Add {
    /// Name that people will see; unique, and not only digits.
    #[schema(min_length = 1, max_length = 100, example = "My Company Kft.")]
    name: String,
    /// The accounting service.
    #[schema(example = "billingo")]
    provider: String,
    /// Where its API is, when not at its usual place. Without TLS only on this machine.
    base_url: Option<String>,
    /// The API key. It is sealed and never told again.
    #[schema(write_only, value_type = Option<String>)]
    api_key: Option<SecretString>,
    /// Whether the key is tried first; one that is refused adds nothing.
    #[serde(default = "yes")]
    #[schema(default = true)]
    test: bool,
    /// Whether it is added even where the same account is there as another company: everything over all companies then counts
    /// it twice. Without it that is answered with 409 and `service-same-key` or `service-same-account`.
    #[serde(default)]
    force: bool,
}

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

/// A key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewKey)]
pub(super) struct Key {
    /// The API key. It is sealed and never told again.
    #[schema(write_only, value_type = String)]
    api_key: SecretString,
    /// Whether it is tried first; one that is refused is not kept.
    #[serde(default = "yes")]
    #[schema(default = true)]
    test: bool,
    /// Whether it is kept even where it opens the account of another company. Without it that is answered with 409, and with
    /// `service-same-unseen` where the caller does not see that company.
    #[serde(default)]
    force: bool,
}

/// A company, with the result of the key's test.
#[derive(Serialize, ToSchema)]
#[schema(as = TestedCompany)]
pub(super) struct TestedJson {
    company: CompanyJson,
    /// What the account told; null where it was not asked.
    account: Option<AccountJson>,
}

/// What an account tells of itself.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
struct AccountJson {
    name: Option<String>,
    tax_number: Option<String>,
}

/// What went with a company.
#[derive(Serialize, ToSchema)]
#[schema(as = Removed)]
pub(super) struct RemovedJson {
    /// Invoices, vanished ones included.
    invoices: u64,
    /// Entries of their history.
    changes: u64,
    runs: u64,
}

const fn yes() -> bool {
    true
}

/// Every company that the caller sees, with its health.
#[utoipa::path(get, operation_id = "list_companies", path = "/v1/companies", tag = "companies", responses(
    (status = 200, description = "Done", body = CompaniesJson),
    (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    Params::parse(query.as_deref()).finish()?;
    let views = api.ask(Companies, &caller).await?;
    let locale = language(&headers).locale();
    let companies = views.iter().map(|view| CompanyJson::new(view, locale)).collect();
    json(StatusCode::OK, &CompaniesJson { companies })
}

/// The health of all, by the worst of them: what `faktura status --json` prints.
#[utoipa::path(get, operation_id = "status", path = "/v1/status", tag = "companies", responses(
    (status = 200, description = "Done", body = StatusJson),
    (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
))]
pub(super) async fn status(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    Params::parse(query.as_deref()).finish()?;
    let views = api.ask(Companies, &caller).await?;
    json(StatusCode::OK, &StatusJson::new(&views, language(&headers).locale()))
}

/// One company.
#[utoipa::path(get, operation_id = "get_company", path = "/v1/companies/{company}", tag = "companies",
    params(("company" = u32, Path, description = "Its number")),
    responses(
        (status = 200, description = "Done", body = CompanyDetailJson),
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
    let view = one(&api, &caller, company(&part)?).await?;
    let gaps = api.ask(NumberGaps(view.company.id), &caller).await?;
    json(StatusCode::OK, &CompanyDetailJson::new(&view, gaps, language(&headers).locale()))
}

/// Adds a company.
#[utoipa::path(post, operation_id = "add_company", path = "/v1/companies", tag = "companies", request_body = Add,
    responses(
        (status = 201, description = "Added", body = TestedJson, headers(("location" = String, description = "Where it is"))),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn add(State(api): State<Api>, Extension(caller): Extension<Caller>, headers: HeaderMap, body: Bytes) -> Reply {
    let asked: Add = read(&body)?;
    let new = NewCompany {
        name: asked.name,
        provider: asked.provider,
        base_url: asked.base_url,
        key: asked.api_key,
        test: asked.test,
        force: asked.force,
    };
    let tested = api.ask(AddCompany(new), &caller).await?;
    let id = tested.company.id;
    let mut response = tell(&api, &caller, StatusCode::CREATED, tested, &headers).await?;
    if let Ok(location) = format!("/v1/companies/{id}").parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
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
    Path(part): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let (id, asked) = (company(&part)?, read::<Change>(&body)?);
    if let Some(name) = asked.name {
        api.ask(RenameCompany { company: id, name }, &caller).await?;
    }
    if let Some(enabled) = asked.enabled {
        api.ask(EnableCompany { company: id, enabled }, &caller).await?;
    }
    let view = one(&api, &caller, id).await?;
    json(StatusCode::OK, &CompanyJson::new(&view, language(&headers).locale()))
}

/// Removes a company with everything of it. Its name must be given, so that a wrong number removes nothing.
#[utoipa::path(delete, operation_id = "remove_company", path = "/v1/companies/{company}", tag = "companies",
    params(
        ("company" = u32, Path, description = "Its number"),
        ("name" = String, Query, description = "Its name, as it is written"),
    ),
    responses(
        (status = 200, description = "Done", body = RemovedJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn remove(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(part): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (id, mut params) = (company(&part)?, Params::parse(query.as_deref()));
    let name = params.one("name")?;
    params.finish()?;
    let view = one(&api, &caller, id).await?;
    if name.is_none_or(|name| name != view.company.name) {
        return Err(Problem::bad(Message::new("api-name-to-remove")));
    }
    let count = api.ask(RemoveCompany(id), &caller).await?.count;
    let removed = RemovedJson { invoices: count.of(Kind::Document).records, changes: count.changes, runs: count.runs };
    json(StatusCode::OK, &removed)
}

/// Gives a company another API key.
#[utoipa::path(put, operation_id = "set_key", path = "/v1/companies/{company}/key", tag = "companies", request_body = Key,
    params(("company" = u32, Path, description = "Its number")),
    responses(
        (status = 200, description = "Done", body = TestedJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set_key(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(part): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let (id, asked) = (company(&part)?, read::<Key>(&body)?);
    let tested = api
        .ask(SetKey { company: id, key: NewKey { key: asked.api_key, test: asked.test, force: asked.force } }, &caller)
        .await?;
    tell(&api, &caller, StatusCode::OK, tested, &headers).await
}

/// Tries a company's API key at the accounting service.
#[utoipa::path(post, operation_id = "test_key", path = "/v1/companies/{company}/test", tag = "companies",
    params(("company" = u32, Path, description = "Its number")),
    responses(
        (status = 200, description = "Done", body = TestedJson),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn test(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path(part): Path<String>,
    headers: HeaderMap,
) -> Reply {
    let tested = api.ask(TestKey(company(&part)?), &caller).await?;
    tell(&api, &caller, StatusCode::OK, tested, &headers).await
}

async fn tell(api: &Api, caller: &Caller, status: StatusCode, tested: Tested, headers: &HeaderMap) -> Reply {
    let view = one(api, caller, tested.company.id).await?;
    let account = tested.account.map(|account| AccountJson { name: account.name, tax_number: account.tax_number });
    let company = CompanyJson::new(&view, language(headers).locale());
    json(status, &TestedJson { company, account }).map(IntoResponse::into_response)
}

/// A company that the caller sees.
async fn one(api: &Api, caller: &Caller, id: CompanyId) -> Result<CompanyView, Problem> {
    let views = api.ask(Companies, caller).await?;
    let gone = || crate::service::ServiceError::NoSuchCompany { wanted: id.to_string(), meant: None };
    Ok(views.into_iter().find(|view| view.company.id == id).ok_or_else(|| crate::error::Error::from(gone()))?)
}
