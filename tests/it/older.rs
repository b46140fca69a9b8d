//! A store that an older version made: it opens, it tells what it told, it syncs, and its backup from before restores.
//!
//! `tests/fixtures/store-0.1.0.tar.gz` was made with the release build of commit 8d073d0 against its own sandbox: two companies with
//! keys (of the sandbox alone), one that was removed, twelve runs of which two failed, changes, vanished documents, tokens, an alert
//! that waits, a compacted database with later changes beside, and a backup. With it come the documents as the service last sent
//! them, and what that version printed (`told-….json`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::support::server::{Answer, Asked, Server, document, page, rest};
use crate::support::{Home, copy};

const KEYS: [&str; 2] = ["d0c0ffee-2820-4581-8000-0000000001c9", "d0c0ffee-1240-4256-8000-0000000002d3"];
/// Where the companies of the fixture have their accounts.
const ADDRESS: &str = "http://127.0.0.1:41877/v3";
/// Documents of both accounts that have not vanished.
const DOCUMENTS: [usize; 2] = [162, 121];

/// The fixture, unpacked, and a home with its store.
pub(crate) struct Older {
    pub(crate) home: Home,
    files: tempfile::TempDir,
}

impl Older {
    pub(crate) fn new() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-0.1.0.tar.gz");
        let unpacked = Command::new("tar").arg("-xzf").arg(packed).arg("-C").arg(files.path()).status().expect("it runs");
        assert!(unpacked.success());
        let home = Home::new();
        copy(&files.path().join("home"), home.path());
        Self { home, files }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    fn told(&self, name: &str) -> Value {
        let text = std::fs::read_to_string(self.file(&format!("told-{name}.json"))).expect("readable");
        serde_json::from_str(&text).expect("JSON")
    }

    /// The documents of the account of a key, newest first.
    fn documents(&self, account: usize) -> Vec<String> {
        let file = self.file(&format!("documents-{}.ndjson", account + 1));
        std::fs::read_to_string(file).expect("readable").lines().map(str::to_owned).collect()
    }
}

/// Both accounts, each with one document more and one changed since the older version synced.
fn accounts(older: &Older) -> Server {
    let accounts: Vec<(Vec<String>, Vec<String>)> = (0..KEYS.len())
        .map(|account| {
            let mut documents = older.documents(account);
            assert_eq!(documents.len(), DOCUMENTS[account]);
            let transfer = r#""payment_method":"wire_transfer""#;
            let changed = documents.iter().position(|text| text.contains(transfer)).expect("one is paid by transfer");
            let paid = documents[changed].replace(transfer, r#""payment_method":"cash""#);
            documents[changed].clone_from(&paid);
            let new = document(99_000_001 + account as u64, "100");
            documents.insert(0, new.clone());
            (documents, vec![new, paid])
        })
        .collect();
    let accounts = Arc::new(accounts);
    Server::start(move |asked| match KEYS.iter().position(|key| *key == asked.key) {
        None => Answer::text(401, "{}"),
        Some(account) => answer(&accounts[account], asked),
    })
}

fn answer((all, modified): &(Vec<String>, Vec<String>), asked: &Asked) -> Answer {
    let of_id =
        |text: &&String| asked.path.strip_prefix("/documents/").is_some_and(|id| text.contains(&format!(r#""id":{id},"#)));
    match asked.path.as_str() {
        "/documents" if asked.param("last_modified_date").is_some() => page(modified, asked),
        "/documents" if asked.param("start_date").is_some() => page(&[], asked),
        "/documents" => page(all, asked),
        _ => all.iter().find(of_id).map_or_else(|| rest(asked), |text| Answer::text(200, text.clone())),
    }
}

/// Gives the companies of a store another address, in the file as the version that wrote it would.
fn move_to(store: &Path, address: &str) {
    #[derive(serde::Deserialize)]
    struct File {
        version: u32,
        written_by: String,
        checksum: String,
        data: Box<RawValue>,
    }

    let path = store.join("companies.json");
    let text = std::fs::read_to_string(&path).expect("readable");
    let sum = |file: &File| {
        // The checksum is over the content without white space outside of texts.
        let mut within = false;
        let mut escaped = false;
        let compact: String = (file.data.get().chars())
            .filter(|c| {
                let quote = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                within ^= quote;
                within || !c.is_whitespace()
            })
            .collect();
        let mut sum = crc32fast::Hasher::new();
        sum.update(&file.version.to_le_bytes());
        sum.update(file.written_by.as_bytes());
        sum.update(compact.as_bytes());
        format!("{:08x}", sum.finalize())
    };
    let file: File = serde_json::from_str(&text).expect("JSON");
    assert_eq!(file.checksum, sum(&file), "the checksum is what this test takes it for");
    let moved = text.replace(ADDRESS, address);
    let file: File = serde_json::from_str(&moved).expect("JSON");
    std::fs::write(&path, moved.replace(&file.checksum, &sum(&file))).expect("written");
}

/// Fails unless everything that was told is told: more may be. What depends on the day of the test is not compared, nor are
/// warnings, which later rules give anew.
fn tells(now: &Value, told: &Value, at: &str) {
    const OF_TODAY: [&str; 5] = ["warnings", "overdue", "days_overdue", "oldest_overdue_days", "health"];
    match (now, told) {
        (Value::Object(now), Value::Object(told)) => {
            // The light of a company turns when its last sync is old.
            let of_today = |name: &str| OF_TODAY.contains(&name) || (name == "status" && at.starts_with("companies"));
            for (name, value) in told.iter().filter(|(name, _)| !of_today(name)) {
                if value.is_null() && ["net_total", "vat_total"].contains(&name.as_str()) && !now[name].is_null() {
                    // It was not known what it is: it follows from the rest of the document now.
                    let [net, vat, gross] =
                        ["net_total", "vat_total", "gross_total"].map(|part| now[part].as_str().and_then(amount));
                    let apart = gross.zip(net.zip(vat)).map(|(gross, (net, vat))| (gross - net - vat).abs());
                    assert!(apart.is_some_and(|apart| apart <= 5.into()), "{at}: {apart:?}, and cash is rounded to five at most");
                    continue;
                }
                tells(now.get(name).unwrap_or_else(|| panic!("{at}.{name} is missing")), value, &format!("{at}.{name}"));
            }
        }
        (Value::Array(now), Value::Array(told)) => {
            assert_eq!(now.len(), told.len(), "{at}");
            for (index, (now, told)) in now.iter().zip(told).enumerate() {
                tells(now, told, &format!("{at}[{index}]"));
            }
        }
        // The same amount, whatever its decimals.
        (Value::String(now), Value::String(told)) if amount(now).is_some() => assert_eq!(amount(now), amount(told), "{at}"),
        _ => assert_eq!(now, told, "{at}"),
    }
}

fn amount(text: &str) -> Option<rust_decimal::Decimal> {
    text.parse().ok()
}

/// The companies of a sync's JSON, by their numbers.
fn synced(report: &Value) -> Vec<&Value> {
    let mut companies: Vec<&Value> = report["companies"].as_array().expect("a list").iter().collect();
    companies.sort_by_key(|company| company["id"].as_u64());
    companies
}

/// Whether the older version's last full sync is close enough for an incremental one, by this machine's clock.
fn is_recent(older: &Older) -> bool {
    let runs = older.told("runs");
    let full = runs["runs"].as_array().expect("a list").iter().find(|run| run["mode"] == "full").expect("there is one");
    let at: jiff::Timestamp = full["started"].as_str().expect("a time").parse().expect("a time");
    let age = jiff::Timestamp::now().duration_since(at);
    !age.is_negative() && age < jiff::SignedDuration::from_hours(364 * 24)
}

/// An older store and its accounts, which have one more document each and one changed; and whether its last full sync is recent.
pub(crate) fn moved() -> (Older, Server, bool) {
    let older = Older::new();
    let server = accounts(&older);
    move_to(&older.home.store(), &server.url);
    let recent = is_recent(&older);
    (older, server, recent)
}

/// Syncs an older store; its accounts have one more document and one changed.
fn syncs(older: &Older) {
    let server = accounts(older);
    move_to(&older.home.store(), &server.url);
    goes_on(&older.home, is_recent(older));
}

/// Syncs such a store, wherever it is now.
pub(crate) fn goes_on(home: &Home, recent: bool) {
    let first = home.json(0, &["sync", "--json"]);
    for (company, count) in synced(&first).into_iter().zip(DOCUMENTS) {
        assert_eq!(company["mode"], if recent { "incremental" } else { "reconcile" }, "{first}");
        assert_eq!((&company["invoices_created"], &company["invoices_updated"]), (&json!(1), &json!(1)), "{first}");
        assert_eq!(company["invoices_unchanged"], if recent { 0 } else { count - 1 }, "{first}");
    }
    // What did not change since compares as unchanged, every document; and the next one is incremental.
    let whole = home.json(0, &["sync", "--full", "--json"]);
    for (company, count) in synced(&whole).into_iter().zip(DOCUMENTS) {
        assert_eq!((&company["mode"], &company["invoices_unchanged"]), (&json!("full"), &json!(count + 1)), "{whole}");
        assert_eq!((&company["invoices_updated"], &company["invoices_skipped"]), (&json!(0), &json!(0)), "{whole}");
    }
    let next = home.json(0, &["sync", "--json"]);
    assert!(synced(&next).iter().all(|company| company["mode"] == "incremental"), "{next}");
    home.expect(0, &["check"]);
}

#[test]
fn an_older_store_opens_and_tells_what_it_told() {
    let older = Older::new();
    let home = &older.home;
    let list = home.store().join("companies.json");
    let first = std::fs::read(&list).expect("readable");
    home.expect(0, &["check"]);
    let now = |args: &[&str]| home.json(0, args);
    // Not its totals: what counts in them has its own rules.
    tells(&now(&["invoices", "--format", "json"])["invoices"], &older.told("invoices")["invoices"], "invoices");
    tells(&now(&["logs", "--json"]), &older.told("runs"), "runs");
    tells(&now(&["company", "list", "--json"]), &older.told("companies"), "companies");
    tells(&now(&["token", "list", "--json"]), &older.told("tokens"), "tokens");
    tells(&now(&["audit", "--json"]), &older.told("audit"), "audit");
    let alerts = now(&["alert", "list", "--json"]);
    // Beside what was told comes what became due since, such as that a company has not been synced for a day.
    let incidents = alerts["incidents"].as_array().expect("a list");
    assert!(incidents.iter().any(|incident| incident["kind"] == "failed"), "{alerts}");
    let waiting: Vec<_> =
        alerts["waiting"].as_array().into_iter().flatten().map(|alert| (&alert["id"], &alert["kind"])).collect();
    let of_before = [(&json!(1), &json!("failed")), (&json!(2), &json!("recovered")), (&json!(3), &json!("failed"))];
    assert!(waiting.starts_with(&of_before), "{alerts}");
    assert_eq!(alerts["secrets"][0]["name"], "webhook-secret");
    let records = home.path().join("records.ndjson");
    home.expect(0, &["export", records.to_str().expect("UTF-8")]);
    let lines = |path: &Path| -> Vec<Value> {
        let text = std::fs::read_to_string(path).expect("readable");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    tells(&lines(&records).into(), &lines(&older.file("told-records.ndjson")).into(), "records");
    // Its companies have logins now; the list from before is kept.
    assert_eq!(std::fs::read(home.store().join("companies.json.v1")).expect("the copy"), first);
    assert!(std::fs::read_to_string(&list).expect("readable").contains(r#""login": 1"#));
    home.expect(0, &["check"]);
}

#[test]
fn a_migration_killed_at_random_instants_goes_on() {
    let older = Older::new();
    let started = std::time::Instant::now();
    older.home.expect(0, &["logs"]);
    let span = u64::try_from(started.elapsed().as_micros()).expect("short");
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(8);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for kill in 0..crate::crash::rounds(6) {
        let older = Older::new();
        for _ in 0..3 {
            let mut child = older.home.command(&["logs"]).spawn().expect("starts");
            std::thread::sleep(std::time::Duration::from_micros(random.u64(0..=span)));
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
        let check = older.home.run(&["check"]);
        assert_eq!(check.code, Some(0), "seed {seed}, kill {kill}:\n{}{}", check.out, check.err);
        let now = |args: &[&str]| older.home.json(0, args);
        tells(&now(&["invoices", "--format", "json"])["invoices"], &older.told("invoices")["invoices"], "invoices");
        tells(&now(&["logs", "--json"]), &older.told("runs"), "runs");
    }
}

#[test]
fn an_older_store_syncs_with_its_own_keys() {
    syncs(&Older::new());
}

#[test]
fn the_keys_of_an_older_store_are_sealed_anew() {
    let older = Older::new();
    std::fs::write(older.home.path().join("config.toml"), "[key]\nidentity = \"passphrase\"\n[sync]\nreconcile_days = 365\n")
        .expect("written");
    let server = accounts(&older);
    move_to(&older.home.store(), &server.url);
    let run = |args: &[&str]| {
        let mut command = older.home.command(args);
        command.env("FAKTURA_PASSPHRASE", "correct horse battery staple");
        let ran = crate::support::ran(command);
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.err);
    };
    run(&["key", "rotate"]);
    run(&["sync"]);
}

#[test]
fn a_backup_from_before_restores() {
    let older = Older::new();
    let backup = older.file("before.backup");
    older.home.expect(0, &["restore", "--yes", backup.to_str().expect("UTF-8")]);
    older.home.expect(0, &["check"]);
    assert_eq!(older.home.json(0, &["invoices", "--format", "json"])["total"], 289);
    assert_eq!(older.home.json(0, &["logs", "--json"])["runs"].as_array().map(Vec::len), Some(8));
    // The backup is from before the last change of two documents of each account.
    let server = accounts(&older);
    move_to(&older.home.store(), &server.url);
    let report = older.home.json(0, &["sync", "--full", "--json"]);
    for (company, count) in synced(&report).into_iter().zip(DOCUMENTS) {
        assert_eq!(company["status"], "completed", "{report}");
        assert_eq!((&company["invoices_created"], &company["invoices_processed"]), (&json!(1), &json!(count + 1)), "{report}");
    }
    older.home.expect(0, &["check"]);
}
