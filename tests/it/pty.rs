//! A whole session in a pseudo-terminal, as an admin would type it.

use std::time::{Duration, Instant};

use crate::support::Home;
use crate::support::server::{Gate, Server, gated};
use crate::support::terminal::{PATIENCE, Terminal, sane};

#[test]
fn demo_sync_search_open_log_quit_and_the_terminal_is_sane() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--demo"], 24, 80);
    terminal.shows("Companies");
    // The demo syncs by itself; a second sync finds nothing new.
    terminal.until("282 invoices in sync", |screen| screen.contains("282") && !screen.contains("syncing"));
    terminal.press("S");
    terminal.until("nothing new", |screen| screen.contains("nothing new") && !screen.contains("syncing"));
    terminal.press("2");
    terminal.shows("Number");
    terminal.press("/");
    terminal.press("status:overdue");
    terminal.until("only what is overdue", |screen| {
        screen.contains(" ms") && screen.lines().filter(|line| line.contains("overdue ")).count() > 5
    });
    terminal.press("\r\r");
    terminal.until("an invoice", |screen| screen.contains("1 of ") && screen.contains("overdue"));
    terminal.press("G");
    terminal.shows("History");
    terminal.press("\x1b");
    terminal.shows("status:overdue");
    terminal.press("4");
    terminal.until("the sync log", |screen| screen.contains("completed"));
    terminal.type_until("?", "type to narrow");
    terminal.press("\x1b");
    terminal.gone("type to narrow");
    terminal.rests(Duration::from_millis(500));
    terminal.press("q");
    let (code, raw) = terminal.ends();
    assert_eq!(code, 0);
    sane(&raw);
    assert_eq!(crate::support::files(home.path()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_demo_that_is_read_only_starts_no_sync_and_offers_none() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--demo", "--read-only", "--provider", "billingo"], 24, 80);
    // The demo's own first sync fills it.
    terminal.until("282 invoices in sync", |screen| screen.contains("282") && !screen.contains("syncing"));
    let text = terminal.text();
    assert!(!text.contains("s sync") && !text.contains("A add"), "{text}");
    terminal.type_until("s", "nothing can be changed from here");
    terminal.quits();
}

#[test]
fn a_demo_looks_as_a_configuration_says_that_is_named() {
    let home = Home::new();
    let named = home.path().join("named.toml");
    std::fs::write(&named, "lang = \"hu\"\n[screen]\nascii = true\n").expect("written");
    let args = ["--demo", "--provider", "xero", "--config", named.to_str().expect("UTF-8")];
    let mut terminal = Terminal::start(&home, &args, 24, 80);
    let shown = |screen: &str| screen.contains("Számlák") && screen.contains("=====") && !screen.contains('─');
    terminal.until("Hungarian, in ASCII", shown);
    terminal.quits();
    // One that is not there is refused as everywhere.
    std::fs::remove_file(&named).expect("removed");
    home.expect(6, &["--demo", "--headless", "--config", named.to_str().expect("UTF-8")]);
}

/// Times that the terminal gets another size and a key at once.
const RESIZES: u16 = 500;

#[test]
fn a_key_after_a_resize_is_seen_without_another_key() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--tab", "reports"], 24, 80);
    terminal.shows("‹Aging›");
    for round in 0..RESIZES {
        // Both at once, so that the program finds them waiting together.
        terminal.resize(20 + round % 7, 80 + round % 11);
        let (key, shown) = if round % 2 == 0 { ("6", "‹Last sync›") } else { ("5", "‹Aging›") };
        terminal.press(key);
        terminal.until(&format!("{key:?} after resize {round}"), |screen| screen.contains(shown));
    }
    terminal.quits();
}

/// An account of 2,000 invoices that waits for its gate, and a company for it.
fn slow() -> (Server, Gate, Home) {
    let (server, gate) = gated(2000);
    let home = Home::new();
    home.must_add("Teszt", &server.url, "a1b2c3d4-1111-4222-8333-0123456701c9");
    (server, gate, home)
}

#[test]
fn a_screen_that_is_a_client_keeps_its_place_when_its_host_is_killed() {
    let (server, gate, home) = slow();
    let before = server.arrived();
    let mut host = home.command(&["sync"]).spawn().expect("starts");
    let deadline = Instant::now() + PATIENCE;
    while server.arrived() < before + 3 {
        assert!(Instant::now() < deadline, "it never fetches");
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut client = Terminal::start(&home, &[], 24, 80);
    client.until("what another process began", |screen| screen.contains("1 syncing"));
    client.press("2");
    client.press("/100\r");
    client.until("found so far", |screen| screen.contains("/ 100") && screen.contains(" ms"));
    host.kill().expect("it can be killed");
    host.wait().expect("it ends");
    gate.open();
    // The screen opens the store itself and goes on with the sync that its host left.
    client.until("all of them", |screen| screen.contains("12 of 2") && screen.contains("/ 100") && !screen.contains("syncing"));
    let runs = home.json(0, &["logs", "--json"]);
    let statuses: Vec<_> = runs["runs"].as_array().expect("runs").iter().map(|run| run["status"].clone()).collect();
    assert_eq!(statuses, ["completed", "interrupted"], "asked of the screen, which has the store now");
    client.press("q");
    let (code, raw) = client.ends();
    assert_eq!(code, 0);
    sane(&raw);
    home.expect(0, &["check"]);
}

#[test]
fn a_screen_that_is_left_hands_its_sync_over() {
    let (_server, gate, home) = slow();
    let mut host = Terminal::start(&home, &[], 24, 80);
    host.shows("Teszt");
    host.press("S");
    host.shows("1 syncing");
    let client = home.command(&["sync", "--json"]).spawn().expect("starts");
    // The question of the screen shows whether another process is connected.
    let deadline = Instant::now() + PATIENCE;
    loop {
        host.type_until("q", "Stay");
        if host.text().contains("hand over") {
            break;
        }
        assert!(Instant::now() < deadline, "nobody comes");
        host.press("\x1b");
        host.gone("Stay");
    }
    host.press("\t\r");
    let (code, raw) = host.ends();
    gate.open();
    assert_eq!(code, 0);
    sane(&raw);
    let client = client.wait_with_output().expect("it ends");
    let error = String::from_utf8_lossy(&client.stderr).into_owned();
    assert_eq!(client.status.code(), Some(0), "{error}");
    let report: serde_json::Value = serde_json::from_slice(&client.stdout).expect("JSON");
    assert_eq!(report["companies"][0]["status"], "completed");
    let all = home.json(0, &["invoices", "--format", "json", "--limit", "1"]);
    assert_eq!(all["total"], 2000);
    home.expect(0, &["check"]);
}

#[test]
fn a_screen_that_is_suspended_is_in_nobodys_way() {
    let (_server, gate, home) = slow();
    // Under a shell, as only then something can be suspended.
    let program = env!("CARGO_BIN_EXE_faktura");
    let mut terminal = Terminal::shell(&home, 24, 100);
    terminal.press(&format!("PS1='$ '; {program}\r"));
    terminal.until("the screen", |screen| screen.contains("Teszt") && screen.contains("Companies"));
    terminal.press("S");
    terminal.shows("1 syncing");
    terminal.press("\x1a");
    terminal.until("the shell", |screen| screen.contains("topped"));
    gate.open();
    // The store is free: the sync goes on in whatever comes next.
    let report = home.json(0, &["sync", "--json"]);
    assert_eq!(report["companies"][0]["status"], "completed");
    terminal.press("fg\r");
    terminal.until("it is back and up to date", |screen| screen.contains("2 000") || screen.contains("2\u{a0}000"));
    terminal.press("q");
    terminal.until("the shell", |screen| screen.trim_end().ends_with('$'));
    terminal.press("exit\r");
    let (_, raw) = terminal.ends();
    sane(&raw);
    home.expect(0, &["check"]);
}

#[test]
fn a_screen_cron_and_twenty_readers_are_at_it_together() {
    let (_server, gate, home) = slow();
    let mut screen = Terminal::start(&home, &[], 24, 80);
    screen.shows("Teszt");
    let cron = home.command(&["--headless", "--json"]).spawn().expect("starts");
    screen.until("what cron began", |screen| screen.contains("1 syncing"));
    // Each asks again and again while the sync runs; what it sees only grows.
    let totals: Vec<Vec<u64>> = std::thread::scope(|scope| {
        gate.open();
        let reader = || {
            let ask = |_| home.json(0, &["invoices", "gross>0", "--format", "json", "--limit", "3"])["total"].as_u64();
            (0..5).map(ask).map(|total| total.expect("a number")).collect::<Vec<u64>>()
        };
        let readers: Vec<_> = (0..20).map(|_| scope.spawn(reader)).collect();
        readers.into_iter().map(|reader| reader.join().expect("no error")).collect()
    });
    assert!(totals.iter().all(|seen| seen.is_sorted()), "{totals:?}");
    let cron = cron.wait_with_output().expect("it ends");
    assert_eq!(cron.status.code(), Some(0), "{}", String::from_utf8_lossy(&cron.stderr));
    let report: serde_json::Value = serde_json::from_slice(&cron.stdout).expect("JSON");
    assert_eq!(report["companies"][0]["invoices_created"], 2000);
    screen.press("2");
    screen.until("all of them", |screen| screen.contains("2,000") || screen.contains("2 000") || screen.contains("2\u{a0}000"));
    screen.press("q");
    let (code, raw) = screen.ends();
    assert_eq!(code, 0);
    sane(&raw);
    home.expect(0, &["check"]);
}

#[test]
fn a_terminal_that_can_do_nothing_is_answered_line_by_line() {
    let home = Home::new();
    for term in ["dumb", ""] {
        let mut terminal = Terminal::set(&home, &["--demo"], 24, 100, &[("TERM", term)]);
        // The first sync is done before the first answer.
        terminal.until("every company", |screen| screen.contains("Syncing them first") && screen.contains("Command:"));
        let text = terminal.text();
        assert!(!text.contains("never synced") && text.contains("282 invoices"), "{text}");
        terminal.press("quit\r");
        let (code, raw) = terminal.ends();
        assert_eq!(code, 0);
        assert!(!raw.contains(&0x1b), "no escapes: {}", String::from_utf8_lossy(&raw));
    }
}

#[test]
fn a_character_set_that_is_not_utf_8_gets_borders_in_ascii() {
    let home = Home::new();
    for (variables, ascii) in [
        (&[("LANG", "C")][..], true),
        (&[("LANG", "hu_HU.ISO-8859-2")], true),
        (&[("LC_ALL", "POSIX")], true),
        (&[("LANG", "C"), ("LC_ALL", "C.utf8")], false),
        (&[("LANG", "")], false),
    ] {
        let mut terminal = Terminal::set(&home, &["--lang", "en"], 24, 100, variables);
        terminal.shows("No company yet");
        assert_eq!(!terminal.text().contains('─'), ascii, "{variables:?}\n{}", terminal.text());
        terminal.quits();
    }
}

#[test]
fn a_long_paste_is_cut_with_a_word() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 24, 100);
    terminal.shows("press / and type");
    terminal.type_until("/", "Enter keep");
    for length in [1024, 2000, 5000] {
        terminal.press(&format!("\x15\x1b[200~{}\x1b[201~", "x".repeat(length)));
        terminal.shows("xxxxxxxx");
        if length > 1024 {
            terminal.shows("1024 characters at most".replace("1024", "1\u{a0}024").as_str());
        }
    }
    terminal.press("\x1b");
    terminal.gone("xxxxxxxx");
    terminal.quits();
}
