//! Zones of iCalendar files that no list of names has.
//!
//! For: identifiers with a path before the name or a number behind it, and zones that only the file itself describes. Uses: calcard for the
//! syntax. Never: a guess: a rule that is not understood, or that was not in force yet, is no zone.

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarFrequency, ICalendarProperty, ICalendarRecurrenceRule,
    ICalendarValue, ICalendarWeekday,
};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// Whether calcard 0.3.14 made a zone of what stands in brackets before a name that it does not know, as in `(UTC+01:00) Belgrade,
/// Bratislava, Budapest`: its clocks never change, those of the place do.
pub(super) fn is_guess(id: &str, zone: Tz) -> bool {
    id.trim_start().starts_with('(') && matches!(zone, Tz::Tz(tz) if tz.name().starts_with("Etc/GMT"))
}

/// The zone of a name at the end of an identifier, as in `/example.org/Europe/Budapest`, or before a number that Outlook adds.
pub(super) fn named(id: &str) -> Option<TimeZone> {
    let mut tails = id.match_indices('/').filter_map(|(at, _)| id.get(at + 1..)).filter(|tail| tail.contains('/'));
    if let Some(zone) = tails.find_map(|tail| TimeZone::get(tail).ok()) {
        return Some(zone);
    }
    let (name, number) = id.trim().rsplit_once(' ')?;
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match name.parse::<Tz>().ok()? {
        Tz::Tz(tz) => TimeZone::get(tz.name()).ok(),
        Tz::Floating | Tz::Fixed(_) => None,
    }
}

/// The zone that a file describes under an identifier, if it has it by the time `at`.
pub(super) fn described(calendar: &ICalendar, id: &str, at: DateTime) -> Option<TimeZone> {
    let is_it = |zone: &&ICalendarComponent| {
        zone.component_type == ICalendarComponentType::VTimezone
            && zone.property(&ICalendarProperty::Tzid).and_then(|entry| entry.values.first()?.as_text()) == Some(id)
    };
    let zone = calendar.components.iter().find(is_it)?;
    // Of the parts of a long history the last one holds.
    let last = |kind: &ICalendarComponentType| {
        let parts = zone.component_ids.iter().filter_map(|id| calendar.components.get(usize::try_from(*id).ok()?));
        parts.filter(|part| part.component_type == *kind).max_by_key(|part| begin(part))
    };
    let standard = Part::of(last(&ICalendarComponentType::Standard)?)?;
    let summer = match last(&ICalendarComponentType::Daylight) {
        Some(summer) => Some(Part::of(summer)?),
        None => None,
    };
    // A rule says nothing of the time before it.
    if at < standard.from || summer.as_ref().is_some_and(|summer| at < summer.from) {
        return None;
    }
    let Some(summer) = summer else { return TimeZone::posix(&format!("<STD>{}", west(standard.offset))).ok() };
    let rule = format!("<STD>{}<DST>{},{},{}", west(standard.offset), west(summer.offset), summer.begins?, standard.begins?);
    TimeZone::posix(&rule).ok()
}

/// Standard or summer time of a zone.
struct Part {
    from: DateTime,
    /// Seconds east of UTC.
    offset: i32,
    /// When it begins in each year, in the words of POSIX; `None` if it does not.
    begins: Option<String>,
}

impl Part {
    /// `None` if it ends, or begins at days that POSIX has no words for.
    fn of(component: &ICalendarComponent) -> Option<Self> {
        let from = begin(component)?;
        let offset = moment(component, &ICalendarProperty::Tzoffsetto)?;
        let (hour, minute) = (offset.tz_hour.or(offset.hour)?, offset.tz_minute.or(offset.minute).unwrap_or(0));
        let seconds = i32::from(hour) * 3600 + i32::from(minute) * 60;
        let begins = match component.property(&ICalendarProperty::Rrule).map(|entry| entry.values.first()) {
            None => None,
            Some(Some(ICalendarValue::RecurrenceRule(rule))) => Some(begins(rule, from)?),
            Some(_) => return None,
        };
        Some(Self { from, offset: if offset.tz_minus { -seconds } else { seconds }, begins })
    }
}

fn begin(component: &ICalendarComponent) -> Option<DateTime> {
    local(moment(component, &ICalendarProperty::Dtstart)?)
}

fn moment<'c>(component: &'c ICalendarComponent, property: &ICalendarProperty) -> Option<&'c PartialDateTime> {
    match component.property(property)?.values.first()? {
        ICalendarValue::PartialDateTime(moment) => Some(moment),
        _ => None,
    }
}

/// `M10.5.0/3:00:00` for the last Sunday of October at three.
fn begins(rule: &ICalendarRecurrenceRule, from: DateTime) -> Option<String> {
    let yearly = rule.freq == ICalendarFrequency::Yearly && rule.interval.unwrap_or(1) == 1;
    let [day] = rule.byday.as_slice() else { return None };
    let month = match rule.bymonth.as_slice() {
        [month] => i16::from(month.month()),
        [] => i16::from(from.month()),
        _ => return None,
    };
    if !yearly || rule.until.is_some() || rule.count.is_some() {
        return None;
    }
    let week = match (day.ordwk, rule.bymonthday.as_slice()) {
        (Some(-1), []) => 5,
        (Some(week @ 1..=4), []) => week,
        // The Sunday of the days 8 to 14 is the second one.
        (None, [first, .., last]) if last - first == 6 && (first - 1) % 7 == 0 => i16::from((first - 1) / 7 + 1),
        _ => return None,
    };
    let weekday = match day.weekday {
        ICalendarWeekday::Sunday => 0,
        ICalendarWeekday::Monday => 1,
        ICalendarWeekday::Tuesday => 2,
        ICalendarWeekday::Wednesday => 3,
        ICalendarWeekday::Thursday => 4,
        ICalendarWeekday::Friday => 5,
        ICalendarWeekday::Saturday => 6,
    };
    Some(format!("M{month}.{week}.{weekday}/{}:{:02}:{:02}", from.hour(), from.minute(), from.second()))
}

/// An offset in the words of POSIX, which count to the west.
fn west(east: i32) -> String {
    let (sign, seconds) = (if east > 0 { '-' } else { '+' }, east.abs());
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// What a wall clock shows at a moment of the file.
pub(super) fn local(partial: &PartialDateTime) -> Option<DateTime> {
    let small = |number: Option<u8>| i8::try_from(number.unwrap_or_default()).ok();
    let date = Date::new(i16::try_from(partial.year?).ok()?, small(Some(partial.month?))?, small(Some(partial.day?))?).ok()?;
    // A leap second is the last second of its minute.
    let second = small(partial.second)?.min(59);
    let time = Time::new(small(partial.hour)?, small(partial.minute)?, second, 0).ok()?;
    Some(date.to_datetime(time))
}
