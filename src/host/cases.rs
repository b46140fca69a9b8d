//! The use cases as methods: each asks the service to perform its call.

use secrecy::SecretString;

use super::handle::{Route, Service};
use super::protocol::Envelope;
use crate::domain::{
    AlertSecret, AuditLog, Channel, Company, CompanyId, Doubt, Gap, InvoiceKey, InvoiceRow, Payment, RunError, RunId, SyncRun,
    TaxReport, Token, TokenHash,
};
use crate::error::Error;
use crate::query::complete::Suggestion;
use crate::query::{Found, Report, ReportRequest, Request};
use crate::service::{
    AlertsView, Answer, Call, ChangesRequest, CompanyView, InvoiceChange, InvoiceDetail, IssuedToken, ItemizedInvoice,
    NewCompany, NewKey, NewToken, Removal, Result, RunFilter, ServiceError, SyncReport, SyncRequest, Tested,
};

/// Asks, and takes the answer of the same name.
macro_rules! ask {
    ($self:ident, $name:ident $(($($argument:expr),*))?) => {
        match $self.perform(Call::$name $(($($argument),*))?).await? {
            Answer::$name(value) => Ok(value),
            _ => Err(ServiceError::TaskDied.into()),
        }
    };
}

impl Service {
    /// Every company as it stands, in the order of their numbers.
    pub async fn companies(&self) -> Result<Vec<CompanyView>> {
        ask!(self, Companies)
    }

    /// The company of this number or name (case ignored); a name goes before a number.
    pub async fn company(&self, name_or_id: &str) -> Result<Company> {
        ask!(self, Company(name_or_id.to_owned()))
    }

    /// Adds a company; its key is tested first unless asked not to. A key that the service refuses adds nothing.
    pub async fn add_company(&self, new: NewCompany) -> Result<Tested> {
        ask!(self, AddCompany(new))
    }

    /// Gives a company another name.
    pub async fn rename_company(&self, id: CompanyId, name: &str) -> Result<Company> {
        ask!(self, RenameCompany(id, name.to_owned()))
    }

    /// Enables or disables a company.
    pub async fn enable_company(&self, id: CompanyId, enabled: bool) -> Result<Company> {
        ask!(self, EnableCompany(id, enabled))
    }

    /// What would go if a company were removed.
    pub async fn removal(&self, id: CompanyId) -> Result<Removal> {
        ask!(self, Removal(id))
    }

    /// Removes a company with everything of it. Refused while it is being synced.
    pub async fn remove_company(&self, id: CompanyId) -> Result<Removal> {
        ask!(self, RemoveCompany(id))
    }

    /// Replaces a company's key; a key that the service refuses is not kept.
    pub async fn set_key(&self, id: CompanyId, key: NewKey) -> Result<Tested> {
        ask!(self, SetKey(id, key))
    }

    /// Tests a company's key.
    pub async fn test_key(&self, id: CompanyId) -> Result<Tested> {
        ask!(self, TestKey(id))
    }

    /// The gaps in a company's series of numbers; `None` where not all of its documents are known here.
    pub async fn number_gaps(&self, id: CompanyId) -> Result<Option<Vec<Gap>>> {
        ask!(self, NumberGaps(id))
    }

    /// Invoices that match a query. A query that does not parse is an error of kind Usage that points at the place.
    pub async fn find(&self, request: Request) -> Result<Found> {
        ask!(self, Find(request))
    }

    /// A report of what a query finds.
    pub async fn report(&self, request: ReportRequest) -> Result<Report> {
        ask!(self, Report(request))
    }

    /// What may come next in a query, where one types at this byte: fields, or values that there are in these companies.
    pub async fn suggest(&self, text: &str, cursor: usize, companies: &[CompanyId]) -> Result<Vec<Suggestion>> {
        ask!(self, Suggest(text.to_owned(), cursor, companies.to_vec()))
    }

    /// What changed on invoices, the newest first.
    pub async fn changes(&self, request: ChangesRequest) -> Result<Vec<InvoiceChange>> {
        ask!(self, Changes(request))
    }

    /// Invoices of this number or provider's identifier, in these companies or in all.
    pub async fn lookup(&self, number_or_id: &str, companies: &[CompanyId]) -> Result<Vec<InvoiceRow>> {
        ask!(self, Lookup(number_or_id.to_owned(), companies.to_vec()))
    }

    /// An invoice with all that is known of it; `None` when it is not here.
    pub async fn invoice(&self, key: &InvoiceKey) -> Result<Option<InvoiceDetail>> {
        ask!(self, Invoice(key.clone())).map(|found| found.map(|detail| *detail))
    }

    /// Whole invoices that match a query, in its order, from `offset`, at most `limit`: for exports, page by page.
    pub async fn details(&self, request: Request) -> Result<Vec<ItemizedInvoice>> {
        ask!(self, Details(request))
    }

    /// Payments booked at the provider; asked for live.
    pub async fn payments(&self, key: &InvoiceKey) -> Result<Vec<Payment>> {
        ask!(self, Payments(key.clone()))
    }

    /// The tax authority's answer; asked for live.
    pub async fn tax_report(&self, key: &InvoiceKey) -> Result<TaxReport> {
        ask!(self, TaxReport(key.clone()))
    }

    /// The invoice's public address; asked for live.
    pub async fn public_url(&self, key: &InvoiceKey) -> Result<String> {
        ask!(self, PublicUrl(key.clone()))
    }

    /// The invoice as PDF; asked for live.
    pub async fn pdf(&self, key: &InvoiceKey) -> Result<Vec<u8>> {
        ask!(self, Pdf(key.clone()))
    }

    /// Syncs companies and returns when all have ended. Dropping the future does not end the sync: [`Self::cancel`] does.
    pub async fn sync(&self, request: SyncRequest) -> Result<SyncReport> {
        ask!(self, Sync(request))
    }

    /// Asks running syncs to end between two commits; of these companies, or of all when empty. Returns at once.
    pub fn cancel(&self, companies: &[CompanyId]) {
        match self.route() {
            Ok(Route::Local(local)) => local.cancel(companies),
            Ok(Route::Remote(client)) => {
                let asked = Envelope { call: Call::Cancel(companies.to_vec()), on_behalf_of: None };
                tokio::spawn(async move {
                    // A host that is gone runs nothing that could be cancelled.
                    let _ = client.call(&asked).await;
                });
            }
            Ok(Route::Suspended) | Err(_) => {}
        }
    }

    /// Sync runs, newest first.
    pub async fn runs(&self, filter: RunFilter) -> Result<Vec<SyncRun>> {
        ask!(self, Runs(filter))
    }

    /// A run with its errors.
    pub async fn run(&self, id: RunId) -> Result<Option<(SyncRun, Vec<RunError>)>> {
        ask!(self, Run(id))
    }

    /// Companies whose data was lost or damaged, until a full sync of each is done.
    pub async fn doubts(&self) -> Result<Vec<Doubt>> {
        ask!(self, Doubts)
    }

    /// The audit log, verified.
    pub async fn audit(&self) -> Result<AuditLog> {
        ask!(self, Audit)
    }

    /// Notes in the audit log that invoices were exported.
    pub async fn exported(&self, what: String) -> Result<()> {
        ask!(self, Exported(what))
    }

    /// Notes in the audit log that an export was not finished.
    pub async fn export_failed(&self, what: String) -> Result<()> {
        ask!(self, ExportFailed(what))
    }

    /// Makes a token; it is told this once.
    pub async fn add_token(&self, new: NewToken) -> Result<IssuedToken> {
        ask!(self, AddToken(new))
    }

    /// Every token.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        ask!(self, Tokens)
    }

    /// Takes a token back, by name or number.
    pub async fn revoke_token(&self, name_or_id: &str) -> Result<Token> {
        ask!(self, RevokeToken(name_or_id.to_owned()))
    }

    /// Whoever has the token of this hash.
    pub(crate) async fn admit(&self, hash: TokenHash) -> Result<Token> {
        ask!(self, Admit(hash))
    }

    /// What is set, wrong and waiting of alerts.
    pub async fn alerts(&self) -> Result<AlertsView> {
        ask!(self, Alerts)
    }

    /// Sends a test through a channel, or through all, and tells how each went.
    pub async fn test_alerts(&self, only: Option<Channel>) -> Result<Vec<(Channel, Option<Error>)>> {
        ask!(self, TestAlerts(only))
    }

    /// Keeps a secret of a channel, sealed; `None` forgets it.
    pub async fn set_alert_secret(&self, which: AlertSecret, secret: Option<SecretString>) -> Result<()> {
        ask!(self, SetAlertSecret(which, secret))
    }
}
