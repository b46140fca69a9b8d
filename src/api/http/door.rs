//! The way from HTTP to the service: here, where this process has the store; anywhere, through its host.

use std::sync::{Arc, Weak};

use tokio::sync::broadcast;

use super::problem::Problem;
use crate::domain::{Token, TokenHash};
use crate::error::Error;
use crate::host::Service;
use crate::service::{Answer, Call, Caller, Local};
use crate::sync::Event;

/// The way to the service.
pub(crate) enum Door {
    /// This process has the store. Weak, so that a connection that lingers does not keep it open.
    Here(Weak<Local>),
    /// Whoever has it.
    Anywhere(Service),
}

/// A service that stays as long as it is held.
pub(super) enum Held {
    Here(Arc<Local>),
    Anywhere(Service),
}

impl Door {
    /// Keeps the service.
    pub(super) fn hold(&self) -> Result<Held, Problem> {
        Ok(match self {
            Self::Here(local) => Held::Here(local.upgrade().ok_or_else(Problem::leaving)?),
            Self::Anywhere(service) => Held::Anywhere(service.clone()),
        })
    }

    /// Performs a call for somebody.
    pub(super) async fn perform(&self, call: Call, caller: &Caller) -> Result<Answer, Problem> {
        Ok(match self.hold()? {
            Held::Here(local) => local.perform(call, caller).await?,
            Held::Anywhere(service) => service.perform_for(call, Some(caller)).await?,
        })
    }

    /// The token of this hash, if it lets its bearer in.
    pub(super) async fn admit(&self, hash: TokenHash) -> Result<Token, Error> {
        match self {
            Self::Anywhere(service) => service.admit(hash).await,
            // Peers at the socket are known by their user; tokens are for the network.
            Self::Here(_) => Err(crate::service::ServiceError::TokenUnknown.into()),
        }
    }

    /// What happens, from now on.
    pub(super) fn events(&self) -> Result<broadcast::Receiver<Event>, Problem> {
        Ok(match self.hold()? {
            Held::Here(local) => local.events.subscribe(),
            Held::Anywhere(service) => service.events(),
        })
    }
}
