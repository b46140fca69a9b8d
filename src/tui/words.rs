//! Texts for values: states, kinds, ages, amounts, and the reasons of lights.
//!
//! For: views. Uses: the locale. Never: styles beyond the severity of a word.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use ratatui::style::Style;

use super::notice::Severity;
use super::paint::{Piece, pieces_width};
use super::shared::Shared;
use super::text::{clean, fit};
use super::theme;
use crate::domain::{
    Company, CompanyId, Currency, Doubt, FieldChange, Health, InvoiceRow, Light, Message, PaymentStatus, RunStatus, SyncRun,
};
use crate::locale::Locale;
use crate::service::CompanyView;

/// Nothing is known.
pub(crate) const NOTHING: &str = "–";

/// The text for a word of a provider, such as `wire_transfer`; an unknown word is shown as it is.
pub(crate) fn word(locale: &Locale, family: &str, raw: &str) -> String {
    named(locale, format!("tui-{family}"), raw)
}

/// The text for a value of a column, by the whole name of its family of words; a value without a family is shown as it is.
pub(crate) fn cell(locale: &Locale, family: &'static str, raw: &str) -> String {
    if family.is_empty() { raw.to_owned() } else { named(locale, family.to_owned(), raw) }
}

fn named(locale: &Locale, family: String, raw: &str) -> String {
    let id = family + "-" + &raw.replace(['_', ' ', '.'], "-");
    if locale.has(&id) {
        return locale.text(&Message { id: Cow::Owned(id), args: Vec::new() });
    }
    clean(raw).replace('_', " ")
}

/// The name of a field of an invoice's history, such as `items[2].quantity`.
pub(crate) fn field(locale: &Locale, raw: &str) -> String {
    let Some(rest) = raw.strip_prefix("items[") else {
        return raw.split('.').map(|part| word(locale, "field", part)).collect::<Vec<_>>().join(" · ");
    };
    let (number, rest) = rest.split_once(']').unwrap_or((rest, ""));
    let item = format!("{} {}", locale.get("tui-field-item"), clean(number));
    match rest.strip_prefix('.') {
        Some(name) => format!("{item} · {}", word(locale, "field", name)),
        None => item,
    }
}

/// The value of a field of an invoice's history: known words in the reader's language.
pub(crate) fn value(locale: &Locale, field: &str, raw: Option<&str>) -> String {
    let Some(raw) = raw else { return NOTHING.to_owned() };
    let family = match field {
        "status" => "status",
        "type" | "correction_type" => "type",
        "payment_method" => "method",
        "nav" => "nav",
        "cancelled" | "electronic" => "bool",
        _ => return clean(raw).into_owned(),
    };
    word(locale, family, raw)
}

/// The value of a field that changed: amounts as the language writes them, known words in the reader's language.
pub(crate) fn changed_value(locale: &Locale, field: &str, raw: Option<&str>, currency: &Currency) -> String {
    let last = field.rsplit('.').next().unwrap_or(field);
    let amount = matches!(
        last,
        "gross"
            | "net"
            | "vat"
            | "amount"
            | "unapplied"
            | "balance"
            | "net_amount"
            | "gross_amount"
            | "vat_amount"
            | "net_unit_amount"
            | "quantity"
            | "rate"
    ) || field == "gross_local";
    let number = raw.and_then(|raw| raw.parse::<rust_decimal::Decimal>().ok());
    match number {
        Some(number) if amount && matches!(last, "quantity" | "rate" | "gross_local") => locale.decimal(number, 0),
        Some(number) if amount => locale.money(number, currency),
        _ => value(locale, field, raw),
    }
}

/// A change in words.
pub(crate) enum Told {
    /// A sentence.
    Event(&'static str),
    /// A field with its values before and after, amounts as the language writes them.
    Values([String; 3]),
}

/// A change in words.
pub(crate) fn told(locale: &Locale, entry: &FieldChange, currency: &Currency) -> Told {
    let change = &entry.change;
    let value = |value: Option<&str>| changed_value(locale, &change.field, value, currency);
    match change.field.as_str() {
        "first_seen" => Told::Event("tui-history-first"),
        "vanished" if change.new.is_some() => Told::Event("tui-history-vanished"),
        "vanished" => Told::Event("tui-history-returned"),
        name => Told::Values([field(locale, name), value(change.old.as_deref()), value(change.new.as_deref())]),
    }
}

/// A change in words, in pieces: the field, old → new.
pub(crate) fn what_changed(cx: &Shared, entry: &FieldChange, currency: &Currency) -> Vec<Piece> {
    match told(cx.locale, entry, currency) {
        Told::Event(id) => {
            let style = if id == "tui-history-vanished" { theme::LOOK } else { theme::PLAIN };
            vec![(cx.locale.get(id), style)]
        }
        Told::Values([name, old, new]) => {
            vec![(format!("{name} "), theme::PLAIN), (format!("{old} → "), theme::DIM), (new, theme::BOLD)]
        }
    }
}

/// A change in words in at most `room` columns: the old value goes first, then the name of the field is cut, and always stays.
/// A value with digits is left out where it does not fit: a part of a number is another number.
pub(crate) fn short_change(line: Vec<Piece>, room: u16) -> Vec<Piece> {
    let fits = |line: &[Piece]| pieces_width(line) <= room;
    let [name, old, new] = line.as_slice() else { return line };
    if fits(&line) {
        return line;
    }
    let arrow: Piece = ("→ ".to_owned(), old.1);
    let behind = pieces_width(&[arrow.clone(), new.clone()]);
    let whole = vec![name.clone(), arrow.clone(), new.clone()];
    if fits(&whole) {
        return whole;
    }
    // A name of one column names nothing.
    if let Some(left) = room.checked_sub(behind + 1).filter(|left| *left >= 2) {
        let name = (format!("{} ", fit(&name.0, usize::from(left))), name.1);
        return vec![name, arrow, new.clone()];
    }
    if new.0.contains(|c: char| c.is_ascii_digit()) {
        let name = (format!("{} ", fit(name.0.trim_end(), usize::from(room.saturating_sub(2)))), name.1);
        return vec![name, ("…".to_owned(), theme::DIM)];
    }
    whole
}

/// The age of a time, such as “2 h ago”.
pub(crate) fn ago(locale: &Locale, now: Timestamp, at: Timestamp) -> String {
    let minutes = now.duration_since(at).as_secs() / 60;
    let message = match minutes {
        i64::MIN..=0 => Message::new("tui-ago-now"),
        1..=119 => Message::new("tui-ago-minutes").with("count", minutes),
        120..=2879 => Message::new("tui-ago-hours").with("count", minutes / 60),
        _ => Message::new("tui-ago-days").with("count", minutes / 1440),
    };
    locale.text(&message)
}

/// A duration in two units at the most.
pub(crate) fn duration(locale: &Locale, time: Duration) -> String {
    let seconds = time.as_secs();
    let message = match seconds {
        0..=9 => {
            let tenths = time.as_millis() / 100;
            let text = rust_decimal::Decimal::new(i64::try_from(tenths).unwrap_or(99), 1);
            return locale.text(&Message::new("tui-duration-tenths").with("count", locale.number(text, 1)));
        }
        10..=119 => Message::new("tui-duration-seconds").with("count", seconds),
        120..=7199 => Message::new("tui-duration-minutes").with("count", seconds / 60),
        _ => Message::new("tui-duration-hours").with("count", seconds / 3600).with("minutes", seconds / 60 % 60),
    };
    locale.text(&message)
}

/// A remaining time, at least one second.
pub(crate) fn time_left(locale: &Locale, time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil().max(1.0);
    if seconds >= 10.0 {
        return duration(locale, time);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 10")]
    let seconds = seconds as u64;
    locale.text(&Message::new("tui-duration-seconds").with("count", seconds))
}

/// A date in a table.
pub(crate) fn date(date: Option<Date>) -> String {
    date.map_or_else(|| NOTHING.to_owned(), |date| date.to_string())
}

/// The hour and minute here.
pub(crate) fn clock(cx: &Shared, at: Timestamp) -> String {
    let local = at.to_zoned(cx.zone.clone());
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// A future time: the time of day, with the date unless it is today.
pub(crate) fn soon(cx: &Shared, at: Timestamp) -> String {
    let today = at.to_zoned(cx.zone.clone()).date() == cx.today();
    if today { clock(cx, at) } else { stamp(cx, at) }
}

/// Day, hour and minute here, for tables.
pub(crate) fn stamp(cx: &Shared, at: Timestamp) -> String {
    format!("{} {}", at.to_zoned(cx.zone.clone()).date(), clock(cx, at))
}

/// The style of a severity.
pub(crate) const fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Good => theme::GOOD,
        Severity::Look => theme::LOOK,
        Severity::Act => theme::ACT,
    }
}

/// The glyph of a company's light; a running sync and a disabled company have their own.
pub(crate) fn light(company: &Company, health: Health, running: bool) -> (&'static str, Style) {
    if running {
        return ("▶", theme::ACCENT);
    }
    if !company.enabled && !company.has_unknown_provider() {
        return ("○", theme::DIM);
    }
    match health.light() {
        Light::Green => ("●", theme::GOOD),
        Light::Yellow => ("◐", theme::LOOK),
        Light::Red => ("✗", theme::ACT),
    }
}

/// The reason why a light is not green, with a hint; `None` if it is green.
pub(crate) fn health(cx: &Shared, view: &CompanyView) -> Option<(String, Style)> {
    let locale = cx.locale;
    if let Some(until) = view.deferred_until.filter(|until| *until > cx.now) {
        let message = Message::new("tui-health-deferred").with("until", stamp(cx, until));
        return Some((locale.text(&message), theme::LOOK));
    }
    let age = || view.last_success.as_ref().and_then(|run| run.ended).map(|at| ago(locale, cx.now, at));
    let name = view.company.name.as_str();
    let message = match view.health {
        Health::Fresh => return None,
        Health::Disabled => Message::new("tui-health-disabled"),
        Health::Damaged | Health::Incomplete if view.company.has_own_books() => Message::new("tui-health-books-damaged"),
        Health::Damaged => Message::new("tui-health-damaged"),
        Health::Incomplete => Message::new("tui-health-incomplete"),
        Health::LoginEnded => Message::new("tui-health-login-ended").with("name", name),
        Health::LoginEnds => {
            let ends = view.login.as_ref().and_then(crate::domain::Login::renew_by);
            let day = ends.map(|at| at.to_zoned(cx.zone.clone()).date().to_string()).unwrap_or_default();
            Message::new("tui-health-login-ends").with("name", name).with("day", day)
        }
        Health::NumbersBehind => Message::new("tui-health-numbers-behind").with("name", name),
        Health::KeyLost => Message::new("tui-health-key-lost"),
        Health::NoKey if view.company.has_unknown_provider() => Message::new("tui-health-service-lost").with("name", name),
        Health::NoKey if view.service.uses_consent => Message::new("tui-health-no-login"),
        Health::NoKey => Message::new("tui-health-no-key"),
        Health::Never => Message::new("tui-health-never"),
        Health::Stale | Health::Ageing => Message::new("tui-health-stale").with("age", age().unwrap_or_default()),
        Health::Partial => {
            let skipped = view.last_success.as_ref().map_or(0, |run| run.counts.documents.skipped);
            Message::new("tui-health-partial").with("count", skipped)
        }
        Health::NavRefused => Message::new("tui-health-nav-refused").with("count", view.nav_refused),
        Health::Failed => {
            let run = view.last_run.as_ref();
            let reason =
                run.and_then(|run| run.failure.as_ref()).map(|failure| locale.text(&failure.message)).unwrap_or_default();
            let age = run.and_then(|run| run.ended).map(|at| ago(locale, cx.now, at)).unwrap_or_default();
            let id = if reason.is_empty() { "tui-health-failed" } else { "tui-health-failed-why" };
            Message::new(id).with("age", age).with("reason", reason)
        }
    };
    let style = match view.health {
        Health::Disabled => theme::DIM,
        other if other.light() == Light::Yellow => theme::LOOK,
        _ => theme::ACT,
    };
    Some((locale.text(&message), style))
}

/// True if data of a company, or of any, is damaged.
pub(crate) fn is_incomplete(cx: &Shared, scope: Option<CompanyId>) -> bool {
    cx.doubts.iter().any(|doubt| scope.is_none_or(|id| doubt.company == id))
}

/// Names the companies with damaged data.
pub(crate) fn incomplete(cx: &Shared, scope: Option<CompanyId>) -> Option<String> {
    if !is_incomplete(cx, scope) {
        return None;
    }
    let doubts: Vec<&Doubt> = cx.doubts.iter().filter(|doubt| scope.is_none_or(|id| doubt.company == id)).collect();
    let is_own = |id: CompanyId| cx.companies.all().iter().any(|view| view.company.id == id && view.company.has_own_books());
    let id = if doubts.iter().all(|doubt| is_own(doubt.company)) { "tui-incomplete-books" } else { "tui-incomplete" };
    let name = |doubt: &Doubt| match cx.company_name(doubt.company) {
        Some(name) => clean(name).into_owned(),
        None => doubt.company.to_string(),
    };
    let names = doubts.into_iter().map(name).collect::<Vec<_>>().join(", ");
    Some(cx.locale.text(&Message::new(id).with("companies", names)))
}

/// The state of a run: glyph, word, style.
pub(crate) fn run_status(locale: &Locale, run: &SyncRun) -> (&'static str, String, Style) {
    let (glyph, style) = match run.status {
        RunStatus::Running => ("▶", theme::ACCENT),
        RunStatus::Completed => ("●", theme::GOOD),
        RunStatus::Partial => ("◐", theme::LOOK),
        RunStatus::Failed => ("✗", theme::ACT),
        RunStatus::Cancelled => ("■", theme::LOOK),
        RunStatus::Interrupted => ("!", theme::LOOK),
        RunStatus::Deferred => ("»", theme::LOOK),
    };
    (glyph, word(locale, "run", run.status.as_str()), style)
}

/// The payment state of an invoice on a day.
pub(crate) fn invoice_status(locale: &Locale, row: &InvoiceRow, today: Date) -> (String, Style) {
    if row.vanished {
        return (locale.get("tui-state-vanished"), theme::LOOK);
    }
    if row.cancelled {
        return (locale.get("tui-state-cancelled"), theme::DIM);
    }
    if let Some(days) = row.days_overdue(today) {
        let id = if row.status == PaymentStatus::PartiallyPaid { "tui-state-overdue-part" } else { "tui-state-overdue" };
        return (locale.text(&Message::new(id).with("count", days)), theme::ACT);
    }
    let style = match row.status {
        PaymentStatus::Paid => theme::GOOD,
        PaymentStatus::PartiallyPaid => theme::LOOK,
        PaymentStatus::None => theme::DIM,
        _ => theme::PLAIN,
    };
    (word(locale, "status", row.status.as_str()), style)
}
