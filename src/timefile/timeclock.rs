//! Clock-in and clock-out lines, as timeclock.el writes and hledger reads them.
//!
//! For: `i` and `o` lines. Uses: calendar types. Never: a zone behind a time, which every reader of this form ignores.
//!
//! A session ends at the `o` that names its account, else at the next one. A clock-in while one session is open ends nothing: newer files
//! have sessions of several accounts side by side.

use std::collections::HashMap;

use jiff::civil::DateTime;

use super::{Options, Reading, bare, civil, dates, digest, identifier};
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

/// Open sessions. The newest one, and the newest one of an account, are found without a walk over the others: a file may have any number
/// of clock-ins that nothing ends.
#[derive(Default)]
struct Sessions {
    /// In the order of the file; `None` where one has ended.
    all: Vec<Option<Open>>,
    /// Places of the open sessions of each account, the newest last.
    of_account: HashMap<String, Vec<usize>>,
    open: u64,
}

impl Sessions {
    fn begin(&mut self, session: Open) {
        let place = self.all.len();
        match self.of_account.get_mut(&session.account) {
            Some(places) => places.push(place),
            None => {
                self.of_account.insert(session.account.clone(), vec![place]);
            }
        }
        self.all.push(Some(session));
        self.open += 1;
    }

    /// Ends the newest session of an account; `None` if none is open.
    fn end_of(&mut self, account: &str) -> Option<Open> {
        let place = self.of_account.get_mut(account)?.pop()?;
        let ended = self.all.get_mut(place)?.take()?;
        self.open -= 1;
        Some(ended)
    }

    /// Ends the newest session; `None` if none is open.
    fn end_last(&mut self) -> Option<Open> {
        let ended = std::iter::from_fn(|| self.all.pop()).flatten().next()?;
        // Of its account it is the newest one, too.
        self.of_account.get_mut(&ended.account)?.pop();
        self.open -= 1;
        Some(ended)
    }
}

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    let mut open = Sessions::default();
    for (line, text) in (1..).zip(text.lines()) {
        let trimmed = text.trim_end();
        if trimmed.trim().is_empty() || trimmed.starts_with([';', '#', '*']) {
            continue;
        }
        // A comment may begin anywhere, behind the time too.
        let (content, comment) = trimmed.split_once(';').unwrap_or((trimmed, ""));
        let code = content.split(' ').next().unwrap_or_default();
        let known = matches!(code, "i" | "o" | "O" | "b" | "h");
        let Some((at, rest)) = known.then(|| moment(content.get(2..).unwrap_or_default().trim_end())).flatten() else {
            reading.push(line, Some(1), Err(Message::new("time-file-line-unknown")));
            continue;
        };
        let (account, note, tags) = words(rest, comment);
        match code {
            "i" => open.begin(Open { line, start: at, account, note, tags, raw: trimmed.to_owned() }),
            // Required hours and balances are no sessions.
            "b" | "h" => {}
            _ => {
                let named = if account.is_empty() { None } else { open.end_of(&account) };
                let is_named = named.is_some();
                // Older files have a comment behind the end.
                let Some(session) = named.or_else(|| open.end_last()) else {
                    reading.push(line, Some(1), Err(Message::new("time-file-end-without-start")));
                    continue;
                };
                let entry = civil::between(session.start, at, None, &options.zone).map(|when| {
                    let mut found = bare(session.line, when, &options.zone_name, "");
                    found.raw = session.raw + "\n" + trimmed;
                    let (project, task) = session.account.split_once(':').unwrap_or((&session.account, ""));
                    (found.project, found.task) = (project.to_owned(), task.to_owned());
                    found.note = if session.note.is_empty() && !is_named { account } else { session.note };
                    found.tags = session.tags;
                    if !tags.is_empty() {
                        // Once the tags of an end were left out.
                        found.older = identifier(&digest(&found));
                        found.tags.extend(tags);
                    }
                    found
                });
                reading.push(session.line, None, entry);
            }
        }
    }
    reading.skipped += open.open;
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

/// Account, description and tags. Two spaces end the account, the comment has tags.
fn words(text: &str, comment: &str) -> (String, String, Vec<String>) {
    let (account, note) = text.trim().split_once("  ").unwrap_or((text.trim(), ""));
    let tags = comment.split([',', ' ']).filter_map(|word| word.trim().strip_suffix(':')).filter(|tag| !tag.is_empty());
    let note = if note.trim().is_empty() { comment.trim() } else { note.trim() };
    let only_tags = note.split([',', ' ']).all(|word| word.trim().is_empty() || word.trim().ends_with(':'));
    let note = if only_tags { String::new() } else { note.to_owned() };
    (account.trim().to_owned(), note, tags.map(str::to_owned).collect())
}
