//! Which form a file has, by its content.
//!
//! For: files of a form that was not told. Uses: nothing. Never: the name of a file, which people change.

use super::Format;

/// The form; `None` if it is none of ours.
pub(super) fn format(text: &str) -> Option<Format> {
    let start = text.trim_start();
    let calendar = "BEGIN:VCALENDAR";
    if start.get(..calendar.len()).is_some_and(|start| start.eq_ignore_ascii_case(calendar)) {
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
    // Both begin days with a date at the margin; entries of klog are indented. Days of timedot may be headings of Org.
    let is_day = |line: &str| dated(line.trim_start_matches('*').split_whitespace().next().unwrap_or_default());
    let mut after = lines().skip_while(|line| !is_day(line)).skip(1);
    if lines().any(is_day) {
        let is_comment = |line: &str| line.trim_start().starts_with(['#', ';']);
        let entry = after.find(|line| !is_comment(line) && (line.starts_with([' ', '\t']) || line.contains("  ")))?;
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
    if has("start") && has("end") && ["duration (decimal)", "user_name"].into_iter().any(has) {
        return Some(Format::Solidtime);
    }
    if has("start date") && (has("duration (h)") || has("duration (decimal)")) {
        return Some(Format::Clockify);
    }
    if has("start date") && has("start time") && has("duration") {
        return Some(Format::Toggl);
    }
    // Columns may be left out of an export: those of its lengths, too.
    if has("start date") && has("start time") && (has("end time") || has("stop time")) {
        return Some(if has("group") { Format::Clockify } else { Format::Toggl });
    }
    if has("hours") && has("project code") {
        return Some(Format::Harvest);
    }
    // Kimai translates its names, and a template has them in an order of its own: these are enough in the languages that we know.
    let kimai = [
        ["date", "from", "to", "duration", "activity"],
        ["date", "begin", "end", "duration", "activity"],
        ["datum", "von", "bis", "dauer", "tätigkeit"],
        ["datum", "beginn", "ende", "dauer", "tätigkeit"],
        ["dátum", "kezdés", "befejezés", "időtartam", "tevékenység"],
        ["dátum", "kezdet", "vége", "időtartam", "tevékenység"],
    ];
    if kimai.iter().any(|words| words.iter().all(|word| has(word))) {
        return Some(Format::Kimai);
    }
    (has("start") && (has("end") || has("stop")) || has("date") && (has("hours") || has("duration"))).then_some(Format::Csv)
}
