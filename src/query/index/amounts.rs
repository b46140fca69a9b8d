//! Amounts in eight bytes: the digits and, in the last six bits, how many of them are decimals.
//!
//! What does not fit (58 bits of digits are enough for 144,115,188,075,855,871) is in a list of its own.

use rust_decimal::Decimal;

use crate::query::ast::Limits;

/// Bits for the number of decimals.
const BITS: u32 = 6;
/// Said in the place of the number of decimals: there is no amount.
const MISSING: i64 = 62;
/// Said there: the digits are a place in the list of large ones.
const LARGE: i64 = 63;
/// Number of scales: decimals from 0 to 28.
const SCALES: usize = 29;

/// The amounts of a column.
#[derive(Debug, Default)]
pub(in crate::query) struct Amounts {
    /// One for each slot.
    pub(super) packed: Vec<i64>,
    /// Amounts that do not fit into 64 bits.
    pub(super) large: Vec<Decimal>,
}

/// An amount without a loss of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Amount {
    /// Digits and how many of them are decimals.
    Small(i64, u32),
    /// A large amount.
    Large(Decimal),
    /// None.
    Missing,
}

impl Amount {
    /// The amount as a decimal.
    #[must_use]
    pub(in crate::query) fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Small(digits, scale) => Decimal::try_from_i128_with_scale(i128::from(digits), scale).ok(),
            Self::Large(amount) => Some(amount),
            Self::Missing => None,
        }
    }
}

impl Amounts {
    /// Adds the amount of the next slot.
    pub(super) fn push(&mut self, amount: Option<Decimal>) {
        let packed = self.pack(amount);
        self.packed.push(packed);
    }

    /// Replaces the amount of a slot.
    pub(super) fn set(&mut self, slot: usize, amount: Option<Decimal>) {
        let packed = self.pack(amount);
        if let Some(place) = self.packed.get_mut(slot) {
            *place = packed;
        }
    }

    fn pack(&mut self, amount: Option<Decimal>) -> i64 {
        let Some(amount) = amount else { return MISSING };
        let digits = i64::try_from(amount.mantissa()).ok().filter(|digits| (*digits << BITS) >> BITS == *digits);
        // A negative zero has no digits that say so.
        let digits = digits.filter(|digits| *digits != 0 || amount.is_sign_positive());
        digits.map_or_else(
            || {
                self.large.push(amount);
                i64::try_from(self.large.len() - 1).unwrap_or_default() << BITS | LARGE
            },
            |digits| digits << BITS | i64::from(amount.scale()),
        )
    }

    /// The amount of a slot.
    #[must_use]
    #[inline]
    pub(in crate::query) fn at(&self, slot: usize) -> Amount {
        let Some(packed) = self.packed.get(slot) else { return Amount::Missing };
        match packed & ((1 << BITS) - 1) {
            MISSING => Amount::Missing,
            LARGE => {
                let large = usize::try_from(packed >> BITS).ok().and_then(|at| self.large.get(at));
                large.map_or(Amount::Missing, |amount| Amount::Large(*amount))
            }
            scale => Amount::Small(packed >> BITS, u32::try_from(scale).unwrap_or_default()),
        }
    }

    /// The amount of a slot.
    #[must_use]
    pub(in crate::query) fn get(&self, slot: usize) -> Option<Decimal> {
        self.at(slot).decimal()
    }
}

/// Limits of an amount as limits of its digits, for each number of decimals.
#[derive(Debug)]
pub(in crate::query) struct Ranges {
    digits: [(i64, i64); SCALES],
    limits: Limits<Decimal>,
}

impl Ranges {
    /// From limits.
    pub(in crate::query) fn new(limits: Limits<Decimal>) -> Self {
        let mut digits = [(0, 0); SCALES];
        for (scale, range) in (0..).zip(&mut digits) {
            let floor = |limit: Decimal| scaled(limit, scale).0;
            let ceiling = |limit: Decimal| scaled(limit, scale).1;
            let (first, last) = match limits {
                Limits::Is(limit) => (ceiling(limit), floor(limit)),
                Limits::Below(limit) => (i128::MIN, ceiling(limit).saturating_sub(1)),
                Limits::AtMost(limit) => (i128::MIN, floor(limit)),
                Limits::Above(limit) => (floor(limit).saturating_add(1), i128::MAX),
                Limits::AtLeast(limit) => (ceiling(limit), i128::MAX),
                Limits::Between(from, to) => (from.map_or(i128::MIN, ceiling), to.map_or(i128::MAX, floor)),
            };
            let narrow = |digits: i128| i64::try_from(digits.clamp(i64::MIN.into(), i64::MAX.into())).unwrap_or_default();
            // Beyond what digits can be, the range is empty whatever it is cut to.
            let empty = first > last || first > i64::MAX.into() || last < i64::MIN.into();
            *range = if empty { (1, 0) } else { (narrow(first), narrow(last)) };
        }
        Self { digits, limits }
    }

    /// Whether an amount is within them.
    #[must_use]
    pub(in crate::query) fn has(&self, amount: Decimal) -> bool {
        holds(&self.limits, amount)
    }

    /// Whether the amount of a slot is there and within them.
    #[must_use]
    #[inline]
    pub(in crate::query) fn hold(&self, amounts: &Amounts, slot: usize) -> bool {
        match amounts.at(slot) {
            Amount::Small(digits, scale) => {
                self.digits.get(scale as usize).is_some_and(|(first, last)| *first <= digits && digits <= *last)
            }
            Amount::Large(amount) => holds(&self.limits, amount),
            Amount::Missing => false,
        }
    }
}

/// A limit in units of so many decimals, rounded down and up.
fn scaled(limit: Decimal, scale: u32) -> (i128, i128) {
    let (digits, own) = (limit.mantissa(), limit.scale());
    if scale >= own {
        let far = if digits < 0 { i128::MIN } else { i128::MAX };
        let digits = 10_i128.checked_pow(scale - own).and_then(|power| digits.checked_mul(power)).unwrap_or(far);
        return (digits, digits);
    }
    let power = 10_i128.checked_pow(own - scale).unwrap_or(i128::MAX);
    let down = digits.div_euclid(power);
    (down, down + i128::from(digits.rem_euclid(power) != 0))
}

fn holds(limits: &Limits<Decimal>, amount: Decimal) -> bool {
    match limits {
        Limits::Is(value) => amount == *value,
        Limits::Below(value) => amount < *value,
        Limits::AtMost(value) => amount <= *value,
        Limits::Above(value) => amount > *value,
        Limits::AtLeast(value) => amount >= *value,
        Limits::Between(from, to) => from.is_none_or(|from| from <= amount) && to.is_none_or(|to| amount <= to),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount() -> impl Strategy<Value = Decimal> {
        prop_oneof![
            (-300_i64..300, 0_u32..4).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
            (any::<i64>(), 0_u32..=28).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
            (any::<i64>(), any::<i64>(), 0_u32..=28).prop_map(|(a, b, scale)| {
                let wide = (i128::from(a) * i128::from(b)) >> 32;
                Decimal::try_from_i128_with_scale(wide, scale).expect("95 bits")
            }),
            Just(Decimal::MAX),
            Just(Decimal::MIN),
            Just("-0.00".parse().expect("an amount")),
        ]
    }

    proptest! {
        #[test]
        fn an_amount_comes_back_to_the_last_digit(all in proptest::collection::vec(proptest::option::of(amount()), 0..20)) {
            let mut amounts = Amounts::default();
            for amount in &all {
                amounts.push(*amount);
            }
            for (slot, amount) in all.iter().enumerate() {
                prop_assert_eq!(amounts.get(slot).map(|found| found.to_string()), amount.map(|amount| amount.to_string()));
                prop_assert_eq!(amounts.get(slot).map(|found| found.serialize()), amount.map(|amount| amount.serialize()));
            }
        }

        #[test]
        fn limits_of_digits_are_limits_of_amounts(amount in amount(), a in amount(), b in amount()) {
            let mut amounts = Amounts::default();
            amounts.push(Some(amount));
            let limits = [
                Limits::Is(a), Limits::Is(amount), Limits::Below(a), Limits::AtMost(a), Limits::Above(a), Limits::AtLeast(a),
                Limits::Between(Some(a), Some(b)), Limits::Between(None, Some(b)), Limits::Between(Some(a), None),
                Limits::Below(amount), Limits::AtMost(amount), Limits::Above(amount), Limits::AtLeast(amount),
            ];
            for limits in limits {
                prop_assert_eq!(Ranges::new(limits).hold(&amounts, 0), holds(&limits, amount), "{:?} {}", limits, amount);
            }
        }
    }
}
