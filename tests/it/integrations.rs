//! Slack, calendars and the archive: what is refused, and that secrets stay sealed. `.ci/peers` has the real servers.

use std::io::Write;
use std::process::Stdio;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::Home;
use crate::support::server::{Answer, Server};
use crate::support::serving::Serving;
use crate::support::sink::Sink;
use crate::support::talk::{Reply, request, tcp};

const KEY: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// A home with own books, a project and a person.
fn home() -> Home {
    let home = Home::new();
    let books = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43", "--zone"];
    home.expect(0, &[&books[..], &["Europe/Budapest"]].concat());
    home.expect(0, &["client", "add", "Acme Kft."]);
    home.expect(0, &["project", "add", "Site", "--client", "Acme Kft."]);
    home.expect(0, &["person", "add", "Anna"]);
    home
}

fn with_input(home: &Home, args: &[&str], input: &str) -> (Option<i32>, String) {
    let mut command = home.command(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    let done = child.wait_with_output().expect("ends");
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

fn entries(home: &Home) -> Vec<Value> {
    home.json(0, &["time", "list", "--format", "json"])["entries"].as_array().expect("entries").clone()
}

fn signed(key: &str, timestamp: i64, body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).expect("a key");
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    let digits = mac.finalize().into_bytes().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    format!("v0={digits}")
}

fn post(address: &str, timestamp: i64, signature: &str, body: &str) -> Reply {
    let head = format!(
        "POST /hooks/slack HTTP/1.1\r\nHost: x\r\nX-Slack-Request-Timestamp: {timestamp}\r\nX-Slack-Signature: {signature}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    tcp(address, format!("{head}{body}").as_bytes())
}

#[test]
fn a_command_of_slack_records_time_once_and_only_with_a_fresh_signature() {
    let home = home();
    assert_eq!(with_input(&home, &["hook", "set-secret", "slack", "--stdin"], KEY).0, Some(0));
    home.expect(0, &["slack", "add", "U012AB3CD", "--person", "Anna", "--project", "Site"]);
    home.expect(2, &["slack", "add", "anna", "--person", "Anna"]);
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");

    let now = Timestamp::now().as_second();
    let body = "command=%2Ftime&user_id=U012AB3CD&trigger_id=1.2.a&text=2.5+hours%3A+wrote+%3C%21channel%3E+it";
    let right = signed(KEY, now, body);
    let flipped = right.replace("v0=", "v0=0").chars().take(right.len()).collect::<String>();
    for (timestamp, signature, body) in [
        (now, signed("another", now, body), body),
        (now, String::new(), body),
        (now, "v0=zz".to_owned(), body),
        (now, flipped, body),
        (now + 1, right.clone(), body),
        (now, right.clone(), "command=%2Ftime&user_id=U012AB3CD&text=9+hours"),
        // Late, and from a time that is not yet: signed rightly.
        (now - 600, signed(KEY, now - 600, body), body),
        (now + 600, signed(KEY, now + 600, body), body),
    ] {
        let reply = post(&address, timestamp, &signature, body);
        assert_eq!((reply.status, reply.text().as_str()), (401, ""), "{timestamp} {signature} {body}");
    }
    assert_eq!(entries(&home), Vec::<Value>::new());

    let reply = post(&address, now, &right, body);
    assert_eq!(reply.status, 200, "{}", reply.head);
    let said = reply.json();
    assert_eq!(said["response_type"], "ephemeral");
    let text = said["text"].as_str().expect("a text");
    assert!(text.contains("2:30") && text.contains("Site") && text.contains("&lt;!channel&gt;"), "{text}");
    let found = entries(&home);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&found[0]["seconds"], &found[0]["person"], &found[0]["project"]), (&json!(9000), &json!("Anna"), &json!("Site")));
    assert_eq!(found[0]["source"], "slack");
    // The same again is refused, and records nothing.
    assert_eq!(post(&address, now, &right, body).status, 401);
    // The same command with a new signature is the same entry.
    let again = post(&address, now + 1, &signed(KEY, now + 1, body), body);
    assert_eq!((again.status, entries(&home).len()), (200, 1));
    for (text, expected) in [("help", "/time"), ("1h+Nowhere%3A+x", "Nowhere")] {
        let body = format!("user_id=U012AB3CD&text={text}");
        let reply = post(&address, now, &signed(KEY, now, &body), &body);
        assert!(reply.status == 200 && reply.json()["text"].as_str().is_some_and(|said| said.contains(expected)), "{text}");
    }
    // "súgó", and a project that there is not.
    for (text, expected) in [("s%C3%BAg%C3%B3", "időtartam"), ("1%2C5+%C3%B3ra+Nowhere%3A+x", "nincs ilyen projekt")] {
        let body = format!("user_id=U012AB3CD&text={text}");
        let said = post(&address, now, &signed(KEY, now, &body), &body).json();
        assert!(said["text"].as_str().is_some_and(|said| said.contains(expected)), "{text}: {said}");
    }
    let stranger = "user_id=U0STRANGER&text=1h";
    let said = post(&address, now, &signed(KEY, now, stranger), stranger).json();
    assert!(said["text"].as_str().is_some_and(|text| text.contains("U0STRANGER")), "{said}");
    assert_eq!(entries(&home).len(), 1);
    let hooks = home.json(0, &["hook", "list", "--json"]);
    let hook = hooks["hooks"].as_array().expect("hooks").iter().find(|hook| hook["service"] == "slack").expect("slack");
    assert_eq!((&hook["path"], &hook["refused"]), (&json!("/hooks/slack"), &json!(8)), "one had no signature: {hook}");
    drop(serving);
    for file in crate::support::files(home.path()) {
        let content = std::fs::read(&file).unwrap_or_default();
        assert!(!content.windows(KEY.len()).any(|window| window == KEY.as_bytes()), "{}", file.display());
    }
}

/// The configuration of messages to Slack.
fn posts(home: &Home, settings: &str) {
    std::fs::write(home.path().join("config.toml"), format!("[slack]\n{settings}\n")).expect("written");
}

#[test]
fn figures_are_posted_to_slack_once_a_day() {
    let home = home();
    let unset = home.expect(6, &["slack", "summary"]);
    assert!(unset.err.contains("[slack]"), "{}", unset.err);
    assert!(home.json(0, &["slack", "summary", "--dry-run", "--json"])["deliveries"][0]["mail"]["text"].is_string());
    let sink = Sink::http(&["503 Busy", "200 OK"]);
    posts(&home, "post = \"webhook\"");
    let unsaved = home.expect(6, &["slack", "test"]);
    assert!(unsaved.err.contains("slack set-secret"), "{}", unsaved.err);
    let save = |name: &str, secret: &str| with_input(&home, &["slack", "set-secret", name, "--stdin"], secret);
    assert_eq!(save("webhook", "http://example.com/T0PS3CRET").0, Some(6));
    assert_eq!(save("webhook", &format!("http://127.0.0.1:{}/T0PS3CRET", sink.port)).0, Some(0));
    let later = home.json(3, &["slack", "summary", "--json"])["deliveries"][0].clone();
    assert_eq!(
        (&later["kind"], &later["state"], &later["to"][0]),
        (&json!("daily"), &json!("queued"), &json!("Slack")),
        "{later}"
    );
    assert!(later["error"].as_str().is_some_and(|why| why.starts_with("503")), "{later}");
    let id = later["delivery"].as_str().expect("text");
    home.expect(0, &["deliveries", "retry", id]);
    // Once: what was posted is not posted again.
    let again = home.json(0, &["slack", "summary", "--json"])["deliveries"][0].clone();
    assert_eq!((&again["delivery"], &again["state"]), (&json!(id), &json!("sent")));
    home.expect(0, &["slack", "test"]);
    let heard = sink.hears(3);
    assert_eq!(heard.len(), 3, "{heard:?}");
    assert!(heard[1].starts_with("POST /T0PS3CRET") && heard[1].contains("Own Kft."), "{}", heard[1]);
    assert!(home.expect(0, &["audit"]).out.contains("slack.summary"));
    for file in crate::support::files(home.path()) {
        let content = std::fs::read(&file).unwrap_or_default();
        assert!(!content.windows(9).any(|window| window == b"T0PS3CRET"), "{}", file.display());
    }
}

#[test]
fn what_a_bot_may_not_post_says_why() {
    let home = home();
    let answers = [r#"{"ok":false,"error":"not_in_channel"}"#, r#"{"ok":true}"#, r#"{"ok":false,"error":"internal_error"}"#];
    let server = Server::start(move |asked| Answer::text(200, answers[asked.index.min(2)]));
    posts(&home, &format!("post = \"bot\"\nchannel = \"#accounts\"\napi = \"{}\"", server.url));
    assert_eq!(with_input(&home, &["slack", "set-secret", "token", "--stdin"], "xoxb-1").0, Some(0));
    let refused = home.json(3, &["slack", "summary", "--json"])["deliveries"][0].clone();
    let told = (&refused["state"], &refused["error"], &refused["to"][0]);
    assert_eq!(told, (&json!("failed"), &json!("not_in_channel"), &json!("Slack #accounts")));
    home.expect(0, &["deliveries", "retry", refused["delivery"].as_str().expect("text")]);
    let lost = home.expect(4, &["slack", "test"]);
    assert!(lost.err.contains("internal_error"), "{}", lost.err);
    assert!(server.asked().iter().all(|asked| asked.method == "POST" && asked.path == "/chat.postMessage"));
    // Alerts go the same way.
    let text = std::fs::read_to_string(home.path().join("config.toml")).expect("there");
    std::fs::write(home.path().join("config.toml"), format!("[alerts]\nwebhook = \"slack\"\n{text}")).expect("written");
    let failed = home.json(4, &["alert", "test", "--json"]);
    assert!(failed[0]["error"].to_string().contains("internal_error"), "{failed}");
    std::fs::write(home.path().join("config.toml"), "[alerts]\nwebhook = \"slack\"\n").expect("written");
    home.expect(6, &["alert", "test"]);
    posts(&home, "post = \"bot\"");
    home.expect(6, &["status"]);
}

#[test]
fn a_missing_secret_names_the_option_that_the_command_has() {
    let home = home();
    let calendar = ["calendar", "add", "Work", "--url", "http://127.0.0.1:9/cal/", "--user", "anna", "--no-test"];
    let others = [
        "slack set-secret token",
        "hook set-secret slack",
        "archive set-key",
        "deliveries set-password",
        "alert set-secret smtp-password",
    ];
    let others = others.map(|line| line.split(' ').collect::<Vec<_>>());
    for args in std::iter::once(&calendar[..]).chain(others.iter().map(Vec::as_slice)) {
        let missing = home.expect(6, args).err;
        let option = missing.split_whitespace().find(|word| word.starts_with("--")).expect("an option").trim_end_matches('.');
        let (code, said) = with_input(&home, &[args, &[option]].concat(), "s3cret-password\n");
        assert!(code == Some(0), "{args:?} {option}: {code:?} {said}");
    }
}

#[test]
fn a_calendar_is_asked_for_before_it_is_kept_and_its_password_is_sealed() {
    let home = home();
    let server = Server::start(|_| Answer::text(401, "no"));
    let url = format!("{}/cal/", server.url);
    let add = |url: &str, more: &[&str]| {
        let args = [&["calendar", "add", "Work", "--url", url, "--user", "anna", "--secret-stdin"][..], more].concat();
        with_input(&home, &args, "s3cret-password\n")
    };
    let (code, said) = add(&url, &[]);
    assert!(code == Some(6) && said.contains("password"), "{code:?} {said}");
    assert!(!said.contains("s3cret"), "{said}");
    for bad in ["http://example.com/cal/", "https://anna:pw@example.com/cal/", "ftp://127.0.0.1/"] {
        let (code, said) = add(bad, &[]);
        assert!(code == Some(6) && !said.contains("pw@"), "{bad}: {code:?} {said}");
    }
    assert_eq!(home.json(0, &["calendar", "list", "--json"])["calendars"], json!([]));
    assert_eq!(add(&url, &["--no-test"]).0, Some(0));
    let failed = home.json(4, &["calendar", "sync", "--json"]);
    let failed = &failed["calendars"][0];
    assert_eq!((&failed["status"], &failed["events_created"]), (&json!("failed"), &json!(0)), "{failed}");
    let shown = home.json(0, &["calendar", "list", "--json"]);
    let shown = &shown["calendars"][0];
    assert!(shown["error"].as_str().is_some_and(|error| error.contains("password")) && shown["secret_set"] == true, "{shown}");
    for file in crate::support::files(home.path()) {
        let content = std::fs::read(&file).unwrap_or_default();
        assert!(!content.windows(6).any(|window| window == b"s3cret"), "{}", file.display());
    }
    home.expect(0, &["calendar", "remove", "Work", "--yes"]);
    assert!(crate::support::files(&home.store()).iter().all(|file| !file.to_string_lossy().contains("calendar-")));
}

#[test]
fn calendars_slack_and_the_archive_are_connected_over_http() {
    let home = home();
    let viewer = home.expect(0, &["token", "add", "reader", "--role", "viewer"]).out.trim().to_owned();
    let admin = home.expect(0, &["token", "add", "boss", "--role", "admin"]).out.trim().to_owned();
    // The calendar of this test is on this machine.
    std::fs::write(home.path().join("config.toml"), "[access]\nlocal_addresses = true\n").expect("written");
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    let ask = |token: &str, method: &str, path: &str, body: &Value| {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        tcp(&address, request(method, path, Some(token), &body).as_bytes())
    };
    let none = Value::Null;
    let calendars = "/v1/companies/1/calendars";
    let new = json!({"name": "Work", "url": "http://127.0.0.1:9/cal/", "user": "anna", "secret": "s3cret-password", "test": false,
        "person": "Anna", "project": "Site", "from": "2026-10-01"});
    assert_eq!(ask(&viewer, "POST", calendars, &new).status, 403);
    let unknown = json!({"name": "Work", "colour": "red"});
    assert_eq!(ask(&admin, "POST", calendars, &unknown).status, 400);
    // What is wrong here is said before the server, which is none, is asked.
    let tested =
        |name: &str| json!({"name": name, "url": "http://127.0.0.1:9/cal/", "user": "anna", "secret": "s3cret-password"});
    assert_eq!(ask(&admin, "POST", "/v1/companies/9/calendars", &tested("Work")).status, 404);
    assert!(ask(&admin, "POST", calendars, &tested(" ")).text().contains("calendar-name-taken"));
    assert!(ask(&admin, "POST", calendars, &tested("Work")).text().contains("calendar-unreachable"));
    let added = ask(&admin, "POST", calendars, &new);
    assert_eq!(added.status, 200, "{}", added.text());
    let told = added.json();
    assert_eq!(
        (&told["name"], &told["secret_set"], &told["from"]),
        (&json!("Work"), &json!(true), &json!("2026-10-01")),
        "{told}"
    );
    assert!(!added.text().contains("s3cret"));
    assert_eq!(ask(&admin, "GET", "/v1/calendars", &none).json()["calendars"].as_array().map(Vec::len), Some(1));
    let conflict = format!("{calendars}/Work/conflicts/0123");
    assert_eq!(ask(&viewer, "POST", &conflict, &json!({"keep": "books"})).status, 403);
    assert_eq!(ask(&admin, "POST", &conflict, &json!({"keep": "neither"})).status, 400);
    assert!(ask(&admin, "POST", &conflict, &json!({"keep": "calendar"})).status >= 400, "there is no such conflict");
    assert_eq!(ask(&admin, "DELETE", &format!("{calendars}/Work"), &none).status, 204);
    assert_eq!(ask(&admin, "GET", "/v1/calendars", &none).json()["calendars"], json!([]));

    let people = "/v1/companies/1/slack-people";
    let person = format!("{people}/U012AB3CD");
    assert_eq!(ask(&viewer, "PUT", &person, &json!({"person": "Anna"})).status, 403);
    assert_eq!(ask(&admin, "PUT", &person, &json!({"person": "Anna", "project": "Site"})).status, 204);
    let listed = ask(&admin, "GET", people, &none).json();
    assert_eq!(listed["people"], json!([{"user": "U012AB3CD", "person": "Anna", "project": "Site"}]));
    assert_eq!(ask(&admin, "DELETE", &person, &none).status, 204);
    assert_eq!(ask(&admin, "GET", people, &none).json()["people"], json!([]));

    // The figures of the day and of the week: shown, and refused where nothing says where to.
    for (path, kind) in [("/v1/slack/summary", "daily"), ("/v1/deliveries/summary", "summary")] {
        let shown = ask(&admin, "POST", &format!("{path}?dry_run=true"), &none);
        assert_eq!((shown.status, &shown.json()["deliveries"][0]["kind"]), (200, &json!(kind)), "{path}: {}", shown.text());
        assert_eq!(ask(&viewer, "POST", path, &none).status, 403);
        assert!(ask(&admin, "POST", path, &none).status >= 400, "{path}");
    }

    for path in ["/v1/archive/run", "/v1/archive/run?again=true", "/v1/archive/verify"] {
        let refused = ask(&admin, "POST", path, &none);
        assert!(refused.status >= 400 && refused.text().contains("[s3]"), "{path}: {} {}", refused.status, refused.text());
    }
    assert_eq!(ask(&viewer, "POST", "/v1/archive/run", &none).status, 403);
}

/// A multistatus of resources, each with its properties and a status of its own where it has one.
fn multistatus(resources: &[(&str, &str, u16)], token: usize) -> Answer {
    let one = |(path, properties, status): &(&str, &str, u16)| {
        format!(
            "<response><href>{path}</href><propstat><prop>{properties}</prop><status>HTTP/1.1 200 OK</status></propstat>\
             <status>HTTP/1.1 {status} X</status></response>"
        )
    };
    let all: String = resources.iter().map(one).collect();
    let body = format!("<multistatus xmlns=\"DAV:\">{all}<sync-token>{token}</sync-token></multistatus>");
    Answer::text(207, body)
}

#[test]
fn a_calendar_has_an_end_and_a_measure() {
    let about = "<resourcetype><calendar/></resourcetype><sync-token>0</sync-token>\
                 <supported-report-set><supported-report><report><sync-collection/></report></supported-report></supported-report-set>";
    let event = "<getetag>\"1\"</getetag>";
    // Its answers are always cut; or it has one event of more than a megabyte.
    let endless = Server::start(move |asked| match asked.method.as_str() {
        "PROPFIND" => multistatus(&[("/cal/", about, 200)], 0),
        _ => multistatus(&[("/cal/a.ics", event, 200), ("/cal/", "", 507)], asked.index),
    });
    let huge = Server::start(move |asked| match (asked.method.as_str(), asked.index) {
        ("PROPFIND", _) => multistatus(&[("/cal/", about, 200)], 0),
        (_, 1) => multistatus(&[("/cal/a.ics", event, 200)], 1),
        _ => {
            let text = format!("{event}<calendar-data>BEGIN:VCALENDAR {}</calendar-data>", "x".repeat(1 << 20));
            multistatus(&[("/cal/a.ics", &text, 200)], 1)
        }
    });
    for (server, error) in [(&endless, "after 50 requests"), (&huge, "larger than 1 MB: /cal/a.ics")] {
        let home = home();
        let url = format!("{}/cal/", server.url);
        let args = ["calendar", "add", "Work", "--url", &url, "--user", "anna", "--secret-stdin", "--no-test"];
        assert_eq!(with_input(&home, &args, "password\n").0, Some(0));
        home.expect(4, &["calendar", "sync"]);
        let shown = home.json(0, &["calendar", "list", "--json"]);
        assert!(shown["calendars"][0]["error"].as_str().is_some_and(|said| said.contains(error)), "{shown}");
        assert_eq!(shown["calendars"][0]["events"], 0, "{shown}");
    }
    assert!(endless.count() < 60, "{}", endless.count());
}

#[test]
fn without_a_bucket_nothing_is_archived() {
    let home = home();
    let refused = home.expect(6, &["archive", "run"]);
    assert!(refused.err.contains("[s3]"), "{}", refused.err);
    home.expect(6, &["backup", "--to", "s3"]);
    home.expect(2, &["backup"]);
    assert_eq!(home.json(0, &["archive", "list", "--json"])["documents"], json!([]));
}
