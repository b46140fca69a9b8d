//! One request and its answer: the client, the secret, statuses, and bodies of bounded size.
//!
//! For: the client of each provider, which states what is its own in a [`Dialect`]. Uses: reqwest. Never: retries, waits, or follows
//! a redirect (the secret would go along).

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::{Answer, BodyFault, Connection, Credentials, ProviderError, headers, is_loopback, wire};
use crate::domain::text;

/// Largest body of JSON, after decompression.
pub(super) const MAX_JSON: usize = 64 << 20;

/// Most of an error's body that is read.
const MAX_ERROR: usize = 64 << 10;

/// Media type of bodies that we send.
pub(super) const JSON: &str = "application/json";

/// Longest detail of a broken connection, in characters.
const MAX_DETAIL: usize = 200;

/// Fewest bytes a second of an answer, over [`Limits::read_timeout`]: a service that drips is not waited for.
const LEAST_RATE: u64 = 100;

/// A read timeout is found by the client itself before a slow answer is.
const LEEWAY: Duration = Duration::from_secs(1);

/// Longest address of a redirect that is shown, in characters.
const MAX_TARGET: usize = 200;

/// Bodies up to this size are read at once; larger ones on a thread that may take its time.
const AT_ONCE: usize = 16 << 10;

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

/// Names and values of headers of one request.
pub(super) type Headers<'a> = &'a [(&'static str, String)];

/// What is a provider's own in requests and refusals.
pub(super) struct Dialect {
    /// Header of the secret, and what stands before the secret in it.
    pub(super) secret: (&'static str, &'static str),
    /// `Accept` where a request states none.
    pub(super) accept: &'static str,
    /// Header by which the service finds an answer again.
    pub(super) trace: Option<&'static str>,
    /// Where a new secret is made.
    pub(super) key_page: &'static str,
    /// The meaning of an answer without success; `None` for the usual meaning of its status.
    pub(super) refusal: fn(StatusCode, &HeaderMap, &[u8]) -> Option<ProviderError>,
    /// What an error says, cut.
    pub(super) detail: fn(&[u8]) -> String,
}

/// The way to one account.
pub(super) struct Http {
    dialect: &'static Dialect,
    base: Url,
    credentials: Arc<dyn Credentials>,
    limits: Limits,
    client: OnceCell<Client>,
}

/// A request that writes. Nothing here repeats it.
pub(super) struct Write<'a> {
    /// PUT, and not POST.
    pub(super) put: bool,
    pub(super) path: &'a [&'a str],
    pub(super) query: &'a [(&'a str, String)],
    pub(super) own: Headers<'a>,
    /// Media type of the body.
    pub(super) kind: &'static str,
    pub(super) body: &'a [u8],
}

/// The answer to a write.
pub(super) enum Reply {
    /// A success.
    Done(Answer<Body>),
    /// A refusal, with the body that tells why.
    Refused {
        /// What its status and its body mean.
        error: ProviderError,
        /// Its body, cut.
        body: Body,
    },
}

/// A request.
struct Outgoing<'a> {
    method: Method,
    path: &'a [&'a str],
    query: &'a [(&'a str, String)],
    own: Headers<'a>,
    /// Media type and body.
    body: Option<(&'static str, Vec<u8>)>,
}

/// A request that failed, with the body of the answer if there was one.
struct Failed {
    error: ProviderError,
    body: Body,
}

impl From<ProviderError> for Box<Failed> {
    fn from(error: ProviderError) -> Self {
        Self::new(Failed { error, body: Vec::new() })
    }
}

/// An answer before its body was read.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
}

impl Http {
    /// A way to the account at `base`. Nothing is loaded or sent yet.
    pub(super) fn new(dialect: &'static Dialect, base: Url, credentials: Arc<dyn Credentials>, limits: Limits) -> Self {
        Self { dialect, base, credentials, limits, client: OnceCell::new() }
    }

    /// A way to the account of a connection.
    pub(super) fn to(dialect: &'static Dialect, base: Url, connection: &Connection) -> Self {
        let &Connection { connect_timeout, read_timeout, answer_timeout, .. } = connection;
        Self::new(dialect, base, Arc::clone(&connection.credentials), Limits { connect_timeout, read_timeout, answer_timeout })
    }

    /// The base address.
    pub(super) const fn base(&self) -> &Url {
        &self.base
    }

    /// The body of a success refused the token with which it was asked for.
    pub(super) async fn token_refused(&self) {
        if let Ok(key) = self.credentials.current().await {
            self.credentials.refused(&key);
        }
    }

    /// Gets JSON.
    pub(super) async fn json(&self, path: &[&str], query: &[(&str, String)]) -> Result<Answer<Body>, ProviderError> {
        let (_, answer) = self.get(path, query, &[], MAX_JSON).await?;
        Ok(answer)
    }

    /// Asks by a body of JSON, as services want it for what does not fit into an address. It only reads.
    pub(super) async fn ask(&self, path: &[&str], query: &[(&str, String)], body: String) -> Result<Answer<Body>, ProviderError> {
        let body = Some((JSON, body.into_bytes()));
        let asked = Outgoing { method: Method::POST, path, query, own: &[], body };
        self.exchange(asked, MAX_JSON).await.map(|(_, answer)| answer).map_err(|failed| failed.error)
    }

    /// Sends a request that writes, once.
    pub(super) async fn write(&self, write: Write<'_>) -> Result<Reply, ProviderError> {
        let method = if write.put { Method::PUT } else { Method::POST };
        let Write { path, query, own, .. } = write;
        let outgoing = Outgoing { method, path, query, own, body: Some((write.kind, write.body.to_vec())) };
        match self.exchange(outgoing, MAX_JSON).await {
            Ok((_, answer)) => Ok(Reply::Done(answer)),
            Err(failed) => match *failed {
                Failed {
                    error: error @ (ProviderError::Rejected { .. } | ProviderError::NotFound | ProviderError::Refused { .. }),
                    body,
                } => Ok(Reply::Refused { error, body }),
                Failed { error, .. } => Err(error),
            },
        }
    }

    /// Gets whatever is at `path`, at most `limit` bytes of it, and says with which (successful) status.
    pub(super) async fn get(
        &self,
        path: &[&str],
        query: &[(&str, String)],
        own: Headers<'_>,
        limit: usize,
    ) -> Result<(StatusCode, Answer<Body>), ProviderError> {
        let outgoing = Outgoing { method: Method::GET, path, query, own, body: None };
        self.exchange(outgoing, limit).await.map_err(|failed| failed.error)
    }

    async fn exchange(&self, outgoing: Outgoing<'_>, limit: usize) -> Result<(StatusCode, Answer<Body>), Box<Failed>> {
        let key = self.credentials.current().await?;
        let deadline = Instant::now() + self.limits.answer_timeout;
        let path = outgoing.path.join("/");
        let late = |_| ProviderError::TooSlow { bytes: 0, seconds: self.limits.answer_timeout.as_secs() };
        let mut response = timeout_at(deadline, self.send(&key, outgoing)).await.map_err(late)??;
        let head = Head { status: response.status(), headers: std::mem::take(response.headers_mut()) };
        let trace = self.dialect.trace.and_then(|name| head.headers.get(name)?.to_str().ok()).unwrap_or_default();
        tracing::debug!(path, status = head.status.as_u16(), trace, "answered");
        if !head.status.is_success() {
            // What an error says is a help, no duty.
            let url = response.url().clone();
            let body = self.read(response, MAX_ERROR, deadline).await.unwrap_or_default();
            let error = refusal(self.dialect, &key, &url, &head, &body);
            if error == ProviderError::TokenRefused {
                self.credentials.refused(&key);
            }
            return Err(Box::new(Failed { error, body: hidden(&key, body) }));
        }
        let value = self.read(response, limit, deadline).await?;
        let answer = Answer { value, quota: headers::quota(&head.headers), date: headers::date(&head.headers) };
        Ok((head.status, answer))
    }

    async fn send(&self, key: &SecretString, outgoing: Outgoing<'_>) -> Result<Response, ProviderError> {
        let Outgoing { method, path, query, own, body } = outgoing;
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let (name, before) = self.dialect.secret;
        let mut key = HeaderValue::from_str(&[before, key.expose_secret()].concat()).map_err(|_| ProviderError::KeyFormat)?;
        key.set_sensitive(true);
        let client = self.ready().await?;
        let request = client.request(method, url);
        let request = match body {
            Some((kind, body)) => request.header(reqwest::header::CONTENT_TYPE, kind).body(body),
            None => request,
        };
        let mut request = request.header(name, key);
        if !own.iter().any(|(name, _)| *name == "accept") {
            request = request.header(reqwest::header::ACCEPT, self.dialect.accept);
        }
        for (name, value) in own {
            request = request.header(*name, value);
        }
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
            let (bytes, seconds) = (body.len() as u64, begun.elapsed().as_secs());
            if now >= deadline {
                return Err(ProviderError::TooSlow { bytes, seconds });
            }
            if came < least {
                return Err(ProviderError::Dripped { bytes, seconds });
            }
            (until, before) = (now + span, body.len());
        }
    }
}

/// Reads the body of an answer; a large one on a blocking thread.
pub(super) async fn read<T, R>(answer: Answer<Body>, reader: R) -> Result<Answer<T>, ProviderError>
where
    T: Send + 'static,
    R: FnOnce(&[u8]) -> Result<T, ProviderError> + Send + 'static,
{
    let Answer { value: body, quota, date } = answer;
    let value = if body.len() <= AT_ONCE {
        reader(&body)
    } else {
        let read = tokio::task::spawn_blocking(move || reader(&body)).await;
        read.unwrap_or_else(|error| Err(ProviderError::Broken { detail: error.to_string() }))
    };
    Ok(Answer { value: value?, quota, date })
}

/// A body without our key: a service that repeats what it was sent must not make us repeat it.
fn hidden(key: &SecretString, body: Body) -> Body {
    let text = String::from_utf8_lossy(&body);
    if text.contains(key.expose_secret()) { text.replace(key.expose_secret(), "…").into_bytes() } else { body }
}

/// What a status other than success means.
fn refusal(dialect: &Dialect, key: &SecretString, url: &Url, head: &Head, body: &[u8]) -> ProviderError {
    let status = head.status.as_u16();
    // A service that repeats what it was sent must not make us repeat the key.
    let hidden = |detail: String| detail.replace(key.expose_secret(), "…");
    match (dialect.refusal)(head.status, &head.headers, body) {
        Some(ProviderError::Rejected { status, detail }) => return ProviderError::Rejected { status, detail: hidden(detail) },
        Some(error) => return error,
        None => {}
    }
    match status {
        300..=399 => ProviderError::Redirected { status, to: target(key, url, &head.headers) },
        401 | 403 => ProviderError::Refused { status, key_page: dialect.key_page },
        402 => ProviderError::Subscription,
        // A wrong address or an outage: it tells nothing of what was asked for.
        404 if body.trim_ascii_start().starts_with(b"<") => ProviderError::Body { reason: BodyFault::Html },
        404 => ProviderError::NotFound,
        400 | 422 => ProviderError::Rejected { status, detail: hidden((dialect.detail)(body)) },
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
