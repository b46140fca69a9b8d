//! The table of payments: every column of theirs, once.

use std::sync::LazyLock;

use super::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::domain::{PaymentMethod, PaymentRow, PaymentState, PaymentType};

const STATUS: Values = Values {
    known: || PaymentState::KNOWN.to_vec(),
    hungarian: &[
        ("active", &["érvényes"]),
        ("draft", &["piszkozat"]),
        ("voided", &["érvénytelenített"]),
        ("deleted", &["törölt"]),
    ],
    family: |_| "tui-pay-state",
    stored: false,
};

const TYPE: Values = Values {
    known: || PaymentType::KNOWN.to_vec(),
    hungarian: &[
        ("payment", &["kifizetés"]),
        ("prepayment", &["előleg"]),
        ("overpayment", &["túlfizetés"]),
        ("refund", &["visszatérítés"]),
        ("credit", &["jóváírás"]),
    ],
    family: |_| "tui-pay-type",
    stored: false,
};

const METHOD: Values = Values {
    known: || PaymentMethod::KNOWN.to_vec(),
    hungarian: &[("wire_transfer", &["átutalás", "utalás"]), ("bankcard", &["bankkártya", "kártya"])],
    family: |_| "tui-method",
    stored: false,
};

const DIRECTION: Values = Values {
    known: || vec!["issued", "received"],
    hungarian: &[("issued", &["kimenő", "kiállított"]), ("received", &["bejövő", "befogadott"])],
    family: |_| "tui-pay-direction",
    stored: false,
};

/// Yes and no in both languages.
pub(super) const FLAGS: Values = Values {
    known: || vec!["true", "false"],
    hungarian: &[("true", &["igen", "yes"]), ("false", &["nem", "no"])],
    ..Values::NONE
};

const HAS: Values = Values {
    known: || vec!["reference", "method", "partner", "contact", "invoice", "unapplied", "note"],
    hungarian: &[
        ("reference", &["hivatkozás"]),
        ("method", &["fizetési_mód"]),
        ("contact", &["partnerazonosító"]),
        ("invoice", &["számla"]),
        ("unapplied", &["jóváíratlan"]),
        ("note", &["megjegyzés"]),
    ],
    ..Values::NONE
};

const TEXT: Column<Field> = Column::new(Field::Id, Kind::Text);
const CHOICE: Column<Field> = Column::new(Field::Id, Kind::Choice);
const AMOUNT: Column<Field> = Column::new(Field::Id, Kind::Amount);
const FLAG: Column<Field> = Column::new(Field::Id, Kind::Flag);
const COUNT: Column<Field> = Column::new(Field::Id, Kind::Count);

/// The words of `has:` that are true of a payment.
fn present(row: &PaymentRow) -> Vec<&'static str> {
    let facts = [
        (row.reference.is_some(), "reference"),
        (row.method.is_some(), "method"),
        (!row.partner_name.is_empty(), "partner"),
        (row.partner_id.is_some(), "contact"),
        (!row.allocations.is_empty(), "invoice"),
        (row.unapplied.is_some_and(|amount| !amount.is_zero()), "unapplied"),
        (row.note.is_some(), "note"),
    ];
    facts.into_iter().filter_map(|(is, word)| is.then_some(word)).collect()
}

schema! {
    /// A column of payments.
    pub enum Field: PaymentRow => () {
        /// The provider's identifier.
        Id = Column {
            name: "id", json: "payment_id", title: "column-id", width: 12,
            cell: Some(|row, _| Cell::Text(row.id.as_str())),
            is_identifier: true,
            keyword: Some(Keyword::new(13, &["azonosító"], "id:1234")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, ..Screen::new("tui-col-id", 11, 11) }),
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
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(6, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 7, ..Screen::new("tui-col-company", 8, 2) }),
            ..TEXT
        },
        /// Side of the documents that it pays.
        Direction = Column {
            name: "direction", json: "direction", title: "column-direction",
            about: "`issued`: money from customers; `received`: money to suppliers.",
            cell: Some(|row, _| Cell::Text(row.direction.as_str())),
            keyword: Some(Keyword { values: DIRECTION, ..Keyword::new(5, &["irány"], "direction:issued") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, ..Screen::new("tui-col-pay-side", 7, 8) }),
            ..CHOICE
        },
        /// Day of the payment.
        Date = Column {
            name: "date", json: "date", title: "column-pay-date", optional: true,
            cell: Some(|row, _| Cell::date(row.date)),
            keyword: Some(Keyword::new(1, &["dátum", "nap"], "date:last-month")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("tui-col-pay-date", 1, 1) }),
            ..Column::new(Field::Id, Kind::Date)
        },
        /// Amount; different currencies are grouped, never compared.
        Amount = Column {
            name: "amount", json: "amount", title: "column-amount",
            cell: Some(|row, _| Cell::Amount(row.amount, &row.currency)),
            keyword: Some(Keyword::new(2, &["összeg"], "amount>=100000")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("tui-col-amount", 2, 6) }),
            ..AMOUNT
        },
        /// Currency.
        Currency = Column {
            name: "currency", json: "currency", title: "column-currency", width: 12,
            cell: Some(|row, _| Cell::Text(row.currency.as_str())),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(4, &["pénznem", "deviza"], "currency:eur") }),
            first: Some(First::Smallest),
            screen: Some(Screen::new("tui-col-currency", 10, 0)),
            ..CHOICE
        },
        /// Method of payment.
        Method = Column {
            name: "method", json: "method", title: "column-method", optional: true,
            cell: Some(|row, _| Cell::text(row.method.as_ref().map(PaymentMethod::as_str))),
            keyword: Some(Keyword {
                values: METHOD,
                ..Keyword::new(7, &["fizetési_mód", "fizetésimód", "mód"], "method:wire_transfer")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 4, ..Screen::new("tui-col-method", 6, 9) }),
            ..CHOICE
        },
        /// Reference or number of the transfer.
        Reference = Column {
            name: "reference", json: "reference", title: "column-reference", width: 24, is_cut: true, optional: true,
            cell: Some(|row, _| Cell::text(row.reference.as_deref())),
            keyword: Some(Keyword::new(8, &["hivatkozás", "közlemény"], "reference:2025/17")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 3, ..Screen::new("tui-col-reference", 5, 4) }),
            ..TEXT
        },
        /// Name of the contact.
        Partner = Column {
            name: "partner", json: "partner_name", title: "column-partner", width: 36, is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.partner_name)),
            keyword: Some(Keyword {
                values: Values::STORED,
                ..Keyword::new(3, &["partner", "vevő", "szállító", "ügyfél"], "partner:\"petz aladár\"")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, is_strong: true, ..Screen::new("tui-col-partner", 3, 3) }),
            ..TEXT
        },
        /// State.
        Status = Column {
            name: "status", json: "status", title: "column-status", about: "`active`, `draft`, `voided`, `deleted`.",
            cell: Some(|row, _| Cell::Text(row.state.as_str())),
            keyword: Some(Keyword { values: STATUS, ..Keyword::new(9, &["státusz", "állapot"], "status:active") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 2, ..Screen::new("tui-col-status", 9, 12) }),
            ..CHOICE
        },
        /// Part that pays no document yet.
        Unapplied = Column {
            name: "unapplied", json: "unapplied", title: "column-unapplied", optional: true,
            about: "What pays no document yet; null where the service does not tell.",
            cell: Some(|row, _| Cell::amount(row.unapplied, &row.currency)),
            keyword: Some(Keyword::new(10, &["jóváíratlan", "fennmaradó"], "unapplied>0")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 1, ..Screen::new("tui-col-unapplied", 12, 7) }),
            ..AMOUNT
        },
        /// Numbers of the documents that it pays.
        Invoices = Column {
            name: "invoice", json: "allocations", aliases: &["invoices"], title: "column-pays", width: 30, is_cut: true,
            about: "The documents that it pays.",
            cell: Some(|row, _| Cell::Parts(&row.allocations, &row.numbers)),
            keyword: Some(Keyword::new(11, &["számla", "számlaszám", "bizonylat"], "invoice:INV-2025-12")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 6, ..Screen::new("tui-col-pays", 4, 5) }),
            ..TEXT
        },
        /// Whether the provider no longer has it.
        Vanished = Column {
            name: "vanished", json: "vanished", title: "column-vanished",
            cell: Some(|row, _| Cell::Flag(row.vanished)),
            keyword: Some(Keyword { values: FLAGS, ..Keyword::new(15, &["eltűnt"], "vanished:true") }),
            ..FLAG
        },
        /// Kind.
        Type = Column {
            name: "type", json: "type", title: "column-type",
            cell: Some(|row, _| Cell::Text(row.kind.as_str())),
            keyword: Some(Keyword { values: TYPE, ..Keyword::new(12, &["típus", "fajta"], "type:refund") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, ..Screen::new("tui-col-type", 13, 10) }),
            ..CHOICE
        },
        /// Note.
        Note = Column {
            name: "note", json: "note", title: "column-note", width: 36, is_cut: true, optional: true,
            cell: Some(|row, _| Cell::text(row.note.as_deref())),
            keyword: Some(Keyword::new(14, &["megjegyzés"], "note:deposit")),
            ..TEXT
        },
        /// When it last changed here.
        Changed = Column {
            name: "changed", json: "changed", title: "column-changed",
            cell: Some(|row, _| Cell::Instant(row.changed)),
            keyword: Some(Keyword::new(16, &["változott", "módosult"], "changed:today")),
            first: Some(First::Largest),
            screen: Some(Screen::new("tui-col-changed", 14, 13)),
            ..Column::new(Field::Id, Kind::Instant)
        },
        /// The run that changed it last.
        ChangedRun = Column {
            name: "run", json: "changed_run_id", title: "column-changed-run",
            cell: Some(|row, _| Cell::Number(i64::try_from(row.changed_run.0).unwrap_or(i64::MAX))),
            ..COUNT
        },
        /// What is there.
        Has = Column {
            name: "has",
            cell: Some(|row, _| Cell::Words(present(row))),
            keyword: Some(Keyword { values: HAS, ..Keyword::new(17, &["van"], "has:unapplied") }),
            ..CHOICE
        },
        /// The provider's identifier of the contact.
        Contact = Column {
            name: "contact",
            cell: Some(|row, _| Cell::text(row.partner_id.as_ref().map(crate::domain::RemoteId::as_str))),
            is_identifier: true,
            keyword: Some(Keyword::new(18, &["partnerazonosító"], "contact:1234")),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Date;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<Field>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}
