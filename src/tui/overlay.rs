//! Draws overlays that are no lists: panels, a line to type, a question.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::input::Input;
use super::paint::{Piece, put, window};
use super::prompt::{Prompt, Wanted};
use super::shared::{Leaving, Question, Shared};
use super::{text, theme};
use crate::domain::Message;

/// The place of a panel in the middle of an area, with its border.
pub(crate) fn panel_place(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = ((width + 4).min(area.width), (height + 2).min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height }
}

/// The place inside of a border.
pub(crate) fn within(place: Rect) -> Rect {
    Rect { x: place.x + 2, y: place.y + 1, width: place.width.saturating_sub(4), height: place.height.saturating_sub(2) }
}

/// Draws a thin border and clears what lies within: nothing below it shines through, neither a letter nor a style.
pub(crate) fn frame(buffer: &mut Buffer, place: Rect) -> Rect {
    let line = "─".repeat(usize::from(place.width.saturating_sub(2)));
    for y in place.y..place.bottom() {
        // A wide character that the border would cut in half is taken out whole.
        if let Some(cell) = place.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, y)))
            && text::width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
        for x in place.x..place.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
        // Only the border has its colour: words that say none of their own would take it over.
        if y == place.y {
            put(buffer, place.x, y, place.width, &format!("╭{line}╮"), theme::ACCENT);
        } else if y + 1 == place.bottom() {
            put(buffer, place.x, y, place.width, &format!("╰{line}╯"), theme::ACCENT);
        } else {
            put(buffer, place.x, y, 1, "│", theme::ACCENT);
            put(buffer, place.right().saturating_sub(1), y, 1, "│", theme::ACCENT);
        }
    }
    buffer.set_style(place, theme::OVER);
    within(place)
}

/// The place of the panel of a line that is asked for.
fn prompt_place(area: Rect) -> Rect {
    panel_place(area, area.width.saturating_sub(8).min(70), 4)
}

/// Columns of the text of a line that are hidden left of the columns that are shown.
fn hidden(input: &Input, width: u16) -> u16 {
    input.column().saturating_sub(width.saturating_sub(1))
}

/// The column of the text of a line that is asked for at a place of the screen; `None` beside it.
pub(crate) fn prompt_at(area: Rect, prompt: &Prompt, at: Position) -> Option<u16> {
    let inside = within(prompt_place(area));
    let line = Rect { y: inside.y + 1, height: 1, ..inside };
    line.contains(at).then(|| at.x - line.x + hidden(&prompt.input, inside.width.saturating_sub(1)))
}

/// Draws a line that is asked for; returns the place of its cursor.
pub(crate) fn prompt(cx: &Shared, buffer: &mut Buffer, area: Rect, prompt: &Prompt) -> Position {
    let locale = cx.locale;
    let id = match prompt.wanted {
        Wanted::File(_) if prompt.rows => "tui-prompt-rows",
        Wanted::File(_) => "tui-prompt-file",
        Wanted::Folder => "tui-prompt-folder",
    };
    let title = locale.text(&Message::new(id).with("count", prompt.count));
    let hint = locale.get(if cx.masked && prompt.wanted != Wanted::Folder { "tui-prompt-masked" } else { "tui-prompt-hint" });
    let inside = frame(buffer, prompt_place(area));
    put(buffer, inside.x, inside.y, inside.width, &title, theme::BOLD);
    put(buffer, inside.x, inside.y + 3, inside.width, &hint, theme::DIM);
    let y = inside.y + 1;
    let width = inside.width.saturating_sub(1);
    let x = window(buffer, (inside.x, y, width), prompt.input.text(), prompt.input.column(), theme::ACCENT_BOLD);
    Position { x, y }
}

/// The texts of a question: the question, what follows, the choice that changes nothing, the choice that does it.
fn asked(cx: &Shared, question: &Question) -> [String; 4] {
    let locale = cx.locale;
    match question {
        Question::Quit => {
            let hands_over = cx.leaving == Leaving::HandsOver;
            let (syncs, jobs) = (cx.progress.len(), cx.jobs.running());
            let running = if syncs > 0 {
                Message::new("tui-confirm-running").with("count", syncs)
            } else {
                Message::new("tui-confirm-jobs").with("count", jobs)
            };
            let nothing = match (syncs > 0, hands_over) {
                (false, _) => "tui-confirm-jobs-lost",
                (true, true) => "tui-confirm-handed-over",
                (true, false) => "tui-confirm-nothing-lost",
            };
            let leave = match (syncs > 0, hands_over) {
                (false, _) => "tui-confirm-quit-jobs",
                (true, true) => "tui-confirm-hand-over",
                (true, false) => "tui-confirm-quit",
            };
            [locale.text(&running), locale.get(nothing), locale.get("tui-confirm-stay"), locale.get(leave)]
        }
        Question::Pdf(count) => {
            let message = |id: &'static str| locale.text(&Message::new(id).with("count", *count));
            [
                message("tui-confirm-pdf"),
                locale.get("tui-confirm-pdf-cost"),
                locale.get("tui-confirm-no"),
                message("tui-confirm-pdf-yes"),
            ]
        }
        Question::Cancel(count) => {
            let message = |id: &'static str| locale.text(&Message::new(id).with("count", *count));
            let nothing = locale.get("tui-confirm-nothing-lost");
            [message("tui-confirm-cancel"), nothing, locale.get("tui-confirm-no"), message("tui-confirm-cancel-yes")]
        }
        Question::ForgetView(name) => {
            let message = Message::new("tui-confirm-forget").with("name", name.as_str());
            let [nothing, no, yes] =
                ["tui-confirm-forget-cost", "tui-confirm-no", "tui-confirm-forget-yes"].map(|id| locale.get(id));
            [locale.text(&message), nothing, no, yes]
        }
        Question::Books(asked) => {
            let no = locale.get("tui-confirm-no");
            [locale.text(&asked.what), locale.text(&asked.cost), no, locale.text(&asked.yes)]
        }
        Question::Remove { name, .. } => named(cx, "remove", name),
        Question::Revoke(name) => named(cx, "revoke", name),
        Question::Command { name, count, .. } => {
            let what = Message::new("manage-confirm-command").with("name", name.as_str()).with("count", *count);
            let [cost, no, yes] =
                ["manage-confirm-command-cost", "tui-confirm-no", "manage-confirm-command-yes"].map(|id| locale.get(id));
            [locale.text(&what), cost, no, yes]
        }
        Question::OfPage { family, name, list, .. } => {
            let [what, cost, no, yes] = named(cx, family, name);
            [what, format!("{list}\n{cost}"), no, yes]
        }
        Question::Certain(company) => {
            let all = || locale.get("tui-all-companies");
            named(cx, "certain", &company.and_then(|id| cx.company_name(id).map(str::to_owned)).unwrap_or_else(all))
        }
        Question::RemoveLogin { companies, .. } => named(cx, "login", companies),
    }
}

/// The texts of a question about something with a name.
fn named(cx: &Shared, family: &str, name: &str) -> [String; 4] {
    let text = |part: &str| {
        let message = Message { id: format!("manage-confirm-{family}{part}").into(), args: Vec::new() };
        let message = message.with("name", name);
        // A number chooses between one and many.
        cx.locale.text(&match name.parse::<u64>() {
            Ok(count) => message.with("count", count),
            Err(_) => message,
        })
    };
    [text(""), text("-cost"), cx.locale.get("tui-confirm-no"), text("-yes")]
}

/// A question as it is laid out: its lines, its border, and both choices with their places.
struct Laid {
    lines: Vec<Piece>,
    border: Rect,
    choices: [(Rect, String); 2],
    /// Lines for the text.
    rows: u16,
}

impl Laid {
    fn of(cx: &Shared, area: Rect, question: &Question) -> Self {
        let room = area.width.saturating_sub(8).min(56);
        let [what, nothing, stay, leave] = asked(cx, question);
        let mut lines: Vec<Piece> = text::wrap(&what, room.into()).into_iter().map(|line| (line, theme::BOLD)).collect();
        for paragraph in nothing.lines() {
            lines.extend(text::wrap(paragraph, room.into()).into_iter().map(|line| (line, theme::PLAIN)));
        }
        let beside = text::columns(&stay) + text::columns(&leave) + 6 <= room;
        let height = u16::try_from(lines.len()).unwrap_or(2) + if beside { 2 } else { 3 };
        let border = panel_place(area, room, height);
        let inside = within(border);
        let last = inside.bottom().saturating_sub(1);
        let place = |x: u16, y: u16, words: &str| {
            let width = (text::columns(words) + 3).min(inside.right().saturating_sub(x));
            Rect { x, y, width, height: 1 }
        };
        let first = place(inside.x, if beside { last } else { last.saturating_sub(1) }, &stay);
        let second = place(if beside { first.right() + 2 } else { inside.x }, last, &leave);
        let rows = inside.height.saturating_sub(if beside { 1 } else { 2 });
        Self { lines, border, choices: [(first, stay), (second, leave)], rows }
    }
}

/// The choice of a question at a place of the screen: true for the one that does it.
pub(crate) fn choice_at(cx: &Shared, area: Rect, question: &Question, at: Position) -> Option<bool> {
    let [(stay, _), (leave, _)] = Laid::of(cx, area, question).choices;
    if leave.contains(at) { Some(true) } else { stay.contains(at).then_some(false) }
}

/// Draws a question.
pub(crate) fn confirm(cx: &Shared, buffer: &mut Buffer, area: Rect, question: &Question, quit: bool) {
    let Laid { lines, border, choices, rows } = Laid::of(cx, area, question);
    let inside = frame(buffer, border);
    // Where there is too little room the text gives way, not the choices.
    let is_cut = lines.len() > usize::from(rows);
    for (index, (line, style)) in (0..rows).zip(&lines) {
        let more = if is_cut && index + 1 == rows { " …" } else { "" };
        put(buffer, inside.x, inside.y + index, inside.width, &format!("{line}{more}"), *style);
    }
    for ((place, words), chosen) in choices.into_iter().zip([!quit, quit]) {
        let label = format!("{} {words} ", if chosen { "›" } else { " " });
        put(buffer, place.x, place.y, place.width, &label, theme::BOLD);
        if chosen {
            buffer.set_style(place, theme::SELECTED);
        }
    }
}
