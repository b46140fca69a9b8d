//! What is done to several marked companies: asked about once, done one after another, and told once at the end.

use std::collections::VecDeque;

use super::Companies;
use crate::domain::{Company, CompanyId, LoginId, Message};
use crate::error::Error;
use crate::service::{Action as Permission, CompanyView, Finished, Tested, cases};
use crate::tui::ask::{Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::failures;
use crate::tui::form::{company, make};
use crate::tui::keymap::Action;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::{Question as Confirm, Shared};

/// Companies that a question names one by one.
const NAMED: usize = 8;

/// What is done to one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Enable(CompanyId, bool),
    TestKey(CompanyId),
    TestLogin(CompanyId, LoginId),
}

impl Step {
    const fn company(self) -> CompanyId {
        match self {
            Self::Enable(id, _) | Self::TestKey(id) | Self::TestLogin(id, _) => id,
        }
    }

    /// The family of the texts of the question, and the text of the end.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Enable(_, false) => ("disable", "manage-many-disabled"),
            Self::Enable(_, true) => ("enable", "manage-many-enabled"),
            Self::TestKey(_) | Self::TestLogin(..) => ("test", "manage-many-tested"),
        }
    }

    fn ask(self) -> Effect {
        let case = match self {
            Self::Enable(company, enabled) => Case::new(cases::EnableCompany { company, enabled }),
            Self::TestKey(id) => Case::new(cases::TestKey(id)),
            Self::TestLogin(_, login) => Case::new(cases::TestLogin(login.to_string())),
        };
        Effect::Ask(PageId::Companies, Question::Case(case))
    }
}

/// What is under way, and how much of it was done.
#[derive(Debug, Default)]
pub(super) struct Many {
    /// What a question is about.
    asked: Vec<Step>,
    left: VecDeque<Step>,
    at: Option<Step>,
    done: usize,
    failed: Vec<(CompanyId, Error)>,
}

impl Many {
    fn next(&mut self) -> Vec<Effect> {
        self.at = self.left.pop_front();
        self.at.map(Step::ask).into_iter().collect()
    }
}

/// The steps that an action means for these companies.
fn steps(action: Action, views: &[&CompanyView]) -> Vec<Step> {
    // Own books are not synced: there is nothing to switch off and no key.
    let synced = || views.iter().filter(|view| !view.company.has_own_books());
    if action == Action::Enable {
        let enable = !synced().any(|view| view.company.enabled);
        return synced()
            .filter(|view| view.company.enabled != enable)
            .map(|view| Step::Enable(view.company.id, enable))
            .collect();
    }
    let step = |view: &&CompanyView| match (view.service.uses_consent, view.company.login) {
        (true, Some(login)) => Step::TestLogin(view.company.id, login),
        _ => Step::TestKey(view.company.id),
    };
    synced().map(step).collect()
}

impl Companies {
    /// Does something to the marked companies, or to the one under the cursor.
    pub(super) fn manage(&mut self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        let marked = self.sheet.marked();
        match (action, marked.as_slice()) {
            (Action::Add, _) | (_, []) => {
                let here = self.sheet.current(cx.companies.all()).map(|view| view.company.id);
                company::act(action, here, cx)
            }
            (_, [one]) => company::act(action, Some(*one), cx),
            (Action::Enable | Action::Test, _) => {
                self.ask_many(action, &marked, cx);
                Vec::new()
            }
            _ => {
                cx.say(Message::new("manage-one-at-a-time"), Severity::Look);
                Vec::new()
            }
        }
    }

    fn ask_many(&mut self, action: Action, marked: &[CompanyId], cx: &mut Shared) {
        let permission = if action == Action::Test { Permission::Keys } else { Permission::Companies };
        if !marked.iter().all(|id| make::allows(cx, permission, Some(*id))) {
            return;
        }
        let views: Vec<&CompanyView> = cx.companies.all().iter().filter(|view| marked.contains(&view.company.id)).collect();
        let steps = steps(action, &views);
        let Some(first) = steps.first() else {
            let name = views.first().map(|view| view.company.name.clone()).unwrap_or_default();
            cx.say(Message::new("tui-own-no-service").with("name", name), Severity::Look);
            return;
        };
        let name = |step: &Step| cx.company_name(step.company()).unwrap_or_default().to_owned();
        let mut list: Vec<String> = steps.iter().take(NAMED).map(name).collect();
        if steps.len() > NAMED {
            list.push(cx.locale.text(&Message::new("outbox-and-more").with("count", steps.len() - NAMED)));
        }
        let (family, count) = (first.words().0, steps.len().to_string());
        self.many.asked = steps;
        cx.confirm(Confirm::OfPage { page: PageId::Companies, family, name: count, list: list.join("\n") });
    }

    /// Begins what was confirmed; what is under way goes on first.
    pub(super) fn begin_many(&mut self) -> Vec<Effect> {
        let asked = std::mem::take(&mut self.many.asked);
        self.many.left.extend(asked);
        if self.many.at.is_some() { Vec::new() } else { self.many.next() }
    }

    /// Takes the answer to one step: goes on with the next, and says at the end what was done.
    pub(super) fn did_one(&mut self, answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
        let (Some(step), Some(result)) = (self.many.at, result(answer)) else { return Vec::new() };
        match result {
            Ok(()) => self.many.done += 1,
            Err(error) => self.many.failed.push((step.company(), error)),
        }
        let mut effects = self.many.next();
        if self.many.at.is_some() {
            return effects;
        }
        cx.dirty = true;
        let many = std::mem::take(&mut self.many);
        if many.failed.is_empty() {
            cx.say(Message::new(step.words().1).with("count", many.done), Severity::Good);
        } else {
            let name = |cx: &Shared, id| cx.company_name(id).unwrap_or_default().to_owned();
            let count = many.done + many.failed.len();
            // The marks of what failed stay: what is done next is for those.
            self.sheet.keep_marks(|id| many.failed.iter().any(|(failed, _)| failed == id));
            let failed = many.failed.into_iter().map(|(id, error)| (name(cx, id), error)).collect();
            failures::say(cx, count, failed);
        }
        effects.extend(cx.companies.load());
        effects.extend(cx.runs.load());
        effects.push(Effect::Ask(PageId::Logins, Question::Case(Case::new(cases::Logins))));
        effects
    }
}

/// What became of a step; `None` if it is the answer to something else.
fn result(answer: AnyAnswer) -> Option<Reply<()>> {
    let answer = match answer.downcast::<Reply<Company>>() {
        Ok(reply) => return Some(reply.map(|_| ())),
        Err(answer) => answer,
    };
    let answer = match answer.downcast::<Reply<Tested>>() {
        Ok(reply) => return Some(reply.map(|_| ())),
        Err(answer) => answer,
    };
    answer.downcast::<Reply<Finished>>().ok().map(|reply| reply.map(|_| ()))
}
