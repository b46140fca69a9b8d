//! Writes over a bare socket: partners, documents, payments, cancellation, and what faults leave behind.

use std::time::Duration;

use jiff::civil::date;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

async fn start() -> Running {
    Sandbox::start(Options::new(date(2025, 10, 27))).await.unwrap()
}

/// Status and body; `None` for a connection that closed, or that is silent though its request was dealt with.
async fn ask(running: &Running, method: &str, path: &str, body: &Value, silent: bool) -> Option<(u16, Value)> {
    let before = running.count();
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let (key, length) = (DEMO_KEYS[0], body.len());
    let request = format!(
        "{method} /v3{path} HTTP/1.1\r\nhost: localhost\r\nx-api-key: {key}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A closed connection may end with an error.
    tokio::select! {
        _ = stream.read_to_end(&mut bytes) => {}
        () = dealt_with(running, before), if silent => {}
    }
    if bytes.is_empty() {
        return None;
    }
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Some((status, serde_json::from_str(body).unwrap_or_default()))
}

/// Waits until a further request was counted; a look at the account then waits until it was carried out.
async fn dealt_with(running: &Running, before: u64) {
    while running.count() == before {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn done(running: &Running, method: &str, path: &str, body: &Value) -> (u16, Value) {
    ask(running, method, path, body, false).await.expect("an answer")
}

fn document(partner: &Value, vendor: &str) -> Value {
    json!({"block_id": 21001, "currency": "HUF", "due_date": "2025-11-04", "fulfillment_date": "2025-10-27", "language": "hu", "partner_id": partner,
        "payment_method": "wire_transfer", "type": "invoice", "vendor_id": vendor, "items": [{"name": "Tanácsadás", "quantity": 2.5, "unit": "óra",
        "unit_price": 12345, "unit_price_type": "net", "vat": "27%"}]})
}

fn count(running: &Running) -> usize {
    running.account(0, |account| account.len()).unwrap()
}

async fn partner(running: &Running) -> Value {
    let body = json!({"name": "Próba Kft.", "taxcode": "12345676-2-41", "emails": ["ap@example.com"], "address": {"country_code": "HU", "post_code":
        "1111", "city": "Budapest", "address": "Fő utca 1."}});
    let (status, made) = done(running, "POST", "/partners", &body).await;
    assert_eq!(status, 201);
    made["id"].clone()
}

#[tokio::test]
async fn a_partner_and_an_invoice_with_our_reference() {
    let running = start().await;
    let partner = partner(&running).await;
    let (_, list) = done(&running, "GET", "/partners?per_page=1", &Value::Null).await;
    assert_eq!(list["data"][0]["id"], partner, "the newest comes first");
    assert_eq!(done(&running, "POST", "/partners", &json!({"name": ""})).await.0, 422);
    let before = count(&running);
    let (status, made) = done(&running, "POST", "/documents", &document(&partner, "faktura:a/1")).await;
    assert_eq!((status, &made["gross_total"], &made["summary"]["net_amount"]), (201, &json!(39196), &json!(30863)));
    assert!(made["invoice_number"].as_str().unwrap().starts_with("INV-"));
    let (_, found) = done(&running, "GET", "/documents/vendor/faktura%3Aa%2F1", &Value::Null).await;
    assert_eq!(found["id"], made["id"]);
    assert_eq!(done(&running, "GET", "/documents/vendor/none", &Value::Null).await.0, 404);
    assert_eq!(done(&running, "POST", "/documents", &document(&partner, "faktura:a/1")).await.0, 201, "nothing bars a twin");
    running.account(0, |account| account.writing().unique_vendor = true).unwrap();
    assert_eq!(done(&running, "POST", "/documents", &document(&partner, "faktura:a/1")).await.0, 422);
    let (status, wrong) = done(&running, "POST", "/documents", &json!({"type": "invoice", "currency": "KWD"})).await;
    let fields: Vec<&str> = wrong["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(status, 422);
    assert!(["currency", "partner_id", "block_id", "items"].iter().all(|field| fields.contains(field)), "{fields:?}");
    assert_eq!(count(&running), before + 2);
}

#[tokio::test]
async fn what_is_issued_is_cancelled_and_never_deleted() {
    let running = start().await;
    let partner = partner(&running).await;
    let (_, made) = done(&running, "POST", "/documents", &document(&partner, "v")).await;
    let path = format!("/documents/{}", made["id"]);
    assert_eq!(done(&running, "DELETE", &path, &Value::Null).await.0, 403);
    let (status, other) = done(&running, "POST", &format!("{path}/cancel"), &json!({"cancellation_reason": "tévedés"})).await;
    assert_eq!((status, &other["type"], &other["gross_total"]), (200, &json!("cancellation"), &json!(-39196)));
    let (_, held) = done(&running, "GET", &path, &Value::Null).await;
    assert_eq!((&held["cancelled"], &held["payment_status"]), (&json!(true), &json!("none")));
    assert_eq!(done(&running, "POST", &format!("{path}/cancel"), &Value::Null).await.0, 400);
    let mut draft = document(&partner, "d");
    draft["type"] = json!("draft");
    let (_, draft_made) = done(&running, "POST", "/documents", &draft).await;
    assert_eq!((&draft_made["invoice_number"], &draft_made["payment_status"]), (&json!(""), &json!("none")));
    let draft_path = format!("/documents/{}", draft_made["id"]);
    let (status, issued) = done(&running, "PUT", &draft_path, &document(&partner, "d")).await;
    assert_eq!((status, &issued["type"], &issued["id"]), (200, &json!("invoice"), &draft_made["id"]));
    assert_eq!(done(&running, "DELETE", &draft_path, &Value::Null).await.0, 403);
    let (_, second) = done(&running, "POST", "/documents", &draft).await;
    assert_eq!(done(&running, "DELETE", &format!("/documents/{}", second["id"]), &Value::Null).await.0, 204);
}

#[tokio::test]
async fn payments_replace_or_add_and_the_state_follows() {
    let running = start().await;
    let partner = partner(&running).await;
    let (_, made) = done(&running, "POST", "/documents", &document(&partner, "v")).await;
    let path = format!("/documents/{}/payments", made["id"]);
    let part = json!([{"date": "2025-10-28", "price": 9196, "payment_method": "wire_transfer"}]);
    let rest = json!([{"date": "2025-10-29", "price": 30000, "payment_method": "wire_transfer"}]);
    let state = || running.account(0, |account| account.document(made["id"].as_u64().unwrap()).unwrap().payment_status).unwrap();
    let (status, booked) = done(&running, "PUT", &path, &part).await;
    assert_eq!((status, booked.as_array().unwrap().len(), &*state()), (200, 1, "partially_paid"));
    done(&running, "PUT", &path, &rest).await;
    assert_eq!(&*state(), "partially_paid", "the list was replaced");
    running.account(0, |account| account.writing().payments_add = true).unwrap();
    let (_, booked) = done(&running, "PUT", &path, &part).await;
    assert_eq!((booked.as_array().unwrap().len(), &*state()), (2, "paid"));
    assert_eq!(done(&running, "GET", &path, &Value::Null).await.1, booked);
    let sent = done(&running, "POST", &format!("/documents/{}/send", made["id"]), &json!({"emails": ["ap@example.com"]})).await;
    assert_eq!((sent.0, running.account(0, |account| account.mailed().len()).unwrap()), (200, 1));
}

#[tokio::test]
async fn faults_before_and_after_the_commit() {
    let running = start().await;
    let partner = partner(&running).await;
    let before = count(&running);
    for (fault, written, status) in [
        ("close@method:POST", 0, None),
        ("hang@method:POST", 0, None),
        ("lost@method:POST", 1, None),
        ("mute@method:POST", 2, None),
        ("status=503@method:POST", 2, Some(503)),
        ("after=503@method:POST", 3, Some(503)),
        ("after=429@method:POST", 4, Some(429)),
    ] {
        running.set_faults(vec![fault.parse().unwrap()]);
        let silent = fault.starts_with("hang") || fault.starts_with("mute");
        let answer = ask(&running, "POST", "/documents", &document(&partner, fault), silent).await;
        assert_eq!((answer.map(|(status, _)| status), count(&running) - before), (status, written), "{fault}");
    }
    assert!(running.requests().iter().filter(|request| request.method == "POST").count() == 8);
}
