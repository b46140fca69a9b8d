//! What use cases take and give.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::secret;
use crate::domain::as_text;
use crate::domain::{
    AlertSecret, Channel, Company, CompanyId, Currency, Failure, FieldChange, Health, Incident, InvoiceRow, KeyInfo, LineItem,
    Login, Queued, Role, RunError, RunStatus, StoredInvoice, SyncRun, Token, Totals, Trigger, Warning,
};
use crate::provider::{self, Capabilities};
use crate::remote::AccountFacts;
use crate::store::CompanyCount;
use crate::sync::Progress;

/// A company as it stands: what the first tab and `faktura status` show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyView {
    /// The company.
    pub company: Company,
    /// The accounting service that has its account.
    pub service: ServiceView,
    /// The login that opens its account.
    pub login: Option<Login>,
    /// Why its light shows what it shows.
    pub health: Health,
    /// Its last run, running or ended.
    pub last_run: Option<SyncRun>,
    /// When its last run that is over ended.
    #[serde(with = "as_text")]
    pub last_ended: Option<Timestamp>,
    /// Its last run that completed or completed partially.
    pub last_success: Option<SyncRun>,
    /// Invoices here that have not vanished.
    pub invoices: u64,
    /// What is still expected, per currency; without credit.
    pub outstanding: Totals,
    /// What of that is overdue.
    pub overdue: Totals,
    /// What is owed to buyers: negative amounts that are open.
    pub credit: Totals,
    /// Days since the due date of the oldest overdue invoice.
    pub oldest_overdue_days: Option<i32>,
    /// Invoices with warnings.
    pub warnings: u64,
    /// Invoices rejected by the tax authority.
    pub nav_refused: u64,
    /// How far its sync is, while one runs.
    pub progress: Option<Progress>,
    /// Before when the service must not be called.
    #[serde(with = "as_text")]
    pub deferred_until: Option<Timestamp>,
    /// When it is synced by itself next, where `faktura serve` has the store.
    #[serde(with = "as_text")]
    pub next_run: Option<Timestamp>,
}

/// The accounting service of a company, as far as views need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceView {
    /// What people call it.
    pub title: String,
    /// The currency that the company keeps its books in.
    pub currency: Option<Currency>,
    /// What can be asked of it.
    pub capabilities: Capabilities,
}

impl ServiceView {
    /// The service of this name. Of one that is not known nothing can be asked.
    pub(crate) fn of(provider: &str) -> Self {
        match provider::find(provider) {
            Some(entry) => Self {
                title: entry.title.to_owned(),
                currency: Some(Currency::new(entry.currency)),
                capabilities: entry.capabilities,
            },
            None => Self { title: provider.to_owned(), currency: None, capabilities: Capabilities::default() },
        }
    }
}

impl CompanyView {
    /// The part of its key that may be shown; `None` without a key.
    #[must_use]
    pub fn key(&self) -> Option<&KeyInfo> {
        self.login.as_ref()?.secret.as_ref()
    }

    /// Why its last run failed; `None` where it did not.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.last_run.as_ref().filter(|run| run.status == RunStatus::Failed)?.failure.as_ref()
    }
}

/// A company to add.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewCompany {
    /// Name that people will see.
    pub name: String,
    /// Name of the provider.
    pub provider: String,
    /// Where its API is, when not at its usual place.
    pub base_url: Option<String>,
    /// The API key; without one the company is red until it gets one.
    #[serde(with = "secret")]
    pub key: Option<SecretString>,
    /// Test the key before it is kept.
    pub test: bool,
    /// Add it even where the same account is here as another company.
    pub force: bool,
}

/// A key for a company.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewKey {
    /// The API key.
    #[serde(with = "secret")]
    pub key: SecretString,
    /// Test it before it is kept.
    pub test: bool,
    /// Keep it even where the same account is here as another company.
    pub force: bool,
}

/// A company after its key was tested or set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    /// The company.
    pub company: Company,
    /// The part of its key that may be shown; `None` without a key.
    pub key: Option<KeyInfo>,
    /// What the account told; `None` when it was not asked.
    pub account: Option<AccountFacts>,
}

/// What goes when a company is removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// The company.
    pub company: Company,
    /// How much it has.
    pub count: CompanyCount,
}

/// A token to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    /// Name that people will see.
    pub name: String,
    /// Role of its bearer.
    pub role: Role,
    /// In these companies; in all when empty.
    pub companies: Vec<CompanyId>,
    /// From when on it is refused; `None` for never.
    #[serde(with = "as_text")]
    pub expires: Option<Timestamp>,
}

/// A token that was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssuedToken {
    /// What is kept of it.
    pub token: Token,
    /// The token itself, told this once.
    #[serde(with = "secret")]
    pub secret: SecretString,
}

/// Alerts: what is set, what is wrong, what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertsView {
    /// Channels that are in the configuration.
    pub channels: Vec<Channel>,
    /// Secrets that are set.
    pub secrets: Vec<SecretView>,
    /// What is wrong now.
    pub incidents: Vec<Incident>,
    /// What waits to be told.
    pub queue: Vec<Queued>,
}

/// A secret that is set; nothing of it is ever shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretView {
    /// Which.
    pub secret: AlertSecret,
    /// When it was set.
    #[serde(with = "as_text")]
    pub set: Timestamp,
}

/// Which companies to sync and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// Which; empty for all that are enabled.
    pub companies: Vec<CompanyId>,
    /// Scan the whole account even if an incremental run would do.
    pub full: bool,
    /// What asks for it.
    pub trigger: Trigger,
}

/// How a sync of several companies ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReport {
    /// Each company's run with its errors, in the order of the companies.
    pub runs: Vec<(SyncRun, Vec<RunError>)>,
    /// When it began.
    #[serde(with = "as_text")]
    pub started: Timestamp,
    /// When it ended.
    #[serde(with = "as_text")]
    pub ended: Timestamp,
}

/// A change with the invoice that it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceChange {
    /// Number of the invoice.
    pub number: String,
    /// Its buyer's name.
    pub partner: String,
    /// Its currency.
    pub currency: Currency,
    /// What changed, when and by which run.
    pub change: FieldChange,
}

/// An invoice with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceDetail {
    /// The invoice.
    pub stored: StoredInvoice,
    /// Whether another document of its company cancels it.
    pub has_cancellation: bool,
    /// Name of its company.
    pub company: String,
    /// What is doubtful about it.
    pub warnings: Vec<Warning>,
    /// What changed, oldest first; the first entry says when it was first seen.
    pub history: Vec<FieldChange>,
}

/// An invoice as lists show it, with its line items: what a workbook is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemizedInvoice {
    /// What lists show of it.
    pub row: InvoiceRow,
    /// Its line items, in its order.
    pub items: Vec<LineItem>,
}

impl From<InvoiceDetail> for ItemizedInvoice {
    fn from(detail: InvoiceDetail) -> Self {
        Self { row: detail.row(), items: detail.stored.entity.items }
    }
}

impl InvoiceDetail {
    /// What lists show of it.
    #[must_use]
    pub fn row(&self) -> InvoiceRow {
        InvoiceRow { has_cancellation: self.has_cancellation, ..self.stored.row() }
    }
}
