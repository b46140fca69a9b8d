//! klog: days with durations and ranges, in text or in its JSON.
//!
//! For: klog files (its specification 1.4). Uses: dates, JSON. Never: an entry split at midnight: a shifted time counts on the date of its
//! record; a break that is lost: a negative duration shortens the record's entries, or the whole record is refused.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::{not_json, with_lines};
use super::{Found, NotRead, Options, Reading, When, bare, civil, dates};
use crate::domain::Message;

/// Minutes of an entry of the JSON at most.
const MOST_MINUTES: u64 = 1_000_000_000;

/// Bytes of the summary of a record after which it takes no more lines.
const MOST_SUMMARY: usize = 4096;

/// What an entry says of its time.
enum Value {
    Range(DateTime, DateTime),
    Seconds(i64),
    Open,
}

/// A negative duration: time that the other entries of its record have too much.
struct Break {
    line: u64,
    column: Option<u64>,
    seconds: i64,
    raw: String,
    /// Entries that were read before it.
    after: usize,
}

/// A day with its entries.
struct Record {
    date: Date,
    summary: String,
    breaks: Vec<Break>,
    /// Entries and refused lines that were read before it.
    before: (usize, usize),
}

impl Record {
    const fn new(date: Date, summary: String, reading: &Reading) -> Self {
        Self { date, summary, breaks: Vec::new(), before: (reading.found.len(), reading.refused.len()) }
    }

    /// Takes the breaks off the entries: of the one before a break first, then of earlier ones, then of later ones. A shortened entry keeps
    /// its times in the text that is kept, since no clock tells when the break was.
    fn end(self, reading: &mut Reading) {
        if self.breaks.is_empty() {
            return;
        }
        let (first, refused) = self.before;
        let time = reading.found.iter().skip(first).map(|found| found.when.seconds()).sum::<i64>();
        // Of a record that is not understood as a whole it is not known what a break is of.
        if reading.refused.len() > refused || time < self.breaks.iter().map(|one| one.seconds).sum::<i64>() {
            reading.found.truncate(first);
            for one in self.breaks {
                reading.push(one.line, one.column, Err(Message::new("time-file-negative")));
            }
            return;
        }
        // Entries before a break that have time left, the last one on top; and the first one behind all breaks so far that has.
        let (mut before, mut next, mut behind) = (Vec::new(), first, first);
        for one in self.breaks {
            before.extend(next..one.after);
            next = next.max(one.after);
            behind = behind.max(next);
            let mut left = one.seconds;
            while left > 0 {
                let place = before.last().copied().unwrap_or(behind);
                let Some(found) = reading.found.get_mut(place) else { break };
                let taken = left.min(found.when.seconds());
                if taken > 0 {
                    left -= taken;
                    found.when = When::Day { date: self.date, seconds: found.when.seconds() - taken };
                    found.raw.push('\n');
                    found.raw.push_str(&one.raw);
                }
                // One that is used up is looked at no more.
                if left > 0 && before.pop().is_none() {
                    behind += 1;
                }
            }
        }
        let worked: Vec<Found> = reading.found.drain(first..).filter(|found| found.when.seconds() > 0).collect();
        reading.found.extend(worked);
    }
}

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    if text.trim_start().starts_with('{') {
        return json(text, options, reading);
    }
    let mut day: Option<Record> = None;
    let mut last: Option<usize> = None;
    let mut indent: Option<String> = None;
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() {
            if let Some(record) = day.take() {
                record.end(reading);
            }
            (last, indent) = (None, None);
            continue;
        }
        let spaces = text.len() - text.trim_start().len();
        if spaces == 0 {
            // An empty line stands between records: without one what follows would count on the day before.
            if indent.take().is_some() {
                if let Some(record) = day.take() {
                    record.end(reading);
                }
                last = None;
                reading.push(line, Some(1), Err(Message::new("time-file-line-unknown")));
                continue;
            }
            match &mut day {
                // The summary of the record.
                // Each of its entries has it: of a very long one they have the beginning.
                Some(record) if record.summary.len() < MOST_SUMMARY => append(&mut record.summary, text),
                Some(_) => {}
                None => match date(text) {
                    Some(date) => day = Some(Record::new(date, String::new(), reading)),
                    None => reading.push(line, Some(1), Err(Message::new("time-file-no-day-yet"))),
                },
            }
            continue;
        }
        let Some(record) = &mut day else {
            reading.push(line, Some(1), Err(Message::new("time-file-no-day-yet")));
            continue;
        };
        let step = indent.get_or_insert_with(|| text.chars().take_while(|c| c.is_whitespace()).collect()).clone();
        let rest = text.strip_prefix(step.as_str()).unwrap_or_else(|| text.trim_start());
        // A line that is indented twice continues the summary of its entry.
        if rest.starts_with([' ', '\t']) {
            if let Some(found) = last.and_then(|at| reading.found.get_mut(at)) {
                append(&mut found.note, rest);
                found.tags.extend(tags(rest));
                found.raw.push('\n');
                found.raw.push_str(text);
            }
            continue;
        }
        let before = reading.found.len();
        let read = value(rest.trim(), record.date);
        entry((line, u64::try_from(spaces + 1).ok()), read, text.trim(), record, options, reading);
        last = (reading.found.len() > before).then_some(before);
    }
    if let Some(record) = day {
        record.end(reading);
    }
    Ok(())
}

/// Adds a line to a summary.
fn append(summary: &mut String, line: &str) {
    if !summary.is_empty() {
        summary.push(' ');
    }
    summary.push_str(line.trim());
}

/// The date of a headline, which may have a target behind it.
fn date(text: &str) -> Option<Date> {
    match dates::parts(text.split_whitespace().next()?)? {
        dates::Parts::Sure(date) => Some(date),
        dates::Parts::Open(..) | dates::Parts::Dotted(..) => None,
    }
}

/// Adds an entry with its summary, notes a break, or refuses the line.
fn entry(
    (line, column): (u64, Option<u64>),
    read: Result<(Value, &str), Message>,
    raw: &str,
    record: &mut Record,
    options: &Options,
    reading: &mut Reading,
) {
    let day = record.date;
    let when = match read {
        Ok((Value::Open, _)) => {
            reading.skipped += 1;
            return;
        }
        Ok((Value::Seconds(seconds), _)) if seconds < 0 => {
            record.breaks.push(Break { line, column, seconds: -seconds, raw: raw.to_owned(), after: reading.found.len() });
            return;
        }
        Ok((Value::Seconds(seconds), rest)) => Ok((When::Day { date: day, seconds }, rest)),
        // A range that begins the day before counts on the date of its record: its times stay in the text that is kept.
        Ok((Value::Range(start, end), rest)) => civil::between(start, end, None, &options.zone).map(|when| {
            let is_before = start.date() < day;
            (if is_before { When::Day { date: day, seconds: when.seconds() } } else { when }, rest)
        }),
        Err(message) => Err(message),
    };
    let made = when.map(|(when, rest)| {
        let summary = &record.summary;
        let mut found = bare(line, when, &options.zone_name, raw);
        found.note = if rest.is_empty() { summary.clone() } else { rest.to_owned() };
        found.tags = tags(summary).into_iter().chain(tags(rest)).collect();
        found.tags.dedup();
        if let Some(project) = found.tags.iter().find_map(|tag| tag.strip_prefix("project=")) {
            found.project = project.trim_matches(['"', '\'']).to_owned();
        }
        found
    });
    reading.push(line, column, made);
}

/// What `klog json` writes.
#[derive(Deserialize)]
struct File {
    records: Option<Vec<Box<RawValue>>>,
    errors: Option<Vec<Wrong>>,
}

/// A place of the text that klog itself did not understand.
#[derive(Deserialize)]
struct Wrong {
    line: u64,
    column: Option<u64>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    details: String,
}

#[derive(Deserialize)]
struct Day {
    date: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    entries: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    total_mins: i64,
    #[serde(default)]
    start_mins: i64,
    #[serde(default)]
    end_mins: i64,
}

/// The same days as in the text: what was read from one is known again in the other.
fn json(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    let file: File = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    for wrong in file.errors.unwrap_or_default() {
        let message = Message::new("time-file-klog-error").with("title", wrong.title).with("details", one_line(&wrong.details));
        reading.push(wrong.line, wrong.column, Err(message));
    }
    for (line, raw) in with_lines(text, &file.records.unwrap_or_default()) {
        let day: Result<Day, Message> = serde_json::from_str(raw).map_err(|error| not_json(&error).0);
        let dated = day.and_then(|day| match date(&day.date) {
            Some(date) => Ok((date, day)),
            None => Err(Message::new("time-file-not-a-date").with("text", day.date)),
        });
        let (date, day) = match dated {
            Ok(dated) => dated,
            Err(message) => {
                reading.push(line, None, Err(message));
                continue;
            }
        };
        let mut record = Record::new(date, one_line(&day.summary), reading);
        for (below, raw) in with_lines(raw, &day.entries) {
            let item: Result<Item, Message> = serde_json::from_str(raw).map_err(|error| not_json(&error).0);
            let (read, summary) = match item {
                Ok(item) => (timed(&item, date), one_line(&item.summary)),
                Err(message) => (Err(message), String::new()),
            };
            let read = read.map(|value| (value, summary.as_str()));
            entry((line + below - 1, None), read, raw, &mut record, options, reading);
        }
        record.end(reading);
    }
    Ok(())
}

/// The time of an entry of the JSON: minutes from the midnight at which its day begins.
fn timed(item: &Item, day: Date) -> Result<Value, Message> {
    let at = |minutes: i64| {
        let at =
            minutes.checked_mul(60).and_then(|seconds| day.to_datetime(Time::midnight()).checked_add(seconds.seconds()).ok());
        at.ok_or_else(|| Message::new("time-file-no-such-date"))
    };
    match item.kind.as_str() {
        "duration" => {
            let wrong = || Message::new("time-file-not-a-length").with("text", item.total_mins);
            let minutes = Some(item.total_mins).filter(|minutes| minutes.unsigned_abs() <= MOST_MINUTES);
            minutes.map(|minutes| Value::Seconds(minutes * 60)).ok_or_else(wrong)
        }
        "range" => Ok(Value::Range(at(item.start_mins)?, at(item.end_mins)?)),
        "open_range" => Ok(Value::Open),
        _ => Err(Message::new("time-file-line-unknown")),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The time at the start of an entry, and its summary.
fn value(text: &str, day: Date) -> Result<(Value, &str), Message> {
    let wrong = || Message::new("time-file-not-a-length").with("text", text.split_whitespace().next().unwrap_or_default());
    let first = text.split([' ', '\t']).next().unwrap_or_default();
    if let Some(seconds) = duration(first) {
        return Ok((Value::Seconds(seconds), text.get(first.len()..).unwrap_or_default().trim()));
    }
    let (start, rest) = text.split_once('-').ok_or_else(wrong)?;
    let start = shifted(start.trim(), day).ok_or_else(wrong)?;
    let rest = rest.trim_start();
    let end = rest.split([' ', '\t']).next().unwrap_or_default();
    let after = rest.get(end.len()..).unwrap_or_default().trim();
    if end.starts_with('?') {
        return Ok((Value::Open, after));
    }
    let end = shifted(end, day).ok_or_else(wrong)?;
    Ok((Value::Range(start, end), after))
}

/// `8:00`, `1:15pm`, `<23:00` of the day before, `0:30>` of the day after.
fn shifted(text: &str, day: Date) -> Option<DateTime> {
    let (day, text) = match (text.strip_prefix('<'), text.strip_suffix('>')) {
        (Some(text), None) => (day.yesterday().ok()?, text),
        (None, Some(text)) => (day.tomorrow().ok()?, text),
        _ => (day, text),
    };
    match dates::time(text)? {
        Some(time) => Some(day.to_datetime(time)),
        None => Some(day.tomorrow().ok()?.to_datetime(Time::midnight())),
    }
}

/// `1h30m`, `45m`, `-2h`.
fn duration(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (if text.starts_with('-') { -1 } else { 1 }, rest),
        None => (1, text),
    };
    let (hours, minutes) = match text.split_once('h') {
        Some((hours, rest)) => (super::number::whole(hours)?, rest),
        None => (0, text),
    };
    let minutes = match minutes.strip_suffix('m') {
        Some(minutes) => super::number::whole(minutes)?,
        None if minutes.is_empty() && text.contains('h') => 0,
        None => return None,
    };
    Some(sign * (hours.checked_mul(3600)?.checked_add(minutes * 60)?))
}

/// `#tag` and `#tag=value`.
fn tags(text: &str) -> Vec<String> {
    let parts = text.split('#').skip(1);
    let tag = |part: &str| {
        let mut quote = None;
        let taken: String = part
            .chars()
            .take_while(|c| {
                match quote {
                    Some(open) if open == *c => quote = None,
                    None if matches!(c, '"' | '\'') => quote = Some(*c),
                    _ => {}
                }
                quote.is_some() || c.is_alphanumeric() || matches!(c, '_' | '-' | '=' | '"' | '\'')
            })
            .collect();
        taken.trim_end_matches('=').to_owned()
    };
    parts.map(tag).filter(|tag| !tag.is_empty()).collect()
}
