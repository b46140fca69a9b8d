//! The words of an alert, and its JSON.

use jiff::Timestamp;
use serde::Serialize;

use super::Letter;
use crate::domain::{Alert, AlertKind, Message, text};

/// Input of a command and body of a webhook. Slack and similar services show `text` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlertJson {
    pub text: String,
    /// Equal in every delivery of the same alert.
    pub id: u64,
    /// `failed`, `partial`, `deferred`, `stale`, `login_ends`, `nav_refused`, `undelivered`, `overdue`, `lost`, `recovered` or `test`.
    pub kind: &'static str,
    pub reminder: bool,
    pub company_id: Option<u32>,
    pub company: Option<String>,
    pub run_id: Option<u64>,
    pub reason: Option<String>,
    pub since: String,
    pub at: String,
    pub machine: String,
}

/// The word of an alert.
#[must_use]
pub const fn kind(alert: &Alert) -> &'static str {
    if alert.test { "test" } else { alert.kind.as_str() }
}

impl AlertJson {
    /// The JSON of an alert.
    #[must_use]
    pub fn new(letter: Letter<'_>) -> Self {
        let alert = letter.alert;
        let of_company = !alert.test;
        Self {
            text: text(letter),
            id: letter.id,
            kind: kind(alert),
            reminder: alert.reminder,
            company_id: of_company.then_some(alert.company.0),
            company: of_company.then(|| alert.company_name.clone()),
            run_id: alert.run.map(|run| run.0),
            reason: alert.reason.clone(),
            since: alert.since.to_string(),
            at: alert.at.to_string(),
            machine: letter.machine.to_owned(),
        }
    }
}

/// The subject: one line.
#[must_use]
pub fn subject(letter: Letter<'_>) -> String {
    let alert = letter.alert;
    if alert.test {
        return letter.locale.text(&Message::new("alert-test").with("machine", letter.machine));
    }
    let id = match alert.kind {
        AlertKind::Failed => "alert-failed",
        AlertKind::Partial => "alert-partial",
        AlertKind::Deferred => "alert-deferred",
        AlertKind::Stale => "alert-stale",
        AlertKind::NavRefused => "alert-nav-refused",
        AlertKind::LoginEnds => "alert-login-ends",
        AlertKind::Undelivered => "alert-undelivered",
        AlertKind::Overdue => "alert-overdue",
        AlertKind::Lost => "alert-lost",
        AlertKind::Recovered => "alert-recovered",
    };
    // Line breaks and commands to a terminal stay here, whatever the company is called.
    let line = letter.locale.text(&Message::new(id).with("company", text::clean(&alert.company_name).as_ref()));
    if alert.reminder { letter.locale.text(&Message::new("alert-again").with("line", line)) } else { line }
}

/// All that is known, in a few lines.
#[must_use]
pub fn text(letter: Letter<'_>) -> String {
    let (alert, locale) = (letter.alert, letter.locale);
    let mut lines = vec![subject(letter)];
    if let Some(reason) = &alert.reason {
        lines.push(text::clean(reason).into_owned());
    }
    if !alert.test {
        lines.push(locale.text(&Message::new("alert-since").with("time", minute(alert.since))));
        if let Some(run) = alert.run {
            lines.push(locale.text(&Message::new("alert-run").with("run", run.0.to_string())));
        }
        lines.push(locale.text(&Message::new("alert-machine").with("machine", letter.machine)));
    }
    lines.join("\n")
}

/// The body of an e-mail: company, reason, run and next step.
#[must_use]
pub fn body(letter: Letter<'_>) -> String {
    let (alert, locale) = (letter.alert, letter.locale);
    let machine = locale.text(&Message::new("alert-machine").with("machine", letter.machine));
    if alert.test {
        return [locale.get("alert-body-test"), machine].join("\n");
    }
    let company = Message::new("alert-body-company").with("company", text::clean(&alert.company_name).as_ref());
    let id = alert.company.0.to_string();
    let mut lines = vec![locale.text(&company.with("id", id.as_str()))];
    if let Some(reason) = &alert.reason {
        lines.push(locale.text(&Message::new("alert-body-reason").with("reason", text::clean(reason).as_ref())));
    }
    lines.push(locale.text(&Message::new("alert-since").with("time", minute(alert.since))));
    if let Some(run) = alert.run {
        lines.push(locale.text(&Message::new("alert-body-run").with("run", run.0.to_string())));
    }
    lines.push(machine);
    lines.push(String::new());
    let waits = matches!(alert.kind, AlertKind::Deferred | AlertKind::Recovered);
    let mut steps = Vec::new();
    if let Some(run) = alert.run.filter(|_| !waits) {
        steps.push(Message::new("alert-next-run").with("run", run.0.to_string()));
    }
    match alert.kind {
        AlertKind::Deferred => steps.push(Message::new("alert-next-wait")),
        AlertKind::Recovered => steps.push(Message::new("alert-next-nothing")),
        AlertKind::LoginEnds => steps.push(Message::new("alert-next-renew")),
        AlertKind::Undelivered => steps.push(Message::new("alert-next-undelivered")),
        AlertKind::Overdue => steps.push(Message::new("alert-next-overdue")),
        AlertKind::Lost => steps.push(Message::new("alert-next-lost")),
        AlertKind::Partial if alert.run.is_some() => {}
        _ => steps.push(Message::new("alert-next-sync").with("id", id)),
    }
    lines.extend(steps.iter().map(|step| locale.text(step)));
    lines.join("\n")
}

/// A moment to the minute, in UTC: the zone of the reader is unknown.
fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
