//! The lines of an invoice and its sums, as tables that go on over pages.

use rust_decimal::Decimal;

use super::canvas::{BLACK, MARGIN, RULE, Style};
use super::sheet::{RIGHT, Sheet};
use crate::document::model::{Printed, Reason, TaxGroup, Vat};
use crate::document::written::line_reason;
use crate::domain::Message;

/// Width of the names of lines.
const NAMES: f32 = 205.0;
/// Right ends of quantity, unit price, VAT and net amount.
const QUANTITY: f32 = 318.0;
const PRICE: f32 = 408.0;
const VAT: f32 = 462.0;
/// Smallest room of a line's name and of its quantity.
const STYLE: Style = Style::plain(9.0);

/// The lines.
pub(super) fn lines(sheet: &mut Sheet<'_>) {
    head(sheet);
    for line in &sheet.document.lines {
        let names = sheet.canvas.wrapped(&line.name, STYLE, NAMES);
        let mut more = Vec::new();
        if let Some(description) = &line.description {
            more.extend(sheet.canvas.wrapped(description, Style::small(), NAMES));
        }
        if let Some((from, until)) = line.period {
            more.push(format!("{} – {}", sheet.locale.date(from), sheet.locale.date(until)));
        }
        if !line.allowance.is_zero() {
            let word = sheet.word(reason(line_reason(sheet.document, line.allowance)));
            more.push(format!("{word}: {}", sheet.amount(-line.allowance)));
        }
        // The first lines of a row stay together.
        if sheet.canvas.ensure(STYLE.leading() * 2.0 + 6.0) {
            head(sheet);
        }
        let sign = sheet.document.sign;
        let quantity = sheet.locale.number(line.quantity * sign, 0);
        let unit = sheet.locale.quantity_unit(&line.unit);
        let quantity = format!("{quantity} {unit}");
        let price = price(sheet, line.price, line.base, &unit);
        let vat = line.vat.map_or_else(|| line.vat_word.clone(), |vat| rate(sheet, &vat));
        let quantities = sheet.canvas.wrapped(quantity.trim(), STYLE, QUANTITY - MARGIN - NAMES - 6.0);
        let top = sheet.canvas.y;
        for part in &quantities {
            sheet.canvas.put_right(QUANTITY, part, STYLE);
            sheet.canvas.y += STYLE.leading();
        }
        let below = sheet.canvas.y;
        sheet.canvas.y = top;
        sheet.canvas.put_right(PRICE, &price, STYLE);
        sheet.canvas.put_right(VAT, &vat, STYLE);
        let net = sheet.amount(line.net);
        sheet.canvas.put_right(RIGHT, &net, STYLE);
        rows(sheet, &names, &more);
        sheet.canvas.y = if sheet.canvas.y > top { sheet.canvas.y.max(below) } else { sheet.canvas.y } + 3.0;
    }
    for adjustment in &sheet.document.adjustments {
        if sheet.canvas.ensure(STYLE.leading() + 6.0) {
            head(sheet);
        }
        let percent = adjustment.percent.map(|percent| format!(" {} %", sheet.locale.number(percent, 0))).unwrap_or_default();
        let name = format!("{}{percent}", sheet.word(reason(adjustment.reason)));
        let (vat, amount) = (rate(sheet, &adjustment.vat), sheet.amount(-adjustment.amount));
        sheet.canvas.put(MARGIN, &name, STYLE);
        sheet.canvas.put_right(VAT, &vat, STYLE);
        sheet.canvas.put_right(RIGHT, &amount, STYLE);
        sheet.canvas.y += STYLE.leading() + 3.0;
    }
    sheet.canvas.rule(MARGIN, RIGHT, 0.5, RULE);
    sheet.canvas.y += 10.0;
}

fn rows(sheet: &mut Sheet<'_>, names: &[String], more: &[String]) {
    let styled = names.iter().map(|text| (text, STYLE)).chain(more.iter().map(|text| (text, Style::small())));
    for (text, style) in styled {
        if sheet.canvas.ensure(style.leading()) {
            head(sheet);
        }
        sheet.canvas.put(MARGIN, text, style);
        sheet.canvas.y += style.leading();
    }
}

fn head(sheet: &mut Sheet<'_>) {
    let style = Style::label();
    let name = sheet.word("document-item");
    sheet.canvas.put(MARGIN, &name, style);
    let columns = [(QUANTITY, "document-quantity"), (PRICE, "document-price"), (VAT, "document-vat"), (RIGHT, "document-net")];
    for (x, id) in columns {
        let word = sheet.word(id);
        sheet.canvas.put_right(x, &word, style);
    }
    sheet.canvas.y += style.leading() + 2.0;
    sheet.canvas.rule(MARGIN, RIGHT, 0.5, RULE);
    sheet.canvas.y += 4.0;
}

fn price(sheet: &Sheet<'_>, price: Decimal, base: Decimal, unit: &str) -> String {
    let decimals = sheet.document.currency.decimals();
    let text = sheet.locale.number(price, decimals);
    if base == Decimal::ONE { text } else { format!("{text} / {} {unit}", sheet.locale.number(base, 0)) }
}

/// A VAT rate as it stands in a line.
fn rate(sheet: &Sheet<'_>, vat: &Vat) -> String {
    match vat.exemption {
        None => format!("{} %", sheet.locale.number(vat.rate, 0)),
        Some(exemption) => match exemption.code() {
            "UNKNOWN" => vat.category.code().to_owned(),
            code => code.to_owned(),
        },
    }
}

const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Discount => "document-discount",
        Reason::Surcharge => "document-surcharge",
        Reason::Rounding => "document-rounding",
    }
}

/// The sums by rate on the left, the totals on the right.
pub(super) fn sums(sheet: &mut Sheet<'_>) {
    let document = sheet.document;
    let rows = document.taxes.len() + 1;
    let totals = totals(sheet);
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let height = (rows.max(totals.len() + 1) as f32) * STYLE.leading() + 30.0;
    sheet.canvas.ensure(height.min(400.0));
    let top = sheet.canvas.y;
    by_rate(sheet);
    let below = sheet.canvas.y;
    sheet.canvas.y = top;
    let last = totals.len().saturating_sub(1);
    for (index, (label, amount)) in totals.into_iter().enumerate() {
        let style = if index == last { Style::bold(12.0) } else { STYLE };
        if index == last {
            sheet.canvas.y += 2.0;
            sheet.canvas.rule(350.0, RIGHT, 0.8, BLACK);
            sheet.canvas.y += 4.0;
        }
        sheet.canvas.put(350.0, &label, style);
        sheet.canvas.put_right(RIGHT, &amount, style);
        sheet.canvas.y += style.leading() + 1.0;
    }
    sheet.canvas.y = sheet.canvas.y.max(below) + 12.0;
}

fn totals(sheet: &Sheet<'_>) -> Vec<(String, String)> {
    let Printed { totals, difference } = sheet.document.printed();
    let row = |id: &'static str, amount: Decimal| (sheet.word(id), sheet.money(amount));
    let mut rows = vec![row("document-net-total", totals.net), row("document-vat-total", totals.tax)];
    if let Some(conversion) = &sheet.document.conversion {
        let label = sheet.locale.text(&Message::new("document-vat-in").with("currency", conversion.currency.as_str()));
        rows.push((label, sheet.locale.money(conversion.vat * sheet.document.sign, &conversion.currency)));
    }
    if [totals.paid, totals.rounding, difference].iter().any(|amount| !amount.is_zero()) {
        rows.push(row("document-gross-total", totals.gross));
    }
    if !totals.rounding.is_zero() {
        rows.push(row("document-rounding", totals.rounding));
    }
    if !difference.is_zero() {
        rows.push(row("document-difference", difference));
    }
    if !totals.paid.is_zero() {
        rows.push(row("document-paid", -totals.paid));
    }
    rows.push(row("document-payable", totals.payable));
    rows
}

fn by_rate(sheet: &mut Sheet<'_>) {
    let style = Style::label();
    let columns = [(MARGIN, "document-rate-column"), (180.0, "document-net"), (250.0, "document-vat"), (325.0, "document-gross")];
    for (index, (x, id)) in columns.into_iter().enumerate() {
        let word = sheet.word(id);
        if index == 0 { sheet.canvas.put(x, &word, style) } else { sheet.canvas.put_right(x, &word, style) }
    }
    sheet.canvas.y += style.leading() + 1.0;
    for group in &sheet.document.taxes {
        sheet.canvas.ensure(STYLE.leading());
        let [name, net, tax, gross] = cells(sheet, group);
        sheet.canvas.put(MARGIN, &name, STYLE);
        for (x, text) in [(180.0, net), (250.0, tax), (325.0, gross)] {
            sheet.canvas.put_right(x, &text, STYLE);
        }
        sheet.canvas.y += STYLE.leading();
    }
}

fn cells(sheet: &Sheet<'_>, group: &TaxGroup) -> [String; 4] {
    let amount = |amount: Decimal| sheet.amount(amount);
    [rate(sheet, &group.vat), amount(group.base), amount(group.tax), amount(group.base + group.tax)]
}
