//! What scripts send to and see of the use cases of the bank.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bank::{AccountJson, BankEntryJson, CashJson, DecidedJson, MatchJson, MatchedJson, StatementJson, TransferJson};
use super::shape::{About, Sent, Shape};
use super::value::{Amount, Day, Shown};
use crate::domain::CompanyId;
use crate::domain::bank::{BankLine, BankMatch};
use crate::domain::transfer::TransferBatch;
use crate::service::Result;
use crate::service::bank::{AccountView, MatchAsked, Matched, StatementView};
use crate::service::cases::DoubtAsked;
use crate::service::transfers::{PaymentAsked, TransferAsked, TransfersMade, TransfersView};

/// Bank accounts.
#[derive(Serialize, ToSchema)]
#[schema(as = BankAccounts)]
pub struct AccountsJson<'r> {
    accounts: Vec<AccountJson<'r>>,
    /// The cash by currency.
    totals: Vec<CashJson>,
}

/// Statements.
#[derive(Serialize, ToSchema)]
#[schema(as = BankStatements)]
pub struct StatementsJson<'r> {
    statements: Vec<StatementJson<'r>>,
}

/// Entries.
#[derive(Serialize, ToSchema)]
#[schema(as = BankEntries)]
pub struct EntriesJson<'r> {
    total: u64,
    entries: Vec<BankEntryJson<'r>>,
}

/// A match.
#[derive(Serialize, ToSchema)]
#[schema(as = OneBankMatch)]
pub struct OneMatchJson<'r> {
    #[serde(rename = "match")]
    one: MatchJson<'r>,
}

/// Transfers that were made together.
#[derive(Serialize, ToSchema)]
#[schema(as = TransferBatch)]
pub(crate) struct BatchJson<'r> {
    batch: &'r str,
    account: &'r str,
    day: Day,
    count: usize,
    control_sum: Amount,
    transfers: Vec<TransferJson<'r>>,
}

/// All of them.
#[derive(Serialize, ToSchema)]
#[schema(as = TransferBatches)]
pub struct BatchesJson<'r> {
    batches: Vec<BatchJson<'r>>,
}

/// Transfers with their file, or questions first.
#[derive(Serialize, ToSchema)]
#[schema(as = TransfersMade)]
pub struct MadeJson<'r> {
    #[serde(flatten)]
    batch: BatchJson<'r>,
    /// What a person must say yes to; nothing was made while there are any.
    questions: Vec<String>,
    /// The file for the bank; empty while there are questions.
    content: &'r str,
}

impl<'r> BatchJson<'r> {
    fn new(batch: &'r TransferBatch, executed: &[String]) -> Self {
        let day = |number: usize| executed.get(number).and_then(|day| day.parse().ok());
        Self {
            batch: batch.id.as_str(),
            account: &batch.account,
            day: Shown(batch.day),
            count: batch.transfers.len(),
            control_sum: Shown(crate::bank::pain::control_sum(batch).unwrap_or_default()),
            transfers: batch
                .transfers
                .iter()
                .enumerate()
                .map(|(number, one)| TransferJson::new(batch, one, day(number)))
                .collect(),
        }
    }
}

impl Shape for Vec<AccountView> {
    type Json<'a> = AccountsJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<AccountsJson<'a>> {
        Ok(AccountsJson { accounts: self.iter().map(Into::into).collect(), totals: CashJson::of(self) })
    }
}

impl Shape for Vec<StatementView> {
    type Json<'a> = StatementsJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<StatementsJson<'a>> {
        Ok(StatementsJson { statements: self.iter().map(Into::into).collect() })
    }
}

impl Shape for (u64, Vec<BankLine>) {
    type Json<'a> = EntriesJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<EntriesJson<'a>> {
        Ok(EntriesJson { total: self.0, entries: self.1.iter().map(Into::into).collect() })
    }
}

impl Shape for Matched {
    type Json<'a> = MatchedJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<MatchedJson<'a>> {
        Ok(self.into())
    }
}

impl Shape for Vec<(CompanyId, BankMatch)> {
    type Json<'a> = DecidedJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<DecidedJson<'a>> {
        Ok(self.into())
    }
}

impl Shape for BankMatch {
    type Json<'a> = OneMatchJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<OneMatchJson<'a>> {
        Ok(OneMatchJson { one: MatchJson::new(self, Some(about.given.company()?)) })
    }
}

impl Shape for Vec<TransfersView> {
    type Json<'a> = BatchesJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<BatchesJson<'a>> {
        Ok(BatchesJson { batches: self.iter().map(|view| BatchJson::new(&view.batch, &view.executed)).collect() })
    }
}

impl Shape for TransfersMade {
    type Json<'a> = MadeJson<'a>;

    fn shape<'a>(&'a self, about: &'a About<'_>) -> Result<MadeJson<'a>> {
        let questions = self.questions.iter().map(|question| about.locale.text(question)).collect();
        Ok(MadeJson { batch: BatchJson::new(&self.batch, &[]), questions, content: &self.file })
    }
}

/// What an entry pays.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
#[schema(as = MatchRequest)]
pub struct MatchAskedJson {
    /// Documents; the best proposal without any.
    #[serde(default)]
    documents: Vec<ChosenJson>,
    /// Part of a batch; 0 for the whole.
    #[serde(default)]
    part: u32,
    /// What a difference is: `fee`, `fx`, `rounding`, `discount` or `overpayment`.
    #[serde(default)]
    difference: Option<String>,
    /// The rate at which money of another currency pays the documents, such as `391.25 HUF/EUR`: forints for one euro.
    #[serde(default)]
    rate: Option<String>,
}

/// A document that an entry pays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChosenDocument)]
pub(crate) struct ChosenJson {
    /// Number or identifier.
    document: String,
    /// Decimal amount, where it is not all that fits.
    #[serde(default)]
    amount: Option<String>,
}

/// What is to be paid.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TransferRequest)]
pub struct TransferAskedJson {
    /// Account that pays all that names no other one; without it, each payment is of the only account of its currency.
    #[serde(default)]
    account: Option<String>,
    /// More accounts: of several, each pays what is in its currency.
    #[serde(default)]
    accounts: Vec<String>,
    /// Whether all payments are urgent.
    #[serde(default)]
    urgent: bool,
    /// Numbers or identifiers of received documents.
    #[serde(default)]
    invoices: Vec<String>,
    /// Other payments.
    #[serde(default)]
    payments: Vec<PaymentAskedJson>,
    /// Day of execution; today without it.
    #[serde(default)]
    day: Option<String>,
    /// Version of the file: `03` or `09`.
    #[serde(default = "version")]
    version: String,
    /// Whether a person answered the questions with yes.
    #[serde(default)]
    confirmed: bool,
}

/// A payment without a document.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TransferPayment)]
pub(crate) struct PaymentAskedJson {
    /// Name of the payee.
    name: String,
    /// Its account.
    account: String,
    /// Decimal amount.
    amount: String,
    /// Currency.
    currency: String,
    /// Text for the payee.
    #[serde(default)]
    text: String,
    /// Reference that the statement tells back.
    #[serde(default)]
    reference: String,
    /// Account that pays it, where that is not the one of all.
    #[serde(default)]
    payer: Option<String>,
    /// Whether it is urgent.
    #[serde(default)]
    urgent: bool,
}

fn version() -> String {
    "09".to_owned()
}

/// What a doubtful entry is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DoubtRequest)]
pub struct DoubtAskedJson {
    /// True if it is the same money as an entry of an earlier file; false if it is other money.
    same: bool,
}

impl Sent for DoubtAsked {
    type Json = DoubtAskedJson;
}

impl From<DoubtAskedJson> for DoubtAsked {
    fn from(sent: DoubtAskedJson) -> Self {
        Self { same: sent.same }
    }
}

impl Sent for MatchAsked {
    type Json = MatchAskedJson;
}

impl From<MatchAskedJson> for MatchAsked {
    fn from(sent: MatchAskedJson) -> Self {
        let documents = sent.documents.into_iter().map(|one| (one.document, one.amount)).collect();
        Self { documents, part: sent.part, difference: sent.difference, rate: sent.rate }
    }
}

impl Sent for TransferAsked {
    type Json = TransferAskedJson;
}

impl From<TransferAskedJson> for TransferAsked {
    fn from(sent: TransferAskedJson) -> Self {
        let payment = |one: PaymentAskedJson| PaymentAsked {
            name: one.name,
            account: one.account,
            amount: one.amount,
            currency: one.currency,
            text: one.text,
            reference: one.reference,
            payer: one.payer,
            urgent: one.urgent,
        };
        Self {
            accounts: sent.account.into_iter().chain(sent.accounts).collect(),
            urgent: sent.urgent,
            invoices: sent.invoices,
            payments: sent.payments.into_iter().map(payment).collect(),
            day: sent.day,
            version: sent.version,
            confirmed: sent.confirmed,
        }
    }
}
