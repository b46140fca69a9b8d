//! The page of time: a week as a grid of projects and days, a day, a month or a year as entries; the timer.
//!
//! It reads the books for its neighbours, too: what is chosen, the clients and projects, the timer. A period is asked for, never all
//! entries.

mod act;
mod columns;
mod draw;
mod entries;
mod keys;
mod period;
mod picture;
mod read;

use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::entries::{Entries, Wanted};
use self::keys::{TIME, WEEK};
use self::period::Zoom;
use crate::domain::time::EntryRow;
use crate::domain::{CompanyId, Message, RemoteId};
use crate::query::time::Field;
use crate::service::Action as Permission;
use crate::tui::ask::Answer;
use crate::tui::event::Effect;
use crate::tui::form::books::{ledger, make};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Hit, Sheet, is_seen, leaves_picture, moved, scroll, sheet_page};
use crate::tui::load::Load;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::picture::Picture;
use crate::tui::shared::Shared;

/// Columns of the grid that the cursor stands on: the days, and the sum.
const COLUMNS: usize = 8;

/// The page of time.
#[derive(Debug, Default)]
pub(crate) struct Time {
    pub(crate) sheet: Sheet<Field>,
    pub(crate) zoom: Zoom,
    /// The entries of a week stand in place of its grid.
    listed: bool,
    /// Entries were opened from a week: Esc leads back there.
    from_week: bool,
    /// The day under the cursor.
    pub(crate) day: Option<Date>,
    /// The filter with which entries were opened: Esc leads back at once while it stands.
    drilled: Option<String>,
    /// The entry on which the cursor stands when it is here.
    select: Option<RemoteId>,
    /// A period that another page asked for.
    custom: Option<(Date, Date)>,
    /// Only the time of the user.
    own: bool,
    data: Load<Entries>,
    /// What is read or was read last.
    wanted: Option<Wanted>,
    generation: u64,
    /// The line and the column of the grid under the cursor.
    line: usize,
    column: usize,
    top: usize,
    /// The picture stands in place of the list.
    pictured: bool,
    drawn: Option<Picture>,
    reading: read::Reading,
}

impl Time {
    fn entries(&self) -> Option<&Entries> {
        self.data.ready()
    }

    fn rows(&self) -> &[EntryRow] {
        self.entries().map_or(&[], |entries| entries.rows.as_slice())
    }

    fn current(&self) -> Option<&EntryRow> {
        self.sheet.current(self.rows())
    }

    /// True if a week stands as a grid.
    fn is_grid(&self) -> bool {
        self.zoom == Zoom::Week && !self.listed && self.custom.is_none()
    }

    fn period(&self, cx: &Shared) -> (Date, Date) {
        let day = self.day.unwrap_or_else(|| cx.books.today(cx.now, &cx.zone));
        self.custom.unwrap_or_else(|| self.zoom.period(day))
    }

    /// Shows the entries that a query finds in a period; Esc leads back.
    pub(crate) fn drill(&mut self, query: &str, period: (Date, Date)) {
        (self.custom, self.from_week, self.own) = (Some(period), false, false);
        self.sheet.ask(query);
        self.drilled = Some(query.to_owned());
    }

    /// True if Esc leads back to where entries were opened from.
    fn leads_back(&self, cx: &Shared) -> bool {
        let opened = self.from_week || self.listed || self.custom.is_some();
        let as_opened = self.drilled.as_deref() == Some(self.sheet.filter.query()) && self.sheet.marks.is_empty();
        opened && as_opened && cx.notice.is_none() && !self.sheet.filter.editing
    }

    /// Lines above the list: the period, the timer that runs.
    fn above(cx: &Shared) -> u16 {
        1 + u16::from(cx.books.runs(cx.now).is_some())
    }

    /// Rows of the list that fit.
    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height().saturating_sub(Self::above(cx) + draw::BELOW)).saturating_sub(self.sheet.head()).max(1)
    }

    /// Columns of the list or of the grid.
    fn width(cx: &Shared) -> u16 {
        if cx.wide() { cx.list_width() } else { cx.width }
    }

    fn turn_period(&mut self, forward: bool, cx: &Shared) {
        let day = self.day.unwrap_or_else(|| cx.books.today(cx.now, &cx.zone));
        let zoom = self.zoom;
        let listed = self.listed;
        self.show(zoom, zoom.step(day, forward));
        self.listed = listed;
    }

    fn turn_zoom(&mut self, wider: bool, cx: &Shared) {
        // Into the day of the entry under the cursor.
        let day = if wider { self.day } else { self.known().day };
        let day = day.unwrap_or_else(|| cx.books.today(cx.now, &cx.zone));
        self.show(self.zoom.turned(wider), day);
        self.from_week = false;
    }

    /// Moves in the grid; false if the action is another one.
    fn moves(&mut self, action: Action, cx: &Shared) -> bool {
        let last = self.entries().map_or(0, |entries| entries.lines.len().saturating_sub(1));
        if let Some(to) = moved(self.line, draw::grid_room(cx).max(1), action) {
            self.line = to.min(last);
            return true;
        }
        match action {
            Action::NextReport => self.column = (self.column + 1).min(COLUMNS - 1),
            Action::PreviousReport => self.column = self.column.saturating_sub(1),
            _ => return false,
        }
        let (from, _) = self.period(cx);
        if self.column < 7 {
            let by = jiff::Span::new().days(i64::try_from(self.column).unwrap_or(0));
            self.day = from.checked_add(by).ok();
        }
        true
    }

    /// Esc: to the week that entries were opened from, else to the page before.
    fn back(&mut self, cx: &mut Shared) -> Outcome {
        if cx.notice.take().is_some() {
            return Outcome::NOTHING;
        }
        if std::mem::take(&mut self.pictured) {
            return Outcome::NOTHING;
        }
        if self.custom.take().is_some() {
            self.sheet.ask("");
            return Outcome::Go(Place::Back(PageId::Companies));
        }
        if self.listed || self.from_week {
            let day = self.day.unwrap_or_else(|| cx.books.today(cx.now, &cx.zone));
            self.show(Zoom::Week, day);
            self.from_week = false;
            self.sheet.ask("");
            return Outcome::NOTHING;
        }
        Outcome::Go(Place::Back(PageId::Companies))
    }
}

impl Page for Time {
    const CONTEXTS: &'static [&'static Context] = &[&WEEK, &TIME];

    fn context(&self) -> &'static Context {
        if self.is_grid() {
            &WEEK
        } else if self.sheet.filter.editing {
            &FILTERING
        } else {
            &TIME
        }
    }

    sheet_page!(sheet, |self, cx| self.rows());

    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.companies(cx)
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let mut effects = self.read_books(cx);
        if cx.page != PageId::Time {
            return effects;
        }
        if self.day.is_none() && cx.books.here().is_some() {
            let today = cx.books.today(cx.now, &cx.zone);
            self.show(self.zoom, today);
        }
        effects.extend(self.read_entries(cx));
        let last = self.entries().map_or(0, |entries| entries.lines.len());
        self.line = self.line.min(last.saturating_sub(1));
        self.top = scroll(self.top, self.line, draw::grid_room(cx).max(1), last);
        let (visible, width) = (self.visible(cx), Self::width(cx));
        let rows = self.data.ready().map_or(&[][..], |entries| entries.rows.as_slice());
        self.sheet.settle(rows, visible, width, cx);
        self.paint(cx);
        effects
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        self.came(answer, cx)
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All => {
                cx.books.version += 1;
                self.reading.timer = None;
                return self.companies(cx);
            }
            Change::Look => self.sheet.changed(),
            Change::Mask => {
                self.data = Load::Loading;
                self.sheet.changed();
                cx.books.view = Load::Loading;
                cx.books.version += 1;
            }
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if !cx.wide() && leaves_picture(&mut self.pictured, action, cx.notice.is_some()) {
            return Outcome::NOTHING;
        }
        if self.is_grid() {
            if self.moves(action, cx) {
                return Outcome::NOTHING;
            }
        } else if action == Action::Back && self.leads_back(cx) {
            return self.back(cx);
        } else {
            let visible = self.visible(cx);
            if let Some(outcome) = self.sheet.act(action, visible, cx) {
                return outcome;
            }
        }
        match action {
            Action::Open if self.is_grid() => self.open_cell(),
            Action::Add if cx.books.companies.ready().is_some_and(Vec::is_empty) => ledger::books(cx),
            Action::Add => make::entry(cx, &self.known()),
            Action::Timer | Action::Switch | Action::DiscardTimer => {
                let known = self.known();
                return Outcome::Done(act::timer(cx, action, &known));
            }
            Action::AllCompanies => {
                self.own = !self.own;
                cx.dirty = true;
            }
            Action::Later | Action::NextReport => self.turn_period(true, cx),
            Action::Earlier | Action::PreviousReport => self.turn_period(false, cx),
            Action::Wider => self.turn_zoom(true, cx),
            Action::Narrower => self.turn_zoom(false, cx),
            Action::Picture => self.pictured = !self.pictured,
            Action::NextWarning => self.next_lint(cx),
            Action::NextInvoice | Action::PreviousInvoice => {
                if cx.books.turn(action == Action::NextInvoice) {
                    (self.data, self.wanted) = (Load::Loading, None);
                }
            }
            Action::Reload => {
                cx.books.version += 1;
                self.reading.timer = None;
                return Outcome::Done(self.companies(cx));
            }
            Action::Back => return self.back(cx),
            Action::Open
            | Action::Rename
            | Action::Divide
            | Action::Join
            | Action::Move
            | Action::CopyDay
            | Action::Fix
            | Action::Accept
            | Action::TakeBack
            | Action::WriteOff
            | Action::Delete => return Outcome::Done(self.change(action, cx)),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let above = usize::from(Self::above(cx));
        if line < above {
            if line == 0
                && let Some(zoom) = draw::zoom_at(cx, x)
            {
                let day = self.day.unwrap_or_else(|| cx.books.today(cx.now, &cx.zone));
                self.show(zoom, day);
                self.from_week = false;
            }
            return Outcome::NOTHING;
        }
        if x >= Self::width(cx) || (self.pictured && !cx.wide()) {
            return Outcome::NOTHING;
        }
        if self.is_grid() {
            return if self.point_grid(x, line - above, cx) { Outcome::Hit } else { Outcome::NOTHING };
        }
        let visible = self.visible(cx);
        match self.sheet.point(x, line - above, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn columns(&self, cx: &Shared) -> u16 {
        Self::width(cx)
    }

    fn subject(&self, cx: &Shared) -> String {
        let Some(company) = cx.books.company() else { return String::new() };
        let many = cx.books.companies.ready().is_some_and(|all| all.len() > 1);
        if many || self.entries().is_none() {
            return crate::tui::text::fit(&company.name, 30).into_owned();
        }
        let count = self.entries().map_or(0, |entries| entries.total);
        cx.locale.text(&Message::new("own-entries").with("count", count))
    }

    fn company(&self, cx: &Shared) -> Option<CompanyId> {
        cx.books.id()
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        if self.pictured && !cx.wide() {
            return None;
        }
        if self.is_grid() {
            let total = self.entries().map_or(0, |entries| entries.lines.len());
            return Some((self.top, draw::grid_room(cx), total));
        }
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let some = !self.targets().is_empty();
        let company = cx.books.id();
        let records = company.is_some() && cx.may(Permission::Time, company);
        let settles = company.is_some() && cx.may(Permission::Books, company);
        match action {
            action if !is_seen(self.pictured && !cx.wide(), action) => false,
            Action::Add if company.is_none() => cx.may(Permission::Companies, None),
            Action::Add | Action::Timer | Action::CopyDay => records,
            Action::Switch | Action::DiscardTimer => records && cx.books.runs(cx.now).is_some(),
            Action::Rename | Action::Divide | Action::Move | Action::Delete => records && some,
            Action::Join => records && self.sheet.marked().len() > 1,
            Action::Fix => records && self.current().is_some_and(|row| cx.books.lints.contains_key(&row.entry.id)),
            Action::Accept => settles && self.entries().is_some_and(|entries| entries.sums.waiting > 0 || entries.beyond() > 0),
            Action::TakeBack => {
                settles && self.entries().is_some_and(|entries| entries.sums.approved > 0 || entries.beyond() > 0)
            }
            Action::WriteOff => settles && some,
            Action::AllCompanies => company.is_some() && cx.sees(Permission::Ledger, company),
            Action::Picture => company.is_some(),
            Action::NextWarning => self.entries().is_some_and(|entries| !entries.lints.is_empty()),
            Action::NextInvoice | Action::PreviousInvoice => cx.books.companies.ready().is_some_and(|all| all.len() > 1),
            Action::Wider => self.zoom != Zoom::Year,
            Action::Narrower => self.zoom != Zoom::Day,
            Action::Open if self.is_grid() => self.entries().is_some_and(|entries| !entries.lines.is_empty()),
            Action::Open => some,
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        self.draw_page(cx, buffer, area)
    }
}
