//! Billingo, API 3.0.14: reading, complete; to the letter of its specification and to what it really sends.
//!
//! For: the [`Provider`](crate::provider::Provider) of accounts at Billingo. Uses: reqwest, serde, domain.
//! Never: writes to the account, retries, waits, or follows a redirect (the key would go along).

mod amount;
mod client;
mod headers;
mod http;
mod wire;

use crate::provider::Entry;

/// Billingo in the registry.
pub const ENTRY: Entry = Entry {
    name: "billingo",
    title: "Billingo",
    currency: "HUF",
    base_url: BASE_URL,
    key_page: KEY_PAGE,
    connect: client::connect,
};

/// Where people make an API key.
const KEY_PAGE: &str = "https://app.billingo.hu/api-key";

/// Where the API is.
const BASE_URL: &str = "https://api.billingo.hu/v3";

/// Parses one document, as [`Provider::page`](crate::provider::Provider::page) would.
pub fn read_document(json: &str) -> crate::provider::Record {
    wire::record(json)
}
