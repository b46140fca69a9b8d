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
    unit: String,
    price: Option<Decimal>,
    pub(super) quantity: Decimal,
    pub(super) net: Decimal,
    /// What was given back of it, with the text of the line that had taken it off.
    pub(super) back: Vec<(String, Decimal)>,
}

/// What the lines of a credit note took.
pub(super) fn taken(items: &[LineItem]) -> Vec<Taken> {
    let mut all: Vec<Taken> = Vec::new();
    for item in items {
        let net = item.net.unwrap_or_default();
        match all.last_mut() {
            Some(last) if net > Decimal::ZERO => last.back.push((item.name.clone(), net)),
            _ => all.push(Taken {
                name: item.name.clone(),
                vat: item.vat.clone(),
                unit: item.unit.clone(),
                price: item.net_unit_amount,
                quantity: -item.quantity,
                net: -net,
                back: Vec::new(),
            }),
        }
    }
    all
}

/// Whether a note cannot tell two lines of a document apart.
pub(super) fn is_like(one: &LineItem, other: &LineItem) -> bool {
    (&one.name, &one.vat, &one.unit, one.net_unit_amount) == (&other.name, &other.vat, &other.unit, other.net_unit_amount)
        && other.net.is_some_and(|net| net > Decimal::ZERO)
}

impl Taken {
    /// What a line of a new note takes of a line of the document.
    pub(super) fn of(item: &LineItem, line: &DraftLine) -> Self {
        Self {
            name: line.text.clone(),
            vat: item.vat.clone(),
            unit: line.unit.as_str().to_owned(),
            price: Some(line.unit_price),
            quantity: -line.quantity,
            net: -line.net,
            back: Vec::new(),
        }
    }

    /// Whether it is of this line, or of one that is alike.
    pub(super) fn is_like(&self, item: &LineItem) -> bool {
        (&self.name, &self.vat, &self.unit, self.price) == (&item.name, &item.vat, &item.unit, item.net_unit_amount)
    }

    /// What it came to, less what was given back.
    fn worth(&self) -> Result<Decimal> {
        summed(std::iter::once(self.net).chain(self.back.iter().map(|(_, back)| -*back)))
    }

    /// What it gave back of a line.
    fn gave(&self, text: &str) -> impl Iterator<Item = Decimal> {
        self.back.iter().filter(move |(of, _)| of == text).map(|(_, back)| *back)
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

    /// The lines that give back what was taken off a line of which so much is credited now.
    pub(super) fn back(&self, at: usize, credited: &DraftLine, before: &[Taken]) -> Result<Vec<DraftLine>> {
        let Some((line, item)) = self.lines.get(at).zip(self.items.get(at)) else { return Ok(Vec::new()) };
        let mut lines = Vec::new();
        for cap in self.caps().filter(|cap| self.is_under(*cap, line)) {
            let taken = || before.iter().filter(|taken| self.is_capped(cap, taken));
            let until = summed(taken().map(|taken| taken.net).chain([-credited.net]))?;
            lines.extend(self.given((cap, self.off(cap), -self.net(cap)), until, credited, taken())?);
        }
        let is_discount = |of: &DraftLine| matches!(of.source, LineSource::Discount(_)) && of.vat == line.vat;
        if let Some(discount) = self.lines.iter().position(is_discount) {
            let alike = || (0..self.lines.len()).filter(|at| self.items.get(*at).is_some_and(|other| is_like(item, other)));
            let whole = summed(alike().map(|at| -self.off(at)))?;
            let share = summed([whole].into_iter().chain(alike().map(|at| -self.net(at))))?;
            let taken = || before.iter().filter(|taken| taken.is_like(item));
            let until = summed(taken().map(|taken| taken.net).chain([-credited.net]))?;
            lines.extend(self.given((discount, whole, share), until, credited, taken())?);
        }
        Ok(lines)
    }

    /// The line that gives back of another one: of all that it took off, the part that so much of the whole has, less what was given back.
    fn given<'t>(
        &self,
        (at, whole, off): (usize, Decimal, Decimal),
        until: Decimal,
        credited: &DraftLine,
        before: impl Iterator<Item = &'t Taken>,
    ) -> Result<Option<DraftLine>> {
        let Some(of) = self.lines.get(at) else { return Ok(None) };
        let part = if until >= whole {
            off
        } else {
            let part = off.checked_mul(until).and_then(|product| product.checked_div(whole)).ok_or_else(too_large)?;
            billing::round(part, self.scale)
        };
        let back = summed(std::iter::once(part).chain(before.flat_map(|taken| taken.gave(&of.text)).map(|back| -back)))?;
        Ok((back > Decimal::ZERO).then(|| DraftLine {
            text: of.text.clone(),
            source: LineSource::Free,
            quantity: Decimal::ONE,
            unit: Unit::Piece,
            unit_price: back,
            net: back,
            vat: credited.vat.clone(),
            project: None,
        }))
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
            let is_its = |taken: &&Taken| self.is_capped(cap, taken);
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

    /// Whether something was credited of a line under a cap, or of one with its text and VAT.
    fn is_capped(&self, cap: usize, taken: &Taken) -> bool {
        let mut lines = self.lines.iter().zip(self.items).filter(|(line, _)| self.is_under(cap, line));
        lines.any(|(_, item)| (&taken.name, &taken.vat) == (&item.name, &item.vat))
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
