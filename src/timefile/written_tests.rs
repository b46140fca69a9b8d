//! Files as their programs write them: names in other languages, marks, kinds of time, notations that few people use.

use jiff::civil::date;

use super::tests::{of, options};
use super::*;

fn days(reading: &Reading) -> Vec<(&str, &str, i64)> {
    reading.found.iter().map(|found| (found.project.as_str(), found.task.as_str(), found.when.seconds())).collect()
}

#[test]
fn kimai_is_read_by_its_names_in_each_order_and_language() {
    let english = "Date,From,To,Duration,Currency,Price,Internal price,Hourly price,Fixed price,Name,User,E-mail,Staff number,Customer,\
                   Project,Activity,Description,Billable,Tags,Type,Category,Account,Project number,VAT-ID,Order number\n\
                   2026-10-25,01:30,04:00,3.50,EUR,175,0,50,,Anna Kiss,anna,a@x.hu,,Acme,Site,Work,Night,0,\"a,b\",timesheet,work,1,,,\n";
    // A template with a break, other columns first, and no money.
    let german = "Kunde;Projekt;Tätigkeit;Datum;Von;Bis;Pause;Dauer;Beschreibung;Benutzer;Abrechenbar;Schlagworte\n\
                  Acme;Site;Work;2026-10-25;01:30;04:00;0:00;3:30;Night;anna;0;a,b\n";
    let hungarian = "Dátum,Kezdés,Befejezés,Időtartam,Pénznem,Bér,Belső bér,Órabér,Fix bér,Név,Felhasználónév,E-mail,Személyi szám,Ügyfél,\
                     Projekt,Tevékenység,Leírás,Számlázható,Címkék\n\
                     2026-10-25,01:30,04:00,3:30,EUR,175,0,50,,Anna Kiss,anna,a@x.hu,,Acme,Site,Work,Night,0,\"a,b\"\n";
    for text in [english, german, hungarian] {
        let reading = of(text);
        let found = &reading.found[0];
        let expected = When::Clock { start: instant("2026-10-24T23:30:00Z"), end: instant("2026-10-25T03:00:00Z") };
        assert_eq!((reading.format, &found.when), (Format::Kimai, &expected), "{text}");
        let texts = [&found.person, &found.client, &found.project, &found.task, &found.note].map(String::as_str);
        assert_eq!(texts, ["anna", "Acme", "Site", "Work", "Night"], "{text}");
        assert_eq!((found.billable, found.tags.as_slice()), (Some(false), ["a".to_owned(), "b".to_owned()].as_slice()));
    }
    // A language that is not known goes by the usual order.
    let french = "Date,De,À,Durée,Alias,Nom,E-mail,Matricule,Client,Projet,Activité,Description\n\
                  2026-10-25,01:30,04:00,3:30,,anna,a@x.hu,,Acme,Site,Work,Night\n";
    let french = read(french.as_bytes(), &options(Some(Format::Kimai))).expect("read").found;
    assert_eq!((french[0].client.as_str(), french[0].task.as_str(), french[0].when.seconds()), ("Acme", "Work", 12_600));
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

#[test]
fn a_form_without_a_zone_has_that_of_the_books_for_entries_of_each() {
    // From 1:30 to 4:00 in New York, on a day of two and a half hours there and of three and a half in Budapest.
    let when = When::Clock { start: instant("2026-10-25T05:30:00Z"), end: instant("2026-10-25T08:00:00Z") };
    let entry = bare(1, when.clone(), "America/New_York", "");
    for target in Target::ALL {
        let mut bytes = Vec::new();
        write(target, std::slice::from_ref(&entry), &options(None).zone, &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(of(&text).found[0].when, when, "{target:?}: {text}");
        let is_local = matches!(target, Target::Toggl | Target::Timeclock);
        assert_eq!(text.contains("06:30:00"), is_local, "{target:?}: {text}");
    }
}

#[test]
fn a_table_may_have_a_day_and_times_of_it() {
    let text =
        "Date,Start,End,Project\n2026-10-25,1:30 am,4:00 AM,Site\n2026-10-25,12:00 pm,1 pm,Site\n2026-10-26,22:00,01:00,Site\n";
    let reading = of(text);
    let seconds: Vec<i64> = reading.found.iter().map(|found| found.when.seconds()).collect();
    assert_eq!((reading.format, seconds.as_slice()), (Format::Csv, [12_600, 3600, 10_800].as_slice()), "{reading:?}");
    // A time that comes twice, and one without a day.
    for (row, column) in [("2026-10-25,02:30,04:00", 3), ("2026-10-25,25:00,26:00", 2), (",09:00,10:00", 0)] {
        let refused = read(format!("Date,Start,End\n{row}\n").as_bytes(), &options(Some(Format::Csv))).expect("read").refused;
        assert_eq!(refused.len(), 1, "{row}");
        assert_eq!((refused[0].line, refused[0].column.unwrap_or_default()), (2, column), "{row}: {refused:?}");
    }
}

#[test]
fn breaks_of_clockify_are_no_work() {
    let row = |kind: &str| {
        format!(
            "\"Site\",\"Acme\",\"x\",\"\",\"Anna\",\"a@x.hu\",\"{kind}\",\"Yes\",\"2026-10-05\",\"13:00\",\"2026-10-05\",\"14:00\",\"01:00:00\"\n"
        )
    };
    let head = "\"Project\",\"Client\",\"Description\",\"Task\",\"User\",\"Email\",\"Type\",\"Billable\",\"Start Date\",\"Start Time\",\
                \"End Date\",\"End Time\",\"Duration (h)\"\n";
    let text = [head.to_owned(), row("Regular"), row("Break"), row("Time Off"), row("HOLIDAY"), row("")].concat();
    let reading = of(&text);
    assert_eq!((reading.format, reading.found.len(), reading.skipped), (Format::Clockify, 2, 3));
    // In a table of another program a type may be anything.
    let other = of("Date,Hours,Type\n2026-10-05,1,Break\n");
    assert_eq!((other.found.len(), other.skipped), (1, 0));
}

#[test]
fn dates_with_points_follow_the_order_that_is_told_or_proved() {
    let text = |days: [&str; 2]| {
        let row = |day: &str| format!("Site,x,Anna,{day},10:00,{day},11:00,01:00:00\n");
        format!("Project,Description,User,Start Date,Start Time,End Date,End Time,Duration (h)\n{}{}", row(days[0]), row(days[1]))
    };
    let starts = |text: &str, order| -> Vec<String> {
        let reading = read(text.as_bytes(), &Options { date_order: order, ..options(None) }).expect("read");
        assert_eq!(reading.refused, [], "{text}");
        let day = |found: &Found| match found.when {
            When::Clock { start, .. } => start.to_zoned(TimeZone::get("Europe/Budapest").expect("a zone")).date().to_string(),
            When::Day { date, .. } => date.to_string(),
        };
        reading.found.iter().map(day).collect()
    };
    assert_eq!(starts(&text(["03.04.2026", "05.04.2026"]), None), ["2026-04-03", "2026-04-05"]);
    assert_eq!(starts(&text(["03.04.2026", "05.04.2026"]), Some(DateOrder::Mdy)), ["2026-03-04", "2026-05-04"]);
    assert_eq!(starts(&text(["03.04.2026", "04.25.2026"]), None), ["2026-03-04", "2026-04-25"]);
}

#[test]
fn a_heading_of_org_is_its_title_without_marks() {
    let text = "#+TODO: TODO(t) WAIT(w@/!) | DONE(d) CANCELLED(c@)\n* WAIT [#A] Site [2/3] :work:\n  CLOCK: [2026-10-05 Mon 09:00]--[2026-10-05 Mon 10:00] =>  1:00\n\
                ** CANCELLED Design [50%] of [x] :a:\n   CLOCK: [2026-10-05 Mon 10:00]--[2026-10-05 Mon 10:30] =>  0:30\n\
                ** NEXT step\n   CLOCK: [2026-10-05 Mon 11:00]--[2026-10-05 Mon 12:00] =>  1:00\n";
    let reading = of(text);
    assert_eq!(days(&reading), [("Site", "", 3600), ("Site", "Design of [x]", 1800), ("Site", "NEXT step", 3600)]);
    assert_eq!(reading.found[1].tags, ["work", "a"]);
}

#[test]
fn timedot_has_letters_days_as_headings_and_what_was_done_on_a_day() {
    let text = "* 2026-10-05 Moving to the cloud\n** work\nsite:design  aab c\nsite  ....\nhome  2  ; tea\n";
    let reading = of(text);
    assert_eq!(reading.format, Format::Timedot);
    assert_eq!(
        days(&reading),
        [("site", "design", 1800), ("site", "design", 900), ("site", "design", 900), ("site", "", 3600), ("home", "", 7200)]
    );
    let told: Vec<(&str, &[String])> = reading.found.iter().map(|found| (found.note.as_str(), found.tags.as_slice())).collect();
    let cloud = "Moving to the cloud";
    assert_eq!(told[..3], [(cloud, ["a".to_owned()].as_slice()), (cloud, &["b".to_owned()]), (cloud, &["c".to_owned()])]);
    assert_eq!(told[3..], [(cloud, [].as_slice()), ("tea", &[])]);
    // The unit of a number that is missing is no letter.
    let refused = read(b"2026-10-05\nsite  h\n", &options(Some(Format::Timedot))).expect("read").refused;
    assert_eq!((refused[0].line, refused[0].message.id.as_ref()), (2, "time-file-not-a-length"));
    assert_eq!(of("2026-10-05\nsite  a\n").found[0].when, When::Day { date: date(2026, 10, 5), seconds: 900 });
}

#[test]
fn a_record_of_klog_may_have_any_number_of_lines() {
    let many = 20_000;
    let mut text = "2026-10-05\n".to_owned();
    (0..many).for_each(|_| text.push_str("Day\n"));
    (0..many).for_each(|_| text.push_str("  2m\n"));
    (0..many).for_each(|_| text.push_str("  -1m\n"));
    text.push_str("  1m end\n");
    (0..many).for_each(|_| text.push_str("    of it\n"));
    let reading = of(&text);
    // The last half of the entries before the breaks is all break; each has the beginning of what was said of the day.
    assert_eq!((reading.found.len(), reading.found[0].when.seconds()), (many / 2 + 1, 120));
    assert!((4096..4200).contains(&reading.found[0].note.len()), "{}", reading.found[0].note.len());
    assert_eq!(reading.found.last().map(|found| found.note.len()), Some(3 + many * 6));
}

/// A calendar of events.
fn calendar(body: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n")
}

/// An event from 01:30 to 04:00 of the night on which clocks are put back, in a zone.
fn night(zone: &str) -> String {
    format!("BEGIN:VEVENT\nUID:n\nDTSTART;TZID={zone}:20261025T013000\nDTEND;TZID={zone}:20261025T040000\nEND:VEVENT\n")
}

const OUTLOOK: &str = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
                       RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\n\
                       TZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

#[test]
fn a_zone_of_a_calendar_is_found_by_its_name_or_by_its_rules() {
    let zones = [
        ("/freeassociation.sourceforge.net/Europe/Budapest", "", "Europe/Budapest"),
        ("\"Central Europe Standard Time 1\"", "", "Europe/Budapest"),
        ("Customized Time Zone", OUTLOOK, "Europe/Budapest"),
    ];
    for (id, rules, name) in zones {
        let found = of(&calendar(&format!("{rules}{}", night(id)))).found;
        let expected = When::Clock { start: instant("2026-10-24T23:30:00Z"), end: instant("2026-10-25T03:00:00Z") };
        assert_eq!((&found[0].when, found[0].zone.as_str()), (&expected, name), "{id}");
    }
    // The second Sunday of March, in words of days; a zone without summer time; one that was not in force yet.
    let new_york = OUTLOOK
        .replace("BYDAY=-1SU;BYMONTH=10", "BYMONTH=11;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7")
        .replace("BYDAY=-1SU;BYMONTH=3", "BYMONTH=3;BYDAY=2SU")
        .replace("FROM:+0200\nTZOFFSETTO:+0100", "FROM:-0400\nTZOFFSETTO:-0500")
        .replace("FROM:+0100\nTZOFFSETTO:+0200", "FROM:-0500\nTZOFFSETTO:-0400")
        .replace("16010101T030000", "16010101T020000");
    let seconds = |text: &str, from: &str, until: &str| {
        let event = night("Customized Time Zone").replace("20261025T013000", from).replace("20261025T040000", until);
        let reading = read(calendar(&format!("{text}{event}")).as_bytes(), &options(None)).expect("read");
        reading.found.first().map(|found| found.when.seconds())
    };
    assert_eq!(seconds(&new_york, "20261101T003000", "20261101T030000"), Some(12_600));
    assert_eq!(seconds(&new_york, "20260308T003000", "20260308T033000"), Some(7200));
    let (start, _) = OUTLOOK.split_once("BEGIN:DAYLIGHT").expect("two parts");
    let plain = format!("{}END:VTIMEZONE\n", start.replace("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n", ""));
    assert_eq!(seconds(&plain, "20261025T013000", "20261025T040000"), Some(9000));
    assert_eq!(seconds(&OUTLOOK.replace("16010101", "20270101"), "20261025T013000", "20261025T040000"), None);
    let summer = OUTLOOK.replace("BYDAY=-1SU;BYMONTH=3", "BYDAY=SU;BYMONTH=3");
    assert_eq!(seconds(&summer, "20261025T013000", "20261025T040000"), None);
    assert_eq!(seconds(&OUTLOOK.replace("BYDAY=-1SU", "BYDAY=SU"), "20261025T013000", "20261025T040000"), None);
}

#[test]
fn what_is_cut_off_a_calendar_is_missed() {
    let whole = calendar(&night("Europe/Budapest"));
    for end in [whole.len() - 5, whole.len() - "END:VCALENDAR\n".len(), whole.find("DTEND").expect("an end")] {
        let reading = read(&whole.as_bytes()[..end], &options(None)).expect("read");
        assert!(reading.refused.iter().any(|refused| refused.message.id == "time-file-calendar-cut"), "{reading:?}");
    }
    // Names and words of the form are in any case.
    assert_eq!(of(&whole.to_lowercase().replace("europe/budapest", "Europe/Budapest")).found.len(), 1);
}

#[test]
fn a_date_of_a_series_may_be_a_period_with_a_length_of_its_own() {
    let event = "BEGIN:VEVENT\nUID:p\nDTSTART:20261005T080000Z\nDTEND:20261005T090000Z\n\
                 RDATE;VALUE=PERIOD:20261006T080000Z/PT2H,20261007T080000Z/20261007T110000Z\nEND:VEVENT\n";
    let found = of(&calendar(event)).found;
    assert_eq!(found.iter().map(|found| found.when.seconds()).collect::<Vec<_>>(), [3600, 7200, 10_800]);
}
