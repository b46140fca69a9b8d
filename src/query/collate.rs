//! The order of names: the collation of Hungarian (CLDR), for each list, user and process alike.
//!
//! One order for all, and not that of each user's language: a store has users in both, its orders are computed once by the
//! process that holds it, and its names are Hungarian ones for the most part. It differs from the order of other languages
//! only in that ö and ü come after o and u, and that cs, dz, dzs, gy, ly, ny, sz, ty and zs are letters.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};

static HUNGARIAN: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let preferences = CollatorPreferences::from(&icu_locale_core::locale!("hu"));
    CollatorBorrowed::try_new(preferences, CollatorOptions::default()).ok()
});

/// Bytes that order as texts do; blanks at the ends and more than one in a row do not count.
#[must_use]
pub fn key(text: &str) -> Vec<u8> {
    let text = single_blanks(text);
    let mut key = Vec::with_capacity(text.len() * 2);
    let written = HUNGARIAN.as_ref().and_then(|collator| collator.write_sort_key_to(&text, &mut key).ok());
    // The data is compiled in: without it there is still an order.
    if written.is_none() { super::fold(&text).into_bytes() } else { key }
}

/// The order of two texts; equal ones are in the order of their bytes.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    let by_key = || key(a).cmp(&key(b));
    let (short_a, short_b) = (single_blanks(a), single_blanks(b));
    HUNGARIAN.as_ref().map_or_else(by_key, |collator| collator.compare(&short_a, &short_b)).then_with(|| a.cmp(b))
}

fn single_blanks(text: &str) -> Cow<'_, str> {
    let mut before = ' ';
    let single = text.chars().all(|c| {
        let doubled = c.is_whitespace() && (before == ' ' || c != ' ');
        before = c;
        !doubled
    });
    if single && before != ' ' { Cow::Borrowed(text) } else { Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted<'t>(texts: &[&'t str]) -> Vec<&'t str> {
        let mut sorted = texts.to_vec();
        sorted.reverse();
        sorted.sort_by(|a, b| compare(a, b));
        sorted
    }

    #[test]
    fn names_are_in_the_order_of_the_hungarian_alphabet() {
        for right in [
            &["Orsó", "Ozmán", "Ózon", "Öböl", "Őrs", "Uzsok", "Üllő", "Űr"][..],
            &["Cukor", "Czakó", "Csaba", "Cserép", "Damjanich", "Dzéta", "Dzsem", "Eper"],
            &["Gerő", "Gyár", "Hajó", "Lézer", "Lyuk", "Nagy", "Nyár", "Ottó", "Sör", "Szabó", "Tóth", "Tyúk", "Zoltán", "Zsolt"],
            &["Kastély", "Kasza", "kassza", "Kassza"],
            &["Kovács", "Kovács Bt.", "Kovács és Társa", "Kovácsné"],
            &["", "1. számú", "Ábel", "abrak"],
        ] {
            assert_eq!(sorted(right), right);
        }
    }

    #[test]
    fn invisible_characters_and_runs_of_blanks_do_not_count() {
        for (one, other) in [("Or\u{AD}só", "Orsó"), ("Petz  Aladár ", "Petz Aladár"), ("O\u{308}böl", "Öböl"), (" x", "x")]
        {
            assert_eq!(key(one), key(other), "{one:?}");
        }
        assert!(compare("a\u{A0}b", "a c").is_lt());
    }

    proptest! {
        #[test]
        fn keys_order_as_texts_do(a in "[a-zöőáé CSZ]{0,8}|\\PC{0,6}", b in "[a-zöőáé CSZ]{0,8}|\\PC{0,6}") {
            let by_key = key(&a).cmp(&key(&b)).then_with(|| a.cmp(&b));
            prop_assert_eq!(compare(&a, &b), by_key);
        }
    }
}
