//! Copying one store into another: which source goes with which target.
//!
//! For: `faktura store copy`. Uses: [`super::copy`] and both kinds of stores. Never: where a store is and which process has it; the caller
//! opens it.

use std::path::Path;

use jiff::Timestamp;

use super::StoreError;
use super::copy::{self, HOUSE, Part, Sums, Target};
#[cfg(feature = "postgres")]
use super::postgres::PostgresStore;
use super::sled::SledStore;
use super::sled::maintenance::{copy_from, copy_into};
use crate::domain::CompanyId;

/// The store that is copied.
#[derive(Debug, Clone, Copy)]
pub enum CopyFrom<'a> {
    /// Files, open in this process.
    Files(&'a SledStore),
    /// A database; its workers may go on.
    #[cfg(feature = "postgres")]
    Database(&'a PostgresStore),
}

/// The place that the copy is for.
#[derive(Debug, Clone, Copy)]
pub enum CopyTo<'a> {
    /// A folder.
    Files(&'a Path),
    /// A database.
    #[cfg(feature = "postgres")]
    Database(&'a PostgresStore),
}

/// A copy that was compared with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyReport {
    /// What each company has.
    pub companies: Vec<CopiedCompany>,
    /// Number of logins.
    pub logins: u64,
    /// Number of sealed secrets.
    pub secrets: u64,
    /// Number of tokens.
    pub tokens: u64,
    /// Lines of the audit log.
    pub audit_lines: u64,
}

/// What was copied of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "counts of what their names say; versions are those of own records")]
pub struct CopiedCompany {
    pub id: CompanyId,
    pub name: String,
    pub documents: u64,
    pub payments: u64,
    pub contacts: u64,
    pub vanished: u64,
    pub changes: u64,
    pub runs: u64,
    pub versions: u64,
    pub items: u64,
}

impl CopyFrom<'_> {
    fn copy(self, target: &mut dyn Target, tell: &dyn Fn(bool, u64)) -> Result<Sums, StoreError> {
        match self {
            Self::Files(store) => {
                // A history without its records would come back as one of records that are lost.
                if let Some(company) = copy_from::incomplete(store)?.first() {
                    return Err(StoreError::Damaged { place: format!("records/{company}") });
                }
                copy::copy(&mut copy_from::Reader(store), target, tell)
            }
            #[cfg(feature = "postgres")]
            Self::Database(store) => store.copied(|reader| copy::copy(reader, target, tell)),
        }
    }
}

/// Fails with [`StoreError::Filled`] unless nothing was ever kept in this place.
pub fn refuse_filled(to: CopyTo<'_>) -> Result<(), StoreError> {
    match to {
        CopyTo::Files(place) => copy_into::refuse_filled(place),
        #[cfg(feature = "postgres")]
        CopyTo::Database(store) => store.refuse_filled(),
    }
}

/// Copies a store into an empty place: everything, compared with the source, or nothing. `tell` hears how many records were copied
/// (`false`), then how many were compared (`true`).
///
/// # Errors
/// The place is not empty, the source is damaged, or the target cannot be written.
pub fn copy_store(
    from: CopyFrom<'_>,
    to: CopyTo<'_>,
    now: Timestamp,
    tell: &dyn Fn(bool, u64),
) -> Result<CopyReport, StoreError> {
    let sums = match to {
        CopyTo::Files(place) => {
            let mut filling = copy_into::Filling::begin(place, now)?;
            let sums = from.copy(&mut filling, tell)?;
            filling.install()?;
            sums
        }
        #[cfg(feature = "postgres")]
        CopyTo::Database(store) => store.filled(|filling| from.copy(filling, tell))?,
    };
    Ok(report(&sums))
}

fn report(sums: &Sums) -> CopyReport {
    let company = |(id, name): &(CompanyId, String)| {
        let count = |part| sums.count(*id, part);
        CopiedCompany {
            id: *id,
            name: name.clone(),
            documents: count(Part::Documents),
            payments: count(Part::Payments),
            contacts: count(Part::Contacts),
            vanished: count(Part::Vanished),
            changes: count(Part::Changes),
            runs: count(Part::Runs),
            versions: count(Part::Own),
            items: count(Part::Items),
        }
    };
    CopyReport {
        companies: sums.companies().iter().map(company).collect(),
        logins: sums.count(HOUSE, Part::Logins),
        secrets: sums.count(HOUSE, Part::Secrets),
        tokens: sums.count(HOUSE, Part::Tokens),
        audit_lines: sums.count(HOUSE, Part::Audit),
    }
}
