//! The table of bank entries: every column of theirs, once.

use std::sync::LazyLock;

use super::payment::FLAGS;
use super::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::domain::EntryRow;
use crate::domain::MatchState;
use crate::domain::bank::EntryState;

const STATE: Values = Values {
    known: || vec!["booked", "pending", "info", "doubtful", "same"],
    hungarian: &[
        ("booked", &["könyvelt"]),
        ("pending", &["függő", "előjegyzett"]),
        ("info", &["tájékoztató"]),
        ("doubtful", &["kétséges"]),
        ("same", &["azonos"]),
    ],
    family: |_| "tui-bank-state",
    stored: false,
};

const MATCH: Values = Values {
    known: || MatchState::ALL.map(MatchState::as_str).to_vec(),
    hungarian: &[
        ("open", &["nyitott"]),
        ("settled", &["párosított"]),
        ("automatic", &["automatikus"]),
        ("batch", &["köteg"]),
        ("unbooked", &["könyveletlen"]),
        ("doubtful", &["kétséges"]),
        ("same", &["azonos"]),
    ],
    family: |_| "tui-bank-match",
    stored: false,
};

const TEXT: Column<Field> = Column::new(Field::Id, Kind::Text);
const CHOICE: Column<Field> = Column::new(Field::Id, Kind::Choice);
const AMOUNT: Column<Field> = Column::new(Field::Id, Kind::Amount);
const COUNT: Column<Field> = Column::new(Field::Id, Kind::Count);

/// The word of a state at the bank.
const fn state(state: EntryState) -> &'static str {
    match state {
        EntryState::Booked => "booked",
        EntryState::Pending => "pending",
        EntryState::Info => "info",
        EntryState::Doubtful => "doubtful",
        EntryState::Same => "same",
    }
}

schema! {
    /// A column of bank entries.
    pub enum Field: EntryRow => () {
        /// Identifier of the entry.
        Id = Column {
            name: "entry", json: "entry", aliases: &["id"], title: "column-id", width: 12,
            cell: Some(|row, _| Cell::Text(row.entry.as_str())),
            is_identifier: true,
            keyword: Some(Keyword::new(12, &["tétel", "azonosító"], "entry:4f2a")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, ..Screen::new("tui-col-id", 12, 12) }),
            ..TEXT
        },
        /// Number of the part of a batch.
        Part = Column {
            name: "part", json: "part", title: "column-bank-part",
            cell: Some(|row, _| Cell::Number(i64::from(row.part))),
            ..COUNT
        },
        /// Identifier of the statement.
        Statement = Column {
            name: "statement", json: "statement", title: "column-bank-statement", width: 12,
            cell: Some(|row, _| Cell::Text(row.statement.as_str())),
            is_identifier: true,
            keyword: Some(Keyword::new(11, &["kivonat"], "statement:4f2a")),
            ..TEXT
        },
        /// Number of the company here.
        CompanyId = Column {
            name: "company_id", json: "company_id", title: "column-company-id",
            cell: Some(|row, _| Cell::Number(i64::from(row.company.0))),
            ..COUNT
        },
        /// Name of the company.
        Company = Column {
            name: "company", json: "company", title: "column-company", width: 20, is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(8, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 4, ..Screen::new("tui-col-company", 8, 6) }),
            ..TEXT
        },
        /// Account.
        Account = Column {
            name: "account", json: "account", title: "column-bank-account", width: 28,
            cell: Some(|row, _| Cell::Text(&row.account)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(7, &["számla", "bankszámla"], "account:HU42") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 3, ..Screen::new("tui-col-account", 7, 7) }),
            ..TEXT
        },
        /// Day of booking.
        Booked = Column {
            name: "date", json: "booked", aliases: &["booked"], title: "column-bank-booked", optional: true,
            cell: Some(|row, _| Cell::date(row.day())),
            keyword: Some(Keyword::new(1, &["dátum", "nap"], "date:last-month")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("tui-col-pay-date", 1, 1) }),
            ..Column::new(Field::Id, Kind::Date)
        },
        /// State at the bank.
        State = Column {
            name: "state", json: "state", title: "column-bank-state", about: "`booked`, `pending`, `info`, `doubtful` or `same`.",
            cell: Some(|row, _| Cell::Text(state(row.state))),
            keyword: Some(Keyword { values: STATE, ..Keyword::new(10, &["állapot"], "state:pending") }),
            first: Some(First::Smallest),
            ..CHOICE
        },
        /// Amount with its sign; different currencies are grouped, never compared.
        Amount = Column {
            name: "amount", json: "amount", title: "column-amount",
            cell: Some(|row, _| Cell::Amount(row.amount, &row.currency)),
            keyword: Some(Keyword::new(2, &["összeg"], "amount>=100000")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("tui-col-amount", 2, 2) }),
            ..AMOUNT
        },
        /// Currency.
        Currency = Column {
            name: "currency", json: "currency", title: "column-currency", width: 12,
            cell: Some(|row, _| Cell::Text(row.currency.as_str())),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(9, &["pénznem", "deviza"], "currency:eur") }),
            first: Some(First::Smallest),
            ..CHOICE
        },
        /// Name of the other side.
        Partner = Column {
            name: "partner", json: "partner_name", title: "column-partner", width: 36, is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.name)),
            keyword: Some(Keyword {
                values: Values::STORED,
                ..Keyword::new(3, &["partner", "vevő", "szállító", "ügyfél"], "partner:\"petz aladár\"")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 7, is_strong: true, ..Screen::new("tui-col-partner", 3, 3) }),
            ..TEXT
        },
        /// Account of the other side.
        Other = Column {
            name: "partner_account", json: "partner_account", title: "column-bank-other", width: 28,
            cell: Some(|row, _| Cell::Text(&row.other)),
            keyword: Some(Keyword::new(13, &["partner_számla"], "partner_account:HU42")),
            ..TEXT
        },
        /// Text.
        Text = Column {
            name: "text", json: "text", title: "column-bank-text", width: 36, is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.text)),
            keyword: Some(Keyword::new(4, &["közlemény", "szöveg"], "text:INV-2026")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 5, ..Screen::new("tui-col-bank-text", 5, 5) }),
            ..TEXT
        },
        /// The bank's reference.
        Reference = Column {
            name: "reference", json: "reference", title: "column-reference", width: 24, is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.reference)),
            keyword: Some(Keyword::new(14, &["hivatkozás"], "reference:B1")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, ..Screen::new("tui-col-reference", 10, 10) }),
            ..TEXT
        },
        /// The bank's code of the kind of transaction.
        Code = Column {
            name: "code", json: "code", title: "column-bank-code", width: 12,
            cell: Some(|row, _| Cell::Text(&row.code)),
            keyword: Some(Keyword::new(15, &["kód"], "code:NTRF")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, ..Screen::new("tui-col-bank-code", 11, 11) }),
            ..TEXT
        },
        /// How far it is matched.
        Match = Column {
            name: "match", json: "match", title: "column-bank-match",
            about: "`open`, `settled`, `automatic`, `batch`, `unbooked`, `doubtful` or `same`.",
            cell: Some(|row, _| Cell::Text(row.matched.as_str())),
            keyword: Some(Keyword { values: MATCH, ..Keyword::new(5, &["párosítás"], "match:open") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 1, ..Screen::new("tui-col-bank-match", 9, 9) }),
            ..CHOICE
        },
        /// Numbers of the documents that it pays.
        Pays = Column {
            name: "invoice", json: "invoices", aliases: &["invoices"], title: "column-pays", width: 30, is_cut: true,
            about: "The documents that it pays.",
            cell: Some(|row, _| Cell::Text(&row.numbers)),
            keyword: Some(Keyword::new(6, &["számlaszám", "bizonylat"], "invoice:INV-2025-12")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 18, worth: 8, is_strong: true, ..Screen::new("tui-col-pays", 4, 4) }),
            ..TEXT
        },
        /// Whether it takes an earlier entry back.
        Reversal = Column {
            name: "reversal", json: "reversal", title: "column-bank-reversal",
            cell: Some(|row, _| Cell::Flag(row.reversal)),
            keyword: Some(Keyword { values: FLAGS, ..Keyword::new(16, &["sztornó"], "reversal:true") }),
            ..Column::new(Field::Id, Kind::Flag)
        },
    }

    const NEWEST: Self = Self::Booked;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<Field>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}
