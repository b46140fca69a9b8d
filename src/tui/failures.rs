//! What failed of several rows that something was done to: a few reasons for the notice, and all of them as a job that ended and in the log.
//!
//! For: actions on marked rows. Never: a page; a single row: its error is the notice.

use super::jobs::{Step, Work};
use super::notice::Severity;
use super::shared::Shared;
use crate::domain::{Message, text};
use crate::error::{Error, ErrorKind};

/// Reasons that a notice tells at most.
const REASONS: usize = 5;

/// The first reasons, and how many more there are.
pub(crate) fn reasons(cx: &Shared, mut all: Vec<String>) -> String {
    let more = all.len().saturating_sub(REASONS);
    all.truncate(REASONS);
    if more > 0 {
        all.push(cx.locale.text(&Message::new("tui-and-more").with("count", more)));
    }
    all.join(" · ")
}

/// Says that some of `count` rows failed, named with their reasons, and keeps each for the list of jobs.
pub(crate) fn say(cx: &mut Shared, count: usize, failed: Vec<(String, Error)>) {
    let why = |(name, error): &(String, Error)| format!("{name}: {}", cx.locale.text(&error.message));
    let why = reasons(cx, failed.iter().map(why).collect());
    let message = Message::new("each-failed").with("done", count.saturating_sub(failed.len())).with("count", count);
    let message = message.with("why", why);
    keep(cx, &message, failed);
    cx.say(message, Severity::Act);
}

/// Keeps what failed, each row with its reason, under a message about all of them.
pub(crate) fn keep(cx: &mut Shared, message: &Message, failed: Vec<(String, Error)>) {
    if failed.is_empty() {
        return;
    }
    let name = cx.locale.text(&Message::new("tui-job-rows").with("count", failed.len()));
    let id = cx.jobs.add(Work::Rows { name }, cx.now);
    for (row, error) in failed {
        tracing::warn!(row = %text::clean(&row), %error, "something was not done to a row");
        let _ = cx.jobs.step(id, Step::Failed(row, error), cx.now);
    }
    let _ = cx.jobs.step(id, Step::Ended(Err(Error::new(ErrorKind::Partial, message.clone()))), cx.now);
}
