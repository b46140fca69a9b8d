//! Routes that use cases state themselves: served and described from [`Routed::ROUTE`].

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Ref, RefOr, Required, Response, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::UtoipaMethodRouter;

use super::body::json;
use super::front::language;
use super::params::Params;
use super::problem::{MEDIA_TYPE, ProblemJson};
use super::{Api, Reply};
use crate::json::Shape;
use crate::service::cases::Listed;
use crate::service::{Caller, Kind, Param, Routed};

/// The route of a use case.
pub(super) fn route<C: Listed + Routed>() -> UtoipaMethodRouter<Api>
where
    C::Answer: Shape,
{
    let mut schemas = Vec::new();
    described::<<C::Answer as Shape>::Json>(&mut schemas);
    described::<ProblemJson>(&mut schemas);
    let route = C::ROUTE;
    let operation = OperationBuilder::new()
        .operation_id(Some(route.id))
        .tag(route.tag)
        .summary(Some(route.about))
        .parameters((!route.params.is_empty()).then(|| route.params.iter().map(parameter)))
        .response("200", response::<<C::Answer as Shape>::Json>("Done", "application/json"))
        .response("default", response::<ProblemJson>("Why it was not done", MEDIA_TYPE));
    let paths = PathsBuilder::new().path(route.path, PathItem::new(HttpMethod::Get, operation)).build();
    (schemas, paths, get(answer::<C>))
}

async fn answer<C: Listed + Routed>(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply
where
    C::Answer: Shape,
{
    let mut params = Params::parse(query.as_deref());
    let case = C::read(&mut params)?;
    params.finish()?;
    let answer = api.ask(case, &caller).await?;
    json(StatusCode::OK, &answer.shape(language(&headers).locale()))
}

fn described<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}

fn response<T: ToSchema>(about: &str, media_type: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name()))).build();
    ResponseBuilder::new().description(about).content(media_type, content).build()
}

fn parameter(param: &Param) -> ParameterBuilder {
    let schema = match param.kind {
        Kind::Text => String::schema(),
        Kind::Texts => Vec::<String>::schema(),
        Kind::Companies => Vec::<u32>::schema(),
        Kind::UpTo(most) => bounded(most),
    };
    ParameterBuilder::new()
        .name(param.name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
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
