//! What is done to the rows of the page: tokens are made and revoked, roles given and taken away, alerts tested, settings changed.

use super::{Manage, Section};
use crate::domain::Message;
use crate::service::{self, cases};
use crate::tui::event::Effect;
use crate::tui::form::{Connect, Order, Part, Purpose, configured, keys, links, make};
use crate::tui::keymap::Action;
use crate::tui::load::Load;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::{Question as Confirm, Shared};

/// True if an action is about what the configuration decides.
const fn needs_file(section: Section, action: Action) -> bool {
    match section {
        Section::Tokens => false,
        Section::Roles => matches!(action, Action::Add | Action::Open | Action::Rename | Action::Delete),
        Section::Alerts | Section::Schedule => matches!(action, Action::Open | Action::Rename),
    }
}

impl Manage {
    /// Does an action to the list that is shown.
    pub(super) fn change(&mut self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        if needs_file(self.section, action) && (!configured::allows(cx) || matches!(self.written, Load::Loading)) {
            // A key that is pressed before the file is read means what comes.
            self.ahead = configured::is_useful(cx).then_some(action);
            return Vec::new();
        }
        match (self.section, action) {
            (Section::Tokens, Action::Add) => make::open(cx, Purpose::Token),
            (Section::Tokens, Action::Delete) => self.revoke(cx),
            (Section::Roles, Action::Add) => self.grant(None, cx),
            (Section::Roles, Action::Open | Action::Rename) => {
                let Some(row) = self.roles.current(&self.role_rows) else { return Vec::new() };
                match row.grant() {
                    Some(grant) => self.grant(Some(grant), cx),
                    None => cx.say(Message::new("manage-role-elsewhere"), Severity::Look),
                }
            }
            (Section::Roles, Action::Delete) => self.take_away(cx),
            (Section::Alerts, Action::Open | Action::Rename) => self.open(Part::Alerts, cx),
            (Section::Schedule, Action::Open | Action::Rename) => self.open(Part::Schedule, cx),
            (Section::Alerts, Action::SetKey) => links::open(cx, Connect::Secret),
            (Section::Alerts, Action::Test) if make::allows(cx, service::Action::Alerts, None) => {
                cx.say(Message::new("manage-alerts-testing"), Severity::Look);
                return vec![keys::order(Order::TestAlerts, cases::TestAlerts(None))];
            }
            _ => {}
        }
        Vec::new()
    }

    /// True if the action would do something now; `None` if that is the list's to say.
    pub(super) fn changes(&self, action: Action, cx: &Shared) -> Option<bool> {
        let tokens = cx.may(service::Action::Tokens, None);
        let role = || self.roles.current(&self.role_rows).is_some_and(|row| row.grant().is_some());
        Some(match (self.section, action) {
            (Section::Tokens, Action::Add) => tokens,
            (Section::Tokens, Action::Delete) => tokens && self.tokens.total() > 0,
            (Section::Roles, Action::Add) | (Section::Alerts | Section::Schedule, Action::Open | Action::Rename) => {
                configured::is_useful(cx)
            }
            (Section::Roles, Action::Open | Action::Rename | Action::Delete) => configured::is_useful(cx) && role(),
            (Section::Alerts, Action::Test | Action::SetKey) => cx.may(service::Action::Alerts, None),
            (_, Action::Add | Action::Open | Action::Rename | Action::Delete | Action::Test | Action::SetKey) => false,
            _ => return None,
        })
    }

    /// Asks whether the marked token, or the one under the cursor, shall go. Programs break by it: one at a time.
    fn revoke(&self, cx: &mut Shared) {
        let marked = self.tokens.marked();
        if marked.len() > 1 {
            cx.say(Message::new("manage-one-token-at-a-time"), Severity::Look);
            return;
        }
        let here = self.tokens.current(&self.token_rows).map(|row| row.token.name.clone());
        if let Some(name) = marked.into_iter().next().or(here)
            && make::allows(cx, service::Action::Tokens, None)
        {
            cx.confirm(Confirm::Revoke(name));
        }
    }

    fn grant(&self, known: Option<crate::config::Grant>, cx: &mut Shared) {
        match &self.written {
            Load::Ready((_, _, config)) => configured::grant(cx, known, &config.access),
            Load::Failed(error) => cx.say_error(error.clone()),
            Load::Loading => {}
        }
    }

    fn open(&self, part: Part, cx: &mut Shared) {
        match &self.written {
            Load::Ready(written) => configured::open(cx, part, written),
            Load::Failed(error) => cx.say_error(error.clone()),
            Load::Loading => {}
        }
    }

    /// Asks whether the marked roles, or the one under the cursor, shall go.
    fn take_away(&mut self, cx: &mut Shared) {
        let marked = self.roles.marked();
        let here = self.roles.current(&self.role_rows).into_iter().filter(|_| marked.is_empty());
        let of = self
            .roles
            .rows(&self.role_rows, 0)
            .filter(|row| marked.contains(&<super::RoleField as crate::tui::list::Rows>::key(row)));
        let gone: Vec<_> = of.chain(here).filter_map(super::RoleRow::grant).collect();
        if gone.is_empty() {
            cx.say(Message::new("manage-role-elsewhere"), Severity::Look);
            return;
        }
        let one = |grant: &crate::config::Grant| {
            let place = grant.company.clone().unwrap_or_else(|| cx.locale.get("tui-all-companies"));
            format!("{} · {} · {place}", grant.who, super::roles::role(cx, grant.role))
        };
        let (count, list) = (gone.len().to_string(), gone.iter().map(one).collect::<Vec<_>>().join("\n"));
        self.asked = gone;
        cx.confirm(Confirm::OfPage { page: PageId::Manage, family: "role", name: count, list });
    }
}
