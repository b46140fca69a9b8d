//! Companies and keys: what the commands promise.

use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::{Home, ran};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

fn account() -> Server {
    let documents = vec![document(2, "200"), document(1, "100")];
    Server::start(move |asked| {
        if asked.key != KEY {
            return Answer::text(401, r#"{"error":{"message":"Unauthorized"}}"#);
        }
        if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) }
    })
}

#[test]
fn adding_takes_what_the_account_tells() {
    let (server, home) = (account(), Home::new());
    home.must_add("Teszt", &server.url, KEY);
    let shown = home.json(0, &["company", "show", "teszt", "--json"]);
    assert_eq!(shown["tax_number"], "10773381-2-44");
    assert_eq!(shown["legal_name"], "Teszt Kft.");
    assert!(home.expect(0, &["company", "show", "1"]).out.contains("…01c9"));
}

#[test]
fn the_life_of_a_company() {
    let (server, home) = (account(), Home::new());
    home.must_add("Teszt", &server.url, KEY);
    assert_eq!(home.add("TESZT", &server.url, KEY).code, Some(2), "a name is there once");
    home.expect(0, &["company", "rename", "Teszt", "Másik"]);
    home.expect(2, &["company", "show", "Teszt"]);
    home.expect(0, &["company", "disable", "Másik"]);
    let none = home.expect(6, &["sync"]);
    assert!(none.err.contains("company enable"), "{}", none.err);
    home.expect(0, &["company", "enable", "Másik"]);
    home.expect(0, &["company", "test", "Másik"]);
    home.expect(0, &["sync"]);
    // Without a terminal nobody can be asked twice.
    home.expect(2, &["company", "remove", "Másik"]);
    home.expect(0, &["company", "remove", "Másik", "--yes"]);
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len), Some(0));
    assert_eq!(home.json(0, &["logs", "--json"])["runs"].as_array().map(Vec::len), Some(0), "everything of it is gone");
    home.expect(0, &["check"]);
}

#[test]
fn a_new_key_that_is_refused_leaves_the_old_one() {
    let (server, home) = (account(), Home::new());
    home.must_add("Teszt", &server.url, KEY);
    let mut set = home.command(&["company", "set-key", "Teszt"]);
    set.env("FAKTURA_API_KEY", "00000000-0000-4000-8000-000000000000");
    let refused = ran(set);
    assert_eq!(refused.code, Some(6), "{}", refused.err);
    home.expect(0, &["company", "test", "Teszt"]);
}

#[test]
fn the_key_comes_from_standard_input_too_and_never_from_argv() {
    use std::io::Write;
    let (server, home) = (account(), Home::new());
    let mut add =
        home.command(&["company", "add", "Teszt", "--provider", "billingo", "--base-url", &server.url, "--api-key-stdin"]);
    let mut child = add.stdin(std::process::Stdio::piped()).spawn().expect("starts");
    writeln!(child.stdin.take().expect("a pipe"), "{KEY}").expect("it reads");
    assert_eq!(child.wait_with_output().expect("it ends").status.code(), Some(0));
    home.expect(2, &["company", "add", "B", "--provider", "billingo", "--api-key", KEY]);
    let nobody = home.expect(6, &["company", "add", "B", "--provider", "billingo", "--base-url", &server.url]);
    assert!(nobody.err.contains("--api-key-stdin"), "{}", nobody.err);
}

#[test]
fn keys_survive_a_new_identity() {
    let (server, home) = (account(), Home::new());
    home.must_add("Teszt", &server.url, KEY);
    let before = std::fs::read(home.path().join("identity.age")).expect("an identity");
    home.expect(0, &["key", "rotate"]);
    assert_ne!(before, std::fs::read(home.path().join("identity.age")).expect("an identity"));
    home.expect(0, &["company", "test", "Teszt"]);
    std::fs::remove_file(home.path().join("identity.age")).expect("it is there");
    let lost = home.expect(6, &["company", "test", "Teszt"]);
    assert!(lost.err.contains("faktura key init"), "{}", lost.err);
    home.expect(0, &["key", "init"]);
    let other = home.expect(6, &["company", "test", "Teszt"]);
    assert!(other.err.contains("set-key"), "{}", other.err);
}
