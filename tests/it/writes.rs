//! Requests that write keep to the `OpenAPI` files of Billingo and Xero, byte for byte as they are sent, and so do the answers of the
//! pretend services to them. Without the files it is skipped.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use faktura::domain::push::{
    ContactOrder, DocumentOrder, Existing, Frozen, MailOrder, Order, OrderLine, OrderPart, PaymentOrder, Verb, VoidOrder,
    WriteSettings,
};
use faktura::domain::{Address, Currency, DocumentType, RemoteId, Tenant};
use faktura::provider::{ApiKey, Connection, Entry, Provider, billingo, xero};
use faktura::sandbox::oauth::{Api, ApiRequest, Service, Site, SiteOptions};
use faktura::sandbox::xero::Organisations;
use faktura::sandbox::{DEMO_KEYS, Options, Sandbox};
use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::contract::Spec;

fn connect(entry: &Entry, base_url: String, tenant: Option<&str>, secret: &str) -> Arc<dyn Provider> {
    let bound = Duration::from_secs(30);
    let connection = Connection {
        base_url: Some(base_url),
        tenant: tenant.map(|tenant| Tenant(tenant.into())),
        credentials: Arc::new(ApiKey::new(&secret.to_owned().into()).unwrap()),
        currency: None,
        connect_timeout: bound,
        read_timeout: bound,
        answer_timeout: bound,
    };
    (entry.connect)(connection).unwrap()
}

/// What a service calls things.
struct Words {
    contact: RemoteId,
    account: Option<RemoteId>,
    tax: RemoteId,
    currency: &'static str,
    /// Numbers that are ours to give.
    numbered: bool,
}

fn existing(id: &RemoteId) -> Existing {
    Existing { id: id.clone(), version: Some("0".to_owned()) }
}

fn contact(mark: &str, known: Option<&RemoteId>) -> Order {
    Order::Contact(Box::new(ContactOrder {
        mark: mark.into(),
        existing: known.map(existing),
        name: format!("Próba \"{mark}\" Kft."),
        tax_number: Some("12345676-2-41".into()),
        emails: vec!["ap@example.com".to_owned()],
        phone: Some("+36 1 555 0100".into()),
        address: Address {
            country: Some("HU".into()),
            post_code: Some("1111".into()),
            city: Some("Budapest".into()),
            street: Some("Fő utca 1.".into()),
        },
        currency: None,
        base: None,
    }))
}

fn document(words: &Words, mark: &str, kind: DocumentType, draft: bool) -> Order {
    let line = |comment: Option<&str>| OrderLine {
        name: "Tanácsadás".to_owned(),
        comment: comment.map(Into::into),
        quantity: Decimal::new(25, 1),
        unit: "óra".to_owned(),
        price: Decimal::from(10_000),
        net: Decimal::from(25_000),
        tax: Decimal::from(6_750),
        item: None,
        account: words.account.clone(),
        tax_code: Some(words.tax.clone()),
        tax_word: "27%".to_owned(),
    };
    Order::Document(Box::new(DocumentOrder {
        mark: mark.into(),
        kind,
        draft,
        number: if words.numbered { format!("FX-{mark}") } else { String::new() },
        contact: words.contact.clone(),
        contact_name: "Customer".to_owned(),
        email: Some("ap@example.com".to_owned()),
        currency: Currency::new(words.currency),
        rate: Some(Decimal::new(39_512, 2)),
        issued: date(2026, 11, 20),
        fulfilled: Some(date(2026, 11, 19)),
        due: Some(date(2026, 12, 4)),
        term: None,
        method: None,
        reference: Some("PO-7".into()),
        comment: Some("Köszönjük".into()),
        language: Some("hu".into()),
        tax_code: None,
        lines: vec![line(None), line(Some("és utazás"))],
        net: Decimal::from(50_000),
        tax: Decimal::from(13_500),
        gross: Decimal::from(63_500),
    }))
}

fn payment(words: &Words, document: &RemoteId, account: Option<RemoteId>) -> Order {
    let amount = Decimal::new(10_001, 2);
    Order::Payment(PaymentOrder {
        mark: "p1".into(),
        contact: words.contact.clone(),
        contact_name: "Customer".to_owned(),
        account,
        date: date(2026, 11, 21),
        amount,
        currency: Currency::new(words.currency),
        rate: None,
        method: None,
        reference: Some("T-1".into()),
        parts: vec![OrderPart { document: document.clone(), number: String::new(), amount }],
    })
}

fn void(id: &RemoteId) -> Order {
    Order::Void(VoidOrder {
        mark: "v".into(),
        kind: DocumentType::Invoice,
        existing: existing(id),
        number: String::new(),
        contact_name: "Customer".to_owned(),
        gross: Decimal::from(63_500),
        currency: Currency::new("HUF"),
    })
}

fn mail(id: &RemoteId, to: &[&str]) -> Order {
    Order::Mail(MailOrder {
        mark: "e".into(),
        kind: DocumentType::Invoice,
        document: id.clone(),
        number: String::new(),
        to: to.iter().map(|to| (*to).to_owned()).collect(),
    })
}

const fn method(frozen: &Frozen) -> &'static str {
    match frozen.verb {
        Verb::Post => "post",
        Verb::Put => "put",
    }
}

/// Checks the path, the parameters and the body of a request; gives its template and its operation.
fn check<'a>(spec: &'a Spec, frozen: &Frozen, strict: bool) -> (&'a str, &'a Value) {
    let path = format!("/{}", frozen.path.join("/"));
    let (template, item) = spec.item(&path);
    let operation = &item[method(frozen)];
    let name = format!("{} {template}", method(frozen));
    assert!(operation.is_object(), "{name} is not specified");
    let known: BTreeSet<&str> = [&item["parameters"], &operation["parameters"]]
        .into_iter()
        .filter_map(Value::as_array)
        .flatten()
        .map(|one| spec.resolved(one))
        .filter(|one| one["in"] == "query")
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    for (parameter, _) in &frozen.query {
        assert!(known.contains(parameter.as_str()), "{name} takes no {parameter}");
    }
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let body: Value = serde_json::from_slice(&frozen.body).unwrap();
    let errors = spec.errors(schema, &body, strict);
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{body:#}");
    (template, operation)
}

/// The status and the body of an answer to exactly these bytes.
async fn post(addr: std::net::SocketAddr, frozen: &Frozen) -> (u16, Value) {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let (verb, path, key, length) = (method(frozen).to_uppercase(), frozen.path.join("/"), DEMO_KEYS[0], frozen.body.len());
    let head = format!(
        "{verb} /v3/{path} HTTP/1.1\r\nhost: localhost\r\nx-api-key: {key}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), &frozen.body].concat()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let body = bytes.split_off(end + 4);
    let head = String::from_utf8(bytes).unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn billingo() {
    let Some(spec) = Spec::load() else { return };
    let running = Sandbox::start(Options::new(date(2026, 11, 20))).await.unwrap();
    let provider = connect(&billingo::ENTRY, running.base_url.clone(), None, DEMO_KEYS[0]);
    let writer = provider.writer().unwrap();
    let settings: WriteSettings = writer.settings().await.unwrap().value;
    let partner = running.account(0, |account| RemoteId::new(account.partners()[0].buyer.id.to_string())).unwrap();
    let mut words =
        Words { contact: partner.clone(), account: None, tax: RemoteId::new("27%"), currency: "EUR", numbered: false };
    let mut checked = BTreeSet::new();
    let mut orders = vec![contact("c1", None), contact("c2", Some(&partner))];
    orders.push(document(&words, "m1", DocumentType::Invoice, true));
    words.currency = "HUF";
    orders.push(document(&words, "m2", DocumentType::Invoice, false));
    let mut made = RemoteId::new("0");
    for step in 0..2 {
        for order in std::mem::take(&mut orders) {
            let frozen = writer.render(&order, &settings).unwrap();
            let (template, operation) = check(&spec, &frozen, true);
            let (status, body) = post(running.addr, &frozen).await;
            let schema = &operation["responses"][status.to_string()]["content"]["application/json"]["schema"];
            assert!(status < 300 && schema.is_object(), "{template}: {status} {body}");
            let errors = spec.errors(schema, &body, true);
            assert!(errors.is_empty(), "{template}: {errors:#?}");
            checked.insert(template.to_owned());
            if body["type"] == "invoice" {
                made = RemoteId::new(body["id"].to_string());
            }
        }
        if step == 0 {
            orders.extend([payment(&words, &made, None), mail(&made, &["ap@example.com"]), mail(&made, &[]), void(&made)]);
        }
    }
    assert_eq!(checked.len(), 6, "{checked:?}");
}

#[tokio::test]
async fn xero() {
    let Some(spec) = Spec::of("FAKTURA_XERO_SPEC", "xero-accounting.yaml") else { return };
    let mut books = Organisations::demo(6, 1, date(2026, 11, 20));
    let site = Site::start(SiteOptions { api: Box::new(books.clone()), ..SiteOptions::new(Service::Xero) }).await.unwrap();
    let tenant = site.companies()[0].id.clone();
    site.identity(|identity| identity.admit("token", vec![tenant.clone()], Timestamp::MAX));
    let provider = connect(&xero::ENTRY, site.root.clone(), Some(&tenant), "token");
    let writer = provider.writer().unwrap();
    let settings = writer.settings().await.unwrap().value;
    let person = books.books(0, |books| {
        books.people[0].email = "ap@example.com".to_owned();
        RemoteId::new(books.people[0].id.as_str())
    });
    let person = person.unwrap();
    let words = Words {
        contact: person.clone(),
        account: Some(RemoteId::new("200")),
        tax: RemoteId::new("OUTPUT2"),
        currency: "HUF",
        numbered: true,
    };
    let account = RemoteId::new("acc00000-0000-4000-8000-000000000090");
    let mut orders = vec![
        contact("c1", None),
        contact("c2", Some(&person)),
        document(&words, "m1", DocumentType::Invoice, true),
        document(&words, "m2", DocumentType::CreditNote, false),
        document(&words, "m3", DocumentType::Invoice, false),
        document(&words, "m4", DocumentType::Invoice, false),
    ];
    let (mut checked, mut made) = (BTreeSet::new(), Vec::new());
    for step in 0..2 {
        for order in std::mem::take(&mut orders) {
            let frozen = writer.render(&order, &settings).unwrap();
            let (template, operation) = check(&spec, &frozen, true);
            let request = ApiRequest {
                number: 1,
                at: "2026-11-20T10:00:00Z".parse().unwrap(),
                method: method(&frozen).to_uppercase(),
                path: format!("/api.xro/2.0/{}", frozen.path.join("/")),
                query: frozen.query.clone(),
                headers: vec![("accept".to_owned(), "application/json".to_owned())],
                body: frozen.body.clone(),
                company: tenant.clone(),
                faults: Vec::new(),
            };
            let answer = books.answer(&request);
            checked.insert(format!("{} {template}", method(&frozen)));
            if answer.status == 204 {
                continue;
            }
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            let schema = &operation["responses"][answer.status.to_string()]["content"]["application/json"]["schema"];
            assert!(answer.status == 200 && schema.is_object(), "{template}: {} {body}", answer.status);
            let errors = spec.errors(schema, &body, false);
            assert!(errors.is_empty(), "{template}: {errors:#?}");
            let element = &body.as_object().unwrap().values().find_map(Value::as_array).unwrap()[0];
            assert_eq!(element["StatusAttributeString"], json!("OK"), "{template}: {element}");
            if element["Type"] == "ACCREC" && element["Status"] == "AUTHORISED" {
                made.push(RemoteId::new(element["InvoiceID"].as_str().unwrap()));
            }
        }
        if step == 0 {
            let [paid, voided] = made.as_slice() else { panic!("{made:?}") };
            orders.extend([payment(&words, paid, Some(account.clone())), mail(paid, &[]), void(voided)]);
        }
    }
    assert_eq!(checked.len(), 7, "{checked:?}");
}
