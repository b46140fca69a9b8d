//! Sessions on the pages that settle: the bank and the outbox, as an accountant types them.

use serde_json::json;

use faktura::sandbox::oauth::Service;

use crate::bank::{balance, home, month, write};
use crate::pushes::{World, currency, file, numbers};
use crate::support::Home;
use crate::support::terminal::Terminal;

#[test]
fn a_statement_is_imported_matched_and_taken_back_on_the_screen() {
    let (_server, home) = home();
    let file = write(&home, "month.sta", &month());
    let mut terminal = Terminal::start(&home, &[], 40, 160);
    terminal.shows("1 Companies");
    terminal.type_until("B", "I import");
    terminal.type_until("I", "Import a bank statement");
    terminal.type_until(&format!("{file}\r"), "4 entries, 4 new, 0 refused");
    terminal.shows("→ INV-2026-1");
    terminal.type_until("l", "adds up");
    terminal.type_until("l", "Cash");
    terminal.shows("50\u{a0}900\u{a0}Ft");
    // Everything certain at once, after a question.
    terminal.type_until("l", "4 entries");
    terminal.type_until("C", "Match every certain entry");
    terminal.type_until("\t\r", "1 settled");
    terminal.shows("✓ INV-2026-1");
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    // What is not certain: looked at, chosen.
    terminal.press("\x1b");
    terminal.type_until("/text:köszönjük\r", "1 entry");
    terminal.type_until("\x0f", "Another document");
    terminal.type_until("\r", "Matched: INV-2026-3");
    assert_eq!(balance(&home, "INV-2026-3"), json!(["0", "paid"]));
    terminal.type_until("U", "Open again: INV-2026-3");
    assert_eq!(balance(&home, "INV-2026-3"), json!(["12700.0", "outstanding"]));
    // A document that a person names.
    terminal.type_until("\x0f", "Another document");
    terminal.type_until("G\r", "Invoices, with commas between");
    terminal.type_until("INV-2026-3\r", "Matched: INV-2026-3");
    terminal.quits();
    let audit = home.expect(0, &["audit"]).out;
    for line in ["bank.import", "match.auto", "match.accept", "match.undo"] {
        assert!(audit.contains(line), "{line} is not in {audit}");
    }
}

#[test]
fn refused_lines_of_a_statement_are_named_and_the_rest_is_imported_on_request() {
    let (_server, home) = home();
    let file = write(&home, "bad.sta", &month().replace("C25000,00", "X25000,00"));
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("1 Companies");
    terminal.type_until("B", "I import");
    terminal.type_until("I", "Import a bank statement");
    terminal.type_until(&format!("{file}\r"), "1 line is refused, 1 statement does not add up: nothing was imported");
    terminal.type_until("w", "of the statement");
    terminal.press("\x1b");
    // A key right behind Esc is Alt with that key.
    terminal.gone("of the statement");
    // What was typed is there again.
    terminal.type_until("I", "Import a bank statement");
    terminal.shows(&file);
    terminal.type_until("\t\t \r", "3 entries, 3 new, 1 refused; 1 statement does not add up");
    terminal.quits();
    assert_eq!(home.json(0, &["bank", "list", "--json"])["total"], 3);
}

#[test]
fn documents_are_planned_mapped_approved_and_reconciled_on_the_screen() {
    let world = World::new(Service::Xero);
    let home = &world.home;
    let file = file(home, &numbers(2), currency(Service::Xero));
    let mut terminal = Terminal::start(home, &[], 40, 170);
    terminal.shows(&world.company);
    terminal.type_until("9", "Nothing is planned and nothing was sent");
    terminal.type_until("\x14", "Nothing is sent: you look at the plan first");
    terminal.press("\t\t");
    terminal.type_until(&format!("{file}\r"), "cannot yet");
    terminal.shows("! planned");
    // What is missing is set by its first candidate, until nothing is.
    terminal.press("G");
    for _ in 0..6 {
        terminal.press("G");
        terminal.until("the item or its candidates", |text| text.contains("FX-2"));
        if terminal.text().contains("Missing") {
            terminal.type_until("\x0f", "Another identifier");
            terminal.type_until("\r", "Set and planned again");
            terminal.press("\x1b");
            terminal.gone("Set and planned again");
        }
    }
    terminal.type_until("Y", "Each is written once");
    let shown = terminal.text();
    for words in ["FX-1", "Pékség Acme Kft.", "115.58"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    terminal.press("\t\r");
    terminal.shows("3 sent");
    assert_eq!(world.documents(&numbers(2)), [1, 1]);
    terminal.quits();
    home.expect(0, &["sync", "--company", &world.company]);
    let mut terminal = Terminal::start(home, &[], 40, 170);
    terminal.type_until("9", "3 sent");
    terminal.type_until("l", "3 linked: 3 equal");
    terminal.type_until("X", "Forget 1 link?");
    terminal.type_until("\t\r", "2 linked: 2 equal");
    terminal.quits();
    let audit = home.expect(0, &["audit"]).out;
    for line in ["push.map", "push.apply", "push.unlink"] {
        assert!(audit.contains(line), "{line} is not in {audit}");
    }
}

/// What a person takes out of a plan is not written when the rest is approved.
#[test]
fn what_was_dropped_from_a_plan_is_not_written() {
    let world = World::new(Service::Xero);
    let home = &world.home;
    let file = file(home, &numbers(3), currency(Service::Xero));
    let plan = world.plan(&file);
    world.map(&plan);
    let mut terminal = Terminal::start(home, &[], 40, 170);
    terminal.shows(&world.company);
    terminal.type_until("9", "Nothing is planned and nothing was sent");
    terminal.type_until("\x14", "Nothing is sent: you look at the plan first");
    terminal.press("\t\t");
    terminal.type_until(&format!("{file}\r"), "4 can be written, 0 cannot yet");
    terminal.press("/FX-2\r");
    terminal.until("one row", |screen| screen.contains("1 of 4"));
    terminal.press("X");
    terminal.shows("0 of 3");
    // First the notice of the plan goes, then the filter.
    terminal.press("\x1b");
    terminal.gone("can be written");
    terminal.press("\x1b");
    terminal.gone("FX-2");
    terminal.type_until("Y", "Each is written once");
    terminal.press("\t\r");
    terminal.shows("3 sent");
    assert_eq!(world.documents(&numbers(3)), [1, 0, 1]);
    // The plan that is left does not bring it back.
    terminal.until("what was dropped stays away", |screen| screen.contains("FX-3") && !screen.contains("FX-2"));
    terminal.quits();
}

#[test]
fn lists_are_grouped_and_groups_lead_to_their_rows() {
    let (_server, home) = home();
    let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 30, 140);
    terminal.shows("INV-2026-3");
    terminal.type_until("(", "Group by");
    // The menu begins with what people group by most; Issued is the fifth.
    terminal.press("gjjjj");
    terminal.until("the cursor on Issued", |text| text.lines().any(|line| line.contains("│ ›") && line.contains("Issued")));
    terminal.type_until("\r", "by Issued");
    terminal.shows("50\u{a0}800\u{a0}Ft");
    terminal.type_until("e", "CSV");
    let file = home.path().join("groups.csv");
    terminal.press("\r");
    terminal.press("\x15");
    terminal.type_until(&format!("{}\r", file.display()), "Wrote 1 row");
    terminal.press("\x1b");
    terminal.gone("Wrote 1 row");
    terminal.type_until("\r", "3 of 3");
    terminal.quits();
    let written = std::fs::read_to_string(&file).expect("written");
    assert!(written.contains("group,rows,currency") || written.contains("group;rows;currency"), "{written}");
    assert!(written.contains("50800"), "{written}");
}

#[test]
fn a_command_of_the_users_runs_on_marked_rows_without_a_shell() {
    let (_server, home) = home();
    let config = "[screen]\ncommands.show = { run = [\"echo\", \"got {number} $HOME;\"], pages = [\"invoices\"] }\n";
    std::fs::write(home.path().join("config.toml"), config).expect("written");
    let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 30, 140);
    terminal.shows("INV-2026-3");
    terminal.press("  ");
    terminal.type_until(")", "got {number} $HOME;");
    terminal.type_until("\r", "Run “show” on 2 rows?");
    terminal.type_until("\t\r", "What it said");
    for number in ["INV-2026-3", "INV-2026-2"] {
        terminal.shows(&format!("got {number} $HOME;"));
    }
    terminal.press("\x1b");
    terminal.gone("What it said");
    terminal.quits();
}

#[test]
fn the_log_is_read_and_filtered_on_the_screen() {
    let (_server, home) = home();
    let mut terminal = Terminal::start(&home, &["--tab", "messages"], 30, 140);
    terminal.shows("log of the program");
    terminal.type_until("/level:info\r", "info");
    terminal.type_until("/text:nothing-has-this\r", "Nothing");
    terminal.quits();
}

#[test]
fn invoices_of_own_books_are_paid_and_voided_on_the_screen() {
    let home = Home::new();
    let add = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    home.expect(0, &[&add[..], &["--zone", "Europe/Budapest", "--vat", "27"]].concat());
    home.expect(0, &["client", "add", "Acme Kft.", "--tax-number", "13114505-2-41"]);
    let issued = |_| {
        let made = home.json(0, &["draft", "make", "--client", "Acme", "--line", "Care=1x10000", "--json"]);
        let draft = made["drafts"][0]["draft"].as_str().expect("a draft").to_owned();
        let issued = home.json(0, &["issue", &draft, "--date", "2026-11-01", "--json"]);
        issued["invoices"][0]["invoice_number"].as_str().expect("a number").to_owned()
    };
    let [first, second] = [1, 2].map(issued);
    let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 30, 140);
    terminal.shows(&second);
    // What no service has is said, and nothing is asked of one.
    terminal.type_until("s", "keeps its books here");
    terminal.press("\x1b");
    terminal.gone("keeps its books here");
    terminal.press(&format!("/{first}\r"));
    terminal.gone(&second);
    terminal.type_until("\x0f", "Record a payment");
    terminal.type_until("\r", "Payment of");
    // The amount and the day are known; in cash.
    terminal.type_until("\t\t \r", "Recorded");
    terminal.press(&format!("/{second}\r"));
    terminal.gone(&first);
    terminal.type_until("\x0f", "Void it");
    terminal.type_until("G\r", "Cancellation of");
    terminal.type_until("\tissued twice\r", &format!("Void {second}"));
    terminal.type_until("y", "Issued INV-");
    terminal.quits();
    assert_eq!(balance(&home, &first), json!(["0", "paid"]));
    let payments = home.json(0, &["payments", "--format", "json"]);
    assert_eq!((payments["total"].as_u64(), payments["payments"][0]["method"].as_str()), (Some(1), Some("cash")), "{payments}");
    home.expect(0, &["books", "check"]);
    let audit = home.expect(0, &["audit"]).out;
    for line in ["invoice.pay", "invoice.void"] {
        assert!(audit.contains(line), "{line} is not in {audit}");
    }
}
