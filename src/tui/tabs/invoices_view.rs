//! Tab 2, how it is drawn: filter, heading, the rows that are seen, totals.

use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::invoices::visible;
use super::invoices_filter::place_of;
use super::invoices_totals::totals;
use crate::domain::{InvoiceRow, Message};
use crate::error::Error;
use crate::locale::{Amounts, Locale};
use crate::query::{Field, Sort};
use crate::tui::columns::Shown;
use crate::tui::model::Model;
use crate::tui::paint::{Align, Spec, cell, fit_columns, line_of, pieces, put};
use crate::tui::view::{self, Say};
use crate::tui::{overlay, text, theme, words};

/// Columns before the first cell.
pub(super) const MARGIN: u16 = 2;
/// Columns between two cells.
const GAP: u16 = 2;

/// How wide what was seen so far is: columns do not jump while one scrolls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Widths {
    number: u16,
    partner: u16,
    status: u16,
    gross: Amounts,
    net: Amounts,
    vat: Amounts,
}

impl Widths {
    /// Takes notice of what came.
    pub(crate) fn learn(&mut self, rows: &[InvoiceRow], today: Date, locale: &Locale) {
        for row in rows {
            self.number = self.number.max(text::columns(&text::clean(&row.number)));
            self.partner = self.partner.max(text::columns(&row.partner_name));
            self.status = self.status.max(text::columns(&words::invoice_status(locale, row, today).0));
            self.gross.learn(locale, row.gross, &row.currency);
            self.net.learn(locale, row.net.unwrap_or_default(), &row.currency);
            self.vat.learn(locale, row.vat.unwrap_or_default(), &row.currency);
        }
    }
}

/// A column.
struct Column {
    field: Field,
    title: &'static str,
    align: Align,
    spec: Spec,
}

/// The columns that somebody chose with their widths, else the automatic ones.
fn columns(model: &Model, width: u16) -> Vec<Column> {
    let Some(chosen) = &model.invoices.columns else { return automatic(model, width) };
    let mut known = automatic(model, width);
    let pick = |(index, shown): (usize, &Shown)| {
        let at = known.iter().position(|column| column.field == shown_as(shown.field))?;
        let mut column = known.swap_remove(at);
        let ideal = shown.width.unwrap_or_else(|| column.spec.ideal.max(natural(model, shown.field)));
        let flexible = shown.field == Field::Partner && shown.width.is_none();
        // All that were chosen are shown where they fit; the last ones go first.
        let worth = 200_u8.saturating_sub(u8::try_from(index).unwrap_or(200));
        column.spec = Spec { min: if flexible { 12 } else { ideal }, ideal, worth };
        Some(column)
    };
    chosen.iter().enumerate().filter_map(pick).collect()
}

/// Columns that a field takes where nobody says otherwise.
fn natural(model: &Model, field: Field) -> u16 {
    let widths = &model.invoices.widths;
    let money = |amounts: &Amounts| amounts.width().clamp(10, 36);
    match field {
        Field::Company => company_width(model),
        Field::Partner => widths.partner.clamp(16, 60),
        Field::Method | Field::Changed => 16,
        Field::TaxNumber => 13,
        Field::Type => 12,
        Field::Net => money(&widths.net),
        Field::Vat => money(&widths.vat),
        Field::Gross | Field::Currency => money(&widths.gross),
        Field::Number => widths.number.clamp(8, 20),
        Field::Status => widths.status.clamp(8, 24),
        Field::Issued | Field::Fulfilled | Field::Due | Field::Paid => 10,
    }
}

/// Where the columns stand in a list of a width.
fn places(model: &Model, width: u16) -> Vec<(Column, u16, u16)> {
    let columns = columns(model, width);
    let specs: Vec<Spec> = columns.iter().map(|column| column.spec).collect();
    let places = fit_columns(&specs, width.saturating_sub(MARGIN + 1), GAP);
    columns.into_iter().zip(places).filter_map(|(c, place)| place.map(|(x, width)| (c, x + MARGIN, width))).collect()
}

/// Columns that the list has where detail may stand beside it.
pub(crate) fn list_width(model: &Model) -> u16 {
    if model.wide() { model.width * 11 / 20 } else { model.width }
}

/// The columns that are shown, chosen or not.
pub(crate) fn shown(model: &Model) -> Vec<Shown> {
    if let Some(chosen) = &model.invoices.columns {
        return chosen.clone();
    }
    places(model, list_width(model)).iter().map(|(column, ..)| Shown { field: column.field, width: None }).collect()
}

/// Columns that a column takes now.
pub(crate) fn width_of(model: &Model, field: Field) -> u16 {
    let places = places(model, list_width(model));
    places.iter().find(|(column, ..)| column.field == field).map_or_else(|| natural(model, field), |(_, _, width)| *width)
}

/// The column whose heading stands at `x`, and whether `x` is its right edge.
pub(crate) fn heading_at(model: &Model, x: u16) -> Option<(Field, bool)> {
    let places = places(model, list_width(model));
    let (column, from, width) = places.iter().find(|(_, from, width)| x >= *from && x <= from + width)?;
    Some((column.field, x == from + width))
}

/// What stands above a column.
pub(crate) fn title(model: &Model, field: Field) -> String {
    let found = super::invoices::SORTABLE.iter().find(|(known, _)| *known == field);
    found.map(|(_, id)| model.locale.get(id)).unwrap_or_default()
}

/// The cells of a row as they are seen, cut nowhere.
pub(crate) fn cells(model: &Model, row: &InvoiceRow) -> Vec<String> {
    let today = model.today();
    shown(model).iter().map(|column| text::clean(&value(model, row, column.field, today).0).into_owned()).collect()
}

/// Columns that the longest name of a company takes, within reason.
pub(super) fn company_width(model: &Model) -> u16 {
    let names = model.companies.all().iter().map(|view| text::columns(&view.company.name));
    names.max().unwrap_or(0).clamp(12, 40)
}

fn automatic(model: &Model, width: u16) -> Vec<Column> {
    let widths = &model.invoices.widths;
    let sorted = model.invoices.sort.field;
    let several = model.invoices.scope.is_none() && model.companies.all().len() > 1;
    let fixed = |width: u16, worth: u8| Spec { min: width, ideal: width, worth };
    let gone = fixed(0, 0);
    let number = widths.number.clamp(8, 20);
    let money = |amounts: &Amounts| amounts.width().clamp(10, 36);
    // The width goes to whom one looks for; what else there is comes when that has enough.
    let least = if width < 100 { 12 } else { (width / 4).clamp(20, 30) };
    let partner = Spec { min: least, ideal: widths.partner.clamp(least, 60), worth: 9 };
    let column = |field, title, align, spec| Column { field, title, align, spec };
    let left = |field, title, spec| column(field, title, Align::Left, spec);
    let extra = |field, width: u16| if sorted == field { fixed(width, 9) } else { gone };
    let mut columns = vec![
        column(
            Field::Number,
            "tui-col-number",
            Align::Middle,
            Spec { min: if width < 60 { 8.min(number) } else { number.min(16) }, ideal: number, worth: 11 },
        ),
        left(Field::Issued, "tui-col-issued", fixed(10, 4)),
        left(Field::Fulfilled, "tui-col-fulfilled", extra(Field::Fulfilled, 10)),
        left(Field::Due, "tui-col-due", fixed(10, 6)),
        left(Field::Paid, "tui-col-paid", fixed(10, 2)),
        left(
            Field::Company,
            "tui-col-company",
            if several { Spec { min: 12, ideal: company_width(model), worth: 5 } } else { gone },
        ),
        left(Field::Partner, "tui-col-partner", partner),
        left(Field::TaxNumber, "tui-col-tax-number", fixed(13, 1)),
        left(Field::Type, "tui-col-type", fixed(12, 3)),
        left(Field::Method, "tui-col-method", extra(Field::Method, 16)),
        column(Field::Net, "tui-col-net", Align::Right, extra(Field::Net, money(&widths.net))),
        column(Field::Vat, "tui-col-vat", Align::Right, extra(Field::Vat, money(&widths.vat))),
        column(Field::Gross, "tui-col-gross", Align::Right, fixed(money(&widths.gross), 10)),
        left(Field::Changed, "tui-col-changed", extra(Field::Changed, 16)),
        left(
            Field::Status,
            "tui-col-status",
            Spec { min: widths.status.clamp(8, 16), ideal: widths.status.clamp(8, 26), worth: 8 },
        ),
    ];
    // What somebody sorts by is to be seen; in the order that lists begin with, when an invoice is due is worth more.
    let chosen = model.invoices.sort != Sort::default();
    if let Some(column) = columns.iter_mut().find(|column| chosen && column.field == shown_as(sorted)) {
        column.spec.worth = column.spec.worth.max(9);
    }
    columns
}

/// The column that shows an order: that of currencies is seen in the gross.
const fn shown_as(field: Field) -> Field {
    match field {
        Field::Currency => Field::Gross,
        other => other,
    }
}

/// Draws the tab; where a line is edited, its cursor.
pub(crate) fn draw(model: &Model, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let cursor = filter(model, buffer, line_of(area, 0));
    found(model, buffer, area);
    suggestions(model, buffer, area, cursor);
    cursor
}

/// What was found, or why nothing is shown.
fn found(model: &Model, buffer: &mut Buffer, area: Rect) {
    let mut below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if let Some(error) = model.invoices.complaint() {
        complain(model, buffer, below, error);
        below = Rect { y: below.y + 2, height: below.height.saturating_sub(2), ..below };
    }
    let tab = &model.invoices;
    if let Some(sentence) = words::incomplete(model, tab.scope) {
        put(buffer, below.x + MARGIN, below.y, below.width.saturating_sub(MARGIN + 1), &sentence, theme::ACT);
        below = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
    }
    let say = match (&tab.error, tab.loaded, tab.total) {
        (None, false, _) => Some(Say::Loading),
        (Some(_), false, _) => return,
        (Some(_), _, 0) if tab.complaint().is_some() => return,
        (Some(_), _, 0) | (None, true, 0) => Some(nothing(model)),
        _ => None,
    };
    if let Some(say) = say {
        view::say(model, buffer, below, &say);
        return;
    }
    list(model, buffer, below);
    totals(model, buffer, area);
}

/// What may come next, under the place where one types.
fn suggestions(model: &Model, buffer: &mut Buffer, area: Rect, cursor: Option<Position>) {
    let tab = &model.invoices;
    let (Some(cursor), false) = (cursor, tab.suggestions.is_empty()) else { return };
    let widest = tab.suggestions.iter().map(|s| text::columns(&text::clean(&s.text))).max().unwrap_or(0);
    let width = (widest + 4).min(area.width);
    let lines = u16::try_from(tab.suggestions.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
    if lines == 0 {
        return;
    }
    let typed = tab.suggestions.first().map_or(0, |s| s.end.saturating_sub(s.start));
    let back = if tab.taken.is_some() { 0 } else { u16::try_from(typed).unwrap_or(0) };
    // Its words stand under those that one types.
    let x = cursor.x.saturating_sub(back + 2).min(area.right().saturating_sub(width));
    let inside = overlay::frame(buffer, Rect { x, y: area.y + 1, width, height: lines + 2 });
    let taken = tab.taken.as_ref().map(|(index, _)| *index);
    for (line, (index, suggestion)) in (0..inside.height).zip(tab.suggestions.iter().enumerate()) {
        let place = line_of(inside, line);
        put(buffer, place.x, place.y, place.width, &suggestion.text, theme::PLAIN);
        if taken == Some(index) {
            buffer.set_style(place, theme::SELECTED);
        }
    }
}

fn nothing(model: &Model) -> Say<'static> {
    if !model.invoices.query().is_empty() {
        Say::Hint("tui-empty-found", "tui-empty-found-hint")
    } else if model.companies.views.ready().is_some_and(Vec::is_empty) {
        Say::Hint("tui-empty-companies", "tui-empty-companies-hint")
    } else {
        Say::Hint("tui-empty-invoices", "tui-empty-invoices-hint")
    }
}

/// The line one filters in, and what it found.
fn filter(model: &Model, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let tab = &model.invoices;
    let locale = model.locale;
    let filtered = !tab.query().is_empty();
    let found = tab.total as u64;
    let mut count = match (tab.loaded && tab.error.is_none(), filtered) {
        (false, _) => String::new(),
        (true, false) => locale.text(&Message::new("unit-invoices").with("count", found)),
        (true, true) => {
            let of = Message::new("tui-found-of").with("place", locale.count(found));
            locale.text(&of.with("total", locale.count(whole(model).max(found))))
        }
    };
    if let Some(took) = tab.took.filter(|_| filtered && !count.is_empty()) {
        count = format!("{count} · {} ms", took.as_millis());
    }
    if !tab.marks.is_empty() {
        let marked = locale.text(&Message::new("tui-marked").with("count", tab.marks.count(tab.total)));
        count = if count.is_empty() { marked } else { format!("{count} · {marked}") };
    }
    let right = text::columns(&count);
    put(buffer, area.right().saturating_sub(right + 1), area.y, right, &count, theme::DIM);
    let room = area.width.saturating_sub(MARGIN + right + 3);
    let x = area.x + MARGIN;
    let style = if tab.editing { theme::ACCENT_BOLD } else { theme::DIM };
    put(buffer, area.x, area.y, 1, "/", style);
    if !tab.editing && !filtered {
        put(buffer, x, area.y, room, &locale.get("tui-filter-hint"), theme::DIM);
        return None;
    }
    if tab.fresh {
        put(buffer, x, area.y, room, &format!("↑ {}", tab.before), theme::DIM);
        return Some(Position { x, y: area.y });
    }
    // The end of a long line is what one types at: it is shown from where its cursor stays in sight.
    let hidden = usize::from(tab.input.column().saturating_sub(room.saturating_sub(1)));
    let shown: String = text::skip_columns(tab.input.text(), hidden);
    let style = if tab.complaint().is_some() { theme::ACT } else { theme::BOLD };
    buffer.set_stringn(x, area.y, &shown, usize::from(room), style);
    let column = tab.input.column() - u16::try_from(hidden).unwrap_or(0);
    tab.editing.then_some(Position { x: x + column.min(room), y: area.y })
}

/// How many invoices there are without the filter.
fn whole(model: &Model) -> u64 {
    let scope = model.invoices.scope;
    let all = model.companies.all().iter().filter(|view| scope.is_none_or(|id| view.company.id == id));
    all.map(|view| view.invoices).sum()
}

/// What is wrong with the filter, under the place where it is, and what would do.
fn complain(model: &Model, buffer: &mut Buffer, area: Rect, error: &Error) {
    let locale = model.locale;
    let x = area.x + MARGIN;
    let room = area.width.saturating_sub(MARGIN + 1);
    let message = locale.text(&error.message);
    let place = place_of(&error.message).map(|at| {
        let before: String = model.invoices.input.text().chars().take(at).collect();
        text::columns(&before).min(room.saturating_sub(1))
    });
    match place {
        Some(place) if place + 2 + text::columns(&message) <= room => {
            let line = [("^ ".to_owned(), theme::ACT), (message, theme::ACT)];
            pieces(buffer, x + place, area.y, room - place, &line);
        }
        _ => {
            put(buffer, x, area.y, room, &message, theme::ACT);
        }
    }
    if let Some(hint) = &error.hint {
        put(buffer, x, area.y + 1, room, &locale.text(hint), theme::DIM);
    }
}

fn list(model: &Model, buffer: &mut Buffer, area: Rect) {
    let tab = &model.invoices;
    let shown = places(model, area.width);
    for (column, x, width) in &shown {
        let sorted = shown_as(tab.sort.field) == column.field;
        let arrow = if tab.sort.descending { "↓" } else { "↑" };
        let title = model.locale.get(column.title);
        let title = if !sorted {
            title
        } else if column.align == Align::Right {
            format!("{arrow} {title}")
        } else {
            format!("{title} {arrow}")
        };
        let style = if sorted { theme::ACCENT_BOLD } else { theme::DIM };
        let align = if column.align == Align::Right { Align::Right } else { Align::Left };
        cell(buffer, area.x + x, area.y, *width, &title, style, align);
    }
    let today = model.today();
    let last = (tab.top + visible(model)).min(tab.total);
    for (line, index) in (1..area.height).zip(tab.top..last) {
        let y = area.y + line;
        let Some(row) = tab.row(index) else {
            put(buffer, area.x + MARGIN, y, 1, "…", theme::DIM);
            continue;
        };
        for (column, x, width) in &shown {
            let (words, style) = value(model, row, column.field, today);
            cell(buffer, area.x + x, y, *width, &words, style, column.align);
        }
        if tab.marks.has(&row.key()) {
            put(buffer, area.x + 1, y, 1, "✓", theme::ACCENT_BOLD);
        } else if row.warnings.any() {
            put(buffer, area.x + 1, y, 1, "!", theme::LOOK);
        }
        if index == tab.cursor {
            buffer.set_style(Rect { y, height: 1, ..area }, theme::SELECTED);
            put(buffer, area.x, y, 1, "›", theme::BOLD);
        }
    }
}

fn value(model: &Model, row: &InvoiceRow, field: Field, today: Date) -> (String, Style) {
    let locale = model.locale;
    let quiet = if row.cancelled || row.vanished { theme::DIM } else { theme::PLAIN };
    let text = |text: Option<&str>| text.unwrap_or(words::NOTHING).to_owned();
    let amount = |amounts: &Amounts, amount: Option<Decimal>| match amount {
        Some(amount) => amounts.align(locale, amount, &row.currency),
        None => words::NOTHING.to_owned(),
    };
    let widths = &model.invoices.widths;
    match field {
        Field::Number if row.number.is_empty() => (format!("#{}", row.id), theme::DIM),
        Field::Number => (row.number.to_string(), quiet),
        Field::Company => (text(model.companies.name(row.company)), theme::DIM),
        Field::Partner => (row.partner_name.to_string(), quiet),
        Field::TaxNumber => (text(row.partner_tax_number.as_deref()), theme::DIM),
        Field::Type => (words::word(locale, "type", row.kind.as_str()), theme::DIM),
        Field::Method => {
            let method = row.method.as_ref().map(|method| words::word(locale, "method", method.as_str()));
            (method.unwrap_or_else(|| words::NOTHING.to_owned()), theme::DIM)
        }
        Field::Status => words::invoice_status(locale, row, today),
        Field::Issued => (words::date(row.issued), theme::DIM),
        Field::Fulfilled => (words::date(row.fulfilled), theme::DIM),
        Field::Paid => (words::date(row.paid), theme::DIM),
        Field::Due => (words::date(row.due), quiet),
        Field::Changed => (words::stamp(model, row.changed), theme::DIM),
        Field::Net => (amount(&widths.net, row.net), quiet),
        Field::Vat => (amount(&widths.vat, row.vat), quiet),
        Field::Gross | Field::Currency => (amount(&widths.gross, Some(row.gross)), quiet),
    }
}
