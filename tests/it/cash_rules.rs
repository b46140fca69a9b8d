//! Rules of own books where several of them meet: discounts, caps, retainers, advances, credit notes on parts, what recurs.

use serde_json::Value;

use crate::cash::{home, issue, lines, text, texts, work};
use crate::support::Home;

fn nets(draft: &Value) -> Vec<String> {
    texts(&draft["lines"], "net_amount")
}

fn rows(home: &Home, args: &[&str]) -> Vec<Value> {
    let report = home.json(0, &[&["report"], args, &["--format", "json"]].concat());
    report["rows"].as_array().expect("rows").clone()
}

#[test]
fn an_advance_is_deducted_once_and_no_discount_is_given_on_it() {
    let home = home();
    let advance = issue(&home, &lines(&home, &["--advance", "--line", "Advance=1x100000"]));
    let number = text(&advance["invoice_number"]);
    work(&home, "10h", "2026-10-05");
    let twice = home.expect(4, &["draft", "make", "--client", "Acme", "--deduct", &number, "--deduct", &number]);
    assert!(twice.err.contains(&number), "{}", twice.err);
    let last = lines(&home, &["--deduct", &number, "--discount", "10"]);
    assert_eq!(nets(&last), ["180000", "-100000", "-18000"], "10 % of what is sold: {last}");
    home.expect(0, &["books", "check"]);
}

#[test]
fn the_currency_of_books_stays_once_there_is_a_document() {
    let home = home();
    home.expect(0, &["books", "edit", "--currency", "EUR"]);
    let shown = home.expect(0, &["books", "show"]);
    assert!(shown.out.contains("EUR"), "{}", shown.out);
    home.expect(0, &["books", "edit", "--currency", "HUF"]);
    issue(&home, &lines(&home, &["--line", "Care=1x10000"]));
    let refused = home.expect(4, &["books", "edit", "--currency", "EUR"]);
    assert!(refused.err.contains("stays HUF"), "{}", refused.err);
    // Everything else may still change, and the same currency is no change.
    home.expect(0, &["books", "edit", "--currency", "HUF", "--terms", "15"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn the_month_of_a_retainer_is_charged_again_when_the_draft_that_charged_it_is_discarded() {
    let home = home();
    home.expect(0, &["project", "add", "Care", "--client", "Acme Kft."]);
    let rate = ["rate", "set", "--project", "Care", "--amount", "100000", "--per", "retainer", "--included", "2"];
    home.expect(0, &[&rate[..], &["--overage", "15000", "--from", "2026-10-01"]].concat());
    let hour = |at: &str| {
        home.expect(0, &["time", "add", at, "--project", "Care", "--date", "2026-10-05"]);
        home.expect(0, &["time", "approve"]);
    };
    let make = || lines(&home, &["--project", "Care", "--from", "2026-10-01", "--until", "2026-10-31"]);
    hour("9-10");
    let first = make();
    hour("10-11");
    let second = make();
    assert_eq!((nets(&first), nets(&second)), (vec!["100000".to_owned()], vec!["0".to_owned()]));
    home.expect(0, &["draft", "discard", &text(&first["draft"])]);
    assert_eq!(nets(&make()), ["100000"], "the month is charged, and its hours are within the two");
    hour("11-12");
    assert_eq!(nets(&make()), ["15000"], "the third hour is above what is included");
    home.expect(0, &["books", "check"]);
}

#[test]
fn a_cap_holds_whatever_is_changed_on_a_draft_and_in_the_report_of_what_waits() {
    let home = home();
    home.expect(0, &["project", "add", "Fixed", "--client", "Acme Kft."]);
    let rate = ["rate", "set", "--project", "Fixed", "--amount", "10000", "--cap", "45000", "--from", "2026-01-01"];
    home.expect(0, &rate);
    for day in ["2026-10-05", "2026-10-06"] {
        home.expect(0, &["time", "add", "3h", "--project", "Fixed", "--date", day]);
    }
    home.expect(0, &["time", "approve"]);
    assert_eq!(text(&rows(&home, &["unbilled"])[0]["amount"]), "45000", "what a draft would come to");
    let draft = lines(&home, &["--project", "Fixed", "--group", "day"]);
    assert_eq!(nets(&draft), ["30000", "30000", "-15000"]);
    assert_eq!(draft["lines"][2]["kind"], "cap");
    let id = text(&draft["draft"]);
    let changed = home.json(0, &["draft", "edit", &id, "--discount", "10", "--json"])["drafts"][0].clone();
    assert_eq!(text(&changed["net"]), "40500", "{changed}");
    let less = home.json(0, &["draft", "edit", &id, "--discount", "0", "--remove", "1", "--json"])["drafts"][0].clone();
    assert_eq!(nets(&less), ["30000"], "below the cap nothing is taken off: {less}");
    let free = home.json(0, &["draft", "edit", &id, "--line", "Licence=1x5000", "--json"])["drafts"][0].clone();
    let refused = home.expect(2, &["draft", "edit", &id, "--price", "2=-1"]);
    assert!(refused.err.contains("Licence"), "{}", refused.err);
    assert_eq!(nets(&free), ["30000", "5000"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn each_line_is_credited_up_to_its_own_amount() {
    let home = home();
    let draft = lines(&home, &["--line", "Licence=1x10000", "--line", "Book=1x20000", "--discount", "10"]);
    let number = text(&issue(&home, &draft)["invoice_number"]);
    let discount = home.expect(2, &["credit", &number, "--line", "3=1"]);
    assert!(discount.err.contains("takes something off"), "{}", discount.err);
    home.expect(2, &["credit", &number, "--line", "1=net:2000", "--line", "1=net:3000"]);
    home.expect(0, &["credit", &number, "--line", "1=net:6000"]);
    let more = home.expect(4, &["credit", &number, "--line", "1=net:5000"]);
    assert!(more.err.contains("4000") && more.err.contains("Licence"), "{}", more.err);
    home.expect(0, &["credit", &number, "--line", "1=net:4000"]);
    let whole = home.expect(2, &["void", &number, "--line", "2=1"]);
    assert!(whole.err.contains("faktura credit"), "{}", whole.err);
    home.expect(0, &["books", "check"]);
}

#[test]
fn what_was_credited_is_no_turnover_of_its_project() {
    let home = home();
    work(&home, "2h", "2026-10-05");
    let number = text(&issue(&home, &lines(&home, &[]))["invoice_number"]);
    let profit = |query: &[&str]| rows(&home, &[&["profit", "--by", "project"], query].concat());
    assert_eq!(text(&profit(&[])[0]["amount"]), "36000");
    home.expect(0, &["credit", &number, "--line", "1=net:9000"]);
    assert_eq!(text(&profit(&[])[0]["amount"]), "27000");
    let project = home.json(0, &["project", "list", "--json"])["projects"][0].clone();
    assert_eq!(text(&project["invoiced"]), "27000", "{project}");
    // What no time is on belongs to what a query finds only through its project.
    issue(&home, &lines(&home, &["--line", "Licence=1x5000"]));
    assert_eq!(profit(&["tag:deep"]).len(), 1);
    assert_eq!(profit(&["tag:none"]), Vec::<Value>::new());
    home.expect(0, &["books", "check"]);
}

#[test]
fn each_project_of_a_discounted_invoice_has_its_share_of_the_discount() {
    let home = home();
    home.expect(0, &["project", "add", "App", "--client", "Acme Kft."]);
    home.expect(0, &["rate", "set", "--project", "App", "--amount", "3333", "--from", "2026-01-01"]);
    work(&home, "2h", "2026-10-05");
    home.expect(0, &["time", "add", "1h", "--project", "App", "--date", "2026-10-05"]);
    home.expect(0, &["time", "approve"]);
    let draft = lines(&home, &["--line", "Licence=1x1000", "--discount", "7"]);
    // 7 % of 40,333 is 2,823.31.
    assert_eq!(text(&draft["net"]), "37510", "{draft}");
    issue(&home, &draft);
    let invoiced = || {
        let projects = home.json(0, &["project", "list", "--json"])["projects"].clone();
        let of = |name: &str| {
            let all = projects.as_array().expect("projects");
            text(&all.iter().find(|project| project["name"] == name).unwrap_or_else(|| panic!("{projects}"))["invoiced"])
        };
        [of("Site"), of("App")]
    };
    // 36,000 less 2,520, and 3,333 less 233; the licence has the other 70.
    assert_eq!(invoiced(), ["33480", "3100"]);
    let profit = rows(&home, &["profit", "--by", "project"]);
    let amounts: Vec<(String, String)> = profit.iter().map(|row| (text(&row["group"]), text(&row["amount"]))).collect();
    let wanted = [("App", "3100"), ("Site", "33480"), ("–", "930")];
    assert_eq!(amounts, wanted.map(|(group, amount)| (group.to_owned(), amount.to_owned())), "{profit:?}");
    home.expect(0, &["books", "check"]);
}

#[test]
fn what_recurs_on_the_30th_comes_back_to_the_30th_and_stays_paused_when_changed() {
    let home = home();
    let add = ["recurring", "add", "Care", "--client", "Acme", "--next", "2026-01-30", "--line", "Care=1x1000"];
    home.expect(0, &add);
    let next = || text(&home.json(0, &["recurring", "list", "--json"])["recurring"][0]["next"]);
    home.expect(0, &["recurring", "run", "--until", "2026-02-28"]);
    assert_eq!(next(), "2026-03-30");
    home.expect(0, &["recurring", "pause", "Care"]);
    home.expect(0, &["recurring", "edit", "Care", "--note", "Thanks"]);
    let made = home.json(0, &["recurring", "run", "--json"]);
    assert_eq!(made["drafts"].as_array().map(Vec::len), Some(0), "{made}");
    // What came while it was paused is left out.
    home.expect(0, &["recurring", "resume", "Care"]);
    let today = jiff::Zoned::now().date();
    let following: jiff::civil::Date = next().parse().expect("a day");
    assert!(following >= today.yesterday().expect("a day"), "{following}");
    assert!(following.day() >= 28, "{following}");
}
