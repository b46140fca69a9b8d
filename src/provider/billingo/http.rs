//! One request and its answer: the client, the key, statuses, and bodies of bounded size.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::OnceCell;
use url::Url;

use crate::domain::text;
use crate::provider::{Answer, BodyFault, ProviderError, is_loopback};

use super::{KEY_PAGE, headers, wire};

/// Largest body of JSON, after decompression.
const MAX_JSON: usize = 64 << 20;

/// Most of an error's body that is read.
const MAX_ERROR: usize = 64 << 10;

/// Longest key.
const MAX_KEY: usize = 512;

/// Longest detail of a broken connection, in characters.
const MAX_DETAIL: usize = 200;

/// What answers carry beside their headers.
pub(super) type Body = Vec<u8>;

/// The way to one account.
pub(super) struct Http {
    base: Url,
    key: SecretString,
    connect_timeout: Duration,
    read_timeout: Duration,
    client: OnceCell<Client>,
}

/// An answer before its body was read.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
}

impl Http {
    /// A way to the account at `base`. Nothing is loaded or sent yet.
    pub(super) fn new(
        base: Url,
        key: &SecretString,
        connect_timeout: Duration,
        read_timeout: Duration,
    ) -> Result<Self, ProviderError> {
        let key = key.expose_secret().trim();
        if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ProviderError::KeyFormat);
        }
        Ok(Self { base, key: key.to_owned().into(), connect_timeout, read_timeout, client: OnceCell::new() })
    }

    /// The base address.
    pub(super) const fn base(&self) -> &Url {
        &self.base
    }

    /// The key.
    pub(super) const fn key(&self) -> &SecretString {
        &self.key
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
        let mut response = self.send(path, query).await?;
        let head = Head { status: response.status(), headers: std::mem::take(response.headers_mut()) };
        tracing::debug!(path = path.join("/"), status = head.status.as_u16(), "answered");
        if !head.status.is_success() {
            // What an error says is a help, no duty.
            let body = read(response, MAX_ERROR).await.unwrap_or_default();
            return Err(self.refusal(&head, &body));
        }
        let value = read(response, limit).await?;
        let answer = Answer { value, quota: headers::quota(&head.headers), date: headers::date(&head.headers) };
        Ok((head.status, answer))
    }

    async fn send(&self, path: &[&str], query: &[(&str, String)]) -> Result<Response, ProviderError> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut key = HeaderValue::from_str(self.key.expose_secret()).map_err(|_| ProviderError::KeyFormat)?;
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
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.read_timeout)
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

    /// What a status other than success means.
    fn refusal(&self, head: &Head, body: &[u8]) -> ProviderError {
        let status = head.status.as_u16();
        match status {
            401 | 403 => ProviderError::Refused { status, key_page: KEY_PAGE },
            402 => ProviderError::Subscription,
            404 => ProviderError::NotFound,
            400 | 422 => ProviderError::Rejected {
                status,
                // A service that repeats what it was sent must not make us repeat the key.
                detail: wire::error_detail(body).replace(self.key.expose_secret(), "…"),
            },
            429 => ProviderError::TooMany { after: headers::retry_after(&head.headers), quota: headers::quota(&head.headers) },
            _ => ProviderError::Server { status, after: headers::retry_after(&head.headers) },
        }
    }
}

/// Reads a body (decompressed) up to a limit.
async fn read(mut response: Response, limit: usize) -> Result<Body, ProviderError> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    if announced > limit {
        return Err(wire::fault(BodyFault::TooLarge));
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > limit {
            return Err(wire::fault(BodyFault::TooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
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
