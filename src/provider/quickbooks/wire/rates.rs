//! Tax codes: what they come to, and the words that lines name them by.
//!
//! For: sales outside the United States, and lists that orders refer to. Uses: lenient values. Never: HTTP.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::provider::wire::lenient::Raw;

use super::super::fault::Fields;

/// The words of a company's tax codes, by identifier: the percentage, or the name of the code where nothing is charged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Taxes(Arc<BTreeMap<String, String>>);

impl Taxes {
    /// Of the objects of `TaxCode` and `TaxRate`. `TAX` and `NON` are what lines say in the United States, and name no rate.
    pub(super) fn of(codes: &[Fields<'_>], rates_told: &[Fields<'_>]) -> Self {
        let rates = rates(rates_told);
        let one = |code: &Fields<'_>| {
            let id = word(code, "Id").filter(|id| !matches!(id.as_str(), "TAX" | "NON"))?;
            let charged = percent(code, &rates).filter(|percent| !percent.is_zero());
            let told = charged.map(|percent| format!("{}%", percent.normalize())).or_else(|| word(code, "Name"))?;
            Some((id, told))
        };
        Self(Arc::new(codes.iter().filter_map(one).collect()))
    }

    /// The word of a code.
    pub(super) fn word(&self, code: &str) -> Option<&str> {
        self.0.get(code).map(String::as_str)
    }
}

pub(in super::super) fn raw<'a>(fields: &Fields<'a>, name: &str) -> Raw<'a> {
    fields.get(name).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
}

pub(in super::super) fn word(fields: &Fields<'_>, name: &str) -> Option<String> {
    raw(fields, name).word().map(std::borrow::Cow::into_owned)
}

/// The fields of an object within another one.
pub(in super::super) fn inner<'a>(fields: &Fields<'a>, name: &str) -> Fields<'a> {
    fields.get(name).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
}

/// Percentages by the identifier of their rate.
pub(in super::super) fn rates(rows: &[Fields<'_>]) -> BTreeMap<String, Decimal> {
    rows.iter().filter_map(|row| Some((word(row, "Id")?, raw(row, "RateValue").decimal().ok()??))).collect()
}

/// The percentage of a tax code: the sum of its rates on sales.
pub(in super::super) fn percent(row: &Fields<'_>, rates: &BTreeMap<String, Decimal>) -> Option<Decimal> {
    let list = inner(row, "SalesTaxRateList");
    let details: Vec<Fields<'_>> = serde_json::from_str(list.get("TaxRateDetail")?.get()).ok()?;
    let rate = |detail: &Fields<'_>| rates.get(&word(&inner(detail, "TaxRateRef"), "value")?).copied();
    details.iter().try_fold(Decimal::ZERO, |sum, detail| sum.checked_add(rate(detail)?))
}
