//! The audit log is complete, and a changed or removed line is found.

use std::path::PathBuf;

use crate::support::Home;
use crate::support::server::{Server, document, page, rest};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

fn used() -> (Home, Server) {
    let documents: Vec<String> = (1..=150u64).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    home.expect(0, &["company", "rename", "Teszt", "Másik"]);
    home.expect(0, &["company", "disable", "Másik"]);
    let file = home.path().join("all.csv");
    home.expect(0, &["export", file.to_str().expect("UTF-8"), "gross>1"]);
    (home, server)
}

fn journal(home: &Home) -> PathBuf {
    crate::support::files(&home.store().join("journal")).pop().expect("there is one")
}

#[test]
fn every_change_has_a_line_with_who_and_what() {
    let (home, _server) = used();
    // A change that is refused is on record as such.
    home.expect(2, &["company", "rename", "Másik", "123"]);
    let log = home.json(0, &["audit", "--json"]);
    let lines = log["entries"].as_array().expect("a list");
    let told: Vec<(&str, &str)> =
        lines.iter().map(|line| (line["action"].as_str().expect("a word"), line["subject"].as_str().expect("a text"))).collect();
    assert_eq!(
        told[..4],
        [("company.add", "Teszt"), ("sync", "Teszt, run 1"), ("company.rename", "Teszt → Másik"), ("company.disable", "Másik")]
    );
    assert_eq!(told[4].0, "export");
    assert!(told[4].1.ends_with("all.csv ← gross>1"), "{}", told[4].1);
    assert_eq!(told[5..], [("company.rename.failed", "Másik → 123")], "one line for one refusal");
    assert!(lines.iter().all(|line| !line["actor"].as_str().expect("a name").is_empty()));
    assert!(lines[0]["from"].as_str().expect("a text").starts_with("pid "), "{}", lines[0]);
    assert_eq!(log["whole"], true);
    assert!(!home.expect(0, &["audit"]).out.contains(KEY));
    home.expect(0, &["audit", "verify"]);
    assert_eq!(home.json(0, &["audit", "--json", "--limit", "2"])["entries"].as_array().map(Vec::len), Some(2));
    home.expect(0, &["check"]);
}

#[test]
fn a_line_that_was_changed_is_found() {
    let (home, _server) = used();
    let path = journal(&home);
    let mut bytes = std::fs::read(&path).expect("readable");
    let at = bytes.windows(8).position(|window| window == "Másik".as_bytes().iter().chain(b"\0\0").copied().collect::<Vec<_>>());
    let at = at.or_else(|| bytes.windows(6).position(|window| window == "Másik".as_bytes())).expect("the name is there");
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).expect("writable");
    home.expect(4, &["audit", "verify"]);
}

#[test]
fn a_line_that_was_taken_away_is_found() {
    let (home, _server) = used();
    let path = journal(&home);
    let bytes = std::fs::read(&path).expect("readable");
    // The last entry, wherever it begins: whatever is cut off from the end.
    for cut in [1, 40, bytes.len() / 2] {
        std::fs::write(&path, &bytes[..bytes.len() - cut]).expect("writable");
        let ran = home.run(&["audit", "verify"]);
        assert_eq!(ran.code, Some(4), "{cut} bytes cut off: {}{}", ran.out, ran.err);
        std::fs::write(&path, &bytes).expect("writable");
        let _ = std::fs::remove_dir_all(home.store().join("damaged"));
    }
}
