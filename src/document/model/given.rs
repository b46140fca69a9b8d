//! What a source knows of an invoice, and the document that follows from it.
//!
//! For: invoices of the store (`source`) and of own books, which fill this struct. Uses: the model. Never: a guess about VAT.
//!
//! Amounts have the sign of the books: those of a credit note are negative. What the source tells (net amounts, sums by rate, the total)
//! is kept; only what it does not tell is computed, each VAT rate rounded once.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Adjustment, Advance, Conversion, Document, Kind, Line, Party, Payment, Preceding, Reason, TaxGroup, Totals, Vat, round,
};
use crate::domain::Currency;

/// An amount is larger than any invoice has.
struct TooLarge;

/// Largest amount, quantity or price.
const MOST: i64 = 1_000_000_000_000_000;
/// Highest rate of a currency: amounts by it can be summed.
const HIGHEST_RATE: i64 = 100_000_000;
/// Decimals of a price that is computed, and of quantities and prices: what the tax authority's schema holds.
const PRICE_DECIMALS: u32 = 10;

/// What a source knows of an invoice.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Number.
    pub number: String,
    /// What kind of invoice it is.
    pub kind: Kind,
    /// Date of issue.
    pub issued: Option<Date>,
    /// Date by which it is to be paid.
    pub due: Option<Date>,
    /// Date of delivery.
    pub delivered: Option<Date>,
    /// First and last day of the period that it is for.
    pub period: Option<(Date, Date)>,
    /// Currency.
    pub currency: Currency,
    /// Rate into the seller's own currency.
    pub rate: Option<GivenRate>,
    /// The buyer's reference, such as a Leitweg-ID.
    pub buyer_reference: Option<String>,
    /// The buyer's order.
    pub order: Option<String>,
    /// Contract.
    pub contract: Option<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The invoice that it corrects or credits.
    pub preceding: Option<Preceding>,
    /// Seller.
    pub seller: Party,
    /// Buyer.
    pub buyer: Party,
    /// How it is paid.
    pub payment: Payment,
    /// Lines.
    pub lines: Vec<GivenLine>,
    /// Sums by rate, where the source tells them.
    pub taxes: Vec<GivenTax>,
    /// Discount on the whole in percent.
    pub discount: Option<Decimal>,
    /// Gross total, where the source tells it.
    pub gross: Option<Decimal>,
    /// VAT total, where the source tells it.
    pub tax: Option<Decimal>,
    /// Paid in advance.
    pub paid: Decimal,
    /// Whether it is kept as an electronic document.
    pub electronic: bool,
}

/// A rate into the seller's own currency.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenRate {
    /// The own currency.
    pub currency: Currency,
    /// Own units for one unit of the document's currency.
    pub rate: Decimal,
    /// Source of the rate in words.
    pub source: Option<String>,
    /// Day of the rate.
    pub date: Option<Date>,
    /// VAT in the own currency, where the source tells it.
    pub vat: Option<Decimal>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GivenLine {
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// The seller's identifier of the item.
    pub item_id: Option<String>,
    /// Quantity.
    pub quantity: Decimal,
    /// Unit.
    pub unit: String,
    /// Net price.
    pub price: Option<Decimal>,
    /// Quantity that the price is for, such as 3600 for a price of an hour and a quantity of seconds.
    pub base: Option<Decimal>,
    /// Net amount.
    pub net: Option<Decimal>,
    /// VAT.
    pub tax: Option<Decimal>,
    /// VAT category and rate; `None` if the source does not tell them.
    pub vat: Option<Vat>,
    /// VAT in the words of the source.
    pub vat_word: String,
    /// First and last day.
    pub period: Option<(Date, Date)>,
    /// What it has to do with a payment in advance.
    pub advance: Option<Advance>,
}

/// Sums of a VAT rate.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenTax {
    /// Category and rate.
    pub vat: Vat,
    /// Net.
    pub net: Option<Decimal>,
    /// VAT.
    pub tax: Option<Decimal>,
    /// VAT in the seller's own currency, where the document has another one and the source tells it.
    pub local: Option<Decimal>,
}

impl Given {
    /// The document; `None` if an amount is larger than any invoice has.
    #[must_use]
    pub fn document(self) -> Option<Document> {
        let sign = if self.kind == Kind::Credit { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        let currency = self.currency.clone();
        let lines = self.lines.iter().map(|line| line.line(sign, &currency)).collect::<Option<Vec<_>>>()?;
        let (taxes, adjustments) = self.groups(&lines, sign)?;
        let paid = signed(Some(self.paid), sign).ok()?.unwrap_or_default();
        let told_gross = signed(self.gross, sign).ok()?;
        let told_tax = signed(self.tax, sign).ok()?;
        let mut totals = totals(&lines, &taxes, &adjustments, paid);
        totals.rounding = rounding(totals.gross, told_gross, &self.currency);
        totals.payable += totals.rounding;
        let conversion = match &self.rate {
            Some(rate) => Some(rate.conversion(totals.tax, sign)?),
            None => None,
        };
        Some(Document {
            number: self.number,
            kind: self.kind,
            issued: self.issued,
            due: self.due,
            delivered: self.delivered,
            period: self.period,
            currency: self.currency,
            conversion,
            buyer_reference: self.buyer_reference,
            order: self.order,
            contract: self.contract,
            notes: self.notes,
            preceding: self.preceding,
            seller: self.seller,
            buyer: self.buyer,
            payment: self.payment,
            lines,
            adjustments,
            taxes,
            totals,
            electronic: self.electronic,
            sign,
            told_gross,
            told_tax,
        })
    }

    /// The sums by VAT group in the order of the lines, and what leads from the lines to them.
    fn groups(&self, lines: &[Line], sign: Decimal) -> Option<(Vec<TaxGroup>, Vec<Adjustment>)> {
        let (scale, kept) = (self.currency.decimals(), kept(&self.currency));
        let (mut groups, mut adjustments): (Vec<TaxGroup>, Vec<Adjustment>) = (Vec::new(), Vec::new());
        for line in lines {
            let Some(vat) = line.vat else { continue };
            match groups.iter_mut().find(|group| group.vat.group() == vat.group()) {
                Some(group) => group.base += line.net,
                None => groups.push(TaxGroup { vat, base: line.net, tax: Decimal::ZERO, local: None }),
            }
        }
        for group in &mut groups {
            let mut told = self.taxes.iter().filter(|told| told.vat.group() == group.vat.group()).peekable();
            let is_told = told.peek().is_some();
            let (mut net, mut tax, mut local) = (Some(Decimal::ZERO), Some(Decimal::ZERO), Some(Decimal::ZERO));
            for told in told {
                net = net.zip(signed(told.net, sign).ok()?).map(|(sum, part)| sum + round(part, kept));
                tax = tax.zip(signed(told.tax, sign).ok()?).map(|(sum, part)| sum + round(part, kept));
                local = local.zip(signed(told.local, sign).ok()?).map(|(sum, part)| sum + part);
            }
            let of_group = lines.iter().filter(|line| line.vat.is_some_and(|vat| vat.group() == group.vat.group())).count();
            if let Some(net) = net.filter(|_| is_told).filter(|net| *net != group.base) {
                let amount = group.base - net;
                adjustments.push(Adjustment { amount, vat: group.vat, ..self.adjustment(amount, of_group, group.vat) });
                group.base = net;
            }
            group.local = local.filter(|_| is_told);
            group.tax = match tax.filter(|_| is_told) {
                Some(tax) => tax,
                None => round(group.base.checked_mul(group.vat.rate)?.checked_div(Decimal::ONE_HUNDRED)?, scale),
            };
        }
        Some((groups, adjustments))
    }

    fn adjustment(&self, amount: Decimal, lines: usize, vat: Vat) -> Adjustment {
        let unit = Decimal::new(1, self.currency.decimals());
        let small = amount.abs() <= unit * Decimal::from(lines);
        let reason = match (self.discount, amount.is_sign_negative()) {
            (Some(_), false) => Reason::Discount,
            _ if small => Reason::Rounding,
            (_, false) => Reason::Discount,
            (_, true) => Reason::Surcharge,
        };
        Adjustment { amount, percent: self.discount.filter(|_| reason == Reason::Discount), reason, vat }
    }
}

impl GivenRate {
    fn conversion(&self, tax: Decimal, sign: Decimal) -> Option<Conversion> {
        if self.rate.abs() > Decimal::from(HIGHEST_RATE) {
            return None;
        }
        let vat = match signed(self.vat, sign).ok()? {
            Some(vat) => round(vat, kept(&self.currency)),
            None => round(tax.checked_mul(self.rate)?, self.currency.decimals()),
        };
        Some(Conversion { currency: self.currency.clone(), rate: self.rate, source: self.source.clone(), date: self.date, vat })
    }
}

impl GivenLine {
    fn line(&self, sign: Decimal, currency: &Currency) -> Option<Line> {
        let kept = kept(currency);
        let told = signed(self.net, sign).ok()?.map(|net| round(net, kept));
        let mut quantity = round(bounded(self.quantity)?, PRICE_DECIMALS) * sign;
        let base = self.base.filter(|base| *base > Decimal::ZERO).unwrap_or(Decimal::ONE);
        if quantity.is_zero() && told.is_some_and(|net| !net.is_zero()) {
            // An amount without a quantity is one piece of it.
            quantity = Decimal::ONE;
        }
        let mut price = match self.price.filter(|_| !self.quantity.is_zero()) {
            Some(price) => round(bounded(price)?, PRICE_DECIMALS),
            None if quantity.is_zero() => Decimal::ZERO,
            None => round(told.unwrap_or_default().checked_mul(base)?.checked_div(quantity)?, PRICE_DECIMALS),
        };
        if price.is_sign_negative() {
            (price, quantity) = (-price, -quantity);
        }
        let product = quantity.checked_mul(price)?.checked_div(base)?;
        let net = told.unwrap_or_else(|| round(product, currency.decimals()));
        let apart = round(product - net, kept);
        // Up to this, quantity times price is the net amount, by the strictest rule on lines that there is (PEPPOL-EN16931-R120).
        let allowance = if (product - net).abs() > Decimal::new(2, 2) { apart } else { Decimal::ZERO };
        Some(Line {
            name: self.name.clone(),
            description: self.description.clone(),
            item_id: self.item_id.clone(),
            quantity: quantity.normalize(),
            unit: self.unit.clone(),
            price: price.normalize(),
            base: base.normalize(),
            allowance,
            net,
            tax: signed(self.tax, sign).ok()?.map(|tax| round(tax, kept)),
            vat: self.vat,
            vat_word: self.vat_word.clone(),
            period: self.period,
            advance: self.advance.clone(),
        })
    }
}

/// The totals, without rounding.
fn totals(lines: &[Line], taxes: &[TaxGroup], adjustments: &[Adjustment], paid: Decimal) -> Totals {
    let sum: Decimal = lines.iter().map(|line| line.net).sum();
    let part =
        |negative: bool| adjustments.iter().map(|one| one.amount).filter(move |amount| amount.is_sign_negative() == negative);
    let (allowances, charges): (Decimal, Decimal) = (part(false).sum(), -part(true).sum::<Decimal>());
    let net = sum - allowances + charges;
    let tax: Decimal = taxes.iter().map(|group| group.tax).sum();
    let gross = net + tax;
    Totals { lines: sum, allowances, charges, net, tax, gross, paid, rounding: Decimal::ZERO, payable: gross - paid }
}

/// What is added to a computed total so that it becomes the told one; nothing where they are too far apart to be one rounded.
fn rounding(gross: Decimal, told: Option<Decimal>, currency: &Currency) -> Decimal {
    let most = if currency.decimals() == 0 { Decimal::new(5, 0) } else { Decimal::new(5, 2) };
    told.map(|told| round(told, kept(currency)) - gross).filter(|apart| apart.abs() <= most).unwrap_or_default()
}

/// Decimals of amounts that are told: those of the currency, and two at least, since services tell fillér too.
pub(super) fn kept(currency: &Currency) -> u32 {
    currency.decimals().max(2)
}

fn bounded(value: Decimal) -> Option<Decimal> {
    (value.abs() <= Decimal::from(MOST)).then_some(value)
}

/// An amount with the sign of the document, if there is one; fails if it is larger than any invoice has.
fn signed(value: Option<Decimal>, sign: Decimal) -> Result<Option<Decimal>, TooLarge> {
    value.map(|value| bounded(value).map(|value| value * sign).ok_or(TooLarge)).transpose()
}

#[cfg(test)]
#[path = "given_tests.rs"]
mod tests;
