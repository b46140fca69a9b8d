//! Decimals from the text of a JSON number, exactly or not at all.

use rust_decimal::Decimal;

/// Most decimals that [`Decimal`] keeps.
const MAX_SCALE: i64 = 28;

/// Longest text that is parsed; no real amount is longer.
const MAX_TEXT: usize = 512;

/// The decimal that `text` (a JSON number, with or without exponent) means; `None` when no decimal holds it exactly.
///
/// Decimals are kept as written, so that `1.50` stays `1.50`, unless only dropping zeros at the end makes it fit.
pub(in super::super) fn exact(text: &str) -> Option<Decimal> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest.len() > MAX_TEXT {
        return None;
    }
    let (number, exponent) = match rest.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i16>().ok()?),
        None => (rest, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let scale = i64::try_from(fraction.len()).ok()? - i64::from(exponent);
    let written = compose(whole, fraction, scale);
    let value = if written.is_some() { written } else { without_zeros(whole, fraction, scale) }?;
    Some(if negative && !value.is_zero() { -value } else { value })
}

/// The decimal of these digits with so many of them after the point.
fn compose(whole: &str, fraction: &str, scale: i64) -> Option<Decimal> {
    let mut mantissa: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    if mantissa == 0 {
        return Some(Decimal::ZERO);
    }
    if scale > MAX_SCALE {
        return None;
    }
    if let Ok(scale) = u32::try_from(scale) {
        return Decimal::try_from_i128_with_scale(mantissa, scale).ok();
    }
    let power = u32::try_from(scale.checked_neg()?).ok()?;
    Decimal::try_from_i128_with_scale(mantissa.checked_mul(10i128.checked_pow(power)?)?, 0).ok()
}

/// As [`compose`], after the zeros at the end were dropped: what a value with too many decimals may still fit by.
fn without_zeros(whole: &str, fraction: &str, scale: i64) -> Option<Decimal> {
    let digits = [whole, fraction].concat();
    let kept = digits.trim_end_matches('0');
    let dropped = i64::try_from(digits.len() - kept.len()).ok()?;
    if dropped == 0 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    compose(kept, "", scale - dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_survives() {
        for (text, value) in [
            ("12345678901234567.89", "12345678901234567.89"),
            ("0.1", "0.1"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("-150000", "-150000"),
            ("100.00", "100.00"),
            ("1e3", "1000"),
            ("1.5E+2", "150"),
            ("1.27e-2", "0.0127"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("0e99", "0"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
            // Forty digits, of which the last are zeros: the value fits, so it is taken.
            ("0.1000000000000000000000000000000000000000", "0.1"),
            ("12345.600000000000000000000000000000000", "12345.6"),
        ] {
            assert_eq!(exact(text).unwrap_or_else(|| panic!("{text}")).to_string(), value, "{text}");
        }
        assert_eq!(exact("0.1").unwrap() + exact("0.2").unwrap(), exact("0.3").unwrap());
    }

    #[test]
    fn what_no_decimal_holds_is_refused() {
        for text in [
            "1e38",
            "79228162514264337593543950336",
            "1234567890123456789012345678901234567890",
            "0.1234567890123456789012345678901234567890",
            "1e-40",
            "1e99999",
            "1e",
            "1,5",
            "abc",
            "",
            "-",
            ".",
            "--1",
            "0x10",
            "NaN",
            "1 000",
            "1.2.3",
        ] {
            assert_eq!(exact(text), None, "{text}");
        }
        assert_eq!(exact(&"9".repeat(100_000)), None);
    }
}
