//! The state of the page of reports: one report, one currency and direction of it at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::{CompanyId, Currency, Direction};
use crate::locale::Lang;
use crate::query::{Group, Report, ReportKind, ReportRow};
use crate::tui::list::Filter;
use crate::tui::load::Load;
use crate::tui::picture::Picture;
use crate::tui::shared::Shared;
use crate::tui::words;

/// The columns by their names, in their usual order.
pub(super) const NAMES: [&str; 6] = ["name", "count", "amount", "bar", "beside", "months"];

/// A column that is shown, by its place among all, with its width if one was set.
pub(super) type Shown = (usize, Option<u16>);

/// What tells rows of a report and a currency apart: two partners may have one name.
pub(super) type Key = (Group, Option<String>, Option<CompanyId>);

pub(super) fn key(row: &ReportRow) -> Key {
    (row.group.clone(), row.tax_number.clone(), row.company)
}

/// The page of reports.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// The report, by its place among all.
    pub(super) kind: usize,
    pub(crate) report: Load<Report>,
    /// The currency and direction that are shown; if the report lacks it, the one with the most invoices.
    pub(super) currency: Option<(Currency, Direction)>,
    /// The currency that the companies with the most invoices keep their books in: a report begins with it, if it has it.
    pub(super) home: Option<Currency>,
    pub(crate) cursor: usize,
    /// First row shown.
    pub(crate) top: usize,
    /// The data changed since it was read; it is read again when the page is shown.
    pub(super) stale: bool,
    pub(super) asked: Option<ReportKind>,
    /// The report that the picture shows beside this one, and the report that was asked for it.
    pub(super) beside: Option<Report>,
    pub(super) asked_beside: Option<ReportKind>,
    /// The picture of the report, made again when `drawn_of` no longer says what is shown.
    pub(super) picture: Option<Picture>,
    pub(super) drawn_of: Option<Drawn>,
    /// Number of answers so far.
    pub(super) answers: u64,
    /// The picture stands in place of the table.
    pub(super) pictured: bool,
    /// The line that narrows the invoices of every report.
    pub(crate) filter: Filter,
    /// The query that the reports answer: what stood in the line when it was left.
    pub(super) query: String,
    /// The marked rows of what is shown, and the start of a range of marks.
    pub(super) marks: Arc<BTreeSet<Key>>,
    pub(super) anchor: usize,
    /// The columns that were chosen; all for which there is room otherwise.
    pub(super) columns: Option<Vec<Shown>>,
}

/// What a picture was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) kind: ReportKind,
    pub(super) side: (Currency, Direction),
    pub(super) lang: Lang,
    /// Number of answers when it was made.
    pub(super) answers: u64,
}

impl Reports {
    /// Which report is shown.
    pub(crate) fn kind(&self) -> ReportKind {
        ReportKind::ALL.get(self.kind).copied().unwrap_or(ReportKind::Aging)
    }

    /// Notes the currency that the companies with the most invoices keep their books in.
    pub(super) fn note_home(&mut self, cx: &Shared) {
        let mut counts: Vec<(&Currency, u64)> = Vec::new();
        for view in cx.companies.all() {
            let Some(currency) = view.service.currency.as_ref() else { continue };
            match counts.iter_mut().find(|(known, _)| *known == currency) {
                Some((_, count)) => *count = count.saturating_add(view.invoices),
                None => counts.push((currency, view.invoices)),
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        self.home = counts.first().map(|(currency, _)| (*currency).clone());
    }

    /// The currencies and directions of the report: the companies' own currency first, then the one with the most invoices.
    pub(crate) fn currencies(&self) -> Vec<(Currency, Direction)> {
        let mut counts: Vec<((Currency, Direction), u64)> = Vec::new();
        for row in self.report.ready().map_or(&[][..], |report| &report.rows) {
            match counts.iter_mut().find(|((currency, direction), _)| (currency, direction) == (&row.currency, &row.direction)) {
                Some((_, count)) => *count += row.total.count,
                None => counts.push(((row.currency.clone(), row.direction), row.total.count)),
            }
        }
        let foreign = |currency: &Currency| self.home.as_ref() != Some(currency);
        counts.sort_by(|(a, of_a), (b, of_b)| {
            foreign(&a.0).cmp(&foreign(&b.0)).then_with(|| of_b.cmp(of_a)).then_with(|| a.cmp(b))
        });
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
        let number = number.min(ReportKind::ALL.len() - 1);
        if number != self.kind {
            (self.kind, self.cursor, self.top, self.anchor) = (number, 0, 0, 0);
            self.marks = Arc::default();
        }
    }

    /// Rows that fit: the body without the names of the reports, the line that narrows them, the heading and the sum.
    pub(super) fn visible(&self, cx: &Shared) -> usize {
        let incomplete = usize::from(words::is_incomplete(cx, None));
        usize::from(cx.body_height()).saturating_sub(3 + incomplete + usize::from(self.filter_height())).max(1)
    }

    pub(super) fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.rows().len().saturating_sub(1));
    }
}
