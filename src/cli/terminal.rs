//! The modes of the terminal during a hidden prompt.

#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(unix)]
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// The modes of the terminal while echo is off, so that a sudden end can put them back.
#[derive(Debug, Clone, Default)]
pub(super) struct Terminal {
    #[cfg(unix)]
    saved: Arc<Mutex<Option<Saved>>>,
}

/// The terminal that answers, and its modes before the question.
#[cfg(unix)]
#[derive(Debug)]
struct Saved {
    terminal: std::fs::File,
    modes: Termios,
}

#[cfg(unix)]
impl Saved {
    /// The terminal of this process, even where standard input is a file.
    fn now() -> io::Result<Self> {
        let terminal = std::fs::OpenOptions::new().read(true).write(true).open("/dev/tty")?;
        let modes = tcgetattr(&terminal)?;
        Ok(Self { terminal, modes })
    }

    fn put_back(&self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.modes);
    }
}

impl Terminal {
    /// Turns echo off before a question is shown, and remembers the modes. The prompt of the library comes before its own
    /// change of the modes: what is pasted as soon as the question stands there would be shown.
    #[cfg(unix)]
    pub(super) fn hide(&self) {
        let Ok(saved) = Saved::now() else { return };
        let mut silent = saved.modes.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        let mut slot = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = tcsetattr(&saved.terminal, OptionalActions::Now, &silent);
        *slot = Some(saved);
    }

    /// The question was answered, or is open and the process ends: the modes are as they were.
    #[cfg(unix)]
    pub(super) fn restore(&self) {
        if let Some(saved) = self.saved.lock().unwrap_or_else(PoisonError::into_inner).take() {
            saved.put_back();
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the same shape on every system")]
    pub(super) fn hide(&self) {}

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the same shape on every system")]
    pub(super) fn restore(&self) {}
}
