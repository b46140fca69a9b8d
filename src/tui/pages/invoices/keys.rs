//! The keys of the page of invoices.

use crossterm::event::KeyCode;

use crate::tui::key::Key;
use crate::tui::keymap::tables::{self, CANCEL, ENTER, ESC, RELOAD, SYNC, SYNC_ALL, bind};
use crate::tui::keymap::{Action, Context};

/// The keys of the list.
pub(crate) static INVOICES: Context = tables::page(
    "invoices",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-invoice", "tui-key-open"),
        bind(&[Key::char('/')], Action::Filter, "tui-help-filter", "tui-key-filter"),
        CANCEL,
        bind(&[Key::char(' ')], Action::Mark, "tui-help-mark", "tui-key-mark"),
        bind(&[Key::char('o')], Action::SortMenu, "tui-help-sort", "tui-key-sort"),
        bind(&[Key::char('v')], Action::Views, "tui-help-views", "tui-key-views"),
        bind(&[Key::char('e')], Action::Export, "tui-help-export", "tui-key-export"),
        bind(&[Key::char('y')], Action::Copy, "tui-help-copy", "tui-key-copy"),
        SYNC,
        bind(&[Key::char('a')], Action::AllCompanies, "tui-help-all", "tui-key-all"),
        bind(&[Key::char('O')], Action::Reverse, "tui-help-reverse", ""),
        bind(&[Key::char('C')], Action::Columns, "tui-help-columns", "tui-key-columns"),
        bind(&[Key::char('V')], Action::MarkRange, "tui-help-mark-range", ""),
        bind(&[Key::char('*')], Action::MarkAll, "tui-help-mark-all", ""),
        bind(&[Key::char('u')], Action::Unmark, "tui-help-unmark", ""),
        bind(&[Key::char('D')], Action::Pdf, "tui-help-pdf", ""),
        bind(&[ESC], Action::Back, "tui-help-back-invoices", ""),
        SYNC_ALL,
        RELOAD,
    ],
);

/// The keys of the line that filters.
pub(crate) static FILTER: Context = tables::line(
    "filter",
    &[
        bind(&[ENTER], Action::Apply, "tui-help-keep", "tui-key-keep"),
        bind(&[ESC], Action::Give, "tui-help-give-up", "tui-key-give-up"),
        bind(&[Key::of(KeyCode::Tab)], Action::Complete, "tui-help-complete", "tui-key-complete"),
        bind(&[Key::of(KeyCode::BackTab)], Action::CompleteBack, "tui-help-complete-back", ""),
        bind(&[Key::of(KeyCode::Up)], Action::Older, "tui-help-older", "tui-key-older"),
        bind(&[Key::of(KeyCode::Down)], Action::Newer, "tui-help-newer", ""),
        bind(&[Key::ctrl('p')], Action::Up, "tui-help-up", ""),
        bind(&[Key::ctrl('n')], Action::Down, "tui-help-down", ""),
        bind(&[Key::of(KeyCode::PageUp)], Action::PageUp, "tui-help-page-up", ""),
        bind(&[Key::of(KeyCode::PageDown)], Action::PageDown, "tui-help-page-down", ""),
    ],
);
