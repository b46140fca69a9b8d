//! Tables with a header: Toggl, Clockify, Harvest, Kimai, solidtime, and any other by a mapping.
//!
//! For: detailed exports as CSV. Uses: csv, dates, numbers. Never: prices and rounded amounts, which the exports have beside the time.
//!
//! The exports share the names of their columns, so that one list of names serves all. Kimai translates its names: those of some languages
//! are known, of others the usual order of the columns is taken.

use csv::{ReaderBuilder, StringRecord};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use super::columns::{Columns, Field, columns, kimai};
use super::dates::{self, DateOrder, Parts};
use super::number::length;
use super::{Format, Found, NotRead, Options, Reading, Refused, When, bare, civil, digest, identifier};
use crate::domain::Message;

/// Kinds of time of Clockify and solidtime that are no work.
const NO_WORK: &[&str] = &["break", "time off", "time_off", "holiday"];

/// A row with the place from which it came.
struct Row {
    line: u64,
    record: StringRecord,
    /// The record as it stands there, where a sign in it means an empty field.
    marked: Option<StringRecord>,
    raw: String,
}

/// The record with empty fields where Toggl writes a dash; `None` if it has none.
fn without_dashes(record: &StringRecord) -> Option<StringRecord> {
    let is_empty = |field: &str| field.trim() == "-";
    record.iter().any(is_empty).then(|| record.iter().map(|field| if is_empty(field) { "" } else { field }).collect())
}

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) -> Result<(), NotRead> {
    let separator = separator(text);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    let mut header: Option<StringRecord> = None;
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Err(NotRead(Message::new("time-file-not-a-table").with("line", line)));
            }
        }
        let (line, from) = record.position().map_or((0, 0), |position| (position.line(), position.byte()));
        let until = reader.position().byte();
        if header.is_none() {
            header = Some(record.clone());
            continue;
        }
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let place = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        let raw = text.get(place(from)..place(until)).unwrap_or_default().trim().to_owned();
        let plain = if reading.format == Format::Toggl { without_dashes(&record) } else { None };
        let (record, marked) = match plain {
            Some(plain) => (plain, Some(record.clone())),
            None => (record.clone(), None),
        };
        rows.push(Row { line, record, marked, raw });
    }
    let header = header.ok_or_else(|| NotRead(Message::new("time-file-empty")))?;
    let columns = if reading.format == Format::Kimai {
        kimai(&header, rows.first().map(|row| &row.record))
    } else {
        // The backup of solidtime, too, has kinds of time.
        let is_backup = header.iter().any(|name| name.trim().eq_ignore_ascii_case("member_id"));
        let has_kinds = is_backup || matches!(reading.format, Format::Clockify | Format::Solidtime);
        columns(&header, &options.mapping, has_kinds)
    };
    let has = |field| columns.at(field).is_some();
    let timed = has(Field::Start) || has(Field::Date);
    let measured = has(Field::End) || has(Field::EndTime) || has(Field::Duration) || has(Field::Hours);
    if !timed || !measured {
        return Err(NotRead(Message::new("time-file-columns-missing")));
    }
    let width = header.len();
    rows.retain(|row| {
        let whole = row.record.len() == width;
        if !whole {
            let message = Message::new("time-file-row-width").with("columns", width).with("found", row.record.len());
            reading.refused.push(Refused { line: row.line, column: None, message });
        }
        whole
    });
    reading.date_order = match options.date_order {
        Some(order) => Some(order),
        None => match proved(&columns, &rows) {
            Ok(order) => order,
            Err(refused) => {
                reading.refused.push(refused);
                return Ok(());
            }
        },
    };
    for row in rows {
        let mut column = None;
        match entry(&columns, &row, options, reading.date_order, &mut column) {
            Ok(Some(found)) => reading.found.push(found),
            Ok(None) => reading.skipped += 1,
            Err(message) => {
                let column = column.and_then(|field| columns.at(field)).and_then(|at| u64::try_from(at + 1).ok());
                reading.refused.push(Refused { line: row.line, column, message });
            }
        }
    }
    Ok(())
}

/// The separator of the first line: the one that comes most often.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    [(b';', ';'), (b'\t', '\t')].into_iter().find(|(_, mark)| count(*mark) > count(',')).map_or(b',', |(byte, _)| byte)
}

/// The order of day and month that the dates of all rows prove, or the first date that could be either.
fn proved(columns: &Columns, rows: &[Row]) -> Result<Option<DateOrder>, Refused> {
    let (mut all, mut places) = (Vec::new(), Vec::new());
    for row in rows {
        for field in [Field::Date, Field::EndDate, Field::Start, Field::End] {
            let Some(at) = columns.at(field) else { continue };
            let text = row.record.get(at).unwrap_or_default().trim();
            let date = text.split(['T', ' ']).next().unwrap_or_default();
            if let Some(parts) = dates::parts(date) {
                all.push(parts);
                places.push((row.line, u64::try_from(at + 1).ok()));
            }
        }
    }
    dates::order(&all).map_err(|(at, message)| {
        let (line, column) = places.get(at).copied().unwrap_or_default();
        Refused { line, column, message }
    })
}

/// A point in time of a cell: an instant, or what a wall clock shows.
enum Point {
    Instant(Timestamp),
    Local(DateTime),
}

/// The entry of a row; `None` if it has no end yet, or is no work. On an error `wrong` is the field that is at fault.
fn entry(
    columns: &Columns,
    row: &Row,
    options: &Options,
    order: Option<DateOrder>,
    wrong: &mut Option<Field>,
) -> Result<Option<Found>, Message> {
    let record = &row.record;
    if columns.text(record, Field::Kind).is_some_and(|kind| NO_WORK.contains(&kind.to_lowercase().as_str())) {
        return Ok(None);
    }
    let length = match (columns.text(record, Field::Duration), columns.text(record, Field::Hours)) {
        (Some(text), _) => Some((Field::Duration, text)),
        (None, hours) => hours.map(|text| (Field::Hours, text)),
    };
    let length = match length {
        None => None,
        Some((field, text)) => {
            *wrong = Some(field);
            Some(length_of(text)?)
        }
    };
    let Some(when) = when(columns, record, options, order, length, wrong)? else { return Ok(None) };
    *wrong = None;
    let mut found = bare(row.line, when, &options.zone_name, &row.raw);
    found.id = columns.owned(record, Field::Id);
    said(columns, record, &mut found);
    if let Some(marked) = &row.marked {
        let mut older = bare(row.line, found.when.clone(), &options.zone_name, "");
        said(columns, marked, &mut older);
        found.older = identifier(&digest(&older));
    }
    if let Some(text) = columns.text(record, Field::Billable) {
        *wrong = Some(Field::Billable);
        found.billable = Some(truth(text).ok_or_else(|| Message::new("time-file-not-yes-or-no").with("text", text))?);
    }
    Ok(Some(found))
}

/// Takes what a row says beside its time.
fn said(columns: &Columns, record: &StringRecord, found: &mut Found) {
    let names: Vec<&str> =
        [Field::FirstName, Field::LastName].into_iter().filter_map(|field| columns.text(record, field)).collect();
    found.person = match columns.text(record, Field::Person) {
        Some(person) => person.to_owned(),
        None if names.is_empty() => columns.owned(record, Field::Email),
        None => names.join(" "),
    };
    found.client = columns.owned(record, Field::Client);
    found.project = columns.owned(record, Field::Project);
    found.task = columns.owned(record, Field::Task);
    found.note = columns.owned(record, Field::Note);
    found.tags = columns.text(record, Field::Tags).map(tags).unwrap_or_default();
}

fn length_of(text: &str) -> Result<i64, Message> {
    length(text).ok_or_else(|| Message::new("time-file-not-a-length").with("text", text))
}

/// When the entry of a row was; `None` if it has neither an end nor a length.
fn when(
    columns: &Columns,
    record: &StringRecord,
    options: &Options,
    order: Option<DateOrder>,
    length: Option<i64>,
    wrong: &mut Option<Field>,
) -> Result<Option<When>, Message> {
    let mut point = |date: Field, time: Option<Field>| -> Result<Option<Result<Point, Date>>, Message> {
        let Some(text) = columns.text(record, date) else { return Ok(None) };
        *wrong = Some(date);
        if time.is_none() {
            return Ok(Some(Ok(moment(text, order)?)));
        }
        let day = day(text, order)?;
        let Some((field, text)) = time.and_then(|field| Some((field, columns.text(record, field)?))) else {
            return Ok(Some(Err(day)));
        };
        *wrong = Some(field);
        Ok(Some(Ok(Point::Local(clock(day, text)?))))
    };
    // Many tables have a day, and times of it in columns that others have whole moments in.
    let is_time = |field: Field| columns.text(record, field).is_some_and(|text| dates::time(text).is_some());
    let (starts, ends) = (is_time(Field::Start), is_time(Field::End));
    let start = if starts { None } else { point(Field::Start, None)? };
    let start = match start {
        Some(start) => Some(start),
        None => point(Field::Date, Some(if starts { Field::Start } else { Field::StartTime }))?,
    };
    let end = if ends { None } else { point(Field::End, None)? };
    let end = match end {
        Some(end) => Some(end),
        None => point(Field::EndDate, Some(if ends { Field::End } else { Field::EndTime }))?,
    };
    let Some(start) = start else { return Err(Message::new("time-file-no-date")) };
    let zone = &options.zone;
    let start = match start {
        Ok(start) => start,
        Err(date) => return Ok(length.map(|seconds| When::Day { date, seconds })),
    };
    match (start, end) {
        (Point::Local(start), Some(Ok(Point::Local(end)))) => civil::between(start, end, length, zone).map(Some),
        (Point::Instant(start), Some(Ok(Point::Instant(end)))) => civil::from_to(start, end).map(Some),
        (Point::Instant(start), Some(Ok(Point::Local(end)))) => civil::from_to(start, civil::instant(end, zone)?).map(Some),
        (Point::Local(start), Some(Ok(Point::Instant(end)))) => civil::from_to(civil::instant(start, zone)?, end).map(Some),
        (Point::Local(start), _) => {
            let field = if ends { Field::End } else { Field::EndTime };
            if let Some(text) = columns.text(record, field) {
                *wrong = Some(field);
                let time = dates::time(text).ok_or_else(|| not_a_time(text))?;
                return civil::until_time(start, time.unwrap_or(Time::midnight()), length, zone).map(Some);
            }
            length.map(|seconds| civil::lasting(start, seconds, zone)).transpose()
        }
        (Point::Instant(start), _) => length
            .map(|seconds| {
                let end = start.checked_add(jiff::SignedDuration::from_secs(seconds));
                civil::from_to(start, end.map_err(|_| Message::new("time-file-no-such-date"))?)
            })
            .transpose(),
    }
}

fn not_a_time(text: &str) -> Message {
    Message::new("time-file-not-a-time").with("text", text)
}

fn day(text: &str, order: Option<DateOrder>) -> Result<Date, Message> {
    let parts: Parts = dates::parts(text).ok_or_else(|| Message::new("time-file-not-a-date").with("text", text))?;
    parts.date(order).ok_or_else(|| Message::new("time-file-not-a-date").with("text", text))
}

fn clock(day: Date, text: &str) -> Result<DateTime, Message> {
    Ok(match dates::time(text).ok_or_else(|| not_a_time(text))? {
        Some(time) => day.to_datetime(time),
        None => civil::next_day(day)?.to_datetime(Time::midnight()),
    })
}

/// Date and time in one cell, with or without an offset.
fn moment(text: &str, order: Option<DateOrder>) -> Result<Point, Message> {
    let wrong = || Message::new("time-file-not-a-time").with("text", text);
    let (date, time) = text.split_once(['T', ' ']).ok_or_else(wrong)?;
    let time = time.trim();
    let offset = time.ends_with(['Z', 'z']) || time.get(1..).is_some_and(|rest| rest.contains(['+', '-']));
    if offset {
        let joined = format!("{date}T{}", time.replace(' ', ""));
        return joined.parse().map(Point::Instant).map_err(|_| wrong());
    }
    let time = time.split_once('.').filter(|(whole, _)| whole.matches(':').count() == 2).map_or(time, |(whole, _)| whole);
    Ok(Point::Local(clock(day(date, order)?, time)?))
}

/// Tags: a JSON list, or separated by commas. A tag with a comma cannot be told apart.
fn tags(text: &str) -> Vec<String> {
    if let Some(list) = text.starts_with('[').then(|| serde_json::from_str::<Vec<String>>(text).ok()).flatten() {
        return list;
    }
    text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

fn truth(text: &str) -> Option<bool> {
    Some(match text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" | "igen" | "ja" | "oui" | "sí" | "si" => true,
        "no" | "false" | "0" | "n" | "nem" | "nein" | "non" => false,
        _ => return None,
    })
}
