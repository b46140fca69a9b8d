#!/usr/bin/env bash
# Radicale 3.9.0 (PyPI): a calendar-query with expand has other hours than the free-busy-query of the same server for the same range.
#
# Expected: RFC 4791 9.6.5: expand gives the occurrences that overlap the range, each as it is after changes. 9.9: an event overlaps where
#   it starts before the end of the range and ends after its start. RFC 5545 3.8.5.2: RDATE adds occurrences, with or without RRULE.
#   A free-busy-query (7.10) of the same range tells the same hours.
# Happens: 1. what starts in the instant in which the range ends is in it, if it is of a series: November and December both have it.
#   2. A changed occurrence counts by its old place: moved out of the range it stays in the answer with its new start.
#   3. Its length is that of the series: where only the changed part overlaps, the answer is empty.
#   4. A series of RDATE alone is not expanded; one hour is left of three.
#   5. A first occurrence over the end of summer time is an hour too short: eight hours instead of nine.
#   The free-busy-query of Radicale has all five right.
# Why it matters: hours that a program takes from expanded events and bills are too many, or too few, without an error.
# Versions: Radicale 3.9.0 with vobject 0.9.9, Python 3.11. Seen on 2026-11-29.
# Source: this run; RFC 4791 and RFC 5545 as named; other faults of expand were mended in Kozea/Radicale #1616, #1618 and #1812, none of
#   these five was found there.
#
# Needs: python3 with venv, and a registry of Python packages; it listens on a free port of 127.0.0.1. Fails if the answers are others now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check radicale==3.9.0 vobject==0.9.9
cat > ask.py <<'PY'
import http.client, re, socket, subprocess, sys, time
from datetime import datetime

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
server = subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
                           "--storage-filesystem-folder", "collections"], stderr=subprocess.DEVNULL)


def request(method, path, body="", kind="application/xml"):
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request(method, path, body, {"Authorization": "Basic dTp1", "Content-Type": kind, "Depth": "1"})
            answer = connection.getresponse()
            text = answer.read().decode()
            assert answer.status in (200, 201, 207), (method, path, answer.status, text)
            return text
        except ConnectionRefusedError:
            time.sleep(0.2)
    raise SystemExit("Radicale does not answer")


ZONE = """BEGIN:VTIMEZONE
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


def hours(pairs):
    at = [[datetime.strptime(one, "%Y%m%dT%H%M%SZ") for one in pair] for pair in pairs]
    return sum((end - start).total_seconds() for start, end in at) / 3600


def show(name, start, end, *events):
    folder = f"/u/{name.replace(' ', '-')}/"
    events = "".join(f"BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nSUMMARY:work\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//probe//EN\n{ZONE}{events}END:VCALENDAR\n"
    request("MKCALENDAR", folder)
    request("PUT", folder + "1.ics", text.replace("\n", "\r\n"), "text/calendar")
    span = f'start="{start}" end="{end}"'
    spaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    query = (f"<C:calendar-query {spaces}><D:prop><C:calendar-data><C:expand {span}/></C:calendar-data></D:prop><C:filter>"
             f'<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range {span}/></C:comp-filter></C:comp-filter>'
             "</C:filter></C:calendar-query>")
    found = request("REPORT", folder, query)
    expanded = [(re.search(r"DTSTART:(\w+)", event)[1], re.search(r"DTEND:(\w+)", event)[1])
                for event in re.findall(r"BEGIN:VEVENT.*?END:VEVENT", found, re.DOTALL)]
    found = request("REPORT", folder, f"<C:free-busy-query {spaces}><C:time-range {span}/></C:free-busy-query>")
    busy = re.findall(r"FREEBUSY;FBTYPE=BUSY:(\w+)/(\w+)", found)
    print(f"{name}: expanded {hours(expanded):g} h, busy {hours(busy):g} h")


DAILY = "DTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nRRULE:FREQ=DAILY;COUNT=5"
CHANGE = "RECURRENCE-ID:20261203T090000Z\n"
try:
    show("end of the range", "20261129T000000Z", "20261201T000000Z",
         "DTSTART:20261129T000000Z\nDTEND:20261129T010000Z\nRRULE:FREQ=DAILY;COUNT=5")
    show("moved away", "20261201T000000Z", "20261208T000000Z", DAILY, CHANGE + "DTSTART:20261220T090000Z\nDTEND:20261220T120000Z")
    show("made longer", "20261203T100000Z", "20261203T120000Z", DAILY, CHANGE + "DTSTART:20261203T090000Z\nDTEND:20261203T120000Z")
    show("RDATE alone", "20261201T000000Z", "20261208T000000Z",
         "DTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nRDATE:20261203T090000Z,20261204T090000Z")
    show("end of summer time", "20261024T000000Z", "20261026T000000Z",
         "DTSTART;TZID=Europe/Budapest:20261024T220000\nDTEND;TZID=Europe/Budapest:20261025T060000\nRRULE:FREQ=DAILY;COUNT=1")
finally:
    server.terminate()
    server.wait()
PY
venv/bin/python ask.py >seen
cat seen
diff - seen <<'WANT' || { echo "Radicale answers otherwise now: read this script again"; exit 1; }
end of the range: expanded 3 h, busy 2 h
moved away: expanded 7 h, busy 4 h
made longer: expanded 0 h, busy 2 h
RDATE alone: expanded 1 h, busy 3 h
end of summer time: expanded 8 h, busy 9 h
WANT
