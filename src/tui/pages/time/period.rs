//! The period that the page of time shows: a day, a week, a month, a year.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::Message;
use crate::tui::shared::Shared;

/// How much of time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Zoom {
    Day,
    #[default]
    Week,
    Month,
    Year,
}

impl Zoom {
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// The key of its name.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Day => "own-zoom-day",
            Self::Week => "own-zoom-week",
            Self::Month => "own-zoom-month",
            Self::Year => "own-zoom-year",
        }
    }

    pub(super) const fn all() -> [Self; 4] {
        Self::ALL
    }

    /// The next wider one, or the next narrower one.
    pub(super) fn turned(self, wider: bool) -> Self {
        let at = Self::ALL.iter().position(|zoom| *zoom == self).unwrap_or(0);
        let to = if wider { at + 1 } else { at.saturating_sub(1) };
        Self::ALL.get(to).copied().unwrap_or(self)
    }

    /// First and last day of the period that has a day.
    pub(super) fn period(self, day: Date) -> (Date, Date) {
        match self {
            Self::Day => (day, day),
            Self::Week => {
                let first = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
                (first, first.saturating_add(6.days()))
            }
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Year => (day.first_of_year(), day.last_of_year()),
        }
    }

    /// The same place in the next period, or in the one before.
    pub(super) fn step(self, day: Date, forward: bool) -> Date {
        let by = if forward { 1 } else { -1 };
        let span = match self {
            Self::Day => by.days(),
            Self::Week => by.weeks(),
            Self::Month => by.months(),
            Self::Year => by.years(),
        };
        day.saturating_add(span)
    }

    /// The words of a period.
    pub(super) fn words(self, cx: &Shared, (from, until): (Date, Date)) -> String {
        if from == Date::MIN {
            return cx.locale.get("own-all-time");
        }
        match self {
            Self::Day => format!("{from} {}", weekday(cx, from)),
            Self::Week => {
                let week = i64::from(from.iso_week_date().week());
                cx.locale.text(
                    &Message::new("own-week-of")
                        .with("from", from.to_string())
                        .with("until", until.to_string())
                        .with("week", week),
                )
            }
            Self::Month => format!("{:04}-{:02}", from.year(), from.month()),
            Self::Year => format!("{:04}", from.year()),
        }
    }
}

/// The short name of a weekday.
pub(super) fn weekday(cx: &Shared, day: Date) -> String {
    let names = cx.locale.get("tui-picture-weekdays");
    let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    names.split(' ').nth(at).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_have_their_day_and_follow_each_other() {
        let day = date(2026, 11, 1);
        assert_eq!(Zoom::Week.period(day), (date(2026, 10, 26), day));
        assert_eq!(Zoom::Month.period(day), (day, date(2026, 11, 30)));
        assert_eq!(Zoom::Month.step(date(2026, 1, 31), true), date(2026, 2, 28));
        for zoom in Zoom::all() {
            let (_, until) = zoom.period(day);
            let (from, _) = zoom.period(zoom.step(day, true));
            assert_eq!(until.tomorrow().ok(), Some(from), "{zoom:?}");
        }
        assert_eq!((Zoom::Day.turned(false), Zoom::Year.turned(true)), (Zoom::Day, Zoom::Year));
    }
}
