//! Terms of own records: what a record is found by without reading all records of its kind.
//!
//! For: stores, which keep them as an index; the service, which asks for ranges of them. Uses: domain, stored forms. Never: truth of its
//! own: terms follow from the current version of a record and are made again with it.
//!
//! A term begins with a letter of its kind. Days count from the year −9999, so that terms are in the order of time.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

use super::record::decode;
use crate::domain::ledger::{Draft, DraftState, Issued, LineSource};
use crate::domain::time::{ClaimBy, Source, Span, TimeEntry};
use crate::domain::{OwnKind, OwnRecord, RemoteId};

/// Days of an entry that it is found by; a longer one is found by [`TermRange::long`] beside.
const DAYS: usize = 32;

/// A half-open range of terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRange {
    /// First term.
    pub from: Vec<u8>,
    /// The term after the last one.
    pub until: Vec<u8>,
}

/// A record that a term leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The term.
    pub term: Vec<u8>,
    /// The record.
    pub id: RemoteId,
    /// What the record says beside the term.
    pub value: Vec<u8>,
}

impl TermRange {
    /// The terms that begin so.
    fn beginning(prefix: Vec<u8>) -> Self {
        let mut until = prefix.clone();
        while until.last() == Some(&0xFF) {
            until.pop();
        }
        match until.last_mut() {
            Some(last) => *last += 1,
            None => until = vec![0xFF; 80],
        }
        Self { from: prefix, until }
    }

    fn days(prefix: &[u8], from: Option<Date>, until: Option<Date>) -> Self {
        let all = Self::beginning(prefix.to_vec());
        let at = |day: u32| [prefix, &day.to_be_bytes()].concat();
        Self {
            from: from.map_or(all.from, |from| at(day_number(from))),
            until: until.map_or(all.until, |until| at(day_number(until).saturating_add(1))),
        }
    }

    /// Entries that touch one of these days, each in its own zone.
    #[must_use]
    pub fn on_days(from: Option<Date>, until: Option<Date>) -> Self {
        Self::days(b"d", from, until)
    }

    /// Entries longer than a month.
    #[must_use]
    pub fn long() -> Self {
        Self::beginning(b"l".to_vec())
    }

    /// Pending entries that begin on one of these days.
    #[must_use]
    pub fn pending(from: Option<Date>, until: Option<Date>) -> Self {
        Self::days(b"p", from, until)
    }

    /// Entries of a project that begin on one of these days; the value is their seconds.
    #[must_use]
    pub fn of_project(project: &RemoteId, from: Option<Date>, until: Option<Date>) -> Self {
        Self::days(&lettered(b'j', project), from, until)
    }

    /// Approved billable entries of a project of which nothing has taken everything.
    #[must_use]
    pub fn free(project: &RemoteId) -> Self {
        Self::beginning(lettered(b'f', project))
    }

    /// Entries of which a draft has taken something.
    #[must_use]
    pub fn taken_by(draft: &RemoteId) -> Self {
        Self::beginning(lettered(b'c', draft))
    }

    /// Entries of a person; the value is their seconds.
    #[must_use]
    pub fn of_person(person: &RemoteId) -> Self {
        Self::beginning(lettered(b'w', person))
    }

    /// The entry of a source, deleted or not. Another source may have the same term: the entry says.
    #[must_use]
    pub fn of_source(name: &str, id: &str) -> Self {
        Self::beginning(source(name, id))
    }

    /// The state of a draft: the value says `o`, `x`, or `i` with the document.
    #[must_use]
    pub fn draft_state(draft: &RemoteId) -> Self {
        Self::beginning(lettered(b'h', draft))
    }

    /// Open drafts.
    #[must_use]
    pub fn open_drafts() -> Self {
        Self::beginning(b"o".to_vec())
    }

    /// Drafts that were given up.
    #[must_use]
    pub fn released() -> Self {
        Self::beginning(b"r".to_vec())
    }

    /// Issued drafts with lines of a project; the value is the document, a blank, and their net.
    #[must_use]
    pub fn billed_for(project: &RemoteId) -> Self {
        Self::beginning(lettered(b'v', project))
    }

    /// Drafts that deduct an advance invoice.
    #[must_use]
    pub fn deducting(advance: &RemoteId) -> Self {
        Self::beginning(lettered(b'a', advance))
    }

    /// What corrected a document wholly.
    #[must_use]
    pub fn corrections_of(document: &RemoteId) -> Self {
        Self::beginning(lettered(b'k', document))
    }

    /// Whether a term lies within.
    #[must_use]
    pub fn has(&self, term: &[u8]) -> bool {
        self.from.as_slice() <= term && term < self.until.as_slice()
    }
}

/// Terms of a record with what it says beside them.
pub(in crate::store) fn terms_of(record: &OwnRecord) -> Vec<(Vec<u8>, Vec<u8>)> {
    match record.key.kind {
        OwnKind::Entry => decode::<TimeEntry>(&record.bytes).map(|entry| of_entry(&entry, record.retired)).unwrap_or_default(),
        OwnKind::Draft if !record.retired => decode::<Draft>(&record.bytes).map(|draft| of_draft(&draft)).unwrap_or_default(),
        OwnKind::Issued if !record.retired => {
            decode::<Issued>(&record.bytes).map(|issued| of_issued(&issued)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn of_entry(entry: &TimeEntry, retired: bool) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut terms = Vec::with_capacity(6);
    if let Some(Source { name, id, .. }) = &entry.source {
        terms.push((source(name, id), Vec::new()));
    }
    if retired {
        return terms;
    }
    let (first, last) = days(entry);
    let count = last.saturating_sub(first) as usize + 1;
    for day in (first..=last).take(DAYS) {
        terms.push(([b"d", &day.to_be_bytes()[..]].concat(), Vec::new()));
    }
    if count > DAYS {
        terms.push((b"l".to_vec(), Vec::new()));
    }
    let seconds = entry.seconds().to_be_bytes().to_vec();
    let dated = |letter, id: &RemoteId| [&lettered(letter, id)[..], &first.to_be_bytes()].concat();
    terms.push((dated(b'w', &entry.person), seconds.clone()));
    if entry.approval.is_none() {
        terms.push(([b"p", &first.to_be_bytes()[..]].concat(), Vec::new()));
    }
    if let Some(project) = &entry.project {
        terms.push((dated(b'j', project), seconds));
        if entry.approval.is_some() && entry.billable && entry.free() > 0 {
            terms.push((dated(b'f', project), Vec::new()));
        }
    }
    let drafts = entry.claims.iter().filter_map(|claim| match &claim.by {
        ClaimBy::Draft(draft) => Some(lettered(b'c', draft)),
        ClaimBy::WrittenOff(_) => None,
    });
    let mut drafts: Vec<Vec<u8>> = drafts.collect();
    drafts.sort_unstable();
    drafts.dedup();
    terms.extend(drafts.into_iter().map(|term| (term, Vec::new())));
    terms
}

fn of_draft(draft: &Draft) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut terms = Vec::new();
    let advances = draft.lines.iter().filter_map(|line| match &line.source {
        LineSource::Advance(document) => Some(lettered(b'a', document)),
        _ => None,
    });
    let advances: std::collections::BTreeSet<Vec<u8>> = advances.collect();
    terms.extend(advances.into_iter().map(|term| (term, Vec::new())));
    let state = match &draft.state {
        DraftState::Open => {
            terms.push((lettered(b'o', &draft.id), Vec::new()));
            b"o".to_vec()
        }
        DraftState::Issued(document) => {
            let mut of_project = std::collections::BTreeMap::new();
            for line in &draft.lines {
                if let Some(project) = &line.project {
                    let sum: &mut rust_decimal::Decimal = of_project.entry(project).or_default();
                    *sum = sum.saturating_add(line.net);
                }
            }
            let billed = |(project, net): (&RemoteId, rust_decimal::Decimal)| {
                (lettered(b'v', project), format!("{document} {net}").into_bytes())
            };
            terms.extend(of_project.into_iter().map(billed));
            [b"i", document.as_str().as_bytes()].concat()
        }
        DraftState::Discarded => {
            terms.push((lettered(b'r', &draft.id), Vec::new()));
            b"x".to_vec()
        }
    };
    terms.push((lettered(b'h', &draft.id), state));
    terms
}

fn of_issued(issued: &Issued) -> Vec<(Vec<u8>, Vec<u8>)> {
    issued.kind.replaces().map(|original| (lettered(b'k', original), Vec::new())).into_iter().collect()
}

/// First and last day of an entry in its own zone.
fn days(entry: &TimeEntry) -> (u32, u32) {
    let first = day_number(entry.span.date());
    let Span::Clock { start, end, .. } = &entry.span else { return (first, first) };
    // An end at midnight is still on the day before.
    let last = if end > start { end.checked_sub(1.nanosecond()).unwrap_or(*end) } else { *end };
    let last = day_number(last.to_zoned(entry.span.zone()).date());
    (first, last.max(first))
}

/// Days since the first day that there is.
fn day_number(date: Date) -> u32 {
    let days = date.since((Unit::Day, Date::MIN)).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or_default()
}

fn lettered(letter: u8, id: &RemoteId) -> Vec<u8> {
    let mut term = vec![letter];
    pack_id(id.as_str(), &mut term);
    term
}

fn source(name: &str, id: &str) -> Vec<u8> {
    use sha2::Digest;

    let hash = sha2::Sha256::digest([name.as_bytes(), &[0], id.as_bytes()].concat());
    std::iter::once(b's').chain(hash.iter().copied().take(12)).collect()
}

/// Appends an identifier; a UUID in 16 bytes. Each form has an end of its own, so that none is the beginning of another.
pub(in crate::store) fn pack_id(id: &str, out: &mut Vec<u8>) {
    match uuid(id) {
        Some(bytes) => {
            out.push(1);
            out.extend(bytes);
        }
        None => {
            out.push(2);
            out.extend(id.bytes());
            out.push(0);
        }
    }
}

/// The identifier that [`pack_id`] packed.
pub(in crate::store) fn unpack_id(packed: &[u8]) -> Option<RemoteId> {
    match packed.split_first()? {
        (1, bytes) => Some(RemoteId::new(uuid_text(bytes.try_into().ok()?))),
        (2, text) => Some(RemoteId::new(std::str::from_utf8(text.strip_suffix(&[0])?).ok()?)),
        _ => None,
    }
}

/// Places of the dashes of a UUID.
const DASHES: [usize; 4] = [8, 13, 18, 23];

/// The bytes of a UUID in its one spelling: small letters, dashes in their places.
fn uuid(text: &str) -> Option<[u8; 16]> {
    if text.len() != 36 {
        return None;
    }
    let mut number: u128 = 0;
    for (at, sign) in text.bytes().enumerate() {
        let digit = match sign {
            b'-' if DASHES.contains(&at) => continue,
            b'0'..=b'9' if !DASHES.contains(&at) => sign - b'0',
            b'a'..=b'f' if !DASHES.contains(&at) => sign - b'a' + 10,
            _ => return None,
        };
        number = number << 4 | u128::from(digit);
    }
    Some(number.to_be_bytes())
}

fn uuid_text(bytes: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for byte in bytes {
        if DASHES.contains(&text.len()) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 0x0F] {
            text.push(char::from_digit(half.into(), 16).unwrap_or('0'));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_packed_and_told_apart() {
        let ids = ["018bcfe5-6800-7fff-bfff-ffffffffffff", "018BCFE5-6800-7fff-bfff-ffffffffffff", "", "a", "ab", "INV-2026"];
        let packed = ids.map(|id| {
            let mut out = Vec::new();
            pack_id(id, &mut out);
            assert_eq!(unpack_id(&out), Some(RemoteId::new(id)));
            out
        });
        assert_eq!(packed[0].len(), 17);
        for (place, one) in packed.iter().enumerate() {
            assert!(packed.iter().enumerate().all(|(other, two)| place == other || !two.starts_with(one)));
        }
    }

    #[test]
    fn ranges_hold_their_days() {
        let day = |month, day| jiff::civil::date(2026, month, day);
        let term = |date| [b"d", &day_number(date).to_be_bytes()[..]].concat();
        let range = TermRange::on_days(Some(day(10, 1)), Some(day(10, 31)));
        let inside = [day(9, 30), day(10, 1), day(10, 31), day(11, 1)].map(|date| range.has(&term(date)));
        assert_eq!(inside, [false, true, true, false]);
        assert!(TermRange::on_days(None, None).has(&term(Date::MAX)));
        assert_eq!(TermRange::beginning(vec![1, 0xFF]).until, [2]);
    }
}
