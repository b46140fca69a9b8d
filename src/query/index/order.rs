//! Orders of all invoices. Each is computed once and kept until an invoice changes.
//!
//! What is ordered by a date, a word or a name is ordered by a number of 32 bits; amounts and numbers of invoices need more. Either
//! way two threads order one half each where there is much, and the halves are merged.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::amounts::Amount;
use super::columns::{Class, Columns, NO_DATE, Partner, Pools};
use super::natural;
use super::pool::NONE;
use super::source::{AmountColumn, DateColumn, Source, WordColumn};
use crate::domain::CompanyId;
use crate::query::Names;
use crate::query::fold::fold_for_order;
use crate::query::schema::Schema;
use crate::query::{Sort, collate};

/// Fewer invoices are ordered faster by one thread than handed to two.
const WORTH_TWO: usize = 50_000;

/// The place of what is missing: last in both directions.
const MISSING: u32 = u32::MAX;

/// Every slot in an order. `by_key` has every slot in the order of company and identifier, which breaks ties.
pub(super) fn order(columns: &Columns, pools: &Pools, by_key: &[u32], sort: Sort, names: &Names) -> Box<[u32]> {
    let turned: Vec<u32>;
    let sequence = if sort.descending {
        turned = by_key.iter().rev().copied().collect();
        &turned[..]
    } else {
        by_key
    };
    let source = sort.field.column().source;
    match source {
        Some(Source::Text(text)) => {
            let texts = columns.text(text);
            if !texts.is_ascii() {
                // Beyond ASCII the letters have an order of their own.
                let folded: Vec<Box<str>> = (0..columns.len()).map(|slot| fold_for_order(texts.get(slot)).into()).collect();
                let text = |slot: usize| folded.get(slot).map_or("", |text| &**text);
                return by_text(sequence, sort.descending, &text);
            }
            let compared = columns.text(text.compared());
            by_text(sequence, sort.descending, &|slot| compared.get(slot))
        }
        Some(Source::Amount(amount)) => {
            let amounts = columns.amount(amount);
            by_amount(columns, pools, sequence, sort.descending, false, &|slot| amounts.at(slot))
        }
        Some(Source::Open) => by_amount(columns, pools, sequence, sort.descending, false, &|slot| columns.open(slot)),
        Some(Source::Word(WordColumn::Currency)) => {
            let amounts = columns.amount(AmountColumn::Gross);
            by_amount(columns, pools, sequence, sort.descending, true, &|slot| amounts.at(slot))
        }
        source => {
            let ranks = Ranks::new(source, columns, pools, by_key, names);
            let turn = |rank: u32| if sort.descending && rank != MISSING { MISSING - 1 - rank } else { rank };
            narrow(sequence, &|slot| turn(ranks.of(columns, slot)))
        }
    }
}

/// Orders by folded texts, in natural order.
fn by_text<'n>(sequence: &[u32], descending: bool, text: &(impl Fn(usize) -> &'n str + Sync)) -> Box<[u32]> {
    let key = |slot: usize| match text(slot) {
        "" => (MISSING, 0),
        text => (0, natural::prefix(text)),
    };
    wide(sequence, descending, &key, &|a, b| natural::cmp(text(a), text(b)))
}

/// Orders by numbers of 32 bits; what is equal stays as it is.
fn narrow(sequence: &[u32], key: &(impl Fn(usize) -> u32 + Sync)) -> Box<[u32]> {
    let sorted = |first: usize, slots: &[u32]| -> Vec<u64> {
        let keyed = slots.iter().zip(first as u64..);
        let mut keyed: Vec<u64> = keyed.map(|(slot, at)| u64::from(key(*slot as usize)) << 32 | at).collect();
        keyed.sort_unstable();
        keyed
    };
    let at = |keyed: u64| usize::try_from(keyed & u64::from(u32::MAX)).unwrap_or(usize::MAX);
    let slot = |keyed: u64| sequence.get(at(keyed)).copied().unwrap_or(NONE);
    let (first, second) = halves(sequence, &sorted);
    merge(first, second, |a, b| a <= b).map(slot).collect()
}

/// Sort key of more than 32 bits: a group independent of the direction, a short form of the value, the slot.
type Wide = (u32, u128, u32);

/// Orders by a group and a value; `tie` decides where the short forms of the values are equal and do not say all.
fn wide(
    sequence: &[u32],
    descending: bool,
    key: &(impl Fn(usize) -> (u32, u128) + Sync),
    tie: &(impl Fn(usize, usize) -> Ordering + Sync),
) -> Box<[u32]> {
    let compare = |a: &Wide, b: &Wide| {
        let value = || a.1.cmp(&b.1).then_with(|| tie(a.2 as usize, b.2 as usize));
        a.0.cmp(&b.0).then_with(|| if descending { value().reverse() } else { value() })
    };
    let sorted = |_: usize, slots: &[u32]| -> Vec<Wide> {
        let keyed = |slot: &u32| {
            let (group, value) = key(*slot as usize);
            (group, value, *slot)
        };
        let mut keyed: Vec<Wide> = slots.iter().map(keyed).collect();
        // Stable: what is equal stays in the order of its keys.
        keyed.sort_by(compare);
        keyed
    };
    let (first, second) = halves(sequence, &sorted);
    merge(first, second, |a, b| compare(a, b).is_le()).map(|(_, _, slot)| slot).collect()
}

/// Both halves of a sequence, each in its order; the second one made by another thread where there is much.
fn halves<T: Send>(sequence: &[u32], sorted: &(impl Fn(usize, &[u32]) -> Vec<T> + Sync)) -> (Vec<T>, Vec<T>) {
    if sequence.len() < WORTH_TWO {
        return (sorted(0, sequence), Vec::new());
    }
    let middle = sequence.len() / 2;
    let (first, second) = sequence.split_at(middle);
    std::thread::scope(|scope| {
        let other = scope.spawn(move || sorted(middle, second));
        let first = sorted(0, first);
        // Ordering does not panic; if it did, it would have here too.
        (first, other.join().unwrap_or_else(|_| sorted(middle, second)))
    })
}

/// Two ordered sequences as one.
fn merge<T>(first: Vec<T>, second: Vec<T>, before: impl Fn(&T, &T) -> bool) -> impl Iterator<Item = T> {
    let (mut first, mut second) = (first.into_iter().peekable(), second.into_iter().peekable());
    std::iter::from_fn(move || match (first.peek(), second.peek()) {
        (Some(a), Some(b)) if before(a, b) => first.next(),
        (_, Some(_)) => second.next(),
        (_, None) => first.next(),
    })
}

/// Orders by currency and amount; `turns` the currencies, too, where the order is descending.
fn by_amount(
    columns: &Columns,
    pools: &Pools,
    sequence: &[u32],
    descending: bool,
    turns: bool,
    amount: &(impl Fn(usize) -> Amount + Sync),
) -> Box<[u32]> {
    let mut currencies = pools.currencies.ranks();
    if turns && descending {
        // The currency is the group, which no direction turns.
        let largest = currencies.iter().max().copied().unwrap_or(0);
        for rank in &mut currencies {
            *rank = largest - *rank;
        }
    }
    let rank = |class: &Class| currencies.get(class.currency as usize).copied().unwrap_or(MISSING - 1);
    let groups: Vec<u32> = pools.classes.all().iter().map(rank).collect();
    let key = |slot: usize| {
        let group = groups.get(columns.class(slot) as usize).copied().unwrap_or(MISSING - 1);
        match amount(slot) {
            Amount::Small(digits, scale) => (group, short(i128::from(digits), scale)),
            Amount::Large(amount) => (group, short(amount.mantissa(), amount.scale())),
            Amount::Missing => (MISSING, 0),
        }
    };
    let exact = |slot: usize| amount(slot).decimal().unwrap_or(Decimal::ZERO);
    wide(sequence, descending, &key, &|a, b| exact(a).cmp(&exact(b)))
}

/// Sort ranks of a column, as numbers of 32 bits.
enum Ranks {
    /// For each class.
    Classes(Vec<u32>),
    /// For each partner.
    Partners(Vec<u32>),
    /// For each last change.
    LastChanges(Vec<u32>),
    /// For each company.
    Companies(HashMap<u32, u32>),
    Dates(DateColumn),
}

impl Ranks {
    fn new(source: Option<Source>, columns: &Columns, pools: &Pools, by_key: &[u32], names: &Names) -> Self {
        match source {
            Some(Source::Word(word)) => {
                let (ranks, number) = (word.pool(pools).ranks(), word.of());
                let rank = |class: &Class| ranks.get(number(class) as usize).copied().unwrap_or(MISSING);
                Self::Classes(pools.classes.all().iter().map(rank).collect())
            }
            Some(Source::Partner(text)) => {
                let (pool, number) = (text.pool(pools), text.of());
                let (ranks, empty) = (pool.ranks(), pool.find(""));
                let rank = |partner: &Partner| match ranks.get(number(partner) as usize) {
                    Some(rank) if empty != Some(number(partner)) => *rank,
                    _ => MISSING,
                };
                Self::Partners(pools.partners.all().iter().map(rank).collect())
            }
            Some(Source::Company) => Self::companies(columns, by_key, names),
            Some(Source::Changed) => {
                let moments: BTreeSet<_> = pools.last_changes.all().iter().map(|change| change.at).collect();
                let ranks: HashMap<_, u32> = moments.into_iter().zip(0..).collect();
                let rank = |change: &super::columns::LastChange| ranks.get(&change.at).copied().unwrap_or(MISSING);
                Self::LastChanges(pools.last_changes.all().iter().map(rank).collect())
            }
            Some(Source::Date(date)) => Self::Dates(date),
            // No list is ordered by the others.
            _ => Self::Dates(DateColumn::Issued),
        }
    }

    fn companies(columns: &Columns, by_key: &[u32], names: &Names) -> Self {
        let mut sorted: Vec<(Vec<u8>, u32)> = names.iter().map(|(CompanyId(id), name)| (collate::key(name), *id)).collect();
        sorted.sort_unstable();
        // A company without a name comes after those with one, by its number.
        let mut unnamed = Vec::new();
        let mut rest = by_key;
        while let Some(company) = rest.first().map(|slot| columns.company(*slot as usize)) {
            unnamed.extend((!names.contains_key(&CompanyId(company))).then_some(company));
            rest = rest.get(rest.partition_point(|slot| columns.company(*slot as usize) <= company)..).unwrap_or(&[]);
        }
        Self::Companies(sorted.into_iter().map(|(_, id)| id).chain(unnamed).zip(0..).collect())
    }

    fn of(&self, columns: &Columns, slot: usize) -> u32 {
        let at = |ranks: &[u32], number: u32| ranks.get(number as usize).copied().unwrap_or(MISSING);
        match self {
            Self::Classes(ranks) => at(ranks, columns.class(slot)),
            Self::Partners(ranks) => at(ranks, columns.partner(slot)),
            Self::LastChanges(ranks) => at(ranks, columns.last_change(slot)),
            Self::Companies(ranks) => ranks.get(&columns.company(slot)).copied().unwrap_or(MISSING),
            Self::Dates(column) => match columns.date(*column, slot) {
                NO_DATE => MISSING,
                // Dates before the year 0 come before all others.
                date => date.cast_unsigned() ^ (1 << 31),
            },
        }
    }
}

/// A signed number as an unsigned one of the same order.
const fn signed(number: i128) -> u128 {
    number.cast_unsigned() ^ (1 << 127)
}

/// An amount cut to nine decimals, which every decimal has room for.
fn short(mantissa: i128, scale: u32) -> u128 {
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
        let short = |amount: Decimal| short(amount.mantissa(), amount.scale());
        for pair in decimals.windows(2) {
            assert!(short(pair[0]) <= short(pair[1]), "{pair:?}");
        }
        assert!(short(decimals[3]) < short(decimals[5]));
    }
}
