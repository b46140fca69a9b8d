//! VAT: once per rate or reason on the sum of its lines, as EN 16931 asks.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Refusal, amount};
use crate::domain::ledger::{Category, Client, DraftLine, Fx, Profile, TaxGroup, Vat};
use crate::domain::{Currency, Message};

/// Sums of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the lines.
    pub net: Decimal,
    /// VAT by rate and reason, the highest rate first.
    pub groups: Vec<TaxGroup>,
    /// Sum of the VAT.
    pub vat: Decimal,
    /// Net and VAT.
    pub gross: Decimal,
}

/// The sums of lines.
///
/// # Errors
/// An amount is too large.
pub fn totals(lines: &[DraftLine], currency: &Currency, fx: Option<&Fx>) -> Result<Totals, Refusal> {
    let too_large = || Message::new("billing-sum-too-large");
    let scale = currency.decimals();
    let mut sums: BTreeMap<&Vat, Decimal> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry(&line.vat).or_insert_with(|| Decimal::new(0, scale));
        *sum = sum.checked_add(line.net).ok_or_else(too_large)?;
    }
    let (mut net, mut vat) = (Decimal::new(0, scale), Decimal::new(0, scale));
    let mut groups = Vec::with_capacity(sums.len());
    for (of, sum) in sums {
        let product = sum.checked_mul(of.percent).ok_or_else(too_large)?;
        let tax = amount::divide(product, 100, scale).ok_or_else(too_large)?;
        let local = |fx: &Fx| tax.checked_mul(fx.rate).map(|tax| amount::round(tax, fx.currency.decimals()));
        let tax_local = fx.map(|fx| local(fx).ok_or_else(too_large)).transpose()?;
        (net, vat) = (net.checked_add(sum).ok_or_else(too_large)?, vat.checked_add(tax).ok_or_else(too_large)?);
        groups.push(TaxGroup { vat: of.clone(), net: sum, tax, tax_local });
    }
    groups.sort_by(|a, b| b.vat.percent.cmp(&a.vat.percent).then_with(|| a.vat.word.cmp(&b.vat.word)));
    Ok(Totals { net, groups, vat, gross: net.checked_add(vat).ok_or_else(too_large)? })
}

/// Refuses what must not be issued: lines without what their VAT needs.
///
/// # Errors
/// The first thing that is missing, with the line.
pub fn check(
    lines: &[DraftLine],
    (profile, client): (&Profile, &Client),
    currency: &Currency,
    fx: Option<&Fx>,
) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Err(Message::new("billing-no-lines"));
    }
    let seller = &profile.party;
    let buyer = &client.party;
    let missing = |id, what: &str| Message::new(id).with("name", what);
    if seller.tax_number.is_none() && seller.eu_tax_number.is_none() {
        return Err(missing("billing-seller-tax-number", &seller.name));
    }
    for (index, line) in lines.iter().enumerate() {
        let at = |id| {
            let line = Message::new(id).with("line", index + 1).with("text", line.text.as_str());
            line.with("client", buyer.name.as_str()).with("vat", lines.get(index).map_or("", |line| line.vat.word.as_str()))
        };
        match line.vat.category {
            Category::Reverse | Category::Community => {
                let domestic = line.vat.word == "FAD" && buyer.tax_number.is_some();
                if !domestic && buyer.eu_tax_number.is_none() {
                    return Err(at("billing-buyer-tax-number"));
                }
            }
            Category::Outside if lines.iter().any(|other| other.vat.category != Category::Outside) => {
                return Err(at("billing-outside-mixed"));
            }
            _ => {}
        }
    }
    if *currency != profile.currency && fx.is_none() {
        let message = Message::new("billing-no-exchange-rate").with("currency", currency.as_str());
        return Err(message.with("base", profile.currency.as_str()));
    }
    Ok(())
}
