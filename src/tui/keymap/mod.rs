//! The keymap: one table for each place, from keys to actions. Dispatch, footer, help, palette and manual are all made from
//! it; the configuration may give an action other keys.
//!
//! For: [`super::update`] and the views. Never: behaviour; an [`Action`] is only a name for it.

mod custom;
mod tables;

use super::key::Key;
use crate::domain::Message;
use crate::locale::Locale;

pub(crate) use custom::Keymap;
pub(in crate::tui) use tables::EVERYWHERE;

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
    Views,
    Columns,
    Mark,
    MarkRange,
    MarkAll,
    Unmark,
    Export,
    Pdf,
    Copy,
    Sync,
    SyncAll,
    SyncFailed,
    Cancel,
    Reload,
    Ask,
    NextReport,
    PreviousReport,
    Currency,
    NextInvoice,
    PreviousInvoice,
    NextWarning,
    Complete,
    CompleteBack,
    Older,
    Newer,
    Palette,
    Jobs,
    Settings,
    Mask,
    ReadConfig,
    Help,
    Redraw,
    Suspend,
    Quit,
    Other,
    Apply,
    Give,
    Wider,
    Narrower,
    Earlier,
    Later,
    Remove,
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
    /// Tab 6.
    Changes,
    /// A list to choose from by typing.
    Pick,
    /// A list to choose from by moving.
    Menu,
    /// A line to type.
    Prompt,
    /// A question.
    Confirm,
    /// Moving, in every list.
    Moving,
    /// Everywhere but where one types.
    Everywhere,
    /// Where one types: what is not a letter.
    Editing,
}

impl Context {
    /// Every place with the name that the configuration has for it.
    pub(crate) const ALL: [(Self, &'static str); 15] = [
        (Self::Everywhere, "everywhere"),
        (Self::Moving, "moving"),
        (Self::Companies, "companies"),
        (Self::Invoices, "invoices"),
        (Self::Filter, "filter"),
        (Self::Detail, "detail"),
        (Self::Runs, "runs"),
        (Self::Run, "run"),
        (Self::Reports, "reports"),
        (Self::Changes, "changes"),
        (Self::Pick, "pick"),
        (Self::Menu, "menu"),
        (Self::Prompt, "prompt"),
        (Self::Confirm, "confirm"),
        (Self::Editing, "editing"),
    ];

    /// Its own keys, in the order of their worth.
    pub(crate) const fn own(self) -> &'static [Binding] {
        tables::of(self)
    }

    /// Whether letters are text here.
    pub(crate) const fn is_typed(self) -> bool {
        matches!(self, Self::Filter | Self::Pick | Self::Prompt)
    }

    /// The places whose keys hold here, the nearest first.
    pub(crate) const fn reach(self) -> &'static [Self] {
        match self {
            Self::Filter => &[Self::Filter, Self::Editing],
            Self::Pick => &[Self::Pick, Self::Editing],
            Self::Prompt => &[Self::Prompt, Self::Editing],
            Self::Confirm => &[Self::Confirm, Self::Editing],
            Self::Menu => &[Self::Menu, Self::Moving, Self::Editing],
            Self::Companies => &[Self::Companies, Self::Moving, Self::Everywhere],
            Self::Invoices => &[Self::Invoices, Self::Moving, Self::Everywhere],
            Self::Detail => &[Self::Detail, Self::Moving, Self::Everywhere],
            Self::Runs => &[Self::Runs, Self::Moving, Self::Everywhere],
            Self::Run => &[Self::Run, Self::Moving, Self::Everywhere],
            Self::Reports => &[Self::Reports, Self::Moving, Self::Everywhere],
            Self::Changes => &[Self::Changes, Self::Moving, Self::Everywhere],
            Self::Moving => &[Self::Moving],
            Self::Everywhere => &[Self::Everywhere],
            Self::Editing => &[Self::Editing],
        }
    }
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

impl Binding {
    /// The name that the configuration has for it, such as `sync-all`.
    pub(crate) fn name(&self) -> &'static str {
        self.help.strip_prefix("tui-help-").unwrap_or(self.help)
    }
}

/// The keys of a place, for manuals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyGroup {
    /// The place, in words.
    pub title: String,
    /// Its name in the configuration.
    pub name: &'static str,
    /// Keys, what they do, and the name of that in the configuration.
    pub rows: Vec<(String, String, &'static str)>,
}

/// Every place with its keys, as they are unless the configuration says otherwise.
#[must_use]
pub fn keys(locale: &Locale) -> Vec<KeyGroup> {
    let group = |(context, name): (Context, &'static str)| {
        let row = |binding: &Binding| {
            let keys: Vec<String> = binding.keys.iter().map(|key| key.name()).collect();
            (keys.join(" "), locale.get(binding.help), binding.name())
        };
        let title = Message { id: format!("tui-place-{name}").into(), args: Vec::new() };
        KeyGroup { title: locale.text(&title), name, rows: context.own().iter().map(row).collect() }
    };
    Context::ALL.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn all() -> impl Iterator<Item = (Context, &'static Binding)> {
        Context::ALL.into_iter().flat_map(|(context, _)| context.own().iter().map(move |binding| (context, binding)))
    }

    #[test]
    fn every_text_is_in_both_languages() {
        for lang in [Lang::En, Lang::Hu] {
            for (_, binding) in all() {
                assert!(lang.locale().has(binding.help), "{}", binding.help);
                assert!(binding.footer.is_empty() || lang.locale().has(binding.footer), "{}", binding.footer);
            }
        }
    }

    /// The key table of the README. `UPDATE_README=1 cargo test the_readme` writes it anew.
    #[test]
    fn the_readme_has_every_key() {
        let mut table = String::from("| key | what it does | name |\n|---|---|---|\n");
        for group in keys(Lang::En.locale()) {
            table.push_str(&format!("| **{}** | | `{}` |\n", group.title, group.name));
            for (keys, what, name) in group.rows {
                let keys: Vec<String> = keys.split(' ').map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
                table.push_str(&format!("| {} | {what} | {name} |\n", keys.join(" ")));
            }
        }
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        let readme = std::fs::read_to_string(&path).expect("it is there");
        let (before, rest) = readme.split_once("<!-- keys -->\n").expect("a mark");
        let (shown, after) = rest.split_once("<!-- end -->").expect("a mark");
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(&path, format!("{before}<!-- keys -->\n{table}<!-- end -->{after}")).expect("it is written");
        } else {
            assert_eq!(shown, table, "UPDATE_README=1 cargo test the_readme writes it anew");
        }
    }

    #[test]
    fn no_key_and_no_name_means_two_things_in_one_place() {
        for (context, name) in Context::ALL {
            let mut seen = std::collections::HashSet::new();
            for key in context.own().iter().flat_map(|binding| binding.keys) {
                assert!(seen.insert(*key), "{name}: {}", key.name());
            }
            let mut names = std::collections::HashSet::new();
            for binding in context.own() {
                assert!(names.insert(binding.name()), "{name}: {}", binding.name());
            }
        }
    }

    #[test]
    fn keys_that_terminals_and_multiplexers_take_are_free() {
        for (_, binding) in all() {
            for c in ['s', 'q', 'a', 'b'] {
                assert!(!binding.keys.contains(&Key::ctrl(c)), "Ctrl-{c}");
            }
        }
    }
}
