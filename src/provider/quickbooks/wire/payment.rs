//! Payment → a payment. Amounts of what it pays are in its lines alone.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::{Allocation, Direction, Message, Payment, PaymentState, PaymentType};
use crate::provider::wire::lenient::{List, Object, Raw};

use super::sales::method;
use super::values::{Linked, Reference, amount, day, id, is_void, number, unusable};
use super::{Home, currency, shape};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Wire<'a> {
    id: Raw<'a>,
    txn_date: Raw<'a>,
    customer_ref: Object<Reference<'a>>,
    currency_ref: Object<Reference<'a>>,
    exchange_rate: Raw<'a>,
    total_amt: Raw<'a>,
    unapplied_amt: Raw<'a>,
    payment_method_ref: Object<Reference<'a>>,
    payment_ref_num: Raw<'a>,
    private_note: Raw<'a>,
    line: List<Object<Line<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Line<'a> {
    amount: Raw<'a>,
    linked_txn: List<Object<Linked<'a>>>,
}

/// The payment that is written here.
pub(super) fn payment(json: &str, home: &Home) -> Result<Payment, Message> {
    let wire = serde_json::from_str::<Object<Wire<'_>>>(json).map_err(shape)?.0.ok_or(()).map_err(shape)?;
    let id = id("", wire.id).ok_or_else(|| Message::new("provider-skip-id"))?;
    let missing = || Message::new("provider-skip-amount-missing").with("field", "TotalAmt");
    let total = amount("TotalAmt", wire.total_amt)?.ok_or_else(missing)?;
    let allocations = allocations(wire.line)?;
    let voided = allocations.is_empty() && is_void(total, Decimal::ZERO, wire.private_note);
    // The service makes payments of nothing to link credits to what they pay.
    let links = total.is_zero() && !allocations.is_empty();
    Ok(Payment {
        id,
        kind: if links { PaymentType::Credit } else { PaymentType::Payment },
        direction: Direction::Issued,
        state: if voided { PaymentState::Voided } else { PaymentState::Active },
        date: day("TxnDate", wire.txn_date)?,
        amount: total,
        currency: currency(wire.currency_ref.value(), home)?,
        rate: amount("ExchangeRate", wire.exchange_rate)?,
        method: wire.payment_method_ref.name().word().map(|name| method(&name)),
        reference: wire.payment_ref_num.boxed(),
        partner_id: super::values::id("", wire.customer_ref.value()),
        partner_name: number(wire.customer_ref.name()).unwrap_or_default(),
        unapplied: amount("UnappliedAmt", wire.unapplied_amt)?,
        note: wire.private_note.boxed(),
        allocations,
    })
}

/// A sum that no decimal holds: the record is rejected, because a payment must not lack a part.
fn too_large(raw: Raw<'_>) -> Message {
    unusable("provider-skip-amount", "Line.Amount", raw)
}

/// What it pays. A credit that it uses up is positive at the service, and negative here as the credit itself: the sum of all is the
/// money that was used.
fn allocations(lines: List<Object<Line<'_>>>) -> Result<Vec<Allocation>, Message> {
    let mut allocations: Vec<Allocation> = Vec::new();
    for line in lines.0.into_iter().filter_map(|line| line.0) {
        let Some(paid) = amount("Line.Amount", line.amount)? else { continue };
        let Some((document, entity)) = line.linked_txn.0.into_iter().find_map(|link| link.0?.target()) else { continue };
        let paid = if entity == "creditmemo" && !paid.is_zero() { -paid } else { paid };
        match allocations.iter_mut().find(|known| known.document == document) {
            Some(known) => {
                known.amount = known.amount.checked_add(paid).ok_or_else(|| too_large(line.amount))?;
            }
            None => allocations.push(Allocation { document, number: String::new(), amount: paid, date: None }),
        }
    }
    Ok(allocations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Currency, RemoteId};

    fn read(json: &str) -> Payment {
        payment(json, &Home { currency: Some(Currency::new("USD")), ..Home::default() }).unwrap()
    }

    #[test]
    fn one_payment_pays_several_documents_in_part() {
        let json = r#"{"Id":"95","TxnDate":"2026-10-20","CustomerRef":{"value":"12","name":"Harbour Bakery"},"TotalAmt":500.10,"UnappliedAmt":400,
            "PaymentMethodRef":{"value":"2","name":"Credit Card"},"PaymentRefNum":"10044","CurrencyRef":{"value":"EUR"},"ExchangeRate":1.09173,
            "Line":[{"Amount":60.05,"LinkedTxn":[{"TxnId":"88","TxnType":"Invoice"}]},{"Amount":40.05,"LinkedTxn":[{"TxnId":"89","TxnType":"Invoice"}]}]}"#;
        let read = read(json);
        assert_eq!((read.id.as_str(), read.amount.to_string(), read.currency.as_str()), ("95", "500.10".to_owned(), "EUR"));
        assert_eq!((read.kind.clone(), read.state.clone()), (PaymentType::Payment, PaymentState::Active));
        assert_eq!(read.allocated().unwrap().to_string(), "100.10");
        assert_eq!(read.pays(&RemoteId::new("89")).to_string(), "40.05");
        assert_eq!(read.unapplied.unwrap().to_string(), "400");
        assert_eq!((read.reference.as_deref(), read.partner_name.as_str()), (Some("10044"), "Harbour Bakery"));
    }

    #[test]
    fn a_payment_of_nothing_links_a_credit_and_is_no_money() {
        let json = r#"{"Id":"96","TxnDate":"2026-10-20","TotalAmt":0,"UnappliedAmt":0,"PrivateNote":"Created by QB Online to link credits to charges.",
            "Line":[{"Amount":55.00,"LinkedTxn":[{"TxnId":"88","TxnType":"Invoice"}]},{"Amount":55.00,"LinkedTxn":[{"TxnId":"91","TxnType":"CreditMemo"}]}]}"#;
        let read = read(json);
        assert_eq!(read.kind, PaymentType::Credit);
        assert!(!read.counts());
        assert_eq!(read.pays(&RemoteId::new("creditmemo:91")).to_string(), "-55.00");
        assert!(read.allocated().unwrap().is_zero());
        assert_eq!(read.currency.as_str(), "USD", "the company's own");
    }

    #[test]
    fn voided_unapplied_and_linked_with_what_we_do_not_know() {
        let voided = read(r#"{"Id":"1","TotalAmt":0,"PrivateNote":"Voided - typed twice","Line":[]}"#);
        assert_eq!(voided.state, PaymentState::Voided);
        let unapplied = read(r#"{"Id":"1","TotalAmt":10,"UnappliedAmt":10}"#);
        assert_eq!((unapplied.state.clone(), unapplied.allocations.len()), (PaymentState::Active, 0));
        let other =
            read(r#"{"Id":"1","TotalAmt":10,"Line":[{"Amount":10,"LinkedTxn":[{"TxnId":"7","TxnType":"JournalEntry"}]}]}"#);
        assert_eq!(other.allocations[0].document.as_str(), "journalentry:7");
        let most = Decimal::MAX.to_string();
        let line = format!(r#"{{"Amount":{most},"LinkedTxn":[{{"TxnId":"7","TxnType":"Invoice"}}]}}"#);
        let twice = format!(r#"{{"Id":"1","TotalAmt":1,"Line":[{line},{line}]}}"#);
        for (json, reason) in [
            (twice.as_str(), "provider-skip-amount"),
            (r#"{"TotalAmt":1}"#, "provider-skip-id"),
            (r#"{"Id":"1"}"#, "provider-skip-amount-missing"),
            (r#"{"Id":"1","TotalAmt":1e38}"#, "provider-skip-amount"),
            (r#"{"Id":"1","TotalAmt":1}"#, "provider-skip-currency"),
            ("[]", "provider-skip-shape"),
        ] {
            assert_eq!(payment(json, &Home::default()).unwrap_err().id, reason, "{json}");
        }
    }
}
