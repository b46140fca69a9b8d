#!/usr/bin/env bash
# klogpy 0.1.1 (PyPI): in a klog file written or read by it 12:30 - 13:30 are thirteen hours, since noon is midnight.
#
# Expected: a time of klog is in the 24-hour clock, 12:30, unless am or pm stands behind it; 12:30 - 13:30 is one hour after noon. A shift that
#   began the day before has < before its start. klogpy says that it is an implementation of klog for time tracking.
# Happens: 1. What has 12 as its hour and no pm is taken for the twelve of am: 12:30 - 13:30 becomes 00:30 - 13:30, in what parse answers
#      and in the file that the command writes: the two hours of the specification's example are 26. 12:30pm - 1:30pm is right.
#   2. 9:00 - 12:00 becomes 09:00 - 00:00, which ends before it begins.
#   3. total_minutes of 2h30m is a text of 62 digits, since the hours are read as text and repeated sixty times; 2h is an error.
# Why it matters: a call over lunch is twelve hours longer than it was, the line is a valid one, and another program bills it.
# Versions: klogpy 0.1.1, the newest, with click 7.1.2 and parsy 1.4.0, Python 3.11. Seen on 2026-11-30.
# Source: this run; klog, "File Format Specification" 1.2: Time (24 hours by default, am and pm for 12), Total time (its example of 2h is
#   12:00 - 13:00 and 12:30 - 13:30; the answer here is made of them); the help of klogpy ("10:00am - 12:00pm", "2h30m"). No issue of it
#   was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check klogpy==0.1.1 click==7.1.2 parsy==1.4.0
cat > read.py <<'PY'
from klogpy import parser

text = """2026-11-27
Work
    9:00 - 12:00 plan
    12:00 - 13:00 mail
    12:30 - 13:30 call
    12:30pm - 1:30pm call
    <22:00 - 0:30 release
    2h30m review

"""


def minutes(entry):
    return sum(sign * (time.hour * 60 + time.minute) for sign, (_, time) in ((1, entry.time.end), (-1, entry.time.start)))


entries = parser.parse(text)[0].entries
for entry in entries:
    print("parse:", entry.serialize())
print("mail and call:", (minutes(entries[1]) + minutes(entries[2])) / 60, "hours")
print("2h30m is", str(parser.duration.parse("2h30m").total_minutes)[:4] + "..., digits:", len(parser.duration.parse("2h30m").total_minutes))
try:
    print("2h is", parser.duration.parse("2h").total_minutes)
except TypeError:
    print("2h is an error")
PY
{
    venv/bin/klogpy init >/dev/null
    venv/bin/klogpy record new
    venv/bin/klogpy entry --message call '12:30 - 13:30'
    venv/bin/klogpy record finalize --message Work >/dev/null
    sed -n 's/^    /in the file: /p' .klogger/time.klog
    venv/bin/python read.py
} >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
Added 00:30 - 13:30 call
in the file: 00:30 - 13:30 call
parse: 09:00 - 00:00 plan
parse: 00:00 - 13:00 mail
parse: 00:30 - 13:30 call
parse: 12:30 - 13:30 call
parse: <22:00 - 00:30 release
parse: 2h30m review
mail and call: 26.0 hours
2h30m is 2222..., digits: 62
2h is an error
WANT
