//! Orders that are given together, one for each of several rows: what became of all of them is said once.
//!
//! For: keys that do something to marked rows for which the service has a use case of one. A few are under way at a time. Never: a page.

use super::Order;
use super::order::PAGE;
pub(crate) use super::together::Each;
use super::together::Several;
use crate::domain::Message;
use crate::error::Error;
use crate::service::books::Billed;
use crate::tui::ask::{Question as Ask, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::failures;
use crate::tui::notice::Severity;
use crate::tui::shared::Shared;

/// Orders under way at a time.
const AT_ONCE: usize = 4;

/// The order for the next row.
fn next(several: &mut Several, together: u64) -> Option<Effect> {
    let (index, case) = several.waiting.pop_front()?;
    Some(Effect::Ask(PAGE, Ask::Order(Order::Each { together, index }, case)))
}

/// Gives an order for each, with what it is called.
pub(crate) fn give(cx: &mut Shared, each: Each, cases: Vec<(String, Case)>) -> Vec<Effect> {
    let together = cx.together.next;
    cx.together.next += 1;
    let (names, cases): (Vec<String>, Vec<Case>) = cases.into_iter().unzip();
    let waiting = cases.into_iter().enumerate().collect();
    let mut several = Several { each, names, waiting, answered: 0, failed: Vec::new() };
    let effects: Vec<Effect> = std::iter::from_fn(|| next(&mut several, together)).take(AT_ONCE).collect();
    if !effects.is_empty() {
        cx.together.all.insert(together, several);
    }
    effects
}

/// The error of an answer; `None` if it was done.
fn error(answer: AnyAnswer) -> Option<Error> {
    match answer.downcast::<Reply<Billed>>() {
        Ok(reply) => reply.err(),
        Err(answer) => answer.downcast::<Reply<()>>().ok().and_then(|reply| reply.err()),
    }
}

/// Takes the answer to one of them and gives the next order; says after the last one what was done and what was not.
pub(super) fn told((together, index): (u64, usize), answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
    let Some(several) = cx.together.all.get_mut(&together) else { return Vec::new() };
    several.failed.extend(error(answer).map(|error| (index, error)));
    several.answered += 1;
    if let Some(effect) = next(several, together) {
        return vec![effect];
    }
    if several.answered < several.names.len() {
        return Vec::new();
    }
    if let Some(several) = cx.together.all.remove(&together) {
        // Also after an error: another process may have changed what is shown.
        cx.books.version += 1;
        cx.writes += 1;
        said(cx, several);
    }
    Vec::new()
}

fn said(cx: &mut Shared, mut several: Several) {
    let count = several.names.len();
    if several.failed.is_empty() {
        let name = several.names.pop().unwrap_or_default();
        cx.say(Message::new(several.each.done()).with("count", count).with("name", name), Severity::Good);
        return;
    }
    several.failed.sort_by_key(|(index, _)| *index);
    let named = |(index, error): (usize, Error)| (several.names.get(index).cloned().unwrap_or_default(), error);
    let failed = several.failed.into_iter().map(named).collect();
    failures::say(cx, count, failed);
}
