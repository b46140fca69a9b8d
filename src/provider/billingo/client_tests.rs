//! The client against a server that says exactly what a test wants.

use std::io::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::error::{Describe, ErrorKind};
use crate::provider::http::Limits;
use crate::provider::{ApiKey, Credentials, Place, Quota, Retry, RetryAfter};

const KEY: &str = "4b6f7a1e-0000-4000-8000-0000000001c9";

/// A server that gives the same bytes to every request, each on a connection of its own.
struct Canned {
    base: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    async fn new(answer: impl Into<Vec<u8>>) -> Self {
        Self::each(vec![answer.into()]).await
    }

    /// Gives the answers in turn, the last one forever; an empty one is never given: it hangs.
    async fn each(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/v3", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = heads.clone();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let turn = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(String::from_utf8(head).unwrap());
                    seen.len() - 1
                };
                let answer = answers[turn.min(answers.len() - 1)].clone();
                if answer.is_empty() {
                    std::future::pending::<()>().await;
                }
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { base, heads }
    }

    fn provider(&self) -> Arc<dyn Provider> {
        at(&self.base).unwrap()
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn at(base: &str) -> Result<Arc<dyn Provider>, ProviderError> {
    with_key(base, KEY)
}

fn key(key: &str) -> Result<Arc<dyn Credentials>, ProviderError> {
    Ok(Arc::new(ApiKey::new(&key.to_owned().into())?))
}

fn with_key(base: &str, key: &str) -> Result<Arc<dyn Provider>, ProviderError> {
    connect(Connection {
        base_url: Some(base.to_owned()),
        tenant: None,
        currency: None,
        credentials: self::key(key)?,
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_millis(300),
        answer_timeout: Duration::from_mins(1),
    })
}

fn http(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn ok(body: &str) -> Vec<u8> {
    http("200 OK", "content-type: application/json\r\n", body)
}

fn first() -> ListRequest {
    ListRequest { feed: DOCUMENTS, scope: Scope::All, place: Place::Page(1), per_page: 100 }
}

async fn fails(answer: Vec<u8>) -> ProviderError {
    Canned::new(answer).await.provider().list(first()).await.expect_err("fails")
}

#[tokio::test]
async fn a_request_carries_the_key_and_asks_for_gzip() {
    let server = Canned::new(ok(r#"{"data":[],"total":0}"#)).await;
    let page = server
        .provider()
        .list(ListRequest { feed: DOCUMENTS, scope: Scope::All, place: Place::Page(3), per_page: 500 })
        .await
        .unwrap()
        .value;
    assert_eq!((page.records.len(), page.total), (0, Some(0)));
    let head = server.heads()[0].to_lowercase();
    assert!(head.starts_with("get /v3/documents?page=3&per_page=100 http/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("x-api-key: {KEY}")), "{head}");
    assert!(head.contains("accept-encoding: gzip"), "{head}");
    assert!(head.contains(&format!("user-agent: faktura/{}", env!("CARGO_PKG_VERSION"))), "{head}");
}

#[tokio::test]
async fn times_are_written_in_the_zone_of_the_service() {
    let at: Timestamp = "2025-10-26T01:30:00Z".parse().unwrap();
    let time = r#"{"epoch":1761442200,"timezone":"America/New_York"}"#;
    let server = Canned::each(vec![ok(r#"{"data":[]}"#), ok(time), ok(r#"{"data":[]}"#)]).await;
    let provider = server.provider();
    let since = ListRequest { feed: DOCUMENTS, scope: Scope::ModifiedSince(at), place: Place::Page(1), per_page: 100 };
    provider.list(since.clone()).await.unwrap();
    assert_eq!(provider.clock().unwrap().server_time().await.unwrap().value.zone.as_deref(), Some("America/New_York"));
    provider.list(since).await.unwrap();
    let heads = server.heads();
    assert!(heads[0].contains("last_modified_date=2025-10-26+02%3A30%3A00 "), "{}", heads[0]);
    assert!(heads[2].contains("last_modified_date=2025-10-25+21%3A30%3A00 "), "{}", heads[2]);
    let issued = ListRequest {
        feed: DOCUMENTS,
        scope: Scope::IssuedSince(jiff::civil::date(2025, 10, 20)),
        place: Place::Page(1),
        per_page: 100,
    };
    provider.list(issued).await.unwrap();
    assert!(server.heads()[3].contains("start_date=2025-10-20 "));
}

#[tokio::test]
async fn what_each_status_means() {
    let says = r#"{"message":"Invalid \u001b[2J","errors":[{"field":"per_page","message":"too large"}]}"#;
    let rejected = fails(http("422 Unprocessable", "", says)).await;
    assert_eq!(rejected, ProviderError::Rejected { status: 422, detail: "Invalid \u{FFFD}[2J; per_page: too large".to_owned() });
    assert_eq!(fails(http("401 Unauthorized", "", "x")).await.kind(), ErrorKind::Credentials);
    assert!(matches!(fails(http("403 Forbidden", "", "<html>")).await, ProviderError::Refused { status: 403, .. }));
    assert_eq!(fails(http("402 Payment Required", "", "")).await, ProviderError::Subscription);
    assert_eq!(fails(http("404 Not Found", "", "")).await, ProviderError::NotFound);
    // A web page says nothing of a record: one that is asked for is not taken for deleted.
    let page = ProviderError::Body { reason: BodyFault::Html };
    assert_eq!(fails(http("404 Not Found", "", "\n <!DOCTYPE html>")).await, page);
    for (status, code) in [("500 X", 500), ("502 X", 502), ("418 X", 418)] {
        let error = fails(http(status, "location: http://127.0.0.1:1/\r\n", "")).await;
        assert_eq!(error, ProviderError::Server { status: code, after: None });
        assert_eq!(error.retry(), Retry::Backoff);
    }
}

#[tokio::test]
async fn when_to_come_back() {
    let date = "date: Mon, 27 Oct 2025 09:00:00 GMT\r\n";
    let limits = "x-ratelimit-limit: 60\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1761555642\r\n";
    let error = fails(http("429 Too Many", &format!("{date}{limits}retry-after: 7\r\n"), "")).await;
    let quota = Quota { limit: Some(60), remaining: Some(0), reset: Some(Duration::from_secs(42)) };
    let after = RetryAfter::In(Duration::from_secs(7));
    assert_eq!(error, ProviderError::TooMany { after: Some(after), quota });
    assert_eq!(error.retry(), Retry::After(after));
    let error = fails(http("503 X", &format!("{date}retry-after: Mon, 27 Oct 2025 09:05:00 GMT\r\n"), "")).await;
    let at = "2025-10-27T09:05:00Z".parse().unwrap();
    assert_eq!(error, ProviderError::Server { status: 503, after: Some(RetryAfter::At(at)) });
    for nonsense in ["-1", "soon", "999999999999"] {
        let error = fails(http("429 X", &format!("retry-after: {nonsense}\r\n"), "")).await;
        assert_eq!(error, ProviderError::TooMany { after: None, quota: Quota::default() });
    }
}

#[tokio::test]
async fn bodies_that_are_not_what_was_asked_for() {
    let body = |reason| ProviderError::Body { reason };
    assert_eq!(fails(ok("")).await, body(BodyFault::Empty));
    assert_eq!(fails(ok("<html><body>Maintenance</body></html>")).await, body(BodyFault::Html));
    assert_eq!(fails(ok(r#"{"data":[{"id":1,"#)).await, body(BodyFault::Truncated));
    assert_eq!(fails(ok(r#"{"documents":[]}"#)).await, body(BodyFault::Shape));
    let announced = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{".to_vec();
    assert_eq!(fails(announced).await, body(BodyFault::TooLarge));
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"data\":[".to_vec();
    assert!(matches!(fails(cut).await, ProviderError::Broken { .. }));
    assert!(matches!(fails(b"SSH-2.0-OpenSSH\r\n".to_vec()).await, ProviderError::Broken { .. }));
    assert_eq!(fails(Vec::new()).await, ProviderError::Timeout, "it hangs");
    assert_eq!(fails(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{".to_vec()).await.retry(), Retry::Backoff);
}

#[tokio::test]
async fn compressed_answers_are_read_and_bombs_are_not() {
    let zip = |bytes: &[u8]| {
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        zip.write_all(bytes).unwrap();
        zip.finish().unwrap()
    };
    let body = zip(br#"{"data":[{"id":1,"gross_total":0.1,"currency":"EUR"}],"total":1}"#);
    let server = Canned::new(http("200 OK", "content-encoding: gzip\r\n", &body)).await;
    let page = server.provider().list(first()).await.unwrap().value;
    assert_eq!(page.records[0].as_ref().unwrap().document().unwrap().gross.to_string(), "0.1");
    let half = http("200 OK", "content-encoding: gzip\r\n", &body[..body.len() / 2]);
    assert!(matches!(fails(half).await, ProviderError::Broken { .. }));
    let bomb = http("200 OK", "content-encoding: gzip\r\n", zip(&vec![b' '; (64 << 20) + 1]));
    assert_eq!(fails(bomb).await, ProviderError::Body { reason: BodyFault::TooLarge });
}

#[tokio::test]
async fn nobody_listens() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let error = at(&format!("http://127.0.0.1:{port}/v3")).unwrap().list(first()).await.unwrap_err();
    let ProviderError::Connect { detail } = &error else { panic!("{error:?}") };
    assert!(!detail.contains("127.0.0.1"), "{detail}");
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn pdfs_are_pdfs() {
    let id = RemoteId::new("7");
    let pdf =
        |answer: Vec<u8>| async { Canned::new(answer).await.provider().files().unwrap().pdf(&RemoteId::new("7"), false).await };
    assert_eq!(pdf(http("200 OK", "", "%PDF-1.4 …")).await.unwrap().value.unwrap(), "%PDF-1.4 …".as_bytes());
    assert_eq!(pdf(http("202 Accepted", "", "{}")).await.unwrap().value, None);
    for (body, reason) in
        [("", BodyFault::Empty), ("<html>", BodyFault::Html), ("{}", BodyFault::Shape), ("MZ", BodyFault::Shape)]
    {
        assert_eq!(pdf(ok(body)).await.unwrap_err(), ProviderError::Body { reason }, "{body}");
    }
    let server = Canned::new(ok("{}")).await;
    for id in ["", "..", "1/../2", "1?x", "á"] {
        assert_eq!(
            server.provider().files().unwrap().pdf(&RemoteId::new(id), false).await.unwrap_err(),
            ProviderError::NotFound,
            "{id}"
        );
    }
    assert_eq!(server.heads().len(), 0, "nothing was asked");
    server.provider().payments().unwrap().payments(&id).await.unwrap_err();
    assert!(server.heads()[0].starts_with("GET /v3/documents/7/payments HTTP/1.1"));
}

#[tokio::test]
async fn a_profile_has_the_tax_number_where_the_service_tells_it() {
    let told = |body: &'static str| async move { Canned::new(ok(body)).await.provider().profile().await };
    let number = told(r#"{"tax_code":"10773381-2-44"}"#).await.unwrap().value.tax_number;
    assert_eq!(number.as_deref(), Some("10773381-2-44"));
    assert_eq!(told("<html>").await.unwrap().value, Profile::default());
    let refused = Canned::new(http("401 X", "", "")).await;
    assert!(matches!(refused.provider().profile().await, Err(ProviderError::Refused { .. })));
}

#[tokio::test]
async fn one_document() {
    let document = Canned::new(ok(r#"{"id":7,"gross_total":1,"currency":"HUF"}"#)).await;
    assert_eq!(document.provider().get(&DOCUMENTS, &RemoteId::new("7")).await.unwrap().value.unwrap().id().as_str(), "7");
    let refused = Canned::new(ok(r#"{"id":7,"gross_total":1e38,"currency":"HUF"}"#)).await;
    assert!(refused.provider().get(&DOCUMENTS, &RemoteId::new("7")).await.unwrap().value.is_err());
    for no_document in ["[]", "7", "null"] {
        let error = Canned::new(ok(no_document)).await.provider().get(&DOCUMENTS, &RemoteId::new("7")).await.unwrap_err();
        assert_eq!(error, ProviderError::Body { reason: BodyFault::Shape }, "{no_document}");
    }
}

#[test]
fn addresses_without_tls_are_refused() {
    assert!(matches!(with_key("http://example.com", KEY), Err(ProviderError::Address { .. })));
}

#[tokio::test]
async fn the_key_is_never_shown() {
    let provider = at("http://127.0.0.1:1").unwrap();
    assert!(!format!("{provider:?}").contains("4b6f7a1e"));
    let echo = format!(r#"{{"message":"no such key {KEY}"}}"#);
    let error = fails(http("400 Bad", "", echo)).await;
    assert_eq!(error, ProviderError::Rejected { status: 400, detail: "no such key …".to_owned() });
}

#[tokio::test]
async fn a_client_with_tls_can_be_built() {
    let second = Duration::from_secs(1);
    let limits = Limits { connect_timeout: second, read_timeout: second, answer_timeout: second };
    let http = Http::new(&super::DIALECT, base_url(BASE_URL).unwrap(), key(KEY).unwrap(), limits);
    http.ready().await.unwrap();
}

#[tokio::test]
async fn a_redirect_ends_at_once_and_says_where_it_leads_without_secrets() {
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: https://robot:pw@other.example/v3/documents/{KEY}?token=abc#x\r\n");
        let server = Canned::new(http(&format!("{status} Moved"), &location, "")).await;
        let error = server.provider().clock().unwrap().server_time().await.expect_err("no answer");
        let to = "https://other.example/v3/documents/…".replace('…', "%E2%80%A6");
        let ProviderError::Redirected { status: found, to: shown } = &error else { panic!("{error:?}") };
        assert_eq!(*found, status);
        assert!(*shown == to || *shown == "https://other.example/v3/documents/…", "{shown}");
        assert_eq!(error.retry(), Retry::Never);
        assert_eq!(server.heads().len(), 1, "asked once");
    }
    let server = Canned::new(http("302 Found", "location: /login\r\n", "")).await;
    let error = server.provider().clock().unwrap().server_time().await.expect_err("no answer");
    let host = server.base.trim_end_matches("/v3");
    assert_eq!(error, ProviderError::Redirected { status: 302, to: format!("{host}/login") }, "relative");
    let server = Canned::new(http("302 Found", "", "")).await;
    let error = server.provider().clock().unwrap().server_time().await.expect_err("no answer");
    assert_eq!(error, ProviderError::Redirected { status: 302, to: "?".to_owned() });
}

async fn until_asked(stream: &mut tokio::net::TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
}

/// A server that sends the head of an answer and then a byte of its body from time to time, without an end.
async fn dripping(status: &'static str, pause: Duration) -> Arc<dyn Provider> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v3", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                until_asked(&mut stream).await;
                let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n");
                let mut sent = stream.write_all(head.as_bytes()).await;
                while sent.is_ok() {
                    tokio::time::sleep(pause).await;
                    sent = stream.write_all(b" ").await;
                }
            });
        }
    });
    at(&base).unwrap()
}

#[tokio::test]
async fn an_answer_that_drips_is_given_up() {
    let provider = dripping("200 OK", Duration::from_millis(20)).await;
    let error = provider.clock().unwrap().server_time().await.expect_err("too slow");
    assert!(matches!(error, ProviderError::Dripped { bytes: 1.., .. }), "{error:?}");
    assert_eq!(error.retry(), Retry::Once);
    // Also the body of an error: only its status counts.
    let provider = dripping("500 Broken", Duration::from_millis(20)).await;
    let error = provider.clock().unwrap().server_time().await.expect_err("failed");
    assert_eq!(error, ProviderError::Server { status: 500, after: None });
}

#[tokio::test]
async fn an_answer_that_is_never_through_is_given_up_at_the_deadline() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v3", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        until_asked(&mut stream).await;
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").await;
        while sent.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
            sent = stream.write_all(&[b' '; 512]).await;
        }
    });
    let provider = connect(Connection {
        base_url: Some(base),
        tenant: None,
        currency: None,
        credentials: key(KEY).unwrap(),
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_millis(300),
        answer_timeout: Duration::from_millis(2500),
    });
    let error = provider.unwrap().clock().unwrap().server_time().await.expect_err("never through");
    assert!(matches!(error, ProviderError::TooSlow { bytes: 1.., .. }), "{error:?}");
}

#[test]
fn it_can_what_its_entry_says() {
    let (provider, says) = (at("http://127.0.0.1:1").unwrap(), crate::provider::billingo::ENTRY.capabilities);
    let can = (provider.payments().is_some(), provider.files().is_some(), provider.filings().is_some());
    assert_eq!(can, (says.payments, says.files, says.filings));
}
