//! The modes of the terminal during a hidden prompt.

#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::sync::{Arc, Mutex, PoisonError};

/// The modes of the terminal while echo is off, so that a sudden end can put them back.
#[derive(Debug, Clone, Default)]
pub(super) struct Terminal {
    #[cfg(unix)]
    saved: Arc<Mutex<Option<rustix::termios::Termios>>>,
}

impl Terminal {
    /// Remembers the modes before a question.
    #[cfg(unix)]
    pub(super) fn save(&self) {
        *self.saved.lock().unwrap_or_else(PoisonError::into_inner) = rustix::termios::tcgetattr(io::stdin()).ok();
    }

    /// The question was answered.
    #[cfg(unix)]
    pub(super) fn forget(&self) {
        *self.saved.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Restores the modes if a question is open.
    #[cfg(unix)]
    pub(super) fn restore(&self) {
        if let Some(saved) = self.saved.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, &saved);
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the same shape on every system")]
    pub(super) fn save(&self) {}

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the same shape on every system")]
    pub(super) fn forget(&self) {}

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the same shape on every system")]
    pub(super) fn restore(&self) {}
}
