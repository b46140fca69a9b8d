//! A pack as bytes: some records of one company and kind, compressed against each other.
//!
//! Its head has a checksum of its own, so that one damaged pack does not hide those after it; the checksum of the body is in the head.
//! The body is one LZ4 block: the lengths of all identifiers and records, then the identifiers, then the records.

use lz4_flex::block;

use crate::store::StoreError;
use crate::store::record::{Fault, LIMIT};

/// Records in a pack at most.
pub(in crate::store) const RECORDS: usize = 64;

/// A pack that has so many bytes takes no further record.
pub(in crate::store) const FULL: usize = 256 * 1024;

/// Bytes of the head.
pub(in crate::store) const HEAD: usize = 28;

const MARK: [u8; 4] = *b"fpk1";

/// Bytes of the lengths of one record and its identifier.
const LENGTHS: usize = 6;

/// The body as it is, or as an LZ4 block.
const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// The head of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Head {
    pub(in crate::store) company: u32,
    pub(in crate::store) kind: u8,
    method: u8,
    records: u16,
    /// Bytes of the body.
    pub(in crate::store) length: u32,
    /// Bytes of the body when it is not compressed.
    plain: u32,
    crc: u32,
}

/// The records of a pack.
#[derive(Debug)]
pub(in crate::store) struct Pack {
    head: Head,
    bytes: Vec<u8>,
    /// Where each identifier and each record begins, and where the last one ends.
    ids: Vec<usize>,
    records: Vec<usize>,
}

/// A record and the bytes of its identifier.
pub(in crate::store) type Entry<'a> = (&'a [u8], &'a [u8]);

/// Appends a pack of these records to `out`; at most [`RECORDS`].
pub(in crate::store) fn write(company: u32, kind: u8, entries: &[Entry<'_>], out: &mut Vec<u8>) -> Result<(), StoreError> {
    let too_large = |_| StoreError::TooLarge { what: "pack".to_owned() };
    let size = entries.iter().map(|(id, record)| id.len() + record.len() + LENGTHS).sum::<usize>();
    let mut plain = Vec::with_capacity(size);
    for (id, record) in entries {
        plain.extend(u16::try_from(id.len()).map_err(too_large)?.to_le_bytes());
        plain.extend(u32::try_from(record.len()).map_err(too_large)?.to_le_bytes());
    }
    for (id, _) in entries {
        plain.extend_from_slice(id);
    }
    for (_, record) in entries {
        plain.extend_from_slice(record);
    }
    let packed = block::compress(&plain);
    let (method, body) = if packed.len() < plain.len() { (LZ4, &packed) } else { (PLAIN, &plain) };
    let head = Head {
        company,
        kind,
        method,
        records: u16::try_from(entries.len()).map_err(too_large)?,
        length: u32::try_from(body.len()).map_err(too_large)?,
        plain: u32::try_from(plain.len()).map_err(too_large)?,
        crc: crc32fast::hash(body),
    };
    out.extend(head.to_bytes());
    out.extend_from_slice(body);
    Ok(())
}

impl Head {
    fn to_bytes(self) -> [u8; HEAD] {
        let mut bytes = [0; HEAD];
        let fields = MARK
            .into_iter()
            .chain(self.company.to_le_bytes())
            .chain([self.kind, self.method])
            .chain(self.records.to_le_bytes())
            .chain(self.length.to_le_bytes())
            .chain(self.plain.to_le_bytes())
            .chain(self.crc.to_le_bytes());
        bytes.iter_mut().zip(fields).for_each(|(target, byte)| *target = byte);
        let sum = crc32fast::hash(bytes.get(..HEAD - 4).unwrap_or_default());
        bytes.iter_mut().skip(HEAD - 4).zip(sum.to_le_bytes()).for_each(|(target, byte)| *target = byte);
        bytes
    }

    /// The head that begins these bytes.
    pub(in crate::store) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let whole = bytes.get(..HEAD).ok_or(Fault::Checksum)?;
        let (fields, sum) = whole.split_last_chunk::<4>().ok_or(Fault::Checksum)?;
        if !fields.starts_with(&MARK) || crc32fast::hash(fields) != u32::from_le_bytes(*sum) {
            return Err(Fault::Checksum);
        }
        let mut rest = fields.get(MARK.len()..).unwrap_or_default();
        let company = number(&mut rest)?;
        let (kind_method, after) = rest.split_first_chunk::<2>().ok_or(Fault::Content)?;
        let (records, after) = after.split_first_chunk::<2>().ok_or(Fault::Content)?;
        rest = after;
        let [kind, method] = *kind_method;
        let (length, plain, crc) = (number(&mut rest)?, number(&mut rest)?, number(&mut rest)?);
        Ok(Self { company, kind, method, records: u16::from_le_bytes(*records), length, plain, crc })
    }

    /// Bytes of the whole pack.
    pub(in crate::store) fn size(&self) -> u64 {
        u64::from(self.length) + HEAD as u64
    }

    /// Whether these bytes are the body.
    pub(in crate::store) fn owns(&self, body: &[u8]) -> bool {
        u32::try_from(body.len()) == Ok(self.length) && crc32fast::hash(body) == self.crc
    }
}

impl Pack {
    /// The records of a body.
    pub(in crate::store) fn read(head: Head, body: &[u8]) -> Result<Self, Fault> {
        if !head.owns(body) {
            return Err(Fault::Checksum);
        }
        let plain = usize::try_from(head.plain).map_err(|_| Fault::Content)?;
        // No byte stands for more than 255: a wrong length takes no memory.
        if plain > LIMIT + 2 * FULL || plain > body.len().saturating_mul(255) {
            return Err(Fault::Content);
        }
        let bytes = match head.method {
            PLAIN => body.to_vec(),
            LZ4 => block::decompress(body, plain).map_err(|_| Fault::Content)?,
            _ => return Err(Fault::Version),
        };
        let count = usize::from(head.records);
        let (mut ids, mut records) = (Vec::with_capacity(count + 1), Vec::with_capacity(count + 1));
        let table = bytes.get(..count * LENGTHS).ok_or(Fault::Content)?;
        let lengths = |entry: &[u8]| -> Option<(usize, usize)> {
            let (id, record) = entry.split_first_chunk::<2>()?;
            let record = record.first_chunk::<4>()?;
            Some((usize::from(u16::from_le_bytes(*id)), usize::try_from(u32::from_le_bytes(*record)).ok()?))
        };
        let mut end = table.len();
        for entry in table.chunks_exact(LENGTHS) {
            ids.push(end);
            end = end.saturating_add(lengths(entry).ok_or(Fault::Content)?.0);
        }
        ids.push(end);
        for entry in table.chunks_exact(LENGTHS) {
            records.push(end);
            end = end.saturating_add(lengths(entry).ok_or(Fault::Content)?.1);
        }
        records.push(end);
        if end != bytes.len() || end != plain {
            return Err(Fault::Content);
        }
        Ok(Self { head, bytes, ids, records })
    }

    /// Its head.
    pub(in crate::store) const fn head(&self) -> &Head {
        &self.head
    }

    /// Bytes that it takes in memory.
    pub(in crate::store) const fn weight(&self) -> usize {
        self.bytes.len()
    }

    /// The identifier and the record of a slot.
    pub(in crate::store) fn entry(&self, slot: usize) -> Option<Entry<'_>> {
        let part = |starts: &[usize]| self.bytes.get(*starts.get(slot)?..*starts.get(slot + 1)?);
        Some((part(&self.ids)?, part(&self.records)?))
    }

    /// All records, in order.
    pub(in crate::store) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..usize::from(self.head.records)).filter_map(|slot| self.entry(slot))
    }
}

fn number(bytes: &mut &[u8]) -> Result<u32, Fault> {
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or(Fault::Content)?;
    *bytes = rest;
    Ok(u32::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packed(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
        let entries: Vec<Entry<'_>> = entries.iter().map(|(id, record)| (&id[..], &record[..])).collect();
        let mut bytes = Vec::new();
        write(7, 1, &entries, &mut bytes).expect("written");
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Pack, Fault> {
        let head = Head::read(bytes)?;
        Pack::read(head, bytes.get(HEAD..).unwrap_or_default())
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            entries in proptest::collection::vec((proptest::collection::vec(any::<u8>(), 0..20), proptest::collection::vec(0_u8..4, 0..900)), 0..64),
        ) {
            let bytes = packed(&entries);
            let pack = read(&bytes).expect("whole");
            prop_assert_eq!(pack.head().size(), bytes.len() as u64);
            let back: Vec<_> = pack.entries().map(|(id, record)| (id.to_vec(), record.to_vec())).collect();
            prop_assert_eq!(back, entries);
        }

        #[test]
        fn rubbish_is_told_and_takes_no_memory(
            body in proptest::collection::vec(any::<u8>(), 0..200), plain in any::<u32>(), records in any::<u16>(), method in 0_u8..3,
        ) {
            let (length, crc) = (u32::try_from(body.len()).expect("short"), crc32fast::hash(&body));
            let head = Head { company: 1, kind: 1, method, records, length, plain, crc };
            prop_assert_eq!(Head::read(&head.to_bytes()), Ok(head));
            if let Ok(pack) = Pack::read(head, &body) {
                prop_assert!(pack.weight() <= body.len() * 255);
                prop_assert_eq!(pack.entries().count(), usize::from(records));
            }
        }
    }

    #[test]
    fn records_that_are_alike_take_few_bytes_and_every_flipped_bit_is_found() {
        let record = |n: u32| format!("an invoice of a seller with a long name and a long address, number {n}").into_bytes();
        let entries: Vec<_> = (0..64).map(|n: u32| (n.to_string().into_bytes(), record(n))).collect();
        let bytes = packed(&entries);
        assert!(bytes.len() * 3 < entries.iter().map(|(id, record)| id.len() + record.len()).sum());
        for bit in 0..bytes.len() * 8 {
            let mut bad = bytes.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&bad).is_err(), "bit {bit}");
        }
    }
}
