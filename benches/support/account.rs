//! An account over HTTP, and the floor that a sync of it is measured against.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Invoices on a page.
const PAGE: usize = 100;

/// The account. Its pages are rendered once, so that it costs next to nothing; every key sees the same invoices.
pub struct Account {
    /// Where it is.
    pub url: String,
    /// Pages of invoices.
    pub pages: usize,
    state: Arc<State>,
}

struct State {
    pages: Vec<String>,
    delay: AtomicU64,
    quiet: AtomicBool,
    requests: AtomicU64,
}

fn document(id: u64) -> String {
    // About 3 KB each, two items, as a real account has them.
    let item = |n: u64| {
        format!(
            r#"{{"product_id":{n},"name":"MR{n:04}C SEQUENT MENISCAL REPAIR DEVICE, steril, egyszer használatos, 40° ívelt","net_unit_amount":{}.5,"quantity":2,"unit":"db","net_amount":{},"gross_amount":{},"vat":"27%","vat_amount":{},"entitlement":null,"comment":"Szállítólevél: SZ-2026/{n:06}"}}"#,
            100 + id % 900,
            (100 + id % 900) * 2 + 1,
            (201 + id % 900 * 2) * 127 / 100,
            (201 + id % 900 * 2) * 27 / 100,
        )
    };
    let (year, month, day) = (2020 + id % 6, 1 + id % 12, 1 + id % 28);
    let filler = "Köszönjük, hogy minket választott. A számla kiegyenlítése után a termék a vevő tulajdonába kerül. ".repeat(9);
    format!(
        r#"{{"id":{id},"invoice_number":"INV-{year}-{id}","type":"invoice","cancelled":false,"block_id":1,"payment_status":"{}","payment_method":"wire_transfer","gross_total":{}.25,"currency":"{}","conversion_rate":1,"invoice_date":"{year}-{month:02}-{day:02}","fulfillment_date":"{year}-{month:02}-{day:02}","due_date":"{year}-{month:02}-{day:02}","paid_date":null,"organization":{{"name":"MEDKA Kft.","tax_number":"32560682-2-43","bank_account":{{"id":1,"name":"OTP","account_number":"11773016-11111018-00000000","account_number_iban":"HU42117730161111101800000000","swift":"OTPVHUHB"}},"address":{{"country_code":"HU","post_code":"1117","city":"Budapest","address":"Fehérvári út 12."}},"small_taxpayer":false,"ev_number":"","eu_tax_number":"HU32560682","cash_settled":false}},"partner":{{"id":{},"name":"PETZ ALADÁR EGYETEMI OKTATÓ KÓRHÁZ","address":{{"country_code":"HU","post_code":"9024","city":"Győr","address":"Vasvári Pál u. 2-4."}},"emails":["penzugy@example.hu"],"taxcode":"15366052-2-08"}},"document_partner":{{"id":{},"name":"Partner {} ALADÁR Kft.","address":{{"country_code":"HU","post_code":"9024","city":"Győr","address":"Vasvári Pál u. 2-4."}},"emails":["penzugy@example.hu"],"taxcode":"15366052-2-08","iban":"","swift":"","account_number":"","phone":""}},"electronic":true,"comment":"{filler}","tags":[],"notification_status":"opened","language":"hu","items":[{},{}],"summary":{{"net_amount":{},"vat_amount":{},"vat_rate_summary":[]}},"settings":{{}},"online_szamla_status":"done","related_documents":[]}}"#,
        if id.is_multiple_of(3) { "outstanding" } else { "paid" },
        1000 + id,
        if id.is_multiple_of(10) { "EUR" } else { "HUF" },
        id % 400,
        id % 400,
        id % 400,
        item(id),
        item(id + 1),
        800 + id,
        200,
    )
}

impl Account {
    /// Starts it with so many invoices, on a free port or at an address that a kept store knows.
    pub fn start(known: Option<&str>, invoices: u64) -> Self {
        let address = known.and_then(|url| url.strip_prefix("http://")).unwrap_or("127.0.0.1:0");
        let listener = TcpListener::bind(address).expect("the port is free");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let documents: Vec<String> = (1..=invoices).rev().map(document).collect();
        let last = documents.len().div_ceil(PAGE);
        let page = |(index, chunk): (usize, &[String])| {
            let (data, page) = (chunk.join(","), index + 1);
            format!(r#"{{"data":[{data}],"total":{invoices},"per_page":{PAGE},"current_page":{page},"last_page":{last}}}"#)
        };
        let pages = documents.chunks(PAGE).enumerate().map(page).collect();
        let state =
            Arc::new(State { pages, delay: AtomicU64::new(0), quiet: AtomicBool::new(false), requests: AtomicU64::new(0) });
        let account = Self { url, pages: last, state: state.clone() };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = state.clone();
                std::thread::spawn(move || {
                    let _ = serve(&stream, &state);
                });
            }
        });
        account
    }

    /// From now on every answer takes so long, and there is nothing new or all of the invoices again.
    pub fn behave(&self, delay: Duration, quiet: bool) {
        self.state.delay.store(u64::try_from(delay.as_millis()).expect("short"), Ordering::SeqCst);
        self.state.quiet.store(quiet, Ordering::SeqCst);
    }

    /// Requests since this was last asked.
    pub fn requests(&self) -> u64 {
        self.state.requests.swap(0, Ordering::SeqCst)
    }

    /// The floor: so many times every page fetched and parsed and nothing kept, over so many connections at once. Bytes of
    /// JSON, and the time.
    pub fn fetch(&self, times: usize, connections: usize) -> (u64, Duration) {
        let started = Instant::now();
        let next = AtomicU64::new(0);
        let bytes = std::thread::scope(|scope| {
            let walk = || {
                let mut bytes = 0;
                while next.fetch_add(1, Ordering::SeqCst) < times as u64 {
                    bytes += fetch_all(&self.url, self.pages);
                }
                bytes
            };
            let walks: Vec<_> = (0..connections).map(|_| scope.spawn(walk)).collect();
            walks.into_iter().map(|walk| walk.join().expect("it ends")).sum()
        });
        (bytes, started.elapsed())
    }
}

fn serve(stream: &TcpStream, state: &State) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream.try_clone()?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut header = String::from("x");
        while !header.trim().is_empty() {
            header.clear();
            reader.read_line(&mut header)?;
        }
        state.requests.fetch_add(1, Ordering::SeqCst);
        let target = line.split(' ').nth(1).unwrap_or("/");
        let page: usize =
            target.split(['?', '&']).find_map(|p| p.strip_prefix("page=")).and_then(|p| p.parse().ok()).unwrap_or(1);
        let idle = state.quiet.load(Ordering::SeqCst) || target.contains("per_page=1&") || target.ends_with("per_page=1");
        let total = if idle { 0 } else { state.pages.len() * PAGE };
        let empty =
            format!(r#"{{"data":[],"total":{total},"per_page":{PAGE},"current_page":1,"last_page":{}}}"#, (total / PAGE).max(1));
        let body = if target.starts_with("/utils/time") {
            r#"{"epoch":1795208400,"formatted":"2026-11-20 22:00:00","w3c":"2026-11-20T22:00:00+01:00","timezone":"Europe/Budapest"}"#
        } else if target.starts_with("/documents") {
            if idle { &empty } else { state.pages.get(page - 1).unwrap_or(&empty) }
        } else if ["/partners", "/spendings"].iter().any(|list| target.starts_with(list)) {
            r#"{"data":[],"total":0,"per_page":100,"current_page":1,"last_page":1}"#
        } else {
            r#"{"tax_code":"32560682-2-43"}"#
        };
        std::thread::sleep(Duration::from_millis(state.delay.load(Ordering::SeqCst)));
        // One write: a header on its own would wait for the other side's delayed acknowledgement.
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Fri, 20 Nov 2026 21:00:00 GMT\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        answer.push_str(body);
        stream.write_all(answer.as_bytes())?;
    }
}

/// Every page over one connection; bytes of JSON.
fn fetch_all(url: &str, pages: usize) -> u64 {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("it listens");
    stream.set_nodelay(true).expect("a socket");
    let mut reader = BufReader::new(stream.try_clone().expect("a handle"));
    let mut bytes = 0;
    for page in 1..=pages {
        let request = format!("GET /documents?per_page=100&page={page} HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).expect("a header");
            if let Some(value) = header.strip_prefix("Content-Length: ") {
                length = value.trim().parse().expect("a length");
            }
            if header == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let parsed: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert!(parsed["data"].is_array());
        bytes += length as u64;
    }
    bytes
}
