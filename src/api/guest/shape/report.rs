//! Reports.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

use super::invoice::TotalShape;
use super::sync::IdShape;
use super::{Word, stands_for};
use crate::domain::{CompanyId, Currency, CurrencyTotals};
use crate::query::{Group, Report, ReportKind, ReportRequest, ReportRow};

#[derive(Serialize, Deserialize)]
#[serde(remote = "ReportKind")]
enum ReportKindShape {
    Aging,
    Months,
    Fulfilled,
    Vat,
    Partners,
    Cash,
    Statuses,
    Companies,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Group")]
enum GroupShape {
    Overdue,
    NotDue,
    Late(i32, Option<i32>),
    Month(i16, i8),
    Week(i16, i8),
    Name(String),
    NoDate,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "ReportRequest")]
pub(super) struct ReportRequestShape {
    #[serde_as(as = "ReportKindShape")]
    kind: ReportKind,
    query: String,
    #[serde_as(as = "Vec<IdShape>")]
    companies: Vec<CompanyId>,
    limit: usize,
    #[serde_as(as = "DisplayFromStr")]
    today: Date,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "ReportRow")]
struct ReportRowShape {
    #[serde_as(as = "GroupShape")]
    group: Group,
    #[serde_as(as = "Word")]
    currency: Currency,
    tax_number: Option<String>,
    partner_id: Option<String>,
    #[serde_as(as = "TotalShape")]
    total: CurrencyTotals,
    #[serde_as(as = "TotalShape")]
    outstanding: CurrencyTotals,
    #[serde_as(as = "TotalShape")]
    overdue: CurrencyTotals,
    #[serde_as(as = "TotalShape")]
    credit: CurrencyTotals,
    oldest_overdue_days: Option<i32>,
    #[serde_as(as = "Option<DisplayFromStr>")]
    running: Option<Decimal>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Report")]
pub(super) struct TableShape {
    #[serde_as(as = "ReportKindShape")]
    kind: ReportKind,
    #[serde_as(as = "DisplayFromStr")]
    today: Date,
    invoices: u64,
    more: usize,
    #[serde_as(as = "Vec<ReportRowShape>")]
    rows: Vec<ReportRow>,
}

stands_for! {
    ReportKindShape: ReportKind, GroupShape: Group, ReportRequestShape: ReportRequest, ReportRowShape: ReportRow,
    TableShape: Report,
}
