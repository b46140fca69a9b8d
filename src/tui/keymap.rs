//! Which key does what where, as tables. Dispatch, footer and help are all made from them.
//!
//! For: [`super::update`] and the views. Never: behaviour; an [`Action`] is only a name for it.

use crossterm::event::KeyCode;

use super::key::Key;

/// What a key stands for; what that is to people, say the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Back,
    Tab(u8),
    NextTab,
    PreviousTab,
    Filter,
    SortMenu,
    Reverse,
    AllCompanies,
    Sync,
    SyncAll,
    Cancel,
    Reload,
    Ask,
    NextReport,
    PreviousReport,
    Currency,
    NextInvoice,
    PreviousInvoice,
    Help,
    Redraw,
    Suspend,
    Quit,
    Other,
    Apply,
    Give,
}

/// Where one is, as far as keys are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Context {
    /// Tab 1.
    Companies,
    /// Tab 2.
    Invoices,
    /// Typing into the filter.
    Filter,
    /// Tab 3.
    Detail,
    /// Tab 4, the list.
    Runs,
    /// Tab 4, one run.
    Run,
    /// Tab 5.
    Reports,
    /// The columns to sort by.
    Sort,
    /// Help.
    Help,
    /// The question before quitting.
    Confirm,
}

/// Keys, what they do, and how that is said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding {
    /// Any of these keys.
    pub(crate) keys: &'static [Key],
    /// What it does.
    pub(crate) action: Action,
    /// Its words in the help.
    pub(crate) help: &'static str,
    /// Its short words in the footer; empty where it is not shown there. The first in a table are shown longest.
    pub(crate) footer: &'static str,
}

const fn bind(keys: &'static [Key], action: Action, help: &'static str, footer: &'static str) -> Binding {
    Binding { keys, action, help, footer }
}

const ENTER: Key = Key::of(KeyCode::Enter);
const ESC: Key = Key::of(KeyCode::Esc);

const SYNC: Binding = bind(&[Key::char('s')], Action::Sync, "tui-help-sync", "tui-key-sync");
const SYNC_ALL: Binding = bind(&[Key::char('S')], Action::SyncAll, "tui-help-sync-all", "tui-key-sync-all");
const CANCEL: Binding = bind(&[Key::char('c')], Action::Cancel, "tui-help-cancel", "tui-key-cancel");
const RELOAD: Binding = bind(&[Key::char('r')], Action::Reload, "tui-help-reload", "");

const COMPANIES: &[Binding] = &[
    bind(&[ENTER], Action::Open, "tui-help-open-company", "tui-key-open-company"),
    SYNC,
    CANCEL,
    SYNC_ALL,
    bind(&[Key::char('/')], Action::Filter, "tui-help-find", "tui-key-find"),
    bind(&[ESC], Action::Back, "tui-help-dismiss", ""),
    RELOAD,
];

const INVOICES: &[Binding] = &[
    bind(&[ENTER], Action::Open, "tui-help-open-invoice", "tui-key-open"),
    bind(&[Key::char('/')], Action::Filter, "tui-help-filter", "tui-key-filter"),
    CANCEL,
    bind(&[Key::char('o')], Action::SortMenu, "tui-help-sort", "tui-key-sort"),
    bind(&[Key::char('O')], Action::Reverse, "tui-help-reverse", "tui-key-reverse"),
    bind(&[Key::char('a')], Action::AllCompanies, "tui-help-all", "tui-key-all"),
    SYNC,
    bind(&[ESC], Action::Back, "tui-help-back-invoices", ""),
    SYNC_ALL,
    RELOAD,
];

const FILTER: &[Binding] = &[
    bind(&[ENTER], Action::Apply, "tui-help-keep", "tui-key-keep"),
    bind(&[ESC], Action::Give, "tui-help-give-up", "tui-key-give-up"),
    bind(&[Key::of(KeyCode::Up)], Action::Up, "tui-help-up", ""),
    bind(&[Key::of(KeyCode::Down)], Action::Down, "tui-help-down", ""),
    bind(&[Key::of(KeyCode::PageUp)], Action::PageUp, "tui-help-page-up", ""),
    bind(&[Key::of(KeyCode::PageDown)], Action::PageDown, "tui-help-page-down", ""),
];

const DETAIL: &[Binding] = &[
    bind(&[ESC, Key::of(KeyCode::Left), Key::char('h')], Action::Back, "tui-help-back-list", "tui-key-back"),
    bind(&[Key::char('J'), Key::char('n')], Action::NextInvoice, "tui-help-next", "tui-key-next"),
    bind(&[Key::char('K'), Key::char('N')], Action::PreviousInvoice, "tui-help-previous", "tui-key-previous"),
    bind(&[Key::char('p')], Action::Ask, "tui-help-ask", "tui-key-ask"),
    CANCEL,
    SYNC,
    SYNC_ALL,
    RELOAD,
];

const RUNS: &[Binding] = &[
    bind(&[ENTER], Action::Open, "tui-help-open-run", "tui-key-open-run"),
    CANCEL,
    SYNC,
    SYNC_ALL,
    bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
    RELOAD,
];

const RUN: &[Binding] = &[
    bind(&[ESC, Key::of(KeyCode::Left), Key::char('h')], Action::Back, "tui-help-back-list", "tui-key-back"),
    bind(&[Key::char('J'), Key::char('n')], Action::NextInvoice, "tui-help-next-run", "tui-key-next"),
    bind(&[Key::char('K'), Key::char('N')], Action::PreviousInvoice, "tui-help-previous-run", "tui-key-previous"),
    CANCEL,
    RELOAD,
];

const REPORTS: &[Binding] = &[
    bind(&[ENTER], Action::Open, "tui-help-open-report", "tui-key-open-report"),
    bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-report", "tui-key-next-report"),
    bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-report", ""),
    bind(&[Key::char('m')], Action::Currency, "tui-help-currency", "tui-key-currency"),
    CANCEL,
    SYNC_ALL,
    bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
    RELOAD,
];

const SORT: &[Binding] = &[
    bind(&[ENTER, Key::char('o')], Action::Apply, "tui-help-sort-apply", "tui-key-sort-apply"),
    bind(&[Key::char('O')], Action::Reverse, "tui-help-reverse", "tui-key-reverse"),
    bind(&[ESC, Key::char('q')], Action::Give, "tui-help-close", "tui-key-close"),
];

const HELP: &[Binding] = &[bind(&[ESC, Key::char('?'), Key::char('q'), ENTER], Action::Give, "tui-help-close", "tui-key-close")];

const CONFIRM: &[Binding] = &[
    bind(&[ENTER], Action::Apply, "tui-help-confirm", "tui-key-confirm"),
    bind(
        &[Key::of(KeyCode::Tab), Key::of(KeyCode::BackTab), Key::of(KeyCode::Left), Key::of(KeyCode::Right)],
        Action::Other,
        "tui-help-other",
        "tui-key-other",
    ),
    bind(&[Key::char('q'), Key::ctrl('c')], Action::Quit, "tui-help-quit-now", "tui-key-quit-now"),
    bind(&[ESC, Key::char('n')], Action::Give, "tui-help-stay", "tui-key-stay"),
];

/// Moving, in every list.
pub(crate) const MOVING: &[Binding] = &[
    bind(&[Key::of(KeyCode::Down), Key::char('j')], Action::Down, "tui-help-down", ""),
    bind(&[Key::of(KeyCode::Up), Key::char('k')], Action::Up, "tui-help-up", ""),
    bind(&[Key::of(KeyCode::PageDown), Key::ctrl('f'), Key::char(' ')], Action::PageDown, "tui-help-page-down", ""),
    bind(&[Key::of(KeyCode::PageUp)], Action::PageUp, "tui-help-page-up", ""),
    bind(&[Key::of(KeyCode::Home), Key::char('g')], Action::First, "tui-help-first", ""),
    bind(&[Key::of(KeyCode::End), Key::char('G')], Action::Last, "tui-help-last", ""),
];

/// Everywhere but in a line that one edits.
pub(crate) const EVERYWHERE: &[Binding] = &[
    bind(&[Key::char('?')], Action::Help, "tui-help-help", "tui-key-help"),
    bind(&[Key::char('q'), Key::ctrl('c')], Action::Quit, "tui-help-quit", "tui-key-quit"),
    bind(&[Key::char('1')], Action::Tab(1), "tui-help-tab-1", ""),
    bind(&[Key::char('2')], Action::Tab(2), "tui-help-tab-2", ""),
    bind(&[Key::char('3')], Action::Tab(3), "tui-help-tab-3", ""),
    bind(&[Key::char('4')], Action::Tab(4), "tui-help-tab-4", ""),
    bind(&[Key::char('5')], Action::Tab(5), "tui-help-tab-5", ""),
    bind(&[Key::of(KeyCode::Tab)], Action::NextTab, "tui-help-next-tab", ""),
    bind(&[Key::of(KeyCode::BackTab)], Action::PreviousTab, "tui-help-previous-tab", ""),
    bind(&[Key::ctrl('l')], Action::Redraw, "tui-help-redraw", ""),
    bind(&[Key::ctrl('z')], Action::Suspend, "tui-help-suspend", ""),
];

/// In a line that one edits: what is not a letter.
const EDITING: &[Binding] = &[
    bind(&[Key::ctrl('c')], Action::Give, "tui-help-give-up", ""),
    bind(&[Key::ctrl('l')], Action::Redraw, "tui-help-redraw", ""),
    bind(&[Key::ctrl('z')], Action::Suspend, "tui-help-suspend", ""),
];

impl Context {
    /// Its own keys, in the order of their worth.
    pub(crate) const fn own(self) -> &'static [Binding] {
        match self {
            Self::Companies => COMPANIES,
            Self::Invoices => INVOICES,
            Self::Filter => FILTER,
            Self::Detail => DETAIL,
            Self::Runs => RUNS,
            Self::Run => RUN,
            Self::Reports => REPORTS,
            Self::Sort => SORT,
            Self::Help => HELP,
            Self::Confirm => CONFIRM,
        }
    }

    /// What a key does here.
    pub(crate) fn action(self, key: Key) -> Option<Action> {
        let tables: &[&[Binding]] = match self {
            Self::Filter => &[FILTER, EDITING],
            Self::Confirm => &[CONFIRM, EDITING],
            Self::Help | Self::Sort => &[self.own(), MOVING, EDITING],
            _ => &[self.own(), MOVING, EVERYWHERE],
        };
        tables.iter().flat_map(|table| table.iter()).find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    const ALL: [Context; 10] = [
        Context::Companies,
        Context::Invoices,
        Context::Filter,
        Context::Detail,
        Context::Runs,
        Context::Run,
        Context::Reports,
        Context::Sort,
        Context::Help,
        Context::Confirm,
    ];

    #[test]
    fn every_text_is_in_both_languages() {
        for lang in [Lang::En, Lang::Hu] {
            for binding in ALL.iter().flat_map(|c| c.own()).chain(MOVING).chain(EVERYWHERE).chain(EDITING) {
                assert!(lang.locale().has(binding.help), "{}", binding.help);
                assert!(binding.footer.is_empty() || lang.locale().has(binding.footer), "{}", binding.footer);
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in ALL {
            let mut seen = std::collections::HashSet::new();
            for key in context.own().iter().flat_map(|binding| binding.keys) {
                assert!(seen.insert(*key), "{context:?}: {}", key.name());
            }
        }
    }

    #[test]
    fn keys_that_terminals_and_multiplexers_take_are_free() {
        for binding in ALL.iter().flat_map(|c| c.own()).chain(MOVING).chain(EVERYWHERE) {
            for c in ['s', 'q', 'a', 'b'] {
                assert!(!binding.keys.contains(&Key::ctrl(c)), "Ctrl-{c}");
            }
        }
    }
}
