//! Values that every shape shares, and how they are written.

use std::fmt::Display;
use std::io;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::domain::text::is_unsafe;
use crate::domain::{Currency, CurrencyTotals, DirectedTotals, Direction, Totals, money};

/// A value as a string of what it displays: decimals, dates, instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<T>(pub T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A zero has no sign, whatever amount was turned to come to it.
        serializer.serialize_str(money::unsigned(&self.0.to_string()))
    }
}

/// An exact decimal.
pub type Amount = Shown<Decimal>;
/// A calendar day.
pub type Day = Shown<Date>;
/// A moment in UTC.
pub type Instant = Shown<Timestamp>;

/// Totals of one currency and direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Total))]
#[expect(missing_docs, reason = "the names are the promise; CurrencyTotals explains them")]
pub struct TotalJson {
    pub currency: String,
    /// `issued` or `received`: whether the companies issued it.
    pub direction: &'static str,
    pub count: u64,
    pub net: String,
    pub vat: String,
    /// Gross totals of the documents; in what is outstanding, overdue or credit of a company, what is open.
    pub gross: String,
    /// What is left to pay.
    pub balance: String,
    /// Only where nothing that counts was found: these documents (drafts, proformas, …) are no turnover.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub uncounted: bool,
    /// Only where a sum would have overflowed and lacks something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overflow: bool,
}

/// A sum of a currency, spelled by that alone.
pub(super) fn sum(amount: Decimal, currency: &Currency) -> Amount {
    Shown(currency.sum(amount))
}

/// Totals as a list, in the order of the currencies.
#[must_use]
pub fn totals(totals: &DirectedTotals) -> Vec<TotalJson> {
    totals.iter().map(|((currency, direction), sum)| total(currency, *direction, sum)).collect()
}

/// Totals of what is open of what a company issued, in the order of the currencies; `gross` has that, too.
pub(super) fn open(totals: &Totals) -> Vec<TotalJson> {
    let one = |(currency, sum): (&Currency, &CurrencyTotals)| {
        let told = total(currency, Direction::Issued, sum);
        TotalJson { gross: told.balance.clone(), ..told }
    };
    totals.iter().map(one).collect()
}

fn total(currency: &Currency, direction: Direction, total: &CurrencyTotals) -> TotalJson {
    let text = |amount: Decimal| money::unsigned(&currency.sum(amount).to_string()).to_owned();
    TotalJson {
        currency: currency.as_str().to_owned(),
        direction: direction.as_str(),
        count: total.count,
        net: text(total.net),
        vat: text(total.vat),
        gross: text(total.gross),
        balance: text(total.balance),
        uncounted: total.uncounted,
        overflow: total.overflow,
    }
}

/// Writes a value on one line, without a line break at its end.
pub fn to_line<T: Serialize + ?Sized>(out: impl io::Write, value: &T) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, Safe(CompactFormatter))).map_err(io::Error::from)
}

/// Writes a value for people to read: indented, with a line break at its end.
pub fn to_pretty<T: Serialize + ?Sized>(mut out: impl io::Write, value: &T) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Safe(PrettyFormatter::new())))?;
    out.write_all(b"\n")
}

/// Writes as another formatter does, with characters that must not reach a terminal escaped.
struct Safe<F>(F);

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, c, after)) = split_unsafe(rest) {
            out.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: io::Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

fn split_unsafe(text: &str) -> Option<(&str, char, &str)> {
    let (at, c) = text.char_indices().find(|(_, c)| is_unsafe(*c))?;
    Some((text.get(..at)?, c, text.get(at + c.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_a_terminal_is_escaped_and_reads_back() {
        let text = "Ő \"x\"\n\u{1b}[31m\u{9b}2J\u{202e}\u{e0001}\u{7f} €";
        let mut out = Vec::new();
        to_line(&mut out, text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert_eq!(written, r#""Ő \"x\"\n\u001b[31m\u009b2J\u202e\udb40\udc01\u007f €""#);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }

    #[test]
    fn digits_stay_as_they_came() {
        let amount: rust_decimal::Decimal = "12345678901234567.890".parse().unwrap();
        assert_eq!(serde_json::to_string(&Shown(amount)).unwrap(), r#""12345678901234567.890""#);
    }
}
