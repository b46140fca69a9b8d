//! A file a day: private, bounded in size, old ones removed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::LoggingError;
use crate::clock::Clock;
use crate::process;

/// Bytes of a day: what goes on about nothing must not fill the disk.
const MAX_DAY: u64 = if cfg!(test) { 32 << 10 } else { 16 << 20 };

/// Beginning of the names of log files; the day follows.
pub(super) const PREFIX: &str = "faktura.log.";

/// Writes lines to `faktura.log.YYYY-MM-DD` (UTC). It never fails: what cannot be written is counted.
pub(super) struct DailyFile {
    folder: PathBuf,
    keep: usize,
    clock: Arc<dyn Clock>,
    lost: Arc<AtomicU64>,
    done: Arc<AtomicU64>,
    today: Option<Today>,
}

struct Today {
    day: Date,
    file: File,
    full: bool,
}

impl DailyFile {
    pub(super) fn open(folder: &Path, keep: usize, clock: Arc<dyn Clock>, lost: Arc<AtomicU64>) -> Result<Self, LoggingError> {
        let failed = |e: io::Error| LoggingError::File { path: folder.to_path_buf(), detail: e.to_string() };
        process::private_folder(folder).map_err(failed)?;
        let mut log = Self { folder: folder.to_path_buf(), keep, clock, lost, done: Arc::default(), today: None };
        log.turn(log.day()).map_err(failed)?;
        Ok(log)
    }

    /// Number of lines received so far, written or not.
    pub(super) fn done(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }

    fn day(&self) -> Date {
        self.clock.now().to_zoned(TimeZone::UTC).date()
    }

    /// Switches to the file of a day and removes old files.
    fn turn(&mut self, day: Date) -> io::Result<()> {
        let file = private(&self.folder.join(format!("{PREFIX}{day}")))?;
        self.today = Some(Today { day, file, full: false });
        // A file that cannot be removed now is tried again tomorrow.
        let _ = self.prune();
        Ok(())
    }

    fn prune(&self) -> io::Result<()> {
        let mut days: Vec<(Date, PathBuf)> = fs::read_dir(&self.folder)?
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let day = entry.file_name().to_str()?.strip_prefix(PREFIX)?.parse().ok()?;
                Some((day, entry.path()))
            })
            .collect();
        days.sort();
        let surplus = days.len().saturating_sub(self.keep.max(1));
        days.iter().take(surplus).try_for_each(|(_, path)| fs::remove_file(path))
    }

    fn append(&mut self, line: &[u8]) -> io::Result<()> {
        let day = self.day();
        if self.today.as_ref().is_none_or(|today| today.day != day) {
            self.turn(day)?;
        }
        let Some(today) = &mut self.today else { return Err(io::ErrorKind::NotFound.into()) };
        if today.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        // Other processes write to it too, so its size is asked for.
        if today.file.metadata()?.len() + line.len() as u64 > MAX_DAY {
            today.full = true;
            today.file.write_all(b"The log of this day is full; no more is written to it.\n")?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        today.file.write_all(line)
    }
}

impl Write for DailyFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.append(line).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        self.done.fetch_add(1, Ordering::Release);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens a file for appending that its owner alone can read, also when it was there with other permissions.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = process::open_regular(options.append(true).create(true).mode(0o600), path, rustix::fs::OFlags::NOFOLLOW)?;
    if file.metadata()?.permissions().mode() & 0o777 != 0o600 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}
