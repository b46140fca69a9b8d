//! E-mail over SMTP.

use std::time::Duration;

use lettre::Message as Mail;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use secrecy::ExposeSecret;

use super::message::{body, subject};
use super::{AlertError, Email, Letter, Secrets, Security};
use crate::delivery::connect;
use crate::domain::{Channel, text::clean};

/// Timeout of a delivery.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Timeout of a good-bye.
const FAREWELL: Duration = Duration::from_secs(2);

/// Whether this is an address, or a name with one.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Sends an alert as one mail to all.
pub(super) async fn send(email: &Email, secrets: &Secrets, letter: Letter<'_>) -> Result<(), AlertError> {
    let mail = compose(email, letter)?;
    crate::provider::prepare_tls();
    let late = |_| AlertError::TooSlow { channel: Channel::Email };
    let mut connection = tokio::time::timeout(TIMEOUT, deliver(email, secrets, &mail)).await.map_err(late)??;
    // The mail is taken: a server without a good-bye changes nothing.
    let _ = tokio::time::timeout(FAREWELL, connection.quit()).await;
    Ok(())
}

/// Hands the mail over; the connection is still open then.
async fn deliver(email: &Email, secrets: &Secrets, mail: &Mail) -> Result<AsyncSmtpConnection, AlertError> {
    let failed = |error: lettre::transport::smtp::Error| refused(&error);
    let parameters = || TlsParameters::new(email.host.clone()).map_err(failed);
    let (hello, wrapped) = (ClientId::default(), (email.security == Security::Tls).then(parameters).transpose()?);
    let connecting = connect((email.host.as_str(), email.port), wrapped, &hello);
    let mut connection = connecting.await.map_err(|error| refused(&*error))?;
    if email.security == Security::StartTls {
        connection.starttls(parameters()?, &hello).await.map_err(failed)?;
    }
    if !email.user.is_empty() {
        let password = secrets.smtp_password.as_ref().map(ExposeSecret::expose_secret).unwrap_or_default();
        let credentials = Credentials::new(email.user.clone(), password.to_owned());
        connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(failed)?;
    }
    connection.send(mail.envelope(), &mail.formatted()).await.map_err(failed)?;
    Ok(connection)
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
