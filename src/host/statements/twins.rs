//! Statements that came before in another format: their entries are the same money, though each format tells other texts of them.
//!
//! For: the import. Uses: what the store has of the earlier statements. Never: a guess: account, balances, day, number and sum of the
//! entries must agree, and of each entry the day and the amount. Where the files have other periods or one has no balances, one of both
//! must prove that it has every entry of its days, and of more entries of a day and an amount than came before the words must tell which.
//! What has the day and the amount of an earlier entry without such a proof is doubtful: a person says whether it is the same money.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Beside, Known, Others, Reading, Service};
use crate::bank::{BankError, Collected, Collector, read};
use crate::domain::bank::{BankEntry, BankStatement, EntryState, Told};
use crate::domain::{CompanyId, Currency, RemoteId};
use crate::service::bank::StatementView;
use crate::service::{OtherForm, Result, bank_plain, bank_sight, bank_words, cases, days_meet};

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
    /// Entries of the file that earlier ones may be, which nothing proves.
    doubtful: HashSet<RemoteId>,
}

fn sight(entry: &BankEntry) -> Sight {
    (entry.booked.or(entry.valued), entry.whole.amount.normalize())
}

/// The family of formats of a statement, such as camt; tables of two mappings are of two.
fn family(statement: &BankStatement) -> &str {
    match statement.format.split('.').next() {
        Some("csv" | "xlsx") => &statement.format,
        other => other.unwrap_or_default(),
    }
}

/// Whether a statement is another one in another format.
fn is_twin(one: &BankStatement, other: &BankStatement) -> bool {
    let figures = |of: &BankStatement| (of.opening, of.closing, of.until, of.entries, of.sum);
    let moves = one.opening.zip(one.closing).is_some_and(|(opening, closing)| opening != closing);
    moves
        && figures(one) == figures(other)
        && (&one.account, &one.currency) == (&other.account, &other.currency)
        && family(one) != family(other)
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
            let ask = cases::BankEntries {
                companies: vec![company],
                account,
                wanted,
                unmatched: false,
                doubtful: false,
                offset: 0,
                limit,
            };
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

    /// Adds those of other forms: reads the file once more for the entries that have their days and amounts.
    pub(super) fn with_others(
        mut self,
        reading: &Reading,
        (known, beside): (&Known, &Beside),
        (others, doubts): (Others, Others),
    ) -> std::result::Result<Self, BankError> {
        let earlier = others.values().chain(doubts.values()).flatten();
        let mut left: HashSet<String> = earlier.map(|one| bank_plain(&one.id).to_owned()).collect();
        let mut wanted: HashMap<Money, Pairs> = HashMap::new();
        for (account, one, is_proven) in flat(others, true).chain(flat(doubts, false)) {
            let pairs = wanted.entry((account, one.currency.clone(), one.amount)).or_default();
            if is_proven { pairs.earlier.push(one) } else { pairs.doubts.push(one) }
        }
        let mut give = |place: usize, statement: &BankStatement, entry: BankEntry| {
            let entry = beside.in_place(entry);
            let is_known = || known.get(&*statement.account).is_some_and(|known| known.contains_key(&entry.id));
            if entry.state != EntryState::Booked || self.whole.contains_key(&place) {
                return Ok(());
            }
            if is_known() {
                // It is told again under its own identifier, so that no other entry of the file is it.
                left.remove(bank_plain(&entry.id));
                return Ok(());
            }
            let (currency, _, amount) = bank_sight(statement, &entry);
            if let Some(pairs) = wanted.get_mut(&(statement.account.to_string(), currency, amount)) {
                let (words, referenced) = (bank_words(&entry), !entry.reference.is_empty());
                pairs.again.push(Again { id: entry.id, referenced, days: [entry.booked, entry.valued], words });
            }
            Ok(())
        };
        let mut collector =
            Collector::new(&reading.hash, &reading.name, &reading.word, &reading.options, Some(&mut give)).again(reading.again);
        read(&reading.path.as_path(), reading.format, &reading.options, &mut |event| collector.take(event))?;
        drop(collector);
        for mut pairs in wanted.into_values().filter(|pairs| !pairs.again.is_empty()) {
            pairs.earlier.retain(|one| left.contains(bank_plain(&one.id)));
            pairs.doubts.retain(|one| left.contains(bank_plain(&one.id)));
            self.single.extend(pairs.made());
            self.doubtful.extend(pairs.doubtful());
        }
        Ok(self)
    }

    /// Whether an entry is perhaps an earlier one.
    pub(super) fn is_doubtful(&self, entry: &BankEntry) -> bool {
        self.doubtful.contains(&entry.id)
    }

    /// Takes the entry that one of the statement at a place is, with how much is known of it.
    pub(super) fn take(&mut self, place: usize, entry: &BankEntry) -> Option<(RemoteId, Told)> {
        let whole = self.whole.get_mut(&place).and_then(|of| of.get_mut(&sight(entry))?.pop());
        whole.or_else(|| self.single.remove(&entry.id))
    }
}

/// Account, currency and amount.
type Money = (String, Currency, Decimal);

fn flat(others: Others, is_proven: bool) -> impl Iterator<Item = (String, OtherForm, bool)> {
    others.into_iter().flat_map(move |(account, all)| all.into_iter().map(move |one| (account.clone(), one, is_proven)))
}

/// An entry of the file.
#[derive(Debug)]
struct Again {
    id: RemoteId,
    /// Whether it has a reference of the bank.
    referenced: bool,
    days: [Option<Date>; 2],
    words: BTreeSet<String>,
}

impl Again {
    /// The day that it counts on.
    fn day(&self) -> Option<Date> {
        let [booked, valued] = self.days;
        booked.or(valued)
    }
}

/// Entries of one amount: earlier ones, and those of the file that are none of the known.
#[derive(Debug, Default)]
struct Pairs {
    earlier: Vec<OtherForm>,
    /// Earlier ones of which nothing proves that the file tells them.
    doubts: Vec<OtherForm>,
    again: Vec<Again>,
}

impl Pairs {
    /// Takes the entries that are proven to be the same. Two references of a bank prove nothing: forms of one bank may have two for an entry.
    fn made(&mut self) -> Vec<(RemoteId, (RemoteId, Told))> {
        let mut made = Vec::new();
        for (earlier, mut again) in by_day(&mut self.earlier, &mut self.again) {
            let are_two = again.iter().any(|one| one.referenced) && earlier.iter().any(|entry| entry.referenced);
            let (is_one, has_more) = (again.len() == 1 && earlier.len() == 1, again.len() > earlier.len());
            for earlier in earlier {
                // Of more entries than came before the words tell which one came.
                let place = if has_more { nearest(&earlier.words, &again) } else { again.len().checked_sub(1) };
                match place.filter(|_| !are_two) {
                    Some(place) => {
                        let told = if is_one { earlier.told } else { Told::Parts };
                        made.push((again.swap_remove(place).id, (earlier.id, told)));
                    }
                    None => self.doubts.push(earlier),
                }
            }
            self.again.append(&mut again);
        }
        made
    }

    /// Takes those of the rest that earlier entries may be, of the same day first: for each the nearest by its words, or all where the words
    /// do not tell which one it is.
    fn doubtful(&mut self) -> Vec<RemoteId> {
        let mut found = Vec::new();
        for (mut doubts, mut again) in by_day(&mut self.doubts, &mut self.again) {
            found.extend(perhaps(&mut doubts, &mut again, |_, _| true));
            self.doubts.append(&mut doubts);
            self.again.append(&mut again);
        }
        let meet = |earlier: &OtherForm, one: &Again| days_meet([earlier.booked, earlier.valued], one.days);
        found.extend(perhaps(&mut self.doubts, &mut self.again, meet));
        found
    }
}

/// Takes both apart by the days that they count on.
fn by_day(earlier: &mut Vec<OtherForm>, again: &mut Vec<Again>) -> impl Iterator<Item = (Vec<OtherForm>, Vec<Again>)> + use<> {
    let mut by_day: BTreeMap<Option<Date>, (Vec<OtherForm>, Vec<Again>)> = BTreeMap::new();
    for earlier in std::mem::take(earlier) {
        by_day.entry(earlier.day).or_default().0.push(earlier);
    }
    for again in std::mem::take(again) {
        by_day.entry(again.day()).or_default().1.push(again);
    }
    by_day.into_values()
}

/// Takes the entries of a file that may be earlier ones; the rest fits none.
fn perhaps(earlier: &mut Vec<OtherForm>, again: &mut Vec<Again>, fits: impl Fn(&OtherForm, &Again) -> bool) -> Vec<RemoteId> {
    let mut found = Vec::new();
    earlier.retain(|earlier| {
        let meant = likeliest(&earlier.words, again, |one| fits(earlier, one));
        again.retain(|one| !meant.contains(&one.id));
        let is_left = meant.is_empty();
        found.extend(meant);
        is_left
    });
    found
}

/// The entry that fits and has the most of these words; all that fit where several may be meant that are not alike.
fn likeliest(words: &BTreeSet<String>, again: &[Again], fits: impl Fn(&Again) -> bool) -> Vec<RemoteId> {
    let mut all: Vec<(usize, &Again)> =
        again.iter().filter(|one| fits(one)).map(|one| (one.words.intersection(words).count(), one)).collect();
    all.sort_by_key(|(common, _)| std::cmp::Reverse(*common));
    match all.as_slice() {
        [(_, only)] => vec![only.id.clone()],
        [(most, first), (less, _), ..] if most > less => vec![first.id.clone()],
        [(_, first), rest @ ..] if rest.iter().all(|(_, one)| one.words == first.words) => vec![first.id.clone()],
        several => several.iter().map(|(_, one)| one.id.clone()).collect(),
    }
}

/// An entry with the most of these words; any entry where all say the same, and nothing where they have no word in common.
fn nearest(words: &BTreeSet<String>, again: &[Again]) -> Option<usize> {
    let first = again.first()?;
    if again.iter().all(|other| other.words == first.words) {
        return Some(0);
    }
    let common = |(place, other): (usize, &Again)| (other.words.intersection(words).count(), place);
    again.iter().enumerate().map(common).max().filter(|(most, _)| *most > 0).map(|(_, place)| place)
}
