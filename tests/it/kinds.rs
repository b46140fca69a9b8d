//! Payments and contacts through the real program: records committed to a store are listed, summed, filtered, shown and exported.

use faktura::domain::{
    Actor, Allocation, CompanyId, Contact, Counts, Currency, Direction, Fence, Holder, Payment, PaymentState, PaymentType,
    Record, RemoteId, RunId, RunStatus, Stored, SyncMode, SyncRun, Trigger,
};
use faktura::store::sled::{OpenOptions, SledStore};
use faktura::store::{Commit, Leases, ScanStep, Store, Upsert};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::support::Home;

const COMPANY: CompanyId = CompanyId(1);

fn payment(id: &str, cents: i64, currency: &str, direction: Direction, state: PaymentState) -> Payment {
    let amount = Decimal::new(cents, 2);
    let part = Allocation { document: RemoteId::new("9"), number: format!("INV-{id}"), amount, date: None };
    Payment {
        id: RemoteId::new(id),
        kind: PaymentType::Payment,
        direction,
        state,
        date: Some(jiff::civil::date(2026, 10, 5)),
        amount,
        currency: Currency::new(currency),
        rate: None,
        method: None,
        reference: Some(format!("REF-{id}").into()),
        partner_id: None,
        partner_name: "Őrség Kft.".to_owned(),
        unapplied: Some(Decimal::new(5, 2)),
        note: None,
        allocations: vec![part],
    }
}

/// An entity in its first life.
fn kept<E>(entity: E, run: RunId, at: Timestamp) -> Stored<E> {
    Stored { company: COMPANY, entity, first_seen: at, first_run: run, changed: at, changed_run: run, vanished: None }
}

/// Returns a home with one company and its payments and contacts.
fn home() -> Home {
    let home = Home::new();
    let added = home.add_with("MEDKA", "http://127.0.0.1:9/v3", "4b6f7a1e-0000-4000-8000-0000000001c9", &["--no-test"]);
    assert_eq!(added.code, Some(0), "{}", added.err);
    let store = SledStore::open(&home.store(), &OpenOptions::default()).expect("opens").store;
    let now = Timestamp::from_second(1_790_000_000).expect("a time");
    let lease = store.acquire(COMPANY, &Holder("test".into()), now).expect("free");
    let mut run = SyncRun {
        id: RunId(0),
        company: COMPANY,
        company_name: "MEDKA".to_owned(),
        trigger: Trigger::Headless,
        actor: Actor("test".to_owned()),
        mode: SyncMode::Full,
        status: RunStatus::Running,
        started: now,
        ended: None,
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    };
    run.id = store.begin_run(&run, &lease).expect("begun");
    let payments = [
        payment("p1", 10_000, "HUF", Direction::Issued, PaymentState::Active),
        payment("p2", 2_050, "HUF", Direction::Issued, PaymentState::Active),
        payment("p3", 700, "HUF", Direction::Received, PaymentState::Active),
        payment("p4", 999_900, "HUF", Direction::Issued, PaymentState::Voided),
        payment("p5", 1_234, "EUR", Direction::Issued, PaymentState::Active),
    ];
    let mut supplier = Contact::new(RemoteId::new("c2"), "Bluebird Inc");
    (supplier.customer, supplier.supplier, supplier.emails) = (false, true, vec!["bills@bluebird.example".to_owned()]);
    let contacts = [Contact::new(RemoteId::new("c1"), "Őrség Kft."), supplier];
    let records = payments.into_iter().map(|payment| Record::from(kept(payment, run.id, now)));
    let records = records.chain(contacts.into_iter().map(|contact| kept(contact, run.id, now).into()));
    let commit = Commit {
        run: SyncRun { status: RunStatus::Completed, ended: Some(now), ..run.clone() },
        fence: Fence(lease.fence.0),
        upserts: records.map(|record| Upsert { record, changes: Vec::new() }).collect(),
        errors: Vec::new(),
        feed: "payments".into(),
        others: Vec::new(),
        state: None,
        scan: ScanStep::Keep,
    };
    store.commit(&commit).expect("committed");
    store.release(&lease).expect("released");
    store.close().expect("closes");
    home
}

#[test]
fn payments_are_listed_and_only_those_that_count_are_summed() {
    let home = home();
    let all = home.json(0, &["payments", "--format", "json"]);
    assert_eq!(all["total"], 5);
    let totals: Vec<String> = all["totals"].as_array().expect("totals").iter().map(ToString::to_string).collect();
    assert_eq!(
        totals,
        [
            r#"{"amount":"12.34","count":1,"currency":"EUR","direction":"issued","unapplied":"0.05"}"#,
            r#"{"amount":"120.5","count":2,"currency":"HUF","direction":"issued","unapplied":"0.1"}"#,
            r#"{"amount":"7","count":1,"currency":"HUF","direction":"received","unapplied":"0.05"}"#,
        ]
    );
    let first = home.json(0, &["payments", "invoice:INV-p1", "--format", "json"]);
    assert_eq!(first["payments"][0]["payment_id"], "p1");
    assert_eq!(first["payments"][0]["allocations"][0]["invoice_id"], "9");
    assert_eq!(first["payments"][0]["allocations"][0]["invoice_number"], "INV-p1");
    let found = home.json(0, &["payments", "orseg", "amount>=20", "-status:voided", "--sort", "amount", "--format", "json"]);
    let ids: Vec<&str> =
        found["payments"].as_array().expect("rows").iter().filter_map(|row| row["payment_id"].as_str()).collect();
    assert_eq!(ids, ["p2", "p1"]);
    let one = home.json(0, &["payment", "p3", "--json", "--history"]);
    assert_eq!((one["direction"].as_str(), one["amount"].as_str()), (Some("received"), Some("7.00")));
    assert!(one["history"].is_array());
    let csv = home.expect(0, &["payments", "status:voided", "--format", "csv", "--columns", "id,amount,invoice"]);
    assert_eq!(csv.out, "payment_id,amount,allocations\r\np4,9999.00,INV-p4 9999.00\r\n");
    let lines = home.expect(0, &["payments", "--limit", "2", "--format", "ndjson"]);
    assert_eq!(lines.out.lines().count(), 2);
    home.expect(2, &["payments", "status:nothing"]);
    home.expect(4, &["payment", "unknown"]);
}

#[test]
fn contacts_are_listed_filtered_and_shown() {
    let home = home();
    let all = home.json(0, &["contacts", "--format", "json"]);
    assert_eq!(all["total"], 2);
    assert_eq!(all["contacts"][0]["name"], "Bluebird Inc");
    assert_eq!(all["contacts"][0]["email"], "bills@bluebird.example");
    assert_eq!(all["contacts"][0]["outstanding"], serde_json::json!([]));
    let suppliers = home.json(0, &["contacts", "supplier:true", "--format", "json"]);
    assert_eq!((suppliers["total"].as_u64(), suppliers["contacts"][0]["contact_id"].as_str()), (Some(1), Some("c2")));
    let one = home.json(0, &["contact", "c1", "--json"]);
    assert_eq!((one["customer"].as_bool(), one["vanished"].as_bool()), (Some(true), Some(false)));
    assert!(home.expect(0, &["contacts"]).out.contains("Bluebird Inc"));
}
