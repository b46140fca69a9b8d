//! Amounts without the noise of floats: a service that computes in binary writes 12700 as 12700.000000000002.

use rust_decimal::Decimal;

use super::Invoice;

/// Decimals that a mended amount has at most.
const DECIMALS: u32 = 4;

/// Digits from which on a number was written by a float and not by a person: the least number that has 15.
const FLOAT: u128 = 100_000_000_000_000;

/// The amount that is meant where `value` is within 1e-6 of one with at most four decimals; `None` where it is meant as it is.
#[must_use]
pub fn amount(value: Decimal) -> Option<Decimal> {
    if value.scale() <= DECIMALS {
        return None;
    }
    let near = value.round_dp(DECIMALS);
    let apart = value.checked_sub(near)?.abs();
    let mut mended = near.normalize();
    if mended.is_zero() {
        mended.set_sign_positive(true);
    }
    // Zeros at the end are no noise.
    (apart <= Decimal::new(1, 6) && !apart.is_zero()).then_some(mended)
}

/// Like [`amount`], for a rate, a quantity or a unit price, which may have many decimals: only if all digits of a float are
/// written out.
#[must_use]
pub fn factor(value: Decimal) -> Option<Decimal> {
    if value.mantissa().unsigned_abs() < FLOAT { None } else { amount(value) }
}

impl Invoice {
    /// Mends every amount, and keeps in [`Invoice::original`] what it was, under the names that scripts see.
    pub fn mend(&mut self) {
        let mut original = std::mem::take(&mut self.original);
        let mut mend = |name: &dyn Fn() -> String, value: &mut Decimal, rule: fn(Decimal) -> Option<Decimal>| {
            if let Some(mended) = rule(*value) {
                original.push((name(), value.to_string()));
                *value = mended;
            }
        };
        let fixed = |name: &'static str| move || name.to_owned();
        mend(&fixed("gross_total"), &mut self.gross, amount);
        for (name, value, rule) in [
            ("net_total", &mut self.net, amount as fn(Decimal) -> Option<Decimal>),
            ("vat_total", &mut self.vat, amount),
            ("gross_total_local", &mut self.gross_local, amount),
            ("rate", &mut self.rate, factor),
        ] {
            if let Some(value) = value {
                mend(&fixed(name), value, rule);
            }
        }
        if let Some(discount) = &mut self.discount {
            mend(&fixed("discount.value"), &mut discount.value, amount);
        }
        for (index, line) in (1..).zip(&mut self.vat_lines) {
            let parts = [("net_amount", &mut line.net), ("vat_amount", &mut line.vat), ("gross_amount", &mut line.gross)];
            for (name, value) in parts {
                if let Some(value) = value {
                    mend(&|| format!("vat_summary[{index}].{name}"), value, amount);
                }
            }
        }
        for (index, item) in (1..).zip(&mut self.items) {
            mend(&|| format!("items[{index}].quantity"), &mut item.quantity, factor);
            for (name, value, rule) in [
                ("net_unit_amount", &mut item.net_unit_amount, factor as fn(Decimal) -> Option<Decimal>),
                ("net_amount", &mut item.net, amount),
                ("vat_amount", &mut item.vat_amount, amount),
                ("gross_amount", &mut item.gross, amount),
            ] {
                if let Some(value) = value {
                    mend(&|| format!("items[{index}].{name}"), value, rule);
                }
            }
        }
        self.original = original;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn noise_is_mended_and_nothing_else() {
        for (given, meant) in [
            ("12700.000000000002", "12700"),
            ("12699.999999999998", "12700"),
            ("0.30000000000000004", "0.3"),
            ("-0.30000000000000004", "-0.3"),
            ("1234.5600000001", "1234.56"),
            ("12.3456999", "12.3457"),
            ("0.0000000001", "0"),
            ("-0.0000000001", "0"),
            ("1000.000001", "1000"),
        ] {
            assert_eq!(amount(dec(given)).map(|d| d.to_string()).as_deref(), Some(meant), "{given}");
        }
        for kept in ["12700", "1.50", "0.1234", "0.12345", "1000.000002", "1.0000000", "0.123456789", "33.333333333333336"] {
            assert_eq!(amount(dec(kept)), None, "{kept}");
        }
    }

    #[test]
    fn a_rate_or_a_quantity_may_have_many_decimals() {
        assert_eq!(factor(dec("395.50000000000006")), Some(dec("395.5")));
        assert_eq!(factor(dec("123456789.12000001")), Some(dec("123456789.12")));
        for kept in ["0.0142001", "0.123401", "0.333333333333333", "395.4712345"] {
            assert_eq!(factor(dec(kept)), None, "{kept}");
        }
    }
}
