//! Every form with files as they really are.

use jiff::civil::date;

use super::*;

pub(super) fn options(format: Option<Format>) -> Options {
    Options {
        format,
        date_order: None,
        zone: TimeZone::get("Europe/Budapest").expect("a zone"),
        zone_name: "Europe/Budapest".to_owned(),
        is_zone_told: false,
        mapping: Mapping::default(),
        window: (date(2020, 1, 1), date(2027, 1, 1)),
    }
}

/// Reads a file of a form that its content tells.
pub(super) fn of(text: &str) -> Reading {
    let reading = read(text.as_bytes(), &options(None)).expect("read");
    assert_eq!(reading.refused, [], "{text}");
    reading
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// The evening on which clocks are put back: 01:30 to 04:00 in Budapest are three and a half hours.
const EVENING: [(Format, &str); 10] = [
    (
        Format::Toggl,
        "\u{FEFF}User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)\n\
         Anna,a@x.hu,Acme,Site,,Night,Yes,2026-10-25,01:30:00,2026-10-25,04:00:00,03:30:00,\"a, b\",\n",
    ),
    (
        Format::Clockify,
        "\"Project\",\"Client\",\"Description\",\"Task\",\"User\",\"Group\",\"Email\",\"Tags\",\"Type\",\"Billable\",\"Invoiced\",\
         \"Invoice ID\",\"Start Date\",\"Start Time\",\"End Date\",\"End Time\",\"Duration (h)\",\"Duration (decimal)\",\
         \"Billable Rate (USD)\",\"Billable Amount (USD)\",\"Date of creation\"\n\
         \"Site\",\"Acme\",\"Night\",\"\",\"Anna\",\"\",\"a@x.hu\",\"a, b\",\"Regular\",\"Yes\",\"No\",\"\",\"10/25/2026\",\"01:30:00 AM\",\
         \"10/25/2026\",\"04:00 AM\",\"03:30:00\",\"3.50\",\"0.00\",\"0.00\",\"10/25/2026\"\n",
    ),
    (
        Format::Solidtime,
        "Description,Task,Project,Client,User,Start,End,Duration,Duration (decimal),Billable,Tags\n\
         Night,,Site,Acme,Anna,2026-10-25 01:30:00,2026-10-25 04:00:00,03:30:00,3.5,Yes,\"a, b\"\n",
    ),
    (
        Format::Kimai,
        "Datum;Beginn;Ende;Dauer;Währung;Preis;Interner Preis;Stundensatz;Festpreis;Alias;Name;E-Mail;Personalnummer;Kunde;Projekt;\
         Tätigkeit;Beschreibung;Abrechenbar;Schlagworte;Typ;Kategorie;Kundennummer;Projektnummer;USt-ID;Bestellnummer\n\
         2026-10-25;01:30;04:00;3:30;EUR;0;0;0;0;;Anna;a@x.hu;;Acme;Site;;Night;1;a, b;timesheet;work;;;;\n",
    ),
    (Format::Timewarrior, "inc 20261024T233000Z - 20261025T030000Z # a b # \"Night\"\n"),
    (Format::Timeclock, "i 2026-10-25 01:30:00 Site  Night  ; a:, b:\no 2026-10-25 04:00:00\n"),
    (Format::Klog, "2026-10-25 (8h!)\n    1:30 - 4:00 Night #a #b\n"),
    (Format::Watson, "[[1792884600, 1792897200, \"Site\", \"f00\", [\"a\", \"b\"], 1792897200]]"),
    (Format::Org, "* Site :a:b:\n  :LOGBOOK:\n  CLOCK: [2026-10-25 V 01:30]--[2026-10-25 V 04:00] =>  2:30\n  :END:\n"),
    (
        Format::Ical,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Night\r\nCATEGORIES:a,b\r\n\
         DTSTART;TZID=\"Central Europe Standard Time\":20261025T013000\r\nDTEND;TZID=\"Central Europe Standard Time\":20261025T040000\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
];

#[test]
fn an_evening_across_the_change_of_clocks_is_as_long_from_every_source() {
    for (format, text) in EVENING {
        let reading = of(text);
        assert_eq!((reading.format, reading.found.len()), (format, 1), "{text}");
        let found = &reading.found[0];
        let expected = When::Clock { start: instant("2026-10-24T23:30:00Z"), end: instant("2026-10-25T03:00:00Z") };
        assert_eq!((&found.when, found.when.seconds()), (&expected, 12_600), "{format:?}");
        assert_eq!(found.tags, ["a", "b"], "{format:?}");
        assert!(found.project == "Site" || matches!(format, Format::Timewarrior | Format::Klog | Format::Ical), "{format:?}");
        assert!(found.note.contains("Night") || matches!(format, Format::Watson | Format::Org), "{format:?}");
        assert!(!found.id.is_empty());
        // Read again it is the same, so that nothing is imported twice.
        assert_eq!(of(text), reading);
    }
}

#[test]
fn a_time_that_comes_twice_is_told_by_the_duration_or_refused() {
    let row = |duration: &str| {
        format!(
            "User,Client,Project,Description,Billable,Start date,Start time,End date,End time,Duration\n\
             Anna,Acme,Site,x,Yes,2026-10-25,01:50:00,2026-10-25,02:10:00,{duration}\n"
        )
    };
    assert_eq!(of(&row("00:20:00")).found[0].when.seconds(), 1200);
    assert_eq!(of(&row("01:20:00")).found[0].when.seconds(), 4800);
    let refused = read(row("").as_bytes(), &options(None)).expect("read").refused;
    assert_eq!((refused[0].line, refused[0].message.id.as_ref()), (2, "time-file-local-time-twice"));
    let never = "i 2026-03-29 02:30:00 Site\no 2026-03-29 03:30:00\n";
    assert_eq!(read(never.as_bytes(), &options(None)).expect("read").refused[0].message.id, "time-file-local-time-never");
}

#[test]
fn dates_that_can_mean_two_things_are_refused_with_their_place_until_told() {
    let text = "Project,Client,Description,User,Start Date,Start Time,End Date,End Time,Duration (h)\n\
                Site,Acme,x,Anna,05/05/2024,10:23 AM,05/05/2024,11:23 AM,01:00:00\n\
                Site,Acme,x,Anna,03/04/2024,14:00,03/04/2024,15:00,01:00:00\n";
    let reading = read(text.as_bytes(), &options(None)).expect("read");
    assert_eq!((reading.found.len(), reading.refused.len()), (0, 1));
    assert_eq!((reading.refused[0].line, reading.refused[0].column), (3, Some(5)));
    assert_eq!(reading.refused[0].message.id, "time-file-date-ambiguous");
    for (order, start) in [(DateOrder::Dmy, "2024-04-03T12:00:00Z"), (DateOrder::Mdy, "2024-03-04T13:00:00Z")] {
        let reading = read(text.as_bytes(), &Options { date_order: Some(order), ..options(None) }).expect("read");
        assert_eq!(reading.refused, []);
        assert!(matches!(reading.found[1].when, When::Clock { start: at, .. } if at == instant(start)), "{reading:?}");
    }
}

#[test]
fn hours_without_a_clock_are_a_day_and_seconds() {
    let harvest = "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,First Name,Last Name,Roles,Employee?,\
                   Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL\n\
                   2026-10-25,Acme,Site,,Design,x,\"20,5\",Yes,No,No,Anna,Kiss,,Yes,\"100,0\",\"2.000,0\",0,0,Euro - EUR,\n\
                   2026-10-26,Acme,Site,,Design,x,\"0,01\",No,No,No,Anna,Kiss,,Yes,0,0,0,0,Euro - EUR,\n";
    let found = of(harvest).found;
    assert_eq!(found[0].when, When::Day { date: date(2026, 10, 25), seconds: 73_800 });
    assert_eq!(found[1].when.seconds(), 36);
    assert_eq!((found[0].person.as_str(), found[0].billable, found[1].billable), ("Anna Kiss", Some(true), Some(false)));
    let timedot = of("2026-10-25\nsite:design  .... ..\nsite  1.5\nhome  90m  ; tea\n").found;
    assert_eq!(timedot.iter().map(|found| found.when.seconds()).collect::<Vec<_>>(), [5400, 5400, 5400]);
    assert_eq!((timedot[0].project.as_str(), timedot[0].task.as_str(), timedot[2].note.as_str()), ("site", "design", "tea"));
    let one_space = read(b"2026-10-25\nsite  1\nsite 1\n", &options(None)).expect("read");
    assert_eq!((one_space.refused[0].line, one_space.refused[0].message.id.as_ref()), (3, "time-file-two-spaces"));
}

#[test]
fn entries_without_an_end_are_left_out_and_counted() {
    for text in [
        "inc 20261024T233000Z # a\n",
        "i 2026-10-25 01:30:00 Site\n",
        "2026-10-25\n  9:00 - ?\n",
        "* Site\n  CLOCK: [2026-10-25 Sun 01:30]\n",
        "User,Project,Start date,Start time,End date,End time,Duration\nAnna,Site,2026-10-25,01:30:00,,,\n",
        "[{\"begin\":\"2026-10-25T01:30:00+0200\",\"end\":null,\"project\":1,\"activity\":2,\"user\":3}]",
    ] {
        let reading = of(text);
        assert_eq!((reading.found.len(), reading.skipped), (0, 1), "{text}");
    }
}

#[test]
fn kimai_without_money_past_midnight_and_as_json() {
    let text = "date,begin,end,duration,alias,name,email,account number,customer,project,activity,description,billable,tags,type,category,\
                customer number,project number,VAT id,order number\n\
                2026-10-20,22:00,02:00,28:00,,Anna,a@x.hu,,Acme,Site,Work,long,0,,timesheet,work,,,,\n";
    let found = of(text).found;
    assert_eq!((found[0].when.seconds(), found[0].person.as_str(), found[0].billable), (100_800, "Anna", Some(false)));
    let json = "[\n {\"id\":7,\"begin\":\"2026-10-25T01:30:00+0200\",\"end\":\"2026-10-25T04:00:00+0100\",\"description\":\"x\",\
                \"tags\":[\"a\"],\"project\":{\"name\":\"Site\",\"customer\":{\"name\":\"Acme\"}},\"activity\":{\"name\":\"Work\"},\
                \"user\":3,\"billable\":true}\n]";
    let found = of(json).found;
    assert_eq!((found[0].when.seconds(), found[0].id.as_str(), found[0].line), (12_600, "7", 2));
    assert_eq!((found[0].client.as_str(), found[0].project.as_str(), found[0].task.as_str()), ("Acme", "Site", "Work"));
}

#[test]
fn a_duration_less_a_break_or_rounded_moves_no_end() {
    let row = |begin: &str, end: &str, length: &str| {
        let text = format!(
            "date,begin,end,duration,alias,name,email,account number,customer,project,activity,description\n\
             2026-10-25,{begin},{end},{length},,Anna,a@x.hu,,Acme,Site,Work,x\n"
        );
        let found = of(&text).found;
        (found.len(), found[0].when.seconds())
    };
    // Nine hours of a clock, less half an hour of lunch; rounded; and the whole day on which clocks are put back.
    assert_eq!(row("08:00", "17:00", "8:30"), (1, 32_400));
    assert_eq!(row("08:00", "17:00", "9:15"), (1, 32_400));
    assert_eq!(row("00:30", "23:30", "24:00"), (1, 86_400));
    assert_eq!(row("22:00", "06:00", "7:30"), (1, 28_800));
    assert_eq!(row("08:00", "07:00", "46:45"), (1, 169_200));
}

#[test]
fn named_columns_make_a_table_of_what_no_program_writes() {
    let mut options = options(None);
    options.mapping.add("date", "Day").expect("a field");
    options.mapping.add("hours", "Worked").expect("a field");
    let reading = read(b"Day,Worked,What\n2026-10-20,1.5,x\n", &options).expect("read");
    assert_eq!((reading.format, reading.found[0].when.seconds()), (Format::Csv, 5400));
}

#[test]
fn klog_shifts_and_durations_count_on_their_record() {
    let text = "2026-10-20\nSupport\n    <23:00 - 1:30am call\n        with #acme\n    45m\n    22:00 - 0:30>\n\n2026/10/21\n  -1h break\n";
    let reading = read(text.as_bytes(), &options(None)).expect("read");
    assert_eq!(reading.found.iter().map(|found| found.when.seconds()).collect::<Vec<_>>(), [9000, 2700, 9000]);
    assert_eq!(reading.found[0].when, When::Day { date: date(2026, 10, 20), seconds: 9000 }, "none of it counts the day before");
    assert_eq!(
        (reading.found[0].note.as_str(), reading.found[0].tags.as_slice()),
        ("call with #acme", ["acme".to_owned()].as_slice())
    );
    assert_eq!(
        (reading.found[1].note.as_str(), reading.found[1].when.clone()),
        ("Support", When::Day { date: date(2026, 10, 20), seconds: 2700 })
    );
    assert_eq!((reading.refused[0].line, reading.refused[0].message.id.as_ref()), (9, "time-file-negative"));
}

#[test]
fn a_break_of_klog_shortens_the_entries_of_its_day() {
    let text = "2026-10-20\n  8:00 - 16:00 Site\n  -30m Lunch\n\n2026-10-21\n  8:00 - 9:00 a\n  9:00 - 9:15 b\n  -45m\n  1h c\n";
    let found = of(text).found;
    let seconds: Vec<_> = found.iter().map(|found| (found.note.as_str(), found.when.seconds())).collect();
    assert_eq!(
        seconds,
        [("Site", 27_000), ("a", 1800), ("c", 3600)],
        "of the entry before it first; one that is all break is none"
    );
    assert_eq!(found[0].when, When::Day { date: date(2026, 10, 20), seconds: 27_000 }, "no clock tells when the break was");
    assert_eq!(found[0].raw, "8:00 - 16:00 Site\n-30m Lunch");
    // A day that cannot be understood as a whole is left out as a whole; the others are read.
    let text = "2026-10-20\n  1h\n  -2h\n\n2026-10-21\n  8:xx - 9:00\n  8h\n  -1h\n\n2026-10-22\n  2h\n";
    let reading = read(text.as_bytes(), &options(None)).expect("read");
    assert_eq!(reading.found.iter().map(|found| found.when.seconds()).collect::<Vec<_>>(), [7200]);
    let refused: Vec<_> = reading.refused.iter().map(|refused| (refused.line, refused.message.id.as_ref())).collect();
    assert_eq!(refused, [(3, "time-file-negative"), (6, "time-file-not-a-length"), (8, "time-file-negative")]);
}

#[test]
fn klog_gives_the_same_entries_as_text_and_as_json() {
    let text = "2026-10-20\nSupport #acme\n    <23:00 - 1:30am call\n    45m\n    8:00 - 16:00\n    -30m Lunch\n    9:00 - ?\n";
    let json = r##"{"records":[{"date":"2026-10-20","summary":"Support #acme","total":"10h45m","total_mins":645,"should_total":"",
        "should_total_mins":0,"diff":"","diff_mins":0,"tags":["#acme"],"entries":[
        {"type":"range","summary":"call","tags":[],"total":"2h30m","total_mins":150,"start":"<23:00","start_mins":-60,"end":"1:30am","end_mins":90},
        {"type":"duration","summary":"","tags":[],"total":"45m","total_mins":45},
        {"type":"range","summary":"","tags":[],"total":"8h","total_mins":480,"start":"8:00","start_mins":480,"end":"16:00","end_mins":960},
        {"type":"duration","summary":"Lunch","tags":[],"total":"-30m","total_mins":-30},
        {"type":"open_range","summary":"","tags":[],"total":"0m","total_mins":0,"start":"9:00","start_mins":540}]}],"errors":null}"##;
    let (text, json) = (of(text), of(json));
    assert_eq!((text.format, json.format, text.skipped, json.skipped), (Format::Klog, Format::Klog, 1, 1));
    let told = |reading: &Reading| -> Vec<_> {
        let of = |found: &Found| (found.id.clone(), found.when.clone(), found.note.clone(), found.tags.clone());
        reading.found.iter().map(of).collect()
    };
    assert_eq!(told(&text), told(&json));
    assert_eq!(text.found.iter().map(|found| found.when.seconds()).sum::<i64>(), 38_700);
    let wrong = r#"{"records":null,"errors":[{"line":3,"column":5,"length":2,"title":"Malformed","details":"x\ny"}]}"#;
    let wrong = read(wrong.as_bytes(), &options(None)).expect("read");
    assert_eq!((wrong.refused[0].line, wrong.refused[0].message.id.as_ref()), (3, "time-file-klog-error"));
}

#[test]
fn the_log_of_watson_is_read_as_json_too() {
    let text = r#"[{"id": "f00", "start": "2026-10-25T01:30:00+02:00", "stop": "2026-10-25T04:00:00+01:00", "project": "Site", "tags": ["a"]},
        {"id": "current", "start": "2026-10-26T08:00:00+01:00", "stop": "2026-10-26T08:10:00+01:00", "project": "Site", "tags": []}]"#;
    let reading = of(text);
    assert_eq!((reading.format, reading.found.len(), reading.skipped), (Format::Watson, 1, 1));
    let found = &reading.found[0];
    assert_eq!((found.id.as_str(), found.project.as_str(), found.when.seconds()), ("f00", "Site", 12_600));
}

#[test]
fn the_table_of_watson_is_read_in_the_zone_that_is_told() {
    let text = b"id,start,stop,project,tags\nefa8d5f,2026-07-01 00:30:00,2026-07-01 01:30:00,summer,\n";
    let untold = read(text, &options(None)).expect("read");
    let told = read(text, &Options { is_zone_told: true, ..options(None) }).expect("read");
    let starts = [&untold, &told].map(|reading| match reading.found[0].when {
        When::Clock { start, .. } => start.to_string(),
        When::Day { .. } => String::new(),
    });
    assert_eq!(starts, ["2026-07-01T00:30:00Z", "2026-06-30T22:30:00Z"]);
    assert_eq!((untold.is_taken_as_utc, told.is_taken_as_utc), (true, false));
}

#[test]
fn timeclock_is_given_no_time_that_clocks_show_twice() {
    let entry = |start: &str, end: &str| bare(1, When::Clock { start: instant(start), end: instant(end) }, "Europe/Budapest", "");
    // From the first 02:30 to the second 02:15; within the second hour; over both.
    let entries = [
        entry("2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z"),
        entry("2026-10-25T01:10:00Z", "2026-10-25T01:20:00Z"),
        entry("2026-10-24T23:30:00Z", "2026-10-25T03:00:00Z"),
    ];
    let mut out = Vec::new();
    assert_eq!(write(Target::Timeclock, &entries, &options(None).zone, &mut out).expect("written"), 2);
    let text = String::from_utf8(out).expect("text");
    assert_eq!(text, "i 2026-10-25 01:30:00 unassigned\no 2026-10-25 04:00:00\n");
    assert_eq!(of(&text).found[0].when, entries[2].when);
}

#[test]
fn sessions_side_by_side_end_by_their_account() {
    let text = "i 2026/10/20 08:00 a\ni 2026-10-20 09:00:00 b:task  note\no 2026-10-20 10:00:00 a\no 2026-10-20 11:00:00\n";
    let found = of(text).found;
    assert_eq!(
        found.iter().map(|found| (found.project.as_str(), found.when.seconds())).collect::<Vec<_>>(),
        [("a", 7200), ("b", 7200)]
    );
    let alone = read(b"o 2026-10-20 10:00:00\n", &options(Some(Format::Timeclock))).expect("read");
    assert_eq!(alone.refused[0].message.id, "time-file-end-without-start");
}

#[test]
fn any_number_of_sessions_may_be_open() {
    // None has an end for long, and then each is ended by its account: the oldest first, so that no end meets the newest one.
    let many = 100_000_u32;
    let mut text = String::new();
    for at in 0..many {
        text.push_str(&format!("i 2026-10-20 08:00:00 a{at}\n"));
    }
    for at in 0..many / 2 {
        text.push_str(&format!("o 2026-10-20 09:00:00 a{at}\n"));
    }
    text.push_str("o 2026-10-20 10:00:00\no 2026-10-20 11:00:00  done\n");
    let reading = of(&text);
    assert_eq!((reading.found.len(), reading.skipped), (50_002, 49_998));
    let last: Vec<_> = reading.found.iter().rev().take(3).map(|found| (found.project.as_str(), found.when.seconds())).collect();
    assert_eq!(last, [("a99998", 10_800), ("a99999", 7200), ("a49999", 3600)], "what names none ends the newest one");
}

#[test]
fn series_of_events_keep_the_clock_and_their_changes() {
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:s\nSEQUENCE:0\nSUMMARY:Daily\nDTSTART;TZID=Europe/Budapest:20261023T233000\n\
                DTEND;TZID=Europe/Budapest:20261024T003000\nRRULE:FREQ=DAILY;UNTIL=20261026T223000Z\nEXDATE;TZID=Europe/Budapest:20261024T233000\n\
                END:VEVENT\nBEGIN:VEVENT\nUID:s\nSEQUENCE:3\nSUMMARY:Moved\nRECURRENCE-ID;TZID=Europe/Budapest:20261025T233000\n\
                DTSTART;TZID=Europe/Budapest:20261025T200000\nDTEND;TZID=Europe/Budapest:20261025T203000\nEND:VEVENT\nBEGIN:VEVENT\nUID:t\n\
                DTSTART;VALUE=DATE:20261025\nDTEND;VALUE=DATE:20261026\nEND:VEVENT\nBEGIN:VEVENT\nUID:u\nSTATUS:CANCELLED\n\
                DTSTART:20261025T080000Z\nDTEND:20261025T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:v\nDTSTART:20261025T080000Z\nDURATION:PT90M\n\
                END:VEVENT\nEND:VCALENDAR\n";
    let reading = of(text);
    let starts: Vec<(String, String)> = reading
        .found
        .iter()
        .map(|found| match &found.when {
            When::Clock { start, end } => (start.to_string(), end.to_string()),
            When::Day { .. } => unreachable!("a clock"),
        })
        .collect();
    let expected = [
        ("2026-10-23T21:30:00Z", "2026-10-23T22:30:00Z"),
        ("2026-10-25T19:00:00Z", "2026-10-25T19:30:00Z"),
        ("2026-10-26T22:30:00Z", "2026-10-26T23:30:00Z"),
        ("2026-10-25T08:00:00Z", "2026-10-25T09:30:00Z"),
    ];
    assert_eq!(starts, expected.map(|(start, end)| (start.to_owned(), end.to_owned())));
    assert_eq!((reading.skipped, reading.found[1].note.as_str()), (2, "Moved"));
    let wrong = text.replace("TZID=Europe/Budapest:20261023", "TZID=Nowhere/Land:20261023");
    let refused = read(wrong.as_bytes(), &options(None)).expect("read").refused;
    assert_eq!((refused[0].line, refused[0].message.id.as_ref()), (3, "time-file-unknown-zone"));
}

#[test]
fn other_tables_are_read_by_a_mapping() {
    let text = "Nap;Ügyfél;Óra;Megjegyzés\n2026.10.20.;Acme;1,5;x\n";
    assert!(read(text.as_bytes(), &options(None)).is_err(), "the form is unknown");
    let mut mapping = Mapping::default();
    for (field, column) in [("date", "Nap"), ("client", "Ügyfél"), ("hours", "Óra"), ("note", "Megjegyzés")] {
        mapping.add(field, column).expect("a field");
    }
    assert!(mapping.add("price", "Ár").is_err());
    let reading = read(text.as_bytes(), &Options { mapping, ..options(Some(Format::Csv)) }).expect("read");
    assert_eq!(reading.found[0].when, When::Day { date: date(2026, 10, 20), seconds: 5400 });
    assert_eq!((reading.found[0].client.as_str(), reading.found[0].note.as_str()), ("Acme", "x"));
    let narrow = read("Date,Hours,Notes\n2026-10-20,1\n".as_bytes(), &options(None)).expect("read");
    assert_eq!(narrow.refused[0].message.id, "time-file-row-width");
}

#[test]
fn equal_rows_have_identifiers_of_their_own() {
    let text = "Date,Hours,Notes\n2026-10-20,1,x\n2026-10-20,1,x\n2026-10-20,1,y\n";
    let found = of(text).found;
    assert_ne!(found[0].id, found[1].id);
    assert_ne!(found[0].id, found[2].id);
    // A row before them does not change them.
    let more = of("Date,Hours,Notes\n2026-10-19,1,x\n2026-10-20,1,x\n2026-10-20,1,x\n").found;
    assert_eq!((&more[1].id, &more[2].id), (&found[0].id, &found[1].id));
}

#[test]
fn what_is_written_is_read_again() {
    let mut all: Vec<Found> = EVENING.iter().flat_map(|(_, text)| of(text).found).collect();
    all.push(Found {
        when: When::Day { date: date(2026, 10, 20), seconds: 36 },
        note: "a \"b\",\nc".to_owned(),
        ..all[0].clone()
    });
    for target in Target::ALL {
        let mut bytes = Vec::new();
        let left_out = write(target, &all, &options(None).zone, &mut bytes).expect("written");
        assert_eq!(left_out, usize::from(target != Target::Csv), "{target:?}");
        let text = String::from_utf8(bytes).expect("text");
        let again = of(&text);
        assert_eq!(again.found.len(), all.len() - left_out, "{text}");
        for (found, again) in all.iter().zip(&again.found) {
            assert_eq!(found.when, again.when, "{target:?}");
            if target == Target::Csv {
                assert_eq!(
                    (&found.id, &found.note, &found.tags, found.billable),
                    (&again.id, &again.note, &again.tags, again.billable)
                );
            }
        }
    }
}

#[test]
fn no_cell_of_a_table_is_a_formula_and_each_is_read_as_it_was() {
    let notes = ["=1+1", "-x", "+36 1", "@SUM(A1)", "'=1", "''@a", "' -1", "'quoted", "a=b", "", "＝1"];
    let entry = of(EVENING[0].1).found.remove(0);
    let all: Vec<Found> =
        notes.iter().map(|note| Found { note: (*note).to_owned(), project: (*note).to_owned(), ..entry.clone() }).collect();
    for target in [Target::Csv, Target::Toggl] {
        let mut bytes = Vec::new();
        write(target, &all, &options(None).zone, &mut bytes).expect("written");
        let mut table = csv::Reader::from_reader(bytes.as_slice());
        for record in table.records() {
            for cell in &record.expect("a row") {
                assert!(!cell.trim_start().starts_with(is_formula), "{target:?}: {cell:?}");
            }
        }
        let again = of(std::str::from_utf8(&bytes).expect("text"));
        let read: Vec<&str> = again.found.iter().map(|found| found.note.as_str()).collect();
        assert_eq!(read, notes, "{target:?}");
        assert!(again.found.iter().all(|found| found.note == found.project), "{target:?}");
    }
}

#[test]
fn no_text_makes_a_reader_panic() {
    let seed = 20_261_128_u64;
    let mut state = seed;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % (below as u64)).expect("small")
    };
    let mut outcomes = [0, 0];
    for round in 0..2_000 {
        let (format, text) = EVENING[random(EVENING.len())];
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=random(8) {
            let at = random(bytes.len().max(1)).min(bytes.len());
            if at == bytes.len() {
                break;
            }
            match random(4) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, b" ,;:-/#\"[]{}0129\n\tZT"[random(20)]),
                2 => bytes[at] = u8::try_from(random(256)).expect("a byte"),
                _ => bytes.truncate(at.max(1)),
            }
        }
        let told = if random(2) == 0 { None } else { Some(format) };
        let outcome = read(&bytes, &options(told));
        outcomes[usize::from(outcome.is_ok())] += 1;
        if let Ok(reading) = outcome {
            assert!(reading.found.iter().all(|found| found.when.seconds() >= 0), "seed {seed}, round {round}");
        }
    }
    assert!(outcomes.iter().all(|count| *count > 100), "{outcomes:?}");
}

/// An event of an iCalendar file.
fn event(uid: &str, more: &str) -> String {
    format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20261025T080000Z\nDTEND:20261025T090000Z\n{more}END:VEVENT\n")
}

#[test]
fn many_events_and_many_changes_of_one_are_read() {
    let many = 5_000_usize;
    let mut text = "BEGIN:VCALENDAR\nVERSION:2.0\n".to_owned();
    for at in 0..many {
        text.push_str(&event(&format!("event-{at}"), ""));
        let (minute, second) = (at / 60 % 60, at % 60);
        let replaces = format!("RECURRENCE-ID:202610{:02}T10{minute:02}{second:02}Z\n", 1 + at / 3600);
        text.push_str(&event("series", &replaces));
    }
    // The newest revision counts, wherever it stands.
    text.push_str(&event("revised", "SEQUENCE:2\nSUMMARY:New\n"));
    text.push_str(&event("revised", "SEQUENCE:1\nSUMMARY:Old\n"));
    text.push_str("END:VCALENDAR\n");
    let found = of(&text).found;
    assert_eq!(found.len(), many * 2 + 1);
    let revised: Vec<&str> = found.iter().filter(|one| one.id == "revised").map(|one| one.note.as_str()).collect();
    assert_eq!(revised, ["New"]);
}

#[test]
fn series_of_a_file_have_a_bound_together() {
    let series = |uid: &str, count: usize| event(uid, &format!("RRULE:FREQ=DAILY;COUNT={count}\n"));
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{}{}{}END:VCALENDAR\n", series("a", 5), series("b", 20), series("c", 1));
    let mut reading = read(text.as_bytes(), &options(None)).expect("read");
    assert_eq!((reading.found.len(), reading.refused.len(), reading.computed), (26, 0, 26));
    (reading.found, reading.computed) = (Vec::new(), COMPUTED - 10);
    ical::read(&text, &options(None), &mut reading);
    assert_eq!(reading.found.len(), 5, "what is within the bound");
    let refused: Vec<&str> = reading.refused.iter().map(|refused| refused.message.id.as_ref()).collect();
    assert_eq!(refused, ["time-file-too-many-occurrences"; 2]);
}

#[test]
fn identifiers_are_written_as_they_always_were() {
    for (start, end) in [
        ("2026-10-25T00:30:00Z", "2026-10-25T01:15:00.5Z"),
        ("-000044-03-15T12:00:00Z", "0001-01-01T00:00:00.000000001Z"),
        ("1969-12-31T23:59:59.25Z", "9999-12-30T22:00:00Z"),
    ] {
        let (start, end) = (instant(start), instant(end));
        assert_eq!(written(&When::Clock { start, end }), format!("{start}/{end}"));
    }
    let bytes: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 17 % 256).expect("a byte"));
    assert_eq!(identifier(&bytes), "00112233445566778899aabbccddeeff-");
}
