//! The one door: every use case, permission and event.
//!
//! For: tui, cli and api. Uses: store, vault, provider, sync, query, config, the API's client. Never: a terminal, an HTTP type.
//!
//! A service is local, where this process has the store and the engine, or remote, where another process has them: both
//! stand behind [`Service`], and a remote one becomes local when its host goes away.

pub mod access;
mod alerting;
mod audit;
mod borrowed;
pub mod call;
mod cases;
mod companies;
pub mod contents;
pub mod doctor;
mod door;
mod doubted;
mod error;
mod figures;
mod finding;
pub mod foreign;
mod indexed;
mod kept;
mod local;
pub mod maintenance;
mod naming;
mod options;
mod parting;
mod perform;
mod same;
mod scheduler;
mod secret;
mod series;
mod syncing;
mod tokens;
mod vat;
mod view;

use crate::error::Error;

pub use crate::store::{CheckReport, CompanyCount, Damage, DamageKind, RunFilter, Sizes};
pub use crate::sync::{Event, Progress};
pub use access::{Action, Caller, Place};
pub use call::{Answer, Asked, Call, Host};
pub use companies::check_provider;
pub use door::Service;
pub use error::ServiceError;
pub(crate) use local::Local;
pub use naming::names_fully;
pub use options::{Options, PassphraseSource};
pub use scheduler::{Tick, keep};
pub use tokens::hash;
pub use view::{
    AlertsView, ChangesRequest, CompanyView, InvoiceChange, InvoiceDetail, IssuedToken, NewCompany, NewKey, NewToken, Removal,
    SecretView, SyncReport, SyncRequest, Tested,
};

/// What use cases return.
pub type Result<T> = std::result::Result<T, Error>;
