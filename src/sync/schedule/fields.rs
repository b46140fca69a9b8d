//! A cron expression, field by field, for schedulers that have words of their own.

use croner::CronComponent;

use super::expression;

/// The numbers that a field allows; `None` for all.
pub type Allowed = Option<Vec<u8>>;

/// A cron expression of plain numbers, as the schedule itself understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// 0 to 59.
    pub minutes: Allowed,
    /// 0 to 23.
    pub hours: Allowed,
    /// 1 to 31.
    pub days: Allowed,
    /// 1 to 12.
    pub months: Allowed,
    /// 0 is Sunday.
    pub weekdays: Allowed,
}

impl Fields {
    /// The fields of an expression; `None` where it says more than numbers can (`L`, `W`, `#`, `+`).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let pattern = expression(text)?.pattern;
        let (any_day, any_weekday) = (pattern.is_dom_wildcard(), pattern.is_dow_wildcard());
        let both = !any_day && !any_weekday;
        if pattern.days.has_modifiers() || pattern.days_of_week.has_modifiers() || (both && pattern.matches_dom_and_dow()) {
            return None;
        }
        let days = if any_day { None } else { numbers(&pattern.days, 31)? };
        let weekdays = if any_weekday { None } else { numbers(&pattern.days_of_week, 7)? };
        // Either of the two is enough: where one of them means all, so do both.
        let all = both && (days.is_none() || weekdays.is_none());
        Some(Self {
            minutes: numbers(&pattern.minutes, 60)?,
            hours: numbers(&pattern.hours, 24)?,
            days: days.filter(|_| !all),
            months: numbers(&pattern.months, 12)?,
            weekdays: weekdays.filter(|_| !all),
        })
    }

    /// The same as separate entries, if both a day of the month and a day of the week are named.
    #[must_use]
    pub fn apart(&self) -> Vec<Self> {
        if self.days.is_some() && self.weekdays.is_some() {
            vec![Self { weekdays: None, ..self.clone() }, Self { days: None, ..self.clone() }]
        } else {
            vec![self.clone()]
        }
    }

    /// Hours and minutes of a day; `None` if the fields are not times of the clock.
    #[must_use]
    pub fn times(&self) -> Option<Vec<(u8, u8)>> {
        let hours = self.hours.as_ref()?;
        let minutes = self.minutes.clone().unwrap_or_else(|| (0..60).collect());
        Some(hours.iter().flat_map(|hour| minutes.iter().map(|minute| (*hour, *minute))).collect())
    }

    /// The same times on a clock shifted by so many minutes, entry by entry; `None` if days cannot be kept apart.
    #[must_use]
    pub fn shifted(&self, by: i32) -> Option<Vec<Self>> {
        if by == 0 {
            return Some(vec![self.clone()]);
        }
        let every_day = self.days.is_none() && self.months.is_none();
        let Some(times) = self.times() else {
            let minute = |minute: &u8| u8::try_from((i32::from(*minute) + by).rem_euclid(60)).unwrap_or_default();
            let whole = by % 60 == 0 || self.minutes.is_none();
            let minutes =
                if whole { self.minutes.clone() } else { self.minutes.iter().flatten().map(minute).collect::<Vec<_>>().into() };
            let same = every_day && self.weekdays.is_none();
            return same.then(|| vec![Self { minutes: minutes.map(sorted), ..self.clone() }]);
        };
        let mut entries: Vec<(i32, u8, Vec<u8>)> = Vec::new();
        for (hour, minute) in times {
            let moved = i32::from(hour) * 60 + i32::from(minute) + by;
            let (day, of_day) = (moved.div_euclid(24 * 60), moved.rem_euclid(24 * 60));
            let (hour, minute) = (u8::try_from(of_day / 60).ok()?, u8::try_from(of_day % 60).ok()?);
            match entries.iter_mut().find(|(other, at, _)| (*other, *at) == (day, minute)) {
                Some((_, _, hours)) => hours.push(hour),
                None => entries.push((day, minute, vec![hour])),
            }
        }
        let entry = |(day, minute, hours): (i32, u8, Vec<u8>)| {
            let moved = |weekday: &u8| u8::try_from((i32::from(*weekday) + day).rem_euclid(7)).unwrap_or_default();
            let weekdays = self.weekdays.as_ref().map(|days| sorted(days.iter().map(moved).collect()));
            let fits = day == 0 || every_day;
            fits.then(|| Self { minutes: Some(vec![minute]), hours: Some(sorted(hours)), weekdays, ..self.clone() })
        };
        entries.into_iter().map(entry).collect()
    }
}

fn sorted(mut numbers: Vec<u8>) -> Vec<u8> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The numbers of a field; nothing where there are none, and all where there are `all`.
fn numbers(component: &CronComponent, all: usize) -> Option<Allowed> {
    let values: Vec<u8> = component.values().into_iter().filter_map(|value| u8::try_from(value).ok()).collect();
    (!values.is_empty()).then(|| Some(sorted(values)).filter(|values| values.len() < all))
}
