//! timedot: days with accounts and quantities in dots, letters, hours or units.
//!
//! For: timedot files of hledger. Uses: dates, numbers. Never: a quantity guessed from the name: hledger reads a single space as part of
//! the name and counts no time, so that a line that ends so is refused here. A name alone has no time yet.

use jiff::civil::Date;

use super::number::{decimal, length, of_hours};
use super::{Found, Options, Reading, When, bare, dates};
use crate::domain::Message;

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    let mut day: Option<(Date, String)> = None;
    for (line, text) in (1..).zip(text.lines()) {
        let bare_line = text.split([';']).next().unwrap_or_default().trim_end();
        if bare_line.trim().is_empty() || text.trim_start().starts_with(['#', ';']) {
            continue;
        }
        // Headings of Org may hold dates or accounts.
        let content = bare_line.trim_start_matches('*').trim_start();
        let first = content.split_whitespace().next().unwrap_or_default();
        if let Some(dates::Parts::Sure(date)) = dates::parts(first) {
            // What follows is the description of all that was done on the day.
            let said = content.get(first.len()..).unwrap_or_default().trim().trim_start_matches(['*', '!']).trim();
            day = Some((date, said.to_owned()));
            continue;
        }
        if bare_line.starts_with('*') && !content.contains("  ") {
            continue;
        }
        let Some((date, said)) = &day else {
            reading.push(line, Some(1), Err(Message::new("time-file-no-day-yet")));
            continue;
        };
        match entry(line, content, (text, said), *date, options) {
            Ok(all) if all.is_empty() => reading.skipped += 1,
            Ok(all) => reading.found.extend(all),
            Err(message) => reading.push(line, Some(1), Err(message)),
        }
    }
}

/// The entry of a line; of letters, one for each of them.
fn entry(line: u64, content: &str, (raw, said): (&str, &str), date: Date, options: &Options) -> Result<Vec<Found>, Message> {
    let (account, quantity) = content.split_once("  ").or_else(|| content.split_once('\t')).unwrap_or((content, ""));
    let quantity = quantity.trim();
    if quantity.is_empty() {
        // A name alone waits for its time. One that ends as a quantity may be one with its time behind a single space.
        let last = account.trim().rsplit(' ').next().filter(|last| last.len() < account.trim().len());
        let wrong = last.is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit() || c == '.'));
        return if wrong { Err(Message::new("time-file-two-spaces")) } else { Ok(Vec::new()) };
    }
    let mut lengths = letters(quantity);
    if lengths.is_empty() {
        let seconds = seconds(quantity).ok_or_else(|| Message::new("time-file-not-a-length").with("text", quantity))?;
        lengths.push((seconds, None));
    }
    let (project, task) = account.trim().split_once(':').unwrap_or((account.trim(), ""));
    let note = raw.split_once(';').map_or(said, |(_, note)| note.trim());
    let found = |(seconds, letter): (i64, Option<char>)| {
        let mut found = bare(line, When::Day { date, seconds }, &options.zone_name, raw.trim());
        (found.project, found.task, found.note) = (project.to_owned(), task.to_owned(), note.to_owned());
        found.tags.extend(letter.map(|letter| letter.to_string()));
        found
    };
    Ok(lengths.into_iter().map(found).collect())
}

/// Quarters of an hour that are written as letters, by letter: each is a tag. None where there is anything but letters and spaces, or the
/// letter of a unit alone, which may have lost its number.
fn letters(text: &str) -> Vec<(i64, Option<char>)> {
    let marks: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    let is_unit = marks.len() == 1 && marks.iter().all(|mark| "smhdwy".contains(*mark));
    if is_unit || !marks.iter().all(char::is_ascii_alphabetic) {
        return Vec::new();
    }
    let mut quarters: Vec<(i64, Option<char>)> = Vec::new();
    for mark in marks {
        match quarters.iter_mut().find(|(_, known)| *known == Some(mark)) {
            Some((seconds, _)) => *seconds += 900,
            None => quarters.push((900, Some(mark))),
        }
    }
    quarters
}

/// Dots of a quarter of an hour, hours, or a number with a unit.
fn seconds(text: &str) -> Option<i64> {
    if text.chars().all(|c| c == '.' || c == ' ') {
        return i64::try_from(text.matches('.').count()).ok()?.checked_mul(900);
    }
    match text.strip_suffix(char::is_alphabetic) {
        Some(number) if number.ends_with(|c: char| c.is_ascii_digit()) => length(text),
        Some(_) => None,
        None => of_hours(decimal(text)?),
    }
}
