//! Documents, payments and contacts of own books that cannot be read: no service gives them again, the journal has them whole.
//!
//! For: `check --repair`. Uses: heads, records, the journal. Never: the end of a doubt while anything is missing.

use std::collections::BTreeSet;

use super::audit::{Journal, journal, known_faults};
use super::check::examine;
use super::directory;
use super::fail::Fail;
use super::head::{self, HOUSE};
use super::records::{self, AT_A_TIME, Put, kind_number};
use super::session::{Scope, Tx, column, read, write_all};
use super::{PostgresStore, text};
use crate::domain::{Company, CompanyId, Kind, Record, RecordKey, RemoteId};
use crate::store::StoreError;
use crate::store::own_index::told_documents;
use crate::store::record::{Entry, decode_record};
use crate::store::sled::conserved::documents_again;

/// Records that one entry of the journal tells again.
const GROUP: usize = 200;

impl PostgresStore {
    /// The companies of the directory, and the number of the next one.
    pub(super) fn listed(&self) -> Result<(BTreeSet<CompanyId>, CompanyId), StoreError> {
        let state = read(&self.pool, &Scope::All, directory::load)?;
        Ok((state.companies.into_iter().map(|company| company.id).collect(), CompanyId(state.next_id)))
    }

    /// The companies with own books.
    pub(super) fn own_books(&self) -> Result<BTreeSet<CompanyId>, StoreError> {
        let state = read(&self.pool, &Scope::All, directory::load)?;
        Ok(state.companies.into_iter().filter(Company::has_own_books).map(|company| company.id).collect())
    }

    /// Writes anew what cannot be read of own books, and ends their doubt if they are whole then. Returns how many records were written.
    pub(super) fn restore_books(&self, company: CompanyId) -> Result<u64, StoreError> {
        write_all(&self.pool, &Scope::Of([HOUSE, company].into()), |tx| {
            let mut head = head::lock_one(tx, company)?;
            // What was told again after a repair is whole.
            let known = known_faults(&journal(tx, HOUSE)?.entries);
            let Journal { entries, mut faults } = journal(tx, company)?;
            faults.retain(|fault| !known.contains(&fault.name()));
            let (readable, damaged) = readable(tx, company)?;
            let told = told_documents(entries);
            let known: BTreeSet<&RecordKey> = told.keys().collect();
            let lost = damaged.iter().any(|key| !known.contains(key));
            let missing: Vec<Record> =
                told.iter().filter(|(key, _)| !readable.contains(*key)).map(|(_, record)| record.clone()).collect();
            for some in missing.chunks(GROUP) {
                // It is told again, so that other processes read these records again.
                let Some(entry) = documents_again(some) else { continue };
                let sequence = head.tell(&Entry::Own(Box::new(entry)))?;
                let puts = some.iter().map(|record| Put::new(record, &[])).collect::<Result<Vec<_>, _>>()?;
                records::put(tx, &mut head, sequence, &puts, None)?;
            }
            if faults.is_empty() && !lost {
                tx.run("UPDATE head SET doubt = NULL WHERE company = $1", &[&i64::from(company.0)])?;
            }
            let proof = head.keep(tx)?;
            Ok((u64::try_from(missing.len()).unwrap_or(u64::MAX), proof))
        })
    }
}

impl PostgresStore {
    /// Drops what cannot be read of own books, and ends their doubt: no repair from the journal brings that back.
    pub(super) fn give_up_books(&self, company: CompanyId) -> Result<(), StoreError> {
        let number = i64::from(company.0);
        write_all(&self.pool, &Scope::one(company), |tx| {
            let mut head = head::lock_one(tx, company)?;
            let (_, damaged) = readable(tx, company)?;
            for key in &damaged {
                let sql = "DELETE FROM record WHERE company = $1 AND kind = $2 AND id = $3";
                tx.run(sql, &[&number, &kind_number(key.kind), &key.id.as_str().as_bytes()])?;
                let sql = "DELETE FROM change WHERE company = $1 AND kind = $2 AND id = $3";
                tx.run(sql, &[&number, &kind_number(key.kind), &key.id.as_str().as_bytes()])?;
            }
            if !damaged.is_empty() {
                head.counts = examine(tx, company)?.counts;
            }
            tx.run("UPDATE head SET doubt = NULL WHERE company = $1", &[&number])?;
            let proof = head.keep(tx)?;
            Ok(((), proof))
        })?;
        // From here on the tables are what the journal is compared with.
        self.retell(company)
    }
}

/// The records of a company that can be read and are not marked as lost, and the others.
fn readable(tx: &mut Tx<'_>, company: CompanyId) -> Result<(BTreeSet<RecordKey>, BTreeSet<RecordKey>), Fail> {
    const SQL: &str = "SELECT id, hash IS NULL, body FROM record WHERE company = $1 AND kind = $2 AND ($3::bytea IS NULL OR id > $3) \
                       ORDER BY id LIMIT $4";
    let (mut whole, mut damaged) = (BTreeSet::new(), BTreeSet::new());
    for kind in Kind::ALL {
        let mut after: Option<Vec<u8>> = None;
        loop {
            let rows = tx.rows(SQL, &[&i64::from(company.0), &kind_number(*kind), &after, &AT_A_TIME])?;
            for row in &rows {
                let (id, lost, body): (Vec<u8>, bool, &[u8]) = (column(row, 0)?, column(row, 1)?, column(row, 2)?);
                let key = RecordKey::new(company, *kind, RemoteId::new(text(&id)));
                let here = !lost && decode_record(*kind, body).is_ok_and(|record| record.key() == key);
                if here { &mut whole } else { &mut damaged }.insert(key);
                after = Some(id);
            }
            if i64::try_from(rows.len()).unwrap_or(i64::MAX) < AT_A_TIME {
                break;
            }
        }
    }
    Ok((whole, damaged))
}
