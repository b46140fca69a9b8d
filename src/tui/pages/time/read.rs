//! What the page reads: the companies with own books, the books that are shown, the timer, the entries of a period.

use super::entries::{Entries, Wanted};
use super::{Time, Zoom};
use crate::domain::{Company, CompanyId};
use crate::service::books::{BooksView, TimeAsk, TimeView, TimerAsk, TimerView};
use crate::service::cases;
use crate::service::{Action as Permission, Listed};
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::load::Load;
use crate::tui::pages::PageId;
use crate::tui::shared::Shared;

/// Entries of a long period that are read at most, the newest; sums are of all.
const MOST: usize = 10_000;
/// Minutes after which the timer that runs is asked for again: another process may have stopped it.
const AGAIN: i64 = 5;

/// What was read last.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The list of companies is under way.
    listing: bool,
    /// Books and their version.
    books: Option<(CompanyId, u64)>,
    /// The timer: of which company, and when.
    pub(super) timer: Option<(CompanyId, i64)>,
}

fn ask<C: Listed>(case: C) -> Effect
where
    C::Answer: 'static,
{
    Effect::Ask(PageId::Time, Question::Case(Case::new(case)))
}

impl Time {
    /// Reads the companies with own books.
    pub(super) fn companies(&mut self, _cx: &Shared) -> Vec<Effect> {
        if std::mem::replace(&mut self.reading.listing, true) {
            return Vec::new();
        }
        vec![ask(cases::OwnCompanies)]
    }

    /// Reads what has changed of the books that are shown, for whichever page shows them.
    pub(super) fn read_books(&mut self, cx: &Shared) -> Vec<Effect> {
        let mut effects = Vec::new();
        let shown = matches!(cx.page, PageId::Time | PageId::Projects | PageId::Drafts);
        if matches!(cx.books.companies, Load::Loading) && !self.reading.listing && shown {
            effects.extend(self.companies(cx));
        }
        let Some(company) = cx.books.id() else { return effects };
        let runs = cx.books.timer.as_ref().is_some_and(|view| view.running.is_some());
        let slot = if runs { cx.now.as_second().div_euclid(60 * AGAIN) } else { 0 };
        if self.reading.timer != Some((company, slot)) && cx.sees(Permission::Time, Some(company)) {
            self.reading.timer = Some((company, slot));
            effects.push(ask(cases::RunTimer { company, ask: TimerAsk::Status }));
        }
        let books = (company, cx.books.version);
        if shown && self.reading.books != Some(books) {
            self.reading.books = Some(books);
            effects.push(ask(cases::ReadBooks { company }));
        }
        effects
    }

    /// Reads the entries of the period that is shown, if they are not here.
    pub(super) fn read_entries(&mut self, cx: &Shared) -> Vec<Effect> {
        let (Some(company), Some(view)) = (cx.books.id(), cx.books.here()) else { return Vec::new() };
        let own = self.own && cx.sees(Permission::Ledger, Some(company));
        let person = cx.standing.as_ref().and_then(|standing| cx.books.person(&standing.actor.0)).filter(|_| own);
        let query = person.map(|person| format!("person:\"{}\"", person.replace('"', ""))).unwrap_or_default();
        let wanted = Wanted { company: view.company.id, period: self.period(cx), query, version: cx.books.version };
        if self.wanted.as_ref() == Some(&wanted) {
            return Vec::new();
        }
        // What is shown of another period would be wrong under the new heading; after a change it is only old.
        if self.wanted.as_ref().is_none_or(|before| Wanted { version: wanted.version, ..before.clone() } != wanted) {
            self.data = Load::Loading;
            self.sheet.changed();
        }
        let (from, until) = wanted.period;
        let whole = self.is_grid() || self.zoom == Zoom::Day && self.custom.is_none();
        let ask = TimeAsk {
            query: wanted.query.clone(),
            from: Some(from),
            until: Some(until),
            limit: (!whole).then_some(MOST),
            ..TimeAsk::default()
        };
        self.wanted = Some(wanted);
        self.generation += 1;
        let case = Case::new(cases::FindTime { company, ask });
        vec![Effect::Ask(PageId::Time, Question::Window { case, generation: self.generation })]
    }

    /// Takes an answer.
    pub(super) fn came(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        cx.dirty = true;
        match answer {
            Answer::Window { generation, answer, .. } => {
                if let (true, Ok(reply)) = (generation == self.generation, answer.downcast::<Reply<TimeView>>()) {
                    self.entered(*reply, cx);
                }
            }
            Answer::Case(answer) => self.take(answer, cx),
            _ => {}
        }
        Vec::new()
    }

    fn entered(&mut self, reply: Reply<TimeView>, cx: &mut Shared) {
        let Some(wanted) = self.wanted.clone() else { return };
        match reply {
            Err(error) if self.data.ready().is_some() => cx.say_error(error),
            reply => self.data = Load::from_reply(reply.map(|view| Entries::new(wanted, view, cx.masked))),
        }
        cx.books.lints = self.data.ready().map(Entries::by_entry).unwrap_or_default();
        self.sheet.beyond = self.data.ready().map_or(0, Entries::beyond);
        self.drawn = None;
        self.sheet.changed();
        if let Some(id) = self.select.take() {
            self.sheet.select(id);
        }
    }

    fn take(&mut self, answer: AnyAnswer, cx: &mut Shared) {
        let answer = match answer.downcast::<Reply<Vec<Company>>>() {
            Ok(reply) => {
                self.reading.listing = false;
                return cx.books.list(Load::from_reply(*reply));
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<BooksView>>() {
            Ok(reply) => {
                let view = Load::from_reply(reply.map(Box::new));
                return cx.books.came(view, cx.masked);
            }
            Err(answer) => answer,
        };
        if let Ok(reply) = answer.downcast::<Reply<TimerView>>() {
            // Viewers have no timer.
            cx.books.timer = reply.ok();
        }
    }
}
