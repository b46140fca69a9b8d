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

/// The rates of an invoice with their sums: as its summary has them, else as its items do, else all of it under no rate.
fn rates(invoice: &Invoice) -> Vec<(String, Amounts)> {
    let known = |net: Option<Decimal>, vat: Option<Decimal>, gross: Option<Decimal>| {
        let both = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
        let less = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_sub(b?);
        let (net, vat) = (net.or_else(|| less(gross, vat)), vat.or_else(|| less(gross, net)));
        (net.unwrap_or_default(), vat.unwrap_or_default(), gross.or_else(|| both(net, vat)).unwrap_or_default())
    };
    let lines = invoice.vat_lines.iter().map(|line| (line.name.as_str(), known(line.net, line.vat, line.gross)));
    let items = invoice.items.iter().map(|item| (item.vat.as_str(), known(item.net, item.vat_amount, item.gross)));
    let mut all: Vec<(&str, Amounts)> = if invoice.vat_lines.is_empty() { items.collect() } else { lines.collect() };
    if all.is_empty() {
        all.push(("", known(invoice.net, invoice.vat, Some(invoice.gross))));
    }
    // An invoice counts once for a rate, however many of its lines have it.
    let mut sums: Vec<(String, Amounts)> = Vec::new();
    for (name, amounts) in all {
        let name = rate(name);
        let add = |a: Decimal, b: Decimal| a.checked_add(b).unwrap_or(a);
        match sums.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum = (add(sum.0, amounts.0), add(sum.1, amounts.1), add(sum.2, amounts.2)),
            None => sums.push((name, amounts)),
        }
    }
    sums
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
