//! E-mail over SMTP.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Mail, Tokio1Executor};
use secrecy::ExposeSecret;

use super::message::{body, subject};
use super::{AlertError, Email, Letter, Secrets, Security};
use crate::domain::{Channel, text::clean};

/// Timeout of a delivery.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Whether this is an address, or a name with one.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Sends an alert as one mail to all.
pub(super) async fn send(email: &Email, secrets: &Secrets, letter: Letter<'_>) -> Result<(), AlertError> {
    let mail = compose(email, letter)?;
    crate::provider::prepare_tls();
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&email.host)
        .port(email.port)
        .tls(guard(email)?)
        .timeout(Some(TIMEOUT));
    if !email.user.is_empty() {
        let password = secrets.smtp_password.as_ref().map(ExposeSecret::expose_secret).unwrap_or_default();
        transport = transport.credentials(Credentials::new(email.user.clone(), password.to_owned()));
    }
    match tokio::time::timeout(TIMEOUT, transport.build().send(mail)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.is_timeout() => Err(AlertError::TooSlow { channel: Channel::Email }),
        Ok(Err(error)) => Err(refused(&error)),
        Err(_) => Err(AlertError::TooSlow { channel: Channel::Email }),
    }
}

fn guard(email: &Email) -> Result<Tls, AlertError> {
    let parameters = || TlsParameters::new(email.host.clone()).map_err(|error| refused(&error));
    Ok(match email.security {
        Security::StartTls => Tls::Required(parameters()?),
        Security::Tls => Tls::Wrapper(parameters()?),
        Security::None => Tls::None,
    })
}

fn compose(email: &Email, letter: Letter<'_>) -> Result<Mail, AlertError> {
    let failed = |error: &dyn std::error::Error| refused(error);
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|error| failed(&error));
    // Equal in every delivery of the same alert, so that a mail program recognises a repetition.
    let id = format!("<{}.{}.faktura@{}>", letter.alert.at.as_second(), letter.id, domain(letter.machine));
    let mut builder: MessageBuilder = Mail::builder().from(mailbox(&email.from)?).message_id(Some(id));
    for to in &email.to {
        builder = builder.to(mailbox(to)?);
    }
    builder
        .subject(format!("faktura: {}", subject(letter)))
        .header(ContentType::TEXT_PLAIN)
        .body(body(letter))
        .map_err(|error| failed(&error))
}

/// The machine's name as a part of an address.
fn domain(machine: &str) -> String {
    let name: String = machine.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    if name.is_empty() { "localhost".to_owned() } else { name }
}

fn refused(error: &dyn std::error::Error) -> AlertError {
    let mut detail = clean(&error.to_string()).into_owned();
    let mut source = error.source();
    while let Some(inner) = source {
        let text = clean(&inner.to_string()).into_owned();
        // Some errors repeat their cause in their own words.
        if !detail.contains(&text) {
            detail = format!("{detail}: {text}");
        }
        source = inner.source();
    }
    AlertError::Mail { detail: detail.chars().take(300).collect() }
}
