//! The bank: accounts, statements, entries, matches, transfers.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::bank_row::{BankRowJson, ToldJson};
use super::value::{Amount, Day, Shown, sum};
use crate::bank::{Collected, Refused};
use crate::domain::bank::{BankLine, BankMatch, BankStatement, MatchPart};
use crate::domain::transfer::{Transfer, TransferBatch};
use crate::domain::{CompanyId, Currency, Message};
use crate::service::bank::{AccountView, Matched, Proposed, StatementView};
use crate::service::bank_doubt::Verdict;

/// `faktura bank import --json`. The first fields are of the first statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankImport))]
#[expect(missing_docs, reason = "the names are the promise; BankStatement explains them")]
pub struct BankImportJson<'r> {
    pub company_id: Option<u32>,
    pub account: &'r str,
    pub currency: &'r str,
    pub format: &'r str,
    pub entries: u64,
    pub imported: u64,
    pub duplicates: u64,
    /// Entries that a file of another form perhaps told before: they count nowhere until a person decides.
    pub doubtful: u64,
    /// Entries of earlier files that were doubtful, of which this file proves what they are.
    pub decided: u64,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub statements: Vec<StatementJson<'r>>,
    pub refused: Vec<RefusedJson>,
    /// How many were refused; the list has the first of them.
    pub refused_count: u64,
    pub warnings: Vec<String>,
    /// The first entries as they were read, of a preview.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<BankRowJson<'r>>>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankStatement))]
#[expect(missing_docs, reason = "the names are the promise; BankStatement explains them")]
pub struct StatementJson<'r> {
    pub statement: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_id: Option<u32>,
    pub account: &'r str,
    pub currency: &'r str,
    pub number: &'r str,
    pub page: u32,
    pub format: &'r str,
    pub file: &'r str,
    pub name: &'r str,
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub sum: Amount,
    pub entries: u64,
    pub duplicates: u64,
    pub refused: u64,
    /// Whether opening balance and entries make the closing balance; `null` where a balance is missing.
    pub adds_up: Option<bool>,
}

/// A line that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = RefusedLine))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct RefusedJson {
    pub line: u64,
    pub column: u64,
    pub error: String,
}

/// An entry, with what it pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankEntry))]
#[expect(missing_docs, reason = "the names are the promise; BankEntry explains them")]
pub struct BankEntryJson<'r> {
    pub entry: &'r str,
    pub statement: &'r str,
    pub company_id: u32,
    #[serde(flatten)]
    pub told: ToldJson<'r>,
    pub matches: Vec<MatchJson<'r>>,
    /// The entries that a doubtful one may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<&'r str>,
}

/// What an entry pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankMatch))]
#[expect(missing_docs, reason = "the names are the promise; BankMatch explains them")]
pub struct MatchJson<'r> {
    #[serde(rename = "match")]
    pub id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_id: Option<u32>,
    pub entry: &'r str,
    pub part: u32,
    pub automatic: bool,
    pub undone: bool,
    pub score: u8,
    pub reasons: Vec<&'static str>,
    pub parts: Vec<MatchPartJson<'r>>,
}

/// A part of a match or of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankMatchPart))]
#[expect(missing_docs, reason = "the names are the promise; MatchPart explains them")]
pub struct MatchPartJson<'r> {
    pub invoice_id: Option<&'r str>,
    pub invoice_number: &'r str,
    /// `principal`, `fee`, `fx`, `rounding`, `discount` or `overpayment`.
    pub kind: &'static str,
    pub amount: Amount,
}

/// A proposal for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankProposal))]
#[expect(missing_docs, reason = "the names are the promise; ProposalView explains them")]
pub struct ProposalJson<'r> {
    pub score: u8,
    pub certain: bool,
    pub reasons: Vec<&'static str>,
    pub parts: Vec<MatchPartJson<'r>>,
}

/// An entry that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankProposed))]
#[expect(missing_docs, reason = "the names are the promise; Proposed explains them")]
pub struct ProposedJson<'r> {
    #[serde(flatten)]
    pub entry: BankEntryJson<'r>,
    pub part: u32,
    pub proposals: Vec<ProposalJson<'r>>,
}

/// `faktura match propose|auto --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankMatched))]
pub struct MatchedJson<'r> {
    /// What was settled now.
    pub settled: Vec<MatchJson<'r>>,
    /// What waits for a person.
    pub proposed: Vec<ProposedJson<'r>>,
    /// Certain matches that were not made, because they would change a closed day.
    pub closed: u64,
}

/// What a person said of doubtful entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankDecided))]
pub struct DecidedJson<'r> {
    /// The entries.
    pub decided: Vec<DecisionJson<'r>>,
}

/// What a person said of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankDecision))]
pub struct DecisionJson<'r> {
    pub company_id: u32,
    pub entry: &'r str,
    /// `same` money as an entry of an earlier file, or `another`.
    pub verdict: &'static str,
}

impl<'r> From<&'r Vec<(CompanyId, BankMatch)>> for DecidedJson<'r> {
    fn from(all: &'r Vec<(CompanyId, BankMatch)>) -> Self {
        let one = |(company, one): &'r (CompanyId, BankMatch)| {
            let verdict = if one.undone { Verdict::Another } else { Verdict::Same };
            DecisionJson { company_id: company.0, entry: one.entry.as_str(), verdict: verdict.as_str() }
        };
        Self { decided: all.iter().map(one).collect() }
    }
}

/// An account with its cash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankAccount))]
#[expect(missing_docs, reason = "the names are the promise; AccountView explains them")]
pub struct AccountJson<'r> {
    pub company_id: u32,
    pub account: &'r str,
    pub currency: &'r str,
    pub balance: Option<Amount>,
    pub balance_date: Option<Day>,
    pub statements: u64,
    pub entries: u64,
    /// Entries of which something pays nothing yet, by their age in days.
    pub unmatched: UnmatchedJson,
    /// Entries that a person has to decide about: a file of another form perhaps told them before.
    pub doubtful: DoubtfulJson,
    /// Whether the last statement opens with what the one before closed with.
    pub continuous: Option<bool>,
}

/// The cash of all accounts in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Cash))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct CashJson {
    pub currency: String,
    pub accounts: u64,
    /// Sum of the last known balances; `null` where an account has none.
    pub balance: Option<Amount>,
    /// What came in and pays nothing yet.
    pub incoming: Amount,
    /// What went out and pays nothing yet.
    pub outgoing: Amount,
}

impl CashJson {
    /// The cash by currency.
    #[must_use]
    pub fn of(views: &[AccountView]) -> Vec<Self> {
        let mut sums: BTreeMap<&Currency, (u64, Option<Decimal>, Decimal, Decimal)> = BTreeMap::new();
        for view in views {
            let [incoming, outgoing] = view.open;
            let known = (0, Some(Decimal::ZERO), Decimal::ZERO, Decimal::ZERO);
            let sum = sums.entry(&view.account.currency).or_insert(known);
            sum.0 += 1;
            sum.1 = sum.1.zip(view.account.balance).and_then(|(sum, balance)| sum.checked_add(balance));
            sum.2 = sum.2.saturating_add(incoming.amount);
            sum.3 = sum.3.saturating_add(outgoing.amount);
        }
        let one = |(currency, (accounts, balance, incoming, outgoing)): (&Currency, (u64, Option<Decimal>, _, _))| Self {
            currency: currency.as_str().to_owned(),
            accounts,
            balance: balance.map(|balance| sum(balance, currency)),
            incoming: sum(incoming, currency),
            outgoing: sum(outgoing, currency),
        };
        sums.into_iter().map(one).collect()
    }
}

/// Unmatched entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankUnmatched))]
#[expect(missing_docs, reason = "the names are the promise; AccountView explains them")]
pub struct UnmatchedJson {
    pub to_7: u64,
    pub to_30: u64,
    pub to_90: u64,
    pub older: u64,
    pub incoming: Amount,
    pub outgoing: Amount,
}

/// Doubtful entries, and their sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankDoubtful))]
pub struct DoubtfulJson {
    pub entries: u64,
    pub amount: Amount,
}

/// A transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Transfer))]
#[expect(missing_docs, reason = "the names are the promise; Transfer explains them")]
pub struct TransferJson<'r> {
    pub name: &'r str,
    pub account: &'r str,
    pub amount: Amount,
    pub currency: &'r str,
    pub text: &'r str,
    pub end_to_end: &'r str,
    pub invoice_id: Option<&'r str>,
    /// Account that pays it.
    pub payer: &'r str,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Day on which a statement shows it.
    pub executed: Option<Day>,
}

impl<'r> TransferJson<'r> {
    pub(crate) fn new(batch: &'r TransferBatch, transfer: &'r Transfer, executed: Option<jiff::civil::Date>) -> Self {
        Self {
            name: &transfer.name,
            account: &transfer.account,
            amount: Shown(transfer.amount),
            currency: transfer.currency.as_str(),
            text: &transfer.text,
            end_to_end: &transfer.end_to_end,
            invoice_id: transfer.document.as_ref().map(crate::domain::RemoteId::as_str),
            payer: batch.payer(transfer),
            urgent: transfer.urgent,
            executed: executed.map(Shown),
        }
    }
}

/// The word of a format, without the mapping of a table.
fn word(format: &str) -> &str {
    match format.split_once('.') {
        Some((table @ ("csv" | "xlsx"), _)) => table,
        _ => format,
    }
}

impl<'r> StatementJson<'r> {
    /// What scripts see of a statement.
    #[must_use]
    pub fn new(statement: &'r BankStatement, company: Option<CompanyId>) -> Self {
        let adds_up = statement.opening.zip(statement.closing);
        Self {
            statement: statement.id.as_str(),
            company_id: company.map(|company| company.0),
            account: &statement.account,
            currency: statement.currency.as_str(),
            number: &statement.number,
            page: statement.page,
            format: word(&statement.format),
            file: &statement.file,
            name: &statement.name,
            from: statement.from.map(Shown),
            until: statement.until.map(Shown),
            opening: statement.opening.map(Shown),
            closing: statement.closing.map(Shown),
            sum: sum(statement.sum, &statement.currency),
            entries: statement.entries,
            duplicates: statement.duplicates,
            refused: statement.refused,
            adds_up: adds_up.map(|(opening, closing)| opening.checked_add(statement.sum) == Some(closing)),
        }
    }
}

impl<'r> From<&'r StatementView> for StatementJson<'r> {
    fn from(view: &'r StatementView) -> Self {
        Self::new(&view.statement, Some(view.company))
    }
}

impl<'r> BankImportJson<'r> {
    /// What scripts see of an import; `say` words a message.
    #[must_use]
    pub fn new(found: &'r Collected, company: Option<CompanyId>, imported: bool, say: &dyn Fn(&Message) -> String) -> Self {
        let first = found.statements.first();
        let (opening, closing) = found.ends();
        let refused = |one: &Refused| RefusedJson { line: one.line, column: one.column, error: say(&one.message) };
        let sum = |of: fn(&BankStatement) -> u64| found.statements.iter().map(of).sum::<u64>();
        let new: u64 = (0..found.statements.len()).map(|place| found.new_of(place)).sum();
        Self {
            company_id: company.map(|company| company.0),
            account: first.map_or("", |one| &one.account),
            currency: first.map_or("", |one| one.currency.as_str()),
            format: first.map_or("", |one| word(&one.format)),
            entries: sum(|one| one.entries),
            imported: if imported { new } else { 0 },
            duplicates: sum(|one| one.duplicates),
            doubtful: found.doubtful(),
            decided: found.decided,
            opening: opening.map(Shown),
            closing: closing.map(Shown),
            statements: found.statements.iter().map(|one| StatementJson::new(one, None)).collect(),
            refused: found.refused.iter().map(refused).collect(),
            refused_count: found.refused_count,
            warnings: found.warnings.iter().map(|one| say(&one.message)).collect(),
            rows: None,
        }
    }
}

impl<'r> From<&'r MatchPart> for MatchPartJson<'r> {
    fn from(part: &'r MatchPart) -> Self {
        Self {
            invoice_id: part.document.as_ref().map(crate::domain::RemoteId::as_str),
            invoice_number: &part.number,
            kind: part.kind.as_str(),
            amount: Shown(part.amount),
        }
    }
}

impl<'r> MatchJson<'r> {
    /// What scripts see of a match.
    #[must_use]
    pub fn new(one: &'r BankMatch, company: Option<CompanyId>) -> Self {
        Self {
            id: one.id.as_str(),
            company_id: company.map(|company| company.0),
            entry: one.entry.as_str(),
            part: one.part,
            automatic: one.automatic,
            undone: one.undone,
            score: one.score,
            reasons: one.reasons.iter().map(|reason| reason.as_str()).collect(),
            parts: one.parts.iter().map(Into::into).collect(),
        }
    }
}

impl<'r> From<&'r BankLine> for BankEntryJson<'r> {
    fn from(line: &'r BankLine) -> Self {
        Self {
            entry: line.entry.id.as_str(),
            statement: line.statement.as_str(),
            company_id: line.company.0,
            told: line.into(),
            matches: line.matches.iter().map(|one| MatchJson::new(one, None)).collect(),
            perhaps: line.perhaps.iter().map(crate::domain::RemoteId::as_str).collect(),
        }
    }
}

impl<'r> From<&'r Proposed> for ProposedJson<'r> {
    fn from(proposed: &'r Proposed) -> Self {
        let proposal = |one: &'r crate::service::bank::ProposalView| ProposalJson {
            score: one.score,
            certain: one.certain,
            reasons: one.reasons.iter().map(|reason| reason.as_str()).collect(),
            parts: one.parts.iter().map(Into::into).collect(),
        };
        Self { entry: (&proposed.line).into(), part: proposed.part, proposals: proposed.proposals.iter().map(proposal).collect() }
    }
}

impl<'r> From<&'r Matched> for MatchedJson<'r> {
    fn from(found: &'r Matched) -> Self {
        Self {
            settled: found.settled.iter().map(|(company, one)| MatchJson::new(one, Some(*company))).collect(),
            proposed: found.proposed.iter().map(Into::into).collect(),
            closed: found.closed,
        }
    }
}

impl<'r> From<&'r AccountView> for AccountJson<'r> {
    fn from(view: &'r AccountView) -> Self {
        let [to_7, to_30, to_90, older] = view.unmatched;
        let [incoming, outgoing] = view.open.map(|open| sum(open.amount, &view.account.currency));
        Self {
            company_id: view.company.0,
            account: &view.account.account,
            currency: view.account.currency.as_str(),
            balance: view.account.balance.map(|balance| sum(balance, &view.account.currency)),
            balance_date: view.account.day.map(Shown),
            statements: view.account.statements,
            entries: view.account.entries,
            unmatched: UnmatchedJson { to_7, to_30, to_90, older, incoming, outgoing },
            doubtful: DoubtfulJson { entries: view.doubtful.count, amount: sum(view.doubtful.amount, &view.account.currency) },
            continuous: view.continuous,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::BankAccount;
    use crate::service::bank::UnmatchedSum;

    #[test]
    fn the_cash_of_accounts_is_spelled_by_its_currency() {
        let dec = |text: &str| text.parse::<Decimal>().expect("a number");
        let view = |currency: &str, balance: &str, incoming: &str, outgoing: &str| AccountView {
            company: CompanyId(1),
            account: BankAccount {
                account: "HU42117730161111101800000000".into(),
                currency: Currency::new(currency),
                statements: 1,
                entries: 2,
                balance: Some(dec(balance)),
                day: None,
            },
            unmatched: [2, 0, 0, 0],
            open: [incoming, outgoing].map(|amount| UnmatchedSum { count: 1, amount: dec(amount) }),
            doubtful: UnmatchedSum::default(),
            continuous: None,
        };
        let views = [view("HUF", "1000.00", "12.50", "-3.0"), view("HUF", "5", "0", "-2"), view("EUR", "2000", "0.5", "-10.0")];
        let account = AccountJson::from(&views[0]);
        let texts = |amounts: [Option<Amount>; 3]| amounts.map(|amount| amount.expect("an amount").0.to_string());
        assert_eq!(
            texts([account.balance, Some(account.unmatched.incoming), Some(account.unmatched.outgoing)]),
            ["1000", "12.5", "-3"]
        );
        let sums = CashJson::of(&views)
            .into_iter()
            .map(|one| (one.currency, texts([one.balance, Some(one.incoming), Some(one.outgoing)])));
        let expected = [("EUR", ["2000.00", "0.50", "-10.00"]), ("HUF", ["1005", "12.5", "-5"])];
        assert_eq!(sums.collect::<Vec<_>>(), expected.map(|(currency, sums)| (currency.to_owned(), sums.map(str::to_owned))));
    }
}
