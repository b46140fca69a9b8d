//! Two indexes become one, column by column: what the first shares between invoices is found once for each text of the second, not once for
//! each invoice.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use super::columns::{Class, Columns, NO_DATE, Partner, Pools};
use super::pool::{NONE, Pool};
use super::source::TextColumn;
use super::texts::Texts;
use super::wording::renumber;
use super::{Facts, Index, natural};

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
        let partner = |p: &Partner| Partner {
            name: names.get(p.name),
            tax: taxes.get(p.tax),
            id: partner_ids.get(p.id),
            country: p.country,
        };
        Self {
            classes: Numbers(from.classes.all().iter().map(|one| to.classes.intern(class(one))).collect()),
            partners: Numbers(from.partners.all().iter().map(|one| to.partners.intern(partner(one))).collect()),
            last_changes: Numbers(from.last_changes.all().iter().map(|one| to.last_changes.intern(*one)).collect()),
            items,
            tags,
        }
    }
}

/// Neighbours in the order of keys, of one of two indexes.
enum Run {
    Old(Range<usize>),
    New(Range<usize>),
}

/// Two indexes in one order of keys.
#[derive(Default)]
struct Merged {
    runs: Vec<Run>,
    /// Slots of both that have the same key.
    replaced: Vec<(u32, u32)>,
    /// Slots of the second with keys that the first has not.
    fresh: Vec<u32>,
}

impl Index {
    /// Takes in every invoice of a later index, which replaces those with the same key. Texts that later indexes keep in sections stay
    /// unread.
    pub(crate) fn append(&mut self, later: Self) {
        let before = u32::try_from(self.len()).unwrap_or(u32::MAX);
        if self.pairs.is_none() && before > 0 {
            // While the facts still tell of the state before.
            self.pairs = Some(self.known_pairs());
        }
        let Merged { runs, replaced, mut fresh } = self.merged(&later);
        fresh.sort_unstable();
        let mut slots = vec![NONE; later.len()];
        for (slot, at) in (before..).zip(&fresh) {
            if let Some(place) = slots.get_mut(*at as usize) {
                *place = slot;
            }
        }
        let mut by_key = Vec::with_capacity(self.by_key.len() + fresh.len());
        for run in runs {
            match run {
                Run::Old(run) => by_key.extend_from_slice(self.by_key.get(run).unwrap_or(&[])),
                Run::New(run) => {
                    let places = later.by_key.get(run).unwrap_or(&[]);
                    by_key.extend(places.iter().filter_map(|at| slots.get(*at as usize)));
                }
            }
        }
        self.by_key = by_key;
        let touched: Vec<u32> = replaced.iter().map(|(slot, _)| *slot).chain((before..).take(fresh.len())).collect();
        let shared = Shared::of(&later.pools, &mut self.pools);
        self.columns.extend(later.columns, &fresh, &replaced, &shared);
        self.shelves.extend(later.shelves);
        self.pair(&touched, before == 0);
        self.forget();
    }

    /// Both in one order of keys, found by leaps: what syncs write is mostly before or behind all that was there.
    fn merged(&self, later: &Self) -> Merged {
        let cmp = |old: u32, new: u32| {
            let (ours, theirs) = (&self.columns, &later.columns);
            let (old, new) = (old as usize, new as usize);
            ours.company(old).cmp(&theirs.company(new)).then_with(|| natural::cmp_ids(ours.id(old), theirs.id(new)))
        };
        let mut merged = Merged::default();
        let (mut old, mut new) = (0, 0);
        while let (Some([a, olds @ ..]), Some([b, news @ ..])) = (self.by_key.get(old..), later.by_key.get(new..)) {
            match cmp(*a, *b) {
                Ordering::Less => {
                    let count = 1 + olds.partition_point(|slot| cmp(*slot, *b).is_lt());
                    merged.runs.push(Run::Old(old..old + count));
                    old += count;
                }
                Ordering::Greater => {
                    let count = 1 + news.partition_point(|slot| cmp(*a, *slot).is_gt());
                    merged.fresh(later, new..new + count);
                    new += count;
                }
                Ordering::Equal => {
                    merged.replaced.push((*a, *b));
                    merged.runs.push(Run::Old(old..old + 1));
                    (old, new) = (old + 1, new + 1);
                }
            }
        }
        merged.runs.push(Run::Old(old..self.by_key.len()));
        merged.fresh(later, new..later.by_key.len());
        merged
    }
}

impl Merged {
    fn fresh(&mut self, later: &Index, run: Range<usize>) {
        self.fresh.extend_from_slice(later.by_key.get(run.clone()).unwrap_or(&[]));
        self.runs.push(Run::New(run));
    }
}

impl Columns {
    /// Takes in the invoices of later columns: some as new ones, others in the place of earlier ones.
    fn extend(&mut self, mut later: Self, fresh: &[u32], replaced: &[(u32, u32)], shared: &Shared) {
        let before = self.len();
        let all = || (before..).zip(fresh).chain(replaced.iter().map(|(slot, at)| (*slot as usize, at)));
        for (slot, at) in all() {
            let at = *at as usize;
            // What cancels it is looked for anew, among all.
            let facts = Facts(later.facts(at).0).cancelled_by(false).0;
            let change = shared.last_changes.get(later.last_change(at));
            let (class, partner) = (shared.classes.get(later.class(at)), shared.partners.get(later.partner(at)));
            for (column, value) in [
                (&mut self.companies, later.company(at)),
                (&mut self.classes, class),
                (&mut self.partners, partner),
                (&mut self.last_changes, change),
                (&mut self.facts, facts),
            ] {
                put(column, slot, value);
            }
            let related = u32::try_from(at).ok().and_then(|at| later.related.remove(&at));
            let Ok(number) = u32::try_from(slot) else { continue };
            match related {
                Some(related) => drop(self.related.insert(number, related)),
                None if slot < before => drop(self.related.remove(&number)),
                None => {}
            }
        }
        for (column, later) in self.dates.iter_mut().zip(&later.dates) {
            all().for_each(|(slot, at)| put(column, slot, later.get(*at as usize).copied().unwrap_or(NO_DATE)));
        }
        for (column, later) in self.amounts.iter_mut().zip(&later.amounts) {
            for (slot, at) in all() {
                match later.packed.get(*at as usize) {
                    Some(packed) if later.large.is_empty() => put(&mut column.packed, slot, *packed),
                    _ if slot < column.packed.len() => column.set(slot, later.get(*at as usize)),
                    _ => column.push(later.get(*at as usize)),
                }
            }
        }
        let wording = later.text(TextColumn::Wording);
        let (mut renumbered, mut text) = (Texts::default(), String::new());
        for at in 0..wording.len() {
            renumber(wording.get(at), &mut text, |item| shared.items.get(item), |tag| shared.tags.get(tag));
            renumbered.push(&text);
        }
        let places: Arc<[u32]> = fresh.into();
        for (number, (column, later)) in self.texts.iter_mut().zip(later.texts).enumerate() {
            let later = if number == TextColumn::Wording as usize { std::mem::take(&mut renumbered).into() } else { later };
            column.adopt(later, places.clone(), replaced);
        }
    }
}

/// Sets a value of a column, or adds it as the next one.
fn put<T>(column: &mut Vec<T>, slot: usize, value: T) {
    match column.get_mut(slot) {
        Some(place) => *place = value,
        None => column.push(value),
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
                appended.append(index(later));
                whole.upsert(later.iter().cloned());
            }
            prop_assert_eq!(all(&appended), all(&whole));
            let day = jiff::civil::date(2025, 11, 9);
            prop_assert_eq!(appended.summaries(day), whole.summaries(day));
        }
    }
}
