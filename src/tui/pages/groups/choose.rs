//! Which groups and columns are shown: what a filter finds, marks, columns that were chosen.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::field::{GroupField, GroupLine};
use super::{Groups, view};
use crate::error::{Error, ErrorKind};
use crate::query::complete::{self, Offers};
use crate::query::group::{GroupRow, together};
use crate::query::rows::{self, RowQuery};
use crate::query::schema::Context;
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::list::Completed;
use crate::tui::pick::{Choice, Entry};
use crate::tui::shared::Shared;
use crate::tui::undo::Marks;

impl Groups {
    fn as_lines(&self, cx: &Shared) -> Vec<GroupLine> {
        let Some(of) = &self.of else { return Vec::new() };
        self.rows().iter().map(|row| GroupLine::new(view::value(of, row, cx), row)).collect()
    }

    /// Finds the groups that are shown, and what they add up to.
    pub(super) fn find(&mut self, cx: &Shared) {
        let context = Context { company: "", provider: "", today: cx.today() };
        match RowQuery::<GroupField>::parse(self.filter.query()) {
            // A filter that is wrong leaves what was found.
            Err(error) => {
                self.error = Some(Error { kind: ErrorKind::Usage, ..Error::from(error) });
                let count = self.rows().len();
                self.found.retain(|place| *place < count);
            }
            Ok(query) => {
                self.error = None;
                let lines = self.as_lines(cx);
                let fits = |(_, line): &(usize, &GroupLine)| query.matches(line, &context, &cx.zone);
                self.found = lines.iter().enumerate().filter(fits).map(|(place, _)| place).collect();
            }
        }
        let shown: Vec<GroupRow> = self.shown().cloned().collect();
        self.totals = if self.left_out == 0 { together(&shown) } else { Vec::new() };
    }

    /// The groups that are shown, in their order.
    pub(super) fn shown(&self) -> impl Iterator<Item = &GroupRow> {
        self.found.iter().filter_map(|place| self.rows().get(*place))
    }

    /// The groups that an action is about: the marked ones, or all that are shown.
    pub(super) fn chosen(&self) -> Vec<&GroupRow> {
        let some = self.shown().any(|row| self.marks.contains(&row.value));
        self.shown().filter(|row| !some || self.marks.contains(&row.value)).collect()
    }

    /// Lines of the filter: none while it says nothing; two more where it is wrong.
    pub(super) fn filter_height(&self) -> u16 {
        let shown = u16::from(self.filter.editing || !self.filter.query().is_empty());
        shown + if self.complaint().is_some() { 2 } else { 0 }
    }

    /// The error that is shown: one about the term that is still being typed is none yet.
    pub(super) fn complaint(&self) -> Option<&Error> {
        let half = |error: &Error| self.filter.editing && self.filter.is_half_typed(crate::tui::list::place_of(&error.message));
        self.error.as_ref().filter(|error| !half(error))
    }

    /// Does what a key means for the filter and for marks; false if it is none of theirs.
    pub(super) fn act_on_shown(&mut self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::Filter if self.filter.editing => {}
            Action::Filter => self.filter.begin(),
            Action::Apply => {
                self.filter.apply();
                if self.error.is_none() {
                    self.filter.remember();
                }
                self.find(cx);
            }
            Action::Give => {
                self.filter.give_up();
                self.find(cx);
            }
            Action::Complete | Action::CompleteBack => {
                let asks = self.filter.complete(action == Action::Complete) == Completed::Field;
                self.find(cx);
                if asks {
                    self.suggest(cx);
                }
            }
            Action::Older | Action::Newer => {
                self.filter.recall(action == Action::Older);
                self.find(cx);
            }
            Action::Mark => {
                let Some(value) = self.current().map(|row| row.value.clone()) else { return true };
                let marks = Arc::make_mut(&mut self.marks);
                if !marks.remove(&value) {
                    marks.insert(value);
                }
                self.anchor = self.cursor;
                self.cursor = (self.cursor + 1).min(self.lines().len().saturating_sub(1));
            }
            Action::MarkRange => {
                let (from, to) = (self.anchor.min(self.cursor), self.anchor.max(self.cursor) + 1);
                let lines = self.lines();
                let between = lines.iter().take(to).skip(from).filter_map(|line| self.rows().get(line.group));
                let values: Vec<Option<String>> = between.map(|row| row.value.clone()).collect();
                Arc::make_mut(&mut self.marks).extend(values);
                self.anchor = self.cursor;
            }
            Action::MarkAll => {
                let values: Vec<Option<String>> = self.shown().map(|row| row.value.clone()).collect();
                Arc::make_mut(&mut self.marks).extend(values);
            }
            Action::Unmark => self.marks = Arc::default(),
            _ => return false,
        }
        true
    }

    /// Takes a key that is text.
    pub(super) fn type_in_filter(&mut self, key: Key, cx: &mut Shared) {
        match self.filter.typed(key) {
            Err(()) => cx.say_full(),
            Ok(false) => {}
            Ok(true) => {
                self.find(cx);
                self.suggest(cx);
            }
        }
    }

    /// Offers completions of what is typed.
    fn suggest(&mut self, cx: &Shared) {
        if cx.masked {
            return self.filter.offer(Vec::new());
        }
        let (text, cursor) = (self.filter.input.text().to_owned(), self.filter.input.cursor());
        let wanted = complete::wants::<GroupField>(&text, cursor).map(|column| column.field);
        let lines = self.as_lines(cx);
        let context = || Context { company: "", provider: "", today: cx.today() };
        let offers = wanted.map(|field| (field, rows::values(field, lines.iter().map(|line| (line, context())))));
        let offers = Offers(offers.into_iter().collect());
        self.filter.offer(complete::suggest::<GroupField>(&text, cursor, &offers, cx.lang(), complete::MOST));
    }

    /// The marks, to be brought back.
    pub(super) fn kept(&self) -> Marks {
        let rows: Arc<BTreeSet<Option<String>>> = Arc::clone(&self.marks);
        Marks { count: rows.len(), rows, all: false }
    }

    /// Brings marks back.
    pub(super) fn bring_back(&mut self, marks: &Marks) {
        if let Ok(rows) = Arc::clone(&marks.rows).downcast::<BTreeSet<Option<String>>>() {
            self.marks = rows;
        }
    }

    /// The menu of columns: the value stays.
    pub(super) fn column_entries(&self, cx: &Shared) -> Vec<Entry> {
        let one = |(name, title): (&'static str, String)| {
            let note = self.widths.iter().find(|(known, _)| *known == name).map(|(_, width)| width.to_string());
            Entry::new(title, Choice::Column(name)).mark(!self.hidden.contains(&name)).note(note.unwrap_or_default())
        };
        let mut all: Vec<Entry> = view::columns(self, cx).into_iter().map(one).collect();
        let automatic = self.hidden.is_empty() && self.widths.is_empty();
        all.push(Entry::new(cx.locale.get("tui-columns-automatic"), Choice::AutomaticColumns).mark(automatic));
        all
    }

    /// Hides a column, or shows it again.
    pub(super) fn toggle_column(&mut self, name: &'static str) {
        match self.hidden.iter().position(|known| *known == name) {
            Some(at) => {
                self.hidden.remove(at);
            }
            None => self.hidden.push(name),
        }
    }

    /// Makes a column wider or narrower. False if the action means nothing.
    pub(super) fn adjust_column(&mut self, name: &'static str, action: Action) -> bool {
        let now = self.widths.iter().find(|(known, _)| *known == name).map_or(14_u16, |(_, width)| *width);
        let width = match action {
            Action::Wider => now + 2,
            Action::Narrower => now.saturating_sub(2),
            _ => return false,
        };
        self.widths.retain(|(known, _)| *known != name);
        self.widths.push((name, width.clamp(4, 80)));
        true
    }
}
