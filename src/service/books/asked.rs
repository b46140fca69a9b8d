//! Bodies of requests of own books, as they are read: what is wrong in one is told when it is used.
//!
//! For: the routes of own books, and `json`, which reads bodies. Uses: domain. Never: HTTP.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::shelf::misused;
use super::sound;
use crate::domain::ledger::{Increment, Vat};
use crate::domain::time::Typed;
use crate::domain::{Currency, Message};
use crate::service::Result;

/// Longest text of a field.
const TEXT: usize = 10_000;
/// Digits before and after the point of an amount.
const DIGITS: (usize, usize) = (16, 10);

/// What a body says, or why it says nothing that can be done.
#[derive(Debug)]
pub struct Asked<T>(pub Result<T>);

/// An entry to split, at a time or after an amount.
#[derive(Debug)]
pub struct SplitAt(pub String);

/// Time to approve, or what else is done with it.
#[derive(Debug)]
pub struct ApproveAsk(pub super::view::Approve);

/// A reason, and parts that are credited.
#[derive(Debug)]
pub struct CorrectAsk(pub super::view_bill::Correction);

/// The person that a user of Slack is, and the project of its time.
#[derive(Debug)]
pub struct SlackAsk {
    /// The person.
    pub person: String,
    /// The project.
    pub project: Option<String>,
}

/// An exact amount as it is written: digits with a point.
///
/// # Errors
/// It is none.
pub fn amount(text: &str) -> Result<Decimal> {
    let bad = || misused(Message::new("books-bad-amount").with("amount", text.chars().take(40).collect::<String>()));
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let are = |part: &str, most| !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    if !are(whole, DIGITS.0) || rest.is_some_and(|rest| !are(rest, DIGITS.1)) {
        return Err(bad());
    }
    text.parse().map_err(|_| bad())
}

/// An amount that may be left out.
///
/// # Errors
/// It is none.
pub fn maybe_amount(text: Option<&String>) -> Result<Option<Decimal>> {
    text.map(|text| amount(text)).transpose()
}

/// A day.
///
/// # Errors
/// It is none.
pub fn day(text: &str) -> Result<Date> {
    let bad = || misused(Message::new("cli-not-a-date").with("text", text.chars().take(40).collect::<String>()));
    let date: Date = text.parse().map_err(|_| bad())?;
    // Days of invoices and of work; those before and after have no neighbours.
    if (1900..=2999).contains(&date.year()) { Ok(date) } else { Err(bad()) }
}

/// A day that may be left out.
///
/// # Errors
/// It is none.
pub fn maybe_day(text: Option<&String>) -> Result<Option<Date>> {
    text.map(|text| day(text)).transpose()
}

/// A currency by its code.
///
/// # Errors
/// It is none.
pub fn currency(code: &str) -> Result<Currency> {
    let currency = Currency::new(code);
    sound::currency(&currency)?;
    Ok(currency)
}

/// A currency by its code; none where it is left out, which is that of the books.
///
/// # Errors
/// There is no such currency.
pub fn maybe_currency(code: Option<&str>) -> Result<Currency> {
    code.map_or_else(|| Ok(Currency::unsaid()), currency)
}

/// VAT by its word.
///
/// # Errors
/// It is none.
pub fn vat(word: Option<&String>) -> Result<Option<Vat>> {
    let read = |word: &String| {
        let message = Message::new("cli-not-a-vat").with("text", word.chars().take(20).collect::<String>());
        Vat::parse(word).ok_or_else(|| misused(message.with("known", Vat::words().join(", "))))
    };
    word.map(read).transpose()
}

/// A word of a list.
///
/// # Errors
/// It is none of them.
pub fn word<T>(text: Option<&String>, parse: impl Fn(&str) -> Option<T>, otherwise: T) -> Result<T> {
    let bad = |text: &String| misused(Message::new("cli-not-a-word").with("text", text.chars().take(40).collect::<String>()));
    text.map_or(Ok(otherwise), |text| parse(text).ok_or_else(|| bad(text)))
}

/// A text that is not too long.
///
/// # Errors
/// It is longer.
pub fn short(text: Option<String>) -> Result<Option<String>> {
    match text {
        Some(text) if text.chars().count() > TEXT => Err(misused(Message::new("books-text-too-long").with("most", TEXT))),
        text => Ok(text),
    }
}

/// Steps of billed time, in seconds.
///
/// # Errors
/// A step is not between a second and a day.
pub fn steps(step: Option<i64>, nearest: bool, least: i64) -> Result<Option<Increment>> {
    let fits = |seconds: i64| (0..=86_400).contains(&seconds);
    match step {
        None => Ok(None),
        Some(step) if step > 0 && fits(step) && fits(least) => Ok(Some(Increment { step, up: !nearest, least })),
        Some(step) => Err(misused(Message::new("time-not-a-duration").with("text", step.to_string()))),
    }
}

/// Seconds of a duration as people type it.
///
/// # Errors
/// It is none.
pub fn seconds(text: &str) -> Result<i64> {
    match Typed::parse(text) {
        Ok(Typed::Seconds(seconds)) => Ok(seconds),
        _ => Err(misused(Message::new("time-not-a-duration").with("text", text.chars().take(40).collect::<String>()))),
    }
}

/// The beginning of numbers.
///
/// # Errors
/// It is empty, longer than 20 characters, or has others than letters, digits, dashes and slashes.
pub fn prefix(text: &str) -> Result<String> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/');
    if (1..=20).contains(&text.len()) && text.bytes().all(fits) {
        return Ok(text.to_owned());
    }
    Err(misused(Message::new("books-bad-prefix").with("text", text.chars().take(30).collect::<String>())))
}
