//! What is worth a look in a set of entries: overlaps, long and empty ones, those over midnight, gaps of a day.
//!
//! For: lists and approval. Uses: entries. Never: changing one; a person mends them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::TimeEntry;
use crate::domain::{RemoteId, as_text};

/// An entry longer than this is worth a look.
const LONG: i64 = 12 * 3600;
/// A pause longer than this between two entries of a day is no gap but the end of work.
const PAUSE: i64 = 4 * 3600;
/// A pause shorter than this is not told.
const SHORT: i64 = 60;

/// Something worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lint {
    /// The entry.
    pub entry: RemoteId,
    /// What.
    pub kind: LintKind,
    /// Day of the entry.
    #[serde(with = "as_text")]
    pub date: Date,
    /// The other entry, of an overlap or a gap.
    pub other: Option<RemoteId>,
    /// Seconds of the overlap or the gap, else of the entry.
    pub seconds: i64,
}

/// Kinds of lints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LintKind {
    /// Two entries of one person have time in common.
    Overlap,
    /// Longer than twelve hours.
    Long,
    /// No time at all.
    Empty,
    /// Its end is on another day.
    Midnight,
    /// The clocks changed while it ran.
    ClockChange,
    /// Time between it and the entry before it on the same day.
    Gap,
    /// No project.
    Unassigned,
}

impl LintKind {
    /// The word of the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::Long => "long",
            Self::Empty => "empty",
            Self::Midnight => "midnight",
            Self::ClockChange => "clock_change",
            Self::Gap => "gap",
            Self::Unassigned => "unassigned",
        }
    }
}

/// The lints of entries, by day as a zone counts days.
#[must_use]
pub fn lints<'e>(entries: impl IntoIterator<Item = &'e TimeEntry>, zone: &TimeZone) -> Vec<Lint> {
    let mut found = Vec::new();
    let mut of_person: BTreeMap<&RemoteId, Vec<(Timestamp, Timestamp, &TimeEntry)>> = BTreeMap::new();
    for entry in entries {
        of_one(entry, zone, &mut found);
        if let Some((start, end)) = entry.span.clock() {
            of_person.entry(&entry.person).or_default().push((start, end, entry));
        }
    }
    for mut row in of_person.into_values() {
        row.sort_by_key(|(start, end, entry)| (*start, *end, &entry.id));
        neighbours(&row, zone, &mut found);
    }
    found.sort_by(|a, b| (a.date, &a.entry, a.kind).cmp(&(b.date, &b.entry, b.kind)));
    found
}

fn of_one(entry: &TimeEntry, days: &TimeZone, found: &mut Vec<Lint>) {
    let seconds = entry.seconds();
    let date = entry.span.date_in(days);
    let mut tell = |kind| found.push(Lint { entry: entry.id.clone(), kind, date, other: None, seconds });
    if seconds == 0 {
        tell(LintKind::Empty);
    }
    if seconds > LONG {
        tell(LintKind::Long);
    }
    if entry.project.is_none() {
        tell(LintKind::Unassigned);
    }
    if let Some((start, end)) = entry.span.clock() {
        let (from, until) = (start.to_zoned(days.clone()), end.to_zoned(days.clone()));
        // An end at midnight is still on the day.
        let last =
            if seconds == 0 { until.date() } else { until.datetime().saturating_sub(jiff::Span::new().nanoseconds(1)).date() };
        if last > from.date() {
            tell(LintKind::Midnight);
        }
        let clock = entry.span.zone();
        if start.to_zoned(clock.clone()).offset() != end.to_zoned(clock).offset() {
            tell(LintKind::ClockChange);
        }
    }
}

/// Overlaps and gaps of one person's entries, ordered by their start.
fn neighbours(row: &[(Timestamp, Timestamp, &TimeEntry)], days: &TimeZone, found: &mut Vec<Lint>) {
    let mut last: Option<(Timestamp, &TimeEntry)> = None;
    for (start, end, entry) in row {
        if let Some((until, before)) = last {
            let pause = start.duration_since(until).as_secs();
            let common = until.min(*end).duration_since(*start).as_secs();
            let date = entry.span.date_in(days);
            let mut tell = |kind, seconds| {
                let other = Some(before.id.clone());
                found.push(Lint { entry: entry.id.clone(), kind, date, other, seconds });
            };
            if common > 0 {
                tell(LintKind::Overlap, common);
            } else if (SHORT..PAUSE).contains(&pause) && before.span.date_in(days) == date {
                tell(LintKind::Gap, pause);
            }
        }
        if last.is_none_or(|(until, _)| *end > until) {
            last = Some((*end, entry));
        }
    }
}
