//! Amounts and days as banks write them.
//!
//! For: every reader. Uses: decimals, civil days. Never: a guess: what can mean two things is nothing.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::Currency;

/// Order of the parts of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// Year, month, day.
    Ymd,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

impl DayOrder {
    /// The order of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "ymd" => Self::Ymd,
            "dmy" => Self::Dmy,
            "mdy" => Self::Mdy,
            _ => return None,
        })
    }
}

/// An amount with one sign for decimals at most: `1234.5`, `1234,50`, `500,`, `-3`. Nothing else, no separators of thousands.
#[must_use]
pub(super) fn plain_amount(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let mut bytes = [0u8; 40];
    let mut length = 0;
    for (at, byte) in text.bytes().enumerate() {
        let byte = match byte {
            b',' => b'.',
            b'+' if at == 0 => continue,
            b'0'..=b'9' | b'.' => byte,
            b'-' if at == 0 => byte,
            _ => return None,
        };
        *bytes.get_mut(length)? = byte;
        length += 1;
    }
    let mut text = std::str::from_utf8(bytes.get(..length)?).ok()?;
    text = text.strip_suffix('.').unwrap_or(text);
    if !text.bytes().any(|byte| byte.is_ascii_digit()) || text.bytes().filter(|byte| *byte == b'.').count() > 1 {
        return None;
    }
    // What loses digits is refused.
    Decimal::from_str_exact(text).ok()
}

/// An amount of a table: with blanks, dots, commas or apostrophes between thousands, a sign before or after, or in brackets.
///
/// `decimal` is the sign before the decimals, where the mapping knows it. Without it `1.234` and `1,234` are refused: they mean two
/// things.
#[must_use]
pub fn amount(text: &str, decimal: Option<char>) -> Option<Decimal> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\'' | '’')).collect();
    let (text, negative) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inner) => (inner.to_owned(), true),
        None => match text.strip_suffix('-') {
            Some(inner) => (inner.to_owned(), true),
            None => (text.replace('−', "-"), false),
        },
    };
    let decimal = match decimal {
        Some(sign) => sign,
        None => match (text.rfind('.'), text.rfind(',')) {
            (Some(dot), Some(comma)) => {
                if dot > comma {
                    '.'
                } else {
                    ','
                }
            }
            (None, None) => '.',
            (Some(at), None) | (None, Some(at)) => {
                let sign = if text.get(at..=at)? == "." { '.' } else { ',' };
                let (count, after) = (text.matches(sign).count(), text.len() - at - 1);
                match (count, after) {
                    (1, 3) => return None,
                    (1, _) => sign,
                    // Several of one sign are thousands.
                    _ => {
                        if sign == '.' {
                            ','
                        } else {
                            '.'
                        }
                    }
                }
            }
        },
    };
    let thousands = if decimal == '.' { ',' } else { '.' };
    if text.contains(thousands) && !groups(&text, thousands, decimal) {
        return None;
    }
    let value = plain_amount(&text.replace(thousands, ""))?;
    Some(if negative { -value } else { value })
}

/// An amount without the currency that stands beside it, `+7 000,00 HUF` or `€ 5`, and that currency.
#[must_use]
pub(super) fn marked(text: &str) -> (&str, Option<Currency>) {
    let text = text.trim();
    let of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-−().,'’\u{A0}\u{202F}".contains(c);
    let (number, mark) = match (text.starts_with(of_number), text.ends_with(of_number)) {
        (true, false) => text.split_at(text.rfind(of_number).map_or(0, |at| at + text.get(at..).map_or(0, first))),
        (false, true) => {
            let (mark, number) = text.split_at(text.find(of_number).unwrap_or_default());
            (number, mark)
        }
        _ => return (text, None),
    };
    let currency = match mark.trim() {
        "Ft" | "FT" | "ft" => Some("HUF"),
        "€" => Some("EUR"),
        "$" => Some("USD"),
        "£" => Some("GBP"),
        code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => Some(code),
        _ => None,
    };
    currency.map_or((text, None), |currency| (number.trim(), Some(Currency::new(currency))))
}

/// Bytes of the first sign of a text.
fn first(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Whether separators of thousands stand where thousands are.
fn groups(text: &str, thousands: char, decimal: char) -> bool {
    let whole = text.split(decimal).next().unwrap_or_default().trim_start_matches(['-', '+']);
    let mut parts = whole.split(thousands);
    let first = parts.next().is_some_and(|first| (1..=3).contains(&first.len()));
    first && parts.all(|part| part.len() == 3) && !text.split(decimal).nth(1).is_some_and(|rest| rest.contains(thousands))
}

/// A day: `2026-11-02`, `2026.11.02.`, `2026. 11. 02.`, `20261102`, with a time or the name of the day after it. An order is needed where
/// the year is not first.
#[must_use]
pub fn day(text: &str, order: Option<DayOrder>) -> Option<Date> {
    let text = text.trim();
    if text.get(4..6) == Some(". ") {
        let mut parts = text.split(['.', ' ']).filter(|part| !part.is_empty());
        return date(parts.next()?, parts.next()?, parts.next()?);
    }
    let text = text.split(['T', ' ']).next()?.trim_end_matches(['.', ',']);
    let text = without_zone(text);
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return match order.unwrap_or(DayOrder::Ymd) {
            DayOrder::Ymd => date(text.get(..4)?, text.get(4..6)?, text.get(6..)?),
            DayOrder::Dmy => date(text.get(4..)?, text.get(2..4)?, text.get(..2)?),
            DayOrder::Mdy => date(text.get(4..)?, text.get(..2)?, text.get(2..4)?),
        };
    }
    let mut parts = text.split(['-', '.', '/']).map(str::trim).filter(|part| !part.is_empty());
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if a.len() == 4 {
        return date(a, b, c);
    }
    match order? {
        DayOrder::Ymd => None,
        DayOrder::Dmy => date(c, b, a),
        DayOrder::Mdy => date(c, a, b),
    }
}

/// A day without the zone that a day of XML may have: `2026-01-02Z`, `2026-01-02+01:00`.
fn without_zone(text: &str) -> &str {
    let zone = |rest: &str| rest == "Z" || (rest.len() == 6 && rest.starts_with(['+', '-']) && rest.get(3..4) == Some(":"));
    match text.split_at_checked(10) {
        Some((day, rest)) if zone(rest) => day,
        _ => text,
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !digits(year) || !digits(month) || !digits(day) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A day of six digits, `YYMMDD`. Banks with months of 30 days write a day that is not there: the last day of the month is meant.
#[must_use]
pub(super) fn short_day(text: &str) -> Option<Date> {
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year: i16 = text.get(..2)?.parse().ok()?;
    let year = if year >= 80 { 1900 + year } else { 2000 + year };
    month_day(year, text.get(2..)?)
}

/// A day of a year, `MMDD`.
pub(super) fn month_day(year: i16, text: &str) -> Option<Date> {
    let (month, day): (i8, i8) = (text.get(..2)?.parse().ok()?, text.get(2..)?.parse().ok()?);
    let first = Date::new(year, month, 1).ok()?;
    if !(1..=31).contains(&day) {
        return None;
    }
    Date::new(year, month, day.min(first.days_in_month())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_that_mean_two_things_are_none() {
        let text = |text: &str, decimal| amount(text, decimal).map(|amount| amount.to_string());
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(text("1.234", None), None);
        assert_eq!(text("1,234", None), None);
        assert_eq!(text("1.234", Some(',')), some("1234"));
        assert_eq!(text("1.234", Some('.')), some("1.234"));
        assert_eq!(text("1 234,50", None), some("1234.50"));
        assert_eq!(text("-12.345.678", None), some("-12345678"));
        assert_eq!(text("1,234.5-", None), some("-1234.5"));
        assert_eq!(text("(3,50)", None), some("-3.50"));
        assert_eq!(text("1.23.4", None), None);
        assert_eq!(text("12,34,567", None), None);
        assert_eq!(text("", None), None);
        assert_eq!(plain_amount("500,"), Some(Decimal::from(500)));
        assert_eq!(plain_amount("."), None);
        assert_eq!(plain_amount("1e5"), None);
    }

    #[test]
    fn an_amount_may_have_its_currency_beside_it() {
        let read = |text: &str| {
            let (number, currency) = marked(text);
            let amount = amount(number, None).map(|amount| amount.to_string());
            format!("{} {}", amount.unwrap_or_default(), currency.map_or_else(String::new, |currency| currency.to_string()))
        };
        for (text, told) in [
            ("+7 000,00 HUF", "7000.00 HUF"),
            ("-500\u{A0}Ft", "-500 HUF"),
            ("EUR 1.234,50", "1234.50 EUR"),
            ("€5", "5 EUR"),
            ("1 000,00", "1000.00 "),
            ("5 db", " "),
            ("5 HUF 6", " "),
        ] {
            assert_eq!(read(text), told, "{text}");
        }
    }

    #[test]
    fn days_that_mean_two_things_are_none() {
        assert_eq!(day("03/04/2026", None), None);
        assert_eq!(day("03/04/2026", Some(DayOrder::Dmy)), Some(jiff::civil::date(2026, 4, 3)));
        assert_eq!(day("2026.11.02.", None), Some(jiff::civil::date(2026, 11, 2)));
        assert_eq!(day("2026-11-02T10:00:00+01:00", None), Some(jiff::civil::date(2026, 11, 2)));
        assert_eq!(day("2026-13-02", None), None);
        for text in ["2026. 11. 02.", "2026. 11. 2.", "2026. 11. 02. 10:15", "2026.11.02., hétfő", "2026.11.02. 10:15"] {
            assert_eq!(day(text, None), Some(jiff::civil::date(2026, 11, 2)), "{text}");
        }
        assert_eq!(day("2026. 13. 02.", None), None);
        for zone in ["Z", "+01:00", "-05:00"] {
            assert_eq!(day(&format!("2026-11-02{zone}"), None), Some(jiff::civil::date(2026, 11, 2)), "{zone}");
        }
        assert_eq!(short_day("260230"), Some(jiff::civil::date(2026, 2, 28)));
        assert_eq!(short_day("260200"), None);
    }
}
