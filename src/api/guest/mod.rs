//! The service over a socket in the store's folder, for the processes that come after the one that has the store.
//!
//! For: one process and another of the same version on the same machine. HTTP over a Unix socket: `GET /guest/hello` tells
//! who has the store, `POST /guest/call` performs one call, `GET /guest/events` tells what happens, a line an event. Who asks
//! is known by the user of their process, which the kernel tells; nothing that they say counts.

mod client;
mod error;
mod server;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use client::{Client, Lost};
pub use error::GuestError;
pub use server::Server;

/// Changes whenever a value of a call does: both ends must be of the same.
const PROTOCOL: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");
/// Header that says it.
const PROTOCOL_HEADER: &str = "faktura-protocol";

/// Where the socket of a store is.
pub(crate) fn socket(store: &Path) -> PathBuf {
    store.join("faktura.sock")
}
