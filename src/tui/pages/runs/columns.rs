//! The table of runs: every column of theirs, once.

use std::sync::LazyLock;

use crate::domain::{RunId, RunStatus, SyncRun};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

const TEXT: Column<RunField> = Column::new(RunField::Id, Kind::Text);
const CHOICE: Column<RunField> = Column::new(RunField::Id, Kind::Choice);
const COUNT: Column<RunField> = Column { first: Some(First::Largest), ..Column::new(RunField::Id, Kind::Count) };

/// A count as cells have it.
fn number(count: u64) -> Cell<'static> {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

schema! {
    /// A column of runs.
    pub(crate) enum RunField: SyncRun => () {
        /// Its number.
        Id = Column {
            name: "run", json: "run_id",
            cell: Some(|row, _| number(row.id.0)),
            keyword: Some(Keyword::new(5, &["futás"], "run:12")),
            screen: Some(Screen::new("tui-col-by-run", 12, 12)),
            ..COUNT
        },
        /// Its status.
        Status = Column {
            name: "status", json: "status",
            cell: Some(|row, _| Cell::Text(row.status.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || RunStatus::ALL.map(RunStatus::as_str).to_vec(),
                    family: |_| "tui-run",
                    ..Values::NONE
                },
                ..Keyword::new(1, &["állapot", "státusz"], "status:failed")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("tui-col-run", 1, 1) }),
            ..CHOICE
        },
        /// When it started.
        Started = Column {
            name: "started", json: "started",
            cell: Some(|row, _| Cell::Instant(row.started)),
            keyword: Some(Keyword::new(3, &["indult"], "started:today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 16, worth: 9, is_strong: true, ..Screen::new("tui-col-started", 2, 2) }),
            ..Column::new(RunField::Id, Kind::Instant)
        },
        /// Its company, as it was called then.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.company_name)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 8, is_strong: true, ..Screen::new("tui-col-company", 3, 3) }),
            ..TEXT
        },
        /// Its mode.
        Mode = Column {
            name: "mode", json: "mode",
            cell: Some(|row, _| Cell::Text(row.mode.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || vec!["full", "incremental", "reconcile"],
                    family: |_| "tui-mode",
                    ..Values::NONE
                },
                ..Keyword::new(4, &["mód"], "mode:full")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 3, ..Screen::new("tui-col-mode", 4, 4) }),
            ..CHOICE
        },
        /// New records.
        New = Column {
            name: "new", json: "created",
            cell: Some(|row, _| number(row.counts.documents.created)),
            keyword: Some(Keyword::new(6, &["új"], "new>0")),
            screen: Some(Screen { width: 6, worth: 7, is_strong: true, ..Screen::new("tui-col-new", 5, 5) }),
            ..COUNT
        },
        /// Changed records.
        Changed = Column {
            name: "changed", json: "updated",
            cell: Some(|row, _| number(row.counts.documents.updated)),
            keyword: Some(Keyword::new(7, &["változott"], "changed>0")),
            screen: Some(Screen { width: 6, worth: 6, is_strong: true, ..Screen::new("tui-col-changed-count", 6, 6) }),
            ..COUNT
        },
        /// Unchanged records.
        Unchanged = Column {
            name: "unchanged", json: "unchanged",
            cell: Some(|row, _| number(row.counts.documents.unchanged)),
            screen: Some(Screen { width: 6, worth: 2, ..Screen::new("tui-col-unchanged", 7, 7) }),
            ..COUNT
        },
        /// Skipped records.
        Skipped = Column {
            name: "skipped", json: "skipped",
            cell: Some(|row, _| number(row.counts.documents.skipped)),
            keyword: Some(Keyword::new(8, &["kihagyott"], "skipped>0")),
            screen: Some(Screen { width: 6, worth: 5, ..Screen::new("tui-col-skipped", 8, 8) }),
            ..COUNT
        },
        /// Its duration in seconds, once it ended.
        Took = Column {
            name: "seconds", json: "seconds",
            cell: Some(|row, _| row.ended.map_or(Cell::Empty, |ended| Cell::Number(ended.duration_since(row.started).as_secs()))),
            keyword: Some(Keyword::new(9, &["másodperc"], "seconds>60")),
            screen: Some(Screen { width: 8, worth: 4, is_strong: true, ..Screen::new("tui-col-duration", 9, 9) }),
            ..COUNT
        },
        /// What started it.
        Trigger = Column {
            name: "trigger", json: "trigger",
            cell: Some(|row, _| Cell::Text(row.trigger.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || vec!["command", "headless", "screen", "schedule", "api"],
                    family: |_| "tui-trigger",
                    ..Values::NONE
                },
                ..Keyword::new(10, &["indította"], "trigger:schedule")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 1, ..Screen::new("tui-col-trigger", 10, 10) }),
            ..CHOICE
        },
        /// The user that started it.
        Actor = Column {
            name: "user", json: "actor",
            cell: Some(|row, _| Cell::Text(&row.actor.0)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(11, &["felhasználó"], "user:anna") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, worth: 1, ..Screen::new("tui-col-actor", 11, 11) }),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Started;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<RunField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for RunField {
    type Key = RunId;

    fn key(row: &SyncRun) -> RunId {
        row.id
    }

    fn company<'r>(row: &'r SyncRun, _cx: &'r Shared) -> &'r str {
        &row.company_name
    }

    fn show(self, row: &SyncRun, cx: &Shared) -> Vec<Piece> {
        let piece = match self {
            Self::Status => {
                let (glyph, status, style) = words::run_status(cx.locale, row);
                (format!("{glyph} {status}"), style)
            }
            Self::Took => (super::view::took(cx, row), theme::PLAIN),
            Self::Skipped if row.counts.documents.skipped > 0 => (plain(self, row, cx).0, theme::LOOK),
            _ => plain(self, row, cx),
        };
        vec![piece]
    }
}
