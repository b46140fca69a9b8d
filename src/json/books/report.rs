//! Reports of own books: a row for each group and currency.

use serde::Serialize;

use crate::json::value::{Amount, Day, Shown, sum};
use crate::service::books::{BookReport, BookRow};

/// `faktura report time|profit|budget|unbilled|forecast --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksReport))]
pub struct BookReportJson<'r> {
    /// `time`, `profit`, `budget`, `unbilled` or `forecast`.
    pub report: &'static str,
    /// `client`, `project`, `person`, `tag`, `week` or `month`.
    pub by: &'static str,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub until: Option<Day>,
    /// Rows.
    pub rows: Vec<BookRowJson<'r>>,
}

/// A group in one currency. What the report does not tell is missing.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksReportRow))]
#[expect(missing_docs, reason = "the names are the promise; BookRow explains them")]
pub struct BookRowJson<'r> {
    pub group: &'r str,
    pub currency: Option<&'r str>,
    pub seconds: i64,
    pub billable_seconds: i64,
    pub approved_seconds: i64,
    pub billed_seconds: i64,
    pub written_off_seconds: i64,
    pub unbilled_seconds: i64,
    pub unpriced_seconds: i64,
    pub uncosted_seconds: i64,
    pub amount: Option<Amount>,
    pub cost: Option<Amount>,
    pub hourly_rate: Option<Amount>,
    pub budget: Option<Amount>,
    pub left: Option<Amount>,
    pub used_percent: Option<Amount>,
    pub weekly_seconds: Option<i64>,
    pub date: Option<Day>,
    pub unbilled_amount: Option<Amount>,
    pub drafted_amount: Option<Amount>,
    pub recurring_amount: Option<Amount>,
    pub retainer_amount: Option<Amount>,
    pub due_amount: Option<Amount>,
}

impl<'r> BookReportJson<'r> {
    /// What scripts see of a report.
    #[must_use]
    pub fn new(report: &'r BookReport) -> Self {
        Self {
            report: report.kind.as_str(),
            by: report.by.as_str(),
            from: report.from.map(Shown),
            until: report.until.map(Shown),
            rows: report.rows.iter().map(BookRowJson::new).collect(),
        }
    }
}

impl<'r> BookRowJson<'r> {
    /// What scripts see of a row.
    #[must_use]
    pub fn new(row: &'r BookRow) -> Self {
        // Without a currency these are seconds.
        let amount = |amount| row.currency.as_ref().map_or(Shown(amount), |currency| sum(amount, currency));
        Self {
            group: &row.group,
            currency: row.currency.as_ref().map(crate::domain::Currency::as_str),
            seconds: row.seconds,
            billable_seconds: row.billable_seconds,
            approved_seconds: row.approved_seconds,
            billed_seconds: row.billed_seconds,
            written_off_seconds: row.written_off_seconds,
            unbilled_seconds: row.unbilled_seconds,
            unpriced_seconds: row.unpriced_seconds,
            uncosted_seconds: row.uncosted_seconds,
            amount: row.amount.map(amount),
            cost: row.cost.map(amount),
            hourly_rate: row.rate.map(amount),
            budget: row.budget.map(amount),
            left: row.left.map(amount),
            used_percent: row.used.map(Shown),
            weekly_seconds: row.weekly_seconds,
            date: row.date.map(Shown),
            unbilled_amount: row.unbilled_amount.map(amount),
            drafted_amount: row.drafted_amount.map(amount),
            recurring_amount: row.recurring_amount.map(amount),
            retainer_amount: row.retainer_amount.map(amount),
            due_amount: row.due_amount.map(amount),
        }
    }
}
