//! Numbers of own books and their clients: what cannot be is refused, what is doubtful is named by its field at once, and never only on a
//! frozen invoice.

use serde_json::{Value, json};

use crate::cash::text;
use crate::support::Home;
use crate::support::terminal::Terminal;

/// Fields of the warnings of a value.
fn fields(of: &Value) -> Vec<String> {
    of["warnings"].as_array().unwrap_or_else(|| panic!("warnings: {of}")).iter().map(|one| text(&one["field"])).collect()
}

#[test]
fn wrong_check_digits_are_named_by_their_field_when_they_are_typed() {
    let home = Home::new();
    let own = ["books", "add", "Own", "--country", "HU", "--currency", "HUF", "--tax-number", "12345678-1-42"];
    let added = home.expect(0, &[&own[..], &["--iban", "HU00117730161111101800000000", "--vat", "99"]].concat());
    let words = ["tax number 12345678-1-42", "IBAN HU00117730161111101800000000", "VAT 99%"];
    assert!(words.iter().all(|words| added.err.contains(words)), "{}", added.err);
    assert_eq!(added.err.matches("warning:").count(), 3, "{}", added.err);
    // What was mended is doubted no more, the rest still is.
    let edited = home.json(0, &["books", "edit", "--tax-number", "32560682-2-43", "--vat", "27", "--json"]);
    assert_eq!(fields(&edited["books"]), ["iban"]);
    let kinds: Vec<&Value> = edited["books"]["warnings"].as_array().expect("a list").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["iban_wrong"]);
    let right = home.expect(0, &["books", "edit", "--iban", "HU42117730161111101800000000"]);
    assert!(!right.err.contains("warning:"), "{}", right.err);
    // Clients: by command, in JSON with a warning beside it, and where one is asked for.
    let client = ["client", "add", "Acme", "--tax-number", "13114505-2-42x", "--iban", "DE00", "--vat", "72", "--json"];
    let client = home.expect(0, &client);
    assert_eq!(fields(&serde_json::from_str::<Value>(&client.out).expect("JSON")["client"]), ["tax_number", "iban", "vat"]);
    assert!(client.err.contains("13114505-2-42x") && client.err.contains("DE00"), "{}", client.err);
    assert_eq!(fields(&home.json(0, &["client", "show", "Acme", "--json"])["client"]), ["tax_number", "iban", "vat"]);
    let mended = home.expect(0, &["client", "edit", "Acme", "--tax-number", "13114505-2-41", "--iban", "DE89370400440532013000"]);
    assert!(!mended.err.contains("IBAN") && mended.err.contains("VAT 72%"), "{}", mended.err);
    // A rate that no country has is named on a draft too, before it is issued.
    let draft = home.expect(0, &["draft", "make", "--client", "Acme", "--line", "Work=1x1000", "--vat", "99", "--json"]);
    assert!(draft.err.contains("VAT 99%"), "{}", draft.err);
    assert_eq!(fields(&serde_json::from_str(&draft.out).expect("JSON")), ["vat"]);
    let abroad = ["client", "add", "GmbH", "--country", "DE", "--tax-number", "12/345/67890", "--eu-tax-number", "DE136695976"];
    assert!(!home.expect(0, &abroad).err.contains("warning:"), "another country has rules of its own");
}

#[test]
fn what_cannot_be_is_refused_and_says_what_to_write() {
    let home = crate::cash::home();
    for (wrong, words) in [
        (&["client", "add", "Beta", "--country", "XX"][..], "two letters"),
        (&["client", "add", "Beta", "--email", "nope"], "billing@example.com"),
        (&["client", "add", "Beta", "--email", "a@b.example, c@d.example"], "--email ADDRESS --email ADDRESS"),
        (&["client", "add", "Beta", "--endpoint", "nonsense"], "9930:DE136695976"),
        (&["client", "edit", "Acme", "--email", "acme@"], "billing@example.com"),
        (&["books", "edit", "--country", "UK"], "two letters"),
        (&["books", "add", "Two", "--country", "XX", "--currency", "HUF"], "two letters"),
        (&["person", "add", "Eve", "--email", "nope"], "billing@example.com"),
    ] {
        let refused = home.expect(2, wrong);
        assert!(refused.err.contains(words), "{wrong:?}: {}", refused.err);
    }
    let view = home.json(0, &["client", "list", "--json"]);
    assert_eq!(view["clients"].as_array().map(Vec::len), Some(1), "nothing was added: {view}");
}

#[test]
fn the_same_books_twice_are_asked_about() {
    let home = Home::new();
    let add =
        |name: &'static str| ["books", "add", name, "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    home.expect(0, &add("Own"));
    // Another spelling of the number is the same taxpayer.
    let again = ["books", "add", "Two", "--country", "HU", "--currency", "HUF", "--tax-number", "HU32560682"];
    let refused = home.expect(2, &again);
    assert!(refused.err.contains("“Own”") && refused.err.contains("--force"), "{}", refused.err);
    let count = || home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len);
    for (answer, code, companies) in [("n\r", 2, 1), ("y\r", 0, 2)] {
        let mut terminal = Terminal::start(&home, &add("Two"), 24, 100);
        terminal.shows("Continue anyway?");
        terminal.press(answer);
        assert_eq!((terminal.ends().0, count()), (code, Some(companies)), "{answer:?}");
    }
    home.expect(0, &[&add("Three")[..], &["--force"]].concat());
    home.expect(0, &["books", "add", "Other", "--country", "HU", "--currency", "HUF", "--tax-number", "13114505-2-41"]);
}

#[cfg(feature = "api")]
#[test]
fn over_http_the_same_is_refused_and_named() {
    use crate::support::serving::Serving;
    use crate::support::talk::{request, tcp};

    let home = Home::new();
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let token = home.expect(0, &["token", "add", "root", "--role", "admin"]).out.trim().to_owned();
    let post = |path: &str, body: &Value| tcp(&address, request("POST", path, Some(&token), &body.to_string()).as_bytes());
    let books = |name: &str, country: &str| json!({"name": name, "tax_number": "32560682-2-43", "country": country, "currency": "HUF", "zone": "Europe/Budapest"});
    assert_eq!(post("/v1/books", &books("Own", "XX")).status, 400);
    let added = post("/v1/books", &books("Own", "HU"));
    assert_eq!(added.status, 201, "{}", added.text());
    let at = format!("/v1/books/{}/clients", added.json()["company_id"]);
    let client = post(&at, &json!({"name": "Acme", "country": "HU", "tax_number": "13114506-2-41"}));
    assert_eq!(client.status, 200, "{}", client.text());
    let client = client.json();
    assert_eq!(fields(&client["client"]), ["tax_number"], "{client}");
    assert!(text(&client["client"]["warnings"][0]["message"]).contains("13114506-2-41"), "{client}");
    assert_eq!(post(&at, &json!({"name": "Beta", "emails": ["nope"]})).status, 400);
    assert!(post("/v1/books", &books("Two", "HU")).text().contains("32560682-2-43"), "the same books");
    let mut forced = books("Two", "HU");
    forced["force"] = json!(true);
    assert_eq!(post("/v1/books", &forced).status, 201);
    serving.signal(rustix::process::Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
}
