//! Draws the page of reports: the reports by name, a bar for each row, the sum below.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::picture::has_picture;
use super::state::{NAMES, Reports, Shown, key};
use crate::domain::{Currency, Message};
use crate::locale::{Amounts, Locale};
use crate::query::{Group, ReportKind, ReportRow};
use crate::tui::list::draw_suggestions;
use crate::tui::load::Load;
use crate::tui::paint::{Align, Piece, Spec, cell, divide, fit_columns, line_of, piece_at, pieces, pieces_width, put};
use crate::tui::picture::spark;
use crate::tui::placeholder::{Say, empty, say};
use crate::tui::shared::Shared;
use crate::tui::{picture, text, theme, words};

/// Columns before the first cell.
const MARGIN: u16 = 2;

/// Draws the page.
pub(super) fn draw(page: &Reports, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    names(page, cx, buffer, line_of(area, 0));
    let filter = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let cursor = page.draw_filter(cx, buffer, filter);
    let lines = page.filter_height();
    let mut below = Rect { y: filter.y + lines, height: filter.height.saturating_sub(lines), ..area };
    if let Some(sentence) = words::incomplete(cx, None) {
        put(buffer, below.x + MARGIN, below.y, below.width.saturating_sub(MARGIN + 1), &sentence, theme::ACT);
        below = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
    }
    match &page.report {
        Load::Loading => say(cx, buffer, below, &Say::Loading),
        Load::Failed(error) => say(cx, buffer, below, &Say::Error(error)),
        Load::Ready(report) if report.rows.is_empty() => {
            say(cx, buffer, below, &empty(cx, "tui-empty-report", "tui-empty-report-hint"));
        }
        Load::Ready(_) => {
            let (table, painted) = split(page, cx, below);
            if let Some(table) = table {
                rows(page, cx, buffer, table);
            }
            if let (Some(table), Some(painted)) = (table, painted)
                && painted.x > table.right()
            {
                divide(buffer, table.right(), below);
            }
            if let (Some(area), Some(painted)) = (painted, &page.picture) {
                let mark = page.rows().get(page.cursor).map(|row| label(cx.locale, page.kind(), &row.group));
                picture::draw(cx.locale, buffer, area, painted, mark.as_deref());
            }
        }
    }
    draw_suggestions(&page.filter, buffer, filter, cursor);
    cursor
}

/// The places of the table and of the picture: side by side on a wide screen, else below each other where the table leaves room,
/// else one of them.
fn split(page: &Reports, cx: &Shared, area: Rect) -> (Option<Rect>, Option<Rect>) {
    if !has_picture(page.kind()) {
        return (Some(area), None);
    }
    let inner = |area: Rect| Rect { x: area.x + MARGIN, width: area.width.saturating_sub(MARGIN + 1), ..area };
    if page.pictured {
        return (None, Some(inner(area)));
    }
    if cx.wide() {
        let width = cx.list_width().min(area.width);
        let right = Rect { x: area.x + width, width: area.width - width, ..area };
        return (Some(Rect { width, ..area }), Some(inner(right)));
    }
    let table = u16::try_from(page.rows().len() + 3).unwrap_or(u16::MAX);
    if table.saturating_add(picture::LEAST) > area.height {
        return (Some(area), None);
    }
    let below = Rect { y: area.y + table, height: area.height - table, ..area };
    (Some(Rect { height: table, ..area }), Some(inner(below)))
}

const fn name(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Aging => "tui-report-aging",
        ReportKind::Months => "tui-report-months",
        ReportKind::Fulfilled => "tui-report-fulfilled",
        ReportKind::Vat => "tui-report-vat",
        ReportKind::Partners => "tui-report-partners",
        ReportKind::Cash => "tui-report-cash",
        ReportKind::Statuses => "tui-report-statuses",
        ReportKind::Companies => "tui-report-companies",
        ReportKind::Days => "tui-report-days",
        ReportKind::Paid => "tui-report-paid",
        ReportKind::Delay => "tui-report-delay",
    }
}

/// The names of the reports, and at the right the currency; where there is no room, the name of the one that is shown.
fn names(page: &Reports, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let (left, right) = named(page, cx, area.width);
    pieces(buffer, area.x + MARGIN - 1, area.y, area.width.saturating_sub(MARGIN + 1), &left);
    let width = pieces_width(&right);
    pieces(buffer, area.right().saturating_sub(width + 1), area.y, width, &right);
}

/// Returns the steps from the report that is shown to the one that is named at a column; a name that stands alone leads to the next.
pub(super) fn name_at(page: &Reports, cx: &Shared, x: u16) -> Option<usize> {
    let (line, _) = named(page, cx, cx.width);
    let at = piece_at(&line, MARGIN - 1, x)?;
    Some(if line.len() == 1 { 1 } else { at + ReportKind::ALL.len() - page.kind })
}

/// The names of the reports, or of the one that is shown where all have no room; and what stands at the right.
fn named(page: &Reports, cx: &Shared, width: u16) -> (Vec<Piece>, Vec<Piece>) {
    let locale = cx.locale;
    let (shown, all) = (page.shown(), page.currencies());
    let mut right: Vec<Piece> = Vec::new();
    let marked = page.marked().count();
    if marked > 0 {
        right.push((format!("{} · ", locale.text(&Message::new("tui-marked").with("count", marked))), theme::DIM));
    }
    if let Some(shown) = &shown {
        right.push((locale.side(&shown.0, shown.1), theme::BOLD));
        if all.len() > 1 {
            let place = all.iter().position(|currency| currency == shown).unwrap_or(0) + 1;
            let message = Message::new("tui-found-of").with("place", place).with("total", all.len());
            right.push((format!(" · {}", locale.text(&message)), theme::DIM));
        }
    }
    let kind = page.kind();
    let each = |one: ReportKind| {
        let style = if one == kind { theme::ACCENT_BOLD } else { theme::DIM };
        let mark = if one == kind { "‹" } else { " " };
        let end = if one == kind { "›" } else { " " };
        vec![(format!("{mark}{}{end} ", locale.get(name(one))), style)]
    };
    let whole: Vec<Piece> = ReportKind::ALL.into_iter().flat_map(each).collect();
    let room = width.saturating_sub(MARGIN + 1);
    let left = if pieces_width(&whole) + pieces_width(&right) + 2 <= room { whole } else { each(kind) };
    (left, right)
}

/// The amount of the bar of a row.
fn measure(kind: ReportKind, row: &ReportRow) -> Decimal {
    match kind {
        ReportKind::Partners => row.outstanding.balance,
        _ if kind.is_of_outstanding() => row.total.balance,
        _ => row.total.gross,
    }
}

/// The second amount of a row: of partners and statuses the overdue part, of cash the running sum.
fn beside(kind: ReportKind, row: &ReportRow) -> Option<Decimal> {
    match kind {
        ReportKind::Aging | ReportKind::Paid | ReportKind::Delay => None,
        ReportKind::Cash => row.running,
        ReportKind::Partners | ReportKind::Statuses => Some(row.overdue.balance),
        ReportKind::Vat => Some(row.total.vat),
        ReportKind::Months | ReportKind::Fulfilled | ReportKind::Days | ReportKind::Companies => Some(row.outstanding.balance),
    }
}

const fn titles(kind: ReportKind) -> [&'static str; 3] {
    match kind {
        ReportKind::Aging => ["tui-report-late", "tui-col-outstanding", ""],
        ReportKind::Months | ReportKind::Fulfilled => ["tui-report-month", "tui-col-gross", "tui-col-outstanding"],
        ReportKind::Days => ["tui-report-day", "tui-col-gross", "tui-col-outstanding"],
        ReportKind::Paid => ["tui-report-paid-month", "tui-col-gross", ""],
        ReportKind::Delay => ["tui-report-delay", "tui-col-gross", ""],
        ReportKind::Vat => ["tui-report-rate", "tui-col-gross", "tui-total-vat"],
        ReportKind::Partners => ["tui-col-partner", "tui-col-outstanding", "tui-col-overdue"],
        ReportKind::Cash => ["tui-report-week", "tui-report-expected", "tui-report-together"],
        ReportKind::Statuses => ["tui-col-status", "tui-col-gross", "tui-col-overdue"],
        ReportKind::Companies => ["tui-col-company", "tui-col-gross", "tui-col-outstanding"],
    }
}

/// The title of a column by its place; empty for one that the report does not have.
pub(super) fn column_title(cx: &Shared, kind: ReportKind, at: usize) -> String {
    let [title, measured, besides] = titles(kind);
    let id = match at {
        NAME => title,
        COUNT => "tui-col-invoices",
        AMOUNT => measured,
        BAR => "tui-report-bar",
        BESIDE => besides,
        MONTHS if kind.has_breakdown() => "tui-col-months",
        _ => "",
    };
    if id.is_empty() { String::new() } else { cx.locale.get(id) }
}

/// The width of a column as it is shown; a usual one where it is not.
pub(super) fn width_of(page: &Reports, cx: &Shared, name: &str) -> u16 {
    let rows = page.rows();
    let area = Rect { x: 0, y: 0, width: if cx.wide() { cx.list_width() } else { cx.width }, height: 10 };
    let table = page.shown().map(|(currency, _)| Table::new(page, cx, &rows, currency, area));
    let at = NAMES.iter().position(|known| *known == name);
    at.and_then(|at| table?.places.get(at).copied().flatten()).map_or(10, |(_, width)| width)
}

pub(super) fn label(locale: &Locale, kind: ReportKind, group: &Group) -> String {
    match group {
        Group::Name(name) if kind == ReportKind::Statuses && !name.is_empty() => words::word(locale, "status", name),
        _ => group.words(kind).map_or_else(|| group.to_string(), |message| locale.text(&message)),
    }
}

/// The table: name, count, amount, bar, second amount, sparkline of the last twelve months with their sum.
struct Table {
    kind: ReportKind,
    currency: Currency,
    area: Rect,
    places: [Option<(u16, u16)>; 6],
    first: Amounts,
    second: Amounts,
    /// Amounts of twelve months.
    year: Amounts,
    /// Sums of the first and the second amounts.
    sums: (Decimal, Decimal),
}

const NAME: usize = 0;
const COUNT: usize = 1;
const AMOUNT: usize = 2;
const BAR: usize = 3;
const BESIDE: usize = 4;
const MONTHS: usize = 5;

fn rows(page: &Reports, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let rows = page.rows();
    let Some((currency, _)) = page.shown() else { return };
    let table = Table::new(page, cx, &rows, currency, area);
    table.heading(cx.locale, buffer);
    let largest = rows.iter().map(|row| measure(table.kind, row).abs()).max().unwrap_or_default();
    for (line, (index, row)) in (1..area.height).zip(rows.iter().enumerate().skip(page.top).take(page.visible(cx))) {
        let place = line_of(area, line);
        table.row(cx.locale, buffer, place.y, row, largest);
        if page.marks.contains(&key(row)) {
            put(buffer, place.x + 1, place.y, 1, "✓", theme::ACCENT_BOLD);
        }
        if index == page.cursor {
            buffer.set_style(place, theme::SELECTED);
            put(buffer, place.x, place.y, 1, "›", theme::BOLD);
        }
    }
    // Right under the rows, where the eye is.
    let below = rows.len().saturating_sub(page.top).min(page.visible(cx));
    let below = area.y + 1 + u16::try_from(below).unwrap_or(u16::MAX).min(area.height.saturating_sub(2));
    // A document with two rates stands in two rows.
    let documents = (table.kind != ReportKind::Vat).then(|| rows.iter().map(|row| row.total.count).sum::<u64>());
    table.sum(cx.locale, buffer, below, documents);
}

impl Table {
    fn new(page: &Reports, cx: &Shared, rows: &[&ReportRow], currency: Currency, area: Rect) -> Self {
        let (locale, kind) = (cx.locale, page.kind());
        let (mut first, mut second, mut year) = (Amounts::default(), Amounts::default(), Amounts::default());
        for row in rows {
            year.learn(locale, row.issued(), &currency);
            first.learn(locale, measure(kind, row), &currency);
            second.learn(locale, beside(kind, row).unwrap_or_default(), &currency);
        }
        let sum = |of: &dyn Fn(&ReportRow) -> Decimal| {
            rows.iter().try_fold(Decimal::ZERO, |sum, row| sum.checked_add(of(row))).unwrap_or_default()
        };
        let sums = (sum(&|row| measure(kind, row)), sum(&|row| beside(kind, row).unwrap_or_default()));
        first.learn(locale, sums.0, &currency);
        if kind != ReportKind::Cash {
            second.learn(locale, sums.1, &currency);
        }
        let wide = |id: &'static str| if id.is_empty() { 0 } else { text::columns(&locale.get(id)) };
        let [title, measured, besides] = titles(kind).map(wide);
        let chosen = page.columns_shown();
        let labels = rows.iter().map(|row| text::columns(&label(locale, kind, &row.group)));
        let longest = labels.chain([title, wide("tui-report-sum")]).max().unwrap_or(0);
        let fixed = |width: u16, worth: u8| Spec { min: width, ideal: width, worth };
        let pictured = if kind.has_breakdown() { (MONTHS_WIDE + 1 + year.width()).max(wide("tui-col-months")) } else { 0 };
        let specs = [
            // Names of people are cut; those of ages and months are short, and cut they say something else.
            Spec { min: longest.min(if kind.has_breakdown() { 10 } else { 24 }), ideal: longest.min(60), worth: 9 },
            fixed(wide("tui-col-invoices").max(6), 3),
            fixed(first.width().max(measured), 10),
            Spec { min: 8, ideal: if kind.has_breakdown() { 30 } else { 70 }, worth: 6 },
            fixed(if besides == 0 { 0 } else { second.width().max(besides) }, 5),
            fixed(pictured, 4),
        ];
        let set = |(at, width): &Shown| {
            let spec = specs.get(*at).copied().unwrap_or(Spec { min: 0, ideal: 0, worth: 0 });
            // What the report does not have stays away, whatever width it has in others.
            let width = width.filter(|_| spec.ideal > 0);
            width.map_or(spec, |width| Spec { min: width, ideal: width, ..spec })
        };
        let wanted: Vec<Spec> = chosen.iter().map(set).collect();
        let fitted = fit_columns(&wanted, area.width.saturating_sub(MARGIN + 1), 2);
        let mut places = [None; 6];
        for ((at, _), place) in chosen.iter().zip(fitted) {
            if let Some(known) = places.get_mut(*at) {
                *known = place;
            }
        }
        Self { kind, currency, area, places, first, second, year, sums }
    }

    fn put(&self, buffer: &mut Buffer, y: u16, column: usize, words: &str, style: Style, align: Align) {
        if let Some(Some((x, width))) = self.places.get(column) {
            cell(buffer, self.area.x + MARGIN + x, y, *width, words, style, align);
        }
    }

    fn heading(&self, locale: &Locale, buffer: &mut Buffer) {
        let [title, measured, besides] = titles(self.kind);
        let heads = [(NAME, title, Align::Left), (COUNT, "tui-col-invoices", Align::Right), (AMOUNT, measured, Align::Right)];
        let more = [(BESIDE, besides, Align::Right), (MONTHS, "tui-col-months", Align::Left)];
        for (column, id, align) in heads.into_iter().chain(more).filter(|(_, id, _)| !id.is_empty()) {
            self.put(buffer, self.area.y, column, &locale.get(id), theme::DIM, align);
        }
    }

    fn row(&self, locale: &Locale, buffer: &mut Buffer, y: u16, row: &ReportRow, largest: Decimal) {
        let late = matches!(row.group, Group::Late(..) | Group::Overdue | Group::Delay(Some(1..), _));
        let style = if late { theme::ACT } else { theme::PLAIN };
        let value = measure(self.kind, row);
        self.put(buffer, y, NAME, &label(locale, self.kind, &row.group), style, Align::Middle);
        self.put(buffer, y, COUNT, &locale.count(row.total.count), theme::DIM, Align::Right);
        self.put(buffer, y, AMOUNT, &self.first.align(locale, value, &self.currency), theme::BOLD, Align::Right);
        if let Some(Some((_, width))) = self.places.get(BAR) {
            let (drawn, style) = bar(value, largest, *width, late);
            self.put(buffer, y, BAR, &drawn, style, Align::Left);
        }
        if let Some(value) = beside(self.kind, row) {
            let style = if value.is_zero() { theme::DIM } else { theme::PLAIN };
            self.put(buffer, y, BESIDE, &self.second.align(locale, value, &self.currency), style, Align::Right);
        }
        if let (Some(Some((x, width))), Some(parts)) = (self.places.get(MONTHS), &row.breakdown) {
            let months = spark(parts.months.iter().map(|sum| sum.amount));
            let sum = self.year.align(locale, row.issued(), &self.currency);
            let line = [(months, theme::ACCENT), (format!(" {sum}"), theme::DIM)];
            pieces(buffer, self.area.x + MARGIN + x, y, *width, &line);
        }
    }

    fn sum(&self, locale: &Locale, buffer: &mut Buffer, y: u16, invoices: Option<u64>) {
        let (first, second) = self.sums;
        self.put(buffer, y, NAME, &locale.get("tui-report-sum"), theme::DIM, Align::Left);
        if let Some(invoices) = invoices {
            self.put(buffer, y, COUNT, &locale.count(invoices), theme::DIM, Align::Right);
        }
        self.put(buffer, y, AMOUNT, &self.first.align(locale, first, &self.currency), theme::BOLD, Align::Right);
        // The last row of a forecast has its sum already.
        if !titles(self.kind)[2].is_empty() && self.kind != ReportKind::Cash {
            self.put(buffer, y, BESIDE, &self.second.align(locale, second, &self.currency), theme::PLAIN, Align::Right);
        }
    }
}

/// Columns of a sparkline: a month each.
const MONTHS_WIDE: u16 = 12;

/// A bar as long as its share of the largest; what reduces is drawn hollow.
fn bar(value: Decimal, largest: Decimal, width: u16, late: bool) -> (String, Style) {
    let share = value.abs().checked_div(largest).and_then(|share| share.to_f64()).unwrap_or(0.0).clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 8 × 65,535")]
    let eighths = (share * f64::from(width) * 8.0).round() as usize;
    if value.is_sign_negative() && !value.is_zero() {
        return ("░".repeat(eighths.div_ceil(8).max(1)), theme::DIM);
    }
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighths % 8).copied().unwrap_or("");
    // Anything but zero is visible.
    let part = if eighths == 0 && !value.is_zero() { "▏" } else { part };
    (format!("{}{part}", "█".repeat(eighths / 8)), if late { theme::ACT } else { theme::ACCENT })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share_and_whatever_is_there_is_seen() {
        let drawn = |value: i64| bar(Decimal::new(value, 0), Decimal::new(1000, 0), 10, false).0;
        assert_eq!(drawn(1000), "██████████");
        assert_eq!(drawn(500), "█████");
        assert_eq!(drawn(1), "▏");
        assert_eq!(drawn(0), "");
        assert_eq!(drawn(-250), "░░░");
        assert_eq!(bar(Decimal::ZERO, Decimal::ZERO, 10, false).0, "");
    }
}
