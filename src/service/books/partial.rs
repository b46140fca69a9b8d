//! Credit notes on some of a document.
//!
//! For: `credit --line`. Uses: the draft of the document, which tells what a discount or a cap took off its lines. Never: more than was
//! billed. A quantity of a line is credited at its price, and what was taken off it is given back by lines of their own behind it; an
//! amount is credited as it is.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::given_back::{Off, Place, Taken, taken, told_apart, with_places};
use super::shelf::{Shelf, misused, refuse, summed, too_large};
use super::sound;
use super::view_bill::CreditPart;
use crate::billing::{self, Totals};
use crate::domain::ledger::{Draft, DraftLine, Issued, IssuedKind, LineSource, TaxGroup, Unit, Vat};
use crate::domain::{LineItem, Message, RemoteId, money};
use crate::service::Result;

/// Digits of a price behind the point.
const DIGITS: u32 = 10;

/// The lines of a partial credit note, negative, and positive where something is given back, the place of the line of the original that each
/// is of with whether it is an amount of it, and their sums.
pub(super) fn lines(shelf: &Shelf<'_>, original: &Issued, parts: &[CreditPart]) -> Result<(Vec<DraftLine>, Vec<Place>, Totals)> {
    let scale = original.document.currency.decimals();
    let (mut lines, mut places): (Vec<DraftLine>, Vec<Place>) = (Vec::with_capacity(parts.len()), Vec::new());
    let earlier: Vec<Issued> = shelf.corrections(&original.id)?.collect();
    let off = Off::of(shelf, original)?;
    let items = &original.document.items;
    let mut before: Vec<Taken> = earlier.iter().flat_map(|note| taken(note, items)).collect();
    let first = before.len();
    for (index, part) in parts.iter().enumerate() {
        if parts.iter().take(index).any(|earlier| earlier.line == part.line) {
            return Err(misused(Message::new("books-credit-twice").with("line", part.line)));
        }
        let missing = || misused(Message::new("books-credit-no-line").with("line", part.line));
        let at = part.line.checked_sub(1).ok_or_else(missing)?;
        let item = items.get(at).ok_or_else(missing)?;
        let left = Left::of(&told_apart(items, at, &before), items, &before)?;
        let line = line(original, (item, &left), part, scale)?;
        let mut now = Taken::of(at, item, &line, part.net.is_some());
        let back = if part.net.is_none() { off.back(at, &line, &before)? } else { Vec::new() };
        lines.push(line);
        places.push((at, part.net.is_some()));
        for (of, line) in back {
            now.give_back(of, &line);
            lines.push(line);
            places.push((of, false));
        }
        before.push(now);
    }
    let mut totals = billing::totals(&lines, &original.document.currency, original.fx.as_ref()).map_err(refuse)?;
    if totals.net.is_zero() {
        return Err(refuse(Message::new("books-credit-nothing").with("number", original.document.number.as_str())));
    }
    off.bound(original, before.split_at(first))?;
    bound(original, &earlier, &mut totals)?;
    Ok((lines, places, totals))
}

/// What is left of a line, or of lines that are alike, after what was credited by quantity.
struct Left {
    quantity: Decimal,
    net: Decimal,
}

impl Left {
    /// Of these lines of the original together.
    fn of(places: &[usize], items: &[LineItem], before: &[Taken]) -> Result<Self> {
        let lines = || places.iter().filter_map(|at| items.get(*at));
        let credited = || before.iter().filter(|taken| taken.is_quantity_of(places));
        let quantity = summed(lines().map(|item| item.quantity).chain(credited().map(|taken| -taken.quantity)))?;
        let net = summed(lines().filter_map(|item| item.net).chain(credited().map(|taken| -taken.net)))?;
        Ok(Self { quantity, net })
    }
}

fn line(original: &Issued, (item, left): (&LineItem, &Left), part: &CreditPart, scale: u32) -> Result<DraftLine> {
    let (whole, price) = (item.net.unwrap_or_default(), item.net_unit_amount.unwrap_or_default());
    // A discount, a cap or a deducted advance: to credit it would be to ask for more.
    if whole <= Decimal::ZERO {
        return Err(misused(Message::new("books-credit-negative").with("line", part.line).with("text", item.name.as_str())));
    }
    let bad = || misused(Message::new("books-credit-amount").with("line", part.line).with("text", item.name.as_str()));
    part.net.map_or(Ok(()), |net| sound::plain(net, &original.document.currency))?;
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
                // Small ones that are rounded up come to no more than the line.
                product.min(left.net)
            };
            // Quantity times price is the net, also where the last of several has what rounding left.
            let of_last = || net.checked_div(quantity).map_or(price, |price| price.round_dp(DIGITS).normalize());
            (quantity, if net == product || quantity == item.quantity { price } else { of_last() }, net)
        }
        (None, Some(net)) if net > Decimal::ZERO && net <= whole && net.normalize().scale() <= scale => (Decimal::ONE, net, net),
        _ => return Err(bad()),
    };
    if part.net.is_none() && left.net <= Decimal::ZERO {
        let message = Message::new("books-credit-more-line").with("left", Decimal::ZERO.to_string());
        return Err(refuse(message.with("text", item.name.as_str())));
    }
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

/// Refuses more than is left of each VAT, and has the VAT of the note follow what is left: the VAT of several notes is that of the whole.
fn bound(original: &Issued, earlier: &[Issued], totals: &mut Totals) -> Result<()> {
    let left_of = |whole: Decimal, vat: &Vat, of: fn(&TaxGroup) -> Decimal| -> Result<Decimal> {
        let credited = earlier.iter().flat_map(|note| &note.tax).filter(|group| group.vat == *vat).map(of);
        summed(std::iter::once(whole).chain(credited))
    };
    let unit = Decimal::new(1, original.document.currency.decimals());
    for group in &mut totals.groups {
        let known = original.tax.iter().find(|known| known.vat == group.vat);
        let known = known.ok_or_else(|| refuse(Message::new("books-credit-more").with("left", "0")))?;
        let left = left_of(known.net, &group.vat, |group| group.net)?;
        if -group.net > left {
            return Err(refuse(
                Message::new("books-credit-more").with("left", left.normalize().to_string()).with("vat", group.vat.word.as_str()),
            ));
        }
        let after = summed([left, group.net])?;
        let part = |of: Decimal, by: Decimal| of.checked_mul(by).ok_or_else(too_large);
        let tax_left = left_of(known.tax, &group.vat, |group| group.tax)?;
        let exact = part(after, group.vat.percent)?.checked_div(Decimal::ONE_HUNDRED).ok_or_else(too_large)?;
        let (plain, stays) = (money::turned(group.tax), !after.is_zero());
        let tax = following(plain, tax_left, stays.then_some((exact, unit)))?;
        totals.vat = summed([totals.vat, plain, -tax])?;
        totals.gross = summed([totals.gross, plain, -tax])?;
        group.tax = money::turned(tax);
        if let (Some(fx), Some(local)) = (&original.fx, known.tax_local) {
            let (decimals, left) =
                (fx.currency.decimals(), left_of(local, &group.vat, |group| group.tax_local.unwrap_or_default())?);
            let exact = part(summed([tax_left, -tax])?, fx.rate)?;
            let plain = billing::round(part(tax, fx.rate)?, decimals);
            let local = following(plain, left, stays.then_some((exact, Decimal::new(1, decimals))))?;
            group.tax_local = Some(money::turned(local));
        }
    }
    Ok(())
}

/// The part that a note has of what is left, rounded by itself: a unit more or less where the rest would else be a whole unit away from its
/// exact value. Of many notes, each is less than a unit away from its own exact value then, and the last one too. All of it where nothing
/// stays.
fn following(part: Decimal, left: Decimal, stays: Option<(Decimal, Decimal)>) -> Result<Decimal> {
    let Some((exact, unit)) = stays else { return Ok(left) };
    let off = summed([left, -part, -exact])?;
    if off.abs() < unit { Ok(part) } else { summed([part, if off.is_sign_negative() { -unit } else { unit }]) }
}

/// What credit notes on parts took back, by document.
#[derive(Debug, Default)]
pub(super) struct Credited<'i>(BTreeMap<&'i RemoteId, Vec<(&'i LineItem, Option<Place>)>>);

impl<'i> Credited<'i> {
    /// Of these documents.
    pub(super) fn of(issued: impl Iterator<Item = &'i Issued>) -> Self {
        let mut found: BTreeMap<&RemoteId, Vec<(&LineItem, Option<Place>)>> = BTreeMap::new();
        for note in issued {
            if let IssuedKind::Partial(original) = &note.kind {
                found.entry(original).or_default().extend(with_places(note));
            }
        }
        Self(found)
    }

    /// Whether some of a document was taken back.
    pub(super) fn has(&self, document: &RemoteId) -> bool {
        self.0.contains_key(document)
    }

    /// The net of each line of a document's draft, with its share of discounts, less what was credited of it. Where a note does not say
    /// which line it credits, lines of one text and one VAT share that; what fits no line is shared by all.
    ///
    /// # Errors
    /// An amount is larger than an amount can be.
    pub(super) fn nets(&self, document: &RemoteId, draft: &Draft) -> Result<Vec<Decimal>> {
        let mut nets = draft.discounted_nets().ok_or_else(too_large)?;
        let discounted = nets.clone();
        let mut weights: Vec<(usize, Decimal)> = Vec::new();
        for (item, place) in self.0.get(document).into_iter().flatten() {
            let net = item.net.unwrap_or_default();
            let is_named = |line: &DraftLine| line.text == item.name && line.vat.word == item.vat;
            let of = |is: &dyn Fn(&DraftLine) -> bool| -> Vec<(usize, Decimal)> {
                let lines =
                    draft.lines.iter().enumerate().filter(|(at, line)| place.is_none_or(|(place, _)| place == *at) && is(line));
                lines.map(|(at, line)| (at, line.net)).collect()
            };
            if net > Decimal::ZERO {
                // What is given back of a cap lessens the cap; of a discount it belongs to the line before it.
                let cap = of(&|line| is_named(line) && matches!(line.source, LineSource::Cap { .. }));
                share(&mut nets, net, if cap.is_empty() { &weights } else { &cap }, draft.currency.decimals())?;
                continue;
            }
            weights = of(&|line| is_named(line) && line.net > Decimal::ZERO);
            if weights.is_empty() {
                weights = discounted.iter().copied().enumerate().collect();
            }
            share(&mut nets, net, &weights, draft.currency.decimals())?;
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
