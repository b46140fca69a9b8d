//! What is ordered by several processes at once is done once: documents voided or mailed at their service, and mails of our own.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use serde_json::Value;

use super::pushes::{World, file, numbers};
use super::support::serving::Serving;
use super::support::smtp::{Deed, Smtp};
use super::support::{Home, Ran, ran};

/// Processes that order the same.
const MANY: usize = 4;

/// Runs a command in several processes at once.
fn at_once(home: &Home, args: &[&str]) -> Vec<Ran> {
    let commands: Vec<_> = (0..MANY).map(|_| home.command(args)).collect();
    let running: Vec<_> = commands.into_iter().map(|command| std::thread::spawn(|| ran(command))).collect();
    running.into_iter().map(|command| command.join().unwrap()).collect()
}

/// Items of a kind in the outbox.
fn items(home: &Home, kind: &str) -> Vec<Value> {
    let listed = home.json(0, &["push", "list", "--json"]);
    listed["items"].as_array().unwrap().iter().filter(|item| item["kind"] == kind).cloned().collect()
}

fn told(ran: &Ran) -> String {
    format!("{:?}\n{}\n{}", ran.code, ran.out, ran.err)
}

/// One order was carried out, and every other process is told that there is one.
fn one_of(home: &Home, kind: &str, all: &[Ran]) {
    let texts: Vec<String> = all.iter().map(told).collect();
    assert_eq!(all.iter().filter(|ran| ran.code == Some(0)).count(), 1, "{texts:#?}");
    assert!(all.iter().all(|ran| matches!(ran.code, Some(0 | 4))), "{texts:#?}");
    let items = items(home, kind);
    assert_eq!(items.len(), 1, "{items:#?}");
    assert_eq!(items.first().unwrap()["state"], "sent");
}

#[test]
fn a_document_is_voided_and_mailed_once_however_many_processes_order_it() {
    let world = World::new(Service::Xero);
    let home = &world.home;
    let made = file(home, &numbers(2), "NZD");
    world.map(&world.plan(&made));
    home.expect(0, &["push", "apply", "--yes"]);
    home.expect(0, &["sync", "--company", &world.company]);
    // Clients of one host.
    let serving = Serving::start(home, &[], None);
    serving.says("Serving");
    one_of(home, "mail", &at_once(home, &["push", "mail", "FX-1", "--yes", "--json"]));
    one_of(home, "void", &at_once(home, &["push", "void", "FX-2", "--yes", "--json"]));
    drop(serving);
    // Processes of which one becomes the host. A client is not told the end if its host ends before.
    let again = at_once(home, &["push", "mail", "FX-1", "--yes", "--json"]);
    let texts: Vec<String> = again.iter().map(told).collect();
    assert!(again.iter().all(|ran| ran.code != Some(0)), "{texts:#?}");
    assert!(again.iter().any(|ran| ran.code == Some(4) && ran.err.contains("--again")), "{texts:#?}");
    assert_eq!(items(home, "mail").len(), 1);
    home.expect(0, &["push", "mail", "FX-1", "--yes", "--again"]);
    assert_eq!(items(home, "mail").len(), 2, "a person asked for it");
    // What does not stand any more is sent to no customer, before and after that is synced.
    for _ in 0..2 {
        let refused = home.expect(4, &["push", "mail", "FX-2", "--yes"]);
        assert!(refused.err.contains("FX-2 is voided"), "{}", refused.err);
        home.expect(0, &["sync", "--company", &world.company]);
    }
    assert_eq!(items(home, "mail").len(), 2);
}

#[test]
fn a_mail_of_an_invoice_leaves_once_however_many_processes_send_it() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let home = super::mail::books(&[("eva@buyer.example", "2026-11-15"), ("bela@buyer.example", "2026-11-15")]);
    super::mail::configured(&home, smtp.port, "");
    let serving = Serving::start(&home, &[], None);
    serving.says("Serving");
    for (place, number) in ["INV-2026-00001", "INV-2026-00002"].into_iter().enumerate() {
        let all = at_once(&home, &["send", number, "--json"]);
        assert!(all.iter().any(|ran| ran.code == Some(0)), "{:?}", all.first().map(|ran| &ran.err));
        let listed = home.json(0, &["deliveries", "list", "--json"]);
        let of = listed["deliveries"].as_array().unwrap().iter().filter(|one| one["invoice_number"] == number);
        assert_eq!(of.count(), 1, "{listed}");
        assert_eq!(smtp.taken().len(), place + 1);
    }
}
