//! The payment code of EPC069-12: what a banking app needs for a credit transfer in euros.

use qrcodegen::{QrCode, QrCodeEcc, Version};
use rust_decimal::Decimal;

use crate::document::model::{Document, Means};
use crate::document::{codes, xml};

/// Largest version of the code that the guideline has.
const VERSION: u8 = 13;
/// Longest name and reference, in characters.
const NAME: usize = 70;
const REFERENCE: usize = 140;
/// Largest amount: 999,999,999.99.
const MOST: i64 = 99_999_999_999;

/// The code of an invoice that is paid in euros to an account that takes them; `None` for others.
pub(super) fn code(document: &Document) -> Option<QrCode> {
    let text = text(document)?;
    let segments = [qrcodegen::QrSegment::make_bytes(text.as_bytes())];
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::new(VERSION), None, false).ok()
}

/// The lines of the code.
pub(super) fn text(document: &Document) -> Option<String> {
    let payment = &document.payment;
    let iban = payment.iban.as_deref()?;
    let amount = document.printed().totals.payable;
    let within = amount >= Decimal::new(1, 2) && amount <= Decimal::new(MOST, 2);
    let euros = document.currency.as_str() == "EUR" && iban.get(..2).is_some_and(codes::is_sepa);
    if !euros || !within || document.is_credit() || payment.means != Means::Transfer {
        return None;
    }
    let line = |text: &str, most: usize| -> String {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most).collect::<String>().trim().to_owned()
    };
    let name = line(payment.holder.as_deref().unwrap_or(&document.seller.name), NAME);
    let bic = payment.bic.as_deref().filter(|bic| matches!(bic.len(), 8 | 11)).unwrap_or_default();
    let reference = line(payment.reference.as_deref().unwrap_or(&document.number), REFERENCE);
    Some(format!("BCD\n002\n1\nSCT\n{bic}\n{name}\n{iban}\nEUR{}\n\n\n{reference}", xml::money(amount)))
}
