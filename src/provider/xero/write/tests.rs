//! Writes at the pretend organisation over HTTP, byte by byte, and with every fault.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::domain::push::{DocumentOrder, Existing, TaxModel};
use crate::domain::{Currency, Payload};
use crate::provider::samples::{contact, dec, document, line, mail, of, payment, settings, void};
use crate::provider::{ApiKey, Clash, Connection, Contested, Ground, Provider, xero};
use crate::sandbox::oauth::{Service, Site, SiteOptions};
use crate::sandbox::xero::{Books, Organisations};

struct World {
    site: Site,
    books: Organisations,
    provider: Arc<dyn Provider>,
    settings: WriteSettings,
}

async fn world(change: impl FnOnce(&mut Books)) -> World {
    let books = Organisations::demo(6, 1, date(2026, 11, 20));
    books.books(0, change).unwrap();
    let options = SiteOptions { api: Box::new(books.clone()), ..SiteOptions::new(Service::Xero) };
    let site = Site::start(options).await.unwrap();
    let tenant = site.companies()[0].id.clone();
    site.identity(|identity| identity.admit("token", vec![tenant.clone()], Timestamp::MAX));
    let connection = Connection {
        base_url: Some(site.root.clone()),
        tenant: Some(Tenant(tenant.as_str().into())),
        credentials: Arc::new(ApiKey::new(&"token".to_owned().into()).unwrap()),
        currency: None,
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_secs(3),
        answer_timeout: Duration::from_secs(30),
    };
    let provider = (xero::ENTRY.connect)(connection).unwrap();
    let settings = provider.writer().unwrap().settings().await.unwrap().value;
    World { site, books, provider, settings }
}

impl World {
    fn writer(&self) -> &dyn Writer {
        self.provider.writer().unwrap()
    }

    fn frozen(&self, order: &Order) -> Frozen {
        self.writer().render(order, &self.settings).unwrap()
    }

    async fn send(&self, order: &Order, key: &str) -> Result<Accepted, WriteError> {
        self.writer().send(order, &self.frozen(order), key).await.map(|answer| answer.value)
    }

    async fn made(&self, order: &Order, key: &str) -> Accepted {
        self.send(order, key).await.unwrap()
    }

    async fn found(&self, order: &Order, lookup: Lookup) -> Vec<Found> {
        self.writer().find(order, &lookup).await.unwrap().value
    }

    fn count(&self) -> usize {
        self.books.books(0, |books| books.notes.len()).unwrap()
    }

    fn customer(&self) -> RemoteId {
        self.books.books(0, |books| RemoteId::new(books.people[0].id.as_str())).unwrap()
    }

    fn invoice(&self, mark: &str, number: &str) -> DocumentOrder {
        let mut line = line("2.5", "99.9999", "250.00", "37.50");
        (line.account, line.tax_code) = (Some(RemoteId::new("200")), Some(RemoteId::new("OUTPUT2")));
        document(mark, number, &self.customer(), "NZD", vec![line])
    }

    fn faults(&self, fault: &str) {
        self.site.set_faults(if fault.is_empty() { Vec::new() } else { vec![fault.parse().unwrap()] });
    }
}

#[tokio::test]
async fn a_body_is_the_same_byte_for_byte() {
    let world = world(|_| {}).await;
    let frozen = world.frozen(&of(world.invoice("m1", "FX-1")));
    let expected = r#"{"Invoices":[{"Type":"ACCREC","Contact":{"ContactID":"CONTACT"},"LineItems":[{"Description":"Consulting \"on site\"","Quantity":2.5,"UnitAmount":99.9999,"AccountCode":"200","TaxType":"OUTPUT2","TaxAmount":37.5}],"Date":"2026-11-20","DueDate":"2026-12-04","LineAmountTypes":"Exclusive","InvoiceNumber":"FX-1","Reference":"PO-7","CurrencyCode":"NZD","Status":"AUTHORISED"}]}"#;
    assert_eq!(String::from_utf8(frozen.body.clone()).unwrap(), expected.replace("CONTACT", world.customer().as_str()));
    let query = [("summarizeErrors".to_owned(), "false".to_owned()), ("unitdp".to_owned(), "4".to_owned())];
    assert_eq!((frozen.verb, frozen.path[0].as_str(), frozen.query.as_slice()), (Verb::Put, "Invoices", query.as_slice()));
    assert_eq!(frozen, world.frozen(&of(world.invoice("m1", "FX-1"))));
}

#[tokio::test]
async fn every_order_is_carried_out_and_read_back() {
    let world = world(|_| {}).await;
    let customer = Order::Contact(Box::new(contact("c1", "Bluebird  Freight")));
    let made = world.made(&customer, "k-c1").await;
    let Some(Payload::Contact(record)) = &made.record else { panic!("{made:?}") };
    assert_eq!((record.name.as_str(), record.number.as_deref()), ("Bluebird Freight", Some("c1")));
    let found = world.found(&customer, Lookup::Mark).await;
    assert_eq!((found.len(), found[0].marked, &found[0].accepted.id), (1, Some(true), &made.id));
    let mut again = contact("c1", "Bluebird Freight");
    again.existing = Some(Existing { id: made.id.clone(), version: None });
    again.emails = vec!["new@example.com".to_owned()];
    world.made(&Order::Contact(Box::new(again)), "k-c2").await;

    let mut order = world.invoice("m1", "FX-1");
    order.contact = made.id.clone();
    let sold = world.made(&of(order.clone()), "k-1").await;
    let Some(Payload::Document(record)) = &sold.record else { panic!("{sold:?}") };
    assert_eq!((sold.number.as_str(), record.gross, record.net), ("FX-1", order.gross, Some(order.net)));
    (order.mark, order.number, order.kind) = ("m2".into(), "CN-1".to_owned(), DocumentType::CreditNote);
    let credit = world.made(&of(order.clone()), "k-2").await;
    assert_eq!(world.found(&of(order), Lookup::Number).await[0].accepted.id, credit.id);

    let accounts = world.writer().choices(Listing::PaymentAccounts).await.unwrap().value;
    let mut pays = payment("p1", &made.id, &sold.id, "NZD", "100.01");
    pays.account = Some(accounts[0].id.clone());
    let paid = world.made(&Order::Payment(pays.clone()), "k-3").await;
    let Some(Payload::Payment(record)) = &paid.record else { panic!("{paid:?}") };
    assert_eq!((record.amount, record.pays(&sold.id)), (dec("100.01"), dec("100.01")));
    let found = world.found(&Order::Payment(pays.clone()), Lookup::Mark).await;
    assert_eq!((found.len(), found[0].marked, &found[0].accepted.id), (1, Some(true), &paid.id));
    pays.mark = "p2".into();
    assert!(world.found(&Order::Payment(pays), Lookup::Mark).await.is_empty());

    assert_eq!(world.made(&mail(&sold.id, &[]), "k-4").await.id, sold.id);
    let barred = world.send(&void("v1", &sold.id, None), "k-5").await.unwrap_err();
    assert!(matches!(&barred, WriteError::Refused(refusal) if refusal.ground == Ground::Paid && !refusal.detail.is_empty()));
    let other = world.made(&of(world.invoice("m3", "FX-3")), "k-6").await;
    assert_eq!(world.made(&void("v2", &other.id, None), "k-7").await.id, other.id);
    assert!(!world.found(&void("v2", &other.id, None), Lookup::Number).await[0].alive);
    assert!(!world.found(&of(world.invoice("m3", "FX-3")), Lookup::Number).await[0].alive, "the number finds the voided one");
}

#[tokio::test]
async fn every_fault_leaves_at_most_one_document_under_its_key() {
    let world = world(|_| {}).await;
    for (at, (fault, sure, replayed)) in [
        ("close@method:PUT", false, false),
        ("lost@method:PUT", false, false),
        ("mute@method:PUT", false, false),
        ("hang@method:PUT", false, false),
        ("truncate@method:PUT", false, false),
        ("html@method:PUT", false, false),
        ("status=500@method:PUT", false, true),
        ("after=500@method:PUT", false, true),
        ("after=503@method:PUT", false, true),
        ("status=429@method:PUT", true, false),
        ("status=401@method:PUT", true, false),
    ]
    .into_iter()
    .enumerate()
    {
        let (order, key) = (of(world.invoice(&format!("m{at}"), &format!("FX-{at}"))), format!("k{at}"));
        let before = world.count();
        world.faults(fault);
        let error = world.send(&order, &key).await.unwrap_err();
        world.faults("");
        match (&error, sure) {
            (WriteError::NotSent(_), true) | (WriteError::Unknown(_), false) => {}
            _ => panic!("{fault}: {error:?}"),
        }
        let found = world.found(&order, Lookup::Number).await;
        if replayed {
            // The key gives the failure again: what was written is found by its number, else another key writes it.
            assert!(matches!(world.send(&order, &key).await, Err(WriteError::Unknown(_))), "{fault}");
            if found.is_empty() {
                world.made(&order, &format!("{key}-2")).await;
            }
        } else {
            let made = world.made(&order, &key).await;
            assert_eq!(made.id, world.made(&order, &key).await.id, "{fault}");
        }
        let found = world.found(&order, Lookup::Number).await;
        assert_eq!((world.count(), found.len()), (before + 1, 1), "{fault}");
    }
}

#[tokio::test]
async fn refusals_say_why_in_the_words_of_the_service() {
    let world = world(|_| {}).await;
    world.made(&of(world.invoice("m1", "FX-1")), "k1").await;
    let taken = world.send(&of(world.invoice("m2", "FX-1")), "k2").await.unwrap_err();
    assert!(matches!(&taken, WriteError::Clash(Clash { what: Contested::Number, .. })), "{taken:?}");
    let other = world.send(&of(world.invoice("m3", "FX-3")), "k1").await.unwrap_err();
    assert_eq!(other, WriteError::KeyTaken);
    let name = world.books.books(0, |books| books.people[1].name.clone()).unwrap();
    let error = world.send(&Order::Contact(Box::new(contact("c", &name))), "k3").await.unwrap_err();
    assert!(matches!(error, WriteError::Clash(Clash { what: Contested::Name, .. })));
    let ground = |error: WriteError| match error {
        WriteError::Refused(refusal) => (refusal.ground, refusal.detail),
        other => panic!("{other:?}"),
    };
    let mut order = world.invoice("m4", "FX-4");
    order.lines[0].account = Some(RemoteId::new("999"));
    let (why, words) = ground(world.send(&of(order), "k4").await.unwrap_err());
    assert_eq!((why, words.as_str()), (Ground::Mapping, "Account code '999' is not a valid code for this document."));
    let mut order = world.invoice("m5", "FX-5");
    order.currency = Currency::new("GBP");
    assert_eq!(ground(world.send(&of(order), "k5").await.unwrap_err()).0, Ground::Currency);
    world.books.books(0, |books| books.setup.lock = Some(date(2026, 11, 20)));
    assert_eq!(ground(world.send(&of(world.invoice("m6", "FX-6")), "k6").await.unwrap_err()).0, Ground::Closed);
    world.books.books(0, |books| {
        books.setup.lock = None;
        books.people[0].archived = true;
    });
    assert_eq!(ground(world.send(&of(world.invoice("m7", "FX-7")), "k7").await.unwrap_err()).0, Ground::ContactInactive);
    let mut order = world.invoice("m8", "FX-8");
    order.contact = RemoteId::new("11111111-1111-4111-8111-111111111111");
    assert_eq!(ground(world.send(&of(order), "k8").await.unwrap_err()).0, Ground::Mapping);
}

#[tokio::test]
async fn amounts_are_exact_in_every_currency_that_fits() {
    let world = world(|_| {}).await;
    for (at, (currency, quantity, price, net, tax)) in [
        ("EUR", "3", "33.3333", "100.00", "27.01"),
        ("HUF", "2.5", "12345", "30862.50", "8332.88"),
        ("JPY", "7", "98765", "691355.00", "186665.85"),
        ("EUR", "1", "12345678.91", "12345678.91", "3333333.31"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut line = line(quantity, price, net, tax);
        (line.account, line.tax_code) = (Some(RemoteId::new("200")), Some(RemoteId::new("OUTPUT2")));
        let mut order = document(&format!("m{at}"), &format!("FX-{at}"), &world.customer(), currency, vec![line]);
        order.rate = Some(dec("1.25"));
        let made = world.made(&of(order.clone()), &format!("k{at}")).await;
        let Some(Payload::Document(record)) = &made.record else { panic!("{made:?}") };
        assert_eq!((record.gross, record.vat, record.rate), (order.gross, Some(order.tax), Some(dec("1.25"))), "{currency}");
    }
    let order = document("m", "FX", &world.customer(), "KWD", vec![line("1", "1.234", "1.234", "0")]);
    let refused = world.writer().render(&of(order), &world.settings).unwrap_err();
    assert_eq!(refused, Unwritable::Decimals { field: "currency", value: "KWD".to_owned(), most: 2 });
}

#[tokio::test]
async fn settings_and_lists_of_the_organisation() {
    let world = world(|_| {}).await;
    assert_eq!((world.settings.home.clone().unwrap().as_str(), world.settings.tax), ("NZD", TaxModel::Line));
    let ids = async |listing| -> Vec<String> {
        let choices = world.writer().choices(listing).await.unwrap().value;
        choices.into_iter().map(|choice| choice.id.as_str().to_owned()).collect()
    };
    assert_eq!(ids(Listing::SalesAccounts).await, ["200", "260"]);
    assert_eq!(ids(Listing::PaymentAccounts).await.len(), 2);
    assert_eq!(ids(Listing::Items).await, ["CONS", "DEV"]);
    assert_eq!(ids(Listing::TaxCodes).await, ["OUTPUT2", "ZERORATED", "NONE"]);
    assert!(ids(Listing::Terms).await.is_empty());
}

#[tokio::test]
async fn what_the_service_cannot_hold() {
    let world = world(|_| {}).await;
    let settings = settings("NZD", TaxModel::Line);
    let render = |order: &Order| body::render(order, &settings).unwrap_err();
    assert!(matches!(render(&of(world.invoice("m", ""))), Unwritable::Missing { field: "number" }));
    let mut order = world.invoice("m", "1");
    order.lines[0].account = None;
    assert!(matches!(render(&of(order)), Unwritable::Missing { field: "lines.account" }));
    assert!(matches!(render(&Order::Contact(Box::new(contact("m", "a<b")))), Unwritable::Value { field: "name", .. }));
    assert!(matches!(render(&mail(&RemoteId::new("a"), &["x@example.com"])), Unwritable::Value { field: "to", .. }));
    let mut pays = payment("p", &world.customer(), &RemoteId::new("a"), "NZD", "5");
    assert!(matches!(render(&Order::Payment(pays.clone())), Unwritable::Missing { field: "account" }));
    pays.amount = dec("6");
    assert!(matches!(render(&Order::Payment(pays.clone())), Unwritable::Value { field: "amount", .. }));
    // What only people read is cut; our mark is not.
    (pays.amount, pays.account, pays.reference) = (dec("5"), Some(RemoteId::new("b")), Some("x".repeat(300).into()));
    let reference = body::reference(&pays);
    assert_eq!((reference.chars().count(), reference.ends_with("x faktura:p")), (255, true));
    assert!(body::render(&Order::Payment(pays), &settings).is_ok());
    let mut order = world.invoice("m", "1");
    (order.reference, order.comment) = (None, Some("y".repeat(305).into()));
    let body = String::from_utf8(body::render(&of(order), &settings).unwrap().body).unwrap();
    assert!(body.contains(&format!(r#""Reference":"{}""#, "y".repeat(255))), "{body}");
}
