//! `[mail]`: the server through which documents are sent, the sender, the texts.

use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::Wrong;
use super::reader::Reader;
use crate::delivery::{MailAuth, MailSecurity, MailSettings, MailTexts, is_address, words};
use crate::document::Form;
use crate::sync::schedule::{self, Fault};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

const SECURITIES: &[&str] = &["starttls", "tls", "none"];

/// Reads the section; `None` without a server.
pub(super) fn read(r: &mut Reader<'_>) -> Option<MailSettings> {
    let host = r.text("mail.host", String::new(), Wrong::SmtpHost, |text| {
        let host = text.trim();
        let fits = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_'));
        if fits { Ok(host.to_owned()) } else { Err(Wrong::SmtpHost) }
    });
    let port = r.number("mail.port", 587, 1..=65_535);
    let security = r.text("mail.security", MailSecurity::StartTls, Wrong::Choice { allowed: SECURITIES }, |text| match text {
        "starttls" => Ok(MailSecurity::StartTls),
        "tls" => Ok(MailSecurity::Tls),
        "none" => Ok(MailSecurity::None),
        _ => Err(Wrong::Choice { allowed: SECURITIES }),
    });
    let user = r.text("mail.user", String::new(), Wrong::SmtpHost, |text| Ok(text.trim().to_owned()));
    let command = r.read("mail.token_command", Vec::new(), |found| texts(found).ok_or(Wrong::Command));
    let auth = if command.is_empty() { MailAuth::Password } else { MailAuth::Token { command } };
    let from = address(r, "mail.from").unwrap_or_default();
    let settings = MailSettings {
        host,
        port,
        security,
        user,
        auth,
        from,
        reply_to: address(r, "mail.reply_to"),
        bcc: addresses(r, "mail.bcc"),
        attach: r.read("mail.attach", usual(), |found| {
            let forms = texts(found).ok_or(Wrong::Forms)?;
            let forms: Option<Vec<Form>> = forms.iter().map(|word| Form::parse(word)).collect();
            Ok(forms.ok_or(Wrong::Forms)?.into_iter().map(|form| form.as_str().to_owned()).collect())
        }),
        texts: MailTexts {
            subject_en: template(r, "mail.subject_en"),
            text_en: template(r, "mail.text_en"),
            subject_hu: template(r, "mail.subject_hu"),
            text_hu: template(r, "mail.text_hu"),
        },
        connections: r.number("mail.connections", 4, 1..=16),
        timeout: r.span("mail.timeout", Duration::from_secs(60), SECOND..=10 * MINUTE),
        retry: r.span("mail.retry", Duration::from_mins(2), Duration::from_millis(10)..=DAY),
        give_up: r.span("mail.give_up", 3 * DAY, SECOND..=30 * DAY),
        summary_to: addresses(r, "mail.summary_to"),
        summary_times: times(r, "mail.summary_times", vec!["0 8 * * 1".to_owned()]),
    };
    if settings.host.is_empty() {
        return None;
    }
    if settings.from.is_empty() {
        r.refuse("mail.host", Wrong::MailIncomplete);
    }
    if settings.security == MailSecurity::None && !matches!(settings.host.as_str(), "localhost" | "127.0.0.1" | "::1") {
        r.refuse("mail.security", Wrong::SmtpOpen);
    }
    Some(settings)
}

/// Forms that are attached where nothing else is said.
fn usual() -> Vec<String> {
    [Form::FacturX, Form::Ubl].map(|form| form.as_str().to_owned()).to_vec()
}

fn address(r: &mut Reader<'_>, key: &'static str) -> Option<String> {
    r.text(key, None, Wrong::Addresses, |text| match text.trim() {
        "" => Ok(None),
        address if is_address(address) => Ok(Some(address.to_owned())),
        _ => Err(Wrong::Addresses),
    })
}

fn addresses(r: &mut Reader<'_>, key: &'static str) -> Vec<String> {
    r.read(key, Vec::new(), |found| {
        texts(found).filter(|list| list.iter().all(|address| is_address(address))).ok_or(Wrong::Addresses)
    })
}

/// A text with names of facts in braces; empty for the usual one.
pub(super) fn template(r: &mut Reader<'_>, key: &'static str) -> Option<String> {
    r.text(key, None, Wrong::Template, |text| match text {
        text if text.trim().is_empty() => Ok(None),
        text if words::is_template(text) => Ok(Some(text.to_owned())),
        _ => Err(Wrong::Template),
    })
}

/// Cron expressions.
pub(super) fn times(r: &mut Reader<'_>, key: &'static str, usual: Vec<String>) -> Vec<String> {
    r.read(key, usual, |found| {
        let DeValue::Array(list) = found else { return Err(Wrong::Times) };
        let time = |entry: &Spanned<DeValue<'_>>| {
            let text = entry.get_ref().as_str().map(str::trim).ok_or(Wrong::Times)?;
            match schedule::check(text) {
                Ok(()) => Ok(text.to_owned()),
                Err(Fault::Syntax) => Err(Wrong::Times),
                Err(Fault::Field(field)) => Err(Wrong::TimeField { time: text.to_owned(), field }),
                Err(Fault::Never) => Err(Wrong::NeverDue { time: text.to_owned() }),
            }
        };
        list.iter().map(time).collect()
    })
}

/// A list of texts that are not empty.
pub(super) fn texts(found: &DeValue<'_>) -> Option<Vec<String>> {
    let DeValue::Array(list) = found else { return None };
    list.iter().map(|entry| entry.get_ref().as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)).collect()
}
