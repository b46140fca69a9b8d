#!/usr/bin/env bash
# DURATION across a clock change: icalendar 7.3.2 (PyPI) and ical.js 2.2.1 (npm) get hours wrong, node-ical 0.27.2 (npm) gets days wrong.
#
# Expected: RFC 5545 3.3.6: days and weeks are nominal, hours, minutes and seconds are exact. From 23:00 in Budapest PT8H ends eight hours
#   later also in the night of a clock change: at 06:00 in autumn, at 08:00 in spring. From noon before it P1D ends at the next noon:
#   25 hours later in autumn, 23 in spring.
# Happens: icalendar, recurring-ical-events and ical.js add both to the clock on the wall: PT8H is nine hours in autumn and seven in
#   spring. node-ical adds both to the instant: P1D is always 24 hours. Neither way is right for both.
# Why it matters: a night shift of PT8H is billed as nine hours or as seven.
# Versions: icalendar 7.3.2, recurring-ical-events 3.8.2, Python 3.11; ical.js 2.2.1, node-ical 0.27.2, Node 20. Seen on 2026-11-29.
# Source: this run; RFC 5545 3.3.6. libical has the mirror of it open as libical/libical #630; nothing was found for these three.
#
# Needs: python3 with venv, node with npm, and their registries. Fails if one of the libraries answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2 recurring-ical-events==3.8.2 tzdata
npm install --silent --no-audit --no-fund --prefix "$work" ical.js@2.2.1 node-ical@0.27.2 >/dev/null
cat > make.py <<'PY'
zone = """BEGIN:VTIMEZONE
TZID:Europe/Budapest
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
events = [("autumn PT8H", "20261024T230000", "PT8H"), ("autumn P1D", "20261024T120000", "P1D"),
          ("spring PT8H", "20270327T230000", "PT8H"), ("spring P1D", "20270327T120000", "P1D")]
text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//probe//EN\n" + zone
for number, (name, start, duration) in enumerate(events):
    text += (f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20260101T000000Z\nSUMMARY:{name}\n"
             f"DTSTART;TZID=Europe/Budapest:{start}\nDURATION:{duration}\nEND:VEVENT\n")
open("calendar.ics", "w", newline="").write((text + "END:VCALENDAR\n").replace("\n", "\r\n"))
PY
cat > read.py <<'PY'
from datetime import timezone
import icalendar, recurring_ical_events
calendar = icalendar.Calendar.from_ical(open("calendar.ics").read())
def show(name, events):
    for event in events:
        hours = (event.end.astimezone(timezone.utc) - event.start.astimezone(timezone.utc)).total_seconds() / 3600
        print(f"{event['SUMMARY']}: {hours:g} h by {name}")
show("icalendar", calendar.walk("VEVENT"))
show("recurring-ical-events", recurring_ical_events.of(calendar).between((2026, 10, 1), (2027, 4, 30)))
PY
cat > read.mjs <<'JS'
import fs from 'node:fs';
import ICAL from 'ical.js';
import ical from 'node-ical';
const text = fs.readFileSync('calendar.ics', 'utf8');
const show = (name, summary, start, end) => console.log(`${summary}: ${(end - start) / 3600000} h by ${name}`);
const calendar = new ICAL.Component(ICAL.parse(text));
ICAL.TimezoneService.register(calendar.getFirstSubcomponent('vtimezone'));
for (const component of calendar.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component);
    show('ical.js', event.summary, event.startDate.toJSDate(), event.endDate.toJSDate());
}
for (const event of Object.values(ical.sync.parseICS(text)).filter(item => item.type === 'VEVENT'))
    show('node-ical', event.summary, event.start, event.end);
JS
python3 make.py
{ venv/bin/python read.py; node read.mjs; } | LC_ALL=C sort >seen
cat seen
diff - seen <<'WANT' || { echo "a library answers otherwise now: read this script again"; exit 1; }
autumn P1D: 24 h by node-ical
autumn P1D: 25 h by ical.js
autumn P1D: 25 h by icalendar
autumn P1D: 25 h by recurring-ical-events
autumn PT8H: 8 h by node-ical
autumn PT8H: 9 h by ical.js
autumn PT8H: 9 h by icalendar
autumn PT8H: 9 h by recurring-ical-events
spring P1D: 23 h by ical.js
spring P1D: 23 h by icalendar
spring P1D: 23 h by recurring-ical-events
spring P1D: 24 h by node-ical
spring PT8H: 7 h by ical.js
spring PT8H: 7 h by icalendar
spring PT8H: 7 h by recurring-ical-events
spring PT8H: 8 h by node-ical
WANT
