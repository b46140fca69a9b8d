#!/usr/bin/env bash
# ical 14.3.1 (PyPI): a changed occurrence that is named in UTC stands beside the one that it replaces, and RDATE alone loses the first.
#
# Expected: RFC 5545 3.8.4.4: UID and RECURRENCE-ID name the occurrence that is replaced; its value is an instant, in UTC or in a zone.
#   3.8.5.2: the occurrences of an event with RDATE are DTSTART and the dates of RDATE. The README promises expansion by RFC 5545 without
#   another package.
# Happens: 1. The occurrences get a local time without a zone as their name, and that is compared as text with RECURRENCE-ID. With Z
#      at its end, or in another zone than DTSTART, it is never equal: the meeting counts as it was and as it is.
#   2. An occurrence that is cancelled in this way (STATUS:CANCELLED) still counts.
#   3. An event with RDATE and no RRULE has only the dates of RDATE.
#   recurring-ical-events has all of them right.
# Why it matters: hours of calendars become invoices: what was moved is billed twice, and the first hour of others never.
# Versions: ical 14.3.1; as control recurring-ical-events 3.8.2 with icalendar 7.3.2, Python 3.11. Seen on 2026-11-29.
# Source: this run; RFC 5545 as named. That changes count twice is known (allenporter/ical #278, #565); for local times it is right now.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if ical answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ical==14.3.1 icalendar==7.3.2 recurring-ical-events==3.8.2 tzdata
cat > hours.py <<'PY'
from datetime import datetime, timezone
import icalendar, recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

start, end = (datetime(2026, month, 1, tzinfo=timezone.utc) for month in (11, 12))


def summary(pairs):
    pairs = sorted((begin.astimezone(timezone.utc), stop.astimezone(timezone.utc)) for begin, stop in pairs)
    seconds = sum((stop - begin).total_seconds() for begin, stop in pairs)
    return f"{seconds / 3600:g} h: " + ", ".join(f"{begin:%d %H:%M}" for begin, _ in pairs)


def show(name, *events):
    events = "".join(f"BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nSUMMARY:work\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//probe//EN\n{events}END:VCALENDAR\n".replace("\n", "\r\n")
    timeline = IcsCalendarStream.calendar_from_ics(text).timeline_tz(timezone.utc)
    print(f"{name}, ical: {summary((event.start, event.end) for event in timeline.overlapping(start, end) if event.status != 'CANCELLED')}")
    control = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(start, end)
    print(f"{name}, control: {summary((event.start, event.end) for event in control if event.get('STATUS') != 'CANCELLED')}")


utc = "DTSTART:20261103T090000Z\nDTEND:20261103T100000Z\n"
local = "DTSTART;TZID=Europe/Budapest:20261103T100000\nDTEND;TZID=Europe/Budapest:20261103T110000\n"
daily = "RRULE:FREQ=DAILY;COUNT=3"
moved = "DTSTART:20261104T130000Z\nDTEND:20261104T150000Z"
show("local name", local + daily, "RECURRENCE-ID;TZID=Europe/Budapest:20261104T100000\n" + moved)
show("name in UTC", utc + daily, "RECURRENCE-ID:20261104T090000Z\n" + moved)
show("zone and UTC", local + daily, "RECURRENCE-ID:20261104T090000Z\n" + moved)
show("cancelled", utc + daily, "RECURRENCE-ID:20261104T090000Z\nSTATUS:CANCELLED\n" + moved)
show("RDATE", utc + "RDATE:20261105T090000Z,20261106T090000Z")
PY
venv/bin/python -W ignore hours.py >seen
cat seen
diff - seen <<'WANT' || { echo "ical answers otherwise now: read this script again"; exit 1; }
local name, ical: 4 h: 03 09:00, 04 13:00, 05 09:00
local name, control: 4 h: 03 09:00, 04 13:00, 05 09:00
name in UTC, ical: 5 h: 03 09:00, 04 09:00, 04 13:00, 05 09:00
name in UTC, control: 4 h: 03 09:00, 04 13:00, 05 09:00
zone and UTC, ical: 5 h: 03 09:00, 04 09:00, 04 13:00, 05 09:00
zone and UTC, control: 4 h: 03 09:00, 04 13:00, 05 09:00
cancelled, ical: 3 h: 03 09:00, 04 09:00, 05 09:00
cancelled, control: 2 h: 03 09:00, 05 09:00
RDATE, ical: 2 h: 05 09:00, 06 09:00
RDATE, control: 3 h: 03 09:00, 05 09:00, 06 09:00
WANT
