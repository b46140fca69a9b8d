//! The keymap: sets of keys with their actions. Dispatch, footer, help, palette and manual are all made from them; the
//! configuration may give an action other keys. The keys of a page are in its file.
//!
//! For: [`super::update`] and the views. Never: behaviour; an [`Action`] is only a name for it.

mod custom;
pub(in crate::tui) mod tables;

use super::key::Key;

pub(crate) use custom::Keymap;
pub(in crate::tui) use tables::{CONFIRM, EDITING, EVERYWHERE, FILTERING, FORM, MENU, MOVING, PICK, PROMPT};

/// Declares the actions and the list of all of them.
macro_rules! actions {
    ($($name:ident)+) => {
        /// The name of what a key does; the help texts of the tables describe it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Action {
            $($name,)+
            /// The page of a number, from 1.
            Tab(u8),
        }

        impl Action {
            /// Every action but the pages.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}
actions! {
    Up Down PageUp PageDown HalfDown HalfUp First Last Open Back NextTab PreviousTab Filter SortMenu Reverse
    AllCompanies Views Columns Mark MarkRange MarkAll Unmark Export Pdf Copy Sync SyncAll SyncFailed Cancel
    Reload Ask NextReport PreviousReport Currency Picture NextInvoice PreviousInvoice NextWarning Complete
    CompleteBack Older Newer Palette Jobs Settings Mask ReadConfig Undo Redo Help Redraw Suspend Quit Other Yes Apply Give
    Wider Narrower Earlier Later Remove Add Rename SetKey Test Enable Delete Documents Payments Manage
    OwnTime Timer Switch DiscardTimer Divide Join Move CopyDay Fix WriteOff Issue NewClient SetRate
    Accept TakeBack
    SendAgain Figures
    Bank Alternatives AcceptCertain Import
    Plan Retry Pause Ignore Group Commands Outside PaneWider PaneNarrower
}

/// A set of keys: those of a page, of a kind of overlay, or shared ones. Two with one name are the same.
#[derive(Debug)]
pub(crate) struct Context {
    /// Its name in the configuration.
    pub(crate) name: &'static str,
    /// Its own keys, the most useful first.
    pub(crate) own: &'static [Binding],
    /// More sets that hold here, the nearest first.
    pub(crate) also: &'static [&'static Context],
    /// Letters are text here.
    pub(crate) typed: bool,
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Context {
    /// Every set that holds here, the nearest first.
    pub(crate) fn reach(&'static self) -> impl Iterator<Item = &'static Self> {
        std::iter::once(self).chain(self.also.iter().copied())
    }
}

/// Keys, their action, and its texts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding {
    /// Any of these keys.
    pub(crate) keys: &'static [Key],
    /// The action.
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
