//! Documents of form 2: an invoice could be written as what differs from a dictionary of its company, some of its invoices (LZ4).

use lz4_flex::block;

use crate::store::record::{Fault, LIMIT};

/// The first byte of what is compressed. Records begin with their version, which is a small number.
const PACKED: u8 = 0xF1;

/// Bytes before what is compressed: the mark, and the length of the record.
const HEAD: usize = 5;

/// Whether these bytes need a dictionary to be read.
pub(in crate::store) fn is_packed(bytes: &[u8]) -> bool {
    bytes.first() == Some(&PACKED)
}

/// The record that was packed. Its own checksum tells whether it is the right one.
pub(in crate::store) fn unpack(bytes: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, Fault> {
    let (head, body) = bytes.split_first_chunk::<HEAD>().ok_or(Fault::Content)?;
    let [_, length @ ..] = *head;
    let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| Fault::Content)?;
    // No byte stands for more than 255: a damaged length takes no memory.
    if length > LIMIT || length > body.len().saturating_mul(255) {
        return Err(Fault::Content);
    }
    let record = block::decompress_with_dict(body, length, dictionary).map_err(|_| Fault::Content)?;
    if record.len() == length { Ok(record) } else { Err(Fault::Content) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_compressed_comes_back(
            dictionary in proptest::collection::vec(0_u8..4, 0..900), record in proptest::collection::vec(0_u8..4, 0..900),
        ) {
            let body = block::compress_with_dict(&record, &dictionary);
            let bytes = [&[PACKED][..], &u32::try_from(record.len()).expect("short").to_le_bytes(), &body].concat();
            prop_assert!(is_packed(&bytes));
            prop_assert_eq!(unpack(&bytes, &dictionary), Ok(record));
        }

        #[test]
        fn rubbish_is_told_and_takes_no_memory(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let bytes = [&[PACKED][..], &bytes].concat();
            if let Ok(record) = unpack(&bytes, b"a dictionary of some words") {
                prop_assert!(record.len() <= bytes.len() * 255);
            }
        }
    }
}
