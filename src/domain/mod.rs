//! Plain values: company, invoice, line item, party, money, sync run, change.
//!
//! For: the words that every other module speaks.
//! Uses: decimals and calendar types; serde, to hand values from one process of this program to another of the same version.
//! Never: a stored form or JSON of scripts derived from them, I/O, async, a clock, a locale, or any sibling module.

pub mod alert;
pub mod archive;
pub(crate) mod as_pairs;
pub(crate) mod as_text;
pub mod audit;
pub mod balance;
pub mod bank;
pub mod buyer;
pub mod calendar;
mod change;
pub mod company;
mod contact;
pub mod counting;
mod delivery;
pub mod doubt;
mod entry_row;
pub mod enums;
mod failure;
pub mod health;
mod hook;
pub mod id;
pub mod invoice;
pub mod kind;
pub mod lease;
pub mod ledger;
mod listed;
mod login;
pub mod mend;
pub mod message;
pub mod money;
pub mod numbers;
pub mod outbox;
pub mod outgoing;
pub mod own;
pub mod party;
mod payment;
pub mod push;
mod push_contact;
pub mod quality;
pub mod quota;
pub mod record;
mod row;
pub mod run;
mod sender;
pub mod series;
pub mod slack;
mod sums;
pub mod text;
pub mod time;
pub mod token;
pub mod transfer;
mod warning;

pub use alert::{Alert, AlertBook, AlertKind, AlertSecret, Channel, Incident, Queued};
pub use audit::{AuditEntry, AuditLog};
pub use buyer::BuyerDetails;
pub use change::{Change, FieldChange, diff};
pub use company::{Books, Company, OWN_BOOKS, UNKNOWN_PROVIDER};
pub use contact::{Contact, StoredContact};
pub use delivery::{Delivery, DeliveryState, HushTarget, Hushed, LastDone, Matter, Parcel, Reminded};
pub use doubt::{Doubt, Extent};
pub use entry_row::{EntryRow, EntryTotal, EntryTotals, MatchState, Offer, OfferedDocument, PerhapsSame};
pub use enums::{CorrectionType, Direction, DocumentType, NavStatus, PaymentMethod, PaymentStatus, Rounding};
pub use failure::{ErrorKind, Failure};
pub use health::{Health, Light};
pub use hook::{HookSource, HookState, SecretName};
pub use id::{CompanyId, RemoteId, RunId};
pub use invoice::{Discount, Invoice, InvoiceRow, LineItem, RelatedDocument, StoredInvoice, VatLine};
pub use kind::{Kind, RecordKey, Stored};
pub use lease::{Fence, Holder, Lease};
pub use listed::{ContactRow, Open, PaymentRow, PaymentTotal, PaymentTotals};
pub use login::{Consent, Grant, KeyInfo, Login, LoginId, LoginState, Tenant};
pub use message::{Arg, Message};
pub use money::{Currency, CurrencyTotals, DirectedTotals, Totals};
pub use outbox::{ItemKey, Link, OutboxItem, OutboxState, Queue, Settled};
pub use own::{OwnKey, OwnKind, OwnRecord};
pub use party::{Address, Party};
pub use payment::{Allocation, HistoryEntry, Payment, PaymentState, PaymentType, StoredPayment, settled_on};
pub use record::{Entity, Payload, Record};
pub use run::{Actor, Counts, RunError, RunStatus, SyncMode, SyncRun, Tally, Trigger};
pub use sender::Sender;
pub use series::Gap;
pub use token::{Role, Token, TokenHash, TokenId};
pub use warning::{Warning, WarningKind};

// Fetched on request and never stored.
pub use invoice::TaxReport;
