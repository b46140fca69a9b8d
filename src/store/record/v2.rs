//! Version 2 of the stored forms that changed since version 1. Frozen, as that is.

use serde::{Deserialize, Serialize};

use super::v1;

/// Columns of an invoice for lists: as before, with the gross in the company's own currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) row: v1::Row,
    pub(super) gross_local: Option<v1::Number>,
}
