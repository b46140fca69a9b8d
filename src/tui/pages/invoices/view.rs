//! Draws the page of invoices: filter, heading, the rows that fit, totals; and copies its rows.

use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::state::Invoices;
use crate::domain::{InvoiceRow, Message};
use crate::locale::Amounts;
use crate::query::rows::needles;
use crate::query::schema::{self, Cell, Context, Kind, Schema as _};
use crate::query::{Field, Sort};
use crate::tui::clipboard::send;
use crate::tui::copy::disarmed;
use crate::tui::event::Effect;
use crate::tui::list::{self, Column, MARGIN, Placed, Shown};
use crate::tui::notice::Severity;
use crate::tui::paint::{Align, Piece, Spec, line_of, put};
use crate::tui::placeholder::{Say, empty, found_none, say};
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};

/// Rows that are copied at the most: more is an export.
pub(crate) const ROWS: usize = 1000;

/// The places of the columns in a list of a width: the chosen ones with their widths, else the automatic ones.
fn places(page: &Invoices, cx: &Shared, width: u16) -> Vec<Placed<Field>> {
    let automatic = automatic(page, cx, width);
    let columns = match &page.list.columns {
        None => automatic,
        Some(chosen) => list::in_order(chosen, automatic, shown_as, |shown, spec| {
            let ideal = shown.width.unwrap_or_else(|| spec.ideal.max(natural(page, cx, shown.field)));
            let flexible = shown.field == Field::Partner && shown.width.is_none();
            (if flexible { 12 } else { ideal }, ideal)
        }),
    };
    list::fit(columns, width)
}

/// Columns that a field takes where no width was set.
fn natural(page: &Invoices, cx: &Shared, field: Field) -> u16 {
    let (widths, column) = (&page.widths, field.column());
    match (field, column.kind) {
        (Field::Company, _) => cx.company_width(),
        (Field::Partner, _) => widths.partner.clamp(16, 60),
        (Field::Number, _) => widths.number.clamp(8, 20),
        (Field::Status, _) => widths.status.clamp(8, 24),
        (Field::Currency, _) => widths.of_amounts(Field::Gross),
        (_, Kind::Amount) => widths.of_amounts(field),
        (_, Kind::Date) => 10,
        (_, Kind::Instant) => 16,
        _ => column.screen.map(|screen| screen.width).filter(|width| *width > 0).unwrap_or(12),
    }
}

/// The columns that are shown, chosen or not.
pub(crate) fn shown(page: &Invoices, cx: &Shared) -> Vec<Shown<Field>> {
    if let Some(chosen) = &page.list.columns {
        return chosen.clone();
    }
    let places = places(page, cx, cx.list_width());
    places.iter().map(|(column, ..)| Shown { field: column.field, width: None }).collect()
}

/// The width that a column has now.
pub(super) fn width_of(page: &Invoices, cx: &Shared, field: Field) -> u16 {
    let places = places(page, cx, cx.list_width());
    places.iter().find(|(column, ..)| column.field == field).map_or_else(|| natural(page, cx, field), |(_, _, width)| *width)
}

/// The column with its heading at `x`; `true` if `x` is its right edge.
pub(super) fn heading_at(page: &Invoices, cx: &Shared, x: u16) -> Option<(Field, bool)> {
    list::heading_at(&places(page, cx, cx.list_width()), x)
}

/// The title of a column.
pub(crate) fn title(cx: &Shared, field: Field) -> String {
    field.column().screen.map(|screen| cx.locale.get(screen.title)).unwrap_or_default()
}

/// The cells of a row as they are shown, cut nowhere.
fn cells(page: &Invoices, cx: &Shared, row: &InvoiceRow) -> Vec<String> {
    let today = cx.today();
    shown(page, cx).iter().map(|column| text::clean(&value(page, cx, row, column.field, today).0).into_owned()).collect()
}

/// A row to be copied, tabs between its cells.
pub(crate) fn line(page: &Invoices, cx: &Shared, row: &InvoiceRow) -> String {
    let cells = cells(page, cx, row).into_iter().map(|cell| disarmed(cell.trim().replace(['\t', '\u{A0}'], " ")));
    cells.collect::<Vec<_>>().join("\t")
}

/// Copies rows under the titles of their columns; says how many, or that there are too many.
pub(crate) fn copy_rows(page: &Invoices, rows: &[InvoiceRow], total: usize, cx: &mut Shared) -> Vec<Effect> {
    if total > rows.len() {
        cx.say(Message::new("tui-copy-too-many").with("most", ROWS).with("total", total), Severity::Look);
        return Vec::new();
    }
    let marks = &page.list.marks;
    let wanted: Vec<&InvoiceRow> = rows.iter().filter(|row| !marks.is_all() || marks.has(&row.key())).collect();
    let titles: Vec<String> = shown(page, cx).iter().map(|column| title(cx, column.field)).collect();
    let mut text = titles.join("\t");
    for row in &wanted {
        text.push('\n');
        text.push_str(&line(page, cx, row));
    }
    send(cx, text, Message::new("tui-copied-rows").with("count", wanted.len()))
}

/// The columns from the left; those without a claim to room of their own only where the list is ordered by them.
fn automatic(page: &Invoices, cx: &Shared, width: u16) -> Vec<Column<Field>> {
    let sort = page.list.sort;
    let place = |column: &schema::Column<Field>| {
        let screen = column.screen?;
        let field = column.field;
        let mut spec = match screen.worth {
            0 if field != sort.field => Spec { min: 0, ideal: 0, worth: 0 },
            0 => spec(page, cx, field, 9, width),
            worth => spec(page, cx, field, worth, width),
        };
        // The column that was sorted by is shown; in the order that lists begin with, the due date is worth more.
        if sort != Sort::default() && field == shown_as(sort.field) {
            spec.worth = spec.worth.max(9);
        }
        let align = match (field, column.kind) {
            (Field::Number, _) => Align::Middle,
            (_, Kind::Amount) => Align::Right,
            _ => Align::Left,
        };
        Some(Column { field, title: screen.title, align, spec })
    };
    schema::on_screen().into_iter().filter_map(place).collect()
}

/// The room that a column claims in a list of a width.
fn spec(page: &Invoices, cx: &Shared, field: Field, worth: u8, width: u16) -> Spec {
    let widths = &page.widths;
    let natural = natural(page, cx, field);
    match field {
        Field::Number => Spec { min: if width < 60 { 8.min(natural) } else { natural.min(16) }, ideal: natural, worth },
        Field::Company if page.scope.is_none() && cx.companies.all().len() > 1 => Spec { min: 12, ideal: natural, worth },
        Field::Company => Spec { min: 0, ideal: 0, worth: 0 },
        Field::Partner => {
            // The partner gets the width first, the other columns what is left.
            let least = if width < 100 { 12 } else { (width / 4).clamp(20, 30) };
            Spec { min: least, ideal: widths.partner.clamp(least, 60), worth }
        }
        Field::Status => Spec { min: widths.status.clamp(8, 16), ideal: widths.status.clamp(8, 26), worth },
        _ => Spec { min: natural, ideal: natural, worth },
    }
}

/// The column that shows an order: that of currencies is seen in the gross.
const fn shown_as(field: Field) -> Field {
    match field {
        Field::Currency => Field::Gross,
        other => other,
    }
}

/// Draws the page; returns the place of the cursor while the filter is edited.
pub(super) fn draw(page: &Invoices, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let (summary, wrong) = (summary(page, cx), page.complaint().is_some());
    let cursor = list::draw_filter(&page.filter, (&summary, wrong, &cx.locale.get("tui-filter-hint")), buffer, line_of(area, 0));
    found(page, cx, buffer, area);
    list::draw_suggestions(&page.filter, buffer, area, cursor);
    cursor
}

/// The rows that were found, or why there are none.
fn found(page: &Invoices, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let mut below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if let Some(error) = page.complaint() {
        list::draw_complaint(&page.filter, cx, buffer, below, error);
        below = Rect { y: below.y + 2, height: below.height.saturating_sub(2), ..below };
    }
    if let Some(sentence) = words::incomplete(cx, page.scope) {
        put(buffer, below.x + MARGIN, below.y, below.width.saturating_sub(MARGIN + 1), &sentence, theme::ACT);
        below = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
    }
    let list = &page.list;
    let instead = match (&list.error, list.loaded, list.total) {
        (None, false, _) => Some(Say::Loading),
        (Some(_), false, _) => return,
        (Some(_), _, 0) if page.complaint().is_some() => return,
        (Some(_), _, 0) | (None, true, 0) => Some(nothing(page, cx)),
        _ => None,
    };
    if let Some(instead) = instead {
        say(cx, buffer, below, &instead);
        return;
    }
    let today = cx.today();
    list::draw_rows(
        list,
        (cx, buffer, below),
        (&places(page, cx, below.width), shown_as(list.sort.field), page.visible(cx), &needles::<Field>(page.filter.query())),
        |row, field| value(page, cx, row, field, today),
        |row| row.warnings.any().then_some(("!", theme::LOOK)),
    );
    list::draw_totals(list, cx, buffer, area);
}

fn nothing(page: &Invoices, cx: &Shared) -> Say<'static> {
    if page.filter.query().is_empty() {
        empty(cx, "tui-empty-invoices", "tui-empty-invoices-hint")
    } else {
        found_none(page.scope)
    }
}

/// The counts of the first line: found, of how many, the time it took, marked.
fn summary(page: &Invoices, cx: &Shared) -> String {
    let (list, locale) = (&page.list, cx.locale);
    let filtered = !page.filter.query().is_empty();
    let found = list.total as u64;
    let mut count = match (list.loaded && list.error.is_none(), filtered) {
        (false, _) => String::new(),
        (true, false) => locale.text(&Message::new("unit-invoices").with("count", found)),
        (true, true) => {
            let of = Message::new("tui-found-of").with("place", locale.count(found));
            locale.text(&of.with("total", locale.count(whole(page, cx).max(found))))
        }
    };
    if let Some(took) = list.took.filter(|_| filtered && !count.is_empty()) {
        count = format!("{count} · {} ms", took.as_millis());
    }
    if !list.marks.is_empty() {
        let marked = locale.text(&Message::new("tui-marked").with("count", list.marks.count(list.total)));
        count = if count.is_empty() { marked } else { format!("{count} · {marked}") };
    }
    count
}

/// The number of invoices without the filter.
fn whole(page: &Invoices, cx: &Shared) -> u64 {
    let all = cx.companies.all().iter().filter(|view| page.scope.is_none_or(|id| view.company.id == id));
    all.map(|view| view.invoices).sum::<u64>()
}

fn value(page: &Invoices, cx: &Shared, row: &InvoiceRow, field: Field, today: Date) -> Piece {
    let locale = cx.locale;
    match field {
        Field::Number if row.number.is_empty() => return (format!("#{}", row.id), theme::DIM),
        Field::Company => return (cx.company_name(row.company).unwrap_or(words::NOTHING).to_owned(), theme::DIM),
        Field::Status => return words::invoice_status(locale, row, today),
        Field::Currency => return value(page, cx, row, Field::Gross, today),
        _ => {}
    }
    let column = field.column();
    let text = match column.cell(row, &Context { company: "", provider: "", today }) {
        Cell::Empty => words::NOTHING.to_owned(),
        Cell::Text(text) => words::cell(locale, (column.values().family)(text), text),
        Cell::Words(list) => list.join(" "),
        Cell::Amount(amount, currency) => match page.widths.amounts.get(&field) {
            Some(amounts) => amounts.align(locale, amount, currency),
            None => Amounts::default().align(locale, amount, currency),
        },
        Cell::Parts(_, numbers) => numbers.to_owned(),
        Cell::Amounts(open) => open.iter().map(|open| locale.open(open)).collect::<Vec<_>>().join(" · "),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => words::stamp(cx, at),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => words::word(locale, "bool", if flag { "true" } else { "false" }),
    };
    let strong = column.screen.is_some_and(|screen| screen.is_strong) && !row.cancelled && !row.vanished;
    (text, if strong { theme::PLAIN } else { theme::DIM })
}
