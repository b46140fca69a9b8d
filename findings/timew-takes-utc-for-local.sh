#!/usr/bin/env bash
# timew 0.3.0 (PyPI): entries that it exports and tracks again move by the offset of the zone, here into another day.
#
# Expected: export and list of the package give start and end as Timewarrior does, in UTC with a Z, and its documentation shows them
#   so. track, list and export take text or datetime; the same text is the same instant. move passes such a text on and is right.
# Happens: Interval reads the text with its zone and hands it to Timewarrior without: Timewarrior takes 220000 of 220000Z for local
#   time. The same with a datetime that has a zone. A copy in Europe/Budapest is an hour early in winter and two in summer.
# Why it matters: the hours of a day, a week or a month are those of another; the lengths stay, so no sum of all shows it.
# Versions: timew 0.3.0, the newest, with Timewarrior 1.4.3 of Debian 12, Python 3.11. Seen on 2026-11-29.
# Source: this run; the documentation of TimeWarrior.export and Interval in the package; ISO 8601 (Z is UTC); Timewarrior, "Date Formats".
#
# Needs: Debian 12 with its package lists (apt-get update), python3 with venv, a registry of Python packages, and the zone
# Europe/Budapest. Fails if timew behaves otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=Europe/Budapest TIMEWARRIORDB="$work/database"
apt-get download --quiet=2 timewarrior=1.4.3+ds.1-2 >/dev/null 2>&1
dpkg-deb --extract timewarrior_*.deb debian
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check timew==0.3.0 python-dateutil==2.9.0.post0
cat > copy.py <<'PY'
import os, shutil
from datetime import datetime
from dateutil.parser import parse
from timew import TimeWarrior

database = os.environ["TIMEWARRIORDB"]
timew = TimeWarrior(bin="debian/usr/bin/timew")


def new():
    shutil.rmtree(database, ignore_errors=True)
    os.makedirs(database + "/data")
    open(database + "/timewarrior.cfg", "w").write("confirmation = off\nverbose = off\n")


def days():
    found = sorted(timew.export(), key=lambda entry: entry["start"])
    return found, ", ".join(f"{parse(entry['start']).astimezone():%m-%d %H:%M} to {parse(entry['end']).astimezone():%H:%M}" for entry in found)


new()
timew.track(datetime(2026, 7, 1, 0, 30), datetime(2026, 7, 1, 3, 0), ["summer"])
timew.track(datetime(2026, 11, 1, 0, 30), datetime(2026, 11, 1, 3, 0), ["winter"])
entries, shown = days()
print("recorded:", shown)
print("exported:", entries[0]["start"])
for name, read in [("text", str), ("datetime", parse)]:
    new()
    for entry in entries:
        timew.track(read(entry["start"]), read(entry["end"]), entry["tags"])
    print(f"copied as {name}:", days()[1])
for entry in days()[0]:
    timew.move(entry["id"], next(old for old in entries if old["tags"] == entry["tags"])["start"])
print("moved back by text:", days()[1])
PY
venv/bin/python copy.py </dev/null >seen
cat seen
diff - seen <<'WANT' || { echo "timew behaves otherwise now: read this script again"; exit 1; }
recorded: 07-01 00:30 to 03:00, 11-01 00:30 to 03:00
exported: 20260630T223000Z
copied as text: 06-30 22:30 to 01:00, 10-31 23:30 to 02:00
copied as datetime: 06-30 22:30 to 01:00, 10-31 23:30 to 02:00
moved back by text: 07-01 00:30 to 03:00, 11-01 00:30 to 03:00
WANT
