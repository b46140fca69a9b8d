//! `check`: reads every row of every company and compares it with what it says of itself, with its counts and with its journal.
//!
//! For: `faktura check`. Uses: one state of the database for each company, beside running workers. Never: a row of a journal that is changed or
//! deleted: what the journal tells and the tables lack is written again, what the tables have and the journal lost is told again at its
//! end, and the rest of what it lost stays in the audit log as a loss.

use std::collections::BTreeSet;

use super::audit::{Fault, Journal, journal, known_faults};
use super::fail::Fail;
use super::head::HOUSE;
use super::own::{own_kind, queue_number};
use super::records::{AT_A_TIME, Put, flags, kind_number, lacking, no_head, undecodable};
use super::session::{Scope, Tx, column, read, read_all, write_all};
use super::write::{forget_cursors, status_number};
use super::{PostgresStore, head, narrow, text};
use crate::domain::{CompanyId, Kind, Message, OutboxItem, OwnRecord, Record, RemoteId, RunError, SyncRun};
use crate::store::own_index::OwnIndex;
use crate::store::record::{Changes, Codec, Dated, Entry, ScanIds, decode, decode_record};
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
    /// Kinds with fewer records than were counted.
    missing: Vec<Kind>,
    /// Places of the journal that are not what was written.
    pub(super) faults: Vec<Fault>,
}

impl Found {
    fn note(&mut self, company: CompanyId, kind: DamageKind, place: String) {
        self.damage.push(Damage { place, kind, company: Some(company) });
    }

    /// All damage, without the faults that a repair lived through.
    fn told(&self, company: CompanyId, known: &BTreeSet<String>) -> Vec<Damage> {
        let faults = self.faults.iter().filter(|fault| !known.contains(&fault.name()));
        let fault = |fault: &Fault| Damage { place: fault.place.clone(), kind: DamageKind::Journal, company: Some(company) };
        self.damage.iter().cloned().chain(faults.map(fault)).collect()
    }
}

impl PostgresStore {
    /// Checks everything of all companies; with `mend` makes anew what the rest tells, and has what is lost fetched again.
    ///
    /// # Errors
    /// The database cannot be read. Damage is in the report.
    pub fn check(&self, mend: bool) -> Result<CheckReport, StoreError> {
        let mut report = CheckReport::default();
        let ((listed, next), own) = (self.listed()?, self.own_books()?);
        let mut known = self.known_faults()?;
        for company in self.companies()?.into_iter().chain([HOUSE]).collect::<BTreeSet<_>>() {
            let found = read_all(&self.pool, &Scope::one(company), |tx| examine(tx, company))?;
            report.records = report.records.saturating_add(found.records);
            let mut damage = found.told(company, &known);
            if mend && !damage.is_empty() {
                self.mend(company, &found)?;
            }
            if mend && own.contains(&company) {
                self.mend_books(company, &found, &mut report)?;
            }
            if mend && !damage.is_empty() {
                // What own books lost is known by their journal alone, as long as it is as it was.
                if !(own.contains(&company) && self.doubts().iter().any(|doubt| doubt.company == company)) {
                    self.retell(company)?;
                    let before = std::mem::replace(&mut known, self.known_faults()?);
                    if known.len() > before.len() {
                        report.hints.push(Message::new("store-told-again"));
                    }
                }
                let left = read_all(&self.pool, &Scope::one(company), |tx| examine(tx, company))?.told(company, &known);
                let mended = damage.iter().filter(|damage| !left.contains(damage)).count();
                report.repaired = report.repaired.saturating_add(u64::try_from(mended).unwrap_or(u64::MAX));
            }
            // A number that was given is on the list until everything of its company is removed.
            if company != HOUSE && company < next && !listed.contains(&company) && self.has_rows(company)? {
                damage.push(Damage { place: format!("listed/{company}"), kind: DamageKind::Missing, company: Some(company) });
            }
            report.damage.extend(damage);
        }
        report.hints.dedup();
        for doubt in self.doubts() {
            let reported = report.damage.iter().any(|damage| damage.company == Some(doubt.company));
            if !mend && !reported {
                report.damage.push(Damage { place: doubt.place, kind: DamageKind::Lost, company: Some(doubt.company) });
            }
            if !own.contains(&doubt.company) {
                report.resync.push(doubt.company);
            } else if mend {
                // Whether the journal of own books has what they lack is known once a repair has tried.
                report.books.push(doubt.company);
            }
        }
        Ok(report)
    }

    /// Names of the faults of journals that a repair lived through.
    fn known_faults(&self) -> Result<BTreeSet<String>, StoreError> {
        let house = read_all(&self.pool, &Scope::one(HOUSE), |tx| journal(tx, HOUSE))?;
        Ok(known_faults(&house.entries))
    }

    /// Whether a company has rows in tables, beside its journal.
    fn has_rows(&self, company: CompanyId) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM record WHERE company = $1) OR EXISTS (SELECT 1 FROM own WHERE company = $1)";
        read(&self.pool, &Scope::one(company), |tx| {
            Ok(tx.row(sql, &[&i64::from(company.0)])?.map(|row| column(&row, 0)).transpose()?.unwrap_or_default())
        })
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

    /// Repairs what a check of a company found in its tables.
    fn mend(&self, company: CompanyId, found: &Found) -> Result<(), StoreError> {
        let number = i64::from(company.0);
        for (kind, id) in &found.lost {
            self.distrust(&undecodable(company, *kind, id))?;
        }
        if self.rows_again(company)? && company != HOUSE {
            self.distrust(&no_head(company))?;
        }
        for kind in &found.missing {
            self.distrust(&lacking(company, *kind))?;
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
            if found.damage.iter().any(|damage| ["feed/", "scan/"].iter().any(|table| damage.place.starts_with(table))) {
                // How far a sync was is not known: the next one is a full one.
                tx.run("DELETE FROM feed WHERE company = $1", &[&number])?;
                tx.run("DELETE FROM scan WHERE company = $1", &[&number])?;
            }
            if found.counts_differ {
                // A commit since the check has changed them: they are counted once more under the lock.
                head.counts = examine(tx, company)?.counts;
            }
            let proof = head.keep(tx)?;
            Ok(((), proof))
        })
    }

    /// Doubts the company of a damaged record: the record counts as lost and the next run is a full one.
    pub(super) fn distrust(&self, damage: &Damage) -> Result<(), StoreError> {
        let Some(company) = damage.company else { return Ok(()) };
        let number = i64::from(company.0);
        let key = damage.place.strip_prefix(&format!("record/{company}/")).and_then(|rest| rest.split_once('/'));
        let key = key.and_then(|(kind, id)| Kind::ALL.iter().find(|known| known.as_str() == kind).map(|kind| (*kind, id)));
        let scope = Scope::Of([HOUSE, company].into());
        write_all(&self.pool, &scope, |tx| {
            let mut head = head::lock_one(tx, company)?;
            if damage.kind == DamageKind::Missing {
                head.counts = examine(tx, company)?.counts;
            }
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
    found.counts.runs = counted(tx, "SELECT count(*) FROM run WHERE company = $1", company)?;
    let head = tx.row("SELECT counts, doubt IS NOT NULL FROM head WHERE company = $1", &[&number])?;
    let doubted = head.as_ref().map(|row| column::<bool>(row, 1)).transpose()?.unwrap_or_default();
    let kept: Option<Vec<u8>> = head.map(|row| column(&row, 0)).transpose()?.flatten();
    let kept = kept.and_then(|bytes| decode::<CompanyCount>(&bytes).ok()).unwrap_or_default();
    // A kind without records may be missing in either.
    found.counts_differ = (kept.changes, kept.runs) != (found.counts.changes, found.counts.runs)
        || Kind::ALL.iter().any(|kind| kept.of(*kind) != found.counts.of(*kind));
    let lost = |kind: &Kind| kept.of(*kind).records.saturating_sub(found.counts.of(*kind).records);
    found.missing = Kind::ALL.iter().copied().filter(|kind| lost(kind) > 0).collect();
    let without: u64 = Kind::ALL.iter().map(lost).sum();
    if doubted || without > 0 {
        // The histories of records that are missing are kept for when these are here again.
        found.damage.retain(|damage| damage.kind != DamageKind::Orphan);
    }
    let Journal { entries, faults } = journal(tx, company)?;
    let mut gone: Vec<String> = found.missing.iter().map(|kind| lacking(company, *kind).place).collect();
    // Each record that is missing lacks its first change.
    if kept.changes > found.counts.changes.saturating_add(without) {
        gone.push(format!("change/{company}"));
    }
    if kept.runs > found.counts.runs {
        gone.push(format!("run/{company}"));
    }
    if errors_told(&entries) > counted(tx, "SELECT count(*) FROM run_error WHERE company = $1", company)? {
        gone.push(format!("run_error/{company}"));
    }
    if found.counts_differ && gone.is_empty() {
        found.note(company, DamageKind::Index, format!("head/{company}"));
    }
    let own_here = own(tx, company, &mut found)?;
    let own_told = told_by(&entries);
    if own_told.without(&own_here).is_some() {
        gone.push(format!("own/{company}"));
    }
    if own_here.without(&own_told).is_some() {
        found.note(company, DamageKind::Journal, format!("journal/{company}"));
    }
    for place in gone {
        found.note(company, DamageKind::Missing, place);
    }
    found.faults = faults;
    Ok(found)
}

fn counted(tx: &mut Tx<'_>, sql: &'static str, company: CompanyId) -> Result<u64, Fail> {
    let row = tx.row(sql, &[&i64::from(company.0)])?;
    Ok(row.map(|row| column::<i64>(&row, 0)).transpose()?.map_or(0, super::wide))
}

/// Errors of runs that a journal tells of, but of a company that was removed.
fn errors_told(entries: &[(u64, Entry)]) -> u64 {
    let errors = entries.iter().map(|(_, entry)| match entry {
        Entry::Commit(commit) => Some(commit.errors.len()),
        Entry::CompanyRemoved(_) => None,
        _ => Some(0),
    });
    let told = errors.fold(0, |sum: usize, errors| errors.map_or(0, |errors| sum.saturating_add(errors)));
    u64::try_from(told).unwrap_or(u64::MAX)
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

/// The same, as far as they can be read.
pub(super) fn readable_own(tx: &mut Tx<'_>, company: CompanyId) -> Result<OwnIndex, Fail> {
    own(tx, company, &mut Found::default())
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
