//! What counts in totals: one rule for documents that correct each other, in every list, report, status and answer.

use serde_json::json;

use crate::support::Home;
use crate::support::server::{Server, document_with, page, rest};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

/// A company "A" that has these documents.
fn synced(documents: Vec<String>) -> (Home, Server) {
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("A", &server.url, KEY);
    home.expect(0, &["sync"]);
    (home, server)
}

#[test]
fn each_document_says_its_direction_and_what_is_left_to_pay() {
    let (home, _server) = synced(vec![
        document_with(1, &json!({})),
        document_with(2, &json!({"payment_status": "paid"})),
        document_with(3, &json!({"type": "proforma"})),
    ]);
    let all = home.json(0, &["invoices", "--sort", "number", "--format", "json"]);
    let balances: Vec<&str> =
        all["invoices"].as_array().expect("a list").iter().map(|one| one["balance"].as_str().expect("an amount")).collect();
    assert_eq!(balances, ["1000", "0", "0"]);
    assert_eq!(all["invoices"][0]["direction"], "issued");
    let one = home.json(0, &["invoice", "T-1", "--json"]);
    assert_eq!((&one["balance"], &one["direction"]), (&"1000".into(), &"issued".into()));
}
