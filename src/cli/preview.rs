//! `faktura invoice … --preview`: an invoice in figures, with the rules of a form that it breaks.

use serde::Serialize;

use super::context::App;
use super::error::{Failure, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::document::{DocumentError, Form, Preview};
use crate::domain::{Message, RecordKey, text};
use crate::error::Error;
use crate::host::Service;
use crate::json::PreviewJson;
use crate::service::cases::PreviewDocument;

#[derive(Serialize)]
struct Shown {
    preview: PreviewJson,
}

/// Shows an invoice in figures.
pub(super) async fn show(app: &mut App, service: &Service, key: RecordKey, word: &str, json: bool) -> Result<()> {
    let form = Form::parse(word).ok_or_else(|| Error::from(DocumentError::Form { given: word.to_owned() }))?;
    let preview = service.ask(PreviewDocument { key, form }).await?;
    if json {
        let shown = Shown { preview: PreviewJson::new(&preview, app.out.locale()) };
        return app.out.json(&shown).map_err(Failure::Output);
    }
    head(app, &preview)?;
    let tables = [lines(app, &preview), taxes(app, &preview)];
    for table in &tables {
        app.out.line("")?;
        app.out.table(table)?;
    }
    app.out.line("")?;
    totals(app, &preview)?;
    breaches(app, &preview)
}

fn head(app: &mut App, preview: &Preview) -> Result<()> {
    let locale = app.out.locale();
    let day = |date: Option<jiff::civil::Date>| date.map_or_else(|| "–".to_owned(), |date| locale.date(date));
    let [issued, delivered, due] = preview.dates.map(day);
    let fields = [
        ("preview-number", text::clean(&preview.number).into_owned()),
        ("preview-seller", text::clean(&preview.seller).into_owned()),
        ("preview-buyer", text::clean(&preview.buyer).into_owned()),
        ("preview-issued", issued),
        ("preview-delivered", delivered),
        ("preview-due", due),
    ];
    for line in super::report::pairs(locale, &fields) {
        app.out.line(&line)?;
    }
    Ok(())
}

fn lines(app: &App, preview: &Preview) -> Table {
    let (locale, currency) = (app.out.locale(), &preview.currency);
    let right = |id: &'static str| Column::right(app.out.get(id));
    let mut table = Table::new(vec![
        Column::cut(app.out.get("tui-item-name")),
        right("tui-item-quantity"),
        Column::left(app.out.get("tui-item-unit")),
        right("tui-item-price"),
        right("tui-item-net"),
        Column::left(app.out.get("tui-item-vat")),
    ]);
    for line in &preview.lines {
        let price = locale.number(line.price, currency.decimals());
        let price = if line.base == rust_decimal::Decimal::ONE { price } else { format!("{price} / {}", line.base) };
        table.row(vec![
            text::clean(&line.name).into_owned().into(),
            locale.number(line.quantity, 0).into(),
            text::clean(&locale.quantity_unit(&line.unit)).into_owned().into(),
            price.into(),
            locale.amount(line.net, currency).into(),
            text::clean(&line.vat).into_owned().into(),
        ]);
    }
    table
}

fn taxes(app: &App, preview: &Preview) -> Table {
    let (locale, currency) = (app.out.locale(), &preview.currency);
    let right = |id: &'static str| Column::right(app.out.get(id));
    let mut table = Table::new(vec![
        Column::left(app.out.get("preview-category")),
        right("preview-rate"),
        right("preview-base"),
        right("preview-tax"),
        Column::cut(app.out.get("preview-reason")),
    ]);
    for tax in &preview.taxes {
        let reason = tax.reason.clone().map(|id| locale.text(&Message { id: id.into(), args: Vec::new() }));
        table.row(vec![
            tax.category.clone().into(),
            format!("{} %", locale.number(tax.rate, 0)).into(),
            locale.amount(tax.base, currency).into(),
            locale.amount(tax.tax, currency).into(),
            reason.unwrap_or_default().into(),
        ]);
    }
    table
}

fn totals(app: &mut App, preview: &Preview) -> Result<()> {
    let (locale, totals) = (app.out.locale(), &preview.totals);
    let all = [
        ("preview-lines", totals.lines),
        ("preview-adjustments", preview.adjustments),
        ("preview-net", totals.net),
        ("preview-vat", totals.tax),
        ("preview-gross", totals.gross),
        ("preview-paid", totals.paid),
        ("preview-rounding", totals.rounding),
        ("preview-difference", totals.difference),
        ("preview-payable", totals.payable),
    ];
    // What is nothing and need not be there is left out.
    let optional = ["preview-adjustments", "preview-paid", "preview-rounding", "preview-difference"];
    let shown = all.into_iter().filter(|(id, amount)| !(optional.contains(id) && amount.is_zero()));
    let fields: Vec<(&'static str, String)> = shown.map(|(id, amount)| (id, locale.money(amount, &preview.currency))).collect();
    for line in super::report::pairs(locale, &fields) {
        app.out.line(&line)?;
    }
    Ok(())
}

fn breaches(app: &mut App, preview: &Preview) -> Result<()> {
    app.out.line("")?;
    let locale = app.out.locale();
    if preview.breaches.is_empty() {
        let text = app.out.text(&with("preview-valid", "form", preview.form.title()));
        return Ok(app.out.line(&text)?);
    }
    let text = app.out.text(&with("preview-breaches", "form", preview.form.title()));
    app.out.line(&text)?;
    for breach in &preview.breaches {
        let line = breach.line.map(|line| locale.text(&Message::new("document-line").with("line", line)));
        let place = line.map_or_else(String::new, |line| format!("{line}: "));
        let field = locale.text(&breach.name());
        app.out.line(&format!("  {}  {place}{field} ({}): {}", breach.rule, breach.term, locale.text(&breach.message())))?;
    }
    Ok(())
}
