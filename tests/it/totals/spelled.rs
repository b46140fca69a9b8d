//! Sums and rows in every format: spelled by one rule, and the same in all of them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::cases::synced;
use crate::support::Home;
use crate::support::server::document_with;
use crate::support::serving::Serving;
use crate::support::talk::{request, tcp};

const REPORTS: [&str; 11] = [
    "aging",
    "months",
    "months --by fulfilled",
    "months --by paid",
    "vat",
    "partners",
    "cash",
    "days",
    "delay",
    "statuses",
    "companies",
];

/// Documents with amounts in every spelling that services use.
fn documents() -> Vec<String> {
    let number = |text: &str| -> Value { serde_json::from_str(text).expect("a number") };
    let mut all = Vec::new();
    for (currency, amounts) in [
        ("HUF", ["2000", "2000.0", "2000.00", "-2000.000"]),
        ("EUR", ["2000", "2000.0", "2000.00", "0.5"]),
        ("KWD", ["2000", "2000.0", "2000.00", "1.125"]),
        ("USD", ["2000.0", "33.33333", "10", "-5.0"]),
    ] {
        for (at, amount) in amounts.iter().enumerate() {
            let id = all.len() as u64 + 1;
            let status = ["outstanding", "partially_paid", "paid", "outstanding"][at];
            let paid = (status == "paid").then_some("2026-11-10");
            all.push(document_with(
                id,
                &json!({"gross_total": number(amount), "currency": currency, "payment_status": status, "paid_date": paid,
                    "conversion_rate": if currency == "HUF" { 1 } else { 380 },
                    "summary": {"net_amount": number(amount), "vat_amount": number("0.0"), "gross_amount_local": null,
                        "vat_rate_summary": []}}),
            ));
        }
    }
    all
}

fn decimals(currency: &str) -> usize {
    match currency {
        "HUF" => 0,
        "KWD" => 3,
        _ => 2,
    }
}

/// Demands that a sum has the decimals of its currency, and more only where it needs them.
fn is_spelled(text: &str, currency: &str, of: &str) {
    let has = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let needs = text.parse::<Decimal>().expect("a decimal").normalize().scale() as usize;
    assert_eq!(has, needs.max(decimals(currency)), "{text} {currency} in {of}");
}

/// Looks at every sum below a value: the texts of numbers beside a currency.
fn walk(value: &Value, currency: Option<&str>, of: &str) -> usize {
    match value {
        Value::Object(fields) => {
            let own = fields.get("currency").and_then(Value::as_str).or(currency);
            let sums = ["net", "vat", "gross", "balance", "outstanding", "overdue", "credit", "running", "amount", "unapplied"];
            let one = |(name, value): (&String, &Value)| match (value.as_str(), own) {
                (Some(text), Some(currency)) if sums.contains(&name.as_str()) => {
                    is_spelled(text, currency, &format!("{of}: {name}"));
                    1
                }
                _ => walk(value, own, of),
            };
            fields.iter().map(one).sum()
        }
        Value::Array(all) => all.iter().map(|value| walk(value, currency, of)).sum(),
        _ => 0,
    }
}

fn csv(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn every_sum_is_spelled_by_its_currency_alone() {
    let (home, _server) = synced(documents());
    for kind in REPORTS {
        let args = [&["report"][..], &kind.split(' ').collect::<Vec<_>>()].concat();
        let told = home.json(0, &[&args[..], &["--format", "json"]].concat());
        assert!(walk(&told["rows"], None, kind) > 0, "{kind}: {told}");
        for row in csv(&home.expect(0, &[&args[..], &["--format", "csv"]].concat()).out) {
            for name in ["net", "vat", "gross", "balance", "outstanding", "overdue", "credit", "running"] {
                if !row[name].is_empty() {
                    is_spelled(&row[name], &row["currency"], &format!("{kind} as CSV: {name}"));
                }
            }
        }
    }
    let list = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!(walk(&list["totals"], None, "invoices"), 16);
    let status = home.json(0, &["status", "--json"]);
    for part in ["outstanding", "overdue", "credit"] {
        assert!(walk(&status["companies"][0][part], None, part) > 0, "{status}");
    }
    let contacts = home.json(0, &["contacts", "--format", "json"]);
    assert!(walk(&contacts["contacts"][0]["outstanding"], None, "contacts") > 0, "{contacts}");
    let joined = &csv(&home.expect(0, &["contacts", "--format", "csv"]).out)[0]["outstanding"];
    assert!(joined.contains("4000.50 EUR") && joined.contains("4000 HUF"), "{joined}");
}

#[test]
fn every_sum_of_the_api_is_spelled_by_its_currency_alone() {
    let (home, _server) = synced(documents());
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let token = home.expect(0, &["token", "add", "robot", "--role", "viewer"]).out.trim().to_owned();
    let asked = |path: &str| {
        let reply = tcp(&address, request("GET", path, Some(&token), "").as_bytes());
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    };
    for kind in REPORTS.iter().filter(|kind| !kind.contains(' ')) {
        assert!(walk(&asked(&format!("/v1/reports/{kind}"))["rows"], None, kind) > 0, "{kind}");
    }
    assert_eq!(walk(&asked("/v1/invoices")["totals"], None, "invoices"), 16);
    assert!(walk(&asked("/v1/companies"), None, "companies") > 0);
}

#[test]
fn a_report_has_the_same_rows_and_sums_in_every_format() {
    let (home, _server) = synced(documents());
    for kind in REPORTS {
        let args = [&["report"][..], &kind.split(' ').collect::<Vec<_>>()].concat();
        let of = |format: &str| home.expect(0, &[&args[..], &["--format", format]].concat()).out;
        let whole: Value = serde_json::from_str(&of("json")).expect("JSON");
        let lines: Vec<Value> = of("ndjson").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(whole["rows"], Value::from(lines.clone()), "{kind}");
        let table = csv(&of("csv"));
        assert_eq!(table.len(), lines.len(), "{kind}");
        for (row, line) in table.iter().zip(&lines) {
            for (name, told) in row {
                let value = &line[name];
                let text =
                    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned);
                assert_eq!(*told, text, "{kind}: {name}");
            }
        }
        // What people see has the same rows, under one line of titles.
        assert_eq!(of("table").lines().count(), lines.len() + 1, "{kind}");
    }
}

#[test]
fn gross_is_gross_and_what_is_open_has_a_name_of_its_own() {
    let server = crate::support::server::Server::start(|asked| match asked.path.as_str() {
        "/documents" => crate::support::server::page(
            &[document_with(
                1,
                &json!({"gross_total": 1270, "payment_status": "partially_paid", "summary": {"net_amount": 1000, "vat_amount": 270}}),
            )],
            asked,
        ),
        path if path.ends_with("/payments") => {
            crate::support::server::Answer::json(&json!([{"date": "2026-11-03", "price": 270, "payment_method": "cash"}]))
        }
        _ => crate::support::server::rest(asked),
    });
    let home = Home::new();
    home.must_add("A", &server.url, "11111111-2222-4333-8444-555555555555");
    home.expect(0, &["sync"]);
    for kind in ["aging", "cash", "months", "partners"] {
        let row = &csv(&home.expect(0, &["report", kind, "--format", "csv"]).out)[0];
        let told = ["net", "vat", "gross", "balance", "outstanding"].map(|name| row[name].as_str());
        assert_eq!(told, ["1000", "270", "1270", "1000", "1000"], "{kind}");
    }
    let running = home.json(0, &["report", "cash", "--format", "json"])["rows"][0]["running"].clone();
    assert_eq!(running, "1000", "what is expected");
    assert!(home.expect(0, &["report", "aging"]).out.contains("1000"), "people see what is open");
    assert!(!home.expect(0, &["report", "aging"]).out.contains("1270"));
}
