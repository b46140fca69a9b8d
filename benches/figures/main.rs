//! The figures of the README, each against a floor measured in the same run: `cargo bench`.
//!
//! The program under test is the release binary as a whole process; the floor of a sync is a bare client that fetches and
//! parses the same pages and keeps nothing.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    unreachable_pub,
    clippy::print_stdout,
    clippy::large_stack_arrays,
    reason = "a benchmark that is surprised should end there and then"
)]

mod guests;
mod screen;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// Pages rendered once, so that the server costs next to nothing.
struct Server {
    url: String,
    delay: Arc<AtomicU64>,
    quiet: Arc<Mutex<bool>>,
    requests: Arc<AtomicU64>,
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

impl Server {
    fn start(invoices: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let documents: Vec<String> = (1..=invoices).rev().map(document).collect();
        let last = documents.len().div_ceil(100);
        let pages: Vec<String> = documents
            .chunks(100)
            .enumerate()
            .map(|(index, chunk)| {
                format!(
                    r#"{{"data":[{}],"total":{invoices},"per_page":100,"current_page":{},"last_page":{last}}}"#,
                    chunk.join(","),
                    index + 1
                )
            })
            .collect();
        let (pages, delay, quiet, requests) =
            (Arc::new(pages), Arc::default(), Arc::<Mutex<bool>>::default(), Arc::<AtomicU64>::default());
        let server = Self { url, delay, quiet, requests };
        let (delay, quiet, requests) = (server.delay.clone(), server.quiet.clone(), server.requests.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (pages, delay, quiet, requests) = (pages.clone(), delay.clone(), quiet.clone(), requests.clone());
                std::thread::spawn(move || {
                    let _ = serve(&stream, &pages, &delay, &quiet, &requests);
                });
            }
        });
        server
    }

    fn bytes(&self, pages: usize) -> u64 {
        fetch_all(&self.url, pages).0
    }
}

fn serve(
    stream: &TcpStream,
    pages: &[String],
    delay: &AtomicU64,
    quiet: &Mutex<bool>,
    requests: &AtomicU64,
) -> std::io::Result<()> {
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
        requests.fetch_add(1, Ordering::Relaxed);
        let target = line.split(' ').nth(1).unwrap_or("/");
        let page: usize =
            target.split(['?', '&']).find_map(|p| p.strip_prefix("page=")).and_then(|p| p.parse().ok()).unwrap_or(1);
        let idle =
            *quiet.lock().expect("nobody panics with it") || target.contains("per_page=1&") || target.ends_with("per_page=1");
        let total = if idle { 0 } else { pages.len() * 100 };
        let empty = format!(r#"{{"data":[],"total":{total},"per_page":100,"current_page":1,"last_page":{}}}"#, total / 100);
        let body = if target.starts_with("/utils/time") {
            r#"{"epoch":1795208400,"formatted":"2026-11-20 22:00:00","w3c":"","timezone":"Europe/Budapest"}"#
        } else if target.starts_with("/documents") {
            if idle { &empty } else { pages.get(page - 1).unwrap_or(&empty) }
        } else {
            r#"{"tax_code":"32560682-2-43"}"#
        };
        std::thread::sleep(Duration::from_millis(delay.load(Ordering::Relaxed)));
        // One write: a header on its own would wait for the other side's delayed acknowledgement.
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Fri, 20 Nov 2026 21:00:00 GMT\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        answer.push_str(body);
        stream.write_all(answer.as_bytes())?;
    }
}

/// The floor: one connection, every page fetched and parsed, nothing kept.
fn fetch_all(url: &str, pages: usize) -> (u64, Duration) {
    let started = Instant::now();
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
    (bytes, started.elapsed())
}

/// What a finished process cost.
#[derive(Debug, Clone, Copy)]
struct Cost {
    wall: Duration,
    peak_kb: u64,
}

fn run(home: &Path, args: &[&str]) -> Cost {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_faktura"))
        .env("FAKTURA_HOME", home)
        .env("FAKTURA_API_KEY", KEY)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    // The peak is read while it runs: the kernel forgets it with the process.
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    let code = loop {
        if let Ok(text) = std::fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM:"))
        {
            peak_kb = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(peak_kb).max(peak_kb);
        }
        if let Some(code) = child.try_wait().expect("it can be asked") {
            break code;
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    assert!(code.success(), "faktura {args:?}: {code}");
    Cost { wall: started.elapsed(), peak_kb }
}

fn fresh(server: &Server) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    // Settings to try, such as FAKTURA_BENCH_CONFIG='[store]\ncache = "16 MB"'.
    if let Ok(config) = std::env::var("FAKTURA_BENCH_CONFIG") {
        std::fs::write(home.path().join("config.toml"), config).expect("a file");
    }
    run(home.path(), &["company", "add", "Bench", "--provider", "billingo", "--base-url", &server.url, "--no-test"]);
    home
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.wall);
    let peak_kb = costs.iter().map(|cost| cost.peak_kb).max().unwrap_or(0);
    Cost { peak_kb, ..costs[costs.len() / 2] }
}

fn row(name: &str, cost: Cost, note: &str) {
    println!("{name:<52} {:>8.3} s {:>7.1} MB   {note}", cost.wall.as_secs_f64(), cost.peak_kb as f64 / 1024.0);
}

fn syncs(count: u64, times: usize) -> (Cost, tempfile::TempDir, Server) {
    let server = Server::start(count);
    let pages = usize::try_from(count.div_ceil(100)).expect("small");
    let megabytes = server.bytes(pages) as f64 / 1e6;
    let floor = (0..times).map(|_| fetch_all(&server.url, pages).1).min().expect("some");
    let mut homes = Vec::new();
    let costs = (0..times)
        .map(|_| {
            homes.push(fresh(&server));
            run(homes.last().expect("just pushed").path(), &["--headless"])
        })
        .collect();
    let cost = median(costs);
    let ratio = cost.wall.as_secs_f64() / floor.as_secs_f64();
    row(
        &format!("first sync of {count} invoices ({megabytes:.0} MB of JSON)"),
        cost,
        &format!("{ratio:.1}× of fetching and parsing alone ({:.3} s)", floor.as_secs_f64()),
    );
    (cost, homes.pop().expect("some"), server)
}

fn main() {
    println!("{:<52} {:>10} {:>10}", "", "median", "peak");
    let (small, home, server) = syncs(5_000, 5);

    *server.quiet.lock().expect("nobody panics with it") = true;
    let before = server.requests.load(Ordering::Relaxed);
    let idle = median((0..5).map(|_| run(home.path(), &["--headless"])).collect());
    let requests = (server.requests.load(Ordering::Relaxed) - before) as f64 / 5.0;
    row("sync with nothing new", idle, &format!("{requests} requests"));
    *server.quiet.lock().expect("nobody panics with it") = false;

    server.delay.store(100, Ordering::Relaxed);
    let slow = fresh(&server);
    row("first sync of 5000 invoices, each answer takes 100 ms", run(slow.path(), &["--headless"]), "");
    server.delay.store(0, Ordering::Relaxed);

    row(
        "invoices 'status:overdue petz' --limit 20",
        median((0..5).map(|_| run(home.path(), &["invoices", "petz", "--limit", "20"])).collect()),
        "",
    );
    row("status", median((0..5).map(|_| run(home.path(), &["company", "list"])).collect()), "");

    let (large, _home, _server) = syncs(100_000, 1);
    println!("memory of 100,000 against 5,000 invoices: {:.2}×", large.peak_kb as f64 / small.peak_kb as f64);

    screen::figures(home.path());
    guests::figures(home.path(), &server.url);
}
