//! Own data: the current version of each record and those before it, and the items of the outbox.
//!
//! For: alerting, own books, pushes. Uses: heads, [`crate::store::own::plan`]. Never: what the bytes mean.
//!
//! A batch locks the heads of all its companies, so that the versions that it checks are the ones that it replaces. Items are written under
//! the same lock; a batch that adds items locks their queue after the heads, so that its limit holds over all companies.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Row;

use super::fail::Fail;
use super::head::{self, Head, Proof};
use super::records::{self, Put};
use super::session::{Scope, Tx, column, read, write};
use super::{PostgresStore, narrow};
use crate::domain::{CompanyId, ItemKey, OutboxItem, OwnKey, OwnKind, OwnRecord, Queue, Record};
use crate::store::StoreError;
use crate::store::own::{Current, ItemWrite, OwnBatch, OwnData, OwnWrite, plan};
use crate::store::own_index::is_kept;
use crate::store::record::{Codec, Entry, ItemEvent, OwnEntry, decode, encode};

/// Records that are written together.
const GROUP: usize = 500;

/// What a batch asks for, read before it is planned.
#[derive(Debug, Default)]
struct Before {
    records: BTreeMap<OwnKey, OwnRecord>,
    items: BTreeMap<ItemKey, OutboxItem>,
    waiting: BTreeMap<Queue, usize>,
}

impl Current for Before {
    fn record(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        Ok(self.records.get(key).cloned())
    }

    fn item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError> {
        Ok(self.items.get(key).cloned())
    }

    fn open_items(&self, queue: Queue) -> Result<usize, StoreError> {
        Ok(self.waiting.get(&queue).copied().unwrap_or_default())
    }
}

fn companies(batch: &OwnBatch) -> BTreeSet<CompanyId> {
    let records = batch.records.iter().map(|write| match write {
        OwnWrite::Put { key, .. } | OwnWrite::Retire { key, .. } => key.company,
    });
    let items = batch.items.iter().map(|write| write.key().company);
    records.chain(items).chain(batch.documents.iter().map(Record::company)).collect()
}

impl OwnData for PostgresStore {
    fn transact(&self, batch: &OwnBatch) -> Result<(), StoreError> {
        let companies = companies(batch);
        if companies.is_empty() {
            return Ok(());
        }
        let scope = Scope::Of(companies.clone());
        write(&self.pool, &scope, |tx| {
            let heads = head::lock(tx, &companies)?;
            let before = before(tx, batch, &scope)?;
            let Some(entry) = plan(batch, &before)? else { return Ok(((), None)) };
            Ok(((), put_entry(tx, heads, entry, &before.items)?))
        })
    }

    fn own(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        let sql = "SELECT body FROM own WHERE company = $1 AND kind = $2 AND id = $3";
        read(&self.pool, &Scope::one(key.company), |tx| {
            let row = tx.row(sql, &[&i64::from(key.company.0), &own_kind(key.kind), &key.id.as_str().as_bytes()])?;
            row.map(|row| body(&row, 0, "own")).transpose()
        })
    }

    fn own_all(&self, company: CompanyId, kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        let sql = "SELECT body FROM own WHERE company = $1 AND kind = $2 ORDER BY id";
        read(&self.pool, &Scope::one(company), |tx| {
            let rows = tx.rows(sql, &[&i64::from(company.0), &own_kind(kind)])?;
            rows.iter().map(|row| body(row, 0, "own")).collect()
        })
    }

    fn own_of(&self, companies: &[CompanyId], kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        let sql = "SELECT body FROM own WHERE company = ANY ($1) AND kind = $2 ORDER BY company, id";
        let numbers: Vec<i64> = companies.iter().map(|company| i64::from(company.0)).collect();
        read(&self.pool, &Scope::Of(companies.iter().copied().collect()), |tx| {
            let rows = tx.rows(sql, &[&numbers, &own_kind(kind)])?;
            rows.iter().map(|row| body(row, 0, "own")).collect()
        })
    }

    fn own_history(&self, key: &OwnKey) -> Result<Vec<OwnRecord>, StoreError> {
        let sql = "SELECT version, body FROM own_past WHERE company = $1 AND kind = $2 AND id = $3 UNION ALL \
                   SELECT version, body FROM own WHERE company = $1 AND kind = $2 AND id = $3 ORDER BY 1";
        read(&self.pool, &Scope::one(key.company), |tx| {
            let rows = tx.rows(sql, &[&i64::from(key.company.0), &own_kind(key.kind), &key.id.as_str().as_bytes()])?;
            rows.iter().map(|row| body(row, 1, "own")).collect()
        })
    }

    fn give_up(&self, company: CompanyId) -> Result<(), StoreError> {
        self.give_up_books(company)
    }
}

/// The number of a kind in its column.
pub(super) fn own_kind(kind: OwnKind) -> i32 {
    i32::from(kind.number())
}

pub(super) fn queue_number(queue: Queue) -> i32 {
    i32::from(queue.number())
}

/// A value in a column of a row.
pub(super) fn body<T: Codec>(row: &Row, index: usize, table: &str) -> Result<T, Fail> {
    decode(column(row, index)?).map_err(|_| StoreError::Damaged { place: table.to_owned() }.into())
}

/// Reads what a batch asks for, with all heads locked.
fn before(tx: &mut Tx<'_>, batch: &OwnBatch, scope: &Scope) -> Result<Before, Fail> {
    let mut before = Before::default();
    let keys = batch.records.iter().map(|write| match write {
        OwnWrite::Put { key, .. } | OwnWrite::Retire { key, .. } => key,
    });
    let (mut numbers, mut kinds, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for key in keys {
        numbers.push(i64::from(key.company.0));
        kinds.push(own_kind(key.kind));
        ids.push(key.id.as_str().as_bytes());
    }
    if !ids.is_empty() {
        let sql = "SELECT o.body FROM own o JOIN unnest($1::bigint[], $2::integer[], $3::bytea[]) AS k (company, kind, id) \
                   ON o.company = k.company AND o.kind = k.kind AND o.id = k.id";
        for row in tx.rows(sql, &[&numbers, &kinds, &ids])? {
            let record: OwnRecord = body(&row, 0, "own")?;
            before.records.insert(record.key.clone(), record);
        }
    }
    let wanted: Vec<&ItemKey> = batch.items.iter().map(ItemWrite::key).collect();
    before.items = items(tx, &wanted)?;
    let queued: BTreeSet<Queue> = batch
        .items
        .iter()
        .filter_map(|write| match write {
            ItemWrite::Queue(item) => Some(item.key.queue),
            _ => None,
        })
        .collect();
    for queue in queued {
        tx.rescope(&Scope::All)?;
        let number = queue_number(queue);
        let lock = "SELECT queue FROM queue WHERE company = 0 AND queue = $1 FOR UPDATE";
        if tx.rows(lock, &[&number])?.is_empty() {
            // A queue that is newer than the tables.
            tx.run("INSERT INTO queue (company, queue) VALUES (0, $1) ON CONFLICT (company, queue) DO NOTHING", &[&number])?;
            tx.rows(lock, &[&number])?;
        }
        let row = tx.row("SELECT count(*) FROM item WHERE queue = $1 AND waiting", &[&number])?;
        let count: i64 = row.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
        before.waiting.insert(queue, usize::try_from(count).unwrap_or_default());
        tx.rescope(scope)?;
    }
    Ok(before)
}

/// Items by their keys.
pub(super) fn items(tx: &mut Tx<'_>, keys: &[&ItemKey]) -> Result<BTreeMap<ItemKey, OutboxItem>, Fail> {
    each_item(tx, keys)?.into_iter().map(|item| item.map(|item| (item.key.clone(), item))).collect()
}

/// The same, each for itself: here, or damaged.
pub(super) fn each_item(tx: &mut Tx<'_>, keys: &[&ItemKey]) -> Result<Vec<Result<OutboxItem, Fail>>, Fail> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let companies: Vec<i64> = keys.iter().map(|key| i64::from(key.company.0)).collect();
    let queues: Vec<i32> = keys.iter().map(|key| queue_number(key.queue)).collect();
    let ids: Vec<&[u8]> = keys.iter().map(|key| key.id.as_str().as_bytes()).collect();
    let sql = "SELECT i.body FROM item i JOIN unnest($1::bigint[], $2::integer[], $3::bytea[]) AS k (company, queue, id) \
               ON i.company = k.company AND i.queue = k.queue AND i.id = k.id";
    let rows = tx.rows(sql, &[&companies, &queues, &ids])?;
    Ok(rows.iter().map(|row| body(row, 0, "item")).collect())
}

/// Applies an entry: the part of each company under its head, and into its journal. `before` has the items as they are.
pub(super) fn put_entry(
    tx: &mut Tx<'_>,
    heads: Vec<Head>,
    entry: OwnEntry,
    before: &BTreeMap<ItemKey, OutboxItem>,
) -> Result<Option<Proof>, Fail> {
    let mut parts = by_company(entry);
    let mut proof = None;
    for mut head in heads {
        let Some(part) = parts.remove(&head.company) else { continue };
        let entry = Entry::Own(Box::new(part));
        let sequence = head.tell(&entry)?;
        if let Entry::Own(part) = &entry {
            put_own(tx, head.company, &part.records)?;
            put_items(tx, &part.items, before)?;
            let puts = part.documents.iter().map(|record| Put::new(record, &[])).collect::<Result<Vec<_>, _>>()?;
            records::put(tx, &mut head, sequence, &puts, None)?;
        }
        proof = head.keep(tx)?.or(proof);
    }
    Ok(proof)
}

/// The parts of an entry, each of one company.
pub(super) fn by_company(entry: OwnEntry) -> BTreeMap<CompanyId, OwnEntry> {
    let mut parts: BTreeMap<CompanyId, OwnEntry> = BTreeMap::new();
    let OwnEntry { at, author, records, items, documents } = entry;
    let empty = || OwnEntry { at, author: author.clone(), records: Vec::new(), items: Vec::new(), documents: Vec::new() };
    for record in records {
        parts.entry(record.key.company).or_insert_with(empty).records.push(record);
    }
    for event in items {
        parts.entry(event.key().company).or_insert_with(empty).items.push(event);
    }
    for record in documents {
        parts.entry(record.company()).or_insert_with(empty).documents.push(record);
    }
    parts
}

fn put_own(tx: &mut Tx<'_>, company: CompanyId, records: &[OwnRecord]) -> Result<(), Fail> {
    if records.is_empty() {
        return Ok(());
    }
    let company = i64::from(company.0);
    let kinds: Vec<i32> = records.iter().map(|record| own_kind(record.key.kind)).collect();
    let ids: Vec<&[u8]> = records.iter().map(|record| record.key.id.as_str().as_bytes()).collect();
    let versions: Vec<i64> = records.iter().map(|record| narrow(record.version)).collect();
    let bodies = records.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
    tx.run_all(&[
        (
            "INSERT INTO own_past (company, kind, id, version, body) SELECT o.company, o.kind, o.id, o.version, o.body FROM own o \
             JOIN unnest($2::integer[], $3::bytea[]) AS k (kind, id) ON o.kind = k.kind AND o.id = k.id WHERE o.company = $1",
            vec![&company, &kinds, &ids],
        ),
        (
            "INSERT INTO own (company, kind, id, version, body) SELECT $1::bigint, * FROM \
             unnest($2::integer[], $3::bytea[], $4::bigint[], $5::bytea[]) \
             ON CONFLICT (company, kind, id) DO UPDATE SET version = excluded.version, body = excluded.body",
            vec![&company, &kinds, &ids, &versions, &bodies],
        ),
    ])
}

/// Writes versions of own records into the table of the current ones, or into that of those before.
pub(super) fn insert_versions(tx: &mut Tx<'_>, company: CompanyId, current: bool, records: &[OwnRecord]) -> Result<(), Fail> {
    const CURRENT: &str = "INSERT INTO own (company, kind, id, version, body) SELECT $1::bigint, * FROM \
                           unnest($2::integer[], $3::bytea[], $4::bigint[], $5::bytea[])";
    const PAST: &str = "INSERT INTO own_past (company, kind, id, version, body) SELECT $1::bigint, * FROM \
                        unnest($2::integer[], $3::bytea[], $4::bigint[], $5::bytea[])";
    for some in records.chunks(GROUP) {
        let kinds: Vec<i32> = some.iter().map(|record| own_kind(record.key.kind)).collect();
        let ids: Vec<&[u8]> = some.iter().map(|record| record.key.id.as_str().as_bytes()).collect();
        let versions: Vec<i64> = some.iter().map(|record| narrow(record.version)).collect();
        let bodies = some.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
        tx.run(if current { CURRENT } else { PAST }, &[&i64::from(company.0), &kinds, &ids, &versions, &bodies])?;
    }
    Ok(())
}

pub(super) fn put_items(tx: &mut Tx<'_>, events: &[ItemEvent], before: &BTreeMap<ItemKey, OutboxItem>) -> Result<(), Fail> {
    const PUT: &str = "INSERT INTO item (company, queue, id, waiting, due, body) VALUES ($1, $2, $3, $4, $5, $6) \
                       ON CONFLICT (company, queue, id) DO UPDATE SET waiting = excluded.waiting, due = excluded.due, body = excluded.body";
    for event in events {
        let key = event.key();
        let Some(after) = event.after(before.get(key)) else { continue };
        let (company, queue, id) = (i64::from(key.company.0), queue_number(key.queue), key.id.as_str().as_bytes());
        if is_kept(&after) {
            let due = after.due.map(jiff::Timestamp::as_microsecond);
            tx.run(PUT, &[&company, &queue, &id, &after.is_open(), &due, &encode(&after)?])?;
        } else {
            tx.run("DELETE FROM item WHERE company = $1 AND queue = $2 AND id = $3", &[&company, &queue, &id])?;
        }
    }
    Ok(())
}
