//! The document of an invoice in figures: its lines, tax by rate, sums, and the rules of EN 16931 that it breaks.

use rust_decimal::Decimal;

use super::state::Invoice as Page;
use crate::document::{Form, Preview};
use crate::domain::Message;
use crate::tui::document::{Row, heading};
use crate::tui::load::Load;
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{text, theme};

fn dim(words: impl Into<String>) -> Piece {
    (words.into(), theme::DIM)
}

fn plain(words: impl Into<String>) -> Piece {
    (words.into(), theme::PLAIN)
}

/// The figures, if they were asked for.
pub(super) fn figures(page: &Page, cx: &Shared, room: u16) -> Vec<Row> {
    let Some(figures) = &page.figures else { return Vec::new() };
    let mut rows: Vec<Row> = heading(cx, "tui-figures").into();
    match figures {
        Load::Loading => rows.push(vec![dim(cx.locale.get("tui-live-asking"))].into()),
        Load::Failed(error) => rows.push(vec![(cx.locale.text(&error.message), theme::ACT)].into()),
        Load::Ready(preview) => {
            rows.extend(lines(cx, preview));
            rows.extend(taxes(cx, preview));
            rows.extend(totals(cx, preview));
            rows.extend(breaches(cx, preview, room));
        }
    }
    rows
}

fn lines(cx: &Shared, preview: &Preview) -> Vec<Row> {
    let (locale, currency) = (cx.locale, &preview.currency);
    let line = |line: &crate::document::PreviewLine| {
        let each = locale.decimal(line.price, currency.decimals());
        let each = if line.base == Decimal::ONE { each } else { format!("{each} / {}", line.base) };
        let sum = format!("   {} {} × {each}   {}", locale.number(line.quantity, 0), locale.quantity_unit(&line.unit), line.vat);
        Row {
            left: vec![plain(line.name.clone()), dim(sum)],
            right: Some(plain(locale.amount(line.net, currency))),
            second: None,
        }
    };
    preview.lines.iter().map(line).collect()
}

fn taxes(cx: &Shared, preview: &Preview) -> Vec<Row> {
    let (locale, currency) = (cx.locale, &preview.currency);
    let tax = |tax: &crate::document::PreviewTax| {
        let reason = tax.reason.clone().map(|id| locale.text(&Message { id: id.into(), args: Vec::new() }));
        let reason = reason.map(|reason| format!("   {reason}")).unwrap_or_default();
        let words = format!("{} {} %   {}{reason}", tax.category, locale.number(tax.rate, 0), locale.amount(tax.base, currency));
        Row { left: vec![dim(words)], right: Some(dim(locale.amount(tax.tax, currency))), second: None }
    };
    preview.taxes.iter().map(tax).collect()
}

fn totals(cx: &Shared, preview: &Preview) -> Vec<Row> {
    let totals = &preview.totals;
    let all = [
        ("preview-net", totals.net, theme::PLAIN),
        ("preview-vat", totals.tax, theme::PLAIN),
        ("preview-gross", totals.gross, theme::BOLD),
        ("preview-paid", totals.paid, theme::PLAIN),
        ("preview-rounding", totals.rounding, theme::PLAIN),
        ("preview-difference", totals.difference, theme::PLAIN),
        ("preview-payable", totals.payable, theme::BOLD),
    ];
    let shown = all.into_iter().filter(|(id, amount, _)| {
        !(amount.is_zero() && matches!(*id, "preview-paid" | "preview-rounding" | "preview-difference"))
    });
    let row = |(id, amount, style): (&'static str, Decimal, ratatui::style::Style)| Row {
        left: vec![dim(cx.locale.get(id))],
        right: Some((cx.locale.money(amount, &preview.currency), style)),
        second: None,
    };
    shown.map(row).collect()
}

fn breaches(cx: &Shared, preview: &Preview, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let form = Form::title(preview.form);
    if preview.breaches.is_empty() {
        let text = locale.text(&Message::new("preview-valid").with("form", form));
        return vec![vec![("✓ ".to_owned(), theme::GOOD), plain(text)].into()];
    }
    let head = locale.text(&Message::new("preview-breaches").with("form", form));
    let mut rows = vec![Row::from(vec![("! ".to_owned(), theme::LOOK), (head, theme::LOOK)])];
    for breach in &preview.breaches {
        let line = breach.line.map(|line| locale.text(&Message::new("document-line").with("line", line)));
        let place = line.map_or_else(String::new, |line| format!("{line}: "));
        let field = locale.text(&breach.name());
        let words = format!("{} {place}{field} ({}): {}", breach.rule, breach.term, locale.text(&breach.message()));
        let wrapped = text::wrap(&words, usize::from(room.saturating_sub(2)));
        rows.extend(wrapped.into_iter().map(|line| Row::from(vec![plain(format!("  {line}"))])));
    }
    rows
}
