//! timedot: days with accounts and quantities in dots, hours or units.
//!
//! For: timedot files of hledger. Uses: dates, numbers. Never: a quantity guessed from the name: hledger reads a single space as part of
//! the name and counts no time, so that such a line is refused here.

use jiff::civil::Date;

use super::number::{decimal, length, of_hours};
use super::{Found, Options, Reading, When, bare, dates};
use crate::domain::Message;

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    let mut day: Option<Date> = None;
    for (line, text) in (1..).zip(text.lines()) {
        let bare_line = text.split([';']).next().unwrap_or_default().trim_end();
        if bare_line.trim().is_empty() || text.starts_with(['#', ';']) {
            continue;
        }
        // Headings of Org may hold dates or accounts.
        let content = bare_line.trim_start_matches('*').trim_start();
        let first = content.split_whitespace().next().unwrap_or_default();
        if let Some(dates::Parts::Sure(date)) = dates::parts(first) {
            day = Some(date);
            continue;
        }
        if bare_line.starts_with('*') && !content.contains("  ") {
            continue;
        }
        let Some(date) = day else {
            reading.push(line, Some(1), Err(Message::new("time-file-no-day-yet")));
            continue;
        };
        reading.push(line, Some(1), entry(line, content, text, date, options));
    }
}

fn entry(line: u64, content: &str, raw: &str, date: Date, options: &Options) -> Result<Found, Message> {
    let (account, quantity) = content.split_once("  ").or_else(|| content.split_once('\t')).unwrap_or((content, ""));
    let quantity = quantity.trim();
    if quantity.is_empty() {
        return Err(Message::new("time-file-two-spaces"));
    }
    let seconds = seconds(quantity).ok_or_else(|| Message::new("time-file-not-a-length").with("text", quantity))?;
    let mut found = bare(line, When::Day { date, seconds }, &options.zone_name, raw.trim());
    let (project, task) = account.trim().split_once(':').unwrap_or((account.trim(), ""));
    (found.project, found.task) = (project.to_owned(), task.to_owned());
    found.note = raw.split_once(';').map(|(_, note)| note.trim().to_owned()).unwrap_or_default();
    Ok(found)
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
