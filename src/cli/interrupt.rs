//! Ctrl-C, SIGTERM and SIGHUP: the first asks for an end, the second ends at once.
//!
//! For: every command, at any moment: also while it waits for a file, a lock, a person or a pipe that takes nothing. The screen and
//! `serve` answer the first signal themselves. Uses: tokio's signals. Never: the service; commands tell it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::terminal::Terminal;

/// Time for a command to notice a signal; without it, the command waits for something that may never come.
const HEARS: Duration = Duration::from_secs(1);
/// Time for a command to end after it noticed.
const ENDS: Duration = Duration::from_mins(1);

/// The part that answers the first signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    /// The command, through [`Interrupt::happened`].
    Command,
    /// The screen: a terminal that hangs up says so more than once.
    Screen,
    /// `faktura serve`, for which SIGHUP is no end.
    Serve,
}

/// A request to end: Ctrl-C or SIGTERM.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt {
    token: CancellationToken,
    heard: Arc<AtomicBool>,
    answers: Arc<AtomicU8>,
    leftovers: Arc<Mutex<Vec<PathBuf>>>,
    terminal: Terminal,
}

impl Interrupt {
    /// `terminal` is restored if the process ends during a prompt.
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { terminal, ..Self::default() }
    }

    /// Starts to listen. Needs a runtime, which must stay until the last word is written.
    pub(super) fn listen(&mut self) -> std::io::Result<()> {
        tokio::spawn(self.clone().watch(Signals::new()?));
        Ok(())
    }

    async fn watch(self, mut signals: Signals) {
        let ends = |answers: Answers, hang_up: bool| answers == Answers::Command || !hang_up;
        loop {
            let hang_up = signals.next().await;
            if ends(self.answers(), hang_up) {
                break;
            }
        }
        if self.answers() == Answers::Command {
            self.token.cancel();
        }
        let bound = async {
            tokio::time::sleep(HEARS).await;
            match self.answers() {
                Answers::Command if !self.heard.load(Ordering::SeqCst) => {}
                // The screen of a terminal that is gone goes on with its syncs.
                Answers::Screen => std::future::pending().await,
                Answers::Command | Answers::Serve => tokio::time::sleep(ENDS).await,
            }
        };
        let second = async {
            loop {
                let hang_up = signals.next().await;
                if ends(self.answers(), hang_up) {
                    return;
                }
            }
        };
        tokio::select! {
            () = bound => {}
            () = second => {}
        }
        self.tidy();
        crate::process::remove_unfinished();
        std::process::exit(i32::from(crate::error::ErrorKind::Interrupted.exit_code()));
    }

    fn answers(&self) -> Answers {
        match self.answers.load(Ordering::SeqCst) {
            1 => Answers::Screen,
            2 => Answers::Serve,
            _ => Answers::Command,
        }
    }

    /// From now on the first signal is answered by something else.
    pub(super) fn leave_to(&mut self, answers: Answers) {
        let number = match answers {
            Answers::Command => 0,
            Answers::Screen => 1,
            Answers::Serve => 2,
        };
        self.answers.store(number, Ordering::SeqCst);
    }

    /// A folder to be removed also when the process ends at once.
    pub(super) fn leaves(&self, folder: PathBuf) {
        self.leftovers.lock().unwrap_or_else(PoisonError::into_inner).push(folder);
    }

    /// Puts right what a sudden end would leave behind.
    pub(super) fn tidy(&self) {
        self.terminal.restore();
        crate::tui::give_back();
        for folder in self.leftovers.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = std::fs::remove_dir_all(folder);
        }
    }

    /// Waits for a request to end.
    pub(super) async fn happened(&self) {
        self.token.cancelled().await;
        self.heard.store(true, Ordering::SeqCst);
    }

    /// Whether an end was requested.
    pub(super) fn has_happened(&self) -> bool {
        let happened = self.token.is_cancelled();
        self.heard.fetch_or(happened, Ordering::SeqCst);
        happened
    }

    /// Asks for an end.
    #[cfg(test)]
    pub(super) fn now(&self) {
        self.token.cancel();
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for one; whether it says that the terminal hung up.
    async fn next(&mut self) -> bool {
        tokio::select! {
            _ = self.interrupt.recv() => false,
            _ = self.terminate.recv() => false,
            _ = self.hangup.recv() => true,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> bool {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        false
    }
}
