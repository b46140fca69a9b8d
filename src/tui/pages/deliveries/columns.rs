//! The table of deliveries: every column of theirs, once.

use std::sync::LazyLock;

use crate::domain::{Delivery, DeliveryState, RemoteId};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

const TEXT: Column<DeliveryField> = Column::new(DeliveryField::Queued, Kind::Text);
const CHOICE: Column<DeliveryField> = Column::new(DeliveryField::Queued, Kind::Choice);

schema! {
    /// A column of deliveries.
    pub(crate) enum DeliveryField: Delivery => () {
        /// State.
        State = Column {
            name: "state", json: "state",
            cell: Some(|row, _| Cell::Text(row.state.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || DeliveryState::ALL.map(DeliveryState::as_str).to_vec(),
                    family: |_| "delivery-state",
                    ..Values::NONE
                },
                ..Keyword::new(1, &["állapot"], "state:failed")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 10, is_strong: true, ..Screen::new("delivery-col-state", 1, 1) }),
            ..CHOICE
        },
        /// When it was queued.
        Queued = Column {
            name: "queued", json: "queued",
            cell: Some(|row, _| Cell::Instant(row.queued)),
            keyword: Some(Keyword::new(2, &["sorban"], "queued:today")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 16, worth: 7, ..Screen::new("delivery-col-time", 2, 2) }),
            ..Column::new(DeliveryField::Queued, Kind::Instant)
        },
        /// Company.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(3, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 4, ..Screen::new("delivery-col-company", 3, 3) }),
            ..TEXT
        },
        /// What it is about.
        Matter = Column {
            name: "kind", json: "kind",
            cell: Some(|row, _| Cell::Text(row.parcel.matter.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || vec!["invoice", "reminder", "summary", "daily"],
                    family: |_| "tui-delivery-kind",
                    ..Values::NONE
                },
                ..Keyword::new(4, &["fajta"], "kind:reminder")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 6, ..Screen::new("tui-col-kind", 4, 4) }),
            ..CHOICE
        },
        /// Number of the document.
        Number = Column {
            name: "number", json: "invoice_number",
            cell: Some(|row, _| Cell::Text(&row.parcel.number)),
            keyword: Some(Keyword::new(5, &["szám", "számlaszám"], "number:2025-244")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("tui-col-number", 5, 5) }),
            ..TEXT
        },
        /// Buyer.
        Partner = Column {
            name: "partner", json: "partner_name", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.parcel.partner)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(6, &["partner", "vevő"], "partner:petz") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 5, is_strong: true, ..Screen::new("tui-col-partner", 6, 6) }),
            ..TEXT
        },
        /// The first address.
        To = Column {
            name: "to", json: "to", is_cut: true,
            cell: Some(|row, _| row.parcel.to.first().map_or(Cell::Empty, |address| Cell::Text(address))),
            keyword: Some(Keyword::new(7, &["címzett"], "to:example.com")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 3, ..Screen::new("delivery-col-to", 7, 7) }),
            ..TEXT
        },
        /// Attempts begun.
        Attempts = Column {
            name: "attempts", json: "attempts",
            cell: Some(|row, _| Cell::Number(i64::from(row.attempts))),
            keyword: Some(Keyword::new(8, &["kísérlet"], "attempts>1")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 8, worth: 2, ..Screen::new("delivery-col-attempts", 8, 8) }),
            ..Column::new(DeliveryField::Queued, Kind::Count)
        },
        /// Why the last attempt did not succeed.
        Why = Column {
            name: "error", json: "error", is_cut: true,
            cell: Some(|row, _| row.error.as_deref().map_or(Cell::Empty, Cell::Text)),
            keyword: Some(Keyword::new(9, &["hiba"], "error:greylisted")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 18, worth: 8, is_strong: true, ..Screen::new("delivery-col-why", 9, 9) }),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Queued;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<DeliveryField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for DeliveryField {
    type Key = (u32, RemoteId);

    fn key(row: &Delivery) -> (u32, RemoteId) {
        (row.company.0, row.id.clone())
    }

    fn company<'r>(row: &'r Delivery, cx: &'r Shared) -> &'r str {
        cx.companies.all().iter().find(|view| view.company.id == row.company).map_or("", |view| &view.company.name)
    }

    fn show(self, row: &Delivery, cx: &Shared) -> Vec<Piece> {
        let piece = match self {
            Self::State => {
                let (glyph, style) = match row.state {
                    DeliveryState::Sent => ("✓", theme::GOOD),
                    DeliveryState::Queued => ("◦", theme::PLAIN),
                    DeliveryState::Sending => ("▶", theme::PLAIN),
                    DeliveryState::Failed => ("✗", theme::ACT),
                    DeliveryState::Unknown => ("?", theme::LOOK),
                    DeliveryState::Cancelled => ("–", theme::DIM),
                };
                (format!("{glyph} {}", words::cell(cx.locale, "delivery-state", row.state.as_str())), style)
            }
            Self::Matter => match row.parcel.matter.step() {
                Some(step) => (format!("{} {step:+}", words::cell(cx.locale, "tui-delivery-kind", "reminder")), theme::PLAIN),
                None => plain(self, row, cx),
            },
            Self::Why if row.error.is_some() => (plain(self, row, cx).0, theme::LOOK),
            _ => plain(self, row, cx),
        };
        vec![piece]
    }
}
