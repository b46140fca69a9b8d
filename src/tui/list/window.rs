//! A list that knows how many rows there are and holds a window of them around the visible ones. A move inside the window
//! is answered at once; near its edge the next window is asked for.

use std::time::Duration;

use super::columns::Shown;
use super::moving::{half, scroll};
use super::schema::Schema;
use super::selection::Selection;
use crate::domain::CompanyId;
use crate::error::{Error, ErrorKind};
use crate::query::schema::Schema as _;
use crate::query::{Converted, Sort};
use crate::tui::ask::Reply;
use crate::tui::keymap::Action;

/// Why a search was sent: where the cursor goes when its answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Another search: to the top.
    Top,
    /// More rows: it stays.
    Window,
    /// The same search over changed data, cursor unmoved: it stays at the top, where the newest come.
    Newest,
    /// The same search over changed data: it follows its record.
    Follow,
}

/// The window that a search asks for.
#[derive(Debug)]
pub(crate) struct Search<K> {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
    /// The record around which the window lies, in place of the offset.
    pub(crate) around: Option<K>,
    /// Comes back with the answer.
    pub(crate) generation: u64,
    /// The mark on all rows found was removed: they are others now.
    pub(crate) unmarked: bool,
}

/// Rows that were found.
#[derive(Debug)]
pub(crate) struct Window<R, T> {
    pub(crate) total: usize,
    pub(crate) totals: T,
    /// The sum in the companies' own currency, if known.
    pub(crate) local: Option<Converted>,
    pub(crate) offset: usize,
    pub(crate) rows: Vec<R>,
}

/// A list of records.
#[derive(Debug)]
pub(crate) struct List<S: Schema> {
    pub(crate) sort: Sort<S::Field>,
    /// The columns that were chosen; the automatic ones otherwise.
    pub(crate) columns: Option<Vec<Shown<S::Field>>>,
    pub(crate) marks: Selection<S>,
    pub(crate) cursor: usize,
    /// The first row shown.
    pub(crate) top: usize,
    pub(crate) selected: Option<S::Key>,
    /// The cursor was moved, so it follows its record.
    pub(crate) moved: bool,
    pub(crate) total: usize,
    pub(crate) totals: S::Totals,
    /// The sum in the companies' own currency, if known.
    pub(crate) local: Option<Converted>,
    /// It was known at least once, so that the list does not jump while a filter is typed.
    pub(crate) converted: bool,
    /// Lines of totals: grows with the currencies seen, so that the list does not jump while a filter is typed.
    pub(crate) currencies: usize,
    pub(crate) offset: usize,
    /// Rows that the window was asked to have.
    limit: usize,
    pub(crate) rows: Vec<S::Row>,
    pub(crate) loaded: bool,
    pub(crate) took: Option<Duration>,
    pub(crate) error: Option<Error>,
    generation: u64,
    /// The filter and the company of the last search.
    question: (String, Option<CompanyId>),
    pub(crate) in_flight: Option<Purpose>,
    again: bool,
}

impl<S: Schema> Default for List<S> {
    fn default() -> Self {
        Self {
            sort: Sort::first_by(S::Field::NEWEST),
            columns: None,
            marks: Selection::default(),
            cursor: 0,
            top: 0,
            selected: None,
            moved: false,
            total: 0,
            totals: S::Totals::default(),
            local: None,
            converted: false,
            currencies: 0,
            offset: 0,
            limit: 0,
            rows: Vec::new(),
            loaded: false,
            took: None,
            error: None,
            generation: 0,
            question: (String::new(), None),
            in_flight: None,
            again: false,
        }
    }
}

/// Rows held around the visible ones.
fn held(visible: usize) -> usize {
    (visible * 5).max(100)
}

impl<S: Schema> List<S> {
    /// The row of an index, if it is in the window.
    pub(crate) fn row(&self, index: usize) -> Option<&S::Row> {
        self.rows.get(index.checked_sub(self.offset)?)
    }

    /// The row under the cursor.
    pub(crate) fn current(&self) -> Option<&S::Row> {
        self.row(self.cursor)
    }

    /// The error of the filter, if that is what is wrong.
    pub(crate) fn filter_error(&self) -> Option<&Error> {
        self.error.as_ref().filter(|error| error.kind == ErrorKind::Usage)
    }

    /// Puts the cursor on a row.
    pub(crate) fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.total.saturating_sub(1));
        self.selected = self.current().map(S::key);
    }

    fn index_of(&self, key: &S::Key) -> Option<usize> {
        let index = self.rows.iter().position(|row| S::key(row) == *key)?;
        Some(self.offset + index)
    }

    /// The rows of a range, as far as they are in the window.
    pub(crate) fn range(&self, from: usize, to: usize) -> Vec<S::Row> {
        (from..to).map_while(|index| self.row(index).cloned()).collect()
    }

    /// Orders by a field: by the same field again, the other way round.
    pub(crate) fn sort_by(&mut self, field: S::Field) {
        self.sort = if self.sort.field == field { self.sort.reversed() } else { Sort::first_by(field) };
    }

    /// Turns the order round.
    pub(crate) fn reverse(&mut self) {
        self.sort = self.sort.reversed();
    }

    /// Notes whether an action moves the cursor away from the top, or back to it.
    pub(crate) const fn touched(&mut self, action: Action) {
        match action {
            Action::First => self.moved = false,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::HalfDown | Action::HalfUp | Action::Last => {
                self.moved = true;
            }
            _ => self.moved |= matches!(action, Action::Mark | Action::MarkRange | Action::Open),
        }
    }

    /// Moves the cursor; with `turns` at the edge of the page by a whole page, which takes fewer bytes than pushing a row out
    /// with every step. False for an action that is no movement.
    pub(crate) fn moves(&mut self, action: Action, page: usize, turns: bool) -> bool {
        match action {
            Action::Down if turns && self.cursor == self.top + page => {
                self.top = (self.cursor + 1).min(self.total.saturating_sub(1));
                self.move_to(self.cursor + 1);
            }
            Action::Up if turns && self.cursor == self.top => {
                self.top = self.top.saturating_sub(page + 1);
                self.move_to(self.cursor.saturating_sub(1));
            }
            Action::Down => self.move_to(self.cursor + 1),
            Action::Up => self.move_to(self.cursor.saturating_sub(1)),
            Action::PageDown | Action::HalfDown => {
                let by = if action == Action::PageDown { page } else { half(page) };
                self.top += by;
                self.move_to(self.cursor + by);
            }
            Action::PageUp | Action::HalfUp => {
                let by = if action == Action::PageUp { page } else { half(page) };
                self.top = self.top.saturating_sub(by);
                self.move_to(self.cursor.saturating_sub(by));
            }
            Action::First => self.move_to(0),
            Action::Last => self.move_to(usize::MAX),
            _ => return false,
        }
        true
    }

    /// Marks the row under the cursor, or removes its mark, and goes on to the next.
    pub(crate) fn mark(&mut self) {
        if let Some(row) = self.current().cloned() {
            self.marks.toggle(&row);
            self.marks.anchor = Some(self.cursor);
            self.move_to(self.cursor + 1);
        }
    }

    /// Begins a search; the page sends it.
    pub(crate) fn search(&mut self, purpose: Purpose, visible: usize, query: &str, scope: Option<CompanyId>) -> Search<S::Key> {
        self.generation += 1;
        self.limit = held(visible);
        let offset = match purpose {
            Purpose::Top | Purpose::Newest => 0,
            Purpose::Window | Purpose::Follow => self.top.saturating_sub(visible * 2),
        };
        let around = if purpose == Purpose::Follow { self.selected.clone() } else { None };
        if purpose == Purpose::Top {
            // Rows stand elsewhere now.
            self.marks.anchor = None;
        }
        let question = (query.to_owned(), scope);
        let other = question != self.question;
        self.question = question;
        self.in_flight = Some(purpose);
        let unmarked = other && self.marks.asked_anew();
        Search { offset, limit: self.limit, around, generation: self.generation, unmarked }
    }

    /// The purpose of a search that is sent because data changed.
    pub(crate) const fn unmoved(&self) -> Purpose {
        if self.moved { Purpose::Follow } else { Purpose::Newest }
    }

    /// Follows changed data: returns the purpose of the search to send; while one is under way, none, and another is due when
    /// it is answered.
    pub(crate) const fn refresh(&mut self) -> Option<Purpose> {
        if self.in_flight.is_some() {
            self.again = true;
            return None;
        }
        Some(self.unmoved())
    }

    /// Forgets the rows: others are to be shown.
    pub(crate) fn forget(&mut self) {
        self.currencies = 0;
        self.loaded = false;
        self.rows.clear();
        self.total = 0;
    }

    /// Takes the answer to a search; `visible` rows fit. False for the answer to an earlier search.
    pub(crate) fn came(
        &mut self,
        generation: u64,
        took: Option<Duration>,
        reply: Reply<Window<S::Row, S::Totals>>,
        visible: usize,
    ) -> bool {
        if generation != self.generation {
            return false;
        }
        let purpose = self.in_flight.take().unwrap_or(Purpose::Window);
        match reply {
            Ok(found) => {
                self.adopt(found, purpose, visible);
                if purpose != Purpose::Window {
                    self.took = took;
                }
            }
            Err(error) => self.error = Some(error),
        }
        true
    }

    /// True once if another search became due while one was under way.
    pub(crate) const fn is_due(&mut self) -> bool {
        std::mem::replace(&mut self.again, false)
    }

    fn adopt(&mut self, found: Window<S::Row, S::Totals>, purpose: Purpose, visible: usize) {
        self.error = None;
        self.loaded = true;
        self.total = found.total;
        self.totals = found.totals;
        self.local = found.local;
        self.converted |= self.local.is_some();
        self.currencies = self.currencies.max(S::sums(&self.totals).len());
        self.offset = found.offset;
        self.rows = found.rows;
        self.marks.renew(&self.rows);
        let place = self.cursor.saturating_sub(self.top);
        match purpose {
            Purpose::Top | Purpose::Newest => {
                (self.top, self.moved) = (0, false);
                self.move_to(0);
            }
            Purpose::Window => {
                if self.selected.is_none() || self.cursor >= self.total {
                    self.move_to(self.cursor);
                }
            }
            Purpose::Follow => {
                let index = self.selected.as_ref().and_then(|key| self.index_of(key));
                self.move_to(index.unwrap_or(self.cursor));
                self.top = self.cursor.saturating_sub(place);
                self.moved = self.cursor > 0;
            }
        }
        self.top = scroll(self.top, self.cursor, visible, self.total);
    }

    /// Keeps the cursor in sight. True if the window does not cover the rows that are shown, and more are to be asked for.
    pub(crate) fn settle(&mut self, visible: usize) -> bool {
        self.top = scroll(self.top, self.cursor, visible, self.total);
        if self.in_flight.is_some() || !self.loaded || self.error.is_some() {
            return false;
        }
        let (from, to) = (self.top.saturating_sub(visible / 2), (self.top + visible + visible / 2).min(self.total));
        let covered = from >= self.offset && to <= self.offset + self.rows.len();
        // A window that came back smaller than asked for is not asked for again and again.
        let asked = self.offset == self.top.saturating_sub(visible * 2) && self.limit >= held(visible);
        !covered && !asked
    }
}
