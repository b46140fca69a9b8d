//! MT940 and MT942: lines of tagged fields, as banks write them.
//!
//! For: statements of SWIFT's form in many dialects. Uses: lines of bounded length. Never: more than one entry in memory.
//!
//! The sign of an amount comes from its mark alone: `RC`, a credit taken back, is a debit, and `RD` a credit.

mod details;
mod found;
mod line;
mod slashed;

use std::io::BufRead;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::event::{self, BankError, Event, Head, Refused, SHORT, TEXT, Tail, Take, cut};
use super::source::Lines;
use super::value::{plain_amount, short_day};
use crate::domain::bank::{BankEntry, EntryDetail, EntryState};
use crate::domain::{Currency, Message, RemoteId};

/// Longest line.
const LINE: usize = 1 << 16;
/// Most bytes of one field.
const FIELD: usize = 1 << 16;

/// A field: its tag, its lines and where it begins.
#[derive(Debug, Default)]
struct Field {
    tag: String,
    text: String,
    line: u64,
}

impl Field {
    /// Becomes the next field; the room of the texts is kept.
    fn begin(&mut self, tag: &str, text: &str, line: u64) {
        tag.clone_into(&mut self.tag);
        text.clone_into(&mut self.text);
        self.line = line;
    }
}

/// Reads statements.
///
/// # Errors
/// The stream ends with an error, or is no statement.
pub(super) fn read(stream: impl BufRead, take: Take<'_>) -> Result<(), BankError> {
    let mut lines = Lines::new(stream, LINE);
    let mut state = State::default();
    let mut field = Field::default();
    // A line with a dash, and what stands between it and the next tag.
    let mut dashed: Option<String> = None;
    loop {
        let number = lines.number + 1;
        let line = lines.next().map_err(|error| BankError::stream(&error, number))?;
        let Some(line) = line else { break };
        let line = String::from_utf8_lossy(line);
        // A block of SWIFT's envelope may stand before the first tag.
        let line = if line.starts_with('{') {
            let Some(at) = line.find("{4:") else { continue };
            line.get(at + 3..).unwrap_or_default()
        } else {
            &*line
        };
        match tag(line) {
            Some((tag, rest)) => {
                // A text may have a dash alone on a line: the statement goes on where its entries or its end follow.
                match dashed.take() {
                    Some(text) if goes_on(tag) => field.text.push_str(&text),
                    Some(_) => state.close(&mut field, number, take)?,
                    None => {}
                }
                state.take(&field, take)?;
                field.begin(tag, rest, number);
            }
            None if line.trim_end() == "-}" || line.starts_with("-}{") => {
                dashed = None;
                state.close(&mut field, number, take)?;
            }
            None if line.trim().is_empty() || field.tag.is_empty() => {}
            None => {
                let dashes = dashed.is_some() || line.trim_end() == "-";
                let text = if dashes { dashed.get_or_insert_default() } else { &mut field.text };
                if text.len() + line.len() > FIELD {
                    return Err(BankError::TooLarge { line: number });
                }
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    state.take(&field, take)?;
    state.end(take)?;
    if state.seen { Ok(()) } else { Err(BankError::Empty) }
}

/// Whether a tag stands within a statement or at its end, never at its beginning.
fn goes_on(tag: &str) -> bool {
    matches!(tag, "61" | "86" | "NS" | "62F" | "62M" | "64" | "65" | "90D" | "90C")
}

/// Whether a reference says that there is none, or only by which word the details have it.
fn is_absent(text: &str) -> bool {
    let word = text.trim().trim_end_matches('+');
    event::is_absent(word) || matches!(word, "EREF" | "KREF" | "PREF" | "MARF" | "IREF")
}

/// The tag at the beginning of a line, and what follows it.
pub(super) fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.strip_prefix(':')?.split_once(':')?;
    let digits = tag.len() >= 2 && tag.bytes().take(2).all(|byte| byte.is_ascii_digit());
    let known = (digits && tag.len() <= 3 && tag.bytes().skip(2).all(|byte| byte.is_ascii_uppercase())) || tag == "NS";
    known.then_some((tag, rest))
}

#[derive(Debug, Default)]
struct State {
    head: Option<Head>,
    begun: bool,
    seen: bool,
    entry: Option<Box<BankEntry>>,
    /// Whether the entry has details already.
    detailed: bool,
    /// Currency of the statement that has begun.
    currency: Option<Currency>,
    raiffeisen: bool,
    tail: Tail,
}

impl State {
    /// Ends a statement with its last field.
    fn close(&mut self, field: &mut Field, number: u64, take: Take<'_>) -> Result<(), BankError> {
        self.take(field, take)?;
        field.begin("", "", number);
        self.end(take)
    }

    fn take(&mut self, field: &Field, take: Take<'_>) -> Result<(), BankError> {
        match field.tag.as_str() {
            "20" => {
                self.end(take)?;
                self.head = Some(Head::default());
            }
            "25" | "25P" => {
                // A statement may begin without a reference.
                if self.begun {
                    self.end(take)?;
                }
                self.account(&field.text);
            }
            "28" | "28C" => {
                let head = self.head.get_or_insert_default();
                let (number, page) = field.text.trim().split_once('/').unwrap_or((field.text.trim(), ""));
                head.number = cut(number, SHORT).into();
                head.page = page.trim().parse().unwrap_or_default();
            }
            "60F" | "60M" => match balance(&field.text) {
                Some((amount, day, currency)) => {
                    let head = self.head.get_or_insert_default();
                    (head.opening, head.from) = (Some(amount), day);
                    head.currency = currency.or_else(|| head.currency.take());
                    head.adds_up = true;
                }
                None => take(Event::Refused(Refused::new(field.line, Message::new("bank-refused-balance"))))?,
            },
            "34F" => {
                let currency = field.text.trim().get(..3).map(Currency::new);
                let head = self.head.get_or_insert_default();
                head.currency = head.currency.take().or(currency);
            }
            "61" => {
                self.begin(take)?;
                self.flush(take)?;
                match line::entry(&field.text, self.currency.as_ref()) {
                    Some(mut entry) => {
                        entry.line = field.line;
                        self.detailed = false;
                        self.entry = Some(Box::new(entry));
                    }
                    None => take(Event::Refused(Refused::new(field.line, Message::new("bank-refused-line"))))?,
                }
            }
            "86" | "NS" => {
                if let Some(entry) = self.entry.as_mut() {
                    let numbered = field.tag == "NS";
                    let more = std::mem::replace(&mut self.detailed, !numbered) && !numbered;
                    details::fill(entry, &field.text, numbered, self.raiffeisen, more);
                    let told = field.text.lines().filter(|line| line.starts_with('/'));
                    told.for_each(|told| line::told(entry, told, self.currency.as_ref()));
                }
            }
            "62F" | "62M" => {
                self.begin(take)?;
                self.flush(take)?;
                match balance(&field.text) {
                    Some((amount, day, _)) => self.tail = Tail { closing: Some(amount), until: day },
                    None => take(Event::Refused(Refused::new(field.line, Message::new("bank-refused-balance"))))?,
                }
            }
            // What follows the closing balance is about the statement.
            "64" | "65" | "90D" | "90C" => self.flush(take)?,
            _ => {}
        }
        Ok(())
    }

    fn account(&mut self, text: &str) {
        // In some countries a slash stands before the number.
        let text = text.trim().trim_start_matches('/');
        let head = self.head.get_or_insert_default();
        self.raiffeisen = text.starts_with("UBRTHUHB");
        let letters = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        let parts: Vec<&str> = text.split('/').map(str::trim).collect();
        let (mut account, mut rest) = match parts.as_slice() {
            // An IBAN is the account wherever it stands.
            [account, rest, ..] if looks_like_iban(account) => ((*account).to_owned(), *rest),
            // Country and bank in one, the number, and, where it is there, the currency.
            [bank, account, rest @ ..] if is_national_bank(bank) && account.len() >= 5 && !letters(account) => {
                (format!("{bank}{account}"), rest.first().copied().unwrap_or_default())
            }
            // Bank, account and, where it is there, currency.
            [bank, account, rest @ ..] if bank.len() >= 8 && !letters(account) => {
                let is_german = bank.bytes().all(|byte| byte.is_ascii_digit());
                (
                    if is_german { format!("{bank}{account}") } else { (*account).to_owned() },
                    rest.first().copied().unwrap_or_default(),
                )
            }
            // The country and the number.
            [country, number, ..] if country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                (format!("{country}{number}"), "")
            }
            [account, rest, ..] => ((*account).to_owned(), *rest),
            _ => (text.to_owned(), ""),
        };
        // A currency may stand at the end of the number.
        if rest.is_empty()
            && let Some((number, currency)) = account.len().checked_sub(3).and_then(|at| account.split_at_checked(at))
            && letters(currency)
            && number.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | ',' | '.'))
        {
            let (number, currency) = (number.trim_end_matches([' ', '-', ',', '.']).to_owned(), currency.to_owned());
            head.currency = head.currency.take().or_else(|| Some(Currency::new(&currency)));
            account = number;
            rest = "";
        }
        if letters(rest) {
            head.currency = head.currency.take().or_else(|| Some(Currency::new(rest)));
        }
        head.account = cut(&account, SHORT).into();
    }

    fn begin(&mut self, take: Take<'_>) -> Result<(), BankError> {
        if !std::mem::replace(&mut self.begun, true) {
            self.seen = true;
            let head = self.head.take().unwrap_or_default();
            self.currency.clone_from(&head.currency);
            take(Event::Begin(Box::new(head)))?;
        }
        Ok(())
    }

    fn flush(&mut self, take: Take<'_>) -> Result<(), BankError> {
        self.entry.take().map_or(Ok(()), |entry| take(Event::Entry(entry)))
    }

    fn end(&mut self, take: Take<'_>) -> Result<(), BankError> {
        if self.head.as_ref().is_some_and(|head| !head.account.is_empty() || head.opening.is_some()) {
            self.begin(take)?;
        }
        self.flush(take)?;
        self.head = None;
        let tail = std::mem::take(&mut self.tail);
        if std::mem::take(&mut self.begun) { take(Event::End(tail)) } else { Ok(()) }
    }
}

/// Whether a text has the form of an IBAN: two letters, two digits, and a number of the country's length.
fn looks_like_iban(text: &str) -> bool {
    let (start, rest) = text.split_at_checked(4).unwrap_or_default();
    let form = start.bytes().zip([true, true, false, false]);
    start.len() == 4
        && form.into_iter().all(|(byte, letter)| if letter { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() })
        && (11..=30).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a text is a country with the number of a bank, such as `AT12000`.
fn is_national_bank(text: &str) -> bool {
    let (country, bank) = text.split_at_checked(2).unwrap_or_default();
    let upper = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    upper && (4..=8).contains(&bank.len()) && bank.bytes().all(|byte| byte.is_ascii_digit())
}

/// An amount, which has a comma before its decimals. A dot is read as one, but for three digits behind it, which may be thousands.
fn dotted(text: &str) -> Option<Decimal> {
    let is_thousands = text.rsplit_once('.').is_some_and(|(_, behind)| behind.len() == 3);
    plain_amount(text).filter(|_| !is_thousands)
}

/// A balance: mark, day, currency, amount. Some banks leave the currency out, which the opening balance tells.
fn balance(text: &str) -> Option<(Decimal, Option<Date>, Option<Currency>)> {
    let text = text.lines().next()?.trim();
    let (mark, rest) = text.split_at_checked(1)?;
    let (day, rest) = rest.split_at_checked(6)?;
    let letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let (currency, amount) = rest.split_at_checked(letters)?;
    let amount = dotted(amount)?;
    let amount = match mark {
        "C" => amount,
        "D" => -amount,
        _ => return None,
    };
    matches!(currency.len(), 0 | 3).then(|| (amount, short_day(day), Some(Currency::new(currency)).filter(|_| letters > 0)))
}

/// An entry with nothing but its amount.
fn blank(amount: Decimal) -> BankEntry {
    BankEntry {
        id: RemoteId::new(""),
        line: 0,
        booked: None,
        valued: None,
        state: EntryState::Booked,
        reversal: false,
        reference: "".into(),
        code: "".into(),
        charges: None,
        whole: EntryDetail { amount, ..EntryDetail::default() },
        parts: Vec::new(),
    }
}

/// Appends a line to a text that keeps its breaks.
fn add_line(text: &mut String, line: &str) {
    let line = line.trim();
    if !line.is_empty() && text.len() + line.len() < TEXT {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
}
