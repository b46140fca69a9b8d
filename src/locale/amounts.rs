//! Amounts under each other: their decimal marks in one column, each currency with one number of decimals, the unit beside.
//!
//! For: tables of the screen and of the command line. Uses: the locale. Never: a terminal.

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::Locale;
use crate::domain::Currency;

/// Widths for a column of amounts. They only grow, so that columns do not jump while scrolling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amounts {
    /// The largest amount without a sign and the largest with one, and the columns that they take before the decimal mark.
    largest: [(Decimal, u16); 2],
    /// Decimals of each currency's amounts, at least, and the columns from the decimal mark on.
    currencies: Vec<(Currency, u32, u16)>,
    /// The unit stands in a column of its own.
    bare: bool,
}

impl Amounts {
    /// A column of amounts without their units.
    #[must_use]
    pub fn bare() -> Self {
        Self { bare: true, ..Self::default() }
    }

    /// A column that holds these amounts.
    #[must_use]
    pub fn of<'c>(mut self, locale: &Locale, all: impl IntoIterator<Item = (Decimal, &'c Currency)>) -> Self {
        for (amount, currency) in all {
            self.learn(locale, amount, currency);
        }
        self
    }

    /// Makes room for an amount.
    pub fn learn(&mut self, locale: &Locale, amount: Decimal, currency: &Currency) {
        let [plain, signed] = &mut self.largest;
        let (sign, slot) = if amount.is_sign_negative() && !amount.is_zero() { ("-", signed) } else { ("", plain) };
        let whole = amount.abs().trunc();
        if slot.1 == 0 || whole > slot.0 {
            *slot = (whole, columns(&format!("{sign}{}", locale.decimal(whole, 0))));
        }
        let at = self.currencies.iter().position(|(known, ..)| known == currency);
        let known = at.and_then(|at| self.currencies.get(at)).map(|(_, digits, _)| *digits);
        if known.is_some_and(|digits| amount.scale() <= digits) {
            return;
        }
        let own = currency.digits(amount);
        // More decimals than money has are those of one amount: the others do not get them.
        let digits = own.min(currency.decimals().max(2)).max(known.unwrap_or(0));
        let longest = own.max(digits);
        let fraction = if longest == 0 { 0 } else { u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(1) };
        let tail = fraction.saturating_add(columns(&self.unit(locale, currency)));
        match at.and_then(|at| self.currencies.get_mut(at)) {
            Some(entry) => (entry.1, entry.2) = (digits, tail.max(entry.2)),
            None => self.currencies.push((currency.clone(), digits, tail)),
        }
    }

    fn unit(&self, locale: &Locale, currency: &Currency) -> String {
        if self.bare { String::new() } else { locale.unit(currency) }
    }

    /// Columns that an amount takes.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.whole() + self.tail()
    }

    fn whole(&self) -> u16 {
        self.largest.iter().map(|(_, width)| *width).max().unwrap_or(0)
    }

    fn tail(&self) -> u16 {
        self.currencies.iter().map(|(.., tail)| *tail).max().unwrap_or(0)
    }

    /// The amount so that it stands right under the others.
    #[must_use]
    pub fn align(&self, locale: &Locale, amount: Decimal, currency: &Currency) -> String {
        let known = self.currencies.iter().find(|(known, ..)| known == currency).map(|(_, digits, _)| *digits);
        let digits = currency.digits(amount).max(known.unwrap_or(0));
        let text = locale.decimal(amount, digits);
        let sign = usize::from(text.starts_with('-'));
        let at = sign + locale.decimal(amount.abs().trunc(), 0).len();
        let (whole, fraction) = match (text.get(..at), text.get(at..)) {
            (Some(whole), Some(fraction)) => (whole, fraction),
            _ => (text.as_str(), ""),
        };
        let tail = format!("{fraction}{}", self.unit(locale, currency));
        let pad = |text: &str, width: u16| " ".repeat(usize::from(width.saturating_sub(columns(text))));
        format!("{}{whole}{tail}{}", pad(whole, self.whole()), pad(&tail, self.tail()))
    }
}

fn columns(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn aligned<const N: usize>(locale: &Locale, column: Amounts, all: [(&str, &str); N]) -> [String; N] {
        let all = all.map(|(amount, code)| (amount.parse::<Decimal>().unwrap(), Currency::new(code)));
        let column = column.of(locale, all.iter().map(|(amount, currency)| (*amount, currency)));
        let lines = all.map(|(amount, currency)| column.align(locale, amount, &currency));
        assert!(lines.iter().all(|line| columns(line) == column.width()), "{lines:?}");
        lines.map(|line| line.replace('\u{A0}', " ").replace(',', "."))
    }

    #[test]
    fn decimal_marks_stand_under_each_other_and_units_beside() {
        for lang in [Lang::En, Lang::Hu] {
            let all = [("19476607", "HUF"), ("-1150.5", "EUR"), ("-0.5", "CHF"), ("1.125", "KWD")];
            let shown = aligned(lang.locale(), Amounts::default(), all);
            assert_eq!(shown, ["19 476 607 Ft     ", "    -1 150.50 €   ", "        -0.50 CHF ", "         1.125 KWD"]);
        }
    }

    #[test]
    fn a_currency_has_one_number_of_decimals_in_a_column() {
        let locale = Lang::En.locale();
        let forint = [("418884325.5", "HUF"), ("16280", "HUF"), ("72627.05", "HUF"), ("1", "JPY"), ("2.5", "EUR")];
        let shown = aligned(locale, Amounts::bare(), forint);
        assert_eq!(shown, ["418 884 325.50", "     16 280.00", "     72 627.05", "          1   ", "          2.50"]);
        let noisy = aligned(locale, Amounts::default(), [("33.33333333", "HUF"), ("1000", "HUF")]);
        assert_eq!(noisy, ["   33.33333333 Ft", "1 000.00 Ft      "], "one amount gives the others no decimals");
        let whole = aligned(locale, Amounts::bare(), [("16280", "HUF"), ("-9", "HUF")]);
        assert_eq!(whole, ["16 280", "    -9"], "forints without a fraction anywhere have none");
    }
}
