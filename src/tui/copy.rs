//! Copies over SSH with the sequence OSC 52, which asks the terminal to take a text.

use std::fmt::Write;

/// Longest text in bytes, before encoding: most terminals refuse more.
pub(crate) const MOST: usize = 74_000;

/// Longest piece in bytes that GNU screen passes on.
const SCREEN_PIECE: usize = 700;

/// The part of an invoice or list that is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// The invoice's number.
    Number,
    /// Its row as shown, tabs between the columns.
    Row,
    /// The marked rows, or those found up to a limit, with a heading.
    Table,
    /// The partner's name.
    Partner,
    /// The partner's tax number.
    TaxNumber,
    /// The seller's IBAN.
    Iban,
    /// The command that opens exactly this again.
    Ticket,
}

impl What {
    /// Everything, in the order of the menu, with its text.
    pub(crate) const ALL: [(Self, &'static str); 7] = [
        (Self::Number, "tui-copy-number"),
        (Self::Row, "tui-copy-row"),
        (Self::Table, "tui-copy-table"),
        (Self::Partner, "tui-copy-partner"),
        (Self::TaxNumber, "tui-copy-tax-number"),
        (Self::Iban, "tui-copy-iban"),
        (Self::Ticket, "tui-copy-ticket"),
    ];
}

/// The multiplexer between this program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wrap {
    /// Nothing.
    #[default]
    None,
    /// tmux, which passes on what is wrapped for it (`allow-passthrough`) and takes OSC 52 itself (`set-clipboard`).
    Tmux,
    /// GNU screen, which passes on short pieces.
    Screen,
}

impl Wrap {
    /// Reads it from the environment: the values of `TMUX` and `TERM`, and of `STY`.
    #[must_use]
    pub fn of(tmux: &str, term: &str, sty: &str) -> Self {
        if !tmux.is_empty() {
            Self::Tmux
        } else if !sty.is_empty() || (term.starts_with("screen") && tmux.is_empty()) {
            Self::Screen
        } else {
            Self::None
        }
    }
}

/// The sequence that puts a text on the clipboard of the terminal; `None` if the text is too long.
pub(crate) fn sequence(text: &str, wrap: Wrap) -> Option<Vec<u8>> {
    if text.len() > MOST {
        return None;
    }
    let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    let mut out = String::new();
    match wrap {
        Wrap::None => out = plain,
        Wrap::Tmux => {
            // Both ways: tmux as the terminal, and the terminal behind it. Whichever is allowed works.
            let _ = write!(out, "{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b"));
        }
        Wrap::Screen => {
            let mut rest = plain.as_str();
            while !rest.is_empty() {
                // The text is ASCII: every place is one between characters.
                let (piece, after) = rest.split_at(rest.len().min(SCREEN_PIECE));
                let _ = write!(out, "\x1bP{piece}\x1b\\");
                rest = after;
            }
        }
    }
    Some(out.into_bytes())
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A cell that no spreadsheet takes for a formula: as in a file, what begins like one begins with an apostrophe.
pub(crate) fn disarmed(cell: String) -> String {
    let mut letters = cell.chars();
    let formula = match letters.next() {
        Some('=' | '+' | '@') => true,
        Some('-') => !letters.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    if formula { format!("'{cell}") } else { cell }
}

/// A word for a shell, in quotation marks where it needs them.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,@%+=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(wrap: Wrap, text: &str) -> String {
        String::from_utf8(sequence(text, wrap).expect("short")).expect("text")
    }

    #[test]
    fn terminals_get_it_plain_and_multiplexers_wrapped() {
        assert_eq!(text(Wrap::None, "INV-1"), "\x1b]52;c;SU5WLTE=\x07");
        assert_eq!(text(Wrap::Tmux, "é"), "\x1b]52;c;w6k=\x07\x1bPtmux;\x1b\x1b]52;c;w6k=\x07\x1b\\");
        let long = text(Wrap::Screen, &"x".repeat(3000));
        assert!(long.split("\x1b\\").all(|piece| piece.len() <= SCREEN_PIECE + 2));
        let whole: String = long.split("\x1b\\").map(|piece| piece.strip_prefix("\x1bP").unwrap_or(piece)).collect();
        assert_eq!(whole, text(Wrap::None, &"x".repeat(3000)));
        assert_eq!(sequence(&"x".repeat(MOST + 1), Wrap::None), None);
        assert_eq!(Wrap::of("/tmp/tmux,1", "screen-256color", ""), Wrap::Tmux);
        assert_eq!(Wrap::of("", "screen", ""), Wrap::Screen);
        assert_eq!(Wrap::of("", "xterm-256color", ""), Wrap::None);
    }

    #[test]
    fn words_for_a_shell_stay_one_word() {
        assert_eq!(quoted("INV-2025-1"), "INV-2025-1");
        assert_eq!(quoted("status:overdue petz"), "'status:overdue petz'");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
