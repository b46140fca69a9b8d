//! The use cases: permission, scope, audit and the work, for the process that has the store.
//!
//! For: host, which performs calls here or sends them to the process that has the store. Uses: store, vault, provider, sync, query,
//! config. Never: a terminal, an HTTP type, another process.

pub mod access;
mod alert_state;
mod alerting;
pub mod archive;
mod audit;
mod backend;
pub mod bank;
mod bank_back;
mod bank_beside;
mod bank_claims;
mod bank_credit;
mod bank_details;
pub mod bank_doubt;
mod bank_known;
mod bank_named;
mod bank_proof;
pub mod bank_rows;
#[cfg(feature = "api")]
pub(crate) mod book_routes;
pub mod books;
pub(crate) mod borrowed;
mod calendar_turns;
mod call;
pub mod cases;
mod companies;
mod completing;
mod credited;
mod daily;
mod delivering;
mod delivery_error;
mod delivery_view;
mod documents;
mod doubted;
mod error;
mod finding;
mod following;
mod gathered;
mod grants;
mod hooks;
mod inbox;
mod index_file;
mod indexed_dates;
mod indexed_follow;
mod indexed_own;
mod indexed_settle;
mod indexed_store;
mod kept_rows;
mod lag;
mod letters;
mod link_sides;
mod list_route;
mod listing;
mod local;
mod login_error;
mod logins;
mod mail_state;
mod mailing;
mod naming;
mod number_memory;
mod options;
mod outgoing;
mod paid_days;
mod push_anew;
mod push_error;
mod push_mapping;
mod push_pauses;
mod push_state;
mod push_turns;
mod push_view;
mod pushing;
mod quotas;
mod read_back;
mod reconciling;
mod reminding;
mod route;
mod same;
mod scheduled_mail;
mod sealed_check;
mod secret;
mod series;
mod settled;
mod slack;
mod stalled;
mod store_copy;
mod summary_cache;
mod syncing;
mod task;
mod tokens;
mod transfer_questions;
pub mod transfers;
mod unsynced;
mod unwanted;
mod upkeep;
mod usecase;
mod vat;
mod view;
mod work;
mod work_state;
mod write_scope;

use crate::error::Error;

pub use crate::store::{CheckReport, CompanyCount, Damage, DamageKind, RunFilter, Sizes};
pub use crate::sync::{Event, Progress};
pub use access::{Action, Caller, CompanyScope, Scope};
pub use audit::Audit;
pub(crate) use backend::{check_database, look_at_database, store_place};
pub(crate) use bank_beside::{base as bank_base, moved as bank_moved};
pub(crate) use bank_doubt::{marked as bank_marked, meet as days_meet, plain as bank_plain};
pub use bank_known::{KnownEntries, OtherForm};
pub(crate) use bank_known::{sight as bank_sight, words as bank_words};
pub(crate) use bank_named::is_named as is_bank_named;
pub(crate) use books::lost_numbers;
pub(crate) use borrowed::Borrowed;
pub use cases::{Answer, Call, Listed};
pub use companies::{check_new, needs_secret};
pub use completing::VatMeaning;
pub use delivery_view::{DeliveryFilter, Mails, Open, Prepared, SendAnswer, SendAsk, Skipped};
pub use error::ServiceError;
pub use inbox::Delivery;
pub use lag::{LagView, QueueLag};
pub(crate) use local::Local;
pub use naming::names_fully;
pub(crate) use number_memory::{NumberMemory, Present};
pub use options::{Options, PassphraseSource};
pub use push_view::{Candidate, LinkView, MissingView, PlanRequest, PushList, PushView, PushesLeft, ReconcileView, Reconciled};
pub use route::{Given, Kind, Method, Param, Route, Routed, bad_value, one_of};
pub(crate) use same::is_one as is_same_account;
pub use scheduled_mail::ScheduledMail;
pub(crate) use sealed_check::{check_secrets, kind_of};
pub use slack::SlackAnswer;
pub(crate) use store_copy::copy_store;
pub use store_copy::{CopyStep, StoreCopied, StorePlace, wrong_place};
pub(crate) use task::{blocking, lock};
pub use tokens::hash;
pub use usecase::{Context, Patience, Repeat, UseCase};
pub use view::{
    AlertsView, Begun, CompanyView, ContactDetail, Credits, Finished, Granted, GrantedBy, InvoiceChange, InvoiceDetail,
    IssuedToken, ItemizedInvoice, LoginView, MadeDocument, NewCompany, NewKey, NewLogin, NewToken, PaymentDetail, Removal,
    ScheduleView, SecretView, ServiceView, Standing, SyncReport, SyncRequest, TenantView, Tested, consent_services, key_services,
};
pub use work::Worked;

/// Result of use cases.
pub type Result<T> = std::result::Result<T, Error>;

/// Removes the index and the figures that are kept beside a store: it is about to become another one.
pub(crate) fn forget_index(paths: &crate::config::Paths) {
    summary_cache::remove(&paths.figures());
    index_file::IndexFile::at(paths.index()).remove();
}
