//! Draws the model: first line, rule, page, rule, last line. Reads, never changes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::keymap::{Action, Binding, Context, EVERYWHERE};
use super::model::{Model, on};
use super::page::Page;
use super::pages::PageId;
use super::paint::{Piece, line_of, pieces, pieces_width, put};
use super::pick::entries::is_useful;
use super::shared::{MIN_SIZE, Overlay, Shared};
use super::{overlay, pick, text, theme, words};
use crate::domain::Message;

/// Draws the model; returns the frame and the place of the terminal's cursor, if any.
pub(crate) fn render(model: &Model) -> (Buffer, Option<Position>) {
    let area = Rect::new(0, 0, model.shared.width, model.shared.height);
    let mut buffer = Buffer::empty(area);
    let cursor = if model.shared.too_small() {
        too_small(&model.shared, &mut buffer, area);
        None
    } else {
        frame(model, &mut buffer, area)
    };
    theme::apply(&mut buffer, model.shared.theme(), model.shared.depth);
    if model.shared.settings.ascii || model.shared.ascii {
        theme::ascii(&mut buffer);
    }
    (buffer, cursor)
}

fn frame(model: &Model, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let body = Rect { y: 2, height: model.shared.body_height(), ..area };
    let places = header(model, buffer, line_of(area, 0));
    top_rule(model, buffer, line_of(area, 1), places);
    let below = page(model, buffer, body);
    let cursor = match &model.shared.overlay {
        Some(Overlay::Pick(picker)) => pick::draw::draw(model, buffer, body, picker),
        Some(Overlay::Prompt(prompt)) => Some(overlay::prompt(&model.shared, buffer, body, prompt)),
        Some(Overlay::Confirm { question, yes }) => {
            overlay::confirm(&model.shared, buffer, body, question, *yes);
            None
        }
        None => below,
    };
    bottom_rule(model, buffer, line_of(area, area.height - 2));
    footer(model, buffer, line_of(area, area.height - 1));
    cursor
}

fn page(model: &Model, buffer: &mut Buffer, body: Rect) -> Option<Position> {
    let cx = &model.shared;
    let beside = if cx.wide() { on!(&model, cx.page, |page| page.companion()) } else { None };
    let Some(beside) = beside else { return on!(&model, cx.page, |page| page.draw(cx, buffer, body)) };
    let list = cx.list_width().min(body.width);
    let cursor = on!(&model, cx.page, |page| page.draw(cx, buffer, Rect { width: list, ..body }));
    for y in body.y..body.bottom() {
        put(buffer, list, y, 1, "│", theme::DIM);
    }
    if cx.listed.total > 0 {
        let area = Rect { x: list + 1, width: body.width - list - 1, ..body };
        on!(&model, beside, |page| page.draw(cx, buffer, area));
    }
    cursor
}

fn too_small(cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let (width, height) = MIN_SIZE;
    let message = Message::new("tui-too-small").with("width", u32::from(width)).with("height", u32::from(height));
    let words = cx.locale.text(&message);
    let lines = text::wrap(&words, usize::from(area.width.max(1)));
    for (index, line) in (0..area.height).zip(&lines) {
        put(buffer, 0, index, area.width, line, theme::PLAIN);
    }
}

/// Columns that the subject of a page mostly takes.
const CONTEXT: u16 = 24;

/// The number of the page with its title at a column of the first line.
pub(crate) fn tab_at(cx: &Shared, x: u16) -> Option<u8> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, cx.width, 1));
    // Drawn once more into a buffer of its own, so that a click hits the title that is drawn.
    (1..=u8::try_from(PageId::ALL.len()).unwrap_or(0)).find(|number| {
        let (from, to) = tab_names(cx, &mut buffer, Rect::new(0, 0, cx.width, 1), PageId::number(*number)).0;
        x >= from && x < to
    })
}

/// Draws the first line; returns the place of the title of the page.
fn header(model: &Model, buffer: &mut Buffer, area: Rect) -> (u16, u16) {
    let ((from, to), end) = tab_names(&model.shared, buffer, area, Some(model.shared.page));
    context(model, buffer, area, end);
    (from, to - from)
}

/// Draws the titles of the pages; returns the first column and the column after one of them, and the column after all.
fn tab_names(cx: &Shared, buffer: &mut Buffer, area: Rect, wanted: Option<PageId>) -> ((u16, u16), u16) {
    let mut x = area.x + 1;
    let names: Vec<String> = PageId::ALL.iter().map(|page| cx.locale.get(page.title())).collect();
    let all: u16 = names.iter().map(|name| text::columns(name) + 4).sum();
    let room = area.width.saturating_sub(2);
    // The subject of the page is worth more than the name of the program.
    let app = all + 10 + CONTEXT <= room;
    let whole = all <= room;
    if app {
        x = put(buffer, x, area.y, room, "faktura", theme::ACCENT_BOLD) + 3;
    }
    let mut open = (x, x);
    for (index, (page, name)) in PageId::ALL.iter().zip(&names).enumerate() {
        let here = *page == cx.page;
        let label = if whole || here { format!("{} {name}", index + 1) } else { (index + 1).to_string() };
        let style = if here { theme::ACCENT_BOLD } else { theme::PLAIN };
        let end = put(buffer, x, area.y, area.right().saturating_sub(x), &label, style);
        if Some(*page) == wanted {
            open = (x, end);
        }
        x = end + 2;
    }
    (open, x)
}

/// Draws the subject of the page and what goes on, as much as fits; the most important goes last.
fn context(model: &Model, buffer: &mut Buffer, area: Rect, from: u16) {
    let cx = &model.shared;
    let locale = cx.locale;
    let mut facts: Vec<Piece> = vec![(on!(&model, cx.page, |page| page.subject(cx)), theme::DIM)];
    if !cx.progress.is_empty() {
        let message = Message::new("tui-syncing").with("count", cx.progress.len());
        facts.push((locale.text(&message), theme::ACCENT));
    }
    if cx.jobs.running() > 0 {
        let message = Message::new("tui-jobs-running").with("count", cx.jobs.running());
        facts.push((locale.text(&message), theme::ACCENT));
    }
    if cx.read_only {
        facts.push((locale.get("tui-read-only"), theme::LOOK));
    }
    if cx.masked {
        facts.push((locale.get("tui-masked"), theme::LOOK));
    }
    let clock = (words::clock(cx, cx.now), theme::DIM);
    let room = area.right().saturating_sub(from + 2);
    // The time of day is worth less than the subject.
    let mut timed = true;
    loop {
        let mut line: Vec<Piece> = Vec::new();
        for fact in facts.iter().filter(|fact| !fact.0.is_empty()) {
            if !line.is_empty() {
                line.push((" · ".to_owned(), theme::DIM));
            }
            line.push(fact.clone());
        }
        if timed || line.is_empty() {
            line.push(("  ".to_owned(), theme::PLAIN));
            line.push(clock.clone());
        }
        let width = pieces_width(&line);
        if width <= room {
            pieces(buffer, area.right() - width - 1, area.y, width, &line);
            return;
        }
        match (timed, facts.len()) {
            (_, 0) => return,
            (true, 1) => timed = false,
            (false, 1) => {
                facts.clear();
                timed = true;
            }
            _ => {
                facts.remove(0);
            }
        }
    }
}

fn rule(buffer: &mut Buffer, area: Rect) {
    let line = "─".repeat(usize::from(area.width));
    put(buffer, area.x, area.y, area.width, &line, theme::DIM);
}

/// The rule below the first line; heavy below the title of the page.
fn top_rule(model: &Model, buffer: &mut Buffer, area: Rect, (x, width): (u16, u16)) {
    rule(buffer, area);
    put(buffer, x, area.y, width, &"━".repeat(usize::from(width)), theme::ACCENT);
    if let Some(banner) = &model.shared.banner {
        label(buffer, area, &[(model.shared.locale.text(banner), theme::LOOK)], x + width);
    }
}

/// The rule above the last line, with the notice in it.
fn bottom_rule(model: &Model, buffer: &mut Buffer, area: Rect) {
    rule(buffer, area);
    let mut from = area.x;
    if let Some(words) = position(model) {
        from = put(buffer, area.x + 1, area.y, area.width.saturating_sub(2), &format!(" {words} "), theme::DIM);
    }
    let Some(notice) = &model.shared.notice else { return };
    let mut line = Vec::new();
    if let Some(about) = &notice.about {
        line.push((format!("{about}: "), theme::BOLD));
    }
    line.push((model.shared.locale.text(&notice.message), words::severity(notice.severity)));
    label(buffer, area, &line, from);
}

/// Which rows of a list are shown, of how many; `None` if all are.
fn position(model: &Model) -> Option<String> {
    let cx = &model.shared;
    let (top, seen, total) = on!(&model, cx.page, |page| page.extent(cx))?;
    let count = |number: usize| cx.locale.count(number as u64);
    let message = Message::new("tui-position").with("from", count(top + 1));
    let message = message.with("to", count((top + seen).min(total))).with("total", count(total));
    (seen > 0 && seen < total && cx.overlay.is_none()).then(|| cx.locale.text(&message))
}

/// Words in a rule, at its right end, right of column `from`.
fn label(buffer: &mut Buffer, area: Rect, line: &[Piece], from: u16) {
    let room = area.right().saturating_sub(from + 5);
    let width = pieces_width(line).min(room);
    if width == 0 {
        return;
    }
    let x = area.right() - width - 3;
    put(buffer, x - 1, area.y, 1, " ", theme::PLAIN);
    let end = pieces(buffer, x, area.y, width, line);
    put(buffer, end, area.y, 1, " ", theme::PLAIN);
}

/// Below this width the last line has no room for the keys that hold everywhere.
const NARROW: u16 = 60;

/// The keys that hold now: as many as fit, help at the end.
fn footer(model: &Model, buffer: &mut Buffer, area: Rect) {
    let context = model.context();
    let locale = model.shared.locale;
    let entry = |place: &Context, binding: &Binding| -> Option<[Piece; 2]> {
        if binding.footer.is_empty() || !is_useful(model, binding.action) {
            return None;
        }
        let key = model.shared.keymap.keys(place, binding).first()?.name();
        Some([(key, theme::BOLD), (format!(" {}", locale.get(binding.footer)), theme::DIM)])
    };
    let tail: Vec<[Piece; 2]> = if context.reach().any(|place| *place == EVERYWHERE) {
        // In little room the help alone leads to all the rest.
        let kept = |binding: &&Binding| area.width >= NARROW || binding.action == Action::Help;
        EVERYWHERE.own.iter().filter(kept).filter_map(|binding| entry(&EVERYWHERE, binding)).collect()
    } else {
        Vec::new()
    };
    // Each with the gap before it: the first has none, but one column at the left edge and one at the right.
    let width = |entries: &[[Piece; 2]]| entries.iter().map(|entry| pieces_width(entry) + 3).sum::<u16>();
    let room = (area.width + 1).saturating_sub(width(&tail));
    let mut shown: Vec<[Piece; 2]> = Vec::new();
    for entry in context.own.iter().filter_map(|binding| entry(context, binding)) {
        if width(&shown) + pieces_width(&entry) + 3 > room {
            break;
        }
        shown.push(entry);
    }
    shown.extend(tail);
    let gap = [("   ".to_owned(), theme::PLAIN)];
    pieces(buffer, area.x + 1, area.y, area.width.saturating_sub(1), &shown.join(gap.as_slice()));
}
