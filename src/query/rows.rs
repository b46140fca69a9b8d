//! Answers queries from rows that are at hand, by the cells of their table of columns.
//!
//! For: short lists, such as runs and changes, which have no index. Uses: the tree of a query, the table. A free word matches
//! a text, or a word of a choice, of any column that queries ask for. Never: invoices, of which the index knows more than cells.

use std::cmp::Ordering;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ast::{Expr, Limits, Query, Term, Test, When, word};
use super::schema::{Cell, Column, Context, Kind, Schema, asked};
use super::{Problem, QueryError, Sort, collate, fold, parse, words};
use crate::locale::Lang;

/// Signs of an identifier that lists show.
const SHOWN: usize = 8;

/// A query about rows at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowQuery<F>(Query<F>);

impl<F: Schema> RowQuery<F> {
    /// Parses a query.
    ///
    /// # Errors
    /// The position of the problem, and a hint: the query does not parse, or asks for a value that a choice does not have.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let query = parse::parse(text)?;
        if let Some(root) = &query.root {
            check(text, root)?;
        }
        Ok(Self(query))
    }

    /// True if a row matches.
    #[must_use]
    pub fn matches(&self, row: &F::Row, context: &Context<'_>, zone: &TimeZone) -> bool {
        let eye = Eye { row, context, zone };
        self.0.root.as_ref().is_none_or(|root| eye.expr(root))
    }
}

/// Refuses values of choices that the language does not know.
fn check<F: Schema>(text: &str, expr: &Expr<F>) -> Result<(), QueryError> {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().try_for_each(|part| check(text, part)),
        Expr::Not(inner) => check(text, inner),
        Expr::Term(Term { at, test: Test::Choice { key, words: asked } }) => {
            let column: &Column<F> = key.column();
            let known: Vec<String> = words::known(*key).into_iter().map(word).collect();
            let closed = matches!(column.kind, Kind::Choice | Kind::Flag) && !column.values().stored && !known.is_empty();
            match asked.iter().find(|asked| closed && !known.contains(asked)) {
                None => Ok(()),
                Some(value) => {
                    let possible_hu = known.iter().map(|known| words::value(*key, known, Lang::Hu)).collect();
                    let (key, value, possible) = (column.named(), value.clone(), known.into());
                    Err(QueryError::new(text, *at, Problem::UnknownValue { key, value, possible, possible_hu }))
                }
            }
        }
        Expr::Term(_) => Ok(()),
    }
}

/// Examples of terms in a language, in the order in which fields are listed.
#[must_use]
pub fn examples<F: Schema>(lang: Lang) -> Vec<String> {
    let one = |column: &'static Column<F>| match lang {
        Lang::En => column.example().to_owned(),
        Lang::Hu => words::term::<F>(column.example()),
    };
    asked::<F>().into_iter().map(one).collect()
}

/// The folded texts that a query finds in cells, for highlighting; none where it does not parse.
#[must_use]
pub fn needles<F: Schema>(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(Query { root: Some(root) }) = parse::parse::<F>(text) {
        collect(&root, &mut found);
    }
    found
}

fn collect<F>(expr: &Expr<F>, found: &mut Vec<String>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect(part, found)),
        Expr::Not(_) => {}
        Expr::Term(term) => match &term.test {
            Test::Word(text) | Test::Text { text, .. } => found.extend(Some(fold(text.trim())).filter(|text| !text.is_empty())),
            _ => {}
        },
    }
}

/// Compares two rows; missing values come last in both directions.
#[must_use]
pub fn compare<F: Schema>(sort: Sort<F>, (a, in_a): (&F::Row, &Context<'_>), (b, in_b): (&F::Row, &Context<'_>)) -> Ordering {
    let column = sort.field.column();
    let (a, b) = (column.cell(a, in_a), column.cell(b, in_b));
    let missing = |cell: &Cell<'_>| matches!(cell, Cell::Empty | Cell::Text("") | Cell::Amounts([]));
    let turned = |order: Ordering| if sort.descending { order.reverse() } else { order };
    missing(&a).cmp(&missing(&b)).then_with(|| match (&a, &b) {
        // Different currencies are grouped, never compared.
        (Cell::Amount(a, of_a), Cell::Amount(b, of_b)) => of_a.cmp(of_b).then_with(|| turned(a.cmp(b))),
        (Cell::Amounts([a, ..]), Cell::Amounts([b, ..])) => {
            a.currency.cmp(&b.currency).then_with(|| turned(a.amount.cmp(&b.amount)))
        }
        (a, b) => turned(of_cells(a, b)),
    })
}

fn of_cells(a: &Cell<'_>, b: &Cell<'_>) -> Ordering {
    match (a, b) {
        (Cell::Text(a), Cell::Text(b)) => collate::compare(a, b),
        (Cell::Words(a), Cell::Words(b)) => a.cmp(b),
        (Cell::Date(a), Cell::Date(b)) => a.cmp(b),
        (Cell::Instant(a), Cell::Instant(b)) => a.cmp(b),
        (Cell::Number(a), Cell::Number(b)) => a.cmp(b),
        (Cell::Flag(a), Cell::Flag(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

/// Values of a column that occur in rows, each once, in the order of names: what completion offers.
#[must_use]
pub fn values<'r, F: Schema>(field: F, rows: impl Iterator<Item = (&'r F::Row, Context<'r>)>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (row, context) in rows {
        if let Cell::Text(text) = field.column().cell(row, &context)
            && !text.is_empty()
            && !found.iter().any(|known| known == text)
        {
            found.push(text.to_owned());
        }
    }
    found.sort_by_cached_key(|text| collate::key(text));
    found
}

/// A row as the tests of a query see it.
struct Eye<'e, F: Schema> {
    row: &'e F::Row,
    context: &'e Context<'e>,
    zone: &'e TimeZone,
}

impl<F: Schema> Eye<'_, F> {
    fn expr(&self, expr: &Expr<F>) -> bool {
        match expr {
            Expr::And(parts) => parts.iter().all(|part| self.expr(part)),
            Expr::Or(parts) => parts.iter().any(|part| self.expr(part)),
            Expr::Not(inner) => !self.expr(inner),
            Expr::Term(term) => self.test(&term.test),
        }
    }

    fn cell(&self, key: F) -> Cell<'_> {
        key.column().cell(self.row, self.context)
    }

    fn test(&self, test: &Test<F>) -> bool {
        match test {
            Test::Word(asked_for) => {
                let asked_for = fold(asked_for);
                asked::<F>().into_iter().any(|column| self.holds(column, &asked_for))
            }
            Test::Text { key, whole, text } => {
                let (Cell::Text(of) | Cell::Parts(_, of)) = self.cell(*key) else { return false };
                if *whole { fold(of) == fold(text) } else { fold(of).contains(&fold(text)) }
            }
            Test::Choice { key, words } => match self.cell(*key) {
                Cell::Text(of) => words.contains(&word(of)),
                Cell::Words(of) => of.iter().any(|of| words.contains(&word(of))),
                Cell::Flag(flag) => words.iter().any(|word| word == if flag { "true" } else { "false" }),
                _ => false,
            },
            Test::Amount { key, limits } => match self.cell(*key) {
                Cell::Amount(of, _) => within(limits, &of),
                // Any currency is enough.
                Cell::Amounts(of) => of.iter().any(|of| within(limits, &of.amount)),
                _ => false,
            },
            Test::Count { key, limits } => matches!(self.cell(*key), Cell::Number(of) if within(limits, &of)),
            Test::Date { key, limits } => {
                let day = match self.cell(*key) {
                    Cell::Date(day) => day,
                    Cell::Instant(at) => at.to_zoned(self.zone.clone()).date(),
                    _ => return false,
                };
                self.on(limits, day)
            }
            Test::NoDate { key } => matches!(self.cell(*key), Cell::Empty),
            // The run of a point in time: the column of that name says it.
            Test::Run { run, .. } => F::COLUMNS
                .iter()
                .filter(|column| column.name == "run")
                .any(|column| matches!(column.cell(self.row, self.context), Cell::Number(of) if u64::try_from(of) == Ok(*run))),
        }
    }

    /// True if a text or a word of a column contains a folded text; words count in either language.
    fn holds(&self, column: &Column<F>, asked_for: &str) -> bool {
        match column.cell(self.row, self.context) {
            // A short word is a name or a number, and no part of an identifier that happens to have its signs.
            Cell::Text(of) if column.is_identifier && asked_for.chars().count() < SHOWN => fold(of) == asked_for,
            Cell::Text(of) if column.kind == Kind::Text => fold(of).contains(asked_for),
            Cell::Parts(_, of) => fold(of).contains(asked_for),
            Cell::Text(of) => {
                [Lang::En, Lang::Hu].into_iter().any(|lang| fold(&words::value(column.field, of, lang)).contains(asked_for))
            }
            _ => false,
        }
    }

    fn on(&self, limits: &Limits<When>, day: Date) -> bool {
        let (first, last) = (|when: &When| when.period(self.context.today).0, |when: &When| when.period(self.context.today).1);
        match limits {
            Limits::Is(when) => first(when) <= day && day <= last(when),
            Limits::Below(when) => day < first(when),
            Limits::AtMost(when) => day <= last(when),
            Limits::Above(when) => day > last(when),
            Limits::AtLeast(when) => day >= first(when),
            Limits::Between(from, to) => from.is_none_or(|from| day >= first(&from)) && to.is_none_or(|to| day <= last(&to)),
        }
    }
}

fn within<T: PartialOrd + Copy>(limits: &Limits<T>, of: &T) -> bool {
    match limits {
        Limits::Is(value) => of == value,
        Limits::Below(value) => of < value,
        Limits::AtMost(value) => of <= value,
        Limits::Above(value) => of > value,
        Limits::AtLeast(value) => of >= value,
        Limits::Between(from, to) => from.is_none_or(|from| *of >= from) && to.is_none_or(|to| *of <= to),
    }
}
