//! A kind of record as one table of columns: names, words, cells, and the place of each column in lists and in the index.
//!
//! For: the query language, sorting, export, the lists of the screen, the JSON of scripts; each reads the table instead of naming
//! columns itself. Uses: domain, locale. A kind of record is one file with its table, such as [`super::invoice`].

use std::collections::HashMap;
use std::fmt::{self, Debug, Formatter};
use std::hash::Hash;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fold::fold;
use crate::domain::{Allocation, Currency, Open};
use crate::locale::{Lang, Locale};

/// A kind of record: the names of its columns, and for each name its entry in the table.
pub trait Schema: Copy + Eq + Hash + Debug + Send + Sync + 'static {
    /// A record as lists hold it.
    type Row: Send + Sync + 'static;
    /// Place of a column in the index.
    type Source: Copy + Debug + PartialEq + Send + Sync + 'static;

    /// Every column, in the order of the JSON.
    const COLUMNS: &'static [Column<Self>];
    /// The column that lists are ordered by at first, the newest on top.
    const NEWEST: Self;

    /// Returns the entry of a column.
    fn column(self) -> &'static Column<Self>;

    /// Returns the values of choices in both languages.
    fn vocabulary() -> &'static Vocabulary<Self>;

    /// Returns the condition that a free word stands for, if any: a choice and its value.
    fn shortcut(_folded: &str) -> Option<(Self, &'static str)> {
        None
    }

    /// Returns the name of `--sort` and `--columns`.
    fn name(self) -> &'static str {
        self.column().name
    }
}

/// A column.
pub struct Column<F: Schema> {
    /// The column itself.
    pub field: F,
    /// Kind of its values.
    pub kind: Kind,
    /// Name of `--sort` and `--columns`.
    pub name: &'static str,
    /// Name in the JSON; empty for a column that scripts do not see.
    pub json: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// Identifier of its title in tables and files; empty for a column that these do not have.
    pub title: &'static str,
    /// True if values may be missing.
    pub optional: bool,
    /// What the description of the API says besides the name.
    pub about: &'static str,
    /// Returns the value of a row. Borrows: a cell costs no allocation.
    pub cell: Option<for<'r> fn(&'r F::Row, &Context<'r>) -> Cell<'r>>,
    /// Place in the index.
    pub source: Option<F::Source>,
    /// How queries name it; `None` for a column that no query asks for.
    pub keyword: Option<Keyword>,
    /// The first order by it; `None` for a column that no list is ordered by.
    pub first: Option<First>,
    /// How the screen shows it; `None` for a column that the screen does not have.
    pub screen: Option<Screen>,
    /// Characters that a spreadsheet gives it; 0 for the width of its kind.
    pub width: u8,
    /// True if tables cut its texts where there is no room.
    pub is_cut: bool,
    /// True if its numbers are shares, of which a sum says nothing.
    pub is_share: bool,
    /// True for identifiers: the signs of random ones spell short words.
    pub is_identifier: bool,
}

/// Kind of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// One word of a list; a query may name several with commas between.
    Choice,
    /// Several words of a list.
    Words,
    /// Amount in the currency of the row.
    Amount,
    /// Date; a query may name a period.
    Date,
    /// Point in time; a query names a period, or the run of that time.
    Instant,
    /// Whole number of 32 bits.
    Number,
    /// Whole number that is never negative.
    Count,
    /// Yes or no.
    Flag,
}

/// Content of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'r> {
    /// Missing.
    Empty,
    /// Text, perhaps empty, some of it from outside and as it came: clean it before it is shown.
    Text(&'r str),
    /// Words of a list.
    Words(Vec<&'static str>),
    /// An amount with its currency.
    Amount(Decimal, &'r Currency),
    /// Amounts of several currencies, perhaps none.
    Amounts(&'r [Open]),
    /// Parts of a payment, and the numbers of what they pay.
    Parts(&'r [Allocation], &'r str),
    /// A date.
    Date(Date),
    /// A point in time.
    Instant(Timestamp),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

impl<'r> Cell<'r> {
    /// A text that may be missing.
    pub(crate) fn text(text: Option<&'r str>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }

    /// An amount that may be missing.
    pub(crate) fn amount(amount: Option<Decimal>, currency: &'r Currency) -> Self {
        amount.map_or(Self::Empty, |amount| Self::Amount(amount, currency))
    }

    /// A date that may be missing.
    pub(crate) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
}

/// Each value of a choice that is understood, with the English ones that it means.
#[derive(Debug)]
pub struct Vocabulary<F>(pub(super) HashMap<(F, String), Vec<String>>);

/// What cells depend on besides their row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'r> {
    /// Name of the row's company.
    pub company: &'r str,
    /// The service that it is at, as in the JSON.
    pub provider: &'r str,
    /// The day that decides what is overdue.
    pub today: Date,
}

/// A column in the query language.
#[derive(Debug, Clone, Copy)]
pub struct Keyword {
    /// The word that is printed; the column's name where it is empty.
    pub word: &'static str,
    /// Place where fields are listed, from 1.
    pub place: u8,
    /// The words in Hungarian; the first is offered.
    pub hungarian: &'static [&'static str],
    /// An example of a term.
    pub example: &'static str,
    /// The values of a choice.
    pub values: Values,
}

/// The values of a choice.
#[derive(Debug, Clone, Copy)]
pub struct Values {
    /// Returns the values that are known; none where only the store knows them.
    pub known: fn() -> Vec<&'static str>,
    /// Hungarian words for them besides the texts of lists; the first of each is offered.
    pub hungarian: &'static [(&'static str, &'static [&'static str])],
    /// Returns the beginning of the identifier of a value's text in lists; empty where it has none.
    pub family: fn(&str) -> &'static str,
    /// True if completion offers the values that occur in the store.
    pub stored: bool,
}

impl Values {
    /// No values.
    pub const NONE: Self = Self { known: Vec::new, hungarian: &[], family: |_| "", stored: false };
    /// The values that occur in the store.
    pub const STORED: Self = Self { stored: true, ..Self::NONE };
}

impl Keyword {
    /// A keyword without values.
    pub(crate) const fn new(place: u8, hungarian: &'static [&'static str], example: &'static str) -> Self {
        Self { word: "", place, hungarian, example, values: Values::NONE }
    }
}

/// The rows that a first order by a column shows at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The smallest, the oldest, or A.
    Smallest,
    /// The largest or newest.
    Largest,
}

/// A column of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Identifier of its title.
    pub title: &'static str,
    /// Place in menus, from 1.
    pub menu: u8,
    /// Place from the left, from 1; 0 for a column that another one shows.
    pub place: u8,
    /// Its width; 0 for the width of its kind or its cells.
    pub width: u16,
    /// Its claim to room that is scarce; 0 for a column that is shown only where the list is ordered by it.
    pub worth: u8,
    /// True if its cells stand out from the dimmed ones.
    pub is_strong: bool,
}

impl Screen {
    /// A column that is shown where the list is ordered by it.
    pub(crate) const fn new(title: &'static str, menu: u8, place: u8) -> Self {
        Self { title, menu, place, width: 0, worth: 0, is_strong: false }
    }
}

/// A field of the language in both languages, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The word that is printed.
    pub english: &'static str,
    /// The word that is offered in Hungarian.
    pub hungarian: &'static str,
}

impl<F: Schema> Column<F> {
    /// An entry without names and readers.
    pub(crate) const fn new(field: F, kind: Kind) -> Self {
        Self {
            field,
            kind,
            name: "",
            json: "",
            aliases: &[],
            title: "",
            optional: false,
            about: "",
            cell: None,
            source: None,
            keyword: None,
            first: None,
            screen: None,
            width: 0,
            is_cut: false,
            is_share: false,
            is_identifier: false,
        }
    }

    /// Its word in a query.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.keyword.map(|keyword| keyword.word).filter(|word| !word.is_empty()).unwrap_or(self.name)
    }

    /// Its word in a query, as it is offered in a language.
    #[must_use]
    pub fn word_in(&self, lang: Lang) -> &'static str {
        let hungarian = || self.keyword.and_then(|keyword| keyword.hungarian.first().copied());
        if lang == Lang::Hu { hungarian().unwrap_or_else(|| self.word()) } else { self.word() }
    }

    /// Its word in both languages.
    #[must_use]
    pub fn named(&self) -> Named {
        Named { english: self.word(), hungarian: self.word_in(Lang::Hu) }
    }

    /// Every English name.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.word(), self.name, self.json].into_iter().chain(self.aliases.iter().copied()).filter(|name| !name.is_empty())
    }

    /// An example of a term; empty for a column that no query asks for.
    #[must_use]
    pub fn example(&self) -> &'static str {
        self.keyword.map_or("", |keyword| keyword.example)
    }

    /// The values of a choice.
    #[must_use]
    pub fn values(&self) -> Values {
        self.keyword.map_or(Values::NONE, |keyword| keyword.values)
    }

    /// The value of a row.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r F::Row, context: &Context<'r>) -> Cell<'r> {
        self.cell.map_or(Cell::Empty, |cell| cell(row, context))
    }

    /// Its title in tables and files, in a language.
    #[must_use]
    pub fn title_in(&self, locale: &Locale) -> String {
        locale.get(self.title)
    }

    /// True if its cells are numbers, which stand to the right.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Amount | Kind::Number | Kind::Count)
    }

    /// True if its amounts are summed.
    #[must_use]
    pub fn is_summed(&self) -> bool {
        self.kind == Kind::Amount && self.cell.is_some() && !self.is_share
    }

    /// True if tables and files have it.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        !self.title.is_empty()
    }

    /// True if queries ask for it.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.keyword.is_some()
    }

    /// True if lists can be ordered by it.
    #[must_use]
    pub const fn is_ordered(&self) -> bool {
        self.first.is_some()
    }

    /// True if the screen has it.
    #[must_use]
    pub const fn is_on_screen(&self) -> bool {
        self.screen.is_some()
    }
}

impl<F: Schema> Debug for Column<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Column").field("field", &self.field).finish_non_exhaustive()
    }
}

impl<F: Schema> PartialEq for Column<F> {
    fn eq(&self, other: &Self) -> bool {
        self.field == other.field
    }
}

impl<F: Schema> Eq for Column<F> {}

/// The column of a name, if it fits: upper or lower case, `-` as good as `_`, Hungarian also without accents.
#[must_use]
pub fn named<F: Schema>(name: &str, fits: impl Fn(&Column<F>) -> bool) -> Option<&'static Column<F>> {
    let english = name.trim().to_ascii_lowercase().replace('-', "_");
    if english.is_empty() {
        return None;
    }
    let all = || F::COLUMNS.iter().filter(|column| fits(column));
    let own = || all().find(|column| column.name == english || column.json == english);
    let other = || all().find(|column| column.names().any(|name| name == english));
    let hungarian = || {
        let name = fold(&english);
        all().find(|column| column.keyword.is_some_and(|keyword| keyword.hungarian.iter().any(|word| fold(word) == name)))
    };
    own().or_else(other).or_else(hungarian)
}

/// The columns that queries ask for, in the order in which fields are listed.
#[must_use]
pub fn asked<F: Schema>() -> Vec<&'static Column<F>> {
    by_place(|column| column.keyword.map(|keyword| keyword.place))
}

/// The columns of the screen, in the order of menus.
#[must_use]
pub fn on_menu<F: Schema>() -> Vec<&'static Column<F>> {
    by_place(|column| column.screen.map(|screen| screen.menu))
}

/// The columns of the screen that have a place of their own, from the left.
#[must_use]
pub fn on_screen<F: Schema>() -> Vec<&'static Column<F>> {
    by_place(|column| column.screen.map(|screen| screen.place).filter(|place| *place > 0))
}

/// The columns that lists can be ordered by.
pub fn ordered<F: Schema>() -> impl Iterator<Item = &'static Column<F>> {
    F::COLUMNS.iter().filter(|column| column.is_ordered())
}

fn by_place<F: Schema>(place: impl Fn(&Column<F>) -> Option<u8>) -> Vec<&'static Column<F>> {
    let mut all: Vec<(u8, &Column<F>)> = F::COLUMNS.iter().filter_map(|column| Some((place(column)?, column))).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, column)| column).collect()
}

/// Declares the columns of a kind of record with their entries, and implements [`Schema`] but for its words.
macro_rules! schema {
    (
        $(#[$about:meta])* $visibility:vis enum $field:ident: $row:ty => $source:ty { $( $(#[$doc:meta])* $name:ident = $column:expr, )+ }
        $($methods:item)*
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $visibility enum $field { $( $(#[$doc])* $name, )+ }

        impl $crate::query::schema::Schema for $field {
            type Row = $row;
            type Source = $source;

            const COLUMNS: &'static [$crate::query::schema::Column<Self>] = &[ $( $crate::query::schema::Column { field: Self::$name, ..$column }, )+ ];

            fn column(self) -> &'static $crate::query::schema::Column<Self> {
                match self {
                    $( Self::$name => const { &$crate::query::schema::Column { field: Self::$name, ..$column } }, )+
                }
            }

            $($methods)*
        }
    };
}
pub(crate) use schema;
