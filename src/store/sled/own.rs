//! Own data on sled: the current version of each record, the versions before it, and the items of the outbox. All of it is an index of the
//! journal.

use std::collections::BTreeMap;
use std::path::Path;

use super::batch::{Batch, Name};
use super::conserved::{documents_again, own_books};
use super::database::{Database, place};
use super::transaction::Transaction;
use super::{SledStore, Writer, key, records};
use crate::domain::{CompanyId, ItemKey, OutboxItem, OutboxState, OwnKey, OwnKind, OwnRecord, Queue, Record, RemoteId};
use crate::store::StoreError;
use crate::store::journal::Journal;
use crate::store::journal::read::{content, effective};
use crate::store::own::{Current, OwnBatch, OwnData, plan};
use crate::store::own_index::{OwnIndex, is_kept, told_documents};
use crate::store::record::{Codec, Entry, OwnEntry, Position, decode, encode};
use crate::store::terms::{Hit, TermRange, terms_of};

/// Ranges of terms from which on all that lies between them is read at once, where that is not much.
const MANY: usize = 16;
/// Terms that may lie between many ranges, for each of them.
const BETWEEN: usize = 4;
/// Records that are skipped on the way to the next one.
const NEAR: usize = 8;

impl OwnData for SledStore {
    fn transact(&self, batch: &OwnBatch) -> Result<(), StoreError> {
        let mut writer = self.ready()?;
        match self.read(|db| plan(batch, db))? {
            Some(entry) => self.write_own(&mut writer, entry),
            None => Ok(()),
        }
    }

    fn own(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        self.read(|db| db.record(key))
    }

    fn own_all(&self, company: CompanyId, kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        self.read(|db| if is_hidden(db, company) { Ok(Vec::new()) } else { all(db, Name::Own, &key::own_kind(company, kind)) })
    }

    fn own_some(&self, company: CompanyId, kind: OwnKind, ids: &[RemoteId]) -> Result<Vec<OwnRecord>, StoreError> {
        self.read(|db| if is_hidden(db, company) { Ok(Vec::new()) } else { some(db, &key::own_kind(company, kind), ids) })
    }

    fn own_hits(&self, company: CompanyId, kind: OwnKind, ranges: &[TermRange]) -> Result<Vec<Vec<Hit>>, StoreError> {
        let prefix = key::own_kind(company, kind);
        let damaged = |key: &[u8]| StoreError::Damaged { place: place(Name::OwnTerms, &key::show(key)) };
        let one = |entry: Result<(::sled::IVec, ::sled::IVec), StoreError>| {
            let (key, value) = entry?;
            let rest = key.get(prefix.len()..).and_then(key::split_term);
            let (term, id) = rest.ok_or_else(|| damaged(&key))?;
            Ok(Hit { term, id, value: value.to_vec() })
        };
        self.read(|db| {
            if is_hidden(db, company) {
                return Ok(vec![Vec::new(); ranges.len()]);
            }
            let between = |from: &[u8], until: &[u8]| {
                let (from, until) = (key::from_term(&prefix, from), key::from_term(&prefix, until));
                db.scan_range(Name::OwnTerms, from, until).map(one)
            };
            if let Some(spread) = Spread::over(ranges) {
                let most = ranges.len().saturating_mul(BETWEEN);
                let all = between(spread.from, spread.until).take(most).collect::<Result<Vec<Hit>, _>>()?;
                if all.len() < most {
                    return Ok(spread.share(all));
                }
            }
            ranges.iter().map(|range| between(&range.from, &range.until).collect()).collect()
        })
    }

    fn own_history(&self, wanted: &OwnKey) -> Result<Vec<OwnRecord>, StoreError> {
        self.read(|db| {
            let Some(current) = db.record(wanted)? else { return Ok(Vec::new()) };
            let mut versions = all::<OwnRecord>(db, Name::OwnPast, &key::own(wanted))?;
            versions.push(current);
            Ok(versions)
        })
    }

    fn give_up(&self, company: CompanyId) -> Result<(), StoreError> {
        self.give_up_books(company)
    }
}

impl SledStore {
    pub(super) fn write_own(&self, writer: &mut Writer, entry: OwnEntry) -> Result<(), StoreError> {
        let entry = Entry::Own(Box::new(entry));
        self.transact(writer, Some(&entry), |transaction, sequence, _| transaction.entry(sequence, &entry))
    }
}

pub(super) fn is_hidden(db: &Database, company: CompanyId) -> bool {
    db.position().removing.contains(&company)
}

/// Every record below a prefix.
pub(super) fn all<T: Codec>(db: &Database, tree: Name, prefix: &[u8]) -> Result<Vec<T>, StoreError> {
    let one = |entry: Result<(::sled::IVec, Vec<u8>), StoreError>| {
        let (key, bytes) = entry?;
        decode(&bytes).map_err(|_| StoreError::Damaged { place: place(tree, &key::show(&key)) })
    };
    db.scan_parts(tree, prefix).map(one).collect()
}

fn one<T: Codec>(db: &Database, tree: Name, key: &[u8]) -> Result<Option<T>, StoreError> {
    Ok(counted(db, tree, key)?.map(|(_, value)| value))
}

/// A record, and in how many parts it is kept.
fn counted<T: Codec>(db: &Database, tree: Name, key: &[u8]) -> Result<Option<(u16, T)>, StoreError> {
    let Some((parts, bytes)) = db.counted_parts(tree, key)? else { return Ok(None) };
    decode(&bytes).map(|value| Some((parts, value))).map_err(|_| StoreError::Damaged { place: place(tree, &key::show(key)) })
}

/// Records of a kind by their identifiers. What lies shortly behind the last one is reached by going on from it, in a third of the time
/// of a look from the root of the tree: entries that were imported together are asked for together.
fn some(db: &Database, kind: &[u8], ids: &[RemoteId]) -> Result<Vec<OwnRecord>, StoreError> {
    let mut until = kind.to_vec();
    until.push(u8::MAX);
    let from = |head: &[u8]| db.scan_parts_from(Name::Own, head.to_vec(), until.clone()).peekable();
    let (mut found, mut last, mut entries) = (Vec::with_capacity(ids.len()), Vec::new(), None);
    for id in ids {
        let head = key::of_kind(kind, id);
        let mut near = entries.take().filter(|_| last < head).unwrap_or_else(|| from(&head));
        let mut steps = 0;
        while steps < NEAR && near.next_if(|entry| matches!(entry, Ok((key, _)) if key[..] < head[..])).is_some() {
            steps += 1;
        }
        if steps == NEAR {
            near = from(&head);
        }
        if let Some(entry) = near.next_if(|entry| !matches!(entry, Ok((key, _)) if key[..] != head[..])) {
            let record = decode(&entry?.1);
            found.push(record.map_err(|_| StoreError::Damaged { place: place(Name::Own, &key::show(&head)) })?);
        }
        (last, entries) = (head, Some(near));
    }
    Ok(found)
}

/// Many ranges of terms at once.
struct Spread<'r> {
    /// Places of the ranges, in the order of their terms.
    order: Vec<(&'r TermRange, usize)>,
    from: &'r [u8],
    until: &'r [u8],
}

impl<'r> Spread<'r> {
    /// All that lies between these ranges; `None` where they are few.
    fn over(ranges: &'r [TermRange]) -> Option<Self> {
        if ranges.len() < MANY {
            return None;
        }
        let mut order: Vec<(&TermRange, usize)> = ranges.iter().zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.from.cmp(&b.0.from));
        let (from, until) = (order.first()?.0.from.as_slice(), order.last()?.0.until.as_slice());
        Some(Self { order, from, until })
    }

    /// Gives each range what belongs to it.
    fn share(&self, all: Vec<Hit>) -> Vec<Vec<Hit>> {
        let mut found = vec![Vec::new(); self.order.len()];
        for hit in all {
            let behind = self.order.partition_point(|(range, _)| range.from <= hit.term);
            let of = behind.checked_sub(1).and_then(|at| self.order.get(at)).filter(|(range, _)| range.has(&hit.term));
            if let Some(hits) = of.and_then(|(_, index)| found.get_mut(*index)) {
                hits.push(hit);
            }
        }
        found
    }
}

impl Current for Database {
    fn record(&self, wanted: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        if is_hidden(self, wanted.company) { Ok(None) } else { one(self, Name::Own, &key::own(wanted)) }
    }

    fn item(&self, wanted: &ItemKey) -> Result<Option<OutboxItem>, StoreError> {
        if is_hidden(self, wanted.company) { Ok(None) } else { one(self, Name::Outbox, &key::item(wanted)) }
    }

    fn open_items(&self, queue: Queue) -> Result<usize, StoreError> {
        self.scan(Name::OutboxDue, &queue.number().to_be_bytes()).try_fold(0, |count, entry| entry.map(|_| count + 1))
    }
}

/// All of it that can be read, for the comparison with the journal.
pub(in crate::store) fn index(db: &Database) -> Result<OwnIndex, StoreError> {
    index_of(db, &[])
}

/// The same of the company that keys begin with.
pub(in crate::store) fn index_of(db: &Database, company: &[u8]) -> Result<OwnIndex, StoreError> {
    let mut index = OwnIndex::default();
    for tree in [Name::OwnPast, Name::Own] {
        for entry in db.scan_parts(tree, company) {
            if let Ok(record) = decode::<OwnRecord>(&entry?.1) {
                index.records.entry(record.key.clone()).or_default().insert(record.version, record);
            }
        }
    }
    for entry in db.scan_parts(Name::Outbox, company) {
        if let Ok(item) = decode::<OutboxItem>(&entry?.1) {
            index.items.insert(item.key.clone(), item);
        }
    }
    Ok(index)
}

/// The keys of the terms that the current records have, with their values.
pub(in crate::store) fn terms(db: &Database) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, StoreError> {
    let mut all = BTreeMap::new();
    for entry in db.scan_parts(Name::Own, &[]) {
        let Ok(record) = decode::<OwnRecord>(&entry?.1) else { continue };
        let kind = key::own_kind(record.key.company, record.key.kind);
        let id = record.key.id.as_str();
        all.extend(terms_of(&record).into_iter().map(|(term, value)| (key::own_term(&kind, &term, id), value)));
    }
    Ok(all)
}

/// What the entries of a journal say of it.
pub(in crate::store) fn told<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> OwnIndex {
    let mut index = OwnIndex::default();
    for entry in entries {
        match entry {
            Entry::Own(entry) => index.apply(entry),
            Entry::CompanyRemoved(company) => index.remove(*company),
            _ => {}
        }
    }
    index
}

/// Folds the entries of a journal. Entries that were rolled back do not count.
pub(in crate::store) fn told_by(entries: &[(u64, Entry)]) -> OwnIndex {
    let concerns = |entry: &Entry| matches!(entry, Entry::Own(_) | Entry::CompanyRemoved(_) | Entry::RolledBack(_));
    let entries = entries.iter().filter(|(_, entry)| concerns(entry)).cloned().collect();
    told(effective(entries).iter().map(|(_, entry)| entry))
}

/// Tells a journal that lost its end again what the database has of own data: no provider has it.
pub(super) fn tell_again(store: &Path, db: &mut Database, journal: &mut Journal) -> Result<(), StoreError> {
    let entries = content(store, 0)?.entries;
    let untold = index(db)?.untold(&told_by(&entries));
    let documents = untold_documents(store, db, entries)?;
    let Some(entry) = untold.or_else(|| documents_again(&documents)) else { return Ok(()) };
    let sequence = journal.append(&Entry::Own(Box::new(OwnEntry { documents, ..entry })))?;
    let position = Position { sequence, ..db.position().clone() };
    db.apply(Batch::default(), position)?;
    db.sync()
}

/// What the database has of own books and the entries of a journal do not tell.
pub(in crate::store) fn untold_documents(
    store: &Path,
    db: &Database,
    entries: Vec<(u64, Entry)>,
) -> Result<Vec<Record>, StoreError> {
    let (told, mut untold) = (told_documents(entries), Vec::new());
    for company in own_books(store).into_iter().filter(|company| !is_hidden(db, *company)) {
        for entry in db.scan(Name::Records, &key::company(company)) {
            let Ok(Some(record)) = records::record(db, &entry?.0)? else { continue };
            if told.get(&record.key()) != Some(&record) {
                untold.push(record);
            }
        }
    }
    Ok(untold)
}

impl Transaction<'_> {
    /// Applies an entry of own data. Applying it again changes nothing.
    pub(super) fn own_entry(&mut self, entry: &OwnEntry) -> Result<(), StoreError> {
        // After a loss one entry tells all versions of a record again: the database does not show yet what the entry wrote before.
        let mut versions: BTreeMap<&OwnKey, BTreeMap<u64, &OwnRecord>> = BTreeMap::new();
        for record in &entry.records {
            versions.entry(&record.key).or_default().insert(record.version, record);
        }
        for (of, told) in &versions {
            self.put_own(of, told)?;
        }
        for record in &entry.documents {
            self.put_record(record)?;
        }
        let mut items: BTreeMap<&ItemKey, [Option<OutboxItem>; 2]> = BTreeMap::new();
        for event in &entry.items {
            let wanted = event.key();
            let [before, now] = match items.remove(wanted) {
                Some(known) => known,
                None => {
                    let known = one::<OutboxItem>(self.database(), Name::Outbox, &key::item(wanted))?;
                    [known.clone(), known]
                }
            };
            items.insert(wanted, [before, event.after(now.as_ref()).or(now)]);
        }
        for [before, after] in items.into_values() {
            if let Some(after) = after.filter(|after| before.as_ref() != Some(after)) {
                self.put_item(before.as_ref(), &after)?;
            }
        }
        Ok(())
    }

    /// Writes versions of a record: the newest of all as the current one, all others as past ones.
    fn put_own(&mut self, of: &OwnKey, told: &BTreeMap<u64, &OwnRecord>) -> Result<(), StoreError> {
        let Some((_, newest)) = told.last_key_value() else { return Ok(()) };
        let head = key::own(of);
        let (parts, kept) = self.database().counted_parts(Name::Own, &head)?.unzip();
        let damaged = |_| StoreError::Damaged { place: place(Name::Own, &key::show(&head)) };
        let current = kept.as_deref().map(decode::<OwnRecord>).transpose().map_err(damaged)?;
        self.put_terms(current.as_ref(), newest);
        let past = |version: u64| [&head[..], &version.to_be_bytes()].concat();
        let known = current.as_ref().map(|current| current.version);
        let last = known.map_or(newest.version, |known| known.max(newest.version));
        for record in told.values().filter(|record| record.version < last && Some(record.version) != known) {
            self.batch().put_parts(Name::OwnPast, &past(record.version), &encode(*record)?, 0)?;
        }
        // A version that comes late, told again after a loss, is not the current one.
        if known == Some(last) {
            return Ok(());
        }
        if let (Some(current), Some(kept)) = (current, kept) {
            self.batch().put_parts(Name::OwnPast, &past(current.version), &kept, 0)?;
        }
        self.batch().put_parts(Name::Own, &head, &encode(*newest)?, parts.unwrap_or_default())
    }

    /// Writes the terms of the newest version of a record, and removes the ones that only the version before had.
    fn put_terms(&mut self, before: Option<&OwnRecord>, after: &OwnRecord) {
        if before.is_some_and(|before| before.version >= after.version) {
            return;
        }
        let (old, new) = (before.map(terms_of).unwrap_or_default(), terms_of(after));
        if old.is_empty() && new.is_empty() {
            return;
        }
        let kind = key::own_kind(after.key.company, after.key.kind);
        let key = |term: &[u8]| key::own_term(&kind, term, after.key.id.as_str());
        for (term, _) in old.iter().filter(|(term, _)| !new.iter().any(|(kept, _)| kept == term)) {
            self.batch().remove(Name::OwnTerms, key(term));
        }
        for (term, value) in new.iter().filter(|one| !old.contains(one)) {
            self.batch().put(Name::OwnTerms, key(term), value.as_slice());
        }
    }

    fn put_item(&mut self, before: Option<&OutboxItem>, after: &OutboxItem) -> Result<(), StoreError> {
        if let Some(before) = before.filter(|before| before.is_open()) {
            self.batch().remove(Name::OutboxDue, key::due(before));
        }
        if after.is_open() {
            self.batch().put(Name::OutboxDue, key::due(after), &[u8::from(matches!(after.state, OutboxState::Sending { .. }))]);
        }
        let head = key::item(&after.key);
        let parts = self.database().part_count(Name::Outbox, &head)?;
        let bytes = if is_kept(after) { encode(after)? } else { Vec::new() };
        self.batch().put_parts(Name::Outbox, &head, &bytes, parts)
    }

    /// Takes the items of a company that is removed out of their queues.
    pub(super) fn forget_due(&mut self, company: CompanyId) -> Result<(), StoreError> {
        let database = self.database();
        for entry in database.scan_parts(Name::Outbox, &key::company(company)) {
            if let Ok(item) = decode::<OutboxItem>(&entry?.1) {
                self.batch().remove(Name::OutboxDue, key::due(&item));
            }
        }
        Ok(())
    }
}
