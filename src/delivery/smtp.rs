//! A connection to the mail server. The steps of SMTP are taken one by one, so that it is known how far a mail came.

use std::future::Future;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Severity;
use secrecy::{ExposeSecret, SecretString};

use super::{Composed, MailAuth, MailError, MailSecurity, MailSettings, Sent, stream, told};

/// Mechanisms with a password, the best first.
const WITH_PASSWORD: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];
/// Mechanisms with a token.
const WITH_TOKEN: &[Mechanism] = &[Mechanism::Xoauth2];
/// Timeout of a good-bye.
const FAREWELL: Duration = Duration::from_secs(2);

/// A connection over which mails go one by one.
pub struct Line {
    connection: AsyncSmtpConnection,
    timeout: Duration,
    broken: bool,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("broken", &self.broken).finish_non_exhaustive()
    }
}

/// How a step failed.
enum Fault {
    /// The server answered with a code.
    Answered { for_good: bool, closing: bool, detail: String },
    /// There was no answer, or none that can be understood.
    Silent(String),
}

impl Line {
    /// Connects, secures the connection and logs in.
    ///
    /// # Errors
    /// The server cannot be reached, has no TLS where it is demanded, or refuses the login.
    pub async fn open(settings: &MailSettings, secret: Option<&SecretString>) -> Result<Self, MailError> {
        crate::provider::prepare_tls();
        let unreachable = |detail: String| MailError::Unreachable { detail };
        let parameters = || TlsParameters::new(settings.host.clone()).map_err(|error| unreachable(told(&error)));
        let wrapped = (settings.security == MailSecurity::Tls).then(parameters).transpose()?;
        let (hello, wait) = (ClientId::default(), settings.timeout);
        let connecting = stream::connect((settings.host.as_str(), settings.port), wrapped, &hello);
        let connected = tokio::time::timeout(wait, connecting).await.map_err(|late| unreachable(late.to_string()))?;
        let mut connection = connected.map_err(|error| unreachable(told(&*error)))?;
        if settings.security == MailSecurity::StartTls {
            let upgrading = connection.starttls(parameters()?, &hello);
            within(wait, upgrading).await.map_err(|fault| unreachable(fault.detail()))?;
        }
        if !settings.user.is_empty() {
            let secret = secret.ok_or(MailError::NoPassword)?;
            let credentials = Credentials::new(settings.user.clone(), secret.expose_secret().to_owned());
            let mechanisms = if settings.auth == MailAuth::Password { WITH_PASSWORD } else { WITH_TOKEN };
            within(wait, connection.auth(mechanisms, &credentials)).await.map_err(|fault| unreachable(fault.detail()))?;
        }
        Ok(Self { connection, timeout: wait, broken: false })
    }

    /// Sends a mail to all its recipients; an address that the server refuses for good is left out.
    pub async fn send(&mut self, mail: &Composed) -> Sent {
        let refused = match self.announce(mail).await {
            Ok(refused) => refused,
            Err(Fault::Silent(detail)) => {
                self.broken = true;
                return Sent::Later(detail);
            }
            Err(Fault::Answered { for_good, closing, detail }) => {
                self.broken |= closing;
                if !self.broken {
                    self.broken = within(self.timeout, self.connection.command(Rset)).await.is_err();
                }
                return if for_good { Sent::Refused(detail) } else { Sent::Later(detail) };
            }
        };
        match within(self.timeout, self.connection.message(&mail.bytes)).await {
            Ok(_) => Sent::Taken { refused },
            Err(Fault::Answered { for_good, closing, detail }) => {
                self.broken |= closing;
                if for_good { Sent::Refused(detail) } else { Sent::Later(detail) }
            }
            // The last dot may have arrived.
            Err(Fault::Silent(detail)) => {
                self.broken = true;
                Sent::Lost(detail)
            }
        }
    }

    /// Everything before the first byte of the mail; the addresses that were refused, each with the reason.
    async fn announce(&mut self, mail: &Composed) -> Result<Vec<String>, Fault> {
        let mut options = Vec::new();
        let addresses = mail.envelope.from().into_iter().chain(mail.envelope.to());
        if addresses.map(AsRef::<str>::as_ref).any(|address| !address.is_ascii()) {
            if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let detail = "SMTPUTF8".to_owned();
                return Err(Fault::Answered { for_good: true, closing: false, detail });
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !mail.bytes.is_ascii() && self.connection.server_info().supports_feature(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let wait = self.timeout;
        within(wait, self.connection.command(Mail::new(mail.envelope.from().cloned(), options))).await?;
        let (mut refused, mut taken) = (Vec::new(), false);
        for to in mail.envelope.to() {
            let is_copy = !mail.to.contains(to);
            let answer = within(wait, self.connection.command(Rcpt::new(to.clone(), Vec::new()))).await;
            match answer.map_err(|fault| fault.about(to.as_ref())) {
                Ok(_) => taken |= !is_copy,
                // No mail to a customer waits for a copy of ours. An address that is taken later has all of them wait: a mail
                // that is sent twice would reach the others twice.
                Err(Fault::Answered { for_good, closing: false, detail }) if for_good || is_copy => refused.push(detail),
                Err(fault) => return Err(fault),
            }
        }
        if !taken {
            return Err(Fault::Answered { for_good: true, closing: false, detail: refused.join("; ") });
        }
        within(wait, self.connection.command(Data)).await?;
        Ok(refused)
    }

    /// Whether it cannot be used again.
    #[must_use]
    pub const fn is_broken(&self) -> bool {
        self.broken
    }

    /// Says good-bye.
    pub async fn close(mut self) {
        if !self.broken {
            let _ = within(FAREWELL, self.connection.quit()).await;
        }
    }
}

impl Fault {
    fn detail(self) -> String {
        match self {
            Self::Answered { detail, .. } | Self::Silent(detail) => detail,
        }
    }

    /// The fault with the address that it is about.
    fn about(self, address: &str) -> Self {
        match self {
            Self::Answered { for_good, closing, detail } => {
                Self::Answered { for_good, closing, detail: format!("{address}: {detail}") }
            }
            silent @ Self::Silent(_) => silent,
        }
    }
}

async fn within<T>(wait: Duration, step: impl Future<Output = Result<T, Error>>) -> Result<T, Fault> {
    match tokio::time::timeout(wait, step).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(match error.status() {
            Some(code) => Fault::Answered {
                for_good: code.severity == Severity::PermanentNegativeCompletion,
                // 421: the server closes the connection.
                closing: u16::from(code) == 421,
                detail: told(&error),
            },
            None => Fault::Silent(told(&error)),
        }),
        Err(late) => Err(Fault::Silent(late.to_string())),
    }
}
