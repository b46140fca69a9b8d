//! Reports add up to what lists and lights say.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::Home;
use crate::support::server::{Server, document, page, rest};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701e5";

/// A pretend account that ends with the test.
struct Account(Child);

impl Drop for Account {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A home with the demo's account, synced.
fn synced() -> (Home, Account) {
    let home = Home::new();
    let mut child = home.command(&["sandbox", "--port", "0"]).stderr(Stdio::null()).spawn().expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map(|line| line.expect("UTF-8"));
    let account = Account(child);
    let url = lines.find(|line| line.starts_with("http://")).expect("an address");
    let key = lines.find_map(|line| line.split_whitespace().next().filter(|word| word.len() == 36).map(str::to_owned));
    home.must_add("Teszt", &url, &key.expect("a key"));
    home.expect(0, &["sync"]);
    (home, account)
}

#[test]
fn reports_add_up_and_monitoring_is_told_in_one_line() {
    let (home, _account) = synced();
    let status = home.json(0, &["status", "--json"]);
    let outstanding = &status["companies"][0]["outstanding"];
    let aging = home.json(0, &["report", "aging", "--format", "json"]);
    let sum = |report: &Value, currency: &str, figure: &str| -> Decimal {
        let rows = report["rows"].as_array().expect("rows");
        let of = rows.iter().filter(|row| row["currency"] == currency);
        of.map(|row| row[figure].as_str().expect("an amount").parse::<Decimal>().expect("a decimal")).sum()
    };
    for total in outstanding.as_array().expect("totals") {
        let (currency, gross) = (total["currency"].as_str().expect("a code"), total["gross"].as_str().expect("an amount"));
        let gross: Decimal = gross.parse().expect("a decimal");
        assert_eq!(sum(&aging, currency, "outstanding"), gross, "aging, {currency}");
        for kind in ["months", "partners", "cash", "statuses", "companies"] {
            let report = home.json(0, &["report", kind, "--format", "json"]);
            assert_eq!(sum(&report, currency, "outstanding"), gross, "{kind}, {currency}");
        }
    }
    let found = home.json(0, &["invoices", "status:unpaid currency:eur", "--format", "json", "--limit", "0"]);
    let euros = home.json(0, &["report", "partners", "status:unpaid currency:eur", "--format", "json"]);
    assert_eq!(sum(&euros, "EUR", "gross").to_string(), found["totals"][0]["gross"].as_str().expect("an amount"));
    let lines = home.expect(0, &["report", "cash", "--format", "csv"]).out;
    assert!(
        lines.starts_with("group,currency,count,net,vat,gross,outstanding,overdue,oldest_overdue_days,running,balance,credit,tax_number,partner_id,direction\noverdue,"),
        "{lines}"
    );
    assert!(home.expect(0, &["report", "aging", "--lang", "hu"]).out.contains("még nem esedékes"));
    home.expect(2, &["report", "colours"]);
    home.expect(2, &["report", "aging", "gross>=abc"]);

    let line = home.expect(0, &["status", "--nagios"]).out;
    assert!(line.starts_with("FAKTURA OK - 1 of 1 companies green | green=1 "), "{line}");
    assert_eq!(line.lines().count(), 1);
    let nothing = Home::new();
    assert_eq!(nothing.expect(3, &["status", "--nagios"]).out, "FAKTURA UNKNOWN - there is no company\n");
    home.expect(2, &["status", "--nagios", "--json"]);
}

#[test]
fn a_reconciliation_is_told_in_the_format_that_was_asked_for() {
    let (home, _account) = synced();
    let csv = home.expect(0, &["report", "reconcile", "--format", "csv"]).out;
    assert_eq!(csv, "company_id,source,kind,remote_id,title,standing,differences,reason\n");
    assert_eq!(home.expect(0, &["report", "reconcile", "--format", "ndjson"]).out, "");
    assert_eq!(home.json(0, &["report", "reconcile", "--format", "json"])["linked"], 0);
    assert!(home.expect(0, &["report", "reconcile"]).out.starts_with("0 linked"));
}

#[test]
fn the_figures_of_the_picture_of_syncs_are_a_report() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/documents" => page(&[document(1, "1000")], asked),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Alfa Kft.", &server.url, KEY);
    home.run(&["sync"]);
    home.run(&["sync"]);
    let report = home.json(0, &["report", "syncs", "--format", "json"]);
    let rows = report["rows"].as_array().expect("rows");
    assert_eq!((report["report"].as_str(), rows.len()), (Some("syncs"), 2), "{report}");
    let logs = home.json(0, &["logs", "--json"]);
    for (row, run) in rows.iter().rev().zip(logs["runs"].as_array().expect("runs")) {
        assert_eq!((&row["run_id"], &row["api_calls"]), (&run["run_id"], &run["api_calls"]), "{row} {run}");
        assert_eq!((&row["duration_seconds"], &row["started"]), (&run["duration_seconds"], &run["started"]), "{row} {run}");
        assert_eq!(row["errors"], run["error_count"], "{row} {run}");
    }
    let narrowed = home.json(0, &["report", "syncs", "mode:incremental", "--format", "json", "--from", "today"]);
    assert_eq!(narrowed["rows"].as_array().expect("rows").len(), 1, "{narrowed}");
    let csv = home.expect(0, &["report", "syncs", "--format", "csv", "--limit", "1"]).out;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.starts_with("company_id,company,run_id,started,status,mode,duration_seconds,api_calls,errors"), "{csv}");
    home.expect(2, &["report", "syncs", "--by", "month"]);
    home.expect(2, &["report", "syncs", "nonsense:1"]);
}
