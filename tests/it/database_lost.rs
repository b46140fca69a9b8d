//! A database that lost something, or went back to an earlier state: no figure is smaller without a word, nothing is given twice, and each
//! loss has its way out.
//!
//! Needs a `PostgreSQL`: the one that `FAKTURA_TEST_POSTGRES` names, or one of its own where the programs are installed.

use serde_json::Value;

use crate::books;
use crate::database_ops::{Shared, sql};
use crate::postgres::cluster;
use crate::support::Home;
use crate::support::server::{Server, document, page, rest};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// A company with seven documents, synced.
fn synced(url: &str) -> (Shared, Server) {
    let shared = Shared::on(url);
    let documents: Vec<String> = (1..=7).map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    assert_eq!(shared.home.add_with("Alfa", &server.url, KEY, &["--force"]).code, Some(0));
    shared.home.expect(0, &["sync"]);
    (shared, server)
}

fn run(url: &str, shared: &Shared, statements: &str) {
    sql(url, &format!("SET faktura.every = 'yes'; SET search_path TO {}; {statements}", shared.schema));
}

/// Statements that keep every table of a schema in another one, and bring them back.
pub(crate) fn keep(url: &str, shared: &Shared) -> impl Fn() {
    let (schema, url) = (shared.schema.clone(), url.to_owned());
    let each = |what: &str| {
        format!(
            "SET faktura.every = 'yes'; DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' \
             LOOP EXECUTE format({what}, t, t); END LOOP; END $$"
        )
    };
    sql(
        &url,
        &format!("CREATE SCHEMA {schema}_kept; {}", each(&format!("'CREATE TABLE {schema}_kept.%I AS TABLE {schema}.%I'"))),
    );
    let empty = each(&format!("'TRUNCATE {schema}.%I; INSERT INTO {schema}.%1$I SELECT * FROM {schema}_kept.%I'"));
    move || sql(&url, &empty)
}

/// Bills two hours of a day, and returns the number of the document.
pub(crate) fn issue(home: &Home, day: &str) -> Value {
    let (start, end) = (format!("{day}T08:00"), format!("{day}T10:00"));
    home.expect(0, &["time", "add", "--project", "Site", "--start", &start, "--end", &end, "--zone", "Europe/Budapest"]);
    home.expect(0, &["time", "approve"]);
    let made = home.json(0, &["draft", "make", "--client", "Acme Kft.", "--from", day, "--until", day, "--vat", "27", "--json"]);
    let draft = made["drafts"][0]["draft"].as_str().expect("a draft").to_owned();
    home.json(0, &["issue", &draft, "--date", "2026-11-01", "--json"])["invoices"][0].clone()
}

#[test]
fn records_that_a_database_lost_are_red_until_they_are_here_again() {
    let Some(url) = cluster::url() else { return };
    let (shared, _server) = synced(&url);
    let home = &shared.home;
    let before = home.json(0, &["invoices", "--format", "json"]);
    run(&url, &shared, "DELETE FROM record WHERE id IN ('3', '4')");
    let doctor = |expected: &str| {
        let found = home.run(&["doctor", "--json"]);
        assert!(found.out.contains(expected), "{expected}: {}", found.out);
    };
    // Another machine reads every row.
    for caches in ["index", "figures"] {
        let _ = std::fs::remove_file(home.path().join(caches));
    }
    let status = home.run(&["status"]);
    assert!(status.code == Some(4) && status.out.contains("damaged records"), "{}", status.out);
    home.expect(4, &["invoices", "--company", "Alfa"]);
    doctor("database-damaged");
    home.expect(4, &["check"]);
    let repaired = home.expect(3, &["check", "--repair"]);
    assert!(repaired.err.contains("needs a full sync"), "{}{}", repaired.out, repaired.err);
    home.expect(0, &["sync"]);
    home.expect(0, &["check"]);
    let after = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!((&after["total"], &after["totals"]), (&before["total"], &before["totals"]));
    doctor("\"ok\"");
    for (lost, place) in [("DELETE FROM record", "record/1"), ("DELETE FROM head", "head/1"), ("DELETE FROM listed", "listed/1")]
    {
        let back = keep(&url, &shared);
        run(&url, &shared, lost);
        doctor(place);
        let told = home.expect(4, &["check"]);
        assert!(told.out.contains(place) || place == "head/1" && told.out.contains("journal/1"), "{lost}: {}", told.out);
        back();
        sql(&url, &format!("DROP SCHEMA {}_kept CASCADE", shared.schema));
    }
}

#[test]
fn a_lost_row_of_the_journal_is_mended_and_the_store_can_be_copied_again() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    let home = &shared.home;
    books::fill(home);
    issue(home, "2026-10-05");
    let before = home.json(0, &["invoices", "--format", "json"]);
    run(
        &url,
        &shared,
        "ALTER TABLE journal NO FORCE ROW LEVEL SECURITY; ALTER TABLE journal DISABLE ROW LEVEL SECURITY; \
         DELETE FROM journal WHERE company = 1 AND sequence IN (3, 4)",
    );
    home.expect(4, &["check"]);
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("store");
    let copy = copy.to_str().expect("text");
    home.expect(4, &["store", "copy", "--to", copy]);
    let repaired = home.expect(3, &["check", "--repair"]);
    assert!(repaired.err.contains("audit verify"), "{}{}", repaired.out, repaired.err);
    home.expect(0, &["check"]);
    let audit = home.run(&["audit", "verify"]);
    let told = format!("{}{}", audit.out, audit.err);
    assert!(audit.code != Some(0) && told.contains("journal/1/5"), "{told}");
    home.expect(0, &["store", "copy", "--to", copy]);
    assert_eq!(home.json(0, &["invoices", "--format", "json"]), before);
    assert_eq!(issue(home, "2026-10-06")["invoice_number"], "INV-2026-00002");
    home.expect(0, &["check"]);
}

#[test]
fn a_machine_with_another_identity_leaves_companies_to_others() {
    let Some(url) = cluster::url() else { return };
    let (shared, _server) = synced(&url);
    let other = Home::new();
    for file in ["config.toml", "store-url"] {
        std::fs::copy(shared.home.path().join(file), other.path().join(file)).expect("copied");
    }
    other.expect(0, &["key", "init"]);
    run(&url, &shared, "DELETE FROM run");
    other.expect(0, &["worker", "--until-idle"]);
    let runs = |home: &Home| home.json(0, &["logs", "--json"])["runs"].as_array().map(Vec::len);
    assert_eq!(runs(&other), Some(0), "no run that could only fail");
    let doctor = other.run(&["doctor"]);
    assert!(doctor.code == Some(4) && doctor.out.contains("does not open 1 of 1"), "{}", doctor.out);
    shared.home.expect(0, &["worker", "--until-idle"]);
    assert_eq!(runs(&other), Some(1));
    let doctor = shared.home.run(&["doctor"]);
    assert!(!doctor.out.contains("does not open"), "{}", doctor.out);
}
