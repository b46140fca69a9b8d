//! Own records: what no provider has, with their versions and authors.

use jiff::Timestamp;

use super::{Actor, CompanyId, RemoteId};

/// Kind of an own record. The numbers are frozen, and none is that of a synced kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u16)]
pub enum OwnKind {
    /// Open incidents and the number of the last alert; one record of no company.
    Alerting = 100,
}

impl OwnKind {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::Alerting];

    /// Its frozen number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The kind of this number; `None` if it is unknown.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// Key of an own record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnKey {
    /// The company that it belongs to; 0 for records of no company.
    pub company: CompanyId,
    /// Its kind.
    pub kind: OwnKind,
    /// A UUID of version 7 ([`new_id`]), or a fixed word where a kind has one record only.
    pub id: RemoteId,
}

/// One version of an own record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRecord {
    /// Its key.
    pub key: OwnKey,
    /// 1 for the first version; grows by one with each.
    pub version: u64,
    /// Time of this version.
    pub at: Timestamp,
    /// Author of this version.
    pub author: Actor,
    /// Whether this version retires the record. A later version may bring it back.
    pub retired: bool,
    /// The stored form of its kind. A version that retires keeps the bytes of the one before.
    pub bytes: Vec<u8>,
}

/// A UUID of version 7 as text: identifiers made later sort later.
#[must_use]
pub fn new_id(at: Timestamp, random: [u8; 10]) -> RemoteId {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    let [_, _, time @ ..] = millis.to_be_bytes();
    let mut bytes = [0u8; 16];
    for (target, byte) in bytes.iter_mut().zip(time.into_iter().chain(random)) {
        *target = byte;
    }
    bytes[6] = bytes[6] & 0x0F | 0x70;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = bytes.iter().fold(String::with_capacity(36), |text, byte| {
        let dash = if [8, 13, 18, 23].contains(&text.len()) { "-" } else { "" };
        text + dash + &format!("{byte:02x}")
    });
    RemoteId::new(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_of_version_7_and_sort_by_time() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        let id = new_id(at(1_700_000_000), [0xFF; 10]);
        assert_eq!(id.as_str(), "018bcfe5-6800-7fff-bfff-ffffffffffff");
        assert!(id < new_id(at(1_700_000_001), [0; 10]));
    }

    #[test]
    fn numbers_of_kinds_are_frozen() {
        assert_eq!(OwnKind::ALL.map(OwnKind::number), [100]);
        assert!(OwnKind::ALL.iter().all(|kind| OwnKind::from_number(kind.number()) == Some(*kind)));
        assert_eq!(OwnKind::from_number(0), None);
    }
}
