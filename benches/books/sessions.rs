//! A file of timeclock sessions, the same each time but for its first day, and the exact sum of its seconds.

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};

/// Accounts of the sessions.
const ACCOUNTS: [&str; 8] =
    ["acme:site", "acme:care", "globex:app", "globex:ops", "initech:audit", "initech:calls", "own:admin", "own:learning"];

/// So many sessions, one after the other, over ten years where they are a million. They end today, so that the page of time has them.
pub struct Sessions {
    count: usize,
    first: Date,
}

impl Sessions {
    /// Sessions of a number.
    pub fn new(count: usize) -> Self {
        let days = i64::try_from(count).unwrap_or_default() * 315 / 86_400;
        Self { count, first: Zoned::now().date().saturating_sub(days.days()) }
    }

    /// Writes them; returns the sum of their seconds.
    pub fn write(&self, path: &Path) -> Result<i64> {
        let mut file = BufWriter::new(File::create(path)?);
        let mut luck = 0x2545_F491_4F6C_DD1Du64;
        let mut at = self.first.at(0, 0, 0, 0);
        let mut sum = 0;
        for index in 0..self.count {
            luck ^= luck << 13;
            luck ^= luck >> 7;
            luck ^= luck << 17;
            // 30 to 329 seconds of work, and as long a pause: 300 seconds on average, so that ten years have a million.
            let worked = 30 + i64::try_from(luck % 300).unwrap_or_default();
            let pause = 315 - worked;
            let end = at.saturating_add(worked.seconds());
            let account = ACCOUNTS[index % ACCOUNTS.len()];
            writeln!(file, "i {} {account}  session {index}", at.strftime("%Y-%m-%d %H:%M:%S"))?;
            writeln!(file, "o {}", end.strftime("%Y-%m-%d %H:%M:%S"))?;
            sum += worked;
            at = end.saturating_add(pause.max(1).seconds());
        }
        file.flush()?;
        Ok(sum)
    }

    /// A day in the middle.
    pub fn middle(&self) -> Date {
        let seconds = i64::try_from(self.count).unwrap_or_default() * 315 / 2;
        self.first.saturating_add((seconds / 86_400).days())
    }
}
