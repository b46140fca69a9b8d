//! Amounts as people type them: `100000`, `100 000`, `100,000.50`, `1.234.567,89`, `100k`, `1.5m`, `-12,5`.

use rust_decimal::Decimal;

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Not an amount.
    NotOne,
    /// Ambiguous: `1.000` may be thousands or a fraction.
    Ambiguous,
}

/// Whether a character may stand between thousands besides `,` and `.`.
#[must_use]
pub(super) const fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '_' | '\'' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// The amount that a text means.
pub(super) fn parse(text: &str) -> Result<Decimal, Wrong> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (text, thousands) = match text.strip_suffix(['k', 'K', 'm', 'M']) {
        Some(rest) => (rest, if text.ends_with(['k', 'K']) { 3 } else { 6 }),
        None => (text, 0),
    };
    let plain = plain(text, thousands > 0)?;
    let number = Decimal::from_str_exact(&plain).map_err(|_| Wrong::NotOne)?;
    let number = number.checked_mul(Decimal::from(10_u64.pow(thousands))).ok_or(Wrong::NotOne)?;
    Ok(if negative { -number } else { number })
}

/// The digits with a point before the fraction, if any.
fn plain(text: &str, scaled: bool) -> Result<String, Wrong> {
    let grouped = text.contains(is_separator);
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    let mark = match (commas, points) {
        (1.., 1) | (1, 2..) => text.chars().rfind(|c| matches!(c, ',' | '.')),
        (0, 1) if !grouped && !scaled && looks_like_thousands(text, '.') => return Err(Wrong::Ambiguous),
        (0, 1) => Some('.'),
        (1, 0) if grouped || scaled || !looks_like_thousands(text, ',') => Some(','),
        _ => None,
    };
    let (whole, fraction) = mark.and_then(|mark| text.rsplit_once(mark)).map_or((text, None), |(w, f)| (w, Some(f)));
    let digits = ungroup(whole)?;
    match fraction {
        Some(fraction) if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) => Err(Wrong::NotOne),
        Some(fraction) => Ok(format!("{digits}.{fraction}")),
        None => Ok(digits),
    }
}

/// Whether a text with one mark may be thousands: one to three digits that do not begin with 0, the mark, three digits.
fn looks_like_thousands(text: &str, mark: char) -> bool {
    text.split_once(mark).is_some_and(|(head, tail)| {
        (1..=3).contains(&head.len()) && !head.starts_with('0') && tail.len() == 3 && tail.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The digits without what separates thousands; every group but the first has three, all with the same separator.
fn ungroup(whole: &str) -> Result<String, Wrong> {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return if whole.is_empty() { Err(Wrong::NotOne) } else { Ok(whole.to_owned()) };
    };
    if !is_separator(separator) && !matches!(separator, ',' | '.') {
        return Err(Wrong::NotOne);
    }
    let right = whole.split(separator).enumerate().all(|(index, group)| {
        let length = if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        length && group.bytes().all(|b| b.is_ascii_digit())
    });
    if right { Ok(whole.replace(separator, "")) } else { Err(Wrong::NotOne) }
}

/// The amount as [`parse`] reads it back, unambiguously.
#[must_use]
pub(super) fn print(amount: Decimal) -> String {
    let mut shown = amount.normalize();
    if shown.scale() == 3 {
        // `1.234` might be thousands; `1.2340` cannot. A decimal too long for one more digit has too many before the point anyway.
        shown.rescale(4);
    }
    shown.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_type_them() {
        for (text, value) in [
            ("100000", "100000"),
            ("100 000", "100000"),
            ("100\u{A0}000", "100000"),
            ("100_000", "100000"),
            ("100,000", "100000"),
            ("100,000.50", "100000.5"),
            ("100.000,50", "100000.5"),
            ("1.234.567", "1234567"),
            ("1.234.567,89", "1234567.89"),
            ("1,234,567.89", "1234567.89"),
            ("12,5", "12.5"),
            ("0.125", "0.125"),
            ("-12.50", "-12.5"),
            ("100k", "100000"),
            ("1.5m", "1500000"),
            ("12345678901234567.89", "12345678901234567.89"),
        ] {
            assert_eq!(parse(text), Ok(value.parse().unwrap()), "{text}");
        }
        assert_eq!(parse("1.000"), Err(Wrong::Ambiguous));
        for text in ["", "-", "abc", "1..2", "1 00", "10 00 000", "1,00,000", "1e5", "1.", ".5x", "k", "9".repeat(40).as_str()] {
            assert_eq!(parse(text), Err(Wrong::NotOne), "{text}");
        }
    }
}
