//! Exactly once against a pretend service with every fault.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use jiff::civil::date;

use super::{dec, invoice, rules};
use crate::domain::push::{Accepted, DocumentOrder, Found, Frozen, Lookup, Order, OrderLine, Verb};
use crate::domain::{Currency, DocumentType, Payload, RemoteId};
use crate::provider::{Clash, Contested, ProviderError, Replay, RetryAfter, WriteError};
use crate::push::{Attempt, Outcome, Pause, Wire, carry_out};
use crate::remote::{RemoteError, SendError};

/// A service with keys, in which everything can fail.
struct Pretend {
    state: Mutex<State>,
    replay: Replay,
    unique: bool,
}

/// When a key was seen first, with which bytes, and how it was answered.
type Answered = (Duration, Vec<u8>, Result<Accepted, ProviderError>);

struct State {
    rng: fastrand::Rng,
    now: Duration,
    records: Vec<(RemoteId, DocumentOrder, bool)>,
    keys: HashMap<String, Answered>,
    faults: bool,
}

impl State {
    fn accepted(record: &(RemoteId, DocumentOrder, bool)) -> Accepted {
        let (id, order, _) = record;
        let mut document = invoice(id.as_str(), &order.number);
        document.gross = order.gross;
        document.buyer.id = Some(order.contact.as_str().into());
        Accepted {
            id: id.clone(),
            number: order.number.clone(),
            version: None,
            record: Some(Payload::Document(Box::new(document))),
        }
    }
}

impl Wire for Pretend {
    async fn send(&self, order: &Order, frozen: &Frozen, key: &str) -> Result<Accepted, SendError> {
        let Order::Document(order) = order else { panic!("a document") };
        let mut state = self.state.lock().expect("not poisoned");
        state.now += Duration::from_secs(1);
        let now = state.now;
        let fault = if state.faults { state.rng.u32(0..10) } else { 9 };
        let told = |error| Err(SendError::Told(error));
        match fault {
            0 => return Err(SendError::NotSent(RemoteError::Failed(ProviderError::Timeout))),
            // Lost before it was carried out, and indistinguishable from the next one.
            1 => return told(WriteError::Unknown(ProviderError::Timeout)),
            2 => {
                let after = RetryAfter::In(Duration::from_secs(30));
                return told(WriteError::Unknown(ProviderError::Server { status: 503, after: Some(after) }));
            }
            _ => {}
        }
        if let Some((at, bytes, answer)) = state.keys.get(key)
            && now.saturating_sub(*at) < self.replay.window + Duration::from_mins(1)
        {
            if *bytes != frozen.body {
                return told(WriteError::KeyTaken);
            }
            return match answer {
                Ok(accepted) => Ok(accepted.clone()),
                Err(error) => told(WriteError::Unknown(error.clone())),
            };
        }
        if fault == 3 {
            let error = ProviderError::Server { status: 500, after: None };
            if self.replay.keeps_failures {
                state.keys.insert(key.to_owned(), (now, frozen.body.clone(), Err(error.clone())));
            }
            return told(WriteError::Unknown(error));
        }
        if self.unique && state.records.iter().any(|(_, known, _)| known.number == order.number) {
            let clash = Clash { what: Contested::Number, holder: None, detail: "taken".to_owned() };
            return told(WriteError::Clash(clash));
        }
        let id = RemoteId::new(format!("id{}", state.records.len()));
        state.records.push((id, (**order).clone(), true));
        let accepted = State::accepted(state.records.last().expect("just added"));
        state.keys.insert(key.to_owned(), (now, frozen.body.clone(), Ok(accepted.clone())));
        match fault {
            4 => told(WriteError::Unknown(ProviderError::Broken { detail: String::new() })),
            5 => {
                let error = ProviderError::Server { status: 500, after: None };
                if self.replay.keeps_failures {
                    state.keys.insert(key.to_owned(), (now, frozen.body.clone(), Err(error.clone())));
                }
                told(WriteError::Unknown(error))
            }
            _ => Ok(accepted),
        }
    }

    async fn find(&self, order: &Order, lookup: &Lookup) -> Result<Vec<Found>, RemoteError> {
        let mut state = self.state.lock().expect("not poisoned");
        if state.faults && state.rng.u32(0..6) == 0 {
            return Err(RemoteError::Failed(ProviderError::Timeout));
        }
        let Order::Document(order) = order else { panic!("a document") };
        let fits = |(id, known, _): &&(RemoteId, DocumentOrder, bool)| match lookup {
            Lookup::Id(wanted) => wanted == id,
            _ => known.number == order.number,
        };
        let found = |record: &(RemoteId, DocumentOrder, bool)| Found {
            accepted: State::accepted(record),
            marked: Some(record.1.mark == order.mark),
            alive: record.2,
        };
        Ok(state.records.iter().filter(fits).map(found).collect())
    }

    fn lookups(&self, _: &Order) -> Vec<Lookup> {
        vec![Lookup::Number]
    }
}

struct Watch<'a>(&'a Pretend, Duration);

impl Pause for Watch<'_> {
    fn elapsed(&self) -> Duration {
        self.0.state.lock().expect("not poisoned").now.saturating_sub(self.1)
    }

    async fn sleep(&self, pause: Duration) {
        self.0.state.lock().expect("not poisoned").now += pause;
    }
}

fn order(number: usize) -> (Order, Frozen) {
    let order = DocumentOrder {
        mark: format!("mark-{number}").into(),
        kind: DocumentType::Invoice,
        draft: false,
        number: format!("N-{number}"),
        contact: RemoteId::new("c"),
        contact_name: "C".to_owned(),
        email: None,
        currency: Currency::new("EUR"),
        rate: None,
        issued: date(2026, 10, 2),
        fulfilled: None,
        due: None,
        term: None,
        method: None,
        reference: None,
        comment: None,
        language: None,
        tax_code: None,
        lines: vec![OrderLine {
            name: "Work".to_owned(),
            comment: None,
            quantity: dec("1"),
            unit: String::new(),
            price: dec("100.50"),
            net: dec("100.50"),
            tax: dec("27.14"),
            item: None,
            account: None,
            tax_code: None,
            tax_word: "27%".to_owned(),
        }],
        net: dec("100.50"),
        tax: dec("27.14"),
        gross: dec("127.64"),
    };
    let body = format!("{order:?}").into_bytes();
    let frozen = Frozen { verb: Verb::Put, path: vec!["Invoices".to_owned()], query: Vec::new(), body };
    (Order::Document(Box::new(order)), frozen)
}

/// Sends orders with every fault, the worker killed at any instant, until each is settled or needs a person.
async fn storm(seed: u64, replay: Replay, unique: bool) {
    let state = State {
        rng: fastrand::Rng::with_seed(seed),
        now: Duration::ZERO,
        records: Vec::new(),
        keys: HashMap::new(),
        faults: true,
    };
    let service = Pretend { state: Mutex::new(state), replay, unique };
    let mut rng = fastrand::Rng::with_seed(seed ^ 0xFA);
    let mut settled = 0;
    for number in 0..100 {
        let (order, frozen) = order(number);
        let (mut generation, mut in_doubt) = (1, false);
        for round in 0.. {
            assert!(round < 1000, "seed {seed}: item {number} never ends");
            service.state.lock().expect("not poisoned").faults = round < 40;
            let key = format!("item-{number}-{generation}");
            let began = service.state.lock().expect("not poisoned").now;
            let attempt = Attempt { order: &order, frozen: &frozen, key: &key, in_doubt, replay };
            let watch = Watch(&service, began);
            let outcome = carry_out(&service, &watch, &attempt).await;
            if rng.u32(0..8) == 0 {
                // Killed before the end was durable: the next worker knows only that there was an attempt.
                in_doubt = true;
                service.state.lock().expect("not poisoned").now += Duration::from_secs(rng.u64(0..1200));
                continue;
            }
            match outcome {
                Outcome::Made(_) | Outcome::Found(_) => {
                    settled += 1;
                    break;
                }
                Outcome::Later(_) => {}
                Outcome::Again(_) => {
                    generation += 1;
                    in_doubt = false;
                }
                Outcome::Unknown(_) => in_doubt = true,
                other => {
                    panic!("seed {seed}: nothing here needs a person: {other:?}");
                }
            }
            service.state.lock().expect("not poisoned").now += Duration::from_secs(rng.u64(0..600));
        }
    }
    let records = &service.state.lock().expect("not poisoned").records;
    assert_eq!((settled, records.len()), (100, 100), "seed {seed}");
    for number in 0..100 {
        let of = records.iter().filter(|(_, order, _)| order.number == format!("N-{number}")).count();
        assert_eq!(of, 1, "seed {seed}: item {number}");
    }
}

#[tokio::test]
async fn every_order_becomes_exactly_one_document_whatever_fails() {
    for seed in 0..20 {
        // Like Xero: short keys that store failures, and numbers that are taken once.
        storm(seed, Replay { window: Duration::from_mins(5), keeps_failures: true }, true).await;
        // Like QuickBooks: long keys, and no rule about numbers.
        storm(seed, Replay { window: Duration::from_hours(20), keeps_failures: false }, false).await;
        // Without keys at all.
        storm(seed, Replay::NONE, true).await;
    }
}

fn calm(records: Vec<(RemoteId, DocumentOrder, bool)>) -> Pretend {
    let state = State { rng: fastrand::Rng::with_seed(1), now: Duration::ZERO, records, keys: HashMap::new(), faults: false };
    Pretend { state: Mutex::new(state), replay: rules().replay, unique: true }
}

#[tokio::test]
async fn what_was_deleted_meanwhile_and_what_others_made_needs_a_person() {
    let (order, frozen) = order(1);
    let Order::Document(document) = &order else { panic!("a document") };
    let attempt = |in_doubt| Attempt { order: &order, frozen: &frozen, key: "k-1", in_doubt, replay: rules().replay };
    let with = |mark: &str, alive| {
        let mut theirs = (**document).clone();
        theirs.mark = mark.into();
        calm(vec![(RemoteId::new("id0"), theirs, alive)])
    };
    let service = with(&document.mark, false);
    assert!(matches!(carry_out(&service, &Watch(&service, Duration::ZERO), &attempt(true)).await, Outcome::Dead(_)));
    let service = with("another", true);
    let outcome = carry_out(&service, &Watch(&service, Duration::ZERO), &attempt(false)).await;
    assert!(matches!(outcome, Outcome::Clash(_, Some(_))), "{outcome:?}");
    let service = with(&document.mark, true);
    service.state.lock().expect("not poisoned").records[0].1.gross = dec("127.65");
    let outcome = carry_out(&service, &Watch(&service, Duration::ZERO), &attempt(true)).await;
    let Outcome::Differs(_, found) = outcome else { panic!("{outcome:?}") };
    assert_eq!((found[0].field, found[0].ours.as_str(), found[0].theirs.as_str()), ("gross_total", "127.64", "127.65"));
    // The key answers with what is gone since.
    let service = calm(Vec::new());
    let first = carry_out(&service, &Watch(&service, Duration::ZERO), &attempt(false)).await;
    assert!(matches!(first, Outcome::Made(_)));
    service.state.lock().expect("not poisoned").records[0].2 = false;
    let again = carry_out(&service, &Watch(&service, Duration::ZERO), &attempt(true)).await;
    assert!(matches!(again, Outcome::Dead(_)), "{again:?}");
}
