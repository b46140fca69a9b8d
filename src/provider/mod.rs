//! What an accounting service must do, and the registry of those we know.
//!
//! For: fetching; one call here is one request on the wire. Uses: domain, reqwest (in the folders below). Never: the
//! store, retries, pacing (`remote` decides those from what an error says of itself).

mod address;
pub mod billingo;
mod capability;
mod credentials;
mod error;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::{Invoice, Message, RemoteId, Tenant};

pub use address::{base_url, is_loopback, is_private};
pub use capability::{Call, Capabilities, Feed, Files, Payments, Provider, ServiceClock, TaxFilings};
pub use credentials::{ApiKey, Credentials};
pub use error::{BodyFault, Effect, ProviderError, Retry, RetryAfter};

/// Chooses the cryptography that HTTP clients are built with; once is enough, more often does no harm.
pub fn prepare_tls() {
    static RING: std::sync::Once = std::sync::Once::new();
    // Fails only when the process has chosen one already, which is as good.
    RING.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

/// How to reach an account.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Where the API is, when not at its usual place. Checked by [`base_url`].
    pub base_url: Option<String>,
    /// Which of the companies that the credentials open, where they open several.
    pub tenant: Option<Tenant>,
    /// What requests authenticate with.
    pub credentials: Arc<dyn Credentials>,
    /// Bound on connecting.
    pub connect_timeout: Duration,
    /// Bound on each wait for bytes.
    pub read_timeout: Duration,
    /// Bound on an answer as a whole.
    pub answer_timeout: Duration,
}

/// What an account tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Name of the company.
    pub name: Option<String>,
    /// Tax number.
    pub tax_number: Option<String>,
}

/// An answer with what its headers said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was asked for.
    pub value: T,
    /// How many requests are left.
    pub quota: Quota,
    /// When the service says it answered (`Date` header).
    pub date: Option<Timestamp>,
}

/// Requests left, as the service says; nonsense counts as absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quota {
    /// Requests allowed in a window.
    pub limit: Option<u32>,
    /// Requests left in this window.
    pub remaining: Option<u32>,
    /// Until the window ends.
    pub reset: Option<Duration>,
}

/// The service's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerTime {
    /// Its time.
    pub now: Timestamp,
    /// Its IANA zone, where it names one.
    pub zone: Option<String>,
}

/// Which documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// Those modified since a point in time, in the service's view.
    ModifiedSince(Timestamp),
    /// Those issued on or after a day.
    IssuedSince(Date),
}

/// A page of the records of a feed that are in scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRequest {
    /// Which feed.
    pub feed: Feed,
    /// Which documents.
    pub scope: Scope,
    /// From 1.
    pub page: u32,
    /// Records of a page; the service may give fewer.
    pub per_page: u32,
}

/// Documents of one page. What it says of the whole is what the service claims: it may be absurd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The documents, newest first.
    pub records: Vec<Record>,
    /// How many there are in scope, where the service tells and it can be true.
    pub total: Option<u64>,
    /// Number of the last page, where the service tells and it can be true.
    pub last_page: Option<u32>,
}

/// A document, or why we cannot take it.
pub type Record = Result<Box<Invoice>, RejectedRecord>;

/// A document that we cannot take, with what could still be read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRecord {
    /// The provider's identifier.
    pub id: Option<RemoteId>,
    /// Its number.
    pub number: Option<String>,
    /// Why.
    pub reason: Message,
}

/// A provider that we know.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its name on the command line and in the store.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The currency that its companies keep their books in.
    pub currency: &'static str,
    /// What can be listed; the first one has the invoices.
    pub feeds: &'static [Feed],
    /// What it can do beside.
    pub capabilities: Capabilities,
    /// Where its API is.
    pub base_url: &'static str,
    /// Opens an account.
    pub connect: fn(Connection) -> Result<Arc<dyn Provider>, ProviderError>,
}

/// Every provider that we know. A new one is a folder and a line here.
pub const PROVIDERS: &[Entry] = &[billingo::ENTRY];

/// The provider of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    PROVIDERS.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
}
