//! A store on `PostgreSQL` in operation: what doctor, a monitor and the commands say of the database.
//!
//! Needs a `PostgreSQL`: the one that `FAKTURA_TEST_POSTGRES` names, or one of its own where the programs are installed.

use std::process::Command;

use serde_json::Value;

use crate::books;
use crate::postgres::cluster;
use crate::support::serving::Serving;
use crate::support::talk::{request, tcp};
use crate::support::{Home, Ran, ran};

/// A home with its store in a new schema of this database.
struct Shared {
    home: Home,
    schema: String,
}

impl Shared {
    fn on(url: &str) -> Self {
        let (home, mark) = (Home::new(), if url.contains('?') { '&' } else { '?' });
        let schema = format!("o{}_{:x}", std::process::id(), fastrand::u64(..));
        std::fs::write(home.path().join("config.toml"), "[store]\nurl_file = \"store-url\"\n").expect("written");
        std::fs::write(home.path().join("store-url"), format!("{url}{mark}schema={schema}")).expect("written");
        Self { home, schema }
    }

    /// The address without user and password, as people are told.
    fn is_shown(&self, ran: &Ran) -> bool {
        let all = format!("{}{}", ran.out, ran.err);
        all.contains(&format!("schema={}", self.schema)) && !all.contains(cluster::PASSWORD)
    }
}

fn area(json: &Value, area: &str) -> Option<(String, String)> {
    let found = json["findings"].as_array().expect("a list").iter().find(|finding| finding["area"] == area)?;
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    Some((text("level"), text("check")))
}

#[test]
fn doctor_looks_at_the_database_and_not_at_folders_that_are_not_there() {
    let home = Home::new();
    let mut command: Command = home.command(&["doctor", "--json"]);
    command.env("FAKTURA_STORE_URL", "postgres://x:hunter2@127.0.0.1:1/f");
    let away = ran(command);
    assert_eq!(away.code, Some(4), "{}", away.out);
    assert!(!away.out.contains("hunter2") && !away.out.contains("store-none"), "{}", away.out);
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    let before = shared.home.run(&["doctor", "--json"]);
    let json: Value = serde_json::from_str(&before.out).expect("JSON");
    assert_eq!(area(&json, "database"), Some(("ok".to_owned(), "database-empty".to_owned())), "{}", before.out);
    assert!(shared.is_shown(&before), "{}", before.out);
    assert_eq!(area(&json, "folders"), None);
    books::fill(&shared.home);
    let after = shared.home.run(&["doctor", "--json"]);
    let json: Value = serde_json::from_str(&after.out).expect("JSON");
    assert_eq!(area(&json, "database"), Some(("ok".to_owned(), "database".to_owned())), "{}", after.out);
}

#[test]
fn commands_name_the_database_and_its_schema() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    books::fill(&shared.home);
    let idle = shared.home.expect(0, &["worker", "--until-idle"]);
    assert!(shared.is_shown(&idle), "{}{}", idle.out, idle.err);
    let from = Home::new();
    books::fill(&from);
    let to = Shared::on(&url);
    let address = std::fs::read_to_string(to.home.path().join("store-url")).expect("there");
    let copied = from.expect(0, &["store", "copy", "--to", &address]);
    assert!(to.is_shown(&copied) && copied.err.contains("[store] url"), "{}{}", copied.out, copied.err);
    assert!(!copied.err.contains("--home HOME"), "{}", copied.err);
}

#[test]
fn a_monitor_and_a_client_are_told_that_the_database_is_away() {
    let Some(database) = cluster::Server::start() else { return };
    let shared = Shared::on(&database.url());
    books::fill(&shared.home);
    let token = shared.home.expect(0, &["token", "add", "monitor", "--role", "viewer"]).out.trim().to_owned();
    let serving = Serving::start(&shared.home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let open = || tcp(&address, request("GET", "/health", None, "").as_bytes());
    let known = || tcp(&address, request("GET", "/v1/books", Some(&token), "").as_bytes());
    assert_eq!((open().status, known().status), (200, 200));
    database.crash();
    std::thread::sleep(std::time::Duration::from_secs(3));
    let (health, refused) = (open(), known());
    assert_eq!((health.status, health.json()["status"].as_str()), (503, Some("down")));
    assert_eq!((refused.status, refused.code().as_str()), (503, "store-unreachable"));
    database.go();
}
