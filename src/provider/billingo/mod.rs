//! Billingo, API 3.0.14: reading, complete, and writing; to the letter of its specification and to what it really sends.
//!
//! For: the [`Provider`](crate::provider::Provider) of accounts at Billingo. Uses: reqwest, serde, domain.
//! Never: retries, waits, or follows a redirect (the key would go along).

mod client;
mod wire;
mod write;

use crate::domain::Kind;
use crate::provider::{Capabilities, Entry, Feed, News, Walk};

/// Billingo in the registry.
pub const ENTRY: Entry = Entry {
    name: "billingo",
    title: "Billingo",
    currency: Some("HUF"),
    feeds: &[DOCUMENTS],
    capabilities: Capabilities { payments: true, files: true, filings: true },
    writes: Some(&write::RULES),
    base_url: BASE_URL,
    oauth: None,
    hooks: None,
    connect: client::connect,
};

/// Every document of an account.
const DOCUMENTS: Feed = Feed {
    name: "documents",
    kind: Kind::Document,
    prefix: "",
    per_page: 100,
    walk: Walk::Pages,
    news: News::ModifiedAndLate,
    reread: None,
};

/// Where people make an API key.
const KEY_PAGE: &str = "https://app.billingo.hu/api-key";

/// Where the API is.
const BASE_URL: &str = "https://api.billingo.hu/v3";

/// Parses one document, as [`Provider::list`](crate::provider::Provider::list) would.
pub fn read_document(json: &str) -> crate::provider::Record {
    wire::record(json)
}
