//! One store, many processes: which one has it, and how the others use it.
//!
//! For: cli, tui and api, which see [`Service`] alone. Uses: service, its socket (HTTP), the process table. Never: a use case of
//! its own. The first process that needs the store hosts it; later ones are clients over the socket; maintenance has it alone.

mod client;
pub mod contents;
pub mod doctor;
mod election;
mod error;
pub mod foreign;
mod handle;
mod identity;
pub mod maintenance;
mod protocol;
mod scheduler;
mod server;
mod shutdown;
#[cfg(test)]
mod tests;

pub use error::HostError;
pub use handle::Service;
pub use protocol::Host;
pub use scheduler::{Tick, keep};
pub(crate) use server::PublicApi;
