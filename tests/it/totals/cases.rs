//! Cases with the values that people expect, as they were reported.

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::server::{Server, document_with, page, rest};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

/// A company "A" that has these documents.
pub(super) fn synced(documents: Vec<String>) -> (Home, Server) {
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" => page(&documents, asked),
        path if path.ends_with("/payments") => crate::support::server::Answer::json(&json!([])),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("A", &server.url, KEY);
    home.expect(0, &["sync"]);
    (home, server)
}

fn report(home: &Home, args: &[&str]) -> Vec<Value> {
    let args = [&["report"], args, &["--format", "json"]].concat();
    home.json(0, &args)["rows"].as_array().expect("rows").clone()
}

/// The figures of a report's rows: group and figure.
fn figures(rows: &[Value], figure: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    rows.iter().map(|row| (text(&row["group"]), text(&row[figure]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// An original of October and what cancels it in November.
fn cancelled_pair(original: &Value, cancellation: &Value) -> Vec<String> {
    let mut first = json!({"invoice_number": "S-1", "cancelled": true, "correction_type": "canceled", "gross_total": 127_000,
        "summary": {"net_amount": 100_000, "vat_amount": 27_000}, "invoice_date": "2026-10-05", "due_date": "2026-10-20"});
    let mut second = json!({"invoice_number": "S-2", "type": "cancellation", "correction_type": "cancellation",
        "gross_total": -127_000, "summary": {"net_amount": -100_000, "vat_amount": -27_000}, "invoice_date": "2026-11-05",
        "due_date": "2026-11-05"});
    for (into, more) in [(&mut first, original), (&mut second, cancellation)] {
        let more = more.as_object().expect("an object").clone();
        into.as_object_mut().expect("an object").extend(more);
    }
    vec![document_with(1, &first), document_with(2, &second)]
}

#[test]
fn a_cancelled_pair_comes_to_zero_each_in_its_month_whatever_it_says_of_payment() {
    for status in ["none", "outstanding", "expired", "paid", "partially_paid"] {
        let said = json!({"payment_status": status});
        let mut documents = cancelled_pair(&said, &said);
        documents
            .push(document_with(3, &json!({"gross_total": 100_000, "invoice_date": "2026-10-01", "due_date": "2026-10-09"})));
        let (home, _server) = synced(documents);
        let months = report(&home, &["months"]);
        assert_eq!(figures(&months, "gross"), pairs(&[("2026-10", "227000"), ("2026-11", "-127000")]), "{status}");
        assert_eq!(figures(&report(&home, &["companies"]), "gross"), pairs(&[("A", "100000")]), "{status}");
        assert_eq!(figures(&report(&home, &["partners"]), "gross"), pairs(&[("Minta Kft.", "100000")]), "{status}");
        let all = home.json(0, &["invoices", "--format", "json"]);
        let total = &all["totals"][0];
        assert_eq!(
            (&total["count"], &total["gross"], &total["balance"]),
            (&3.into(), &"100000".into(), &"100000".into()),
            "{status}"
        );
        assert_eq!(total["direction"], "issued");
        // Neither a cancelled document nor what cancels it is owed: the real debtor is seen in full.
        let view = &home.json(0, &["status", "--json"])["companies"][0];
        assert_eq!(
            (&view["outstanding"][0]["balance"], &view["outstanding"][0]["count"]),
            (&"100000".into(), &1.into()),
            "{status}"
        );
        assert_eq!((&view["overdue"][0]["balance"], &view["credit"]), (&"100000".into(), &json!([])), "{status}");
        for kind in ["aging", "cash"] {
            let rows = report(&home, &[kind]);
            assert_eq!((rows.len(), &rows[0]["outstanding"]), (1, &"100000".into()), "{kind}, {status}");
        }
        assert!(home.expect(0, &["status", "--nagios"]).out.contains(" overdue=1 "), "{status}");
    }
}

#[test]
fn either_signal_says_that_a_document_was_cancelled() {
    let related = json!([{"id": 1, "invoice_number": "S-1"}]);
    for (original, cancellation) in [
        (json!({"correction_type": "invoice"}), json!({})),
        (json!({"cancelled": false}), json!({})),
        (json!({}), json!({"type": "invoice"})),
        (json!({}), json!({"cancelled": true})),
        (json!({"type": "receipt"}), json!({"type": "receipt_cancellation", "correction_type": "receipt_cancellation"})),
        (json!({"cancelled": false, "correction_type": "invoice"}), json!({"related_documents": related})),
        (json!({"currency": "EUR", "conversion_rate": 400}), json!({"currency": "EUR", "conversion_rate": 400})),
    ] {
        let (home, _server) = synced(cancelled_pair(&original, &cancellation));
        let case = format!("{original} {cancellation}");
        let nothing = if original["currency"] == "EUR" { "0.00" } else { "0" };
        assert_eq!(figures(&report(&home, &["companies"]), "gross"), pairs(&[("A", nothing)]), "{case}");
        let view = &home.json(0, &["status", "--json"])["companies"][0];
        assert_eq!((&view["outstanding"], &view["overdue"], &view["credit"]), (&json!([]), &json!([]), &json!([])), "{case}");
    }
}

#[test]
fn what_was_voided_with_nothing_that_cancels_it_counts_nowhere() {
    let (home, _server) =
        synced(vec![document_with(1, &json!({"cancelled": true})), document_with(2, &json!({"gross_total": 7}))]);
    assert_eq!(figures(&report(&home, &["companies"]), "gross"), pairs(&[("A", "7")]));
    let total = home.json(0, &["invoices", "--format", "json"])["totals"][0].clone();
    assert_eq!((&total["count"], &total["gross"]), (&1.into(), &"7".into()));
}

#[test]
fn what_is_free_of_charge_is_not_owed() {
    let free = json!({"gross_total": 0, "summary": {"net_amount": 0, "vat_amount": 0}, "items": [], "due_date": "2026-01-10"});
    let (home, _server) = synced(vec![document_with(1, &free), document_with(2, &json!({"gross_total": 5000}))]);
    let view = &home.json(0, &["status", "--json"])["companies"][0];
    assert_eq!((&view["overdue"][0]["count"], &view["overdue"][0]["balance"]), (&1.into(), &"5000".into()));
    assert!(home.expect(0, &["status", "--nagios"]).out.contains(" overdue=1 "));
    for kind in ["aging", "partners", "cash"] {
        let owed: Vec<Value> = report(&home, &[kind]).into_iter().filter(|row| row["outstanding"] != "0").collect();
        assert_eq!((owed.len(), &owed[0]["outstanding"]), (1, &"5000".into()), "{kind}");
        assert_eq!(report(&home, &[kind]).len(), 1, "{kind} has no row for it");
    }
    assert_eq!(home.json(0, &["invoices", "status:overdue", "--format", "json"])["total"], 1);
}

#[test]
fn what_is_no_turnover_is_summed_only_by_itself_and_marked() {
    let (home, _server) = synced(vec![
        document_with(1, &json!({})),
        document_with(2, &json!({"type": "proforma", "gross_total": 500, "due_date": "2026-01-01"})),
        document_with(3, &json!({"type": "draft", "gross_total": 40})),
        document_with(4, &json!({"type": "offer", "gross_total": 3})),
    ]);
    let all = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!((&all["total"], &all["totals"][0]["count"], &all["totals"][0]["gross"]), (&4.into(), &1.into(), &"1000".into()));
    assert!(all["totals"][0].get("uncounted").is_none());
    let some = home.json(0, &["invoices", "type:proforma or type:draft", "--format", "json"]);
    let total = &some["totals"][0];
    assert_eq!((&total["count"], &total["gross"], &total["uncounted"]), (&2.into(), &"540".into(), &true.into()));
    assert_eq!(total["balance"], "0");
    assert!(home.expect(0, &["invoices", "type:proforma"]).out.contains("no turnover"));
    assert!(home.expect(0, &["--lang", "hu", "invoices", "type:proforma"]).out.contains("nem forgalom"));
    assert_eq!(home.json(0, &["status", "--json"])["companies"][0]["overdue"][0]["balance"], "1000");
}

#[test]
fn credit_is_told_apart_and_reduces_nothing_that_is_overdue() {
    let late = json!({"gross_total": 100_000, "due_date": "2026-10-20"});
    let credit = json!({"type": "modification", "gross_total": -30_000, "due_date": "2026-10-20"});
    let (home, _server) = synced(vec![document_with(1, &late), document_with(2, &credit)]);
    let view = &home.json(0, &["status", "--json"])["companies"][0];
    assert_eq!(view["outstanding"][0]["balance"], "100000");
    assert_eq!(view["overdue"][0]["balance"], "100000");
    assert_eq!(view["credit"][0]["balance"], "-30000");
    for kind in ["aging", "cash", "partners", "companies", "months", "statuses"] {
        let row = &report(&home, &[kind])[0];
        assert_eq!(
            (&row["outstanding"], &row["overdue"], &row["credit"]),
            (&"100000".into(), &"100000".into(), &"-30000".into()),
            "{kind}"
        );
    }
    // A list adds up what its rows say is left.
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["totals"][0]["balance"], "70000");
    assert_eq!(home.json(0, &["invoices", "status:overdue", "--format", "json"])["total"], 1);
}

#[test]
fn two_people_of_one_name_are_two_and_a_renamed_company_is_one() {
    let partner = |id: u64, name: &str, tax: &str| json!({"id": id, "name": name, "taxcode": tax});
    let (home, _server) = synced(vec![
        document_with(1, &json!({"document_partner": partner(9, "Kovács János", "10773381-1-44")})),
        document_with(2, &json!({"document_partner": partner(10, "Kovács János", "32560682-1-43"), "gross_total": 2000})),
        document_with(3, &json!({"document_partner": partner(11, "Nagy Éva", ""), "gross_total": 30})),
        document_with(4, &json!({"document_partner": partner(12, "Nagy Éva", ""), "gross_total": 40})),
        document_with(5, &json!({"document_partner": partner(13, "Régi Kft.", "13421739-2-41"), "gross_total": 5})),
        document_with(
            6,
            &json!({"document_partner": partner(14, "Új Zrt.", "HU13421739"), "gross_total": 6, "invoice_date": "2026-11-02"}),
        ),
        document_with(
            7,
            &json!({"document_partner": partner(13, "Régi Kft.", "13421739–2–41"), "gross_total": 7, "invoice_date": "2026-10-02"}),
        ),
        document_with(8, &json!({"document_partner": partner(15, "Müller GmbH", "DE 123456789"), "gross_total": 8})),
        document_with(
            9,
            &json!({"document_partner": partner(16, "Mueller GmbH", "de123456789"), "gross_total": 9, "invoice_date": "2026-11-03"}),
        ),
    ]);
    let rows = report(&home, &["partners"]);
    let expected = [
        ("Kovács János", "2000"),
        ("Kovács János", "1000"),
        ("Nagy Éva", "40"),
        ("Nagy Éva", "30"),
        ("Új Zrt.", "18"),
        ("Mueller GmbH", "17"),
    ];
    assert_eq!(figures(&rows, "gross"), pairs(&expected));
    assert_eq!((&rows[0]["tax_number"], &rows[1]["tax_number"]), (&"32560682-1-43".into(), &"10773381-1-44".into()));
    assert_eq!((&rows[2]["partner_id"], &rows[3]["partner_id"]), (&"12".into(), &"11".into()));
    let table = home.expect(0, &["report", "partners"]).out;
    assert!(table.contains("32560682-1-43") && table.contains("#12"), "{table}");
}

#[test]
fn partners_abroad_are_one_by_their_whole_number_and_country() {
    let partner = |id: u64, name: &str, tax: &str, country: &str| {
        let partner = json!({"id": id, "name": name, "taxcode": tax, "address": {"country_code": country}});
        json!({"document_partner": partner, "gross_total": id, "invoice_date": format!("2026-10-{:02}", id + 1)})
    };
    let (home, _server) = synced(vec![
        document_with(1, &partner(1, "Ana d.o.o.", "12345678901", "HR")),
        document_with(2, &partner(2, "Boris d.o.o.", "12345678002", "HR")),
        document_with(3, &partner(4, "Wien GmbH", "10773381", "AT")),
        document_with(4, &partner(8, "Pesti Kft.", "10773381-2-44", "HU")),
        document_with(5, &partner(16, "Ana doo", "HR12345678901", "HR")),
    ]);
    let expected = [("Ana doo", "17"), ("Pesti Kft.", "8"), ("Wien GmbH", "4"), ("Boris d.o.o.", "2")];
    assert_eq!(figures(&report(&home, &["partners"]), "gross"), pairs(&expected));
}

#[test]
fn what_cancels_a_document_that_is_no_turnover_is_none() {
    let related = json!([{"id": 1, "invoice_number": "S-1"}]);
    for kind in ["proforma", "offer", "draft", "order_form", "waybill"] {
        for original in [json!({"type": kind}), json!({"type": kind, "cancelled": false, "correction_type": "invoice"})] {
            let mut documents = cancelled_pair(&original, &json!({"related_documents": related}));
            documents.push(document_with(3, &json!({"gross_total": 500, "invoice_date": "2026-11-01"})));
            let (home, _server) = synced(documents);
            assert_eq!(figures(&report(&home, &["companies"]), "gross"), pairs(&[("A", "500")]), "{original}");
            assert_eq!(figures(&report(&home, &["months"]), "gross"), pairs(&[("2026-11", "500")]), "{original}");
            let all = home.json(0, &["invoices", "--format", "json"]);
            assert_eq!((&all["totals"][0]["count"], &all["totals"][0]["gross"]), (&1.into(), &"500".into()), "{original}");
        }
    }
}

#[test]
fn months_go_by_issue_or_by_fulfilment_and_vat_by_rate() {
    let item = |vat: &str, net: i64, tax: i64| {
        json!({"name": "x", "quantity": 1, "unit": "db", "net_unit_amount": net, "net_amount": net,
        "vat": vat, "vat_amount": tax, "gross_amount": net + tax})
    };
    let (home, _server) = synced(vec![
        document_with(
            1,
            &json!({"gross_total": 1320, "fulfillment_date": "2026-10-31", "items": [item("27%", 1000, 270), item("AAM", 50, 0)]}),
        ),
        document_with(2, &json!({"gross_total": -127, "type": "modification", "items": [item("27%", -100, -27)]})),
        document_with(
            3,
            &json!({"gross_total": 105, "items": [], "summary": {"vat_rate_summary": [
            {"vat_name": "5%", "vat_rate_net_amount": 100, "vat_rate_vat_amount": 5, "vat_rate_gross_amount": 105}]}}),
        ),
        document_with(4, &json!({"type": "proforma", "items": [item("27%", 1000, 270)]})),
    ]);
    assert_eq!(figures(&report(&home, &["months"]), "gross"), pairs(&[("2026-11", "1298")]));
    let fulfilled = pairs(&[("2026-10", "1320"), ("2026-11", "-22")]);
    assert_eq!(figures(&report(&home, &["months", "--by", "fulfilled"]), "gross"), fulfilled);
    let json = home.json(0, &["report", "months", "--by", "fulfilled", "--format", "json"]);
    assert_eq!((&json["report"], &json["by"]), (&"months".into(), &"fulfilled".into()));
    home.expect(2, &["report", "aging", "--by", "fulfilled"]);
    let rates = report(&home, &["vat"]);
    assert_eq!(figures(&rates, "net"), pairs(&[("27%", "900"), ("5%", "100"), ("AAM", "50")]));
    assert_eq!(figures(&rates, "vat"), pairs(&[("27%", "243"), ("5%", "5"), ("AAM", "0")]));
    assert_eq!(rates[0]["count"], 2);
    assert_eq!(figures(&report(&home, &["vat", "fulfilled:2026-10"]), "gross"), pairs(&[("27%", "1270"), ("AAM", "50")]));
}

#[test]
fn the_report_by_vat_rate_has_the_whole_turnover() {
    let item = |vat: &str, net: i64, tax: i64| {
        json!({"name": "x", "quantity": 1, "unit": "db", "net_unit_amount": net, "net_amount": net,
            "vat": vat, "vat_amount": tax, "gross_amount": net + tax})
    };
    let rate = |vat: &str, net: i64, tax: i64| json!({"vat_name": vat, "vat_rate_net_amount": net, "vat_rate_vat_amount": tax, "vat_rate_gross_amount": net + tax});
    let document = |id: u64, gross: i64, items: Value, rates: Value| {
        let summary = json!({"net_amount": gross - 295, "vat_amount": 295, "vat_rate_summary": rates});
        document_with(id, &json!({"gross_total": gross, "items": items, "summary": summary}))
    };
    let both = || json!([item("27%", 1000, 270), item("5%", 500, 25)]);
    let lines = |rows: &[Value]| -> Vec<[String; 4]> {
        let text = |row: &Value, name: &str| row[name].as_str().expect("a text").to_owned();
        rows.iter().map(|row| ["group", "net", "vat", "gross"].map(|name| text(row, name))).collect()
    };
    let whole = [["27%", "1000", "270", "1270"], ["5%", "500", "25", "525"]].map(|row| row.map(str::to_owned)).to_vec();
    for (of, document) in [
        ("a summary that lacks a rate", document(1, 1795, both(), json!([rate("27%", 1000, 270)]))),
        ("a summary that lacks a part of a rate", document(1, 1795, both(), json!([rate("27%", 900, 243), rate("5%", 500, 25)]))),
        ("a summary of another net", document(1, 1795, both(), json!([rate("27%", 900, 370), rate("5%", 500, 25)]))),
        (
            "items that lack a line",
            document(1, 1795, json!([item("27%", 1000, 270)]), json!([rate("27%", 1000, 270), rate("5%", 500, 25)])),
        ),
    ] {
        let (home, _server) = synced(vec![document]);
        assert_eq!(lines(&report(&home, &["vat"])), whole, "{of}");
    }
    // Neither comes to the total: what is missing has no rate, and is named.
    let lacking = document(1, 1795, json!([item("27%", 1000, 270)]), json!([rate("27%", 900, 243)]));
    let empty = document(2, 1795, json!([]), json!([rate("27%", 1000, 270)]));
    let (home, _server) = synced(vec![lacking, empty]);
    let rows = report(&home, &["vat"]);
    let rest = ["", "1000", "50", "1050"].map(str::to_owned);
    assert_eq!(lines(&rows), [whole[0].clone().map(|part| if part == "27%" { part } else { twice(&part) }), rest]);
    let month = &report(&home, &["months"])[0];
    for name in ["net", "vat", "gross"] {
        let sum: i64 =
            rows.iter().map(|row| row[name].as_str().and_then(|part| part.parse::<i64>().ok()).expect("a number")).sum();
        assert_eq!(month[name], sum.to_string(), "{name}");
    }
    assert!(home.expect(0, &["report", "vat"]).out.contains("(no rate)"));
    assert!(home.expect(0, &["--lang", "hu", "report", "vat"]).out.contains("(áfakulcs nélkül)"));
    assert_eq!(home.json(0, &["invoices", "has:vat_summary", "--format", "json"])["total"], 2);
}

fn twice(number: &str) -> String {
    (number.parse::<i64>().expect("a number") * 2).to_string()
}

#[test]
fn a_net_total_that_is_not_told_is_no_zero() {
    let item = json!({"name": "x", "quantity": 1, "unit": "db", "net_unit_amount": 1000, "net_amount": 1000, "vat": "27%",
        "vat_amount": 270, "gross_amount": 1270});
    for (summary, items) in [
        (Value::Null, json!([item])),
        (json!({}), json!([item])),
        (json!({"net_amount": null, "vat_amount": 270}), json!([])),
        (json!({"net_amount": 1000, "vat_amount": null}), json!([])),
        (
            json!({"net_amount": null, "vat_amount": null, "vat_rate_summary": [
                {"vat_name": "27%", "vat_rate_net_amount": 1000, "vat_rate_vat_amount": 270, "vat_rate_gross_amount": 1270}]}),
            json!([]),
        ),
    ] {
        let mut document: Value =
            serde_json::from_str(&document_with(1, &json!({"gross_total": 1270, "items": items}))).expect("JSON");
        document["summary"] = summary.clone();
        let (home, _server) = synced(vec![document.to_string()]);
        let total = home.json(0, &["invoices", "--format", "json"])["totals"][0].clone();
        assert_eq!((&total["net"], &total["vat"]), (&"1000".into(), &"270".into()), "{summary}");
        let month = &report(&home, &["months"])[0];
        assert_eq!((&month["net"], &month["vat"]), (&"1000".into(), &"270".into()), "{summary}");
        assert_eq!(home.json(0, &["invoice", "T-1", "--json"])["net_total"], "1000", "{summary}");
        assert_eq!(home.json(0, &["invoices", "has:sum or has:vat_summary", "--format", "json"])["total"], 0, "{summary}");
    }
}

#[test]
fn net_and_vat_that_are_not_told_are_the_same_in_every_report() {
    let item = |vat: &str, net: i64, tax: i64| {
        json!({"name": "x", "quantity": 1, "unit": "db", "net_unit_amount": net, "net_amount": net, "vat": vat,
            "vat_amount": tax, "gross_amount": net + tax})
    };
    let document = |id: u64, gross: i64, discount: Value| {
        let items = json!([item("27%", 1000, 270), item("5%", 500, 25)]);
        let mut document: Value =
            serde_json::from_str(&document_with(id, &json!({"gross_total": gross, "items": items, "discount": discount})))
                .expect("JSON");
        document["summary"] = Value::Null;
        document.to_string()
    };
    // A tenth off, by the hundred or as an amount of the net; the third comes to no total.
    let (home, _server) = synced(vec![
        document(1, 1616, json!({"type": "percent", "value": 10})),
        document(2, 1616, json!({"type": "fixed_amount", "value": 150})),
        document(3, 1900, json!({"type": "percent", "value": 0})),
    ]);
    let sums = |rows: &[Value], name: &str| -> i64 {
        rows.iter().map(|row| row[name].as_str().and_then(|part| part.parse::<i64>().ok()).expect("a number")).sum()
    };
    let (rates, months) = (report(&home, &["vat"]), report(&home, &["months"]));
    for (name, sum) in [("net", 2700), ("vat", 532), ("gross", 5132)] {
        assert_eq!((sums(&rates, name), sums(&months, name)), (sum, sum), "{name}: {rates:?}");
    }
    let of: Vec<(&str, &str)> =
        rates.iter().map(|row| (row["group"].as_str().expect("a text"), row["vat"].as_str().expect("a text"))).collect();
    assert_eq!(of, [("27%", "486"), ("5%", "46"), ("", "0")]);
    assert_eq!(home.json(0, &["invoices", "has:sum", "--format", "json"])["total"], 1);
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
