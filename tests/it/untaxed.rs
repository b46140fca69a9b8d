//! What `QuickBooks` and Xero leave to be found out: tax by line and by rate, what is open, and changes that their stamps do not show.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use faktura::clock::Clock;
use faktura::sandbox::oauth::{Service, SiteOptions};
use faktura::sandbox::{quickbooks, xero};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
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

fn decimal(value: &Value) -> Decimal {
    value.as_str().map_or(Decimal::ZERO, |text| text.parse().expect("a decimal"))
}

fn amount(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn sold(net: &str, code: &str) -> Value {
    json!({"Amount": net.parse::<f64>().expect("a number"), "DetailType": "SalesItemLineDetail", "Description": "Work",
        "SalesItemLineDetail": {"ItemRef": {"value": "11", "name": "Consulting"}, "Qty": 1, "UnitPrice": net.parse::<f64>().expect("a number"),
        "TaxCodeRef": {"value": code}}})
}

/// A document with taxes of these percentages: tax and base of each.
fn taxed(number: &str, lines: &[Value], total: f64, rates: &[(f64, f64, f64)]) -> Value {
    let rate = |(percent, tax, base): &(f64, f64, f64)| {
        json!({"Amount": tax, "DetailType": "TaxLineDetail", "TaxLineDetail": {"TaxRateRef": {"value": "3"}, "PercentBased": true,
            "TaxPercent": percent, "NetAmountTaxable": base}})
    };
    json!({"DocNumber": number, "CustomerRef": {"value": "1"}, "TxnDate": "2026-10-20", "DueDate": "2026-11-20", "Line": lines,
        "TxnTaxDetail": {"TotalTax": total, "TaxLine": rates.iter().map(rate).collect::<Vec<_>>()}})
}

/// Net and tax by rate of one document, as the report tells them.
fn by_rate(home: &Home, number: &str) -> BTreeMap<String, (Decimal, Decimal)> {
    let report = home.json(0, &["report", "vat", number, "--format", "json"]);
    let rows = report["rows"].as_array().expect("rows").iter();
    rows.map(|row| (row["group"].as_str().expect("a word").to_owned(), (decimal(&row["net"]), decimal(&row["vat"])))).collect()
}

fn company(home: &Home, full: bool, code: i32) -> Value {
    let args: &[&str] = if full { &["sync", "--full", "--json"] } else { &["sync", "--json"] };
    home.json(code, args)["companies"][0].clone()
}

#[test]
fn quickbooks_sales_without_tax_and_rates_on_one_base_are_reported_once() {
    let books = quickbooks::Books::demo(date(2026, 10, 27), 30, 7);
    let discount = json!({"Amount": 25.05, "DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": true,
        "DiscountPercent": 10, "DiscountAccountRef": {"value": "86", "name": "Discounts given"}}});
    let documents = [
        taxed("MIX-1", &[sold("100", "TAX"), sold("250", "NON")], 8.25, &[(8.25, 8.25, 100.0)]),
        taxed("TWO-1", &[sold("100", "TAX")], 8.25, &[(6.0, 6.0, 100.0), (2.25, 2.25, 100.0)]),
        taxed("OFF-1", &[sold("250.5", "TAX"), discount], 20.67, &[(8.25, 20.67, 250.5)]),
        taxed("CENT-1", &[sold("0.10", "TAX"), sold("0.10", "TAX"), sold("0.10", "TAX")], 0.02, &[(8.25, 0.02, 0.3)]),
        taxed("FREE-1", &[sold("80", "NON")], 0.0, &[]),
    ];
    books.company(0, |company| {
        for document in &documents {
            assert!(company.create("Invoice", document.clone(), Timestamp::now()).is_some(), "{document}");
        }
    });
    let home = Home::new();
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(books));
    pretend.connect(&home);
    home.expect(0, &["sync"]);
    let rates = |list: &[(&str, &str, &str)]| -> BTreeMap<String, (Decimal, Decimal)> {
        list.iter().map(|(name, net, vat)| ((*name).to_owned(), (amount(net), amount(vat)))).collect()
    };
    assert_eq!(by_rate(&home, "MIX-1"), rates(&[("8.25%", "100", "8.25"), ("NON", "250", "0")]));
    assert_eq!(by_rate(&home, "TWO-1"), rates(&[("6% + 2.25%", "100", "8.25")]));
    assert_eq!(by_rate(&home, "OFF-1"), rates(&[("8.25%", "250.5", "20.67"), ("NON", "-25.05", "0")]));
    // Every rate of every document together is what lists sell.
    let listed = home.json(0, &["invoices", "--format", "json"]);
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for total in listed["totals"].as_array().expect("totals") {
        *sums.entry(total["currency"].as_str().expect("a word").to_owned()).or_default() += decimal(&total["gross"]);
    }
    let report = home.json(0, &["report", "vat", "--format", "json"]);
    let mut told: BTreeMap<String, Decimal> = BTreeMap::new();
    for row in report["rows"].as_array().expect("rows") {
        *told.entry(row["currency"].as_str().expect("a word").to_owned()).or_default() += decimal(&row["gross"]);
        assert_eq!(decimal(&row["net"]) + decimal(&row["vat"]), decimal(&row["gross"]), "{row}");
    }
    assert_eq!(told, sums);
    // Lines have their part of the tax, to the cent.
    let shown = |number: &str| home.json(0, &["invoice", number, "--company", "1", "--json"]);
    let taxes = |number: &str| {
        let shown = shown(number);
        let items = shown["items"].as_array().expect("lines").iter();
        items.map(|item| (item["vat"].as_str().unwrap_or_default().to_owned(), decimal(&item["vat_amount"]))).collect::<Vec<_>>()
    };
    let of = |rate: &str, vat: &str| (rate.to_owned(), amount(vat));
    assert_eq!(taxes("MIX-1"), [of("8.25%", "8.25"), of("NON", "0")]);
    assert_eq!(taxes("TWO-1"), [of("6% + 2.25%", "8.25")]);
    assert_eq!(taxes("OFF-1"), [of("8.25%", "20.67"), of("", "0")]);
    assert_eq!(taxes("CENT-1"), [of("8.25%", "0.01"), of("8.25%", "0.01"), of("8.25%", "0")]);
    assert_eq!(taxes("FREE-1"), [of("NON", "0")]);
    // So a document can be credited: what is asked for is how things are called there, and no amount.
    let ran = home.run(&["push", "credit", "MIX-1", "--yes", "--json"]);
    let asks = ran.err.contains("tax:8.25%") || ran.err.contains("item");
    assert!(ran.code == Some(0) || (asks && !ran.err.contains("is not known")), "{} {}", ran.out, ran.err);
}

#[test]
fn one_record_that_cannot_be_read_keeps_nothing_else_from_being_taken() {
    let books = quickbooks::Books::demo(date(2026, 10, 27), 4, 7);
    let home = Home::new();
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(books.clone()));
    let deleted = books
        .company(0, |company| company.create("Invoice", taxed("GONE-1", &[sold("120", "NON")], 0.0, &[]), Timestamp::now()))
        .flatten()
        .expect("created");
    pretend.connect(&home);
    home.expect(0, &["sync"]);
    let bad = |entity: &str, number: &str| {
        let mut document = taxed(number, &[sold("10", "NON")], 0.0, &[]);
        document["TxnDate"] = json!("soon");
        books.company(0, |company| company.create(entity, document, Timestamp::now())).flatten().expect("created")
    };
    // Among changes: the one changed record is bad, beside a deletion.
    let first = bad("Invoice", "BAD-1");
    assert_eq!(books.company(0, |company| company.delete("Invoice", deleted, Timestamp::now())), Some(true));
    let run = company(&home, false, 3);
    assert_eq!((&run["status"], &run["errors"][0]["invoice_id"]), (&json!("partial"), &json!(first.to_string())), "{run}");
    let gone = home.json(0, &["invoices", "GONE-1", "--format", "json"])["invoices"][0].clone();
    assert_eq!(gone["vanished"], true, "{gone}");
    // In a walk: the only record of a feed is bad, and the feeds behind it are read all the same.
    bad("RefundReceipt", "BAD-2");
    let run = company(&home, true, 3);
    assert_eq!((&run["status"], &run["invoices_skipped"]), (&json!("partial"), &json!(2)), "{run}");
    let counts = |names: &[&str]| {
        let count = |company: &mut quickbooks::Ledger| names.iter().map(|name| company.all(name).count() as u64).sum::<u64>();
        books.company(0, count).expect("a company")
    };
    assert_eq!(run["payments"]["processed"], counts(&["Payment"]), "{run}");
    assert_eq!(run["contacts"]["processed"], counts(&["Customer"]), "{run}");
}

#[test]
fn quickbooks_masks_are_no_tax_numbers_and_what_is_not_said_to_be_paid_is_owed() {
    let books = quickbooks::Books::demo(date(2026, 10, 27), 4, 7);
    books.company(0, |company| {
        let masked = json!({"PrimaryTaxIdentifier": "XXXXXX6789"});
        assert!(company.edit("Customer", 1, &masked, Timestamp::now()));
        company.switches.balances_told = false;
        assert!(company.create("Invoice", taxed("NOBAL-1", &[sold("120", "NON")], 0.0, &[]), Timestamp::now()).is_some());
        company.switches.balances_told = true;
    });
    let home = Home::new();
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(books));
    pretend.connect(&home);
    home.expect(0, &["sync"]);
    assert!(!home.expect(0, &["contacts", "--format", "json"]).out.contains("XXX"), "a mask is nobody's number");
    let found = home.json(0, &["invoices", "NOBAL-1", "--format", "json"]);
    assert_eq!(found["invoices"][0]["payment_status"], "outstanding", "{found}");
    let report = home.json(0, &["report", "partners", "NOBAL-1", "--format", "json"]);
    assert_eq!(decimal(&report["rows"][0]["outstanding"]), Decimal::from(120), "{report}");
}

#[test]
fn credit_that_xero_uses_without_a_stamp_is_known_a_day_later() {
    let clock = Arc::new(Shifted::default());
    let today = date(2026, 10, 27);
    let books = xero::Organisations::demo(10, 7, today);
    let home = Home::new();
    let options = SiteOptions { api: Box::new(books.clone()), clock: clock.clone(), ..SiteOptions::new(Service::Xero) };
    let pretend = Pretend::of(Service::Xero, options);
    clock.0.store(-24, Ordering::SeqCst);
    let earlier = clock.now();
    let made = books.books(0, |books| {
        let credit = books.issue(xero::Kind::CreditNote, 0, Decimal::from(40), today, earlier);
        let invoice = books.issue(xero::Kind::Invoice, 0, Decimal::from(100), today, earlier);
        let fund = books.fund(true, 0, Decimal::from(200), today, earlier);
        (credit, invoice, fund)
    });
    let (credit, invoice, fund) = made.expect("books");
    pretend.connect(&home);
    home.json(0, &["sync", "--company", "1", "--json"]);
    // Both are used; only the invoice gets a stamp.
    let used = books.books(0, |books| {
        let (from, money) = (books.notes[credit].id.clone(), books.funds[fund].id.clone());
        let stamps = (books.notes[credit].updated, books.funds[fund].updated);
        books.allocate(&from, invoice, Decimal::from(40), earlier, true);
        books.allocate(&money, invoice, Decimal::from(20), earlier, true);
        (books.notes[credit].updated, books.funds[fund].updated) = stamps;
        books.notes[invoice].updated = Timestamp::now();
        (books.notes[credit].number.clone(), books.left(credit))
    });
    let (number, left) = used.expect("books");
    clock.0.store(0, Ordering::SeqCst);
    home.json(0, &["sync", "--company", "1", "--json"]);
    let note = home.json(0, &["invoices", &number, "--company", "1", "--format", "json"])["invoices"][0].clone();
    assert_eq!(decimal(&note["balance"]).abs(), left.abs(), "{note}");
    let payments = home.json(0, &["payments", "type:prepayment", "--company", "1", "--format", "json"]);
    let mut unapplied = payments["payments"].as_array().expect("a list").iter().map(|one| decimal(&one["unapplied"]));
    assert!(unapplied.any(|unapplied| unapplied == Decimal::from(180)), "{payments}");
}
