//! The page to manage: tokens, roles, alerts, schedule; each a list.

mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::rows::{Row, Table};
use crate::domain::{Message, Token};
use crate::error::Error;
use crate::service::{self, AlertsView, Granted, ScheduleView, Standing, cases};
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::form::{Order, Purpose, company, keys, make};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{self, ADD, DELETE, ESC, RELOAD, TEST, bind};
use crate::tui::keymap::{Action, Context};
use crate::tui::list::{moved, scroll};
use crate::tui::load::Load;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::{line_of, pieces};
use crate::tui::placeholder::{Say, say};
use crate::tui::shared::{Question as Confirm, Shared};
use crate::tui::{text, theme};
use crossterm::event::KeyCode;

/// The keys of the page.
pub(crate) static MANAGE: Context = tables::page(
    "manage",
    &[
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-section", "tui-key-next-section"),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-section", ""),
        ADD,
        TEST,
        DELETE,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// A list of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Section {
    #[default]
    Tokens,
    Roles,
    Alerts,
    Schedule,
}

impl Section {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Tokens, "manage-tokens"),
        (Self::Roles, "manage-roles"),
        (Self::Alerts, "manage-alerts"),
        (Self::Schedule, "manage-schedule"),
    ];
}

/// The page to manage.
#[derive(Debug, Default)]
pub(crate) struct Manage {
    pub(crate) section: Section,
    cursor: usize,
    top: usize,
    /// The lists were read since the page was last left.
    read: bool,
    roles: Load<Vec<Granted>>,
    alerts: Load<AlertsView>,
    schedule: Load<ScheduleView>,
}

impl Manage {
    /// Reads every list.
    fn load(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.read = true;
        let ask = |case| Effect::Ask(PageId::Manage, Question::Case(case));
        let mut effects = cx.tokens.load();
        effects.push(ask(Case::new(cases::Roles)));
        effects.push(ask(Case::new(cases::Alerts)));
        effects.push(ask(Case::new(cases::Schedule)));
        effects
    }

    fn take(&mut self, answer: AnyAnswer, cx: &mut Shared) -> Result<(), AnyAnswer> {
        let answer = match answer.downcast::<Reply<Standing>>() {
            Ok(reply) => {
                // Without it everything is offered, and the service refuses what is not allowed.
                cx.standing = reply.ok();
                return Ok(());
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<Vec<Token>>>() {
            Ok(reply) => {
                if let Some(error) = cx.tokens.came(*reply) {
                    cx.say_error(error);
                }
                return Ok(());
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<Vec<Granted>>>() {
            Ok(reply) => {
                self.roles = Load::from_reply(*reply);
                return Ok(());
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<AlertsView>>() {
            Ok(reply) => {
                self.alerts = Load::from_reply(*reply);
                return Ok(());
            }
            Err(answer) => answer,
        };
        self.schedule = Load::from_reply(*answer.downcast::<Reply<ScheduleView>>()?);
        Ok(())
    }

    /// The list that is shown; the error or nothing where it is not here.
    fn table(&self, cx: &Shared) -> Result<Table, Option<&Error>> {
        const fn here<T>(load: &Load<T>) -> Result<&T, Option<&Error>> {
            match load {
                Load::Ready(value) => Ok(value),
                Load::Failed(error) => Err(Some(error)),
                Load::Loading => Err(None),
            }
        }
        Ok(match self.section {
            Section::Tokens => match &cx.tokens.list {
                Load::Ready(tokens) => rows::tokens(cx, tokens),
                _ => return Err(None),
            },
            Section::Roles => rows::roles(cx, here(&self.roles)?),
            Section::Alerts => rows::alerts(cx, here(&self.alerts)?),
            Section::Schedule => rows::schedule(cx, here(&self.schedule)?),
        })
    }

    fn row(&self, cx: &Shared) -> Option<Row> {
        self.table(cx).ok()?.rows.into_iter().nth(self.cursor)
    }

    fn count(&self, cx: &Shared) -> usize {
        self.table(cx).map_or(0, |table| table.rows.len())
    }

    fn turn(&mut self, by: usize) {
        let at = Section::ALL.iter().position(|(section, _)| *section == self.section).unwrap_or(0);
        self.section = Section::ALL.get((at + by) % Section::ALL.len()).map_or(Section::Tokens, |(section, _)| *section);
        (self.cursor, self.top) = (0, 0);
    }

    fn change(&self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        match (self.section, action) {
            (Section::Tokens, Action::Add) => make::open(cx, Purpose::Token),
            (Section::Tokens, Action::Delete) => {
                if let Some(name) = self.row(cx).and_then(|row| row.token)
                    && make::allows(cx, service::Action::Tokens, None)
                {
                    cx.confirm(Confirm::Revoke(name));
                }
            }
            (Section::Alerts, Action::Test) if make::allows(cx, service::Action::Alerts, None) => {
                cx.say(Message::new("manage-alerts-testing"), Severity::Look);
                return vec![keys::order(Order::TestAlerts, cases::TestAlerts(None))];
            }
            _ => {}
        }
        Vec::new()
    }
}

/// Rows of a list that fit: a line names the lists, a line the columns.
fn visible(cx: &Shared) -> usize {
    usize::from(cx.body_height()).saturating_sub(3).max(1)
}

impl Page for Manage {
    const CONTEXTS: &'static [&'static Context] = &[&MANAGE];

    fn context(&self) -> &'static Context {
        &MANAGE
    }

    fn begin(&mut self, _cx: &mut Shared) -> Vec<Effect> {
        vec![Effect::Ask(PageId::Manage, Question::Case(Case::new(cases::WhoAmI)))]
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Manage {
            self.read = false;
            return Vec::new();
        }
        let count = self.count(cx);
        self.cursor = self.cursor.min(count.saturating_sub(1));
        self.top = scroll(self.top, self.cursor, visible(cx), count);
        if self.read { Vec::new() } else { self.load(cx) }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        cx.dirty = true;
        if let Answer::Case(answer) = answer {
            let _ = self.take(answer, cx);
        }
        cx.tokens.load_again()
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All if cx.page == PageId::Manage => {
                let mut effects = self.begin(cx);
                effects.extend(self.load(cx));
                effects
            }
            Change::All => self.begin(cx),
            _ => Vec::new(),
        }
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if let Some(to) = moved(self.cursor, visible(cx).saturating_sub(1).max(1), action) {
            self.cursor = to.min(self.count(cx).saturating_sub(1));
            return Outcome::NOTHING;
        }
        match action {
            Action::NextReport => self.turn(1),
            Action::PreviousReport => self.turn(Section::ALL.len() - 1),
            Action::Reload => return Outcome::Done(self.load(cx)),
            Action::Back if cx.notice.take().is_none() => return Outcome::Go(Place::Page(PageId::Companies)),
            Action::Back => {}
            action if company::is_one(action) => return Outcome::Done(self.change(action, cx)),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, _x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if let Some(index) = line.checked_sub(3).map(|line| line + self.top).filter(|index| *index < self.count(cx)) {
            self.cursor = index;
        }
        Outcome::NOTHING
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        let count = self.count(cx);
        Some((self.top, visible(cx).min(count), count))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let row = self.row(cx);
        match (self.section, action) {
            (Section::Tokens, Action::Add) => cx.may(service::Action::Tokens, None),
            (Section::Tokens, Action::Delete) => row.is_some() && cx.may(service::Action::Tokens, None),
            (Section::Alerts, Action::Test) => cx.may(service::Action::Alerts, None),
            (_, action) => !company::is_one(action),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let names: Vec<_> = Section::ALL
            .into_iter()
            .flat_map(|(section, title)| {
                let style = if section == self.section { theme::ACCENT_BOLD } else { theme::DIM };
                [(cx.locale.get(title), style), ("   ".to_owned(), theme::PLAIN)]
            })
            .collect();
        let wide: u16 = names.iter().map(|(name, _)| text::columns(name)).sum();
        let head = line_of(area, 0);
        let room = area.width.saturating_sub(3);
        if wide <= area.width {
            pieces(buffer, head.x + 2, head.y, room, &names);
        } else {
            // The list that is shown, between signs that there are more.
            let here = Section::ALL.iter().find(|(section, _)| *section == self.section).map_or("", |(_, title)| *title);
            pieces(buffer, head.x + 2, head.y, room, &[(format!("‹ {} ›", cx.locale.get(here)), theme::ACCENT_BOLD)]);
        }
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        match self.table(cx) {
            Ok(table) => rows::draw(cx, buffer, below, &table, self.cursor, self.top),
            Err(Some(error)) => say(cx, buffer, below, &Say::Error(error)),
            Err(None) => match &cx.tokens.list {
                Load::Failed(error) if self.section == Section::Tokens => say(cx, buffer, below, &Say::Error(error)),
                _ => say(cx, buffer, below, &Say::Loading),
            },
        }
        None
    }
}
