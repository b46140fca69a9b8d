//! The rule of sums: which documents count, and with which amount.
//!
//! For: every total, report, light, metric and alert; nothing else decides what counts. Uses: domain alone.

use super::{CorrectionType, DocumentType};

/// Whether a document was cancelled. Services say it as a flag, as a word, or both: either counts.
#[must_use]
pub const fn cancelled(flag: bool, correction: Option<&CorrectionType>) -> bool {
    flag || matches!(correction, Some(CorrectionType::Canceled))
}

/// Whether a document cancels another one: by its type or by its correction.
#[must_use]
pub const fn cancels(kind: &DocumentType, correction: Option<&CorrectionType>) -> bool {
    matches!(kind, DocumentType::Cancellation | DocumentType::ReceiptCancellation)
        || matches!(correction, Some(CorrectionType::Cancellation | CorrectionType::ReceiptCancellation))
}
