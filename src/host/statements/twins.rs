//! Statements that came before in another format: their entries are the same money, though each format tells other texts of them.
//!
//! For: the import. Uses: what the store has of the earlier statements. Never: a guess: account, balances, day, number and sum of the
//! entries must agree, and of each entry the day and the amount. Where the files have other periods or one has no balances, one of both
//! must prove that it has every entry of its days, and of more entries of a day and an amount than came before the words must tell which.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Beside, Known, Others, Reading, Service};
use crate::bank::{BankError, Collected, Collector, read};
use crate::domain::bank::{BankEntry, BankStatement, EntryState, Told};
use crate::domain::{CompanyId, RemoteId};
use crate::service::bank::StatementView;
use crate::service::{OtherForm, Result, bank_sight, bank_words, cases};

/// Most entries of a statement that is compared.
const MOST: u64 = 5_000;

/// Day and amount of an entry.
type Sight = (Option<Date>, Decimal);

/// The entries of earlier statements that a file tells again.
#[derive(Debug, Default)]
pub(super) struct Twins {
    /// Of statements that came as a whole before, by the place of the statement.
    whole: HashMap<usize, HashMap<Sight, Vec<(RemoteId, Told)>>>,
    /// Of others, by the identifier that an entry of the file has otherwise.
    single: HashMap<RemoteId, (RemoteId, Told)>,
}

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
            twins.whole.insert(place, entries);
        }
        Ok(twins)
    }

    /// Adds those of other forms: reads the file once more for how many entries it has of each day and amount.
    pub(super) fn with_others(
        mut self,
        reading: &Reading,
        (known, beside): (&Known, &Beside),
        others: Others,
    ) -> std::result::Result<Self, BankError> {
        let mut wanted: HashMap<_, Pairs> = HashMap::new();
        for (account, entries) in others {
            for entry in entries {
                let key = (account.clone(), (entry.currency.clone(), entry.day, entry.amount));
                wanted.entry(key).or_default().earlier.push(entry);
            }
        }
        let mut give = |place: usize, statement: &BankStatement, entry: BankEntry| {
            let entry = beside.in_place(entry);
            let is_known = || known.get(&*statement.account).is_some_and(|known| known.contains_key(&entry.id));
            if entry.state == EntryState::Booked && !self.whole.contains_key(&place) && !is_known() {
                let key = (statement.account.to_string(), bank_sight(statement, &entry));
                if let Some(pairs) = wanted.get_mut(&key) {
                    let words = bank_words(&entry);
                    pairs.again.push((entry.id, !entry.reference.is_empty(), words));
                }
            }
            Ok(())
        };
        let mut collector =
            Collector::new(&reading.hash, &reading.name, &reading.word, &reading.options, Some(&mut give)).again(reading.again);
        read(&reading.path.as_path(), reading.format, &reading.options, &mut |event| collector.take(event))?;
        drop(collector);
        self.single.extend(wanted.into_values().flat_map(Pairs::made));
        Ok(self)
    }

    /// Takes the entry that one of the statement at a place is, with how much is known of it.
    pub(super) fn take(&mut self, place: usize, entry: &BankEntry) -> Option<(RemoteId, Told)> {
        let whole = self.whole.get_mut(&place).and_then(|of| of.get_mut(&sight(entry))?.pop());
        whole.or_else(|| self.single.remove(&entry.id))
    }
}

/// An entry of the file: its identifier, whether it has a reference of the bank, and its words.
type Again = (RemoteId, bool, BTreeSet<String>);

/// Entries of one day and amount: earlier ones, and those of the file that are none of the known.
#[derive(Debug, Default)]
struct Pairs {
    earlier: Vec<OtherForm>,
    again: Vec<Again>,
}

impl Pairs {
    /// The entries that are the same. Two references of a bank are of two entries.
    fn made(mut self) -> Vec<(RemoteId, (RemoteId, Told))> {
        let are_two =
            self.again.iter().any(|(_, referenced, _)| *referenced) && self.earlier.iter().any(|entry| entry.referenced);
        if are_two {
            return Vec::new();
        }
        let (is_one, has_more) = (self.again.len() == 1 && self.earlier.len() == 1, self.again.len() > self.earlier.len());
        let mut made = Vec::new();
        for earlier in self.earlier {
            // Of more entries than came before the words tell which one came.
            let place = if has_more { nearest(&earlier.words, &self.again) } else { self.again.len().checked_sub(1) };
            if let Some(place) = place {
                let (id, ..) = self.again.swap_remove(place);
                made.push((id, (earlier.id, if is_one { earlier.told } else { Told::Parts })));
            }
        }
        made
    }
}

/// An entry with the most of these words; any entry where all say the same, and nothing where they have no word in common.
fn nearest(words: &BTreeSet<String>, again: &[Again]) -> Option<usize> {
    let (_, _, first) = again.first()?;
    if again.iter().all(|(_, _, other)| other == first) {
        return Some(0);
    }
    let common = |(place, (_, _, other)): (usize, &Again)| (other.intersection(words).count(), place);
    again.iter().enumerate().map(common).max().filter(|(most, _)| *most > 0).map(|(_, place)| place)
}
