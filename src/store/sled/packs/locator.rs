//! What the database keeps of each record and of each file of packs.
//!
//! sled has checksums of its own for its pages; a locator that leads elsewhere is found by the identifier in the pack.

use super::files::{FileId, Place};
use super::frame::RECORDS;
use crate::domain::CompanyId;

/// A file that is so long takes no further packs.
pub(in crate::store) const ROLL: u32 = 4 << 20;

/// Packs more than needed that a file may have.
const SLACK: u32 = 4;

const VANISHED: u8 = 1;
const LOST: u8 = 2;
const SETTLED: u8 = 4;
const OPEN: u8 = 8;

/// Where a record is, and what can be told of it without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Locator {
    /// Number of the file of its company.
    pub(in crate::store) file: u32,
    /// Where its pack begins.
    pub(in crate::store) offset: u32,
    /// Its place in the pack.
    pub(in crate::store) slot: u8,
    /// Facts of the record.
    pub(in crate::store) facts: Facts,
}

/// What can be told of a record without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::store) struct Facts {
    /// Hash of its content.
    pub(in crate::store) hash: u64,
    /// Whether it has vanished.
    pub(in crate::store) vanished: bool,
    /// Whether its pack was found damaged.
    pub(in crate::store) lost: bool,
    /// Whether its balance is known.
    pub(in crate::store) settled: bool,
    /// Whether its balance is to be asked for.
    pub(in crate::store) open: bool,
}

impl Locator {
    /// Bytes to keep.
    pub(in crate::store) fn to_bytes(self) -> [u8; 18] {
        let Facts { hash, vanished, lost, settled, open } = self.facts;
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        let flags = flag(vanished, VANISHED) | flag(lost, LOST) | flag(settled, SETTLED) | flag(open, OPEN);
        let mut bytes = [0; 18];
        let fields = [flags, self.slot].into_iter();
        let fields = fields.chain(self.file.to_le_bytes()).chain(self.offset.to_le_bytes()).chain(hash.to_le_bytes());
        bytes.iter_mut().zip(fields).for_each(|(target, byte)| *target = byte);
        bytes
    }

    /// The locator of bytes that were kept.
    pub(in crate::store) fn parse(bytes: &[u8]) -> Option<Self> {
        let (flags, rest) = bytes.split_first_chunk::<2>()?;
        let (file, rest) = rest.split_first_chunk::<4>()?;
        let (offset, rest) = rest.split_first_chunk::<4>()?;
        let hash = u64::from_le_bytes(*rest.first_chunk::<8>().filter(|_| rest.len() == 8)?);
        let [flags, slot] = *flags;
        let is = |bit| flags & bit != 0;
        let facts = Facts { hash, vanished: is(VANISHED), lost: is(LOST), settled: is(SETTLED), open: is(OPEN) };
        Some(Self { file: u32::from_le_bytes(*file), offset: u32::from_le_bytes(*offset), slot, facts })
    }

    /// Place of its pack.
    pub(in crate::store) const fn place(&self, company: CompanyId) -> Place {
        (FileId { company, number: self.file }, self.offset)
    }
}

/// What a file of packs holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::store) struct FileEntry {
    /// Acknowledged bytes.
    pub(in crate::store) length: u32,
    /// Packs.
    pub(in crate::store) packs: u32,
    /// Records to which a locator leads.
    pub(in crate::store) live: u32,
}

impl FileEntry {
    /// Bytes to keep.
    pub(in crate::store) fn to_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        let fields = [self.length, self.packs, self.live].into_iter().flat_map(u32::to_le_bytes);
        bytes.iter_mut().zip(fields).for_each(|(target, byte)| *target = byte);
        bytes
    }

    /// The entry of bytes that were kept.
    pub(in crate::store) fn parse(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (packs, rest) = rest.split_first_chunk::<4>()?;
        let live = rest.first_chunk::<4>().filter(|_| rest.len() == 4)?;
        let [length, packs, live] = [*length, *packs, *live].map(u32::from_le_bytes);
        Some(Self { length, packs, live })
    }

    /// Whether upkeep is to move what is alive elsewhere: the file has twice the packs that its living records need and some more, because
    /// most of it is dead or because they came few at a time.
    pub(in crate::store) const fn is_due(&self) -> bool {
        #[expect(clippy::cast_possible_truncation, reason = "a small constant")]
        let needed = self.live.div_ceil(RECORDS as u32);
        self.live == 0 || self.packs > needed.saturating_mul(2).saturating_add(SLACK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_and_entries_come_back() {
        for bits in 0..16_u8 {
            let is = |bit: u8| bits & bit != 0;
            let facts = Facts { hash: u64::MAX - 7, vanished: is(1), lost: is(2), settled: is(4), open: is(8) };
            let locator = Locator { file: 70_000, offset: u32::MAX, slot: 63, facts };
            let bytes = locator.to_bytes();
            assert_eq!(Locator::parse(&bytes), Some(locator));
            assert!((0..bytes.len()).all(|end| Locator::parse(&bytes[..end]).is_none()));
        }
        let entry = FileEntry { length: 1, packs: 2, live: u32::MAX };
        assert_eq!(FileEntry::parse(&entry.to_bytes()), Some(entry));
        assert_eq!(FileEntry::parse(b"short"), None);
    }

    #[test]
    fn a_file_is_due_when_it_is_empty_mostly_dead_or_in_small_packs() {
        let due = |packs, live| FileEntry { length: 1, packs, live }.is_due();
        assert!(due(1, 0) && due(300, 64 * 140) && due(7, 20));
        assert!(!due(1, 1) && !due(6, 20) && !due(300, 64 * 160) && !due(0, 1));
    }
}
