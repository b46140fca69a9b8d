//! Authentication over the network: bearer tokens.

use std::net::SocketAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Api;
use super::peers::Proof;
use super::problem::Problem;
use crate::domain::{Message, Token};
use crate::error::ErrorKind;
use crate::service::{Caller, hash};

/// Longest token that is looked at.
const LONGEST: usize = 256;

/// The token that a request came with: long answers look from time to time whether it is still good.
#[derive(Clone, Copy)]
pub(super) struct Pass(pub(super) crate::domain::TokenHash);

/// Routes without authentication: health and the description of the API.
fn is_open(path: &str) -> bool {
    matches!(path, "/health" | "/openapi.json")
}

/// Admits requests with a valid token.
pub(super) async fn admit(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let proof = request.extensions().get::<Proof>().cloned();
    let asking = proof.as_ref().map(Proof::asking);
    let shown = bearer(&api, request.headers()).await;
    if let (Some(proof), Err(problem)) = (&proof, &shown)
        && problem.status == StatusCode::SERVICE_UNAVAILABLE
    {
        proof.unsure();
    }
    drop(asking);
    match shown {
        Ok(Some((token, pass))) => {
            if let Some(proof) = proof {
                proof.shown().await;
            }
            if let Err(problem) = api.0.limits.take(token.id) {
                return problem.into_response();
            }
            let from = request.extensions().get::<SocketAddr>().map_or_else(String::new, ToString::to_string);
            request.extensions_mut().insert(Caller::bearer(&token, from));
            request.extensions_mut().insert(pass);
            next.run(request).await
        }
        Ok(None) if is_open(request.uri().path()) => next.run(request).await,
        Ok(None) => Problem::new(StatusCode::UNAUTHORIZED, Message::new("api-no-token")).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// The token of a request; `None` where it has none.
async fn bearer(api: &Api, headers: &HeaderMap) -> Result<Option<(Token, Pass)>, Problem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let malformed = || Problem::new(StatusCode::UNAUTHORIZED, Message::new("api-no-token"));
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(malformed)?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.len() > LONGEST {
        return Err(malformed());
    }
    let hash = hash(token.trim());
    match api.0.service.admit(hash).await {
        Ok(token) => Ok(Some((token, Pass(hash)))),
        Err(error) => {
            if error.kind == ErrorKind::NotAllowed {
                tracing::warn!(%error, "a token was refused");
            }
            Err(error.into())
        }
    }
}

/// Whether a token is still good.
pub(super) async fn still_good(api: &Api, pass: Option<Pass>) -> bool {
    match pass {
        Some(Pass(hash)) => api.0.service.admit(hash).await.is_ok(),
        None => true,
    }
}
