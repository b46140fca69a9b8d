//! Documents that cancel each other: finds for each cancelled document whether a document cancels it.
//!
//! A relation that either document names decides. Without one (not every service has them), a cancelling document is paired
//! with one
//! cancelled document of the same company, currency and amount, oldest first. A document without a cancelled flag counts as
//! cancelled if a cancelling one names it and takes back exactly its amount.
//!
//! Only cancelled and cancelling documents are remembered here; when invoices change, only these and the documents they name
//! are
//! examined again.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::Index;
use super::facts::Facts;
use super::source::{AmountColumn, DateColumn};
use crate::domain::CompanyId;

/// Company, currency, amount without its sign.
type Key = (u32, u32, Decimal);

/// The documents that were cancelled or cancel.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    groups: HashMap<Key, Group>,
    /// The group of each, and what it names.
    known: HashMap<u32, (Key, Vec<Box<str>>)>,
    /// All of them by the identifiers that they name.
    named: HashMap<Box<str>, Vec<u32>>,
}

/// Documents of one amount.
#[derive(Debug, Default)]
struct Group {
    cancelled: BTreeSet<u32>,
    cancelling: BTreeSet<u32>,
}

/// Documents and groups to examine again.
#[derive(Default)]
struct Work {
    groups: HashSet<Key>,
    plain: BTreeSet<u32>,
}

impl Index {
    /// Pairs what was touched. `whole` says that all invoices were.
    pub(super) fn pair(&mut self, touched: &[u32], whole: bool) {
        let mut work = Work::default();
        let mut pairs = self.pairs.take().unwrap_or_default();
        for slot in touched {
            pairs.forget(self, *slot, &mut work);
        }
        for slot in touched {
            pairs.learn(self, *slot, &mut work);
        }
        if !whole && !pairs.named.is_empty() {
            work.plain.extend(touched.iter().filter(|slot| !pairs.known.contains_key(*slot)));
        }
        pairs.touch_named(self, touched, &mut work, whole);
        work.groups.extend(work.plain.iter().filter_map(|slot| pairs.known.get(slot)).map(|(key, _)| *key));
        for key in &work.groups {
            pairs.settle(self, *key);
        }
        for slot in work.plain.into_iter().filter(|slot| !pairs.known.contains_key(slot)) {
            let cancelled = pairs.is_taken_back(self, slot);
            self.columns.set_cancelled_by(slot as usize, cancelled);
        }
        self.pairs = Some(pairs);
    }

    /// The pairs of an index read from disk: its facts have the result.
    pub(super) fn known_pairs(&self) -> Pairs {
        let (mut pairs, mut work) = (Pairs::default(), Work::default());
        let role = |slot: &u32| self.columns.facts(*slot as usize).any(Facts::STRUCK.or(Facts::CANCELS));
        let slots = (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).filter(role);
        slots.for_each(|slot| pairs.learn(self, slot, &mut work));
        pairs
    }

    fn currency_of(&self, slot: u32) -> u32 {
        self.pools.classes.get(self.columns.class(slot as usize)).map_or(u32::MAX, |class| class.currency)
    }

    fn gross_of(&self, slot: u32) -> Decimal {
        self.columns.amount(AmountColumn::Gross).get(slot as usize).unwrap_or_default()
    }
}

impl Pairs {
    fn forget(&mut self, index: &Index, slot: u32, work: &mut Work) {
        let Some((key, names)) = self.known.remove(&slot) else { return };
        if let Some(group) = self.groups.get_mut(&key) {
            group.cancelled.remove(&slot);
            group.cancelling.remove(&slot);
        }
        for name in names {
            if let Some(naming) = self.named.get_mut(&name) {
                naming.retain(|other| *other != slot);
            }
            work.plain.extend(index.place(CompanyId(key.0), &name));
        }
        work.groups.insert(key);
        work.plain.insert(slot);
    }

    fn learn(&mut self, index: &Index, slot: u32, work: &mut Work) {
        let columns = &index.columns;
        let facts = columns.facts(slot as usize);
        let (cancels, struck) = (facts.any(Facts::CANCELS), facts.any(Facts::STRUCK));
        if !facts.any(Facts::STANDS) || !(cancels || struck) {
            return;
        }
        let key = (columns.company(slot as usize), index.currency_of(slot), index.gross_of(slot).abs().normalize());
        let names: Vec<Box<str>> = columns.related(slot as usize).map(Into::into).collect();
        let group = self.groups.entry(key).or_default();
        if cancels {
            group.cancelling.insert(slot);
        } else {
            group.cancelled.insert(slot);
        }
        for name in &names {
            self.named.entry(name.clone()).or_default().push(slot);
        }
        self.known.insert(slot, (key, names));
        work.groups.insert(key);
    }

    /// Collects the documents that changed ones name, and the documents that name changed ones.
    fn touch_named(&self, index: &Index, touched: &[u32], work: &mut Work, whole: bool) {
        // Only invoices that name others matter.
        let naming: Vec<&(Key, Vec<Box<str>>)> =
            if whole { self.known.values().collect() } else { touched.iter().filter_map(|slot| self.known.get(slot)).collect() };
        for (key, names) in naming {
            for named in names.iter().filter_map(|name| index.place(CompanyId(key.0), name)) {
                if let Some((other, _)) = self.known.get(&named) {
                    work.groups.insert(*other);
                } else {
                    work.plain.insert(named);
                }
            }
        }
        for slot in touched.iter().filter(|_| !whole) {
            work.groups.extend(self.naming(index, *slot).filter_map(|other| self.known.get(&other)).map(|(key, _)| *key));
        }
    }

    /// Cancelling documents that name this one.
    fn cancelling<'p>(&'p self, index: &'p Index, slot: u32) -> impl Iterator<Item = u32> + 'p {
        self.naming(index, slot).filter(move |other| index.columns.facts(*other as usize).any(Facts::CANCELS))
    }

    /// Documents that name this one.
    fn naming<'p>(&'p self, index: &'p Index, slot: u32) -> impl Iterator<Item = u32> + 'p {
        let company = index.columns.company(slot as usize);
        let naming = self.named.get(index.columns.id(slot as usize)).map_or(&[][..], Vec::as_slice);
        naming.iter().copied().filter(move |other| *other != slot && index.columns.company(*other as usize) == company)
    }

    /// Whether one that cancels names this one and takes back exactly its amount.
    fn is_taken_back(&self, index: &Index, slot: u32) -> bool {
        let exactly =
            |other: u32| index.gross_of(other) == -index.gross_of(slot) && index.currency_of(other) == index.currency_of(slot);
        index.columns.facts(slot as usize).any(Facts::STANDS) && self.cancelling(index, slot).any(exactly)
    }

    /// Whether one of them is there that names the other.
    fn is_related(&self, index: &Index, slot: u32) -> bool {
        let cancels = |other: u32| index.columns.facts(other as usize).any(Facts::CANCELS) && self.known.contains_key(&other);
        let named = self
            .known
            .get(&slot)
            .into_iter()
            .flat_map(|((company, ..), names)| names.iter().filter_map(move |name| index.place(CompanyId(*company), name)));
        self.cancelling(index, slot).next().is_some() || named.into_iter().any(cancels)
    }

    /// Whether one that cancels has the document that it cancels: it names it, or is named by it. Where it names documents and none of
    /// them is here any more, or ever was, it is one of them that it cancels: no other has its amount for that reason.
    fn is_spent(&self, index: &Index, slot: u32) -> bool {
        let Some(((company, ..), names)) = self.known.get(&slot) else { return true };
        let named = |name: &str| index.place(CompanyId(*company), name).map(|other| (other, index.columns.facts(other as usize)));
        let is_gone = |name: &str| named(name).is_none_or(|(_, facts)| facts.any(Facts::VANISHED));
        if !names.is_empty() && names.iter().all(|name| is_gone(name)) {
            return true;
        }
        names.iter().filter_map(|name| named(name)).any(|(other, facts)| {
            facts.any(Facts::STANDS)
                && !facts.any(Facts::CANCELS)
                && (facts.any(Facts::STRUCK) || index.gross_of(other) == -index.gross_of(slot))
        })
    }

    /// Whether one that cancels takes back a document that is no turnover, such as a proforma: it names only such ones, and one of them
    /// has exactly its amount.
    fn is_of_none(&self, index: &Index, slot: u32) -> bool {
        let Some(((company, ..), names)) = self.known.get(&slot) else { return false };
        let named = |name: &str| index.place(CompanyId(*company), name);
        let is_none = |other: u32| !index.columns.facts(other as usize).any(Facts::STANDS.or(Facts::VANISHED));
        let exactly =
            |other: u32| index.gross_of(other) == -index.gross_of(slot) && index.currency_of(other) == index.currency_of(slot);
        names.iter().all(|name| named(name).is_some_and(is_none)) && names.iter().filter_map(|name| named(name)).any(exactly)
    }

    /// Sets for each cancelled document of a group whether another one cancels it, and for each that cancels whether that is no turnover.
    fn settle(&self, index: &mut Index, key: Key) {
        let Some(group) = self.groups.get(&key) else { return };
        let mut cancelled: Vec<u32> = group.cancelled.iter().copied().collect();
        cancelled.sort_by_cached_key(|slot| {
            let columns = &index.columns;
            (columns.date(DateColumn::Issued, *slot as usize), columns.id(*slot as usize).to_owned())
        });
        let ids: HashSet<&str> = cancelled
            .iter()
            .filter_map(|slot| self.known.get(slot))
            .flat_map(|(_, names)| names.iter().map(|name| &**name))
            .collect();
        let free = |slot: &u32| !self.is_spent(index, *slot) && !ids.contains(index.columns.id(*slot as usize));
        let mut free: Vec<u32> = group.cancelling.iter().copied().filter(free).collect();
        // One that names a proforma takes back an invoice of its amount only if no other one is left for it.
        free.sort_by_cached_key(|slot| (self.is_of_none(index, *slot), index.columns.id(*slot as usize).to_owned()));
        let mut free = free.into_iter();
        let mut settled: Vec<(u32, bool)> = group.cancelling.iter().map(|slot| (*slot, false)).collect();
        for slot in cancelled {
            let paired = self.is_related(index, slot) || free.next().is_some();
            settled.push((slot, paired));
        }
        settled.extend(free.filter(|slot| self.is_of_none(index, *slot)).map(|slot| (slot, true)));
        for (slot, cancelled) in settled {
            index.columns.set_cancelled_by(slot as usize, cancelled);
        }
    }
}
