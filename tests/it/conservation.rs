//! Whatever is done in whatever order, nothing is lost between time and money: the check of the books finds them whole.

use std::time::SystemTime;

use serde_json::Value;

use crate::cash::{home, text};
use crate::support::Home;

/// Numbers that a seed leads to.
struct Luck(u64);

impl Luck {
    fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (below.max(1) as u64)).expect("small")
    }

    fn of(&mut self, all: &[String]) -> String {
        all.get(self.below(all.len())).cloned().unwrap_or_else(|| "none".to_owned())
    }
}

/// What commands can be about.
fn known(home: &Home, args: &[&str], list: &str, name: &str) -> Vec<String> {
    let found = home.json(0, args);
    found[list].as_array().expect("a list").iter().map(|one| text(&one[name])).collect()
}

/// A command, made up.
fn command(home: &Home, luck: &mut Luck) -> Vec<String> {
    let drafts = |home: &Home| known(home, &["draft", "list", "--json"], "drafts", "draft");
    let numbers = |home: &Home| known(home, &["invoices", "--format", "json"], "invoices", "invoice_number");
    let day = format!("2026-{:02}-{:02}", 9 + luck.below(2), 1 + luck.below(28));
    let client = ["Acme", "Beta"][luck.below(2)];
    let amount = (1 + luck.below(60_000)).to_string();
    let words: Vec<String> = match luck.below(13) {
        0..=2 => {
            let project = ["Site", "App"][luck.below(2)];
            let minutes = format!("{}m", 1 + luck.below(600));
            ["time", "add", &minutes, "--project", project, "--date", &day].map(str::to_owned).into()
        }
        3 => ["time", "approve", "--overlaps"].map(str::to_owned).into(),
        4 => ["time", "write-off", "--reason", "a gift", "--until", &day].map(str::to_owned).into(),
        5 | 6 => {
            let percent = luck.below(15).to_string();
            let line = format!("Licence={}x{}", 1 + luck.below(4), 1 + luck.below(999));
            let mut words = ["draft", "make", "--client", client, "--line", &line].map(str::to_owned).to_vec();
            if luck.below(2) == 0 {
                words.extend(["--discount".to_owned(), percent]);
            }
            if client == "Beta" {
                let rate = ["--rate", "401.5", "--rate-source", "MNB", "--rate-date", "2026-10-30"];
                words.extend(rate.map(str::to_owned));
            }
            words
        }
        7 => ["draft".to_owned(), "discard".to_owned(), luck.of(&drafts(home))].into(),
        8 | 9 => {
            let date = format!("2026-{:02}-{:02}", 10 + luck.below(2), 1 + luck.below(28));
            ["issue".to_owned(), luck.of(&drafts(home)), "--date".to_owned(), date].into()
        }
        10 | 11 => {
            let by = ["money", "credit", "write-off", "refund"][luck.below(4)];
            let mut words = vec!["pay".to_owned(), luck.of(&numbers(home)), "--by".to_owned(), by.to_owned()];
            if luck.below(2) == 0 {
                words.extend(["--amount".to_owned(), amount]);
            }
            words
        }
        _ => {
            let mut words = vec![["credit", "void"][luck.below(2)].to_owned(), luck.of(&numbers(home))];
            if luck.below(2) == 0 {
                words.extend(["--line".to_owned(), format!("1=net:{}", 1 + luck.below(500))]);
            }
            words
        }
    };
    words
}

/// `FAKTURA_SEED` repeats a run.
#[test]
fn any_sequence_of_commands_keeps_every_second_and_every_cent() {
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        u64::from(now.subsec_nanos()) | 1
    });
    println!("FAKTURA_SEED={seed}");
    let home = home();
    home.expect(0, &["client", "add", "Beta Kft.", "--tax-number", "12345676-2-41", "--currency", "EUR"]);
    home.expect(0, &["project", "add", "App", "--client", "Beta"]);
    home.expect(0, &["rate", "set", "--project", "App", "--amount", "27.50", "--currency", "EUR", "--from", "2026-01-01"]);
    let mut luck = Luck(seed);
    let (mut done, mut told) = (0, Vec::new());
    for number in 0..80 {
        let words = command(&home, &mut luck);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let ran = home.run(&args);
        told.push(format!("{} {:?}", words.join(" "), ran.code));
        // What cannot be is refused, and nothing else goes wrong.
        assert!(matches!(ran.code, Some(0 | 2 | 4)), "seed {seed}: {}\n{}", told.join("\n"), ran.err);
        done += usize::from(ran.code == Some(0));
        if number % 8 == 7 {
            let check = home.run(&["books", "check"]);
            assert_eq!(check.code, Some(0), "seed {seed}:\n{}\n{}{}", told.join("\n"), check.out, check.err);
        }
    }
    assert!(done > 20, "seed {seed}: too much was refused:\n{}", told.join("\n"));
    let found: Value = home.json(0, &["invoices", "--format", "json"]);
    assert!(found["total"].as_u64().is_some(), "{found}");
    home.expect(0, &["check"]);
}
