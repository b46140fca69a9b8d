//! Payments that the bank shows reach the service that owns the invoice, once, and come back with the next sync.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::time::Duration;

use faktura::sandbox::oauth::Service;
use faktura::sandbox::{DEMO_KEYS, Options, Running, Sandbox};
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::Value;

use super::pushes::{World, file};
use super::support::Home;

const RULE: &str = "[xero]\naccess = \"write\"\n";

pub(crate) fn amount(value: &Value) -> Decimal {
    value.as_str().unwrap_or_else(|| panic!("{value}")).parse().unwrap()
}

/// Unpaid invoices of a company in a currency: identifier, number, what is open.
fn open(home: &Home, company: &str, currency: &str) -> Vec<(String, String, Decimal)> {
    let query = format!("direction:issued type:invoice balance>100 currency:{currency} issued:2020-01-01..2026-11-19");
    let found = home.json(0, &["invoices", &query, "--company", company, "--limit", "500", "--format", "json"]);
    let row = |row: &Value| {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        (text("invoice_id"), text("invoice_number"), amount(&row["balance"]))
    };
    found["invoices"].as_array().unwrap().iter().map(row).collect()
}

/// A statement of MT940 with entries of these references, amounts and texts.
pub(crate) fn statement(home: &Home, name: &str, currency: &str, entries: &[(&str, Decimal, String)]) -> String {
    let comma = |amount: Decimal| format!("{amount:.2}").replace('.', ",");
    let sum: Decimal = entries.iter().map(|(_, amount, _)| *amount).sum();
    let mut text = format!(":20:S\n:25:11773016-11111018\n:28C:1\n:60F:C261119{currency}0,00\n");
    for (reference, amount, details) in entries {
        text.push_str(&format!(":61:2611191119C{}NTRFNONREF//{reference}\n:86:{details}\n", comma(*amount)));
    }
    text.push_str(&format!(":62F:C261119{currency}{}\n-\n", comma(sum)));
    let path = home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn allow(home: &Home, company: &str) {
    let rule = format!("{RULE}[push]\nallow = [{{ company = \"{company}\", kinds = [\"payment\"] }}]\n");
    std::fs::write(home.path().join("config.toml"), rule).unwrap();
}

/// Payments of a document as they were synced.
fn payments(home: &Home, company: &str, id: &str) -> Vec<Decimal> {
    let found = home.json(0, &["payments", "--company", company, "--limit", "5000", "--format", "json"]);
    let parts = found["payments"].as_array().unwrap().iter().flat_map(|one| one["allocations"].as_array().unwrap().clone());
    parts.filter(|part| part["invoice_id"] == id).map(|part| amount(&part["amount"])).collect()
}

pub(crate) fn balance(home: &Home, company: &str, number: &str) -> (Decimal, String) {
    let found = home.json(0, &["invoices", &format!("number:\"{number}\""), "--company", company, "--format", "json"]);
    let row = found["invoices"].as_array().unwrap().iter().find(|row| row["invoice_number"] == number).unwrap();
    (amount(&row["balance"]), row["payment_status"].as_str().unwrap().to_owned())
}

/// Entries of a list by the bank's reference.
pub(crate) fn entry(home: &Home, reference: &str) -> String {
    let list = home.json(0, &["bank", "list", "--limit", "1000", "--json"]);
    let found = list["entries"].as_array().unwrap().iter().find(|one| one["reference"] == reference).unwrap().clone();
    found["entry"].as_str().unwrap().to_owned()
}

fn settles(service: Service, currency: &str) {
    let world = World::new(service);
    let (home, company) = (&world.home, world.company.as_str());
    let numbers: Vec<String> = (1..=3).map(|number| format!("FX-2026-{number}")).collect();
    let made = file(home, &numbers, currency);
    world.map(&world.plan(&made));
    home.expect(0, &["push", "apply", "--yes"]);
    home.expect(0, &["sync", "--company", company]);
    let mut open = open(home, company, currency);
    open.retain(|(_, number, _)| number.starts_with("FX-"));
    open.sort_by(|a, b| a.1.cmp(&b.1));
    let [whole, partly, other] = open.as_slice() else { panic!("{open:?}") };
    let half = (partly.2 / Decimal::TWO).round_dp(2);
    let entries =
        [("R1", whole.2, format!("Payment of {}, thank you", whole.1)), ("R2", half, format!("first half of {}", partly.1))];
    home.expect(0, &["bank", "import", &statement(home, "a.sta", currency, &entries), "--company", company]);
    // Without a rule nothing leaves; the plan says what would.
    home.expect(0, &["match", "auto"]);
    let plan = ["push", "plan", "--matched", "--to", company, "--json"];
    let planned = home.json(0, &plan);
    assert_eq!(planned["items"].as_array().map(Vec::len), Some(1), "{planned}");
    world.map(&planned);
    assert_eq!(home.json(0, &plan)["items"][0]["ready"], true);
    allow(home, company);
    let second = entry(home, "R2");
    let faults = ["lost@every:3", "after=500@every:4", "status=503@every:5", "close@every:7"];
    world.pretend.faults(&faults);
    let mut rng = fastrand::Rng::with_seed(20_261_120);
    for _ in 0..4 {
        let mut child = home.command(&["match", "accept", &second, &partly.1]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(rng.u64(100..1500)));
        let _ = child.kill();
        let _ = child.wait();
    }
    let last = home.run(&["match", "accept", &second, &partly.1]);
    assert!(last.code.is_some_and(|code| code != 1), "accepted now, or taken before: {:?} {}", last.code, last.err);
    world.pretend.faults(&[]);
    home.run(&["match", "auto"]);
    let listed = home.json(0, &["push", "list", "--json"]);
    let is_sent = |item: &&Value| item["state"] == "sent" && item["kind"] == "payment";
    let sent = listed["items"].as_array().unwrap().iter().filter(is_sent);
    assert_eq!(sent.count(), 2, "{listed}");
    assert_eq!(balance(home, company, &partly.1).0, partly.2 - half);
    home.expect(0, &["sync", "--company", company]);
    assert_eq!(payments(home, company, &whole.0).iter().filter(|one| **one == whole.2).count(), 1);
    assert_eq!(payments(home, company, &partly.0).iter().filter(|one| **one == half).count(), 1);
    assert_eq!(balance(home, company, &whole.1), (Decimal::ZERO, "paid".to_owned()));
    assert_eq!(balance(home, company, &partly.1), (partly.2 - half, "partially_paid".to_owned()), "what came back counts once");
    // Nothing is left, however often it is asked for.
    home.expect(0, &["match", "auto"]);
    assert_eq!(home.json(0, &plan)["items"], serde_json::json!([]));
    let audit = home.json(0, &["audit", "--json"]).to_string();
    assert!(audit.contains("by rule"), "{audit}");
    // Taken back and given to another document, the money that the service has stands in the way.
    home.expect(0, &["match", "undo", &second]);
    let moved = home.run(&["match", "accept", &second, &format!("{}={half}", other.1)]);
    assert!(moved.code.is_some(), "{}", moved.err);
    let planned = home.json(0, &plan);
    assert_eq!(planned["items"][0]["state"], "conflict", "{planned}");
}

#[test]
fn a_matched_payment_reaches_xero_once_under_faults_and_kills() {
    settles(Service::Xero, "NZD");
}

#[test]
fn a_matched_payment_reaches_quickbooks_once_under_faults_and_kills() {
    settles(Service::QuickBooks, "USD");
}

/// An invoice in euros of a company with other books, and what a bank account of those books shows for it, at a rate that a person states.
/// Returns the payment as it came back with the next sync.
fn at_a_rate(world: &World, currency: &str) -> Value {
    let (home, company) = (&world.home, world.company.as_str());
    let made = file(home, &["FX-2026-9".to_owned()], "EUR");
    world.map(&world.plan(&made));
    home.expect(0, &["push", "apply", "--yes"]);
    home.expect(0, &["sync", "--company", company]);
    let (_, number, left) = open(home, company, "EUR").into_iter().find(|(_, number, _)| number == "FX-2026-9").unwrap();
    assert_eq!(left, Decimal::new(11_558, 2));
    let paid = [("R9", Decimal::new(21_382, 2), format!("invoice {number}"))];
    home.expect(0, &["bank", "import", &statement(home, "r.sta", currency, &paid), "--company", company]);
    home.expect(0, &["match", "accept", &entry(home, "R9"), &number, "--rate", &format!("1.85 {currency}/EUR")]);
    let plan = ["push", "plan", "--matched", "--to", company, "--json"];
    world.map(&home.json(0, &plan));
    let planned = home.json(0, &plan);
    let item = &planned["items"][0];
    assert_eq!((amount(&item["amount"]), item["currency"].as_str(), item["ready"].as_bool()), (left, Some("EUR"), Some(true)));
    assert_eq!(amount(&item["rate"]), Decimal::new(185, 2), "{planned}");
    let order = &item["order"];
    assert_eq!((amount(&order["gross_total"]), &order["pays"][0]["invoice_number"]), (left, &Value::from(number.as_str())));
    assert_eq!(order["date"], "2026-11-19", "{planned}");
    let shown = home.expect(0, &["push", "plan", "--matched", "--to", company]);
    assert!(shown.out.contains("115.58 € at 1.85"), "{}", shown.out);
    home.expect(0, &["push", "apply", "--company", company, "--yes"]);
    home.expect(0, &["sync", "--company", company]);
    assert_eq!(balance(home, company, &number), (Decimal::ZERO, "paid".to_owned()));
    assert_eq!(home.json(0, &plan)["items"], serde_json::json!([]));
    let listed = home.json(0, &["push", "list", "--json"]);
    listed["items"].as_array().unwrap().iter().find(|item| item["kind"] == "payment").unwrap().clone()
}

#[test]
fn money_of_another_currency_reaches_xero_at_its_rate() {
    let world = World::new(Service::Xero);
    let paid = at_a_rate(&world, "NZD");
    let there = world.organisation(|books| books.payments.iter().find(|one| one.id == paid["remote_id"]).unwrap().clone());
    // Xero tells euros for one dollar of New Zealand.
    assert_eq!((there.amount, there.rate.round_dp(6)), (Decimal::new(11_558, 2), Decimal::new(540_541, 6)));
    assert_eq!((there.amount / there.rate).round_dp(2), Decimal::new(21_382, 2), "what the bank shows of it");
}

#[test]
fn money_of_another_currency_reaches_quickbooks_at_its_rate() {
    let world = World::new(Service::QuickBooks);
    world.ledger(|ledger| ledger.switches.multicurrency = true);
    let paid = at_a_rate(&world, "USD");
    let id: u64 = paid["remote_id"].as_str().unwrap().trim_start_matches("payment:").parse().unwrap();
    let there = world.ledger(|ledger| ledger.all("Payment").find(|(number, _)| *number == id).unwrap().1.clone());
    // QuickBooks tells dollars for one euro.
    assert_eq!((there["ExchangeRate"].to_string(), there["CurrencyRef"]["value"].as_str()), ("1.85".to_owned(), Some("EUR")));
}

/// A pretend Billingo account beside the world's service.
pub(crate) fn billingo(world: &World, runtime: &tokio::runtime::Runtime, invoices: usize) -> Running {
    let mut options = Options::new(date(2026, 11, 20));
    options.accounts.truncate(1);
    options.accounts[0].invoices = invoices;
    let source = runtime.block_on(Sandbox::start(options)).unwrap();
    world.home.must_add("Source Kft.", &source.base_url, DEMO_KEYS[0]);
    world.home.expect(0, &["sync", "--company", "Source Kft."]);
    source
}

#[test]
fn a_payment_of_the_copy_at_xero_reaches_the_original_at_billingo_once() {
    let world = World::new(Service::Xero);
    let (home, company) = (&world.home, world.company.as_str());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 120);
    let all =
        ["HUF", "EUR", "USD"].map(|currency| open(home, "Source Kft.", currency).into_iter().map(move |one| (one, currency)));
    let originals: Vec<_> = all.into_iter().flatten().collect();
    let copy = |number: &str| {
        [
            "push".to_owned(),
            "plan".to_owned(),
            format!("number:\"{number}\""),
            "--from".to_owned(),
            "Source Kft.".to_owned(),
            "--to".to_owned(),
            company.to_owned(),
            "--json".to_owned(),
        ]
    };
    let mut copied = None;
    for ((id, number, left), currency) in &originals {
        let args = copy(number);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        world.map(&home.json(0, &args));
        let planned = home.json(0, &args);
        if planned["items"].as_array().unwrap().iter().any(|item| item["ready"] == true && item["kind"] == "invoice") {
            home.run(&["push", "apply", "--yes"]);
            let linked = home.json(0, &["push", "links", "--json"]).to_string();
            if linked.contains(&format!(":document:{id}\"")) {
                copied = Some((id.clone(), number.clone(), *left, *currency));
                break;
            }
        }
    }
    let Some((id, number, left, currency)) = copied else { panic!("no invoice could be copied: {originals:?}") };
    home.expect(0, &["sync", "--company", company]);
    // The money arrives on a statement of the company at Xero.
    let paid = [("P1", left, format!("invoice {number}"))];
    home.expect(0, &["bank", "import", &statement(home, "p.sta", currency, &paid), "--company", company]);
    home.expect(0, &["match", "accept", &entry(home, "P1"), &number]);
    let plan = ["push", "plan", "--matched", "--to", company, "--json"];
    world.map(&home.json(0, &plan));
    home.expect(0, &["push", "apply", "--company", company, "--yes"]);
    home.expect(0, &["sync", "--company", company]);
    let back = ["push", "plan", "--payments-back", "--from", company, "--to", "Source Kft.", "--json"];
    let planned = home.json(0, &back);
    assert_eq!(planned["items"].as_array().map(Vec::len), Some(1), "{planned}");
    assert_eq!((&planned["items"][0]["ready"], amount(&planned["items"][0]["amount"])), (&Value::Bool(true), left), "{planned}");
    home.expect(0, &["push", "apply", "--company", "Source Kft.", "--yes"]);
    assert_eq!(home.json(0, &back)["items"], serde_json::json!([]));
    home.expect(0, &["sync", "--company", "Source Kft."]);
    let read = home.json(0, &["invoice", &id, "--company", "Source Kft.", "--json"]);
    assert_eq!(read["invoice_number"], number.as_str(), "the original is the one that was copied");
    assert_eq!(balance(home, "Source Kft.", &number), (Decimal::ZERO, "paid".to_owned()));
    assert_eq!(home.json(0, &back)["items"], serde_json::json!([]), "it does not go round");
    let forth =
        ["push", "plan", &format!("number:\"{number}\""), "--payments", "--from", "Source Kft.", "--to", company, "--json"];
    let items = home.json(0, &forth);
    let ready = items["items"].as_array().unwrap().iter().filter(|item| item["ready"] == true && item["kind"] == "payment");
    assert_eq!(ready.count(), 0, "{items}");
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn a_matched_payment_reaches_billingo_once() {
    let world = World::new(Service::Xero);
    let home = &world.home;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 120);
    allow(home, "Source Kft.");
    let originals = open(home, "Source Kft.", "HUF");
    let (id, number, left) = originals.first().unwrap();
    let part = (*left / Decimal::TWO).round_dp(0);
    let entries = [("B1", part, format!("szamla {number}"))];
    home.expect(0, &["bank", "import", &statement(home, "b.sta", "HUF", &entries), "--company", "Source Kft."]);
    home.expect(0, &["match", "accept", &entry(home, "B1"), number]);
    home.expect(0, &["match", "auto"]);
    home.expect(0, &["sync", "--company", "Source Kft."]);
    assert_eq!(balance(home, "Source Kft.", number).0, *left - part, "{id}");
    let list = home.json(0, &["push", "list", "--json"]);
    let sent = list["items"].as_array().unwrap().iter().filter(|item| item["state"] == "sent").count();
    assert_eq!(sent, 1, "{list}");
    drop(source);
    runtime.shutdown_background();
}
