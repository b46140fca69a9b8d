//! One thing that was looked at: how it stands, why, and what to do.

use std::path::Path;

use crate::domain::{Arg, Message};
use crate::error::Describe;

/// How something stands; the later the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// As it should be.
    Ok,
    /// It works, with a risk or for some users only.
    Warn,
    /// Something does not work.
    Fail,
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// A command to paste.
    Run(String),
    /// Something to do by hand.
    Do(Message),
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it belongs to, a word that holds for scripts.
    pub area: &'static str,
    /// How it stands.
    pub level: Level,
    /// What was found.
    pub message: Message,
    /// What to do.
    pub next: Option<Next>,
}

impl Level {
    /// The word of the output and of JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

impl Finding {
    pub(super) const fn new(level: Level, area: &'static str, id: &'static str) -> Self {
        Self { area, level, message: Message::new(id), next: None }
    }

    pub(super) const fn ok(area: &'static str, id: &'static str) -> Self {
        Self::new(Level::Ok, area, id)
    }

    pub(super) const fn warn(area: &'static str, id: &'static str) -> Self {
        Self::new(Level::Warn, area, id)
    }

    pub(super) const fn fail(area: &'static str, id: &'static str) -> Self {
        Self::new(Level::Fail, area, id)
    }

    /// What an error of the house says, with its own next step.
    pub(super) fn of(level: Level, area: &'static str, error: &dyn Describe) -> Self {
        Self { area, level, message: error.message(), next: error.hint().map(Next::Do) }
    }

    /// Adds an argument.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.message = self.message.with(name, value);
        self
    }

    /// Adds a path.
    pub(super) fn path(self, path: &Path) -> Self {
        self.with("path", path.display().to_string())
    }

    /// Adds the command to paste.
    pub(super) fn run(mut self, command: impl Into<String>) -> Self {
        self.next = Some(Next::Run(command.into()));
        self
    }

    /// Adds what to do by hand.
    pub(super) fn hint(mut self, hint: Message) -> Self {
        self.next = Some(Next::Do(hint));
        self
    }
}

/// A path or a name as it can be given to a shell.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '@' | ':' | '+' | ',');
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// A path as it can be given to a shell.
#[must_use]
pub fn shell(path: &Path) -> String {
    quoted(&path.display().to_string())
}
