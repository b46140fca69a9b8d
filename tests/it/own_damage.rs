//! Damage of own books: no service has them, so the journal brings them back, and no hint names a sync.

use std::path::PathBuf;

use crate::books::{fill, invoice};
use crate::support::Home;
use crate::support::server::{Server, document, page, rest};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

const LIST: &[&str] = &["invoices", "--format", "json"];

/// Own books with an invoice that is paid in part.
fn books() -> Home {
    let home = Home::new();
    fill(&home);
    invoice(&home);
    home.expect(0, &["pay", "INV-2026-00001", "--amount", "50000"]);
    home
}

fn pack(home: &Home) -> PathBuf {
    home.store().join("sled/packs/1-000001")
}

/// Every pack of the books has a flipped bit.
fn flip(home: &Home) {
    let mut bytes = std::fs::read(pack(home)).expect("readable");
    for at in (0..bytes.len()).step_by(40) {
        bytes[at] ^= 4;
    }
    std::fs::write(pack(home), bytes).expect("writable");
}

#[test]
fn a_damaged_or_missing_pack_of_own_books_comes_back_from_the_journal() {
    for repair in [true, false] {
        for gone in [false, true] {
            let home = books();
            let before = home.json(0, LIST);
            if gone {
                std::fs::remove_file(pack(&home)).expect("removed");
            } else {
                flip(&home);
            }
            if repair {
                home.expect(3, &["check", "--repair"]);
            }
            // Without a repair, the next command does the same.
            assert_eq!(home.json(0, LIST), before, "repair {repair}, gone {gone}");
            home.expect(0, &["client", "list"]);
            home.expect(0, &["books", "check"]);
            let check = home.run(&["check"]);
            assert_eq!(check.code, Some(0), "repair {repair}, gone {gone}: {}{}", check.out, check.err);
            home.expect(0, &["status"]);
            home.expect(0, &["pay", "INV-2026-00001", "--amount", "30010"]);
        }
    }
}

#[test]
fn own_books_that_the_journal_lost_too_name_no_sync() {
    let home = books();
    flip(&home);
    let journal = home.store().join("journal/000001.log");
    let mut bytes = std::fs::read(&journal).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&journal, bytes).expect("writable");
    for args in [LIST, &["client", "list"]] {
        let refused = home.run(args);
        assert!(!refused.err.contains("faktura sync"), "{args:?}: {}", refused.err);
        assert!(refused.code == Some(0) || refused.err.contains("check --repair"), "{args:?}: {}", refused.err);
    }
    let repaired = home.run(&["check", "--repair"]);
    assert!(!repaired.err.contains("faktura sync"), "{}", repaired.err);
}

#[test]
fn a_rebuilt_database_of_own_books_alone_names_no_sync() {
    let home = books();
    let before = home.json(0, LIST);
    let database = home.store().join("sled/db");
    let mut bytes = std::fs::read(&database).expect("readable");
    bytes.fill(7);
    std::fs::write(&database, bytes).expect("writable");
    let listed = home.expect(0, LIST);
    assert!(listed.err.contains("journal") && !listed.err.contains("faktura sync"), "{}", listed.err);
    assert_eq!(home.json(0, LIST), before);
    home.expect(0, &["check"]);
}

/// A synced company, and own books that were added last.
fn two() -> (Home, Server) {
    let documents: Vec<String> = (1..=3).rev().map(|id| document(id, "7")).collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    fill(&home);
    invoice(&home);
    (home, server)
}

#[test]
fn own_books_that_were_added_last_survive_one_changed_digit_in_the_list() {
    let (home, _server) = two();
    let before = home.json(0, LIST);
    let list = home.store().join("companies.json");
    let text = std::fs::read_to_string(&list).expect("readable");
    std::fs::write(&list, text.replacen("Own Kft.", "Owm Kft.", 1)).expect("writable");
    home.expect(3, &["check", "--repair"]);
    assert_eq!(home.json(0, LIST), before);
    home.expect(0, &["client", "list"]);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
    home.expect(0, &["company", "test", "Teszt"]);
}

#[test]
fn without_any_list_own_books_come_back_and_nothing_is_sent_to_a_guessed_address() {
    let (home, server) = two();
    let before = home.json(0, LIST);
    for name in ["companies.json", "companies.json.1"] {
        std::fs::remove_file(home.store().join(name)).expect("removed");
    }
    home.expect(4, &["check"]);
    let repaired = home.expect(3, &["check", "--repair"]);
    assert!(repaired.err.contains("Teszt") && repaired.err.contains("company add"), "{}", repaired.err);
    let companies = home.json(0, &["company", "list", "--json"]);
    let of = |name: &str| companies["companies"].as_array().expect("a list").iter().find(|c| c["name"] == name).cloned();
    let (lost, own) = (of("Teszt").expect("its name"), of("Own Kft.").expect("its name"));
    assert_eq!((&lost["provider"], &lost["enabled"]), (&"unknown".into(), &false.into()));
    assert_eq!((&own["provider"], &own["enabled"]), (&"books".into(), &true.into()));
    assert_eq!(home.json(0, LIST)["total"], before["total"]);
    home.expect(0, &["books", "check"]);
    home.expect(6, &["sync"]);
    // A repair disabled it, no person: that is not green until it is named again.
    let status = home.expect(4, &["status"]);
    assert!(status.out.contains("service not known; add it again"), "{}", status.out);
    assert!(home.expect(2, &["status", "--nagios"]).out.contains("Teszt no_key"));
    let refused = home.expect(6, &["company", "enable", "Teszt"]);
    assert!(refused.err.contains("--provider"), "{}", refused.err);
    // Named again, it is what it was.
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    home.expect(0, &["status"]);
    assert_eq!(home.json(0, LIST)["total"], before["total"]);
    home.expect(0, &["check"]);
    let next = home.add_with("Új", &server.url, "a1b2c3d4-1111-4222-8333-0123456701ca", &["--no-test", "--force"]);
    assert_eq!(next.code, Some(0), "{}", next.err);
    let companies = home.json(0, &["company", "list", "--json"]).to_string();
    assert!(companies.contains("\"company_id\":3") || companies.contains("\"id\":3"), "{companies}");
}

#[test]
fn an_identity_or_a_key_that_cannot_be_used_is_red_and_named_with_its_way_out() {
    use std::os::unix::fs::PermissionsExt;
    type Break = fn(&std::path::Path);
    let (sound, _server) = two();
    let broken: [Break; 6] = [
        |home| std::fs::write(home.join("identity.age"), "garbage").expect("written"),
        |home| {
            std::fs::remove_file(home.join("identity.age")).expect("removed");
            std::fs::create_dir(home.join("identity.age")).expect("made");
        },
        |home| std::fs::set_permissions(home.join("identity.age"), std::fs::Permissions::from_mode(0o644)).expect("ours"),
        |home| {
            let other = Home::new();
            other.expect(0, &["key", "init"]);
            std::fs::copy(other.path().join("identity.age"), home.join("identity.age")).expect("copied");
        },
        |home| std::fs::remove_file(home.join("store/keys/1.age")).expect("removed"),
        |home| std::fs::write(home.join("store/keys/1.age"), "x").expect("written"),
    ];
    for (number, break_it) in broken.iter().enumerate() {
        let home = Home::new();
        crate::support::copy(sound.path(), home.path());
        break_it(home.path());
        home.expect(4, &["status"]);
        let check = home.expect(4, &["check"]);
        assert!(!check.err.contains("check --repair"), "{number}: {}", check.err);
        if number >= 3 {
            assert!(check.err.contains("company set-key"), "{number}: {}", check.err);
        }
    }
}

/// Damage of a store.
type Break = fn(&Home);

fn every(path: &std::path::Path, step: usize) {
    let mut bytes = std::fs::read(path).expect("readable");
    for at in (0..bytes.len()).step_by(step) {
        bytes[at] ^= 4;
    }
    std::fs::write(path, bytes).expect("writable");
}

const DAMAGED_JOURNAL: Break = |home| every(&home.store().join("journal/000001.log"), 200);
const LOST_JOURNAL: Break = |home| std::fs::remove_file(home.store().join("journal/000001.log")).expect("there");
const CUT_JOURNAL: Break = |home| {
    let path = home.store().join("journal/000001.log");
    let bytes = std::fs::read(&path).expect("readable");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("writable");
};
const DAMAGED_DATABASE: Break = |home| every(&home.store().join("sled/db"), 300);
const DAMAGED_PACK: Break = flip;

#[test]
fn own_books_that_the_database_and_the_journal_lost_are_never_green() {
    for (number, journal) in [DAMAGED_JOURNAL, LOST_JOURNAL, CUT_JOURNAL].into_iter().enumerate() {
        for looked in [true, false] {
            let home = books();
            journal(&home);
            DAMAGED_DATABASE(&home);
            if looked {
                home.expect(4, &["status"]);
            }
            for round in 0..2 {
                let repaired = home.expect(4, &["check", "--repair"]);
                let told = format!("{number} {looked} {round}: {}{}", repaired.out, repaired.err);
                assert!(repaired.err.contains("faktura restore FILE") && repaired.err.contains("--give-up 1"), "{told}");
            }
            home.expect(4, &["check"]);
            home.expect(4, &["status"]);
            for args in [LIST, &["client", "list"], &["books", "check"], &["draft", "list"]] {
                let refused = home.expect(4, args);
                let ways_out = refused.err.contains("faktura restore FILE") && refused.err.contains("--give-up");
                assert!(ways_out && !refused.err.contains("restores own books"), "{args:?}: {}", refused.err);
            }
            let doctor = home.expect(4, &["doctor"]);
            assert!(doctor.out.contains("restore FILE"), "{}", doctor.out);
        }
    }
}

#[test]
fn what_own_books_lost_for_good_is_given_up_by_a_person_alone() {
    let home = books();
    CUT_JOURNAL(&home);
    DAMAGED_DATABASE(&home);
    home.expect(4, &["check", "--repair"]);
    let asked = home.expect(2, &["check", "--repair", "--give-up", "Own Kft."]);
    assert!(asked.err.contains("--yes"), "{}", asked.err);
    home.expect(4, &["check"]);
    let given = home.expect(3, &["check", "--repair", "--give-up", "Own Kft.", "--yes"]);
    assert!(given.out.contains("go on with what is left"), "{}", given.out);
    home.expect(0, &["check"]);
    home.expect(0, &["status"]);
    home.expect(0, &["client", "list"]);
    home.expect(0, &["books", "check"]);
    // The lost documents may have had any of the next numbers: a new series begins.
    let shown = home.json(0, &["books", "show", "--json"]);
    let prefix = shown["profile"]["prefix"].as_str().expect("a prefix");
    assert!(prefix.len() == 9 && prefix.starts_with("INV2") && given.out.contains(prefix), "{prefix}: {}", given.out);
    let audit = home.json(0, &["audit", "--json"]).to_string();
    assert!(audit.contains("books.give-up"), "{audit}");
    let again = home.expect(2, &["check", "--repair", "--give-up", "1", "--yes"]);
    assert!(again.err.contains("lack nothing"), "{}", again.err);
    // Of books without a profile nothing can be kept.
    let home = books();
    LOST_JOURNAL(&home);
    DAMAGED_DATABASE(&home);
    let nothing = home.expect(2, &["check", "--repair", "--give-up", "1", "--yes"]);
    assert!(nothing.err.contains("company remove"), "{}", nothing.err);
    home.expect(0, &["company", "remove", "Own Kft.", "--yes"]);
    assert_eq!(home.run(&["check"]).code, Some(0));
}

#[test]
fn a_backup_brings_back_what_the_database_and_the_journal_lost() {
    let home = books();
    let before = home.json(0, LIST);
    let file = home.path().join("b.age").display().to_string();
    home.expect(0, &["backup", &file]);
    DAMAGED_JOURNAL(&home);
    DAMAGED_DATABASE(&home);
    home.expect(4, &["check", "--repair"]);
    // What was issued after the backup is not in it: its numbers would be given again.
    let restored = home.expect(0, &["restore", &file, "--yes"]);
    assert!(restored.err.contains("given again") && restored.err.contains("books edit --prefix"), "{}", restored.err);
    assert_eq!(home.json(0, LIST), before);
    home.expect(0, &["check"]);
    home.expect(0, &["status"]);
}

#[test]
fn own_records_that_the_database_has_bring_back_their_documents() {
    for journal in [DAMAGED_JOURNAL, LOST_JOURNAL] {
        let home = books();
        let lists = [LIST, &["payments", "--format", "json"], &["contacts", "--format", "json"]];
        let before = lists.map(|args| home.json(0, args)["total"].clone());
        let records = ["client", "rate", "project", "draft", "time"].map(|of| home.expect(0, &[of, "list"]).out);
        journal(&home);
        DAMAGED_PACK(&home);
        home.expect(3, &["check", "--repair"]);
        assert_eq!(lists.map(|args| home.json(0, args)["total"].clone()), before);
        assert_eq!(["client", "rate", "project", "draft", "time"].map(|of| home.expect(0, &[of, "list"]).out), records);
        home.expect(0, &["check"]);
        home.expect(0, &["status"]);
        home.expect(0, &["books", "check"]);
        // Told again by one entry of the journal, every version of a record is whole in a database that is made from it.
        DAMAGED_DATABASE(&home);
        home.expect(0, LIST);
        home.expect(0, &["check"]);
        home.expect(0, &["pay", "INV-2026-00001", "--amount", "30010"]);
    }
}
