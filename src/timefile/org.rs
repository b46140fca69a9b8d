//! CLOCK lines of Org files.
//!
//! For: drawers under headings. Uses: dates. Never: the sum behind `=>`, which may be stale, and names of weekdays, which are in the
//! language of the writer.

use std::collections::HashSet;

use jiff::civil::DateTime;

use super::{Found, Options, Reading, bare, civil, dates};
use crate::domain::Message;

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    // Headings from the outermost one, each with its tags.
    let mut headings: Vec<(usize, String, Vec<String>)> = Vec::new();
    let states = states(text);
    for (line, text) in (1..).zip(text.lines()) {
        let stars = text.bytes().take_while(|byte| *byte == b'*').count();
        if stars > 0 && text.as_bytes().get(stars) == Some(&b' ') {
            headings.retain(|(level, _, _)| *level < stars);
            let (title, tags) = heading(text.get(stars..).unwrap_or_default().trim(), &states);
            headings.push((stars, title, tags));
            continue;
        }
        let Some(clock) = text.trim_start().strip_prefix("CLOCK:") else { continue };
        match entry(line, clock.trim(), text, options) {
            Ok(None) => reading.skipped += 1,
            Err(message) => reading.push(line, Some(1), Err(message)),
            Ok(Some(mut found)) => {
                if let Some((_, title, _)) = headings.first() {
                    title.clone_into(&mut found.project);
                }
                if let Some((_, title, _)) = headings.last().filter(|_| headings.len() > 1) {
                    title.clone_into(&mut found.task);
                }
                found.tags = headings.iter().flat_map(|(_, _, tags)| tags.iter().cloned()).collect();
                reading.found.push(found);
            }
        }
    }
}

/// Words of states: the usual ones, and the ones of the file, as in `#+TODO: TODO(t) WAIT(w@/!) | DONE(d)`.
fn states(text: &str) -> HashSet<&str> {
    let declares = ["#+TODO:", "#+SEQ_TODO:", "#+TYP_TODO:"];
    let declared =
        |line: &'_ str| declares.iter().any(|word| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)));
    let words =
        text.lines().filter(|line| line.starts_with("#+") && declared(line)).flat_map(|line| line.split_whitespace().skip(1));
    let words = words.map(|word| word.split('(').next().unwrap_or(word)).filter(|word| !word.is_empty() && *word != "|");
    ["TODO", "DONE"].into_iter().chain(words).collect()
}

/// Whether a word is a priority, such as `[#A]`, or counts what is done, such as `[1/3]` and `[33%]`.
fn is_cookie(word: &str) -> bool {
    let Some(inner) = word.strip_prefix('[').and_then(|word| word.strip_suffix(']')) else { return false };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let counts = inner.split_once('/').is_some_and(|(done, all)| digits(done) && digits(all));
    counts || inner.strip_suffix('%').is_some_and(digits) || inner.strip_prefix('#').is_some_and(|rest| rest.chars().count() <= 2)
}

/// Title and tags: tags stand at the end between colons; the word of a state before the title is left out, and so are marks of priority
/// and progress: they change while the heading stays what it is.
fn heading(text: &str, states: &HashSet<&str>) -> (String, Vec<String>) {
    let (title, tags) = match text.rsplit_once(' ') {
        Some((title, tags)) if tags.len() > 2 && tags.starts_with(':') && tags.ends_with(':') => (title, tags),
        _ => (text, ""),
    };
    let title = title.split_once(' ').filter(|(word, _)| states.contains(word)).map_or(title, |(_, rest)| rest);
    let words: Vec<&str> = title.split(' ').filter(|word| !is_cookie(word)).collect();
    (words.join(" ").trim().to_owned(), tags.split(':').filter(|tag| !tag.is_empty()).map(str::to_owned).collect())
}

/// The interval of a CLOCK line; `None` if it is open.
fn entry(line: u64, text: &str, raw: &str, options: &Options) -> Result<Option<Found>, Message> {
    let wrong = || Message::new("time-file-not-a-time").with("text", text);
    let (start, rest) = stamp(text).ok_or_else(wrong)?;
    let Some(rest) = rest.trim_start().strip_prefix("--") else { return Ok(None) };
    let (end, rest) = stamp(rest).ok_or_else(wrong)?;
    // The sum decides nothing but which of the two equal times of autumn was meant.
    let stated = rest.split_once("=>").and_then(|(_, sum)| super::number::length(sum));
    let when = civil::between(start, end, stated, &options.zone)?;
    Ok(Some(bare(line, when, &options.zone_name, raw.trim())))
}

/// `[2026-01-05 Mon 09:00]`.
fn stamp(text: &str) -> Option<(DateTime, &str)> {
    let (stamp, rest) = text.trim_start().strip_prefix('[')?.split_once(']')?;
    let mut words = stamp.split_whitespace();
    let dates::Parts::Sure(date) = dates::parts(words.next()?)? else { return None };
    let time = words.last()?;
    Some((date.to_datetime(dates::time(time)??), rest))
}
