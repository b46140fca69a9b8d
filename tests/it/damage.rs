//! Damage: whichever command meets it first, no figure is wrong without a word, nothing good is replaced, and no light is green until
//! what was lost is here again.

use std::path::{Path, PathBuf};

use rustix::process::Signal;

use crate::support::server::{Server, document, page, rest};
use crate::support::serving::Serving;
use crate::support::terminal::Terminal;
use crate::support::{Home, Ran, copy, files};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";
const OTHER: &str = "a1b2c3d4-1111-4222-8333-0123456701ca";

/// Two companies: one of `count` invoices, one of three.
fn synced(count: u64) -> (Home, Server) {
    let documents: Vec<String> = (1..=count).rev().map(|id| document(id, "100")).collect();
    let few: Vec<String> = (1..=3).rev().map(|id| document(id, "7")).collect();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" if asked.key == OTHER => page(&few, asked),
        "/documents" => page(&documents, asked),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.must_add("Másik", &server.url, OTHER);
    home.expect(0, &["sync"]);
    (home, server)
}

/// A copy of a home, as a damaged disk would hold it.
fn twin(home: &Home) -> Home {
    let twin = Home::new();
    copy(home.path(), twin.path());
    twin
}

fn flip(path: &Path, random: &mut fastrand::Rng) -> usize {
    let mut bytes = std::fs::read(path).expect("readable");
    let at = random.usize(..bytes.len());
    bytes[at] ^= 1 << random.u8(..8);
    std::fs::write(path, bytes).expect("writable");
    at
}

const LIST: &[&str] = &["invoices", "--format", "json", "--sort", "number"];
const REPORT: &[&str] = &["report", "companies", "--format", "json"];

/// What the commands print of a store that is whole.
struct Good {
    list: String,
    report: String,
    export: Vec<u8>,
}

impl Good {
    fn of(home: &Home) -> Self {
        let file = home.path().join("good.csv");
        home.expect(0, &["export", file.to_str().expect("UTF-8")]);
        home.expect(0, &["status"]);
        let export = std::fs::read(&file).expect("written");
        Self { list: home.expect(0, LIST).out, report: home.expect(0, REPORT).out, export }
    }
}

/// All figures as before, or refused, or said to be incomplete.
fn judge(what: &str, ran: &Ran, good: &str) {
    match ran.code {
        Some(0) => assert!(plain(&ran.out) == plain(good), "{what}: other figures without a word:\n{}", ran.out),
        Some(3) => assert!(ran.out.contains("\"incomplete\""), "{what}: {}{}", ran.out, ran.err),
        Some(4) => assert!(!ran.err.is_empty(), "{what}: refused without a word"),
        other => panic!("{what}: ended with {other:?}\n{}{}", ran.out, ran.err),
    }
}

/// A list without when each invoice was last written, which a sync of all of them changes.
fn plain(list: &str) -> Vec<&str> {
    list.lines().filter(|line| !line.contains("\"changed")).collect()
}

/// The eight commands that meet the damage first.
const FIRST: [&[&str]; 8] = [
    &["status", "--nagios"],
    LIST,
    REPORT,
    &["export", "good.csv", "--force"],
    &["sync"],
    &["check"],
    &["backup", "new.backup"],
    &["logs", "--json"],
];

/// Flips one bit at each of `places`, lets each of the commands meet it first, and looks at what follows.
fn flips(places: u32, seed: u64) {
    let (home, _server) = synced(60);
    let good = Good::of(&home);
    let database: Vec<PathBuf> = files(&home.store().join("sled"));
    std::thread::scope(|scope| {
        for (number, first) in FIRST.iter().enumerate() {
            let (home, good, database) = (&home, &good, &database);
            scope.spawn(move || {
                let mut random = fastrand::Rng::with_seed(seed + number as u64);
                for place in 0..places {
                    // The large file is hit most, each other one now and then.
                    let file =
                        if place % 4 == 3 { &database[random.usize(..database.len())] } else { &home.store().join("sled/db") };
                    if file.metadata().expect("there").len() == 0 {
                        continue;
                    }
                    let damaged = twin(home);
                    let at = flip(&damaged.path().join(file.strip_prefix(home.path()).expect("below")), &mut random);
                    let what = format!("seed {seed}, {first:?}, {} at {at}", file.display());
                    met(&damaged, good, first, &what);
                }
            });
        }
    });
}

fn met(home: &Home, good: &Good, first: &[&str], what: &str) {
    let mut command = home.command(first);
    command.current_dir(home.path());
    let ran = crate::support::ran(command);
    assert!(!ran.err.contains("panicked"), "{what}: {}", ran.err);
    match first[0] {
        "invoices" => judge(what, &ran, &good.list),
        "report" => judge(what, &ran, &good.report),
        "status" => assert!(matches!(ran.code, Some(0 | 2)), "{what}: {}{}", ran.out, ran.err),
        "export" => assert!(matches!(ran.code, Some(0 | 4)), "{what}: {}{}", ran.out, ran.err),
        "check" => assert!(matches!(ran.code, Some(0 | 4)), "{what}: {}{}", ran.out, ran.err),
        "sync" => assert_eq!(ran.code, Some(0), "{what}: {}{}", ran.out, ran.err),
        _ => {}
    }
    let list = home.run(LIST);
    judge(what, &list, &good.list);
    let light = home.run(&["status", "--nagios"]).code;
    assert!(list.code == Some(0) || light == Some(2), "{what}: green, though {}", list.err);
    let file = home.path().join("good.csv");
    let export = home.run(&["export", file.to_str().expect("UTF-8"), "--force"]);
    assert!(export.code == list.code || list.code == Some(3), "{what}: {}", export.err);
    assert!(export.code == Some(0) || std::fs::read(&file).expect("there") == good.export, "{what}: a good file was replaced");
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').count();
    assert_eq!(lines(&std::fs::read(&file).expect("there")), lines(&good.export), "{what}: a good file was cut");
    if list.code != Some(0) {
        assert_eq!(home.run(&["check"]).code, Some(4), "{what}: forgotten");
    }
    home.expect(0, &["sync"]);
    assert!(plain(&home.expect(0, LIST).out) == plain(&good.list), "{what}: after a sync");
    home.expect(0, &["status"]);
    let check = home.run(&["check"]);
    assert_eq!(check.code, Some(0), "{what}: whole again\n{}{}", check.out, check.err);
}

#[test]
fn one_flipped_bit_of_the_database_is_never_a_wrong_figure_whichever_command_meets_it() {
    flips(8, 1);
}

#[test]
#[ignore = "takes minutes"]
fn one_flipped_bit_at_each_of_200_places() {
    flips(200, 1000);
}

#[test]
fn a_company_whose_data_is_damaged_is_refused_by_name_until_its_sync_is_done() {
    let (home, server) = synced(60);
    let new = home.path().join("new.csv");
    std::fs::remove_file(home.store().join("sled/db")).expect("removed");
    // Only one of the two is synced again: the other one stays refused.
    home.expect(0, &["sync", "--company", "Másik"]);
    let listed = home.json(3, LIST);
    assert_eq!(
        (&listed["total"], &listed["incomplete"]),
        (&3.into(), &serde_json::json!([{"company_id": 1, "reason": "damaged"}]))
    );
    let named = home.expect(4, &["invoices", "--company", "Teszt"]);
    assert!(named.err.contains("Teszt") && named.err.contains("faktura sync"), "{}", named.err);
    home.expect(0, &["invoices", "--company", "Másik"]);
    assert_eq!(home.json(3, REPORT)["incomplete"][0]["company_id"], 1);
    let status = home.json(4, &["status", "--json"]);
    assert_eq!((&status["companies"][0]["health"], &status["companies"][0]["status"]), (&"damaged".into(), &"red".into()));
    assert_eq!((&status["incomplete"][0]["company_id"], &status["companies"][1]["status"]), (&1.into(), &"green".into()));
    home.expect(3, &["export", new.to_str().expect("UTF-8")]);
    let partial = std::fs::read(&new).expect("written");
    home.expect(4, &["export", new.to_str().expect("UTF-8"), "--force", "--company", "Teszt"]);
    assert_eq!(std::fs::read(&new).expect("there"), partial);
    home.expect(4, &["check"]);
    // Backup, status and doctor report it too.
    let backup = home.path().join("partial.backup");
    let file = backup.to_str().expect("UTF-8");
    let warned = home.expect(3, &["backup", file]);
    assert!(warned.err.contains("no invoices of Teszt") && !warned.err.contains("Másik"), "{}", warned.err);
    let doctor = home.json(4, &["doctor", "--json"]);
    let found = doctor["findings"].as_array().expect("a list").iter().find(|f| f["level"] == "fail").expect("a finding");
    assert!(
        found["check"] == "doubt-all" && found["next"].as_str().is_some_and(|next| next.ends_with("sync --company 1")),
        "{found}"
    );
    let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 24, 120);
    terminal.shows("data of Teszt was damaged");
    terminal.press("5");
    terminal.until("incomplete reports", |screen| screen.contains("‹Aging›") && screen.contains("data of Teszt was damaged"));
    terminal.quits();
    // What it lacks is still known where it is restored.
    let other = Home::new();
    std::fs::copy(home.path().join("identity.age"), other.path().join("identity.age")).expect("copied");
    other.expect(0, &["restore", "--yes", file]);
    assert_eq!(other.json(3, LIST)["total"], 3);
    other.expect(4, &["status"]);
    other.expect(0, &["sync"]);
    assert_eq!(other.json(0, LIST)["total"], 63);
    drop(server);
    // A sync that fails ends nothing.
    assert_ne!(home.run(&["sync", "--company", "Teszt"]).code, Some(0));
    home.expect(4, &["invoices", "--company", "Teszt"]);
    home.expect(4, &["check"]);
}

/// Every file of the journal, one after the other.
fn journal(home: &Home) -> Vec<PathBuf> {
    files(&home.store().join("journal"))
}

#[test]
fn a_lost_or_changed_audit_trail_never_verifies_as_whole_again() {
    let (home, _server) = synced(60);
    home.expect(0, &["audit", "verify"]);
    let all: Vec<Vec<u8>> = journal(&home).iter().map(|path| std::fs::read(path).expect("readable")).collect();
    // Emptied; without the database too; its last line cut; one line changed.
    for damage in ["emptied", "emptied, and no database", "cut", "changed"] {
        let home = twin(&home);
        let (path, bytes) = (journal(&home).remove(0), &all[0]);
        match damage {
            "cut" => std::fs::write(&path, &bytes[..bytes.len() - 20]).expect("written"),
            "changed" => {
                let mut bytes = bytes.clone();
                bytes[150] ^= 1;
                std::fs::write(&path, bytes).expect("written");
            }
            _ => std::fs::remove_file(&path).expect("removed"),
        }
        if damage == "emptied, and no database" {
            std::fs::remove_dir_all(home.store().join("sled")).expect("removed");
            std::fs::remove_file(home.store().join("SUMS")).expect("removed");
        }
        home.run(&["status"]);
        home.expect(4, &["audit", "verify"]);
        home.run(&["check", "--repair"]);
        let told = home.expect(4, &["audit", "verify"]);
        assert!(told.out.contains("audit."), "{damage}: {}{}", told.out, told.err);
        assert!(told.err.contains("stays on record") && !told.err.contains("--repair"), "{damage}: {}", told.err);
        home.expect(0, &["sync"]);
        home.expect(4, &["audit", "verify"]);
        assert_eq!(home.run(&["check"]).code, Some(0), "{damage}: what is here is whole");
        home.expect(4, &["audit", "verify"]);
    }
}

#[test]
fn one_bad_line_of_the_journal_costs_no_sync() {
    let (home, _server) = synced(60);
    let good = Good::of(&home);
    let path = journal(&home).remove(0);
    let mut bytes = std::fs::read(&path).expect("readable");
    bytes[150] ^= 1;
    std::fs::write(&path, bytes).expect("written");
    let check = home.expect(4, &["check"]);
    assert!(!check.out.contains("Checked 0 "), "it goes on after it: {}", check.out);
    let repair = home.expect(3, &["check", "--repair"]);
    assert!(!repair.err.contains("once more") && !repair.err.contains("sync"), "{}", repair.err);
    home.expect(0, &["check"]);
    home.expect(0, &["status"]);
    assert!(home.expect(0, LIST).out == good.list);
    // The rest is there for a database that is lost later.
    std::fs::remove_file(home.store().join("sled/db")).expect("removed");
    home.expect(4, &["status"]);
    home.expect(0, &["sync"]);
    assert!(plain(&home.expect(0, LIST).out) == plain(&good.list));
    home.expect(0, &["check"]);
}

#[test]
fn a_lost_stamp_is_written_again_by_a_repair() {
    let (home, _server) = synced(60);
    let good = Good::of(&home);
    let stamp = home.store().join("FORMAT");
    for damage in [None, Some("faktura store")] {
        match damage {
            None => std::fs::remove_file(&stamp).expect("removed"),
            Some(text) => std::fs::write(&stamp, text).expect("written"),
        }
        let refused = home.expect(4, &["status"]);
        assert!(refused.err.contains("faktura check --repair"), "{}", refused.err);
        home.expect(4, &["check"]);
        home.expect(3, &["check", "--repair"]);
        home.expect(0, &["check"]);
        home.expect(0, &["status"]);
        assert!(home.expect(0, LIST).out == good.list);
    }
}

#[test]
fn a_lost_key_or_identity_is_damage_and_not_green() {
    let (home, _server) = synced(60);
    for name in ["store/keys/1.age", "identity.age"] {
        let path = home.path().join(name);
        let kept = std::fs::read(&path).expect("readable");
        std::fs::remove_file(&path).expect("removed");
        home.expect(4, &["status"]);
        let check = home.expect(4, &["check"]);
        assert!(check.out.contains(path.file_name().and_then(|name| name.to_str()).expect("a name")), "{}", check.out);
        std::fs::write(&path, kept).expect("put back");
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("ours");
        home.expect(0, &["status"]);
        home.expect(0, &["check"]);
    }
}

#[test]
fn an_older_backup_opens_with_the_identity_that_was_kept() {
    let (home, _server) = synced(60);
    let backup = home.path().join("older.backup");
    let file = backup.to_str().expect("UTF-8");
    home.expect(0, &["backup", file]);
    home.expect(0, &["key", "rotate"]);
    home.expect(0, &["restore", "--yes", file]);
    home.expect(0, &["company", "test", "Teszt"]);
    home.expect(0, &["sync"]);
    let audit = home.json(0, &["audit", "--json", "--limit", "100"]);
    let actions: Vec<&str> = audit["entries"].as_array().expect("a list").iter().filter_map(|e| e["action"].as_str()).collect();
    assert!(actions.contains(&"restore"), "{actions:?}");
    home.expect(0, &["backup", home.path().join("newer.backup").to_str().expect("UTF-8")]);
    home.expect(0, &["compact"]);
    home.expect(0, &["key", "rotate"]);
    let audit = home.expect(0, &["audit", "--json", "--limit", "100"]).out;
    for action in ["backup", "compact", "key.rotate", "restore"] {
        assert!(audit.contains(&format!("\"{action}\"")), "{action}: {audit}");
    }
    // Elsewhere, with a copy of the former identity.
    let other = Home::new();
    other.expect(0, &["key", "init"]);
    let kept = home.path().join("identity.age.old-1");
    other.expect(6, &["restore", "--yes", file]);
    other.expect(0, &["restore", "--yes", file, "--identity", kept.to_str().expect("UTF-8")]);
    other.expect(0, &["company", "test", "Teszt"]);
}

#[test]
fn a_file_of_records_that_is_gone_is_named_first_and_a_sync_brings_all_of_it_back() {
    let (home, _server) = synced(60);
    let good = Good::of(&home);
    let file = home.store().join("sled/packs/1-000001");
    std::fs::remove_file(&file).expect("removed");
    let list = home.expect(3, LIST);
    assert!(list.out.contains("\"incomplete\""), "{}", list.out);
    let check = home.expect(4, &["check"]);
    let first = check.out.lines().nth(1).unwrap_or_default();
    assert!(first.starts_with("missing") && first.contains(&*file.to_string_lossy()), "{}", check.out);
    home.expect(0, &["sync"]);
    assert!(plain(&home.expect(0, LIST).out) == plain(&good.list));
    home.expect(0, &["check"]);
}

/// Flips one bit in the middle of the only file of packs of a company.
fn flip_pack(home: &Home, company: u32) -> PathBuf {
    let path = home.store().join(format!("sled/packs/{company}-000001"));
    let mut bytes = std::fs::read(&path).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&path, bytes).expect("writable");
    path
}

#[test]
fn one_flipped_bit_of_a_pack_refuses_its_company_and_leaves_it_out_everywhere() {
    let (home, server) = synced(40);
    let good = Good::of(&home);
    home.expect(0, &["invoice", "T-3", "--company", "Teszt"]);
    let pack = flip_pack(&home, 1);
    let new = home.path().join("new.csv");
    let file = new.to_str().expect("UTF-8");
    for args in [
        &["invoices", "--company", "Teszt"][..],
        &["invoices", "--format", "json", "--company", "Teszt"],
        &["payments", "--company", "Teszt"],
        &["contacts", "--company", "Teszt"],
        &["report", "aging", "--company", "Teszt"],
        &["export", file, "--company", "Teszt"],
        &["invoice", "T-3", "--company", "Teszt"],
        // Another company has no such number: it may be one that is damaged.
        &["invoice", "T-40"],
    ] {
        let refused = home.expect(4, args);
        assert!(refused.err.contains("Teszt") && refused.err.contains("faktura sync"), "{args:?}: {}", refused.err);
        assert!(refused.out.is_empty(), "{args:?}: {}", refused.out);
    }
    assert!(!new.exists(), "no file without its invoices");
    let incomplete = serde_json::json!([{"company_id": 1, "reason": "damaged_records"}]);
    let listed = home.json(3, LIST);
    assert_eq!((&listed["total"], &listed["incomplete"]), (&3.into(), &incomplete));
    let report = home.json(3, REPORT);
    assert_eq!(report["incomplete"], incomplete);
    assert!(!report["rows"].to_string().contains("Teszt"), "{report}");
    let warned = home.expect(3, &["export", file]);
    assert!(warned.err.contains(&*pack.to_string_lossy()), "the file is named: {}", warned.err);
    assert_eq!(std::fs::read_to_string(&new).expect("written").lines().count(), 4);
    let status = home.json(4, &["status", "--json"]);
    assert_eq!((&status["companies"][0]["status"], &status["companies"][1]["status"]), (&"red".into(), &"green".into()));
    home.expect(0, &["logs"]);
    home.expect(0, &["audit"]);
    home.expect(3, &["backup", home.path().join("some.backup").to_str().expect("UTF-8")]);
    home.expect(4, &["check"]);
    let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 24, 120);
    terminal.shows("data of Teszt was damaged");
    terminal.until("the other company alone", |screen| screen.contains("Másik"));
    terminal.quits();
    // Where it is the only one, nothing is left to answer with.
    let other = twin(&home);
    other.expect(0, &["company", "remove", "Másik", "--yes"]);
    std::fs::remove_file(other.path().join("new.csv")).expect("removed");
    for args in [LIST, REPORT, &["invoices"], &["invoice", "T-3"]] {
        let refused = other.expect(4, args);
        assert!(refused.err.contains("Teszt") && refused.out.is_empty(), "{args:?}: {}{}", refused.out, refused.err);
    }
    let none = other.path().join("new.csv");
    other.expect(4, &["export", none.to_str().expect("UTF-8")]);
    assert!(!none.exists());
    home.expect(0, &["sync", "--company", "Teszt"]);
    assert!(plain(&home.expect(0, LIST).out) == plain(&good.list));
    assert_eq!(home.expect(0, REPORT).out, good.report);
    home.expect(0, &["status"]);
    home.expect(0, &["check"]);
    drop(server);
}

#[test]
fn damage_met_while_the_store_is_open_is_in_no_answer_either() {
    let (home, _server) = synced(40);
    // What is kept of the figures would answer without a look at the records.
    for path in files(home.path()).iter().filter(|path| path.parent() == Some(home.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("index") || name.starts_with("figures") {
            std::fs::remove_file(path).expect("removed");
        }
    }
    let serving = Serving::start(&home, &[], None);
    serving.says("Next sync");
    let pack = flip_pack(&home, 1);
    let listed = home.json(3, LIST);
    assert_eq!((&listed["total"], &listed["incomplete"][0]["company_id"]), (&3.into(), &1.into()));
    home.expect(4, &["invoices", "--company", "Teszt"]);
    assert!(pack.exists());
    home.expect(0, &["sync"]);
    assert_eq!(home.json(0, LIST)["total"], 43);
    serving.signal(Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
    home.expect(0, &["check"]);
}

#[test]
fn a_repair_makes_no_company_red_whose_data_is_whole() {
    for damage in ["flipped", "flipped and met", "gone"] {
        let (home, _server) = synced(40);
        let good = Good::of(&home);
        match damage {
            "gone" => std::fs::remove_file(home.store().join("sled/packs/2-000001")).expect("removed"),
            _ => drop(flip_pack(&home, 2)),
        }
        if damage == "flipped and met" {
            home.expect(4, &["status"]);
        }
        let check = home.expect(4, &["check"]);
        assert!(check.err.contains("--company 2") && !check.err.contains("--company 1"), "{damage}: {}", check.err);
        let repair = home.expect(3, &["check", "--repair"]);
        assert!(repair.err.contains("--company 2") && !repair.err.contains("--company 1"), "{damage}: {}", repair.err);
        let status = home.json(4, &["status", "--json"]);
        assert_eq!((&status["companies"][0]["status"], &status["companies"][1]["status"]), (&"green".into(), &"red".into()));
        assert_eq!(home.json(3, LIST)["total"], 40, "{damage}");
        home.expect(0, &["sync", "--company", "Másik"]);
        home.expect(0, &["status"]);
        assert!(plain(&home.expect(0, LIST).out) == plain(&good.list), "{damage}");
        home.expect(0, &["check"]);
    }
}
