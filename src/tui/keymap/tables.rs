//! The tables as they are unless the configuration says otherwise.

use crossterm::event::KeyCode;

use super::{Action, Binding, Context};
use crate::tui::key::Key;

const fn bind(keys: &'static [Key], action: Action, help: &'static str, footer: &'static str) -> Binding {
    Binding { keys, action, help, footer }
}

const ENTER: Key = Key::of(KeyCode::Enter);
const ESC: Key = Key::of(KeyCode::Esc);

const SYNC: Binding = bind(&[Key::char('s')], Action::Sync, "tui-help-sync", "tui-key-sync");
const SYNC_ALL: Binding = bind(&[Key::char('S')], Action::SyncAll, "tui-help-sync-all", "tui-key-sync-all");
const CANCEL: Binding = bind(&[Key::char('c')], Action::Cancel, "tui-help-cancel", "tui-key-cancel");
const RELOAD: Binding = bind(&[Key::char('r')], Action::Reload, "tui-help-reload", "");
const FAILED: Binding = bind(&[Key::char('F')], Action::SyncFailed, "tui-help-sync-failed", "tui-key-sync-failed");

const COMPANIES: &[Binding] = &[
    bind(&[ENTER], Action::Open, "tui-help-open-company", "tui-key-open-company"),
    SYNC,
    CANCEL,
    SYNC_ALL,
    FAILED,
    bind(&[Key::char('/')], Action::Filter, "tui-help-find", "tui-key-find"),
    bind(&[ESC], Action::Back, "tui-help-dismiss", ""),
    RELOAD,
];

const INVOICES: &[Binding] = &[
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
];

const FILTER: &[Binding] = &[
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

const DETAIL: &[Binding] = &[
    bind(&[ESC, Key::of(KeyCode::Left), Key::char('h')], Action::Back, "tui-help-back-list", "tui-key-back"),
    bind(&[Key::char('J'), Key::char('n')], Action::NextInvoice, "tui-help-next", "tui-key-next"),
    bind(&[Key::char('K'), Key::char('N')], Action::PreviousInvoice, "tui-help-previous", "tui-key-previous"),
    bind(&[Key::char('p')], Action::Ask, "tui-help-ask", "tui-key-ask"),
    bind(&[Key::char('!')], Action::NextWarning, "tui-help-next-warning", "tui-key-next-warning"),
    bind(&[Key::char('y')], Action::Copy, "tui-help-copy", "tui-key-copy"),
    bind(&[Key::char('D')], Action::Pdf, "tui-help-pdf", "tui-key-pdf"),
    CANCEL,
    SYNC,
    SYNC_ALL,
    RELOAD,
];

const RUNS: &[Binding] = &[
    bind(&[ENTER], Action::Open, "tui-help-open-run", "tui-key-open-run"),
    CANCEL,
    SYNC,
    FAILED,
    SYNC_ALL,
    bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
    RELOAD,
];

const RUN: &[Binding] = &[
    bind(&[ESC, Key::of(KeyCode::Left), Key::char('h')], Action::Back, "tui-help-back-list", "tui-key-back"),
    bind(&[ENTER], Action::Open, "tui-help-run-changes", "tui-key-run-changes"),
    bind(&[Key::char('J'), Key::char('n')], Action::NextInvoice, "tui-help-next-run", "tui-key-next"),
    bind(&[Key::char('K'), Key::char('N')], Action::PreviousInvoice, "tui-help-previous-run", "tui-key-previous"),
    CANCEL,
    SYNC,
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

const CHANGES: &[Binding] = &[
    bind(&[ENTER], Action::Open, "tui-help-open-invoice", "tui-key-open"),
    bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-period", "tui-key-next-period"),
    bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-period", ""),
    CANCEL,
    SYNC_ALL,
    bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
    RELOAD,
];

const PICK: &[Binding] = &[
    bind(&[ENTER], Action::Apply, "tui-help-choose", "tui-key-choose"),
    bind(&[ESC], Action::Give, "tui-help-close", "tui-key-close"),
    bind(&[Key::of(KeyCode::Down), Key::ctrl('n'), Key::of(KeyCode::Tab)], Action::Down, "tui-help-down", ""),
    bind(&[Key::of(KeyCode::Up), Key::ctrl('p'), Key::of(KeyCode::BackTab)], Action::Up, "tui-help-up", ""),
    bind(&[Key::of(KeyCode::PageDown)], Action::PageDown, "tui-help-page-down", ""),
    bind(&[Key::of(KeyCode::PageUp)], Action::PageUp, "tui-help-page-up", ""),
    bind(&[Key::ctrl('d')], Action::Remove, "tui-help-remove-view", "tui-key-remove-view"),
];

const MENU: &[Binding] = &[
    bind(&[ENTER, Key::char(' ')], Action::Apply, "tui-help-choose", "tui-key-choose"),
    bind(&[Key::char('O')], Action::Reverse, "tui-help-reverse", "tui-key-reverse"),
    bind(&[Key::char('<'), Key::char('K')], Action::Earlier, "tui-help-earlier", "tui-key-earlier"),
    bind(&[Key::char('>'), Key::char('J')], Action::Later, "tui-help-later", "tui-key-later"),
    bind(&[Key::char('+')], Action::Wider, "tui-help-wider", "tui-key-wider"),
    bind(&[Key::char('-')], Action::Narrower, "tui-help-narrower", "tui-key-narrower"),
    bind(&[Key::char('c')], Action::Cancel, "tui-help-cancel-job", "tui-key-cancel-job"),
    bind(&[ESC, Key::char('q')], Action::Give, "tui-help-close", "tui-key-close"),
];

const PROMPT: &[Binding] = &[
    bind(&[ENTER], Action::Apply, "tui-help-accept", "tui-key-accept"),
    bind(&[ESC], Action::Give, "tui-help-close", "tui-key-close"),
];

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
const MOVING: &[Binding] = &[
    bind(&[Key::of(KeyCode::Down), Key::char('j')], Action::Down, "tui-help-down", ""),
    bind(&[Key::of(KeyCode::Up), Key::char('k')], Action::Up, "tui-help-up", ""),
    bind(&[Key::of(KeyCode::PageDown), Key::ctrl('f'), Key::char(' ')], Action::PageDown, "tui-help-page-down", ""),
    bind(&[Key::of(KeyCode::PageUp)], Action::PageUp, "tui-help-page-up", ""),
    bind(&[Key::of(KeyCode::Home), Key::char('g')], Action::First, "tui-help-first", ""),
    bind(&[Key::of(KeyCode::End), Key::char('G')], Action::Last, "tui-help-last", ""),
];

/// Everywhere but in a line that one edits.
pub(in crate::tui) const EVERYWHERE: &[Binding] = &[
    bind(&[Key::char(':')], Action::Palette, "tui-help-palette", "tui-key-palette"),
    bind(&[Key::char('?')], Action::Help, "tui-help-help", "tui-key-help"),
    bind(&[Key::char('q'), Key::ctrl('c')], Action::Quit, "tui-help-quit", "tui-key-quit"),
    bind(&[Key::char('1')], Action::Tab(1), "tui-help-tab-1", ""),
    bind(&[Key::char('2')], Action::Tab(2), "tui-help-tab-2", ""),
    bind(&[Key::char('3')], Action::Tab(3), "tui-help-tab-3", ""),
    bind(&[Key::char('4')], Action::Tab(4), "tui-help-tab-4", ""),
    bind(&[Key::char('5')], Action::Tab(5), "tui-help-tab-5", ""),
    bind(&[Key::char('6')], Action::Tab(6), "tui-help-tab-6", ""),
    bind(&[Key::of(KeyCode::Tab)], Action::NextTab, "tui-help-next-tab", ""),
    bind(&[Key::of(KeyCode::BackTab)], Action::PreviousTab, "tui-help-previous-tab", ""),
    bind(&[Key::char('w')], Action::Jobs, "tui-help-jobs", ""),
    bind(&[Key::char(',')], Action::Settings, "tui-help-settings", ""),
    bind(&[Key::char('R')], Action::Mask, "tui-help-mask", ""),
    bind(&[Key::ctrl('r')], Action::ReadConfig, "tui-help-read-config", ""),
    bind(&[Key::ctrl('l')], Action::Redraw, "tui-help-redraw", ""),
    bind(&[Key::ctrl('z')], Action::Suspend, "tui-help-suspend", ""),
];

/// In a line that one edits: what is not a letter.
const EDITING: &[Binding] = &[
    bind(&[Key::ctrl('c')], Action::Give, "tui-help-give-up", ""),
    bind(&[Key::ctrl('l')], Action::Redraw, "tui-help-redraw", ""),
    bind(&[Key::ctrl('z')], Action::Suspend, "tui-help-suspend", ""),
];

/// The table of a place.
pub(super) const fn of(context: Context) -> &'static [Binding] {
    match context {
        Context::Companies => COMPANIES,
        Context::Invoices => INVOICES,
        Context::Filter => FILTER,
        Context::Detail => DETAIL,
        Context::Runs => RUNS,
        Context::Run => RUN,
        Context::Reports => REPORTS,
        Context::Changes => CHANGES,
        Context::Pick => PICK,
        Context::Menu => MENU,
        Context::Prompt => PROMPT,
        Context::Confirm => CONFIRM,
        Context::Moving => MOVING,
        Context::Everywhere => EVERYWHERE,
        Context::Editing => EDITING,
    }
}
