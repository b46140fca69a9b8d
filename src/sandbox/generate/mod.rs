//! Makes accounts up, from a seed and a day: everything in them follows from the two.
//!
//! `plan` decides what each document is (cheap, for all of them at once); `content` writes one when it is asked for.

mod checksums;
mod content;
mod names;
mod partners;
mod plan;

use std::sync::Arc;

use jiff::civil::Date;

use super::model::{Document, Organization, Partner};

pub(super) use content::part_of;
pub(super) use plan::Plan;

/// Identifier of an account's first document. Accounts share identifiers on purpose: no code may rely on their difference.
pub(super) const FIRST_ID: u64 = 45_210_001;

/// A pretend account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountOptions {
    /// Its API key.
    pub key: String,
    /// Number of documents. With 282 they have 581 items, for every seed.
    pub invoices: usize,
    /// Seed of all random choices.
    pub seed: u64,
    /// Which of the made-up sellers it belongs to; any number is taken.
    pub seller: usize,
}

/// An account that can be written out.
#[derive(Debug)]
pub(super) struct Generator {
    seed: u64,
    small: bool,
    organization: Arc<Organization>,
    partners: Vec<Arc<Partner>>,
    plans: Vec<Plan>,
}

impl Generator {
    /// The account as it is on `today`.
    pub(super) fn new(options: &AccountOptions, today: Date) -> Self {
        let all = options.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let seed = all ^ options.seller as u64;
        let (organization, small) = partners::organization(seed, options.seller);
        // A buyer has one tax number at all sellers.
        let partners = partners::partners(all);
        let plans = plan::plans(seed, options.invoices, today);
        Self { seed, small, organization: Arc::new(organization), partners, plans }
    }

    /// Plan of each document, oldest first.
    pub(super) fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// The seller.
    pub(super) const fn organization(&self) -> &Arc<Organization> {
        &self.organization
    }

    /// The buyers.
    pub(super) fn partners(&self) -> &[Arc<Partner>] {
        &self.partners
    }

    /// The document at this position of the plans.
    pub(super) fn document(&self, index: usize) -> Option<Document> {
        content::document(self, index)
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
