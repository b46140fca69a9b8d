//! What follows from a complete form of own books.

use super::place::{Next, Place, some};
use super::{Books, Told, draft, ledger, profile};
use crate::domain::Message;
use crate::service::books::{Approve, NewEntry, Settle, TimeAsk, TimeChange, TimerAsk};
use crate::service::cases;
use crate::tui::form::field::{Name, Value};
use crate::tui::form::order::order;
use crate::tui::form::{Form, Order};
use crate::tui::shared::Shared;

/// The text of a field if it was changed, also to nothing.
pub(in crate::tui::form) fn changed(form: &Form, name: Name) -> Option<String> {
    let now = form.text(name);
    let before = form.before.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str());
    (before != Some(now.as_str()) && form.field(name).is_some()).then_some(now)
}

/// Tags as typed: blanks or commas between.
fn tags(text: &str) -> Vec<String> {
    text.split([' ', ',']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// What follows from a complete form.
pub(crate) fn submit(cx: &Shared, form: &Form, books: &Books) -> Option<Next> {
    if matches!(books, Books::New) {
        return Some(Next::Ask(ledger::add(cx, form)));
    }
    let place = Place { cx, company: cx.books.id()? };
    Some(match books {
        Books::New => return None,
        Books::Entry | Books::Change(_) | Books::Bulk(_) | Books::Divide(_) | Books::Move(_) | Books::CopyDay(_) => {
            let (change, told) = of_time(&place, form, books)?;
            Next::Ask(order(Order::Books(Told::Time(told)), cases::RecordTime { company: place.company, change }))
        }
        Books::Timer(_) | Books::Stop => {
            let ask = of_timer(&place, form, books);
            Next::Ask(order(Order::Books(Told::Timer), cases::RunTimer { company: place.company, ask }))
        }
        Books::WriteOff(ids) => {
            let of = TimeAsk { ids: ids.clone(), ..TimeAsk::default() };
            let ask = Approve { of, action: Settle::WriteOff(form.text(Name::Reason)), force: false };
            let case = cases::ApproveTime { company: place.company, ask };
            Next::Ask(order(Order::Books(Told::Settled("own-written-off")), case))
        }
        Books::Client(_) | Books::Project(_) | Books::Rate => match ledger::edit(&place, form, books) {
            Ok(edit) => Next::Ask(order(Order::Books(Told::Edited), cases::EditBooks { company: place.company, edit })),
            Err(message) => Next::Refuse(message, None),
        },
        Books::Profile(known) => match cx.books.here() {
            Some(view) if view.profile != **known => Next::Refuse(Message::new("own-profile-changed"), None),
            _ => Next::Ask(profile::keep(&place, form, known)),
        },
        Books::Make => match draft::make_of(&place, form) {
            Ok(case) => Next::Ask(order(Order::Books(Told::Billed), case)),
            Err(message) => Next::Refuse(message, None),
        },
        Books::Issue(drafts) => draft::issue_of(&place, form, drafts),
    })
}

/// The change of time, and the text that says so when it is done.
fn of_time(place: &Place<'_>, form: &Form, books: &Books) -> Option<(TimeChange, &'static str)> {
    let person = || changed(form, Name::Person).filter(|text| !text.is_empty()).map(|text| place.person(text));
    Some(match books {
        Books::Entry => {
            let new = NewEntry {
                project: some(form, Name::Project).map(|text| place.project(text)),
                person: some(form, Name::Person).map(|text| place.person(text)),
                date: place.day(form, Name::Day),
                time: some(form, Name::Time),
                task: some(form, Name::Task),
                note: some(form, Name::Note),
                tags: some(form, Name::Tags).map(|text| tags(&text)),
                ..NewEntry::default()
            };
            (TimeChange::Add(new), "own-time-added")
        }
        Books::Change(id) => {
            // A range needs its day; an amount of an entry with clock times moves its end.
            let time = changed(form, Name::Time);
            let date = changed(form, Name::Day).and_then(|_| place.day(form, Name::Day));
            let project = changed(form, Name::Project);
            let project = project.map(|text| if text.is_empty() { text } else { place.project(text) });
            let new = NewEntry {
                project,
                person: person(),
                date,
                time,
                task: changed(form, Name::Task),
                note: changed(form, Name::Note),
                tags: changed(form, Name::Tags).map(|text| tags(&text)),
                billable: Some(form.is_set(Name::Billable)),
                ..NewEntry::default()
            };
            (TimeChange::Edit(id.clone(), new), "own-time-changed")
        }
        Books::Bulk(ids) => {
            let billable = match form.field(Name::Billable).map(|field| &field.value) {
                Some(Value::Choice { .. }) => some(form, Name::Billable).map(|word| word == "true"),
                _ => None,
            };
            let new = NewEntry {
                project: some(form, Name::Project).map(|text| place.project(text)),
                task: some(form, Name::Task),
                note: some(form, Name::Note),
                tags: some(form, Name::Tags).map(|text| tags(&text)),
                billable,
                ..NewEntry::default()
            };
            (TimeChange::EditAll(ids.clone(), new), "own-time-changed")
        }
        Books::Divide(id) => (TimeChange::Split(id.clone(), form.text(Name::Time)), "own-time-divided"),
        Books::Move(ids) => {
            let project = some(form, Name::Project).map(|text| place.project(text));
            (TimeChange::Move(ids.clone(), project), "own-time-moved")
        }
        Books::CopyDay(from) => (TimeChange::CopyDay(*from, place.day(form, Name::Until)?), "own-time-added"),
        _ => return None,
    })
}

fn of_timer(place: &Place<'_>, form: &Form, books: &Books) -> TimerAsk {
    let new = NewEntry {
        project: some(form, Name::Project).map(|text| place.project(text)),
        task: some(form, Name::Task),
        note: some(form, Name::Note),
        tags: some(form, Name::Tags).map(|text| tags(&text)),
        start: some(form, Name::Start),
        ..NewEntry::default()
    };
    match books {
        Books::Timer(true) => TimerAsk::Switch(new),
        Books::Timer(_) => TimerAsk::Start(new),
        _ => TimerAsk::Stop(some(form, Name::End)),
    }
}
