//! Draws the list, and the sheet beside it or in its place.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Records, RecordsPage};
use crate::domain::Message;
use crate::locale::Amounts;
use crate::query::rows::{examples, needles};
use crate::query::schema::{self, Cell, Context};
use crate::tui::copy::disarmed;
use crate::tui::list::{self, Column, MARGIN, Placed, Shown};
use crate::tui::paint::{Align, Piece, Spec, divide, line_of, put};
use crate::tui::placeholder::{Say, empty, found_none, say};
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};

/// The title of a column.
pub(super) fn title<F: Records>(cx: &Shared, field: F) -> String {
    field.column().screen.map(|screen| cx.locale.get(screen.title)).unwrap_or_default()
}

/// A cell as it is shown, cut nowhere; amounts under each other where `amounts` are known.
pub(super) fn text_of<F: Records>(field: F, row: &F::Row, amounts: Option<&Amounts>, cx: &Shared) -> Piece {
    if let Some(piece) = field.show(row, cx) {
        return piece;
    }
    let (column, locale) = (field.column(), cx.locale);
    let context = Context { company: RecordsPage::<F>::company_of(row, cx), provider: "", today: cx.today() };
    let strong = column.screen.is_some_and(|screen| screen.is_strong) && !F::is_gone(row);
    let style = if strong { theme::PLAIN } else { theme::DIM };
    let shown = match column.cell(row, &context) {
        Cell::Empty | Cell::Text("") | Cell::Amounts([]) | Cell::Parts(_, "") => return (words::NOTHING.to_owned(), theme::DIM),
        Cell::Text(text) => words::cell(locale, (column.values().family)(text), text),
        Cell::Words(list) => list.join(" "),
        Cell::Amount(amount, currency) => match amounts {
            Some(amounts) => amounts.align(locale, amount, currency),
            None => locale.money(amount, currency),
        },
        Cell::Parts(_, numbers) => numbers.to_owned(),
        Cell::Amounts(open) => open.iter().map(|open| locale.open(open)).collect::<Vec<_>>().join(" · "),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => words::stamp(cx, at),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => words::word(locale, "bool", if flag { "true" } else { "false" }),
    };
    (shown, style)
}

/// Columns of this width have more than a name.
const LONG: u16 = 18;

impl<F: Records> RecordsPage<F> {
    fn natural(&self, field: F, cx: &Shared) -> u16 {
        let column = field.column();
        let least = column.screen.map_or(0, |screen| screen.width);
        let title = text::columns(&title(cx, field));
        self.widths.of(field).max(title).max(least).clamp(4, if column.is_cut { 60 } else { 40 })
    }

    fn column(&self, column: &schema::Column<F>, cx: &Shared, width: u16) -> Option<Column<F>> {
        let screen = column.screen?;
        let natural = self.natural(column.field, cx);
        let sort = self.list.sort;
        let sorted = sort.field == column.field && sort != crate::query::Sort::first_by(F::NEWEST);
        let worth = if sorted { screen.worth.max(9) } else { screen.worth };
        // One company needs no name.
        let alone = column.name == "company" && (self.scope.is_some() || cx.companies.all().len() < 2);
        let min = if worth == 0 || alone {
            0
        } else if column.is_cut {
            // Names get the room before what is looked at less often; what says more than a name, as what an entry pays, gets more.
            let least = match screen.width {
                _ if width < 100 || !screen.is_strong => 12,
                ..LONG => 24,
                LONG.. => 32,
            };
            natural.min(screen.width.max(least))
        } else {
            natural
        };
        let align = if column.is_number() { Align::Right } else { Align::Left };
        Some(Column { field: column.field, title: screen.title, align, spec: Spec { min, ideal: natural, worth } })
    }

    /// The places of the columns in a list of a width: the chosen ones with their widths, else the automatic ones.
    pub(super) fn places(&self, cx: &Shared, width: u16) -> Vec<Placed<F>> {
        let all: Vec<Column<F>> = schema::on_screen().into_iter().filter_map(|column| self.column(column, cx, width)).collect();
        let columns = match &self.list.columns {
            None => all,
            Some(chosen) => list::in_order(
                chosen,
                all,
                |field| field,
                |shown, spec| {
                    let ideal = shown.width.unwrap_or_else(|| spec.ideal.max(self.natural(shown.field, cx)));
                    let flexible = shown.field.column().is_cut && shown.width.is_none();
                    (if flexible { ideal.min(12) } else { ideal }, ideal)
                },
            ),
        };
        list::fit(columns, width)
    }

    /// The columns that are shown, chosen or not.
    pub(super) fn shown(&self, cx: &Shared) -> Vec<Shown<F>> {
        if let Some(chosen) = &self.list.columns {
            return chosen.clone();
        }
        let places = self.places(cx, Self::list_width(cx));
        places.iter().map(|(column, ..)| Shown { field: column.field, width: None }).collect()
    }

    /// The width that a column has now.
    pub(super) fn width_of(&self, cx: &Shared, field: F) -> u16 {
        let places = self.places(cx, Self::list_width(cx));
        places.iter().find(|(column, ..)| column.field == field).map_or_else(|| self.natural(field, cx), |(_, _, width)| *width)
    }

    /// Rows to be copied, under the titles of their columns, tabs between the cells.
    pub(super) fn text_of(&self, rows: &[&F::Row], cx: &Shared) -> String {
        let columns: Vec<F> = self.shown(cx).into_iter().map(|shown| shown.field).collect();
        let columns: Vec<F> = columns.into_iter().filter(|field| !cx.masked || !field.is_secret()).collect();
        let cell = |field: &F, row: &F::Row| {
            let text = text::clean(&text_of(*field, row, None, cx).0).into_owned();
            disarmed(text.trim().replace(['\t', '\u{A0}'], " "))
        };
        let titles = columns.iter().map(|field| title(cx, *field)).collect::<Vec<_>>().join("\t");
        let line = |row: &&F::Row| columns.iter().map(|field| cell(field, row)).collect::<Vec<_>>().join("\t");
        std::iter::once(titles).chain(rows.iter().map(line)).collect::<Vec<_>>().join("\n")
    }

    /// The counts of the first line: found, of how many, the time it took, marked.
    fn summary(&self, cx: &Shared) -> String {
        let (list, locale) = (&self.list, cx.locale);
        let filtered = !self.filter.query().is_empty();
        let mut count = if list.loaded && list.error.is_none() {
            locale.text(&Message::new(F::UNIT).with("count", list.total as u64))
        } else {
            String::new()
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

    fn nothing(&self, cx: &Shared) -> Say<'static> {
        if self.filter.query().is_empty() { empty(cx, F::EMPTY.0, F::EMPTY.1) } else { found_none(self.scope) }
    }

    /// The rows that were found, or why there are none.
    fn draw_found(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) {
        let mut below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if let Some(error) = self.complaint() {
            list::draw_complaint(&self.filter, cx, buffer, below, error);
            below = Rect { y: below.y + 2, height: below.height.saturating_sub(2), ..below };
        }
        if let Some(sentence) = words::incomplete(cx, self.scope) {
            put(buffer, below.x + MARGIN, below.y, below.width.saturating_sub(MARGIN + 1), &sentence, theme::ACT);
            below = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
        }
        let list = &self.list;
        let instead = match (&list.error, list.loaded, list.total) {
            (None, false, _) => Some(Say::Loading),
            (Some(_), false, _) => return,
            (Some(_), _, 0) if self.complaint().is_some() => return,
            (Some(_), _, 0) | (None, true, 0) => Some(self.nothing(cx)),
            _ => None,
        };
        if let Some(instead) = instead {
            say(cx, buffer, below, &instead);
            return;
        }
        list::draw_rows(
            list,
            (cx, buffer, below),
            (&self.places(cx, below.width), list.sort.field, self.visible(cx), &needles::<F>(self.filter.query())),
            |row, field| {
                let (words, style) = text_of(field, row, self.widths.amounts(field), cx);
                (words, if F::is_gone(row) { theme::DIM } else { style })
            },
            |_| None,
        );
        list::draw_totals(list, cx, buffer, area);
    }
}

/// Draws the page; returns the place of the cursor while the filter is edited.
pub(super) fn draw<F: Records>(page: &RecordsPage<F>, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    if page.opened {
        page.sheet.draw(cx, buffer, area);
        return None;
    }
    let width = RecordsPage::<F>::list_width(cx).min(area.width);
    if width < area.width && page.list.total > 0 {
        divide(buffer, area.x + width, area);
        let beside = Rect { x: area.x + width + 1, width: area.width - width - 1, ..area };
        page.sheet.draw(cx, buffer, beside);
    }
    let area = Rect { width, ..area };
    let (summary, wrong) = (page.summary(cx), page.complaint().is_some());
    let examples = examples::<F>(cx.lang()).into_iter().take(3).collect::<Vec<_>>().join(", ");
    let hint = cx.locale.text(&Message::new("tui-filter-hint-rows").with("examples", examples));
    let cursor = list::draw_filter(&page.filter, (&summary, wrong, &hint), buffer, line_of(area, 0));
    page.draw_found(cx, buffer, area);
    list::draw_suggestions(&page.filter, buffer, area, cursor);
    cursor
}
