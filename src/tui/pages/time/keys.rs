//! The keys of the page of time.

use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, PICTURE, RELOAD, REVERSE, SORT, UNMARK,
    VIEWS, bind,
};
use crate::tui::keymap::{Action, Binding, Context};
use crossterm::event::KeyCode;

const ADD: Binding = bind(&[Key::char('A')], Action::Add, "tui-help-add-entry", "tui-key-add-entry");
const DELETE: Binding = bind(&[Key::char('X')], Action::Delete, "tui-help-delete-entry", "tui-key-delete-entry");
const TIMER: Binding = bind(&[Key::char('b')], Action::Timer, "tui-help-timer", "tui-key-timer");
const SWITCH: Binding = bind(&[Key::char('.')], Action::Switch, "tui-help-switch-timer", "");
const DISCARD: Binding = bind(&[Key::char('0')], Action::DiscardTimer, "tui-help-discard-timer", "");
const APPROVE: Binding = bind(&[Key::char('Y')], Action::Accept, "tui-help-approve-time", "tui-key-approve-time");
const TAKE_BACK: Binding = bind(&[Key::char('U')], Action::TakeBack, "tui-help-unapprove-time", "");
const FIX: Binding = bind(&[Key::char('x')], Action::Fix, "tui-help-fix", "tui-key-fix");
const CHANGE: Binding = bind(&[Key::char('R')], Action::Rename, "tui-help-change", "tui-key-change");
const COPY_DAY: Binding = bind(&[Key::char('"')], Action::CopyDay, "tui-help-copy-day", "tui-key-copy-day");
const EVERYONE: Binding = bind(&[Key::char('a')], Action::AllCompanies, "tui-help-everyone", "tui-key-everyone");
const WIDER: Binding = bind(&[Key::char('+')], Action::Wider, "tui-help-zoom-out", "tui-key-zoom-out");
const NARROWER: Binding = bind(&[Key::char('-')], Action::Narrower, "tui-help-zoom-in", "tui-key-zoom-in");
const LATER: Binding = bind(&[Key::char('>')], Action::Later, "tui-help-later-period", "");
const EARLIER: Binding = bind(&[Key::char('<')], Action::Earlier, "tui-help-earlier-period", "");
const NEXT_BOOKS: Binding = bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next-books", "");
const PREVIOUS_BOOKS: Binding = bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous-books", "");
const LINT: Binding = bind(&[Key::char('!')], Action::NextWarning, "tui-help-next-lint", "");

/// The keys of a week.
pub(crate) static WEEK: Context = tables::page(
    "week",
    &[
        ADD,
        TIMER,
        bind(&[ENTER], Action::Open, "tui-help-open-day", "tui-key-open"),
        APPROVE,
        TAKE_BACK,
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-day", ""),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-day", ""),
        EARLIER,
        LATER,
        WIDER,
        NARROWER,
        LINT,
        SWITCH,
        DISCARD,
        COPY_DAY,
        EVERYONE,
        PICTURE,
        EXPORT,
        COPY,
        NEXT_BOOKS,
        PREVIOUS_BOOKS,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The keys of entries.
pub(crate) static TIME: Context = tables::page(
    "time",
    &[
        ADD,
        TIMER,
        FIX,
        APPROVE,
        TAKE_BACK,
        FILTER,
        bind(&[ENTER], Action::Open, "tui-help-open-entry", ""),
        CHANGE,
        MARK,
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-time", ""),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-time", ""),
        EARLIER,
        LATER,
        WIDER,
        NARROWER,
        bind(&[Key::char('=')], Action::Move, "tui-help-to-project", "tui-key-to-project"),
        bind(&[Key::char(';')], Action::Divide, "tui-help-divide", "tui-key-divide"),
        bind(&[Key::char('&')], Action::Join, "tui-help-join", ""),
        DELETE,
        COPY_DAY,
        bind(&[Key::char('_')], Action::WriteOff, "tui-help-write-off", ""),
        LINT,
        SWITCH,
        DISCARD,
        EVERYONE,
        PICTURE,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        NEXT_BOOKS,
        PREVIOUS_BOOKS,
        bind(&[ESC], Action::Back, "tui-help-back-week", ""),
        RELOAD,
    ],
);
