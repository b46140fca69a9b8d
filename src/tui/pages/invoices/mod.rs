//! The page of invoices: every invoice, found while a filter is typed.

mod choices;
mod keys;
mod marked;
mod state;
pub(crate) mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::{CompanyId, DirectedTotals, InvoiceRow};
use crate::query::schema::{Column, Context as Surroundings, named, on_menu};
use crate::query::{Field, Found, Sort};
use crate::tui::ask::{Answer, RowsFor};
use crate::tui::event::Effect;
use crate::tui::form::invoice;
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{self, Completed, Purpose, Window};
use crate::tui::look::Look;
use crate::tui::mask;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind, formats};
use crate::tui::shared::Shared;
use crate::tui::table::Fields;
use crate::tui::undo::Marks;
use crate::tui::{text, words};

pub(crate) use self::keys::INVOICES;
pub(crate) use self::state::Invoices;

impl Page for Invoices {
    const CONTEXTS: &'static [&'static Context] = &[&INVOICES];

    fn context(&self) -> &'static Context {
        if self.filter.editing { &FILTERING } else { &INVOICES }
    }

    /// Sends the first search; the cursor of the last session stands on its invoice again.
    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.list.moved = self.list.selected.is_some();
        let purpose = if self.list.moved { Purpose::Follow } else { Purpose::Top };
        self.find(purpose, cx)
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Invoices || cx.overlay.is_some() {
            // Another page or a list lies over this one: the keys that waited mean it no longer.
            self.ahead.clear();
        }
        let visible = self.visible(cx);
        let effects = if self.list.settle(visible) { self.find(Purpose::Window, cx) } else { Vec::new() };
        (cx.listed.cursor, cx.listed.total) = (self.list.cursor, self.list.total);
        cx.listed.key.clone_from(&self.list.selected);
        effects
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let page = self.visible(cx).saturating_sub(1).max(1);
        self.list.touched(action);
        // A filter that is wrong finds nothing: the rows that are still shown are not its own.
        if matches!(action, Action::Export | Action::Copy | Action::Pdf | Action::MarkAll | Action::MarkRange)
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
                return Outcome::Go(Place::Listed);
            }
            Action::Filter if self.filter.editing => {}
            Action::Filter => {
                self.filter.begin();
                // What is searched can be read while the first word is typed.
                return Outcome::Done(self.suggest(cx).into_iter().collect());
            }
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
                cx.pick_at(Kind::Sort, on_menu::<Field>().iter().position(|column| column.field == field).unwrap_or(0));
            }
            Action::Views => cx.pick(Kind::Views),
            Action::Columns => cx.pick(Kind::Columns),
            Action::Group if some => cx.pick_at(Kind::Group, list::usual_group::<Field>()),
            Action::Mark => self.list.mark(),
            Action::MarkRange => return Outcome::Done(self.mark_range(cx)),
            Action::MarkAll if some => self.list.marks.add_all(),
            Action::Unmark => self.list.marks.clear(),
            Action::Export if some => cx.pick(Kind::Export),
            Action::Copy if some => cx.pick(Kind::Copy),
            Action::Reverse => {
                self.list.reverse();
                return Outcome::Done(self.find(Purpose::Top, cx));
            }
            Action::AllCompanies if self.scope.is_some() => {
                self.scope = None;
                return Outcome::Done(self.find(Purpose::Follow, cx));
            }
            Action::Pdf if some => return Outcome::NotMine,
            Action::Alternatives => return Outcome::Done(self.offer(cx)),
            Action::Outside if self.list.current().is_some() => cx.pick(Kind::Outside),
            Action::Outside
            | Action::Open
            | Action::MarkAll
            | Action::Group
            | Action::Export
            | Action::Copy
            | Action::Pdf
            | Action::AllCompanies => {}
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn keeps(&mut self, action: Action) -> bool {
        self.ahead.keeps(self.list.in_flight, self.list.current().is_some(), action)
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

    fn filter(&mut self) -> Option<&mut list::Filter> {
        Some(&mut self.filter)
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if x >= cx.list_width() {
            return Outcome::NOTHING;
        }
        if line == 0 {
            return self.act(Action::Filter, cx);
        }
        let incomplete = usize::from(words::is_incomplete(cx, self.scope));
        let head = 1 + usize::from(self.complaint().is_some()) * 2 + incomplete;
        if line == head {
            match view::heading_at(self, cx, x) {
                Some((field, true)) => self.dragged = Some((field, x, view::width_of(self, cx, field))),
                Some((field, false)) => {
                    self.list.sort_by(field);
                    return Outcome::Done(self.find(Purpose::Top, cx));
                }
                None => {}
            }
            return Outcome::NOTHING;
        }
        let row = line.checked_sub(head + 1).filter(|row| *row < self.visible(cx));
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
        let mut shown = view::shown(self, cx);
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
            Answer::Found { generation, took, result, doubts } => {
                let mut effects = cx.note_doubts(doubts);
                let visible = self.visible(cx);
                let reply = result.map(|found| window(found, cx.masked));
                let failed = reply.is_err();
                if !self.list.came(generation, took, reply, visible) {
                    return effects;
                }
                cx.dirty = true;
                if failed {
                    self.ahead.clear();
                } else {
                    self.widths.learn(&self.list.rows, cx.today(), cx.locale);
                }
                if self.list.is_due() {
                    let ahead = std::mem::take(&mut self.ahead);
                    effects.extend(self.find(self.list.unmoved(), cx));
                    self.ahead = ahead;
                }
                effects
            }
            Answer::Suggested { generation, list } => match self.filter.suggested(generation, list) {
                Some(eager) => {
                    cx.dirty = true;
                    eager.map_or_else(Vec::new, |forward| self.complete(forward, cx))
                }
                None => Vec::new(),
            },
            Answer::Invoice(_, reply) => {
                cx.dirty = true;
                self.learned(reply.unwrap_or_default());
                Vec::new()
            }
            Answer::Rows(RowsFor::Deed, reply) => {
                cx.dirty = true;
                self.offer_all(reply, cx);
                Vec::new()
            }
            Answer::Rows(RowsFor::Mark, reply) => {
                cx.dirty = true;
                match reply {
                    Ok(found) => self.list.marks.add(window(found, cx.masked).rows.iter()),
                    Err(error) => cx.say_error(error),
                }
                Vec::new()
            }
            Answer::Rows(RowsFor::Copy, reply) => {
                cx.dirty = true;
                match reply {
                    Ok(found) => {
                        let found = window(found, cx.masked);
                        view::copy_rows(self, &found.rows, found.total, cx)
                    }
                    Err(error) => {
                        cx.say_error(error);
                        Vec::new()
                    }
                }
            }
            _ => Vec::new(),
        }
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Committed(_) | Change::Ended(_) => return self.refresh(cx),
            Change::Mask => {
                self.list.rows.clear();
                self.list.marks.clear();
                self.filter.suggestions.clear();
            }
            Change::Look => {
                self.widths = state::Widths::default();
                self.widths.learn(&self.list.rows, cx.today(), cx.locale);
            }
            Change::Progress(_) | Change::Deliveries => {}
        }
        Vec::new()
    }

    fn subject(&self, cx: &Shared) -> String {
        match self.scope {
            Some(id) => text::fit(cx.company_name(id).unwrap_or_default(), 40).into_owned(),
            None => cx.locale.get("tui-all-companies"),
        }
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        self.scope.or_else(|| self.list.selected.as_ref().map(|key| key.company))
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        self.list.loaded.then(|| (self.list.top, self.visible(cx), self.list.total))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::Alternatives => self.is_offered(cx),
            Action::AllCompanies => self.scope.is_some(),
            Action::Unmark => !self.list.marks.is_empty(),
            Action::Complete | Action::CompleteBack => !self.filter.suggestions.is_empty(),
            Action::Older => !self.filter.queries.is_empty(),
            Action::Open
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll
            | Action::Group
            | Action::Export
            | Action::Pdf
            | Action::Outside
            | Action::Copy => self.list.total > 0,
            _ => true,
        }
    }

    fn drill(&mut self, query: &str, scope: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
        self.show_found(query, scope, cx)
    }

    fn fields(&self, cx: &Shared) -> Vec<Fields> {
        let company = |row: &InvoiceRow| cx.company_name(row.company).unwrap_or_default().to_owned();
        let of = |row: &InvoiceRow| {
            list::fields::<Field>(row, &Surroundings { company: &company(row), provider: "", today: cx.today() })
        };
        let marks = &self.list.marks;
        if marks.is_empty() {
            return self.list.current().map(of).into_iter().collect();
        }
        // Of all that is found not every row is here.
        if marks.is_all() { Vec::new() } else { marks.rows().map(of).collect() }
    }

    fn companion(&self) -> Option<PageId> {
        Some(PageId::Invoice)
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match kind {
            Kind::Sort => self.orders(cx),
            Kind::Columns => self.columns(cx),
            Kind::Group => list::group_entries::<Field>(cx),
            Kind::Export => formats(cx.locale, true),
            Kind::Offers => self.offers(cx),
            _ => Vec::new(),
        }
    }

    fn choose(&mut self, choice: &Choice, cx: &mut Shared) -> Vec<Effect> {
        match choice {
            Choice::Sort(name) => {
                let Some(column) = named::<Field>(name, Column::is_on_screen) else { return Vec::new() };
                self.list.sort_by(column.field);
                return self.find(Purpose::Top, cx);
            }
            Choice::Column(name) => {
                let Some(column) = named::<Field>(name, Column::is_on_screen) else { return Vec::new() };
                let mut shown = view::shown(self, cx);
                list::toggle(&mut shown, column.field);
                self.list.columns = Some(shown);
            }
            Choice::AutomaticColumns => self.list.columns = None,
            Choice::Offer(index) => return invoice::choose(cx, &self.of(), *index),
            Choice::Group(name) => self.group(name, cx),
            _ => {}
        }
        Vec::new()
    }

    fn adjust(&mut self, choice: &Choice, action: Action, cx: &mut Shared) -> bool {
        let Choice::Column(name) = choice else { return false };
        let Some(field) = named::<Field>(name, Column::is_on_screen).map(|column| column.field) else { return false };
        let mut shown = view::shown(self, cx);
        match action {
            Action::Earlier | Action::Later => list::shift(&mut shown, field, action == Action::Later),
            Action::Wider | Action::Narrower => {
                let now = view::width_of(self, cx, field);
                list::resize(&mut shown, field, now, action == Action::Wider);
            }
            _ => return false,
        }
        self.list.columns = Some(shown);
        true
    }

    fn marks(&self) -> Option<Marks> {
        Some(self.list.marks.kept())
    }

    fn set_marks(&mut self, marks: &Marks) {
        self.list.marks.bring_back(marks);
    }

    fn look(&self) -> Option<Look> {
        Some(Look {
            query: self.filter.query().to_owned(),
            sort: self.list.sort.as_str(),
            columns: self.list.columns.as_deref().map(list::write),
        })
    }

    fn set_look(&mut self, look: &Look, cx: &mut Shared) -> Vec<Effect> {
        if let Ok(sort) = Sort::parse(&look.sort) {
            self.list.sort = sort;
        }
        self.list.columns = look.columns.as_deref().and_then(list::read);
        self.ask(&look.query, cx)
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, cx, buffer, area)
    }
}

/// The rows that were found; customers are hidden where they are to be.
fn window(found: Found, masked: bool) -> Window<InvoiceRow, DirectedTotals> {
    let Found { total, totals, local, offset, mut rows, .. } = found;
    if masked {
        rows.iter_mut().for_each(mask::row);
    }
    Window { total, totals, local, offset, rows }
}

impl Invoices {
    /// Puts a completion in; once more, the next one in its place.
    fn complete(&mut self, forward: bool, cx: &mut Shared) -> Vec<Effect> {
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

    fn suggest(&mut self, cx: &Shared) -> Option<Effect> {
        let question = self.filter.suggest(cx.masked, self.scope.into_iter().collect(), cx.lang())?;
        Some(Effect::Ask(PageId::Invoices, question))
    }

    /// Esc: first a notice goes, then the marks, then the filter, then the page.
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
        Outcome::Go(Place::Back(PageId::Invoices))
    }
}
