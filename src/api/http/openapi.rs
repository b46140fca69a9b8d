//! The routes, and what `/openapi.json` says of them: one list for both.

use axum::extract::RawQuery;
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Api, Reply, companies, events, export, front, health, metrics, paper, pdf, routed, syncs};

/// The head of the document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "faktura",
        description = "Every invoice of every company on this machine. Amounts are decimal strings with every digit, dates are \
                       ISO dates, instants RFC 3339 in UTC, identifiers of accounting services strings. Errors are problems \
                       as RFC 9457 has them; `code` tells them apart. Parameters and members that are not known are refused.",
        license(name = "MIT", identifier = "MIT")
    ),
    security(("token" = [])),
    modifiers(&Security),
)]
struct Head;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let mut scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        scheme.description = Some("Made by `faktura token add`. Not needed at the socket, where users are known.".to_owned());
        document.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Adds the routes of use cases.
macro_rules! add_routes {
    ($router:expr; $($case:ident),+) => { $router$(.routes(routed::route::<crate::service::cases::$case>()))+ };
}

/// Adds the routes of own books.
macro_rules! add_book_routes {
    ($router:expr; $($route:ident),+) => { $router$(.routes(routed::route::<crate::service::book_routes::$route>()))+ };
}

/// Every route, with its description.
pub(super) fn routes() -> OpenApiRouter<Api> {
    let own = OpenApiRouter::with_openapi(Head::openapi())
        .routes(routes!(companies::change))
        .routes(routes!(pdf::pdf))
        .routes(routes!(paper::document))
        .routes(routes!(export::file))
        .routes(routes!(syncs::begin))
        .routes(routes!(events::stream))
        .routes(routes!(health::health))
        .routes(routes!(metrics::metrics))
        .routes(routes!(openapi));
    let own = crate::service::cases::routed_cases!(add_routes, own);
    crate::service::book_routes::book_routes!(add_book_routes, own)
}

/// The document as JSON.
#[must_use]
pub fn document() -> String {
    let Ok(mut document) = serde_json::to_value(routes().into_openapi()) else { return String::new() };
    known_formats(&mut document);
    name_language(&mut document);
    any_of(&mut document);
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

/// Names the header that says in which language texts are answered: every route takes it.
fn name_language(document: &mut serde_json::Value) {
    let name = "AcceptLanguage";
    let told = serde_json::json!({
        "name": "Accept-Language", "in": "header", "required": false, "schema": {"type": "string"}, "example": "hu",
        "description": "The language of texts, `en` or `hu`; the first one of these that is named, else `en`",
    });
    if let Some(components) = document.get_mut("components").and_then(serde_json::Value::as_object_mut) {
        components.insert("parameters".to_owned(), serde_json::json!({ name: told }));
    }
    let Some(paths) = document.get_mut("paths").and_then(serde_json::Value::as_object_mut) else { return };
    for (_, item) in paths.iter_mut().filter(|(path, _)| path.starts_with("/v1/")) {
        if let Some(item) = item.as_object_mut() {
            let taken = serde_json::json!([{ "$ref": format!("#/components/parameters/{name}") }]);
            item.insert("parameters".to_owned(), taken);
        }
    }
}

/// Formats that the registry of `OpenAPI` has, as far as they occur here; others say nothing to a reader.
const FORMATS: [&str; 8] = ["int8", "int16", "int32", "int64", "float", "double", "date", "date-time"];

/// Leaves out formats that are in no registry.
fn known_formats(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            let known = |format: &serde_json::Value| format.as_str().is_none_or(|format| FORMATS.contains(&format));
            if members.get("type").is_some() && members.get("format").is_some_and(|format| !known(format)) {
                members.remove("format");
            }
            members.values_mut().for_each(known_formats);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(known_formats),
        _ => {}
    }
}

/// Says “any of” where an answer has one of several shapes: two of them may have the same members, and “one of” would refuse such an answer.
fn any_of(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            if let Some(shapes) = members.remove("oneOf") {
                members.insert("anyOf".to_owned(), shapes);
            }
            members.values_mut().for_each(any_of);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(any_of),
        _ => {}
    }
}

/// This document.
#[utoipa::path(get, operation_id = "openapi", path = "/openapi.json", tag = "monitoring", security(()), responses((status = 200, description = "Done", body = serde_json::Value)))]
pub(super) async fn openapi(RawQuery(query): RawQuery) -> Reply {
    front::no_parameters(query.as_deref())?;
    Ok(([(header::CONTENT_TYPE, "application/json")], document()).into_response())
}
