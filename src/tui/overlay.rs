//! What lies over a tab: help, the columns to sort by, the question before quitting.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keymap::Binding;
use super::model::{Leaving, Model};
use super::paint::{Piece, line_of, pieces, put};
use super::tabs::invoices::SORTABLE;
use super::view::tables;
use super::{text, theme};
use crate::domain::Message;

/// Columns for the names of keys.
const KEYS: u16 = 18;

/// A line of the help: in one column, or in two where there is room.
pub(crate) type HelpRow = Vec<Vec<Piece>>;

fn block(model: &Model, title: &'static str, bindings: &[Binding]) -> Vec<Vec<Piece>> {
    let mut rows = vec![vec![(model.locale.get(title), theme::ACCENT_BOLD)]];
    for binding in bindings {
        let names: Vec<String> = binding.keys.iter().map(|key| key.name()).collect();
        let names = text::fit(&names.join(" "), usize::from(KEYS) - 1).into_owned();
        let pad = " ".repeat(usize::from(KEYS).saturating_sub(text::width(&names)));
        rows.push(vec![(names, theme::BOLD), (pad, theme::PLAIN), (model.locale.get(binding.help), theme::PLAIN)]);
    }
    rows.push(Vec::new());
    rows
}

/// The help as lines: what holds here beside what holds everywhere, where there is room.
pub(crate) fn help_rows(model: &Model, width: u16) -> Vec<HelpRow> {
    let [here, moving, everywhere] = tables(model).map(|(title, bindings)| block(model, title, bindings));
    let mut glossary: Vec<Vec<Piece>> = Vec::new();
    if model.tab == super::model::Tab::Invoices {
        glossary.push(vec![(model.locale.get("tui-help-query"), theme::ACCENT_BOLD)]);
        let lines = model.locale.get("tui-help-query-text");
        glossary.extend(lines.lines().map(|line| vec![(line.trim().to_owned(), theme::PLAIN)]));
    }
    if width < 100 {
        let all = here.into_iter().chain(glossary_block(glossary)).chain(moving).chain(everywhere);
        return all.map(|row| vec![row]).collect();
    }
    let left: Vec<_> = here.into_iter().chain(glossary).collect();
    let right: Vec<_> = moving.into_iter().chain(everywhere).collect();
    let count = left.len().max(right.len());
    (0..count).map(|index| [&left, &right].map(|side| side.get(index).cloned().unwrap_or_default()).into()).collect()
}

fn glossary_block(mut rows: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    if !rows.is_empty() {
        rows.push(Vec::new());
    }
    rows
}

/// Draws the help from line `top` on.
pub(crate) fn help(model: &Model, buffer: &mut Buffer, area: Rect, top: usize) {
    let rows = help_rows(model, area.width);
    let half = area.width / 2;
    for (line, row) in (0..area.height).zip(rows.iter().skip(top)) {
        let place = line_of(area, line);
        let width = if row.len() > 1 { half } else { area.width };
        for (x, column) in [place.x, place.x + half].into_iter().zip(row) {
            pieces(buffer, x + 2, place.y, width.saturating_sub(3), column);
        }
    }
    let left = rows.len().saturating_sub(top + usize::from(area.height));
    if left > 0 {
        // The last line says so; what it hides is counted.
        let more = model.locale.text(&Message::new("tui-more-below").with("count", left + 1));
        for x in area.x..area.right() {
            if let Some(cell) = buffer.cell_mut((x, area.bottom() - 1)) {
                cell.reset();
            }
        }
        put(buffer, area.x + 2, area.bottom() - 1, area.width.saturating_sub(3), &format!("↓ {more}"), theme::DIM);
    }
}

/// Clears a panel with a thin border in the middle of an area and returns what is inside.
fn panel(buffer: &mut Buffer, area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = ((width + 4).min(area.width), (height + 2).min(area.height));
    let panel = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    let line = "─".repeat(usize::from(width.saturating_sub(2)));
    for y in panel.y..panel.bottom() {
        let words = if y == panel.y {
            format!("╭{line}╮")
        } else if y + 1 == panel.bottom() {
            format!("╰{line}╯")
        } else {
            format!("│{}│", " ".repeat(usize::from(width.saturating_sub(2))))
        };
        // A wide character that the border would cut in half is taken out whole.
        if let Some(cell) = panel.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, y)))
            && text::width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
        for x in panel.x..panel.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
        put(buffer, panel.x, y, width, &words, theme::ACCENT);
    }
    Rect { x: panel.x + 2, y: panel.y + 1, width: width.saturating_sub(4), height: height.saturating_sub(2) }
}

/// Draws the columns to sort by.
pub(crate) fn sort(model: &Model, buffer: &mut Buffer, area: Rect, cursor: usize) {
    let names: Vec<String> = SORTABLE.iter().map(|(_, id)| model.locale.get(id)).collect();
    let title = model.locale.get("tui-sort-title");
    let width = names.iter().chain([&title]).map(|name| text::columns(name)).max().unwrap_or(10) + 6;
    let inside = panel(buffer, area, width, u16::try_from(names.len()).unwrap_or(16) + 1);
    put(buffer, inside.x, inside.y, inside.width, &title, theme::DIM);
    let height = usize::from(inside.height).saturating_sub(1);
    let top = super::tabs::scroll(cursor.saturating_sub(height / 2), cursor, height, names.len());
    let sort = model.invoices.sort;
    for (line, (index, name)) in (1..inside.height).zip(names.iter().enumerate().skip(top)) {
        let place = line_of(inside, line);
        let arrow = match SORTABLE.get(index) {
            Some((field, _)) if *field == sort.field => {
                if sort.descending {
                    " ↓"
                } else {
                    " ↑"
                }
            }
            _ => "",
        };
        let style = if arrow.is_empty() { theme::PLAIN } else { theme::ACCENT_BOLD };
        put(buffer, place.x + 2, place.y, place.width.saturating_sub(2), &format!("{name}{arrow}"), style);
        if index == cursor {
            buffer.set_style(place, theme::SELECTED);
            put(buffer, place.x, place.y, 1, "›", theme::BOLD);
        }
    }
}

/// Draws the question before quitting.
pub(crate) fn confirm(model: &Model, buffer: &mut Buffer, area: Rect, quit: bool) {
    let locale = model.locale;
    let room = area.width.saturating_sub(8).min(56);
    let running = locale.text(&Message::new("tui-confirm-running").with("count", model.progress.len()));
    let mut lines: Vec<Piece> = text::wrap(&running, room.into()).into_iter().map(|line| (line, theme::BOLD)).collect();
    let hands_over = model.leaving == Leaving::HandsOver;
    let nothing = locale.get(if hands_over { "tui-confirm-handed-over" } else { "tui-confirm-nothing-lost" });
    lines.extend(text::wrap(&nothing, room.into()).into_iter().map(|line| (line, theme::PLAIN)));
    let (stay, leave) =
        (locale.get("tui-confirm-stay"), locale.get(if hands_over { "tui-confirm-hand-over" } else { "tui-confirm-quit" }));
    let beside = text::columns(&stay) + text::columns(&leave) + 6 <= room;
    let height = u16::try_from(lines.len()).unwrap_or(2) + if beside { 2 } else { 3 };
    let inside = panel(buffer, area, room, height);
    for (index, (line, style)) in (0..inside.height).zip(&lines) {
        put(buffer, inside.x, inside.y + index, inside.width, line, *style);
    }
    let mut choice = |x: u16, y: u16, words: &str, chosen: bool| {
        let label = format!("{} {words} ", if chosen { "›" } else { " " });
        let end = put(buffer, x, y, inside.right().saturating_sub(x), &label, theme::BOLD);
        if chosen {
            buffer.set_style(Rect { x, y, width: end - x, height: 1 }, theme::SELECTED);
        }
        end
    };
    let y = inside.bottom() - 1;
    if beside {
        let end = choice(inside.x, y, &stay, !quit);
        choice(end + 2, y, &leave, quit);
    } else {
        choice(inside.x, y - 1, &stay, !quit);
        choice(inside.x, y, &leave, quit);
    }
}
