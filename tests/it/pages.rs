//! Payments, contacts and logins: on the screen from a consent to the payments of an invoice, and the same over REST.

use faktura::sandbox::oauth::Service;
use faktura::sandbox::xero::Organisations;
use jiff::civil::date;
use serde_json::{Value, json};

use super::logins::Pretend;
use super::support::Home;
use super::support::serving::Serving;
use super::support::talk::{request, tcp};
use super::support::terminal::Terminal;

/// A pretend Xero with three organisations.
fn xero() -> Pretend {
    Pretend::with_api(Service::Xero, Box::new(Organisations::demo(45, 7, date(2026, 10, 27))))
}

/// The address that stands on the screen, broken where lines end.
fn address(screen: &str) -> String {
    let from = screen.find("http://127.0.0.1").expect("an address");
    let lines = screen[from..].lines().map(str::trim).take_while(|line| !line.is_empty() && !line.contains('─'));
    lines.collect()
}

#[test]
fn a_service_is_connected_synced_and_looked_through_on_the_screen_alone() {
    let (home, pretend) = (Home::new(), xero());
    let root = pretend.site().root.clone();
    let client = pretend.site().identity(|identity| identity.options.client_id.clone());
    let mut terminal = Terminal::start(&home, &["--tab", "logins"], 40, 160);
    terminal.shows("No login yet.");
    terminal.type_until("A", "Connect a service");
    terminal.type_until("\x1b[C", "‹ Xero ›");
    // With permission to write.
    terminal.press(&format!("\t{client}\t\t\t \t\t{root}\t{root}\r"));
    terminal.shows("Consent at Xero");
    let url = address(&terminal.text());
    let sent_to = pretend.browse(&json!({"authorize_url": url}), "");
    terminal.press(&format!("\x1b[200~{sent_to}\x1b[201~"));
    terminal.shows("••••");
    assert!(!terminal.text().contains("code="), "{}", terminal.text());
    terminal.type_until("\r", "Companies of Xero");
    terminal.type_until("\r", "No company is marked.");
    terminal.press(" \r");
    terminal.shows("Connected: ");
    terminal.shows("● active");
    // Synced once its company is here, with what came on both pages.
    terminal.type_until("1", "never");
    terminal.press("S");
    terminal.type_until("7", "payments");
    terminal.until("a payment", |screen| screen.contains("from customer") || screen.contains("INV-"));
    terminal.type_until("8", "contacts");
    terminal.shows("Customer");
    terminal.type_until("$", "7 Payments");
    terminal.quits();
    let logins = home.json(0, &["login", "list", "--json"]);
    assert_eq!((&logins["logins"][0]["status"], &logins["logins"][0]["writes"]), (&json!("active"), &json!(true)));
    let companies = home.json(0, &["company", "list", "--json"])["companies"].clone();
    assert_eq!(companies.as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&companies[0]["has_api_key"], &companies[0]["login"], &companies[0]["login_status"]),
        (&json!(false), &json!(1), &json!("active"))
    );
    let shown = home.expect(0, &["company", "show", "1"]).out;
    assert!(shown.contains("login 1: active") && !shown.contains("key set"), "{shown}");
}

/// Sum of amounts with a point, as an exact number of hundredths.
fn cents<'v>(amounts: impl Iterator<Item = &'v Value>) -> i64 {
    let one = |amount: &Value| {
        let text = amount.as_str().expect("an amount");
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{part:0<2}").parse::<i64>().expect("a number")
    };
    amounts.map(one).sum()
}

#[test]
fn what_pays_an_invoice_is_what_it_is_no_longer_open_by() {
    let (home, pretend) = (Home::new(), xero());
    pretend.connect(&home);
    home.json(0, &["sync", "--json"]);
    let payments = home.json(0, &["payments", "type:payment", "--format", "json"]);
    let payments = payments["payments"].as_array().expect("payments");
    assert!(payments.len() > 3, "{payments:?}");
    for payment in payments.iter().take(10) {
        let (invoice, company) = (&payment["allocations"][0]["invoice_id"], &payment["company_id"]);
        let args = ["invoice", invoice.as_str().expect("an invoice"), "--company", &company.to_string(), "--json"];
        let invoice = home.json(0, &args);
        let paid = invoice["payments"].as_array().expect("payments");
        assert!(paid.iter().any(|paid| paid["payment_id"] == payment["payment_id"]), "{invoice}");
        let open = cents([&invoice["balance"]].into_iter());
        assert_eq!(
            cents(paid.iter().map(|paid| &paid["amount"])) + open,
            cents([&invoice["gross_total"]].into_iter()),
            "{invoice}"
        );
        // By the partner's identifier the same invoice is found.
        let contact = invoice["buyer"]["id"].as_str().or(invoice["seller"]["id"].as_str()).expect("a partner");
        let found = home.json(0, &["invoices", &format!("contact:{contact}"), "--format", "json"]);
        let found = found["invoices"].as_array().expect("invoices");
        assert!(found.iter().any(|row| row["invoice_id"] == invoice["invoice_id"]), "{found:?}");
    }
    let text = home.expect(0, &["invoice", payments[0]["allocations"][0]["invoice_number"].as_str().expect("a number")]).out;
    assert!(text.contains("Payments and credits"), "{text}");
}

#[test]
fn logins_and_the_payments_of_an_invoice_over_rest() {
    let (home, pretend) = (Home::new(), xero());
    std::fs::write(home.path().join("config.toml"), "[access]\nlocal_addresses = true\n").expect("written");
    let root = pretend.site().root.clone();
    let client = pretend.site().identity(|identity| identity.options.client_id.clone());
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let admin = home.expect(0, &["token", "add", "robot", "--role", "admin"]).out.trim().to_owned();
    let viewer = home.expect(0, &["token", "add", "reader"]).out.trim().to_owned();
    let ask = |method: &str, path: &str, token: &str, body: &Value| {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        tcp(&address, request(method, path, Some(token), &body).as_bytes())
    };
    let new = json!({"provider": "xero", "client_id": client, "base_url": root, "identity_url": root});
    assert_eq!(ask("POST", "/v1/logins", &viewer, &new).status, 403);
    let begun = ask("POST", "/v1/logins", &admin, &new);
    assert_eq!(begun.status, 201, "{}", begun.text());
    let begun = begun.json();
    let sent_to = pretend.browse(&begun, "");
    let finished = ask("POST", "/v1/logins/finish", &admin, &json!({"login": begun["login"], "redirect": sent_to}));
    let choices = finished.json()["choices"].as_array().expect("several companies").clone();
    assert!(choices.len() > 1 && finished.json()["companies"] == json!([]), "{}", finished.text());
    let tenant = &choices[0]["tenant"];
    let connected = ask("POST", "/v1/logins/finish", &admin, &json!({"login": begun["login"], "tenants": [tenant]})).json();
    assert_eq!(connected["companies"][0]["tenant"], *tenant, "{connected}");
    let tested = ask("POST", &format!("/v1/logins/{}/test", begun["login"]), &admin, &Value::Null);
    assert_eq!((tested.status, tested.json()["status"].clone()), (200, json!("active")), "{}", tested.text());
    let listed = ask("GET", "/v1/logins", &viewer, &Value::Null).json();
    assert_eq!(listed["logins"][0]["companies"], connected["companies"], "{listed}");
    assert!(listed["logins"][0]["renew_by"].is_string() && !listed.to_string().contains("token"), "{listed}");

    let synced = ask("POST", "/v1/sync", &admin, &json!({"wait": true}));
    assert_eq!(synced.status, 200, "{}", synced.text());
    let payments = ask("GET", "/v1/payments?limit=1", &viewer, &Value::Null).json();
    let payment = &payments["payments"][0];
    let invoice = payment["allocations"][0]["invoice_id"].as_str().expect("an invoice");
    let invoice = ask("GET", &format!("/v1/companies/1/invoices/{invoice}"), &viewer, &Value::Null).json();
    let paid = invoice["payments"].as_array().expect("payments");
    assert!(paid.iter().any(|paid| paid["payment_id"] == payment["payment_id"]), "{invoice}");

    let removed = ask("DELETE", &format!("/v1/logins/{}", begun["login"]), &admin, &Value::Null);
    assert_eq!(removed.status, 200, "{}", removed.text());
    assert_eq!(ask("GET", "/v1/logins", &admin, &Value::Null).json()["logins"], json!([]));
    let company = ask("GET", "/v1/companies/1", &viewer, &Value::Null).json();
    assert!(company["invoices"].as_u64().is_some_and(|count| count > 0), "the data stays: {company}");
}

#[test]
fn a_watched_status_prints_what_changed_until_it_is_interrupted() {
    use std::io::{BufRead, BufReader};

    let (home, pretend) = (Home::new(), xero());
    pretend.connect(&home);
    let mut command = home.command(&["status", "--watch", "1", "--json"]);
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map(|line| line.expect("UTF-8"));
    let state = |line: Option<String>| -> Value { serde_json::from_str(&line.expect("a line")).expect("JSON") };
    assert_eq!(state(lines.next())["companies"][0]["last_sync"], Value::Null);
    home.json(0, &["sync", "--json"]);
    // Lines come while it runs; one of them is from after the sync.
    let synced = lines.by_ref().map(|line| state(Some(line)));
    let mut synced =
        synced.filter(|state| state["companies"].as_array().is_some_and(|all| all.iter().all(|one| !one["last_sync"].is_null())));
    assert_eq!(synced.next().expect("a line")["status"], "green");
    let pid = rustix::process::Pid::from_raw(i32::try_from(child.id()).expect("a number")).expect("a process");
    rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it hears");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}
