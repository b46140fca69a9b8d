//! `faktura doctor`: each thing that can be wrong is found with its next step, and nothing is touched.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::serving::Serving;
use crate::support::terminal::Terminal;
use crate::support::{Home, copy, ran};

const KEY: &str = "0123456789abcdef-secret";

/// A home with a company, and nothing wrong.
fn home() -> Home {
    let home = Home::new();
    let mut add = home.command(&["company", "add", "Egy", "--provider", "billingo", "--no-test"]);
    add.args(["--base-url", "http://127.0.0.1:1/v3"]).env("FAKTURA_API_KEY", KEY);
    let added = ran(add);
    assert_eq!(added.code, Some(0), "{}", added.err);
    home
}

/// The exit code, and each finding that is not ok: its check, its level, what to do.
fn examined(home: &Home) -> (i32, Vec<(String, String, String)>) {
    let ran = home.run(&["doctor", "--json"]);
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err));
    assert!(!ran.out.contains(KEY) && !ran.out.contains("AGE-SECRET"), "{}", ran.out);
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().expect("a list");
    let bad = findings.iter().filter(|finding| finding["level"] != "ok");
    (ran.code.expect("it ends"), bad.map(|f| (text(f, "check"), text(f, "level"), text(f, "next"))).collect())
}

/// Every file and folder with its size, mode and time of change.
fn tree(folder: &Path) -> BTreeMap<PathBuf, (u64, u32, SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        let facts = entry.metadata().expect("readable");
        found.insert(entry.path(), (facts.len(), facts.permissions().mode(), facts.modified().expect("a time")));
        if facts.is_dir() {
            found.extend(tree(&entry.path()));
        }
    }
    found
}

#[test]
fn a_sound_installation_has_no_problem_and_is_not_touched() {
    let empty = Home::new();
    let ran = empty.expect(0, &["doctor"]);
    assert!(ran.out.ends_with("No problem found.\n") && ran.err.is_empty(), "{}{}", ran.out, ran.err);
    assert_eq!(tree(empty.path()), BTreeMap::new(), "nothing is made");
    let home = home();
    let none = home.expect(0, &["doctor"]);
    assert!(none.out.contains("no backup is on record"), "{}", none.out);
    home.expect(0, &["backup", home.path().join("all.age").to_str().expect("UTF-8")]);
    let kept = home.expect(0, &["doctor"]);
    assert!(kept.out.contains("last backup") && !kept.out.contains("no backup"), "{}", kept.out);
    let before = tree(home.path());
    assert_eq!(examined(&home), (0, Vec::new()));
    let said = home.expect(0, &["doctor", "--lang", "hu"]);
    assert!(said.out.contains("rendben") && said.out.contains("Nincs hiba."), "{}", said.out);
    assert_eq!(tree(home.path()), before);
}

/// On a terminal of 80 columns no word is broken at its edge, and a command stays whole.
#[test]
fn a_narrow_terminal_has_what_is_found_below_each_other() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["doctor"], 60, 80);
    terminal.shows("No problem found.");
    let text = terminal.text();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    assert!(lines.contains(&"    → faktura company add 'My Company Kft.' --provider billingo"), "{text}");
    // What changes from one run to the next, or with the terminal, is left out.
    let piped = home.expect(0, &["doctor"]).out;
    let steady = piped.lines().filter(|line| !["disk", "clock", "schedule", "terminal"].iter().any(|name| line.contains(name)));
    let shown: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
    for word in steady.flat_map(str::split_whitespace) {
        assert!(shown.contains(&word), "{word} is broken: {text}");
    }
}

type Break = fn(&Path);

/// What is broken, the finding, its level, a part of what to do.
const BROKEN: &[(Break, &str, &str, &str)] = &[
    (|home| std::fs::remove_file(home.join("store/FORMAT")).expect("there"), "store-no-stamp", "fail", "check --repair"),
    (|home| std::fs::write(home.join("store/FORMAT"), "x").expect("room"), "store-damaged", "fail", "check --repair"),
    (|home| std::fs::write(home.join("store/companies.json"), "{}").expect("room"), "store-damaged", "fail", "check --repair"),
    (|home| std::fs::remove_dir_all(home.join("store/journal")).expect("there"), "store-part", "fail", "check --repair"),
    (|home| std::fs::remove_file(home.join("store/keys/1.age")).expect("there"), "key-missing", "fail", "company set-key Egy"),
    (|home| std::fs::write(home.join("store/keys/1.age"), "x").expect("room"), "key-damaged", "fail", "company set-key Egy"),
    (|home| std::fs::remove_file(home.join("identity.age")).expect("there"), "vault-missing", "fail", "copy"),
    (|home| mode(&home.join("identity.age"), 0o644), "vault-permissions", "fail", "chmod 600"),
    (|home| mode(&home.join("store"), 0o755), "store-open", "warn", "chmod 700"),
    (|home| mode(&home.join("store/companies.json"), 0o640), "files-open", "warn", "chmod go="),
    (|home| config(home, "[sync]\npagse = 3\n"), "config-unknown-key", "fail", "sync.pages"),
    (|home| config(home, "x"), "config-syntax", "fail", ""),
    (|home| std::fs::create_dir(home.join("config.toml")).expect("room"), "config-unreadable", "fail", "--config"),
    (pipe, "config-unreadable", "fail", "--config"),
    (|home| (config(home, ""), mode(&home.join("config.toml"), 0o666)).1, "config-open", "warn", "chmod go-w"),
    (|home| config(home, "[access]\nviewers = [\"root\"]\n"), "access-no-group", "warn", "group = "),
    (|home| config(home, "[access]\ngroup = \"no-such-group\"\n"), "group-unknown", "fail", "groupadd no-such-group"),
    (|home| config(home, "[access]\ngroup = \"root\"\nviewers = [\"no-such-user\"]\n"), "user-unknown", "warn", "/etc/passwd"),
    (
        |home| config(home, "[access]\ngroup = \"root\"\ncompanies = { \"Kettő\" = { viewers = [\"root\"] } }\n"),
        "access-company",
        "warn",
        "config.toml",
    ),
    (|home| config(home, "[reminders]\ncompanies = [\"books\", \"Kettő\"]\n"), "rule-company", "warn", "config.toml"),
    (
        |home| config(home, "[push]\nallow = [{ company = \"Kettő\", kinds = [\"payment\"] }]\n"),
        "rule-company",
        "warn",
        "config.toml",
    ),
    (|home| std::fs::write(home.join("store/damaged.json"), "x").expect("room"), "store-damaged", "fail", "check --repair"),
    (
        |home| config(home, "[schedule]\nzone = \"Europe/Budapest\"\ntimes = [\"15 4 * * *\", \"30 2 * * *\"]\n"),
        "schedule-missing",
        "warn",
        "",
    ),
    (|home| config(home, "[alerts]\ncommand = [\"/no/such/program\"]\n"), "alerts-program", "fail", "executable"),
    (|home| config(home, "[alerts]\nwebhook = \"sealed\"\n"), "alerts-webhook", "fail", "alert set-secret webhook-url"),
    (
        |home| {
            let file = std::fs::File::open(home.join("store/FORMAT")).expect("there");
            drop(file);
            std::fs::create_dir_all(home.join("store/sled.damaged-1")).expect("room");
        },
        "store-aside",
        "warn",
        "check",
    ),
];

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("ours");
}

fn config(home: &Path, text: &str) {
    std::fs::write(home.join("config.toml"), text).expect("room");
    mode(&home.join("config.toml"), 0o600);
}

fn pipe(home: &Path) {
    let (path, mode) = (home.join("config.toml"), rustix::fs::Mode::RWXU);
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).expect("made");
}

#[test]
fn what_is_broken_is_named_with_its_next_step() {
    let sound = home();
    for (number, (break_it, check, level, next)) in BROKEN.iter().enumerate() {
        let home = Home::new();
        copy(sound.path(), home.path());
        for folder in ["store", "store/keys", "store/journal", "store/sled"] {
            mode(&home.path().join(folder), 0o700);
        }
        break_it(home.path());
        let (code, found) = examined(&home);
        assert_eq!(code, if *level == "fail" { 4 } else { 3 }, "{number} {check}: {found:#?}");
        let finding = found.iter().find(|(found, ..)| found == check);
        let (_, is, to_do) = finding.unwrap_or_else(|| panic!("{number} {check}: {found:#?}"));
        assert!(is == level && to_do.contains(next), "{number} {check}: {found:#?}");
    }
}

#[test]
fn a_host_is_named_and_one_that_is_stopped_with_what_to_do() {
    let home = home();
    let serving = Serving::start(&home, &[], None);
    serving.says("Serving ");
    let ran = home.expect(0, &["doctor"]);
    let pid = serving.child.id();
    assert!(ran.out.contains(&format!("process {pid} (")) && ran.out.contains("and answers"), "{}", ran.out);
    serving.signal(Signal::STOP);
    // The state changes a moment after the signal.
    let deadline = std::time::Instant::now() + crate::support::serving::PATIENCE;
    let stopped = || std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") T "));
    while !stopped() {
        assert!(std::time::Instant::now() < deadline, "it is not stopped");
        std::thread::yield_now();
    }
    let (code, found) = examined(&home);
    assert_eq!(code, 4);
    assert_eq!(found, [("host-stopped".to_owned(), "fail".to_owned(), format!("kill -CONT {pid}"))]);
    serving.signal(Signal::CONT);
}
