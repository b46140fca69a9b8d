//! What people do at a service between a sync, an order and its sending: nothing is voided that changed, and nothing credited twice.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use faktura::sandbox::xero::Kind;
use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::pushes::{World, file, numbers, states};

/// A company at Xero with a document of ours, number FX-1, synced.
fn written() -> World {
    let world = World::new(Service::Xero);
    let made = file(&world.home, &numbers(1), "NZD");
    world.map(&world.plan(&made));
    world.home.expect(0, &["push", "apply", "--yes"]);
    sync(&world);
    world
}

fn sync(world: &World) {
    world.home.expect(0, &["sync", "--company", &world.company]);
}

fn place(books: &faktura::sandbox::xero::Books, number: &str) -> usize {
    books.notes.iter().position(|note| note.number == number).unwrap()
}

#[test]
fn a_document_that_changed_after_its_void_was_approved_is_not_voided() {
    let world = written();
    world.home.expect(0, &["push", "pause"]);
    let ordered = world.home.run(&["push", "void", "FX-1", "--yes", "--json"]);
    let told: Value = serde_json::from_str(&ordered.out).unwrap_or_else(|_| panic!("{}", ordered.err));
    assert_eq!(states(&told), ["queued"], "{told}");
    let status = |world: &World| world.organisation(|books| books.notes[place(books, "FX-1")].status);
    world.organisation(|books| {
        let at = place(books, "FX-1");
        books.notes[at].lines[0].price = Decimal::from(500);
        books.notes[at].updated = Timestamp::now();
    });
    world.home.expect(0, &["push", "resume"]);
    let settled = || {
        let listed = world.home.json(0, &["push", "list", "--json"]);
        let void = listed["items"].as_array().unwrap().iter().find(|item| item["action"] == "void").unwrap().clone();
        (void["state"].as_str().unwrap().to_owned(), void)
    };
    // The command that resumed may have looked at it already; this one waits for the end.
    world.home.run(&["push", "apply", "--yes"]);
    let (state, void) = settled();
    assert_eq!(state, "conflict", "{void}");
    assert_eq!(status(&world), "AUTHORISED");
    // What it is now can be voided by a new order.
    sync(&world);
    world.home.expect(0, &["push", "discard", void["item"].as_str().unwrap()]);
    world.home.expect(0, &["push", "void", "FX-1", "--yes"]);
    assert_eq!(status(&world), "VOIDED");
}

#[test]
fn what_is_credited_at_xero_already_is_not_credited_as_a_whole() {
    let world = written();
    let notes =
        |world: &World| world.organisation(|books| books.notes.iter().filter(|note| note.kind == Kind::CreditNote).count());
    let before = notes(&world);
    // A credit note of a person, used on the document in part; and money that is none.
    world.organisation(|books| {
        let (at, now) = (place(books, "FX-1"), Timestamp::now());
        let person = books.notes[at].person;
        let note = books.issue(Kind::CreditNote, person, Decimal::TEN, date(2026, 11, 20), now);
        let from = books.notes[note].id.clone();
        books.allocate(&from, at, Decimal::new(2_875, 2), now, true);
        books.pay(at, Decimal::new(1_000, 2), date(2026, 11, 20), now);
    });
    // Not even before it is synced: what is open there is not what is known here.
    let early = world.home.run(&["push", "credit", "FX-1", "--yes"]);
    assert_eq!(early.code, Some(4), "{}", early.err);
    assert!(early.err.contains("FX-1") && early.err.contains("sync"), "{}", early.err);
    sync(&world);
    let ran = world.home.run(&["push", "credit", "FX-1", "--yes"]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("28.75 NZD"), "the credit, and not the money: {}", ran.err);
    assert_eq!(notes(&world), before + 1);
    // It names what credits it.
    let shown = world.home.json(0, &["invoice", "FX-1", "--json"]);
    assert_eq!(shown["related"].as_array().map(Vec::len), Some(1), "{shown}");
}

#[test]
fn what_is_paid_in_money_alone_can_be_credited_and_what_is_credited_at_quickbooks_cannot() {
    let world = World::new(Service::QuickBooks);
    let enter = |entity: &str, object: Value| world.ledger(|ledger| ledger.create(entity, object, Timestamp::now()).unwrap());
    let line = |amount: f64| {
        json!([{"Amount": amount, "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": "11"}, "TaxCodeRef": {"value": "NON"}}}])
    };
    let sell = |entity: &str, number: &str, amount: f64| {
        let fields = json!({"DocNumber": number, "CustomerRef": {"value": "1"}, "TxnDate": "2026-11-20", "Line": line(amount)});
        enter(entity, fields).to_string()
    };
    let pay = |total: f64, lines: &[(&str, &str, f64)]| {
        let part =
            |(entity, id, amount): &(&str, &str, f64)| json!({"Amount": amount, "LinkedTxn": [{"TxnId": id, "TxnType": entity}]});
        let lines: Vec<Value> = lines.iter().map(part).collect();
        enter("Payment", json!({"CustomerRef": {"value": "1"}, "TotalAmt": total, "TxnDate": "2026-11-20", "Line": lines}));
    };
    let (paid, used) = (sell("Invoice", "MON-1", 40.0), sell("Invoice", "CRE-1", 40.0));
    let memo = sell("CreditMemo", "MEMO-1", 15.0);
    pay(40.0, &[("Invoice", &paid, 40.0)]);
    pay(25.0, &[("Invoice", &used, 40.0), ("CreditMemo", &memo, 15.0)]);
    sync(&world);
    let memos = |world: &World| world.ledger(|ledger| ledger.all("CreditMemo").count());
    let before = memos(&world);
    let ran = world.home.run(&["push", "credit", "CRE-1", "--yes"]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("15 USD"), "{}", ran.err);
    assert_eq!(memos(&world), before);
    world.home.expect(0, &["push", "credit", "MON-1", "--yes"]);
    assert_eq!(memos(&world), before + 1);
}

#[test]
fn a_login_that_may_only_read_is_told_so_before_anything_is_approved() {
    let home = super::support::Home::new();
    let world = World::on(home, Service::Xero);
    let made = file(&world.home, &numbers(1), "NZD");
    world.map(&world.plan(&made));
    let ran = world.home.run(&["push", "apply", "--yes"]);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(ran.err.contains("accounting.invoices") && ran.err.contains("login add --login 1"), "{}", ran.err);
    let known = world.organisation(|books| books.notes[0].number.clone());
    for order in ["void", "credit"] {
        let ran = world.home.run(&["push", order, &known, "--yes"]);
        assert_eq!(ran.code, Some(6), "{order}: {}", ran.err);
    }
    assert_eq!(world.home.json(0, &["push", "list", "--json"])["items"], json!([]));
}

/// The customer is put off, and the documents wait for it: they are looked at now and then.
fn waiting(list: &Value) {
    let states = states(list);
    assert!(states.len() == 3 && states[0] == "queued", "{list}");
    assert!(states.iter().all(|state| matches!(*state, "queued" | "sending")), "{list}");
}

#[test]
fn what_waits_for_a_person_stays_queued_with_the_reason_and_goes_once_the_person_acted() {
    for (fault, reason) in [("status=403@method:PUT", "login"), ("status=401@method:PUT", "token")] {
        let world = World::new(Service::Xero);
        let numbers = numbers(2);
        let made = file(&world.home, &numbers, "NZD");
        world.map(&world.plan(&made));
        world.pretend.faults(&[fault]);
        let applied = world.home.json(3, &["push", "apply", "--yes", "--json"]);
        waiting(&applied);
        let error = applied["items"][0]["error"].as_str().unwrap();
        assert!(error.contains(reason), "{error}");
        // Once more it is tried at once, and is no better.
        waiting(&world.home.json(3, &["push", "apply", "--yes", "--json"]));
        world.pretend.faults(&[]);
        world.home.expect(0, &["push", "apply", "--yes"]);
        assert_eq!((world.documents(&numbers), world.contacts("Pékség Acme Kft.")), (vec![1, 1], 1), "{fault}");
    }
}
