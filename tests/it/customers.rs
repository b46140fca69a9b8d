//! A change of a customer never overwrites what the service has newer, also where the service knows no versions.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use faktura::sandbox::DEMO_KEYS;
use faktura::sandbox::oauth::Service;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::pushes::{World, file};
use super::settling::billingo;
use super::support::Home;
use super::support::talk::tcp;

const CUSTOMER: &str = "Pékség Acme Kft.";

/// A customer as a service has it: its address for mails, and another field.
trait There {
    fn mail(&self) -> String;
    fn other(&self) -> String;
    /// Changes both as a person does at the service.
    fn edit(&self, mail: &str, other: &str);
}

/// At Xero; the other field is the tax number.
struct AtXero<'w>(&'w World);

impl AtXero<'_> {
    fn person<R>(&self, look: impl FnOnce(&mut faktura::sandbox::xero::Person) -> R) -> R {
        self.0.organisation(|books| look(books.people.iter_mut().find(|one| one.name == CUSTOMER).unwrap()))
    }
}

impl There for AtXero<'_> {
    fn mail(&self) -> String {
        self.person(|person| person.email.clone())
    }

    fn other(&self) -> String {
        self.person(|person| person.tax_number.clone())
    }

    fn edit(&self, mail: &str, other: &str) {
        self.person(|person| (person.email, person.tax_number) = (mail.to_owned(), other.to_owned()));
    }
}

/// At `QuickBooks`; the other field is the telephone number.
struct AtQuickBooks<'w>(&'w World);

impl AtQuickBooks<'_> {
    fn text(&self, field: &str, part: &str) -> String {
        let text = |one: &Value| one[field][part].as_str().unwrap_or_default().to_owned();
        self.0.ledger(|ledger| {
            ledger.all("Customer").find(|(_, one)| one["DisplayName"] == CUSTOMER).map(|(_, one)| text(one)).unwrap()
        })
    }
}

impl There for AtQuickBooks<'_> {
    fn mail(&self) -> String {
        self.text("PrimaryEmailAddr", "Address")
    }

    fn other(&self) -> String {
        self.text("PrimaryPhone", "FreeFormNumber")
    }

    fn edit(&self, mail: &str, other: &str) {
        let fields = json!({"PrimaryEmailAddr": {"Address": mail}, "PrimaryPhone": {"FreeFormNumber": other}});
        self.0.ledger(|ledger| {
            let id = ledger.all("Customer").find(|(_, one)| one["DisplayName"] == CUSTOMER).unwrap().0;
            assert!(ledger.edit("Customer", id, &fields, Timestamp::now()));
        });
    }
}

/// At Billingo; the other field is the telephone number.
struct AtBillingo {
    address: String,
    partner: String,
}

impl AtBillingo {
    fn ask(&self, method: &str, body: &str) -> Value {
        let (path, key, length) = (&self.partner, DEMO_KEYS[0], body.len());
        let text = format!(
            "{method} /v3/partners/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-KEY: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        let reply = tcp(&self.address, text.as_bytes());
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }
}

impl There for AtBillingo {
    fn mail(&self) -> String {
        self.ask("GET", "")["emails"][0].as_str().unwrap_or_default().to_owned()
    }

    fn other(&self) -> String {
        self.ask("GET", "")["phone"].as_str().unwrap_or_default().to_owned()
    }

    fn edit(&self, mail: &str, other: &str) {
        let mut partner = self.ask("GET", "");
        (partner["emails"], partner["phone"]) = (json!([mail]), other.into());
        if partner["address"]["country_code"] == "" {
            partner.as_object_mut().unwrap().remove("address");
        }
        self.ask("PUT", &partner.to_string());
    }
}

/// Plans an invoice of the customer with this address, and sets what is missing to its first candidate.
fn plan(home: &Home, company: &str, number: &str, mail: &str, currency: &str) -> Value {
    plan_called(home, company, (number, mail, "+36 1 222"), currency)
}

/// The same of a customer with this telephone number.
fn plan_called(home: &Home, company: &str, (number, mail, phone): (&str, &str, &str), currency: &str) -> Value {
    let made = file(home, &[number.to_owned()], currency);
    let text = std::fs::read_to_string(&made).unwrap();
    let text = text.replace("acme@example.com", mail).replace("\"f0\"", &format!("\"{number}\""));
    let buyer = format!(r#""buyer":{{"tax_number":"12345676-2-41","phone":"{phone}","#);
    std::fs::write(&made, text.replace(r#""buyer":{"#, &buyer)).unwrap();
    let args = ["push", "plan", "--to", company, "--file", &made, "--json"];
    loop {
        let plan = home.json(0, &args);
        let missing: Vec<Value> =
            plan["items"].as_array().unwrap().iter().flat_map(|item| item["missing"].as_array().unwrap().clone()).collect();
        if missing.is_empty() {
            return plan;
        }
        for one in missing {
            let id = one["candidates"][0]["id"].as_str().unwrap_or_else(|| panic!("{one}"));
            home.expect(0, &["push", "map", "set", "--company", company, one["mapping"].as_str().unwrap(), id]);
        }
    }
}

fn customer(list: &Value) -> &Value {
    list["items"].as_array().unwrap().iter().find(|item| item["kind"] == "contact").unwrap_or_else(|| panic!("{list}"))
}

fn applied(home: &Home, company: &str) -> Value {
    let ran = home.run(&["push", "apply", "--company", company, "--yes", "--json"]);
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

/// What happens at a service between a plan and its approval.
fn meanwhile(home: &Home, company: &str, currency: &str, there: &dyn There) {
    home.expect(0, &["sync", "--company", company]);
    let planned = plan(home, company, "CX-2", "new@example.com", currency);
    assert_eq!((&customer(&planned)["action"], &customer(&planned)["ready"]), (&json!("update"), &json!(true)), "{planned}");
    // The same field: a person there was faster.
    there.edit("theirs@example.com", "");
    let done = applied(home, company);
    let item = customer(&done);
    assert_eq!(item["state"], "conflict", "{done}");
    let told = item["error"].as_str().unwrap();
    assert!(["emails", "new@example.com", "theirs@example.com"].iter().all(|word| told.contains(word)), "{told}");
    assert_eq!(there.mail(), "theirs@example.com");
    let dropped = home.json(0, &["push", "discard", item["item"].as_str().unwrap(), "--json"]);
    assert_eq!(dropped["items"][0]["item"], item["item"], "{dropped}");
    // Another field: what is sent leaves it alone.
    there.edit("acme@example.com", "10203040");
    let planned = plan(home, company, "CX-2", "new@example.com", currency);
    assert_eq!(customer(&planned)["ready"], true, "{planned}");
    let done = applied(home, company);
    assert_eq!(customer(&done)["state"], "sent", "{done}");
    assert_eq!((there.mail(), there.other()), ("new@example.com".to_owned(), "10203040".to_owned()));
    // What they changed stays theirs, though the source tells what it always told.
    home.expect(0, &["sync", "--company", company]);
    assert_eq!(plan(home, company, "CX-2", "new@example.com", currency)["items"], json!([]));
}

/// What people changed at a service before a change of ours was planned.
fn before(home: &Home, company: &str, (mail, currency): (&str, &str), there: &dyn There) {
    there.edit(mail, "50607080");
    home.expect(0, &["sync", "--company", company]);
    let planned = plan(home, company, "CX-3", "newer@example.com", currency);
    assert_eq!(customer(&planned)["ready"], true, "{planned}");
    let done = applied(home, company);
    assert_eq!(customer(&done)["state"], "sent", "{done}");
    assert_eq!((there.mail(), there.other()), ("newer@example.com".to_owned(), "50607080".to_owned()));
    home.expect(0, &["sync", "--company", company]);
    assert_eq!(plan(home, company, "CX-3", "newer@example.com", currency)["items"], json!([]));
}

#[test]
fn a_customer_that_was_changed_at_xero_meanwhile_is_not_overwritten() {
    let world = World::new(Service::Xero);
    let (home, company) = (&world.home, world.company.as_str());
    plan(home, company, "CX-1", "acme@example.com", "NZD");
    home.expect(0, &["push", "apply", "--company", company, "--yes"]);
    meanwhile(home, company, "NZD", &AtXero(&world));
    before(home, company, ("new@example.com", "NZD"), &AtXero(&world));
}

#[test]
fn a_customer_that_was_changed_at_quickbooks_meanwhile_is_not_overwritten() {
    let world = World::new(Service::QuickBooks);
    let (home, company) = (&world.home, world.company.as_str());
    plan(home, company, "CX-1", "acme@example.com", "USD");
    home.expect(0, &["push", "apply", "--company", company, "--yes"]);
    let there = AtQuickBooks(&world);
    home.expect(0, &["sync", "--company", company]);
    let planned = plan(home, company, "CX-2", "new@example.com", "USD");
    assert_eq!(customer(&planned)["ready"], true, "{planned}");
    // The version says that something changed, and the field which.
    there.edit("theirs@example.com", "+36 1 222");
    let done = applied(home, company);
    let told = customer(&done)["error"].as_str().unwrap_or_else(|| panic!("{done}"));
    assert!(["emails", "new@example.com", "theirs@example.com"].iter().all(|word| told.contains(word)), "{told}");
    assert_eq!(there.mail(), "theirs@example.com");
    home.expect(0, &["push", "discard", customer(&done)["item"].as_str().unwrap()]);
    before(home, company, ("acme@example.com", "USD"), &there);
    // The telephone number that they changed is theirs, also after something else was written.
    let planned = plan_called(home, company, ("CX-3", "newer@example.com", "+36 1 333"), "USD");
    let told = customer(&planned)["error"].as_str().unwrap_or_else(|| panic!("{planned}"));
    assert!(["phone", "50607080", "+36 1 333"].iter().all(|word| told.contains(word)), "{told}");
    applied(home, company);
    assert_eq!(there.other(), "50607080");
}

#[test]
fn a_customer_that_was_changed_at_billingo_meanwhile_is_not_overwritten() {
    let world = World::new(Service::Xero);
    let (home, company) = (&world.home, "Source Kft.");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 3);
    plan(home, company, "CX-1", "acme@example.com", "EUR");
    home.expect(0, &["push", "apply", "--company", company, "--yes"]);
    let links = home.json(0, &["push", "links", "--company", company, "--json"]);
    let link =
        links["links"].as_array().unwrap().iter().find(|link| link["kind"] == "contact").unwrap_or_else(|| panic!("{links}"));
    let partner = link["remote_id"].as_str().unwrap().to_owned();
    meanwhile(home, company, "EUR", &AtBillingo { address: source.addr.to_string(), partner });
    drop(source);
    runtime.shutdown_background();
}

/// An invoice of a file for Billingo.
fn forints(home: &Home, id: &str, number: &str, (net, tax, gross): (&str, &str, &str)) -> String {
    let path = home.path().join(format!("{id}.json"));
    let invoice = json!({
        "invoice_id": id, "invoice_number": number, "currency": "HUF", "gross_total": gross, "invoice_date": "2026-11-02",
        "due_date": "2026-11-30", "buyer": {"name": "Acme Kft.", "tax_number": "12345676-2-41"},
        "items": [{"name": "Work", "quantity": "1", "net_unit_amount": net, "net_amount": net, "vat": "27%", "vat_amount": tax}],
    });
    std::fs::write(&path, invoice.to_string()).unwrap();
    path.display().to_string()
}

#[test]
fn what_billingo_numbers_is_named_by_its_own_number_and_broken_forints_are_not_sent() {
    let world = World::new(Service::Xero);
    let (home, company) = (&world.home, "Source Kft.");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let source = billingo(&world, &runtime, 3);
    let plan = |file: &str| home.json(0, &["push", "plan", "--to", company, "--file", file, "--json"]);
    let title = |list: &Value| {
        let one = list["items"].as_array().unwrap().iter().find(|item| item["kind"] == "invoice");
        one.unwrap_or_else(|| panic!("{list}"))["title"].clone()
    };
    let first = forints(home, "r1", "SZ-2026/14", ("1000", "270", "1270"));
    plan(&first);
    home.expect(0, &["push", "map", "set", "--company", company, "tax:27%", "27%"]);
    plan(&first);
    assert_eq!(title(&applied(home, company)), "SZ-2026/14");
    // Another file took the place of the first one.
    let broken = plan(&forints(home, "r2", "SZ-2026/15", ("1000.50", "270.14", "1270.64")));
    assert_eq!(title(&home.json(0, &["push", "list", "--company", company, "--json"])), "SZ-2026/14");
    let item = broken["items"].as_array().unwrap().iter().find(|item| item["kind"] == "invoice").unwrap();
    let told = item["error"].as_str().unwrap_or_else(|| panic!("{broken}"));
    assert!(item["ready"] == false && told.contains("1000.5 HUF") && told.contains("rounded"), "{told}");
    home.expect(3, &["push", "apply", "--company", company, "--yes"]);
    let listed = home.json(0, &["push", "list", "--company", company, "--json"]);
    assert!(listed["items"].as_array().unwrap().iter().all(|item| item["state"] == "sent"), "{listed}");
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn a_customer_whose_name_was_taken_meanwhile_is_the_one_that_a_person_chooses() {
    let world = World::new(Service::QuickBooks);
    let (home, company) = (&world.home, world.company.as_str());
    plan(home, company, "CX-1", "acme@example.com", "USD");
    let taken = world.ledger(|ledger| {
        ledger.create("Customer", json!({"DisplayName": "PéKSéG acme kft."}), jiff::Timestamp::now()).unwrap().to_string()
    });
    let done = applied(home, company);
    assert_eq!(customer(&done)["state"], "conflict", "{done}");
    let told = customer(&done)["error"].as_str().unwrap();
    let mapping = told.split('\'').nth(1).unwrap_or_else(|| panic!("{told}"));
    assert!(mapping.starts_with("contact:file:") && told.contains(&format!("id {taken}")), "{told}");
    home.expect(0, &["sync", "--company", company]);
    home.expect(0, &["push", "map", "set", "--company", company, mapping, &taken]);
    let done = applied(home, company);
    let invoice = done["items"].as_array().unwrap().iter().find(|item| item["kind"] == "invoice").unwrap();
    assert_eq!(invoice["state"], "sent", "{done}");
    let of = world.ledger(|ledger| {
        let made =
            ledger.all("Invoice").find(|(_, one)| one["DocNumber"] == "CX-1").map(|(_, one)| one["CustomerRef"]["value"].clone());
        made.unwrap()
    });
    assert_eq!(of, taken.as_str());
    // The conflict is over.
    let listed = home.json(0, &["push", "list", "--company", company, "--json"]);
    assert!(listed["items"].as_array().unwrap().iter().all(|item| item["state"] == "sent"), "{listed}");
}
