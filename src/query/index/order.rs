//! Orders of all invoices. Each is computed once and kept until an invoice changes.

use std::cmp::Ordering;
use std::collections::HashMap;

use rust_decimal::Decimal;

use super::Names;
use super::natural;
use super::record::{NO_DATE, Pools, Record};
use crate::domain::CompanyId;
use crate::query::fold::fold;
use crate::query::{Field, Sort};

/// The group of invoices whose value is missing: last in both directions.
const MISSING: u32 = u32::MAX;

/// What an invoice is ordered by: a group that no direction turns, then a short form of its value.
struct Entry {
    group: u32,
    value: u128,
    slot: u32,
}

/// Every slot in an order. `by_key` has every slot in the order of company and identifier, which breaks ties.
pub(super) fn order(records: &[Record], pools: &Pools, by_key: &[u32], sort: Sort, names: &Names) -> Box<[u32]> {
    let keys = Keys::new(pools, sort, names);
    let entry = |slot: &u32| records.get(*slot as usize).map(|record| keys.entry(record, *slot));
    let mut entries: Vec<Entry> =
        if sort.descending { by_key.iter().rev().filter_map(entry).collect() } else { by_key.iter().filter_map(entry).collect() };
    let whole = |a: &Entry, b: &Entry| match (records.get(a.slot as usize), records.get(b.slot as usize)) {
        (Some(a), Some(b)) => tie(sort.field, a, b),
        _ => Ordering::Equal,
    };
    // Stable: what is equal stays in the order of its keys.
    entries.sort_by(|a, b| {
        let value = || a.value.cmp(&b.value).then_with(|| whole(a, b));
        a.group.cmp(&b.group).then_with(|| if sort.descending { value().reverse() } else { value() })
    });
    entries.into_iter().map(|entry| entry.slot).collect()
}

/// Decides where the short forms are equal and do not say all.
fn tie(field: Field, a: &Record, b: &Record) -> Ordering {
    match field {
        Field::Number => natural::cmp(a.search_number(), b.search_number()),
        Field::Gross | Field::Currency => a.gross.cmp(&b.gross),
        Field::Net => a.net.cmp(&b.net),
        Field::Vat => a.vat.cmp(&b.vat),
        _ => Ordering::Equal,
    }
}

struct Keys {
    field: Field,
    /// Ranks of the texts of the pool that the field is in.
    ranks: Vec<u32>,
    /// The number of the empty text in that pool, which counts as missing.
    empty: Option<u32>,
    /// Ranks of the companies' names.
    companies: HashMap<u32, u32>,
}

impl Keys {
    fn new(pools: &Pools, sort: Sort, names: &Names) -> Self {
        let mut ranks = match sort.field {
            Field::Type => pools.kinds.ranks(),
            Field::Status => pools.statuses.ranks(),
            Field::Method => pools.methods.ranks(),
            Field::Partner => pools.partners.ranks(),
            Field::TaxNumber => pools.taxes.ranks(),
            Field::Currency | Field::Gross | Field::Net | Field::Vat => pools.currencies.ranks(),
            _ => Vec::new(),
        };
        if sort.field == Field::Currency && sort.descending {
            // The currency is the group, which no direction turns.
            let largest = ranks.iter().max().copied().unwrap_or(0);
            for rank in &mut ranks {
                *rank = largest - *rank;
            }
        }
        let mut sorted: Vec<(String, u32)> = names.iter().map(|(CompanyId(id), name)| (fold(name), *id)).collect();
        sorted.sort_unstable();
        let companies = sorted.into_iter().zip(0..).map(|((_, id), rank)| (id, rank)).collect();
        let empty = match sort.field {
            Field::Partner => pools.partners.find(""),
            Field::TaxNumber => pools.taxes.find(""),
            _ => None,
        };
        Self { field: sort.field, ranks, empty, companies }
    }

    fn entry(&self, record: &Record, slot: u32) -> Entry {
        let rank = |number: u32| self.ranks.get(number as usize).copied();
        let shared = |number: u32| match rank(number) {
            Some(rank) if self.empty != Some(number) => (0, u128::from(rank)),
            _ => (MISSING, 0),
        };
        let amount = |amount: Option<Decimal>| {
            amount.map_or((MISSING, 0), |amount| (rank(record.currency).unwrap_or(MISSING - 1), short(amount)))
        };
        let date = |date: i32| if date == NO_DATE { (MISSING, 0) } else { (0, signed(i128::from(date))) };
        let (group, value) = match self.field {
            Field::Number if record.number().is_empty() => (MISSING, 0),
            Field::Number => (0, natural::prefix(record.search_number())),
            Field::Type => shared(record.kind),
            Field::Status => shared(record.status),
            Field::Method => shared(record.method),
            Field::Company => {
                // A company without a name comes after those with one, by its number.
                let unnamed = u128::from(record.company) + (1 << 32);
                (0, self.companies.get(&record.company).map_or(unnamed, |rank| u128::from(*rank)))
            }
            Field::Partner => shared(record.partner),
            Field::TaxNumber => shared(record.tax),
            Field::Currency | Field::Gross => amount(Some(record.gross)),
            Field::Net => amount(record.net()),
            Field::Vat => amount(record.vat()),
            Field::Issued => date(record.issued),
            Field::Fulfilled => date(record.fulfilled),
            Field::Due => date(record.due),
            Field::Paid => date(record.paid),
            Field::Changed => (0, signed(record.changed.as_nanosecond())),
        };
        Entry { group, value, slot }
    }
}

/// A signed number as an unsigned one of the same order.
const fn signed(number: i128) -> u128 {
    number.cast_unsigned() ^ (1 << 127)
}

/// An amount cut to nine decimals, which every decimal has room for.
fn short(amount: Decimal) -> u128 {
    let (mantissa, scale) = (amount.mantissa(), amount.scale());
    let power = |exponent: u32| 10_i128.pow(exponent);
    signed(if scale <= 9 { mantissa * power(9 - scale) } else { mantissa.div_euclid(power(scale - 9)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_amounts_never_contradict() {
        let amounts = [
            "-79228162514264337593543950335",
            "-1.0000000001",
            "-1",
            "0",
            "0.0000000000000000000000000001",
            "1",
            "1.5",
            "12345678901234567.89",
            "79228162514264337593543950335",
        ];
        let decimals: Vec<Decimal> = amounts.iter().map(|amount| amount.parse().unwrap()).collect();
        for pair in decimals.windows(2) {
            assert!(short(pair[0]) <= short(pair[1]), "{pair:?}");
        }
        assert!(short(decimals[3]) < short(decimals[5]));
    }
}
