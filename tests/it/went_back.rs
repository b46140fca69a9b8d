//! A store with own books that its own tools put back to an earlier state: no number of an invoice is given twice, and every command that
//! looks says what happened.

use serde_json::Value;

use crate::books::fill;
use crate::database_lost::{issue, keep};
use crate::database_ops::Shared;
use crate::postgres::cluster;
use crate::support::{Home, Ran, copy, ran};

/// An approved draft of two hours of a day.
fn draft(home: &Home, day: &str) -> String {
    let (start, end) = (format!("{day}T08:00"), format!("{day}T10:00"));
    home.expect(0, &["time", "add", "--project", "Site", "--start", &start, "--end", &end, "--zone", "Europe/Budapest"]);
    home.expect(0, &["time", "approve"]);
    let made = home.json(0, &["draft", "make", "--client", "Acme Kft.", "--from", day, "--until", day, "--vat", "27", "--json"]);
    made["drafts"][0]["draft"].as_str().expect("a draft").to_owned()
}

fn number(issued: &Value) -> &str {
    issued["invoice_number"].as_str().expect("a number")
}

/// Whether a command says which numbers are lost, and the way out.
fn tells(ran: &Ran) -> bool {
    let told = format!("{}{}", ran.out, ran.err);
    told.contains("INV-2026-00003 to INV-2026-00004") && told.contains("Own Kft.") && told.contains("skip-lost")
}

/// Goes on with books of which the invoices 3 and 4 and a credit note are lost.
fn goes_on_after_the_lost(home: &Home) {
    let status = home.expect(4, &["status"]);
    assert!(tells(&status) && status.out.contains("went back in time"), "{}", status.out);
    assert_eq!(home.json(4, &["status", "--json"])["companies"][0]["health"], "numbers_behind");
    let doctor = home.run(&["doctor"]);
    assert!(doctor.code == Some(4) && tells(&doctor), "{}{}", doctor.out, doctor.err);
    for check in [&["check"][..], &["books", "check"]] {
        let told = home.expect(4, check);
        assert!(told.out.contains("INV-2026-00003 to INV-2026-00004"), "{}", told.out);
    }
    let drafts = [draft(home, "2026-10-20"), draft(home, "2026-10-21")];
    let args = |each: bool| {
        let mut args = vec!["issue", drafts[0].as_str(), drafts[1].as_str(), "--date", "2026-11-03"];
        args.extend(each.then_some("--each"));
        args
    };
    let refused = home.expect(4, &args(false));
    assert!(tells(&refused), "{}", refused.err);
    let each = home.run(&args(true));
    assert!(
        each.code != Some(0) && format!("{}{}", each.out, each.err).contains("INV-2026-00003 to"),
        "{}{}",
        each.out,
        each.err
    );
    let credit = home.expect(4, &["credit", "INV-2026-00001"]);
    // One number is one word.
    assert!(credit.err.contains("does not know the number INV-CN-2026-00001 any more"), "{}", credit.err);
    // Another series is not concerned.
    home.expect(0, &["void", "INV-2026-00002", "--date", "2026-11-04"]);
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["total"], 3, "nothing was issued half");

    let skipped = home.json(0, &["books", "skip-lost", "--json"]);
    let ranges: Vec<(&str, &str)> = skipped["skipped"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|range| (range["first"].as_str().expect("text"), range["last"].as_str().expect("text")))
        .collect();
    assert_eq!(ranges, [("INV-2026-00003", "INV-2026-00004"), ("INV-CN-2026-00001", "INV-CN-2026-00001")]);
    let issued = home.json(0, &["issue", &drafts[0], &drafts[1], "--date", "2026-11-03", "--json"]);
    let numbers: Vec<&str> = issued["invoices"].as_array().expect("a list").iter().map(number).collect();
    assert_eq!(numbers, ["INV-2026-00005", "INV-2026-00006"]);
    let credit = home.json(0, &["credit", "INV-2026-00001", "--json"]);
    assert_eq!(number(&credit["invoices"][0]), "INV-CN-2026-00002");
    for sound in [&["books", "check"][..], &["check"], &["status"]] {
        home.expect(0, sound);
    }
    assert!(!home.run(&["doctor"]).out.contains("went back"));
    let audit = home.expect(0, &["audit"]);
    assert!(audit.out.contains("books.skip-lost"), "{}", audit.out);
    let nothing = home.expect(2, &["books", "skip-lost"]);
    assert!(nothing.err.contains("know every number"), "{}", nothing.err);
}

/// Two invoices, and what is issued after them.
fn two(home: &Home) {
    fill(home);
    issue(home, "2026-10-05");
    issue(home, "2026-10-06");
}

fn more(home: &Home) {
    issue(home, "2026-10-07");
    assert_eq!(number(&issue(home, "2026-10-08")), "INV-2026-00004");
    home.expect(0, &["credit", "INV-2026-00003"]);
}

#[test]
fn numbers_are_not_given_again_after_a_folder_was_put_back() {
    let home = Home::new();
    two(&home);
    let [before, after] = ["before", "after"].map(|name| home.path().join(name));
    copy(&home.store(), &before);
    more(&home);
    let put = |state: &std::path::Path| {
        std::fs::remove_dir_all(home.store()).expect("removed");
        copy(state, &home.store());
    };
    copy(&home.store(), &after);
    put(&before);
    home.expect(4, &["status"]);
    // The newer state is the first way out.
    put(&after);
    home.expect(0, &["status"]);
    home.expect(0, &["check"]);
    put(&before);
    goes_on_after_the_lost(&home);
}

#[test]
fn numbers_are_not_given_again_after_a_backup_was_restored() {
    let home = Home::new();
    two(&home);
    let file = home.path().join("b.age").display().to_string();
    home.expect(0, &["backup", &file]);
    more(&home);
    let restored = home.expect(0, &["restore", &file, "--yes"]);
    assert!(tells(&restored), "{}", restored.err);
    goes_on_after_the_lost(&home);
}

#[test]
fn numbers_are_not_given_again_after_a_database_was_put_back() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    let home = &shared.home;
    two(home);
    let back = keep(&url, &shared);
    // Another machine, which has seen the invoices and issued none.
    let other = Home::new();
    for file in ["config.toml", "store-url"] {
        std::fs::copy(home.path().join(file), other.path().join(file)).expect("copied");
    }
    more(home);
    other.expect(0, &["status"]);
    back();
    let seen = other.expect(4, &["status"]);
    assert!(tells(&seen), "{}", seen.out);
    goes_on_after_the_lost(home);
    // The gap is in the books, so that the other machine goes on too.
    other.expect(0, &["status"]);
    assert_eq!(number(&issue(&other, "2026-10-22")), "INV-2026-00007");
}

#[test]
fn processes_that_issue_at_once_see_no_past() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    let home = &shared.home;
    fill(home);
    let drafts: Vec<String> = (1..=8).map(|day| draft(home, &format!("2026-10-{day:02}"))).collect();
    let issued: Vec<Ran> = std::thread::scope(|scope| {
        let start = |draft: &String| {
            let command = home.command(&["issue", draft, "--date", "2026-11-01", "--json"]);
            scope.spawn(move || ran(command))
        };
        let started: Vec<_> = drafts.iter().map(start).collect();
        started.into_iter().map(|one| one.join().expect("ended")).collect()
    });
    let mut numbers: Vec<String> = Vec::new();
    for one in &issued {
        assert_eq!(one.code, Some(0), "{}", one.err);
        let json: Value = serde_json::from_str(&one.out).expect("JSON");
        numbers.push(number(&json["invoices"][0]).to_owned());
    }
    numbers.sort();
    assert_eq!(numbers, (1..=8).map(|number| format!("INV-2026-{number:05}")).collect::<Vec<_>>());
    home.expect(0, &["check"]);
}

#[test]
fn a_company_that_is_added_again_does_not_begin_its_numbers_again() {
    let home = Home::new();
    two(&home);
    home.expect(0, &["company", "remove", "Own Kft.", "--yes"]);
    fill(&home);
    let refused = home.expect(4, &["issue", &draft(&home, "2026-10-09"), "--date", "2026-11-03"]);
    assert!(refused.err.contains("INV-2026-00001 to INV-2026-00002"), "{}", refused.err);
    // Another prefix is another series.
    home.expect(0, &["books", "edit", "--prefix", "NEW"]);
    assert_eq!(number(&issue(&home, "2026-10-10")), "NEW-2026-00001");
}

#[test]
fn what_cannot_be_remembered_stops_no_invoice() {
    let home = Home::new();
    two(&home);
    let memory = home.path().join("numbers");
    let text = std::fs::read_to_string(&memory).expect("it is there");
    std::fs::write(&memory, text.replace("\"last\":2", "\"last\":9")).expect("written");
    let doctor = home.run(&["doctor"]);
    assert!(doctor.out.contains("does not read back"), "{}", doctor.out);
    assert_eq!(number(&issue(&home, "2026-10-07")), "INV-2026-00003");
    std::fs::remove_file(&memory).expect("removed");
    std::fs::create_dir(&memory).expect("made");
    assert_eq!(number(&issue(&home, "2026-10-08")), "INV-2026-00004");
    home.expect(0, &["check"]);
}

/// Every command that looks tells of lost invoices of which others have the numbers, until a person knows it.
fn is_told_for_good(home: &Home, lost: &[&str]) {
    let tells = |ran: &Ran| {
        let told = format!("{}{}", ran.out, ran.err);
        lost.iter().all(|number| told.contains(&format!("the number {number} was given before"))) && told.contains("skip-lost")
    };
    for day in ["2026-10-25", "2026-10-26"] {
        let status = home.expect(4, &["status"]);
        assert!(tells(&status), "{}", status.out);
        assert_eq!(home.json(4, &["status", "--json"])["companies"][0]["health"], "numbers_behind");
        let doctor = home.run(&["doctor"]);
        assert!(doctor.code == Some(4) && tells(&doctor), "{}{}", doctor.out, doctor.err);
        for check in [&["check"][..], &["books", "check"]] {
            let told = home.expect(4, check);
            assert!(lost.iter().all(|number| told.out.contains(&format!("had the number {number} before"))), "{}", told.out);
        }
        // What has a number goes on: no later one is in doubt.
        issue(home, day);
    }
    let skipped = home.json(0, &["books", "skip-lost", "--json"]);
    let numbers: Vec<&str> =
        skipped["skipped"].as_array().expect("a list").iter().filter_map(|range| range["first"].as_str()).collect();
    assert_eq!(numbers, lost, "{skipped}");
    for sound in [&["books", "check"][..], &["check"], &["status"]] {
        home.expect(0, sound);
    }
    home.expect(2, &["books", "skip-lost"]);
}

#[test]
fn a_document_whose_number_another_one_has_is_missed_until_a_person_says_so() {
    let home = Home::new();
    two(&home);
    let [before, after] = ["before", "after"].map(|name| home.path().join(name));
    copy(&home.store(), &before);
    issue(&home, "2026-10-07");
    assert_eq!(number(&issue(&home, "2026-10-08")), "INV-2026-00004");
    copy(&home.store(), &after);
    let put = |state: &std::path::Path| {
        std::fs::remove_dir_all(home.store()).expect("removed");
        copy(state, &home.store());
    };
    // A program that remembers nothing goes on with the older state.
    let (memory, kept) = (home.path().join("numbers"), home.path().join("kept"));
    std::fs::rename(&memory, &kept).expect("moved");
    put(&before);
    for day in ["2026-10-10", "2026-10-11", "2026-10-12"] {
        issue(&home, day);
    }
    std::fs::rename(&kept, &memory).expect("moved");
    home.expect(4, &["status"]);
    // The state that knows them is the first way out.
    let other = home.path().join("other");
    copy(&home.store(), &other);
    put(&after);
    home.expect(4, &["status"]);
    put(&other);
    is_told_for_good(&home, &["INV-2026-00003", "INV-2026-00004"]);
}

#[test]
fn a_document_that_this_machine_only_saw_is_missed_too() {
    let Some(url) = cluster::url() else { return };
    let shared = Shared::on(&url);
    let home = &shared.home;
    two(home);
    let back = keep(&url, &shared);
    let machine = || {
        let other = Home::new();
        for file in ["config.toml", "store-url"] {
            std::fs::copy(home.path().join(file), other.path().join(file)).expect("copied");
        }
        other
    };
    let watcher = machine();
    issue(home, "2026-10-07");
    watcher.expect(0, &["status"]);
    back();
    // A machine that saw nothing.
    let stranger = machine();
    for day in ["2026-10-10", "2026-10-11"] {
        issue(&stranger, day);
    }
    is_told_for_good(&watcher, &["INV-2026-00003"]);
    // It is in the books, so that the machine that issued the lost one goes on too.
    home.expect(0, &["status"]);
}
