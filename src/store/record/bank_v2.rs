//! Version 2 of a batch of transfers: how each goes, beside version 1. Frozen once released.

use serde::{Deserialize, Serialize};

use super::bank_v1 as v1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Batch {
    pub(super) batch: v1::Batch,
    /// In the order of the transfers.
    pub(super) ways: Vec<Way>,
}

/// How a transfer goes: from which account, where it is not the batch's, and whether it is urgent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Way {
    pub(super) payer: Option<String>,
    pub(super) urgent: bool,
}
