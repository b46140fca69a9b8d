//! `faktura time import` and `faktura time export`.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::args::time::{TimeExportArgs, TimeImportArgs};
use super::books::in_books;
use super::context::App;
use super::error::{CliError, Exit, Result};
use super::file::{existing, fill, is_stdout};
use super::out::with;
use super::time_words::{ask, hours};
use crate::domain::time::{EntryRow, Span};
use crate::domain::{CompanyId, Message, text};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::ImportedJson;
use crate::service::books::{FileEntry, FileTime, TimeImported};
use crate::service::cases;
use crate::timefile::{self, Found, Mapping, Options, Reading, When};

/// Largest file that is read, in bytes.
const MOST: u64 = 512 << 20;
/// Bytes of entries that go to the host at a time.
const PART: usize = 256 << 10;
/// Refused lines that are printed.
const SHOWN: usize = 20;

fn wrong(message: Message) -> super::error::Failure {
    Error::new(ErrorKind::Usage, message).into()
}

/// What becomes of a file.
struct Outcome {
    reading: Reading,
    imported: TimeImported,
    refused: Vec<(u64, Option<u64>, Message)>,
    stored: bool,
}

/// `faktura time import`: everything, or nothing where a line is refused.
pub(super) async fn import(app: &mut App, args: &TimeImportArgs) -> Result {
    let outcome = in_books(app, &args.at, async |app, service, company| {
        let profile = service.ask(cases::ReadBooks { company }).await?.profile;
        let zone_name = args.zone.clone().unwrap_or(profile.zone);
        let options = options(app, args, zone_name)?;
        let path = args.file.clone();
        let read = tokio::task::spawn_blocking(move || read(&path, &options)).await;
        let mut reading = read.map_err(|error| CliError::System { detail: error.to_string() })??;
        reading.leave_out_future(app.environment.clock.now());
        take(service, company, args, reading).await
    })
    .await?;
    tell(app, args, &outcome)?;
    Ok(match (outcome.refused.is_empty(), outcome.stored) {
        (true, _) => Exit::Done,
        (false, true) => Exit::As(ErrorKind::Partial),
        (false, false) => Exit::As(ErrorKind::Failed),
    })
}

fn options(app: &App, args: &TimeImportArgs, zone_name: String) -> Result<Options> {
    let zone = TimeZone::get(&zone_name).map_err(|_| wrong(with("time-unknown-zone", "zone", zone_name.as_str())))?;
    let zone_name = zone.iana_name().map_or(zone_name, str::to_owned);
    let mut mapping = Mapping::default();
    for pair in &args.column {
        let (field, column) = pair.split_once('=').ok_or_else(|| wrong(with("cli-time-column", "text", pair.as_str())))?;
        mapping.add(field, column).map_err(wrong)?;
    }
    let tomorrow = app.today().checked_add(1.day()).unwrap_or(Date::MAX);
    Ok(Options {
        format: args.format.map(Into::into),
        date_order: args.date_order.map(Into::into),
        zone,
        zone_name,
        is_zone_told: args.zone.is_some(),
        mapping,
        window: (Date::MIN, tomorrow),
    })
}

/// Reads the file, or standard input. Blocks.
fn read(path: &Path, options: &Options) -> Result<Reading> {
    let failed = |error: &std::io::Error| CliError::file(path.to_path_buf(), error);
    let mut bytes = Vec::new();
    let input: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        crate::process::open_input(path).map_err(|error| failed(&error))?
    };
    input.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST {
        return Err(Error::new(ErrorKind::Failed, with("cli-time-file-large", "max", MOST >> 20)).into());
    }
    timefile::read(&bytes, options).map_err(|error| Error::new(ErrorKind::Failed, error.0).into())
}

/// Looks at all entries first; takes them if none is refused, or if refused ones are to be left out.
async fn take(service: &Service, company: CompanyId, args: &TimeImportArgs, mut reading: Reading) -> Result<Outcome> {
    let mut refused: Vec<(u64, Option<u64>, Message)> =
        std::mem::take(&mut reading.refused).into_iter().map(|line| (line.line, line.column, line.message)).collect();
    let person = reading.found.first().map(|found| found.person.as_str());
    let single = reading.found.iter().all(|found| Some(found.person.as_str()) == person);
    let send = async |look: bool, left_out: &BTreeSet<String>| -> Result<TimeImported> {
        let mut sum = TimeImported::default();
        let mut rest = reading.found.iter().filter(|found| !left_out.contains(&found.id)).peekable();
        while rest.peek().is_some() {
            let (mut entries, mut size) = (Vec::new(), 0);
            while let Some(found) = rest.next_if(|_| size < PART) {
                size += 256 + found.raw.len() + found.note.len();
                entries.push(entry(found));
            }
            let source = reading.format.as_str().to_owned();
            let (project, person) = (args.project.clone(), args.person.clone());
            let file = FileTime { source, entries, project, person, single, look, update: args.update };
            let done = service.ask(cases::ImportTime { company, file }).await?;
            sum.imported += done.imported;
            sum.seconds += done.seconds;
            sum.duplicates += done.duplicates;
            sum.deleted += done.deleted;
            sum.beside_others += done.beside_others;
            sum.updated += done.updated;
            sum.changed.extend(done.changed);
            sum.refused.extend(done.refused);
            sum.left_out.extend(done.left_out);
            sum.unmapped.extend(done.unmapped);
            sum.unmapped_tags.extend(done.unmapped_tags);
            sum.people.extend(done.people);
        }
        Ok(sum)
    };
    let mut imported = send(true, &BTreeSet::new()).await?;
    let left_out = std::mem::take(&mut imported.left_out);
    refused.extend(std::mem::take(&mut imported.refused).into_iter().map(|(line, message)| (line, None, message)));
    refused.sort_by_key(|(line, _, _)| *line);
    let stored = !args.dry_run && (refused.is_empty() || args.skip_refused);
    if stored {
        imported = send(false, &left_out).await?;
    } else if !args.dry_run {
        (imported.imported, imported.seconds, imported.updated) = (0, 0, 0);
    }
    Ok(Outcome { reading, imported, refused, stored })
}

fn entry(found: &Found) -> FileEntry {
    let zone = found.zone.clone();
    let span = match found.when {
        When::Clock { start, end } => Span::Clock { start, end, zone },
        When::Day { date, seconds } => Span::Day { date, seconds, zone },
    };
    FileEntry {
        line: found.line,
        id: found.id.clone(),
        older: found.older.clone(),
        span,
        person: found.person.clone(),
        client: found.client.clone(),
        project: found.project.clone(),
        task: found.task.clone(),
        note: found.note.clone(),
        tags: found.tags.clone(),
        billable: found.billable,
        raw: found.raw.clone(),
    }
}

fn tell(app: &mut App, args: &TimeImportArgs, outcome: &Outcome) -> Result<()> {
    let Outcome { reading, imported, refused, .. } = outcome;
    if args.at.json {
        let texts: Vec<String> = refused.iter().map(|(_, _, message)| app.out.text(message)).collect();
        let lines = refused.iter().zip(&texts).map(|((line, column, _), text)| (*line, *column, text.as_str()));
        return Ok(app.out.json(&ImportedJson::new(reading, imported, lines, args.dry_run))?);
    }
    for (line, column, message) in refused.iter().take(SHOWN) {
        let place = match column {
            Some(column) => with("cli-time-at-column", "line", *line).with("column", *column),
            None => with("cli-time-at-line", "line", *line),
        };
        let text = app.out.text(message);
        let place = app.out.text(&place);
        app.out.warn(&with("cli-time-refused", "place", place).with("text", text));
    }
    if refused.len() > SHOWN {
        app.out.warn(&with("cli-time-more-refused", "count", refused.len() - SHOWN));
    }
    if !imported.unmapped.is_empty() {
        let names: Vec<&str> = imported.unmapped.iter().map(String::as_str).collect();
        app.out.warn(&with("cli-time-unmapped", "names", names.join(", ")));
    }
    if !imported.unmapped_tags.is_empty() {
        let mut tags: Vec<&str> = imported.unmapped_tags.iter().take(SHOWN).map(String::as_str).collect();
        tags.extend((imported.unmapped_tags.len() > SHOWN).then_some("…"));
        app.out.warn(&with("cli-time-unmapped-tags", "tags", tags.join(", ")));
    }
    let told = if args.dry_run { "cli-time-would-import" } else { "cli-time-imported" };
    let message = with(told, "count", imported.imported).with("hours", hours(imported.seconds));
    app.out.note(&message.with("duplicates", imported.duplicates).with("format", reading.format.as_str()));
    if imported.deleted > 0 {
        app.out.warn(&with("cli-time-deleted-here", "count", imported.deleted));
    }
    if imported.beside_others > 0 {
        app.out.note(&with("cli-time-beside-others", "count", imported.beside_others));
    }
    if imported.updated > 0 {
        app.out.note(&with("cli-time-updated", "count", imported.updated));
    }
    for line in imported.changed.iter().take(SHOWN) {
        let change = with("cli-time-change", "line", line.line).with("was", line.was.as_str());
        app.out.note(&change.with("now", line.now.as_str()));
    }
    if !imported.changed.is_empty() {
        app.out.warn(&with("cli-time-file-changed", "count", imported.changed.len()));
    }
    if reading.is_taken_as_utc && !reading.found.is_empty() {
        app.out.warn(&Message::new("cli-time-taken-as-utc"));
    }
    if reading.skipped > 0 {
        app.out.note(&with("cli-time-left-out", "count", reading.skipped));
    }
    if let Some(line) = reading.not_yet.first() {
        app.out.warn(&with("cli-time-not-yet", "count", reading.not_yet.len()).with("line", *line));
    }
    if !refused.is_empty() && !args.skip_refused && !args.dry_run {
        app.out.note(&Message::new("cli-time-nothing-imported"));
    }
    Ok(())
}

/// `faktura time export`.
pub(super) async fn export(app: &mut App, args: &TimeExportArgs) -> Result {
    let view = in_books(app, &args.at, async |app, service, company| {
        let ask = ask(app, &args.period, None)?;
        Ok(service.ask(cases::FindTime { company, ask }).await?)
    })
    .await?;
    let entries: Vec<Found> = view.entries.iter().map(found).collect();
    let (target, zone) = (args.format.into(), app.books_zone.clone().unwrap_or_else(|| app.zone().clone()));
    let left_out = if is_stdout(&args.file) {
        let mut bytes = Vec::new();
        let left_out = timefile::write(target, &entries, &zone, &mut bytes).map_err(super::error::Failure::Output)?;
        if app.environment.stdout_is_terminal {
            // Notes come from outside.
            String::from_utf8_lossy(&bytes).lines().try_for_each(|line| app.out.line(&text::clean(line)))?;
        } else {
            app.out.stdout().write_all(&bytes)?;
        }
        left_out
    } else {
        let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = std::sync::Arc::clone(&count);
        fill(args.file.clone(), existing(args.force), move |file| {
            let left_out = timefile::write(target, &entries, &zone, &mut std::io::BufWriter::new(file))?;
            counted.store(left_out, std::sync::atomic::Ordering::Relaxed);
            Ok(())
        })
        .await?;
        count.load(std::sync::atomic::Ordering::Relaxed)
    };
    let message = with("cli-time-exported", "count", view.total - left_out).with("format", target.as_str());
    app.out.note(&message);
    if left_out == 0 {
        return Ok(Exit::Done);
    }
    app.out.warn(&with("cli-time-not-held", "count", left_out).with("format", target.as_str()));
    Ok(Exit::As(ErrorKind::Partial))
}

fn found(row: &EntryRow) -> Found {
    let entry = &row.entry;
    let when = match &entry.span {
        Span::Clock { start, end, .. } => When::Clock { start: *start, end: *end },
        Span::Day { date, seconds, .. } => When::Day { date: *date, seconds: *seconds },
    };
    Found {
        line: 0,
        id: entry.id.to_string(),
        older: String::new(),
        when,
        zone: entry.span.zone_name().to_owned(),
        person: row.person.clone(),
        client: row.client.clone().unwrap_or_default(),
        project: row.project.clone().unwrap_or_default(),
        task: entry.task.clone(),
        note: entry.note.clone(),
        tags: entry.tags.clone(),
        billable: Some(entry.billable),
        raw: String::new(),
    }
}
