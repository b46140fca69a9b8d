//! The XML that the internet bank of `MagNet` writes.
//!
//! For: `NetBankXML`. Uses: the stream of elements. Never: more than one entry in memory.

use rust_decimal::Decimal;

use super::event::{BankError, Event, Head, Refused, SHORT, TEXT, Tail, Take, cut};
use super::source::Source;
use super::value::{amount, day};
use super::xml::{self, Node};
use crate::domain::bank::{BankEntry, EntryDetail, EntryState};
use crate::domain::{Currency, Message, RemoteId};

/// Reads the statement.
///
/// # Errors
/// The document is damaged or holds no statement.
pub(super) fn read(source: &dyn Source, take: Take<'_>) -> Result<(), BankError> {
    let mut state = State::default();
    xml::read(xml::open(source)?, "NetBankXML", &mut |node, line| state.node(&node, line, take))?;
    if !state.seen {
        return Err(BankError::Empty);
    }
    state.begin(take)?;
    take(Event::End(Tail { closing: state.head.closing, until: state.head.until }))
}

#[derive(Debug, Default)]
struct State {
    path: Vec<String>,
    seen: bool,
    begun: bool,
    head: Head,
    entry: Option<Draft>,
}

#[derive(Debug, Default)]
struct Draft {
    line: u64,
    id: String,
    number: String,
    name: String,
    account: String,
    amount: Option<Decimal>,
    currency: Option<Currency>,
    booked: String,
    valued: String,
    text: String,
    kind: String,
    fee: Option<Decimal>,
}

impl State {
    fn node(&mut self, node: &Node<'_>, line: u64, take: Take<'_>) -> Result<(), BankError> {
        match node {
            Node::Open(name, attributes) => {
                let attribute =
                    |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
                if *name == "Tranzakcio" {
                    let id = attribute("NBID").unwrap_or_default().to_owned();
                    self.entry = Some(Draft { line, id, ..Draft::default() });
                }
                if *name == "Osszeg"
                    && let (Some(entry), Some(currency)) = (self.entry.as_mut(), attribute("Devizanem"))
                {
                    entry.currency = Some(Currency::new(currency));
                }
                self.seen |= *name == "NetBankXML";
                self.path.push((*name).to_owned());
                Ok(())
            }
            Node::Close(name, text) => {
                self.path.pop();
                let parent = self.path.last().map_or("", String::as_str);
                match (self.entry.as_mut(), *name) {
                    (Some(_), "Tranzakcio") => return self.finish(take),
                    (Some(entry), name) if parent == "Tranzakcio" => entry.field(name, text),
                    (Some(_), _) => {}
                    (None, name) => self.field(parent.to_owned().as_str(), name, text),
                }
                Ok(())
            }
        }
    }

    fn field(&mut self, parent: &str, name: &str, text: &str) {
        match (parent, name) {
            ("SzamlaInfo", "Szamlaszam") => self.head.account = cut(text, SHORT).into(),
            ("SzamlaInfo", "Devizanem") => self.head.currency = Some(Currency::new(text)),
            ("EgyenlegInfo", "NyitoEgyenleg") => {
                self.head.opening = amount(text, Some('.'));
                self.head.adds_up = self.head.opening.is_some();
            }
            ("EgyenlegInfo", "ZaroEgyenleg") => self.head.closing = amount(text, Some('.')),
            ("DokumentumInfo", "SzamlaID") => self.head.number = cut(text, SHORT).into(),
            _ => {}
        }
    }

    fn begin(&mut self, take: Take<'_>) -> Result<(), BankError> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        take(Event::Begin(Box::new(self.head.clone())))
    }

    fn finish(&mut self, take: Take<'_>) -> Result<(), BankError> {
        let Some(draft) = self.entry.take() else { return Ok(()) };
        // Where nothing before it tells the account's currency, the first entry does.
        self.head.currency = self.head.currency.take().or_else(|| draft.currency.clone().filter(|_| !self.begun));
        self.begin(take)?;
        let refused = |id| Event::Refused(Refused::new(draft.line, Message::new(id)));
        let Some(amount) = draft.amount else { return take(refused("bank-refused-amount")) };
        let Some(booked) = day(&draft.booked, None) else { return take(refused("bank-refused-day")) };
        if let (Some(own), Some(other)) = (&self.head.currency, &draft.currency)
            && own != other
        {
            return take(refused("bank-refused-currency"));
        }
        take(Event::Entry(Box::new(BankEntry {
            id: RemoteId::new(""),
            line: draft.line,
            booked: Some(booked),
            valued: day(&draft.valued, None).or(Some(booked)),
            state: EntryState::Booked,
            reversal: false,
            reference: if draft.number.is_empty() { draft.id.into() } else { draft.number.into() },
            code: draft.kind.into(),
            charges: draft.fee.map(|fee| fee.abs()).filter(|fee| !fee.is_zero()),
            whole: EntryDetail {
                amount,
                name: draft.name.into(),
                account: draft.account.into(),
                text: draft.text.into(),
                ..EntryDetail::default()
            },
            parts: Vec::new(),
        })))
    }
}

impl Draft {
    fn field(&mut self, name: &str, text: &str) {
        let kept = |text: &str| String::from(cut(text, SHORT));
        match name {
            "Tranzakcioszam" => self.number = kept(text),
            "Ellenpartner" => self.name = kept(text),
            "Ellenszamla" => self.account = kept(text),
            "Osszeg" => self.amount = amount(text, Some('.')),
            "Jutalekosszeg" => self.fee = amount(text, Some('.')),
            "Terhelesnap" => self.booked = kept(text),
            "Esedekessegnap" => self.valued = kept(text),
            "Kozlemeny" => self.text = String::from(cut(text, TEXT)),
            "Tipus" => self.kind = kept(text),
            _ => {}
        }
    }
}
