//! Writes documents, payments and allocations.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::Value;

use super::answer::{Refusal, text};
use super::model::{Books, Kind, Line, Note, cents};

use super::setup::ACCOUNTS;
use super::{parties, write};

/// Refusal of a change that the status does not permit.
const STATUS: &str = "Invoice not of valid status for modification";
/// Refusal of a change of what was paid.
const PAID: &str = "This document cannot be edited as it has a payment or credit note allocated to it.";
const ARCHIVED: &str = "The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.";

/// An amount, exactly as it is written; `None` if it is missing.
fn amount(element: &Value, pointer: &str) -> Option<Decimal> {
    match element.pointer(pointer)? {
        Value::Number(number) => number.to_string().parse().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn day(element: &Value, pointer: &str) -> Option<Date> {
    text(element, pointer).get(..10)?.parse().ok()
}

fn kind(word: &str, credit: bool) -> Option<Kind> {
    Some(match (word, credit) {
        ("ACCREC", false) => Kind::Invoice,
        ("ACCPAY", false) => Kind::Bill,
        ("ACCRECCREDIT", true) => Kind::CreditNote,
        ("ACCPAYCREDIT", true) => Kind::BillCredit,
        _ => return None,
    })
}

/// The contact of a document: by its identifier, else by its name, which makes a new one where there is none.
fn person(books: &mut Books, element: &Value, now: Timestamp) -> Result<usize, Refusal> {
    let id = text(element, "/Contact/ContactID");
    let at = if id.is_empty() {
        let name = text(element, "/Contact/Name").to_owned();
        if name.is_empty() {
            return Err(Refusal::because("A Contact must be specified for this type of transaction"));
        }
        parties::by_name(books, &name).unwrap_or_else(|| books.person(&name, now))
    } else {
        books.people.iter().position(|person| person.id == id).ok_or(Refusal::Missing)?
    };
    if books.people.get(at).is_some_and(|person| person.archived) { Err(Refusal::because(ARCHIVED)) } else { Ok(at) }
}

fn lines(books: &Books, element: &Value, approved: bool, decimals: u32) -> Result<Vec<Line>, Refusal> {
    let given = element.get("LineItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if given.is_empty() {
        return Err(Refusal::because("One or more line items must be specified"));
    }
    let how = text(element, "/LineAmountTypes");
    given.iter().map(|line| self::line(books, line, how, approved, decimals)).collect()
}

fn line(books: &Books, element: &Value, how: &str, approved: bool, decimals: u32) -> Result<Line, Refusal> {
    let text_only = amount(element, "/UnitAmount").is_none() && amount(element, "/LineAmount").is_none();
    let code = text(element, "/TaxType");
    let (account, item) = (text(element, "/AccountCode"), text(element, "/ItemCode"));
    let tax = books.setup.tax(if code.is_empty() { "NONE" } else { code });
    let Some(tax) = tax else {
        let reason = format!("The TaxType code '{code}' does not exist or cannot be used for this type of transaction.");
        return Err(Refusal::because(reason));
    };
    let price = amount(element, "/UnitAmount").unwrap_or_default();
    let line = Line {
        text: text(element, "/Description").to_owned(),
        quantity: amount(element, "/Quantity").unwrap_or(Decimal::ONE),
        price: price.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        percent: if how == "NoTax" { Decimal::ZERO } else { tax.percent },
        tax_type: tax.code.clone(),
        tax: amount(element, "/TaxAmount"),
        inclusive: how == "Inclusive",
        account: account.to_owned(),
        item: Some(item.to_owned()).filter(|item| !item.is_empty()),
    };
    if text_only {
        return Ok(line);
    }
    if let Some(whole) = amount(element, "/LineAmount").filter(|whole| *whole != line.whole()) {
        let reason = format!("The line total {whole} does not match the expected line total {}", line.whole());
        return Err(Refusal::because(reason));
    }
    if line.tax.is_some_and(|tax| cents(tax) != tax) {
        return Err(Refusal::because("TaxAmount has more than two decimals."));
    }
    if !item.is_empty() && !books.setup.items.iter().any(|(code, _)| *code == item) {
        return Err(Refusal::because(format!("Item code '{item}' is not valid")));
    }
    let known = ACCOUNTS.iter().any(|known| known.code == account);
    if (approved || !account.is_empty()) && !known {
        return Err(Refusal::because(format!("Account code '{account}' is not a valid code for this document.")));
    }
    Ok(line)
}

/// A status that a document may be written with.
fn status(word: &str) -> Option<&'static str> {
    ["DRAFT", "SUBMITTED", "AUTHORISED", "VOIDED", "DELETED"].into_iter().find(|known| *known == word)
}

/// Creates or changes an invoice, a bill or a credit note.
pub(super) fn document(
    books: &mut Books,
    element: &Value,
    (credit, id, create): (bool, Option<&str>, bool),
    decimals: u32,
    now: Timestamp,
) -> Result<usize, Refusal> {
    let own = if credit { ("/CreditNoteID", "/CreditNoteNumber") } else { ("/InvoiceID", "/InvoiceNumber") };
    let (given, number) = (id.unwrap_or_else(|| text(element, own.0)), text(element, own.1));
    let of = |note: &Note| note.is_credit() == credit;
    let found = if given.is_empty() {
        let sale = text(element, "/Type") != "ACCPAY";
        books.notes.iter().position(|note| of(note) && sale && !number.is_empty() && note.number == number)
    } else {
        let is = |note: &Note| note.id == given || (id.is_some() && note.number == given);
        Some(books.notes.iter().position(|note| of(note) && is(note)).ok_or(Refusal::Missing)?)
    };
    match found {
        Some(_) if create => {
            Err(Refusal::because(if credit { "Credit Note # must be unique." } else { "Invoice # must be unique." }))
        }
        Some(at) => update(books, at, element, decimals, now),
        None => insert(books, element, (credit, number), decimals, now),
    }
}

fn insert(
    books: &mut Books,
    element: &Value,
    (credit, number): (bool, &str),
    decimals: u32,
    now: Timestamp,
) -> Result<usize, Refusal> {
    let kind = kind(text(element, "/Type"), credit).ok_or_else(|| Refusal::because("Invoice Type must be specified"))?;
    let status = match text(element, "/Status") {
        "" => "DRAFT",
        word => status(word).filter(|status| !matches!(*status, "VOIDED" | "DELETED")).ok_or_else(|| Refusal::because(STATUS))?,
    };
    let approved = status == "AUTHORISED";
    let date = day(element, "/Date").unwrap_or_else(|| now.to_zoned(TimeZone::UTC).date());
    if let Some(lock) = books.setup.lock.filter(|lock| date <= *lock) {
        let reason = format!("The document date cannot be before the period lock date, currently set at {lock}");
        return Err(Refusal::because(reason));
    }
    let due = day(element, "/DueDate");
    if approved && due.is_none() && !credit {
        return Err(Refusal::because("A due date must be specified for an approved invoice"));
    }
    let lines = lines(books, element, approved, decimals)?;
    let code = text(element, "/CurrencyCode");
    let code = if code.is_empty() { books.setup.base() } else { code };
    let Some(currency) = books.setup.currency(code) else {
        return Err(Refusal::because(format!("Organisation is not subscribed to currency {code}")));
    };
    let url = text(element, "/Url");
    if url.to_lowercase().contains("xero") {
        return Err(Refusal::because("Url must not contain the word xero"));
    }
    if number.chars().count() > 255 {
        return Err(Refusal::because("Invoice Number must be no longer than 255 characters."));
    }
    let rate = amount(element, "/CurrencyRate").unwrap_or(Decimal::ONE);
    let person = person(books, element, now)?;
    let at = books.issue(kind, person, Decimal::ZERO, date, now);
    let sum = lines.iter().map(Line::sums).fold(Decimal::ZERO, |sum, (net, tax)| sum + net + tax);
    if amount(element, "/Total").is_some_and(|total| total != sum) {
        books.notes.pop();
        return Err(Refusal::because("The invoice total does not equal the sum of the lines."));
    }
    if let Some(note) = books.notes.get_mut(at) {
        (note.status, note.currency, note.lines) = (status, (currency, rate), lines);
        note.due = due.unwrap_or(date);
        url.clone_into(&mut note.url);
        // A bill has no reference of its own.
        note.reference = if kind == Kind::Bill { String::new() } else { text(element, "/Reference").to_owned() };
        if !number.is_empty() {
            number.clone_into(&mut note.number);
        }
    }
    Ok(at)
}

fn update(books: &mut Books, at: usize, element: &Value, decimals: u32, now: Timestamp) -> Result<usize, Refusal> {
    let before = write::status(books, at);
    let has_money = !(books.paid(at) + books.credited(at)).is_zero();
    if matches!(before, "VOIDED" | "DELETED") {
        return Err(Refusal::because(STATUS));
    }
    let asked = text(element, "/Status");
    let wanted = if asked.is_empty() { before } else { status(asked).ok_or_else(|| Refusal::because(STATUS))? };
    let permitted = match wanted {
        "VOIDED" => matches!(before, "AUTHORISED" | "PAID"),
        "DELETED" => matches!(before, "DRAFT" | "SUBMITTED"),
        "AUTHORISED" => true,
        "DRAFT" => before == "SUBMITTED" || before == "DRAFT",
        _ => wanted == before || before == "DRAFT",
    };
    if has_money && (wanted == "VOIDED" || element.get("LineItems").is_some()) {
        return Err(Refusal::because(PAID));
    }
    if !permitted || before == "PAID" {
        return Err(Refusal::because(STATUS));
    }
    let fresh = match element.get("LineItems") {
        Some(_) => Some(lines(books, element, wanted == "AUTHORISED", decimals)?),
        None => None,
    };
    let person = if element.get("Contact").is_some() { Some(person(books, element, now)?) } else { None };
    if let Some(note) = books.notes.get_mut(at) {
        note.status = if wanted == "PAID" { "AUTHORISED" } else { wanted };
        note.lines = fresh.unwrap_or_else(|| std::mem::take(&mut note.lines));
        note.person = person.unwrap_or(note.person);
        note.due = day(element, "/DueDate").unwrap_or(note.due);
        note.date = day(element, "/Date").unwrap_or(note.date);
        if let Some(reference) = element.get("Reference").and_then(Value::as_str) {
            reference.clone_into(&mut note.reference);
        }
        note.updated = now;
    }
    Ok(at)
}

/// Books a payment, or takes one back.
pub(super) fn payment(books: &mut Books, element: &Value, id: Option<&str>, now: Timestamp) -> Result<usize, Refusal> {
    if let Some(id) = id.or_else(|| element.get("PaymentID").and_then(Value::as_str)) {
        let at = books.payments.iter().position(|paid| paid.id == id).ok_or(Refusal::Missing)?;
        let only = element.as_object().is_some_and(|fields| fields.keys().all(|name| name == "Status" || name == "PaymentID"));
        if !only || text(element, "/Status") != "DELETED" {
            return Err(Refusal::because("Only Status accepted for updates."));
        }
        if books.payments.get(at).is_some_and(|paid| paid.deleted) {
            return Err(Refusal::because("Payment not of valid status for modification"));
        }
        books.take_back(at, now);
        return Ok(at);
    }
    let (id, number) = match element.get("CreditNote") {
        Some(_) => (text(element, "/CreditNote/CreditNoteID"), text(element, "/CreditNote/CreditNoteNumber")),
        None => (text(element, "/Invoice/InvoiceID"), text(element, "/Invoice/InvoiceNumber")),
    };
    let is = |note: &Note| note.id == id || (id.is_empty() && !number.is_empty() && note.number == number);
    let at = books.notes.iter().position(is);
    let at = at.ok_or_else(|| Refusal::because("Invoice could not be found"))?;
    if write::status(books, at) != "AUTHORISED" {
        return Err(Refusal::because("Payments can only be made against Authorised documents"));
    }
    let (code, account) = (text(element, "/Account/Code"), text(element, "/Account/AccountID"));
    let known = ACCOUNTS.iter().find(|known| known.code == code || (code.is_empty() && known.id() == account));
    let Some(known) = known.filter(|known| known.takes_payments()) else {
        return Err(Refusal::because("Account could not be found"));
    };
    let amount = amount(element, "/Amount").filter(|amount| *amount > Decimal::ZERO && cents(*amount) == *amount);
    let amount = amount.ok_or_else(|| Refusal::because("The amount must be greater than zero"))?;
    if amount > books.left(at) {
        return Err(Refusal::because("Payment amount exceeds the amount outstanding on this document"));
    }
    let date = day(element, "/Date").unwrap_or_else(|| now.to_zoned(TimeZone::UTC).date());
    if books.setup.lock.is_some_and(|lock| date <= lock) {
        return Err(Refusal::because("The payment date cannot be before the period lock date"));
    }
    // A document in the base currency has no rate.
    let is_foreign = books.notes.get(at).is_some_and(|note| note.currency.0 != books.setup.base());
    let rate = self::amount(element, "/CurrencyRate").filter(|rate| is_foreign && *rate > Decimal::ZERO);
    let paid = books.pay(at, amount, date, now);
    if let Some(paid) = books.payments.get_mut(paid) {
        text(element, "/Reference").clone_into(&mut paid.reference);
        known.code.clone_into(&mut paid.account);
        paid.rate = rate.unwrap_or(paid.rate);
    }
    Ok(paid)
}

/// Gives credit of a note to an invoice.
pub(super) fn allocation(books: &mut Books, from: &str, element: &Value, now: Timestamp, moves: bool) -> Result<(), Refusal> {
    let note = books.notes.iter().position(|note| note.is_credit() && note.id == from).ok_or(Refusal::Missing)?;
    let id = text(element, "/Invoice/InvoiceID");
    let to = books.notes.iter().position(|note| !note.is_credit() && note.id == id).ok_or(Refusal::Missing)?;
    let amount = amount(element, "/Amount").unwrap_or_default();
    let side = |at: usize| books.notes.get(at).map(|note| (note.person, note.currency.0));
    if write::status(books, note) != "AUTHORISED" || write::status(books, to) != "AUTHORISED" {
        return Err(Refusal::because("Credit can only be allocated from and to Authorised documents"));
    }
    if side(note) != side(to) {
        return Err(Refusal::because("The credit note and the invoice must have the same contact and currency"));
    }
    if amount <= Decimal::ZERO || amount > books.left(note) || amount > books.left(to) {
        return Err(Refusal::because("Allocation amount exceeds the credit or the amount outstanding on the document"));
    }
    books.allocate(from, to, amount, now, moves);
    Ok(())
}
