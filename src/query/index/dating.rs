//! Days of payment that a service does not tell: they follow from payments, and are set beside what the rows tell.
//!
//! For: the store with its index. Uses: columns. Never: a day that a service tells.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Index;
use super::facts::Facts;
use crate::domain::{CompanyId, InvoiceRow, RemoteId};

/// A day of payment that was set here.
pub(super) type Dated = Option<(CompanyId, RemoteId, Date)>;

/// Which documents lack a day of payment, of some that were asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Undated {
    /// Paid on a day that their service does not tell.
    pub(crate) lacking: Vec<RemoteId>,
    /// Not in the index.
    pub(crate) unknown: Vec<RemoteId>,
}

impl Index {
    /// Which of these documents of a company were paid on a day that their service does not tell.
    pub(crate) fn undated(&self, company: CompanyId, documents: &BTreeSet<RemoteId>) -> Undated {
        let mut found = Undated::default();
        for id in documents {
            match self.place(company, id.as_str()) {
                Some(slot) if self.columns.facts(slot as usize).any(Facts::UNDATED) => found.lacking.push(id.clone()),
                Some(_) => {}
                None => found.unknown.push(id.clone()),
            }
        }
        found
    }

    /// The documents of a company that were paid on a day that their service does not tell.
    pub(crate) fn undated_of(&self, company: CompanyId) -> Vec<RemoteId> {
        let columns = &self.columns;
        let first = self.by_key.partition_point(|slot| columns.company(*slot as usize) < company.0);
        let of = self.by_key.iter().skip(first).map(|slot| *slot as usize);
        let of = of.take_while(|slot| columns.company(*slot) == company.0);
        of.filter(|slot| columns.facts(*slot).any(Facts::UNDATED)).map(|slot| RemoteId::new(columns.id(slot))).collect()
    }

    /// The companies that have such documents.
    pub(crate) fn undated_companies(&self) -> BTreeSet<CompanyId> {
        let columns = &self.columns;
        let slots = (0..self.len()).filter(|slot| columns.facts(*slot).any(Facts::UNDATED));
        slots.map(|slot| CompanyId(columns.company(slot))).collect()
    }

    /// Sets the days on which documents were paid, where their service does not tell it.
    pub(crate) fn date_paid(&mut self, company: CompanyId, days: impl IntoIterator<Item = (RemoteId, Option<Date>)>) {
        let mut changed = false;
        for (id, day) in days {
            let Some(slot) = self.place(company, id.as_str()).map(|slot| slot as usize) else { continue };
            changed |= self.columns.facts(slot).any(Facts::UNDATED) && self.columns.date_paid(slot, day);
        }
        if changed {
            self.forget();
        }
    }

    /// The row of a slot as its service told it, and the day of payment that was set here.
    pub(super) fn undated_row(&self, slot: u32) -> (InvoiceRow, Dated) {
        let slot = slot as usize;
        let mut row = self.columns.row(slot, &self.pools);
        let set = row.paid.filter(|_| self.columns.facts(slot).any(Facts::UNDATED));
        if set.is_some() {
            row.paid = None;
        }
        let dated = set.map(|day| (row.company, row.id.clone(), day));
        (row, dated)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::{PaymentStatus, RecordKey};
    use crate::query::tests;

    fn row(company: u32, id: &str, status: PaymentStatus, paid: Option<Date>) -> InvoiceRow {
        InvoiceRow { status, paid, ..tests::row(company, id) }
    }

    fn paid(index: &Index, company: u32, id: &str) -> Option<Date> {
        index.get(&RecordKey::document(CompanyId(company), RemoteId::new(id))).expect("there").paid
    }

    #[test]
    fn only_a_day_that_the_service_does_not_tell_is_set_and_it_stays_when_others_go() {
        let told = Some(date(2026, 9, 1));
        let rows = [
            row(1, "1", PaymentStatus::Paid, None),
            row(1, "2", PaymentStatus::Paid, told),
            row(1, "3", PaymentStatus::Outstanding, None),
            row(2, "1", PaymentStatus::Paid, None),
            row(3, "9", PaymentStatus::Paid, None),
        ];
        let mut index = Index::new(rows, TimeZone::UTC);
        let day = Some(date(2026, 10, 20));
        let ids = ["1", "2", "3", "4"].map(RemoteId::new);
        let asked = index.undated(CompanyId(1), &ids.iter().cloned().collect());
        assert_eq!(asked, Undated { lacking: vec![RemoteId::new("1")], unknown: vec![RemoteId::new("4")] });
        assert_eq!(index.undated_companies().into_iter().collect::<Vec<_>>(), [1, 2, 3].map(CompanyId));
        assert_eq!(index.undated_of(CompanyId(2)), [RemoteId::new("1")]);
        index.date_paid(CompanyId(1), ids.into_iter().map(|id| (id, day)));
        let all = |index: &Index| ["1", "2", "3"].map(|id| paid(index, 1, id));
        assert_eq!(all(&index), [day, told, None]);
        // Everything is built anew from the rows.
        index.remove_company(CompanyId(3));
        assert_eq!(all(&index), [day, told, None]);
        assert_eq!(index.undated_of(CompanyId(1)), [RemoteId::new("1")], "it is still known as set here");
        index.date_paid(CompanyId(1), [(RemoteId::new("1"), None)]);
        assert_eq!((paid(&index, 1, "1"), paid(&index, 2, "1")), (None, None));
        // As a segment of the index file.
        let mut later = Index::new([row(1, "1", PaymentStatus::Paid, None)], TimeZone::UTC);
        later.date_paid(CompanyId(1), [(RemoteId::new("1"), day)]);
        index.append(later);
        assert_eq!(all(&index), [day, told, None]);
        index.date_paid(CompanyId(1), [(RemoteId::new("1"), None)]);
        assert_eq!(paid(&index, 1, "1"), None);
    }
}
