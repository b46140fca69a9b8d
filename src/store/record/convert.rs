//! Values that many records have: decimals, dates, instants, texts.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Fault, v1};
use crate::domain::{Arg, Message};

const NEGATIVE: u8 = 0x80;

impl From<Decimal> for v1::Number {
    fn from(value: Decimal) -> Self {
        // The scale is at most 28; the sign is kept apart from the digits, so that even a negative zero survives.
        let scale = u8::try_from(value.scale()).unwrap_or_default();
        let sign = if value.is_sign_negative() { NEGATIVE } else { 0 };
        Self(scale | sign, value.mantissa().unsigned_abs())
    }
}

impl TryFrom<v1::Number> for Decimal {
    type Error = Fault;

    fn try_from(number: v1::Number) -> Result<Self, Fault> {
        let v1::Number(scale, digits) = number;
        let digits = i128::try_from(digits).map_err(|_| Fault::Content)?;
        let mut value = Self::try_from_i128_with_scale(digits, u32::from(scale & !NEGATIVE)).map_err(|_| Fault::Content)?;
        value.set_sign_negative(scale & NEGATIVE != 0);
        Ok(value)
    }
}

impl From<Date> for v1::Day {
    fn from(date: Date) -> Self {
        Self(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
    }
}

impl TryFrom<v1::Day> for Date {
    type Error = Fault;

    fn try_from(day: v1::Day) -> Result<Self, Fault> {
        let v1::Day(number) = day;
        let part = |n: i32| i8::try_from(n).map_err(|_| Fault::Content);
        let year = i16::try_from(number.div_euclid(10_000)).map_err(|_| Fault::Content)?;
        let rest = number.rem_euclid(10_000);
        Self::new(year, part(rest / 100)?, part(rest % 100)?).map_err(|_| Fault::Content)
    }
}

impl From<Timestamp> for v1::Time {
    fn from(at: Timestamp) -> Self {
        Self(at.as_second(), at.subsec_nanosecond())
    }
}

impl TryFrom<v1::Time> for Timestamp {
    type Error = Fault;

    fn try_from(time: v1::Time) -> Result<Self, Fault> {
        Self::new(time.0, time.1).map_err(|_| Fault::Content)
    }
}

impl From<&Message> for v1::Text {
    fn from(message: &Message) -> Self {
        let arg = |arg: &Arg| match arg {
            Arg::Text(text) => v1::Arg::Text(text.clone()),
            Arg::Number(number) => v1::Arg::Number(*number),
        };
        let args = message.args.iter().map(|(name, value)| (name.clone().into_owned(), arg(value))).collect();
        Self { id: message.id.clone().into_owned(), args }
    }
}

impl From<v1::Text> for Message {
    fn from(text: v1::Text) -> Self {
        let arg = |arg| match arg {
            v1::Arg::Text(text) => Arg::Text(text),
            v1::Arg::Number(number) => Arg::Number(number),
        };
        let args = text.args.into_iter().map(|(name, value)| (Cow::Owned(name), arg(value))).collect();
        Self { id: Cow::Owned(text.id), args }
    }
}

/// Converts what may be missing.
pub(super) fn maybe<A, B: TryFrom<A, Error = Fault>>(value: Option<A>) -> Result<Option<B>, Fault> {
    value.map(B::try_from).transpose()
}

/// Text that may be missing, to be stored.
pub(super) fn text(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}
