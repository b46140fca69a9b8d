//! Entries as files that other programs read: Toggl's CSV, Timewarrior's JSON, timeclock lines, and a table with everything.
//!
//! For: `time export`. Uses: csv, JSON. Never: a duration where the form knows only intervals, or a time that clocks show twice where the
//! form knows no offset: such entries are left out and counted; a cell that a spreadsheet takes for a formula, since titles of events
//! come from outside.

use std::io::{self, Write};

use jiff::Zoned;
use jiff::tz::TimeZone;

use super::{Found, When, civil, disarmed};

/// A form to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Detailed CSV as Toggl Track writes it.
    Toggl,
    /// JSON for `timew import`.
    Timewarrior,
    /// Lines of timeclock.el and hledger.
    Timeclock,
    /// A table with every field. Read again it gives the same entries.
    Csv,
}

impl Target {
    /// Every form.
    #[cfg(test)]
    pub const ALL: [Self; 4] = [Self::Toggl, Self::Timewarrior, Self::Timeclock, Self::Csv];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Toggl => "toggl",
            Self::Timewarrior => "timewarrior",
            Self::Timeclock => "timeclock",
            Self::Csv => "csv",
        }
    }
}

/// Writes entries and returns how many the form cannot hold. Forms that name no zone have one for the whole file: that of the books.
///
/// # Errors
/// The output cannot be written.
pub fn write(target: Target, entries: &[Found], zone: &TimeZone, out: &mut dyn Write) -> io::Result<usize> {
    match target {
        Target::Csv => table(entries, out).map(|()| 0),
        Target::Toggl => toggl(entries, zone, out),
        Target::Timewarrior => timewarrior(entries, out),
        Target::Timeclock => timeclock(entries, zone, out),
    }
}

/// Start and end in a zone.
fn clock(entry: &Found, zone: &TimeZone) -> Option<(Zoned, Zoned)> {
    let When::Clock { start, end } = entry.when else { return None };
    Some((start.to_zoned(zone.clone()), end.to_zoned(zone.clone())))
}

fn table(entries: &[Found], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let header =
        ["id", "person", "client", "project", "task", "description", "start", "end", "date", "duration", "billable", "tags"];
    csv.write_record(header)?;
    for entry in entries {
        // Offsets stand beside the times: each entry keeps its zone.
        let own = TimeZone::get(&entry.zone).unwrap_or(TimeZone::UTC);
        let (start, end, date) = match (&entry.when, clock(entry, &own)) {
            (_, Some((start, end))) => {
                let text = |at: &Zoned| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
                (text(&start), text(&end), String::new())
            }
            (When::Day { date, .. }, None) => (String::new(), String::new(), date.to_string()),
            (When::Clock { .. }, None) => continue,
        };
        let seconds = entry.when.seconds();
        let duration = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        let billable = entry.billable.map_or("", |billable| if billable { "yes" } else { "no" });
        let tags = serde_json::to_string(&entry.tags).map_err(io::Error::other)?;
        csv.write_record([
            &*disarmed(&entry.id),
            &disarmed(&entry.person),
            &disarmed(&entry.client),
            &disarmed(&entry.project),
            &disarmed(&entry.task),
            &disarmed(&entry.note),
            &start,
            &end,
            &date,
            &duration,
            billable,
            if entry.tags.is_empty() { "" } else { tags.as_str() },
        ])?;
    }
    csv.flush()
}

fn toggl(entries: &[Found], zone: &TimeZone, out: &mut dyn Write) -> io::Result<usize> {
    let mut left_out = 0;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "User",
        "Email",
        "Client",
        "Project",
        "Task",
        "Description",
        "Billable",
        "Start date",
        "Start time",
        "End date",
        "End time",
        "Duration",
        "Tags",
    ])?;
    for entry in entries {
        let Some((start, end)) = clock(entry, zone) else {
            left_out += 1;
            continue;
        };
        let seconds = entry.when.seconds();
        let (day, time) = ("%Y-%m-%d", "%H:%M:%S");
        csv.write_record([
            &*disarmed(&entry.person),
            "",
            &disarmed(&entry.client),
            &disarmed(&entry.project),
            &disarmed(&entry.task),
            &disarmed(&entry.note),
            if entry.billable == Some(true) { "Yes" } else { "No" },
            &start.strftime(day).to_string(),
            &start.strftime(time).to_string(),
            &end.strftime(day).to_string(),
            &end.strftime(time).to_string(),
            &format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60),
            &disarmed(&entry.tags.join(", ")),
        ])?;
    }
    csv.flush()?;
    Ok(left_out)
}

fn timewarrior(entries: &[Found], out: &mut dyn Write) -> io::Result<usize> {
    let form = "%Y%m%dT%H%M%SZ";
    let (mut left_out, mut list) = (0, Vec::new());
    for entry in entries {
        let When::Clock { start, end } = entry.when else {
            left_out += 1;
            continue;
        };
        let mut tags: Vec<&str> = [&entry.project, &entry.task].into_iter().map(String::as_str).collect();
        tags.extend(entry.tags.iter().map(String::as_str));
        tags.retain(|tag| !tag.is_empty());
        list.push(serde_json::json!({
            "start": start.strftime(form).to_string(),
            "end": end.strftime(form).to_string(),
            "tags": tags,
            "annotation": entry.note,
        }));
    }
    serde_json::to_writer_pretty(&mut *out, &list).map_err(io::Error::other)?;
    out.write_all(b"\n")?;
    Ok(left_out)
}

/// Whether what clocks show at a start and an end tells the instants: in autumn an hour comes twice. An end that looks earlier than its start
/// is none to other programs.
fn is_told_by_clock(start: &Zoned, end: &Zoned) -> bool {
    if end.datetime() < start.datetime() {
        return false;
    }
    let told = civil::between(start.datetime(), end.datetime(), None, start.time_zone());
    told == Ok(When::Clock { start: start.timestamp(), end: end.timestamp() })
}

fn timeclock(entries: &[Found], zone: &TimeZone, out: &mut dyn Write) -> io::Result<usize> {
    let mut left_out = 0;
    let mut sorted: Vec<(Zoned, Zoned, &Found)> = Vec::new();
    for entry in entries {
        match clock(entry, zone).filter(|(start, end)| is_told_by_clock(start, end)) {
            Some((start, end)) => sorted.push((start, end, entry)),
            None => left_out += 1,
        }
    }
    sorted.sort_by_key(|(start, _, _)| start.timestamp());
    for (start, end, entry) in sorted {
        let form = "%Y-%m-%d %H:%M:%S";
        // Two spaces end the account, and a line break ends the line.
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (project, task) = (plain(&entry.project), plain(&entry.task));
        let account = if task.is_empty() { project } else { format!("{project}:{task}") };
        let account = if account.is_empty() { "unassigned" } else { &account };
        let note = plain(&entry.note).replace(';', ",");
        let tags: Vec<String> = entry.tags.iter().map(|tag| plain(tag).replace([',', ':'], " ") + ":").collect();
        let tags = tags.join(", ");
        write!(out, "i {} {account}", start.strftime(form))?;
        if !note.is_empty() {
            write!(out, "  {note}")?;
        }
        if !tags.is_empty() {
            write!(out, "  ; {tags}")?;
        }
        writeln!(out, "\no {}", end.strftime(form))?;
    }
    Ok(left_out)
}
