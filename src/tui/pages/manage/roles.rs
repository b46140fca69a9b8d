//! The table of roles: every column of theirs, once; what the configuration will give is told apart from what holds.

use std::sync::LazyLock;

use crate::config::{Access, Grant};
use crate::domain::Role;
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::service::{Granted, GrantedBy};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::theme;

/// How a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// It holds.
    Now,
    /// It is in the file, and holds once the host reads that.
    Soon,
    /// It holds, but is not in the file any more.
    Leaving,
}

impl Holds {
    const ALL: [Self; 3] = [Self::Now, Self::Soon, Self::Leaving];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Soon => "soon",
            Self::Leaving => "leaving",
        }
    }
}

/// A role with how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleRow {
    pub(super) granted: Granted,
    companies: String,
    pub(super) holds: Holds,
}

impl RoleRow {
    const fn new(granted: Granted, companies: String, holds: Holds) -> Self {
        Self { granted, companies, holds }
    }

    /// The role of the configuration that the row is, unless it is gone from the file.
    pub(super) fn grant(&self) -> Option<Grant> {
        (self.granted.by == GrantedBy::Config && self.holds != Holds::Leaving).then(|| grant(&self.granted))
    }
}

fn grant(granted: &Granted) -> Grant {
    Grant { who: granted.who.clone(), role: granted.role, company: granted.companies.first().cloned() }
}

/// What holds, and what the file says otherwise.
pub(super) fn rows(holding: &[Granted], file: Option<&Access>) -> Vec<RoleRow> {
    let written = file.map(Access::grants);
    let known: Vec<Grant> = holding.iter().filter(|granted| granted.by == GrantedBy::Config).map(grant).collect();
    let one = |granted: &Granted| {
        let stays = granted.by != GrantedBy::Config || written.as_ref().is_none_or(|written| written.contains(&grant(granted)));
        let holds = if stays { Holds::Now } else { Holds::Leaving };
        RoleRow::new(granted.clone(), granted.companies.join(", "), holds)
    };
    let soon = written.iter().flatten().filter(|grant| !known.contains(grant)).map(|grant| {
        let companies: Vec<String> = grant.company.iter().cloned().collect();
        let granted = Granted { who: grant.who.clone(), role: grant.role, companies: companies.clone(), by: GrantedBy::Config };
        RoleRow::new(granted, companies.join(", "), Holds::Soon)
    });
    holding.iter().map(one).chain(soon).collect()
}

/// A role in words.
pub(super) fn role(cx: &Shared, role: Role) -> String {
    cx.locale.get(match role {
        Role::Admin => "manage-role-admin",
        Role::Member => "manage-role-member",
        Role::Viewer => "manage-role-viewer",
    })
}

/// The words of roles.
pub(super) const ROLES: Values = Values {
    known: || vec!["admin", "member", "viewer"],
    hungarian: &[("admin", &["adminisztrátor"]), ("member", &["munkatárs"]), ("viewer", &["olvasó"])],
    family: |_| "tui-role",
    ..Values::NONE
};

const fn by(by: GrantedBy) -> &'static str {
    match by {
        GrantedBy::Owner => "owner",
        GrantedBy::Config => "config",
        GrantedBy::Token => "token",
    }
}

const TEXT: Column<RoleField> = Column::new(RoleField::Holder, Kind::Text);
const CHOICE: Column<RoleField> = Column::new(RoleField::Holder, Kind::Choice);

schema! {
    /// A column of roles.
    pub(crate) enum RoleField: RoleRow => () {
        /// The user, the group or the token.
        Holder = Column {
            name: "who", json: "who", aliases: &["user"], is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.granted.who)),
            keyword: Some(Keyword::new(1, &["felhasználó"], "who:anna")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 9, is_strong: true, ..Screen::new("manage-col-who", 1, 1) }),
            ..TEXT
        },
        /// The role.
        Role = Column {
            name: "role", json: "role",
            cell: Some(|row, _| Cell::Text(row.granted.role.as_str())),
            keyword: Some(Keyword { values: ROLES, ..Keyword::new(2, &["szerepkör"], "role:admin") }),
            first: Some(First::Smallest),
            screen: Some(Screen { worth: 8, is_strong: true, ..Screen::new("form-role", 2, 2) }),
            ..CHOICE
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
        /// Where it comes from.
        By = Column {
            name: "from", json: "by", is_cut: true,
            cell: Some(|row, _| Cell::Text(by(row.granted.by))),
            keyword: Some(Keyword {
                values: Values { known: || vec!["owner", "config", "token"], ..Values::NONE },
                ..Keyword::new(4, &["forrás"], "from:config")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 10, worth: 5, ..Screen::new("manage-col-from", 4, 4) }),
            ..CHOICE
        },
        /// Whether it holds.
        Holds = Column {
            name: "holds", json: "holds",
            cell: Some(|row, _| Cell::Text(row.holds.as_str())),
            keyword: Some(Keyword {
                values: Values { known: || Holds::ALL.map(Holds::as_str).to_vec(), family: |_| "tui-holds", ..Values::NONE },
                ..Keyword::new(5, &["érvényes"], "holds:soon")
            }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, worth: 7, is_strong: true, ..Screen::new("manage-col-holds", 5, 5) }),
            ..CHOICE
        },
    }

    const NEWEST: Self = Self::Holder;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<RoleField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for RoleField {
    type Key = (String, &'static str, String, &'static str);

    fn key(row: &RoleRow) -> Self::Key {
        (row.granted.who.clone(), row.granted.role.as_str(), row.companies.clone(), by(row.granted.by))
    }

    fn company<'r>(row: &'r RoleRow, _: &'r Shared) -> &'r str {
        &row.companies
    }

    fn show(self, row: &RoleRow, cx: &Shared) -> Vec<Piece> {
        vec![match self {
            Self::Holder if row.granted.by == GrantedBy::Owner => (cx.locale.get("manage-owner"), theme::PLAIN),
            Self::Role => (role(cx, row.granted.role), theme::PLAIN),
            Self::Companies if row.companies.is_empty() => (cx.locale.get("tui-all-companies"), theme::PLAIN),
            Self::By => {
                let id = match row.granted.by {
                    GrantedBy::Owner => "manage-by-owner",
                    GrantedBy::Config => "manage-by-config",
                    GrantedBy::Token => "manage-by-token",
                };
                (cx.locale.get(id), theme::DIM)
            }
            Self::Holds => match row.holds {
                Holds::Now => (format!("● {}", cx.locale.get("tui-holds-now")), theme::GOOD),
                Holds::Soon => (format!("◦ {}", cx.locale.get("tui-holds-soon")), theme::LOOK),
                Holds::Leaving => (format!("○ {}", cx.locale.get("tui-holds-leaving")), theme::LOOK),
            },
            Self::Holder | Self::Companies => plain(self, row, cx),
        }]
    }
}
