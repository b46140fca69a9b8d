//! Exact sums of many amounts, fast: whole numbers per count of decimals, put together at the end.

use rust_decimal::Decimal;

use super::amounts::{Amount, Amounts};
use super::columns::{Columns, Pools};
use super::facts::Facts;
use super::source::AmountColumn;
use crate::domain::{CompanyId, Currency, CurrencyTotals, DirectedTotals, Direction};
use crate::query::Converted;

const SCALES: usize = 29;

/// Companies are numbered from one; of a number beyond this the converted sum is not told.
const COMPANIES: usize = 1 << 16;

/// Sums of what a query finds: of what counts in turnover, and apart from it of what does not. What was added can be taken out again.
#[derive(Debug, Default, Clone)]
pub(super) struct Sums {
    counted: Part,
    aside: Part,
}

/// Sums per currency and direction.
#[derive(Debug, Default, Clone)]
pub(super) struct Part {
    issued: Vec<Sum>,
    received: Vec<Sum>,
    /// All of them in the companies' own currency.
    local: Column,
    /// Invoices that have no rate.
    unknown: u64,
    count: u64,
    /// Invoices of each company, by its number.
    companies: Vec<u64>,
}

#[derive(Debug, Default, Clone)]
struct Sum {
    count: u64,
    net: Column,
    vat: Column,
    gross: Column,
    balance: Column,
}

/// A sum of mantissas for each scale, and of how many. A mantissa has 96 bits: two thousand million of them fit into one place.
#[derive(Debug, Clone)]
struct Column {
    places: [(i128, u64); SCALES],
}

impl Default for Column {
    fn default() -> Self {
        Self { places: [(0, 0); SCALES] }
    }
}

impl Column {
    /// Adds an amount; what is missing adds nothing. Whether it was there.
    fn add(&mut self, amount: Amount) -> bool {
        let (digits, scale) = match amount {
            Amount::Small(digits, scale) => (i128::from(digits), scale),
            Amount::Large(amount) => (amount.mantissa(), amount.scale()),
            Amount::Missing => return false,
        };
        if let Some((place, count)) = self.places.get_mut(scale as usize) {
            *place += digits;
            *count += 1;
        }
        true
    }

    fn merge(&mut self, other: &Self) {
        for ((place, count), (digits, more)) in self.places.iter_mut().zip(other.places) {
            *place += digits;
            *count += more;
        }
    }

    fn take_out(&mut self, other: &Self) {
        for ((place, count), (digits, less)) in self.places.iter_mut().zip(other.places) {
            *place -= digits;
            *count = count.saturating_sub(less);
        }
    }

    /// The sum; `None` where no decimal can hold it.
    fn total(&self) -> Option<Decimal> {
        let places = (0_u32..).zip(self.places).filter(|(_, (_, count))| *count > 0);
        let largest = places.clone().map(|(scale, _)| scale).max().unwrap_or(0);
        let mut total = 0_i128;
        for (scale, (place, _)) in places.filter(|(_, (place, _))| *place != 0) {
            let power = 10_i128.checked_pow(largest.checked_sub(scale)?)?;
            total = total.checked_add(place.checked_mul(power)?)?;
        }
        Decimal::try_from_i128_with_scale(total, largest).ok()
    }
}

impl Sums {
    /// Adds the invoice of a slot. `currencies` has the currency of each class.
    pub(super) fn add(&mut self, columns: &Columns, currencies: &[u32], slot: usize) {
        let part = if columns.facts(slot).any(Facts::COUNTS) { &mut self.counted } else { &mut self.aside };
        part.add(columns, currencies, slot);
    }

    /// Adds the sums of another part.
    pub(super) fn merge(&mut self, other: &Self) {
        self.counted.merge(&other.counted);
        self.aside.merge(&other.aside);
    }

    /// Subtracts the sums of another part; all of it must have been added here before.
    pub(super) fn take_out(&mut self, other: &Self) {
        self.counted.take_out(&other.counted);
        self.aside.take_out(&other.aside);
    }

    /// Whether no document counts: then the sums of the others are shown, marked.
    const fn is_aside(&self) -> bool {
        self.counted.count == 0 && self.aside.count > 0
    }

    /// The gross of all that is told in the companies' own currency; `None` where that of any is not known, where both directions are
    /// among it, or where no decimal can hold it.
    pub(super) fn local(&self) -> Option<Converted> {
        let part = if self.is_aside() { &self.aside } else { &self.counted };
        let amount = if part.unknown > 0 || part.is_mixed() { None } else { part.local.total() }?;
        let companies = (0_u32..).zip(&part.companies).filter(|(_, count)| **count > 0);
        Some(Converted { amount, companies: companies.map(|(number, _)| CompanyId(number)).collect() })
    }

    /// The totals. If no decimal can hold a currency's sum, the invoices of these slots are added again as far as they fit.
    pub(super) fn totals(&self, columns: &Columns, pools: &Pools, slots: &(impl Iterator<Item = u32> + Clone)) -> DirectedTotals {
        let aside = self.is_aside();
        let told = slots.clone().filter(|slot| columns.facts(*slot as usize).any(Facts::COUNTS) != aside);
        let part = if aside { &self.aside } else { &self.counted };
        let mut totals = part.totals(columns, pools, &told);
        for total in totals.values_mut() {
            total.uncounted = aside;
        }
        totals
    }
}

impl Part {
    /// Adds the invoice of a slot. `currencies` has the currency of each class.
    pub(super) fn add(&mut self, columns: &Columns, currencies: &[u32], slot: usize) {
        let amount = |column: AmountColumn| Amounts::at(columns.amount(column), slot);
        let company = columns.company(slot) as usize;
        if self.companies.len() <= company && company < COMPANIES {
            self.companies.resize(company + 1, 0);
        }
        let known = match self.companies.get_mut(company) {
            Some(count) => {
                *count += 1;
                self.local.add(amount(AmountColumn::Local))
            }
            None => false,
        };
        if !known {
            self.unknown += 1;
        }
        self.count += 1;
        let currency = currencies.get(columns.class(slot) as usize);
        let direction = columns.facts(slot).direction();
        let Some(sum) = currency.and_then(|currency| self.of(direction, *currency as usize)) else { return };
        let open = columns.open(slot);
        sum.count += 1;
        sum.net.add(amount(AmountColumn::Net));
        sum.vat.add(amount(AmountColumn::Vat));
        sum.gross.add(amount(AmountColumn::Gross));
        // Most documents are not open.
        if open != Amount::Small(0, 0) {
            sum.balance.add(open);
        }
    }

    const fn sums(&self, direction: Direction) -> &Vec<Sum> {
        match direction {
            Direction::Issued => &self.issued,
            Direction::Received => &self.received,
        }
    }

    const fn sums_mut(&mut self, direction: Direction) -> &mut Vec<Sum> {
        match direction {
            Direction::Issued => &mut self.issued,
            Direction::Received => &mut self.received,
        }
    }

    fn of(&mut self, direction: Direction, currency: usize) -> Option<&mut Sum> {
        let sums = self.sums_mut(direction);
        if sums.len() <= currency {
            sums.resize_with(currency + 1, Sum::default);
        }
        sums.get_mut(currency)
    }

    /// Whether documents of both directions are among it.
    fn is_mixed(&self) -> bool {
        let any = |direction| self.sums(direction).iter().any(|sum| sum.count > 0);
        Direction::ALL.into_iter().all(any)
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.unknown += other.unknown;
        self.local.merge(&other.local);
        self.companies.resize(self.companies.len().max(other.companies.len()), 0);
        for (mine, theirs) in self.companies.iter_mut().zip(&other.companies) {
            *mine += theirs;
        }
        for direction in Direction::ALL {
            for (currency, theirs) in other.sums(direction).iter().enumerate() {
                let Some(mine) = self.of(direction, currency) else { continue };
                mine.count += theirs.count;
                mine.net.merge(&theirs.net);
                mine.vat.merge(&theirs.vat);
                mine.gross.merge(&theirs.gross);
                mine.balance.merge(&theirs.balance);
            }
        }
    }

    fn take_out(&mut self, other: &Self) {
        self.count = self.count.saturating_sub(other.count);
        self.unknown = self.unknown.saturating_sub(other.unknown);
        self.local.take_out(&other.local);
        for (mine, theirs) in self.companies.iter_mut().zip(&other.companies) {
            *mine = mine.saturating_sub(*theirs);
        }
        for direction in Direction::ALL {
            for (mine, theirs) in self.sums_mut(direction).iter_mut().zip(other.sums(direction)) {
                mine.count = mine.count.saturating_sub(theirs.count);
                mine.net.take_out(&theirs.net);
                mine.vat.take_out(&theirs.vat);
                mine.gross.take_out(&theirs.gross);
                mine.balance.take_out(&theirs.balance);
            }
        }
    }

    /// Like [`Sums::totals`], of these slots.
    pub(super) fn totals(&self, columns: &Columns, pools: &Pools, slots: &(impl Iterator<Item = u32> + Clone)) -> DirectedTotals {
        let mut totals = DirectedTotals::new();
        let of = |direction| (0_u32..).zip(self.sums(direction)).map(move |(number, sum)| (direction, number, sum));
        for (direction, number, sum) in Direction::ALL.into_iter().flat_map(of) {
            if sum.count == 0 {
                continue;
            }
            let currency = Currency::new(pools.currencies.get(number).unwrap_or(""));
            let exact = || {
                let (net, vat, gross) = (sum.net.total()?, sum.vat.total()?, sum.gross.total()?);
                let balance = sum.balance.total()?;
                Some(CurrencyTotals { count: sum.count, net, vat, gross, balance, ..CurrencyTotals::default() })
            };
            let again = || {
                let mut total = CurrencyTotals::default();
                let of = |slot: usize| {
                    let class = pools.classes.get(columns.class(slot));
                    class.is_some_and(|class| class.currency == number) && columns.facts(slot).direction() == direction
                };
                for slot in slots.clone().map(|slot| slot as usize).filter(|slot| of(*slot)) {
                    add(&mut total, columns, slot);
                }
                CurrencyTotals { overflow: true, ..total }
            };
            totals.insert((currency, direction), exact().unwrap_or_else(again));
        }
        totals
    }
}

/// Adds the invoice of a slot to a total.
pub(super) fn add(total: &mut CurrencyTotals, columns: &Columns, slot: usize) {
    let amount = |column: AmountColumn| columns.amount(column).get(slot);
    let open = columns.open(slot).decimal().unwrap_or_default();
    let gross = amount(AmountColumn::Gross).unwrap_or_default();
    total.add(amount(AmountColumn::Net), amount(AmountColumn::Vat), gross, open);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_counts() {
        let mut column = Column::default();
        for amount in ["0.1", "0.20", "12345678901234567.89", "-0.3"] {
            column.add(Amount::Large(amount.parse().unwrap()));
        }
        assert_eq!(column.total().unwrap().to_string(), "12345678901234567.89");
        for _ in 0..3 {
            column.add(Amount::Large(Decimal::MAX));
        }
        assert_eq!(column.total(), None);
        let mut gone = Column::default();
        for amount in [Decimal::MAX, Decimal::MAX, Decimal::MAX, "12345678901234567.89".parse().unwrap(), Decimal::new(20, 2)] {
            gone.add(Amount::Large(amount));
        }
        column.take_out(&gone);
        assert_eq!(column.total().unwrap().to_string(), "-0.2", "as many decimals as what is left has");
    }
}
