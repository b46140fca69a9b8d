//! The table of clients and projects: every column of theirs, once.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::Node;
use crate::domain::Message;
use crate::domain::RemoteId;
use crate::domain::ledger::{Budget, ProjectState};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::service::Action as Permission;
use crate::tui::hours::hours;
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

const TEXT: Column<NodeField> = Column::new(NodeField::Name, Kind::Text);
const COUNT: Column<NodeField> = Column { first: Some(First::Largest), ..Column::new(NodeField::Name, Kind::Count) };

/// Cells of the bar of a budget.
const BAR: usize = 10;

schema! {
    /// A column of clients and projects.
    pub(crate) enum NodeField: Node => () {
        /// Its name.
        Name = Column {
            name: "name", json: "name", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.name)),
            keyword: Some(Keyword::new(1, &["név"], "name:site")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 10, is_strong: true, ..Screen::new("own-col-name", 1, 1) }),
            ..TEXT
        },
        /// Its client.
        Client = Column {
            name: "client", json: "client", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.client)),
            keyword: Some(Keyword::new(2, &["ügyfél", "vevő"], "client:acme")),
            first: Some(First::Smallest),
            screen: Some(Screen::new("own-col-client", 2, 2)),
            ..TEXT
        },
        /// Whether it is a client or a project.
        What = Column {
            name: "kind", json: "kind",
            cell: Some(|row, _| Cell::Text(row.kind())),
            keyword: Some(Keyword {
                values: Values { known: || vec!["client", "project"], family: |_| "tui-own", ..Values::NONE },
                ..Keyword::new(3, &["fajta"], "kind:project")
            }),
            screen: Some(Screen::new("own-col-kind", 3, 3)),
            ..Column::new(NodeField::Name, Kind::Choice)
        },
        /// Its state.
        State = Column {
            name: "state", json: "status",
            cell: Some(|row, _| Cell::Text(row.state.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || ProjectState::ALL.map(ProjectState::as_str).to_vec(),
                    family: |_| "books-project",
                    ..Values::NONE
                },
                ..Keyword::new(4, &["állapot"], "state:active")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, worth: 6, ..Screen::new("own-col-state", 4, 4) }),
            ..Column::new(NodeField::Name, Kind::Choice)
        },
        /// Seconds recorded.
        Seconds = Column {
            name: "seconds", json: "seconds",
            cell: Some(|row, _| Cell::Number(row.seconds)),
            keyword: Some(Keyword::new(5, &["másodperc"], "seconds>=3600")),
            screen: Some(Screen { width: 7, worth: 8, ..Screen::new("own-col-hours", 5, 5) }),
            ..COUNT
        },
        /// Seconds that are approved and not billed.
        Unbilled = Column {
            name: "unbilled", json: "unbilled_seconds",
            cell: Some(|row, _| Cell::Number(row.unbilled)),
            keyword: Some(Keyword::new(6, &["számlázatlan"], "unbilled>0")),
            screen: Some(Screen { width: 7, worth: 7, ..Screen::new("own-col-unbilled", 6, 6) }),
            ..COUNT
        },
        /// The part of the budget that is used.
        Used = Column {
            name: "used", json: "budget_used", is_share: true,
            cell: Some(|row, _| row.used.map_or(Cell::Empty, |used| Cell::Amount(used, &row.currency))),
            keyword: Some(Keyword::new(7, &["felhasznált"], "used>80")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 18, worth: 9, is_strong: true, ..Screen::new("own-col-used", 7, 7) }),
            ..Column::new(NodeField::Name, Kind::Amount)
        },
        /// Its budget.
        Budget = Column {
            name: "budget",
            screen: Some(Screen { worth: 4, ..Screen::new("own-col-budget", 8, 8) }),
            ..Column::new(NodeField::Name, Kind::Amount)
        },
        /// Net amount that was invoiced for its time.
        Invoiced = Column {
            name: "invoiced", json: "invoiced",
            cell: Some(|row, _| Cell::amount(row.invoiced, &row.currency)),
            keyword: Some(Keyword::new(8, &["kiszámlázott"], "invoiced>0")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 5, ..Screen::new("own-col-invoiced", 9, 9) }),
            ..Column::new(NodeField::Name, Kind::Amount)
        },
        /// The rate that applies today.
        Rate = Column {
            name: "rate",
            cell: Some(|row, _| Cell::Text(&row.rate)),
            screen: Some(Screen { worth: 3, ..Screen::new("own-col-rate", 10, 10) }),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Name;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<NodeField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for NodeField {
    type Key = RemoteId;

    fn key(row: &Node) -> RemoteId {
        row.id.clone()
    }

    fn company<'r>(_row: &'r Node, cx: &'r Shared) -> &'r str {
        cx.books.company().map_or("", |company| company.name.as_str())
    }

    fn show(self, row: &Node, cx: &Shared) -> Vec<Piece> {
        let none = || vec![(words::NOTHING.to_owned(), theme::DIM)];
        let sees = cx.sees(Permission::Ledger, cx.books.id());
        match self {
            Self::Name if row.is_client => vec![(row.name.clone(), theme::BOLD)],
            Self::Name => vec![(format!("  {}", row.name), theme::PLAIN)],
            Self::What => {
                let id = if row.is_client { "own-client" } else { "own-project" };
                vec![(cx.locale.get(id), theme::DIM)]
            }
            Self::State => {
                let id = format!("books-project-{}", row.state.as_str().replace('_', "-"));
                let words = cx.locale.text(&Message { id: id.into(), args: Vec::new() });
                vec![match row.state {
                    ProjectState::Active => (format!("● {words}"), theme::GOOD),
                    ProjectState::OnHold => (format!("◐ {words}"), theme::LOOK),
                    ProjectState::Archived => (format!("○ {words}"), theme::DIM),
                }]
            }
            Self::Invoiced | Self::Rate if !sees => none(),
            Self::Seconds => vec![(hours(row.seconds), if row.is_client { theme::DIM } else { theme::PLAIN })],
            Self::Unbilled if row.unbilled == 0 => none(),
            Self::Unbilled => vec![(hours(row.unbilled), theme::LOOK)],
            Self::Used => row.used.map_or_else(none, |used| bar(cx, used)),
            Self::Budget => match &row.budget {
                Some(Budget::Time(seconds)) => vec![(hours(*seconds), theme::DIM)],
                Some(Budget::Money(amount, currency)) => vec![(cx.locale.money(*amount, currency), theme::DIM)],
                None => none(),
            },
            Self::Invoiced if row.invoiced.is_none_or(|amount| amount.is_zero()) => none(),
            _ => vec![plain(self, row, cx)],
        }
    }

    /// A client sums its projects.
    fn is_counted(row: &Node) -> bool {
        !row.is_client
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::Name | Self::Client | Self::Invoiced | Self::Rate | Self::Budget)
    }
}

/// The used part of a budget as a bar with its percent.
fn bar(cx: &Shared, used: Decimal) -> Vec<Piece> {
    let cells = used.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED) * Decimal::from(BAR) / Decimal::ONE_HUNDRED;
    let full = usize::try_from(cells.round().mantissa().unsigned_abs()).unwrap_or(BAR).min(BAR);
    let style = if used > Decimal::ONE_HUNDRED {
        theme::ACT
    } else if used >= Decimal::from(80) {
        theme::LOOK
    } else {
        theme::GOOD
    };
    let sign = if used > Decimal::ONE_HUNDRED { "! " } else { "" };
    let percent = cx.locale.decimal(used, used.normalize().scale());
    vec![("█".repeat(full), style), ("─".repeat(BAR - full), theme::DIM), (format!(" {sign}{percent} %"), style)]
}
