//! Keys in an overlay, and the effects of an answered line or question.

use std::path::PathBuf;

use super::ask::Question as Ask;
use super::case::Case;
use super::chosen::Chosen;
use super::commands;
use super::event::Effect;
use super::form::books::ask;
use super::form::{Order, keys};
use super::input::Input;
use super::jobs::Work;
use super::keymap::Action;
use super::model::{Model, on};
use super::notice::Severity;
use super::page::Page;
use super::pages::PageId;
use super::pick::choose::{self, Next};
use super::prompt::{Prompt, Wanted};
use super::shared::{Overlay, Question};
use crate::domain::Message;
use crate::service::cases;

/// From this many PDFs on the user is asked first: each is a call that the service counts.
const MANY_PDFS: usize = 20;

/// Does an action in the overlay.
pub(crate) fn act(model: &mut Model, action: Action) -> Next {
    match action {
        Action::Redraw => return Next::Done(vec![Effect::Redraw]),
        Action::Suspend => return Next::Done(vec![Effect::Suspend]),
        action if matches!(model.shared.overlay, Some(Overlay::Form(_))) => {
            return Next::Done(keys::act(&mut model.shared, action));
        }
        Action::Give => {
            model.shared.overlay = None;
            return Next::NOTHING;
        }
        _ => {}
    }
    match &mut model.shared.overlay {
        Some(Overlay::Pick(_)) => return choose::act(model, action),
        Some(Overlay::Prompt(_)) if action == Action::Apply => return Next::Done(accept(model)),
        Some(Overlay::Confirm { question, yes }) => match action {
            Action::Quit if *question == Question::Quit => return Next::Done(vec![Effect::Quit]),
            Action::Quit => model.shared.overlay = None,
            Action::Apply => {
                let (question, yes) = (question.clone(), *yes);
                model.shared.overlay = None;
                if yes {
                    return Next::Done(confirmed(model, question));
                }
            }
            Action::Yes => {
                let question = question.clone();
                model.shared.overlay = None;
                return Next::Done(confirmed(model, question));
            }
            Action::Other => *yes = !*yes,
            _ => {}
        },
        _ => {}
    }
    Next::NOTHING
}

/// Does what was confirmed.
fn confirmed(model: &mut Model, question: Question) -> Vec<Effect> {
    match question {
        Question::Quit => return vec![Effect::Quit],
        Question::Pdf(_) => folder(model),
        Question::Cancel(_) => {
            model.shared.say(Message::new("tui-cancelling"), Severity::Look);
            return vec![Effect::Cancel(Vec::new())];
        }
        Question::ForgetView(name) => {
            model.shared.views.retain(|view| view.name != name);
            model.shared.unsaved = true;
        }
        Question::Remove { company, name } => {
            return vec![keys::order(Order::Remove, cases::RemoveCompany { company, name })];
        }
        Question::RemoveLogin { login, .. } => {
            let case = cases::RemoveLogin { login: login.to_string(), revoke: false };
            return vec![keys::order(Order::RemoveLogin, case)];
        }
        Question::Books(asked) => return ask::does(&mut model.shared, *asked),
        Question::Command { place, .. } => return commands::start(model, place),
        Question::OfPage { page, .. } => return on!(&mut model, page, |page| page.confirmed(&mut model.shared)),
        Question::Certain(company) => {
            model.shared.say(Message::new("bank-matching"), Severity::Look);
            let case = Case::new(cases::SettleMatches { companies: company.into_iter().collect() });
            return vec![Effect::Ask(PageId::Bank, Ask::Case(case))];
        }
        Question::Revoke(name) => return vec![keys::order(Order::Revoke, cases::RevokeToken(name))],
    }
    Vec::new()
}

/// Downloads PDFs of the marked invoices, or of the one that is shown; many are asked about first.
pub(crate) fn pdf(model: &mut Model) {
    if model.shared.masked {
        // Nothing can be hidden in a document of the service.
        model.shared.say(Message::new("tui-masked-pdf"), Severity::Look);
        return;
    }
    match of_pdf(model).1 {
        count if count > MANY_PDFS => model.shared.confirm(Question::Pdf(count)),
        _ => folder(model),
    }
}

/// The invoices to download as PDF, and their number.
fn of_pdf(model: &Model) -> (Chosen, usize) {
    let list = &model.pages.invoices.list;
    if model.shared.page == PageId::Invoices && !list.marks.is_empty() {
        return (model.pages.invoices.chosen(model.shared.today()), list.marks.count(list.total));
    }
    let key = if model.shared.page == PageId::Invoice { &model.pages.invoice.key } else { &list.selected };
    let keys: Vec<_> = key.iter().cloned().collect();
    let count = keys.len();
    (Chosen::These(keys), count)
}

fn folder(model: &mut Model) {
    let (_, count) = of_pdf(model);
    if count > 0 {
        let prompt = Prompt { wanted: Wanted::Folder, input: Input::new("faktura-pdf"), count, rows: false };
        model.shared.overlay = Some(Overlay::Prompt(prompt));
    }
}

/// Begins the work that a typed line names the place of.
fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = model.shared.overlay.take() else { return Vec::new() };
    let typed = prompt.input.text().trim();
    if typed.is_empty() {
        return Vec::new();
    }
    let path = PathBuf::from(typed);
    let work = match prompt.wanted {
        Wanted::File(format) if model.shared.page != PageId::Invoices => {
            let page = model.shared.page;
            if let Some(picked) = on!(&model, page, |page| page.export(&model.shared)) {
                let work = Work::Records { picked, format, path, masked: model.shared.masked };
                let id = model.shared.jobs.add(work.clone(), model.shared.now);
                return vec![Effect::StartJob(id, work)];
            }
            let Some(table) = on!(&model, page, |page| page.table(&model.shared)) else { return Vec::new() };
            Work::Table { table, format, path }
        }
        Wanted::File(format) => {
            let chosen = model.pages.invoices.chosen(model.shared.today());
            Work::Export { chosen, format, path, masked: model.shared.masked }
        }
        Wanted::Folder => Work::Pdf { chosen: of_pdf(model).0, folder: path },
    };
    let id = model.shared.jobs.add(work.clone(), model.shared.now);
    vec![Effect::StartJob(id, work)]
}
