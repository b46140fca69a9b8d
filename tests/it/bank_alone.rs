//! What is settled alone through the real program: never what an accountant would ask about first.

use serde_json::{Value, json};

use crate::bank::{balance, write};
use crate::support::Home;
use crate::support::server::{Server, document_with, page, rest};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

/// A home with a synced company of these documents: number, amount, client, and what else they say.
fn home(documents: &[(&str, u32, &str, Value)]) -> (Server, Home) {
    let of = |(id, (number, gross, client, more)): (u64, &(&str, u32, &str, Value))| {
        let mut changes = json!({
            "invoice_number": number, "gross_total": gross, "invoice_date": "2026-01-05", "due_date": "2026-01-20",
            "document_partner": {"id": id, "name": client, "taxcode": ""}
        });
        for (name, value) in more.as_object().expect("an object") {
            changes[name] = value.clone();
        }
        document_with(id, &changes)
    };
    let documents: Vec<String> = (1..).zip(documents).map(of).collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("A", &server.url, KEY);
    home.expect(0, &["sync"]);
    (server, home)
}

/// How many entries are settled alone, of these amounts with names and texts.
fn alone(home: &Home, entries: &[(u32, &str, &str)]) -> usize {
    let lines: Vec<String> = (1..)
        .zip(entries)
        .map(|(at, (amount, name, text)): (u32, _)| {
            format!(":61:2601250125C{amount},00NTRFNONREF//R{at}\n:86:166?00X?20{text}?32{name}\n")
        })
        .collect();
    let text = format!(":20:S\n:25:11773016-11111018\n:28C:1\n:60F:C260101HUF0,00\n{}-\n", lines.concat());
    home.expect(0, &["bank", "import", &write(home, "s.sta", &text)]);
    home.json(0, &["match", "auto", "--json"])["settled"].as_array().expect("matches").len()
}

#[test]
fn what_a_person_would_ask_about_is_not_settled_alone() {
    let none = || json!({});
    let invoice = |number, client| (number, 12_700, client, none());
    let cases: [(&str, &[(&str, u32, &str, Value)], (u32, &str, &str)); 9] = [
        (
            "a part of INV-2026-1",
            &[invoice("INV-2026-1", "Alfa"), invoice("INV-2026-13", "Beta")],
            (12_700, "Alfa", "INV-2026-1/3"),
        ),
        ("a day", &[invoice("2026/123", "Beta")], (12_700, "Alfa", "dij 2026.1.23")),
        ("a month", &[invoice("2026/01", "Beta")], (12_700, "Alfa", "2026/01 havi dij")),
        ("an order", &[invoice("2026/00012", "Beta")], (12_700, "Alfa", "megrendeles 2026/00012")),
        ("a client", &[invoice("2600012", "Beta")], (12_700, "Alfa", "ugyfelszam 2600012")),
        ("an amount", &[("1270000", 1_270_000, "Beta", none())], (1_270_000, "Alfa", "1.270.000 Ft")),
        (
            "a pro forma",
            &[invoice("2026/00012", "Beta"), ("2026/00012", 12_700, "Alfa", json!({"type": "proforma"}))],
            (12_700, "Alfa", "2026/00012"),
        ),
        ("a wrong number", &[invoice("INV-2026-12", "Beta"), invoice("INV-2026-21", "Alfa")], (12_700, "Alfa", "INV-2026-12")),
        ("a list", &[invoice("INV-2026-1", "Beta"), invoice("INV-2026-2", "Alfa")], (12_700, "Beta", "INV-2026-1,2")),
    ];
    for (what, documents, entry) in cases {
        let (_server, home) = home(documents);
        assert_eq!(alone(&home, &[entry]), 0, "{what}");
    }
}

#[test]
fn what_is_clear_is_settled_alone() {
    let credit = ("INV-2026-15", 12_700, "Gamma", json!({"gross_total": -2_700}));
    let documents = [
        ("INV-2026-12", 12_700, "Alfa", json!({})),
        ("INV-2025-13", 12_700, "Beta", json!({"invoice_date": "2025-01-05"})),
        ("INV-2026-14", 12_700, "Gamma", json!({})),
        credit,
    ];
    let (_server, home) = home(&documents);
    let entries = [
        // A third party pays, a year later, and what a client set off by its credit note.
        (12_700, "Gipsz Jakab", "INV-2026-12 Alfa helyett"),
        (12_700, "Beta", "szamla: INV-2025-13"),
        (10_000, "Gamma", "INV-2026-14 - INV-2026-15"),
    ];
    assert_eq!(alone(&home, &entries), 3);
    for number in ["INV-2026-12", "INV-2025-13", "INV-2026-14", "INV-2026-15"] {
        assert_eq!(balance(&home, number), json!(["0", "paid"]), "{number}");
    }
}
