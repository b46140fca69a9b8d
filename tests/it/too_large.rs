//! Amounts of which no sum is an amount any more: a command says so and changes nothing, and everything else goes on.

use crate::cash::{home, lines, text};
use crate::support::Home;
use crate::support::smtp::{Deed, Smtp};

/// What the largest quantities at the largest prices come to: two of them are more than an amount can be.
const HUGE: &str = "70000000000000000000000000000";

/// Own books with two invoices of a huge amount each; their numbers.
fn books() -> (Home, Vec<String>) {
    let home = home();
    home.expect(0, &["client", "edit", "Acme Kft.", "--email", "acme@buyer.example"]);
    let one = || {
        let draft = text(&lines(&home, &["--line", "Gold=70000000000000x1000000000000000", "--vat", "AAM"])["draft"]);
        let issued = home.json(0, &["issue", &draft, "--date", "2026-11-01", "--due", "2026-11-09", "--json"]);
        text(&issued["invoices"][0]["invoice_number"])
    };
    let numbers = vec![one(), one()];
    (home, numbers)
}

#[test]
fn amounts_that_cannot_be_added_are_refused_and_change_nothing() {
    let (home, numbers) = books();
    let [one, other] = &numbers[..] else { panic!("two") };
    let before = home.json(0, &["invoices", "--format", "json"]);
    for args in [
        &["pay", one, other, "--date", "2026-11-02"][..],
        &["pay", one, other, "--date", "2026-11-02", "--by", "credit"],
        &["pay", one, other, "--date", "2026-11-02", "--by", "write-off"],
        &["report", "profit"],
        &["report", "forecast"],
    ] {
        let refused = home.expect(4, args);
        assert!(refused.err.contains("too large for an amount"), "{args:?}: {}", refused.err);
    }
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["invoices"], before["invoices"]);
    // One of them alone is an amount like any other.
    home.expect(0, &["pay", one, "--date", "2026-11-02", "--method", "wire_transfer"]);
    home.expect(0, &["report", "aging"]);
}

#[test]
fn a_reminder_of_a_huge_amount_is_sent_and_the_next_mail_too() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let (home, _) = books();
    let config = format!(
        "[mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\nfrom = \"own@own.example\"\n\
         [reminders]\ncompanies = [\"books\"]\nsteps = [1]\nfees = [\"{HUGE} HUF\"]\ninterest = \"8.5\"\ncharged_from = 1\nattach = false\n",
        smtp.port
    );
    std::fs::write(home.path().join("config.toml"), config).expect("written");
    let sent = home.json(0, &["remind", "--json"]);
    let states: Vec<&str> =
        sent["deliveries"].as_array().expect("a list").iter().filter_map(|one| one["state"].as_str()).collect();
    assert_eq!(states, ["sent", "sent"], "{sent}");
    assert_eq!(smtp.taken().len(), 2);
}
