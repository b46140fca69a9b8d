//! The client's end of the socket: sends calls to the host.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use tokio::sync::broadcast;

use super::HostError;
use super::protocol::{Envelope, Host, PROTOCOL, PROTOCOL_HEADER, socket};
use crate::error::Error;
use crate::service::{Answer, Patience};
use crate::sync::Event;

/// Time that the host may take to name itself.
const HELLO: Duration = Duration::from_secs(2);
/// How long it may take to answer a call that is no sync: a provider's PDF is the slowest.
const PATIENCE: Duration = Duration::from_secs(150);
/// Between two looks whether the host was stopped, and how many must find it so.
const LOOK: Duration = Duration::from_millis(500);
const STOPPED: u32 = 3;
/// Longest line of an event that is taken: the keys of one commit fit many times.
const LINE: usize = 4 << 20;

/// A connection to the host. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    host: Host,
    /// A task waits for the stopped host to go on.
    awaited: AtomicBool,
}

/// The answer of a host to the request to close the store.
#[derive(Debug)]
pub(super) enum Yielded {
    /// It closes the store.
    Yes,
    /// It does not, while a sync runs.
    Syncs,
    /// It does not let this user ask for it, or its version cannot do it.
    No,
}

/// Asks the host, whatever its version, to close the store for this process.
///
/// # Errors
/// If it cannot be reached.
pub(super) async fn request_yield(store: &Path) -> Result<Yielded, HostError> {
    let http = http(store)?;
    let ask = |path: &str, body: &'static str| http.post(url(path)).body(body).timeout(HELLO).send();
    let mut answer = ask("yield", "").await.map_err(|error| unreachable(&error))?;
    if answer.status() == StatusCode::NOT_FOUND {
        // Version 0.1.0 has a call for it.
        answer = ask("call", r#"{"call":"StepAside","behalf":null}"#).await.map_err(|error| unreachable(&error))?;
        if answer.status() == StatusCode::OK {
            let done: Result<serde_json::Value, serde_json::Value> =
                read(answer).await.map_err(|fault| fault.unwrap_or(HostError::Silent { pid: None }))?;
            let syncs = |refused: &serde_json::Value| refused.to_string().contains("service-sync-runs");
            return Ok(done.map_or_else(|refused| if syncs(&refused) { Yielded::Syncs } else { Yielded::No }, |_| Yielded::Yes));
        }
    }
    Ok(match answer.status() {
        StatusCode::NO_CONTENT => Yielded::Yes,
        StatusCode::CONFLICT => Yielded::Syncs,
        _ => Yielded::No,
    })
}

/// HTTP over the socket of a store.
fn http(store: &Path) -> Result<reqwest::Client, HostError> {
    crate::provider::prepare_tls();
    let protocol = HeaderMap::from_iter([(HeaderName::from_static(PROTOCOL_HEADER), HeaderValue::from_static(PROTOCOL))]);
    reqwest::Client::builder()
        .tls_certs_only([])
        .unix_socket(socket(store))
        .no_proxy()
        .http1_only()
        .redirect(reqwest::redirect::Policy::none())
        .default_headers(protocol)
        .build()
        .map_err(|error| HostError::Unreachable { detail: error.to_string() })
}

/// Waits until a process was found stopped several times in a row: it will not answer by itself.
async fn stopped(pid: u32) {
    let mut found = 0;
    while found < STOPPED {
        tokio::time::sleep(LOOK).await;
        found = if crate::process::is_stopped(pid) { found + 1 } else { 0 };
    }
}

/// The host ended, or is about to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Disconnected;

impl Client {
    /// Connects to the host of the store in this folder.
    ///
    /// # Errors
    /// If nothing answers there, or a host that this program cannot use.
    pub(super) async fn connect(store: &Path) -> Result<Self, HostError> {
        let http = http(store)?;
        let answer = http.get(url("hello")).timeout(HELLO).send().await.map_err(|error| unreachable(&error))?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::FORBIDDEN => return Err(HostError::Refused),
            other => return Err(HostError::Unreachable { detail: other.to_string() }),
        }
        let protocol = answer.headers().get(PROTOCOL_HEADER).cloned();
        let host: Host = read(answer).await.map_err(|fault| fault.unwrap_or(HostError::Silent { pid: None }))?;
        if protocol.is_none_or(|protocol| protocol != PROTOCOL) {
            return Err(HostError::OtherVersion { version: host.version, pid: host.pid, syncs: false });
        }
        Ok(Self(Arc::new(Inner { http, host, awaited: AtomicBool::new(false) })))
    }

    /// The host.
    #[must_use]
    pub(super) fn host(&self) -> &Host {
        &self.0.host
    }

    /// Whether both are the same connection.
    #[must_use]
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Sends a call to the host.
    ///
    /// # Errors
    /// [`Disconnected`] when the host is gone: whether the call was performed is not known.
    pub(super) async fn call(&self, envelope: &Envelope) -> Result<Result<Answer, Error>, Disconnected> {
        let body = match serde_json::to_vec(envelope) {
            Ok(body) => body,
            Err(error) => return Ok(Err(HostError::Garbled { detail: error.to_string() }.into())),
        };
        let mut request = self.0.http.post(url("call")).body(body);
        if envelope.call.patience() != Patience::Sync {
            request = request.timeout(PATIENCE);
        }
        let sent = tokio::select! {
            sent = request.send() => sent,
            () = stopped(self.0.host.pid) => return Ok(Err(HostError::Stopped { pid: self.0.host.pid }.into())),
        };
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) if error.is_timeout() => return Ok(Err(self.silent())),
            Err(_) => return Err(Disconnected),
        };
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::SERVICE_UNAVAILABLE => return Err(Disconnected),
            StatusCode::FORBIDDEN => return Ok(Err(HostError::Refused.into())),
            other => return Ok(Err(HostError::Garbled { detail: other.to_string() }.into())),
        }
        match read(answer).await {
            Ok(answer) => Ok(answer),
            Err(Some(error)) => Ok(Err(error.into())),
            Err(None) => Err(Disconnected),
        }
    }

    /// Waits until the host, which was found stopped, goes on or ends. Returns false at once if another task waits for that.
    pub(super) async fn went_on(&self) -> bool {
        if self.0.awaited.swap(true, Ordering::AcqRel) {
            return false;
        }
        while crate::process::is_stopped(self.0.host.pid) {
            tokio::time::sleep(LOOK).await;
        }
        self.0.awaited.store(false, Ordering::Release);
        true
    }

    /// Passes on the host's events until they end.
    pub(super) async fn events(&self, events: &broadcast::Sender<Event>) {
        let Ok(answer) = self.0.http.get(url("events")).send().await else { return };
        if answer.status() != StatusCode::OK {
            return;
        }
        let mut stream = answer.bytes_stream();
        let mut line = Vec::new();
        while let Some(Ok(bytes)) = stream.next().await {
            for part in bytes.split_inclusive(|byte| *byte == b'\n') {
                line.extend_from_slice(part);
                if line.last() == Some(&b'\n') {
                    match serde_json::from_slice::<Event>(&line) {
                        // No listener is no failure.
                        Ok(event) => drop(events.send(event)),
                        Err(error) => tracing::warn!(%error, "an event that cannot be read"),
                    }
                    line.clear();
                }
            }
            if line.len() > LINE {
                return;
            }
        }
    }

    fn silent(&self) -> Error {
        HostError::Silent { pid: Some(self.0.host.pid) }.into()
    }
}

fn url(path: &str) -> String {
    // The name is never looked up: the socket is the address.
    format!("http://faktura/guest/{path}")
}

fn unreachable(error: &reqwest::Error) -> HostError {
    if error.is_timeout() {
        return HostError::Silent { pid: None };
    }
    let mut detail: &dyn std::error::Error = error;
    while let Some(source) = detail.source() {
        detail = source;
    }
    HostError::Unreachable { detail: detail.to_string() }
}

/// Reads a whole answer; `None` when it ends in the middle.
async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Option<HostError>> {
    let body = answer.bytes().await.map_err(|_| None)?;
    serde_json::from_slice(&body).map_err(|error| Some(HostError::Garbled { detail: error.to_string() }))
}
