//! Every use case as a value: what is asked, what is answered.
//!
//! For: the host, which performs it, and its clients, which send it there. Both processes are the same
//! version of the program, so that how a call is written is no promise.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::access::Action;
use super::secret;
use super::{
    AlertsView, ChangesRequest, CompanyView, InvoiceChange, InvoiceDetail, IssuedToken, ItemizedInvoice, NewCompany, NewKey,
    NewToken, Removal, RunFilter, SyncReport, SyncRequest, Tested,
};
use crate::domain::{
    AlertSecret, AuditLog, Channel, Company, CompanyId, Doubt, Gap, InvoiceKey, InvoiceRow, Payment, RunError, RunId, SyncRun,
    TaxReport, Token, TokenHash,
};
use crate::error::Error;
use crate::query::complete::Suggestion;
use crate::query::{Found, Report, ReportRequest, Request};

/// What is asked of the service.
#[derive(Debug, Serialize, Deserialize)]
pub enum Call {
    /// Every company as it stands.
    Companies,
    /// The company of a name or number.
    Company(String),
    /// Adds a company.
    AddCompany(NewCompany),
    /// Gives a company another name.
    RenameCompany(CompanyId, String),
    /// Enables or disables a company.
    EnableCompany(CompanyId, bool),
    /// What would go with a company.
    Removal(CompanyId),
    /// Removes a company.
    RemoveCompany(CompanyId),
    /// Replaces a company's key.
    SetKey(CompanyId, NewKey),
    /// Tests a company's key.
    TestKey(CompanyId),
    /// The gaps in a company's series of numbers.
    NumberGaps(CompanyId),
    /// Invoices that match.
    Find(Request),
    /// Invoices of a number or identifier.
    Lookup(String, Vec<CompanyId>),
    /// One invoice.
    Invoice(InvoiceKey),
    /// Whole invoices that match.
    Details(Request),
    /// Payments at the provider.
    Payments(InvoiceKey),
    /// The tax authority's answer.
    TaxReport(InvoiceKey),
    /// The public address.
    PublicUrl(InvoiceKey),
    /// The PDF.
    Pdf(InvoiceKey),
    /// Syncs companies and answers when all have ended.
    Sync(SyncRequest),
    /// Begins to sync companies and answers which, without waiting.
    Start(SyncRequest),
    /// Asks running syncs to end.
    Cancel(Vec<CompanyId>),
    /// Sync runs.
    Runs(RunFilter),
    /// A run.
    Run(RunId),
    /// The audit log.
    Audit,
    /// Notes that invoices were exported: what, and where to.
    Exported(String),
    /// An export that was begun was not finished.
    ExportFailed(String),
    /// Makes a token.
    AddToken(NewToken),
    /// Every token, without what would let anybody in.
    Tokens,
    /// Takes a token back, by name or number.
    RevokeToken(String),
    /// The token of this hash, if it lets its bearer in.
    Admit(TokenHash),
    /// Companies whose data was lost or damaged.
    Doubts,
    /// Lets go of the store for somebody who looks after it.
    StepAside,
    /// A report.
    Report(ReportRequest),
    /// What may come next in a query: the text, the byte at which one types, and whose values count (all when empty).
    Suggest(String, usize, Vec<CompanyId>),
    /// What changed on invoices.
    Changes(ChangesRequest),
    /// What is set, wrong and waiting of alerts.
    Alerts,
    /// Sends a test through a channel, or through all.
    TestAlerts(Option<Channel>),
    /// Keeps a secret of a channel, or forgets it.
    SetAlertSecret(AlertSecret, #[serde(with = "secret")] Option<SecretString>),
}

/// What is answered: each variant to the call of its name.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the calls explain them")]
pub enum Answer {
    Companies(Vec<CompanyView>),
    Company(Company),
    AddCompany(Tested),
    RenameCompany(Company),
    EnableCompany(Company),
    Removal(Removal),
    RemoveCompany(Removal),
    SetKey(Tested),
    TestKey(Tested),
    NumberGaps(Option<Vec<Gap>>),
    Find(Found),
    Lookup(Vec<InvoiceRow>),
    Invoice(Option<Box<InvoiceDetail>>),
    Details(Vec<ItemizedInvoice>),
    Payments(Vec<Payment>),
    TaxReport(TaxReport),
    PublicUrl(String),
    Pdf(Vec<u8>),
    Sync(SyncReport),
    Start(Vec<CompanyId>),
    Cancel(()),
    Runs(Vec<SyncRun>),
    Run(Option<(SyncRun, Vec<RunError>)>),
    Doubts(Vec<Doubt>),
    Audit(AuditLog),
    Exported(()),
    ExportFailed(()),
    AddToken(IssuedToken),
    Tokens(Vec<Token>),
    RevokeToken(Token),
    Admit(Token),
    StepAside(()),
    Report(Report),
    Suggest(Vec<Suggestion>),
    Changes(Vec<InvoiceChange>),
    Alerts(AlertsView),
    TestAlerts(Vec<(Channel, Option<Error>)>),
    SetAlertSecret(()),
}

impl Call {
    /// What it does.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Companies
            | Self::Company(_)
            | Self::Removal(_)
            | Self::NumberGaps(_)
            | Self::Find(_)
            | Self::Lookup(..)
            | Self::Invoice(_)
            | Self::Details(_)
            | Self::Payments(_)
            | Self::TaxReport(_)
            | Self::PublicUrl(_)
            | Self::Pdf(_)
            | Self::Runs(_)
            | Self::Run(_)
            | Self::Report(_)
            | Self::Suggest(..)
            | Self::Changes(_)
            | Self::Doubts
            | Self::Exported(_)
            | Self::ExportFailed(_) => Action::Read,
            Self::Audit => Action::Audit,
            Self::AddToken(_) | Self::Tokens | Self::RevokeToken(_) | Self::Admit(_) => Action::Tokens,
            Self::StepAside => Action::Upkeep,
            Self::Alerts | Self::TestAlerts(_) | Self::SetAlertSecret(..) => Action::Alerts,
            Self::Sync(_) | Self::Start(_) | Self::Cancel(_) => Action::Sync,
            Self::AddCompany(_) | Self::RenameCompany(..) | Self::EnableCompany(..) | Self::RemoveCompany(_) => Action::Companies,
            Self::SetKey(..) | Self::TestKey(_) => Action::Keys,
        }
    }

    /// Whether it does no harm twice: whoever lost the process that had the store asks the next one again. A sync that is
    /// asked for again goes on where it was.
    #[must_use]
    pub const fn may_be_repeated(&self) -> bool {
        !matches!(
            self,
            Self::AddCompany(_) | Self::RemoveCompany(_) | Self::RenameCompany(..) | Self::AddToken(_) | Self::RevokeToken(_)
        )
    }

    /// Whether it may take as long as a sync does.
    #[must_use]
    pub const fn is_long(&self) -> bool {
        matches!(self, Self::Sync(_))
    }
}
