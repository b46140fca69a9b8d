//! The keys of the page.

use crossterm::event::KeyCode;

use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, ALL_COMPANIES, COLUMNS, COPY, DOCUMENTS, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD,
    REVERSE, SORT, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Binding, Context};

const ACCEPT: Binding = bind(&[Key::char('Y')], Action::Accept, "tui-help-bank-accept", "tui-key-accept-match");
const OTHERS: Binding = bind(&[Key::ctrl('o')], Action::Alternatives, "tui-help-bank-others", "tui-key-others");
const CERTAIN: Binding = bind(&[Key::char('C')], Action::AcceptCertain, "tui-help-bank-certain", "tui-key-certain");
const TAKE_BACK: Binding = bind(&[Key::char('U')], Action::TakeBack, "tui-help-bank-take-back", "tui-key-take-back");
const IMPORT: Binding = bind(&[Key::char('I')], Action::Import, "tui-help-bank-import", "tui-key-import");
const NEXT: Binding =
    bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-section", "tui-key-next-section");
const PREVIOUS: Binding =
    bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-section", "");

/// The keys of the list of entries.
pub(crate) static BANK: Context = tables::page(
    "bank",
    &[
        ACCEPT,
        OTHERS,
        FILTER,
        CERTAIN,
        TAKE_BACK,
        IMPORT,
        NEXT,
        bind(&[ENTER], Action::Open, "tui-help-open-record", "tui-key-open"),
        DOCUMENTS,
        MARK,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        ALL_COMPANIES,
        PREVIOUS,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The keys of one entry.
pub(crate) static ENTRY: Context = tables::page(
    "entry",
    &[
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        ACCEPT,
        OTHERS,
        TAKE_BACK,
        bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next-record", "tui-key-next"),
        bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous-record", "tui-key-previous"),
        bind(&[ENTER], Action::Open, "tui-help-open-documents", "tui-key-documents"),
        DOCUMENTS,
        COPY,
        RELOAD,
    ],
);

/// The keys of the list of statements.
pub(crate) static STATEMENTS: Context = tables::page(
    "statements",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-entries", "tui-key-open-entries"),
        FILTER,
        IMPORT,
        NEXT,
        MARK,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        PREVIOUS,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The keys of the list of accounts.
pub(crate) static ACCOUNTS: Context = tables::page(
    "accounts",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-entries", "tui-key-open-entries"),
        FILTER,
        IMPORT,
        NEXT,
        MARK,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        PREVIOUS,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);
