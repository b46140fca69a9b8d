//! What was computed last: orders of all invoices, and the answer to a query.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::order::order;
use super::record::Record;
use super::sums::Sums;
use super::{Index, Names};
use crate::domain::{CompanyId, Totals};
use crate::query::ast::{Expr, Term, Test};
use crate::query::filter::{Context, Filter};
use crate::query::{Field, QueryError, Request, Sort, fold, parse};

/// Orders kept at most; each has four bytes an invoice.
const ORDERS: usize = 6;

/// What is kept until an invoice changes.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Newest last.
    orders: Vec<(Sort, Names, Arc<[u32]>)>,
    matches: Option<Matches>,
    answer: Option<(Sort, Answer)>,
}

/// Which invoices a query finds.
#[derive(Debug)]
pub(super) struct Matches {
    asked: Asked,
    /// One bit for each slot.
    bits: Vec<u64>,
    count: usize,
    totals: Totals,
    local: Option<Decimal>,
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
    /// Their slots.
    pub(super) slots: Arc<[u32]>,
    /// Their totals.
    pub(super) totals: Totals,
    /// Their gross together in the companies' own currency, where it is known of all.
    pub(super) local: Option<Decimal>,
}

impl Cache {
    /// The answer to a question, its window aside.
    pub(super) fn answer(&mut self, index: &Index, request: &Request, names: &Names) -> Result<Answer, QueryError> {
        let known = self.matches.take_if(|matches| matches.asked.is(request, names));
        let matches = if let Some(matches) = known {
            if let Some((_, answer)) = self.answer.as_ref().filter(|(sort, _)| *sort == request.sort) {
                self.matches = Some(matches);
                return Ok(answer.clone());
            }
            matches
        } else {
            // A letter more finds nothing that was not found before: only that is looked at again.
            let within = self.matches.as_ref().filter(|before| before.asked.is_wider(request, names));
            Matches::new(index, request, names, within)?
        };
        let order = self.order(index, request.sort, names);
        let slots = if matches.count == order.len() { order } else { matches.pick(&order) };
        let answer = Answer { slots, totals: matches.totals.clone(), local: matches.local };
        self.matches = Some(matches);
        self.answer = Some((request.sort, answer.clone()));
        Ok(answer)
    }

    fn order(&mut self, index: &Index, sort: Sort, names: &Names) -> Arc<[u32]> {
        // Only the order of companies depends on their names.
        let fits = |of: &Sort, for_names: &Names| *of == sort && (sort.field != Field::Company || for_names == names);
        let kept = if let Some(at) = self.orders.iter().position(|(of, for_names, _)| fits(of, for_names)) {
            self.orders.remove(at)
        } else {
            self.orders.retain(|(of, _, _)| *of != sort);
            (sort, names.clone(), order(&index.records, &index.pools, &index.by_key, sort, names).into())
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
    let word = |expr: &Expr| match expr {
        Expr::Term(Term { test: Test::Word(text), .. }) => Some(fold(text)),
        _ => None,
    };
    match parse(query).ok()?.root {
        None => Some(Vec::new()),
        Some(Expr::And(parts)) => parts.iter().map(word).collect(),
        Some(one) => word(&one).map(|word| vec![word]),
    }
}

/// Fewer records are looked at faster by one thread than handed to two.
const WORTH_TWO: usize = 100_000;

/// Looks at records, or at those of them that a wider answer found: a bit for each that is wanted, how many, and their sums.
fn scan(records: &[Record], before: Option<&[u64]>, wanted: &(impl Fn(&Record) -> bool + Sync)) -> (Vec<u64>, usize, Sums) {
    let words = records.len().div_ceil(64);
    if records.len() < WORTH_TWO {
        return part(records, before, wanted);
    }
    let half = words / 2;
    let (first, second) = records.split_at((half * 64).min(records.len()));
    let (first_bits, second_bits) = match before.map(|bits| bits.split_at(half.min(bits.len()))) {
        Some((first, second)) => (Some(first), Some(second)),
        None => (None, None),
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(move || part(second, second_bits, wanted));
        let (mut bits, mut count, mut sums) = part(first, first_bits, wanted);
        // Looking at a record does not panic; if it did, it would have here too.
        let (more, found, others) = other.join().unwrap_or_else(|_| part(second, second_bits, wanted));
        bits.extend(more);
        count += found;
        sums.merge(others);
        (bits, count, sums)
    })
}

fn part(records: &[Record], before: Option<&[u64]>, wanted: &impl Fn(&Record) -> bool) -> (Vec<u64>, usize, Sums) {
    let mut bits = vec![0_u64; records.len().div_ceil(64)];
    let (mut count, mut sums) = (0, Sums::default());
    for (at, (word, records)) in bits.iter_mut().zip(records.chunks(64)).enumerate() {
        let candidates = before.map_or(u64::MAX, |bits| bits.get(at).copied().unwrap_or(0));
        if candidates == 0 {
            continue;
        }
        for (bit, record) in records.iter().enumerate().filter(|(bit, _)| candidates >> bit & 1 == 1) {
            if wanted(record) {
                *word |= 1 << bit;
                count += 1;
                sums.add(record);
            }
        }
    }
    (bits, count, sums)
}

impl Matches {
    /// What a request finds; of a wider answer only what that found is looked at.
    pub(super) fn new(index: &Index, request: &Request, names: &Names, within: Option<&Self>) -> Result<Self, QueryError> {
        let query = parse(&request.query)?;
        let context = Context { text: &request.query, pools: &index.pools, names, today: request.today, zone: &index.zone };
        let filter = Filter::new(&query, &context)?;
        let wanted = |record: &Record| {
            (request.companies.is_empty() || request.companies.contains(&CompanyId(record.company))) && filter.passes(record)
        };
        let before = within.map(|wider| wider.bits.as_slice());
        let (bits, count, sums) = scan(&index.records, before, &wanted);
        let asked = Asked {
            query: request.query.clone(),
            companies: request.companies.clone(),
            today: request.today,
            names: names.clone(),
        };
        let mut matches = Self { asked, bits, count, totals: Totals::new(), local: sums.local() };
        let found = index.by_key.iter().filter(|slot| matches.has(**slot));
        matches.totals = sums.totals(&index.pools, &found.filter_map(|slot| index.records.get(*slot as usize)));
        Ok(matches)
    }

    pub(super) fn has(&self, slot: u32) -> bool {
        self.bits.get(slot as usize / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    fn pick(&self, order: &[u32]) -> Arc<[u32]> {
        order.iter().copied().filter(|slot| self.has(*slot)).collect()
    }
}
