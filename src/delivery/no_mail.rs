//! What stands for mail in a build without it.

use secrecy::SecretString;

use super::{Mail, MailError, MailSettings, Sent};

/// A message that cannot be made.
#[derive(Debug)]
pub struct Composed;

/// A connection that cannot be made.
#[derive(Debug)]
pub struct Line;

/// Whether this looks like an address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.contains('@')
}

/// Refuses to make a message.
///
/// # Errors
/// Always.
pub fn compose(_: &MailSettings, _: &Mail) -> Result<Composed, MailError> {
    Err(MailError::LeftOut)
}

impl Line {
    /// Refuses to connect.
    ///
    /// # Errors
    /// Always.
    #[expect(clippy::unused_async, reason = "as the one that connects")]
    pub async fn open(_: &MailSettings, _: Option<&SecretString>) -> Result<Self, MailError> {
        Err(MailError::LeftOut)
    }

    /// Sends nothing.
    #[expect(clippy::unused_async, reason = "as the one that sends")]
    pub async fn send(&mut self, _: &Composed) -> Sent {
        Sent::Later(String::new())
    }

    /// Whether it cannot be used again.
    #[must_use]
    #[expect(clippy::unused_self, reason = "as where the part is built in")]
    pub const fn is_broken(&self) -> bool {
        true
    }

    /// Ends it.
    #[expect(clippy::unused_async, reason = "as the one that says good-bye")]
    pub async fn close(self) {}
}
