//! The entries of a period with what they add up to: by project and day, by state.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::time::lint::{Lint, LintKind};
use crate::domain::time::{EntryRow, EntryState};
use crate::domain::{CompanyId, RemoteId};
use crate::service::books::TimeView;
use crate::tui::mask;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) company: CompanyId,
    pub(super) period: (Date, Date),
    pub(super) query: String,
    /// The version of the books on this screen.
    pub(super) version: u64,
}

/// A line of a week: a project with its seconds a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) client: Option<String>,
    pub(crate) project: Option<String>,
    pub(crate) id: Option<RemoteId>,
    pub(crate) days: [i64; 7],
}

/// Seconds by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums {
    pub(super) billable: i64,
    pub(super) pending: i64,
    pub(super) approved: i64,
    pub(super) billed: i64,
    /// Entries that wait for approval.
    pub(super) waiting: usize,
}

/// The entries of a period.
#[derive(Debug)]
pub(crate) struct Entries {
    pub(super) wanted: Wanted,
    /// Entries that there are; more than rows where not all were read.
    pub(super) total: usize,
    pub(super) seconds: i64,
    pub(super) days: Vec<(Date, i64)>,
    pub(crate) rows: Vec<EntryRow>,
    pub(crate) lines: Vec<Line>,
    pub(super) sums: Sums,
    pub(super) lints: Vec<Lint>,
}

/// The text in place of what a customer might be known by.
const HIDDEN: &str = "•••";

fn hide(row: &mut EntryRow) {
    row.client = row.client.as_deref().map(mask::name);
    row.project = row.project.as_deref().map(mask::name);
    for text in [&mut row.entry.task, &mut row.entry.note, &mut row.tags] {
        if !text.is_empty() {
            HIDDEN.clone_into(text);
        }
    }
}

impl Entries {
    /// Entries of the period that were not read.
    pub(super) fn beyond(&self) -> u64 {
        self.total.saturating_sub(self.rows.len()) as u64
    }

    /// What an answer has.
    pub(super) fn new(wanted: Wanted, view: TimeView, masked: bool) -> Self {
        let mut rows = view.entries;
        if masked {
            rows.iter_mut().for_each(hide);
        }
        let days = view.days.iter().filter_map(|(day, seconds)| Some((day.parse().ok()?, *seconds))).collect();
        let (lines, sums) = (lines(&rows, wanted.period.0), sums(&rows));
        // The newest days are looked at first, each from its morning on.
        rows.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.entry.span.clock().cmp(&b.entry.span.clock())));
        Self { wanted, total: view.total, seconds: view.seconds, days, rows, lines, sums, lints: view.lints }
    }

    /// What is worth a look, by entry.
    pub(super) fn by_entry(&self) -> BTreeMap<RemoteId, Vec<Lint>> {
        let mut all: BTreeMap<RemoteId, Vec<Lint>> = BTreeMap::new();
        for lint in &self.lints {
            all.entry(lint.entry.clone()).or_default().push(lint.clone());
            if let (LintKind::Overlap, Some(other)) = (lint.kind, &lint.other) {
                all.entry(other.clone()).or_default().push(lint.clone());
            }
        }
        all
    }

    /// The entry of an identifier.
    pub(super) fn row(&self, id: &RemoteId) -> Option<&EntryRow> {
        self.rows.iter().find(|row| row.entry.id == *id)
    }
}

fn lines(rows: &[EntryRow], first: Date) -> Vec<Line> {
    let mut lines: BTreeMap<(bool, Option<&str>, Option<&str>, Option<&RemoteId>), [i64; 7]> = BTreeMap::new();
    for row in rows {
        let key = (row.project.is_none(), row.client.as_deref(), row.project.as_deref(), row.entry.project.as_ref());
        let days = lines.entry(key).or_default();
        let at = usize::try_from(row.date.duration_since(first).as_hours() / 24).ok();
        if let Some(day) = at.and_then(|at| days.get_mut(at)) {
            *day += row.entry.seconds();
        }
    }
    let line = |((_, client, project, id), days): ((bool, Option<&str>, Option<&str>, Option<&RemoteId>), [i64; 7])| Line {
        client: client.map(str::to_owned),
        project: project.map(str::to_owned),
        id: id.cloned(),
        days,
    };
    lines.into_iter().map(line).collect()
}

fn sums(rows: &[EntryRow]) -> Sums {
    let mut sums = Sums::default();
    for row in rows {
        let seconds = row.entry.seconds();
        if row.entry.billable {
            sums.billable += seconds;
        }
        match row.state() {
            EntryState::Pending => {
                sums.pending += seconds;
                sums.waiting += 1;
            }
            EntryState::Approved => sums.approved += seconds,
            EntryState::Billed => sums.billed += seconds,
        }
    }
    sums
}
