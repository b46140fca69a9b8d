//! Whether the amounts of a document agree with each other, as far as rounding allows.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Invoice, LineItem, Message, PaymentMethod, Rounding, Warning, WarningKind};

/// Tolerance between two amounts computed in different ways.
struct Tolerance {
    /// Half the smallest unit of the currency, for each line.
    line: Decimal,
    /// Possible factors of the items' sum: one, and the factor of a discount on the whole.
    factors: Vec<Decimal>,
}

/// Which amount of the document is looked at.
type Pick = fn(&LineItem) -> Option<Decimal>;

/// Warns where amounts of the document disagree.
pub(super) fn check(invoice: &Invoice, found: &mut Vec<Warning>) {
    if invoice.items.is_empty() {
        summary(invoice, found);
    } else {
        let tolerance = Tolerance { line: line(invoice), factors: factors(invoice) };
        header(invoice, &tolerance, found);
        rates(invoice, &tolerance, found);
    }
    local(invoice, found);
}

impl Invoice {
    /// Whether these sums of its lines or rates are its totals, as far as rounding allows: net and VAT, or the gross total where net and
    /// VAT are not told or do not make it.
    #[must_use]
    pub fn has_totals(&self, net: Decimal, vat: Decimal, gross: Decimal) -> bool {
        let is = |sum: Decimal, total: Decimal, rounding: Decimal| {
            let parts = self.items.len().max(self.vat_lines.len());
            Tolerance::plain(self).exceeded(sum, total, parts, rounding).is_none()
        };
        let is_gross = |sum: Decimal| is(sum, self.gross, rounding(self));
        let Some((of_net, of_vat)) = self.net.zip(self.vat) else { return is_gross(gross) };
        let agrees = is(net, of_net, Decimal::ZERO) && is(vat, of_vat, Decimal::ZERO);
        agrees || is_gross(gross) && !of_net.checked_add(of_vat).is_some_and(is_gross)
    }

    /// Derives the net total and the VAT where the service does not tell them: from each other, else from the sums by VAT rate or from
    /// the items, less a discount on the whole, if these come to the total.
    pub fn complete(&mut self) {
        match (self.net, self.vat) {
            (None, Some(vat)) => self.net = self.gross.checked_sub(vat),
            (Some(net), None) => self.vat = self.gross.checked_sub(net),
            (None, None) => {
                let lines = (sum(&self.vat_lines, |line| line.net), sum(&self.vat_lines, |line| line.vat));
                let items = (sum(&self.items, |item| item.net), sum(&self.items, |item| item.vat_amount));
                let known = [lines, items].into_iter().filter_map(|(net, vat)| net.zip(vat));
                let discounted: Vec<(Decimal, Decimal)> = self.discounted_items().filter_map(|rates| whole(&rates)).collect();
                for (net, vat) in known.chain(discounted) {
                    if net.checked_add(vat).is_some_and(|gross| self.has_totals(net, vat, gross)) {
                        (self.net, self.vat) = (Some(net), Some(vat));
                        return;
                    }
                }
            }
            (Some(_), Some(_)) => {}
        }
    }

    /// Net and VAT of the items by rate, in the order of the items, less a discount on the whole: for each way in which a service may
    /// compute it. None without a discount, or where an item tells no net or no VAT.
    pub fn discounted_items(&self) -> impl Iterator<Item = Vec<(&str, Decimal, Decimal)>> {
        let mut rates: Option<Vec<(&str, Decimal, Decimal)>> = Some(Vec::new());
        for item in &self.items {
            rates = rates.and_then(|mut rates| {
                let (name, net, vat) = (item.vat.trim(), item.net?, item.vat_amount?);
                match rates.iter_mut().find(|(known, ..)| *known == name) {
                    Some((_, of_net, of_vat)) => {
                        *of_net = of_net.checked_add(net)?;
                        *of_vat = of_vat.checked_add(vat)?;
                    }
                    None => rates.push((name, net, vat)),
                }
                Some(rates)
            });
        }
        let decimals = self.currency.decimals();
        let less = move |amount: Decimal, factor: Decimal| {
            let part = amount.checked_mul(factor)?;
            Some(part.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
        };
        let rates = rates.unwrap_or_default();
        let factors = factors(self).into_iter().filter(|factor| *factor != Decimal::ONE);
        factors.filter_map(move |factor| {
            let all = rates.iter().map(|(name, net, vat)| Some((*name, less(*net, factor)?, less(*vat, factor)?)));
            all.collect::<Option<Vec<_>>>().filter(|rates| !rates.is_empty())
        })
    }
}

/// Net and VAT of all rates.
fn whole(rates: &[(&str, Decimal, Decimal)]) -> Option<(Decimal, Decimal)> {
    rates
        .iter()
        .try_fold((Decimal::ZERO, Decimal::ZERO), |all, (_, net, vat)| Some((all.0.checked_add(*net)?, all.1.checked_add(*vat)?)))
}

/// Half the smallest unit of the currency.
fn line(invoice: &Invoice) -> Decimal {
    Decimal::new(1, invoice.currency.decimals()) / Decimal::TWO
}

/// The sums by VAT rate against the header, of a document without items.
fn summary(invoice: &Invoice, found: &mut Vec<Warning>) {
    let lines = &invoice.vat_lines;
    let parts = [(invoice.net, sum(lines, |line| line.net)), (invoice.vat, sum(lines, |line| line.vat))];
    for (total, sum) in parts {
        let (Some(total), Some(sum), false) = (total, sum, lines.is_empty()) else { continue };
        if let Some(difference) = Tolerance::plain(invoice).exceeded(sum, total, lines.len(), Decimal::ZERO) {
            let message = message("warning-vat-summary-total", sum, total, difference);
            found.push(Warning { kind: WarningKind::VAT_SUMMARY, message });
            break;
        }
    }
}

/// The header against its items: gross, net and VAT.
fn header(invoice: &Invoice, tolerance: &Tolerance, found: &mut Vec<Warning>) {
    let parts: [(&'static str, Option<Decimal>, Pick, Decimal); 3] = [
        ("warning-sum", Some(invoice.gross), |item| item.gross, rounding(invoice)),
        ("warning-sum-net", invoice.net, |item| item.net, Decimal::ZERO),
        ("warning-sum-vat", invoice.vat, |item| item.vat_amount, Decimal::ZERO),
    ];
    for (id, total, pick, rounding) in parts {
        let (Some(total), Some(sum)) = (total, sum(&invoice.items, pick)) else { continue };
        if let Some(difference) = tolerance.exceeded(sum, total, invoice.items.len(), rounding) {
            found.push(Warning { kind: WarningKind::SUM, message: message(id, sum, total, difference) });
        }
    }
}

/// The sums by VAT rate against the items of that rate; against all items where the rates are named otherwise.
fn rates(invoice: &Invoice, tolerance: &Tolerance, found: &mut Vec<Warning>) {
    if let [line] = invoice.vat_lines.as_slice()
        && invoice.items.iter().all(|item| item.vat.trim() == line.name.trim())
    {
        // Most documents have one rate.
        rate(line.name.trim(), (line.net, line.vat), &invoice.items, tolerance, found);
        return;
    }
    let mut by_rate: BTreeMap<&str, Vec<&LineItem>> = BTreeMap::new();
    for item in &invoice.items {
        by_rate.entry(item.vat.trim()).or_default().push(item);
    }
    let mut told: BTreeMap<&str, (Option<Decimal>, Option<Decimal>)> = BTreeMap::new();
    for line in &invoice.vat_lines {
        let sums = told.entry(line.name.trim()).or_insert((Some(Decimal::ZERO), Some(Decimal::ZERO)));
        let add = |sum: Option<Decimal>, part: Option<Decimal>| sum?.checked_add(part?);
        *sums = (add(sums.0, line.net), add(sums.1, line.vat));
    }
    if told.is_empty() {
        return;
    }
    if !by_rate.keys().eq(told.keys()) {
        let all = told.values().try_fold((Decimal::ZERO, Decimal::ZERO), |all, (net, vat)| {
            Some((all.0.checked_add((*net)?)?, all.1.checked_add((*vat)?)?))
        });
        let Some((net, vat)) = all else { return };
        by_rate = [("", invoice.items.iter().collect())].into();
        told = [("", (Some(net), Some(vat)))].into();
    }
    for (name, items) in by_rate {
        let Some(sums) = told.get(name) else { continue };
        rate(name, *sums, items, tolerance, found);
    }
}

/// The sums of a rate against these items; one warning at most.
fn rate<'i, I>(
    name: &str,
    (net, vat): (Option<Decimal>, Option<Decimal>),
    items: I,
    tolerance: &Tolerance,
    found: &mut Vec<Warning>,
) where
    I: IntoIterator<Item = &'i LineItem, IntoIter: Clone + ExactSizeIterator>,
{
    let items = items.into_iter();
    let parts: [(Option<Decimal>, Pick); 2] = [(net, |item| item.net), (vat, |item| item.vat_amount)];
    for (total, pick) in parts {
        let (Some(total), Some(sum)) = (total, sum(items.clone(), pick)) else { continue };
        if let Some(difference) = tolerance.exceeded(sum, total, items.len(), Decimal::ZERO) {
            // Without a name all rates are compared together.
            let id = if name.is_empty() { "warning-vat-summary-items" } else { "warning-vat-summary" };
            let message = message(id, sum, total, difference).with("rate", name);
            found.push(Warning { kind: WarningKind::VAT_SUMMARY, message });
            break;
        }
    }
}

/// The total in the seller's own currency against the total and the rate.
fn local(invoice: &Invoice, found: &mut Vec<Warning>) {
    let (Some(told), Some(rate)) = (invoice.gross_local, invoice.rate) else { return };
    // At a rate of one the document is in the seller's own currency.
    if told.is_zero() || rate.is_zero() || rate == Decimal::ONE {
        return;
    }
    let Some(computed) = invoice.gross.checked_mul(rate) else { return };
    let Some(difference) = computed.checked_sub(told).map(|difference| difference.abs()) else { return };
    // Each line may be converted and rounded by itself, and a rate has no more digits than are written.
    let lines = Decimal::from(invoice.items.len() + 1);
    let Some(allowed) = told.abs().checked_mul(Decimal::new(1, 4)).and_then(|part| part.checked_add(lines)) else { return };
    let Some(allowed) = rounding(invoice).checked_mul(rate).and_then(|part| part.checked_add(allowed)) else { return };
    if difference > allowed {
        let message = message("warning-local-total", computed, told, difference).with("rate", rate.normalize().to_string());
        found.push(Warning { kind: WarningKind::LOCAL_TOTAL, message });
    }
}

impl Tolerance {
    /// Without a discount: of amounts that have it taken off.
    fn plain(invoice: &Invoice) -> Self {
        Self { line: line(invoice), factors: vec![Decimal::ONE] }
    }

    /// Distance of the sum of these lines from the total, if rounding does not explain it.
    fn exceeded(&self, sum: Decimal, total: Decimal, lines: usize, rounding: Decimal) -> Option<Decimal> {
        // One is always among the factors.
        if sum == total {
            return None;
        }
        let discounted = self.factors.len() > 1;
        let lines = Decimal::from(lines) * if discounted { Decimal::TWO } else { Decimal::ONE };
        let allowed = lines * self.line + rounding;
        let apart = |factor: &Decimal| sum.checked_mul(*factor)?.checked_sub(total).map(|difference| difference.abs());
        let least = self.factors.iter().map(apart).collect::<Option<Vec<Decimal>>>()?.into_iter().min()?;
        (least > allowed).then_some(least)
    }
}

/// Possible factors of the items' sums: one, and the factor of a discount on the whole. A service may compute it either way.
fn factors(invoice: &Invoice) -> Vec<Decimal> {
    let mut factors = vec![Decimal::ONE];
    let Some(discount) = &invoice.discount else { return factors };
    let mut part = |of: Option<Decimal>| {
        let kept = of.filter(|of| !of.is_zero()).and_then(|of| discount.value.checked_div(of));
        factors.extend(kept.and_then(|part| Decimal::ONE.checked_sub(part)));
    };
    if discount.kind.contains("percent") {
        part(Some(Decimal::ONE_HUNDRED));
    } else {
        part(sum(&invoice.items, |item| item.net));
        part(sum(&invoice.items, |item| item.gross));
    }
    factors
}

/// Largest effect of rounding on the total: half of its unit. Cash in forints is always rounded to five.
fn rounding(invoice: &Invoice) -> Decimal {
    let told = match invoice.rounding {
        Some(Rounding::One) => Decimal::new(5, 1),
        Some(Rounding::Five) => Decimal::new(25, 1),
        Some(Rounding::Ten) => Decimal::from(5),
        Some(Rounding::None | Rounding::Other(_)) | None => Decimal::ZERO,
    };
    let cash = matches!(invoice.method, Some(PaymentMethod::Cash | PaymentMethod::CashOnDelivery));
    if cash && invoice.currency.decimals() == 0 { told.max(Decimal::new(25, 1)) } else { told }
}

fn sum<'i, T: 'i>(items: impl IntoIterator<Item = &'i T>, pick: impl Fn(&T) -> Option<Decimal>) -> Option<Decimal> {
    items.into_iter().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(pick(item)?))
}

fn message(id: &'static str, sum: Decimal, total: Decimal, difference: Decimal) -> Message {
    let text = |amount: Decimal| amount.normalize().to_string();
    Message::new(id).with("sum", text(sum)).with("total", text(total)).with("difference", text(difference))
}
