//! Rows of commits that are gathered for the next process, while the index itself is not built.
//!
//! For: the store with its index. Uses: the index. Never: files.

use crate::query::Index;

/// Rows of the commits since the version that the index file covers.
#[derive(Debug, Default)]
pub(super) enum Gathered {
    /// Nothing was committed yet.
    #[default]
    Undecided,
    /// Every commit so far is in the file, in its segments, or here.
    Rows {
        /// The version that the file and its segments end with.
        covered: String,
        /// Number of segments.
        segments: u32,
        /// What came after.
        rows: Box<Index>,
    },
    /// The file lacks something: the next process finds out what from the journal, or builds the index.
    Never,
}

impl Gathered {
    /// What came after the file.
    pub(super) const fn rows(&mut self) -> Option<&mut Index> {
        if let Self::Rows { rows, .. } = self { Some(rows) } else { None }
    }
}
