//! Deletes the records of a removed company, in small transactions: the company is hidden already.

use super::batch::{Batch, Name};
use super::database::Database;
use super::{SledStore, closed, key};
use crate::domain::CompanyId;
use crate::store::StoreError;

/// Keys that go in one transaction.
const AT_ONCE: usize = 2000;

/// Trees with keys that begin with the company.
const OF_COMPANY: [Name; 13] = [
    Name::Records,
    Name::Numbers,
    Name::Files,
    Name::Changes,
    Name::Errors,
    Name::States,
    Name::Scans,
    Name::Counts,
    Name::Runs,
    Name::Own,
    Name::OwnPast,
    Name::OwnTerms,
    Name::Outbox,
];

impl SledStore {
    /// Deletes the records of all companies that are being removed.
    pub(super) fn purge(&self) -> Result<(), StoreError> {
        for company in self.read(|db| Ok(db.position().removing.clone()))? {
            // Nothing reads them any more. Their entries go after them, so that a crash leaves no file that nothing knows.
            self.read(|db| {
                let files = db.packs().list()?;
                files.into_iter().filter(|file| file.company == company).try_for_each(|file| db.packs().remove(file))
            })?;
            loop {
                let batch = self.read(|db| some_of(db, company))?;
                let done = batch.len() == 0;
                let mut db = self.database_mut();
                let db = db.as_mut().ok_or_else(closed)?;
                let mut position = db.position().clone();
                position.commit = position.commit.saturating_add(1);
                if done {
                    position.removing.retain(|other| *other != company);
                }
                db.apply(batch, position)?;
                if done {
                    break;
                }
            }
            self.read(Database::sync)?;
        }
        Ok(())
    }
}

/// The removal of some of what a company has.
fn some_of(db: &Database, company: CompanyId) -> Result<Batch, StoreError> {
    let mut batch = Batch::default();
    for name in OF_COMPANY {
        for entry in db.scan(name, &key::company(company)) {
            let (key, _) = entry?;
            if name == Name::Runs
                && let Some((_, run)) = key::split_company(&key)
                && let Some(run) = run.first_chunk::<8>()
            {
                batch.remove(Name::RunIndex, &run[..]);
            }
            batch.remove(name, key);
            if batch.len() >= AT_ONCE {
                return Ok(batch);
            }
        }
    }
    Ok(batch)
}
