//! Secrets appear nowhere: not in files, logs, errors, listings; and only the owner can read our files.

use std::os::unix::fs::PermissionsExt;

use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::{Home, files};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

#[test]
fn the_key_is_in_no_file_and_no_output() {
    // A service that echoes the key in its errors is the worst case for logs.
    let documents = vec![document(1, "100")];
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" if asked.param("last_modified_date").is_some() => {
            Answer::text(422, format!(r#"{{"message":"bad key {}","errors":[]}}"#, asked.key))
        }
        "/documents" => page(&documents, asked),
        _ => rest(asked),
    });
    let home = Home::new();
    let mut said = String::new();
    let added = home.add("Teszt", &server.url, KEY);
    assert_eq!(added.code, Some(0), "{}", added.err);
    for args in [
        &["-vv", "sync"][..],
        &["-vv", "sync", "--json"],
        &["-vv", "company", "show", "Teszt"],
        &["company", "list", "--json"],
        &["logs", "--json"],
        &["logs", "show", "2"],
        &["status", "--json"],
        &["key", "show"],
        &["-vv", "company", "test", "Teszt"],
    ] {
        let ran = home.run(args);
        said.push_str(&ran.out);
        said.push_str(&ran.err);
    }
    assert!(said.contains("01c9"), "the end of the key is shown");
    assert!(!said.contains(KEY), "the key is shown:\n{said}");
    home.expect(0, &["backup", home.path().join("b.faktura").to_str().expect("utf-8")]);
    let identity = std::fs::read_to_string(home.path().join("identity.age")).expect("an identity");
    let secret = identity.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).expect("its secret").to_owned();
    assert!(!said.contains(&secret));
    for file in files(home.path()) {
        let bytes = std::fs::read(&file).expect("readable");
        let has = |needle: &str| bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
        assert!(!has(KEY), "{} holds the key", file.display());
        assert!(file.ends_with("identity.age") || !has(&secret), "{} holds the identity", file.display());
    }
}

#[test]
fn files_are_0600_and_folders_0700() {
    let documents = vec![document(1, "100")];
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    home.expect(0, &["export", home.path().join("x.csv").to_str().expect("utf-8")]);
    home.expect(0, &["backup", home.path().join("b.faktura").to_str().expect("utf-8")]);
    let mode = |path: &std::path::Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    for file in files(home.path()) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        let folder = file.parent().expect("a folder");
        // The home itself was made by the test.
        assert!(folder == home.path() || mode(folder).trailing_zeros() >= 6, "{}", folder.display());
    }
}

#[test]
fn text_from_outside_never_reaches_the_terminal_raw() {
    let evil = document(1, "100")
        .replace("Vevő 1 Zrt.", r"Evil \u001b]0;owned\u0007\u009b2J\u202e\r\nKft.")
        .replace("T-1", r"T-1\u001b[31m");
    let documents = vec![evil];
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" => page(&documents, asked),
        "/documents/1/public-url" => Answer::text(422, r#"{"message":"no\u001b[2Jno","errors":[]}"#),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    for args in [
        &["sync", "--verbose"][..],
        &["invoices"],
        &["invoice", "1"],
        &["invoice", "1", "--history"],
        &["invoices", "evil\u{1b}[31m("],
        &["invoice", "no\u{1b}[31m"],
        &["company", "show", "x\u{1b}[31m"],
        &["logs", "show", "1"],
    ] {
        let ran = home.run(args);
        for text in [&ran.out, &ran.err] {
            let bad = text.chars().find(|c| *c != '\n' && faktura::domain::text::is_unsafe(*c));
            assert_eq!(bad, None, "faktura {args:?}:\n{text:?}");
        }
    }
}
