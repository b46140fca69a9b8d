//! The article before a value in a Hungarian sentence: texts have “a(z)”, readers get “a” or “az”, as the value is spoken.
//!
//! Uses: std. Never: the texts themselves.

use super::format::NO_BREAK_SPACE;

/// End of an article in the texts, before the value is known.
pub(super) const OPEN: &str = "(z) ";

/// The text with its articles as what follows them wants.
pub(super) fn settled(text: &str) -> String {
    let mut parts = text.split(OPEN);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = match (whole.ends_with(['a', 'A']), takes_z(part)) {
            (false, _) => OPEN,
            (true, true) => "z ",
            (true, false) => " ",
        };
        whole.push_str(end);
        whole.push_str(part);
    }
    whole
}

/// Whether what begins so is spoken with a vowel first.
fn takes_z(value: &str) -> bool {
    let value = value.trim_start_matches(['„', '“', '”', '"', '\'', '(', '«', '»']);
    match value.chars().next() {
        Some('1') => digits(value) % 3 == 1,
        // öt, ötven, ötszáz, ötezer
        Some('5') => true,
        Some(first) => first.to_lowercase().next().is_some_and(|first| "aáeéiíoóöőuúüű".contains(first)),
        None => false,
    }
}

/// Digits of the whole number at the beginning: 1 is “egy” and 1000 “ezer”, but 10 is “tíz” and 100 “száz”.
fn digits(value: &str) -> usize {
    value.chars().filter(|c| *c != NO_BREAK_SPACE).take_while(char::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_as_its_value_is_spoken() {
        let az = ["„Acme Kft.”", "Őrs", "INV-1", "1", "1000", "1\u{a0}000", "1500000", "5", "51", "5000", "édes"];
        for value in az {
            assert_eq!(settled(&format!("A(z) {value} nincs meg.")), format!("Az {value} nincs meg."));
        }
        for value in ["„Petz”", "Zala", "10", "11", "100", "150", "10\u{a0}000", "2", "/etc/x", "–", ""] {
            assert_eq!(settled(&format!("Itt a(z) {value}.")), format!("Itt a {value}."));
        }
        assert_eq!(settled("A(z) Ózd és a(z) Pécs"), "Az Ózd és a Pécs");
        assert_eq!(settled("semmi (z) x"), "semmi (z) x");
    }
}
