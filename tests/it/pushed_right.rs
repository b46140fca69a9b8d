//! What is written is each document once, each customer once, at the right rate; what cannot be written is named and stops nothing else.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::pushes::{World, file, numbers, states};
use super::support::Home;

/// Writes a file with invoices, each with what is changed of the usual one.
fn invoices(home: &Home, changed: &[Value]) -> String {
    let invoice = |(at, change): (usize, &Value)| {
        let mut invoice = json!({
            "invoice_id": format!("r{at}"), "invoice_number": format!("R-{at}"), "currency": "NZD", "gross_total": "115.00",
            "invoice_date": "2026-11-02", "due_date": "2026-11-30", "buyer": {"name": "Pékség Acme Kft."},
            "items": [{"name": "Work", "quantity": "1", "net_unit_amount": "100.00", "net_amount": "100.00", "vat": "15%",
                "vat_amount": "15.00"}],
        });
        let fields = invoice.as_object_mut().unwrap();
        fields.extend(change.as_object().unwrap().clone());
        invoice
    };
    let all: Vec<Value> = changed.iter().enumerate().map(invoice).collect();
    let path = home.path().join("right.json");
    std::fs::write(&path, json!({ "invoices": all }).to_string()).unwrap();
    path.display().to_string()
}

fn items<'a>(list: &'a Value, kind: &str) -> Vec<&'a Value> {
    list["items"].as_array().unwrap().iter().filter(|item| item["kind"] == kind).collect()
}

fn links(world: &World, kind: &str) -> usize {
    let links = world.home.json(0, &["push", "links", "--json"]);
    links["links"].as_array().unwrap().iter().filter(|link| link["kind"] == kind).count()
}

#[test]
fn two_documents_of_one_number_never_become_one() {
    let world = World::new(Service::Xero);
    let twice = invoices(&world.home, &[json!({"invoice_number": "T-1"}), json!({"invoice_number": "T-1"})]);
    let plan = world.plan(&twice);
    world.map(&plan);
    let plan = world.plan(&twice);
    let told: Vec<&str> = items(&plan, "invoice").iter().map(|item| item["state"].as_str().unwrap()).collect();
    assert_eq!(told, ["planned", "conflict"], "{plan}");
    world.home.expect(3, &["push", "apply", "--yes"]);
    assert_eq!((world.documents(&["T-1".to_owned()]), links(&world, "invoice")), (vec![1], 1));
    // It is no other either while the first is not synced.
    let again = world.plan(&twice);
    assert_eq!(states(&again), ["conflict"], "{again}");
    world.home.expect(3, &["push", "apply", "--yes"]);
    assert_eq!((world.documents(&["T-1".to_owned()]), links(&world, "invoice")), (vec![1], 1));
}

#[test]
fn what_a_service_cannot_hold_is_named_and_the_rest_is_written() {
    let world = World::new(Service::Xero);
    let made = invoices(
        &world.home,
        &[
            json!({"buyer": {"name": "A: B <C>"}}),
            json!({"comment": "x".repeat(305)}),
            json!({"buyer": {"name": "Böse GmbH", "emails": ["ü@böse.de"]}}),
        ],
    );
    world.map(&world.plan(&made));
    let plan = world.plan(&made);
    let refused: Vec<&str> = items(&plan, "contact")
        .iter()
        .filter(|item| item["ready"] == false)
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(refused, ["A: B <C>", "Böse GmbH"], "{plan}");
    assert!(plan["items"].as_array().unwrap().iter().all(|item| item["ready"] == true || item["error"].is_string()), "{plan}");
    let applied = world.home.json(3, &["push", "apply", "--yes", "--json"]);
    let sent: Vec<&str> = items(&applied, "invoice")
        .iter()
        .filter(|item| item["state"] == "sent")
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(sent, ["R-1"], "{applied}");
    assert_eq!(world.documents(&["R-0", "R-1", "R-2"].map(str::to_owned)), [0, 1, 0]);
}

#[test]
fn a_customer_of_one_tax_number_is_made_once() {
    let world = World::new(Service::Xero);
    let buyer = |id: &str| json!({"buyer": {"id": id, "name": "Pékség Acme Kft.", "tax_number": "12345676-2-42"}});
    let made = invoices(&world.home, &[buyer("a"), buyer("b"), buyer("c")]);
    world.map(&world.plan(&made));
    world.plan(&made);
    world.home.expect(0, &["push", "apply", "--yes"]);
    // Another plan before the next sync.
    let more = invoices(&world.home, &[json!({}), json!({}), json!({}), buyer("d")]);
    let plan = world.plan(&more);
    let of_four: Vec<&Value> = items(&plan, "invoice").into_iter().filter(|item| item["title"] == "R-3").collect();
    assert_eq!(of_four.len(), 1, "{plan}");
    world.home.expect(0, &["push", "apply", "--yes"]);
    let all = |books: &mut faktura::sandbox::xero::Books| {
        books.people.iter().filter(|person| person.tax_number.starts_with("12345676")).count()
    };
    assert_eq!((world.organisation(all), world.documents(&["R-3".to_owned()])), (1, vec![1]));
}

#[test]
fn a_wrong_rate_is_found_and_lines_without_one_can_be_mapped() {
    let world = World::new(Service::Xero);
    let company = world.company.clone();
    let set = |mapping: &str, id: &str| world.home.expect(0, &["push", "map", "set", "--company", &company, mapping, id]);
    let untaxed = json!({"gross_total": "100.00", "items": [{"name": "Work", "quantity": "1", "net_unit_amount": "100.00",
        "net_amount": "100.00", "vat": "", "vat_amount": "0.00"}, {"name": "Thank you", "quantity": "1", "vat": ""}]});
    let made = invoices(&world.home, &[json!({}), untaxed]);
    world.map(&world.plan(&made));
    set("tax:15%", "HU27");
    set("tax:none", "NONE");
    let plan = world.plan(&made);
    let told: Vec<(bool, bool)> = items(&plan, "invoice")
        .iter()
        .map(|item| (item["ready"] == true, item["error"].as_str().is_some_and(|error| error.contains("27"))))
        .collect();
    assert_eq!(told, [(false, true), (true, false)], "{plan}");
    set("tax:15%", "OUTPUT2");
    world.home.expect(0, &["push", "apply", "--yes"]);
    assert_eq!(world.documents(&["R-0", "R-1"].map(str::to_owned)), [1, 1]);
}

#[test]
fn what_was_voided_counts_nowhere_and_is_not_taken_over() {
    let world = World::new(Service::Xero);
    let made = file(&world.home, &numbers(2), "NZD");
    world.map(&world.plan(&made));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let voided = world.home.expect(0, &["push", "void", "FX-1", "--yes"]);
    assert!(!voided.err.contains("after the next sync"), "it is read back at once: {}", voided.err);
    let sum = |proof: &Value| {
        let sum = proof["sums"].as_array().unwrap().iter().find(|sum| sum["currency"] == "NZD invoice").unwrap();
        [&sum["ordered"], &sum["there"]].map(Value::clone)
    };
    let proof = world.home.json(0, &["push", "reconcile", "--json"]);
    assert_eq!(sum(&proof), ["115.59", "115.59"], "{proof}");
    world.void("FX-2");
    world.home.expect(0, &["sync", "--company", &world.company]);
    let proof = world.home.json(3, &["push", "reconcile", "--json"]);
    assert_eq!(sum(&proof), ["115.59", "0"], "{proof}");
    let gone = proof["links"].as_array().unwrap().iter().find(|link| link["standing"] == "missing_there").unwrap();
    let source = gone["source"].as_str().unwrap();
    let ran = world.home.run(&["push", "adopt", "--company", &world.company, source]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("unlink"), "{}", ran.err);
    assert_eq!(world.home.json(3, &["push", "reconcile", "--json"]), proof);
}

#[test]
fn what_was_unlinked_is_linked_again_if_it_is_the_same() {
    let world = World::new(Service::Xero);
    let company = world.company.as_str();
    let made = file(&world.home, &numbers(2), "NZD");
    world.map(&world.plan(&made));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", company]);
    let id = |number: &str| {
        let found = world.home.json(0, &["invoices", number, "--company", company, "--format", "json"]);
        found["invoices"][0]["invoice_id"].as_str().unwrap().to_owned()
    };
    let (one, two) = (id("FX-1"), id("FX-2"));
    world.home.expect(0, &["push", "unlink", "--company", company, "file:document:f0"]);
    let plan = world.plan(&made);
    assert_eq!(states(&plan), ["conflict"], "{plan}");
    assert!(items(&plan, "invoice")[0]["error"].as_str().unwrap().contains("document:file:document:f0"), "{plan}");
    let link = |to: &str| world.home.run(&["push", "map", "set", "--company", company, "document:file:document:f0", to]);
    // One that is linked with another source, or is no document.
    for wrong in [two.as_str(), "nothing"] {
        let ran = link(wrong);
        assert_eq!(ran.code, Some(4), "{}", ran.err);
    }
    assert_eq!(link(&one).code, Some(0));
    assert_eq!(world.plan(&made)["items"], json!([]));
    assert_eq!(links(&world, "invoice"), 2);
    assert_eq!(world.home.json(0, &["push", "reconcile", "--json"])["equal"], 3);
}

#[test]
fn a_credit_note_has_the_item_of_its_invoice_and_an_error_tells_what_can_be_mapped() {
    let world = World::new(Service::QuickBooks);
    let made = world.ledger(|ledger| {
        let customer = ledger.all("Customer").next().map(|(id, _)| id.to_string()).unwrap();
        let items: Vec<String> = ledger.all("Item").map(|(id, _)| id.to_string()).take(2).collect();
        let line = json!([{"Amount": 40.0, "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": items[1]}, "TaxCodeRef": {"value": "NON"}}}]);
        let invoice = json!({"DocNumber": "OWN-1", "CustomerRef": {"value": customer}, "TxnDate": "2026-11-20", "Line": line});
        ledger.create("Invoice", invoice, Timestamp::now()).unwrap();
        items
    });
    world.home.expect(0, &["sync", "--company", &world.company]);
    world.home.expect(0, &["push", "map", "set", "--company", &world.company, "item", &made[0]]);
    world.home.expect(0, &["push", "credit", "OWN-1", "--yes"]);
    let credited = world.ledger(|ledger| {
        let (_, memo) = ledger.all("CreditMemo").find(|(_, memo)| memo["DocNumber"] == "OWN-1-CR").unwrap();
        memo["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"].clone()
    });
    assert_eq!(credited, json!(made[1]));
}

#[test]
fn a_document_that_billingo_numbers_is_listed_by_the_number_of_its_source() {
    let world = World::new(Service::Xero);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = super::settling::billingo(&world, &runtime, 3);
    let made = file(&world.home, &["BB-7".to_owned()], "NZD");
    world.map(&world.plan(&made));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let plan = ["push", "plan", "number:BB-7", "--from", &world.company, "--to", "Source Kft.", "--json"];
    let planned = world.home.json(0, &plan);
    let missing = planned["items"].as_array().unwrap().iter().flat_map(|item| item["missing"].as_array().unwrap());
    for missing in missing {
        let (mapping, id) = (missing["mapping"].as_str().unwrap(), missing["candidates"][0]["id"].as_str().unwrap());
        world.home.expect(0, &["push", "map", "set", "--company", "Source Kft.", mapping, id]);
    }
    world.home.expect(0, &["push", "pause"]);
    world.home.expect(0, &["push", "apply", "--company", "Source Kft.", "--yes"]);
    let listed = world.home.json(0, &["push", "list", "--company", "Source Kft.", "--json"]);
    let titles: Vec<&str> = items(&listed, "invoice").iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["BB-7"], "{listed}");
    let item = items(&listed, "invoice")[0]["item"].as_str().unwrap().to_owned();
    let shown = world.home.expect(0, &["push", "list", "--company", "Source Kft."]).out;
    assert!(shown.contains(&item), "the identifier: {shown}");
    // By its name, though the one that was sent is called so too.
    world.home.expect(0, &["push", "discard", "BB-7"]);
    let listed = world.home.json(0, &["push", "list", "--json"]);
    assert_eq!(items(&listed, "invoice").len(), 1, "{listed}");
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn payments_of_documents_that_are_paid_are_asked_for_when_they_are_planned() {
    let world = World::new(Service::Xero);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = super::settling::billingo(&world, &runtime, 40);
    let asked = || source.requests().iter().filter(|request| request.path.ends_with("/payments")).count();
    let before = asked();
    let without = ["push", "plan", "status:paid", "--from", "Source Kft.", "--to", &world.company, "--json"];
    world.map(&world.home.json(0, &without));
    assert_eq!(asked(), before, "nothing was asked for that was not wanted");
    let plan = [&without[..], &["--payments"]].concat();
    world.map(&world.home.json(0, &plan));
    let paid = asked() - before;
    assert!(paid > 5, "{paid}");
    let planned = world.home.json(0, &plan);
    assert_eq!(asked() - before, paid, "what is known is not asked for again");
    let payments = items(&planned, "payment");
    assert!(payments.len() >= paid, "{planned}");
    assert!(payments.iter().all(|item| !item["error"].as_str().unwrap_or_default().contains("not known")), "{planned}");
    assert!(payments.iter().any(|item| item["ready"] == true), "{planned}");
    let runs = world.home.json(0, &["logs", "--company", "Source Kft.", "--json"]);
    assert_eq!(runs["runs"][0]["api_calls"], json!(paid), "the calls are those of the questions: {runs}");
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn a_number_that_quickbooks_replaces_is_shown_and_nothing_is_made_twice() {
    for lost in [false, true] {
        let world = World::new(Service::QuickBooks);
        world.ledger(|ledger| ledger.switches.numbers_kept = false);
        let made = file(&world.home, &numbers(1), "USD");
        world.map(&world.plan(&made));
        world.pretend.faults(if lost { &["lost@path:*/invoice@method:POST@1"] } else { &[] });
        let applied = world.home.json(0, &["push", "apply", "--yes", "--json"]);
        let invoice = items(&applied, "invoice")[0];
        assert_eq!(invoice["state"], "sent", "{applied}");
        assert!(invoice["remote_number"].as_str().is_some_and(|number| number != "FX-1"), "{invoice}");
        let ours = |ledger: &mut faktura::sandbox::quickbooks::Ledger| {
            let is_ours = |one: &Value| one["PrivateNote"].as_str().is_some_and(|note| note.contains("faktura:"));
            ledger.all("Invoice").filter(|(_, one)| is_ours(one)).count()
        };
        assert_eq!((world.ledger(ours), links(&world, "invoice")), (1, 1));
        assert_eq!(world.plan(&made)["items"], json!([]));
        world.home.expect(0, &["sync", "--company", &world.company]);
        world.home.run(&["push", "apply", "--yes"]);
        assert_eq!(world.ledger(ours), 1);
    }
}

#[test]
fn a_void_or_credit_that_was_refused_is_settled_by_a_later_one() {
    let world = World::new(Service::Xero);
    let made = file(&world.home, &numbers(2), "NZD");
    world.map(&world.plan(&made));
    world.home.expect(0, &["push", "apply", "--yes"]);
    let paid = world.organisation(|books| {
        let at = books.notes.iter().position(|note| note.number == "FX-1").unwrap();
        books.pay(at, 10.into(), jiff::civil::date(2026, 11, 20), Timestamp::now())
    });
    world.home.expect(0, &["sync", "--company", &world.company]);
    let void = || world.home.run(&["push", "void", "FX-1", "--yes", "--json"]);
    let credit = || world.home.run(&["push", "credit", "FX-2", "--yes", "--json"]);
    let refused = |ran: super::support::Ran| {
        assert_eq!(ran.code, Some(3), "{}", ran.err);
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(states(&told), ["rejected"], "{told}");
        assert!(told["items"][0]["error"].as_str().is_some_and(|error| !error.is_empty()), "{told}");
    };
    refused(void());
    world.organisation(|books| books.take_back(paid, Timestamp::now()));
    world.home.expect(0, &["sync", "--company", &world.company]);
    assert_eq!(void().code, Some(0));
    let mapped = world.home.json(0, &["push", "map", "list", "--company", &world.company, "--json"]);
    let mapped = mapped["mappings"].as_array().unwrap();
    let tax = mapped.iter().find(|one| one["mapping"].as_str().is_some_and(|name| name.starts_with("tax:"))).unwrap();
    world.pretend.faults(&["status=400@method:PUT@path:*CreditNotes*"]);
    // The synced lines name the service's own tax.
    let lacking = |ran: &super::support::Ran| {
        let mut words = ran.err.split(|c: char| c.is_whitespace() || c == ',');
        words.find(|word| word.starts_with("tax:")).map(str::to_owned)
    };
    let mut ran = credit();
    while let Some(missing) = lacking(&ran) {
        world.home.expect(0, &["push", "map", "set", "--company", &world.company, &missing, tax["id"].as_str().unwrap()]);
        ran = credit();
    }
    refused(ran);
    world.pretend.faults(&[]);
    let credited = || world.documents(&["FX-2-CR".to_owned()]);
    assert_eq!((credited(), credit().code), (vec![0], Some(0)));
    assert_eq!(credited(), [1]);
    // What was refused is over with the one that took its place.
    let listed = world.home.json(0, &["push", "list", "--json"]);
    assert!(states(&listed).iter().all(|state| *state == "sent"), "{listed}");
    let of = |action: &str, kind: &str| {
        listed["items"].as_array().unwrap().iter().filter(|item| item["action"] == action && item["kind"] == kind).count()
    };
    assert_eq!((of("void", "void"), of("create", "credit_note")), (1, 1), "{listed}");
}

#[test]
fn own_books_are_told_apart_from_a_service() {
    let world = World::new(Service::Xero);
    world.home.expect(0, &["books", "add", "Own Kft.", "--currency", "NZD"]);
    let made = file(&world.home, &numbers(1), "NZD");
    let calls: [&[&str]; 3] = [
        &["push", "map", "set", "--company", "Own Kft.", "sales-account", "200"],
        &["push", "plan", "--to", "Own Kft.", "--file", &made],
        &["push", "plan", "--to", "Own Kft.", "--matched"],
    ];
    for call in calls {
        let ran = world.home.run(call);
        assert_eq!(ran.code, Some(4), "{}", ran.err);
        assert!(ran.err.contains("Own Kft.") && ran.err.contains("faktura issue"), "{}", ran.err);
    }
}

#[test]
fn numbers_that_the_service_gives_itself_are_taken_over_also_after_a_lost_answer() {
    let world = World::new(Service::QuickBooks);
    world.ledger(|ledger| ledger.switches.numbers_kept = false);
    let numbers = numbers(4);
    let made = file(&world.home, &numbers, "USD");
    world.map(&world.plan(&made));
    let of_ours = || {
        world.ledger(|ledger| {
            let is_ours = |one: &Value| one["TotalAmt"].as_f64().is_some_and(|total| (115.0..116.0).contains(&total));
            ledger
                .all("Invoice")
                .filter(|(_, one)| is_ours(one))
                .map(|(id, one)| (id.to_string(), one["DocNumber"].clone()))
                .collect::<Vec<_>>()
        })
    };
    world.pretend.faults(&["lost@method:POST@path:*/invoice*@2", "after=500@method:POST@path:*/invoice*@4"]);
    let applied = world.home.json(0, &["push", "apply", "--yes", "--json"]);
    let there = of_ours();
    assert_eq!(there.len(), 4, "{there:?}");
    for item in applied["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "invoice") {
        assert_eq!(item["state"], "sent", "{item}");
        let same = there.iter().find(|(id, _)| item["remote_id"] == id.as_str()).unwrap();
        assert_eq!(item["remote_number"], same.1);
        assert_ne!(item["remote_number"], item["title"]);
    }
    assert_eq!(world.plan(&made)["items"], serde_json::json!([]));
    world.home.expect(0, &["sync", "--company", &world.company]);
    assert_eq!(world.plan(&made)["items"], serde_json::json!([]), "neither by another number");
    world.home.expect(0, &["report", "reconcile"]);
}
