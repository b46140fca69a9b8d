//! The look of a list: its filter, order and columns as text, which views, sessions and undo keep.

/// The filter, the order and the columns of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Look {
    /// The query.
    pub(crate) query: String,
    /// The order, such as `-gross`; empty for that in which rows come.
    pub(crate) sort: String,
    /// The columns, such as `number,partner:30`; the automatic ones where it is `None`.
    pub(crate) columns: Option<String>,
}
