use super::*;

fn schedule(times: &[&str], zone: &str) -> Schedule {
    let times = times.iter().map(|text| (*text).to_owned()).collect();
    let settings = ScheduleSettings { times, zone: Some(zone.to_owned()), ..ScheduleSettings::default() };
    Schedule::new(&settings, &TimeZone::UTC)
}

fn next(schedule: &Schedule, after: &str) -> String {
    schedule.next(after.parse().unwrap()).map_or_else(|| "never".to_owned(), |at| at.timestamp().to_string())
}

/// All times of a day of the clock, with their offsets where a time comes twice.
fn on(time: &str, zone: &str, day: &str) -> String {
    let schedule = schedule(&[time], zone);
    let day: Date = day.parse().unwrap();
    let mut at =
        day.at(0, 0, 0, 0).to_zoned(TimeZone::get(zone).unwrap()).unwrap().timestamp() - jiff::SignedDuration::from_secs(1);
    let mut times = Vec::new();
    loop {
        let next = schedule.next(at).unwrap();
        if next.date() != day {
            return times.join(" ");
        }
        assert!(next.timestamp() > at && times.len() < 200, "it moves on");
        at = next.timestamp();
        times.push(next.strftime("%H:%M").to_string());
    }
}

#[test]
fn the_nearest_of_several_times_in_its_zone() {
    let nightly = schedule(&["0 2 * * *", "30 12 * * 1-5"], "Europe/Budapest");
    // A Saturday in winter: two at night is one in UTC.
    assert_eq!(next(&nightly, "2026-11-21T00:30:00Z"), "2026-11-21T01:00:00Z");
    assert_eq!(next(&nightly, "2026-11-21T01:00:00Z"), "2026-11-22T01:00:00Z", "strictly after");
    assert_eq!(next(&nightly, "2026-11-23T02:00:00Z"), "2026-11-23T11:30:00Z", "a Monday");
    assert_eq!(next(&schedule(&[], "UTC"), "2026-11-21T00:30:00Z"), "never");
    assert_eq!(next(&schedule(&["0 0 30 2 *"], "UTC"), "2026-11-21T00:30:00Z"), "never");
}

#[test]
fn each_time_comes_once_a_night_also_where_clocks_change() {
    for (time, zone, day, expected) in [
        // 02:00 to 03:00 is not there.
        ("30 2 * * *", "Europe/Budapest", "2027-03-28", "03:00"),
        ("0,30 2 * * *", "Europe/Budapest", "2027-03-28", "03:00"),
        ("*/15 2 * * *", "Europe/Budapest", "2027-03-28", "03:00"),
        ("30 2,4 * * *", "Europe/Budapest", "2027-03-28", "03:00 04:30"),
        ("0 2,3,4 * * *", "Europe/Budapest", "2027-03-28", "03:00 04:00"),
        (
            "0 */2 * * *",
            "Europe/Budapest",
            "2027-03-28",
            "00:00 03:00 04:00 06:00 08:00 10:00 12:00 14:00 16:00 18:00 20:00 22:00",
        ),
        ("30 2 * * *", "America/New_York", "2027-03-14", "03:00"),
        ("0,15,30 2 * * *", "Australia/Lord_Howe", "2026-10-04", "02:30"),
        ("45 2 * * *", "Australia/Lord_Howe", "2026-10-04", "02:45"),
        ("30 0 * * *", "America/Santiago", "2026-09-06", "01:00"),
        ("0,30 0 * * *", "Africa/Cairo", "2027-04-30", "01:00"),
        ("30 2 * * *", "Asia/Kolkata", "2027-03-28", "02:30"),
        // 02:00 to 03:00 is there twice.
        ("30 2 * * *", "Europe/Budapest", "2026-10-25", "02:30"),
        ("0,30 2 * * *", "Europe/Budapest", "2026-10-25", "02:00 02:30"),
        ("*/15 2 * * *", "Europe/Budapest", "2026-10-25", "02:00 02:15 02:30 02:45"),
        ("30 2,4 * * *", "Europe/Budapest", "2026-10-25", "02:30 04:30"),
        ("30 1 * * *", "America/New_York", "2026-11-01", "01:30"),
        ("45 1 * * *", "Australia/Lord_Howe", "2027-04-04", "01:45"),
        ("30 23 * * *", "America/Santiago", "2027-04-03", "23:30"),
        ("30 23 * * *", "Africa/Cairo", "2026-10-29", "23:30"),
    ] {
        assert_eq!(on(time, zone, day), expected, "{time} {zone} {day}");
    }
    let first = schedule(&["30 2 * * *"], "Europe/Budapest");
    assert_eq!(next(&first, "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z", "the first of the two");
    assert_eq!(next(&first, "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z", "and not the second");
    assert_eq!(next(&first, "2026-10-25T01:10:00Z"), "2026-10-26T01:30:00Z", "also from between them");
}

#[test]
fn every_hour_is_an_interval() {
    let quarters = |zone: &str, day: &str| on("*/15 * * * *", zone, day).split(' ').count();
    assert_eq!(quarters("Europe/Budapest", "2027-03-28"), 23 * 4);
    assert_eq!(quarters("Europe/Budapest", "2026-10-25"), 25 * 4);
    assert_eq!(quarters("Australia/Lord_Howe", "2026-10-04"), 47 * 2);
    assert_eq!(quarters("Australia/Lord_Howe", "2027-04-04"), 49 * 2);
    assert_eq!(quarters("America/Santiago", "2026-09-06"), 23 * 4);
    assert_eq!(quarters("Asia/Kolkata", "2027-03-28"), 24 * 4);
    let hourly = schedule(&["0 * * * *"], "Europe/Budapest");
    assert_eq!(next(&hourly, "2026-10-25T00:00:00Z"), "2026-10-25T01:00:00Z", "the second pass");
    assert_eq!(next(&hourly, "2027-03-28T00:00:00Z"), "2027-03-28T01:00:00Z");
}

#[test]
fn only_five_fields_are_an_expression() {
    for text in [
        "0 2 * * *",
        "*/15 6-18 * * MON-FRI",
        "0 0 L * *",
        "0 2 29 2 *",
        "0 2 29 2 +1",
        "0 2 30 2 1",
        "0 2 * * 5L",
        "0 2 15W * *",
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
    }
    for text in ["", "0 2 * *", "0 0 2 * * *", "@daily", "two at night", "0 2 * * * 2026"] {
        assert_eq!(check(text), Err(Fault::Syntax), "{text}");
    }
    let fields = ["61 2 * * *", "0 24 * * *", "0 2 32 * *", "0 2 * 13 *", "0 2 * * 9"];
    for (place, text) in fields.into_iter().enumerate() {
        assert_eq!(check(text), Err(Fault::Field(place)), "{text}");
    }
    for text in ["0 2 30 2 *", "0 2 31 2 *", "0 2 * * L", "0 2 31 2,4,6,9,11 *", "* * 30,31 2 *"] {
        assert_eq!(check(text), Err(Fault::Never), "{text}");
    }
}

#[test]
fn the_time_by_default_exists_once_on_every_day_in_every_zone() {
    let (from, until) = ("2020-01-01T00:00:00Z".parse().unwrap(), "2041-01-01T00:00:00Z".parse().unwrap());
    let Fields { minutes, hours, .. } = Fields::read(NIGHTLY).unwrap();
    let time = jiff::civil::time(hours.unwrap()[0].cast_signed(), minutes.unwrap()[0].cast_signed(), 0, 0);
    let database = jiff::tz::TimeZoneDatabase::bundled();
    let mut zones = 0;
    for name in database.available() {
        let Ok(zone) = database.get(name.as_str()) else { continue };
        zones += 1;
        for gap in gaps(&zone, from, until) {
            let day = gap.start.date();
            for day in [day.yesterday().unwrap(), day, day.tomorrow().unwrap()] {
                let at = day.to_datetime(time);
                assert!(at < gap.start || at >= gap.end, "{name:?} skips {at}");
            }
        }
        // Where it comes twice, a scheduler that is not ours may run twice.
        let mut day: Date = "2020-01-01".parse().unwrap();
        for change in zone.following(from).take_while(|change| change.timestamp() < until) {
            day = change.timestamp().to_zoned(zone.clone()).date().max(day);
            for day in [day.yesterday().unwrap(), day, day.tomorrow().unwrap()] {
                assert!(!zone.to_ambiguous_zoned(day.to_datetime(time)).is_ambiguous(), "{name:?} has {day} {time} twice");
            }
        }
    }
    assert!(zones > 400, "{zones}");
}

#[test]
fn a_time_that_some_days_lack_is_named_with_the_next_such_day() {
    let from: Timestamp = "2026-11-27T12:00:00Z".parse().unwrap();
    let says = |times: &[&str], zone: &str| {
        let missing = schedule(times, zone).missing(from);
        missing.first().map(|missing| format!("{} -> {}", missing.time, missing.instead.strftime("%H:%M")))
    };
    assert_eq!(says(&["0 2 * * *"], "Europe/Budapest").as_deref(), Some("2027-03-28T02:00:00 -> 03:00"));
    assert_eq!(says(&["*/15 2 * * *"], "America/New_York").as_deref(), Some("2027-03-14T02:00:00 -> 03:00"));
    assert_eq!(says(&["30 0 * * *"], "Africa/Cairo").as_deref(), Some("2027-04-30T00:30:00 -> 01:00"));
    assert_eq!(says(&["0 2 * * 1-5"], "Europe/Budapest"), None, "clocks change on a Sunday there");
    assert_eq!(says(&["*/15 * * * *"], "Europe/Budapest"), None, "an interval");
    assert_eq!(says(&["0 2 * * *"], "Asia/Kolkata"), None);
    assert_eq!(says(&[NIGHTLY], "Europe/Budapest"), None);
    assert_eq!(schedule(&["0 2 * * *"], "Europe/Budapest").missing(from).len(), 10, "ten years ahead");
    let remark = schedule(&["0 2 * * *"], "Europe/Budapest").remark(from).expect("a word");
    let text = crate::locale::english().text(&remark);
    assert!(text.contains("02:00") && text.contains("2027-03-28") && text.contains("03:00"), "{text}");
}

#[test]
fn fields_are_what_the_schedule_means() {
    let fields = Fields::read("*/20 6-8,22 1 jan-MAR Fri-6").unwrap();
    assert_eq!(fields.minutes, Some(vec![0, 20, 40]));
    assert_eq!(fields.hours, Some(vec![6, 7, 8, 22]));
    assert_eq!((fields.days.clone(), fields.months.clone()), (Some(vec![1]), Some(vec![1, 2, 3])));
    assert_eq!(fields.weekdays, Some(vec![5, 6]));
    assert_eq!(fields.apart().len(), 2);
    assert_eq!(Fields::read("0 0 * * 7").unwrap().weekdays, Some(vec![0]), "seven is a Sunday too");
    let every = Fields::read("0 2 1-31 * 1").unwrap();
    assert_eq!((every.days, every.weekdays), (None, None), "each day is one of these days");
    assert_eq!(Fields::read("0 2 */2 * 1").unwrap().apart().len(), 2, "either is enough");
    for text in ["0 0 L * *", "0 0 15W * *", "0 24 * * *", "0 0 * * 1#2", "0 0 * * 5L", "0 0 1 * +5", "0 0 * *", "0/0 * * * *"] {
        assert_eq!(Fields::read(text), None, "{text}");
    }
}

#[test]
fn times_move_with_the_clock_of_another_zone() {
    let from: Timestamp = "2026-11-27T12:00:00Z".parse().unwrap();
    let between = |zone: &str, other: &str| shift(&TimeZone::get(zone).unwrap(), &TimeZone::get(other).unwrap(), from);
    assert_eq!(between("Asia/Kolkata", "UTC"), Some(-330));
    assert_eq!(between("Europe/Budapest", "Europe/Vienna"), Some(0));
    assert_eq!(between("Europe/Budapest", "Europe/London"), Some(-60), "they change at one instant");
    assert_eq!(between("Europe/Budapest", "UTC"), None);
    assert_eq!(between("Europe/Budapest", "America/New_York"), None);
    let moved = |time: &str, by: i32| Fields::read(time).unwrap().shifted(by);
    let numbers = |fields: &Fields| (fields.minutes.clone(), fields.hours.clone(), fields.weekdays.clone());
    let one = moved("0 2 * * 1-5", -330).unwrap();
    assert_eq!(numbers(&one[0]), (Some(vec![30]), Some(vec![20]), Some(vec![0, 1, 2, 3, 4])), "the evening before");
    let two = moved("0 2,12 * * 1", -330).unwrap();
    assert_eq!(two.len(), 2, "one of them on the day before");
    assert_eq!(moved("0 2 1 * *", -330), None, "the day before the first has no number");
    assert_eq!(moved("0 12 1 * *", -330).map(|all| all.len()), Some(1));
    assert_eq!(numbers(&moved("*/20 * * * *", -330).unwrap()[0]).0, Some(vec![10, 30, 50]));
}
