//! First loads of `QuickBooks` and Xero, against a bare client that fetches and parses the same pages and keeps nothing; and what a sync
//! costs that finds nothing new.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use faktura::sandbox::RequestInfo;
use faktura::sandbox::oauth::{Api, ApiAnswer, ApiRequest, Company, Service, Site, SiteOptions};
use faktura::sandbox::{quickbooks, xero};
use jiff::Timestamp;

use super::{Cost, median, row, run};

/// The token of the bare client.
const TOKEN: &str = "floor";
/// Times that each is measured.
const TIMES: usize = 3;
/// How many times as long as its floor a first load may take.
const MOST: f64 = 4.0;

/// A service that makes each page once, so that pages cost it next to nothing.
struct Kept<A> {
    api: A,
    pages: HashMap<String, ApiAnswer>,
}

impl<A: Api> Api for Kept<A> {
    fn companies(&self) -> Vec<Company> {
        self.api.companies()
    }

    fn answer(&mut self, request: &ApiRequest) -> ApiAnswer {
        let since = request.header("if-modified-since").or(request.param("changedSince"));
        if request.method != "GET" || since.is_some() {
            return self.api.answer(request);
        }
        let key = format!("{} {} {:?}", request.company, request.path, request.query);
        if let Some(kept) = self.pages.get(&key) {
            return kept.clone();
        }
        let answer = self.api.answer(request);
        self.pages.insert(key, answer.clone());
        answer
    }

    fn unauthorized(&self) -> ApiAnswer {
        self.api.unauthorized()
    }

    fn forbidden(&self) -> ApiAnswer {
        self.api.forbidden()
    }
}

fn kept<A: Api>(api: A) -> Box<dyn Api> {
    Box::new(Kept { api, pages: HashMap::new() })
}

/// Prints the figures of both services with so many invoices.
pub fn figures(invoices: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    for service in [Service::QuickBooks, Service::Xero] {
        let today = jiff::civil::date(2026, 11, 20);
        let api = match service {
            Service::QuickBooks => kept(quickbooks::Books::demo(today, invoices, 1)),
            Service::Xero => kept(xero::Organisations::demo(invoices, 1, today)),
        };
        let site = runtime.block_on(Site::start(SiteOptions { api, ..SiteOptions::new(service) })).expect("it starts");
        one(service, invoices, &site);
        runtime.block_on(site.shutdown());
    }
}

fn one(service: Service, invoices: usize, site: &Site) {
    let company = site.companies()[0].id.clone();
    let until = Timestamp::MAX;
    site.identity(|identity| identity.admit(TOKEN, vec![company.clone()], until));
    let first = ["sync", "--company", "1"];
    // Once before anything is measured: it tells which pages there are, and the service has made them.
    let home = connected(service, site, &company);
    site.forget();
    run(home.path(), &first);
    let is_page = |request: &RequestInfo| request.method == "GET" && !request.path.ends_with("connections");
    let pages: Vec<String> = site.requests().iter().filter(|request| is_page(request)).map(target).collect();
    let floor = (0..TIMES).map(|_| fetch(site, &company, &pages)).min_by_key(|(_, took)| *took).expect("some");
    let homes: Vec<_> = (0..TIMES).map(|_| connected(service, site, &company)).collect();
    let cost: Cost = median(homes.iter().map(|home| run(home.path(), &first)).collect());
    let ratio = cost.wall.as_secs_f64() / floor.1.as_secs_f64();
    let word = if ratio <= MOST { "ok" } else { "OVER" };
    row(
        &format!("{service:?}: first sync of {invoices} invoices ({} MB)", floor.0 / 1_000_000),
        cost,
        &format!("{ratio:.1}× of fetching and parsing alone ({:.3} s; {MOST} promised) {word}", floor.1.as_secs_f64()),
    );
    run(home.path(), &first);
    site.forget();
    let idle = median((0..TIMES).map(|_| run(home.path(), &first)).collect());
    let calls =
        site.requests().iter().filter(|request| !request.path.ends_with("/token") && !request.path.ends_with("/bearer")).count();
    row(&format!("{service:?}: sync with nothing new"), idle, &format!("{} calls", calls / TIMES));
}

/// A home with a login that opens a company.
fn connected(service: Service, site: &Site, company: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let name = if service == Service::Xero { "xero" } else { "quickbooks" };
    let (client, secret) = site.identity(|identity| (identity.options.client_id.clone(), identity.options.client_secret.clone()));
    let begin =
        ["login", "begin", name, "--client-id", &client, "--base-url", &site.root, "--identity-url", &site.root, "--json"];
    let mut command = program(home.path());
    if let Some(secret) = secret {
        command.env("FAKTURA_CLIENT_SECRET", secret);
    }
    let begun = command.args(begin).output().expect("it runs");
    let begun: serde_json::Value = serde_json::from_slice(&begun.stdout).expect("JSON");
    let address = site.consent(begun["authorize_url"].as_str().expect("an address"), company).expect("it sends somewhere");
    let mut command = program(home.path());
    let finish = command
        .args(["login", "finish", "--redirect-stdin", "--all-tenants"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = finish.spawn().expect("it starts");
    child.stdin.take().expect("a pipe").write_all(address.as_bytes()).expect("it reads");
    assert!(child.wait().expect("it ends").success(), "the login");
    home
}

fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faktura"));
    command.env("FAKTURA_HOME", home);
    command
}

/// Path and query of a request, as they are sent.
fn target(request: &RequestInfo) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&request.query).finish();
    format!("{}?{query}", request.path)
}

/// The floor: every page over one connection, parsed, and nothing kept. Bytes of JSON, and the time.
fn fetch(site: &Site, company: &str, pages: &[String]) -> (usize, Duration) {
    let started = Instant::now();
    let mut stream = TcpStream::connect(site.addr).expect("it listens");
    stream.set_nodelay(true).expect("a socket");
    let mut reader = BufReader::new(stream.try_clone().expect("a handle"));
    let mut bytes = 0;
    for page in pages {
        let headers =
            format!("host: x\r\naccept: application/json\r\nauthorization: Bearer {TOKEN}\r\nxero-tenant-id: {company}");
        stream.write_all(format!("GET {page} HTTP/1.1\r\n{headers}\r\n\r\n").as_bytes()).expect("it reads");
        let mut length = 0;
        let mut header = String::from("x");
        while !header.trim().is_empty() {
            header.clear();
            reader.read_line(&mut header).expect("a header");
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let parsed: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert!(parsed.get("Fault").is_none() && parsed.is_object(), "{page}");
        bytes += length;
    }
    (bytes, started.elapsed())
}
