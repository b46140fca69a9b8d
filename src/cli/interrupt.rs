//! Ctrl-C and SIGTERM: the first asks for an end, the second ends at once.
//!
//! For: every command but the screen, which reads its own keys. Uses: tokio's signals. Never: the service; commands tell it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::prompt::Terminal;

/// Whether somebody asked for an end.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt {
    token: CancellationToken,
    leftovers: Arc<Mutex<Vec<PathBuf>>>,
    terminal: Terminal,
    task: Option<tokio::task::AbortHandle>,
}

impl Interrupt {
    /// One that puts the terminal right before a process ends in mid-question.
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { terminal, ..Self::default() }
    }

    /// Starts to listen. Needs a runtime.
    pub(super) fn listen(&mut self) -> std::io::Result<()> {
        let mut signals = Signals::new()?;
        let interrupt = self.clone();
        let task = tokio::spawn(async move {
            signals.next().await;
            interrupt.token.cancel();
            signals.next().await;
            interrupt.tidy();
            std::process::exit(i32::from(crate::error::ErrorKind::Interrupted.exit_code()));
        });
        self.task = Some(task.abort_handle());
        Ok(())
    }

    /// Ends listening: what follows answers signals itself.
    pub(super) fn deafen(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }

    /// A folder to be removed also when the process ends at once.
    pub(super) fn leaves(&self, folder: PathBuf) {
        self.leftovers.lock().unwrap_or_else(PoisonError::into_inner).push(folder);
    }

    /// Puts right what a sudden end would leave behind.
    pub(super) fn tidy(&self) {
        self.terminal.restore();
        for folder in self.leftovers.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = std::fs::remove_dir_all(folder);
        }
    }

    /// Waits until somebody asks for an end.
    pub(super) async fn happened(&self) {
        self.token.cancelled().await;
    }

    /// Whether somebody asked for an end.
    pub(super) fn has_happened(&self) -> bool {
        self.token.is_cancelled()
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

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
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

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
