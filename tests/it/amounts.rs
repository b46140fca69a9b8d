//! Amounts survive from the wire to the script to the last digit; what no decimal can hold costs only its own invoice.

use crate::support::Home;
use crate::support::server::{Server, document, page, rest};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

fn account(documents: Vec<String>) -> Server {
    Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) })
}

#[test]
fn amounts_survive_to_the_last_digit_and_sums_are_exact() {
    let amounts = ["12345678901234567.89", "0.1", "0.2", "-150000", "99999999999999999999.99", "1.50", "1e3"];
    let documents = amounts.iter().enumerate().map(|(i, gross)| document(i as u64 + 1, gross)).collect();
    let server = account(documents);
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    let all = home.json(0, &["invoices", "--format", "json", "--sort", "number", "--limit", "100"]);
    let of = |number: &str| {
        let invoices = all["invoices"].as_array().expect("a list");
        let found = invoices.iter().find(|i| i["invoice_number"] == number).expect("it is there");
        found["gross_total"].as_str().expect("a decimal string").to_owned()
    };
    assert_eq!(of("T-1"), "12345678901234567.89");
    assert_eq!(of("T-5"), "99999999999999999999.99");
    assert_eq!(of("T-4"), "-150000");
    let small = home.json(0, &["invoices", "gross<0.3", "gross>0", "--format", "json"]);
    assert_eq!(small["totals"][0]["gross"], "0.3", "0.1 + 0.2");
    let one = home.json(0, &["invoice", "T-1", "--json"]);
    assert_eq!(one["items"][0]["net_unit_amount"], "12345678901234567.89");
}

#[test]
fn an_amount_that_no_decimal_holds_skips_that_invoice_alone() {
    let server = account(vec![document(1, "10"), document(2, "1e38"), document(3, "30")]);
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    let sync = home.json(3, &["sync", "--json"]);
    let company = &sync["companies"][0];
    assert_eq!(company["status"], "partial");
    assert_eq!(company["invoices_processed"], 3);
    assert_eq!(company["invoices_created"], 2);
    assert_eq!(company["invoices_skipped"], 1);
    assert_eq!(company["errors"][0]["invoice_id"], "2");
    assert_eq!(company["errors"][0]["invoice_number"], "T-2");
    let again = home.json(3, &["sync", "--full", "--json"]);
    assert_eq!(again["companies"][0]["invoices_unchanged"], 2, "a refused invoice is not taken for vanished, nor are the others");
}
