//! Values in the service's writing: days, points in time, amounts, identifiers, rates of tax.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::{Decimal, RoundingStrategy};

use super::lenient::Raw;
use crate::domain::{Currency, Message, RemoteId};

/// Longest part of an unusable value that a reason repeats.
const SHOWN: usize = 60;

/// Longest identifier.
const MAX_ID: usize = 64;

/// Decimals of a rate, which the service gives the other way round.
const RATE_DECIMALS: u32 = 10;

/// Percentages by the type of tax.
pub(in super::super) type Taxes = BTreeMap<Box<str>, Decimal>;

/// What is known of the organisation, for what its records leave out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Home {
    /// Base currency.
    pub(in super::super) currency: Option<Currency>,
    /// Its rates of tax.
    pub(in super::super) taxes: Taxes,
}

impl Home {
    /// The name of a rate: its percentage; its type where nothing is charged or the percentage is not known.
    pub(super) fn rate_name(&self, tax_type: Raw<'_>) -> String {
        let Some(code) = tax_type.word() else { return String::new() };
        match self.taxes.get(code.as_ref()).filter(|percent| !percent.is_zero()) {
            Some(percent) => format!("{}%", percent.normalize()),
            None => code.into_owned(),
        }
    }
}

/// A point in time: `/Date(1795812000123+0000)/`; milliseconds since 1970 in UTC, whatever offset is written.
pub(super) fn timestamp(raw: Raw<'_>) -> Option<Timestamp> {
    let word = raw.word()?;
    let inner = word.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = inner.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-')).map_or(inner.len(), |(at, _)| at);
    Timestamp::from_millisecond(inner.get(..end)?.parse().ok()?).ok()
}

/// A day: from its text if there is one, else from its point in time. The first instant of 1970 stands for none.
pub(super) fn day(field: &str, text: Raw<'_>, stamp: Raw<'_>) -> Result<Option<Date>, Message> {
    if text.word().is_some() {
        return text.date().map_err(|_| unusable("provider-skip-date", field, text));
    }
    let Some(word) = stamp.word() else { return Ok(None) };
    if !word.starts_with("/Date(") {
        return stamp.date().map_err(|_| unusable("provider-skip-date", field, stamp));
    }
    match timestamp(stamp) {
        Some(at) if at == Timestamp::UNIX_EPOCH => Ok(None),
        Some(at) => Ok(Some(at.to_zoned(TimeZone::UTC).date())),
        None => Err(unusable("provider-skip-date", field, stamp)),
    }
}

/// An amount; `None` if it is absent.
pub(super) fn amount(field: &str, raw: Raw<'_>) -> Result<Option<Decimal>, Message> {
    raw.decimal().map_err(|_| unusable("provider-skip-amount", field, raw))
}

/// The service's rate: foreign units for one unit of the base currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate(Decimal);

impl Rate {
    /// The rate that is written here, where there is one.
    pub(super) fn read(raw: Raw<'_>) -> Result<Option<Self>, Message> {
        Ok(amount("CurrencyRate", raw)?.filter(|rate| *rate > Decimal::ZERO).map(Self))
    }

    /// Units of the base currency for one foreign unit, rounded: for display and comparison.
    pub(super) fn to_base(self) -> Option<Decimal> {
        Decimal::ONE.checked_div(self.0).map(|rate| rate.round_dp(RATE_DECIMALS).normalize())
    }

    /// An amount in the base currency, to the cent. It divides by the service's own rate: the rounded inverse would be cents off.
    pub(super) fn local(self, amount: Decimal) -> Option<Decimal> {
        let exact = amount.checked_div(self.0)?;
        Some(exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }
}

/// The currency: three letters. A record without one is in the base currency, unless its rate says that it is in another one.
pub(super) fn currency(raw: Raw<'_>, rate: Option<Rate>, home: &Home) -> Result<Currency, Message> {
    let Some(code) = raw.word() else {
        let base = home.currency.clone().filter(|_| rate.is_none_or(|rate| rate.0 == Decimal::ONE));
        return base.ok_or_else(|| Message::new("provider-skip-currency"));
    };
    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(Currency::new(&code))
    } else {
        Err(unusable("provider-skip-currency-code", "CurrencyCode", raw))
    }
}

/// An identifier that fits into a path unchanged; the one of zeros stands for none.
pub(super) fn id(raw: Raw<'_>) -> Option<RemoteId> {
    let id = raw.word()?;
    let plain = id.len() <= MAX_ID && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let zero = id.bytes().all(|b| matches!(b, b'0' | b'-'));
    (plain && !zero).then(|| RemoteId::new(id.to_ascii_lowercase()))
}

/// A text, empty if it is absent.
pub(super) fn text(raw: Raw<'_>) -> String {
    raw.word().map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// Why a value makes its record unusable.
pub(super) fn unusable(reason: &'static str, field: &str, raw: Raw<'_>) -> Message {
    let value: String = raw.json().unwrap_or_default().chars().take(SHOWN).collect();
    Message::new(reason).with("field", field.to_owned()).with("value", value)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn raw(json: &str) -> Raw<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn days_are_those_of_utc_and_of_the_text() {
        let none = Raw::default();
        let of = |text, stamp| day("Date", text, stamp).unwrap();
        assert_eq!(of(none, raw(r#""\/Date(1798675200000+0000)\/""#)), Some(date(2026, 12, 31)));
        assert_eq!(of(none, raw(r#""/Date(1798675200000+1300)/""#)), Some(date(2026, 12, 31)), "the offset changes nothing");
        assert_eq!(of(none, raw(r#""/Date(1798675200000)/""#)), Some(date(2026, 12, 31)));
        assert_eq!(of(none, raw(r#""/Date(-86400000+0000)/""#)), Some(date(1969, 12, 31)));
        assert_eq!(of(none, raw(r#""/Date(0+0000)/""#)), None);
        assert_eq!(of(raw(r#""2026-12-31T00:00:00""#), raw(r#""/Date(0+0000)/""#)), Some(date(2026, 12, 31)));
        assert_eq!(of(none, none), None);
        assert!(day("Date", none, raw(r#""/Date(soon)/""#)).is_err());
        assert!(day("Date", raw("\"31/12/2026\""), none).is_err());
    }

    #[test]
    fn a_rate_is_turned_round() {
        let of = |json| Rate::read(raw(json)).unwrap().and_then(Rate::to_base).map(|rate| rate.to_string());
        assert_eq!(of("0.7500000000").as_deref(), Some("1.3333333333"));
        assert_eq!(of("1.0000000000").as_deref(), Some("1"));
        assert_eq!((of("0"), of("null"), of("-1")), (None, None, None));
    }

    #[test]
    fn a_record_without_a_currency_is_in_that_of_the_books_unless_its_rate_says_another_one() {
        let home = Home { currency: Some(Currency::new("NZD")), ..Home::default() };
        let of = |code, json, home| {
            currency(code, Rate::read(raw(json)).unwrap(), home).map(|code| code.to_string()).map_err(|why| why.id)
        };
        assert_eq!(of(raw("\"eur\""), "0.55", &home).unwrap(), "EUR");
        assert_eq!(of(Raw::default(), "1.0000000000", &home).unwrap(), "NZD");
        assert_eq!(of(Raw::default(), "null", &home).unwrap(), "NZD");
        assert_eq!(of(Raw::default(), "0.75", &home).unwrap_err(), "provider-skip-currency");
        assert_eq!(of(Raw::default(), "1", &Home::default()).unwrap_err(), "provider-skip-currency");
    }

    #[test]
    fn a_local_amount_is_divided_and_not_multiplied_with_a_rounded_inverse() {
        let local = |rate: &str, amount: Decimal| Rate::read(raw(rate)).unwrap().unwrap().local(amount).unwrap().to_string();
        assert_eq!(local("0.75", Decimal::new(7_500, 2)), "100");
        // 1 / 397.123456 to ten decimals is 0.0025181086: multiplied with it this would be 25,181,086.00.
        assert_eq!(local("397.123456", Decimal::from(10_000_000_000_u64)), "25181086.26");
        assert_eq!(local("2", Decimal::new(5, 2)), "0.03", "half a cent goes away from zero");
        assert_eq!(local("2", Decimal::new(-5, 2)), "-0.03");
    }

    #[test]
    fn identifiers_fit_into_a_path() {
        assert_eq!(id(raw("\"0F0C-aa\"")).unwrap().as_str(), "0f0c-aa");
        for bad in ["\"00000000-0000-0000-0000-000000000000\"", "\"a/b\"", "\"\"", "null", "\"..\""] {
            assert_eq!(id(raw(bad)), None, "{bad}");
        }
    }
}
