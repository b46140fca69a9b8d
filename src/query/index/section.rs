//! Sections of the index file: texts that are read when they are first asked for, because most questions ask for few of them.
//!
//! Uses the open file; texts that are changed are in memory alone from then on. A damaged section never becomes an answer: its texts are
//! empty, and from then on [`Shelf::is_damaged`] tells that no answer of this index counts.

use std::fs::File;
use std::io;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use bytemuck::{cast_slice, cast_slice_mut};

use super::texts::Texts;

/// The open file of an index.
#[derive(Debug)]
pub(super) struct Shelf {
    file: File,
    /// Position of the first section.
    start: AtomicU64,
    damaged: AtomicBool,
}

impl Shelf {
    pub(super) const fn new(file: File) -> Self {
        Self { file, start: AtomicU64::new(0), damaged: AtomicBool::new(false) }
    }

    /// Tells where the sections begin: known once what is before them was read.
    pub(super) fn begin_at(&self, start: u64) {
        self.start.store(start, Ordering::Release);
    }

    /// Whether a section was not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Acquire)
    }
}

/// Length, number of texts and checksum of a section: what is kept before all sections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    bytes: u64,
    count: u64,
    sum: u32,
}

impl Extent {
    /// The extent of texts in one piece.
    pub(super) fn of(bytes: &str, ends: &[u32]) -> Self {
        let number = |length| u64::try_from(length).unwrap_or(u64::MAX);
        Self { bytes: number(bytes.len()), count: number(ends.len()), sum: sum(bytes.as_bytes(), ends) }
    }

    pub(super) fn numbers(self) -> [u64; 3] {
        [self.bytes, self.count, self.sum.into()]
    }

    pub(super) fn from_numbers([bytes, count, sum]: [u64; 3]) -> Option<Self> {
        Some(Self { bytes, count, sum: sum.try_into().ok()? })
    }

    /// Length in the file.
    pub(super) fn length(self) -> Option<u64> {
        self.bytes.checked_add(self.count.checked_mul(4)?)
    }
}

fn sum(bytes: &[u8], ends: &[u32]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(bytes);
    sum.update(cast_slice(ends));
    sum.finalize()
}

/// Texts of a section that may not be read yet.
#[derive(Debug)]
struct Section {
    shelf: Arc<Shelf>,
    /// From the first section on.
    offset: u64,
    extent: Extent,
    read: OnceLock<Texts>,
}

impl Section {
    fn count(&self) -> usize {
        usize::try_from(self.extent.count).unwrap_or(usize::MAX)
    }

    fn read(&self) -> Texts {
        self.try_read().unwrap_or_else(|error| {
            tracing::debug!(%error, "a section of the kept index is damaged");
            self.shelf.damaged.store(true, Ordering::Release);
            Texts::empty(self.count())
        })
    }

    fn try_read(&self) -> io::Result<Texts> {
        let length = usize::try_from(self.extent.bytes).map_err(|_| io::ErrorKind::InvalidData)?;
        let (mut bytes, mut ends) = (vec![0_u8; length], vec![0_u32; self.count()]);
        let at = self.shelf.start.load(Ordering::Acquire).saturating_add(self.offset);
        self.shelf.file.read_exact_at(&mut bytes, at)?;
        self.shelf.file.read_exact_at(cast_slice_mut(&mut ends), at.saturating_add(self.extent.bytes))?;
        if sum(&bytes, &ends) != self.extent.sum {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Texts::from_parts(bytes, ends).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

/// Texts in memory, or in a section until they are asked for.
#[derive(Debug, Default)]
pub(super) struct Piece {
    own: Texts,
    /// In the place of `own`.
    section: Option<Section>,
}

impl Piece {
    /// The texts of a section, of which `offset` is counted from the first one on.
    pub(super) fn of_section(shelf: Arc<Shelf>, offset: u64, extent: Extent) -> Self {
        Self { own: Texts::default(), section: Some(Section { shelf, offset, extent, read: OnceLock::new() }) }
    }

    /// Number of texts, which needs none of them.
    pub(super) fn len(&self) -> usize {
        self.section.as_ref().map_or_else(|| self.own.len(), Section::count)
    }

    /// Bytes of the texts and of their ends, which needs none of them.
    pub(super) fn size(&self) -> usize {
        let kept = |section: &Section| section.extent.length().and_then(|length| usize::try_from(length).ok());
        self.section.as_ref().map_or_else(|| self.own.size(), |section| kept(section).unwrap_or(usize::MAX))
    }

    /// Reads the texts now, if they were not read yet.
    pub(super) fn read_ahead(&self) {
        if let Some(section) = &self.section {
            section.read.get_or_init(|| section.read());
        }
    }

    /// The texts if they were changed or made here.
    pub(super) fn own(&mut self) -> Option<&mut Texts> {
        self.section.is_none().then_some(&mut self.own)
    }
}

impl From<Texts> for Piece {
    fn from(own: Texts) -> Self {
        Self { own, section: None }
    }
}

impl Deref for Piece {
    type Target = Texts;

    #[inline]
    fn deref(&self) -> &Texts {
        match &self.section {
            None => &self.own,
            Some(section) => section.read.get_or_init(|| section.read()),
        }
    }
}

impl DerefMut for Piece {
    fn deref_mut(&mut self) -> &mut Texts {
        if let Some(mut section) = self.section.take() {
            self.own = section.read.take().unwrap_or_else(|| section.read());
        }
        &mut self.own
    }
}
