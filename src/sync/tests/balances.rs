//! Balances of partly paid documents, and when their payments are fetched.

use rust_decimal::Decimal;

use super::sample;
use crate::domain::balance::left;
use crate::domain::{Payment, PaymentMethod};

fn dec(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn payment(amount: &str, rate: Option<&str>) -> Payment {
    Payment { date: None, amount: dec(amount), method: PaymentMethod::Cash, voucher: None, rate: rate.map(dec) }
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
        let payments: Vec<Payment> = payments.iter().map(|(amount, rate)| payment(amount, *rate)).collect();
        assert_eq!(left(&invoice, &payments), expected.map(dec), "{gross} {status} {payments:?}");
    }
}
