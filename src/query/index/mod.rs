//! The answer machine: every invoice in memory, compact, and what was computed last.
//!
//! Paging within an answer costs as much as the window; another order of it one pass; another query two. Whatever was
//! computed is forgotten when an invoice changes.

pub(super) mod amounts;
mod answer;
mod append;
pub(super) mod columns;
mod dating;
pub(super) mod facts;
mod filter;
mod natural;
mod on_disk;
mod open;
mod order;
mod pairs;
mod partners;
mod pieces;
pub(super) mod pool;
mod report;
mod section;
mod series;
mod slot;
pub(super) mod source;
mod sums;
pub(super) mod texts;
mod wording;

pub use open::OpenAmounts;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::collate;
use super::complete::{Offers, Suggestion, suggest, wants_stored};
use super::fold::fold;
use super::{Field, Found, Names, QueryError, Request};
use crate::domain::{CompanyId, DirectedTotals, InvoiceRow, RecordKey, Totals, WarningKind};
use crate::locale::Lang;
use answer::Cache;
use columns::{Columns, NO_DATE, Pools, pack, unpack};
use dating::Dated;
use facts::Facts;
use pairs::Pairs;
use section::Shelf;
use source::{DateColumn, TextColumn};
use sums::Part;

/// Every invoice, ready to be asked about.
pub struct Index {
    /// Decides on which day something changed.
    zone: TimeZone,
    pools: Pools,
    columns: Columns,
    /// Every slot in the order of company and identifier.
    by_key: Vec<u32>,
    /// Which documents cancel which; made when an invoice changes.
    pairs: Option<Pairs>,
    cache: Mutex<Cache>,
    /// The files of its sections, where it was read from some.
    shelves: Vec<Arc<Shelf>>,
}

/// A company's invoices in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompanySummary {
    /// Invoices that have not vanished.
    pub invoices: u64,
    /// Outstanding of what it issued, per currency; without credit.
    pub outstanding: Totals,
    /// Overdue part of it.
    pub overdue: Totals,
    /// Owed to buyers: open negative amounts.
    pub credit: Totals,
    /// Days since the due date of the oldest overdue invoice.
    pub oldest_overdue_days: Option<i32>,
    /// Invoices with warnings that have not vanished.
    pub warnings: u64,
    /// Invoices that have not vanished and were rejected by the tax authority.
    pub nav_refused: u64,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("invoices", &self.len()).finish_non_exhaustive()
    }
}

impl Index {
    /// An index of invoices. The zone decides on which day an invoice changed.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = InvoiceRow>, zone: TimeZone) -> Self {
        let (pools, columns) = (Pools::default(), Columns::default());
        let mut index =
            Self { zone, pools, columns, by_key: Vec::new(), pairs: None, cache: Mutex::default(), shelves: Vec::new() };
        index.upsert(rows);
        index.columns.shrink();
        index
    }

    /// Number of invoices.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// About how many bytes [`Self::write`] writes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.columns.size() + self.pools.names.size() + self.pools.items.size()
    }

    /// Whether a section of the file that it was read from turned out to be damaged: then no answer of it counts.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.shelves.iter().any(|shelf| shelf.is_damaged())
    }

    /// Adds invoices; replaces invoices with the same key.
    pub fn upsert(&mut self, rows: impl IntoIterator<Item = InvoiceRow>) {
        let before = self.len();
        let mut touched: Vec<u32> = Vec::new();
        let mut fresh: Vec<u32> = Vec::new();
        for row in rows {
            if self.pairs.is_none() && before > 0 {
                // While the facts still tell of the state before.
                self.pairs = Some(self.known_pairs());
            }
            if let Some(slot) = self.place(row.company, row.id.as_str()) {
                self.columns.set(slot as usize, &row, &mut self.pools);
                touched.push(slot);
            } else {
                let slot = u32::try_from(self.len()).unwrap_or(u32::MAX);
                fresh.push(slot);
                touched.push(slot);
                self.columns.push(&row, &mut self.pools);
            }
        }
        let built_anew = !fresh.is_empty() && self.add_keys(fresh);
        if !touched.is_empty() {
            if !built_anew {
                self.pair(&touched, before == 0);
            }
            self.columns.settle();
            self.forget();
        }
    }

    /// Merges new slots into the order of keys. Of two new ones with the same key, the later one stays: then all is built anew, and
    /// this is `true`.
    fn add_keys(&mut self, fresh: Vec<u32>) -> bool {
        let columns = &self.columns;
        let id = |slot: u32| columns.id(slot as usize);
        let short = |slot: u32| (columns.company(slot as usize), natural::id_key(id(slot)));
        let mut keyed: Vec<_> = fresh.into_iter().map(|slot| (short(slot), slot)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| natural::cmp_ids(id(a.1), id(b.1))));
        let doubled: HashSet<u32> = keyed
            .iter()
            .zip(keyed.iter().skip(1))
            .filter(|(a, b)| a.0 == b.0 && id(a.1) == id(b.1))
            .map(|((_, earlier), _)| *earlier)
            .collect();
        let mut merged = Vec::with_capacity(self.by_key.len() + keyed.len());
        let mut old = self.by_key.as_slice();
        for (_, slot) in keyed {
            let (before, after) = old.split_at(old.partition_point(|other| self.cmp_keys(*other, slot).is_lt()));
            merged.extend_from_slice(before);
            merged.push(slot);
            old = after;
        }
        merged.extend_from_slice(old);
        self.by_key = merged;
        if !doubled.is_empty() {
            self.rebuild(|slot, _| !doubled.contains(&slot));
        }
        !doubled.is_empty()
    }

    fn cmp_keys(&self, a: u32, b: u32) -> std::cmp::Ordering {
        let columns = &self.columns;
        let (a, b) = (a as usize, b as usize);
        columns.company(a).cmp(&columns.company(b)).then_with(|| natural::cmp_ids(columns.id(a), columns.id(b)))
    }

    /// The slot of an invoice.
    fn place(&self, company: CompanyId, id: &str) -> Option<u32> {
        let columns = &self.columns;
        let found = self.by_key.binary_search_by(|slot| {
            let slot = *slot as usize;
            columns.company(slot).cmp(&company.0).then_with(|| natural::cmp_ids(columns.id(slot), id))
        });
        self.by_key.get(found.ok()?).copied()
    }

    /// Builds everything anew from the slots that are kept, so that nothing of the others stays in what invoices share.
    fn rebuild(&mut self, kept: impl Fn(u32, u32) -> bool) {
        let kept = (0..).take(self.len()).filter(|slot| kept(*slot, self.columns.company(*slot as usize)));
        let (rows, days): (Vec<InvoiceRow>, Vec<Dated>) = kept.map(|slot: u32| self.undated_row(slot)).unzip();
        // What was made of a damaged section stays known as such.
        let mut shelves = std::mem::take(&mut self.shelves);
        shelves.retain(|shelf| shelf.is_damaged());
        *self = Self { shelves, ..Self::new(rows, self.zone.clone()) };
        for (company, id, day) in days.into_iter().flatten() {
            self.date_paid(company, [(id, Some(day))]);
        }
    }

    /// Removes every invoice of a company.
    pub fn remove_company(&mut self, company: CompanyId) {
        self.rebuild(|_, of| of != company.0);
    }

    fn forget(&mut self) {
        *self.cache.get_mut().unwrap_or_else(PoisonError::into_inner) = Cache::default();
    }

    /// The invoice of a key.
    #[must_use]
    pub fn get(&self, key: &RecordKey) -> Option<InvoiceRow> {
        let slot = self.place(key.company, key.id.as_str())?;
        Some(self.row(slot))
    }

    fn row(&self, slot: u32) -> InvoiceRow {
        self.columns.listed(slot as usize, &self.pools)
    }

    /// Invoices of this number (accents and case ignored) or provider's identifier, of some companies or of all.
    #[must_use]
    pub fn lookup(&self, number_or_id: &str, companies: &[CompanyId]) -> Vec<InvoiceRow> {
        let asked = number_or_id.trim();
        let folded = fold(asked);
        let columns = &self.columns;
        let wanted = |slot: usize| companies.is_empty() || companies.contains(&CompanyId(columns.company(slot)));
        let matches = |slot: usize| {
            wanted(slot)
                && (columns.id(slot) == asked
                    || (!folded.is_empty() && columns.text(TextColumn::FoldedNumber).get(slot) == folded))
        };
        self.by_key.iter().filter(|slot| matches(**slot as usize)).map(|slot| self.row(*slot)).collect()
    }

    /// Answers a query.
    ///
    /// # Errors
    /// The query does not parse or asks for an unknown value.
    pub fn find(&self, request: &Request, names: &Names) -> Result<Found, QueryError> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = cache.answer(self, request, names)?;
        let place = |key: &RecordKey| self.place(key.company, key.id.as_str());
        let position = request.around.as_ref().and_then(place).and_then(|slot| answer.position(slot));
        let total = answer.total;
        let offset = position.map_or(request.offset.min(total), |at| window(at, request.offset, request.limit, total));
        let rows = answer.window(offset, request.limit).into_iter().map(|slot| self.row(slot)).collect();
        Ok(Found { total, totals: answer.totals.clone(), local: answer.local.clone(), offset, rows, position })
    }

    /// Gives all that a query finds, in its order from its offset on, in windows of its limit: all of them of one state of the index.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn pages(&self, request: &Request, names: &Names, take: &mut dyn FnMut(Vec<InvoiceRow>)) -> Result<(), QueryError> {
        let mut page = Request { limit: request.limit.max(1), around: None, ..request.clone() };
        loop {
            let found = self.find(&page, names)?;
            page.offset = found.offset.saturating_add(found.rows.len());
            let is_last = found.rows.is_empty() || page.offset >= found.total;
            take(found.rows);
            if is_last {
                return Ok(());
            }
        }
    }

    /// Every company that has invoices, in figures of a day; one pass for all.
    #[must_use]
    pub fn summaries(&self, today: Date) -> BTreeMap<CompanyId, CompanySummary> {
        #[derive(Default)]
        struct Working(CompanySummary, [Part; 3], Option<i32>);
        let (columns, day) = (&self.columns, pack(today));
        let currencies: Vec<u32> = self.pools.classes.all().iter().map(|class| class.currency).collect();
        let mut all: BTreeMap<u32, Working> = BTreeMap::new();
        // In the order of keys a company's invoices are neighbours.
        for slots in self.by_key.chunk_by(|a, b| columns.company(*a as usize) == columns.company(*b as usize)) {
            let Some(company) = slots.first().map(|slot| columns.company(*slot as usize)) else { continue };
            let Working(summary, [outstanding, overdue, credit], oldest) = all.entry(company).or_default();
            for slot in slots.iter().map(|slot| *slot as usize) {
                let facts = columns.facts(slot);
                if facts.any(Facts::VANISHED) {
                    continue;
                }
                summary.invoices += 1;
                summary.warnings += u64::from(facts.any(Facts::WARNINGS));
                summary.nav_refused += u64::from(facts.any(Facts::warning(WarningKind::NAV_REFUSED)));
                // What was received is the company's own debt: no claim that a light or an alert is about.
                if facts.any(Facts::RECEIVED) {
                    continue;
                }
                if facts.any(Facts::OUTSTANDING) {
                    let open = if facts.any(Facts::CREDIT) { &mut *credit } else { &mut *outstanding };
                    open.add(columns, &currencies, slot);
                }
                if columns.overdue(slot, day) {
                    overdue.add(columns, &currencies, slot);
                    let due = columns.date(DateColumn::Due, slot);
                    *oldest = [*oldest, Some(due).filter(|due| *due != NO_DATE)].into_iter().flatten().min();
                }
            }
        }
        let finish = |(company, Working(mut summary, [outstanding, overdue, credit], oldest)): (u32, Working)| {
            let open = |slot: &u32| {
                let facts = columns.facts(*slot as usize);
                columns.company(*slot as usize) == company && facts.any(Facts::OUTSTANDING) && !facts.any(Facts::RECEIVED)
            };
            let issued = |totals: DirectedTotals| totals.into_iter().map(|((currency, _), sum)| (currency, sum)).collect();
            let slots = self.by_key.iter().copied().filter(open);
            let owed = |slot: &u32| columns.facts(*slot as usize).any(Facts::CREDIT);
            let expected = slots.clone().filter(|slot| !owed(slot));
            summary.outstanding = issued(outstanding.totals(columns, &self.pools, &expected));
            let late = expected.filter(|slot| columns.overdue(*slot as usize, day));
            summary.overdue = issued(overdue.totals(columns, &self.pools, &late));
            summary.credit = issued(credit.totals(columns, &self.pools, &slots.filter(owed)));
            summary.oldest_overdue_days = oldest.and_then(unpack).map(|due| (today - due).get_days());
            (CompanyId(company), summary)
        };
        all.retain(|_, Working(summary, ..)| summary.invoices > 0);
        all.into_iter().map(finish).collect()
    }

    /// Reads the texts that words are looked for in: the first typed letter then costs what the second does.
    pub(crate) fn read_ahead(&self) {
        self.columns.read_ahead();
    }

    /// Suggestions at this byte of a query: fields, or values of these companies (of all if none is named).
    #[must_use]
    pub fn suggest(&self, text: &str, cursor: usize, companies: &[CompanyId], names: &Names, limit: usize) -> Vec<Suggestion> {
        let offers = match wants_stored::<Field>(text, cursor) {
            true if companies.is_empty() => self.offers(names),
            true => self.offers_of(companies, names),
            false => Offers(Vec::new()),
        };
        suggest(text, cursor, &offers, Lang::En, limit)
    }

    /// Values that completion offers, of some companies alone.
    fn offers_of(&self, companies: &[CompanyId], names: &Names) -> Offers<Field> {
        let columns = &self.columns;
        let of = |slot: &usize| companies.contains(&CompanyId(columns.company(*slot)));
        let known: HashSet<(u32, u32)> =
            (0..self.len()).filter(of).map(|slot| (columns.partner(slot), columns.class(slot))).collect();
        let name = |number: u32| self.pools.partners.get(number).map(|partner| partner.name);
        let currency = |number: u32| self.pools.classes.get(number).map(|class| class.currency);
        let companies = names.iter().filter(|(id, _)| companies.contains(id)).map(|(_, name)| name.clone()).collect();
        let partners = known.iter().filter_map(|(partner, _)| name(*partner)).collect();
        let currencies = known.iter().filter_map(|(_, class)| currency(*class)).collect();
        self.offered(companies, partners, currencies)
    }

    /// The names and the texts of these numbers of the pools, by their field.
    fn offered(&self, companies: Vec<String>, partners: HashSet<u32>, currencies: HashSet<u32>) -> Offers<Field> {
        Offers(vec![
            (Field::Company, companies),
            (Field::Partner, texts(&self.pools.names, partners)),
            (Field::Currency, texts(&self.pools.currencies, currencies)),
        ])
    }

    /// Values that completion offers: current ones only.
    #[must_use]
    pub fn offers(&self, names: &Names) -> Offers<Field> {
        let (mut partners, mut currencies) = (HashSet::new(), HashSet::new());
        let used = |numbers: &[u32], count: usize| {
            let mut used = vec![false; count];
            for number in numbers {
                if let Some(place) = used.get_mut(*number as usize) {
                    *place = true;
                }
            }
            used
        };
        let of = used(&self.columns.partners, self.pools.partners.all().len());
        partners.extend(self.pools.partners.all().iter().zip(of).filter(|(_, used)| *used).map(|(partner, _)| partner.name));
        let of = used(&self.columns.classes, self.pools.classes.all().len());
        currencies.extend(self.pools.classes.all().iter().zip(of).filter(|(_, used)| *used).map(|(class, _)| class.currency));
        self.offered(names.values().cloned().collect(), partners, currencies)
    }
}

/// Texts of a pool by their numbers, in the order in which people look for them.
fn texts(pool: &pool::Pool, numbers: HashSet<u32>) -> Vec<String> {
    let mut texts: Vec<String> =
        numbers.into_iter().filter_map(|number| pool.get(number)).filter(|text| !text.is_empty()).map(str::to_owned).collect();
    texts.sort_by_cached_key(|text| collate::key(text));
    texts
}

/// Start of the window that contains the invoice at `at`: as requested, else with the invoice in the middle.
fn window(at: usize, offset: usize, limit: usize, total: usize) -> usize {
    let holds = offset <= at && at - offset < limit;
    let offset = if holds { offset } else { at.saturating_sub(limit / 2) };
    offset.min(total.saturating_sub(limit))
}
