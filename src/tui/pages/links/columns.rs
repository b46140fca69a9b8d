//! The table of connections: every column of theirs, once.

use std::sync::LazyLock;

use super::{Link, Sort, Standing};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

const TEXT: Column<LinkField> = Column::new(LinkField::Name, Kind::Text);
const INSTANT: Column<LinkField> = Column::new(LinkField::Name, Kind::Instant);

schema! {
    /// A column of connections.
    pub(crate) enum LinkField: Link => () {
        /// Its name.
        Name = Column {
            name: "name", json: "name", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.name)),
            keyword: Some(Keyword::new(2, &["név"], "name:work")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 10, is_strong: true, ..Screen::new("links-col-name", 1, 1) }),
            ..TEXT
        },
        /// What it is.
        Kind = Column {
            name: "kind", json: "kind",
            cell: Some(|row, _| Cell::Text(row.sort.as_str())),
            keyword: Some(Keyword {
                values: Values { known: || Sort::ALL.map(Sort::as_str).to_vec(), family: |_| "tui-links-kind", ..Values::NONE },
                ..Keyword::new(1, &["fajta"], "kind:calendar")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 9, worth: 7, ..Screen::new("links-col-kind", 2, 2) }),
            ..Column::new(LinkField::Name, Kind::Choice)
        },
        /// Its company.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.company_name)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(5, &["cég"], "company:own") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 3, ..Screen::new("tui-col-company", 3, 3) }),
            ..TEXT
        },
        /// How it stands.
        State = Column {
            name: "state", json: "state",
            cell: Some(|row, _| Cell::Text(row.standing.as_str())),
            keyword: Some(Keyword {
                values: Values { known: || Standing::ALL.map(Standing::as_str).to_vec(), family: |_| "tui-links-state", ..Values::NONE },
                ..Keyword::new(3, &["állapot"], "state:failed")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, worth: 9, is_strong: true, ..Screen::new("manage-col-state", 4, 4) }),
            ..Column::new(LinkField::Name, Kind::Choice)
        },
        /// When it last worked.
        Last = Column {
            name: "last", json: "last",
            cell: Some(|row, _| row.last.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(6, &["utoljára"], "last:today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 10, worth: 8, ..Screen::new("links-col-last", 5, 5) }),
            ..INSTANT
        },
        /// When it is tried next.
        Next = Column {
            name: "next", json: "next",
            cell: Some(|row, _| row.next.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(7, &["következő"], "next:today")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 5, ..Screen::new("links-col-next", 6, 6) }),
            ..INSTANT
        },
        /// What it did, or why it failed.
        Note = Column {
            name: "note", json: "note", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.note)),
            keyword: Some(Keyword::new(4, &["megjegyzés"], "note:refused")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 6, ..Screen::new("links-col-note", 7, 7) }),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Last;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<LinkField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for LinkField {
    type Key = (&'static str, u32, String);

    fn key(row: &Link) -> Self::Key {
        (row.sort.as_str(), row.company.map_or(0, |company| company.0), row.name.clone())
    }

    fn company<'r>(row: &'r Link, _: &'r Shared) -> &'r str {
        &row.company_name
    }

    fn show(self, row: &Link, cx: &Shared) -> Vec<Piece> {
        let none = || vec![(words::NOTHING.to_owned(), theme::DIM)];
        match self {
            Self::State => {
                let word = words::word(cx.locale, "links-state", row.standing.as_str());
                vec![match row.standing {
                    Standing::Connected => (format!("● {word}"), theme::GOOD),
                    Standing::Waiting => (format!("◐ {word}"), theme::LOOK),
                    Standing::Decide => (format!("! {word}"), theme::LOOK),
                    Standing::Failed => (format!("✗ {word}"), theme::ACT),
                    Standing::Off => (format!("○ {word}"), theme::DIM),
                }]
            }
            Self::Last => row.last.map_or_else(none, |at| vec![(words::ago(cx.locale, cx.now, at), theme::DIM)]),
            Self::Next => row.next.map_or_else(none, |at| {
                let at = at.to_zoned(cx.zone.clone());
                let form = if at.date() == cx.today() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
                vec![(at.strftime(form).to_string(), theme::PLAIN)]
            }),
            Self::Note if row.standing == Standing::Failed => vec![(plain(self, row, cx).0, theme::ACT)],
            _ => vec![plain(self, row, cx)],
        }
    }

    /// Names and errors may name customers.
    fn is_secret(self) -> bool {
        matches!(self, Self::Note)
    }
}
