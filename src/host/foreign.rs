//! Stores of other users: only their owner's host opens them; other users are clients of its socket.
//!
//! For: the election and maintenance, before they touch a file; texts for users without access. Uses: the
//! owners of files, the client of the socket. Never: a file of the store.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rustix::fs::Access;
use tokio::time::Instant;

use super::HostError;
use super::client::Client;
use super::protocol::socket;
use crate::process;
use crate::service::{Options, Result, ServiceError};

/// Between two looks for a host.
const PAUSE: Duration = Duration::from_millis(20);

/// The name of the store's owner, where that is another user.
#[must_use]
pub fn owner(store: &Path) -> Option<String> {
    process::other_owner(store).map(|uid| process::actor_of(uid).0)
}

/// Fails with [`ServiceError::OwnerOnly`] where the store is another user's.
///
/// # Errors
/// The store is another user's.
pub fn own(store: &Path) -> Result<()> {
    match owner(store) {
        Some(owner) => Err(ServiceError::OwnerOnly { path: store.to_owned(), owner }.into()),
        None => Ok(()),
    }
}

/// Finds the host of another user's store. One that is just about to begin is waited for as long as `patience`.
pub(super) async fn reach(options: &Options, owner: String, patience: Duration) -> Result<Client> {
    let store = &options.paths.store;
    let deadline = Instant::now() + patience;
    loop {
        match Client::connect(store).await {
            Ok(client) => return Ok(client),
            Err(error @ HostError::Silent { .. }) => return Err(error.into()),
            Err(error) if error.is_final() => return Err(error.into()),
            Err(_) if is_closed(&socket(store)) => {
                let (path, actor) = (store.clone(), options.actor.0.clone());
                return Err(ServiceError::Closed { path, owner, actor }.into());
            }
            Err(_) if Instant::now() >= deadline => {
                return Err(ServiceError::NotServed { path: store.clone(), owner }.into());
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Whether permissions keep this user from a socket; one that is not there is not closed.
fn is_closed(socket: &Path) -> bool {
    match std::fs::metadata(socket) {
        Ok(_) => rustix::fs::access(socket, Access::WRITE_OK).is_err(),
        Err(error) => error.kind() == ErrorKind::PermissionDenied,
    }
}
