//! kill -9 at any instant of a sync: the store is clean, what was committed is there, the next run completes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::{Home, given};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";
const INVOICES: u64 = 600;

/// Kills of one store: each turn adds to its history, and every check reads all of it.
const STORE: u32 = 50;

fn account() -> Server {
    let documents: Vec<String> = (1..=INVOICES).rev().map(|id| document(id, "100")).collect();
    Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        // A little time for each page, so that a kill can fall between any two commits.
        Answer { delay: Duration::from_millis(8), ..page(&documents, asked) }
    })
}

/// Rounds of a proof that kills: a few with every run of the tests, `FAKTURA_CRASHES` of them by hand.
pub(crate) fn rounds(default: u32) -> u32 {
    given("FAKTURA_CRASHES", default)
}

fn total(home: &Home) -> u64 {
    home.json(0, &["invoices", "--format", "json", "--limit", "1"])["total"].as_u64().expect("a number")
}

#[test]
fn a_sync_killed_at_random_instants_loses_nothing() {
    let server = account();
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(2026);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut home, mut committed, mut killed) = (fresh(&server), 0, 0);
    while killed < rounds(40) {
        let mut child = home.command(&["sync"]).spawn().expect("starts");
        std::thread::sleep(Duration::from_micros(random.u64(0..110_000)));
        let ended = child.try_wait().expect("it can be asked").is_some();
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        killed += u32::from(!ended);
        let check = home.run(&["check"]);
        assert_eq!(check.code, Some(0), "seed {seed}, kill {killed}:\n{}{}", check.out, check.err);
        let now = total(&home);
        assert!(now >= committed, "seed {seed}, kill {killed}: {committed} were committed, {now} are there");
        committed = now;
        if ended || committed == INVOICES {
            home.expect(0, &["sync"]);
            assert_eq!(total(&home), INVOICES);
            (home, committed) = (fresh(&server), 0);
        }
    }
    home.expect(0, &["sync", "--full"]);
    assert_eq!(total(&home), INVOICES);
    home.expect(0, &["check"]);
}

#[test]
fn upkeep_killed_at_random_instants_loses_nothing_and_tells_what_is_so() {
    let turn = Arc::new(AtomicU64::new(0));
    let told = turn.clone();
    let server = Server::start(move |asked| {
        let comment = format!(r#""comment":"turn {}""#, told.load(Ordering::SeqCst));
        let changed = |id| document(id, "100").replace(r#""comment":"""#, &comment);
        let documents: Vec<String> = (1..=INVOICES).rev().map(changed).collect();
        if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) }
    });
    let mut home = fresh(&server);
    home.expect(0, &["sync"]);
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(7);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    // The end of a sync writes the segments of the index and does some upkeep; both are met.
    let started = Instant::now();
    turn.fetch_add(1, Ordering::SeqCst);
    home.expect(0, &["sync", "--full"]);
    let span = u64::try_from(started.elapsed().as_micros()).expect("short");
    for kill in 0..rounds(12) {
        if kill % STORE == STORE - 1 {
            home = fresh(&server);
            home.expect(0, &["sync"]);
        }
        turn.fetch_add(1, Ordering::SeqCst);
        let mut child = home.command(&["sync", "--full"]).spawn().expect("starts");
        std::thread::sleep(Duration::from_micros(span / 2 + random.u64(0..span)));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let check = home.run(&["check"]);
        assert_eq!(check.code, Some(0), "seed {seed}, kill {kill}:\n{}{}", check.out, check.err);
        assert_eq!(total(&home), INVOICES, "seed {seed}, kill {kill}");
    }
    let last = turn.fetch_add(1, Ordering::SeqCst) + 1;
    home.expect(0, &["sync", "--full"]);
    let found = |query: String| home.json(0, &["invoices", &query, "--format", "json", "--limit", "1"])["total"].clone();
    assert_eq!(found(format!("\"turn {last}\"")), INVOICES, "every invoice is as it was fetched last");
    home.expect(0, &["check"]);
}

fn fresh(server: &Server) -> Home {
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home
}

#[test]
fn kills_while_the_store_opens_do_not_lock_it_out() {
    let server = account();
    let home = fresh(&server);
    home.expect(0, &["sync"]);
    // How long opening and closing takes here decides where the kills are aimed.
    let started = Instant::now();
    home.expect(0, &["status"]).code.expect("it ends");
    let span = u64::try_from(started.elapsed().as_micros()).expect("short");
    let kills = u64::from(rounds(24));
    for kill in 0..kills {
        let mut child = home.command(&["logs"]).spawn().expect("starts");
        std::thread::sleep(Duration::from_micros(span * kill / kills));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    assert_eq!(total(&home), INVOICES);
    home.expect(0, &["check"]);
    // What a kill in the middle of a snapshot leaves behind.
    std::fs::write(home.store().join("sled/snap.0000000000000001.generating"), b"half").expect("writable");
    assert_eq!(total(&home), INVOICES);
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_store_or_the_new_one() {
    let server = account();
    let home = fresh(&server);
    home.expect(0, &["sync"]);
    let file = home.path().join("all.backup");
    let file = file.to_str().expect("UTF-8");
    home.expect(0, &["backup", file]);
    let companies = || home.json(0, &["company", "list", "--json"])["companies"].as_array().map_or(0, Vec::len);
    let started = Instant::now();
    home.expect(0, &["restore", "--yes", file]);
    let span = u64::try_from(started.elapsed().as_micros()).expect("short");
    for (name, path) in stores(&home).into_iter().filter(|(name, _)| name != "store") {
        assert_eq!(name, "store.before-restore-1");
        std::fs::remove_dir_all(path).expect("removed");
    }
    home.must_add("Later", &server.url, "a1b2c3d4-1111-4222-8333-0123456701ca");
    let kills = u64::from(rounds(12));
    let (mut old, mut new) = (0, 0);
    for kill in 0..kills {
        let mut child = home.command(&["restore", "--yes", file]).spawn().expect("starts");
        // Aimed at its end, where the stores change places.
        std::thread::sleep(Duration::from_micros(span / 2 + span * kill / kills));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        match companies() {
            2 => old += 1,
            1 => {
                new += 1;
                home.must_add("Later", &server.url, "a1b2c3d4-1111-4222-8333-0123456701ca");
            }
            other => panic!("kill {kill}: {other} companies"),
        }
        assert_eq!(total(&home), INVOICES, "kill {kill}");
    }
    println!("{old} times the old one, {new} times the new one");
    // Whatever has the name of an old store is one.
    for (name, path) in stores(&home) {
        let text = std::fs::read_to_string(path.join("companies.json")).expect("readable");
        assert!(!name.contains("before-restore") || text.contains("Later"), "{name}: {text}");
    }
    home.expect(0, &["restore", "--yes", file]);
    assert_eq!(companies(), 1);
    home.expect(0, &["check"]);
    let unpacked: Vec<_> = stores(&home).into_iter().filter(|(name, _)| name.starts_with('.')).collect();
    assert_eq!(unpacked, [], "what a killed one had unpacked");
}

/// The folders of a home that are stores, whole or not, with their names.
fn stores(home: &Home) -> Vec<(String, std::path::PathBuf)> {
    let entries = std::fs::read_dir(home.path()).expect("a folder").flatten();
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    named.filter(|(name, path)| path.is_dir() && (name.starts_with("store") || name.starts_with('.'))).collect()
}
