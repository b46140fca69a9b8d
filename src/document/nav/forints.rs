//! Forints of lines in another currency, so that the lines come to the sums of the document.
//!
//! For: data of the tax authority. Uses: the model. Never: a line that is more than a forint from what it would be alone, but for the VAT
//! that a source told in forints or rounded to cents once for all lines.

use rust_decimal::Decimal;

use super::{Amounts, Group, Writer, groups, of_adjustment, of_line};
use crate::document::model::Vat;
use crate::domain::money::sum;

/// Net amount and VAT in forints of each line, then of each allowance of the whole, as lines are numbered.
pub(super) fn of_lines(writer: &Writer<'_>) -> Vec<Amounts> {
    let document = writer.document;
    let lines = document.lines.iter().map(|line| line.vat.map(|vat| (vat, of_line(line, &vat))));
    let adjustments = document.adjustments.iter().map(|one| Some((one.vat, of_adjustment(one))));
    let told: Vec<Option<(Vat, Amounts)>> = lines.chain(adjustments).collect();
    let mut forints = vec![Amounts::default(); told.len()];
    for group in groups(document) {
        let of = |told: &Option<(Vat, Amounts)>| told.filter(|(vat, _)| *vat == group.vat).map(|(_, amounts)| amounts);
        let places: Vec<(usize, Amounts)> =
            told.iter().enumerate().filter_map(|(place, told)| Some((place, of(told)?))).collect();
        let nets = spread(places.iter().map(|(_, amounts)| amounts.net), |amount| writer.forints(amount));
        let taxes = taxes(writer, &group, &places);
        for (((place, _), net), tax) in places.iter().zip(nets).zip(taxes) {
            if let Some(line) = forints.get_mut(*place) {
                *line = Amounts { net, tax };
            }
        }
    }
    forints
}

/// VAT of the lines of a rate. What cents of single lines leave of the VAT of all goes to the largest line, if that is within what the
/// authority takes: a hundredth of the value, or a forint.
fn taxes(writer: &Writer<'_>, group: &Group, places: &[(usize, Amounts)]) -> Vec<Decimal> {
    let mut taxes = spread(places.iter().map(|(_, amounts)| amounts.tax), |amount| writer.forints(amount));
    if writer.document.currency.as_str() == "HUF" {
        return taxes;
    }
    let whole = group.forints.unwrap_or_else(|| writer.forints(group.tax));
    let Some(left) = sum(taxes.iter().copied()).and_then(|sum| whole.checked_sub(sum)) else { return taxes };
    let largest = taxes.iter_mut().max_by_key(|tax| tax.abs());
    if let Some(tax) = largest.filter(|tax| left.abs() <= (tax.abs() / Decimal::ONE_HUNDRED).max(Decimal::ONE)) {
        *tax += left;
    }
    taxes
}

/// Amounts in forints of which the sum is that of all: each is what its sum with those before it has more than theirs.
fn spread(amounts: impl Iterator<Item = Decimal>, convert: impl Fn(Decimal) -> Decimal) -> Vec<Decimal> {
    let (mut sum, mut before) = (Decimal::ZERO, Decimal::ZERO);
    let step = |amount: Decimal| {
        sum = sum.saturating_add(amount);
        let all = convert(sum);
        all - std::mem::replace(&mut before, all)
    };
    amounts.map(step).collect()
}
