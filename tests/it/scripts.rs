//! What scripts rely on: figures, words, exit codes.

use std::process::Stdio;

use crate::support::server::{Server, document, page, rest};
use crate::support::{Home, ran};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

fn account(count: u64) -> (Home, Server) {
    let documents: Vec<String> = (1..=count).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        // Nothing was modified lately and nothing was issued lately.
        let none = asked.param("last_modified_date").is_some() || asked.param("start_date").is_some();
        page(if none { &[] } else { &documents }, asked)
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    (home, server)
}

#[test]
fn the_demo_syncs_282_invoices_with_581_items_in_3_calls_and_touches_nothing_of_yours() {
    let home = Home::new();
    let demo = home.json(0, &["--demo", "--headless", "--json"]);
    assert_eq!(demo["status"], "completed");
    let company =
        demo["companies"].as_array().expect("companies").iter().find(|c| c["invoices_processed"] == 282).expect("the account");
    for (name, value) in
        [("invoices_created", 282), ("invoices_updated", 0), ("invoices_skipped", 0), ("items_extracted", 581), ("api_calls", 3)]
    {
        assert_eq!(company[name], value, "{name}");
    }
    assert_eq!(company["errors"].as_array().map(Vec::len), Some(0));
    assert_eq!(crate::support::files(home.path()), Vec::<std::path::PathBuf>::new(), "nothing of yours is touched");
}

#[test]
fn a_full_sync_of_282_invoices_is_3_calls_and_an_idle_one_at_most_3() {
    let (home, server) = account(282);
    let before = server.count();
    let first = home.json(0, &["sync", "--json"]);
    assert_eq!((server.count() - before, &first["companies"][0]["api_calls"]), (3, &3.into()));
    assert_eq!(first["companies"][0]["mode"], "full");
    let before = server.count();
    let second = home.json(0, &["--headless", "--json"]);
    assert!(server.count() - before <= 3);
    let company = &second["companies"][0];
    assert_eq!(company["mode"], "incremental");
    assert_eq!(company["invoices_processed"], 0);
    let modified =
        server.asked().into_iter().find_map(|a| a.param("last_modified_date").map(str::to_owned)).expect("it asks for changes");
    assert_eq!(modified.len(), "2026-11-20 19:00:00".len(), "{modified}");
}

#[test]
fn a_page_that_shifts_between_two_requests_loses_and_doubles_nothing() {
    // Between page 1 and page 2 an invoice is deleted at the front: 101 moves from page 2 to page 1 and is seen on neither.
    let all: Vec<String> = (1..=250u64).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        let deleted = asked.index >= 4;
        page(if deleted { &all[1..] } else { &all }, asked)
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    let sync = home.json(0, &["sync", "--json"]);
    let live = home.json(0, &["invoices", "--format", "json", "--limit", "1000"]);
    let numbers: std::collections::BTreeSet<_> = live["invoices"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|i| i["vanished"] == false)
        .map(|i| i["invoice_id"].to_string())
        .collect();
    assert_eq!(numbers.len(), 249, "{sync}");
}

#[test]
fn the_words_of_the_json_are_a_promise() {
    let (home, _server) = account(3);
    assert_eq!(home.expect(0, &["sync", "--json"]).out.lines().count(), 1, "one line of JSON");
    let sync = home.json(0, &["sync", "--full", "--json"]);
    let keys = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    for name in ["status", "total_companies", "successful", "failed", "duration_seconds", "companies"] {
        assert!(keys(&sync).iter().any(|k| k == name), "{name}");
    }
    for name in [
        "id",
        "name",
        "run_id",
        "status",
        "mode",
        "invoices_processed",
        "invoices_created",
        "invoices_updated",
        "invoices_unchanged",
        "invoices_skipped",
        "items_extracted",
        "api_calls",
        "duration_seconds",
        "errors",
    ] {
        assert!(keys(&sync["companies"][0]).iter().any(|k| k == name), "{name}");
    }
    let invoices = home.json(0, &["invoices", "status:overdue", "--format", "json"]);
    assert_eq!(invoices["total"], 3);
    for name in [
        "invoice_id",
        "company_id",
        "company",
        "invoice_number",
        "type",
        "payment_status",
        "payment_method",
        "gross_total",
        "currency",
        "invoice_date",
        "fulfillment_date",
        "due_date",
        "paid_date",
        "partner_name",
        "partner_tax_number",
        "overdue",
        "vanished",
        "warnings",
    ] {
        assert!(keys(&invoices["invoices"][0]).iter().any(|k| k == name), "{name}");
    }
    let one = home.json(0, &["invoice", "T-1", "--json", "--history"]);
    for name in [
        "name",
        "quantity",
        "unit",
        "net_unit_amount",
        "net_amount",
        "vat",
        "vat_amount",
        "gross_amount",
        "entitlement",
        "comment",
        "product_id",
    ] {
        assert!(keys(&one["items"][0]).iter().any(|k| k == name), "{name}");
    }
    for name in ["at", "run_id", "field", "old", "new"] {
        assert!(keys(&one["history"][0]).iter().any(|k| k == name), "{name}");
    }
    let logs = home.json(0, &["logs", "--json"]);
    assert_eq!((&logs["runs"][0]["trigger"], &logs["runs"][0]["status"]), (&"command".into(), &"completed".into()));
    assert!(logs["runs"][0]["actor"].is_string());
    for line in home.expect(0, &["invoices", "--format", "ndjson"]).out.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("a line is an object");
    }
    assert_eq!(home.expect(0, &["invoices", "--format", "csv"]).out.lines().count(), 4);
}

#[test]
fn machines_read_stdout_alone_and_a_closed_pipe_is_no_error() {
    let (home, _server) = account(300);
    let quiet = home.expect(0, &["--quiet", "sync"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    let mut shell = std::process::Command::new("bash");
    shell.arg("-c").arg("set -o pipefail; \"$FAKTURA\" invoices --limit 300 --format ndjson | head -n 1");
    shell.env("FAKTURA", env!("CARGO_BIN_EXE_faktura")).env("FAKTURA_HOME", home.path()).env("HOME", home.path());
    shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let piped = ran(shell);
    assert_eq!((piped.code, piped.out.lines().count()), (Some(0), 1), "{}", piped.err);
    assert_eq!(piped.err, "");
}

#[test]
fn wrong_usage_is_2_and_says_what_would_do() {
    let home = Home::new();
    for args in [
        &["frobnicate"][..],
        &["invoices", "gross>=abc"],
        &["invoices", "--sort", "nonsense"],
        &["invoices", "(status:paid"],
        &["logs", "show", "x"],
    ] {
        let ran = home.expect(2, args);
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{args:?}");
    }
    home.expect(6, &["sync"]);
    std::fs::write(home.path().join("config.toml"), "[sync]\npage = 3\n").expect("a config");
    let wrong = home.expect(6, &["sync"]);
    assert!(wrong.err.contains("pages"), "the nearest setting is named: {}", wrong.err);
    for args in [&["--help"][..], &["sync", "--help"], &["--version"], &["--lang", "hu", "--help"]] {
        home.expect(0, args);
    }
}

#[test]
fn exports_disarm_formulas_and_keep_numbers() {
    let evil = document(1, "1234.5").replace("Vevő 1 Zrt.", "=HYPERLINK(0)");
    let documents = vec![evil];
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    for name in ["a.csv", "a.xlsx", "a.json", "a.ndjson"] {
        let file = home.path().join(name);
        home.expect(0, &["export", file.to_str().expect("utf-8")]);
        assert!(file.metadata().expect("it is there").len() > 0);
    }
    let csv = std::fs::read_to_string(home.path().join("a.csv")).expect("text");
    assert!(csv.contains("'=HYPERLINK") && csv.contains("1234.5"), "{csv}");
    home.expect(2, &["export", home.path().join("a.pdf").to_str().expect("utf-8")]);
}

/// Commands and their options that scripts rely on.
const OPTIONS: &str = "sync: company full verbose json
company add: provider base-url api-key-stdin no-test force
login begin: sandbox client-id client-secret-stdin redirect-uri base-url identity-url json
login finish: redirect-stdin tenant all-tenants json
login list: json
login show: json
login test: json
login remove: json
invoices: company sort limit columns format
payments: company sort limit columns format
contacts: company sort limit columns format
invoice: company json history pdf einvoice
logs: json
report: format
status: json nagios
push plan: from to json
push apply: company yes no-wait json
push list: company json
push show: company json
push retry: company json
push discard: company json
push map set: company
books add: country currency tax-number json
client add: company json
project add: client json
rate set: project client company person amount currency per from json
time add: project start end zone note json
time import: format date-order zone project skip-refused json
time list: format
draft make: client from until vat rate rate-source rate-date json
draft explain: json
issue: date due json
pay: amount date method json
credit: json
void: json
remind: dry-run
bank import: preset skip-refused json
match propose: json
match auto: json
check: repair
backup: force
restore: identity
store copy: to
serve: listen
worker: until-idle
sandbox: provider port invoices seed fault";

#[test]
fn every_option_that_scripts_rely_on_is_there() {
    let home = Home::new();
    for line in OPTIONS.lines() {
        let (command, options) = line.split_once(": ").expect("a command and its options");
        let args: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = home.expect(0, &args).out;
        let known: Vec<&str> = help.split([' ', ',', '\n']).filter_map(|word| word.strip_prefix("--")).collect();
        for option in options.split(' ') {
            assert!(known.contains(&option), "{command} --{option}");
        }
    }
    // The company that is written to is `--company` for each command of `push`.
    let wanted = home.expect(2, &["push", "plan", "--company", "Harbour", "--from", "Own"]).err;
    assert!(wanted.contains("“Harbour”"), "{wanted}");
}
