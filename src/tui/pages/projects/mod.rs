//! The page of projects: clients with their projects, state and budget; what was worked on each is a key away.
//!
//! The books are read by the page of time; this page shows them.

mod columns;
mod picture;

use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rust_decimal::Decimal;

use self::columns::NodeField;
use crate::domain::ledger::{Budget, ProjectState};
use crate::domain::{CompanyId, Currency, Message, RemoteId};
use crate::service::Action as Permission;
use crate::service::books::{BooksView, RateView, TimeView};
use crate::tui::ask::{Answer, Reply};
use crate::tui::event::Effect;
use crate::tui::form::books::{Does, ask, ledger, profile};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, DOCUMENTS, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, PICTURE, PROFILE, RELOAD,
    REVERSE, SORT, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Frame, Hit, Sheet, is_seen, leaves_picture, sheet_page};
use crate::tui::load::Load;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::divide;
use crate::tui::picture::{self as pictures, Picture};
use crate::tui::placeholder::{Say, no_books};
use crate::tui::shared::Shared;

/// The keys of the page.
pub(crate) static PROJECTS: Context = tables::page(
    "projects",
    &[
        bind(&[Key::char('A')], Action::Add, "tui-help-new-project", "tui-key-new-project"),
        bind(&[Key::char('@')], Action::NewClient, "tui-help-new-client", "tui-key-new-client"),
        bind(&[ENTER], Action::Open, "tui-help-open-time", "tui-key-open-time"),
        bind(&[Key::char('%')], Action::SetRate, "tui-help-set-rate", "tui-key-set-rate"),
        bind(&[Key::char('R')], Action::Rename, "tui-help-change", "tui-key-change"),
        FILTER,
        PROFILE,
        DOCUMENTS,
        bind(&[Key::char('X')], Action::Delete, "tui-help-delete-node", ""),
        MARK,
        PICTURE,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// A client or a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) id: RemoteId,
    pub(crate) is_client: bool,
    pub(crate) name: String,
    /// Name of the client; that of the client itself is its own.
    pub(crate) client: String,
    pub(crate) state: ProjectState,
    pub(crate) seconds: i64,
    pub(crate) unbilled: i64,
    pub(crate) invoiced: Option<Decimal>,
    pub(crate) currency: Currency,
    pub(crate) budget: Option<Budget>,
    pub(crate) used: Option<Decimal>,
    pub(crate) rate: String,
}

impl Node {
    const fn kind(&self) -> &'static str {
        if self.is_client { "client" } else { "project" }
    }
}

/// The page of projects.
#[derive(Debug, Default)]
pub(crate) struct Projects {
    pub(crate) sheet: Sheet<NodeField>,
    rows: Vec<Node>,
    /// The version of the books that the rows were made of; with whether customers were hidden.
    made: Option<(CompanyId, u64, u64)>,
    /// The project that the picture is of, and what it was made of.
    drawn: Option<(RemoteId, Load<Picture>)>,
    pictured: bool,
}

/// Each client, followed by its projects.
fn nodes(cx: &Shared, view: &BooksView) -> Vec<Node> {
    let base = &view.profile.currency;
    let mut clients: Vec<_> = view.clients.iter().collect();
    clients.sort_by_key(|client| (client.archived, crate::query::fold(&client.party.name)));
    let mut rows = Vec::new();
    for client in clients {
        let mut of: Vec<_> = view.projects.iter().filter(|project| project.project.client == client.id).collect();
        let rank = |state: ProjectState| ProjectState::ALL.iter().position(|known| *known == state);
        of.sort_by_key(|view| (rank(view.project.state), crate::query::fold(&view.project.name)));
        let currency = client.currency.clone().unwrap_or_else(|| base.clone());
        rows.push(Node {
            id: client.id.clone(),
            is_client: true,
            name: client.party.name.clone(),
            client: client.party.name.clone(),
            state: if client.archived { ProjectState::Archived } else { ProjectState::Active },
            seconds: of.iter().map(|view| view.seconds).sum::<i64>(),
            unbilled: of.iter().map(|view| view.unbilled).sum::<i64>(),
            invoiced: of.iter().try_fold(Decimal::ZERO, |sum, view| sum.checked_add(view.invoiced()?)),
            currency: currency.clone(),
            budget: None,
            used: None,
            rate: rate(cx, view, |level| level.project.is_none() && level.client.as_deref() == Some(&client.party.name)),
        });
        rows.extend(of.into_iter().map(|project| Node {
            id: project.project.id.clone(),
            is_client: false,
            name: project.project.name.clone(),
            client: client.party.name.clone(),
            state: project.project.state,
            seconds: project.seconds,
            unbilled: project.unbilled,
            invoiced: project.invoiced(),
            currency: currency.clone(),
            budget: project.project.budget.clone(),
            used: project.used(),
            rate: rate(cx, view, |level| level.person.is_none() && level.project.as_deref() == Some(&project.project.name)),
        }));
    }
    rows
}

/// The rate of a level that is in force today; empty where a weaker one applies.
fn rate(cx: &Shared, view: &BooksView, is: impl Fn(&RateView) -> bool) -> String {
    let found = view.rates.iter().find(|known| is(known) && known.rate.covers(view.today));
    found.map(|known| ledger::rate_words(cx, known)).unwrap_or_default()
}

impl Projects {
    fn current(&self) -> Option<&Node> {
        self.sheet.current(&self.rows)
    }

    /// Rows of the list that fit.
    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(self.sheet.head()).max(1)
    }

    fn width(cx: &Shared) -> u16 {
        if cx.wide() { cx.list_width() } else { cx.width }
    }

    /// Makes the rows of what was read, if they are not that already.
    fn make(&mut self, cx: &Shared) {
        let Some(view) = cx.books.here() else {
            if self.made.take().is_some() {
                self.rows.clear();
                self.sheet.changed();
            }
            return;
        };
        let now = (view.company.id, cx.books.version, cx.books.read);
        if self.made != Some(now) {
            self.rows = nodes(cx, view);
            (self.made, self.drawn) = (Some(now), None);
            self.sheet.changed();
        }
    }

    fn change(&self, action: Action, cx: &mut Shared) {
        let Some(row) = self.sheet.meant(&self.rows, cx).cloned() else { return };
        match action {
            Action::Rename if row.is_client => {
                if let Some(client) = cx.books.client(row.id.as_str()).cloned() {
                    ledger::client(cx, Some(&client));
                }
            }
            Action::Rename => {
                if let Some(view) = cx.books.project(row.id.as_str()).cloned() {
                    ledger::project_form(cx, &view.client, Some(&view.project));
                }
            }
            Action::SetRate if row.is_client => ledger::rate(cx, &row.name, ""),
            Action::SetRate => ledger::rate(cx, "", &row.name),
            _ => {
                let what = Message::new("own-confirm-remove").with("name", row.name.as_str()).with("kind", row.kind());
                let texts = (what, Message::new("own-confirm-remove-cost"), Message::new("own-confirm-remove-yes"));
                ask::ask(cx, Permission::Books, texts, Does::Remove(row.id.to_string()));
            }
        }
    }

    /// The entries of what is under the cursor.
    fn entries(&self) -> Option<Place> {
        let row = self.current()?;
        let name = row.name.replace('"', "");
        let query = if row.is_client { format!("client:\"{name}\"") } else { format!("project:\"{name}\"") };
        Some(Place::Entries(query, (Date::MIN, Date::MAX)))
    }
}

impl Page for Projects {
    const CONTEXTS: &'static [&'static Context] = &[&PROJECTS];

    fn context(&self) -> &'static Context {
        if self.sheet.filter.editing { &FILTERING } else { &PROJECTS }
    }

    sheet_page!(sheet, |self, cx| &self.rows);

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Projects {
            return Vec::new();
        }
        self.make(cx);
        let visible = self.visible(cx);
        self.sheet.settle(&self.rows, visible, Self::width(cx), cx);
        if cx.wide() || self.pictured { self.paint(cx) } else { Vec::new() }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        if let Answer::Case(answer) = answer
            && let Ok(reply) = answer.downcast::<Reply<TimeView>>()
        {
            cx.dirty = true;
            self.painted(*reply, cx);
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        if matches!(change, Change::Look | Change::Mask | Change::All) {
            self.made = None;
            self.sheet.changed();
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if !cx.wide() && leaves_picture(&mut self.pictured, action, cx.notice.is_some()) {
            return Outcome::NOTHING;
        }
        let visible = self.visible(cx);
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Add if cx.books.companies.ready().is_some_and(Vec::is_empty) => ledger::books(cx),
            Action::Add => {
                let client = self.current().map(|row| row.client.clone()).unwrap_or_default();
                if cx.books.clients().is_empty() {
                    // A project needs its client first.
                    ledger::client(cx, None);
                } else {
                    ledger::project_form(cx, &client, None);
                }
            }
            Action::NewClient => ledger::client(cx, None),
            Action::Alternatives => profile::change(cx),
            Action::Rename | Action::SetRate | Action::Delete => self.change(action, cx),
            Action::Open => return self.entries().map_or(Outcome::NOTHING, Outcome::Go),
            Action::Documents => {
                let company = cx.books.id();
                let found = self.current().map(|row| format!("partner:\"{}\"", row.client.replace('"', "")));
                return found.map_or(Outcome::NOTHING, |query| Outcome::Go(Place::Found(query, company)));
            }
            Action::Picture => self.pictured = !self.pictured,
            Action::Reload => cx.books.version += 1,
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if x >= Self::width(cx) || (self.pictured && !cx.wide()) {
            return Outcome::NOTHING;
        }
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn columns(&self, cx: &Shared) -> u16 {
        Self::width(cx)
    }

    fn subject(&self, cx: &Shared) -> String {
        cx.books.company().map(|company| crate::tui::text::fit(&company.name, 30).into_owned()).unwrap_or_default()
    }

    fn company(&self, cx: &Shared) -> Option<CompanyId> {
        cx.books.id()
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        (!self.pictured || cx.wide()).then(|| (self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let company = cx.books.id();
        let may = company.is_some() && cx.may(Permission::Books, company);
        match action {
            action if !is_seen(self.pictured && !cx.wide(), action) => false,
            Action::Add if company.is_none() => cx.may(Permission::Companies, None),
            Action::Add | Action::NewClient | Action::Alternatives => may,
            Action::Rename | Action::Delete | Action::SetRate => may && self.current().is_some(),
            Action::Open | Action::Documents | Action::Picture => self.current().is_some(),
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let instead = match (&cx.books.companies, &cx.books.view) {
            (Load::Loading, _) => Some(Say::Loading),
            (Load::Failed(error), _) | (_, Load::Failed(error)) => Some(Say::Error(error)),
            (Load::Ready(all), _) if all.is_empty() => Some(no_books(cx)),
            (_, Load::Loading) => Some(Say::Loading),
            _ if self.rows.is_empty() => Some(Say::Hint("own-empty-clients", "own-empty-clients-hint")),
            _ => None,
        };
        let drawn = self.drawn.as_ref().and_then(|(_, picture)| picture.ready());
        if self.pictured && !cx.wide() {
            let place = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
            if let Some(picture) = drawn {
                pictures::draw(cx.locale, buffer, place, picture, None);
            }
            return None;
        }
        let width = Self::width(cx).min(area.width);
        let frame = Frame { instead, unit: "own-nodes" };
        let cursor = self.sheet.draw(&self.rows, &frame, cx, buffer, Rect { width, ..area });
        if width < area.width && !self.rows.is_empty() {
            divide(buffer, area.x + width, area);
            let place = Rect { x: area.x + width + 3, width: area.width.saturating_sub(width + 5), ..area };
            if let Some(picture) = drawn {
                pictures::draw(cx.locale, buffer, Rect { height: place.height.min(30), ..place }, picture, None);
            }
        }
        cursor
    }
}
