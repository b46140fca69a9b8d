//! An account that has nothing new, for a hundred companies.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Figures, Size, measure};

/// The account.
pub struct Account {
    /// Where it is.
    pub url: String,
    requests: Arc<AtomicU64>,
}

impl Account {
    /// Starts it at the address that a kept store knows, or on a free port.
    pub fn start(known: Option<&str>) -> Self {
        let address = known.and_then(|url| url.strip_prefix("http://")).unwrap_or("127.0.0.1:0");
        let listener = TcpListener::bind(address).expect("the port is free");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let requests = Arc::new(AtomicU64::new(0));
        let counted = requests.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let requests = counted.clone();
                std::thread::spawn(move || {
                    let _ = serve(&stream, &requests);
                });
            }
        });
        Self { url, requests }
    }

    /// Syncs every company, of which none has anything new.
    pub fn idle(&self, figures: &mut Figures, size: Size, home: &Path) {
        // The first one after filling knows the account; the second one is what happens every night.
        measure(home, &["--headless"]);
        self.requests.store(0, Ordering::SeqCst);
        let (time, peak, _) = measure(home, &["--headless"]);
        let requests = self.requests.load(Ordering::SeqCst) as f64 / f64::from(size.companies);
        figures.note("a sync of all companies with nothing new, ms", size.name, time.as_secs_f64() * 1e3);
        figures.note("a sync of all companies with nothing new, MB at its peak", size.name, peak);
        figures.note("requests a company", size.name, requests);
    }
}

fn serve(stream: &TcpStream, requests: &AtomicU64) -> std::io::Result<()> {
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
        requests.fetch_add(1, Ordering::SeqCst);
        let body = if line.contains("/utils/time") {
            r#"{"epoch":1795208400,"formatted":"2026-11-20 22:00:00","w3c":"2026-11-20T22:00:00+01:00","timezone":"Europe/Budapest"}"#
        } else {
            r#"{"data":[],"total":0,"per_page":100,"current_page":1,"last_page":1}"#
        };
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes())?;
    }
}
