//! The time and the zone.

use jiff::{SignedDuration, Timestamp};

use super::{Finding, Known, Surroundings};
use crate::domain::Message;
use crate::store::inspect;

const AREA: &str = "clock";
/// Years in which this program can run.
const YEARS: std::ops::RangeInclusive<i16> = 2025..=2100;
/// Clocks of machines that share a disk differ by so much.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// Looks at the clock, also against what the store was last written at.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    let now = it.clock.now();
    let local = now.to_zoned(it.zone.clone());
    let zone = it.zone.iana_name().unwrap_or("UTC").to_owned();
    let mut found = Vec::new();
    let at = |finding: Finding| finding.with("time", local.strftime("%Y-%m-%d %H:%M:%S %:z").to_string());
    let set = || Message::new("doctor-clock-hint");
    if !YEARS.contains(&local.year()) {
        found.push(at(Finding::fail(AREA, "doctor-clock-year")).hint(set()));
    } else if let Some(last) = newest(it, known).filter(|last| last.duration_since(now) > SLACK) {
        let last = last.to_zoned(it.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        found.push(at(Finding::fail(AREA, "doctor-clock-back")).with("last", last).hint(set()));
    }
    if it.zone.is_unknown() {
        let name = (it.env)("TZ").unwrap_or_default();
        let choose = Message::new("doctor-zone-hint");
        found.push(Finding::warn(AREA, "doctor-zone-unknown").with("zone", name).hint(choose));
    }
    if found.is_empty() {
        found.push(at(Finding::ok(AREA, "doctor-clock")).with("zone", zone.as_str()));
    }
    if let Some(named) = it.config.schedule.zone.as_deref().filter(|named| *named != zone && known.owner.is_none()) {
        found.push(Finding::ok(AREA, "doctor-zone-schedule").with("schedule", named).with("zone", zone));
    }
    found
}

/// The newest time that a run or a write left.
fn newest(it: &Surroundings, known: &Known) -> Option<Timestamp> {
    let runs = known.companies.iter().flatten().filter_map(|view| view.last_run.as_ref());
    let run = runs.map(|run| run.ended.unwrap_or(run.started)).max();
    let written = inspect::last_write(&it.paths.store).and_then(|time| Timestamp::try_from(time).ok());
    run.max(written)
}
