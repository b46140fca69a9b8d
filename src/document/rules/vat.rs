//! Rules of EN 16931 on VAT categories.

use super::Found;
use crate::document::model::{Category, Document};
use rust_decimal::Decimal;

pub(super) fn check(document: &Document, found: &mut Found) {
    found.missing(!document.taxes.is_empty() || document.lines.is_empty(), "BR-CO-18", "BG-23");
    let (seller, buyer) = (&document.seller, &document.buyer);
    let registered = seller.vat_id.is_some() || seller.tax_id.is_some();
    for group in &document.taxes {
        match group.vat.category {
            Category::Standard => found.missing(registered, "BR-S-02", "BT-31"),
            Category::Zero => found.missing(registered, "BR-Z-02", "BT-31"),
            Category::Exempt => found.missing(registered, "BR-E-02", "BT-31"),
            Category::ReverseCharge => {
                found.missing(registered, "BR-AE-02", "BT-31");
                found.missing(buyer.vat_id.is_some() || buyer.legal_id.is_some(), "BR-AE-02", "BT-48");
            }
            Category::IntraCommunity => {
                found.missing(seller.vat_id.is_some(), "BR-IC-02", "BT-31");
                found.missing(buyer.vat_id.is_some(), "BR-IC-02", "BT-48");
                found.missing(document.delivered.is_some() || document.period.is_some(), "BR-IC-11", "BT-72");
                found.missing(buyer.address.country.is_some(), "BR-IC-12", "BT-80");
            }
            Category::Export => found.missing(seller.vat_id.is_some(), "BR-G-02", "BT-31"),
            Category::OutOfScope => {
                // Its VAT numbers are left out when it is written; beside another category that is not possible.
                if document.taxes.len() > 1 {
                    found.add("BR-O-11", "BT-118", super::Fault::Excess);
                }
            }
        }
        if group.vat.category != Category::Standard && !group.tax.is_zero() {
            let rule = match group.vat.category {
                Category::Exempt => "BR-E-09",
                Category::ReverseCharge => "BR-AE-09",
                Category::IntraCommunity => "BR-IC-09",
                Category::Export => "BR-G-09",
                Category::OutOfScope => "BR-O-09",
                Category::Standard | Category::Zero => "BR-Z-09",
            };
            found.sum(rule, "BT-117", group.tax, Decimal::ZERO);
        }
    }
}
