//! Starting and ending syncs from the screen.

use super::event::Effect;
use super::model::{Model, on};
use super::notice::Severity;
use super::page::Page;
use super::pages::PageId;
use super::shared::Question;
use crate::domain::{CompanyId, Message, RunStatus};

/// The company that a key means here: under the cursor, of the list, of the invoice, of the run.
pub(crate) fn here(model: &Model) -> Option<CompanyId> {
    on!(&model, model.shared.page, |page| page.company(&model.shared))
}

/// Companies with a last run that failed or is incomplete.
pub(crate) fn failed(model: &Model) -> Vec<CompanyId> {
    let lacks = |status| matches!(status, RunStatus::Failed | RunStatus::Partial | RunStatus::Interrupted | RunStatus::Cancelled);
    let wanted = model.shared.companies.all().iter().filter(|view| view.company.enabled && view.company.login.is_some());
    let wanted = wanted.filter(|view| view.last_run.as_ref().is_some_and(|run| lacks(run.status)));
    wanted.map(|view| view.company.id).filter(|id| !model.shared.progress.contains_key(id)).collect()
}

/// Syncs the companies with a failed last run.
pub(crate) fn retry(model: &mut Model) -> Vec<Effect> {
    let companies = failed(model);
    if companies.is_empty() {
        model.shared.say(Message::new("tui-nothing-failed"), Severity::Good);
        return Vec::new();
    }
    model.shared.notice = None;
    vec![Effect::StartSync(companies)]
}

/// Starts a sync of one company, or of all that are enabled; says why where there is nothing to start.
pub(crate) fn start(model: &mut Model, company: Option<CompanyId>) -> Vec<Effect> {
    let all = model.shared.companies.all();
    let wanted: Vec<CompanyId> = match company {
        Some(id) => vec![id],
        // Own books have no service.
        None => {
            let synced = all.iter().filter(|view| view.company.enabled && !view.company.has_own_books());
            synced.map(|view| view.company.id).collect()
        }
    };
    let idle = |id: &CompanyId| !model.shared.progress.contains_key(id);
    let refusal = match company.and_then(|id| all.iter().find(|view| view.company.id == id)) {
        _ if all.is_empty() => Some("tui-sync-no-company"),
        Some(view) if view.company.has_own_books() => Some("tui-own-no-service"),
        Some(view) if !view.company.enabled => Some("tui-sync-disabled"),
        Some(view) if view.company.login.is_none() && view.service.uses_consent => Some("tui-health-no-login"),
        Some(view) if view.company.login.is_none() => Some("tui-sync-no-key"),
        _ if wanted.is_empty() => Some("tui-sync-no-company"),
        _ if !wanted.iter().any(idle) => Some("tui-sync-running"),
        _ => None,
    };
    if let Some(id) = refusal {
        let name = company.and_then(|id| model.shared.company_name(id)).unwrap_or_default().to_owned();
        model.shared.say(Message::new(id).with("name", name), Severity::Look);
        return Vec::new();
    }
    model.shared.notice = None;
    vec![Effect::StartSync(wanted.into_iter().filter(idle).collect())]
}

/// Starts syncs of companies, as far as they are enabled, have a login and are idle; says so if none is.
pub(crate) fn start_these(model: &mut Model, companies: Vec<CompanyId>) -> Vec<Effect> {
    let able = |id: &CompanyId| {
        let view = model.shared.companies.all().iter().find(|view| view.company.id == *id);
        view.is_some_and(|view| view.company.enabled && view.company.login.is_some()) && !model.shared.progress.contains_key(id)
    };
    let able: Vec<CompanyId> = companies.into_iter().filter(able).collect();
    if able.is_empty() {
        model.shared.say(Message::new("tui-sync-none-of-these"), Severity::Look);
        return Vec::new();
    }
    model.shared.notice = None;
    vec![Effect::StartSync(able)]
}

/// Ends the sync of the company under the cursor, or all; several are asked about first.
pub(crate) fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.shared.progress.is_empty() {
        model.shared.say(Message::new("tui-no-sync-runs"), Severity::Good);
        return Vec::new();
    }
    let one = here(model).filter(|id| model.shared.page == PageId::Companies && model.shared.progress.contains_key(id));
    if one.is_none() && model.shared.progress.len() > 1 {
        let count = model.shared.progress.len();
        model.shared.confirm(Question::Cancel(count));
        return Vec::new();
    }
    model.shared.say(Message::new("tui-cancelling"), Severity::Look);
    vec![Effect::Cancel(one.into_iter().collect())]
}
