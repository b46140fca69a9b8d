//! Slips of the pen in what is final: thousands, years, closed days, and exemptions that do not fit the buyer.

use serde_json::Value;

use crate::books;
use crate::support::Home;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A draft of a line of so much for the client.
fn draft(home: &Home, client: &str, vat: &str) -> (String, Value) {
    let made = home.json(0, &["draft", "make", "--client", client, "--line", "Work=1x100000", "--vat", vat, "--json"]);
    (text(&made["drafts"][0]["draft"]), made)
}

/// The kinds of the warnings of an answer.
fn warned(answer: &Value) -> Vec<String> {
    answer["warnings"].as_array().map_or_else(Vec::new, |all| all.iter().map(|one| text(&one["kind"])).collect())
}

fn refused(home: &Home, args: &[&str], why: &str) {
    let said = home.expect(2, args).err;
    assert!(said.contains(why), "{args:?}: {said}");
}

#[test]
fn thousands_are_asked_about_where_what_is_typed_is_final() {
    let home = Home::new();
    books::fill(&home);
    let (id, _) = draft(&home, "Acme Kft.", "27");
    home.expect(0, &["issue", &id]);
    refused(&home, &["credit", "INV-2026-00001", "--line", "1=net:5.000"], "5000");
    home.expect(0, &["time", "add", "1h", "--project", "Site", "--date", "2026-10-05"]);
    home.expect(0, &["time", "approve"]);
    refused(&home, &["draft", "make", "--client", "Acme Kft.", "--as-if", "20.000", "--dry-run"], "20000");
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["total"], 1, "nothing was issued");
}

#[test]
fn a_year_that_must_be_a_slip_is_asked_about() {
    let home = Home::new();
    books::fill(&home);
    let (id, _) = draft(&home, "Acme Kft.", "27");
    for (option, day) in [("--fulfilled", "2062-11-15"), ("--fulfilled", "1926-11-15"), ("--due", "2062-12-15")] {
        refused(&home, &["issue", &id, option, day], "is the year right?");
    }
    let period =
        ["draft", "make", "--client", "Acme Kft.", "--line", "Work=1x1", "--from", "2026-11-01", "--until", "2062-11-30"];
    refused(&home, &period, "is the year right?");
    refused(&home, &["rate", "set", "--project", "Site", "--amount", "1", "--from", "2062-01-01"], "is the year right?");
    for next in ["1926-01-01", "2062-01-01"] {
        let args = ["recurring", "add", "Hosting", "--client", "Acme Kft.", "--next", next, "--line", "Hosting=1x12000"];
        refused(&home, &args, "is the year right?");
    }
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["total"], 0);
}

#[test]
fn vat_of_closed_days_changes_with_a_word() {
    let home = Home::new();
    books::fill(&home);
    let (first, _) = draft(&home, "Acme Kft.", "27");
    let issued = home.json(0, &["issue", &first, "--date", "2026-11-02", "--fulfilled", "2026-10-31", "--json"]);
    assert_eq!(warned(&issued), [""; 0], "nothing is closed yet");
    home.expect(0, &["books", "edit", "--closed-until", "2026-10-31"]);
    let (second, _) = draft(&home, "Acme Kft.", "27");
    let issued = home.json(0, &["issue", &second, "--date", "2026-11-02", "--fulfilled", "2026-10-30", "--json"]);
    assert_eq!(warned(&issued), ["fulfilled_closed"]);
    let said = home.expect(0, &["credit", "INV-2026-00001", "--date", "2026-11-20"]);
    assert!(said.err.contains("2026-10-31") && said.err.contains("closed"), "{}", said.err);
    let (third, _) = draft(&home, "Acme Kft.", "27");
    let issued = home.json(0, &["issue", &third, "--date", "2026-11-02", "--fulfilled", "2026-11-01", "--json"]);
    assert_eq!(warned(&issued), [""; 0]);
}

#[test]
fn an_exemption_that_does_not_fit_the_buyers_country_is_named() {
    let home = Home::new();
    books::fill(&home);
    for (client, country, number) in
        [("Home Kft.", "HU", "HU13114505"), ("Haus GmbH", "DE", "DE136695976"), ("Corp", "US", "DE136695976")]
    {
        home.expect(0, &["client", "add", client, "--country", country, "--eu-tax-number", number]);
    }
    let fits = [
        ("EUFAD37", [false, true, true]),
        ("KBAET", [false, true, false]),
        ("EAM", [false, false, true]),
        ("FAD", [true, false, false]),
        ("27", [true, true, true]),
    ];
    for (vat, fits) in fits {
        for (client, fits) in ["Home Kft.", "Haus GmbH", "Corp"].into_iter().zip(fits) {
            let (_, made) = draft(&home, client, vat);
            assert_eq!(warned(&made), if fits { vec![] } else { vec!["vat_place"] }, "{vat} for {client}: {made}");
        }
    }
}
