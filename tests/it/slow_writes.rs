//! An answer that does not come delays its own item alone: all others are written meanwhile, and everything is there once in the end.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use faktura::sandbox::oauth::Service;
use rustix::process::Signal;
use serde_json::Value;

use super::pushes::{World, currency, file, numbers, states};
use super::support::Home;
use super::support::serving::{PATIENCE, Serving};

/// Documents of a plan: more than are written at a time.
const MANY: usize = 30;

/// Numbers of items that are sent, and that are on their way.
fn counts(home: &Home) -> (usize, usize, Value) {
    let listed = home.json(0, &["push", "list", "--json"]);
    let of = |state: &str| states(&listed).iter().filter(|one| **one == state).count();
    (of("sent"), of("sending"), listed)
}

fn holds_back_none(service: Service, request: &str) {
    let world = World::new(service);
    let numbers = numbers(MANY);
    let file = file(&world.home, &numbers, currency(service));
    world.map(&world.plan(&file));
    // Carried out and never answered: the first document of all.
    world.pretend.faults(&[&format!("mute@{request}@1")]);
    let serving = Serving::start(&world.home, &[], None);
    serving.says("Serving");
    world.home.run(&["push", "apply", "--yes", "--no-wait"]);
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (sent, sending, listed) = counts(&world.home);
        // The customer and all documents but one.
        if sent == MANY {
            assert_eq!(sending, 1, "{listed}");
            break;
        }
        assert!(sent < MANY && Instant::now() < deadline, "{listed}");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(world.documents(&numbers), vec![1; MANY]);
    // The process dies while it waits: the next one finds what it made.
    serving.signal(Signal::KILL);
    serving.ends();
    world.pretend.faults(&[]);
    let applied = world.home.json(0, &["push", "apply", "--yes", "--json"]);
    assert!(states(&applied).iter().all(|state| *state == "sent"), "{applied}");
    assert_eq!(counts(&world.home).0, MANY + 1);
    assert_eq!((world.documents(&numbers), world.contacts("Pékség Acme Kft.")), (vec![1; MANY], 1));
    assert_eq!(world.plan(&file)["items"], serde_json::json!([]), "nothing is left");
}

#[test]
fn a_document_without_an_answer_holds_back_no_other_one_at_xero() {
    holds_back_none(Service::Xero, "method:PUT@path:*/Invoices*");
}

#[test]
fn a_document_without_an_answer_holds_back_no_other_one_at_quickbooks() {
    holds_back_none(Service::QuickBooks, "method:POST@path:*/invoice*");
}
