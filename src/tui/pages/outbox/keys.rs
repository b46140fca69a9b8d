//! The keys of the page.

use crossterm::event::KeyCode;

use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, UNMARK, VIEWS,
    bind,
};
use crate::tui::keymap::{Action, Binding, Context};

const APPROVE: Binding = bind(&[Key::char('Y')], Action::Accept, "tui-help-push-approve", "tui-key-approve");
const PLAN: Binding = bind(&[Key::ctrl('t')], Action::Plan, "tui-help-push-plan", "tui-key-plan");
const MAP: Binding = bind(&[Key::ctrl('o')], Action::Alternatives, "tui-help-push-map", "tui-key-map");
const RETRY: Binding = bind(&[Key::char('Q')], Action::Retry, "tui-help-push-retry", "tui-key-retry");
const DISCARD: Binding = bind(&[Key::char('X')], Action::Delete, "tui-help-push-discard", "tui-key-discard");
const PAUSE: Binding = bind(&[Key::char('W')], Action::Pause, "tui-help-push-pause", "tui-key-pause");
const NEXT: Binding =
    bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-section", "tui-key-next-section");
const PREVIOUS: Binding =
    bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-section", "");
const BACK: Binding = bind(&[ESC], Action::Back, "tui-help-back-companies", "");

/// The keys of the list of items.
pub(crate) static OUTBOX: Context = tables::page(
    "outbox",
    &[
        PLAN,
        APPROVE,
        MAP,
        bind(&[ENTER], Action::Open, "tui-help-open-item", "tui-key-open"),
        RETRY,
        DISCARD,
        PAUSE,
        FILTER,
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
        BACK,
        RELOAD,
    ],
);

/// The keys of one item.
pub(crate) static ITEM: Context = tables::page(
    "item",
    &[
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next-record", "tui-key-next"),
        bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous-record", "tui-key-previous"),
        MAP,
        RETRY,
        DISCARD,
        RELOAD,
    ],
);

/// The keys of the list of links.
pub(crate) static LINKS: Context = tables::page(
    "links",
    &[
        bind(&[Key::char('Y')], Action::Accept, "tui-help-push-adopt", "tui-key-adopt"),
        bind(&[Key::ctrl('g')], Action::Ignore, "tui-help-push-ignore", "tui-key-ignore"),
        bind(&[Key::char('X')], Action::Delete, "tui-help-push-unlink", "tui-key-unlink"),
        PLAN,
        bind(&[ENTER], Action::Open, "tui-help-open-link", "tui-key-open"),
        FILTER,
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
        BACK,
        RELOAD,
    ],
);
