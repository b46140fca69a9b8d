//! The table of alerts: the channels, what is wrong now, and what waits to be sent.

use std::sync::LazyLock;

use jiff::Timestamp;

use crate::domain::Message;
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::service::AlertsView;
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A channel that is configured.
    Channel,
    /// Something that is wrong.
    Problem,
    /// An alert that waits to be sent.
    Waiting,
}

impl Sort {
    const ALL: [Self; 3] = [Self::Channel, Self::Problem, Self::Waiting];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Problem => "problem",
            Self::Waiting => "waiting",
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlertRow {
    sort: Sort,
    what: String,
    state: String,
    told: Option<Timestamp>,
    /// Since when it is wrong, or when it is tried next.
    since: Option<Timestamp>,
    /// Its place among rows of its sort: two may say the same.
    place: usize,
}

/// The channels, then what is wrong now, then what waits to be sent.
pub(super) fn rows(cx: &Shared, view: &AlertsView) -> Vec<AlertRow> {
    let channel = |channel: &str| words::word(cx.locale, "channel", channel);
    let kind = |kind: &str| words::word(cx.locale, "alert-kind", kind);
    let channels = view.channels.iter().map(|set| AlertRow {
        sort: Sort::Channel,
        what: channel(set.as_str()),
        state: cx.locale.get("manage-channel-set"),
        told: None,
        since: None,
        place: 0,
    });
    let problems = view.incidents.iter().map(|incident| AlertRow {
        sort: Sort::Problem,
        what: cx.company_name(incident.company).map_or_else(|| incident.company.to_string(), str::to_owned),
        state: kind(incident.kind.as_str()),
        told: incident.told,
        since: Some(incident.since),
        place: 0,
    });
    let waiting = view.queue.iter().map(|queued| AlertRow {
        sort: Sort::Waiting,
        what: format!(
            "{}: {}: {}",
            channel(queued.channel.as_str()),
            queued.alert.company_name,
            kind(queued.alert.kind.as_str())
        ),
        state: cx.locale.text(&Message::new("manage-tries").with("count", queued.tries)),
        told: None,
        since: Some(queued.next),
        place: 0,
    });
    let all = channels.chain(problems).chain(waiting);
    all.enumerate().map(|(place, row)| AlertRow { place, ..row }).collect()
}

const TEXT: Column<AlertField> = Column::new(AlertField::What, Kind::Text);
const INSTANT: Column<AlertField> = Column::new(AlertField::What, Kind::Instant);

schema! {
    /// A column of alerts.
    pub(crate) enum AlertField: AlertRow => () {
        /// The channel or the company.
        What = Column {
            name: "what", json: "what", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.what)),
            keyword: Some(Keyword::new(2, &["mi"], "what:medka")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 9, is_strong: true, ..Screen::new("manage-col-what", 1, 1) }),
            ..TEXT
        },
        /// What the row is.
        Kind = Column {
            name: "kind", json: "kind",
            cell: Some(|row, _| Cell::Text(row.sort.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || Sort::ALL.map(Sort::as_str).to_vec(),
                    family: |_| "tui-alert-row",
                    ..Values::NONE
                },
                ..Keyword::new(1, &["fajta"], "kind:problem")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 3, ..Screen::new("links-col-kind", 2, 2) }),
            ..Column::new(AlertField::What, Kind::Choice)
        },
        /// How it stands.
        State = Column {
            name: "state", json: "state", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.state)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(3, &["állapot"], "state:failed") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 8, is_strong: true, ..Screen::new("manage-col-state", 3, 3) }),
            ..TEXT
        },
        /// When it was sent.
        Told = Column {
            name: "sent", json: "sent",
            cell: Some(|row, _| row.told.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(4, &["elküldve"], "sent:today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 8, worth: 5, ..Screen::new("manage-col-told", 4, 4) }),
            ..INSTANT
        },
        /// Since when it is wrong, or when it is tried next.
        Since = Column {
            name: "since", json: "since",
            cell: Some(|row, _| row.since.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(5, &["azóta"], "since<today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 8, worth: 6, ..Screen::new("manage-col-since", 5, 5) }),
            ..INSTANT
        },
    }

    const NEWEST: Self = Self::Since;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<AlertField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for AlertField {
    type Key = (Sort, String, String, usize);

    fn key(row: &AlertRow) -> Self::Key {
        (row.sort, row.what.clone(), row.state.clone(), row.place)
    }

    fn company<'r>(row: &'r AlertRow, _: &'r Shared) -> &'r str {
        if row.sort == Sort::Problem { &row.what } else { "" }
    }

    fn show(self, row: &AlertRow, cx: &Shared) -> Vec<Piece> {
        let none = || (words::NOTHING.to_owned(), theme::DIM);
        vec![match (self, row.sort) {
            (Self::State, Sort::Channel) => (format!("● {}", row.state), theme::GOOD),
            (Self::State, Sort::Problem) => (format!("! {}", row.state), theme::ACT),
            (Self::State, Sort::Waiting) => (row.state.clone(), theme::LOOK),
            (Self::Told, _) => row.told.map_or_else(none, |at| (words::ago(cx.locale, cx.now, at), theme::PLAIN)),
            (Self::Since, Sort::Waiting) => row.since.map_or_else(none, |at| (words::soon(cx, at), theme::PLAIN)),
            (Self::Since, _) => row.since.map_or_else(none, |at| (words::ago(cx.locale, cx.now, at), theme::PLAIN)),
            _ => plain(self, row, cx),
        }]
    }
}
