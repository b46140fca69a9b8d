//! The figures of own books, each against a floor measured in the same run: `cargo bench --bench books`.
//!
//! The program under test is the release binary as a whole process. Floors: bare durable appends of as many bytes, and `ledger` from the
//! system's packages where it is installed (`apt-get install ledger`). Each figure is held against its bound or told as a ratio to its
//! floor, with `ok` or `OVER`. `FAKTURA_SESSIONS` sets the number of timeclock sessions (1,000,000); `FAKTURA_BENCH_PART=100` measures a
//! hundredth of all else, to see that it works. `-- thousand`, `large`, `issue`, `http`, `million` measures some.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    unreachable_pub,
    clippy::print_stdout,
    reason = "a benchmark that is surprised should end there and then"
)]

mod http;
mod screen;
mod sessions;

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use sessions::Sessions;

/// A home of its own.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        let add = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "EUR", "--tax-number", "32560682-2-43"];
        home.run(&[&add[..], &["--zone", "Europe/Budapest", "--vat", "27"]].concat());
        home.run(&["client", "add", "Acme Kft."]);
        home.run(&["project", "add", "Site", "--client", "Acme Kft."]);
        home.run(&["rate", "set", "--project", "Site", "--amount", "27.50", "--currency", "EUR"]);
        home
    }

    /// Runs a command and tells how long it took, and what it printed.
    fn run(&self, args: &[&str]) -> (Duration, String) {
        let began = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_faktura"))
            .env_clear()
            .env("FAKTURA_HOME", self.0.path())
            .env("HOME", self.0.path())
            .env("TZ", "Europe/Budapest")
            .args(args)
            .stdin(Stdio::null())
            .output()
            .expect("the binary starts");
        let took = began.elapsed();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "faktura {args:?}: {told}");
        (took, String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn json(&self, args: &[&str]) -> (Duration, Value) {
        let (took, out) = self.run(args);
        (took, serde_json::from_str(&out).expect("JSON"))
    }

    /// A file of entries as Toggl exports them: of so many people side by side, sixteen entries a day each.
    fn entries(&self, name: &str, (count, people): (usize, usize), first: jiff::civil::Date, minutes: i64) -> String {
        use jiff::ToSpan;

        let path = self.0.path().join(name);
        let mut file = std::io::BufWriter::new(File::create(&path).expect("a file"));
        writeln!(
            file,
            "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
        )
        .expect("written");
        for index in 0..count {
            // A person has one entry at a time.
            let (person, index) = (index % people, index / people);
            let day = first.saturating_add(i64::try_from(index / 16).expect("small").days());
            let start = day.at(6, 0, 0, 0).saturating_add((i64::try_from(index % 16).expect("small") * 60).minutes());
            let end = start.saturating_add(minutes.minutes());
            let (from, until) = (start.strftime("%Y-%m-%d,%H:%M:%S"), end.strftime("%Y-%m-%d,%H:%M:%S"));
            writeln!(file, "Anna {person},a{person}@x.example,Acme Kft.,Site,,Work {index},Yes,{from},{until},,")
                .expect("written");
        }
        file.flush().expect("written");
        path.to_str().expect("a path").to_owned()
    }
}

fn tell(what: &str, took: Duration, limit: Option<Duration>, beside: &str) {
    let limit = limit.map_or_else(String::new, |limit| {
        let fits = if took <= limit { "ok" } else { "OVER" };
        format!("  of {:.0} ms  {fits}", limit.as_secs_f64() * 1000.0)
    });
    println!("{what:<58} {:>9.1} ms{limit}  {beside}", took.as_secs_f64() * 1000.0);
}

/// So many, or the part of them that is asked for.
fn size(full: usize) -> usize {
    let part = std::env::var("FAKTURA_BENCH_PART").ok().and_then(|part| part.parse().ok()).unwrap_or(1);
    full.checked_div(part).unwrap_or(full).max(1)
}

/// Entries of 25 minutes at 27.50 an hour, rounded once.
fn worth(entries: usize) -> String {
    let cents = (entries * 25 * 2750 * 2 + 60) / 120;
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The floor of a figure, and how many times it is.
fn floor(what: &str, took: Duration, floor: Duration) {
    tell(&format!("  floor: {what}"), floor, None, &format!("ratio {:.2}", took.as_secs_f64() / floor.as_secs_f64()));
}

/// The floor of a figure that may be so many times as much.
fn held(what: &str, took: Duration, floor: Duration, most: f64) {
    let ratio = took.as_secs_f64() / floor.as_secs_f64();
    let fits = if ratio <= most { "ok" } else { "OVER" };
    tell(&format!("  floor: {what}"), floor, None, &format!("ratio {ratio:.2} of {most} at most  {fits}"));
}

/// Durable appends of some bytes, one after the other.
fn durable(dir: &Path, count: usize, bytes: usize) -> Duration {
    let mut file = File::create(dir.join("floor")).expect("a file");
    let block = vec![7u8; bytes];
    let began = Instant::now();
    for _ in 0..count {
        file.write_all(&block).expect("written");
        file.sync_data().expect("durable");
    }
    began.elapsed()
}

/// The floor of every command: a process that opens the store and lists nothing.
fn start(home: &Home) -> Duration {
    (0..5).map(|_| home.run(&["time", "list", "--from", "1990-01-01", "--until", "1990-01-01"]).0).min().expect("some")
}

/// 1,000 entries of 25 minutes at 27.50 an hour: imported, approved, drafted, exact.
fn thousand() {
    let (home, count) = (Home::new(), size(1000));
    let file = home.entries("toggl.csv", (count, 1), jiff::civil::date(2026, 1, 5), 25);
    let began = start(&home);
    let (import, _) = home.run(&["time", "import", &file, "--zone", "Europe/Budapest", "--json"]);
    let (approve, _) = home.run(&["time", "approve"]);
    let (draft, made) = home.json(&["draft", "make", "--client", "Acme", "--json"]);
    assert_eq!(made["drafts"][0]["net"], worth(count));
    let took = import + approve + draft;
    tell(&format!("import + approve + draft of {count} entries"), took, Some(Duration::from_millis(400)), &worth(count));
    floor("three processes that open the store", took, began * 3);
}

/// A draft over 10,000 entries, and a month of 50,000 entries priced.
fn large() {
    let (home, first, month) = (Home::new(), size(10_000), size(50_000));
    let began = start(&home);
    let file = home.entries("ten.csv", (first, 1), jiff::civil::date(2022, 1, 3), 25);
    home.run(&["time", "import", &file, "--zone", "Europe/Budapest"]);
    home.run(&["time", "approve"]);
    let (draft, made) = home.json(&["draft", "make", "--client", "Acme", "--json"]);
    assert_eq!(made["drafts"][0]["net"], worth(first));
    let took = draft.saturating_sub(began);
    tell(&format!("draft over {first} entries, kept and printed"), took, Some(Duration::from_millis(100)), "less the start");
    floor("as many claims appended durably at once", took, durable(home.0.path(), 1, first * 120));
    // A hundred people and one month, beside what was billed before.
    let file = home.entries("fifty.csv", (month, month.div_ceil(496).max(1)), jiff::civil::date(2026, 8, 1), 25);
    home.run(&["time", "import", &file, "--zone", "Europe/Budapest"]);
    let august = ["--from", "2026-08-01", "--until", "2026-08-31"];
    home.run(&[&["time", "approve"][..], &august].concat());
    let args = [&["draft", "make", "--client", "Acme", "--dry-run", "--json"][..], &august].concat();
    let (dry, made) = home.json(&args);
    assert_eq!(made["drafts"][0]["net"], worth(month));
    let took = dry.saturating_sub(began);
    let bound = Some(Duration::from_millis(150));
    tell(&format!("reading and pricing a month of {month} entries, printed"), took, bound, "less the start");
    let read = Instant::now();
    std::hint::black_box(std::fs::read(&file).expect("there"));
    floor("reading the file that they came from", took, read.elapsed());
}

/// 1,000 invoices issued durably.
fn issue() {
    let (home, count) = (Home::new(), size(1000));
    for number in 0..10 {
        let title = format!("Care {number}");
        let add = ["recurring", "add", &title, "--client", "Acme", "--next", "2018-08-01", "--until", "2026-11-01"];
        home.run(&[&add[..], &["--line", "Care=1x1000"]].concat());
    }
    let mut drafts = Vec::new();
    while drafts.len() < count {
        let (_, made) = home.json(&["recurring", "run", "--json"]);
        let made = made["drafts"].as_array().expect("drafts").clone();
        assert!(!made.is_empty(), "as many are due");
        drafts.extend(made.iter().map(|draft| draft["draft"].as_str().expect("an identifier").to_owned()));
    }
    drafts.truncate(count);
    let mut args = vec!["issue", "--each", "--date", "2026-11-01", "--json"];
    args.extend(drafts.iter().map(String::as_str));
    let (took, issued) = home.json(&args);
    assert_eq!(issued["invoices"].as_array().map(Vec::len), Some(count));
    tell(&format!("issuing {count} invoices durably"), took, Some(Duration::from_secs(3)), "");
    floor("as many durable appends of 2 KB", took, durable(home.0.path(), count, 2048));
}

/// A million sessions of ten years: exact, and a week of them.
fn million() {
    let count = std::env::var("FAKTURA_SESSIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let home = Home::new();
    let path = home.0.path().join("all.timeclock");
    let sessions = Sessions::new(count);
    let exact = sessions.write(&path).expect("written");
    let file = path.to_str().expect("a path").to_owned();
    let (took, read) = home.json(&["time", "import", &file, "--zone", "UTC", "--dry-run", "--json"]);
    assert_eq!(read["seconds"].as_i64(), Some(exact), "every second");
    tell(&format!("reading {count} timeclock sessions"), took, None, &format!("{exact} s, exact"));
    let began = Instant::now();
    let ledger = Command::new("ledger").args(["-f", &file, "balance", "--no-color"]).output();
    match ledger {
        Ok(output) if output.status.success() => {
            held("ledger balance of the same file", took, began.elapsed(), 1.0);
        }
        _ => println!("  floor: ledger is not installed (Debian's package `ledger`)"),
    }
    let (took, kept) = home.json(&["time", "import", &file, "--zone", "UTC", "--json"]);
    assert_eq!(kept["imported"].as_u64(), u64::try_from(count).ok());
    tell(&format!("importing {count} sessions durably"), took, None, "");
    let floor = start(&home);
    let day = sessions.middle().to_string();
    let (took, week) = home.json(&["time", "list", "--week", &day, "--format", "json"]);
    let beside = format!("{} entries; a start is {:.1} ms", week["total"], floor.as_secs_f64() * 1000.0);
    tell("a week of them", took, None, &beside);
    screen::figures(home.0.path());
}

/// Entries that are written one by one over HTTP, one connection.
fn over_http() {
    let (home, count) = (Home::new(), size(1000));
    let (took, bytes) = http::one_by_one(home.0.path(), count);
    tell(&format!("{count} entries written one by one over HTTP"), took, None, "");
    let bare = durable(home.0.path(), count, bytes);
    held(&format!("as many bare durable commits of {bytes} bytes"), took, bare, 1.3);
}

fn main() {
    // `cargo test --benches` only builds it.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let only: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is = |name: &str| only.is_empty() || only.iter().any(|one| one == name);
    for (name, run) in
        [("thousand", thousand as fn()), ("large", large), ("issue", issue), ("http", over_http), ("million", million)]
    {
        if is(name) {
            run();
        }
    }
}
