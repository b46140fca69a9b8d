//! Transfers: what is paid out, checked before a file is made.
//!
//! For: the cases about transfers. Uses: bank, documents, what earlier matches and transfers tell of accounts. Never: sending.
//!
//! What a person must say yes to first is in `transfer_questions`.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::bank_claims::claims;
use super::local::Local;
use super::transfer_questions::{Known, Paying};
use super::{Context, Result};
use crate::bank::account::{canonical, grouped, is_payable};
use crate::bank::matching::{Claim, folded};
use crate::bank::pain::{self, Version, Wrong, control_sum};
use crate::domain::bank::BankAccount;
use crate::domain::transfer::{Transfer, TransferBatch};
use crate::domain::{CompanyId, Currency, Direction, ErrorKind, Message, RemoteId, as_text, own};
use crate::error::Describe;
use crate::store::StoreExt;
use crate::store::bank;

/// What is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRequest {
    /// Company.
    pub company: CompanyId,
    /// Accounts that pay: one pays all, of several each what is in its currency. Where none is given, each payment is of the only account
    /// of its currency.
    pub accounts: Vec<String>,
    /// Whether all payments are urgent.
    pub urgent: bool,
    /// Numbers or identifiers of received documents.
    pub documents: Vec<String>,
    /// Other payments.
    pub payments: Vec<Transfer>,
    /// Day of execution.
    #[serde(with = "as_text")]
    pub day: Date,
    /// Version of the file: `03` or `09`.
    pub version: String,
    /// Whether a person answered the questions with yes.
    pub confirmed: bool,
    /// The questions that the person saw; with others in their place nothing is made. Empty for all, whatever they are.
    pub answered: Vec<Message>,
    /// A key of the caller's: a call that is repeated with it makes nothing more, and gets what the first one made.
    pub key: Option<String>,
}

/// What is to be paid, as a program asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferAsked {
    /// Accounts that pay.
    pub accounts: Vec<String>,
    /// Whether all payments are urgent.
    pub urgent: bool,
    /// Numbers or identifiers of received documents.
    pub invoices: Vec<String>,
    /// Other payments.
    pub payments: Vec<PaymentAsked>,
    /// Day of execution; today without one.
    pub day: Option<String>,
    /// Version of the file.
    pub version: String,
    /// Whether a person answered the questions with yes.
    pub confirmed: bool,
}

/// A payment without a document, as a program asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the fields are those of a transfer")]
pub struct PaymentAsked {
    pub name: String,
    pub account: String,
    pub amount: String,
    pub currency: String,
    pub text: String,
    pub reference: String,
    pub payer: Option<String>,
    pub urgent: bool,
}

impl TransferAsked {
    /// What is to be paid.
    ///
    /// # Errors
    /// An amount or the day is none.
    pub(super) fn request(self, company: CompanyId, today: Date, key: Option<String>) -> Result<TransferRequest> {
        let day = match &self.day {
            None => today,
            Some(text) => text.parse().map_err(|_| super::bad_value("day", text, Message::new("api-day")))?,
        };
        let mut payments = Vec::with_capacity(self.payments.len());
        for asked in self.payments {
            let PaymentAsked { name, account, amount, currency, text, reference, payer, urgent } = asked;
            let cut = |text: &str, most: usize| -> Box<str> { text.trim().chars().take(most).collect::<String>().into() };
            let parsed = crate::bank::amount(&amount, Some('.'));
            let value = parsed.ok_or_else(|| super::bad_value("amount", &amount, Message::new("api-amount")))?;
            payments.push(Transfer {
                document: None,
                name: cut(&name, 140),
                account: canonical(&account).into(),
                bank: "".into(),
                amount: value.normalize(),
                currency: Currency::new(&currency),
                text: cut(&text, 140),
                end_to_end: cut(&reference, 35),
                payer: payer.map(|payer| canonical(&payer)).filter(|payer| !payer.is_empty()).map(Into::into),
                urgent,
            });
        }
        Ok(TransferRequest {
            company,
            accounts: self.accounts,
            urgent: self.urgent,
            documents: self.invoices,
            payments,
            day,
            version: self.version,
            confirmed: self.confirmed,
            answered: Vec::new(),
            key,
        })
    }
}

/// Transfers with their file, or questions first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransfersMade {
    /// The transfers.
    pub batch: TransferBatch,
    /// Sum of the amounts.
    #[serde(with = "as_text")]
    pub sum: Decimal,
    /// What a person must say yes to; nothing was made while there are any.
    pub questions: Vec<Message>,
    /// The file; empty while there are questions.
    pub file: String,
    /// Whether an earlier call with the same key made them.
    pub repeated: bool,
}

/// Transfers with the days on which statements show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransfersView {
    /// Company.
    pub company: CompanyId,
    /// The transfers.
    pub batch: TransferBatch,
    /// In the order of the transfers; empty where it was not seen yet.
    pub executed: Vec<String>,
}

/// Why transfers were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum TransferRefusal {
    /// Nothing is to be paid.
    Nothing,
    /// It is not known which account pays what is in this currency: none of it is known, or several are.
    WhichAccount { currency: String, known: String },
    /// No statement told that one of the named accounts is in the currency.
    NoNamedAccount { currency: String },
    /// The account that pays is none.
    OwnAccount { account: String },
    /// No open received document of this number.
    NoDocument { document: String },
    /// Several open received documents have this number.
    SeveralDocuments { document: String },
    /// The document does not tell an account.
    NoPayee { document: String },
    /// The account of a payee is none.
    Account { name: String, account: String },
    /// An amount that cannot be paid.
    Amount { name: String, amount: String },
    /// A payee without a name, or with one that the file has no letters for.
    Name,
    /// A currency that is none.
    Currency { name: String, currency: String },
    /// The version of the file is not known.
    Version { version: String },
}

impl Describe for TransferRefusal {
    fn message(&self) -> Message {
        match self {
            Self::Nothing => Message::new("transfer-nothing"),
            Self::WhichAccount { currency, known } if known.is_empty() => {
                Message::new("transfer-no-account").with("currency", currency.as_str())
            }
            Self::WhichAccount { currency, known } => {
                Message::new("transfer-which-account").with("currency", currency.as_str()).with("known", known.as_str())
            }
            Self::NoNamedAccount { currency } => Message::new("transfer-no-named-account").with("currency", currency.as_str()),
            Self::OwnAccount { account } => Message::new("transfer-own-account").with("account", account.as_str()),
            Self::NoDocument { document } => Message::new("transfer-no-document").with("document", document.as_str()),
            Self::SeveralDocuments { document } => Message::new("bank-several-documents").with("document", document.as_str()),
            Self::NoPayee { document } => Message::new("transfer-no-payee").with("document", document.as_str()),
            Self::Account { name, account } => {
                Message::new("transfer-account").with("name", name.as_str()).with("account", account.as_str())
            }
            Self::Amount { name, amount } => {
                Message::new("transfer-amount").with("name", name.as_str()).with("amount", amount.as_str())
            }
            Self::Name => Message::new("transfer-name"),
            Self::Currency { name, currency } => {
                Message::new("transfer-currency").with("name", name.as_str()).with("currency", currency.as_str())
            }
            Self::Version { version } => Message::new("transfer-version").with("version", version.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        matches!(self, Self::WhichAccount { .. }).then(|| Message::new("transfer-which-account-hint"))
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }
}

crate::localized_error!(TransferRefusal);

/// Checks what is to be paid, and makes the transfers unless there are questions. Nothing is stored.
pub(crate) fn plan(cx: &Context, request: &TransferRequest) -> Result<TransfersMade> {
    let local = &cx.local;
    let company = local.by_id(request.company)?;
    let version =
        Version::parse(&request.version).ok_or_else(|| TransferRefusal::Version { version: request.version.clone() })?;
    let holder = company.legal_name.as_deref().unwrap_or(&company.name);
    if let Some(key) = request.key.as_deref()
        && let Some(batch) =
            bank::transfers(local.store.inner(), request.company)?.into_iter().find(|one| one.call.as_deref() == Some(key))
    {
        let sum = control_sum(&batch).unwrap_or_default();
        let file = pain::write(&batch, version, holder, None);
        return Ok(TransfersMade { batch, sum, questions: Vec::new(), file, repeated: true });
    }
    let claims = claims(local, request.company)?;
    let earlier = bank::transfers(local.store.inner(), request.company)?;
    let known = Known::of(local, request.company, (&claims, &earlier))?;
    let mut transfers = Vec::new();
    for document in &request.documents {
        transfers.push(of_document(local, request.company, (&claims, &known), document)?);
    }
    for payment in &request.payments {
        // The statement tells the reference as the file has it.
        let end_to_end = pain::reference(&payment.end_to_end).into();
        transfers.push((folded(&payment.name), Transfer { end_to_end, ..payment.clone() }));
    }
    if transfers.is_empty() {
        return Err(TransferRefusal::Nothing.into());
    }
    for (_, transfer) in &transfers {
        let name = transfer.name.to_string();
        match pain::check(transfer) {
            Ok(()) => {}
            Err(Wrong::Account) => return Err(TransferRefusal::Account { name, account: transfer.account.to_string() }.into()),
            Err(Wrong::Amount) => return Err(TransferRefusal::Amount { name, amount: transfer.amount.to_string() }.into()),
            Err(Wrong::Name) => return Err(TransferRefusal::Name.into()),
            Err(Wrong::Currency) => {
                return Err(TransferRefusal::Currency { name, currency: transfer.currency.to_string() }.into());
            }
        }
    }
    transfers.iter_mut().for_each(|(_, transfer)| transfer.urgent |= request.urgent);
    let account = payers(local, request, &mut transfers)?;
    let questions = Paying { known: &known, earlier: &earlier, payer: &account }.questions(&transfers);
    let now = local.options.clock.now();
    let mut random = [0u8; 10];
    getrandom::fill(&mut random).map_err(|error| super::ServiceError::NoRandomness { detail: error.to_string() })?;
    let id = own::new_id(now, random);
    let transfers = transfers.into_iter().enumerate().map(|(number, (_, transfer))| named(&id, number, transfer)).collect();
    let batch = TransferBatch {
        id,
        account: account.into(),
        day: request.day,
        made: now,
        author: cx.caller.actor.clone(),
        transfers,
        call: request.key.clone().map(Into::into),
    };
    let sum = control_sum(&batch)
        .filter(|sum| pain::fits(*sum))
        .ok_or_else(|| TransferRefusal::Amount { name: String::new(), amount: String::new() })?;
    let answered = request.confirmed && (request.answered.is_empty() || request.answered == questions);
    let stopped = !questions.is_empty() && !answered;
    let file = if stopped { String::new() } else { pain::write(&batch, version, holder, None) };
    Ok(TransfersMade { batch, sum, questions: if stopped { questions } else { Vec::new() }, file, repeated: false })
}

/// The transfer with a reference of its own, which the statement tells back.
fn named(batch: &RemoteId, number: usize, transfer: Transfer) -> Transfer {
    if !transfer.end_to_end.is_empty() {
        return transfer;
    }
    let id: String = batch.as_str().chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    Transfer { end_to_end: format!("{id}-{}", number + 1).into(), ..transfer }
}

/// The payment of a document.
fn of_document(
    local: &Local,
    company: CompanyId,
    (claims, known): (&[Claim], &Known),
    wanted: &str,
) -> Result<(String, Transfer)> {
    let document = || wanted.to_owned();
    let is = |claim: &&Claim| {
        claim.direction == Direction::Received
            && claim.open > Decimal::ZERO
            && (*claim.number == *wanted || claim.document.as_str() == wanted)
    };
    let mut found = claims.iter().filter(is);
    let claim = found.next().ok_or_else(|| TransferRefusal::NoDocument { document: document() })?;
    if found.next().is_some() {
        return Err(TransferRefusal::SeveralDocuments { document: document() }.into());
    }
    let stored = local.store.inner().invoices(company, std::slice::from_ref(&claim.document))?.into_iter().next().flatten();
    let stored = stored.ok_or_else(|| TransferRefusal::NoDocument { document: document() })?;
    // The buyer is us: its account is no payee's.
    let payee = &stored.entity.seller;
    let told = payee.iban.as_deref().or(payee.account_number.as_deref()).filter(|account| !account.trim().is_empty());
    let told = told.map(canonical);
    // A bill of a service that tells no accounts: the one that the partner is known by.
    let account = told.or_else(|| {
        let accounts = known.accounts_of(&claim.partner, &claim.name);
        let mut accounts = accounts.into_iter();
        accounts.next().filter(|_| accounts.next().is_none()).cloned()
    });
    let account = account.ok_or_else(|| TransferRefusal::NoPayee { document: document() })?;
    let name = Some(payee.name.as_str()).filter(|name| !name.is_empty()).map_or_else(|| claim.name.clone(), Into::into);
    let transfer = Transfer {
        document: Some(claim.document.clone()),
        account: account.into(),
        bank: payee.swift.clone().unwrap_or_default(),
        amount: claim.open.normalize(),
        currency: claim.currency.clone(),
        text: claim.number.clone(),
        end_to_end: "".into(),
        payer: None,
        urgent: false,
        name,
    };
    Ok((claim.partner.to_string(), transfer))
}

/// Finds the account that pays each transfer, and the one of the batch: a transfer names its own only where that is another one.
fn payers(local: &Local, request: &TransferRequest, transfers: &mut [(String, Transfer)]) -> Result<String> {
    let payable = |account: &str| {
        let account = canonical(account);
        if is_payable(&account) { Ok(account) } else { Err(TransferRefusal::OwnAccount { account }) }
    };
    let named: BTreeSet<String> =
        request.accounts.iter().map(|account| payable(account)).collect::<std::result::Result<_, _>>()?;
    let named: Vec<String> = named.into_iter().collect();
    let all = bank::accounts(local.store.inner(), request.company)?;
    let own: Vec<_> = all.into_iter().map(|one| one.value).filter(|one| is_payable(&one.account)).collect();
    let mut paid: Vec<String> = Vec::with_capacity(transfers.len());
    for (_, transfer) in transfers.iter() {
        paid.push(match (transfer.payer.as_deref(), named.as_slice()) {
            (Some(payer), _) => payable(payer)?,
            (None, [only]) => only.clone(),
            (None, named) => of_currency(&own, named, &transfer.currency)?,
        });
    }
    let account = paid.first().cloned().unwrap_or_default();
    for ((_, transfer), payer) in transfers.iter_mut().zip(paid) {
        transfer.payer = Some(payer).filter(|payer| *payer != account).map(Into::into);
    }
    Ok(account)
}

/// The only account of a currency among the named ones, or among all where none is named.
fn of_currency(own: &[BankAccount], named: &[String], currency: &Currency) -> Result<String> {
    let may =
        |one: &&BankAccount| one.currency == *currency && (named.is_empty() || named.iter().any(|name| **name == *one.account));
    let mut found: Vec<&str> = own.iter().filter(may).map(|one| &*one.account).collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [only] => Ok((*only).to_owned()),
        [] if !named.is_empty() => Err(TransferRefusal::NoNamedAccount { currency: currency.to_string() }.into()),
        several => {
            let known = several.iter().map(|account| grouped(account)).collect::<Vec<_>>().join(", ");
            Err(TransferRefusal::WhichAccount { currency: currency.to_string(), known }.into())
        }
    }
}
