//! `store copy`: a copy says what its source says, to the last line of the audit log, and goes on where it was; a copy that does not end
//! leaves nothing.
//!
//! What is between files and `PostgreSQL` needs one: the one that `FAKTURA_TEST_POSTGRES` names, or one of its own where the programs are
//! installed.

use std::path::Path;

use serde_json::Value;

use crate::older::{Older, goes_on, moved};
use crate::support::serving::Serving;
use crate::support::{Home, Ran, files};

/// No command delivers the alerts that wait, so that they stay what they are.
const SETTINGS: &str = "[sync]\nretries = 0\nreconcile_days = 365\n";

fn settle(home: &Home) {
    std::fs::write(home.path().join("config.toml"), SETTINGS).expect("written");
}

/// The older store, brought to what it is now.
fn older() -> Older {
    let older = Older::new();
    settle(&older.home);
    older.home.expect(0, &["logs"]);
    older
}

/// A home with the identity of another one, for a copy of its store.
fn beside(other: &Home) -> Home {
    let home = Home::new();
    settle(&home);
    std::fs::copy(other.path().join("identity.age"), home.path().join("identity.age")).expect("copied");
    home
}

/// The older store with more in it: own books with time, an invoice and a payment, and a bank statement.
fn full() -> (Older, crate::support::server::Server, bool) {
    let (older, server, recent) = moved();
    let home = &older.home;
    settle(home);
    crate::books::fill(home);
    crate::books::invoice(home);
    home.expect(0, &["pay", "INV-2026-00001", "--amount", "50000", "--method", "wire_transfer"]);
    home.expect(0, &["client", "edit", "Acme Kft.", "--email", "acme@buyer.example"]);
    let statement = crate::bank::write(home, "month.sta", &crate::bank::month());
    home.expect(0, &["bank", "import", &statement, "--company", "Own Kft."]);
    home.expect(0, &["company", "disable", "1"]);
    home.expect(0, &["company", "enable", "1"]);
    (older, server, recent)
}

/// Drops what is another one in each store: numbers of entries of the journal, parts of a microsecond.
fn plain(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => {
            fields.remove("sequence");
            // Files know when a secret was set to the nanosecond, a database to the microsecond.
            if let Some(set) = fields.get_mut("set").filter(|set| set.is_string()) {
                let at: jiff::Timestamp = set.as_str().expect("text").parse().expect("a time");
                *set = at.as_microsecond().into();
            }
            fields.values_mut().for_each(|field| *field = plain(field.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = plain(item.take())),
        _ => {}
    }
    value
}

/// What the lists, reports, details and logs of a store say.
fn told(home: &Home) -> Vec<(String, Value)> {
    const LISTS: &[&str] = &[
        "company list --json",
        "company show 1 --json",
        "login list --json",
        "token list --json",
        "invoices --format json --limit 5000",
        "payments --format json --limit 5000",
        "contacts --format json --limit 5000",
        "report aging --format json",
        "report months --format json",
        "report partners --format json",
        "report cash --format json",
        "report companies --format json",
        "report time --from 2026-01-01 --until 2026-12-31 --format json",
        "logs --limit 500 --json",
        "time list --format json",
        "client list --json",
        "project list --json",
        "rate list --json",
        "draft list --json",
        "bank list --json --limit 500",
        "bank statements --json",
        "bank accounts --json",
        "push list --json",
        "deliveries list --json",
        "alert list --json",
        "audit --limit 1000 --json",
    ];
    let mut told = Vec::new();
    for list in LISTS {
        let args: Vec<&str> = list.split(' ').collect();
        let ran = home.run(&args);
        // Where there are no own books the lists of them say so.
        assert!(matches!(ran.code, Some(0 | 6)), "{list}: {}", ran.err);
        let said = if ran.code == Some(0) { serde_json::from_str(&ran.out).expect("JSON") } else { Value::String(ran.err) };
        told.push(((*list).to_owned(), plain(said)));
    }
    let of = |list: &str| told.iter().find(|(name, _)| name == list).expect("it is one of them").1.clone();
    let (invoices, logs) = (of("invoices --format json --limit 5000"), of("logs --limit 500 --json"));
    let rows = invoices["invoices"].as_array().expect("a list");
    let gone = |row: &&Value| row["vanished"] != Value::Null && row["vanished"] != false;
    assert!(rows.iter().any(|row| gone(&row)), "some have vanished");
    for row in rows.iter().step_by(31).chain(rows.iter().filter(gone)) {
        let (id, company) = (row["invoice_id"].as_str().expect("text"), row["company_id"].to_string());
        let args = ["invoice", id, "--company", &company, "--json", "--history"];
        told.push((args.join(" "), plain(home.json(0, &args))));
    }
    for run in logs["runs"].as_array().expect("a list") {
        let args = ["logs", "show", &run["run_id"].to_string(), "--json"];
        told.push((args.join(" "), plain(home.json(0, &args))));
    }
    home.expect(0, &["check"]);
    home.expect(0, &["audit", "verify"]);
    told
}

fn same(one: &[(String, Value)], other: &[(String, Value)]) {
    assert_eq!(one.len(), other.len());
    for ((name, one), (_, other)) in one.iter().zip(other) {
        assert!(one == other, "{name}:\n{one:#}\n\nin the copy:\n{other:#}");
    }
}

fn copy(home: &Home, code: i32, to: &str) -> Ran {
    home.expect(code, &["store", "copy", "--to", to])
}

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_copy_in_another_folder_says_the_same_and_goes_on() {
    let (older, _server, recent) = full();
    let home = beside(&older.home);
    let copied = older.home.json(0, &["store", "copy", "--to", &text(&home.store()), "--json"]);
    assert_eq!((copied["verified"].as_bool(), copied["source_changed"].as_bool()), (Some(true), Some(false)), "{copied}");
    let companies = copied["companies"].as_array().expect("a list");
    assert_eq!(companies.len(), 3, "{copied}");
    let total: u64 = companies.iter().map(|company| company["invoices"].as_u64().expect("a number")).sum();
    assert_eq!(home.json(0, &["invoices", "--format", "json", "--limit", "1"])["total"], total);
    assert!(copied["tokens"].as_u64() > Some(0) && copied["secrets"].as_u64() > Some(1), "{copied}");
    same(&told(&older.home), &told(&home));
    let left: Vec<_> = std::fs::read_dir(home.path()).expect("read").flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".copying")), "{left:?}");
    goes_on(&home, recent);
}

#[test]
fn a_place_that_is_not_empty_is_left_as_it_is() {
    let older = older();
    let home = beside(&older.home);
    crate::books::fill(&home);
    let names = |home: &Home| home.json(0, &["company", "list", "--json"]);
    let before = names(&home);
    let refused = copy(&older.home, 4, &text(&home.store()));
    assert!(refused.err.contains("already") && refused.err.contains(&text(&home.store())), "{}", refused.err);
    assert_eq!(names(&home), before);
    // The store itself, a folder with anything else in it, and a file.
    copy(&older.home, 4, &text(&older.home.store()));
    let other = Home::new();
    std::fs::write(other.path().join("letter.txt"), "Dear Anna").expect("written");
    copy(&older.home, 4, &text(other.path()));
    copy(&older.home, 4, &text(&other.path().join("letter.txt")));
    assert_eq!(files(other.path()), [other.path().join("letter.txt")]);
    // What cannot be a place at all. An address of another kind may hold a password.
    for wrong in ["mysql://anna:hunter2@localhost/b", "http://localhost", ""] {
        let refused = copy(&older.home, 2, wrong);
        assert!(!refused.err.contains("hunter2"), "{}", refused.err);
    }
    older.home.expect(2, &["store", "copy"]);
    // A store that never had anything in it is a place, and so is an empty folder.
    let fresh = beside(&older.home);
    fresh.expect(0, &["company", "list"]);
    assert!(fresh.store().is_dir());
    copy(&older.home, 0, &text(&fresh.store()));
    assert_eq!(names(&fresh), names(&older.home));
    let folder = tempfile::tempdir().expect("a folder");
    copy(&older.home, 0, &format!("file://{}", text(folder.path())));
    // There is nothing to copy.
    let none = Home::new();
    let place = none.path().join("copy");
    let refused = copy(&none, 4, &text(&place));
    assert!(refused.err.contains("no store"), "{}", refused.err);
    assert!(!place.exists());
}

#[test]
fn a_damaged_store_is_not_copied() {
    let older = older();
    let journal = files(&older.home.store().join("journal")).pop().expect("a file");
    let mut bytes = std::fs::read(&journal).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&journal, bytes).expect("written");
    let place = older.home.path().join("copy");
    let refused = copy(&older.home, 4, &text(&place));
    assert!(refused.err.contains("damaged"), "{}", refused.err);
    assert!(!place.exists());
    let audit = older.home.run(&["audit", "--limit", "3"]).out;
    assert!(audit.contains("store.copy.failed"), "{audit}");
}

#[test]
fn a_process_that_has_the_store_lets_go_of_it_meanwhile() {
    let older = older();
    let serving = Serving::start(&older.home, &[], None);
    serving.says("Serving");
    let home = beside(&older.home);
    copy(&older.home, 0, &text(&home.store()));
    // It has it again, and the copy is a store of its own.
    let list = |home: &Home| home.json(0, &["company", "list", "--json"]);
    assert_eq!(list(&older.home), list(&home));
    // A place that another process has.
    let other = beside(&older.home);
    other.expect(0, &["company", "list"]);
    let host = Serving::start(&other, &[], None);
    host.says("Serving");
    let refused = copy(&older.home, 5, &text(&other.store()));
    assert!(refused.err.contains(&text(&other.store())), "{}", refused.err);
    drop((serving, host));
}

#[cfg(feature = "postgres")]
mod databases {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::postgres::cluster;
    use crate::support::serving::PATIENCE;
    use crate::support::{ran, server};

    /// A schema that no store is in yet, under a name that its connections have too.
    struct Database {
        url: String,
        name: String,
    }

    impl Database {
        fn new(url: &str) -> Self {
            let mark = if url.contains('?') { '&' } else { '?' };
            let name = format!("c{}_{:x}", std::process::id(), fastrand::u64(..));
            Self { url: format!("{url}{mark}application_name={name}&schema={name}"), name }
        }

        /// A home with its store here.
        fn home(&self, other: &Home) -> Home {
            let home = beside(other);
            std::fs::write(home.path().join("config.toml"), format!("{SETTINGS}[store]\nurl_file = \"store-url\"\n"))
                .expect("written");
            std::fs::write(home.path().join("store-url"), &self.url).expect("written");
            home
        }

        async fn connect(&self) -> tokio_postgres::Client {
            let base = self.url.replace(&format!("application_name={}", self.name), "application_name=it");
            let base = base.replace(&format!("schema={}", self.name), "");
            let (client, connection) =
                tokio_postgres::connect(base.trim_end_matches(['?', '&']), tokio_postgres::NoTls).await.expect("connects");
            tokio::spawn(connection);
            client.batch_execute(&format!("SET search_path TO \"{}\"; SET faktura.every = 'yes'", self.name)).await.expect("ran");
            client
        }

        /// Does something once a process waits for a table that is locked until then.
        fn within<T>(&self, table: &str, begin: impl FnOnce() -> T, meanwhile: impl FnOnce(&mut T)) -> T {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let (holder, looker) = (self.connect().await, self.connect().await);
                let lock = format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
                holder.batch_execute(&lock).await.expect("locked");
                let mut begun = begin();
                let waiting = format!(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = '{}' AND wait_event_type = 'Lock'",
                    self.name
                );
                let deadline = Instant::now() + PATIENCE;
                while looker.query_one(&waiting, &[]).await.expect("told").get::<_, i64>(0) == 0 {
                    assert!(Instant::now() < deadline, "nothing comes to the lock");
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                meanwhile(&mut begun);
                holder.batch_execute("COMMIT").await.expect("let go");
                begun
            })
        }
    }

    fn copying(home: &Home, to: &str) -> std::process::Child {
        home.command(&["store", "copy", "--to", to, "--json"]).spawn().expect("starts")
    }

    fn kill(child: &mut std::process::Child) {
        child.kill().expect("killed");
        child.wait().expect("ended");
    }

    #[test]
    fn files_become_a_database_and_files_again() {
        let Some(url) = cluster::url() else { return };
        let (older, _server, recent) = full();
        let database = Database::new(&url);
        let mut command = older.home.command(&["store", "copy", "--to-stdin", "--json"]);
        command.stdin(std::process::Stdio::piped());
        let mut child = command.spawn().expect("starts");
        let mut input = child.stdin.take().expect("it is piped");
        std::io::Write::write_all(&mut input, format!("{}\n", database.url).as_bytes()).expect("written");
        drop(input);
        let output = child.wait_with_output().expect("ended");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && !said.contains(cluster::PASSWORD), "{said}");
        let copied: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(copied["verified"], true);
        let middle = database.home(&older.home);
        let first = told(&older.home);
        same(&first, &told(&middle));
        // And back, to where no store was.
        let home = beside(&older.home);
        let back = middle.json(0, &["store", "copy", "--to", &text(&home.store()), "--json"]);
        for part in ["companies", "logins", "secrets", "tokens"] {
            assert_eq!(copied[part], back[part], "{part}");
        }
        assert_eq!(back["audit_entries"].as_u64(), copied["audit_entries"].as_u64().map(|lines| lines + 1), "its own line");
        let third = told(&home);
        same(&told(&middle), &third);
        // But for the line of the second copy, it is what it was at first.
        let without =
            |told: &[(String, Value)]| told.iter().filter(|(name, _)| !name.starts_with("audit")).cloned().collect::<Vec<_>>();
        same(&without(&first), &without(&third));
        // Each goes on by itself: keys open, cursors hold.
        goes_on(&home, recent);
        goes_on(&middle, recent);
    }

    #[test]
    fn a_copy_that_is_killed_leaves_an_empty_database() {
        let Some(url) = cluster::url() else { return };
        let older = older();
        let database = Database::new(&url);
        let home = database.home(&older.home);
        let none = home.json(0, &["company", "list", "--json"]);
        assert_eq!(none["companies"].as_array().map(Vec::len), Some(0));
        // The journal is written by then, and runs are not.
        database.within("run", || copying(&older.home, &database.url), kill).wait().expect("ended");
        assert_eq!(home.json(0, &["company", "list", "--json"]), none);
        assert_eq!(home.json(0, &["audit", "--json"])["entries"].as_array().map(Vec::len), Some(0));
        home.expect(0, &["check"]);
        let again = copy(&older.home, 0, &database.url);
        assert!(again.err.contains("--to-stdin"), "a password in an argument is warned of: {}", again.err);
        assert!(!again.err.contains(cluster::PASSWORD) && !again.out.contains(cluster::PASSWORD));
        // Now it is not empty any more, and nothing of it changes.
        let before = told(&home);
        let refused = copy(&older.home, 4, &database.url);
        assert!(refused.err.contains("already"), "{}", refused.err);
        same(&before, &told(&home));
    }

    #[test]
    fn a_copy_from_a_database_that_is_killed_leaves_no_store() {
        let Some(url) = cluster::url() else { return };
        let older = older();
        let database = Database::new(&url);
        copy(&older.home, 0, &database.url);
        let (source, home) = (database.home(&older.home), beside(&older.home));
        let left = |home: &Home| {
            let names = std::fs::read_dir(home.path()).expect("read").flatten().map(|entry| entry.file_name());
            names.filter(|name| name.to_string_lossy().starts_with(".copying")).count()
        };
        let meanwhile = |child: &mut std::process::Child| {
            assert_eq!(left(&home), 1, "it is being made");
            kill(child);
        };
        database.within("record", || copying(&source, &text(&home.store())), meanwhile).wait().expect("ended");
        assert_eq!((home.store().exists(), left(&home)), (false, 1));
        copy(&source, 0, &text(&home.store()));
        assert_eq!(left(&home), 0, "what was left is gone");
        same(&told(&source), &told(&home));
    }

    #[test]
    fn what_others_write_meanwhile_is_told_and_is_not_in_the_copy() {
        let Some(url) = cluster::url() else { return };
        let older = older();
        let database = Database::new(&url);
        copy(&older.home, 0, &database.url);
        let (source, home) = (database.home(&older.home), beside(&older.home));
        let names = |home: &Home| home.json(0, &["company", "list", "--json"])["companies"][0]["name"].clone();
        let before = names(&source);
        let child = database.within(
            "record",
            || copying(&source, &text(&home.store())),
            |_| {
                source.expect(0, &["company", "rename", "1", "Renamed"]);
            },
        );
        let output = child.wait_with_output().expect("ended");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        let copied: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&copied["source_changed"], &copied["verified"]), (&true.into(), &true.into()));
        assert!(said.contains("from before"), "{said}");
        assert_eq!((names(&source), names(&home)), ("Renamed".into(), before));
        home.expect(0, &["check"]);
        home.expect(0, &["audit", "verify"]);
    }

    #[test]
    fn a_run_that_was_under_way_ended_with_its_worker() {
        let Some(url) = cluster::url() else { return };
        let (server, gate) = server::gated(600);
        let database = Database::new(&url);
        let identity = Home::new();
        identity.expect(0, &["key", "init"]);
        let source = database.home(&identity);
        let config = "[sync]\nper_page = 100\npages = 1\n[store]\nurl_file = \"store-url\"\n";
        std::fs::write(source.path().join("config.toml"), config).expect("written");
        source.must_add("Alfa", &server.url, "a1b2c3d4-1111-4222-8333-0123456701c9");
        let worker = Serving::of(source.command(&["worker"]));
        let total = |home: &Home| home.json(0, &["invoices", "--format", "json", "--limit", "1"])["total"].clone();
        let deadline = Instant::now() + PATIENCE;
        while total(&source) != 200 {
            assert!(Instant::now() < deadline, "two pages do not come");
            std::thread::sleep(Duration::from_millis(5));
        }
        let home = beside(&identity);
        std::fs::write(home.path().join("config.toml"), "[sync]\nper_page = 100\npages = 1\n").expect("written");
        copy(&source, 0, &text(&home.store()));
        let runs = |home: &Home| home.json(0, &["logs", "--json"])["runs"].clone();
        assert_eq!(
            (runs(&source)[0]["status"].as_str(), runs(&home)[0]["status"].as_str()),
            (Some("running"), Some("interrupted"))
        );
        gate.open();
        // The copy goes on with the scan after the pages that it has.
        let first = |asked: &&server::Asked| {
            asked.per_page() > 1 && asked.param("last_modified_date").is_none() && asked.path == "/documents" && asked.page() == 1
        };
        home.expect(0, &["sync"]);
        assert_eq!((total(&home), server.asked().iter().filter(first).count()), (600.into(), 1));
        home.expect(0, &["check"]);
        drop(worker);
    }

    #[test]
    fn a_wrong_address_is_refused_and_shows_no_password() {
        let older = older();
        let closed = "postgres://anna:hunter2@127.0.0.1:1/books";
        for (code, wrong) in
            [(2, "postgres://anna:hunter2@db.example/books?sslmode=disable"), (2, "postgres://h:port/b"), (4, closed)]
        {
            let refused = ran(older.home.command(&["store", "copy", "--to", wrong]));
            assert_eq!(refused.code, Some(code), "{wrong}: {}", refused.err);
            assert!(!refused.err.contains("hunter2"), "{}", refused.err);
        }
        let audit = older.home.json(0, &["audit", "--json"]).to_string();
        assert!(!audit.contains("store.copy"), "nothing was begun");
    }
}
