//! `[push]`: what is written without a person's approval.

use rust_decimal::Decimal;
use toml::de::{DeTable, DeValue};

use super::Wrong;
use super::reader::Reader;
use crate::domain::Currency;
use crate::domain::push::OrderKind;

/// Settings of writing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Push {
    /// What `push apply --by-rule` may approve. Without any a person approves everything.
    pub allow: Vec<PushRule>,
}

/// What may be written without a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushRule {
    /// Name of the company that is written to.
    pub company: String,
    /// Kinds.
    pub kinds: Vec<OrderKind>,
    /// Largest amount, in that currency alone; `None` for no limit.
    pub limit: Option<(Decimal, Currency)>,
    /// From this hour of the day, until before that one; over midnight where that one is earlier.
    pub hours: Option<(i8, i8)>,
}

/// Reads the section.
pub(super) fn read(r: &mut Reader<'_>) -> Push {
    Push { allow: r.read("push.allow", Vec::new(), |found| rules(found).ok_or(Wrong::PushRules)) }
}

fn rules(found: &DeValue<'_>) -> Option<Vec<PushRule>> {
    let DeValue::Array(list) = found else { return None };
    list.iter()
        .map(|entry| match entry.get_ref() {
            DeValue::Table(table) => rule(table),
            _ => None,
        })
        .collect()
}

fn rule(table: &DeTable<'_>) -> Option<PushRule> {
    let known = ["company", "kinds", "limit", "hours"];
    if !table.keys().all(|key| known.contains(&key.get_ref().as_ref())) {
        return None;
    }
    let text = |key: &str| table.get(key).map(|value| value.get_ref().as_str().map(str::trim));
    let kinds = match table.get("kinds")?.get_ref() {
        DeValue::Array(list) => {
            list.iter().map(|kind| OrderKind::from_word(kind.get_ref().as_str()?)).collect::<Option<Vec<_>>>()?
        }
        _ => return None,
    };
    let limit = match text("limit") {
        None => None,
        Some(given) => Some(amount(given?)?),
    };
    let hours = match text("hours") {
        None => None,
        Some(given) => Some(hours(given?)?),
    };
    let company = text("company")??.to_owned();
    (!company.is_empty() && !kinds.is_empty()).then_some(PushRule { company, kinds, limit, hours })
}

/// `1000 EUR`.
fn amount(text: &str) -> Option<(Decimal, Currency)> {
    let (number, currency) = text.split_once(' ')?;
    let number: Decimal = number.parse().ok().filter(|number: &Decimal| !number.is_sign_negative())?;
    let currency = Currency::new(currency);
    (currency.as_str().len() == 3).then_some((number, currency))
}

/// `8-18`, or `22-6` over midnight.
fn hours(text: &str) -> Option<(i8, i8)> {
    let (from, until) = text.split_once('-')?;
    let (from, until): (i8, i8) = (from.trim().parse().ok()?, until.trim().parse().ok()?);
    ((0..24).contains(&from) && (1..=24).contains(&until) && from != until).then_some((from, until))
}
