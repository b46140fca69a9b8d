//! The page of a kind of record that the service lists in windows: a list with all that lists can do, and a sheet of the record
//! under its cursor, beside the list or in its place.
//!
//! For: [`super::payments`], [`super::contacts`] and [`super::bank`], which say with [`Records`] what their kind is. Never: a kind of record.

mod act;
mod complete;
mod draw;
mod kind;
mod sheet;
mod widths;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::sheet::Sheet;
use self::widths::Widths;
use crate::domain::{CompanyId, Message};
use crate::query::Sort;
use crate::query::group::is_groupable;
use crate::query::schema::{Column, Context as Surroundings, named};
use crate::query::sieve::Listed;
use crate::service::cases::GroupRows;
use crate::tui::ask::Answer;
use crate::tui::event::Effect;
use crate::tui::group::{self, Grouping};
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{self, Ahead, Filter, List, Purpose};
use crate::tui::look::Look;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind, formats};
use crate::tui::picked::AnyPicked;
use crate::tui::shared::Shared;
use crate::tui::table::Fields;
use crate::tui::undo::Marks;
use crate::tui::{text, words};

pub(crate) use self::kind::{Of, Records, key};

/// A page of records.
#[derive(Debug)]
pub(crate) struct RecordsPage<F: Records> {
    /// The listed company; all when `None`.
    pub(crate) scope: Option<CompanyId>,
    pub(crate) filter: Filter,
    pub(crate) list: List<Of<F>>,
    /// Scope and filter from before another page opened the list with a query of its own.
    left: Option<(Option<CompanyId>, String)>,
    widths: Widths<F>,
    /// Actions that wait for the list that is under way.
    ahead: Ahead,
    /// The column held by the mouse at its edge, the place where it was taken, and its width then.
    dragged: Option<(F, u16, u16)>,
    /// The data changed since the list was read.
    stale: bool,
    /// The record that was read last.
    sheet: Sheet<F>,
    /// The sheet stands in place of the list.
    opened: bool,
}

impl<F: Records> Default for RecordsPage<F> {
    fn default() -> Self {
        Self {
            scope: None,
            filter: Filter::default(),
            list: List::default(),
            left: None,
            widths: Widths::default(),
            ahead: Ahead::default(),
            dragged: None,
            stale: false,
            sheet: Sheet::default(),
            opened: false,
        }
    }
}

impl<F: Records> RecordsPage<F> {
    /// Does what an action means on the sheet that stands in place of the list.
    fn act_opened(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let height = usize::from(cx.body_height().saturating_sub(F::ABOVE));
        let last = self.sheet.height(cx, cx.width).saturating_sub(height);
        if let Some(top) = list::moved(self.sheet.top, height.saturating_sub(2).max(1), action) {
            self.sheet.top = top.min(last);
            return Outcome::NOTHING;
        }
        match action {
            Action::NextInvoice => self.list.move_to(self.list.cursor + 1),
            Action::PreviousInvoice => self.list.move_to(self.list.cursor.saturating_sub(1)),
            Action::Back if cx.notice.take().is_some() => {}
            Action::Back => self.opened = false,
            Action::Copy => return Outcome::Done(self.sheet.copy(cx)),
            Action::Reload => return Outcome::Done(self.sheet.refresh()),
            Action::Open | Action::Documents | Action::Payments => return self.follow(action, cx),
            Action::Rename => return Outcome::Done(self.change(cx)),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    /// Opens the form that changes the record under the cursor.
    pub(super) fn change(&self, cx: &mut Shared) -> Vec<Effect> {
        self.list.current().map_or_else(Vec::new, |row| F::change(row, cx))
    }

    /// Follows an action on the record under the cursor.
    fn follow(&self, action: Action, cx: &mut Shared) -> Outcome {
        let place = self.list.current().and_then(|row| F::follow(row, action));
        if place.is_none() {
            cx.say(Message::new("tui-leads-nowhere"), crate::tui::notice::Severity::Look);
        }
        place.map_or(Outcome::NOTHING, Outcome::Go)
    }

    /// True if the sheet stands in place of the list.
    pub(crate) const fn is_opened(&self) -> bool {
        self.opened
    }

    /// Columns of the list: the sheet stands beside it on a wide screen.
    const fn list_width(cx: &Shared) -> u16 {
        cx.list_width()
    }
}

impl<F: Records> Page for RecordsPage<F> {
    const CONTEXTS: &'static [&'static Context] = F::CONTEXTS;

    fn context(&self) -> &'static Context {
        if self.opened {
            F::ONE
        } else if self.filter.editing {
            &FILTERING
        } else {
            F::LIST
        }
    }

    /// Nothing is read before the page is shown.
    fn begin(&mut self, _cx: &mut Shared) -> Vec<Effect> {
        // The question of a look from the last session was never sent.
        self.list.in_flight = None;
        Vec::new()
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != F::PAGE {
            self.ahead.clear();
            return Vec::new();
        }
        if cx.overlay.is_some() {
            self.ahead.clear();
        }
        let visible = self.visible(cx);
        let mut effects = if self.list.settle(visible) { self.find(Purpose::Window, cx) } else { Vec::new() };
        if self.list.in_flight.is_none() {
            let stale = std::mem::take(&mut self.stale);
            let first = !self.list.loaded && self.list.error.is_none();
            if first {
                effects.extend(self.find(Purpose::Top, cx));
            } else if stale {
                effects.extend(self.find(self.list.unmoved(), cx));
            }
        }
        if self.opened || cx.wide() {
            effects.extend(self.sheet.of(self.list.selected.as_ref()));
        }
        effects
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if self.opened { self.act_opened(action, cx) } else { self.act_on_list(action, cx) }
    }

    fn keeps(&mut self, action: Action) -> bool {
        !self.opened && self.ahead.keeps(self.list.in_flight, self.list.current().is_some(), action)
    }

    fn kept(&mut self) -> Vec<Action> {
        self.ahead.kept(self.list.in_flight, self.list.current().is_some())
    }

    fn typed(&mut self, key: Key, cx: &mut Shared) -> Vec<Effect> {
        let Ok(changed) = self.filter.typed(key) else {
            cx.say_full();
            return Vec::new();
        };
        if !changed {
            return Vec::new();
        }
        let mut effects = self.find(Purpose::Top, cx);
        effects.extend(self.suggest(cx));
        effects
    }

    fn pasted(&mut self, text: &str, cx: &mut Shared) -> Vec<Effect> {
        if !self.filter.editing {
            return Vec::new();
        }
        if !self.filter.input.fits(text) {
            cx.say_full();
        }
        if !self.filter.input.insert(text) {
            return Vec::new();
        }
        self.filter.fresh = false;
        self.find(Purpose::Top, cx)
    }

    fn filter(&mut self) -> Option<&mut Filter> {
        Some(&mut self.filter)
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if self.opened || x >= Self::list_width(cx) {
            return Outcome::NOTHING;
        }
        if line == 0 {
            return self.act(Action::Filter, cx);
        }
        let head = self.head(cx);
        if line + 1 == head {
            match list::heading_at(&self.places(cx, Self::list_width(cx)), x) {
                Some((field, true)) => self.dragged = Some((field, x, self.width_of(cx, field))),
                Some((field, false)) => {
                    self.list.sort_by(field);
                    return Outcome::Done(self.find(Purpose::Top, cx));
                }
                None => {}
            }
            return Outcome::NOTHING;
        }
        let row = line.checked_sub(head).filter(|row| *row < self.visible(cx));
        let Some(index) = row.map(|row| self.list.top + row).filter(|index| *index < self.list.total) else {
            return Outcome::NOTHING;
        };
        self.filter.leave();
        self.list.moved = true;
        self.list.move_to(index);
        Outcome::Hit
    }

    fn drag(&mut self, x: u16, cx: &mut Shared) {
        let Some((field, from, width)) = self.dragged else { return };
        let mut shown = self.shown(cx);
        let wanted = i32::from(width) + i32::from(x) - i32::from(from);
        list::set(&mut shown, field, u16::try_from(wanted.max(0)).unwrap_or(0));
        self.list.columns = Some(shown);
        cx.dirty = true;
    }

    fn release(&mut self) {
        self.dragged = None;
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        match answer {
            Answer::Window { generation, took, answer, doubts } => self.came((generation, took), answer, doubts, cx),
            Answer::More(what, answer) => self.more(what, answer, cx),
            Answer::Case(answer) => {
                cx.dirty |= self.sheet.came(answer, self.list.current(), cx);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn scroll(&mut self, width: u16, action: Action, lines: usize, cx: &mut Shared) -> bool {
        !self.opened && self.sheet.scroll(width, action, lines, cx)
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Committed(_) | Change::Ended(_) => {
                self.stale = true;
                let shown = self.opened || cx.wide();
                return if cx.page == F::PAGE && shown { self.sheet.refresh() } else { self.sheet.forget() };
            }
            Change::Mask => {
                self.list.rows.clear();
                self.list.marks.clear();
                self.filter.suggestions.clear();
                self.stale = true;
                return self.sheet.forget();
            }
            Change::Look => {
                self.widths = Widths::default();
                self.widths.learn(&self.list.rows, cx);
            }
            Change::Progress(_) | Change::Deliveries => {}
        }
        Vec::new()
    }

    fn subject(&self, cx: &Shared) -> String {
        if self.opened && self.list.total > 0 {
            let message = Message::new("tui-found-of").with("place", cx.locale.count(self.list.cursor as u64 + 1));
            return cx.locale.text(&message.with("total", cx.locale.count(self.list.total as u64)));
        }
        match self.scope {
            Some(id) => text::fit(cx.company_name(id).unwrap_or_default(), 40).into_owned(),
            None => cx.locale.get("tui-all-companies"),
        }
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        self.scope.or_else(|| self.list.selected.as_ref().map(|key| key.company))
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        (self.list.loaded && !self.opened).then(|| (self.list.top, self.visible(cx), self.list.total))
    }

    fn columns(&self, cx: &Shared) -> u16 {
        Self::list_width(cx)
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let some = self.list.total > 0;
        match action {
            Action::AllCompanies => self.scope.is_some(),
            Action::Unmark => !self.list.marks.is_empty(),
            Action::Complete | Action::CompleteBack => !self.filter.suggestions.is_empty(),
            Action::Older => !self.filter.queries.is_empty(),
            Action::NextInvoice => self.list.cursor + 1 < self.list.total,
            Action::PreviousInvoice => self.list.cursor > 0,
            Action::Open if self.opened => self.list.current().is_some_and(|row| F::follow(row, action).is_some()),
            Action::Rename => self.list.current().is_some_and(|row| F::may_change(row, cx)),
            Action::Documents | Action::Payments => self.list.current().is_some_and(|row| F::follow(row, action).is_some()),
            Action::Open | Action::Mark | Action::MarkRange | Action::MarkAll | Action::Group | Action::Export | Action::Copy => {
                some
            }
            _ => true,
        }
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match kind {
            Kind::Sort => self.orders(cx),
            Kind::Columns => self.columns_on_menu(cx),
            Kind::Group => list::group_entries::<F>(cx),
            Kind::Export => formats(cx.locale, false),
            _ => Vec::new(),
        }
    }

    fn choose(&mut self, choice: &Choice, cx: &mut Shared) -> Vec<Effect> {
        match choice {
            Choice::Sort(name) => {
                let Some(column) = named::<F>(name, Column::is_on_screen) else { return Vec::new() };
                self.list.sort_by(column.field);
                return self.find(Purpose::Top, cx);
            }
            Choice::Column(name) => {
                let Some(column) = named::<F>(name, Column::is_on_screen) else { return Vec::new() };
                let mut shown = self.shown(cx);
                list::toggle(&mut shown, column.field);
                self.list.columns = Some(shown);
            }
            Choice::AutomaticColumns => self.list.columns = None,
            Choice::Group(name) => {
                let Some(column) = named::<F>(name, is_groupable) else { return Vec::new() };
                let (query, companies) = (self.filter.query().to_owned(), self.scope.into_iter().collect());
                let case = GroupRows { list: F::GROUPLIST, query, companies, by: column.name.to_owned(), today: cx.today() };
                let of = Grouping::by(column, F::PAGE, self.filter.query(), group::Rows::Asked(case));
                cx.group(Grouping { scope: self.scope, ..of });
            }
            _ => {}
        }
        Vec::new()
    }

    fn adjust(&mut self, choice: &Choice, action: Action, cx: &mut Shared) -> bool {
        let Choice::Column(name) = choice else { return false };
        let Some(field) = named::<F>(name, Column::is_on_screen).map(|column| column.field) else { return false };
        let mut shown = self.shown(cx);
        match action {
            Action::Earlier | Action::Later => list::shift(&mut shown, field, action == Action::Later),
            Action::Wider | Action::Narrower => {
                let now = self.width_of(cx, field);
                list::resize(&mut shown, field, now, action == Action::Wider);
            }
            _ => return false,
        }
        self.list.columns = Some(shown);
        true
    }

    fn look(&self) -> Option<Look> {
        let sort = if self.list.sort == Sort::first_by(F::NEWEST) { String::new() } else { self.list.sort.as_str() };
        Some(Look { query: self.filter.query().to_owned(), sort, columns: self.list.columns.as_deref().map(list::write) })
    }

    fn set_look(&mut self, look: &Look, cx: &mut Shared) -> Vec<Effect> {
        self.list.sort = Sort::parse(&look.sort).unwrap_or_else(|_| Sort::first_by(F::NEWEST));
        self.list.columns = look.columns.as_deref().and_then(list::read);
        self.left = None;
        self.opened = false;
        self.filter.set(&look.query);
        self.find(Purpose::Top, cx)
    }

    fn drill(&mut self, query: &str, scope: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
        self.show_found(query, scope, cx)
    }

    fn marks(&self) -> Option<Marks> {
        Some(self.list.marks.kept())
    }

    fn set_marks(&mut self, marks: &Marks) {
        self.list.marks.bring_back(marks);
    }

    fn fields(&self, cx: &Shared) -> Vec<Fields> {
        let marks = &self.list.marks;
        let of = |row: &F::Row| {
            list::fields::<F>(row, &Surroundings { company: Self::company_of(row, cx), provider: "", today: cx.today() })
        };
        if self.opened || marks.is_empty() {
            return self.list.current().map(of).into_iter().collect();
        }
        // Of all that is found not every row is here.
        if marks.is_all() { Vec::new() } else { marks.rows().map(of).collect() }
    }

    fn exports(&self, _cx: &Shared) -> Option<usize> {
        let marks = &self.list.marks;
        Some(if marks.is_empty() { self.list.total } else { marks.count(self.list.total) })
    }

    fn export(&self, cx: &Shared) -> Option<AnyPicked> {
        Some(F::any(self.picked(cx)))
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        draw::draw(self, cx, buffer, area)
    }
}

impl<F: Records> RecordsPage<F> {
    /// Shows the records that a query finds; Esc brings scope and filter back.
    pub(crate) fn show_found(&mut self, query: &str, scope: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
        let before = (self.scope, self.filter.query().to_owned());
        self.left.get_or_insert(before);
        self.opened = false;
        self.scope = scope;
        self.filter.set(query);
        self.find(Purpose::Top, cx)
    }

    /// Esc on the list: first a notice goes, then the marks, then the filter, then the page.
    fn back(&mut self, cx: &mut Shared) -> Outcome {
        if cx.notice.take().is_some() {
            return Outcome::NOTHING;
        }
        if !self.list.marks.is_empty() {
            self.list.marks.clear();
            return Outcome::NOTHING;
        }
        if let (Some(page), Some((scope, filter))) = (cx.back, self.left.take()) {
            self.scope = scope;
            self.filter.set(&filter);
            (cx.page, cx.back) = (page, None);
            return Outcome::Done(self.find(Purpose::Follow, cx));
        }
        if !self.filter.input.text().is_empty() {
            self.filter.set("");
            return Outcome::Done(self.find(Purpose::Follow, cx));
        }
        Outcome::Go(Place::Back(PageId::Companies))
    }

    /// Rows of the list that fit.
    fn visible(&self, cx: &Shared) -> usize {
        let height = usize::from(cx.body_height().saturating_sub(F::ABOVE));
        height.saturating_sub(self.head(cx) + list::totals_height(&self.list, cx)).max(1)
    }

    /// Lines above the first row: the filter, its error, what is missing, the heading.
    fn head(&self, cx: &Shared) -> usize {
        2 + usize::from(self.complaint().is_some()) * 2 + usize::from(words::is_incomplete(cx, self.scope))
    }

    /// The company of a row.
    fn company_of<'c>(row: &F::Row, cx: &'c Shared) -> &'c str {
        cx.company_name(<F as Listed>::company(row)).unwrap_or_default()
    }
}
