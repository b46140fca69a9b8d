//! `[alerts]`: kinds, times and recipients.

use std::time::Duration;

use toml::de::DeValue;

use super::Wrong;
use super::reader::Reader;
use crate::alert::{Command, Email, Security, Settings, Webhook, is_address, is_usable};
use crate::delivery::SlackSettings;
use crate::domain::AlertKind;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

const KINDS: &[&str] =
    &["failed", "partial", "deferred", "stale", "login_ends", "nav_refused", "undelivered", "overdue", "lost", "recovered"];
const SECURITIES: &[&str] = &["starttls", "tls", "none"];

/// Reads the section.
pub(super) fn read(r: &mut Reader<'_>, default: Settings, slack: Option<&SlackSettings>) -> Settings {
    let on = r.read("alerts.on", default.on, |found| {
        let kind = |text: &String| AlertKind::parse(text).ok_or(Wrong::Choice { allowed: KINDS });
        texts(found).ok_or(Wrong::Choice { allowed: KINDS })?.iter().map(kind).collect()
    });
    let stale_after = r.span("alerts.stale_after", default.stale_after, HOUR..=365 * DAY);
    let remind = r.span("alerts.remind", default.remind, Duration::ZERO..=365 * DAY);
    let command = r.read("alerts.command", Vec::new(), |found| texts(found).ok_or(Wrong::Command));
    let timeout = r.span("alerts.command_timeout", Duration::from_secs(30), Duration::from_secs(1)..=10 * MINUTE);
    let mut words = command.into_iter();
    let command = words.next().map(|program| Command { program, args: words.collect(), timeout });
    let webhook = r.text("alerts.webhook", None, Wrong::Webhook, |text| match text.trim() {
        "" => Ok(None),
        "sealed" => Ok(Some(Webhook::Sealed)),
        "slack" => slack.map(|slack| Some(Webhook::Slack(slack.target.clone()))).ok_or(Wrong::AlertsSlack),
        url if is_usable(url) => Ok(Some(Webhook::Url(url.to_owned()))),
        _ => Err(Wrong::Webhook),
    });
    Settings { on, stale_after, remind, command, webhook, email: email(r) }
}

fn email(r: &mut Reader<'_>) -> Option<Email> {
    let to = r.read("alerts.email_to", Vec::new(), |found| {
        texts(found).filter(|list| list.iter().all(|address| is_address(address))).ok_or(Wrong::Addresses)
    });
    let from = r.text("alerts.email_from", String::new(), Wrong::Addresses, |text| match text.trim() {
        "" => Ok(String::new()),
        address if is_address(address) => Ok(address.to_owned()),
        _ => Err(Wrong::Addresses),
    });
    let host = r.text("alerts.smtp_host", String::new(), Wrong::SmtpHost, |text| {
        let host = text.trim();
        let fits = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_'));
        if fits { Ok(host.to_owned()) } else { Err(Wrong::SmtpHost) }
    });
    let port = r.number("alerts.smtp_port", 587, 1..=65_535);
    let security = r.text("alerts.smtp_security", Security::StartTls, Wrong::Choice { allowed: SECURITIES }, |text| match text {
        "starttls" => Ok(Security::StartTls),
        "tls" => Ok(Security::Tls),
        "none" => Ok(Security::None),
        _ => Err(Wrong::Choice { allowed: SECURITIES }),
    });
    let user = r.text("alerts.smtp_user", String::new(), Wrong::SmtpHost, |text| Ok(text.trim().to_owned()));
    if to.is_empty() {
        return None;
    }
    if from.is_empty() || host.is_empty() {
        r.refuse("alerts.email_to", Wrong::EmailIncomplete);
    }
    if security == Security::None && !matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1") {
        r.refuse("alerts.smtp_security", Wrong::SmtpOpen);
    }
    Some(Email { to, from, host, port, security, user })
}

fn texts(found: &DeValue<'_>) -> Option<Vec<String>> {
    let DeValue::Array(list) = found else { return None };
    list.iter().map(|entry| entry.get_ref().as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)).collect()
}
