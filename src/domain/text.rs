//! Text from outside is data: what could command a terminal or reorder a line is taken out before it is shown.

use std::borrow::Cow;

/// Whether a character must not reach a terminal: controls, bidirectional overrides and other invisible formatting.
///
/// Not among them are the joiners U+200C and U+200D, which command nothing; [`clean`] keeps them where they shape letters.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || is_invisible(c)
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2065}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Whether a spreadsheet takes a cell that begins so for a formula.
#[must_use]
pub const fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Whether a character has no width and no meaning for a reader: its place can be closed up.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a character is of ASCII or a letter after it of Latin, Greek, Cyrillic or Armenian script: most are, and this is told fast.
const fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{AE}'..='\u{61B}')
}

const SOFT_HYPHEN: char = '\u{AD}';

/// The text as one line that is safe to print: line breaks and tabs become a space, zero-width spaces and soft hyphens go,
/// other unsafe characters become `\u{FFFD}`. A joiner stays between letters, which it shapes; between others it goes:
/// terminals disagree about the width of joined emoji.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    // Letters and marks of every script that joins are below the punctuation block.
    cleaned(text, |before, after| {
        (before.is_alphanumeric() || ('\u{80}'..'\u{2000}').contains(&before)) && after.is_alphanumeric()
    })
}

/// Like [`clean`], for a file: joiners between emoji stay as well.
#[must_use]
pub fn clean_for_file(text: &str) -> Cow<'_, str> {
    let joined = |c: char| c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace() || is_joiner(c) || is_unsafe(c));
    cleaned(text, |before, after| joined(before) && joined(after))
}

/// `keeps` says whether a joiner stays between two characters.
fn cleaned(text: &str, keeps: impl Fn(char, char) -> bool) -> Cow<'_, str> {
    // Most texts are plain ASCII, which a look at the bytes tells many times faster.
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain || !text.chars().any(|c| !is_plain(c) && (is_unsafe(c) || is_joiner(c) || c == SOFT_HYPHEN)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        let kept = match c {
            '\n' | '\r' | '\t' => ' ',
            c if is_joiner(c) => match rest.clone().next().filter(|after| keeps(before, *after)) {
                Some(_) => c,
                None => continue,
            },
            SOFT_HYPHEN => continue,
            c if is_invisible(c) => continue,
            c if is_unsafe(c) => '\u{FFFD}',
            c => c,
        };
        out.push(kept);
        before = kept;
    }
    Cow::Owned(out)
}

/// Edit distance: letters added, left out, exchanged or swapped with their neighbour.
#[must_use]
pub fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (i, a) in from.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&above, j + 1) + 1).min(at(&row, j) + 1).min(at(&above, j) + usize::from(a != *b));
            let swapped = j > 0 && previous == Some(*b) && to.get(j - 1) == Some(&a);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        previous = Some(a);
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

/// A name that every system takes as one of a file.
#[must_use]
pub fn file_name(text: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    let name: String = text.chars().map(|c| if fits(c) { c } else { '-' }).collect();
    name.trim_start_matches('.').to_owned()
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
        for c in ["\u{200E}", "\u{200F}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}"] {
            assert_eq!(clean(&format!("a{c}b")), "a\u{FFFD}b");
            assert_eq!(clean_for_file(&format!("a{c}b")), "a\u{FFFD}b");
        }
    }

    #[test]
    fn what_is_plain_needs_no_cleaning() {
        assert!((' '..='\u{FFFF}').filter(|c| is_plain(*c)).all(|c| !is_unsafe(c) && !is_joiner(c) && c != SOFT_HYPHEN));
    }

    #[test]
    fn joiners_stay_where_they_shape_letters_and_nothing_invisible_becomes_a_sign() {
        let persian = "می\u{200C}خواهم";
        let hindi = "क्\u{200D}ष";
        let family = "👩\u{200D}👩\u{200D}👧 Kft.";
        for text in [persian, hindi] {
            assert_eq!(clean(text), text);
            assert_eq!(clean_for_file(text), text);
        }
        assert_eq!(clean(family), "👩👩👧 Kft.");
        assert_eq!(clean_for_file(family), family);
        assert_eq!(clean_for_file("❤\u{FE0F}\u{200D}🔥"), "❤\u{FE0F}\u{200D}🔥");
        for text in ["\u{200D}a\u{200C}", "a\u{200D}\u{200D} b", "=\u{200D}1", "a \u{200C}b"] {
            let bare: String = text.chars().filter(|c| !is_joiner(*c)).collect();
            assert_eq!(clean(text), bare, "{text:?}");
            assert_eq!(clean_for_file(text), bare, "{text:?}");
        }
        assert_eq!(clean("szám\u{AD}la\u{200B}szám\u{FEFF}\u{2060}"), "számlaszám");
        assert_eq!(clean_for_file("szám\u{AD}la\u{200B}szám\u{FEFF}"), "számlaszám");
        assert_eq!(clean("☎\u{FE0F} 🏴\u{E0067}\u{E007F}"), "☎\u{FE0F} 🏴");
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        let pieces = ["a", "क", "👩", "\u{200D}", "\u{200C}", "\u{200B}", "\u{AD}", " ", "\u{1b}", "\u{202E}", "\u{FE0F}"];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    let text = format!("{a}{b}{c}a");
                    for clean in [clean, clean_for_file] {
                        let once = clean(&text).into_owned();
                        assert_eq!(clean(&once), once, "{text:?}");
                        assert!(!once.chars().any(is_unsafe));
                    }
                }
            }
        }
    }

    #[test]
    fn distances_count_slips() {
        assert_eq!(distance("medak", "medka"), 1);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("", "abc"), 3);
    }
}
