//! Syncs by themselves: when the next one is due, and what would begin it.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;

use super::{Finding, Known, Level, Surroundings};
use crate::domain::Message;
use crate::store::inspect;
use crate::sync::schedule::Schedule;

const AREA: &str = "schedule";
/// How long `crontab -l` may take: so many looks, so far apart.
const LOOKS: u32 = 40;
const PAUSE: Duration = Duration::from_millis(25);
/// Longest crontab that is read.
const MOST: u64 = 1 << 20;
/// A last sync of longer ago is worth a look where something should have begun one.
const STALE_HOURS: i64 = 26;

/// Looks at the times, at what begins syncs, and at when the last one was.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    if known.owner.is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let schedule = Schedule::new(&it.config.schedule, &it.zone);
    let now = it.clock.now();
    match schedule.next(now) {
        Some(next) => {
            let times = it.config.schedule.times.join("; ");
            let next = next.strftime("%Y-%m-%d %H:%M %Z").to_string();
            found.push(Finding::ok(AREA, "doctor-schedule").with("times", times).with("next", next));
            let remark = schedule.remark(now);
            found.extend(remark.map(|message| Finding { message, ..Finding::warn(AREA, "schedule-missing") }));
        }
        None => found.push(Finding::ok(AREA, "doctor-schedule-never")),
    }
    if !inspect::companies(&it.paths.store)
        .is_ok_and(|companies| companies.iter().any(|company| company.enabled && !company.has_own_books()))
    {
        return found;
    }
    let keeper = keeper(it, known);
    if let Some(keeper) = &keeper {
        found.push(Finding::ok(AREA, "doctor-schedule-kept").with("by", keeper.as_str()));
    } else {
        let print = format!("{} schedule print crontab", it.program);
        found.push(Finding::ok(AREA, "doctor-schedule-nobody").run(print));
    }
    found.extend(last(it, known, now, keeper.is_some()));
    found
}

/// When the last sync was, or the last write where no host tells.
fn last(it: &Surroundings, known: &Known, now: Timestamp, kept: bool) -> Option<Finding> {
    let ended = known.companies.iter().flatten().filter_map(|view| view.last_success.as_ref()?.ended).max();
    let written = || inspect::last_write(&it.paths.store).and_then(|time| Timestamp::try_from(time).ok());
    let (id, at) = match ended {
        Some(at) => ("doctor-schedule-last", at),
        None => ("doctor-schedule-written", written()?),
    };
    let hours = now.duration_since(at).as_hours();
    let late = kept && hours > STALE_HOURS;
    let time = at.to_zoned(it.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let last = Finding::new(if late { Level::Warn } else { Level::Ok }, AREA, id).with("time", time).with("hours", hours);
    Some(if late { last.hint(Message::new("doctor-schedule-late-hint")) } else { last })
}

/// What begins syncs: a host with a schedule, cron, or systemd.
fn keeper(it: &Surroundings, known: &Known) -> Option<String> {
    if known.companies.iter().flatten().any(|view| view.next_run.is_some()) {
        return Some("faktura serve".to_owned());
    }
    let home = (it.env)("HOME").map(PathBuf::from).unwrap_or_default();
    let folders = [
        (home.join(".config/systemd/user"), "systemd (user)"),
        (PathBuf::from("/etc/systemd/system"), "systemd"),
        (PathBuf::from("/etc/cron.d"), "/etc/cron.d"),
        (PathBuf::from("/etc/cron.daily"), "/etc/cron.daily"),
        (home.join("Library/LaunchAgents"), "launchd"),
    ];
    let named = folders.iter().find(|(folder, _)| files(folder).iter().any(|file| names_us(file)));
    if let Some((_, name)) = named {
        return Some((*name).to_owned());
    }
    if names_us(Path::new("/etc/crontab")) {
        return Some("/etc/crontab".to_owned());
    }
    crontab(it).filter(|text| has_line(text)).map(|_| "crontab".to_owned())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// Whether a small file has a line that runs this program.
fn names_us(path: &Path) -> bool {
    let mut text = String::new();
    let read = crate::process::open_file(path).and_then(|file| file.take(MOST).read_to_string(&mut text));
    read.is_ok() && has_line(&text)
}

fn has_line(text: &str) -> bool {
    text.lines().any(|line| !line.trim_start().starts_with('#') && line.contains("faktura"))
}

/// This user's crontab; one that is not told soon is not waited for.
fn crontab(it: &Surroundings) -> Option<String> {
    let program = super::system::program("crontab", (it.env)("PATH").as_deref())?;
    let mut asked = Command::new(program);
    let asked = asked.arg("-l").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    crate::process::hide_secrets(asked);
    let mut child = asked.spawn().ok()?;
    for _ in 0..LOOKS {
        if child.try_wait().ok()?.is_some() {
            let mut text = String::new();
            child.stdout.take()?.take(MOST).read_to_string(&mut text).ok()?;
            return Some(text);
        }
        std::thread::sleep(PAUSE);
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_runs_nothing() {
        assert!(has_line("MAILTO=x\n0 2 * * * /usr/bin/faktura --headless\n"));
        assert!(!has_line("  # 0 2 * * * faktura\n0 2 * * * other\n"));
    }
}
