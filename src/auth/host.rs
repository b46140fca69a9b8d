//! The hosts of a service's tokens: exchange, refresh, revocation, and the list of companies of a consent.
//!
//! One call is one request on the wire. Never: retries, a decision about a login.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use crate::domain::{Tenant, text};
use crate::provider::{self, AppSecret, BodyFault, OAuth, ProviderError, Quota, RetryAfter};

/// Largest answer.
const MAX_BODY: usize = 256 << 10;

/// Longest code of an error, and longest detail, in characters.
const MAX_DETAIL: usize = 200;

/// Longest pause that a `Retry-After` is taken for.
const DAY: u64 = 24 * 60 * 60;

/// Codes by which a service refuses a request for tokens. Other answers of 4xx say nothing of a login.
const CODES: [&str; 7] = [
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_request",
    "access_denied",
];

/// Bounds on a request.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// On connecting.
    pub connect_timeout: Duration,
    /// On an answer as a whole.
    pub answer_timeout: Duration,
}

/// The app that asks, and where.
#[derive(Debug, Clone)]
pub struct App {
    /// What the service states of its OAuth.
    pub oauth: &'static OAuth,
    /// Identifier of the app.
    pub client_id: String,
    /// Its secret, where it has one.
    pub client_secret: Option<SecretString>,
    /// Root of the authorisation hosts, if not the usual ones.
    pub identity_url: Option<String>,
}

/// Tokens as the service gave them.
#[derive(Debug, Clone)]
pub struct Granted {
    /// The access token; never written down.
    pub access: SecretString,
    /// How long it works, from when it was asked for.
    pub expires_in: Duration,
    /// When it was asked for.
    pub asked: Instant,
    /// The refresh token; `None` where the former one stays.
    pub refresh: Option<SecretString>,
    /// How long the refresh token lasts unless it is used.
    pub idle: Option<Duration>,
    /// How long it lasts however often it is used.
    pub hard: Option<Duration>,
    /// Permissions that were granted, where the answer says.
    pub scopes: Option<Vec<String>>,
}

/// Why there are no tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostError {
    /// The service refuses what it was given.
    Refused {
        /// Its code, such as `invalid_grant`.
        code: String,
        /// Whether it says that access was revoked.
        revoked: bool,
    },
    /// It did not answer, or not usefully: nothing is known of what it was given.
    Failed(ProviderError),
}

/// A company that a consent opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantFound {
    /// Its identifier.
    pub tenant: Tenant,
    /// Its name.
    pub name: Option<String>,
}

/// The way to the hosts.
pub struct Host {
    limits: Limits,
    plain: OnceCell<Client>,
    tls: OnceCell<Client>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<String>,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
    refresh_token: Option<String>,
    #[serde(default, deserialize_with = "seconds")]
    x_refresh_token_expires_in: Option<u64>,
    #[serde(default, deserialize_with = "seconds")]
    x_refresh_token_hard_expires_in: Option<u64>,
    scope: Option<String>,
}

/// Seconds as a number or as text. What is neither counts as absent: an odd lifetime must not cost the tokens beside it.
fn seconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(deserializer)?;
    let text = match value {
        Some(serde_json::Value::Number(number)) => number.to_string(),
        Some(serde_json::Value::String(text)) => text,
        _ => return Ok(None),
    };
    Ok(text.trim().split('.').next().and_then(|whole| whole.parse().ok()))
}

#[derive(Deserialize)]
struct ErrorAnswer {
    error: String,
    error_description: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection {
    tenant_id: String,
    tenant_type: Option<String>,
    tenant_name: Option<String>,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Host {
    /// Nothing is loaded or sent yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, plain: OnceCell::new(), tls: OnceCell::new() }
    }

    /// Exchanges a code.
    pub async fn exchange(
        &self,
        app: &App,
        code: &SecretString,
        redirect_uri: &str,
        verifier: Option<&SecretString>,
    ) -> Result<Granted, HostError> {
        let mut form = vec![("grant_type", "authorization_code"), ("code", code.expose_secret()), ("redirect_uri", redirect_uri)];
        if let Some(verifier) = verifier {
            form.push(("code_verifier", verifier.expose_secret()));
        }
        self.tokens(app, form).await
    }

    /// Exchanges a refresh token.
    pub async fn refresh(&self, app: &App, refresh: &SecretString) -> Result<Granted, HostError> {
        self.tokens(app, vec![("grant_type", "refresh_token"), ("refresh_token", refresh.expose_secret())]).await
    }

    /// Revokes a grant as a whole.
    pub async fn revoke(&self, app: &App, refresh: &SecretString) -> Result<(), HostError> {
        let url = address(&OAuth::address(app.oauth.revoke, app.identity_url.as_deref()))?;
        let request = self.client(&url).await?.post(url);
        let request = if app.oauth.revoke_json {
            let body = serde_json::json!({ "token": refresh.expose_secret() }).to_string();
            authenticated(request, app)?.header(CONTENT_TYPE, "application/json").body(body)
        } else {
            form(authenticated(request, app)?, app, vec![("token", refresh.expose_secret())])
        };
        self.send(request).await.map(drop)
    }

    /// The companies that an access token opens, by the list at the API's host.
    pub async fn tenants(&self, root: &str, path: &str, access: &SecretString) -> Result<Vec<TenantFound>, HostError> {
        let url = address(&format!("{}{path}", root.trim_end_matches('/')))?;
        let request = self.client(&url).await?.get(url);
        let request = request.header(AUTHORIZATION, secret_header(&format!("Bearer {}", access.expose_secret()))?);
        let body = self.send(request.header(ACCEPT, "application/json")).await?;
        let found: Vec<Connection> = serde_json::from_slice(&body).map_err(|error| shape(&body, &error))?;
        let is_company =
            |found: &Connection| found.tenant_type.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("ORGANISATION"));
        let tenant = |found: Connection| TenantFound {
            tenant: Tenant(text::clean(&found.tenant_id).into()),
            name: found
                .tenant_name
                .map(|name| text::clean(&name).chars().take(100).collect())
                .filter(|name: &String| !name.is_empty()),
        };
        Ok(found.into_iter().filter(|found| is_company(found) && !found.tenant_id.is_empty()).map(tenant).collect())
    }

    async fn tokens<'a>(&self, app: &'a App, fields: Vec<(&'a str, &'a str)>) -> Result<Granted, HostError> {
        let url = address(&OAuth::address(app.oauth.token, app.identity_url.as_deref()))?;
        let mut request = form(authenticated(self.client(&url).await?.post(url), app)?, app, fields);
        for (name, value) in app.oauth.token_headers {
            request = request.header(*name, *value);
        }
        let asked = Instant::now();
        let body = self.send(request.header(ACCEPT, "application/json")).await?;
        // A success with an error in it is none: a client that took it for one lost both tokens.
        if let Some(refused) = refusal(&body) {
            return Err(refused);
        }
        let answer: TokenAnswer = serde_json::from_slice(&body).map_err(|error| shape(&body, &error))?;
        let given = |token: Option<String>| token.filter(|token| is_token(token)).map(SecretString::from);
        let broken =
            |wrong: bool| if wrong { Err(HostError::Failed(ProviderError::Body { reason: BodyFault::Shape })) } else { Ok(()) };
        // A refresh token that cannot be one is no reason to keep the former: the answer as a whole is damaged.
        broken(answer.refresh_token.as_ref().is_some_and(|token| !token.is_empty() && !is_token(token)))?;
        let access = given(answer.access_token);
        broken(access.is_none())?;
        Ok(Granted {
            access: access.unwrap_or_default(),
            // Without a lifetime it is used at once and renewed before the next use.
            expires_in: Duration::from_secs(answer.expires_in.unwrap_or_default().min(DAY)),
            asked,
            refresh: given(answer.refresh_token),
            idle: answer.x_refresh_token_expires_in.map(Duration::from_secs),
            hard: answer.x_refresh_token_hard_expires_in.map(Duration::from_secs),
            scopes: answer.scope.map(|scope| scope.split_whitespace().map(str::to_owned).collect()),
        })
    }

    async fn send(&self, request: RequestBuilder) -> Result<Vec<u8>, HostError> {
        let late = |_| HostError::Failed(ProviderError::Timeout);
        tokio::time::timeout(self.limits.answer_timeout, answer(request)).await.map_err(late)?
    }

    async fn client(&self, url: &Url) -> Result<&Client, HostError> {
        let limits = self.limits;
        let slot = if url.scheme() == "http" { &self.plain } else { &self.tls };
        let is_plain = url.scheme() == "http";
        slot.get_or_try_init(|| async move {
            provider::prepare_tls();
            let client = Client::builder()
                .user_agent(concat!("faktura/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(limits.connect_timeout)
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                // A connection that the host closed meanwhile would look like a lost answer.
                .pool_max_idle_per_host(0);
            if is_plain {
                return client.no_proxy().tls_certs_only([]).build().map_err(failure);
            }
            let built = tokio::task::spawn_blocking(move || client.https_only(true).build().map_err(failure)).await;
            built.unwrap_or_else(|error| Err(HostError::Failed(ProviderError::Connect { detail: error.to_string() })))
        })
        .await
    }
}

/// Visible characters without blanks: what a header can carry.
fn is_token(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic())
}

fn address(url: &str) -> Result<Url, HostError> {
    provider::base_url(url).map_err(HostError::Failed)
}

fn secret_header(text: &str) -> Result<HeaderValue, HostError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| HostError::Failed(ProviderError::KeyFormat))?;
    value.set_sensitive(true);
    Ok(value)
}

fn authenticated(request: RequestBuilder, app: &App) -> Result<RequestBuilder, HostError> {
    let Some(secret) = &app.client_secret else { return Ok(request) };
    let pair = STANDARD.encode(format!("{}:{}", app.client_id, secret.expose_secret()));
    Ok(request.header(AUTHORIZATION, secret_header(&format!("Basic {pair}"))?))
}

/// A form; an app without a secret names itself in it.
fn form<'a>(request: RequestBuilder, app: &'a App, mut fields: Vec<(&'a str, &'a str)>) -> RequestBuilder {
    if app.client_secret.is_none() && app.oauth.secret == AppSecret::Pkce {
        fields.push(("client_id", &app.client_id));
    }
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
}

async fn answer(request: RequestBuilder) -> Result<Vec<u8>, HostError> {
    let mut response = request.send().await.map_err(failure)?;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let read = body(response).await;
    tracing::debug!(status = status.as_u16(), "the host of tokens answered");
    if status.is_success() {
        return read;
    }
    let body = read.unwrap_or_default();
    let status = status.as_u16();
    Err(match status {
        400 | 401 | 403 => {
            refusal(&body).unwrap_or(HostError::Failed(ProviderError::Rejected { status, detail: "?".to_owned() }))
        }
        300..=399 => HostError::Failed(ProviderError::Redirected { status, to: "?".to_owned() }),
        404 => HostError::Failed(ProviderError::NotFound),
        429 => HostError::Failed(ProviderError::TooMany { after: retry_after(&headers), quota: Quota::default() }),
        402..=499 => HostError::Failed(ProviderError::Rejected { status, detail: "?".to_owned() }),
        _ => HostError::Failed(ProviderError::Server { status, after: retry_after(&headers) }),
    })
}

async fn body(mut response: Response) -> Result<Vec<u8>, HostError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(HostError::Failed(ProviderError::Body { reason: BodyFault::TooLarge }));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The refusal that a body states; `None` if it states none that is known.
fn refusal(body: &[u8]) -> Option<HostError> {
    let answer: ErrorAnswer = serde_json::from_slice(body).ok()?;
    let code = CODES.into_iter().find(|code| answer.error.eq_ignore_ascii_case(code))?;
    let revoked = answer.error_description.is_some_and(|text| text.to_ascii_lowercase().contains("revoked"));
    Some(HostError::Refused { code: code.to_owned(), revoked })
}

fn shape(body: &[u8], error: &serde_json::Error) -> HostError {
    let reason = match body.trim_ascii_start().first() {
        None => BodyFault::Empty,
        Some(b'<') => BodyFault::Html,
        _ if error.is_eof() => BodyFault::Truncated,
        _ => BodyFault::Shape,
    };
    HostError::Failed(ProviderError::Body { reason })
}

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = text.parse::<u64>().ok().filter(|seconds| (1..=DAY).contains(seconds));
    let at = || jiff::fmt::rfc2822::parse(text).ok().map(|at| RetryAfter::At(at.timestamp()));
    seconds.map(|seconds| RetryAfter::In(Duration::from_secs(seconds))).or_else(at)
}

/// What a failed request means, without addresses: their queries may be secret.
fn failure(error: reqwest::Error) -> HostError {
    if error.is_timeout() && !error.is_connect() {
        return HostError::Failed(ProviderError::Timeout);
    }
    let connect = error.is_connect() || error.is_builder();
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let detail: String = text::clean(&cause.to_string()).chars().take(MAX_DETAIL).collect();
    HostError::Failed(if connect { ProviderError::Connect { detail } } else { ProviderError::Broken { detail } })
}
