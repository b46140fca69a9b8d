//! What a value of own books must be to be kept: known currencies and countries, amounts that can be computed with.
//!
//! For: whatever stores such a value, from commands, the screen and HTTP alike. Uses: domain, code lists of documents. Never: the store.

use rust_decimal::Decimal;

use super::shelf::misused;
use super::view::{BooksEdit, NewEntry, RateAsk};
use crate::domain::ledger::{Budget, Client, Per, Person, Profile, Project, Surcharge};
use crate::domain::time::Price;
use crate::domain::{Currency, Message, Party};
use crate::error::Error;
use crate::service::Result;
use crate::{delivery, document};

/// Digits after the point that are still computed with.
const DIGITS: u32 = 10;
/// Largest price, budget or cap.
const MOST: i64 = 1_000_000_000_000_000;
/// Most surcharges of a rate.
const SURCHARGES: usize = 50;

/// A currency that there is.
pub(super) fn currency(currency: &Currency) -> Result<()> {
    if currency.is_known() {
        return Ok(());
    }
    Err(misused(Message::new("books-bad-currency").with("text", currency.as_str().chars().take(10).collect::<String>())))
}

/// A currency, or none: that of the books is meant.
fn maybe_currency(of: &Currency) -> Result<()> {
    if *of == Currency::unsaid() { Ok(()) } else { currency(of) }
}

/// An amount that is not negative, nor too large or too fine.
pub(super) fn amount(amount: Decimal) -> Result<()> {
    let is_negative = amount.is_sign_negative() && !amount.is_zero();
    if is_negative || amount > Decimal::from(MOST) || amount.normalize().scale() > DIGITS {
        return Err(misused(Message::new("books-bad-amount").with("amount", amount.to_string())));
    }
    Ok(())
}

/// An amount that cannot be misread: where a point parts thousands, `18.000` is eighteen thousand. Three decimals that end in a zero are
/// asked about in currencies of fewer, and any three decimals in those of whole amounts.
pub(in crate::service) fn plain(amount: Decimal, currency: &Currency) -> Result<()> {
    let short = amount.normalize();
    let may = short.scale() < 3 || currency.decimals() == 0;
    if amount.scale() != 3 || !may || currency.decimals() >= 3 || amount.abs() < Decimal::ONE {
        return Ok(());
    }
    // With a fourth decimal it is read in one way.
    let short = if short.scale() < 3 { short.to_string() } else { format!("{amount}0") };
    let whole = amount.checked_mul(Decimal::ONE_THOUSAND).unwrap_or(amount).normalize();
    let message = Message::new("books-thousands").with("amount", amount.to_string());
    Err(misused(message.with("whole", whole.to_string()).with("short", short)))
}

/// A price that is typed, once its currency is known.
pub(super) fn priced(price: Option<Price>) -> Result<Option<Price>> {
    price.as_ref().map_or(Ok(()), |price| plain(price.amount, &price.currency))?;
    Ok(price)
}

/// A text of a line or an entry: what no paper and no screen can show is none. A note may have lines.
pub(super) fn text(text: &str) -> Result<()> {
    if text.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\t')) {
        let shown: String = text.chars().map(|sign| if sign.is_control() { '\u{FFFD}' } else { sign }).take(40).collect();
        return Err(misused(Message::new("books-bad-text").with("text", shown)));
    }
    Ok(())
}

/// Time that is entered or changed.
pub(super) fn entry(new: &NewEntry) -> Result<()> {
    new.price.as_ref().map_or(Ok(()), price)?;
    let texts = [&new.task, &new.note].into_iter().flatten().chain(new.tags.iter().flatten());
    texts.map(String::as_str).try_for_each(text)
}

/// A price.
fn price(price: &Price) -> Result<()> {
    maybe_currency(&price.currency)?;
    amount(price.amount)
}

/// What cannot be of new books, or is changed to what cannot be: a country, an e-mail address or an electronic address that is none. What
/// was kept before stays, so that other fields can be changed.
pub(in crate::service) fn possible(party: &Party, known: Option<&Party>) -> Result<()> {
    let country = |party: &Party| party.address.country.as_deref().map(str::to_uppercase).unwrap_or_default();
    let new = country(party);
    if !new.is_empty() && known.map(country).as_ref() != Some(&new) && !document::is_country(&new) {
        return Err(no_country(&new));
    }
    let kept = known.map(|known| known.emails.as_slice()).unwrap_or_default();
    party.emails.iter().filter(|email| !kept.contains(email)).map(String::as_str).try_for_each(email)
}

/// An address of e-mail, or nothing.
pub(super) fn email(address: &str) -> Result<()> {
    let is_one = address.trim().rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !address.trim().contains([' ', ',', ';', '<', '>', '\t']);
    // A name may stand before it.
    if is_one || address.trim().is_empty() || delivery::is_address(address.trim()) {
        return Ok(());
    }
    let shown: String = address.trim().chars().take(60).collect();
    Err(misused(Message::new("books-bad-email").with("text", shown)).hint(Message::new("books-bad-email-hint")))
}

/// An electronic address of e-invoices that is new, or nothing.
pub(super) fn endpoint(new: Option<&str>, known: Option<&str>) -> Result<()> {
    match new.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) if new != known && document::endpoint(text).is_none() => {
            let shown: String = text.chars().take(60).collect();
            Err(misused(Message::new("books-bad-endpoint").with("text", shown)))
        }
        _ => Ok(()),
    }
}

fn no_country(text: &str) -> Error {
    misused(Message::new("books-bad-country").with("text", text.chars().take(20).collect::<String>()))
}

/// A profile.
pub(in crate::service) fn profile(profile: &Profile) -> Result<()> {
    currency(&profile.currency)?;
    party(&profile.party)
}

/// A change of the books.
pub(super) fn edit(edit: &BooksEdit) -> Result<()> {
    match edit {
        BooksEdit::Profile(one) => profile(one),
        BooksEdit::AddClient(one) | BooksEdit::EditClient(one) => client(one),
        BooksEdit::AddProject(one, _) | BooksEdit::EditProject(one) => project(one),
        BooksEdit::AddPerson(one) | BooksEdit::EditPerson(one) => person(one),
        BooksEdit::SetRate(ask) => rate(ask),
        BooksEdit::Delete(_)
        | BooksEdit::AddRecurring(_)
        | BooksEdit::EditRecurring(..)
        | BooksEdit::PauseRecurring(..)
        | BooksEdit::MapTime(_) => Ok(()),
    }
}

fn client(client: &Client) -> Result<()> {
    client.currency.as_ref().map_or(Ok(()), currency)?;
    let (of, number) = (&client.party, client.party.tax_number.as_ref().or(client.party.eu_tax_number.as_ref()));
    if let Some(number) = number.filter(|_| of.is_private()) {
        let message = Message::new("books-private-number").with("client", of.name.as_str());
        return Err(misused(message.with("number", number.to_string())));
    }
    party(of)
}

fn project(project: &Project) -> Result<()> {
    match &project.budget {
        Some(Budget::Money(most, of)) => {
            maybe_currency(of)?;
            amount(*most)
        }
        Some(Budget::Time(seconds)) => amount(Decimal::from(*seconds)),
        None => Ok(()),
    }
}

fn person(person: &Person) -> Result<()> {
    person.cost.as_ref().map_or(Ok(()), price)
}

fn rate(ask: &RateAsk) -> Result<()> {
    maybe_currency(&ask.currency)?;
    amount(ask.amount)?;
    ask.cap.map_or(Ok(()), amount)?;
    if let Per::Retainer(retainer) = &ask.per {
        amount(retainer.overage)?;
        amount(Decimal::from(retainer.included))?;
    }
    // A retainer and a fixed amount are the same on every day; only the hours beyond a retainer have a length.
    let is_whole = matches!(ask.per, Per::Retainer(_) | Per::Fixed);
    if is_whole && !ask.surcharges.is_empty() || matches!(ask.per, Per::Retainer(_)) && ask.cap.is_some() {
        return Err(misused(Message::new("books-rate-whole")));
    }
    if ask.surcharges.len() > SURCHARGES || !ask.surcharges.iter().all(is_surcharge) {
        return Err(misused(Message::new("books-bad-surcharge").with("most", SURCHARGES)));
    }
    Ok(())
}

/// Whether an addition is one: on a day of the week, within a day, of 0 to 1,000 percent.
fn is_surcharge(one: &Surcharge) -> bool {
    let percent = one.percent.normalize();
    (1..=0x7F).contains(&one.weekdays)
        && (0..one.until).contains(&one.from)
        && one.until <= 86_400
        && (Decimal::ZERO..=Decimal::ONE_THOUSAND).contains(&percent)
        && percent.scale() <= 4
}

fn party(party: &Party) -> Result<()> {
    let address = &party.address;
    let numbers =
        [&party.tax_number, &party.eu_tax_number, &party.phone, &party.bank, &party.account_number, &party.iban, &party.swift];
    let places = [&address.post_code, &address.city, &address.street];
    let texts = numbers.into_iter().chain(places).flatten().map(AsRef::as_ref);
    texts.chain(party.emails.iter().map(String::as_str)).try_for_each(text)?;
    let Some(country) = party.address.country.as_deref().filter(|country| !country.is_empty()) else { return Ok(()) };
    if country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Ok(());
    }
    Err(no_country(country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_mean_thousands_is_asked_about() {
        let may = |amount: &str, currency: &str| plain(amount.parse().expect("an amount"), &Currency::new(currency)).is_err();
        for amount in ["18.000", "-18.000", "4.500", "999.990", "1.000"] {
            assert!(may(amount, "HUF") && may(amount, "EUR") && !may(amount, "KWD"), "{amount}");
        }
        for amount in ["18", "18.0", "18.00", "0.500", "18.1250", "18.0000", "0.000"] {
            assert!(!may(amount, "HUF") && !may(amount, "EUR"), "{amount}");
        }
        assert!(may("18.125", "HUF") && may("70.104", "JPY") && !may("18.125", "EUR") && !may("18.125", "KWD"));
    }
}
