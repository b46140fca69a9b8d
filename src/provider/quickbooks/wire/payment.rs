//! Payment → a payment. Amounts of what it pays are in its lines alone.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::{Allocation, Direction, Message, Payment, PaymentState, PaymentType};
use crate::provider::wire::lenient::{List, Object, Raw};

use super::sales::method;
use super::values::{Linked, Reference, amount, day, id, is_void, number, unusable};
use super::{Home, currency, shape};

/// Most journal entries and the like of a payment of which each is tried as owed and as credit.
const MOST_OTHERS: usize = 8;

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
    let unapplied = amount("UnappliedAmt", wire.unapplied_amt)?;
    let mut allocations = allocations(wire.line)?;
    sign_others(&mut allocations, total.checked_sub(unapplied.unwrap_or_default()));
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
        unapplied,
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

/// Whether the side of an entity is known: it is owed, or it is credit.
fn has_side(part: &Allocation) -> bool {
    let entity = part.document.as_str().split_once(':').map_or("invoice", |(entity, _)| entity);
    matches!(entity, "invoice" | "creditmemo")
}

/// Whether a journal entry, a deposit or a check is owed or is credit is not told: the sum of all is the money that was used, so that one
/// answer is left. Where none or several are, they stay as the service writes them.
fn sign_others(allocations: &mut [Allocation], used: Option<Decimal>) {
    let others: Vec<usize> = (0..).zip(allocations.iter()).filter(|(_, part)| !has_side(part)).map(|(at, _)| at).collect();
    let (Some(used), 1..=MOST_OTHERS) = (used, others.len()) else { return };
    let sum = |signs: u32| {
        (0_usize..).zip(allocations.iter()).try_fold(Decimal::ZERO, |sum, (at, part)| {
            let credit = others.iter().position(|other| *other == at).is_some_and(|place| signs & (1 << place) != 0);
            if credit { sum.checked_sub(part.amount) } else { sum.checked_add(part.amount) }
        })
    };
    let mut fitting = (0..1_u32 << others.len()).filter(|signs| sum(*signs) == Some(used));
    let (Some(signs), None) = (fitting.next(), fitting.next()) else { return };
    for (place, at) in others.into_iter().enumerate() {
        if let Some(part) = allocations.get_mut(at).filter(|part| signs & (1 << place) != 0 && !part.amount.is_zero()) {
            part.amount = -part.amount;
        }
    }
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
    fn what_is_neither_invoice_nor_credit_memo_has_the_side_that_the_sum_leaves() {
        let with = |total: &str, unapplied: &str, lines: &[(&str, &str)]| {
            let line = |(at, (amount, of)): (usize, &(&str, &str))| {
                format!(r#"{{"Amount":{amount},"LinkedTxn":[{{"TxnId":"{at}","TxnType":"{of}"}}]}}"#)
            };
            let lines: Vec<String> = lines.iter().enumerate().map(line).collect();
            read(&format!(r#"{{"Id":"1","TotalAmt":{total},"UnappliedAmt":{unapplied},"Line":[{}]}}"#, lines.join(",")))
        };
        let amounts = |read: &Payment| read.allocations.iter().map(|part| part.amount.to_string()).collect::<Vec<_>>();
        // A journal entry that gives credit: 60 of 100 are money.
        let credit = with("60", "0", &[("100", "Invoice"), ("40", "JournalEntry")]);
        assert_eq!(amounts(&credit), ["100", "-40"]);
        assert_eq!(credit.money_of(&RemoteId::new("0")).unwrap().to_string(), "60");
        // One that is owed.
        assert_eq!(amounts(&with("140", "0", &[("100", "Invoice"), ("40", "JournalEntry")])), ["100", "40"]);
        // A deposit that was taken before, and an entry that is owed.
        let both = with("35", "5", &[("100", "Invoice"), ("90", "Deposit"), ("20", "JournalEntry")]);
        assert_eq!(amounts(&both), ["100", "-90", "20"]);
        // A link of credit to what it pays.
        let link = with("0", "0", &[("50", "Invoice"), ("50", "JournalEntry")]);
        assert_eq!((link.kind.clone(), amounts(&link)), (PaymentType::Credit, vec!["50".to_owned(), "-50".to_owned()]));
        // Several answers, and none.
        assert_eq!(amounts(&with("0", "0", &[("9", "JournalEntry"), ("9", "Check")])), ["9", "9"]);
        assert_eq!(amounts(&with("7", "0", &[("100", "Invoice"), ("40", "JournalEntry")])), ["100", "40"]);
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
