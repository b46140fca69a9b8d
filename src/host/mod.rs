//! One store, many processes: which one has it, and how the others use it.
//!
//! For: cli, tui and api, which see [`Service`] alone. Uses: service, its socket (HTTP), the process table. Never: a use case of
//! its own. The first process that needs the store hosts it; later ones are clients over the socket; maintenance has it alone.

mod calendar_keeper;
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
mod reminding;
mod remote_backup;
mod scheduler;
mod server;
mod shutdown;
pub mod statements;
mod store_copy;
#[cfg(test)]
mod tests;
mod worker;

pub use calendar_keeper::keep_calendars;
pub use error::HostError;
pub use handle::Service;
pub use protocol::Host;
pub use reminding::keep_mail;
pub use remote_backup::keep_backup;
pub use scheduler::{Tick, keep};
pub(crate) use server::PublicApi;
pub use store_copy::copy_store;
pub use worker::{Step, work};
