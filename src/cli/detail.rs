//! One invoice for people: header, seller and buyer, line items, VAT, warnings, history.
//!
//! For: `faktura invoice`. Uses: the locale. Never: a stream; the command prints the parts that are made here.

use rust_decimal::Decimal;

use super::columns;
use super::context::App;
use super::error::Result;
use super::live::Live;
use super::out::{Out, word};
use super::report;
use super::style::Style;
use super::table::{Column, Table};
use crate::domain::text::clean;
use crate::domain::{Currency, Invoice, LineItem, Message, Party, StoredInvoice, VatLine};
use crate::error::Error;
use crate::locale::{Amounts, Locale};
use crate::service::InvoiceDetail;
use crate::tui::{Told, told};

/// A heading with what is below it.
pub(super) struct Part {
    title: String,
    body: Body,
}

enum Body {
    Lines(Vec<String>),
    Table(Table),
}

impl Part {
    /// Writes the part and an empty line after it.
    pub(super) fn print(&self, out: &mut Out) -> Result<()> {
        out.styled(&self.title, Style::Bold)?;
        match &self.body {
            Body::Lines(lines) => lines.iter().try_for_each(|line| out.line(line))?,
            Body::Table(table) => out.table(table)?,
        }
        Ok(out.line("")?)
    }

    fn lines(title: String, lines: Vec<String>) -> Self {
        Self { title, body: Body::Lines(lines) }
    }
}

/// Everything that is known here of an invoice.
pub(super) fn parts(app: &App, detail: &InvoiceDetail, history: bool) -> Vec<Part> {
    let locale = app.out.locale();
    let invoice = &detail.stored.entity;
    let mut parts = vec![header(app, detail)];
    for (id, party) in [("cli-part-seller", &invoice.seller), ("cli-part-buyer", &invoice.buyer)] {
        let lines = party_lines(locale, party);
        if !lines.is_empty() {
            parts.push(Part::lines(locale.get(id), lines));
        }
    }
    if !invoice.items.is_empty() {
        parts.push(Part { title: locale.get("cli-part-items"), body: Body::Table(items(locale, invoice)) });
    }
    if !invoice.vat_lines.is_empty() {
        parts.push(Part { title: locale.get("cli-part-vat"), body: Body::Table(vat(locale, invoice)) });
    }
    if !detail.payments.is_empty() {
        parts.push(Part { title: locale.get("cli-part-paid-by"), body: Body::Table(payments(locale, detail)) });
    }
    if !detail.warnings.is_empty() {
        let lines = detail.warnings.iter().map(|warning| format!("  {}", locale.text(&warning.message))).collect();
        parts.push(Part::lines(locale.get("cli-part-warnings"), lines));
    }
    if history {
        parts.push(Part::lines(locale.get("cli-part-history"), history_lines(app, detail)));
    }
    parts
}

fn header(app: &App, detail: &InvoiceDetail) -> Part {
    let locale = app.out.locale();
    let StoredInvoice { entity: invoice, vanished, .. } = &detail.stored;
    let row = detail.row();
    // Without a payment the gross is the balance.
    let left = Some(row.open_amount()).filter(|left| row.outstanding() && *left != invoice.gross);
    let date = |date: Option<jiff::civil::Date>| date.map(|date| locale.date(date));
    let money = |amount: Option<Decimal>| amount.map(|amount| locale.money(amount, &invoice.currency));
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let joined = |words: Vec<String>| (!words.is_empty()).then(|| words.join(", "));
    let fields = [
        ("cli-col-company", Some(detail.company.clone())),
        ("cli-col-id", Some(invoice.id.to_string())),
        ("cli-col-status", Some(columns::status(&row, app.today(), locale).text().to_owned())),
        ("cli-field-correction", invoice.correction.as_ref().map(|kind| correction(locale, kind.as_str()))),
        ("cli-col-method", invoice.method.as_ref().map(|method| word(locale, "tui-method", method.as_str()))),
        ("cli-col-issued", date(invoice.issued)),
        ("cli-col-fulfilled", date(invoice.fulfilled)),
        ("cli-col-due", date(invoice.due)),
        ("cli-col-paid", date(invoice.paid)),
        ("cli-col-net", money(invoice.net)),
        ("cli-col-vat", money(invoice.vat)),
        ("cli-col-gross", money(Some(invoice.gross))),
        ("cli-field-paid-part", money(left.and_then(|left| invoice.gross.checked_sub(left)))),
        ("cli-field-left", money(left)),
        ("cli-field-rate", invoice.rate.map(|rate| locale.decimal(rate, 0))),
        ("cli-field-discount", invoice.discount.as_ref().map(|d| format!("{} {}", locale.decimal(d.value, 0), d.kind))),
        ("cli-field-order", text(&invoice.order_number)),
        ("cli-col-nav", invoice.nav.as_ref().map(|nav| word(locale, "tui-nav", nav.as_str()))),
        ("cli-field-related", joined(invoice.related.iter().map(|r| format!("{} (id {})", r.number, r.id)).collect())),
        ("cli-field-tags", joined(invoice.tags.clone())),
        ("cli-col-comment", text(&invoice.comment)),
        ("cli-field-first-seen", Some(locale.time(detail.stored.first_seen, app.zone()))),
        ("cli-field-changed", Some(locale.time(detail.stored.changed, app.zone()))),
        ("cli-field-vanished", vanished.map(|at| locale.time(at, app.zone()))),
    ];
    let number = if invoice.number.is_empty() { invoice.id.as_str() } else { &invoice.number };
    let title = format!("{} {}", word(locale, "tui-type", invoice.kind.as_str()), clean(number));
    Part::lines(title, report::pairs(locale, &present(fields)))
}

/// Relation to a correcting document: a text of its own, or the text of a type.
fn correction(locale: &Locale, kind: &str) -> String {
    let own = locale.has(&format!("tui-correction-{}", kind.replace('_', "-")));
    word(locale, if own { "tui-correction" } else { "tui-type" }, kind)
}

/// The fields that there are.
fn present<const N: usize>(fields: [(&'static str, Option<String>); N]) -> Vec<(&'static str, String)> {
    fields.into_iter().filter_map(|(id, value)| Some((id, value.filter(|value| !value.is_empty())?))).collect()
}

fn party_lines(locale: &Locale, party: &Party) -> Vec<String> {
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let fields = [
        ("cli-field-name", Some(party.name.clone())),
        ("cli-col-tax-number", text(&party.tax_number)),
        ("cli-field-eu-tax-number", text(&party.eu_tax_number)),
        ("cli-field-postal", Some(party.address.line())),
        ("cli-field-emails", Some(party.emails.join(", "))),
        ("cli-field-phone", text(&party.phone)),
        ("cli-field-bank", text(&party.bank)),
        ("cli-field-account", text(&party.account_number)),
        ("cli-field-iban", text(&party.iban)),
        ("cli-field-swift", text(&party.swift)),
    ];
    report::pairs(locale, &present(fields))
}

/// Writes the amounts of a column under each other.
fn column<'l>(
    locale: &'l Locale,
    invoice: &'l Invoice,
    all: impl Iterator<Item = Decimal>,
) -> impl Fn(Option<Decimal>) -> String + 'l {
    let amounts = Amounts::bare().of(locale, all.map(|amount| (amount, &invoice.currency)));
    move |amount| amount.map_or_else(|| "–".to_owned(), |amount| amounts.align(locale, amount, &invoice.currency))
}

fn items(locale: &Locale, invoice: &Invoice) -> Table {
    let right = |id| Column::right(locale.get(id));
    let mut table = Table::new(vec![
        Column::cut(locale.get("cli-field-name")),
        right("cli-col-quantity"),
        Column::left(locale.get("cli-col-unit")),
        right("cli-col-unit-price"),
        right("cli-col-net"),
        right("cli-col-vat-rate"),
        right("cli-col-vat"),
        right("cli-col-gross"),
        Column::cut(locale.get("cli-col-comment")),
    ]);
    let column = |of: fn(&LineItem) -> Option<Decimal>| column(locale, invoice, invoice.items.iter().filter_map(of));
    let (price, net) = (column(|item| item.net_unit_amount), column(|item| item.net));
    let (vat, gross) = (column(|item| item.vat_amount), column(|item| item.gross));
    for item in &invoice.items {
        let entitlement = item.entitlement.as_deref().map(|ground| format!(" {ground}")).unwrap_or_default();
        table.row(vec![
            item.name.as_str().into(),
            locale.decimal(item.quantity, 0).into(),
            locale.quantity_unit(&item.unit).into(),
            price(item.net_unit_amount).into(),
            net(item.net).into(),
            format!("{}{entitlement}", item.vat).into(),
            vat(item.vat_amount).into(),
            gross(item.gross).into(),
            item.comment.as_deref().unwrap_or_default().into(),
        ]);
    }
    table
}

/// Payments and credits, with what each pays of the invoice.
fn payments(locale: &Locale, detail: &InvoiceDetail) -> Table {
    let mut table = Table::new(vec![
        Column::date(locale.get("column-pay-date")),
        Column::right(locale.get("column-amount")),
        Column::left(locale.get("column-type")),
        Column::left(locale.get("column-method")),
        Column::cut(locale.get("column-reference")),
        Column::left(locale.get("column-id")),
    ]);
    let id = &detail.stored.entity.id;
    let amounts = Amounts::default().of(locale, detail.payments.iter().map(|row| (row.pays(id), &row.currency)));
    for row in &detail.payments {
        table.row(vec![
            row.date.map_or_else(|| "–".to_owned(), |date| locale.date(date)).into(),
            amounts.align(locale, row.pays(id), &row.currency).into(),
            word(locale, "tui-pay-type", row.kind.as_str()).into(),
            row.method.as_ref().map(|method| word(locale, "tui-method", method.as_str())).unwrap_or_default().into(),
            row.reference.as_deref().unwrap_or_default().into(),
            row.id.as_str().into(),
        ]);
    }
    table
}

fn vat(locale: &Locale, invoice: &Invoice) -> Table {
    let right = |id| Column::right(locale.get(id));
    let columns =
        vec![Column::left(locale.get("cli-col-vat-rate")), right("cli-col-net"), right("cli-col-vat"), right("cli-col-gross")];
    let mut table = Table::new(columns);
    let column = |of: fn(&VatLine) -> Option<Decimal>| column(locale, invoice, invoice.vat_lines.iter().filter_map(of));
    let (net, vat, gross) = (column(|line| line.net), column(|line| line.vat), column(|line| line.gross));
    for line in &invoice.vat_lines {
        table.row(vec![line.name.as_str().into(), net(line.net).into(), vat(line.vat).into(), gross(line.gross).into()]);
    }
    table
}

fn history_lines(app: &App, detail: &InvoiceDetail) -> Vec<String> {
    changes(app, &detail.history, &detail.stored.entity.currency)
}

/// What changed, a line each, in the words of the screen.
pub(super) fn changes(app: &App, history: &[crate::domain::FieldChange], currency: &Currency) -> Vec<String> {
    let locale = app.out.locale();
    let line = |change: &crate::domain::FieldChange| {
        let what = match told(locale, change, currency) {
            Told::Event(id) => locale.get(id),
            Told::Values([field, old, new]) => format!("{field}: {old} → {new}"),
        };
        // Own books are changed by no run.
        let id = if change.run.0 == 0 { "cli-history-own" } else { "cli-history-line" };
        let message = Message::new(id)
            .with("time", locale.time(change.at, app.zone()))
            .with("run", change.run.to_string())
            .with("what", what);
        format!("  {}", locale.text(&message))
    };
    history.iter().map(line).collect()
}

/// Live data from the service.
pub(super) fn live(app: &App, invoice: &Invoice, live: &Live) -> Vec<Part> {
    let locale = app.out.locale();
    let failed = |error: &Error| vec![format!("  {}", locale.text(&error.message))];
    let payments = match &live.payments {
        Err(error) => failed(error),
        Ok(payments) if payments.is_empty() => vec![format!("  {}", locale.get("cli-live-no-payments"))],
        Ok(payments) => payments
            .iter()
            .map(|payment| {
                let date = payment.date.map_or_else(|| "–".to_owned(), |date| locale.date(date));
                let method = word(locale, "tui-method", payment.method.as_str());
                let voucher = payment.voucher.as_deref().map(clean).unwrap_or_default();
                format!("  {date}  {}  {method}  {voucher}", locale.money(payment.amount, &invoice.currency))
                    .trim_end()
                    .to_owned()
            })
            .collect(),
    };
    let tax = match &live.tax {
        Err(error) => failed(error),
        Ok(report) => {
            let fields = [
                ("cli-col-status", report.status.as_ref().map(|nav| word(locale, "tui-nav", nav.as_str()))),
                ("cli-field-transaction", report.transaction.as_deref().map(str::to_owned)),
            ];
            let mut lines = report::pairs(locale, &present(fields));
            lines.extend(report.messages.iter().map(|message| format!("  {}", clean(message))));
            lines
        }
    };
    let url = match &live.url {
        Err(error) => failed(error),
        Ok(url) => vec![format!("  {}", clean(url))],
    };
    vec![
        Part::lines(locale.get("cli-part-payments"), payments),
        Part::lines(locale.get("cli-part-tax"), tax),
        Part::lines(locale.get("cli-part-url"), url),
    ]
}
