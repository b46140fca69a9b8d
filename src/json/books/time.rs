//! Time entries and timers.

use serde::Serialize;

use crate::domain::time::lint::Lint;
use crate::domain::time::{EntryRow, Timer};
use crate::json::value::{Amount, Day, Instant, Shown};
use crate::service::books::{ChangedLine, TimeChanged, TimeImported, TimeView, TimerView};
use crate::timefile::{DateOrder, Reading};

/// A time entry.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksEntry))]
#[expect(missing_docs, reason = "the names are the promise; TimeEntry explains them")]
pub struct EntryJson<'r> {
    pub id: &'r str,
    pub date: Day,
    /// Missing where the source knows the day alone.
    pub start: Option<Instant>,
    pub end: Option<Instant>,
    pub zone: &'r str,
    pub seconds: i64,
    pub person: &'r str,
    pub project: Option<&'r str>,
    pub project_id: Option<&'r str>,
    pub client: Option<&'r str>,
    pub task: &'r str,
    pub note: &'r str,
    pub tags: &'r [String],
    pub billable: bool,
    pub status: &'static str,
    /// Seconds on drafts and invoices.
    pub billed_seconds: i64,
    pub written_off_seconds: i64,
    pub unbilled_seconds: i64,
    pub rate: Option<Amount>,
    pub currency: Option<&'r str>,
    pub source: Option<&'r str>,
    pub source_id: Option<&'r str>,
}

/// Something worth a look.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksLint))]
#[expect(missing_docs, reason = "the names are the promise; Lint explains them")]
pub struct LintJson<'r> {
    pub entry: &'r str,
    pub kind: &'static str,
    pub date: Day,
    pub other: Option<&'r str>,
    pub seconds: i64,
}

/// `faktura time add|edit|split|move --json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksChanged))]
#[expect(missing_docs, reason = "the names are the promise; TimeChanged explains them")]
pub struct ChangedJson<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryJson<'r>>,
    pub entries: Vec<EntryJson<'r>>,
    pub lints: Vec<LintJson<'r>>,
}

/// `faktura time list --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksTime))]
#[expect(missing_docs, reason = "the names are the promise; TimeView explains them")]
pub struct TimeJson<'r> {
    pub total: usize,
    pub seconds: i64,
    pub days: Vec<DaySumJson<'r>>,
    pub entries: Vec<EntryJson<'r>>,
    pub lints: Vec<LintJson<'r>>,
}

/// Seconds of a day.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksDaySum))]
pub struct DaySumJson<'r> {
    pub date: &'r str,
    pub seconds: i64,
}

/// `faktura timer … --json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksTimer))]
#[expect(missing_docs, reason = "the names are the promise; TimerView explains them")]
pub struct TimerJson<'r> {
    pub timer: Option<RunningJson<'r>>,
    pub entry: Option<EntryJson<'r>>,
    pub lints: Vec<LintJson<'r>>,
}

/// A running timer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksRunning))]
pub struct RunningJson<'r> {
    pub start: Instant,
    pub zone: &'r str,
    pub seconds: i64,
    pub project: Option<&'r str>,
    pub task: &'r str,
    pub note: &'r str,
    pub tags: &'r [String],
    /// The end that is proposed for a forgotten timer.
    pub proposed_end: Option<Instant>,
}

impl<'r> EntryJson<'r> {
    /// What scripts see of an entry.
    #[must_use]
    pub fn new(row: &'r EntryRow) -> Self {
        let entry = &row.entry;
        let clock = entry.span.clock();
        let source = entry.source.as_ref();
        Self {
            id: entry.id.as_str(),
            date: Shown(row.date),
            start: clock.map(|(start, _)| Shown(start)),
            end: clock.map(|(_, end)| Shown(end)),
            zone: entry.span.zone_name(),
            seconds: entry.seconds(),
            person: &row.person,
            project: row.project.as_deref(),
            project_id: entry.project.as_ref().map(crate::domain::RemoteId::as_str),
            client: row.client.as_deref(),
            task: &entry.task,
            note: &entry.note,
            tags: &entry.tags,
            billable: entry.billable,
            status: row.state().as_str(),
            billed_seconds: entry.claimed(),
            written_off_seconds: entry.written_off(),
            unbilled_seconds: entry.free(),
            rate: entry.price.as_ref().map(|price| Shown(price.amount)),
            currency: entry.price.as_ref().map(|price| price.currency.as_str()),
            source: source.map(|source| source.name.as_str()),
            source_id: source.map(|source| source.id.as_str()),
        }
    }
}

impl<'r> LintJson<'r> {
    /// What scripts see of a lint.
    #[must_use]
    pub fn new(lint: &'r Lint) -> Self {
        Self {
            entry: lint.entry.as_str(),
            kind: lint.kind.as_str(),
            date: Shown(lint.date),
            other: lint.other.as_ref().map(crate::domain::RemoteId::as_str),
            seconds: lint.seconds,
        }
    }
}

impl<'r> ChangedJson<'r> {
    /// What scripts see of a change.
    #[must_use]
    pub fn new(changed: &'r TimeChanged) -> Self {
        Self {
            entry: match changed.entries.as_slice() {
                [one] => Some(EntryJson::new(one)),
                _ => None,
            },
            entries: changed.entries.iter().map(EntryJson::new).collect(),
            lints: changed.lints.iter().map(LintJson::new).collect(),
        }
    }
}

impl<'r> TimeJson<'r> {
    /// What scripts see of a list.
    #[must_use]
    pub fn new(view: &'r TimeView) -> Self {
        Self {
            total: view.total,
            seconds: view.seconds,
            days: view.days.iter().map(|(date, seconds)| DaySumJson { date, seconds: *seconds }).collect(),
            entries: view.entries.iter().map(EntryJson::new).collect(),
            lints: view.lints.iter().map(LintJson::new).collect(),
        }
    }
}

impl<'r> TimerJson<'r> {
    /// What scripts see of a timer.
    #[must_use]
    pub fn new(view: &'r TimerView) -> Self {
        let running = |timer: &'r Timer| RunningJson {
            start: Shown(timer.start),
            zone: &timer.zone,
            seconds: view.seconds,
            project: view.project.as_deref(),
            task: &timer.task,
            note: &timer.note,
            tags: &timer.tags,
            proposed_end: view.proposed_end.map(Shown),
        };
        Self {
            timer: view.running.as_ref().map(running),
            entry: view.entry.as_ref().map(EntryJson::new),
            lints: view.lints.iter().map(LintJson::new).collect(),
        }
    }
}

/// `faktura time import --json`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; TimeImported explains them")]
pub struct ImportedJson<'r> {
    pub format: &'static str,
    pub date_order: Option<&'static str>,
    /// The zone that was taken for times that say none, where it is not that of the books.
    pub assumed_zone: Option<&'static str>,
    pub dry_run: bool,
    pub imported: u64,
    pub seconds: i64,
    pub duplicates: u64,
    /// Entries among the duplicates that were deleted here since.
    pub deleted: u64,
    /// New entries that another person has under the same identifier.
    pub beside_others: u64,
    /// Entries that were changed in the file since they were imported, and are as before here.
    pub changed: Vec<ChangedLineJson<'r>>,
    /// Entries of which `--update` took the change over.
    pub updated: u64,
    /// Entries without an end, and events without hours.
    pub skipped: u64,
    /// Entries that had not ended yet.
    pub not_yet: usize,
    pub refused: Vec<RefusedLineJson<'r>>,
    pub unmapped: Vec<&'r str>,
    /// Tags of entries that are unassigned and name no project themselves.
    pub unmapped_tags: Vec<&'r str>,
    pub people: Vec<&'r str>,
}

/// An entry that was changed in its file since it was imported.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; ChangedLine explains them")]
pub struct ChangedLineJson<'r> {
    pub line: u64,
    pub entry: &'r str,
    pub was: &'r str,
    pub now: &'r str,
}

/// A refused line.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct RefusedLineJson<'r> {
    pub line: u64,
    pub column: Option<u64>,
    pub error: &'r str,
}

impl<'r> ChangedLineJson<'r> {
    fn of(line: &'r ChangedLine) -> Self {
        Self { line: line.line, entry: line.entry.as_str(), was: &line.was, now: &line.now }
    }
}

impl<'r> ImportedJson<'r> {
    /// From what was read, what became of it, and the refused lines with their texts.
    pub fn new(
        reading: &Reading,
        imported: &'r TimeImported,
        refused: impl Iterator<Item = (u64, Option<u64>, &'r str)>,
        dry_run: bool,
    ) -> Self {
        Self {
            format: reading.format.as_str(),
            date_order: reading.date_order.map(DateOrder::as_str),
            assumed_zone: reading.is_taken_as_utc.then_some("UTC"),
            dry_run,
            imported: imported.imported,
            seconds: imported.seconds,
            duplicates: imported.duplicates,
            deleted: imported.deleted,
            beside_others: imported.beside_others,
            changed: imported.changed.iter().map(ChangedLineJson::of).collect(),
            updated: imported.updated,
            skipped: reading.skipped,
            not_yet: reading.not_yet.len(),
            refused: refused.map(|(line, column, error)| RefusedLineJson { line, column, error }).collect(),
            unmapped: imported.unmapped.iter().map(String::as_str).collect(),
            unmapped_tags: imported.unmapped_tags.iter().map(String::as_str).collect(),
            people: imported.people.iter().map(String::as_str).collect(),
        }
    }
}
