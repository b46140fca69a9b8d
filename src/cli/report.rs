//! Result of a sync, for people.
//!
//! For: `sync` and `logs`. Uses: the locale. Never: a stream.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::out::word;
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::{Counts, Kind, Message, RunError, RunStatus, SyncRun, text};
use crate::locale::Locale;
use crate::service::SyncReport;

/// The style of a run's status.
pub(super) const fn style(status: RunStatus) -> Style {
    match status {
        RunStatus::Completed => Style::Green,
        RunStatus::Failed => Style::Red,
        RunStatus::Running => Style::Plain,
        RunStatus::Partial | RunStatus::Cancelled | RunStatus::Interrupted | RunStatus::Deferred => Style::Yellow,
    }
}

/// A status in words.
pub(super) fn status(locale: &Locale, status: RunStatus) -> String {
    word(locale, "cli-run", status.as_str())
}

/// Seconds as people write them.
pub(super) fn seconds(locale: &Locale, duration: Duration) -> String {
    let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    let scale = if duration < Duration::from_secs(10) { 2 } else { 1 };
    let seconds = Decimal::new(millis, 3).round_dp(scale);
    locale.text(&Message::new("cli-seconds").with("seconds", locale.decimal(seconds, scale)))
}

/// Duration of a run; up to `now` while it runs.
pub(super) fn duration(run: &SyncRun, now: Timestamp) -> Duration {
    between(run.started, run.ended.unwrap_or(now))
}

fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

/// Why a run did not complete, where it did not.
pub(super) fn reason(locale: &Locale, zone: &TimeZone, run: &SyncRun) -> Option<String> {
    // A deferral is printed below, in local time.
    let failure = run.failure.as_ref().filter(|_| run.status != RunStatus::Deferred).map(|failure| locale.text(&failure.message));
    let until =
        run.deferred_until.map(|until| locale.text(&Message::new("cli-deferred-until").with("time", locale.time(until, zone))));
    match (failure, until) {
        (Some(failure), Some(until)) => Some(format!("{failure} {until}")),
        (failure, until) => failure.or(until),
    }
}

/// The counts of several runs together.
pub(super) fn sum(report: &SyncReport) -> Counts {
    let mut total = Counts::default();
    for (run, _) in &report.runs {
        for kind in Kind::ALL {
            let (sum, tally) = (total.of(*kind), *run.counts.clone().of(*kind));
            sum.processed += tally.processed;
            sum.created += tally.created;
            sum.updated += tally.updated;
            sum.unchanged += tally.unchanged;
            sum.skipped += tally.skipped;
            sum.vanished += tally.vanished;
        }
        total.items += run.counts.items;
        total.api_calls += run.counts.api_calls;
    }
    total
}

/// The counts in words: only what there is, but always how many invoices, items and calls.
pub(super) fn counts(locale: &Locale, counts: &Counts) -> String {
    let invoices = locale.text(&Message::new("unit-invoices").with("count", counts.documents.processed));
    let parts = [
        ("cli-count-created", counts.documents.created),
        ("cli-count-updated", counts.documents.updated),
        ("cli-count-unchanged", counts.documents.unchanged),
        ("cli-count-skipped", counts.documents.skipped),
        ("cli-count-vanished", counts.documents.vanished),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(_, n)| *n > 0).map(|(id, n)| locale.text(&Message::new(id).with("count", n))).collect();
    let detail = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    let items = locale.text(&Message::new("cli-count-items").with("count", counts.items));
    let calls = locale.text(&Message::new("cli-count-calls").with("count", counts.api_calls));
    format!("{invoices}{detail}, {items}, {calls}")
}

/// A line per company.
pub(super) fn overview(locale: &Locale, zone: &TimeZone, report: &SyncReport) -> Table {
    let title = |id| locale.get(id);
    let mut table = Table::new(vec![
        Column::cut(title("cli-col-company")),
        Column::left(title("cli-col-status")),
        Column::left(title("cli-col-mode")),
        Column::right(title("cli-col-time")),
        Column::left(title("cli-col-result")),
    ]);
    for (run, _) in &report.runs {
        let mut result = counts(locale, &run.counts);
        if let Some(reason) = reason(locale, zone, run) {
            result = if run.counts.documents.processed == 0 { reason } else { format!("{result}; {reason}") };
        }
        table.row(vec![
            run.company_name.as_str().into(),
            Cell::new(&status(locale, run.status), style(run.status)),
            word(locale, "cli-mode", run.mode.as_str()).into(),
            seconds(locale, duration(run, report.ended)).into(),
            result.into(),
        ]);
    }
    table
}

/// The sentence under it all.
pub(super) fn summary(locale: &Locale, report: &SyncReport) -> String {
    let count = |wanted: fn(&SyncRun) -> bool| report.runs.iter().filter(|(run, _)| wanted(run)).count();
    let ok = count(succeeded);
    let cancelled = count(|run| run.status == RunStatus::Cancelled);
    let mut how = locale.text(&Message::new("cli-sync-how").with("ok", ok).with("failed", report.runs.len() - ok - cancelled));
    if cancelled > 0 {
        how.push_str(", ");
        how.push_str(&locale.text(&Message::new("cli-sync-how-cancelled").with("count", cancelled)));
    }
    let message = Message::new("cli-sync-summary")
        .with("total", report.runs.len())
        .with("how", how)
        .with("counts", counts(locale, &sum(report)))
        .with("time", seconds(locale, between(report.started, report.ended)));
    locale.text(&message)
}

/// Whether a run brought its company up to date, as far as its invoices let it.
pub(super) fn succeeded(run: &SyncRun) -> bool {
    matches!(run.status, RunStatus::Completed | RunStatus::Partial)
}

/// Everything of one run, with its errors.
pub(super) fn block(
    locale: &Locale,
    zone: &TimeZone,
    run: &SyncRun,
    errors: &[RunError],
    now: Timestamp,
    beside: &[(&'static str, String)],
) -> Vec<String> {
    let c = &run.counts;
    let number = |n: u64| locale.count(n);
    let mut fields = vec![
        ("cli-col-status", status(locale, run.status)),
        ("cli-col-mode", word(locale, "cli-mode", run.mode.as_str())),
        ("cli-field-run", run.id.to_string()),
        ("cli-field-started", locale.time(run.started, zone)),
        ("cli-field-duration", seconds(locale, duration(run, now))),
        ("cli-field-processed", number(c.documents.processed)),
        ("cli-field-created", number(c.documents.created)),
        ("cli-field-updated", number(c.documents.updated)),
        ("cli-field-unchanged", number(c.documents.unchanged)),
        ("cli-field-skipped", number(c.documents.skipped)),
        ("cli-field-vanished", number(c.documents.vanished)),
        ("cli-field-items", number(c.items)),
        ("cli-field-calls", number(c.api_calls)),
    ];
    fields.extend_from_slice(beside);
    if let Some(reason) = reason(locale, zone, run) {
        fields.push(("cli-field-reason", reason));
    }
    fields.push(("cli-field-errors", number(run.error_count)));
    let mut lines = pairs(locale, &fields);
    lines.extend(errors.iter().map(|error| format!("    {}", error_line(locale, error))));
    lines
}

/// Names and values, the values below each other.
pub(super) fn pairs(locale: &Locale, fields: &[(&'static str, String)]) -> Vec<String> {
    use unicode_width::UnicodeWidthStr;
    let names: Vec<String> = fields.iter().map(|(id, _)| locale.get(id)).collect();
    let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let line = |(name, (_, value)): (&String, &(&str, String))| {
        format!("  {name}{}  {}", " ".repeat(widest - name.width()), text::clean(value))
    };
    names.iter().zip(fields).map(line).collect()
}

/// An error of a run: invoice and reason.
pub(super) fn error_line(locale: &Locale, error: &RunError) -> String {
    let words = locale.text(&error.message);
    let number = error.invoice_number.as_deref().filter(|number| !number.is_empty()).map(text::clean);
    let id = error.invoice_id.as_ref().map(|id| text::clean(id.as_str()));
    match (number, id) {
        (Some(number), Some(id)) => format!("{number} (id {id}): {words}"),
        (Some(number), None) => format!("{number}: {words}"),
        (None, Some(id)) => format!("id {id}: {words}"),
        (None, None) => words,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::{Actor, CompanyId, ErrorKind, Failure, RemoteId, RunId, SyncMode, Tally, Trigger};
    use crate::locale::Lang;

    /// A run that ended like this after 310 ms.
    pub(in crate::cli) fn run(id: u64, status: RunStatus) -> SyncRun {
        SyncRun {
            id: RunId(id),
            company: CompanyId(u32::try_from(id).unwrap()),
            company_name: format!("Cég {id}"),
            trigger: Trigger::Command,
            actor: Actor("anna".to_owned()),
            mode: SyncMode::Full,
            status,
            started: Timestamp::UNIX_EPOCH,
            ended: Some(Timestamp::from_millisecond(310).unwrap()),
            counts: Counts {
                documents: Tally { processed: 282, created: 282, ..Tally::default() },
                items: 581,
                api_calls: 3,
                ..Counts::default()
            },
            error_count: 0,
            failure: None,
            deferred_until: None,
        }
    }

    /// A report of runs that ended like this.
    pub(in crate::cli) fn report(statuses: &[RunStatus]) -> SyncReport {
        let runs = statuses.iter().zip(1..).map(|(status, id)| (run(id, *status), Vec::new())).collect();
        SyncReport { runs, started: Timestamp::UNIX_EPOCH, ended: Timestamp::from_millisecond(400).unwrap() }
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn a_sync_is_told_in_a_line_per_company_and_a_sentence() {
        let report = report(&[RunStatus::Completed]);
        let lines = overview(Lang::En.locale(), &TimeZone::UTC, &report).lines(None, false);
        assert_eq!(lines[1], "Cég 1    completed  full  0.31 s  282 invoices (282 new), 581 items, 3 API calls");
        assert_eq!(
            summary(Lang::En.locale(), &report),
            "1 company: 1 synced, 0 failed; 282 invoices (282 new), 581 items, 3 API calls; 0.40 s"
        );
        assert_eq!(
            summary(Lang::Hu.locale(), &report),
            "1 cég: 1 kész, 0 sikertelen; 282 számla (282 új), 581 tétel, 3 API-hívás; 0,40 s"
        );
    }

    #[test]
    fn what_was_cancelled_did_not_fail() {
        let text = summary(Lang::En.locale(), &report(&[RunStatus::Completed, RunStatus::Cancelled, RunStatus::Deferred]));
        assert!(text.starts_with("3 companies: 1 synced, 1 failed, 1 cancelled; "), "{text}");
    }

    #[test]
    fn a_failure_tells_why_and_until_when_to_wait() {
        let mut run = run(1, RunStatus::Failed);
        run.failure = Some(Failure::new(ErrorKind::Failed, Message::new("cli-never")));
        run.deferred_until = Some(Timestamp::from_second(3600).unwrap());
        run.counts = Counts::default();
        let report = SyncReport { runs: vec![(run, Vec::new())], ..report(&[]) };
        let lines = overview(Lang::En.locale(), &TimeZone::UTC, &report).lines(None, false);
        assert!(lines[1].ends_with("never The service asks to wait until 1970-01-01 01:00."), "{}", lines[1]);
    }

    #[test]
    fn a_block_tells_everything_and_names_each_refused_invoice() {
        let mut run = run(7, RunStatus::Partial);
        run.error_count = 1;
        let errors = [RunError {
            kind: Some(Kind::Document),
            invoice_id: Some(RemoteId::new("111")),
            invoice_number: Some("INV\u{1b}[2J-1".to_owned()),
            message: Message::new("cli-never"),
        }];
        let lines = block(Lang::En.locale(), &TimeZone::UTC, &run, &errors, Timestamp::UNIX_EPOCH, &[]);
        let text = plain(&lines.join("\n"));
        for part in [
            "Status              partial",
            "Line items          581",
            "API calls           3",
            "INV\u{FFFD}[2J-1 (id 111): never",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }

    #[test]
    fn times_are_exact_enough_to_compare() {
        let text = |millis| plain(&seconds(Lang::En.locale(), Duration::from_millis(millis)));
        assert_eq!((text(4).as_str(), text(310).as_str(), text(12_345).as_str()), ("0.00 s", "0.31 s", "12.3 s"));
        assert_eq!(text(3_600_000), "3 600.0 s");
    }
}
