//! What own books tell of work before it is invoiced: budgets, unbilled time, forecasts, periods, months of retainers.

use serde_json::{Value, json};

use crate::cash::{home, issue, lines, text, texts, work};
use crate::support::Home;

fn rows(home: &Home, args: &[&str]) -> Vec<Value> {
    let report = home.json(0, &[&["report"], args, &["--format", "json"]].concat());
    report["rows"].as_array().expect("rows").clone()
}

fn amounts(home: &Home, args: &[&str]) -> Vec<(String, String)> {
    rows(home, args).iter().map(|row| (text(&row["group"]), text(&row["amount"]))).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(name, amount)| ((*name).to_owned(), (*amount).to_owned())).collect()
}

#[test]
fn a_budget_is_used_by_what_waits_what_is_drafted_and_what_is_invoiced() {
    let home = home();
    home.expect(0, &["project", "edit", "Site", "--budget", "100000"]);
    work(&home, "3h", "2026-10-05");
    let used = |wanted: (&str, &str)| {
        let row = rows(&home, &["budget"])[0].clone();
        assert_eq!((text(&row["amount"]).as_str(), text(&row["used_percent"]).as_str()), wanted, "{row}");
        let project = home.json(0, &["project", "list", "--json"])["projects"][0].clone();
        assert_eq!(text(&project["budget_used"]), wanted.1, "one figure under one name: {project}");
    };
    used(("54000", "54"));
    let draft = lines(&home, &["--discount", "10"]);
    used(("48600", "48.6"));
    let comes = rows(&home, &["forecast"]);
    assert!(comes.iter().any(|row| row["drafted_amount"] == "48600"), "{comes:?}");
    let number = text(&issue(&home, &draft)["invoice_number"]);
    used(("48600", "48.6"));
    work(&home, "1h", "2026-10-06");
    used(("66600", "66.6"));
    let due = || {
        let comes = rows(&home, &["forecast"]);
        let amounts = comes.iter().map(|row| &row["due_amount"]).filter(|amount| amount.is_string());
        amounts.map(text).collect::<Vec<_>>()
    };
    assert_eq!(due(), ["61722"]);
    home.expect(0, &["credit", &number, "--line", "1=net:8600"]);
    used(("58000", "58"));
    // What the client is owed comes off what it owes.
    assert_eq!(due(), ["50800"]);
    home.expect(0, &["credit", &number, "--line", "1=net:40000"]);
    assert_eq!(due(), [""; 0]);
}

#[test]
fn a_retainer_and_a_cap_of_a_client_wait_once_for_all_of_its_projects() {
    let home = home();
    for (client, projects) in [("Kept Kft.", ["Kept one", "Kept two"]), ("Capped Kft.", ["Capped one", "Capped two"])] {
        home.expect(0, &["client", "add", client]);
        for project in projects {
            home.expect(0, &["project", "add", project, "--client", client]);
        }
    }
    let retainer = ["--per", "retainer", "--amount", "100000", "--included", "10", "--overage", "12000"];
    home.expect(0, &[&["rate", "set", "--client", "Kept", "--from", "2026-01-01"], &retainer[..]].concat());
    home.expect(0, &["rate", "set", "--client", "Capped", "--amount", "10000", "--cap", "50000", "--from", "2026-01-01"]);
    for (project, hours, date) in [
        ("Kept one", "8h", "2026-10-05"),
        ("Kept two", "8h", "2026-10-06"),
        ("Capped one", "6h", "2026-10-05"),
        ("Capped two", "2h", "2026-10-06"),
    ] {
        home.expect(0, &["time", "add", hours, "--project", project, "--date", date]);
    }
    home.expect(0, &["time", "approve"]);
    assert_eq!(amounts(&home, &["unbilled"]), pairs(&[("Capped Kft.", "50000"), ("Kept Kft.", "172000")]));
    // Two of the ten hours are of the second project, and all that is beyond them.
    let shares = [("Capped one", "37500"), ("Capped two", "12500"), ("Kept one", "80000"), ("Kept two", "92000")];
    assert_eq!(amounts(&home, &["unbilled", "--by", "project"]), pairs(&shares));
    let draft = |client: &str| home.json(0, &["draft", "make", "--client", client, "--json"])["drafts"][0].clone();
    assert_eq!((text(&draft("Kept")["net"]), text(&draft("Capped")["net"])), ("172000".to_owned(), "50000".to_owned()));
    home.expect(0, &["project", "edit", "Capped two", "--budget", "25000"]);
    assert_eq!(rows(&home, &["budget"])[0]["used_percent"], "50", "each project has its share of the cap");
    home.expect(0, &["books", "check"]);
}

#[test]
fn a_period_ends_within_an_entry_that_goes_over_midnight() {
    let home = home();
    let time = ["time", "add", "22:00-2:00", "--project", "Site", "--date", "2026-10-31"];
    home.expect(0, &time);
    home.expect(0, &["time", "approve"]);
    let november = ["--from", "2026-11-01", "--until", "2026-11-30"];
    let dry = lines(&home, &[&november[..], &["--dry-run"]].concat());
    assert_eq!((text(&dry["net"]), dry["unbilled_seconds"].as_i64()), ("36000".to_owned(), Some(7_200)), "{dry}");
    issue(&home, &lines(&home, &november));
    let seconds = |args: &[&str]| -> Vec<(String, Value, Value, Value)> {
        let of = |row: &Value| {
            let told = ["seconds", "billed_seconds", "unbilled_seconds"].map(|name| row[name].clone());
            let [seconds, billed, unbilled] = told;
            (text(&row["group"]), seconds, billed, unbilled)
        };
        rows(&home, &[&["time"], args].concat()).iter().map(of).collect()
    };
    let hours = |group: &str, billed: i64| (group.to_owned(), 7_200.into(), billed.into(), (7_200 - billed).into());
    assert_eq!(seconds(&november), [hours("Site", 7_200)]);
    assert_eq!(seconds(&["--by", "month"]), [hours("2026-10", 0), hours("2026-11", 7_200)]);
    assert_eq!(seconds(&["--by", "week"]).len(), 1, "Saturday and Sunday are of one week");
    let billed = amounts(&home, &[&["profit", "--by", "project"], &november[..]].concat());
    assert_eq!(billed, pairs(&[("Site", "36000")]));
    let october = rows(&home, &["profit", "--from", "2026-10-01", "--until", "2026-10-31"]);
    assert_eq!((october.len(), &october[0]["seconds"], &october[0]["amount"]), (1, &7_200.into(), &Value::Null));
}

#[test]
fn a_month_of_a_retainer_is_charged_once_whatever_follows_within_it() {
    let home = home();
    let set = |project: &str, amount: &str, from: &str| {
        let rate = ["rate", "set", "--project", project, "--per", "retainer", "--included", "2", "--overage", "15000"];
        home.expect(0, &[&rate[..], &["--amount", amount, "--from", from]].concat());
    };
    let make = |project: &str, more: &[&str]| {
        let args = ["--project", project, "--from", "2026-08-01", "--until", "2026-10-31"];
        lines(&home, &[&args[..], more].concat())
    };
    let told = |draft: &Value| -> Vec<(String, String)> {
        texts(&draft["lines"], "text").into_iter().zip(texts(&draft["lines"], "net_amount")).collect()
    };
    home.expect(0, &["project", "add", "Care", "--client", "Acme Kft."]);
    set("Care", "100000", "2026-08-02");
    set("Care", "200000", "2026-09-15");
    let all = pairs(&[("Care 2026-08", "100000"), ("Care 2026-09", "100000"), ("Care 2026-10", "200000")]);
    assert_eq!(told(&make("Care", &["--dry-run"])), all, "by the rule of the first day that is covered, without time too");
    home.expect(0, &["time", "add", "1h", "--project", "Care", "--date", "2026-09-20"]);
    home.expect(0, &["time", "approve"]);
    assert_eq!(told(&make("Care", &[])), all);
    // A rate that takes the place of the one of the same day charges its months no second time.
    set("Care", "300000", "2026-09-15");
    home.expect(4, &["draft", "make", "--client", "Acme", "--project", "Care", "--from", "2026-08-01", "--until", "2026-10-31"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn a_rate_that_is_one_amount_has_no_surcharge_and_no_cap() {
    let home = home();
    let retainer =
        ["rate", "set", "--project", "Site", "--per", "retainer", "--amount", "9", "--included", "2", "--overage", "5"];
    for more in [["--surcharge", "sat-sun:0-24:100"], ["--cap", "105000"]] {
        let refused = home.expect(2, &[&retainer[..], &more].concat());
        assert!(refused.err.contains("retainer"), "{}", refused.err);
    }
    let fixed = ["rate", "set", "--project", "Site", "--per", "fixed", "--amount", "9"];
    home.expect(2, &[&fixed[..], &["--surcharge", "sat-sun:0-24:100"]].concat());
    home.expect(0, &[&retainer[..], &["--step", "1h"]].concat());
}

#[test]
fn a_rate_that_was_given_an_end_is_told_of_no_other_one() {
    let home = home();
    let set = |more: &[&str]| {
        let rate = ["rate", "set", "--project", "Site", "--amount", "20000"];
        home.expect(0, &[&rate[..], more].concat()).err
    };
    assert!(!set(&["--from", "2026-10-01", "--until", "2026-10-15"]).contains("another rate"));
    let before = set(&["--from", "2025-01-01"]);
    assert!(before.contains("2026-01-01") && before.contains("another rate"), "{before}");
}

#[test]
fn a_rate_that_takes_the_first_days_of_another_one_leaves_the_rest_of_it() {
    let home = home();
    home.expect(0, &["rate", "set", "--client", "Acme Kft.", "--amount", "9000", "--from", "2026-01-01"]);
    // The rate of the project holds from this day on: until the end of June it is another one.
    home.expect(0, &["rate", "set", "--project", "Site", "--amount", "20000", "--from", "2026-01-01", "--until", "2026-07-01"]);
    work(&home, "1h", "2026-06-30");
    work(&home, "1h", "2026-07-01");
    let prices = texts(&lines(&home, &["--group", "day"])["lines"], "unit_price");
    assert_eq!(prices, ["20000", "18000"], "not that of the client");
}

#[test]
fn what_a_cap_takes_off_is_shared_by_its_projects_in_every_report() {
    let home = home();
    home.expect(0, &["client", "add", "Capped GmbH", "--currency", "EUR", "--eu-tax-number", "DE136695976"]);
    for project in ["Audit", "Port"] {
        home.expect(0, &["project", "add", project, "--client", "Capped"]);
    }
    home.expect(0, &["rate", "set", "--client", "Capped", "--amount", "100", "--cap", "500", "--from", "2026-01-01"]);
    for (project, hours, date) in [("Audit", "2h", "2026-09-07"), ("Port", "6h", "2026-10-05"), ("Port", "4h", "2026-10-12")] {
        home.expect(0, &["time", "add", hours, "--project", project, "--date", date]);
    }
    home.expect(0, &["time", "approve"]);
    let rate = ["--rate", "400", "--rate-source", "MNB", "--rate-date", "2026-10-30"];
    let made = [&["draft", "make", "--client", "Capped", "--discount", "10", "--json"], &rate[..]].concat();
    let draft = home.json(0, &made)["drafts"][0].clone();
    assert_eq!(text(&draft["net"]), "450.00");
    issue(&home, &draft);
    let brought = |by: &str| amounts(&home, &["profit", "--by", by]);
    assert_eq!(brought("project"), pairs(&[("Audit", "75.00"), ("Port", "375.00")]));
    assert_eq!(brought("month"), pairs(&[("2026-09", "75.00"), ("2026-10", "375.00")]), "with the time, not with the invoice");
    let projects = home.json(0, &["project", "list", "--json"]);
    let invoiced =
        projects["projects"].as_array().expect("a list").iter().map(|one| (text(&one["name"]), text(&one["invoiced"])));
    let invoiced: Vec<(String, String)> = invoiced.filter(|(name, _)| name != "Site").collect();
    assert_eq!(invoiced, pairs(&[("Audit", "75.00"), ("Port", "375.00")]), "as the list of projects says");
}

#[test]
fn what_time_cost_is_rounded_once() {
    let home = home();
    // 7 and 13 seconds at 0.9 an hour: neither has an end as a decimal, both are half a cent.
    for (seconds, date) in [("7s", "2026-10-05"), ("13s", "2026-10-06")] {
        home.expect(0, &["time", "add", seconds, "--project", "Site", "--date", date]);
    }
    let me = text(&home.json(0, &["person", "list", "--json"])["people"][0]["name"]);
    home.expect(0, &["person", "edit", &me, "--cost", "0.9", "--cost-currency", "EUR"]);
    let row = rows(&home, &["profit"]).into_iter().find(|row| row["currency"] == "EUR").expect("a row");
    assert_eq!(text(&row["cost"]), "0.01", "20 seconds are 0.005");
}

#[test]
fn a_forecast_has_every_month_of_a_retainer_once_and_lines_as_they_are_invoiced() {
    let home = home();
    let today: jiff::civil::Date = text(&home.json(0, &["report", "aging", "--format", "json"])["today"]).parse().expect("a day");
    let month = |ahead: i64| today.first_of_month().saturating_add(jiff::Span::new().months(ahead));
    let label = |ahead: i64| month(ahead).strftime("%Y-%m").to_string();
    home.expect(0, &["client", "add", "Kept GmbH", "--currency", "EUR", "--eu-tax-number", "DE136695976"]);
    home.expect(0, &["project", "add", "Care", "--client", "Kept"]);
    let from = month(-3).to_string();
    let retainer = ["--per", "retainer", "--amount", "400", "--included", "10", "--overage", "50", "--from", &from];
    home.expect(0, &[&["rate", "set", "--project", "Care"], &retainer[..]].concat());
    let next = month(1).to_string();
    home.expect(0, &["recurring", "add", "Host", "--client", "Kept", "--next", &next, "--line", "Host=3x33.333"]);
    let told = |column: &str| -> Vec<(String, String)> {
        let rows = rows(&home, &["forecast"]).into_iter().filter(|row| row["currency"] == "EUR" && row[column].is_string());
        rows.map(|row| (text(&row["group"]), text(&row[column]))).collect()
    };
    let every = |first: i64, first_amount: &str, amount: &str| -> Vec<(String, String)> {
        (first..6).map(|ahead| (label(ahead), if ahead == first { first_amount } else { amount }.to_owned())).collect()
    };
    assert_eq!(told("recurring_amount"), every(1, "100.00", "100.00"), "a line is rounded as on the invoice");
    assert_eq!(told("retainer_amount"), every(0, "400.00", "400.00"), "this month is not charged yet");
    // Its time waits: the fee is with it.
    home.expect(0, &["time", "add", "1h", "--project", "Care", "--date", &month(0).to_string()]);
    home.expect(0, &["time", "approve"]);
    assert_eq!(told("retainer_amount"), every(1, "400.00", "400.00"));
    assert_eq!(told("unbilled_amount"), [(label(0), "400.00".to_owned())]);
    // The last month that was charged is two before this one: the one between is due, too.
    let last = month(-1).saturating_sub(jiff::Span::new().days(1)).to_string();
    let rate = ["--rate", "400", "--rate-source", "MNB", "--rate-date", &last];
    home.expect(0, &[&["draft", "make", "--client", "Kept", "--from", &from, "--until", &last], &rate[..]].concat());
    assert_eq!(told("retainer_amount"), every(0, "400.00", "400.00"));
}

#[test]
fn a_month_of_a_retainer_is_on_no_draft_that_bills_no_time() {
    let home = home();
    home.expect(0, &["project", "add", "Care", "--client", "Acme Kft."]);
    let rate = ["rate", "set", "--project", "Care", "--amount", "100000", "--per", "retainer", "--included", "2"];
    home.expect(0, &[&rate[..], &["--overage", "15000", "--from", "2026-10-01"]].concat());
    let october = ["--from", "2026-10-01", "--until", "2026-10-31"];
    let advance = lines(&home, &[&["--advance", "--line", "Advance=1x5000"], &october[..]].concat());
    assert_eq!(texts(&advance["lines"], "net_amount"), ["5000"], "{advance}");
    home.expect(0, &["recurring", "add", "Hosting", "--client", "Acme", "--next", "2026-11-01", "--line", "Hosting=1x12000"]);
    let hosting = home.json(0, &["recurring", "run", "--until", "2026-11-01", "--json"])["drafts"][0].clone();
    assert_eq!(texts(&hosting["lines"], "net_amount"), ["12000"], "{hosting}");
    // It is on the one that does.
    assert_eq!(texts(&lines(&home, &october)["lines"], "net_amount"), ["100000"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn what_is_of_a_client_has_the_currency_of_the_client() {
    let home = home();
    home.expect(0, &["client", "add", "Beta GmbH", "--currency", "EUR", "--eu-tax-number", "DE136695976"]);
    let project = home.json(0, &["project", "add", "Port", "--client", "Beta", "--budget", "1000", "--json"])["project"].clone();
    assert_eq!((&project["budget_currency"], &project["budget_amount"]), (&json!("EUR"), &json!("1000")), "{project}");
    let rate = |of: &[&str]| {
        let args = [&["rate", "set", "--amount", "95", "--from", "2026-01-01", "--json"], of].concat();
        text(&home.json(0, &args)["rate"]["currency"])
    };
    home.expect(0, &["person", "add", "Béla"]);
    assert_eq!(rate(&["--client", "Beta"]), "EUR");
    assert_eq!(rate(&["--project", "Port"]), "EUR");
    assert_eq!(rate(&["--person", "Béla", "--project", "Port"]), "EUR");
    assert_eq!(rate(&[]), "HUF");
    home.expect(0, &["time", "add", "1h", "--project", "Port", "--date", "2026-10-05"]);
    home.expect(0, &["time", "add", "1h", "--project", "Port", "--date", "2026-10-06", "--rate", "105"]);
    home.expect(0, &["time", "approve"]);
    // A fifth of the budget waits for an invoice: in the currency of the client.
    assert_eq!(home.json(0, &["project", "list", "--json"])["projects"][1]["budget_used"], "20.0");
    let fx = ["--rate", "400", "--rate-source", "MNB", "--rate-date", "2026-10-30"];
    let made = [&["draft", "make", "--client", "Beta", "--vat", "EU", "--json"], &fx[..]].concat();
    assert_eq!(home.json(0, &made)["drafts"][0]["net"], "200.00");
}
