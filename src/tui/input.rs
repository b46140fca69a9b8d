//! A line that one edits.

use crossterm::event::KeyCode;
use unicode_segmentation::UnicodeSegmentation;

use super::key::Key;
use super::text::{clean, columns, prefix};

/// Characters of the longest line; what is pasted beyond them is cut, and the screen says so.
pub(crate) const LONGEST: usize = 1024;

/// A change of a line, or of the place of its cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Back,
    Delete,
    WordBack,
    WordDelete,
    ToHome,
    ToEnd,
    Paste,
}

const fn alt(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: true }
}

const fn ctrl(code: KeyCode) -> Key {
    Key { code, ctrl: true, alt: false }
}

/// The keys of every line, as shells and Emacs have them, with their words in the help. A key that the place of the line has
/// for something else means that.
pub(crate) const KEYS: [(&[Key], Edit, &str); 13] = [
    (&[Key::of(KeyCode::Left), Key::ctrl('b')], Edit::Left, "tui-edit-left"),
    (&[Key::of(KeyCode::Right), Key::ctrl('f')], Edit::Right, "tui-edit-right"),
    (&[ctrl(KeyCode::Left), alt(KeyCode::Left), alt(KeyCode::Char('b'))], Edit::WordLeft, "tui-edit-word-left"),
    (&[ctrl(KeyCode::Right), alt(KeyCode::Right), alt(KeyCode::Char('f'))], Edit::WordRight, "tui-edit-word-right"),
    (&[Key::of(KeyCode::Home), Key::ctrl('a')], Edit::Home, "tui-edit-home"),
    (&[Key::of(KeyCode::End), Key::ctrl('e')], Edit::End, "tui-edit-end"),
    (&[Key::of(KeyCode::Backspace), Key::ctrl('h')], Edit::Back, "tui-edit-back"),
    (&[Key::of(KeyCode::Delete), Key::ctrl('d')], Edit::Delete, "tui-edit-delete"),
    (&[Key::ctrl('w'), alt(KeyCode::Backspace), ctrl(KeyCode::Backspace)], Edit::WordBack, "tui-edit-word-back"),
    (&[alt(KeyCode::Char('d')), ctrl(KeyCode::Delete)], Edit::WordDelete, "tui-edit-word-delete"),
    (&[Key::ctrl('u')], Edit::ToHome, "tui-edit-to-home"),
    (&[Key::ctrl('k')], Edit::ToEnd, "tui-edit-to-end"),
    (&[Key::ctrl('y')], Edit::Paste, "tui-edit-paste"),
];

/// Text with a cursor; the cursor is a byte offset and always stands between two graphemes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Input {
    text: String,
    cursor: usize,
    /// The words that were cut last.
    cut: String,
}

impl Input {
    /// A line with the cursor at its end.
    pub(crate) fn new(text: &str) -> Self {
        let text = clean(text).into_owned();
        Self { cursor: text.len(), text, cut: String::new() }
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

    /// Puts the cursor before the letter that stands at a column.
    pub(crate) fn point(&mut self, column: u16) {
        self.cursor = prefix(&self.text, usize::from(column)).len();
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
        let edit = KEYS.iter().find(|(keys, ..)| keys.contains(&key)).map(|(_, edit, _)| *edit);
        edit.is_some_and(|edit| self.edit(edit))
    }

    fn edit(&mut self, edit: Edit) -> bool {
        let end = self.text.len();
        match edit {
            Edit::Left => self.cursor -= self.before().graphemes(true).next_back().map_or(0, str::len),
            Edit::Right => self.cursor += self.after().graphemes(true).next().map_or(0, str::len),
            Edit::WordLeft => self.cursor = self.word_before(),
            Edit::WordRight => self.cursor = self.word_after(),
            Edit::Home => self.cursor = 0,
            Edit::End => self.cursor = end,
            Edit::Back => {
                let length = self.before().graphemes(true).next_back().map_or(0, str::len);
                return self.remove(self.cursor - length, self.cursor);
            }
            Edit::Delete => {
                let length = self.after().graphemes(true).next().map_or(0, str::len);
                return self.remove(self.cursor, self.cursor + length);
            }
            Edit::WordBack => return self.cut(self.word_before(), self.cursor),
            Edit::WordDelete => return self.cut(self.cursor, self.word_after()),
            Edit::ToHome => return self.cut(0, self.cursor),
            Edit::ToEnd => return self.cut(self.cursor, end),
            Edit::Paste => {
                let cut = self.cut.clone();
                return self.insert(&cut);
            }
        }
        false
    }

    /// The place of the cursor a word to the left.
    fn word_before(&self) -> usize {
        self.before().trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len()
    }

    /// The place of the cursor a word to the right.
    fn word_after(&self) -> usize {
        let rest = self.after().trim_start();
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.text.len() - rest.len() + word
    }

    /// Removes a range and keeps it to be put in elsewhere.
    fn cut(&mut self, from: usize, to: usize) -> bool {
        let cut = self.text.get(from..to).unwrap_or_default().to_owned();
        let removed = self.remove(from, to);
        if removed {
            self.cut = cut;
        }
        removed
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
        assert_eq!(typed("abc def<ctrl-a><ctrl-f>X<ctrl-e>Y<ctrl-b><ctrl-d>").text(), "aXbc def");
        assert_eq!(typed("abc def<ctrl-w><ctrl-a><ctrl-y> ").text(), "def abc ");
        assert_eq!(typed("one two <alt-b><alt-b>X<alt-f>Y<alt-b><alt-d>").text(), " two ");
        assert_eq!(typed("株<left>a").column(), 1);
        let pointed = |column| {
            let mut input = typed("a株ne\u{301}");
            input.point(column);
            (input.cursor(), input.column())
        };
        assert_eq!([0, 1, 2, 3, 5, 99].map(pointed), [(0, 0), (1, 1), (1, 1), (4, 3), (8, 5), (8, 5)]);
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
