//! Keys of the trees: the company first, big-endian, so that a company is a range; then the provider's identifier.
//!
//! An identifier is text of any length. It is ended by `00 01`, and a zero byte in it becomes `00 FF`: so the order of keys is
//! the order of identifiers, and none is the beginning of another.

use ::sled::IVec;
use jiff::Timestamp;

use super::packs::files::{FileId, Place};
use crate::domain::{CompanyId, ItemKey, Kind, OutboxItem, OwnKey, OwnKind, Queue, RecordKey, RemoteId, RunId};
use crate::store::terms::{pack_id, unpack_id};

const END: [u8; 2] = [0, 1];
const ZERO: [u8; 2] = [0, 0xFF];

/// Identifiers longer than this are refused: a page of keys must stay small.
pub(in crate::store) const LONGEST_ID: usize = 250;

/// The beginning of all keys of a company.
pub(in crate::store) fn company(company: CompanyId) -> [u8; 4] {
    company.0.to_be_bytes()
}

/// The beginning of the keys of a company's records of a kind.
pub(in crate::store) fn kind(company: CompanyId, kind: Kind) -> [u8; 5] {
    let [a, b, c, d] = company.0.to_be_bytes();
    [a, b, c, d, kind as u8]
}

/// Key of a record; the beginning of the keys of its changes.
pub(in crate::store) fn record(company: CompanyId, of: Kind, id: &RemoteId) -> Vec<u8> {
    let mut key = Vec::with_capacity(id.as_str().len() + 7);
    key.extend(kind(company, of));
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

/// Beginning of the keys of what a commit changed on the record of this key.
pub(in crate::store) fn changes(record: &[u8], sequence: u64) -> Vec<u8> {
    [record, &sequence.to_be_bytes()].concat()
}

/// Key of a file of packs.
pub(in crate::store) fn file(file: FileId) -> [u8; 8] {
    let mut key = [0; 8];
    let bytes = file.company.0.to_be_bytes().into_iter().chain(file.number.to_be_bytes());
    key.iter_mut().zip(bytes).for_each(|(target, byte)| *target = byte);
    key
}

/// The file of packs that a key begins with.
pub(in crate::store) fn split_file(key: &[u8]) -> Option<FileId> {
    let (company, rest) = split_company(key)?;
    Some(FileId { company, number: u32::from_be_bytes(*rest.first_chunk::<4>()?) })
}

/// Key of a pack.
pub(in crate::store) fn pack((of, offset): Place) -> Vec<u8> {
    [&file(of)[..], &offset.to_be_bytes()].concat()
}

/// The place of the pack of a key.
pub(in crate::store) fn split_pack(key: &[u8]) -> Option<Place> {
    let offset = key.get(8..)?.first_chunk::<4>()?;
    Some((split_file(key)?, u32::from_be_bytes(*offset)))
}

/// Key of a run.
pub(in crate::store) fn run(company: CompanyId, run: RunId) -> Vec<u8> {
    [&company.0.to_be_bytes()[..], &run.0.to_be_bytes()].concat()
}

/// Key of an error of the run of this key.
pub(in crate::store) fn error(run: &[u8], sequence: u64, index: u32) -> Vec<u8> {
    [run, &sequence.to_be_bytes(), &index.to_be_bytes()].concat()
}

/// Key of the state of a company's feed; the beginning of the keys of its scan.
pub(in crate::store) fn feed(company: CompanyId, feed: &str) -> Vec<u8> {
    let mut key = company.0.to_be_bytes().to_vec();
    push(&mut key, feed.as_bytes());
    key
}

/// The company and the feed of a key that [`feed`] made.
pub(in crate::store) fn split_feed(key: &[u8]) -> Option<(CompanyId, String)> {
    let (company, rest) = split_company(key)?;
    Some((company, split_text(rest)?.0))
}

/// Key of a page of the scan of the feed of this key.
pub(in crate::store) fn scan(feed: &[u8], page: u32) -> Vec<u8> {
    [feed, &page.to_be_bytes()].concat()
}

/// The beginning of the keys of own records of a kind.
pub(in crate::store) fn own_kind(company: CompanyId, kind: OwnKind) -> Vec<u8> {
    [&company.0.to_be_bytes()[..], &kind.number().to_be_bytes()].concat()
}

/// Key of an own record; the beginning of the keys of its parts and its versions.
pub(in crate::store) fn own(own: &OwnKey) -> Vec<u8> {
    of_kind(&own_kind(own.company, own.kind), &own.id)
}

/// Key of an own record of a kind.
pub(in crate::store) fn of_kind(kind: &[u8], id: &RemoteId) -> Vec<u8> {
    let mut key = kind.to_vec();
    push(&mut key, id.as_str().as_bytes());
    key
}

/// Key of a term of an own record of a kind.
pub(in crate::store) fn own_term(kind: &[u8], term: &[u8], id: &str) -> Vec<u8> {
    let mut key = kind.to_vec();
    push(&mut key, term);
    pack_id(id, &mut key);
    key
}

/// Where the terms from this one on begin, of a kind.
pub(in crate::store) fn from_term(kind: &[u8], term: &[u8]) -> Vec<u8> {
    let mut key = kind.to_vec();
    escape(&mut key, term);
    key
}

/// The term and the record of a key that [`own_term`] made, without the kind.
pub(in crate::store) fn split_term(rest: &[u8]) -> Option<(Vec<u8>, RemoteId)> {
    let (term, id) = split_bytes(rest)?;
    Some((term, unpack_id(id)?))
}

/// The beginning of the keys of a company's items in a queue.
pub(in crate::store) fn queue(company: CompanyId, queue: Queue) -> Vec<u8> {
    [&company.0.to_be_bytes()[..], &queue.number().to_be_bytes()].concat()
}

/// Key of an item of the outbox.
pub(in crate::store) fn item(item: &ItemKey) -> Vec<u8> {
    let mut key = queue(item.company, item.queue);
    push(&mut key, item.id.as_str().as_bytes());
    key
}

/// Key of an open item in the order in which a queue's items are due; items that are not due by themselves come last.
pub(in crate::store) fn due(item: &OutboxItem) -> Vec<u8> {
    // With the sign turned, earlier is smaller.
    let second = item.due.map_or(u64::MAX, |at| at.as_second().cast_unsigned() ^ (1 << 63));
    let nano = item.due.map_or(0, |at| at.subsec_nanosecond().max(0).cast_unsigned());
    let mut key = item.key.queue.number().to_be_bytes().to_vec();
    key.extend(second.to_be_bytes());
    key.extend(nano.to_be_bytes());
    key.extend(item.key.company.0.to_be_bytes());
    key.extend(item.key.id.as_str().as_bytes());
    key
}

/// When the item of such a key is due, its company and its identifier.
pub(in crate::store) fn split_due(key: &[u8]) -> Option<(Option<Timestamp>, CompanyId, RemoteId)> {
    let (_, rest) = key.split_first_chunk::<2>()?;
    let (second, rest) = rest.split_first_chunk::<8>()?;
    let (nano, rest) = rest.split_first_chunk::<4>()?;
    let (company, id) = split_company(rest)?;
    let second = (u64::from_be_bytes(*second) ^ (1 << 63)).cast_signed();
    let at = Timestamp::new(second, u32::from_be_bytes(*nano).cast_signed()).ok();
    Some((at, company, RemoteId::new(std::str::from_utf8(id).ok()?)))
}

fn push(key: &mut Vec<u8>, text: &[u8]) {
    escape(key, text);
    key.extend(END);
}

fn escape(key: &mut Vec<u8>, text: &[u8]) {
    for byte in text {
        match byte {
            0 => key.extend(ZERO),
            other => key.push(*other),
        }
    }
}

/// The company that a key begins with, and the rest.
pub(in crate::store) fn split_company(key: &[u8]) -> Option<(CompanyId, &[u8])> {
    let (company, rest) = key.split_first_chunk::<4>()?;
    Some((CompanyId(u32::from_be_bytes(*company)), rest))
}

/// The text that a key goes on with, and the rest.
pub(in crate::store) fn split_text(key: &[u8]) -> Option<(String, &[u8])> {
    let (text, rest) = split_bytes(key)?;
    Some((String::from_utf8(text).ok()?, rest))
}

fn split_bytes(key: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut text = Vec::new();
    let mut rest = key;
    loop {
        match rest {
            [0, 1, after @ ..] => return Some((text, after)),
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

/// The record that a key begins with, and the rest.
pub(in crate::store) fn split_record(key: &[u8]) -> Option<(RecordKey, &[u8])> {
    let (company, rest) = split_company(key)?;
    let (kind, rest) = rest.split_first()?;
    let (id, rest) = split_text(rest)?;
    Some((RecordKey::new(company, Kind::from_number(*kind)?, RemoteId::new(id)), rest))
}

/// The key of the record that the key of a change begins with.
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
        let keys: Vec<_> = sorted.iter().map(|id| record(CompanyId(1), Kind::Document, &RemoteId::new(*id))).collect();
        assert!(keys.is_sorted());
        for (key, id) in keys.iter().zip(sorted) {
            let long = changes(key, 7);
            let (found, rest) = split_record(&long).expect("splits");
            assert_eq!((found.company, found.id.as_str(), tail_u64(rest)), (CompanyId(1), id, Some(7)));
            assert_eq!(head(&long, rest), key);
            assert_eq!(keys.iter().filter(|other| other.starts_with(key)).count(), 1);
        }
        assert_eq!(split_record(&[0, 0, 0, 1, 1, 0]), None);
        let last = record(CompanyId(1), Kind::Document, &RemoteId::new("\u{10FFFF}"));
        assert!(last < record(CompanyId(2), Kind::Document, &RemoteId::new("")));
        let file = FileId { company: CompanyId(7), number: 70_000 };
        assert_eq!(split_pack(&pack((file, 9))), Some((file, 9)));
        assert_eq!(split_file(&super::file(file)), Some(file));
    }
}
