//! Invoices that are paid in part count with what is left, which only their payments tell.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::server::{Answer, Asked, Server, document_with, page, rest};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

/// What the account has: documents, and answers about payments by the document's number.
struct Account {
    documents: Vec<String>,
    payments: Vec<(u64, Answer)>,
    /// Requests that are left, as every answer says.
    remaining: Option<u32>,
}

type Shared = Arc<Mutex<Account>>;

fn paid(amounts: &[f64]) -> Answer {
    let one =
        |amount: &f64| json!({"date": "2026-11-05", "price": amount, "payment_method": "wire_transfer", "conversion_rate": 1});
    Answer::json(&Value::Array(amounts.iter().map(one).collect()))
}

fn partly(id: u64, changes: &Value) -> String {
    let mut all = json!({"payment_status": "partially_paid"});
    for (name, value) in changes.as_object().expect("an object") {
        all[name] = value.clone();
    }
    document_with(id, &all)
}

fn answer(account: &Account, asked: &Asked) -> Answer {
    let answer = match asked.path.as_str() {
        "/documents" => page(&account.documents, asked),
        path => match path.strip_prefix("/documents/").and_then(|rest| rest.strip_suffix("/payments")) {
            Some(id) => {
                let known = account.payments.iter().find(|(of, _)| id == of.to_string());
                known.map_or_else(|| Answer::text(404, "{}"), |(_, answer)| answer.clone())
            }
            None => rest(asked),
        },
    };
    match account.remaining {
        Some(left) => answer.header("X-RateLimit-Limit", "60").header("X-RateLimit-Remaining", left.to_string()),
        None => answer,
    }
}

fn account(documents: Vec<String>, payments: Vec<(u64, Answer)>) -> (Shared, Server, Home) {
    let shared = Arc::new(Mutex::new(Account { documents, payments, remaining: None }));
    let serving = shared.clone();
    let server = Server::start(move |asked| answer(&serving.lock().expect("no test panics while it holds this"), asked));
    let home = Home::new();
    std::fs::write(home.path().join("config.toml"), "[sync]\nretries = 0\n").expect("written");
    home.must_add("A", &server.url, KEY);
    (shared, server, home)
}

fn asked_for(server: &Server) -> usize {
    server.asked().iter().filter(|asked| asked.path.ends_with("/payments")).count()
}

fn balance(home: &Home, number: &str) -> String {
    home.json(0, &["invoice", number, "--json"])["balance"].as_str().expect("an amount").to_owned()
}

fn warnings(home: &Home, number: &str) -> Vec<String> {
    let one = home.json(0, &["invoice", number, "--json"]);
    one["warnings"].as_array().expect("a list").iter().map(|one| one["kind"].as_str().expect("a word").to_owned()).collect()
}

#[test]
fn what_is_left_is_what_counts() {
    let documents = vec![
        partly(1, &json!({"due_date": "2026-11-02"})),
        document_with(2, &json!({})),
        document_with(3, &json!({"payment_status": "paid"})),
        partly(4, &json!({})),
    ];
    let (_, server, home) = account(documents, vec![(1, paid(&[400.0])), (3, paid(&[10.0])), (4, paid(&[500.0, -100.0, 150.5]))]);
    let sync = home.json(0, &["sync", "--json"]);
    assert_eq!(sync["companies"][0]["api_calls"], 3, "one page, and the payments of two invoices");
    assert_eq!(asked_for(&server), 2, "what is paid or not paid at all needs no question");
    assert_eq!((balance(&home, "T-1"), balance(&home, "T-4")), ("600".to_owned(), "449.5".to_owned()));
    assert_eq!((balance(&home, "T-2"), balance(&home, "T-3")), ("1000".to_owned(), "0".to_owned()));
    let rows = home.json(0, &["invoices", "--format", "json", "--sort", "number"]);
    assert_eq!(rows["invoices"][0]["balance"], "600");
    // Nothing changed: nothing is asked again, however it is synced.
    home.expect(0, &["sync"]);
    home.expect(0, &["sync", "--full"]);
    assert_eq!(asked_for(&server), 2);
}

#[test]
fn a_change_asks_again() {
    let (shared, server, home) = account(vec![partly(1, &json!({}))], vec![(1, paid(&[400.0]))]);
    home.expect(0, &["sync"]);
    {
        let mut account = shared.lock().expect("free");
        account.documents = vec![partly(1, &json!({"payment_status": "expired"}))];
        account.payments = vec![(1, paid(&[400.0, 100.0]))];
    }
    home.expect(0, &["sync"]);
    assert_eq!((balance(&home, "T-1"), asked_for(&server)), ("500".to_owned(), 2), "overdue, and still paid in part");
    let history = home.json(0, &["invoice", "T-1", "--json", "--history"]);
    assert!(history["history"].as_array().expect("a list").iter().any(|one| one["field"] == "balance" && one["new"] == "500"));
    shared.lock().expect("free").documents = vec![document_with(1, &json!({"payment_status": "paid"}))];
    home.expect(0, &["sync"]);
    assert_eq!((balance(&home, "T-1"), asked_for(&server)), ("0".to_owned(), 3), "its last payments are asked for once");
    home.expect(0, &["sync"]);
    home.expect(0, &["sync", "--full"]);
    assert_eq!(asked_for(&server), 3);
}

#[test]
fn an_answer_that_is_lost_is_asked_for_by_the_next_run() {
    let (shared, server, home) =
        account(vec![partly(1, &json!({})), partly(2, &json!({}))], vec![(1, Answer::text(500, "{}")), (2, paid(&[300.0]))]);
    let first = home.json(3, &["sync", "--json"]);
    let company = &first["companies"][0];
    assert_eq!((&company["status"], &company["invoices_created"]), (&"partial".into(), &2.into()), "{first}");
    assert!(company["errors"].as_array().expect("a list").iter().any(|one| one["invoice_number"] == "T-1"), "{first}");
    assert_eq!(balance(&home, "T-1"), "1000", "what is not known counts whole");
    assert_eq!(warnings(&home, "T-1"), ["balance_unknown"]);
    shared.lock().expect("free").payments = vec![(1, paid(&[250.0])), (2, paid(&[300.0]))];
    let before = asked_for(&server);
    home.expect(0, &["sync"]);
    assert!(asked_for(&server) > before);
    assert_eq!((balance(&home, "T-1"), balance(&home, "T-2")), ("750".to_owned(), "700".to_owned()));
    assert!(warnings(&home, "T-1").is_empty());
}

#[test]
fn a_quota_that_is_nearly_used_is_left_for_the_next_run() {
    let (shared, server, home) = account(vec![partly(1, &json!({}))], vec![(1, paid(&[400.0]))]);
    shared.lock().expect("free").remaining = Some(3);
    home.expect(3, &["sync"]);
    assert_eq!(asked_for(&server), 0);
    let run = home.expect(0, &["logs", "show", "1"]);
    assert!(run.out.contains("left to pay of 1 partly paid invoice"), "{}", run.out);
    shared.lock().expect("free").remaining = Some(50);
    home.expect(0, &["sync"]);
    assert_eq!((balance(&home, "T-1"), asked_for(&server)), ("600".to_owned(), 1));
}

#[test]
fn payments_that_contradict_the_document_make_no_wrong_balance() {
    let forints = json!([{"date": "2026-11-05", "price": 16000, "payment_method": "cash", "conversion_rate": 400}]);
    let euros = json!({"currency": "EUR", "conversion_rate": 400, "summary": {"gross_amount_local": 400_000}});
    let documents = vec![partly(1, &euros), partly(2, &json!({})), partly(3, &json!({})), partly(4, &json!({}))];
    let payments = vec![(1, Answer::json(&forints)), (2, paid(&[1200.0])), (3, paid(&[])), (4, paid(&[100.000_000_000_000_01]))];
    let (_, server, home) = account(documents, payments);
    home.expect(0, &["sync"]);
    assert_eq!((balance(&home, "T-1"), warnings(&home, "T-1")), ("1000".to_owned(), vec!["balance_unknown".to_owned()]));
    assert_eq!(balance(&home, "T-2"), "0", "more than the total leaves nothing, and no credit");
    assert_eq!(warnings(&home, "T-3"), ["balance_unknown"]);
    assert_eq!(balance(&home, "T-4"), "900");
    assert_eq!(asked_for(&server), 4);
}

#[test]
fn one_invoice_tells_what_is_left_as_its_list_does() {
    let documents = vec![
        partly(
            1,
            &json!({"gross_total": 100_000, "summary": {"net_amount": 100_000, "gross_amount_local": 100_000}, "items": []}),
        ),
        document_with(2, &json!({})),
        // Only the document that cancels says which one.
        document_with(3, &json!({})),
        document_with(
            4,
            &json!({"type": "cancellation", "correction_type": "cancellation", "gross_total": -1000,
            "related_documents": [{"id": 3, "invoice_number": "T-3"}]}),
        ),
    ];
    let (_, _server, home) = account(documents, vec![(1, paid(&[60_000.0]))]);
    home.expect(0, &["sync"]);
    let rows = home.json(0, &["invoices", "--format", "json", "--sort", "number"]);
    for (row, expected) in rows["invoices"].as_array().expect("a list").iter().zip(["40000", "1000", "0", "0"]) {
        let number = row["invoice_number"].as_str().expect("a number");
        let one = home.json(0, &["invoice", number, "--json"]);
        for field in ["balance", "overdue", "days_overdue"] {
            assert_eq!(one[field], row[field], "{number} {field}");
        }
        assert_eq!(one["balance"], expected, "{number}");
    }
    let part = home.expect(0, &["invoice", "T-1"]).out;
    let line = |name: &str| part.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(line("Left to pay").contains("40 000 Ft"), "{part}");
    assert!(line("Paid so far").contains("60 000 Ft"), "{part}");
    assert!(!home.expect(0, &["invoice", "T-2"]).out.contains("Left to pay"), "the gross says it");
    assert!(!home.expect(0, &["invoice", "T-3"]).out.contains("overdue"), "it was cancelled");
}
