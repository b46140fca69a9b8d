//! What keys do in what lies over the tab, and what follows when a line or a question is answered.

use super::event::Effect;
use super::input::Input;
use super::jobs::Work;
use super::keymap::Action;
use super::marks::Chosen;
use super::model::{Model, Mood, Overlay, Question, Tab};
use super::pick;
use super::prompt::{Prompt, Wanted};
use super::tabs::invoices;
use super::update::ask;
use crate::domain::Message;

/// So many PDFs are asked about first: each is a call that the service counts.
const MANY_PDFS: usize = 20;

/// What a key does in what lies over the tab.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Give => {
            model.overlay = None;
            return Vec::new();
        }
        _ => {}
    }
    match &mut model.overlay {
        Some(Overlay::Pick(_)) => return pick::act(model, action),
        Some(Overlay::Prompt(_)) if action == Action::Apply => return accept(model),
        Some(Overlay::Confirm { question, yes }) => match action {
            Action::Quit if *question == Question::Quit => return vec![Effect::Quit],
            Action::Quit => model.overlay = None,
            Action::Apply => {
                let (question, yes) = (question.clone(), *yes);
                model.overlay = None;
                if yes {
                    return confirmed(model, question);
                }
            }
            Action::Other => *yes = !*yes,
            _ => {}
        },
        _ => {}
    }
    Vec::new()
}

/// What was asked is to be done.
fn confirmed(model: &mut Model, question: Question) -> Vec<Effect> {
    match question {
        Question::Quit => vec![Effect::Quit],
        Question::Pdf(_) => folder(model),
        Question::Cancel(_) => {
            model.say(Message::new("tui-cancelling"), Mood::Look);
            vec![Effect::Cancel(Vec::new())]
        }
        Question::ForgetView(name) => {
            model.views.retain(|view| view.name != name);
            model.unsaved = true;
            Vec::new()
        }
    }
}

/// Downloads PDFs of what is marked, or of the invoice that one looks at; many are asked about first.
pub(crate) fn pdf(model: &mut Model) -> Vec<Effect> {
    if model.masked {
        // Nothing can be hidden in what the service made.
        model.say(Message::new("tui-masked-pdf"), Mood::Look);
        return Vec::new();
    }
    let (_, count) = of_pdf(model);
    if count > MANY_PDFS {
        return ask(model, Question::Pdf(count));
    }
    folder(model)
}

/// The invoices whose PDFs are meant, and how many they are.
fn of_pdf(model: &Model) -> (Chosen, usize) {
    let tab = &model.invoices;
    if model.tab == Tab::Invoices && !tab.marks.is_empty() {
        return (invoices::chosen(model), tab.marks.count(tab.total));
    }
    let key = if model.tab == Tab::Detail { &model.detail.key } else { &tab.selected };
    let keys: Vec<_> = key.iter().cloned().collect();
    let count = keys.len();
    (Chosen::These(keys), count)
}

fn folder(model: &mut Model) -> Vec<Effect> {
    let (_, count) = of_pdf(model);
    if count > 0 {
        let prompt = Prompt { wanted: Wanted::Folder, input: Input::new("faktura-pdf"), count };
        model.overlay = Some(Overlay::Prompt(prompt));
    }
    Vec::new()
}

/// A line was typed: the work begins.
fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = model.overlay.take() else { return Vec::new() };
    let typed = prompt.input.text().trim();
    if typed.is_empty() {
        return Vec::new();
    }
    let place = std::path::PathBuf::from(typed);
    let work = match prompt.wanted {
        Wanted::File(format) => Work::Export { chosen: invoices::chosen(model), format, path: place, masked: model.masked },
        Wanted::Folder => Work::Pdf { chosen: of_pdf(model).0, folder: place },
    };
    let now = model.now;
    let id = model.jobs.add(work.clone(), now);
    vec![Effect::StartJob(id, work)]
}
