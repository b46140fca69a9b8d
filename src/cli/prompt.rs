//! Asking a person: lines from standard input, secrets without echo.
//!
//! For: keys, passphrases, confirmations. Uses: rpassword, the terminal's modes. Never: a secret in an argument or a message.

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::environment::Hidden;
use super::error::{CliError, Failure, Result};
use super::interrupt::Interrupt;
use super::terminal::Terminal;

/// No key is longer.
const LONGEST_KEY: u64 = 4096;
/// No address with a code is longer.
const LONGEST_ADDRESS: u64 = 16 << 10;

/// Standard input, shared with the threads that wait for it.
#[derive(Clone)]
pub(super) struct Input {
    reader: Arc<Mutex<Box<dyn BufRead + Send>>>,
    hidden: Hidden,
    terminal: Terminal,
    /// Whether a person types it.
    pub(super) is_terminal: bool,
}

impl Input {
    /// Takes standard input out of the environment.
    pub(super) fn new(environment: &mut super::Environment, terminal: Terminal) -> Self {
        Self {
            reader: Arc::new(Mutex::new(std::mem::replace(&mut environment.stdin, Box::new(io::empty())))),
            hidden: Arc::clone(&environment.hidden),
            terminal,
            is_terminal: environment.stdin_is_terminal,
        }
    }

    /// A line as typed, without its end; `None` at the end of the input.
    pub(super) async fn line(&self, interrupt: &Interrupt) -> Result<Option<String>> {
        let reader = Arc::clone(&self.reader);
        wait(interrupt, move || {
            let mut line = String::new();
            let read = reader.lock().unwrap_or_else(PoisonError::into_inner).read_line(&mut line)?;
            Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
        })
        .await
    }

    /// A secret as the first line of standard input.
    pub(super) async fn secret_line(&self, interrupt: &Interrupt) -> Result<SecretString> {
        let reader = Arc::clone(&self.reader);
        let secret =
            wait(interrupt, move || Ok(read_secret(&mut **reader.lock().unwrap_or_else(PoisonError::into_inner), LONGEST_KEY)))
                .await?;
        secret.ok_or_else(|| CliError::KeyUnreadable.into())
    }

    /// The address that a browser was sent to, as the first line of standard input. It has a code in it.
    pub(super) async fn address_line(&self, interrupt: &Interrupt) -> Result<SecretString> {
        let reader = Arc::clone(&self.reader);
        let read = move || Ok(read_secret(&mut **reader.lock().unwrap_or_else(PoisonError::into_inner), LONGEST_ADDRESS));
        let secret = wait(interrupt, read).await?;
        secret.ok_or_else(|| CliError::KeyUnreadable.into())
    }

    /// A secret that a person types; nothing of it is shown.
    pub(super) async fn secret(&self, interrupt: &Interrupt, prompt: String) -> Result<SecretString> {
        let input = self.clone();
        wait(interrupt, move || input.secret_now(&prompt)).await
    }

    /// Like [`Self::secret`], blocking.
    pub(super) fn secret_now(&self, prompt: &str) -> io::Result<SecretString> {
        self.terminal.hide();
        let typed = (self.hidden)(&format!("{prompt} ")).map(Zeroizing::new);
        self.terminal.restore();
        typed.map(|typed| SecretString::from(typed.trim().to_owned()))
    }
}

/// Reads the first line as a secret; `None` when it is not text or too long to be one.
fn read_secret(reader: &mut dyn BufRead, longest: u64) -> Option<SecretString> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    reader.take(longest + 1).read_until(b'\n', &mut bytes).ok()?;
    if bytes.len() as u64 > longest {
        return None;
    }
    std::str::from_utf8(&bytes).ok().map(|text| SecretString::from(text.trim().to_owned()))
}

/// Runs a prompt on a thread of its own, until it is answered or an end is requested.
async fn wait<T: Send + 'static>(interrupt: &Interrupt, ask: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    let asked = tokio::task::spawn_blocking(ask);
    tokio::select! {
        () = interrupt.happened() => Err(Failure::Interrupted),
        answer = asked => match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => Err(Failure::Interrupted),
            Ok(Err(error)) => Err(CliError::system(&error).into()),
            Err(error) => Err(CliError::System { detail: error.to_string() }.into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn a_secret_is_the_first_line_and_bounded() {
        let read = |bytes: &[u8]| read_secret(&mut io::BufReader::new(bytes), LONGEST_KEY).map(|s| s.expose_secret().to_owned());
        assert_eq!(read(b"  abc-1 \r\nsecond\n").as_deref(), Some("abc-1"));
        assert_eq!(read(b"abc").as_deref(), Some("abc"));
        assert_eq!(read(b"").as_deref(), Some(""));
        assert_eq!(read(&[0xff, b'\n']), None);
        assert_eq!(read(&vec![b'a'; 5000]), None);
    }

    #[tokio::test]
    async fn an_interrupt_ends_a_question_that_nobody_answers() {
        let interrupt = Interrupt::default();
        interrupt.now();
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let waited = wait(&interrupt, move || {
            let _ = held.recv();
            Ok(())
        })
        .await;
        assert!(matches!(waited, Err(Failure::Interrupted)));
        drop(hold);
    }
}
