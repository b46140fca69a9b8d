//! The entries that match the typed text, the best first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::{Choice, Entry};
use crate::query::fold;

/// The entries that match, best first; all as they are where nothing was typed. Headings match nothing.
pub(super) fn narrow(entries: Vec<Entry>, typed: &str) -> Vec<Entry> {
    if typed.trim().is_empty() {
        return entries;
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    // Both sides are folded as searches fold them.
    let pattern = Pattern::parse(&fold(typed), CaseMatching::Ignore, Normalization::Never);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, Entry)> = Vec::new();
    for entry in entries.into_iter().filter(|entry| !entry.heading) {
        let own = pattern.score(Utf32Str::new(&fold(&entry.label), &mut buffer), &mut matcher).map(|score| score * 4);
        let english = || pattern.score(Utf32Str::new(&fold(&entry.english), &mut Vec::new()), &mut Matcher::new(Config::DEFAULT));
        let beside = || pattern.score(Utf32Str::new(&fold(&entry.note), &mut Vec::new()), &mut Matcher::new(Config::DEFAULT));
        // The name of a key finds the key.
        let of_key = || (entry.key.split(' ').any(|key| key == typed.trim())).then_some(u32::MAX);
        // The whole name of a page finds the page, whatever else has its letters.
        let is_page = matches!(entry.choice, Choice::Page(_));
        let named = || (is_page && entry.english.split(' ').next() == Some(typed.trim())).then_some(u32::MAX - 1);
        // Letters apart would find any page that has words enough.
        let by_word = || {
            let (typed, words) = (fold(typed.trim()), fold(&entry.words));
            words.split(' ').any(|word| typed.len() > 1 && word.starts_with(&typed)).then_some(1)
        };
        let in_english = || english().map(|score| score * 3);
        if let Some(score) = of_key().or_else(named).or(own).or_else(in_english).or_else(beside).or_else(by_word) {
            scored.push((score, entry));
        }
    }
    // Of two that match as well, the shorter one says it more exactly.
    scored.sort_by_key(|(score, entry)| (std::cmp::Reverse(*score), entry.label.len()));
    scored.into_iter().map(|(_, entry)| entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_their_order_match_accents_and_case_ignored_and_the_best_is_first() {
        let all = || ["sync every company", "Kijelölés törlése", "sort", "show columns"].map(|l| Entry::new(l, Choice::Nothing));
        let found = |typed| narrow(all().to_vec(), typed).into_iter().map(|entry| entry.label).collect::<Vec<_>>();
        assert_eq!(found("").len(), 4);
        assert_eq!(found("sort"), ["sort"]);
        assert_eq!(found("torles"), ["Kijelölés törlése"]);
        assert_eq!(found("to\u{308}r\u{AD}l"), ["Kijelölés törlése"]);
        assert_eq!(found("SYCO"), ["sync every company"]);
        assert_eq!(found("shco"), ["show columns"]);
        assert!(found("xyz").is_empty());
    }
}
