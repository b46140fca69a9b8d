//! What scripts see: the shapes of every JSON that faktura prints, exports and serves. Their names are a promise.
//!
//! For: cli, export, api. Uses: domain, the service's views, serde. Never: reading; nothing is decided here.
//!
//! Amounts are decimal strings with every digit. Those of a record are spelled as they came; a sum of documents or payments has the
//! decimals of its currency, and more only where it has more ([`crate::domain::Currency::sum`]). Dates are ISO, instants RFC 3339 in
//! UTC, providers' identifiers strings. What could command a terminal is escaped (`\u001b`), so that a JSON is as safe to look at as it
//! is exact to read.

mod alert;
mod archive;
mod audit;
mod bank;
mod bank_row;
#[cfg(feature = "api")]
mod bill_body;
mod books;
#[cfg(feature = "api")]
mod books_body;
mod buyer;
mod calendar;
mod company;
mod config;
mod delivery;
#[cfg(feature = "api")]
mod delivery_shape;
mod doctor;
mod document;
mod event;
mod hook;
mod incomplete;
mod invoice;
mod invoice_csv;
pub mod invoice_file;
mod lag;
mod login;
#[cfg(feature = "api")]
mod login_shape;
mod nagios;
mod push;
mod push_order;
mod record;
mod report;
mod row;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(feature = "api")]
mod schema;
mod sender;
#[cfg(feature = "api")]
mod shape;
#[cfg(feature = "api")]
mod shape_bank;
#[cfg(feature = "api")]
mod shape_books;
#[cfg(feature = "api")]
mod shape_calendar;
#[cfg(feature = "api")]
mod shape_push;
mod slack;
mod store_copy;
mod sync;
mod token;
mod value;
mod worker;

pub use alert::{AlertsJson, IncidentJson, QueuedJson, SecretJson, TriedJson};
pub use archive::{ArchiveJson, ArchiveRefusedJson, ArchiveRunJson, ArchivedJson};
pub use audit::{AuditEntryJson, AuditJson};
pub use bank::{
    AccountJson, BankEntryJson, BankImportJson, CashJson, DecidedJson, MatchJson, MatchPartJson, MatchedJson, ProposalJson,
    ProposedJson, RefusedJson, StatementJson, TransferJson, UnmatchedJson,
};
pub use bank_row::{BankRowJson, DetailJson, ToldJson};
pub use books::{
    BilledJson, BookReportJson, BookRowJson, BooksAddedJson, BooksJson, ChangedJson, ChangedLineJson, ClientJson, DraftJson,
    DraftsJson, EditedJson, EntryJson, ImportedJson, LintJson, PersonJson, ProjectJson, RateJson, RefusedLineJson,
    SkippedNumbersJson, TimeJson, TimerJson,
};
pub use buyer::{BuyerJson, VatWordJson, VatWordsJson};
pub use calendar::{
    CalendarJson, CalendarSyncJson, CalendarSyncsJson, CalendarTestJson, CalendarsJson, EventConflictJson, EventFactsJson,
    EventProposalJson, EventProposalsJson, EventRefusedJson, EventsDecidedJson,
};
pub use company::{BankDoubtfulJson, CompanyDetailJson, CompanyJson, StatusJson};
pub use config::{ConfigCheckJson, ConfigErrorJson, ConfigJson, SettingChangedJson, SettingJson};
pub use delivery::{DeliveriesJson, DeliveryJson, FileJson, MailJson, SendJson, SkippedJson};
pub use doctor::{DoctorJson, FindingJson};
pub use document::{BreachJson, DocumentJson, PreviewJson, PreviewLineJson, PreviewVatJson, lacks};
pub use event::{ChangedEventJson, CommittedJson, EventJson, IntegratedJson, ProgressJson};
pub use hook::{HookJson, HooksJson};
pub use incomplete::IncompleteJson;
pub use invoice::{
    ChangeJson, DiscountJson, InvoiceJson, InvoicesJson, ItemJson, PaidJson, PartyJson, RelatedJson, VatJson, WarningJson,
};
pub use lag::LagJson;
pub use login::{BegunJson, ConnectedJson, FinishedJson, LoginJson, LoginsJson, TenantJson};
pub use nagios::{Nagios, NagiosState, nagios};
pub use push::{
    CandidateJson, DifferenceJson, MappingJson, MappingsJson, MissingJson, PushItemJson, PushJson, PushLinkJson, PushLinksJson,
    ReconcileJson, ReconcileSumJson, ReconciledJson,
};
pub use push_order::{PushOrderJson, PushOrderLineJson, PushOrderPartJson};
pub use record::{
    ContactJson, ContactsJson, EntryTotalJson, PaymentJson, PaymentTotalJson, PaymentsJson, entry_totals, payment_totals,
};
pub use report::{ReportJson, ReportRowJson};
pub use row::{AllocationJson, OpenJson, RowJson};
pub use sender::SenderJson;
#[cfg(feature = "api")]
pub use shape::{About, Sent, Shape};
pub use slack::{SlackPeopleJson, SlackPersonJson};
pub use store_copy::{CopiedCompanyJson, StoreCopyJson};
pub use sync::{LogJson, RunErrorJson, RunJson, RunsJson, SyncFiguresJson, SyncReportJson, SyncsJson, TallyJson, overall};
pub use token::{IssuedTokenJson, TokenJson, TokensJson};
pub use value::{Amount, Day, Instant, Shown, TotalJson, to_line, to_pretty, totals};
pub use worker::WorkerJson;
