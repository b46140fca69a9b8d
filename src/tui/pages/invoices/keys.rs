//! The keys of the page of invoices.

use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, ACTS, CANCEL, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, OUTSIDE, RELOAD, REVERSE,
    SORT, SYNC, SYNC_ALL, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Context};

/// The keys of the list.
pub(crate) static INVOICES: Context = tables::page(
    "invoices",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-invoice", "tui-key-open"),
        FILTER,
        CANCEL,
        MARK,
        SORT,
        GROUP,
        VIEWS,
        ACTS,
        EXPORT,
        COPY,
        SYNC,
        bind(&[Key::char('a')], Action::AllCompanies, "tui-help-all", "tui-key-all"),
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[Key::char('D')], Action::Pdf, "tui-help-pdf", ""),
        OUTSIDE,
        bind(&[ESC], Action::Back, "tui-help-back-invoices", ""),
        SYNC_ALL,
        RELOAD,
    ],
);
