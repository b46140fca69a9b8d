//! Stands in the place of the API in a build without the feature `api`: nothing is served at the socket or over TCP.

use std::net::SocketAddr;

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};
use crate::host::{PublicApi, Service};
use crate::service::Options;

/// The API that a host serves at its socket: none.
pub(crate) const PUBLIC_API: Option<PublicApi> = None;

/// Why the network is not listened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListenError {
    /// This build has no API.
    LeftOut,
}

impl Describe for ListenError {
    fn message(&self) -> Message {
        Message::new("api-left-out")
    }

    fn hint(&self) -> Option<Message> {
        Some(Message::new("api-left-out-hint"))
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }
}

crate::localized_error!(ListenError);

/// The API over TCP, of which there is none in this build.
#[derive(Debug)]
pub enum Listener {}

impl Listener {
    /// Says that this build has no API.
    ///
    /// # Errors
    /// Always.
    pub async fn start(_: SocketAddr, _: &Service, _: &Options) -> Result<Self, ListenError> {
        std::future::ready(Err(ListenError::LeftOut)).await
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        match *self {}
    }

    /// Stops.
    pub fn stop(self) -> std::future::Ready<()> {
        match self {}
    }
}
