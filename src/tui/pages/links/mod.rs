//! The page of integrations: calendars, webhooks, mail and the archive; how each stands, when it last worked, why it failed. Keys
//! connect, test, sync and disconnect.

mod columns;
mod rows;

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::columns::LinkField;
use crate::domain::{CompanyId, HookSource, Message};
use crate::service::{self, DeliveryFilter, cases};
use crate::tui::ask::{Answer, Question};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::form::{Connect, links, make};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, SYNC_ALL, UNMARK,
    VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Frame, Hit, MARGIN, Sheet, sheet_page};
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::put;
use crate::tui::placeholder::Say;
use crate::tui::shared::{Question as Confirm, Shared};
use crate::tui::{text, theme};

/// The keys of the page.
pub(crate) static LINKS: Context = tables::page(
    "integrations",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-line", "tui-key-open"),
        bind(&[Key::char('s')], Action::Sync, "tui-help-sync-link", "tui-key-sync"),
        bind(&[Key::char('A')], Action::Add, "tui-help-add-link", "tui-key-connect"),
        bind(&[Key::char('L')], Action::SetKey, "tui-help-key-link", "tui-key-signing-key"),
        bind(&[Key::char('T')], Action::Test, "tui-help-test-link", "tui-key-test"),
        bind(&[Key::char('X')], Action::Delete, "tui-help-disconnect", "tui-key-disconnect"),
        FILTER,
        MARK,
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
        SYNC_ALL,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// Deliveries that are looked at.
const MOST: usize = 2000;

/// What a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Calendar,
    Webhook(HookSource),
    Mail,
    /// Figures that are posted to Slack.
    Slack,
    Archive,
}

impl Sort {
    const ALL: [Self; 5] = [Self::Calendar, Self::Webhook(HookSource::Slack), Self::Mail, Self::Slack, Self::Archive];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Webhook(_) => "webhook",
            Self::Mail => "mail",
            Self::Slack => "slack",
            Self::Archive => "archive",
        }
    }
}

/// How a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Connected,
    /// It has something to do.
    Waiting,
    /// A person must decide.
    Decide,
    Failed,
    /// Nothing is connected.
    Off,
}

impl Standing {
    const ALL: [Self; 5] = [Self::Connected, Self::Waiting, Self::Decide, Self::Failed, Self::Off];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Waiting => "waiting",
            Self::Decide => "decide",
            Self::Failed => "failed",
            Self::Off => "off",
        }
    }
}

/// A connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    sort: Sort,
    company: Option<CompanyId>,
    company_name: String,
    name: String,
    standing: Standing,
    last: Option<Timestamp>,
    next: Option<Timestamp>,
    note: String,
}

/// The page of integrations.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) sheet: Sheet<LinkField>,
    list: Vec<Link>,
    /// Answers that are still to come.
    due: usize,
    /// The lists were read since the page was last left.
    read: bool,
    /// The row under the cursor is told whole, below the list.
    whole: bool,
}

impl Links {
    fn current(&self) -> Option<&Link> {
        self.sheet.current(&self.list)
    }

    /// Reads what this user may see.
    fn load(&mut self, cx: &Shared) -> Vec<Effect> {
        self.read = true;
        let mut all = Vec::new();
        if cx.sees(service::Action::Ledger, None) {
            all.push(Case::new(cases::Calendars { companies: Vec::new() }));
            all.push(Case::new(cases::ArchiveItems { companies: Vec::new() }));
        }
        if cx.sees(service::Action::Keys, None) {
            all.push(Case::new(cases::Hooks));
        }
        all.push(Case::new(cases::Deliveries(DeliveryFilter { limit: Some(MOST), ..DeliveryFilter::default() })));
        self.due = all.len();
        all.into_iter().map(ask).collect()
    }

    /// Puts the rows of one kind in the place of the old ones.
    fn put(&mut self, is_kind: impl Fn(Sort) -> bool, rows: Vec<Link>) {
        self.due = self.due.saturating_sub(1);
        self.list.retain(|row| !is_kind(row.sort));
        self.list.extend(rows);
        self.list.sort_by(|one, two| (one.sort.as_str(), &one.name).cmp(&(two.sort.as_str(), &two.name)));
        self.sheet.changed();
    }

    /// What the row under the cursor has to say, in as many lines as it needs.
    fn below(&self, cx: &Shared) -> Vec<String> {
        let room = usize::from(cx.width.saturating_sub(MARGIN + 1));
        let row = self.current().filter(|_| self.whole && !cx.masked);
        let most = usize::from(cx.body_height() / 2);
        row.map(|row| text::wrap(&row.note, room).into_iter().take(most).collect()).unwrap_or_default()
    }

    fn visible(&self, cx: &Shared) -> usize {
        let below = self.below(cx).len();
        usize::from(cx.body_height()).saturating_sub(self.sheet.head() + below).max(1)
    }

    /// The connection that is meant; says so where an action does nothing to it.
    fn meant(&self, action: Action, cx: &mut Shared) -> Option<Link> {
        let row = self.sheet.meant(&self.list, cx)?;
        if is_for(action, row) {
            return Some(row.clone());
        }
        let what = match action {
            Action::Test => "test",
            Action::Sync => "sync",
            Action::SetKey => "key",
            _ => "disconnect",
        };
        cx.say(Message::new("links-not-for").with("name", row.name.as_str()).with("what", what), Severity::Look);
        None
    }

    /// Tests or syncs the connection under the cursor.
    fn does(&self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        let Some(row) = self.meant(action, cx) else { return Vec::new() };
        if !make::allows(cx, needs(row.sort), row.company) {
            return Vec::new();
        }
        let about = |id: &'static str| Message::new(id).with("name", row.name.as_str());
        let (message, case) = match (action, row.sort, row.company) {
            (Action::Test, Sort::Calendar, Some(company)) => {
                (about("links-testing"), Case::new(cases::TestCalendar { company, calendar: row.name.clone() }))
            }
            (Action::Test, Sort::Slack, _) => (about("links-testing"), Case::new(cases::TestSlack)),
            (Action::Sync, Sort::Calendar, Some(company)) => {
                (about("links-syncing"), Case::new(cases::SyncCalendar { company, calendar: row.name.clone() }))
            }
            (Action::Sync, Sort::Archive, _) => {
                (about("links-syncing"), Case::new(cases::ArchiveDocuments { companies: Vec::new(), again: false }))
            }
            _ => return Vec::new(),
        };
        cx.say(message, Severity::Look);
        vec![ask(case)]
    }

    /// Opens the form of what is connected here: on the line of Slack a user there, else a calendar.
    fn connect(&self, cx: &mut Shared) {
        let slack = self.current().is_some_and(|row| row.sort == Sort::Webhook(HookSource::Slack));
        links::open(cx, if slack { Connect::Person } else { Connect::Calendar });
    }

    /// Opens the form of the key of a service's webhooks.
    fn set_key(&self, cx: &mut Shared) {
        if let Some(Link { sort: Sort::Webhook(source), .. }) = self.meant(Action::SetKey, cx) {
            links::open(cx, Connect::Key(source));
        }
    }

    /// Asks whether the connection under the cursor shall go.
    fn disconnect(&self, cx: &mut Shared) {
        let Some(row) = self.meant(Action::Delete, cx) else { return };
        if make::allows(cx, needs(row.sort), row.company) {
            let list = cx.locale.get(if row.sort == Sort::Calendar { "links-calendar-stays" } else { "links-webhook-refused" });
            cx.confirm(Confirm::OfPage { page: PageId::Links, family: "disconnect", name: row.name, list });
        }
    }
}

fn ask(case: Case) -> Effect {
    Effect::Ask(PageId::Links, Question::Case(case))
}

/// The permission that changes of a connection need.
const fn needs(sort: Sort) -> service::Action {
    match sort {
        Sort::Calendar | Sort::Archive => service::Action::Books,
        Sort::Webhook(_) => service::Action::Keys,
        Sort::Mail | Sort::Slack => service::Action::Deliver,
    }
}

/// Whether an action does something to a connection.
fn is_for(action: Action, row: &Link) -> bool {
    match action {
        Action::Test => matches!(row.sort, Sort::Calendar | Sort::Slack),
        Action::SetKey => matches!(row.sort, Sort::Webhook(_)),
        Action::Sync => matches!(row.sort, Sort::Calendar | Sort::Archive),
        Action::Delete => matches!(row.sort, Sort::Calendar | Sort::Webhook(_)) && row.standing != Standing::Off,
        _ => true,
    }
}

impl Page for Links {
    const CONTEXTS: &'static [&'static Context] = &[&LINKS];

    fn context(&self) -> &'static Context {
        if self.sheet.filter.editing { &FILTERING } else { &LINKS }
    }

    sheet_page!(sheet, |self, cx| &self.list);

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Links {
            self.read = false;
            return Vec::new();
        }
        let visible = self.visible(cx);
        self.sheet.settle(&self.list, visible, cx.width, cx);
        if self.read { Vec::new() } else { self.load(cx) }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        cx.dirty = true;
        let answer = match answer.take::<cases::Calendars>() {
            Ok(reply) => {
                let rows = rows::shown(reply, cx, |cx, views| views.iter().map(|view| rows::calendar(cx, view)).collect());
                self.put(|sort| sort == Sort::Calendar, rows);
                return Vec::new();
            }
            Err(answer) => answer,
        };
        let answer = match answer.take::<cases::Hooks>() {
            Ok(reply) => {
                let rows = rows::shown(reply, cx, |cx, hooks| hooks.iter().map(|hook| rows::hook(cx, hook)).collect());
                self.put(|sort| matches!(sort, Sort::Webhook(_)), rows);
                return Vec::new();
            }
            Err(answer) => answer,
        };
        let answer = match answer.take::<cases::ArchiveItems>() {
            Ok(reply) => {
                let rows = rows::shown(reply, cx, |cx, items| {
                    let newest = items.iter().map(|view| view.item.at).max();
                    vec![rows::archive(cx, items.len(), newest)]
                });
                self.put(|sort| sort == Sort::Archive, rows);
                return Vec::new();
            }
            Err(answer) => answer,
        };
        let answer = match answer.take::<cases::Deliveries>() {
            Ok(reply) => {
                let rows = rows::shown(reply, cx, rows::mails);
                self.put(|sort| matches!(sort, Sort::Mail | Sort::Slack), rows);
                return Vec::new();
            }
            Err(answer) => answer,
        };
        let answer = match answer.take::<cases::SyncCalendar>() {
            Ok(reply) => {
                rows::told(cx, reply.map(|done| rows::synced(&done)));
                return self.load(cx);
            }
            Err(answer) => answer,
        };
        let answer = match answer.take::<cases::ArchiveDocuments>() {
            Ok(reply) => {
                let done = reply.map(|done| {
                    let counts = Message::new("links-archived").with("written", done.written).with("refused", done.refused.len());
                    done.error.map_or((counts, Severity::Good), |error| (error, Severity::Act))
                });
                rows::told(cx, done);
                return self.load(cx);
            }
            Err(answer) => answer,
        };
        let answer = match answer.take::<cases::TestCalendar>() {
            Ok(reply) => {
                let writes = |may: Option<bool>| if may == Some(true) { "links-reached-writes" } else { "links-reached" };
                rows::told(cx, reply.map(|(_, may)| (Message::new(writes(may)), Severity::Good)));
                return Vec::new();
            }
            Err(answer) => answer,
        };
        let answer = match answer.take::<cases::TestSlack>() {
            Ok(reply) => {
                rows::told(cx, reply.map(|()| (Message::new("cli-slack-tested"), Severity::Good)));
                return Vec::new();
            }
            Err(answer) => answer,
        };
        // What is disconnected answers with nothing.
        match answer.of::<cases::ChangeCalendar>() {
            Some(reply) => {
                rows::told(cx, reply.map(|()| (Message::new("links-disconnected"), Severity::Good)));
                self.load(cx)
            }
            None => Vec::new(),
        }
    }

    fn confirmed(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let Some(row) = self.current().filter(|row| is_for(Action::Delete, row)) else { return Vec::new() };
        match (row.sort, row.company) {
            (Sort::Calendar, Some(company)) => {
                let change = cases::CalendarChange::Remove;
                vec![ask(Case::new(cases::ChangeCalendar { company, calendar: row.name.clone(), change }))]
            }
            (Sort::Webhook(source), _) => vec![ask(Case::new(cases::SetHookSecret { source, secret: None }))],
            _ => {
                cx.dirty = true;
                Vec::new()
            }
        }
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Deliveries if cx.page == PageId::Links => return self.load(cx),
            Change::Look => {
                self.read = false;
                self.sheet.changed();
            }
            Change::Mask => self.sheet.changed(),
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        if action == Action::Back && self.whole {
            self.whole = false;
            return Outcome::NOTHING;
        }
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Open => self.whole = !self.whole,
            Action::Test | Action::Sync => return Outcome::Done(self.does(action, cx)),
            Action::Add => self.connect(cx),
            Action::SetKey => self.set_key(cx),
            Action::Delete => self.disconnect(cx),
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            Action::Reload => return Outcome::Done(self.load(cx)),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let row = self.current();
        match action {
            Action::Add => cx.may_anywhere(service::Action::Books),
            Action::Test | Action::Sync | Action::Delete | Action::SetKey => {
                row.is_some_and(|row| is_for(action, row) && cx.may(needs(row.sort), row.company))
            }
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let below = self.below(cx);
        let lines = u16::try_from(below.len()).unwrap_or(0).min(area.height);
        let list = Rect { height: area.height - lines, ..area };
        for (y, line) in (list.bottom()..area.bottom()).zip(&below) {
            put(buffer, area.x + MARGIN, y, area.width.saturating_sub(MARGIN + 1), line, theme::BOLD);
        }
        let instead = match (self.list.is_empty(), self.due) {
            (true, 0) => Some(Say::Hint("links-empty", "links-empty-hint")),
            (true, _) => Some(Say::Loading),
            (false, _) => None,
        };
        self.sheet.draw(&self.list, &Frame { instead, unit: "unit-connections" }, cx, buffer, list)
    }
}
