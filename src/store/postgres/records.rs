//! Records and their history.
//!
//! For: commits, own books, reads. Uses: stored forms, [`super::session`]. Never: a record without its company.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::Timestamp;

use super::fail::Fail;
use super::head::Head;
use super::session::{Scope, Tx, column, read, read_all};
use super::{PostgresStore, bits, narrow, text, wide};
use crate::domain::{CompanyId, FieldChange, Kind, Record, RecordKey, RemoteId, RunId, balance};
use crate::store::record::{Changes, Dated, Fault, decode, decode_record, encode, encode_hashed};
use crate::store::sled::key::LONGEST_ID;
use crate::store::sled::packing::number_hash;
use crate::store::{CompanyCount, Damage, DamageKind, Head as Facts, StoreError, Upsert};

/// Records that are read at a time while all are visited.
pub(super) const AT_A_TIME: i64 = 1024;

/// A record in the form of its row, with what changed on it.
pub(super) struct Put<'a> {
    record: &'a Record,
    changes: &'a [FieldChange],
    hash: i64,
    number: i64,
    settled: bool,
    wanting: bool,
    body: Vec<u8>,
}

impl<'a> Put<'a> {
    pub(super) fn of_upsert(upsert: &'a Upsert) -> Result<Self, StoreError> {
        Self::new(&upsert.record, &upsert.changes)
    }

    pub(super) fn new(record: &'a Record, changes: &'a [FieldChange]) -> Result<Self, StoreError> {
        let id = record.id();
        if id.as_str().len() > LONGEST_ID {
            return Err(StoreError::TooLarge { what: format!("ID {}…", id.as_str().chars().take(40).collect::<String>()) });
        }
        let what = |error| match error {
            StoreError::TooLarge { .. } => StoreError::TooLarge { what: format!("{} ({id})", record.title()) },
            error => error,
        };
        let (settled, wanting) = flags(record);
        let (body, hash) = match record {
            Record::Document(stored) => encode_hashed(stored),
            Record::Payment(stored) => encode_hashed(stored),
            Record::Contact(stored) => encode_hashed(stored),
        }
        .map_err(what)?;
        let number = i64::from(number_hash(record.title()));
        Ok(Self { record, changes, hash: bits(hash), number, settled, wanting, body })
    }
}

impl Put<'_> {
    /// The hash and the number that it has in its row.
    pub(super) const fn columns(&self) -> (i64, i64) {
        (self.hash, self.number)
    }
}

/// Whether the balance of a record is known, and whether it is to be asked for.
pub(super) fn flags(record: &Record) -> (bool, bool) {
    let document = record.document();
    (document.is_some_and(|stored| stored.entity.balance.is_some()), document.is_some_and(balance::is_missing))
}

/// What is there of a record that is written.
struct Known {
    vanished: bool,
    lost: bool,
}

fn known(tx: &mut Tx<'_>, company: i64, kinds: &[i16], ids: &[&[u8]]) -> Result<BTreeMap<(i16, Vec<u8>), Known>, Fail> {
    let sql = "SELECT r.kind, r.id, r.vanished, r.hash IS NULL FROM record r \
               JOIN unnest($2::smallint[], $3::bytea[]) AS k (kind, id) ON r.kind = k.kind AND r.id = k.id WHERE r.company = $1";
    let rows = tx.rows(sql, &[&company, &kinds, &ids])?;
    rows.iter()
        .map(|row| Ok(((column(row, 0)?, column(row, 1)?), Known { vanished: column(row, 2)?, lost: column(row, 3)? })))
        .collect()
}

/// Writes records of the head's company with their changes; `created_at` is when, and by which run, the records that are new to the journal
/// were first seen.
pub(super) fn put(
    tx: &mut Tx<'_>,
    head: &mut Head,
    sequence: u64,
    puts: &[Put<'_>],
    created_at: Option<(Timestamp, RunId)>,
) -> Result<(), Fail> {
    if puts.is_empty() {
        return Ok(());
    }
    let company = i64::from(head.company.0);
    // The last one of a key is written.
    let puts: BTreeMap<(i16, &[u8]), &Put<'_>> =
        puts.iter().map(|put| ((kind_number(put.record.kind()), put.record.id().as_str().as_bytes()), put)).collect();
    let (kinds, ids): (Vec<i16>, Vec<&[u8]>) = puts.keys().copied().unzip();
    let there = known(tx, company, &kinds, &ids)?;
    let (mut changed, mut bodies) = (Vec::new(), Vec::new());
    for ((kind, id), put) in &puts {
        let before = there.get(&(*kind, id.to_vec()));
        let lost = before.is_some_and(|known| known.lost);
        let vanished = put.record.vanished().is_some();
        let implied = before.is_none() || lost && !tells_first(tx, company, *kind, id)?;
        head.counts.changes += u64::from(implied && before.is_none());
        let count = head.counts.kinds.entry(put.record.kind()).or_default();
        count.records += u64::from(before.is_none());
        count.vanished =
            count.vanished.saturating_sub(u64::from(before.is_some_and(|known| known.vanished))) + u64::from(vanished);
        // What every new record has in common is not written; what the journal tells as a change of its own is.
        let first = |only: &FieldChange| created_at == Some((only.at, only.run)) && Dated::is_first_of(put.record, only);
        if put.changes.is_empty() || implied && matches!(put.changes, [only] if first(only)) {
            continue;
        }
        let changes: Vec<Dated> = put.changes.iter().map(Into::into).collect();
        if implied && changes.iter().any(Dated::is_first_seen) {
            head.counts.changes = head.counts.changes.saturating_sub(1);
        }
        head.counts.changes += u64::try_from(changes.len()).unwrap_or_default();
        changed.push((*kind, *id));
        bodies.push(encode(&Changes(changes))?);
    }
    rows(tx, company, &puts.into_values().collect::<Vec<_>>())?;
    if !bodies.is_empty() {
        let (kinds, ids): (Vec<i16>, Vec<&[u8]>) = changed.into_iter().unzip();
        let sql = "INSERT INTO change (company, kind, id, sequence, body) \
                   SELECT $1::bigint, k.kind, k.id, $4::bigint, k.body FROM unnest($2::smallint[], $3::bytea[], $5::bytea[]) AS k (kind, id, body)";
        tx.run(sql, &[&company, &kinds, &ids, &narrow(sequence), &bodies])?;
    }
    Ok(())
}

/// Writes the rows of records that each are there once, without a change of counts or histories.
pub(super) fn insert(tx: &mut Tx<'_>, company: CompanyId, puts: &[Put<'_>]) -> Result<(), Fail> {
    if puts.is_empty() { Ok(()) } else { rows(tx, i64::from(company.0), &puts.iter().collect::<Vec<_>>()) }
}

fn rows(tx: &mut Tx<'_>, company: i64, puts: &[&Put<'_>]) -> Result<(), Fail> {
    let kinds: Vec<i16> = puts.iter().map(|put| kind_number(put.record.kind())).collect();
    let ids: Vec<&[u8]> = puts.iter().map(|put| put.record.id().as_str().as_bytes()).collect();
    let column_of = |of: fn(&Put<'_>) -> bool| puts.iter().map(|put| of(put)).collect::<Vec<bool>>();
    let (vanished, settled) = (column_of(|put| put.record.vanished().is_some()), column_of(|put| put.settled));
    let wanting = column_of(|put| put.wanting);
    let hashes: Vec<i64> = puts.iter().map(|put| put.hash).collect();
    let numbers: Vec<i64> = puts.iter().map(|put| put.number).collect();
    let records: Vec<&[u8]> = puts.iter().map(|put| put.body.as_slice()).collect();
    let sql = "INSERT INTO record (company, kind, id, hash, number, vanished, settled, wanting, body) SELECT $1::bigint, * FROM \
               unnest($2::smallint[], $3::bytea[], $4::bigint[], $5::bigint[], $6::boolean[], $7::boolean[], $8::boolean[], $9::bytea[]) \
               ON CONFLICT (company, kind, id) DO UPDATE SET hash = excluded.hash, number = excluded.number, \
               vanished = excluded.vanished, settled = excluded.settled, wanting = excluded.wanting, body = excluded.body";
    tx.run(sql, &[&company, &kinds, &ids, &hashes, &numbers, &vanished, &settled, &wanting, &records]).map(drop)
}

/// Whether what is written of a record's history says when it was first seen.
fn tells_first(tx: &mut Tx<'_>, company: i64, kind: i16, id: &[u8]) -> Result<bool, Fail> {
    Ok(changes(tx, company, kind, id)?.iter().any(Dated::is_first_seen))
}

/// What is written of a record's history, oldest first.
fn changes(tx: &mut Tx<'_>, company: i64, kind: i16, id: &[u8]) -> Result<Vec<Dated>, Fail> {
    let sql = "SELECT body FROM change WHERE company = $1 AND kind = $2 AND id = $3 ORDER BY sequence";
    let mut history = Vec::new();
    for row in tx.rows(sql, &[&company, &kind, &id])? {
        let place = || format!("change/{company}/{kind}/{}", text(id));
        let Changes(changes) = decode(&column::<Vec<u8>>(&row, 0)?).map_err(|_| StoreError::Damaged { place: place() })?;
        history.extend(changes);
    }
    Ok(history)
}

/// A record as it is kept, after its identifier.
type Kept = (Vec<u8>, Vec<u8>);

/// Some records of a company and kind after an identifier.
pub(super) fn page(tx: &mut Tx<'_>, company: CompanyId, kind: Kind, after: Option<&[u8]>) -> Result<Vec<Kept>, Fail> {
    const FIRST: &str = "SELECT id, body FROM record WHERE company = $1 AND kind = $2 ORDER BY id LIMIT $3";
    const NEXT: &str = "SELECT id, body FROM record WHERE company = $1 AND kind = $2 AND id > $4 ORDER BY id LIMIT $3";
    let (number, kind) = (i64::from(company.0), kind_number(kind));
    let rows = match &after {
        Some(after) => tx.rows(NEXT, &[&number, &kind, &AT_A_TIME, after])?,
        None => tx.rows(FIRST, &[&number, &kind, &AT_A_TIME])?,
    };
    rows.iter().map(|row| Ok((column(row, 0)?, column(row, 1)?))).collect()
}

/// The number of a kind in its column.
pub(super) const fn kind_number(kind: Kind) -> i16 {
    kind as i16
}

/// The damage of a record that does not decode.
pub(super) fn undecodable(company: CompanyId, kind: Kind, id: &[u8]) -> Damage {
    let place = format!("record/{company}/{kind}/{}", text(id));
    Damage { place, kind: DamageKind::Undecodable, company: Some(company) }
}

/// The damage where the head of a company was lost, and with it its counts, its lease and what was known of damage.
pub(super) fn no_head(company: CompanyId) -> Damage {
    Damage { place: format!("head/{company}"), kind: DamageKind::Missing, company: Some(company) }
}

/// The damage of a company that has fewer records of a kind than were counted.
pub(super) fn lacking(company: CompanyId, kind: Kind) -> Damage {
    Damage { place: format!("record/{company}/{kind}"), kind: DamageKind::Missing, company: Some(company) }
}

impl PostgresStore {
    /// What is read of the records of these identifiers.
    pub(super) fn bodies<T>(
        &self,
        company: CompanyId,
        kind: Kind,
        ids: &[RemoteId],
        decode: impl Fn(&[u8]) -> Result<T, Fault>,
    ) -> Result<Vec<Option<T>>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: Vec<&[u8]> = ids.iter().map(|id| id.as_str().as_bytes()).collect();
        let sql = "SELECT id, body FROM record WHERE company = $1 AND kind = $2 AND id = ANY ($3)";
        let rows =
            read(&self.pool, &Scope::one(company), |tx| tx.rows(sql, &[&i64::from(company.0), &kind_number(kind), &wanted]))?;
        let mut found = BTreeMap::new();
        for row in &rows {
            let (id, body): (&[u8], &[u8]) =
                (column(row, 0).map_err(|fail| fail.error)?, column(row, 1).map_err(|fail| fail.error)?);
            found.insert(id, body);
        }
        let one = |id: &&[u8]| {
            let body = found.get(id).map(|body| decode(body));
            body.transpose().map_err(|_| StoreError::Damaged { place: undecodable(company, kind, id).place })
        };
        wanted.iter().map(one).collect()
    }

    pub(super) fn facts(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Facts>>, StoreError> {
        let wanted: Vec<&[u8]> = ids.iter().map(|id| id.as_str().as_bytes()).collect();
        let sql = "SELECT id, hash, vanished, settled, wanting FROM record WHERE company = $1 AND kind = $2 AND id = ANY ($3)";
        let found = read(&self.pool, &Scope::one(company), |tx| {
            let rows = tx.rows(sql, &[&i64::from(company.0), &kind_number(kind), &wanted])?;
            let facts = |row: &tokio_postgres::Row| {
                let facts = Facts {
                    content: column::<Option<i64>>(row, 1)?.map(|hash| u64::from_ne_bytes(hash.to_ne_bytes())),
                    vanished: column(row, 2)?,
                    has_balance: column(row, 3)?,
                    wants_balance: column(row, 4)?,
                };
                Ok((column::<Vec<u8>>(row, 0)?, facts))
            };
            rows.iter().map(facts).collect::<Result<BTreeMap<_, _>, Fail>>()
        })?;
        Ok(wanted.iter().map(|id| found.get(*id).copied()).collect())
    }

    /// Visits the records of a kind in the order of their keys. Returns the damage met on the way. Nothing is held between two pages: the
    /// visitor may be slow and may ask the store again.
    pub(super) fn visit_records(
        &self,
        company: Option<CompanyId>,
        kind: Kind,
        visit: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        let companies = match company {
            Some(company) => vec![company],
            None => self.companies()?,
        };
        let (mut damage, mut seen) = (Vec::new(), BTreeMap::<CompanyId, u64>::new());
        for company in companies {
            let mut after: Option<Vec<u8>> = None;
            loop {
                let rows = self.page(company, kind, after.as_deref())?;
                let full = rows.len();
                *seen.entry(company).or_default() += u64::try_from(full).unwrap_or(u64::MAX);
                for (id, body) in rows {
                    let Ok(record) = decode_record(kind, &body) else {
                        damage.push(undecodable(company, kind, &id));
                        after = Some(id);
                        continue;
                    };
                    if visit(record).is_break() {
                        return Ok(damage);
                    }
                    after = Some(id);
                }
                if i64::try_from(full).unwrap_or(i64::MAX) < AT_A_TIME {
                    break;
                }
            }
        }
        damage.extend(self.lost(kind, &seen)?);
        Ok(damage)
    }

    /// The companies of which fewer records of a kind were seen than there are by their counts. Workers may write meanwhile, so that only
    /// one state of a company with both tells.
    fn lost(&self, kind: Kind, seen: &BTreeMap<CompanyId, u64>) -> Result<Vec<Damage>, StoreError> {
        const HEADS: &str = "SELECT company, counts FROM head WHERE company = ANY ($1) AND counts IS NOT NULL";
        const ROWS: &str = "SELECT count(*) FROM record WHERE company = $1 AND kind = $2";
        let numbers: Vec<i64> = seen.keys().map(|company| i64::from(company.0)).collect();
        let counted = |row: &tokio_postgres::Row| {
            let counts: &[u8] = column(row, 1)?;
            // Counts that do not decode are for `check` to name.
            Ok::<u64, Fail>(decode::<CompanyCount>(counts).map_or(0, |counts| counts.of(kind).records))
        };
        let (mut lost, mut headless) = (Vec::new(), seen.clone());
        headless.retain(|_, records| *records > 0);
        for row in read(&self.pool, &Scope::Of(seen.keys().copied().collect()), |tx| tx.rows(HEADS, &[&numbers]))? {
            let number: i64 = column(&row, 0).map_err(|fail| fail.error)?;
            let Some(company) = u32::try_from(number).ok().map(CompanyId) else { continue };
            headless.remove(&company);
            if counted(&row).map_err(|fail| fail.error)? <= seen.get(&company).copied().unwrap_or_default() {
                continue;
            }
            let lacks = read_all(&self.pool, &Scope::one(company), |tx| {
                let told = tx.row(HEADS, &[&vec![number]])?.map(|row| counted(&row)).transpose()?.unwrap_or_default();
                let there = tx.row(ROWS, &[&number, &kind_number(kind)])?.map(|row| column::<i64>(&row, 0)).transpose()?;
                Ok(told > there.map_or(0, wide))
            })?;
            if lacks {
                lost.push(lacking(company, kind));
            }
        }
        lost.extend(headless.into_keys().map(no_head));
        Ok(lost)
    }

    /// Some records after an identifier, as they are kept.
    pub(super) fn page(&self, company: CompanyId, kind: Kind, after: Option<&[u8]>) -> Result<Vec<Kept>, StoreError> {
        read(&self.pool, &Scope::one(company), |tx| page(tx, company, kind, after))
    }

    /// The companies that anything is kept of, also where the head of one was lost.
    pub(super) fn companies(&self) -> Result<Vec<CompanyId>, StoreError> {
        let sql = "SELECT company FROM head UNION SELECT company FROM listed WHERE login = 0 ORDER BY company";
        let rows = read(&self.pool, &Scope::All, |tx| tx.rows(sql, &[]))?;
        let numbers = rows.iter().map(|row| column::<i64>(row, 0)).collect::<Result<Vec<_>, _>>().map_err(|fail| fail.error)?;
        Ok(numbers.into_iter().filter_map(|number| u32::try_from(number).ok().map(CompanyId)).collect())
    }

    pub(super) fn numbered(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError> {
        const IN_ONE: &str =
            "SELECT company, id, body FROM record WHERE number = $1 AND number <> 0 AND kind = $2 AND company = $3";
        const IN_ALL: &str = "SELECT company, id, body FROM record WHERE number = $1 AND number <> 0 AND kind = $2";
        let wanted = i64::from(number_hash(number));
        if wanted == 0 {
            return Ok(Vec::new());
        }
        let kind = kind_number(Kind::Document);
        let found = read(&self.pool, &Scope::of(company), |tx| {
            let rows = match company {
                Some(company) => tx.rows(IN_ONE, &[&wanted, &kind, &i64::from(company.0)])?,
                None => tx.rows(IN_ALL, &[&wanted, &kind])?,
            };
            let mut keys = BTreeSet::new();
            for row in &rows {
                let (company, id, body): (i64, Vec<u8>, Vec<u8>) = (column(row, 0)?, column(row, 1)?, column(row, 2)?);
                // The column is a hash: the record itself says what its number is. One that does not decode is for `check` to name.
                let named = decode_record(Kind::Document, &body).is_ok_and(|record| record.title().eq_ignore_ascii_case(number));
                if let (true, Ok(company), Ok(id)) = (named, u32::try_from(company), String::from_utf8(id)) {
                    keys.insert(RecordKey::document(CompanyId(company), RemoteId::new(id)));
                }
            }
            Ok(keys)
        })?;
        Ok(found.into_iter().collect())
    }

    pub(super) fn live(&self, company: CompanyId, kind: Kind) -> Result<Vec<RemoteId>, StoreError> {
        let sql = "SELECT id FROM record WHERE company = $1 AND kind = $2 AND NOT vanished ORDER BY id";
        read(&self.pool, &Scope::one(company), |tx| {
            let rows = tx.rows(sql, &[&i64::from(company.0), &kind_number(kind)])?;
            rows.iter().map(|row| Ok(RemoteId::new(text(column(row, 0)?)))).collect()
        })
    }

    pub(super) fn changes_of(&self, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
        let (company, kind, id) = (i64::from(key.company.0), kind_number(key.kind), key.id.as_str().as_bytes());
        let sql = "SELECT body FROM record WHERE company = $1 AND kind = $2 AND id = $3";
        let history = read(&self.pool, &Scope::one(key.company), |tx| {
            let mut history = changes(tx, company, kind, id)?;
            if !history.iter().any(Dated::is_first_seen)
                && let Some(row) = tx.row(sql, &[&company, &kind, &id])?
                && let Ok(record) = decode_record(key.kind, column(&row, 0)?)
            {
                let first = Dated::first_of(&record, &history);
                history.insert(0, first);
            }
            Ok(history)
        })?;
        Ok(history.into_iter().map(|change| change.of(key.clone())).collect())
    }
}
