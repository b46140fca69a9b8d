//! What an accounting service must do, and the registry of those we know.
//!
//! For: fetching; one call here is one request on the wire. Uses: domain, reqwest (in the folders below). Never: the
//! store, retries, pacing (`remote` decides those from what an error says of itself).

mod address;
pub mod billingo;
mod capability;
mod credentials;
mod error;
mod headers;
mod hook;
mod http;
mod oauth;
mod order;
pub mod quickbooks;
#[cfg(test)]
mod samples;
mod wire;
mod writer;
pub mod xero;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::{Currency, Kind, Message, Payload, RemoteId, Tenant};

pub use address::{base_url, is_loopback, is_private};
pub use capability::{
    Call, Capabilities, ChangeFeed, Changes, Counting, Feed, Files, Named, Naming, News, Payments, Provider, ServiceClock,
    TaxFilings, Walk,
};
pub use credentials::{ApiKey, Credentials, NoCredentials};
pub use error::{BodyFault, Effect, ProviderError, Retry, RetryAfter};
pub use hook::{Hooks, Mentioned, is_signed, is_signed_v0, merge as merge_mentioned};
pub use oauth::{AppSecret, Endpoint, OAuth, Tenants};
pub use writer::{
    AskCall, Clash, Contested, Ground, LineRule, Refusal, Replay, Unwritable, WriteCall, WriteError, WriteRules, Writer,
};

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
    /// The currency that the company keeps its books in, where it is known: some services leave it out of records.
    pub currency: Option<Currency>,
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
    /// The currency that it keeps its books in.
    pub currency: Option<Currency>,
    /// ISO 3166 code of its country, two letters.
    pub country: Option<String>,
    /// Its IANA zone.
    pub zone: Option<String>,
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

/// Which records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// All of them without their lines, where the service lists them so; else like `All`.
    Outline,
    /// Those modified since a point in time, in the service's view.
    ModifiedSince(Timestamp),
    /// Those issued on or after a day.
    IssuedSince(Date),
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The page of this number, from 1.
    Page(u32),
    /// After this mark, which an earlier page gave ([`Page::next`]); `None` for the first page.
    After(Option<Box<str>>),
}

/// A page of the records of a feed that are in scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRequest {
    /// Which feed.
    pub feed: Feed,
    /// Which records.
    pub scope: Scope,
    /// Where the page begins.
    pub place: Place,
    /// Records of a page; the service may give fewer.
    pub per_page: u32,
}

impl ListRequest {
    /// Number of the page; 1 for a walk by identifiers.
    #[must_use]
    pub const fn page(&self) -> u32 {
        match self.place {
            Place::Page(0) | Place::After(_) => 1,
            Place::Page(page) => page,
        }
    }
}

/// Records of one page. What it says of the whole is what the service claims: it may be absurd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The records, newest first.
    pub records: Vec<Record>,
    /// How many there are in scope, where the service tells and it can be true.
    pub total: Option<u64>,
    /// Number of the last page, where the service tells and it can be true.
    pub last_page: Option<u32>,
    /// Mark of the next page of a walk by identifiers; `None` after the last one.
    pub next: Option<Box<str>>,
}

/// A record of any kind, or why we cannot take it.
pub type Record = Result<Payload, RejectedRecord>;

/// A record that we cannot take, with what could still be read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRecord {
    /// Its kind, where a feed has several.
    pub kind: Option<Kind>,
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
    /// The currency that its companies keep their books in; `None` if each has its own.
    pub currency: Option<&'static str>,
    /// What can be listed, in the order in which it is read; the first one has the invoices.
    pub feeds: &'static [Feed],
    /// What it can do beside.
    pub capabilities: Capabilities,
    /// What can be written; `None` if nothing.
    pub writes: Option<&'static WriteRules>,
    /// Where its API is.
    pub base_url: &'static str,
    /// Its OAuth 2.0; `None` for a service with API keys.
    pub oauth: Option<&'static OAuth>,
    /// Its webhooks; `None` for a service without any.
    pub hooks: Option<&'static Hooks>,
    /// Opens an account.
    pub connect: fn(Connection) -> Result<Arc<dyn Provider>, ProviderError>,
}

/// Every provider that we know. A new one is a folder and a line here.
pub const PROVIDERS: &[Entry] = &[billingo::ENTRY, quickbooks::ENTRY, xero::ENTRY];

/// The provider of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    PROVIDERS.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
}
