//! The table of the schedule: the times of the configuration, then each company with its next sync.

use std::sync::LazyLock;

use jiff::Timestamp;

use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::service::{CompanyView, ScheduleView};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

/// A time of the configuration, or a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimeRow {
    /// The time as it is written, or the name of the company.
    what: String,
    is_company: bool,
    enabled: bool,
    /// It is in the file, and holds once the host reads that.
    soon: bool,
    deferred: bool,
    next: Option<Timestamp>,
    last: Option<Timestamp>,
    /// What began the last sync, or the zone of the time.
    from: String,
}

fn company(cx: &Shared, view: &CompanyView) -> TimeRow {
    let last = view.last_run.as_ref();
    TimeRow {
        what: view.company.name.clone(),
        is_company: true,
        enabled: view.company.enabled,
        soon: false,
        deferred: view.deferred_until.is_some(),
        next: view.deferred_until.or(view.next_run),
        last: last.map(|run| run.ended.unwrap_or(run.started)),
        from: last.map(|run| words::word(cx.locale, "trigger", run.trigger.as_str())).unwrap_or_default(),
    }
}

/// The times, further ones of the file, and the companies.
pub(super) fn rows(cx: &Shared, view: &ScheduleView, file: Option<&[String]>) -> Vec<TimeRow> {
    let zone = view.zone.clone().unwrap_or_else(|| cx.locale.get("manage-zone-system"));
    let time = |times: &String, soon: bool| TimeRow {
        what: times.clone(),
        is_company: false,
        enabled: true,
        soon,
        deferred: false,
        next: view.next.filter(|_| !soon),
        last: None,
        from: format!("[schedule] · {zone}"),
    };
    let now = view.times.iter().map(|times| time(times, false));
    let soon = file.into_iter().flatten().filter(|times| !view.times.contains(times)).map(|times| time(times, true));
    now.chain(soon).chain(cx.companies.all().iter().map(|view| company(cx, view))).collect()
}

const TEXT: Column<TimeField> = Column::new(TimeField::What, Kind::Text);
const INSTANT: Column<TimeField> = Column::new(TimeField::What, Kind::Instant);

schema! {
    /// A column of the schedule.
    pub(crate) enum TimeField: TimeRow => () {
        /// The time, or the company.
        What = Column {
            name: "what", json: "what", aliases: &["company"], is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.what)),
            keyword: Some(Keyword::new(2, &["mi"], "what:medka")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 9, is_strong: true, ..Screen::new("manage-col-what", 1, 1) }),
            ..TEXT
        },
        /// Which of both it is.
        Kind = Column {
            name: "kind", json: "kind",
            cell: Some(|row, _| Cell::Text(if row.is_company { "company" } else { "time" })),
            keyword: Some(Keyword {
                values: Values { known: || vec!["time", "company"], family: |_| "tui-schedule-row", ..Values::NONE },
                ..Keyword::new(1, &["fajta"], "kind:company")
            }),
            first: Some(First::Largest),
            screen: Some(Screen::new("links-col-kind", 2, 2)),
            ..Column::new(TimeField::What, Kind::Choice)
        },
        /// The next sync.
        Next = Column {
            name: "next", json: "next",
            cell: Some(|row, _| row.next.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(3, &["következő"], "next:today")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 8, ..Screen::new("manage-col-next", 3, 3) }),
            ..INSTANT
        },
        /// The last sync.
        Last = Column {
            name: "synced", json: "last_sync",
            cell: Some(|row, _| row.last.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(4, &["szinkron"], "synced<today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 10, worth: 6, ..Screen::new("tui-col-last-sync", 4, 4) }),
            ..INSTANT
        },
        /// What began it, or the section and the zone of the time.
        From = Column {
            name: "from", json: "from", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.from)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(5, &["forrás"], "from:schedule") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 5, ..Screen::new("manage-col-from", 5, 5) }),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Last;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<TimeField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for TimeField {
    type Key = (bool, String, bool);

    fn key(row: &TimeRow) -> Self::Key {
        (row.is_company, row.what.clone(), row.soon)
    }

    fn company<'r>(row: &'r TimeRow, _: &'r Shared) -> &'r str {
        if row.is_company { &row.what } else { "" }
    }

    fn show(self, row: &TimeRow, cx: &Shared) -> Vec<Piece> {
        let none = || (words::NOTHING.to_owned(), theme::DIM);
        vec![match self {
            Self::What if !row.is_company => (row.what.clone(), theme::BOLD),
            Self::What => (row.what.clone(), if row.enabled { theme::PLAIN } else { theme::DIM }),
            Self::Next if row.soon => (format!("◦ {}", cx.locale.get("tui-holds-soon")), theme::LOOK),
            Self::Next => match row.next {
                Some(at) if row.deferred => (format!("! {}", words::stamp(cx, at)), theme::LOOK),
                Some(at) => (words::stamp(cx, at), theme::PLAIN),
                None if row.is_company => none(),
                None => (cx.locale.get("manage-no-scheduler"), theme::DIM),
            },
            Self::Last => row.last.map_or_else(none, |at| (words::ago(cx.locale, cx.now, at), theme::PLAIN)),
            Self::From if row.is_company && !row.from.is_empty() => (row.from.clone(), theme::PLAIN),
            Self::Kind | Self::From => plain(self, row, cx),
        }]
    }
}
