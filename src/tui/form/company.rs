//! What is done to a company on every page that has one under its cursor: by a key, or through a form.

use super::invoice::is_own;
use super::{Order, Purpose, details, keys, make};
use crate::domain::{CompanyId, LoginId, Message};
use crate::service::{self, cases};
use crate::tui::event::Effect;
use crate::tui::keymap::Action;
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

/// The permission that an action needs; `None` if it is none of these.
const fn needs(action: Action) -> Option<service::Action> {
    match action {
        Action::Add | Action::Rename | Action::Enable | Action::Delete | Action::Alternatives | Action::SetRate => {
            Some(service::Action::Companies)
        }
        Action::SetKey | Action::Test => Some(service::Action::Keys),
        _ => None,
    }
}

/// True if the action is one of these.
pub(crate) const fn is_one(action: Action) -> bool {
    needs(action).is_some()
}

/// True if the action would do something with the company under the cursor.
pub(crate) fn is_useful(action: Action, company: Option<CompanyId>, cx: &Shared) -> bool {
    match needs(action) {
        Some(needed) if action == Action::Add => cx.may(needed, None),
        // Own books have neither a key nor a login.
        Some(_)
            if matches!(action, Action::SetKey | Action::Test | Action::SetRate) && company.is_some_and(|id| is_own(cx, id)) =>
        {
            false
        }
        Some(needed) => company.is_some() && cx.may(needed, company),
        None => true,
    }
}

/// The service and the login of a company that is opened by a consent; `None` for one with a key.
fn consent_of(cx: &Shared, id: CompanyId) -> Option<(String, Option<LoginId>)> {
    let view = cx.companies.all().iter().find(|view| view.company.id == id)?;
    view.service.uses_consent.then(|| (view.company.provider.clone(), view.company.login))
}

/// Whether the company's service permits writing only where its consent is asked to.
fn asks_to_write(cx: &Shared, id: CompanyId) -> bool {
    cx.companies.all().iter().any(|view| view.company.id == id && view.service.asks_to_write)
}

/// Does the action to a company.
pub(crate) fn act(action: Action, company: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
    if action == Action::Add {
        make::open(cx, Purpose::Company);
        return Vec::new();
    }
    let Some(id) = company else { return Vec::new() };
    // Own books are not synced, so that there is nothing to switch off; what was switched off elsewhere is switched on again.
    let enabled = cx.companies.all().iter().find(|view| view.company.id == id).is_some_and(|view| view.company.enabled);
    if (matches!(action, Action::SetKey | Action::Test | Action::SetRate) || action == Action::Enable && enabled)
        && is_own(cx, id)
    {
        let name = cx.company_name(id).unwrap_or_default().to_owned();
        let why = if action == Action::SetRate { "tui-own-vat" } else { "tui-own-no-service" };
        cx.say(Message::new(why).with("name", name), Severity::Look);
        return Vec::new();
    }
    match action {
        Action::SetKey => match consent_of(cx, id) {
            None => make::open(cx, Purpose::Key(id)),
            Some((_, Some(login))) if asks_to_write(cx, id) => make::open(cx, Purpose::Renew(login)),
            Some((_, Some(login))) if make::allows(cx, service::Action::Companies, None) => {
                return vec![keys::renew(login, false)];
            }
            Some((_, Some(_))) => {}
            Some((service, None)) => make::open(cx, Purpose::Login(Some(service))),
        },
        Action::Alternatives => return details::sender(cx, id),
        Action::SetRate => return details::vat(cx, id, Vec::new()),
        Action::Rename => make::open(cx, Purpose::Rename(id)),
        Action::Delete => {
            make::open(cx, Purpose::Remove(id));
            if matches!(cx.overlay, Some(Overlay::Form(_))) {
                return vec![keys::order(Order::Count, cases::CountCompany(id))];
            }
        }
        Action::Enable if make::allows(cx, service::Action::Companies, company) => {
            return vec![keys::order(Order::Enable, cases::EnableCompany { company: id, enabled: !enabled })];
        }
        Action::Test if make::allows(cx, service::Action::Keys, company) => {
            let name = cx.company_name(id).unwrap_or_default().to_owned();
            if let Some((_, Some(login))) = consent_of(cx, id) {
                cx.say(Message::new("manage-login-testing").with("name", name), Severity::Look);
                return vec![keys::order(Order::TestLogin, cases::TestLogin(login.to_string()))];
            }
            cx.say(Message::new("manage-testing").with("name", name), Severity::Look);
            return vec![keys::order(Order::TestKey, cases::TestKey(id))];
        }
        _ => {}
    }
    Vec::new()
}
