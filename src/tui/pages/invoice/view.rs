//! Draws the page of one invoice: a document of lines; only the visible ones are made.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rust_decimal::Decimal;

use super::figures::figures;
use super::parts::{head, live, more, payments, provenance, warnings};
use super::state::Invoice;
use crate::domain::{Currency, LineItem, Message, WarningKind, numbers};
use crate::locale::{Amounts, Locale};
use crate::service::InvoiceDetail;
use crate::tui::document::{Row, draw_row, history};
use crate::tui::load::Load;
use crate::tui::paint::{Align, Piece, Spec, cell, fit_columns, pieces, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};

/// Columns before the text.
const MARGIN: u16 = 2;
/// Wider lines are hard to read.
const WIDEST: u16 = 150;

/// Columns for the text of an area.
fn room(width: u16) -> u16 {
    width.saturating_sub(MARGIN + 1).min(WIDEST)
}

/// The document: lines before the items, the items, lines after them.
struct Document<'a> {
    before: Vec<Row>,
    items: &'a [LineItem],
    after: Vec<Row>,
}

impl<'a> Document<'a> {
    fn of(page: &Invoice, cx: &Shared, detail: &'a InvoiceDetail, width: u16) -> Self {
        let room = room(width);
        let mut before = head(cx, detail, room);
        before.extend(warnings(cx, detail, room));
        before.extend(figures(page, cx, room));
        before.extend(live(page, cx, detail, room));
        before.push(Row::default());
        let mut after = vec![Row::default()];
        after.extend(more(cx, detail, room));
        after.extend(payments(cx, detail, room));
        after.extend(history(cx, &detail.history, &detail.stored.entity.currency, room));
        after.extend(provenance(cx, detail, room));
        Self { before, items: &detail.stored.entity.items, after }
    }

    /// The line that causes a warning: a number, a name, a date, the items.
    fn cause(&self, detail: &InvoiceDetail, kind: WarningKind) -> usize {
        let invoice = &detail.stored.entity;
        let holds = |words: &str| {
            let of = |pieces: &[Piece]| pieces.iter().any(|(piece, _)| piece.contains(words));
            let row = |row: &Row| of(&row.left) || row.second.as_ref().is_some_and(|(_, second)| of(second));
            // The first line is the title; a warning's own sentence names its cause as well, but stands behind it.
            self.before.iter().skip(1).position(row).map(|at| at + 1)
        };
        let parties = [&invoice.buyer, &invoice.seller];
        let found = match kind {
            WarningKind::DUE_BEFORE_ISSUE => invoice.due.and_then(|due| holds(&due.to_string())),
            WarningKind::TAX_NUMBER_MISSING => {
                parties.iter().find(|party| party.tax_number.is_none()).and_then(|party| holds(&party.name))
            }
            WarningKind::TAX_NUMBER_WRONG => parties.iter().find_map(|party| {
                let number =
                    party.tax_number.as_deref().filter(|number| numbers::tax_number(number) == numbers::TaxNumber::Wrong)?;
                holds(number)
            }),
            WarningKind::IBAN_WRONG => parties.iter().find_map(|party| holds(party.iban.as_deref()?)),
            WarningKind::RATE_MISSING => holds(invoice.currency.as_str()),
            // The items are what does not add up.
            _ => None,
        };
        found.unwrap_or(self.before.len())
    }

    fn len(&self) -> usize {
        // One line for the heading of the items.
        self.before.len() + 1 + self.items.len().max(1) + self.after.len()
    }
}

/// Lines of the invoice that is open.
pub(super) fn lines(page: &Invoice, cx: &Shared, width: u16) -> usize {
    page.shown().map_or(0, |detail| Document::of(page, cx, detail, width).len())
}

/// The lines of the document in figures, from its heading on; `None` where no invoice is open.
pub(super) fn figures_at(page: &Invoice, cx: &Shared, width: u16) -> Option<std::ops::Range<usize>> {
    let (detail, room) = (page.shown()?, room(width));
    let from = head(cx, detail, room).len() + warnings(cx, detail, room).len();
    // The first line is empty.
    Some(from + 1..from + figures(page, cx, room).len())
}

/// The line that causes a warning of the invoice that is open.
pub(super) fn cause(page: &Invoice, cx: &Shared, width: u16, kind: WarningKind) -> Option<usize> {
    let detail = page.shown()?;
    Some(Document::of(page, cx, detail, width).cause(detail, kind))
}

/// Draws the invoice, alone or beside the list.
pub(super) fn draw(page: &Invoice, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let instead = match &page.state {
        _ if page.key.is_none() && !page.wanted => Say::Hint("tui-empty-detail", "tui-empty-detail-hint"),
        Load::Loading => Say::Loading,
        Load::Failed(error) => Say::Error(error),
        Load::Ready(None) => Say::Hint("tui-gone-detail", "tui-gone-detail-hint"),
        Load::Ready(Some(detail)) => return document(page, cx, buffer, area, detail),
    };
    say(cx, buffer, area, &instead);
}

fn document(page: &Invoice, cx: &Shared, buffer: &mut Buffer, area: Rect, detail: &InvoiceDetail) {
    let document = Document::of(page, cx, detail, area.width);
    let height = usize::from(area.height);
    let top = page.top.min(document.len().saturating_sub(height));
    let table = Table::of(cx.locale, detail, room(area.width));
    let items_from = document.before.len() + 1;
    let warned = page.warned.and_then(|at| detail.warnings.get(at)).map(|w| document.cause(detail, w.kind));
    let after_from = items_from + document.items.len().max(1);
    for (line, index) in (0..area.height).zip(top..document.len()) {
        let place = Rect { x: area.x + MARGIN, y: area.y + line, width: room(area.width), height: 1 };
        if let Some(row) = document.before.get(index) {
            draw_row(buffer, place, row);
        } else if index + 1 == items_from {
            table.head(cx.locale, buffer, place);
        } else if let Some(item) = document.items.get(index - items_from) {
            table.item(cx.locale, buffer, place, item);
        } else if let Some(row) = index.checked_sub(after_from).and_then(|index| document.after.get(index)) {
            draw_row(buffer, place, row);
        } else {
            pieces(buffer, place.x, place.y, place.width, &[(cx.locale.get("tui-no-items"), theme::DIM)]);
        }
        if warned == Some(index) {
            buffer.set_style(place, theme::CAUSE);
            put(buffer, area.x, place.y, 1, "!", theme::CAUSE);
        }
    }
}

/// The table of the items.
struct Table<'a> {
    currency: &'a Currency,
    places: Vec<Option<(u16, u16)>>,
    /// Unit price, net, VAT, gross.
    amounts: [Amounts; 4],
}

const HEADS: [(&str, Align); 8] = [
    ("tui-item-name", Align::Left),
    ("tui-item-quantity", Align::Right),
    ("tui-item-unit", Align::Left),
    ("tui-item-price", Align::Right),
    ("tui-item-net", Align::Right),
    ("tui-item-vat", Align::Right),
    ("tui-item-vat-amount", Align::Right),
    ("tui-item-gross", Align::Right),
];

/// The text of the column of the VAT rate: the rate, and the ground of an exemption.
fn rate(item: &LineItem) -> String {
    match &item.entitlement {
        Some(ground) if !item.vat.contains(ground.as_ref()) => format!("{} {ground}", item.vat),
        _ => item.vat.clone(),
    }
}

/// Columns that the widest quantity takes, without writing each of them.
fn widest(locale: &Locale, title: &str, values: impl Iterator<Item = Decimal>) -> u16 {
    let (mut largest, mut scale, mut negative) = (Decimal::ZERO, 0, 0);
    for value in values {
        largest = largest.max(value.abs().trunc());
        if value.scale() > scale {
            scale = scale.max(value.normalize().scale());
        }
        negative |= u16::from(value.is_sign_negative());
    }
    let fraction = if scale == 0 { 0 } else { u16::try_from(scale).unwrap_or(0) + 1 };
    (text::columns(&locale.decimal(largest, 0)) + fraction + negative)
        .max(text::columns(&locale.text(&Message { id: title.to_owned().into(), args: Vec::new() })))
}

impl<'a> Table<'a> {
    fn of(locale: &Locale, detail: &'a InvoiceDetail, width: u16) -> Self {
        let invoice = &detail.stored.entity;
        let (items, currency) = (&invoice.items, &invoice.currency);
        let title = |id: &'static str| text::columns(&locale.get(id));
        let of: [fn(&LineItem) -> Option<Decimal>; 4] = [|i| i.net_unit_amount, |i| i.net, |i| i.vat_amount, |i| i.gross];
        let amounts = of.map(|of| Amounts::bare().of(locale, items.iter().filter_map(|item| Some((of(item)?, currency)))));
        let [price, net, vat, gross] = [0, 1, 2, 3].map(|at: usize| amounts.get(at).map_or(0, Amounts::width));
        let unit = items.iter().map(|item| text::columns(&locale.quantity_unit(&item.unit))).max().unwrap_or(0).min(12);
        let rates = items.iter().map(|item| text::columns(&rate(item))).max().unwrap_or(0).min(24);
        let fixed = |width: u16, worth: u8| Spec { min: width, ideal: width, worth };
        let specs = [
            Spec { min: 12, ideal: 70, worth: 9 },
            fixed(widest(locale, "tui-item-quantity", items.iter().map(|i| i.quantity)), 7),
            fixed(unit.max(title("tui-item-unit")), 4),
            fixed(price.max(title("tui-item-price")), 5),
            fixed(net.max(title("tui-item-net")), 3),
            fixed(rates.max(title("tui-item-vat")), 6),
            fixed(vat.max(title("tui-item-vat-amount")), 2),
            fixed(gross.max(title("tui-item-gross")), 8),
        ];
        Self { currency, places: fit_columns(&specs, width, 2), amounts }
    }

    fn head(&self, locale: &Locale, buffer: &mut Buffer, area: Rect) {
        for ((id, align), place) in HEADS.iter().zip(&self.places) {
            if let Some((x, width)) = place {
                cell(buffer, area.x + x, area.y, *width, &locale.get(id), theme::DIM, *align);
            }
        }
    }

    fn item(&self, locale: &Locale, buffer: &mut Buffer, area: Rect, item: &LineItem) {
        let [price, net, vat, gross] = &self.amounts;
        let amount = |amounts: &Amounts, value: Option<Decimal>| {
            value.map_or_else(|| words::NOTHING.to_owned(), |value| amounts.align(locale, value, self.currency))
        };
        let name = match &item.comment {
            Some(comment) => format!("{} · {comment}", item.name),
            None => item.name.clone(),
        };
        let cells = [
            name,
            locale.decimal(item.quantity, 0),
            locale.quantity_unit(&item.unit),
            amount(price, item.net_unit_amount),
            amount(net, item.net),
            rate(item),
            amount(vat, item.vat_amount),
            amount(gross, item.gross),
        ];
        for ((words, (_, align)), place) in cells.iter().zip(&HEADS).zip(&self.places) {
            if let Some((x, width)) = place {
                cell(buffer, area.x + x, area.y, *width, words, theme::PLAIN, *align);
            }
        }
    }
}
