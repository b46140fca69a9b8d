//! What use cases take and give.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::access::Action;
use super::books::Behind;
use super::delivery_view::Mails;
use super::secret;
use crate::document::{Breach, Form};
use crate::domain::as_text;
use crate::domain::{
    Actor, AlertSecret, Channel, Company, CompanyId, Consent, ContactRow, Currency, Failure, FieldChange, Health, Incident,
    InvoiceRow, KeyInfo, LineItem, Login, LoginId, PaymentRow, Queued, Role, RunError, RunStatus, StoredInvoice, SyncRun, Tenant,
    Token, Totals, Trigger, Warning,
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
    /// Series of own books of which the store has lost the last numbers.
    pub behind: Vec<Behind>,
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
    /// The currency that the company keeps its books in; `None` where it is not known.
    pub currency: Option<Currency>,
    /// What can be asked of it.
    pub capabilities: Capabilities,
    /// Whether a consent opens its companies instead of an API key.
    pub uses_consent: bool,
    /// Whether a consent permits writing only where it is asked to.
    pub asks_to_write: bool,
}

impl ServiceView {
    /// The service of a company.
    pub(crate) fn of_company(company: &Company) -> Self {
        let service = Self::of(&company.provider);
        Self { currency: company.books.currency.clone().or(service.currency), ..service }
    }

    /// The service of this name. Of one that is not known nothing can be asked.
    pub(crate) fn of(provider: &str) -> Self {
        match provider::find(provider) {
            Some(entry) => Self {
                title: entry.title.to_owned(),
                currency: entry.currency.map(Currency::new),
                capabilities: entry.capabilities,
                uses_consent: entry.oauth.is_some(),
                asks_to_write: entry.oauth.is_some_and(|oauth| oauth.read != oauth.write),
            },
            None => Self {
                title: provider.to_owned(),
                currency: None,
                capabilities: Capabilities::default(),
                uses_consent: false,
                asks_to_write: false,
            },
        }
    }
}

/// The services that a company is added to with an API key: name and title.
#[must_use]
pub fn key_services() -> Vec<(&'static str, &'static str)> {
    provider::PROVIDERS.iter().filter(|entry| entry.oauth.is_none()).map(|entry| (entry.name, entry.title)).collect()
}

/// The services that open companies by a consent: name and title.
#[must_use]
pub fn consent_services() -> Vec<(&'static str, &'static str)> {
    provider::PROVIDERS.iter().filter(|entry| entry.oauth.is_some()).map(|entry| (entry.name, entry.title)).collect()
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

/// A caller's roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its name in runs and in the audit log.
    pub actor: Actor,
    /// Its role in every company.
    pub everywhere: Option<Role>,
    /// Its role in each company that it sees.
    pub companies: Vec<(CompanyId, Role)>,
    /// Whether the store is read from a copy, so that every change is refused.
    pub only_reads: bool,
}

impl Standing {
    /// Whether it may do this in a company, or in the store as a whole.
    #[must_use]
    pub fn may(&self, action: Action, company: Option<CompanyId>) -> bool {
        let here = self.companies.iter().filter(|(id, _)| Some(*id) == company).map(|(_, role)| *role);
        self.everywhere.into_iter().chain(here).any(|role| role.may(action))
    }
}

/// A role that a user, a group or a token has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// Name of the user, of the group after `@`, or of the token; empty for the owner of the store.
    pub who: String,
    /// The role.
    pub role: Role,
    /// Names of the companies in which it holds; in all when empty.
    pub companies: Vec<String>,
    /// Where it comes from.
    pub by: GrantedBy,
}

/// Where a role comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GrantedBy {
    /// The store's owner has it.
    Owner,
    /// `[access]` of the configuration.
    Config,
    /// A token.
    Token,
}

/// When syncs begin by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleView {
    /// Cron expressions of five fields.
    pub times: Vec<String>,
    /// The IANA zone they are meant in; `None` for the system's.
    pub zone: Option<String>,
    /// When the next one is due; `None` where no host schedules.
    #[serde(with = "as_text")]
    pub next: Option<Timestamp>,
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

/// A consent to begin. What is missing comes from the login to renew, or from the configuration.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewLogin {
    /// Name of the provider; `None` for that of the login to renew.
    pub provider: Option<String>,
    /// The login to renew, by its number; `None` for another one.
    pub renew: Option<String>,
    /// Identifier of the app.
    pub client_id: Option<String>,
    /// Secret of the app, where it has one.
    #[serde(with = "secret")]
    pub client_secret: Option<SecretString>,
    /// Redirect address as registered with the app.
    pub redirect_uri: Option<String>,
    /// Whether test companies are meant.
    pub sandbox: bool,
    /// Whether permissions for writing are asked for.
    pub write: bool,
    /// Root of the API's host, if not the usual one.
    pub base_url: Option<String>,
    /// Root of the authorisation hosts, if not the usual ones.
    pub identity_url: Option<String>,
}

/// A consent that was begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Begun {
    /// The login.
    pub login: LoginId,
    /// What people call the service.
    pub title: String,
    /// The address to open in a browser.
    pub authorize_url: String,
    /// Where the browser is sent to then.
    pub redirect_uri: String,
    /// Until when it can be finished.
    #[serde(with = "as_text")]
    pub expires_at: Timestamp,
    /// Whether the login works already and asks for permissions for writing now.
    pub adds_writing: bool,
}

/// A consent that was finished; its companies may still have to be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// The login.
    pub login: LoginView,
    /// Companies that were connected now.
    pub connected: Vec<Company>,
    /// What there is to choose from, where nothing was chosen.
    pub choices: Vec<TenantView>,
}

/// A login as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginView {
    /// The login.
    pub login: Login,
    /// What people call its service.
    pub title: String,
    /// Its companies.
    pub companies: Vec<Company>,
    /// How far its first consent is; `None` for one that worked already, and for an API key.
    pub consent: Option<Consent>,
    /// Whether its consent permits writing; `None` for an API key.
    pub writes: Option<bool>,
}

/// A company that a login opens at its service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantView {
    /// Its identifier there.
    pub tenant: Tenant,
    /// Its name there, where it is known.
    pub name: Option<String>,
    /// The company here that it is.
    pub company: Option<Company>,
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
    /// Flag what the accounts no longer have as vanished, however much it is; scans them whole.
    pub accept_deletions: bool,
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
    /// The service that its company is at.
    pub provider: String,
    /// What is doubtful about it.
    pub warnings: Vec<Warning>,
    /// What changed, oldest first; the first entry says when it was first seen.
    pub history: Vec<FieldChange>,
    /// Payments and credits that pay it and stand, oldest first: of services that keep payments as records of their own.
    pub payments: Vec<PaymentRow>,
    /// Credit notes on it, where it is an invoice of own books.
    pub credits: Option<Credits>,
    /// Mails about it, where the caller may send them.
    pub mails: Mails,
}

/// Credit notes on an invoice of own books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credits {
    /// Their numbers.
    pub numbers: Vec<String>,
    /// Whether nothing of the invoice is left to credit.
    pub whole: bool,
}

/// A payment with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDetail {
    /// The payment.
    pub row: PaymentRow,
    /// Name of its company.
    pub company: String,
    /// What changed, oldest first; the first entry says when it was first seen.
    pub history: Vec<FieldChange>,
}

/// A contact with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetail {
    /// The contact.
    pub row: ContactRow,
    /// Name of its company.
    pub company: String,
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

/// A document that was made of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeDocument {
    /// Number of the invoice.
    pub number: String,
    /// The form.
    pub form: Form,
    /// The file; `None` if it was not asked for, or a rule is broken.
    pub file: Option<Vec<u8>>,
    /// The rules that it breaks.
    pub breaches: Vec<Breach>,
    /// Characters that the font does not have: they are printed as their numbers.
    pub unprintable: String,
}
