//! Which form a file has, by its content.
//!
//! For: files of a form that was not told. Uses: nothing. Never: the name of a file, which people change.

use super::Format;

/// The form; `None` if it is none of ours.
pub(super) fn format(text: &str) -> Option<Format> {
    let start = text.trim_start();
    if start.starts_with("BEGIN:VCALENDAR") {
        return Some(Format::Ical);
    }
    if start.starts_with('[') {
        return json(start);
    }
    if start.starts_with('{') {
        let head: String = start.chars().take(4000).collect();
        return (head.contains("\"records\"") && head.contains("\"errors\"") || head.contains("\"total_mins\""))
            .then_some(Format::Klog);
    }
    let lines = || text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let first = lines().next()?;
    if first.starts_with("inc ") {
        return Some(Format::Timewarrior);
    }
    if let Some(table) = table(first) {
        return Some(table);
    }
    let some = |is: fn(&str) -> bool| lines().take(2000).any(is);
    if some(|line| line.trim_start().starts_with("CLOCK: [")) {
        return Some(Format::Org);
    }
    let clock = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let code = parts.next().is_some_and(|code| matches!(code, "i" | "o" | "O" | "b" | "h"));
        code && parts.next().is_some_and(dated)
    };
    if lines().find(|line| !line.starts_with([';', '#', '*'])).is_some_and(clock) {
        return Some(Format::Timeclock);
    }
    // Both begin days with a date at the margin; entries of klog are indented.
    let mut after = lines().skip_while(|line| !dated(line.split_whitespace().next().unwrap_or_default())).skip(1);
    let day = lines().any(|line| dated(line.split_whitespace().next().unwrap_or_default()));
    if day {
        let entry = after.find(|line| line.starts_with([' ', '\t']) || line.contains("  "))?;
        return Some(if entry.starts_with([' ', '\t']) { Format::Klog } else { Format::Timedot });
    }
    None
}

/// Whether a word is a date that begins with its year.
fn dated(word: &str) -> bool {
    matches!(super::dates::parts(word), Some(super::dates::Parts::Sure(_)))
        && word.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

fn json(text: &str) -> Option<Format> {
    let inner = text.get(1..)?.trim_start();
    if inner.starts_with('[') {
        return Some(Format::Watson);
    }
    let head: String = inner.chars().take(4000).collect();
    if head.contains("\"begin\"") {
        return Some(Format::Kimai);
    }
    // An interval of Timewarrior has an end.
    if head.contains("\"start\"") && head.contains("\"stop\"") {
        return Some(Format::Watson);
    }
    (head.contains("\"start\"") || inner.starts_with(']')).then_some(Format::Timewarrior)
}

fn table(first: &str) -> Option<Format> {
    let lower = first.to_lowercase();
    let names: Vec<&str> = lower.split([',', ';', '\t']).map(|name| name.trim().trim_matches('"')).collect();
    let has = |name: &str| names.contains(&name);
    if names.len() < 3 {
        return None;
    }
    if names == ["id", "start", "stop", "project", "tags"] {
        return Some(Format::Watson);
    }
    if has("duration (decimal)") && has("start") && has("end") || has("user_name") && has("start") && has("end") {
        return Some(Format::Solidtime);
    }
    if has("start date") && (has("duration (h)") || has("duration (decimal)")) {
        return Some(Format::Clockify);
    }
    if has("start date") && has("start time") && has("duration") {
        return Some(Format::Toggl);
    }
    if has("hours") && has("project code") {
        return Some(Format::Harvest);
    }
    // Kimai translates its names; the first four are enough in the languages that we know.
    let kimai =
        [["date", "begin", "end", "duration"], ["datum", "beginn", "ende", "dauer"], ["dátum", "kezdet", "vége", "időtartam"]];
    if kimai.iter().any(|words| names.starts_with(words)) {
        return Some(Format::Kimai);
    }
    (has("start") && (has("end") || has("stop")) || has("date") && (has("hours") || has("duration"))).then_some(Format::Csv)
}
