//! Credit notes on some of a document.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::shelf::{Shelf, misused, refuse, summed, too_large};
use super::view_bill::CreditPart;
use crate::billing::{self, Totals};
use crate::domain::ledger::{Draft, DraftLine, Issued, IssuedKind, LineSource, TaxGroup, Unit, Vat};
use crate::domain::{LineItem, Message, RemoteId};
use crate::service::Result;

/// Digits of a price behind the point.
const DIGITS: u32 = 10;

/// The lines of a partial credit note, negative, and their sums.
pub(super) fn lines(shelf: &Shelf<'_>, original: &Issued, parts: &[CreditPart]) -> Result<(Vec<DraftLine>, Totals)> {
    let scale = original.document.currency.decimals();
    let mut lines: Vec<DraftLine> = Vec::with_capacity(parts.len());
    let earlier: Vec<Issued> = shelf.corrections(&original.id)?.collect();
    for (index, part) in parts.iter().enumerate() {
        if parts.iter().take(index).any(|earlier| earlier.line == part.line) {
            return Err(misused(Message::new("books-credit-twice").with("line", part.line)));
        }
        let missing = || misused(Message::new("books-credit-no-line").with("line", part.line));
        let item = part.line.checked_sub(1).and_then(|at| original.document.items.get(at)).ok_or_else(missing)?;
        let left = Left::of(item, original, &earlier, &lines)?;
        lines.push(line(original, (item, &left), part, scale)?);
    }
    let mut totals = billing::totals(&lines, &original.document.currency, original.fx.as_ref()).map_err(refuse)?;
    bound(original, &earlier, (&lines, &mut totals))?;
    Ok((lines, totals))
}

/// What is left of lines that are alike, after what was credited of them by quantity.
struct Left {
    quantity: Decimal,
    net: Decimal,
}

impl Left {
    /// Of the lines of the original that are as this one: a note does not say which of them it credits.
    fn of(item: &LineItem, original: &Issued, earlier: &[Issued], now: &[DraftLine]) -> Result<Self> {
        let is_like = |other: &&LineItem| {
            (&other.name, &other.vat, &other.unit, other.net_unit_amount)
                == (&item.name, &item.vat, &item.unit, item.net_unit_amount)
        };
        let documents = std::iter::once(original).chain(earlier);
        let items: Vec<&LineItem> = documents.flat_map(|document| &document.document.items).filter(is_like).collect();
        let is_now = |line: &&DraftLine| {
            line.text == item.name
                && line.vat.word == item.vat
                && line.unit.as_str() == item.unit
                && Some(line.unit_price) == item.net_unit_amount
        };
        let now: Vec<&DraftLine> = now.iter().filter(is_now).collect();
        let quantities = items.iter().map(|item| item.quantity).chain(now.iter().map(|line| line.quantity));
        let nets = items.iter().filter_map(|item| item.net).chain(now.iter().map(|line| line.net));
        Ok(Self { quantity: summed(quantities)?, net: summed(nets)? })
    }
}

fn line(original: &Issued, (item, left): (&LineItem, &Left), part: &CreditPart, scale: u32) -> Result<DraftLine> {
    let (whole, price) = (item.net.unwrap_or_default(), item.net_unit_amount.unwrap_or_default());
    // A discount, a cap or a deducted advance: to credit it would be to ask for more.
    if whole <= Decimal::ZERO {
        return Err(misused(Message::new("books-credit-negative").with("line", part.line).with("text", item.name.as_str())));
    }
    let bad = || misused(Message::new("books-credit-amount").with("line", part.line).with("text", item.name.as_str()));
    let (quantity, price, net) = match (part.quantity, part.net) {
        (Some(quantity), None) if quantity > Decimal::ZERO && quantity <= item.quantity => {
            if quantity > left.quantity {
                let message = Message::new("books-credit-more-quantity").with("left", left.quantity.normalize().to_string());
                return Err(refuse(message.with("line", part.line).with("text", item.name.as_str())));
            }
            let product = billing::round(quantity.checked_mul(price).ok_or_else(too_large)?, scale);
            // The last of a line is what is left of it: nothing stays open by rounding.
            let net = if quantity == left.quantity {
                left.net
            } else if quantity == item.quantity {
                whole
            } else {
                product
            };
            // Quantity times price is the net, also where the last of several has what rounding left.
            let of_last = || net.checked_div(quantity).map_or(price, |price| price.round_dp(DIGITS).normalize());
            (quantity, if net == product || quantity == item.quantity { price } else { of_last() }, net)
        }
        (None, Some(net)) if net > Decimal::ZERO && net <= whole && net.normalize().scale() <= scale => (Decimal::ONE, net, net),
        _ => return Err(bad()),
    };
    if net <= Decimal::ZERO {
        return Err(bad());
    }
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
fn bound(original: &Issued, earlier: &[Issued], (lines, totals): (&[DraftLine], &mut Totals)) -> Result<()> {
    for line in lines {
        // Lines of one text and one VAT are one: a note does not say which of them it credits.
        let of = |document: &Issued, credited: bool| -> Result<Decimal> {
            let same = document.document.items.iter().filter(|item| item.name == line.text && item.vat == line.vat.word);
            summed(same.filter_map(|item| item.net).filter(|net| net.is_sign_negative() == credited))
        };
        let now = summed(lines.iter().filter(|other| other.text == line.text && other.vat == line.vat).map(|other| other.net))?;
        let mut left = of(original, false)?;
        for note in earlier {
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
pub(super) fn share(nets: &mut [Decimal], amount: Decimal, weights: &[(usize, Decimal)], scale: u32) -> Result<()> {
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
