//! Own books over HTTP: from a client to money, each call with a key once, and what a role may not do, cell by cell.

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::serving::Serving;
use crate::support::talk::{Reply, request, tcp};

/// Served books.
struct World {
    home: Home,
    serving: Option<Serving>,
    address: String,
}

impl World {
    fn new() -> Self {
        let home = Home::new();
        let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
        let line = serving.says("http://");
        let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
        serving.says("Serving");
        Self { home, serving: Some(serving), address }
    }

    fn token(&self, name: &str, role: &str) -> String {
        self.home.expect(0, &["token", "add", name, "--role", role]).out.trim().to_owned()
    }

    fn ask(&self, method: &str, path: &str, token: &str, body: &Value, key: Option<&str>) -> Reply {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut asked = request(method, path, Some(token), &body);
        if let Some(key) = key {
            asked = asked.replacen("\r\n", &format!("\r\nIdempotency-Key: {key}\r\n"), 1);
        }
        tcp(&self.address, asked.as_bytes())
    }

    fn done(&self, method: &str, path: &str, token: &str, body: &Value) -> Value {
        let reply = self.ask(method, path, token, body, None);
        assert!(matches!(reply.status, 200 | 201), "{method} {path}: {} {}", reply.status, reply.text());
        reply.json()
    }

    fn end(&mut self) {
        let serving = self.serving.take().expect("it runs");
        serving.signal(rustix::process::Signal::TERM);
        assert_eq!(serving.ends(), Some(0));
    }
}

fn books() -> Value {
    json!({
        "name": "Own Kft.", "tax_number": "32560682-2-43", "country": "HU", "currency": "HUF", "zone": "Europe/Budapest", "vat": "27",
    })
}

/// Books with a client, a project and a rate; returns their address.
fn filled(world: &World, admin: &str) -> String {
    let company = world.done("POST", "/v1/books", admin, &books())["company_id"].as_u64().expect("a number");
    let at = format!("/v1/books/{company}");
    let post = |path: &str, body: Value| world.done("POST", &format!("{at}/{path}"), admin, &body);
    post("clients", json!({ "name": "Acme Kft.", "tax_number": "13114505-2-41" }));
    post("projects", json!({ "name": "Site", "client": "Acme" }));
    // Without a currency it has that of the client, else that of the books.
    post("rates", json!({ "project": "Site", "amount": "18000", "from": "2026-01-01" }));
    at
}

/// The night of a Friday, a day of the weekend and a morning, priced with surcharges that came over HTTP and by commands.
#[test]
fn surcharges_over_http_price_as_those_of_commands() {
    let mut world = World::new();
    let admin = world.token("robot", "admin");
    let at = filled(&world, &admin);
    let path = |rest: &str| format!("{at}/{rest}");
    let rate = |surcharges: Value| json!({ "project": "Site", "amount": "10000", "currency": "HUF", "from": "2026-10-01", "surcharges": surcharges });
    let day = |days: &[u8], from: i32, until: i32, percent: &str| json!({ "weekdays": days, "from_second": from, "until_second": until, "percent": percent });
    let noon = 43_200;
    for wrong in [
        day(&[], 0, noon, "50"),
        day(&[0], 0, noon, "50"),
        day(&[8], 0, noon, "50"),
        day(&[1, 200], 0, noon, "50"),
        day(&[1], noon, noon, "50"),
        day(&[1], noon, 0, "50"),
        day(&[1], -1, noon, "50"),
        day(&[1], 0, 86_401, "50"),
        day(&[1], 0, noon, "-50"),
        day(&[1], 0, noon, "1000.01"),
        day(&[1], 0, noon, "0.00001"),
        day(&[1], 0, noon, "much"),
    ] {
        let refused = world.ask("POST", &path("rates"), &admin, &rate(json!([wrong])), None);
        assert_eq!(refused.status, 400, "{wrong}: {}", refused.text());
    }
    let many: Vec<Value> = (0..51).map(|_| day(&[1], 0, noon, "1")).collect();
    assert_eq!(world.ask("POST", &path("rates"), &admin, &rate(json!(many)), None).status, 400);
    let view = world.done("GET", &at, &admin, &Value::Null);
    assert_eq!(view["rates"].as_array().map(Vec::len), Some(1), "nothing was stored: {view}");

    let surcharges = json!([day(&[5], 79_200, 86_400, "50"), day(&[6, 7], 0, 86_400, "100")]);
    let set = world.done("POST", &path("rates"), &admin, &rate(surcharges));
    assert_eq!(set["rate"]["surcharges"].as_array().map(Vec::len), Some(2), "{set}");
    world.done("POST", &path("projects"), &admin, &json!({ "name": "Typed", "client": "Acme" }));
    let typed = ["rate", "set", "--project", "Typed", "--amount", "10000", "--from", "2026-10-01"];
    world.home.expect(0, &[&typed[..], &["--surcharge", "fri:22-24:50", "--surcharge", "sat-sun:0-24:100"]].concat());
    for project in ["Site", "Typed"] {
        // One hour before, two at night, one and a half of Saturday, and one of a plain Monday.
        for (start, end) in [("2026-10-09T21:00", "2026-10-10T01:30"), ("2026-10-12T09:00", "2026-10-12T10:00")] {
            let entry = json!({ "project": project, "start": start, "end": end, "zone": "Europe/Budapest" });
            world.done("POST", &path("time"), &admin, &entry);
        }
    }
    world.done("POST", &path("time/approve"), &admin, &json!({ "overlaps": true }));
    for project in ["Site", "Typed"] {
        let ask = json!({ "client": "Acme", "project": project });
        let made = world.done("POST", &path("drafts"), &admin, &ask);
        // 10,000 + 2 × 15,000 + 1.5 × 20,000 + 10,000.
        assert_eq!(made["drafts"][0]["net"], "80000", "{project}: {made}");
    }
    world.end();
    world.home.expect(0, &["books", "check"]);
}

fn evening() -> Value {
    json!({ "project": "Site", "start": "2026-10-25T01:30", "end": "2026-10-25T04:00", "zone": "Europe/Budapest" })
}

#[test]
fn from_a_client_to_money_over_http_and_each_call_once() {
    let mut world = World::new();
    let admin = world.token("robot", "admin");
    let at = filled(&world, &admin);
    let path = |rest: &str| format!("{at}/{rest}");
    let added = world.done("POST", &path("time"), &admin, &evening());
    assert_eq!(added["entries"][0]["seconds"], 12_600);
    let approved = world.done("POST", &path("time/approve"), &admin, &json!({ "q": "project:site" }));
    assert_eq!(approved["seconds"], 12_600);
    let ask = json!({ "client": "Acme", "until": "2026-10-31" });
    // A call that is repeated with its key does nothing more.
    let first = world.ask("POST", &path("drafts"), &admin, &ask, Some("draft-1")).json();
    let again = world.ask("POST", &path("drafts"), &admin, &ask, Some("draft-1")).json();
    assert_eq!((&first["drafts"][0]["draft"], &first["drafts"][0]["net"]), (&again["drafts"][0]["draft"], &json!("63000")));
    let other = world.ask("POST", &path("drafts"), &admin, &json!({ "client": "Acme" }), Some("draft-1"));
    assert_eq!(other.status, 409, "{}", other.text());
    let draft = first["drafts"][0]["draft"].as_str().expect("an identifier");
    let explained = world.done("GET", &path(&format!("drafts/{draft}")), &admin, &Value::Null);
    assert_eq!(explained["drafts"][0]["lines"][0]["parts"][0]["seconds"], 12_600);
    let issue = json!({ "drafts": [draft], "date": "2026-11-01", "due": "2026-11-15" });
    let issued = world.ask("POST", &path("issue"), &admin, &issue, Some("issue-1")).json();
    let repeated = world.ask("POST", &path("issue"), &admin, &issue, Some("issue-1")).json();
    assert_eq!(issued["invoices"][0]["invoice_number"], "INV-2026-00001");
    assert_eq!(issued["invoices"][0]["invoice_id"], repeated["invoices"][0]["invoice_id"]);
    assert_eq!(world.ask("POST", &path("issue"), &admin, &issue, None).status, 409);
    let pay = json!({ "documents": ["INV-2026-00001"], "amount": "50000", "date": "2026-11-10" });
    for _ in 0..2 {
        let paid = world.ask("POST", &path("payments"), &admin, &pay, Some("pay-1")).json();
        assert_eq!((paid["payment"]["amount"].as_str(), paid["invoices"][0]["balance"].as_str()), (Some("50000"), Some("30010")));
    }
    let credit = json!({ "lines": [{ "line": 1, "quantity": "1" }] });
    let noted = world.done("POST", &path("documents/INV-2026-00001/credit"), &admin, &credit);
    assert_eq!(noted["invoices"][0]["gross_total"], "-22860");
    let report = world.done("GET", &path("reports/time?by=week"), &admin, &Value::Null);
    assert_eq!(report["rows"][0]["seconds"], 12_600);
    let timer = world.done("POST", &path("timer"), &admin, &json!({ "action": "start", "entry": { "note": "Call" } }));
    assert_eq!(timer["timer"]["note"], "Call");
    world.done("POST", &path("timer"), &admin, &json!({ "action": "discard" }));
    assert_eq!(world.done("GET", &path("check"), &admin, &Value::Null)["problems"], json!([]));
    for (method, rest, body, status) in [
        ("GET", "drafts/nothing", Value::Null, 404),
        ("POST", "time", json!({ "time": "soon" }), 400),
        ("POST", "time", json!({ "start": "2026-10-25T02:30", "end": "2026-10-25T04:00" }), 400),
        ("POST", "time", json!({ "time": "1h", "project": "Nowhere" }), 404),
        ("POST", "clients", json!({ "name": "Acme Kft." }), 409),
        ("POST", "clients", json!({ "name": "New", "currency": "forint" }), 400),
        ("POST", "rates", json!({ "amount": "1e9", "currency": "HUF" }), 400),
        ("POST", "drafts", json!({ "client": "Acme" }), 409),
        ("POST", "payments", json!({ "documents": ["X"] }), 404),
        ("GET", "reports/nothing", Value::Null, 400),
    ] {
        let reply = world.ask(method, &path(rest), &admin, &body, None);
        assert_eq!(reply.status, status, "{method} {rest}: {}", reply.text());
        assert!(reply.json()["code"].as_str().is_some_and(|code| !code.is_empty()));
    }
    let missing = world.ask("GET", "/v1/books/999", &admin, &Value::Null, None);
    assert_eq!(missing.status, 404, "{}", missing.text());
    world.end();
    world.home.expect(0, &["books", "check"]);
}

#[test]
fn a_role_may_do_what_its_cell_says() {
    let mut world = World::new();
    let admin = world.token("robot", "admin");
    let at = filled(&world, &admin);
    let (member, viewer) = (world.token("anna", "member"), world.token("vera", "viewer"));
    let path = |rest: &str| format!("{at}/{rest}");
    let timed = json!({ "name": "Timed", "client": "Acme", "budget_seconds": 36_000 });
    world.done("POST", &path("projects"), &admin, &timed);
    let own = world.done("POST", &path("time"), &member, &json!({ "time": "9-11", "date": "2026-10-05", "project": "Site" }));
    let own = own["entries"][0]["id"].as_str().expect("an identifier").to_owned();
    let other = world.done("POST", &path("time"), &admin, &json!({ "time": "9-10", "date": "2026-10-05", "project": "Site" }));
    let other = other["entries"][0]["id"].as_str().expect("an identifier").to_owned();
    // Statuses of member and viewer.
    let none = Value::Null;
    for (method, rest, body, wanted) in [
        ("GET", "", none.clone(), [200, 200]),
        ("GET", "time", none.clone(), [200, 200]),
        ("GET", "reports/time", none.clone(), [200, 200]),
        ("GET", "reports/profit", none.clone(), [403, 200]),
        ("GET", "reports/budget", none.clone(), [403, 200]),
        ("GET", "reports/unbilled", none.clone(), [403, 200]),
        ("GET", "reports/forecast", none.clone(), [403, 200]),
        ("GET", "drafts", none.clone(), [403, 200]),
        ("GET", "check", none.clone(), [403, 200]),
        ("GET", "timer", none.clone(), [200, 403]),
        ("POST", "timer", json!({ "action": "start" }), [200, 403]),
        ("POST", "timer", json!({ "action": "discard" }), [200, 403]),
        ("POST", "time", json!({ "time": "1h", "date": "2026-10-06" }), [200, 403]),
        ("POST", "time", json!({ "time": "1h", "person": "robot" }), [403, 403]),
        ("PUT", &*format!("time/{other}"), json!({ "note": "mine" }), [404, 403]),
        ("DELETE", &*format!("time/{other}"), none.clone(), [404, 403]),
        ("POST", &*format!("time/{other}/split"), json!({ "at": "9:30" }), [404, 403]),
        ("POST", "time/approve", json!({}), [403, 403]),
        ("POST", "clients", json!({ "name": "Other" }), [403, 403]),
        ("POST", "projects", json!({ "name": "Other", "client": "Acme" }), [403, 403]),
        ("POST", "people", json!({ "name": "Other" }), [403, 403]),
        ("POST", "rates", json!({ "amount": "1", "currency": "HUF" }), [403, 403]),
        ("POST", "recurring", json!({ "title": "x", "client": "Acme", "next": "2026-12-01", "time": true }), [403, 403]),
        ("POST", "recurring/run", none.clone(), [403, 403]),
        ("POST", "time-maps", json!({ "name": "x", "project": "Site" }), [403, 403]),
        ("POST", "drafts", json!({ "client": "Acme" }), [403, 403]),
        ("POST", "issue", json!({ "drafts": ["x"] }), [403, 403]),
        ("POST", "documents/x/credit", json!({}), [403, 403]),
        ("POST", "documents/x/void", json!({}), [403, 403]),
        ("POST", "payments", json!({ "documents": ["x"] }), [403, 403]),
        ("DELETE", "records/x", none.clone(), [403, 403]),
    ] {
        let whole = if rest.is_empty() { at.clone() } else { path(rest) };
        for (token, wanted) in [&member, &viewer].into_iter().zip(wanted) {
            let reply = world.ask(method, &whole, token, &body, None);
            assert_eq!(reply.status, wanted, "{method} {rest}: {}", reply.text());
        }
    }
    // A member sees no rates, no costs, and no time of others.
    let seen = world.done("GET", &at, &member, &Value::Null);
    assert_eq!(seen["rates"].as_array().map(Vec::len), Some(0));
    let projects = seen["projects"].as_array().expect("a list");
    let seconds = |of: &str| projects.iter().filter_map(|project| project[of].as_i64()).sum::<i64>();
    assert_eq!((seconds("seconds"), seconds("unbilled_seconds")), (7_200, 0), "its own alone");
    assert!(projects.iter().all(|project| project["invoiced"].is_null()), "what is hidden is no figure");
    let used = |token: &str| {
        let seen = world.done("GET", &at, token, &Value::Null);
        let all = seen["projects"].as_array().expect("a list").clone();
        all.iter().find(|project| project["name"] == "Timed").expect("it is there")["budget_used"].clone()
    };
    assert_eq!((used(&viewer), used(&member)), (json!("0"), Value::Null), "what is hidden is no figure");
    let time = world.done("GET", &path("time"), &member, &Value::Null);
    assert!(time["entries"].as_array().expect("a list").iter().all(|entry| entry["id"] != *other));
    let report = world.done("GET", &path("reports/time?by=person"), &member, &Value::Null);
    assert_eq!((report["rows"].as_array().map(Vec::len), report["rows"][0]["seconds"].as_i64()), (Some(1), Some(10_800)));
    world.done("PUT", &path(&format!("time/{own}")), &member, &json!({ "note": "mine" }));
    world.done("POST", &path("time/approve"), &admin, &json!({ "overlaps": true }));
    assert_eq!(world.ask("PUT", &path(&format!("time/{own}")), &member, &json!({ "note": "late" }), None).status, 409);
    world.end();
}
