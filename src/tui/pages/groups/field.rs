//! Groups as a filter sees them.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::domain::Currency;
use crate::query::group::GroupRow;
use crate::query::schema::{Cell, Column, Keyword, Kind, Values, Vocabulary, schema};

/// A group as a filter sees it.
#[derive(Debug, Clone)]
pub(crate) struct GroupLine {
    /// Its value in words.
    words: String,
    rows: u64,
    seconds: Option<i64>,
    sum: Option<(Decimal, Currency)>,
}

impl GroupLine {
    pub(super) fn new(words: String, row: &GroupRow) -> Self {
        let sum = row.sums.first().and_then(|sum| Some((sum.amounts.first()?.amount, sum.currency.clone())));
        Self { words, rows: row.rows, seconds: row.seconds, sum }
    }
}

schema! {
    /// A column of groups, as a filter asks for it.
    pub(crate) enum GroupField: GroupLine => () {
        /// The value.
        Value = Column {
            name: "value", json: "value",
            cell: Some(|row, _| Cell::Text(&row.words)),
            keyword: Some(Keyword { values: Values::STORED, ..Keyword::new(1, &["érték"], "value:acme") }),
            ..Column::new(GroupField::Value, Kind::Text)
        },
        /// Its rows.
        Rows = Column {
            name: "rows", json: "rows",
            cell: Some(|row, _| Cell::Number(i64::try_from(row.rows).unwrap_or(i64::MAX))),
            keyword: Some(Keyword::new(2, &["sorok"], "rows>5")),
            ..Column::new(GroupField::Value, Kind::Count)
        },
        /// The first of its sums.
        Sum = Column {
            name: "sum", json: "sum",
            cell: Some(|row, _| row.sum.as_ref().map_or(Cell::Empty, |(sum, currency)| Cell::Amount(*sum, currency))),
            keyword: Some(Keyword::new(3, &["összeg"], "sum>=100000")),
            ..Column::new(GroupField::Value, Kind::Amount)
        },
        /// Seconds.
        Seconds = Column {
            name: "seconds", json: "seconds",
            cell: Some(|row, _| row.seconds.map_or(Cell::Empty, Cell::Number)),
            keyword: Some(Keyword::new(4, &["másodperc"], "seconds>=3600")),
            ..Column::new(GroupField::Value, Kind::Count)
        },
    }

    const NEWEST: Self = Self::Value;

    fn vocabulary() -> &'static Vocabulary<Self> {
        static KNOWN: LazyLock<Vocabulary<GroupField>> = LazyLock::new(Vocabulary::new);
        &KNOWN
    }
}
