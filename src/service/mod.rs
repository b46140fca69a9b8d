//! The use cases: permission, scope, audit and the work, for the process that has the store.
//!
//! For: host, which performs calls here or sends them to the process that has the store. Uses: store, vault, provider, sync, query,
//! config. Never: a terminal, an HTTP type, another process.

pub mod access;
mod alert_state;
mod alerting;
mod audit;
pub(crate) mod borrowed;
mod call;
pub mod cases;
mod companies;
mod doubted;
mod error;
mod finding;
mod index_file;
mod indexed_own;
mod indexed_store;
mod local;
mod naming;
mod options;
mod route;
mod same;
mod secret;
mod series;
mod summary_cache;
mod syncing;
mod task;
mod tokens;
mod upkeep;
mod usecase;
mod vat;
mod view;

use crate::error::Error;

pub use crate::store::{CheckReport, CompanyCount, Damage, DamageKind, RunFilter, Sizes};
pub use crate::sync::{Event, Progress};
pub use access::{Action, Caller, CompanyScope, Scope};
pub use audit::Audit;
pub(crate) use borrowed::Borrowed;
pub use cases::{Answer, Call, Listed};
pub use companies::check_provider;
pub use error::ServiceError;
pub(crate) use local::Local;
pub use naming::names_fully;
pub use options::{Options, PassphraseSource};
pub use route::{Given, Kind, Method, Param, Route, Routed, bad_value, one_of};
pub(crate) use task::{blocking, lock};
pub use tokens::hash;
pub use usecase::{Context, Patience, Repeat, UseCase};
pub use view::{
    AlertsView, CompanyView, InvoiceChange, InvoiceDetail, IssuedToken, ItemizedInvoice, NewCompany, NewKey, NewToken, Removal,
    SecretView, ServiceView, SyncReport, SyncRequest, Tested,
};

/// Result of use cases.
pub type Result<T> = std::result::Result<T, Error>;

/// Removes the index and the figures that are kept beside a store: it is about to become another one.
pub(crate) fn forget_index(paths: &crate::config::Paths) {
    summary_cache::remove(&paths.figures());
    index_file::IndexFile::at(paths.index()).remove();
}
