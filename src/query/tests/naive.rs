//! The plain evaluation: one row at a time, straight from the tree, sharing as little code as can be with the index.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::ast::{Expr, Limits, Test, When, word};
use super::super::collate::key;
use super::super::fold::fold_for_order;
use super::super::{Field, Names, Query, Sort, fold};
use super::{TODAY, zone};
use crate::domain::{InvoiceRow, NavStatus, PaymentMethod, WarningKind};

pub(super) fn passes(query: &Query, row: &InvoiceRow, names: &Names) -> bool {
    query.root.as_ref().is_none_or(|root| expr(root, row, names))
}

fn expr(e: &Expr<Field>, row: &InvoiceRow, names: &Names) -> bool {
    match e {
        Expr::And(parts) => parts.iter().all(|part| expr(part, row, names)),
        Expr::Or(parts) => parts.iter().any(|part| expr(part, row, names)),
        Expr::Not(inner) => !expr(inner, row, names),
        Expr::Term(term) => test(&term.test, row, names),
    }
}

fn test(test: &Test<Field>, row: &InvoiceRow, names: &Names) -> bool {
    let optional = |text: &Option<Box<str>>| text.as_deref().unwrap_or("").to_owned();
    let (tax, comment) = (optional(&row.partner_tax_number), optional(&row.comment));
    match test {
        Test::Word(asked) => {
            let own = [&*row.number, &*row.partner_name, &tax, &comment];
            own.into_iter().chain(row.items.iter().map(|text| &**text)).any(|of| fold(of).contains(&fold(asked)))
        }
        Test::Text { key: Field::Item, whole, text } => row.items.iter().any(|item| like(item, text, *whole)),
        Test::Text { key: Field::Tag, whole, text } => row.tags.iter().any(|tag| like(tag, text, *whole)),
        Test::Text { key: Field::Id, text, .. } => row.id.as_str() == text.trim(),
        Test::Text { key: Field::Contact, text, .. } => row.partner_id.as_deref() == Some(text.trim()),
        Test::Text { key: Field::Company, whole, text } => {
            row.company.to_string() == text.trim() || names.get(&row.company).is_some_and(|name| like(name, text, *whole))
        }
        Test::Text { key: Field::TaxNumber, whole, text } => {
            let bare = |text: &str| fold(text).replace(['-', ' ', '.', '/'], "");
            let digits = !bare(text).is_empty() && bare(text).chars().all(|c| c.is_ascii_digit());
            row.partner_tax_number.is_some() && (like(&tax, text, *whole) || digits && like(&bare(&tax), &bare(text), *whole))
        }
        Test::Text { key, whole, text } => {
            let of = match key {
                Field::Partner => &*row.partner_name,
                Field::Comment => &comment,
                _ => &*row.number,
            };
            like(of, text, *whole)
        }
        Test::Choice { key, words } => words.iter().any(|asked| choice(*key, asked, row)),
        Test::Amount { key, limits } => {
            let amount = match key {
                Field::Net => row.net,
                Field::Vat => row.vat,
                Field::Balance => Some(row.open_amount()),
                _ => Some(row.gross),
            };
            amount.is_some_and(|amount| compare(limits, amount))
        }
        Test::Date { key, limits } => counted_on(*key, row).is_some_and(|day| dates(limits, day)),
        Test::NoDate { key } => day_of(*key, row).is_none(),
        Test::Count { limits, .. } => row.days_overdue(TODAY).is_some_and(|days| compare(limits, i64::from(days))),
        Test::Run { run, .. } => row.changed_run.0 == *run,
    }
}

/// Without a day of fulfilment, that of issue takes its place.
fn counted_on(key: Field, row: &InvoiceRow) -> Option<Date> {
    day_of(key, row).or(row.issued.filter(|_| key == Field::Fulfilled))
}

fn day_of(key: Field, row: &InvoiceRow) -> Option<Date> {
    match key {
        Field::Issued => row.issued,
        Field::Fulfilled => row.fulfilled,
        Field::Due => row.due,
        Field::Paid => row.paid,
        _ => Some(row.changed.to_zoned(zone()).date()),
    }
}

fn like(text: &str, asked: &str, whole: bool) -> bool {
    if whole { fold(text) == fold(asked) } else { fold(text).contains(&fold(asked)) }
}

fn choice(key: Field, asked: &str, row: &InvoiceRow) -> bool {
    let is = |of: Option<&str>| of.is_some_and(|of| word(of) == asked);
    match (key, asked) {
        (Field::Status, "overdue") => row.overdue(TODAY),
        (Field::Status, "unpaid") => row.outstanding(),
        (Field::Status, "cancelled" | "canceled") => row.cancelled,
        (Field::Status, "vanished") => row.vanished,
        (Field::Status, _) => is(Some(row.status.as_str())),
        (Field::Type, _) => is(Some(row.kind.as_str())),
        (Field::Method, _) => is(row.method.as_ref().map(PaymentMethod::as_str)),
        (Field::Nav, _) => is(row.nav.as_ref().map(NavStatus::as_str)),
        (Field::Currency, _) => is(Some(row.currency.as_str())),
        (Field::Direction, _) => asked == row.direction.as_str(),
        (Field::Provider, _) => asked == "billingo",
        (_, "warning" | "warnings") => row.warnings.any(),
        (_, "comment") => row.comment.is_some(),
        (_, "item") => !row.items.is_empty(),
        (_, "tag") => !row.tags.is_empty(),
        (_, "number") => !row.number.is_empty(),
        (_, "partner") => !row.partner_name.is_empty(),
        (_, "tax" | "tax_number") => row.partner_tax_number.as_deref().is_some_and(|tax| !tax.is_empty()),
        (_, "method") => row.method.is_some(),
        (_, "nav") => row.nav.is_some(),
        (_, "net") => row.net.is_some(),
        (_, "vat") => row.vat.is_some(),
        (_, "issued") => row.issued.is_some(),
        (_, "fulfilled") => row.fulfilled.is_some(),
        (_, "due") => row.due.is_some(),
        (_, "paid") => row.paid.is_some(),
        (_, kind) => WarningKind::ALL.iter().any(|(bit, known)| *known == kind && row.warnings.contains(*bit)),
    }
}

fn compare<T: PartialOrd + Copy>(limits: &Limits<T>, amount: T) -> bool {
    match limits {
        Limits::Is(value) => amount == *value,
        Limits::Below(value) => amount < *value,
        Limits::AtMost(value) => amount <= *value,
        Limits::Above(value) => amount > *value,
        Limits::AtLeast(value) => amount >= *value,
        Limits::Between(from, to) => from.is_none_or(|from| amount >= from) && to.is_none_or(|to| amount <= to),
    }
}

fn dates(limits: &Limits<When>, day: Date) -> bool {
    let of = |when: &When| when.period(TODAY);
    match limits {
        Limits::Is(when) => of(when).0 <= day && day <= of(when).1,
        Limits::Below(when) => day < of(when).0,
        Limits::AtMost(when) => day <= of(when).1,
        Limits::Above(when) => day > of(when).1,
        Limits::AtLeast(when) => day >= of(when).0,
        Limits::Between(from, to) => from.is_none_or(|from| day >= of(&from).0) && to.is_none_or(|to| day <= of(&to).1),
    }
}

/// The order of two rows. What is missing comes last in both directions.
pub(super) fn order(a: &InvoiceRow, b: &InvoiceRow, sort: Sort, names: &Names) -> Ordering {
    let turned = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let tie = || turned(a.company.cmp(&b.company).then_with(|| ids(a.id.as_str(), b.id.as_str())));
    let present = |a: bool, b: bool| b.cmp(&a);
    let text = |a: Option<&str>, b: Option<&str>| {
        let (a, b) = (a.filter(|t| !t.is_empty()), b.filter(|t| !t.is_empty()));
        present(a.is_some(), b.is_some()).then(turned(a.map(fold).cmp(&b.map(fold))))
    };
    let amount = |x: Option<Decimal>, y: Option<Decimal>| {
        present(x.is_some(), y.is_some())
            .then(if x.is_some() { a.currency.cmp(&b.currency) } else { Ordering::Equal })
            .then(turned(x.cmp(&y)))
    };
    let day = |a: Option<Date>, b: Option<Date>| present(a.is_some(), b.is_some()).then(turned(a.cmp(&b)));
    let words = |a: Option<&str>, b: Option<&str>| present(a.is_some(), b.is_some()).then(turned(a.map(word).cmp(&b.map(word))));
    let by_field = match sort.field {
        Field::Number => present(!a.number.is_empty(), !b.number.is_empty())
            .then(turned(natural(&fold_for_order(&a.number), &fold_for_order(&b.number)))),
        Field::Type => words(Some(a.kind.as_str()), Some(b.kind.as_str())),
        Field::Status => words(Some(a.status.as_str()), Some(b.status.as_str())),
        Field::Method => words(a.method.as_ref().map(PaymentMethod::as_str), b.method.as_ref().map(PaymentMethod::as_str)),
        Field::Company => {
            let name = |row: &InvoiceRow| (!names.contains_key(&row.company), names.get(&row.company).map(|n| key(n)));
            turned(name(a).cmp(&name(b)))
        }
        Field::Partner => {
            let (a, b) = (&*a.partner_name, &*b.partner_name);
            present(!a.is_empty(), !b.is_empty()).then(turned(key(a).cmp(&key(b))))
        }
        Field::TaxNumber => text(a.partner_tax_number.as_deref(), b.partner_tax_number.as_deref()),
        Field::Currency => turned(a.currency.cmp(&b.currency).then(a.gross.cmp(&b.gross))),
        Field::Gross => amount(Some(a.gross), Some(b.gross)),
        Field::Balance => amount(Some(a.open_amount()), Some(b.open_amount())),
        Field::Net => amount(a.net, b.net),
        Field::Vat => amount(a.vat, b.vat),
        Field::Issued => day(a.issued, b.issued),
        Field::Fulfilled => day(a.fulfilled, b.fulfilled),
        Field::Due => day(a.due, b.due),
        Field::Paid => day(a.paid, b.paid),
        Field::Changed => turned(a.changed.cmp(&b.changed)),
        other => panic!("no order by {other:?}"),
    };
    by_field.then_with(tie)
}

/// Identifiers that are numbers come first, by value; then the others by their letters.
fn ids(a: &str, b: &str) -> Ordering {
    let number = |id: &str| id.parse::<u64>().ok().filter(|number| number.to_string() == id);
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a_number, b_number) => b_number.is_some().cmp(&a_number.is_some()).then_with(|| a.cmp(b)),
    }
}

/// Runs of digits by their value, the rest letter by letter.
fn natural(a: &str, b: &str) -> Ordering {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Part {
        Low(u8),
        Number(u64),
        High(u8),
    }
    let parts = |text: &str| {
        let mut parts = Vec::new();
        let mut inside = false;
        for byte in text.bytes() {
            match (byte, parts.last_mut()) {
                (b'0'..=b'9', Some(Part::Number(number))) if inside => *number = *number * 10 + u64::from(byte - b'0'),
                (b'0'..=b'9', _) => parts.push(Part::Number(u64::from(byte - b'0'))),
                (low, _) if low < b'0' => parts.push(Part::Low(low)),
                (high, _) => parts.push(Part::High(high)),
            }
            inside = byte.is_ascii_digit();
        }
        parts
    };
    parts(a).cmp(&parts(b))
}
