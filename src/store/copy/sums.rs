//! Sums of everything in a store: how many of each part of each company, and a hash over their stored forms.
//!
//! For: comparing a copy with what was copied. Uses: stored forms. Never: numbers of entries, which differ from store to store.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Feed, HOUSE, Ran, Small, Told};
use crate::domain::{CompanyId, Kind, Record, RemoteId};
use crate::store::StoreError;
use crate::store::own_index::OwnIndex;
use crate::store::record::{Changes, Entry, ScanIds, encode, encode_record};
use crate::store::registry::tokens_in;
use crate::store::sled::audit::line;

/// A part of what a company has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum Part {
    /// Documents.
    Documents,
    /// Payments.
    Payments,
    /// Contacts.
    Contacts,
    /// Of these three, the vanished ones.
    Vanished,
    /// Changes in histories.
    Changes,
    /// Runs.
    Runs,
    /// Errors of runs.
    Errors,
    /// States of feeds.
    Feeds,
    /// Versions of own records.
    Own,
    /// Items of the outbox.
    Items,
    /// Lines of the audit log; of the house.
    Audit,
    /// Companies; of the house.
    Companies,
    /// Logins; of the house.
    Logins,
    /// Tokens; of the house.
    Tokens,
    /// Sealed secrets; of the house.
    Secrets,
}

impl Part {
    /// Its name in a report of a difference.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Payments => "payments",
            Self::Contacts => "contacts",
            Self::Vanished => "vanished",
            Self::Changes => "changes",
            Self::Runs => "runs",
            Self::Errors => "errors",
            Self::Feeds => "feeds",
            Self::Own => "own",
            Self::Items => "outbox",
            Self::Audit => "audit",
            Self::Companies => "companies",
            Self::Logins => "logins",
            Self::Tokens => "tokens",
            Self::Secrets => "secrets",
        }
    }
}

/// Sums of a store.
#[derive(Debug, Default)]
pub(in crate::store) struct Sums {
    parts: BTreeMap<(CompanyId, Part), Sum>,
    /// Numbers and names of the companies.
    companies: Vec<(CompanyId, String)>,
}

#[derive(Debug, Clone, Default)]
struct Sum {
    count: u64,
    hash: Sha256,
    /// The record that its last changes are of.
    of: Option<(Kind, RemoteId)>,
}

impl Sum {
    /// Adds bytes with their length, so that no two lists of values have the same sum by being joined.
    fn add(&mut self, bytes: &[u8]) {
        self.hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        self.hash.update(bytes);
    }
}

impl Sums {
    fn at(&mut self, company: CompanyId, part: Part) -> &mut Sum {
        self.parts.entry((company, part)).or_default()
    }

    fn one(&mut self, company: CompanyId, part: Part, bytes: &[u8]) {
        let sum = self.at(company, part);
        sum.count += 1;
        sum.add(bytes);
    }

    /// How many there are.
    pub(in crate::store) fn count(&self, company: CompanyId, part: Part) -> u64 {
        self.parts.get(&(company, part)).map_or(0, |sum| sum.count)
    }

    /// Numbers and names of the companies.
    pub(in crate::store) fn companies(&self) -> &[(CompanyId, String)] {
        &self.companies
    }

    /// Fails with [`StoreError::Differs`] where the other one is not the same.
    pub(super) fn compare(&self, other: &Self) -> Result<(), StoreError> {
        let empty = Sum::default();
        let of = |sums: &Self, key: &(CompanyId, Part)| {
            let sum = sums.parts.get(key).unwrap_or(&empty).clone();
            (sum.count, sum.hash.finalize())
        };
        for key in self.parts.keys().chain(other.parts.keys()) {
            if of(self, key) != of(other, key) {
                return Err(StoreError::Differs { place: format!("{}/{}", key.1.as_str(), key.0) });
            }
        }
        Ok(())
    }

    pub(super) fn small(&mut self, small: &Small) -> Result<(), StoreError> {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let state = small.state.to_bytes()?;
        self.companies = small.state.companies.iter().map(|company| (company.id, company.name.clone())).collect();
        let companies = self.at(HOUSE, Part::Companies);
        companies.count = count(small.state.companies.len());
        companies.add(&state);
        companies.add(&small.next_run.to_le_bytes());
        self.at(HOUSE, Part::Logins).count = count(small.state.logins.len());
        for (name, body) in &small.sheets {
            let tokens = self.at(HOUSE, Part::Tokens);
            tokens.count += count(tokens_in(body));
            tokens.add(name.as_bytes());
            tokens.add(body);
        }
        for secret in &small.secrets {
            self.one(HOUSE, Part::Secrets, secret.name.as_bytes());
            self.at(HOUSE, Part::Secrets).add(&secret.blob);
        }
        Ok(())
    }

    /// Adds the line of the audit log that an entry is, if it is one.
    pub(super) fn entry(&mut self, entry: &Entry) -> Result<(), StoreError> {
        if let Some(line) = line(0, entry) {
            self.one(HOUSE, Part::Audit, &encode(&Entry::Audit(line))?);
        }
        Ok(())
    }

    /// Adds changes: how they are grouped by entries is no matter.
    pub(super) fn changes(&mut self, company: CompanyId, told: &Told) -> Result<(), StoreError> {
        let sum = self.at(company, Part::Changes);
        if sum.of.as_ref().is_none_or(|(kind, id)| (*kind, id) != (told.kind, &told.id)) {
            sum.add(&[told.kind as u8]);
            sum.add(told.id.as_str().as_bytes());
            sum.of = Some((told.kind, told.id.clone()));
        }
        for change in &told.changes {
            sum.count += 1;
            sum.add(&encode(&Changes(vec![change.clone()]))?);
        }
        Ok(())
    }

    pub(super) fn run(&mut self, company: CompanyId, ran: &Ran) -> Result<(), StoreError> {
        self.one(company, Part::Runs, &encode(&ran.run)?);
        for error in ran.errors.iter().flat_map(|(_, errors)| errors) {
            self.at(company, Part::Errors).add(&ran.run.id.0.to_le_bytes());
            self.one(company, Part::Errors, &encode(error)?);
        }
        Ok(())
    }

    pub(super) fn feed(&mut self, company: CompanyId, name: &str, feed: &Feed) -> Result<(), StoreError> {
        self.one(company, Part::Feeds, name.as_bytes());
        let sum = self.at(company, Part::Feeds);
        sum.add(&feed.state.as_ref().map(encode).transpose()?.unwrap_or_default());
        sum.add(&encode(&ScanIds(feed.seen.iter().cloned().collect()))?);
        Ok(())
    }

    pub(super) fn own(&mut self, company: CompanyId, own: &OwnIndex) -> Result<(), StoreError> {
        for record in own.records.values().flat_map(BTreeMap::values) {
            self.one(company, Part::Own, &encode(record)?);
        }
        for item in own.items.values() {
            self.one(company, Part::Items, &encode(item)?);
        }
        Ok(())
    }

    pub(super) fn records(&mut self, company: CompanyId, kind: Kind, records: &[Record]) -> Result<(), StoreError> {
        let part = match kind {
            Kind::Document => Part::Documents,
            Kind::Payment => Part::Payments,
            Kind::Contact => Part::Contacts,
        };
        for record in records {
            self.one(company, part, &encode_record(record)?);
            if record.vanished().is_some() {
                self.one(company, Part::Vanished, record.id().as_str().as_bytes());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(values: &[(u32, &str)]) -> Sums {
        let mut sums = Sums::default();
        for (company, value) in values {
            sums.one(CompanyId(*company), Part::Own, value.as_bytes());
        }
        sums
    }

    #[test]
    fn a_difference_is_named() {
        let one = sums(&[(1, "a"), (2, "bc")]);
        assert_eq!(one.compare(&sums(&[(1, "a"), (2, "bc")])), Ok(()));
        for other in [&[(1, "a"), (2, "bd")][..], &[(1, "a")], &[(1, "a"), (2, "b"), (2, "c")], &[(1, "a"), (2, "bc"), (2, "")]] {
            assert_eq!(one.compare(&sums(other)), Err(StoreError::Differs { place: "own/2".to_owned() }), "{other:?}");
        }
        assert_eq!(sums(&[]).compare(&one), Err(StoreError::Differs { place: "own/1".to_owned() }));
        assert_eq!((one.count(CompanyId(2), Part::Own), one.count(CompanyId(3), Part::Own)), (1, 0));
    }
}
