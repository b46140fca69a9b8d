//! The table of changes: every column of theirs, once.

use std::sync::LazyLock;

use super::{Line, what};
use crate::domain::{RecordKey, RunId};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Schema as _, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::theme;
use crate::tui::words::{NOTHING, short_change};

const TEXT: Column<ChangeField> = Column::new(ChangeField::At, Kind::Text);

schema! {
    /// A column of changes.
    pub(crate) enum ChangeField: Line => () {
        /// When.
        At = Column {
            name: "at", json: "at",
            cell: Some(|row, _| Cell::Instant(row.change.change.at)),
            keyword: Some(Keyword::new(1, &["mikor"], "at:today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 16, worth: 6, ..Screen::new("tui-col-at", 1, 1) }),
            ..Column::new(ChangeField::At, Kind::Instant)
        },
        /// Company.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 3, ..Screen::new("tui-col-company", 2, 2) }),
            ..TEXT
        },
        /// Number of the invoice.
        Number = Column {
            name: "number", json: "invoice_number",
            cell: Some(|row, _| Cell::Text(if row.count == 1 { &row.change.number } else { "" })),
            keyword: Some(Keyword::new(3, &["szám", "számlaszám"], "number:2025-244")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("tui-col-number", 3, 3) }),
            ..TEXT
        },
        /// Buyer.
        Partner = Column {
            name: "partner", json: "partner", is_cut: true,
            cell: Some(|row, _| Cell::Text(if row.count == 1 { &row.change.partner } else { "" })),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(4, &["partner", "vevő"], "partner:petz") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 4, is_strong: true, ..Screen::new("tui-col-partner", 4, 4) }),
            ..TEXT
        },
        /// The field that changed.
        What = Column {
            name: "field", json: "field", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.change.change.change.field)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(5, &["mező"], "field:status") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 10, is_strong: true, ..Screen::new("tui-col-what-changed", 5, 5) }),
            ..TEXT
        },
        /// The value before.
        Old = Column {
            name: "old", json: "old",
            cell: Some(|row, _| Cell::text(row.change.change.change.old.as_deref())),
            keyword: Some(Keyword::new(6, &["régi"], "old:outstanding")),
            ..TEXT
        },
        /// The value after.
        New = Column {
            name: "new", json: "new",
            cell: Some(|row, _| Cell::text(row.change.change.change.new.as_deref())),
            keyword: Some(Keyword::new(7, &["új"], "new:paid")),
            ..TEXT
        },
        /// The run that brought it.
        Run = Column {
            name: "run", json: "run_id",
            cell: Some(|row, _| Cell::Number(i64::try_from(row.change.change.run.0).unwrap_or(i64::MAX))),
            keyword: Some(Keyword::new(8, &["futás"], "run:12")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 6, worth: 2, ..Screen::new("tui-col-by-run", 6, 6) }),
            ..Column::new(ChangeField::At, Kind::Count)
        },
    }

    const NEWEST: Self = Self::At;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<ChangeField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for ChangeField {
    /// The invoice, the run, the field; a run changes a field once.
    type Key = (RecordKey, RunId, String);

    fn key(row: &Line) -> Self::Key {
        let change = &row.change.change;
        (change.key.clone(), change.run, change.change.field.clone())
    }

    fn company<'r>(row: &'r Line, cx: &'r Shared) -> &'r str {
        cx.company_name(row.change.change.key.company).unwrap_or_default()
    }

    fn show(self, row: &Line, cx: &Shared) -> Vec<Piece> {
        match self {
            Self::What => what(cx, row),
            // Own books are changed by no run.
            Self::Run if row.change.change.run.0 == 0 => vec![(NOTHING.to_owned(), theme::DIM)],
            Self::Number | Self::Partner if row.count > 1 => Vec::new(),
            Self::Number if row.change.number.is_empty() => {
                vec![(format!("#{}", row.change.change.key.id.as_str()), theme::PLAIN)]
            }
            _ => vec![plain(self, row, cx)],
        }
    }

    /// What changed is the answer: company and partner give way to it.
    fn least(self, width: u16) -> u16 {
        match self {
            Self::What if width >= 70 => 26,
            Self::What => 16,
            _ => self.column().screen.map_or(0, |screen| screen.width).max(12),
        }
    }

    fn shorten(self, cell: Vec<Piece>, room: u16) -> Vec<Piece> {
        if matches!(self, Self::What) { short_change(cell, room) } else { cell }
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::What)
    }
}
