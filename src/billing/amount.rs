//! Exact amounts: products and quotients that are rounded once.

use rust_decimal::{Decimal, RoundingStrategy};

/// Rounds half away from zero.
#[must_use]
pub fn round(amount: Decimal, scale: u32) -> Decimal {
    let mut rounded = amount.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(scale);
    rounded
}

/// `numerator / divisor`, rounded once, half away from zero; `None` if no decimal can hold it, or for a divisor that is not positive.
#[must_use]
pub fn divide(numerator: Decimal, divisor: i64, scale: u32) -> Option<Decimal> {
    let divisor = i128::from(divisor);
    if divisor <= 0 {
        return None;
    }
    let power = |exponent: u32| 10i128.checked_pow(exponent);
    let over = numerator.mantissa().checked_abs()?.checked_mul(power(scale)?)?;
    let under = divisor.checked_mul(power(numerator.scale())?)?;
    let quotient = over.checked_mul(2)?.checked_add(under)?.checked_div(under.checked_mul(2)?)?;
    let signed = if numerator.is_sign_negative() { -quotient } else { quotient };
    Decimal::try_from_i128_with_scale(signed, scale).ok()
}

/// What seconds are worth at an amount for a unit of so many seconds, rounded once; `None` if no decimal can hold it.
#[must_use]
pub fn priced(seconds: i64, amount: Decimal, unit: i64, scale: u32) -> Option<Decimal> {
    divide(Decimal::from(seconds).checked_mul(amount)?, unit, scale)
}

/// An amount in forints as it is paid in cash: to the nearest five.
#[must_use]
pub fn cash(amount: Decimal) -> Decimal {
    let five = Decimal::from(5);
    amount.checked_div(five).and_then(|fifths| round(fifths, 0).checked_mul(five)).unwrap_or(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn a_sum_is_rounded_once() {
        // 1,000 entries of 25 minutes at 27.50 an hour.
        assert_eq!(priced(1000 * 25 * 60, dec("27.50"), 3600, 2), Some(dec("11458.33")));
        // Entries rounded one by one would give 1000.08 and 13.76.
        assert_eq!(priced(36 * 1000, dec("100"), 3600, 2), Some(dec("1000.00")));
        assert_eq!(priced(2 * 900, dec("27.50"), 3600, 2), Some(dec("13.75")));
        assert_eq!(priced(25 * 60, dec("34.34"), 3600, 2), Some(dec("14.31")));
        assert_eq!(priced(1800, dec("0.01"), 3600, 2), Some(dec("0.01")), "half away from zero");
        assert_eq!(priced(-1800, dec("0.01"), 3600, 2), Some(dec("-0.01")));
        assert_eq!(priced(i64::MAX, Decimal::MAX, 3600, 2), None);
    }

    #[test]
    fn cash_is_paid_in_fives() {
        for (amount, paid) in
            [("1232", "1230"), ("1232.49", "1230"), ("1232.5", "1235"), ("1237.49", "1235"), ("1238", "1240"), ("-1233", "-1235")]
        {
            assert_eq!(cash(dec(amount)), dec(paid), "{amount}");
        }
    }
}
