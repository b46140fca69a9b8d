//! Own books through the real program: from time to money, every cent explained.

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::serving::Serving;

/// A home with own books, a client, a project and a rate.
fn home() -> Home {
    let home = Home::new();
    fill(&home);
    home
}

/// Own books, a client, a project and a rate.
pub(crate) fn fill(home: &Home) {
    home.expect(
        0,
        &[
            "books",
            "add",
            "Own Kft.",
            "--country",
            "HU",
            "--currency",
            "HUF",
            "--tax-number",
            "32560682-2-43",
            "--zone",
            "Europe/Budapest",
            "--json",
        ],
    );
    let client =
        home.json(0, &["client", "add", "Acme Kft.", "--company", "Own Kft.", "--tax-number", "13114505-2-41", "--json"]);
    assert!(client["client"]["id"].as_str().is_some_and(|id| id.len() == 36), "{client}");
    let project = home.json(0, &["project", "add", "Site", "--client", "Acme Kft.", "--json"]);
    assert_eq!(project["project"]["client"], "Acme Kft.");
    let rate = home.json(
        0,
        &[
            "rate",
            "set",
            "--project",
            "Site",
            "--amount",
            "18000",
            "--currency",
            "HUF",
            "--per",
            "hour",
            "--from",
            "2026-01-01",
            "--json",
        ],
    );
    assert_eq!((rate["rate"]["amount"].as_str(), rate["rate"]["from"].as_str()), (Some("18000"), Some("2026-01-01")));
}

/// The evening on which the clocks go back.
fn evening(home: &Home) -> Value {
    home.json(
        0,
        &[
            "time",
            "add",
            "--project",
            "Site",
            "--start",
            "2026-10-25T01:30",
            "--end",
            "2026-10-25T04:00",
            "--zone",
            "Europe/Budapest",
            "--note",
            "Migration",
            "--json",
        ],
    )
}

fn draft(home: &Home) -> Value {
    let args =
        ["draft", "make", "--client", "Acme Kft.", "--from", "2026-10-01", "--until", "2026-10-31", "--vat", "27", "--json"];
    home.json(0, &args)["drafts"][0].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Issues a draft of the evening and returns the invoice.
pub(crate) fn invoice(home: &Home) -> Value {
    evening(home);
    home.expect(0, &["time", "approve"]);
    let draft = text(&draft(home)["draft"]);
    home.json(0, &["issue", &draft, "--date", "2026-11-01", "--due", "2026-11-15", "--json"])["invoices"][0].clone()
}

#[test]
fn an_evening_of_three_and_a_half_hours_becomes_money() {
    let home = home();
    let added = evening(&home);
    assert_eq!(added["entry"]["seconds"], 12_600, "the clocks go back at three");
    assert_eq!(home.json(0, &["time", "list", "--format", "json"])["seconds"], 12_600);
    home.expect(4, &["draft", "make", "--client", "Acme Kft.", "--vat", "27"]);
    home.expect(0, &["time", "approve", "project:site"]);
    let draft = draft(&home);
    let line = &draft["lines"][0];
    assert_eq!((line["seconds"].as_i64(), text(&line["quantity"]).as_str()), (Some(12_600), "3.5"));
    assert_eq!((text(&line["unit_price"]).as_str(), text(&line["net_amount"]).as_str()), ("18000", "63000"));
    let sums = ["net", "vat", "gross"].map(|sum| text(&draft[sum]));
    assert_eq!(sums, ["63000", "17010", "80010"]);

    let id = text(&draft["draft"]);
    let explained = home.json(0, &["draft", "explain", &id, "--json"]);
    let part = &explained["drafts"][0]["lines"][0]["parts"][0];
    assert_eq!((part["entry_id"].clone(), part["seconds"].as_i64()), (added["entry"]["id"].clone(), Some(12_600)));
    assert_eq!(part["rate"]["amount"], "18000");

    let issued = home.json(0, &["issue", &id, "--date", "2026-11-01", "--due", "2026-11-15", "--json"]);
    let invoice = &issued["invoices"][0];
    assert_eq!((text(&invoice["invoice_number"]).as_str(), text(&invoice["gross_total"]).as_str()), ("INV-2026-00001", "80010"));
    // Issued documents are in the lists of synced ones.
    let listed = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!((listed["total"].as_u64(), text(&listed["totals"][0]["balance"]).as_str()), (Some(1), "80010"));
    assert_eq!(listed["invoices"][0]["company"], "Own Kft.");
    let detail = home.json(0, &["invoice", "INV-2026-00001", "--json"]);
    assert_eq!((detail["items"][0]["name"].clone(), text(&detail["items"][0]["net_amount"]).as_str()), ("Site".into(), "63000"));
    home.expect(4, &["issue", &id]);
    let entry = text(&added["entry"]["id"]);
    home.expect(4, &["time", "edit", &entry, "1h"]);

    let paid = home
        .json(0, &["pay", "INV-2026-00001", "--amount", "50000", "--date", "2026-11-10", "--method", "wire_transfer", "--json"]);
    assert_eq!((text(&paid["payment"]["amount"]).as_str(), text(&paid["invoices"][0]["balance"]).as_str()), ("50000", "30010"));
    let listed = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!(listed["invoices"][0]["payment_status"], "partially_paid");
    let payments = home.json(0, &["payments", "--format", "json"]);
    assert_eq!(payments["payments"][0]["allocations"][0]["invoice_number"], "INV-2026-00001");
    let over = home.json(0, &["pay", "INV-2026-00001", "--amount", "40000", "--json"]);
    assert_eq!((text(&over["payment"]["unapplied"]).as_str(), text(&over["invoices"][0]["balance"]).as_str()), ("9990", "0"));
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["invoices"][0]["payment_status"], "paid");
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn an_entry_without_a_rate_is_named_and_never_free() {
    let home = home();
    home.expect(0, &["project", "add", "Other", "--client", "Acme Kft."]);
    let added = home.json(0, &["time", "add", "2h30", "--project", "Other", "--date", "2026-10-05", "--note", "Audit", "--json"]);
    assert_eq!(added["entry"]["seconds"], 9_000);
    home.expect(0, &["time", "approve"]);
    let refused = home.expect(4, &["draft", "make", "--client", "Acme Kft.", "--vat", "27"]);
    assert!(refused.err.contains(&text(&added["entry"]["id"])) && refused.err.contains("Other"), "{}", refused.err);
    assert_eq!(home.json(0, &["draft", "list", "--json"])["drafts"].as_array().map(Vec::len), Some(0));
    // A rate from a day on prices what begins on it; the days before stay without one.
    home.expect(0, &["rate", "set", "--client", "Acme Kft.", "--amount", "10000", "--from", "2026-10-06"]);
    home.expect(4, &["draft", "make", "--client", "Acme Kft.", "--vat", "27"]);
    home.expect(0, &["rate", "set", "--client", "Acme Kft.", "--amount", "8000", "--from", "2026-10-01"]);
    let made = home.json(0, &["draft", "make", "--client", "Acme Kft.", "--vat", "27", "--json"]);
    assert_eq!(made["drafts"][0]["net"], "20000");
}

#[test]
fn times_as_people_type_them() {
    let home = home();
    for (typed, seconds) in [("2h30", 9_000), ("1.5", 5_400), ("9-11:30", 9_000), ("90m", 5_400)] {
        let added = home.json(0, &["time", "add", typed, "--project", "Site", "--date", "2026-10-05", "--json"]);
        assert_eq!(added["entry"]["seconds"], seconds, "{typed}");
    }
    let twice = home.expect(2, &["time", "add", "--start", "2026-10-25T02:30", "--end", "2026-10-25T04:00"]);
    assert!(twice.err.contains("twice") && twice.err.contains("+01:00"), "{}", twice.err);
    home.expect(2, &["time", "add", "--start", "2026-03-29T02:30", "--end", "2026-03-29T04:00"]);
    home.expect(2, &["time", "add", "1h", "--zone", "Europe/Atlantis"]);
    home.expect(2, &["time", "add", "soon"]);
    home.expect(4, &["time", "add", "1h", "--project", "Nowhere"]);
    let overlap = home.json(0, &["time", "add", "11-12", "--project", "Site", "--date", "2026-10-05", "--json"]);
    assert_eq!(overlap["lints"][0]["kind"], "overlap");
    let refused = home.expect(4, &["time", "approve"]);
    assert!(refused.err.contains(&text(&overlap["entry"]["id"])), "{}", refused.err);
    assert_eq!(home.json(0, &["time", "list", "status:approved", "--format", "json"])["total"], 0);
    let id = text(&overlap["entry"]["id"]);
    home.expect(0, &["time", "edit", &id, "11:30-12:30"]);
    home.expect(0, &["time", "approve"]);
    let week = home.json(0, &["time", "list", "--week", "2026-10-07", "--format", "json"]);
    assert_eq!((week["total"].as_u64(), week["days"][0]["date"].as_str()), (Some(5), Some("2026-10-05")));
}

#[test]
fn entries_are_split_moved_joined_and_copied() {
    let home = home();
    let whole = home.json(0, &["time", "add", "9-11:30", "--project", "Site", "--date", "2026-10-05", "--json"]);
    let id = text(&whole["entry"]["id"]);
    let parts = home.json(0, &["time", "split", &id, "10:15", "--json"]);
    let seconds: Vec<i64> =
        parts["entries"].as_array().expect("two").iter().filter_map(|part| part["seconds"].as_i64()).collect();
    assert_eq!(seconds, [4_500, 4_500]);
    home.expect(2, &["time", "split", &id, "12:00"]);
    let other = text(&parts["entries"][1]["id"]);
    let joined = home.json(0, &["time", "merge", &id, &other, "--json"]);
    assert_eq!(joined["entry"]["seconds"], 9_000);
    home.expect(0, &["project", "add", "Other", "--client", "Acme Kft."]);
    assert_eq!(home.json(0, &["time", "move", &id, "--project", "Other", "--json"])["entry"]["project"], "Other");
    home.expect(0, &["time", "copy", "2026-10-05", "2026-10-06"]);
    let listed = home.json(0, &["time", "list", "--format", "json"]);
    assert_eq!((listed["total"].as_u64(), listed["seconds"].as_i64()), (Some(2), Some(18_000)));
    home.expect(0, &["time", "delete", &id]);
    assert_eq!(home.json(0, &["time", "list", "--format", "json"])["total"], 1);
    home.expect(4, &["project", "delete", "Other"]);
    home.expect(0, &["project", "archive", "Other"]);
    home.expect(4, &["time", "add", "1h", "--project", "Other"]);
}

#[test]
fn joined_entries_keep_what_both_had_and_have_one_price() {
    let home = home();
    let add = |more: &[&str]| {
        let args = [&["time", "add", "1h", "--project", "Site", "--date", "2026-10-05", "--json"][..], more].concat();
        text(&home.json(0, &args)["entry"]["id"])
    };
    let dear = add(&["--rate", "50000", "--currency", "HUF", "--tag", "deep"]);
    let plain = add(&["--tag", "call", "--note", "Call"]);
    for pair in [[&dear, &plain], [&plain, &dear]] {
        let refused = home.expect(4, &["time", "merge", pair[0], pair[1]]);
        assert!(refused.err.contains("another price"), "{}", refused.err);
    }
    let other = add(&["--task", "review", "--tag", "call", "--tag", "late"]);
    let joined = home.json(0, &["time", "merge", &plain, &other, "--json"])["entry"].clone();
    assert_eq!(joined["tags"], json!(["call", "late"]), "{joined}");
    assert_eq!((&joined["task"], &joined["note"], &joined["seconds"]), (&json!("review"), &json!("Call"), &json!(7200)));
    let third = add(&["--task", "build"]);
    home.expect(4, &["time", "merge", &plain, &third]);
    assert_eq!(home.json(0, &["time", "list", "--format", "json"])["total"], 3);
}

#[test]
fn a_void_frees_the_time_and_numbers_have_no_gap() {
    let home = home();
    let first = invoice(&home);
    let void = home.json(0, &["void", &text(&first["invoice_number"]), "--json"]);
    assert_eq!(
        (void["invoices"][0]["cancels"].clone(), void["invoices"][0]["type"].clone()),
        (first["invoice_number"].clone(), "cancellation".into())
    );
    home.expect(4, &["void", &text(&first["invoice_number"])]);
    home.expect(4, &["pay", &text(&first["invoice_number"])]);
    let listed = home.json(0, &["invoices", "--format", "json"]);
    let sums = ["gross", "balance"].map(|sum| text(&listed["totals"][0][sum]));
    assert_eq!((listed["total"].as_u64(), sums), (Some(2), ["0".to_owned(), "0".to_owned()]));
    let again = text(&draft(&home)["draft"]);
    let second = home.json(0, &["issue", &again, "--date", "2026-11-02", "--json"]);
    assert_eq!(second["invoices"][0]["invoice_number"], "INV-2026-00002");
    let credit = home.json(0, &["credit", "INV-2026-00002", "--write-off-time", "a gift", "--json"]);
    assert_eq!(
        (text(&credit["invoices"][0]["gross_total"]).as_str(), credit["invoices"][0]["credits"].as_str()),
        ("-80010", Some("INV-2026-00002"))
    );
    let listed = home.json(0, &["invoices", "number:00002", "--format", "json"]);
    assert_eq!(
        (text(&listed["totals"][0]["balance"]).as_str(), listed["invoices"][0]["payment_status"].as_str()),
        ("0", Some("paid"))
    );
    let time = home.json(0, &["time", "list", "--format", "json"]);
    assert_eq!(
        (time["entries"][0]["written_off_seconds"].as_i64(), time["entries"][0]["unbilled_seconds"].as_i64()),
        (Some(12_600), Some(0))
    );
    home.expect(0, &["books", "check"]);
}

#[test]
fn what_must_not_be_issued_is_refused_whole() {
    let home = home();
    home.expect(0, &["client", "add", "Müller GmbH", "--country", "DE", "--currency", "EUR"]);
    home.expect(0, &["project", "add", "App", "--client", "Müller", "--json"]);
    home.expect(0, &["rate", "set", "--project", "App", "--amount", "27.50", "--currency", "EUR", "--from", "2026-01-01"]);
    home.expect(0, &["time", "add", "25m", "--project", "App", "--date", "2026-10-05"]);
    home.expect(0, &["time", "approve"]);
    let made = home.json(0, &["draft", "make", "--client", "Müller", "--vat", "EU", "--json"]);
    let id = text(&made["drafts"][0]["draft"]);
    assert_eq!(
        (text(&made["drafts"][0]["net"]).as_str(), made["drafts"][0]["tax"][0]["reason_code"].as_str()),
        ("11.46", Some("VATEX-EU-AE"))
    );
    let refused = home.expect(4, &["issue", &id]);
    assert!(refused.err.contains("VAT number of Müller GmbH"), "{}", refused.err);
    home.expect(0, &["client", "edit", "Müller", "--eu-tax-number", "DE123456789"]);
    let refused = home.expect(4, &["issue", &id]);
    assert!(refused.err.contains("exchange rate"), "{}", refused.err);
    home.expect(0, &["draft", "discard", &id]);
    let args = [
        "draft",
        "make",
        "--client",
        "Müller",
        "--vat",
        "27",
        "--rate",
        "401.5",
        "--rate-source",
        "MNB",
        "--rate-date",
        "2026-10-31",
        "--json",
    ];
    let made = home.json(0, &args);
    // 11.46 at 27 % is 3.09; at 401.5 that is 1240.635 forints.
    assert_eq!(
        (made["drafts"][0]["vat"].as_str(), made["drafts"][0]["tax"][0]["tax_local"].as_str()),
        (Some("3.09"), Some("1241"))
    );
    let id = text(&made["drafts"][0]["draft"]);
    let shown = home.expect(0, &["draft", "show", &id]).out;
    assert!(
        ["Ft, at 401.5 (MNB, 2026-10-31)", "1 241"].iter().all(|part| shown.replace('\u{a0}', " ").contains(part)),
        "{shown}"
    );
    let issued = home.json(0, &["issue", &id, "--date", "2026-11-01", "--json"]);
    assert_eq!(
        (issued["invoices"][0]["exchange_rate"]["source"].as_str(), issued["invoices"][0]["gross_total"].as_str()),
        (Some("MNB"), Some("14.55"))
    );
    let shown = home.expect(0, &["draft", "show", &id]).out;
    assert!(shown.contains("issued  INV-2026-00001"), "{shown}");
    assert_eq!(home.json(0, &["draft", "show", &id, "--json"])["drafts"][0]["invoice_number"], "INV-2026-00001");
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["total"], 1);
    home.expect(0, &["books", "edit", "--closed-until", "2026-12-31"]);
    home.expect(4, &["time", "add", "1h", "--project", "App", "--date", "2026-10-05"]);
    home.expect(4, &["credit", "INV-2026-00001", "--date", "2026-11-05"]);
}

#[test]
fn cash_in_forints_is_paid_in_fives_and_settles_the_whole() {
    let home = home();
    home.expect(0, &["draft", "make", "--client", "Acme Kft.", "--line", "Cable=1x1233", "--vat", "AAM", "--json"]);
    let drafts = home.json(0, &["draft", "list", "--json"]);
    let id = text(&drafts["drafts"][0]["draft"]);
    home.expect(0, &["issue", &id, "--date", "2026-11-01"]);
    let paid = home.json(0, &["pay", "INV-2026-00001", "--method", "cash", "--json"]);
    assert_eq!((paid["payment"]["amount"].as_str(), paid["invoices"][0]["balance"].as_str()), (Some("1235"), Some("0")));
    assert_eq!(
        (paid["payment"]["unapplied"].as_str(), paid["payment"]["allocations"][0]["rounding"].as_str()),
        (Some("0"), Some("-2"))
    );
    home.expect(0, &["books", "check"]);
}

#[test]
fn a_timer_becomes_an_entry_and_only_one_runs() {
    let home = home();
    assert!(home.json(0, &["timer", "status", "--json"])["timer"].is_null());
    home.expect(4, &["timer", "stop"]);
    let started = home.json(0, &["timer", "start", "--project", "Site", "--note", "Call", "--json"]);
    assert_eq!(started["timer"]["project"], "Site");
    home.expect(4, &["timer", "start"]);
    let switched = home.json(0, &["timer", "switch", "--note", "Next", "--json"]);
    assert_eq!((switched["entry"]["note"].as_str(), switched["timer"]["note"].as_str()), (Some("Call"), Some("Next")));
    let dropped = home.expect(0, &["timer", "discard"]).err;
    assert!(dropped.contains("Dropped the timer"), "{dropped}");
    assert_eq!(home.json(0, &["time", "list", "--format", "json"])["total"], 1);
}

#[test]
fn a_forgotten_timer_proposes_an_end_in_the_words_that_stop_it_there() {
    let home = home();
    let far = ["--zone", "Asia/Tokyo", "--at", "2026-10-05T10:00"];
    let running = home.expect(0, &[&["timer", "start", "--project", "Site"], &far[..]].concat());
    assert!(running.out.contains("2026-10-05 10:00 Asia/Tokyo"), "{}", running.out);
    let end = running.err.split("proposed: ").nth(1).and_then(|rest| rest.split(')').next()).expect("a proposal");
    let stopped = home.json(0, &["timer", "stop", "--at", end, "--json"]);
    assert_eq!(stopped["entry"]["seconds"], 8 * 3600, "{end}: {stopped}");
}

#[test]
fn a_timer_that_is_switched_in_the_past_counts_no_minute_twice() {
    let home = home();
    home.expect(0, &["timer", "start", "--at", "2026-11-02T09:00"]);
    let early = home.expect(2, &["timer", "switch", "--at", "2026-11-02T08:30"]);
    assert!(early.err.contains("started at"), "{}", early.err);
    let switched = home.json(0, &["timer", "switch", "--at", "2026-11-02T09:30", "--json"]);
    assert_eq!(switched["entry"]["seconds"], 1800);
    let stopped = home.json(0, &["timer", "stop", "--at", "2026-11-02T10:00", "--json"]);
    assert_eq!(stopped["entry"]["seconds"], 1800);
    let told = home.json(0, &["time", "lint", "--format", "json"]);
    let kinds: Vec<_> = told["lints"].as_array().expect("a list").iter().map(|lint| lint["kind"].clone()).collect();
    assert_eq!(kinds, ["unassigned", "unassigned"], "nothing overlaps");
}

#[test]
fn what_has_no_currency_of_its_own_has_that_of_the_books() {
    let home = Home::new();
    home.expect(0, &["books", "add", "Euro GmbH", "--country", "DE", "--zone", "Europe/Berlin"]);
    assert_eq!(home.json(0, &["books", "show", "--json"])["profile"]["currency"], "EUR", "that of the country");
    let unknown = home.expect(2, &["books", "add", "Far Ltd.", "--country", "JP"]);
    assert!(unknown.err.contains("--currency"), "{}", unknown.err);
    let person = home.json(0, &["person", "add", "Anna", "--cost", "33.33", "--json"]);
    assert_eq!(person["person"]["cost_currency"], "EUR", "{person}");
    home.expect(0, &["client", "add", "Acme"]);
    home.expect(0, &["project", "add", "Site", "--client", "Acme"]);
    home.expect(0, &["time", "add", "1h", "--project", "Site", "--date", "2026-11-02", "--rate", "50"]);
    home.expect(0, &["time", "approve"]);
    let made = home.json(0, &["draft", "make", "--client", "Acme", "--vat", "0", "--json"]);
    assert_eq!((made["drafts"][0]["net"].as_str(), made["drafts"][0]["currency"].as_str()), (Some("50.00"), Some("EUR")));
}

#[test]
fn a_thousand_entries_are_rounded_once() {
    let home = home();
    home.expect(0, &["client", "add", "Big Ltd.", "--currency", "EUR"]);
    home.expect(0, &["project", "add", "Calls", "--client", "Big", "--json"]);
    home.expect(0, &["rate", "set", "--project", "Calls", "--amount", "27.50", "--currency", "EUR"]);
    // Six entries by hand; the property tests of billing have a thousand.
    for hour in 8..14 {
        home.expect(0, &["time", "add", &format!("{hour}:00-{hour}:25"), "--project", "Calls", "--date", "2026-10-05"]);
    }
    home.expect(0, &["time", "approve"]);
    let made = home.json(0, &["draft", "make", "--client", "Big", "--vat", "0", "--group", "task", "--json"]);
    assert_eq!(made["drafts"][0]["net"], "68.75", "six times 11.46 would be 68.76");
}

#[test]
fn several_processes_issue_without_a_gap_or_a_repeat() {
    let home = home();
    let mut drafts = Vec::new();
    for number in 0..12 {
        let line = format!("Item {number}=1x1000");
        let made = home.json(0, &["draft", "make", "--client", "Acme Kft.", "--line", &line, "--vat", "27", "--json"]);
        drafts.push(text(&made["drafts"][0]["draft"]));
    }
    // A host that stays: the outcome of a call to one that ends is unknown.
    let serving = Serving::start(&home, &[], None);
    serving.says("Serving");
    std::thread::scope(|scope| {
        for some in drafts.chunks(3) {
            let home = &home;
            scope.spawn(move || {
                for draft in some {
                    home.expect(0, &["issue", draft, "--date", "2026-11-01"]);
                }
            });
        }
    });
    serving.signal(rustix::process::Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
    let listed = home.json(0, &["invoices", "--sort", "number", "--limit", "100", "--format", "json"]);
    let numbers: Vec<String> =
        listed["invoices"].as_array().expect("a list").iter().map(|row| text(&row["invoice_number"])).collect();
    let wanted: Vec<String> = (1..=12).map(|number| format!("INV-2026-{number:05}")).collect();
    assert_eq!(numbers, wanted);
    home.expect(0, &["check"]);
}

#[test]
fn a_retainer_is_charged_once_a_month() {
    let home = home();
    home.expect(0, &["project", "add", "Care", "--client", "Acme Kft."]);
    let rate = [
        "rate",
        "set",
        "--project",
        "Care",
        "--amount",
        "100000",
        "--per",
        "retainer",
        "--included",
        "2",
        "--overage",
        "15000",
        "--from",
        "2026-10-01",
    ];
    home.expect(0, &rate);
    home.expect(0, &["time", "add", "9-12", "--project", "Care", "--date", "2026-10-05"]);
    home.expect(0, &["time", "approve"]);
    let make = [
        "draft",
        "make",
        "--client",
        "Acme Kft.",
        "--project",
        "Care",
        "--from",
        "2026-10-01",
        "--until",
        "2026-10-31",
        "--vat",
        "27",
        "--json",
    ];
    let made = home.json(0, &make);
    let nets: Vec<String> =
        made["drafts"][0]["lines"].as_array().expect("lines").iter().map(|line| text(&line["net_amount"])).collect();
    assert_eq!(nets, ["100000", "15000"]);
    // More time of the month is overage, and the month is not charged again.
    home.expect(0, &["time", "add", "13-14", "--project", "Care", "--date", "2026-10-05"]);
    home.expect(0, &["time", "approve"]);
    let again = home.json(0, &make);
    assert_eq!(
        (again["drafts"][0]["net"].as_str(), again["drafts"][0]["lines"].as_array().map(Vec::len)),
        (Some("15000"), Some(1))
    );
    home.expect(4, &make);
    home.expect(0, &["books", "check"]);
}

#[test]
fn own_books_come_back_from_the_journal_alone() {
    let home = home();
    let issued = invoice(&home);
    home.expect(0, &["pay", "INV-2026-00001", "--amount", "50000"]);
    let before = home.json(0, &["invoices", "--format", "json"]);
    std::fs::remove_dir_all(home.store().join("sled")).expect("removed");
    let repaired = home.run(&["check", "--repair"]);
    assert!(matches!(repaired.code, Some(0 | 3)), "{repaired:?}");
    assert_eq!(home.json(0, &["invoices", "--format", "json"]), before);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
    let id = text(&issued["draft"]);
    home.expect(4, &["issue", &id]);
}
