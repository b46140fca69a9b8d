//! The tables of items and links: every column of theirs, once.

use std::sync::LazyLock;

use crate::domain::CompanyId;
use crate::domain::Message;
use crate::domain::push::OrderKind;
use crate::push::Standing;
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::service::{PushView, Reconciled};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

const TEXT: Column<ItemField> = Column::new(ItemField::State, Kind::Text);
const CHOICE: Column<ItemField> = Column::new(ItemField::State, Kind::Choice);

/// Kinds of what is written.
const KINDS: Values = Values {
    known: || vec!["contact", "invoice", "credit_note", "payment", "void", "mail"],
    family: |_| "tui-push-kind",
    ..Values::NONE
};

/// True if a person must look at it.
pub(super) fn needs_person(view: &PushView) -> bool {
    matches!(view.state.as_str(), "rejected" | "conflict")
        || view.state == "unknown" && view.due.is_none()
        || view.state == "planned" && !view.ready
}

/// Why an item is not written, in words.
pub(super) fn why(view: &PushView, cx: &Shared) -> String {
    let missing: Vec<String> = view.missing.iter().map(|missing| mapping(cx, &missing.mapping)).collect();
    let lacks = (!missing.is_empty()).then(|| cx.locale.text(&Message::new("push-lacks").with("mappings", missing.join(", "))));
    let problems = view.problems.iter().map(|problem| cx.locale.text(problem));
    lacks.into_iter().chain(problems).chain(view.error.clone()).collect::<Vec<_>>().join(" ")
}

/// A mapping in words; commands name it by its keyword.
pub(super) fn mapping(cx: &Shared, name: &str) -> String {
    let id = match name.split_once(':') {
        Some(("tax", rate)) => return cx.locale.text(&Message::new("outbox-mapping-tax").with("rate", rate)),
        Some(("contact", _)) => "outbox-mapping-contact",
        Some(("document", _)) => "outbox-mapping-document",
        _ => match name {
            "sales-account" => "outbox-mapping-sales-account",
            "payment-account" => "outbox-mapping-payment-account",
            "item" => "outbox-mapping-item",
            "term" => "outbox-mapping-term",
            other => return other.to_owned(),
        },
    };
    cx.locale.get(id)
}

/// A kind in words.
pub(super) fn kind(cx: &Shared, kind: OrderKind) -> String {
    words::word(cx.locale, "push-kind", kind.as_str())
}

schema! {
    /// A column of items that are planned or in the outbox.
    pub(crate) enum ItemField: PushView => () {
        /// State.
        State = Column {
            name: "state", json: "state",
            cell: Some(|row, _| Cell::Text(&row.state)),
            keyword: Some(Keyword {
                values: Values {
                    known: || vec!["planned", "queued", "sending", "sent", "rejected", "conflict", "unknown", "discarded"],
                    family: |_| "tui-push-state",
                    ..Values::NONE
                },
                ..Keyword::new(1, &["állapot"], "state:conflict")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("manage-col-state", 1, 1) }),
            ..CHOICE
        },
        /// The company that is written to.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["cég"], "company:harbour") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 5, ..Screen::new("tui-col-company", 2, 2) }),
            ..TEXT
        },
        /// Kind.
        Kind = Column {
            name: "kind", json: "kind",
            cell: Some(|row, _| Cell::Text(row.kind.as_str())),
            keyword: Some(Keyword { values: KINDS, ..Keyword::new(3, &["fajta"], "kind:invoice") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 6, ..Screen::new("push-col-kind", 3, 3) }),
            ..CHOICE
        },
        /// Number or name.
        Title = Column {
            name: "title", json: "title", aliases: &["number"], is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.title)),
            keyword: Some(Keyword::new(4, &["szám", "név"], "title:INV-2026-12")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 9, is_strong: true, ..Screen::new("push-col-what", 4, 4) }),
            ..TEXT
        },
        /// The customer.
        Customer = Column {
            name: "customer", json: "customer", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.customer)),
            keyword: Some(Keyword::new(5, &["vevő"], "customer:acme")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 4, ..Screen::new("tui-col-partner", 5, 5) }),
            ..TEXT
        },
        /// What it became, or the record in the way.
        Becomes = Column {
            name: "becomes", json: "remote_number",
            cell: Some(|row, _| Cell::text(row.remote_number.as_deref().or(row.remote_id.as_ref().map(crate::domain::RemoteId::as_str)))),
            keyword: Some(Keyword::new(6, &["lett"], "becomes:88")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 3, ..Screen::new("push-col-becomes", 6, 6) }),
            ..TEXT
        },
        /// Amount.
        Amount = Column {
            name: "amount", json: "amount",
            cell: Some(|row, _| match &row.currency {
                Some(currency) => Cell::amount(row.amount, currency),
                None => Cell::Empty,
            }),
            keyword: Some(Keyword::new(7, &["összeg"], "amount>1000")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 8, is_strong: true, ..Screen::new("push-col-total", 7, 7) }),
            ..Column::new(ItemField::State, Kind::Amount)
        },
        /// Why it is not written.
        Why = Column {
            name: "why",
            screen: Some(Screen { width: 16, worth: 7, ..Screen::new("push-col-why", 8, 8) }),
            is_cut: true,
            ..TEXT
        },
        /// The person or rule that approved it.
        Approved = Column {
            name: "approved", json: "approved_by",
            cell: Some(|row, _| Cell::text(row.approved.as_ref().map(|actor| actor.0.as_ref()))),
            keyword: Some(Keyword::new(8, &["jóváhagyta"], "approved:anna")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 1, ..Screen::new("push-col-approved", 9, 9) }),
            ..TEXT
        },
        /// When it was approved.
        Queued = Column {
            name: "queued", json: "queued",
            cell: Some(|row, _| row.queued.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(9, &["jóváhagyva"], "queued:today")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 2, ..Screen::new("push-col-queued", 10, 10) }),
            ..Column::new(ItemField::State, Kind::Instant)
        },
    }

    const NEWEST: Self = Self::Queued;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<ItemField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for ItemField {
    type Key = (CompanyId, String);

    fn key(row: &PushView) -> Self::Key {
        (row.company, row.item.clone())
    }

    fn company<'r>(row: &'r PushView, cx: &'r Shared) -> &'r str {
        cx.company_name(row.company).unwrap_or_default()
    }

    fn show(self, row: &PushView, cx: &Shared) -> Vec<Piece> {
        match self {
            Self::State => {
                let word = words::word(cx.locale, "push-state", &row.state);
                vec![match row.state.as_str() {
                    _ if needs_person(row) => (format!("! {word}"), theme::ACT),
                    "planned" => (format!("◦ {word}"), theme::PLAIN),
                    "sent" => (format!("● {word}"), theme::GOOD),
                    "discarded" => (format!("– {word}"), theme::DIM),
                    _ => (format!("▶ {word}"), theme::ACCENT),
                }]
            }
            Self::Why => {
                let why = why(row, cx);
                vec![if why.is_empty() { (words::NOTHING.to_owned(), theme::DIM) } else { (why, theme::LOOK) }]
            }
            _ => vec![plain(self, row, cx)],
        }
    }
}

const LINK: Column<LinkField> = Column::new(LinkField::Standing, Kind::Text);

/// In what both sides differ, in words.
pub(super) fn differs(row: &Reconciled, cx: &Shared) -> String {
    let one = |(field, ours, theirs): &(String, String, String)| {
        format!("{}: {ours} ≠ {theirs}", words::word(cx.locale, "push-field", field))
    };
    row.differences.iter().map(one).collect::<Vec<_>>().join("; ")
}

schema! {
    /// A column of links.
    pub(crate) enum LinkField: Reconciled => () {
        /// How it stands.
        Standing = Column {
            name: "standing", json: "standing",
            cell: Some(|row, _| Cell::Text(row.standing.as_str())),
            keyword: Some(Keyword {
                values: Values {
                    known: || Standing::ALL.map(Standing::as_str).to_vec(),
                    family: |_| "tui-push-standing",
                    ..Values::NONE
                },
                ..Keyword::new(1, &["állapot"], "standing:drifted")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("push-col-standing", 1, 1) }),
            ..Column::new(LinkField::Standing, Kind::Choice)
        },
        /// The company that was written to.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["cég"], "company:harbour") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 4, ..Screen::new("tui-col-company", 2, 2) }),
            ..LINK
        },
        /// Kind.
        Kind = Column {
            name: "kind", json: "kind",
            cell: Some(|row, _| Cell::Text(row.kind.as_str())),
            keyword: Some(Keyword { values: KINDS, ..Keyword::new(3, &["fajta"], "kind:invoice") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 5, ..Screen::new("push-col-kind", 3, 3) }),
            ..Column::new(LinkField::Standing, Kind::Choice)
        },
        /// Number or name.
        Title = Column {
            name: "title", json: "title", aliases: &["number"], is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.title)),
            keyword: Some(Keyword::new(4, &["szám", "név"], "title:INV-2026-12")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 9, is_strong: true, ..Screen::new("push-col-what", 4, 4) }),
            ..LINK
        },
        /// Identifier there.
        Remote = Column {
            name: "remote", json: "remote_id", is_cut: true,
            cell: Some(|row, _| Cell::Text(row.remote.as_str())),
            keyword: Some(Keyword::new(5, &["távoli"], "remote:88")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, worth: 2, ..Screen::new("push-col-becomes", 8, 8) }),
            ..LINK
        },
        /// Amount that was ordered.
        Ours = Column {
            name: "ours", json: "ordered",
            cell: Some(|row, _| match &row.currency {
                Some(currency) => Cell::amount(row.amount, currency),
                None => Cell::Empty,
            }),
            keyword: Some(Keyword::new(6, &["miénk"], "ours>1000")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 8, ..Screen::new("push-col-ours", 5, 5) }),
            ..Column::new(LinkField::Standing, Kind::Amount)
        },
        /// Amount there now.
        Theirs = Column {
            name: "theirs", json: "there",
            cell: Some(|row, _| match &row.currency {
                Some(currency) => Cell::amount(row.theirs, currency),
                None => Cell::Empty,
            }),
            keyword: Some(Keyword::new(7, &["övék"], "theirs>1000")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 7, ..Screen::new("push-col-theirs", 6, 6) }),
            ..Column::new(LinkField::Standing, Kind::Amount)
        },
        /// In what both sides differ.
        Differs = Column {
            name: "differs", is_cut: true,
            screen: Some(Screen { width: 16, worth: 6, ..Screen::new("push-col-differs", 7, 7) }),
            ..LINK
        },
        /// What it comes from.
        Source = Column {
            name: "source", json: "source", is_cut: true,
            cell: Some(|row, _| Cell::Text(row.source.as_str())),
            keyword: Some(Keyword::new(8, &["forrás"], "source:file")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 1, ..Screen::new("push-col-source", 9, 9) }),
            ..LINK
        },
        /// Why a difference is right.
        Reason = Column {
            name: "reason", json: "reason", is_cut: true,
            cell: Some(|row, _| Cell::text(row.reason.as_deref())),
            keyword: Some(Keyword::new(9, &["indok"], "reason:rounding")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 3, ..Screen::new("push-col-reason", 10, 10) }),
            ..LINK
        },
    }

    const NEWEST: Self = Self::Standing;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<LinkField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for LinkField {
    type Key = (CompanyId, String);

    fn key(row: &Reconciled) -> Self::Key {
        (row.company, row.source.to_string())
    }

    fn company<'r>(row: &'r Reconciled, cx: &'r Shared) -> &'r str {
        cx.company_name(row.company).unwrap_or_default()
    }

    fn show(self, row: &Reconciled, cx: &Shared) -> Vec<Piece> {
        match self {
            Self::Standing => {
                let word = words::word(cx.locale, "push-standing", row.standing.as_str());
                vec![match row.standing {
                    Standing::Equal => (format!("✓ {word}"), theme::GOOD),
                    Standing::Ignored => (format!("– {word}"), theme::DIM),
                    Standing::Drifted | Standing::MissingHere | Standing::MissingThere => (format!("! {word}"), theme::ACT),
                }]
            }
            Self::Differs => {
                let words = differs(row, cx);
                vec![if words.is_empty() { (words::NOTHING.to_owned(), theme::DIM) } else { (words, theme::LOOK) }]
            }
            _ => vec![plain(self, row, cx)],
        }
    }
}
