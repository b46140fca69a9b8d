//! Webhooks of accounting services and commands of Slack: `/hooks/quickbooks`, `/hooks/xero`, `/hooks/slack`.
//!
//! They carry no token: a signature over the bytes of the body proves them. The answer comes at once and is empty; 401 tells that the
//! signature is wrong, which Xero tries before it sends anything. The sync follows.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};
use serde::Serialize;

use super::limits::HOOKS;
use super::peers::Proof;
use super::problem::Problem;
use super::{Api, Reply, body};
use crate::domain::{HookSource, Message};
use crate::provider;
use crate::service::cases::{TakeHook, TakeSlack};
use crate::service::{Caller, Delivery, SlackAnswer};

/// The routes, outside of authentication by tokens.
pub(super) fn routes() -> Router<Api> {
    let one = |router: Router<Api>, source: HookSource| {
        let take = move |State(api): State<Api>, proof: Option<Extension<Proof>>, headers: HeaderMap, body: Bytes| async move {
            // The body is here whole: what is left to do is ours.
            let _answered = proof.as_ref().map(|Extension(proof)| proof.asking());
            take(&api, source, &headers, &body).await
        };
        router.route(&format!("{HOOKS}{}", source.as_str()), post(take))
    };
    let services = HookSource::ALL.into_iter().filter(|source| *source != HookSource::Slack);
    let command = |State(api): State<Api>, proof: Option<Extension<Proof>>, headers: HeaderMap, body: Bytes| async move {
        let _answered = proof.as_ref().map(|Extension(proof)| proof.asking());
        slack(&api, &headers, &body).await
    };
    let path = format!("{HOOKS}{}", HookSource::Slack.as_str());
    services.fold(Router::new().route(&path, post(command)), one).layer(from_fn(body::limit))
}

async fn take(api: &Api, source: HookSource, headers: &HeaderMap, body: &Bytes) -> Reply {
    let name = provider::find(source.as_str()).and_then(|entry| entry.hooks).map_or("", |hooks| hooks.header);
    let signature = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    // JSON is UTF-8; what is not was not signed by a service.
    let Ok(body) = std::str::from_utf8(body) else { return Ok(empty(StatusCode::UNAUTHORIZED)) };
    if signature.is_empty() {
        return Ok(empty(StatusCode::UNAUTHORIZED));
    }
    let caller = Caller::hook(source);
    match api.ask(TakeHook { source, signature, body: body.to_owned() }, &caller).await? {
        Delivery::Taken(_) => Ok(empty(StatusCode::OK)),
        Delivery::Refused => Ok(empty(StatusCode::UNAUTHORIZED)),
        Delivery::NoKey => {
            let hint = Some(Message::new("api-hook-no-key-hint").with("service", source.as_str()));
            Err(Problem { hint, ..Problem::new(StatusCode::NOT_FOUND, Message::new("api-hook-no-key")) })
        }
    }
}

/// What Slack shows to the person that typed a command.
#[derive(Serialize)]
struct Said {
    response_type: &'static str,
    text: String,
}

/// A command of Slack: its signature is over its time and its bytes.
async fn slack(api: &Api, headers: &HeaderMap, body: &Bytes) -> Reply {
    let given = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (timestamp, signature) = (given("x-slack-request-timestamp"), given("x-slack-signature"));
    let Ok(body) = std::str::from_utf8(body) else { return Ok(empty(StatusCode::UNAUTHORIZED)) };
    if signature.is_empty() || timestamp.is_empty() {
        return Ok(empty(StatusCode::UNAUTHORIZED));
    }
    let caller = Caller::hook(HookSource::Slack);
    match api.ask(TakeSlack { timestamp, signature, body: body.to_owned() }, &caller).await? {
        SlackAnswer::Said(text) => {
            // A name must not call a channel.
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let mut answer = super::body::json(StatusCode::OK, &Said { response_type: "ephemeral", text })?;
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            Ok(answer)
        }
        SlackAnswer::Refused => Ok(empty(StatusCode::UNAUTHORIZED)),
        SlackAnswer::NoKey => {
            let hint = Some(Message::new("api-hook-no-key-hint").with("service", HookSource::Slack.as_str()));
            Err(Problem { hint, ..Problem::new(StatusCode::NOT_FOUND, Message::new("api-hook-no-key")) })
        }
    }
}

/// An answer without a body. The connection ends with it: no token will be shown on it.
fn empty(status: StatusCode) -> Response {
    (status, [(header::CONNECTION, HeaderValue::from_static("close"))]).into_response()
}
