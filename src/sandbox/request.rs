//! A request, as the log keeps it.

use jiff::Timestamp;

/// A request, as a log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestInfo {
    /// From 1, over all accounts.
    pub number: u64,
    /// When it came.
    pub at: Timestamp,
    /// The account of the key, as a position in [`super::Options::accounts`]; `None` for a wrong key.
    pub account: Option<usize>,
    /// Its method, in capitals.
    pub method: String,
    /// Path below the base address, such as `/documents`.
    pub path: String,
    /// Names and values of the query, decoded, in their order.
    pub query: Vec<(String, String)>,
}

impl RequestInfo {
    /// The value of a name in the query.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The page of a list of documents; `None` for other requests.
    #[must_use]
    pub fn page(&self) -> Option<u32> {
        if self.path != "/documents" {
            return None;
        }
        self.param("page").map_or(Some(1), |page| page.parse().ok())
    }
}
