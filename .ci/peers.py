"""Calendars and S3 of the real program against real servers: Radicale and moto. Prints a line for each promise that held."""

import base64
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

BINARY = sys.argv[1]
PASSWORD = "correct-horse-battery"


def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Peer:
    """A server, until the end of the `with`."""

    def __init__(self, args, port, **env):
        self.port = port
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([sys.executable, "-W", "ignore", *args], stdout=self.log, stderr=self.log,
                                        env={**os.environ, **env})

    def __enter__(self):
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.log.seek(0)
                    sys.exit(f"a server did not start:\n{self.log.read().decode()}")
                time.sleep(0.1)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


class Cutting:
    """A way to a server that breaks off in the middle of every request."""

    def __init__(self, to, after):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.to, self.after = to, after
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.cut, args=(client,), daemon=True).start()

    def cut(self, client):
        with client, socket.create_connection(("127.0.0.1", self.to)) as server:
            threading.Thread(target=self.answer, args=(server, client), daemon=True).start()
            sent = 0
            while sent < self.after and (part := client.recv(self.after - sent)):
                server.sendall(part)
                sent += len(part)

    @staticmethod
    def answer(server, client):
        try:
            while part := server.recv(65536):
                client.sendall(part)
        except OSError:
            pass


class Home:
    """A home of the program."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def run(self, *args, code=0, stdin=""):
        env = {**os.environ, "FAKTURA_HOME": str(self.folder), "LANG": "C", "NO_PROXY": "*"}
        done = subprocess.run([BINARY, *args], input=stdin, capture_output=True, text=True, env=env, timeout=120)
        if done.returncode != code:
            sys.exit(f"faktura {' '.join(args)}: exit {done.returncode}, not {code}\n{done.stdout}\n{done.stderr}")
        return done

    def json(self, *args, code=0, stdin=""):
        return json.loads(self.run(*args, "--json", code=code, stdin=stdin).stdout)

    def hides(self, secret):
        for path in self.folder.rglob("*"):
            if path.is_file() and secret.encode() in path.read_bytes():
                sys.exit(f"a secret is in clear in {path}")


def holds(what, condition, seen=""):
    if not condition:
        sys.exit(f"does not hold: {what}\n{seen}")
    print(f"ok  {what}")


def http(method, url, body=None, headers=None):
    token = base64.b64encode(f"anna:{PASSWORD}".encode()).decode()
    request = urllib.request.Request(url, method=method, data=body.encode() if body else None)
    request.add_header("Authorization", f"Basic {token}")
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Budapest
BEGIN:DAYLIGHT
DTSTART:20000326T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20001029T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE"""


def calendar(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *ZONE.splitlines()]
    for event in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20261001T000000Z", *event.splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def add(home, start, end, note):
    made = home.json("time", "add", "--project", "Site", "--start", start, "--end", end, "--zone", "Europe/Budapest", "--note", note)
    return made["entry"]["id"]


def entries(home):
    return {entry["id"]: entry for entry in home.json_list()}


def calendars(folder):
    place = port()
    storage = os.path.join(folder, "collections")
    args = ["-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{place}", "--auth-type", "none"]
    with Peer([*args, "--storage-filesystem-folder", storage], place):
        root = f"http://127.0.0.1:{place}"
        url = f"{root}/anna/work/"
        http("MKCOL", f"{root}/anna/")
        status, text, _ = http("MKCALENDAR", url)
        holds("Radicale makes a calendar", status == 201, text)
        home = Home(os.path.join(folder, "home"))
        home.json_list = lambda: json.loads(home.run("time", "list", "--format", "json").stdout)["entries"]
        home.json("books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43", "--zone",
                  "Europe/Budapest")
        home.json("client", "add", "Acme Kft.")
        home.json("project", "add", "Site", "--client", "Acme Kft.")

        def sync(code=0):
            return home.json("calendar", "sync", code=code)["calendars"][0]

        found = home.run("calendar", "add", "Root", "--url", root, "--user", "anna", "--secret-stdin", code=6, stdin=PASSWORD)
        holds("an address that is no calendar names the calendars of the user", url in found.stderr, found.stderr)
        made = home.json("calendar", "add", "Work", "--url", url, "--user", "anna", "--secret-stdin", "--from", "2026-09-01",
                         "--project", "Site", stdin=PASSWORD)
        holds("a calendar is connected for reading and writing", made["calendar"]["writes"], made)
        home.run("calendar", "test", "Work")

        # Create, over the night in which the clocks go back.
        night = add(home, "2026-10-25T01:30", "2026-10-25T04:00", "Költöztetés; „ő”")
        done = sync()
        holds("an entry becomes an event", done["events_created"] == 1, done)
        status, text, head = http("GET", f"{url}{night}.ics")
        times = "DTSTART:20261024T233000Z" in text and "DTEND:20261025T030000Z" in text
        holds("the event lasts three and a half hours over the clock change", status == 200 and times, text)
        done = sync()
        quiet = all(done[name] == 0 for name in done if name.split("_")[0] in ("events", "entries"))
        holds("a sync without changes does nothing", quiet, done)

        # Edit on both sides, one after the other.
        home.json("time", "edit", night, "--note", "Költöztetés 2")
        holds("an edit here changes the event", sync()["events_updated"] == 1)
        status, text, head = http("GET", f"{url}{night}.ics")
        holds("the event has the new title", "Költöztetés 2" in text, text)
        theirs = text.replace("DTEND:20261025T030000Z", "DTEND:20261025T040000Z").replace("Költöztetés 2", "Költöztetés 3")
        theirs = theirs.replace("END:VEVENT", "LOCATION:Pécs\r\nEND:VEVENT")
        status, text, _ = http("PUT", f"{url}{night}.ics", theirs, {"If-Match": head["ETag"], "Content-Type": "text/calendar"})
        holds("a person edits the event at the server", status in (201, 204), text)
        holds("an edit there changes the entry", sync()["entries_edited"] == 1)
        entry = entries(home)[night]
        holds("the entry has the hours and the note of the event", (entry["seconds"], entry["note"]) == (16200, "Költöztetés 3"), entry)
        holds("the entry keeps its zone and project", (entry["zone"], entry["project"]) == ("Europe/Budapest", "Site"), entry)
        home.json("time", "edit", night, "--note", "Költöztetés 4")
        sync()
        _, text, head = http("GET", f"{url}{night}.ics")
        holds("what a person added to the event stays", "LOCATION:Pécs" in text and "Költöztetés 4" in text, text)

        # Conflicts: shown, never overwritten, decided by a person.
        def both(ours, theirs):
            _, text, head = http("GET", f"{url}{night}.ics")
            title = next(line for line in text.splitlines() if line.startswith("SUMMARY"))
            status, text, _ = http("PUT", f"{url}{night}.ics", text.replace(title, f"SUMMARY:{theirs}"),
                                   {"If-Match": head["ETag"], "Content-Type": "text/calendar"})
            assert status in (201, 204), text
            home.json("time", "edit", night, "--note", ours)
            return sync(3)

        for keep in ("books", "calendar"):
            ours, theirs = f"Ours {keep}", f"Theirs {keep}"
            done = both(ours, theirs)
            _, text, _ = http("GET", f"{url}{night}.ics")
            kept = entries(home)[night]["note"] == ours and f"SUMMARY:{theirs}" in text
            holds("what both sides changed is overwritten on neither", done["conflicts"] == 1 and kept, (done, text))
            shown = home.run("calendar", "show", "Work").stdout
            holds("a conflict is shown in the zone of its entry", shown.count("01:30") == 2 and shown.count("05:00") == 2, shown)
            home.json("calendar", "resolve", "Work", night, "--keep", keep)
            expected = ours if keep == "books" else theirs
            _, text, _ = http("GET", f"{url}{night}.ics")
            same = entries(home)[night]["note"] == expected and f"SUMMARY:{expected}" in text
            holds(f"a person decides for the side “{keep}”", same and sync()["conflicts"] == 0, text)

        # What is approved does not follow its event.
        home.run("time", "approve", "--until", "2026-10-31")
        _, text, head = http("GET", f"{url}{night}.ics")
        http("PUT", f"{url}{night}.ics", text.replace("SUMMARY:Theirs calendar", "SUMMARY:Later"), {"If-Match": head["ETag"]})
        holds("an approved entry does not follow its event", sync(3)["conflicts"] == 1 and entries(home)[night]["note"] == theirs)
        home.run("calendar", "resolve", "Work", night, "--keep", "calendar", code=4)
        home.json("calendar", "resolve", "Work", night, "--keep", "books")

        # Delete on both sides.
        one, two = (add(home, f"2026-10-2{day}T09:00", f"2026-10-2{day}T10:00", "x") for day in (6, 7))
        sync()
        http("DELETE", f"{url}{one}.ics")
        home.run("time", "delete", two)
        done = sync()
        gone = http("GET", f"{url}{two}.ics")[0] == 404 and one not in entries(home)
        holds("a deletion on either side deletes on the other", gone and done["entries_deleted"] == done["events_deleted"] == 1, done)

        # A calendar that is emptied does not empty the books.
        many = [add(home, f"2026-09-{day:02}T09:00", f"2026-09-{day:02}T10:00", f"d{day}") for day in range(1, 13)]
        sync()
        for entry in many:
            http("DELETE", f"{url}{entry}.ics")
        done = sync(3)
        there = entries(home)
        holds("a calendar that was emptied does not empty the books", all(entry in there for entry in many), done)
        for entry in many:
            home.json("calendar", "resolve", "Work", entry, "--keep", "books", code=0)
        holds("the events come back", http("GET", f"{url}{many[-1]}.ics")[0] == 200 and sync()["conflicts"] == 0)

        # Events of a person: recurring over the clock change, one moved, one cancelled, one left out.
        series = calendar(
            "UID:weekly\nSUMMARY:Weekly\nDTSTART;TZID=Europe/Budapest:20261018T100000\nDTEND;TZID=Europe/Budapest:20261018T110000\n"
            "RRULE:FREQ=WEEKLY;COUNT=5\nEXDATE;TZID=Europe/Budapest:20261108T100000",
            "UID:weekly\nSUMMARY:Weekly moved\nRECURRENCE-ID;TZID=Europe/Budapest:20261101T100000\n"
            "DTSTART;TZID=Europe/Budapest:20261101T140000\nDTEND;TZID=Europe/Budapest:20261101T160000",
            "UID:weekly\nSUMMARY:Weekly\nSTATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Budapest:20261115T100000\n"
            "DTSTART;TZID=Europe/Budapest:20261115T100000\nDTEND;TZID=Europe/Budapest:20261115T110000")
        single = calendar("UID:single\nSUMMARY:Single\nDTSTART:20261110T090000Z\nDURATION:PT45M")
        cancelled = calendar("UID:never\nSUMMARY:Never\nSTATUS:CANCELLED\nDTSTART:20261111T090000Z\nDURATION:PT45M")
        for name, text in [("weekly", series), ("single", single), ("never", cancelled)]:
            status, said, _ = http("PUT", f"{url}{name}.ics", text, {"Content-Type": "text/calendar"})
            assert status == 201, said
        before = len(entries(home))
        done = sync()
        listed = home.json("calendar", "propose")["proposals"]
        starts = sorted((one["start"], one["seconds"], one["title"]) for one in listed)
        expected = [("2026-10-18T08:00:00Z", 3600, "Weekly"), ("2026-10-25T09:00:00Z", 3600, "Weekly"),
                    ("2026-11-01T13:00:00Z", 7200, "Weekly moved"), ("2026-11-10T09:00:00Z", 2700, "Single")]
        holds("a series is proposed by its occurrences, without the cancelled and left out ones", starts == expected, starts)
        holds("nothing becomes an entry without a person", len(entries(home)) == before and done["proposals"] == 4, done)
        weekly = next(one for one in listed if one["start"] == "2026-10-25T09:00:00Z")
        home.json("calendar", "dismiss", weekly["proposal"])
        rest = [one["proposal"] for one in listed if one is not weekly]
        done = home.json("calendar", "accept", *rest)
        holds("accepted events are entries", done["created"] == 3 and len(entries(home)) == before + 3, done)
        done = sync()
        holds("they are not written back as events of ours", done["events_created"] == 0 and done["proposals"] == 0, done)
        _, text, head = http("GET", f"{url}single.ics")
        http("PUT", f"{url}single.ics", single.replace("PT45M", "PT1H"), {"If-Match": head["ETag"]})
        http("DELETE", f"{url}weekly.ics")
        sync()
        listed = home.json("calendar", "propose")["proposals"]
        changes = sorted(one["change"] for one in listed)
        holds("a later change and a cancellation are proposed", changes == ["cancelled", "cancelled", "changed"], listed)
        done = home.json("calendar", "accept", *[one["proposal"] for one in listed])
        lengths = [entry["seconds"] for entry in entries(home).values() if entry["note"] == "Single"]
        holds("and taken when a person says so", (done["changed"], done["deleted"], lengths) == (1, 2, [3600]), (done, lengths))

        # A private iCalendar address: read only, sealed.
        private = f"{url}?token=very-private-address"
        home.json("calendar", "add", "Feed", "--ical", "--secret-stdin", "--from", "2026-09-01", "--no-test", stdin=private)
        shown = home.json("calendar", "show", "Feed")["calendar"]
        holds("a private address is not shown", "very-private" not in json.dumps(shown) and not shown["writes"], shown)

        # A lost server changes nothing.
        before = entries(home)
    done = home.json("calendar", "sync", "Work", code=4)["calendars"][0]
    holds("a server that is gone changes nothing and is told", entries(home) == before and done["error"], done)
    home.hides(PASSWORD)
    home.hides("very-private-address")
    holds("password and private address are nowhere in clear", True)
    home.run("key", "rotate")
    shown = home.json("calendar", "show", "Work")["calendar"]
    holds("they survive a new identity", shown["secret_set"], shown)
    home.run("calendar", "remove", "Work", "--yes")
    holds("disconnecting keeps the entries", entries(home) == before)


def archive(folder):
    import boto3
    from botocore.config import Config

    place = port()
    home = Home(os.path.join(folder, "archive"))
    home.folder.mkdir()
    key = secret = ""

    def settings(bucket="own-books", forms='["pdf", "ubl"]', at=place):
        (home.folder / "config.toml").write_text(
            f'[s3]\nbucket = "{bucket}"\nendpoint = "http://127.0.0.1:{at}"\nregion = "us-east-1"\naccess_key = "{key}"\n'
            f'prefix = "faktura"\nforms = {forms}\n')

    def client(service, key, secret):
        config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1})
        return boto3.client(service, endpoint_url=f"http://127.0.0.1:{place}", region_name="us-east-1", aws_access_key_id=key,
                            aws_secret_access_key=secret, config=config)

    # After three requests the server asks for keys and looks at every signature.
    server = ["-c", "import sys; from moto.server import main; main(sys.argv[1:])", "-H", "127.0.0.1", "-p", str(place)]
    with Peer(server, place, INITIAL_NO_AUTH_ACTION_COUNT="3"):
        iam = client("iam", "x", "y")
        iam.create_user(UserName="faktura")
        made = iam.create_access_key(UserName="faktura")["AccessKey"]
        key, secret = made["AccessKeyId"], made["SecretAccessKey"]
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        iam.put_user_policy(UserName="faktura", PolicyName="all", PolicyDocument=json.dumps(policy))
        s3 = client("s3", key, secret)
        s3.create_bucket(Bucket="own-books")

        def objects():
            return {one["Key"]: one["ETag"] for one in s3.list_objects_v2(Bucket="own-books").get("Contents", [])}

        home.json("books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43", "--zone",
                  "Europe/Budapest", "--post-code", "1011", "--city", "Budapest", "--street", "Fő utca 1.", "--iban",
                  "HU42117730161111101800000000")
        home.json("client", "add", "Acme Kft.", "--tax-number", "13114505-2-41", "--country", "HU", "--post-code", "1012", "--city",
                  "Budapest", "--street", "Fő utca 2.")
        home.json("project", "add", "Site", "--client", "Acme Kft.")
        home.json("rate", "set", "--project", "Site", "--amount", "18000", "--currency", "HUF", "--per", "hour", "--from", "2026-01-01")
        for day in (5, 6):
            add(home, f"2026-10-0{day}T09:00", f"2026-10-0{day}T11:00", "Review")
            home.run("time", "approve", "--until", "2026-10-31")
            draft = home.json("draft", "make", "--client", "Acme Kft.", "--from", "2026-10-01", "--until", "2026-10-31", "--vat", "27")
            home.json("issue", draft["drafts"][0]["draft"], "--date", "2026-11-01", "--due", "2026-11-15")

        settings()
        home.run("archive", "run", code=6)
        home.run("archive", "set-key", "--stdin", stdin="wrong-secret")
        failed = json.loads(home.run("archive", "run", "--json", code=4).stdout)
        holds("with a wrong key nothing is archived", failed["error"] and not objects(), failed)
        home.run("backup", "--to", "s3", code=6)
        holds("nor is a backup", not objects())
        home.run("archive", "set-key", "--stdin", stdin=secret)
        settings(bucket="no-such-bucket")
        failed = home.run("archive", "run", "--json", code=4)
        holds("without its bucket nothing is archived, and it is said", json.loads(failed.stdout)["error"], failed.stdout)
        settings()
        done = home.json("archive", "run")
        holds("issued documents are archived", (done["status"], done["written"]) == ("completed", 4), done)
        there = objects()
        holds("each is one object", len(there) == 4 and all(name.startswith("faktura/documents/") for name in there), there)
        again = home.json("archive", "run")
        same = (again["written"], again["known"]) == (0, 4) and objects() == there
        holds("a second run writes nothing", same, again)
        listed = home.json("archive", "verify")
        holds("each reads back as it was written", listed["faults"] == 0 and len(listed["documents"]) == 4, listed)
        pdf = os.path.join(folder, "got.pdf")
        number = listed["documents"][0]["invoice_number"]
        home.run("archive", "get", number, pdf)
        holds("an archived document can be fetched", open(pdf, "rb").read(5) == b"%PDF-")

        # A run that broke off after an upload: the record is lost, the object is there, nothing is doubled or replaced.
        other = Home(os.path.join(folder, "again"))
        backup = os.path.join(folder, "all.backup")
        one = listed["documents"][0]
        name = f"faktura/{one['object']}"
        content = s3.get_object(Bucket="own-books", Key=name)["Body"].read()
        s3.put_object(Bucket="own-books", Key=name, Body=content[: len(content) // 2])
        bad = home.json("archive", "verify", code=3)
        holds("half a document is found", bad["faults"] == 1, bad)
        left = json.loads(home.run("archive", "run", "--again", "--json", code=3).stdout)
        holds("and never overwritten", (left["written"], len(left["refused"])) == (0, 1), left)
        s3.delete_object(Bucket="own-books", Key=name)
        bad = home.json("archive", "verify", code=3)
        holds("a lost document is found", bad["faults"] == 1, bad)
        mended = home.json("archive", "run", "--again")
        holds("and archived anew where that is asked for", (mended["written"], mended["known"]) == (1, 3), mended)
        holds("as it was", home.json("archive", "verify")["faults"] == 0 and objects() == there, objects())
        s3.create_bucket(Bucket="another")
        settings(bucket="another")
        moved = home.json("archive", "run", "--again")
        holds("another bucket is filled", moved["written"] == 4 and home.json("archive", "verify")["faults"] == 0, moved)
        settings()

        # Backups.
        kept = home.run("backup", "--to", "s3")
        backups = [name for name in objects() if "/backups/" in name]
        holds("a backup is one object", len(backups) == 1 and backups[0] in kept.stderr, kept.stderr)
        s3.download_file("own-books", backups[0], backup)
        other.folder.mkdir()
        for file in ("identity.age",):
            (other.folder / file).write_bytes((home.folder / file).read_bytes())
        os.chmod(other.folder / "identity.age", 0o600)
        other.run("restore", "--yes", backup)
        restored = json.loads(other.run("time", "list", "--format", "json").stdout)["entries"]
        holds("it restores", len(restored) == 2, restored)
        left = [path.name for path in home.folder.iterdir() if path.name.startswith(".backup")]
        holds("nothing of it is left here", not left, left)

        # Uploads that are interrupted: the connection breaks off in the middle of each, repetitions too.
        add(home, "2026-10-07T09:00", "2026-10-07T11:00", "Review")
        home.run("time", "approve", "--until", "2026-10-31")
        draft = home.json("draft", "make", "--client", "Acme Kft.", "--from", "2026-10-01", "--until", "2026-10-31", "--vat", "27")
        home.json("issue", draft["drafts"][0]["draft"], "--date", "2026-11-01", "--due", "2026-11-15")
        before = objects()
        settings(at=Cutting(place, 3000).port)
        home.run("archive", "run", code=4)
        home.run("backup", "--to", "s3", code=4)
        known = len(home.json("archive", "list")["documents"])
        holds("an interrupted upload leaves nothing half there, and records nothing", objects() == before and known == 4, objects())
        settings()
        done = home.json("archive", "run")
        holds("the next run makes up for it", (done["status"], done["written"], home.json("archive", "verify")["faults"])
              == ("completed", 2, 0), done)
        before = objects()

        # No room for the backup here: nothing is sent.
        limited = ["bash", "-c", "ulimit -f 1; exec \"$0\" backup --to s3", BINARY]
        env = {**os.environ, "FAKTURA_HOME": str(home.folder), "LANG": "C"}
        done = subprocess.run(limited, capture_output=True, text=True, env=env, timeout=120, restore_signals=False)
        left = [path.name for path in home.folder.iterdir() if path.name.startswith(".backup")]
        holds("without room nothing is sent", done.returncode != 0 and objects() == before, (done, left))
    home.hides(secret)
    holds("the secret of the key is nowhere in clear", True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        calendars(folder)
    with tempfile.TemporaryDirectory() as folder:
        archive(folder)
