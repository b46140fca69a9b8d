#!/usr/bin/env bash
# nttl 0.4.0 (PyPI): the report of last October counts a night shift of four hours until this moment, and "saturday" is Friday.
#
# Expected: report takes the time window of --start and --end. A shift of 22:00 to 02:00 over the end of a month was stopped: it has four
#   hours in all, of which two belong to each month. English names of weekdays are always understood, as its README says.
# Happens: a stop after the end is not read, so the task is taken for a running one and lasts until the report is made, be it a year later;
#   --end does not cut it off. The part after the start of the window is in no report: the stop without a start is left out silently.
#   A task that a switch ended is taken the same way. And the list of English names has no Thursday, so -s saturday begins with a Friday;
#   the short -s sat is right.
# Why it matters: hours are reported by the month or week to bill or pay them; here one shift adds thousands of hours, the next month lacks two
#   of them, and the report of a weekend has the hours of Friday in it.
# Versions: nttl 0.4.0, the newest, Python 3.11. Seen on 2026-11-30.
# Source: this run, against the entries themselves; its README ("Time range selection", "Day of week"). No issue of it was found.
#
# Needs: python3 (3.11 or newer) with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC LC_ALL=C.UTF-8
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nttl==0.4.0
export HOME="$work/home"
mkdir "$HOME"
nttl() { "$work/venv/bin/nttl" "$@"; }
# a row of the report: begin, end (or "now" if that is a year or more later), duration if it ended
rows() {
    venv/bin/python -c '
import csv, sys
for row in csv.reader(sys.stdin):
    late = int(row[1][:4]) > 2025
    print(f"  {row[0][:16]} to", "now" if late else f"{row[1][:16]}, {row[2]}", row[3])'
}
report() {
    echo "report from $1 to $2:"
    nttl report -f csv -s "$1" -e "$2" 2>&1 | rows
}
{
    nttl start -w '2025-09-30 22:00' -d 'night of September'
    nttl stop -w '2025-10-01 02:00'
    nttl start -w '2025-10-15 09:00' -d day
    nttl stop -w '2025-10-15 17:00'
    nttl start -w '2025-10-31 22:00' -d 'night of October'
    nttl stop -w '2025-11-01 02:00'
    nttl start -w '2025-11-20 09:00' -d morning
    nttl switch -w '2025-11-20 12:00' -d afternoon
    nttl stop -w '2025-11-20 17:00'
    report '2025-01-01 00:00' '2025-12-31 23:59'
    report '2025-09-01 00:00' '2025-09-30 23:59'
    report '2025-10-01 00:00' '2025-10-31 23:59'
    report '2025-11-01 00:00' '2025-11-30 23:59'
    report '2025-11-20 00:00' '2025-11-20 11:00'
    report '2025-11-20 10:00' '2025-11-20 23:59'

    # one event on each of the last eight days
    for days in 1 2 3 4 5 6 7 8; do
        nttl event -w "T-${days}d" -d event
    done
    for name in monday tuesday wednesday thursday friday saturday sunday sat; do
        first=$(nttl list -s "$name")
        echo "-s $name begins with $(date -d "${first:0:10}" +%A)"
    done
} | tee seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
report from 2025-01-01 00:00 to 2025-12-31 23:59:
  2025-09-30 22:00 to 2025-10-01 02:00, 4:00:00 night of September
  2025-10-15 09:00 to 2025-10-15 17:00, 8:00:00 day
  2025-10-31 22:00 to 2025-11-01 02:00, 4:00:00 night of October
  2025-11-20 09:00 to 2025-11-20 12:00, 3:00:00 morning
  2025-11-20 12:00 to 2025-11-20 17:00, 5:00:00 afternoon
report from 2025-09-01 00:00 to 2025-09-30 23:59:
  2025-09-30 22:00 to now night of September
report from 2025-10-01 00:00 to 2025-10-31 23:59:
  2025-10-15 09:00 to 2025-10-15 17:00, 8:00:00 day
  2025-10-31 22:00 to now night of October
report from 2025-11-01 00:00 to 2025-11-30 23:59:
  2025-11-20 09:00 to 2025-11-20 12:00, 3:00:00 morning
  2025-11-20 12:00 to 2025-11-20 17:00, 5:00:00 afternoon
report from 2025-11-20 00:00 to 2025-11-20 11:00:
  2025-11-20 09:00 to now morning
report from 2025-11-20 10:00 to 2025-11-20 23:59:
  2025-11-20 12:00 to 2025-11-20 17:00, 5:00:00 afternoon
-s monday begins with Monday
-s tuesday begins with Tuesday
-s wednesday begins with Wednesday
-s thursday begins with Thursday
-s friday begins with Friday
-s saturday begins with Friday
-s sunday begins with Sunday
-s sat begins with Saturday
WANT
