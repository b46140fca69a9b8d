//! Records as the service writes them in its answers.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::answer::quoted;
use super::model::{Books, Fund, Kind, Line, Note, Paid, Person, cents};

/// A point in time, with escaped slashes as the service may write them.
pub(super) fn stamp(at: Timestamp) -> String {
    format!(r#""\/Date({}+0000)\/""#, at.as_millisecond())
}

fn day(date: Date) -> String {
    let at = date.at(0, 0, 0, 0).in_tz("UTC").map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
    stamp(at)
}

fn money(amount: Decimal) -> String {
    format!("{amount:.2}")
}

fn contact(books: &Books, at: usize) -> String {
    let Some(person) = books.people.get(at) else { return "null".to_owned() };
    format!(
        r#"{{"ContactID":{},"Name":{},"Addresses":[],"Phones":[],"ContactGroups":[],"ContactPersons":[],"HasValidationErrors":false}}"#,
        quoted(&person.id),
        quoted(&person.name)
    )
}

/// A document that is read alone: it tells more of its contact than lists do.
pub(super) fn alone(books: &Books, at: usize, text: &str) -> String {
    let Some(person) = books.notes.get(at).map(|note| note.person) else { return text.to_owned() };
    let listed = contact(books, person);
    let email = books.people.get(person).map_or_else(String::new, |person| person.email.clone());
    let more = format!(r#""EmailAddress":{},"Addresses":[{{"AddressType":"POBOX","City":"Anytown"}}]"#, quoted(&email));
    text.replacen(&listed, &listed.replacen(r#""Addresses":[]"#, &more, 1), 1)
}

/// The status as it is shown.
pub(super) fn status(books: &Books, at: usize) -> &'static str {
    match books.notes.get(at) {
        Some(note) if note.status == "AUTHORISED" && books.left(at).is_zero() => "PAID",
        Some(note) => note.status,
        None => "DELETED",
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => "ACCREC",
        Kind::Bill => "ACCPAY",
        Kind::CreditNote => "ACCRECCREDIT",
        Kind::BillCredit => "ACCPAYCREDIT",
    }
}

fn line(line: &Line, decimals: usize) -> String {
    let (net, tax) = line.sums();
    let item = line.item.as_ref().map(|code| format!(r#","ItemCode":{}"#, quoted(code))).unwrap_or_default();
    format!(
        r#"{{"Description":{},"UnitAmount":{:.decimals$},"TaxType":{},"TaxAmount":{},"LineAmount":{},"AccountCode":{}{item},"Tracking":[],"Quantity":{:.4},"ValidationErrors":[]}}"#,
        quoted(&line.text),
        line.price,
        quoted(&line.tax_type),
        money(tax),
        money(if line.inclusive { net + tax } else { net }),
        quoted(&line.account),
        line.quantity
    )
}

/// Allocations of a credit note, overpayment or prepayment.
pub(super) fn allocations(books: &Books, from: &str) -> String {
    let one = |one: &super::model::Allocation| {
        let note = books.notes.get(one.to)?;
        Some(format!(
            r#"{{"AllocationID":{},"Amount":{},"Date":{},"Invoice":{{"InvoiceID":{},"InvoiceNumber":{}}},"IsDeleted":false}}"#,
            quoted(&one.id),
            money(one.amount),
            day(one.date),
            quoted(&note.id),
            quoted(&note.number)
        ))
    };
    books.allocations.iter().filter(|one| one.from == from).filter_map(one).collect::<Vec<_>>().join(",")
}

/// An invoice, a bill or a credit note. A list without pages has no lines, and a summary less.
pub(super) fn note(books: &Books, at: usize, lines: bool, decimals: usize) -> String {
    let Some(note) = books.notes.get(at) else { return "null".to_owned() };
    let (net, tax) = note.sums();
    let entity = if note.is_credit() { "CreditNote" } else { "Invoice" };
    let mut text = format!(
        r#"{{"Type":"{}","{entity}ID":{},"{entity}Number":{},"CurrencyRate":{:.10},"Contact":{},"DateString":"{}T00:00:00","Date":{},"Status":"{}","LineAmountTypes":"{}","SubTotal":{},"TotalTax":{},"Total":{},"UpdatedDateUTC":{},"CurrencyCode":"{}""#,
        kind(note.kind),
        quoted(&note.id),
        quoted(&note.number),
        note.currency.1,
        contact(books, note.person),
        note.date,
        day(note.date),
        status(books, at),
        if note.lines.iter().any(|line| line.inclusive) { "Inclusive" } else { "Exclusive" },
        money(net),
        money(tax),
        money(net + tax),
        stamp(note.updated),
        note.currency.0,
    );
    if !note.reference.is_empty() {
        let _ = write!(text, r#","Reference":{}"#, quoted(&note.reference));
    }
    if !note.url.is_empty() {
        let _ = write!(text, r#","Url":{}"#, quoted(&note.url));
    }
    // Writing into a string does not fail.
    let _ = if note.is_credit() {
        write!(text, r#","RemainingCredit":{},"Allocations":[{}]"#, money(books.left(at)), allocations(books, &note.id))
    } else {
        write!(
            text,
            r#","SentToContact":{},"AmountDue":{},"AmountPaid":{},"AmountCredited":{},"DueDateString":"{}T00:00:00","DueDate":{}"#,
            note.sent,
            money(books.left(at)),
            money(books.paid(at)),
            money(books.credited(at)),
            note.due,
            day(note.due),
        )
    };
    let paid: Vec<String> = books.payments_of(at).map(nested).collect();
    if lines && !paid.is_empty() {
        let _ = write!(text, r#","Payments":[{}]"#, paid.join(","));
    }
    let credited = credit_notes(books, at);
    if lines && !credited.is_empty() {
        let _ = write!(text, r#","CreditNotes":[{credited}]"#);
    }
    if lines {
        let all: Vec<String> = note.lines.iter().map(|one| line(one, decimals)).collect();
        let _ = write!(text, r#","LineItems":[{}]"#, all.join(","));
    }
    text.push('}');
    text
}

/// The credit notes that an invoice is credited by.
fn credit_notes(books: &Books, at: usize) -> String {
    let one = |used: &super::model::Allocation| {
        let note = books.notes.iter().find(|note| note.id == used.from)?;
        Some(format!(
            r#"{{"CreditNoteID":{},"CreditNoteNumber":{},"AppliedAmount":{},"Date":{}}}"#,
            quoted(&note.id),
            quoted(&note.number),
            money(used.amount),
            day(used.date)
        ))
    };
    books.allocations.iter().filter(|used| used.to == at).filter_map(one).collect::<Vec<_>>().join(",")
}

/// A payment as its document carries it.
fn nested(paid: &Paid) -> String {
    format!(
        r#"{{"PaymentID":{},"Date":{},"Amount":{},"CurrencyRate":{:.10},"Reference":{},"HasAccount":false,"HasValidationErrors":false}}"#,
        quoted(&paid.id),
        day(paid.date),
        money(paid.amount),
        paid.rate,
        quoted(&paid.reference)
    )
}

pub(super) fn payment(books: &Books, paid: &Paid) -> String {
    let Some(note) = books.notes.get(paid.note) else { return "null".to_owned() };
    let kind = match note.kind {
        Kind::Invoice => "ACCRECPAYMENT",
        Kind::Bill => "ACCPAYPAYMENT",
        Kind::CreditNote => "ARCREDITPAYMENT",
        Kind::BillCredit => "APCREDITPAYMENT",
    };
    format!(
        r#"{{"PaymentID":{},"Date":{},"Amount":{},"BankAmount":{},"CurrencyRate":{:.10},"PaymentType":"{kind}","Status":"{}","UpdatedDateUTC":{},"Reference":{},"Account":{{"Code":{}}},"HasAccount":true,"IsReconciled":false,"Invoice":{{"Type":"{}","InvoiceID":{},"InvoiceNumber":{},"Contact":{},"CurrencyCode":"{}"}}}}"#,
        quoted(&paid.id),
        day(paid.date),
        money(paid.amount),
        money(cents(paid.amount / paid.rate)),
        paid.rate,
        if paid.deleted { "DELETED" } else { "AUTHORISED" },
        stamp(paid.updated),
        quoted(&paid.reference),
        quoted(&paid.account),
        self::kind(note.kind),
        quoted(&note.id),
        quoted(&note.number),
        contact(books, note.person),
        note.currency.0,
    )
}

pub(super) fn fund(books: &Books, fund: &Fund) -> String {
    let (entity, kind) = if fund.early { ("Prepayment", "RECEIVE-PREPAYMENT") } else { ("Overpayment", "RECEIVE-OVERPAYMENT") };
    let unused = books.unused(fund);
    format!(
        r#"{{"{entity}ID":{},"Type":"{kind}","Status":"{}","Contact":{},"DateString":"{}T00:00:00","Date":{},"SubTotal":{},"TotalTax":0.00,"Total":{},"RemainingCredit":{},"Allocations":[{}],"Payments":[],"UpdatedDateUTC":{},"CurrencyCode":"NZD","CurrencyRate":1.0000000000}}"#,
        quoted(&fund.id),
        if unused.is_zero() { "PAID" } else { "AUTHORISED" },
        contact(books, fund.person),
        fund.date,
        day(fund.date),
        money(fund.total),
        money(fund.total),
        money(unused),
        allocations(books, &fund.id),
        stamp(fund.updated),
    )
}

pub(super) fn person(books: &Books, person: &Person) -> String {
    let of = |kind: Kind| {
        let is = |note: &&Note| note.kind == kind && books.people.get(note.person).is_some_and(|one| one.id == person.id);
        books.notes.iter().any(|note| is(&note))
    };
    let number = if person.number.is_empty() { String::new() } else { format!(r#","ContactNumber":{}"#, quoted(&person.number)) };
    let merged = person.merged.as_ref().map(|id| format!(r#","MergedToContactID":{}"#, quoted(id))).unwrap_or_default();
    let address = if person.address.is_empty() { r#"{"AddressType":"POBOX"}"# } else { person.address.as_str() };
    format!(
        r#"{{"ContactID":{},"ContactStatus":"{}","Name":{},"EmailAddress":{},"TaxNumber":{},"Addresses":[{{"AddressType":"STREET"}},{address}],"Phones":[],"ContactGroups":[],"ContactPersons":[],"IsSupplier":{},"IsCustomer":{},"UpdatedDateUTC":{}{number}{merged}}}"#,
        quoted(&person.id),
        if person.archived { "ARCHIVED" } else { "ACTIVE" },
        quoted(&person.name),
        quoted(&person.email),
        quoted(&person.tax_number),
        of(Kind::Bill),
        of(Kind::Invoice),
        stamp(person.updated),
    )
}
