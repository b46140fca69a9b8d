//! Answers to orders about own books: a notice, and what is shown is read again.

use super::ledger::profile_of;
use super::{Books, Told};
use crate::domain::{Company, Message};
use crate::service::books::doubt;
use crate::service::books::{Billed, Edited, TimeChanged, TimeView, TimerView};
use crate::tui::case::AnyAnswer;
use crate::tui::form::taken::taken;
use crate::tui::form::{Order, Purpose};
use crate::tui::hours::hours;
use crate::tui::load::Load;
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

/// Takes the answer to an order.
pub(crate) fn told(told: Told, answer: AnyAnswer, cx: &mut Shared) {
    let order = Order::Books(told);
    let mut doubts = Vec::new();
    let said = match told {
        Told::Added => {
            // The answer is the company alone: what is doubtful of its profile stands in the form.
            let profile = match &cx.overlay {
                Some(Overlay::Form(form)) if form.purpose == Purpose::Books(Books::New) => Some(profile_of(form)),
                _ => None,
            };
            taken::<Company>(answer, order, cx).map(|company| {
                // The list of companies is read again.
                cx.books.companies = Load::Loading;
                doubts = profile.map(|profile| doubt::of_profile(&profile)).unwrap_or_default();
                Message::new("cli-books-added").with("name", company.name).with("id", company.id.to_string())
            })
        }
        Told::Time(text) => taken::<TimeChanged>(answer, order, cx).map(|changed| {
            let seconds: i64 = changed.entries.iter().map(|row| row.entry.seconds()).sum();
            let message = Message::new(text).with("count", changed.entries.len()).with("hours", hours(seconds));
            message.with("lints", changed.lints.len())
        }),
        Told::Timer => taken::<TimerView>(answer, order, cx).map(|view| {
            let message = match (&view.running, &view.entry) {
                (_, Some(row)) => Message::new("own-timer-stopped").with("hours", hours(row.entry.seconds())),
                (Some(_), None) => Message::new("own-timer-started"),
                (None, None) => Message::new("own-timer-dropped"),
            };
            cx.books.timer = Some(view);
            message
        }),
        Told::Settled(text) => taken::<TimeView>(answer, order, cx)
            .map(|view| Message::new(text).with("count", view.total).with("hours", hours(view.seconds))),
        Told::Edited => taken::<Edited>(answer, order, cx).map(|edited| {
            doubts = edited.doubts();
            edited_words(&edited, cx)
        }),
        Told::Billed => taken::<Billed>(answer, order, cx).map(|billed| {
            doubts = billed.doubts();
            billed_words(&billed, cx)
        }),
    };
    // Also after an error: another process may have changed what is shown.
    cx.books.version += 1;
    cx.dirty = true;
    match said {
        Some(message) if doubts.is_empty() => cx.say(message, Severity::Good),
        Some(message) => {
            let words: Vec<String> = doubts.iter().map(|doubt| cx.locale.text(&doubt.message)).collect();
            let message =
                Message::new("own-saved-doubtful").with("said", cx.locale.text(&message)).with("doubts", words.join("; "));
            cx.say(message, Severity::Look);
        }
        None => {}
    }
}

fn edited_words(edited: &Edited, cx: &Shared) -> Message {
    let (id, name) = match edited {
        Edited::Profile(profile) => ("cli-books-changed", profile.party.name.clone()),
        Edited::Client(client) => ("cli-books-client", client.party.name.clone()),
        Edited::Project(view) => ("cli-books-project", view.project.name.clone()),
        Edited::Person(person) => ("cli-books-person", person.name.clone()),
        Edited::Rate(view) => ("cli-books-rate", cx.locale.money(view.rate.amount, &view.rate.currency)),
        Edited::Recurring(view) => ("cli-books-recurring", view.recurring.title.clone()),
        Edited::TimeMap(map, Some(project)) => ("cli-books-map", format!("{} → {project}", map.name)),
        Edited::TimeMap(map, None) => ("cli-books-deleted", map.name.clone()),
        Edited::Deleted(id) => {
            let name = cx.books.client(id.as_str()).map(|client| client.party.name.clone());
            let project = || cx.books.project(id.as_str()).map(|view| view.project.name.clone());
            ("cli-books-deleted", name.or_else(project).unwrap_or_else(|| id.to_string()))
        }
    };
    Message::new(id).with("name", name)
}

fn billed_words(billed: &Billed, cx: &Shared) -> Message {
    match billed {
        Billed::Drafts(views) | Billed::Recurred(views, _) => {
            let Some(view) = views.first() else { return Message::new("own-drafted-none") };
            let id = if view.draft.state.as_str() == "discarded" { "own-draft-discarded" } else { "own-drafted" };
            let gross = cx.locale.money(view.gross, &view.draft.currency);
            Message::new(id).with("client", view.client.as_str()).with("amount", gross)
        }
        Billed::Issued(views, _) => {
            let numbers: Vec<&str> = views.iter().map(|view| view.issued.document.number.as_str()).collect();
            Message::new("own-issued").with("count", views.len()).with("numbers", numbers.join(", "))
        }
        Billed::Paid(receipts, _) => Message::new("own-paid").with("count", receipts.len()),
    }
}
