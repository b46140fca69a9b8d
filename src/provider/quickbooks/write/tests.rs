//! Writes at the pretend company over HTTP, byte by byte, and with every fault.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::domain::push::{Existing, TaxModel};
use crate::domain::{Currency, Payload, Tenant};
use crate::provider::samples::{contact, dec, document, line, mail, of, payment, settings, void};
use crate::provider::{ApiKey, Clash, Connection, Contested, Ground, Provider, quickbooks};
use crate::sandbox::oauth::{Service, Site, SiteOptions};
use crate::sandbox::quickbooks::{Books, Ledger, MadeUp, SalesTax};

const REALM: &str = "9130350000000001";

struct World {
    site: Site,
    books: Books,
    provider: Arc<dyn Provider>,
    settings: WriteSettings,
}

async fn world(change: impl FnOnce(&mut Ledger)) -> World {
    let made = MadeUp { realm: REALM.to_owned(), name: "Acme".to_owned(), invoices: 3, seed: 1 };
    let books = Books::new(&[made], date(2026, 11, 20));
    books.company(0, change).unwrap();
    let options = SiteOptions { api: Box::new(books.clone()), ..SiteOptions::new(Service::QuickBooks) };
    let site = Site::start(options).await.unwrap();
    site.identity(|identity| identity.admit("token", vec![REALM.to_owned()], Timestamp::MAX));
    let connection = Connection {
        base_url: Some(site.root.clone()),
        tenant: Some(Tenant(REALM.into())),
        credentials: Arc::new(ApiKey::new(&"token".to_owned().into()).unwrap()),
        currency: Some(Currency::new("USD")),
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_secs(3),
        answer_timeout: Duration::from_secs(30),
    };
    let provider = (quickbooks::ENTRY.connect)(connection).unwrap();
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

    fn count(&self, entity: &str) -> usize {
        self.books.company(0, |ledger| ledger.all(entity).count()).unwrap()
    }

    fn faults(&self, fault: &str) {
        self.site.set_faults(if fault.is_empty() { Vec::new() } else { vec![fault.parse().unwrap()] });
    }
}

/// An invoice with tax as the United States tell it.
fn invoice(mark: &str, number: &str) -> crate::domain::push::DocumentOrder {
    let mut line = line("2", "125.25", "250.50", "20.67");
    line.item = Some(RemoteId::new("11"));
    let mut order = document(mark, number, &RemoteId::new("1"), "USD", vec![line]);
    order.tax_code = Some(RemoteId::new("2"));
    order
}

#[tokio::test]
async fn a_body_is_the_same_byte_for_byte() {
    let world = world(|_| {}).await;
    let frozen = world.frozen(&of(invoice("m1", "FX-1")));
    let expected = r#"{"DocNumber":"FX-1","TxnDate":"2026-11-20","DueDate":"2026-12-04","CustomerRef":{"value":"1"},"Line":[{"Description":"Consulting \"on site\"","Amount":250.5,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"11"},"Qty":2,"UnitPrice":125.25,"TaxCodeRef":{"value":"TAX"}}}],"TxnTaxDetail":{"TxnTaxCodeRef":{"value":"2"},"TotalTax":20.67},"BillEmail":{"Address":"ap@example.com"},"CustomerMemo":{"value":"PO-7"},"PrivateNote":"faktura:m1"}"#;
    assert_eq!(String::from_utf8(frozen.body.clone()).unwrap(), expected);
    assert_eq!((frozen.verb, frozen.path.as_slice()), (Verb::Post, ["invoice".to_owned()].as_slice()));
    assert_eq!(frozen, world.frozen(&of(invoice("m1", "FX-1"))));
}

#[tokio::test]
async fn every_order_is_carried_out_and_read_back() {
    let world = world(|_| {}).await;
    let customer = Order::Contact(Box::new(contact("c1", "Bluebird  Freight")));
    let made = world.made(&customer, "k-c1").await;
    let Some(Payload::Contact(record)) = &made.record else { panic!("{made:?}") };
    assert_eq!((record.name.as_str(), record.emails[0].as_str()), ("Bluebird Freight", "ap@example.com"));
    assert_eq!(world.found(&customer, Lookup::Number).await[0].marked, Some(true), "two blanks are one");
    let mut again = contact("c1", "Bluebird Freight");
    again.existing = Some(Existing { id: made.id.clone(), version: made.version.clone() });
    again.emails = vec!["new@example.com".to_owned()];
    let changed = world.made(&Order::Contact(Box::new(again.clone())), "k-c2").await;
    assert_ne!(changed.version, made.version);
    let stale = world.send(&Order::Contact(Box::new(again)), "k-c3").await.unwrap_err();
    assert!(matches!(stale, WriteError::Clash(Clash { what: Contested::Version, .. })), "{stale:?}");

    let mut order = invoice("m1", "FX-1");
    order.contact = made.id.clone();
    let sold = world.made(&of(order.clone()), "k-1").await;
    let Some(Payload::Document(record)) = &sold.record else { panic!("{sold:?}") };
    assert_eq!((sold.number.as_str(), record.gross, record.net), ("FX-1", order.gross, Some(order.net)));
    order.kind = DocumentType::CreditNote;
    (order.mark, order.number) = ("m2".into(), "CN-1".to_owned());
    let credit = world.made(&of(order.clone()), "k-2").await;
    assert!(credit.id.as_str().starts_with("creditmemo:"));
    assert_eq!(world.found(&of(order), Lookup::Number).await[0].accepted.id, credit.id);

    let mut pays = payment("p1", &made.id, &sold.id, "USD", "100.01");
    pays.account = Some(RemoteId::new("35"));
    let paid = world.made(&Order::Payment(pays.clone()), "k-3").await;
    let Some(Payload::Payment(record)) = &paid.record else { panic!("{paid:?}") };
    assert_eq!((record.amount, record.pays(&sold.id)), (dec("100.01"), dec("100.01")));
    let likely = world.found(&Order::Payment(pays), Lookup::Likeness).await;
    assert_eq!((likely.len(), likely[0].marked, likely[0].alive), (1, Some(true), true));

    let sent = world.made(&mail(&sold.id, &["ap@example.com"]), "k-4").await;
    assert_eq!(sent.id, sold.id);
    let barred = world.send(&void("v1", &sold.id, sent.version.as_deref()), "k-5").await.unwrap_err();
    assert!(matches!(&barred, WriteError::Refused(refusal) if refusal.ground == Ground::Paid && !refusal.detail.is_empty()));
    let other = world.made(&of(invoice("m3", "FX-3")), "k-6").await;
    let voided = world.made(&void("v2", &other.id, other.version.as_deref()), "k-7").await;
    assert_eq!(voided.id, other.id);
    assert!(!world.found(&void("v2", &other.id, None), Lookup::Number).await[0].alive);
}

#[tokio::test]
async fn every_fault_leaves_one_document_under_its_key() {
    let world = world(|_| {}).await;
    for (at, (fault, sure)) in [
        ("close@method:POST", false),
        ("lost@method:POST", false),
        ("mute@method:POST", false),
        ("hang@method:POST", false),
        ("status=503@method:POST", false),
        ("after=503@method:POST", false),
        ("after=500@method:POST", false),
        ("truncate@method:POST", false),
        ("html@method:POST", false),
        ("status=429@method:POST", false),
        ("after=429@method:POST", false),
        ("status=401@method:POST", true),
    ]
    .into_iter()
    .enumerate()
    {
        let (order, key) = (of(invoice(&format!("m{at}"), &format!("FX-{at}"))), format!("k{at}"));
        let before = world.count("Invoice");
        world.faults(fault);
        let error = world.send(&order, &key).await.unwrap_err();
        world.faults("");
        match (&error, sure) {
            (WriteError::NotSent(_), true) | (WriteError::Unknown(_), false) => {}
            _ => panic!("{fault}: {error:?}"),
        }
        let made = world.made(&order, &key).await;
        let again = world.made(&order, &key).await;
        assert_eq!((world.count("Invoice"), &made.id), (before + 1, &again.id), "{fault}");
        let found = world.found(&order, Lookup::Number).await;
        assert_eq!((found.len(), found[0].marked, &found[0].accepted.id), (1, Some(true), &made.id), "{fault}");
    }
}

#[tokio::test]
async fn a_dead_record_is_answered_again_and_reading_tells() {
    let world = world(|_| {}).await;
    let order = of(invoice("m1", "FX-1"));
    let made = world.made(&order, "k1").await;
    let id = made.id.as_str().parse().unwrap();
    world.books.company(0, |ledger| assert!(ledger.delete("Invoice", id, Timestamp::now()))).unwrap();
    assert_eq!(world.made(&order, "k1").await.id, made.id);
    assert!(world.found(&order, Lookup::Id(made.id)).await.is_empty());
}

#[tokio::test]
async fn refusals_say_why_in_the_words_of_the_service() {
    let world = world(|ledger| ledger.switches.closed = Some(date(2026, 10, 31))).await;
    let first = world.made(&of(invoice("m1", "FX-1")), "k1").await;
    let taken = world.send(&of(invoice("m2", "FX-1")), "k2").await.unwrap_err();
    let WriteError::Clash(clash) = taken else { panic!("{taken:?}") };
    assert_eq!((clash.what, clash.holder), (Contested::Number, Some(first.id)));
    let foreign = world.found(&of(invoice("m2", "FX-1")), Lookup::Number).await;
    assert_eq!(foreign[0].marked, Some(false));
    let name = world.send(&Order::Contact(Box::new(contact("c", "HARBOUR bakery"))), "k3").await.unwrap_err();
    assert!(matches!(name, WriteError::Clash(Clash { what: Contested::Name, .. })));
    let ground = |error: WriteError| match error {
        WriteError::Refused(refusal) => (refusal.ground, refusal.code.unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    let mut order = invoice("m3", "FX-3");
    order.issued = date(2026, 10, 31);
    assert_eq!(ground(world.send(&of(order), "k4").await.unwrap_err()), (Ground::Closed, "6210".to_owned()));
    let mut order = invoice("m3", "FX-3");
    order.contact = RemoteId::new("5");
    assert_eq!(ground(world.send(&of(order), "k5").await.unwrap_err()), (Ground::ContactInactive, "610".to_owned()));
    let mut order = invoice("m3", "FX-3");
    order.lines[0].item = Some(RemoteId::new("999"));
    assert_eq!(ground(world.send(&of(order), "k6").await.unwrap_err()), (Ground::Mapping, "2500".to_owned()));
}

#[tokio::test]
async fn amounts_are_exact_in_every_currency_that_fits() {
    let world = world(|ledger| {
        (ledger.switches.multicurrency, ledger.switches.tax) = (true, SalesTax::ByLine);
        ledger.tax_code("27%", dec("27"), Timestamp::now()).unwrap();
    })
    .await;
    assert_eq!((world.settings.tax, world.settings.foreign), (TaxModel::Line, Some(true)));
    let code = world.writer().choices(Listing::TaxCodes).await.unwrap().value;
    let code = code.iter().find(|code| code.percent == Some(dec("27"))).unwrap().id.clone();
    for (currency, quantity, price, net, tax) in [
        ("EUR", "3", "33.3333333", "100.00", "27.00"),
        ("HUF", "2.5", "12345", "30862.50", "8332.88"),
        ("JPY", "7", "98765", "691355.00", "186665.85"),
        ("EUR", "1", "12345678.91", "12345678.91", "3333333.31"),
    ] {
        let mut customer = contact(&format!("c{net}"), &format!("Customer {currency} {net}"));
        customer.currency = Some(Currency::new(currency));
        let customer = world.made(&Order::Contact(Box::new(customer)), &format!("kc{net}")).await;
        let mut line = line(quantity, price, net, tax);
        (line.item, line.tax_code) = (Some(RemoteId::new("11")), Some(code.clone()));
        let order = document(&format!("m{net}"), &format!("FX{net}"), &customer.id, currency, vec![line]);
        let made = world.made(&of(order.clone()), &format!("k{net}")).await;
        let Some(Payload::Document(record)) = &made.record else { panic!("{made:?}") };
        assert_eq!((record.gross, record.currency.as_str()), (order.gross, currency));
    }
    let order = document("m", "FX", &RemoteId::new("1"), "KWD", vec![line("1", "1.234", "1.234", "0")]);
    let refused = world.writer().render(&of(order), &world.settings).unwrap_err();
    assert_eq!(refused, Unwritable::Decimals { field: "currency", value: "KWD".to_owned(), most: 2 });
}

#[tokio::test]
async fn settings_and_lists_of_the_company() {
    let plain = world(|_| {}).await;
    assert_eq!(
        (plain.settings.tax, plain.settings.foreign, plain.settings.own_numbers),
        (TaxModel::Whole, Some(false), Some(false))
    );
    let names = async |listing| -> Vec<String> {
        let choices = plain.writer().choices(listing).await.unwrap().value;
        choices.into_iter().map(|choice| choice.name).collect()
    };
    assert_eq!(names(Listing::PaymentAccounts).await, ["Checking", "Undeposited Funds"]);
    assert_eq!(names(Listing::SalesAccounts).await, ["Discounts given", "Sales of Product Income"]);
    assert_eq!(names(Listing::Items).await.len(), 5);
    let terms = plain.writer().choices(Listing::Terms).await.unwrap().value;
    assert_eq!(terms.iter().map(|term| term.days).collect::<Vec<_>>(), [Some(0), Some(30)]);
    let codes = plain.writer().choices(Listing::TaxCodes).await.unwrap().value;
    assert_eq!(codes[0].percent, Some(dec("8.25")));
    let automated = world(|ledger| {
        ledger.switches.custom_numbers = true;
        ledger.switches.tax = SalesTax::Automated { percent: dec("10"), keeps_sent: true };
    })
    .await;
    assert_eq!((automated.settings.tax, automated.settings.own_numbers), (TaxModel::Automatic, Some(true)));
    let made = automated.made(&of(invoice("m1", "FX-1")), "k1").await;
    let Some(Payload::Document(record)) = &made.record else { panic!("{made:?}") };
    assert_eq!(record.gross, dec("271.17"), "the tax that was sent stands");
}

#[test]
fn what_the_service_cannot_hold() {
    let settings = settings("USD", TaxModel::Whole);
    let render = |order: &Order| body::render(order, &settings).unwrap_err();
    assert!(matches!(render(&of(invoice("m", &"9".repeat(22)))), Unwritable::TooLong { field: "number", most: 21 }));
    let mut order = invoice("m", "1");
    order.lines[0].net = dec("250.501");
    assert!(matches!(render(&of(order)), Unwritable::Decimals { field: "lines.net", most: 2, .. }));
    let mut order = invoice("m", "1");
    order.currency = Currency::new("EUR");
    assert!(matches!(render(&of(order)), Unwritable::Value { field: "currency", .. }));
    let mut order = invoice("m", "1");
    order.tax_code = None;
    assert!(matches!(render(&of(order)), Unwritable::Missing { field: "tax_code" }));
    assert!(matches!(render(&Order::Contact(Box::new(contact("m", "a:b")))), Unwritable::Value { field: "name", .. }));
    assert!(matches!(render(&void("m", &RemoteId::new("creditmemo:9"), Some("0"))), Unwritable::Unsupported { .. }));
    assert!(matches!(render(&void("m", &RemoteId::new("9"), None)), Unwritable::Missing { field: "version" }));
    // The number of a payment is for people: it is cut.
    let mut paid = payment("m", &RemoteId::new("1"), &RemoteId::new("9"), "USD", "5");
    paid.reference = Some("SEPA credit transfer 20261128-0001 Paulsen".into());
    let body = String::from_utf8(body::render(&Order::Payment(paid), &settings).unwrap().body).unwrap();
    assert!(body.contains(r#""PaymentRefNum":"SEPA credit transfer""#), "{body}");
    // A price that does not multiply to the amount: the amount stands alone and the text tells the rest.
    let mut order = invoice("m", "1");
    (order.lines[0].quantity, order.lines[0].price) = (dec("3"), dec("83.33"));
    let body = String::from_utf8(body::render(&of(order), &settings).unwrap().body).unwrap();
    assert!(
        body.contains(r#""Description":"Consulting \"on site\"\n3 h × 83.33","Amount":250.5"#) && !body.contains("Qty"),
        "{body}"
    );
}
