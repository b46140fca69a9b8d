//! The page of the outbox: what is planned and what was approved, with what it became; and every link with how it stands.

mod act;
mod keys;
mod tables;
mod view;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::act::{Asked, ask};
use self::keys::{ITEM, LINKS, OUTBOX};
use self::tables::{ItemField, LinkField};
use crate::domain::outgoing::Mapping;
use crate::domain::{CompanyId, RecordKey};
use crate::service::{self, PushView, Reconciled, cases};
use crate::tui::ask::{Answer, Question};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Filter, Hit, Sheet, moved};
use crate::tui::load::Load;
use crate::tui::look::Look;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::sections;
use crate::tui::shared::Shared;
use crate::tui::table::Fields;
use crate::tui::table::Table;
use crate::tui::undo::Marks;

/// A list of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Section {
    #[default]
    Items,
    Links,
}

impl Section {
    const TITLES: [&'static str; 2] = ["outbox-section-items", "outbox-section-links"];

    const fn place(self) -> usize {
        match self {
            Self::Items => 0,
            Self::Links => 1,
        }
    }
}

/// The page of the outbox.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    section: Section,
    pub(crate) items: Sheet<ItemField>,
    pub(crate) links: Sheet<LinkField>,
    /// What was planned in this session.
    plan: Vec<PushView>,
    /// What was dropped from it, as the plan names it: planned again, it stays dropped until a plan is asked for.
    dropped: BTreeSet<(CompanyId, String)>,
    /// What was approved, the newest first.
    queue: Load<Vec<PushView>>,
    /// Both, the plan first.
    all: Vec<PushView>,
    pub(crate) link_rows: Load<Vec<Reconciled>>,
    paused: bool,
    /// The lists were read since the page was last left.
    read: bool,
    /// A look at items that are on their way is due.
    watching: bool,
    writes: u64,
    /// The item stands in place of the list.
    opened: bool,
    top: usize,
    asked: Asked,
    /// The mappings of a company, of which one shall be chosen again.
    known: Option<(CompanyId, Vec<Mapping>)>,
    /// One was taken back, so that it is chosen when the plan comes.
    choosing: bool,
}

impl Outbox {
    /// Every item, the planned ones first.
    fn rows(&self) -> &[PushView] {
        &self.all
    }

    /// Joins what is planned and what was approved.
    fn joined(&mut self) {
        let queue = self.queue.ready().map_or(&[][..], Vec::as_slice);
        // A plan names what waits in the outbox, too: an item is listed once, as it stands there.
        let there = |view: &&PushView| !queue.iter().any(|item| (item.company, &item.item) == (view.company, &view.item));
        self.all = self.plan.iter().filter(there).chain(queue).cloned().collect();
        self.items.changed();
    }

    fn load(&mut self) -> Vec<Effect> {
        self.read = true;
        vec![
            ask("items", Case::new(cases::PushItems { companies: Vec::new(), items: Vec::new() })),
            ask("links", Case::new(cases::Reconcile(Vec::new()))),
        ]
    }

    /// Looks again soon while something is on its way.
    fn watch(&mut self) -> Vec<Effect> {
        let on_its_way = |view: &PushView| view.queued.is_some() && !view.is_final() && view.state != "discarded";
        if self.watching || self.paused || !self.rows().iter().any(on_its_way) {
            return Vec::new();
        }
        self.watching = true;
        let case = Case::new(cases::PushItems { companies: Vec::new(), items: Vec::new() });
        vec![Effect::Ask(PageId::Outbox, Question::Later("watched", case))]
    }

    /// Rows of the list that fit: a line names the lists, the last ones prove.
    fn visible(&self, cx: &Shared) -> usize {
        let head = match self.section {
            Section::Items => self.items.head(),
            Section::Links => self.links.head(),
        };
        usize::from(cx.body_height()).saturating_sub(head + 1 + view::BELOW).max(1)
    }

    fn act_opened(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let height = usize::from(cx.body_height()).saturating_sub(1);
        let last = view::lines(self, cx, cx.width).len().saturating_sub(height);
        if let Some(top) = moved(self.top, height.saturating_sub(2).max(1), action) {
            self.top = top.min(last);
            return Outcome::NOTHING;
        }
        match action {
            Action::NextInvoice => self.items.move_to(self.items.cursor + 1),
            Action::PreviousInvoice => self.items.move_to(self.items.cursor.saturating_sub(1)),
            Action::Back if cx.notice.take().is_some() => {}
            Action::Back => self.opened = false,
            Action::Reload => return Outcome::Done(self.load()),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    /// Leads to the document of a link, where it was synced.
    fn follow(&self) -> Outcome {
        let rows = self.link_rows.ready().map_or(&[][..], Vec::as_slice);
        let Some(row) = self.links.current(rows) else { return Outcome::NOTHING };
        match row.kind {
            crate::domain::push::OrderKind::Invoice | crate::domain::push::OrderKind::CreditNote => {
                Outcome::Go(Place::Invoice(RecordKey::document(row.company, row.remote.clone())))
            }
            _ => Outcome::NOTHING,
        }
    }
}

/// Hands a call to the list that is shown.
macro_rules! shown {
    ($page:ident, |$list:ident| $call:expr) => {
        match $page.section {
            Section::Items => {
                let $list = &mut $page.items;
                $call
            }
            Section::Links => {
                let $list = &mut $page.links;
                $call
            }
        }
    };
}

impl Page for Outbox {
    const CONTEXTS: &'static [&'static Context] = &[&OUTBOX, &ITEM, &LINKS];

    fn context(&self) -> &'static Context {
        match self.section {
            Section::Items if self.opened => &ITEM,
            Section::Items if self.items.filter.editing => &FILTERING,
            Section::Items => &OUTBOX,
            Section::Links if self.links.filter.editing => &FILTERING,
            Section::Links => &LINKS,
        }
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Outbox {
            self.read = false;
            return Vec::new();
        }
        self.read &= self.writes == cx.writes;
        self.writes = cx.writes;
        let (visible, width) = (self.visible(cx), self.columns(cx));
        self.items.settle(&self.all, visible, width, cx);
        self.links.settle(self.link_rows.ready().map_or(&[], Vec::as_slice), visible, cx.width, cx);
        self.opened &= self.items.total() > 0;
        let mut effects = if self.read { Vec::new() } else { self.load() };
        effects.extend(self.watch());
        effects
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if let Some(effects) = self.change(action, cx) {
            return Outcome::Done(effects);
        }
        if self.opened && self.section == Section::Items {
            return self.act_opened(action, cx);
        }
        let visible = self.visible(cx);
        if let Some(outcome) = shown!(self, |list| list.act(action, visible, cx)) {
            return outcome;
        }
        match (action, self.section) {
            (Action::NextReport | Action::PreviousReport, Section::Items) => self.section = Section::Links,
            (Action::NextReport | Action::PreviousReport, Section::Links) => self.section = Section::Items,
            (Action::Open, Section::Items) => (self.opened, self.top) = (self.items.total() > 0, 0),
            (Action::Open, Section::Links) => return self.follow(),
            (Action::Back, _) => return Outcome::Go(Place::Back(PageId::Companies)),
            (Action::Reload, _) => return Outcome::Done(self.load()),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn typed(&mut self, key: Key, cx: &mut Shared) -> Vec<Effect> {
        shown!(self, |list| list.typed(key, cx));
        Vec::new()
    }

    fn pasted(&mut self, text: &str, cx: &mut Shared) -> Vec<Effect> {
        shown!(self, |list| list.pasted(text, cx));
        Vec::new()
    }

    fn filter(&mut self) -> Option<&mut Filter> {
        shown!(self, |list| Some(&mut list.filter))
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if self.opened {
            return Outcome::NOTHING;
        }
        let Some(line) = line.checked_sub(1) else {
            match sections::at(cx, &Section::TITLES, self.section.place(), x) {
                Some(0) => self.section = Section::Items,
                Some(_) => self.section = Section::Links,
                None => {}
            }
            return Outcome::NOTHING;
        };
        if x >= self.columns(cx) {
            return Outcome::NOTHING;
        }
        let visible = self.visible(cx);
        match shown!(self, |list| list.point(x, line, visible, cx)) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn drag(&mut self, x: u16, cx: &mut Shared) {
        shown!(self, |list| list.drag(x, cx));
    }

    fn release(&mut self) {
        shown!(self, |list| list.release());
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        match answer {
            Answer::Named(name, answer) => self.take(name, answer, cx),
            _ => Vec::new(),
        }
    }

    fn confirmed(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.do_asked(cx)
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Committed(_) | Change::Ended(_) => self.read = false,
            Change::Look => {
                self.items.changed();
                self.links.changed();
            }
            Change::Mask => {
                // Names that were hidden, or shown, are read anew; a plan is made anew.
                self.plan.clear();
                (self.queue, self.read) = (Load::Loading, false);
                self.joined();
            }
            Change::Progress(_) | Change::Deliveries => {}
        }
        Vec::new()
    }

    fn subject(&self, cx: &Shared) -> String {
        let id = if self.paused { "outbox-paused" } else { "tui-all-companies" };
        cx.locale.get(id)
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        match self.section {
            Section::Items => self.items.current(self.rows()).map(|view| view.company),
            Section::Links => {
                let rows = self.link_rows.ready().map_or(&[][..], Vec::as_slice);
                self.links.current(rows).map(|row| row.company)
            }
        }
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        let (top, total) = match self.section {
            Section::Items if self.opened => return None,
            Section::Items => (self.items.top, self.items.total()),
            Section::Links => (self.links.top, self.links.total()),
        };
        Some((top, self.visible(cx), total))
    }

    fn columns(&self, cx: &Shared) -> u16 {
        let beside = self.section == Section::Items && cx.wide() && !self.opened;
        if beside { cx.list_width() } else { cx.width }
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let item = self.items.current(self.rows());
        let may = |company: CompanyId| cx.may(service::Action::Push, Some(company));
        match (action, self.section) {
            (Action::Plan, _) => !cx.companies.all().is_empty() && cx.may_anywhere(service::Action::Push),
            (Action::Pause, _) => cx.may(service::Action::Push, None),
            (Action::Accept, Section::Items) => self.rows().iter().any(|view| view.ready && may(view.company)),
            (Action::Alternatives, Section::Items) => {
                item.is_some_and(|view| (!view.missing.is_empty() || view.state == "planned") && may(view.company))
            }
            (Action::Retry, Section::Items) => {
                item.is_some_and(|view| matches!(view.state.as_str(), "rejected" | "conflict" | "unknown") && may(view.company))
            }
            (Action::Delete, Section::Items) => item.is_some_and(|view| view.state != "sent" && may(view.company)),
            (Action::Accept | Action::Ignore | Action::Delete | Action::Open, Section::Links) => self.links.total() > 0,
            (Action::Open, Section::Items) => self.items.total() > 0,
            (_, Section::Items) => self.items.is_useful(action).unwrap_or(true),
            (_, Section::Links) => self.links.is_useful(action).unwrap_or(true),
        }
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match (kind, self.section) {
            (Kind::Offers, _) => self.offers(cx),
            (_, Section::Items) => self.items.entries(kind, cx),
            (_, Section::Links) => self.links.entries(kind, cx),
        }
    }

    fn choose(&mut self, choice: &Choice, cx: &mut Shared) -> Vec<Effect> {
        if let Choice::Offer(index) = choice {
            return self.choose_offer(*index, cx);
        }
        let grouping = match self.section {
            Section::Items => self.items.grouping(choice, self.rows(), cx),
            Section::Links => self.links.grouping(choice, self.link_rows.ready().map_or(&[], Vec::as_slice), cx),
        };
        match grouping {
            Some(of) => cx.group(of),
            None => shown!(self, |list| list.choose(choice, cx)),
        }
        Vec::new()
    }

    fn adjust(&mut self, choice: &Choice, action: Action, cx: &mut Shared) -> bool {
        shown!(self, |list| list.adjust(choice, action, cx))
    }

    /// Views are about the items.
    fn look(&self) -> Option<Look> {
        Some(self.items.look())
    }

    fn set_look(&mut self, look: &Look, _cx: &mut Shared) -> Vec<Effect> {
        self.section = Section::Items;
        self.items.set_look(look);
        Vec::new()
    }

    fn drill(&mut self, query: &str, _scope: Option<CompanyId>, _cx: &mut Shared) -> Vec<Effect> {
        shown!(self, |list| list.drill(query));
        Vec::new()
    }

    fn marks(&self) -> Option<Marks> {
        Some(self.items.kept())
    }

    fn set_marks(&mut self, marks: &Marks) {
        self.items.bring_back(marks);
    }

    fn listed(&self) -> usize {
        self.section.place()
    }

    fn others(&self) -> Vec<(Look, Marks)> {
        vec![(self.links.look(), self.links.kept())]
    }

    fn set_other(&mut self, place: usize, look: &Look, marks: Option<&Marks>, shown: bool) {
        if place != 0 {
            return;
        }
        self.links.stands(look, marks);
        if shown {
            self.section = Section::Links;
        }
    }

    fn table(&self, cx: &Shared) -> Option<Table> {
        Some(match self.section {
            Section::Items => self.items.table(self.rows(), cx),
            Section::Links => self.links.table(self.link_rows.ready().map_or(&[], Vec::as_slice), cx),
        })
    }

    fn fields(&self, cx: &Shared) -> Vec<Fields> {
        match self.section {
            Section::Items => self.items.fields(self.rows(), cx),
            Section::Links => self.links.fields(self.link_rows.ready().map_or(&[], Vec::as_slice), cx),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, cx, buffer, area)
    }
}
