//! Keys, the mouse and menus of a sheet.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Rows, Sheet};
use crate::export::Format;
use crate::query::Sort;
use crate::query::group::{Grouped, is_groupable, of_rows};
use crate::query::schema::{Column, First, named, on_menu};
use crate::tui::group::{self, Grouping};
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::list::{self, Completed, Shown, moved};
use crate::tui::look::Look;
use crate::tui::page::{Outcome, Place};
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::Shared;
use crate::tui::undo::Marks;

/// The kinds of files that a table is written as.
const FORMATS: [Format; 3] = [Format::Csv, Format::Json, Format::Ndjson];

/// The kinds of files that a table is written as, to choose from.
pub(crate) fn table_formats() -> Vec<Entry> {
    FORMATS.into_iter().map(|format| Entry::new(format.as_str().to_uppercase(), Choice::Export(format))).collect()
}

/// The part of a sheet that was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hit {
    /// Nothing, or something that the sheet did itself.
    Nothing,
    /// The line that filters.
    Filter,
    /// A row, on which the cursor now stands.
    Row,
}

impl<F: Rows> Sheet<F> {
    /// Does what a key means in every list; `None` if that is the page's to say. `visible` rows fit.
    pub(crate) fn act(&mut self, action: Action, visible: usize, cx: &mut Shared) -> Option<Outcome> {
        if let Some(to) = moved(self.cursor, visible.saturating_sub(1).max(1), action) {
            self.moved = action != Action::First;
            self.move_to(to);
            return Some(Outcome::NOTHING);
        }
        match action {
            Action::Filter if self.filter.editing => {}
            Action::Filter => self.filter.begin(),
            Action::Apply if self.filter.editing => {
                self.stale |= self.filter.apply();
                if self.error.is_none() {
                    self.filter.remember();
                }
            }
            Action::Complete | Action::CompleteBack => {
                self.asks = self.filter.complete(action == Action::Complete) == Completed::Field;
                self.stale = true;
            }
            Action::Older | Action::Newer => self.stale |= self.filter.recall(action == Action::Older),
            Action::Give if self.filter.editing => self.stale |= self.filter.give_up(),
            Action::SortMenu => {
                let at = |sort: Sort<F>| on_menu::<F>().iter().position(|column| column.field == sort.field);
                cx.pick_at(Kind::Sort, self.sort.and_then(at).unwrap_or(0));
            }
            Action::Group if !self.found.is_empty() => cx.pick_at(Kind::Group, list::usual_group::<F>()),
            Action::Group => {}
            Action::Reverse => {
                let sort = self.sort.unwrap_or_default();
                self.sort = Some(sort.reversed());
                self.stale = true;
            }
            Action::Columns => cx.pick(Kind::Columns),
            Action::Views => cx.pick(Kind::Views),
            Action::Mark => self.mark(),
            Action::MarkRange => self.mark_range(),
            Action::MarkAll => Arc::make_mut(&mut self.marks).extend(self.found.iter().map(|(_, key)| key.clone())),
            Action::Unmark => self.marks = Arc::default(),
            Action::Back if self.leaves_opened(cx) => return Some(Outcome::Go(Place::Back(cx.page))),
            Action::Back => return self.back(cx).then_some(Outcome::NOTHING),
            _ => return None,
        }
        Some(Outcome::NOTHING)
    }

    /// Marks the row under the cursor, or removes its mark, and goes on to the next.
    fn mark(&mut self) {
        let Some((_, key)) = self.found.get(self.cursor).cloned() else { return };
        let marks = Arc::make_mut(&mut self.marks);
        if !marks.remove(&key) {
            marks.insert(key);
        }
        self.anchor = Some(self.cursor);
        self.moved = true;
        self.move_to(self.cursor + 1);
    }

    fn mark_range(&mut self) {
        let anchor = self.anchor.replace(self.cursor).unwrap_or(self.cursor);
        let (from, to) = (anchor.min(self.cursor), anchor.max(self.cursor) + 1);
        let keys = self.found.iter().take(to).skip(from).map(|(_, key)| key.clone());
        Arc::make_mut(&mut self.marks).extend(keys);
    }

    /// Brings the filter from before rows were opened back, where Esc leads to the page that opened them.
    fn leaves_opened(&mut self, cx: &Shared) -> bool {
        let as_opened =
            |(query, _): &(String, String)| cx.notice.is_none() && self.marks.is_empty() && query == self.filter.query();
        let Some((_, before)) = self.opened.take_if(|opened| as_opened(opened)) else { return false };
        self.filter.set(&before);
        self.stale = true;
        true
    }

    /// Esc: first a notice goes, then the marks, then the filter. False if nothing of that was there.
    fn back(&mut self, cx: &mut Shared) -> bool {
        if cx.notice.take().is_some() {
            return true;
        }
        if !self.marks.is_empty() {
            self.marks = Arc::default();
            return true;
        }
        if self.filter.query().is_empty() {
            return false;
        }
        self.filter.set("");
        self.stale = true;
        true
    }

    /// Takes a key that is text.
    pub(crate) fn typed(&mut self, key: Key, cx: &mut Shared) {
        match self.filter.typed(key) {
            Err(()) => cx.say_full(),
            Ok(false) => {}
            Ok(true) => {
                (self.stale, self.asks) = (true, true);
            }
        }
    }

    /// Takes text that was pasted.
    pub(crate) fn pasted(&mut self, text: &str, cx: &mut Shared) {
        if !self.filter.editing {
            return;
        }
        if !self.filter.input.fits(text) {
            cx.say_full();
        }
        if self.filter.input.insert(text) {
            self.filter.fresh = false;
            self.stale = true;
        }
    }

    /// Does what a click means at a column and a line of the sheet; its first line filters.
    pub(crate) fn point(&mut self, x: u16, line: usize, visible: usize, cx: &mut Shared) -> Hit {
        if line == 0 {
            return Hit::Filter;
        }
        let head = 1 + usize::from(self.complaint().is_some()) * 2;
        if line == head {
            match list::heading_at(&self.places(cx, self.width), x) {
                Some((field, true)) => self.dragged = Some((field, x, self.width_of(cx, field))),
                Some((field, false)) => self.sort_by(field),
                None => {}
            }
            return Hit::Nothing;
        }
        let row = line.checked_sub(head + 1).filter(|row| *row < visible);
        let Some(index) = row.map(|row| self.top + row).filter(|index| *index < self.found.len()) else { return Hit::Nothing };
        self.filter.leave();
        self.moved = true;
        self.move_to(index);
        Hit::Row
    }

    /// Follows the mouse with the edge of a column.
    pub(crate) fn drag(&mut self, x: u16, cx: &mut Shared) {
        let Some((field, from, width)) = self.dragged else { return };
        let mut shown = self.shown(cx);
        let wanted = i32::from(width) + i32::from(x) - i32::from(from);
        list::set(&mut shown, field, u16::try_from(wanted.max(0)).unwrap_or(0));
        self.columns = Some(shown);
        cx.dirty = true;
    }

    /// The button was let go.
    pub(crate) fn release(&mut self) {
        self.dragged = None;
    }

    fn sort_by(&mut self, field: F) {
        self.sort = match self.sort {
            Some(sort) if sort.field == field => Some(sort.reversed()),
            _ => Some(Sort { field, descending: field.column().first == Some(First::Largest) }),
        };
        self.stale = true;
    }

    /// The entries of the menus of orders and columns.
    pub(crate) fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        let title = |column: &Column<F>| column.screen.map(|screen| cx.locale.get(screen.title)).unwrap_or_default();
        match kind {
            Kind::Sort => {
                let one = |column: &'static Column<F>| {
                    let chosen = self.sort.filter(|sort| sort.field == column.field);
                    let arrow = chosen.map_or("", |sort| if sort.descending { " ↓" } else { " ↑" });
                    Entry::new(format!("{}{arrow}", title(column)), Choice::Sort(column.name)).mark(chosen.is_some())
                };
                on_menu().into_iter().map(one).collect()
            }
            Kind::Group => list::group_entries::<F>(cx),
            Kind::Columns => {
                let shown = self.shown(cx);
                let on = shown.iter().map(|column| {
                    let width = column.width.map(|width| width.to_string()).unwrap_or_default();
                    Entry::new(title(column.field.column()), Choice::Column(column.field.name())).mark(true).note(width)
                });
                let mut all: Vec<Entry> = on.collect();
                let hidden = on_menu::<F>().into_iter().filter(|column| !shown.iter().any(|on| on.field == column.field));
                all.extend(hidden.map(|column| Entry::new(title(column), Choice::Column(column.name)).mark(false)));
                let automatic = self.columns.is_none();
                all.push(Entry::new(cx.locale.get("tui-columns-automatic"), Choice::AutomaticColumns).mark(automatic));
                all
            }
            Kind::Export => table_formats(),
            _ => Vec::new(),
        }
    }

    /// Does what follows from choosing one of the entries.
    pub(crate) fn choose(&mut self, choice: &Choice, cx: &Shared) {
        match choice {
            Choice::Sort(name) => {
                if let Some(column) = named::<F>(name, Column::is_on_screen) {
                    self.sort_by(column.field);
                }
            }
            Choice::Column(name) => {
                if let Some(column) = named::<F>(name, Column::is_on_screen) {
                    let mut shown = self.shown(cx);
                    list::toggle(&mut shown, column.field);
                    self.columns = Some(shown);
                }
            }
            Choice::AutomaticColumns => self.columns = None,
            _ => {}
        }
    }

    /// The rows found grouped by a column, if that was chosen.
    pub(crate) fn grouping(&self, choice: &Choice, rows: &[F::Row], cx: &Shared) -> Option<Grouping> {
        let Choice::Group(name) = choice else { return None };
        let column = named::<F>(name, is_groupable)?;
        let of = self.rows(rows, 0).filter(|row| F::is_counted(row)).map(|row| (row, super::context::<F>(row, cx)));
        let grouped = of_rows(column.field, of, &cx.zone);
        let grouped = Grouped { left_out: grouped.left_out.saturating_add(self.beyond), ..grouped };
        Some(Grouping::by(column, cx.page, self.filter.query(), group::Rows::Here(grouped)))
    }

    /// Makes the column under the cursor of the menu wider or narrower, or moves it. False if that means nothing.
    pub(crate) fn adjust(&mut self, choice: &Choice, action: Action, cx: &Shared) -> bool {
        let Choice::Column(name) = choice else { return false };
        let Some(column) = named::<F>(name, Column::is_on_screen) else { return false };
        let mut shown: Vec<Shown<F>> = self.shown(cx);
        match action {
            Action::Earlier | Action::Later => list::shift(&mut shown, column.field, action == Action::Later),
            Action::Wider | Action::Narrower => {
                let now = self.width_of(cx, column.field);
                list::resize(&mut shown, column.field, now, action == Action::Wider);
            }
            _ => return false,
        }
        self.columns = Some(shown);
        true
    }

    /// True if the action would do something now; `None` if that is the page's to say.
    pub(crate) fn is_useful(&self, action: Action) -> Option<bool> {
        Some(match action {
            Action::Unmark => !self.marks.is_empty(),
            Action::Complete | Action::CompleteBack => !self.filter.suggestions.is_empty(),
            Action::Older => !self.filter.queries.is_empty(),
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Group | Action::Export | Action::Copy => {
                !self.found.is_empty()
            }
            _ => return None,
        })
    }

    /// Removes the marks of other rows than these.
    pub(crate) fn keep_marks(&mut self, keeps: impl Fn(&F::Key) -> bool) {
        Arc::make_mut(&mut self.marks).retain(|key| keeps(key));
    }

    /// The marks, to be brought back.
    pub(crate) fn kept(&self) -> Marks {
        let rows: Arc<BTreeSet<F::Key>> = Arc::clone(&self.marks);
        Marks { count: rows.len(), rows, all: false }
    }

    /// Brings marks back.
    pub(crate) fn bring_back(&mut self, marks: &Marks) {
        if let Ok(rows) = Arc::clone(&marks.rows).downcast::<BTreeSet<F::Key>>() {
            self.marks = rows;
        }
    }

    /// Takes a look and marks, as they stood.
    pub(crate) fn stands(&mut self, look: &Look, marks: Option<&Marks>) {
        self.set_look(look);
        if let Some(marks) = marks {
            self.bring_back(marks);
        }
    }

    /// The filter, the order and the columns.
    pub(crate) fn look(&self) -> Look {
        Look {
            query: self.filter.query().to_owned(),
            sort: self.sort.map(Sort::as_str).unwrap_or_default(),
            columns: self.columns.as_deref().map(list::write),
        }
    }

    /// Takes a filter, an order and columns; what it does not know stays.
    pub(crate) fn set_look(&mut self, look: &Look) {
        self.filter.set(&look.query);
        self.sort = Sort::parse(&look.sort).ok();
        self.columns = look.columns.as_deref().and_then(list::read);
        self.stale = true;
    }
}
