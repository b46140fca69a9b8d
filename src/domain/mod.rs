//! Plain values: company, invoice, line item, party, money, sync run, change.
//!
//! For: the words that every other module speaks.
//! Uses: decimals and calendar types; serde, to hand values from one process of this program to another of the same version.
//! Never: a stored form or JSON of scripts derived from them, I/O, async, a clock, a locale, or any sibling module.

pub mod alert;
pub(crate) mod as_pairs;
pub(crate) mod as_text;
pub mod audit;
pub mod balance;
pub mod change;
pub mod company;
pub mod counting;
pub mod doubt;
pub mod enums;
mod failure;
pub mod health;
pub mod id;
pub mod invoice;
pub mod kind;
pub mod lease;
mod login;
pub mod mend;
pub mod message;
pub mod money;
pub mod numbers;
pub mod outbox;
pub mod own;
pub mod party;
pub mod quality;
pub mod record;
mod row;
pub mod run;
pub mod series;
mod sums;
pub mod text;
pub mod token;
mod warning;

pub use alert::{Alert, AlertBook, AlertKind, AlertSecret, Channel, Incident, Queued};
pub use audit::{AuditEntry, AuditLog};
pub use change::{Change, FieldChange, diff};
pub use company::Company;
pub use doubt::{Doubt, Extent};
pub use enums::{CorrectionType, Direction, DocumentType, NavStatus, PaymentMethod, PaymentStatus, Rounding};
pub use failure::{ErrorKind, Failure};
pub use health::{Health, Light};
pub use id::{CompanyId, RemoteId, RunId};
pub use invoice::{Discount, Invoice, InvoiceRow, LineItem, RelatedDocument, StoredInvoice, VatLine};
pub use kind::{Kind, RecordKey, Stored};
pub use lease::{Fence, Holder, Lease};
pub use login::{KeyInfo, Login, LoginId, LoginState, Tenant};
pub use message::{Arg, Message};
pub use money::{Currency, CurrencyTotals, DirectedTotals, Totals};
pub use outbox::{ItemKey, Link, OutboxItem, OutboxState, Queue, Settled};
pub use own::{OwnKey, OwnKind, OwnRecord};
pub use party::{Address, Party};
pub use record::{Entity, Record};
pub use run::{Actor, Counts, RunError, RunStatus, SyncMode, SyncRun, Trigger};
pub use series::Gap;
pub use token::{Role, Token, TokenHash, TokenId};
pub use warning::{Warning, WarningKind};

// Fetched on request and never stored.
pub use invoice::{Payment, TaxReport};
