//! Alerts: whether each channel has what it needs to send.

use super::system::program;
use super::{Finding, Known, Surroundings};
use crate::alert::Webhook;
use crate::domain::{AlertSecret, Message};
use crate::store::inspect;

const AREA: &str = "alerts";

/// Looks at each channel that is configured.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    if known.owner.is_some() {
        return Vec::new();
    }
    let settings = &it.config.alerts;
    let channels = settings.channels();
    let mut found = slack(it);
    if channels.is_empty() {
        found.push(Finding::ok(AREA, "doctor-alerts-none"));
        return found;
    }
    if settings.on.is_empty() {
        found.push(Finding::warn(AREA, "doctor-alerts-off").hint(Message::new("doctor-alerts-off-hint")));
    }
    if let Some(command) = &settings.command
        && program(&command.program, (it.env)("PATH").as_deref()).is_none()
    {
        let missing = Finding::fail(AREA, "doctor-alerts-program").with("program", command.program.as_str());
        found.push(missing.hint(Message::new("doctor-alerts-program-hint")));
    }
    // Those of a database are not seen from here.
    let shared = it.config.store.is_shared();
    let lacks = |secret: AlertSecret| !shared && !inspect::has_secret(&it.paths.store, secret);
    let set = |secret: AlertSecret| format!("{} alert set-secret {}", it.program, secret.as_str());
    if settings.webhook == Some(Webhook::Sealed) && lacks(AlertSecret::WebhookUrl) {
        found.push(Finding::fail(AREA, "doctor-alerts-webhook").run(set(AlertSecret::WebhookUrl)));
    }
    if settings.email.as_ref().is_some_and(|email| !email.user.is_empty()) && lacks(AlertSecret::SmtpPassword) {
        found.push(Finding::fail(AREA, "doctor-alerts-password").run(set(AlertSecret::SmtpPassword)));
    }
    if found.is_empty() {
        let names: Vec<&str> = channels.iter().map(|channel| channel.as_str()).collect();
        let test = format!("{} alert test", it.program);
        found.push(Finding::ok(AREA, "doctor-alerts").with("channels", names.join(", ")).run(test));
    }
    found
}

/// Whether messages to Slack have their secret.
fn slack(it: &Surroundings) -> Vec<Finding> {
    let Some(slack) = &it.config.slack else { return Vec::new() };
    let secret = slack.target.secret();
    if it.config.store.is_shared() || inspect::has_secret(&it.paths.store, secret) {
        return Vec::new();
    }
    let word = secret.as_str().trim_start_matches("slack-");
    vec![Finding::fail(AREA, "doctor-slack-secret").run(format!("{} slack set-secret {word}", it.program))]
}
