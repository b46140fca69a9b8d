//! `faktura schedule print`: the nightly sync in the words of cron, systemd, launchd and the Task Scheduler of Windows.
//!
//! For: machines that have one of them already. The times are those of the configuration; what one of them cannot say is
//! refused rather than changed.

use std::path::Path;

use super::args::Target;
use super::context::App;
use super::error::{CliError, Exit, Result};

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// More entries than anybody wants to read.
const MOST: usize = 200;

/// The numbers that a field allows; `None` for all.
type Allowed = Option<Vec<u8>>;

/// A cron expression, field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fields {
    minutes: Allowed,
    hours: Allowed,
    days: Allowed,
    months: Allowed,
    /// 0 is Sunday.
    weekdays: Allowed,
}

/// What is to be run.
struct Job<'a> {
    program: &'a Path,
    home: Option<&'a Path>,
    zone: Option<&'a str>,
}

/// Prints what to put where.
pub(super) fn run(app: &mut App, target: Target) -> Result {
    let options = app.options()?;
    let program = app.environment.program.clone().unwrap_or_else(|| "faktura".into());
    let given = app.globals.home.is_some() || app.environment.var("FAKTURA_HOME").is_some();
    let home = options.paths.store.parent().filter(|_| given).map(Path::to_path_buf);
    let schedule = &options.config.schedule;
    let job = Job { program: &program, home: home.as_deref(), zone: schedule.zone.as_deref() };
    let text = write(&job, &schedule.times, target)?;
    app.out.line(text.trim_end())?;
    Ok(Exit::Done)
}

fn write(job: &Job<'_>, times: &[String], target: Target) -> std::result::Result<String, CliError> {
    if target == Target::Crontab {
        return Ok(crontab(job, times));
    }
    let refused = |time: &String| CliError::NotSaid { time: time.clone(), target: name(target) };
    let fields: Vec<(&String, Fields)> = times
        .iter()
        .map(|time| Ok((time, Fields::read(time).ok_or_else(|| refused(time))?)))
        .collect::<std::result::Result<_, _>>()?;
    match target {
        Target::Systemd => Ok(systemd(job, fields.iter().map(|(_, fields)| fields))),
        Target::Launchd => launchd(job, &fields).map_err(refused),
        Target::Windows => windows(job, &fields).map_err(refused),
        Target::Crontab => Ok(String::new()),
    }
}

const fn name(target: Target) -> &'static str {
    match target {
        Target::Crontab => "cron",
        Target::Systemd => "systemd",
        Target::Launchd => "launchd",
        Target::Windows => "Windows",
    }
}

impl Fields {
    /// The fields of an expression of numbers, names, lists, ranges and steps; `None` where it says more than that.
    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        let &[minutes, hours, days, months, weekdays] = parts.as_slice() else { return None };
        let weekdays = field(weekdays, 0, 7, &DAYS, 0)?.map(|numbers| {
            let mut numbers: Vec<u8> = numbers.into_iter().map(|day| day % 7).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        });
        Some(Self {
            minutes: field(minutes, 0, 59, &[], 0)?,
            hours: field(hours, 0, 23, &[], 0)?,
            days: field(days, 1, 31, &[], 0)?,
            months: field(months, 1, 12, &MONTHS, 1)?,
            weekdays,
        })
    }

    /// The same as entries that hold wholly: cron means a day of the month or of the week where both are named.
    fn apart(&self) -> Vec<Self> {
        if self.days.is_some() && self.weekdays.is_some() {
            vec![Self { weekdays: None, ..self.clone() }, Self { days: None, ..self.clone() }]
        } else {
            vec![self.clone()]
        }
    }

    fn times(&self) -> Option<Vec<(u8, u8)>> {
        let (hours, minutes) = (self.hours.as_ref()?, self.minutes.as_ref()?);
        Some(hours.iter().flat_map(|hour| minutes.iter().map(|minute| (*hour, *minute))).collect())
    }
}

fn field(text: &str, min: u8, max: u8, names: &[&str], first: u8) -> Option<Allowed> {
    let number = |text: &str| {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text)).and_then(|at| u8::try_from(at).ok());
        named.map(|at| at + first).or_else(|| text.parse().ok()).filter(|number| (min..=max).contains(number))
    };
    if text == "*" {
        return Some(None);
    }
    let mut allowed = Vec::new();
    for part in text.split(',') {
        let (range, step) = part.split_once('/').map_or((part, Some(1)), |(range, step)| (range, step.parse().ok()));
        let step = step.filter(|step: &u8| *step > 0)?;
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (min, max),
            Some((from, to)) => (number(from)?, number(to)?),
            None if part.contains('/') => (number(range)?, max),
            None => (number(range)?, number(range)?),
        };
        allowed.extend((from..=to).step_by(step.into()));
    }
    allowed.sort_unstable();
    allowed.dedup();
    (!allowed.is_empty()).then_some(Some(allowed))
}

fn list(allowed: &Allowed, digits: usize) -> String {
    let Some(numbers) = allowed else { return "*".to_owned() };
    numbers.iter().map(|number| format!("{number:0digits$}")).collect::<Vec<_>>().join(",")
}

fn crontab(job: &Job<'_>, times: &[String]) -> String {
    let mut text = job.zone.map(|zone| format!("CRON_TZ={zone}\n")).unwrap_or_default();
    let home = job.home.map(|home| format!("FAKTURA_HOME={} ", shell(home))).unwrap_or_default();
    for time in times {
        text += &format!("{time}  {home}{} --headless --quiet\n", shell(job.program)).replace('%', "\\%");
    }
    text
}

fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+:".contains(c));
    if plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

fn systemd<'a>(job: &Job<'_>, fields: impl Iterator<Item = &'a Fields>) -> String {
    let quoted = |path: &Path| format!("\"{}\"", path.display().to_string().replace('%', "%%").replace('"', "\\\""));
    let mut text = "# /etc/systemd/system/faktura-sync.service\n[Unit]\nDescription=Sync invoices\nWants=network-online.target\n\
                    After=network-online.target\n\n[Service]\nType=oneshot\nSuccessExitStatus=3\n"
        .to_owned();
    if let Some(home) = job.home {
        text += &format!("Environment={}\n", quoted(Path::new(&format!("FAKTURA_HOME={}", home.display()))));
    }
    text += &format!("ExecStart={} --headless --quiet\n\n", quoted(job.program));
    text += "# /etc/systemd/system/faktura-sync.timer\n[Unit]\nDescription=Sync invoices at their times\n\n[Timer]\n";
    for entry in fields.flat_map(Fields::apart) {
        let weekdays = entry.weekdays.as_ref().map(|days| {
            let names: Vec<&str> = days.iter().filter_map(|day| DAYS.get(usize::from(*day)).copied()).collect();
            names.join(",") + " "
        });
        text += &format!(
            "OnCalendar={}*-{}-{} {}:{}:00{}\n",
            weekdays.unwrap_or_default(),
            list(&entry.months, 2),
            list(&entry.days, 2),
            list(&entry.hours, 2),
            list(&entry.minutes, 2),
            job.zone.map(|zone| format!(" {zone}")).unwrap_or_default(),
        );
    }
    text + "Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
}

fn launchd<'a>(job: &Job<'_>, fields: &[(&'a String, Fields)]) -> std::result::Result<String, &'a String> {
    let xml = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut entries = Vec::new();
    for (time, fields) in fields {
        if job.zone.is_some() {
            return Err(time);
        }
        for entry in fields.apart() {
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
    let environment = job.home.map(|home| {
        let home = xml(&home.display().to_string());
        format!("  <key>EnvironmentVariables</key><dict><key>FAKTURA_HOME</key><string>{home}</string></dict>\n")
    });
    let entries: Vec<String> = entries.iter().map(|dict| format!("    <dict>{dict}</dict>\n")).collect();
    let entries = entries.concat();
    Ok(format!(
        "<!-- ~/Library/LaunchAgents/faktura.sync.plist -->\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \
         \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n  \
         <key>Label</key><string>faktura.sync</string>\n  <key>ProgramArguments</key>\n  <array><string>{}</string>\
         <string>--headless</string><string>--quiet</string></array>\n{}  <key>StartCalendarInterval</key>\n  <array>\n{entries}  \
         </array>\n</dict>\n</plist>\n",
        xml(&job.program.display().to_string()),
        environment.unwrap_or_default(),
    ))
}

fn windows<'a>(job: &Job<'_>, fields: &[(&'a String, Fields)]) -> std::result::Result<String, &'a String> {
    let mut text = String::new();
    let mut number = 0;
    for (time, fields) in fields {
        let (Some(times), None, None, None) = (fields.times(), &fields.days, &fields.months, job.zone) else { return Err(time) };
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
            let home = job.home.map(|home| format!(" --home \\\"{}\\\"", home.display())).unwrap_or_default();
            text += &format!(
                "schtasks /Create /TN \"faktura sync {number}\" /SC {often} /ST {hour:02}:{minute:02} /TR \
                 \"\\\"{}\\\" --headless --quiet{home}\"\n",
                job.program.display(),
            );
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(times: &[&str], target: Target) -> std::result::Result<String, CliError> {
        let job = Job { program: Path::new("/opt/my tools/faktura"), home: Some(Path::new("/srv/faktura")), zone: None };
        let times: Vec<String> = times.iter().map(|time| (*time).to_owned()).collect();
        write(&job, &times, target)
    }

    #[test]
    fn fields_are_numbers_names_lists_ranges_and_steps() {
        let fields = Fields::read("*/20 6-8,22 1 jan-MAR Fri-7").unwrap();
        assert_eq!(fields.minutes, Some(vec![0, 20, 40]));
        assert_eq!(fields.hours, Some(vec![6, 7, 8, 22]));
        assert_eq!((fields.days.clone(), fields.months.clone()), (Some(vec![1]), Some(vec![1, 2, 3])));
        assert_eq!(fields.weekdays, Some(vec![0, 5, 6]), "seven is a Sunday too");
        assert_eq!(fields.apart().len(), 2);
        for text in ["0 0 L * *", "0 24 * * *", "0 0 * * 1#2", "0 0 * *", "5-1 0 * * *", "0/0 * * * *"] {
            assert_eq!(Fields::read(text), None, "{text}");
        }
    }

    #[test]
    fn cron_takes_the_times_as_they_are() {
        let text = print(&["0 2 * * *"], Target::Crontab).unwrap();
        assert_eq!(text, "0 2 * * *  FAKTURA_HOME=/srv/faktura '/opt/my tools/faktura' --headless --quiet\n");
    }

    #[test]
    fn systemd_has_a_line_for_each_way_to_be_due() {
        let text = print(&["30 2 * * *", "0 6,18 1 * MON"], Target::Systemd).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("OnCalendar")).collect();
        assert_eq!(lines, ["OnCalendar=*-*-* 02:30:00", "OnCalendar=*-*-01 06,18:00:00", "OnCalendar=Mon *-*-* 06,18:00:00"]);
        assert!(text.contains("ExecStart=\"/opt/my tools/faktura\" --headless --quiet"), "{text}");
        assert!(text.contains("Environment=\"FAKTURA_HOME=/srv/faktura\""), "{text}");
    }

    #[test]
    fn launchd_and_windows_say_what_they_can() {
        let text = print(&["30 2 * * 1-5"], Target::Launchd).unwrap();
        assert_eq!(text.matches("<key>Weekday</key>").count(), 5);
        assert!(text.contains("<key>Hour</key><integer>2</integer><key>Minute</key><integer>30</integer>"), "{text}");
        let text = print(&["30 2 * * 1-5", "0 12 * * *"], Target::Windows).unwrap();
        assert!(text.contains("/SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 02:30"), "{text}");
        assert!(text.contains("/TN \"faktura sync 2\" /SC DAILY /ST 12:00"), "{text}");
        for (time, target) in [("* * * * *", Target::Windows), ("0 0 1 * *", Target::Windows), ("0 0 L * *", Target::Systemd)] {
            assert!(matches!(print(&[time], target), Err(CliError::NotSaid { .. })), "{time}");
        }
    }
}
