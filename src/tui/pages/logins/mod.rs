//! The page of logins: how each stands, when it must be renewed, and what it opens. A key connects a service, another renews a login.

mod columns;

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::columns::LoginField;
use crate::domain::{CompanyId, Consent, Message};
use crate::service::{self, LoginView, cases};
use crate::tui::ask::{Answer, Question};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::form::{Order, Purpose, company, keys, make};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, DELETE, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, SYNC_ALL,
    TEST, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Frame, Hit, Sheet, sheet_page};
use crate::tui::load::Load;
use crate::tui::mask;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::placeholder::Say;
use crate::tui::shared::{Question as Confirm, Shared};

/// The keys of the page.
pub(crate) static LOGINS: Context = tables::page(
    "logins",
    &[
        bind(&[Key::char('L')], Action::SetKey, "tui-help-renew", "tui-key-renew"),
        bind(&[Key::char('A')], Action::Add, "tui-help-connect", "tui-key-connect"),
        TEST,
        bind(&[ENTER], Action::Open, "tui-help-open-company", "tui-key-open-company"),
        FILTER,
        DELETE,
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

/// A login with the names of its companies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LoginRow {
    pub(crate) view: LoginView,
    pub(crate) companies: String,
}

impl LoginRow {
    fn new(view: LoginView) -> Self {
        let companies = view.companies.iter().map(|company| company.name.as_str()).collect::<Vec<_>>().join(", ");
        Self { view, companies }
    }

    /// The word of how it stood when the list was read.
    fn standing(&self) -> &'static str {
        match self.view.consent {
            Some(over @ (Consent::Refused | Consent::Late)) => over.as_str(),
            Some(Consent::Pending) | None => self.view.login.state.as_str(),
        }
    }

    /// When its tokens were renewed last, or its key was set.
    fn renewed(&self) -> Option<Timestamp> {
        let login = &self.view.login;
        match &login.grant {
            Some(grant) => grant.renewed,
            None => login.secret.as_ref().map(|key| key.set),
        }
    }
}

/// The page of logins.
#[derive(Debug, Default)]
pub(crate) struct Logins {
    pub(crate) sheet: Sheet<LoginField>,
    pub(crate) list: Load<Vec<LoginRow>>,
    /// The list was read since the page was last left.
    read: bool,
}

impl Logins {
    fn rows(&self) -> &[LoginRow] {
        self.list.ready().map_or(&[], Vec::as_slice)
    }

    fn current(&self) -> Option<&LoginRow> {
        self.sheet.current(self.rows())
    }

    fn load(&mut self) -> Vec<Effect> {
        self.read = true;
        vec![Effect::Ask(PageId::Logins, Question::Case(Case::new(cases::Logins)))]
    }

    /// Rows of the list that fit.
    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(self.sheet.head()).max(1)
    }

    /// Does an action to the login that is meant. One with an API key is that of its company.
    fn change(&self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        if action == Action::Add {
            make::open(cx, Purpose::Login(None));
            return Vec::new();
        }
        let Some(row) = self.sheet.meant(self.rows(), cx) else { return Vec::new() };
        let (id, company) = (row.view.login.id, row.view.companies.first().map(|company| company.id));
        if row.view.login.grant.is_none() {
            return if action == Action::Delete { Vec::new() } else { company::act(action, company, cx) };
        }
        match action {
            Action::SetKey if row.view.writes == Some(false) => make::open(cx, Purpose::Renew(id)),
            Action::SetKey if make::allows(cx, service::Action::Companies, None) => return vec![keys::renew(id, false)],
            Action::Test if make::allows(cx, service::Action::Keys, None) => {
                cx.say(Message::new("manage-login-testing").with("name", row.view.title.as_str()), Severity::Look);
                return vec![keys::order(Order::TestLogin, cases::TestLogin(id.to_string()))];
            }
            Action::Delete if make::allows(cx, service::Action::Companies, None) => {
                let companies = if row.companies.is_empty() { row.view.title.clone() } else { row.companies.clone() };
                cx.confirm(Confirm::RemoveLogin { login: id, companies });
            }
            _ => {}
        }
        Vec::new()
    }
}

impl Page for Logins {
    const CONTEXTS: &'static [&'static Context] = &[&LOGINS];

    fn context(&self) -> &'static Context {
        if self.sheet.filter.editing { &FILTERING } else { &LOGINS }
    }

    sheet_page!(sheet, |self, cx| self.rows());

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Logins {
            self.read = false;
            return Vec::new();
        }
        let (visible, rows) = (self.visible(cx), self.list.ready().map_or(&[][..], Vec::as_slice));
        self.sheet.settle(rows, visible, cx.width, cx);
        if self.read { Vec::new() } else { self.load() }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        if let Some(reply) = answer.of::<cases::Logins>() {
            cx.dirty = true;
            let masked = cx.masked;
            self.list = Load::from_reply(reply.map(|views| {
                let row = |mut view: LoginView| {
                    if masked {
                        view.companies.iter_mut().for_each(|company| company.name = mask::name(&company.name));
                    }
                    LoginRow::new(view)
                };
                views.into_iter().map(row).collect()
            }));
            self.sheet.changed();
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Ended(_) if cx.page == PageId::Logins => return self.load(),
            Change::Look => self.sheet.changed(),
            Change::Mask => {
                (self.list, self.read) = (Load::Loading, false);
                self.sheet.changed();
            }
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Open => self.company(cx).map_or(Outcome::NOTHING, |id| Outcome::Go(Place::Company(Some(id)))),
            action if company::is_one(action) => Outcome::Done(self.change(action, cx)),
            Action::Back => Outcome::Go(Place::Back(PageId::Companies)),
            Action::Reload => Outcome::Done(self.load()),
            _ => Outcome::NotMine,
        }
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn subject(&self, cx: &Shared) -> String {
        match &self.list {
            Load::Ready(rows) => cx.locale.text(&Message::new("tui-logins").with("count", rows.len())),
            _ => String::new(),
        }
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        self.current()?.view.companies.first().map(|company| company.id)
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let row = self.current();
        let grant = row.is_some_and(|row| row.view.login.grant.is_some());
        match action {
            Action::Add => cx.may(service::Action::Companies, None),
            Action::SetKey if grant => cx.may(service::Action::Companies, None),
            Action::Test if grant => cx.may(service::Action::Keys, None),
            Action::Delete => grant && cx.may(service::Action::Companies, None),
            Action::SetKey | Action::Test => row.is_some() && company::is_useful(action, self.company(cx), cx),
            Action::Open => self.company(cx).is_some(),
            action => self.sheet.is_useful(action).unwrap_or(!company::is_one(action)),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let instead = match &self.list {
            Load::Loading => Some(Say::Loading),
            Load::Failed(error) => Some(Say::Error(error)),
            Load::Ready(rows) if rows.is_empty() => Some(Say::Hint("tui-empty-logins", "tui-empty-logins-hint")),
            Load::Ready(_) => None,
        };
        self.sheet.draw(self.rows(), &Frame { instead, unit: "tui-logins" }, cx, buffer, area)
    }
}
