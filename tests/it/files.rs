//! Files that a person names: `-` is standard output, nothing is replaced without `--force`, CSV opens where it is opened.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::terminal::Terminal;
use crate::support::{Home, Ran, files, ran};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// Three invoices; one partner is a formula behind a semicolon.
fn account() -> (Home, Server) {
    let documents =
        vec![document(1, "1234.5"), document(2, "2540000"), document(3, "-99").replace("Vevő 3 Zrt.", "Kft.; =HYPERLINK(0), @x")];
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" => page(&documents, asked),
        path if path.ends_with("/download") => Answer::text(200, "%PDF-1.4 test %%EOF").header("Content-Type", "application/pdf"),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    (home, server)
}

fn bytes(home: &Home, args: &[&str]) -> Vec<u8> {
    let output = home.command(args).stderr(Stdio::null()).output().expect("starts");
    assert!(output.status.success(), "{args:?}");
    output.stdout
}

fn parts(folder: &Path) -> usize {
    files(folder).iter().filter(|path| path.to_string_lossy().contains(".part")).count()
}

#[test]
fn a_dash_is_standard_output_and_a_file_of_that_name_has_a_folder() {
    let (home, _server) = account();
    let csv = home.expect(0, &["export", "-", "--format", "csv"]);
    assert_eq!(csv.out.lines().count(), 4, "{}", csv.out);
    assert!(csv.out.starts_with("invoice_id,") && csv.err.contains("3 invoices"), "{}", csv.err);
    assert_eq!(home.expect(0, &["export", "-", "--format", "ndjson", "gross>2m"]).out.lines().count(), 1);
    assert_eq!(home.json(0, &["export", "-", "--format", "json"])["total"], 3);
    assert!(bytes(&home, &["export", "-", "--format", "xlsx"]).starts_with(b"PK"));
    assert!(bytes(&home, &["backup", "-"]).starts_with(b"age-encryption.org"));
    assert!(bytes(&home, &["invoice", "T-1", "--pdf", "-"]).starts_with(b"%PDF"));
    assert!(bytes(&home, &["export", "/dev/stdout", "--format", "csv"]).starts_with(b"invoice_id"));
    let refused = home.expect(2, &["export", "-"]);
    assert!(refused.err.contains("--format") && refused.out.is_empty(), "{}", refused.err);
    let mut command = home.command(&["export", "./-", "--format", "csv"]);
    command.current_dir(home.path());
    assert_eq!(ran(command).code, Some(0));
    assert!(home.path().join("-").is_file());
    // Where the ending says nothing, the option does.
    home.expect(0, &["export", home.path().join("all.txt").to_str().expect("UTF-8"), "--format", "csv"]);
    // What was backed up to a pipe comes back.
    let sealed = bytes(&home, &["backup", "-"]);
    let file = home.path().join("b.age");
    std::fs::write(&file, sealed).expect("written");
    home.expect(0, &["restore", "--yes", file.to_str().expect("UTF-8")]);
    // A reader that has seen enough is no error.
    let mut child = home.command(&["export", "-", "--format", "csv"]).spawn().expect("starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("ends").code(), Some(0));
}

#[test]
fn binary_data_is_not_written_to_a_terminal() {
    let (home, _server) = account();
    for args in [&["export", "-", "--format", "xlsx"][..], &["backup", "-"], &["invoice", "T-1", "--pdf", "-"]] {
        let mut terminal = Terminal::start(&home, args, 24, 100);
        terminal.shows("Binary data");
        let (code, raw) = terminal.ends();
        assert_eq!(code, 2, "{args:?}");
        assert!(!raw.windows(4).any(|w| w == b"%PDF" || w == b"PK\x03\x04"));
    }
}

#[test]
fn nothing_is_replaced_without_force_also_through_links() {
    let (home, _server) = account();
    let at = |name: &str| home.path().join(name);
    let text = |name: &str| std::fs::read_to_string(at(name)).expect("readable");
    for name in ["old.csv", "old.xlsx", "old.age", "old.pdf", "precious"] {
        std::fs::write(at(name), "old").expect("written");
    }
    std::os::unix::fs::symlink("precious", at("link.csv")).expect("linked");
    std::os::unix::fs::symlink("nowhere", at("dangling.csv")).expect("linked");
    let run = |name: &str, force: bool| -> Ran {
        let path = at(name).to_str().expect("UTF-8").to_owned();
        let mut args = match name.rsplit('.').next() {
            Some("age") => vec!["backup", &path],
            Some("pdf") => vec!["invoice", "T-1", "--pdf", &path],
            _ => vec!["export", &path],
        };
        args.extend(force.then_some("--force"));
        home.run(&args)
    };
    for name in ["old.csv", "old.xlsx", "old.age", "old.pdf", "link.csv", "dangling.csv"] {
        let refused = run(name, false);
        assert_eq!(refused.code, Some(2), "{name}: {}", refused.err);
        assert!(refused.err.contains(name) && refused.err.contains("--force"), "{name}: {}", refused.err);
    }
    assert_eq!((text("old.csv"), text("precious"), at("nowhere").exists()), ("old".into(), "old".into(), false));
    for name in ["old.csv", "old.xlsx", "old.age", "old.pdf", "link.csv", "dangling.csv"] {
        let forced = run(name, true);
        assert_eq!(forced.code, Some(0), "{name}: {}", forced.err);
    }
    for name in ["old.csv", "precious", "nowhere"] {
        assert!(text(name).starts_with("invoice_id"), "{name}");
        assert_eq!(at(name).metadata().expect("there").permissions().mode() & 0o777, 0o600);
    }
    assert!(at("link.csv").is_symlink() && at("dangling.csv").is_symlink());
    assert_eq!(parts(home.path()), 0);
    // Manual pages too.
    let dir = at("man");
    let dir = dir.to_str().expect("UTF-8");
    home.expect(0, &["man", dir]);
    let refused = home.expect(2, &["man", dir]);
    assert!(refused.err.contains("--force") && refused.err.contains(".1"), "{}", refused.err);
    home.expect(0, &["man", dir, "--force"]);
    let page = home.expect(0, &["man", "-"]);
    assert_eq!(page.out, text("man/faktura.1"), "the main page goes to standard output");
    assert!(!text("man/faktura-sync.1").contains("EXTRA") && text("man/faktura-sync.1").contains(".SH NOTES"));
}

#[test]
fn payments_count_as_made_only_with_their_file() {
    let (_server, home) = crate::bank::home();
    let list = crate::bank::write(
        &home,
        "list.csv",
        "name;account;amount;currency;text\nAlfa Kft.;HU42117730161111101800000000;1500;HUF;rent\n",
    );
    let make = |file: &str, more: &[&str]| {
        let args = ["transfers", "make", file, "--payments", &list, "--account", "11773016-11111018", "--day", "2026-12-01"];
        home.run(&[&args[..], more].concat())
    };
    let made = || home.json(0, &["transfers", "list", "--json"])["batches"].as_array().map(Vec::len);
    let at = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
    let nowhere = make(&at("no/pay.xml"), &["--force"]);
    assert_eq!(nowhere.code, Some(4), "{}", nowhere.err);
    assert!(nowhere.err.contains("no/pay.xml"), "{}", nowhere.err);
    std::fs::write(at("pay.xml"), "old").expect("written");
    let kept = make(&at("pay.xml"), &[]);
    assert_eq!((kept.code, made()), (Some(2), Some(0)), "{}", kept.err);
    let replaced = make(&at("pay.xml"), &["--force", "--yes"]);
    assert_eq!((replaced.code, made()), (Some(0), Some(1)), "{}", replaced.err);
    let file = std::fs::read_to_string(at("pay.xml")).expect("there");
    assert!(file.ends_with("</Document>\n") || file.ends_with("</Document>"), "whole, and no longer than that: {file}");
    let out = make("-", &["--yes"]);
    assert_eq!(out.code, Some(0), "{}", out.err);
    assert!(out.out.starts_with("<?xml") && out.out.trim_end().ends_with("</Document>"), "{}", out.out);
    assert!(!home.path().join("-").exists() && parts(home.path()) == 0);
    // Where no room can be taken before, a person is told that they count, and what to do.
    let full = make("/dev/full", &["--yes"]);
    assert_eq!((full.code, made()), (Some(4), Some(3)), "{}", full.err);
    assert!(full.err.contains("counts as made") && full.err.contains("--yes"), "{}", full.err);
}

#[test]
fn the_file_of_a_statement_goes_where_other_files_go() {
    let (_server, home) = crate::bank::home();
    let month = crate::bank::month();
    home.expect(0, &["bank", "import", &crate::bank::write(&home, "month.sta", &month), "--company", "A"]);
    let list = home.json(0, &["bank", "list", "--json"]);
    let entry = list["entries"][0]["entry"].as_str().expect("an identifier").to_owned();
    assert_eq!(home.expect(0, &["bank", "show", &entry, "--raw", "-"]).out, month, "also by an entry of the statement");
    assert!(!home.path().join("-").exists());
    let to = crate::bank::write(&home, "raw.sta", "old");
    let kept = home.expect(2, &["bank", "show", &entry, "--raw", &to]);
    assert!(kept.err.contains("--force"), "{}", kept.err);
    home.expect(0, &["bank", "show", &entry, "--raw", &to, "--force"]);
    assert_eq!(std::fs::read_to_string(&to).expect("there"), month);
}

#[test]
fn an_export_that_fails_leaves_the_old_file_and_names_it() {
    let (home, _server) = account();
    let file = home.path().join("out/all.csv");
    let name = file.to_str().expect("UTF-8");
    let refused = home.expect(4, &["export", name]);
    assert!(refused.err.contains("out/all.csv") && !refused.err.contains(".part"), "{}", refused.err);
    assert!(refused.err.contains("No such file or directory"), "{}", refused.err);
    assert_eq!(refused.err.matches("No such file").count(), 1, "{}", refused.err);
    let full = home.run(&["export", "/dev/full", "--format", "csv"]);
    assert_eq!(full.code, Some(4), "{}", full.err);
    // Nothing was done: so say all commands that write a file.
    let folder = home.path().to_str().expect("UTF-8");
    for target in [name, folder, "/dev/null/x.age"] {
        let refused = home.expect(4, &["backup", target]);
        assert!(refused.err.contains(target), "{}", refused.err);
    }
    std::fs::create_dir(home.path().join("out")).expect("made");
    std::fs::write(&file, "old").expect("written");
    home.expect(2, &["export", name, "--force", "gross>"]);
    assert_eq!(std::fs::read_to_string(&file).expect("there"), "old");
    assert_eq!(parts(home.path()), 0);
}

#[test]
fn csv_is_written_for_the_program_that_opens_it() {
    let (home, _server) = account();
    let out = |args: &[&str]| {
        home.expect(0, &[&["invoices", "--columns", "number,partner,gross", "--sort", "number"], args].concat()).out
    };
    let plain = "invoice_number,partner_name,gross_total\r\nT-1,Vevő 1 Zrt.,1234.5\r\nT-2,Vevő 2 Zrt.,2540000\r\n\
                 T-3,\"Kft.; '=HYPERLINK(0), @x\",-99\r\n";
    assert_eq!(out(&["--format", "csv"]), plain);
    assert_eq!(out(&["--format", "csv", "--csv", "excel"]), format!("\u{FEFF}{plain}"));
    let hungarian = "\u{FEFF}invoice_number;partner_name;gross_total\r\nT-1;Vevő 1 Zrt.;1234,5\r\nT-2;Vevő 2 Zrt.;2540000\r\n\
                     T-3;\"Kft.; =HYPERLINK(0), '@x\";-99\r\n";
    assert_eq!(out(&["--format", "csv", "--csv", "hu"]), hungarian);
    assert_eq!(out(&["--format", "csv", "--lang", "hu"]), hungarian);
    assert_eq!(out(&["--format", "csv", "--delimiter", ";", "--decimal", "comma", "--bom"]), hungarian);
    assert!(out(&["--format", "csv", "--delimiter", "tab"]).contains("T-1\tVevő 1 Zrt.\t1234.5\r\n"));
    // The language of the system changes no byte of a cron job's file; the configuration's does.
    let mut command = home.command(&["invoices", "--columns", "number,partner,gross", "--sort", "number", "--format", "csv"]);
    command.env("LANG", "hu_HU.UTF-8").env("LC_ALL", "hu_HU.UTF-8");
    assert_eq!(ran(command).out, plain);
    std::fs::write(home.path().join("config.toml"), "lang = \"hu\"\n").expect("written");
    assert_eq!(out(&["--format", "csv"]), hungarian);
    assert_eq!(out(&["--format", "csv", "--csv", "plain"]), plain);
    let report = home.expect(0, &["report", "months", "--format", "csv"]).out;
    assert!(report.starts_with("\u{FEFF}group;currency;count;") && report.contains(",5"), "{report}");
    let export = home.expect(0, &["export", "-", "--format", "csv", "gross=1234.5"]).out;
    assert!(export.starts_with("\u{FEFF}invoice_id;") && export.contains(";1234,5;"), "{export}");
    assert!(home.expect(2, &["export", "-", "--format", "csv", "--csv", "de"]).err.contains("hu"));
}

#[test]
fn programs_get_plain_blanks_and_whole_figures() {
    let (home, _server) = account();
    for args in [&["invoices"][..], &["report", "months"], &["status"], &["company", "list"], &["invoice", "T-2"], &["check"]] {
        let ran = home.run(args);
        for stream in [&ran.out, &ran.err] {
            assert!(!stream.contains(['\u{A0}', '\u{202F}', '\u{2007}']), "{args:?}: {stream}");
        }
    }
    let table = home.expect(0, &["invoices", "--columns", "number,gross"]).out;
    let row = table.lines().find(|line| line.starts_with("T-2")).expect("a row");
    assert_eq!(row.split_whitespace().nth(1), Some("2540000.00"), "{row}");
}

#[test]
fn a_table_fits_its_terminal_and_is_whole_in_a_pipe() {
    let documents = vec![document(1, "100").replace("T-1", &"N".repeat(300))];
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    let piped = home.expect(0, &["invoices"]).out;
    assert!(piped.contains(&"N".repeat(300)));
    let mut terminal = Terminal::start(&home, &["invoices"], 24, 80);
    terminal.until("the number is cut and the partner is there", |screen| screen.contains("N…") && screen.contains("Vevő 1"));
    assert_eq!(terminal.ends().0, 0);
}

/// A run is a line, its start is whole, and a program reads every column.
#[test]
fn runs_and_states_fit_a_terminal_of_80_columns() {
    let (home, _server) = account();
    home.expect(0, &["sync"]);
    home.expect(0, &["sync"]);
    let is_start = |words: &[&str]| {
        words.windows(2).any(|pair| pair[0].len() == 10 && pair[0].matches('-').count() == 2 && pair[1].matches(':').count() == 1)
    };
    for (args, rows) in [(&["logs"][..], 3), (&["status"], 1)] {
        let mut terminal = Terminal::start(&home, args, 24, 80);
        terminal.until("whole rows", |screen| {
            let lines: Vec<&str> = screen.lines().filter(|line| !line.trim().is_empty()).collect();
            let whole = lines.iter().skip(1).filter(|line| is_start(&line.split_whitespace().collect::<Vec<_>>())).count();
            lines.len() == rows + 1 && whole == rows
        });
        assert_eq!(terminal.ends().0, 0);
    }
    let piped = home.expect(0, &["logs"]).out;
    let heading = piped.lines().next().expect("a heading");
    assert!(["Skipped", "User", "By"].iter().all(|title| heading.contains(title)), "{heading}");
}

#[test]
fn restore_asks_before_it_replaces_a_store_with_data() {
    let (home, server) = account();
    let file = home.path().join("all.age");
    let name = file.to_str().expect("UTF-8");
    home.expect(0, &["backup", name]);
    home.must_add("Later", &server.url, "a1b2c3d4-1111-4222-8333-0123456701ca");
    let companies = || home.json(0, &["company", "list", "--json"])["companies"].as_array().map_or(0, Vec::len);
    let refused = home.expect(2, &["restore", name]);
    assert!(refused.err.contains("--yes"), "{}", refused.err);
    assert_eq!(companies(), 2);
    for (answer, code, left) in [("n\r", 2, 2), ("y\r", 0, 1)] {
        let mut terminal = Terminal::start(&home, &["restore", name], 24, 120);
        terminal.until("what goes", |screen| {
            let text = screen.replace('\n', " ");
            ["2 companies", "Later", "3 invoices", "2 API keys", "audit entries", "entries of this store are not in it", "[y/N]"]
                .iter()
                .all(|word| text.contains(word))
        });
        terminal.press(answer);
        assert_eq!(terminal.ends().0, code);
        assert_eq!(companies(), left);
    }
    // The trail is that of the backup, whole, and goes on with what became of it.
    let audit = home.json(0, &["audit", "--json", "--limit", "100"]);
    let entries = audit["entries"].as_array().expect("a list");
    let restored = entries.iter().find(|entry| entry["action"] == "restore").expect("it is on record");
    assert!(restored["subject"].as_str().is_some_and(|subject| subject.contains("all.age") && subject.contains("before")));
    assert!(entries.iter().all(|entry| !entry["subject"].as_str().is_some_and(|subject| subject.contains("Later"))), "{audit}");
    home.expect(0, &["audit", "verify"]);
    // Nothing to lose, nothing to ask.
    let fresh = Home::new();
    std::fs::copy(home.path().join("identity.age"), fresh.path().join("identity.age")).expect("copied");
    fresh.expect(0, &["restore", name]);
}

#[test]
fn every_file_and_folder_is_private_whatever_the_umask() {
    let (_, server) = account();
    let home = Home::new();
    let out = home.path().join("out");
    let out = out.to_str().expect("UTF-8");
    let binary = env!("CARGO_BIN_EXE_faktura");
    let script = format!(
        "umask 0; '{binary}' company add Teszt --provider billingo --base-url {} && '{binary}' sync && '{binary}' man '{out}'",
        server.url
    );
    let mut command = home.command(&[]);
    let variables: Vec<_> = command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
    command = std::process::Command::new("/bin/sh");
    command.env_clear().envs(variables).env("FAKTURA_API_KEY", KEY).args(["-c", &script]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = ran(command);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut folders = vec![home.store(), out.into()];
    while let Some(folder) = folders.pop() {
        assert_eq!(folder.metadata().expect("there").permissions().mode() & 0o777, 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(&folder).expect("readable").flatten() {
            let mode = entry.metadata().expect("there").permissions().mode() & 0o777;
            match entry.file_type().expect("known") {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => assert_eq!(mode, 0o600, "{}", entry.path().display()),
                _ => {}
            }
        }
    }
}

#[test]
fn an_empty_home_has_no_company_and_help_is_not_broken_in_mid_line() {
    let home = Home::new();
    let none = home.expect(6, &["invoices"]);
    assert!(none.err.contains("There is no company yet"), "{}", none.err);
    // Nothing is in sync where there is nothing.
    assert_eq!(home.json(6, &["status", "--json"])["status"], "red");
    // Whatever the format: a program that looks at the exit code alone learns it too.
    for list in [&["invoices"][..], &["payments"], &["contacts"], &["report", "aging"], &["report", "vat"]] {
        for format in ["table", "csv", "ndjson"] {
            let told = home.expect(6, &[list, &["--format", format]].concat());
            assert!(told.out.is_empty() && told.err.contains("There is no company yet"), "{list:?}, {format}: {}", told.err);
        }
        let told = home.json(6, &[list, &["--format", "json"]].concat());
        assert_eq!(told.get("total").or(told.get("invoices")), Some(&0.into()), "{list:?}");
    }
    let help = home.expect(0, &["company", "add", "--help"]).out;
    assert!(!help.contains("\n    on a terminal"), "{help}");
    let wrong = home.expect(2, &["report", "foo"]).err;
    assert!(wrong.contains("invalid value “foo” for <KIND> [possible values: aging, months"), "{wrong}");
    assert!(wrong.contains("For more information, try “faktura report --help”."), "{wrong}");
    let missing = home.expect(2, &["company", "rename"]).err;
    assert!(missing.contains("missing required argument"), "{missing}");
}

#[test]
fn a_file_that_cannot_be_read_ends_every_command_alike() {
    let home = Home::new();
    let add = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    home.expect(0, &add);
    let at = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
    std::fs::create_dir(at("folder")).expect("made");
    std::fs::write(at("table.csv"), "a,b\n1,2\n").expect("written");
    for name in ["missing", "folder"] {
        let path = at(name);
        for command in [
            &["bank", "import", &path][..],
            &["bank", "import", &at("table.csv"), "--mapping", &path],
            &["time", "import", &path],
            &["transfers", "make", &at("out.xml"), "--payments", &path],
            &["push", "plan", "--to", "Own", "--file", &path],
        ] {
            let refused = home.expect(4, command);
            assert!(refused.err.contains(name), "{command:?}: the file is named: {}", refused.err);
        }
        assert!(home.expect(6, &["config", "check", &path]).err.contains(name));
    }
    // What is read twice is no pipe.
    #[cfg(target_os = "linux")]
    {
        let refused = home.expect(4, &["bank", "import", "/dev/null"]);
        assert!(refused.err.contains("/dev/null: not a regular file"), "{}", refused.err);
    }
}
