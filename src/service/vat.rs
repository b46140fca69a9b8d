//! The report by VAT rate. It reads whole invoices: rows have no rates, and keeping them in the index would cost every list memory for
//! what is asked for once a month. A query for a period keeps it short.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::Result;
use super::local::Local;
use crate::domain::{Currency, CurrencyTotals, Direction, Invoice, RemoteId};
use crate::query::{Group, Names, Report, ReportRequest, ReportRow};
use crate::store::StoreExt;

/// Invoices read at a time.
const BATCH: usize = 256;

/// A rate in one currency and direction.
type Key = (String, Currency, Direction);

/// Net, VAT and gross of one rate of an invoice.
type Amounts = (Decimal, Decimal, Decimal);

/// Adds up the invoices that count in turnover by their rates.
pub(super) fn report(local: &Local, request: &ReportRequest, names: &Names) -> Result<Report> {
    let keys = local.store.ask(|index| index.counted(request, names))??;
    let mut sums: HashMap<Key, CurrencyTotals> = HashMap::new();
    let mut invoices = 0;
    for keys in keys.chunk_by(|a, b| a.company == b.company).flat_map(|keys| keys.chunks(BATCH)) {
        let Some(first) = keys.first() else { continue };
        let ids: Vec<RemoteId> = keys.iter().map(|key| key.id.clone()).collect();
        for stored in local.store.invoices(first.company, &ids)?.into_iter().flatten() {
            invoices += 1;
            for (rate, (net, vat, gross)) in rates(&stored.entity) {
                let sum = sums.entry((rate, stored.entity.currency.clone(), stored.entity.direction)).or_default();
                sum.add(Some(net), Some(vat), gross, Decimal::ZERO);
            }
        }
    }
    let row = |((rate, currency, direction), total): (Key, CurrencyTotals)| ReportRow {
        group: Group::Name(rate),
        currency,
        direction,
        company: None,
        tax_number: None,
        partner_id: None,
        total,
        outstanding: CurrencyTotals::default(),
        overdue: CurrencyTotals::default(),
        credit: CurrencyTotals::default(),
        oldest_overdue_days: None,
        running: None,
        breakdown: None,
    };
    let mut rows: Vec<ReportRow> = sums.into_iter().map(row).collect();
    rows.sort_by_cached_key(|row| (row.currency.clone(), row.direction, place(&row.group.to_string())));
    Ok(Report {
        kind: request.kind,
        today: request.today,
        invoices,
        more: crate::query::report::cut(&mut rows, request.limit),
        rows,
    })
}

/// Rates of numbers first, the highest on top; then the words.
fn place(rate: &str) -> (bool, std::cmp::Reverse<Decimal>, String) {
    let number = rate.trim().trim_end_matches('%').trim().replace(',', ".").parse::<Decimal>().ok();
    (number.is_none(), std::cmp::Reverse(number.unwrap_or_default()), rate.to_owned())
}

/// The name of a rate: `27 %`, `27,0%` and `27%` are one.
fn rate(name: &str) -> String {
    let name = name.trim();
    let percent = name.strip_suffix('%').and_then(|number| number.trim().replace(',', ".").parse::<Decimal>().ok());
    percent.map_or_else(|| name.to_owned(), |percent| format!("{}%", percent.normalize()))
}

/// The rates of an invoice with their sums: of its summary and its items, also less a discount on the whole, the first that comes to the
/// totals. Where none does, what the totals have beyond the nearest of them is told under no rate, so that no part of the turnover is
/// missing; and all of it is, where net and VAT are not known, so that every report says the same.
fn rates(invoice: &Invoice) -> Vec<(String, Amounts)> {
    let lines = invoice.vat_lines.iter().map(|line| (line.name.as_str(), known(line.net, line.vat, line.gross)));
    let items = invoice.items.iter().map(|item| (item.vat.as_str(), known(item.net, item.vat_amount, item.gross)));
    let of = |(name, net, vat)| (name, known(Some(net), Some(vat), None));
    let discounted = invoice.discounted_items().map(|rates| by_rate(rates.into_iter().map(of)));
    let mut told: Vec<Vec<(String, Amounts)>> = [by_rate(lines), by_rate(items)].into_iter().chain(discounted).collect();
    let all = |rates: &[(String, Amounts)]| rates.iter().fold(Amounts::default(), |sums, (_, part)| plus(sums, *part));
    let comes = |rates: &[(String, Amounts)]| {
        let (net, vat, gross) = all(rates);
        !rates.is_empty() && invoice.has_totals(net, vat, gross)
    };
    if let Some(whole) = told.iter_mut().find(|rates| comes(rates)) {
        return std::mem::take(whole);
    }
    let (net, vat, gross) = known(invoice.net, invoice.vat, Some(invoice.gross));
    if invoice.net.is_none() && invoice.vat.is_none() {
        return vec![(String::new(), (Decimal::ZERO, Decimal::ZERO, gross))];
    }
    let less = |a: Decimal, b: Decimal| a.checked_sub(b).unwrap_or(a);
    let apart = |rates: &Vec<(String, Amounts)>| less(invoice.gross, all(rates).2).abs();
    let mut rates = told.into_iter().filter(|rates| !rates.is_empty()).min_by_key(apart).unwrap_or_default();
    let sums = all(&rates);
    add(&mut rates, String::new(), (less(net, sums.0), less(vat, sums.1), less(gross, sums.2)));
    rates
}

/// Net, VAT and gross, of which each follows from the others where it is not told.
fn known(net: Option<Decimal>, vat: Option<Decimal>, gross: Option<Decimal>) -> Amounts {
    let both = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
    let less = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_sub(b?);
    let (net, vat) = (net.or_else(|| less(gross, vat)), vat.or_else(|| less(gross, net)));
    (net.unwrap_or_default(), vat.unwrap_or_default(), gross.or_else(|| both(net, vat)).unwrap_or_default())
}

/// Amounts by rate: an invoice counts once for a rate, however many of its lines have it.
fn by_rate<'a>(all: impl Iterator<Item = (&'a str, Amounts)>) -> Vec<(String, Amounts)> {
    let mut rates = Vec::new();
    for (name, amounts) in all {
        add(&mut rates, rate(name), amounts);
    }
    rates
}

fn add(rates: &mut Vec<(String, Amounts)>, name: String, amounts: Amounts) {
    match rates.iter_mut().find(|(known, _)| *known == name) {
        Some((_, sum)) => *sum = plus(*sum, amounts),
        None => rates.push((name, amounts)),
    }
}

fn plus(a: Amounts, b: Amounts) -> Amounts {
    let add = |a: Decimal, b: Decimal| a.checked_add(b).unwrap_or(a);
    (add(a.0, b.0), add(a.1, b.1), add(a.2, b.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_one_however_it_is_written() {
        let written = ["27%", " 27 %", "27,0%", "27.00 %", "5.50%", "0%", "AAM", "27", "x%", ""].map(rate);
        assert_eq!(written, ["27%", "27%", "27%", "27%", "5.5%", "0%", "AAM", "27", "x%", ""]);
    }
}
