//! Live data of an invoice.

use crate::domain::{HistoryEntry, TaxReport};
use crate::error::Error;

/// Live data from the service: each part may fail on its own.
pub(super) struct Live {
    /// Payments booked there.
    pub(super) payments: std::result::Result<Vec<HistoryEntry>, Error>,
    /// The tax authority's answer.
    pub(super) tax: std::result::Result<TaxReport, Error>,
    /// The public address.
    pub(super) url: std::result::Result<String, Error>,
}
