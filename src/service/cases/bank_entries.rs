//! Entries of statements with what they pay.

use std::cmp::Reverse;
use std::collections::HashSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::bank::{BankLine, BankStatement, EntryState};
use crate::domain::{CompanyId, RemoteId};
use crate::service::bank_named::is_named;
use crate::service::bank::{companies, is_unmatched, lines, matches_of};
use crate::service::bank_details::Details;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::bank;

/// Most entries of a request over HTTP.
const MOST: usize = 1000;
/// Most entries that such a request passes over.
const LAST: usize = 10_000_000;

/// Entries, the newest first.
#[derive(Debug, Serialize, Deserialize)]
pub struct BankEntries {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
    /// Account, in its one form.
    pub account: Option<String>,
    /// Beginning of the identifier of a statement or an entry.
    pub wanted: Option<String>,
    /// Only booked entries that pay nothing yet.
    pub unmatched: bool,
    /// Only entries that a person has to decide about: a file of another form perhaps told them before.
    pub doubtful: bool,
    /// So many are passed over.
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
}

impl Routed for BankEntries {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/bank/entries", "bank_entries", "bank")
        .about("Entries of statements with what they pay, the newest first.")
        .params(&[
            Param::COMPANIES,
            Param::new("account", Kind::Text, "Only of this account"),
            Param::new("wanted", Kind::Text, "Only those whose identifier, or that of their statement, begins so"),
            Param::new("unmatched", Kind::Flag, "Only booked entries that pay nothing yet"),
            Param::new("doubtful", Kind::Flag, "Only those that a file of another form perhaps told before: a person decides"),
            Param::new("limit", Kind::UpTo(MOST), "Entries at most, 100 unless told"),
            Param::new("offset", Kind::UpTo(LAST), "So many are passed over"),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self {
            companies: given.companies()?,
            account: given.one("account")?.map(crate::bank::account::canonical),
            wanted: given.one("wanted")?.map(str::to_owned),
            unmatched: given.flag("unmatched")?,
            doubtful: given.flag("doubtful")?,
            offset: given.number("offset", 0..=LAST)?.unwrap_or_default(),
            limit: given.number("limit", 0..=MOST)?.unwrap_or(100),
        })
    }
}

impl UseCase for BankEntries {
    type Answer = (u64, Vec<BankLine>);
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<(u64, Vec<BankLine>)> {
        cx.blocking(move |cx| {
            let (mut total, mut found) = (0, Vec::new());
            for company in companies(cx, &self.companies) {
                let (count, lines) = self.of(cx, company)?;
                total += count;
                found.extend(lines);
            }
            found.sort_by_key(|line| Reverse(key(line)));
            found.drain(..self.offset.min(found.len()));
            found.truncate(self.limit);
            Ok((total, found))
        })
        .await
    }
}

/// The order of lists.
fn key(line: &BankLine) -> (Option<Date>, RemoteId, u64) {
    (line.entry.booked.or(line.entry.valued), line.statement.clone(), line.entry.line)
}

impl BankEntries {
    /// How many lines of a company are wanted, and those of them that the page can have.
    fn of(&self, cx: &Context, company: CompanyId) -> Result<(u64, Vec<BankLine>)> {
        let store = cx.local.store.inner();
        let mut statements = bank::statements(store, company)?;
        statements.retain(|one| self.account.as_deref().is_none_or(|wanted| *one.account == *wanted));
        // How far a batch is matched says only the whole of it.
        let in_parts = || -> Result<bool> {
            Ok(self.unmatched && matches_of(&cx.local, company)?.0.values().flatten().any(|one| one.part > 0))
        };
        // An announced entry goes with its booking, which any statement may have; a doubtful one is named with earlier ones of any.
        if self.wanted.is_none() && !self.doubtful && statements.iter().all(|one| one.pending == 0) && !in_parts()? {
            return self.page(cx, company, &statements);
        }
        let mut all = lines(&cx.local, company, &|one| self.account.as_deref().is_none_or(|wanted| *one.account == *wanted))?;
        if let Some(wanted) = &self.wanted {
            all.retain(|line| is_named(line.statement.as_str(), wanted) || is_named(line.entry.id.as_str(), wanted));
        }
        if self.unmatched {
            all.retain(is_unmatched);
        }
        if self.doubtful {
            all.retain(|line| line.entry.state == EntryState::Doubtful);
        }
        Ok((all.len() as u64, all))
    }

    /// The same where every entry is booked: records that the page cannot have are not unpacked.
    fn page(&self, cx: &Context, company: CompanyId, statements: &[BankStatement]) -> Result<(u64, Vec<BankLine>)> {
        let store = cx.local.store.inner();
        let (matches, _) = matches_of(&cx.local, company)?;
        let details = Details::of(&cx.local, company, statements.iter())?;
        let accounts: HashSet<&str> = statements.iter().map(|one| &*one.account).collect();
        let mut total: u64 = statements.iter().map(|one| one.entries.saturating_sub(one.duplicates)).sum();
        if self.unmatched {
            let matched = matches.keys().filter(|(account, _)| accounts.contains(&**account)).count();
            total = total.saturating_sub(matched as u64);
        }
        let mut records = Vec::new();
        for statement in statements {
            records.extend(bank::parts(store, company, &statement.id)?.into_iter().map(|(number, last)| (last, statement, number)));
        }
        records.sort_by(|a, b| (b.0, &b.1.id, b.2).cmp(&(a.0, &a.1.id, a.2)));
        let most = self.offset.saturating_add(self.limit);
        let mut found: Vec<BankLine> = Vec::new();
        for (last, statement, number) in records {
            // The records come by their latest day: what is older than a full page has no room on it.
            if found.len() >= most && found.get(most.saturating_sub(1)).is_none_or(|worst| last < key(worst).0) {
                break;
            }
            let before = found.len();
            for mut entry in bank::part(store, company, &statement.id, number)? {
                let matches = matches.get(&(statement.account.clone(), entry.id.clone())).cloned().unwrap_or_default();
                if !self.unmatched || matches.is_empty() {
                    details.lay_over(&statement.account, &mut entry, &matches);
                    let (account, currency) = (statement.account.clone(), statement.currency.clone());
                    found.push(BankLine { company, account, currency, statement: statement.id.clone(), entry, matches, perhaps: Vec::new() });
                }
            }
            if found.len() > before {
                found.sort_by_key(|line| Reverse(key(line)));
                found.truncate(most);
            }
        }
        Ok((total, found))
    }
}
