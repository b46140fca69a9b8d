//! Payments, overpayments and prepayments as the service writes them → payments.

use rust_decimal::Decimal;

use super::lenient::{List, Object, Raw};
use super::shapes::{self, Money, Paid};
use super::value::{Home, Rate, amount, currency, day, id, text, unusable};
use crate::domain::{Allocation, Direction, Message, Payment, PaymentState, PaymentType};

pub(super) fn payment(money: Money<'_>, home: &Home) -> Result<Payment, Message> {
    let id = id(money.id).ok_or_else(|| Message::new("provider-skip-id"))?;
    let (kind, direction) = side(money.kind)?;
    let state = match money.status.word().as_deref() {
        Some("AUTHORISED" | "PAID") => PaymentState::Active,
        Some("DELETED") => PaymentState::Deleted,
        Some("VOIDED") => PaymentState::Voided,
        _ => return Err(unusable("provider-skip-type", "Status", money.status)),
    };
    let told = amount("Amount", money.amount)?.unwrap_or_default();
    let sum = if kind == PaymentType::Refund { -told } else { told };
    let date = day("Date", money.date_string, money.date)?;
    let document = money.invoice.0.or(money.credit_note.0);
    let other = money.overpayment.0.or(money.prepayment.0);
    let of_paid = |of: fn(&Paid<'_>) -> Option<Box<str>>| document.as_ref().and_then(of).or_else(|| other.as_ref().and_then(of));
    let told_currency = [money.currency_code]
        .into_iter()
        .chain(document.as_ref().map(|paid| paid.currency_code))
        .chain(other.as_ref().map(|paid| paid.currency_code))
        .find(|raw| raw.word().is_some());
    let contact = money.contact.0;
    let partner_id = contact.as_ref().and_then(|contact| contact.id.boxed());
    let partner_id = partner_id.or_else(|| of_paid(|paid| paid.contact.0.as_ref()?.id.boxed()));
    let partner_name = contact.as_ref().and_then(|contact| contact.name.boxed());
    let partner_name = partner_name.or_else(|| of_paid(|paid| paid.contact.0.as_ref()?.name.boxed()));
    let rate = Rate::read(money.currency_rate)?;
    let holds_rest = matches!(kind, PaymentType::Overpayment | PaymentType::Prepayment);
    let mut payment = Payment {
        id,
        direction,
        date,
        amount: if told.is_zero() { told } else { sum },
        currency: currency(told_currency.unwrap_or_default(), rate, home)?,
        rate: rate.and_then(Rate::to_base),
        method: None,
        reference: money.reference.boxed(),
        partner_id: partner_id.map(|id| crate::domain::RemoteId::new(id.to_ascii_lowercase())),
        partner_name: partner_name.map(String::from).unwrap_or_default(),
        unapplied: Some(Decimal::ZERO),
        note: money.details.boxed(),
        allocations: Vec::new(),
        kind,
        state,
    };
    // What was taken back pays nothing any more.
    if payment.state == PaymentState::Active {
        if holds_rest {
            payment.allocations = allocations(money.allocations, payment.date)?;
            payment.unapplied = Some(rest(money.remaining_credit, &payment)?);
        } else if let Some(paid) = document
            && let Some(document) = super::value::id(paid.id)
        {
            let number = text(paid.number);
            payment.allocations = vec![Allocation { document, number, amount: payment.amount, date: None }];
        }
    }
    Ok(payment)
}

/// Kind, and the side of the document: a refund gives back what one side paid.
fn side(raw: Raw<'_>) -> Result<(PaymentType, Direction), Message> {
    let word = raw.word().unwrap_or_default().to_ascii_uppercase();
    Ok(match word.as_str() {
        "ACCRECPAYMENT" => (PaymentType::Payment, Direction::Issued),
        "ACCPAYPAYMENT" => (PaymentType::Payment, Direction::Received),
        "ARCREDITPAYMENT" | "AROVERPAYMENTPAYMENT" | "ARPREPAYMENTPAYMENT" => (PaymentType::Refund, Direction::Issued),
        "APCREDITPAYMENT" | "APOVERPAYMENTPAYMENT" | "APPREPAYMENTPAYMENT" => (PaymentType::Refund, Direction::Received),
        "RECEIVE-OVERPAYMENT" | "AROVERPAYMENT" => (PaymentType::Overpayment, Direction::Issued),
        "SPEND-OVERPAYMENT" | "APOVERPAYMENT" => (PaymentType::Overpayment, Direction::Received),
        "RECEIVE-PREPAYMENT" | "ARPREPAYMENT" => (PaymentType::Prepayment, Direction::Issued),
        "SPEND-PREPAYMENT" | "APPREPAYMENT" => (PaymentType::Prepayment, Direction::Received),
        // Its direction would be a guess.
        _ => return Err(unusable("provider-skip-type", "PaymentType", raw)),
    })
}

fn allocations(
    list: List<Object<shapes::Allocation<'_>>>,
    paid_on: Option<jiff::civil::Date>,
) -> Result<Vec<Allocation>, Message> {
    let mut found = Vec::new();
    for one in list.0.into_iter().filter_map(|one| one.0).filter(|one| !one.is_deleted.flag()) {
        let Some(paid) = one.invoice.0 else { continue };
        let Some(document) = id(paid.id) else { continue };
        let amount = amount("Allocations.Amount", one.amount)?.unwrap_or_default();
        let date = day("Allocations.Date", Raw::default(), one.date)?.filter(|date| Some(*date) != paid_on);
        found.push(Allocation { document, number: text(paid.number), amount, date });
    }
    Ok(found)
}

/// What no document uses: what the service says, else what the allocations leave.
fn rest(told: Raw<'_>, payment: &Payment) -> Result<Decimal, Message> {
    if let Some(rest) = amount("RemainingCredit", told)? {
        return Ok(rest);
    }
    let left = payment.allocated().and_then(|used| payment.amount.checked_sub(used));
    left.ok_or_else(|| unusable("provider-skip-amount", "RemainingCredit", told))
}
