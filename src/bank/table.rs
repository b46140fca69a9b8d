//! Rows of a table, by a mapping, as entries.
//!
//! For: CSV and workbooks. Uses: mappings, amounts, days. Never: a guess where a value can mean two things: the row is refused.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Options;
use super::event::{BankError, Event, Head, Refused, SHORT, TEXT, Tail, Take, cut};
use super::mapping::{Mapping, Places};
use super::value::{amount, day, marked};
use crate::domain::bank::{BankEntry, EntryDetail, EntryState, Ordered};
use crate::domain::{Currency, Message, RemoteId};

/// Rows in which the titles are looked for.
pub(super) const TITLES: usize = 60;

/// Most columns of a row.
pub(super) const COLUMNS: usize = 512;

/// Reads rows as entries.
#[derive(Debug)]
pub(super) struct Table<'m> {
    mapping: &'m Mapping,
    places: Places,
    account: Option<String>,
    currency: Option<Currency>,
    options: &'m Options,
    at: Option<(String, Currency)>,
    /// First and last balances by account.
    balances: BTreeMap<(String, Currency), Balances>,
    begun: bool,
    /// A row was refused.
    refused: bool,
    /// Sign of the first debit of a column that tells debits without the sign of the amount: one with the other sign may be a debit, or
    /// one that was taken back.
    debits: Option<bool>,
}

#[derive(Debug)]
struct Balances {
    first: (Decimal, Decimal),
    last: (Decimal, Decimal),
    sum: Decimal,
    line: u64,
}

impl<'m> Table<'m> {
    /// A table with these titles; `None` if the mapping is another table's.
    pub(super) fn new(mapping: &'m Mapping, titles: &[String], options: &'m Options) -> Option<Self> {
        let places = mapping.places(titles)?;
        let of_file = || {
            let (account, _) = options.name.split_once('_')?;
            Some(account.to_owned())
        };
        let account = match mapping.account.as_deref() {
            Some("file") => of_file(),
            other => other.map(str::to_owned),
        };
        let currency = options.currency.clone().or_else(|| mapping.currency.as_deref().map(Currency::new));
        let account = options.account.clone().or(account);
        Some(Self {
            mapping,
            places,
            account,
            currency,
            options,
            at: None,
            balances: BTreeMap::new(),
            begun: false,
            refused: false,
            debits: None,
        })
    }

    /// Whether cells are a row: a day stands where one must.
    pub(super) fn is_row(&self, cells: &[&str]) -> bool {
        cells.get(self.places.booked).is_some_and(|cell| day(cell, self.mapping.day_order()).is_some())
    }

    /// Takes a row.
    pub(super) fn row(&mut self, row: &[String], line: u64, take: Take<'_>) -> Result<(), BankError> {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        match self.entry(row, line) {
            Ok(Some((account, currency, entry, balance))) => {
                if account.is_empty() {
                    return Err(BankError::NoAccount);
                }
                let at = (account, currency);
                if self.at.as_ref() != Some(&at) {
                    if !std::mem::replace(&mut self.begun, true) {
                        let (account, currency, layout) = (at.0.clone(), Some(at.1.clone()), self.mapping.name.clone());
                        let head = Head { account, currency, layout, ..Head::default() };
                        take(Event::Begin(Box::new(head)))?;
                    }
                    take(Event::At(at.0.as_str().into(), at.1.clone()))?;
                    self.at = Some(at.clone());
                }
                if let Some(balance) = balance.filter(|_| entry.state == EntryState::Booked) {
                    let pair = (balance, entry.whole.amount);
                    let sum = entry.whole.amount;
                    let known = self.balances.entry(at);
                    known
                        .and_modify(|known| {
                            known.last = pair;
                            known.sum = known.sum.saturating_add(sum);
                        })
                        .or_insert(Balances { first: pair, last: pair, sum, line });
                }
                take(Event::Entry(Box::new(entry)))
            }
            Ok(None) => Ok(()),
            Err(refused) => {
                self.refused = true;
                take(Event::Refused(refused))
            }
        }
    }

    /// The end of the table. Where all of its rows were refused there is no statement.
    pub(super) fn end(self, take: Take<'_>) -> Result<(), BankError> {
        if !self.begun {
            return if self.refused { Ok(()) } else { Err(BankError::Empty) };
        }
        for ((account, currency), balances) in self.balances {
            take(Event::At(account.into(), currency))?;
            // The first row may be the oldest or the newest.
            let fits = |oldest: (Decimal, Decimal), newest: (Decimal, Decimal)| {
                let opening = oldest.0.checked_sub(oldest.1)?;
                (opening.checked_add(balances.sum)? == newest.0).then_some((opening, newest.0))
            };
            match fits(balances.first, balances.last).or_else(|| fits(balances.last, balances.first)) {
                Some((opening, closing)) => take(Event::Balances(opening, closing))?,
                None => take(Event::Refused(Refused::new(balances.line, Message::new("bank-refused-balances"))))?,
            }
        }
        take(Event::End(Tail::default()))
    }

    #[expect(clippy::too_many_lines, reason = "one row, cell by cell")]
    fn entry(&mut self, row: &[String], line: u64) -> Result<Option<(String, Currency, BankEntry, Option<Decimal>)>, Refused> {
        let places = &self.places;
        let cell = |place: usize| row.get(place).map_or("", |cell| cell.trim());
        let of = |place: Option<usize>| place.map_or("", cell);
        let refused = |column: usize, id: &'static str| Refused {
            line,
            column: u64::try_from(column + 1).unwrap_or_default(),
            message: Message::new(id).with("value", cell(column)),
        };
        let word = of(places.state);
        let is = |list: &[String]| is_word(list, word);
        if is(&self.mapping.left_out_words) {
            return Ok(None);
        }
        let decimal = self.mapping.decimal_sign();
        // Currencies that stand beside amounts, with their places.
        let told = RefCell::new(Vec::new());
        let money = |place: usize| {
            let (number, currency) = marked(cell(place));
            told.borrow_mut().extend(currency.map(|currency| (place, currency)));
            amount(number, decimal).ok_or_else(|| refused(place, "bank-refused-amount-cell"))
        };
        let maybe = |place: Option<usize>| match place {
            Some(place) if !cell(place).is_empty() => money(place).map(Some),
            _ => Ok(None),
        };
        // A debit as it stands there, and its place.
        let mut debit: Option<(usize, Decimal)> = None;
        let value = match (places.amount, places.credit, places.debit) {
            (Some(place), _, _) => {
                let value = money(place)?;
                match places.side {
                    Some(side) if is_word(&self.mapping.debit_words, cell(side)) => {
                        debit = Some((place, value));
                        -value.abs()
                    }
                    Some(side) if !self.mapping.credit_words.is_empty() && !is_word(&self.mapping.credit_words, cell(side)) => {
                        return Err(refused(side, "bank-refused-side-cell"));
                    }
                    _ => value,
                }
            }
            (None, credit, debits) => {
                let wrong = |id| refused(credit.or(debits).unwrap_or_default(), id);
                let filled = |amount: Option<Decimal>| amount.filter(|amount| !amount.is_zero());
                let (into, out) = (maybe(credit)?, maybe(debits)?);
                match (filled(into), filled(out)) {
                    (Some(_), Some(_)) => return Err(wrong("bank-refused-both")),
                    (Some(into), None) => into,
                    (None, Some(out)) => {
                        debit = debits.map(|place| (place, out));
                        -out.abs()
                    }
                    // A zero that stands there is an amount; nothing is none.
                    (None, None) => into.or(out).ok_or_else(|| wrong("bank-refused-amount"))?,
                }
            }
        };
        if let Some((place, told)) = debit.filter(|(_, told)| !told.is_zero()) {
            let negative = told.is_sign_negative();
            if *self.debits.get_or_insert(negative) != negative {
                return Err(refused(place, "bank-refused-debit-cell"));
            }
        }
        let order = self.mapping.day_order();
        let days = |place: usize| match cell(place) {
            "" => Ok(None),
            text => day(text, order).map(Some).ok_or_else(|| refused(place, "bank-refused-day-cell")),
        };
        let booked = days(places.booked)?;
        let valued = places.valued.map_or(Ok(None), days)?.or(booked);
        let pending = booked.is_none() || (!self.mapping.booked_words.is_empty() && !is(&self.mapping.booked_words));
        let account = match of(places.account) {
            "" => self.account.clone().unwrap_or_default(),
            text => text.to_owned(),
        };
        let currency = match of(places.currency) {
            "" => {
                let known = self.currency.clone().or_else(|| self.options.currency_of(&account));
                let beside = || told.borrow().first().map(|(_, currency)| currency.clone());
                known.or_else(beside).ok_or_else(|| Refused::new(line, Message::new("bank-refused-no-currency")))?
            }
            text => Currency::new(text),
        };
        let join = |list: &[usize], mark: &str| {
            let mut found: Vec<&str> = Vec::new();
            for text in list.iter().map(|place| cell(*place)).filter(|text| !text.is_empty()) {
                if !found.contains(&text) {
                    found.push(text);
                }
            }
            found.join(mark)
        };
        let filled = |list: &[usize]| list.iter().map(|place| cell(*place)).find(|text| !text.is_empty()).unwrap_or_default();
        let (name, other) = (filled(&places.name), filled(&places.other));
        let ordered =
            maybe(places.ordered)?.zip(Some(of(places.ordered_currency)).filter(|text| !text.is_empty()).map(Currency::new));
        let ordered = ordered.filter(|(_, ordered)| *ordered != currency);
        let fee = maybe(places.fee)?.map(|fee| fee.abs()).filter(|fee| !fee.is_zero());
        let balance = maybe(places.balance)?;
        if let Some((place, _)) = told.borrow().iter().find(|(place, told)| Some(*place) != places.ordered && *told != currency) {
            return Err(refused(*place, "bank-refused-currency"));
        }
        let entry = BankEntry {
            id: RemoteId::new(""),
            line,
            booked,
            valued,
            state: if pending { EntryState::Pending } else { EntryState::Booked },
            reversal: false,
            reference: cut(of(places.reference), SHORT),
            code: cut(of(places.kind), SHORT),
            charges: fee,
            whole: EntryDetail {
                amount: value,
                name: cut(name, SHORT),
                account: cut(other, SHORT),
                text: cut(&join(&places.text, "\n"), TEXT),
                ordered: ordered.map(|(amount, currency)| Ordered {
                    amount: if value.is_sign_negative() { -amount.abs() } else { amount.abs() },
                    currency,
                }),
                ..EntryDetail::default()
            },
            parts: Vec::new(),
        };
        Ok(Some((account, currency, entry, balance)))
    }
}

fn is_word(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}
