//! What scripts see: the shapes of every JSON that faktura prints, exports and serves. Their names are a promise.
//!
//! For: cli, export, api. Uses: domain, the service's views, serde. Never: reading; nothing is decided here.
//!
//! Amounts are decimal strings with every digit, dates ISO, instants RFC 3339 in UTC, providers' identifiers strings. What
//! could command a terminal is escaped (`\u001b`), so that a JSON is as safe to look at as it is exact to read.

mod alert;
mod audit;
mod company;
mod doctor;
mod event;
mod incomplete;
mod invoice;
mod nagios;
mod report;
mod row;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(feature = "api")]
mod schema;
#[cfg(feature = "api")]
mod shape;
mod sync;
mod token;
mod value;

pub use alert::{AlertsJson, IncidentJson, QueuedJson, SecretJson, TriedJson};
pub use audit::{AuditEntryJson, AuditJson};
pub use company::{CompanyDetailJson, CompanyJson, StatusJson};
pub use doctor::{DoctorJson, FindingJson};
pub use event::{CommittedJson, EventJson, ProgressJson};
pub use incomplete::IncompleteJson;
pub use invoice::{ChangeJson, DiscountJson, InvoiceJson, InvoicesJson, ItemJson, PartyJson, RelatedJson, VatJson, WarningJson};
pub use nagios::{Nagios, NagiosState, nagios};
pub use report::{ReportJson, ReportRowJson};
pub use row::RowJson;
#[cfg(feature = "api")]
pub use shape::{About, Sent, Shape};
pub use sync::{LogJson, RunErrorJson, RunJson, RunsJson, SyncReportJson, overall};
pub use token::{IssuedTokenJson, TokenJson, TokensJson};
pub use value::{Amount, Day, Instant, Shown, TotalJson, to_line, to_pretty, totals};
