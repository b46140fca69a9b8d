//! Makes the forms of time: the fields of each, with what is known already.

use jiff::civil::Date;

use super::Books;
use super::rule::Own;
use crate::domain::Message;
use crate::domain::time::{EntryRow, Span};
use crate::service;
use crate::tui::form::field::{Field, Name, Rule, Value};
use crate::tui::form::{Form, Purpose, make};
use crate::tui::hours::hours;
use crate::tui::input::Input;
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

/// What an entry is filled in with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Name of the project.
    pub(crate) project: Option<String>,
    pub(crate) day: Option<Date>,
    pub(crate) task: String,
}

/// True if this screen may change something in the books that are shown; says why not.
pub(crate) fn allows(cx: &mut Shared, action: service::Action) -> bool {
    if cx.masked {
        cx.say(Message::new("own-masked"), Severity::Look);
        return false;
    }
    let company = cx.books.id();
    if company.is_none() {
        let id = match cx.books.companies.ready() {
            None => "tui-loading",
            Some(_) if cx.may(service::Action::Companies, None) => "own-no-books",
            Some(_) => "own-no-books-ask",
        };
        cx.say(Message::new(id), Severity::Look);
        return false;
    }
    make::allows(cx, action, company)
}

/// A line to type.
pub(in crate::tui::form) fn line(name: Name, label: &'static str, text: &str, rule: Rule) -> Field {
    Field::new(name, label, Value::Text(Input::new(text)), rule)
}

pub(in crate::tui::form) fn choice(name: Name, label: &'static str, options: Vec<(String, String)>, at: usize) -> Field {
    Field::new(name, label, Value::Choice { options, at }, Rule::Any)
}

pub(in crate::tui::form) fn check(name: Name, label: &'static str, on: bool) -> Field {
    Field::new(name, label, Value::Check(on), Rule::Any)
}

/// Opens a form.
pub(super) fn open(cx: &mut Shared, books: Books, title: Message, outcome: Message, fields: Vec<Field>) {
    cx.overlay = Some(Overlay::Form(Box::new(Form::new(Purpose::Books(books), title, outcome, fields))));
}

pub(super) fn project(cx: &Shared, text: &str, needed: bool) -> Field {
    let rule = Own::OneOf { names: cx.books.projects(), none: "books-no-project", needed };
    line(Name::Project, "own-project", text, Rule::Own(rule))
}

pub(in crate::tui::form) fn day(cx: &Shared, name: Name, label: &'static str, day: Option<Date>, needed: bool) -> Field {
    let today = cx.books.today(cx.now, &cx.zone);
    let text = day.map(|day| day.to_string()).unwrap_or_default();
    line(name, label, &text, Rule::Own(Own::Day { today, needed }))
}

fn words(task: &str, note: &str, tags: &str) -> [Field; 3] {
    [
        line(Name::Task, "own-task", task, Rule::Any),
        line(Name::Note, "own-note", note, Rule::Any),
        line(Name::Tags, "own-tags", tags, Rule::Any),
    ]
}

/// People other than the user, where the user may record their time.
fn person(cx: &Shared, text: &str) -> Option<Field> {
    let people: Vec<String> = cx.books.here()?.people.iter().map(|person| person.name.clone()).collect();
    let may = cx.may(service::Action::Books, cx.books.id()) && people.len() > 1;
    let rule = Own::OneOf { names: people, none: "books-no-person", needed: false };
    may.then(|| line(Name::Person, "own-person", text, Rule::Own(rule)))
}

/// A form that adds an entry.
pub(crate) fn entry(cx: &mut Shared, known: &Known) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let today = cx.books.today(cx.now, &cx.zone);
    let mut fields = vec![
        project(cx, known.project.as_deref().unwrap_or_default(), false),
        line(Name::Time, "own-time", "", Rule::Own(Own::Time { needed: true })),
        day(cx, Name::Day, "own-day", Some(known.day.unwrap_or(today)), true),
    ];
    fields.extend(words(&known.task, "", ""));
    fields.extend(person(cx, ""));
    let outcome = Message::new("own-entry-outcome");
    open(cx, Books::Entry, Message::new("own-entry-title"), outcome, fields);
    // The project is known mostly: the time is what is typed.
    if let (Some(Overlay::Form(form)), true) = (&mut cx.overlay, known.project.is_some()) {
        form.at = 1;
    }
}

/// The time of an entry as one types it.
pub(super) fn as_typed(span: &Span) -> String {
    let Some((start, end)) = span.clock() else { return hours(span.seconds()) };
    let zone = span.zone();
    let clock = |at: jiff::Timestamp| {
        let at = at.to_zoned(zone.clone());
        let format = if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        at.strftime(format).to_string()
    };
    format!("{}-{}", clock(start), clock(end))
}

/// A form that changes an entry.
pub(crate) fn change(cx: &mut Shared, row: &EntryRow) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let mut fields = vec![
        project(cx, row.project.as_deref().unwrap_or_default(), false),
        line(Name::Time, "own-time", &as_typed(&row.entry.span), Rule::Own(Own::Time { needed: true })),
        day(cx, Name::Day, "own-day", Some(row.date), true),
    ];
    fields.extend(words(&row.entry.task, &row.entry.note, &row.tags));
    fields.push(check(Name::Billable, "own-billable", row.entry.billable));
    fields.extend(person(cx, &row.person));
    let books = Books::Change(row.entry.id.to_string());
    open(cx, books, Message::new("own-change-title"), Message::new("own-change-outcome"), fields);
    if let Some(Overlay::Form(form)) = &mut cx.overlay {
        // What stays as it was is not sent: a time that occurs twice on its day is kept to the second.
        form.before = form.fields.iter().map(|field| (field.name, form.text(field.name))).collect();
    }
}

/// A form that changes several entries alike: what is left empty stays.
pub(crate) fn bulk(cx: &mut Shared, ids: Vec<String>) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let mut fields = vec![project(cx, "", false)];
    fields.extend(words("", "", ""));
    let stays = cx.locale.get("own-stays");
    let word = |word: &str, id: &'static str, cx: &Shared| (word.to_owned(), cx.locale.get(id));
    let options = vec![(String::new(), stays), word("true", "own-yes", cx), word("false", "own-no", cx)];
    fields.push(choice(Name::Billable, "own-billable", options, 0));
    let count = ids.len();
    let title = Message::new("own-bulk-title").with("count", count);
    open(cx, Books::Bulk(ids), title, Message::new("own-bulk-outcome").with("count", count), fields);
}

/// A form that splits an entry.
pub(crate) fn divide(cx: &mut Shared, row: &EntryRow) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let fields = vec![line(Name::Time, "own-part", "", Rule::Own(Own::Part))];
    let title = Message::new("own-divide-title")
        .with("time", row.entry.span.shown(row.date).unwrap_or_else(|| as_typed(&row.entry.span)))
        .with("date", row.date.to_string());
    open(cx, Books::Divide(row.entry.id.to_string()), title, Message::new("own-divide-outcome"), fields);
}

/// A form that moves entries to another project.
pub(crate) fn to_project(cx: &mut Shared, ids: Vec<String>) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let (fields, count) = (vec![project(cx, "", false)], ids.len());
    let title = Message::new("own-move-title").with("count", count);
    open(cx, Books::Move(ids), title, Message::new("own-move-outcome"), fields);
}

/// A form that copies a day.
pub(crate) fn copy_day(cx: &mut Shared, from: Date) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let to = from.tomorrow().unwrap_or(from);
    let fields = vec![day(cx, Name::Until, "own-to-day", Some(to), true)];
    let title = Message::new("own-copy-title").with("date", from.to_string());
    open(cx, Books::CopyDay(from), title, Message::new("own-copy-outcome"), fields);
}

/// A form that starts a timer, or stops the one that runs and starts the next.
pub(crate) fn timer(cx: &mut Shared, known: &Known) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let runs = cx.books.runs(cx.now).is_some();
    let (today, zone) = (cx.books.today(cx.now, &cx.zone), cx.books.zone(&cx.zone));
    let mut fields = vec![project(cx, known.project.as_deref().unwrap_or_default(), false)];
    fields.extend(words(&known.task, "", ""));
    if !runs {
        fields.push(line(Name::Start, "own-since", "", Rule::Own(Own::Moment { day: today, zone, needed: false })));
    }
    let (title, outcome) =
        if runs { ("own-switch-title", "own-switch-outcome") } else { ("own-timer-title", "own-timer-outcome") };
    open(cx, Books::Timer(runs), Message::new(title), Message::new(outcome), fields);
}

/// A form that stops a forgotten timer at the end that is proposed.
pub(crate) fn stop(cx: &mut Shared) {
    if !allows(cx, service::Action::Time) {
        return;
    }
    let Some(timer) = cx.books.timer.as_ref().and_then(|view| view.running.clone().map(|timer| (timer, view.proposed_end)))
    else {
        return;
    };
    let zone = jiff::tz::TimeZone::get(&timer.0.zone).unwrap_or_else(|_| cx.books.zone(&cx.zone));
    let local = |at: jiff::Timestamp| at.to_zoned(zone.clone());
    let proposed = timer.1.map(|at| local(at).strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default();
    let (today, since) = (local(cx.now).date(), local(timer.0.start).strftime("%Y-%m-%d %H:%M").to_string());
    // The clock of the first line may go by another zone.
    let apart = zone.to_offset(timer.0.start) != cx.zone.to_offset(timer.0.start);
    let since = if apart { format!("{since} {}", timer.0.zone) } else { since };
    let rule = Rule::Own(Own::Moment { day: today, zone, needed: true });
    let fields = vec![line(Name::End, "own-end", &proposed, rule)];
    let title = Message::new("own-stop-title").with("since", since);
    open(cx, Books::Stop, title, Message::new("own-stop-outcome"), fields);
}

/// A form that decides not to bill entries.
pub(crate) fn write_off(cx: &mut Shared, ids: Vec<String>) {
    if !allows(cx, service::Action::Books) {
        return;
    }
    let count = ids.len();
    let fields = vec![line(Name::Reason, "own-reason", "", Rule::Needed)];
    let title = Message::new("own-write-off-title").with("count", count);
    open(cx, Books::WriteOff(ids), title, Message::new("own-write-off-outcome"), fields);
}
