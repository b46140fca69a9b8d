//! What a walk of an account must survive: a record that the service itself cannot read, and changes that its stamps do not show.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use faktura::clock::Clock;
use faktura::sandbox::oauth::{Service, SiteOptions};
use faktura::sandbox::{quickbooks, xero};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::logins::Pretend;
use super::support::Home;

/// A clock so many hours behind or ahead of the system's.
#[derive(Debug, Default)]
struct Shifted(AtomicI64);

impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_hours(self.0.load(Ordering::SeqCst))
    }
}

fn company(sync: &Value) -> Value {
    sync["companies"][0].clone()
}

#[test]
fn one_record_that_quickbooks_fails_over_costs_that_record_and_is_named() {
    let books = quickbooks::Books::demo(date(2026, 10, 27), 60, 7);
    let home = Home::new();
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(books.clone()));
    pretend.connect(&home);
    let all: Vec<(u64, String)> = books
        .company(0, |company| {
            let number = |it: &Value| it["DocNumber"].as_str().unwrap_or_default().to_owned();
            company.all("Invoice").map(|(id, it)| (id, number(it))).collect()
        })
        .expect("a company");
    let (bad, number) = all[all.len() / 2].clone();
    let spoil = |bad: Option<u64>, parts: bool| {
        books
            .company(0, |company| {
                company.switches.bad_record = bad.map(|bad| ("Invoice".to_owned(), bad));
                company.switches.bad_in_parts = parts;
            })
            .expect("a company");
    };
    spoil(Some(bad), false);
    let first = home.json(3, &["sync", "--json"]);
    let run = company(&first);
    assert_eq!((&run["status"], &run["invoices_skipped"]), (&json!("partial"), &json!(1)), "{first}");
    let error = &run["errors"][0];
    assert_eq!(
        (run["errors"].as_array().map(Vec::len), &error["invoice_id"], &error["invoice_number"]),
        (Some(1), &json!(bad.to_string()), &json!(number)),
        "{first}"
    );
    assert!(error["error"].as_str().is_some_and(|text| text.contains("500") && text.contains("over this record")), "{error}");
    let listed = || home.json(0, &["invoices", "type:invoice", "--limit", "1000", "--format", "json"]);
    let ids = |listed: &Value| -> Vec<String> {
        let rows = listed["invoices"].as_array().expect("a list");
        let mut ids: Vec<String> = rows
            .iter()
            .filter(|row| row["vanished"] == false)
            .map(|row| row["invoice_id"].as_str().expect("a word").to_owned())
            .collect();
        ids.sort();
        ids
    };
    let mut others: Vec<String> = all.iter().filter(|(id, _)| *id != bad).map(|(id, _)| id.to_string()).collect();
    others.sort();
    assert_eq!(ids(&listed()), others);
    // Nothing changed: changes are told without it.
    assert_eq!(company(&home.json(0, &["sync", "--json"]))["api_calls"], 2);
    // It changes: the question for changes fails as a whole, and a walk finds what it can.
    let other = all[0].0;
    let paid = |company: &mut quickbooks::Ledger| {
        let customer = |id: u64| {
            let (_, it) = company.all("Invoice").find(|(of, _)| *of == id)?;
            it["CustomerRef"]["value"].as_str()?.parse().ok()
        };
        let payers: Vec<(u64, Option<u64>)> = [bad, other].map(|id| (id, customer(id))).into();
        for (id, customer) in payers {
            company.pay(customer.expect("a customer"), &[(id, Decimal::new(1, 2))], Decimal::new(1, 2), Timestamp::now());
        }
    };
    books.company(0, paid).expect("a company");
    let run = company(&home.json(3, &["sync", "--json"]));
    assert_eq!((&run["invoices_skipped"], &run["payments"]["created"]), (&json!(1), &json!(2)), "{run}");
    // Mended at the service, everything is there.
    spoil(None, false);
    let run = company(&home.json(0, &["sync", "--full", "--json"]));
    assert_eq!((&run["invoices_created"], &run["invoices_skipped"]), (&json!(1), &json!(0)), "{run}");
    // What is here already stays as it is while the service fails over it, and is not taken for deleted.
    spoil(Some(bad), false);
    home.json(3, &["sync", "--full", "--json"]);
    assert_eq!(ids(&listed()).len(), all.len());
    // Where not even its number can be had, the run fails and says why; nothing is lost.
    spoil(Some(bad), true);
    let run = company(&home.json(4, &["sync", "--full", "--json"]));
    assert_eq!(run["status"], "failed", "{run}");
    assert_eq!(ids(&listed()).len(), all.len());
}

#[test]
fn xero_is_looked_over_once_a_day_for_what_its_stamps_do_not_show() {
    let clock = Arc::new(Shifted::default());
    let books = xero::Organisations::demo(60, 7, date(2026, 10, 27));
    let home = Home::new();
    let options = SiteOptions { api: Box::new(books.clone()), clock: clock.clone(), ..SiteOptions::new(Service::Xero) };
    let pretend = Pretend::of(Service::Xero, options);
    clock.0.store(-24, Ordering::SeqCst);
    pretend.connect(&home);
    home.json(0, &["sync", "--company", "1", "--json"]);
    let due = |id: &str| {
        let shown = home.json(0, &["invoice", id, "--company", "1", "--json"]);
        shown["due_date"].as_str().expect("a day").to_owned()
    };
    let sync = || company(&home.json(0, &["sync", "--company", "1", "--json"]));
    // Later dues of two documents; no stamp moves.
    let later = |count: usize, days: i64| {
        books
            .books(0, |books| {
                let chosen: Vec<_> = books.notes.iter_mut().filter(|note| !note.is_credit()).take(count).collect();
                let change = |note: &mut xero::Note| {
                    note.due = note.due.saturating_add(days.days());
                    (note.id.clone(), note.due.to_string())
                };
                chosen.into_iter().map(change).collect::<Vec<_>>()
            })
            .expect("books")
    };
    let moved = later(2, 10);
    // By the service's clock the first sync was yesterday.
    clock.0.store(0, Ordering::SeqCst);
    let swept = sync();
    assert_eq!((&swept["invoices_updated"], &swept["mode"]), (&json!(2), &json!("incremental")), "{swept}");
    for (id, day) in &moved {
        assert_eq!(due(id), *day);
    }
    // The second run of a day asks for what changed and no more.
    later(3, 10);
    let idle = sync();
    assert_eq!(idle["invoices_updated"], 0, "{idle}");
    assert!(idle["api_calls"].as_u64() < swept["api_calls"].as_u64(), "{idle}");
    // Another day with many changes: whole pages instead of one call a document.
    later(40, 5);
    clock.0.store(-24, Ordering::SeqCst);
    home.json(0, &["sync", "--full", "--company", "1", "--json"]);
    let again = later(40, 5);
    clock.0.store(0, Ordering::SeqCst);
    let swept = sync();
    assert_eq!(swept["invoices_updated"], 40, "{swept}");
    assert!(swept["api_calls"].as_u64() <= Some(13), "{swept}");
    for (id, day) in &again {
        assert_eq!(due(id), *day);
    }
}

#[test]
fn documents_of_a_contact_that_xero_merged_are_those_of_the_other_one_after_a_day() {
    let clock = Arc::new(Shifted::default());
    let books = xero::Organisations::demo(60, 7, date(2026, 10, 27));
    let home = Home::new();
    let options = SiteOptions { api: Box::new(books.clone()), clock: clock.clone(), ..SiteOptions::new(Service::Xero) };
    let pretend = Pretend::of(Service::Xero, options);
    clock.0.store(-24, Ordering::SeqCst);
    pretend.connect(&home);
    home.json(0, &["sync", "--company", "1", "--json"]);
    let open = |id: &str| -> Decimal {
        let listed = home.json(0, &["contacts", "--company", "1", "--limit", "1000", "--format", "json"]);
        let contacts = listed["contacts"].as_array().expect("a list");
        let one = contacts.iter().find(|one| one["contact_id"] == id).expect("its row");
        let amounts = one["outstanding"].as_array().expect("a list").iter();
        amounts.map(|one| one["amount"].as_str().expect("an amount").parse::<Decimal>().expect("an amount")).sum()
    };
    let people = books.books(0, |books| books.people.iter().map(|one| one.id.clone()).collect::<Vec<_>>()).expect("books");
    let (loser, winner) = (&people[0], &people[1]);
    let (lost, kept) = (open(loser), open(winner));
    assert!(lost > Decimal::ZERO, "it has open invoices");
    // The service moves its documents to the other contact; their stamps stay.
    books.books(0, |books| books.merge(0, 1, Timestamp::now())).expect("books");
    clock.0.store(0, Ordering::SeqCst);
    home.json(0, &["sync", "--company", "1", "--json"]);
    assert_eq!((open(loser), open(winner)), (Decimal::ZERO, lost + kept));
}
