//! Tax by rate and by line. The service tells the tax of the whole document and the base of each rate; lines say at most that they are
//! taxed.
//!
//! For: sales transactions. Uses: amounts that have their sign already. Never: a tax that the document does not have: parts sum to it.

use rust_decimal::Decimal;

use crate::domain::{LineItem, VatLine};

/// The code of a line that is taxed, whatever the rate.
const TAXED: &str = "TAX";
/// The code of a line that is not.
const UNTAXED: &str = "NON";
/// What stands between the names of rates on one base.
const JOINED: &str = " + ";
/// Decimals of an amount, at least.
const CENTS: u32 = 2;

fn sum(mut values: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
    values.try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value?))
}

/// Whether a line is a discount: it is on the whole and has no product.
fn is_discount(item: &LineItem, sold: Decimal) -> bool {
    item.product_id.is_none() && item.net.is_some_and(|net| !net.is_zero() && net.is_sign_negative() != sold.is_sign_negative())
}

/// Whether lines name a code that means tax. Without one, each line that is not said to be untaxed is taken as taxed.
fn names_codes(items: &[LineItem]) -> bool {
    items.iter().any(|item| !matches!(item.vat.as_str(), "" | UNTAXED))
}

/// Places of the lines that are taxed, without discounts; `sold` is what the lines of the document add up to, net.
fn taxed(items: &[LineItem], sold: Decimal) -> Vec<usize> {
    let named = names_codes(items);
    let is_taxed = |item: &LineItem| {
        item.net.is_some() && item.vat != UNTAXED && !(named && item.vat.is_empty()) && !is_discount(item, sold)
    };
    items.iter().enumerate().filter(|(_, item)| is_taxed(item)).map(|(at, _)| at).collect()
}

fn sold(items: &[LineItem]) -> Decimal {
    sum(items.iter().filter(|item| item.net.is_some()).map(|item| item.net)).unwrap_or_default()
}

fn nets(items: &[LineItem], at: &[usize]) -> Option<Decimal> {
    sum(at.iter().filter_map(|at| items.get(*at)).map(|item| item.net))
}

/// Rates as they are reported: those of one code, such as a state's and a county's, stand on one base, which counts once.
pub(super) fn on_one_base(rates: Vec<VatLine>, items: &[LineItem]) -> Vec<VatLine> {
    let base = nets(items, &taxed(items, sold(items))).map(|net| net.abs());
    let is_more = |rates: &[VatLine]| {
        let all = sum(rates.iter().map(|rate| rate.net)).map(|net| net.abs());
        rates.len() > 1 && all.zip(base).is_some_and(|(all, base)| all > base)
    };
    if !is_more(&rates) {
        return rates;
    }
    let mut merged: Vec<VatLine> = Vec::new();
    for rate in rates {
        match merged.iter_mut().find(|known| known.net == rate.net) {
            Some(known) => join(known, &rate),
            None => merged.push(rate),
        }
    }
    // Bases of different size, one within the other.
    if is_more(&merged) {
        let mut all = merged.into_iter();
        let Some(mut whole) = all.next() else { return Vec::new() };
        for rate in all {
            let larger = whole.net.into_iter().chain(rate.net).max_by_key(Decimal::abs);
            join(&mut whole, &rate);
            whole.net = larger;
        }
        merged = vec![whole];
    }
    for rate in &mut merged {
        rate.gross = rate.net.zip(rate.vat).and_then(|(net, vat)| net.checked_add(vat));
    }
    merged
}

fn join(into: &mut VatLine, rate: &VatLine) {
    into.name = format!("{}{JOINED}{}", into.name, rate.name);
    into.vat = into.vat.zip(rate.vat).and_then(|(one, other)| one.checked_add(other));
}

/// Gives rates that charge nothing together, such as 20% and -20% of a reverse charge, the name of their tax code.
pub(super) fn name_by_code<'n>(rates: &mut [VatLine], items: &[LineItem], name: impl Fn(&str) -> Option<&'n str>) {
    let taxed = taxed(items, sold(items));
    let mut codes: Vec<&str> = taxed.iter().filter_map(|at| items.get(*at)).map(|item| item.vat.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let [code] = codes.as_slice() else { return };
    let Some(name) = name(code) else { return };
    let offset = |rate: &&mut VatLine| rate.vat.is_some_and(|vat| vat.is_zero()) && rate.name.contains(JOINED);
    for rate in rates.iter_mut().filter(offset) {
        name.clone_into(&mut rate.name);
    }
}

/// Rates, and what of the net amount none of them is on: sales without tax, and a discount that is given after tax.
pub(super) fn with_untaxed(mut rates: Vec<VatLine>, net: Option<Decimal>) -> Vec<VatLine> {
    let rest = net.zip(sum(rates.iter().map(|rate| rate.net))).and_then(|(net, taxed)| net.checked_sub(taxed));
    if let Some(rest) = rest.filter(|rest| !rest.is_zero() && !rates.is_empty()) {
        let name = UNTAXED.to_owned();
        rates.push(VatLine { name, net: Some(rest), vat: Some(Decimal::ZERO), gross: Some(rest) });
    }
    rates
}

/// Gives each line its part of the tax, where the document leaves one answer only: parts sum to the tax of the whole.
pub(super) fn to_lines(items: &mut [LineItem], rates: &[VatLine], total: Decimal) {
    let told = sum(items.iter().filter(|item| item.vat_amount.is_some()).map(|item| item.vat_amount));
    let open: Vec<usize> = (0_usize..)
        .zip(items.iter())
        .filter(|(_, item)| item.vat_amount.is_none() && item.net.is_some())
        .map(|(at, _)| at)
        .collect();
    let Some(left) = told.and_then(|told| total.checked_sub(told)) else { return };
    if left.is_zero() {
        for at in open {
            set(items, at, Decimal::ZERO);
        }
        return;
    }
    // Amounts with tax are told of some lines: what the others have cannot be told from them, unless it is one.
    if open.len() < items.iter().filter(|item| item.net.is_some()).count() {
        if let [at] = open.as_slice() {
            set(items, *at, left);
        }
        return;
    }
    let sold = sold(items);
    let taxed = taxed(items, sold);
    let mut words: Vec<&str> = taxed.iter().filter_map(|at| items.get(*at)).map(|item| item.vat.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    let parts = match words.as_slice() {
        [] => None,
        [_] => of_one_code(items, rates, &taxed, total, sold),
        _ => of_codes(items, rates, &words, &taxed, total),
    };
    let Some(parts) = parts else { return };
    // The code that only says "taxed" stands for the rate, which another service knows.
    let mut taxing = rates.iter().filter(|rate| rate.vat.is_none_or(|vat| !vat.is_zero()));
    let rate = taxing.next().map(|rate| rate.name.clone()).filter(|name| !name.is_empty() && taxing.next().is_none());
    let code = match words.as_slice() {
        [word] => (*word).to_owned(),
        _ => String::new(),
    };
    let has_untaxed = items.iter().any(|item| item.net.is_some() && item.vat == UNTAXED);
    for at in open {
        let part = parts.iter().find(|(of, _)| *of == at).map(|(_, part)| *part).unwrap_or_default();
        set(items, at, part);
        let Some(item) = items.get_mut(at) else { continue };
        // A discount has the rate of what it is on; on lines with and without tax it has none of its own.
        if item.vat.is_empty() && !part.is_zero() && !(has_untaxed && is_discount(item, sold)) {
            item.vat.clone_from(&code);
        }
        if let (TAXED, Some(rate)) = (item.vat.as_str(), &rate) {
            item.vat.clone_from(rate);
        }
    }
}

fn set(items: &mut [LineItem], at: usize, vat: Decimal) {
    let Some(item) = items.get_mut(at) else { return };
    item.vat_amount = Some(vat);
    item.gross = item.gross.or_else(|| item.net?.checked_add(vat));
}

/// Parts of the lines of one code, and of discounts as far as the base is smaller for them.
fn of_one_code(
    items: &[LineItem],
    rates: &[VatLine],
    taxed: &[usize],
    total: Decimal,
    sold: Decimal,
) -> Option<Vec<(usize, Decimal)>> {
    let net = nets(items, taxed)?;
    let mut weights: Vec<(usize, Decimal)> = taxed.iter().filter_map(|at| Some((*at, items.get(*at)?.net?))).collect();
    let is_off = |item: &LineItem| is_discount(item, sold) && item.vat != UNTAXED;
    let off: Vec<(usize, Decimal)> =
        (0_usize..).zip(items).filter(|(_, item)| is_off(item)).filter_map(|(at, item)| Some((at, item.net?))).collect();
    let all_off = sum(off.iter().map(|(_, net)| Some(*net)))?;
    if !all_off.is_zero() {
        let base = sum(rates.iter().map(|rate| rate.net)).filter(|_| !rates.is_empty());
        let less = base.and_then(|base| base.checked_sub(net)).unwrap_or(all_off);
        let fits = less.is_zero() || (less.is_sign_negative() == all_off.is_sign_negative() && less.abs() <= all_off.abs());
        let less = if fits { less } else { all_off };
        for (at, net) in off {
            weights.push((at, net.checked_mul(less)?.checked_div(all_off)?));
        }
    }
    spread(total, &weights)
}

/// Parts of the lines of several codes: each code's lines are the base of one rate, which is looked for by that base.
fn of_codes(
    items: &[LineItem],
    rates: &[VatLine],
    words: &[&str],
    taxed: &[usize],
    total: Decimal,
) -> Option<Vec<(usize, Decimal)>> {
    if sum(rates.iter().map(|rate| rate.vat))? != total {
        return None;
    }
    let mut parts = Vec::new();
    let mut found = Decimal::ZERO;
    for word in words {
        let of: Vec<usize> = taxed.iter().copied().filter(|at| items.get(*at).is_some_and(|item| item.vat == *word)).collect();
        let net = nets(items, &of)?;
        let mut known = rates.iter().filter(|rate| rate.net == Some(net));
        let (rate, other) = (known.next(), known.next());
        let vat = rate.map_or(Some(Decimal::ZERO), |rate| rate.vat)?;
        if other.is_some_and(|other| other.vat != Some(vat)) {
            return None;
        }
        found = found.checked_add(vat)?;
        let weights: Vec<(usize, Decimal)> = of.iter().filter_map(|at| Some((*at, items.get(*at)?.net?))).collect();
        if !vat.is_zero() {
            parts.extend(spread(vat, &weights)?);
        }
    }
    (found == total).then_some(parts)
}

/// Parts of an amount by weight, each a whole number of cents; what rounding leaves goes to the parts that lost most. They sum to the amount.
fn spread(total: Decimal, weights: &[(usize, Decimal)]) -> Option<Vec<(usize, Decimal)>> {
    let all = sum(weights.iter().map(|(_, weight)| Some(*weight))).filter(|all| !all.is_zero())?;
    let scale = total.normalize().scale().max(CENTS);
    let unit = Decimal::new(1, scale);
    let mut parts: Vec<(usize, Decimal, Decimal)> = Vec::with_capacity(weights.len());
    for (at, weight) in weights {
        let exact = total.checked_mul(*weight)?.checked_div(all)?;
        let floor = exact.round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::ToNegativeInfinity);
        parts.push((*at, floor, exact.checked_sub(floor)?));
    }
    let mut left = total.checked_sub(sum(parts.iter().map(|(_, part, _)| Some(*part)))?)?;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(parts.get(*at).map(|(_, _, lost)| *lost)));
    for at in order {
        if left <= Decimal::ZERO {
            break;
        }
        let part = parts.get_mut(at)?;
        part.1 = part.1.checked_add(unit)?;
        left = left.checked_sub(unit)?;
    }
    left.is_zero().then(|| parts.into_iter().map(|(at, part, _)| (at, part)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn item(net: &str, code: &str) -> LineItem {
        LineItem { product_id: Some("1".into()), net: Some(dec(net)), vat: code.to_owned(), ..LineItem::default() }
    }

    fn discount(net: &str) -> LineItem {
        LineItem { product_id: None, ..item(net, "") }
    }

    fn rate(name: &str, net: &str, vat: &str) -> VatLine {
        let (net, vat) = (dec(net), dec(vat));
        VatLine { name: name.to_owned(), net: Some(net), vat: Some(vat), gross: Some(net + vat) }
    }

    /// Rates and lines of a document, as text.
    fn read(mut items: Vec<LineItem>, rates: Vec<VatLine>, total: &str, net: &str) -> (Vec<String>, Vec<String>) {
        let rates = on_one_base(rates, &items);
        to_lines(&mut items, &rates, dec(total));
        let text = |value: Option<Decimal>| value.map_or_else(|| "-".to_owned(), |value| value.normalize().to_string());
        let lines = items.iter().map(|item| format!("{} {}", item.vat, text(item.vat_amount))).collect();
        let rates = with_untaxed(rates, Some(dec(net)));
        (rates.iter().map(|rate| format!("{} {} {}", rate.name, text(rate.net), text(rate.vat))).collect(), lines)
    }

    fn is((told_rates, told_lines): (Vec<String>, Vec<String>), rates: &[&str], lines: &[&str]) {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let told = (told_rates, told_lines);
        assert_eq!(told, (owned(rates), owned(lines)));
    }

    #[test]
    fn sales_without_tax_are_a_rate_of_their_own() {
        let read = read(vec![item("100", "TAX"), item("250", "NON")], vec![rate("8.25%", "100", "8.25")], "8.25", "350");
        is(read, &["8.25% 100 8.25", "NON 250 0"], &["8.25% 8.25", "NON 0"]);
    }

    #[test]
    fn rates_on_one_base_are_one() {
        let two = vec![rate("6%", "100", "6"), rate("2.25%", "100", "2.25")];
        is(read(vec![item("100", "TAX")], two.clone(), "8.25", "100"), &["6% + 2.25% 100 8.25"], &["6% + 2.25% 8.25"]);
        // A county takes less than the state does.
        let within = vec![rate("6%", "100", "6"), rate("2%", "60", "1.2")];
        is(read(vec![item("100", "TAX")], within, "7.2", "100"), &["6% + 2% 100 7.2"], &["6% + 2% 7.2"]);
        // As a credit, every sign is the other one.
        let back = vec![rate("6%", "-100", "-6"), rate("2.25%", "-100", "-2.25")];
        is(read(vec![item("-100", "TAX")], back, "-8.25", "-100"), &["6% + 2.25% -100 -8.25"], &["6% + 2.25% -8.25"]);
    }

    #[test]
    fn codes_with_rates_of_their_own_stay_apart() {
        let rates = || vec![rate("20%", "100", "20"), rate("5%", "200", "10")];
        is(read(vec![item("100", "5"), item("200", "7")], rates(), "30", "300"), &["20% 100 20", "5% 200 10"], &["5 20", "7 10"]);
        // Which rate a code has cannot be told where bases are equal: nothing is made up.
        let equal = vec![rate("20%", "100", "20"), rate("5%", "100", "5")];
        is(read(vec![item("100", "5"), item("100", "7")], equal, "25", "200"), &["20% 100 20", "5% 100 5"], &["5 -", "7 -"]);
    }

    #[test]
    fn a_discount_has_tax_as_far_as_the_base_says() {
        let lines = || vec![item("250.5", "TAX"), discount("-25.05")];
        is(
            read(lines(), vec![rate("8.25%", "250.5", "20.67")], "20.67", "225.45"),
            &["8.25% 250.5 20.67", "NON -25.05 0"],
            &["8.25% 20.67", " 0"],
        );
        is(
            read(lines(), vec![rate("8.25%", "225.45", "18.60")], "18.60", "225.45"),
            &["8.25% 225.45 18.6"],
            &["8.25% 20.67", "8.25% -2.07"],
        );
        // A tenth off all lines, of which one is taxed.
        is(
            read(
                vec![item("40", "TAX"), item("674.98", "NON"), discount("-71.50")],
                vec![rate("6%", "36", "2.16"), rate("2.25%", "36", "0.81")],
                "2.97",
                "643.48",
            ),
            &["6% + 2.25% 36 2.97", "NON 607.48 0"],
            &["6% + 2.25% 3.3", "NON 0", " -0.33"],
        );
    }

    #[test]
    fn parts_are_whole_cents_and_sum_to_the_whole() {
        let three = vec![item("0.10", "TAX"), item("0.10", "TAX"), item("0.10", "TAX")];
        is(
            read(three, vec![rate("8.25%", "0.30", "0.02")], "0.02", "0.30"),
            &["8.25% 0.3 0.02"],
            &["8.25% 0.01", "8.25% 0.01", "8.25% 0"],
        );
        let (_, lines) = read(vec![item("80", "NON"), item("5", "")], Vec::new(), "0", "85");
        assert_eq!(lines, ["NON 0", " 0"]);
        for total in 1..200_i64 {
            let weights: Vec<(usize, Decimal)> =
                (0..7).map(|at| (at, Decimal::new(total * 31 % 17 + i64::try_from(at).unwrap() + 1, 2))).collect();
            let parts = spread(Decimal::new(total, 2), &weights).unwrap();
            assert_eq!(parts.iter().map(|(_, part)| *part).sum::<Decimal>(), Decimal::new(total, 2));
        }
        assert_eq!(spread(Decimal::ONE, &[(0, Decimal::ONE), (1, Decimal::NEGATIVE_ONE)]), None);
    }
}
