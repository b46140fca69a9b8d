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
fn a_discount_and_an_advance_are_named_in_the_language_of_the_client() {
    let home = home();
    for (client, language, advance_text, off, less) in [
        ("Magyar Kft.", "hu", "előleg beszámítása", "12,5 % kedvezmény", "5 % kedvezmény"),
        ("English Ltd", "en", "Advance ", "Discount of 12.5 %", "Discount of 5 %"),
    ] {
        home.expect(0, &["client", "add", client, "--language", language]);
        let make = |more: &[&str]| {
            // The command's own language is the other one.
            let other = if language == "hu" { "en" } else { "hu" };
            let args = [&["--lang", other, "draft", "make", "--client", client, "--json"], more].concat();
            home.json(0, &args)["drafts"][0].clone()
        };
        let number = text(&issue(&home, &make(&["--advance", "--line", "Start=1x1000"]))["invoice_number"]);
        let draft = make(&["--line", "Licence=1x5000", "--deduct", &number, "--discount", "12.5"]);
        let names = texts(&draft["lines"], "text");
        assert!(names[1].contains(advance_text) && names[1].contains(&number), "{names:?}");
        assert_eq!(names[2], off);
        let edit = |more: &[&str]| {
            let args = [&["draft", "edit", draft["draft"].as_str().expect("a draft"), "--json"], more].concat();
            texts(&home.json(0, &args)["drafts"][0]["lines"], "text").pop()
        };
        assert_eq!(edit(&["--discount", "5"]).as_deref(), Some(less), "another percentage");
        // A text of one's own stays.
        assert_eq!(edit(&["--text", "3=Loyalty"]).as_deref(), Some("Loyalty"));
        assert_eq!(edit(&["--discount", "7"]).as_deref(), Some("Loyalty"));
    }
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
fn an_invoice_of_nothing_is_paid_from_the_start() {
    let home = home();
    let advance = issue(&home, &lines(&home, &["--advance", "--line", "Advance=1x1000"]));
    let covered = issue(&home, &lines(&home, &["--line", "Care=1x1000", "--deduct", &text(&advance["invoice_number"])]));
    let free = issue(&home, &lines(&home, &["--line", "Gift=1x0"]));
    for invoice in [&covered, &free] {
        let number = text(&invoice["invoice_number"]);
        let shown = home.json(0, &["invoice", &number, "--json"]);
        assert_eq!((text(&shown["payment_status"]).as_str(), text(&shown["balance"]).as_str()), ("paid", "0"), "{shown}");
    }
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
    home.expect(0, &["void", &text(&free["invoice_number"])]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn lines_that_say_their_vat_need_no_usual_one() {
    let home = Home::new();
    home.expect(0, &["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"]);
    home.expect(0, &["client", "add", "Acme Kft."]);
    let draft = lines(&home, &["--line", "A=1x10@27", "--line", "B=1x10@5"]);
    assert_eq!(nets(&draft), ["10", "10"]);
    let refused = home.expect(2, &["draft", "make", "--client", "Acme Kft.", "--line", "A=1x10@27", "--line", "B=1x10"]);
    assert!(refused.err.contains("VAT"), "{}", refused.err);
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
    // With the discount it was billed with 9,000.
    let more = home.expect(4, &["credit", &number, "--line", "1=net:4000"]);
    assert!(more.err.contains("3000") && more.err.contains("Licence"), "{}", more.err);
    home.expect(0, &["credit", &number, "--line", "1=net:3000"]);
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

fn balances(home: &Home, numbers: &[&str]) -> Vec<String> {
    numbers.iter().map(|number| text(&home.json(0, &["invoice", number, "--json"])["balance"])).collect()
}

/// Issues lines and gives the number.
fn invoice(home: &Home, more: &[&str]) -> String {
    text(&issue(home, &lines(home, more))["invoice_number"])
}

fn credit(home: &Home, number: &str, more: &[&str]) -> String {
    text(&home.json(0, &[&["credit", number, "--json"], more].concat())["invoices"][0]["invoice_number"])
}

#[test]
fn a_credit_note_gives_back_only_what_the_client_paid() {
    let home = home();
    let off = invoice(&home, &["--line", "Care=1x10000"]);
    home.expect(0, &["pay", &off, "--by", "write-off", "--amount", "3000"]);
    let note = credit(&home, &off, &[]);
    assert_eq!(balances(&home, &[&off, &note]), ["0", "0"], "nothing was paid");
    home.expect(4, &["pay", &note, "--by", "refund"]);
    home.expect(4, &["pay", &note, "--by", "refund", "--amount", "3000"]);
    // The rounding of cash, down and up.
    for (net, paid) in [("1232", "-1230"), ("1233", "-1235")] {
        let cash = invoice(&home, &["--line", &format!("Cable=1x{net}@AAM")]);
        home.expect(0, &["pay", &cash, "--method", "cash"]);
        let note = credit(&home, &cash, &[]);
        assert_eq!(balances(&home, &[&cash, &note]), ["0", paid]);
        assert_eq!(text(&home.json(0, &["pay", &note, "--by", "refund", "--json"])["payment"]["amount"]), paid);
        assert_eq!(balances(&home, &[&cash, &note]), ["0", "0"]);
    }
    // Of 12,700 the client paid 4,700. The first half takes back what was written off, the second one the rest of it.
    let parts = invoice(&home, &["--line", "Care=1x10000"]);
    home.expect(0, &["pay", &parts, "--amount", "4700"]);
    home.expect(0, &["pay", &parts, "--by", "write-off"]);
    let first = credit(&home, &parts, &["--line", "1=net:5000"]);
    let second = credit(&home, &parts, &["--line", "1=net:5000"]);
    assert_eq!(balances(&home, &[&parts, &first, &second]), ["0", "0", "-4700"]);
    // What was paid stays credit of the client, and pays another invoice.
    let next = invoice(&home, &["--line", "Care=1x5000"]);
    let used = home.expect(0, &["pay", &next, "--by", "credit"]);
    assert!(used.err.contains("Paid with credit") && !used.err.contains("Recorded"), "{}", used.err);
    assert_eq!(balances(&home, &[&next, &second]), ["1650", "0"]);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn money_goes_back_only_as_far_as_there_is_any() {
    let home = home();
    let unpaid = invoice(&home, &["--line", "Care=1x10000"]);
    let refused = home.expect(4, &["pay", &unpaid, "--by", "refund", "--amount", "500"]);
    assert!(refused.err.contains("more would be paid back"), "{}", refused.err);
    assert_eq!(balances(&home, &[&unpaid]), ["12700"]);
    // A credit note that paid it was no money.
    credit(&home, &unpaid, &[]);
    home.expect(4, &["pay", &unpaid, "--by", "refund", "--amount", "500"]);
    let paid = invoice(&home, &["--line", "Care=1x10000"]);
    home.expect(0, &["pay", &paid]);
    home.expect(4, &["pay", &paid, "--by", "refund", "--amount", "12701"]);
    home.expect(0, &["pay", &paid, "--by", "refund", "--amount", "700"]);
    assert_eq!(balances(&home, &[&paid]), ["700"]);
    // What a credit note made of it goes back through the note, once.
    let note = credit(&home, &paid, &[]);
    assert_eq!(balances(&home, &[&paid, &note]), ["0", "-12000"]);
    home.expect(4, &["pay", &paid, "--by", "refund", "--amount", "1"]);
    home.expect(4, &["pay", &note, "--by", "refund", "--amount", "12001"]);
    home.expect(0, &["pay", &note, "--by", "refund"]);
    assert_eq!(balances(&home, &[&paid, &note]), ["0", "0"]);
    // What was paid beyond what was due goes back, and the invoice stays paid.
    let over = invoice(&home, &["--line", "Care=1x10000"]);
    home.expect(0, &["pay", &over, "--amount", "20000"]);
    home.expect(0, &["pay", &over, "--by", "refund", "--amount", "7300"]);
    assert_eq!(balances(&home, &[&over]), ["0"]);
    let next = invoice(&home, &["--line", "Care=1x10000"]);
    home.expect(4, &["pay", &next, "--by", "credit"]);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn an_invoice_and_a_credit_note_are_settled_together_in_any_order() {
    let home = home();
    let note = || {
        let paid = invoice(&home, &["--line", "Book=1x3000@AAM"]);
        home.expect(0, &["pay", &paid]);
        credit(&home, &paid, &[])
    };
    for turned in [false, true] {
        let (invoice, note) = (invoice(&home, &["--line", "Care=1x10000@AAM"]), note());
        let mut both = [invoice.as_str(), note.as_str()];
        if turned {
            both.reverse();
        }
        let paid = home.json(0, &[&["pay"], &both[..], &["--json"]].concat());
        assert_eq!(text(&paid["payment"]["amount"]), "7000", "{paid}");
        assert_eq!(balances(&home, &both), ["0", "0"]);
    }
    // Less than both come to leaves the rest of the invoice open; as much as both are takes no money.
    let (open, less) = (invoice(&home, &["--line", "Care=1x10000@AAM"]), note());
    home.expect(0, &["pay", &open, &less, "--amount", "5000"]);
    assert_eq!(balances(&home, &[&open, &less]), ["2000", "0"]);
    let (same, whole) = (invoice(&home, &["--line", "Care=1x3000@AAM"]), note());
    home.expect(0, &["pay", &whole, &same]);
    assert_eq!(balances(&home, &[&same, &whole]), ["0", "0"]);
    // A note that is larger has the rest go back.
    let (small, large) = (invoice(&home, &["--line", "Care=1x1000@AAM"]), note());
    let back = home.json(0, &["pay", &small, &large, "--by", "refund", "--json"]);
    assert_eq!(text(&back["payment"]["amount"]), "-2000", "{back}");
    assert_eq!(balances(&home, &[&small, &large]), ["0", "0"]);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn no_document_is_dated_before_the_one_that_it_is_about() {
    let home = home();
    let number = invoice(&home, &["--line", "Care=1x10000"]);
    for word in ["credit", "void"] {
        let refused = home.expect(2, &[word, &number, "--date", "2026-10-31"]);
        assert!(refused.err.contains("2026-10-31") && refused.err.contains(&number), "{}", refused.err);
    }
    home.expect(2, &["credit", &number, "--date", "2026-10-31", "--line", "1=net:1"]);
    home.expect(0, &["credit", &number, "--date", "2026-11-01"]);
    let advance = invoice(&home, &["--advance", "--line", "Advance=1x1000"]);
    let last = text(&lines(&home, &["--line", "Care=1x10000", "--deduct", &advance])["draft"]);
    let refused = home.expect(2, &["issue", &last, "--date", "2026-10-31"]);
    assert!(refused.err.contains(&advance), "{}", refused.err);
    home.expect(0, &["issue", &last, "--date", "2026-11-01"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn what_a_cap_takes_off_has_the_vat_of_what_it_caps() {
    let home = home();
    home.expect(0, &["project", "add", "Fixed", "--client", "Acme Kft."]);
    let rate = ["rate", "set", "--project", "Fixed", "--amount", "10000", "--cap", "25000", "--from", "2026-01-01"];
    home.expect(0, &rate);
    for (time, day) in [("1h", "2026-10-05"), ("2h", "2026-10-06")] {
        home.expect(0, &["time", "add", time, "--project", "Fixed", "--date", day]);
    }
    home.expect(0, &["time", "approve"]);
    let draft = lines(&home, &["--project", "Fixed", "--group", "day", "--vat", "27"]);
    assert_eq!(nets(&draft), ["10000", "20000", "-5000"]);
    let id = text(&draft["draft"]);
    let derived = home.expect(2, &["draft", "edit", &id, "--vat", "3=AAM"]);
    assert!(derived.err.contains("has the VAT of the lines"), "{}", derived.err);
    // A line for each VAT, by what the lines come to.
    let mixed = home.json(0, &["draft", "edit", &id, "--vat", "1=AAM", "--json"])["drafts"][0].clone();
    let caps: Vec<(String, String)> = mixed["lines"].as_array().expect("lines")[2..]
        .iter()
        .map(|line| (text(&line["vat"]), text(&line["net_amount"])))
        .collect();
    let mut sorted = caps.clone();
    sorted.sort();
    assert_eq!(sorted, [("27%".to_owned(), "-3333".to_owned()), ("AAM".to_owned(), "-1667".to_owned())], "{mixed}");
    // One of them alone would come back; all of them at once are the cap.
    let again = home.expect(2, &["draft", "edit", &id, "--remove", "4"]);
    assert!(again.err.contains("line 4") && again.err.contains("--remove 3 --remove 4"), "{}", again.err);
    let whole = home.json(0, &["draft", "edit", &id, "--vat", "2=AAM", "--json"])["drafts"][0].clone();
    assert_eq!(nets(&whole), ["10000", "20000", "-5000"]);
    let issued = issue(&home, &whole);
    assert_eq!(["net_total", "vat_total", "gross_total"].map(|sum| text(&issued[sum])), ["25000", "0", "25000"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn a_credit_note_on_a_line_lessens_the_project_of_that_line_alone() {
    let home = home();
    home.expect(0, &["project", "add", "Money", "--client", "Acme Kft.", "--budget", "100000"]);
    home.expect(0, &["rate", "set", "--project", "Money", "--amount", "10000", "--from", "2026-01-01"]);
    home.expect(0, &["time", "add", "3h20m", "--project", "Money", "--date", "2026-10-06"]);
    work(&home, "1h", "2026-10-05");
    let number = invoice(&home, &["--line", "Licence=1x5000", "--discount", "10"]);
    let profit = || -> Vec<String> {
        rows(&home, &["profit", "--by", "project"])
            .iter()
            .map(|row| format!("{} {}", text(&row["group"]), text(&row["amount"])))
            .collect()
    };
    assert_eq!(profit(), ["Money 30000", "Site 16200", "– 4500"]);
    home.expect(0, &["credit", &number, "--line", "1=net:10000"]);
    assert_eq!(profit(), ["Money 20000", "Site 16200", "– 4500"]);
    assert_eq!(text(&rows(&home, &["budget"])[0]["amount"]), "20000");
    home.expect(0, &["credit", &number, "--line", "3=net:2000"]);
    assert_eq!(profit(), ["Money 20000", "Site 16200", "– 2500"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn corrections_of_own_invoices_are_written_in_every_form_and_count_on() {
    let home = Home::new();
    let add =
        ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43", "--vat", "27"];
    let place = ["--zone", "Europe/Budapest", "--street", "Fő u. 1", "--city", "Budapest", "--post-code", "1011"];
    let account = ["--eu-tax-number", "HU32560682", "--iban", "HU42117730161111101800000000", "--email", "a@example.hu"];
    home.expect(0, &[&add[..], &place, &account].concat());
    let client = ["client", "add", "Acme Kft.", "--tax-number", "13114505-2-41", "--country", "HU"];
    home.expect(0, &[&client[..], &["--city", "Budapest", "--post-code", "1012", "--street", "X 1"]].concat());
    let of = |number: &str, form: &str| home.expect(0, &["invoice", number, "--einvoice", form, "-"]).out;
    let three = ["--line", "One=2x1000", "--line", "Two=2x2000", "--line", "Three=1x3000"];
    let number = invoice(&home, &three);
    let notes = [credit(&home, &number, &["--line", "1=1"]), credit(&home, &number, &["--line", "2=1", "--line", "3=1"])];
    let last = credit(&home, &number, &["--line", "1=1"]);
    for (note, index, lines) in [(&notes[0], 1, &[4][..]), (&notes[1], 2, &[5, 6]), (&last, 3, &[7])] {
        let data = of(note, "nav");
        assert!(data.contains(&format!("<modificationIndex>{index}</modificationIndex>")), "{data}");
        for line in lines {
            assert!(data.contains(&format!("<lineNumberReference>{line}</lineNumberReference>")), "{data}");
        }
        assert_eq!(data.matches("<lineNumberReference>").count(), lines.len());
    }
    let void = invoice(&home, &three);
    let void = home.json(0, &["void", &void, "--json"])["invoices"][0].clone();
    let number = text(&void["invoice_number"]);
    for form in ["ubl", "cii"] {
        let data = of(&number, form);
        assert!(data.contains("11430.00") && !data.contains("-11430"), "a credit note with positive amounts: {data}");
    }
    assert!(of(&number, "ubl").contains("<cbc:PaymentDueDate>"));
    let data = of(&number, "nav");
    assert!(data.contains("<lineNumberReference>4</lineNumberReference>") && data.contains("<modificationIndex>1<"), "{data}");
}

#[test]
fn a_zero_has_no_sign_in_any_output() {
    let home = home();
    let number = invoice(&home, &["--line", "Book=1x1000@AAM", "--line", "Gift=1x0@27"]);
    credit(&home, &number, &[]);
    let other = invoice(&home, &["--line", "Book=1x1000@AAM"]);
    home.expect(0, &["void", &other]);
    for args in [
        &["invoices", "--format", "json"][..],
        &["invoices", "--format", "csv"],
        &["report", "months", "--by", "fulfilled", "--format", "json"],
        &["report", "statuses", "--format", "json"],
        &["report", "vat", "--format", "json"],
        &["invoice", "INV-CN-2026-00001", "--json"],
        &["invoice", "INV-ST-2026-00001", "--json"],
        &["invoice", "INV-CN-2026-00001"],
    ] {
        let out = home.expect(0, args).out;
        // Identifiers are words of their own: a part of one may begin with a zero.
        let words = out.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
        let signed = words.filter(|word| word.starts_with("-0") && word.chars().all(|c| matches!(c, '-' | '0' | '.')));
        assert_eq!(signed.collect::<Vec<_>>(), Vec::<&str>::new(), "{args:?}: {out}");
    }
}

#[test]
fn the_last_of_a_line_is_credited_with_what_rounding_left() {
    let home = home();
    let number = invoice(&home, &["--line", "Care=3x33.33@AAM", "--line", "Book=1x1000@AAM"]);
    let empty = home.expect(2, &["credit", &number, "--line", "1=0.01"]);
    assert!(empty.err.contains("Care"), "a note over nothing has no number: {}", empty.err);
    let first = credit(&home, &number, &["--line", "1=1"]);
    credit(&home, &number, &["--line", "1=1"]);
    let more = home.expect(4, &["credit", &number, "--line", "1=2"]);
    assert!(more.err.contains("a quantity of 1"), "{}", more.err);
    let last = credit(&home, &number, &["--line", "1=1", "--line", "2=1"]);
    assert_eq!((first.as_str(), last.as_str()), ("INV-CN-2026-00001", "INV-CN-2026-00003"));
    let shown = home.json(0, &["invoice", &last, "--json"]);
    let items = texts(&shown["items"], "net_unit_amount");
    assert_eq!((text(&shown["gross_total"]).as_str(), items[0].as_str()), ("-1034", "34"), "{shown}");
    assert_eq!(balances(&home, &[&number]), ["0"]);
    home.expect(4, &["credit", &number, "--line", "1=1"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn an_amount_that_the_currency_cannot_hold_is_not_paid() {
    let home = home();
    home.expect(0, &["client", "add", "Tokyo KK", "--currency", "JPY", "--vat", "0"]);
    let fx = ["--rate", "2.4", "--rate-source", "MNB", "--rate-date", "2026-10-31"];
    let make = ["draft", "make", "--client", "Tokyo", "--line", "Care=1x1270", "--json"];
    let made = home.json(0, &[&make[..], &fx].concat());
    let number = text(&issue(&home, &made["drafts"][0])["invoice_number"]);
    for by in ["money", "write-off", "refund", "credit"] {
        let refused = home.expect(2, &["pay", &number, "--amount", "10.55", "--by", by]);
        assert!(refused.err.contains("10.55 JPY") && refused.err.contains("whole numbers"), "{}", refused.err);
    }
    home.expect(0, &["pay", &number, "--amount", "10"]);
    assert_eq!(balances(&home, &[&number]), ["1260"]);
    // A bank may book hundredths of a forint.
    let forints = invoice(&home, &["--line", "Care=1x1000"]);
    home.expect(0, &["pay", &forints, "--amount", "10.55"]);
    home.expect(2, &["pay", &forints, "--amount", "10.555"]);
}

#[test]
fn credit_of_a_closed_day_is_used_after_the_day_is_opened() {
    let home = home();
    let over = invoice(&home, &["--line", "Care=1x10000"]);
    home.expect(0, &["pay", &over, "--amount", "20000", "--date", "2026-11-02"]);
    let next = invoice(&home, &["--line", "Care=1x1000"]);
    home.expect(0, &["books", "edit", "--closed-until", "2026-11-10"]);
    let refused = home.expect(4, &["pay", &next, "--by", "credit"]);
    assert!(refused.err.contains("2026-11-02") && refused.err.contains("--closed-until"), "{}", refused.err);
    home.expect(4, &["pay", &over, "--by", "refund", "--amount", "7300"]);
    home.expect(0, &["books", "edit", "--closed-until", "none"]);
    home.expect(0, &["pay", &next, "--by", "credit"]);
    assert_eq!(balances(&home, &[&over, &next]), ["0", "0"]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn an_amount_that_may_mean_thousands_is_asked_about() {
    let home = home();
    let ambiguous = |args: &[&str]| {
        let refused = home.expect(2, args);
        assert!(refused.err.contains("18000") && refused.err.contains("18.000"), "{}", refused.err);
    };
    ambiguous(&["rate", "set", "--project", "Site", "--amount", "18.000"]);
    ambiguous(&["draft", "make", "--client", "Acme", "--line", "Taxi=1x18.000"]);
    ambiguous(&["project", "add", "Big", "--client", "Acme", "--budget", "18.000"]);
    ambiguous(&["person", "add", "Anna", "--cost", "18.000"]);
    // A currency of three decimals has them.
    home.expect(0, &["rate", "set", "--project", "Site", "--amount", "18.000", "--currency", "KWD", "--from", "2030-01-01"]);
    let number = text(&issue(&home, &lines(&home, &["--line", "Taxi=1x18000.5"]))["invoice_number"]);
    ambiguous(&["pay", &number, "--amount", "18.000"]);
    home.expect(0, &["pay", &number, "--amount", "18000.00"]);
}

#[test]
fn a_forint_that_cash_rounds_to_nothing_is_no_paid_invoice() {
    let home = home();
    let number = text(&issue(&home, &lines(&home, &["--line", "Rest=1x1"]))["invoice_number"]);
    let refused = home.expect(4, &["pay", &number, "--method", "cash"]);
    assert!(refused.err.contains("1 HUF") && refused.err.contains("write-off"), "{}", refused.err);
    home.expect(0, &["pay", &number, "--by", "write-off"]);
}

#[test]
fn one_line_of_a_discount_is_taken_off_with_the_others_alone() {
    let home = home();
    let made = ["--line", "A=1x1000@5", "--line", "B=1x1000@18", "--line", "C=1x1000@27", "--discount", "10%"];
    let draft = lines(&home, &made);
    assert_eq!(nets(&draft), ["1000", "1000", "1000", "-100", "-100", "-100"], "{draft}");
    let id = text(&draft["draft"]);
    let edit = |code, more: &[&str]| home.expect(code, &[&["draft", "edit", &id, "--json"], more].concat());
    let again = edit(2, &["--remove", "5"]);
    assert!(again.err.contains("--remove 4 --remove 5 --remove 6"), "{}", again.err);
    let shown = || home.json(0, &["draft", "show", &id, "--json"])["drafts"][0].clone();
    assert_eq!(nets(&shown()), nets(&draft), "nothing is changed");
    // It goes with what it is of (18 % is the first of them), and with all others.
    edit(0, &["--remove", "2", "--remove", "4"]);
    assert_eq!(nets(&shown()), ["1000", "1000", "-100", "-100"]);
    edit(0, &["--remove", "3", "--discount", "5"]);
    assert_eq!(nets(&shown()), ["1000", "1000", "-50", "-50"], "another discount replaces all of the one before");
    edit(0, &["--remove", "3", "--remove", "4"]);
    assert_eq!(nets(&shown()), ["1000", "1000"]);
}

#[test]
fn steps_of_each_entry_are_those_of_its_time_beyond_a_retainer() {
    let home = home();
    home.expect(0, &["project", "add", "Care", "--client", "Acme Kft."]);
    let rate = ["rate", "set", "--project", "Care", "--amount", "400000", "--per", "retainer", "--included", "20"];
    home.expect(0, &[&rate[..], &["--overage", "18000", "--from", "2026-01-01", "--step", "15m"]].concat());
    for (time, day) in [("15h", "2026-01-10"), ("5h07", "2026-01-20")] {
        home.expect(0, &["time", "add", time, "--project", "Care", "--date", day]);
    }
    home.expect(0, &["time", "approve"]);
    for level in ["entry", "day", "line"] {
        let draft = lines(&home, &["--from", "2026-01-01", "--until", "2026-01-31", "--round", level, "--dry-run"]);
        assert_eq!(nets(&draft), ["400000", "4500"], "seven minutes are one step by {level}: {draft}");
    }
    // The same where an earlier draft has the included time of that entry.
    let month = ["--from", "2026-01-01", "--until", "2026-01-31", "--round", "entry"];
    let first = text(&lines(&home, &month)["draft"]);
    home.expect(0, &["draft", "edit", &first, "--remove", "2"]);
    assert_eq!(nets(&lines(&home, &[&month[..], &["--dry-run"]].concat())), ["4500"]);
}

#[test]
fn a_payment_of_a_day_that_has_not_come_is_told_to_count_at_once() {
    let home = home();
    let number = invoice(&home, &["--line", "Care=1x10000"]);
    let past = home.expect(0, &["pay", &number, "--amount", "1000", "--date", "2026-11-02"]);
    assert!(!past.err.contains("future"), "{}", past.err);
    let soon = jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(30)).to_string();
    let paid = home.expect(0, &["pay", &number, "--amount", "1000", "--date", &soon]);
    assert!(paid.err.contains("in the future"), "{}", paid.err);
    assert_eq!(balances(&home, &[&number]), ["10700"]);
}

#[test]
fn numbers_of_own_books_are_known_from_the_start() {
    let home = home();
    let gaps = || home.json(0, &["company", "show", "Own Kft.", "--json"])["number_gaps"].clone();
    assert_eq!(gaps(), serde_json::json!([]));
    invoice(&home, &["--line", "Care=1x10000"]);
    invoice(&home, &["--line", "Care=1x10000"]);
    assert_eq!(gaps(), serde_json::json!([]));
}
