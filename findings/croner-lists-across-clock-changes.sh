#!/usr/bin/env bash
# croner 4.0.3 (crates.io) with jiff 0.2: a list of minutes or hours is lost in the spring night and doubled in the autumn night.
#
# Expected: croner's README says that its rules for clock changes are those of Vixie cron. There a job is a wildcard job only
#   where its minute or hour field begins with `*`; every other job is moved out of a gap and runs once in a repeated hour. So
#   `0,30 2 * * *` should behave as `0 2 * * *` does, for each of its times.
# Happens: croner counts every entry that has a list, a range or a step as an interval. In Europe/Budapest `0,30 2 * * *` does
#   not run at all in the spring night of 2027-03-28, and four times in the autumn night of 2026-10-25. `30 2,4 * * *` loses
#   02:30 in spring and runs it twice in autumn.
# Why it matters: a nightly job whose entry has a list silently does not run once a year.
# Versions: croner 4.0.3, jiff 0.2.x, rustc as installed. Seen on 2026-11-27.
# Source: this run; the README of croner 4.0.3, "Daylight Saving Time (DST) Handling", which names wildcards and steps as intervals
#   and says nothing of lists; cron(8) of Vixie cron.
#
# Needs: cargo and a registry of crates. Fails if croner's answers are no longer those below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
croner = { version = "=4.0.3", default-features = false, features = ["jiff"] }
jiff = { version = "0.2", default-features = false, features = ["std", "tzdb-bundle-always"] }
TOML
cat > src/main.rs <<'RUST'
use std::str::FromStr;

fn main() {
    let nights = [("spring", "2027-03-27T12:00[Europe/Budapest]"), ("autumn", "2026-10-24T12:00[Europe/Budapest]")];
    for entry in ["0 2 * * *", "0,30 2 * * *", "30 2,4 * * *"] {
        let cron = croner::Cron::from_str(entry).expect("croner accepts the entry");
        for (name, noon) in nights {
            let mut at: jiff::Zoned = noon.parse().expect("a time");
            let end = at.checked_add(jiff::Span::new().hours(24)).expect("a day later");
            let mut runs = Vec::new();
            loop {
                at = cron.find_next_occurrence(&at, false).expect("a next time");
                if at >= end {
                    break;
                }
                runs.push(at.strftime("%H:%M%:z").to_string());
            }
            println!("{entry:<14} {name}: {}", if runs.is_empty() { "-".to_owned() } else { runs.join(" ") });
        }
    }
}
RUST
cargo run --quiet 2>build.log >seen || { cat build.log; exit 1; }
cat seen
diff - seen <<'WANT' || { echo "croner answers otherwise now: read this script again"; exit 1; }
0 2 * * *      spring: 03:00+02:00
0 2 * * *      autumn: 02:00+02:00
0,30 2 * * *   spring: -
0,30 2 * * *   autumn: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
30 2,4 * * *   spring: 04:30+02:00
30 2,4 * * *   autumn: 02:30+02:00 02:30+01:00 04:30+01:00
WANT
