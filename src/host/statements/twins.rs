//! A statement that came before in another format: its entries are the same money, though each format tells other texts of them.
//!
//! For: the import. Uses: what the store has of the earlier statement. Never: a guess: account, balances, day, number and sum of the
//! entries must agree, and of each entry the day and the amount.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Service;
use crate::bank::Collected;
use crate::domain::bank::{BankEntry, BankStatement, Told};
use crate::domain::{CompanyId, RemoteId};
use crate::service::bank::StatementView;
use crate::service::{Result, cases};

/// Most entries of a statement that is compared.
const MOST: u64 = 5_000;

/// Day and amount of an entry.
type Sight = (Option<Date>, Decimal);

/// The entries of earlier statements, by the place of the statement that tells them again.
#[derive(Debug, Default)]
pub(super) struct Twins(HashMap<usize, HashMap<Sight, Vec<(RemoteId, Told)>>>);

fn sight(entry: &BankEntry) -> Sight {
    (entry.booked.or(entry.valued), entry.whole.amount.normalize())
}

/// The form of a statement without its version.
fn form(statement: &BankStatement) -> &str {
    statement.format.split('.').next().unwrap_or_default()
}

/// Whether a statement is another one in another format.
fn is_twin(one: &BankStatement, other: &BankStatement) -> bool {
    let figures = |of: &BankStatement| (of.opening, of.closing, of.until, of.entries, of.sum);
    let moves = one.opening.zip(one.closing).is_some_and(|(opening, closing)| opening != closing);
    moves
        && figures(one) == figures(other)
        && (&one.account, &one.currency) == (&other.account, &other.currency)
        && form(one) != form(other)
        && other.entries <= MOST
        && other.duplicates == 0
}

impl Twins {
    /// Those of the statements of a file.
    pub(super) async fn of(service: &Service, company: CompanyId, all: &[StatementView], found: &Collected) -> Result<Self> {
        let mut twins = Self::default();
        for (place, statement) in found.statements.iter().enumerate() {
            let Some(other) = all.iter().map(|view| &view.statement).find(|other| is_twin(statement, other)) else { continue };
            let wanted = Some(other.id.to_string());
            let (account, limit) = (Some(other.account.to_string()), usize::MAX);
            let ask = cases::BankEntries { companies: vec![company], account, wanted, unmatched: false, offset: 0, limit };
            let (_, lines) = service.ask(ask).await?;
            let mut entries: HashMap<Sight, Vec<(RemoteId, Told)>> = HashMap::new();
            for entry in lines.into_iter().map(|line| line.entry) {
                let told = entry.told();
                entries.entry(sight(&entry)).or_default().push((entry.id, told));
            }
            // Of equal amounts of a day it is not known which one the other format tells more of.
            for same in entries.values_mut().filter(|same| same.len() > 1) {
                same.iter_mut().for_each(|(_, told)| *told = Told::Parts);
            }
            twins.0.insert(place, entries);
        }
        Ok(twins)
    }

    /// Takes the entry that one of the statement at a place is, with how much is known of it.
    pub(super) fn take(&mut self, place: usize, entry: &BankEntry) -> Option<(RemoteId, Told)> {
        self.0.get_mut(&place)?.get_mut(&sight(entry))?.pop()
    }
}
