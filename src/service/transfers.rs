//! Transfers: what is paid out, checked before a file is made.
//!
//! For: the cases about transfers. Uses: bank, documents, what earlier matches and transfers tell of accounts. Never: sending.
//!
//! The account of a partner that changed is the fraud that costs most: a payment to another account than the known ones is a question
//! to a person, as is what was paid before or stands twice in the list.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::bank::claims;
use super::local::Local;
use super::{Context, Result};
use crate::bank::account::{canonical, grouped, is_payable};
use crate::bank::matching::{Claim, folded};
use crate::bank::pain::{self, Version, Wrong, control_sum};
use crate::domain::bank::{Transfer, TransferBatch};
use crate::domain::{CompanyId, Direction, ErrorKind, Message, RemoteId, as_text, own};
use crate::error::Describe;
use crate::store::StoreExt;
use crate::store::bank;

/// What is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRequest {
    /// Company.
    pub company: CompanyId,
    /// Account that pays; the only one of the currency where it is not given.
    pub account: Option<String>,
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
    /// A key of the caller's: a call that is repeated with it makes nothing more, and gets what the first one made.
    pub key: Option<String>,
}

/// What is to be paid, as a program asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferAsked {
    /// Account that pays.
    pub account: Option<String>,
    /// Numbers or identifiers of received documents.
    pub invoices: Vec<String>,
    /// Other payments: name, account, amount, currency, text, reference.
    pub payments: Vec<[String; 6]>,
    /// Day of execution; today without one.
    pub day: Option<String>,
    /// Version of the file.
    pub version: String,
    /// Whether a person answered the questions with yes.
    pub confirmed: bool,
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
        for [name, account, amount, currency, text, reference] in self.payments {
            let cut = |text: &str, most: usize| -> Box<str> { text.trim().chars().take(most).collect::<String>().into() };
            let parsed = crate::bank::amount(&amount, Some('.'));
            let value = parsed.ok_or_else(|| super::bad_value("amount", &amount, Message::new("api-amount")))?;
            payments.push(Transfer {
                document: None,
                name: cut(&name, 140),
                account: canonical(&account).into(),
                bank: "".into(),
                amount: value.normalize(),
                currency: crate::domain::Currency::new(&currency),
                text: cut(&text, 140),
                end_to_end: cut(&reference, 35),
            });
        }
        Ok(TransferRequest {
            company,
            account: self.account,
            documents: self.invoices,
            payments,
            day,
            version: self.version,
            confirmed: self.confirmed,
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
    /// It is not known which account pays.
    WhichAccount,
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
            Self::WhichAccount => Message::new("transfer-which-account"),
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
        matches!(self, Self::WhichAccount).then(|| Message::new("transfer-which-account-hint"))
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
    let known = known_accounts(local, request.company, &earlier)?;
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
    let questions = questions(&known, &earlier, &transfers);
    let account = payer(local, request, &transfers)?;
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
    let stopped = !questions.is_empty() && !request.confirmed;
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
        let accounts = accounts_of(known, &claim.partner, &claim.name);
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
        name,
    };
    Ok((claim.partner.to_string(), transfer))
}

/// Accounts by partner or folded name, from confirmed matches and earlier transfers.
type Known = BTreeMap<String, BTreeSet<String>>;

fn known_accounts(local: &Local, company: CompanyId, earlier: &[TransferBatch]) -> Result<Known> {
    let mut known = Known::new();
    for one in bank::matches(local.store.inner(), company)?.into_iter().filter(|one| !one.value.undone) {
        if let Some(taught) = one.value.taught {
            known.entry(taught.partner.to_string()).or_default().insert(taught.account.to_string());
        }
    }
    for transfer in earlier.iter().flat_map(|batch| &batch.transfers) {
        known.entry(folded(&transfer.name)).or_default().insert(transfer.account.to_string());
    }
    Ok(known)
}

fn accounts_of<'k>(known: &'k Known, partner: &str, name: &str) -> BTreeSet<&'k String> {
    [partner, &folded(name)].into_iter().filter_map(|name| known.get(name)).flatten().collect()
}

/// What two transfers have in common that pay the same: account, amount, currency, text.
type Payment<'t> = (&'t str, Decimal, &'t str, &'t str);

fn payment(transfer: &Transfer) -> Payment<'_> {
    (&transfer.account, transfer.amount, transfer.currency.as_str(), &transfer.text)
}

/// What a person must say yes to.
fn questions(known: &Known, earlier: &[TransferBatch], transfers: &[(String, Transfer)]) -> Vec<Message> {
    let mut paid: BTreeMap<&RemoteId, &TransferBatch> = BTreeMap::new();
    let mut same: BTreeMap<Payment<'_>, &TransferBatch> = BTreeMap::new();
    for batch in earlier {
        paid.extend(batch.transfers.iter().filter_map(|transfer| Some((transfer.document.as_ref()?, batch))));
        same.extend(batch.transfers.iter().map(|transfer| (payment(transfer), batch)));
    }
    let mut questions = Vec::new();
    let mut seen: BTreeSet<Payment<'_>> = BTreeSet::new();
    let mut documents: BTreeSet<&RemoteId> = BTreeSet::new();
    let mut here = Known::new();
    for (partner, transfer) in transfers {
        let (mut accounts, mut id) = (accounts_of(known, partner, &transfer.name), "transfer-changed");
        if accounts.is_empty() {
            (accounts, id) = (accounts_of(&here, partner, &transfer.name), "transfer-two-accounts");
        }
        if !accounts.is_empty() && !accounts.iter().any(|account| ***account == *transfer.account) {
            let list: Vec<String> = accounts.iter().map(|account| grouped(account)).collect();
            questions.push(
                Message::new(id)
                    .with("name", &*transfer.name)
                    .with("account", grouped(&transfer.account))
                    .with("known", list.join(", ")),
            );
        }
        for name in [partner.clone(), folded(&transfer.name)].into_iter().filter(|name| !name.is_empty()) {
            here.entry(name).or_default().insert(transfer.account.to_string());
        }
        let before = transfer.document.as_ref().and_then(|document| paid.get(document));
        if let Some(batch) = before.or_else(|| same.get(&payment(transfer))) {
            let number = if transfer.text.is_empty() { &transfer.name } else { &transfer.text };
            questions.push(Message::new("transfer-before").with("number", &**number).with("day", batch.day.to_string()));
        }
        let twice = !seen.insert(payment(transfer));
        if twice || transfer.document.as_ref().is_some_and(|document| !documents.insert(document)) {
            let amount = transfer.amount.to_string();
            questions.push(Message::new("transfer-twice").with("name", &*transfer.name).with("amount", amount));
        }
    }
    questions
}

/// The account that pays.
fn payer(local: &Local, request: &TransferRequest, transfers: &[(String, Transfer)]) -> Result<String> {
    if let Some(account) = &request.account {
        let account = canonical(account);
        return if is_payable(&account) { Ok(account) } else { Err(TransferRefusal::OwnAccount { account }.into()) };
    }
    let currency = transfers.first().map(|(_, transfer)| &transfer.currency);
    let all = bank::accounts(local.store.inner(), request.company)?;
    let mut own = all.into_iter().map(|one| one.value).filter(|one| Some(&one.currency) == currency && is_payable(&one.account));
    match (own.next(), own.next()) {
        (Some(only), None) => Ok(only.account.to_string()),
        _ => Err(TransferRefusal::WhichAccount.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(name: &str, account: &str, amount: i64, text: &str, document: Option<&str>) -> Transfer {
        Transfer {
            document: document.map(RemoteId::new),
            name: name.into(),
            account: account.into(),
            bank: "".into(),
            amount: Decimal::from(amount),
            currency: crate::domain::Currency::new("HUF"),
            text: text.into(),
            end_to_end: "".into(),
        }
    }

    #[test]
    fn what_an_earlier_list_paid_is_a_question() {
        let batch = |day: i8, transfers: Vec<Transfer>| TransferBatch {
            id: RemoteId::new(day.to_string()),
            account: "own".into(),
            day: jiff::civil::date(2026, 11, day),
            made: jiff::Timestamp::UNIX_EPOCH,
            author: crate::domain::Actor("me".into()),
            transfers,
            call: None,
        };
        let rent = transfer("Alfa", "1", 1500, "rent", None);
        let bill = transfer("Beta", "2", 900, "B-7", Some("d7"));
        let bare = transfer("Gamma", "3", 10, "", None);
        let earlier = [batch(3, vec![rent.clone(), bill.clone()]), batch(9, vec![rent.clone(), bare.clone()])];
        let asked = |transfer: Transfer| {
            let known = Known::new();
            let found = questions(&known, &earlier, &[(folded(&transfer.name), transfer)]);
            found
                .into_iter()
                .map(|one| (one.id.to_string(), one.args.into_iter().map(|(_, arg)| arg).collect::<Vec<_>>()))
                .collect::<Vec<_>>()
        };
        let before = |number: &str, day: &str| vec![("transfer-before".to_owned(), vec![number.into(), day.into()])];
        assert_eq!(asked(rent.clone()), before("rent", "2026-11-09"));
        assert_eq!(asked(bare), before("Gamma", "2026-11-09"));
        // A document that is paid once more by a list, and one that is named again with another amount.
        assert_eq!(asked(Transfer { document: None, ..bill.clone() }), before("B-7", "2026-11-03"));
        assert_eq!(asked(Transfer { amount: Decimal::ONE, ..bill }), before("B-7", "2026-11-03"));
        // An unknown partner with two accounts in one list.
        let two = [
            transfer("Delta", "5", 1, "a", None),
            transfer("DELTA Kft.", "6", 2, "b", None),
            transfer("Delta", "5", 3, "c", None),
        ];
        let list: Vec<_> = two.into_iter().map(|one| (folded(&one.name), one)).collect();
        let found = questions(&Known::new(), &[], &list);
        assert_eq!(found.iter().map(|one| one.id.as_ref()).collect::<Vec<_>>(), ["transfer-two-accounts"]);
        // Another month, amount or account is another payment.
        for other in [
            Transfer { text: "rent of December".into(), ..rent.clone() },
            Transfer { amount: Decimal::from(1501), ..rent.clone() },
            Transfer { account: "4".into(), ..rent },
        ] {
            assert_eq!(asked(other), vec![]);
        }
    }
}
