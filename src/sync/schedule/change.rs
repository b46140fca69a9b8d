//! Changes of a zone's clocks: skipped times, and differences of two zones.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// Years ahead in which two zones are compared.
const AHEAD_YEARS: i16 = 15;

/// Times that the clocks skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// When they are put forward.
    pub at: Timestamp,
    /// The first time that is not there.
    pub start: DateTime,
    /// The first that is there again.
    pub end: DateTime,
}

/// Each change of a zone's offset between two instants: when, and the offsets before and after, in seconds.
fn changes(zone: &TimeZone, from: Timestamp, until: Timestamp) -> impl Iterator<Item = (Timestamp, jiff::tz::Offset)> {
    zone.following(from).map(|change| (change.timestamp(), change.offset())).take_while(move |(at, _)| *at < until)
}

/// Times that the clocks of a zone skip between two instants.
#[must_use]
pub fn gaps(zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<Gap> {
    let mut before = zone.to_offset(from);
    let mut found = Vec::new();
    for (at, after) in changes(zone, from, until) {
        if after > before {
            found.push(Gap { at, start: before.to_datetime(at), end: after.to_datetime(at) });
        }
        before = after;
    }
    found
}

/// When the clock of a zone shows this: the first time that it does, or the first instant after where it never does.
pub(super) fn instant(zone: &TimeZone, civil: DateTime) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_zoned(civil);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { before, after } => {
            let (early, late) = (after.to_timestamp(civil).ok()?, before.to_timestamp(civil).ok()?);
            let change = zone.following(early).map(|change| change.timestamp()).next().filter(|change| *change <= late);
            Some(change.unwrap_or(late))
        }
        _ => Some(ambiguous.compatible().ok()?.timestamp()),
    }
}

/// Minutes from the clock of one zone to that of another, where they always are the same from now on.
#[must_use]
pub fn shift(zone: &TimeZone, other: &TimeZone, from: Timestamp) -> Option<i32> {
    let until = from.to_zoned(TimeZone::UTC).checked_add(AHEAD_YEARS.years()).map_or(Timestamp::MAX, |until| until.timestamp());
    let between = |at: Timestamp| other.to_offset(at).seconds() - zone.to_offset(at).seconds();
    let first = between(from);
    let mut all = changes(zone, from, until).chain(changes(other, from, until));
    (first % 60 == 0 && all.all(|(at, _)| between(at) == first)).then_some(first / 60)
}
