//! Reports: one pass over what a query finds.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::answer::Matches;
use super::record::{Flags, NO_DATE, Record, pack, unpack};
use super::{Index, Names};
use crate::domain::{CompanyId, Currency, CurrencyTotals, DocumentType};
use crate::query::report::{Group, Report, ReportKind, ReportRequest, ReportRow};
use crate::query::{QueryError, Request, Sort};

/// What is added up for one group and currency.
#[derive(Default)]
struct Sum {
    total: CurrencyTotals,
    outstanding: CurrencyTotals,
    overdue: CurrencyTotals,
    oldest: Option<i32>,
}

impl Index {
    /// A report of what a query finds.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn report(&self, request: &ReportRequest, names: &Names) -> Result<Report, QueryError> {
        let question = Request {
            query: request.query.clone(),
            companies: request.companies.clone(),
            sort: Sort::default(),
            offset: 0,
            limit: 0,
            around: None,
            today: request.today,
        };
        let matches = Matches::new(self, &question, names, None)?;
        let claims = self.pools.kinds.each(|kind| DocumentType::from(kind).is_claim());
        let today = pack(request.today);
        let mut sums: HashMap<(i64, u32), Sum> = HashMap::new();
        let mut invoices = 0;
        for (slot, record) in (0_u32..).zip(&self.records) {
            let claim = claims.get(record.kind as usize).copied().unwrap_or(false);
            let stands = claim && !record.flags.has(Flags::CANCELLED) && !record.flags.has(Flags::VANISHED);
            let outstanding = record.flags.has(Flags::OUTSTANDING);
            if !stands || (request.kind.is_of_outstanding() && !outstanding) || !matches.has(slot) {
                continue;
            }
            invoices += 1;
            let sum = sums.entry((key(request.kind, record, request.today), record.currency)).or_default();
            sum.total.add(record.net(), record.vat(), record.gross);
            if outstanding {
                sum.outstanding.add(record.net(), record.vat(), record.gross);
            }
            if record.overdue(today) {
                sum.overdue.add(record.net(), record.vat(), record.gross);
                sum.oldest = Some(sum.oldest.map_or(record.due, |oldest| oldest.min(record.due)));
            }
        }
        let rows = sums.into_iter().map(|((key, currency), sum)| self.row(request, names, (key, currency), &sum)).collect();
        Ok(finish(request, invoices, rows))
    }

    fn row(&self, request: &ReportRequest, names: &Names, (key, currency): (i64, u32), sum: &Sum) -> ReportRow {
        let number = u32::try_from(key).unwrap_or(u32::MAX);
        let date = || i32::try_from(key).ok().and_then(unpack);
        let text = |text: Option<&str>| Group::Name(text.unwrap_or("").to_owned());
        let group = match request.kind {
            _ if key == NO_KEY => Group::NoDate,
            ReportKind::Aging => Group::late(i32::try_from(key).unwrap_or(i32::MAX)),
            ReportKind::Months => date().map_or(Group::NoDate, |day| Group::Month(day.year(), day.month())),
            ReportKind::Cash if key == OVERDUE => Group::Overdue,
            ReportKind::Cash => date().map_or(Group::NoDate, Group::week),
            ReportKind::Partners => text(self.pools.partners.get(number)),
            ReportKind::Statuses => text(self.pools.statuses.get(number)),
            ReportKind::Companies => text(names.get(&CompanyId(number)).map(String::as_str)),
        };
        let days = |due: i32| unpack(due).map(|due| (request.today - due).get_days());
        ReportRow {
            group,
            currency: Currency::new(self.pools.currencies.get(currency).unwrap_or("")),
            total: sum.total,
            outstanding: sum.outstanding,
            overdue: sum.overdue,
            oldest_overdue_days: sum.oldest.and_then(days),
            running: None,
        }
    }
}

/// The key of what has no date.
const NO_KEY: i64 = i64::MAX;
/// The key of what is overdue, in a forecast.
const OVERDUE: i64 = i64::MIN;

/// A number for the group of an invoice: cheap to make for each, and made into a group once.
fn key(kind: ReportKind, record: &Record, today: Date) -> i64 {
    let late = || Some((today - record.due_date()?).get_days());
    match kind {
        ReportKind::Partners => i64::from(record.partner),
        ReportKind::Statuses => i64::from(record.status),
        ReportKind::Companies => i64::from(record.company),
        // All days of a month become its first one.
        ReportKind::Months if record.issued == NO_DATE => NO_KEY,
        ReportKind::Months => i64::from(record.issued - record.issued.rem_euclid(32) + 1),
        ReportKind::Aging => late().map_or(NO_KEY, |days| match Group::late(days) {
            Group::Late(from, _) => i64::from(from),
            _ => 0,
        }),
        ReportKind::Cash => match (record.due_date(), late()) {
            (_, Some(days)) if days > 0 => OVERDUE,
            // All days of a week become its first one.
            (Some(due), _) => {
                let monday = due.iso_week_date().first_of_week().map_or(due, jiff::civil::ISOWeekDate::date);
                i64::from(pack(monday))
            }
            (None, _) => NO_KEY,
        },
    }
}

/// Puts rows into their order, and keeps the first of each currency.
fn finish(request: &ReportRequest, invoices: u64, mut rows: Vec<ReportRow>) -> Report {
    if request.kind == ReportKind::Partners {
        let owed = |row: &ReportRow| Reverse((row.overdue.gross, row.outstanding.gross, row.total.gross));
        rows.sort_by(|a, b| a.currency.cmp(&b.currency).then_with(|| owed(a).cmp(&owed(b))).then_with(|| a.group.cmp(&b.group)));
    } else {
        rows.sort_by(|a, b| (&a.group, &a.currency).cmp(&(&b.group, &b.currency)));
    }
    if request.kind == ReportKind::Cash {
        let mut expected: HashMap<Currency, Option<Decimal>> = HashMap::new();
        for row in &mut rows {
            let sum = expected.entry(row.currency.clone()).or_insert(Some(Decimal::ZERO));
            *sum = sum.and_then(|sum| sum.checked_add(row.total.gross));
            row.running = *sum;
        }
    }
    let all = rows.len();
    if request.limit > 0 {
        let mut kept: HashMap<Currency, usize> = HashMap::new();
        rows.retain(|row| {
            let count = kept.entry(row.currency.clone()).or_default();
            *count += 1;
            *count <= request.limit
        });
    }
    Report { kind: request.kind, today: request.today, invoices, more: all - rows.len(), rows }
}
