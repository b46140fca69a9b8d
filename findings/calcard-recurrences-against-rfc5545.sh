#!/usr/bin/env bash
# calcard 0.3.14 (crates.io), expansion of recurring events: four answers that RFC 5545 does not allow.
#
# 1. A changed occurrence. Expected: UID and RECURRENCE-ID name the occurrence that a component replaces; SEQUENCE counts revisions of a
#    component (RFC 5545 3.8.4.4, 3.8.7.4) and is usually higher in the changed one. Happens: the match includes SEQUENCE. With 0 in the
#    series and 1 in the change the replaced occurrence stays beside the change: one meeting counts twice.
# 2. Two series. Expected: a change belongs to the series with its UID. Happens: the UID is not looked at. Where two series of one file
#    have an occurrence at the same instant, a change of one replaces that of the other.
# 3. UNTIL. Expected: with DTSTART in a zone UNTIL is in UTC and bounds the instants of the series (3.3.10). Happens: its digits are
#    taken for local time: a series at 23:30 in Budapest until 21:30 UTC loses its last occurrence.
# 4. Length. Expected: a timed event with neither DTEND nor DURATION ends when it starts (3.6.1). Happens: it lasts until 23:59:59.
# Why it matters: hours of calendars become invoices.
# Versions: calcard 0.3.14 without features, chrono 0.4, rustc as installed. Seen on 2026-11-28.
# Source: this run; RFC 5545 as named.
#
# Needs: cargo and a registry of crates. Fails if calcard's answers are no longer those below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2024"
[dependencies]
calcard = { version = "=0.3.14", default-features = false }
TOML
cat > src/main.rs <<'RUST'
use calcard::common::timezone::Tz;
use calcard::icalendar::ICalendar;
use calcard::icalendar::dates::TimeOrDelta;

fn show(name: &str, events: &[&str]) {
    let events: String = events.iter().map(|event| format!("BEGIN:VEVENT\n{event}\nEND:VEVENT\n")).collect();
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n");
    let expanded = ICalendar::parse(&text).expect("a calendar").expand_dates(Tz::UTC, 100);
    let mut lines: Vec<String> = expanded
        .events
        .iter()
        .map(|event| {
            let seconds = match &event.end {
                TimeOrDelta::Time(end) => end.timestamp() - event.start.timestamp(),
                TimeOrDelta::Delta(delta) => delta.num_seconds(),
            };
            format!("component {} {} {seconds} s", event.comp_id, event.start.to_utc().format("%m-%d %H:%M"))
        })
        .collect();
    lines.sort();
    println!("{name}: {}", lines.join(", "));
}

fn main() {
    let daily = |uid: &str| format!("UID:{uid}\nSEQUENCE:0\nDTSTART:20261005T080000Z\nDTEND:20261005T090000Z\nRRULE:FREQ=DAILY;COUNT=2");
    let change = |sequence: u8| {
        format!("UID:b\nSEQUENCE:{sequence}\nRECURRENCE-ID:20261006T080000Z\nDTSTART:20261006T100000Z\nDTEND:20261006T110000Z")
    };
    show("same SEQUENCE", &[&daily("b"), &change(0)]);
    show("changed SEQUENCE", &[&daily("b"), &change(1)]);
    show("two series", &[&daily("a"), &daily("b"), &change(0)]);
    let late = "UID:c\nDTSTART;TZID=Europe/Budapest:20261005T233000\nDTEND;TZID=Europe/Budapest:20261005T235900\n\
                RRULE:FREQ=DAILY;UNTIL=20261007T213000Z";
    show("UNTIL", &[late]);
    show("no end", &["UID:d\nDTSTART:20261005T080000Z"]);
}
RUST
cargo run --quiet 2>build.log >seen || { cat build.log; exit 1; }
cat seen
diff - seen <<'WANT' || { echo "calcard answers otherwise now: read this script again"; exit 1; }
same SEQUENCE: component 1 10-05 08:00 3600 s, component 2 10-06 10:00 3600 s
changed SEQUENCE: component 1 10-05 08:00 3600 s, component 1 10-06 08:00 3600 s, component 2 10-06 10:00 3600 s
two series: component 1 10-05 08:00 3600 s, component 2 10-05 08:00 3600 s, component 2 10-06 08:00 3600 s, component 3 10-06 10:00 3600 s
UNTIL: component 1 10-05 21:30 1740 s, component 1 10-06 21:30 1740 s
no end: component 1 10-05 08:00 57599 s
WANT
