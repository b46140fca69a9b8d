//! What client and host say to each other: HTTP over a Unix socket in the store's folder.
//!
//! `GET /guest/hello` names the host, `POST /guest/call` performs one call, `GET /guest/events` streams events, one a line. The
//! kernel tells the user of the process at the other end; nothing that the client says about itself counts.
//!
//! Calls and events are between processes of one version, which each request names; a host answers 503 to another version, and
//! the client looks for a host again. Every version answers `hello` in the same form, and `POST /guest/yield` with 204 when it
//! closes the store for another process, or 409 while a sync runs: so a new version takes over from a running old one.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;
use crate::service::{Call, Caller};

/// Changes whenever a value of a call does: both ends must be of the same.
pub(super) const PROTOCOL: &str = concat!(env!("CARGO_PKG_VERSION"), "/3");
/// Header of every answer and request with it.
pub(super) const PROTOCOL_HEADER: &str = "faktura-protocol";

/// The socket of a store.
pub(super) fn socket(store: &Path) -> PathBuf {
    store.join("faktura.sock")
}

/// A call on its way from a client to the host.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Envelope {
    /// The call.
    pub(super) call: Call,
    /// The caller, where it is not the client's own user: only the store's owner may name another one.
    pub(super) on_behalf_of: Option<Caller>,
}

/// The process that has the store, as clients see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its process number.
    pub pid: u32,
    /// Version of the program.
    pub version: String,
    /// Since when it has the store.
    #[serde(with = "as_text")]
    pub since: Timestamp,
}
