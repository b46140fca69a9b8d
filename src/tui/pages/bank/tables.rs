//! The tables of statements and accounts: every column of theirs, once.

use std::sync::LazyLock;

use crate::bank::account::grouped;
use crate::domain::{CompanyId, RemoteId};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::service::bank::{AccountView, StatementView};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::theme;

const TEXT: Column<StatementField> = Column::new(StatementField::Account, Kind::Text);
const DATE: Column<StatementField> = Column::new(StatementField::Account, Kind::Date);
const AMOUNT: Column<StatementField> = Column::new(StatementField::Account, Kind::Amount);
const COUNT: Column<StatementField> = Column::new(StatementField::Account, Kind::Count);

/// A count as cells have it.
fn number(count: u64) -> Cell<'static> {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Whether a statement adds up; `None` where it tells no balances.
pub(super) fn adds_up(view: &StatementView) -> Option<bool> {
    let one = &view.statement;
    let (opening, closing) = one.opening.zip(one.closing)?;
    Some(opening.checked_add(one.sum) == Some(closing))
}

fn proof(view: &StatementView) -> &'static str {
    match adds_up(view) {
        Some(true) => "equal",
        Some(false) => "differs",
        None => "unknown",
    }
}

schema! {
    /// A column of statements.
    pub(crate) enum StatementField: StatementView => () {
        /// Account.
        Account = Column {
            name: "account", json: "account",
            cell: Some(|row, _| Cell::Text(&row.statement.account)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(1, &["számla", "bankszámla"], "account:HU42") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, is_strong: true, ..Screen::new("tui-col-account", 2, 2) }),
            ..TEXT
        },
        /// Company.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 4, ..Screen::new("tui-col-company", 9, 9) }),
            ..TEXT
        },
        /// The bank's number.
        Number = Column {
            name: "number", json: "number",
            cell: Some(|row, _| Cell::Text(&row.statement.number)),
            keyword: Some(Keyword::new(3, &["szám"], "number:12")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 3, ..Screen::new("tui-col-number", 3, 3) }),
            ..TEXT
        },
        /// First day.
        From = Column {
            name: "from", json: "from",
            cell: Some(|row, _| Cell::date(row.statement.from)),
            keyword: Some(Keyword::new(4, &["kezdet"], "from:this-year")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 2, ..Screen::new("bank-col-from", 4, 4) }),
            ..DATE
        },
        /// Last day.
        Until = Column {
            name: "until", json: "until",
            cell: Some(|row, _| Cell::date(row.statement.until)),
            keyword: Some(Keyword::new(5, &["vége"], "until:last-month")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("bank-col-until", 1, 1) }),
            ..DATE
        },
        /// Entries.
        Entries = Column {
            name: "entries", json: "entries",
            cell: Some(|row, _| number(row.statement.entries)),
            keyword: Some(Keyword::new(6, &["tétel"], "entries>100")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 5, ..Screen::new("bank-col-entries", 5, 5) }),
            ..COUNT
        },
        /// Balance before the first entry.
        Opening = Column {
            name: "opening", json: "opening",
            cell: Some(|row, _| Cell::amount(row.statement.opening, &row.statement.currency)),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 4, ..Screen::new("bank-col-opening", 6, 6) }),
            ..AMOUNT
        },
        /// Sum of the booked entries.
        Sum = Column {
            name: "sum", json: "sum",
            cell: Some(|row, _| Cell::Amount(row.statement.sum, &row.statement.currency)),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 4, ..Screen::new("bank-col-sum", 7, 7) }),
            ..AMOUNT
        },
        /// Balance after the last entry.
        Closing = Column {
            name: "closing", json: "closing",
            cell: Some(|row, _| Cell::amount(row.statement.closing, &row.statement.currency)),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 7, is_strong: true, ..Screen::new("bank-col-closing", 8, 8) }),
            ..AMOUNT
        },
        /// Whether it adds up.
        Proof = Column {
            name: "proof", json: "proof",
            cell: Some(|row, _| Cell::Text(proof(row))),
            keyword: Some(Keyword {
                values: Values {
                    known: || vec!["equal", "differs", "unknown"],
                    family: |_| "tui-bank-proof",
                    ..Values::NONE
                },
                ..Keyword::new(7, &["egyezés"], "proof:differs")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 10, ..Screen::new("bank-col-proof", 10, 10) }),
            ..Column::new(StatementField::Account, Kind::Choice)
        },
        /// Format of the file.
        Format = Column {
            name: "format", json: "format",
            cell: Some(|row, _| Cell::Text(&row.statement.format)),
            keyword: Some(Keyword::new(8, &["formátum"], "format:camt")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 1, ..Screen::new("bank-col-format", 11, 11) }),
            ..TEXT
        },
        /// Name of the file.
        File = Column {
            name: "file", json: "file", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.statement.name)),
            keyword: Some(Keyword::new(9, &["fájl"], "file:2026")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 1, ..Screen::new("bank-col-file", 12, 12) }),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Until;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<StatementField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for StatementField {
    type Key = (CompanyId, RemoteId);

    fn key(row: &StatementView) -> Self::Key {
        (row.company, row.statement.id.clone())
    }

    fn company<'r>(row: &'r StatementView, cx: &'r Shared) -> &'r str {
        cx.company_name(row.company).unwrap_or_default()
    }

    fn show(self, row: &StatementView, cx: &Shared) -> Vec<Piece> {
        match self {
            Self::Account => vec![(grouped(&row.statement.account), theme::PLAIN)],
            Self::Proof => {
                let words = plain(self, row, cx).0;
                vec![match adds_up(row) {
                    Some(true) => (format!("✓ {words}"), theme::GOOD),
                    Some(false) => (format!("✗ {words}"), theme::ACT),
                    None => (words, theme::DIM),
                }]
            }
            _ => vec![plain(self, row, cx)],
        }
    }
}

const OF: Column<AccountField> = Column::new(AccountField::Account, Kind::Amount);
const MANY: Column<AccountField> = Column { first: Some(First::Largest), ..Column::new(AccountField::Account, Kind::Count) };

fn follows(view: &AccountView) -> &'static str {
    match view.continuous {
        Some(true) => "equal",
        Some(false) => "gap",
        None => "unknown",
    }
}

schema! {
    /// A column of accounts.
    pub(crate) enum AccountField: AccountView => () {
        /// Account.
        Account = Column {
            name: "account", json: "account",
            cell: Some(|row, _| Cell::Text(&row.account.account)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(1, &["számla", "bankszámla"], "account:HU42") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 9, is_strong: true, ..Screen::new("tui-col-account", 1, 1) }),
            ..Column::new(AccountField::Account, Kind::Text)
        },
        /// Company.
        Company = Column {
            name: "company", json: "company", is_cut: true,
            cell: Some(|_, context| Cell::Text(context.company)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 6, ..Screen::new("tui-col-company", 2, 2) }),
            ..Column::new(AccountField::Account, Kind::Text)
        },
        /// Currency.
        Currency = Column {
            name: "currency", json: "currency",
            cell: Some(|row, _| Cell::Text(row.account.currency.as_str())),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(3, &["pénznem", "deviza"], "currency:eur") }),
            first: Some(First::Smallest),
            ..Column::new(AccountField::Account, Kind::Choice)
        },
        /// Last known balance.
        Balance = Column {
            name: "balance", json: "balance",
            cell: Some(|row, _| Cell::amount(row.account.balance, &row.account.currency)),
            keyword: Some(Keyword::new(4, &["egyenleg"], "balance<0")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("bank-col-balance", 3, 3) }),
            ..OF
        },
        /// Day of the balance.
        Day = Column {
            name: "day", json: "day",
            cell: Some(|row, _| Cell::date(row.account.day)),
            keyword: Some(Keyword::new(5, &["nap"], "day<this-month")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 8, ..Screen::new("bank-col-day", 4, 4) }),
            ..Column::new(AccountField::Account, Kind::Date)
        },
        // Where room is short the newest go first: what has been open for long is what needs a look.
        /// Unmatched entries of a week.
        Week = Column {
            name: "unmatched_7", json: "unmatched_7", cell: Some(|row, _| number(row.unmatched[0])),
            screen: Some(Screen { worth: 2, ..Screen::new("bank-col-week", 5, 5) }),
            ..MANY
        },
        /// Unmatched entries of a month.
        Month = Column {
            name: "unmatched_30", json: "unmatched_30", cell: Some(|row, _| number(row.unmatched[1])),
            screen: Some(Screen { worth: 3, ..Screen::new("bank-col-month", 6, 6) }),
            ..MANY
        },
        /// Unmatched entries of a quarter.
        Quarter = Column {
            name: "unmatched_90", json: "unmatched_90", cell: Some(|row, _| number(row.unmatched[2])),
            screen: Some(Screen { worth: 4, ..Screen::new("bank-col-quarter", 7, 7) }),
            ..MANY
        },
        /// Older unmatched entries.
        Older = Column {
            name: "unmatched_older", json: "unmatched_older", cell: Some(|row, _| number(row.unmatched[3])),
            screen: Some(Screen { worth: 6, ..Screen::new("bank-col-older", 8, 8) }),
            ..MANY
        },
        /// Unmatched money that came in.
        Incoming = Column {
            name: "incoming", json: "unmatched_incoming",
            cell: Some(|row, _| Cell::Amount(row.open[0].amount, &row.account.currency)),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 6, ..Screen::new("bank-col-in", 9, 9) }),
            ..OF
        },
        /// Unmatched money that went out.
        Outgoing = Column {
            name: "outgoing", json: "unmatched_outgoing",
            cell: Some(|row, _| Cell::Amount(row.open[1].amount, &row.account.currency)),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 5, ..Screen::new("bank-col-out", 10, 10) }),
            ..OF
        },
        /// Entries of which a person has to say whether they were told before.
        Doubtful = Column {
            name: "doubtful", json: "doubtful", cell: Some(|row, _| number(row.doubtful.count)),
            keyword: Some(Keyword::new(7, &["kétséges"], "doubtful>0")),
            screen: Some(Screen { worth: 5, ..Screen::new("bank-col-doubtful", 12, 12) }),
            ..MANY
        },
        /// Whether the last statement opens with what the one before closed with.
        Follows = Column {
            name: "follows", json: "follows",
            cell: Some(|row, _| Cell::Text(follows(row))),
            keyword: Some(Keyword {
                values: Values { known: || vec!["equal", "gap", "unknown"], family: |_| "tui-bank-follows", ..Values::NONE },
                ..Keyword::new(6, &["folytatólagos"], "follows:gap")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 7, ..Screen::new("bank-col-follows", 11, 11) }),
            ..Column::new(AccountField::Account, Kind::Choice)
        },
    }

    const NEWEST: Self = Self::Account;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<AccountField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for AccountField {
    type Key = (CompanyId, String, String);

    fn key(row: &AccountView) -> Self::Key {
        (row.company, row.account.account.to_string(), row.account.currency.as_str().to_owned())
    }

    fn company<'r>(row: &'r AccountView, cx: &'r Shared) -> &'r str {
        cx.company_name(row.company).unwrap_or_default()
    }

    fn show(self, row: &AccountView, cx: &Shared) -> Vec<Piece> {
        let piece = plain(self, row, cx);
        vec![match self {
            Self::Account => (grouped(&row.account.account), theme::PLAIN),
            Self::Follows if row.continuous == Some(false) => (format!("✗ {}", piece.0), theme::ACT),
            Self::Follows if row.continuous == Some(true) => (format!("✓ {}", piece.0), theme::GOOD),
            Self::Older if row.unmatched[3] > 0 => (piece.0, theme::LOOK),
            Self::Doubtful if row.doubtful.count > 0 => (piece.0, theme::LOOK),
            _ => piece,
        }]
    }
}
