//! Text from outside is data: what could command a terminal or reorder a line is taken out before it is shown.

use std::borrow::Cow;

/// Whether a character must not reach a terminal: controls, bidirectional overrides and other invisible formatting.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061C}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// The text as one line that is safe to print: line breaks and tabs become a space, other unsafe characters `\u{FFFD}`.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| match c {
                '\n' | '\r' | '\t' => ' ',
                c if is_unsafe(c) => '\u{FFFD}',
                c => c,
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_overrides_never_survive() {
        assert_eq!(clean("Kovács és Társa"), "Kovács és Társa");
        assert_eq!(clean("a\x1b[31mb\u{9b}2Jc"), "a\u{FFFD}[31mb\u{FFFD}2Jc");
        assert_eq!(clean("x\u{202E}gpj.exe\nnext"), "x\u{FFFD}gpj.exe next");
        assert!(matches!(clean("plain"), Cow::Borrowed(_)));
    }
}
