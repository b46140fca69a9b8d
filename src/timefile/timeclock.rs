//! Clock-in and clock-out lines, as timeclock.el writes and hledger reads them.
//!
//! For: `i` and `o` lines. Uses: calendar types. Never: a zone behind a time, which every reader of this form ignores.
//!
//! A session ends at the `o` that names its account, else at the next one. A clock-in while one session is open ends nothing: newer files
//! have sessions of several accounts side by side.

use jiff::civil::DateTime;

use super::{Options, Reading, bare, civil, dates};
use crate::domain::Message;

/// A session that has no end yet.
struct Open {
    line: u64,
    start: DateTime,
    account: String,
    note: String,
    tags: Vec<String>,
    raw: String,
}

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    let mut open: Vec<Open> = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let trimmed = text.trim_end();
        if trimmed.trim().is_empty() || trimmed.starts_with([';', '#', '*']) {
            continue;
        }
        let code = trimmed.split(' ').next().unwrap_or_default();
        let known = matches!(code, "i" | "o" | "O" | "b" | "h");
        let Some((at, rest)) = known.then(|| moment(trimmed.get(2..).unwrap_or_default())).flatten() else {
            reading.push(line, Some(1), Err(Message::new("time-file-line-unknown")));
            continue;
        };
        let (account, note, tags) = words(rest);
        match code {
            "i" => open.push(Open { line, start: at, account, note, tags, raw: trimmed.to_owned() }),
            // Required hours and balances are no sessions.
            "b" | "h" => {}
            _ => {
                let named = open.iter().rposition(|session| !account.is_empty() && session.account == account);
                // Older files have a comment behind the end.
                let Some(place) = named.or_else(|| open.len().checked_sub(1)) else {
                    reading.push(line, Some(1), Err(Message::new("time-file-end-without-start")));
                    continue;
                };
                let session = open.remove(place);
                let raw = format!("{}\n{trimmed}", session.raw);
                let entry = civil::between(session.start, at, None, &options.zone).map(|when| {
                    let mut found = bare(session.line, when, &options.zone_name, &raw);
                    let (project, task) = session.account.split_once(':').unwrap_or((&session.account, ""));
                    (found.project, found.task) = (project.to_owned(), task.to_owned());
                    found.note = if session.note.is_empty() && named.is_none() { account } else { session.note };
                    found.tags = session.tags;
                    found
                });
                reading.push(session.line, None, entry);
            }
        }
    }
    reading.skipped += u64::try_from(open.len()).unwrap_or(u64::MAX);
}

/// Date and time at the start of a text, and what follows. A zone behind the time is skipped.
fn moment(text: &str) -> Option<(DateTime, &str)> {
    let text = text.trim_start();
    let (date, rest) = text.split_once(' ')?;
    let rest = rest.trim_start();
    let (time, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let time = time.find(['+', '-']).and_then(|at| time.get(..at)).unwrap_or(time).trim_end_matches(char::is_alphabetic);
    let dates::Parts::Sure(date) = dates::parts(date)? else { return None };
    Some((date.to_datetime(dates::time(time)??), rest))
}

/// Account, description and tags. Two spaces end the account, `;` begins a comment with tags.
fn words(text: &str) -> (String, String, Vec<String>) {
    let (text, comment) = text.split_once(';').unwrap_or((text, ""));
    let (account, note) = text.trim().split_once("  ").unwrap_or((text.trim(), ""));
    let tags = comment.split([',', ' ']).filter_map(|word| word.trim().strip_suffix(':')).filter(|tag| !tag.is_empty());
    let note = if note.trim().is_empty() { comment.trim() } else { note.trim() };
    let only_tags = note.split([',', ' ']).all(|word| word.trim().is_empty() || word.trim().ends_with(':'));
    let note = if only_tags { String::new() } else { note.to_owned() };
    (account.trim().to_owned(), note, tags.map(str::to_owned).collect())
}
