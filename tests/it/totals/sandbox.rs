//! The pretend account of 6,000 invoices: every report, list, status and API answer is what its documents add up to.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

use super::naive::{Ask, Document, check_lists, check_reports};
use crate::support::Home;
use crate::support::serving::Serving;
use crate::support::talk::{request, tcp};

/// A pretend account that ends with the test.
struct Account(Child);

impl Drop for Account {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The API of a store that is served.
struct Api<'a> {
    address: &'a str,
    token: String,
    companies: BTreeMap<String, u64>,
}

impl Ask for Api<'_> {
    fn report(&self, kind: &str, company: Option<&str>) -> Value {
        let mut path = format!("/v1/reports/{}?limit=0", kind.split('?').next().unwrap_or(kind));
        if kind.contains("fulfilled") {
            path.push_str("&by=fulfilled");
        }
        if let Some(company) = company {
            path.push_str(&format!("&company={}", self.companies[company]));
        }
        let reply = tcp(self.address, request("GET", &path, Some(&self.token), "").as_bytes());
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }
}

fn amount(value: &Value) -> Decimal {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse().or_else(|_| Decimal::from_scientific(&text)).unwrap_or_default()
}

/// Every document of the account, as the service writes it.
fn documents(url: &str, key: &str) -> Vec<Value> {
    let (address, path) = url.trim_start_matches("http://").split_once('/').expect("a path");
    let mut all = Vec::new();
    for page in 1.. {
        let head = format!(
            "GET /{path}/documents?page={page}&per_page=100 HTTP/1.1\r\nHost: x\r\nX-API-KEY: {key}\r\nConnection: close\r\n\r\n"
        );
        let reply = tcp(address, head.as_bytes());
        assert_eq!(reply.status, 200, "{}", reply.text());
        let answer = reply.json();
        all.extend(answer["data"].as_array().expect("documents").iter().cloned());
        if page >= answer["last_page"].as_u64().expect("a number") {
            break;
        }
    }
    all
}

/// What is known of a document, judged by what the service says of it. `left` has the balances of part paid documents.
fn known(one: &Value, today: Date, left: &BTreeMap<String, Decimal>) -> Document {
    let text = |name: &str| one[name].as_str().unwrap_or("").to_owned();
    let kind = text("type");
    let counts =
        ["invoice", "advance", "modification", "cancellation", "receipt", "receipt_cancellation"].contains(&kind.as_str());
    let unpaid = ["outstanding", "expired", "partially_paid"].contains(&text("payment_status").as_str());
    let open = counts && unpaid && !kind.contains("cancellation") && one["cancelled"] == false;
    let gross = amount(&one["gross_total"]);
    // Of a part payment only its history tells what is left.
    let part = left.get(&one["id"].to_string()).filter(|_| text("payment_status") == "partially_paid");
    let month = |name: &str| one[name].as_str().map_or_else(|| "no_date".to_owned(), |day| day[..7].to_owned());
    let buyer = &one["document_partner"];
    let tax: String = buyer["taxcode"].as_str().unwrap_or("").chars().filter(char::is_ascii_alphanumeric).collect();
    let hungarian = tax.len() == 11 && tax.bytes().all(|byte| byte.is_ascii_digit());
    let partner = match tax.as_str() {
        "" => format!("#{}", buyer["id"]),
        tax if hungarian => tax[..8].to_owned(),
        tax => tax.to_owned(),
    };
    let of = |lines: &Value, names: [&str; 4]| {
        let line = |line: &Value| {
            let [net, vat, gross] = [names[1], names[2], names[3]].map(|name| amount(&line[name]));
            (line[names[0]].as_str().expect("a rate").to_owned(), net, vat, gross)
        };
        lines.as_array().expect("lines").iter().map(line).collect::<Vec<_>>()
    };
    let summary = &one["summary"];
    let names = ["vat_name", "vat_rate_net_amount", "vat_rate_vat_amount", "vat_rate_gross_amount"];
    let rates = of(&summary["vat_rate_summary"], names);
    let items = || of(&one["items"], ["vat", "net_amount", "vat_amount", "gross_amount"]);
    Document {
        company: "Teszt".to_owned(),
        currency: text("currency"),
        counts,
        net: amount(&summary["net_amount"]),
        vat: amount(&summary["vat_amount"]),
        gross,
        open: if open { part.copied().unwrap_or(gross) } else { Decimal::ZERO },
        issued: month("invoice_date"),
        fulfilled: month("fulfillment_date"),
        status: text("payment_status"),
        partner,
        late: one["due_date"].as_str().map(|day| i64::from((today - day.parse::<Date>().expect("a day")).get_days())),
        rates: if rates.is_empty() { items() } else { rates },
    }
}

#[test]
fn six_thousand_invoices_add_up_in_every_report_list_and_answer() {
    let home = Home::new();
    let mut child =
        home.command(&["sandbox", "--port", "0", "--invoices", "6000"]).stderr(Stdio::null()).spawn().expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map(|line| line.expect("UTF-8"));
    let _account = Account(child);
    let url = lines.find(|line| line.starts_with("http://")).expect("an address");
    let key = lines.find_map(|line| line.split_whitespace().next().filter(|word| word.len() == 36).map(str::to_owned));
    let key = key.expect("a key");
    home.must_add("Teszt", &url, &key);
    home.expect(0, &["sync"]);
    let file = home.path().join("part.ndjson");
    home.expect(0, &["export", file.to_str().expect("UTF-8"), "status:partially_paid"]);
    let exported = std::fs::read_to_string(&file).expect("it was written");
    let rows = exported.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let left: BTreeMap<String, Decimal> =
        rows.map(|row| (row["invoice_id"].as_str().expect("an identifier").to_owned(), amount(&row["balance"]))).collect();
    let today = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::get("Europe/Budapest").expect("a zone")).date();
    let all = documents(&url, &key);
    let cancelled = all.iter().filter(|one| one["cancelled"] == true).count();
    let documents: Vec<Document> = all.iter().map(|one| known(one, today, &left)).collect();
    assert_eq!(documents.len(), 6000);
    assert!(
        cancelled > 50 && left.len() > 20,
        "there is something to get wrong: {cancelled} cancelled, {} part paid",
        left.len()
    );
    check_reports(&home, &documents, None, "the command");
    check_reports(&home, &documents, Some("Teszt"), "the command");
    check_lists(&home, &documents, "the command");

    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let token = home.expect(0, &["token", "add", "robot", "--role", "viewer"]).out.trim().to_owned();
    let api = Api { address: &address, token, companies: [("Teszt".to_owned(), 1)].into() };
    check_reports(&api, &documents, None, "the API");
    check_reports(&api, &documents, Some("Teszt"), "the API");
    check_metrics(&api, &documents);
}

/// The gauges of what is open.
fn check_metrics(api: &Api<'_>, documents: &[Document]) {
    let reply = tcp(api.address, request("GET", "/metrics", Some(&api.token), "").as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.text());
    let text = reply.text();
    for (name, overdue) in [("faktura_company_outstanding_amount", false), ("faktura_company_overdue_amount", true)] {
        let mut expected: BTreeMap<&str, Decimal> = BTreeMap::new();
        for one in documents.iter().filter(|one| one.open > Decimal::ZERO && (!overdue || one.late.is_some_and(|days| days > 0)))
        {
            *expected.entry(&one.currency).or_default() += one.open;
        }
        for (currency, sum) in expected {
            let currency = format!("currency=\"{currency}\"");
            let line = text.lines().find(|line| line.starts_with(name) && line.contains(&currency));
            let told: Decimal = line.and_then(|line| line.rsplit(' ').next()).expect("a gauge").parse().expect("a number");
            assert_eq!(told.round_dp(2), sum.round_dp(2), "{name} {currency}");
        }
    }
}
