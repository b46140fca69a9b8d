//! The service over HTTP: for programs with a token only.

use std::io::{BufRead, BufReader, Read, Write};

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::server::{Server, document, page, rest};
use crate::support::serving::Serving;
use crate::support::talk::{self, Reply, connect, request, tcp};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// Two companies with invoices, served over TCP.
struct World {
    home: Home,
    serving: Option<Serving>,
    address: String,
    server: Server,
}

impl World {
    fn new(invoices: u64) -> Self {
        Self::with(invoices, "")
    }

    fn with(invoices: u64, config: &str) -> Self {
        let documents: Vec<String> = (1..=invoices).rev().map(|id| document(id, "100")).collect();
        let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
        let home = Home::new();
        std::fs::write(home.path().join("config.toml"), config).expect("written");
        home.must_add("Egy Kft.", &server.url, KEY);
        home.must_add("Két Bt.", &server.url, KEY);
        let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
        let line = serving.says("http://");
        let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
        serving.says("Serving");
        Self { home, serving: Some(serving), address, server }
    }

    fn token(&self, args: &[&str]) -> String {
        let made = self.home.expect(0, &[&["token", "add"], args].concat());
        made.out.trim().to_owned()
    }

    fn ask(&self, method: &str, path: &str, token: &str, body: &str) -> Reply {
        tcp(&self.address, request(method, path, Some(token), body).as_bytes())
    }

    fn get(&self, path: &str, token: &str) -> Value {
        let reply = self.ask("GET", path, token, "");
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }
}

#[test]
fn a_program_does_what_a_person_does() {
    let world = World::new(250);
    let token = world.token(&["robot", "--role", "admin"]);
    let events = connect(&world.address);
    (&events).write_all(request("GET", "/v1/events", Some(&token), "").as_bytes()).expect("it is heard");
    let mut heard = BufReader::new(events).lines().map(|line| line.expect("UTF-8"));
    let first = heard.by_ref().find(|line| line.starts_with(':') || line.starts_with("event:"));
    assert_eq!(first.as_deref(), Some(": "), "nothing was missed: a sign of life");

    let begun = world.ask("POST", "/v1/sync", &token, r#"{"companies":[1]}"#);
    assert_eq!((begun.status, begun.json()), (202, json!({"companies": [1]})));
    assert!(heard.any(|line| line == "event: started"));
    assert!(heard.any(|line| line == "event: ended"));
    let ended: Value = serde_json::from_str(heard.next().expect("its data").trim_start_matches("data: ")).expect("JSON");
    assert_eq!((&ended["status"], &ended["invoices_created"]), (&json!("completed"), &json!(250)));
    assert_eq!((&ended["trigger"], &ended["actor"]), (&json!("api"), &json!("token:robot")));

    let report = world.ask("POST", "/v1/sync", &token, r#"{"wait":true,"full":true}"#).json();
    assert_eq!((&report["status"], &report["total_companies"]), (&json!("completed"), &json!(2)));
    // What a program sees is what the command line prints.
    assert_eq!(world.get("/v1/status", &token), world.home.json(0, &["status", "--json"]));
    assert_eq!(world.get("/v1/runs", &token), world.home.json(0, &["logs", "--json"]));
    let printed = world.home.json(0, &["invoices", "--company", "2", "--sort", "-gross", "--limit", "20", "--format", "json"]);
    assert_eq!(world.get("/v1/invoices?company=2&sort=-gross&limit=20", &token), printed);
    let one = world.home.json(0, &["invoice", "7", "--company", "1", "--json", "--history"]);
    assert_eq!(world.get("/v1/companies/1/invoices/7?history=true", &token), one);
    assert_eq!(world.get("/v1/runs/1", &token), world.home.json(0, &["logs", "show", "1", "--json"]));
    let behind = world.get("/v1/invoices?offset=5000", &token);
    assert_eq!((&behind["total"], &behind["invoices"]), (&json!(500), &json!([])));

    for (format, beginning) in [("csv", "invoice_id,"), ("ndjson", "{\"invoice_id\""), ("json", "{\"total\":500"), ("xlsx", "PK")]
    {
        let file = world.ask("GET", &format!("/v1/export?format={format}"), &token, "");
        assert_eq!(file.status, 200);
        assert!(file.body.starts_with(beginning.as_bytes()), "{format}");
    }
    let lines = world.ask("GET", "/v1/export?format=ndjson&company=1", &token, "").text();
    assert_eq!(lines.lines().count(), 250);

    let added = world.ask("POST", "/v1/companies", &token, r#"{"name":"Három","provider":"billingo"}"#);
    assert_eq!((added.status, &added.json()["company"]["has_api_key"]), (201, &json!(false)));
    assert!(added.head.contains("location: /v1/companies/3"), "{}", added.head);
    let changed = world.ask("PATCH", "/v1/companies/3", &token, r#"{"name":"Negyedik","enabled":false}"#).json();
    assert_eq!((&changed["name"], &changed["enabled"]), (&json!("Negyedik"), &json!(false)));
    let body = format!(r#"{{"api_key":"{KEY}","test":false}}"#);
    let keyed = world.ask("PUT", "/v1/companies/3/key", &token, &body);
    assert_eq!(keyed.json()["company"]["has_api_key"], true);
    assert!(!keyed.text().contains(KEY), "a key is never told");
    assert_eq!(world.ask("DELETE", "/v1/companies/3?name=Egy", &token, "").code(), "api-name-to-remove");
    assert_eq!(world.ask("DELETE", "/v1/companies/3?name=Negyedik", &token, "").status, 200);
    assert_eq!(world.ask("GET", "/v1/companies/3", &token, "").code(), "service-no-such-company");

    // The audit log names the token.
    let audit = world.home.json(0, &["audit", "--json", "--limit", "1000"]);
    let lines = audit["entries"].as_array().expect("a list");
    let by_robot = |action: &str| lines.iter().any(|line| line["action"] == action && line["actor"] == "token:robot");
    assert!(
        ["company.add", "company.rename", "key.set", "company.remove", "export", "sync"].into_iter().all(by_robot),
        "{audit}"
    );
    assert!(lines.iter().any(|line| line["from"].as_str().expect("a text").starts_with("127.0.0.1:")), "{audit}");
}

#[test]
fn nobody_comes_in_without_a_token_and_a_revoked_one_is_refused_at_once() {
    let mut world = World::new(3);
    let (good, short) = (world.token(&["jó", "--role", "admin"]), world.token(&["rövid"]));
    assert_eq!(world.get("/v1/companies", &short)["companies"].as_array().map(Vec::len), Some(2));
    let paths =
        ["/v1/companies", "/v1/invoices", "/v1/runs", "/v1/events", "/v1/audit", "/v1/export?format=csv", "/metrics", "/x"];
    let wrong = good.replace("fkt_", "fkt_0");
    for path in paths {
        let none = tcp(&world.address, request("GET", path, None, "").as_bytes());
        assert_eq!((none.status, none.code()), (401, "api-no-token".to_owned()), "{path}");
        assert!(none.head.contains("www-authenticate: bearer"), "{}", none.head);
        for bad in [wrong.as_str(), "", "fkt_", &good[..good.len() - 1], &"f".repeat(5000)] {
            assert_eq!(world.ask("GET", path, bad, "").status, 401, "{path} {bad}");
        }
    }
    assert_eq!(world.ask("POST", "/v1/sync", &wrong, "").status, 401);
    // Without a token: only that it is up.
    let up = tcp(&world.address, request("GET", "/health", None, "").as_bytes());
    assert_eq!(up.json(), json!({"status": "up"}));
    assert_eq!(world.ask("GET", "/health", &wrong, "").status, 401);
    assert_eq!(world.ask("GET", "/health", &good, "").json()["status"], "red", "never synced");

    // A name of it is enough to take it back, and a listener hears the end.
    world.home.expect(0, &["token", "revoke", "rövid"]);
    assert_eq!(world.ask("GET", "/v1/companies", &short, "").code(), "service-token-unknown");
    world.home.expect(2, &["token", "revoke", "rövid"]);
    // Only hashes are kept, and the file is its owner's alone.
    let listed = world.home.expect(0, &["token", "list", "--json"]).out;
    let kept = std::fs::read_to_string(world.home.store().join("tokens.json")).expect("there");
    let logs: String = crate::support::files(&world.home.path().join("logs"))
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap_or_default())
        .collect();
    for text in [&listed, &kept, &logs] {
        assert!(!text.contains(&good[4..]), "a token is told");
    }
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(world.home.store().join("tokens.json")).expect("there").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    let serving = world.serving.take().expect("it serves");
    serving.signal(rustix::process::Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
    assert!(std::net::TcpStream::connect(&world.address).is_err(), "nobody listens any more");
}

#[test]
fn a_viewer_changes_nothing_and_a_token_of_one_company_sees_no_other() {
    let world = World::new(5);
    world.home.expect(0, &["sync"]);
    let (viewer, one) = (world.token(&["néző"]), world.token(&["egyé", "--role", "admin", "--company", "Egy Kft."]));
    let changes = [
        ("POST", "/v1/companies", r#"{"name":"Új","provider":"billingo"}"#),
        ("PATCH", "/v1/companies/1", r#"{"name":"Más"}"#),
        ("PATCH", "/v1/companies/1", r#"{"enabled":false}"#),
        ("DELETE", "/v1/companies/1?name=Egy%20Kft.", ""),
        ("PUT", "/v1/companies/1/key", r#"{"api_key":"x","test":false}"#),
        ("POST", "/v1/companies/1/test", ""),
        ("POST", "/v1/sync", ""),
        ("POST", "/v1/sync", r#"{"wait":true}"#),
        ("POST", "/v1/sync/cancel", ""),
        ("GET", "/v1/audit", ""),
    ];
    let before = world.get("/v1/companies", &viewer);
    for (method, path, body) in changes {
        let refused = world.ask(method, path, &viewer, body);
        assert_eq!((refused.status, refused.code()), (403, "service-not-allowed".to_owned()), "{method} {path}");
        assert!(refused.text().contains("token add"), "a token has its role of itself: {}", refused.text());
    }
    assert_eq!(world.get("/v1/companies", &viewer), before);
    assert_eq!(world.get("/v1/invoices", &viewer)["total"], 10);

    // Nor does a token that may add companies have this machine ask itself or its neighbours.
    let admin = world.token(&["gép", "--role", "admin"]);
    for url in ["http://127.0.0.1:22/v3", "http://localhost:1/", "https://[::1]:9/", "https://10.0.0.1/", "https://intranet/"] {
        let new = json!({"name": "Új", "provider": "billingo", "base_url": url, "api_key": KEY}).to_string();
        let refused = world.ask("POST", "/v1/companies", &admin, &new);
        assert_eq!((refused.status, refused.code()), (403, "service-local-address".to_owned()), "{url}: {}", refused.text());
    }
    assert_eq!(world.get("/v1/companies", &viewer), before);

    // Each figure of a report is of the companies that the caller sees.
    for path in ["/v1/reports/vat", "/v1/reports/months", "/v1/reports/months?by=fulfilled"] {
        let (all, theirs) = (world.get(path, &viewer), world.get(path, &one));
        assert_eq!((&all["invoices"], &theirs["invoices"]), (&json!(10), &json!(5)), "{path}");
        let gross = |report: &Value| -> f64 {
            let rows = report["rows"].as_array().expect("rows").iter();
            rows.map(|row| row["gross"].as_str().expect("an amount").parse::<f64>().expect("a number")).sum()
        };
        assert!(gross(&theirs) > 0.0 && (gross(&all) - 2.0 * gross(&theirs)).abs() < 0.01, "{path}: {all} {theirs}");
    }

    // The other company is not there for a token of one.
    assert_eq!(world.get("/v1/invoices", &one)["total"], 5);
    assert_eq!(world.get("/v1/companies", &one)["companies"].as_array().map(Vec::len), Some(1));
    assert_eq!(world.get("/v1/runs", &one)["runs"].as_array().map(Vec::len), Some(1));
    for (method, path, body) in [
        ("GET", "/v1/invoices?company=2", ""),
        ("GET", "/v1/companies/2/invoices/1", ""),
        ("GET", "/v1/runs?company=2", ""),
        ("PATCH", "/v1/companies/2", r#"{"enabled":false}"#),
        ("POST", "/v1/sync", r#"{"companies":[1,2]}"#),
        ("GET", "/v1/export?format=csv&company=2", ""),
        ("POST", "/v1/companies", r#"{"name":"Új","provider":"billingo"}"#),
        ("GET", "/v1/audit", ""),
    ] {
        assert_eq!(world.ask(method, path, &one, body).status, 403, "{method} {path}");
    }
    let theirs = world.get("/v1/runs?company=2", &viewer)["runs"][0]["run_id"].to_string();
    for path in ["/v1/companies/2".to_owned(), format!("/v1/runs/{theirs}"), "/v1/runs/99".to_owned()] {
        assert_eq!(world.ask("GET", &path, &one, "").status, 404, "{path}");
    }
    assert!(!world.ask("GET", "/metrics", &one, "").text().contains("Két"));
    // Nor is it named where it has the same key, which is refused all the same.
    let key = format!(r#"{{"api_key":"{KEY}"}}"#);
    let same = world.ask("PUT", "/v1/companies/1/key", &one, &key);
    assert_eq!((same.status, same.code()), (409, "service-same-unseen".to_owned()), "{}", same.text());
    assert!(!same.text().contains("Két") && !same.text().contains("10773381"), "{}", same.text());
    let everywhere = world.token(&["mindenütt", "--role", "admin"]);
    let named = world.ask("PUT", "/v1/companies/1/key", &everywhere, &key);
    assert!(named.code() == "service-same-key" && named.text().contains("Két Bt."), "{}", named.text());
    let report = world.ask("POST", "/v1/sync", &one, r#"{"wait":true}"#).json();
    assert_eq!(report["total_companies"], 1);
}

#[test]
fn the_same_account_is_a_conflict_unless_it_is_forced() {
    // The service of a test is on this machine.
    let world = World::with(1, "[access]\nlocal_addresses = true\n");
    let token = world.token(&["robot", "--role", "admin"]);
    let add = |key: &str, force: bool| {
        let url = world.server.url.as_str();
        let body = json!({"name": "Három", "provider": "billingo", "base_url": url, "api_key": key, "force": force});
        world.ask("POST", "/v1/companies", &token, &body.to_string())
    };
    let same = add(KEY, false);
    assert_eq!((same.status, same.code()), (409, "service-same-key".to_owned()), "{}", same.text());
    assert!(same.text().contains("Egy Kft.") && !same.text().contains(KEY), "{}", same.text());
    let other = KEY.replace("01c9", "02d8");
    let account = add(&other, false);
    assert_eq!((account.status, account.code()), (409, "service-same-account".to_owned()), "{}", account.text());
    assert_eq!(world.get("/v1/companies", &token)["companies"].as_array().map(Vec::len), Some(2), "nothing was added");
    assert_eq!(add(&other, true).status, 201);
    let id = world.get("/v1/companies", &token)["companies"][2]["id"].clone();
    let body = json!({"api_key": KEY}).to_string();
    let set = world.ask("PUT", &format!("/v1/companies/{id}/key"), &token, &body);
    assert_eq!((set.status, set.code()), (409, "service-same-key".to_owned()), "{}", set.text());
}

#[test]
fn what_is_malformed_huge_or_slow_is_refused_and_others_are_served() {
    let world = World::new(3);
    let token = world.token(&["robot", "--role", "admin"]);
    // A client that never ends its head, and one that never sends its body.
    let mut slow_head = connect(&world.address);
    slow_head.write_all(b"GET /v1/companies HTTP/1.1\r\nHost: x\r\nX-Slow: ").expect("it is heard");
    let mut slow_body = connect(&world.address);
    let head = format!("POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n{{");
    slow_body.write_all(head.as_bytes()).expect("it is heard");

    let malformed: &[&[u8]] = &[
        b"\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"GET /v1/companies HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        &[0xff; 4096],
    ];
    for bytes in malformed {
        let mut stream = connect(&world.address);
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut heard = String::new();
        let _ = stream.read_to_string(&mut heard);
        assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 4") || heard.starts_with("HTTP/1.0 4"), "{heard}");
    }
    let long = format!("GET /v1/companies HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(100_000));
    assert!(matches!(tcp(&world.address, long.as_bytes()).status, 0 | 431));
    let many = format!("GET /v1/companies HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-One: 1\r\n".repeat(500));
    assert!(matches!(tcp(&world.address, many.as_bytes()).status, 0 | 431));
    let huge = world.ask("POST", "/v1/sync", &token, &"x".repeat(1_000_000));
    assert!(matches!(huge.status, 0 | 413), "{}", huge.text());

    for (method, path, body, code) in [
        ("GET", "/v1/nothing", "", "api-no-such-path"),
        ("PUT", "/v1/companies", "", "api-no-such-method"),
        ("GET", "/v1/companies/abc", "", "api-bad-parameter"),
        ("GET", "/v1/companies/-1", "", "api-bad-parameter"),
        ("GET", "/v1/invoices?limit=1001", "", "api-bad-parameter"),
        ("GET", "/v1/invoices?lmit=1", "", "api-unknown-parameter"),
        ("GET", "/v1/invoices?q=a&q=b", "", "api-twice"),
        ("GET", "/v1/invoices?sort=colour", "", "query-unknown-sort"),
        ("GET", "/v1/export?format=exe", "", "api-bad-parameter"),
        ("GET", "/v1/runs?status=happy", "", "api-bad-parameter"),
        ("POST", "/v1/sync", "{", "api-bad-body"),
        ("POST", "/v1/sync", "[[1],true,true]", "api-bad-body"),
        ("POST", "/v1/sync", r#"{"company":[1]}"#, "api-bad-body"),
        ("PATCH", "/v1/companies/1", "[null,false]", "api-bad-body"),
        ("POST", "/v1/companies", r#"{"name":"123","provider":"billingo"}"#, "service-bad-name"),
        ("POST", "/v1/companies", r#"{"name":"Egy Kft.","provider":"billingo"}"#, "service-name-taken"),
    ] {
        let refused = world.ask(method, path, &token, body);
        assert!((400..500).contains(&refused.status), "{method} {path}: {}", refused.status);
        assert_eq!(refused.code(), code, "{method} {path}");
    }
    let hungarian =
        request("GET", "/v1/nothing", Some(&token), "").replace("Host: x", "Host: x\r\nAccept-Language: hu-HU,en;q=0.5");
    assert!(tcp(&world.address, hungarian.as_bytes()).text().contains("Ismeretlen útvonal"));
    // While the slow ones still wait.
    assert_eq!(world.get("/v1/companies", &token)["companies"].as_array().map(Vec::len), Some(2));
    let mut rest = String::new();
    let _ = slow_body.read_to_string(&mut rest);
    assert!(rest.starts_with("HTTP/1.1 408"), "{rest}");
    let mut rest = String::new();
    let _ = slow_head.read_to_string(&mut rest);
    assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 4"), "{rest}");
}

#[test]
fn the_socket_needs_no_token_and_the_document_tells_every_route() {
    let world = World::new(3);
    let socket = world.home.store().join("faktura.sock");
    let companies = talk::unix(&socket, &request("GET", "/v1/companies", None, ""));
    assert_eq!(companies.json()["companies"].as_array().map(Vec::len), Some(2));
    let document = talk::unix(&socket, &request("GET", "/openapi.json", None, "")).json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() >= 17, "{}", paths.len());
    // Headers that are taken are told, and a body has its own name.
    let is_keyed = |path: &str, method: &str| {
        let parameters = document["paths"][path][method]["parameters"].as_array().cloned().unwrap_or_default();
        parameters.iter().any(|one| one["name"] == "Idempotency-Key" && one["in"] == "header")
    };
    for path in ["/v1/push/apply", "/v1/books/{company}/drafts", "/v1/books/{company}/time"] {
        assert!(is_keyed(path, "post"), "{path}");
    }
    assert!(!is_keyed("/v1/push", "get") && !is_keyed("/v1/sync", "post"));
    let body = &document["paths"]["/v1/push/apply"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["anyOf"][0]["$ref"], "#/components/schemas/CompanyList", "{body}");
    let languages = document["paths"].as_object().expect("paths").iter().filter(|(path, _)| path.starts_with("/v1/"));
    assert!(
        languages.map(|(_, item)| &item["parameters"][0]["$ref"]).all(|told| *told == "#/components/parameters/AcceptLanguage")
    );
    let mut token = String::new();
    for (index, (path, item)) in paths.iter().enumerate() {
        // A token may ask so often within a minute.
        if index % 8 == 0 {
            token = world.token(&[&format!("robot {index}"), "--role", "admin"]);
        }
        let path = path
            .replace("{company}", "1")
            .replace("{invoice}", "1")
            .replace("{payment}", "1")
            .replace("{contact}", "1")
            .replace("{login}", "1")
            .replace("{run}", "1")
            .replace("{kind}", "aging");
        for method in ["get", "put", "post", "patch", "delete"] {
            if path == "/v1/events" || method == "delete" && path == "/v1/companies/1" {
                continue;
            }
            let told = item.get(method).is_some();
            let reply = world.ask(&method.to_uppercase(), &path, &token, "");
            assert_eq!(reply.status != 405, told, "{method} {path}: {} {}", reply.status, reply.text());
        }
    }
    // Nothing but loopback is listened to.
    let refused = world.home.expect(2, &["serve", "--listen", "0.0.0.0:0"]);
    assert!(refused.err.contains("TLS"), "{}", refused.err);
}

#[test]
fn writing_for_a_company_or_an_item_that_is_not_there_is_not_found() {
    let world = World::new(3);
    let token = world.token(&["robot", "--role", "admin"]);
    let calls = [
        ("/v1/push/apply", r#"{"companies":[99]}"#),
        ("/v1/push/apply", r#"{"companies":[1,99]}"#),
        ("/v1/push/plan", r#"{"to":99,"from":1}"#),
        ("/v1/push/plan", r#"{"to":1,"from":99}"#),
        ("/v1/push/1/nothing/discard", ""),
        ("/v1/push/1/nothing/retry", ""),
    ];
    for (path, body) in calls {
        let reply = world.ask("POST", path, &token, body);
        assert_eq!(reply.status, 404, "{path} {body}: {}", reply.text());
    }
    // A company without a plan is there.
    assert_eq!(world.ask("POST", "/v1/push/apply", &token, r#"{"companies":[1]}"#).status, 409);
}
