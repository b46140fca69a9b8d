//! Opening a document outside the screen: with the user's own program, without a shell; over SSH as a link, and copied.

use std::os::unix::fs::PermissionsExt;

use crate::support::Home;
use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::terminal::Terminal;

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";
const ADDRESS: &str = "https://app.example.com/document-access/abc?x=1&y=$(id)";

/// Two invoices of a service that has PDFs and addresses.
fn desk() -> (Server, Home) {
    let documents: Vec<String> = (300..302).rev().map(|id| document(id, "1000")).collect();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" => page(&documents, asked),
        path if path.ends_with("/download") => Answer::text(200, "%PDF-1.4 pretend").header("Content-Type", "application/pdf"),
        "/documents/300/public-url" => Answer::text(200, format!(r#"{{"public_url":"{ADDRESS}"}}"#)),
        "/documents/301/public-url" => Answer::text(200, r#"{"public_url":"javascript:alert(1)"}"#),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Alfa Kft.", &server.url, KEY);
    home.expect(0, &["sync"]);
    (server, home)
}

/// A program that writes down what it was given.
fn viewer(home: &Home) -> String {
    let (program, told) = (home.path().join("viewer"), home.path().join("told"));
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" ${{FAKTURA_PASSPHRASE:-}} > '{}'\n", told.display());
    std::fs::write(&program, script).expect("writes");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    program.display().to_string()
}

fn told(home: &Home) -> Vec<String> {
    let text = std::fs::read_to_string(home.path().join("told")).expect("the program ran");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_document_is_opened_by_the_programs_of_the_configuration() {
    let (_server, home) = desk();
    let program = viewer(&home);
    let config = format!(
        "[open]\npdf = [\"{program}\", \"--page=1\"]\nurl = [\"{program}\", \"--at={{}}\", \"-n\"]\nfolder = [\"{program}\"]\n"
    );
    std::fs::write(home.path().join("config.toml"), config).expect("writes");
    let args = ["--tab", "invoices", "--sort", "number"];
    let mut terminal = Terminal::set(&home, &args, 30, 160, &[("FAKTURA_PASSPHRASE", "hunter2"), ("SSH_TTY", "/dev/pts/9")]);
    terminal.shows("T-300");
    terminal.type_until("\x18", "Open outside");
    terminal.shows("folder of the PDFs");
    terminal.type_until("\r", "is opened by");
    let given = told(&home);
    assert_eq!((given.len(), given[0].as_str()), (2, "--page=1"), "{given:?}");
    let file = std::path::Path::new(&given[1]);
    assert_eq!(std::fs::read(file).expect("it is there"), b"%PDF-1.4 pretend");
    assert_eq!(std::fs::metadata(file).expect("there").permissions().mode() & 0o777, 0o600);
    let folder = file.parent().expect("a folder");
    assert_eq!(std::fs::metadata(folder).expect("there").permissions().mode() & 0o777, 0o700);
    // The address is one argument, whatever is in it.
    terminal.type_until("\x18j\r", "access/abc");
    assert_eq!(told(&home), [format!("--at={ADDRESS}"), "-n".to_owned()]);
    terminal.press("\x18");
    terminal.type_until("jj\r", "opened is opened by");
    assert_eq!(told(&home), [folder.display().to_string()]);
    // The same from the page of the document, and what is no address is not opened.
    terminal.press("j\r");
    std::fs::remove_file(home.path().join("told")).expect("it was written");
    terminal.type_until("\x18", "Open outside");
    terminal.press("j\r");
    terminal.gone("Open outside");
    terminal.type_until("w", "open T-301");
    terminal.until("that it failed", |screen| screen.contains('✗'));
    assert!(!home.path().join("told").exists(), "nothing but an address is opened");
    terminal.press("\x1b");
    terminal.quits();
}

#[test]
fn over_ssh_the_place_is_shown_as_a_link_and_copied() {
    let (_server, home) = desk();
    let args = ["--tab", "invoices", "--sort", "number"];
    let mut terminal = Terminal::set(&home, &args, 30, 120, &[("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]);
    terminal.shows("T-300");
    terminal.type_until("\x18", "shown as a link, and copied");
    terminal.press("j\r");
    terminal.shows(ADDRESS);
    assert_eq!(terminal.clipboard(), ADDRESS);
    terminal.press("\x1b");
    terminal.type_until("\x18\r", "file://");
    let copied = terminal.clipboard();
    let file = std::path::Path::new(&copied);
    assert!(file.starts_with(home.path()) && file.extension().is_some_and(|kind| kind == "pdf"), "{copied}");
    assert!(file.is_file());
    terminal.press("\x1b");
    let raw = terminal.quits();
    let raw = String::from_utf8_lossy(&raw);
    assert!(raw.contains(&format!("\x1b]8;;{ADDRESS}\x1b\\")) && raw.contains("\x1b]8;;file://"), "links of the terminal");
}

#[test]
fn what_cannot_be_opened_is_said_and_a_read_only_screen_starts_nothing() {
    let (_server, home) = desk();
    std::fs::write(home.path().join("config.toml"), "[open]\npdf = [\"/nowhere/viewer\"]\nurl = [\"/bin/false\"]\n")
        .expect("writes");
    let mut terminal = Terminal::start(&home, &["--tab", "invoices", "--sort", "number"], 30, 160);
    terminal.shows("T-300");
    terminal.type_until("\x18\r", "/nowhere/viewer did not open it");
    terminal.type_until("\x18j\r", "/bin/false did not open it");
    // With hidden customers nothing leaves the screen.
    terminal.type_until("H", "shows them again");
    terminal.type_until("\x18", "Open outside");
    terminal.type_until("\r", "Not while customers");
    terminal.quits();
    let mut terminal = Terminal::start(&home, &["--read-only", "--tab", "invoices", "--sort", "number"], 30, 160);
    terminal.shows("T-300");
    terminal.type_until("\x18", "shown as a link, and copied");
    terminal.press("\x1b");
    terminal.gone("shown as a link, and copied");
    terminal.quits();
    let wrong = home.expect(2, &["config", "set", "open.pdf", ""]);
    assert!(wrong.err.contains("must be a program"), "{}", wrong.err);
}
