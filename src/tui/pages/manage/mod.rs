//! The page to manage: tokens, roles, alerts, schedule; each a list of its own, with forms for what the configuration decides.

mod act;
mod alerts;
mod keys;
mod roles;
mod times;
mod tokens;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::alerts::{AlertField, AlertRow};
use self::keys::{ALERTS, ROLES, SCHEDULE, TOKENS};
use self::roles::{RoleField, RoleRow};
use self::times::{TimeField, TimeRow};
use self::tokens::{TokenField, TokenRow};
use crate::domain::{CompanyId, Token};
use crate::error::Error;
use crate::service::{AlertsView, Granted, ScheduleView, Standing, cases};
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::form::configured::{self, Written};
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Filter, Frame, Hit, Sheet};
use crate::tui::load::Load;
use crate::tui::look::Look;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::placeholder::Say;
use crate::tui::sections;
use crate::tui::shared::Shared;
use crate::tui::table::{Fields, Table};
use crate::tui::undo::Marks;

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
    const ALL: [Self; 4] = [Self::Tokens, Self::Roles, Self::Alerts, Self::Schedule];
    const TITLES: [&'static str; 4] = ["manage-tokens", "manage-roles", "manage-alerts", "manage-schedule"];

    fn place(self) -> usize {
        Self::ALL.iter().position(|section| *section == self).unwrap_or(0)
    }
}

/// The page to manage.
#[derive(Debug, Default)]
pub(crate) struct Manage {
    pub(crate) section: Section,
    tokens: Sheet<TokenField>,
    roles: Sheet<RoleField>,
    alerts: Sheet<AlertField>,
    times: Sheet<TimeField>,
    token_rows: Vec<TokenRow>,
    role_rows: Vec<RoleRow>,
    alert_rows: Vec<AlertRow>,
    time_rows: Vec<TimeRow>,
    /// The lists were read since the page was last left.
    read: bool,
    granted: Load<Vec<Granted>>,
    view: Load<AlertsView>,
    schedule: Load<ScheduleView>,
    /// The configuration as it stands in the file.
    written: Load<Written>,
    /// What is to be done when the configuration is here.
    ahead: Option<Action>,
    /// What is to be done to a role, once its question is answered.
    asked: Vec<crate::config::Grant>,
}

/// Hands a call to the list that is shown, with its rows.
macro_rules! shown {
    (mut $page:ident, |$list:ident, $rows:ident| $call:expr) => {
        match $page.section {
            Section::Tokens => {
                let ($list, $rows) = (&mut $page.tokens, $page.token_rows.as_slice());
                $call
            }
            Section::Roles => {
                let ($list, $rows) = (&mut $page.roles, $page.role_rows.as_slice());
                $call
            }
            Section::Alerts => {
                let ($list, $rows) = (&mut $page.alerts, $page.alert_rows.as_slice());
                $call
            }
            Section::Schedule => {
                let ($list, $rows) = (&mut $page.times, $page.time_rows.as_slice());
                $call
            }
        }
    };
    ($page:ident, |$list:ident, $rows:ident| $call:expr) => {
        match $page.section {
            Section::Tokens => {
                let ($list, $rows) = (&$page.tokens, $page.token_rows.as_slice());
                $call
            }
            Section::Roles => {
                let ($list, $rows) = (&$page.roles, $page.role_rows.as_slice());
                $call
            }
            Section::Alerts => {
                let ($list, $rows) = (&$page.alerts, $page.alert_rows.as_slice());
                $call
            }
            Section::Schedule => {
                let ($list, $rows) = (&$page.times, $page.time_rows.as_slice());
                $call
            }
        }
    };
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
        effects.extend(configured::read(cx));
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
        let answer = match answer.downcast::<Reply<Written>>() {
            Ok(reply) => {
                self.written = Load::from_reply(*reply);
                return Ok(());
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<Vec<Granted>>>() {
            Ok(reply) => {
                self.granted = Load::from_reply(*reply);
                return Ok(());
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<AlertsView>>() {
            Ok(reply) => {
                self.view = Load::from_reply(*reply);
                return Ok(());
            }
            Err(answer) => answer,
        };
        self.schedule = Load::from_reply(*answer.downcast::<Reply<ScheduleView>>()?);
        Ok(())
    }

    /// Makes the rows of what was read.
    fn make(&mut self, cx: &Shared) {
        let config = self.written.ready().filter(|_| configured::is_useful(cx)).map(|(_, _, config)| config);
        let tokens = cx.tokens.list.ready().map_or(&[][..], Vec::as_slice);
        keep(&mut self.token_rows, &mut self.tokens, tokens.iter().map(|token| TokenRow::new(cx, token)).collect());
        let granted = self.granted.ready().map(|granted| roles::rows(granted, config.map(|config| &config.access)));
        keep(&mut self.role_rows, &mut self.roles, granted.unwrap_or_default());
        let alerts = self.view.ready().map(|view| alerts::rows(cx, view));
        keep(&mut self.alert_rows, &mut self.alerts, alerts.unwrap_or_default());
        let times =
            self.schedule.ready().map(|view| times::rows(cx, view, config.map(|config| config.schedule.times.as_slice())));
        keep(&mut self.time_rows, &mut self.times, times.unwrap_or_default());
    }

    /// Rows of the list that fit: a line names the lists.
    fn visible(&self, cx: &Shared) -> usize {
        let head = shown!(self, |list, _rows| list.head());
        usize::from(cx.body_height()).saturating_sub(head + 1).max(1)
    }

    fn turn(&mut self, by: usize) {
        let at = (self.section.place() + by) % Section::ALL.len();
        self.section = Section::ALL.get(at).copied().unwrap_or_default();
    }

    /// What stands in place of rows, if anything.
    fn instead<'s>(&'s self, cx: &'s Shared) -> Option<Say<'s>> {
        const fn of<T>(load: &Load<T>) -> Option<Result<(), &Error>> {
            match load {
                Load::Ready(_) => Some(Ok(())),
                Load::Failed(error) => Some(Err(error)),
                Load::Loading => None,
            }
        }
        let (state, empty, hint) = match self.section {
            Section::Tokens => (of(&cx.tokens.list), "manage-no-tokens", "manage-no-tokens-hint"),
            Section::Roles => (of(&self.granted), "tui-loading", "tui-loading"),
            Section::Alerts => (of(&self.view), "cli-alert-none-set", "manage-no-alerts-hint"),
            Section::Schedule => (of(&self.schedule), "tui-empty-companies", "tui-empty-companies-there"),
        };
        match state {
            None => Some(Say::Loading),
            Some(Err(error)) => Some(Say::Error(error)),
            Some(Ok(())) => shown!(self, |_list, rows| rows.is_empty().then_some(Say::Hint(empty, hint))),
        }
    }
}

/// Takes rows if they are others now.
fn keep<F: crate::tui::list::Rows>(known: &mut Vec<F::Row>, sheet: &mut Sheet<F>, now: Vec<F::Row>)
where
    F::Row: PartialEq,
{
    if *known != now {
        *known = now;
        sheet.changed();
    }
}

impl Page for Manage {
    const CONTEXTS: &'static [&'static Context] = &[&TOKENS, &ROLES, &ALERTS, &SCHEDULE];

    fn context(&self) -> &'static Context {
        if shown!(self, |list, _rows| list.filter.editing) {
            return &FILTERING;
        }
        match self.section {
            Section::Tokens => &TOKENS,
            Section::Roles => &ROLES,
            Section::Alerts => &ALERTS,
            Section::Schedule => &SCHEDULE,
        }
    }

    fn begin(&mut self, _cx: &mut Shared) -> Vec<Effect> {
        vec![Effect::Ask(PageId::Manage, Question::Case(Case::new(cases::WhoAmI)))]
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Manage {
            (self.read, self.ahead) = (false, None);
            return Vec::new();
        }
        self.make(cx);
        let (visible, width) = (self.visible(cx), cx.width);
        shown!(mut self, |list, rows| list.settle(rows, visible, width, cx));
        if self.read { Vec::new() } else { self.load(cx) }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        cx.dirty = true;
        if let Answer::Case(answer) = answer {
            let _ = self.take(answer, cx);
        }
        let mut effects = cx.tokens.load_again();
        if !matches!(self.written, Load::Loading)
            && let Some(action) = self.ahead.take()
        {
            effects.extend(self.change(action, cx));
        }
        effects
    }

    fn confirmed(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let gone = std::mem::take(&mut self.asked);
        configured::take_away(cx, gone).into_iter().collect()
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All if cx.page == PageId::Manage => {
                let mut effects = self.begin(cx);
                effects.extend(self.load(cx));
                return effects;
            }
            Change::All => return self.begin(cx),
            Change::Look | Change::Mask => {
                self.tokens.changed();
                self.roles.changed();
                self.alerts.changed();
                self.times.changed();
            }
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        if let Some(outcome) = shown!(mut self, |list, _rows| list.act(action, visible, cx)) {
            return outcome;
        }
        match action {
            Action::NextReport => self.turn(1),
            Action::PreviousReport => self.turn(Section::ALL.len() - 1),
            Action::Reload => return Outcome::Done(self.load(cx)),
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            Action::Add | Action::Open | Action::Rename | Action::Delete | Action::Test | Action::SetKey => {
                return Outcome::Done(self.change(action, cx));
            }
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn typed(&mut self, key: Key, cx: &mut Shared) -> Vec<Effect> {
        shown!(mut self, |list, _rows| list.typed(key, cx));
        Vec::new()
    }

    fn pasted(&mut self, text: &str, cx: &mut Shared) -> Vec<Effect> {
        shown!(mut self, |list, _rows| list.pasted(text, cx));
        Vec::new()
    }

    fn filter(&mut self) -> Option<&mut Filter> {
        shown!(mut self, |list, _rows| Some(&mut list.filter))
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let Some(line) = line.checked_sub(1) else {
            if let Some(at) = sections::at(cx, &Section::TITLES, self.section.place(), x) {
                self.section = Section::ALL.get(at).copied().unwrap_or_default();
            }
            return Outcome::NOTHING;
        };
        let visible = self.visible(cx);
        match shown!(mut self, |list, _rows| list.point(x, line, visible, cx)) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn drag(&mut self, x: u16, cx: &mut Shared) {
        shown!(mut self, |list, _rows| list.drag(x, cx));
    }

    fn release(&mut self) {
        shown!(mut self, |list, _rows| list.release());
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        let (top, total) = shown!(self, |list, _rows| (list.top, list.total()));
        Some((top, self.visible(cx), total))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        self.changes(action, cx).unwrap_or_else(|| shown!(self, |list, _rows| list.is_useful(action).unwrap_or(true)))
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        shown!(self, |list, _rows| list.entries(kind, cx))
    }

    fn choose(&mut self, choice: &Choice, cx: &mut Shared) -> Vec<Effect> {
        let grouping = shown!(self, |list, rows| list.grouping(choice, rows, cx));
        match grouping {
            Some(of) => cx.group(of),
            None => shown!(mut self, |list, _rows| list.choose(choice, cx)),
        }
        Vec::new()
    }

    fn adjust(&mut self, choice: &Choice, action: Action, cx: &mut Shared) -> bool {
        shown!(mut self, |list, _rows| list.adjust(choice, action, cx))
    }

    fn listed(&self) -> usize {
        self.section.place()
    }

    fn look(&self) -> Option<Look> {
        Some(self.tokens.look())
    }

    fn set_look(&mut self, look: &Look, _cx: &mut Shared) -> Vec<Effect> {
        self.section = Section::Tokens;
        self.tokens.set_look(look);
        Vec::new()
    }

    fn drill(&mut self, query: &str, _scope: Option<CompanyId>, _cx: &mut Shared) -> Vec<Effect> {
        shown!(mut self, |list, _rows| list.drill(query));
        Vec::new()
    }

    fn marks(&self) -> Option<Marks> {
        Some(self.tokens.kept())
    }

    fn set_marks(&mut self, marks: &Marks) {
        self.tokens.bring_back(marks);
    }

    fn others(&self) -> Vec<(Look, Marks)> {
        let roles = (self.roles.look(), self.roles.kept());
        vec![roles, (self.alerts.look(), self.alerts.kept()), (self.times.look(), self.times.kept())]
    }

    fn set_other(&mut self, place: usize, look: &Look, marks: Option<&Marks>, shown: bool) {
        let section = match place {
            0 => {
                self.roles.stands(look, marks);
                Section::Roles
            }
            1 => {
                self.alerts.stands(look, marks);
                Section::Alerts
            }
            2 => {
                self.times.stands(look, marks);
                Section::Schedule
            }
            _ => return,
        };
        if shown {
            self.section = section;
        }
    }

    fn table(&self, cx: &Shared) -> Option<Table> {
        Some(shown!(self, |list, rows| list.table(rows, cx)))
    }

    fn fields(&self, cx: &Shared) -> Vec<Fields> {
        shown!(self, |list, rows| list.fields(rows, cx))
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        sections::draw(cx, buffer, area, &Section::TITLES, self.section.place());
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let unit = match self.section {
            Section::Tokens => "unit-tokens",
            Section::Roles => "unit-roles",
            Section::Alerts => "unit-alert-rows",
            Section::Schedule => "unit-schedule-rows",
        };
        let frame = Frame { instead: self.instead(cx), unit };
        shown!(self, |list, rows| list.draw(rows, &frame, cx, buffer, below))
    }
}
