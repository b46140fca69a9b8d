//! A line that one edits.

use crossterm::event::KeyCode;
use unicode_segmentation::UnicodeSegmentation;

use super::key::Key;
use super::text::{clean, columns};

/// Characters of the longest line; what is pasted beyond them is cut, and the screen says so.
pub(crate) const LONGEST: usize = 1024;

/// Text with a cursor; the cursor is a byte offset and always stands between two graphemes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Input {
    text: String,
    cursor: usize,
}

impl Input {
    /// A line with the cursor at its end.
    pub(crate) fn new(text: &str) -> Self {
        let text = clean(text).into_owned();
        Self { cursor: text.len(), text }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Bytes before the cursor.
    pub(crate) const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Replaces a range of bytes; the cursor stands after it. Does nothing if that would cut a character.
    pub(crate) fn replace(&mut self, from: usize, to: usize, text: &str) {
        let text = clean(text);
        let whole = self.text.is_char_boundary(from) && self.text.is_char_boundary(to) && from <= to;
        if whole && self.fits(&text) {
            self.text.replace_range(from..to, &text);
            self.cursor = from + text.len();
        }
    }

    /// Columns before the cursor.
    pub(crate) fn column(&self) -> u16 {
        columns(self.before())
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    /// Characters for which there is room.
    pub(crate) fn room(&self) -> usize {
        LONGEST.saturating_sub(self.text.chars().count())
    }

    /// True if a text fits in whole.
    pub(crate) fn fits(&self, text: &str) -> bool {
        clean(text).chars().count() <= self.room()
    }

    /// Puts text in at the cursor, as much as there is room for; returns true if the line changed.
    pub(crate) fn insert(&mut self, text: &str) -> bool {
        let text = clean(text);
        let mut left = self.room();
        let taken: String = text
            .graphemes(true)
            .take_while(|grapheme| {
                let rest = left.checked_sub(grapheme.chars().count());
                left = rest.unwrap_or(0);
                rest.is_some()
            })
            .collect();
        self.text.insert_str(self.cursor, &taken);
        self.cursor += taken.len();
        !taken.is_empty()
    }

    /// Takes a key; returns true if the text changed, not if only the cursor moved.
    pub(crate) fn key(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        match (key.code, key.ctrl || key.alt) {
            (KeyCode::Left, _) => self.cursor -= self.before().graphemes(true).next_back().map_or(0, str::len),
            (KeyCode::Right, _) => self.cursor += self.after().graphemes(true).next().map_or(0, str::len),
            (KeyCode::Home, _) => self.cursor = 0,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => self.cursor = self.text.len(),
            (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => {
                let length = self.before().graphemes(true).next_back().map_or(0, str::len);
                return self.remove(self.cursor - length, self.cursor);
            }
            (KeyCode::Delete, _) => {
                let length = self.after().graphemes(true).next().map_or(0, str::len);
                return self.remove(self.cursor, self.cursor + length);
            }
            (KeyCode::Char('w') | KeyCode::Backspace, true) => {
                let kept = self.before().trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len();
                return self.remove(kept, self.cursor);
            }
            (KeyCode::Char('u'), true) => return self.remove(0, self.cursor),
            (KeyCode::Char('k'), true) => return self.remove(self.cursor, self.text.len()),
            _ => {}
        }
        false
    }

    fn remove(&mut self, from: usize, to: usize) -> bool {
        if from >= to {
            return false;
        }
        self.text.replace_range(from..to, "");
        self.cursor = from;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(script: &str) -> Input {
        let mut input = Input::default();
        for key in Key::script(script) {
            input.key(key);
        }
        input
    }

    #[test]
    fn it_edits_by_graphemes_and_words() {
        assert_eq!(typed("petz aladár<ctrl-w>x").text(), "petz x");
        assert_eq!(typed("abc<left><left>X").text(), "aXbc");
        assert_eq!(typed("abc<home><delete>").text(), "bc");
        assert_eq!(typed("ne\u{301}<backspace>").text(), "n");
        assert_eq!(typed("abc def<ctrl-u>").text(), "");
        assert_eq!(typed("株<left>a").column(), 1);
        assert!(!Input::default().key(Key::of(KeyCode::Backspace)));
    }

    #[test]
    fn what_is_too_long_is_cut_between_graphemes() {
        let mut input = Input::new("ab");
        assert!(!input.fits(&"é".repeat(LONGEST)) && input.insert(&"é".repeat(LONGEST)));
        assert_eq!((input.text().chars().count(), input.room()), (LONGEST, 0));
        assert!(!input.insert("x") && !input.fits("x") && input.fits(""));
        let mut input = Input::new(&"a".repeat(LONGEST - 1));
        assert!(!input.insert("e\u{301}"), "half a letter is none");
    }

    #[test]
    fn what_is_pasted_cannot_command_the_terminal() {
        let mut input = Input::default();
        input.insert("a\nb\x1b[2J");
        assert_eq!(input.text(), "a b\u{FFFD}[2J");
    }
}
