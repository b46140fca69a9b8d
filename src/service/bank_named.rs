//! Entries by the first signs of their identifiers, as lists show them.
//!
//! For: the cases that take an entry by name. Uses: nothing. Never: a guess between entries that are not equal.
//!
//! Equal entries of a day have one identifier, with a number behind it from the second on: lists show its first signs and that number. A
//! doubtful one has a sign at its end, which no other has.

/// Whether an identifier begins so, or has these first signs and this number.
pub(crate) fn is_named(id: &str, wanted: &str) -> bool {
    let numbered = || {
        let ((signs, number), (begin, rest)) = (wanted.split_once('.')?, id.split_once('.')?);
        let rest = rest.strip_prefix(number)?;
        let is_whole = !rest.starts_with(|sign: char| sign.is_ascii_digit());
        Some(!signs.is_empty() && !number.is_empty() && begin.starts_with(signs) && is_whole)
    };
    id.starts_with(wanted) || numbered().unwrap_or(false)
}

/// Of equal entries without a number in their name the first one is meant.
pub(crate) fn first_of_equal<T>(found: &mut Vec<T>, id: impl Fn(&T) -> &str) {
    fn base(id: &str) -> &str {
        id.split('.').next().unwrap_or(id).trim_end_matches('q')
    }
    let are_equal = found.windows(2).all(|pair| matches!(pair, [one, other] if base(id(one)) == base(id(other))));
    if are_equal && found.iter().any(|one| !id(one).contains('.')) {
        found.retain(|one| !id(one).contains('.'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_entries_are_told_apart_by_their_number() {
        for (id, wanted, is) in [
            ("ac05420d80ce", "ac05", true),
            ("ac05420d80ce", "ac05.1", false),
            ("ac05420d80ce.1", "ac05.1", true),
            ("ac05420d80ce.1-2", "ac05.1", true),
            ("ac05420d80ce.12", "ac05.1", false),
            ("ac05420d80ce.1", "ac05", true),
            ("ac05420d80ce.1", ".1", false),
            ("ac05420d80ce.1", "ac05.", false),
        ] {
            assert_eq!(is_named(id, wanted), is, "{id} {wanted}");
        }
        let first = |all: &[&'static str]| {
            let mut all = all.to_vec();
            first_of_equal(&mut all, |one| one);
            all
        };
        assert_eq!(first(&["a", "a.1", "a.2"]), ["a"]);
        assert_eq!(first(&["a.1", "a.2"]), ["a.1", "a.2"]);
        assert_eq!(first(&["ab", "ac"]), ["ab", "ac"]);
        // Doubtful ones have a sign at their end.
        assert_eq!(first(&["aq", "a.1q"]), ["aq"]);
    }
}
