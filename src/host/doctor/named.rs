//! Companies that rules name: a rule for a company that is not there does nothing, without a word.

use super::access::company_names;
use super::{Finding, Known, Surroundings};
use crate::domain::Message;

const AREA: &str = "rules";

/// Looks for the companies of `[reminders]` and `[push]`.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    let reminded = it.config.reminders.companies.iter().filter(|name| !matches!(name.as_str(), "*" | "books"));
    let reminded = reminded.map(|name| ("[reminders]", name));
    let written = it.config.push.allow.iter().map(|rule| ("[push]", &rule.company));
    let rules: Vec<_> = reminded.chain(written).collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let Some(names) = company_names(it, known) else { return Vec::new() };
    let missing = rules.into_iter().filter(|(_, name)| !names.contains(&name.to_lowercase()));
    let tell = |(section, name): (&'static str, &String)| {
        let rename = Message::new("doctor-access-company-hint");
        Finding::warn(AREA, "doctor-rule-company").with("section", section).with("company", name.as_str()).hint(rename)
    };
    missing.map(tell).collect()
}
