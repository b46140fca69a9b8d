//! Managing on the screen: companies, keys and tokens, from an empty home on, with the audit log of the commands.

use crate::support::Home;
use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::terminal::Terminal;

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// An account of five documents that takes one key.
fn account() -> Server {
    let documents: Vec<String> = (100..105).rev().map(|id| document(id, &(id * 1000).to_string())).collect();
    Server::start(move |asked| match asked.path.as_str() {
        _ if asked.key != KEY => Answer::text(401, "{}"),
        "/documents" => page(&documents, asked),
        _ => rest(asked),
    })
}

#[test]
fn an_empty_home_leads_to_the_first_sync_on_the_screen_alone() {
    let server = account();
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("No company yet");
    terminal.type_until("\r", "Add a company");
    terminal.press("Alfa Kft.");
    // Enter leads to what is missing: the key.
    terminal.press("\r");
    terminal.type_until("wrong-key", "•••••••••");
    terminal.press("\t");
    terminal.type_until(&server.url, &server.url[..20]);
    terminal.type_until("\r", "Nothing was added");
    // The cursor is on the key again; it is pasted with the end of its line.
    terminal.press("\x15");
    terminal.press(&format!("\x1b[200~{KEY}\n\x1b[201~"));
    terminal.type_until("\r", "Alfa Kft.");
    terminal.gone("Add a company");
    terminal.type_until("2", "T-104");
    terminal.quits();
    let list = home.expect(0, &["company", "list", "--json"]).out;
    assert!(list.contains("\"Alfa Kft.\""), "{list}");
    let audit = home.expect(0, &["audit"]).out;
    assert!(audit.contains("company.add"), "{audit}");
    let everything = crate::support::files(home.path()).into_iter().filter_map(|path| std::fs::read(path).ok());
    for bytes in everything {
        assert!(!bytes.windows(KEY.len()).any(|window| window == KEY.as_bytes()), "the key lies in the home");
    }
}

#[test]
fn companies_and_tokens_are_managed_with_the_audit_log_of_the_commands() {
    let server = account();
    let home = Home::new();
    home.must_add("Alfa Kft.", &server.url, KEY);
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows("Alfa Kft.");
    terminal.type_until("R", "New name");
    terminal.press("\x15Omega Kft.\r");
    terminal.shows("It is called “Omega Kft.” now");
    terminal.type_until("T", "accepted the key");
    terminal.type_until("E", "no longer synced");
    terminal.type_until("M", "No token yet");
    terminal.type_until("A", "Make a token");
    terminal.type_until("scripts\r", "fkt_");
    terminal.press("\r");
    terminal.gone("fkt_");
    terminal.shows("scripts");
    terminal.type_until("X", "Revoke the token “scripts”?");
    terminal.type_until("\t\r", "is revoked");
    terminal.type_until("1X", "type its name");
    terminal.type_until("Omega Kft.\r", "for good?");
    terminal.type_until("\t\r", "No company yet");
    terminal.quits();
    let audit = home.expect(0, &["audit"]).out;
    for line in ["company.rename", "company.disable", "token.add", "token.revoke", "company.remove"] {
        assert!(audit.contains(line), "{line} is not in {audit}");
    }
}

#[test]
fn roles_alerts_and_the_schedule_are_set_in_forms() {
    let home = Home::new();
    let config = home.path().join("config.toml");
    std::fs::write(&config, "# ours\n[access]\ngroup = \"\" # nobody yet\n").expect("writes");
    let mut terminal = Terminal::start(&home, &[], 40, 120);
    terminal.shows("No company yet");
    terminal.type_until("M", "No token yet");
    terminal.type_until("l", "owner of the store");
    terminal.type_until("A", "Give a role");
    terminal.type_until("anna\t\x1b[C", "member");
    terminal.type_until("\r", "Written into");
    terminal.gone("Give a role");
    terminal.shows("not read yet");
    // What is wrong is told beside the line, and nothing is written.
    terminal.type_until("l\r", "No sync for");
    terminal.press(&"\t".repeat(10));
    terminal.type_until("\x15soon", "✗");
    terminal.type_until("\x1549h", "49h");
    terminal.press("\r");
    terminal.gone("No sync for");
    terminal.type_until("l\r", "Times, with ;");
    terminal.press("\x1530 5 * * 1-5; 0 18 * * *\r");
    terminal.gone("Times, with ;");
    terminal.shows("30 5 * * 1-5");
    terminal.quits();
    let text = std::fs::read_to_string(&config).expect("reads");
    for line in
        ["# ours", "# nobody yet", "members = [\"anna\"]", "stale_after = \"49h\"", "times = [\"30 5 * * 1-5\", \"0 18 * * *\"]"]
    {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    home.expect(0, &["config", "check"]);
    // The next screen has read it: the role holds, and goes again after a question.
    let mut terminal = Terminal::start(&home, &[], 40, 120);
    // It opens where the last one was left.
    terminal.shows("No token yet");
    terminal.type_until("l", "anna");
    terminal.gone("not read yet");
    terminal.type_until("\x1b[B", "anna");
    terminal.type_until("X", "Take this role away?");
    terminal.type_until("\t\r", "gone from the file");
    terminal.quits();
    assert!(!std::fs::read_to_string(&config).expect("reads").contains("anna"));
}
