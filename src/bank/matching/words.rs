//! Numbers of documents in texts: what counts as naming one.
//!
//! For: the matcher. Uses: std. Never: an amount, a name.
//!
//! A number is compared by its letters and digits alone, `O` and `0` alike. It is named where it covers a whole word of the text: a run
//! of letters and digits with `-`, `/`, `.` or `_` within. The end of a line may be in the middle of a word. A number with letters may
//! stand with blanks in place of its signs, if nothing beside it may be more of it; then the amount must bear it out. All else that looks
//! like a number, such as the end of a longer one, a day, or the number of an order, is a part: worth a proposal, never more.

use std::collections::HashMap;

use super::chance::{is_of_other, is_period};

/// Longest number that is looked for.
const LONGEST: usize = 48;
/// Most pieces of a number.
const PIECES: usize = 14;
/// Most pieces of a text that are looked at.
const MOST: usize = 400;
/// Fewest letters and digits of a number that blanks may stand in.
const SPACED: usize = 8;
/// Fewest digits that such a number ends with: fewer may be a count that stands behind a part of another one.
const SERIAL: usize = 3;
/// Pieces beside a number that are read as words.
const BESIDE: usize = 12;

/// How surely a text names a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// A part of a word, or pieces with blanks and signs between.
    Part,
    /// All pieces of a number with letters in one line, with blanks where its signs are.
    Spaced,
    /// A whole word that the end of a line breaks.
    Broken,
    /// A whole word.
    Whole,
}

/// A number that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Place of the number in the list.
    pub(super) number: u32,
    /// How surely.
    pub(super) named: Named,
    /// First and last piece.
    span: (usize, usize),
}

/// What is between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing: letters end and digits begin.
    None,
    /// Signs that stand within numbers.
    Tight,
    /// The end of a line.
    Break,
    /// The end of a line beside signs that stand within numbers.
    SignBreak,
    /// Blanks alone.
    Blank,
    /// Blanks, signs and ends of lines.
    Loose,
    /// A comma or plus between two digits: `INV-2026-1,2` are two numbers.
    List,
    /// Anything else.
    Hard,
}

#[derive(Debug)]
struct Piece {
    text: String,
    /// What is before it.
    before: Gap,
}

/// Letters and digits of a number, upper case, `O` as `0`.
pub(super) fn normal(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).map(|c| if c == 'O' { '0' } else { c }).collect()
}

/// Numbers to look for.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    places: HashMap<String, Vec<u32>>,
    /// By place: where the pieces of the number begin, and whether it has letters.
    splits: HashMap<u32, (u64, bool)>,
    shortest: usize,
}

impl Numbers {
    /// Adds a number. One without a digit, or of less than three signs, is never looked for.
    pub(super) fn add(&mut self, number: &str, place: u32) {
        let normal = normal(number);
        let length = normal.chars().count();
        if (3..=LONGEST).contains(&length) && normal.chars().any(|c| c.is_ascii_digit()) {
            self.shortest = if self.places.is_empty() { length } else { self.shortest.min(length) };
            self.splits.insert(place, (split(&pieces(number)), normal.chars().any(char::is_alphabetic)));
            self.places.entry(normal).or_default().push(place);
        }
    }

    /// Numbers that are this one.
    pub(super) fn same(&self, number: &str) -> &[u32] {
        self.places.get(&normal(number)).map_or(&[], Vec::as_slice)
    }

    /// Numbers that a text names; the surest hit of each, none within a surer and longer one.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let pieces = pieces(text);
        let cut = text.chars().filter(|c| *c != '\n').count() >= 140;
        let mut hits: Vec<Hit> = Vec::new();
        for first in 0..pieces.len() {
            let mut joined = String::new();
            let (mut broken, mut loose, mut blank, mut tight) = (false, false, false, false);
            for last in first..pieces.len().min(first + PIECES) {
                let Some(piece) = pieces.get(last) else { break };
                if last > first {
                    match piece.before {
                        Gap::Hard | Gap::List => break,
                        Gap::Loose => loose = true,
                        Gap::Blank => blank = true,
                        Gap::Break | Gap::SignBreak => broken = true,
                        Gap::Tight => tight = true,
                        Gap::None => {}
                    }
                }
                joined.push_str(&piece.text);
                if joined.len() > LONGEST * 4 {
                    break;
                }
                if joined.len() < self.shortest {
                    continue;
                }
                let Some(places) = self.places.get(&joined) else { continue };
                let begins = !is_joined(&pieces, first) && !self.is_listed(&pieces, first, first.checked_sub(1));
                let ends = (last + 1 < pieces.len() || !cut) && !is_joined(&pieces, last + 1);
                let is_whole = begins && ends && !self.is_listed(&pieces, last + 1, Some(last + 1));
                let is_word = is_whole && is_strong(&joined, last > first) && !is_by_chance(&pieces, first, last);
                let named = match (is_word && !loose && !blank, broken) {
                    (false, _) => Named::Part,
                    (true, true) => Named::Broken,
                    (true, false) => Named::Whole,
                };
                let long = joined.len() >= SPACED && piece.text.len() >= SERIAL;
                let spaced = is_word && blank && long && !(loose || tight || broken) && is_alone(&pieces, first, last);
                let text = pieces.get(first..=last).map(split).unwrap_or_default();
                let is_spaced = |number: &u32| spaced && self.splits.get(number) == Some(&(text, true));
                let named = |number: &u32| match named {
                    _ if is_spaced(number) => Named::Spaced,
                    _ if self.is_counted(*number, &joined, pieces.get(first..=last).map(divided).unwrap_or_default()) => {
                        Named::Part
                    }
                    named => named,
                };
                hits.extend(places.iter().map(|number| Hit { number: *number, named: named(number), span: (first, last) }));
            }
        }
        surest(hits)
    }

    /// Whether a sign divides digits that the number has in one, right behind the number of another document: `INV-2026-1/3` is a third of
    /// INV-2026-1, or the ones up to 3, and not INV-2026-13.
    fn is_counted(&self, number: u32, joined: &str, text: u64) -> bool {
        let own = self.splits.get(&number).map_or(u64::MAX, |(own, _)| *own);
        let begins =
            |at: &usize| u32::try_from(*at).ok().and_then(|at| (text & !own).checked_shr(at)).is_some_and(|bits| bits & 1 == 1);
        let before = |at: usize| joined.chars().take(at).collect::<String>();
        (1..joined.chars().count()).filter(begins).any(|at| self.places.contains_key(&before(at)))
    }

    /// Whether a list goes on over the beginning of a piece, with only the end of a number (`other`) on the other side.
    fn is_listed(&self, pieces: &[Piece], at: usize, other: Option<usize>) -> bool {
        let is_list = pieces.get(at).is_some_and(|piece| piece.before == Gap::List);
        let Some((other, end)) = other.filter(|_| is_list).and_then(|at| Some((at, pieces.get(at)?))) else { return false };
        let is_alone = !is_joined(pieces, other + 1) && (other >= at || !is_joined(pieces, other));
        is_alone && !self.places.contains_key(&end.text)
    }
}

/// The surest hit of each number; none within a surer and longer one.
fn surest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.named), hit.span.0, std::cmp::Reverse(hit.span.1)));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        let within = |outer: &Hit| {
            let (from, to) = outer.span;
            // The same words name another number only where both are as sure.
            outer.named > hit.named && from <= hit.span.0 && hit.span.1 <= to
        };
        if !kept.iter().any(|known| known.number == hit.number || within(known)) {
            kept.push(hit);
        }
    }
    kept
}

/// Whether a piece goes on with the one before it.
fn is_joined(pieces: &[Piece], at: usize) -> bool {
    pieces.get(at).is_some_and(|piece| matches!(piece.before, Gap::None | Gap::Tight | Gap::SignBreak))
}

/// Whether pieces are a day or a month, or the words beside them say that they are the number of something else. A number with letters
/// says itself what it is. The end of a line may be within a word, or between two.
fn is_by_chance(pieces: &[Piece], first: usize, last: usize) -> bool {
    let number = pieces.get(first..=last).unwrap_or_default();
    let has_letters = number.iter().any(|piece| piece.text.contains(char::is_alphabetic));
    let before = pieces.get(first.saturating_sub(BESIDE)..first).unwrap_or_default();
    let behind = pieces.get(last + 1..pieces.len().min(last + 1 + BESIDE)).unwrap_or_default();
    [&[Gap::None][..], &[Gap::None, Gap::Break]].into_iter().any(|within| {
        let digits = words(number, |piece, word| {
            let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            piece.before == Gap::Break && within.contains(&Gap::Break) && is_digits(word) && is_digits(&piece.text)
        });
        let texts: Vec<&str> = digits.iter().map(String::as_str).collect();
        let join = |pieces: &[Piece]| words(pieces, |piece, _| within.contains(&piece.before));
        is_period(&texts) || (!has_letters && is_of_other(&join(before), &join(behind)))
    })
}

/// Pieces as words: one that goes on with the word before it is a part of that.
fn words(pieces: &[Piece], goes_on: impl Fn(&Piece, &str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in pieces {
        match found.last_mut().filter(|word| goes_on(piece, word)) {
            Some(word) => word.push_str(&piece.text),
            None => found.push(piece.text.clone()),
        }
    }
    found
}

/// Whether a number is one that a text does not have by chance: long enough, with letters, or in several pieces.
fn is_strong(normal: &str, pieces: bool) -> bool {
    let length = normal.chars().count();
    let letters = normal.chars().any(char::is_alphabetic);
    // A day, or two years.
    let is_day = length == 8 && (normal.starts_with("19") || normal.starts_with("20"));
    if letters {
        length >= 5
    } else if pieces {
        length >= 6 && !is_day
    } else {
        length >= 7 && !is_day
    }
}

/// Whether no digits beside pieces of a text may be more of the same number: what a blank stands for is not certain.
fn is_alone(pieces: &[Piece], first: usize, last: usize) -> bool {
    let digit = |at: Option<usize>| {
        at.and_then(|at| pieces.get(at)).is_some_and(|piece| piece.text.ends_with(|c: char| c.is_ascii_digit()))
    };
    let apart = |at: usize| pieces.get(at).is_none_or(|piece| piece.before == Gap::Hard);
    let before = apart(first) || !(digit(first.checked_sub(1)) && digit(Some(first)));
    before && (apart(last + 1) || !(digit(Some(last + 1)) && digit(Some(last))))
}

/// Where pieces begin in what they are together, as bits.
fn split(pieces: &[Piece]) -> u64 {
    begins(pieces, |_| true)
}

/// The same without pieces that begin at the end of a line.
fn divided(pieces: &[Piece]) -> u64 {
    begins(pieces, |piece| piece.before != Gap::Break)
}

fn begins(pieces: &[Piece], is_one: impl Fn(&Piece) -> bool) -> u64 {
    let mut at = 0u32;
    let begins = pieces.iter().map(|piece| {
        let bit = if is_one(piece) { 1u64.checked_shl(at).unwrap_or_default() } else { 0 };
        at = at.saturating_add(u32::try_from(piece.text.chars().count()).unwrap_or(u32::MAX));
        bit
    });
    begins.fold(0, |all, bit| all | bit)
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut gap = String::new();
    let mut last: Option<char> = None;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            gap.push(c);
            last = None;
            continue;
        }
        let c = c.to_uppercase().next().map_or(c, |c| if c == 'O' { '0' } else { c });
        let goes_on = last.is_some_and(|last| last.is_ascii_digit() == c.is_ascii_digit());
        match found.last_mut() {
            Some(piece) if goes_on => piece.text.push(c),
            _ => {
                if found.len() >= MOST {
                    break;
                }
                let is_list = matches!(gap.as_str(), "," | ";" | "+" | "&") && c.is_ascii_digit();
                let before = match found.last() {
                    None => Gap::Hard,
                    Some(last) if is_list && last.text.ends_with(|c: char| c.is_ascii_digit()) => Gap::List,
                    Some(_) => between(&gap),
                };
                found.push(Piece { text: c.to_string(), before });
                gap.clear();
            }
        }
        last = Some(c);
    }
    found
}

fn between(gap: &str) -> Gap {
    let tight = |c: char| matches!(c, '-' | '/' | '.' | '_' | '\\' | '–');
    if gap.is_empty() {
        Gap::None
    } else if gap.chars().all(tight) {
        Gap::Tight
    } else if gap.chars().all(|c| c.is_whitespace() && c != '\n') {
        Gap::Blank
    } else if gap.chars().all(|c| c == '\n') {
        Gap::Break
    } else if gap.chars().all(|c| c == '\n' || tight(c)) {
        Gap::SignBreak
    } else if gap.chars().all(|c| c.is_whitespace() || tight(c)) {
        Gap::Loose
    } else {
        Gap::Hard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(numbers: &[&str], text: &str) -> Vec<(usize, Named)> {
        let mut index = Numbers::default();
        for (place, number) in numbers.iter().enumerate() {
            index.add(number, u32::try_from(place).expect("few"));
        }
        index.find(text).into_iter().map(|hit| (hit.number as usize, hit.named)).collect()
    }

    #[test]
    fn a_number_is_named_by_a_whole_word() {
        let numbers = ["INV-2025-1", "INV-2025-11", "2025/1"];
        assert_eq!(named(&numbers, "inv-2025-11 köszönjük"), [(1, Named::Whole)]);
        assert_eq!(named(&numbers, "SZLA: INV/2025/1, tisztelettel"), [(0, Named::Whole)]);
        assert_eq!(
            named(&numbers, "XINV-2025-1"),
            [(0, Named::Part), (2, Named::Part)].into_iter().filter(|(n, _)| *n == 2).collect::<Vec<_>>()
        );
        assert_eq!(named(&numbers, "INV-2025-111"), []);
        assert_eq!(named(&numbers, "INV2O25-11"), [(1, Named::Whole)]);
    }

    #[test]
    fn a_line_may_end_within_a_number_and_then_two_may_be_meant() {
        let numbers = ["INV-2025-1", "INV-2025-11"];
        assert_eq!(named(&numbers, "Számla INV-20\n25-11 kifizetése"), [(1, Named::Broken)]);
        assert_eq!(named(&numbers, "INV-2025-1\n1 db"), [(0, Named::Whole), (1, Named::Broken)]);
        assert_eq!(named(&numbers, "INV-2025 11"), [(1, Named::Part)]);
    }

    #[test]
    fn blanks_may_stand_where_the_signs_of_a_number_with_letters_are() {
        let numbers = ["INV-2026-009", "INV-2026-0091", "2026/00009", "SZ000012", "AB-123", "INV-2026-9"];
        assert_eq!(named(&numbers, "INV 2026 009"), [(0, Named::Spaced)]);
        assert_eq!(named(&numbers, "Számla: inv 2026  009, köszönjük"), [(0, Named::Spaced)]);
        assert_eq!(named(&numbers, "INV 2026 0091 INV 2026 009"), [(1, Named::Spaced), (0, Named::Spaced)]);
        assert_eq!(named(&numbers, "sz 000012 kiegyenlítése"), [(3, Named::Spaced)]);
        // Signs and blanks, the end of a line, another split, digits beside it, no letters, too few signs, and a short end.
        for (text, number) in [
            ("INV-2026 009", 0),
            ("INV 2026\n009", 0),
            ("INV 20 26009", 0),
            ("INV 2026 009 2 db", 0),
            ("2026 00009", 2),
            ("AB 123", 4),
            ("INV 2026 9 db", 5),
        ] {
            assert_eq!(named(&numbers, text), [(number, Named::Part)], "{text}");
        }
        assert_eq!(named(&numbers, "INV 2026 009 1"), [(1, Named::Part), (0, Named::Part)]);
    }

    #[test]
    fn digits_that_a_sign_divides_behind_another_number_are_a_part() {
        let numbers = ["INV-2026-1", "INV-2026-13", "INV-2026-2", "2026/00012", "202600013"];
        for text in ["INV-2026-1/3", "INV-2026-1-3 részlet", "INV-2026-1,2", "INV-2026-1+2", "INV-2026-2;3"] {
            assert!(named(&numbers, text).iter().all(|(_, named)| *named == Named::Part), "{text}");
        }
        for (text, found) in [
            ("INV-2026-1, 2 db", vec![(0, Named::Whole)]),
            ("INV-2026-1,INV-2026-2", vec![(0, Named::Whole), (2, Named::Whole)]),
            ("2026/00012,2026/00013", vec![(3, Named::Whole), (4, Named::Whole)]),
            ("202600012;202600013", vec![(3, Named::Whole), (4, Named::Whole)]),
        ] {
            let mut told = named(&numbers, text);
            told.sort_unstable();
            assert_eq!(told, found, "{text}");
        }
    }

    #[test]
    fn days_and_numbers_of_other_things_are_parts() {
        for (number, text) in [
            ("2026/123", "havidíj 2026.1.23"),
            ("2026/01", "2026/01 havi díj"),
            ("10/2026", "10/2026 bérleti díj"),
            ("26/0123", "26.01.23"),
            ("2301/2026", "23012026"),
            ("Q1/2026", "Q1/2026 fee"),
            ("JAN2026", "jan.2026"),
            ("2026/00012", "megrendelés: 2026/00012"),
            ("2026/00012", "2026/00012 sz. szerződés"),
            ("2026/00012", "Order No. 2026/00012"),
            ("2600012", "ügyfélszám 2600012"),
        ] {
            assert_eq!(named(&[number], text), [(0, Named::Part)], "{text}");
        }
        for (number, text) in [
            ("2026/00012", "számla 2026/00012"),
            ("2026/00012", "2026/00012 számla, megrendelés 77"),
            ("INV-2026-12", "order INV-2026-12"),
            ("2600012", "szla 2600012"),
        ] {
            assert_eq!(named(&[number], text), [(0, Named::Whole)], "{text}");
        }
    }

    #[test]
    fn what_may_be_there_by_chance_is_a_part() {
        assert_eq!(named(&["2025"], "2025 szeptember"), [(0, Named::Part)]);
        assert_eq!(named(&["20250901"], "20250901"), [(0, Named::Part)]);
        assert_eq!(named(&["1234567"], "1234567"), [(0, Named::Whole)]);
        let long = format!("{} INV-2025-1", "x".repeat(140));
        assert_eq!(named(&["INV-2025-1"], &long), [(0, Named::Part)]);
    }
}
