//! Reads the newest lines of the log.
//!
//! For: the screen. The lines are as they were written: without secrets.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::file::PREFIX;
use crate::domain::as_text;

/// Bytes of a file that are read at the most: its end.
const TAIL: u64 = 2 << 20;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its place: 0 is the newest.
    pub place: u64,
    /// When it was written.
    #[serde(with = "as_text")]
    pub at: Option<Timestamp>,
    /// `error`, `warn`, `info`, `debug` or `trace`; empty for a line without a level.
    pub level: String,
    /// The part of the program.
    pub target: String,
    /// What it says.
    pub text: String,
}

/// The newest lines, the newest first.
///
/// # Errors
/// The folder or a file cannot be read.
pub fn newest(folder: &Path, most: usize) -> io::Result<Vec<LogLine>> {
    let mut days: Vec<(Date, PathBuf)> = match std::fs::read_dir(folder) {
        Ok(entries) => entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let day = entry.file_name().to_str()?.strip_prefix(PREFIX)?.parse().ok()?;
                Some((day, entry.path()))
            })
            .collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    days.sort();
    let mut found: Vec<LogLine> = Vec::new();
    for (_, path) in days.into_iter().rev() {
        let text = tail(&path)?;
        for line in text.lines().rev().take(most - found.len()) {
            found.push(parse(line, found.len() as u64));
        }
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// The end of a file, from the beginning of a line on.
fn tail(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let from = length.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(TAIL).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(match text.split_once('\n') {
        Some((_, rest)) if from > 0 => rest.to_owned(),
        _ => text,
    })
}

/// Takes a line apart: time, level, place, words.
fn parse(line: &str, place: u64) -> LogLine {
    let whole = || LogLine { place, at: None, level: String::new(), target: String::new(), text: line.to_owned() };
    let Some((at, rest)) = line.split_once(' ') else { return whole() };
    let Ok(at) = at.parse::<Timestamp>() else { return whole() };
    let (level, rest) = rest.trim_start().split_once(' ').unwrap_or((rest, ""));
    let (spans, rest) = split_spans(rest);
    let (target, text) = rest.split_once(": ").unwrap_or(("", rest));
    let within = if spans.is_empty() { String::new() } else { format!(" · {spans}") };
    LogLine {
        place,
        at: Some(at),
        level: level.to_lowercase(),
        target: target.trim_start_matches("faktura::").to_owned(),
        text: format!("{text}{within}"),
    }
}

/// Takes what a line was written within, such as `sync{company=3}`, apart from the part of the program and the words after it.
fn split_spans(line: &str) -> (&str, &str) {
    let is_path =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'));
    let ends = line.match_indices("}: ").filter_map(|(at, sign)| Some((line.get(..=at)?, line.get(at + sign.len()..)?)));
    let mut whole = ends.filter(|(_, rest)| rest.split_once(": ").is_some_and(|(target, _)| is_path(target)));
    let first = line.split_once('{').filter(|(name, _)| is_path(name));
    first.and_then(|_| whole.next()).unwrap_or(("", line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lines_of_several_days_come_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |day: &str, text: &str| std::fs::write(folder.path().join(format!("{PREFIX}{day}")), text).expect("written");
        write("2026-11-19", "2026-11-19T22:00:00.500Z  INFO faktura::sync: first company=3\n");
        write("2026-11-20", "2026-11-20T08:00:00.500Z  WARN faktura::remote: slow\nhalf a line\n");
        write(
            "2026-11-18",
            "2026-11-18T08:00:00.500Z  INFO sync{company=3 name=\"a}: b\"}: faktura::sync::run: ended new=1: none\n",
        );
        let found = newest(folder.path(), 10).expect("reads");
        let told: Vec<(&str, &str, &str)> =
            found.iter().map(|line| (line.level.as_str(), line.target.as_str(), line.text.as_str())).collect();
        let within = ("info", "sync::run", "ended new=1: none · sync{company=3 name=\"a}: b\"}");
        assert_eq!(told, [("", "", "half a line"), ("warn", "remote", "slow"), ("info", "sync", "first company=3"), within]);
        assert_eq!(newest(folder.path(), 2).expect("reads").len(), 2);
        assert!(newest(&folder.path().join("none"), 2).expect("none yet").is_empty());
    }
}
