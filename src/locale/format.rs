//! Numbers, money, dates and times as each language writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::{Lang, Locale};
use crate::domain::{Currency, Direction, Message, Open};

/// Between thousands: narrow enough to keep columns, never broken over lines.
pub(super) const NO_BREAK_SPACE: char = '\u{A0}';

/// Replacement for a hidden amount.
const HIDDEN: &str = "•••";

impl Locale {
    const fn decimal_mark(&self) -> char {
        match self.lang {
            Lang::En => '.',
            Lang::Hu => ',',
        }
    }

    /// A whole number with its thousands separated.
    #[must_use]
    #[expect(clippy::unused_self, reason = "a language may write it otherwise")]
    pub fn count(&self, number: u64) -> String {
        group(&number.to_string())
    }

    /// A decimal of an invoice with its thousands separated and at least `decimals` decimals; no digit is lost.
    #[must_use]
    pub fn decimal(&self, number: Decimal, decimals: u32) -> String {
        if self.masked { HIDDEN.to_owned() } else { self.number(number, decimals) }
    }

    /// The unit of a line in this language: own books keep their units as words, other texts are shown as they are.
    #[must_use]
    pub fn quantity_unit(&self, unit: &str) -> String {
        match unit {
            "hour" => self.get("books-unit-hour"),
            "day" => self.get("books-unit-day"),
            "month" => self.get("books-unit-month"),
            "piece" => self.get("books-unit-piece"),
            other => other.to_owned(),
        }
    }

    /// A decimal of ours, such as seconds: as [`Self::decimal`], and never hidden.
    #[must_use]
    pub fn number(&self, number: Decimal, decimals: u32) -> String {
        let mut shown = number.normalize();
        if shown.scale() < decimals {
            shown.rescale(decimals);
        }
        let text = shown.to_string();
        let text = crate::domain::money::unsigned(&text);
        let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
        match text.split_once('.') {
            Some((whole, fraction)) => format!("{sign}{}{}{fraction}", group(whole), self.decimal_mark()),
            None => format!("{sign}{}", group(text)),
        }
    }

    /// An amount with its currency, such as `19 476 607 Ft`, `12 400.00 €`, `3.50 CHF`.
    #[must_use]
    pub fn money(&self, amount: Decimal, currency: &Currency) -> String {
        format!("{}{}", self.amount(amount, currency), self.unit(currency))
    }

    /// An open amount; one that is more than a decimal can hold with a sign before it.
    #[must_use]
    pub fn open(&self, open: &Open) -> String {
        let more = if open.overflow { "> " } else { "" };
        format!("{more}{}", self.money(open.amount, &open.currency))
    }

    /// A currency, and its direction where that is not the usual one: `HUF`, `HUF received`.
    #[must_use]
    pub fn side(&self, currency: &Currency, direction: Direction) -> String {
        let code = currency.as_str();
        match direction {
            Direction::Issued => code.to_owned(),
            Direction::Received => self.text(&Message::new("total-received").with("currency", code)),
        }
    }

    /// Unit after an amount: a no-break space and the sign or code of the currency.
    #[must_use]
    #[expect(clippy::unused_self, reason = "a language may write it otherwise")]
    pub fn unit(&self, currency: &Currency) -> String {
        let sign = match currency.as_str() {
            "HUF" => "Ft",
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            other => other,
        };
        format!("{NO_BREAK_SPACE}{}", crate::domain::text::clean(sign))
    }

    /// An amount without its currency, with the decimals that people write for it.
    #[must_use]
    pub fn amount(&self, amount: Decimal, currency: &Currency) -> String {
        self.decimal(amount, currency.digits(amount))
    }

    /// A date: ISO in English, `2025. 10. 27.` in Hungarian. Tables of the screen use ISO in both, those of commands do not.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        match self.lang {
            Lang::En => date.to_string(),
            Lang::Hu => format!("{:04}. {:02}. {:02}.", date.year(), date.month(), date.day()),
        }
    }

    /// A point in time to the minute, in the zone given.
    #[must_use]
    pub fn time(&self, at: Timestamp, zone: &TimeZone) -> String {
        let local = at.to_zoned(zone.clone());
        format!("{} {:02}:{:02}", self.date(local.date()), local.hour(), local.minute())
    }
}

/// Whether a text is a date as Hungarian writes it.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 13
        && text.bytes().zip(b"0000. 00. 00.").all(|(is, form)| if *form == b'0' { is.is_ascii_digit() } else { is == *form })
}

/// A whole number of a text with its thousands separated; `None` for anything else.
pub(super) fn whole(number: &str) -> Option<String> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| format!("{}{}", if digits.len() < number.len() { "-" } else { "" }, group(digits)))
}

fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(NO_BREAK_SPACE);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_sentences_have_their_thousands_separated_and_their_plurals() {
        let message = |count: i64| crate::domain::Message::new("unit-invoices").with("count", count);
        assert_eq!(Lang::En.locale().text(&message(1)), "1 invoice");
        assert_eq!(Lang::En.locale().text(&message(30_000)), "30\u{A0}000 invoices");
        assert_eq!(Lang::Hu.locale().text(&message(1_234_567)), "1\u{A0}234\u{A0}567 számla");
        assert_eq!((whole("-1500").as_deref(), whole("1.5"), whole("")), (Some("-1\u{A0}500"), None, None));
    }

    #[test]
    fn amounts_keep_every_digit() {
        let (en, hu) = (Lang::En.locale(), Lang::Hu.locale());
        let amount: Decimal = "12345678901234567.89".parse().unwrap();
        assert_eq!(en.decimal(amount, 2), "12\u{A0}345\u{A0}678\u{A0}901\u{A0}234\u{A0}567.89");
        assert_eq!(hu.decimal(amount, 2), "12\u{A0}345\u{A0}678\u{A0}901\u{A0}234\u{A0}567,89");
        assert_eq!(hu.money("-150000".parse().unwrap(), &Currency::new("huf")), "-150\u{A0}000\u{A0}Ft");
        assert_eq!(en.money("12400".parse().unwrap(), &Currency::new("EUR")), "12\u{A0}400.00\u{A0}€");
        assert_eq!(en.money("0.125".parse().unwrap(), &Currency::new("HUF")), "0.125\u{A0}Ft");
    }
}
