//! Identifiers by which entries of an account are known: the ones of their import, and the ones that today's readers give them.
//!
//! For: imports, so that an entry that a reader understands better now is no new one. Uses: kept files, readers. Never: storing.
//!
//! An entry without a reference of the bank is known by what its reader made of it. Every file is kept as it came, so that it can be read
//! again: what stands in it is the same entry, under both identifiers.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Result;
use super::bank_beside::{Row, form, is_proven};
use super::bank_doubt::{Said, is_marked, plain};
use crate::bank::{BankError, Collector, Mapping, Options, detect, read};
use crate::domain::bank::{BankEntry, BankStatement, EntryState, Told};
use crate::domain::{CompanyId, Currency, RemoteId, as_text};
use crate::query::fold;
use crate::store::{Store, bank};

/// Words of an entry that are compared.
const WORDS: usize = 40;

/// Line, day and amount of an entry: its place in a file of which lines were left out.
type Place = (u64, Option<Date>, Decimal);

/// Currency, day and amount of an entry: what each format tells of it.
pub(crate) type Sight = (Currency, Option<Date>, Decimal);

fn place(entry: &BankEntry) -> Place {
    (entry.line, entry.booked.or(entry.valued), entry.whole.amount.normalize())
}

/// What every format tells of an entry.
pub(crate) fn sight(statement: &BankStatement, entry: &BankEntry) -> Sight {
    (statement.currency.clone(), entry.booked.or(entry.valued), entry.whole.amount.normalize())
}

/// What an import has to know of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KnownEntries {
    /// Identifiers of its entries, each with how much is known of it.
    pub ids: Vec<(RemoteId, Told)>,
    /// Entries that the file to import may tell again in another form, under another identifier: as many as statements prove.
    pub others: Vec<OtherForm>,
    /// More entries that it may tell again, which nothing proves: a person says whether it does.
    pub doubts: Vec<OtherForm>,
    /// Equal entries of statements in a row with those of the file, by their base, with how many there are.
    pub beside: Vec<(String, u32)>,
}

/// An entry that came in a file of another form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherForm {
    /// Currency.
    pub currency: Currency,
    /// Day.
    #[serde(with = "as_text")]
    pub day: Option<Date>,
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Day of booking.
    #[serde(with = "as_text")]
    pub booked: Option<Date>,
    /// Day of value.
    #[serde(with = "as_text")]
    pub valued: Option<Date>,
    /// Identifier.
    pub id: RemoteId,
    /// How much is known of it; all, where it is not known which one of equal entries it is.
    pub told: Told,
    /// Whether it has a reference of the bank.
    pub referenced: bool,
    /// The words of its texts.
    pub words: BTreeSet<String>,
}

impl OtherForm {
    fn of(statement: &BankStatement, entry: &BankEntry) -> Self {
        let ((currency, day, amount), words) = (sight(statement, entry), words(entry));
        let (id, referenced) = (entry.id.clone(), !entry.reference.is_empty());
        let (booked, valued) = (entry.booked, entry.valued);
        Self { currency, day, amount, booked, valued, id, told: Told::Parts, referenced, words }
    }
}

/// The first words of the texts of an entry and its parts.
pub(crate) fn words(entry: &BankEntry) -> BTreeSet<String> {
    let details = std::iter::once(&entry.whole).chain(&entry.parts);
    let texts = details.flat_map(|detail| [&detail.name, &detail.account, &detail.text, &detail.end_to_end, &detail.structured]);
    let words = texts.flat_map(|text| text.split_whitespace().filter(|word| word.len() > 2).map(fold));
    words.take(WORDS).collect()
}

/// What files tell of an account, as their readers make of them today.
#[derive(Debug, Default)]
struct ToldAgain {
    /// Entries of files of the form to import.
    same: HashMap<Box<str>, Sight>,
    /// How many entries proven statements of other forms have, by form and statement.
    proven: HashMap<Sight, BTreeMap<String, HashMap<RemoteId, u32>>>,
    /// Stored entries that other statements of the form have told.
    taken: HashSet<RemoteId>,
    /// How many entries of the form are doubtful, and how many a person said to be the same as entries of other forms.
    doubtful: HashMap<Sight, (usize, usize)>,
    /// A file that no reader understands any more.
    is_partial: bool,
}

/// What is stored of an account.
#[derive(Debug, Default)]
struct StoredEntries<'s> {
    ids: HashMap<RemoteId, Told>,
    /// Those of other forms that count.
    others: Vec<OtherForm>,
    /// Files, each with a statement and the places of its entries.
    files: BTreeMap<&'s str, (&'s BankStatement, HashSet<Place>)>,
}

impl StoredEntries<'_> {
    fn note(&mut self, entry: &BankEntry) {
        let told = entry.told();
        let known = self.ids.entry(entry.id.clone()).or_insert(told);
        *known = told.max(*known);
        if is_marked(&entry.id) {
            self.ids.entry(RemoteId::new(plain(&entry.id))).or_insert(Told::Parts);
        }
    }
}

/// Reads what is stored; with the form to import where there are files of others.
fn stored<'s>(
    store: &dyn Store,
    company: CompanyId,
    statements: &'s [BankStatement],
    import: Option<&str>,
) -> Result<(StoredEntries<'s>, ToldAgain)> {
    let (mut found, mut again) = (StoredEntries::default(), ToldAgain::default());
    let said = match import {
        Some(_) => Said::of(bank::matches(store, company)?.iter().map(|one| &one.value)),
        None => Said::default(),
    };
    for statement in statements {
        let is_same = import.is_some_and(|import| form(&statement.format) == import);
        for entry in bank::entries(store, company, &statement.id)? {
            let (_, places) = found.files.entry(&statement.file).or_insert_with(|| (statement, HashSet::new()));
            places.insert(place(&entry));
            found.note(&entry);
            match said.state(&entry) {
                EntryState::Booked if import.is_some() && !is_same => found.others.push(OtherForm::of(statement, &entry)),
                EntryState::Doubtful if is_same => again.doubtful.entry(sight(statement, &entry)).or_default().0 += 1,
                EntryState::Same if is_same => again.doubtful.entry(sight(statement, &entry)).or_default().1 += 1,
                _ => {}
            }
        }
        found.files.entry(&statement.file).or_insert_with(|| (statement, HashSet::new()));
        for entry in bank::details(store, company, statement)? {
            found.note(&entry);
            if is_same {
                again.taken.insert(entry.id);
            }
        }
    }
    Ok((found, again))
}

/// The entries of an account in these statements of it, for the import of a file with other ones.
pub(crate) fn known(
    store: &dyn Store,
    company: CompanyId,
    account: &str,
    (statements, import): (&[BankStatement], &[BankStatement]),
) -> Result<KnownEntries> {
    let import_form = import.first().map_or("", |one| form(&one.format));
    let proven = import.iter().all(is_proven);
    let mut row = Row::of(import, statements);
    // Most imports are all of one form.
    let has_others = statements.iter().any(|one| form(&one.format) != import_form);
    let (StoredEntries { mut ids, others: stored, files }, mut again) =
        stored(store, company, statements, has_others.then_some(import_form))?;
    if files.is_empty() {
        return Ok(KnownEntries::default());
    }
    let (all, mappings) = (bank::statements(store, company)?, mappings(store)?);
    let mut found = Vec::new();
    for (file, (statement, places)) in files {
        // All that stands in a file of which nothing was left out is here.
        let is_whole = all.iter().filter(|one| *one.file == *file).all(|one| one.refused == 0);
        let of_file = statements.iter().filter(|one| *one.file == *file && is_proven(one));
        let complete: HashMap<usize, RemoteId> = of_file.filter_map(|one| Some((at(one)?, one.id.clone()))).collect();
        let its = form(&statement.format);
        let of_row = statements.iter().filter(|one| *one.file == *file && row.has(&one.id));
        let in_row: Vec<(RemoteId, Option<usize>)> = of_row.map(|one| (one.id.clone(), at(one))).collect();
        let options = Options {
            name: statement.name.to_string(),
            account: Some(account.to_owned()),
            currency: Some(statement.currency.clone()),
            known: Vec::new(),
            mappings: mappings.clone(),
        };
        let bytes = bank::file(store, company, file)?;
        let mut of_file = Vec::new();
        let mut give = |at: usize, of: &BankStatement, entry: BankEntry| {
            if *of.account != *account || !is_whole && !places.contains(&place(&entry)) {
                return Ok(());
            }
            if has_others && entry.state == EntryState::Booked {
                if its == import_form {
                    again.same.insert(entry.id.as_str().into(), sight(of, &entry));
                } else if let Some(id) = complete.get(&at) {
                    let of = again.proven.entry(sight(of, &entry)).or_default().entry(its.to_owned()).or_default();
                    *of.entry(id.clone()).or_default() += 1;
                }
            }
            if let Some((id, _)) = in_row.iter().find(|(_, place)| *place == Some(at)) {
                row.take(id, &entry);
            }
            of_file.push(entry.id);
            Ok(())
        };
        // A file that no reader understands any more says nothing.
        if self::again(&bytes, &options, &mut give).is_err() {
            again.is_partial = true;
            continue;
        }
        found.append(&mut of_file);
    }
    // What was stored under another identifier is not looked for again.
    let unproven = (!proven).then(|| Row::all(statements));
    let (others, doubts) = if again.is_partial { (Vec::new(), stored) } else { again.others(stored, &ids, unproven.as_ref()) };
    for id in found {
        ids.entry(id).or_insert(Told::Parts);
    }
    Ok(KnownEntries { ids: ids.into_iter().collect(), others, doubts, beside: row.beside() })
}

/// The mappings that a table may have been read with.
pub(super) fn mappings(store: &dyn Store) -> Result<Vec<Mapping>> {
    let mut mappings: Vec<Mapping> = bank::mappings(store)?.iter().filter_map(|text| Mapping::parse(text).ok()).collect();
    mappings.extend(Mapping::all().unwrap_or_default());
    Ok(mappings)
}

/// Place of a statement in its file.
pub(super) fn at(statement: &BankStatement) -> Option<usize> {
    statement.id.as_str().rsplit('-').next()?.parse().ok()
}

impl ToldAgain {
    /// The stored entries of other forms that the file may tell again: those of which that is proven, and the others. Where the file does
    /// not prove that it has every entry of its days, another statement has to prove how many there are, and other files of its form have
    /// told some of them.
    fn others(
        &self,
        stored: Vec<OtherForm>,
        ids: &HashMap<RemoteId, Told>,
        unproven: Option<&Row<'_>>,
    ) -> (Vec<OtherForm>, Vec<OtherForm>) {
        let mut by_sight: BTreeMap<Sight, Vec<OtherForm>> = BTreeMap::new();
        for entry in stored {
            by_sight.entry((entry.currency.clone(), entry.day, entry.amount)).or_default().push(entry);
        }
        let mut told: HashMap<&Sight, usize> = HashMap::new();
        self.same.values().for_each(|sight| *told.entry(sight).or_default() += 1);
        let (mut others, mut doubts) = (Vec::new(), Vec::new());
        for (sight, mut entries) in by_sight {
            let all = entries.len();
            // What a file of the form told before is no other entry of this one.
            entries.retain(|entry| !self.taken.contains(&entry.id) && !self.same.contains_key(plain(&entry.id)));
            let (doubtful, same) = self.doubtful.get(&sight).copied().unwrap_or_default();
            entries.truncate(entries.len().saturating_sub(same));
            let mut left = entries.len();
            if let Some(row) = unproven {
                let count = |by: &HashMap<RemoteId, u32>| row.most(&|one| by.get(&one.id).copied().unwrap_or_default(), sight.1);
                let most = self.proven.get(&sight).into_iter().flat_map(BTreeMap::values).map(count).max().unwrap_or_default();
                let told = told.get(&sight).copied().unwrap_or_default();
                left = left.min(usize::try_from(most).unwrap_or_default().saturating_sub(told));
            }
            // A doubtful entry of the form may be one of them, and none is told twice.
            doubts.extend(entries.split_off(left.saturating_sub(doubtful)));
            others.extend(entries.into_iter().map(|entry| {
                let told = ids.get(&entry.id).copied().filter(|_| all == 1).unwrap_or(Told::Parts);
                OtherForm { told, ..entry }
            }));
        }
        (others, doubts)
    }
}

/// Reads a kept file as today's readers do.
pub(super) fn again(
    bytes: &[u8],
    options: &Options,
    give: &mut dyn FnMut(usize, &BankStatement, BankEntry) -> std::result::Result<(), BankError>,
) -> std::result::Result<(), BankError> {
    let (format, word) = detect(&bytes)?;
    let mut collector = Collector::new("", &options.name, &word, options, Some(give));
    read(&bytes, format, options, &mut |event| collector.take(event))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::Actor;
    use crate::store::memory::MemoryStore;
    use crate::store::{OwnBatch, OwnData};

    const ACCOUNT: &str = "HU42117730161111101800000000";
    const FILE: &str = ":20:A\n:25:11773016-11111018\n:28C:1\n:60F:C260110HUF1000,00\n:61:2601100110C500,00NTRFNONREF\n:86:INV-1\n:61:2601110111C700,00NTRFNONREF\n:86:INV-2\n:62F:C260111HUF2200,00\n";

    fn taken(text: &str) -> (Vec<BankStatement>, Vec<BankEntry>) {
        let (options, bytes) = (Options::default(), text.as_bytes());
        let mut entries = Vec::new();
        let mut give = |_: usize, _: &BankStatement, entry: BankEntry| {
            entries.push(entry);
            Ok(())
        };
        let (format, word) = detect(&bytes).expect("a format");
        let mut collector = Collector::new(&"f".repeat(64), "f.sta", &word, &options, Some(&mut give));
        read(&bytes, format, &options, &mut |event| collector.take(event)).expect("read");
        (collector.end_of_file().statements, entries)
    }

    /// A store with the file, as a reader took it that gave the entries other identifiers.
    fn stored(refused: u64, kept: usize) -> (MemoryStore, Vec<BankStatement>, Vec<BankEntry>) {
        let (mut statements, entries) = taken(FILE);
        statements[0].refused = refused;
        let mut older = entries.clone();
        for (at, entry) in older.iter_mut().enumerate() {
            entry.id = RemoteId::new(format!("older-{at}"));
        }
        older.truncate(kept);
        let (store, company) = (MemoryStore::default(), CompanyId(1));
        let mut batch = OwnBatch::new(Timestamp::UNIX_EPOCH, Actor("test".to_owned()));
        bank::put_entries(&store, &mut batch, company, (&statements[0].id, 0), (older, false)).expect("entries");
        bank::put_bytes(&store, &mut batch, company, (&statements[0].file, 0), FILE.as_bytes().to_vec()).expect("bytes");
        batch.put_statement(company, &statements[0]).expect("a statement");
        store.transact(&batch).expect("stored");
        (store, statements, entries)
    }

    fn ids(store: &MemoryStore, account: &str, statements: &[BankStatement]) -> HashSet<RemoteId> {
        let known = known(store, CompanyId(1), account, (statements, statements)).expect("read");
        known.ids.into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn an_entry_is_known_by_what_an_older_reader_and_by_what_this_one_makes_of_it() {
        let (store, statements, entries) = stored(0, 2);
        let known = ids(&store, ACCOUNT, &statements);
        let older = ["older-0", "older-1"].map(RemoteId::new);
        assert_eq!(known, older.into_iter().chain(entries.into_iter().map(|entry| entry.id)).collect());
    }

    #[test]
    fn a_line_that_was_left_out_is_not_known() {
        let (store, statements, entries) = stored(1, 1);
        let known = ids(&store, ACCOUNT, &statements);
        assert_eq!(known, [RemoteId::new("older-0"), entries[0].id.clone()].into());
    }

    #[test]
    fn entries_of_another_account_are_none_of_this_one() {
        let (store, statements, _) = stored(0, 2);
        let known = ids(&store, "HU00", &statements);
        assert_eq!(known, ["older-0", "older-1"].map(RemoteId::new).into());
    }
}
