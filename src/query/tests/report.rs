//! Reports equal what one adds up by hand.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{TODAY, index, names, rows};
use crate::domain::{Currency, Direction, InvoiceRow, RecordKey};
use crate::query::report::{Group, Report, ReportKind, ReportRequest, ReportRow, Sum as Part};

fn report(rows: &[InvoiceRow], kind: ReportKind, limit: usize) -> Report {
    let request = ReportRequest { kind, query: String::new(), companies: Vec::new(), limit, today: TODAY };
    index(rows).report(&request, &names()).expect("no query")
}

/// Identity of a partner: tax number, else company and identifier, else name.
fn partner(row: &InvoiceRow) -> String {
    let tax = row.partner_tax_number.as_deref().and_then(|tax| crate::domain::numbers::taxpayer(tax, row.partner_country));
    let id = || row.partner_id.as_ref().map(|id| format!("{} {id}", row.company));
    let name = || format!("={}", crate::query::fold(&row.partner_name).trim());
    tax.or_else(id).unwrap_or_else(name)
}

/// The group of an invoice, from its row.
fn group(kind: ReportKind, row: &InvoiceRow) -> Group {
    let late = row.due.map(|due| (TODAY - due).get_days());
    match kind {
        ReportKind::Partners => Group::Name(partner(row)),
        ReportKind::Vat => Group::Name(String::new()),
        ReportKind::Statuses => Group::Name(row.status.as_str().to_owned()),
        ReportKind::Days => row.issued.map_or(Group::NoDate, |day| Group::Day(day.year(), day.month(), day.day())),
        ReportKind::Paid => row.paid.map_or(Group::NoDate, |day| Group::Month(day.year(), day.month())),
        ReportKind::Delay => row.due.zip(row.paid).map_or(Group::NoDate, |(due, paid)| Group::delay((paid - due).get_days())),
        ReportKind::Companies => Group::Name(names().get(&row.company).cloned().unwrap_or_default()),
        ReportKind::Fulfilled => row.fulfilled.or(row.issued).map_or(Group::NoDate, |day| Group::Month(day.year(), day.month())),
        ReportKind::Months => row.issued.map_or(Group::NoDate, |day| Group::Month(day.year(), day.month())),
        ReportKind::Aging => late.map_or(Group::NoDate, Group::late),
        ReportKind::Cash => match (row.due, late) {
            (_, Some(1..)) => Group::Overdue,
            (Some(due), _) => Group::week(due),
            (None, _) => Group::NoDate,
        },
    }
}

/// Count, gross and what is left of it, outstanding, overdue, credit, oldest.
type Sum = (u64, (Decimal, Decimal), Decimal, Decimal, Decimal, Option<i32>);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_report_is_what_one_adds_up_by_hand(rows in proptest::collection::vec(rows(), 0..40)) {
        let unique: BTreeMap<RecordKey, InvoiceRow> = rows.into_iter().map(|row| (row.key(), row)).collect();
        let rows: Vec<InvoiceRow> = super::pairs::paired(unique.into_values().collect());
        // Rates are in whole invoices alone.
        for kind in ReportKind::ALL.into_iter().filter(|kind| *kind != ReportKind::Vat) {
            let mut sums: BTreeMap<(Group, Currency, Direction), Sum> = BTreeMap::new();
            let settled = |row: &InvoiceRow| row.counts() && row.paid.is_some() && !row.outstanding();
            let claim = |row: &InvoiceRow| {
                row.gross > Decimal::ZERO && !row.cancels() && !row.is_struck() && !row.has_cancellation
            };
            let wanted = |row: &&InvoiceRow| match kind {
                ReportKind::Aging | ReportKind::Cash => row.outstanding(),
                ReportKind::Paid => settled(row),
                ReportKind::Delay => settled(row) && claim(row),
                _ => row.counts(),
            };
            for row in rows.iter().filter(wanted) {
                let sum = sums.entry((group(kind, row), row.currency.clone(), row.direction)).or_default();
                let (open, credit) = (row.open_amount(), row.is_credit());
                let told = !kind.is_of_outstanding() || !credit;
                sum.0 += u64::from(told);
                if told {
                    sum.1.0 += row.gross;
                    sum.1.1 += open;
                }
                sum.2 += open.max(Decimal::ZERO);
                sum.3 += if row.overdue(TODAY) { open } else { Decimal::ZERO };
                sum.4 += open.min(Decimal::ZERO);
                sum.5 = sum.5.max(row.days_overdue(TODAY));
            }
            let found = report(&rows, kind, 0);
            prop_assert_eq!(found.invoices, sums.values().map(|sum| sum.0).sum::<u64>());
            prop_assert_eq!(found.rows.len(), sums.len());
            let mut running: BTreeMap<(Currency, Direction), Decimal> = BTreeMap::new();
            for row in &found.rows {
                let told = (
                    row.total.count,
                    (row.total.gross, row.total.balance),
                    row.outstanding.balance,
                    row.overdue.balance,
                    row.credit.balance,
                    row.oldest_overdue_days,
                );
                if kind == ReportKind::Partners {
                    // Which name is the newest is asked for elsewhere: here, that each group has its sums.
                    let group = sums.iter().find(|((_, currency, side), sum)| (currency, *side) == (&row.currency, row.direction) && **sum == told);
                    prop_assert!(group.is_some(), "{:?} {:?} in {:?}", row, told, sums);
                } else {
                    let sum = &sums[&(row.group.clone(), row.currency.clone(), row.direction)];
                    prop_assert_eq!(&told, sum, "{:?} {:?}", kind, row.group);
                }
                let until = running.entry((row.currency.clone(), row.direction)).or_default();
                *until += row.total.balance;
                prop_assert_eq!(row.running, (kind == ReportKind::Cash).then_some(*until));
            }
            let first = report(&rows, kind, 1);
            prop_assert_eq!(first.rows.len() + first.more, found.rows.len());
            let currencies: std::collections::BTreeSet<_> = found.rows.iter().map(|row| (row.currency.clone(), row.direction)).collect();
            prop_assert_eq!(first.rows.len(), currencies.len());
        }
    }
}

/// The parts of the rows of a company in a currency.
fn parts(rows: &[InvoiceRow], of: &ReportRow) -> (Vec<Decimal>, Vec<Decimal>) {
    let mine = |row: &&InvoiceRow| {
        Some(row.company) == of.company && row.currency == of.currency && row.direction == of.direction && row.counts()
    };
    let sum = |group: &Group, kind: ReportKind, amount: &dyn Fn(&InvoiceRow) -> Decimal| {
        rows.iter().filter(mine).filter(|row| self::group(kind, row) == *group).map(amount).sum::<Decimal>()
    };
    let months = (2024..=2025).flat_map(|year| (1..=12).map(move |month| (year, month))).skip(11).take(12);
    let months = months.map(|(year, month)| Group::Month(year, month));
    let ages = [Group::NotDue, Group::late(1), Group::late(31), Group::late(61), Group::late(91), Group::NoDate];
    (
        months.map(|group| sum(&group, ReportKind::Months, &|row| row.gross)).collect(),
        ages.iter().map(|group| sum(group, ReportKind::Aging, &|row| row.open_amount().max(Decimal::ZERO))).collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_parts_of_a_row_are_what_one_adds_up_by_hand(rows in proptest::collection::vec(rows(), 0..60)) {
        let unique: BTreeMap<RecordKey, InvoiceRow> = rows.into_iter().map(|row| (row.key(), row)).collect();
        let rows: Vec<InvoiceRow> = super::pairs::paired(unique.into_values().collect());
        let (companies, partners) = (report(&rows, ReportKind::Companies, 0), report(&rows, ReportKind::Partners, 0));
        let amounts = |sums: &[Part]| sums.iter().map(|sum| sum.amount).collect::<Vec<_>>();
        let mut all: BTreeMap<Currency, (Decimal, Decimal)> = BTreeMap::new();
        for row in &companies.rows {
            let told = row.breakdown.as_ref().expect("a breakdown");
            let (months, ages) = parts(&rows, row);
            prop_assert_eq!((amounts(&told.months), amounts(&told.ages)), (months, ages));
            prop_assert_eq!(told.ages.iter().map(|sum| sum.amount).sum::<Decimal>(), row.outstanding.balance);
            let sum = all.entry(row.currency.clone()).or_default();
            sum.0 += told.months.iter().map(|sum| sum.amount).sum::<Decimal>();
            sum.1 += row.outstanding.balance;
        }
        let mut of_partners: BTreeMap<Currency, (Decimal, Decimal)> = BTreeMap::new();
        for row in &partners.rows {
            let told = row.breakdown.as_ref().expect("a breakdown");
            prop_assert_eq!(told.ages.iter().map(|sum| sum.amount).sum::<Decimal>(), row.outstanding.balance);
            let sum = of_partners.entry(row.currency.clone()).or_default();
            sum.0 += told.months.iter().map(|sum| sum.amount).sum::<Decimal>();
            sum.1 += row.outstanding.balance;
        }
        prop_assert_eq!(all, of_partners);
    }
}

#[test]
fn groups_have_the_words_that_scripts_know() {
    let words = [-3, 0, 1, 30, 31, 60, 61, 90, 91, 4000].map(|days| Group::late(days).to_string());
    assert_eq!(words, ["not_due", "not_due", "1-30", "1-30", "31-60", "31-60", "61-90", "61-90", "over_90", "over_90"]);
    assert_eq!(Group::Month(2026, 3).to_string(), "2026-03");
    let words = [-40, -31, -30, -8, -7, -1, 0, 1, 7, 8, 15, 31, 61, 91].map(|days| Group::delay(days).to_string());
    let expected =
        ["early_over_30", "early_over_30", "early_8-30", "early_8-30", "early_1-7", "early_1-7", "on_day", "1-7", "1-7"];
    assert_eq!(words[..9], expected);
    assert_eq!(words[9..], ["8-14", "15-30", "31-60", "61-90", "over_90"]);
    assert!(Group::delays().is_sorted(), "the earliest first");
    assert_eq!(Group::Day(2026, 3, 9).to_string(), "2026-03-09");
    // The first days of January belong to the last week of the year before.
    assert_eq!(Group::week(date(2027, 1, 3)).to_string(), "2026-W53");
    assert!(
        Group::Overdue < Group::Week(1, 1)
            && Group::Week(2026, 53) < Group::Week(2027, 1)
            && Group::Week(9999, 52) < Group::NoDate
    );
    assert!(Group::NotDue < Group::late(1) && Group::late(31) < Group::late(91) && Group::late(91) < Group::NoDate);
}
