//! `[reminders]`: companies, steps, times, charges and texts of reminders.

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::de::DeValue;

use super::Wrong;
use super::mail::{template, texts, times};
use super::reader::Reader;
use crate::delivery::{MailTexts, ReminderSettings};
use crate::domain::Currency;

/// The furthest step.
const FURTHEST: i64 = 365;

/// Reads the section.
pub(super) fn read(r: &mut Reader<'_>) -> ReminderSettings {
    let usual = ReminderSettings::default();
    ReminderSettings {
        companies: r.read("reminders.companies", usual.companies, |found| texts(found).ok_or(Wrong::CompanyNames)),
        steps: r.read("reminders.steps", usual.steps, |found| steps(found).ok_or(Wrong::Steps)),
        times: times(r, "reminders.times", vec!["0 9 * * 1-5".to_owned()]),
        from: r.text("reminders.from", None, Wrong::Day, |text| match text.trim() {
            "" => Ok(None),
            day => day.parse::<Date>().map(Some).map_err(|_| Wrong::Day),
        }),
        fees: r.read("reminders.fees", Vec::new(), |found| {
            texts(found).and_then(|list| list.iter().map(|text| fee(text)).collect()).ok_or(Wrong::Fees)
        }),
        interest: r.text("reminders.interest", None, Wrong::Percent, |text| match text.trim() {
            "" => Ok(None),
            rate => percent(rate).map(Some).ok_or(Wrong::Percent),
        }),
        charged_from: r.number::<u16>("reminders.charged_from", 14, 0..=365).into(),
        attach: r.read("reminders.attach", true, |found| found.as_bool().ok_or(Wrong::Choice { allowed: &["true", "false"] })),
        texts: MailTexts {
            subject_en: template(r, "reminders.subject_en"),
            text_en: template(r, "reminders.text_en"),
            subject_hu: template(r, "reminders.subject_hu"),
            text_hu: template(r, "reminders.text_hu"),
        },
    }
}

/// Days in rising order, each once.
fn steps(found: &DeValue<'_>) -> Option<Vec<i32>> {
    let DeValue::Array(list) = found else { return None };
    let one = |entry: &toml::Spanned<DeValue<'_>>| {
        let number = entry.get_ref().as_integer()?;
        let days = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
        i32::try_from(days).ok().filter(|_| days.abs() <= FURTHEST)
    };
    let mut steps = list.iter().map(one).collect::<Option<Vec<i32>>>()?;
    steps.sort_unstable();
    steps.dedup();
    Some(steps)
}

/// `40 EUR`.
fn fee(text: &str) -> Option<(Decimal, Currency)> {
    let (number, currency) = text.trim().split_once(' ')?;
    let amount: Decimal = number.parse().ok().filter(|number: &Decimal| !number.is_sign_negative())?;
    let currency = Currency::new(currency.trim());
    let fits = currency.as_str().len() == 3 && amount.normalize().scale() <= currency.decimals();
    fits.then_some((amount, currency))
}

/// `8.5`, or `8.5 %`.
fn percent(text: &str) -> Option<Decimal> {
    let rate: Decimal = text.trim_end_matches('%').trim().parse().ok()?;
    (!rate.is_sign_negative() && rate <= Decimal::ONE_HUNDRED).then_some(rate)
}
