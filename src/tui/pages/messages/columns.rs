//! The table of lines of the log: every column of theirs, once.

use std::sync::LazyLock;

use crate::logging::LogLine;
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::theme;

const TEXT: Column<LineField> = Column::new(LineField::At, Kind::Text);

schema! {
    /// A column of lines of the log.
    pub(crate) enum LineField: LogLine => () {
        /// When it was written.
        At = Column {
            name: "at", json: "at",
            cell: Some(|row, _| row.at.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(3, &["idő"], "at:today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 16, worth: 8, ..Screen::new("messages-col-at", 1, 1) }),
            ..Column::new(LineField::At, Kind::Instant)
        },
        /// Its level.
        Level = Column {
            name: "level", json: "level",
            cell: Some(|row, _| Cell::Text(&row.level)),
            keyword: Some(Keyword {
                values: Values { known: || vec!["error", "warn", "info", "debug", "trace"], ..Values::NONE },
                ..Keyword::new(1, &["szint"], "level:error,warn")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 9, ..Screen::new("messages-col-level", 2, 2) }),
            ..Column::new(LineField::At, Kind::Choice)
        },
        /// The part of the program.
        Target = Column {
            name: "part", json: "part", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.target)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["rész"], "part:sync") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 5, ..Screen::new("messages-col-part", 3, 3) }),
            ..TEXT
        },
        /// What it says.
        Text = Column {
            name: "text", json: "text", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.text)),
            keyword: Some(Keyword::new(4, &["szöveg"], "text:refused")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 20, worth: 10, is_strong: true, ..Screen::new("messages-col-text", 4, 4) }),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::At;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<LineField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for LineField {
    type Key = u64;

    fn key(row: &LogLine) -> u64 {
        row.place
    }

    fn company<'r>(_: &'r LogLine, _: &'r Shared) -> &'r str {
        ""
    }

    fn show(self, row: &LogLine, cx: &Shared) -> Vec<Piece> {
        let (words, style) = plain(self, row, cx);
        let style = match (self, row.level.as_str()) {
            (Self::Level, "error") => theme::ACT,
            (Self::Level, "warn") => theme::LOOK,
            _ => style,
        };
        vec![(words, style)]
    }

    /// Lines name invoices and partners.
    fn is_secret(self) -> bool {
        matches!(self, Self::Text)
    }
}
