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
        None => all.iter().filter(|view| view.company.enabled).map(|view| view.company.id).collect(),
    };
    let idle = |id: &CompanyId| !model.shared.progress.contains_key(id);
    let refusal = match company.and_then(|id| all.iter().find(|view| view.company.id == id)) {
        _ if all.is_empty() => Some("tui-sync-no-company"),
        Some(view) if !view.company.enabled => Some("tui-sync-disabled"),
        Some(view) if view.company.login.is_none() => Some("tui-sync-no-key"),
        _ if wanted.is_empty() => Some("tui-sync-no-company"),
        _ if !wanted.iter().any(idle) => Some("tui-sync-running"),
        _ => None,
    };
    if let Some(id) = refusal {
        model.shared.say(Message::new(id), Severity::Look);
        return Vec::new();
    }
    model.shared.notice = None;
    vec![Effect::StartSync(wanted.into_iter().filter(idle).collect())]
}

/// Ends the sync of the company under the cursor, or all; several are asked about first.
pub(crate) fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.shared.progress.is_empty() {
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
