//! JSON of Watson and Kimai, and the log of Watson as a table.
//!
//! For: Watson's `frames`, `watson log --json` and `--csv`, answers of Kimai's API. Uses: JSON, csv. Never: Watson's reports, which clip days at
//! midnight of UTC and show instants with the offset of today.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::json::{not_json, with_lines};
use super::{Found, NotRead, Options, Reading, bare, civil};
use crate::domain::Message;

pub(super) fn watson(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    if !text.trim_start().starts_with('[') {
        return watson_log(text, options, reading);
    }
    let list: Vec<Box<RawValue>> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    for (line, raw) in with_lines(text, &list) {
        if !raw.starts_with('{') {
            reading.push(line, None, frame(line, raw, options));
            continue;
        }
        match logged(line, raw, options) {
            Ok(Some(found)) => reading.found.push(found),
            Ok(None) => reading.skipped += 1,
            Err(message) => reading.push(line, None, Err(message)),
        }
    }
    Ok(())
}

/// A frame of the log in JSON.
#[derive(Deserialize)]
struct Logged {
    id: String,
    start: String,
    stop: String,
    #[serde(default)]
    project: String,
    #[serde(default)]
    tags: Vec<String>,
}

/// A frame of the log; `None` for the one that runs, which the log may tell as if it ended now.
fn logged(line: u64, raw: &str, options: &Options) -> Result<Option<Found>, Message> {
    let frame: Logged = serde_json::from_str(raw).map_err(|error| not_json(&error).0)?;
    if frame.id == "current" {
        return Ok(None);
    }
    let when = civil::from_to(offset(&frame.start)?, offset(&frame.stop)?)?;
    let mut found = bare(line, when, &options.zone_name, raw);
    (found.id, found.project, found.tags) = (frame.id, frame.project, frame.tags);
    Ok(Some(found))
}

/// Start, stop, project, identifier, tags, and when it was changed; seconds since 1970.
fn frame(line: u64, raw: &str, options: &Options) -> Result<Found, Message> {
    type Frame = (i64, i64, String, String, Vec<String>);
    let mut parts: Vec<Value> = serde_json::from_str(raw).map_err(|error| not_json(&error).0)?;
    parts.truncate(5);
    let (start, stop, project, id, tags): Frame =
        serde_json::from_value(Value::Array(parts)).map_err(|_| Message::new("time-file-line-unknown"))?;
    let instant = |second| Timestamp::from_second(second).map_err(|_| Message::new("time-file-no-such-date"));
    let mut found = bare(line, civil::from_to(instant(start)?, instant(stop)?)?, &options.zone_name, raw);
    (found.id, found.project, found.tags) = (id, project, tags);
    Ok(found)
}

/// The log has the times of the clock of the machine that wrote it (Watson 2.1.0 with arrow 1.3.0; with arrow 1.4.0 at the offset of the day
/// of writing) and says no zone: they are those of the zone that a person names, else UTC, which is told.
fn watson_log(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    reading.is_taken_as_utc = !options.is_zone_told;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            NotRead(Message::new("time-file-not-a-table").with("line", line))
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let text = |at| record.get(at).unwrap_or_default().trim();
        let raw: Vec<&str> = record.iter().collect();
        let read = || -> Result<Found, Message> {
            let at = |text: &str| -> Result<DateTime, Message> {
                text.replace(' ', "T").parse().map_err(|_| Message::new("time-file-not-a-time").with("text", text))
            };
            let zone = if options.is_zone_told { &options.zone } else { &TimeZone::UTC };
            let when = civil::between(at(text(1))?, at(text(2))?, None, zone)?;
            let mut found = bare(line, when, &options.zone_name, &raw.join(","));
            (found.id, found.project) = (text(0).to_owned(), text(3).to_owned());
            found.tags = text(4).split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
            Ok(found)
        };
        reading.push(line, None, read());
    }
    Ok(())
}

#[derive(Deserialize)]
struct Timesheet {
    id: Option<i64>,
    begin: String,
    end: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    billable: Option<bool>,
    #[serde(default)]
    project: Value,
    #[serde(default)]
    activity: Value,
    #[serde(default)]
    user: Value,
}

/// Kimai answers with offsets such as `+0100`; projects and people are numbers, or objects with a name where the answer is a full one.
pub(super) fn kimai(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    let list: Vec<Box<RawValue>> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    for (line, raw) in with_lines(text, &list) {
        let read = || -> Result<Option<Found>, Message> {
            let sheet: Timesheet = serde_json::from_str(raw).map_err(|error| not_json(&error).0)?;
            let start = offset(&sheet.begin)?;
            let Some(end) = sheet.end else { return Ok(None) };
            let mut found = bare(line, civil::from_to(start, offset(&end)?)?, &options.zone_name, raw);
            found.id = sheet.id.map(|id| id.to_string()).unwrap_or_default();
            found.note = sheet.description.unwrap_or_default();
            (found.tags, found.billable) = (sheet.tags, sheet.billable);
            found.client = name(sheet.project.get("customer").unwrap_or(&Value::Null));
            (found.project, found.task, found.person) = (name(&sheet.project), name(&sheet.activity), name(&sheet.user));
            Ok(Some(found))
        };
        match read() {
            Ok(Some(found)) => reading.found.push(found),
            Ok(None) => reading.skipped += 1,
            Err(message) => reading.push(line, None, Err(message)),
        }
    }
    Ok(())
}

fn offset(text: &str) -> Result<Timestamp, Message> {
    text.parse().map_err(|_| Message::new("time-file-not-a-time").with("text", text))
}

/// The name of a thing: its name or alias, or its number.
fn name(value: &Value) -> String {
    let named =
        ["name", "alias", "username"].into_iter().find_map(|key| value.get(key)?.as_str()).filter(|name| !name.is_empty());
    match (named, value) {
        (Some(name), _) => name.to_owned(),
        (None, Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
