//! Text as searches compare it: without accents, case, kinds of blanks, dashes and quotation marks, and without characters
//! that only join, hyphenate or style others.

use std::sync::OnceLock;

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed, DecomposingNormalizer, DecomposingNormalizerBorrowed};
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The text folded: `Győr` becomes `gyor`, `ﬁx Ⅷ` becomes `fix viii`, runs of blanks and controls one space; nothing at the
/// ends is blank. Unicode case folding and compatibility decomposition, then without marks and ignorable characters.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            put(&mut out, c.to_ascii_lowercase());
        } else {
            folded(c, |c| put(&mut out, c));
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Appends a folded character; a blank only between others, and once.
fn put(out: &mut String, c: char) {
    if !(c.is_whitespace() || c.is_control()) {
        out.push(c);
    } else if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// First character of [`NEAR`] and the first one behind it.
const NEAR_RANGE: (u32, u32) = (0x80, 0x530);

/// The folded forms of the alphabets that most names are written in: folding is without context, so each is made once, when a
/// text has it.
static NEAR: [OnceLock<Box<str>>; (NEAR_RANGE.1 - NEAR_RANGE.0) as usize] =
    [const { OnceLock::new() }; (NEAR_RANGE.1 - NEAR_RANGE.0) as usize];

fn folded(c: char, put: impl FnMut(char)) {
    match u32::from(c).checked_sub(NEAR_RANGE.0).and_then(|at| NEAR.get(at as usize)) {
        Some(near) => near.get_or_init(|| far(c)).chars().for_each(put),
        None => far(c).chars().for_each(put),
    }
}

/// A character folded with all that Unicode knows.
fn far(c: char) -> Box<str> {
    const CASES: CaseMapperBorrowed<'static> = CaseMapper::new();
    const CANONICAL: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizer::new_nfd();
    const COMPATIBLE: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizer::new_nfkd();
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let category = CodePointMapData::<GeneralCategory>::new();
    // Compatibility caseless matching (Unicode 3.13, D146).
    let mut buffer = [0; 4];
    let text = CANONICAL.normalize(c.encode_utf8(&mut buffer)).into_owned();
    let text = COMPATIBLE.normalize(&CASES.fold_string(&text)).into_owned();
    let text = COMPATIBLE.normalize(&CASES.fold_string(&text)).into_owned();
    let mut out = String::new();
    for c in text.chars().filter(|c| !ignorable.contains(*c)) {
        match c {
            // Letters that have a stroke or a ligature instead of an accent.
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ø' => out.push('o'),
            'ı' => out.push('i'),
            'ħ' => out.push('h'),
            'ŧ' => out.push('t'),
            'þ' => out.push_str("th"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            // Marks that keyboards write in one form and texts in another.
            '\u{2018}'..='\u{201B}' | '\u{2BC}' | '\u{2032}' => out.push('\''),
            '\u{201C}'..='\u{201F}' | '\u{2033}' | '«' | '»' => out.push('"'),
            '\u{2212}' | '\u{2043}' => out.push('-'),
            '\u{2044}' => out.push('/'),
            c if GeneralCategoryGroup::Mark.contains(category.get(c)) => {}
            c if category.get(c) == GeneralCategory::DashPunctuation => out.push('-'),
            c => out.push(c),
        }
    }
    out.into()
}

/// Like [`fold`], but ö and ő come after each o, ü and ű after each u: the order of invoice numbers. Their letters are codes,
/// not
/// words, so that cs or sz are two letters.
#[must_use]
pub(super) fn fold_for_order(text: &str) -> String {
    const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfc();
    if text.is_ascii() {
        return fold(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in COMPOSED.normalize(text).chars() {
        if c.is_ascii() {
            put(&mut out, c.to_ascii_lowercase());
        } else {
            folded(c, |c| put(&mut out, c));
        }
        if matches!(c, 'ö' | 'Ö' | 'ő' | 'Ő' | 'ü' | 'Ü' | 'ű' | 'Ű') {
            out.push(AFTER);
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Comes after each letter and digit that a folded number has, and is in none.
const AFTER: char = '\u{7F}';

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
        assert_eq!(
            fold("Straße STRASSE Łódź Ørsted İstanbul ısı ΟΔΟΣ οδος"),
            "strasse strasse lodz orsted istanbul isi οδοσ οδοσ"
        );
        assert_eq!(fold("a\u{A0}b\tc"), "a b c");
        assert_eq!(bare("32560682-2-43"), "32560682243");
    }

    #[test]
    fn forms_of_one_text_are_equal() {
        for (one, other) in [
            ("o\u{30B}r", "őr"),
            ("O\u{308}bo\u{308}l", "Öböl"),
            ("ﬁﬂoﬀ", "fifloff"),
            ("Ⅷ. kerület", "VIII. kerulet"),
            ("ＭＥＤＫＡ　Ｋｆｔ．", "medka kft."),
            ("m²", "M2"),
            ("INV‑2026–1", "inv-2026-1"),
            ("INV\u{2212}2026", "INV-2026"),
            ("szám\u{AD}la", "számla"),
            ("a\u{200B}b\u{200C}c\u{200D}d\u{FEFF}e\u{2060}f\u{FE0F}g\u{34F}h", "abcdefgh"),
            ("👩\u{200D}👩\u{200D}👧 Kft.", "👩👩👧 kft."),
            ("  Petz \u{2009}\u{A0} Aladár\r\n\t", "petz aladar"),
            ("\u{202F}\u{3000}x", "x"),
            ("O’Neil „Kft”", "o'neil \"kft\""),
            ("ſ K Å", "s k a"),
            ("½", "1/2"),
        ] {
            assert_eq!(fold(one), fold(other), "{one:?} {other:?}");
        }
        assert_ne!(fold("a b"), fold("ab"));
    }

    #[test]
    fn letters_of_numbers_are_in_the_order_of_the_alphabet() {
        let right = ["O-1", "OZ-1", "Ö-1", "O\u{308}-2", "Ő-3", "P-1", "U-1", "Ü-1"];
        let mut sorted = right.to_vec();
        sorted.sort_by_key(|number| fold_for_order(number));
        assert_eq!(sorted, right);
        assert_eq!(fold_for_order(" INV-2026  É"), fold("INV-2026 É"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*|[\\u{80}-\\u{530} ]{0,12}|.{0,12}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn every_character_folds_for_good() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "{c:?}");
            assert!(!once.chars().any(char::is_control), "{c:?}");
        }
    }
}
