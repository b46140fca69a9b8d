//! Reports equal what one adds up by hand.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{TODAY, index, names, rows};
use crate::domain::{Currency, Direction, InvoiceRow, RecordKey};
use crate::query::report::{Group, Report, ReportKind, ReportRequest};

fn report(rows: &[InvoiceRow], kind: ReportKind, limit: usize) -> Report {
    let request = ReportRequest { kind, query: String::new(), companies: Vec::new(), limit, today: TODAY };
    index(rows).report(&request, &names()).expect("no query")
}

/// Identity of a partner: tax number, else company and identifier, else name.
fn partner(row: &InvoiceRow) -> String {
    let tax = row.partner_tax_number.as_deref().and_then(crate::domain::numbers::taxpayer);
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
        ReportKind::Companies => Group::Name(names().get(&row.company).cloned().unwrap_or_default()),
        ReportKind::Fulfilled => row.fulfilled.map_or(Group::NoDate, |day| Group::Month(day.year(), day.month())),
        ReportKind::Months => row.issued.map_or(Group::NoDate, |day| Group::Month(day.year(), day.month())),
        ReportKind::Aging => late.map_or(Group::NoDate, Group::late),
        ReportKind::Cash => match (row.due, late) {
            (_, Some(1..)) => Group::Overdue,
            (Some(due), _) => Group::week(due),
            (None, _) => Group::NoDate,
        },
    }
}

/// Count, gross, outstanding, overdue, credit, oldest.
type Sum = (u64, Decimal, Decimal, Decimal, Decimal, Option<i32>);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_report_is_what_one_adds_up_by_hand(rows in proptest::collection::vec(rows(), 0..40)) {
        let unique: BTreeMap<RecordKey, InvoiceRow> = rows.into_iter().map(|row| (row.key(), row)).collect();
        let rows: Vec<InvoiceRow> = super::pairs::paired(unique.into_values().collect());
        // Rates are in whole invoices alone.
        for kind in ReportKind::ALL.into_iter().filter(|kind| *kind != ReportKind::Vat) {
            let mut sums: BTreeMap<(Group, Currency, Direction), Sum> = BTreeMap::new();
            let wanted = |row: &&InvoiceRow| if kind.is_of_outstanding() { row.outstanding() } else { row.counts() };
            for row in rows.iter().filter(wanted) {
                let sum = sums.entry((group(kind, row), row.currency.clone(), row.direction)).or_default();
                let (open, credit) = (row.open_amount(), row.is_credit());
                let told = !kind.is_of_outstanding() || !credit;
                sum.0 += u64::from(told);
                sum.1 += if !told { Decimal::ZERO } else if kind.is_of_outstanding() { open } else { row.gross };
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
                    row.total.gross,
                    row.outstanding.gross,
                    row.overdue.gross,
                    row.credit.gross,
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
                *until += row.total.gross;
                prop_assert_eq!(row.running, (kind == ReportKind::Cash).then_some(*until));
            }
            let first = report(&rows, kind, 1);
            prop_assert_eq!(first.rows.len() + first.more, found.rows.len());
            let currencies: std::collections::BTreeSet<_> = found.rows.iter().map(|row| (row.currency.clone(), row.direction)).collect();
            prop_assert_eq!(first.rows.len(), currencies.len());
        }
    }
}

#[test]
fn groups_have_the_words_that_scripts_know() {
    let words = [-3, 0, 1, 30, 31, 60, 61, 90, 91, 4000].map(|days| Group::late(days).to_string());
    assert_eq!(words, ["not_due", "not_due", "1-30", "1-30", "31-60", "31-60", "61-90", "61-90", "over_90", "over_90"]);
    assert_eq!(Group::Month(2026, 3).to_string(), "2026-03");
    // The first days of January belong to the last week of the year before.
    assert_eq!(Group::week(date(2027, 1, 3)).to_string(), "2026-W53");
    assert!(
        Group::Overdue < Group::Week(1, 1)
            && Group::Week(2026, 53) < Group::Week(2027, 1)
            && Group::Week(9999, 52) < Group::NoDate
    );
    assert!(Group::NotDue < Group::late(1) && Group::late(31) < Group::late(91) && Group::late(91) < Group::NoDate);
}
