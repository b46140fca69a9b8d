//! Shapes of files that surprise a reader: series without an end or an identifier, comments and columns in other places.

use jiff::civil::date;

use super::tests::{of, options};
use super::{Format, When, read};

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n")
}

#[test]
fn a_calendar_may_have_any_number_of_series_without_an_end() {
    let event = |n: usize| {
        let hour = n % 24;
        format!(
            "BEGIN:VEVENT\nUID:{n}\nDTSTART:20261005T{hour:02}0000Z\nDTEND:20261005T{hour:02}3000Z\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n"
        )
    };
    let events: Vec<String> = (0..60).map(event).collect();
    let reading = of(&calendar(&events.concat()));
    let until = options(None).window.1;
    let first = date(2026, 10, 5);
    let weeks = first.series(jiff::Span::new().weeks(1)).take_while(|day| *day < until).count();
    assert!(weeks > 1, "the window holds some weeks");
    assert_eq!(reading.found.len(), 60 * weeks);
    assert!(reading.computed <= 61 * 60, "what is never is not computed: {}", reading.computed);
}

#[test]
fn an_offset_before_an_unknown_place_is_no_zone() {
    let id = "(UTC+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague";
    let event = format!(
        "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=\"{id}\":20261025T013000\nDTEND;TZID=\"{id}\":20261025T040000\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:2\nDTSTART;TZID=\"{id}\":20260701T090000\nDTEND;TZID=\"{id}\":20260701T100000\nEND:VEVENT\n"
    );
    let refused = read(calendar(&event).as_bytes(), &options(None)).expect("read").refused;
    assert_eq!(refused.iter().map(|one| one.message.id.as_ref()).collect::<Vec<_>>(), ["time-file-unknown-zone"; 2]);
    // What the file says of it counts.
    let part = |kind: &str, begins: &str, month: u8, from: &str, to: &str| {
        format!(
            "BEGIN:{kind}\nDTSTART:1601{begins}\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH={month}\nTZOFFSETFROM:{from}\nTZOFFSETTO:{to}\nEND:{kind}\n"
        )
    };
    let (standard, summer) =
        (part("STANDARD", "1028T030000", 10, "+0200", "+0100"), part("DAYLIGHT", "0325T020000", 3, "+0100", "+0200"));
    let found = of(&calendar(&format!("BEGIN:VTIMEZONE\nTZID:{id}\n{standard}{summer}END:VTIMEZONE\n{event}"))).found;
    assert_eq!(found.iter().map(|one| one.when.seconds()).collect::<Vec<_>>(), [12_600, 3600]);
    let starts = |at: &str| When::Clock { start: at.parse().expect("an instant"), end: at.parse().expect("an instant") };
    assert!(
        matches!((&found[1].when, starts("2026-07-01T07:00:00Z")), (When::Clock { start, .. }, When::Clock { start: wanted, .. }) if *start == wanted)
    );
}

#[test]
fn the_last_day_of_a_series_is_its_own_or_that_of_the_window() {
    for (rule, count) in [
        ("FREQ=DAILY;UNTIL=20261008", 3),
        ("FREQ=DAILY;UNTIL=20261008T080000Z", 4),
        ("FREQ=DAILY;UNTIL=20261008T075959Z", 3),
        ("FREQ=DAILY;COUNT=3", 3),
    ] {
        let event = format!("BEGIN:VEVENT\nUID:a\nDTSTART:20261005T080000Z\nDTEND:20261005T090000Z\nRRULE:{rule}\nEND:VEVENT\n");
        assert_eq!(of(&calendar(&event)).found.len(), count, "{rule}");
    }
}

#[test]
fn events_without_an_identifier_are_known_by_what_they_say() {
    let event = |summary: &str| {
        format!(
            "BEGIN:VEVENT\nDTSTART:20261005T080000Z\nDTEND:20261005T090000Z\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:{summary}\nEND:VEVENT\n"
        )
    };
    let reading = of(&calendar(&(event("a") + &event("b") + &event("b"))));
    let ids: std::collections::BTreeSet<&str> = reading.found.iter().map(|found| found.id.as_str()).collect();
    assert_eq!((reading.found.len(), ids.len()), (9, 9));
    let again = of(&calendar(&(event("b") + &event("a") + &event("b"))));
    assert_eq!(again.found.iter().map(|found| found.id.as_str()).collect::<std::collections::BTreeSet<_>>(), ids);
}

#[test]
fn a_tag_of_timewarrior_may_have_a_number_sign() {
    // As version 1.4.3 writes them, and as it exports them.
    let data = "inc 20261005T070000Z - 20261005T080000Z # C# Site\n\
                inc 20261005T080000Z - 20261005T090000Z # #123 \"client a\" # \"plain\"\n\
                inc 20261005T090000Z - 20261005T100000Z # back\\slash \"it\\\"s\"\n\
                inc 20261005T100000Z - 20261005T110000Z # # \"only a # note\"\n";
    let json = r##"[{"id":4,"start":"20261005T070000Z","end":"20261005T080000Z","tags":["C#","Site"]},
        {"id":3,"start":"20261005T080000Z","end":"20261005T090000Z","tags":["#123","client a"],"annotation":"plain"},
        {"id":2,"start":"20261005T090000Z","end":"20261005T100000Z","tags":["back\\slash","it\"s"]},
        {"id":1,"start":"20261005T100000Z","end":"20261005T110000Z","tags":[],"annotation":"only a # note"}]"##;
    let told = |text: &str| -> Vec<_> {
        of(text).found.iter().map(|found| (found.id.clone(), found.tags.clone(), found.note.clone())).collect()
    };
    assert_eq!(told(data)[0].1, ["C#", "Site"]);
    assert_eq!(told(data), told(json), "the same time twice is known again");
    // What was imported when any `#` began the note is known again too; what reads the same has no other name.
    let older: Vec<_> = of(data).found.iter().map(|found| found.older.is_empty()).collect();
    assert_eq!(older, [false, false, false, true]);
}

#[test]
fn a_record_of_klog_without_an_empty_line_before_it_is_refused() {
    let text = "2026-10-25\nSummary\n  1h a\n2026/10/26\n  2h b\n\n2026-10-27\n  3h c\n";
    let reading = read(text.as_bytes(), &options(None)).expect("read");
    let days: Vec<_> = reading.found.iter().map(|found| found.when.clone()).collect();
    let day = |of: i8, seconds| When::Day { date: date(2026, 10, of), seconds };
    assert_eq!(days, [day(25, 3600), day(27, 10_800)], "nothing counts on another day");
    assert_eq!(reading.refused.iter().map(|one| one.line).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn a_comment_may_follow_the_time_of_a_clock_line() {
    let found = of("i 2026-10-05 08:00:00 site:design  layout ; draft, web:\no 2026-10-05 09:00:00; done, late:\n").found;
    assert_eq!((found[0].project.as_str(), found[0].task.as_str(), found[0].note.as_str()), ("site", "design", "layout"));
    assert_eq!((found[0].when.seconds(), found[0].tags.join(" ")), (3600, "web late".to_owned()));
}

#[test]
fn a_name_without_dots_has_no_time_yet() {
    let reading =
        of("2026-10-05\n  # later\n ; never\nsite:design  .... ..\nsite:review\nhome office            ; no quantity\n");
    assert_eq!((reading.found.len(), reading.skipped, reading.found[0].when.seconds()), (1, 2, 5400));
    for line in ["site ..", "site 1", "site .5h", "site 90m", "site 14-16"] {
        let text = format!("2026-10-05\n{line}\n");
        let refused = read(text.as_bytes(), &options(Some(Format::Timedot))).expect("read").refused;
        assert_eq!(refused.first().map(|refused| refused.message.id.as_ref()), Some("time-file-two-spaces"), "{line}");
    }
}

#[test]
fn a_table_without_lengths_and_a_backup_with_breaks_are_known() {
    let clockify = "\"Project\",\"Description\",\"Task\",\"User\",\"Group\",\"Email\",\"Tags\",\"Billable\",\"Start Date\",\"Start Time\",\"End Date\",\"End Time\",\"Client\"\n\
                    \"Site\",\"x\",\"\",\"Anna\",\"\",\"\",\"\",\"Yes\",\"10/25/2026\",\"10:23 AM\",\"10/25/2026\",\"11:23:01 AM\",\"\"\n";
    let reading = of(clockify);
    assert_eq!((reading.format, reading.found[0].when.seconds()), (Format::Clockify, 3601));
    let backup = "id,description,start,end,billable_rate,billable,type,member_id,organization_id,project_id,task_id,tags\n\
                  a,Work,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,,true,work,m,o,p,,[]\n\
                  b,Lunch,2026-10-05T12:00:00Z,2026-10-05T12:30:00Z,,false,break,m,o,,,[]\n";
    let reading = of(backup);
    assert_eq!((reading.found.len(), reading.skipped), (1, 1));
    assert!(matches!(reading.found[0].when, When::Clock { .. }));
    assert_eq!((reading.found[0].id.as_str(), reading.found[0].note.as_str()), ("a", "Work"));
}

#[test]
fn a_dash_is_an_empty_field_of_toggl() {
    let head = "\"Description\",\"Duration\",\"Member\",\"Email\",\"Project\",\"Tags\",\"Start date\",\"Start time\",\"Stop date\",\"Stop time\"\n";
    let text = format!(
        "\u{feff}{head}\"Work - home\",\"1:00:00\",\"A\",\"a@x.hu\",\"-\",\"-\",\"2026-10-05\",\"09:00:00\",\"2026-10-05\",\"10:00:00\"\n\
         \"Runs\",\"-\",\"A\",\"a@x.hu\",\"Site\",\"-\",\"2026-10-05\",\"10:00:00\",\"-\",\"-\"\n"
    );
    let reading = of(&text);
    let found = &reading.found[0];
    assert_eq!((reading.format, reading.found.len(), reading.skipped), (Format::Toggl, 1, 1));
    assert_eq!((found.note.as_str(), found.project.as_str(), found.tags.len()), ("Work - home", "", 0));
    // The identifier that the entry had when dashes were names.
    let older = read(text.as_bytes(), &options(Some(Format::Csv))).expect("read").found;
    assert_eq!((older[0].project.as_str(), &older[0].id), ("-", &found.older));
    // Columns of lengths may be left out.
    let short =
        of("Description,Tags,Start date,Start time,Stop date,Stop time\nWork,web,2026-10-05,09:00:00,2026-10-05,10:30:00\n");
    assert_eq!((short.format, short.found[0].when.seconds(), short.found[0].older.as_str()), (Format::Toggl, 5400, ""));
}
