//! What a credit note on a part gives back of what a discount or a cap took off the lines of a document.
//!
//! For: credit notes on parts. Uses: the draft of the document. Never: an advance that was deducted, which is no price.
//!
//! A discount belongs to each line by its share. A cap belongs to the lines of its rate together: as long as the others still come to more
//! than the cap, what is credited of one of them was not charged.

use rust_decimal::Decimal;

use super::shelf::{Shelf, refuse, summed, too_large};
use crate::billing;
use crate::domain::ledger::{Draft, DraftLine, Issued, LineSource, Unit};
use crate::domain::{LineItem, Message, RemoteId};
use crate::service::Result;

/// What was credited of a line. Amounts are positive.
pub(super) struct Taken {
    name: String,
    vat: String,
    /// Places of the lines of the document that it may be of: several where these are alike and the note does not say which it is of.
    of: Vec<usize>,
    /// Whether it was credited as an amount, from which nothing is given back.
    as_amount: bool,
    pub(super) quantity: Decimal,
    pub(super) net: Decimal,
    back: Vec<Back>,
}

/// What was given back.
struct Back {
    /// Place of the line that had taken it off, where the note says it.
    of: Option<usize>,
    /// Text of that line.
    text: String,
    net: Decimal,
}

/// Place of a line of a document, and whether a line of a note is an amount of it.
pub(super) type Place = (usize, bool);

/// The lines of a credit note, each with the place of the line of the document that it is of, where the note says it.
pub(super) fn with_places(note: &Issued) -> impl Iterator<Item = (&LineItem, Option<Place>)> {
    let items = &note.document.items;
    let places = if note.of_lines.len() == items.len() { note.of_lines.as_slice() } else { &[] };
    let place = |(at, is_amount): &(u64, bool)| Some((usize::try_from(*at).ok()?, *is_amount));
    items.iter().enumerate().map(move |(index, item)| (item, places.get(index).and_then(place)))
}

/// What the lines of a credit note took of the lines of a document.
pub(super) fn taken(note: &Issued, of: &[LineItem]) -> Vec<Taken> {
    let mut all: Vec<Taken> = Vec::new();
    for (item, place) in with_places(note) {
        let net = item.net.unwrap_or_default();
        match all.last_mut() {
            Some(last) if net > Decimal::ZERO => {
                last.back.push(Back { of: place.map(|(at, _)| at), text: item.name.clone(), net });
            }
            _ => {
                // A single one at what was left of its line looks like an amount.
                let (of, as_amount) = place.map_or_else(|| credited_of(item, of), |(at, is_amount)| (vec![at], is_amount));
                let (name, vat, back) = (item.name.clone(), item.vat.clone(), Vec::new());
                all.push(Taken { name, vat, of, as_amount, quantity: -item.quantity, net: -net, back });
            }
        }
    }
    all
}

/// The lines of a document that a line of a note may be of, and whether it is an amount.
fn credited_of(item: &LineItem, of: &[LineItem]) -> (Vec<usize>, bool) {
    let named = |other: &LineItem| {
        (&other.name, &other.vat) == (&item.name, &item.vat) && other.net.is_some_and(|net| net > Decimal::ZERO)
    };
    let places = |is: &dyn Fn(&LineItem) -> bool| -> Vec<usize> {
        of.iter().enumerate().filter(|(_, other)| named(other) && is(other)).map(|(at, _)| at).collect()
    };
    let price = |of: &LineItem| of.net_unit_amount.unwrap_or_default();
    let exact = places(&|other| other.unit == item.unit && price(other) == price(item));
    if !exact.is_empty() {
        return (exact, false);
    }
    let is_amount = item.unit == Unit::Piece.as_str() && item.quantity == Decimal::NEGATIVE_ONE;
    // The last of a line has what rounding left of it, and a price a little off.
    let off = |other: &LineItem| price(other).saturating_sub(price(item)).abs();
    let nearest = of.iter().filter(|other| !is_amount && named(other) && other.unit == item.unit).map(off).min();
    let Some(nearest) = nearest else { return (places(&|_| true), true) };
    (places(&|other| other.unit == item.unit && off(other) == nearest), false)
}

/// Whether a note cannot tell two lines of a document apart.
fn is_like(one: &LineItem, other: &LineItem) -> bool {
    (&one.name, &one.vat, &one.unit, one.net_unit_amount) == (&other.name, &other.vat, &other.unit, other.net_unit_amount)
        && other.net.is_some_and(|net| net > Decimal::ZERO)
}

/// The place of a line; with it those of the lines that are as it is, where an earlier note does not say which of them it credits.
pub(super) fn told_apart(items: &[LineItem], at: usize, before: &[Taken]) -> Vec<usize> {
    if !before.iter().any(|taken| taken.of.len() > 1 && taken.is_quantity_of(&[at])) {
        return vec![at];
    }
    let item = items.get(at);
    let alike = items.iter().enumerate().filter(|(_, other)| item.is_some_and(|item| is_like(item, other)));
    alike.map(|(at, _)| at).collect()
}

impl Taken {
    /// What a line of a new note takes of lines of the document.
    pub(super) fn of(at: usize, item: &LineItem, line: &DraftLine, as_amount: bool) -> Self {
        let (name, vat) = (line.text.clone(), item.vat.clone());
        Self { name, vat, of: vec![at], as_amount, quantity: -line.quantity, net: -line.net, back: Vec::new() }
    }

    /// Keeps what a line gives back of it.
    pub(super) fn give_back(&mut self, of: usize, line: &DraftLine) {
        self.back.push(Back { of: Some(of), text: line.text.clone(), net: line.net });
    }

    /// Whether it is a quantity of one of these lines.
    pub(super) fn is_quantity_of(&self, places: &[usize]) -> bool {
        !self.as_amount && self.of.iter().any(|at| places.contains(at))
    }

    /// What it came to, less what was given back.
    fn worth(&self) -> Result<Decimal> {
        summed(std::iter::once(self.net).chain(self.back.iter().map(|back| -back.net)))
    }

    /// What it gave back of the line at a place, with this text.
    fn gave(&self, at: usize, text: &str) -> impl Iterator<Item = Decimal> {
        self.back.iter().filter(move |back| back.of.map_or(back.text == text, |of| of == at)).map(|back| back.net)
    }
}

/// The lines of a document, with what was taken off each.
pub(super) struct Off<'i> {
    items: &'i [LineItem],
    /// Empty where the draft is not known: then nothing is given back.
    lines: Vec<DraftLine>,
    /// Net of each line less its share of the discount.
    nets: Vec<Decimal>,
    scale: u32,
}

impl<'i> Off<'i> {
    /// Of a document.
    pub(super) fn of(shelf: &Shelf<'_>, original: &'i Issued) -> Result<Self> {
        let items = original.document.items.as_slice();
        let draft = original.draft.as_ref().map(|draft| shelf.value::<Draft>(draft)).transpose()?.flatten();
        let draft = draft.filter(|draft| draft.lines.len() == items.len());
        let nets = draft.as_ref().map_or_else(|| Some(Vec::new()), Draft::discounted_nets).ok_or_else(too_large)?;
        Ok(Self {
            items,
            nets,
            lines: draft.map(|draft| draft.lines).unwrap_or_default(),
            scale: original.document.currency.decimals(),
        })
    }

    /// The lines that give back what was taken off a line of which so much is credited now, each with the place of the line that had taken
    /// it off.
    pub(super) fn back(&self, at: usize, credited: &DraftLine, before: &[Taken]) -> Result<Vec<(usize, DraftLine)>> {
        let Some(line) = self.lines.get(at) else { return Ok(Vec::new()) };
        let mut lines = Vec::new();
        for cap in self.caps().filter(|cap| self.is_under(*cap, line)) {
            // An amount is credited as it is, and has no part in what is given back.
            let is_its = |taken: &&Taken| !taken.as_amount && taken.of.iter().any(|at| self.is_at_under(cap, *at));
            let taken = || before.iter().filter(is_its);
            let until = summed(taken().map(|taken| taken.net).chain([-credited.net]))?;
            lines.extend(self.given((cap, self.off(cap), -self.net(cap)), until, credited, taken())?);
        }
        let is_discount = |of: &DraftLine| matches!(of.source, LineSource::Discount(_)) && of.vat == line.vat;
        if let Some(discount) = self.lines.iter().position(is_discount) {
            let places = told_apart(self.items, at, before);
            let whole = summed(places.iter().map(|at| -self.off(*at)))?;
            let share = summed([whole].into_iter().chain(places.iter().map(|at| -self.net(*at))))?;
            let taken = || before.iter().filter(|taken| taken.is_quantity_of(&places));
            let until = summed(taken().map(|taken| taken.net).chain([-credited.net]))?;
            lines.extend(self.given((discount, whole, share), until, credited, taken())?);
        }
        // Never more than is credited: a credit note asks for no money.
        let mut left = -credited.net;
        for (_, line) in &mut lines {
            line.net = line.net.min(left);
            line.unit_price = line.net;
            left = summed([left, -line.net])?;
        }
        lines.retain(|(_, line)| !line.net.is_zero());
        Ok(lines)
    }

    /// The line that gives back of another one: of all that it took off, the part that so much of the whole has, less what was given back.
    fn given<'t>(
        &self,
        (at, whole, off): (usize, Decimal, Decimal),
        until: Decimal,
        credited: &DraftLine,
        before: impl Iterator<Item = &'t Taken>,
    ) -> Result<Option<(usize, DraftLine)>> {
        let Some(of) = self.lines.get(at) else { return Ok(None) };
        let part = if until >= whole {
            off
        } else {
            let part = off.checked_mul(until).and_then(|product| product.checked_div(whole)).ok_or_else(too_large)?;
            billing::round(part, self.scale)
        };
        let back = summed(std::iter::once(part).chain(before.flat_map(|taken| taken.gave(at, &of.text)).map(|back| -back)))?;
        let line = || DraftLine {
            text: of.text.clone(),
            source: LineSource::Free,
            quantity: Decimal::ONE,
            unit: Unit::Piece,
            unit_price: back,
            net: back,
            vat: credited.vat.clone(),
            project: None,
        };
        Ok((back > Decimal::ZERO).then(|| (at, line())))
    }

    /// Refuses more than was billed of lines of one text and one VAT, which a note does not tell apart, or of the lines of a cap.
    pub(super) fn bound(&self, original: &Issued, (earlier, now): (&[Taken], &[Taken])) -> Result<()> {
        let refused = |left: Decimal, text: &str| {
            let left = left.max(Decimal::ZERO).to_string();
            refuse(Message::new("books-credit-more-line").with("left", left).with("text", text))
        };
        for one in now {
            let is_its = |taken: &&Taken| (&taken.name, &taken.vat) == (&one.name, &one.vat);
            let lines = original.document.items.iter().enumerate();
            let lines = lines.filter(|(_, item)| (&item.name, &item.vat) == (&one.name, &one.vat));
            let billed = lines.filter_map(|(at, item)| Some(self.nets.get(at).copied().or(item.net)?.max(Decimal::ZERO)));
            let left = summed(billed.chain([-worth(earlier.iter().filter(is_its))?]))?;
            if worth(now.iter().filter(is_its))? > left {
                return Err(refused(left, &one.name));
            }
        }
        for cap in self.caps() {
            let Some(of) = self.lines.get(cap) else { continue };
            let is_its = |taken: &&Taken| !taken.of.is_empty() && taken.of.iter().all(|at| self.is_at_under(cap, *at));
            let lines = self.lines.iter().enumerate().filter(|(_, line)| self.is_under(cap, line));
            let billed = lines.map(|(at, _)| self.net(at)).chain([self.net(cap)]);
            let left = summed(billed.chain([-worth(earlier.iter().filter(is_its))?]))?;
            if worth(now.iter().filter(is_its))? > left {
                return Err(refused(left, &of.text));
            }
        }
        Ok(())
    }

    /// Places of the lines that take off what is beyond a cap.
    fn caps(&self) -> impl Iterator<Item = usize> {
        let is_cap = |line: &DraftLine| matches!(line.source, LineSource::Cap { .. });
        self.lines.iter().enumerate().filter(move |(_, line)| is_cap(line)).map(|(at, _)| at)
    }

    /// Whether a cap takes off of a line.
    fn is_under(&self, cap: usize, line: &DraftLine) -> bool {
        let Some(cap) = self.lines.get(cap) else { return false };
        let LineSource::Cap { rate, .. } = &cap.source else { return false };
        rate_of(line) == Some(rate) && line.vat == cap.vat
    }

    /// Whether a cap takes off of the line at a place.
    fn is_at_under(&self, cap: usize, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| self.is_under(cap, line))
    }

    /// What a line takes off; negative for one that adds.
    fn off(&self, at: usize) -> Decimal {
        self.lines.get(at).map_or(Decimal::ZERO, |line| -line.net)
    }

    /// Net of a line less its share of the discount.
    fn net(&self, at: usize) -> Decimal {
        self.nets.get(at).copied().unwrap_or_default()
    }
}

/// What was credited in all, less what was given back.
fn worth<'t>(mut of: impl Iterator<Item = &'t Taken>) -> Result<Decimal> {
    of.try_fold(Decimal::ZERO, |sum, taken| summed([sum, taken.worth()?]))
}

/// The rate of a line of time.
fn rate_of(line: &DraftLine) -> Option<&RemoteId> {
    match &line.source {
        LineSource::Time { parts, .. } => parts.first()?.rate.as_ref(),
        _ => None,
    }
}
