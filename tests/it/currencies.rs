//! An entry of one currency for a document of another one: it pays by a rate that is known or stated, never whole by itself.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use crate::bank::{balance, write};
use crate::support::Home;
use crate::support::serving::Serving;
use crate::support::talk::{request, tcp};

/// Books with an invoice of 127 EUR.
fn home() -> (Home, String) {
    let home = Home::new();
    let add = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    home.expect(0, &[&add[..], &["--zone", "Europe/Budapest", "--vat", "27"]].concat());
    home.expect(0, &["client", "add", "Acme Kft.", "--tax-number", "13114505-2-41", "--currency", "EUR"]);
    let fx = ["--rate", "400", "--rate-source", "MNB", "--rate-date", "2026-10-31", "--json"];
    let made = home.json(0, &[&["draft", "make", "--client", "Acme", "--line", "Care=1x100"], &fx[..]].concat());
    let draft = made["drafts"][0]["draft"].as_str().expect("a draft").to_owned();
    let issued = home.json(0, &["issue", &draft, "--date", "2026-11-01", "--json"]);
    let number = issued["invoices"][0]["invoice_number"].as_str().expect("a number").to_owned();
    (home, number)
}

/// Imports an entry of the account in forints, and gives its identifier.
fn forints(home: &Home, reference: &str, amount: u32) -> String {
    let text = format!(
        ":20:S\n:25:11773016-11111018\n:28C:1\n:60F:C261110HUF0,00\n:61:2611101110C{amount},00NTRFNONREF//{reference}\n:86:Acme Kft.\n:62F:C261110HUF{amount},00\n-\n"
    );
    home.expect(0, &["bank", "import", &write(home, &format!("{reference}.sta"), &text), "--company", "Own"]);
    let list = home.json(0, &["bank", "list", "--json"]);
    let found = list["entries"].as_array().expect("entries").iter().find(|one| one["reference"] == reference);
    found.unwrap_or_else(|| panic!("{list}"))["entry"].as_str().expect("text").to_owned()
}

fn checked(home: &Home) {
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

/// The parts of a match, each with kind and amount.
fn parts(matched: &Value) -> Vec<(&str, &str)> {
    let parts = matched["match"]["parts"].as_array().expect("parts");
    parts.iter().map(|part| (part["kind"].as_str().unwrap_or_default(), part["amount"].as_str().unwrap_or_default())).collect()
}

#[test]
fn nothing_is_settled_whole_unasked() {
    let (home, number) = home();
    let paid = forints(&home, "B1", 40_000);
    for difference in [&[][..], &["--difference", "fx"]] {
        let refused = home.expect(2, &[&["match", "accept", &paid, &number], difference].concat());
        assert!(refused.err.contains("EUR") && refused.err.contains("HUF") && refused.err.contains("--rate"), "{}", refused.err);
    }
    for (rate, says) in [("400", "HUF/EUR"), ("400 USD/EUR", "USD/EUR"), ("0 HUF/EUR", "HUF/EUR")] {
        let refused = home.expect(2, &["match", "accept", &paid, &number, "--rate", rate]);
        assert!(refused.err.contains(says), "{}", refused.err);
    }
    assert_eq!(balance(&home, &number), json!(["127.00", "outstanding"]));
    checked(&home);
}

#[test]
fn a_stated_rate_pays_a_part_or_the_whole_with_the_difference_named_and_undo_takes_it_back() {
    let (home, number) = home();
    let paid = forints(&home, "B1", 40_000);
    let part = home.json(0, &["match", "accept", &paid, &number, "--rate", "400 HUF/EUR", "--json"]);
    assert_eq!(parts(&part), [("principal", "100")]);
    assert_eq!(balance(&home, &number), json!(["27.00", "partially_paid"]));
    let audit = home.json(0, &["audit", "--json"]).to_string();
    assert!(audit.contains("400 HUF/EUR"), "{audit}");
    checked(&home);
    home.expect(0, &["match", "undo", &paid]);
    assert_eq!(balance(&home, &number), json!(["127.00", "outstanding"]));
    // At another rate the same money is less than the invoice: the difference of rates settles the rest.
    let whole = home.json(0, &["match", "accept", &paid, &number, "--rate", "320 HUF/EUR", "--difference", "fx", "--json"]);
    assert_eq!(parts(&whole), [("principal", "125"), ("fx", "2")]);
    assert_eq!(balance(&home, &number), json!(["0", "paid"]));
    checked(&home);
    home.expect(0, &["match", "undo", &paid]);
    let told = home.json(0, &["match", "accept", &paid, &format!("{number}=127"), "--json"]);
    assert_eq!(parts(&told), [("principal", "127")]);
    assert_eq!(balance(&home, &number), json!(["0", "paid"]));
    checked(&home);
}

#[test]
fn what_is_beyond_the_document_is_credit_in_the_currency_of_the_account() {
    let (home, number) = home();
    let paid = forints(&home, "B1", 52_000);
    let over = home.json(0, &["match", "accept", &paid, &number, "--rate", "400 HUF/EUR", "--json"]);
    assert_eq!(parts(&over), [("principal", "127"), ("overpayment", "1200")]);
    let listed = home.json(0, &["payments", "--format", "json"]);
    let mut sums: Vec<Value> = listed["payments"].as_array().expect("payments").iter().map(sum).collect();
    sums.sort_by_key(ToString::to_string);
    assert_eq!(sums, [json!(["EUR", "127", "0", "Acme Kft."]), json!(["HUF", "1200", "1200", "Acme Kft."])], "{listed}");
    checked(&home);
    home.expect(0, &["match", "undo", &paid]);
    assert_eq!(balance(&home, &number), json!(["127.00", "outstanding"]));
    let listed = home.json(0, &["payments", "--format", "json"]);
    let standing = listed["payments"].as_array().expect("payments").iter().filter(|one| one["status"] != "deleted").count();
    assert_eq!(standing, 0, "{listed}");
    checked(&home);
}

fn sum(payment: &Value) -> Value {
    json!([payment["currency"], payment["amount"], payment["unapplied"], payment["partner_name"]])
}

#[test]
fn a_program_states_the_rate_as_a_person_does() {
    let (home, number) = home();
    let paid = forints(&home, "B1", 50_800);
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let token = home.expect(0, &["token", "add", "accountant", "--role", "admin"]).out.trim().to_owned();
    let company = home.json(0, &["bank", "list", "--json"])["entries"][0]["company_id"].as_u64().expect("a number");
    let path = format!("/v1/bank/{company}/entries/{paid}/match");
    let ask = |body: &str| tcp(&address, request("POST", &path, Some(&token), body).as_bytes());
    let document = format!(r#""documents":[{{"document":"{number}"}}]"#);
    for (body, status) in [
        (format!("{{{document}}}"), 422),
        (format!(r#"{{{document},"rate":"400"}}"#), 400),
        (format!(r#"{{{document},"rate":"400 HUF/EUR"}}"#), 200),
    ] {
        let answer = ask(&body);
        assert_eq!(answer.status, status, "{body}: {}", answer.json());
    }
    assert_eq!(balance(&home, &number), json!(["0", "paid"]));
}
