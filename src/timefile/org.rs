//! CLOCK lines of Org files.
//!
//! For: drawers under headings. Uses: dates. Never: the sum behind `=>`, which may be stale, and names of weekdays, which are in the
//! language of the writer.

use jiff::civil::DateTime;

use super::{Found, Options, Reading, bare, civil, dates};
use crate::domain::Message;

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    // Headings from the outermost one, each with its tags.
    let mut headings: Vec<(usize, String, Vec<String>)> = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let stars = text.bytes().take_while(|byte| *byte == b'*').count();
        if stars > 0 && text.as_bytes().get(stars) == Some(&b' ') {
            headings.retain(|(level, _, _)| *level < stars);
            let (title, tags) = heading(text.get(stars..).unwrap_or_default().trim());
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

/// Title and tags: tags stand at the end between colons; the word of a state before the title is left out.
fn heading(text: &str) -> (String, Vec<String>) {
    let (title, tags) = match text.rsplit_once(' ') {
        Some((title, tags)) if tags.len() > 2 && tags.starts_with(':') && tags.ends_with(':') => (title, tags),
        _ => (text, ""),
    };
    let state = |word: &str| {
        matches!(word.to_lowercase().as_str(), "todo" | "done") && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let title = title.split_once(' ').filter(|(word, _)| state(word)).map_or(title, |(_, rest)| rest);
    (title.trim().to_owned(), tags.split(':').filter(|tag| !tag.is_empty()).map(str::to_owned).collect())
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
