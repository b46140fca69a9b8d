//! Two companies never see each other's data, also where their provider's ids and numbers are the same.

use crate::support::Home;
use crate::support::server::{Answer, Server, document, page, rest};

const ONE: &str = "11111111-2222-4333-8444-555555555555";
const TWO: &str = "99999999-2222-4333-8444-555555555555";

#[test]
fn equal_ids_of_two_accounts_are_two_invoices() {
    let server = Server::start(|asked| {
        let documents = match asked.key.as_str() {
            ONE => vec![document(1, "100"), document(2, "200")],
            TWO => vec![document(1, "7")],
            _ => return Answer::text(401, r#"{"error":{"message":"Unauthorized"}}"#),
        };
        if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) }
    });
    let home = Home::new();
    home.must_add("Egy", &server.url, ONE);
    home.must_add("Kettő", &server.url, TWO);
    home.expect(0, &["--headless"]);
    let of = |company: &str| home.json(0, &["invoices", "--company", company, "--format", "json"]);
    assert_eq!(of("Egy")["totals"][0]["gross"], "300");
    assert_eq!(of("Kettő")["totals"][0]["gross"], "7");
    assert_eq!(home.json(0, &["invoice", "T-1", "--company", "Kettő", "--json"])["gross_total"], "7");
    // Without a company the number is ambiguous: both are named, none is guessed.
    let both = home.expect(2, &["invoice", "T-1"]);
    assert!(both.err.contains("Egy") && both.err.contains("Kettő"), "{}", both.err);
    home.expect(0, &["company", "remove", "Egy", "--yes"]);
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["total"], 1);
    assert_eq!(of("Kettő")["totals"][0]["gross"], "7");
    home.expect(0, &["check"]);
    // A number that was removed does not come back with the next company.
    home.must_add("Három", &server.url, ONE);
    assert_eq!(home.json(0, &["company", "show", "Három", "--json"])["id"], 3);
    assert_eq!(home.json(0, &["invoices", "--company", "Három", "--format", "json"])["total"], 0);
}
