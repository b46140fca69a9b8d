//! Balances of partly paid documents, and when their payments are fetched.

use rust_decimal::Decimal;

use super::sample;
use crate::domain::balance::left;
use crate::domain::{HistoryEntry, Payment, PaymentMethod};

fn dec(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn payment(amount: &str, rate: Option<&str>) -> HistoryEntry {
    HistoryEntry { date: None, amount: dec(amount), method: PaymentMethod::Cash, voucher: None, rate: rate.map(dec) }
}

#[test]
fn what_is_left() {
    for (gross, status, payments, expected) in [
        ("1000", "partially_paid", &[("400", None)][..], Some("600")),
        ("1000", "partially_paid", &[("400", None), ("100.5", None)], Some("499.5")),
        ("1000", "partially_paid", &[("400", None), ("-150", None)], Some("750")),
        ("1000", "partially_paid", &[("400", None), ("-400", None)], Some("1000")),
        ("1000", "partially_paid", &[("1200", None)], Some("0")),
        ("1000", "partially_paid", &[("1000", None)], Some("0")),
        ("1000", "partially_paid", &[], None),
        ("1000", "expired", &[], Some("1000")),
        ("1000", "expired", &[("400", Some("1"))], Some("600")),
        ("100", "partially_paid", &[("40", Some("400"))], Some("60")),
        // Forints where euros are meant: no wrong amount is shown.
        ("100", "partially_paid", &[("16000", Some("400"))], None),
        ("-1000", "partially_paid", &[("-400", None)], Some("-600")),
        ("-1000", "partially_paid", &[("-1400", None)], Some("0")),
    ] {
        let mut invoice = sample("1", 1);
        invoice.gross = dec(gross);
        invoice.status = status.into();
        let payments: Vec<HistoryEntry> = payments.iter().map(|(amount, rate)| payment(amount, *rate)).collect();
        assert_eq!(left(&invoice, &payments), expected.map(dec), "{gross} {status} {payments:?}");
    }
}

#[test]
fn a_payment_of_a_history_keeps_its_identifier_when_others_come_and_go() {
    let entry = |day: i8, amount: &str| HistoryEntry { date: Some(jiff::civil::date(2026, 10, day)), ..payment(amount, None) };
    let document = sample("7", 1);
    let ids = |history: &[HistoryEntry]| -> Vec<String> {
        Payment::of_history(&document, history).into_iter().map(|payment| payment.id.to_string()).collect()
    };
    let three = ids(&[entry(1, "100.0"), entry(1, "100"), entry(2, "-5")]);
    assert_eq!(three, ["7:2026-10-01:100", "7:2026-10-01:100:2", "7:2026-10-02:-5"]);
    assert_eq!(ids(&[entry(3, "7"), entry(2, "-5"), entry(1, "100")]), ["7:2026-10-03:7", &three[2], &three[0]]);
    let one = &Payment::of_history(&document, &[entry(1, "100")])[0];
    assert_eq!(
        (one.pays(&document.id), one.allocated(), one.partner_name.as_str()),
        (dec("100"), Some(dec("100")), &*document.buyer.name)
    );
}
