//! Tab 2, what it knows and how it changes: every invoice, found as one types.
//!
//! The list is virtual: it knows how many there are and holds a window of rows around what is seen. A move inside the
//! window is answered at once; near its edge the next window is asked for.

use std::time::Duration;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{CompanyId, InvoiceKey, InvoiceRow, Message, Totals};
use crate::error::{Error, ErrorKind};
use crate::locale::Locale;
use crate::query::complete::Suggestion;
use crate::query::{Found, Request, Sort};
use crate::tui::columns::Shown;
use crate::tui::event::{Answer, Effect};
use crate::tui::input::Input;
use crate::tui::keymap::Action;
use crate::tui::marks::Marks;
use crate::tui::mask;
use crate::tui::model::{Model, Mood, Tab};
use crate::tui::pick::{self, Kind};
use crate::tui::saved;
use crate::tui::tabs::invoices_view::Widths;
use crate::tui::words;

use super::invoices_filter::{back, complete, recall};
use super::invoices_marks::mark_range;

pub(crate) use super::invoices_ahead::{catch_up, waits};
pub(crate) use super::invoices_copy::{copy, text_of};
pub(crate) use super::invoices_filter::{cut, pasted, suggested, typed};
pub(crate) use super::invoices_marks::{chosen, chosen_count, rows_came};
pub(crate) use super::invoices_sort::{SORTABLE, sort_by};

/// Why a search was sent: where the cursor goes when its answer comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Another question: to the top.
    Top,
    /// More rows: it stays.
    Window,
    /// The same question over changed data, cursor unmoved: it stays at the top, where the newest come.
    Newest,
    /// The same question over changed data: it follows its record.
    Follow,
}

/// Tab 2.
#[derive(Debug, Default)]
pub(crate) struct Invoices {
    pub(crate) scope: Option<CompanyId>,
    pub(crate) input: Input,
    pub(crate) editing: bool,
    /// What the line held before it was edited.
    pub(super) before: String,
    /// The line was begun anew and nothing is typed yet: the list still answers what stood there before.
    pub(super) fresh: bool,
    /// Scope and filter that were there before one came by [`drill`].
    pub(crate) left: Option<(Option<CompanyId>, String)>,
    pub(crate) sort: Sort,
    pub(crate) cursor: usize,
    pub(crate) top: usize,
    pub(crate) selected: Option<InvoiceKey>,
    /// Whether the cursor was moved: then it follows its record.
    pub(crate) moved: bool,
    pub(crate) total: usize,
    pub(crate) totals: Totals,
    /// What all of it comes to in the companies' own currency, where that is known.
    pub(crate) local: Option<Decimal>,
    /// Whether it was known of anything so far, so that the list does not jump while one types.
    pub(crate) converted: bool,
    pub(crate) offset: usize,
    /// How many rows the window was asked to have.
    limit: usize,
    pub(crate) rows: Vec<InvoiceRow>,
    pub(crate) loaded: bool,
    pub(crate) took: Option<Duration>,
    pub(crate) error: Option<Error>,
    pub(crate) widths: Widths,
    /// Lines of totals: grows with the currencies seen, so that the list does not jump while one types.
    pub(crate) currencies: usize,
    generation: u64,
    /// The filter and the company that were asked about last.
    question: (String, Option<CompanyId>),
    pub(super) in_flight: Option<Purpose>,
    again: bool,
    /// What somebody wants of the list that is on its way.
    pub(crate) ahead: Vec<Action>,
    /// The columns that somebody chose; the automatic ones otherwise.
    pub(crate) columns: Option<Vec<Shown>>,
    pub(crate) marks: Marks,
    /// Queries that were kept, the newest first.
    pub(crate) queries: Vec<String>,
    /// Which of them was recalled, and what had been typed before.
    pub(super) recalled: Option<(usize, String)>,
    /// What may come next at the cursor of the filter.
    pub(crate) suggestions: Vec<Suggestion>,
    /// Which of them was taken last, and the line before it was.
    pub(crate) taken: Option<(usize, Input)>,
    pub(super) suggesting: u64,
    /// Which question the suggestions answer.
    pub(super) suggested: u64,
    /// Somebody asked to complete before what may come was known, forwards or backwards.
    pub(super) eager: Option<bool>,
}

impl Invoices {
    /// Takes notice of how wide the rows are that are here.
    pub(crate) fn learn(&mut self, today: Date, locale: &Locale) {
        self.widths.learn(&self.rows, today, locale);
    }

    /// The row of this index, where it is in the window.
    pub(crate) fn row(&self, index: usize) -> Option<&InvoiceRow> {
        self.rows.get(index.checked_sub(self.offset)?)
    }

    /// The row under the cursor.
    pub(crate) fn current(&self) -> Option<&InvoiceRow> {
        self.row(self.cursor)
    }

    /// What the list answers: the line, or what stood there before as long as nothing is typed.
    pub(crate) fn query(&self) -> &str {
        if self.fresh { &self.before } else { self.input.text() }
    }

    /// Leaves the line; where nothing was typed, what stood there before stands there again.
    pub(crate) fn leave(&mut self) {
        self.editing = false;
        self.suggestions.clear();
        if std::mem::take(&mut self.fresh) {
            self.input = Input::new(&std::mem::take(&mut self.before));
        }
    }

    /// Notes whether an action moves the cursor away from the top, or back to it.
    const fn touched(&mut self, action: Action) {
        match action {
            Action::First => self.moved = false,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Last => self.moved = true,
            _ => self.moved |= matches!(action, Action::Mark | Action::MarkRange | Action::Open),
        }
    }

    /// The error of the filter, if that is what is wrong.
    pub(crate) fn filter_error(&self) -> Option<&Error> {
        self.error.as_ref().filter(|error| error.kind == ErrorKind::Usage)
    }

    /// Puts the cursor on a row.
    pub(crate) fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.total.saturating_sub(1));
        self.selected = self.current().map(InvoiceRow::key);
    }

    /// The question as it stands, without a window.
    pub(crate) fn request(&self, today: Date) -> Request {
        Request {
            query: self.query().to_owned(),
            companies: self.scope.into_iter().collect(),
            sort: self.sort,
            offset: 0,
            limit: 0,
            around: None,
            today,
        }
    }

    /// Keeps the query to be recalled.
    fn remember(&mut self) {
        let query = self.input.text().trim().to_owned();
        if !query.is_empty() && self.filter_error().is_none() {
            self.queries.retain(|known| *known != query);
            self.queries.insert(0, query);
            self.queries.truncate(saved::QUERIES);
        }
    }

    fn index_of(&self, key: &InvoiceKey) -> Option<usize> {
        let index = self.rows.iter().position(|row| row.company == key.company && row.id == key.id)?;
        Some(self.offset + index)
    }
}

/// Rows of the list that are seen.
pub(crate) fn visible(model: &Model) -> usize {
    let error = usize::from(model.invoices.complaint().is_some()) * 2;
    let incomplete = usize::from(words::is_incomplete(model, model.invoices.scope));
    usize::from(model.body_height()).saturating_sub(2 + error + incomplete + totals_height(model)).max(1)
}

/// Lines of totals.
pub(crate) fn totals_height(model: &Model) -> usize {
    let room = if model.body_height() >= 16 { 4 } else { 1 };
    let tab = &model.invoices;
    // One more for what they come to together, once that was known.
    (tab.currencies + usize::from(tab.converted && tab.currencies > 1)).clamp(1, room)
}

/// Rows held around what is seen.
fn window(visible: usize) -> usize {
    (visible * 5).max(100)
}

/// Asks the question as it stands.
pub(super) fn find(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let visible = visible(model);
    let today = model.today();
    let tab = &mut model.invoices;
    tab.generation += 1;
    tab.ahead.clear();
    tab.limit = window(visible);
    let offset = match purpose {
        Purpose::Top | Purpose::Newest => 0,
        Purpose::Window | Purpose::Follow => tab.top.saturating_sub(visible * 2),
    };
    let around = if purpose == Purpose::Follow { tab.selected.clone() } else { None };
    let request = Request { offset, limit: tab.limit, around, ..tab.request(today) };
    if purpose == Purpose::Top {
        // Rows stand elsewhere now.
        tab.marks.anchor = None;
    }
    let question = (request.query.clone(), tab.scope);
    if std::mem::replace(&mut tab.question, question.clone()) != question && tab.marks.asked_anew() {
        model.say(Message::new("tui-marks-gone"), Mood::Look);
    }
    let tab = &mut model.invoices;
    tab.in_flight = Some(purpose);
    vec![Effect::Find { request, generation: tab.generation }]
}

/// Asks the same again because the data changed; while an answer is on its way, once more afterwards.
pub(crate) fn refresh(model: &mut Model) -> Vec<Effect> {
    if model.invoices.in_flight.is_some() {
        model.invoices.again = true;
        return Vec::new();
    }
    find(model, unmoved(model))
}

/// Where the cursor goes when data changed.
const fn unmoved(model: &Model) -> Purpose {
    if model.invoices.moved { Purpose::Follow } else { Purpose::Newest }
}

/// Shows the invoices of a company or of all; filter and cursor stay where the company does.
pub(crate) fn open(model: &mut Model, scope: Option<CompanyId>) -> Vec<Effect> {
    let tab = &mut model.invoices;
    if tab.scope == scope && tab.loaded {
        return Vec::new();
    }
    if tab.scope != scope {
        tab.scope = scope;
        tab.leave();
        tab.input = Input::default();
        tab.widths = Widths::default();
        tab.currencies = 0;
        tab.loaded = false;
        tab.rows.clear();
        tab.total = 0;
    }
    find(model, Purpose::Top)
}

/// Shows what a query finds; Esc leads back to where one came from, and to the filter that was there before.
pub(crate) fn drill(model: &mut Model, query: &str, scope: Option<CompanyId>) -> Vec<Effect> {
    let before = (model.invoices.scope, model.invoices.query().to_owned());
    model.back = Some(model.tab);
    model.tab = Tab::Invoices;
    let tab = &mut model.invoices;
    tab.left.get_or_insert(before);
    tab.scope = scope;
    tab.leave();
    tab.input = Input::new(query);
    find(model, Purpose::Top)
}

/// Asks for something else, in the order as it is.
pub(crate) fn ask(model: &mut Model, query: &str) -> Vec<Effect> {
    let tab = &mut model.invoices;
    tab.left = None;
    tab.leave();
    tab.input = Input::new(query);
    tab.remember();
    find(model, Purpose::Top)
}

/// Sends the first search; where one was in the last session the cursor stands on its invoice again.
pub(crate) fn begin(model: &mut Model) -> Vec<Effect> {
    model.invoices.moved = model.invoices.selected.is_some();
    let purpose = if model.invoices.moved { Purpose::Follow } else { Purpose::Top };
    find(model, purpose)
}

/// Invoices were found.
pub(crate) fn found(model: &mut Model, generation: u64, took: Option<Duration>, result: Answer<Found>) -> Vec<Effect> {
    let tab = &mut model.invoices;
    if generation != tab.generation {
        return Vec::new();
    }
    let purpose = tab.in_flight.take().unwrap_or(Purpose::Window);
    model.dirty = true;
    match result {
        Ok(found) => {
            adopt(model, found, &purpose);
            if purpose != Purpose::Window {
                model.invoices.took = took;
            }
        }
        Err(error) => {
            tab.error = Some(error);
            tab.ahead.clear();
        }
    }
    if !std::mem::take(&mut model.invoices.again) {
        return Vec::new();
    }
    let ahead = std::mem::take(&mut model.invoices.ahead);
    let effects = find(model, unmoved(model));
    model.invoices.ahead = ahead;
    effects
}

fn adopt(model: &mut Model, found: Found, purpose: &Purpose) {
    let (visible, today) = (visible(model), model.today());
    let tab = &mut model.invoices;
    tab.error = None;
    tab.loaded = true;
    tab.total = found.total;
    tab.totals = found.totals;
    tab.local = found.local;
    tab.converted |= tab.local.is_some();
    tab.currencies = tab.currencies.max(tab.totals.len());
    tab.offset = found.offset;
    tab.rows = found.rows;
    if model.masked {
        tab.rows.iter_mut().for_each(mask::row);
    }
    tab.widths.learn(&tab.rows, today, model.locale);
    let place = tab.cursor.saturating_sub(tab.top);
    match purpose {
        Purpose::Top | Purpose::Newest => {
            (tab.top, tab.moved) = (0, false);
            tab.move_to(0);
        }
        Purpose::Window => {
            if tab.selected.is_none() || tab.cursor >= tab.total {
                tab.move_to(tab.cursor);
            }
        }
        Purpose::Follow => {
            let key = tab.selected.clone();
            let index = key.as_ref().and_then(|key| tab.index_of(key));
            tab.move_to(index.unwrap_or(tab.cursor));
            tab.top = tab.cursor.saturating_sub(place);
            tab.moved = tab.cursor > 0;
        }
    }
    tab.top = super::scroll(tab.top, tab.cursor, visible, tab.total);
}

/// After any change: the cursor is in sight, the window covers what is seen, the detail beside follows.
pub(crate) fn settle(model: &mut Model) -> Vec<Effect> {
    let visible = visible(model);
    let tab = &mut model.invoices;
    tab.top = super::scroll(tab.top, tab.cursor, visible, tab.total);
    if tab.in_flight.is_some() || !tab.loaded || tab.error.is_some() {
        return Vec::new();
    }
    let (from, to) = (tab.top.saturating_sub(visible / 2), (tab.top + visible + visible / 2).min(tab.total));
    let covered = from >= tab.offset && to <= tab.offset + tab.rows.len();
    // What came back smaller than it should be is not asked for again and again.
    let asked = tab.offset == tab.top.saturating_sub(visible * 2) && tab.limit >= window(visible);
    if covered || asked { Vec::new() } else { find(model, Purpose::Window) }
}

/// A key of this tab.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = visible(model).saturating_sub(1).max(1);
    let turns = model.settings.low_bandwidth;
    let tab = &mut model.invoices;
    tab.touched(action);
    // A filter that is wrong finds nothing: what is still seen is not what it asks for.
    if matches!(action, Action::Export | Action::Copy | Action::Pdf | Action::MarkAll | Action::MarkRange)
        && let Some(message) = tab.filter_error().map(|error| error.message.clone())
    {
        model.say(message, Mood::Act);
        return Vec::new();
    }
    let tab = &mut model.invoices;
    match action {
        // Where bytes are dear a page is turned, once, instead of a row pushed out with every step.
        Action::Down if turns && tab.cursor == tab.top + page => {
            tab.top = (tab.cursor + 1).min(tab.total.saturating_sub(1));
            tab.move_to(tab.cursor + 1);
        }
        Action::Up if turns && tab.cursor == tab.top => {
            tab.top = tab.top.saturating_sub(page + 1);
            tab.move_to(tab.cursor.saturating_sub(1));
        }
        Action::Down => tab.move_to(tab.cursor + 1),
        Action::Up => tab.move_to(tab.cursor.saturating_sub(1)),
        Action::PageDown => {
            tab.top += page;
            tab.move_to(tab.cursor + page);
        }
        Action::PageUp => {
            tab.top = tab.top.saturating_sub(page);
            tab.move_to(tab.cursor.saturating_sub(page));
        }
        Action::First => tab.move_to(0),
        Action::Last => tab.move_to(usize::MAX),
        Action::Open if tab.total > 0 => {
            tab.remember();
            model.tab = Tab::Detail;
            model.detail.wanted = true;
        }
        Action::Filter if tab.editing => {}
        // Another filter begins; the one that was there is a key away.
        Action::Filter => {
            tab.before = tab.input.text().to_owned();
            tab.input = Input::default();
            tab.fresh = !tab.before.is_empty();
            tab.editing = true;
            tab.recalled = None;
            tab.suggestions.clear();
        }
        Action::Apply => {
            let emptied = std::mem::take(&mut tab.fresh);
            tab.leave();
            tab.remember();
            if emptied {
                return find(model, Purpose::Top);
            }
        }
        Action::Complete => return complete(model, true),
        Action::CompleteBack => return complete(model, false),
        Action::Older => return recall(model, true),
        Action::Newer => return recall(model, false),
        Action::Give => {
            let typed = !tab.fresh && tab.input.text() != tab.before;
            tab.leave();
            if typed {
                tab.input = Input::new(&std::mem::take(&mut tab.before));
                return find(model, Purpose::Follow);
            }
        }
        Action::Back => return back(model),
        Action::SortMenu => pick::open(model, Kind::Sort),
        Action::Views => pick::open(model, Kind::Views),
        Action::Columns => pick::open(model, Kind::Columns),
        Action::Mark => {
            if let Some(row) = tab.row(tab.cursor).cloned() {
                tab.marks.toggle(&row);
                tab.marks.anchor = Some(tab.cursor);
                tab.move_to(tab.cursor + 1);
            }
        }
        Action::MarkRange => return mark_range(model),
        Action::MarkAll if tab.total > 0 => tab.marks.add_all(),
        Action::Unmark => tab.marks.clear(),
        Action::Export if tab.total > 0 => pick::open(model, Kind::Export),
        Action::Copy if tab.total > 0 => pick::open(model, Kind::Copy),
        Action::Pdf if tab.total > 0 => return crate::tui::over::pdf(model),
        Action::Reverse => {
            tab.sort.descending = !tab.sort.descending;
            return find(model, Purpose::Top);
        }
        Action::AllCompanies if tab.scope.is_some() => {
            tab.scope = None;
            return find(model, Purpose::Follow);
        }
        Action::Reload => return refresh(model),
        _ => {}
    }
    Vec::new()
}
