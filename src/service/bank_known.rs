//! Identifiers by which entries of an account are known: the ones of their import, and the ones that today's readers give them.
//!
//! For: imports, so that an entry that a reader understands better now is no new one. Uses: kept files, readers. Never: storing.
//!
//! An entry without a reference of the bank is known by what its reader made of it. Every file is kept as it came, so that it can be read
//! again: what stands in it is the same entry, under both identifiers.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Result;
use crate::bank::{BankError, Collector, Mapping, Options, detect, read};
use crate::domain::bank::{BankEntry, BankStatement, Told};
use crate::domain::{CompanyId, RemoteId};
use crate::store::{Store, bank};

/// Line, day and amount of an entry: its place in a file of which lines were left out.
type Place = (u64, Option<Date>, Decimal);

fn place(entry: &BankEntry) -> Place {
    (entry.line, entry.booked.or(entry.valued), entry.whole.amount.normalize())
}

/// The identifiers of the entries of an account in these statements of it, with how much is known of each.
pub(crate) fn identifiers(
    store: &dyn Store,
    company: CompanyId,
    account: &str,
    statements: &[BankStatement],
) -> Result<HashMap<RemoteId, Told>> {
    let mut known: HashMap<RemoteId, Told> = HashMap::new();
    let mut note = |entry: BankEntry| {
        let told = entry.told();
        known.entry(entry.id).and_modify(|known| *known = told.max(*known)).or_insert(told);
    };
    let mut files: BTreeMap<&str, (&BankStatement, HashSet<Place>)> = BTreeMap::new();
    for statement in statements {
        let (_, places) = files.entry(&statement.file).or_insert_with(|| (statement, HashSet::new()));
        for entry in bank::entries(store, company, &statement.id)? {
            places.insert(place(&entry));
            note(entry);
        }
        bank::details(store, company, statement)?.into_iter().for_each(&mut note);
    }
    if files.is_empty() {
        return Ok(known);
    }
    let all = bank::statements(store, company)?;
    let mut mappings: Vec<Mapping> = bank::mappings(store)?.iter().filter_map(|text| Mapping::parse(text).ok()).collect();
    mappings.extend(Mapping::all().unwrap_or_default());
    for (file, (statement, places)) in files {
        // All that stands in a file of which nothing was left out is here.
        let is_whole = all.iter().filter(|one| *one.file == *file).all(|one| one.refused == 0);
        let options = Options {
            name: statement.name.to_string(),
            account: Some(account.to_owned()),
            currency: Some(statement.currency.clone()),
            known: Vec::new(),
            mappings: mappings.clone(),
        };
        let bytes = bank::file(store, company, file)?;
        let mut found = Vec::new();
        let mut give = |_: usize, of: &BankStatement, entry: BankEntry| {
            if *of.account == *account && (is_whole || places.contains(&place(&entry))) {
                found.push(entry.id);
            }
            Ok(())
        };
        // A file that no reader understands any more says nothing.
        if again(&bytes, &options, &mut give).is_ok() {
            // What was stored under another identifier is not looked for again.
            for id in found {
                known.entry(id).or_insert(Told::Parts);
            }
        }
    }
    Ok(known)
}

fn again(
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

    #[test]
    fn an_entry_is_known_by_what_an_older_reader_and_by_what_this_one_makes_of_it() {
        let (store, statements, entries) = stored(0, 2);
        let known = identifiers(&store, CompanyId(1), ACCOUNT, &statements).expect("read");
        let older = ["older-0", "older-1"].map(RemoteId::new);
        let known: HashSet<RemoteId> = known.into_keys().collect();
        assert_eq!(known, older.into_iter().chain(entries.into_iter().map(|entry| entry.id)).collect());
    }

    #[test]
    fn a_line_that_was_left_out_is_not_known() {
        let (store, statements, entries) = stored(1, 1);
        let known = identifiers(&store, CompanyId(1), ACCOUNT, &statements).expect("read");
        let known: HashSet<RemoteId> = known.into_keys().collect();
        assert_eq!(known, [RemoteId::new("older-0"), entries[0].id.clone()].into());
    }

    #[test]
    fn entries_of_another_account_are_none_of_this_one() {
        let (store, statements, _) = stored(0, 2);
        let known = identifiers(&store, CompanyId(1), "HU00", &statements).expect("read");
        let known: HashSet<RemoteId> = known.into_keys().collect();
        assert_eq!(known, ["older-0", "older-1"].map(RemoteId::new).into());
    }
}
