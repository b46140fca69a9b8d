//! Forms that make and issue drafts, and the orders and questions that follow from them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::make::{allows, choice, day, line, open, project};
use super::place::{Next, Place, number, some};
use super::rule::Own;
use super::{Asked, Books, Does, ask};
use crate::domain::ledger::{Fx, Group, RoundingLevel, Series, Vat};
use crate::domain::{Currency, Message};
use crate::service;
use crate::service::books::{BillStep, BooksView, DraftView, MakeDraft};
use crate::service::cases;
use crate::tui::form::Form;
use crate::tui::form::field::{Field, Name, Rule};
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

fn words<'w>(cx: &Shared, family: &str, all: impl Iterator<Item = &'w str>) -> Vec<(String, String)> {
    let word = |word: &str| {
        let id = format!("{family}-{}", word.replace('_', "-"));
        (word.to_owned(), cx.locale.text(&Message { id: id.into(), args: Vec::new() }))
    };
    all.map(word).collect()
}

/// A form that makes a draft for a client.
pub(crate) fn make(cx: &mut Shared, client: &str) {
    if !allows(cx, service::Action::Books) {
        return;
    }
    let today = cx.books.today(cx.now, &cx.zone);
    let groups = words(cx, "own-group", Group::ALL.iter().map(|group| group.as_str()));
    let at = Group::ALL.iter().position(|group| *group == Group::Project).unwrap_or(0);
    let levels = words(cx, "books-round", RoundingLevel::ALL.iter().map(|level| level.as_str()));
    let level = RoundingLevel::ALL.iter().position(|level| *level == RoundingLevel::Line).unwrap_or(0);
    let clients = Own::OneOf { names: cx.books.clients(), none: "books-no-client", needed: true };
    let number = |name, label| line(name, label, "", Rule::Own(Own::Number));
    let fields: Vec<Field> = vec![
        line(Name::Client, "own-client", client, Rule::Own(clients)),
        project(cx, "", false),
        day(cx, Name::From, "own-from", None, false),
        day(cx, Name::Until, "own-until", Some(today), false),
        choice(Name::Group, "own-grouped", groups, at),
        choice(Name::Round, "own-rounded", levels, level),
        line(Name::Vat, "own-vat", "", Rule::Own(Own::Vat)),
        number(Name::Discount, "own-discount"),
        line(Name::Note, "own-note", "", Rule::Any),
        number(Name::FxRate, "own-fx-rate"),
        line(Name::FxSource, "own-fx-source", "", Rule::Any),
        day(cx, Name::FxDate, "own-fx-date", None, false),
    ];
    open(cx, Books::Make, Message::new("own-make-title"), Message::new("own-make-outcome"), fields);
    if let (Some(Overlay::Form(form)), false) = (&mut cx.overlay, client.is_empty()) {
        form.at = 2;
    }
}

/// Asks for the draft that a form describes.
pub(super) fn make_of(place: &Place<'_>, form: &Form) -> Result<cases::Bill, Message> {
    let fx = match (number(form, Name::FxRate), some(form, Name::FxSource), place.day(form, Name::FxDate)) {
        (Some(rate), Some(source), Some(date)) => {
            let base = place.cx.books.here().map(|view| view.profile.currency.clone());
            Some(Fx { currency: base.unwrap_or_else(|| Currency::new("HUF")), rate, source, date })
        }
        (None, None, None) => None,
        _ => return Err(Message::new("own-fx-needs")),
    };
    let discount = number(form, Name::Discount);
    let ask = MakeDraft {
        client: place.client(form.text(Name::Client)),
        project: some(form, Name::Project).map(|text| place.project(text)),
        from: place.day(form, Name::From),
        until: place.day(form, Name::Until),
        group: Group::parse(&form.text(Name::Group)).unwrap_or(Group::Project),
        level: RoundingLevel::parse(&form.text(Name::Round)).unwrap_or(RoundingLevel::Line),
        vat: some(form, Name::Vat).and_then(|text| Vat::parse(&text)),
        discount,
        discount_text: None,
        lines: Vec::new(),
        fx,
        note: form.text(Name::Note),
        dry: false,
        as_if: None,
        time: true,
        advance: false,
        deduct: Vec::new(),
    };
    Ok(cases::Bill { company: place.company, step: BillStep::Make(Box::new(ask)) })
}

/// Asks whether drafts shall be discarded: all that are meant, with their sums.
pub(crate) fn discard(cx: &mut Shared, drafts: &[&DraftView]) {
    let called = |view: &DraftView| format!("{}, {}", view.client, cx.locale.money(view.gross, &view.draft.currency));
    let (what, does) = match drafts {
        [] => {
            cx.say(Message::new("own-no-open-draft"), Severity::Look);
            return;
        }
        [view] => {
            let amount = cx.locale.money(view.gross, &view.draft.currency);
            let what = Message::new("own-confirm-discard-draft").with("client", view.client.as_str()).with("amount", amount);
            (what, Does::DiscardDraft(view.draft.id.to_string()))
        }
        several => {
            let what = Message::new("own-confirm-discard-drafts").with("count", several.len()).with("client", names(several));
            let all = several.iter().map(|view| (view.draft.id.to_string(), called(view))).collect();
            (what.with("amount", sums(cx, several)), Does::DiscardDrafts(all))
        }
    };
    let texts = (what, Message::new("own-confirm-discard-draft-cost"), Message::new("own-confirm-discard-draft-yes"));
    ask::ask(cx, service::Action::Books, texts, does);
}

/// What drafts come to, each currency for itself.
fn sums(cx: &Shared, drafts: &[&DraftView]) -> String {
    let mut sums: BTreeMap<&Currency, Decimal> = BTreeMap::new();
    for view in drafts {
        let sum = sums.entry(&view.draft.currency).or_default();
        *sum = sum.saturating_add(view.gross);
    }
    sums.iter().map(|(currency, sum)| cx.locale.money(*sum, currency)).collect::<Vec<_>>().join(" + ")
}

/// A form that issues drafts.
pub(crate) fn issue(cx: &mut Shared, drafts: &[&DraftView]) {
    if drafts.is_empty() || !allows(cx, service::Action::Books) {
        return;
    }
    let today = cx.books.today(cx.now, &cx.zone);
    let fields = vec![
        day(cx, Name::Day, "own-issue-date", Some(today), true),
        day(cx, Name::Fulfilled, "own-fulfilled", None, false),
        day(cx, Name::Due, "own-due", None, false),
    ];
    let ids = drafts.iter().map(|view| view.draft.id.to_string()).collect();
    let about = Message::new("own-issue-title").with("count", drafts.len()).with("client", names(drafts));
    open(cx, Books::Issue(ids), about, Message::new("own-issue-outcome"), fields);
    let amounts = sums(cx, drafts);
    if let Some(Overlay::Form(form)) = &mut cx.overlay {
        form.shown_in_question = Some((names(drafts), amounts));
    }
}

fn names(drafts: &[&DraftView]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for view in drafts {
        if !names.contains(&view.client.as_str()) {
            names.push(&view.client);
        }
    }
    names.join(", ")
}

/// The numbers that documents issued on a day will have, if nothing is issued before them.
fn numbers(view: &BooksView, date: Date, count: usize) -> Option<(String, String)> {
    let name = format!("{}-{:04}", view.profile.prefix, date.year());
    let known = view.series.iter().find(|series| series.name == name).map_or(0, |series| series.last);
    let series = Series { last: known, ..Series::new(&name) };
    let count = u64::try_from(count).ok()?;
    Some((series.number(known + 1), series.number(known + count)))
}

/// The question before drafts are issued: numbers, clients and amounts are named.
pub(super) fn issue_of(place: &Place<'_>, form: &Form, drafts: &[String]) -> Next {
    let day = |name| place.day(form, name);
    let date = day(Name::Day).unwrap_or_else(|| place.cx.books.today(place.cx.now, &place.cx.zone));
    let range = place.cx.books.here().and_then(|view| numbers(view, date, drafts.len()));
    let (first, last) = range.unwrap_or_default();
    let (client, amount) = form.shown_in_question.clone().unwrap_or_default();
    let what = Message::new("own-confirm-issue")
        .with("count", drafts.len())
        .with("first", first)
        .with("last", last)
        .with("client", client)
        .with("amount", amount);
    Next::Confirm(Box::new(Asked {
        company: place.company,
        what,
        cost: Message::new("own-confirm-issue-cost"),
        yes: Message::new("own-confirm-issue-yes").with("count", drafts.len()),
        does: Does::Issue { drafts: drafts.to_vec(), date: Some(date), fulfilled: day(Name::Fulfilled), due: day(Name::Due) },
    }))
}
