//! Companies and keys: what the commands promise.

use crate::support::server::{Answer, Asked, Server, document, page, rest};
use crate::support::terminal::Terminal;
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
    // Without a terminal there is no question.
    home.expect(2, &["company", "remove", "Másik"]);
    home.expect(0, &["company", "remove", "Másik", "--yes"]);
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len), Some(0));
    assert_eq!(home.json(0, &["logs", "--json"])["runs"].as_array().map(Vec::len), Some(0), "everything of it is gone");
    home.expect(0, &["check"]);
}

#[test]
fn own_books_are_enabled_without_a_word_of_a_sync() {
    let home = Home::new();
    home.expect(0, &["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"]);
    for (verb, lang, told) in [
        ("disable", "en", "is disabled; its books stay"),
        ("enable", "en", "nothing is synced"),
        ("disable", "hu", "ki van kapcsolva"),
        ("enable", "hu", "nincs mit szinkronizálni"),
    ] {
        let said = home.expect(0, &["--lang", lang, "company", verb, "Own"]);
        assert!(said.err.contains(told) && !said.err.contains("from now on"), "{verb}: {}", said.err);
    }
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

#[test]
fn the_same_account_is_not_added_twice_without_a_word() {
    let (server, home) = (account(), Home::new());
    home.must_add("Egy", &server.url, KEY);
    // However the address is spelled, it is one account.
    let other = server.url.replace("127.0.0.1", "LOCALHOST");
    for url in [server.url.clone(), format!("{}/", server.url), other] {
        let twice = home.add("Kettő", &url, KEY);
        assert_eq!(twice.code, Some(2), "{url}: {}", twice.err);
        assert!(twice.err.contains("“Egy”") && twice.err.contains("--force"), "{}", twice.err);
    }
    let untested = home.add_with("Kettő", &server.url, KEY, &["--no-test"]);
    assert_eq!(untested.code, Some(2), "a key that is not tested is known all the same: {}", untested.err);
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len), Some(1));
    let failed = home.json(0, &["audit", "--json"]);
    let actions: Vec<&str> = failed["entries"].as_array().expect("entries").iter().filter_map(|e| e["action"].as_str()).collect();
    assert_eq!(actions.iter().filter(|action| **action == "company.add").count(), 1, "{actions:?}");
    assert_eq!(actions.iter().filter(|action| **action == "company.add.failed").count(), 4, "{actions:?}");
    let forced = home.add_with("Kettő", &server.url, KEY, &["--force"]);
    assert_eq!(forced.code, Some(0), "{}", forced.err);
}

#[test]
fn another_key_to_the_same_account_is_recognised_by_its_tax_number() {
    const SECOND: &str = "a1b2c3d4-1111-4222-8333-0123456702d8";
    let documents = vec![document(1, "100")];
    let serve = move |asked: &Asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) };
    let (server, elsewhere, home) = (Server::start(serve.clone()), Server::start(serve), Home::new());
    home.must_add("Egy", &server.url, KEY);
    let twice = home.add("Kettő", &server.url, SECOND);
    assert_eq!(twice.code, Some(2), "{}", twice.err);
    assert!(twice.err.contains("10773381-2-44") && twice.err.contains("“Egy”"), "{}", twice.err);
    // Another service may have an account of the same company; the same key to the same company is one account anywhere.
    assert_eq!(home.add("Kettő", &elsewhere.url, SECOND).code, Some(0));
    assert_eq!(home.add("Három", &elsewhere.url, KEY).code, Some(2));
    let set = home.set_key("Kettő", KEY, &[]);
    assert_eq!(set.code, Some(2), "{}", set.err);
    assert!(set.err.contains("“Egy”"), "{}", set.err);
    assert_eq!(home.set_key("Egy", KEY, &[]).code, Some(0), "its own key is no other company's");
    assert_eq!(home.set_key("Kettő", KEY, &["--force"]).code, Some(0));
}

#[test]
fn what_is_wrong_with_the_arguments_is_said_before_the_key_is_asked_for() {
    let home = Home::new();
    let wrong = home.expect(2, &["company", "add", "B", "--provider", "szamlazz"]);
    assert!(wrong.err.contains("szamlazz") && wrong.err.contains("billingo"), "{}", wrong.err);
    let keyless = home.expect(6, &["company", "add", "B"]);
    assert!(keyless.err.contains("--api-key-stdin"), "the provider may be left out: {}", keyless.err);
}

#[test]
fn what_can_be_refused_is_refused_before_a_secret_is_asked_for() {
    let server = account();
    let home = Home::new();
    home.must_add("Egy", &server.url, KEY);
    home.expect(0, &["books", "add", "Saját", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"]);
    // At a terminal, with nothing typed: a question for a secret would wait for ever.
    let refused = |args: &[&str], words: &str| Terminal::start(&home, args, 12, 160).shows(words);
    refused(&["company", "add", "egy"], "exists already");
    refused(&["company", "add", "12"], "Invalid company name");
    refused(&["company", "add", "B", "--base-url", "http://example.com"], "not a valid service address");
    refused(&["company", "set-key", "Nincs"], "No company");
    refused(&["company", "set-key", "Saját"], "keeps its own books");
    refused(&["login", "begin", "quickbooks", "--client-id", "x", "--base-url", "nonsense"], "not a usable address");
    refused(&["calendar", "set-secret", "Nincs"], "There is no calendar");
    refused(&["calendar", "add", "N", "--url", "https://dav.example.com/x", "--user", "u", "--project", "Nincs"], "no project");
    home.expect(2, &["company", "test", "Saját"]);
    // In a script, too: what cannot be is said before the key or the secret that is missing.
    let taken = home.expect(2, &["company", "add", "egy"]);
    assert!(taken.err.contains("exists already"), "{}", taken.err);
    let keyless = home.expect(6, &["company", "add", "Új"]);
    assert!(keyless.err.contains("--api-key-stdin"), "what is missing in a script is said at once: {}", keyless.err);
    let fresh = Home::new();
    for home in [&home, &fresh] {
        home.expect(2, &["company", "add", ""]);
        for address in ["ftp://x", "http://example.com", "http://user:pw@127.0.0.1:1/"] {
            let told = home.expect(6, &["company", "add", "B", "--base-url", address, "--no-test"]).err;
            assert!(told.contains("not a valid service address") && !told.contains("pw"), "{address}: {told}");
        }
        let begin = ["login", "begin", "quickbooks", "--client-id", "x"];
        for (wrong, words) in [(["--base-url", "ftp://a"], "not a usable address"), (["--redirect-uri", "nonsense"], "nonsense")]
        {
            let told = home.run(&[&begin[..], &wrong[..]].concat()).err;
            assert!(told.contains(words) && !told.contains("client secret"), "{wrong:?}: {told}");
        }
        assert!(home.run(&begin).err.contains("client secret"));
    }
    assert!(fresh.json(0, &["company", "list", "--json"])["companies"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn what_is_looked_for_where_there_is_no_company_says_how_to_add_one() {
    let home = Home::new();
    for command in ["invoice", "payment", "contact", "send"] {
        let told = home.expect(6, &[command, "X"]).err;
        assert!(told.contains("faktura company add"), "{command}: {told}");
    }
}

#[test]
fn an_address_that_no_sync_could_use_is_refused_also_untested() {
    let home = Home::new();
    for address in ["http://example.com", "nonsense", "ftp://example.com", "https://user:pw@example.com"] {
        let told = home.add_with("B", address, KEY, &["--no-test"]);
        assert_eq!(told.code, Some(6), "{address}: {}", told.err);
        assert!(!told.err.contains("pw"), "{}", told.err);
    }
    assert!(home.json(0, &["company", "list", "--json"])["companies"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn a_key_of_another_taxpayer_is_not_taken_for_a_company_without_a_word() {
    const OTHER: &str = "a1b2c3d4-1111-4222-8333-0123456702c9";
    let server = Server::start(|asked| match (asked.path.as_str(), asked.key.as_str()) {
        ("/organization", OTHER) => Answer::text(200, r#"{"tax_code":"32560682-2-43"}"#),
        ("/documents", OTHER) => page(&[document(9, "900")], asked),
        ("/documents", _) => page(&[document(2, "200"), document(1, "100")], asked),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Egy", &server.url, KEY);
    home.expect(0, &["sync"]);
    let set = |args: &[&str]| {
        let mut set = home.command(&[&["company", "set-key", "Egy"], args].concat());
        set.env("FAKTURA_API_KEY", OTHER);
        ran(set)
    };
    let refused = set(&[]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("32560682-2-43") && refused.err.contains("10773381-2-44"), "{}", refused.err);
    home.expect(0, &["sync", "--full"]);
    let total = || home.json(0, &["invoices", "-status:vanished", "--format", "json"])["total"].clone();
    assert_eq!(total(), 2, "its own documents are still there");
    assert_eq!(set(&["--force"]).code, Some(0));
    home.expect(0, &["sync", "--full"]);
    assert_eq!(total(), 1);
}

#[test]
fn on_a_terminal_the_same_account_is_asked_about() {
    let (server, home) = (account(), Home::new());
    home.must_add("Egy", &server.url, KEY);
    let count = || home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len);
    let add = ["company", "add", "Kettő", "--provider", "billingo", "--base-url", &server.url];
    for (answer, code, companies) in [("\r", 2, 1), ("n\r", 2, 1), ("y\r", 0, 2)] {
        let mut terminal = Terminal::set(&home, &add, 24, 100, &[("FAKTURA_API_KEY", KEY)]);
        terminal.shows("Continue anyway?");
        assert!(terminal.text().contains("“Egy”"), "{}", terminal.text());
        terminal.press(answer);
        let (ended, raw) = terminal.ends();
        assert_eq!((ended, count()), (code, Some(companies)), "{answer:?}: {}", String::from_utf8_lossy(&raw));
    }
    // The key of another company is asked about, too.
    let set = ["company", "set-key", "Kettő"];
    let mut terminal = Terminal::set(&home, &set, 24, 100, &[("FAKTURA_API_KEY", KEY)]);
    terminal.shows("Continue anyway?");
    terminal.press("n\r");
    assert_eq!(terminal.ends().0, 2);
}
