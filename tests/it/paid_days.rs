//! A document of a service that tells no day of payment was paid on the day of the payment that settled it, as the payments that are
//! stored now tell: whichever came first, whatever is voided, deleted or put on another document later.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::pushes::World;
use super::support::files;
use super::support::serving::Serving;

/// Enters a document over a hundred dollars without tax, and returns its identifier.
pub(crate) fn enter(world: &World, entity: &str, number: &str, amount: u32) -> u64 {
    world.ledger(|ledger| {
        let item = ledger.all("Item").next().map(|(id, _)| id.to_string()).unwrap();
        let line = json!([{"Amount": amount, "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": item}, "TaxCodeRef": {"value": "NON"}}}]);
        let document = json!({"DocNumber": number, "CustomerRef": {"value": "1"}, "TxnDate": "2026-10-01",
            "DueDate": "2026-10-31", "Line": line});
        ledger.create(entity, document, Timestamp::now()).unwrap()
    })
}

fn lines(parts: &[(u64, &str, u32)]) -> Value {
    let line = |(id, entity, amount): &(u64, &str, u32)| json!({"Amount": amount, "LinkedTxn": [{"TxnId": id.to_string(), "TxnType": entity}]});
    parts.iter().map(line).collect()
}

pub(crate) fn pay(world: &World, day: &str, total: u32, parts: &[(u64, &str, u32)]) -> u64 {
    let payment = json!({"CustomerRef": {"value": "1"}, "TxnDate": day, "TotalAmt": total, "Line": lines(parts)});
    world.ledger(|ledger| ledger.create("Payment", payment, Timestamp::now()).unwrap())
}

fn change(world: &World, payment: u64, fields: &Value) {
    assert!(world.ledger(|ledger| ledger.edit("Payment", payment, fields, Timestamp::now())), "{fields}");
}

/// The day of payment of a document in a list; the whole document and the index made anew must tell the same.
fn paid(world: &World, number: &str) -> Option<String> {
    let query = format!("number:\"{number}\"");
    let listed = world.home.json(0, &["invoices", &query, "--format", "json"]);
    assert_eq!(listed["total"], 1, "{listed}");
    let whole = world.home.json(0, &["invoice", number, "--json"]);
    assert_eq!(whole["paid_date"], listed["invoices"][0]["paid_date"], "{number}: {whole}");
    let day = listed["invoices"][0]["paid_date"].as_str().map(str::to_owned);
    let within = day.as_ref().map_or("2000-01-01".to_owned(), Clone::clone);
    let found = world.home.json(0, &["invoices", &format!("{query} paid:{within}"), "--format", "json"]);
    assert_eq!(found["total"].as_u64(), Some(u64::from(day.is_some())), "{number}: {found}");
    day
}

/// The same as text, of several.
fn days(world: &World, numbers: &[&str]) -> Vec<String> {
    numbers.iter().map(|number| paid(world, number).unwrap_or_default()).collect()
}

/// Removes what is kept of the index: it is made of what is stored.
fn forget_index(world: &World) {
    let kept = files(world.home.path());
    let is_index = |path: &&std::path::PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("index")) && !path.starts_with(world.home.store())
    };
    let mut found = kept.iter().filter(is_index).peekable();
    assert!(found.peek().is_some(), "{kept:?}");
    found.for_each(|path| std::fs::remove_file(path).unwrap());
}

fn follows_payments(served: bool) {
    let world = World::new(Service::QuickBooks);
    let sync = || world.home.expect(0, &["sync", "--company", &world.company]);
    let serving = served.then(|| Serving::start(&world.home, &[], None));
    if let Some(serving) = &serving {
        serving.says("Serving");
        world.home.expect(0, &["invoices", "Harbour"]);
    }
    // A payment that was there before its invoice is put on it later.
    let early = pay(&world, "2026-09-25", 100, &[]);
    sync();
    let [parts, late, before, credited] =
        ["PD-PARTS", "PD-LATE", "PD-EARLY", "PD-CREDIT"].map(|n| enter(&world, "Invoice", n, 100));
    let memo = enter(&world, "CreditMemo", "PD-MEMO", 30);
    let first = pay(&world, "2026-10-20", 40, &[(parts, "Invoice", 40)]);
    let second = pay(&world, "2026-11-05", 60, &[(parts, "Invoice", 60)]);
    change(&world, early, &json!({"Line": lines(&[(before, "Invoice", 100)])}));
    // Seventy are money; a payment of nothing puts the credit on the rest.
    pay(&world, "2026-10-08", 70, &[(credited, "Invoice", 70)]);
    let link = pay(&world, "2026-10-10", 0, &[(credited, "Invoice", 30), (memo, "CreditMemo", 30)]);
    sync();
    let all = ["PD-PARTS", "PD-LATE", "PD-EARLY", "PD-CREDIT", "PD-MEMO"];
    let expected = ["2026-11-05", "", "2026-09-25", "2026-10-10", "2026-10-10"];
    assert_eq!(days(&world, &all), expected);
    // Reports by month of payment have them.
    let months = world.home.json(0, &["report", "months", "--by", "paid", "number:PD-PARTS", "--format", "json"]);
    assert!(months.to_string().contains("2026-11"), "{months}");
    // It comes in a later run.
    pay(&world, "2026-11-10", 100, &[(late, "Invoice", 100)]);
    sync();
    assert_eq!(days(&world, &all[..2]), ["2026-11-05", "2026-11-10"]);
    // What is taken back takes the day back.
    assert!(world.ledger(|ledger| ledger.void("Payment", second, Timestamp::now())));
    assert!(world.ledger(|ledger| ledger.delete("Payment", link, Timestamp::now())));
    change(&world, early, &json!({"Line": []}));
    sync();
    assert_eq!(days(&world, &all), ["", "2026-11-10", "", "", ""]);
    // Other money on other days, and another day of the same money.
    pay(&world, "2026-11-12", 60, &[(parts, "Invoice", 60)]);
    change(&world, early, &json!({"Line": lines(&[(before, "Invoice", 100)]), "TxnDate": "2026-11-14"}));
    change(&world, first, &json!({"TxnDate": "2026-11-13"}));
    sync();
    let expected = ["2026-11-13", "2026-11-10", "2026-11-14", "", ""];
    assert_eq!(days(&world, &all), expected);
    if let Some(serving) = serving {
        serving.signal(rustix::process::Signal::TERM);
        assert_eq!(serving.ends(), Some(0));
        assert_eq!(days(&world, &all), expected);
    }
    // Of what is stored, without what was kept beside it.
    forget_index(&world);
    assert_eq!(days(&world, &all), expected);
}

#[test]
fn an_invoice_is_paid_on_the_day_of_the_payment_that_settled_it() {
    follows_payments(false);
}

#[test]
fn a_process_that_stays_knows_the_same_days() {
    follows_payments(true);
}
