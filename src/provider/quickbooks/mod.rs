//! `QuickBooks` Online, minor version 75.
//!
//! For: the [`Provider`](crate::provider::Provider) of companies at `QuickBooks`. Uses: reqwest, serde, domain. Never: retries,
//! waits, or the hosts of tokens (`auth` asks those, by [`OAUTH`]).
//!
//! A connection has the company's realm as its tenant, the host of the API without a path as its base address, and credentials that
//! give an access token. After a 401 the token is reported to [`Credentials::refused`](crate::provider::Credentials::refused) and the
//! request fails with [`TokenRefused`](crate::provider::ProviderError::TokenRefused), which is repeated once with a new token.

mod client;
mod fault;
mod hook;
mod wire;
mod write;

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::Kind;
use crate::provider::{AppSecret, Capabilities, Endpoint, Entry, Feed, News, OAuth, Tenants, Walk};

/// `QuickBooks` Online in the registry.
pub const ENTRY: Entry = Entry {
    name: "quickbooks",
    title: "QuickBooks Online",
    currency: None,
    feeds: FEEDS,
    capabilities: Capabilities { payments: false, files: true, filings: false },
    writes: Some(&write::RULES),
    base_url: BASE_URL,
    oauth: Some(&OAUTH),
    hooks: Some(&hook::HOOKS),
    connect: client::connect,
};

/// What is read. Identifiers are unique within an entity only.
const FEEDS: &[Feed] = &[
    INVOICE,
    sales("creditmemo", "creditmemo:"),
    sales("salesreceipt", "salesreceipt:"),
    sales("refundreceipt", "refundreceipt:"),
    feed("payment", Kind::Payment, ""),
    feed("customer", Kind::Contact, ""),
];

/// The one feed with bare identifiers.
const INVOICE: Feed = sales("invoice", "");

/// When lines got the words of their tax codes: until 2026-11-29 they named the codes.
const WORDED: Timestamp = Timestamp::constant(1_795_996_800, 0);

/// Most records of an answer.
const MOST: u32 = 1000;

const fn feed(name: &'static str, kind: Kind, prefix: &'static str) -> Feed {
    Feed { name, kind, prefix, per_page: MOST, walk: Walk::Keys, news: News::Told, reread: None }
}

const fn sales(name: &'static str, prefix: &'static str) -> Feed {
    Feed { reread: Some(WORDED), ..feed(name, Kind::Document, prefix) }
}

/// Where the API of real companies is.
const BASE_URL: &str = "https://quickbooks.api.intuit.com";

/// The one permission that reading and writing need.
const ACCOUNTING: &[&str] = &["com.intuit.quickbooks.accounting"];

/// OAuth 2.0 at Intuit. One company a consent; its realm is in the redirect address and nowhere else.
pub const OAUTH: OAuth = OAuth {
    authorize: Endpoint { root: "https://appcenter.intuit.com", path: "/connect/oauth2" },
    token: Endpoint { root: "https://oauth.platform.intuit.com", path: "/oauth2/v1/tokens/bearer" },
    revoke: Endpoint { root: "https://developer.api.intuit.com", path: "/v2/oauth2/tokens/revoke" },
    revoke_json: true,
    sandbox_api: Some("https://sandbox-quickbooks.api.intuit.com"),
    tenants: Tenants::Redirect("realmId"),
    secret: AppSecret::Required,
    read: ACCOUNTING,
    write: ACCOUNTING,
    // Without it an answer does not tell when the consent ends for good.
    token_headers: &[("x-include-refresh-token-hard-expires-in", "true")],
    idle: Duration::from_hours(100 * 24),
    // A refresh gives the same value back for about a day; a replaced one has no documented grace.
    grace: Duration::ZERO,
    names_localhost: false,
    app_page: "https://developer.intuit.com/app/developer/dashboard",
};
