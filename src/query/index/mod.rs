//! The answer machine: every invoice in memory, compact, and what was computed last.
//!
//! Paging within an answer costs as much as the window; another order of it one pass; another query two. Whatever was
//! computed is forgotten when an invoice changes.

mod answer;
mod natural;
mod order;
pub(super) mod pool;
pub(super) mod record;
mod report;
mod sums;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ast::Key;
use super::complete::{Offers, Suggestion, suggest, wants};
use super::fold::fold;
use super::{Found, QueryError, Request};
use crate::domain::{CompanyId, InvoiceKey, InvoiceRow, RemoteId, Totals};
use answer::Cache;
use record::{Flags, Pools, Record, pack};
use sums::Sums;

/// Names of the companies, which the index does not know: they may change at any time.
pub type Names = BTreeMap<CompanyId, String>;

/// Every invoice, ready to be asked about.
pub struct Index {
    /// Decides on which day something changed.
    zone: TimeZone,
    pools: Pools,
    records: Vec<Record>,
    /// Every slot in the order of company and identifier.
    by_key: Vec<u32>,
    cache: Mutex<Cache>,
}

/// A company's invoices in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompanySummary {
    /// Invoices that have not vanished.
    pub invoices: u64,
    /// What is still expected, per currency.
    pub outstanding: Totals,
    /// What of that is overdue.
    pub overdue: Totals,
    /// Days since the due date of the oldest overdue invoice.
    pub oldest_overdue_days: Option<i32>,
    /// Invoices with warnings that have not vanished.
    pub warnings: u64,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("invoices", &self.records.len()).finish_non_exhaustive()
    }
}

impl Index {
    /// An index of invoices. The zone decides on which day an invoice changed.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = InvoiceRow>, zone: TimeZone) -> Self {
        let mut index =
            Self { zone, pools: Pools::default(), records: Vec::new(), by_key: Vec::new(), cache: Mutex::new(Cache::default()) };
        index.upsert(rows);
        index
    }

    /// How many invoices there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Adds invoices, or replaces those of the same key.
    pub fn upsert(&mut self, rows: impl IntoIterator<Item = InvoiceRow>) {
        let mut touched = false;
        let mut fresh: Vec<u32> = Vec::new();
        for row in rows {
            touched = true;
            let record = Record::new(&row, &mut self.pools);
            let place = self.place(row.company, row.id.as_str());
            if let Some(place) = place.and_then(|slot| self.records.get_mut(slot as usize)) {
                *place = record;
            } else {
                fresh.push(u32::try_from(self.records.len()).unwrap_or(u32::MAX));
                self.records.push(record);
            }
        }
        if !fresh.is_empty() {
            self.add_keys(fresh);
        }
        if touched {
            self.forget();
        }
    }

    /// Merges new slots into the order of keys. Of two new ones with the same key, the later one stays.
    fn add_keys(&mut self, fresh: Vec<u32>) {
        let records = &self.records;
        let id = |slot: u32| records.get(slot as usize).map_or("", Record::id);
        let short = |slot: u32| records.get(slot as usize).map(|record| (record.company, natural::id_key(record.id())));
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
            self.drop_slots(&doubled);
        }
    }

    fn cmp_keys(&self, a: u32, b: u32) -> std::cmp::Ordering {
        match (self.records.get(a as usize), self.records.get(b as usize)) {
            (Some(a), Some(b)) => a.company.cmp(&b.company).then_with(|| natural::cmp_ids(a.id(), b.id())),
            _ => std::cmp::Ordering::Equal,
        }
    }

    /// The slot of an invoice.
    fn place(&self, company: CompanyId, id: &str) -> Option<u32> {
        let found = self.by_key.binary_search_by(|slot| match self.records.get(*slot as usize) {
            Some(record) => record.company.cmp(&company.0).then_with(|| natural::cmp_ids(record.id(), id)),
            None => std::cmp::Ordering::Less,
        });
        self.by_key.get(found.ok()?).copied()
    }

    /// Takes slots out; the others move up.
    fn drop_slots(&mut self, gone: &HashSet<u32>) {
        let mut moved = Vec::with_capacity(self.records.len());
        let mut kept = Vec::with_capacity(self.records.len());
        for (slot, record) in (0_u32..).zip(std::mem::take(&mut self.records)) {
            moved.push(u32::try_from(kept.len()).unwrap_or(u32::MAX));
            if !gone.contains(&slot) {
                kept.push(record);
            }
        }
        self.records = kept;
        self.by_key.retain(|slot| !gone.contains(slot));
        for slot in &mut self.by_key {
            *slot = moved.get(*slot as usize).copied().unwrap_or(*slot);
        }
    }

    /// Removes every invoice of a company.
    pub fn remove_company(&mut self, company: CompanyId) {
        let rows: Vec<InvoiceRow> =
            self.records.iter().filter(|record| record.company != company.0).map(|record| record.row(&self.pools)).collect();
        // Built anew, so that nothing of the company stays in the shared texts.
        *self = Self::new(rows, self.zone.clone());
    }

    fn forget(&mut self) {
        *self.cache.get_mut().unwrap_or_else(PoisonError::into_inner) = Cache::default();
    }

    /// The invoice of a key.
    #[must_use]
    pub fn get(&self, key: &InvoiceKey) -> Option<InvoiceRow> {
        let slot = self.place(key.company, key.id.as_str())?;
        self.records.get(slot as usize).map(|record| record.row(&self.pools))
    }

    /// Invoices of this number (accents and case ignored) or provider's identifier, of some companies or of all.
    #[must_use]
    pub fn lookup(&self, number_or_id: &str, companies: &[CompanyId]) -> Vec<InvoiceRow> {
        let asked = number_or_id.trim();
        let folded = fold(asked);
        let wanted = |record: &Record| companies.is_empty() || companies.contains(&CompanyId(record.company));
        let matches = |record: &&Record| {
            wanted(record) && (record.id() == asked || (!folded.is_empty() && record.search_number() == folded))
        };
        self.by_key
            .iter()
            .filter_map(|slot| self.records.get(*slot as usize))
            .filter(matches)
            .map(|r| r.row(&self.pools))
            .collect()
    }

    /// Answers a question.
    ///
    /// # Errors
    /// A query that does not parse or asks for a value that nobody knows.
    pub fn find(&self, request: &Request, names: &Names) -> Result<Found, QueryError> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = cache.answer(self, request, names)?;
        let row = |slot: &u32| self.records.get(*slot as usize).map(|record| record.row(&self.pools));
        let position = request.around.as_ref().and_then(|key| {
            let slot = self.place(key.company, key.id.as_str())?;
            answer.slots.iter().position(|found| *found == slot)
        });
        let total = answer.slots.len();
        let offset = position.map_or(request.offset.min(total), |at| window(at, request.offset, request.limit, total));
        let end = offset.saturating_add(request.limit).min(total);
        let rows = answer.slots.get(offset..end).unwrap_or(&[]).iter().filter_map(row).collect();
        Ok(Found { total, totals: answer.totals.clone(), local: answer.local, offset, rows, position })
    }

    /// The keys of all invoices that a question finds, in its order; its window counts for nothing.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn keys(&self, request: &Request, names: &Names) -> Result<Vec<InvoiceKey>, QueryError> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = cache.answer(self, request, names)?;
        let key = |record: &Record| InvoiceKey::new(CompanyId(record.company), RemoteId::new(record.id()));
        Ok(answer.slots.iter().filter_map(|slot| self.records.get(*slot as usize)).map(key).collect())
    }

    /// Every company that has invoices, in figures of a day; one pass for all.
    #[must_use]
    pub fn summaries(&self, today: Date) -> BTreeMap<CompanyId, CompanySummary> {
        #[derive(Default)]
        struct Working(CompanySummary, Sums, Sums, Option<Date>);
        let day = pack(today);
        let mut all: BTreeMap<u32, Working> = BTreeMap::new();
        for record in self.records.iter().filter(|record| !record.flags.has(Flags::VANISHED)) {
            let Working(summary, outstanding, overdue, oldest) = all.entry(record.company).or_default();
            summary.invoices += 1;
            summary.warnings += u64::from(record.warnings.any());
            if record.flags.has(Flags::OUTSTANDING) {
                outstanding.add(record);
            }
            if record.overdue(day) {
                overdue.add(record);
                *oldest = [*oldest, record.due_date()].into_iter().flatten().min();
            }
        }
        let finish = |(company, Working(mut summary, outstanding, overdue, oldest)): (u32, Working)| {
            let expected = |record: &&Record| record.company == company && record.flags.has(Flags::OUTSTANDING);
            let records = self.records.iter().filter(expected);
            summary.outstanding = outstanding.totals(&self.pools, &records.clone());
            summary.overdue = overdue.totals(&self.pools, &records.filter(|record| record.overdue(day)));
            summary.oldest_overdue_days = oldest.map(|due| (today - due).get_days());
            (CompanyId(company), summary)
        };
        all.into_iter().map(finish).collect()
    }

    /// One company in figures of a day. For several, [`Self::summaries`] needs only one pass.
    #[must_use]
    pub fn company_summary(&self, company: CompanyId, today: Date) -> CompanySummary {
        self.summaries(today).remove(&company).unwrap_or_default()
    }

    /// What may come next in a query, where one types at this byte: fields, or values that these companies have (all
    /// companies when none is named).
    #[must_use]
    pub fn suggest(&self, text: &str, cursor: usize, companies: &[CompanyId], names: &Names, limit: usize) -> Vec<Suggestion> {
        let offers = match wants(text, cursor) {
            Some(Key::Partner | Key::Company | Key::Currency) if companies.is_empty() => self.offers(names),
            Some(Key::Partner | Key::Company | Key::Currency) => self.offers_of(companies, names),
            _ => Offers::default(),
        };
        suggest(text, cursor, &offers, limit)
    }

    /// What completion offers as values, of some companies alone.
    fn offers_of(&self, companies: &[CompanyId], names: &Names) -> Offers {
        let of = |record: &&Record| companies.contains(&CompanyId(record.company));
        let known: HashSet<(u32, u32)> = self.records.iter().filter(of).map(|record| (record.partner, record.currency)).collect();
        let texts = |pool: &pool::Pool, numbers: HashSet<u32>| {
            let mut texts: Vec<String> =
                numbers.into_iter().filter_map(|n| pool.get(n)).filter(|text| !text.is_empty()).map(str::to_owned).collect();
            texts.sort_by_cached_key(|text| fold(text));
            texts
        };
        Offers {
            companies: names.iter().filter(|(id, _)| companies.contains(id)).map(|(_, name)| name.clone()).collect(),
            partners: texts(&self.pools.partners, known.iter().map(|(partner, _)| *partner).collect()),
            currencies: texts(&self.pools.currencies, known.iter().map(|(_, currency)| *currency).collect()),
        }
    }

    /// What completion offers as values.
    #[must_use]
    pub fn offers(&self, names: &Names) -> Offers {
        let sorted = |texts: &mut dyn Iterator<Item = &str>| {
            let mut texts: Vec<String> = texts.filter(|text| !text.is_empty()).map(ToOwned::to_owned).collect();
            texts.sort_by_cached_key(|text| fold(text));
            texts
        };
        Offers {
            companies: names.values().cloned().collect(),
            partners: sorted(&mut self.pools.partners.texts()),
            currencies: sorted(&mut self.pools.currencies.texts()),
        }
    }
}

/// Where the window begins so that it holds the invoice at `at`: where it was asked for, else with the invoice in its middle.
fn window(at: usize, offset: usize, limit: usize, total: usize) -> usize {
    let holds = offset <= at && at - offset < limit;
    let offset = if holds { offset } else { at.saturating_sub(limit / 2) };
    offset.min(total.saturating_sub(limit))
}
