//! Text as it is compared: without accents, case and kinds of blanks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case without accents (`Győr` becomes `gyor`), every blank or control a plain space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends what [`fold`] makes of a text.
pub(super) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.chars().map(|c| if c.is_ascii_control() { ' ' } else { c.to_ascii_lowercase() }));
        return;
    }
    for c in text.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            // Letters that have a stroke or a ligature instead of an accent.
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ø' => out.push('o'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            c => out.push(c),
        }
    }
}

/// A tax number without what only separates: blanks, dashes, dots and slashes.
#[must_use]
pub(super) fn bare(folded: &str) -> String {
    folded.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '/')).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_and_case_do_not_count() {
        assert_eq!(fold("PETZ ALADÁR Győri Őrült Űr"), "petz aladar gyori orult ur");
        assert_eq!(fold("Straße Łódź Ørsted İ"), "strasse lodz orsted i");
        assert_eq!(fold("a\u{A0}b\tc"), "a b c");
        assert_eq!(fold("o\u{30B}"), "o");
        assert_eq!(bare("32560682-2-43"), "32560682243");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
