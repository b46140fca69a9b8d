//! Amounts under each other: their decimal marks in one column, each with its unit beside it.

use rust_decimal::Decimal;

use super::text::columns;
use crate::domain::Currency;
use crate::locale::Locale;

/// How wide the parts of the amounts seen so far are. It only grows: columns do not jump while one scrolls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Amounts {
    /// Before the decimal mark.
    whole: u16,
    /// From the decimal mark on, the unit included.
    tail: u16,
}

/// `19 476 607` and ` Ft`; `1 150` and `.50 €`.
fn parts(locale: &Locale, amount: Decimal, currency: &Currency) -> (String, String) {
    let text = locale.money(amount, currency);
    let digits = locale.decimal(amount.trunc(), 0).trim_start_matches('-').len();
    let at = usize::from(text.starts_with('-')) + digits;
    match (text.get(..at), text.get(at..)) {
        (Some(whole), Some(tail)) => (whole.to_owned(), tail.to_owned()),
        _ => (text, String::new()),
    }
}

impl Amounts {
    /// Takes notice of an amount.
    pub(crate) fn learn(&mut self, locale: &Locale, amount: Decimal, currency: &Currency) {
        let (whole, tail) = parts(locale, amount, currency);
        self.whole = self.whole.max(columns(&whole));
        self.tail = self.tail.max(columns(&tail));
    }

    /// Columns that an amount takes.
    pub(crate) const fn width(self) -> u16 {
        self.whole + self.tail
    }

    /// The amount so that it stands right under the others.
    pub(crate) fn align(self, locale: &Locale, amount: Decimal, currency: &Currency) -> String {
        let (whole, tail) = parts(locale, amount, currency);
        let pad = |text: &str, width: u16| " ".repeat(usize::from(width.saturating_sub(columns(text))));
        format!("{}{whole}{tail}{}", pad(&whole, self.whole), pad(&tail, self.tail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    #[test]
    fn decimal_marks_stand_under_each_other_and_units_beside() {
        for lang in [Lang::En, Lang::Hu] {
            let locale = lang.locale();
            let all = [("19476607", "HUF"), ("-1150.5", "EUR"), ("-0.5", "CHF"), ("0.125", "HUF")];
            let mut amounts = Amounts::default();
            let parse = |(amount, code): (&str, &str)| (amount.parse::<Decimal>().unwrap(), Currency::new(code));
            for (amount, currency) in all.map(parse) {
                amounts.learn(locale, amount, &currency);
            }
            let lines = all.map(parse).map(|(amount, currency)| amounts.align(locale, amount, &currency));
            let shown = lines.map(|line| line.replace('\u{A0}', " ").replace(',', "."));
            assert_eq!(shown, ["19 476 607 Ft    ", "    -1 150.50 €  ", "        -0.50 CHF", "         0.125 Ft"]);
        }
    }
}
