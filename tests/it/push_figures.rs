//! What a thousand writes cost at each service: requests and memory. By hand: `cargo test --test it -- --ignored --nocapture push_figures`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a test fails by panicking, and these figures are read"
)]

use std::process::Stdio;
use std::time::{Duration, Instant};

use faktura::sandbox::oauth::Service;

use super::push_storms;
use super::pushes::{World, currency, file, numbers, states};
use super::support::Home;

const COUNT: usize = 1000;

/// Approves what is planned. Returns how long that took, and the most memory that the process had of its own, in kilobytes: the pages of a
/// program with debug symbols are not what is measured.
fn apply(home: &Home) -> (Duration, u64) {
    let begun = Instant::now();
    let mut child = home.command(&["push", "apply", "--yes", "--json"]).stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let told = text.lines().find_map(|line| line.strip_prefix("RssAnon:")?.split_whitespace().next()?.parse().ok());
        peak = told.unwrap_or(peak).max(peak);
        if let Some(code) = child.try_wait().unwrap() {
            assert!(code.success(), "{code}");
            return (begun.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Prints the figures, and checks the requests: the others depend on the build and the machine.
fn told(name: &str, (planned, took, peak): (Duration, Duration, u64), asked: u64) {
    let calls = asked as f64 / COUNT as f64;
    println!(
        "{name}: {COUNT} invoices planned in {:.2} s, written in {:.1} s, {calls:.3} requests each (≤ 1.2), {:.1} MB (≤ 60)",
        planned.as_secs_f64(),
        took.as_secs_f64(),
        peak as f64 / 1024.0
    );
    assert!(calls <= 1.2, "{name}: {asked} requests");
}

fn at(name: &str, service: Service) {
    let world = World::new(service);
    // The customer is known, and everything is mapped.
    let first = file(&world.home, &numbers(1), currency(service));
    world.map(&world.plan(&first));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let many: Vec<String> = (1..=COUNT).map(|number| format!("MX-{number}")).collect();
    let text = std::fs::read_to_string(file(&world.home, &many, currency(service))).unwrap().replace("\"f", "\"m");
    let path = world.home.path().join("many.json");
    std::fs::write(&path, text).unwrap();
    let (begun, before) = (Instant::now(), world.pretend.site().count());
    world.plan(path.to_str().unwrap());
    let planned = begun.elapsed();
    let (took, peak) = apply(&world.home);
    let asked = world.pretend.site().count() - before;
    assert_eq!(world.documents(&many), vec![1; COUNT]);
    told(name, (planned, took, peak), asked);
}

#[test]
#[ignore = "a thousand writes at each service, for their figures"]
fn a_thousand_writes_cost_little_more_than_one_request_each() {
    at("Xero", Service::Xero);
    at("QuickBooks", Service::QuickBooks);

    let world = push_storms::World::new(false);
    world.plan(1);
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync"]);
    let (begun, before) = (Instant::now(), world.there().count());
    let plan = world.plan(COUNT + 1);
    let planned = begun.elapsed();
    assert_eq!(plan["items"].as_array().unwrap().len(), COUNT, "the first one is there");
    let (took, peak) = apply(&world.home);
    let asked = world.there().count() - before;
    assert!(states(&world.listed()).iter().all(|state| *state == "sent"));
    told("Billingo", (planned, took, peak), asked);
}
