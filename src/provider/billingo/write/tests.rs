//! Writes at the pretend account over HTTP, byte by byte, and with every fault.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;

use super::*;
use crate::domain::push::{DocumentOrder, Existing};
use crate::domain::{Address, Currency, Payload};
use crate::provider::samples::{contact, dec, document, line, mail, of, payment, void};
use crate::provider::{ApiKey, Connection, Ground, Provider, billingo};
use crate::sandbox::{DEMO_KEYS, Options, Running, Sandbox};

struct World {
    running: Running,
    provider: Arc<dyn Provider>,
    settings: WriteSettings,
    partner: RemoteId,
}

async fn world() -> World {
    let running = Sandbox::start(Options::new(date(2026, 11, 20))).await.unwrap();
    let connection = Connection {
        base_url: Some(running.base_url.clone()),
        tenant: None,
        credentials: Arc::new(ApiKey::new(&DEMO_KEYS[0].to_owned().into()).unwrap()),
        currency: None,
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_secs(3),
        answer_timeout: Duration::from_secs(30),
    };
    let provider = (billingo::ENTRY.connect)(connection).unwrap();
    let settings = provider.writer().unwrap().settings().await.unwrap().value;
    let partner = running.account(0, |account| RemoteId::new(account.partners()[0].buyer.id.to_string())).unwrap();
    World { running, provider, settings, partner }
}

impl World {
    fn writer(&self) -> &dyn Writer {
        self.provider.writer().unwrap()
    }

    fn frozen(&self, order: &Order) -> Frozen {
        self.writer().render(order, &self.settings).unwrap()
    }

    async fn send(&self, order: &Order) -> Result<Accepted, WriteError> {
        self.writer().send(order, &self.frozen(order), "none").await.map(|answer| answer.value)
    }

    async fn made(&self, order: &Order) -> Accepted {
        self.send(order).await.unwrap()
    }

    async fn found(&self, order: &Order, lookup: Lookup) -> Vec<Found> {
        self.writer().find(order, &lookup).await.unwrap().value
    }

    fn count(&self) -> usize {
        self.running.account(0, |account| account.len()).unwrap()
    }

    fn invoice(&self, mark: &str) -> DocumentOrder {
        document(mark, "", &self.partner, "HUF", vec![line("2.5", "12345", "30863", "8333")])
    }

    fn faults(&self, fault: &str) {
        self.running.set_faults(if fault.is_empty() { Vec::new() } else { vec![fault.parse().unwrap()] });
    }
}

#[tokio::test]
async fn a_body_is_the_same_byte_for_byte() {
    let world = world().await;
    assert_eq!(world.settings.series, Some(RemoteId::new("21001")));
    let frozen = world.frozen(&of(world.invoice("m1")));
    let expected = r#"{"vendor_id":"m1","partner_id":PARTNER,"block_id":21001,"type":"invoice","fulfillment_date":"2026-11-20","due_date":"2026-12-04","payment_method":"wire_transfer","language":"hu","currency":"HUF","items":[{"name":"Consulting \"on site\"","unit_price":12345,"unit_price_type":"net","quantity":2.5,"unit":"h","vat":"27%"}],"settings":{"order_number":"PO-7"}}"#;
    assert_eq!(String::from_utf8(frozen.body.clone()).unwrap(), expected.replace("PARTNER", world.partner.as_str()));
    assert_eq!((frozen.verb, frozen.path.as_slice()), (Verb::Post, ["documents".to_owned()].as_slice()));
    assert_eq!(frozen, world.frozen(&of(world.invoice("m1"))));
}

#[tokio::test]
async fn every_order_is_carried_out_and_read_back() {
    let world = world().await;
    let customer = Order::Contact(Box::new(contact("c1", "Próba  Kft.")));
    let made = world.made(&customer).await;
    let Some(Payload::Contact(record)) = &made.record else { panic!("{made:?}") };
    assert_eq!((record.name.as_str(), record.tax_number.as_deref()), ("Próba Kft.", Some("12345676-2-41")));
    let found = world.found(&customer, Lookup::Number).await;
    assert_eq!((found[0].accepted.id.clone(), found[0].marked), (made.id.clone(), None), "by its tax number");
    let whole = |account: &mut crate::sandbox::Account| {
        let of = |partner: &&Arc<crate::sandbox::Partner>| !partner.buyer.iban.is_empty() && !partner.buyer.taxcode.is_empty();
        account.partners().iter().find(of).unwrap().buyer.clone()
    };
    let held = world.running.account(0, whole).unwrap();
    let mut other = contact("c9", &held.name);
    other.existing = Some(Existing { id: RemoteId::new(held.id.to_string()), version: None });
    (other.address, other.tax_number, other.emails) = (Address::default(), None, vec!["new@example.com".to_owned()]);
    world.made(&Order::Contact(Box::new(other))).await;
    let after = world.running.account(0, whole).unwrap();
    assert_eq!(after.id, held.id);
    assert_eq!(
        (&after.iban, &after.address, &after.taxcode),
        (&held.iban, &held.address, &held.taxcode),
        "what is not ours stays"
    );
    assert_eq!(after.emails, ["new@example.com"]);
    let mut again = contact("c1", "Próba Kereskedelmi Kft.");
    again.existing = Some(Existing { id: made.id.clone(), version: None });
    assert_eq!(world.made(&Order::Contact(Box::new(again))).await.number, "Próba Kereskedelmi Kft.");

    let order = world.invoice("m1");
    let sold = world.made(&of(order.clone())).await;
    let Some(Payload::Document(record)) = &sold.record else { panic!("{sold:?}") };
    assert_eq!((record.gross, record.net, record.number.clone()), (order.gross, Some(order.net), sold.number.clone()));
    let found = world.found(&of(order.clone()), Lookup::Mark).await;
    assert_eq!((found.len(), found[0].marked, &found[0].accepted.id), (1, Some(true), &sold.id));
    assert!(world.found(&of(world.invoice("m2")), Lookup::Mark).await.is_empty());

    let pays = |mark: &str, amount: &str| Order::Payment(payment(mark, &made.id, &sold.id, "HUF", amount));
    let paid = world.made(&pays("p1", "9196")).await;
    assert_eq!(world.found(&pays("p1", "9196"), Lookup::Mark).await[0].accepted.id, paid.id);
    assert_eq!(world.found(&pays("p1", "9196"), Lookup::Id(paid.id.clone())).await.len(), 1);
    assert_eq!(world.made(&pays("p1", "9196")).await.id, paid.id, "what is booked is not booked again");
    world.made(&pays("p2", "30000")).await;
    let id: u64 = sold.id.as_str().parse().unwrap();
    let (booked, state) =
        world.running.account(0, |account| (account.booked(id).to_vec(), account.document(id).unwrap())).unwrap();
    assert_eq!((booked.len(), state.payment_status.as_ref()), (2, "paid"));
    assert_eq!(booked.iter().map(|one| one.price).sum::<rust_decimal::Decimal>(), dec("39196"));

    assert_eq!(world.made(&mail(&sold.id, &["ap@example.com"])).await.id, sold.id);
    let voided = world.made(&void("v1", &sold.id, None)).await;
    assert_ne!(voided.id, sold.id, "a document of its own cancels");
    assert!(!world.found(&void("v1", &sold.id, None), Lookup::Id(sold.id.clone())).await[0].alive);
    let again = world.send(&void("v2", &sold.id, None)).await.unwrap_err();
    assert!(
        matches!(&again, WriteError::Refused(refusal) if refusal.ground == Ground::Paid && !refusal.detail.is_empty()),
        "{again:?}"
    );
}

#[tokio::test]
async fn every_fault_is_told_and_the_mark_finds_what_was_written() {
    let world = world().await;
    for (at, (fault, written)) in [
        ("close@method:POST", false),
        ("lost@method:POST", true),
        ("mute@method:POST", true),
        ("hang@method:POST", false),
        ("truncate@method:POST", true),
        ("status=503@method:POST", false),
        ("after=503@method:POST", true),
        ("status=429@method:POST", false),
        ("after=429@method:POST", true),
    ]
    .into_iter()
    .enumerate()
    {
        let order = of(world.invoice(&format!("m{at}")));
        let before = world.count();
        world.faults(fault);
        let error = world.send(&order).await.unwrap_err();
        world.faults("");
        assert!(matches!(error, WriteError::Unknown(_)), "{fault}: {error:?}");
        let found = world.found(&order, Lookup::Mark).await;
        assert_eq!((found.len(), world.count() - before), (usize::from(written), usize::from(written)), "{fault}");
        if !written {
            world.made(&order).await;
        }
        assert_eq!(world.count(), before + 1, "{fault}");
    }
    world.faults("status=401@method:POST");
    assert!(matches!(world.send(&of(world.invoice("x"))).await, Err(WriteError::NotSent(_))));
    world.faults("status=402@method:POST");
    assert!(
        matches!(world.send(&of(world.invoice("x"))).await, Err(WriteError::Refused(refusal)) if refusal.ground == Ground::Subscription)
    );
}

#[tokio::test]
async fn a_payment_keeps_what_was_booked_meanwhile_and_tells_a_list_that_is_not_as_sent() {
    let world = world().await;
    let sold = world.made(&of(world.invoice("m1"))).await;
    let pays = |mark: &str, amount: &str| Order::Payment(payment(mark, &world.partner, &sold.id, "HUF", amount));
    world.made(&pays("p1", "100")).await;
    world.faults("lost@method:PUT");
    assert!(matches!(world.send(&pays("p2", "200")).await, Err(WriteError::Unknown(_))));
    world.faults("status=503@method:GET");
    assert!(
        matches!(world.send(&pays("p2", "200")).await, Err(WriteError::NotSent(_))),
        "nothing was written before it was read"
    );
    world.faults("");
    world.made(&pays("p2", "200")).await;
    let id: u64 = sold.id.as_str().parse().unwrap();
    assert_eq!(world.running.account(0, |account| account.booked(id).len()).unwrap(), 2);
    world.running.account(0, |account| account.writing().payments_add = true).unwrap();
    let error = world.send(&pays("p3", "300")).await.unwrap_err();
    assert!(matches!(&error, WriteError::Clash(clash) if clash.detail.contains("p3")), "{error:?}");
}

#[tokio::test]
async fn refusals_say_why_in_the_words_of_the_service() {
    let world = world().await;
    let ground = |error: WriteError| match error {
        WriteError::Refused(refusal) => (refusal.ground, refusal.detail),
        other => panic!("{other:?}"),
    };
    let mut order = world.invoice("m");
    order.contact = RemoteId::new("1");
    let (why, words) = ground(world.send(&of(order)).await.unwrap_err());
    assert_eq!(why, Ground::ContactInactive);
    assert!(words.contains("partner_id"), "{words}");
    world.running.account(0, |account| account.writing().unique_vendor = true).unwrap();
    world.made(&of(world.invoice("m"))).await;
    let twin = world.send(&of(world.invoice("m"))).await.unwrap_err();
    assert!(matches!(twin, WriteError::Unknown(_)), "what has our mark is looked for: {twin:?}");
    let draft = Order::Document(Box::new(DocumentOrder { draft: true, ..world.invoice("d") }));
    let draft = world.made(&draft).await;
    let pays = Order::Payment(payment("p", &world.partner, &draft.id, "HUF", "1"));
    assert_eq!(ground(world.send(&pays).await.unwrap_err()).0, Ground::Permission);
}

#[tokio::test]
async fn amounts_are_exact_in_every_currency_that_fits() {
    let world = world().await;
    for (at, (currency, quantity, price, net, tax)) in [
        ("EUR", "3", "33.3333", "100.00", "27.00"),
        ("HUF", "7", "98765", "691355", "186666"),
        ("JPY", "2.5", "12345", "30863", "8333"),
        ("EUR", "1", "12345678.91", "12345678.91", "3333333.31"),
    ]
    .into_iter()
    .enumerate()
    {
        let order = document(&format!("m{at}"), "", &world.partner, currency, vec![line(quantity, price, net, tax)]);
        let made = world.made(&of(order.clone())).await;
        let Some(Payload::Document(record)) = &made.record else { panic!("{made:?}") };
        assert_eq!((record.gross, record.net, &record.currency), (order.gross, Some(order.net), &Currency::new(currency)));
    }
    let refuse = |order: DocumentOrder| world.writer().render(&of(order), &world.settings).unwrap_err();
    let order = document("m", "", &world.partner, "KWD", vec![line("1", "1.234", "1.234", "0")]);
    assert_eq!(refuse(order), Unwritable::Decimals { field: "currency", value: "KWD".to_owned(), most: 2 });
    let mut order = world.invoice("m");
    order.lines[0].tax_word = "31%".to_owned();
    assert!(matches!(refuse(order), Unwritable::Value { field: "lines.tax_code", .. }));
    let mut order = world.invoice("m");
    order.kind = DocumentType::CreditNote;
    assert!(matches!(refuse(order), Unwritable::Unsupported { kind: OrderKind::CreditNote }));
}
