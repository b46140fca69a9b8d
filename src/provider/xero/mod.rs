//! Xero, accounting API 2.0.
//!
//! For: the [`Provider`](crate::provider::Provider) of organisations at Xero. Uses: reqwest, serde, domain. Never: retries, waits,
//! or the hosts of tokens (`auth` asks those, by [`OAUTH`]).
//!
//! A connection has the organisation as its tenant, the host of the API without a path as its base address, and credentials that
//! give an access token. After a 401 the token is reported to [`Credentials::refused`](crate::provider::Credentials::refused) and the
//! request fails with [`TokenRefused`](crate::provider::ProviderError::TokenRefused), which is repeated once with a new token.

mod client;
mod hook;
mod wire;
mod write;
mod zones;

use std::time::Duration;

use crate::domain::Kind;
use crate::provider::{AppSecret, Capabilities, Endpoint, Entry, Feed, News, OAuth, Tenants, Walk};

/// Xero in the registry.
pub const ENTRY: Entry = Entry {
    name: "xero",
    title: "Xero",
    currency: None,
    feeds: &FEEDS,
    capabilities: Capabilities { payments: false, files: true, filings: false },
    writes: Some(&write::RULES),
    base_url: BASE_URL,
    oauth: Some(&OAUTH),
    hooks: Some(&hook::HOOKS),
    connect: client::connect,
};

/// Everything that is read. Identifiers are unique over all of it.
const FEEDS: [Feed; 6] = [
    INVOICES,
    CREDIT_NOTES,
    feed("Payments", Kind::Payment),
    swept("Overpayments", Kind::Payment),
    swept("Prepayments", Kind::Payment),
    feed("Contacts", Kind::Contact),
];

/// Invoices and bills. A change of the due date of one that is paid in part leaves its stamp as it was.
const INVOICES: Feed = swept("Invoices", Kind::Document);

/// Credit notes of both sides.
const CREDIT_NOTES: Feed = swept("CreditNotes", Kind::Document);

/// A feed with stamps that do not show everything: credit that is used may move the stamp of what it pays and not its own.
const fn swept(name: &'static str, kind: Kind) -> Feed {
    Feed { news: News::ModifiedAndSwept, ..feed(name, kind) }
}

const fn feed(name: &'static str, kind: Kind) -> Feed {
    Feed { name, kind, prefix: "", per_page: 1000, walk: Walk::Pages, news: News::Modified, reread: None }
}

/// Where people register an app.
const APP_PAGE: &str = "https://developer.xero.com/app/manage";

/// Where the API is.
const BASE_URL: &str = "https://api.xero.com";

/// OAuth 2.0 at Xero. A grant is of a person and an app, and opens several organisations.
pub const OAUTH: OAuth = OAuth {
    authorize: Endpoint { root: "https://login.xero.com", path: "/identity/connect/authorize" },
    token: Endpoint { root: "https://identity.xero.com", path: "/connect/token" },
    revoke: Endpoint { root: "https://identity.xero.com", path: "/connect/revocation" },
    revoke_json: false,
    sandbox_api: None,
    tenants: Tenants::List("/connections"),
    secret: AppSecret::Pkce,
    read: &[
        "offline_access",
        "accounting.invoices.read",
        "accounting.payments.read",
        "accounting.contacts.read",
        "accounting.settings.read",
    ],
    write: &["offline_access", "accounting.invoices", "accounting.payments", "accounting.contacts", "accounting.settings.read"],
    token_headers: &[],
    idle: Duration::from_hours(60 * 24),
    grace: Duration::from_mins(30),
    names_localhost: true,
    app_page: APP_PAGE,
};
