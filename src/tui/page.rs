//! The interface of a page of the screen.
//!
//! For: [`super::pages`], which implement it, and [`super::update`], which calls it. A page knows [`Shared`] and itself, never
//! another page: where to go next is returned, not done.

use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::ask::Answer;
use super::event::Effect;
use super::key::Key;
use super::keymap::{Action, Context};
use super::list::Filter;
use super::look::Look;
use super::pages::PageId;
use super::pick::{Choice, Entry, Kind};
use super::picked::AnyPicked;
use super::shared::Shared;
use super::table::{Fields, Table};
use super::undo::Marks;
use crate::domain::{CompanyId, RecordKey, RunId, SyncRun};
use crate::sync::Progress;

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A page as it is.
    Page(PageId),
    /// The page that this one was opened from; the given one if there is none.
    Back(PageId),
    /// The invoices of a company, or of all.
    Company(Option<CompanyId>),
    /// The syncs of these companies, begun; the page stays.
    Sync(Vec<CompanyId>),
    /// The invoices that a query finds; Esc leads back here.
    Found(String, Option<CompanyId>),
    /// The payments that a query finds; Esc leads back here.
    Payments(String, Option<CompanyId>),
    /// The rows that a query finds in the list of a page; Esc leads back here.
    Rows(PageId, String, Option<CompanyId>),
    /// The invoices that a query finds, in place of what was asked before.
    Query(String),
    /// The invoices of a saved view.
    View(String),
    /// An invoice; Esc leads back here.
    Invoice(RecordKey),
    /// The invoice under the cursor of the list.
    Listed,
    /// The list of invoices as it is; Esc there leads where it led before.
    List,
    /// The next (`true`) or previous invoice of the list.
    Neighbour(bool),
    /// The newest run of a company.
    RunOf(CompanyId),
    /// The changes that a run made; Esc leads back here.
    ChangesOf(RunId),
    /// The entries of own books that a query finds in a period; Esc leads back here.
    Entries(String, (Date, Date)),
}

/// The result of a key or a click.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The page did it; these effects follow.
    Done(Vec<Effect>),
    /// Another place is to be shown.
    Go(Place),
    /// The cursor stands on the row that was clicked: a second click opens it.
    Hit,
    /// The page has no use for it.
    NotMine,
}

impl Outcome {
    /// Done without effects.
    pub(crate) const NOTHING: Self = Self::Done(Vec::new());
}

/// A change that pages may have to follow.
#[derive(Debug)]
pub(crate) enum Change<'a> {
    /// Anything may have changed.
    All,
    /// A commit changed these invoices.
    Committed(&'a [RecordKey]),
    /// A run went on; its counts differ from what [`Shared::progress`] has.
    Progress(&'a Progress),
    /// A run ended.
    Ended(&'a SyncRun),
    /// An attempt to deliver a mail ended.
    Deliveries,
    /// Hiding of customers was turned on or off.
    Mask,
    /// The language or the theme was changed.
    Look,
}

/// A page of the screen. Only `context`, `act` and `draw` are needed for a page that shows something; the rest is for what it
/// can do beyond.
pub(crate) trait Page {
    /// Every set of keys that the page has, for the manual and the configuration.
    const CONTEXTS: &'static [&'static Context];

    /// The keys that hold now.
    fn context(&self) -> &'static Context;

    /// Returns what to read when the screen starts.
    fn begin(&mut self, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Follows any event: keeps the cursor in sight, reads what is shown and not here.
    fn settle(&mut self, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Does what a key means here.
    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome;

    /// True if the action is kept until the answer comes that it is about; see [`Self::kept`].
    fn keeps(&mut self, _action: Action) -> bool {
        false
    }

    /// Returns the actions that were kept and can be done now.
    fn kept(&mut self) -> Vec<Action> {
        Vec::new()
    }

    /// Takes a key that is text, where [`Context::typed`] says so.
    fn typed(&mut self, _key: Key, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes text that was pasted.
    fn pasted(&mut self, _text: &str, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Returns the line that filters the list that is shown; `None` for a page without one.
    fn filter(&mut self) -> Option<&mut Filter> {
        None
    }

    /// Does what a click means at a column and a line of the body.
    fn point(&mut self, _x: u16, _line: usize, _cx: &mut Shared) -> Outcome {
        Outcome::NOTHING
    }

    /// Follows the mouse to a column with the button down.
    fn drag(&mut self, _x: u16, _cx: &mut Shared) {}

    /// The button was let go.
    fn release(&mut self) {}

    /// Scrolls what the page shows in so many columns beside a list, up or down by so many lines; false if nothing there scrolls.
    fn scroll(&mut self, _width: u16, _action: Action, _lines: usize, _cx: &mut Shared) -> bool {
        false
    }

    /// Takes the answer to a question of this page.
    fn answered(&mut self, _answer: Answer, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Does what the page asked about, now that it was confirmed.
    fn confirmed(&mut self, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Follows a change of the data or of the look.
    fn stale(&mut self, _change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Returns what the page shows, for the first line of the screen.
    fn subject(&self, _cx: &Shared) -> String {
        String::new()
    }

    /// Returns the company that a key such as "sync" is about.
    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        None
    }

    /// Returns the first row shown, how many rows fit, and how many there are; `None` for a page that is no list.
    fn extent(&self, _cx: &Shared) -> Option<(usize, usize, usize)> {
        None
    }

    /// Returns the columns of its list where something stands beside it.
    fn columns(&self, cx: &Shared) -> u16 {
        cx.width
    }

    /// True if the action would do something now.
    fn is_useful(&self, _action: Action, _cx: &Shared) -> bool {
        true
    }

    /// Returns the page that is drawn beside this one on a wide screen.
    fn companion(&self) -> Option<PageId> {
        None
    }

    /// Returns a link to what is shown.
    fn link(&self) -> Option<&str> {
        None
    }

    /// Returns the entries of a list to choose from that belongs to the page.
    fn entries(&self, _kind: Kind, _cx: &Shared) -> Vec<Entry> {
        Vec::new()
    }

    /// Does what follows from choosing one of [`Self::entries`].
    fn choose(&mut self, _choice: &Choice, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Changes the entry under the cursor of such a list: wider, earlier and so on. False if that means nothing.
    fn adjust(&mut self, _choice: &Choice, _action: Action, _cx: &mut Shared) -> bool {
        false
    }

    /// Returns the filter, order and columns of its list; `None` for a page without one.
    fn look(&self) -> Option<Look> {
        None
    }

    /// Takes a filter, an order and columns.
    fn set_look(&mut self, _look: &Look, _cx: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Shows the rows of its list that a query finds; Esc leads to the page before.
    fn drill(&mut self, query: &str, _scope: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
        let look = self.look().unwrap_or_default();
        self.set_look(&Look { query: query.to_owned(), ..look }, cx)
    }

    /// Returns the marks of its list.
    fn marks(&self) -> Option<Marks> {
        None
    }

    /// Takes marks that [`Self::marks`] returned.
    fn set_marks(&mut self, _marks: &Marks) {}

    /// Returns the place of the list that is shown: 0 is the first one, the further ones follow in the order of [`Self::others`].
    fn listed(&self) -> usize {
        0
    }

    /// Returns the looks and marks of its further lists, in an order that stays.
    fn others(&self) -> Vec<(Look, Marks)> {
        Vec::new()
    }

    /// Takes a look of the further list of a place, and marks, and shows that list if `shown` is true.
    fn set_other(&mut self, _place: usize, _look: &Look, _marks: Option<&Marks>, _shown: bool) {}

    /// Returns the marked rows, or all that are found, as a table to copy and export; `None` for a page that does that itself.
    fn table(&self, _cx: &Shared) -> Option<Table> {
        None
    }

    /// Returns the fields of the marked rows, or of the one under the cursor, for the user's own commands.
    fn fields(&self, _cx: &Shared) -> Vec<Fields> {
        Vec::new()
    }

    /// Returns how many records an export is about, for a page that reads them anew; see [`Self::export`].
    fn exports(&self, _cx: &Shared) -> Option<usize> {
        None
    }

    /// Returns the records that an export is about; `None` for a page that exports what is at hand.
    fn export(&self, _cx: &Shared) -> Option<AnyPicked> {
        None
    }

    /// Draws the page; returns the place of the terminal's cursor while a line is edited.
    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position>;
}
