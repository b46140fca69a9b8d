//! Texts of line items and tags: each text once in a pool, and for each invoice the numbers of its own.
//!
//! The numbers of an invoice are kept as text (`3 17;2`: items, then tags) in a column of texts, because most companies sell the same
//! things again and again: an invoice costs some bytes, whatever its lines say.

use std::fmt::Write as _;

use super::pool::Pool;
use crate::domain::InvoiceRow;

/// Between the items and the tags.
pub(super) const TAGS: char = ';';

/// The numbers of a row's texts.
pub(super) fn wording(row: &InvoiceRow, items: &mut Pool, tags: &mut Pool) -> String {
    let mut text = String::new();
    let add = |text: &mut String, number: u32| {
        if !text.is_empty() && !text.ends_with(TAGS) {
            text.push(' ');
        }
        text.push_str(&number.to_string());
    };
    for item in &row.items {
        let number = items.intern(item);
        add(&mut text, number);
    }
    if !row.tags.is_empty() {
        text.push(TAGS);
    }
    for tag in &row.tags {
        let number = tags.intern(tag);
        add(&mut text, number);
    }
    text
}

/// Whether a number of the items or of the tags is in its set. Read byte by byte: this is asked of each invoice for a letter.
pub(super) fn any_among(text: &str, items: &[bool], tags: &[bool]) -> bool {
    let (mut set, mut number, mut digits) = (items, 0_usize, false);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            number = number.wrapping_mul(10).wrapping_add(usize::from(byte - b'0'));
            digits = true;
            continue;
        }
        if digits && set.get(number).copied().unwrap_or(false) {
            return true;
        }
        (number, digits) = (0, false);
        if byte == b';' {
            if tags.is_empty() {
                return false;
            }
            set = tags;
        }
    }
    digits && set.get(number).copied().unwrap_or(false)
}

/// Writes the text with other numbers for the same items and tags.
pub(super) fn renumber(text: &str, out: &mut String, item: impl Fn(u32) -> u32, tag: impl Fn(u32) -> u32) {
    out.clear();
    let (items, tags) = text.split_once(TAGS).map_or((text, None), |(items, tags)| (items, Some(tags)));
    let part = |out: &mut String, text: &str, number: &dyn Fn(u32) -> u32| {
        for (at, old) in numbers(text).enumerate() {
            if at > 0 {
                out.push(' ');
            }
            // A text takes whatever is written.
            let _ = write!(out, "{}", number(old));
        }
    };
    part(out, items, &item);
    if let Some(tags) = tags {
        out.push(TAGS);
        part(out, tags, &tag);
    }
}

/// The numbers of a text.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(' ').filter_map(|number| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_looked_up_in_the_set_of_their_kind() {
        let (items, tags) = ([false, true, false, true], [true, false]);
        for (text, expected) in [
            ("", false),
            ("1", true),
            ("0 2", false),
            ("0 3;1", true),
            ("2;0", true),
            ("2;1", false),
            (";0", true),
            (";", false),
            ("12", false),
            ("4294967295 1", true),
        ] {
            assert_eq!(any_among(text, &items, &tags), expected, "{text}");
        }
        assert!(!any_among("2;0", &items, &[]));
        assert!(any_among("3;0", &items, &[]));
    }
}
