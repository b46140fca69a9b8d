//! The table of logins: every column of theirs, once.

use std::sync::LazyLock;

use super::LoginRow;
use crate::domain::{Consent, LoginId, LoginState};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

const TEXT: Column<LoginField> = Column::new(LoginField::Id, Kind::Text);
const INSTANT: Column<LoginField> = Column::new(LoginField::Id, Kind::Instant);

/// Days before its end from which a login is marked.
const SOON: i64 = 30;

schema! {
    /// A column of logins.
    pub(crate) enum LoginField: LoginRow => () {
        /// Its number.
        Id = Column {
            name: "login", json: "login",
            cell: Some(|row, _| Cell::Number(i64::from(row.view.login.id.0))),
            keyword: Some(Keyword::new(5, &["belépés"], "login:2")),
            first: Some(First::Smallest),
            // Commands name a login by it, as do the sentences about one.
            screen: Some(Screen { width: 5, worth: 11, ..Screen::new("tui-col-login", 1, 1) }),
            ..Column::new(LoginField::Id, Kind::Count)
        },
        /// Its companies.
        Companies = Column {
            name: "companies", json: "companies", aliases: &["company"], is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.companies)),
            keyword: Some(Keyword::new(1, &["cégek", "cég"], "companies:harbour")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 16, worth: 9, is_strong: true, ..Screen::new("tui-tab-companies", 2, 2) }),
            ..TEXT
        },
        /// Its service.
        Service = Column {
            name: "service", json: "service",
            cell: Some(|row, _| Cell::Text(&row.view.title)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(2, &["szolgáltatás"], "service:xero") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 7, ..Screen::new("tui-col-service", 3, 3) }),
            ..TEXT
        },
        /// Its state.
        State = Column {
            name: "state", json: "status",
            cell: Some(|row, _| Cell::Text(row.standing())),
            keyword: Some(Keyword {
                values: Values {
                    known: || {
                        let over = [Consent::Refused, Consent::Late].map(Consent::as_str);
                        LoginState::ALL.map(LoginState::as_str).into_iter().chain(over).collect()
                    },
                    family: |_| "tui-login",
                    ..Values::NONE
                },
                ..Keyword::new(3, &["állapot", "státusz"], "state:active")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 10, is_strong: true, ..Screen::new("manage-col-state", 4, 4) }),
            ..Column::new(LoginField::Id, Kind::Choice)
        },
        /// When its tokens were renewed last, or its key was set.
        Renewed = Column {
            name: "renewed", json: "renewed",
            cell: Some(|row, _| row.renewed().map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(6, &["megújítva"], "renewed:today")),
            first: Some(First::Largest),
            screen: Some(Screen { worth: 4, ..Screen::new("tui-col-renewed", 5, 5) }),
            ..INSTANT
        },
        /// When a person must renew it at the latest.
        RenewBy = Column {
            name: "renew_by", json: "renew_by",
            cell: Some(|row, _| row.view.login.renew_by().map_or(Cell::Empty, Cell::Instant)),
            keyword: Some(Keyword::new(4, &["megújítandó"], "renew_by:this-month")),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, ..Screen::new("manage-col-ends", 6, 6) }),
            ..INSTANT
        },
        /// Calls left, of how many, as the last sync of its companies told.
        Quota = Column {
            name: "quota",
            screen: Some(Screen { width: 8, worth: 5, ..Screen::new("tui-col-quota", 7, 7) }),
            ..TEXT
        },
        /// Whether it opens test companies.
        Sandbox = Column {
            name: "sandbox", json: "sandbox",
            cell: Some(|row, _| Cell::Flag(row.view.login.grant.as_ref().is_some_and(|grant| grant.sandbox))),
            screen: Some(Screen { width: 7, worth: 2, ..Screen::new("tui-col-sandbox", 8, 8) }),
            ..Column::new(LoginField::Id, Kind::Flag)
        },
    }

    const NEWEST: Self = Self::Id;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<LoginField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for LoginField {
    type Key = LoginId;

    fn key(row: &LoginRow) -> LoginId {
        row.view.login.id
    }

    fn company<'r>(row: &'r LoginRow, _cx: &'r Shared) -> &'r str {
        &row.companies
    }

    fn show(self, row: &LoginRow, cx: &Shared) -> Vec<Piece> {
        let login = &row.view.login;
        let none = || vec![(words::NOTHING.to_owned(), theme::DIM)];
        match self {
            Self::State => {
                let word = words::word(cx.locale, "login", login.standing(cx.now));
                vec![match (login.state, login.consent(cx.now)) {
                    (LoginState::Active, _) => (format!("● {word}"), theme::GOOD),
                    (_, Some(Consent::Pending)) => (format!("◐ {word}"), theme::LOOK),
                    _ => (format!("✗ {word}"), theme::ACT),
                }]
            }
            Self::Renewed => row.renewed().map_or_else(none, |at| vec![(words::ago(cx.locale, cx.now, at), theme::DIM)]),
            Self::RenewBy => login.renew_by().map_or_else(none, |at| {
                let day = at.to_zoned(cx.zone.clone()).date().to_string();
                let left = at.duration_since(cx.now).as_hours();
                vec![if left <= 0 {
                    (format!("✗ {day}"), theme::ACT)
                } else if left < SOON * 24 {
                    (format!("! {day}"), theme::LOOK)
                } else {
                    (day, theme::PLAIN)
                }]
            }),
            Self::Quota => {
                let known = row.view.companies.iter().filter_map(|company| cx.quotas.get(&company.id));
                known.min_by_key(|(left, _)| *left).map_or_else(none, |(left, limit)| {
                    let style = if left * 10 < *limit { theme::LOOK } else { theme::DIM };
                    vec![(format!("{} / {}", cx.locale.count(u64::from(*left)), cx.locale.count(u64::from(*limit))), style)]
                })
            }
            _ => vec![plain(self, row, cx)],
        }
    }
}
