//! OAuth 2.0: consent, exchange, refresh.
//!
//! For: logins of services without API keys. Uses: what a provider states of its OAuth, reqwest, a [`Safe`] that keeps what is sealed.
//! Never: the store or the vault themselves, a terminal, a token in a message or a log.
//!
//! Reading order: [`Ask`] makes the address at which a person consents; [`redirect::Answer`] reads the address that the browser was sent
//! to; [`Host`] exchanges codes and refresh tokens; a [`Keeper`] per login gives access tokens.
//!
//! Invariants: one refresh at a time per login; the answer to a refresh is sealed and durable before its access token is used; an
//! access token is never written down; only an answer that refuses the refresh token itself ends a login.

mod ask;
mod error;
mod host;
mod keeper;
mod listener;
pub mod redirect;
mod sealed;
#[cfg(test)]
mod tests;

pub use ask::{Ask, DEFAULT_REDIRECT, PATIENCE, is_loopback_redirect};
pub use error::AuthError;
pub use host::{App, Granted, Host, HostError, Limits, TenantFound};
pub(crate) use keeper::note;
pub use keeper::{Access, Held, Keeper, Kept, Safe};
pub use listener::Listener;
pub use sealed::{Pending, Sealed, Tokens};
