//! A file of timeclock sessions, the same each time but for its first day, and the exact sum of its seconds.

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

/// Accounts of the sessions.
const ACCOUNTS: [&str; 8] =
    ["acme:site", "acme:care", "globex:app", "globex:ops", "initech:audit", "initech:calls", "own:admin", "own:learning"];

/// So many sessions, one after the other, over ten years where they are a million. The last one ends a minute ago, so that the page of time
/// has them and none is still to come: what has not ended yet is not imported.
pub struct Sessions {
    count: usize,
    first: DateTime,
}

/// Seconds of work and of the pause behind it: 30 to 329 seconds of work, and as long a pause.
fn lengths(count: usize) -> impl Iterator<Item = (i64, i64)> {
    let mut luck = 0x2545_F491_4F6C_DD1Du64;
    (0..count).map(move |_| {
        luck ^= luck << 13;
        luck ^= luck >> 7;
        luck ^= luck << 17;
        let worked = 30 + i64::try_from(luck % 300).unwrap_or_default();
        (worked, (315 - worked).max(1))
    })
}

impl Sessions {
    /// Sessions of a number.
    pub fn new(count: usize) -> Self {
        let all: i64 = lengths(count).map(|(worked, pause)| worked + pause).sum();
        let now = Zoned::now().with_time_zone(TimeZone::UTC).datetime();
        let now = now.with().subsec_nanosecond(0).build().unwrap_or(now);
        Self { count, first: now.saturating_sub((all + 60).seconds()) }
    }

    /// Writes them; returns the sum of their seconds.
    pub fn write(&self, path: &Path) -> Result<i64> {
        let mut file = BufWriter::new(File::create(path)?);
        let (mut at, mut sum) = (self.first, 0);
        for (index, (worked, pause)) in lengths(self.count).enumerate() {
            let end = at.saturating_add(worked.seconds());
            let account = ACCOUNTS[index % ACCOUNTS.len()];
            writeln!(file, "i {} {account}  session {index}", at.strftime("%Y-%m-%d %H:%M:%S"))?;
            writeln!(file, "o {}", end.strftime("%Y-%m-%d %H:%M:%S"))?;
            sum += worked;
            at = end.saturating_add(pause.seconds());
        }
        file.flush()?;
        Ok(sum)
    }

    /// A day in the middle.
    pub fn middle(&self) -> Date {
        let half: i64 = lengths(self.count / 2).map(|(worked, pause)| worked + pause).sum();
        self.first.saturating_add(half.seconds()).date()
    }
}
