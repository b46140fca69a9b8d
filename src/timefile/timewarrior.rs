//! Timewarrior: data files with one interval a line, and its JSON export.
//!
//! For: `*.data` and `timew export`. Uses: JSON, calendar types. Never: the identifiers of its export, which count back from the newest
//! interval and change with each.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::json::{not_json, with_lines};
use super::{Found, NotRead, Options, Reading, bare, civil, digest, identifier};
use crate::domain::Message;

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    if text.trim_start().starts_with('[') {
        return json(text, options, reading);
    }
    for (line, text) in (1..).zip(text.lines()) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            continue;
        }
        match interval(line, trimmed, options) {
            Ok(Some(found)) => reading.found.push(found),
            Ok(None) => reading.skipped += 1,
            Err(message) => reading.push(line, Some(1), Err(message)),
        }
    }
    Ok(())
}

/// The interval of a line; `None` if it is open.
fn interval(line: u64, text: &str, options: &Options) -> Result<Option<Found>, Message> {
    let rest = text.strip_prefix("inc ").ok_or_else(|| Message::new("time-file-line-unknown"))?;
    let (times, words) = rest.split_once(" # ").or_else(|| rest.strip_suffix(" #").map(|rest| (rest, ""))).unwrap_or((rest, ""));
    let Some((start, end)) = times.split_once(" - ") else {
        instant(times.trim())?;
        return Ok(None);
    };
    let mut found = bare(line, civil::from_to(instant(start.trim())?, instant(end.trim())?)?, &options.zone_name, text);
    let words = words.trim();
    let (tags, note) = said(words, Rule::Earlier);
    (found.tags, found.note) = said(words, Rule::Written);
    if (&tags, &note) != (&found.tags, &found.note) {
        found.older = identifier(&digest(&Found { tags, note, ..found.clone() }));
    }
    Ok(Some(found))
}

/// How tags are told from the note.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// As Timewarrior 1.4.3 writes them.
    Written,
    /// As earlier versions of this program read them: any `#` began the note, any `\` was a mark. What was imported then is known by it.
    Earlier,
}

/// Tags and note.
fn said(words: &str, rule: Rule) -> (Vec<String>, String) {
    let (tags, note) = match words.strip_prefix("# ") {
        Some(note) => ("", note),
        None => split_note(words, rule),
    };
    (split(tags, rule), unquote(note.trim()))
}

/// Tags and note: the note follows a `#` that is a word of its own, in no quotation marks. A tag may have one in it, as `C#` and `#123`.
fn split_note(words: &str, rule: Rule) -> (&str, &str) {
    let (mut quoted, mut escaped, mut before) = (false, false, ' ');
    for (at, c) in words.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted || rule == Rule::Earlier => escaped = true,
            '"' => quoted = !quoted,
            '#' if !quoted => {
                let alone = |note: &&str| rule == Rule::Earlier || before == ' ' && note.starts_with(' ');
                if let (Some(tags), Some(note)) = (words.get(..at), words.get(at + 1..).filter(alone)) {
                    return (tags, note);
                }
            }
            _ => {}
        }
        before = c;
    }
    (words, "")
}

/// Words with or without quotation marks.
fn split(words: &str, rule: Rule) -> Vec<String> {
    let (mut list, mut word) = (Vec::new(), String::new());
    let (mut quoted, mut escaped) = (false, false);
    for c in words.chars().chain([' ']) {
        match c {
            _ if escaped => {
                word.push(c);
                escaped = false;
            }
            // Timewarrior 1.4.3 writes a mark before a quotation mark in one alone.
            '\\' if quoted || rule == Rule::Earlier => escaped = true,
            '"' => quoted = !quoted,
            ' ' if !quoted => {
                if !word.is_empty() {
                    list.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(c),
        }
    }
    if !word.trim().is_empty() {
        list.push(word.trim().to_owned());
    }
    list
}

/// A note without its quotation marks; notes without them are read too.
fn unquote(text: &str) -> String {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => text.to_owned(),
    }
}

/// `20261024T233000Z`.
pub(super) fn instant(text: &str) -> Result<Timestamp, Message> {
    let wrong = || Message::new("time-file-not-a-time").with("text", text);
    let local = text.strip_suffix('Z').ok_or_else(wrong)?;
    let local: DateTime = local.parse().map_err(|_| wrong())?;
    local.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(|_| wrong())
}

#[derive(Deserialize)]
struct Interval {
    start: String,
    end: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    annotation: String,
}

fn json(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    let list: Vec<Box<serde_json::value::RawValue>> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    for (line, raw) in with_lines(text, &list) {
        let read = || -> Result<Option<Found>, Message> {
            let interval: Interval = serde_json::from_str(raw).map_err(|error| not_json(&error).0)?;
            let start = instant(&interval.start)?;
            let Some(end) = interval.end else { return Ok(None) };
            let mut found = bare(line, civil::from_to(start, instant(&end)?)?, &options.zone_name, raw);
            (found.tags, found.note) = (interval.tags, interval.annotation);
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
