//! A copied store.

use jiff::SignedDuration;
use serde::Serialize;

use crate::service::StoreCopied;

/// `faktura store copy --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; StoreCopied explains them")]
pub struct StoreCopyJson<'r> {
    pub from: &'r str,
    pub to: &'r str,
    pub companies: Vec<CopiedCompanyJson<'r>>,
    pub logins: u64,
    pub secrets: u64,
    pub tokens: u64,
    pub audit_entries: u64,
    /// Every record was read back and compared; nothing is kept where that fails.
    pub verified: bool,
    /// Whether other processes wrote to the source meanwhile: the copy has its state from before.
    pub source_changed: bool,
    pub duration_seconds: f64,
}

/// What was copied of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct CopiedCompanyJson<'r> {
    pub company_id: u32,
    pub company: &'r str,
    pub invoices: u64,
    pub payments: u64,
    pub contacts: u64,
    /// Of these three.
    pub vanished: u64,
    pub changes: u64,
    pub runs: u64,
    /// Every version of each.
    pub own_records: u64,
    pub outbox: u64,
}

impl<'r> StoreCopyJson<'r> {
    /// What scripts see of a copy.
    #[must_use]
    pub fn new(copied: &'r StoreCopied, took: SignedDuration) -> Self {
        let companies = copied.report.companies.iter().map(|company| CopiedCompanyJson {
            company_id: company.id.0,
            company: &company.name,
            invoices: company.documents,
            payments: company.payments,
            contacts: company.contacts,
            vanished: company.vanished,
            changes: company.changes,
            runs: company.runs,
            own_records: company.versions,
            outbox: company.items,
        });
        Self {
            from: &copied.from,
            to: &copied.to,
            companies: companies.collect(),
            logins: copied.report.logins,
            secrets: copied.report.secrets,
            tokens: copied.report.tokens,
            audit_entries: copied.report.audit_lines,
            verified: true,
            source_changed: copied.source_changed,
            duration_seconds: took.as_secs_f64(),
        }
    }
}
