//! Webhooks of accounting services: only what they signed begins a sync, and each change once.

use std::io::Write;
use std::process::Stdio;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use faktura::sandbox::oauth::{Api, Service};
use faktura::sandbox::{quickbooks, xero};
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::logins::Pretend;
use crate::support::Home;
use crate::support::serving::Serving;
use crate::support::talk::{self, Reply, tcp};

const KEY: &str = "d5b3f1de-0000-4000-8000-00000000beef";

/// A served home with the companies of a service.
struct World {
    home: Home,
    connected: Value,
    _serving: Serving,
    _pretend: Pretend,
    address: String,
    path: &'static str,
    header: &'static str,
    /// What is there, at `QuickBooks`.
    books: Option<quickbooks::Books>,
}

impl World {
    fn new(service: Service) -> Self {
        let today = date(2026, 11, 21);
        let books = (service == Service::QuickBooks).then(|| quickbooks::Books::demo(today, 20, 1));
        let api: Box<dyn Api> = match service {
            Service::QuickBooks => Box::new(books.clone().expect("made")),
            Service::Xero => Box::new(xero::Organisations::demo(20, 1, today)),
        };
        let (path, header, name) = match service {
            Service::QuickBooks => ("/hooks/quickbooks", "intuit-signature", "quickbooks"),
            Service::Xero => ("/hooks/xero", "x-xero-signature", "xero"),
        };
        let (home, pretend) = (Home::new(), Pretend::with_api(service, api));
        let connected = pretend.connect(&home);
        assert_eq!(set_secret(&home, name, KEY), Some(0));
        assert_eq!(home.json(0, &["sync", "--json"])["status"], "completed");
        let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
        let line = serving.says("http://");
        let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
        serving.says("Serving");
        Self { home, connected, _serving: serving, _pretend: pretend, address, path, header, books }
    }

    fn request(&self, body: &str, signature: Option<&str>) -> String {
        let signature = signature.map_or_else(String::new, |text| format!("{}: {text}\r\n", self.header));
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: x\r\n{signature}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.path,
            body.len()
        );
        format!("{head}{body}")
    }

    fn post(&self, body: &str, signature: Option<&str>) -> Reply {
        tcp(&self.address, self.request(body, signature).as_bytes())
    }

    fn deliver(&self, body: &str) -> Reply {
        self.post(body, Some(&sign(KEY, body.as_bytes())))
    }

    /// Tenant and number of each company.
    fn tenants(&self) -> Vec<(String, u64)> {
        let one = |company: &Value| {
            (company["tenant"].as_str().expect("a tenant").to_owned(), company["id"].as_u64().expect("a number"))
        };
        self.connected["companies"].as_array().expect("companies").iter().map(one).collect()
    }

    /// The runs that webhooks began, once there are so many and none runs.
    fn runs(&self, count: usize) -> Vec<Value> {
        let deadline = std::time::Instant::now() + crate::support::serving::PATIENCE;
        loop {
            let listed = self.home.json(0, &["logs", "--json"]);
            let all = listed["runs"].as_array().expect("runs").clone();
            let begun = |run: &Value| run["actor"].as_str().is_some_and(|actor| actor.starts_with("hook:"));
            let ours: Vec<Value> = all.into_iter().filter(begun).collect();
            if ours.len() >= count && ours.iter().all(|run| run["status"] != "running") {
                return ours;
            }
            assert!(std::time::Instant::now() < deadline, "{count} runs are not there: {ours:#?}");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    fn state(&self) -> Value {
        let listed = self.home.json(0, &["hook", "list", "--json"]);
        let hooks = listed["hooks"].as_array().expect("a list");
        hooks.iter().find(|hook| hook["path"] == self.path).expect("its line").clone()
    }
}

fn sign(key: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).expect("a key");
    mac.update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

fn set_secret(home: &Home, service: &str, secret: &str) -> Option<i32> {
    let mut command = home.command(&["hook", "set-secret", service, "--stdin"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("starts");
    child.stdin.take().expect("piped").write_all(secret.as_bytes()).expect("written");
    child.wait_with_output().expect("ends").status.code()
}

#[test]
fn both_forms_of_quickbooks_sync_the_companies_that_they_name_and_a_replay_does_no_harm() {
    let world = World::new(Service::QuickBooks);
    let (realm, id) = world.tenants().remove(0);
    let older = json!({"eventNotifications": [{"realmId": realm, "dataChangeEvent": {"entities": [
        {"name": "Invoice", "id": "1001", "operation": "Update", "lastUpdated": "2026-11-27T01:02:03Z"}]}},
        {"realmId": "404", "dataChangeEvent": {"entities": []}}]})
    .to_string();
    let newer = json!([
        {"specversion": "1.0", "id": "u1", "source": "intuit.x", "type": "qbo.invoice.updated.v1", "intuitentityid": "1001",
            "intuitaccountid": realm, "data": {}},
        {"specversion": "1.0", "id": "u2", "source": "intuit.x", "type": "qbo.customer.merged.v1", "intuitentityid": "9",
            "intuitaccountid": "404", "data": {"deletedid": "8"}}])
    .to_string();
    for body in [&older, &newer, &older, &newer] {
        let reply = world.deliver(body);
        assert_eq!((reply.status, reply.text().as_str()), (200, ""), "{}", reply.head);
        assert!(!reply.head.contains("set-cookie"), "{}", reply.head);
    }
    // Both at once are one sync; the repetitions are none.
    let runs = world.runs(1);
    assert_eq!(runs.len(), 1, "{runs:#?}");
    assert_eq!((&runs[0]["id"], &runs[0]["actor"]), (&json!(id), &json!("hook:quickbooks")));
    assert_eq!(
        (&runs[0]["mode"], &runs[0]["status"], &runs[0]["trigger"]),
        (&json!("incremental"), &json!("completed"), &json!("api"))
    );
    assert_eq!(world.deliver(&older).status, 200);
    assert_eq!((&world.state()["taken"], &world.state()["refused"]), (&json!(5), &json!(0)));
    // A form that is not known is no reason for the service to send it for hours.
    assert_eq!(world.deliver(r#"{"hello":"world"}"#).status, 200);
    assert_eq!(world.runs(1).len(), 1);
}

#[test]
fn a_burst_of_webhooks_is_answered_whole() {
    const BURST: usize = 100;
    let world = World::new(Service::QuickBooks);
    let (realm, _) = world.tenants().remove(0);
    let event = |number: usize| {
        json!([{"specversion": "1.0", "id": format!("b{number}"), "source": "intuit.x", "type": "qbo.invoice.updated.v1",
            "intuitentityid": "1001", "intuitaccountid": realm, "data": {}}])
        .to_string()
    };
    let signed = |body: String| world.request(&body, Some(&sign(KEY, body.as_bytes())));
    let requests: Vec<String> = (0..BURST).map(event).map(signed).collect();
    let (address, connected) = (world.address.as_str(), &std::sync::Barrier::new(BURST));
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let deliver = |request: String| {
            scope.spawn(move || {
                let stream = talk::connect(address);
                // No request is begun before every connection stands: the listener has to bear all of them.
                connected.wait();
                talk::over(stream, request.as_bytes()).status
            })
        };
        let all: Vec<_> = requests.into_iter().map(deliver).collect();
        all.into_iter().map(|one| one.join().expect("no panic")).collect()
    });
    assert_eq!(answers, [200; BURST]);
    assert_eq!((&world.state()["taken"], &world.state()["refused"]), (&json!(BURST), &json!(0)));
    assert!(world.runs(1).len() < 4, "what comes together is synced together");
}

#[test]
fn a_webhook_reads_what_it_names_and_what_a_payment_pays() {
    let world = World::new(Service::QuickBooks);
    let (realm, _) = world.tenants().remove(0);
    let books = world.books.as_ref().expect("it is QuickBooks");
    let now = jiff::Timestamp::now();
    let open = |company: &mut quickbooks::Ledger| {
        let mut open =
            company.all("Invoice").filter(|(_, it)| it["Balance"] == it["TotalAmt"] && it["TotalAmt"].as_f64() > Some(2.0));
        let (id, it) = open.next().expect("an open one");
        (id, it["CustomerRef"]["value"].as_str().and_then(|id| id.parse().ok()).expect("a customer"))
    };
    let (invoice, customer): (u64, u64) = books.company(0, open).expect("a company");
    let part = rust_decimal::Decimal::ONE;
    let payment = books.company(0, |company| company.pay(customer, &[(invoice, part)], part, now)).flatten().expect("booked");
    let balance = || {
        let read = world.home.json(0, &["invoice", &invoice.to_string(), "--json"]);
        read["balance"].as_str().expect("an amount").parse::<rust_decimal::Decimal>().expect("an amount")
    };
    let before = balance();
    let event = |kind: &str, id: u64| {
        json!([{"specversion": "1.0", "id": format!("{kind}-{id}"), "source": "intuit.x", "type": format!("qbo.{kind}.created.v1"),
            "intuitentityid": id.to_string(), "intuitaccountid": realm, "data": {}}])
        .to_string()
    };
    assert_eq!(world.deliver(&event("payment", payment)).status, 200);
    let runs = world.runs(1);
    assert_eq!(balance(), before - part, "{runs:#?}");
    assert_eq!(
        (&runs[0]["api_calls"], &runs[0]["payments"]["created"], &runs[0]["invoices_updated"]),
        (&json!(3), &json!(1), &json!(1)),
        "tax codes, the payment, the invoice that it pays: {runs:#?}"
    );
    let listed = world.home.json(0, &["payments", "--format", "json"]);
    let ids = listed["payments"].as_array().expect("a list").iter().map(|one| one["payment_id"].clone());
    assert!(ids.into_iter().any(|id| id == json!(payment.to_string())), "{listed}");
}

#[test]
fn xero_s_intent_to_receive_is_answered_and_nothing_that_is_not_signed_begins_a_sync() {
    let world = World::new(Service::Xero);
    let probe = r#"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3R4nd0m"}"#;
    assert_eq!((world.deliver(probe).status, world.deliver(probe).text().as_str()), (200, ""));
    let (tenant, id) = world.tenants().remove(1);
    let body = json!({"events": [{"resourceUrl": "https://api.xero.com/api.xro/2.0/Invoices/x", "resourceId": "x", "tenantId": tenant,
        "eventDateUtc": "2026-11-27T01:02:03.123", "eventType": "UPDATE", "eventCategory": "INVOICE", "tenantType": "ORGANISATION"}],
        "firstEventSequence": 1, "lastEventSequence": 1, "entropy": "x"})
    .to_string();
    let right = sign(KEY, body.as_bytes());
    let flipped = format!("{}{}", if right.starts_with('A') { 'B' } else { 'A' }, &right[1..]);
    for wrong in [Some("AAAA"), Some(""), Some("é"), Some(&*flipped), Some(&*sign("another", body.as_bytes())), None] {
        let reply = world.post(&body, wrong);
        assert_eq!((reply.status, reply.text().as_str()), (401, ""), "{wrong:?}: {}", reply.head);
    }
    // The bytes count, not what they mean.
    assert_eq!(world.post(&body.replace("\"x\"", "\"x\" "), Some(&right)).status, 401);
    assert_eq!(world.post(&format!("{body}\n"), Some(&right)).status, 401);
    let others = talk::request("GET", world.path, None, "");
    assert_eq!(tcp(&world.address, others.as_bytes()).status, 405);
    assert_eq!(world.runs(0).len(), 0);
    assert_eq!(world.state()["refused"], json!(5), "three had no signature at all");

    assert_eq!(world.deliver(&body).status, 200);
    let runs = world.runs(1);
    assert_eq!((runs.len(), &runs[0]["id"], &runs[0]["actor"]), (1, &json!(id), &json!("hook:xero")));
    // A company that is disabled is left alone.
    home_says(&world.home, &["company", "disable", &id.to_string()]);
    assert_eq!(world.deliver(&body.replace("\"entropy\":\"x\"", "\"entropy\":\"y\"")).status, 200);
    assert_eq!(world.runs(1).len(), 1);
    // Without a key nothing is taken, and the key is nowhere in clear.
    home_says(&world.home, &["hook", "remove-secret", "xero"]);
    let reply = world.deliver(&body);
    assert_eq!((reply.status, reply.code()), (404, "api-hook-no-key".to_owned()));
    let audit = world.home.json(0, &["audit", "--json", "--limit", "100"]).to_string();
    assert!(audit.contains("hook.secret.set") && audit.contains("hook.secret.remove") && !audit.contains(KEY), "{audit}");
    for file in crate::support::files(world.home.path()) {
        let content = std::fs::read(&file).unwrap_or_default();
        assert!(!content.windows(KEY.len()).any(|window| window == KEY.as_bytes()), "{}", file.display());
    }
}

fn home_says(home: &Home, args: &[&str]) {
    home.expect(0, args);
}

#[test]
fn a_signing_key_survives_a_new_identity_and_a_restore() {
    let home = Home::new();
    assert_eq!(set_secret(&home, "xero", KEY), Some(0));
    assert_eq!(set_secret(&home, "xero", ""), Some(6));
    let set = |home: &Home| home.json(0, &["hook", "list", "--json"])["hooks"][1]["secret_set"].is_string();
    assert!(set(&home));
    home.expect(0, &["key", "rotate"]);
    let file = home.path().join("all.backup");
    let file = file.to_str().expect("UTF-8");
    home.expect(0, &["backup", file]);
    home.expect(0, &["hook", "remove-secret", "xero"]);
    assert!(!set(&home));
    let gone = home.expect(2, &["hook", "remove-secret", "xero"]);
    assert!(gone.err.contains("not set"), "{}", gone.err);
    home.expect(0, &["restore", "--yes", file]);
    assert!(set(&home));
}
