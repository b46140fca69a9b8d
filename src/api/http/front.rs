//! Headers and error texts of every answer, and the answer of unknown routes.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Api;
use super::problem::Problem;
use crate::domain::Message;
use crate::locale::Lang;
use crate::service::Given;

/// Marks a request with an ambiguous length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ambiguous;

/// Gives problems their words, every answer its headers, and counts it.
pub(super) async fn finish(State(api): State<Api>, request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let mut response = if request.extensions().get::<Ambiguous>().is_some() {
        Problem::bad(Message::new("api-framing")).into_response()
    } else {
        next.run(request).await
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let allow = response.headers_mut().remove(header::ALLOW);
        response = problem.render(lang.locale());
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    api.0.counters.count(response.status());
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The first language of ours that the request would like.
pub(super) fn language(headers: &HeaderMap) -> Lang {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    wanted.split(',').find_map(|part| Lang::parse(part.split(';').next()?.trim())).unwrap_or(Lang::En)
}

/// Refuses parameters where there are none.
pub(super) fn no_parameters(query: Option<&str>) -> Result<(), Problem> {
    Given::new(query, &[], Vec::new(), jiff::civil::Date::MIN)?;
    Ok(())
}

pub(super) async fn no_such_path() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, Message::new("api-no-such-path"))
}

pub(super) async fn no_such_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, Message::new("api-no-such-method"))
}
