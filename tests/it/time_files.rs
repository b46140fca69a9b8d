//! Time of files through the binary: imported once, refused with line and column, written for other programs.

use serde_json::{Value, json};

use super::support::Home;

fn books() -> Home {
    let home = Home::new();
    home.json(
        0,
        &["books", "add", "Own Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43", "--json"],
    );
    home.json(0, &["client", "add", "Acme Kft.", "--company", "Own Kft.", "--json"]);
    home.json(0, &["project", "add", "Site", "--client", "Acme Kft.", "--json"]);
    home
}

fn file(home: &Home, name: &str, text: &str) -> String {
    let path = home.path().join(name);
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

fn seconds(home: &Home) -> Value {
    home.json(0, &["time", "list", "--format", "json"])["seconds"].clone()
}

#[test]
fn tags_that_stand_for_no_project_are_named_until_one_is_mapped() {
    let home = books();
    let warrior = file(
        &home,
        "october.data",
        "inc 20261005T080000Z - 20261005T090000Z # Site deep\ninc 20261006T080000Z - 20261006T090000Z # other\n",
    );
    let dry = home.expect(0, &["time", "import", &warrior, "--dry-run"]);
    assert!(dry.err.contains("Site, deep, other") && dry.err.contains("time map"), "{}", dry.err);
    home.expect(0, &["time", "map", "deep", "--tag", "--project", "Site"]);
    let done = home.json(0, &["time", "import", &warrior, "--json"]);
    assert_eq!((&done["imported"], &done["unmapped_tags"], &done["unmapped"]), (&json!(2), &json!(["other"]), &json!([])));
}

#[test]
fn a_file_is_imported_once_however_often_it_is_read() {
    let home = books();
    let toggl = file(
        &home,
        "toggl.csv",
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n\
         Anna,,Acme Kft.,Site,,Night,Yes,2026-10-25,01:30:00,2026-10-25,04:00:00,03:30:00,a\n\
         Anna,,Other,Elsewhere,,x,No,2026-10-26,08:00:00,2026-10-26,09:00:00,01:00:00,\n",
    );
    let first = home.json(0, &["time", "import", &toggl, "--json"]);
    assert_eq!((&first["imported"], &first["duplicates"], &first["format"]), (&json!(2), &json!(0), &json!("toggl")));
    assert_eq!((&first["unmapped"], &first["people"], &first["refused"]), (&json!(["Elsewhere"]), &json!(["Anna"]), &json!([])));
    assert_eq!(seconds(&home), 16_200);
    let list = home.json(0, &["time", "list", "--format", "json"]);
    let night = list["entries"].as_array().expect("a list").iter().find(|it| it["note"] == "Night").expect("there");
    assert_eq!((&night["project"], &night["person"], &night["seconds"]), (&json!("Site"), &json!("Anna"), &json!(12_600)));
    let again = home.json(0, &["time", "import", &toggl, "--json"]);
    assert_eq!((&again["imported"], &again["duplicates"]), (&json!(0), &json!(2)));
    // What was deleted here does not come back.
    let id = night["id"].as_str().expect("a word").to_owned();
    home.json(0, &["time", "delete", &id, "--json"]);
    assert_eq!(home.json(0, &["time", "import", &toggl, "--json"])["duplicates"], 2);
    assert_eq!(seconds(&home), 3_600);
}

/// Two people may work the same hours, and sit in the same meeting: a file that names no person is of the person that it is imported for.
#[test]
fn the_same_hours_of_two_people_are_two_entries() {
    let home = books();
    for person in ["Anna", "Bea"] {
        home.expect(0, &["person", "add", person]);
    }
    let clock = file(&home, "a.timeclock", "i 2026-05-04 09:00:00 Acme Kft.:Site\no 2026-05-04 17:00:00\n");
    let meeting = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:meet1\r\nDTSTAMP:20260505T070000Z\r\n\
                   DTSTART:20260505T070000Z\r\nDTEND:20260505T080000Z\r\nSUMMARY:Weekly\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let meeting = file(&home, "a.ics", meeting);
    let take = |path: &str, person: &str| {
        let done = home.json(0, &["time", "import", path, "--person", person, "--json"]);
        ["imported", "duplicates", "deleted", "beside_others"].map(|name| done[name].as_u64().expect("a number"))
    };
    for path in [&clock, &meeting] {
        assert_eq!((take(path, "Anna"), take(path, "Bea")), ([1, 0, 0, 0], [1, 0, 0, 1]), "{path}");
        assert_eq!((take(path, "Anna"), take(path, "Bea")), ([0, 1, 0, 0], [0, 1, 0, 0]), "{path}");
    }
    assert_eq!(seconds(&home), 2 * 9 * 3600);
    // What was imported for the wrong person, and is of the right one since, is known under both.
    let moved = file(&home, "b.timeclock", "i 2026-05-06 09:00:00 Acme Kft.:Site\no 2026-05-06 10:00:00\n");
    assert_eq!(take(&moved, "Anna"), [1, 0, 0, 0]);
    let list = home.json(0, &["time", "list", "--from", "2026-05-06", "--until", "2026-05-06", "--format", "json"]);
    let id = list["entries"][0]["id"].as_str().expect("a word").to_owned();
    home.expect(0, &["time", "edit", &id, "--person", "Bea"]);
    assert_eq!((take(&moved, "Anna"), take(&moved, "Bea")), ([0, 1, 0, 0], [0, 1, 0, 0]));
    home.expect(0, &["time", "delete", &id]);
    // What one person deleted says nothing of the other one's.
    let list = home.json(0, &["time", "list", "person:Anna", "--format", "json"]);
    for entry in list["entries"].as_array().expect("a list") {
        home.expect(0, &["time", "delete", entry["id"].as_str().expect("a word")]);
    }
    assert_eq!((take(&clock, "Anna"), take(&clock, "Bea")), ([0, 1, 1, 0], [0, 1, 0, 0]));
    let said = home.expect(0, &["time", "import", &clock, "--person", "Anna"]);
    assert!(said.err.contains("deleted here since"), "{}", said.err);
}

#[test]
fn a_refused_line_keeps_the_whole_file_out_until_it_is_told_or_skipped() {
    let home = books();
    let clockify = "Project,Client,Description,User,Start Date,Start Time,End Date,End Time,Duration (h)\n\
                    Site,Acme Kft.,x,Anna,03/04/2026,10:00 AM,03/04/2026,11:00 AM,01:00:00\n";
    let path = file(&home, "clockify.csv", clockify);
    let refused = home.json(4, &["time", "import", &path, "--json"]);
    assert_eq!(
        (&refused["imported"], &refused["refused"][0]["line"], &refused["refused"][0]["column"]),
        (&json!(0), &json!(2), &json!(5))
    );
    assert_eq!(seconds(&home), 0);
    let told = home.json(0, &["time", "import", &path, "--date-order", "dmy", "--json"]);
    assert_eq!((&told["imported"], &told["date_order"]), (&json!(1), &json!("dmy")));
    let list = home.json(0, &["time", "list", "--format", "json"]);
    assert_eq!(list["entries"][0]["date"], "2026-04-03");

    let klog = file(&home, "time.klg", "2026-10-20\n  -1h\n\n2026-10-21\n  1h #site\n");
    let refused = home.json(4, &["time", "import", &klog, "--json"]);
    assert_eq!((&refused["imported"], &refused["refused"][0]["line"]), (&json!(0), &json!(2)));
    let look = home.json(4, &["time", "import", &klog, "--dry-run", "--json"]);
    assert_eq!((&look["imported"], &look["dry_run"]), (&json!(1), &json!(true)));
    assert_eq!(seconds(&home), 3_600);
    let skipped = home.json(3, &["time", "import", &klog, "--skip-refused", "--project", "Site", "--json"]);
    assert_eq!((&skipped["imported"], skipped["refused"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    assert_eq!(seconds(&home), 7_200);
}

#[test]
fn what_is_exported_is_read_by_other_books() {
    let home = books();
    let data = file(&home, "time.data", "inc 20261024T233000Z - 20261025T030000Z # a b # \"Night\"\n");
    home.json(0, &["time", "import", &data, "--project", "Site", "--json"]);
    for format in ["csv", "toggl", "timewarrior", "timeclock"] {
        let target = home.path().join(format!("out.{format}"));
        let target = target.to_str().expect("UTF-8");
        home.expect(0, &["time", "export", target, "--format", format]);
        home.expect(2, &["time", "export", target, "--format", format]);
        let other = books();
        let imported = other.json(0, &["time", "import", target, "--json"]);
        assert_eq!((&imported["imported"], &imported["seconds"]), (&json!(1), &json!(12_600)), "{format}: {imported}");
    }
}

#[test]
fn an_export_of_these_books_adds_nothing_to_them() {
    let home = books();
    home.expect(0, &["time", "add", "2h", "--project", "Site", "--date", "2026-10-05", "--note", "Plan", "--tag", "a"]);
    let night = ["--start", "2026-10-25T01:30", "--end", "2026-10-25T04:00", "--zone", "America/New_York"];
    home.expect(0, &[&["time", "add", "--project", "Site"], &night[..]].concat());
    home.expect(0, &["time", "add", "1h", "--date", "2026-10-06", "--note", "gone"]);
    let target = home.path().join("out.csv");
    let path = target.to_str().expect("UTF-8");
    home.expect(0, &["time", "export", path]);
    let gone = home.json(0, &["time", "list", "gone", "--format", "json"])["entries"][0]["id"].clone();
    home.expect(0, &["time", "delete", gone.as_str().expect("an identifier")]);
    let before = seconds(&home);
    let again = home.json(0, &["time", "import", path, "--json"]);
    assert_eq!((&again["imported"], &again["duplicates"]), (&json!(0), &json!(3)), "{again}");
    assert_eq!(again["changed"], json!([]), "{again}");
    // What is changed in the file is said, and taken over when it is asked for, on another day too.
    let text = std::fs::read_to_string(&target).expect("written");
    std::fs::write(&target, text.replace("2026-10-05", "2026-10-07").replace("Plan", "Plan of it")).expect("room");
    let told = home.json(0, &["time", "import", path, "--json"]);
    assert_eq!((&told["updated"], told["changed"].as_array().map(Vec::len)), (&json!(0), Some(1)), "{told}");
    assert_eq!(home.json(0, &["time", "import", path, "--update", "--json"])["updated"], 1);
    let moved = home.json(0, &["time", "list", "date:2026-10-07", "--format", "json"]);
    assert_eq!((&moved["total"], &moved["entries"][0]["note"]), (&json!(1), &json!("Plan of it")), "{moved}");
    assert_eq!(seconds(&home), before);
}

#[test]
fn one_refused_entry_leaves_out_no_other_one_of_its_line() {
    let home = books();
    home.expect(0, &["books", "edit", "--closed-until", "2026-09-30"]);
    // The events of a series stand in one line of the file, and so do those of an answer of Kimai.
    let series = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:s\nDTSTART:20260928T080000Z\nDTEND:20260928T090000Z\n\
                  RRULE:FREQ=DAILY;COUNT=8\nEND:VEVENT\nEND:VCALENDAR\n";
    let kimai = r#"[{"id":1,"begin":"2026-09-29T08:00:00+0200","end":"2026-09-29T09:00:00+0200","tags":[]},{"id":2,"begin":"2026-10-20T08:00:00+0200","end":"2026-10-20T09:00:00+0200","tags":[]}]"#;
    for (name, text, refused, imported) in [("s.ics", series, 3, 5), ("k.json", kimai, 1, 1)] {
        let path = file(&home, name, text);
        let nothing = home.json(4, &["time", "import", &path, "--json"]);
        assert_eq!(nothing["imported"], 0);
        let taken = home.json(3, &["time", "import", &path, "--skip-refused", "--json"]);
        assert_eq!(taken["refused"].as_array().map(Vec::len), Some(refused), "{taken}");
        assert_eq!((&taken["imported"], &taken["seconds"]), (&json!(imported), &json!(imported * 3600)), "{taken}");
    }
    assert_eq!(seconds(&home), 6 * 3600);
}

#[test]
fn a_row_number_that_another_file_gave_to_something_else_is_no_duplicate() {
    let home = books();
    let file = |name: &str, rows: &str| file(&home, name, &format!("ID,Date,Hours,Notes\n{rows}"));
    let october = file("october.csv", "1,2026-10-05,1,x\n2,2026-10-06,2,y\n");
    let november = file("november.csv", "1,2026-11-05,3,z\n3,2026-11-06,4,w\n");
    home.expect(0, &["time", "import", &october]);
    let refused = home.json(4, &["time", "import", &november, "--json"]);
    let said = refused["refused"][0]["error"].as_str().expect("a sentence").to_owned();
    assert!(said.contains("2026-10-05") && said.contains("2026-11-05"), "{said}");
    assert_eq!((&refused["refused"][0]["line"], &refused["duplicates"]), (&json!(2), &json!(0)));
    // The same file again changes nothing, also where an entry was moved here meanwhile.
    let list = home.json(0, &["time", "list", "--format", "json"]);
    let id = list["entries"][0]["id"].as_str().expect("a word").to_owned();
    home.expect(0, &["time", "edit", &id, "--date", "2026-10-09"]);
    assert_eq!(home.json(0, &["time", "import", &october, "--json"])["duplicates"], 2);
    // Without the column each row is known by what it says.
    let plain = std::fs::read_to_string(&november).expect("there").replace("ID,", "Row,");
    std::fs::write(&november, plain).expect("written");
    assert_eq!(home.json(0, &["time", "import", &november, "--json"])["imported"], 2);
}

#[test]
fn what_was_changed_in_a_file_is_said_and_taken_over_when_asked() {
    let home = books();
    let frames = |seconds: u32, note: &str| {
        file(
            &home,
            "frames",
            &format!(
                "[[1793082600,{},\"Site\",\"9f1a2b3c4d5e6f708192a3b4c5d6e7f8\",[\"{note}\"],1793090000]]",
                1_793_082_600 + seconds
            ),
        )
    };
    home.expect(0, &["time", "import", &frames(3600, "a")]);
    let same = home.json(0, &["time", "import", &frames(3600, "a"), "--json"]);
    assert_eq!((&same["duplicates"], &same["changed"], &same["updated"]), (&json!(1), &json!([]), &json!(0)));
    let changed = frames(7200, "b");
    let said = home.json(0, &["time", "import", &changed, "--json"]);
    let list = home.json(0, &["time", "list", "--format", "json"]);
    assert_eq!((&said["changed"][0]["entry"], &said["changed"][0]["line"]), (&list["entries"][0]["id"], &json!(1)), "{said}");
    assert_eq!((&said["duplicates"], &list["seconds"]), (&json!(1), &json!(3600)));
    assert!(home.expect(0, &["time", "import", &changed]).err.contains("--update"));
    let look = home.json(0, &["time", "import", &changed, "--update", "--dry-run", "--json"]);
    assert_eq!((&look["updated"], &seconds(&home)), (&json!(1), &json!(3600)));
    let taken = home.json(0, &["time", "import", &changed, "--update", "--json"]);
    assert_eq!((&taken["updated"], &taken["duplicates"], &taken["changed"]), (&json!(1), &json!(0), &json!([])));
    let list = home.json(0, &["time", "list", "--format", "json"]);
    assert_eq!((&list["seconds"], &list["entries"][0]["tags"], &list["total"]), (&json!(7200), &json!(["b"]), &json!(1)));
    // What was changed here alone is no change of the file.
    let id = list["entries"][0]["id"].as_str().expect("a word").to_owned();
    home.expect(0, &["time", "edit", &id, "--note", "here"]);
    assert_eq!(home.json(0, &["time", "import", &changed, "--json"])["changed"], json!([]));
    // Approved time stays.
    home.expect(0, &["time", "approve"]);
    let refused = home.json(4, &["time", "import", &frames(600, "c"), "--update", "--json"]);
    assert!(refused["refused"][0]["error"].as_str().expect("a sentence").contains("approved"), "{refused}");
    assert_eq!((&refused["updated"], &seconds(&home)), (&json!(0), &json!(7200)));
}

#[test]
fn the_log_of_watson_and_its_frames_are_the_same_time() {
    let frames = "[[1793082600,1793086200,\"Site\",\"9f1a2b3c4d5e6f708192a3b4c5d6e7f8\",[],1793090000],[1793089800,1793093400,\"Site\",\"0a1b2c3d4d5e6f708192a3b4c5d6e7f8\",[],1793095000]]";
    let log = "id,start,stop,project,tags\n9f1a2b3,2026-10-27 07:30:00,2026-10-27 08:30:00,Site,\n0a1b2c3,2026-10-27 09:30:00,2026-10-27 10:30:00,Site,\n";
    for (first, second) in [(("frames", frames), ("log.csv", log)), (("log.csv", log), ("frames", frames))] {
        let home = books();
        let import = |(name, text): (&str, &str)| home.json(0, &["time", "import", &file(&home, name, text), "--json"]);
        assert_eq!(import(first)["imported"], 2);
        let again = import(second);
        assert_eq!(
            (&again["imported"], &again["duplicates"], &again["format"]),
            (&json!(0), &json!(2), &json!("watson")),
            "{again}"
        );
        assert_eq!(seconds(&home), 7200);
        // The same beginning at another time, or of another length, is other time.
        let other = log
            .replace("2026-10-27 07:30:00", "2026-10-27 07:00:00")
            .replace("2026-10-27 09:30:00,2026-10-27 10:30:00", "2026-11-05 09:30:00,2026-11-05 10:30:00");
        if first.0 == "frames" {
            assert_eq!(import(("other.csv", &other))["imported"], 2);
        }
    }
}

#[test]
fn what_has_not_ended_yet_is_no_time_that_was_worked() {
    let home = books();
    let event = |uid: &str, year: u32, hour: u32| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{year}0105T{hour:02}0000Z\r\nDTEND:{year}0105T{:02}0000Z\r\nSUMMARY:{uid}\r\nEND:VEVENT\r\n",
            hour + 1
        )
    };
    let calendar =
        |events: &[String]| format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{}END:VCALENDAR\r\n", events.concat());
    // One event that is planned is as little as the next one of a series.
    let planned = file(&home, "planned.ics", &calendar(&[event("planned", 2999, 9)]));
    let told = home.expect(0, &["time", "import", &planned, "--dry-run"]);
    assert!(told.err.contains("not ended yet") && told.err.contains("line 4"), "{}", told.err);
    let both = file(&home, "both.ics", &calendar(&[event("done", 2026, 9), event("planned", 2999, 9)]));
    let done = home.json(0, &["time", "import", &both, "--project", "Site", "--json"]);
    assert_eq!((&done["imported"], &done["not_yet"], &done["skipped"]), (&json!(1), &json!(1), &json!(0)), "{done}");
    assert_eq!(seconds(&home), 3_600);
    // Other forms have planned days too.
    for (name, text) in [
        ("days.timedot", "2026-01-06\nsite  2h\n2999-01-06\nsite  3h\n"),
        (
            "log.timeclock",
            "i 2026-01-07 09:00:00 site\no 2026-01-07 10:00:00\ni 2999-01-07 09:00:00 site\no 2999-01-07 10:00:00\n",
        ),
    ] {
        let done = home.json(0, &["time", "import", &file(&home, name, text), "--json"]);
        assert_eq!((&done["imported"], &done["not_yet"]), (&json!(1), &json!(1)), "{name}: {done}");
    }
    assert_eq!(seconds(&home), 3_600 + 7_200 + 3_600);
}
