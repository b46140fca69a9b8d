//! The one door: every use case, permission and event.
//!
//! For: tui, cli and api. Uses: store, vault, provider, sync, query, config. Never: a terminal, an HTTP type.

mod view;

use std::path::PathBuf;

use secrecy::SecretString;
use tokio::sync::broadcast;

use crate::domain::{CompanyId, InvoiceKey, InvoiceRow, Payment, RunError, RunId, SyncRun, TaxReport};
use crate::error::Error;
use crate::query::{Found, Request};
use crate::store::RunFilter;
use crate::sync::Event;

pub use view::{CompanyView, InvoiceDetail, NewCompany, Removal, SyncReport, SyncRequest, Tested};

/// What use cases return.
pub type Result<T> = std::result::Result<T, Error>;

/// The door. Cheap to clone; all clones share one store.
#[derive(Debug, Clone)]
pub struct Service {}

#[expect(clippy::unused_async, clippy::missing_docs_in_private_items, unused_variables, reason = "signatures for now")]
impl Service {
    /// Every company as it stands, in the order of their numbers.
    pub async fn companies(&self) -> Result<Vec<CompanyView>> {
        Err(nothing())
    }

    /// The company of this number or name (case ignored).
    pub async fn company(&self, name_or_id: &str) -> Result<crate::domain::Company> {
        Err(nothing())
    }

    /// Adds a company; its key is tested first unless asked not to.
    pub async fn add_company(&self, new: NewCompany) -> Result<Tested> {
        Err(nothing())
    }

    /// Gives a company another name.
    pub async fn rename_company(&self, id: CompanyId, name: &str) -> Result<crate::domain::Company> {
        Err(nothing())
    }

    /// Enables or disables a company.
    pub async fn enable_company(&self, id: CompanyId, enabled: bool) -> Result<crate::domain::Company> {
        Err(nothing())
    }

    /// What would go if a company were removed.
    pub async fn removal(&self, id: CompanyId) -> Result<Removal> {
        Err(nothing())
    }

    /// Removes a company with everything of it.
    pub async fn remove_company(&self, id: CompanyId) -> Result<Removal> {
        Err(nothing())
    }

    /// Replaces a company's key; a key that the service refuses is not kept.
    pub async fn set_key(&self, id: CompanyId, key: SecretString, test: bool) -> Result<Tested> {
        Err(nothing())
    }

    /// Tests a company's key.
    pub async fn test_key(&self, id: CompanyId) -> Result<Tested> {
        Err(nothing())
    }

    /// Syncs companies and returns when all have ended. Dropping the future does not end the sync: [`Self::cancel`] does.
    pub async fn sync(&self, request: SyncRequest) -> Result<SyncReport> {
        Err(nothing())
    }

    /// Asks running syncs to end between two commits; of these companies, or of all when empty. Returns at once.
    pub fn cancel(&self, companies: &[CompanyId]) {}

    /// Whether any sync is running.
    pub fn is_syncing(&self) -> bool {
        false
    }

    /// What happens, from now on. A receiver that lags loses events and is told how many.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        broadcast::channel(1).1
    }

    /// Invoices that match a query. A query that does not parse is an error of kind Usage that points at the place.
    pub async fn find(&self, request: Request) -> Result<Found> {
        Err(nothing())
    }

    /// Invoices of this number or provider's identifier, in these companies or in all.
    pub async fn lookup(&self, number_or_id: &str, companies: &[CompanyId]) -> Result<Vec<InvoiceRow>> {
        Err(nothing())
    }

    /// An invoice with all that is known of it; `None` when it is not here.
    pub async fn invoice(&self, key: &InvoiceKey) -> Result<Option<InvoiceDetail>> {
        Err(nothing())
    }

    /// Whole invoices that match a query, in its order, from `offset`, at most `limit`: for exports, page by page.
    pub async fn details(&self, request: Request) -> Result<Vec<InvoiceDetail>> {
        Err(nothing())
    }

    /// Payments booked at the provider; asked for live.
    pub async fn payments(&self, key: &InvoiceKey) -> Result<Vec<Payment>> {
        Err(nothing())
    }

    /// The tax authority's answer; asked for live.
    pub async fn tax_report(&self, key: &InvoiceKey) -> Result<TaxReport> {
        Err(nothing())
    }

    /// The invoice's public address; asked for live.
    pub async fn public_url(&self, key: &InvoiceKey) -> Result<String> {
        Err(nothing())
    }

    /// The invoice as PDF; asked for live.
    pub async fn pdf(&self, key: &InvoiceKey) -> Result<Vec<u8>> {
        Err(nothing())
    }

    /// Sync runs, newest first.
    pub async fn runs(&self, filter: RunFilter) -> Result<Vec<SyncRun>> {
        Err(nothing())
    }

    /// A run with its errors.
    pub async fn run(&self, id: RunId) -> Result<Option<(SyncRun, Vec<RunError>)>> {
        Err(nothing())
    }

    /// Ends running syncs, closes the store cleanly, and returns where it was.
    pub async fn close(self) -> Result<PathBuf> {
        Err(nothing())
    }
}

fn nothing() -> Error {
    Error::new(crate::error::ErrorKind::Unexpected, crate::domain::Message::new("nothing"))
}
