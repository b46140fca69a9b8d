//! A line for a secret: what is typed shows as dots, and no copy of it stays in memory.
//!
//! For: fields of forms. Never: its text in a `Debug`, on the screen, or in what is cut and put in elsewhere.

use secrecy::{ExposeSecret, SecretString};

use crate::tui::input::{Edit, KEYS};
use crate::tui::key::Key;

/// Characters of the longest secret.
const LONGEST: usize = 4096;

/// A secret that is being typed; the cursor stays at its end.
#[derive(Clone)]
pub(crate) struct Hidden {
    text: SecretString,
    count: usize,
}

impl Default for Hidden {
    fn default() -> Self {
        Self { text: SecretString::from(String::new()), count: 0 }
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

impl PartialEq for Hidden {
    fn eq(&self, other: &Self) -> bool {
        self.text.expose_secret() == other.text.expose_secret()
    }
}

impl Eq for Hidden {}

impl Hidden {
    /// Its characters, none of them told.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// The secret.
    pub(crate) fn secret(&self) -> SecretString {
        self.text.clone()
    }

    /// Takes a key; returns true if the secret changed.
    pub(crate) fn key(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        let edit = KEYS.iter().find(|(keys, ..)| keys.contains(&key)).map(|(_, edit, _)| *edit);
        match edit {
            Some(Edit::Back) if self.count > 0 => self.keep(self.count - 1, ""),
            // Where a word of a secret begins is not shown, so it goes as a whole.
            Some(Edit::WordBack | Edit::ToHome) if self.count > 0 => self.keep(0, ""),
            _ => return false,
        }
        true
    }

    /// Puts text in at the end, without what is no part of a key: line ends and other control characters, blanks around it.
    pub(crate) fn insert(&mut self, text: &str) -> bool {
        let text = text.trim_matches(|c: char| c.is_whitespace() && c != ' ');
        let fits = self.count + text.chars().count() <= LONGEST;
        if fits {
            self.keep(self.count, text);
        }
        fits
    }

    /// Keeps the first characters and adds others. The capacity is exact: nothing is moved, so that no copy is left behind.
    fn keep(&mut self, count: usize, more: &str) {
        let mut text = String::with_capacity(self.text.expose_secret().len() + more.len());
        text.extend(self.text.expose_secret().chars().take(count));
        text.extend(more.chars().filter(|c| !c.is_control()));
        text.shrink_to_fit();
        self.count = text.chars().count();
        self.text = SecretString::from(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(script: &str) -> Hidden {
        let mut hidden = Hidden::default();
        for key in Key::script(script) {
            hidden.key(key);
        }
        hidden
    }

    #[test]
    fn it_is_edited_at_its_end_and_told_nowhere() {
        let hidden = typed("abc<backspace>d");
        assert_eq!((hidden.secret().expose_secret(), hidden.count()), ("abd", 3));
        assert_eq!(typed("abc<ctrl-u>x").secret().expose_secret(), "x");
        assert!(!format!("{hidden:?} {hidden:#?}").contains("abd"));
        let mut pasted = Hidden::default();
        assert!(pasted.insert("a1b2-\u{1b}c3\n"));
        assert_eq!(pasted.secret().expose_secret(), "a1b2-c3");
        assert!(!pasted.insert(&"x".repeat(LONGEST)) && pasted.count() == 7);
    }
}
