//! Route from HTTP to the service: local if this process is the host, else through the host.

use std::sync::{Arc, Weak};

use tokio::sync::broadcast;

use super::problem::Problem;
use crate::domain::{Token, TokenHash};
use crate::error::Error;
use crate::host::Service;
use crate::service::cases::AdmitToken;
use crate::service::{Caller, Listed, Local};
use crate::sync::Event;

/// Route to the service.
pub(crate) enum Route {
    /// This process is the host. Weak, so that a connection that lingers does not keep it open.
    Local(Weak<Local>),
    /// This process may be a client; the current host answers.
    Host(Service),
}

/// A service that stays as long as it is held.
pub(super) enum Held {
    Local(Arc<Local>),
    Host(Service),
}

impl Route {
    /// Keeps the service.
    pub(super) fn hold(&self) -> Result<Held, Problem> {
        Ok(match self {
            Self::Local(local) => Held::Local(local.upgrade().ok_or_else(Problem::leaving)?),
            Self::Host(service) => Held::Host(service.clone()),
        })
    }

    /// Performs a use case for a caller.
    pub(super) async fn ask<C: Listed>(&self, case: C, caller: &Caller) -> Result<C::Answer, Problem> {
        Ok(match self.hold()? {
            Held::Local(local) => local.ask(case, caller).await?,
            Held::Host(service) => service.ask_for(case, Some(caller)).await?,
        })
    }

    /// The token of this hash, if it lets its bearer in.
    pub(super) async fn admit(&self, hash: TokenHash) -> Result<Token, Error> {
        match self {
            Self::Host(service) => service.ask(AdmitToken(hash)).await,
            // Peers at the socket are known by their user; tokens are for the network.
            Self::Local(_) => Err(crate::service::ServiceError::TokenUnknown.into()),
        }
    }

    /// Subscribes to events.
    pub(super) fn events(&self) -> Result<broadcast::Receiver<Event>, Problem> {
        Ok(match self.hold()? {
            Held::Local(local) => local.events.subscribe(),
            Held::Host(service) => service.events(),
        })
    }
}
