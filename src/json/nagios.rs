//! Health in one line, as monitoring plugins print it: state, words, and figures behind a bar. English always: programs read it.

use std::fmt::Write;

use jiff::Timestamp;

use crate::domain::Light;
use crate::domain::text::clean;
use crate::service::CompanyView;

/// Companies that are named; the others are counted.
const NAMED: usize = 5;
/// From when on a success is old, and very old: as the lights have it.
const OLD: (i64, i64) = (24 * 3600, 48 * 3600);

/// What a plugin says of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NagiosState {
    /// All is well.
    Ok,
    /// Something is yellow.
    Warning,
    /// Something is red.
    Critical,
    /// Nothing can be said.
    Unknown,
}

/// A plugin's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nagios {
    /// The state.
    pub state: NagiosState,
    /// The line, without its end.
    pub line: String,
}

impl NagiosState {
    /// The exit code of a plugin.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

impl Nagios {
    /// The answer of a plugin that could not look.
    #[must_use]
    pub fn unknown(why: &str) -> Self {
        let state = NagiosState::Unknown;
        Self { state, line: format!("FAKTURA {} - {}", state.as_str(), plain(why)) }
    }
}

/// The health of all companies.
#[must_use]
pub fn nagios(companies: &[CompanyView], now: Timestamp) -> Nagios {
    if companies.is_empty() {
        return Nagios::unknown("there is no company");
    }
    let count = |light: Light| companies.iter().filter(|view| view.health.light() == light).count();
    let state = match companies.iter().map(|view| view.health.light()).max().unwrap_or(Light::Green) {
        Light::Green => NagiosState::Ok,
        Light::Yellow => NagiosState::Warning,
        Light::Red => NagiosState::Critical,
    };
    let mut line = format!("FAKTURA {} - {} of {} companies green", state.as_str(), count(Light::Green), companies.len());
    let mut troubled: Vec<&CompanyView> = companies.iter().filter(|view| view.health.light() != Light::Green).collect();
    troubled.sort_by_key(|view| std::cmp::Reverse(view.health.light()));
    let named = troubled.iter().take(NAMED).map(|view| format!("{} {}", plain(&view.company.name), view.health.as_str()));
    let named = named.collect::<Vec<_>>().join(", ");
    if !named.is_empty() {
        line = format!("{line}: {named}");
    }
    if troubled.len() > NAMED {
        line = format!("{line}, and {} more", troubled.len() - NAMED);
    }
    let ages = companies.iter().filter(|view| view.company.enabled).filter_map(|view| {
        let ended = view.last_success.as_ref()?.ended?;
        Some(now.duration_since(ended).as_secs().max(0))
    });
    let oldest = ages.max();
    let overdue: u64 = companies.iter().flat_map(|view| view.overdue.values()).map(|total| total.count).sum();
    let invoices: u64 = companies.iter().map(|view| view.invoices).sum();
    // A string takes everything.
    let _ = write!(
        line,
        " | green={} yellow={} red={} invoices={invoices} overdue={overdue}",
        count(Light::Green),
        count(Light::Yellow),
        count(Light::Red)
    );
    if let Some(age) = oldest {
        let _ = write!(line, " oldest_success={age}s;{};{};0", OLD.0, OLD.1);
    }
    Nagios { state, line }
}

/// Text that breaks no line and begins no figures.
fn plain(text: &str) -> String {
    clean(text).replace('|', "/").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Health;
    use crate::json::samples::company;

    #[test]
    fn one_line_says_it_all_to_a_plugin() {
        let now = "2026-11-21T12:00:00Z".parse().unwrap();
        let success = Some("2026-11-21T02:00:00Z".parse().unwrap());
        let of = |name: &str, health| company(name, health, success);
        assert_eq!(
            nagios(&[of("Egy", Health::Fresh)], now).line,
            "FAKTURA OK - 1 of 1 companies green | green=1 yellow=0 red=0 invoices=3 overdue=0 oldest_success=36000s;86400;172800;0"
        );
        let mut many: Vec<CompanyView> = (0..7).map(|n| of(&format!("C{n}"), Health::Ageing)).collect();
        many.push(of("Bad | \u{1b}[31m\nname", Health::Failed));
        let told = nagios(&many, now);
        assert_eq!((told.state, told.state.exit_code()), (NagiosState::Critical, 2));
        assert!(told.line.starts_with("FAKTURA CRITICAL - 0 of 8 companies green: Bad / "), "{}", told.line);
        assert!(told.line.contains("failed, C0 ageing, C1 ageing, C2 ageing, C3 ageing, and 3 more | green=0 "), "{}", told.line);
        assert_eq!(told.line.matches('|').count(), 1);
        assert!(!told.line.contains('\n') && !told.line.contains('\u{1b}'));
        assert_eq!(nagios(&[], now).state.exit_code(), 3);
        let never = company("Új", Health::Never, None);
        assert!(!nagios(&[never], now).line.contains("oldest_success"));
    }
}
