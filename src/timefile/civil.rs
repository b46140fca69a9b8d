//! From times on a wall clock to instants: what the clock shows twice or never is settled by a known length, or refused.
//!
//! For: every reader. Uses: calendar types. Never: a form of file.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::When;
use crate::domain::Message;

/// Seconds by which a stated length may differ from the clock: some programs cut seconds off.
const SLACK: i64 = 60;

/// The instants at which a wall clock shows a time: none, one or two.
fn instants(at: DateTime, zone: &TimeZone) -> Vec<Timestamp> {
    let both = match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { offset } => [Some(offset), None],
        AmbiguousOffset::Fold { before, after } => [Some(before), Some(after)],
        AmbiguousOffset::Gap { .. } => [None, None],
    };
    both.into_iter().flatten().filter_map(|offset| offset.to_timestamp(at).ok()).collect()
}

/// The instant at which a wall clock shows a time that it shows once.
fn once(at: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(at).ok(),
        AmbiguousOffset::Fold { .. } | AmbiguousOffset::Gap { .. } => None,
    }
}

/// The instant of a time on a wall clock.
pub(super) fn instant(at: DateTime, zone: &TimeZone) -> Result<Timestamp, Message> {
    match instants(at, zone).as_slice() {
        [one] => Ok(*one),
        [] => Err(never(at)),
        _ => Err(twice(at)),
    }
}

fn never(at: DateTime) -> Message {
    Message::new("time-file-local-time-never").with("time", at.to_string())
}

fn twice(at: DateTime) -> Message {
    Message::new("time-file-local-time-twice").with("time", at.to_string())
}

/// From a start to an end on the same wall clock. `length` is what the file says in seconds: it decides only between the two times that
/// the clock shows in autumn.
pub(super) fn between(start: DateTime, end: DateTime, length: Option<i64>, zone: &TimeZone) -> Result<When, Message> {
    // Nearly every time is shown once.
    if let Some((start, end)) = once(start, zone).zip(once(end, zone)).filter(|(start, end)| start <= end) {
        return Ok(When::Clock { start, end });
    }
    let (starts, ends) = (instants(start, zone), instants(end, zone));
    if starts.is_empty() || ends.is_empty() {
        return Err(never(if starts.is_empty() { start } else { end }));
    }
    let pairs = starts.iter().flat_map(|start| ends.iter().map(move |end| (*start, *end)));
    let pairs: Vec<(Timestamp, Timestamp)> = pairs.filter(|(start, end)| start <= end).collect();
    match (pairs.as_slice(), length) {
        ([], _) => Err(Message::new("time-file-ends-before-it-starts")),
        ([(start, end)], _) => Ok(When::Clock { start: *start, end: *end }),
        (several, Some(length)) => {
            let fits = |(start, end): &&(Timestamp, Timestamp)| (end.duration_since(*start).as_secs() - length).abs() <= SLACK;
            match several.iter().filter(fits).collect::<Vec<_>>().as_slice() {
                // Where both ends are shown twice it is as long in the first hour as in the second one.
                [(start, end), ..] => Ok(When::Clock { start: *start, end: *end }),
                [] => Err(twice(if starts.len() > 1 { start } else { end })),
            }
        }
        (_, None) => Err(twice(if starts.len() > 1 { start } else { end })),
    }
}

/// From a start to an end that has no date. Both stand as they are: `length`, what the file says in seconds, only tells how many
/// midnights lie between them. It may be rounded or less by a break, so the nearest day counts.
pub(super) fn until_time(start: DateTime, end: jiff::civil::Time, length: Option<i64>, zone: &TimeZone) -> Result<When, Message> {
    let days = length.map_or(0, |length| length.max(0) / 86_400);
    let mut nearest: Option<(i64, DateTime)> = None;
    for more in (days - 1).max(0)..=days + 1 {
        let date = start.date().checked_add(more.days()).map_err(|_| Message::new("time-file-no-such-date"))?;
        let end = date.to_datetime(end);
        if end < start {
            continue;
        }
        let off = (end.duration_since(start).as_secs() - length.unwrap_or(0)).abs();
        if nearest.is_none_or(|(least, _)| off < least) {
            nearest = Some((off, end));
        }
    }
    let (_, end) = nearest.ok_or_else(|| Message::new("time-file-ends-before-it-starts"))?;
    between(start, end, length, zone)
}

/// So many seconds from a start.
pub(super) fn lasting(start: DateTime, seconds: i64, zone: &TimeZone) -> Result<When, Message> {
    let start = instant(start, zone)?;
    let end = start.checked_add(seconds.seconds()).map_err(|_| Message::new("time-file-no-such-date"))?;
    Ok(When::Clock { start, end })
}

/// The day after.
pub(super) fn next_day(date: Date) -> Result<Date, Message> {
    date.tomorrow().map_err(|_| Message::new("time-file-no-such-date"))
}

/// From an instant to another one.
pub(super) fn from_to(start: Timestamp, end: Timestamp) -> Result<When, Message> {
    if end < start {
        return Err(Message::new("time-file-ends-before-it-starts"));
    }
    Ok(When::Clock { start, end })
}
