//! What was committed is kept: one flipped byte is found, a backup comes back, a second process is refused.

use std::sync::{Arc, Mutex};

use crate::support::server::{Server, document, page, rest};
use crate::support::{Home, copy, files};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

fn synced(count: u64) -> (Home, Server) {
    let documents: Vec<String> = (1..=count).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    (home, server)
}

fn total(home: &Home) -> serde_json::Value {
    // Without a company a list ends with 6, and is told all the same.
    let told = home.run(&["invoices", "--format", "json", "--limit", "1"]).out;
    serde_json::from_str::<serde_json::Value>(&told).expect("JSON")["total"].clone()
}

#[test]
fn one_flipped_byte_anywhere_in_the_store_is_found() {
    let (home, _server) = synced(30);
    home.expect(0, &["check"]);
    let pristine = Home::new();
    copy(&home.store(), &pristine.store());
    let mut random = fastrand::Rng::with_seed(7);
    for file in files(&pristine.store()) {
        let relative = file.strip_prefix(pristine.store()).expect("below").to_owned();
        let length = file.metadata().expect("it is there").len();
        // The lock file names its holder; it has no data of the store.
        if length == 0 || relative.ends_with("LOCK") {
            continue;
        }
        for _ in 0..3 {
            let damaged = Home::new();
            copy(&pristine.store(), &damaged.store());
            std::fs::copy(home.path().join("identity.age"), damaged.path().join("identity.age")).expect("copied");
            let target = damaged.store().join(&relative);
            let mut bytes = std::fs::read(&target).expect("readable");
            let at = random.usize(..bytes.len());
            bytes[at] ^= 1 << random.u8(..8);
            std::fs::write(&target, bytes).expect("writable");
            let check = damaged.run(&["check"]);
            assert!(
                !matches!(check.code, Some(0) | None),
                "{} at {at}: not found\n{}{}",
                relative.display(),
                check.out,
                check.err
            );
        }
    }
}

#[test]
fn repair_makes_a_damaged_store_whole_again() {
    let (home, _server) = synced(250);
    let database = home.store().join("sled/db");
    let mut bytes = std::fs::read(&database).expect("readable");
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..middle + 64] {
        *byte = !*byte;
    }
    std::fs::write(&database, bytes).expect("writable");
    assert_ne!(home.run(&["check"]).code, Some(0));
    let repair = home.run(&["check", "--repair"]);
    assert!(matches!(repair.code, Some(0 | 3)), "{}{}", repair.out, repair.err);
    home.expect(0, &["sync"]);
    assert_eq!(total(&home), 250);
    home.expect(0, &["check"]);
    let runs = home.json(0, &["logs", "--json"]);
    assert_eq!(runs["runs"].as_array().map(Vec::len), Some(2), "the log of the first run survived");
}

#[test]
fn a_backup_comes_back_whole_and_a_damaged_one_replaces_nothing() {
    let (home, _server) = synced(120);
    let backup = home.path().join("b.faktura");
    let file = backup.to_str().expect("utf-8");
    home.expect(0, &["backup", file]);
    let bytes = std::fs::read(&backup).expect("readable");
    assert!(!bytes.windows(5).any(|w| w == b"Teszt"), "a backup is sealed");
    home.expect(0, &["company", "remove", "Teszt", "--yes"]);
    assert_eq!(total(&home), 0);

    let mut damaged = bytes.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    for (name, content) in [("damaged", &damaged[..]), ("short", &bytes[..bytes.len() - 1]), ("other", b"not a backup at all")] {
        let path = home.path().join(name);
        std::fs::write(&path, content).expect("writable");
        let refused = home.run(&["restore", "--yes", path.to_str().expect("utf-8")]);
        assert_ne!(refused.code, Some(0), "{name}");
        assert!(!refused.err.is_empty());
        assert_eq!(total(&home), 0, "{name} replaced something");
    }
    home.expect(0, &["restore", "--yes", file]);
    assert_eq!(total(&home), 120);
    home.expect(0, &["company", "test", "Teszt"]);
    home.expect(0, &["check"]);
    // A backup of another store does not open here.
    let other = Home::new();
    other.expect(0, &["key", "init"]);
    assert_ne!(other.run(&["restore", "--yes", file]).code, Some(0));
}

#[test]
fn what_goes_to_a_pipe_goes_through_it() {
    let (home, _server) = synced(30);
    let pipe = home.path().join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    let name = pipe.to_str().expect("UTF-8");
    let through = |args: &[&str]| {
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read(pipe).expect("read")
        });
        home.expect(0, args);
        assert!(!pipe.is_file(), "it is still a pipe");
        reader.join().expect("it ends")
    };
    let table = String::from_utf8(through(&["export", name])).expect("UTF-8");
    assert_eq!(table.lines().count(), 31, "{table}");
    let sealed = through(&["backup", name]);
    let file = home.path().join("file");
    std::fs::write(&file, sealed).expect("written");
    home.expect(0, &["restore", "--yes", file.to_str().expect("UTF-8")]);
    assert_eq!(total(&home), 30);
}

#[test]
fn without_the_list_of_companies_nothing_is_set_aside_and_no_backup_is_replaced() {
    let (home, server) = synced(30);
    let backup = home.path().join("all.backup");
    let file = backup.to_str().expect("UTF-8");
    home.expect(0, &["backup", file]);
    let good = std::fs::read(&backup).expect("readable");
    let list = home.store().join("companies.json");
    let kept = std::fs::read(&list).expect("readable");
    for damage in [None, Some("[{")] {
        match damage {
            None => std::fs::remove_file(&list).expect("removed"),
            Some(text) => std::fs::write(&list, text).expect("written"),
        }
        assert_ne!(home.run(&["backup", "--force", file]).code, Some(0));
        assert_eq!(std::fs::read(&backup).expect("readable"), good, "the last good one is still there");
        assert_ne!(home.add("Új", &server.url, "a1b2c3d4-1111-4222-8333-0123456701ca").code, Some(0), "it would get another's");
        home.expect(4, &["check"]);
        // Its predecessor, the journal and the sealed keys give it back.
        home.expect(3, &["check", "--repair"]);
        assert_eq!(total(&home), 30);
        home.expect(0, &["company", "test", "Teszt"]);
        home.expect(0, &["sync"]);
        std::fs::write(&list, &kept).expect("written");
        assert_eq!(total(&home), 30);
        home.expect(0, &["company", "test", "Teszt"]);
        home.expect(0, &["check"]);
    }
}

#[test]
fn nothing_of_ours_is_overwritten_and_no_identity_made_that_opens_nothing() {
    let (home, _server) = synced(30);
    let identity = home.path().join("identity.age");
    let kept = std::fs::read(&identity).expect("readable");
    for path in ["identity.age", "store/companies.json", "store/new"] {
        let path = home.path().join(path);
        let refused = home.expect(2, &["backup", path.to_str().expect("UTF-8")]);
        assert!(refused.err.contains("belongs to faktura"), "{}", refused.err);
    }
    assert_eq!(std::fs::read(&identity).expect("readable"), kept);
    std::fs::remove_file(&identity).expect("removed");
    let file = home.path().join("all.backup");
    for args in [&["backup", file.to_str().expect("UTF-8")][..], &["company", "test", "Teszt"]] {
        home.expect(6, args);
        assert!(!identity.exists(), "{args:?}");
    }
    assert_ne!(home.run(&["sync"]).code, Some(0));
    assert!(!identity.exists());
    std::fs::write(&identity, kept).expect("put back");
    std::fs::set_permissions(&identity, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("ours");
    home.expect(0, &["sync"]);
}

#[test]
fn what_is_no_file_in_the_store_is_neither_waited_for_nor_written_to() {
    let (home, _server) = synced(30);
    let precious = home.path().join("precious");
    std::fs::write(&precious, "precious").expect("written");
    for name in ["store/LOCK", "store.upkeep"] {
        let path = home.path().join(name);
        let _ = std::fs::remove_file(&path);
        std::os::unix::fs::symlink(&precious, &path).expect("linked");
        home.run(&["status"]);
        home.run(&["check"]);
        assert_eq!(std::fs::read_to_string(&precious).expect("readable"), "precious", "{name}");
        std::fs::remove_file(&path).expect("removed");
    }
    for name in ["SUMS", "FORMAT", "companies.json", "tokens.json", "keys/1.age"] {
        let (path, kept) = (home.store().join(name), home.path().join("kept"));
        let _ = std::fs::remove_file(&kept);
        let there = std::fs::rename(&path, &kept).is_ok();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("it runs").success());
        for args in [&["status"][..], &["check"], &["sync"], &["token", "list"]] {
            home.run(args);
        }
        let _ = std::fs::remove_file(&path);
        if there {
            std::fs::rename(&kept, &path).expect("put back");
        }
    }
    home.expect(0, &["sync"]);
    assert_eq!(total(&home), 30);
    // A restored store is for its owner alone, whatever the umask.
    let file = home.path().join("all.backup");
    home.expect(0, &["backup", file.to_str().expect("UTF-8")]);
    home.expect(0, &["restore", "--yes", file.to_str().expect("UTF-8")]);
    let mode = std::os::unix::fs::PermissionsExt::mode(&home.store().metadata().expect("there").permissions());
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn what_was_lost_is_not_green() {
    let (home, _server) = synced(30);
    let light = || home.run(&["status", "--nagios"]).code;
    assert_eq!(light(), Some(0));
    std::fs::remove_file(home.store().join("sled/db")).expect("removed");
    assert_eq!(light(), Some(2), "the invoices are not here");
    assert_eq!(light(), Some(2), "also for whoever looks next");
    home.expect(0, &["sync"]);
    assert_eq!((light(), total(&home)), (Some(0), 30.into()));
}

#[test]
fn compacting_keeps_everything() {
    let (home, _server) = synced(250);
    let before = home.expect(0, &["export", "--", home.path().join("a.ndjson").to_str().expect("utf-8")]);
    home.expect(0, &["compact"]);
    home.expect(0, &["export", "--", home.path().join("b.ndjson").to_str().expect("utf-8")]);
    let read = |name: &str| std::fs::read_to_string(home.path().join(name)).expect("text");
    assert_eq!(read("a.ndjson"), read("b.ndjson"), "{}", before.err);
    home.expect(0, &["check"]);
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_alone() {
    let (home, _server) = synced(3);
    let stamp = home.store().join("FORMAT");
    let text = std::fs::read_to_string(&stamp).expect("text");
    let newer = "faktura store\nformat 9999\nwritten by 99.0.0\n";
    std::fs::write(&stamp, format!("{newer}checksum {:08x}\n", crc32fast::hash(newer.as_bytes()))).expect("writable");
    let all = || -> Vec<_> {
        let of_ours = |file: &std::path::PathBuf| !file.ends_with("LOCK");
        files(&home.store()).into_iter().filter(of_ours).map(|file| (std::fs::read(&file).expect("readable"), file)).collect()
    };
    let before = all();
    let refused = home.expect(6, &["invoices"]);
    assert!(refused.err.contains("newer") && refused.err.contains("99.0.0"), "{}", refused.err);
    assert_eq!(all(), before, "the store was left alone");
    std::fs::write(&stamp, text).expect("writable");
    assert_eq!(total(&home), 3);
}

/// An account of 300 documents that a test may change.
fn changing() -> (Arc<Mutex<Vec<String>>>, Server) {
    let documents = Arc::new(Mutex::new((1..=300_u64).rev().map(|id| document(id, "100")).collect::<Vec<_>>()));
    let told = documents.clone();
    let server = Server::start(move |asked| {
        let documents = told.lock().expect("not poisoned").clone();
        if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) }
    });
    (documents, server)
}

#[test]
fn invoices_that_change_again_and_again_do_not_make_the_store_grow() {
    let (documents, server) = changing();
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    let packs = home.store().join("sled/packs");
    let size = || files(&packs).iter().map(|file| file.metadata().expect("there").len()).sum::<u64>();
    let first = size();
    for turn in 0..8 {
        let changed = |id| document(id, "100").replace(r#""comment":"""#, &format!(r#""comment":"turn {turn}""#));
        *documents.lock().expect("not poisoned") = (1..=300_u64).rev().map(changed).collect();
        home.expect(0, &["sync", "--full"]);
    }
    assert!(size() < 3 * first, "{first} bytes became {}", size());
    assert_eq!(home.json(0, &["invoices", "\"turn 7\"", "--format", "json"])["total"], 300);
    home.expect(0, &["check"]);
}

#[test]
fn the_segments_of_many_syncs_become_one_file() {
    let (documents, server) = changing();
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    for id in 301..=312 {
        documents.lock().expect("not poisoned").insert(0, document(id, "100"));
        home.expect(0, &["sync", "--full"]);
    }
    let segment = |number: u32| home.path().join(format!("index.{number}"));
    assert!(segment(12).is_file(), "one of each sync");
    for _ in 0..2 {
        assert_eq!(home.json(0, &["invoices", "gross:100", "--format", "json"])["total"], 312);
        assert!(!segment(1).exists() && home.path().join("index").is_file(), "a reader writes one file of many");
    }
}

#[test]
fn a_kept_index_tells_what_is_so_now_and_a_damaged_one_nothing() {
    let (documents, server) = changing();
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    let found = |query: &str| home.json(0, &["invoices", query, "--format", "json"])["total"].clone();
    let index = home.path().join("index");
    let segment = |number: u32| home.path().join(format!("index.{number}"));
    assert!(segment(1).is_file(), "the commits of a first sync are the first segment");
    let kept = std::fs::read(segment(1)).expect("readable");
    assert_eq!(found("gross:100"), 300);
    // Some change, one is new: another process syncs, and its commits are the next segment.
    {
        let mut documents = documents.lock().expect("not poisoned");
        documents[7] = document(293, "555");
        documents.insert(0, document(301, "777"));
    }
    home.expect(0, &["sync", "--full"]);
    assert_eq!(std::fs::read(segment(1)).expect("readable"), kept);
    assert!(segment(2).is_file());
    let all = || [found("gross:100"), found("gross:555"), found("gross:777"), found("number:301")];
    let now = all();
    assert_eq!(now, [299, 1, 1, 1].map(serde_json::Value::from));
    // The output is right whatever the damage.
    for damage in [&b""[..], b"rubbish", &kept[..kept.len() / 2]] {
        for file in [segment(2), segment(1), index.clone()] {
            std::fs::write(file, damage).expect("writable");
            assert_eq!(all(), now);
        }
    }
    // In columns and in sections that only some questions read.
    for part in 1..8 {
        let mut flipped = std::fs::read(&index).expect("readable");
        let at = flipped.len() * part / 8;
        flipped[at] ^= 8;
        std::fs::write(&index, flipped).expect("writable");
        assert_eq!(all(), now, "byte {at}");
    }
    // A pipe instead of a file: it is not waited for, and it is replaced by a file.
    for name in ["index", "figures"] {
        let path = home.path().join(name);
        std::fs::remove_file(&path).expect("removed");
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("it runs");
        assert!(made.success());
        assert_eq!(all(), now);
        home.expect(0, &["status"]);
        assert!(path.is_file(), "{name}");
    }
    // The index of another store, in other words of another past.
    let (other, _server) = synced(30);
    other.expect(0, &["invoices"]);
    std::fs::copy(other.path().join("index"), &index).expect("copied");
    assert_eq!(all(), now);
    // Nothing of a company that is removed is left in it.
    home.expect(0, &["company", "remove", "Teszt", "--yes"]);
    let tells = |bytes: &[u8]| bytes.windows(4).any(|part| part == b"Zrt.");
    assert!(tells(&kept));
    for file in [index.clone(), segment(1), segment(2)] {
        assert!(!tells(&std::fs::read(file).unwrap_or_default()));
    }
}
