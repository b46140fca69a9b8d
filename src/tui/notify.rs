//! Notifications of the terminal: a bell, or a sequence that shows a text while the screen is out of sight.
//!
//! For: [`super::update`], which says what ended, and the driver, which writes the bytes. Off unless it is asked for. Never: text
//! that could command the terminal.

use super::copy::Wrap;
use super::text::clean;

/// Characters of the longest text.
const LONGEST: usize = 200;

/// How the terminal is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Notify {
    /// Not at all.
    #[default]
    Off,
    /// By its bell.
    Bell,
    /// By OSC 9, as iTerm2, kitty and Windows Terminal understand it.
    Osc9,
    /// By OSC 777, as foot, WezTerm and urxvt understand it.
    Osc777,
}

impl Notify {
    const ALL: [Self; 4] = [Self::Off, Self::Bell, Self::Osc9, Self::Osc777];

    /// Its word in the configuration.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Bell => "bell",
            Self::Osc9 => "osc9",
            Self::Osc777 => "osc777",
        }
    }

    /// The way of a word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notify| notify.as_str() == word)
    }

    /// The next way, round the end.
    pub(crate) fn next(self) -> Self {
        let at = Self::ALL.iter().position(|notify| *notify == self).unwrap_or(0);
        Self::ALL.get((at + 1) % Self::ALL.len()).copied().unwrap_or_default()
    }

    /// The bytes that tell a text; empty where nothing is told.
    pub(crate) fn bytes(self, told: &str, wrap: Wrap) -> Vec<u8> {
        // Neither a semicolon, which parts fields, nor a sign that ends the sequence.
        let plain: String = clean(told).chars().map(|c| if c == ';' || c.is_control() { ',' } else { c }).take(LONGEST).collect();
        let sequence = match self {
            Self::Off => return Vec::new(),
            Self::Bell => return vec![7],
            Self::Osc9 => format!("\x1b]9;faktura: {plain}\x07"),
            Self::Osc777 => format!("\x1b]777;notify;faktura;{plain}\x07"),
        };
        match wrap {
            Wrap::Tmux => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")).into_bytes(),
            // A text is short enough for one piece.
            Wrap::Screen => format!("\x1bP{sequence}\x1b\\").into_bytes(),
            Wrap::None => sequence.into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_from_outside_ends_no_sequence() {
        let bytes = Notify::Osc777.bytes("A; \x1b]0;x\x07 B", Wrap::None);
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(text.matches('\x1b').count(), 1);
        assert_eq!(text.matches('\x07').count(), 1);
        assert_eq!(text.matches(';').count(), 3);
        assert_eq!(Notify::Osc9.bytes("é", Wrap::Screen), "\x1bP\x1b]9;faktura: é\x07\x1b\\".as_bytes());
        assert_eq!(Notify::Osc9.bytes("é", Wrap::Tmux), "\x1bPtmux;\x1b\x1b]9;faktura: é\x07\x1b\\".as_bytes());
        assert_eq!(Notify::Bell.bytes("x", Wrap::Tmux), [7]);
        assert!(Notify::Off.bytes("x", Wrap::None).is_empty());
        assert_eq!(Notify::ALL.map(|notify| Notify::parse(notify.as_str())), Notify::ALL.map(Some));
    }
}
