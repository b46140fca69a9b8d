//! Text on a grid of cells: how wide it is, how it is cut.
//!
//! For: every place that draws. Uses: `domain::text` to disarm what comes from outside. Never: a style, a locale.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub(crate) use crate::domain::text::clean;

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { UnicodeWidthStr::width(text) }
}

/// As many columns as a `u16` can count.
pub(crate) fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The longest beginning of `text`, in whole graphemes, that takes at most `limit` columns.
pub(crate) fn prefix(text: &str, limit: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > limit {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The longest end of `text`, in whole graphemes, that takes at most `limit` columns.
fn suffix(text: &str, limit: usize) -> &str {
    let mut used = 0;
    let mut from = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > limit {
            break;
        }
        from = at;
    }
    text.get(from..).unwrap_or_default()
}

/// The text, cleaned, in at most `limit` columns; what does not fit is cut at the end with `…`.
pub(crate) fn fit(text: &str, limit: usize) -> Cow<'_, str> {
    let text = clean(text);
    if width(&text) <= limit {
        return text;
    }
    let Some(room) = limit.checked_sub(1) else { return Cow::Borrowed("") };
    Cow::Owned(format!("{}…", prefix(&text, room).trim_end()))
}

/// The text, cleaned, in at most `limit` columns; what does not fit is cut in the middle: both ends tell numbers apart.
pub(crate) fn fit_middle(text: &str, limit: usize) -> Cow<'_, str> {
    let text = clean(text);
    if width(&text) <= limit {
        return text;
    }
    let Some(room) = limit.checked_sub(1) else { return Cow::Borrowed("") };
    Cow::Owned(format!("{}…{}", prefix(&text, room - room / 2), suffix(&text, room / 2)))
}

/// The text without its first columns.
pub(crate) fn skip_columns(line: &str, mut columns: usize) -> String {
    let mut rest = line.chars();
    while columns > 0
        && let Some(c) = rest.next()
    {
        columns = columns.saturating_sub(width(c.encode_utf8(&mut [0; 4])));
    }
    rest.collect()
}

/// True for a blank at which a line may be broken: those inside amounts and before units keep what they part together.
fn breaks(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// The text broken between words into lines of at most `limit` columns.
pub(crate) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        let mut word = word;
        if !line.is_empty() && width(&line) + 1 + width(word) > limit {
            lines.push(std::mem::take(&mut line));
        }
        while line.is_empty() && width(word) > limit && limit > 0 {
            let head = prefix(word, limit);
            if head.is_empty() {
                break;
            }
            lines.push(head.to_owned());
            word = word.get(head.len()..).unwrap_or_default();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_and_wide_characters_count_twice() {
        assert_eq!(fit("PETZ ALADÁR", 11), "PETZ ALADÁR");
        assert_eq!(fit("PETZ ALADÁR", 10), "PETZ ALAD…");
        assert_eq!(fit("株式会社", 5), "株式…");
        assert_eq!(fit("株式会社", 4), "株…");
        assert_eq!(fit("abc", 0), "");
        assert_eq!(fit_middle("INV-2025-000244", 9), "INV-…0244");
        assert!(width(&fit_middle("株式会社-2025-01", 8)) <= 8);
    }

    #[test]
    fn escapes_never_pass() {
        assert_eq!(fit("a\x1b[31mb", 20), "a\u{FFFD}[31mb");
    }

    #[test]
    fn wrapping_breaks_between_words_and_only_then_within() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert!(wrap("", 4).is_empty());
        assert_eq!(wrap("株式", 1), ["株式"]);
        // An amount stays together with its unit.
        assert_eq!(wrap("owes 1\u{A0}234\u{A0}567\u{A0}Ft now", 15), ["owes", "1\u{A0}234\u{A0}567\u{A0}Ft", "now"]);
        assert_eq!(wrap("2\u{202F}000 or more", 8), ["2\u{202F}000 or", "more"]);
    }
}
