//! Mapping files: which column of a bank's table means what. Presets are mapping files too.
//!
//! For: CSV and XLSX. Uses: TOML, serde. Never: a column by its place where it has a title.
//!
//! A mapping is recognised by the titles of its columns. Only tables with every column that is needed have presets; others
//! get one from a person, after a look at what it makes of the file.

use serde::Deserialize;

use super::charset::Charset;
use super::event::BankError;
use super::value::{DayOrder, day};

/// Mappings that come with the program.
const PRESETS: &[(&str, &str)] = &[
    ("otp", include_str!("../../assets/bank/otp.toml")),
    ("erste", include_str!("../../assets/bank/erste.toml")),
    ("revolut", include_str!("../../assets/bank/revolut.toml")),
];

/// A mapping.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Name.
    pub name: String,
    /// Sign between fields; found if it is not given.
    pub separator: Option<String>,
    /// Character set; guessed if it is not given.
    pub encoding: Option<String>,
    /// Order of a day: `ymd`, `dmy`, `mdy`.
    pub day: Option<String>,
    /// Sign before decimals, `.` or `,`.
    pub decimal: Option<String>,
    /// Account that the table does not tell.
    pub account: Option<String>,
    /// Currency that the table does not tell.
    pub currency: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Whether amounts of debits have no sign: then `side` tells them.
    #[serde(default)]
    pub debit_words: Vec<String>,
    /// Words in `side` that mean a credit; any other one is refused then. Empty: whatever is no debit is a credit.
    #[serde(default)]
    pub credit_words: Vec<String>,
    /// Words in `state` that mean booked; others are pending. Empty: everything is booked.
    #[serde(default)]
    pub booked_words: Vec<String>,
    /// Words in `state` of rows that never happened.
    #[serde(default)]
    pub left_out_words: Vec<String>,
    /// Whether a row of titles stands before the rows. Without one, columns are named by their numbers, the first is `1`, and the mapping is
    /// used where it is named only: nothing in the table tells its bank.
    #[serde(default = "titled")]
    pub titles: bool,
    /// Titles of columns.
    pub columns: Columns,
}

const fn titled() -> bool {
    true
}

/// Titles of the columns; several titles of one meaning are separated by `|`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Day of booking. A row without one is pending.
    pub booked: String,
    /// Day of value.
    pub valued: Option<String>,
    /// Amount, with its sign unless `side` tells it.
    pub amount: Option<String>,
    /// Amount that came in, where it has a column of its own.
    pub credit: Option<String>,
    /// Amount that went out, where it has a column of its own.
    pub debit: Option<String>,
    /// Column that tells debits.
    pub side: Option<String>,
    /// Currency.
    pub currency: Option<String>,
    /// Own account.
    pub account: Option<String>,
    /// Name of the other side; the first of several that has something. None of them is needed if a `|` is at the end.
    pub name: Option<String>,
    /// Account of the other side; the first of several that has something.
    pub other: Option<String>,
    /// Text.
    pub text: Option<String>,
    /// The bank's reference.
    pub reference: Option<String>,
    /// Kind of the transaction.
    pub kind: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Charges, which are part of the amount.
    pub fee: Option<String>,
    /// Balance after the entry.
    pub balance: Option<String>,
    /// Amount in the currency of the order.
    pub ordered: Option<String>,
    /// Currency of the order.
    pub ordered_currency: Option<String>,
}

impl Columns {
    /// The titles or numbers of all columns that are named, by their keys.
    fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let maybe = [
            ("valued", &self.valued),
            ("amount", &self.amount),
            ("credit", &self.credit),
            ("debit", &self.debit),
            ("side", &self.side),
            ("currency", &self.currency),
            ("account", &self.account),
            ("name", &self.name),
            ("other", &self.other),
            ("text", &self.text),
            ("reference", &self.reference),
            ("kind", &self.kind),
            ("state", &self.state),
            ("fee", &self.fee),
            ("balance", &self.balance),
            ("ordered", &self.ordered),
            ("ordered_currency", &self.ordered_currency),
        ];
        let maybe = maybe.into_iter().filter_map(|(key, column)| Some((key, column.as_deref()?)));
        std::iter::once(("booked", self.booked.as_str())).chain(maybe)
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// It has a mistake.
    pub fn parse(text: &str) -> Result<Self, BankError> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map(|before| before.matches('\n').count() as u64 + 1);
            BankError::Mapping { detail: error.message().to_owned(), line }
        })?;
        let columns = &mapping.columns;
        let lacks = |keys: &str| Err(BankError::MappingLacks { keys: keys.to_owned() });
        if columns.amount.is_none() && (columns.credit.is_none() || columns.debit.is_none()) {
            return lacks("columns.amount (columns.credit + columns.debit)");
        }
        if columns.side.is_some() && mapping.debit_words.is_empty() {
            return lacks("debit_words");
        }
        let is_sign = |text: &str| text.len() == 1 && text.is_ascii();
        let checked: [(&'static str, &Option<String>, &dyn Fn(&str) -> bool, &str); 4] = [
            ("day", &mapping.day, &|day| DayOrder::parse(day).is_some(), "ymd, dmy, mdy"),
            (
                "encoding",
                &mapping.encoding,
                &|name| Charset::named(name).is_some(),
                "UTF-8, UTF-16, CP852, CP1250, CP1252, Latin-2",
            ),
            ("separator", &mapping.separator, &is_sign, "; , | \\t …"),
            ("decimal", &mapping.decimal, &|sign| matches!(sign, "." | ","), ". ,"),
        ];
        for (key, value, is_right, known) in checked {
            if let Some(value) = value.as_deref().filter(|value| !is_right(value)) {
                let (value, known) = (value.to_owned(), known.to_owned());
                return Err(BankError::MappingValue { key, value, known, line: line_of(text, key, false) });
            }
        }
        // A name may have nothing behind its last sign: then none of its columns is needed.
        let is_number = |(at, one): (usize, &str)| number(one).is_some() || (at > 0 && one.is_empty());
        let is_numbers = |column: &str| column.split('|').enumerate().all(is_number);
        if let Some((key, column)) = columns.all().find(|(_, column)| !mapping.titles && !is_numbers(column)) {
            return Err(BankError::MappingNumber { key, column: column.to_owned(), line: line_of(text, key, true) });
        }
        Ok(mapping)
    }

    /// The mapping of a name: a kept one or a preset.
    ///
    /// # Errors
    /// There is none.
    pub fn named(name: &str, kept: Vec<Self>) -> Result<Self, BankError> {
        let is = |mapping: &Self| mapping.name.eq_ignore_ascii_case(name);
        let known: Vec<Self> = kept.into_iter().chain(Self::all()?).collect();
        let names: Vec<&str> = known.iter().map(|mapping| mapping.name.as_str()).collect();
        let names = names.join(", ");
        known.into_iter().find(is).ok_or_else(|| BankError::NoPreset { wanted: name.to_owned(), known: names })
    }

    /// Every preset.
    ///
    /// # Errors
    /// One has a mistake, which a test excludes.
    pub fn all() -> Result<Vec<Self>, BankError> {
        PRESETS.iter().map(|(_, text)| Self::parse(text)).collect()
    }

    /// Order of days.
    pub(super) fn day_order(&self) -> Option<DayOrder> {
        self.day.as_deref().and_then(DayOrder::parse)
    }

    /// Sign before decimals.
    pub(super) fn decimal_sign(&self) -> Option<char> {
        self.decimal.as_deref().and_then(|text| text.chars().next())
    }

    /// The places of the columns in a row of titles; `None` if one that is needed is missing.
    pub(super) fn places(&self, titles: &[String]) -> Option<Places> {
        let place = |wanted: &str| self.place(wanted, titles);
        let find = |wanted: &str| wanted.split('|').find_map(place);
        let all = |wanted: &str| wanted.split('|').filter_map(place).collect();
        // A column that a mapping names must be there: the file is of another bank otherwise.
        let maybe = |wanted: &Option<String>| match wanted {
            Some(wanted) => find(wanted).map(Some),
            None => Some(None),
        };
        // One of several at least, unless nothing stands after the last sign between them.
        let some = |wanted: &Option<String>| {
            let places: Vec<usize> = wanted.as_deref().map(all).unwrap_or_default();
            let needed = wanted.as_deref().is_some_and(|wanted| !wanted.ends_with('|'));
            (!needed || !places.is_empty()).then_some(places)
        };
        let columns = &self.columns;
        let booked = find(&columns.booked)?;
        // The first row is known by the day in it.
        if !self.titles && titles.get(booked).is_none_or(|cell| day(cell, self.day_order()).is_none()) {
            return None;
        }
        Some(Places {
            booked,
            valued: maybe(&columns.valued)?,
            amount: maybe(&columns.amount)?,
            credit: maybe(&columns.credit)?,
            debit: maybe(&columns.debit)?,
            side: maybe(&columns.side)?,
            currency: maybe(&columns.currency)?,
            account: maybe(&columns.account)?,
            name: some(&columns.name)?,
            other: columns.other.as_deref().map(all).unwrap_or_default(),
            text: columns.text.as_deref().map(all).unwrap_or_default(),
            reference: maybe(&columns.reference)?,
            kind: maybe(&columns.kind)?,
            state: maybe(&columns.state)?,
            fee: maybe(&columns.fee)?,
            balance: maybe(&columns.balance)?,
            ordered: maybe(&columns.ordered)?,
            ordered_currency: maybe(&columns.ordered_currency)?,
        })
    }
}

/// Why a mapping is not that of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lack {
    /// How many of its columns are there.
    found: usize,
    /// The one that is not there, by its key, or that has no day in it.
    key: &'static str,
    column: String,
    /// The row, with its cells.
    line: u64,
    cells: Vec<String>,
}

impl Lack {
    /// The one of two rows or files that is more like the mapping.
    pub(super) fn nearer(known: Option<Self>, other: Option<Self>) -> Option<Self> {
        let rank = |lack: &Self| (lack.found, lack.cells.len());
        match (known, other) {
            (Some(known), Some(other)) => Some(if rank(&other) > rank(&known) { other } else { known }),
            (known, other) => known.or(other),
        }
    }
}

impl Mapping {
    /// What a row lacks to be the titles of the table, or its first row where it has none.
    pub(super) fn lack(&self, cells: &[String], line: u64) -> Lack {
        let place = |wanted: &str| wanted.split('|').find_map(|one| self.place(one, cells));
        let (mut found, mut first) = (0, None);
        for (key, column) in self.columns.all() {
            match place(column) {
                Some(_) => found += 1,
                None if first.is_none() && !column.ends_with('|') && !matches!(key, "other" | "text") => {
                    first = Some((key, column));
                }
                None => {}
            }
        }
        let (key, column) = first.unwrap_or(("booked", &self.columns.booked));
        Lack { found, key, column: column.to_owned(), line, cells: cells.to_vec() }
    }

    /// The error of a table that is not this mapping's.
    pub(super) fn misfit(&self, lack: &Lack) -> BankError {
        let one = lack.column.split('|').next().unwrap_or_default();
        let place = if self.titles { None } else { number(one) };
        let column = if self.titles { &lack.column } else { one }.to_owned();
        let (name, key, line) = (self.name.clone(), lack.key, lack.line);
        match place.map(|place| lack.cells.get(place)) {
            None => BankError::NoTitle { name, key, column, line, seen: lack.cells.join(" | ") },
            Some(None) => BankError::NoColumn { name, key, column, line, count: lack.cells.len() },
            Some(Some(cell)) => BankError::NoDay { name, column, line, seen: cell.trim().to_owned() },
        }
    }

    /// The place of one title or number in a row.
    fn place(&self, wanted: &str, cells: &[String]) -> Option<usize> {
        if self.titles {
            return cells.iter().position(|title| same(title, wanted));
        }
        number(wanted).filter(|place| *place < cells.len())
    }
}

/// Places of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Places {
    pub(super) booked: usize,
    pub(super) valued: Option<usize>,
    pub(super) amount: Option<usize>,
    pub(super) credit: Option<usize>,
    pub(super) debit: Option<usize>,
    pub(super) side: Option<usize>,
    pub(super) currency: Option<usize>,
    pub(super) account: Option<usize>,
    pub(super) name: Vec<usize>,
    pub(super) other: Vec<usize>,
    pub(super) text: Vec<usize>,
    pub(super) reference: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) state: Option<usize>,
    pub(super) fee: Option<usize>,
    pub(super) balance: Option<usize>,
    pub(super) ordered: Option<usize>,
    pub(super) ordered_currency: Option<usize>,
}

/// The place of a column of this number.
fn number(text: &str) -> Option<usize> {
    text.trim().parse::<usize>().ok()?.checked_sub(1)
}

/// The line of a mapping file in which a key has its value: one of the columns, or one before them.
fn line_of(text: &str, key: &str, is_column: bool) -> Option<u64> {
    let is_heading = |line: &str| line.trim_start().starts_with("[columns]");
    let is_key = |name: &str| name.trim().trim_matches('"') == key;
    let named = |line: &str| line.split_once('=').is_some_and(|(name, _)| name.rsplit('.').next().is_some_and(is_key));
    let mut numbered = text.lines().zip(1u64..);
    let from = if is_column { numbered.clone().find(|(line, _)| is_heading(line)).map_or(0, |(_, number)| number) } else { 0 };
    numbered.find(|(line, number)| *number > from && named(line)).map(|(_, number)| number)
}

fn same(title: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.trim().trim_start_matches('\u{FEFF}').to_lowercase();
    plain(title) == plain(wanted)
}
