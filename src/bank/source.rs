//! Where a statement is read from, and the guard over its bytes.
//!
//! For: the readers, which read a file more than once. Uses: std. Never: what the bytes mean.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// Size of the buffer.
const BUFFER: usize = 1 << 18;
/// Most bytes that are handed out at a time by a guard.
const STRETCH: usize = 1 << 16;

/// Something that can be opened again and again.
pub trait Source {
    /// Opens it at its beginning.
    ///
    /// # Errors
    /// It cannot be read.
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>>;
}

impl Source for &Path {
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>> {
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", self.display()));
        let kind = std::fs::metadata(self).map_err(named)?.file_type();
        if kind.is_dir() {
            return Err(named(io::ErrorKind::IsADirectory.into()));
        }
        if !kind.is_file() {
            // What a pipe gives is gone once it was read.
            return Err(named(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
        }
        Ok(Box::new(BufReader::with_capacity(BUFFER, File::open(self).map_err(named)?)))
    }
}

impl Source for &[u8] {
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(Cursor::new(*self)))
    }
}

/// The first bytes.
///
/// # Errors
/// It cannot be read.
pub fn head(source: &dyn Source, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most.min(1 << 16));
    source.open()?.take(u64::try_from(most).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Fails where a stretch without one of two bytes is longer than a limit, so that no reader holds it in memory. Where the reader says what it
/// holds, that is no longer than the limit either, whatever bytes it has.
#[derive(Debug)]
pub(super) struct Bounded<R> {
    inner: R,
    breaks: [u8; 2],
    limit: usize,
    run: usize,
    /// Bytes since the reader said that it holds nothing; `None` until it says so.
    held: Option<usize>,
    /// Lines so far.
    pub(super) lines: u64,
}

impl<R: BufRead> Bounded<R> {
    /// Guards a reader.
    pub(super) const fn new(inner: R, breaks: [u8; 2], limit: usize) -> Self {
        Self { inner, breaks, limit, run: 0, held: None, lines: 1 }
    }

    /// The reader holds nothing of what it read.
    pub(super) const fn renew(&mut self) {
        self.held = Some(0);
    }
}

/// The error of a stretch that is too long.
pub(super) fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a field is too long")
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let length = bytes.len().min(out.len());
        if let (Some(target), Some(from)) = (out.get_mut(..length), bytes.get(..length)) {
            target.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.run > self.limit || self.held.is_some_and(|held| held > self.limit) {
            return Err(too_long());
        }
        // A source in memory hands out all of it at once.
        let bytes = self.inner.fill_buf()?;
        Ok(bytes.get(..bytes.len().min(STRETCH)).unwrap_or(bytes))
    }

    fn consume(&mut self, amount: usize) {
        // The bytes that were handed out last are still there.
        if let Ok(bytes) = self.inner.fill_buf() {
            let used = bytes.get(..amount).unwrap_or(bytes);
            self.held = self.held.map(|held| held.saturating_add(amount));
            self.lines += memchr::memchr_iter(b'\n', used).count() as u64;
            let [a, b] = self.breaks;
            self.run = match memchr::memrchr2(a, b, used) {
                Some(at) => used.len() - at,
                None => self.run.saturating_add(used.len()),
            };
        }
        self.inner.consume(amount);
    }
}

/// Reads lines of bounded length, without their ends.
#[derive(Debug)]
pub(super) struct Lines<R> {
    inner: R,
    limit: usize,
    line: Vec<u8>,
    /// Number of the last line.
    pub(super) number: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads the lines of a reader.
    pub(super) const fn new(inner: R, limit: usize) -> Self {
        Self { inner, limit, line: Vec::new(), number: 0 }
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        self.line.clear();
        let most = u64::try_from(self.limit).unwrap_or(u64::MAX);
        if self.inner.by_ref().take(most).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        if self.line.len() >= self.limit {
            return Err(too_long());
        }
        self.number += 1;
        while self.line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.pop();
        }
        Ok(Some(&self.line))
    }
}
