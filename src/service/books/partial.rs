//! Credit notes on some of a document.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::shelf::{Shelf, misused, refuse, summed, too_large};
use super::view_bill::CreditPart;
use crate::billing::{self, Totals};
use crate::domain::ledger::{Draft, DraftLine, Issued, IssuedKind, LineSource, TaxGroup, Unit, Vat};
use crate::domain::{LineItem, Message, RemoteId};
use crate::service::Result;

/// The lines of a partial credit note, negative, and their sums.
pub(super) fn lines(shelf: &Shelf<'_>, original: &Issued, parts: &[CreditPart]) -> Result<(Vec<DraftLine>, Totals)> {
    let scale = original.document.currency.decimals();
    let mut lines = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        if parts.iter().take(index).any(|earlier| earlier.line == part.line) {
            return Err(misused(Message::new("books-credit-twice").with("line", part.line)));
        }
        let missing = || misused(Message::new("books-credit-no-line").with("line", part.line));
        let item = part.line.checked_sub(1).and_then(|at| original.document.items.get(at)).ok_or_else(missing)?;
        lines.push(line(original, item, part, scale)?);
    }
    let mut totals = billing::totals(&lines, &original.document.currency, original.fx.as_ref()).map_err(refuse)?;
    bound(shelf, original, (&lines, &mut totals))?;
    Ok((lines, totals))
}

fn line(original: &Issued, item: &LineItem, part: &CreditPart, scale: u32) -> Result<DraftLine> {
    let (whole, price) = (item.net.unwrap_or_default(), item.net_unit_amount.unwrap_or_default());
    // A discount, a cap or a deducted advance: to credit it would be to ask for more.
    if whole <= Decimal::ZERO {
        return Err(misused(Message::new("books-credit-negative").with("line", part.line).with("text", item.name.as_str())));
    }
    let bad = || misused(Message::new("books-credit-amount").with("line", part.line).with("text", item.name.as_str()));
    let (quantity, price, net) = match (part.quantity, part.net) {
        (Some(quantity), None) if quantity == item.quantity => (quantity, price, whole),
        (Some(quantity), None) if quantity > Decimal::ZERO && quantity < item.quantity => {
            let net = quantity.checked_mul(price).ok_or_else(too_large)?;
            (quantity, price, billing::round(net, scale))
        }
        (None, Some(net)) if net > Decimal::ZERO && net <= whole && net.normalize().scale() <= scale => (Decimal::ONE, net, net),
        _ => return Err(bad()),
    };
    let vat = original.tax.iter().map(|group| &group.vat).find(|vat| vat.word == item.vat);
    let vat = vat.cloned().or_else(|| Vat::parse(&item.vat)).ok_or_else(bad)?;
    let unit = if part.net.is_some() { Unit::Piece } else { Unit::parse(&item.unit).unwrap_or(Unit::Piece) };
    Ok(DraftLine {
        text: item.name.clone(),
        source: LineSource::Free,
        quantity: -quantity,
        unit,
        unit_price: price,
        net: -net,
        vat,
        project: None,
    })
}

/// Refuses more than is left of each VAT. The note that takes back the last of one takes back the last of its VAT too: nothing stays open by
/// rounding.
fn bound(shelf: &Shelf<'_>, original: &Issued, (lines, totals): (&[DraftLine], &mut Totals)) -> Result<()> {
    let earlier: Vec<Issued> = shelf.corrections(&original.id)?.collect();
    for line in lines {
        // Lines of one text and one VAT are one: a note does not say which of them it credits.
        let of = |document: &Issued, credited: bool| -> Result<Decimal> {
            let same = document.document.items.iter().filter(|item| item.name == line.text && item.vat == line.vat.word);
            summed(same.filter_map(|item| item.net).filter(|net| net.is_sign_negative() == credited))
        };
        let now = summed(lines.iter().filter(|other| other.text == line.text && other.vat == line.vat).map(|other| other.net))?;
        let mut left = of(original, false)?;
        for note in &earlier {
            left = summed([left, of(note, true)?])?;
        }
        if -now > left {
            return Err(refuse(
                Message::new("books-credit-more-line").with("left", left.to_string()).with("text", line.text.as_str()),
            ));
        }
    }
    let left_of = |whole: Decimal, vat: &Vat, of: fn(&TaxGroup) -> Decimal| -> Result<Decimal> {
        let credited = earlier.iter().flat_map(|note| &note.tax).filter(|group| group.vat == *vat).map(of);
        summed(std::iter::once(whole).chain(credited))
    };
    for group in &mut totals.groups {
        let known = original.tax.iter().find(|known| known.vat == group.vat);
        let known = known.ok_or_else(|| refuse(Message::new("books-credit-more").with("left", "0")))?;
        let left = left_of(known.net, &group.vat, |group| group.net)?;
        if -group.net > left {
            return Err(refuse(
                Message::new("books-credit-more").with("left", left.to_string()).with("vat", group.vat.word.as_str()),
            ));
        }
        if -group.net == left {
            let tax = -left_of(known.tax, &group.vat, |group| group.tax)?;
            totals.vat = summed([totals.vat, -group.tax, tax])?;
            totals.gross = summed([totals.gross, -group.tax, tax])?;
            group.tax = tax;
            let local = |local| left_of(local, &group.vat, |group| group.tax_local.unwrap_or_default()).map(|left| -left);
            group.tax_local = known.tax_local.map(local).transpose()?;
        }
    }
    Ok(())
}

/// What credit notes on parts took back, by document.
#[derive(Debug, Default)]
pub(super) struct Credited<'i>(BTreeMap<&'i RemoteId, Vec<&'i LineItem>>);

impl<'i> Credited<'i> {
    /// Of these documents.
    pub(super) fn of(issued: impl Iterator<Item = &'i Issued>) -> Self {
        let mut found: BTreeMap<&RemoteId, Vec<&LineItem>> = BTreeMap::new();
        for note in issued {
            if let IssuedKind::Partial(original) = &note.kind {
                found.entry(original).or_default().extend(&note.document.items);
            }
        }
        Self(found)
    }

    /// Whether some of a document was taken back.
    pub(super) fn has(&self, document: &RemoteId) -> bool {
        self.0.contains_key(document)
    }

    /// The net of each line of a document's draft, with its share of discounts, less what was credited of it. Lines of one text and one VAT
    /// share what was credited of them, since a note does not say which it credits; what fits no line is shared by all.
    ///
    /// # Errors
    /// An amount is larger than an amount can be.
    pub(super) fn nets(&self, document: &RemoteId, draft: &Draft) -> Result<Vec<Decimal>> {
        let mut nets = draft.discounted_nets().ok_or_else(too_large)?;
        let discounted = nets.clone();
        for item in self.0.get(document).into_iter().flatten() {
            let is_its = |line: &DraftLine| line.text == item.name && line.vat.word == item.vat && line.net > Decimal::ZERO;
            let own: Vec<(usize, Decimal)> =
                draft.lines.iter().enumerate().filter(|(_, line)| is_its(line)).map(|(at, line)| (at, line.net)).collect();
            let all = || discounted.iter().copied().enumerate().collect();
            let weights: Vec<(usize, Decimal)> = if own.is_empty() { all() } else { own };
            share(&mut nets, item.net.unwrap_or_default(), &weights, draft.currency.decimals())?;
        }
        Ok(nets)
    }
}

/// Adds an amount to lines by their weights: nothing is lost to rounding.
fn share(nets: &mut [Decimal], amount: Decimal, weights: &[(usize, Decimal)], scale: u32) -> Result<()> {
    let total = summed(weights.iter().map(|(_, weight)| *weight))?;
    let (mut before, mut given) = (Decimal::ZERO, Decimal::ZERO);
    for (at, weight) in weights {
        before = summed([before, *weight])?;
        let until = if before == total {
            amount
        } else {
            let until = amount.checked_mul(before).and_then(|product| product.checked_div(total)).ok_or_else(too_large)?;
            billing::round(until, scale)
        };
        if let Some(net) = nets.get_mut(*at) {
            *net = summed([*net, until, -given])?;
        }
        given = until;
    }
    Ok(())
}
