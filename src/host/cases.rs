//! The use cases as methods: each asks the service to perform its call.

use secrecy::SecretString;

use super::handle::{Route, Service};
use super::protocol::Envelope;
use crate::domain::{
    AlertSecret, AuditLog, Channel, Company, CompanyId, Doubt, Gap, InvoiceKey, InvoiceRow, Payment, RunError, RunId, SyncRun,
    TaxReport, Token,
};
use crate::error::Error;
use crate::query::complete::Suggestion;
use crate::query::{Found, Report, ReportRequest, Request};
use crate::service::cases::{
    AddCompany, AddToken, Alerts, AskTaxReport, CancelSync, Changes, Companies, CountCompany, Doubts, EnableCompany, FindCompany,
    FindInvoices, LookUp, MakeReport, NoteExport, NoteFailedExport, NumberGaps, Payments, Pdf, PublicUrl, ReadAudit, ReadInvoice,
    ReadInvoices, ReadRun, RemoveCompany, RenameCompany, RevokeToken, Runs, SetAlertSecret, SetKey, Suggest, Sync, TestAlerts,
    TestKey, Tokens,
};
use crate::service::{
    AlertsView, CompanyView, InvoiceChange, InvoiceDetail, IssuedToken, ItemizedInvoice, Listed, NewCompany, NewKey, NewToken,
    Removal, Result, RunFilter, SyncReport, SyncRequest, Tested,
};

impl Service {
    /// Every company as it stands, in the order of their numbers.
    pub async fn companies(&self) -> Result<Vec<CompanyView>> {
        self.ask(Companies).await
    }

    /// The company of this number or name (case ignored); a name goes before a number.
    pub async fn company(&self, name_or_id: &str) -> Result<Company> {
        self.ask(FindCompany(name_or_id.to_owned())).await
    }

    /// Adds a company; its key is tested first unless asked not to. A key that the service refuses adds nothing.
    pub async fn add_company(&self, new: NewCompany) -> Result<Tested> {
        self.ask(AddCompany(new)).await
    }

    /// Gives a company another name.
    pub async fn rename_company(&self, id: CompanyId, name: &str) -> Result<Company> {
        self.ask(RenameCompany { company: id, name: name.to_owned() }).await
    }

    /// Enables or disables a company.
    pub async fn enable_company(&self, id: CompanyId, enabled: bool) -> Result<Company> {
        self.ask(EnableCompany { company: id, enabled }).await
    }

    /// What would go if a company were removed.
    pub async fn removal(&self, id: CompanyId) -> Result<Removal> {
        self.ask(CountCompany(id)).await
    }

    /// Removes a company with everything of it. Refused while it is being synced.
    pub async fn remove_company(&self, id: CompanyId) -> Result<Removal> {
        self.ask(RemoveCompany(id)).await
    }

    /// Replaces a company's key; a key that the service refuses is not kept.
    pub async fn set_key(&self, id: CompanyId, key: NewKey) -> Result<Tested> {
        self.ask(SetKey { company: id, key }).await
    }

    /// Tests a company's key.
    pub async fn test_key(&self, id: CompanyId) -> Result<Tested> {
        self.ask(TestKey(id)).await
    }

    /// The gaps in a company's series of numbers; `None` where not all of its documents are known here.
    pub async fn number_gaps(&self, id: CompanyId) -> Result<Option<Vec<Gap>>> {
        self.ask(NumberGaps(id)).await
    }

    /// Invoices that match a query. A query that does not parse is an error of kind Usage that points at the place.
    pub async fn find(&self, request: Request) -> Result<Found> {
        self.ask(FindInvoices(request)).await
    }

    /// A report of what a query finds.
    pub async fn report(&self, request: ReportRequest) -> Result<Report> {
        self.ask(MakeReport(request)).await
    }

    /// What may come next in a query, where one types at this byte: fields, or values that there are in these companies.
    pub async fn suggest(&self, text: &str, cursor: usize, companies: &[CompanyId]) -> Result<Vec<Suggestion>> {
        self.ask(Suggest { text: text.to_owned(), cursor, companies: companies.to_vec() }).await
    }

    /// What changed on invoices, the newest first.
    pub async fn changes(&self, request: Changes) -> Result<Vec<InvoiceChange>> {
        self.ask(request).await
    }

    /// Invoices of this number or provider's identifier, in these companies or in all.
    pub async fn lookup(&self, number_or_id: &str, companies: &[CompanyId]) -> Result<Vec<InvoiceRow>> {
        self.ask(LookUp { wanted: number_or_id.to_owned(), companies: companies.to_vec() }).await
    }

    /// An invoice with all that is known of it; `None` when it is not here.
    pub async fn invoice(&self, key: &InvoiceKey) -> Result<Option<InvoiceDetail>> {
        self.ask(ReadInvoice(key.clone())).await.map(|found| found.map(|detail| *detail))
    }

    /// Whole invoices that match a query, in its order, from `offset`, at most `limit`: for exports, page by page.
    pub async fn details(&self, request: Request) -> Result<Vec<ItemizedInvoice>> {
        self.ask(ReadInvoices(request)).await
    }

    /// Payments booked at the provider; asked for live.
    pub async fn payments(&self, key: &InvoiceKey) -> Result<Vec<Payment>> {
        self.ask(Payments(key.clone())).await
    }

    /// The tax authority's answer; asked for live.
    pub async fn tax_report(&self, key: &InvoiceKey) -> Result<TaxReport> {
        self.ask(AskTaxReport(key.clone())).await
    }

    /// The invoice's public address; asked for live.
    pub async fn public_url(&self, key: &InvoiceKey) -> Result<String> {
        self.ask(PublicUrl(key.clone())).await
    }

    /// The invoice as PDF; asked for live.
    pub async fn pdf(&self, key: &InvoiceKey) -> Result<Vec<u8>> {
        self.ask(Pdf(key.clone())).await
    }

    /// Syncs companies and returns when all have ended. Dropping the future does not end the sync: [`Self::cancel`] does.
    pub async fn sync(&self, request: SyncRequest) -> Result<SyncReport> {
        self.ask(Sync(request)).await
    }

    /// Asks running syncs to end between two commits; of these companies, or of all when empty. Returns at once.
    pub fn cancel(&self, companies: &[CompanyId]) {
        match self.route() {
            Ok(Route::Local(local)) => local.engine.cancel(companies),
            Ok(Route::Remote(client)) => {
                let asked = Envelope { call: CancelSync(companies.to_vec()).call(), on_behalf_of: None };
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
        self.ask(Runs(filter)).await
    }

    /// A run with its errors.
    pub async fn run(&self, id: RunId) -> Result<Option<(SyncRun, Vec<RunError>)>> {
        self.ask(ReadRun(id)).await
    }

    /// Companies with lost or damaged data that no full sync has replaced yet.
    pub async fn doubts(&self) -> Result<Vec<Doubt>> {
        self.ask(Doubts).await
    }

    /// The audit log, verified.
    pub async fn audit(&self) -> Result<AuditLog> {
        self.ask(ReadAudit).await
    }

    /// Notes in the audit log that invoices were exported.
    pub async fn exported(&self, what: String) -> Result<()> {
        self.ask(NoteExport(what)).await
    }

    /// Notes in the audit log that an export was not finished.
    pub async fn export_failed(&self, what: String) -> Result<()> {
        self.ask(NoteFailedExport(what)).await
    }

    /// Makes a token; it is told this once.
    pub async fn add_token(&self, new: NewToken) -> Result<IssuedToken> {
        self.ask(AddToken(new)).await
    }

    /// Every token.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        self.ask(Tokens).await
    }

    /// Takes a token back, by name or number.
    pub async fn revoke_token(&self, name_or_id: &str) -> Result<Token> {
        self.ask(RevokeToken(name_or_id.to_owned())).await
    }

    /// What is set, wrong and waiting of alerts.
    pub async fn alerts(&self) -> Result<AlertsView> {
        self.ask(Alerts).await
    }

    /// Sends a test through a channel, or through all, and tells how each went.
    pub async fn test_alerts(&self, only: Option<Channel>) -> Result<Vec<(Channel, Option<Error>)>> {
        self.ask(TestAlerts(only)).await
    }

    /// Keeps a secret of a channel, sealed; `None` forgets it.
    pub async fn set_alert_secret(&self, which: AlertSecret, secret: Option<SecretString>) -> Result<()> {
        self.ask(SetAlertSecret { which, secret }).await
    }
}
