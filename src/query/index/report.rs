//! Reports: one pass over what a query finds.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Index;
use super::answer::Matches;
use super::columns::{Columns, NO_DATE, pack, unpack};
use super::facts::Facts;
use super::partners::Partners;
use super::source::{AmountColumn, DateColumn};
use super::sums::add;
use crate::domain::{CompanyId, Currency, CurrencyTotals, Direction, RecordKey, RemoteId};
use crate::query::Names;
use crate::query::report::{Breakdown, Group, MONTHS, Report, ReportKind, ReportRequest, ReportRow, cut};
use crate::query::{QueryError, Request, Sort};

/// Key of a group, number of a currency, direction.
type Key = (i64, u32, Direction);

/// Sums of one group, currency and direction.
#[derive(Default)]
struct Sum {
    total: CurrencyTotals,
    outstanding: CurrencyTotals,
    overdue: CurrencyTotals,
    credit: CurrencyTotals,
    oldest: Option<i32>,
    breakdown: Option<Box<Breakdown>>,
}

impl Index {
    /// A report of what a query finds.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn report(&self, request: &ReportRequest, names: &Names) -> Result<Report, QueryError> {
        let matches = self.of_report(request, names)?;
        let today = pack(request.today);
        let (columns, mut groups, mut partners) = (&self.columns, Groups::new(request), Partners::default());
        let mut sums: HashMap<Key, Sum> = HashMap::new();
        let mut invoices = 0;
        let is_open = request.kind.is_of_outstanding();
        let wanted = if is_open { Facts::OUTSTANDING } else { Facts::COUNTS };
        let places = request.kind.has_breakdown().then(|| Places::new(request.today));
        for slot in matches.slots() {
            let facts = columns.facts(slot);
            let Some(class) = self.pools.classes.get(columns.class(slot)).filter(|_| facts.any(wanted)) else { continue };
            if request.kind.is_of_settled() && !settled(request.kind, columns, slot, facts) {
                continue;
            }
            let key = match request.kind {
                ReportKind::Statuses => i64::from(class.status),
                ReportKind::Partners => partners.group(self, slot),
                _ => groups.key(columns, slot),
            };
            let sum = sums.entry((key, class.currency, facts.direction())).or_default();
            if facts.any(Facts::CREDIT) {
                add(&mut sum.credit, columns, slot);
                if is_open {
                    continue;
                }
            } else if facts.any(Facts::OUTSTANDING) {
                add(&mut sum.outstanding, columns, slot);
            }
            invoices += 1;
            add(&mut sum.total, columns, slot);
            if columns.overdue(slot, today) {
                let due = columns.date(DateColumn::Due, slot);
                add(&mut sum.overdue, columns, slot);
                sum.oldest = Some(sum.oldest.map_or(due, |oldest| oldest.min(due)));
            }
            if let Some(places) = &places {
                places.add(sum.breakdown.get_or_insert_default(), columns, slot, facts);
            }
        }
        let row = |(key, sum): (Key, Sum)| {
            let row = self.report_row(request, names, key, sum);
            if request.kind != ReportKind::Partners {
                return row;
            }
            let (name, tax_number, partner_id) = partners.shown(self, u32::try_from(key.0).unwrap_or(u32::MAX));
            ReportRow { group: Group::Name(name), tax_number, partner_id, ..row }
        };
        let rows = sums.into_iter().map(row).collect();
        Ok(finish(request, invoices, rows))
    }

    /// The invoices that a report's query finds and that count in turnover, in the order of company and identifier: for reports that
    /// need more than rows have.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn counted(&self, request: &ReportRequest, names: &Names) -> Result<Vec<RecordKey>, QueryError> {
        let matches = self.of_report(request, names)?;
        let columns = &self.columns;
        let counts = |slot: &&u32| matches.has(**slot) && columns.facts(**slot as usize).any(Facts::COUNTS);
        let key = |slot: &u32| {
            let slot = *slot as usize;
            RecordKey::document(CompanyId(columns.company(slot)), RemoteId::new(columns.id(slot)))
        };
        Ok(self.by_key.iter().filter(counts).map(key).collect())
    }

    fn of_report(&self, request: &ReportRequest, names: &Names) -> Result<Matches, QueryError> {
        let question = Request {
            query: request.query.clone(),
            companies: request.companies.clone(),
            sort: Sort::default(),
            offset: 0,
            limit: 0,
            around: None,
            today: request.today,
        };
        Matches::new(self, &question, names, None, None)
    }

    fn report_row(&self, request: &ReportRequest, names: &Names, (key, currency, direction): Key, sum: Sum) -> ReportRow {
        let number = u32::try_from(key).unwrap_or(u32::MAX);
        let date = || i32::try_from(key).ok().and_then(unpack);
        let text = |text: Option<&str>| Group::Name(text.unwrap_or("").to_owned());
        let group = match request.kind {
            _ if key == NO_KEY => Group::NoDate,
            ReportKind::Aging => Group::late(i32::try_from(key).unwrap_or(i32::MAX)),
            ReportKind::Months | ReportKind::Fulfilled | ReportKind::Paid => {
                date().map_or(Group::NoDate, |day| Group::Month(day.year(), day.month()))
            }
            ReportKind::Days => date().map_or(Group::NoDate, |day| Group::Day(day.year(), day.month(), day.day())),
            ReportKind::Delay => Group::delay(i32::try_from(key).unwrap_or(i32::MAX)),
            ReportKind::Cash if key == OVERDUE => Group::Overdue,
            ReportKind::Cash => date().map_or(Group::NoDate, Group::week),
            // Told by the partners themselves, and by whole invoices.
            ReportKind::Partners | ReportKind::Vat => text(None),
            ReportKind::Statuses => text(self.pools.statuses.get(number)),
            ReportKind::Companies => text(names.get(&CompanyId(number)).map(String::as_str)),
        };
        let days = |due: i32| unpack(due).map(|due| (request.today - due).get_days());
        ReportRow {
            group,
            company: (request.kind == ReportKind::Companies).then_some(CompanyId(number)),
            tax_number: None,
            partner_id: None,
            direction,
            currency: Currency::new(self.pools.currencies.get(currency).unwrap_or("")),
            total: sum.total,
            outstanding: sum.outstanding,
            overdue: sum.overdue,
            credit: sum.credit,
            oldest_overdue_days: sum.oldest.and_then(days),
            running: None,
            breakdown: sum.breakdown,
        }
    }
}

/// True if a document was settled. A payment delay is that of a claim: no credit, and nothing that was cancelled or cancels.
fn settled(kind: ReportKind, columns: &Columns, slot: usize, facts: Facts) -> bool {
    let none = Facts::CANCELS.or(Facts::CANCELLED_BY).or(Facts::STRUCK);
    let claim = || !facts.any(none) && columns.amount(AmountColumn::Gross).get(slot).is_some_and(|gross| gross > Decimal::ZERO);
    columns.date(DateColumn::Paid, slot) != NO_DATE && !facts.any(Facts::OUTSTANDING) && (kind != ReportKind::Delay || claim())
}

/// Places of documents in a [`Breakdown`].
struct Places {
    today: Date,
    /// The number of the oldest month.
    first: i32,
}

impl Places {
    fn new(today: Date) -> Self {
        let month = i32::from(today.year()) * 12 + i32::from(today.month()) - 1;
        Self { today, first: month + 1 - i32::try_from(MONTHS).unwrap_or(0) }
    }

    fn add(&self, breakdown: &mut Breakdown, columns: &Columns, slot: usize, facts: Facts) {
        let issued = columns.date(DateColumn::Issued, slot);
        if issued != NO_DATE {
            let month = issued.div_euclid(512) * 12 + issued.rem_euclid(512) / 32 - 1;
            let place = usize::try_from(month - self.first).ok().and_then(|place| breakdown.months.get_mut(place));
            if let Some(sum) = place {
                sum.add(columns.amount(AmountColumn::Gross).get(slot).unwrap_or_default());
            }
        }
        if facts.any(Facts::OUTSTANDING) && !facts.any(Facts::CREDIT) {
            let late = unpack(columns.date(DateColumn::Due, slot)).map(|due| (self.today - due).get_days());
            let place = match late {
                Some(..=0) => 0,
                Some(1..=30) => 1,
                Some(31..=60) => 2,
                Some(61..=90) => 3,
                Some(_) => 4,
                None => 5,
            };
            if let Some(sum) = breakdown.ages.get_mut(place) {
                sum.add(columns.open(slot).decimal().unwrap_or_default());
            }
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
    /// Cache of dates.
    known: HashMap<i32, i64>,
}

impl Groups {
    fn new(request: &ReportRequest) -> Self {
        Self { kind: request.kind, today: request.today, known: HashMap::new() }
    }

    fn key(&mut self, columns: &Columns, slot: usize) -> i64 {
        let date = match self.kind {
            ReportKind::Companies => return i64::from(columns.company(slot)),
            ReportKind::Months | ReportKind::Days => columns.date(DateColumn::Issued, slot),
            ReportKind::Fulfilled => columns.counted_on(DateColumn::Fulfilled, slot),
            ReportKind::Paid => columns.date(DateColumn::Paid, slot),
            ReportKind::Delay => {
                let day = |column| unpack(columns.date(column, slot));
                let days = day(DateColumn::Due).zip(day(DateColumn::Paid)).map(|(due, paid)| (paid - due).get_days());
                return days.map_or(NO_KEY, |days| i64::from(first_day(days)));
            }
            _ => columns.date(DateColumn::Due, slot),
        };
        let (kind, today) = (self.kind, self.today);
        *self.known.entry(date).or_insert_with(|| of_date(kind, date, today))
    }
}

/// The first day of the group of a payment delay.
fn first_day(days: i32) -> i32 {
    match Group::delay(days) {
        Group::Delay(Some(from), _) => from,
        _ => -31,
    }
}

fn of_date(kind: ReportKind, date: i32, today: Date) -> i64 {
    let Some(day) = unpack(date).filter(|_| date != NO_DATE) else { return NO_KEY };
    let late = (today - day).get_days();
    match kind {
        // All days of a month become its first one.
        ReportKind::Months | ReportKind::Fulfilled | ReportKind::Paid => i64::from(date - date.rem_euclid(32) + 1),
        ReportKind::Days => i64::from(date),
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

/// Puts rows into their order, and keeps the first of each currency and direction.
fn finish(request: &ReportRequest, invoices: u64, mut rows: Vec<ReportRow>) -> Report {
    if request.kind == ReportKind::Partners {
        let apart = |row: &ReportRow| (row.tax_number.clone(), row.partner_id.clone());
        let owed = |row: &ReportRow| Reverse((row.outstanding.balance, row.overdue.balance, row.total.gross));
        rows.sort_by(|a, b| {
            let order = || a.group.order(&b.group).then_with(|| apart(a).cmp(&apart(b)));
            let kept_apart = a.currency.cmp(&b.currency).then(a.direction.cmp(&b.direction));
            kept_apart.then_with(|| owed(a).cmp(&owed(b))).then_with(order)
        });
    } else {
        rows.sort_by(|a, b| {
            a.group.order(&b.group).then_with(|| a.currency.cmp(&b.currency)).then(a.direction.cmp(&b.direction))
        });
    }
    if request.kind == ReportKind::Cash {
        let mut expected: HashMap<(Currency, Direction), Option<Decimal>> = HashMap::new();
        for row in &mut rows {
            let sum = expected.entry((row.currency.clone(), row.direction)).or_insert(Some(Decimal::ZERO));
            *sum = sum.and_then(|sum| sum.checked_add(row.total.balance));
            row.running = *sum;
        }
    }
    let more = cut(&mut rows, request.limit);
    Report { kind: request.kind, today: request.today, invoices, more, rows }
}
