//! Syncs and the sync log.

use jiff::Timestamp;
use serde::Serialize;

use super::value::{Instant, Shown};
use crate::domain::{Kind, RunError, RunStatus, SyncRun, Tally};
use crate::locale::Locale;
use crate::service::SyncReport;

/// `faktura sync --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = SyncReport))]
#[expect(missing_docs, reason = "the names are the promise; DESIGN explains them")]
pub struct SyncReportJson {
    /// `completed`, `partial`, `failed` or `cancelled`.
    pub status: &'static str,
    pub total_companies: usize,
    /// Companies with a completed run, also if some invoices were rejected.
    pub successful: usize,
    /// Companies with a run that failed, was deferred, or died.
    pub failed: usize,
    pub duration_seconds: f64,
    pub companies: Vec<RunJson>,
}

/// One company's run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Run))]
#[expect(missing_docs, reason = "the names are the promise; DESIGN explains them")]
pub struct RunJson {
    /// The company's number.
    pub id: u32,
    /// The company's name at that time.
    pub name: String,
    pub run_id: u64,
    pub status: &'static str,
    pub mode: &'static str,
    /// Before when the service must not be called; `null` of a run that was not deferred.
    pub deferred_until: Option<Instant>,
    pub invoices_processed: u64,
    pub invoices_created: u64,
    pub invoices_updated: u64,
    pub invoices_unchanged: u64,
    pub invoices_skipped: u64,
    pub items_extracted: u64,
    pub payments: TallyJson,
    pub contacts: TallyJson,
    pub api_calls: u64,
    /// `null` while it runs.
    pub duration_seconds: Option<f64>,
    /// Absent from an event, which tells only their count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<RunErrorJson>>,
    /// What the log tells besides; absent from a sync.
    #[serde(flatten)]
    #[cfg_attr(feature = "api", schema(value_type = LogSchema))]
    pub log: Option<LogJson>,
}

/// `faktura report syncs --format json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SyncsJson {
    /// `syncs`.
    pub report: &'static str,
    /// How many older syncs were left out for the limit.
    pub more: usize,
    /// Syncs that ended, in the order of time.
    pub rows: Vec<SyncFiguresJson>,
}

/// The figures of one sync of a company, as the picture of the sync log draws them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; they are those of the log")]
pub struct SyncFiguresJson {
    pub company_id: u32,
    /// The company's name at that time.
    pub company: String,
    pub run_id: u64,
    pub started: Instant,
    pub status: &'static str,
    pub mode: &'static str,
    pub duration_seconds: f64,
    pub api_calls: u64,
    /// Records that were refused, and one more where the run failed.
    pub errors: u64,
}

impl SyncsJson {
    /// Syncs in the order of time, without `more` older ones.
    #[must_use]
    pub fn new(runs: &[SyncRun], more: usize) -> Self {
        Self { report: "syncs", more, rows: runs.iter().map(SyncFiguresJson::new).collect() }
    }
}

impl SyncFiguresJson {
    /// The figures of a run; one that has not ended took no time yet.
    #[must_use]
    pub fn new(run: &SyncRun) -> Self {
        Self {
            company_id: run.company.0,
            company: run.company_name.clone(),
            run_id: run.id.0,
            started: Shown(run.started),
            status: run.status.as_str(),
            mode: run.mode.as_str(),
            duration_seconds: run.ended.map_or(0.0, |ended| seconds(run.started, ended)),
            api_calls: run.counts.api_calls,
            errors: run.errors(),
        }
    }
}

/// Counts of the records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Tally))]
#[expect(missing_docs, reason = "the names are the promise; Tally explains them")]
pub struct TallyJson {
    pub processed: u64,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub skipped: u64,
}

impl From<Tally> for TallyJson {
    fn from(tally: Tally) -> Self {
        let Tally { processed, created, updated, unchanged, skipped, .. } = tally;
        Self { processed, created, updated, unchanged, skipped }
    }
}

/// What the log tells of a run besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; SyncRun explains them")]
pub struct LogJson {
    pub trigger: &'static str,
    pub actor: String,
    pub started: Instant,
    pub ended: Option<Instant>,
    pub invoices_vanished: u64,
    pub error_count: u64,
    /// Why it did not complete.
    pub failure: Option<String>,
}

/// What [`LogJson`] is in the description of the API: all of it, or nothing.
#[cfg(feature = "api")]
#[derive(utoipa::ToSchema)]
#[schema(as = Log)]
#[expect(dead_code, reason = "a description, never a value")]
struct LogSchema {
    #[cfg_attr(feature = "api", schema(required = false))]
    trigger: String,
    #[cfg_attr(feature = "api", schema(required = false))]
    actor: String,
    #[cfg_attr(feature = "api", schema(required = false))]
    started: Instant,
    ended: Option<Instant>,
    #[cfg_attr(feature = "api", schema(required = false))]
    invoices_vanished: u64,
    #[cfg_attr(feature = "api", schema(required = false))]
    error_count: u64,
    failure: Option<String>,
}

/// `faktura logs --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Runs))]
pub struct RunsJson {
    /// Newest first.
    pub runs: Vec<RunJson>,
}

/// An error of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = RunError))]
pub struct RunErrorJson {
    /// `invoice`, `payment` or `contact`; `null` where the error is of the run as a whole.
    pub kind: Option<&'static str>,
    /// The provider's identifier; `null` where the error is not of one record.
    pub invoice_id: Option<String>,
    /// The record's number or name.
    pub invoice_number: Option<String>,
    /// What is wrong.
    pub error: String,
}

/// How a sync of several companies ended: cancelled where any was; completed where all were; failed where none brought
/// anything; else partial. A deferred company counts as one that failed.
#[must_use]
pub fn overall(report: &SyncReport) -> RunStatus {
    let all = |wanted: fn(RunStatus) -> bool| report.runs.iter().all(|(run, _)| wanted(run.status));
    if !all(|status| status != RunStatus::Cancelled) {
        RunStatus::Cancelled
    } else if all(|status| status == RunStatus::Completed) {
        RunStatus::Completed
    } else if all(|status| !succeeded(status)) {
        RunStatus::Failed
    } else {
        RunStatus::Partial
    }
}

const fn succeeded(status: RunStatus) -> bool {
    matches!(status, RunStatus::Completed | RunStatus::Partial)
}

impl SyncReportJson {
    /// What scripts see of a report; texts in the language given.
    #[must_use]
    pub fn new(report: &SyncReport, locale: &Locale) -> Self {
        let count = |wanted: fn(RunStatus) -> bool| report.runs.iter().filter(|(run, _)| wanted(run.status)).count();
        Self {
            status: overall(report).as_str(),
            total_companies: report.runs.len(),
            successful: count(succeeded),
            failed: count(|status| matches!(status, RunStatus::Failed | RunStatus::Deferred | RunStatus::Interrupted)),
            duration_seconds: seconds(report.started, report.ended),
            companies: report.runs.iter().map(|(run, errors)| RunJson::new(run, Some(errors), locale)).collect(),
        }
    }
}

impl RunsJson {
    /// What scripts see of the log.
    #[must_use]
    pub fn new(runs: &[(SyncRun, Vec<RunError>)], locale: &Locale) -> Self {
        Self { runs: runs.iter().map(|(run, errors)| RunJson::logged(run, Some(errors), locale)).collect() }
    }
}

impl RunJson {
    /// A run as a sync tells it. A failure that is not among its errors is added to them.
    #[must_use]
    pub fn new(run: &SyncRun, errors: Option<&[RunError]>, locale: &Locale) -> Self {
        let counts = run.counts;
        Self {
            id: run.company.0,
            name: run.company_name.clone(),
            run_id: run.id.0,
            status: run.status.as_str(),
            mode: run.mode.as_str(),
            deferred_until: run.deferred_until.map(Shown),
            invoices_processed: counts.documents.processed,
            invoices_created: counts.documents.created,
            invoices_updated: counts.documents.updated,
            invoices_unchanged: counts.documents.unchanged,
            invoices_skipped: counts.documents.skipped,
            items_extracted: counts.items,
            payments: counts.payments.into(),
            contacts: counts.contacts.into(),
            api_calls: counts.api_calls,
            duration_seconds: run.ended.map(|ended| seconds(run.started, ended)),
            errors: errors.map(|errors| with_failure(run, errors, locale)),
            log: None,
        }
    }

    /// A run as the log tells it, with its errors where they are known.
    #[must_use]
    pub fn logged(run: &SyncRun, errors: Option<&[RunError]>, locale: &Locale) -> Self {
        let log = LogJson {
            trigger: run.trigger.as_str(),
            actor: run.actor.0.clone(),
            started: Shown(run.started),
            ended: run.ended.map(Shown),
            invoices_vanished: run.counts.documents.vanished,
            error_count: run.error_count,
            failure: run.failure.as_ref().map(|failure| locale.text(&failure.message)),
        };
        Self { log: Some(log), ..Self::new(run, errors, locale) }
    }
}

fn with_failure(run: &SyncRun, errors: &[RunError], locale: &Locale) -> Vec<RunErrorJson> {
    let told = |failure: &&crate::domain::Message| !errors.iter().any(|error| error.message == **failure);
    let one = |error: &RunError| RunErrorJson {
        kind: error.kind.map(kind),
        invoice_id: error.invoice_id.as_ref().map(ToString::to_string),
        invoice_number: error.invoice_number.clone(),
        error: locale.text(&error.message),
    };
    let failure = run.failure.as_ref().map(|failure| &failure.message).filter(told);
    let failure =
        failure.map(|message| RunErrorJson { kind: None, invoice_id: None, invoice_number: None, error: locale.text(message) });
    errors.iter().map(one).chain(failure).collect()
}

/// The word of a kind of record.
const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "invoice",
        Kind::Payment => "payment",
        Kind::Contact => "contact",
    }
}

/// Seconds with milliseconds.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of a run are far below 2^53")]
fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_millis().max(0) as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Actor, CompanyId, Counts, Message, RemoteId, RunId, SyncMode, Tally, Trigger};
    use crate::locale::english;

    fn run(status: RunStatus) -> SyncRun {
        SyncRun {
            id: RunId(7),
            company: CompanyId(1),
            company_name: "MEDKA Kft.".to_owned(),
            trigger: Trigger::Headless,
            actor: Actor("cron".to_owned()),
            mode: SyncMode::Full,
            status,
            started: "2025-11-12T01:00:00Z".parse().unwrap(),
            ended: Some("2025-11-12T01:00:00.310Z".parse().unwrap()),
            counts: Counts {
                documents: Tally { processed: 282, created: 281, skipped: 1, ..Tally::default() },
                items: 581,
                api_calls: 3,
                ..Counts::default()
            },
            error_count: 1,
            failure: None,
            deferred_until: None,
        }
    }

    fn report(runs: Vec<SyncRun>) -> SyncReport {
        let (started, ended) = (runs[0].started, runs[0].ended.unwrap());
        SyncReport { runs: runs.into_iter().map(|run| (run, Vec::new())).collect(), started, ended }
    }

    #[test]
    fn a_sync_has_the_names_that_scripts_know() {
        let mut report = report(vec![run(RunStatus::Partial)]);
        report.runs[0].1 = vec![RunError {
            kind: Some(crate::domain::Kind::Document),
            invoice_id: Some(RemoteId::new("111")),
            invoice_number: Some("INV-2025-1".to_owned()),
            message: Message::new("unit-invoices").with("count", 1_u32),
        }];
        let json = serde_json::to_string(&SyncReportJson::new(&report, english())).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"status":"partial","total_companies":1,"successful":1,"failed":0,"duration_seconds":0.31,"companies":["#,
                r#"{"id":1,"name":"MEDKA Kft.","run_id":7,"status":"partial","mode":"full","deferred_until":null,"#,
                r#""invoices_processed":282,"#,
                r#""invoices_created":281,"invoices_updated":0,"invoices_unchanged":0,"invoices_skipped":1,"#,
                r#""items_extracted":581,"payments":{"processed":0,"created":0,"updated":0,"unchanged":0,"skipped":0},"#,
                r#""contacts":{"processed":0,"created":0,"updated":0,"unchanged":0,"skipped":0},"#,
                r#""api_calls":3,"duration_seconds":0.31,"#,
                r#""errors":[{"kind":"invoice","invoice_id":"111","invoice_number":"INV-2025-1","error":"1 invoice"}]}]}"#
            )
        );
    }

    #[test]
    fn the_whole_is_what_its_companies_are() {
        use RunStatus::{Cancelled, Completed, Deferred, Failed, Partial};
        for (runs, whole) in [
            (&[Completed, Completed][..], Completed),
            (&[Completed, Partial], Partial),
            (&[Completed, Failed], Partial),
            (&[Completed, Deferred], Partial),
            (&[Deferred, Failed], Failed),
            (&[Completed, Cancelled], Cancelled),
        ] {
            assert_eq!(overall(&report(runs.iter().map(|status| run(*status)).collect())), whole, "{runs:?}");
        }
    }

    #[test]
    fn the_log_tells_who_and_when_and_a_failure_is_an_error() {
        let failed = SyncRun {
            failure: Some(crate::domain::Failure::new(crate::domain::ErrorKind::Failed, Message::new("store-backup"))),
            ..run(RunStatus::Failed)
        };
        let json = serde_json::to_value(RunJson::logged(&failed, Some(&[]), english())).unwrap();
        assert_eq!(json["trigger"], "headless");
        assert_eq!(json["actor"], "cron");
        assert_eq!(json["started"], "2025-11-12T01:00:00Z");
        assert_eq!(json["errors"][0]["invoice_id"], serde_json::Value::Null);
        assert_eq!(json["errors"][0]["error"], json["failure"]);
        let listed = serde_json::to_value(RunsJson::new(&[(SyncRun { ended: None, ..failed }, Vec::new())], english())).unwrap();
        assert_eq!(listed["runs"][0]["duration_seconds"], serde_json::Value::Null);
        assert_eq!(listed["runs"][0]["errors"], json["errors"]);
    }
}
