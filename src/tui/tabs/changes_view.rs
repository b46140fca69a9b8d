//! Tab 6, how it is drawn: the periods by name, then a line for each change, old → new.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::changes::{Line, Period, visible, what};
use super::invoices_view::company_width;
use crate::domain::Message;
use crate::tui::model::{Load, Model};
use crate::tui::paint::{Align, Piece, Spec, cell, fit_columns, line_of, pieces, pieces_width, put};
use crate::tui::view::{self, Say};
use crate::tui::{text, theme, words};

/// Columns before the first cell.
const MARGIN: u16 = 2;

const HEADS: [&str; 6] =
    ["tui-col-at", "tui-col-company", "tui-col-number", "tui-col-partner", "tui-col-what-changed", "tui-col-by-run"];

/// Draws the tab.
pub(crate) fn draw(model: &Model, buffer: &mut Buffer, area: Rect) {
    names(model, buffer, line_of(area, 0));
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let rows = match &model.changes.list {
        Load::Loading => return view::say(model, buffer, below, &Say::Loading),
        Load::Failed(error) => return view::say(model, buffer, below, &Say::Error(error)),
        Load::Ready(rows) if rows.is_empty() => {
            return view::say(model, buffer, below, &Say::Hint("tui-empty-changes", "tui-empty-changes-hint"));
        }
        Load::Ready(rows) => rows,
    };
    let tab = &model.changes;
    let places = places(model, rows, below.width);
    for (id, place) in HEADS.iter().zip(&places) {
        if let Some((x, width)) = place {
            cell(buffer, below.x + MARGIN + x, below.y, *width, &model.locale.get(id), theme::DIM, Align::Left);
        }
    }
    for (line, (index, row)) in (1..below.height).zip(rows.iter().enumerate().skip(tab.top).take(visible(model))) {
        let place = line_of(below, line);
        draw_row(model, buffer, place, row, &places);
        if index == tab.cursor {
            buffer.set_style(place, theme::SELECTED);
            put(buffer, place.x, place.y, 1, "›", theme::BOLD);
        }
    }
}

fn name(model: &Model, period: Period) -> String {
    let id = match period {
        Period::LastSync => "tui-period-last-sync",
        Period::Today => "tui-period-today",
        Period::Yesterday => "tui-period-yesterday",
        Period::Week => "tui-period-week",
        Period::Month => "tui-period-month",
        Period::Run(run) => {
            return model.locale.text(&Message::new("tui-history-run").with("run", run.to_string()));
        }
    };
    model.locale.get(id)
}

/// The periods by name and how much was found; where there is no room, the one that is shown.
fn names(model: &Model, buffer: &mut Buffer, area: Rect) {
    let tab = &model.changes;
    let id = if tab.more { "tui-changes-more" } else { "tui-changes-found" };
    let right = vec![(model.locale.text(&Message::new(id).with("count", tab.found)), theme::DIM)];
    let each = |period: Period| {
        let here = period == tab.period;
        let (before, after) = if here { ("‹", "›") } else { (" ", " ") };
        let style = if here { theme::ACCENT_BOLD } else { theme::DIM };
        (format!("{before}{}{after} ", name(model, period)), style)
    };
    let run = matches!(tab.period, Period::Run(_)).then_some(tab.period);
    let whole: Vec<Piece> = run.into_iter().chain(Period::ALL).map(each).collect();
    let room = area.width.saturating_sub(MARGIN + 1);
    let left = if pieces_width(&whole) + pieces_width(&right) + 2 <= room { whole } else { vec![each(tab.period)] };
    pieces(buffer, area.x + MARGIN - 1, area.y, room, &left);
    let width = pieces_width(&right);
    if pieces_width(&left) + width + 2 <= room {
        pieces(buffer, area.right().saturating_sub(width + 1), area.y, width, &right);
    }
}

fn places(model: &Model, rows: &[Line], width: u16) -> Vec<Option<(u16, u16)>> {
    let several = model.companies.all().len() > 1;
    let number = rows.iter().map(|row| text::columns(&text::clean(&row.change.number))).max().unwrap_or(8).clamp(8, 18);
    let (partner, what) = model.changes.widths;
    let fixed = |width: u16, worth: u8| Spec { min: width, ideal: width, worth };
    let specs = [
        fixed(16, 6),
        if several { Spec { min: 12, ideal: company_width(model), worth: 3 } } else { fixed(0, 0) },
        fixed(number, 9),
        Spec { min: 14, ideal: partner.clamp(14, 60), worth: 4 },
        Spec { min: 16, ideal: what.clamp(16, 90), worth: 10 },
        fixed(6, 2),
    ];
    fit_columns(&specs, width.saturating_sub(MARGIN + 1), 2)
}

fn draw_row(model: &Model, buffer: &mut Buffer, area: Rect, line: &Line, places: &[Option<(u16, u16)>]) {
    let (row, change) = (&line.change, &line.change.change);
    let one = line.count == 1;
    let company = model.companies.name(change.key.company).unwrap_or_default();
    let number = if row.number.is_empty() { format!("#{}", change.key.id.as_str()) } else { row.number.clone() };
    let cells = [
        (words::stamp(model, change.at), theme::DIM),
        (company.to_owned(), theme::DIM),
        (if one { number } else { String::new() }, theme::PLAIN),
        (if one { row.partner.clone() } else { String::new() }, theme::PLAIN),
    ];
    for ((words, style), place) in cells.iter().zip(places) {
        if let Some((x, width)) = place {
            cell(buffer, area.x + MARGIN + x, area.y, *width, words, *style, Align::Left);
        }
    }
    let what_at = match (one, places.get(2).copied().flatten(), places.get(4).copied().flatten()) {
        // Many invoices have neither a number nor a partner: their line takes that room, too.
        (false, Some((from, _)), Some((x, width))) => Some((from, x + width - from)),
        (_, _, place) => place,
    };
    if let Some((x, width)) = what_at {
        pieces(buffer, area.x + MARGIN + x, area.y, width, &what(model, line));
    }
    if let Some(Some((x, width))) = places.get(5) {
        cell(buffer, area.x + MARGIN + x, area.y, *width, &change.run.to_string(), theme::DIM, Align::Left);
    }
}
