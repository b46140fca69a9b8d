//! Draws the model: first line, rule, page, rule, last line. Reads, never changes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::hours::minutes;
use super::keymap::{Action, Binding, Context, EVERYWHERE};
use super::model::{Model, on};
use super::page::Page;
use super::pages::PageId;
use super::paint::{Piece, divide, line_of, pieces, pieces_width, put};
use super::pick::entries::is_useful;
use super::shared::{MIN_SIZE, Overlay, Shared};
use super::{form, overlay, pick, text, theme, words};
use crate::domain::Message;

/// Draws the model; returns the frame and the place of the terminal's cursor, if any.
pub(crate) fn render(model: &Model) -> (Buffer, Option<Position>) {
    let area = Rect::new(0, 0, model.shared.width, model.shared.height);
    let mut buffer = Buffer::empty(area);
    let cursor = if model.shared.too_small() {
        too_small(&model.shared, &mut buffer, area);
        None
    } else if form::alone::draw(&model.shared, &mut buffer, area) {
        None
    } else {
        frame(model, &mut buffer, area)
    };
    theme::apply(&mut buffer, model.shared.theme(), &model.shared.themes, model.shared.depth);
    if model.shared.settings.ascii || model.shared.ascii {
        theme::ascii(&mut buffer);
    }
    (buffer, cursor)
}

/// The place of the page, and of what lies over it.
pub(crate) fn body(cx: &Shared) -> Rect {
    Rect { x: 0, y: 2, width: cx.width, height: cx.body_height() }
}

fn frame(model: &Model, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let body = body(&model.shared);
    let places = header(model, buffer, line_of(area, 0));
    top_rule(model, buffer, line_of(area, 1), places);
    let below = match &model.shared.overlay {
        Some(Overlay::Form(form)) => form::draw::draw(&model.shared, buffer, body, form),
        _ => page(model, buffer, body),
    };
    let cursor = match &model.shared.overlay {
        Some(Overlay::Pick(picker)) => pick::draw::draw(model, buffer, body, picker),
        Some(Overlay::Prompt(prompt)) => Some(overlay::prompt(&model.shared, buffer, body, prompt)),
        Some(Overlay::Confirm { question, yes }) => {
            overlay::confirm(&model.shared, buffer, body, question, *yes);
            None
        }
        Some(Overlay::Form(_)) | None => below,
    };
    bottom_rule(model, buffer, line_of(area, area.height - 2));
    footer(model, buffer, line_of(area, area.height - 1));
    cursor
}

fn page(model: &Model, buffer: &mut Buffer, body: Rect) -> Option<Position> {
    let cx = &model.shared;
    let beside = if cx.wide() { on!(&model, cx.page, |page| page.companion()) } else { None };
    let list = if beside.is_some() { cx.list_width().min(body.width) } else { body.width };
    let place = Rect { width: list, ..body };
    let cursor = on!(&model, cx.page, |page| page.draw(cx, buffer, place));
    let columns = on!(&model, cx.page, |page| page.columns(cx));
    scrollbar(model, buffer, Rect { width: columns.min(list), ..body });
    let Some(beside) = beside else { return cursor };
    divide(buffer, list, body);
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

/// Columns that the shortest subjects of pages take, with the time.
const SUBJECT: u16 = 14;
/// Columns that the subject of a page mostly takes.
const CONTEXT: u16 = 24;

/// The page with its title at a column of the first line.
pub(crate) fn tab_at(cx: &Shared, x: u16) -> Option<PageId> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, cx.width, 1));
    // Drawn once more into a buffer of its own, so that a click hits the title that is drawn.
    PageId::ALL.iter().copied().find(|page| {
        let (from, to) = tab_names(cx, &mut buffer, Rect::new(0, 0, cx.width, 1), Some(*page)).0;
        x >= from && x < to
    })
}

/// True if the border between a list and its detail is drawn there.
pub(crate) fn is_divider(model: &Model, x: u16, y: u16) -> bool {
    let cx = &model.shared;
    let body = 2..cx.height.saturating_sub(2);
    if !cx.wide() || x != cx.list_width() || !body.contains(&y) {
        return false;
    }
    render(model).0.cell((x, y)).is_some_and(|cell| matches!(cell.symbol(), "│" | "|"))
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
    // The whole title, and its key alone.
    let label = |page: &PageId| {
        let (key, name) = (page.key(), cx.locale.get(page.title()));
        if key.is_empty() { (name, "·".to_owned()) } else { (format!("{key} {name}"), key) }
    };
    let pages: Vec<PageId> = PageId::ALL.iter().copied().filter(|page| page.has_tab() || *page == cx.page).collect();
    let labels: Vec<(String, String)> = pages.iter().map(label).collect();
    let all: u16 = labels.iter().map(|(whole, _)| text::columns(whole) + 2).sum();
    let room = area.width.saturating_sub(2);
    // The subject of the page is worth more than the name of the program.
    let app = all + 10 + CONTEXT <= room;
    let whole = all + SUBJECT <= room;
    // The pages beside the one that is shown keep their names where all together have no room.
    let open = pages.iter().position(|page| *page == cx.page).unwrap_or(0);
    let near = |index: usize, by: usize| index.abs_diff(open) <= by;
    // Where the keys of all have no room beside that, those next to the open page stay.
    let keys = |by: usize, gap: u16, far: usize| {
        let one = |(at, (whole, key)): (usize, &(String, String))| match at.abs_diff(open) {
            beside if beside <= by => text::columns(whole) + gap,
            beside if beside <= far => text::columns(key) + gap,
            _ => 0,
        };
        labels.iter().enumerate().map(one).sum::<u16>()
    };
    let fits = |by: usize, gap: u16| (1..=labels.len()).rev().find(|far| keys(by, gap, *far) + SUBJECT <= room);
    let (by, gap, far) = match (fits(1, 2), fits(0, 1)) {
        (Some(far), _) => (1, 2, far),
        (None, far) => (0, 1, far.unwrap_or(1)),
    };
    let at = open;
    if app {
        x = put(buffer, x, area.y, room, "faktura", theme::ACCENT_BOLD) + 3;
    }
    let mut open = (x, x);
    for (index, (page, (title, key))) in pages.iter().zip(&labels).enumerate() {
        let here = *page == cx.page;
        if index.abs_diff(at) > far {
            continue;
        }
        let label = if whole || near(index, by) { title } else { key };
        let style = if here { theme::ACCENT_BOLD } else { theme::PLAIN };
        let end = put(buffer, x, area.y, area.right().saturating_sub(x), label, style);
        if Some(*page) == wanted {
            open = (x, end);
        }
        x = end + gap;
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
    if cx.only_reads() {
        facts.push((locale.get("tui-read-only"), theme::LOOK));
    }
    if cx.masked {
        facts.push((locale.get("tui-masked"), theme::LOOK));
    }
    // The timer that runs stays while all else has gone.
    let timer = cx.books.runs(cx.now).map(|seconds| format!("▶ {}", minutes(seconds)));
    if let Some(timer) = &timer {
        let project = cx.books.timer.as_ref().and_then(|view| view.project.as_deref()).filter(|_| !cx.masked);
        let forgotten = cx.books.timer.as_ref().is_some_and(|view| view.proposed_end.is_some());
        let words = project.map_or_else(|| timer.clone(), |project| format!("{timer} {}", text::fit(project, 20)));
        facts.push((words, if forgotten { theme::LOOK } else { theme::ACCENT }));
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
            (false, 1) if timer.as_ref().is_some_and(|timer| facts.iter().all(|(words, _)| words != timer)) => {
                facts = vec![(timer.clone().unwrap_or_default(), theme::ACCENT)];
            }
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
        let line = [(model.shared.locale.text(banner), theme::LOOK)];
        // Where the title of the page stands too far right, the words stand left of it.
        let left = Rect { width: x.saturating_sub(area.x), ..area };
        let is_cut = pieces_width(&line) > label_room(area, x + width) && pieces_width(&line) <= label_room(left, left.x);
        if is_cut { label(buffer, left, &line, left.x) } else { label(buffer, area, &line, x + width) }
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
    let style = words::severity(notice.severity);
    let mut line = Vec::new();
    if let Some(about) = &notice.about {
        line.push((format!("{about}: "), theme::BOLD));
    }
    line.push((model.shared.locale.text(&notice.message), style));
    if pieces_width(&line) <= label_room(area, from) || model.shared.overlay.is_some() {
        return label(buffer, area, &line, from);
    }
    // What does not fit stands above the rule, its end in the rule.
    let whole: String = line.into_iter().map(|(words, _)| words).collect();
    let mut lines = text::wrap(&whole, usize::from(area.width.saturating_sub(4)));
    if lines.len() > NOTICE_LINES {
        lines.truncate(NOTICE_LINES);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    if lines.last().is_some_and(|last| text::columns(last) <= label_room(area, from)) {
        label(buffer, area, &[(lines.pop().unwrap_or_default(), style)], from);
    }
    for (up, words) in (1..).zip(lines.iter().rev()) {
        let y = area.y.saturating_sub(up);
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
        put(buffer, area.x + 2, y, area.width.saturating_sub(3), words, style);
    }
}

/// Lines of a notice at most.
const NOTICE_LINES: usize = 4;

/// Which rows of a list are shown, of how many; `None` if all are.
fn position(model: &Model) -> Option<String> {
    let cx = &model.shared;
    let (top, seen, total) = on!(&model, cx.page, |page| page.extent(cx))?;
    let count = |number: usize| cx.locale.count(number as u64);
    let message = Message::new("tui-position").with("from", count(top + 1));
    let message = message.with("to", count((top + seen).min(total))).with("total", count(total));
    (seen > 0 && seen < total && cx.overlay.is_none()).then(|| cx.locale.text(&message))
}

/// Columns for words in a rule, right of column `from`.
fn label_room(area: Rect, from: u16) -> u16 {
    area.right().saturating_sub(from + 5)
}

/// Words in a rule, at its right end, right of column `from`.
fn label(buffer: &mut Buffer, area: Rect, line: &[Piece], from: u16) {
    let width = pieces_width(line).min(label_room(area, from));
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

/// A hint of the last line: the key, its words, what it does.
struct Hint {
    pieces: [Piece; 2],
    action: Action,
}

/// Columns between two hints.
const HINT_GAP: u16 = 3;

/// The keys that hold now: as many as fit, help at the end.
fn hints(model: &Model, room: u16) -> Vec<Hint> {
    let context = model.context();
    let locale = model.shared.locale;
    let entry = |place: &Context, binding: &Binding| -> Option<Hint> {
        if binding.footer.is_empty() || !is_useful(model, binding.action) {
            return None;
        }
        let key = model.shared.keymap.keys(place, binding).first()?.name();
        let pieces = [(key, theme::BOLD), (format!(" {}", locale.get(binding.footer)), theme::DIM)];
        Some(Hint { pieces, action: binding.action })
    };
    let tail: Vec<Hint> = if context.reach().any(|place| *place == EVERYWHERE) {
        // In little room the help alone leads to all the rest.
        let kept = |binding: &&Binding| room >= NARROW || binding.action == Action::Help;
        EVERYWHERE.own.iter().filter(kept).filter_map(|binding| entry(&EVERYWHERE, binding)).collect()
    } else {
        Vec::new()
    };
    // Each with the gap before it: the first has none, but one column at the left edge and one at the right.
    let width = |hints: &[Hint]| hints.iter().map(|hint| pieces_width(&hint.pieces) + HINT_GAP).sum::<u16>();
    let left = (room + 1).saturating_sub(width(&tail));
    let mut shown: Vec<Hint> = Vec::new();
    for hint in context.own.iter().filter_map(|binding| entry(context, binding)) {
        if width(&shown) + pieces_width(&hint.pieces) + HINT_GAP > left {
            break;
        }
        shown.push(hint);
    }
    shown.extend(tail);
    shown
}

/// Draws the hints.
fn footer(model: &Model, buffer: &mut Buffer, area: Rect) {
    let mut x = area.x + 1;
    for hint in hints(model, area.width) {
        x = pieces(buffer, x, area.y, area.right().saturating_sub(x), &hint.pieces) + HINT_GAP;
    }
}

/// The action of the hint at a column of the last line.
pub(crate) fn hint_at(model: &Model, x: u16) -> Option<Action> {
    let mut from = 1;
    hints(model, model.shared.width).into_iter().find_map(|hint| {
        let to = from + pieces_width(&hint.pieces);
        let hit = (from..to).contains(&x);
        from = to + HINT_GAP;
        hit.then_some(hint.action)
    })
}

/// Draws the part of the list that is seen, at the right edge of an area.
fn scrollbar(model: &Model, buffer: &mut Buffer, area: Rect) {
    let cx = &model.shared;
    let Some((top, seen, total)) = on!(&model, cx.page, |page| page.extent(cx)) else { return };
    let height = usize::from(area.height);
    if seen == 0 || seen >= total || height == 0 || area.width == 0 {
        return;
    }
    let thumb = (height * seen / total).clamp(1, height);
    // Only the ends of the list touch the ends of the line.
    let last = total - seen;
    let from = match top.min(last) {
        0 => 0,
        top if top == last => height - thumb,
        top => ((height - thumb) * top / last).clamp(usize::from(height > thumb + 1), (height - thumb).saturating_sub(1)),
    };
    for line in from..from + thumb {
        put(buffer, area.right() - 1, area.y + u16::try_from(line).unwrap_or(0), 1, "┃", theme::ACCENT);
    }
}
