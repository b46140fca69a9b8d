//! What is right in a field of own books, checked while one types.
//!
//! For: fields. Uses: the readers of times and rates that commands use. Never: the shared state.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::bank;
use crate::document::source;
use crate::domain::ledger::Vat;
use crate::domain::time::{Typed, typed};
use crate::domain::{Currency, Message};
use crate::locale::Locale;
use crate::tui::hours::{hours, meant};

/// Names that an error lists.
const LISTED: usize = 4;

/// What is right in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Own {
    /// An amount of time or a range.
    Time { needed: bool },
    /// An amount of time.
    Length,
    /// An amount of time, or a time of the day.
    Part,
    /// A time on a day of a zone.
    Moment { day: Date, zone: TimeZone, needed: bool },
    /// A day.
    Day { today: Date, needed: bool },
    /// One of these names, or the only one that has the text as a part.
    OneOf { names: Vec<String>, none: &'static str, needed: bool },
    /// An amount of money that is not negative.
    Amount { needed: bool },
    /// A rate or a percentage: without thousands, so that a comma and a point are both the one before decimals.
    Number,
    /// A rate of VAT, or a reason for none.
    Vat,
    /// Parts of lines that are credited.
    Parts,
    /// Code of a currency.
    Currency,
    /// A whole number up to this one.
    Count(u32),
    /// A time zone.
    Zone,
    /// A word of VAT: one of these, or any other; some mean something already.
    Word { words: Vec<String>, known: Vec<(String, String)> },
    /// What a word of VAT means; nothing takes it back.
    Meaning,
}

impl Own {
    const fn is_needed(&self) -> bool {
        match self {
            Self::Time { needed }
            | Self::Moment { needed, .. }
            | Self::Day { needed, .. }
            | Self::OneOf { needed, .. }
            | Self::Amount { needed } => *needed,
            Self::Part | Self::Zone => true,
            Self::Length
            | Self::Number
            | Self::Vat
            | Self::Parts
            | Self::Currency
            | Self::Count(_)
            | Self::Word { .. }
            | Self::Meaning => false,
        }
    }

    /// What is wrong with a text.
    pub(crate) fn error(&self, text: &str) -> Option<Message> {
        if text.is_empty() {
            return self.is_needed().then(|| Message::new("form-missing"));
        }
        let unless = |right: bool, id: &'static str| (!right).then(|| Message::new(id).with("text", text));
        match self {
            Self::Time { .. } => Typed::parse(text).err(),
            Self::Length => length(text).err(),
            Self::Part => unless(Typed::parse(text).is_ok() || is_moment(text), "own-not-a-part"),
            Self::Moment { day, zone, .. } => typed::moment(text, *day, zone).err(),
            Self::Day { today, .. } => unless(day(text, *today).is_some(), "own-not-a-day"),
            Self::OneOf { names, none, .. } => match meant(names, text).as_slice() {
                [] => Some(Message::new(none).with("wanted", text)),
                [_] => None,
                many => {
                    let listed: Vec<&str> = many.iter().take(LISTED).copied().collect();
                    Some(Message::new("own-several").with("names", listed.join(", ")))
                }
            },
            Self::Amount { .. } => match doubtful(text) {
                Some((whole, part)) => {
                    Some(Message::new("own-two-amounts").with("text", text).with("whole", whole).with("part", part))
                }
                None => unless(amount(text).is_some(), "own-not-an-amount"),
            },
            Self::Number => unless(number(text).is_some(), "own-not-an-amount"),
            Self::Vat => unless(Vat::parse(text).is_some(), "own-not-a-vat"),
            // One that is kept already can be taken back.
            Self::Word { known, .. } => {
                unless(source::is_word(text) || known.iter().any(|(word, _)| word == text), "own-not-a-word")
            }
            Self::Meaning => unless(source::meaning(text).is_some(), "own-not-a-meaning"),
            Self::Parts => unless(parts(text).is_some(), "invoice-not-a-part"),
            Self::Currency => unless(text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic()), "own-not-a-currency"),
            Self::Count(most) => {
                let fits = text.parse::<u32>().is_ok_and(|count| count <= *most);
                (!fits).then(|| Message::new("own-not-a-count").with("most", *most))
            }
            Self::Zone => TimeZone::get(text).is_err().then(|| Message::new("time-unknown-zone").with("zone", text)),
        }
    }

    /// What a right text means, where that is not plain.
    pub(crate) fn tells(&self, text: &str) -> Option<String> {
        match self {
            Self::Time { .. } | Self::Length => match Typed::parse(text).ok()? {
                Typed::Seconds(seconds) => Some(format!("= {}", hours(seconds))),
                Typed::Range(from, until) => {
                    let seconds = until.duration_since(from).as_secs();
                    let seconds = if seconds <= 0 { seconds + 86_400 } else { seconds };
                    Some(format!("{}–{} = {}", from.strftime("%H:%M"), until.strftime("%H:%M"), hours(seconds)))
                }
            },
            Self::OneOf { names, .. } => match meant(names, text).as_slice() {
                [one] if *one != text => Some(format!("= {one}")),
                _ => None,
            },
            Self::Word { known, .. } => {
                let (_, means) = known.iter().find(|(word, _)| word.to_lowercase() == text.to_lowercase())?;
                Some(format!("= {means}"))
            }
            Self::Amount { .. } => told(text, amount(text)?),
            Self::Number => told(text, number(text)?),
            Self::Day { today, .. } => {
                let day = day(text, *today)?;
                (day.to_string() != text).then(|| format!("= {day}"))
            }
            _ => None,
        }
    }

    /// The names to choose from, where nothing is typed yet.
    pub(crate) fn offers(&self, text: &str) -> &[String] {
        match self {
            Self::OneOf { names, .. } if text.is_empty() => names,
            Self::Word { words, .. } => words,
            _ => &[],
        }
    }

    /// The whole of a name that a text begins, if only one has it.
    pub(crate) fn completes(&self, text: &str) -> Option<String> {
        let (Self::OneOf { names, .. } | Self::Word { words: names, .. }) = self else { return None };
        match meant(names, text).as_slice() {
            [one] if *one != text => Some((*one).to_owned()),
            _ => None,
        }
    }
}

fn is_moment(text: &str) -> bool {
    typed::moment(text, jiff::civil::date(2026, 1, 1), &TimeZone::UTC).is_ok()
}

/// Seconds of an amount of time. An amount of hours may be longer than what is worked in a week.
pub(crate) fn length(text: &str) -> Result<i64, Message> {
    let plain = number(text).and_then(|hours| hours.checked_mul(Decimal::from(3600)));
    if let Some(seconds) = plain.and_then(|seconds| i64::try_from(seconds.round()).ok()).filter(|seconds| *seconds > 0) {
        return Ok(seconds);
    }
    match Typed::parse(text)? {
        Typed::Seconds(seconds) => Ok(seconds),
        Typed::Range(..) => Err(Message::new("time-not-a-duration").with("text", text)),
    }
}

/// A day as typed: its date, or a word for today or yesterday.
pub(crate) fn day(text: &str, today: Date) -> Option<Date> {
    match text.trim().to_lowercase().as_str() {
        "today" | "ma" => Some(today),
        "yesterday" | "tegnap" => today.yesterday().ok(),
        // With points, too: 2026. 10. 25.
        other => bank::day(&dense(other), None),
    }
}

/// A text without the blanks in it.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A number as typed, also with a comma or with blanks between its thousands.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let plain = dense(text).replace(',', ".");
    let is_plain = plain.starts_with(|c: char| c.is_ascii_digit()) && plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_plain.then(|| plain.parse().ok()).flatten()
}

/// An amount of money as typed, also with signs or blanks between its thousands; none for `1,200`, which can be 1200 or 1.20.
pub(crate) fn amount(text: &str) -> Option<Decimal> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Nothing has a thousand of nothing: 0,125 is a part.
    let found = if text.starts_with(['0']) { number(text) } else { bank::amount(text, None) };
    found.filter(|amount| !amount.is_sign_negative())
}

/// Both amounts that a text can mean, as they are written without doubt: one sign before three last digits.
fn doubtful(text: &str) -> Option<(String, String)> {
    let plain = dense(text);
    let (before, after) = plain.split_once(['.', ','])?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if after.len() != 3 || !digits(before) || !digits(after) || amount(text).is_some() {
        return None;
    }
    let part = match after.trim_end_matches('0') {
        short if short.len() < 3 => format!("{short:0<2}"),
        _ => format!("{after}0"),
    };
    Some((format!("{before}{after}"), format!("{before}.{part}")))
}

/// An amount as a field has it at first, so that it is read as it is meant.
pub(crate) fn plain(amount: Decimal) -> String {
    let text = amount.normalize().to_string();
    if doubtful(&text).is_some() { format!("{text}0") } else { text }
}

/// An amount of a currency as a field has it at first: as people write it in that language where it is read back as the same.
pub(crate) fn written(locale: &Locale, amount: Decimal, currency: &Currency) -> String {
    let text = locale.number(amount, currency.digits(amount)).replace('\u{A0}', " ");
    if self::amount(&text) == Some(amount) { text } else { plain(amount) }
}

/// The number that a text means, where it is written otherwise; blanks between thousands are plain.
fn told(text: &str, number: Decimal) -> Option<String> {
    let plain = number.normalize().to_string();
    let text = &dense(text);
    let as_written = text.contains('.') && text.trim_end_matches('0').trim_end_matches('.') == plain;
    (plain != *text && !as_written).then(|| format!("= {plain}"))
}

/// A line from 1, with the quantity or the net amount of it.
pub(crate) type CreditedPart = (usize, Option<Decimal>, Option<Decimal>);

/// A part of a line that is credited, as the command takes it: `2=1.5` for a quantity, `2=net:5000` for an amount.
fn part(given: &str) -> Option<CreditedPart> {
    let (line, rest) = given.split_once('=')?;
    let line = line.trim().parse().ok().filter(|line| *line > 0)?;
    Some(match rest.trim().strip_prefix("net:") {
        Some(net) => (line, None, Some(amount(net.trim())?)),
        // A point stands before decimals, as in the command; a comma may stand between thousands.
        None if rest.contains(',') => (line, Some(amount(rest.trim())?), None),
        None => (line, Some(number(rest.trim())?), None),
    })
}

/// The parts of lines that are credited, with blanks or semicolons between them; `None` if one is none.
pub(crate) fn parts(text: &str) -> Option<Vec<CreditedPart>> {
    text.split([' ', ';']).map(str::trim).filter(|given| !given.is_empty()).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_told_while_it_is_typed() {
        let time = Own::Time { needed: true };
        assert_eq!(time.tells("9-11:30").as_deref(), Some("09:00–11:30 = 2:30"));
        assert_eq!(time.tells("22-2").as_deref(), Some("22:00–02:00 = 4:00"));
        assert_eq!(time.tells("1,5").as_deref(), Some("= 1:30"));
        for wrong in ["", "9-", "x", "3d"] {
            assert!(time.error(wrong).is_some(), "{wrong}");
        }
        let names = Own::OneOf { names: vec!["Site".into(), "Support".into()], none: "books-no-project", needed: false };
        assert_eq!((names.error("si"), names.tells("si").as_deref()), (None, Some("= Site")));
        assert_eq!(names.completes("sup").as_deref(), Some("Support"));
        assert!(names.error("s").is_some() && names.error("x").is_some() && names.error("").is_none());
        assert_eq!(length("400").ok(), Some(1_440_000), "a budget is more than a week");
        assert_eq!(
            ["12 000", "1,5", "-1", "1e3", ""].map(amount),
            [Some(12_000.into()), Some(Decimal::new(15, 1)), None, None, None]
        );
    }

    #[test]
    fn an_amount_that_can_mean_two_things_is_none() {
        let money = Own::Amount { needed: true };
        let english = crate::locale::english();
        let error = |text: &str| money.error(text).map(|error| english.text(&error));
        assert_eq!(error("1,200").as_deref(), Some("“1,200” can be 1200 or 1.20: write it as one of them"));
        assert_eq!(error("18.125").as_deref(), Some("“18.125” can be 18125 or 18.1250: write it as one of them"));
        for (text, means) in [
            ("1200", "1200"),
            ("1.20", "1.2"),
            ("12,000.50", "12000.5"),
            ("12.000,50", "12000.5"),
            ("1,200,000", "1200000"),
            ("12 000,5", "12000.5"),
            ("0,125", "0.125"),
            ("18.1250", "18.125"),
        ] {
            assert_eq!(amount(text).map(|amount| amount.normalize().to_string()).as_deref(), Some(means), "{text}");
            assert_eq!(error(text), None, "{text}");
        }
        for wrong in ["-5", "(5)", "5-", "1,2,3", "12,00,000.5", "x", "."] {
            assert!(amount(wrong).is_none() && error(wrong).is_some(), "{wrong}");
        }
        assert_eq!(money.tells("12,000.50").as_deref(), Some("= 12000.5"), "what it means stands beside it");
        assert_eq!((money.tells("12000.50"), money.tells("12000")), (None, None));
        // What is known is put in so that it means itself.
        assert_eq!([plain(Decimal::new(1_125, 3)), plain(Decimal::new(12_000, 1))], ["1.1250", "1200"]);
        // A rate has no thousands.
        assert_eq!((Own::Number.error("397,125"), Own::Number.tells("397,125").as_deref()), (None, Some("= 397.125")));
        assert!(parts("2=net:1,200").is_none() && parts("2=1,200").is_none() && parts("2=1.125").is_some());
    }

    /// What a field has at first is written as people of that language do, and read back as the same amount.
    #[test]
    fn an_amount_that_is_filled_in_is_read_back_as_it_was() {
        let [english, hungarian] = [crate::locale::Lang::En, crate::locale::Lang::Hu].map(crate::locale::Lang::locale);
        for (text, code, en, hu) in [
            ("304798.8", "HUF", "304 798.80", "304 798,80"),
            ("304798", "HUF", "304 798", "304 798"),
            ("1250.5", "EUR", "1 250.50", "1 250,50"),
            ("12", "EUR", "12.00", "12,00"),
            ("1200000", "JPY", "1 200 000", "1 200 000"),
            ("0.5", "USD", "0.50", "0,50"),
            // A point before three digits could stand between thousands.
            ("1.125", "EUR", "1.1250", "1.1250"),
            ("12345678901.25", "GBP", "12 345 678 901.25", "12 345 678 901,25"),
        ] {
            let (is, currency) = (text.parse::<Decimal>().expect("a number"), Currency::new(code));
            for (locale, wanted) in [(english, en), (hungarian, hu)] {
                let shown = written(locale, is, &currency);
                assert_eq!((shown.as_str(), amount(&shown)), (wanted, Some(is)), "{text} {code}");
                assert_eq!(Own::Amount { needed: true }.error(&shown), None);
            }
        }
    }

    #[test]
    fn a_day_is_written_with_points_too() {
        let today = jiff::civil::date(2026, 11, 2);
        for text in ["2026-10-25", "2026.10.25.", "2026. 10. 25.", "2026.10.25"] {
            assert_eq!(day(text, today), Some(jiff::civil::date(2026, 10, 25)), "{text}");
        }
        assert_eq!(["25.10.2026", "10-25", "2026-13-01"].map(|text| day(text, today)), [None; 3]);
    }
}
