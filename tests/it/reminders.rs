//! Reminders over a simulated year, with days on which nothing ran: each step once, none after payment. In this process, with a clock that
//! comes in.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use std::sync::{Arc, Mutex};

use faktura::cli::{Environment, run};
use faktura::clock::Clock;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use crate::support::Home;
use crate::support::smtp::{Deed, Smtp};

/// Noon of the day that is set.
struct Noon(Mutex<Date>);

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        let day = *self.0.lock().expect("no test panics here");
        day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("an instant").timestamp()
    }
}

#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no test panics here").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One command at a time in this process: what a process leaves behind when it ends is the process's.
static TURN: Mutex<()> = Mutex::new(());

/// A home with a clock of its own.
struct Year {
    home: Home,
    clock: Arc<Noon>,
}

impl Year {
    fn on(&self, day: Date) {
        *self.clock.0.lock().expect("no test panics here") = day;
    }

    /// Runs a command; what it prints as JSON, or nothing.
    fn run(&self, args: &[&str]) -> Value {
        let (out, err) = (Printed::default(), Printed::default());
        let text = |path: &std::path::Path| path.to_str().expect("UTF-8").to_owned();
        let environment = Environment {
            vars: [("HOME", text(self.home.path())), ("FAKTURA_HOME", text(self.home.path()))]
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            stdin: Box::new(Cursor::new(Vec::new())),
            stdout: Box::new(out.clone()),
            stderr: Box::new(err.clone()),
            stdin_is_terminal: false,
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            width: None,
            user: "tester".to_owned(),
            zone: TimeZone::UTC,
            clock: self.clock.clone(),
            hidden: Arc::new(|_| Err(io::ErrorKind::Unsupported.into())),
            program: None,
            temp: None,
        };
        let words: Vec<std::ffi::OsString> = std::iter::once("faktura").chain(args.iter().copied()).map(Into::into).collect();
        let turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // A main thread has more room than one of a test.
        let main = std::thread::Builder::new().stack_size(64 << 20).spawn(move || run(words, environment));
        let code = format!("{:?}", main.expect("starts").join().expect("no panic"));
        drop(turn);
        let printed = |stream: &Printed| String::from_utf8(stream.0.lock().expect("no test panics here").clone()).expect("UTF-8");
        let (out, err) = (printed(&out), printed(&err));
        assert!(code.contains("(0)") || code.contains("(3)"), "{args:?}: {code}\n{out}\n{err}");
        serde_json::from_str(&out).unwrap_or(Value::Null)
    }

    /// Own books with one invoice for each due date; its number by its place.
    fn with(due: &[Date], port: u16, reminders: &str) -> Self {
        let year = Self { home: Home::new(), clock: Arc::new(Noon(Mutex::new(date(2026, 1, 1)))) };
        let text = format!(
            "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"own@own.example\"\nsummary_to = [\"boss@own.example\"]\n\
             [reminders]\ncompanies = [\"books\"]\n{reminders}\n"
        );
        std::fs::write(year.home.path().join("config.toml"), text).expect("written");
        year.run(&[
            "books",
            "add",
            "Own Kft.",
            "--country",
            "HU",
            "--currency",
            "HUF",
            "--tax-number",
            "32560682-2-43",
            "--zone",
            "UTC",
        ]);
        year.run(&["client", "add", "Acme Kft.", "--email", "acme@buyer.example"]);
        year.run(&["project", "add", "Site", "--client", "Acme Kft."]);
        year.run(&[
            "rate",
            "set",
            "--project",
            "Site",
            "--amount",
            "10000",
            "--currency",
            "HUF",
            "--per",
            "hour",
            "--from",
            "2025-01-01",
        ]);
        for (place, due) in due.iter().enumerate() {
            let (start, end) = (format!("2025-12-{:02}T09:00", place + 1), format!("2025-12-{:02}T10:00", place + 1));
            let day = format!("2025-12-{:02}", place + 1);
            year.run(&["time", "add", "--project", "Site", "--start", &start, "--end", &end, "--zone", "UTC"]);
            year.run(&["time", "approve"]);
            let draft =
                year.run(&["draft", "make", "--client", "Acme Kft.", "--from", &day, "--until", &day, "--vat", "27", "--json"]);
            let draft = draft["drafts"][0]["draft"].as_str().expect("an identifier").to_owned();
            year.run(&["issue", &draft, "--date", "2026-01-01", "--due", &due.to_string()]);
        }
        year
    }
}

fn number(place: usize) -> String {
    format!("INV-2026-{:05}", place + 1)
}

#[test]
fn a_year_with_missed_days_sends_each_step_once_and_none_after_payment() {
    let seed: u64 = std::process::id().into();
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let smtp = Smtp::start(|_, _| Deed::Take);
    // The third is paid between two steps, the fourth in part, the fifth is excepted.
    let due = [date(2026, 2, 10), date(2026, 5, 31), date(2026, 3, 1), date(2026, 4, 1), date(2026, 2, 1)];
    let year = Year::with(&due, smtp.port, "attach = false");
    year.run(&["remind", "off", &number(4)]);
    let mut sent: BTreeMap<String, Vec<(i64, Date)>> = BTreeMap::new();
    let (mut day, mut ran) = (date(2026, 1, 2), 0);
    while day < date(2027, 1, 1) {
        year.on(day);
        if day == date(2026, 3, 10) {
            year.run(&["pay", &number(2), "--amount", "12700", "--date", "2026-03-10", "--method", "wire_transfer"]);
            year.run(&["pay", &number(3), "--amount", "2700", "--date", "2026-03-10", "--method", "wire_transfer"]);
        }
        // Some days nothing runs, once for seven weeks.
        let holiday = day > date(2026, 5, 20) && day < date(2026, 7, 10);
        let near = due.iter().any(|due| (-4..60).contains(&due.until(day).expect("days").get_days()));
        if !holiday && near && random.u8(0..3) != 0 {
            ran += 1;
            for delivery in year.run(&["remind", "--json"])["deliveries"].as_array().expect("a list") {
                assert_eq!(delivery["state"], "sent", "seed {seed}: {delivery}");
                let number = delivery["invoice_number"].as_str().expect("text").to_owned();
                sent.entry(number).or_default().push((delivery["step"].as_i64().expect("a step"), day));
            }
        }
        day = day.saturating_add(1.days());
    }
    assert!(ran > 20);
    for (number, steps) in &sent {
        assert!(steps.windows(2).all(|pair| pair[0].0 < pair[1].0), "seed {seed}: {number} {steps:?}");
    }
    let steps = |place: usize| sent.get(&number(place)).cloned().unwrap_or_default();
    assert_eq!(steps(0).last().map(|(step, _)| *step), Some(30), "seed {seed}: {sent:?}");
    // Seven weeks were missed: of three steps one is sent, and nothing after it.
    assert_eq!(steps(1).iter().map(|(step, _)| *step).collect::<Vec<_>>(), [30], "seed {seed}: {sent:?}");
    assert!(steps(2).iter().all(|(step, day)| *step <= 3 && *day < date(2026, 3, 10)), "seed {seed}: paid: {sent:?}");
    assert_eq!(steps(3).last().map(|(step, _)| *step), Some(30), "seed {seed}: part of it is open");
    assert!(steps(4).is_empty(), "excepted");
    let taken = smtp.taken();
    assert_eq!(taken.len(), sent.values().map(Vec::len).sum::<usize>(), "one mail each");
    assert!(taken.iter().all(|mail| mail.header("Auto-Submitted").as_deref() == Some("auto-generated")));
}

#[test]
fn a_payment_stops_a_reminder_that_waits() {
    // The server takes nothing at first: the reminder waits, and the buyer pays meanwhile.
    let smtp = Smtp::start(|place, _| if place == 0 { Deed::Recipient("451 later") } else { Deed::Take });
    let year = Year::with(&[date(2026, 2, 10)], smtp.port, "fees = [\"1000 HUF\"]\ninterest = \"8.5\"\ncharged_from = 3");
    year.on(date(2026, 2, 13));
    let preview = year.run(&["remind", "--dry-run", "--json"]);
    let text = preview["deliveries"][0]["mail"]["text"].as_str().expect("a text").replace('\u{a0}', " ");
    // 12700 × 8.5 % × 3 / 365 = 8.87 forints
    assert!(text.contains("12 700") && text.contains("1 000") && text.contains("13 709"), "{text}");
    assert_eq!(smtp.taken().len(), 0);
    let first = year.run(&["remind", "--json"]);
    assert_eq!((&first["deliveries"][0]["state"], first["deliveries"][0]["error"].is_string()), (&"queued".into(), true));
    assert!(year.run(&["remind", "--json"])["deliveries"].as_array().expect("a list").is_empty(), "it is queued once");
    year.run(&["pay", &number(0), "--amount", "12700", "--date", "2026-02-13", "--method", "wire_transfer"]);
    year.on(date(2026, 2, 14));
    // Any command that has the store sends what is due.
    let state = || year.run(&["deliveries", "list", "--json"])["deliveries"][0]["state"].as_str().expect("text").to_owned();
    assert!((0..200).any(|_| state() == "cancelled"), "{}", state());
    let listed = year.run(&["deliveries", "list", "--json"]);
    assert_eq!(listed["deliveries"][0]["error"], "Nothing is left to pay.");
    assert_eq!(smtp.taken().len(), 0, "none after payment");
}

#[test]
fn reminders_that_wait_are_dropped_where_they_were_turned_off() {
    let smtp = Smtp::start(|place, _| if place < 2 { Deed::Recipient("451 later") } else { Deed::Take });
    let year = Year::with(&[date(2026, 2, 10), date(2026, 2, 11)], smtp.port, "attach = false\nfees = [\"1000 HUF\"]");
    let mut places = vec![0, 1];
    year.on(date(2026, 2, 20));
    assert_eq!(year.run(&["remind", "--json"])["deliveries"].as_array().map(Vec::len), Some(2));
    year.run(&["remind", "off", &number(0)]);
    year.run(&["remind", "off", "--partner", "Acme Kft."]);
    year.on(date(2026, 2, 21));
    let told = |place: usize| {
        let listed = year.run(&["deliveries", "list", &number(place), "--json"]);
        let text = |name: &str| listed["deliveries"][0][name].as_str().unwrap_or_default().to_owned();
        (text("state"), text("error"))
    };
    let dropped = ("cancelled".to_owned(), "Its reminders were turned off.".to_owned());
    for _ in 0..200 {
        places.retain(|place| told(*place) != dropped);
    }
    assert!(places.is_empty(), "{:?} {:?}", told(0), told(1));
    assert_eq!(smtp.taken().len(), 0);
}

#[test]
fn a_client_of_own_books_can_be_excepted_by_its_name() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let year = Year::with(&[date(2026, 2, 10), date(2026, 2, 11)], smtp.port, "attach = false");
    year.on(date(2026, 2, 20));
    let due = || year.run(&["remind", "--dry-run", "--json"])["deliveries"].as_array().map_or(0, Vec::len);
    assert_eq!(due(), 2);
    year.run(&["remind", "off", "--partner", " acme KFT. "]);
    assert_eq!(due(), 0, "each invoice of the client is left out");
    assert_eq!(year.run(&["remind", "--dry-run", "--json"])["unknown_companies"], serde_json::json!([]));
    let off = year.run(&["remind", "list", "--json"]);
    assert_eq!((off["off"].as_array().map(Vec::len), &off["off"][0]["title"]), (Some(1), &Value::from("Acme Kft.")), "{off}");
    year.run(&["remind", "on", "--partner", "Acme Kft.", "--company", "Own Kft."]);
    assert_eq!(due(), 2);
}

#[test]
fn a_rule_for_a_company_that_is_not_there_is_named() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let year = Year::with(&[], smtp.port, "");
    let config = year.home.path().join("config.toml");
    let text = std::fs::read_to_string(&config).expect("written").replace("[\"books\"]", "[\"own kft.\", \"Owm Kft.\"]");
    std::fs::write(&config, text).expect("written");
    assert_eq!(year.run(&["remind", "--json"])["unknown_companies"], serde_json::json!(["Owm Kft."]));
    let told = year.home.expect(0, &["remind"]);
    assert!(told.err.contains("Owm Kft."), "{}", told.err);
    // Without any rule it is not said that nothing is due.
    let text = std::fs::read_to_string(&config).expect("written").replace("[\"own kft.\", \"Owm Kft.\"]", "[]");
    std::fs::write(&config, text).expect("written");
    let told = year.home.expect(0, &["remind", "--dry-run"]);
    assert!(told.err.contains("[reminders] companies") && !told.err.contains("No reminder is due"), "{}", told.err);
}

#[test]
fn the_figures_of_a_week_are_mailed_once() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let year = Year::with(&[date(2026, 1, 2)], smtp.port, "");
    year.on(date(2026, 1, 5));
    let preview = year.run(&["deliveries", "summary", "--dry-run", "--json"]);
    let text = preview["deliveries"][0]["mail"]["text"].as_str().expect("a text").replace('\u{a0}', " ");
    assert!(text.contains("Own Kft.") && text.contains("overdue now: 1 invoice, 12 700 Ft"), "{text}");
    year.run(&["deliveries", "summary"]);
    year.run(&["deliveries", "summary"]);
    assert_eq!(smtp.taken().len(), 1);
    assert_eq!(
        (smtp.taken()[0].to[0].as_str(), smtp.taken()[0].id().as_str()),
        ("boss@own.example", "<summary-2026-W01@own.example>")
    );
}
