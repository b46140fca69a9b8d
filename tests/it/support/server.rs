//! A server of a few lines that answers what a test tells it to: also what no decent server would.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Its method.
    pub(crate) method: String,
    /// Path without the query.
    pub(crate) path: String,
    /// The query's parameters, decoded as far as tests need.
    pub(crate) query: Vec<(String, String)>,
    /// The API key header.
    pub(crate) key: String,
    /// How many requests came before.
    pub(crate) index: usize,
}

impl Asked {
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn page(&self) -> usize {
        self.param("page").and_then(|page| page.parse().ok()).unwrap_or(1)
    }

    pub(crate) fn per_page(&self) -> usize {
        self.param("per_page").and_then(|n| n.parse().ok()).unwrap_or(25)
    }
}

/// What to answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Wait so long before answering.
    pub(crate) delay: Duration,
    /// Claim this length instead of the true one.
    pub(crate) claim: Option<usize>,
    /// Close the connection after so many bytes of the body.
    pub(crate) cut: Option<usize>,
    /// Send the body a byte at a time, so far apart.
    pub(crate) drip: Option<Duration>,
}

impl Answer {
    pub(crate) fn json(value: &Value) -> Self {
        Self::text(200, value.to_string())
    }

    pub(crate) fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        Self { status, headers, body: body.into(), delay: Duration::ZERO, claim: None, cut: None, drip: None }
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// Holds answers back until a test lets them go, so that a sync is under way exactly as long as a test needs it.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<AtomicBool>);

impl Gate {
    /// Lets everything through from now on.
    pub(crate) fn open(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Waits until it is open; not forever, if a test fails before it opens the gate.
    pub(crate) fn pass(&self) {
        let deadline = Instant::now() + Duration::from_mins(5);
        while !self.0.load(Ordering::SeqCst) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// An account of invoices 1 to `count`: its first two pages come at once, and all others when the gate is open.
pub(crate) fn gated(count: u64) -> (Server, Gate) {
    let documents: Vec<String> = (1..=count).rev().map(|id| document(id, "100")).collect();
    let gate = Gate::default();
    let held = gate.clone();
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        if asked.page() > 2 {
            held.pass();
        }
        page(&documents, asked)
    });
    (server, gate)
}

/// A running server; it ends with the test.
pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    arrived: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Starts on a free port. Each connection has a thread of its own.
    pub(crate) fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (log, ended, answer) = (asked.clone(), stop.clone(), Arc::new(answer));
        let count = Arc::new(AtomicUsize::new(0));
        let arrived = count.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let (log, answer, count) = (log.clone(), answer.clone(), count.clone());
                std::thread::spawn(move || {
                    let _ = serve(&stream, &log, &*answer, &count);
                });
            }
        });
        Self { url, asked, arrived, stop }
    }

    /// All that was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test panics while it holds this").clone()
    }

    /// How many requests have arrived so far, answered or not.
    pub(crate) fn arrived(&self) -> usize {
        self.arrived.load(Ordering::SeqCst)
    }

    /// How many requests were answered so far.
    pub(crate) fn count(&self) -> usize {
        self.asked().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

fn serve(
    stream: &TcpStream,
    log: &Mutex<Vec<Asked>>,
    answer: &dyn Fn(&Asked) -> Answer,
    count: &AtomicUsize,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream.try_clone()?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let target = line.split(' ').nth(1).unwrap_or("/").to_owned();
        let method = line.split(' ').next().unwrap_or_default().to_owned();
        let (mut key, mut length) = (String::new(), 0);
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            if header.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':') {
                match name.to_ascii_lowercase().as_str() {
                    "x-api-key" => value.trim().clone_into(&mut key),
                    "content-length" => length = value.trim().parse().unwrap_or(0),
                    _ => {}
                }
            }
        }
        std::io::copy(&mut std::io::Read::take(&mut reader, length), &mut std::io::sink())?;
        let (path, query) = target.split_once('?').unwrap_or((target.as_str(), ""));
        let query = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.to_owned(), v.replace('+', " ").replace("%3A", ":").replace("%20", " ")))
            .collect();
        let asked = Asked { method, path: path.to_owned(), query, key, index: count.fetch_add(1, Ordering::SeqCst) };
        let reply = answer(&asked);
        log.lock().expect("no test panics while it holds this").push(asked);
        std::thread::sleep(reply.delay);
        let mut head = format!("HTTP/1.1 {} X\r\n", reply.status);
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!(
            "Date: {}\r\n",
            jiff::fmt::rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&jiff::Timestamp::now())
                .expect("a year that fits")
        ));
        head.push_str(&format!("Content-Length: {}\r\n\r\n", reply.claim.unwrap_or(reply.body.len())));
        stream.write_all(head.as_bytes())?;
        match reply.cut {
            Some(cut) => {
                stream.write_all(&reply.body[..cut.min(reply.body.len())])?;
                stream.flush()?;
                return stream.shutdown(std::net::Shutdown::Both);
            }
            None if reply.drip.is_some() => {
                for byte in &reply.body {
                    stream.write_all(&[*byte])?;
                    std::thread::sleep(reply.drip.unwrap_or_default());
                }
            }
            None => stream.write_all(&reply.body)?,
        }
        stream.flush()?;
    }
}

/// A document as the service writes it; amounts are JSON text so that no float touches them.
pub(crate) fn document(id: u64, gross: &str) -> String {
    format!(
        r#"{{"id":{id},"invoice_number":"T-{id}","type":"invoice","cancelled":false,"block_id":1,"payment_status":"outstanding",
"payment_method":"wire_transfer","gross_total":{gross},"currency":"HUF","conversion_rate":1,"invoice_date":"2026-10-01",
"fulfillment_date":"2026-10-01","due_date":"2026-10-09","paid_date":null,
"organization":{{"name":"Teszt Kft.","tax_number":"10773381-2-44","address":{{"country_code":"HU","post_code":"1111","city":"Budapest","address":"Fő u. 1."}}}},
"partner":null,"document_partner":{{"id":7,"name":"Vevő {id} Zrt.","address":{{"country_code":"HU","post_code":"1111","city":"Budapest","address":"Al u. 2."}},"emails":[],"taxcode":"10773381-2-44"}},
"electronic":true,"comment":"","tags":[],"items":[{{"product_id":null,"name":"Tétel","net_unit_amount":{gross},"quantity":1,"unit":"db","net_amount":{gross},"gross_amount":{gross},"vat":"0%","vat_amount":0,"entitlement":null,"comment":null}}],
"summary":{{"net_amount":{gross},"vat_amount":0}},"online_szamla_status":"done","related_documents":[]}}"#
    )
}

/// The plain unpaid document `T-{id}` of 1,000 Ft, issued 2026-11-01, due 2026-11-15, with the fields of `changes` in the place of its
/// own. Objects are merged, everything else is replaced.
pub(crate) fn document_with(id: u64, changes: &Value) -> String {
    let mut document = json!({
        "id": id, "invoice_number": format!("T-{id}"), "type": "invoice", "correction_type": "invoice", "cancelled": false, "block_id": 1,
        "payment_status": "outstanding", "payment_method": "wire_transfer", "gross_total": 1000, "currency": "HUF", "conversion_rate": 1,
        "invoice_date": "2026-11-01", "fulfillment_date": "2026-11-01", "due_date": "2026-11-15", "paid_date": null,
        "organization": {"name": "Eladó Kft.", "tax_number": "32560682-2-43", "address": {"country_code": "HU"}},
        "document_partner": {
            "id": 9, "name": "Minta Kft.", "taxcode": "10773381-2-44", "tax_type": "HAS_TAX_NUMBER", "iban": "",
            "address": {"country_code": "HU", "post_code": "1", "city": "X", "address": "Y"}, "emails": []
        },
        "items": [{
            "name": "Tétel", "net_unit_amount": 1000, "quantity": 1, "unit": "db", "net_amount": 1000, "gross_amount": 1000,
            "vat": "0%", "vat_amount": 0
        }],
        "summary": {"net_amount": 1000, "vat_amount": 0, "gross_amount_local": 1000, "vat_rate_summary": []},
        "comment": "", "tags": [], "settings": {"round": "one"}, "online_szamla_status": "done", "related_documents": [],
        "discount": {"type": "percent", "value": 0}
    });
    merge(&mut document, changes);
    document.to_string()
}

fn merge(into: &mut Value, changes: &Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (name, value) in changes {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (into, changes) => *into = changes.clone(),
    }
}

/// A page of the documents, as the service cuts them.
pub(crate) fn page(documents: &[String], asked: &Asked) -> Answer {
    let (page, size) = (asked.page(), asked.per_page());
    let slice: Vec<&str> = documents.iter().skip((page - 1) * size).take(size).map(String::as_str).collect();
    let last = documents.len().div_ceil(size).max(1);
    Answer::text(
        200,
        format!(
            r#"{{"data":[{}],"total":{},"per_page":{size},"current_page":{page},"last_page":{last},"prev_page_url":null,"next_page_url":null}}"#,
            slice.join(","),
            documents.len()
        ),
    )
}

/// What a well-behaved account answers to all that is not a list of documents.
pub(crate) fn rest(asked: &Asked) -> Answer {
    match asked.path.as_str() {
        "/utils/time" => Answer::json(
            &json!({"epoch":1_795_208_400,"formatted":"2026-11-20 22:00:00","w3c":"2026-11-20T22:00:00+01:00","timezone":"Europe/Budapest"}),
        ),
        "/organization" => {
            Answer::json(&json!({"tax_code":"10773381-2-44","subscription":{"expiration_date":"2030-01-01","features":[]}}))
        }
        _ => Answer::text(404, r#"{"error":{"message":"Not found"}}"#),
    }
}
