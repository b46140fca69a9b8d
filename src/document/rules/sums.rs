//! Arithmetic of EN 16931: sums to the cent, VAT by rate within the standard's tolerance, two decimals.

use rust_decimal::Decimal;

use super::{Fault, Found};
use crate::document::model::Document;

pub(super) fn check(document: &Document, found: &mut Found) {
    let totals = &document.totals;
    let lines: Decimal = document.lines.iter().map(|line| line.net).sum();
    found.sum("BR-CO-10", "BT-106", totals.lines, lines);
    let of_sign = |negative: bool| -> Decimal {
        let amounts = document.adjustments.iter().map(|one| one.amount);
        amounts.filter(|amount| amount.is_sign_negative() == negative).sum()
    };
    found.sum("BR-CO-11", "BT-107", totals.allowances, of_sign(false));
    found.sum("BR-CO-12", "BT-108", totals.charges, -of_sign(true));
    found.sum("BR-CO-13", "BT-109", totals.net, totals.lines - totals.allowances + totals.charges);
    found.sum("BR-CO-14", "BT-110", totals.tax, document.taxes.iter().map(|group| group.tax).sum());
    found.sum("BR-CO-15", "BT-112", totals.gross, totals.net + totals.tax);
    found.sum("BR-CO-16", "BT-115", totals.payable, totals.gross - totals.paid + totals.rounding);
    for group in &document.taxes {
        let of_group = |vat: crate::document::model::Vat| vat.group() == group.vat.group();
        let lines: Decimal = document.lines.iter().filter(|line| line.vat.is_some_and(of_group)).map(|line| line.net).sum();
        let apart: Decimal = document.adjustments.iter().filter(|one| of_group(one.vat)).map(|one| one.amount).sum();
        found.sum("BR-S-08", "BT-116", group.base, lines - apart);
        let computed = group.base.checked_mul(group.vat.rate).and_then(|tax| tax.checked_div(Decimal::ONE_HUNDRED));
        let computed = computed.map(|tax| crate::document::model::round(tax, 2));
        // The rules on UBL take less than one unit, those on CII one: the stricter holds for both.
        if computed.is_none_or(|tax| (tax - group.tax).abs() >= Decimal::ONE) {
            let parts = computed.map(|tax| tax.to_string()).unwrap_or_default();
            found.add("BR-CO-17", "BT-117", Fault::Sum { is: group.tax.to_string(), parts });
        }
    }
    if let Some(told) = document.told_gross {
        // What the source calls the total is what the customer owes; another sum on the e-invoice would be a second invoice.
        found.sum("FAKTURA-TOTAL", "BT-112", told.normalize(), (totals.gross + totals.rounding).normalize());
    }
    decimals(document, found);
}

fn decimals(document: &Document, found: &mut Found) {
    let decimals = document.currency.decimals();
    if decimals > 2 {
        let currency = document.currency.as_str().to_owned();
        found.add("BR-DEC-12", "BT-5", Fault::Decimals { currency, decimals });
    }
    if let Some(vat) = document.conversion.as_ref().map(|conversion| conversion.vat) {
        found.value(vat.normalize().scale() <= 2, "BR-DEC-15", "BT-111", &vat.to_string());
    }
}
