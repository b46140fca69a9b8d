//! The sets of keys that are no page's own, as they are unless the configuration says otherwise.

use crossterm::event::KeyCode;

use super::{Action, Binding, Context};
use crate::tui::key::Key;
use crate::tui::pages::PageId;

/// A binding.
pub(in crate::tui) const fn bind(keys: &'static [Key], action: Action, help: &'static str, footer: &'static str) -> Binding {
    Binding { keys, action, help, footer }
}

pub(in crate::tui) const ENTER: Key = Key::of(KeyCode::Enter);
pub(in crate::tui) const ESC: Key = Key::of(KeyCode::Esc);

pub(in crate::tui) const SYNC: Binding = bind(&[Key::char('s')], Action::Sync, "tui-help-sync", "tui-key-sync");
pub(in crate::tui) const SYNC_ALL: Binding = bind(&[Key::char('S')], Action::SyncAll, "tui-help-sync-all", "tui-key-sync-all");
pub(in crate::tui) const CANCEL: Binding = bind(&[Key::char('c')], Action::Cancel, "tui-help-cancel", "tui-key-cancel");
pub(in crate::tui) const RELOAD: Binding = bind(&[Key::char('r')], Action::Reload, "tui-help-reload", "");
pub(in crate::tui) const PICTURE: Binding = bind(&[Key::char('P')], Action::Picture, "tui-help-picture", "tui-key-picture");
pub(in crate::tui) const FAILED: Binding =
    bind(&[Key::char('F')], Action::SyncFailed, "tui-help-sync-failed", "tui-key-sync-failed");

pub(in crate::tui) const FILTER: Binding = bind(&[Key::char('/')], Action::Filter, "tui-help-filter", "tui-key-filter");
pub(in crate::tui) const MARK: Binding = bind(&[Key::char(' ')], Action::Mark, "tui-help-mark", "tui-key-mark");
pub(in crate::tui) const MARK_RANGE: Binding = bind(&[Key::char('V')], Action::MarkRange, "tui-help-mark-range", "");
pub(in crate::tui) const MARK_ALL: Binding = bind(&[Key::char('*')], Action::MarkAll, "tui-help-mark-all", "");
pub(in crate::tui) const UNMARK: Binding = bind(&[Key::char('u')], Action::Unmark, "tui-help-unmark", "");
pub(in crate::tui) const SORT: Binding = bind(&[Key::char('o')], Action::SortMenu, "tui-help-sort", "tui-key-sort");
pub(in crate::tui) const REVERSE: Binding = bind(&[Key::char('O')], Action::Reverse, "tui-help-reverse", "");
pub(in crate::tui) const COLUMNS: Binding = bind(&[Key::char('|')], Action::Columns, "tui-help-columns", "tui-key-columns");
pub(in crate::tui) const GROUP: Binding = bind(&[Key::char('(')], Action::Group, "tui-help-group", "tui-key-group");
pub(in crate::tui) const VIEWS: Binding = bind(&[Key::char('v')], Action::Views, "tui-help-views", "tui-key-views");
pub(in crate::tui) const EXPORT: Binding = bind(&[Key::char('e')], Action::Export, "tui-help-export", "tui-key-export");
pub(in crate::tui) const COPY: Binding = bind(&[Key::char('y')], Action::Copy, "tui-help-copy", "tui-key-copy");

/// The keys of a line that filters a list.
const FILTER_KEYS: &[Binding] = &[
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
];
pub(in crate::tui) const ADD: Binding = bind(&[Key::char('A')], Action::Add, "tui-help-add", "tui-key-add");
pub(in crate::tui) const PROFILE: Binding = bind(&[Key::ctrl('o')], Action::Alternatives, "tui-help-profile", "tui-key-profile");
pub(in crate::tui) const SET_KEY: Binding = bind(&[Key::char('L')], Action::SetKey, "tui-help-set-key", "tui-key-set-key");
pub(in crate::tui) const TEST: Binding = bind(&[Key::char('T')], Action::Test, "tui-help-test", "tui-key-test");
pub(in crate::tui) const DELETE: Binding = bind(&[Key::char('X')], Action::Delete, "tui-help-delete", "tui-key-delete");
pub(in crate::tui) const DOCUMENTS: Binding =
    bind(&[Key::char('i')], Action::Documents, "tui-help-documents", "tui-key-documents");
pub(in crate::tui) const ACTS: Binding =
    bind(&[Key::ctrl('o')], Action::Alternatives, "tui-help-invoice-acts", "tui-key-invoice-acts");
pub(in crate::tui) const OUTSIDE: Binding =
    bind(&[Key::of(KeyCode::F(3)), Key::ctrl('x')], Action::Outside, "tui-help-outside", "tui-key-outside");
pub(in crate::tui) const PAYMENTS: Binding = bind(&[Key::char('$')], Action::Payments, "tui-help-payments", "tui-key-payments");
pub(in crate::tui) const ALL_COMPANIES: Binding =
    bind(&[Key::char('a')], Action::AllCompanies, "tui-help-all-companies", "tui-key-all");

const PAGE: &[&Context] = &[&MOVING, &EVERYWHERE];
const LINE: &[&Context] = &[&EDITING];

/// The keys of a page: its own, then the keys of moving and the keys of everywhere.
pub(in crate::tui) const fn page(name: &'static str, own: &'static [Binding]) -> Context {
    Context { name, own, also: PAGE, typed: false }
}

/// The keys of a line that is edited: its own, and those of editing.
pub(in crate::tui) const fn line(name: &'static str, own: &'static [Binding]) -> Context {
    Context { name, own, also: LINE, typed: true }
}

/// A line that filters a list.
pub(in crate::tui) static FILTERING: Context = line("filter", FILTER_KEYS);

/// A list to choose from by typing.
pub(in crate::tui) static PICK: Context = Context {
    name: "pick",
    own: &[
        bind(&[ENTER], Action::Apply, "tui-help-choose", "tui-key-choose"),
        bind(&[ESC], Action::Give, "tui-help-close", "tui-key-close"),
        bind(&[Key::of(KeyCode::Down), Key::ctrl('n'), Key::of(KeyCode::Tab)], Action::Down, "tui-help-down", ""),
        bind(&[Key::of(KeyCode::Up), Key::ctrl('p'), Key::of(KeyCode::BackTab)], Action::Up, "tui-help-up", ""),
        bind(&[Key::of(KeyCode::PageDown)], Action::PageDown, "tui-help-page-down", ""),
        bind(&[Key::of(KeyCode::PageUp)], Action::PageUp, "tui-help-page-up", ""),
        bind(&[Key::ctrl('x')], Action::Remove, "tui-help-remove-view", "tui-key-remove-view"),
    ],
    also: &[&EDITING],
    typed: true,
};

/// A list to choose from by moving.
pub(in crate::tui) static MENU: Context = Context {
    name: "menu",
    own: &[
        bind(&[ENTER], Action::Apply, "tui-help-choose", "tui-key-choose"),
        bind(&[Key::char(' ')], Action::Mark, "tui-help-switch", ""),
        bind(&[Key::char('O')], Action::Reverse, "tui-help-reverse", "tui-key-reverse"),
        bind(&[Key::char('<')], Action::Earlier, "tui-help-earlier", "tui-key-earlier"),
        bind(&[Key::char('>')], Action::Later, "tui-help-later", "tui-key-later"),
        bind(&[Key::char('+')], Action::Wider, "tui-help-wider", "tui-key-wider"),
        bind(&[Key::char('-')], Action::Narrower, "tui-help-narrower", "tui-key-narrower"),
        bind(&[Key::char('c')], Action::Cancel, "tui-help-cancel-job", "tui-key-cancel-job"),
        bind(&[ESC, Key::char('q')], Action::Give, "tui-help-close", "tui-key-close"),
    ],
    also: &[&MOVING, &EDITING],
    typed: false,
};

/// A line to type.
pub(in crate::tui) static PROMPT: Context = Context {
    name: "prompt",
    own: &[
        bind(&[ENTER], Action::Apply, "tui-help-accept", "tui-key-accept"),
        bind(&[ESC], Action::Give, "tui-help-close", "tui-key-close"),
    ],
    also: &[&EDITING],
    typed: true,
};

/// A form.
pub(in crate::tui) static FORM: Context = line(
    "form",
    &[
        bind(&[ENTER], Action::Apply, "tui-help-form-go", "tui-key-form-go"),
        bind(&[ESC], Action::Give, "tui-help-form-leave", "tui-key-form-leave"),
        bind(
            &[Key::of(KeyCode::Tab), Key::of(KeyCode::Down), Key::ctrl('n')],
            Action::Down,
            "tui-help-form-next",
            "tui-key-form-next",
        ),
        bind(&[Key::of(KeyCode::BackTab), Key::of(KeyCode::Up), Key::ctrl('p')], Action::Up, "tui-help-form-previous", ""),
    ],
);

/// A question.
pub(in crate::tui) static CONFIRM: Context = Context {
    name: "confirm",
    own: &[
        bind(&[ENTER], Action::Apply, "tui-help-confirm", "tui-key-confirm"),
        bind(
            &[Key::of(KeyCode::Tab), Key::of(KeyCode::BackTab), Key::of(KeyCode::Left), Key::of(KeyCode::Right)],
            Action::Other,
            "tui-help-other",
            "tui-key-other",
        ),
        // The letters of yes in both languages; no is beside Esc.
        bind(&[Key::char('y'), Key::char('i')], Action::Yes, "tui-help-yes", "tui-key-yes"),
        bind(&[Key::char('q'), Key::ctrl('c')], Action::Quit, "tui-help-quit-now", "tui-key-quit-now"),
        bind(&[ESC, Key::char('n')], Action::Give, "tui-help-stay", "tui-key-stay"),
    ],
    also: &[&EDITING],
    typed: false,
};

/// Moving, in every list, as vi, Emacs and the keys with arrows on them do.
pub(in crate::tui) static MOVING: Context = Context {
    name: "moving",
    own: &[
        bind(&[Key::of(KeyCode::Down), Key::char('j'), Key::ctrl('n')], Action::Down, "tui-help-down", ""),
        bind(&[Key::of(KeyCode::Up), Key::char('k'), Key::ctrl('p')], Action::Up, "tui-help-up", ""),
        bind(&[Key::of(KeyCode::PageDown), Key::ctrl('f'), Key::ctrl('v')], Action::PageDown, "tui-help-page-down", ""),
        bind(&[Key::of(KeyCode::PageUp), Key::ctrl('b'), Key::alt('v')], Action::PageUp, "tui-help-page-up", ""),
        bind(&[Key::ctrl('d')], Action::HalfDown, "tui-help-half-down", ""),
        bind(&[Key::ctrl('u')], Action::HalfUp, "tui-help-half-up", ""),
        bind(&[Key::of(KeyCode::Home), Key::char('g'), Key::alt('<')], Action::First, "tui-help-first", ""),
        bind(&[Key::of(KeyCode::End), Key::char('G'), Key::alt('>')], Action::Last, "tui-help-last", ""),
    ],
    also: &[],
    typed: false,
};

/// In a line that is edited: keys that are no letters.
pub(in crate::tui) static EDITING: Context = Context {
    name: "editing",
    own: &[
        bind(&[Key::ctrl('c')], Action::Give, "tui-help-give-up", ""),
        bind(&[Key::ctrl('l')], Action::Redraw, "tui-help-redraw", ""),
        bind(&[Key::ctrl('z')], Action::Suspend, "tui-help-suspend", ""),
    ],
    also: &[],
    typed: false,
};

/// Everywhere but in a line that is edited.
pub(in crate::tui) static EVERYWHERE: Context = Context { name: "everywhere", own: &EVERYWHERE_KEYS, also: &[], typed: false };

const GENERAL: [Binding; 3] = [
    bind(&[Key::char(':')], Action::Palette, "tui-help-palette", "tui-key-palette"),
    bind(&[Key::char('?')], Action::Help, "tui-help-help", "tui-key-help"),
    bind(&[Key::char('q'), Key::ctrl('c')], Action::Quit, "tui-help-quit", "tui-key-quit"),
];

/// The number keys; as many hold as there are pages.
const NUMBERS: [Binding; 9] = [
    bind(&[Key::char('1')], Action::Tab(1), "tui-help-tab-1", ""),
    bind(&[Key::char('2')], Action::Tab(2), "tui-help-tab-2", ""),
    bind(&[Key::char('3')], Action::Tab(3), "tui-help-tab-3", ""),
    bind(&[Key::char('4')], Action::Tab(4), "tui-help-tab-4", ""),
    bind(&[Key::char('5')], Action::Tab(5), "tui-help-tab-5", ""),
    bind(&[Key::char('6')], Action::Tab(6), "tui-help-tab-6", ""),
    bind(&[Key::char('7')], Action::Tab(7), "tui-help-tab-7", ""),
    bind(&[Key::char('8')], Action::Tab(8), "tui-help-tab-8", ""),
    bind(&[Key::char('9')], Action::Tab(9), "tui-help-tab-9", ""),
];

const TOOLS: [Binding; 16] = [
    bind(&[Key::char('z')], Action::Undo, "tui-help-undo", ""),
    bind(&[Key::char('Z')], Action::Redo, "tui-help-redo", ""),
    bind(&[Key::of(KeyCode::Tab)], Action::NextTab, "tui-help-next-tab", ""),
    bind(&[Key::of(KeyCode::BackTab)], Action::PreviousTab, "tui-help-previous-tab", ""),
    bind(&[Key::char('M')], Action::Manage, "tui-help-manage", ""),
    bind(&[Key::char('t')], Action::OwnTime, "tui-help-time", ""),
    bind(&[Key::char('B')], Action::Bank, "tui-help-bank", ""),
    bind(&[Key::char('w')], Action::Jobs, "tui-help-jobs", ""),
    bind(&[Key::char(')')], Action::Commands, "tui-help-commands", ""),
    bind(&[Key::char(',')], Action::Settings, "tui-help-settings", ""),
    bind(&[Key::char('H')], Action::Mask, "tui-help-mask", ""),
    bind(&[Key::ctrl('r')], Action::ReadConfig, "tui-help-read-config", ""),
    bind(&[Key::ctrl('l')], Action::Redraw, "tui-help-redraw", ""),
    bind(&[Key::ctrl('z')], Action::Suspend, "tui-help-suspend", ""),
    bind(&[Key { ctrl: true, ..Key::of(KeyCode::Right) }], Action::PaneWider, "tui-help-pane-wider", ""),
    bind(&[Key { ctrl: true, ..Key::of(KeyCode::Left) }], Action::PaneNarrower, "tui-help-pane-narrower", ""),
];

const PAGES: usize = if PageId::NUMBERED < NUMBERS.len() { PageId::NUMBERED } else { NUMBERS.len() };

#[expect(clippy::indexing_slicing, reason = "evaluated when it is compiled")]
static EVERYWHERE_KEYS: [Binding; GENERAL.len() + PAGES + TOOLS.len()] = {
    let mut all = [GENERAL[0]; GENERAL.len() + PAGES + TOOLS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < GENERAL.len() {
            GENERAL[at]
        } else if at < GENERAL.len() + PAGES {
            NUMBERS[at - GENERAL.len()]
        } else {
            TOOLS[at - GENERAL.len() - PAGES]
        };
        at += 1;
    }
    all
};
