//! A list of payments in a text file: `name;account;amount;currency;text;reference;bank;payer;urgent` with these titles.
//!
//! For: transfers from a file. Uses: the csv crate. Never: a payment that is not whole.

use super::account::canonical;
use super::charset;
use super::csv_file::{Budget, swallowed, unclosed};
use super::event::{BankError, Refused, cut};
use super::source::{Bounded, Source};
use super::value::amount;
use crate::domain::transfer::Transfer;
use crate::domain::{Currency, Message};

/// Most payments of a list.
const MOST: usize = 10_000;
/// Longest line.
const LINE: usize = 1 << 16;

/// Payments of a list, and its lines that are none. `own` is the currency of a payment that does not tell its own.
///
/// # Errors
/// The file cannot be read, or lacks a column.
pub fn read(source: &dyn Source, own: Option<&Currency>) -> Result<(Vec<Transfer>, Vec<Refused>), BankError> {
    let wrong = |error: std::io::Error| BankError::stream(&error, 1);
    let charset = charset::guess(source).map_err(wrong)?;
    let first = super::head(source, 4096).map_err(wrong)?;
    let line = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.iter().map(|byte| usize::from(*byte == sign)).sum::<usize>();
    let separator = if count(b';') >= count(b',') { b';' } else { b',' };
    let stream = Bounded::new(charset::open(source, charset).map_err(wrong)?, [b'\n', b'\n'], LINE);
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(Budget::new(stream));
    let malformed = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        match error.into_kind() {
            csv::ErrorKind::Io(error) => BankError::stream(&error, line),
            _ => BankError::Malformed { format: "CSV".to_owned(), line, detail: "UTF-8".to_owned() },
        }
    };
    let titles: Vec<String> = reader.headers().map_err(malformed)?.iter().map(|title| title.trim().to_lowercase()).collect();
    let place = |title: &str| titles.iter().position(|known| known == title);
    let (Some(name), Some(account), Some(value)) = (place("name"), place("account"), place("amount")) else {
        return Err(BankError::NoPayments { columns: titles.join(" | ") });
    };
    let (currency, text, reference, bank) = (place("currency"), place("text"), place("reference"), place("bank"));
    let (payer, urgent) = (place("payer"), place("urgent"));
    let (mut payments, mut refused) = (Vec::new(), Vec::new());
    let mut row = csv::StringRecord::new();
    loop {
        reader.get_mut().renew();
        if !reader.read_record(&mut row).map_err(malformed)? {
            break;
        }
        let line = row.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = row.iter().map(str::to_owned).collect();
        if swallowed(&cells, separator, titles.len()).next().is_some() {
            return Err(unclosed(line));
        }
        let cell = |place: usize| row.get(place).unwrap_or_default().trim();
        let maybe = |place: Option<usize>| place.map_or("", cell);
        let Some(amount) = amount(cell(value), None) else {
            let message = Message::new("bank-refused-amount-cell").with("value", cell(value));
            refused.push(Refused { line, column: value as u64 + 1, message });
            continue;
        };
        let told = Some(maybe(currency)).filter(|text| !text.is_empty()).map(Currency::new);
        // Of an account of its own the currency is not known.
        let Some(its) = told.or_else(|| own.filter(|_| maybe(payer).is_empty()).cloned()) else {
            let column = currency.map_or(0, |place| place as u64 + 1);
            refused.push(Refused { line, column, message: Message::new("bank-refused-payment-currency") });
            continue;
        };
        let Some(is_urgent) = word_of_yes(maybe(urgent)) else {
            let message = Message::new("bank-refused-urgent").with("value", maybe(urgent));
            refused.push(Refused { line, column: urgent.map_or(0, |place| place as u64 + 1), message });
            continue;
        };
        if payments.len() >= MOST {
            return Err(BankError::TooLarge { line });
        }
        payments.push(Transfer {
            document: None,
            name: cut(cell(name), 140),
            account: canonical(cell(account)).into(),
            bank: cut(maybe(bank), 11),
            amount: amount.normalize(),
            currency: its,
            text: cut(maybe(text), 140),
            end_to_end: cut(maybe(reference), 35),
            payer: Some(canonical(maybe(payer))).filter(|payer| !payer.is_empty()).map(Into::into),
            urgent: is_urgent,
        });
    }
    Ok((payments, refused))
}

/// Whether a cell says yes; nothing is no. `None` for another word.
fn word_of_yes(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "" | "no" | "n" | "false" | "0" | "nem" => Some(false),
        "yes" | "y" | "true" | "1" | "x" | "igen" | "i" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_tells_which_account_pays_and_what_is_urgent() {
        let list = "name;account;amount;currency;payer;urgent\n\
                    A;DE89370400440532013000;5;EUR;11773016-11111018;igen\n\
                    B;DE89370400440532013000;6;EUR;;\n\
                    C;DE89370400440532013000;7;EUR;;soon\n";
        let (payments, refused) = read(&list.as_bytes(), None).expect("read");
        let told: Vec<(Option<&str>, bool)> = payments.iter().map(|one| (one.payer.as_deref(), one.urgent)).collect();
        assert_eq!(told, [(Some("HU42117730161111101800000000"), true), (None, false)]);
        let places: Vec<(u64, u64, &str)> = refused.iter().map(|one| (one.line, one.column, one.message.id.as_ref())).collect();
        assert_eq!(places, [(4, 6, "bank-refused-urgent")]);
    }
}
