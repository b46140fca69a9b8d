//! A configuration as it was read, so that a value is judged while a person types it.
//!
//! For: the screen. Never: writing; that reads the file anew.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::change::{EditError, tried};
use super::datum::Datum;
use super::listed::{self, Outside, Setting, known};
use super::{ConfigError, Env, Wrong, file, text};
use crate::domain::{Arg, Message};
use crate::error::Describe;

/// The text of a configuration. It may have a secret in it, and is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    path: PathBuf,
    text: Arc<str>,
    home: Option<String>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Draft {
    /// Reads a file: its text, and every setting as it is.
    ///
    /// # Errors
    /// The file cannot be used.
    pub fn open(path: &Path, env: Env<'_>, outside: &[Outside]) -> Result<(Self, Vec<Setting>), ConfigError> {
        let text = text::read(path)?;
        file::parse(path, &text, env)?;
        let settings = listed::of(&text, env, outside);
        Ok((Self { path: path.to_path_buf(), text: text.into(), home: env("HOME") }, settings))
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same of a file of another name.
    #[cfg(test)]
    pub(crate) fn called(self, path: &str) -> Self {
        Self { path: PathBuf::from(path), ..self }
    }

    /// What is wrong with a value as it is typed.
    #[must_use]
    pub fn fault(&self, key: &str, typed: &str) -> Option<Message> {
        let mut message = self.error(key, typed)?.message();
        let file = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some((_, place)) = message.args.iter_mut().find(|(name, _)| name == "place") {
            *place = Arg::Text(file);
        }
        Some(message)
    }

    /// What is wrong with a value by itself: what it lacks beside it is typed in another field.
    #[must_use]
    pub fn fault_alone(&self, key: &str, typed: &str) -> Option<Message> {
        match self.error(key, typed)? {
            EditError::Wrong(ConfigError::Value { wrong: Wrong::EmailIncomplete | Wrong::SmtpOpen, .. }) => None,
            EditError::Wrong(_) => self.fault(key, typed),
            _ => None,
        }
    }

    fn error(&self, key: &str, typed: &str) -> Option<EditError> {
        let env = |name: &str| if name == "HOME" { self.home.clone() } else { None };
        tried(&self.path, &self.text, key, &[typed.to_owned()], &env).err()
    }

    /// The words that a setting can be, where it is one of few.
    #[must_use]
    pub fn choices(&self, key: &str) -> Option<&'static [&'static str]> {
        let default = known().iter().find(|(known, _)| known == key).map(|(_, default)| default)?;
        if !matches!(default, Datum::Text(_) | Datum::Switch(_)) {
            return None;
        }
        // No setting has this value: the error says which ones there are.
        match self.error(key, "\u{1}")? {
            EditError::Wrong(ConfigError::Value { wrong: Wrong::Choice { allowed }, .. }) if allowed.len() > 1 => Some(allowed),
            _ => None,
        }
    }
}
