//! The bank: what use cases take and give, and what they share.
//!
//! For: the cases about statements, matches and transfers. Uses: bank, the store with its index. Never: a file of the disk.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::bank_details::Details;
use super::bank_doubt::{Said, name_others, plain};
use super::books::{Settling, Shelf, summed};
use super::local::Local;
use super::{Context, Result};
use crate::bank::matching::{Money, Proposal};
use crate::domain::bank::{
    BankAccount, BankEntry, BankLine, BankMatch, BankStatement, EntryDetail, EntryState, MatchPart, Reason, Settled, Settlement,
};
use crate::domain::{CompanyId, Currency, ErrorKind, Message, RemoteId, as_text};
use crate::error::Describe;
use crate::store::bank::{self, Versioned};
pub use crate::store::bank::{BYTES, ENTRIES, TEXTS, details_of};
use crate::store::{OwnBatch, OwnData, StoreExt};

/// Matches of one batch.
const BATCH: usize = 400;

/// An account of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Company.
    pub company: CompanyId,
    /// The account.
    pub account: BankAccount,
    /// Booked entries of which something pays nothing yet, by age in days: up to 7, 30, 90, older.
    pub unmatched: [u64; 4],
    /// The sums of that, of a batch of the parts that pay nothing: what came in, what went out.
    pub open: [UnmatchedSum; 2],
    /// Entries that a person has to decide about: a file of another form perhaps told them before.
    pub doubtful: UnmatchedSum,
    /// The last statement adds up with the one before; `None` where one of them has no balance.
    pub continuous: Option<bool>,
}

/// A sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnmatchedSum {
    /// Entries.
    pub count: u64,
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Decimal,
}

/// A statement of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    /// Company.
    pub company: CompanyId,
    /// The statement.
    pub statement: BankStatement,
}

/// A document that a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Number or identifier.
    pub document: String,
    /// Amount, where it is not all that fits.
    #[serde(with = "as_text")]
    pub amount: Option<Decimal>,
}

/// What an entry pays, as a program asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MatchAsked {
    /// Documents by number or identifier, with an amount where not all that fits is meant; empty for the best proposal. For
    /// money that goes back: the document, or the earlier entry.
    pub documents: Vec<(String, Option<String>)>,
    /// Part of a batch; 0 for the whole.
    pub part: u32,
    /// What a difference is.
    pub difference: Option<String>,
    /// The rate at which money of another currency pays the documents.
    pub rate: Option<String>,
}

/// A proposal for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    /// What would be paid.
    pub parts: Vec<MatchPart>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// 0 to 100.
    pub score: u8,
    /// Whether no person is needed.
    pub certain: bool,
}

impl From<Proposal> for ProposalView {
    fn from(proposal: Proposal) -> Self {
        Self { parts: proposal.parts, reasons: proposal.reasons, score: proposal.score, certain: proposal.certain }
    }
}

/// An entry, or a part of a batch, with its proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// The entry.
    pub line: BankLine,
    /// Number of the part; 0 for the whole.
    pub part: u32,
    /// Proposals, the best first; empty where nothing is known.
    pub proposals: Vec<ProposalView>,
}

/// What a search for matches found and did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Matched {
    /// Matches that were made.
    pub settled: Vec<(CompanyId, BankMatch)>,
    /// Entries that wait for a person.
    pub proposed: Vec<Proposed>,
    /// Certain matches that were not made, because they would change a closed day.
    pub closed: u64,
}

/// Why a case of the bank was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum BankRefusal {
    /// No entry, statement or match of this identifier.
    NotFound { wanted: String },
    /// Several entries begin with this identifier.
    Ambiguous { wanted: String },
    /// The entry pays something already.
    Taken { entry: String },
    /// The entry is not booked.
    NotBooked { entry: String },
    /// The entry was perhaps told before, and no person said yet whether it was.
    Doubtful { entry: String },
    /// The entry was never doubtful.
    NotDoubtful { entry: String },
    /// Nothing is proposed for the entry.
    NothingProposed { entry: String },
    /// What was shown for the entry is proposed no more.
    Outdated { entry: String },
    /// No open document of this number in the company.
    NoDocument { document: String },
    /// Several open documents have this number.
    SeveralDocuments { document: String },
    /// Several entries paid the document with this amount.
    SeveralBack { document: String },
    /// What goes back is no whole payment of the document, and more than was paid beyond it.
    NotBack { document: String },
    /// A document is named twice.
    Repeated { document: String },
    /// A text that is no rate of exchange.
    BadRate { rate: String },
    /// Another import of the account came in between.
    Changed,
    /// A batch must be matched part by part.
    Parts { entry: String },
    /// The account is another company's.
    OfAnother { account: String },
    /// The company of the account is not known.
    WhichCompany { account: String },
}

impl Describe for BankRefusal {
    fn message(&self) -> Message {
        match self {
            Self::NotFound { wanted } => Message::new("bank-not-found").with("wanted", wanted.as_str()),
            Self::Ambiguous { wanted } => Message::new("bank-ambiguous").with("wanted", wanted.as_str()),
            Self::Taken { entry } => Message::new("bank-taken").with("entry", entry.as_str()),
            Self::NotBooked { entry } => Message::new("bank-not-booked").with("entry", entry.as_str()),
            Self::Doubtful { entry } => Message::new("bank-doubtful").with("entry", entry.as_str()),
            Self::NotDoubtful { entry } => Message::new("bank-not-doubtful").with("entry", entry.as_str()),
            Self::NothingProposed { entry } => Message::new("bank-nothing-proposed").with("entry", entry.as_str()),
            Self::Outdated { entry } => Message::new("bank-outdated").with("entry", entry.as_str()),
            Self::NoDocument { document } => Message::new("bank-no-document").with("document", document.as_str()),
            Self::SeveralDocuments { document } => Message::new("bank-several-documents").with("document", document.as_str()),
            Self::SeveralBack { document } => Message::new("bank-several-back").with("document", document.as_str()),
            Self::NotBack { document } => Message::new("bank-not-back").with("document", document.as_str()),
            Self::Repeated { document } => Message::new("bank-repeated-document").with("document", document.as_str()),
            Self::BadRate { rate } => Message::new("bank-bad-rate").with("rate", rate.as_str()),
            Self::Changed => Message::new("bank-changed"),
            Self::Parts { entry } => Message::new("bank-parts").with("entry", entry.as_str()),
            Self::OfAnother { account } => Message::new("bank-of-another").with("account", account.as_str()),
            Self::WhichCompany { account } => Message::new("bank-which-company").with("account", account.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::NotFound { .. } | Self::Ambiguous { .. } => Message::new("bank-not-found-hint"),
            Self::Taken { .. } => Message::new("bank-taken-hint"),
            Self::Doubtful { .. } => Message::new("bank-doubtful-hint"),
            Self::NotDoubtful { .. } => Message::new("bank-not-doubtful-hint"),
            Self::NothingProposed { .. } => Message::new("bank-nothing-proposed-hint"),
            Self::Outdated { .. } => Message::new("bank-outdated-hint"),
            Self::BadRate { .. } => Message::new("bank-bad-rate-hint"),
            Self::Changed => Message::new("bank-changed-hint"),
            Self::Parts { .. } => Message::new("bank-parts-hint"),
            Self::SeveralBack { .. } => Message::new("bank-several-back-hint"),
            Self::NotBack { .. } => Message::new("bank-not-back-hint"),
            Self::WhichCompany { .. } => Message::new("bank-which-company-hint"),
            _ => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Changed | Self::Outdated { .. } | Self::NothingProposed { .. } | Self::NotFound { .. } => ErrorKind::Failed,
            _ => ErrorKind::Usage,
        }
    }
}

crate::localized_error!(BankRefusal);

/// Companies of a scope.
pub(crate) fn companies(cx: &Context, wanted: &[CompanyId]) -> Vec<CompanyId> {
    let sees = cx.sight();
    let all = cx.local.registry.companies().into_iter().map(|company| company.id);
    all.filter(|id| (wanted.is_empty() || wanted.contains(id)) && sees(*id)).collect()
}

/// Matches by account and entry.
pub(crate) type ByEntry = HashMap<(Box<str>, RemoteId), Vec<BankMatch>>;

/// Matches of a company by account and entry, without undone ones; and what persons said of doubtful entries.
pub(crate) fn matches_of(local: &Local, company: CompanyId) -> Result<(ByEntry, Said)> {
    let all = bank::matches(local.store.inner(), company)?;
    let said = Said::of(all.iter().map(|one| &one.value));
    let mut matches = ByEntry::new();
    for one in all.into_iter().map(|one| one.value).filter(|one| !one.undone) {
        matches.entry((one.account.clone(), one.entry.clone())).or_default().push(one);
    }
    Ok((matches, said))
}

/// Entries of a company with what they pay, in the order of the statements. An announced entry that was booked later is left out.
pub(crate) fn lines(local: &Local, company: CompanyId, only: &dyn Fn(&BankStatement) -> bool) -> Result<Vec<BankLine>> {
    let store = local.store.inner();
    let (matches, said) = matches_of(local, company)?;
    let statements = bank::statements(store, company)?;
    let details = Details::of(local, company, statements.iter())?;
    let mut found = Vec::new();
    for statement in statements.iter().filter(|one| only(one)) {
        for mut entry in bank::entries(store, company, &statement.id)? {
            let matches = matches.get(&(statement.account.clone(), entry.id.clone())).cloned().unwrap_or_default();
            details.lay_over(&statement.account, &mut entry, &matches);
            entry.state = said.state(&entry);
            let (account, currency, statement) = (statement.account.clone(), statement.currency.clone(), statement.id.clone());
            found.push(BankLine { company, account, currency, statement, entry, matches, perhaps: Vec::new() });
        }
    }
    let is_announced = |line: &BankLine| matches!(line.entry.state, EntryState::Pending | EntryState::Info);
    let booked: std::collections::HashSet<String> =
        found.iter().filter(|line| !is_announced(line)).map(|line| format!("{}p", plain(&line.entry.id))).collect();
    found.retain(|line| !is_announced(line) || !booked.contains(line.entry.id.as_str()));
    name_others(store, company, (&said, &statements), &mut found)?;
    Ok(found)
}

/// The parts of an entry that can be matched: their numbers and details.
pub(crate) fn units(entry: &BankEntry) -> Vec<(u32, &EntryDetail)> {
    if entry.parts.is_empty() {
        return vec![(0, &entry.whole)];
    }
    (1u32..).zip(&entry.parts).collect()
}

/// A unit as money.
pub(crate) fn money<'e>(line: &'e BankLine, part: u32, detail: &'e EntryDetail) -> Money<'e> {
    let entry = &line.entry;
    Money {
        detail,
        // Charges of a batch are of all its parts.
        charges: entry.charges.filter(|_| part == 0),
        day: entry.booked.or(entry.valued),
        currency: &line.currency,
        reversal: entry.reversal,
    }
}

/// Whether a part of an entry pays something already. A match without parts is of the whole entry: it was taken back by another one.
pub(crate) fn pays(line: &BankLine, part: u32) -> bool {
    line.matches.iter().any(|one| one.part == part || one.parts.is_empty())
}

/// Whether something of an entry pays nothing yet.
pub(crate) fn is_unmatched(line: &BankLine) -> bool {
    line.entry.state == EntryState::Booked && units(&line.entry).iter().any(|(part, _)| !pays(line, *part))
}

/// Identifier of the match of a unit.
pub(crate) fn match_id(entry: &RemoteId, part: u32) -> RemoteId {
    if part == 0 { entry.clone() } else { RemoteId::new(format!("{entry}-{part}")) }
}

/// Matches that are being written: each with its settlements, some in one batch.
#[derive(Debug)]
pub(crate) struct Writing<'l> {
    local: &'l Local,
    company: CompanyId,
    at: Timestamp,
    author: crate::domain::Actor,
    matches: Vec<Settling>,
}

impl<'l> Writing<'l> {
    /// Begins.
    pub(crate) fn new(cx: &'l Context, company: CompanyId) -> Self {
        let (at, author) = (cx.local.options.clock.now(), cx.caller.actor.clone());
        Self { local: &cx.local, company, at, author, matches: Vec::new() }
    }

    /// Adds a match of an entry of this day and currency; its parts become payments of their documents.
    pub(crate) fn add(&mut self, one: &BankMatch, version: u64, day: Option<Date>, currency: &Currency) -> Result<()> {
        if self.matches.len() >= BATCH {
            self.end()?;
        }
        self.matches.push(Settling { one: one.clone(), version, day, currency: currency.clone() });
        Ok(())
    }

    /// Refuses what was added if it changes a closed day.
    pub(crate) fn must_be_open(&self) -> Result<()> {
        if !self.local.by_id(self.company)?.has_own_books() {
            return Ok(());
        }
        super::books::must_be_open(&Shelf::open(self.local, self.company)?, &self.matches)
    }

    /// Writes what was added.
    pub(crate) fn end(&mut self) -> Result<()> {
        let matches = std::mem::take(&mut self.matches);
        if matches.is_empty() {
            return Ok(());
        }
        if self.local.by_id(self.company)?.has_own_books() {
            let _gate = self.local.shelves.change();
            let shelf = Shelf::open(self.local, self.company)?;
            return self.local.decide(self.company, || super::books::settle(&shelf, &matches, &self.author));
        }
        let store = self.local.store.inner();
        let mut batch = OwnBatch::new(self.at, self.author.clone());
        let mut sums: Vec<(BTreeMap<&RemoteId, Decimal>, &BankMatch, Option<Date>)> = Vec::new();
        for Settling { one, version, day, .. } in &matches {
            batch.put_match(self.company, one, *version)?;
            let mut of: BTreeMap<&RemoteId, Decimal> = BTreeMap::new();
            let parts = one.parts.iter().filter_map(|part| part.document.as_ref().map(|document| (document, part.amount)));
            for (document, amount) in parts {
                let sum = of.entry(document).or_default();
                *sum = summed([*sum, amount])?;
            }
            sums.push((of, one, *day));
        }
        let documents: BTreeSet<&RemoteId> = sums.iter().flat_map(|(of, ..)| of.keys().copied()).collect();
        let ids: Vec<RemoteId> = documents.into_iter().cloned().collect();
        // What the service says is open.
        let stored = store.invoices(self.company, &ids)?;
        let told = stored
            .into_iter()
            .map(|stored| stored.map_or(Decimal::ZERO, |stored| stored.entity.balance.unwrap_or(stored.entity.gross)));
        let mut settlements: BTreeMap<RemoteId, (Versioned<Settlement>, Decimal)> = BTreeMap::new();
        for (id, told) in ids.into_iter().zip(told) {
            let known = bank::settlement(store, self.company, &id)?;
            settlements.insert(id, (known, told));
        }
        for (of, one, day) in sums {
            for (document, amount) in of {
                let Some((settlement, told)) = settlements.get_mut(document) else { continue };
                settlement.value.payments.retain(|payment| payment.by != one.id);
                if !one.undone {
                    settlement.value.payments.push(Settled { by: one.id.clone(), amount, told: *told, day });
                }
            }
        }
        for (document, (settlement, _)) in settlements {
            batch.put_settlement(self.company, &document, &settlement)?;
        }
        if batch.records.is_empty() { Ok(()) } else { Ok(self.local.store.transact(&batch)?) }
    }
}

/// A match of a unit by a proposal.
pub(crate) fn matched(line: &BankLine, part: u32, proposal: &Proposal, automatic: bool) -> BankMatch {
    BankMatch {
        id: match_id(&line.entry.id, part),
        account: line.account.clone(),
        entry: line.entry.id.clone(),
        part,
        parts: proposal.parts.clone(),
        reasons: proposal.reasons.clone(),
        score: proposal.score,
        automatic,
        undone: false,
        taught: None,
        call: None,
    }
}

/// Version of the record of a match; 0 where there is none.
pub(crate) fn versions(local: &Local, company: CompanyId) -> Result<HashMap<RemoteId, u64>> {
    Ok(bank::matches(local.store.inner(), company)?.into_iter().map(|one| (one.value.id, one.version)).collect())
}
