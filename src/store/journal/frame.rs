//! Frames: an entry with what proves that it is whole and in its place.

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::store::StoreError;
use crate::store::record::LIMIT;

/// Hash over an entry and all before it.
pub(in crate::store) type Chain = [u8; 32];

/// First bytes of every frame: where to go on after a damaged one.
const MARK: [u8; 4] = *b"FKJ\x01";

/// Bytes before the payload: mark, length, sequence, CRC, chain.
pub(super) const HEAD: usize = 4 + 4 + 8 + 4 + 32;

/// A frame that was found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Frame {
    /// Start of the frame in its file.
    pub(in crate::store) offset: usize,
    /// Its number.
    pub(in crate::store) sequence: u64,
    /// The chain after it.
    pub(in crate::store) chain: Chain,
    /// Position of its payload in the file.
    pub(in crate::store) payload: Range<usize>,
}

/// Bytes of the frame of an entry, and the chain after it.
pub(in crate::store) fn build(sequence: u64, before: Chain, payload: &[u8]) -> Result<(Vec<u8>, Chain), StoreError> {
    let length = u32::try_from(payload.len()).map_err(|_| StoreError::TooLarge { what: "journal".to_owned() })?;
    let chain = link(before, sequence, payload);
    let mut bytes = Vec::with_capacity(HEAD + payload.len());
    bytes.extend(MARK);
    bytes.extend(length.to_le_bytes());
    bytes.extend(sequence.to_le_bytes());
    bytes.extend(crc(length, sequence, &chain, payload).to_le_bytes());
    bytes.extend(chain);
    bytes.extend(payload);
    Ok((bytes, chain))
}

/// The chain after an entry.
pub(in crate::store) fn link(before: Chain, sequence: u64, payload: &[u8]) -> Chain {
    Sha256::new().chain_update(before).chain_update(sequence.to_le_bytes()).chain_update(payload).finalize().into()
}

/// The whole frame at this place; `None` when there is none.
pub(in crate::store) fn parse(bytes: &[u8], offset: usize) -> Option<Frame> {
    let rest = bytes.get(offset..)?.strip_prefix(&MARK)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (sequence, rest) = rest.split_first_chunk::<8>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let (chain, rest) = rest.split_first_chunk::<32>()?;
    let (length, sequence) = (u32::from_le_bytes(*length), u64::from_le_bytes(*sequence));
    let size = usize::try_from(length).ok().filter(|size| *size <= LIMIT)?;
    let payload = rest.get(..size)?;
    let start = offset.checked_add(HEAD)?;
    (u32::from_le_bytes(*sum) == crc(length, sequence, chain, payload)).then_some(Frame {
        offset,
        sequence,
        chain: *chain,
        payload: start..start.checked_add(size)?,
    })
}

/// The first whole frame at or after this place.
pub(super) fn find(bytes: &[u8], from: usize) -> Option<Frame> {
    let rest = bytes.get(from..)?;
    let candidates = rest.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK);
    candidates.filter_map(|(index, _)| from.checked_add(index)).find_map(|offset| parse(bytes, offset))
}

fn crc(length: u32, sequence: u64, chain: &Chain, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length.to_le_bytes());
    hasher.update(&sequence.to_le_bytes());
    hasher.update(chain);
    hasher.update(payload);
    hasher.finalize()
}
