//! Reports: one pass over what a query finds.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::answer::Matches;
use super::columns::{AmountColumn, Columns, DateColumn, Facts, NO_DATE, pack, unpack};
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
        let matches = Matches::new(self, &question, names, None, None)?;
        let claims = self.pools.kinds.each(|kind| DocumentType::from(kind).is_claim());
        let claims = self.pools.classes.test(|class| claims.get(class.kind as usize).copied().unwrap_or(false));
        let today = pack(request.today);
        let (columns, mut groups) = (&self.columns, Groups::new(request));
        let mut sums: HashMap<(i64, u32), Sum> = HashMap::new();
        let mut invoices = 0;
        for slot in matches.slots() {
            let number = columns.class(slot);
            let Some(class) = self.pools.classes.get(number) else { continue };
            let facts = columns.facts(slot);
            let claim = claims.get(number as usize).copied().unwrap_or(false);
            let stands = claim && !facts.any(Facts::CANCELLED) && !facts.any(Facts::VANISHED);
            let outstanding = facts.any(Facts::OUTSTANDING);
            if !stands || (request.kind.is_of_outstanding() && !outstanding) {
                continue;
            }
            invoices += 1;
            let key = match request.kind {
                ReportKind::Statuses => i64::from(class.status),
                ReportKind::Partners => {
                    self.pools.partners.get(columns.partner(slot)).map_or(NO_KEY, |partner| i64::from(partner.name))
                }
                _ => groups.key(columns, slot),
            };
            let amount = |column: AmountColumn| columns.amount(column).get(slot);
            let gross = amount(AmountColumn::Gross).unwrap_or_default();
            let (net, vat) = (amount(AmountColumn::Net), amount(AmountColumn::Vat));
            let sum = sums.entry((key, class.currency)).or_default();
            sum.total.add(net, vat, gross);
            if outstanding {
                sum.outstanding.add(net, vat, gross);
            }
            if columns.overdue(slot, today) {
                let due = columns.date(DateColumn::Due, slot);
                sum.overdue.add(net, vat, gross);
                sum.oldest = Some(sum.oldest.map_or(due, |oldest| oldest.min(due)));
            }
        }
        let rows =
            sums.into_iter().map(|((key, currency), sum)| self.report_row(request, names, (key, currency), &sum)).collect();
        Ok(finish(request, invoices, rows))
    }

    fn report_row(&self, request: &ReportRequest, names: &Names, (key, currency): (i64, u32), sum: &Sum) -> ReportRow {
        let number = u32::try_from(key).unwrap_or(u32::MAX);
        let date = || i32::try_from(key).ok().and_then(unpack);
        let text = |text: Option<&str>| Group::Name(text.unwrap_or("").to_owned());
        let group = match request.kind {
            _ if key == NO_KEY => Group::NoDate,
            ReportKind::Aging => Group::late(i32::try_from(key).unwrap_or(i32::MAX)),
            ReportKind::Months => date().map_or(Group::NoDate, |day| Group::Month(day.year(), day.month())),
            ReportKind::Cash if key == OVERDUE => Group::Overdue,
            ReportKind::Cash => date().map_or(Group::NoDate, Group::week),
            ReportKind::Partners => text(self.pools.names.get(number)),
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

/// Numbers for the groups of invoices: cheap to make for each, and made into a group once.
struct Groups {
    kind: ReportKind,
    today: Date,
    /// What was made of dates before.
    known: HashMap<i32, i64>,
}

impl Groups {
    fn new(request: &ReportRequest) -> Self {
        Self { kind: request.kind, today: request.today, known: HashMap::new() }
    }

    fn key(&mut self, columns: &Columns, slot: usize) -> i64 {
        let date = match self.kind {
            ReportKind::Companies => return i64::from(columns.company(slot)),
            ReportKind::Months => columns.date(DateColumn::Issued, slot),
            _ => columns.date(DateColumn::Due, slot),
        };
        let (kind, today) = (self.kind, self.today);
        *self.known.entry(date).or_insert_with(|| of_date(kind, date, today))
    }
}

fn of_date(kind: ReportKind, date: i32, today: Date) -> i64 {
    let Some(day) = unpack(date).filter(|_| date != NO_DATE) else { return NO_KEY };
    let late = (today - day).get_days();
    match kind {
        // All days of a month become its first one.
        ReportKind::Months => i64::from(date - date.rem_euclid(32) + 1),
        ReportKind::Aging => match Group::late(late) {
            Group::Late(from, _) => i64::from(from),
            _ => 0,
        },
        _ if late > 0 => OVERDUE,
        _ => {
            // All days of a week become its first one.
            let monday = day.iso_week_date().first_of_week().map_or(day, jiff::civil::ISOWeekDate::date);
            i64::from(pack(monday))
        }
    }
}

/// Puts rows into their order, and keeps the first of each currency.
fn finish(request: &ReportRequest, invoices: u64, mut rows: Vec<ReportRow>) -> Report {
    if request.kind == ReportKind::Partners {
        let owed = |row: &ReportRow| Reverse((row.overdue.gross, row.outstanding.gross, row.total.gross));
        rows.sort_by(|a, b| {
            a.currency.cmp(&b.currency).then_with(|| owed(a).cmp(&owed(b))).then_with(|| a.group.order(&b.group))
        });
    } else {
        rows.sort_by(|a, b| a.group.order(&b.group).then_with(|| a.currency.cmp(&b.currency)));
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
