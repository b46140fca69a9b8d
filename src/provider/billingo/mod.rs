//! Billingo, API 3.0.14.

use crate::provider::Entry;

/// Billingo in the registry.
pub const ENTRY: Entry = Entry {
    name: "billingo",
    title: "Billingo",
    key_page: "https://app.billingo.hu/api-key",
    connect: |_| Err(crate::provider::ProviderError::KeyFormat),
};
