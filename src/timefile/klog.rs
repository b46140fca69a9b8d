//! klog: days with durations and ranges, in text or in its JSON.
//!
//! For: klog files (its specification 1.4). Uses: dates. Never: an entry split at midnight: a shifted time counts on the date of its record.

use jiff::civil::{Date, DateTime, Time};

use super::{Found, Options, Reading, When, bare, civil, dates};
use crate::domain::Message;

/// What an entry says of its time.
enum Value {
    Range(DateTime, DateTime),
    Seconds(i64),
    Open,
}

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    let mut day: Option<(Date, String)> = None;
    let mut last: Option<usize> = None;
    let mut indent: Option<String> = None;
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() {
            (day, last, indent) = (None, None, None);
            continue;
        }
        let spaces = text.len() - text.trim_start().len();
        if spaces == 0 {
            match &mut day {
                // The summary of the record.
                Some((_, summary)) => {
                    let both = format!("{summary} {}", text.trim());
                    both.trim().clone_into(summary);
                }
                None => match date(text) {
                    Some(date) => day = Some((date, String::new())),
                    None => reading.push(line, Some(1), Err(Message::new("time-file-no-day-yet"))),
                },
            }
            continue;
        }
        let Some((date, summary)) = &day else {
            reading.push(line, Some(1), Err(Message::new("time-file-no-day-yet")));
            continue;
        };
        let step = indent.get_or_insert_with(|| text.chars().take_while(|c| c.is_whitespace()).collect()).clone();
        let rest = text.strip_prefix(step.as_str()).unwrap_or_else(|| text.trim_start());
        // A line that is indented twice continues the summary of its entry.
        if rest.starts_with([' ', '\t']) {
            if let Some(found) = last.and_then(|at| reading.found.get_mut(at)) {
                let both = format!("{} {}", found.note, rest.trim());
                both.trim().clone_into(&mut found.note);
                found.tags.extend(tags(rest));
                found.raw = format!("{}\n{text}", found.raw);
            }
            continue;
        }
        last = None;
        match entry(line, rest.trim(), text, *date, summary, options) {
            Ok(Some(found)) => {
                last = Some(reading.found.len());
                reading.found.push(found);
            }
            Ok(None) => reading.skipped += 1,
            Err(message) => reading.push(line, u64::try_from(spaces + 1).ok(), Err(message)),
        }
    }
}

/// The date of a headline, which may have a target behind it.
fn date(text: &str) -> Option<Date> {
    match dates::parts(text.split_whitespace().next()?)? {
        dates::Parts::Sure(date) => Some(date),
        dates::Parts::Open(..) => None,
    }
}

fn entry(line: u64, text: &str, raw: &str, day: Date, summary: &str, options: &Options) -> Result<Option<Found>, Message> {
    let (value, rest) = value(text, day)?;
    let when = match value {
        Value::Open => return Ok(None),
        Value::Seconds(seconds) if seconds < 0 => return Err(Message::new("time-file-negative")),
        Value::Seconds(seconds) => When::Day { date: day, seconds },
        // A range that begins the day before counts on the date of its record: its times stay in the text that is kept.
        Value::Range(start, end) => match civil::between(start, end, None, &options.zone)? {
            when if start.date() < day => When::Day { date: day, seconds: when.seconds() },
            when => when,
        },
    };
    let mut found = bare(line, when, &options.zone_name, raw.trim());
    found.note = if rest.is_empty() { summary.to_owned() } else { rest.to_owned() };
    found.tags = tags(summary).into_iter().chain(tags(rest)).collect();
    found.tags.dedup();
    if let Some(project) = found.tags.iter().find_map(|tag| tag.strip_prefix("project=")) {
        found.project = project.trim_matches(['"', '\'']).to_owned();
    }
    Ok(Some(found))
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
