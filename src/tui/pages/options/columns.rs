//! The table of settings: every column of theirs, once.

use std::sync::LazyLock;

use crate::config::{Given, Setting};
use crate::query::schema::{Cell, Column, First, Keyword, Kind, Screen, Values, Vocabulary, schema};
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::theme;

/// A setting with its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OptionRow {
    pub(crate) setting: Setting,
    section: &'static str,
    value: String,
    default: String,
    from: String,
}

impl OptionRow {
    pub(crate) fn new(setting: Setting) -> Self {
        let from = match setting.given {
            Given::Env { name } | Given::Flag { name } => name.to_owned(),
            given => given.as_str().to_owned(),
        };
        Self {
            section: setting.key.split_once('.').map_or("", |(section, _)| section),
            value: setting.value.to_string(),
            default: setting.default.to_string(),
            from,
            setting,
        }
    }
}

const TEXT: Column<OptionField> = Column::new(OptionField::Name, Kind::Text);

schema! {
    /// A column of settings.
    pub(crate) enum OptionField: OptionRow => () {
        /// Its name.
        Name = Column {
            name: "setting", json: "setting",
            cell: Some(|row, _| Cell::Text(row.setting.key)),
            keyword: Some(Keyword::new(1, &["beállítás"], "setting:mail")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 14, worth: 10, is_strong: true, ..Screen::new("settings-col-name", 1, 1) }),
            ..TEXT
        },
        /// Its value.
        Value = Column {
            name: "value", json: "value", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.value)),
            keyword: Some(Keyword::new(2, &["érték"], "value:true")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 9, ..Screen::new("settings-col-value", 2, 2) }),
            ..TEXT
        },
        /// Where the value comes from.
        From = Column {
            name: "from", json: "from",
            cell: Some(|row, _| Cell::Text(&row.from)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(3, &["forrás"], "from:file") }),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 8, worth: 7, ..Screen::new("settings-col-origin", 3, 3) }),
            ..TEXT
        },
        /// Its default.
        Default = Column {
            name: "default", json: "default", is_cut: true,
            cell: Some(|row, _| Cell::Text(&row.default)),
            keyword: Some(Keyword::new(4, &["alapérték"], "default:true")),
            first: Some(First::Smallest),
            screen: Some(Screen { width: 12, worth: 4, ..Screen::new("settings-col-default", 4, 4) }),
            ..TEXT
        },
        /// Its section of the file.
        Section = Column {
            name: "section", json: "section",
            cell: Some(|row, _| Cell::Text(row.section)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(5, &["szakasz"], "section:mail") }),
            first: Some(First::Smallest),
            ..TEXT
        },
    }

    const NEWEST: Self = Self::Name;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<OptionField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}

impl Rows for OptionField {
    type Key = &'static str;

    fn key(row: &OptionRow) -> &'static str {
        row.setting.key
    }

    fn company<'r>(_: &'r OptionRow, _: &'r Shared) -> &'r str {
        ""
    }

    fn show(self, row: &OptionRow, cx: &Shared) -> Vec<Piece> {
        let set = row.setting.given != Given::Default;
        let words = match (self, row.setting.given) {
            (Self::From, Given::Default) => cx.locale.get("settings-from-default"),
            (Self::From, Given::File { .. }) => cx.locale.get("settings-from-file"),
            (Self::From, Given::Screen) => cx.locale.get("settings-from-screen"),
            _ => return vec![(plain(self, row, cx).0, if set || self == Self::Name { theme::PLAIN } else { theme::DIM })],
        };
        vec![(words, if set { theme::PLAIN } else { theme::DIM })]
    }

    /// Settings name companies and addresses.
    fn is_secret(self) -> bool {
        matches!(self, Self::Value)
    }
}
