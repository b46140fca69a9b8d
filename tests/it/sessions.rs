//! Whole sessions at the screen, as admins type them: finding, views, columns, marks, files, copying, settings, and the ends.

use std::os::unix::fs::PermissionsExt;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::json;

use crate::support::server::{Answer, Server, document, document_with, gated, page, rest};
use crate::support::terminal::{Terminal, sane};
use crate::support::{Home, copy, files, ran};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// 40 invoices of two companies, synced once for all sessions; each gets a copy of its own.
fn desk() -> Home {
    static SYNCED: OnceLock<(Home, Server, Server)> = OnceLock::new();
    let (synced, ..) = SYNCED.get_or_init(|| {
        let account = |from: u64| {
            let documents: Vec<String> = (from..from + 20).rev().map(|id| document(id, &(id * 1000).to_string())).collect();
            Server::start(move |asked| match asked.path.as_str() {
                "/documents" => page(&documents, asked),
                path if path.ends_with("/download") => Answer {
                    headers: vec![("Content-Type".to_owned(), "application/pdf".to_owned())],
                    ..Answer::text(200, "%PDF-1.4 pretend")
                },
                _ => rest(asked),
            })
        };
        let (first, second) = (account(100), account(200));
        let home = Home::new();
        home.must_add("Alfa Kft.", &first.url, KEY);
        home.must_add("Beta Zrt.", &second.url, "a1b2c3d4-1111-4222-8333-0123456702c9");
        home.expect(0, &["sync"]);
        (home, first, second)
    });
    let home = Home::new();
    copy(synced.path(), home.path());
    let private = std::fs::Permissions::from_mode(0o700);
    for folder in ["store", "store/keys", "store/journal", "store/sled", "logs"] {
        let folder = home.path().join(folder);
        if folder.is_dir() {
            std::fs::set_permissions(folder, private.clone()).expect("it is ours");
        }
    }
    home
}

/// The invoices tab over the desk.
fn invoices(home: &Home, args: &[&str]) -> Terminal {
    let mut terminal = Terminal::start(home, &[&["--tab", "invoices"], args].concat(), 30, 120);
    terminal.shows("40 invoices");
    terminal
}

#[test]
fn the_palette_leads_to_a_view() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.type_until(":", "type a command");
    terminal.type_until("largest", "View: Largest unpaid");
    terminal.press("\r");
    terminal.until("the view", |screen| screen.contains("/ status:unpaid") && screen.contains("↓ Open"));
    terminal.quits();
}

#[test]
fn the_palette_goes_to_a_query() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &[], 24, 80);
    terminal.shows("Alfa Kft.");
    terminal.type_until(":inv overdue 105", "Invoices: overdue 105");
    terminal.press("\r");
    terminal.until("what was asked for", |screen| screen.contains("/ overdue 105") && screen.contains("T-105"));
    terminal.quits();
}

#[test]
fn help_is_searched_and_runs_what_it_shows() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.type_until("?", "type to narrow");
    terminal.type_until("settings", "settings: theme");
    terminal.type_until("\r", "reduced motion");
    terminal.press("\x1b");
    terminal.gone("reduced motion");
    terminal.quits();
}

#[test]
fn fields_and_values_are_completed() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.press("/stat");
    terminal.until("what may come", |screen| screen.contains("/ stat") && screen.lines().any(|line| line.contains("│ status:")));
    terminal.press("\t");
    terminal.until("the field and its values", |screen| screen.contains("/ status:") && screen.contains("overdue"));
    // Fingers are faster than answers: it is completed all the same.
    terminal.type_until("ov\t", "/ status:overdue");
    terminal.type_until(" company:al\t", "company:\"Alfa Kft.\"");
    terminal.until("found", |screen| screen.contains("20 of 40"));
    terminal.press("\r");
    terminal.quits();
}

#[test]
fn earlier_queries_come_back_with_the_arrows() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.type_until("/T-101\r", "1 of 40");
    terminal.type_until("\x1b/T-21\r", "10 of 40");
    terminal.press("\x1b/\x1b[A");
    terminal.shows("/ T-21");
    terminal.type_until("\x1b[A", "/ T-101");
    terminal.type_until("\x1b[B", "/ T-21");
    terminal.press("\r");
    terminal.quits();
    // Also in the next session.
    let mut terminal = Terminal::start(&home, &["--tab", "invoices", "--where", ""], 30, 120);
    terminal.shows("40 invoices");
    terminal.type_until("/\x1b[A\x1b[A", "/ T-101");
    terminal.press("\r");
    terminal.quits();
}

#[test]
fn a_view_is_saved_found_again_and_forgotten_after_a_question() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.type_until("/T-11\r", "10 of 40");
    terminal.type_until("vmy eleven", "Save what is shown as “my eleven”");
    terminal.type_until("\r", "Saved as");
    terminal.quits();
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("10 of 40");
    terminal.type_until("\x1b", "40 invoices");
    terminal.type_until("v", "or a new name to save");
    terminal.type_until("eleven", "my eleven");
    terminal.type_until("\r", "10 of 40");
    for leads in ["\r", "\t\r"] {
        terminal.type_until("v", "or a new name to save");
        terminal.type_until("eleven", "my eleven");
        terminal.type_until("\x18", "Forget the view “my eleven”?");
        // What changes nothing is under the cursor.
        terminal.press(leads);
        terminal.gone("Forget the view");
    }
    // The list of views is there once more, without it.
    terminal.type_until("v", "Largest unpaid");
    assert!(!terminal.text().contains("my eleven"), "{}", terminal.text());
    terminal.press("\x1b");
    terminal.gone("Largest unpaid");
    terminal.quits();
}

#[test]
fn columns_are_chosen_moved_and_kept() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.type_until("|", "automatic");
    // The first one is the number: it goes one place further, and comes wider.
    terminal.press(">");
    terminal.until("moved", |screen| {
        let line = screen.lines().find(|line| line.contains("Number") && line.contains("Issued")).unwrap_or_default();
        line.find("Issued") < line.find("Number")
    });
    let room = |screen: &str| -> Option<usize> {
        let line = screen.lines().find(|line| line.contains("Number") && line.contains("Issued"))?;
        let rest = line.get(line.find("Number")?..)?.trim_start_matches("Number");
        Some(rest.len() - rest.trim_start().len())
    };
    let before = room(&terminal.text());
    terminal.press("++");
    terminal.until("wider", |screen| room(screen) > before);
    terminal.press("\x1b");
    terminal.gone("automatic");
    terminal.quits();
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.until("as they were left", |screen| {
        let line = screen.lines().find(|line| line.contains("Number") && line.contains("Issued")).unwrap_or_default();
        line.find("Issued") < line.find("Number")
    });
    terminal.quits();
}

#[test]
fn marks_add_up_and_are_exported_for_our_eyes_only() {
    let home = desk();
    let mut terminal = invoices(&home, &["--sort", "number"]);
    terminal.type_until("  ", "2 marked");
    // T-100 and T-101 were marked.
    terminal.until("their sum", |screen| screen.contains("201\u{a0}000") || screen.contains("201 000"));
    terminal.type_until("jjV", "5 marked");
    terminal.type_until("e", "for every program");
    terminal.type_until("\r", "Write 5 invoices to");
    terminal.press("\x15marked.csv\r");
    terminal.shows("5 invoices → marked.csv");
    terminal.type_until("w", "export to marked.csv");
    terminal.press("\x1b");
    terminal.quits();
    let file = home.path().join("marked.csv");
    let text = std::fs::read_to_string(&file).expect("it is there");
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(text.contains("T-104") && !text.contains("T-105"), "{text}");
    assert_eq!(file.metadata().expect("it is there").permissions().mode() & 0o777, 0o600);
    let audit = home.expect(0, &["audit", "--json"]).out;
    assert!(audit.contains("marked.csv"), "{audit}");
}

#[test]
fn all_that_is_found_is_exported_and_no_file_is_overwritten() {
    let home = desk();
    std::fs::write(home.path().join("taken.xlsx"), "mine").expect("written");
    let mut terminal = invoices(&home, &[]);
    terminal.type_until("/company:beta\r", "20 of 40");
    terminal.type_until("*", "20 marked");
    terminal.press(" ");
    terminal.shows("19 marked");
    terminal.press("ej\r");
    terminal.shows("Write 19 invoices to");
    terminal.press("\x15taken.xlsx\r");
    terminal.shows("is there already");
    terminal.press("ej\r\x15all.xlsx\r");
    terminal.shows("19 invoices → all.xlsx");
    terminal.quits();
    assert_eq!(std::fs::read_to_string(home.path().join("taken.xlsx")).expect("it is there"), "mine");
    assert!(home.path().join("all.xlsx").metadata().expect("it is there").len() > 4000);
}

#[test]
fn a_number_is_copied_to_the_terminal_of_whoever_looks() {
    let home = desk();
    let mut terminal = invoices(&home, &["--sort", "number"]);
    terminal.type_until("y", "command that opens this again");
    terminal.type_until("\r", "Copied: T-100");
    assert_eq!(terminal.clipboard(), "T-100");
    // A table of what is marked, with its heading.
    terminal.press("  yjj\r");
    terminal.shows("2 rows were copied");
    let table = terminal.clipboard();
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.lines().all(|line| line.contains('\t')) && table.contains("T-101"), "{table}");
    terminal.press("u");
    terminal.quits();
}

#[test]
fn inside_tmux_what_is_copied_is_wrapped() {
    let home = desk();
    let mut terminal = Terminal::set(&home, &["--tab", "invoices", "--sort", "number"], 30, 120, &[("TMUX", "/tmp/x,1,0")]);
    terminal.shows("40 invoices");
    terminal.type_until("y\r", "Copied: T-100");
    let raw = terminal.quits();
    let raw = String::from_utf8_lossy(&raw);
    assert!(raw.contains("\x1bPtmux;\x1b\x1b]52;c;"), "wrapped for tmux");
}

#[test]
fn a_ticket_opens_exactly_this_again() {
    let home = desk();
    let mut terminal = invoices(&home, &["--sort", "number"]);
    terminal.type_until("/T-11\r", "10 of 40");
    terminal.press("jjy\x1b[F\r");
    terminal.shows("Copied: faktura");
    let ticket = terminal.clipboard();
    terminal.quits();
    assert!(ticket.starts_with("faktura --invoice 1:112 "), "{ticket}");
    let words: Vec<&str> = ticket.split(' ').skip(1).collect();
    let mut terminal = Terminal::start(&home, &words, 30, 120);
    terminal.until("the same place", |screen| {
        screen.contains("/ T-11") && screen.lines().any(|line| line.starts_with('›') && line.contains("T-112"))
    });
    terminal.quits();
}

#[test]
fn pdfs_of_what_is_marked_are_saved() {
    let home = desk();
    let mut terminal = invoices(&home, &["--sort", "number"]);
    terminal.type_until("  ", "2 marked");
    terminal.type_until("D", "Save 2 PDFs in the folder");
    terminal.press("\x15papers\r");
    terminal.shows("2 PDFs → papers");
    terminal.quits();
    let papers = files(&home.path().join("papers"));
    let names: Vec<_> = papers.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(names, ["T-100-1-100.pdf", "T-101-1-101.pdf"]);
    assert!(papers.iter().all(|path| path.metadata().expect("it is there").permissions().mode() & 0o777 == 0o600));
    assert!(std::fs::read(&papers[0]).expect("it is there").starts_with(b"%PDF"));
}

#[test]
fn the_language_and_the_theme_change_at_once_and_stay() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.type_until(",", "reduced motion");
    // The theme first, then the language below it.
    terminal.press("\r");
    terminal.until("another theme", |screen| screen.lines().any(|line| line.contains("theme") && line.contains("dark")));
    terminal.type_until("j\r", "Beállítások");
    terminal.press("\x1b");
    terminal.shows("Számlák");
    terminal.press("q");
    let (code, raw) = terminal.ends();
    assert_eq!(code, 0);
    sane(&raw);
    assert!(String::from_utf8_lossy(&raw).contains("38;5;"), "colours of the theme, of the 256 that this terminal has");
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("Számlák");
    terminal.quits();
}

#[test]
fn customers_and_amounts_are_hidden_for_whoever_shares_a_screen() {
    let home = desk();
    let mut terminal = invoices(&home, &["--sort", "number"]);
    terminal.shows("Vevő 100 Zrt.");
    terminal.press("H");
    terminal.until("hidden", |screen| {
        screen.contains("•••") && screen.contains("Partner ") && !screen.contains("Vevő 1") && !screen.contains("100 000")
    });
    terminal.press("\r");
    terminal.until("also in the detail", |screen| {
        screen.contains("History") && !screen.contains("Vevő") && !screen.contains("100 000")
    });
    terminal.press("\x1be\r\x15hidden.csv\r");
    terminal.shows("→ hidden.csv");
    terminal.press("H");
    terminal.shows("Vevő 100 Zrt.");
    terminal.quits();
    let text = std::fs::read_to_string(home.path().join("hidden.csv")).expect("it is there");
    assert!(text.contains("T-100") && !text.contains("Vevő") && !text.contains("100000"), "{text}");
}

#[test]
fn read_only_is_read_only() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &["--read-only"], 24, 100);
    terminal.until("it says so", |screen| screen.contains("read-only") && screen.contains("Alfa Kft."));
    terminal.type_until("s", "nothing can be changed from here");
    terminal.press("S2");
    terminal.shows("T-219");
    terminal.quits();
    assert_eq!(home.json(0, &["logs", "--json"])["runs"].as_array().map(Vec::len), Some(2), "no sync was begun");
}

#[test]
fn without_colours_the_selection_is_still_seen() {
    let home = desk();
    let mut terminal = Terminal::set(&home, &["--tab", "invoices"], 24, 80, &[("NO_COLOR", "1")]);
    terminal.shows("40 invoices");
    terminal.press("j");
    terminal.until("the cursor", |screen| screen.lines().any(|line| line.starts_with("› T-")));
    let raw = terminal.quits();
    let raw = String::from_utf8_lossy(&raw);
    assert!(raw.contains("\x1b[7m") || raw.contains(";7m"), "reverse");
    assert!(!raw.contains("[36m") && !raw.contains(";36m") && !raw.contains("[31m") && !raw.contains(";31m"), "no colour");
}

#[test]
fn keys_of_the_configuration_hold_and_mistakes_are_said_while_it_runs() {
    let home = desk();
    let config = home.path().join("config.toml");
    std::fs::write(&config, "[screen]\nascii = true\nkeys = { invoices = { export = \"x\" } }\n").expect("written");
    let mut terminal = invoices(&home, &[]);
    assert!(!terminal.text().contains('─'), "{}", terminal.text());
    terminal.type_until("x", "for every program");
    terminal.press("\x1b");
    terminal.gone("for every program");
    std::fs::write(&config, "[screen]\nkeys = { invoices = { export = \"s\" } }\n").expect("written");
    terminal.type_until("\x12", "would be");
    // The old keys stay.
    terminal.type_until("x", "for every program");
    terminal.press("\x1b");
    terminal.gone("for every program");
    std::fs::write(&config, "[screen]\nkeys = { invoices = { export = \"f2\" } }\n").expect("written");
    terminal.type_until("\x12", "The configuration was read");
    terminal.type_until("\x1bOQ", "for every program");
    terminal.press("\x1b");
    terminal.gone("for every program");
    terminal.quits();
}

#[test]
fn what_changed_is_told_over_all_and_leads_to_the_invoice() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &["--tab", "changes"], 30, 120);
    terminal.until("the last sync", |screen| screen.contains("‹Last sync›") && screen.contains("first seen"));
    terminal.press("l");
    terminal.shows("‹Today›");
    terminal.press("h");
    terminal.until("the last sync", |screen| screen.contains("‹Last sync›") && screen.contains("first seen"));
    terminal.press("\r");
    terminal.shows("Where this comes from");
    terminal.press("\x1b");
    terminal.shows("What changed");
    terminal.quits();
}

#[test]
fn a_run_leads_to_what_it_changed() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &["--tab", "logs"], 30, 120);
    terminal.shows("completed");
    terminal.type_until("\r", "no errors");
    terminal.press("\r");
    terminal.until("its changes", |screen| screen.contains("‹run ") && screen.contains("20 changes"));
    terminal.press("\x1b");
    terminal.shows("no errors");
    terminal.quits();
}

#[test]
fn the_mouse_chooses_tabs_rows_and_orders() {
    let home = desk();
    let mut terminal = invoices(&home, &["--sort", "number"]);
    // The third row: two lines above the body, the filter, the heading.
    terminal.press("\x1b[<0;10;7M\x1b[<0;10;7m");
    terminal.until("the row", |screen| screen.lines().any(|line| line.starts_with('›') && line.contains("T-102")));
    terminal.press("\x1b[<65;10;10M");
    terminal.until("the wheel", |screen| screen.lines().any(|line| line.starts_with('›') && line.contains("T-105")));
    terminal.press("\x1b[<0;5;4M\x1b[<0;5;4m");
    terminal.until("the order turned round", |screen| screen.contains("Number ↓"));
    let x = terminal.text().lines().next().and_then(|line| line.find(" 5 ")).expect("a tab") + 2;
    terminal.press(&format!("\x1b[<0;{x};1M\x1b[<0;{x};1m"));
    terminal.shows("‹Aging›");
    terminal.quits();
}

/// List and detail side by side: the border is moved by keys and the mouse and stays where it was left; the wheel moves the pane below it.
#[test]
fn panes_are_sized_scrolled_and_kept() {
    let home = desk();
    let args = ["--tab", "invoices", "--sort", "number"];
    let mut terminal = Terminal::start(&home, &args, 16, 200);
    let border = |screen: &str| screen.lines().nth(6).and_then(|line| line.chars().position(|c| c == '│'));
    terminal.until("both", |screen| screen.contains("T-100") && border(screen) == Some(110));
    terminal.press("\x1b[1;5C");
    terminal.until("wider", |screen| border(screen) == Some(120));
    terminal.press("\x1b[1;5D\x1b[1;5D");
    terminal.until("narrower", |screen| border(screen) == Some(100));
    terminal.press("\x1b[<0;101;9M\x1b[<32;131;9M\x1b[<0;131;9m");
    terminal.until("where it was let go", |screen| border(screen) == Some(130));
    let first = |screen: &str| screen.lines().any(|line| line.starts_with('›') && line.contains("T-100"));
    terminal.press(&"\x1b[<65;150;8M".repeat(30));
    terminal.until("the end of the detail", |screen| screen.contains("Where this comes from") && first(screen));
    terminal.press("\x1b[<65;20;8M");
    terminal.until("the list", |screen| screen.lines().any(|line| line.starts_with('›') && line.contains("T-103")));
    terminal.quits();
    let mut terminal = Terminal::start(&home, &args, 16, 200);
    terminal.until("as it was left", |screen| screen.contains("T-100") && border(screen) == Some(130));
    terminal.quits();
}

/// Any column is ordered by, in a menu too; words are found without their accents; fields are completed in the language of the screen;
/// a company is found by a part of its name.
#[test]
fn orders_words_and_companies_are_found_in_both_languages() {
    let home = desk();
    let mut terminal = invoices(&home, &[]);
    terminal.type_until("o", "Sort by");
    terminal.type_until("gjj\r", "↓ Gross");
    terminal.type_until("/VEVO 105\r", "1 of 40");
    terminal.shows("Vevő 105 Zrt.");
    terminal.type_until(":zeta", "Invoices: zeta");
    terminal.press("\x15bet");
    terminal.until("the company", |screen| screen.lines().any(|line| line.contains("Beta Zrt.") && line.contains('│')));
    terminal.press("\x1b");
    terminal.quits();
    let mut terminal = Terminal::start(&home, &["--lang", "hu", "--tab", "invoices", "--where", ""], 30, 120);
    terminal.shows("Számlák");
    terminal.press("/státusz:lej");
    terminal.until("what may come", |screen| screen.contains("lejárt"));
    terminal.type_until("\t", "/ státusz:lejárt");
    terminal.press("\x1b");
    terminal.quits();
}

#[test]
fn small_terminals_are_served_and_smaller_ones_told() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 12, 40);
    terminal.until("a list", |screen| screen.contains("T-219") && screen.contains("Gross"));
    terminal.resize(6, 30);
    terminal.shows("Too small");
    terminal.resize(50, 200);
    terminal.until("list and detail side by side", |screen| screen.contains("History") && screen.contains("T-210"));
    terminal.quits();
}

#[test]
fn one_comes_back_to_where_one_was() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("Alfa Kft.");
    terminal.press("2/T-2\r");
    terminal.shows("of 40");
    terminal.press("jjjjj");
    terminal.until("the sixth", |screen| screen.lines().any(|line| line.starts_with('›') && line.contains("T-214")));
    terminal.quits();
    let state = home.path().join("screen.json");
    assert_eq!(state.metadata().expect("it is kept").permissions().mode() & 0o777, 0o600);
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.until("the same place", |screen| {
        screen.contains("/ T-2") && screen.lines().any(|line| line.starts_with('›') && line.contains("T-214"))
    });
    terminal.quits();
    // A state file that is not ours is ignored.
    std::fs::write(&state, "{\"tab\": 7").expect("written");
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("Alfa Kft.");
    terminal.quits();
    // Nor does what is no file: it gives way to one.
    std::fs::remove_file(&state).expect("removed");
    assert!(std::process::Command::new("mkfifo").arg(&state).status().expect("it runs").success());
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("Alfa Kft.");
    terminal.quits();
    assert!(state.is_file());
}

#[test]
fn a_lost_terminal_ends_the_screen_and_not_the_sync() {
    let loses: [fn(&mut Terminal); 2] = [|terminal| terminal.hang_up(), Terminal::closes];
    for lose in loses {
        let (server, gate) = gated(600);
        let home = Home::new();
        home.must_add("Teszt", &server.url, KEY);
        let mut terminal = Terminal::start(&home, &[], 24, 80);
        terminal.shows("Teszt");
        terminal.type_until("S", "1 syncing");
        lose(&mut terminal);
        gate.open();
        let (code, _) = terminal.ends();
        let runs = home.json(0, &["logs", "--json"]);
        assert_eq!(runs["runs"][0]["status"], "completed", "{runs}");
        assert_eq!(runs["runs"][0]["invoices_created"], 600);
        assert_eq!(code, 130, "a screen that a signal ends is no success");
    }
}

#[test]
fn low_bandwidth_turns_pages() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &["--tab", "invoices", "--sort", "number", "--low-bandwidth"], 16, 80);
    terminal.shows("T-100");
    terminal.press(&"j".repeat(9));
    terminal.until("the next page", |screen| {
        let first = screen.lines().find(|line| line.contains("T-1")).unwrap_or_default();
        first.starts_with('›') && !first.contains("T-100")
    });
    terminal.quits();
}

#[test]
fn line_by_line_nothing_is_drawn() {
    let home = desk();
    let mut terminal = Terminal::start(&home, &["--plain"], 24, 100);
    terminal.until("every company", |screen| screen.contains("Alfa Kft.: green") && screen.contains("Command:"));
    terminal.type_until("find 105\r", "1. T-105, Vevő 105 Zrt.");
    terminal.type_until("open 1\r", "first seen  (run ");
    terminal.type_until("report statuses\r", "outstanding");
    terminal.press("log\r");
    terminal.until("both runs", |screen| screen.contains("Run 1: ") && screen.contains("Run 2: "));
    // Many lines scroll by: what any of them says is on the screen at the end.
    terminal.type_until("changes 3000\r", ": first seen, of ");
    // What the command line can do, a line can: here the screen's management, and a wrong option is explained.
    terminal.type_until("company rename \"Alfa Kft.\" \"Első Kft.\"\r", "Első Kft.");
    terminal.type_until("companies\r", "Első Kft.: green");
    terminal.type_until("status --nonsense\r", "unexpected option");
    terminal.type_until("serve\r", "Unknown command “serve”");
    terminal.type_until("nonsense\r", "Unknown command “nonsense”");
    terminal.press("quit\r");
    let (code, raw) = terminal.ends();
    assert_eq!(code, 0);
    let raw = String::from_utf8_lossy(&raw);
    assert!(!raw.contains('\x1b') && !raw.contains('│') && !raw.contains('─'), "no alternate screen, no borders, no colours");
}

/// What `--plain` answers to lines.
fn answers(home: &Home, lines: &str) -> String {
    let typed = home.path().join("typed");
    std::fs::write(&typed, lines).expect("writes");
    let mut plain = home.command(&["--plain"]);
    plain.stdin(std::fs::File::open(&typed).expect("there"));
    let plain = ran(plain);
    // A pipe has plain blanks.
    format!("{}{}", plain.out, plain.err)
}

#[test]
fn line_by_line_the_log_of_the_program_is_read() {
    let home = desk();
    let said = answers(&home, "find 105\nmessages level:info\nopen 1\nquit\n");
    assert!(said.lines().any(|line| line.contains(" info ") && line.contains("sync::run")), "{said}");
    // A number opens nothing of the list before.
    assert!(said.contains("No invoice “1”") && !said.contains("first seen"), "{said}");
    let said = answers(&home, "messages\ngroup level\nquit\n");
    assert!(said.contains("by Level"), "{said}");
}

#[test]
fn line_by_line_the_demo_runs_commands_on_itself_and_is_read_only_where_asked() {
    let home = Home::new();
    let answers = |args: &[&str], lines: &str| {
        let typed = home.path().join("typed");
        std::fs::write(&typed, lines).expect("writes");
        let mut plain = home.command(&[&["--demo", "--plain", "--provider", "billingo"], args].concat());
        // A store of the user's that no command of the demo may open.
        plain.env("FAKTURA_STORE_URL", "postgres://nobody@127.0.0.1:1/none");
        plain.stdin(std::fs::File::open(&typed).expect("there"));
        let plain = ran(plain);
        std::fs::remove_file(&typed).expect("removes");
        format!("{}{}", plain.out, plain.err)
    };
    let said = answers(&[], "company disable 1\ncompanies\nstatus\nquit\n");
    assert!(said.contains("is no longer synced") && !said.contains("Unknown command"), "{said}");
    // Own books are neither in sync nor never synced.
    let own = said.lines().find(|line| line.contains("own books")).unwrap_or_default();
    assert!(own.contains("green, own books.") && !own.contains("never"), "{own} in {said}");
    let said = answers(&["--read-only"], "company disable 1\nsync\nconfig set lang hu\nfind\nquit\n");
    assert!(!said.contains("is no longer synced") && said.contains("282 invoices"), "{said}");
    assert_eq!(said.matches("read-only").count(), 3, "{said}");
    assert_eq!(files(home.path()), Vec::<std::path::PathBuf>::new(), "nothing of the user's is touched");
}

#[test]
fn line_by_line_commands_change_nothing_where_that_was_asked() {
    let home = desk();
    let typed = home.path().join("typed");
    std::fs::write(&typed, "company disable 1\nsync\nquit\n").expect("writes");
    let mut plain = home.command(&["--plain", "--read-only"]);
    plain.stdin(std::fs::File::open(&typed).expect("there"));
    let plain = ran(plain);
    let said = format!("{}{}", plain.out, plain.err);
    assert!(said.matches("read-only").count() == 2 && !said.contains("no longer synced"), "{said}");
}

#[test]
fn line_by_line_lists_are_grouped_with_subtotals() {
    let home = desk();
    let said = answers(&home, "group\ngroup company value\nopen 2\ngroup partner\nmore\ngroups\nback\nquit\n");
    for line in [
        "Columns to group by: ",
        "2 groups by Company",
        "1. Alfa Kft.: 20 rows. HUF, 20: Gross 2 190 000 Ft, Net ",
        "2. Beta Zrt.: 20 rows. HUF, 20: Gross 4 190 000 Ft, Net ",
        "In all: HUF, 40: Gross 6 380 000 Ft, Net ",
        // The rows of the second group, and within them groups ten at a time.
        "20 invoices.",
        "20 groups by Partner",
        "10 more; type “more” for the next.",
        "20. Vevő",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let said = answers(&home, "find partner:105\ngroup nonsense\ngroup issued sum\nopen 1\nlog\ngroup company\nopen 1\nquit\n");
    for line in
        ["nonsense is no column to group by", "1 group by Issued", "1. T-105, ", "2 groups by Company", "1. Alfa Kft.: 1 row."]
    {
        assert!(said.contains(line), "{line} in {said}");
    }
    // Companies sync at once: either may have the first run. The log of both, then that of one alone.
    let runs = |company: &str| said.lines().filter(|line| line.starts_with("Run ") && line.contains(company)).count();
    assert_eq!((runs(": Alfa Kft."), runs(": Beta Zrt.")), (2, 1), "{said}");
    let said = answers(&home, "changes 3660 company:alfa\ngroup field\nopen 1\nquit\n");
    for line in ["10 more; type “more” for the next.", "1 group by ", "1. first_seen: 20 rows."] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let (_server, bank) = crate::bank::home();
    bank.expect(0, &["bank", "import", &crate::bank::write(&bank, "month.sta", &crate::bank::month())]);
    let said = answers(
        &bank,
        "entries amount>0\nopen 1\nentries\ngroup match\npayments\ngroup direction\ncontacts\ngroup company\nquit\n",
    );
    for line in [
        "3 bank entries.",
        "HUF: 3, in 50 400 Ft, out 0 Ft.",
        "4 bank entries.",
        "1 group by Match",
        "HUF, 4: Amount 49 900 Ft, In 50 400 Ft, Out -500 Ft",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
}

#[test]
fn what_cannot_be_shown_is_said_in_a_sentence_and_the_terminal_is_left_as_it_was() {
    let home = desk();
    for (args, code, sentence) in [
        (["--columns", "number,size"], 2, "is not a list of columns"),
        (["--sort", "size"], 2, "size"),
        (["--invoice", "1:9"], 4, "1:9"),
        (["--invoice", "nobody"], 4, "nobody"),
    ] {
        let terminal = Terminal::start(&home, &args, 24, 100);
        let (ended, raw) = terminal.ends();
        sane(&raw);
        assert_eq!(ended, code, "{args:?}");
        let raw = String::from_utf8_lossy(&raw);
        // What was drawn before the screen was left again is not what stays.
        let stays = raw.rsplit("\x1b[?1049l").next().unwrap_or_default();
        assert!(stays.contains(sentence), "{args:?}: {stays}");
    }
}

#[test]
fn a_pdf_that_could_not_be_had_is_named_with_its_reason() {
    let documents: Vec<String> = (300..303).rev().map(|id| document(id, "1000")).collect();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" => page(&documents, asked),
        "/documents/300/download" => Answer::text(200, "%PDF-1.4 pretend").header("Content-Type", "application/pdf"),
        "/documents/301/download" => Answer::text(202, r#"{"error":{"message":"the file is still being made"}}"#),
        "/documents/302/download" => Answer::text(200, "<html>sorry</html>").header("Content-Type", "text/html"),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Alfa Kft.", &server.url, KEY);
    home.expect(0, &["sync"]);
    let mut terminal = Terminal::start(&home, &["--tab", "invoices", "--sort", "number"], 30, 120);
    terminal.shows("3 invoices");
    terminal.type_until("   ", "3 marked");
    terminal.type_until("D", "Save 3 PDFs in the folder");
    terminal.press("\x15papers\r");
    terminal.shows("1 PDF → papers; 2 could not be had");
    terminal.type_until("w", "│ Jobs");
    terminal.until("both with their reasons", |screen| {
        let told = |number: &str, reason: &str| {
            let named = |line: &&str| line.contains('│') && line.contains(number);
            screen.lines().filter(named).any(|line| line.contains(reason))
        };
        told("PDF of T-301", "still making the PDF") && told("PDF of T-302", "web page") && !screen.contains("PDF of T-300")
    });
    terminal.press("\x1b");
    terminal.until("the list alone", |screen| !screen.contains("│ Jobs"));
    terminal.quits();
    let log: String = files(&home.path().join("logs")).iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    assert!(log.contains("T-301") && log.contains("T-302"), "{log}");
    assert!(!log.contains("T-300"), "{log}");
}

#[test]
fn pdfs_of_two_companies_do_not_meet_and_a_refusal_ends_nothing_else() {
    let account = |refused: &'static str| {
        let documents: Vec<String> = (300..303).rev().map(|id| document(id, "1000")).collect();
        Server::start(move |asked| match asked.path.as_str() {
            "/documents" => page(&documents, asked),
            path if path == format!("/documents/{refused}/download") => Answer::text(403, r#"{"error":{"message":"not yours"}}"#),
            path if path.ends_with("/download") => {
                Answer::text(200, "%PDF-1.4 pretend").header("Content-Type", "application/pdf")
            }
            _ => rest(asked),
        })
    };
    let (first, second) = (account("300"), account("none"));
    let home = Home::new();
    home.must_add("Alfa Kft.", &first.url, KEY);
    home.must_add("Beta Zrt.", &second.url, "a1b2c3d4-1111-4222-8333-0123456702c9");
    home.expect(0, &["sync"]);
    let mut terminal = Terminal::start(&home, &["--tab", "invoices", "--sort", "number"], 30, 120);
    terminal.shows("6 invoices");
    terminal.type_until("      ", "6 marked");
    terminal.type_until("D", "Save 6 PDFs in the folder");
    terminal.press("\x15papers\r");
    terminal.shows("5 PDFs → papers; 1 could not be had");
    terminal.quits();
    let papers = files(&home.path().join("papers"));
    let names: Vec<_> = papers.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(names, ["T-300-2-300.pdf", "T-301-1-301.pdf", "T-301-2-301.pdf", "T-302-1-302.pdf", "T-302-2-302.pdf"]);
}

#[test]
fn euros_that_a_service_sends_as_forints_are_not_added_to_forints() {
    // 1000 € at 395.5: one account has the local total right, the other has the euros in its place.
    for (local, together) in [(395_500, true), (1000, false)] {
        let euros = json!({"currency": "EUR", "conversion_rate": 395.5, "summary": {"gross_amount_local": local}});
        let documents = [document_with(2, &euros), document(1, "1000")];
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/documents" => page(&documents, asked),
            _ => rest(asked),
        });
        let home = Home::new();
        home.must_add("Alfa Kft.", &server.url, KEY);
        home.expect(0, &["sync"]);
        let mut terminal = Terminal::start(&home, &["--tab", "invoices"], 30, 120);
        // Numbers on a terminal are held together by spaces that do not break.
        let shows = |line: &str, amount: &str| line.replace('\u{a0}', " ").contains(amount);
        terminal.until("both totals", |screen| {
            let totals: Vec<&str> = screen.lines().filter(|line| line.contains("gross")).collect();
            totals.iter().any(|line| shows(line, "1 000 Ft")) && totals.iter().any(|line| shows(line, "1 000.00 €"))
        });
        terminal.until("the sum in forints where it is known", |screen| shows(screen, "396 500 Ft") == together);
        terminal.quits();
        let listed = home.json(0, &["invoices", "currency:EUR", "--format", "json"]);
        let warned = listed["invoices"][0]["warnings"].to_string().contains("local_total");
        assert_ne!(warned, together, "{listed}");
    }
}

#[test]
fn what_was_paid_is_told_once_after_the_sync_that_saw_it() {
    let documents = [document_with(1, &json!({"payment_status": "paid", "paid_date": "2099-01-01"}))];
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Alfa Kft.", &server.url, KEY);
    let look = || {
        let mut terminal = Terminal::start(&home, &[], 30, 120);
        terminal.shows("Alfa Kft.");
        terminal
    };
    look().quits();
    home.expect(0, &["sync"]);
    let mut terminal = look();
    terminal.shows("1 new, 1 paid, 0 newly overdue");
    terminal.quits();
    // The same day again, and nothing came since.
    let mut terminal = look();
    terminal.type_until("2", "1 invoice");
    terminal.rests(Duration::from_millis(500));
    let raw = terminal.quits();
    assert!(!String::from_utf8_lossy(&raw).contains("Since you last looked"), "it was told before");
}
