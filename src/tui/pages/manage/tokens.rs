//! The table of tokens: every column of theirs, once.

use std::sync::LazyLock;

use super::roles::ROLES;
use crate::domain::{CompanyId, Token};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::theme;

/// A token with the names of its companies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenRow {
    pub(super) token: Token,
    companies: String,
}

impl TokenRow {
    pub(super) fn new(cx: &Shared, token: &Token) -> Self {
        let name = |id: &CompanyId| cx.company_name(*id).map_or_else(|| id.to_string(), str::to_owned);
        let companies = token.companies.iter().map(name).collect::<Vec<_>>().join(", ");
        Self { token: token.clone(), companies }
    }
}

const TEXT: Column<TokenField> = Column::new(TokenField::Name, Kind::Text);
const INSTANT: Column<TokenField> = Column::new(TokenField::Name, Kind::Instant);

schema! {
    /// A column of tokens.
    pub(crate) enum TokenField: TokenRow => () {
        /// Its name.
        Name = Column {
            name: "name", json: "name", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.token.name)),
            keyword: Some(Keyword::new(1, &["név"], "name:dashboard")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 9, is_strong: true, ..Screen::new("form-name", 1, 1) }),
            ..TEXT
        },
        /// Its role.
        Role = Column {
            name: "role", json: "role",
            cell: Some(|row, _| Cell::Text(row.token.role.as_str())),
            keyword: Some(Keyword { values: ROLES, ..Keyword::new(2, &["szerepkör"], "role:admin") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, is_strong: true, ..Screen::new("form-role", 2, 2) }),
            ..Column::new(TokenField::Name, Kind::Choice)
        },
        /// Where it holds.
        Companies = Column {
            name: "company", json: "companies", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.companies)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(3, &["cég"], "company:medka") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 6, is_strong: true, ..Screen::new("form-scope", 3, 3) }),
            ..TEXT
        },
        /// When it ends.
        Expires = Column {
            name: "ends", json: "expires",
            cell: Some(|row, _| row.token.expires.map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(4, &["lejár"], "ends<today")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 7, ..Screen::new("form-expiry", 4, 4) }),
            ..INSTANT
        },
        /// The one that made it.
        By = Column {
            name: "by", json: "created_by", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.token.created_by.0)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(5, &["készítette"], "by:anna") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, worth: 5, is_strong: true, ..Screen::new("manage-col-made", 5, 5) }),
            ..TEXT
        },
        /// When it was made.
        Made = Column {
            name: "made", json: "created",
            cell: Some(|row, _| Cell::Instant(row.token.created)),
            keyword: Some(Keyword::new(6, &["készült"], "made:this-year")),
            first: Some(First::Largest),
            screen: Some(Screen { width: 10, worth: 4, ..Screen::new("manage-col-on", 6, 6) }),
            ..INSTANT
        },
    }

    const NEWEST: Self = Self::Made;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<TokenField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for TokenField {
    type Key = String;

    fn key(row: &TokenRow) -> String {
        row.token.name.clone()
    }

    fn company<'r>(row: &'r TokenRow, _: &'r Shared) -> &'r str {
        &row.companies
    }

    fn show(self, row: &TokenRow, cx: &Shared) -> Vec<Piece> {
        let day = |at: jiff::Timestamp| cx.locale.date(at.to_zoned(cx.zone.clone()).date());
        vec![match self {
            Self::Role => (super::roles::role(cx, row.token.role), theme::PLAIN),
            Self::Companies if row.companies.is_empty() => (cx.locale.get("tui-all-companies"), theme::PLAIN),
            Self::Expires => match row.token.expires {
                None => (cx.locale.get("form-never"), theme::LOOK),
                Some(at) if row.token.is_expired(cx.now) => (format!("✗ {}", day(at)), theme::ACT),
                Some(at) => (day(at), theme::PLAIN),
            },
            Self::Made => (day(row.token.created), theme::DIM),
            _ => plain(self, row, cx),
        }]
    }
}
