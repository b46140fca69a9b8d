//! What is doubtful about documents, and what only looks so.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::server::{Server, document_with, page, rest};
use crate::support::sink::Sink;

const KEY: &str = "11111111-2222-4333-8444-555555555555";

fn account(documents: Vec<String>) -> Server {
    Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) })
}

fn synced(documents: Vec<String>) -> (Home, Server) {
    let (server, home) = (account(documents), Home::new());
    home.must_add("A", &server.url, KEY);
    home.expect(0, &["sync"]);
    (home, server)
}

/// Syncs a document for each case, and demands its warnings.
fn demand(cases: &[(&str, Value, &[&str])]) {
    let documents = (1u64..).zip(cases).map(|(id, (_, changes, _))| document_with(id, changes)).collect();
    let (home, _server) = synced(documents);
    let all = home.json(0, &["invoices", "--format", "json", "--limit", "1000"]);
    for (id, (what, _, expected)) in (1..).zip(cases) {
        let number = format!("T-{id}");
        let rows = all["invoices"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["invoice_number"] == number.as_str()).expect("it is there");
        assert_eq!(row["warnings"], json!(expected), "{what}: {}", home.run(&["invoice", &number]).out);
    }
}

fn item(net: f64, vat: f64, gross: f64, rate: &str) -> Value {
    json!({"name": "T", "net_unit_amount": net, "quantity": 1, "unit": "db", "net_amount": net, "gross_amount": gross, "vat": rate,
        "vat_amount": vat})
}

#[test]
fn headers_are_held_against_their_items() {
    let two = || json!([item(1000.0, 270.0, 1270.0, "27%"), item(500.0, 25.0, 525.0, "5%")]);
    let sums = |net: i64, vat: i64| json!({"net_amount": net, "vat_amount": vat, "gross_amount_local": net + vat, "vat_rate_summary": []});
    let rates = |net27: i64, vat5: i64| {
        json!({"net_amount": 1500, "vat_amount": 295, "vat_rate_summary": [
            {"vat_name": "27%", "vat_rate_net_amount": net27, "vat_rate_vat_amount": 270, "vat_rate_gross_amount": 1270},
            {"vat_name": "5%", "vat_rate_net_amount": 500, "vat_rate_vat_amount": vat5, "vat_rate_gross_amount": 525}]})
    };
    let whole = |changes: Value| {
        let mut all = json!({"gross_total": 1795, "items": two(), "summary": sums(1500, 295)});
        for (name, value) in changes.as_object().expect("an object") {
            all[name] = value.clone();
        }
        all
    };
    let discounted = |gross: i64, net: i64, vat: i64, discount: Value| {
        whole(json!({"gross_total": gross, "summary": sums(net, vat), "discount": discount}))
    };
    demand(&[
        ("all agree", whole(json!({})), &[]),
        ("gross", whole(json!({"gross_total": 1895})), &["sum"]),
        ("net", whole(json!({"summary": sums(1400, 295)})), &["sum"]),
        ("VAT", whole(json!({"summary": sums(1500, 300)})), &["sum"]),
        ("net and VAT apart, gross alike", whole(json!({"summary": sums(1400, 395)})), &["sum"]),
        ("rates agree", whole(json!({"summary": rates(1000, 25)})), &[]),
        ("net of a rate", whole(json!({"summary": rates(1100, 25)})), &["vat_summary"]),
        ("VAT of a rate", whole(json!({"summary": rates(1000, 35)})), &["vat_summary"]),
        ("ten percent off the whole", discounted(1616, 1350, 266, json!({"type": "percent", "value": 10})), &[]),
        ("ten percent off, items after it", discounted(1795, 1500, 295, json!({"type": "percent", "value": 10})), &[]),
        ("a wrong discount", discounted(1700, 1350, 266, json!({"type": "percent", "value": 10})), &["sum"]),
        ("an amount off the net", discounted(1675, 1400, 275, json!({"type": "value", "value": 100})), &[]),
        (
            "lines rounded by themselves",
            json!({"gross_total": 101, "summary": sums(100, 1), "items": [item(33.4, 0.4, 33.8, "1%"), item(33.4, 0.4, 33.8, "1%"), item(33.3, 0.3, 33.6, "1%")]}),
            &[],
        ),
        (
            "a credit",
            json!({"type": "cancellation", "gross_total": -1000, "summary": sums(-1000, 0), "items": [item(-1000.0, 0.0, -1000.0, "0%")]}),
            &[],
        ),
        (
            "a modification by its difference",
            json!({"type": "modification", "gross_total": 200, "summary": sums(200, 0), "items": [item(-1000.0, 0.0, -1000.0, "0%"), item(1200.0, 0.0, 1200.0, "0%")]}),
            &[],
        ),
        (
            "a modification by its new total",
            json!({"type": "modification", "gross_total": 1200, "summary": sums(1200, 0), "items": [item(1200.0, 0.0, 1200.0, "0%")]}),
            &[],
        ),
        (
            "a modification that is neither",
            json!({"type": "modification", "gross_total": 900, "items": [item(-1000.0, 0.0, -1000.0, "0%"), item(1200.0, 0.0, 1200.0, "0%")]}),
            &["sum"],
        ),
        (
            "three decimals",
            json!({"currency": "KWD", "conversion_rate": 1200, "gross_total": 1.234, "summary": {"net_amount": 1.234, "vat_amount": 0, "gross_amount_local": 1481}, "items": [item(1.234, 0.0, 1.234, "0%")]}),
            &[],
        ),
        (
            "local total by the rate",
            json!({"currency": "EUR", "conversion_rate": 395.5, "summary": {"gross_amount_local": 395_500}}),
            &[],
        ),
        (
            "local total, rounded",
            json!({"currency": "EUR", "conversion_rate": 395.47, "summary": {"gross_amount_local": 395_469}}),
            &[],
        ),
        (
            "local total of another rate",
            json!({"currency": "EUR", "conversion_rate": 395.5, "summary": {"gross_amount_local": 380_000}}),
            &["local_total"],
        ),
    ]);
}

#[test]
fn cash_is_rounded_by_any_method() {
    let cases: Vec<(String, Value, &[&str])> = [
        ("cash_on_delivery", "five", 1235, 1233, false),
        ("cash", "five", 1235, 1233, false),
        ("bankcard", "five", 1235, 1233, false),
        ("wire_transfer", "ten", 1230, 1234, false),
        ("wire_transfer", "one", 1233, 1233, false),
        ("cash", "none", 1235, 1233, false),
        ("wire_transfer", "none", 1235, 1233, true),
        ("wire_transfer", "one", 1235, 1233, true),
        ("cash_on_delivery", "five", 1240, 1233, true),
        ("wire_transfer", "ten", 1250, 1233, true),
    ]
    .into_iter()
    .map(|(method, round, total, item, wrong)| {
        let changes = json!({"payment_method": method, "settings": {"round": round}, "gross_total": total, "items": [
            {"name": "T", "net_unit_amount": 1000, "quantity": 1, "unit": "db", "net_amount": 1000, "gross_amount": item, "vat": "0%", "vat_amount": 0}]});
        let expected: &[&str] = if wrong { &["sum"] } else { &[] };
        (format!("{method} {round} {total} {item}"), changes, expected)
    })
    .collect();
    demand(&cases.iter().map(|(what, changes, expected)| (what.as_str(), changes.clone(), *expected)).collect::<Vec<_>>());
}

#[test]
fn a_number_is_right_or_wrong_in_any_spelling() {
    let of = |number: &str| json!({"document_partner": {"taxcode": number}});
    let abroad =
        |country: &str, number: &str| json!({"document_partner": {"taxcode": number, "address": {"country_code": country}}});
    let iban = |iban: &str| json!({"document_partner": {"iban": iban}});
    demand(&[
        ("plain", of("10773381-2-44"), &[]),
        ("lower case", of("hu10773381"), &[]),
        ("en dash", of("10773381–2–44"), &[]),
        ("spaces", of(" 10773381 2 44 "), &[]),
        ("full width", of("１０７７３３８１－２－４４"), &[]),
        ("thirteen characters", of("HU10773381244"), &[]),
        ("wrong", of("10773382-2-44"), &["tax_number_wrong"]),
        ("wrong, en dash", of("10773382–2–44"), &["tax_number_wrong"]),
        ("a dash", of("-"), &["tax_number_missing"]),
        ("two dashes", of("--"), &["tax_number_missing"]),
        ("a word", of("nincs"), &["tax_number_missing"]),
        ("n/a", of("n/a"), &["tax_number_missing"]),
        ("a private person", of("8123456789"), &[]),
        ("a private person without", json!({"document_partner": {"taxcode": "-", "tax_type": "NO_TAX_NUMBER"}}), &[]),
        ("abroad", abroad("DE", "DE123456788"), &[]),
        ("abroad, no form of ours", abroad("SK", "10773382"), &[]),
        ("of another country, with an address here", of("ATU12345678"), &[]),
        ("IBAN", iban("hu42 1177 3016 1111 1018 0000 0000"), &[]),
        ("IBAN with dashes", iban("HU42-1177-3016-1111-1018-0000-0000"), &[]),
        ("IBAN with hard spaces", iban("HU42\u{a0}1177\u{a0}3016\u{a0}1111\u{a0}1018\u{a0}0000\u{a0}0000"), &[]),
        ("IBAN wrong", iban("HU43117730161111101800000000"), &["iban_wrong"]),
        ("IBAN of a wrong length", iban("DE9586011117947"), &["iban_wrong"]),
    ]);
}

#[test]
fn the_noise_of_floats_is_mended_and_kept_in_the_json() {
    let noisy = json!({"gross_total": 12_700.000_000_000_002_f64, "summary": {"net_amount": 9_999.999_999_999_998_f64, "vat_amount": 2_700.000_000_1},
        "items": [item(10_000.000_000_000_002, 2_700.0, 12_700.000_000_000_002, "27%")]});
    let (home, _server) = synced(vec![document_with(1, &noisy), document_with(2, &json!({}))]);
    let found = home.json(0, &["invoices", "gross=12700", "--format", "json"]);
    assert_eq!(found["total"], 1);
    assert_eq!(found["invoices"][0]["gross_total"], "12700");
    assert_eq!(found["invoices"][0]["warnings"], json!([]));
    let one = home.json(0, &["invoice", "T-1", "--json"]);
    assert_eq!((&one["net_total"], &one["items"][0]["gross_amount"]), (&"10000".into(), &"12700".into()));
    assert_eq!(one["original"]["gross_total"], "12700.000000000002");
    assert_eq!(one["original"]["items[1].gross_amount"], "12700.000000000002");
    assert!(home.json(0, &["invoice", "T-2", "--json"]).get("original").is_none());
    assert!(!home.expect(0, &["invoices"]).out.contains("0002"));
    assert!(!home.expect(0, &["status"]).out.contains("0002"));
    home.expect(0, &["sync", "--full"]);
    assert_eq!(home.json(0, &["logs", "--json"])["runs"][0]["invoices_unchanged"], 2, "the noise is no change");
}

#[test]
fn a_refused_report_is_a_warning_a_yellow_light_and_an_alert() {
    let refused = ["aborted", "send_failed", "forbidden", "invalid_tax_number"];
    let fine = ["done", "nav_warn", "processing", "not_checked", "some_new_word"];
    let documents = (1u64..).zip(refused.iter().chain(&fine));
    let documents = documents.map(|(id, word)| document_with(id, &json!({"online_szamla_status": word}))).collect();
    let documents = Arc::new(Mutex::new(documents));
    let serving = documents.clone();
    let server = Server::start(move |asked| {
        let documents: std::sync::MutexGuard<'_, Vec<String>> = serving.lock().expect("free");
        if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) }
    });
    let (home, told) = (Home::new(), Sink::http(&["200 OK"]));
    let alerts = format!("[alerts]\nwebhook = \"http://127.0.0.1:{}/hook\"\n", told.port);
    std::fs::write(home.path().join("config.toml"), alerts).expect("written");
    home.must_add("A", &server.url, KEY);
    home.expect(0, &["sync"]);
    let found = home.json(0, &["invoices", "has:nav_refused", "--format", "json"]);
    assert_eq!(found["total"], refused.len());
    let status = home.json(3, &["status", "--json"]);
    let company = &status["companies"][0];
    assert_eq!(
        (&company["status"], &company["health"], &company["nav_refused"]),
        (&"yellow".into(), &"nav_refused".into(), &4.into())
    );
    assert!(told.heard().iter().any(|told| told.contains("\"kind\":\"nav_refused\"")), "{:?}", told.heard());
    *documents.lock().expect("free") = (1..=9).map(|id| document_with(id, &json!({}))).collect();
    home.expect(0, &["sync"]);
    home.expect(0, &["status"]);
    assert!(told.heard().iter().any(|told| told.contains("\"kind\":\"recovered\"")), "{:?}", told.heard());
}

#[test]
fn a_currency_is_three_letters_or_the_document_is_refused() {
    let currencies = ["huf", " HUF ", "=1+1", "\u{1b}[31mHUF", "EURO", "€", "XTS"];
    let documents = (1u64..).zip(currencies).map(|(id, word)| document_with(id, &json!({"currency": word}))).collect();
    let (server, home) = (account(documents), Home::new());
    home.must_add("A", &server.url, KEY);
    let sync = home.json(3, &["sync", "--json"]);
    assert_eq!((&sync["companies"][0]["invoices_created"], &sync["companies"][0]["invoices_skipped"]), (&3.into(), &4.into()));
    let all = home.json(0, &["invoices", "--format", "json"]);
    let totals: Vec<&str> = all["totals"].as_array().expect("a list").iter().filter_map(|one| one["currency"].as_str()).collect();
    assert_eq!(totals, ["HUF", "XTS"]);
}

#[test]
fn numbers_that_are_missing_in_a_series_are_told() {
    let numbered = |id: u64, number: &str| document_with(id, &json!({"invoice_number": number}));
    let numbers =
        ["INV-2026-00010", "INV-2026-00011", "INV-2026-00013", "INV-2026-00014", "INV-2026-00017", "D-1", "D-9", "D-40"];
    let mut documents: Vec<String> = (1u64..).zip(numbers).map(|(id, number)| numbered(id, number)).collect();
    documents.push(document_with(50, &json!({"invoice_number": "", "type": "draft"})));
    let documents = Arc::new(Mutex::new(documents));
    let serving = documents.clone();
    let server = Server::start(move |asked| {
        let documents: std::sync::MutexGuard<'_, Vec<String>> = serving.lock().expect("free");
        if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) }
    });
    let home = Home::new();
    home.must_add("A", &server.url, KEY);
    let show = || home.json(0, &["company", "show", "A", "--json"]);
    assert_eq!(show()["number_gaps"], Value::Null, "nothing was read yet");
    assert!(home.expect(0, &["company", "show", "A"]).out.contains("not known"));
    home.expect(0, &["sync"]);
    let one = json!({"series": "INV-2026-", "first": "INV-2026-00012", "last": "INV-2026-00012", "count": 1,
        "previous": "INV-2026-00011", "next": "INV-2026-00013"});
    let two = json!({"series": "INV-2026-", "first": "INV-2026-00015", "last": "INV-2026-00016", "count": 2,
        "previous": "INV-2026-00014", "next": "INV-2026-00017"});
    assert_eq!(show()["number_gaps"], json!([one, two]));
    let shown = home.expect(0, &["company", "show", "A"]).out;
    assert!(shown.contains("INV-2026-00012 is missing: between INV-2026-00011 and INV-2026-00013"), "{shown}");
    assert!(shown.contains("INV-2026-00015 to INV-2026-00016 are missing (2)"), "{shown}");
    // What was refused is no gap, nor is what the service no longer has.
    documents.lock().expect("free").push(document_with(51, &json!({"invoice_number": "INV-2026-00012", "currency": "EURO"})));
    documents.lock().expect("free").retain(|document| !document.contains("INV-2026-00014"));
    home.expect(3, &["sync", "--full"]);
    assert_eq!(show()["number_gaps"], json!([two]));
}
