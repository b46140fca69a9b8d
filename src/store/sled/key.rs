//! Keys of the trees: the company first, big-endian, so that a company is a range; then the provider's identifier.
//!
//! An identifier is text of any length. It is ended by `00 01`, and a zero byte in it becomes `00 FF`: so the order of keys is
//! the order of identifiers, and none is the beginning of another.

use ::sled::IVec;

use crate::domain::{CompanyId, RecordKey, RemoteId, RunId};

const END: [u8; 2] = [0, 1];
const ZERO: [u8; 2] = [0, 0xFF];

/// Identifiers longer than this are refused: a page of keys must stay small.
pub(in crate::store) const LONGEST_ID: usize = 250;

/// Numbers longer than this are not in the index of numbers.
const LONGEST_NUMBER: usize = 200;

/// The beginning of all keys of a company.
pub(in crate::store) fn company(company: CompanyId) -> [u8; 4] {
    company.0.to_be_bytes()
}

/// Key of the row of an invoice; the beginning of the keys of its parts and its changes.
pub(in crate::store) fn invoice(company: CompanyId, id: &RemoteId) -> Vec<u8> {
    let mut key = company.0.to_be_bytes().to_vec();
    push(&mut key, id.as_str().as_bytes());
    key
}

/// Key of a part of what begins with `prefix`.
pub(in crate::store) fn part(prefix: &[u8], part: u16) -> Vec<u8> {
    [prefix, &part.to_be_bytes()].concat()
}

/// The common prefix of the keys of all parts.
pub(in crate::store) fn without_part(key: &IVec) -> IVec {
    key.subslice(0, key.len().saturating_sub(2))
}

/// Beginning of the keys of what a commit changed on the invoice of this key.
pub(in crate::store) fn changes(invoice: &[u8], sequence: u64) -> Vec<u8> {
    [invoice, &sequence.to_be_bytes()].concat()
}

/// The beginning of the keys of a number in the index of numbers, ASCII case ignored.
pub(in crate::store) fn number(company: CompanyId, number: &str) -> Vec<u8> {
    let mut key = company.0.to_be_bytes().to_vec();
    push(&mut key, number.to_ascii_uppercase().as_bytes());
    key
}

/// Key in the index of numbers; `None` where there is no number, or one too long for an index.
pub(in crate::store) fn number_of(company: CompanyId, text: &str, id: &RemoteId) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() > LONGEST_NUMBER {
        return None;
    }
    let mut key = number(company, text);
    push(&mut key, id.as_str().as_bytes());
    Some(key)
}

/// Key of a run.
pub(in crate::store) fn run(company: CompanyId, run: RunId) -> Vec<u8> {
    [&company.0.to_be_bytes()[..], &run.0.to_be_bytes()].concat()
}

/// Key of an error of the run of this key.
pub(in crate::store) fn error(run: &[u8], sequence: u64, index: u32) -> Vec<u8> {
    [run, &sequence.to_be_bytes(), &index.to_be_bytes()].concat()
}

/// The feed that the first form knew: its keys do not name it.
const FIRST_FEED: &str = "documents";

/// Key of the state of a company's feed; the beginning of the keys of its scan.
pub(in crate::store) fn feed(company: CompanyId, feed: &str) -> Vec<u8> {
    let mut key = company.0.to_be_bytes().to_vec();
    if feed != FIRST_FEED {
        push(&mut key, feed.as_bytes());
    }
    key
}

/// The company and the feed of a key that [`feed`] made.
pub(in crate::store) fn split_feed(key: &[u8]) -> Option<(CompanyId, &str)> {
    let (company, rest) = split_company(key)?;
    let name = if rest.is_empty() { FIRST_FEED } else { std::str::from_utf8(rest.strip_suffix(&END)?).ok()? };
    Some((company, name))
}

/// Key of a page of the scan of the feed of this key.
pub(in crate::store) fn scan(feed: &[u8], page: u32) -> Vec<u8> {
    [feed, &page.to_be_bytes()].concat()
}

fn push(key: &mut Vec<u8>, text: &[u8]) {
    for byte in text {
        match byte {
            0 => key.extend(ZERO),
            other => key.push(*other),
        }
    }
    key.extend(END);
}

/// The company that a key begins with, and the rest.
pub(in crate::store) fn split_company(key: &[u8]) -> Option<(CompanyId, &[u8])> {
    let (company, rest) = key.split_first_chunk::<4>()?;
    Some((CompanyId(u32::from_be_bytes(*company)), rest))
}

/// The text that a key goes on with, and the rest.
pub(in crate::store) fn split_text(key: &[u8]) -> Option<(String, &[u8])> {
    let mut text = Vec::new();
    let mut rest = key;
    loop {
        match rest {
            [0, 1, after @ ..] => return Some((String::from_utf8(text).ok()?, after)),
            [0, 0xFF, after @ ..] => {
                text.push(0);
                rest = after;
            }
            [0, ..] | [] => return None,
            [byte, after @ ..] => {
                text.push(*byte);
                rest = after;
            }
        }
    }
}

/// The invoice that a key begins with, and the rest.
pub(in crate::store) fn split_invoice(key: &[u8]) -> Option<(RecordKey, &[u8])> {
    let (company, rest) = split_company(key)?;
    let (id, rest) = split_text(rest)?;
    Some((RecordKey::document(company, RemoteId::new(id)), rest))
}

/// The key of the invoice that the key of a part or a change begins with.
pub(in crate::store) fn head<'a>(key: &'a [u8], rest: &[u8]) -> &'a [u8] {
    key.len().checked_sub(rest.len()).and_then(|length| key.get(..length)).unwrap_or_default()
}

/// The number that this key ends with.
pub(in crate::store) fn tail_u64(rest: &[u8]) -> Option<u64> {
    rest.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes))
}

/// A key as people may read it in a report.
pub(in crate::store) fn show(key: &[u8]) -> String {
    key.iter().fold(String::with_capacity(key.len() * 2), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_borders_are_those_of_the_identifiers() {
        let ids = ["", "\0", "\0\0", "\0\u{1}", "1", "1\0", "10", "2", "a", "a\0b", "á", "\u{10FFFF}"];
        let mut sorted = ids;
        sorted.sort_unstable();
        let keys: Vec<_> = sorted.iter().map(|id| invoice(CompanyId(1), &RemoteId::new(*id))).collect();
        assert!(keys.is_sorted());
        for (key, id) in keys.iter().zip(sorted) {
            let long = changes(key, 7);
            let (found, rest) = split_invoice(&long).expect("splits");
            assert_eq!((found.company, found.id.as_str(), tail_u64(rest)), (CompanyId(1), id, Some(7)));
            assert_eq!(head(&long, rest), key);
            assert_eq!(keys.iter().filter(|other| other.starts_with(key)).count(), 1);
        }
        assert_eq!(split_invoice(&[0, 0, 0, 1, 0]), None);
        assert!(invoice(CompanyId(1), &RemoteId::new("\u{10FFFF}")) < invoice(CompanyId(2), &RemoteId::new("")));
        assert_eq!(number(CompanyId(1), "inv-1á"), number(CompanyId(1), "INV-1á"));
    }
}
