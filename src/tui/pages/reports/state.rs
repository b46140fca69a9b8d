//! The state of the page of reports: one report, one currency and direction of it at a time.

use crate::domain::{Currency, Direction};
use crate::query::{Report, ReportKind, ReportRow};
use crate::tui::load::Load;
use crate::tui::shared::Shared;
use crate::tui::words;

/// The page of reports.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// The report, by its place among all.
    pub(super) kind: usize,
    pub(crate) report: Load<Report>,
    /// The currency and direction that are shown; if the report lacks it, the one with the most invoices.
    pub(super) currency: Option<(Currency, Direction)>,
    pub(crate) cursor: usize,
    /// First row shown.
    pub(crate) top: usize,
    /// The data changed since it was read; it is read again when the page is shown.
    pub(super) stale: bool,
    pub(super) asked: Option<ReportKind>,
}

impl Reports {
    /// Which report is shown.
    pub(crate) fn kind(&self) -> ReportKind {
        ReportKind::ALL.get(self.kind).copied().unwrap_or(ReportKind::Aging)
    }

    /// The currencies and directions of the report, the one with the most invoices first.
    pub(crate) fn currencies(&self) -> Vec<(Currency, Direction)> {
        let mut counts: Vec<((Currency, Direction), u64)> = Vec::new();
        for row in self.report.ready().map_or(&[][..], |report| &report.rows) {
            match counts.iter_mut().find(|((currency, direction), _)| (currency, direction) == (&row.currency, &row.direction)) {
                Some((_, count)) => *count += row.total.count,
                None => counts.push(((row.currency.clone(), row.direction), row.total.count)),
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.into_iter().map(|(currency, _)| currency).collect()
    }

    /// The currency and direction that are shown.
    pub(crate) fn shown(&self) -> Option<(Currency, Direction)> {
        let all = self.currencies();
        self.currency.clone().filter(|currency| all.contains(currency)).or_else(|| all.into_iter().next())
    }

    /// The rows that are shown.
    pub(crate) fn rows(&self) -> Vec<&ReportRow> {
        let shown = self.shown();
        let rows = self.report.ready().map_or(&[][..], |report| &report.rows);
        let of =
            |row: &&ReportRow| shown.as_ref().is_some_and(|(currency, side)| (currency, side) == (&row.currency, &row.direction));
        rows.iter().filter(of).collect()
    }

    /// Which report is shown, by its place.
    pub(crate) const fn number(&self) -> usize {
        self.kind
    }

    /// Shows the report of a place.
    pub(crate) fn select(&mut self, number: usize) {
        self.kind = number.min(ReportKind::ALL.len() - 1);
    }

    pub(super) fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.rows().len().saturating_sub(1));
    }
}

/// Rows that fit: the body without the names of the reports, the heading and the sum.
pub(super) fn visible(cx: &Shared) -> usize {
    let incomplete = usize::from(words::is_incomplete(cx, None));
    usize::from(cx.body_height()).saturating_sub(3 + incomplete).max(1)
}
