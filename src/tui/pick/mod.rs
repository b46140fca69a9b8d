//! Lists to choose from, over the page: palette, help, views, columns, settings, jobs. One kind of list for all of them.
//!
//! For: [`super::update`] and the views. A picker knows only its filter and its cursor; its entries are made from the model
//! when they are needed, so that they are never out of date.

pub(crate) mod choose;
pub(crate) mod draw;
pub(crate) mod entries;
mod narrow;

use super::input::Input;
use super::keymap::{Action, Context, MENU, PICK};
use super::notice::Severity;
use super::pages::PageId;
use super::settings::Setting;
use crate::domain::CompanyId;
use crate::export::Format;
use crate::locale::Locale;

/// The kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every action, every view, every company; or a query to go to.
    Palette,
    /// Keys and what they do.
    Help,
    /// Columns to sort by.
    Sort,
    /// Saved views.
    Views,
    /// Columns that are shown.
    Columns,
    /// Columns to group by.
    Group,
    /// What the page offers for the row under the cursor.
    Offers,
    /// The user's own commands.
    Commands,
    /// What a command said.
    Said,
    /// Texts to copy.
    Copy,
    /// What is opened outside the screen.
    Outside,
    /// Kinds of files.
    Export,
    /// Settings of the screen.
    Settings,
    /// Running and ended jobs and syncs.
    Jobs,
}

impl Kind {
    /// True if letters narrow the list.
    pub(crate) const fn is_typed(self) -> bool {
        matches!(self, Self::Palette | Self::Help | Self::Views)
    }

    /// The keys that hold.
    pub(crate) fn context(self) -> &'static Context {
        if self.is_typed() { &PICK } else { &MENU }
    }

    /// Its title.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Palette => "tui-palette-title",
            Self::Help => "tui-help-title",
            Self::Sort => "tui-sort-title",
            Self::Views => "tui-views-title",
            Self::Columns => "tui-columns-title",
            Self::Group => "tui-group-title",
            Self::Offers => "tui-offers-title",
            Self::Commands => "tui-commands-title",
            Self::Said => "tui-said-title",
            Self::Copy => "tui-copy-title",
            Self::Outside => "tui-open-title",
            Self::Export => "tui-export-title",
            Self::Settings => "tui-settings-title",
            Self::Jobs => "tui-jobs-title",
        }
    }
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picker {
    /// The kind of list.
    pub(crate) kind: Kind,
    /// The typed text.
    pub(crate) input: Input,
    /// Which entry is under the cursor, headings counted.
    pub(crate) cursor: usize,
    /// The first entry that was shown when one was clicked: the list stays where it is below the mouse.
    pub(crate) top: Option<usize>,
}

impl Picker {
    /// A list with nothing typed and the cursor at its top.
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, input: Input::default(), cursor: 0, top: None }
    }
}

/// The effect of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Nothing: it is there to be read.
    Nothing,
    /// Nothing: the line of a key that holds elsewhere.
    Read,
    /// The action of a key.
    Act(Action),
    /// A page.
    Page(PageId),
    /// The invoices of a company.
    Company(CompanyId),
    /// The invoices that a query finds.
    Find(String),
    /// Sort by a column of this name; the same again turns it round.
    Sort(&'static str),
    /// A view of this name.
    View(String),
    /// Keep what is shown as a view of this name.
    SaveView(String),
    /// Show a column or hide it.
    Column(&'static str),
    /// The columns as they are by themselves.
    AutomaticColumns,
    /// Group by a column of this name.
    Group(&'static str),
    /// A command of the user's, by its place.
    Command(usize),
    /// One of what the page offers.
    Offer(usize),
    /// Copy something.
    Copy(super::copy::What),
    /// Open something of the document outside the screen.
    Outside(super::outside::Opened),
    /// Write a file.
    Export(Format),
    /// Turn a setting to its next value.
    Set(Setting),
    /// A job, by its number; its key ends it.
    Job(u64),
    /// The sync of a company.
    Run(CompanyId),
}

/// A line of a picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its text.
    pub(crate) label: String,
    /// More text beside it.
    pub(crate) note: String,
    /// Its English text, which finds it in every language.
    pub(crate) english: String,
    /// Words that find it by their beginnings.
    pub(crate) words: String,
    /// The key that does the same.
    pub(crate) key: String,
    /// True if it is on; `None` if it is nothing that is on or off.
    pub(crate) mark: Option<bool>,
    /// Its effect when it is chosen.
    pub(crate) choice: Choice,
    /// Stands above a group of entries.
    pub(crate) heading: bool,
    /// Its colour, if any.
    pub(crate) severity: Option<Severity>,
}

impl Entry {
    pub(crate) fn new(label: impl Into<String>, choice: Choice) -> Self {
        let (label, none) = (label.into(), String::new);
        let (note, english, words, key) = (none(), none(), none(), none());
        Self { label, note, english, words, key, mark: None, choice, heading: false, severity: None }
    }

    pub(crate) fn english(self, english: impl Into<String>) -> Self {
        Self { english: english.into(), ..self }
    }

    pub(crate) fn words(self, words: impl Into<String>) -> Self {
        Self { words: words.into(), ..self }
    }

    pub(crate) fn heading(label: impl Into<String>) -> Self {
        Self { heading: true, ..Self::new(label, Choice::Nothing) }
    }

    pub(crate) fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    pub(crate) fn key(self, key: impl Into<String>) -> Self {
        Self { key: key.into(), ..self }
    }

    pub(crate) fn mark(self, on: bool) -> Self {
        Self { mark: Some(on), ..self }
    }
}

/// The kinds of files that invoices are written as; other records have no items.
pub(crate) fn formats(locale: &Locale, of_invoices: bool) -> Vec<Entry> {
    let (book, line) =
        if of_invoices { ("tui-export-xlsx", "tui-export-ndjson") } else { ("tui-export-book", "tui-export-lines") };
    let notes = ["tui-export-csv", book, "tui-export-json", line];
    Format::ALL
        .into_iter()
        .zip(notes)
        .map(|(format, note)| Entry::new(format.as_str().to_uppercase(), Choice::Export(format)).note(locale.get(note)))
        .collect()
}
