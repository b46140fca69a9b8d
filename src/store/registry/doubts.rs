//! `damaged.json`: companies with lost or damaged data, until a full sync of each is done.
//!
//! For: what must outlive the damaged database. Never: names of companies, or the decision that a sync is full.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::envelope;
use crate::domain::{CompanyId, Doubt, Extent};
use crate::store::{StoreError, file};

/// File of the damaged companies.
pub(in crate::store) const DAMAGED: &str = "damaged.json";

/// The version that this program writes.
const VERSION: u32 = 1;

/// Companies with known damage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Doubts {
    /// Whether the database that lies there is to be set aside when it is opened next.
    pub(in crate::store) set_aside: bool,
    companies: BTreeMap<CompanyId, Doubted>,
}

/// Damage of one company.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Doubted {
    extent: Extent,
    place: String,
    /// Runs from this number on end it; 0 where the number is not known yet.
    next_run: u64,
}

#[derive(Serialize, Deserialize)]
struct Data {
    set_aside: bool,
    companies: Vec<Stored>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    company: u32,
    all: bool,
    /// Absent in files of earlier versions.
    #[serde(default)]
    gone: bool,
    place: String,
    next_run: u64,
}

impl Doubts {
    /// Loads the file of this folder; empty if there is none.
    ///
    /// # Errors
    /// The file is damaged: then every company counts as damaged.
    pub(in crate::store) fn load(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(DAMAGED);
        let Some(content) = file::read(&path)? else { return Ok(Self::default()) };
        let data: Data = envelope::read(&content, &path, VERSION)?;
        let company = |stored: Stored| {
            let extent = match (stored.gone, stored.all) {
                (true, _) => Extent::Gone,
                (false, true) => Extent::All,
                (false, false) => Extent::Records,
            };
            (CompanyId(stored.company), Doubted { extent, place: stored.place, next_run: stored.next_run })
        };
        Ok(Self { set_aside: data.set_aside, companies: data.companies.into_iter().map(company).collect() })
    }

    /// Saves the file, durably; removes it if no company is damaged.
    pub(in crate::store) fn keep(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(DAMAGED);
        if *self == Self::default() {
            return file::remove(&path);
        }
        let stored = |(company, doubted): (&CompanyId, &Doubted)| Stored {
            company: company.0,
            // An earlier version knows no more than that all of it is damaged.
            all: doubted.extent != Extent::Records,
            gone: doubted.extent == Extent::Gone,
            place: doubted.place.clone(),
            next_run: doubted.next_run,
        };
        let data = Data { set_aside: self.set_aside, companies: self.companies.iter().map(stored).collect() };
        file::write(&path, &envelope::write(&data, VERSION)?)
    }

    /// Doubts a company until a run from this number on has scanned its whole account. Returns whether that is news.
    pub(in crate::store) fn add(&mut self, doubt: Doubt, next_run: u64) -> bool {
        let known = self.companies.get(&doubt.company);
        let rank = |extent: Extent| match extent {
            Extent::Records => 0,
            Extent::All => 1,
            Extent::Gone => 2,
        };
        if known.is_some_and(|known| rank(known.extent) >= rank(doubt.extent)) {
            return false;
        }
        self.companies.insert(doubt.company, Doubted { extent: doubt.extent, place: doubt.place, next_run });
        true
    }

    /// Sets the run number of entries made while no database could give it.
    pub(in crate::store) fn number(&mut self, next_run: u64) {
        for doubted in self.companies.values_mut().filter(|doubted| doubted.next_run == 0) {
            doubted.next_run = next_run;
        }
    }

    /// Ends the doubt of a company. Returns whether there was one.
    pub(in crate::store) fn end(&mut self, company: CompanyId) -> bool {
        self.companies.remove(&company).is_some()
    }

    /// From which run on a full scan ends the doubt of a company; `None` where there is none.
    pub(in crate::store) fn ends_with(&self, company: CompanyId) -> Option<u64> {
        self.companies.get(&company).map(|doubted| doubted.next_run)
    }

    /// Every doubt, in the order of the companies.
    pub(in crate::store) fn all(&self) -> Vec<Doubt> {
        let doubt = |(company, doubted): (&CompanyId, &Doubted)| Doubt {
            company: *company,
            extent: doubted.extent,
            place: doubted.place.clone(),
        };
        self.companies.iter().map(doubt).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_are_kept_until_they_end_and_more_outweighs_less() {
        let dir = tempfile::tempdir().expect("a folder");
        let load = || Doubts::load(dir.path());
        let doubt = |company, extent| Doubt { company: CompanyId(company), extent, place: "db".to_owned() };
        let mut doubts = load().expect("none");
        assert_eq!(doubts, Doubts::default());
        assert!(doubts.add(doubt(2, Extent::Records), 7));
        assert!(doubts.add(doubt(2, Extent::All), 8) && !doubts.add(doubt(2, Extent::Records), 9));
        assert!(doubts.add(doubt(1, Extent::Records), 9) && !doubts.add(doubt(1, Extent::Records), 10));
        doubts.set_aside = true;
        doubts.keep(dir.path()).expect("kept");
        assert_eq!(load(), Ok(doubts.clone()));
        assert_eq!(doubts.all(), [doubt(1, Extent::Records), doubt(2, Extent::All)]);
        assert_eq!((doubts.ends_with(CompanyId(2)), doubts.ends_with(CompanyId(3))), (Some(8), None));
        let path = dir.path().join(DAMAGED);
        let text = std::fs::read_to_string(&path).expect("there");
        std::fs::write(&path, text.replace("\"db\"", "\"dc\"")).expect("written");
        assert!(matches!(load(), Err(StoreError::Damaged { .. })));
        assert!(doubts.end(CompanyId(1)) && doubts.end(CompanyId(2)) && !doubts.end(CompanyId(2)));
        doubts.set_aside = false;
        doubts.keep(dir.path()).expect("kept");
        assert!(!path.exists());
    }
}
