//! Lists in JSON, part by part.
//!
//! For: readers that name the line of a part. Uses: JSON. Never: what a part means.

use serde_json::value::RawValue;

use super::NotRead;
use crate::domain::Message;

/// The parts of a list with the line at which each begins.
pub(super) fn with_lines<'a>(text: &'a str, list: &'a [Box<RawValue>]) -> Vec<(u64, &'a str)> {
    let (mut line, mut at) = (1, 0);
    let mut placed = Vec::with_capacity(list.len());
    for raw in list {
        let raw = raw.get();
        let rest = text.get(at..).unwrap_or_default();
        let before = rest.find(raw).unwrap_or_default();
        line += count(rest.get(..before).unwrap_or_default());
        placed.push((line, raw));
        line += count(raw);
        at += before + raw.len();
    }
    placed
}

fn count(text: &str) -> u64 {
    text.bytes().map(|byte| u64::from(byte == b'\n')).sum::<u64>()
}

/// Why a text is not the JSON of a form.
pub(super) fn not_json(error: &serde_json::Error) -> NotRead {
    NotRead(Message::new("time-file-not-json").with("line", error.line()).with("column", error.column()))
}
