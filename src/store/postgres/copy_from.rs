//! One state of the database as the source of a copy.
//!
//! For: [`crate::store::copy`]. Uses: one transaction, which sees what was committed when it began, however long it takes and whatever
//! workers write meanwhile. Never: a write.

use std::collections::BTreeMap;
use std::time::Instant;

use tokio_postgres::Row;

use super::audit::{Read, journal, known_faults};
use super::fail::Fail;
use super::head::HOUSE;
use super::own::body;
use super::records::{AT_A_TIME, page, undecodable};
use super::session::{Scope, Tx, WHOLE, column};
use super::{PostgresStore, check, directory, narrow, text, wide};
use crate::domain::{CompanyId, Kind, Record, RemoteId, RunError, RunId, SyncRun};
use crate::store::StoreError;
use crate::store::copy::{Each, Feed, Sealed, Small, Source, Told};
use crate::store::own_index::OwnIndex;
use crate::store::record::{Changes, Entry, ScanIds, decode, decode_record};
use crate::store::registry::SHEETS;

/// Settings of a transaction that reads or writes everything.
pub(super) const PATIENT: &str = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

/// Entries of all journals, in an order in which they may have been written: by time, and never against the numbers of a company.
const ENTRIES: &str = "DECLARE entries NO SCROLL CURSOR FOR SELECT company, sequence FROM (SELECT company, sequence, \
                       max(at) OVER (PARTITION BY company ORDER BY sequence) AS at FROM journal) AS told \
                       ORDER BY at, company, sequence";

/// Frames by their company and number.
const FRAMES: &str = "SELECT j.company, j.sequence, j.frame FROM journal j JOIN unnest($1::bigint[], $2::bigint[]) \
                      AS k (company, sequence) ON j.company = k.company AND j.sequence = k.sequence";

/// A transaction, read whole.
pub(in crate::store) struct Reader<'t, 'p>(pub(super) &'t mut Tx<'p>);

impl PostgresStore {
    /// Runs a copy from the state that the database is in now.
    pub(in crate::store) fn copied<T>(
        &self,
        copy: impl FnOnce(&mut Reader<'_, '_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let begin = || {
            let mut tx = Tx::begin(&self.pool, "REPEATABLE READ READ ONLY", &Scope::All, Instant::now() + WHOLE)?;
            tx.batch(PATIENT)?;
            Ok::<_, Fail>(tx)
        };
        let mut tx = begin().map_err(|fail| fail.error)?;
        copy(&mut Reader(&mut tx))
    }
}

impl Reader<'_, '_> {
    fn entries(&mut self, each: Each<'_, (u64, Entry)>) -> Result<(), Fail> {
        let known = known_faults(&journal(self.0, HOUSE)?.entries);
        let mut read: BTreeMap<CompanyId, Read> = BTreeMap::new();
        self.0.batch(ENTRIES)?;
        loop {
            let keys = self.0.rows("FETCH 512 FROM entries", &[])?;
            if keys.is_empty() {
                break;
            }
            let (mut companies, mut sequences): (Vec<i64>, Vec<i64>) = (Vec::new(), Vec::new());
            for row in &keys {
                companies.push(column(row, 0)?);
                sequences.push(column(row, 1)?);
            }
            let rows = self.0.rows(FRAMES, &[&companies, &sequences])?;
            let mut frames: BTreeMap<(i64, i64), &[u8]> = BTreeMap::new();
            for row in &rows {
                frames.insert((column(row, 0)?, column(row, 1)?), column(row, 2)?);
            }
            for key in companies.into_iter().zip(sequences) {
                let company = CompanyId(u32::try_from(key.0).unwrap_or_default());
                let bytes = frames.get(&key).copied().unwrap_or_default();
                let (entry, fault) = read.entry(company).or_default().next(company, wide(key.1), bytes);
                if fault.is_some_and(|fault| !known.contains(&fault.name())) {
                    return Err(damaged(company, key.1).into());
                }
                if let Some(entry) = entry {
                    each((wide(key.1), entry))?;
                }
            }
        }
        self.0.batch("CLOSE entries")?;
        for row in self.0.rows("SELECT company, sequence, chain FROM head WHERE sequence > 0 ORDER BY company", &[])? {
            let (company, sequence, chain): (i64, i64, &[u8]) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
            let company = CompanyId(u32::try_from(company).unwrap_or_default());
            let end = read.remove(&company).unwrap_or_default();
            if end.sequence != wide(sequence) || end.chain.as_slice() != chain {
                return Err(damaged(company, sequence).into());
            }
        }
        // Entries of which no head knows were added by another hand.
        read.into_iter().next().map_or(Ok(()), |(company, end)| Err(damaged(company, narrow(end.sequence)).into()))
    }

    fn each_of<T>(
        &mut self,
        company: CompanyId,
        sql: &'static str,
        mut value: impl FnMut(&Row) -> Result<T, Fail>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.0.rows(sql, &[&i64::from(company.0)]).map_err(|fail| fail.error)?;
        rows.iter().map(&mut value).collect::<Result<_, _>>().map_err(|fail| fail.error)
    }

    fn directory(&mut self) -> Result<Small, Fail> {
        let state = directory::load(self.0)?;
        let row = self.0.row("SELECT next_run FROM head WHERE company = $1", &[&i64::from(HOUSE.0)])?;
        let next_run = row.map(|row| column::<i64>(&row, 0)).transpose()?.map_or(1, wide);
        let mut sheets = Vec::new();
        for name in SHEETS {
            sheets.extend(directory::sheet(self.0, name)?.map(|body| (name, body)));
        }
        let sql = "SELECT name, body, (extract(epoch FROM at) * 1000000)::bigint FROM secret WHERE company = 0 \
                   ORDER BY name COLLATE \"C\"";
        let mut secrets = Vec::new();
        for row in self.0.rows(sql, &[])? {
            let set = jiff::Timestamp::from_microsecond(column(&row, 2)?).ok();
            secrets.push(Sealed { name: column(&row, 0)?, blob: column(&row, 1)?, set });
        }
        Ok(Small { state, next_run, sheets, secrets })
    }

    fn told(&mut self, company: CompanyId, each: Each<'_, Told>) -> Result<(), Fail> {
        const SQL: &str = "SELECT kind, id, sequence, body FROM change WHERE company = $1 \
                           AND ($2::smallint IS NULL OR (kind, id, sequence) > ($2, $3, $4)) ORDER BY kind, id, sequence LIMIT $5";
        let mut after: (Option<i16>, Option<Vec<u8>>, Option<i64>) = (None, None, None);
        loop {
            let rows = self.0.rows(SQL, &[&i64::from(company.0), &after.0, &after.1, &after.2, &AT_A_TIME])?;
            let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) == AT_A_TIME;
            for row in &rows {
                let (number, id, sequence): (i16, Vec<u8>, i64) = (column(row, 0)?, column(row, 1)?, column(row, 2)?);
                let damaged = || StoreError::Damaged { place: format!("change/{company}/{number}/{}/{sequence}", text(&id)) };
                let kind = u8::try_from(number).ok().and_then(Kind::from_number).ok_or_else(damaged)?;
                let Changes(changes) = decode(column(row, 3)?).map_err(|_| damaged())?;
                each(Told { kind, id: RemoteId::new(text(&id)), sequence: wide(sequence), changes })?;
                after = (Some(number), Some(id), Some(sequence));
            }
            if !full {
                return Ok(());
            }
        }
    }
}

fn damaged(company: CompanyId, sequence: i64) -> StoreError {
    StoreError::Damaged { place: format!("journal/{company}/{sequence}") }
}

impl Source for Reader<'_, '_> {
    fn small(&mut self) -> Result<Small, StoreError> {
        self.directory().map_err(|fail| fail.error)
    }

    fn journal(&mut self, each: Each<'_, (u64, Entry)>) -> Result<(), StoreError> {
        self.entries(each).map_err(|fail| fail.error)
    }

    fn changes(&mut self, company: CompanyId, each: Each<'_, Told>) -> Result<(), StoreError> {
        self.told(company, each).map_err(|fail| fail.error)
    }

    fn runs(&mut self, company: CompanyId) -> Result<Vec<SyncRun>, StoreError> {
        self.each_of(company, "SELECT body FROM run WHERE company = $1 ORDER BY id", |row| body(row, 0, "run"))
    }

    fn errors(&mut self, company: CompanyId) -> Result<BTreeMap<RunId, Vec<(u64, RunError)>>, StoreError> {
        let sql = "SELECT run, sequence, body FROM run_error WHERE company = $1 ORDER BY run, sequence, place";
        let mut errors: BTreeMap<RunId, Vec<(u64, RunError)>> = BTreeMap::new();
        let one = |row: &Row| Ok::<_, Fail>((column::<i64>(row, 0)?, column::<i64>(row, 1)?, body(row, 2, "run_error")?));
        for (run, sequence, error) in self.each_of(company, sql, one)? {
            errors.entry(RunId(wide(run))).or_default().push((wide(sequence), error));
        }
        Ok(errors)
    }

    fn feeds(&mut self, company: CompanyId) -> Result<BTreeMap<String, Feed>, StoreError> {
        let mut feeds: BTreeMap<String, Feed> = BTreeMap::new();
        let states = "SELECT feed, body FROM feed WHERE company = $1";
        for (name, state) in self.each_of(company, states, |row| Ok((column(row, 0)?, body(row, 1, "feed")?)))? {
            feeds.insert(name, Feed { state: Some(state), ..Feed::default() });
        }
        let scans = "SELECT feed, body FROM scan WHERE company = $1 ORDER BY feed, page";
        let one = |row: &Row| Ok::<_, Fail>((column::<String>(row, 0)?, body::<ScanIds>(row, 1, "scan")?));
        for (name, ScanIds(ids)) in self.each_of(company, scans, one)? {
            feeds.entry(name).or_default().seen.extend(ids);
        }
        Ok(feeds)
    }

    fn own(&mut self, company: CompanyId) -> Result<OwnIndex, StoreError> {
        check::own_of(self.0, company).map_err(|fail| fail.error)
    }

    fn records(&mut self, company: CompanyId, kind: Kind, each: Each<'_, Vec<Record>>) -> Result<(), StoreError> {
        let mut after: Option<Vec<u8>> = None;
        loop {
            let rows = page(self.0, company, kind, after.as_deref()).map_err(|fail| fail.error)?;
            let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) == AT_A_TIME;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = Some(last.clone());
            let record = |(id, body): &(Vec<u8>, Vec<u8>)| {
                let place = || undecodable(company, kind, id).place;
                decode_record(kind, body).map_err(|_| StoreError::Damaged { place: place() })
            };
            each(rows.iter().map(record).collect::<Result<_, _>>()?)?;
            if !full {
                return Ok(());
            }
        }
    }
}
