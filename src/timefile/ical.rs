//! Events of iCalendar files.
//!
//! For: calendars of Google, Outlook, Nextcloud and others. Uses: calcard for the syntax, the names of zones and the arithmetic of rules.
//! Never: instants of calcard. Version 0.3.14 takes UNTIL for local time, knows a changed occurrence by its SEQUENCE though only its
//! UID and RECURRENCE-ID name it, and measures a series by the wall clock; here instants and lengths come from the zone.
//!
//! An event of whole days has no hours and a cancelled one no time: both are left out. What a series would be in future is left out too.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::timezone::TzResolver;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDuration, ICalendarEntry, ICalendarParameterName,
    ICalendarPeriod, ICalendarProperty, ICalendarRecurrenceRule, ICalendarStatus, ICalendarValue,
};
use calcard::{Entry, Parser};
use chrono::{Datelike, Timelike};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::ical_zone::{self, local};
use super::{Found, Options, Reading, Refused, When, bare, civil};
use crate::domain::Message;

/// Occurrences of one series that are computed at most.
const MOST: usize = 100_000;
/// Occurrences that are computed of a file in all, in the window or not.
pub const COMPUTED: usize = 1_000_000;

/// A date or a time of the file.
#[derive(Clone)]
enum Moment {
    Day(Date),
    At(DateTime, Zone),
}

#[derive(Clone)]
struct Zone {
    zone: TimeZone,
    name: String,
}

impl Moment {
    /// The instant. What the clock shows twice is the first time, what it never shows is counted with the offset before: RFC 5545.
    fn instant(&self) -> Result<Timestamp, Message> {
        let wrong = |_| Message::new("time-file-no-such-date");
        match self {
            Self::At(local, zone) => zone.zone.to_ambiguous_timestamp(*local).compatible().map_err(wrong),
            Self::Day(date) => date.to_zoned(TimeZone::UTC).map(|day| day.timestamp()).map_err(wrong),
        }
    }
}

/// How long each event of a series is.
#[derive(Clone, Copy)]
enum Length {
    Exact(SignedDuration),
    /// Days and weeks are those of the calendar, hours are exact.
    Nominal(Span, SignedDuration),
}

impl Length {
    fn after(self, start: Timestamp, zone: &TimeZone) -> Result<Timestamp, Message> {
        let wrong = |_| Message::new("time-file-no-such-date");
        match self {
            Self::Exact(exact) => start.checked_add(exact).map_err(wrong),
            Self::Nominal(days, exact) => {
                let zoned = start.to_zoned(zone.clone()).checked_add(days).map_err(wrong)?;
                zoned.timestamp().checked_add(exact).map_err(wrong)
            }
        }
    }
}

pub(super) fn read(text: &str, options: &Options, reading: &mut Reading) {
    let lines: Vec<u64> = (1..).zip(text.lines()).filter(|(_, line)| begins(line)).map(|(line, _)| line).collect();
    let mut lines = lines.into_iter();
    let mut parser = Parser::new(text);
    loop {
        match parser.entry() {
            Entry::Eof => break,
            Entry::ICalendar(calendar) => self::calendar(&calendar, &mut lines, options, reading),
            Entry::VCard(_) => {}
            _ => {
                reading.refused.push(Refused { line: 1, column: None, message: Message::new("time-file-not-a-calendar") });
                break;
            }
        }
    }
    whole(text, reading);
}

/// Refuses what ends within a calendar: what is missing may be events.
fn whole(text: &str, reading: &mut Reading) {
    let count = |word: &str| text.lines().filter(|line| line.trim_end().eq_ignore_ascii_case(word)).count();
    if count("BEGIN:VCALENDAR") > count("END:VCALENDAR") {
        let line = u64::try_from(text.lines().count()).unwrap_or(u64::MAX);
        reading.refused.push(Refused { line, column: None, message: Message::new("time-file-calendar-cut") });
    }
}

fn begins(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("BEGIN:VEVENT")
}

/// The events of a calendar, those with one UID together.
fn calendar(calendar: &ICalendar, lines: &mut impl Iterator<Item = u64>, options: &Options, reading: &mut Reading) {
    let resolver = calendar.build_tz_resolver();
    let computed = Cell::new(reading.computed);
    let context = Context { calendar, resolver: &resolver, floating: floating(calendar, options), options, computed: &computed };
    let mut series: Vec<(&str, Vec<(u64, &ICalendarComponent)>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for event in calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent) {
        let line = lines.next().unwrap_or(1);
        let uid = event.uid().unwrap_or_default();
        let place = places.get(uid).filter(|_| !uid.is_empty());
        if let Some((_, events)) = place.and_then(|place| series.get_mut(*place)) {
            events.push((line, event));
        } else {
            places.insert(uid, series.len());
            series.push((uid, vec![(line, event)]));
        }
    }
    for (uid, events) in series {
        let line = events.first().map_or(1, |(line, _)| *line);
        match context.series(uid, &events) {
            Ok((found, left_out)) => {
                reading.found.extend(found);
                reading.skipped += left_out;
            }
            Err((at, message)) => reading.push(at.unwrap_or(line), None, Err(message)),
        }
    }
    reading.computed = computed.get();
}

/// The zone of floating times: the one that the calendar names, else that of the options.
fn floating(calendar: &ICalendar, options: &Options) -> Zone {
    let root = calendar.components.first();
    let named = root.and_then(|root| root.property(&ICalendarProperty::Other("X-WR-TIMEZONE".to_owned()))).and_then(text);
    let known = named.and_then(|name| Some(Zone { zone: TimeZone::get(name).ok()?, name: name.to_owned() }));
    known.unwrap_or_else(|| Zone { zone: options.zone.clone(), name: options.zone_name.clone() })
}

fn text(entry: &ICalendarEntry) -> Option<&str> {
    entry.values.first()?.as_text()
}

type Failed = (Option<u64>, Message);

struct Context<'a> {
    calendar: &'a ICalendar,
    resolver: &'a TzResolver<&'a str>,
    floating: Zone,
    options: &'a Options,
    /// Occurrences that were computed so far.
    computed: &'a Cell<usize>,
}

impl Context<'_> {
    /// The events of one UID, and how many were left out.
    fn series(&self, uid: &str, events: &[(u64, &ICalendarComponent)]) -> Result<(Vec<Found>, u64), Failed> {
        let (mut found, mut left_out) = (Vec::new(), 0);
        // The newest revision of the event, and of each changed occurrence by the instant that it replaces.
        let mut changed: BTreeMap<Timestamp, (u64, &ICalendarComponent)> = BTreeMap::new();
        let mut master: Option<(u64, &ICalendarComponent)> = None;
        for (line, event) in events {
            let Some(entry) = event.property(&ICalendarProperty::RecurrenceId) else {
                if master.is_none_or(|(_, other)| newer(event, other)) {
                    master = Some((*line, event));
                }
                continue;
            };
            if entry.params.iter().any(|param| param.name == ICalendarParameterName::Range) {
                return Err((Some(*line), Message::new("time-file-event-and-later")));
            }
            let at = self.moment(entry).and_then(|at| at.instant()).map_err(|message| (Some(*line), message))?;
            if changed.get(&at).is_none_or(|(_, other)| newer(event, other)) {
                changed.insert(at, (*line, event));
            }
        }
        if let Some((line, event)) = master {
            let failed = |message| (Some(line), message);
            let extent = self.extent(event).map_err(failed)?.filter(|_| !cancelled(event));
            left_out += u64::from(extent.is_none());
            let repeats =
                event.property(&ICalendarProperty::Rrule).is_some() || event.property(&ICalendarProperty::Rdate).is_some();
            if let Some((start @ Moment::At(_, zone), length)) = &extent {
                for (at, own) in self.occurrences(event, start).map_err(failed)? {
                    if changed.contains_key(&at) {
                        continue;
                    }
                    // Without an identifier of its own an event is known by what it says.
                    let id = if repeats && !uid.is_empty() { format!("{uid}/{at}") } else { uid.to_owned() };
                    let mut one = self.found(line, event, id, (at, own.unwrap_or(*length)), zone).map_err(failed)?;
                    if repeats && uid.is_empty() {
                        one.older = format!("/{at}");
                    }
                    found.push(one);
                }
            }
        }
        for (at, (line, event)) in changed {
            let failed = |message| (Some(line), message);
            let Some((start, length)) = self.extent(event).map_err(failed)?.filter(|_| !cancelled(event)) else {
                left_out += 1;
                continue;
            };
            let Moment::At(_, zone) = &start else { continue };
            let begins = start.instant().map_err(failed)?;
            found.push(self.found(line, event, format!("{uid}/{at}"), (begins, length), zone).map_err(failed)?);
        }
        found.sort_by_key(|entry| match entry.when {
            When::Clock { start, .. } => start,
            When::Day { .. } => Timestamp::MIN,
        });
        Ok((found, left_out))
    }

    fn found(
        &self,
        line: u64,
        event: &ICalendarComponent,
        id: String,
        (start, length): (Timestamp, Length),
        zone: &Zone,
    ) -> Result<Found, Message> {
        let end = length.after(start, &zone.zone)?;
        let name = if zone.zone == TimeZone::UTC { &self.options.zone_name } else { &zone.name };
        let summary = event.property(&ICalendarProperty::Summary).and_then(text).unwrap_or_default();
        let mut found = bare(line, civil::from_to(start, end)?, name, &format!("{summary} {start}/{end}"));
        found.id = id;
        summary.trim().clone_into(&mut found.note);
        let categories = event.properties(&ICalendarProperty::Categories);
        found.tags =
            categories.flat_map(|entry| entry.values.iter().filter_map(|value| Some(value.as_text()?.to_owned()))).collect();
        Ok(found)
    }

    /// Start and length; `None` for whole days and for what has no length.
    fn extent(&self, event: &ICalendarComponent) -> Result<Option<(Moment, Length)>, Message> {
        let start = event.property(&ICalendarProperty::Dtstart).ok_or_else(|| Message::new("time-file-no-date"))?;
        let start = self.moment(start)?;
        if matches!(start, Moment::Day(_)) {
            return Ok(None);
        }
        let end = event.property(&ICalendarProperty::Dtend).map(|entry| self.moment(entry)).transpose()?;
        let duration = event.property(&ICalendarProperty::Duration).and_then(|entry| match entry.values.first()? {
            ICalendarValue::Duration(duration) => Some(duration),
            _ => None,
        });
        let length = match (end, duration) {
            (Some(end), _) => Length::Exact(end.instant()?.duration_since(start.instant()?)),
            (None, Some(duration)) => nominal(duration)?,
            (None, None) => return Ok(None),
        };
        if matches!(length, Length::Exact(exact) if exact.is_negative()) {
            return Err(Message::new("time-file-ends-before-it-starts"));
        }
        Ok(Some((start, length)))
    }

    /// A date or time of a property. UTC, in a zone that is named, or floating.
    fn moment(&self, entry: &ICalendarEntry) -> Result<Moment, Message> {
        let value = entry.values.first();
        let Some(ICalendarValue::PartialDateTime(partial)) = value else { return Err(Message::new("time-file-no-date")) };
        self.of(partial, entry)
    }

    fn of(&self, partial: &PartialDateTime, entry: &ICalendarEntry) -> Result<Moment, Message> {
        let local = local(partial).ok_or_else(|| Message::new("time-file-no-such-date"))?;
        if partial.hour.is_none() {
            return Ok(Moment::Day(local.date()));
        }
        let zone = if partial.tz_hour.is_some() {
            Zone { zone: TimeZone::UTC, name: "Etc/UTC".to_owned() }
        } else if let Some(id) = entry.tz_id() {
            let unknown = || Message::new("time-file-unknown-zone").with("zone", id);
            let Some(known) = self.resolver.resolve(id).filter(|known| !ical_zone::is_guess(id, *known)) else {
                // A zone that only the file describes has no name that others know.
                let named = ical_zone::named(id).and_then(|zone| Some(Zone { name: zone.iana_name()?.to_owned(), zone }));
                let described = || ical_zone::described(self.calendar, id, local);
                let described = || Some(Zone { zone: described()?, name: self.options.zone_name.clone() });
                return Ok(Moment::At(local, named.or_else(described).ok_or_else(unknown)?));
            };
            match known {
                Tz::Floating => self.floating.clone(),
                Tz::Fixed(offset) => {
                    let offset = jiff::tz::Offset::from_seconds(offset.local_minus_utc()).map_err(|_| unknown())?;
                    Zone { zone: TimeZone::fixed(offset), name: self.options.zone_name.clone() }
                }
                Tz::Tz(tz) => Zone { zone: TimeZone::get(tz.name()).map_err(|_| unknown())?, name: tz.name().to_owned() },
            }
        } else {
            self.floating.clone()
        };
        Ok(Moment::At(local, zone))
    }

    /// The instants at which an event begins, each with a length where it has one of its own; those of a series within the window.
    fn occurrences(&self, event: &ICalendarComponent, start: &Moment) -> Result<BTreeMap<Timestamp, Option<Length>>, Message> {
        let Moment::At(local, zone) = start else { return Ok(BTreeMap::new()) };
        let first = start.instant()?;
        let mut all = BTreeMap::from([(first, None)]);
        let mut without: BTreeSet<Date> = BTreeSet::new();
        for rule in event.properties(&ICalendarProperty::Rrule) {
            let Some(ICalendarValue::RecurrenceRule(rule)) = rule.values.first() else {
                return Err(Message::new("time-file-rule-unknown"));
            };
            all.extend(self.repeated(rule, *local, zone)?.into_iter().map(|at| (at, None)));
        }
        for (property, adds) in [(ICalendarProperty::Rdate, true), (ICalendarProperty::Exdate, false)] {
            for entry in event.properties(&property) {
                for value in &entry.values {
                    if let (ICalendarValue::Period(period), true) = (value, adds) {
                        let (start, length) = self.period(period, entry)?;
                        all.insert(start, Some(length));
                        continue;
                    }
                    let ICalendarValue::PartialDateTime(partial) = value else {
                        return Err(Message::new("time-file-rule-unknown"));
                    };
                    let moment = self.of(partial, entry)?;
                    match (&moment, adds) {
                        (_, true) => drop(all.entry(moment.instant()?).or_insert(None)),
                        (Moment::At(..), false) => drop(all.remove(&moment.instant()?)),
                        (Moment::Day(day), false) => drop(without.insert(*day)),
                    }
                }
            }
        }
        if !without.is_empty() {
            all.retain(|at, _| !without.contains(&at.to_zoned(zone.zone.clone()).date()));
        }
        if all.len() > 1 {
            let (from, until) = self.options.window;
            all.retain(|at, _| (from..until).contains(&at.to_zoned(zone.zone.clone()).date()));
        }
        Ok(all)
    }

    /// Start and length of a period.
    fn period(&self, period: &ICalendarPeriod, entry: &ICalendarEntry) -> Result<(Timestamp, Length), Message> {
        match period {
            ICalendarPeriod::Range { start, end } => {
                let (start, end) = (self.of(start, entry)?.instant()?, self.of(end, entry)?.instant()?);
                Ok((start, Length::Exact(end.duration_since(start))))
            }
            ICalendarPeriod::Duration { start, duration } => Ok((self.of(start, entry)?.instant()?, nominal(duration)?)),
        }
    }

    /// The occurrences of a rule, computed on the wall clock and placed in the zone.
    fn repeated(&self, rule: &ICalendarRecurrenceRule, start: DateTime, zone: &Zone) -> Result<Vec<Timestamp>, Message> {
        let mut rule = rule.clone();
        let is_instant = rule.until.as_ref().is_some_and(|until| until.tz_hour.is_some());
        let until = rule.until.as_ref().map(|until| until_local(until, &zone.zone)).transpose()?;
        // What comes after the window is never computed: most series have no end.
        let window = self.options.window.1.to_datetime(Time::midnight());
        if rule.count.is_none() && until.is_none_or(|until| until > window) {
            rule.until = Some(partial(window));
        } else if is_instant {
            rule.until = until.map(partial);
        }
        let property = |name, value| ICalendarEntry { name, params: Vec::new(), values: vec![value] };
        let event = ICalendarComponent {
            component_type: ICalendarComponentType::VEvent,
            entries: vec![
                property(ICalendarProperty::Dtstart, ICalendarValue::PartialDateTime(Box::new(partial(start)))),
                property(ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(Box::new(rule))),
            ],
            component_ids: Vec::new(),
        };
        let left = COMPUTED.saturating_sub(self.computed.get());
        let too_many = || Message::new("time-file-too-many-occurrences").with("max", COMPUTED);
        if left == 0 {
            return Err(too_many());
        }
        let expanded = ICalendar { components: vec![event] }.expand_dates(Tz::Floating, MOST.min(left));
        // A rule that has none costs something too.
        self.computed.set(self.computed.get() + expanded.events.len().max(1));
        if !expanded.errors.is_empty() {
            return Err(Message::new("time-file-rule-unknown"));
        }
        let mut all = Vec::new();
        for event in &expanded.events {
            let at = event.start.naive_utc();
            let small = |number: u32| i8::try_from(number).ok();
            let place = || -> Option<DateTime> {
                let (month, day) = (small(at.month())?, small(at.day())?);
                let (hour, minute, second) = (small(at.hour())?, small(at.minute())?, small(at.second())?);
                DateTime::new(i16::try_from(at.year()).ok()?, month, day, hour, minute, second, 0).ok()
            };
            let Some(local) = place() else { break };
            if local.date() >= self.options.window.1 {
                return Ok(all);
            }
            all.push(Moment::At(local, zone.clone()).instant()?);
        }
        if expanded.events.len() >= left && left < MOST {
            return Err(too_many());
        }
        if expanded.events.len() >= MOST {
            return Err(Message::new("time-file-series-too-long").with("max", MOST));
        }
        Ok(all)
    }
}

/// Whether a component is a later revision than another one of the same event.
fn newer(one: &ICalendarComponent, other: &ICalendarComponent) -> bool {
    let revision = |of: &ICalendarComponent| {
        let sequence = of.property(&ICalendarProperty::Sequence).and_then(|entry| match entry.values.first()? {
            ICalendarValue::Integer(number) => Some(*number),
            _ => None,
        });
        let stamp = of.property(&ICalendarProperty::Dtstamp).and_then(|entry| match entry.values.first()? {
            ICalendarValue::PartialDateTime(partial) => local(partial),
            _ => None,
        });
        (sequence.unwrap_or_default(), stamp)
    };
    revision(one) >= revision(other)
}

fn cancelled(event: &ICalendarComponent) -> bool {
    let status = event.property(&ICalendarProperty::Status).and_then(|entry| entry.values.first());
    matches!(status, Some(ICalendarValue::Status(ICalendarStatus::Cancelled)))
}

fn nominal(duration: &ICalendarDuration) -> Result<Length, Message> {
    let wrong = || Message::new("time-file-ends-before-it-starts");
    if duration.neg {
        return Err(wrong());
    }
    let days = i64::from(duration.weeks) * 7 + i64::from(duration.days);
    let days = Span::new().try_days(days).map_err(|_| wrong())?;
    let seconds = i64::from(duration.hours) * 3600 + i64::from(duration.minutes) * 60 + i64::from(duration.seconds);
    Ok(Length::Nominal(days, SignedDuration::from_secs(seconds)))
}

/// What the clock shows when a series ends.
fn until_local(until: &PartialDateTime, zone: &TimeZone) -> Result<DateTime, Message> {
    let wrong = || Message::new("time-file-rule-unknown");
    let at = local(until).ok_or_else(wrong)?;
    if until.tz_hour.is_none() {
        return Ok(at);
    }
    let at = at.to_zoned(TimeZone::UTC).map_err(|_| wrong())?;
    Ok(at.timestamp().to_zoned(zone.clone()).datetime())
}

fn partial(at: DateTime) -> PartialDateTime {
    let small = |number: i8| u8::try_from(number).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        ..PartialDateTime::default()
    }
}
