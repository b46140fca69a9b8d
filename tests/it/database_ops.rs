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
pub(crate) struct Shared {
    pub(crate) home: Home,
    pub(crate) schema: String,
}

impl Shared {
    pub(crate) fn on(url: &str) -> Self {
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

/// Runs statements on a database.
pub(crate) fn sql(url: &str, statements: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("connects");
        tokio::spawn(connection);
        client.batch_execute(statements).await.expect("ran");
    });
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

#[test]
fn a_table_that_is_gone_is_a_sentence_and_doctor_names_it() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    books::fill(&shared.home);
    sql(&url, &format!("ALTER TABLE {}.own RENAME TO other", shared.schema));
    let refused = shared.home.expect(6, &["client", "list"]);
    assert!(refused.err.contains("\"own\"") && refused.err.contains("faktura doctor"), "{}", refused.err);
    let doctor = shared.home.run(&["doctor", "--json"]);
    assert_eq!(doctor.code, Some(4), "{}", doctor.out);
    let json: Value = serde_json::from_str(&doctor.out).expect("JSON");
    let all = json["findings"].as_array().expect("a list");
    let missing = all.iter().find(|finding| finding["check"] == "database-missing").unwrap_or_else(|| panic!("{json}"));
    assert!(missing["text"].as_str().is_some_and(|text| text.ends_with(": own")), "{missing}");
    sql(&url, &format!("ALTER TABLE {}.other RENAME TO own", shared.schema));
    shared.home.expect(0, &["client", "list"]);
}

#[test]
fn what_is_due_and_not_done_is_told_with_since_when() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    let home = &shared.home;
    let config = std::fs::read_to_string(home.path().join("config.toml")).expect("there");
    std::fs::write(home.path().join("config.toml"), config + "[sync]\nretries = 0\n").expect("written");
    assert_eq!(home.add_with("Alfa", "http://127.0.0.1:1", "a1b2c3d4-1111-4222-8333-0123456701c9", &["--no-test"]).code, Some(0));
    let status = home.run(&["status", "--json"]);
    let json: Value = serde_json::from_str(&status.out).expect("JSON");
    let lag = &json["lag"];
    assert_eq!((&lag["due_companies"], &lag["behind_seconds"]), (&1.into(), &0.into()), "{lag}");
    assert!(lag["due_since"].is_string() && lag["queues"] == serde_json::json!([]), "{lag}");
    let told = home.run(&["status"]);
    assert!(told.out.contains("One company is due for a sync"), "{}", told.out);
    let listed = home.json(0, &["company", "list", "--json"]);
    assert_eq!(listed.get("lag"), None, "{listed}");
    home.run(&["worker", "--until-idle"]);
    let status = home.run(&["status", "--json"]);
    let json: Value = serde_json::from_str(&status.out).expect("JSON");
    assert_eq!((&json["lag"]["due_companies"], &json["lag"]["due_since"]), (&0.into(), &Value::Null), "{json}");
    let token = home.expect(0, &["token", "add", "monitor", "--role", "viewer"]).out.trim().to_owned();
    let serving = Serving::start(home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    let asked = |path: &str, token: Option<&str>| tcp(&address, request("GET", path, token, "").as_bytes());
    assert_eq!(asked("/health", Some(&token)).json()["lag"]["due_companies"], 0);
    assert_eq!(asked("/health", None).json().get("lag"), None, "without a token nothing of it is told");
    let metrics = asked("/metrics", Some(&token)).text();
    for figure in ["faktura_due_companies 0", "faktura_due_age_seconds 0", "faktura_behind_seconds 0"] {
        assert!(metrics.contains(figure), "{figure}:\n{metrics}");
    }
    let doctor = home.run(&["doctor"]);
    assert!(doctor.out.contains("Workers at work: 0"), "{}", doctor.out);
}

#[test]
fn records_of_own_books_that_nothing_brings_back_are_given_up_in_a_database_too() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    let home = &shared.home;
    books::fill(home);
    books::invoice(home);
    let before = home.json(0, &["invoices", "--format", "json"]);
    let every = "SET faktura.every = 'yes'";
    // The document, and what the journal tells of it.
    sql(
        &url,
        &format!(
            "{every}; SET search_path TO {}; UPDATE record SET body = set_byte(body, 20, 255 - get_byte(body, 20)) WHERE kind = 1; \
             ALTER TABLE journal DISABLE ROW LEVEL SECURITY; ALTER TABLE journal NO FORCE ROW LEVEL SECURITY; \
             UPDATE journal SET frame = set_byte(frame, 60, 255 - get_byte(frame, 60)) WHERE company = 1 AND sequence = \
             (SELECT max(sequence) FROM journal WHERE company = 1)",
            shared.schema
        ),
    );
    let repaired = home.expect(4, &["check", "--repair"]);
    assert!(repaired.err.contains("its own tools") && !repaired.err.contains("restore FILE"), "{}", repaired.err);
    home.expect(4, &["status"]);
    let given = home.run(&["check", "--repair", "--give-up", "1", "--yes"]);
    assert!(given.out.contains("go on with what is left"), "{}{}", given.out, given.err);
    home.expect(0, &["status"]);
    let after = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!(after["invoices"][0]["gross_total"], before["invoices"][0]["gross_total"], "own records had it: {after}");
}
