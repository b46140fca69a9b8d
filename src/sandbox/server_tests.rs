//! The sandbox over real HTTP, with the real client and with a bare socket.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::{Date, date};
use serde_json::Value;

use super::*;
use crate::domain::{Invoice, RemoteId};
use crate::provider::{ApiKey, BodyFault, Connection, ListRequest, Place, Provider, ProviderError, RetryAfter, Scope, billingo};
use crate::sandbox::{AccountOptions, DEMO_KEYS, Document, Num};

const TODAY: Date = date(2025, 10, 27);

/// A clock that a test moves.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

fn clock(at: &str) -> Arc<Hand> {
    Arc::new(Hand(AtomicI64::new(at.parse::<Timestamp>().unwrap().as_second())))
}

async fn start(options: Options) -> Running {
    Sandbox::start(options).await.unwrap()
}

fn provider(running: &Running, key: &str) -> Arc<dyn Provider> {
    let connection = Connection {
        base_url: Some(running.base_url.clone()),
        tenant: None,
        currency: None,
        credentials: Arc::new(ApiKey::new(&key.to_owned().into()).unwrap()),
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_millis(500),
        answer_timeout: Duration::from_mins(1),
    };
    (billingo::ENTRY.connect)(connection).unwrap()
}

fn page(page: u32) -> ListRequest {
    ListRequest { feed: billingo::ENTRY.feeds[0], scope: Scope::All, place: Place::Page(page), per_page: 100 }
}

/// Every invoice of an account, newest first.
async fn all(provider: &dyn Provider) -> Vec<Invoice> {
    let mut invoices = Vec::new();
    for number in 1.. {
        let page = provider.list(page(number)).await.unwrap().value;
        if page.records.is_empty() {
            return invoices;
        }
        invoices.extend(page.records.into_iter().map(|record| record.unwrap().into_document().unwrap()));
    }
    unreachable!()
}

/// What the account should be read as.
fn expected(documents: &[Document]) -> Vec<Invoice> {
    documents.iter().map(|document| billingo::read_document(&document.json()).unwrap().into_document().unwrap()).collect()
}

/// Gets JSON with a valid key.
async fn get(running: &Running, path: &str) -> (u16, Value) {
    let http = bare(running, path, DEMO_KEYS[0]).await;
    let (head, body) = http.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap_or_default())
}

/// A request over a bare socket.
async fn bare(running: &Running, path: &str, key: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(running.addr).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nx-api-key: {key}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn the_whole_account_arrives_as_it_is() {
    let running = start(Options::new(TODAY)).await;
    for (index, key) in DEMO_KEYS.iter().enumerate() {
        let documents = running.account(index, |account| account.documents()).unwrap();
        assert_eq!(all(provider(&running, key).as_ref()).await, expected(&documents));
    }
    let first = provider(&running, DEMO_KEYS[0]).list(page(3)).await.unwrap();
    assert_eq!((first.value.records.len(), first.value.total, first.value.last_page), (82, Some(282), Some(3)));
    assert!(first.date.is_some() && first.quota.remaining.is_some() && first.quota.reset.is_some());
    let profile = provider(&running, DEMO_KEYS[1]).profile().await.unwrap().value;
    assert_eq!(profile.tax_number.as_deref(), Some("26253930-2-43"));
    running.shutdown().await;
}

#[tokio::test]
async fn compressed_it_is_the_same() {
    let running = start(Options { gzip: true, ..Options::new(TODAY) }).await;
    let documents = running.account(0, |account| account.documents()).unwrap();
    assert_eq!(all(provider(&running, DEMO_KEYS[0]).as_ref()).await, expected(&documents));
}

#[tokio::test]
async fn a_client_takes_every_quirk() {
    let running = start(Options { quirks: true, ..Options::new(TODAY) }).await;
    let invoices = all(provider(&running, DEMO_KEYS[0]).as_ref()).await;
    assert_eq!(invoices.len(), 282, "none was refused");
    assert!(invoices.iter().any(|i| i.status.as_str() == "under_review"));
    assert!(invoices.iter().any(|i| i.buyer.name.contains('\u{202e}')));
    assert!(invoices.iter().any(|i| i.currency.as_str() == "XAU"));
    let totals: Vec<_> = running.account(0, |account| account.documents()).unwrap().into_iter().map(|d| d.gross_total).collect();
    let read: Vec<_> = invoices.iter().map(|invoice| Num::from(invoice.gross)).collect();
    assert_eq!(read, totals);
}

#[tokio::test]
async fn amounts_survive_to_the_last_digit_and_impossible_ones_cost_only_their_document() {
    let running = start(Options::new(TODAY)).await;
    let ids = running.account(0, |account| account.ids()).unwrap();
    let now = Timestamp::now();
    running.account(0, |account| {
        account.edit(ids[0], now, |d| d.gross_total = Num::raw("12345678901234567.89").unwrap());
        account.edit(ids[1], now, |d| d.gross_total = Num::raw("1e38").unwrap());
        account.edit(ids[2], now, |d| d.instead = Some(r#"{"id":"?"}"#.to_owned()));
    });
    let records = provider(&running, DEMO_KEYS[0]).list(page(1)).await.unwrap().value.records;
    assert_eq!(records[0].as_ref().unwrap().document().unwrap().gross.to_string(), "12345678901234567.89");
    assert_eq!(records[1].as_ref().unwrap_err().id.as_ref().unwrap().as_str(), ids[1].to_string());
    assert_eq!(records[2].as_ref().unwrap_err().reason.id, "provider-skip-id");
    assert!(records[3..].iter().all(Result::is_ok));
}

#[tokio::test]
async fn what_belongs_to_a_document() {
    let running = start(Options::new(TODAY)).await;
    let provider = provider(&running, DEMO_KEYS[0]);
    let documents = running.account(0, |account| account.documents()).unwrap();
    let paid = documents.iter().find(|d| d.payment_status == "paid").unwrap();
    let id = RemoteId::new(paid.id.to_string());
    let payments = provider.payments().unwrap().payments(&id).await.unwrap().value;
    assert_eq!(Num::from(payments[0].amount), paid.gross_total);
    assert_eq!(provider.get(&billingo::ENTRY.feeds[0], &id).await.unwrap().value.unwrap().title(), paid.invoice_number);
    assert!(provider.filings().unwrap().tax_report(&id).await.unwrap().value.status.is_some());
    let pdf = provider.files().unwrap().pdf(&id, false).await.unwrap().value.unwrap();
    let url = provider.files().unwrap().public_url(&id).await.unwrap().value;
    let public = bare(&running, url.strip_prefix(&format!("http://{}", running.addr)).unwrap(), "nobody").await;
    assert!(public.ends_with(std::str::from_utf8(&pdf).unwrap()));
    assert_eq!(provider.files().unwrap().pdf(&RemoteId::new("1"), false).await.unwrap_err(), ProviderError::NotFound);
    running.set_faults(vec!["status=202@path:*/download".parse().unwrap()]);
    assert_eq!(provider.files().unwrap().pdf(&id, false).await.unwrap().value, None);
}

type Check<'a> = Box<dyn Fn(&Document) -> bool + 'a>;

#[tokio::test]
async fn filters_take_what_they_say() {
    let running = start(Options::new(TODAY)).await;
    let documents = running.account(0, |account| account.documents()).unwrap();
    let some = documents.iter().find(|d| d.r#type == "invoice" && d.payment_status == "paid").unwrap();
    let number = some.invoice_number.rsplit('-').next().unwrap();
    let (year, id) = (some.invoice_date.year(), some.document_partner.id);
    let checks: Vec<(String, Check<'_>)> = vec![
        (format!("block_id={}", some.block_id), Box::new(|d| d.block_id == some.block_id)),
        (format!("partner_id={id}"), Box::new(|d| d.document_partner.id == id)),
        ("payment_method=cash".to_owned(), Box::new(|d| d.payment_method == "cash")),
        ("payment_status=outstanding".to_owned(), Box::new(|d| d.payment_status == "outstanding")),
        ("type=proforma".to_owned(), Box::new(|d| d.r#type == "proforma")),
        (
            "start_date=2025-10-01&end_date=2025-10-15".to_owned(),
            Box::new(|d| (date(2025, 10, 1)..=date(2025, 10, 15)).contains(&d.invoice_date)),
        ),
        ("paid_start_date=2025-10-01".to_owned(), Box::new(|d| d.paid_date >= Some(date(2025, 10, 1)))),
        ("fulfillment_end_date=2024-12-31".to_owned(), Box::new(|d| d.fulfillment_date <= Some(date(2024, 12, 31)))),
        (
            format!("start_year={year}&start_number={number}&end_year={year}&end_number={number}"),
            Box::new(|d| d.invoice_number.ends_with(&format!("-{year}-{number}"))),
        ),
        ("query=petz%20alad%C3%A1r".to_owned(), Box::new(|d| d.document_partner.name.starts_with("Petz Aladár"))),
    ];
    for (query, check) in checks {
        let (status, body) = get(&running, &format!("/v3/documents?per_page=100&{query}")).await;
        assert_eq!(status, 200, "{query}");
        let expected: Vec<u64> = documents.iter().filter(|d| check(d)).map(|d| d.id).collect();
        let ids: Vec<u64> = body["data"].as_array().unwrap().iter().map(|d| d["id"].as_u64().unwrap()).collect();
        assert!(!expected.is_empty() && expected.len() < documents.len(), "{query}");
        assert_eq!(body["total"].as_u64().unwrap(), expected.len() as u64, "{query}");
        assert_eq!(ids, expected[..expected.len().min(100)], "{query}");
    }
}

#[tokio::test]
async fn what_was_modified_since() {
    let clock = clock("2025-10-27T09:00:00Z");
    let running = start(Options { clock: clock.clone(), ..Options::new(TODAY) }).await;
    let provider = provider(&running, DEMO_KEYS[0]);
    let since = provider.clock().unwrap().server_time().await.unwrap().value.now;
    let modified = || async {
        provider
            .list(ListRequest {
                feed: billingo::ENTRY.feeds[0],
                scope: Scope::ModifiedSince(since),
                place: Place::Page(1),
                per_page: 100,
            })
            .await
    };
    assert_eq!(modified().await.unwrap().value.total, Some(0), "nothing of an account is from the future");
    let id = running.account(0, |account| account.ids()[200]).unwrap();
    running.account(0, |account| account.edit(id, clock.now(), |d| d.payment_status = "paid".into()));
    let found = modified().await.unwrap().value;
    assert_eq!(found.records[0].as_ref().unwrap().id().as_str(), id.to_string());
    assert_eq!(found.total, Some(1));
}

#[tokio::test]
async fn what_the_service_does_not_accept() {
    let running = start(Options::new(TODAY)).await;
    for (query, field) in [
        ("per_page=101", "per_page"),
        ("per_page=0", "per_page"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("type=bill", "type"),
        ("payment_status=overdue", "payment_status"),
        ("start_date=27.10.2025", "start_date"),
        ("start_year=2025", "start_number"),
        ("end_number=5", "end_year"),
        ("last_modified_date=2025-10-27", "last_modified_date"),
        ("block_id=a", "block_id"),
    ] {
        let (status, body) = get(&running, &format!("/v3/documents?{query}")).await;
        assert_eq!((status, body["errors"][0]["field"].as_str()), (422, Some(field)), "{query}");
    }
    assert_eq!(get(&running, "/v3/documents/1").await.0, 404);
    assert_eq!(get(&running, "/v3/nothing").await.0, 404);
    assert_eq!(get(&running, "/v3/documents?page=99").await.1["data"].as_array().unwrap().len(), 0);
    let wrong = provider(&running, "d0c0ffee-wrong").list(page(1)).await.unwrap_err();
    assert!(matches!(wrong, ProviderError::Refused { status: 401, .. }));
}

#[tokio::test]
async fn too_many_requests_in_a_minute() {
    let clock = clock("2025-10-27T09:00:00Z");
    let running = start(Options { clock: clock.clone(), rate_limit: Some(2), ..Options::new(TODAY) }).await;
    let one = provider(&running, DEMO_KEYS[0]);
    assert_eq!(one.list(page(1)).await.unwrap().quota.remaining, Some(1));
    clock.0.fetch_add(20, Ordering::SeqCst);
    let quota = one.list(page(1)).await.unwrap().quota;
    assert_eq!((quota.limit, quota.remaining, quota.reset), (Some(2), Some(0), Some(Duration::from_secs(40))));
    let error = one.list(page(1)).await.unwrap_err();
    let ProviderError::TooMany { after, .. } = error else { panic!("{error:?}") };
    assert_eq!(after, Some(RetryAfter::In(Duration::from_secs(40))));
    provider(&running, DEMO_KEYS[1]).list(page(1)).await.expect("each key has a limit of its own");
    clock.0.fetch_add(40, Ordering::SeqCst);
    one.list(page(1)).await.expect("a new minute");
}

#[tokio::test]
async fn every_fault_looks_as_it_should() {
    let running = start(Options::new(TODAY)).await;
    let provider = provider(&running, DEMO_KEYS[0]);
    let fault = async |spec: &str| {
        running.set_faults(vec![spec.parse().unwrap()]);
        provider.list(page(1)).await
    };
    let body = |reason| ProviderError::Body { reason };
    assert_eq!(fault("status=503").await.unwrap_err(), ProviderError::Server { status: 503, after: None });
    let seven = Some(RetryAfter::In(Duration::from_secs(7)));
    assert_eq!(fault("status=503,retry-after=7").await.unwrap_err(), ProviderError::Server { status: 503, after: seven });
    assert_eq!(fault("status=402").await.unwrap_err(), ProviderError::Subscription);
    assert_eq!(fault("truncate").await.unwrap_err(), body(BodyFault::Truncated));
    assert_eq!(fault("html").await.unwrap_err(), body(BodyFault::Html));
    assert_eq!(fault("empty").await.unwrap_err(), body(BodyFault::Empty));
    assert_eq!(fault("shape").await.unwrap_err(), body(BodyFault::Shape));
    assert!(matches!(fault("break").await.unwrap_err(), ProviderError::Broken { .. }));
    assert!(matches!(fault("close").await.unwrap_err(), ProviderError::Broken { .. }));
    assert_eq!(fault("hang").await.unwrap_err(), ProviderError::Timeout);
    for _ in 0..6 {
        let page = fault("nonsense-meta").await.unwrap().value;
        assert_eq!((page.records.len(), page.total, page.last_page), (100, None, None));
    }
    let started = std::time::Instant::now();
    fault("slow=50ms").await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(50));
    assert_eq!(fault("html@2").await.unwrap().value.total, Some(282));
    // A sandbox with a request that hangs stops all the same.
    running.shutdown().await;
    assert!(matches!(provider.list(page(1)).await.unwrap_err(), ProviderError::Connect { .. } | ProviderError::Broken { .. }));
}

#[tokio::test]
async fn documents_come_and_go_between_pages() {
    let running = start(Options::new(TODAY).fault("drift".parse().unwrap())).await;
    let before = running.account(0, |account| account.ids()).unwrap();
    all(provider(&running, DEMO_KEYS[0]).as_ref()).await;
    let after = running.account(0, |account| account.ids()).unwrap();
    assert_ne!(before, after);
    assert!(after.windows(2).all(|pair| pair[0] > pair[1]));
}

#[tokio::test]
async fn a_hook_sees_every_request_and_may_change_the_account() {
    let hook: Hook = Box::new(|request, account| {
        if request.page() == Some(2) {
            let newest = account.ids()[0];
            account.delete(newest);
        }
    });
    let running = start(Options { on_request: Some(hook), ..Options::new(TODAY) }).await;
    let provider = provider(&running, DEMO_KEYS[0]);
    for number in 1..=3 {
        provider.list(page(number)).await.unwrap();
    }
    let total = provider.list(page(1)).await.unwrap().value.total;
    assert_eq!(total, Some(281));
    let pages: Vec<_> = running.requests().iter().map(RequestInfo::page).collect();
    assert_eq!(pages, [Some(1), Some(2), Some(3), Some(1)]);
    assert_eq!(running.count(), 4);
    assert_eq!(running.requests()[0].param("per_page"), Some("100"));
}

#[tokio::test]
async fn a_port_that_is_taken() {
    let running = start(Options::new(TODAY)).await;
    let port = running.addr.port();
    let error = Sandbox::start(Options { port, ..Options::new(TODAY) }).await.unwrap_err();
    assert!(matches!(error, SandboxError::Bind { port: p, .. } if p == port));
}

#[test]
fn a_large_account_is_made_at_once() {
    let options = AccountOptions { key: "k".to_owned(), invoices: 100_000, seed: 1, seller: 0 };
    let mut account = Account::new(&options, TODAY, false);
    let oldest = *account.ids().last().unwrap();
    assert_eq!(account.len(), 100_000);
    assert!(account.json(oldest).unwrap().contains("gross_total"));
    assert!(account.delete(oldest) && !account.delete(oldest));
}
