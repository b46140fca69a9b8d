//! Our own format stamp, beside the database: which form of trees and keys it has, and which version wrote it.

use std::path::Path;

use crate::store::StoreError;
use crate::store::file;

/// File of the stamp.
pub(in crate::store) const FILE: &str = "FORMAT";

/// The form that this program writes: records in packs ([`super::packs`]).
pub(in crate::store) const CURRENT: u32 = 4;

/// Content of the format file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Format {
    /// The form.
    pub(in crate::store) number: u32,
    /// The version of the program that wrote it.
    pub(in crate::store) written_by: String,
}

impl Format {
    /// The stamp of a store; `None` when it has none.
    pub(in crate::store) fn read(store: &Path) -> Result<Option<Self>, StoreError> {
        let path = store.join(FILE);
        let Some(content) = file::read(&path)? else { return Ok(None) };
        let damaged = || StoreError::Damaged { place: path.display().to_string() };
        let text = std::str::from_utf8(&content).map_err(|_| damaged())?;
        let value = |line: usize, name: &str| text.lines().nth(line)?.strip_prefix(name);
        let number = value(1, "format ").and_then(|number| number.parse().ok());
        let written_by = value(2, "written by ");
        let (Some(number), Some(written_by)) = (number, written_by) else { return Err(damaged()) };
        let format = Self { number, written_by: written_by.to_owned() };
        if format.render() == text { Ok(Some(format)) } else { Err(damaged()) }
    }

    /// Stamps a store, durably.
    pub(in crate::store) fn write(&self, store: &Path) -> Result<(), StoreError> {
        file::write(&store.join(FILE), self.render().as_bytes())
    }

    fn render(&self) -> String {
        let body = format!("faktura store\nformat {}\nwritten by {}\n", self.number, self.written_by);
        format!("{body}checksum {:08x}\n", crc32fast::hash(body.as_bytes()))
    }
}

/// Refuses a store that a newer version wrote, before anything of it is touched.
pub(in crate::store) fn refuse_newer(store: &Path) -> Result<(), StoreError> {
    match Format::read(store)? {
        Some(format) if format.number > CURRENT => Err(StoreError::Newer { written_by: format.written_by }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_stamp_is_read_back_and_one_flipped_byte_is_found() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(Format::read(dir.path()), Ok(None));
        let format = Format { number: 7, written_by: "1.2.3-rc.1".to_owned() };
        format.write(dir.path()).expect("written");
        assert_eq!(Format::read(dir.path()), Ok(Some(format)));
        let path = dir.path().join(FILE);
        let good = fs::read(&path).expect("there");
        for index in 0..good.len() {
            let mut bad = good.clone();
            bad[index] ^= 1;
            fs::write(&path, bad).expect("written");
            assert!(matches!(Format::read(dir.path()), Err(StoreError::Damaged { .. })), "byte {index}");
        }
    }
}
