//! Reports: one shape for all kinds, a row for each group and currency.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::incomplete::IncompleteJson;
use super::value::{Amount, Day, Shown, sum};
use crate::domain::{Currency, Doubt};
use crate::query::report::{Breakdown, Sum};
use crate::query::{Group, Report, ReportKind, ReportRow};

/// `faktura report KIND --format json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Report))]
pub struct ReportJson {
    /// `aging`, `months`, `vat`, `partners`, `cash`, `statuses`, `companies`, `days` or `delay`.
    pub report: &'static str,
    /// Of `months`: by which date, `issued`, `fulfilled` or `paid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<&'static str>,
    /// The day that decided what is overdue.
    pub today: Day,
    /// How many invoices are in it.
    pub invoices: u64,
    /// How many rows were left out for the limit.
    pub more: usize,
    /// Companies of which something is missing here; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub incomplete: Vec<IncompleteJson>,
    /// Its rows, in order.
    pub rows: Vec<ReportRowJson>,
}

/// A group in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ReportRow))]
#[expect(missing_docs, reason = "the names are the promise; ReportRow explains them")]
pub struct ReportRowJson {
    /// `not_due`, `1-30`, `31-60`, `61-90`, `over_90`; `early_over_30`, `early_8-30`, `early_1-7`, `on_day`, `1-7`, `8-14`, `15-30`;
    /// `2026-10`; `2026-W47`; `2026-11-21`; `overdue`; `no_date`; a rate; or a name.
    pub group: String,
    /// In `companies`: the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_id: Option<u32>,
    /// In `partners`: tax number as on the newest invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    /// In `partners`: the provider's identifier as on the newest invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<String>,
    pub currency: String,
    /// `issued` or `received`: whether the companies issued it.
    pub direction: &'static str,
    pub count: u64,
    pub net: Amount,
    pub vat: Amount,
    /// Gross totals of the documents, also where a part is paid.
    pub gross: Amount,
    /// What is left to pay, with its sign.
    pub balance: Amount,
    /// What is left to pay, without credit.
    pub outstanding: Amount,
    pub overdue: Amount,
    /// Negative amounts that are open: owed to buyers. They reduce neither `outstanding` nor `overdue`.
    pub credit: Amount,
    pub oldest_overdue_days: Option<i32>,
    /// In `cash`: all that is expected until then.
    pub running: Option<Amount>,
    /// In `companies` and `partners`: gross issued in each of the last twelve months, the current month last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub months: Vec<PartJson>,
    /// In `companies` and `partners`: outstanding by days late.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub aging: Vec<PartJson>,
    /// Only where a sum would have overflowed and lacks something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub overflow: bool,
}

/// A part of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ReportPart))]
pub struct PartJson {
    /// As the groups of `months` and `aging`.
    pub group: String,
    /// Its amount.
    pub amount: Amount,
}

impl PartJson {
    fn all<const N: usize>(groups: &[Group; N], sums: &[Sum; N], currency: &Currency) -> Vec<Self> {
        let one = |(group, part): (&Group, &Sum)| Self { group: group.to_string(), amount: sum(part.amount, currency) };
        groups.iter().zip(sums).map(one).collect()
    }
}

impl From<&Report> for ReportJson {
    fn from(report: &Report) -> Self {
        let by = match report.kind {
            ReportKind::Months => Some("issued"),
            ReportKind::Fulfilled => Some("fulfilled"),
            ReportKind::Paid => Some("paid"),
            _ => None,
        };
        Self {
            report: if by.is_some() { ReportKind::Months.as_str() } else { report.kind.as_str() },
            by,
            today: Shown(report.today),
            invoices: report.invoices,
            more: report.more,
            incomplete: Vec::new(),
            rows: report.rows.iter().map(|row| ReportRowJson::of(row, report.today)).collect(),
        }
    }
}

impl ReportJson {
    /// The same with the companies of which something is missing.
    #[must_use]
    pub fn lacking(mut self, doubts: &[Doubt]) -> Self {
        self.incomplete = doubts.iter().map(IncompleteJson::from).collect();
        self
    }
}

impl ReportRowJson {
    /// A row of the report of a day.
    #[must_use]
    pub fn of(row: &ReportRow, today: Date) -> Self {
        let (months, aging) = row.breakdown.as_ref().map_or_else(Default::default, |breakdown| {
            let months = PartJson::all(&Breakdown::months(today), &breakdown.months, &row.currency);
            (months, PartJson::all(&Breakdown::ages(), &breakdown.ages, &row.currency))
        });
        let amount = |amount: Decimal| sum(amount, &row.currency);
        Self {
            group: row.group.to_string(),
            company_id: row.company.map(|company| company.0),
            tax_number: row.tax_number.clone(),
            partner_id: row.partner_id.clone(),
            currency: row.currency.as_str().to_owned(),
            direction: row.direction.as_str(),
            count: row.total.count,
            net: amount(row.total.net),
            vat: amount(row.total.vat),
            gross: amount(row.total.gross),
            balance: amount(row.total.balance),
            outstanding: amount(row.outstanding.balance),
            overdue: amount(row.overdue.balance),
            credit: amount(row.credit.balance),
            oldest_overdue_days: row.oldest_overdue_days,
            running: row.running.map(amount),
            months,
            aging,
            overflow: [&row.total, &row.outstanding, &row.overdue, &row.credit].into_iter().any(|sum| sum.overflow)
                || row.breakdown.as_ref().is_some_and(|breakdown| breakdown.overflows()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CurrencyTotals;

    #[test]
    fn a_report_has_the_names_that_scripts_know() {
        let mut total = CurrencyTotals::default();
        let gross = "12345678901234567.89".parse().unwrap();
        total.add(Some("0.1".parse().unwrap()), None, gross, gross);
        let row = ReportRow {
            group: Group::late(31),
            currency: Currency::new("EUR"),
            direction: crate::domain::Direction::Issued,
            company: None,
            tax_number: Some("10773381-2-44".to_owned()),
            partner_id: None,
            total,
            outstanding: total,
            overdue: CurrencyTotals::default(),
            credit: CurrencyTotals::default(),
            oldest_overdue_days: Some(31),
            running: None,
            breakdown: None,
        };
        let today = jiff::civil::date(2026, 11, 21);
        let report = Report { kind: ReportKind::Aging, today, invoices: 1, more: 2, rows: vec![row] };
        assert_eq!(
            serde_json::to_string(&ReportJson::from(&report)).unwrap(),
            concat!(
                r#"{"report":"aging","today":"2026-11-21","invoices":1,"more":2,"rows":[{"group":"31-60","tax_number":"10773381-2-44","#,
                r#""currency":"EUR","direction":"issued","#,
                r#""count":1,"net":"0.10","vat":"0.00","gross":"12345678901234567.89","balance":"12345678901234567.89","#,
                r#""outstanding":"12345678901234567.89","overdue":"0.00","credit":"0.00","oldest_overdue_days":31,"running":null}]}"#
            )
        );
    }
}
