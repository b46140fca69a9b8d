//! Reminders: which step of a document is due, and what is asked for beside its balance. Pure.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::MailTexts;
use crate::domain::Currency;

/// Settings of reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderSettings {
    /// Companies by name; `books` stands for all own books, `*` for every company. Nothing is reminded without one.
    pub companies: Vec<String>,
    /// Days after the due date, negative before it, in rising order.
    pub steps: Vec<i32>,
    /// When `faktura serve` sends them, as cron expressions.
    pub times: Vec<String>,
    /// Only documents that are due on this day or later.
    pub from: Option<Date>,
    /// Fee of a reminder in each currency.
    pub fees: Vec<(Decimal, Currency)>,
    /// Interest a year in percent.
    pub interest: Option<Decimal>,
    /// The first step with fee and interest.
    pub charged_from: i32,
    /// Whether the document is attached.
    pub attach: bool,
    /// Texts instead of the usual ones.
    pub texts: MailTexts,
}

/// Steps where nothing else is said: before it is due, then after 3, 14 and 30 days.
const USUAL: [i32; 4] = [-3, 3, 14, 30];
impl Default for ReminderSettings {
    fn default() -> Self {
        Self {
            companies: Vec::new(),
            steps: USUAL.to_vec(),
            times: vec!["0 9 * * 1-5".to_owned()],
            from: None,
            fees: Vec::new(),
            interest: None,
            charged_from: 14,
            attach: true,
            texts: MailTexts::default(),
        }
    }
}

/// The step that is due: the newest one that was reached, if neither it nor a newer one is done. Older ones that were missed are not made
/// up for. A step before the due date is only good until then.
#[must_use]
pub fn due_step(due: Date, today: Date, steps: &[i32], done: &[i32]) -> Option<i32> {
    let days = days_between(due, today);
    let newest = steps.iter().copied().filter(|step| i64::from(*step) <= days).max()?;
    let is_late = newest < 0 && days >= 0;
    (!is_late && !done.iter().any(|step| *step >= newest)).then_some(newest)
}

/// Whole days from one day to another.
#[must_use]
pub fn days_between(from: Date, until: Date) -> i64 {
    until.since((jiff::Unit::Day, from)).map(|span| i64::from(span.get_days())).unwrap_or_default()
}

/// Fee and interest of a step: interest is simple, of the balance, by days of 365, rounded once, half away from zero.
#[must_use]
pub fn charges(
    settings: &ReminderSettings,
    step: i32,
    balance: Decimal,
    currency: &Currency,
    days: i64,
) -> (Option<Decimal>, Option<(Decimal, Decimal)>) {
    if step < settings.charged_from || days <= 0 {
        return (None, None);
    }
    let fee = settings.fees.iter().find(|(_, of)| of == currency).map(|(fee, _)| *fee).filter(|fee| !fee.is_zero());
    let interest = settings.interest.filter(|rate| !rate.is_zero()).and_then(|rate| {
        let product = balance.checked_mul(rate)?.checked_mul(Decimal::from(days))?;
        let exact = product.checked_div(Decimal::from(36_500))?;
        Some((exact.round_dp_with_strategy(currency.decimals(), RoundingStrategy::MidpointAwayFromZero), rate))
    });
    (fee, interest)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    const STEPS: &[i32] = &[-3, 3, 14, 30];

    #[test]
    fn each_step_is_due_once_and_only_the_newest_is_caught_up() {
        let due = date(2026, 3, 10);
        let at = |days: i64, done: &[i32]| due_step(due, due.saturating_add(days.days()), STEPS, done);
        assert_eq!((at(-4, &[]), at(-3, &[]), at(-1, &[]), at(0, &[])), (None, Some(-3), Some(-3), None));
        assert_eq!((at(2, &[]), at(3, &[]), at(13, &[3]), at(14, &[3])), (None, Some(3), None, Some(14)));
        assert_eq!(at(200, &[]), Some(30), "once, for all that were missed");
        assert_eq!((at(200, &[30]), at(20, &[30])), (None, None), "a step that comes before one that is done is over");
        assert_eq!(due_step(due, date(2027, 1, 1), &[], &[]), None);
    }

    #[test]
    fn a_year_with_missed_days_sends_each_step_at_most_once() {
        let seed = 20_261_128u64;
        let mut random = fastrand::Rng::with_seed(seed);
        for _ in 0..200 {
            let due = date(2026, 1, 1).saturating_add(i64::from(random.u16(0..300)).days());
            let paid = random.bool().then(|| due.saturating_add(i64::from(random.i16(-5..60)).days()));
            let mut done: Vec<i32> = Vec::new();
            let mut day = date(2026, 1, 1);
            while day < date(2027, 1, 1) {
                let is_open = paid.is_none_or(|paid| day < paid);
                if is_open && random.u8(0..4) != 0 {
                    if let Some(step) = due_step(due, day, STEPS, &done) {
                        assert!(done.iter().all(|known| *known < step), "seed {seed}: {step} after {done:?}");
                        assert!(days_between(due, day) >= i64::from(step), "seed {seed}");
                        done.push(step);
                    }
                    assert_eq!(due_step(due, day, STEPS, &done), None, "seed {seed}: no burst");
                }
                day = day.saturating_add(1.days());
            }
        }
    }

    #[test]
    fn interest_is_exact_and_rounded_once() {
        let settings = ReminderSettings {
            companies: Vec::new(),
            steps: STEPS.to_vec(),
            times: Vec::new(),
            from: None,
            fees: vec![(Decimal::from(40), Currency::new("EUR"))],
            interest: Some(Decimal::new(85, 1)),
            charged_from: 14,
            attach: true,
            texts: MailTexts::default(),
        };
        let of = |step, balance: &str, currency: &str, days| {
            charges(&settings, step, balance.parse().expect("a decimal"), &Currency::new(currency), days)
        };
        assert_eq!(of(3, "1000", "EUR", 3), (None, None), "before the step");
        let rate = Decimal::new(85, 1);
        // 1000 × 8.5 % × 14 / 365 = 3.2602…
        assert_eq!(of(14, "1000", "EUR", 14), (Some(Decimal::from(40)), Some((Decimal::new(326, 2), rate))));
        // 100000 × 8.5 % × 30 / 365 = 698.63 forints
        assert_eq!(of(30, "100000", "HUF", 30), (None, Some((Decimal::from(699), rate))));
    }
}
