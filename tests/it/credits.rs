//! Parts of own invoices that are credited, and advances that are deducted: what a discount, a cap or a VAT makes of them.

use serde_json::Value;

use crate::cash::{home, issue, lines, text, texts};
use crate::support::Home;

/// Issues lines and gives the number.
fn invoice(home: &Home, more: &[&str]) -> String {
    text(&issue(home, &lines(home, more))["invoice_number"])
}

/// A credit note on parts, as it is shown.
fn credit(home: &Home, number: &str, parts: &[&str]) -> Value {
    let lines: Vec<&str> = parts.iter().flat_map(|part| ["--line", part]).collect();
    let made = home.json(0, &[&["credit", number, "--json"], lines.as_slice()].concat());
    home.json(0, &["invoice", &text(&made["invoices"][0]["invoice_number"]), "--json"])
}

fn balance(home: &Home, number: &str) -> String {
    text(&home.json(0, &["invoice", number, "--json"])["balance"])
}

#[test]
fn a_line_is_credited_less_its_share_of_the_discount() {
    let home = home();
    let number =
        invoice(&home, &["--line", "Licence=3x3333", "--line", "Book=1x1001@5", "--line", "Care=1x10001", "--discount", "7"]);
    // 7 % of 20,000 is 1,400, of which the licence has 700; 7 % of 1,001 is 70.
    let first = credit(&home, &number, &["1=1"]);
    assert_eq!(texts(&first["items"], "net_amount"), ["-3333", "233"], "{first}");
    assert_eq!(texts(&first["items"], "quantity"), ["-1", "1"]);
    assert_eq!(["net_total", "gross_total"].map(|sum| text(&first[sum])), ["-3100", "-3937"]);
    let more = home.expect(4, &["credit", &number, "--line", "1=net:6200"]);
    assert!(more.err.contains("6199"), "{}", more.err);
    let rest = credit(&home, &number, &["1=2", "2=1"]);
    assert_eq!(texts(&rest["items"], "net_amount"), ["-6666", "467", "-1001", "70"], "{rest}");
    let last = credit(&home, &number, &["3=1"]);
    assert_eq!(texts(&last["items"], "net_amount"), ["-10001", "700"]);
    assert_eq!(balance(&home, &number), "0");
    let sums = home.json(0, &["invoices", "--format", "json"])["totals"][0].clone();
    assert_eq!(["net", "vat", "gross"].map(|sum| text(&sums[sum])), ["0", "0", "0"]);
    home.expect(4, &["credit", &number, "--line", "3=net:1"]);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn what_a_cap_took_off_is_not_credited() {
    let home = home();
    home.expect(0, &["project", "add", "Fixed", "--client", "Acme Kft."]);
    let rate = ["rate", "set", "--project", "Fixed", "--amount", "10000", "--cap", "25000", "--from", "2026-01-01"];
    home.expect(0, &rate);
    for (time, day) in [("1h", "2026-10-05"), ("2h", "2026-10-06")] {
        home.expect(0, &["time", "add", time, "--project", "Fixed", "--date", day]);
    }
    home.expect(0, &["time", "approve"]);
    let number = invoice(&home, &["--project", "Fixed", "--group", "day", "--discount", "10"]);
    let profit = || {
        let report = home.json(0, &["report", "profit", "--by", "project", "--format", "json"]);
        texts(&report["rows"], "amount")
    };
    assert_eq!(profit(), ["22500"]);
    // The other two hours alone come to 20,000: of the first one 5,000 were charged, less the discount.
    let nothing = home.expect(4, &["credit", &number, "--line", "1=0.5"]);
    assert!(nothing.err.contains(&number) && nothing.err.contains("a cap"), "{}", nothing.err);
    let first = credit(&home, &number, &["1=1"]);
    assert_eq!(texts(&first["items"], "net_amount"), ["-10000", "4500", "1000"], "{first}");
    assert_eq!(profit(), ["18000"]);
    home.expect(4, &["credit", &number, "--line", "2=net:18001"]);
    let last = credit(&home, &number, &["2=2"]);
    assert_eq!(texts(&last["items"], "net_amount"), ["-20000", "2000"], "{last}");
    assert_eq!((balance(&home, &number).as_str(), profit()), ("0", vec!["0".to_owned()]));
    home.expect(0, &["books", "check"]);
}

/// Time of three days under a cap of 45,000, at 10,000 an hour.
fn capped(home: &Home) {
    home.expect(0, &["project", "add", "Fixed", "--client", "Acme Kft."]);
    let rate = ["rate", "set", "--project", "Fixed", "--amount", "10000", "--cap", "45000", "--from", "2026-01-01"];
    home.expect(0, &rate);
    for day in ["2026-10-05", "2026-10-06", "2026-10-07"] {
        home.expect(0, &["time", "add", "2h30", "--project", "Fixed", "--date", day, "--task", "Care"]);
    }
    home.expect(0, &["time", "approve"]);
}

#[test]
fn an_amount_of_a_line_under_a_cap_is_not_taken_back_by_a_later_note() {
    let home = home();
    capped(&home);
    let number = invoice(&home, &["--project", "Fixed", "--group", "day"]);
    let amount = credit(&home, &number, &["1=net:5000"]);
    assert_eq!(text(&amount["net_total"]), "-5000");
    // The other two days alone come to more than the cap: nothing of the second one was charged.
    let nothing = home.expect(4, &["credit", &number, "--line", "2=2.5"]);
    assert!(nothing.err.contains("a cap"), "{}", nothing.err);
    let both = credit(&home, &number, &["1=2.5", "2=2.5"]);
    assert_eq!(texts(&both["items"], "net_amount"), ["-25000", "25000", "-25000", "5000"], "{both}");
    // 45,000 less 20,000 less 5,000 are left of the third day.
    home.expect(4, &["credit", &number, "--line", "3=2.5"]);
    let last = credit(&home, &number, &["3=net:20000"]);
    assert_eq!((text(&last["net_total"]).as_str(), balance(&home, &number).as_str()), ("-20000", "0"));
    home.expect(0, &["books", "check"]);
}

#[test]
fn lines_that_read_alike_are_told_apart_by_a_note() {
    let home = home();
    home.expect(0, &["project", "add", "Fixed", "--client", "Acme Kft."]);
    let rate = |more: &[&str]| {
        home.expect(0, &[&["rate", "set", "--project", "Fixed", "--amount", "10000"], more].concat());
    };
    rate(&["--from", "2026-01-01", "--cap", "15000"]);
    rate(&["--from", "2026-10-15", "--cap", "30000"]);
    let days =
        [("5h", "2026-10-05", "Care"), ("3h", "2026-10-20", "Care"), ("1h", "2026-10-06", "Desk"), ("1h", "2026-10-21", "Desk")];
    for (time, day, task) in days {
        home.expect(0, &["time", "add", time, "--project", "Fixed", "--date", day, "--task", task]);
    }
    home.expect(0, &["time", "approve"]);
    let number = invoice(&home, &["--project", "Fixed", "--group", "task", "--discount", "10"]);
    let whole = home.json(0, &["invoice", &number, "--json"]);
    assert_eq!(
        texts(&whole["items"], "net_amount"),
        ["50000", "30000", "10000", "10000", "-45000", "-10000", "-4500"],
        "{whole}"
    );
    // Of the second rate 20,000 of 40,000 go, of which the cap had taken 10,000; of the first one nothing that was charged.
    let first = credit(&home, &number, &["2=2", "3=1"]);
    assert_eq!(text(&first["net_total"]), "-9000", "{first}");
    // The desk of the first rate is credited, that of the second one is not.
    home.expect(4, &["credit", &number, "--line", "3=1"]);
    let rest = credit(&home, &number, &["4=1", "2=1"]);
    assert_eq!(text(&rest["net_total"]), "-18000", "{rest}");
    // 13,500 of the first rate are left.
    assert_eq!(balance(&home, &number), "17145");
    home.expect(0, &["books", "check"]);
}

#[test]
fn a_line_beside_a_cap_is_not_counted_under_it() {
    let home = home();
    capped(&home);
    // Another price for some of the same task: a line with the same text, which the cap is not for.
    for (day, price) in [("2026-10-08", "7000"), ("2026-10-09", "7000")] {
        let entry = ["time", "add", "1h", "--project", "Fixed", "--date", day, "--task", "Care", "--rate", price];
        home.expect(0, &entry);
    }
    home.expect(0, &["time", "add", "1h", "--project", "Fixed", "--date", "2026-10-10"]);
    home.expect(0, &["time", "approve"]);
    let number = invoice(&home, &["--project", "Fixed", "--group", "task"]);
    let shown = home.json(0, &["invoice", &number, "--json"]);
    let nets = texts(&shown["items"], "net_amount");
    assert_eq!(nets, ["10000", "14000", "75000", "-40000"], "{shown}");
    let beside = credit(&home, &number, &["2=1"]);
    assert_eq!(texts(&beside["items"], "net_amount"), ["-7000"]);
    let nothing = home.expect(4, &["credit", &number, "--line", "1=1"]);
    assert!(nothing.err.contains("a cap"), "{}", nothing.err);
    let first = credit(&home, &number, &["1=1", "3=4"]);
    assert_eq!(texts(&first["items"], "net_amount"), ["-10000", "10000", "-40000", "30000"], "{first}");
    let rest = credit(&home, &number, &["2=1", "3=3.5"]);
    assert_eq!(texts(&rest["items"], "net_amount"), ["-7000", "-35000"], "{rest}");
    assert_eq!(balance(&home, &number), "0");
    home.expect(0, &["books", "check"]);
}

#[test]
fn an_advance_is_deducted_only_from_what_has_its_vat() {
    let home = home();
    let advance = invoice(&home, &["--advance", "--line", "Advance=1x100000"]);
    let draft = |more: &[&str]| text(&lines(&home, &[more, &["--deduct", &advance]].concat())["draft"]);
    let other = draft(&["--line", "Book=1x500000@5"]);
    let refused = home.expect(4, &["issue", &other, "--date", "2026-11-01"]);
    assert!(refused.err.contains(&advance) && refused.err.contains("27%") && refused.err.contains("100000"), "{}", refused.err);
    assert!(refused.err.contains("--vat"), "what helps: {}", refused.err);
    home.expect(0, &["draft", "edit", &other, "--vat", "1=27"]);
    let issued = home.json(0, &["issue", &other, "--date", "2026-11-01", "--json"])["invoices"][0].clone();
    assert_eq!(["net_total", "vat_total"].map(|sum| text(&issued[sum])), ["400000", "108000"]);
    home.expect(0, &["void", &text(&issued["invoice_number"])]);
    // Less of its VAT than the advance has is not enough, exactly as much is.
    let less = draft(&["--line", "Care=1x99999", "--line", "Book=1x500000@5"]);
    let refused = home.expect(4, &["issue", &less, "--date", "2026-11-01"]);
    assert!(refused.err.contains("99999"), "{}", refused.err);
    home.expect(0, &["draft", "discard", &less]);
    let same = draft(&["--line", "Care=1x100000", "--line", "Book=1x500000@5"]);
    let issued = home.json(0, &["issue", &same, "--date", "2026-11-01", "--json"])["invoices"][0].clone();
    assert_eq!(["net_total", "vat_total"].map(|sum| text(&issued[sum])), ["500000", "25000"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn what_was_invoiced_in_another_currency_is_no_part_of_a_sum() {
    let home = home();
    let approve = |time: &str, day: &str| {
        home.expect(0, &["time", "add", time, "--project", "Site", "--date", day]);
        home.expect(0, &["time", "approve"]);
    };
    approve("2h", "2026-10-05");
    invoice(&home, &[]);
    home.expect(0, &["client", "edit", "Acme Kft.", "--currency", "EUR"]);
    home.expect(0, &["rate", "set", "--project", "Site", "--amount", "50", "--currency", "EUR", "--from", "2026-11-01"]);
    approve("4h", "2026-11-05");
    let fx = ["--rate", "400", "--rate-source", "MNB", "--rate-date", "2026-11-05"];
    invoice(&home, &fx);
    approve("1h", "2026-11-06");
    let project = home.json(0, &["project", "list", "--json"])["projects"][0].clone();
    assert_eq!((text(&project["invoiced"]).as_str(), text(&project["currency"]).as_str()), ("200.00", "EUR"), "{project}");
    let both: Vec<(String, String)> = project["invoiced_in"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|of| (text(&of["currency"]), text(&of["amount"])))
        .collect();
    assert_eq!(both, [("EUR", "200.00"), ("HUF", "36000")].map(|(currency, amount)| (currency.to_owned(), amount.to_owned())));
    // An hour is divided by no hour of another currency; one that waits is of that of the client.
    let report = home.json(0, &["report", "profit", "--format", "json"]);
    let rows: Vec<[String; 3]> = report["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| [text(&row["currency"]), row["seconds"].to_string(), text(&row["hourly_rate"])])
        .collect();
    assert_eq!(rows, [["EUR", "18000", "40.00"], ["HUF", "7200", "18000"]].map(|row| row.map(str::to_owned)), "{report}");
}

#[test]
fn no_credit_note_is_a_unit_of_vat_away_from_its_own() {
    let home = home();
    let number = invoice(&home, &["--line", "Pen=10x2"]);
    // 27 % of 20 is 5: each of ten notes over 2 has none or one, and the last one no rest that is more than it has.
    let vats: Vec<String> = (0..10).map(|_| text(&credit(&home, &number, &["1=1"])["vat_total"])).collect();
    assert_eq!(vats, ["-1", "0", "-1", "0", "-1", "0", "-1", "0", "-1", "0"]);
    assert_eq!(balance(&home, &number), "0");
    home.expect(0, &["books", "check"]);
    // The VAT of its line is that of the note: nothing is doubtful about a document of our own.
    let doubtful = home.json(0, &["invoices", "has:warning", "--format", "json"]);
    assert_eq!(doubtful["total"], 0, "{doubtful}");
}

#[test]
fn the_tax_authority_is_told_the_forints_that_a_note_has() {
    let home = home();
    let seller = ["--post-code", "1011", "--city", "Budapest", "--street", "Fő u. 1.", "--country", "HU"];
    home.expect(0, &[&["books", "edit"], &seller[..]].concat());
    let buyer =
        ["--country", "DE", "--eu-tax-number", "DE136695976", "--post-code", "10115", "--city", "Berlin", "--street", "Weg 1"];
    home.expect(0, &[&["client", "add", "Beta GmbH", "--currency", "EUR"], &buyer[..]].concat());
    let rate = ["--rate", "401.55", "--rate-source", "MNB", "--rate-date", "2026-11-01"];
    let made = [&["draft", "make", "--client", "Beta GmbH", "--line", "Seat=10x1", "--json"], &rate[..]].concat();
    let number = text(&issue(&home, &home.json(0, &made)["drafts"][0])["invoice_number"]);
    // 0.27 euros are 108.4185 forints: of three notes, one has a forint more than it comes to by itself.
    let told: Vec<(String, String)> = (0..3)
        .map(|_| {
            let note = home.json(0, &["credit", &number, "--line", "1=1", "--json"])["invoices"][0].clone();
            let written = home.expect(0, &["invoice", &text(&note["invoice_number"]), "--einvoice", "nav", "-"]).out;
            let vat = written.split("<invoiceVatAmountHUF>").nth(1).and_then(|rest| rest.split('<').next());
            (text(&note["tax"][0]["tax_local"]), vat.expect("an amount").to_owned())
        })
        .collect();
    let wanted = [("-108", "-108.00"), ("-108", "-108.00"), ("-109", "-109.00")];
    assert_eq!(told, wanted.map(|(local, vat)| (local.to_owned(), vat.to_owned())));
}
