//! Searches, keys, marks and menus of the list.

use super::{Records, RecordsPage};
use crate::domain::{Doubt, Message, RecordKey};
use crate::error::{Error, ErrorKind};
use crate::query::schema::{Column, on_menu};
use crate::query::sieve::{ListRequest, Listed, Listing};
use crate::tui::ask::{Question, Reply, RowsFor};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::clipboard::send;
use crate::tui::event::Effect;
use crate::tui::keymap::Action;
use crate::tui::list::{Completed, Purpose, Search, Window, place_of, usual_group};
use crate::tui::notice::Severity;
use crate::tui::page::Outcome;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::picked::Picked;
use crate::tui::shared::Shared;
use std::time::Duration;

/// Most rows between the ends of a range that is marked.
const LONGEST_RANGE: usize = 10_000;
/// Rows that are copied at the most: more is an export.
const ROWS: usize = 1000;

/// The rows that were found; customers are hidden where they are to be.
fn window<F: Records>(found: Listing<F>, masked: bool) -> Window<F::Row, <F as Listed>::Totals> {
    let Listing { total, totals, offset, mut rows, .. } = found;
    if masked {
        rows.iter_mut().for_each(F::hide);
    }
    Window { total, totals, local: None, offset, rows }
}

impl<F: Records> RecordsPage<F> {
    /// The search as it stands, without a window.
    pub(super) fn request(&self, cx: &Shared) -> ListRequest<F> {
        ListRequest {
            query: self.filter.query().to_owned(),
            companies: self.scope.into_iter().collect(),
            sort: self.list.sort,
            offset: 0,
            limit: 0,
            around: None,
            today: cx.today(),
        }
    }

    /// The records that an export is about: the marked ones, else all that are found.
    pub(super) fn picked(&self, cx: &Shared) -> Picked<F> {
        let marks = &self.list.marks;
        let keys: Vec<RecordKey> = marks.rows().map(super::key::<F>).collect();
        let request = ListRequest { limit: usize::MAX, ..self.request(cx) };
        match (marks.is_all(), keys.is_empty()) {
            (true, _) => Picked { request, these: None, but: keys },
            (false, true) => Picked { request, these: None, but: Vec::new() },
            // Marks stay when the filter changes: they are looked for among all records.
            (false, false) => {
                let request = ListRequest { query: String::new(), companies: Vec::new(), ..request };
                Picked { request, these: Some(keys), but: Vec::new() }
            }
        }
    }

    /// Searches.
    pub(super) fn find(&mut self, purpose: Purpose, cx: &mut Shared) -> Vec<Effect> {
        self.ahead.clear();
        let visible = self.visible(cx);
        let search = self.list.search(purpose, visible, self.filter.query(), self.scope);
        let Search { offset, limit, around, generation, unmarked } = search;
        if unmarked {
            cx.say(Message::new("tui-marks-gone"), Severity::Look);
        }
        let request = ListRequest { offset, limit, around, ..self.request(cx) };
        vec![Effect::Ask(F::PAGE, Question::Window { case: Case::new(F::find(request)), generation })]
    }

    /// Takes the answer to a search.
    pub(super) fn came(
        &mut self,
        (generation, took): (u64, Option<Duration>),
        answer: AnyAnswer,
        doubts: Vec<Doubt>,
        cx: &mut Shared,
    ) -> Vec<Effect> {
        let mut effects = cx.note_doubts(doubts);
        let Ok(reply) = answer.downcast::<Reply<Listing<F>>>() else { return effects };
        let visible = self.visible(cx);
        let reply = reply.map(|found| window(found, cx.masked));
        let failed = reply.is_err();
        if !self.list.came(generation, took, reply, visible) {
            return effects;
        }
        cx.dirty = true;
        if failed {
            self.ahead.clear();
        } else {
            self.widths.learn(&self.list.rows, cx);
            self.sheet.complete(self.list.current());
        }
        if self.list.is_due() {
            let ahead = std::mem::take(&mut self.ahead);
            effects.extend(self.find(self.list.unmoved(), cx));
            self.ahead = ahead;
        }
        effects
    }

    /// Takes rows besides those of the list.
    pub(super) fn more(&mut self, what: RowsFor, answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
        let Ok(reply) = answer.downcast::<Reply<Listing<F>>>() else { return Vec::new() };
        let found = match *reply {
            Ok(found) => window(found, cx.masked),
            // A failed suggestion request is ignored: typing goes on without it.
            Err(_) if matches!(what, RowsFor::Offer(_)) => return Vec::new(),
            Err(error) => {
                cx.dirty = true;
                cx.say_error(error);
                return Vec::new();
            }
        };
        cx.dirty = true;
        match what {
            RowsFor::Mark => self.list.marks.add(found.rows.iter()),
            // Asked for invoices alone.
            RowsFor::Deed => {}
            RowsFor::Copy => {
                let marks = &self.list.marks;
                let rows: Vec<&F::Row> =
                    found.rows.iter().filter(|row| !marks.is_all() || marks.has(&super::key::<F>(row))).collect();
                return self.copy_rows(&rows, found.total, cx);
            }
            RowsFor::Offer(generation) => return self.offered(generation, &found.rows, cx),
        }
        Vec::new()
    }

    /// The error that is shown: one about the term that is still being typed is none yet.
    pub(crate) fn complaint(&self) -> Option<&Error> {
        let half_typed = |error: &Error| {
            self.filter.editing && error.kind == ErrorKind::Usage && self.filter.is_half_typed(place_of(&error.message))
        };
        self.list.error.as_ref().filter(|error| !half_typed(error))
    }

    /// Does what an action means on the list.
    pub(super) fn act_on_list(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let page = self.visible(cx).saturating_sub(1).max(1);
        self.list.touched(action);
        // A filter that is wrong finds nothing: the rows that are still shown are not its own.
        if matches!(action, Action::Export | Action::Copy | Action::MarkAll | Action::MarkRange)
            && let Some(message) = self.list.filter_error().map(|error| error.message.clone())
        {
            cx.say(message, Severity::Act);
            return Outcome::NOTHING;
        }
        if self.list.moves(action, page, cx.settings.low_bandwidth) {
            return Outcome::NOTHING;
        }
        let some = self.list.total > 0;
        match action {
            Action::Open if some => {
                self.remember();
                (self.opened, self.sheet.top) = (true, 0);
            }
            Action::Filter if self.filter.editing => {}
            Action::Filter => self.filter.begin(),
            Action::Apply => {
                let emptied = self.filter.apply();
                self.remember();
                if emptied {
                    return Outcome::Done(self.find(Purpose::Top, cx));
                }
            }
            Action::Complete => return Outcome::Done(self.complete(true, cx)),
            Action::CompleteBack => return Outcome::Done(self.complete(false, cx)),
            Action::Older | Action::Newer => {
                if self.filter.recall(action == Action::Older) {
                    return Outcome::Done(self.find(Purpose::Top, cx));
                }
            }
            Action::Give => {
                if self.filter.give_up() {
                    return Outcome::Done(self.find(Purpose::Follow, cx));
                }
            }
            Action::Back => return self.back(cx),
            Action::SortMenu => {
                let field = self.list.sort.field;
                cx.pick_at(Kind::Sort, on_menu::<F>().iter().position(|column| column.field == field).unwrap_or(0));
            }
            Action::Views => cx.pick(Kind::Views),
            Action::Columns => cx.pick(Kind::Columns),
            Action::Group if some => cx.pick_at(Kind::Group, usual_group::<F>()),
            Action::Mark => self.list.mark(),
            Action::MarkRange => return Outcome::Done(self.mark_range(cx)),
            Action::MarkAll if some => self.list.marks.add_all(),
            Action::Unmark => self.list.marks.clear(),
            Action::Export if some => cx.pick(Kind::Export),
            Action::Copy if some => return Outcome::Done(self.copy(cx)),
            Action::Reverse => {
                self.list.reverse();
                return Outcome::Done(self.find(Purpose::Top, cx));
            }
            Action::AllCompanies if self.scope.is_some() => {
                self.scope = None;
                return Outcome::Done(self.find(Purpose::Follow, cx));
            }
            Action::Documents | Action::Payments if some => return self.follow(action, cx),
            Action::Rename => return Outcome::Done(self.change(cx)),
            Action::Open
            | Action::MarkAll
            | Action::Group
            | Action::Export
            | Action::Copy
            | Action::AllCompanies
            | Action::Documents
            | Action::Payments => {}
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    /// Keeps the query to be recalled, if it is right.
    fn remember(&mut self) {
        if self.list.filter_error().is_none() {
            self.filter.remember();
        }
    }

    /// Puts a completion in; once more, the next one in its place.
    pub(super) fn complete(&mut self, forward: bool, cx: &mut Shared) -> Vec<Effect> {
        let completed = self.filter.complete(forward);
        if completed == Completed::Nothing {
            return Vec::new();
        }
        let mut effects = self.find(Purpose::Top, cx);
        if completed == Completed::Field {
            effects.extend(self.suggest(cx));
        }
        effects
    }

    /// Marks from the last mark to the cursor; rows that are not here are asked for.
    fn mark_range(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let cursor = self.list.cursor;
        let anchor = self.list.marks.anchor.replace(cursor).unwrap_or(cursor);
        let (from, to) = (anchor.min(cursor), anchor.max(cursor) + 1);
        if to - from > LONGEST_RANGE {
            cx.say(Message::new("tui-mark-too-long").with("most", LONGEST_RANGE), Severity::Look);
            return Vec::new();
        }
        let rows = self.list.range(from, to);
        if rows.len() == to - from {
            self.list.marks.add(rows.iter());
            return Vec::new();
        }
        let request = ListRequest { offset: from, limit: to - from, ..self.request(cx) };
        vec![Effect::Ask(F::PAGE, Question::More { case: Case::new(F::find(request)), what: RowsFor::Mark })]
    }

    /// Copies the marked rows, or all that are found.
    fn copy(&self, cx: &mut Shared) -> Vec<Effect> {
        let marks = &self.list.marks;
        if !marks.is_all() && !marks.is_empty() {
            let rows: Vec<&F::Row> = marks.rows().collect();
            return self.copy_rows(&rows, rows.len(), cx);
        }
        let request = ListRequest { limit: ROWS, ..self.request(cx) };
        vec![Effect::Ask(F::PAGE, Question::More { case: Case::new(F::find(request)), what: RowsFor::Copy })]
    }

    /// Copies rows under the titles of their columns; says how many, or that there are too many.
    fn copy_rows(&self, rows: &[&F::Row], total: usize, cx: &mut Shared) -> Vec<Effect> {
        if total > ROWS || (total > rows.len() && !self.list.marks.is_all()) {
            cx.say(Message::new("tui-copy-too-many").with("most", ROWS).with("total", total), Severity::Look);
            return Vec::new();
        }
        let text = self.text_of(rows, cx);
        send(cx, text, Message::new("tui-copied-rows").with("count", rows.len()))
    }

    /// The orders.
    pub(super) fn orders(&self, cx: &Shared) -> Vec<Entry> {
        let sort = self.list.sort;
        let one = |column: &'static Column<F>| {
            let chosen = column.field == sort.field;
            let arrow = match (chosen, sort.descending) {
                (false, _) => "",
                (true, true) => " ↓",
                (true, false) => " ↑",
            };
            Entry::new(format!("{}{arrow}", super::draw::title(cx, column.field)), Choice::Sort(column.name)).mark(chosen)
        };
        on_menu().into_iter().map(one).collect()
    }

    /// The columns, the visible ones first.
    pub(super) fn columns_on_menu(&self, cx: &Shared) -> Vec<Entry> {
        let shown = self.shown(cx);
        let entry = |field: F| Entry::new(super::draw::title(cx, field), Choice::Column(field.name()));
        let mut all: Vec<Entry> = shown
            .iter()
            .map(|column| {
                let width = column.width.map(|width| width.to_string()).unwrap_or_default();
                entry(column.field).mark(true).note(width)
            })
            .collect();
        let hidden = on_menu::<F>().into_iter().map(|column| column.field);
        let hidden = hidden.filter(|field| !shown.iter().any(|column| column.field == *field));
        all.extend(hidden.map(|field| entry(field).mark(false)));
        let automatic = self.list.columns.is_none();
        all.push(Entry::new(cx.locale.get("tui-columns-automatic"), Choice::AutomaticColumns).mark(automatic));
        all
    }
}
