//! `faktura worker`: what is due is done once, by one worker at a time, whatever happens to workers.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;

use crate::support::Home;
use crate::support::server::{Server, document, gated, page, rest};
use crate::support::serving::{PATIENCE, Serving};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

fn account(count: u64) -> Server {
    let documents: Vec<String> = (1..=count).rev().map(|id| document(id, "100")).collect();
    Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) })
}

fn runs(home: &Home) -> Vec<Value> {
    home.json(0, &["logs", "--json"])["runs"].as_array().expect("a list").clone()
}

/// Waits for something, and not for ever.
fn until(what: &str, mut is: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is() {
        assert!(Instant::now() < deadline, "{what} does not happen");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_is_due_is_done_once() {
    let (home, server) = (Home::new(), account(5));
    for name in ["Alfa", "Beta", "Gamma"] {
        home.must_add(name, &server.url, KEY);
    }
    home.expect(0, &["company", "disable", "Gamma"]);
    let worked = home.expect(0, &["worker", "--until-idle"]);
    assert!(worked.err.contains("Alfa") && worked.err.contains("Beta") && !worked.err.contains("Gamma"), "{}", worked.err);
    let first = runs(&home);
    assert_eq!(first.len(), 2, "{first:?}");
    for run in &first {
        assert_eq!(
            (&run["status"], &run["trigger"], &run["invoices_created"]),
            (&"completed".into(), &"schedule".into(), &5.into())
        );
    }
    let idle = home.expect(0, &["worker", "--until-idle"]);
    assert!(idle.err.contains("Nothing is due."), "{}", idle.err);
    assert_eq!(runs(&home), first, "no time of the schedule has come since");
    home.expect(0, &["company", "enable", "Gamma"]);
    home.expect(0, &["worker", "--until-idle", "--companies", "1"]);
    assert_eq!(runs(&home).len(), 3, "the one that was never synced");
}

#[test]
fn a_company_that_cannot_be_synced_is_told_and_waits_for_the_next_time() {
    let (home, server) = (Home::new(), account(1));
    home.must_add("Alfa", &server.url, KEY);
    drop(server);
    std::fs::write(home.path().join("config.toml"), "[sync]\nretries = 0\n").expect("written");
    let worked = home.expect(4, &["worker", "--until-idle"]);
    assert!(worked.err.contains("Alfa: "), "{}", worked.err);
    home.expect(0, &["worker", "--until-idle"]);
    assert_eq!(runs(&home).len(), 1);
}

#[test]
fn another_worker_goes_on_where_one_ended() {
    for signal in [Signal::KILL, Signal::TERM] {
        let (server, gate) = gated(600);
        let home = Home::new();
        home.must_add("Alfa", &server.url, KEY);
        std::fs::write(home.path().join("config.toml"), "[sync]\nper_page = 100\npages = 1\n").expect("written");
        let worker = Serving::of(home.command(&["worker"]));
        // A command that asks earlier would have the store, and the run with it.
        worker.says("Working on");
        until("a commit", || home.json(0, &["invoices", "--format", "json", "--limit", "1"])["total"] == 200);
        worker.signal(signal);
        let code = worker.ends();
        assert_eq!(code, (signal == Signal::TERM).then_some(0), "{signal:?}");
        gate.open();
        home.expect(0, &["worker", "--until-idle"]);
        let told = runs(&home);
        let statuses: Vec<&str> = told.iter().filter_map(|run| run["status"].as_str()).collect();
        assert_eq!(statuses, ["completed", "interrupted"], "{signal:?}");
        let invoices = home.json(0, &["invoices", "--format", "json", "--limit", "1"]);
        assert_eq!(invoices["total"], 600, "{signal:?}");
        home.expect(0, &["check"]);
    }
}

#[test]
fn a_second_worker_of_a_machine_says_that_it_works_through_the_first() {
    let (server, gate) = gated(600);
    let home = Home::new();
    home.must_add("Alfa", &server.url, KEY);
    let first = Serving::of(home.command(&["worker"]));
    first.says("Working on");
    let second = Serving::of(home.command(&["worker", "--until-idle"]));
    second.says("this one works through it");
    gate.open();
    assert_eq!(second.ends(), Some(0));
    until("the run", || runs(&home).iter().any(|run| run["status"] == "completed"));
    assert_eq!(runs(&home).len(), 1, "one company, one run");
    first.signal(Signal::TERM);
    assert_eq!(first.ends(), Some(0));
}
