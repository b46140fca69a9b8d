//! `faktura schedule print`: the nightly sync in the words of cron, systemd, launchd and the Task Scheduler of Windows.
//!
//! For: machines that have one of them already. The times are those of the configuration; what one of them cannot say is
//! refused rather than changed. What they do was tried: Debian's cron 3.0pl1 decides by the machine's zone, takes a starred field of
//! days for “and”, and knows no `L`, `W`, `#`, `+`; systemd 252 skips a time that the clocks skip, and the second pass of an hour.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::Target;
use super::context::App;
use super::error::{CliError, Exit, Result};
use crate::config::Paths;
use crate::domain::Message;
use crate::locale::Locale;
use crate::sync::schedule::{Allowed, Fields, Missing, Schedule, ScheduleSettings, shift};

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/// The address of a shared store. It may hold a password, and is printed nowhere.
const STORE_URL: &str = "FAKTURA_STORE_URL";
/// Entries printed at most.
const MOST: usize = 200;

/// Command to run.
struct Job<'a> {
    program: &'a Path,
    /// The configuration file, where another one than usual was named.
    config: Option<&'a Path>,
    /// Variables that say where the store and the configuration are. The scheduler does not have those of a shell.
    variables: &'a [(&'static str, PathBuf)],
    /// The user that the sync runs as, where the scheduler would take another one.
    user: &'a str,
    /// The zone that is configured, by name.
    zone: Option<&'a str>,
    /// The machine's.
    machine: &'a TimeZone,
    now: Timestamp,
    locale: &'static Locale,
}

/// A configured time, and the entries that mean it on the machine's clock.
struct Entry<'a> {
    time: &'a String,
    fields: Vec<Fields>,
}

/// Prints what to put where.
pub(super) fn run(app: &mut App, target: Target) -> Result {
    let options = app.options()?;
    let program = app.environment.program.clone().unwrap_or_else(|| "faktura".into());
    let config = app.globals.config.is_some().then_some(options.paths.config.as_path());
    let variables = variables(app, &options.paths);
    // A user without a name is known by its number.
    let user = app.environment.user.strip_prefix("uid ").unwrap_or(&app.environment.user);
    let (settings, now) = (&options.config.schedule, app.clock().now());
    let zone = settings.zone.as_deref();
    let (machine, locale) = (app.zone(), app.out.locale());
    let job = Job { program: &program, config, variables: &variables, user, zone, machine, now, locale };
    let text = write(&job, settings, target)?;
    let remark = remark(&job, settings, target);
    app.out.line(text.trim_end())?;
    if let Some(remark) = remark {
        app.out.warn(&remark);
    }
    if app.environment.var(STORE_URL).is_some() {
        app.out.warn(&Message::new("cli-schedule-store-url").with("target", name(target)));
    }
    Ok(Exit::Done)
}

/// The variables of this process that decide where the store and the configuration are.
fn variables(app: &App, paths: &Paths) -> Vec<(&'static str, PathBuf)> {
    if app.globals.home.is_some() || app.environment.var("FAKTURA_HOME").is_some() {
        return paths.store.parent().map(|home| ("FAKTURA_HOME", home.to_path_buf())).into_iter().collect();
    }
    let folders = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"];
    // A relative one is none, says the specification.
    let set = |name| app.environment.var(name).map(PathBuf::from).filter(|path| path.is_absolute()).map(|path| (name, path));
    folders.into_iter().filter_map(set).collect()
}

fn write(job: &Job<'_>, settings: &ScheduleSettings, target: Target) -> std::result::Result<String, CliError> {
    if settings.times.is_empty() {
        return Err(CliError::NoTimes);
    }
    let folders = job.variables.iter().map(|(_, path)| path.as_path());
    for path in [job.program].into_iter().chain(job.config).chain(folders) {
        sayable(path, target)?;
    }
    let refused = |time: &String| CliError::NotSaid { time: time.clone(), target: name(target) };
    let read = |time| Ok(Entry { time, fields: Fields::read(time).ok_or_else(|| refused(time))?.apart() });
    let entries: Vec<Entry<'_>> = settings.times.iter().map(read).collect::<std::result::Result<_, CliError>>()?;
    if target == Target::Systemd {
        return Ok(systemd(job, settings, &entries));
    }
    let entries = entries.into_iter().map(|entry| job.moved(entry, target)).collect::<std::result::Result<Vec<_>, _>>()?;
    match target {
        Target::Launchd => launchd(job, &entries).map_err(refused),
        Target::Windows => windows(job, &entries).map_err(refused),
        Target::Crontab | Target::Systemd => Ok(crontab(job, &entries)),
    }
}

/// Note about days without the configured time.
fn remark(job: &Job<'_>, settings: &ScheduleSettings, target: Target) -> Option<Message> {
    let mut message = Schedule::new(settings, job.machine).remark(job.now)?;
    if matches!(target, Target::Launchd | Target::Windows) {
        message.id = "schedule-missing-elsewhere".into();
        message = message.with("target", name(target));
    }
    Some(message)
}

const fn name(target: Target) -> &'static str {
    match target {
        Target::Crontab => "cron",
        Target::Systemd => "systemd",
        Target::Launchd => "launchd",
        Target::Windows => "Windows",
    }
}

impl Job<'_> {
    /// The entry on the machine's clock, which is what decides. The configured zone may show another time, as long as it is always as
    /// far away.
    fn moved<'a>(&self, entry: Entry<'a>, target: Target) -> std::result::Result<Entry<'a>, CliError> {
        let Some(zone) = self.zone else { return Ok(entry) };
        let by = TimeZone::get(zone).ok().and_then(|configured| shift(&configured, self.machine, self.now));
        let fields: Option<Vec<Vec<Fields>>> =
            by.and_then(|by| entry.fields.iter().map(|fields| fields.shifted(by)).collect::<Option<_>>());
        let machine = || self.machine.iana_name().unwrap_or("?").to_owned();
        let other =
            || CliError::OtherZone { time: entry.time.clone(), zone: zone.to_owned(), machine: machine(), target: name(target) };
        Ok(Entry { time: entry.time, fields: fields.ok_or_else(other)?.concat() })
    }

    /// Note about the configured zone.
    fn zones(&self) -> Option<String> {
        let machine = self.machine.iana_name().unwrap_or("local");
        let zone = self.zone.filter(|zone| *zone != machine)?;
        let message = Message::new("cli-schedule-zones").with("machine", machine.to_owned()).with("zone", zone.to_owned());
        Some(self.locale.text(&message))
    }
}

fn list(allowed: &Allowed, digits: usize) -> String {
    let Some(numbers) = allowed else { return "*".to_owned() };
    numbers.iter().map(|number| format!("{number:0digits$}")).collect::<Vec<_>>().join(",")
}

/// The numbers of a field as cron has them: no star where there are numbers, for cron takes that for another meaning.
fn numbers(allowed: &Allowed) -> String {
    let Some(numbers) = allowed else { return "*".to_owned() };
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(from, to): &(u8, u8)| match to - from {
        0 => from.to_string(),
        1 => format!("{from},{to}"),
        _ => format!("{from}-{to}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(",")
}

fn crontab(job: &Job<'_>, entries: &[Entry<'_>]) -> String {
    let mut text = job.zones().map(|zones| format!("# {zones}\n")).unwrap_or_default();
    let variables: Vec<String> = job.variables.iter().map(|(name, path)| format!("{name}={} ", shell(path))).collect();
    let variables = variables.concat();
    let config = job.config.map(|config| format!(" --config {}", shell(config))).unwrap_or_default();
    for fields in entries.iter().flat_map(|entry| &entry.fields) {
        // Each minute of some hours is a time of the clock, which a star is not.
        let every_minute = fields.minutes.is_none() && fields.hours.is_some();
        let minutes = if every_minute { "0-59".to_owned() } else { numbers(&fields.minutes) };
        let [hours, days, months, weekdays] = [&fields.hours, &fields.days, &fields.months, &fields.weekdays].map(numbers);
        let command = format!("{variables}{} --headless --quiet{config}", shell(job.program)).replace('%', "\\%");
        text += &format!("{minutes} {hours} {days} {months} {weekdays}  {command}\n");
    }
    text
}

/// Fails where a path has a character that the target has no way to write: the entry would sync another home, or nothing.
fn sayable(path: &Path, target: Target) -> std::result::Result<(), CliError> {
    let text = path.to_string_lossy();
    let quoted = target == Target::Windows && text.contains('"');
    if quoted || text.chars().any(|c| c.is_control() || c == '\u{FFFD}') {
        return Err(CliError::PathNotSaid { path: text.escape_debug().to_string(), target: name(target) });
    }
    Ok(())
}

fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+:".contains(c));
    if plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

fn systemd(job: &Job<'_>, settings: &ScheduleSettings, entries: &[Entry<'_>]) -> String {
    let quoted = |path: &Path| {
        let text = path.display().to_string().replace('\\', "\\\\").replace('%', "%%").replace('"', "\\\"");
        format!("\"{text}\"")
    };
    let mut text = "# /etc/systemd/system/faktura-sync.service\n[Unit]\nDescription=Sync invoices\nWants=network-online.target\n\
                    After=network-online.target\n\n[Service]\nType=oneshot\nSuccessExitStatus=3\n"
        .to_owned();
    // Without it, the sync runs as root, which has another store, or none.
    text += &format!("User={}\n", job.user);
    for (name, path) in job.variables {
        text += &format!("Environment={}\n", quoted(Path::new(&format!("{name}={}", path.display()))));
    }
    let config = job.config.map(|config| format!(" --config {}", quoted(config))).unwrap_or_default();
    text += &format!("ExecStart={} --headless --quiet{}\n\n", quoted(job.program), config).replace('$', "$$");
    text += "# /etc/systemd/system/faktura-sync.timer\n[Unit]\nDescription=Sync invoices at their times\n\n[Timer]\n";
    for fields in entries.iter().flat_map(|entry| &entry.fields) {
        text += &calendar(job, fields);
    }
    let missing = Schedule::new(settings, job.machine).missing(job.now);
    if !missing.is_empty() {
        text += &format!("# {}\n", job.locale.get("cli-schedule-skipped"));
    }
    let zone = job.zone.map(|zone| format!(" {zone}")).unwrap_or_default();
    for Missing { instead, .. } in &missing {
        text += &format!("OnCalendar={}{zone}\n", instead.strftime("%Y-%m-%d %H:%M:%S"));
    }
    text + "Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
}

/// A line for an entry of one way to be due.
fn calendar(job: &Job<'_>, fields: &Fields) -> String {
    let named = job.zone.and_then(|zone| TimeZone::get(zone).ok());
    let zone = named.as_ref().unwrap_or(job.machine);
    let every_hour = fields.hours.is_none() && fields.days.is_none() && fields.months.is_none() && fields.weekdays.is_none();
    // Every hour goes on through both passes of an hour that is there twice: in UTC there is none.
    let minutes = if every_hour && fields.minutes.is_some() { minutes_in_utc(zone, fields, job.now) } else { None };
    let zone = if minutes.is_some() { Some("UTC") } else { job.zone };
    let weekdays = fields.weekdays.as_ref().map(|days| {
        let names: Vec<&str> = days.iter().filter_map(|day| DAYS.get(usize::from(*day)).copied()).collect();
        names.join(",") + " "
    });
    format!(
        "OnCalendar={}*-{}-{} {}:{}:00{}\n",
        weekdays.unwrap_or_default(),
        list(&fields.months, 2),
        list(&fields.days, 2),
        list(&fields.hours, 2),
        list(minutes.as_ref().unwrap_or(&fields.minutes), 2),
        zone.map(|zone| format!(" {zone}")).unwrap_or_default(),
    )
}

/// The minutes of every hour in UTC, where the zone's clock always shows the same minute; `None` where it changes by less than an hour.
fn minutes_in_utc(zone: &TimeZone, fields: &Fields, now: Timestamp) -> Option<Allowed> {
    let of_hour = |at: Timestamp| zone.to_offset(at).seconds().rem_euclid(3600);
    let until = now.checked_add(jiff::SignedDuration::from_hours(15 * 366 * 24)).ok()?;
    let mut changes = zone.following(now).map(|change| change.timestamp()).take_while(|at| *at < until);
    if changes.next().is_none() || of_hour(now) % 60 != 0 {
        return None;
    }
    let mut changes = zone.following(now).map(|change| change.timestamp()).take_while(|at| *at < until);
    let same = changes.all(|at| of_hour(at) == of_hour(now));
    let by = -(of_hour(now) / 60);
    same.then(|| fields.shifted(by)?.into_iter().next().map(|fields| fields.minutes)).flatten()
}

fn launchd<'a>(job: &Job<'_>, all: &[Entry<'a>]) -> std::result::Result<String, &'a String> {
    let xml = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut entries = Vec::new();
    for Entry { time, fields } in all {
        for entry in fields {
            let mut dicts = vec![String::new()];
            let keys = [
                ("Month", &entry.months),
                ("Day", &entry.days),
                ("Weekday", &entry.weekdays),
                ("Hour", &entry.hours),
                ("Minute", &entry.minutes),
            ];
            for (key, allowed) in keys {
                let Some(numbers) = allowed else { continue };
                let with = |dict: &String, number: &u8| format!("{dict}<key>{key}</key><integer>{number}</integer>");
                dicts = dicts.iter().flat_map(|dict| numbers.iter().map(move |number| with(dict, number))).collect();
                if dicts.len() > MOST {
                    return Err(time);
                }
            }
            entries.extend(dicts);
        }
    }
    let string = |path: &Path| format!("<string>{}</string>", xml(&path.display().to_string()));
    let variables: Vec<String> = job.variables.iter().map(|(name, path)| format!("<key>{name}</key>{}", string(path))).collect();
    let environment = if variables.is_empty() {
        String::new()
    } else {
        format!("  <key>EnvironmentVariables</key><dict>{}</dict>\n", variables.concat())
    };
    let config = job.config.map(|config| format!("<string>--config</string>{}", string(config))).unwrap_or_default();
    let entries: Vec<String> = entries.iter().map(|dict| format!("    <dict>{dict}</dict>\n")).collect();
    let entries = entries.concat();
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- ~/Library/LaunchAgents/faktura.sync.plist -->\n<!DOCTYPE plist PUBLIC \
         \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n  \
         <key>Label</key><string>faktura.sync</string>\n  <key>ProgramArguments</key>\n  <array>{}\
         <string>--headless</string><string>--quiet</string>{config}</array>\n{environment}  <key>StartCalendarInterval</key>\n  <array>\n{entries}  \
         </array>\n</dict>\n</plist>\n",
        string(job.program),
    ))
}

fn windows<'a>(job: &Job<'_>, all: &[Entry<'a>]) -> std::result::Result<String, &'a String> {
    let mut text = String::new();
    let mut number = 0;
    for (time, fields) in all.iter().flat_map(|entry| entry.fields.iter().map(move |fields| (entry.time, fields))) {
        let (Some(times), None, None) = (fields.times(), &fields.days, &fields.months) else { return Err(time) };
        if times.len() > MOST {
            return Err(time);
        }
        let often = fields.weekdays.as_ref().map_or_else(
            || "DAILY".to_owned(),
            |days| {
                let names: Vec<String> =
                    days.iter().filter_map(|day| DAYS.get(usize::from(*day))).map(|day| day.to_uppercase()).collect();
                format!("WEEKLY /D {}", names.join(","))
            },
        );
        for (hour, minute) in times {
            number += 1;
            let option = |name: &str, path: &Path| format!(" --{name} \\\"{}\\\"", path.display());
            let home = job.variables.iter().find(|(name, _)| *name == "FAKTURA_HOME");
            let home = home.map(|(_, home)| option("home", home)).unwrap_or_default();
            let config = job.config.map(|config| option("config", config)).unwrap_or_default();
            text += &format!(
                "schtasks /Create /TN \"faktura sync {number}\" /SC {often} /ST {hour:02}:{minute:02} /TR \
                 \"\\\"{}\\\" --headless --quiet{home}{config}\"\n",
                job.program.display(),
            );
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
