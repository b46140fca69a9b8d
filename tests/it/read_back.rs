//! What a write changed of a known document is in lists, totals and the reconciliation when its command ends, without a sync.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::process::Stdio;
use std::time::{Duration, Instant};

use faktura::sandbox::oauth::Service;
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::push_storms;
use super::pushes::{World, currency, file};
use super::settling::{amount, balance, entry, statement};
use super::support::Home;

const LATER: &str = "after the next sync";

/// Documents that are written, synced, and open.
fn world(service: Service, count: usize) -> (World, Vec<String>) {
    let world = World::new(service);
    let numbers: Vec<String> = (1..=count).map(|number| format!("FX-2026-{number}")).collect();
    let made = file(&world.home, &numbers, currency(service));
    world.map(&world.plan(&made));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    (world, numbers)
}

/// What is outstanding of the documents with this in their number.
fn outstanding(home: &Home, of: &str) -> Decimal {
    let query = format!("number:{of} direction:issued balance>0");
    let found = home.json(0, &["invoices", &query, "--format", "json"]);
    found["invoices"].as_array().unwrap().iter().map(|row| amount(&row["balance"])).sum()
}

/// Standings of all links that are not equal.
fn unequal(home: &Home) -> Vec<Value> {
    let ran = home.run(&["push", "reconcile", "--json"]);
    let proof: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    proof["links"].as_array().unwrap().iter().filter(|link| link["standing"] != "equal").cloned().collect()
}

fn a_void_is_seen(service: Service) {
    let (world, numbers) = world(service, 2);
    let (home, before) = (&world.home, outstanding(&world.home, "FX-"));
    let voided = balance(home, &world.company, &numbers[0]).0;
    // Written and not synced: the run that reads the voided one must not be taken for one that knows of this.
    let path = home.path().join("other.json");
    let text = std::fs::read_to_string(home.path().join("invoices.json")).unwrap();
    std::fs::write(&path, text.replace("FX-", "NX-").replace("\"f", "\"n")).unwrap();
    world.plan(path.to_str().unwrap());
    let told = home.expect(0, &["push", "apply", "--yes"]);
    assert!(told.err.contains(LATER), "what was made anew: {}", told.err);
    let requests = world.pretend.site().count();
    let told = home.expect(0, &["push", "void", &numbers[0], "--yes"]);
    assert!(!told.err.contains(LATER), "{}", told.err);
    // Settings, the void itself, and what changed since the last sync: no list from its beginning.
    assert!(world.pretend.site().count() - requests <= 12, "{} requests", world.pretend.site().count() - requests);
    let (left, status) = balance(home, &world.company, &numbers[0]);
    assert_eq!((left, outstanding(home, "FX-")), (Decimal::ZERO, before - voided), "{status}");
    assert_eq!(balance(home, &world.company, &numbers[1]).1, "outstanding");
    assert_eq!(unequal(home).iter().filter(|link| link["title"] != numbers[0].as_str()).count(), 0, "{:?}", unequal(home));
    // The next sync has nothing to say of it.
    home.expect(0, &["sync", "--company", &world.company]);
    assert_eq!(balance(home, &world.company, &numbers[0]).0, Decimal::ZERO);
    assert_eq!(unequal(home).iter().filter(|link| link["title"] != numbers[0].as_str()).count(), 0, "{:?}", unequal(home));
}

#[test]
fn a_document_that_was_voided_at_xero_is_open_in_no_list() {
    a_void_is_seen(Service::Xero);
}

#[test]
fn a_document_that_was_voided_at_quickbooks_is_open_in_no_list() {
    a_void_is_seen(Service::QuickBooks);
}

#[test]
fn a_document_that_was_cancelled_at_billingo_is_open_in_no_list() {
    let world = push_storms::World::new(false);
    let home = &world.home;
    world.plan(2);
    home.expect(0, &["push", "apply", "--yes"]);
    home.expect(0, &["sync"]);
    let find =
        |query: &str| home.json(0, &["invoices", &format!("\"Pékség Acme\" {query}"), "--format", "json"])["invoices"].clone();
    let open = find("type:invoice balance>0");
    assert_eq!(open.as_array().map(Vec::len), Some(2), "{open}");
    let number = open[0]["invoice_number"].as_str().unwrap();
    let told = home.expect(0, &["push", "void", number, "--yes"]);
    assert!(!told.err.contains(LATER), "{}", told.err);
    assert_eq!(find("type:invoice balance>0").as_array().map(Vec::len), Some(1));
    // What cancels it is a document of its own, and is there too.
    assert_eq!(find("type:cancellation").as_array().map(Vec::len), Some(1), "{}", find(""));
    let before = find("");
    home.expect(0, &["sync"]);
    assert_eq!(find(""), before);
}

#[test]
fn what_is_not_confirmed_changes_no_list() {
    let (world, numbers) = world(Service::Xero, 1);
    let (home, before) = (&world.home, outstanding(&world.home, "FX-"));
    world.pretend.faults(&["after=500@method:POST@path:*/Invoices*", "status=500@method:GET@path:*/Invoices/*@3.."]);
    let mut command = home.command(&["push", "void", &numbers[0], "--yes", "--json"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The command would try for minutes: two attempts show what they leave.
    let voiding = || {
        let listed = home.json(0, &["push", "list", "--json"]);
        let items = listed["items"].as_array().unwrap();
        items.iter().find(|item| item["kind"] == "void" && item["attempts"].as_u64() > Some(2)).cloned()
    };
    let deadline = Instant::now() + Duration::from_secs(120);
    let item = loop {
        if let Some(item) = voiding() {
            break item;
        }
        assert!(Instant::now() < deadline, "it is tried again");
        std::thread::sleep(Duration::from_millis(100));
    };
    child.kill().unwrap();
    child.wait().unwrap();
    assert_ne!(item["state"], "sent", "{item}");
    assert_eq!(outstanding(home, "FX-"), before);
    let runs = home.json(0, &["logs", "--json"]);
    assert!(runs["runs"].as_array().unwrap().iter().all(|run| run["actor"] != "push"), "{runs}");
}

fn money_is_seen(service: Service) {
    let (world, numbers) = world(service, 2);
    let (home, company) = (&world.home, world.company.as_str());
    let (whole, partly) = (balance(home, company, &numbers[0]).0, balance(home, company, &numbers[1]).0);
    let part = Decimal::new(4_000, 2);
    let entries = [("R1", whole, format!("Payment of {}", numbers[0])), ("R2", part, format!("part of {}", numbers[1]))];
    home.expect(0, &["bank", "import", &statement(home, "a.sta", currency(service), &entries), "--company", company]);
    home.expect(0, &["match", "auto"]);
    home.run(&["match", "accept", &entry(home, "R2"), &numbers[1]]);
    let plan = ["push", "plan", "--matched", "--to", company, "--json"];
    world.map(&home.json(0, &plan));
    assert_eq!(home.json(0, &plan)["items"].as_array().map(Vec::len), Some(2));
    let told = home.expect(0, &["push", "apply", "--yes"]);
    assert!(!told.err.contains(LATER), "{}", told.err);
    // What the service says, without what bank entries pay.
    let stored = |number: &str| {
        let found = home.json(0, &["payments", "--company", company, "--limit", "5000", "--format", "json"]);
        let of = |one: &Value| one["allocations"].as_array().unwrap().iter().any(|part| part["invoice_number"] == number);
        found["payments"].as_array().unwrap().iter().filter(|one| of(one)).map(|one| amount(&one["amount"])).sum::<Decimal>()
    };
    assert_eq!((stored(&numbers[0]), stored(&numbers[1])), (whole, part));
    assert_eq!(balance(home, company, &numbers[0]), (Decimal::ZERO, "paid".to_owned()));
    assert_eq!(balance(home, company, &numbers[1]), (partly - part, "partially_paid".to_owned()));
    assert_eq!(unequal(home), Vec::<Value>::new());
    assert_eq!(home.json(0, &plan)["items"], json!([]));
    // The rest is no more than is open.
    let rest = [("R3", partly - part, format!("rest of {}", numbers[1]))];
    home.expect(0, &["bank", "import", &statement(home, "b.sta", currency(service), &rest), "--company", company]);
    home.run(&["match", "accept", &entry(home, "R3"), &numbers[1]]);
    let last = home.json(0, &plan);
    assert_eq!((last["items"].as_array().map(Vec::len), &last["items"][0]["ready"]), (Some(1), &json!(true)), "{last}");
    home.expect(0, &["push", "apply", "--yes"]);
    assert_eq!(balance(home, company, &numbers[1]), (Decimal::ZERO, "paid".to_owned()));
    home.expect(0, &["sync", "--company", company]);
    assert_eq!(balance(home, company, &numbers[1]), (Decimal::ZERO, "paid".to_owned()));
    assert_eq!((stored(&numbers[1]), unequal(home)), (partly, Vec::new()));
}

#[test]
fn money_that_was_written_at_xero_is_off_what_is_open_at_once() {
    money_is_seen(Service::Xero);
}

#[test]
fn money_that_was_written_at_quickbooks_is_off_what_is_open_at_once() {
    money_is_seen(Service::QuickBooks);
}

#[test]
fn a_credit_note_over_what_is_paid_in_part_changes_nothing_of_what_is_open() {
    let (world, numbers) = world(Service::Xero, 1);
    let (home, company) = (&world.home, world.company.as_str());
    let whole = balance(home, company, &numbers[0]).0;
    let part = Decimal::from(20);
    world.organisation(|books| {
        let at = books.notes.iter().position(|note| note.number == numbers[0]).unwrap();
        books.pay(at, part, date(2026, 11, 5), jiff::Timestamp::now());
    });
    home.expect(0, &["sync", "--company", company]);
    assert_eq!(balance(home, company, &numbers[0]), (whole - part, "partially_paid".to_owned()));
    home.expect(0, &["push", "credit", &numbers[0], "--yes"]);
    assert_eq!(balance(home, company, &numbers[0]), (whole - part, "partially_paid".to_owned()));
    let credit = format!("{}-CR", numbers[0]);
    assert_eq!(balance(home, company, &credit).0, -whole);
    assert_eq!(unequal(home), Vec::<Value>::new());
}

#[test]
fn a_difference_that_is_right_is_this_one_and_no_later_one() {
    let (world, numbers) = world(Service::Xero, 1);
    let (home, company) = (&world.home, world.company.as_str());
    let change = |price: u32| {
        world.organisation(|books| {
            let at = books.notes.iter().position(|note| note.number == numbers[0]).unwrap();
            let note = &mut books.notes[at];
            (note.lines[0].price, note.lines[0].tax, note.updated) = (Decimal::from(price), None, jiff::Timestamp::now());
        });
        home.expect(0, &["sync", "--company", company]);
        unequal(home).iter().map(|link| link["standing"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(change(110), ["drifted"]);
    let source = unequal(home)[0]["source"].as_str().unwrap().to_owned();
    home.expect(0, &["push", "ignore", "--company", company, &source, "--reason", "agreed by phone"]);
    assert_eq!(change(110), ["ignored"]);
    assert_eq!(change(120), ["drifted"], "another difference than the one that was agreed on");
}
