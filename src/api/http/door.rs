//! The way from HTTP to the service: here, where this process has the store; anywhere, through its host.

use std::sync::{Arc, Weak};

use tokio::sync::broadcast;

use super::problem::Problem;
use crate::domain::{Token, TokenHash};
use crate::error::Error;
use crate::host::Service;
use crate::service::cases::AdmitToken;
use crate::service::{Caller, Listed, Local};
use crate::sync::Event;

/// The way to the service.
pub(crate) enum Door {
    /// This process has the store. Weak, so that a connection that lingers does not keep it open.
    Here(Weak<Local>),
    /// The current host, wherever it is.
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

    /// Performs a use case for a caller.
    pub(super) async fn ask<C: Listed>(&self, case: C, caller: &Caller) -> Result<C::Answer, Problem> {
        Ok(match self.hold()? {
            Held::Here(local) => local.ask(case, caller).await?,
            Held::Anywhere(service) => service.ask_for(case, Some(caller)).await?,
        })
    }

    /// The token of this hash, if it lets its bearer in.
    pub(super) async fn admit(&self, hash: TokenHash) -> Result<Token, Error> {
        match self {
            Self::Anywhere(service) => service.ask(AdmitToken(hash)).await,
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
