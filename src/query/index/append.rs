//! Two indexes become one, column by column: what the first shares between invoices is found once for each text of the second, not once for
//! each invoice.

use super::columns::{Class, Columns, Partner, Pools};
use super::pool::{NONE, Pool};
use super::source::TextColumn;
use super::wording::renumbered;
use super::{Facts, Index};
use crate::domain::CompanyId;

/// The number that each number of the second index has in the first.
struct Numbers(Vec<u32>);

impl Numbers {
    fn of(from: &Pool, to: &mut Pool) -> Self {
        Self(from.texts().map(|text| to.intern(text)).collect())
    }

    /// [`NONE`] stays what it is.
    fn get(&self, number: u32) -> u32 {
        self.0.get(number as usize).copied().unwrap_or(NONE)
    }
}

/// Numbers of everything that invoices share.
struct Shared {
    classes: Numbers,
    partners: Numbers,
    last_changes: Numbers,
    items: Numbers,
    tags: Numbers,
}

impl Shared {
    fn of(from: &Pools, to: &mut Pools) -> Self {
        let [kinds, statuses, methods, currencies, navs, names, taxes, corrections, partner_ids, items, tags] = {
            let mut all = from.of_texts().into_iter().zip(to.of_texts_mut()).map(|(from, to)| Numbers::of(from, to));
            std::array::from_fn(|_| all.next().unwrap_or(Numbers(Vec::new())))
        };
        let class = |class: &Class| Class {
            kind: kinds.get(class.kind),
            status: statuses.get(class.status),
            method: methods.get(class.method),
            currency: currencies.get(class.currency),
            nav: navs.get(class.nav),
            correction: corrections.get(class.correction),
        };
        let partner = |p: &Partner| Partner { name: names.get(p.name), tax: taxes.get(p.tax), id: partner_ids.get(p.id) };
        Self {
            classes: Numbers(from.classes.all().iter().map(|one| to.classes.intern(class(one))).collect()),
            partners: Numbers(from.partners.all().iter().map(|one| to.partners.intern(partner(one))).collect()),
            last_changes: Numbers(from.last_changes.all().iter().map(|one| to.last_changes.intern(*one)).collect()),
            items,
            tags,
        }
    }
}

impl Index {
    /// Takes in every invoice of a later index, which replaces those with the same key.
    pub(crate) fn append(&mut self, later: &Self) {
        let (replaced, fresh): (Vec<u32>, Vec<u32>) = (0..u32::try_from(later.len()).unwrap_or(u32::MAX)).partition(|slot| {
            let slot = *slot as usize;
            self.place(CompanyId(later.columns.company(slot)), later.columns.id(slot)).is_some()
        });
        if !fresh.is_empty() {
            let before = self.len();
            if self.pairs.is_none() && before > 0 {
                self.pairs = Some(self.known_pairs());
            }
            let shared = Shared::of(&later.pools, &mut self.pools);
            self.columns.extend(&later.columns, &fresh, &shared);
            let slots: Vec<u32> = (u32::try_from(before).unwrap_or(u32::MAX)..).take(fresh.len()).collect();
            let built_anew = self.add_keys(slots.clone());
            if !built_anew {
                self.pair(&slots, before == 0);
            }
            self.forget();
        }
        self.upsert(replaced.into_iter().map(|slot| later.columns.row(slot as usize, &later.pools)));
    }
}

impl Columns {
    fn extend(&mut self, later: &Self, slots: &[u32], shared: &Shared) {
        let before = self.len();
        for slot in slots {
            let slot = *slot as usize;
            self.companies.push(later.company(slot));
            self.classes.push(shared.classes.get(later.class(slot)));
            self.partners.push(shared.partners.get(later.partner(slot)));
            self.last_changes.push(shared.last_changes.get(later.last_change(slot)));
            // What cancels it is looked for anew, among all.
            self.facts.push(Facts(later.facts(slot).0).cancelled_by(false).0);
        }
        for (column, later) in self.dates.iter_mut().zip(&later.dates) {
            column.extend(slots.iter().filter_map(|slot| later.get(*slot as usize)));
        }
        for (column, later) in self.amounts.iter_mut().zip(&later.amounts) {
            for slot in slots {
                column.push(later.get(*slot as usize));
            }
        }
        for (number, (column, later)) in self.texts.iter_mut().zip(&later.texts).enumerate() {
            for slot in slots {
                let text = later.get(*slot as usize);
                if number == TextColumn::Wording as usize {
                    column.push(&renumbered(text, |item| shared.items.get(item), |tag| shared.tags.get(tag)));
                } else {
                    column.push(text);
                }
            }
        }
        for (at, slot) in slots.iter().enumerate() {
            if let (Some(related), Ok(at)) = (later.related.get(slot), u32::try_from(before + at)) {
                self.related.insert(at, related.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::InvoiceRow;
    use crate::query::tests::rows;

    fn index(rows: &[InvoiceRow]) -> Index {
        Index::new(rows.iter().cloned(), TimeZone::UTC)
    }

    /// Every row in the order of its key, with what only the index knows of it.
    fn all(index: &Index) -> Vec<InvoiceRow> {
        index.by_key.iter().map(|slot| index.columns.row(*slot as usize, &index.pools)).collect()
    }

    proptest! {
        #[test]
        fn an_appended_index_is_the_index_of_all_rows(early in vec(rows(), 0..30), late in vec(rows(), 0..30), last in vec(rows(), 0..9)) {
            let mut appended = index(&early);
            let mut whole = index(&early);
            for later in [&late, &last] {
                appended.append(&index(later));
                whole.upsert(later.iter().cloned());
            }
            prop_assert_eq!(all(&appended), all(&whole));
            let day = jiff::civil::date(2025, 11, 9);
            prop_assert_eq!(appended.summaries(day), whole.summaries(day));
        }
    }
}
