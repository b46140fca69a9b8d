//! Documents that cancel each other: finds for each cancelled document whether a document cancels it.
//!
//! A relation that either document names decides. Without one (not every service has them), a cancelling document is paired with one
//! cancelled document of the same company, currency and amount, oldest first. A document without a cancelled flag counts as cancelled
//! if it and a cancelling one name each other, either way round, and that takes back exactly its amount: once, so that of several such
//! documents the oldest is meant, and none where a flagged one is. Only a cancelling document that names none is taken for what another one
//! says of it, and never by what was issued later: that replaces what was cancelled.
//!
//! Only documents that were cancelled, cancel or name others are remembered here; when invoices change, only these and the documents they
//! name are examined again.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::Index;
use super::facts::Facts;
use super::source::{AmountColumn, DateColumn};
use crate::domain::{CompanyId, money};

/// Documents that a chain of corrections has at most.
const LONGEST: usize = 1000;

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
    /// Other documents that name some, and what they name.
    hints: HashMap<u32, Vec<Box<str>>>,
    /// These by the identifiers that they name.
    hinting: HashMap<Box<str>, Vec<u32>>,
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
        if !(whole || pairs.named.is_empty() && pairs.hints.is_empty()) {
            work.plain.extend(touched);
        }
        pairs.touch_named(self, touched, &mut work, whole);
        work.groups.extend(work.plain.iter().filter_map(|slot| pairs.known.get(slot)).map(|(key, _)| *key));
        pairs.touch_corrections(self, &mut work);
        for key in &work.groups {
            pairs.settle(self, *key);
        }
        let cancelling = work.groups.iter().filter_map(|key| pairs.groups.get(key)).flat_map(|group| &group.cancelling);
        let taken: HashSet<u32> = cancelling.flat_map(|slot| pairs.taken_back(self, *slot)).collect();
        for slot in work.plain.into_iter().filter(|slot| !pairs.known.contains_key(slot)) {
            self.columns.set_cancelled_by(slot as usize, taken.contains(&slot));
        }
        self.pairs = Some(pairs);
    }

    /// The pairs of an index read from disk: its facts have the result.
    pub(super) fn known_pairs(&self) -> Pairs {
        let (mut pairs, mut work) = (Pairs::default(), Work::default());
        let role = |slot: &u32| self.columns.facts(*slot as usize).any(Facts::STRUCK.or(Facts::CANCELS));
        let slots = (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).filter(role);
        let hints = self.columns.relating().filter(|slot| !role(slot));
        slots.chain(hints).for_each(|slot| pairs.learn(self, slot, &mut work));
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
        for name in self.hints.remove(&slot).into_iter().flatten() {
            if let Some(hinting) = self.hinting.get_mut(&name) {
                hinting.retain(|other| *other != slot);
            }
            work.plain.extend(index.place(CompanyId(index.columns.company(slot as usize)), &name));
        }
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
        if !facts.any(Facts::STANDS) {
            return;
        }
        if !(cancels || struck) {
            let names: Vec<Box<str>> = columns.related(slot as usize).map(Into::into).collect();
            for name in &names {
                self.hinting.entry(name.clone()).or_default().push(slot);
            }
            if !names.is_empty() {
                self.hints.insert(slot, names);
            }
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
        naming(&self.named, index, slot)
    }

    /// Collects all that one that cancels may take back where any of it is to be examined, and each that may take it back.
    fn touch_corrections(&self, index: &Index, work: &mut Work) {
        let (mut seen, mut told) = (HashSet::new(), HashSet::new());
        let mut next: Vec<u32> = work.plain.iter().copied().collect();
        let mut groups: Vec<Key> = work.groups.iter().copied().collect();
        loop {
            while let Some(slot) = next.pop() {
                if seen.insert(slot) {
                    next.extend(self.corrections(index, slot));
                    // No chain leads over what is none, such as a proforma of many invoices.
                    let stands = |named: &u32| index.columns.facts(*named as usize).any(Facts::STANDS);
                    next.extend(self.names(index, slot).filter(stands));
                    groups.extend(self.cancelling_any(index, slot).filter(|key| !work.groups.contains(key)));
                }
            }
            let Some(key) = groups.pop() else { break };
            work.groups.insert(key);
            if told.insert(key) {
                let cancelling = self.groups.get(&key).into_iter().flat_map(|group| &group.cancelling);
                next.extend(cancelling.flat_map(|slot| self.names(index, *slot).chain(naming(&self.hinting, index, *slot))));
            }
        }
        work.plain.extend(seen);
    }

    /// The documents that one names.
    fn names<'p>(&'p self, index: &'p Index, slot: u32) -> impl Iterator<Item = u32> + 'p {
        let company = CompanyId(index.columns.company(slot as usize));
        let known = self.known.get(&slot).map(|(_, names)| names);
        let names = self.hints.get(&slot).or(known).into_iter().flatten();
        names.filter_map(move |name| index.place(company, name))
    }

    /// The documents that name one and do not cancel it.
    fn corrections<'p>(&'p self, index: &'p Index, slot: u32) -> impl Iterator<Item = u32> + 'p {
        let all = naming(&self.hinting, index, slot).chain(self.naming(index, slot));
        all.filter(move |other| !index.columns.facts(*other as usize).any(Facts::CANCELS))
    }

    /// The groups of all that cancel a document, or one that it corrects, directly or by way of others, or that it names.
    fn cancelling_any<'p>(&'p self, index: &'p Index, slot: u32) -> impl Iterator<Item = Key> + 'p {
        let (mut seen, mut next) = (HashSet::from([slot]), vec![slot]);
        while let Some(slot) = next.pop() {
            next.extend(self.names(index, slot).filter(|named| seen.insert(*named)));
        }
        let all = seen.into_iter().flat_map(move |slot| std::iter::once(slot).chain(self.cancelling(index, slot)));
        all.filter_map(move |slot| self.known.get(&slot)).map(|(key, _)| *key)
    }

    /// The documents that one that cancels takes back though nothing says that they were cancelled. A chain of corrections is taken back
    /// whole, whichever of its documents is named, or the documents of it that are named, with or without what corrects them.
    fn taken_back(&self, index: &Index, slot: u32) -> Vec<u32> {
        let mut taken = self.chain(index, slot);
        taken.retain(|other| !index.columns.facts(*other as usize).any(Facts::STRUCK));
        taken
    }

    /// As [`Self::taken_back`], with those of them that are said to be cancelled.
    fn chain(&self, index: &Index, slot: u32) -> Vec<u32> {
        let Some((key, names)) = self.known.get(&slot) else { return Vec::new() };
        let facts = |other: u32| index.columns.facts(other as usize);
        let claim = |other: &u32| {
            facts(*other).any(Facts::STANDS)
                && !facts(*other).any(Facts::CANCELS)
                && index.currency_of(*other) == index.currency_of(slot)
        };
        let struck = |other: &u32| facts(*other).any(Facts::STRUCK);
        let exactly = |other: &u32| index.gross_of(*other) == -index.gross_of(slot);
        let named = names.iter().filter_map(|name| index.place(CompanyId(key.0), name)).filter(claim);
        // A service may name one twice.
        let named: Vec<u32> = named.collect::<BTreeSet<u32>>().into_iter().collect();
        let flagged = |other: &u32| struck(other) && exactly(other);
        if named.iter().any(flagged) || self.naming(index, slot).filter(claim).any(|other| flagged(&other)) {
            return Vec::new();
        }
        let day = |slot: u32| index.columns.date(DateColumn::Issued, slot as usize);
        let age = |slot: &u32| (day(*slot), index.columns.id(*slot as usize));
        let oldest = |found: &mut dyn Iterator<Item = u32>| found.min_by(|a, b| age(a).cmp(&age(b)));
        if names.is_empty() {
            // Of what is issued on the same day, one that is called cancelled comes first: the other may be what replaces it.
            let alone =
                || self.groups.get(key).is_none_or(|group| group.cancelled.iter().all(|other| self.is_related(index, *other)));
            let before = |other: &u32| day(*other) < day(slot) || day(*other) == day(slot) && alone();
            let mut hinting = naming(&self.hinting, index, slot).filter(claim).filter(exactly).filter(before);
            return oldest(&mut hinting).into_iter().collect();
        }
        if let Some(one) = oldest(&mut named.iter().copied().filter(exactly)) {
            return vec![one];
        }
        let whole = |all: &[u32]| money::sum(all.iter().map(|slot| index.gross_of(*slot))) == Some(-index.gross_of(slot));
        let before = |other: &u32| claim(other) && day(*other) <= day(slot);
        let mut chain = named;
        if !whole(&chain) {
            extend(&mut chain, |of| self.corrections(index, of).filter(before).collect());
        }
        if !whole(&chain) {
            extend(&mut chain, |of| self.corrections(index, of).chain(self.names(index, of)).filter(before).collect());
        }
        if whole(&chain) { chain } else { Vec::new() }
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

    /// Whether one that cancels takes back a chain of corrections that it is part of.
    fn is_in_chain(&self, index: &Index, slot: u32) -> bool {
        let stands = |other: &u32| index.columns.facts(*other as usize).any(Facts::STANDS);
        let mut related = vec![slot];
        extend(&mut related, |of| self.corrections(index, of).chain(self.names(index, of)).filter(stands).collect());
        let cancelling: BTreeSet<u32> = related.iter().flat_map(|of| self.cancelling(index, *of)).collect();
        cancelling.into_iter().any(|other| self.chain(index, other).contains(&slot))
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
        }) || !self.chain(index, slot).is_empty()
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
            let paired = self.is_related(index, slot) || self.is_in_chain(index, slot) || free.next().is_some();
            settled.push((slot, paired));
        }
        settled.extend(free.filter(|slot| self.is_of_none(index, *slot)).map(|slot| (slot, true)));
        for (slot, cancelled) in settled {
            index.columns.set_cancelled_by(slot as usize, cancelled);
        }
    }
}

/// Adds what follows from each document of a chain, until nothing more does, or more than a chain of corrections has.
fn extend(chain: &mut Vec<u32>, more: impl Fn(u32) -> Vec<u32>) {
    let mut known: HashSet<u32> = chain.iter().copied().collect();
    let mut at = 0;
    while let Some(of) = chain.get(at).copied().filter(|_| chain.len() < LONGEST) {
        chain.extend(more(of).into_iter().filter(|other| known.insert(*other)));
        at += 1;
    }
}

/// Documents of the same company that name this one.
fn naming<'p>(named: &'p HashMap<Box<str>, Vec<u32>>, index: &'p Index, slot: u32) -> impl Iterator<Item = u32> + 'p {
    let company = index.columns.company(slot as usize);
    let naming = named.get(index.columns.id(slot as usize)).map_or(&[][..], Vec::as_slice);
    naming.iter().copied().filter(move |other| *other != slot && index.columns.company(*other as usize) == company)
}
