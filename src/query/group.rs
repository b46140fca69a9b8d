//! Rows grouped by a column: how many, and their sums per currency.
//!
//! For: lists of every kind. Uses: tables of columns. Never: the store.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::complete::quoted;
use super::schema::{Cell, Column, Context, Kind, Schema};
use crate::domain::{
    Currency, CurrencyTotals, DirectedTotals, Direction, EntryRow, EntryTotals, InvoiceRow, PaymentRow, PaymentTotals, as_text,
};

/// The name of a column of time, in seconds.
const SECONDS: &str = "seconds";

/// Most groups of an answer; rows of further ones are counted as left out.
pub const MOST: usize = 10_000;

/// A sum of one currency and side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSum {
    /// Currency.
    pub currency: Currency,
    /// Side, of kinds that have two.
    pub direction: Option<Direction>,
    /// Rows that are summed.
    pub count: u64,
    /// They are no turnover.
    pub uncounted: bool,
    /// An amount did not fit and is missing.
    pub overflow: bool,
    /// Sums by their names.
    pub amounts: Vec<GroupAmount>,
}

/// A sum with its name, such as `gross`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupAmount {
    /// Its name.
    pub name: String,
    /// The sum.
    #[serde(with = "as_text")]
    pub amount: Decimal,
}

/// Rows that have the same value in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// The value; a date stands for its month. `None` for rows without one.
    pub value: Option<String>,
    /// Rows.
    pub rows: u64,
    /// Seconds of its rows, of lists that have a column of time.
    pub seconds: Option<i64>,
    /// Sums of the rows that count.
    pub sums: Vec<GroupSum>,
}

/// Groups, the largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grouped {
    /// The groups.
    pub groups: Vec<GroupRow>,
    /// Rows of groups beyond [`MOST`].
    pub left_out: u64,
}

/// Totals of rows that can be told as sums.
pub trait Summing<R>: Default {
    /// Adds a row, if it counts.
    fn take(&mut self, row: &R);
    /// The sums, the largest count first.
    fn sums(self) -> Vec<GroupSum>;
}

/// What groups are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Number of rows, the largest first.
    #[default]
    Rows,
    /// The value.
    Value,
    /// The first sum, the largest first; different currencies are never compared.
    Sum,
    /// Time, the longest first, of lists that have a column of it.
    Time,
}

impl Order {
    /// Every order with its name.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Rows, "rows"), (Self::Value, "value"), (Self::Sum, "sum"), (Self::Time, "time")];

    /// Puts groups in this order, or turned round.
    pub fn arrange(self, groups: &mut [GroupRow], reversed: bool) {
        let first = |row: &GroupRow| row.sums.first().and_then(|sum| Some((sum.currency.clone(), sum.amounts.first()?.amount)));
        groups.sort_by(|a, b| {
            let value = || {
                let key = |row: &GroupRow| row.value.as_deref().map(super::collate::key);
                a.value.is_none().cmp(&b.value.is_none()).then_with(|| key(a).cmp(&key(b)))
            };
            let found = match self {
                Self::Rows => b.rows.cmp(&a.rows),
                Self::Value => value(),
                Self::Sum => match (first(a), first(b)) {
                    (Some((of_a, a)), Some((of_b, b))) => of_a.cmp(&of_b).then(b.cmp(&a)),
                    (a, b) => a.is_none().cmp(&b.is_none()),
                },
                Self::Time => b.seconds.cmp(&a.seconds),
            };
            if reversed { found.reverse() } else { found }.then_with(value)
        });
    }
}

/// The sums of groups together, the one of most rows first. Currencies and sides are never added up. As in a list, documents outside
/// turnover are told only where there are no others: a group that has others does not tell them.
#[must_use]
pub fn together(groups: &[GroupRow]) -> Vec<GroupSum> {
    let mut all: Vec<GroupSum> = Vec::new();
    let sums = || groups.iter().flat_map(|row| &row.sums);
    let counted = sums().any(|sum| !sum.uncounted);
    for sum in sums().filter(|sum| !(counted && sum.uncounted)) {
        let of = |one: &GroupSum| (one.currency.clone(), one.direction, one.uncounted);
        let Some(known) = all.iter_mut().find(|known| of(known) == of(sum)) else {
            all.push(sum.clone());
            continue;
        };
        known.count = known.count.saturating_add(sum.count);
        known.overflow |= sum.overflow;
        for amount in &sum.amounts {
            match known.amounts.iter_mut().find(|one| one.name == amount.name) {
                Some(one) => match one.amount.checked_add(amount.amount) {
                    Some(total) => one.amount = total,
                    None => known.overflow = true,
                },
                None => known.amounts.push(amount.clone()),
            }
        }
    }
    in_order(all)
}

/// Whether rows can be grouped by a column: it has words, days or texts, and a query can ask for one.
#[must_use]
pub fn is_groupable<F: Schema>(column: &Column<F>) -> bool {
    let kind = matches!(column.kind, Kind::Text | Kind::Choice | Kind::Date | Kind::Instant | Kind::Flag);
    kind && column.keyword.is_some() && column.cell.is_some() && column.name != "has"
}

/// The value that a cell is grouped by.
#[expect(clippy::needless_pass_by_value, reason = "a cell is made for it")]
fn value(cell: Cell<'_>, zone: &jiff::tz::TimeZone) -> Option<String> {
    match cell {
        Cell::Text(text) | Cell::Parts(_, text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Cell::Date(date) => Some(date.strftime("%Y-%m").to_string()),
        Cell::Instant(at) => Some(at.to_zoned(zone.clone()).strftime("%Y-%m").to_string()),
        Cell::Flag(flag) => Some(flag.to_string()),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Words(_) | Cell::Amount(..) | Cell::Amounts(_) | Cell::Empty => None,
    }
}

/// The query that finds the rows of a group within what `query` finds; `None` where the language cannot say it.
#[must_use]
pub fn drill<F: Schema>(by: F, group: Option<&str>, query: &str) -> Option<String> {
    let column = by.column();
    let value = group?;
    let sign = if matches!(column.kind, Kind::Text) { '=' } else { ':' };
    let term = format!("{}{sign}{}", column.word(), quoted(value));
    let query = query.trim();
    Some(if query.is_empty() { term } else { format!("({query}) {term}") })
}

/// Rows that are grouped as they pass by.
#[derive(Debug)]
pub struct Grouping<F: Schema, T> {
    by: F,
    groups: BTreeMap<Option<String>, (u64, T)>,
    left_out: u64,
}

impl<F: Schema, T: Summing<F::Row>> Grouping<F, T> {
    /// No rows yet.
    pub const fn new(by: F) -> Self {
        Self { by, groups: BTreeMap::new(), left_out: 0 }
    }

    /// Adds a row.
    pub fn add(&mut self, row: &F::Row, context: &Context<'_>, zone: &jiff::tz::TimeZone) {
        let value = value(self.by.column().cell(row, context), zone);
        if self.groups.len() >= MOST && !self.groups.contains_key(&value) {
            self.left_out += 1;
            return;
        }
        let (rows, totals) = self.groups.entry(value).or_default();
        *rows += 1;
        totals.take(row);
    }

    /// The groups, the largest first.
    pub fn finish(self) -> Grouped {
        let group =
            |(value, (rows, totals)): (Option<String>, (u64, T))| GroupRow { value, rows, seconds: None, sums: totals.sums() };
        let mut groups: Vec<GroupRow> = self.groups.into_iter().map(group).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.rows));
        Grouped { groups, left_out: self.left_out }
    }
}

fn amount(name: &str, amount: Decimal) -> GroupAmount {
    GroupAmount { name: name.to_owned(), amount }
}

fn in_order(mut sums: Vec<GroupSum>) -> Vec<GroupSum> {
    for sum in &mut sums {
        for part in &mut sum.amounts {
            part.amount = sum.currency.sum(part.amount);
        }
    }
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.count));
    sums
}

/// Turnover of documents. Documents outside turnover are summed apart and told only where a group has no others.
#[derive(Debug, Default)]
pub struct Turnover {
    counted: DirectedTotals,
    aside: DirectedTotals,
}

impl Summing<InvoiceRow> for Turnover {
    fn take(&mut self, row: &InvoiceRow) {
        let side = if row.counts() { &mut self.counted } else { &mut self.aside };
        let sum: &mut CurrencyTotals = side.entry(row.total_key()).or_default();
        sum.add(row.net, row.vat, row.gross, row.open_amount());
    }

    fn sums(self) -> Vec<GroupSum> {
        let uncounted = self.counted.is_empty();
        let of = if uncounted { self.aside } else { self.counted };
        let one = |((currency, direction), sum): ((Currency, Direction), CurrencyTotals)| GroupSum {
            currency,
            direction: Some(direction),
            count: sum.count,
            uncounted,
            overflow: sum.overflow,
            amounts: vec![
                amount("gross", sum.gross),
                amount("net", sum.net),
                amount("vat", sum.vat),
                amount("balance", sum.balance),
            ],
        };
        in_order(of.into_iter().map(one).collect())
    }
}

impl Summing<PaymentRow> for PaymentTotals {
    fn take(&mut self, row: &PaymentRow) {
        self.add(row);
    }

    fn sums(self) -> Vec<GroupSum> {
        let one = |((currency, direction), sum): ((Currency, Direction), crate::domain::PaymentTotal)| GroupSum {
            currency,
            direction: Some(direction),
            count: sum.count,
            uncounted: false,
            overflow: sum.overflow,
            amounts: vec![amount("amount", sum.amount), amount("unapplied", sum.unapplied)],
        };
        in_order(self.0.into_iter().map(one).collect())
    }
}

impl Summing<EntryRow> for EntryTotals {
    fn take(&mut self, row: &EntryRow) {
        self.add(row);
    }

    fn sums(self) -> Vec<GroupSum> {
        let one = |(currency, sum): (Currency, crate::domain::EntryTotal)| GroupSum {
            currency,
            direction: None,
            count: sum.count,
            uncounted: false,
            overflow: sum.overflow || sum.incoming.checked_add(sum.outgoing).is_none(),
            amounts: vec![
                amount("amount", sum.incoming.checked_add(sum.outgoing).unwrap_or_default()),
                amount("incoming", sum.incoming),
                amount("outgoing", sum.outgoing),
            ],
        };
        in_order(self.0.into_iter().map(one).collect())
    }
}

/// Rows that have no sum: what contacts of one partner owe must not be added.
#[derive(Debug, Default)]
pub struct Counted;

impl<R> Summing<R> for Counted {
    fn take(&mut self, _: &R) {}

    fn sums(self) -> Vec<GroupSum> {
        Vec::new()
    }
}

/// Sums of the amounts of any table, per currency.
#[derive(Debug, Default)]
pub struct Amounts {
    sums: BTreeMap<Currency, GroupSum>,
}

impl Amounts {
    /// Adds the amounts of a row.
    pub fn add<F: Schema>(&mut self, row: &F::Row, context: &Context<'_>) {
        // A row counts once in each currency that it has an amount of.
        let mut counted: Vec<Currency> = Vec::new();
        for column in F::COLUMNS.iter().filter(|column| column.is_summed()) {
            let Cell::Amount(value, currency) = column.cell(row, context) else { continue };
            let sum = self.sums.entry(currency.clone()).or_insert_with(|| GroupSum {
                currency: currency.clone(),
                direction: None,
                count: 0,
                uncounted: false,
                overflow: false,
                amounts: Vec::new(),
            });
            if !counted.contains(currency) {
                counted.push(currency.clone());
                sum.count += 1;
            }
            match sum.amounts.iter_mut().find(|known| known.name == column.name) {
                Some(known) => match known.amount.checked_add(value) {
                    Some(amount) => known.amount = amount,
                    None => sum.overflow = true,
                },
                None => sum.amounts.push(amount(column.name, value)),
            }
        }
    }

    /// The sums, the largest count first.
    #[must_use]
    pub fn sums(self) -> Vec<GroupSum> {
        in_order(self.sums.into_values().collect())
    }
}

/// Groups rows of any table that are all at hand.
#[must_use]
pub fn of_rows<'r, F: Schema>(
    by: F,
    rows: impl Iterator<Item = (&'r F::Row, Context<'r>)>,
    zone: &jiff::tz::TimeZone,
) -> Grouped {
    let time = F::COLUMNS.iter().find(|column| column.name == SECONDS && column.kind == Kind::Count);
    let mut groups: BTreeMap<Option<String>, (u64, i64, Amounts)> = BTreeMap::new();
    for (row, context) in rows {
        let (count, seconds, amounts) = groups.entry(value(by.column().cell(row, &context), zone)).or_default();
        *count += 1;
        if let Some(Cell::Number(worked)) = time.map(|column| column.cell(row, &context)) {
            *seconds = seconds.saturating_add(worked);
        }
        amounts.add::<F>(row, &context);
    }
    let group = |(value, (rows, seconds, amounts)): (Option<String>, (u64, i64, Amounts))| GroupRow {
        value,
        rows,
        seconds: time.map(|_| seconds),
        sums: amounts.sums(),
    };
    let mut groups: Vec<GroupRow> = groups.into_iter().map(group).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.rows));
    Grouped { groups, left_out: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Field, rows::RowQuery};

    #[test]
    fn each_currency_of_a_group_counts_its_own_rows() {
        use crate::query::tests::row;

        let eur = |id: &str, net| InvoiceRow { currency: Currency::new("EUR"), net, ..row(1, id) };
        let rows = [row(1, "1"), row(1, "2"), row(1, "3"), eur("4", None), eur("5", Some(Decimal::ONE))];
        let context = || Context { company: "", provider: "", today: jiff::civil::date(2026, 1, 1) };
        let grouped = of_rows(Field::Partner, rows.iter().map(|row| (row, context())), &jiff::tz::TimeZone::UTC);
        let [group] = grouped.groups.as_slice() else { panic!("{grouped:?}") };
        let counts: Vec<(&str, u64)> = group.sums.iter().map(|sum| (sum.currency.as_str(), sum.count)).collect();
        assert_eq!((group.rows, counts), (5, vec![("HUF", 3), ("EUR", 2)]));
    }

    #[test]
    fn drafts_of_some_groups_are_no_sum_of_all() {
        use crate::domain::DocumentType;
        use crate::query::tests::row;

        let of = |id: &str, partner: &str, kind: DocumentType| InvoiceRow { partner_name: partner.into(), kind, ..row(1, id) };
        let total = |rows: &[InvoiceRow]| {
            let mut grouping = Grouping::<Field, Turnover>::new(Field::Partner);
            let context = Context { company: "", provider: "", today: jiff::civil::date(2026, 1, 1) };
            rows.iter().for_each(|row| grouping.add(row, &context, &jiff::tz::TimeZone::UTC));
            let sums = together(&grouping.finish().groups);
            sums.into_iter().map(|sum| (sum.uncounted, sum.count)).collect::<Vec<_>>()
        };
        let rows = [of("1", "A", DocumentType::Invoice), of("2", "A", DocumentType::Draft), of("3", "B", DocumentType::Draft)];
        assert_eq!(total(&rows), [(false, 1)], "A does not tell its draft, so that of B is no sum");
        assert_eq!(total(&rows[1..]), [(true, 2)]);
    }

    #[test]
    fn the_rows_of_a_group_can_be_asked_for() {
        let whole = drill(Field::Partner, Some("Kovács \"és\" Társa"), "status:overdue or gross>5").expect("a text");
        assert_eq!(whole, "(status:overdue or gross>5) partner=\"Kovács \\\"és\\\" Társa\"");
        assert!(RowQuery::<Field>::parse(&whole).is_ok());
        assert_eq!(drill(Field::Issued, Some("2026-03"), "").as_deref(), Some("issued:2026-03"));
        assert_eq!(drill(Field::Partner, None, ""), None);
    }
}
