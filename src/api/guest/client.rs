//! The guest's end: asks the process that has the store.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use tokio::sync::broadcast;

use super::{GuestError, PROTOCOL, PROTOCOL_HEADER};
use crate::error::Error;
use crate::service::{Answer, Asked, Host};
use crate::sync::Event;

/// How long the host may take to say who it is.
const HELLO: Duration = Duration::from_secs(2);
/// How long it may take to answer a call that is no sync: a provider's PDF is the slowest.
const PATIENCE: Duration = Duration::from_secs(150);
/// Between two looks whether the host was stopped, and how many must find it so.
const LOOK: Duration = Duration::from_millis(500);
const STOPPED: u32 = 3;
/// Longest line of an event that is taken: the keys of one commit fit many times.
const LINE: usize = 4 << 20;

/// A guest's way to the process that has the store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    host: Host,
}

/// Waits until a process was found stopped several times in a row: it will not answer by itself.
async fn stopped(pid: u32) {
    let mut found = 0;
    while found < STOPPED {
        tokio::time::sleep(LOOK).await;
        found = if crate::process::is_stopped(pid) { found + 1 } else { 0 };
    }
}

/// The host went away, or is about to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

impl Client {
    /// Finds the process that has the store in this folder.
    ///
    /// # Errors
    /// When nobody answers, or somebody of whom nothing can be asked.
    pub async fn connect(store: &Path) -> Result<Self, GuestError> {
        crate::provider::prepare_tls();
        let http = reqwest::Client::builder()
            .tls_certs_only([])
            .unix_socket(super::socket(store))
            .no_proxy()
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| GuestError::Unreachable { detail: error.to_string() })?;
        let answer = http.get(url("hello")).timeout(HELLO).send().await.map_err(|error| unreachable(&error))?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::FORBIDDEN => return Err(GuestError::Refused),
            other => return Err(GuestError::Unreachable { detail: other.to_string() }),
        }
        let protocol = answer.headers().get(PROTOCOL_HEADER).cloned();
        let host: Host = read(answer).await.map_err(|fault| fault.unwrap_or(GuestError::Silent { pid: None }))?;
        if protocol.is_none_or(|protocol| protocol != PROTOCOL) {
            return Err(GuestError::OtherVersion { version: host.version, pid: host.pid });
        }
        Ok(Self(Arc::new(Inner { http, host })))
    }

    /// Who has the store.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.0.host
    }

    /// Whether both are the same way.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Asks the host to perform a call.
    ///
    /// # Errors
    /// [`Lost`] when the host is gone: whether the call was performed is not known.
    pub async fn call(&self, asked: &Asked) -> Result<Result<Answer, Error>, Lost> {
        let body = match serde_json::to_vec(asked) {
            Ok(body) => body,
            Err(error) => return Ok(Err(GuestError::Garbled { detail: error.to_string() }.into())),
        };
        let mut request = self.0.http.post(url("call")).body(body);
        if !asked.call.is_long() {
            request = request.timeout(PATIENCE);
        }
        let sent = tokio::select! {
            sent = request.send() => sent,
            () = stopped(self.0.host.pid) => return Ok(Err(GuestError::Stopped { pid: self.0.host.pid }.into())),
        };
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) if error.is_timeout() => return Ok(Err(self.silent())),
            Err(_) => return Err(Lost),
        };
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::SERVICE_UNAVAILABLE => return Err(Lost),
            StatusCode::FORBIDDEN => return Ok(Err(GuestError::Refused.into())),
            other => return Ok(Err(GuestError::Garbled { detail: other.to_string() }.into())),
        }
        match read(answer).await {
            Ok(answer) => Ok(answer),
            Err(Some(error)) => Ok(Err(error.into())),
            Err(None) => Err(Lost),
        }
    }

    /// Passes on what happens until the host falls silent.
    pub async fn events(&self, events: &broadcast::Sender<Event>) {
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
                        // Nobody listening is no failure.
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
        GuestError::Silent { pid: Some(self.0.host.pid) }.into()
    }
}

fn url(path: &str) -> String {
    // The name is never looked up: the socket is the address.
    format!("http://faktura/guest/{path}")
}

fn unreachable(error: &reqwest::Error) -> GuestError {
    if error.is_timeout() {
        return GuestError::Silent { pid: None };
    }
    let mut detail: &dyn std::error::Error = error;
    while let Some(source) = detail.source() {
        detail = source;
    }
    GuestError::Unreachable { detail: detail.to_string() }
}

/// Reads a whole answer; `None` when it ends in the middle.
async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Option<GuestError>> {
    let body = answer.bytes().await.map_err(|_| None)?;
    serde_json::from_slice(&body).map_err(|error| Some(GuestError::Garbled { detail: error.to_string() }))
}
