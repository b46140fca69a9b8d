//! Documents of many invoices in one file (ZIP).

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::file::Target;
use super::{ExportError, Out};
use crate::domain::text;
use crate::process::Existing;

/// A document on its way into a [`Bundle`].
#[derive(Debug, Clone, Copy)]
pub struct Bundled<'a> {
    /// Number of the invoice.
    pub number: &'a str,
    /// What tells it from another invoice with this number.
    pub id: &'a str,
    /// Ending of its file.
    pub ending: &'a str,
    /// Its day: identical documents give identical files.
    pub day: Option<Date>,
    /// The document.
    pub bytes: &'a [u8],
}

/// A ZIP of documents. Blocks: call it where blocking is allowed. Dropped before [`Self::finish`], it leaves everything as it was.
pub struct Bundle {
    place: Place,
    zip: ZipWriter<Sink>,
    /// Names that are taken, in small letters: some systems take no two that differ in these.
    names: HashSet<String>,
    count: u64,
}

/// The file, until it cannot be written. After that nothing is, and without a word: the writer of the ZIP ends it when it is dropped, and
/// prints what it meets to standard error.
struct Sink {
    file: BufWriter<File>,
    /// Place of the next byte, and the end: both go on without the file.
    at: u64,
    end: u64,
    failed: Option<io::ErrorKind>,
}

impl Sink {
    fn new(file: File) -> Self {
        Self { file: BufWriter::with_capacity(1 << 16, file), at: 0, end: 0, failed: None }
    }

    /// Does something to the file; in place of that `given` comes back once it failed.
    fn attempt<T>(&mut self, given: T, work: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> io::Result<T> {
        if self.failed.is_some() {
            return Ok(given);
        }
        work(&mut self.file).inspect_err(|error| self.failed = Some(error.kind()))
    }

    /// The whole file; an error if any of it is missing.
    fn into_file(self) -> io::Result<File> {
        match self.failed {
            Some(kind) => Err(kind.into()),
            None => self.file.into_inner().map_err(io::IntoInnerError::into_error),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.attempt(bytes.len(), |file| file.write(bytes))?;
        self.at = self.at.saturating_add(written as u64);
        self.end = self.end.max(self.at);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), BufWriter::flush)
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let given = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            SeekFrom::End(by) => self.end.saturating_add_signed(by),
        };
        self.at = self.attempt(given, |file| file.seek(to))?;
        Ok(self.at)
    }
}

/// Where it goes.
enum Place {
    File(Target),
    /// Through a file without a name: a ZIP is written back and forth.
    Out(Out),
}

impl std::fmt::Debug for Bundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bundle").field("count", &self.count).finish_non_exhaustive()
    }
}

impl Bundle {
    /// Whether a file is named as one.
    #[must_use]
    pub fn is_named(path: &Path) -> bool {
        path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
    }

    /// Begins a file.
    ///
    /// # Errors
    /// The folder cannot be written to, or the file exists and is to stay.
    pub fn begin(path: &Path, existing: Existing) -> Result<Self, ExportError> {
        let target = Target::beside(path, existing)?;
        let file = target.file()?;
        Ok(Self::new(Place::File(target), file))
    }

    /// Writes to standard output or anything else, once all is there.
    ///
    /// # Errors
    /// The folder of temporary files cannot be written to.
    pub fn to_writer(out: impl Write + Send + 'static) -> Result<Self, ExportError> {
        Ok(Self::new(Place::Out(Box::new(out)), tempfile::tempfile()?))
    }

    fn new(place: Place, file: File) -> Self {
        let zip = ZipWriter::new(Sink::new(file));
        Self { place, zip, names: HashSet::new(), count: 0 }
    }

    /// Adds a document.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn push(&mut self, document: &Bundled<'_>) -> Result<(), ExportError> {
        let name = self.name(document);
        // A PDF is packed already.
        let method = if document.ending == "pdf" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(time(document.day));
        let started = self.zip.start_file(name, options).map_err(std::io::Error::from);
        started.and_then(|()| self.zip.write_all(document.bytes)).map_err(|error| self.located(error))?;
        self.count += 1;
        Ok(())
    }

    /// Number of documents so far.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Ends the file and puts it in its place.
    ///
    /// # Errors
    /// It cannot be written; then everything is as it was.
    pub fn finish(self) -> Result<u64, ExportError> {
        let Self { place, zip, count, .. } = self;
        let ended = || zip.finish()?.into_file();
        match place {
            Place::File(target) => {
                ended().map_err(|error| ExportError::from(error).at(target.path()))?;
                target.put()?;
            }
            Place::Out(mut out) => {
                let mut file = ended()?;
                file.rewind()?;
                std::io::copy(&mut file, &mut out)?;
                out.flush()?;
            }
        }
        Ok(count)
    }

    /// A name that no other document has: the number, which several companies may use, else with what tells it apart.
    fn name(&mut self, document: &Bundled<'_>) -> String {
        let (number, id, ending) = (text::file_name(document.number), text::file_name(document.id), document.ending);
        let plain = (!number.is_empty()).then(|| format!("{number}.{ending}"));
        let longer = std::iter::once(format!("{number}_{id}.{ending}"));
        let further = (2_u64..).map(|index| format!("{number}_{id}_{index}.{ending}"));
        let mut names = plain.into_iter().chain(longer).chain(further);
        names.find(|name| self.names.insert(name.to_lowercase())).unwrap_or_default()
    }

    fn located(&self, error: std::io::Error) -> ExportError {
        match &self.place {
            Place::File(target) => ExportError::from(error).at(target.path()),
            Place::Out(_) => error.into(),
        }
    }
}

/// A day as a ZIP has it, which knows none before 1980.
fn time(day: Option<Date>) -> DateTime {
    let of = |day: Date| {
        let (year, month, date) =
            (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
        DateTime::from_date_and_time(year, month, date, 0, 0, 0).ok()
    };
    day.and_then(of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document<'a>(number: &'a str, id: &'a str) -> Bundled<'a> {
        Bundled { number, id, ending: "xml", day: Some(Date::constant(2026, 10, 1)), bytes: b"<a/>" }
    }

    fn names(path: &Path) -> Vec<String> {
        zip::ZipArchive::new(File::open(path).unwrap()).unwrap().file_names().map(str::to_owned).collect()
    }

    #[test]
    fn every_document_has_a_name_of_its_own_that_every_system_takes() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            let mut bundle = Bundle::begin(&path, Existing::Keep).unwrap();
            let numbers = [("INV/1", "1-7"), ("inv/1", "2-7"), ("inv/1", "2-7"), ("", "1-8"), ("../Ő 1", "1-9")];
            for (number, id) in numbers {
                bundle.push(&document(number, id)).unwrap();
            }
            assert_eq!(bundle.finish().unwrap(), 5);
            path
        };
        let path = write("a.zip");
        assert_eq!(names(&path), ["INV-1.xml", "inv-1_2-7.xml", "inv-1_2-7_2.xml", "_1-8.xml", "-Ő-1.xml"]);
        assert_eq!(
            std::fs::read(&path).unwrap(),
            std::fs::read(write("b.zip")).unwrap(),
            "identical bytes for identical documents"
        );
    }

    #[test]
    fn a_bundle_that_is_dropped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let mut bundle = Bundle::begin(&path, Existing::Keep).unwrap();
        bundle.push(&document("1", "1")).unwrap();
        drop(bundle);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        std::fs::write(&path, "mine").unwrap();
        assert!(matches!(Bundle::begin(&path, Existing::Keep), Err(ExportError::Exists { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    }
}
