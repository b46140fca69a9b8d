//! The table of drafts and of what is unbilled: every column of theirs, once.

use std::sync::LazyLock;

use ratatui::style::Style;

use super::DraftRow;
use crate::domain::Message;
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::service::books::WouldBe;
use crate::tui::hours::hours;
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

const TEXT: Column<DraftField> = Column::new(DraftField::State, Kind::Text);
const AMOUNT: Column<DraftField> = Column { first: Some(First::Largest), ..Column::new(DraftField::State, Kind::Amount) };
const DATE: Column<DraftField> = Column { first: Some(First::Largest), ..Column::new(DraftField::State, Kind::Date) };

schema! {
    /// A column of drafts.
    pub(crate) enum DraftField: DraftRow => () {
        /// How far it is; time that no draft has is unbilled.
        State = Column {
            name: "state", json: "status",
            cell: Some(|row, _| Cell::Text(row.state)),
            keyword: Some(Keyword {
                values: Values { known: || vec!["unbilled", "open", "issued", "discarded"], family: |_| "books-draft", ..Values::NONE },
                ..Keyword::new(1, &["állapot"], "state:open")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 4, worth: 9, is_strong: true, ..Screen::new("own-col-state", 1, 1) }),
            ..Column::new(DraftField::State, Kind::Choice)
        },
        /// Its client.
        Client = Column {
            name: "client", json: "client", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.client)),
            keyword: Some(Keyword::new(2, &["ügyfél", "vevő"], "client:acme")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 10, is_strong: true, ..Screen::new("own-col-client", 2, 2) }),
            ..TEXT
        },
        /// First day of its period.
        From = Column {
            name: "from", json: "from",
            cell: Some(|row, _| Cell::date(row.view.as_ref().and_then(|view| view.draft.from))),
            keyword: Some(Keyword::new(4, &["ettől"], "from:this-month")),
            screen: Some(Screen { width: 10, worth: 4, ..Screen::new("own-from", 3, 3) }),
            ..DATE
        },
        /// Last day of its period.
        Until = Column {
            name: "until", json: "until",
            cell: Some(|row, _| Cell::date(row.view.as_ref().and_then(|view| view.draft.until))),
            keyword: Some(Keyword::new(5, &["eddig"], "until:last-month")),
            screen: Some(Screen { width: 10, worth: 5, ..Screen::new("own-until", 4, 4) }),
            ..DATE
        },
        /// Its time, as recorded.
        Seconds = Column {
            name: "seconds", json: "seconds",
            cell: Some(|row, _| Cell::Number(row.seconds)),
            keyword: Some(Keyword::new(6, &["másodperc"], "seconds>=3600")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 7, worth: 7, ..Screen::new("own-col-hours", 5, 5) }),
            ..Column::new(DraftField::State, Kind::Count)
        },
        /// Its lines.
        Lines = Column {
            name: "lines", json: "lines",
            cell: Some(|row, _| {
                let would_be = || row.would_be.as_ref()?.as_ref().ok().map(|would_be| would_be.lines);
                let lines = row.view.as_ref().map(|view| view.draft.lines.len() as u64).or_else(would_be);
                lines.and_then(|lines| i64::try_from(lines).ok()).map_or(Cell::Empty, Cell::Number)
            }),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 2, ..Screen::new("own-col-lines", 6, 6) }),
            ..Column::new(DraftField::State, Kind::Count)
        },
        /// Net.
        Net = Column {
            name: "net", json: "net",
            cell: Some(|row, _| row.amounts().map_or(Cell::Empty, |(net, _, currency)| Cell::Amount(net, currency))),
            keyword: Some(Keyword::new(7, &["nettó"], "net>=100000")),
            screen: Some(Screen { worth: 3, ..Screen::new("own-col-net", 7, 7) }),
            ..AMOUNT
        },
        /// Gross.
        Gross = Column {
            name: "gross", json: "gross",
            cell: Some(|row, _| row.amounts().map_or(Cell::Empty, |(_, gross, currency)| Cell::Amount(gross, currency))),
            keyword: Some(Keyword::new(3, &["bruttó"], "gross>=100000")),
            screen: Some(Screen { worth: 8, is_strong: true, ..Screen::new("own-col-gross", 8, 8) }),
            ..AMOUNT
        },
    }

    const NEWEST: Self = Self::State;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<DraftField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for DraftField {
    type Key = String;

    fn key(row: &DraftRow) -> String {
        row.key.clone()
    }

    fn company<'r>(_row: &'r DraftRow, cx: &'r Shared) -> &'r str {
        cx.books.company().map_or("", |company| company.name.as_str())
    }

    fn show(self, row: &DraftRow, cx: &Shared) -> Vec<Piece> {
        match self {
            Self::State if cx.width < WORDS => {
                let (sign, style) = sign(row.state);
                vec![(sign.to_owned(), style)]
            }
            Self::State => vec![state(cx, row.state)],
            // What is unbilled has the amounts of the draft that would be made of it.
            Self::Gross if row.amounts().is_none() => match &row.would_be {
                Some(why) => vec![(cx.locale.get(lacks(why)), theme::LOOK)],
                None => vec![(words::NOTHING.to_owned(), theme::DIM)],
            },
            Self::Seconds if row.seconds == 0 => vec![(words::NOTHING.to_owned(), theme::DIM)],
            Self::Seconds => vec![(hours(row.seconds), theme::PLAIN)],
            _ => vec![plain(self, row, cx)],
        }
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::Client | Self::Net | Self::Gross)
    }
}

/// What unbilled time lacks to have amounts, in a word or two; Enter says the rest.
fn lacks(why: &Result<WouldBe, Message>) -> &'static str {
    match why.as_ref().err().map_or("", |message| message.id.as_ref()) {
        "billing-no-rate" => "draft-no-amount",
        "books-no-vat" => "draft-no-vat",
        _ => "draft-no-draft",
    }
}

/// Below so many columns a list has room for the sign of a state alone: the amount is worth more than the word.
const WORDS: u16 = 60;

/// The word of a state with its sign: what needs a person is marked.
pub(super) fn state(cx: &Shared, state: &str) -> Piece {
    let words = cx.locale.text(&Message { id: format!("books-draft-{state}").into(), args: Vec::new() });
    let (sign, style) = sign(state);
    (format!("{sign} {words}"), style)
}

/// The sign of a state.
fn sign(state: &str) -> (&'static str, Style) {
    match state {
        "unbilled" => ("!", theme::LOOK),
        "open" => ("◦", theme::ACCENT),
        "issued" => ("●", theme::GOOD),
        _ => ("○", theme::DIM),
    }
}
