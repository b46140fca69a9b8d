//! Invoices, bills and credit notes as the service writes them → documents.

use rust_decimal::Decimal;

use super::lenient::{List, Object, Raw};
use super::parties;
use super::shapes::{Allocation, Document, Line, Paid};
use super::value::{Home, Rate, amount, currency, day, id, text, unusable};
use crate::domain::{Direction, DocumentType, Invoice, LineItem, Message, Party, PaymentStatus, RelatedDocument, VatLine};

/// Decimals of a price without tax that is computed from one with tax.
const PRICE_DECIMALS: u32 = 4;

/// How lines carry their tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amounts {
    Exclusive,
    Inclusive,
    NoTax,
}

/// Totals of a document, with its sign.
struct Totals {
    net: Decimal,
    vat: Decimal,
    gross: Decimal,
    due: Decimal,
    /// Whether nothing was paid or credited of it.
    untouched: bool,
}

pub(super) fn invoice(document: Document<'_>, home: &Home) -> Result<Invoice, Message> {
    let id = id(document.id).ok_or_else(|| Message::new("provider-skip-id"))?;
    let (claim, direction, credit) = side(document.r#type)?;
    let totals = totals(&document, credit)?;
    let rate = Rate::read(document.currency_rate)?;
    let currency = currency(document.currency_code, rate, home)?;
    let (kind, cancelled, status) = state(document.status, claim, &totals)?;
    let contact = parties::party(&document.contact.0.unwrap_or_default());
    let (seller, buyer) = match direction {
        Direction::Issued => (Party::default(), contact),
        Direction::Received => (contact, Party::default()),
    };
    let items = items(document.line_items, document.line_amount_types, credit, home)?;
    Ok(Invoice {
        id,
        number: text(document.number),
        kind,
        direction,
        correction: None,
        cancelled,
        block_id: None,
        status,
        method: None,
        gross_local: rate.and_then(|rate| rate.local(totals.gross)),
        currency,
        rate: rate.and_then(Rate::to_base),
        gross: totals.gross,
        balance: Some(totals.due),
        net: Some(totals.net),
        vat: Some(totals.vat),
        issued: day("Date", document.date_string, document.date)?,
        fulfilled: None,
        due: day("DueDate", document.due_date_string, document.due_date)?,
        paid: day("FullyPaidOnDate", Raw::default(), document.fully_paid_on_date)?,
        seller,
        buyer,
        electronic: false,
        comment: document.reference.boxed(),
        tags: Vec::new(),
        language: None,
        notification: None,
        nav: None,
        order_number: None,
        related: related(document.allocations, document.credit_notes),
        discount: None,
        vat_lines: vat_lines(&items),
        items,
        rounding: None,
        original: Vec::new(),
    })
}

/// Type and direction of a document, and whether it gives credit.
fn side(raw: Raw<'_>) -> Result<(DocumentType, Direction, bool), Message> {
    Ok(match raw.word().as_deref() {
        Some("ACCREC") => (DocumentType::Invoice, Direction::Issued, false),
        Some("ACCPAY") => (DocumentType::Bill, Direction::Received, false),
        Some("ACCRECCREDIT") => (DocumentType::CreditNote, Direction::Issued, true),
        Some("ACCPAYCREDIT") => (DocumentType::BillCredit, Direction::Received, true),
        // Its sign would be a guess.
        _ => return Err(unusable("provider-skip-type", "Type", raw)),
    })
}

/// Type, whether it is void, and whether it was paid. A document that was not approved is a draft.
fn state(raw: Raw<'_>, claim: DocumentType, totals: &Totals) -> Result<(DocumentType, bool, PaymentStatus), Message> {
    let paid = if totals.due.is_zero() {
        PaymentStatus::Paid
    } else if totals.due == totals.gross || totals.untouched {
        PaymentStatus::Outstanding
    } else {
        PaymentStatus::PartiallyPaid
    };
    Ok(match raw.word().as_deref() {
        Some("DRAFT" | "SUBMITTED") => (DocumentType::Draft, false, PaymentStatus::None),
        // Only what was never approved is deleted, what was approved is voided.
        Some("DELETED") => (DocumentType::Draft, true, PaymentStatus::None),
        Some("VOIDED") => (claim, true, PaymentStatus::None),
        Some("AUTHORISED" | "PAID") => (claim, false, paid),
        _ => return Err(unusable("provider-skip-type", "Status", raw)),
    })
}

fn totals(document: &Document<'_>, credit: bool) -> Result<Totals, Message> {
    let zero = |field, raw| amount(field, raw).map(Option::unwrap_or_default);
    let too_large = || unusable("provider-skip-amount", "Total", document.total);
    let (net, vat) = (zero("SubTotal", document.sub_total)?, zero("TotalTax", document.total_tax)?);
    let gross = match amount("Total", document.total)? {
        Some(total) => total,
        None => net.checked_add(vat).ok_or_else(too_large)?,
    };
    let left =
        if credit { amount("RemainingCredit", document.remaining_credit)? } else { amount("AmountDue", document.amount_due)? };
    let settled = matches!(document.status.word().as_deref(), Some("PAID" | "VOIDED" | "DELETED"));
    let due = match left {
        Some(left) => left,
        None if settled || credit => Decimal::ZERO,
        None => {
            let paid = zero("AmountPaid", document.amount_paid)?.checked_add(zero("AmountCredited", document.amount_credited)?);
            paid.and_then(|paid| gross.checked_sub(paid)).ok_or_else(too_large)?
        }
    };
    // What is void owes nothing, whatever is still written on it.
    let due = if matches!(document.status.word().as_deref(), Some("VOIDED" | "DELETED")) { Decimal::ZERO } else { due };
    let sign = |value: Decimal| signed(value, credit);
    // Less than the total is due where the customer keeps tax back (CIS): that is no payment. A zero of credits may be left out.
    let paid = amount("AmountPaid", document.amount_paid)?;
    let untouched =
        !credit && paid.is_some_and(|paid| paid.is_zero()) && zero("AmountCredited", document.amount_credited)?.is_zero();
    Ok(Totals { net: sign(net), vat: sign(vat), gross: sign(gross), due: sign(due), untouched })
}

fn signed(value: Decimal, negative: bool) -> Decimal {
    if negative && !value.is_zero() { -value } else { value }
}

fn items(list: List<Object<Line<'_>>>, types: Raw<'_>, credit: bool, home: &Home) -> Result<Vec<LineItem>, Message> {
    let how = match types.word().as_deref() {
        Some("Inclusive" | "INCLUSIVE") => Amounts::Inclusive,
        Some("NoTax" | "NOTAX") => Amounts::NoTax,
        _ => Amounts::Exclusive,
    };
    list.0.into_iter().filter_map(|line| line.0).map(|line| item(&line, how, credit, home)).collect()
}

fn item(line: &Line<'_>, how: Amounts, credit: bool, home: &Home) -> Result<LineItem, Message> {
    let mut item = LineItem {
        product_id: line.item_code.boxed(),
        name: text(line.description),
        vat: home.rate_name(line.tax_type),
        ..LineItem::default()
    };
    // A line of text alone.
    let Some(sum) = amount("LineAmount", line.line_amount)? else { return Ok(item) };
    let tax = if how == Amounts::NoTax { Decimal::ZERO } else { amount("TaxAmount", line.tax_amount)?.unwrap_or_default() };
    let too_large = || unusable("provider-skip-amount", "LineAmount", line.line_amount);
    let (net, gross) = match how {
        Amounts::Exclusive | Amounts::NoTax => (sum, sum.checked_add(tax).ok_or_else(too_large)?),
        Amounts::Inclusive => (sum.checked_sub(tax).ok_or_else(too_large)?, sum),
    };
    let quantity = amount("Quantity", line.quantity)?;
    // A line without a quantity is one of its amount.
    let price = amount("UnitAmount", line.unit_amount)?.or_else(|| quantity.is_none().then_some(sum));
    let without_tax = |price: Decimal| price.checked_mul(net)?.checked_div(sum).map(|price| price.round_dp(PRICE_DECIMALS));
    item.net_unit_amount = if how == Amounts::Inclusive && !tax.is_zero() { price.and_then(without_tax) } else { price };
    item.quantity = signed(quantity.unwrap_or(Decimal::ONE), credit);
    item.net = Some(signed(net, credit));
    item.vat_amount = Some(signed(tax, credit));
    item.gross = Some(signed(gross, credit));
    Ok(item)
}

/// The sums by rate, of the lines: the service tells none. A sum that no decimal can hold is not told.
fn vat_lines(items: &[LineItem]) -> Vec<VatLine> {
    let mut lines: Vec<VatLine> = Vec::new();
    for item in items.iter().filter(|item| item.net.is_some()) {
        let add = |sum: Option<Decimal>, part: Option<Decimal>| sum?.checked_add(part.unwrap_or_default());
        if let Some(line) = lines.iter_mut().find(|line| line.name == item.vat) {
            line.net = add(line.net, item.net);
            line.vat = add(line.vat, item.vat_amount);
            line.gross = add(line.gross, item.gross);
        } else {
            lines.push(VatLine { name: item.vat.clone(), net: item.net, vat: item.vat_amount, gross: item.gross });
        }
    }
    lines
}

/// The documents that a credit note pays, or the credit notes that an invoice is credited by.
fn related(allocations: List<Object<Allocation<'_>>>, credit_notes: List<Object<Paid<'_>>>) -> Vec<RelatedDocument> {
    let mut found: Vec<RelatedDocument> = Vec::new();
    let standing = allocations.0.into_iter().filter_map(|one| one.0).filter(|one| !one.is_deleted.flag());
    let paid = standing.filter_map(|allocation| allocation.invoice.0);
    for paid in paid.chain(credit_notes.0.into_iter().filter_map(|one| one.0)) {
        if let Some(id) = id(paid.id).filter(|id| !found.iter().any(|known| known.id == *id)) {
            found.push(RelatedDocument { id, number: text(paid.number) });
        }
    }
    found
}
