//! A frame from the model: first line, rule, tab, rule, last line. Reads, never changes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::keymap::{Action, Binding, Context, EVERYWHERE};
use super::model::{Model, Overlay, Tab};
use super::paint::{Piece, line_of, pieces, pieces_width, put};
use super::tabs::{
    changes, changes_view, companies_view, detail_view, invoices, invoices_view, log, log_view, reports, reports_view,
};
use super::{overlay, pick, text, theme, words};
use crate::domain::Message;
use crate::error::Error;

/// Draws the model; returns the frame and where the terminal's cursor stands, if anywhere.
pub(crate) fn render(model: &Model) -> (Buffer, Option<Position>) {
    let area = Rect::new(0, 0, model.width, model.height);
    let mut buffer = Buffer::empty(area);
    let cursor = if model.too_small() {
        too_small(model, &mut buffer, area);
        None
    } else {
        frame(model, &mut buffer, area)
    };
    theme::apply(&mut buffer, model.theme(), model.depth);
    if model.settings.ascii || model.ascii {
        theme::ascii(&mut buffer);
    }
    (buffer, cursor)
}

fn frame(model: &Model, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let body = Rect { y: 2, height: model.body_height(), ..area };
    let places = header(model, buffer, line_of(area, 0));
    top_rule(model, buffer, line_of(area, 1), places);
    let below = tab(model, buffer, body);
    let cursor = match &model.overlay {
        Some(Overlay::Pick(picker)) => pick::draw(model, buffer, body, picker),
        Some(Overlay::Prompt(prompt)) => Some(overlay::prompt(model, buffer, body, prompt)),
        Some(Overlay::Confirm { question, yes }) => {
            overlay::confirm(model, buffer, body, question, *yes);
            None
        }
        None => below,
    };
    bottom_rule(model, buffer, line_of(area, area.height - 2));
    footer(model, buffer, line_of(area, area.height - 1));
    cursor
}

fn tab(model: &Model, buffer: &mut Buffer, body: Rect) -> Option<Position> {
    match model.tab {
        Tab::Companies => companies_view::draw(model, buffer, body),
        Tab::Invoices if model.wide() => {
            let list = body.width * 11 / 20;
            let cursor = invoices_view::draw(model, buffer, Rect { width: list, ..body });
            for y in body.y..body.bottom() {
                put(buffer, list, y, 1, "│", theme::DIM);
            }
            let beside = Rect { x: list + 1, width: body.width - list - 1, ..body };
            if model.invoices.total > 0 {
                detail_view::draw(model, buffer, beside);
            }
            return cursor;
        }
        Tab::Invoices => return invoices_view::draw(model, buffer, body),
        Tab::Detail => detail_view::draw(model, buffer, body),
        Tab::Log => log_view::draw(model, buffer, body),
        Tab::Reports => reports_view::draw(model, buffer, body),
        Tab::Changes => changes_view::draw(model, buffer, body),
    }
    None
}

fn too_small(model: &Model, buffer: &mut Buffer, area: Rect) {
    let (width, height) = super::model::MIN_SIZE;
    let message = Message::new("tui-too-small").with("width", u32::from(width)).with("height", u32::from(height));
    let words = model.locale.text(&message);
    let lines = text::wrap(&words, usize::from(area.width.max(1)));
    for (index, line) in (0..area.height).zip(&lines) {
        put(buffer, 0, index, area.width, line, theme::PLAIN);
    }
}

/// Columns that what one looks at mostly takes.
const CONTEXT: u16 = 24;

const TABS: [(Tab, &str); 6] = [
    (Tab::Companies, "tui-tab-companies"),
    (Tab::Invoices, "tui-tab-invoices"),
    (Tab::Detail, "tui-tab-detail"),
    (Tab::Log, "tui-tab-log"),
    (Tab::Reports, "tui-tab-reports"),
    (Tab::Changes, "tui-tab-changes"),
];

/// The tab whose name stands at a column of the first line, by its number.
pub(crate) fn tab_at(model: &Model, x: u16) -> Option<u8> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.width, 1));
    // Drawn once more where nobody sees it: what is clicked is what is drawn.
    (1..=u8::try_from(TABS.len()).unwrap_or(0)).find(|number| {
        let (from, to) = tab_names(model, &mut buffer, Rect::new(0, 0, model.width, 1), Tab::number(*number)).0;
        x >= from && x < to
    })
}

/// Draws where one is; returns where the name of the open tab stands.
fn header(model: &Model, buffer: &mut Buffer, area: Rect) -> (u16, u16) {
    let ((from, to), end) = tab_names(model, buffer, area, Some(model.tab));
    context(model, buffer, area, end);
    (from, to - from)
}

/// Draws the names of the tabs; returns the first column and the column after one of them, and the column after all.
fn tab_names(model: &Model, buffer: &mut Buffer, area: Rect, wanted: Option<Tab>) -> ((u16, u16), u16) {
    let mut x = area.x + 1;
    let names: Vec<String> = TABS.iter().map(|(_, id)| model.locale.get(id)).collect();
    let all: u16 = names.iter().map(|name| text::columns(name) + 4).sum();
    let room = area.width.saturating_sub(2);
    // What one looks at is worth more than what the program is called.
    let app = all + 10 + CONTEXT <= room;
    let whole = all <= room;
    if app {
        x = put(buffer, x, area.y, room, "faktura", theme::ACCENT_BOLD) + 3;
    }
    let mut open = (x, x);
    for (index, ((tab, _), name)) in TABS.iter().zip(&names).enumerate() {
        let here = *tab == model.tab;
        let label = if whole || here { format!("{} {name}", index + 1) } else { (index + 1).to_string() };
        let style = if here { theme::ACCENT_BOLD } else { theme::PLAIN };
        let end = put(buffer, x, area.y, area.right().saturating_sub(x), &label, style);
        if Some(*tab) == wanted {
            open = (x, end);
        }
        x = end + 2;
    }
    (open, x)
}

/// Draws what one looks at and what goes on, as much as fits, the most telling last to go.
fn context(model: &Model, buffer: &mut Buffer, area: Rect, from: u16) {
    let locale = model.locale;
    let mut facts: Vec<Piece> = vec![(subject(model), theme::DIM)];
    if !model.progress.is_empty() {
        let message = Message::new("tui-syncing").with("count", model.progress.len());
        facts.push((locale.text(&message), theme::ACCENT));
    }
    if model.jobs.running() > 0 {
        let message = Message::new("tui-jobs-running").with("count", model.jobs.running());
        facts.push((locale.text(&message), theme::ACCENT));
    }
    if model.read_only {
        facts.push((locale.get("tui-read-only"), theme::LOOK));
    }
    if model.masked {
        facts.push((locale.get("tui-masked"), theme::LOOK));
    }
    let clock = (words::clock(model, model.now), theme::DIM);
    let room = area.right().saturating_sub(from + 2);
    // What time it is is worth less than what one looks at.
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

/// What one looks at.
fn subject(model: &Model) -> String {
    let locale = model.locale;
    match model.tab {
        Tab::Companies => match model.companies.views.ready() {
            Some(views) => locale.text(&Message::new("tui-companies").with("count", views.len())),
            None => String::new(),
        },
        Tab::Invoices => match model.invoices.scope {
            Some(id) => text::fit(model.companies.name(id).unwrap_or_default(), 40).into_owned(),
            None => locale.get("tui-all-companies"),
        },
        Tab::Detail => {
            let listed = model.detail.key == model.invoices.selected && model.detail.key.is_some();
            let message = Message::new("tui-found-of").with("place", locale.count(model.invoices.cursor as u64 + 1));
            if listed { locale.text(&message.with("total", locale.count(model.invoices.total as u64))) } else { String::new() }
        }
        Tab::Log => match model.log.runs.ready() {
            Some(runs) => locale.text(&Message::new("tui-runs").with("count", runs.len())),
            None => String::new(),
        },
        Tab::Reports | Tab::Changes => locale.get("tui-all-companies"),
    }
}

fn rule(buffer: &mut Buffer, area: Rect) {
    let line = "─".repeat(usize::from(area.width));
    put(buffer, area.x, area.y, area.width, &line, theme::DIM);
}

/// The rule below the first line; heavy below the open tab.
fn top_rule(model: &Model, buffer: &mut Buffer, area: Rect, (x, width): (u16, u16)) {
    rule(buffer, area);
    put(buffer, x, area.y, width, &"━".repeat(usize::from(width)), theme::ACCENT);
    if let Some(banner) = &model.banner {
        label(buffer, area, &[(model.locale.text(banner), theme::LOOK)], x + width);
    }
}

/// The rule above the last line; in it, quietly, what happened elsewhere.
fn bottom_rule(model: &Model, buffer: &mut Buffer, area: Rect) {
    rule(buffer, area);
    let mut from = area.x;
    if let Some(words) = position(model) {
        from = put(buffer, area.x + 1, area.y, area.width.saturating_sub(2), &format!(" {words} "), theme::DIM);
    }
    let Some(notice) = &model.notice else { return };
    let mut line = Vec::new();
    if let Some(about) = &notice.about {
        line.push((format!("{about}: "), theme::BOLD));
    }
    line.push((model.locale.text(&notice.message), words::mood(notice.mood)));
    label(buffer, area, &line, from);
}

/// Which rows of a list are seen, of how many; nothing where all are.
fn position(model: &Model) -> Option<String> {
    let (top, seen, total) = match model.tab {
        Tab::Companies => companies_view::seen(model),
        Tab::Invoices if model.invoices.loaded => (model.invoices.top, invoices::visible(model), model.invoices.total),
        Tab::Log if model.log.open.is_none() => (model.log.top, log::visible(model), model.log.all().len()),
        Tab::Reports => (model.reports.top, reports::visible(model), model.reports.rows().len()),
        Tab::Changes => (model.changes.top, changes::visible(model), model.changes.rows().len()),
        Tab::Invoices | Tab::Detail | Tab::Log => return None,
    };
    let count = |number: usize| model.locale.count(number as u64);
    let message = Message::new("tui-position").with("from", count(top + 1));
    let message = message.with("to", count((top + seen).min(total))).with("total", count(total));
    (seen > 0 && seen < total && model.overlay.is_none()).then(|| model.locale.text(&message))
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

/// Below this width the last line has no room for what holds everywhere.
const NARROW: u16 = 60;

/// What one can do now: as many keys as fit, help at the end.
fn footer(model: &Model, buffer: &mut Buffer, area: Rect) {
    let context = model.context();
    let locale = model.locale;
    let entry = |place: Context, binding: &Binding| -> Option<[Piece; 2]> {
        if binding.footer.is_empty() || !pick::relevant(model, binding.action) {
            return None;
        }
        let key = model.keymap.keys(place, binding).first()?.name();
        Some([(key, theme::BOLD), (format!(" {}", locale.get(binding.footer)), theme::DIM)])
    };
    let tail: Vec<[Piece; 2]> = match context {
        Context::Filter | Context::Pick | Context::Menu | Context::Prompt | Context::Confirm => Vec::new(),
        _ => {
            // In little room the help alone leads to all the rest.
            let kept = |binding: &&Binding| area.width >= NARROW || binding.action == Action::Help;
            EVERYWHERE.iter().filter(kept).filter_map(|binding| entry(Context::Everywhere, binding)).collect()
        }
    };
    // Each with the gap before it: the first has none, but one column at the left edge and one at the right.
    let width = |entries: &[[Piece; 2]]| entries.iter().map(|entry| pieces_width(entry) + 3).sum::<u16>();
    let room = (area.width + 1).saturating_sub(width(&tail));
    let mut shown: Vec<[Piece; 2]> = Vec::new();
    for entry in context.own().iter().filter_map(|binding| entry(context, binding)) {
        if width(&shown) + pieces_width(&entry) + 3 > room {
            break;
        }
        shown.push(entry);
    }
    shown.extend(tail);
    let gap = [("   ".to_owned(), theme::PLAIN)];
    pieces(buffer, area.x + 1, area.y, area.width.saturating_sub(1), &shown.join(gap.as_slice()));
}

/// What to say where there is nothing to show.
pub(crate) enum Say<'a> {
    /// It is on its way.
    Loading,
    /// What is so, and what helps.
    Hint(&'static str, &'static str),
    /// It could not be read.
    Error(&'a Error),
}

/// Says it in the upper part of an area: what is so, then what helps.
pub(crate) fn say(model: &Model, buffer: &mut Buffer, area: Rect, say: &Say<'_>) {
    let locale = model.locale;
    let (what, style, help) = match say {
        Say::Loading => (locale.get("tui-loading"), theme::DIM, None),
        Say::Hint(what, help) => (locale.get(what), theme::BOLD, Some(locale.get(help))),
        Say::Error(error) => {
            let help = error.hint.as_ref().map_or_else(|| locale.get("tui-error-hint"), |hint| locale.text(hint));
            (locale.text(&error.message), theme::ACT, Some(help))
        }
    };
    let room = area.width.saturating_sub(4).min(100);
    let mut lines: Vec<Piece> = text::wrap(&what, usize::from(room)).into_iter().map(|line| (line, style)).collect();
    for paragraph in help.iter().flat_map(|help| help.lines()) {
        lines.extend(text::wrap(paragraph, usize::from(room)).into_iter().map(|line| (line, theme::PLAIN)));
    }
    let top = (area.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(0)) / 4).min(area.height);
    for (index, (line, style)) in (top..area.height).zip(&lines) {
        put(buffer, area.x + 2, area.y + index, room, line, *style);
    }
}
