//! OFX 1, which is SGML without closing tags, and OFX 2, which is XML: both as a stream of tags.
//!
//! For: downloads of banks and of personal finance. Uses: streams of bounded tags. Never: a tree.

use std::io::{BufRead, Read};

use rust_decimal::Decimal;

use super::charset::{self, Charset};
use super::event::{BankError, Event, Head, Refused, SHORT, TEXT, Tail, Take, cut};
use super::source::{Source, head};
use super::value::{amount, day, plain_amount};
use super::xml;
use crate::domain::bank::{BankEntry, EntryDetail, EntryState};
use crate::domain::{Currency, Message, RemoteId};

/// Longest tag or text.
const LONGEST: u64 = 1 << 16;
/// What text begins with that means nothing but itself.
const CDATA: &[u8] = b"![CDATA[";

/// Reads statements.
///
/// # Errors
/// The stream ends with an error, or holds no statement.
pub(super) fn read(source: &dyn Source, take: Take<'_>) -> Result<(), BankError> {
    let stream = |error: std::io::Error| BankError::stream(&error, 1);
    let first = head(source, 1024).map_err(stream)?;
    let first = String::from_utf8_lossy(&first).to_ascii_uppercase();
    let of_header = |key: &str| first.split(key).nth(1).and_then(|rest| rest.split_whitespace().next());
    let of_declaration = || first.split("ENCODING=").nth(1).and_then(|rest| rest.split(['"', '\'']).nth(1));
    let told = of_header("CHARSET:").or_else(of_declaration).and_then(Charset::named);
    let charset = charset::guess_beside(source, told).map_err(stream)?;
    let mut reader = charset::open(source, charset).map_err(stream)?;
    let mut state = State::default();
    let (mut text, mut tag, mut line) = (Vec::new(), Vec::new(), 1u64);
    loop {
        let ended = until(&mut reader, b'<', &mut text, &mut line)?;
        state.text(&String::from_utf8_lossy(&text));
        if ended {
            break;
        }
        let mut ended = until(&mut reader, b'>', &mut tag, &mut line)?;
        // Text with signs of its own, which may be those of tags.
        if tag.starts_with(CDATA) {
            while !ended && !tag.ends_with(b"]]") {
                tag.push(b'>');
                let mut more = Vec::new();
                ended = until(&mut reader, b'>', &mut more, &mut line)?;
                tag.extend_from_slice(&more);
                if tag.len() as u64 >= LONGEST {
                    return Err(BankError::TooLarge { line });
                }
            }
            if ended {
                let detail = "the file ends in a text".to_owned();
                return Err(BankError::Malformed { format: "OFX".to_owned(), line, detail });
            }
            let text = tag.get(CDATA.len()..).unwrap_or_default();
            state.marked(&String::from_utf8_lossy(text.strip_suffix(b"]]").unwrap_or(text)));
            continue;
        }
        if ended {
            return Err(BankError::Malformed { format: "OFX".to_owned(), line, detail: "the file ends in a tag".to_owned() });
        }
        if tag.starts_with(b"!") && !tag.starts_with(b"!--") {
            return Err(BankError::Declares { line });
        }
        let name = String::from_utf8_lossy(&tag).trim().to_ascii_uppercase();
        let begun = line;
        match name.strip_prefix('/') {
            Some(name) => state.close(name, begun, take)?,
            None => state.open(name.trim_end_matches('/'), begun, take)?,
        }
    }
    if state.seen { Ok(()) } else { Err(BankError::Empty) }
}

/// Reads up to a byte, which is taken away; tells whether the stream ended.
fn until(reader: &mut dyn BufRead, end: u8, into: &mut Vec<u8>, line: &mut u64) -> Result<bool, BankError> {
    into.clear();
    reader.take(LONGEST).read_until(end, into).map_err(|error| BankError::stream(&error, *line))?;
    *line += into.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
    if into.last() == Some(&end) {
        into.pop();
        return Ok(false);
    }
    if into.len() as u64 >= LONGEST { Err(BankError::TooLarge { line: *line }) } else { Ok(true) }
}

#[derive(Debug, Default)]
struct State {
    seen: bool,
    tag: String,
    /// The aggregate that says what a value is about.
    within: &'static str,
    head: Head,
    bank: String,
    begun: bool,
    tail: Tail,
    entry: Option<Draft>,
}

#[derive(Debug, Default)]
struct Draft {
    line: u64,
    amount: Option<Decimal>,
    posted: String,
    valued: String,
    id: String,
    kind: String,
    name: String,
    memo: String,
    bank: String,
    account: String,
    /// Currency of the amount, where it is not the account's.
    currency: Option<Currency>,
    wrong: bool,
}

const AGGREGATES: [&str; 9] =
    ["BANKACCTFROM", "CCACCTFROM", "BANKACCTTO", "CCACCTTO", "LEDGERBAL", "AVAILBAL", "BANKTRANLIST", "CURRENCY", "ORIGCURRENCY"];

impl State {
    fn open(&mut self, name: &str, line: u64, take: Take<'_>) -> Result<(), BankError> {
        name.clone_into(&mut self.tag);
        if let Some(within) = AGGREGATES.iter().find(|known| **known == name) {
            self.within = within;
        }
        match name {
            "STMTRS" | "CCSTMTRS" => {
                self.end(take)?;
                self.seen = true;
                self.head = Head::default();
                self.bank.clear();
            }
            "STMTTRN" => {
                self.finish(take)?;
                self.begin(take)?;
                self.within = "";
                self.entry = Some(Draft { line, ..Draft::default() });
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str, _line: u64, take: Take<'_>) -> Result<(), BankError> {
        self.tag.clear();
        match name {
            "STMTTRN" | "BANKTRANLIST" => {
                self.within = "";
                self.finish(take)
            }
            "STMTRS" | "CCSTMTRS" => self.end(take),
            name if AGGREGATES.contains(&name) => {
                self.within = "";
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn text(&mut self, raw: &str) {
        let raw = raw.trim();
        if raw.is_empty() || self.tag.is_empty() {
            return;
        }
        self.value(&plain(raw));
    }

    /// Text that stands as it is.
    fn marked(&mut self, text: &str) {
        if !text.trim().is_empty() && !self.tag.is_empty() {
            self.value(text.trim());
        }
    }

    fn value(&mut self, text: &str) {
        let tag = std::mem::take(&mut self.tag);
        if let Some(entry) = self.entry.as_mut() {
            let kept = |text: &str| String::from(cut(text, SHORT));
            match tag.as_str() {
                "TRNAMT" => {
                    // Some banks write thousands apart.
                    entry.amount = plain_amount(text).or_else(|| amount(text, None));
                    entry.wrong = entry.amount.is_none();
                }
                "DTPOSTED" => entry.posted = kept(text),
                "DTAVAIL" | "DTUSER" if entry.valued.is_empty() || tag == "DTAVAIL" => entry.valued = kept(text),
                "FITID" => entry.id = kept(text),
                "TRNTYPE" => entry.kind = kept(text),
                // The first name may be cut to 32 signs.
                "NAME" | "EXTDNAME" if entry.name.len() < text.len() => entry.name = kept(text),
                "MEMO" => entry.memo = String::from(cut(text, TEXT)),
                "CURSYM" if self.within == "CURRENCY" => entry.currency = Some(Currency::new(text)),
                "BANKID" => entry.bank = kept(text),
                "ACCTID" => entry.account = kept(text),
                _ => {}
            }
            return;
        }
        match (self.within, tag.as_str()) {
            ("BANKACCTFROM", "BANKID") => self.bank = cut(text, SHORT).into(),
            ("BANKACCTFROM" | "CCACCTFROM", "ACCTID") => self.head.account = cut(text, SHORT).into(),
            ("LEDGERBAL", "BALAMT") => self.tail.closing = plain_amount(text),
            ("LEDGERBAL", "DTASOF") => self.tail.until = moment(text),
            (_, "CURDEF") => self.head.currency = Some(Currency::new(text)),
            (_, "DTSTART") => self.head.from = moment(text),
            (_, "DTEND") => self.head.until = moment(text),
            _ => {}
        }
    }

    fn begin(&mut self, take: Take<'_>) -> Result<(), BankError> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        // A Hungarian number stands in two parts.
        let joined = format!("{}{}", self.bank, self.head.account);
        if super::account::hungarian(&joined).is_some() {
            self.head.account = joined;
        }
        take(Event::Begin(Box::new(self.head.clone())))
    }

    fn finish(&mut self, take: Take<'_>) -> Result<(), BankError> {
        let Some(draft) = self.entry.take() else { return Ok(()) };
        let refused = |id| Event::Refused(Refused::new(draft.line, Message::new(id)));
        let Some(amount) = draft.amount else { return take(refused("bank-refused-amount")) };
        if draft.currency.as_ref().zip(self.head.currency.as_ref()).is_some_and(|(its, own)| its != own) {
            return take(refused("bank-refused-currency"));
        }
        let Some(booked) = moment(&draft.posted) else { return take(refused("bank-refused-day")) };
        let joined = format!("{}{}", draft.bank, draft.account);
        let account = if super::account::hungarian(&joined).is_some() { joined } else { draft.account };
        let text = if draft.memo == draft.name { String::new() } else { draft.memo };
        take(Event::Entry(Box::new(BankEntry {
            id: RemoteId::new(""),
            line: draft.line,
            booked: Some(booked),
            valued: moment(&draft.valued).or(Some(booked)),
            state: EntryState::Booked,
            reversal: false,
            reference: draft.id.into(),
            code: draft.kind.into(),
            charges: None,
            whole: EntryDetail {
                amount,
                name: draft.name.into(),
                account: account.into(),
                text: text.into(),
                ..EntryDetail::default()
            },
            parts: Vec::new(),
        })))
    }

    fn end(&mut self, take: Take<'_>) -> Result<(), BankError> {
        self.finish(take)?;
        if self.begun || !self.head.account.is_empty() {
            self.begin(take)?;
            self.begun = false;
            take(Event::End(std::mem::take(&mut self.tail)))?;
        }
        self.head = Head::default();
        Ok(())
    }
}

/// A day: `20261102`, with a time and a zone that are of no account after it.
fn moment(text: &str) -> Option<jiff::civil::Date> {
    day(text.get(..8)?, None)
}

/// A text without its entities: named ones and numbers.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // What is no entity is a sign that a bank forgot to write as one.
        match after.split_once(';').and_then(|(name, after)| Some((entity(name)?, after))) {
            Some((sign, after)) => {
                out.push(sign);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if name == "nbsp" { Some(' ') } else { xml::resolve(name) }
}
