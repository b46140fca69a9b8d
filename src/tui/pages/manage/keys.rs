//! The keys of the page.

use crossterm::event::KeyCode;

use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, UNMARK, VIEWS,
    bind,
};
use crate::tui::keymap::{Action, Binding, Context};

const NEXT: Binding =
    bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-section", "tui-key-next-section");
const PREVIOUS: Binding =
    bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-section", "");
const BACK: Binding = bind(&[ESC], Action::Back, "tui-help-back-companies", "");
const ALERT_FORM: Binding = bind(&[Key::char('R')], Action::Rename, "tui-help-alerts-form", "tui-key-change");
const TIME_FORM: Binding = bind(&[Key::char('R')], Action::Rename, "tui-help-schedule-form", "tui-key-change");
const ROLE_FORM: Binding = bind(&[Key::char('R')], Action::Rename, "tui-help-role-form", "tui-key-change");
const OPEN: Binding = bind(&[ENTER], Action::Open, "tui-help-open-form", "");

/// The keys of the list of tokens.
pub(crate) static TOKENS: Context = tables::page(
    "manage",
    &[
        NEXT,
        bind(&[Key::char('A')], Action::Add, "tui-help-add-token", "tui-key-add"),
        bind(&[Key::char('X')], Action::Delete, "tui-help-revoke-token", "tui-key-delete"),
        FILTER,
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

/// The keys of the list of roles.
pub(crate) static ROLES: Context = tables::page(
    "roles",
    &[
        NEXT,
        bind(&[Key::char('A')], Action::Add, "tui-help-add-role", "tui-key-add"),
        ROLE_FORM,
        bind(&[Key::char('X')], Action::Delete, "tui-help-remove-role", "tui-key-delete"),
        FILTER,
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
        OPEN,
        BACK,
        RELOAD,
    ],
);

/// The keys of the list of alerts.
pub(crate) static ALERTS: Context = tables::page(
    "alerts",
    &[
        NEXT,
        ALERT_FORM,
        bind(&[Key::char('L')], Action::SetKey, "tui-help-alert-secret", "tui-key-secret"),
        bind(&[Key::char('T')], Action::Test, "tui-help-test-alerts", "tui-key-test"),
        FILTER,
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
        OPEN,
        BACK,
        RELOAD,
    ],
);

/// The keys of the schedule.
pub(crate) static SCHEDULE: Context = tables::page(
    "schedule",
    &[
        NEXT, TIME_FORM, FILTER, MARK, SORT, GROUP, VIEWS, EXPORT, COPY, PREVIOUS, REVERSE, COLUMNS, MARK_RANGE, MARK_ALL,
        UNMARK, OPEN, BACK, RELOAD,
    ],
);
