//! Files of time trackers: read into entries with instants and a zone, and written in forms that other programs read.
//!
//! For: `time import` and `time export`. Uses: domain, csv, JSON, calendar types. Never: a store, projects of ours, the clock.
//!
//! A reader refuses what can mean two things, with its line and column, and keeps the text that it read. A file is never half read: the
//! caller sees all refused lines beside all entries and decides.

mod civil;
mod columns;
mod dates;
mod detect;
mod frames;
mod ical;
mod ical_zone;
mod json;
mod klog;
mod number;
mod org;
mod table;
mod timeclock;
mod timedot;
mod timewarrior;
mod write;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::domain::Message;
use crate::domain::text::is_formula;

pub use columns::Mapping;
pub use dates::DateOrder;
pub use ical::COMPUTED;
pub use write::{Target, write};

/// Entries that a file may have.
const MOST: usize = 2_000_000;

/// A form of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Detailed CSV of Toggl Track.
    Toggl,
    /// Detailed CSV of Clockify.
    Clockify,
    /// Detailed time CSV of Harvest.
    Harvest,
    /// CSV export or JSON of Kimai.
    Kimai,
    /// Detailed CSV of solidtime, or its form for imports.
    Solidtime,
    /// Data file or JSON export of Timewarrior.
    Timewarrior,
    /// Clock-in and clock-out lines of timeclock.el and hledger.
    Timeclock,
    /// Dots and quantities of hledger.
    Timedot,
    /// klog, or its JSON.
    Klog,
    /// Frames, or the log as CSV or JSON, of Watson.
    Watson,
    /// CLOCK lines of Org.
    Org,
    /// Events of an iCalendar file.
    Ical,
    /// A table with a header, read by a mapping.
    Csv,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 13] = [
        Self::Toggl,
        Self::Clockify,
        Self::Harvest,
        Self::Kimai,
        Self::Solidtime,
        Self::Timewarrior,
        Self::Timeclock,
        Self::Timedot,
        Self::Klog,
        Self::Watson,
        Self::Org,
        Self::Ical,
        Self::Csv,
    ];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Toggl => "toggl",
            Self::Clockify => "clockify",
            Self::Harvest => "harvest",
            Self::Kimai => "kimai",
            Self::Solidtime => "solidtime",
            Self::Timewarrior => "timewarrior",
            Self::Timeclock => "timeclock",
            Self::Timedot => "timedot",
            Self::Klog => "klog",
            Self::Watson => "watson",
            Self::Org => "org",
            Self::Ical => "ical",
            Self::Csv => "csv",
        }
    }

    /// The form of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

/// When an entry was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// From an instant to another one.
    Clock {
        /// Start.
        start: Timestamp,
        /// End; never before the start.
        end: Timestamp,
    },
    /// Seconds on a day: the file knows no more.
    Day {
        /// The day.
        date: Date,
        /// Seconds; never negative.
        seconds: i64,
    },
}

impl When {
    /// Its length in seconds.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        match self {
            Self::Clock { start, end } => end.duration_since(*start).as_secs(),
            Self::Day { seconds, .. } => *seconds,
        }
    }
}

/// An entry of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Line of the file at which it begins, from 1.
    pub line: u64,
    /// Its identifier in the source, or a hash of what it says and its rank among equal ones. The same file read twice gives the same.
    pub id: String,
    /// The identifier that it had when its form was read otherwise; empty where it was always read so.
    pub older: String,
    /// When, and how long.
    pub when: When,
    /// IANA name of its zone.
    pub zone: String,
    /// Name or address of the person; empty where the file names none.
    pub person: String,
    /// Client; empty where the file names none.
    pub client: String,
    /// Project; empty where the file names none.
    pub project: String,
    /// Task; empty where the file names none.
    pub task: String,
    /// Note.
    pub note: String,
    /// Tags, in the order of the file.
    pub tags: Vec<String>,
    /// Whether it is billable, where the file says.
    pub billable: Option<bool>,
    /// The text that it was read from.
    pub raw: String,
}

/// A line that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Line of the file, from 1.
    pub line: u64,
    /// Column: of a table its field, of a text its character; from 1.
    pub column: Option<u64>,
    /// Why.
    pub message: Message,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its form.
    pub format: Format,
    /// The order of day and month that was told or that the dates of the file prove; `None` if they need none.
    pub date_order: Option<DateOrder>,
    /// Its entries, in the order of the file.
    pub found: Vec<Found>,
    /// Lines that were not understood.
    pub refused: Vec<Refused>,
    /// Entries that have no end yet, and events without hours; they are left out.
    pub skipped: u64,
    /// Lines of entries that had not ended when the file was read; they are left out.
    pub not_yet: Vec<u64>,
    /// Occurrences of series that were computed, in the window or not.
    pub computed: usize,
    /// Its times say no zone, and were taken as UTC.
    pub is_taken_as_utc: bool,
}

/// How to read a file.
#[derive(Debug, Clone)]
pub struct Options {
    /// Its form; `None` to tell it from the content.
    pub format: Option<Format>,
    /// The order of day and month, where the dates do not tell it.
    pub date_order: Option<DateOrder>,
    /// Zone of times without one.
    pub zone: TimeZone,
    /// IANA name of it.
    pub zone_name: String,
    /// A person named the zone for this file.
    pub is_zone_told: bool,
    /// Columns of a table of unknown form.
    pub mapping: Mapping,
    /// The days for which a series of events is expanded: the first, and the day after the last.
    pub window: (Date, Date),
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead(pub Message);

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.id)
    }
}

impl std::error::Error for NotRead {}

/// Reads a file.
///
/// # Errors
/// The form is unknown, or the text is no text of its form as a whole.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, NotRead> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes
            .get(..error.valid_up_to())
            .map_or(1, |good| good.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>() + 1);
        NotRead(Message::new("time-file-not-text").with("line", line))
    })?;
    let format = match options.format {
        Some(format) => format,
        None if text.trim().is_empty() => return Err(NotRead(Message::new("time-file-empty"))),
        // Columns are named for a table alone.
        None => detect::format(text)
            .or_else(|| options.mapping.is_named().then_some(Format::Csv))
            .ok_or_else(|| NotRead(Message::new("time-file-unknown-form")))?,
    };
    let mut reading = Reading {
        format,
        date_order: None,
        found: Vec::new(),
        refused: Vec::new(),
        skipped: 0,
        not_yet: Vec::new(),
        computed: 0,
        is_taken_as_utc: false,
    };
    match format {
        Format::Timewarrior => timewarrior::read(text, options, &mut reading)?,
        Format::Timeclock => timeclock::read(text, options, &mut reading),
        Format::Timedot => timedot::read(text, options, &mut reading),
        Format::Klog => klog::read(text, options, &mut reading)?,
        Format::Watson => frames::watson(text, options, &mut reading)?,
        Format::Kimai if text.trim_start().starts_with('[') => frames::kimai(text, options, &mut reading)?,
        Format::Org => org::read(text, options, &mut reading),
        Format::Ical => ical::read(text, options, &mut reading),
        Format::Toggl | Format::Clockify | Format::Harvest | Format::Kimai | Format::Solidtime | Format::Csv => {
            table::read(text, options, &mut reading)?;
        }
    }
    if reading.found.len() > MOST {
        return Err(NotRead(Message::new("time-file-too-long").with("max", MOST)));
    }
    identify(&mut reading.found);
    Ok(reading)
}

/// Gives an identifier to each entry that has none in its source: a hash of what it says, and its rank among equal ones.
fn identify(found: &mut [Found]) {
    let mut ranks: HashMap<[u8; 32], u32> = HashMap::new();
    for entry in found.iter_mut().filter(|entry| entry.id.is_empty()) {
        let hash = digest(entry);
        let rank = ranks.entry(hash).or_default();
        *rank += 1;
        entry.id = identifier(&hash);
        entry.id.push_str(&rank.to_string());
        if entry.older.ends_with('-') {
            entry.older.push_str(&rank.to_string());
        }
    }
}

/// A hash of what an entry says.
fn digest(entry: &Found) -> [u8; 32] {
    let mut hash = Sha256::new();
    let when = written(&entry.when);
    let fields = [&when, &entry.person, &entry.client, &entry.project, &entry.task, &entry.note];
    for field in fields.into_iter().chain(&entry.tags) {
        hash.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hash.finalize().into()
}

/// The time of an entry as its hash has it.
fn written(when: &When) -> String {
    match when {
        When::Clock { start, end } => {
            // As `Display` writes them, in a third of the time: a file may have a million.
            let mut text = String::with_capacity(48);
            let printer = DateTimePrinter::new();
            let printed = printer.print_timestamp(start, &mut text).and_then(|()| {
                text.push('/');
                printer.print_timestamp(end, &mut text)
            });
            // Unreachable default: text takes all that is written.
            printed.map_or_else(|_| format!("{start}/{end}"), |()| text)
        }
        When::Day { date, seconds } => format!("{date}/{seconds}"),
    }
}

/// The identifier of a hash, before its rank.
fn identifier(hash: &[u8; 32]) -> String {
    let mut digits = String::with_capacity(40);
    for byte in hash.iter().take(16) {
        // Unreachable default: half a byte is a digit.
        digits.extend([byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or_default()));
    }
    digits.push('-');
    digits
}

impl Reading {
    /// Leaves out what has not ended yet: an event that is planned is no time that was worked.
    pub fn leave_out_future(&mut self, now: Timestamp) {
        let mut zones: HashMap<String, Date> = HashMap::new();
        let mut today = |zone: &str| {
            let day = || now.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).date();
            *zones.entry(zone.to_owned()).or_insert_with(day)
        };
        let mut not_yet = Vec::new();
        self.found.retain(|entry| {
            let has_ended = match entry.when {
                When::Clock { end, .. } => end <= now,
                When::Day { date, .. } => date <= today(&entry.zone),
            };
            if !has_ended {
                not_yet.push(entry.line);
            }
            has_ended
        });
        self.not_yet.extend(not_yet);
    }

    /// Adds an entry, or the reason why a line is none.
    fn push(&mut self, line: u64, column: Option<u64>, entry: Result<Found, Message>) {
        match entry {
            Ok(found) => self.found.push(found),
            Err(message) => self.refused.push(Refused { line, column, message }),
        }
    }
}

/// A cell that no spreadsheet takes for a formula: one that begins as a formula does gets an apostrophe before it.
fn disarmed(text: &str) -> Cow<'_, str> {
    if is_armed(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that was [`disarmed`].
fn armed(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_armed(rest)).map_or(text, str::trim)
}

/// Whether a text begins as a formula does, after blanks and the apostrophes that disarm one.
fn is_armed(text: &str) -> bool {
    text.trim_start_matches(|c: char| c == '\'' || c.is_whitespace()).starts_with(is_formula)
}

/// An entry of which nothing but its time is known.
fn bare(line: u64, when: When, zone: &str, raw: &str) -> Found {
    Found {
        line,
        id: String::new(),
        older: String::new(),
        when,
        zone: zone.to_owned(),
        person: String::new(),
        client: String::new(),
        project: String::new(),
        task: String::new(),
        note: String::new(),
        tags: Vec::new(),
        billable: None,
        raw: raw.to_owned(),
    }
}

#[cfg(test)]
mod shape_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod written_tests;
