//! A store as one stream: every file with its path and length, and a SHA-256 over all at the end.
//!
//! The stream is not encrypted; the caller seals it. Restoring unpacks beside the store, verifies the checksum, checks
//! every record, and then replaces the store's folder.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::super::lock::{self, Lock};
use super::super::{database, format, manifest, trail};
use super::check::examine_all;
use super::settle;
use crate::domain::Kind;
use crate::store::file::{self, At};
use crate::store::journal;
use crate::store::registry::{self, SealedKind};
use crate::store::{RunFilter, Store, StoreError};

const TITLE: &[u8] = b"faktura backup 1\n";
/// No path in a backup is longer.
const LONGEST: u16 = 512;
/// Beginning of the name of the folder that a backup is unpacked in.
const UNPACKED: &str = ".restoring-";

/// Result of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// New place of the replaced store.
    pub set_aside: Option<PathBuf>,
    /// Companies.
    pub companies: u64,
    /// Invoices.
    pub invoices: u64,
    /// Runs.
    pub runs: u64,
}

/// Writes the store in this folder as one stream. Returns how many bytes of files it holds.
pub fn backup(path: &Path, output: &mut dyn Write, now: Timestamp) -> Result<u64, StoreError> {
    settle(path, now)?;
    let _lock = Lock::take(path)?;
    // A list of companies that cannot be restored must not replace one that can.
    registry::load(path)?;
    let mut out = Summed { inner: output, sum: Sha256::new() };
    let failed = |error: io::Error| StoreError::of_file(Path::new("backup"), &error);
    out.write_all(TITLE).map_err(failed)?;
    let mut bytes = 0;
    for file in files(path)? {
        let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().into_owned();
        let mut input = crate::process::open_file(&file).at(&file)?;
        let length = input.metadata().at(&file)?.len();
        let name_length = u16::try_from(name.len()).map_err(|_| StoreError::TooLarge { what: name.clone() })?;
        out.write_all(&name_length.to_be_bytes()).map_err(failed)?;
        out.write_all(name.as_bytes()).map_err(failed)?;
        out.write_all(&length.to_be_bytes()).map_err(failed)?;
        let copied = io::copy(&mut (&mut input).take(length), &mut out).map_err(failed)?;
        if copied != length {
            return Err(StoreError::Damaged { place: file.display().to_string() });
        }
        bytes += length;
    }
    out.write_all(&0u16.to_be_bytes()).map_err(failed)?;
    let sum = out.sum.finalize();
    output.write_all(&sum).and_then(|()| output.flush()).map_err(failed)?;
    Ok(bytes)
}

/// The files that a backup holds: all but the lock and what was set aside.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    for name in [format::FILE, registry::COMPANIES, registry::doubts::DAMAGED, trail::FILE, manifest::FILE] {
        let file = path.join(name);
        if file.is_file() {
            files.push(file);
        }
    }
    for folder in [registry::KEYS, journal::FOLDER, database::FOLDER] {
        files.extend(file::walk(&path.join(folder))?);
    }
    Ok(files)
}

/// Puts a backup in the place of the store, once it was read to its end and every record of it was looked at.
pub fn restore(input: &mut dyn Read, path: &Path, now: Timestamp) -> Result<Restored, StoreError> {
    let parent = path.parent().unwrap_or(Path::new("."));
    file::create_folder(parent)?;
    // Only one restore runs at a time: these folders are of processes that died.
    for left in file::list(parent)?.iter().filter(|left| file::name(left).starts_with(UNPACKED)) {
        file::remove_folder(left)?;
    }
    let ours = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    let unpacked = tempfile::Builder::new().prefix(UNPACKED).permissions(ours).tempdir_in(parent).at(parent)?;
    unpack(input, unpacked.path())?;
    if !unpacked.path().join(format::FILE).is_file() {
        return Err(StoreError::Backup { detail: format::FILE.to_owned() });
    }
    let report = examine_all(unpacked.path(), false, now, &|_| SealedKind::Unknown)?;
    if let Some(damage) = report.damage.first() {
        return Err(StoreError::Backup { detail: damage.place.clone() });
    }
    let mut restored = contents(unpacked.path(), now)?;
    if path.is_dir() {
        // Fails with `InUse` if the store is open.
        let _held = Lock::take(path)?;
        let name = |what: &str| file::free_name(parent, &format!("{}.{what}", file::name(path)));
        // A name that says neither old nor new: a process that dies here leaves the one or the other under it.
        let waiting = name("restoring");
        // From here on nothing is removed by itself.
        file::rename(&unpacked.keep(), &waiting)?;
        match file::take_place(&waiting, path, &name("before-restore")) {
            Ok(aside) => restored.set_aside = Some(aside),
            Err(error) => {
                file::remove_folder(&waiting)?;
                return Err(error);
            }
        }
        file::sync_folder(parent)?;
    } else {
        file::rename(unpacked.path(), path)?;
    }
    Ok(restored)
}

fn contents(path: &Path, now: Timestamp) -> Result<Restored, StoreError> {
    let companies = registry::load(path)?.companies;
    let opened = super::super::SledStore::open(path, &super::super::OpenOptions::default())?;
    let mut restored =
        Restored { set_aside: None, companies: u64::try_from(companies.len()).unwrap_or_default(), invoices: 0, runs: 0 };
    for company in &companies {
        restored.invoices += opened.store.count(company.id)?.of(Kind::Document).records;
    }
    restored.runs = u64::try_from(opened.store.runs(&RunFilter::default())?.len()).unwrap_or_default();
    opened.store.doubt_items(now)?;
    opened.store.close()?;
    Ok(restored)
}

fn unpack(input: &mut dyn Read, into: &Path) -> Result<(), StoreError> {
    let mut input = SummedReader { inner: input, sum: Sha256::new() };
    let short = |error: io::Error| StoreError::Backup { detail: error.to_string() };
    let mut title = vec![0; TITLE.len()];
    input.read_exact(&mut title).map_err(short)?;
    if title != TITLE {
        return Err(StoreError::Backup { detail: "title".to_owned() });
    }
    loop {
        let mut length = [0; 2];
        input.read_exact(&mut length).map_err(short)?;
        let length = u16::from_be_bytes(length);
        if length == 0 {
            break;
        }
        let mut name = vec![0; usize::from(length.min(LONGEST))];
        input.read_exact(&mut name).map_err(short)?;
        let target = target(into, &name)?;
        let mut size = [0; 8];
        input.read_exact(&mut size).map_err(short)?;
        let size = u64::from_be_bytes(size);
        if let Some(folder) = target.parent() {
            file::create_folder(folder)?;
        }
        let mut file = private(&target)?;
        let copied = io::copy(&mut (&mut input).take(size), &mut file).map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::of_file(&target, &error),
            _ => short(error),
        })?;
        if copied != size {
            return Err(StoreError::Backup { detail: "end of file".to_owned() });
        }
        file.sync_all().at(&target)?;
    }
    let sum = input.sum.clone().finalize();
    let mut told = [0; 32];
    input.read_exact(&mut told).map_err(short)?;
    if told != *sum || input.read(&mut [0]).map_err(short)? != 0 {
        return Err(StoreError::Backup { detail: "SHA-256".to_owned() });
    }
    Ok(())
}

/// Lines of the audit log in a backup, as far as is known beside it; its files up to there are read, and nothing is written.
pub fn lines(input: &mut dyn Read) -> Option<u64> {
    let mut title = vec![0; TITLE.len()];
    input.read_exact(&mut title).ok().filter(|()| title == TITLE)?;
    loop {
        let mut length = [0; 2];
        input.read_exact(&mut length).ok()?;
        let length = u16::from_be_bytes(length);
        if length == 0 || length > LONGEST {
            return None;
        }
        let (mut name, mut size) = (vec![0; usize::from(length)], [0; 8]);
        input.read_exact(&mut name).ok()?;
        input.read_exact(&mut size).ok()?;
        let mut content = input.take(u64::from_be_bytes(size));
        if name == trail::FILE.as_bytes() {
            let mut text = Vec::new();
            content.take(LONGEST.into()).read_to_end(&mut text).ok()?;
            return Some(trail::Trail::parse(&text)?.lines);
        }
        io::copy(&mut content, &mut io::sink()).ok()?;
    }
}

/// Target path of a file of a backup; refused if it is outside of the folder.
fn target(into: &Path, name: &[u8]) -> Result<PathBuf, StoreError> {
    let wrong = || StoreError::Backup { detail: String::from_utf8_lossy(name).into_owned() };
    let name = Path::new(std::str::from_utf8(name).map_err(|_| wrong())?);
    let plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || file::name(name) == lock::FILE || name.components().count() > 3 {
        return Err(wrong());
    }
    Ok(into.join(name))
}

fn private(path: &Path) -> Result<File, StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).at(path)
}

/// Sums what goes through.
struct Summed<'a> {
    inner: &'a mut dyn Write,
    sum: Sha256,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Sums what comes through.
struct SummedReader<'a> {
    inner: &'a mut dyn Read,
    sum: Sha256,
}

impl Read for SummedReader<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.sum.update(bytes.get(..read).unwrap_or_default());
        Ok(read)
    }
}
