//! Writing at accounting services: planned, mapped, approved, carried out once whatever fails.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use faktura::sandbox::quickbooks::{Books, Ledger};
use faktura::sandbox::xero::{Organisations, Tax};
use faktura::sandbox::{DEMO_KEYS, Options, Sandbox};
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::logins::Pretend;
use super::support::Home;
use super::support::serving::Serving;
use super::support::talk::{request, tcp};

/// A pretend service with what is looked at in it.
enum There {
    Xero(Organisations),
    QuickBooks(Books),
}

pub(crate) struct World {
    pub(crate) home: Home,
    pub(crate) pretend: Pretend,
    there: There,
    pub(crate) company: String,
}

impl World {
    pub(crate) fn new(service: Service) -> Self {
        let home = Home::new();
        std::fs::write(home.path().join("config.toml"), "[xero]\naccess = \"write\"\n").unwrap();
        Self::on(home, service)
    }

    /// The same in a home that may write.
    pub(crate) fn on(home: Home, service: Service) -> Self {
        let today = date(2026, 11, 20);
        let (pretend, there) = match service {
            Service::Xero => {
                let books = Organisations::demo(4, 1, today);
                // The rates of documents that are copied from Hungary.
                let rate = |percent: u32| Tax {
                    code: format!("HU{percent}"),
                    name: format!("{percent}% in Hungary"),
                    percent: Decimal::from(percent),
                };
                books.books(0, |books| books.setup.taxes.extend([27, 18, 5].map(rate))).unwrap();
                (Pretend::with_api(service, Box::new(books.clone())), There::Xero(books))
            }
            Service::QuickBooks => {
                let books = Books::demo(today, 4, 1);
                (Pretend::with_api(service, Box::new(books.clone())), There::QuickBooks(books))
            }
        };
        let connected = pretend.connect(&home);
        let company = connected["companies"][0]["name"].as_str().unwrap().to_owned();
        home.expect(0, &["sync", "--company", &company]);
        Self { home, pretend, there, company }
    }

    /// Number of documents of each of our numbers.
    pub(crate) fn documents(&self, numbers: &[String]) -> Vec<usize> {
        let all: Vec<String> = match &self.there {
            There::Xero(books) => books.books(0, |books| books.notes.iter().map(|note| note.number.clone()).collect()).unwrap(),
            There::QuickBooks(books) => {
                let number = |(_, one): (u64, &Value)| one["DocNumber"].as_str().unwrap_or_default().to_owned();
                books.company(0, |ledger| ledger.all("Invoice").map(number).collect()).unwrap()
            }
        };
        numbers.iter().map(|number| all.iter().filter(|one| *one == number).count()).collect()
    }

    /// Enters a bill of the first contact at the service: its number and what is to be paid.
    pub(crate) fn bill(&self, price: Decimal) -> (String, Decimal) {
        let There::Xero(books) = &self.there else { panic!("no bills there") };
        let now = jiff::Timestamp::now();
        let enter = |books: &mut faktura::sandbox::xero::Books| {
            let at = books.issue(faktura::sandbox::xero::Kind::Bill, 0, price, date(2026, 11, 2), now);
            (books.notes[at].number.clone(), books.left(at))
        };
        books.books(0, enter).unwrap()
    }

    /// What is left to pay of a document there.
    pub(crate) fn left(&self, number: &str) -> Decimal {
        let There::Xero(books) = &self.there else { panic!("not there") };
        let left = |books: &mut faktura::sandbox::xero::Books| {
            let at = books.notes.iter().position(|note| note.number == number).unwrap();
            books.left(at)
        };
        books.books(0, left).unwrap()
    }

    /// What the company at Xero holds.
    pub(crate) fn organisation<R>(&self, look: impl FnOnce(&mut faktura::sandbox::xero::Books) -> R) -> R {
        let There::Xero(books) = &self.there else { panic!("it is not Xero") };
        books.books(0, look).unwrap()
    }

    /// What the company at `QuickBooks` holds.
    pub(crate) fn ledger<R>(&self, look: impl FnOnce(&mut Ledger) -> R) -> R {
        let There::QuickBooks(books) = &self.there else { panic!("it is not QuickBooks") };
        books.company(0, look).unwrap()
    }

    /// Voids a document at Xero as its own screens do.
    pub(crate) fn void(&self, number: &str) {
        self.organisation(|books| {
            let at = books.notes.iter().position(|note| note.number == number).expect("it is there");
            assert!(books.void(at, jiff::Timestamp::now()));
        });
    }

    pub(crate) fn contacts(&self, name: &str) -> usize {
        match &self.there {
            There::Xero(books) => books.books(0, |books| books.people.iter().filter(|one| one.name == name).count()).unwrap(),
            There::QuickBooks(books) => {
                books.company(0, |ledger| ledger.all("Customer").filter(|(_, one)| one["DisplayName"] == name).count()).unwrap()
            }
        }
    }

    pub(crate) fn plan(&self, file: &str) -> Value {
        self.home.json(0, &["push", "plan", "--to", &self.company, "--file", file, "--json"])
    }

    /// Sets every mapping that a plan misses to its first candidate.
    pub(crate) fn map(&self, plan: &Value) {
        let mut set = std::collections::BTreeSet::new();
        for missing in plan["items"].as_array().unwrap().iter().flat_map(|item| item["missing"].as_array().unwrap()) {
            let mapping = missing["mapping"].as_str().unwrap();
            if set.insert(mapping.to_owned()) {
                let id = missing["candidates"][0]["id"].as_str().unwrap_or_else(|| panic!("{missing}"));
                self.home.expect(0, &["push", "map", "set", "--company", &self.company, mapping, id]);
            }
        }
    }
}

/// A file with documents of these numbers for one customer.
pub(crate) fn file(home: &Home, numbers: &[String], currency: &str) -> String {
    let invoice = |(at, number): (usize, &String)| {
        let net = Decimal::new(10_050 + i64::try_from(at).unwrap(), 2);
        let tax = (net * Decimal::new(15, 2)).round_dp(2);
        json!({
            "invoice_id": format!("f{at}"), "invoice_number": number, "currency": currency,
            "gross_total": (net + tax).to_string(), "invoice_date": "2026-11-02", "due_date": "2026-11-30",
            "buyer": {"name": "Pékség Acme Kft.", "emails": ["acme@example.com"]},
            "items": [{"name": "Work", "quantity": "1", "net_unit_amount": net.to_string(), "net_amount": net.to_string(),
                "vat": "15%", "vat_amount": tax.to_string()}],
        })
    };
    let invoices: Vec<Value> = numbers.iter().enumerate().map(invoice).collect();
    let path = home.path().join("invoices.json");
    std::fs::write(&path, json!({ "invoices": invoices }).to_string()).unwrap();
    path.display().to_string()
}

pub(crate) fn numbers(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("FX-{number}")).collect()
}

pub(crate) fn currency(service: Service) -> &'static str {
    if service == Service::Xero { "NZD" } else { "USD" }
}

pub(crate) fn states(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["state"].as_str().unwrap()).collect()
}

fn once(service: Service) {
    let world = World::new(service);
    let numbers = numbers(5);
    let file = file(&world.home, &numbers, currency(service));
    let plan = world.plan(&file);
    assert_eq!(plan["items"].as_array().unwrap().len(), 6, "the customer once: {plan}");
    let refused = world.home.run(&["push", "apply", "--json"]);
    assert_eq!(refused.code, Some(2), "nothing without a yes: {}", refused.err);
    // Payments are not taken from files: said, and not left out in silence.
    world.home.expect(2, &["push", "plan", "--to", &world.company, "--file", &file, "--payments"]);
    world.map(&plan);
    // What is approved is told with what it is mapped to.
    let planned = world.plan(&file);
    let order = &planned["items"][1]["order"];
    assert_eq!((&order["contact_id"], &order["contact"]), (&Value::Null, &json!("Pékség Acme Kft.")), "{planned}");
    assert_eq!((&order["gross_total"], &order["items"][0]["vat"]), (&json!("115.58"), &json!("15%")), "{planned}");
    let line = &order["items"][0];
    let mapped =
        if service == Service::Xero { [&line["account"], &line["tax_code"]] } else { [&line["item"], &order["tax_code"]] };
    assert!(mapped.iter().all(|id| id.is_string()), "{planned}");
    let applied = world.home.json(0, &["push", "apply", "--yes", "--json"]);
    assert!(states(&applied).iter().all(|state| *state == "sent"), "{applied}");
    assert_eq!(world.documents(&numbers), vec![1; 5]);
    assert_eq!(world.contacts("Pékség Acme Kft."), 1);
    let listed = world.home.json(0, &["push", "list", "--json"]);
    assert!(listed["items"].as_array().unwrap().iter().all(|item| item["remote_id"].is_string()), "{listed}");
    let again = world.plan(&file);
    assert_eq!(again["items"], json!([]), "a plan that was carried out is empty");
    let applied = world.home.json(0, &["push", "apply", "--yes", "--json"]);
    assert_eq!(applied["items"], json!([]));
    assert_eq!(world.documents(&numbers), vec![1; 5]);
    let links = world.home.json(0, &["push", "links", "--json"]);
    assert_eq!(links["links"].as_array().unwrap().len(), 6);
    let audit = world.home.json(0, &["audit", "--json"]).to_string();
    assert!(audit.contains("push.apply") && audit.contains("push.map"), "{audit}");
    assert!(audit.contains("push.item") && audit.contains("invoice FX-3 115.6 "), "each item, with who approved it: {audit}");
    // What was written comes back with the next sync as it was ordered.
    world.home.expect(0, &["sync", "--company", &world.company]);
    let found = world.home.json(0, &["invoices", "FX-3", "--format", "json"]);
    let gross = found["invoices"][0]["gross_total"].as_str().map(|text| text.parse::<Decimal>().unwrap());
    assert_eq!((found["total"].as_u64(), gross), (Some(1), Some(Decimal::new(11_560, 2))), "{found}");
}

#[test]
fn documents_of_a_file_are_written_once_at_xero() {
    once(Service::Xero);
}

#[test]
fn documents_of_a_file_are_written_once_at_quickbooks() {
    once(Service::QuickBooks);
}

#[test]
fn a_pause_sends_nothing_and_a_taken_number_is_shown() {
    let world = World::new(Service::Xero);
    let numbers = numbers(1);
    let file = file(&world.home, &numbers, "NZD");
    world.map(&world.plan(&file));
    world.home.expect(0, &["push", "pause"]);
    let applied = world.home.json(0, &["push", "apply", "--yes", "--json"]);
    assert_eq!((applied["paused"].as_bool(), states(&applied)), (Some(true), vec!["queued", "queued"]));
    assert_eq!(world.documents(&numbers), [0]);
    world.home.expect(0, &["push", "resume"]);
    world.home.expect(0, &["push", "apply", "--yes"]);
    assert_eq!(world.documents(&numbers), [1]);
    // Forgotten here, it is still there: nothing is written over it or beside it.
    for link in world.home.json(0, &["push", "links", "--json"])["links"].as_array().unwrap() {
        world.home.expect(0, &["push", "unlink", "--company", &world.company, link["source"].as_str().unwrap()]);
    }
    world.home.expect(0, &["sync", "--company", &world.company]);
    let plan = world.plan(&file);
    let document = plan["items"].as_array().unwrap().iter().find(|item| item["kind"] == "invoice").unwrap();
    assert_eq!((document["state"].as_str(), document["remote_number"].as_str()), (Some("conflict"), Some("FX-1")), "{plan}");
    world.home.expect(3, &["push", "apply", "--yes"]);
    assert_eq!(world.documents(&numbers), [1]);
}

#[test]
fn what_was_written_is_reconciled_and_a_void_is_found() {
    let world = World::new(Service::Xero);
    let numbers = numbers(2);
    let file = file(&world.home, &numbers, "NZD");
    world.map(&world.plan(&file));
    world.home.expect(0, &["push", "apply", "--yes"]);
    // What the service answered is known before the next sync.
    let proof = world.home.json(0, &["push", "reconcile", "--json"]);
    assert_eq!((proof["linked"].as_u64(), proof["equal"].as_u64()), (Some(3), Some(3)), "{proof}");
    world.home.expect(0, &["sync", "--company", &world.company]);
    let proof = world.home.json(0, &["push", "reconcile", "--json"]);
    assert_eq!((proof["linked"].as_u64(), proof["equal"].as_u64()), (Some(3), Some(3)), "{proof}");
    let asked = world.home.run(&["push", "void", "FX-1"]);
    assert_eq!(asked.code, Some(2), "nothing without a yes: {}", asked.err);
    let voided = world.home.json(0, &["push", "void", "FX-1", "--yes", "--json"]);
    assert_eq!(states(&voided), ["sent"], "{voided}");
    // A person approved it, and the file says nothing more: it is over.
    let proof = world.home.json(0, &["push", "reconcile", "--json"]);
    assert_eq!((proof["equal"].as_u64(), proof["missing_there"].as_u64()), (Some(3), Some(0)), "{proof}");
    world.void("FX-2");
    world.home.expect(0, &["sync", "--company", &world.company]);
    let proof = world.home.json(3, &["push", "reconcile", "--json"]);
    assert_eq!((proof["equal"].as_u64(), proof["missing_there"].as_u64()), (Some(2), Some(1)), "{proof}");
    let source = proof["links"].as_array().unwrap().iter().find(|link| link["standing"] == "missing_there").unwrap();
    let source = source["source"].as_str().unwrap();
    world.home.expect(0, &["push", "ignore", "--company", &world.company, source, "--reason", "voided on purpose"]);
    let proof = world.home.json(0, &["push", "reconcile", "--json"]);
    assert_eq!(proof["ignored"].as_u64(), Some(1), "{proof}");
}

#[test]
fn without_a_person_only_what_a_rule_permits_is_written() {
    let world = World::new(Service::QuickBooks);
    let numbers = numbers(3);
    let file = file(&world.home, &numbers, "USD");
    world.map(&world.plan(&file));
    world.home.expect(0, &["push", "apply", "--by-rule"]);
    assert_eq!(world.documents(&numbers), [0, 0, 0], "there is no rule");
    // Documents of 115.58, 115.59 and 115.60.
    let rule = format!(
        "[push]\nallow = [{{ company = \"{}\", kinds = [\"contact\", \"invoice\"], limit = \"115.59 USD\" }}]\n",
        world.company
    );
    std::fs::write(world.home.path().join("config.toml"), rule).unwrap();
    let applied = world.home.json(0, &["push", "apply", "--by-rule", "--json"]);
    assert_eq!(world.documents(&numbers), [1, 1, 0], "{applied}");
    world.home.expect(0, &["push", "apply", "--yes"]);
    assert_eq!(world.documents(&numbers), [1, 1, 1]);
}

/// Documents of a company at Billingo, in forints and euros, with exemptions and credit notes.
#[test]
fn documents_of_one_company_are_copied_to_another_once() {
    let world = World::new(Service::Xero);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mut options = Options::new(date(2026, 11, 20));
    options.accounts.truncate(1);
    options.accounts[0].invoices = 60;
    let source = runtime.block_on(Sandbox::start(options)).unwrap();
    world.home.must_add("Source Kft.", &source.base_url, DEMO_KEYS[0]);
    world.home.expect(0, &["sync", "--company", "Source Kft."]);
    let plan = ["push", "plan", "--from", "Source Kft.", "--to", &world.company, "--payments", "--json"];
    world.map(&world.home.json(0, &plan));
    let planned = world.home.json(0, &plan);
    let items = planned["items"].as_array().unwrap();
    assert!(items.iter().all(|item| item["ready"] == true || item["error"].is_string()), "a reason for each: {planned}");
    let ready: Vec<&Value> = items.iter().filter(|item| item["ready"] == true && item["kind"] == "invoice").collect();
    assert!(ready.len() > 20, "{planned}");
    let ran = world.home.run(&["push", "apply", "--yes", "--json"]);
    let applied: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    for item in applied["items"].as_array().unwrap() {
        let state = item["state"].as_str().unwrap();
        assert!(state == "sent" || (state != "unknown" && item["error"].is_string()), "{item}");
    }
    let numbers: Vec<String> = ready.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    // The service refuses what is in a currency that the company does not use.
    let is_sent = |number: &String| {
        applied["items"].as_array().unwrap().iter().any(|item| item["title"] == number.as_str() && item["state"] == "sent")
    };
    let wanted: Vec<usize> = numbers.iter().map(|number| usize::from(is_sent(number))).collect();
    assert!(wanted.iter().sum::<usize>() > 20, "{applied}");
    assert_eq!(world.documents(&numbers), wanted, "{applied}");
    let again = world.home.json(0, &plan);
    // What was refused can be planned again once the company uses the currency; nothing that was sent can.
    let open = again["items"].as_array().unwrap().iter().filter(|item| item["ready"] == true);
    let sent = |item: &&Value| item["kind"] != "contact" && is_sent(&item["title"].as_str().unwrap().to_owned());
    assert_eq!(open.filter(sent).count(), 0, "{again}");
    drop(source);
    runtime.shutdown_background();
}

#[test]
fn a_program_approves_by_http_and_a_repeated_call_tells_what_the_first_queued() {
    let world = World::new(Service::Xero);
    let numbers = numbers(2);
    let file = file(&world.home, &numbers, "NZD");
    world.map(&world.plan(&file));
    let serving = Serving::start(&world.home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).unwrap().trim_end_matches('.').to_owned();
    serving.says("Serving");
    let token = |role: &str| world.home.expect(0, &["token", "add", role, "--role", role]).out.trim().to_owned();
    let (admin, viewer) = (token("admin"), token("viewer"));
    let ask = |method: &str, path: &str, token: &str, key: Option<&str>| {
        let text = request(method, path, Some(token), "");
        let text = key.map_or(text.clone(), |key| text.replacen("\r\n", &format!("\r\nIdempotency-Key: {key}\r\n"), 1));
        tcp(&address, text.as_bytes())
    };
    assert_eq!(ask("POST", "/v1/push/apply", &viewer, None).status, 403, "only admins approve");
    assert_eq!(ask("POST", "/v1/push/apply", &admin, Some("not a key!")).code(), "api-bad-parameter");
    let items = |value: &Value| -> Vec<String> {
        let mut ids: Vec<String> =
            value["items"].as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    let first = ask("POST", "/v1/push/apply", &admin, Some("october-1")).json();
    assert_eq!(items(&first).len(), 3, "{first}");
    let again = ask("POST", "/v1/push/apply", &admin, Some("october-1")).json();
    assert_eq!(items(&again), items(&first));
    // A command of another process waits for what this one sends.
    world.home.expect(0, &["push", "apply", "--yes"]);
    assert_eq!(world.documents(&numbers), [1, 1]);
    let listed = ask("GET", "/v1/push", &viewer, None).json();
    assert_eq!(states(&listed), ["sent"; 3], "{listed}");
    assert_eq!(ask("GET", "/v1/push/links", &viewer, None).json()["links"].as_array().map(Vec::len), Some(3));
    assert_eq!(ask("GET", "/v1/push/reconcile", &viewer, None).json()["linked"].as_u64(), Some(3));
    drop(serving);
}

/// Requests that an invoice costs once its customer is known.
fn calls(service: Service) {
    let world = World::new(service);
    let first = file(&world.home, &numbers(1), currency(service));
    world.map(&world.plan(&first));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let many: Vec<String> = (1..=100).map(|number| format!("MX-{number}")).collect();
    let text = std::fs::read_to_string(file(&world.home, &many, currency(service))).unwrap().replace("\"f", "\"m");
    let path = world.home.path().join("many.json");
    std::fs::write(&path, text).unwrap();
    world.plan(path.to_str().unwrap());
    let before = world.pretend.site().count();
    let applied = world.home.json(0, &["push", "apply", "--yes", "--json"]);
    let asked = world.pretend.site().count() - before;
    assert!(states(&applied).iter().all(|state| *state == "sent"), "{applied}");
    assert_eq!(world.documents(&many), vec![1; 100]);
    assert!(asked <= 120, "{asked} requests for 100 invoices");
}

#[test]
fn an_invoice_costs_little_more_than_one_request_at_xero() {
    calls(Service::Xero);
}

#[test]
fn an_invoice_costs_little_more_than_one_request_at_quickbooks() {
    calls(Service::QuickBooks);
}

#[test]
fn what_a_service_refused_stays_refused_until_it_is_retried_or_changes() {
    let world = World::new(Service::Xero);
    let numbers = numbers(1);
    // The company does not use this currency.
    let path = file(&world.home, &numbers, "CZK");
    world.map(&world.plan(&path));
    world.home.run(&["push", "apply", "--yes"]);
    let listed = world.home.json(0, &["push", "list", "--json"]);
    let item = listed["items"].as_array().unwrap().iter().find(|item| item["kind"] == "invoice").unwrap().clone();
    assert_eq!(item["state"], "rejected", "{listed}");
    let planned = world.plan(&path);
    let of = |plan: &Value| plan["items"].as_array().unwrap().iter().find(|item| item["kind"] == "invoice").unwrap().clone();
    assert_eq!((of(&planned)["state"].as_str(), of(&planned)["ready"].as_bool()), (Some("rejected"), Some(false)), "{planned}");
    assert_eq!(of(&planned)["item"], item["item"]);
    let before = world.pretend.site().count();
    world.home.run(&["push", "apply", "--yes"]);
    let after = world.home.json(0, &["push", "list", "--json"]);
    assert_eq!(after["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "invoice").count(), 1, "{after}");
    assert!(world.pretend.site().count() - before <= 4, "nothing is sent again");
    // Another order of the same source.
    let changed = std::fs::read_to_string(&path).unwrap().replace("CZK", "NZD");
    std::fs::write(&path, changed).unwrap();
    let planned = world.plan(&path);
    assert_eq!(of(&planned)["ready"], true, "{planned}");
    world.home.expect(0, &["push", "apply", "--yes"]);
    assert_eq!(world.documents(&numbers), [1]);
}

#[test]
fn documents_of_a_csv_are_written_once() {
    let world = World::new(Service::Xero);
    let text = "invoice_id,invoice_number,currency,gross_total,net_total,vat_total,invoice_date,due_date,partner_name,comment\nc1,CX-1,NZD,115.00,100.00,15.00,2026-11-02,2026-11-30,Pékség Acme Kft.,Work\n";
    let path = world.home.path().join("invoices.csv");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    world.map(&world.plan(&path));
    world.home.expect(0, &["push", "apply", "--yes"]);
    assert_eq!(world.documents(&["CX-1".to_owned()]), [1]);
    assert_eq!(world.plan(&path)["items"], json!([]));
}

#[test]
fn a_document_is_credited_at_its_service_once() {
    let world = World::new(Service::Xero);
    let numbers = numbers(1);
    let path = file(&world.home, &numbers, "NZD");
    world.map(&world.plan(&path));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let asked = world.home.run(&["push", "credit", "FX-1"]);
    assert_eq!(asked.code, Some(2), "nothing without a yes: {}", asked.err);
    // It has the day that it is where the company is, New Zealand, on a machine that is more than a day behind it.
    let today = || jiff::Timestamp::now().in_tz("Pacific/Auckland").unwrap().date().to_string();
    let first = today();
    let credit = || {
        let mut command = world.home.command(&["push", "credit", "FX-1", "--yes", "--json"]);
        command.env("TZ", "Etc/GMT+12");
        super::support::ran(command)
    };
    // The synced lines name the service's own tax: what is missing is said.
    let mut ran = credit();
    for _ in 0..4 {
        if ran.code == Some(0) {
            break;
        }
        assert_eq!(ran.code, Some(4), "{}", ran.err);
        let missing =
            ran.err.split(|c: char| c.is_whitespace() || c == ',').find(|word| word.starts_with("tax:")).map(str::to_owned);
        let Some(missing) = missing else { panic!("{}", ran.err) };
        let known = world.home.json(0, &["push", "map", "list", "--company", &world.company, "--json"]);
        let tax = known["mappings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["mapping"].as_str().is_some_and(|name| name.starts_with("tax:")));
        let id = tax.unwrap()["id"].as_str().unwrap().to_owned();
        world.home.expect(0, &["push", "map", "set", "--company", &world.company, &missing, &id]);
        ran = credit();
    }
    let credited: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    assert_eq!(states(&credited), ["sent"], "{credited}");
    let again = world.home.run(&["push", "credit", "FX-1", "--yes"]);
    assert_eq!(again.code, Some(4), "{}", again.err);
    assert_eq!(world.documents(&["FX-1-CR".to_owned()]), [1]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let found = world.home.json(0, &["invoices", "type:credit_note FX-1-CR", "--format", "json"]);
    assert_eq!(found["total"].as_u64(), Some(1), "{found}");
    let day = found["invoices"][0]["invoice_date"].as_str().unwrap().to_owned();
    assert!([first, today()].contains(&day), "{day}");
}
