//! One store, many processes: what the socket costs against asking in the process that has the store, and how readers fare
//! while companies sync.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use faktura::clock::SystemClock;
use faktura::config::{Config, Paths};
use faktura::domain::{Actor, Trigger};
use faktura::host::Service;
use faktura::query::{Request, Sort};
use faktura::service::cases;
use faktura::service::{NewCompany, Options, SyncRequest};
use secrecy::SecretString;

/// Rows of a screen.
const WINDOW: usize = 50;
const READERS: usize = 50;
const COMPANIES: usize = 10;

fn options(home: &Path) -> Options {
    Options {
        paths: Paths::resolve(Some(home.to_owned()), None, &|_| None).expect("a folder"),
        config: Config::default(),
        clock: Arc::new(SystemClock),
        zone: jiff::tz::TimeZone::UTC,
        actor: Actor("bench".to_owned()),
        passphrase: Arc::new(|| None),
        read_only: false,
        searches: false,
    }
}

fn question(query: &str) -> Request {
    Request {
        query: query.to_owned(),
        companies: Vec::new(),
        sort: Sort::default(),
        offset: 0,
        limit: WINDOW,
        around: None,
        today: jiff::civil::date(2026, 11, 20),
    }
}

async fn median(service: &Service, query: &str, times: usize) -> Duration {
    let mut took = Vec::with_capacity(times);
    for _ in 0..times {
        let from = Instant::now();
        service.ask(cases::FindInvoices(question(query))).await.expect("an answer");
        took.push(from.elapsed());
    }
    took.sort();
    took[took.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Prints the figures for the store in `home`; its companies sync from `url`.
pub fn figures(home: &Path, url: &str) {
    // As the program itself has it.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).max_blocking_threads(4).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let host = Service::open(options(home)).await.expect("opens");
        median(&host, "", 1).await;
        let from = Instant::now();
        let client = Service::open(options(home)).await.expect("connects");
        assert!(client.host().is_some(), "it is a client");
        client.ask(cases::FindInvoices(question(""))).await.expect("an answer");
        println!("{:<52} {:>8.1} ms", "client: connecting and the first page", ms(from.elapsed()));
        for query in ["", "partner 153", "status:overdue gross>5000"] {
            let (here, there) = (median(&host, query, 200).await, median(&client, query, 200).await);
            let name = format!("client: 50 rows of {query:?}");
            println!("{name:<52} {:>8.2} ms   {:.2} ms in the process that has the store", ms(there), ms(here));
        }
        crowd(&host, home, url).await;
        client.close().await.expect("closes");
        host.close().await.expect("closes");
    });
}

/// Many readers, each a client of its own, while companies sync.
async fn crowd(host: &Service, home: &Path, url: &str) {
    for number in 0..COMPANIES {
        let new = NewCompany {
            name: format!("Crowd {number}"),
            provider: "billingo".to_owned(),
            base_url: Some(url.to_owned()),
            key: Some(SecretString::from(format!("a1b2c3d4-1111-4222-8333-0123456701{number:02}"))),
            test: false,
            force: true,
        };
        host.ask(cases::AddCompany(new)).await.expect("added");
    }
    let over = Arc::new(AtomicBool::new(false));
    let mut readers = Vec::new();
    for number in 0..READERS {
        let (over, options) = (over.clone(), options(home));
        readers.push(tokio::spawn(async move {
            let client = Service::open(options).await.expect("connects");
            let mut took = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let from = Instant::now();
                client
                    .ask(cases::FindInvoices(question(["", "partner 7", "status:overdue"][number % 3])))
                    .await
                    .expect("an answer");
                took.push(from.elapsed());
                // As a person pages: a few times a second.
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            client.close().await.expect("closes");
            took
        }));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let from = Instant::now();
    let request = SyncRequest { companies: Vec::new(), full: true, accept_deletions: false, trigger: Trigger::Command };
    let report = host.ask(cases::Sync(request)).await.expect("syncs");
    let (seconds, invoices) = (from.elapsed(), report.runs.iter().map(|(run, _)| run.counts.documents.processed).sum::<u64>());
    over.store(true, Ordering::Relaxed);
    let mut took = Vec::new();
    for reader in readers {
        took.extend(reader.await.expect("no reader fails"));
    }
    took.sort();
    let p99 = took[took.len() * 99 / 100];
    println!(
        "{:<52} {:>8.1} ms   p99 of {} answers while {invoices} invoices synced in {:.1} s",
        format!("{READERS} clients reading, {COMPANIES} companies syncing"),
        ms(p99),
        took.len(),
        seconds.as_secs_f64()
    );
}
