//! Which numbers are missing in the series of a company.

use super::Index;
use super::columns::unpack;
use super::source::DateColumn;
use crate::domain::series::{Gap, Numbered, gaps};
use crate::domain::{CompanyId, DocumentType};

impl Index {
    /// Gaps in the number series of a company, found in one pass over its documents. Vanished documents and rejected records
    /// keep their
    /// numbers.
    #[must_use]
    pub fn number_gaps(&self, company: CompanyId, refused: &[String]) -> Vec<Gap> {
        let columns = &self.columns;
        let is_claim = |kind| DocumentType::from(self.pools.kinds.get(kind).unwrap_or_default()).is_claim();
        let claims: Vec<bool> = self.pools.classes.all().iter().map(|class| is_claim(class.kind)).collect();
        let start = self.by_key.partition_point(|slot| columns.company(*slot as usize) < company.0);
        let slots = self.by_key.get(start..).unwrap_or_default().iter().map(|slot| *slot as usize);
        let numbered = |slot: usize| Numbered {
            number: columns.number(slot),
            issued: unpack(columns.date(DateColumn::Issued, slot)),
            claim: claims.get(columns.class(slot) as usize).copied().unwrap_or(false),
        };
        let refused = refused.iter().map(|number| Numbered { number, issued: None, claim: false });
        gaps(slots.take_while(|slot| columns.company(*slot) == company.0).map(numbered).chain(refused))
    }
}
