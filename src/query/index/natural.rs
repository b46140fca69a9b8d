//! Orders that people expect: 2 before 10, in numbers of invoices and in identifiers.

use std::cmp::Ordering;

/// Begins a run of digits in [`prefix`]; the count of bytes of its value is added. Digits themselves never appear there.
const RUN: u8 = b'0';
/// Marks a run of digits with a value larger than 64 bits.
const LONG_RUN: u8 = b'9';

/// The first 16 bytes of a form of a folded text that orders as [`cmp`] does. Equal prefixes say nothing yet.
#[must_use]
pub(super) fn prefix(text: &str) -> u128 {
    let mut out = [0; 16];
    let mut places = out.iter_mut();
    let mut put = |byte: u8| places.next().map(|place| *place = byte).is_some();
    let mut rest = text.as_bytes();
    loop {
        let (run, after) = split_run(rest);
        if after.len() < rest.len() {
            rest = after;
            let Some(value) = value(run) else {
                let length = u32::try_from(run.len()).unwrap_or(u32::MAX);
                let _ = put(LONG_RUN) && length.to_be_bytes().into_iter().all(put);
                break;
            };
            let bytes = value.to_be_bytes();
            let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
            let count = u8::try_from(bytes.len() - zeros).unwrap_or(8);
            if !(put(RUN + count) && bytes.iter().skip(zeros).all(|byte| put(*byte))) {
                break;
            }
        } else {
            let Some((first, after)) = rest.split_first() else { break };
            rest = after;
            if !put(*first) {
                break;
            }
        }
    }
    u128::from_be_bytes(out)
}

/// The order of two folded texts: runs of digits by their value, everything else byte by byte.
#[must_use]
pub(super) fn cmp(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        let ((run_a, after_a), (run_b, after_b)) = (split_run(a), split_run(b));
        if after_a.len() < a.len() && after_b.len() < b.len() {
            let order = run_a.len().cmp(&run_b.len()).then_with(|| run_a.cmp(run_b));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (after_a, after_b);
            continue;
        }
        let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first()) else { return a.len().cmp(&b.len()) };
        if x != y {
            return x.cmp(y);
        }
        (a, b) = (rest_a, rest_b);
    }
}

/// The digits at the start, without leading zeros, and what follows them.
fn split_run(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (run, after) = text.split_at(end);
    let zeros = run.iter().take_while(|byte| **byte == b'0').count();
    (run.get(zeros..).unwrap_or(&[]), after)
}

fn value(run: &[u8]) -> Option<u64> {
    run.iter().try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
}

/// The order of identifiers: whole numbers by value and before all others, those by their bytes. Only equal texts are equal.
#[must_use]
pub(super) fn cmp_ids(a: &str, b: &str) -> Ordering {
    match (is_number(a), is_number(b)) {
        // Without leading zeros the longer one is the larger one.
        (true, true) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => a.cmp(b),
    }
}

/// Digits of the largest number that [`id_key`] holds.
const MOST_DIGITS: usize = 39;

/// Whether an identifier counts as a whole number.
fn is_number(id: &str) -> bool {
    let canonical = id.bytes().all(|byte| byte.is_ascii_digit()) && (id.len() == 1 || !id.starts_with('0'));
    canonical && !id.is_empty() && (id.len() < MOST_DIGITS || id.parse::<u128>().is_ok())
}

/// A short form of an identifier that never contradicts [`cmp_ids`].
#[must_use]
pub(super) fn id_key(id: &str) -> (bool, u128) {
    if is_number(id) {
        let value = |digits: &str| digits.bytes().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'));
        // Up to 19 digits fit into 64 bits, which most identifiers do.
        let number = if id.len() < 20 { value(id).into() } else { id.parse().unwrap_or(u128::MAX) };
        return (false, number);
    }
    let mut first = [0; 16];
    for (place, byte) in first.iter_mut().zip(id.bytes()) {
        *place = byte;
    }
    (true, u128::from_be_bytes(first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_order_as_people_count() {
        let mut numbers =
            ["inv-2025-10", "inv-2025-9", "inv-2024-100", "inv-2025-009a", "a", "", "10", "9", "99999999999999999999999"];
        numbers.sort_by(|a, b| cmp(a, b));
        assert_eq!(
            numbers,
            ["", "9", "10", "99999999999999999999999", "a", "inv-2024-100", "inv-2025-9", "inv-2025-009a", "inv-2025-10"]
        );
        let mut ids = ["x", "10", "9", "007", "340282366920938463463374607431768211456"];
        ids.sort_by(|a, b| cmp_ids(a, b));
        assert_eq!(ids, ["9", "10", "007", "340282366920938463463374607431768211456", "x"]);
    }

    proptest! {
        #[test]
        fn identifiers_order_by_their_keys_and_then_by_their_bytes(a in "[0-9]{0,3}|[0-9]{18,21}|[0-9]{38,40}|[0-9a\\PC]{0,20}", b in "[0-9]{0,3}|[0-9]{18,21}|[0-9]{38,40}|[0-9a\\PC]{0,20}") {
            prop_assert_eq!(cmp_ids(&a, &b), id_key(&a).cmp(&id_key(&b)).then_with(|| a.cmp(&b)));
            if let (false, number) = id_key(&a) {
                prop_assert_eq!(number.to_string(), a);
            }
        }

        #[test]
        fn a_prefix_never_contradicts(a in "[a-c0-9-]{0,30}", b in "[a-c0-9-]{0,30}") {
            let (short, long) = (prefix(&a).cmp(&prefix(&b)), cmp(&a, &b));
            prop_assert!(short == Ordering::Equal || short == long);
            prop_assert_eq!(cmp(&b, &a), long.reverse());
        }

        #[test]
        fn long_runs_too(a in "[a-b]{0,2}[0-9]{18,22}[a-b0-9]{0,3}", b in "[a-b]{0,2}[0-9]{18,22}[a-b0-9]{0,3}") {
            let (short, long) = (prefix(&a).cmp(&prefix(&b)), cmp(&a, &b));
            prop_assert!(short == Ordering::Equal || short == long);
        }
    }
}
