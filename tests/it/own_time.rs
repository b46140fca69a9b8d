//! From an empty home to an invoice on the screen alone: books, a client, a project, a rate, a day of time, approval, a draft,
//! the invoice. And what the keys of time do to entries.

use serde_json::Value;

use crate::support::Home;
use crate::support::terminal::Terminal;

/// Own books with a client, a project, and a rate.
fn home() -> Home {
    let home = Home::new();
    let add =
        ["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43", "--vat", "27"];
    home.expect(0, &[&add[..], &["--zone", "Europe/Budapest"]].concat());
    home.expect(0, &["client", "add", "Acme Kft.", "--tax-number", "13114505-2-41"]);
    home.expect(0, &["project", "add", "Site", "--client", "Acme Kft.", "--budget-hours", "40"]);
    home.expect(0, &["rate", "set", "--project", "Site", "--amount", "18000", "--currency", "HUF"]);
    home
}

fn entries(home: &Home) -> Vec<Value> {
    home.json(0, &["time", "list", "--format", "json"])["entries"].as_array().expect("a list").clone()
}

fn seconds(home: &Home) -> Vec<i64> {
    entries(home).iter().map(|entry| entry["seconds"].as_i64().expect("a number")).collect()
}

#[test]
fn a_day_becomes_an_invoice_on_the_screen_alone() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &[], 40, 120);
    terminal.type_until("t", "There are no own books yet.");
    terminal.press("A");
    terminal.shows("Add own books");
    // Name, tax number, country (filled in), post code, town, street, currency, zone, VAT.
    terminal.press("Own Kft.\t32560682-2-43\t\t1111\tBudapest\tFő utca 1.\t\t\t27\r");
    terminal.shows("Added the books of Own Kft.");
    terminal.type_until("\t", "There are no clients yet.");
    terminal.press("@");
    terminal.shows("Add a client");
    terminal.press("Acme Kft.\t13114505-2-41\r");
    terminal.shows("Saved the client Acme Kft.");
    terminal.gone("There are no clients yet.");
    terminal.press("A");
    terminal.shows("Add a project");
    terminal.type_until("Site\t\t4o", "✗");
    terminal.press("\x7f0\r");
    terminal.shows("Saved the project Site");
    // On the project: its rate.
    terminal.until("the project", |screen| screen.contains("  Site") && screen.contains("40:00"));
    terminal.press("j");
    terminal.type_until("%", "Set a rate");
    terminal.press("\t\t\t18000\r");
    terminal.shows("Set the rate");
    // A day, in the words that people type.
    terminal.type_until("t", "No time this week.");
    terminal.type_until("A", "Record time");
    terminal.type_until("si", "= Site");
    terminal.type_until("\t9-", "✗");
    terminal.type_until("11:30", "= 2:30");
    terminal.type_until("\r", "Recorded 2:30");
    terminal.until("in the week", |screen| screen.contains("Acme Kft. · Site") && screen.contains("2:30"));
    terminal.type_until("A", "Record time");
    terminal.type_until("1,5", "= 1:30");
    terminal.type_until("\r", "Recorded 1:30");
    terminal.until("added up", |screen| screen.contains("pending 4:00 (2)"));
    // Approved after a question that names the week.
    terminal.type_until("Y", "Approve the week");
    terminal.type_until("\t\r", "Approved 2 entries, 4:00");
    terminal.until("its state", |screen| screen.contains("approved 4:00"));
    // What is unbilled, the draft, the invoice.
    terminal.press("\t\t");
    terminal.until("what is unbilled", |screen| screen.contains("! unbilled") && screen.contains("4:00"));
    // With the amounts of the draft that it would become.
    terminal.until("what it would come to", |screen| {
        screen.contains("72\u{a0}000\u{a0}Ft") && screen.contains("91\u{a0}440\u{a0}Ft")
    });
    terminal.type_until("A", "Make a draft");
    terminal.type_until("\r", "Drafted for Acme Kft.");
    terminal.until("the draft", |screen| screen.contains("◦ open") && !screen.contains("! unbilled"));
    terminal.type_until("\r", "× 18");
    terminal.until("explained", |screen| screen.contains("9000 s ×") && screen.contains("5400 s ×"));
    terminal.type_until("#", "Issue a draft to Acme Kft.");
    terminal.until("the form", |screen| screen.contains("Date of issue"));
    terminal.press("\r");
    terminal.until("named", |screen| screen.contains("-00001 to Acme Kft.:") && screen.contains("91"));
    terminal.type_until("\t\r", "Issued INV-");
    terminal.quits();

    let listed = home.json(0, &["invoices", "--format", "json"]);
    assert_eq!((listed["total"].as_u64(), listed["totals"][0]["gross"].as_str()), (Some(1), Some("91440")), "{listed}");
    let mut both = seconds(&home);
    both.sort_unstable();
    assert_eq!(both, [5_400, 9_000]);
    assert!(entries(&home).iter().all(|entry| entry["status"] == "billed"));
    home.expect(0, &["books", "check"]);
}

#[test]
fn entries_are_mended_split_moved_and_joined_by_keys() {
    let home = home();
    // The screen shows the year of today; another day of it is next to it.
    let today = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::get("Europe/Budapest").expect("a zone")).date();
    let other = if today.day_of_year() > 1 { today.yesterday() } else { today.tomorrow() }.expect("a day");
    let add = |time: &str| home.expect(0, &["time", "add", time, "--project", "Site", "--date", &today.to_string()]);
    add("9-12");
    add("11-13");
    let mut terminal = Terminal::start(&home, &["--tab", "time"], 40, 120);
    terminal.shows("‹Week›");
    // The whole of the year, from the newest on.
    terminal.type_until("++", "‹Year›");
    terminal.until("both", |screen| screen.contains("09:00–12:00") && screen.contains("11:00–13:00"));
    terminal.type_until("!x", "Mended");
    terminal.until("the older gave way", |screen| screen.contains("09:00–11:00") && screen.contains("11:00–13:00"));
    assert_eq!(seconds(&home), [7_200, 7_200]);
    terminal.type_until("*&", "Joined to one entry of 4:00");
    terminal.until("one", |screen| screen.contains("09:00–13:00"));
    terminal.type_until(";", "Split 09:00–13:00");
    terminal.type_until("10:30\r", "Split in two");
    terminal.until("two", |screen| screen.contains("09:00–10:30") && screen.contains("10:30–13:00"));
    assert_eq!(seconds(&home), [5_400, 9_000]);
    // Several alike.
    terminal.type_until("*R", "Change 2 entries");
    terminal.type_until("\treview\r", "Changed 2 entries");
    terminal.until("both have it", |screen| screen.matches("review").count() == 2);
    // A day is copied, and an entry deleted after a question.
    terminal.type_until("u\"", &format!("Copy your entries of {today}"));
    terminal.press("\x15");
    terminal.type_until(&format!("{other}\r"), "Recorded 2 entries, 4:00");
    terminal.until("copied", |screen| screen.contains(&other.to_string()));
    terminal.type_until(&format!("/date:{other}\r"), "2 of 4");
    terminal.type_until("*X", "Delete 2 entries");
    terminal.type_until("\t\r", "Deleted");
    terminal.quits();
    assert_eq!(seconds(&home), [5_400, 9_000]);
}

#[test]
fn an_end_without_a_day_is_of_the_day_on_which_the_entry_starts() {
    let home = home();
    let add =
        |start: &'static str, end: &'static str| ["time", "add", "--project", "Site", "--start", start, "--end", end, "--json"];
    let entry = home.json(0, &add("2026-10-25T01:30", "04:00"));
    assert_eq!(entry["entry"]["seconds"], 12_600);
    let id = entry["entry"]["id"].as_str().expect("an identifier");
    let entry = home.json(0, &["time", "edit", id, "--start", "2026-10-20T09:00", "--end", "10:00", "--json"]);
    assert_eq!(entry["entry"]["seconds"], 3600);
    home.expect(2, &add("2026-10-20T23:00", "01:00"));
}

#[test]
fn a_short_word_is_no_part_of_an_identifier() {
    let home = home();
    let entry = home.json(0, &["time", "add", "1h", "--project", "Site", "--note", "Review", "--json"]);
    let id = entry["entry"]["id"].as_str().expect("an identifier");
    let total = |word: &str| home.json(0, &["time", "list", word, "--format", "json"])["total"].clone();
    assert_eq!((total(&id[..4]), total("review"), total(&id[id.len() - 8..])), (0.into(), 1.into(), 1.into()));
}

#[test]
fn projects_of_one_name_have_a_row_each() {
    let home = home();
    home.expect(0, &["client", "add", "Beta Bt.", "--tax-number", "10773381-2-44"]);
    let other = home.json(0, &["project", "add", "Site", "--client", "Beta Bt.", "--budget-hours", "10", "--json"]);
    let other = other["project"]["id"].as_str().expect("an identifier").to_owned();
    let known = home.json(0, &["project", "list", "--json"])["projects"].as_array().expect("a list").clone();
    let first = known.iter().find(|project| project["id"] != *other).and_then(|project| project["id"].as_str());
    for (project, time) in [(first.expect("the first one"), "5h"), (other.as_str(), "8h")] {
        home.expect(0, &["time", "add", time, "--project", project, "--date", "2026-10-05"]);
    }
    for report in [&["budget"][..], &["time", "--by", "project"]] {
        let rows = home.json(0, &[&["report"], report, &["--format", "json"]].concat())["rows"].clone();
        let mut found: Vec<_> =
            rows.as_array().expect("rows").iter().map(|row| (row["group"].clone(), row["seconds"].clone())).collect();
        found.sort_by_key(|(group, _)| group.to_string());
        assert_eq!(found, [("Site (Acme Kft.)".into(), 18_000.into()), ("Site (Beta Bt.)".into(), 28_800.into())], "{report:?}");
    }
    // The next one of that name and client, once the first is archived, is another one all the same.
    home.expect(0, &["project", "archive", first.expect("the first one")]);
    home.expect(0, &["project", "add", "Site", "--client", "Acme Kft."]);
    let known = home.json(0, &["project", "list", "--json"])["projects"].as_array().expect("a list").clone();
    let is_new = |project: &&Value| project["id"] != *other && project["id"].as_str() != first;
    let next = known.iter().find(is_new).and_then(|project| project["id"].as_str()).expect("the new one");
    home.expect(0, &["time", "add", "1h", "--project", next, "--date", "2026-10-05"]);
    let rows = home.json(0, &["report", "time", "--by", "project", "--format", "json"])["rows"].clone();
    let mut found: Vec<i64> = rows.as_array().expect("rows").iter().filter_map(|row| row["seconds"].as_i64()).collect();
    found.sort_unstable();
    assert_eq!(found, [3_600, 18_000, 28_800], "{rows}");
}

#[test]
fn the_name_of_an_archived_project_is_no_part_of_another_one() {
    let home = home();
    home.expect(0, &["project", "add", "Site two", "--client", "Acme Kft."]);
    home.expect(0, &["project", "archive", "Site"]);
    home.expect(4, &["time", "add", "1h", "--project", "site", "--date", "2026-10-05"]);
    assert!(entries(&home).is_empty());
    home.expect(0, &["time", "add", "1h", "--project", "site t", "--date", "2026-10-05"]);
}

#[test]
fn days_of_time_are_those_of_the_company() {
    let home = home();
    let add = |start: &str, end: &str, zone: &str| {
        let words = ["time", "add", "--project", "Site", "--start", start, "--end", end, "--zone", zone, "--json"];
        home.json(0, &words)["entry"]["id"].as_str().expect("an identifier").to_owned()
    };
    // 19:00 on the last of October in Budapest, and 04:00 on the first of November.
    let october = add("2026-11-01T03:00", "2026-11-01T05:00", "Asia/Tokyo");
    let november = add("2026-10-31T20:00", "2026-10-31T23:00", "America/Los_Angeles");
    let until = ["--until", "2026-10-31"];
    let list = home.json(0, &[&["time", "list", "--format", "json"][..], &until].concat());
    let first = &list["entries"][0];
    assert_eq!(
        (list["total"].clone(), first["id"].clone(), first["date"].clone()),
        (1.into(), october.clone().into(), "2026-10-31".into())
    );
    let told = home.expect(0, &[&["time", "list"][..], &until].concat()).out;
    assert!(told.contains("03:00+1–05:00+1"), "the clock of its own zone, counted from that day: {told}");
    assert_eq!(home.json(0, &["time", "list", "date:2026-10-31", "--format", "json"])["total"], 1);
    let copied = home.json(0, &["time", "copy", "2026-10-31", "2026-11-10", "--json"]);
    assert_eq!(
        (copied["entries"][0]["date"].clone(), copied["entries"][0]["seconds"].clone()),
        ("2026-11-10".into(), 7200.into())
    );
    // A day that is given for an entry is one of the books too, as its list shows it.
    let moved = home.json(0, &["time", "edit", &october, "--date", "2026-10-30", "--json"]);
    assert_eq!((moved["entry"]["date"].clone(), moved["entry"]["seconds"].clone()), ("2026-10-30".into(), 7200.into()));
    home.expect(0, &["time", "edit", &october, "--date", "2026-10-31"]);
    // A day that is typed with a time is the day of that time.
    let spare = add("2026-10-05T22:00", "2026-10-05T23:00", "America/New_York");
    let times: [(&str, &[&str]); 3] =
        [("2026-10-21", &["--start", "10:00", "--end", "12:00"]), ("2026-10-22", &["9-11"]), ("2026-10-23", &["2h"])];
    for (day, time) in times {
        let edited = home.json(0, &[&["time", "edit", &spare, "--date", day, "--json"][..], time].concat());
        assert_eq!((edited["entry"]["date"].as_str(), edited["entry"]["seconds"].as_i64()), (Some(day), Some(7200)), "{time:?}");
    }
    home.expect(0, &["time", "delete", &spare]);
    let told = home.expect(0, &["time", "list", "--from", "2026-11-01", "--until", "2026-11-05"]).out;
    assert!(told.contains("20:00\u{2212}1–23:00\u{2212}1"), "{told}");
    home.expect(0, &[&["time", "approve"][..], &until].concat());
    let draft = home.json(0, &[&["draft", "make", "--client", "Acme Kft.", "--dry-run", "--json"][..], &until].concat());
    assert_eq!(draft["drafts"][0]["lines"][0]["seconds"], 7200);
    home.expect(0, &["time", "unapprove", "--entry", &october]);
    home.expect(0, &["books", "edit", "--closed-until", "2026-10-31"]);
    home.expect(4, &["time", "edit", &october, "--note", "late"]);
    home.expect(4, &["time", "approve", "--entry", &october]);
    let late =
        ["time", "add", "--project", "Site", "--start", "2026-11-01T03:00", "--end", "2026-11-01T05:00", "--zone", "Asia/Tokyo"];
    home.expect(4, &late);
    home.expect(0, &["time", "edit", &november, "--note", "open"]);
}

#[test]
fn the_timer_runs_on_every_page_and_over_the_end_of_the_screen() {
    let home = home();
    let mut terminal = Terminal::start(&home, &["--tab", "time"], 24, 80);
    terminal.shows("No time this week.");
    terminal.type_until("b", "Start a timer");
    terminal.type_until("site\r", "▶ 0:00");
    terminal.type_until("1", "Own Kft.");
    terminal.shows("▶ 0:00");
    terminal.quits();
    let mut terminal = Terminal::start(&home, &[], 12, 40);
    terminal.shows("▶ 0:00");
    terminal.press("t");
    terminal.type_until("0", "Drop the timer");
    terminal.type_until("\t\r", "was dropped");
    terminal.gone("▶");
    terminal.quits();
    assert!(entries(&home).is_empty());
    // A forgotten one proposes its end.
    home.expect(0, &["timer", "start", "--project", "Site", "--at", "2026-11-02T09:00"]);
    let mut terminal = Terminal::start(&home, &["--tab", "time"], 24, 80);
    terminal.shows("forgotten?");
    terminal.type_until("b", "2026-11-02T17:00");
    terminal.type_until("\r", "Stopped: 8:00 recorded");
    terminal.quits();
    assert_eq!(seconds(&home), [28_800]);
}

#[test]
fn a_mend_is_one_change_and_says_what_it_cannot() {
    let home = home();
    let add = |start: &str, end: &str| {
        let added = home.json(0, &["time", "add", "--project", "Site", "--start", start, "--end", end, "--json"]);
        added["entry"]["id"].as_str().expect("an id").to_owned()
    };
    let mend = |code: i32, entry: &str| home.expect(code, &["time", "mend", entry]);
    // Around: the outer one becomes two.
    let outer = add("2026-11-02T09:00", "2026-11-02T17:00");
    let inner = add("2026-11-02T12:00", "2026-11-02T13:00");
    mend(0, &inner);
    assert_eq!(seconds(&home), [10_800, 3_600, 14_400]);
    mend(4, &outer);
    // Midnight, with the clocks back in the night: as many seconds as before.
    let night = add("2026-10-24T22:00", "2026-10-25T04:00");
    let before: i64 = seconds(&home).iter().sum();
    mend(0, &night);
    let all = entries(&home);
    assert_eq!(all.iter().map(|entry| entry["seconds"].as_i64().expect("a number")).sum::<i64>(), before);
    assert_eq!((all[0]["seconds"].as_i64(), all[1]["seconds"].as_i64()), (Some(7_200), Some(18_000)));
    // A gap: the entry before it is made longer.
    let first = add("2026-11-04T09:00", "2026-11-04T10:00");
    let second = add("2026-11-04T10:30", "2026-11-04T11:00");
    mend(0, &second);
    assert_eq!(seconds(&home).iter().rev().take(2).copied().collect::<Vec<_>>(), [1_800, 5_400]);
    // The same time twice has no mend, and what is locked stays as it is.
    let same = add("2026-11-04T10:30", "2026-11-04T11:00");
    mend(4, &same);
    home.expect(0, &["time", "delete", &same]);
    home.expect(0, &["time", "approve"]);
    let late = add("2026-11-04T09:30", "2026-11-04T10:00");
    mend(4, &late);
    let kept = entries(&home);
    let found = kept.iter().find(|entry| entry["id"] == first.as_str()).expect("it is still there");
    assert_eq!(found["seconds"], 5_400, "the mend of the gap made it longer, and nothing after that changed it");
}

#[test]
fn a_list_says_on_which_day_an_entry_ends() {
    let home = home();
    home.expect(0, &["time", "add", "22-1", "--project", "Site", "--date", "2026-10-05"]);
    let long = ["--start", "2026-10-07T09:00", "--end", "2026-10-09T08:30"];
    home.expect(0, &[&["time", "add", "--project", "Site"], &long[..]].concat());
    let listed = home.expect(0, &["time", "list"]).out;
    assert!(listed.contains("22:00–01:00+1") && listed.contains("09:00–08:30+2"), "{listed}");
}

/// Books without a tax number issue nothing: the screen says what to do, and the form completes them.
#[test]
fn books_that_lack_a_number_are_completed_on_the_screen() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--tab", "time"], 24, 80);
    terminal.shows("There are no own books yet.");
    terminal.type_until("A", "Add own books");
    terminal.type_until("Own Kft.\r", "Added the books of Own Kft.");
    // What time is billed by is said before there is any, and what there is instead of a sync.
    terminal.shows("type projects to add a client");
    terminal.type_until("2", "type drafts to issue an invoice");
    terminal.type_until("t", "type projects to add a client");
    terminal.type_until(":projects\r", "There are no clients yet.");
    terminal.type_until("@", "Add a client");
    terminal.type_until("Acme Kft.\r", "Saved the client Acme Kft.");
    terminal.gone("There are no clients yet.");
    terminal.type_until("A", "Add a project");
    terminal.type_until("Site\r", "Saved the project Site");
    terminal.shows("% rate");
    terminal.type_until("%", "Set a rate");
    terminal.type_until("\t\t\t20000\r", "Set the rate");
    terminal.type_until("t", "No time this week.");
    terminal.type_until("A", "Record time");
    terminal.type_until("Site\t2h30\r", "Recorded 2:30");
    terminal.shows("Y approve");
    terminal.type_until("Y", "Approve the week");
    terminal.type_until("y", "the page Drafts bills it");
    terminal.gone("Y approve");
    terminal.type_until(":drafts\r", "! no VAT");
    terminal.type_until("A", "Make a draft");
    terminal.type_until("\r", "no VAT is given");
    terminal.type_until("27\r", "Drafted for Acme Kft.");
    terminal.type_until("#", "Date of issue");
    terminal.type_until("\r", "Issue INV-");
    terminal.type_until("y", "has no tax number");
    terminal.shows("Ctrl-O");
    terminal.type_until("\x0f", "Change the own books of Own Kft.");
    terminal.type_until("\t32560682-2-43\r", "Changed Own Kft.");
    terminal.type_until("#", "Date of issue");
    terminal.type_until("\r", "Issue INV-");
    terminal.type_until("y", "Issued INV-");
    terminal.quits();
    assert_eq!(home.json(0, &["books", "show", "--json"])["profile"]["tax_number"], "32560682-2-43");
}
