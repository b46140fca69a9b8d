//! The table of time entries: the columns that queries ask for.

use std::sync::LazyLock;

use super::payment::FLAGS;
use super::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::domain::time::{EntryRow, EntryState};

const STATE: Values = Values {
    known: || EntryState::ALL.map(EntryState::as_str).to_vec(),
    hungarian: &[
        ("pending", &["függő", "rögzített"]),
        ("approved", &["jóváhagyott"]),
        ("billed", &["számlázott", "kiszámlázott"]),
    ],
    family: |_| "books-state",
    stored: false,
};

const TEXT: Column<Field> = Column::new(Field::Id, Kind::Text);

schema! {
    /// A column of time entries.
    pub enum Field: EntryRow => () {
        /// Identifier.
        Id = Column {
            name: "id", json: "id",
            cell: Some(|row, _| Cell::Text(row.entry.id.as_str())),
            is_identifier: true,
            keyword: Some(Keyword::new(11, &["azonosító"], "id:7f3a")),
            ..TEXT
        },
        /// Day.
        Date = Column {
            name: "date", json: "date",
            cell: Some(|row, _| Cell::Date(row.date)),
            keyword: Some(Keyword::new(1, &["dátum", "nap"], "date:last-month")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 10, worth: 10, is_strong: true, ..Screen::new("own-col-date", 1, 1) }),
            ..Column::new(Field::Id, Kind::Date)
        },
        /// Its start, where it is known; the screen shows its end, too.
        When = Column {
            name: "start", json: "start",
            cell: Some(|row, _| row.entry.span.clock().map_or(Cell::Empty, |(start, _)| Cell::Instant(start))),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 11, worth: 6, ..Screen::new("own-col-when", 2, 2) }),
            ..Column::new(Field::Id, Kind::Instant)
        },
        /// What is worth a look about it; the screen knows it.
        Lint = Column {
            name: "lint",
            screen: Some(Screen { width: 1, worth: 4, ..Screen::new("own-col-lint", 11, 10) }),
            ..Column::new(Field::Id, Kind::Words)
        },
        /// Person.
        Person = Column {
            name: "person", json: "person",
            cell: Some(|row, _| Cell::Text(&row.person)),
            keyword: Some(Keyword::new(2, &["személy", "munkatárs"], "person:anna")),
            first: Some(First::Smallest), is_cut: true,
            screen: Some(Screen { width: 8, worth: 3, ..Screen::new("own-col-person", 6, 7) }),
            ..TEXT
        },
        /// Project.
        Project = Column {
            name: "project", json: "project", optional: true,
            cell: Some(|row, _| Cell::text(row.project.as_deref())),
            keyword: Some(Keyword::new(3, &["projekt"], "project:site")),
            first: Some(First::Smallest), is_cut: true,
            screen: Some(Screen { width: 10, worth: 9, is_strong: true, ..Screen::new("own-col-project", 5, 5) }),
            ..TEXT
        },
        /// Client.
        Client = Column {
            name: "client", json: "client", optional: true,
            cell: Some(|row, _| Cell::text(row.client.as_deref())),
            keyword: Some(Keyword::new(4, &["ügyfél", "vevő"], "client:acme")),
            first: Some(First::Smallest), is_cut: true,
            screen: Some(Screen { width: 10, worth: 2, ..Screen::new("own-col-client", 4, 4) }),
            ..TEXT
        },
        /// Task.
        Task = Column {
            name: "task", json: "task",
            cell: Some(|row, _| Cell::Text(&row.entry.task)),
            keyword: Some(Keyword::new(5, &["feladat"], "task:review")),
            first: Some(First::Smallest), is_cut: true,
            screen: Some(Screen { width: 8, worth: 1, ..Screen::new("own-col-task", 7, 6) }),
            ..TEXT
        },
        /// Note.
        Note = Column {
            name: "note", json: "note",
            cell: Some(|row, _| Cell::Text(&row.entry.note)),
            keyword: Some(Keyword::new(6, &["megjegyzés"], "note:call")),
            first: Some(First::Smallest), is_cut: true,
            screen: Some(Screen { width: 10, worth: 5, ..Screen::new("own-col-note", 8, 9) }),
            ..TEXT
        },
        /// Tags.
        Tag = Column {
            name: "tag", json: "tags",
            cell: Some(|row, _| Cell::Text(&row.tags)),
            keyword: Some(Keyword::new(7, &["címke"], "tag:urgent")),
            first: Some(First::Smallest), is_cut: true,
            screen: Some(Screen::new("own-col-tags", 9, 11)),
            ..TEXT
        },
        /// How far it is.
        Status = Column {
            name: "status", json: "status",
            cell: Some(|row, _| Cell::Text(row.state().as_str())),
            keyword: Some(Keyword { values: STATE, ..Keyword::new(8, &["állapot"], "status:pending") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 7, ..Screen::new("own-col-state", 10, 8) }),
            ..Column::new(Field::Id, Kind::Choice)
        },
        /// Whether it is meant for an invoice.
        Billable = Column {
            name: "billable", json: "billable",
            cell: Some(|row, _| Cell::Flag(row.entry.billable)),
            keyword: Some(Keyword { values: FLAGS, ..Keyword::new(9, &["számlázandó"], "billable:true") }),
            first: Some(First::Largest),
            screen: Some(Screen::new("own-col-billable", 12, 12)),
            ..Column::new(Field::Id, Kind::Flag)
        },
        /// Seconds.
        Seconds = Column {
            name: "seconds", json: "seconds",
            cell: Some(|row, _| Cell::Number(row.entry.seconds())),
            keyword: Some(Keyword::new(10, &["másodperc"], "seconds>=3600")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 5, worth: 10, is_strong: true, ..Screen::new("own-col-hours", 3, 3) }),
            ..Column::new(Field::Id, Kind::Count)
        },
    }

    const NEWEST: Self = Self::Date;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<Field>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}
