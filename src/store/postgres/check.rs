//! `check`: reads every row of every company and compares it with what it says of itself, with its counts and with its journal.
//!
//! For: `faktura check`. Uses: one state of the database for each company, beside running workers. Never: a repair of a journal: what is
//! missing there stays reported.

use super::audit::{Journal, journal};
use super::fail::Fail;
use super::own::{own_kind, queue_number};
use super::records::{AT_A_TIME, Put, flags, kind_number, undecodable};
use super::session::{Scope, Tx, column, read_all, write, write_all};
use super::write::{forget_cursors, status_number};
use super::{PostgresStore, head, narrow, text};
use crate::domain::{CompanyId, Kind, OutboxItem, OwnRecord, Record, RemoteId, RunError, SyncRun};
use crate::store::own_index::OwnIndex;
use crate::store::record::{Changes, Codec, Dated, ScanIds, decode, decode_record};
use crate::store::sled::own::told_by;
use crate::store::{CheckReport, CompanyCount, Damage, DamageKind, StoreError, SyncState};

/// What a check of one company found.
#[derive(Debug, Default)]
pub(super) struct Found {
    records: u64,
    pub(super) damage: Vec<Damage>,
    /// Records that do not decode.
    lost: Vec<(Kind, Vec<u8>)>,
    /// Records with columns that are not theirs.
    columns: Vec<(Kind, Vec<u8>)>,
    pub(super) counts: CompanyCount,
    counts_differ: bool,
}

impl Found {
    fn note(&mut self, company: CompanyId, kind: DamageKind, place: String) {
        self.damage.push(Damage { place, kind, company: Some(company) });
    }
}

impl PostgresStore {
    /// Checks everything of all companies; with `mend` makes anew what the rest tells, and has what is lost fetched again.
    ///
    /// # Errors
    /// The database cannot be read. Damage is in the report.
    pub fn check(&self, mend: bool) -> Result<CheckReport, StoreError> {
        let mut report = CheckReport::default();
        let own = self.own_books()?;
        for company in self.companies()? {
            let found = read_all(&self.pool, &Scope::one(company), |tx| examine(tx, company))?;
            report.records = report.records.saturating_add(found.records);
            if mend && !found.damage.is_empty() {
                report.repaired = report.repaired.saturating_add(self.mend(company, &found)?);
            }
            if mend && own.contains(&company) {
                self.mend_books(company, &found, &mut report)?;
            }
            report.damage.extend(found.damage);
        }
        for doubt in self.doubts() {
            let reported = report.damage.iter().any(|damage| damage.company == Some(doubt.company));
            if !mend && !reported {
                report.damage.push(Damage { place: doubt.place, kind: DamageKind::Lost, company: Some(doubt.company) });
            }
            if own.contains(&doubt.company) { &mut report.books } else { &mut report.resync }.push(doubt.company);
        }
        Ok(report)
    }

    /// Restores own books of which something is lost, as this check found it or as was known before.
    fn mend_books(&self, company: CompanyId, found: &Found, report: &mut CheckReport) -> Result<(), StoreError> {
        let doubt = || self.doubts().into_iter().find(|doubt| doubt.company == company);
        let before = doubt();
        if found.lost.is_empty() && before.is_none() {
            return Ok(());
        }
        self.restore_books(company)?;
        if let (Some(before), true) = (before, found.damage.is_empty()) {
            report.damage.push(Damage { place: before.place, kind: DamageKind::Lost, company: Some(company) });
            report.repaired = report.repaired.saturating_add(u64::from(doubt().is_none()));
        }
        Ok(())
    }

    /// Repairs what a check of a company found. Returns the number of repairs.
    fn mend(&self, company: CompanyId, found: &Found) -> Result<u64, StoreError> {
        let number = i64::from(company.0);
        for (kind, id) in &found.lost {
            self.distrust(&undecodable(company, *kind, id))?;
        }
        write_all(&self.pool, &Scope::one(company), |tx| {
            let mut head = head::lock_one(tx, company)?;
            for (kind, id) in &found.columns {
                let sql = "SELECT body FROM record WHERE company = $1 AND kind = $2 AND id = $3";
                let Some(row) = tx.row(sql, &[&number, &kind_number(*kind), id])? else { continue };
                let body: &[u8] = column(&row, 0)?;
                let Ok(record) = decode_record(*kind, body) else { continue };
                let put = Put::new(&record, &[])?;
                let sql = "UPDATE record SET hash = $4, number = $5, vanished = $6, settled = $7, wanting = $8 \
                           WHERE company = $1 AND kind = $2 AND id = $3";
                let (hash, name) = put.columns();
                let (settled, wanting) = flags(&record);
                let vanished = record.vanished().is_some();
                tx.run(sql, &[&number, &kind_number(*kind), id, &hash, &name, &vanished, &settled, &wanting])?;
            }
            if found.counts_differ {
                // A commit since the check has changed them: they are counted once more under the lock.
                head.counts = examine(tx, company)?.counts;
            }
            let proof = head.keep(tx)?;
            Ok(((), proof))
        })?;
        let counted = found.lost.len() + found.columns.len() + usize::from(found.counts_differ);
        Ok(u64::try_from(counted).unwrap_or(u64::MAX))
    }

    /// Doubts the company of a damaged record: the record counts as lost and the next run is a full one.
    pub(super) fn distrust(&self, damage: &Damage) -> Result<(), StoreError> {
        let Some(company) = damage.company else { return Ok(()) };
        let number = i64::from(company.0);
        let key = damage.place.strip_prefix(&format!("record/{company}/")).and_then(|rest| rest.split_once('/'));
        let key = key.and_then(|(kind, id)| Kind::ALL.iter().find(|known| known.as_str() == kind).map(|kind| (*kind, id)));
        let scope = Scope::Of([head::HOUSE, company].into());
        write(&self.pool, &scope, |tx| {
            let head = head::lock_one(tx, company)?;
            if let Some((kind, id)) = key {
                let sql = "UPDATE record SET hash = NULL WHERE company = $1 AND kind = $2 AND id = $3";
                tx.run(sql, &[&number, &kind_number(kind), &id.as_bytes()])?;
            }
            let sql = "UPDATE head SET doubt = $2, doubt_run = coalesce((SELECT next_run FROM head WHERE company = 0), 1) \
                       WHERE company = $1 AND doubt IS NULL";
            if tx.run(sql, &[&number, &damage.place])? > 0 {
                tracing::error!(company = company.0, place = %damage.place, "a record is damaged");
                forget_cursors(tx, company)?;
            }
            let proof = head.keep(tx)?;
            Ok(((), proof))
        })
    }
}

pub(super) fn examine(tx: &mut Tx<'_>, company: CompanyId) -> Result<Found, Fail> {
    let mut found = Found::default();
    let number = i64::from(company.0);
    for kind in Kind::ALL {
        records(tx, company, *kind, &mut found)?;
    }
    changes(tx, company, &mut found)?;
    let runs = "SELECT id::text, body, status::bigint FROM run WHERE company = $1";
    each::<SyncRun>(tx, company, runs, "run", &mut found, |run| i64::from(status_number(run.status)))?;
    let errors = "SELECT run::text || '/' || sequence::text, body, 0::bigint FROM run_error WHERE company = $1";
    each::<RunError>(tx, company, errors, "run_error", &mut found, |_| 0)?;
    each::<SyncState>(tx, company, "SELECT feed, body, 0::bigint FROM feed WHERE company = $1", "feed", &mut found, |_| 0)?;
    each::<ScanIds>(tx, company, "SELECT feed, body, 0::bigint FROM scan WHERE company = $1", "scan", &mut found, |_| 0)?;
    let runs = tx.row("SELECT count(*) FROM run WHERE company = $1", &[&number])?;
    found.counts.runs = runs.map(|row| column::<i64>(&row, 0)).transpose()?.map_or(0, super::wide);
    let kept = tx.row("SELECT counts FROM head WHERE company = $1", &[&number])?;
    let kept: Option<Vec<u8>> = kept.map(|row| column(&row, 0)).transpose()?.flatten();
    let kept = kept.and_then(|bytes| decode::<CompanyCount>(&bytes).ok()).unwrap_or_default();
    // A kind without records may be missing in either.
    found.counts_differ = (kept.changes, kept.runs) != (found.counts.changes, found.counts.runs)
        || Kind::ALL.iter().any(|kind| kept.of(*kind) != found.counts.of(*kind));
    if found.counts_differ {
        found.note(company, DamageKind::Index, format!("head/{company}"));
    }
    let Journal { entries, faults } = journal(tx, company)?;
    for place in faults {
        found.note(company, DamageKind::Journal, place);
    }
    let (own, told) = (own(tx, company, &mut found)?, told_by(&entries));
    if own.without(&told).is_some() || told.without(&own).is_some() {
        found.note(company, DamageKind::Journal, format!("own/{company}"));
    }
    Ok(found)
}

fn records(tx: &mut Tx<'_>, company: CompanyId, kind: Kind, found: &mut Found) -> Result<(), Fail> {
    const SQL: &str = "SELECT id, hash, number, vanished, settled, wanting, body FROM record \
                       WHERE company = $1 AND kind = $2 AND ($3::bytea IS NULL OR id > $3) ORDER BY id LIMIT $4";
    let mut after: Option<Vec<u8>> = None;
    loop {
        let rows = tx.rows(SQL, &[&i64::from(company.0), &kind_number(kind), &after, &AT_A_TIME])?;
        let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) == AT_A_TIME;
        for row in &rows {
            let id: Vec<u8> = column(row, 0)?;
            let (hash, number, vanished): (Option<i64>, i64, bool) = (column(row, 1)?, column(row, 2)?, column(row, 3)?);
            let (settled, wanting, body): (bool, bool, &[u8]) = (column(row, 4)?, column(row, 5)?, column(row, 6)?);
            found.records = found.records.saturating_add(1);
            let count = found.counts.kinds.entry(kind).or_default();
            count.records += 1;
            count.vanished += u64::from(vanished);
            // Its first change, unless what is written of its history tells it.
            found.counts.changes += 1;
            match decode_record(kind, body) {
                Ok(record) if is_at(&record, company, &id) => {
                    let columns = Put::new(&record, &[])?.columns();
                    let same = hash.is_none_or(|hash| (hash, number) == columns)
                        && (vanished, (settled, wanting)) == (record.vanished().is_some(), flags(&record));
                    if !same {
                        found.note(company, DamageKind::Index, format!("record/{company}/{kind}/{}", text(&id)));
                        found.columns.push((kind, id.clone()));
                    }
                }
                // One that is known to be lost is told by the doubt of its company.
                _ if hash.is_none() => {}
                _ => {
                    found.damage.push(undecodable(company, kind, &id));
                    found.lost.push((kind, id.clone()));
                }
            }
            after = Some(id);
        }
        if !full {
            return Ok(());
        }
    }
}

fn is_at(record: &Record, company: CompanyId, id: &[u8]) -> bool {
    record.company() == company && record.id().as_str().as_bytes() == id
}

fn changes(tx: &mut Tx<'_>, company: CompanyId, found: &mut Found) -> Result<(), Fail> {
    const SQL: &str = "SELECT c.kind, c.id, c.sequence, c.body, r.id IS NOT NULL FROM change c \
                       LEFT JOIN record r ON r.company = c.company AND r.kind = c.kind AND r.id = c.id WHERE c.company = $1 \
                       AND ($2::smallint IS NULL OR (c.kind, c.id, c.sequence) > ($2, $3, $4)) \
                       ORDER BY c.kind, c.id, c.sequence LIMIT $5";
    let mut after: (Option<i16>, Option<Vec<u8>>, Option<i64>) = (None, None, None);
    loop {
        let rows = tx.rows(SQL, &[&i64::from(company.0), &after.0, &after.1, &after.2, &AT_A_TIME])?;
        let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) == AT_A_TIME;
        for row in &rows {
            let (kind, id, sequence): (i16, Vec<u8>, i64) = (column(row, 0)?, column(row, 1)?, column(row, 2)?);
            let (body, has_record): (&[u8], bool) = (column(row, 3)?, column(row, 4)?);
            let place = format!("change/{company}/{kind}/{}/{sequence}", text(&id));
            match decode::<Changes>(body) {
                Ok(Changes(changes)) => {
                    let firsts = changes.iter().filter(|change| Dated::is_first_seen(change)).count().min(1);
                    found.counts.changes += u64::try_from(changes.len() - firsts).unwrap_or_default();
                }
                Err(_) => found.note(company, DamageKind::Undecodable, place.clone()),
            }
            if !has_record {
                found.note(company, DamageKind::Orphan, place);
            }
            after = (Some(kind), Some(id), Some(sequence));
        }
        if !full {
            return Ok(());
        }
    }
}

/// Decodes every row of a statement, and compares a column with what the value says of it.
fn each<T: Codec>(
    tx: &mut Tx<'_>,
    company: CompanyId,
    sql: &'static str,
    table: &str,
    found: &mut Found,
    says: impl Fn(&T) -> i64,
) -> Result<(), Fail> {
    for row in tx.rows(sql, &[&i64::from(company.0)])? {
        let (name, body, kept): (String, &[u8], i64) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
        let place = format!("{table}/{company}/{name}");
        match decode::<T>(body) {
            Ok(value) if says(&value) != kept => found.note(company, DamageKind::Index, place),
            Ok(_) => {}
            Err(_) => found.note(company, DamageKind::Undecodable, place),
        }
    }
    Ok(())
}

/// Own records and items as the tables have them.
///
/// # Errors
/// One of them is damaged.
pub(super) fn own_of(tx: &mut Tx<'_>, company: CompanyId) -> Result<OwnIndex, Fail> {
    let mut found = Found::default();
    let index = own(tx, company, &mut found)?;
    found.damage.pop().map_or(Ok(index), |damage| Err(StoreError::Damaged { place: damage.place }.into()))
}

fn own(tx: &mut Tx<'_>, company: CompanyId, found: &mut Found) -> Result<OwnIndex, Fail> {
    let number = i64::from(company.0);
    let mut index = OwnIndex::default();
    let sql = "SELECT kind, id, version, body FROM own WHERE company = $1 UNION ALL \
               SELECT kind, id, version, body FROM own_past WHERE company = $1";
    for row in tx.rows(sql, &[&number])? {
        let (kind, id, version): (i32, Vec<u8>, i64) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
        let place = format!("own/{company}/{kind}/{}/{version}", text(&id));
        match decode::<OwnRecord>(column(&row, 3)?) {
            Ok(record) => {
                let says = (own_kind(record.key.kind), record.key.id.as_str().as_bytes(), narrow(record.version));
                if says != (kind, id.as_slice(), version) || record.key.company != company {
                    found.note(company, DamageKind::Index, place);
                }
                index.records.entry(record.key.clone()).or_default().insert(record.version, record);
            }
            Err(_) => found.note(company, DamageKind::Undecodable, place),
        }
    }
    for row in tx.rows("SELECT queue, id, waiting, due, body FROM item WHERE company = $1", &[&number])? {
        let (queue, id, waiting): (i32, Vec<u8>, bool) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
        let due: Option<i64> = column(&row, 3)?;
        let place = format!("item/{company}/{queue}/{}", text(&id));
        match decode::<OutboxItem>(column(&row, 4)?) {
            Ok(item) => {
                let says = (queue_number(item.key.queue), item.is_open(), item.due.map(jiff::Timestamp::as_microsecond));
                if says != (queue, waiting, due) || item.key.id != RemoteId::new(text(&id)) {
                    found.note(company, DamageKind::Index, place);
                }
                index.items.insert(item.key.clone(), item);
            }
            Err(_) => found.note(company, DamageKind::Undecodable, place),
        }
    }
    Ok(index)
}
