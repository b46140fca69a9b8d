//! Events of entries as iCalendar: written so that every server takes them, read back whatever a person did to them.
//!
//! For: the sync of a calendar. Uses: calcard for the syntax, `timefile` for instants. Never: a store, HTTP.
//!
//! Times are written in UTC: no zone has to be told to the server, and an hour that the clock shows twice is the right one. What an
//! event has beside its time and title stays when it is written again.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use calcard::{Entry, Parser};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::CalendarError;
use crate::domain::RemoteId;
use crate::domain::calendar::{EventFacts, EventTime};
use crate::timefile::{self, Format, Mapping, Options, When};

/// What stands after the identifier of an entry in the identifier of its event.
const OURS: &str = "@faktura";

/// What an event is written from.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The entry.
    pub entry: &'a RemoteId,
    /// Time and title.
    pub facts: &'a EventFacts,
    /// Client, project and task.
    pub detail: &'a str,
    /// Tags.
    pub tags: &'a [String],
    /// When it is written.
    pub at: Timestamp,
}

/// What an object says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// One event.
    One(EventFacts),
    /// One event that was cancelled.
    Cancelled,
    /// A series, several events, or what cannot be understood.
    Other,
}

/// The entry of an identifier, if the event is one that was written for an entry.
#[must_use]
pub fn entry_of(uid: &str) -> Option<RemoteId> {
    uid.strip_suffix(OURS).map(RemoteId::new)
}

/// The text of a new event.
#[must_use]
pub fn write(draft: &Draft<'_>) -> String {
    let text = lines(draft, 0, true);
    let Some(calendar) = parse(&text) else { return text };
    let mut written = String::with_capacity(text.len() + 64);
    if calendar.write_to(&mut written).is_ok() { written } else { text }
}

/// The text of an event with another time and title; everything else stays.
///
/// # Errors
/// The text is no event.
pub fn rewrite(text: &str, draft: &Draft<'_>) -> Result<String, CalendarError> {
    let mut calendar = parse(text).ok_or(CalendarError::NotICalendar)?;
    let is_event = |one: &ICalendarComponent| one.component_type == ICalendarComponentType::VEvent;
    let event = calendar.components.iter_mut().find(|one| is_event(one)).ok_or(CalendarError::NotICalendar)?;
    let sequence = event.property(&ICalendarProperty::Sequence).and_then(|entry| match entry.values.first()? {
        ICalendarValue::Integer(number) => Some(*number),
        _ => None,
    });
    let fresh = parse(&lines(draft, sequence.unwrap_or_default().saturating_add(1), false));
    let fresh = fresh.and_then(|calendar| calendar.components.into_iter().find(is_event)).ok_or(CalendarError::NotICalendar)?;
    let replaced = [
        ICalendarProperty::Dtstart,
        ICalendarProperty::Dtend,
        ICalendarProperty::Duration,
        ICalendarProperty::Summary,
        ICalendarProperty::Dtstamp,
        ICalendarProperty::LastModified,
        ICalendarProperty::Sequence,
    ];
    event.entries.retain(|entry| !replaced.contains(&entry.name));
    event.entries.extend(fresh.entries.into_iter().filter(|entry| replaced.contains(&entry.name)));
    let mut written = String::with_capacity(text.len() + 64);
    calendar.write_to(&mut written).map_err(|_| CalendarError::NotICalendar)?;
    Ok(written)
}

/// The identifier of an object's events; `None` if it has none.
#[must_use]
pub fn uid(text: &str) -> Option<String> {
    parse(text)?.components.iter().find_map(|one| one.uid().map(str::to_owned))
}

/// What an object says.
#[must_use]
pub fn read(text: &str) -> Seen {
    let Some(calendar) = parse(text) else { return Seen::Other };
    let mut events = calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
    let (Some(event), None) = (events.next(), events.next()) else { return Seen::Other };
    let status = event.property(&ICalendarProperty::Status).and_then(|entry| entry.values.first());
    if matches!(status, Some(ICalendarValue::Status(ICalendarStatus::Cancelled))) {
        return Seen::Cancelled;
    }
    if event.property(&ICalendarProperty::Rrule).is_some() || event.property(&ICalendarProperty::Rdate).is_some() {
        return Seen::Other;
    }
    let summary = event.property(&ICalendarProperty::Summary).and_then(|entry| entry.values.first()?.as_text());
    let title = summary.unwrap_or_default().trim().to_owned();
    if let Some(date) = day(event, &ICalendarProperty::Dtstart) {
        // An entry is of one day: what goes over several is for a person to decide.
        let next = date.tomorrow().unwrap_or(date);
        if day(event, &ICalendarProperty::Dtend).is_some_and(|end| end > next) {
            return Seen::Other;
        }
        return Seen::One(EventFacts { when: EventTime::Day { date }, title });
    }
    let options = options(TimeZone::UTC, "Etc/UTC", (date(1900, 1, 1), date(9999, 1, 1)));
    let Ok(reading) = timefile::read(text.as_bytes(), &options) else { return Seen::Other };
    match &reading.found[..] {
        [one] if reading.refused.is_empty() => match one.when {
            When::Clock { start, end } => Seen::One(EventFacts { when: EventTime::Clock { start, end }, title }),
            When::Day { .. } => Seen::Other,
        },
        _ => Seen::Other,
    }
}

/// How events are read, with a zone for times without one.
#[must_use]
pub fn options(zone: TimeZone, zone_name: &str, window: (Date, Date)) -> Options {
    Options {
        format: Some(Format::Ical),
        date_order: None,
        zone,
        zone_name: zone_name.to_owned(),
        is_zone_told: false,
        mapping: Mapping::default(),
        window,
    }
}

/// The day of a property of an event of whole days.
fn day(event: &ICalendarComponent, property: &ICalendarProperty) -> Option<Date> {
    let start = event.property(property)?;
    let Some(ICalendarValue::PartialDateTime(partial)) = start.values.first() else { return None };
    if partial.hour.is_some() {
        return None;
    }
    let small = |number: Option<u8>| i8::try_from(number?).ok();
    Date::new(i16::try_from(partial.year?).ok()?, small(partial.month)?, small(partial.day)?).ok()
}

fn parse(text: &str) -> Option<ICalendar> {
    match Parser::new(text).entry() {
        Entry::ICalendar(calendar) if !calendar.components.is_empty() => Some(calendar),
        _ => None,
    }
}

/// The properties of an event, a line each, not folded.
fn lines(draft: &Draft<'_>, sequence: i64, new: bool) -> String {
    let at = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned(), "PRODID:-//faktura//EN".to_owned()];
    lines.push("BEGIN:VEVENT".to_owned());
    lines.push(format!("UID:{}{OURS}", draft.entry));
    for name in ["DTSTAMP", "LAST-MODIFIED"] {
        lines.push(format!("{name}:{}", at(draft.at)));
    }
    lines.push(format!("SEQUENCE:{sequence}"));
    match draft.facts.when {
        EventTime::Clock { start, end } => lines.extend([format!("DTSTART:{}", at(start)), format!("DTEND:{}", at(end))]),
        EventTime::Day { date } => {
            let next = date.tomorrow().unwrap_or(date);
            let day = |date: Date| date.strftime("%Y%m%d").to_string();
            lines.extend([format!("DTSTART;VALUE=DATE:{}", day(date)), format!("DTEND;VALUE=DATE:{}", day(next))]);
        }
    }
    lines.push(format!("SUMMARY:{}", escaped(&draft.facts.title)));
    if new {
        lines.push(format!("DESCRIPTION:{}", escaped(draft.detail)));
        if !draft.tags.is_empty() {
            lines.push(format!("CATEGORIES:{}", draft.tags.iter().map(|tag| escaped(tag)).collect::<Vec<_>>().join(",")));
        }
        lines.push("TRANSP:TRANSPARENT".to_owned());
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned(), String::new()]);
    lines.join("\r\n")
}

/// A title as a calendar can hold it: without control characters but line breaks, and without blanks around it.
#[must_use]
pub fn title(text: &str) -> String {
    let plain: String = text.chars().filter(|sign| *sign == '\n' || !sign.is_control()).collect();
    plain.trim().to_owned()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn facts(start: &str, end: &str, title: &str) -> EventFacts {
        EventFacts { when: EventTime::Clock { start: at(start), end: at(end) }, title: title.to_owned() }
    }

    fn draft<'a>(facts: &'a EventFacts, entry: &'a RemoteId) -> Draft<'a> {
        Draft { entry, facts, detail: "Acme Kft.; Site", tags: &[], at: at("2026-11-28T10:00:00Z") }
    }

    #[test]
    fn an_event_is_read_as_it_was_written_over_the_hour_that_comes_twice() {
        let title = "Költöztetés, „ő”; a\\b\nkét sor ".repeat(6);
        let facts = facts("2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z", title.trim());
        let entry = RemoteId::new("018bcfe5-6800-7fff-bfff-ffffffffffff");
        let text = write(&draft(&facts, &entry));
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.contains("DTSTART:20261025T003000Z\r\n"), "{text}");
        assert_eq!((read(&text), uid(&text).and_then(|uid| entry_of(&uid))), (Seen::One(facts), Some(entry)));
    }

    #[test]
    fn a_title_is_read_back_as_it_is_compared() {
        for text in ["a\tb", " két\r\nsor ", "\u{7}", "csak \u{85}ez", "a\u{a0}b"] {
            let facts = facts("2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z", &title(text));
            assert_eq!(read(&write(&draft(&facts, &RemoteId::new("e")))), Seen::One(facts), "{text:?}");
        }
    }

    #[test]
    fn a_whole_day_that_became_several_is_for_a_person() {
        let day = EventFacts { when: EventTime::Day { date: date(2026, 2, 28) }, title: "x".to_owned() };
        let text = write(&draft(&day, &RemoteId::new("e")));
        let longer = text.replace("DTEND;VALUE=DATE:20260301", "DTEND;VALUE=DATE:20260303");
        assert_eq!((read(&text), read(&longer)), (Seen::One(day.clone()), Seen::Other));
        let open = text.replace("DTEND;VALUE=DATE:20260301\r\n", "");
        assert_eq!(read(&open), Seen::One(day), "without an end it is one day");
    }

    #[test]
    fn a_whole_day_and_what_a_person_added_stay() {
        let day = EventFacts { when: EventTime::Day { date: date(2026, 2, 28) }, title: "x".to_owned() };
        let entry = RemoteId::new("e");
        let text = write(&draft(&day, &entry));
        assert!(text.contains("DTEND;VALUE=DATE:20260301"), "{text}");
        assert_eq!(read(&text), Seen::One(day));
        let theirs = text.replace("SUMMARY:x", "SUMMARY:y\r\nX-COLOR:red\r\nLOCATION:Pécs\\, iroda");
        let moved = facts("2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z", "z");
        let again = rewrite(&theirs, &draft(&moved, &entry)).expect("an event");
        assert!(again.contains("X-COLOR:red") && again.contains("LOCATION:Pécs\\, iroda"), "{again}");
        assert!(again.contains("SEQUENCE:1") && !again.contains("VALUE=DATE"), "{again}");
        assert_eq!(read(&again), Seen::One(moved));
    }

    #[test]
    fn zones_durations_cancelled_events_and_series_are_seen() {
        let event = |lines: &str| {
            format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        };
        let moved = event("DTSTART;TZID=Europe/Budapest:20260329T013000\r\nDURATION:PT2H\r\nSUMMARY:a");
        assert_eq!(read(&moved), Seen::One(facts("2026-03-29T00:30:00Z", "2026-03-29T02:30:00Z", "a")));
        assert_eq!(read(&event("DTSTART:20260329T013000Z\r\nDURATION:PT2H\r\nSTATUS:CANCELLED")), Seen::Cancelled);
        assert_eq!(read(&event("DTSTART:20260329T013000Z\r\nDURATION:PT2H\r\nRRULE:FREQ=DAILY")), Seen::Other);
        assert_eq!(read("nothing"), Seen::Other);
    }
}
