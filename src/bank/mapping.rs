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

/// Names of the presets.
#[must_use]
pub fn presets() -> Vec<&'static str> {
    PRESETS.iter().map(|(name, _)| *name).collect()
}

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
    /// The titles or numbers of all columns that are named.
    fn all(&self) -> impl Iterator<Item = &str> {
        let maybe = [
            &self.valued,
            &self.amount,
            &self.credit,
            &self.debit,
            &self.side,
            &self.currency,
            &self.account,
            &self.name,
            &self.other,
            &self.text,
            &self.reference,
            &self.kind,
            &self.state,
            &self.fee,
            &self.balance,
            &self.ordered,
            &self.ordered_currency,
        ];
        std::iter::once(self.booked.as_str()).chain(maybe.into_iter().filter_map(Option::as_deref))
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// It has a mistake.
    pub fn parse(text: &str) -> Result<Self, BankError> {
        let wrong = |detail: String| BankError::Mapping { detail, line: None };
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map(|before| before.matches('\n').count() as u64 + 1);
            BankError::Mapping { detail: error.message().to_owned(), line }
        })?;
        let columns = &mapping.columns;
        let amounts = columns.amount.is_some() || (columns.credit.is_some() && columns.debit.is_some());
        if !amounts {
            return Err(wrong("columns.amount, or columns.credit and columns.debit".to_owned()));
        }
        if columns.side.is_some() && mapping.debit_words.is_empty() {
            return Err(wrong("debit_words".to_owned()));
        }
        if mapping.day.as_deref().is_some_and(|day| DayOrder::parse(day).is_none()) {
            return Err(wrong("day".to_owned()));
        }
        if mapping.encoding.as_deref().is_some_and(|name| Charset::named(name).is_none()) {
            return Err(wrong("encoding".to_owned()));
        }
        let sign = |text: &Option<String>| text.as_deref().is_none_or(|text| text.len() == 1 && text.is_ascii());
        if !sign(&mapping.separator) || !mapping.decimal.as_deref().is_none_or(|sign| matches!(sign, "." | ",")) {
            return Err(wrong("separator, decimal".to_owned()));
        }
        if let Some(column) = columns.all().flat_map(|text| text.split('|')).find(|one| !mapping.titles && number(one).is_none())
        {
            return Err(wrong(format!("titles = false: {column}")));
        }
        Ok(mapping)
    }

    /// The preset of a name.
    ///
    /// # Errors
    /// There is none.
    pub fn preset(name: &str) -> Result<Self, BankError> {
        let found = PRESETS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let (_, text) = found.ok_or_else(|| BankError::NoPreset { wanted: name.to_owned(), known: presets().join(", ") })?;
        Self::parse(text)
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
        let place = |wanted: &str| {
            if self.titles {
                return titles.iter().position(|title| same(title, wanted));
            }
            number(wanted).filter(|place| *place < titles.len())
        };
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

fn same(title: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.trim().trim_start_matches('\u{FEFF}').to_lowercase();
    plain(title) == plain(wanted)
}
