//! What scripts send to and see of the use cases with a route.

use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::record::{ContactJson, ContactsJson, PaymentJson, PaymentsJson};
use super::{
    AuditJson, BuyerJson, CompanyDetailJson, CompanyJson, DocumentJson, InvoiceJson, InvoicesJson, ReportJson, RunJson, RunsJson,
    SenderJson, StatusJson, VatWordsJson,
};
use crate::domain::{AuditLog, BuyerDetails, CompanyId, Doubt, FieldChange, Gap, Kind, Message, RunError, Sender, SyncRun};
use crate::error::{Error, ErrorKind};
use crate::locale::Locale;
use crate::query::sieve::Listing;
use crate::query::{Found, Names, Report, contact, payment};
use crate::service::cases::StatusView;
use crate::service::{
    CompanyView, ContactDetail, Given, InvoiceDetail, MadeDocument, NewCompany, NewKey, PaymentDetail, Removal, Result,
    ServiceError, Tested, VatMeaning,
};

/// An answer that scripts may see.
pub trait Shape {
    /// Its JSON.
    type Json<'a>: Serialize + ToSchema
    where
        Self: 'a;

    /// Its JSON.
    ///
    /// # Errors
    /// What was asked for does not exist.
    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<Self::Json<'a>>;

    /// The address of what was made.
    fn location(&self) -> Option<String> {
        None
    }
}

/// A body that scripts may send.
pub trait Sent: Sized {
    /// Whether there is one.
    const SOME: bool = true;
    /// Its JSON.
    type Json: DeserializeOwned + Into<Self> + ToSchema;
}

/// What an answer is shaped with.
#[derive(Debug)]
pub struct About<'a> {
    /// The request.
    pub given: &'a Given,
    /// The language of texts.
    pub locale: &'a Locale,
    /// The caller's companies, where the route asks for them.
    pub companies: Vec<CompanyView>,
    /// Their names.
    pub names: Names,
    /// Companies among the requested ones that lack data, where the route asks for them.
    pub doubts: Vec<Doubt>,
}

impl<'a> About<'a> {
    /// What the answer to a request is shaped with.
    #[must_use]
    pub fn new(given: &'a Given, locale: &'a Locale, companies: Vec<CompanyView>, doubts: Vec<Doubt>) -> Self {
        let names: Names = companies.iter().map(|view| view.company.clone()).collect();
        Self { given, locale, companies, names, doubts }
    }

    /// A company that the caller sees.
    fn company(&self, id: CompanyId) -> Result<&CompanyView> {
        let gone = || ServiceError::NoSuchCompany { wanted: id.to_string(), meant: None };
        Ok(self.companies.iter().find(|view| view.company.id == id).ok_or_else(gone)?)
    }
}

impl Shape for () {
    type Json<'a> = ();

    fn shape(&self, _: &About<'_>) -> Result<()> {
        Ok(())
    }
}

impl Shape for Vec<CompanyView> {
    type Json<'a> = CompaniesJson;

    fn shape(&self, about: &About<'_>) -> Result<CompaniesJson> {
        Ok(CompaniesJson { companies: self.iter().map(|view| CompanyJson::new(view, about.locale)).collect() })
    }
}

impl Shape for StatusView {
    type Json<'a> = StatusJson;

    fn shape(&self, about: &About<'_>) -> Result<StatusJson> {
        Ok(StatusJson::of(self, about.locale))
    }
}

impl Shape for Option<Vec<Gap>> {
    type Json<'a> = CompanyDetailJson;

    fn shape(&self, about: &About<'_>) -> Result<CompanyDetailJson> {
        Ok(CompanyDetailJson::new(about.company(about.given.company()?)?, self.clone(), about.locale))
    }
}

impl Shape for Tested {
    type Json<'a> = TestedJson;

    fn shape(&self, about: &About<'_>) -> Result<TestedJson> {
        let account = self.account.clone().map(|account| AccountJson { name: account.name, tax_number: account.tax_number });
        Ok(TestedJson { company: CompanyJson::new(about.company(self.company.id)?, about.locale), account })
    }

    fn location(&self) -> Option<String> {
        Some(format!("/v1/companies/{}", self.company.id))
    }
}

impl Shape for Sender {
    type Json<'a> = SenderJson;

    fn shape(&self, _: &About<'_>) -> Result<SenderJson> {
        Ok(SenderJson::from(self))
    }
}

impl Sent for Sender {
    type Json = SenderJson;
}

impl Shape for BuyerDetails {
    type Json<'a> = BuyerJson;

    fn shape(&self, _: &About<'_>) -> Result<BuyerJson> {
        Ok(BuyerJson::from(self))
    }
}

impl Sent for BuyerDetails {
    type Json = BuyerJson;
}

impl Shape for Vec<VatMeaning> {
    type Json<'a> = VatWordsJson;

    fn shape(&self, _: &About<'_>) -> Result<VatWordsJson> {
        Ok(VatWordsJson::new(self))
    }
}

impl Shape for MadeDocument {
    type Json<'a> = DocumentJson;

    fn shape(&self, about: &About<'_>) -> Result<DocumentJson> {
        Ok(DocumentJson::new(self, about.locale))
    }
}

impl Shape for Removal {
    type Json<'a> = RemovedJson;

    fn shape(&self, _: &About<'_>) -> Result<RemovedJson> {
        let count = &self.count;
        Ok(RemovedJson { invoices: count.of(Kind::Document).records, changes: count.changes, runs: count.runs })
    }
}

impl Shape for Found {
    type Json<'a> = InvoicesJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<InvoicesJson<'a>> {
        let mut json = InvoicesJson::new(self, &about.names, about.given.today).lacking(&about.doubts);
        // A window that begins behind the end is empty, and not the last one.
        if about.given.number("offset", 0..=usize::MAX)?.unwrap_or(0) != self.offset {
            json.invoices.clear();
        }
        Ok(json)
    }
}

impl Shape for Option<Box<InvoiceDetail>> {
    type Json<'a> = InvoiceJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<InvoiceJson<'a>> {
        let gone = || ServiceError::NoSuchInvoice { wanted: about.given.part("invoice").to_owned() };
        let detail = self.as_ref().ok_or_else(gone)?;
        Ok(InvoiceJson::new(detail, about.given.today, about.given.flag("history")?, about.locale))
    }
}

impl Shape for Listing<payment::Field> {
    type Json<'a> = PaymentsJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<PaymentsJson<'a>> {
        let mut json = PaymentsJson::new(self, &about.names, about.given.today).lacking(&about.doubts);
        // A window that begins behind the end is empty.
        if about.given.number("offset", 0..=usize::MAX)?.unwrap_or(0) != self.offset {
            json.payments.clear();
        }
        Ok(json)
    }
}

impl Shape for Listing<contact::Field> {
    type Json<'a> = ContactsJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<ContactsJson<'a>> {
        let mut json = ContactsJson::new(self, &about.names, about.given.today).lacking(&about.doubts);
        if about.given.number("offset", 0..=usize::MAX)?.unwrap_or(0) != self.offset {
            json.contacts.clear();
        }
        Ok(json)
    }
}

impl Shape for Option<Box<PaymentDetail>> {
    type Json<'a> = PaymentJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<PaymentJson<'a>> {
        let gone = || ServiceError::NoSuchPayment { wanted: about.given.part("payment").to_owned() };
        let detail = self.as_ref().ok_or_else(gone)?;
        Ok(PaymentJson::new(&detail.row, &detail.company, about.given.today, history(about, &detail.history)?))
    }
}

impl Shape for Option<Box<ContactDetail>> {
    type Json<'a> = ContactJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<ContactJson<'a>> {
        let gone = || ServiceError::NoSuchContact { wanted: about.given.part("contact").to_owned() };
        let detail = self.as_ref().ok_or_else(gone)?;
        Ok(ContactJson::new(&detail.row, &detail.company, about.given.today, history(about, &detail.history)?))
    }
}

/// The history, where the request asks for it.
fn history<'a>(about: &About<'_>, history: &'a [FieldChange]) -> Result<Option<&'a [FieldChange]>> {
    Ok(about.given.flag("history")?.then_some(history))
}

impl Shape for Report {
    type Json<'a> = ReportJson;

    fn shape(&self, about: &About<'_>) -> Result<ReportJson> {
        Ok(ReportJson::from(self).lacking(&about.doubts))
    }
}

impl Shape for Vec<(SyncRun, Vec<RunError>)> {
    type Json<'a> = RunsJson;

    fn shape(&self, about: &About<'_>) -> Result<RunsJson> {
        Ok(RunsJson::new(self, about.locale))
    }
}

impl Shape for Option<(SyncRun, Vec<RunError>)> {
    type Json<'a> = RunJson;

    fn shape(&self, about: &About<'_>) -> Result<RunJson> {
        let gone = || Error::new(ErrorKind::Usage, Message::new("api-no-such-run").with("run", about.given.part("run")));
        let (run, errors) = self.as_ref().ok_or_else(gone)?;
        Ok(RunJson::logged(run, Some(errors), about.locale))
    }
}

impl Shape for AuditLog {
    type Json<'a> = AuditJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<AuditJson<'a>> {
        Ok(AuditJson::new(self))
    }
}

/// Every company as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Companies)]
pub struct CompaniesJson {
    companies: Vec<CompanyJson>,
}

/// A company, with the result of the key's test.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TestedCompany)]
pub struct TestedJson {
    company: CompanyJson,
    /// What the account told; null where it was not asked.
    account: Option<AccountJson>,
}

/// What an account tells of itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
struct AccountJson {
    name: Option<String>,
    tax_number: Option<String>,
}

/// What went with a company.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Removed)]
pub struct RemovedJson {
    /// Invoices, vanished ones included.
    invoices: u64,
    /// Entries of their history.
    changes: u64,
    runs: u64,
}

impl Sent for () {
    const SOME: bool = false;
    type Json = ();
}

/// A company to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCompany)]
pub struct NewCompanyJson {
    /// Name that people will see; unique, and not only digits.
    #[schema(min_length = 1, max_length = 100, example = "My Company Kft.")]
    name: String,
    /// The accounting service.
    #[schema(example = "billingo")]
    provider: String,
    /// Where its API is, when not at its usual place. Without TLS only on this machine.
    base_url: Option<String>,
    /// The API key. It is sealed and never told again.
    #[schema(write_only, value_type = Option<String>)]
    api_key: Option<SecretString>,
    /// Whether the key is tried first; one that is refused adds nothing.
    #[serde(default = "yes")]
    #[schema(default = true)]
    test: bool,
    /// Whether it is added even where the same account is there as another company: everything over all companies then counts
    /// it twice. Without it that is answered with 409 and `service-same-key` or `service-same-account`.
    #[serde(default)]
    force: bool,
}

impl Sent for NewCompany {
    type Json = NewCompanyJson;
}

impl From<NewCompanyJson> for NewCompany {
    fn from(NewCompanyJson { name, provider, base_url, api_key: key, test, force }: NewCompanyJson) -> Self {
        Self { name, provider, base_url, key, test, force }
    }
}

/// A key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewKey)]
pub struct NewKeyJson {
    /// The API key. It is sealed and never told again.
    #[schema(write_only, value_type = String)]
    api_key: SecretString,
    /// Whether it is tried first; one that is refused is not kept.
    #[serde(default = "yes")]
    #[schema(default = true)]
    test: bool,
    /// Whether it is kept even where it opens the account of another company. Without it that is answered with 409, and with
    /// `service-same-unseen` where the caller does not see that company.
    #[serde(default)]
    force: bool,
}

const fn yes() -> bool {
    true
}

impl Sent for NewKey {
    type Json = NewKeyJson;
}

impl From<NewKeyJson> for NewKey {
    fn from(NewKeyJson { api_key: key, test, force }: NewKeyJson) -> Self {
        Self { key, test, force }
    }
}

/// Which companies.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CompanyList)]
pub struct CompanyListJson {
    /// Companies by number; all without.
    #[serde(default)]
    companies: Vec<u32>,
}

impl Sent for Vec<CompanyId> {
    type Json = CompanyListJson;
}

impl From<CompanyListJson> for Vec<CompanyId> {
    fn from(list: CompanyListJson) -> Self {
        list.companies.into_iter().map(CompanyId).collect()
    }
}
