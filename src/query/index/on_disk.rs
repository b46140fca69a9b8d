//! The index as bytes, to be kept and taken up again: columns as they are in memory, so that a million invoices are read as fast as
//! a file is. Long texts are behind the rest, each in a section with its own checksum that is read once it is asked for; a checksum over
//! all else, which has the checksums of the sections, is what finds a damaged file.
//!
//! Only the same version of the program reads it; the rows can rebuild it at any time.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};
use std::sync::Arc;

use bytemuck::{Pod, cast_slice, cast_slice_mut};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::Index;
use super::amounts::Amounts;
use super::columns::{Class, Columns, LastChange, Partner, Pools};
use super::pieces::LazyTexts;
use super::pool::{Combinations, Keys, Pool};
use super::section::{Extent, Shelf};
use super::texts::Texts;

/// Shorter texts are with the rest; tests have few texts.
const SECTION: usize = if cfg!(test) { 64 } else { 4096 };

/// Buffer for the many short columns.
const BUFFER: usize = 1 << 16;

/// Writes values with their number before them, and adds up the checksum.
struct Out<'o> {
    to: &'o mut dyn Write,
    sum: crc32fast::Hasher,
    /// Texts that become sections.
    sections: Vec<&'o Texts>,
}

impl<'o> Out<'o> {
    fn column<T: Pod>(&mut self, values: &[T]) -> io::Result<()> {
        let count = u64::try_from(values.len()).unwrap_or(u64::MAX).to_le_bytes();
        for bytes in [&count[..], cast_slice(values)] {
            self.sum.update(bytes);
            self.to.write_all(bytes)?;
        }
        Ok(())
    }

    /// Writes texts here.
    fn short(&mut self, texts: &Texts) -> io::Result<bool> {
        let Some((bytes, ends)) = texts.parts() else { return Ok(false) };
        self.column(bytes.as_bytes())?;
        self.column(ends)?;
        Ok(true)
    }

    /// Writes the extent of a section, or no extent and the texts.
    fn texts(&mut self, texts: &'o Texts) -> io::Result<bool> {
        if texts.size() < SECTION {
            self.column::<u64>(&[])?;
            return self.short(texts);
        }
        let Some((bytes, ends)) = texts.parts() else { return Ok(false) };
        self.column(&Extent::of(bytes, ends).numbers())?;
        self.sections.push(texts);
        Ok(true)
    }

    /// Writes the checksum and the sections.
    fn finish(self) -> io::Result<()> {
        self.to.write_all(&self.sum.finalize().to_le_bytes())?;
        for (bytes, ends) in self.sections.into_iter().filter_map(Texts::parts) {
            self.to.write_all(bytes.as_bytes())?;
            self.to.write_all(cast_slice(ends))?;
        }
        Ok(())
    }

    fn pool(&mut self, pool: &'o Pool) -> io::Result<bool> {
        let [texts, forms] = pool.parts();
        if let Some(keys) = pool.keys() {
            self.column(&keys.bytes)?;
            self.column(&keys.ends)?;
        }
        let (Some(texts), Some(forms)) = (texts.whole(), forms.whole()) else { return Ok(false) };
        Ok(self.texts(texts)? && self.texts(forms)?)
    }
}

/// Reads what [`Out`] wrote; never more than there is.
struct In<R> {
    from: R,
    left: u64,
    sum: crc32fast::Hasher,
    shelf: Arc<Shelf>,
    /// Bytes of all sections so far.
    sections: u64,
}

impl<R: Read> In<R> {
    fn exact(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(count).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.from.read_exact(bytes)?;
        self.sum.update(bytes);
        Ok(())
    }

    fn column<T: Pod>(&mut self) -> io::Result<Vec<T>> {
        let mut count = [0; 8];
        self.exact(&mut count)?;
        let count = u64::from_le_bytes(count);
        let size = u64::try_from(size_of::<T>()).unwrap_or(u64::MAX);
        // Before memory is taken for it.
        if count.checked_mul(size).is_none_or(|bytes| bytes > self.left) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut values = vec![T::zeroed(); usize::try_from(count).map_err(|_| io::ErrorKind::InvalidData)?];
        self.exact(cast_slice_mut(&mut values))?;
        Ok(values)
    }

    fn texts(&mut self) -> io::Result<LazyTexts> {
        let extent: Vec<u64> = self.column()?;
        if extent.is_empty() {
            return self.short().map(Into::into);
        }
        let extent = <[u64; 3]>::try_from(extent).ok().and_then(Extent::from_numbers).ok_or(io::ErrorKind::InvalidData)?;
        let offset = self.sections;
        let end = extent.length().and_then(|length| offset.checked_add(length));
        self.sections = end.filter(|end| *end <= self.left).ok_or(io::ErrorKind::InvalidData)?;
        Ok(LazyTexts::of_section(self.shelf.clone(), offset, extent))
    }

    fn short(&mut self) -> io::Result<Texts> {
        let (bytes, ends) = (self.column()?, self.column()?);
        Texts::from_parts(bytes, ends).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn pool(&mut self, mut pool: Pool) -> io::Result<Pool> {
        let keys = pool.keys().is_some().then(|| Ok::<_, io::Error>(Keys { bytes: self.column()?, ends: self.column()? }));
        let keys = keys.transpose()?;
        let (texts, forms) = (self.texts()?, self.texts()?);
        if !pool.set_kept(texts, forms) || keys.is_some_and(|keys| !pool.set_keys(keys)) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(pool)
    }
}

fn combinations<T: Copy + Eq + std::hash::Hash>(all: Option<Vec<T>>) -> io::Result<Combinations<T>> {
    all.and_then(Combinations::from_kept).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// A decimal in four numbers.
fn decimal(parts: [u8; 16]) -> Decimal {
    Decimal::deserialize(parts)
}

impl Index {
    /// Writes it; `false` where it cannot be kept: then what was written is worth nothing.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<bool> {
        if cfg!(target_endian = "big") {
            return Ok(false);
        }
        let Columns { companies, classes, partners, last_changes, facts, dates, amounts, texts, related } = &self.columns;
        let in_order: Vec<Option<Texts>> =
            texts.iter().map(|column| column.whole().and_then(Texts::parts).is_none().then(|| column.in_one_piece())).collect();
        let mut out = Out { to, sum: crc32fast::Hasher::new(), sections: Vec::new() };
        for column in [&self.by_key, companies, classes, partners, last_changes] {
            out.column(column)?;
        }
        out.column(facts)?;
        for column in dates {
            out.column(column)?;
        }
        for column in amounts {
            out.column(&column.packed)?;
            let large: Vec<u8> = column.large.iter().flat_map(Decimal::serialize).collect();
            out.column(&large)?;
        }
        let mut whole = true;
        for (column, in_order) in texts.iter().zip(&in_order) {
            whole &= match in_order.as_ref().or_else(|| column.whole()) {
                Some(texts) => out.texts(texts)?,
                None => false,
            };
        }
        out.column(&related.keys().copied().collect::<Vec<u32>>())?;
        let mut ids = Texts::default();
        for related in related.values() {
            ids.push(related);
        }
        whole &= out.short(&ids)?;
        let pools = &self.pools;
        for pool in pools.of_texts() {
            whole &= out.pool(pool)?;
        }
        let classes = pools.classes.all().iter().flat_map(|c| [c.kind, c.status, c.method, c.currency, c.nav, c.correction]);
        out.column(&classes.collect::<Vec<u32>>())?;
        out.column(&pools.partners.all().iter().flat_map(|p| [p.name, p.tax, p.id, p.country]).collect::<Vec<u32>>())?;
        let last_changes = pools.last_changes.all();
        out.column(&last_changes.iter().map(|change| change.at.as_second()).collect::<Vec<i64>>())?;
        out.column(&last_changes.iter().map(|change| change.at.subsec_nanosecond()).collect::<Vec<i32>>())?;
        out.column(&last_changes.iter().map(|change| change.run).collect::<Vec<u64>>())?;
        out.finish()?;
        Ok(whole && !self.is_damaged())
    }

    /// Reads what [`Self::write`] wrote from the position of a file on, to its end. Sections are read once they are asked for: see
    /// [`Self::is_damaged`]. The zone is that of [`Self::new`].
    ///
    /// # Errors
    /// What the file says, and `InvalidData` or `UnexpectedEof` where it is not what was written.
    pub fn read(mut file: File, zone: TimeZone) -> io::Result<Self> {
        if cfg!(target_endian = "big") {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let size = file.metadata()?.len();
        let left = size.saturating_sub(file.stream_position()?);
        let shelf = Arc::new(Shelf::new(file.try_clone()?));
        let from = BufReader::with_capacity(BUFFER, file);
        let mut input = In { from, left, sum: crc32fast::Hasher::new(), shelf, sections: 0 };
        let by_key: Vec<u32> = input.column()?;
        let mut columns = Columns {
            companies: input.column()?,
            classes: input.column()?,
            partners: input.column()?,
            last_changes: input.column()?,
            facts: input.column()?,
            ..Columns::default()
        };
        for column in &mut columns.dates {
            *column = input.column()?;
        }
        for column in &mut columns.amounts {
            let packed = input.column()?;
            let large: Vec<u8> = input.column()?;
            *column = Amounts { packed, large: large.as_chunks().0.iter().copied().map(decimal).collect() };
        }
        for column in &mut columns.texts {
            *column = input.texts()?;
        }
        let (related, ids): (Vec<u32>, Texts) = (input.column()?, input.short()?);
        columns.related = related.into_iter().zip((0..ids.len()).map(|at| ids.get(at).into())).collect();
        let pools = read_pools(&mut input)?;
        let In { mut from, left, sum, shelf, sections } = input;
        let mut kept = [0; 4];
        from.read_exact(&mut kept)?;
        shelf.begin_at(size - sections);
        let whole = left.checked_sub(4) == Some(sections) && sum.finalize() == u32::from_le_bytes(kept);
        if !whole || !columns.is_even(by_key.len()) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self { zone, pools, columns, by_key, pairs: None, cache: std::sync::Mutex::default(), shelves: vec![shelf] })
    }
}

fn read_pools<R: Read>(input: &mut In<R>) -> io::Result<Pools> {
    let mut pools = Pools::default();
    for pool in pools.of_texts_mut() {
        *pool = input.pool(pool.empty())?;
    }
    let classes: Vec<u32> = input.column()?;
    let class = |[kind, status, method, currency, nav, correction]: &[u32; 6]| Class {
        kind: *kind,
        status: *status,
        method: *method,
        currency: *currency,
        nav: *nav,
        correction: *correction,
    };
    pools.classes = combinations(Some(classes.as_chunks().0.iter().map(class).collect()))?;
    let partners: Vec<u32> = input.column()?;
    let partner = |[name, tax, id, country]: &[u32; 4]| Partner { name: *name, tax: *tax, id: *id, country: *country };
    pools.partners = combinations(Some(partners.as_chunks().0.iter().map(partner).collect()))?;
    let (seconds, nanos, runs): (Vec<i64>, Vec<i32>, Vec<u64>) = (input.column()?, input.column()?, input.column()?);
    let change =
        |((second, nano), run): ((&i64, &i32), &u64)| Timestamp::new(*second, *nano).ok().map(|at| LastChange { at, run: *run });
    pools.last_changes = combinations(seconds.iter().zip(&nanos).zip(&runs).map(change).collect())?;
    Ok(pools)
}
