//! From time to cash, the rarer ways: recurring invoices, advances, partial credit notes, changed drafts, mapped names, reports; and many
//! processes that issue at once and die.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::support::Home;

/// Books with a client, a project and a rate.
pub(crate) fn home() -> Home {
    let home = Home::new();
    let add = ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    home.expect(0, &[&add[..], &["--zone", "Europe/Budapest", "--vat", "27"]].concat());
    home.expect(0, &["client", "add", "Acme Kft.", "--tax-number", "13114505-2-41"]);
    home.expect(0, &["project", "add", "Site", "--client", "Acme Kft."]);
    home.expect(0, &["rate", "set", "--project", "Site", "--amount", "18000", "--from", "2026-01-01"]);
    home
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

pub(crate) fn texts(value: &Value, name: &str) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|one| text(&one[name])).collect()
}

/// Records and approves hours on a day.
pub(crate) fn work(home: &Home, time: &str, date: &str) {
    home.expect(0, &["time", "add", time, "--project", "Site", "--date", date, "--tag", "deep"]);
    home.expect(0, &["time", "approve"]);
}

/// A draft of lines alone.
pub(crate) fn lines(home: &Home, more: &[&str]) -> Value {
    let args = [&["draft", "make", "--client", "Acme Kft.", "--json"], more].concat();
    home.json(0, &args)["drafts"][0].clone()
}

pub(crate) fn issue(home: &Home, draft: &Value) -> Value {
    home.json(0, &["issue", &text(&draft["draft"]), "--date", "2026-11-01", "--json"])["invoices"][0].clone()
}

/// Between the two zones lie 26 hours: their days are never the same.
#[test]
fn a_day_that_is_typed_is_that_of_the_books_wherever_the_machine_is() {
    let home = Home::new();
    let ran = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("TZ", "Etc/GMT+12");
        let ran = crate::support::ran(command);
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.err);
        ran.out
    };
    let json = |args: &[&str]| serde_json::from_str::<Value>(&ran(args)).expect("JSON");
    let own = ["books", "add", "Own", "--country", "KI", "--currency", "AUD", "--tax-number", "123", "--vat", "0"];
    ran(&[&own[..], &["--zone", "Pacific/Kiritimati"]].concat());
    ran(&["client", "add", "Acme"]);
    ran(&["project", "add", "Site", "--client", "Acme"]);
    let today = text(&json(&["time", "add", "1h", "--project", "Site", "--json"])["entry"]["date"]);
    assert_eq!(json(&["time", "add", "2h", "--project", "Site", "--date", "today", "--json"])["entry"]["date"], today);
    assert_eq!(json(&["time", "list", "--from", "today", "--until", "today", "--format", "json"])["total"], 2);
    assert_eq!(json(&["time", "list", "date:today", "--format", "json"])["total"], 2);
    assert_eq!(json(&["time", "list", "--week", "today", "--format", "json"])["total"], 2);
    assert_eq!(json(&["time", "approve", "--until", "yesterday", "--json"])["total"], 0);
    assert_eq!(json(&["report", "time", "--from", "today", "--format", "json"])["rows"][0]["seconds"], 10_800);
    let rate = json(&["rate", "set", "--project", "Site", "--amount", "10", "--from", "today", "--json"]);
    assert_eq!(rate["rate"]["from"], today);
    let draft = json(&["draft", "make", "--client", "Acme", "--line", "A=1x10", "--json"]);
    let issued = json(&["issue", &text(&draft["drafts"][0]["draft"]), "--date", "today", "--json"])["invoices"][0].clone();
    assert_eq!(issued["invoice_date"], today);
    let paid = json(&["pay", &text(&issued["invoice_number"]), "--date", "today", "--json"]);
    assert_eq!(paid["payment"]["date"], today);
}

#[test]
fn what_recurs_is_drafted_once_however_many_days_were_missed() {
    let home = home();
    let refused = home.expect(2, &["recurring", "add", "Hosting", "--client", "Acme"]);
    assert!(refused.err.contains("--next"), "{}", refused.err);
    let add = ["recurring", "add", "Hosting", "--client", "Acme", "--next", "2026-08-31", "--line", "Hosting=1x12000"];
    home.expect(0, &[&add[..], &["--until", "2026-10-31"]].concat());
    home.expect(4, &add);
    work(&home, "2h", "2026-10-05");
    home.expect(0, &["recurring", "add", "Support", "--client", "Acme", "--next", "2026-11-01", "--time", "true"]);
    let made = home.json(0, &["recurring", "run", "--json"]);
    let nets: Vec<String> = texts(&made["drafts"], "net");
    assert_eq!(nets, ["12000", "12000", "12000", "36000"], "{made}");
    assert_eq!(texts(&made["drafts"], "until")[..3], ["2026-08-30", "2026-09-29", "2026-10-30"]);
    // Twice has the effect of once.
    assert_eq!(home.json(0, &["recurring", "run", "--json"])["drafts"].as_array().map(Vec::len), Some(0));
    let nothing = home.expect(0, &["recurring", "run"]);
    assert!(nothing.out.is_empty() && nothing.err.contains("No recurring invoice is due."), "{} {}", nothing.out, nothing.err);
    assert_eq!(home.json(0, &["draft", "list", "--json"])["drafts"].as_array().map(Vec::len), Some(4));
    let listed = home.json(0, &["recurring", "list", "--json"]);
    assert_eq!(texts(&listed["recurring"], "next"), ["2026-11-30", "2026-12-01"]);
    // One that has ended has no next day; the other has.
    let table = home.expect(0, &["recurring", "list"]).out;
    let row = |name: &str| table.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(row("Hosting").contains("ended") && !row("Hosting").contains("2026-11-30"), "{table}");
    assert!(row("Support").contains("active") && row("Support").contains("2026-12-01"), "{table}");
    home.expect(2, &["recurring", "run", "--until", "2999-01-01"]);
    // What cannot be made is told, and stays due.
    home.expect(0, &["project", "add", "Free", "--client", "Acme"]);
    home.expect(0, &["time", "add", "1h", "--project", "Free", "--date", "2026-10-06"]);
    home.expect(0, &["time", "approve"]);
    let audit = ["recurring", "add", "Audit", "--client", "Acme", "--project", "Free", "--next", "2026-11-02", "--time", "true"];
    home.expect(0, &audit);
    let refused = home.json(3, &["recurring", "run", "--json"]);
    assert_eq!(refused["refused_recurring"][0]["title"], "Audit");
    home.expect(0, &["rate", "set", "--project", "Free", "--amount", "1000", "--from", "2026-01-01"]);
    assert_eq!(texts(&home.json(0, &["recurring", "run", "--json"])["drafts"], "net"), ["1000"]);
    home.expect(0, &["recurring", "pause", "Hosting"]);
    home.expect(0, &["recurring", "delete", "Hosting"]);
    home.expect(4, &["client", "delete", "Acme"]);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn an_advance_is_deducted_once_with_its_vat() {
    let home = home();
    let advance = lines(&home, &["--advance", "--line", "Advance=1x100000"]);
    assert_eq!(advance["advance"], true);
    let advance = issue(&home, &advance);
    assert_eq!((text(&advance["type"]).as_str(), text(&advance["gross_total"]).as_str()), ("advance", "127000"));
    let number = text(&advance["invoice_number"]);
    work(&home, "10h", "2026-10-05");
    let last = lines(&home, &["--deduct", &number]);
    assert_eq!(["net", "vat", "gross"].map(|sum| text(&last[sum])), ["80000", "21600", "101600"]);
    assert_eq!(last["lines"][1]["kind"], "advance");
    let twice = home.expect(4, &["draft", "make", "--client", "Acme", "--line", "x=1", "--deduct", &number]);
    assert!(twice.err.contains(&number), "{}", twice.err);
    // What is deducted is not taken back before its deduction is.
    home.expect(4, &["credit", &number]);
    home.expect(0, &["draft", "discard", &text(&last["draft"])]);
    let last = issue(&home, &lines(&home, &["--deduct", &number]));
    assert_eq!(text(&last["gross_total"]), "101600");
    home.expect(4, &["void", &number]);
    home.expect(0, &["void", &text(&last["invoice_number"])]);
    home.expect(0, &["void", &number]);
    home.expect(4, &["draft", "make", "--client", "Acme", "--line", "x=1", "--deduct", &number]);
    home.expect(0, &["books", "check"]);
}

#[test]
fn some_of_an_invoice_is_credited_and_never_more_than_all() {
    let home = home();
    let draft = lines(&home, &["--line", "Licence=3x333", "--line", "Book=1x1001@5"]);
    let invoice = issue(&home, &draft);
    let number = text(&invoice["invoice_number"]);
    assert_eq!(text(&invoice["gross_total"]), "2320", "999 + 270, 1001 + 50");
    for wrong in ["4=1", "1=4", "1=0", "1=-1", "1=net:1000", "1=net:0.5"] {
        home.expect(2, &["credit", &number, "--line", wrong]);
    }
    home.expect(2, &["credit", &number, "--line", "first"]);
    let one = home.json(0, &["credit", &number, "--line", "1=1", "--json"]);
    assert_eq!(
        (text(&one["invoices"][0]["gross_total"]).as_str(), one["invoices"][0]["credits"].as_str()),
        ("-423", Some(&*number))
    );
    // The rest of it takes the rest of the VAT: nothing stays open by rounding.
    let refused = home.expect(4, &["credit", &number, "--line", "1=net:667"]);
    assert!(refused.err.contains("666"), "{}", refused.err);
    home.expect(4, &["credit", &number]);
    home.expect(4, &["void", &number]);
    let rest = home.json(0, &["credit", &number, "--line", "1=2", "--line", "2=1", "--json"]);
    assert_eq!(text(&rest["invoices"][0]["gross_total"]), "-1897");
    let listed = home.json(0, &["invoices", "--format", "json"]);
    let sums = ["gross", "balance"].map(|sum| text(&listed["totals"][0][sum]));
    assert_eq!((listed["total"].as_u64(), sums), (Some(3), ["0".to_owned(), "0".to_owned()]));
    home.expect(4, &["credit", &number, "--line", "1=1"]);
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}

#[test]
fn an_open_draft_is_changed_and_its_time_stays_whole() {
    let home = home();
    work(&home, "2h", "2026-10-05");
    let draft = text(&lines(&home, &["--line", "Licence=3x12000", "--discount", "10"])["draft"]);
    let edit = |more: &[&str], code| {
        let args = [&["draft", "edit", &draft, "--json"], more].concat();
        if code == 0 { home.json(0, &args)["drafts"][0].clone() } else { Value::String(home.expect(code, &args).err) }
    };
    assert_eq!(text(&edit(&[], 0)["net"]), "64800", "(36000 + 36000) less 10 %");
    let changed = edit(&["--text", "1=Consulting", "--quantity", "2=1", "--price", "2=5000", "--discount", "0"], 0);
    assert_eq!((text(&changed["net"]).as_str(), changed["lines"][0]["text"].as_str()), ("41000", Some("Consulting")));
    assert!(edit(&["--price", "1=1"], 2).as_str().is_some_and(|text| text.contains("computed")));
    edit(&["--remove", "7"], 2);
    edit(&["--text", "Consulting"], 2);
    edit(&["--remove", "1", "--remove", "2"], 4);
    let changed = edit(&["--remove", "1", "--expense", "Train=4500", "--note", "Thank you"], 0);
    assert_eq!((text(&changed["net"]).as_str(), changed["note"].as_str()), ("9500", Some("Thank you")));
    // The time of the line that was removed is free again, all of it.
    let time = home.json(0, &["time", "list", "--format", "json"]);
    assert_eq!(time["entries"][0]["unbilled_seconds"], 7_200);
    home.expect(0, &["books", "check"]);
    assert_eq!(text(&lines(&home, &[])["net"]), "36000");
    home.expect(0, &["issue", &draft]);
    edit(&["--note", "late"], 4);
    home.expect(0, &["books", "check"]);
}

#[test]
fn a_name_of_a_file_stays_mapped() {
    let home = home();
    let file = home.path().join("work.timeclock");
    let sessions = |count: usize| -> String {
        let day = |day| format!("i 2026-10-{day:02} 09:00:00 client:web\no 2026-10-{day:02} 10:00:00\n");
        (1..=count).map(day).collect::<Vec<_>>().concat()
    };
    std::fs::write(&file, sessions(1)).expect("written");
    let file = file.to_str().expect("a path").to_owned();
    let first = home.json(0, &["time", "import", &file, "--zone", "Europe/Budapest", "--json"]);
    let unmapped = text(&first["unmapped"][0]);
    home.expect(0, &["time", "map", &unmapped, "--project", "Site"]);
    std::fs::write(&file, sessions(2)).expect("written");
    let second = home.json(0, &["time", "import", &file, "--zone", "Europe/Budapest", "--json"]);
    assert_eq!(
        (second["imported"].as_u64(), second["duplicates"].as_u64(), second["unmapped"].as_array().map(Vec::len)),
        (Some(1), Some(1), Some(0)),
        "{second}"
    );
    let listed = home.json(0, &["time", "list", "project:site", "--format", "json"]);
    assert_eq!(listed["total"], 1);
    let maps = home.json(0, &["time", "map", "--json"]);
    assert_eq!(
        (maps["time_maps"][0]["project"].as_str(), maps["time_maps"][0]["kind"].as_str()),
        (Some("Site"), Some("project"))
    );
    home.expect(2, &["time", "map", "x"]);
    home.expect(0, &["time", "map", &unmapped, "--project", "none"]);
    home.expect(4, &["time", "map", &unmapped, "--project", "none"]);
}

#[test]
fn reports_tell_time_profit_budgets_and_what_comes() {
    let home = home();
    home.expect(0, &["project", "edit", "Site", "--budget-hours", "10"]);
    work(&home, "2h", "2026-10-05");
    work(&home, "1h", "2026-10-12");
    let me = text(&home.json(0, &["person", "list", "--json"])["people"][0]["name"]);
    let uncosted = home.expect(0, &["report", "profit"]).err;
    assert!(uncosted.contains("3:00 of this have no cost"), "{uncosted}");
    home.expect(0, &["person", "edit", &me, "--cost", "8000"]);
    assert_eq!(home.expect(0, &["report", "profit"]).err, "");
    let rows = |args: &[&str]| {
        let report = home.json(0, &[&["report"], args, &["--format", "json"]].concat());
        report["rows"].as_array().expect("rows").clone()
    };
    let weeks = rows(&["time", "--by", "week", "--from", "2026-10-01", "--until", "2026-10-31"]);
    let told: Vec<(&str, i64)> =
        weeks.iter().map(|row| (row["group"].as_str().expect("a group"), row["seconds"].as_i64().expect("seconds"))).collect();
    assert_eq!(told, [("2026-W41", 7_200), ("2026-W42", 3_600)]);
    assert_eq!(rows(&["time", "--by", "tag"])[0]["group"], "deep");
    let waits = rows(&["unbilled"]);
    assert_eq!((text(&waits[0]["amount"]).as_str(), waits[0]["unbilled_seconds"].as_i64()), ("54000", Some(10_800)));
    let draft = lines(&home, &["--until", "2026-10-10"]);
    issue(&home, &draft);
    // 36,000 billed for two of the three hours that cost 8,000 each.
    let profit = rows(&["profit", "--by", "project"]);
    let sums = ["amount", "cost", "hourly_rate"].map(|name| text(&profit[0][name]));
    assert_eq!(sums, ["36000", "24000", "12000"], "{profit:?}");
    let budget = rows(&["budget"]);
    assert_eq!(["budget", "left", "used_percent"].map(|name| text(&budget[0][name])), ["36000", "25200", "30"]);
    home.expect(0, &["recurring", "add", "Hosting", "--client", "Acme", "--next", "2027-01-01", "--line", "Hosting=1x12000"]);
    let comes = rows(&["forecast"]);
    assert!(comes.iter().any(|row| row["recurring_amount"] == "12000"), "{comes:?}");
    assert!(comes.iter().any(|row| row["due_amount"] == "45720"), "{comes:?}");
    assert!(comes.iter().any(|row| row["unbilled_amount"] == "18000"), "{comes:?}");
    let csv = home.expect(0, &["report", "time", "--format", "csv"]).out;
    assert!(csv.starts_with("group,currency,seconds") && csv.contains("Site,,10800"), "{csv}");
    for kind in ["time", "profit", "budget", "unbilled", "forecast"] {
        assert!(home.expect(0, &["report", kind]).out.lines().count() > 1, "{kind}");
    }
    home.expect(2, &["report", "time", "--by", "fulfilled"]);
    home.expect(2, &["report", "aging", "--from", "2026-10-01"]);
    home.expect(2, &["report", "profit", "--by", "tag"]);
    // What a report would not go by is refused, not ignored.
    let refused = home.expect(2, &["report", "budget", "--by", "tag"]);
    assert!(refused.err.contains("grouped by project"), "{}", refused.err);
    for kind in ["budget", "unbilled", "forecast"] {
        home.expect(2, &["report", kind, "--from", "2026-10-01"]);
        home.expect(2, &["report", kind, "project:site"]);
    }
}

/// Numbers that a seed leads to.
struct Luck(u64);

impl Luck {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// Eight processes issue at once, and die: whatever dies when, no number is missing and none is there twice. `FAKTURA_ISSUES` says how many.
#[test]
fn eight_processes_that_die_leave_no_gap_and_no_repeat() {
    let count: usize = std::env::var("FAKTURA_ISSUES").ok().and_then(|count| count.parse().ok()).unwrap_or(100);
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        u64::from(now.subsec_nanos()) | 1
    });
    println!("FAKTURA_SEED={seed}");
    let home = home();
    for number in 0..count.div_ceil(100) {
        let title = format!("Care {number}");
        let add = ["recurring", "add", &title, "--client", "Acme", "--next", "2018-08-01", "--until", "2026-11-01"];
        home.expect(0, &[&add[..], &["--line", "Care=1x1000"]].concat());
    }
    let made = home.json(0, &["recurring", "run", "--json"]);
    let drafts = texts(&made["drafts"], "draft");
    assert_eq!(drafts.len(), count.div_ceil(100) * 100);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for worker in 0..8u64 {
            let (home, drafts, next) = (&home, &drafts, &next);
            scope.spawn(move || {
                let mut luck = Luck(seed.wrapping_add(worker.wrapping_mul(0x9E37_79B9)) | 1);
                while let Some(draft) = drafts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut child = home.command(&["issue", draft, "--date", "2026-11-01"]).spawn().expect("the binary starts");
                    if luck.next(3) == 0 {
                        // The process may be the host of all the others.
                        std::thread::sleep(Duration::from_millis(luck.next(200)));
                        let _ = child.kill();
                    }
                    // What it did is looked at when all are done.
                    child.wait_with_output().expect("it ends");
                }
            });
        }
    });
    // What died, or lost its host, is issued now: each draft is open or was issued, and nothing between.
    let open = texts(&home.json(0, &["draft", "list", "--json"])["drafts"], "draft");
    for some in open.chunks(100) {
        let mut args = vec!["issue", "--date", "2026-11-01"];
        args.extend(some.iter().map(String::as_str));
        home.expect(0, &args);
    }
    let listed = home.json(0, &["invoices", "--limit", "100000", "--format", "json"]);
    let numbers = texts(&listed["invoices"], "invoice_number");
    let wanted: BTreeSet<String> = (1..=drafts.len()).map(|number| format!("INV-2026-{number:05}")).collect();
    assert_eq!(numbers.len(), drafts.len(), "seed {seed}");
    assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>(), wanted, "seed {seed}");
    home.expect(0, &["books", "check"]);
    home.expect(0, &["check"]);
}
