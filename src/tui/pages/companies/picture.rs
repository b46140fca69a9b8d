//! Pictures of the page of companies: what each is owed by age, and what the one under the cursor issued by month.

use crate::domain::{CompanyId, Currency, Direction};
use crate::query::report::Breakdown;
use crate::query::{Report, ReportRow};
use crate::tui::picture::{Chart, Columns, Panel, Picture, Series, Stack, Unit};
use crate::tui::shared::Shared;

/// The months of the company under the cursor, and the ages of all companies in the same currency.
pub(super) fn of(cx: &Shared, report: &Report, company: Option<CompanyId>) -> Picture {
    let issued = |row: &&ReportRow| row.direction == Direction::Issued;
    // The currency of most documents: of the company, else of all.
    let own = report.rows.iter().filter(issued).filter(|row| row.company == company).max_by_key(|row| row.total.count);
    let Some(first) = own.or_else(|| report.rows.iter().filter(issued).max_by_key(|row| row.total.count)) else {
        return Picture::default();
    };
    let unit = || Unit::Money(first.currency.clone());
    let mut owed: Vec<&ReportRow> = report
        .rows
        .iter()
        .filter(issued)
        .filter(|row| row.currency == first.currency && !row.outstanding.balance.is_zero())
        .collect();
    owed.sort_by_key(|row| std::cmp::Reverse(row.outstanding.balance));
    let bar = |row: &&ReportRow| {
        let parts = row.breakdown.as_ref()?;
        Some((row.group.to_string(), parts.ages.iter().map(|sum| sum.amount).collect()))
    };
    let rows = owed.iter().filter_map(bar).collect();
    let about = cx.locale.side(&first.currency, first.direction);
    let mut panels =
        vec![Panel { title: "tui-picture-aging", about: about.clone(), chart: Chart::Stack(Stack { unit: unit(), rows }) }];
    if let Some(parts) = own.and_then(|row| row.breakdown.as_ref()) {
        let labels = Breakdown::months(report.today).iter().map(ToString::to_string).collect();
        let series = vec![Series::new("tui-picture-series-issued", parts.months.iter().map(|sum| sum.amount).collect())];
        let chart = Chart::Columns(Columns { unit: unit(), labels, series, first: false, told: true });
        panels.push(Panel { title: "tui-picture-issued", about: first.group.to_string(), chart });
    }
    Picture { panels }
}

/// The row of a company in a currency.
pub(super) fn row_of<'a>(report: &'a Report, company: CompanyId, currency: &Currency) -> Option<&'a ReportRow> {
    report.rows.iter().find(|row| row.company == Some(company) && row.currency == *currency && row.direction == Direction::Issued)
}
