#!/usr/bin/env bash
# clockify-export 0.3.0 (PyPI): an incremental export replaces the file of a month with its last days, and --full does not export all.
#
# Expected: the README says that an incremental run fetches the entries from the day after the last one and that the files of a month, which
#   are written anew, are always consistent; that --full exports everything; and that there is one file per calendar month. Clockify
#   tells instants in UTC, and with each entry the zone of its user.
# Happens: 1. With refetch = 0 the second run fetches what is new and writes the month with that alone: of 18 hours in May 8 are left. The 8 of
#      the first run are gone, and the call of the morning after, which began within 24 hours of the last entry, is never fetched.
#   2. refetch is 1 by default, and goes before --full: a full export into an empty folder has the last two months, and not March.
#      With --refetch 0 it has all.
#   3. Days and months are those of UTC: 00:30 on 1 June in Budapest is in the file of May, on 31 May, beside the zone of Budapest.
# Why it matters: hours that were exported before are gone from the table that an invoice is made of, and the file looks whole.
# Versions: clockify-export 0.3.0, the newest, Python 3.11. Seen on 2026-11-29.
# Source: this run, without the service: an object answers in its place with pages of entries, and leaves out what began before start, as
#   Clockify's "Get time entries for a user" does; the README, "How incremental export works" and "Example usage" (it says of Start and
#   End that they are in UTC, not of Date and the files). No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package exports otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work
unset CLOCKIFY_API_KEY CLOCKIFY_EXPORT_DIR
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check clockify-export==0.3.0
cat > run.py <<'PY'
import contextlib, csv, io, pathlib, shutil, sys
from urllib.parse import parse_qs, urlsplit
from clockify_export import cli
from clockify_export.api import ClockifyAPI

entries = []


def answer(self, method, path, body=None):
    path, query = urlsplit(path).path, parse_qs(urlsplit(path).query)
    rows = {"/workspaces": [{"id": "w", "name": "Own"}], "/user": {"id": "u", "name": "Own"}}.get(path, [])
    if path.endswith("/time-entries"):
        start = query.get("start", [""])[0]
        rows = [row for row in reversed(entries) if row["timeInterval"]["start"] >= start]
    return rows, {"Last-Page": "true"}


ClockifyAPI._request = answer


def work(text, start, end, hours):
    entries.append({"id": text, "description": text, "billable": True,
                    "timeInterval": {"start": start, "end": end, "duration": f"PT{hours}H", "timeZone": "Europe/Budapest"}})


def export(name, folder, *options):
    sys.argv = ["clockify-export", "--api-key", "none", "--output-dir", folder, "--no-cache", *options]
    with contextlib.redirect_stdout(io.StringIO()):
        cli.main()
    print(name)
    for file in sorted(pathlib.Path(folder).rglob("*.csv")):
        rows = list(csv.DictReader(file.open(encoding="utf-8")))
        hours = sum(float(row["Duration (h)"]) for row in rows)
        print(f"  {file.stem}: {hours:g} h:", ", ".join(f"{row['Date']} {row['Description']}" for row in rows))


work("kick-off", "2024-03-04T08:00:00Z", "2024-03-04T12:00:00Z", 4)
work("design", "2024-05-06T07:00:00Z", "2024-05-06T15:00:00Z", 8)
export("first run", "one", "--refetch", "0")
work("call", "2024-05-07T05:00:00Z", "2024-05-07T07:00:00Z", 2)
work("build", "2024-05-20T07:00:00Z", "2024-05-20T15:00:00Z", 8)
export("second run", "one", "--refetch", "0")
work("night", "2024-05-31T22:30:00Z", "2024-06-01T00:30:00Z", 2)
work("review", "2024-06-03T07:00:00Z", "2024-06-03T09:00:00Z", 2)
export("third run", "one", "--refetch", "0")
export("--full", "two", "--full")
shutil.rmtree("two")
export("--full --refetch 0", "two", "--full", "--refetch", "0")
PY
venv/bin/python run.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package exports otherwise now: read this script again"; exit 1; }
first run
  Own_2024-03: 4 h: 2024-03-04 kick-off
  Own_2024-05: 8 h: 2024-05-06 design
second run
  Own_2024-03: 4 h: 2024-03-04 kick-off
  Own_2024-05: 8 h: 2024-05-20 build
third run
  Own_2024-03: 4 h: 2024-03-04 kick-off
  Own_2024-05: 2 h: 2024-05-31 night
  Own_2024-06: 2 h: 2024-06-03 review
--full
  Own_2024-05: 20 h: 2024-05-06 design, 2024-05-07 call, 2024-05-20 build, 2024-05-31 night
  Own_2024-06: 2 h: 2024-06-03 review
--full --refetch 0
  Own_2024-03: 4 h: 2024-03-04 kick-off
  Own_2024-05: 20 h: 2024-05-06 design, 2024-05-07 call, 2024-05-20 build, 2024-05-31 night
  Own_2024-06: 2 h: 2024-06-03 review
WANT
