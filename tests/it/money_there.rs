//! Money of a copy goes back to its original to the cent: never twice, never more than came in, never more than is open.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::pushes::{World, file};
use super::settling::{amount, balance, billingo};
use super::support::Home;

pub(crate) const ORIGINALS: &str = "Source Kft.";

/// Plans until nothing is missing, with the first candidate of each mapping, and returns the plan.
pub(crate) fn planned(home: &Home, to: &str, args: &[&str]) -> Value {
    let args = [&["push", "plan", "--to", to, "--json"][..], args].concat();
    for _ in 0..3 {
        let plan = home.json(0, &args);
        let items = plan["items"].as_array().unwrap();
        let missing: Vec<&Value> = items.iter().flat_map(|item| item["missing"].as_array().unwrap()).collect();
        if missing.is_empty() {
            return plan;
        }
        for one in missing {
            let id = one["candidates"][0]["id"].as_str().unwrap_or_else(|| panic!("{one}"));
            home.expect(0, &["push", "map", "set", "--company", to, one["mapping"].as_str().unwrap(), id]);
        }
    }
    panic!("something is missing still")
}

/// Amount and whether it is ready, of the payments of a plan.
fn money(plan: &Value) -> Vec<(Decimal, bool)> {
    let payments = plan["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "payment");
    let mut all: Vec<(Decimal, bool)> = payments.map(|one| (amount(&one["amount"]), one["ready"] == true)).collect();
    all.sort();
    all
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Invoices issued at Billingo and copied to `QuickBooks`, in the order of their amounts: 115.58, 115.59, 115.60, 115.61 and 115.62 dollars.
pub(crate) fn copied(world: &World) -> Vec<String> {
    let home = &world.home;
    let made = file(home, &["A", "B", "C", "D", "E"].map(str::to_owned), "USD");
    let there = planned(home, ORIGINALS, &["--file", &made]);
    let invoices: Vec<&Value> = there["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "invoice").collect();
    assert!(
        invoices.iter().all(|item| item["ready"] == true && item["error"].as_str().unwrap().contains("2026-11-02")),
        "{there}"
    );
    // The service dates what it issues; that is known, and no conflict.
    home.expect(0, &["push", "apply", "--company", ORIGINALS, "--yes"]);
    home.expect(0, &["sync", "--company", ORIGINALS]);
    let query = "direction:issued type:invoice currency:USD \"Pékség Acme\"";
    let found = home.json(0, &["invoices", query, "--company", ORIGINALS, "--format", "json"]);
    let row = |row: &Value| (amount(&row["gross_total"]), row["invoice_number"].as_str().unwrap().to_owned());
    let mut rows: Vec<(Decimal, String)> = found["invoices"].as_array().unwrap().iter().map(row).collect();
    rows.sort();
    let amounts: Vec<Decimal> = rows.iter().map(|(gross, _)| *gross).collect();
    assert_eq!(amounts, ["115.58", "115.59", "115.60", "115.61", "115.62"].map(dec));
    let forth = planned(home, &world.company, &[query, "--from", ORIGINALS]);
    assert_eq!(forth["items"].as_array().unwrap().iter().filter(|item| item["ready"] == true).count(), 6, "{forth}");
    home.expect(0, &["push", "apply", "--company", &world.company, "--yes"]);
    home.expect(0, &["sync", "--company", &world.company]);
    rows.into_iter().map(|(_, number)| number).collect()
}

/// Puts a payment on documents at `QuickBooks` as its own screens do, and returns its identifier.
pub(crate) fn pay(world: &World, total: &str, lines: &[(u64, &str, &str)]) -> u64 {
    let line = |(id, entity, amount): &(u64, &str, &str)| json!({"Amount": amount.parse::<f64>().unwrap(), "LinkedTxn": [{"TxnId": id.to_string(), "TxnType": entity}]});
    let lines: Vec<Value> = lines.iter().map(line).collect();
    world.ledger(|ledger| {
        let of = lines.iter().find(|line| line["LinkedTxn"][0]["TxnType"] == "Invoice").unwrap();
        let id = of["LinkedTxn"][0]["TxnId"].as_str().unwrap().parse().unwrap();
        let customer = ledger.get("Invoice", id).unwrap()["CustomerRef"].clone();
        let payment = json!({"CustomerRef": customer, "CurrencyRef": {"value": "USD"}, "TxnDate": "2026-11-20",
            "TotalAmt": total.parse::<f64>().unwrap(), "Line": lines});
        ledger.create("Payment", payment, Timestamp::now()).unwrap()
    })
}

/// Standing of the links of the copy with a number, or of a payment of the copies.
fn standings(proof: &Value, kind: &str, of: &str) -> Vec<String> {
    let source = |link: &Value| link["source"].as_str().unwrap().to_owned();
    let is_of = |link: &Value| if kind == "payment" { source(link).contains(of) } else { link["title"] == of };
    let links = proof["links"].as_array().unwrap().iter();
    let links = links.filter(|link| link["kind"] == kind && !source(link).starts_with("file:") && is_of(link));
    links.map(|link| link["standing"].as_str().unwrap().to_owned()).collect()
}

fn reconciled(home: &Home) -> Value {
    let ran = home.run(&["push", "reconcile", "--json"]);
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

#[test]
fn money_of_a_copy_reaches_the_original_to_the_cent_and_never_goes_round() {
    let world = World::new(Service::QuickBooks);
    let (home, company) = (&world.home, world.company.as_str());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 3);
    let numbers = copied(&world);
    let id = |number: &str| {
        world.ledger(|ledger| ledger.all("Invoice").find(|(_, one)| one["DocNumber"] == number).map(|(id, _)| id).unwrap())
    };
    let ids: Vec<u64> = numbers.iter().map(|number| id(number)).collect();
    let credit = world.ledger(|ledger| {
        let customer = ledger.get("Invoice", ids[0]).unwrap()["CustomerRef"].clone();
        let item = ledger.all("Item").next().map(|(id, _)| id.to_string()).unwrap();
        let line = json!([{"Amount": 40.0, "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": item}, "TaxCodeRef": {"value": "NON"}}}]);
        let memo = json!({"CustomerRef": customer, "CurrencyRef": {"value": "USD"}, "TxnDate": "2026-11-20", "Line": line});
        ledger.create("CreditMemo", memo, Timestamp::now()).unwrap()
    });
    // Sixty of the hundred are money; the second eighty are more than is open.
    let mixed = pay(&world, "60", &[(ids[0], "Invoice", "100"), (credit, "CreditMemo", "40")]);
    let first = pay(&world, "80", &[(ids[1], "Invoice", "80")]);
    pay(&world, "80", &[(ids[1], "Invoice", "80")]);
    let part = pay(&world, "50", &[(ids[2], "Invoice", "50")]);
    let whole = pay(&world, "115.61", &[(ids[3], "Invoice", "115.61")]);
    home.expect(0, &["sync", "--company", company]);
    let back = ["--payments-back", "--from", company];
    let plan = planned(home, ORIGINALS, &back);
    let right = [("50", true), ("60", true), ("80", false), ("80", true), ("115.61", true)];
    assert_eq!(money(&plan), right.map(|(amount, ready)| (dec(amount), ready)), "{plan}");
    let _ = home.run(&["push", "apply", "--company", ORIGINALS, "--yes"]);
    // What was written since the last sync is not open any more.
    assert_eq!(money(&planned(home, ORIGINALS, &back)), [(dec("80"), false)]);
    home.expect(0, &["sync", "--company", ORIGINALS]);
    let left = |number: &str| balance(home, ORIGINALS, number).0;
    let open: Vec<Decimal> = numbers.iter().map(|number| left(number)).collect();
    assert_eq!(open, ["55.58", "35.59", "65.60", "0", "115.62"].map(dec));
    assert_eq!(money(&planned(home, ORIGINALS, &back)), [(dec("80"), false)], "it does not go back twice");
    let proof = reconciled(home);
    for payment in [mixed, first, part, whole] {
        assert_eq!(standings(&proof, "payment", &format!(":payment:{payment}:")), ["equal"], "{proof}");
    }
    for number in &numbers[2..] {
        assert_eq!(standings(&proof, "invoice", number), ["equal"], "{proof}");
    }
    // What came from the copy is known there, and so are the documents that the copies are of.
    let query = "type:invoice currency:USD \"Pékség Acme\"";
    let round = planned(home, company, &[query, "--payments", "--from", ORIGINALS]);
    assert!(money(&round).is_empty(), "it does not go round: {round}");
    let again = planned(home, ORIGINALS, &[query, "--from", company]);
    let is_copy = |item: &&Value| numbers.iter().any(|number| item["title"] == number.as_str());
    assert_eq!(again["items"].as_array().unwrap().iter().filter(is_copy).count(), 0, "{again}");
    // Money that is taken back at the copy still counts at the original: that is told.
    world.ledger(|ledger| {
        assert!(ledger.delete("Payment", part, Timestamp::now()));
        assert!(ledger.void("Payment", whole, Timestamp::now()));
    });
    home.expect(0, &["sync", "--company", company]);
    let proof = reconciled(home);
    for payment in [part, whole] {
        assert_eq!(standings(&proof, "payment", &format!(":payment:{payment}:")), ["missing_here"], "{proof}");
    }
    for number in &numbers[2..4] {
        assert_eq!(standings(&proof, "invoice", number), ["drifted"], "{proof}");
    }
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn a_tax_that_the_service_would_compute_otherwise_is_found_before_it_is_issued() {
    let world = World::new(Service::Xero);
    let home = &world.home;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 3);
    home.expect(0, &["push", "map", "set", "--company", ORIGINALS, "tax:15%", "27%"]);
    let made = file(home, &["A".to_owned()], "EUR");
    let plan = planned(home, ORIGINALS, &["--file", &made]);
    let invoice = plan["items"].as_array().unwrap().iter().find(|item| item["kind"] == "invoice").unwrap();
    assert_eq!((&invoice["ready"], &invoice["state"]), (&json!(false), &json!("planned")), "{plan}");
    assert!(invoice["error"].as_str().is_some_and(|error| error.contains("27.14") && error.contains("15.08")), "{plan}");
    home.expect(0, &["push", "map", "set", "--company", ORIGINALS, "tax:15%", "15%"]);
    let plan = planned(home, ORIGINALS, &["--file", &made]);
    assert!(plan["items"].as_array().unwrap().iter().all(|item| item["ready"] == true), "{plan}");
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn what_was_taken_back_on_both_sides_is_no_difference() {
    let world = World::new(Service::QuickBooks);
    let (home, company) = (&world.home, world.company.as_str());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 3);
    let numbers = copied(&world);
    let delete = |number: &str| {
        world.ledger(|ledger| {
            let id = ledger.all("Invoice").find(|(_, one)| one["DocNumber"] == number).map(|(id, _)| id).unwrap();
            assert!(ledger.delete("Invoice", id, Timestamp::now()));
        });
    };
    delete(&numbers[0]);
    delete(&numbers[1]);
    home.expect(0, &["sync", "--company", company]);
    let standing = |number: &str| standings(&reconciled(home), "invoice", number);
    assert_eq!([standing(&numbers[0]), standing(&numbers[1])], [["missing_there"], ["missing_there"]]);
    home.expect(0, &["push", "void", &numbers[0], "--company", ORIGINALS, "--yes"]);
    home.expect(0, &["sync", "--company", ORIGINALS]);
    assert_eq!([standing(&numbers[0]), standing(&numbers[1])], [["equal"], ["missing_there"]]);
    drop(source);
    runtime.shutdown_background();
}

/// The service takes the payments of a document as one list: two that read it at once would be one.
#[test]
fn payments_of_one_document_at_billingo_follow_one_another() {
    let world = World::new(Service::QuickBooks);
    let (home, company) = (&world.home, world.company.as_str());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 3);
    let numbers = copied(&world);
    let ids: Vec<u64> = numbers
        .iter()
        .map(|number| {
            world.ledger(|ledger| ledger.all("Invoice").find(|(_, one)| one["DocNumber"] == *number).map(|(id, _)| id).unwrap())
        })
        .collect();
    for part in ["10", "20", "30.50", "55.08"] {
        pay(&world, part, &[(ids[0], "Invoice", part)]);
    }
    pay(&world, "40", &[(ids[1], "Invoice", "40")]);
    pay(&world, "15.59", &[(ids[1], "Invoice", "15.59")]);
    home.expect(0, &["sync", "--company", company]);
    let plan = planned(home, ORIGINALS, &["--payments-back", "--from", company]);
    assert_eq!(money(&plan).iter().filter(|(_, ready)| *ready).count(), 6, "{plan}");
    home.expect(0, &["push", "apply", "--company", ORIGINALS, "--yes"]);
    home.expect(0, &["sync", "--company", ORIGINALS]);
    let open: Vec<Decimal> = numbers[..2].iter().map(|number| balance(home, ORIGINALS, number).0).collect();
    assert_eq!(open, [dec("0"), dec("60")], "no payment takes the place of another one");
    let proof = reconciled(home);
    let payments = proof["links"].as_array().unwrap().iter().filter(|link| link["kind"] == "payment");
    assert!(payments.clone().count() == 6 && payments.clone().all(|link| link["standing"] == "equal"), "{proof}");
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn a_copy_that_was_voided_from_here_is_no_open_difference() {
    let world = World::new(Service::QuickBooks);
    let (home, company) = (&world.home, world.company.as_str());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 3);
    let numbers = copied(&world);
    let before = reconciled(home);
    assert_eq!(before["equal"], before["linked"], "{before}");
    home.expect(0, &["push", "void", &numbers[0], "--company", company, "--yes"]);
    for _ in 0..2 {
        let ran = home.run(&["push", "reconcile", "--json"]);
        let proof: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((ran.code, &proof["ignored"], &proof["missing_there"]), (Some(0), &json!(1), &json!(0)), "{proof}");
        let link = proof["links"].as_array().unwrap().iter().find(|link| link["standing"] == "ignored").unwrap();
        assert_eq!((&link["title"], &link["reason"]), (&json!(numbers[0]), &json!("It was voided with push void.")));
        for sum in proof["sums"].as_array().unwrap() {
            assert_eq!(sum["ordered"], sum["there"], "what was taken back from here counts nowhere: {proof}");
        }
        home.expect(0, &["sync", "--company", company]);
    }
    // With its original it is over.
    home.expect(0, &["push", "void", &numbers[0], "--company", ORIGINALS, "--yes"]);
    let proof = reconciled(home);
    assert_eq!((&proof["ignored"], &proof["equal"]), (&json!(0), &proof["linked"]), "{proof}");
    drop(source);
    runtime.shutdown_background();
}
