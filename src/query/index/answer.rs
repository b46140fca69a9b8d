//! Cache of the last results: orders of all invoices, and the answer to a query.

use std::sync::Arc;

use jiff::civil::Date;

use super::Index;
use super::columns::Columns;
use super::filter::{Context, Filter};
use super::order::order;
use super::sums::Sums;
use crate::domain::{CompanyId, DirectedTotals};
use crate::query::Names;
use crate::query::ast::{Expr, Term, Test};
use crate::query::{Converted, Field, QueryError, Request, Sort, fold, parse};

/// Orders kept at most; each has four bytes an invoice.
const ORDERS: usize = 6;

/// Results kept until an invoice changes.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Newest last.
    orders: Vec<(Sort, Names, Arc<[u32]>)>,
    matches: Option<Matches>,
    /// The sums of all invoices.
    whole: Option<Sums>,
    answer: Option<(Sort, Answer)>,
}

/// Which invoices a query finds.
#[derive(Debug)]
pub(super) struct Matches {
    asked: Asked,
    /// One bit for each slot.
    bits: Arc<[u64]>,
    count: usize,
    sums: Sums,
    totals: DirectedTotals,
}

/// All that decides which invoices are found.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    query: String,
    companies: Vec<CompanyId>,
    today: Date,
    names: Names,
}

/// The invoices found, in order.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    slots: Slots,
    /// Number of slots.
    pub(super) total: usize,
    /// Their totals.
    pub(super) totals: DirectedTotals,
    /// Their gross together in the companies' own currency, where it is known of all.
    pub(super) local: Option<Converted>,
}

/// The slots of an answer, in order. Each typed letter asks for the first rows of another answer, so the full list is built
/// only
/// at the second request for the same one.
#[derive(Debug, Clone)]
enum Slots {
    Listed(Arc<[u32]>),
    /// Slots of an order with their bit set.
    Among(Arc<[u32]>, Arc<[u64]>),
}

impl Slots {
    fn iter(&self) -> impl Iterator<Item = u32> {
        let (slots, bits) = match self {
            Self::Listed(slots) => (slots, None),
            Self::Among(order, bits) => (order, Some(bits)),
        };
        slots.iter().copied().filter(move |slot| bits.is_none_or(|bits| has(bits, *slot)))
    }
}

impl Answer {
    /// Some slots from a place on.
    pub(super) fn window(&self, offset: usize, limit: usize) -> Vec<u32> {
        match &self.slots {
            Slots::Listed(slots) => slots.iter().skip(offset).take(limit).copied().collect(),
            among @ Slots::Among(..) => among.iter().skip(offset).take(limit).collect(),
        }
    }

    /// The place of a slot.
    pub(super) fn position(&self, slot: u32) -> Option<usize> {
        match &self.slots {
            Slots::Among(_, bits) if !has(bits, slot) => None,
            slots => slots.iter().position(|found| found == slot),
        }
    }

    /// Lists what was only picked so far.
    fn list(&mut self) {
        if let Slots::Among(..) = &self.slots {
            self.slots = Slots::Listed(self.slots.iter().collect());
        }
    }
}

fn has(bits: &[u64], slot: u32) -> bool {
    bits.get(slot as usize / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
}

impl Cache {
    /// The answer to a question, its window aside.
    pub(super) fn answer(&mut self, index: &Index, request: &Request, names: &Names) -> Result<Answer, QueryError> {
        let known = self.matches.take_if(|matches| matches.asked.is(request, names));
        let matches = if let Some(matches) = known {
            if let Some((_, answer)) = self.answer.as_mut().filter(|(sort, _)| *sort == request.sort) {
                self.matches = Some(matches);
                answer.list();
                return Ok(answer.clone());
            }
            matches
        } else {
            // A letter more finds nothing that was not found before: only that is looked at again.
            let within = self.matches.as_ref().filter(|before| before.asked.is_wider(request, names));
            let whole = self.whole.get_or_insert_with(|| sums(index, &all(&index.columns)));
            Matches::new(index, request, names, within, Some(whole))?
        };
        let order = self.order(index, request.sort, names);
        let all = matches.count == order.len();
        let slots = if all { Slots::Listed(order) } else { Slots::Among(order, matches.bits.clone()) };
        let answer = Answer { slots, total: matches.count, totals: matches.totals.clone(), local: matches.sums.local() };
        self.matches = Some(matches);
        self.answer = Some((request.sort, answer.clone()));
        Ok(answer)
    }

    fn order(&mut self, index: &Index, sort: Sort, names: &Names) -> Arc<[u32]> {
        // Only the order by company depends on the names.
        let fits = |of: &Sort, for_names: &Names| *of == sort && (sort.field != Field::Company || for_names == names);
        let kept = if let Some(at) = self.orders.iter().position(|(of, for_names, _)| fits(of, for_names)) {
            self.orders.remove(at)
        } else {
            self.orders.retain(|(of, _, _)| *of != sort);
            (sort, names.clone(), order(&index.columns, &index.pools, &index.by_key, sort, names).into())
        };
        let slots = kept.2.clone();
        self.orders.push(kept);
        if self.orders.len() > ORDERS {
            self.orders.remove(0);
        }
        slots
    }
}

impl Asked {
    fn is(&self, request: &Request, names: &Names) -> bool {
        self.query == request.query && self.companies == request.companies && self.today == request.today && self.names == *names
    }

    /// Whether whatever a request finds was found before: both ask only for words, and each word from before is part of one now.
    fn is_wider(&self, request: &Request, names: &Names) -> bool {
        let same = self.companies == request.companies && self.today == request.today && self.names == *names;
        let (true, Some(before), Some(now)) = (same, words(&self.query), words(&request.query)) else { return false };
        before.iter().all(|word| now.iter().any(|longer| longer.contains(word.as_str())))
    }
}

/// The words of a query that consists of nothing else, as they are compared.
fn words(query: &str) -> Option<Vec<String>> {
    let word = |expr: &Expr<Field>| match expr {
        Expr::Term(Term { test: Test::Word(text), .. }) => Some(fold(text)),
        _ => None,
    };
    match parse(query).ok()?.root {
        None => Some(Vec::new()),
        Some(Expr::And(parts)) => parts.iter().map(word).collect(),
        Some(one) => word(&one).map(|word| vec![word]),
    }
}

/// Fewer invoices are looked at faster by one thread than handed to two.
const WORTH_TWO: usize = 100_000;

/// Applies `keep` to the bits, in two halves on two threads if there are enough. Bits behind the last invoice are cleared.
fn scan(columns: &Columns, mut bits: Vec<u64>, keep: &(impl Fn(usize, &mut [u64]) + Sync)) -> Vec<u64> {
    if columns.len() < WORTH_TWO {
        keep(0, &mut bits);
        return bits;
    }
    let half = bits.len() / 2;
    let (first, second) = bits.split_at_mut(half);
    std::thread::scope(|scope| {
        scope.spawn(|| keep(half * 64, second));
        keep(0, first);
    });
    bits
}

/// Every invoice.
fn all(columns: &Columns) -> Vec<u64> {
    let mut bits = vec![u64::MAX; columns.len().div_ceil(64)];
    if let Some(last) = bits.last_mut().filter(|_| !columns.len().is_multiple_of(64)) {
        *last &= (1 << (columns.len() % 64)) - 1;
    }
    bits
}

/// The sums of these slots.
fn sums(index: &Index, bits: &[u64]) -> Sums {
    let columns = &index.columns;
    let currencies: Vec<u32> = index.pools.classes.all().iter().map(|class| class.currency).collect();
    let part = |bits: &[u64], from: usize| {
        let mut sums = Sums::default();
        slots(bits, from).for_each(|slot| sums.add(columns, &currencies, slot));
        sums
    };
    if count(bits) < WORTH_TWO {
        return part(bits, 0);
    }
    let half = bits.len() / 2;
    let (first, second) = bits.split_at(half);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| part(second, half * 64));
        let mut sums = part(first, 0);
        // Adding up does not panic; if it did, it would have here too.
        sums.merge(&other.join().unwrap_or_else(|_| part(second, half * 64)));
        sums
    })
}

fn count(bits: &[u64]) -> usize {
    bits.iter().map(|word| word.count_ones() as usize).sum::<usize>()
}

/// The slots of bits, of which the first is `from`.
fn slots(bits: &[u64], from: usize) -> impl Iterator<Item = usize> + Clone {
    bits.iter().zip((from..).step_by(64)).flat_map(|(word, first)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros())?;
            left &= left - 1;
            Some(first + bit as usize)
        })
    })
}

impl Matches {
    /// Answers a request; if `known` is a wider answer, only its slots are tested. `whole` are the sums of all invoices.
    pub(super) fn new(
        index: &Index,
        request: &Request,
        names: &Names,
        within: Option<&Self>,
        whole: Option<&Sums>,
    ) -> Result<Self, QueryError> {
        let query = parse(&request.query)?;
        let context = Context { text: &request.query, pools: &index.pools, names, today: request.today, zone: &index.zone };
        let filter = Filter::new(&query, &context)?;
        let companies = Filter::Companies(request.companies.iter().map(|company| company.0).collect());
        let columns = &index.columns;
        let keep = |from: usize, bits: &mut [u64]| {
            if !request.companies.is_empty() {
                companies.keep(columns, from, bits);
            }
            filter.keep(columns, from, bits);
        };
        let before = within.map_or_else(|| all(columns), |wider| wider.bits.to_vec());
        let bits = scan(columns, before.clone(), &keep);
        let found = count(&bits);
        let known = within.map(|wider| &wider.sums).or(whole);
        // If fewer slots left than stayed, their sums are subtracted.
        let sums = match known.filter(|_| found > count(&before) / 2) {
            Some(known) => {
                let gone: Vec<u64> = before.iter().zip(&bits).map(|(before, now)| before & !now).collect();
                let mut left = known.clone();
                left.take_out(&sums(index, &gone));
                left
            }
            None => sums(index, &bits),
        };
        let asked = Asked {
            query: request.query.clone(),
            companies: request.companies.clone(),
            today: request.today,
            names: names.clone(),
        };
        let mut matches = Self { asked, bits: bits.into(), count: found, sums, totals: DirectedTotals::new() };
        let slots = index.by_key.iter().copied().filter(|slot| has(&matches.bits, *slot));
        matches.totals = matches.sums.totals(columns, &index.pools, &slots);
        Ok(matches)
    }

    /// Whether a slot was found.
    pub(super) fn has(&self, slot: u32) -> bool {
        has(&self.bits, slot)
    }

    /// The slots that were found.
    pub(super) fn slots(&self) -> impl Iterator<Item = usize> + Clone {
        slots(&self.bits, 0)
    }
}
