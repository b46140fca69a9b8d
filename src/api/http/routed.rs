//! Routes that use cases state themselves: served and described from `Routed::ROUTE`.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{MethodFilter, on};
use futures::future::BoxFuture;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{OneOfBuilder, Schema, Type};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Required, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::UtoipaMethodRouter;

use super::body::{json, read, read_optional};
use super::front::language;
use super::problem::{MEDIA_TYPE, Problem, ProblemJson};
use super::{Api, Reply};
use crate::json::{About, Sent, Shape};
use crate::service::book_routes::Asking;
use crate::service::cases::Companies;
use crate::service::{Caller, Given, Kind, Method, Param, Route, UseCase};

type BodyJson<C> = <<C as Asking>::Body as Sent>::Json;
type Answered<C> = <<C as Asking>::Case as UseCase>::Answer;

/// One type for the handlers of all routes: what axum makes of a handler is compiled once, not for each route.
type Handler = fn(State<Api>, Extension<Caller>, RawPathParams, RawQuery, HeaderMap, Bytes) -> BoxFuture<'static, Reply>;

/// The route of a use case.
pub(super) fn route<C: Asking + 'static>() -> UtoipaMethodRouter<Api>
where
    Answered<C>: Shape + Sync,
    C::Body: Sent,
{
    let route = C::ROUTE;
    let mut schemas = Vec::new();
    described::<ProblemJson>(&mut schemas);
    let mut done = ResponseBuilder::new().description(route.done);
    if route.status != StatusCode::NO_CONTENT.as_u16() {
        described::<<Answered<C> as Shape>::Json<'static>>(&mut schemas);
        done = done.content("application/json", content::<<Answered<C> as Shape>::Json<'static>>());
    }
    if route.status == StatusCode::CREATED.as_u16() {
        let text = HeaderBuilder::new().schema(Some(String::schema())).description(Some("Where it is"));
        done = done.header("location", text.build());
    }
    let why = ResponseBuilder::new().description("Why it was not done").content(MEDIA_TYPE, content::<ProblemJson>());
    let mut operation = OperationBuilder::new()
        .operation_id(Some(route.id))
        .tag(route.tag)
        .summary(Some(route.about))
        .parameters(parameters(&route))
        .response(route.status.to_string(), done.build())
        .response("default", why.build());
    if C::Body::SOME {
        described::<BodyJson<C>>(&mut schemas);
        operation = operation.request_body(Some(body::<BodyJson<C>>(route.body_optional)));
    }
    let (method, filter) = match route.method {
        Method::Get => (HttpMethod::Get, MethodFilter::GET),
        Method::Post => (HttpMethod::Post, MethodFilter::POST),
        Method::Put => (HttpMethod::Put, MethodFilter::PUT),
        Method::Delete => (HttpMethod::Delete, MethodFilter::DELETE),
    };
    let paths = PathsBuilder::new().path(route.path, PathItem::new(method, operation)).build();
    let handler: Handler =
        |api, caller, parts, query, headers, body| Box::pin(answer::<C>(api, caller, parts, query, headers, body));
    (schemas, paths, on(filter, handler))
}

async fn answer<C: Asking>(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    parts: RawPathParams,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Reply
where
    Answered<C>: Shape + Sync,
    C::Body: Sent,
{
    let route = C::ROUTE;
    let known: Vec<&str> = route.params.iter().filter(|param| !in_path(&route, param)).map(|param| param.name).collect();
    let parts = parts.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let key = headers.get("idempotency-key").filter(|_| route.keyed).map(|key| key.to_str().unwrap_or_default());
    let given = Given::new(query.as_deref(), &known, parts, api.today())?.keyed(key)?;
    let case = C::read(&given, sent::<C>(&route, &body)?.into())?;
    let answer = api.ask(case, &caller).await?;
    let companies = if route.companies { api.ask(Companies, &caller).await? } else { Vec::new() };
    let doubts = if route.doubts { api.doubts(&caller, &given.companies()?).await? } else { Vec::new() };
    let status = StatusCode::from_u16(route.status).map_err(|_| Problem::unexpected())?;
    if status == StatusCode::NO_CONTENT {
        return Ok(status.into_response());
    }
    let about = About::new(&given, language(&headers).locale(), companies, doubts);
    let mut response = json(status, &answer.shape(&about)?)?;
    let location = (status == StatusCode::CREATED).then(|| answer.location()?.parse().ok()).flatten();
    response.headers_mut().extend(location.map(|location| (header::LOCATION, location)));
    Ok(response)
}

fn sent<C: Asking>(route: &Route, body: &Bytes) -> Result<BodyJson<C>, Problem>
where
    C::Body: Sent,
{
    if !C::Body::SOME {
        return serde_json::from_str("null").map_err(|_| Problem::unexpected());
    }
    if route.body_optional { read_optional(body) } else { read(body) }
}

fn described<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}

fn content<T: ToSchema>() -> utoipa::openapi::Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name()))).build()
}

fn body<T: ToSchema>(optional: bool) -> RequestBody {
    if !optional {
        return RequestBodyBuilder::new().content("application/json", content::<T>()).required(Some(Required::True)).build();
    }
    let nothing = ObjectBuilder::new().schema_type(Type::Null).build();
    let either = OneOfBuilder::new().item(Ref::from_schema_name(T::name())).item(nothing).build();
    RequestBodyBuilder::new()
        .content("application/json", ContentBuilder::new().schema(Some(Schema::from(either))).build())
        .build()
}

fn in_path(route: &Route, param: &Param) -> bool {
    route.path.split('/').any(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) == Some(param.name))
}

/// The parameters of a route, with its header; `None` without any.
fn parameters(route: &Route) -> Option<Vec<ParameterBuilder>> {
    let given = route.params.iter().map(|param| parameter(route, param));
    let all: Vec<ParameterBuilder> = given.chain(route.keyed.then(key)).collect();
    (!all.is_empty()).then_some(all)
}

/// The caller's key of a request.
fn key() -> ParameterBuilder {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Za-z0-9_-]{1,100}$")).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("A key of the caller's: a repeated request with it does nothing more and tells what the first one did"))
        .schema(Some(Schema::from(text)))
}

fn parameter(route: &Route, param: &Param) -> ParameterBuilder {
    let schema = match param.kind {
        Kind::Text => String::schema(),
        Kind::Texts => Vec::<String>::schema(),
        Kind::Companies => Vec::<u32>::schema(),
        Kind::Flag => bool::schema(),
        Kind::Number => u32::schema(),
        Kind::UpTo(most) => bounded(most),
    };
    let in_path = in_path(route, param);
    ParameterBuilder::new()
        .name(param.name)
        .parameter_in(if in_path { ParameterIn::Path } else { ParameterIn::Query })
        .required(if in_path || param.required { Required::True } else { Required::False })
        .description(Some(param.about))
        .schema(Some(schema))
        .example(param.example.map(Into::into))
}

/// A whole number from 0.
fn bounded(most: usize) -> RefOr<Schema> {
    match usize::schema() {
        RefOr::T(Schema::Object(mut number)) => {
            number.minimum = Some(0.into());
            number.maximum = Some(most.into());
            RefOr::T(Schema::Object(number))
        }
        other => other,
    }
}
