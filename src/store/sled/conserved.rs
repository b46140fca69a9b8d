//! Documents, payments and contacts of own books that cannot be read: no service gives them again, the journal has them whole.
//!
//! For: opening, and so every repair. Uses: the journal. Never: the end of a doubt while anything is missing.

use std::collections::BTreeSet;
use std::path::Path;

use super::batch::Name;
use super::packs::locator::Locator;
use super::{SledStore, key, records};
use crate::domain::{Actor, Company, CompanyId, Doubt, Extent, Record};
use crate::store::journal::read::content;
use crate::store::own_index::told_documents;
use crate::store::record::OwnEntry;
use crate::store::{StoreError, registry};

/// Records that are written in one transaction.
const GROUP: usize = 200;

/// The companies with own books.
pub(in crate::store) fn own_books(store: &Path) -> BTreeSet<CompanyId> {
    let companies = registry::load(store).unwrap_or_default().companies;
    companies.into_iter().filter(Company::has_own_books).map(|company| company.id).collect()
}

/// An entry for a journal that lost what it told of documents; `None` without one.
pub(in crate::store) fn documents_again(documents: &[Record]) -> Option<OwnEntry> {
    let (at, _) = documents.first()?.first();
    let author = Actor("faktura".to_owned());
    Some(OwnEntry { at, author, records: Vec::new(), items: Vec::new(), documents: documents.to_vec() })
}

impl SledStore {
    /// Writes anew what cannot be read of doubted own books, and ends the doubts of books without a lost record. Returns the ended doubts.
    /// Only before the first reader comes: no entry of the journal tells readers of it.
    pub(super) fn restore_books(&self) -> Result<Vec<Doubt>, StoreError> {
        let mut doubts = self.doubts().all();
        if doubts.is_empty() {
            return Ok(doubts);
        }
        let own = own_books(&self.path);
        doubts.retain(|doubt| own.contains(&doubt.company));
        if doubts.is_empty() {
            return Ok(doubts);
        }
        let content = content(&self.path, 0)?;
        // What a damaged journal lacks is not known.
        let whole = content.faults.is_empty() && content.lost.is_empty();
        let mut told = told_documents(content.entries);
        told.retain(|key, _| doubts.iter().any(|doubt| doubt.company == key.company));
        let mut missing = Vec::new();
        for (of, record) in told {
            if !self.is_readable(&key::record(of.company, of.kind, &of.id))? {
                missing.push(record);
            }
        }
        self.put_again(&missing)?;
        let mut ended = Vec::new();
        for doubt in doubts {
            if whole && doubt.extent != Extent::Gone && !self.has_lost(doubt.company)? {
                tracing::info!(company = doubt.company.0, records = missing.len(), "own books are whole again");
                self.end_doubt(doubt.company);
                ended.push(doubt);
            }
        }
        Ok(ended)
    }

    /// Ends the doubt of own books for good, durably.
    pub(super) fn give_up_books(&self, company: CompanyId) -> Result<(), StoreError> {
        let place = self.doubts().all().into_iter().find(|doubt| doubt.company == company).map(|doubt| doubt.place);
        if self.has_lost(company)? {
            return Err(StoreError::Damaged { place: place.unwrap_or_default() });
        }
        let mut doubts = self.doubts();
        if doubts.end(company) {
            tracing::warn!(company = company.0, "what own books lack is given up");
            doubts.keep(&self.path)?;
        }
        Ok(())
    }

    fn put_again(&self, missing: &[Record]) -> Result<(), StoreError> {
        for some in missing.chunks(GROUP) {
            let mut writer = self.ready()?;
            // Their entries are in the journal already.
            self.transact(&mut writer, None, |transaction, _, _| {
                some.iter().try_for_each(|record| transaction.put_record(record).map(drop))
            })?;
        }
        Ok(())
    }

    fn is_readable(&self, key: &[u8]) -> Result<bool, StoreError> {
        self.read(|db| {
            let lost = db.locator(key)?.is_none_or(|locator| locator.facts.lost);
            Ok(!lost && matches!(records::record(db, key)?, Ok(Some(_))))
        })
    }

    /// Whether a record of a company is marked as lost or cannot be read.
    fn has_lost(&self, company: CompanyId) -> Result<bool, StoreError> {
        let keys = self.read(|db| {
            let prefix = key::company(company);
            db.scan(Name::Records, &prefix)
                .map(|entry| entry.map(|(key, value)| (key.to_vec(), Locator::parse(&value))))
                .collect::<Result<Vec<_>, _>>()
        })?;
        for (key, locator) in keys {
            if locator.is_none_or(|locator| locator.facts.lost) || !self.is_readable(&key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
