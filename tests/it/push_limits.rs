//! A service that allows no more requests while something is written: nothing calls it before the time that it names, and what was
//! ordered is there once in the end.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use super::push_storms;
use super::pushes::{World, currency, file, numbers, states};
use super::support::Home;

/// The item of a list that was tried, its state and its error.
fn tried(home: &Home) -> (String, String, String) {
    let listed = home.json(0, &["push", "list", "--json"]);
    let items = listed["items"].as_array().unwrap();
    let waits = |item: &Value| item["error"].as_str().is_none_or(|error| error.starts_with("Waits for"));
    let tried: Vec<&Value> = items.iter().filter(|item| !waits(item)).collect();
    let [item] = tried.as_slice() else { panic!("one item was tried: {listed}") };
    assert!(items.iter().filter(|other| other["item"] != item["item"]).all(|other| other["state"] == "queued"), "{listed}");
    let [item, state, error] = ["item", "state", "error"].map(|field| item[field].as_str().unwrap().to_owned());
    (item, state, error)
}

/// Two hours from now, as a date of HTTP.
fn later() -> String {
    (Timestamp::now() + 2.hours()).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Documents are written while every write is answered with 429; what the service asks for with it.
fn limited(service: Service, after: &str, is_told: bool) {
    let world = World::new(service);
    let numbers = numbers(2);
    let file = file(&world.home, &numbers, currency(service));
    world.map(&world.plan(&file));
    let (method, path) = if service == Service::Xero { ("PUT", "/Contacts") } else { ("POST", "/customer") };
    let writes = || {
        let all = world.pretend.site().requests();
        all.iter().filter(|asked| asked.method == method && asked.path.contains(path)).count()
    };
    let before = writes();
    world.pretend.faults(&[&format!("status=429,retry-after={after}@method:{method}@path:*{path}*")]);
    world.home.expect(3, &["push", "apply", "--yes", "--json"]);
    let (item, state, error) = tried(&world.home);
    assert_eq!(error.contains("asks to wait until"), is_told, "{after}: {error}");
    // Xero says of each refusal that nothing was done; at QuickBooks it is looked for before it is sent again.
    assert_eq!(state, if service == Service::Xero { "queued" } else { "unknown" }, "{after}");
    let made = writes() - before;
    assert_eq!(made, if is_told { 1 } else { 3 }, "{after}: the key holds for a short while only");
    // No process calls before that time by itself; one does that is approved again.
    world.home.expect(0, &["push", "list"]);
    assert_eq!(writes() - before, made, "{after}");
    world.home.expect(3, &["push", "apply", "--yes", "--json"]);
    assert_eq!(world.documents(&numbers), [0, 0]);
    world.pretend.faults(&[]);
    if state == "unknown" {
        world.home.expect(0, &["push", "retry", &item]);
    }
    world.home.expect(0, &["push", "apply", "--yes", "--json"]);
    let listed = world.home.json(0, &["push", "list", "--json"]);
    assert!(states(&listed).iter().all(|state| *state == "sent"), "{after}: {listed}");
    assert_eq!((world.documents(&numbers), world.contacts("Pékség Acme Kft.")), (vec![1, 1], 1), "{after}");
}

#[test]
fn a_limit_of_xero_is_waited_for_and_what_was_ordered_is_there_once() {
    for (after, is_told) in [("3600", true), (later().as_str(), true), ("604800", true)] {
        limited(Service::Xero, after, is_told);
    }
}

#[test]
fn a_limit_of_quickbooks_is_waited_for_and_what_was_ordered_is_there_once() {
    for (after, is_told) in [("3600", true), (later().as_str(), true), ("604800", true), ("0", false)] {
        limited(Service::QuickBooks, after, is_told);
    }
}

#[test]
fn a_limit_of_billingo_is_waited_for_and_what_was_ordered_is_there_once() {
    let world = push_storms::World::new(false);
    world.plan(2);
    let before = world.there().account(0, |account| account.len()).unwrap();
    world.there().set_faults(vec!["status=429,retry-after=3600@method:POST".parse().unwrap()]);
    world.home.expect(3, &["push", "apply", "--yes", "--json"]);
    let (item, state, error) = tried(&world.home);
    assert_eq!(state, "unknown");
    assert!(error.contains("asks to wait until"), "{error}");
    assert_eq!(world.there().account(0, |account| account.len()).unwrap(), before);
    world.there().set_faults(Vec::new());
    world.home.expect(0, &["push", "retry", &item]);
    world.home.expect(0, &["push", "apply", "--yes", "--json"]);
    assert!(states(&world.listed()).iter().all(|state| *state == "sent"), "{}", world.listed());
    assert_eq!(world.there().account(0, |account| account.len()).unwrap(), before + 2);
}

#[test]
fn a_limit_of_the_host_of_tokens_sends_nothing_and_loses_nothing() {
    for service in [Service::Xero, Service::QuickBooks] {
        let world = World::new(service);
        let numbers = numbers(1);
        let file = file(&world.home, &numbers, currency(service));
        world.map(&world.plan(&file));
        world.pretend.faults(&["status=429,retry-after=3600@path:*token*"]);
        let ran = world.home.expect(4, &["push", "apply", "--yes", "--json"]);
        assert!(ran.err.contains("asks to wait until"), "{}", ran.err);
        assert_eq!(world.documents(&numbers), [0]);
        let logins = world.home.json(0, &["login", "list", "--json"]);
        assert_eq!(logins["logins"][0]["status"], "active", "{logins}");
        world.pretend.faults(&[]);
        world.home.expect(0, &["push", "apply", "--yes", "--json"]);
        assert_eq!((world.documents(&numbers), world.contacts("Pékség Acme Kft.")), (vec![1], 1));
    }
}
