#!/usr/bin/env bash
# arbeitszeit 0.1.4 (PyPI): a week of 40 hours has 16:00 in its log, and 30 hours of overtime are +06:00.
#
# Expected: log shows the hours of each day, of each week with the difference from the agreed ones, and of all. Five days of 08:00 are 40:00;
#   six hours more each day are +30:00.
# Happens: of a sum only the part below a whole day is shown: 24 hours, and every further 24, are left out, in the week, in the total and in
#   both differences, of negative ones too. A single day is right.
# Why it matters: every week of a full-time job is wrong, and whoever bills or compensates by the log is short of 24 hours a week or more.
# Versions: arbeitszeit 0.1.4, the newest, with pydantic 2.12.4, typer 0.9.4 and click 8.1.8, Python 3.11. Seen on 2026-11-30.
# Source: this run, against minutes; Python documentation, datetime.timedelta (seconds is the part below a day, total_seconds() the whole).
#   Its README adds up a week of two days, 08:15 and 06:45 as 15:00; no issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC LC_ALL=C.UTF-8
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check arbeitszeit==0.1.4 pydantic==2.12.4 typer==0.9.4 click==8.1.8
export HOME="$work" XDG_CONFIG_HOME="$work/config"
mkdir -p "$XDG_CONFIG_HOME/arbeitszeit"
cat > week.py <<'PY'
import os, sys
from datetime import date, timedelta

start, stop, days = sys.argv[1], sys.argv[2], int(sys.argv[3])
lines = [f"{date(2026, 11, 23) + timedelta(days=day):%a %Y-%m-%d} {start} {stop}" for day in range(days)]
open(os.environ["XDG_CONFIG_HOME"] + "/arbeitszeit/arbeitszeit.txt", "w").write("\n".join(lines))
minutes = sum((int(stop[:2]) - int(start[:2])) * 60 + int(stop[3:]) - int(start[3:]) for _ in lines)
more = minutes - 480 * days
print(f"{days} days from {start} to {stop}: {minutes // 60}:{minutes % 60:02d}, {'-' if more < 0 else '+'}{abs(more) // 60}:{abs(more) % 60:02d}")
PY
while read -r start stop days; do
    venv/bin/python week.py "$start" "$stop" "$days"
    venv/bin/python -m arbeitszeit log | grep -E '^(20|Total)' | tr -s ' '
done >seen <<'DAYS'
09:00 17:30 2
09:00 17:00 5
08:00 22:00 5
12:00 14:30 5
DAYS
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
2 days from 09:00 to 17:30: 17:00, +1:00
2026W48: 17:00 [+01:00]
Total: 17:00 [+01:00]
5 days from 09:00 to 17:00: 40:00, +0:00
2026W48: 16:00 [+00:00]
Total: 16:00 [+00:00]
5 days from 08:00 to 22:00: 70:00, +30:00
2026W48: 22:00 [+06:00]
Total: 22:00 [+06:00]
5 days from 12:00 to 14:30: 12:30, -27:30
2026W48: 12:30 [-03:30]
Total: 12:30 [-03:30]
WANT
