//! One request and its answer: the client, the key, statuses, and bodies of bounded size.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::domain::text;
use crate::provider::{Answer, BodyFault, Credentials, ProviderError, is_loopback};

use super::{KEY_PAGE, headers, wire};

/// Largest body of JSON, after decompression.
const MAX_JSON: usize = 64 << 20;

/// Most of an error's body that is read.
const MAX_ERROR: usize = 64 << 10;

/// Longest detail of a broken connection, in characters.
const MAX_DETAIL: usize = 200;

/// Fewest bytes a second of an answer, over [`Limits::read_timeout`]: a service that drips is not waited for.
const LEAST_RATE: u64 = 100;

/// A read timeout is found by the client itself before a slow answer is.
const LEEWAY: Duration = Duration::from_secs(1);

/// Longest address of a redirect that is shown, in characters.
const MAX_TARGET: usize = 200;

/// Bounds on a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// On connecting.
    pub(super) connect_timeout: Duration,
    /// On each wait for bytes.
    pub(super) read_timeout: Duration,
    /// On an answer as a whole.
    pub(super) answer_timeout: Duration,
}

/// What answers carry beside their headers.
pub(super) type Body = Vec<u8>;

/// The way to one account.
pub(super) struct Http {
    base: Url,
    credentials: Arc<dyn Credentials>,
    limits: Limits,
    client: OnceCell<Client>,
}

/// An answer before its body was read.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
}

impl Http {
    /// A way to the account at `base`. Nothing is loaded or sent yet.
    pub(super) fn new(base: Url, credentials: Arc<dyn Credentials>, limits: Limits) -> Self {
        Self { base, credentials, limits, client: OnceCell::new() }
    }

    /// The base address.
    pub(super) const fn base(&self) -> &Url {
        &self.base
    }

    /// Gets JSON.
    pub(super) async fn json(&self, path: &[&str], query: &[(&str, String)]) -> Result<Answer<Body>, ProviderError> {
        let (_, answer) = self.get(path, query, MAX_JSON).await?;
        Ok(answer)
    }

    /// Gets whatever is at `path`, at most `limit` bytes of it, and says with which (successful) status.
    pub(super) async fn get(
        &self,
        path: &[&str],
        query: &[(&str, String)],
        limit: usize,
    ) -> Result<(StatusCode, Answer<Body>), ProviderError> {
        let key = self.credentials.current().await?;
        let deadline = Instant::now() + self.limits.answer_timeout;
        let late = |_| ProviderError::TooSlow { bytes: 0, seconds: self.limits.answer_timeout.as_secs() };
        let mut response = timeout_at(deadline, self.send(&key, path, query)).await.map_err(late)??;
        let head = Head { status: response.status(), headers: std::mem::take(response.headers_mut()) };
        tracing::debug!(path = path.join("/"), status = head.status.as_u16(), "answered");
        if !head.status.is_success() {
            // What an error says is a help, no duty.
            let url = response.url().clone();
            let body = self.read(response, MAX_ERROR, deadline).await.unwrap_or_default();
            return Err(refusal(&key, &url, &head, &body));
        }
        let value = self.read(response, limit, deadline).await?;
        let answer = Answer { value, quota: headers::quota(&head.headers), date: headers::date(&head.headers) };
        Ok((head.status, answer))
    }

    async fn send(&self, key: &SecretString, path: &[&str], query: &[(&str, String)]) -> Result<Response, ProviderError> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut key = HeaderValue::from_str(key.expose_secret()).map_err(|_| ProviderError::KeyFormat)?;
        key.set_sensitive(true);
        let client = self.ready().await?;
        let request =
            client.get(url).header("x-api-key", key).header(reqwest::header::ACCEPT, "application/json, application/pdf");
        request.send().await.map_err(failure)
    }

    /// The HTTP client, built when it is first needed.
    pub(super) async fn ready(&self) -> Result<&Client, ProviderError> {
        self.client.get_or_try_init(|| self.build()).await
    }

    /// Builds the HTTP client. With TLS it reads the platform's certificates, on another thread; on this machine it does not.
    async fn build(&self) -> Result<Client, ProviderError> {
        crate::provider::prepare_tls();
        let client = Client::builder()
            .user_agent(concat!("faktura/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.limits.connect_timeout)
            .read_timeout(self.limits.read_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .gzip(true);
        let client = if is_loopback(&self.base) { client.no_proxy() } else { client };
        if self.base.scheme() == "http" {
            return client.tls_certs_only([]).build().map_err(failure);
        }
        let ready = tokio::task::spawn_blocking(move || client.https_only(true).build().map_err(failure)).await;
        ready.unwrap_or_else(|error| Err(ProviderError::Connect { detail: error.to_string() }))
    }

    /// Reads a body (decompressed) up to a limit, as long as it comes fast enough.
    async fn read(&self, mut response: Response, limit: usize, deadline: Instant) -> Result<Body, ProviderError> {
        let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        if announced > limit {
            return Err(wire::fault(BodyFault::TooLarge));
        }
        let begun = Instant::now();
        let span = self.limits.read_timeout + LEEWAY;
        let least = span.as_secs().saturating_mul(LEAST_RATE);
        let mut body = Vec::with_capacity(announced);
        let (mut until, mut before) = (begun + span, 0);
        loop {
            match timeout_at(until.min(deadline), response.chunk()).await {
                Ok(Ok(Some(chunk))) if body.len() + chunk.len() > limit => return Err(wire::fault(BodyFault::TooLarge)),
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
                Ok(Ok(None)) => return Ok(body),
                Ok(Err(error)) => return Err(failure(error)),
                Err(_) => {}
            }
            let now = Instant::now();
            if now < until && now < deadline {
                continue;
            }
            let came = (body.len() - before) as u64;
            if came < least || now >= deadline {
                return Err(ProviderError::TooSlow { bytes: body.len() as u64, seconds: begun.elapsed().as_secs() });
            }
            (until, before) = (now + span, body.len());
        }
    }
}

/// What a status other than success means.
fn refusal(key: &SecretString, url: &Url, head: &Head, body: &[u8]) -> ProviderError {
    let status = head.status.as_u16();
    match status {
        300..=399 => ProviderError::Redirected { status, to: target(key, url, &head.headers) },
        401 | 403 => ProviderError::Refused { status, key_page: KEY_PAGE },
        402 => ProviderError::Subscription,
        404 => ProviderError::NotFound,
        400 | 422 => ProviderError::Rejected {
            status,
            // A service that repeats what it was sent must not make us repeat the key.
            detail: wire::error_detail(body).replace(key.expose_secret(), "…"),
        },
        429 => ProviderError::TooMany { after: headers::retry_after(&head.headers), quota: headers::quota(&head.headers) },
        _ => ProviderError::Server { status, after: headers::retry_after(&head.headers) },
    }
}

/// Where a redirect leads to, without what could be a secret: user, query, fragment, our key.
fn target(key: &SecretString, url: &Url, headers: &HeaderMap) -> String {
    let location = headers.get(reqwest::header::LOCATION).and_then(|value| value.to_str().ok());
    let Some(mut to) = location.and_then(|location| url.join(location).ok()) else { return "?".to_owned() };
    to.set_query(None);
    to.set_fragment(None);
    // An address without a host has no user either.
    let _ = to.set_username("").and_then(|()| to.set_password(None));
    text::clean(&to.as_str().replace(key.expose_secret(), "…")).chars().take(MAX_TARGET).collect()
}

/// What a failed request means.
fn failure(error: reqwest::Error) -> ProviderError {
    if error.is_timeout() {
        return ProviderError::Timeout;
    }
    let connect = error.is_connect() || error.is_builder();
    let error = error.without_url();
    let mut cause: &dyn Error = &error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let detail: String = text::clean(&cause.to_string()).chars().take(MAX_DETAIL).collect();
    if connect { ProviderError::Connect { detail } } else { ProviderError::Broken { detail } }
}
