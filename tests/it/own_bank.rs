//! What a bank entry pays of own books is a payment of these books: nothing is paid twice, credited twice or lost.

use serde_json::{Value, json};

use crate::bank::{balance, write};
use crate::support::terminal::Terminal;
use crate::support::{Home, ran};

/// Books with a client, and one issued invoice of 12 700.
fn home() -> (Home, String) {
    let home = Home::new();
    let add = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    home.expect(0, &[&add[..], &["--zone", "Europe/Budapest", "--vat", "27"]].concat());
    home.expect(0, &["client", "add", "Acme Kft.", "--tax-number", "13114505-2-41"]);
    let number = issue(&home);
    (home, number)
}

fn issue(home: &Home) -> String {
    let made = home.json(0, &["draft", "make", "--client", "Acme", "--line", "Care=1x10000", "--json"]);
    let draft = made["drafts"][0]["draft"].as_str().expect("a draft").to_owned();
    let issued = home.json(0, &["issue", &draft, "--date", "2026-11-01", "--json"]);
    issued["invoices"][0]["invoice_number"].as_str().expect("a number").to_owned()
}

/// Imports one entry and gives its identifier.
fn entry(home: &Home, reference: &str, amount: u32, details: &str) -> String {
    booked(home, reference, &format!("C{amount}"), details)
}

/// The same of an entry with its mark.
fn booked(home: &Home, reference: &str, amount: &str, details: &str) -> String {
    let text =
        format!(":20:S\n:25:11773016-11111018\n:28C:1\n:61:2611101110{amount},00NTRFNONREF//{reference}\n:86:{details}\n-\n");
    home.expect(
        0,
        &["bank", "import", &write(home, &format!("{reference}.sta"), &text), "--company", "Own", "--currency", "HUF"],
    );
    let list = home.json(0, &["bank", "list", "--json"]);
    let of = |one: &&Value| one["reference"] == reference;
    let found = list["entries"].as_array().expect("entries").iter().find(of);
    found.unwrap_or_else(|| panic!("no entry: {list}"))["entry"].as_str().expect("text").to_owned()
}

fn checked(home: &Home) {
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn what_the_bank_paid_is_not_paid_again() {
    let (home, number) = home();
    let paid = entry(&home, "B1", 12_700, &number);
    home.expect(0, &["match", "accept", &paid, &number]);
    assert_eq!(balance(&home, &number), json!(["0", "paid"]));
    let again = home.expect(4, &["pay", &number]);
    assert!(again.err.contains(&number), "{}", again.err);
    home.expect(4, &["void", &number]);
    let payments = home.json(0, &["payments", "--format", "json"]);
    assert_eq!((payments["total"].as_u64(), payments["payments"][0]["amount"].as_str()), (Some(1), Some("12700")), "{payments}");
    checked(&home);
    // Taken back, it is open as if the entry had never paid it.
    home.expect(0, &["match", "undo", &paid]);
    assert_eq!(balance(&home, &number), json!(["12700", "outstanding"]));
    checked(&home);
    home.expect(0, &["void", &number]);
    checked(&home);
}

#[test]
fn a_credit_of_what_the_bank_paid_keeps_the_money_as_credit() {
    let (home, number) = home();
    let paid = entry(&home, "B1", 12_700, &number);
    home.expect(0, &["match", "accept", &paid, &number]);
    home.expect(0, &["credit", &number]);
    // The client is owed what came in: both documents add up to it, and it can pay the next invoice.
    let listed = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!(listed["totals"][0]["gross"], "0", "{listed}");
    assert_eq!(listed["totals"][0]["balance"], "-12700", "{listed}");
    checked(&home);
}

/// Half of an invoice was recorded by hand before the statement came: the same money is no second half.
#[test]
fn a_half_that_was_recorded_by_hand_is_not_settled_once_more() {
    let (home, number) = home();
    home.expect(0, &["pay", &number, "--amount", "6350", "--date", "2026-11-10"]);
    entry(&home, "B1", 6_350, &number);
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"], json!([]));
    assert_eq!(balance(&home, &number), json!(["6350", "partially_paid"]));
    // Two halves by bank are two, and the second is certain.
    let other = issue(&home);
    let first = entry(&home, "B2", 6_350, &other);
    home.expect(0, &["match", "accept", &first, &format!("{other}=6350")]);
    entry(&home, "B3", 6_350, &format!("{other} masodik fele"));
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"].as_array().map(Vec::len), Some(1));
    assert_eq!(balance(&home, &other), json!(["0", "paid"]));
    checked(&home);
}

#[test]
fn a_part_by_bank_and_a_part_by_hand_leave_the_rest_open() {
    let (home, number) = home();
    let paid = entry(&home, "B1", 6_000, &number);
    home.expect(0, &["match", "accept", &paid, &format!("{number}=6000")]);
    assert_eq!(balance(&home, &number), json!(["6700", "partially_paid"]));
    home.expect(0, &["pay", &number, "--amount", "3000"]);
    assert_eq!(balance(&home, &number), json!(["3700", "partially_paid"]));
    home.expect(0, &["match", "undo", &paid]);
    assert_eq!(balance(&home, &number), json!(["9700", "partially_paid"]));
    home.expect(0, &["match", "accept", &paid, &format!("{number}=6000")]);
    assert_eq!(balance(&home, &number), json!(["3700", "partially_paid"]));
    checked(&home);
    // Twice in one answer is a slip, and is said.
    let more = entry(&home, "B2", 3_700, &number);
    let twice = home.expect(2, &["match", "accept", &more, &format!("{number}=1000"), &format!("{number}=2700")]);
    assert!(twice.err.contains(&number), "{}", twice.err);
    assert_eq!(balance(&home, &number), json!(["3700", "partially_paid"]));
}

#[test]
fn one_transfer_pays_several_invoices_and_more() {
    let (home, first) = home();
    let second = issue(&home);
    let paid = entry(&home, "B1", 26_400, &format!("{first} {second}"));
    home.expect(0, &["match", "accept", &paid, &first, &second]);
    assert_eq!(balance(&home, &first), json!(["0", "paid"]));
    assert_eq!(balance(&home, &second), json!(["0", "paid"]));
    let payments = home.json(0, &["payments", "--format", "json"]);
    assert_eq!(payments["payments"][0]["amount"], "26400", "what was paid beyond is kept as credit: {payments}");
    checked(&home);
    home.expect(0, &["match", "undo", &paid]);
    assert_eq!(balance(&home, &second), json!(["12700", "outstanding"]));
    checked(&home);
}

#[test]
fn what_other_processes_change_reaches_every_page_of_a_screen() {
    let (home, number) = home();
    let mut terminal = Terminal::start(&home, &[], 40, 160);
    // On the page of companies, then on the invoice: money in the locale's own spaces.
    terminal.shows("12\u{a0}700");
    home.expect(0, &["pay", &number, "--amount", "2700"]);
    terminal.shows("10\u{a0}000");
    terminal.type_until("2", &number);
    terminal.shows("10\u{a0}000");
    let paid = entry(&home, "B1", 10_000, &number);
    home.expect(0, &["match", "accept", &paid, &number]);
    terminal.shows("invoice · paid");
    terminal.type_until("1", "Own Kft.");
    terminal.gone("10\u{a0}000");
    terminal.quits();
}

#[test]
fn a_client_is_a_contact_in_every_list() {
    let (home, number) = home();
    let listed = home.json(0, &["contacts", "acme", "--format", "json"]);
    assert_eq!(
        (listed["total"].as_u64(), listed["contacts"][0]["tax_number"].as_str()),
        (Some(1), Some("13114505-2-41")),
        "{listed}"
    );
    let id = listed["contacts"][0]["contact_id"].as_str().expect("an identifier").to_owned();
    let found = home.json(0, &["invoices", &format!("contact:{id}"), "--format", "json"]);
    assert_eq!(found["invoices"][0]["invoice_number"], number.as_str(), "{found}");
    home.expect(0, &["client", "edit", "Acme Kft.", "--rename", "Apex Kft."]);
    assert_eq!(home.json(0, &["contacts", "acme", "--format", "json"])["total"], 0);
    assert_eq!(home.json(0, &["contacts", "apex", "--format", "json"])["total"], 1);
    // One that nothing refers to is deleted: what a list of contacts calls vanished.
    home.expect(0, &["client", "add", "Short Bt."]);
    assert_eq!(home.json(0, &["contacts", "short", "--format", "json"])["total"], 1);
    home.expect(0, &["client", "delete", "Short Bt."]);
    assert_eq!(home.json(0, &["contacts", "short", "--format", "json"])["contacts"][0]["vanished"], true);
    checked(&home);
}

#[test]
fn a_discount_that_the_bank_settled_is_no_credit_and_comes_and_goes_with_the_match() {
    let (home, number) = home();
    let entry = entry(&home, "S1", 12_000, "skonto");
    home.expect(0, &["match", "accept", &entry, &number, "--difference", "discount"]);
    let credited = home.json(0, &["credit", &number, "--json"])["invoices"][0].clone();
    let note = credited["invoice_number"].as_str().expect("a number").to_owned();
    assert_eq!(credited["balance"], "-12000", "{credited}");
    let open = || [&number, &note].map(|one| balance(&home, one)[0].as_str().expect("an amount").to_owned());
    assert_eq!(open(), ["0", "-12000"]);
    checked(&home);
    home.expect(0, &["match", "undo", &entry]);
    assert_eq!(open(), ["12700", "-12700"]);
    checked(&home);
    home.expect(0, &["match", "accept", &entry, &number, "--difference", "discount"]);
    assert_eq!(open(), ["0", "-12000"]);
    checked(&home);
}

fn of(payments: &Value) -> Vec<(&str, &str)> {
    let all = payments["payments"].as_array().expect("payments").iter();
    all.map(|one| (one["amount"].as_str().expect("an amount"), one["unapplied"].as_str().expect("an amount"))).collect()
}

#[test]
fn a_named_amount_is_no_more_than_the_entry_brought_or_the_invoice_waits_for() {
    let (home, number) = home();
    let paid = entry(&home, "B1", 12_000, "x");
    for (amount, told) in [("12500", "12000 HUF"), ("13000", "12700 HUF"), ("0", "0"), ("-5", "-5")] {
        let refused = home.expect(2, &["match", "accept", &paid, &format!("{number}={amount}")]);
        assert!(refused.err.contains(&number) && refused.err.contains(told), "{amount}: {}", refused.err);
    }
    assert_eq!(balance(&home, &number), json!(["12700", "outstanding"]));
    // What is missing may have a name: then the entry pays what it brought, and no more.
    let done = home.json(0, &["match", "accept", &paid, &format!("{number}=12700"), "--difference", "fee", "--json"]);
    let parts: Vec<Value> =
        done["match"]["parts"].as_array().expect("parts").iter().map(|part| json!([part["kind"], part["amount"]])).collect();
    assert_eq!(parts, [json!(["principal", "12000"]), json!(["fee", "700"])]);
    assert_eq!(balance(&home, &number), json!(["0", "paid"]));
    let payments = home.json(0, &["payments", "--format", "json"]);
    assert_eq!(of(&payments), [("12000", "0")], "{payments}");
    checked(&home);
}

#[test]
fn money_that_goes_back_to_a_client_is_proposed_and_recorded() {
    let (home, number) = home();
    let paid = entry(&home, "B1", 13_700, &number);
    home.expect(0, &["match", "accept", &paid, &number]);
    // What was paid beyond the invoice by hand is as much credit of the client.
    let other = issue(&home);
    home.expect(0, &["pay", &other, "--amount", "13000"]);
    let back = booked(&home, "B2", "D1300", &format!("visszautalás {number} túlfizetés"));
    let shown = home.json(0, &["match", "auto", "--json"]);
    let first = &shown["proposed"][0]["proposals"][0];
    assert_eq!(shown["settled"], json!([]), "nothing is done alone: {shown}");
    assert_eq!((&first["parts"][0]["kind"], &first["parts"][0]["amount"]), (&json!("overpayment"), &json!("-1300")), "{shown}");
    let credit = |home: &Home| home.json(0, &["payments", "--format", "json"])["totals"].clone();
    assert_eq!((&credit(&home)[0]["count"], &credit(&home)[0]["unapplied"]), (&json!(2), &json!("1300")));
    for ask in [vec!["match", "accept", &back], vec!["match", "accept", &back, &other]] {
        home.expect(0, &ask);
        let after = credit(&home);
        assert_eq!((&after[0]["count"], &after[0]["amount"], &after[0]["unapplied"]), (&json!(3), &json!("25400"), &json!("0")));
        for number in [&number, &other] {
            assert_eq!(balance(&home, number), json!(["0", "paid"]), "{ask:?}");
        }
        checked(&home);
        // It is gone: nothing can be paid with it, and no more can go back.
        let third = issue(&home);
        home.expect(4, &["pay", &third, "--by", "credit"]);
        home.expect(4, &["pay", &number, "--by", "refund", "--amount", "14000"]);
        // Taken back, it is credit again, as it was before.
        home.expect(0, &["match", "undo", &back]);
        let before = credit(&home);
        assert_eq!((&before[0]["count"], &before[0]["unapplied"]), (&json!(2), &json!("1300")));
        assert_eq!(balance(&home, &number), json!(["0", "paid"]));
        checked(&home);
    }
    // More than there is, what comes in, and the credit of another client are no refunds.
    let more = booked(&home, "B3", "D1301", &number);
    assert!(home.expect(2, &["match", "accept", &more, &number]).err.contains(&number));
    home.expect(2, &["match", "accept", &entry(&home, "B4", 1300, "x"), &number]);
    // A receipt of a closed day is not changed.
    home.expect(0, &["books", "edit", "--closed-until", "2026-11-25"]);
    home.expect(4, &["match", "accept", &back]);
    checked(&home);
}

#[test]
fn thousands_of_an_amount_that_is_accepted_are_asked_about() {
    let (home, first) = home();
    let paid = entry(&home, "B1", 12_700, "x");
    let refused = home.expect(2, &["match", "accept", &paid, &format!("{first}=5.000")]);
    assert!(refused.err.contains("5000"), "{}", refused.err);
    checked(&home);
}

#[test]
fn a_credit_and_an_invoice_net_in_any_order() {
    let (home, first) = home();
    home.expect(0, &["pay", &first]);
    let credited = home.json(0, &["credit", &first, "--json"]);
    let credit = credited["invoices"][0]["invoice_number"].as_str().expect("a number").to_owned();
    let (second, third) = (issue(&home), issue(&home));
    let paid = entry(&home, "B1", 12_700, "x");
    for documents in [[&second, &third, &credit], [&credit, &second, &third]] {
        let documents: Vec<&str> = documents.into_iter().map(String::as_str).collect();
        home.expect(0, &[&["match", "accept", &paid], documents.as_slice()].concat());
        for number in documents {
            assert_eq!(balance(&home, number), json!(["0", "paid"]), "{number}");
        }
        checked(&home);
        home.expect(0, &["match", "undo", &paid]);
    }
}

#[test]
fn what_is_paid_beyond_invoices_of_two_clients_is_not_lost() {
    let (home, first) = home();
    home.expect(0, &["client", "add", "Beta Kft."]);
    let made = home.json(0, &["draft", "make", "--client", "Beta", "--line", "Care=1x10000", "--json"]);
    let draft = made["drafts"][0]["draft"].as_str().expect("a draft").to_owned();
    let issued = home.json(0, &["issue", &draft, "--date", "2026-11-01", "--json"]);
    let second = issued["invoices"][0]["invoice_number"].as_str().expect("a number").to_owned();
    let paid = entry(&home, "B1", 25_500, "x");
    let refused = home.expect(2, &["match", "accept", &paid, &first, &second]);
    assert!(refused.err.contains("100 HUF") && refused.err.contains("--difference"), "{}", refused.err);
    assert_eq!(balance(&home, &first), json!(["12700", "outstanding"]));
    home.expect(2, &["match", "accept", &paid, &first, &second, "--difference", "overpayment"]);
    // Of one client the rest is its credit.
    home.expect(0, &["match", "accept", &paid, &first]);
    let payments = home.json(0, &["payments", "--format", "json"]);
    assert_eq!(of(&payments), [("25500", "12800")], "{payments}");
    checked(&home);
}

#[test]
fn the_bank_changes_no_closed_day() {
    let (home, first) = home();
    let second = issue(&home);
    let paid = entry(&home, "B1", 12_700, "x");
    home.expect(0, &["match", "accept", &paid, &first]);
    let waits = entry(&home, "B2", 12_700, &second);
    home.expect(0, &["books", "edit", "--closed-until", "2026-11-25"]);
    let before = home.json(0, &["payments", "--format", "json"]);
    for ask in [vec!["match", "undo", &paid], vec!["match", "accept", &waits, &second], vec!["match", "accept", &waits]] {
        let refused = home.expect(4, &ask);
        assert!(refused.err.contains("2026-11-25"), "{ask:?}: {}", refused.err);
    }
    let auto = home.json(0, &["match", "auto", "--json"]);
    assert_eq!((&auto["settled"], auto["closed"].as_u64()), (&json!([]), Some(1)), "{auto}");
    assert!(home.expect(0, &["match", "auto"]).err.contains("closed"), "it tells what it left");
    assert_eq!(home.json(0, &["payments", "--format", "json"]), before);
    assert_eq!(balance(&home, &second), json!(["12700", "outstanding"]));
    // What the bank takes back of a closed day waits, too.
    let back = ":20:S\n:25:11773016-11111018\n:28C:2\n:61:2611281128RC12700,00NTRFNONREF//B1\n:86:x\n-\n";
    home.expect(0, &["bank", "import", &write(&home, "back.sta", back), "--company", "Own"]);
    let auto = home.json(0, &["match", "auto", "--json"]);
    assert_eq!((&auto["settled"], auto["closed"].as_u64()), (&json!([]), Some(2)), "{auto}");
    assert_eq!(balance(&home, &first), json!(["0", "paid"]));
    // Opened again, everything is done.
    home.expect(0, &["books", "edit", "--closed-until", "2026-10-31"]);
    let auto = home.json(0, &["match", "auto", "--json"]);
    assert_eq!((auto["settled"].as_array().map(Vec::len), auto["closed"].as_u64()), (Some(3), Some(0)), "{auto}");
    assert_eq!(balance(&home, &first), json!(["12700", "outstanding"]));
    assert_eq!(balance(&home, &second), json!(["0", "paid"]));
    checked(&home);
}

/// What a session in lines says.
fn said(home: &Home, lines: &str) -> String {
    let typed = home.path().join("typed");
    std::fs::write(&typed, lines).expect("room");
    let mut plain = home.command(&["--plain"]);
    plain.stdin(std::fs::File::open(&typed).expect("there"));
    ran(plain).out.replace('\u{a0}', " ")
}

#[test]
fn reports_in_lines_name_their_figures_and_have_no_others() {
    let (home, _) = home();
    let credited = issue(&home);
    home.expect(0, &["pay", &credited]);
    home.expect(0, &["credit", &credited]);
    let vat = said(&home, "report vat\nquit\n");
    assert!(vat.contains("VAT 2 700 Ft") && !vat.contains("outstanding"), "{vat}");
    let aging = said(&home, "report aging\nquit\n");
    assert!(aging.contains("1 invoice, open 12 700 Ft.") && !aging.contains("1 invoices"), "{aging}");
    assert!(aging.contains("credit -12 700 Ft") || aging.contains("credit −12 700 Ft"), "{aging}");
    // A name that ends with a point ends the sentence; and there is an end.
    let list = said(&home, "find\nmore\nmore\ncompanies\nquit\n");
    assert!(list.contains("of Own Kft.\n") && !list.contains(".."), "{list}");
    assert_eq!(list.matches("There is no more.").count(), 2, "{list}");
}

#[test]
fn changes_are_told_in_the_words_of_the_screen() {
    let (home, number) = home();
    home.expect(0, &["pay", &number, "--amount", "2700"]);
    let history = home.expect(0, &["invoice", &number, "--history"]).out.replace('\u{a0}', " ");
    let told = |text: &str| {
        assert!(text.contains("first seen") && text.contains("10 000 Ft"), "{text}");
        for raw in ["first_seen", "balance:", "(run 0)", "partially_paid"] {
            assert!(!text.contains(raw), "{raw} in {text}");
        }
    };
    told(&history);
    let changes = said(&home, "changes\nquit\n");
    told(&changes);
    assert!(changes.contains("of Own Kft.\n"), "{changes}");
}

#[test]
fn headings_of_tables_have_one_case() {
    let (home, number) = home();
    entry(&home, "B1", 12_700, &number);
    for list in [&["bank", "list"][..], &["bank", "statements"], &["match", "list"]] {
        let out = home.run(list).out;
        let heading = out.lines().next().unwrap_or_default();
        let shouts = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && word == word.to_uppercase();
        assert!(!heading.split_whitespace().any(|word| shouts(word) && word != "IBAN"), "{list:?}: {heading}");
    }
}
