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
pub(in crate::tui) const FAILED: Binding =
    bind(&[Key::char('F')], Action::SyncFailed, "tui-help-sync-failed", "tui-key-sync-failed");

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
        bind(&[Key::ctrl('d')], Action::Remove, "tui-help-remove-view", "tui-key-remove-view"),
    ],
    also: &[&EDITING],
    typed: true,
};

/// A list to choose from by moving.
pub(in crate::tui) static MENU: Context = Context {
    name: "menu",
    own: &[
        bind(&[ENTER, Key::char(' ')], Action::Apply, "tui-help-choose", "tui-key-choose"),
        bind(&[Key::char('O')], Action::Reverse, "tui-help-reverse", "tui-key-reverse"),
        bind(&[Key::char('<'), Key::char('K')], Action::Earlier, "tui-help-earlier", "tui-key-earlier"),
        bind(&[Key::char('>'), Key::char('J')], Action::Later, "tui-help-later", "tui-key-later"),
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
        bind(&[Key::char('q'), Key::ctrl('c')], Action::Quit, "tui-help-quit-now", "tui-key-quit-now"),
        bind(&[ESC, Key::char('n')], Action::Give, "tui-help-stay", "tui-key-stay"),
    ],
    also: &[&EDITING],
    typed: false,
};

/// Moving, in every list.
pub(in crate::tui) static MOVING: Context = Context {
    name: "moving",
    own: &[
        bind(&[Key::of(KeyCode::Down), Key::char('j')], Action::Down, "tui-help-down", ""),
        bind(&[Key::of(KeyCode::Up), Key::char('k')], Action::Up, "tui-help-up", ""),
        bind(&[Key::of(KeyCode::PageDown), Key::ctrl('f'), Key::char(' ')], Action::PageDown, "tui-help-page-down", ""),
        bind(&[Key::of(KeyCode::PageUp)], Action::PageUp, "tui-help-page-up", ""),
        bind(&[Key::of(KeyCode::Home), Key::char('g')], Action::First, "tui-help-first", ""),
        bind(&[Key::of(KeyCode::End), Key::char('G')], Action::Last, "tui-help-last", ""),
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

const TOOLS: [Binding; 8] = [
    bind(&[Key::of(KeyCode::Tab)], Action::NextTab, "tui-help-next-tab", ""),
    bind(&[Key::of(KeyCode::BackTab)], Action::PreviousTab, "tui-help-previous-tab", ""),
    bind(&[Key::char('w')], Action::Jobs, "tui-help-jobs", ""),
    bind(&[Key::char(',')], Action::Settings, "tui-help-settings", ""),
    bind(&[Key::char('R')], Action::Mask, "tui-help-mask", ""),
    bind(&[Key::ctrl('r')], Action::ReadConfig, "tui-help-read-config", ""),
    bind(&[Key::ctrl('l')], Action::Redraw, "tui-help-redraw", ""),
    bind(&[Key::ctrl('z')], Action::Suspend, "tui-help-suspend", ""),
];

const PAGES: usize = if PageId::ALL.len() < NUMBERS.len() { PageId::ALL.len() } else { NUMBERS.len() };

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
