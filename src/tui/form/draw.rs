//! Draws a form.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::{Field, Value};
use super::{Form, State};
use crate::domain::Message;
use crate::tui::input::Input;
use crate::tui::list::scroll;
use crate::tui::paint::{Piece, put, window};
use crate::tui::shared::Shared;
use crate::tui::{text, theme};

/// Columns of the widest value.
const VALUE: u16 = 48;
/// What is said about a field has so many columns beside it, where there is room; else it stands below.
const BESIDE: u16 = 20;
/// Lines below the fields at most, where room is short.
const BELOW: usize = 4;

/// A form as it is laid out in an area.
struct Laid {
    inside: Rect,
    labels: Vec<String>,
    /// Columns of the names beside the fields.
    label: u16,
    place: Place,
    /// The first line of fields, the first field there, and the number of fields that are shown.
    top: u16,
    first: usize,
    shown: usize,
    /// The lines below the fields, and the first one of them.
    below: Vec<Piece>,
    from: u16,
}

impl Laid {
    fn of(cx: &Shared, area: Rect, form: &Form) -> Self {
        let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
        let labels: Vec<String> = form.fields.iter().map(|field| label_of(cx, field)).collect();
        let label = labels.iter().map(|label| text::columns(label)).max().unwrap_or(0).min(inside.width / 3);
        let place = Place::of(inside, label);
        // A name that is cut beside its field stands below while the cursor is on it.
        let whole = labels.get(form.at).filter(|words| text::columns(words) > label).map(String::as_str);
        let (below, urgent) = below(cx, form, &place, (inside.width, whole));
        let roomy = usize::from(inside.height) >= form.fields.len() + below.len() + 4;
        let top = inside.y + if roomy { 2 } else { 1 };
        let left = usize::from(inside.bottom().saturating_sub(top));
        // What is to be opened gets all the room that the field leaves. Else the fields go before the explanation, and what is wrong
        // before the fields.
        let free = left.saturating_sub(form.fields.len()).max(urgent.clamp(1, BELOW));
        let most = if form.shown.is_some() { left } else { free };
        let below = if roomy { below } else { cut(below, most.min(left.saturating_sub(1))) };
        let room = left.saturating_sub(below.len() + usize::from(roomy)).max(1);
        let first = scroll(0, form.at, room, form.fields.len());
        let shown = form.fields.len().saturating_sub(first).min(room);
        let from = top + u16::try_from(shown + usize::from(roomy)).unwrap_or(0);
        Self { inside, labels, label, place, top, first, shown, below, from }
    }
}

/// Returns the field at a place of the screen, with the column of its value if that was hit.
pub(crate) fn field_at(cx: &Shared, area: Rect, form: &Form, at: Position) -> Option<(usize, Option<u16>)> {
    if matches!(form.state, State::Told(_)) {
        return None;
    }
    let laid = Laid::of(cx, area, form);
    let row = usize::from(at.y.checked_sub(laid.top)?);
    let index = Some(laid.first + row).filter(|_| row < laid.shown && area.contains(at))?;
    let column = at.x.checked_sub(laid.place.x).filter(|column| *column < laid.place.value);
    let hidden = match form.fields.get(index).map(|field| &field.value) {
        Some(Value::Text(input)) if index == form.at => hidden(input, &laid.place),
        _ => 0,
    };
    Some((index, column.map(|column| column + hidden)))
}

/// Columns of a text left of the part that is shown while it is edited.
fn hidden(input: &Input, place: &Place) -> u16 {
    input.column().saturating_sub(place.value.saturating_sub(2))
}

/// Draws a form; returns the place of its cursor.
pub(crate) fn draw(cx: &Shared, buffer: &mut Buffer, area: Rect, form: &Form) -> Option<Position> {
    let Laid { inside, labels, label, place, top, first, shown, below, from } = Laid::of(cx, area, form);
    put(buffer, inside.x, inside.y, inside.width, &cx.locale.text(&form.title), theme::ACCENT_BOLD);
    if let State::Told(secret) = &form.state {
        told(cx, buffer, inside, form, secret);
        return None;
    }
    let mut cursor = None;
    for (row, (index, field)) in form.fields.iter().enumerate().skip(first).take(shown).enumerate() {
        let y = top + u16::try_from(row).unwrap_or(0);
        let here = index == form.at;
        let style = if here { theme::BOLD } else { theme::DIM };
        if here {
            put(buffer, area.x, y, 1, "›", theme::BOLD);
        }
        put(buffer, inside.x, y, label, labels.get(index).map_or("", String::as_str), style);
        let column = value(buffer, &place, y, field, here);
        if here && form.is_editable() {
            cursor = Some(Position { x: column, y });
        }
        // What does not fit beside the field under the cursor stands below, whole.
        match beside(cx, field) {
            Some((words, style)) if !here || fits(&place, &words) => {
                put(buffer, place.after, y, place.beside, &words, style);
            }
            _ => {}
        }
    }
    for (y, (words, style)) in (from..inside.bottom()).zip(below) {
        put(buffer, inside.x, y, inside.width, &words, style);
    }
    cursor
}

/// The first lines, with a sign at their end where there are more.
fn cut(mut lines: Vec<Piece>, most: usize) -> Vec<Piece> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some((words, _)) = lines.last_mut() {
            words.push_str(" …");
        }
    }
    lines
}

/// Places of a line.
struct Place {
    /// First column of values.
    x: u16,
    /// Columns of a value.
    value: u16,
    /// First column after values.
    after: u16,
    /// Columns after values.
    beside: u16,
}

impl Place {
    fn of(inside: Rect, label: u16) -> Self {
        let x = inside.x + label + 2;
        let left = inside.right().saturating_sub(x);
        let value = left.min(VALUE).min(left.saturating_sub(BESIDE + 2).max(24));
        let after = x + value + 2;
        Self { x, value, after, beside: inside.right().saturating_sub(after) }
    }
}

/// The name beside a field.
fn label_of(cx: &Shared, field: &Field) -> String {
    field.named.clone().unwrap_or_else(|| cx.locale.get(field.label))
}

/// What is wrong in a field, or what it means.
fn beside(cx: &Shared, field: &Field) -> Option<Piece> {
    match field.error(true) {
        Some(error) => Some((format!("✗ {}", cx.locale.text(&error)), theme::ACT)),
        None => field.tells().map(|words| (words, theme::DIM)),
    }
}

/// True if there is room for words beside a field.
fn fits(place: &Place, words: &str) -> bool {
    text::columns(words) <= place.beside
}

/// The lines below the fields: what is wrong, or what goes on; then what will happen. With them the number of the first ones.
fn below(cx: &Shared, form: &Form, place: &Place, (width, whole): (u16, Option<&str>)) -> (Vec<Piece>, usize) {
    let width = usize::from(if form.shown.is_some() { width } else { width.min(100) });
    let wrap = |message: &Message, style, sign: &str| -> Vec<Piece> {
        let words = format!("{sign}{}", cx.locale.text(message));
        text::wrap(&words, width).into_iter().map(|line| (line, style)).collect()
    };
    let mut lines: Vec<Piece> = Vec::new();
    if form.is_editable() {
        lines.extend(whole.into_iter().flat_map(|words| text::wrap(words, width)).map(|line| (line, theme::DIM)));
    }
    let field = form.fields.get(form.at);
    let names = field.filter(|_| form.is_editable()).map(Field::offers).unwrap_or_default();
    lines.extend((!names.is_empty()).then(|| (in_a_line(&names, width), theme::DIM)));
    let here = field.and_then(|field| Some((field, beside(cx, field)?))).filter(|(_, (words, _))| !fits(place, words));
    let here = here.map(|(field, told)| match field.error(true) {
        // Without its field before it a sentence that goes on from there has no subject.
        Some(error) if error.id.starts_with("form-") => {
            (format!("✗ {}: {}", label_of(cx, field), cx.locale.text(&error)), told.1)
        }
        _ => told,
    });
    match &form.state {
        State::Waiting => lines.extend(wrap(&Message::new("form-waiting"), theme::ACCENT, "▶ ")),
        State::Refused(error, hint) => {
            lines.extend(wrap(error, theme::ACT, "✗ "));
            lines.extend(hint.iter().flat_map(|hint| wrap(hint, theme::PLAIN, "")));
        }
        State::Open | State::Told(_) => {
            lines.extend(here.iter().flat_map(|(words, style)| text::wrap(words, width).into_iter().map(|line| (line, *style))));
        }
    }
    let urgent = lines.len();
    if form.shown.is_some() {
        lines.extend(wrap(&Message::new("form-consent-alone"), theme::PLAIN, "→ "));
    }
    lines.extend(wrap(&form.outcome, theme::PLAIN, "→ "));
    if let Some(shown) = &form.shown {
        let shown = shown.lines().flat_map(|line| text::wrap(line, width));
        lines.extend(shown.map(|line| (line, theme::BOLD)));
    }
    (lines, urgent)
}

/// As many names as fit in a line.
fn in_a_line(names: &[&str], width: usize) -> String {
    let mut line = String::new();
    for name in names {
        let next = if line.is_empty() { text::clean(name).into_owned() } else { format!("{line} · {}", text::clean(name)) };
        if text::width(&next) + 2 > width && !line.is_empty() {
            return format!("{line} …");
        }
        line = next;
    }
    line
}

/// Draws the value of a field; returns the column of its cursor.
fn value(buffer: &mut Buffer, place: &Place, y: u16, field: &Field, here: bool) -> u16 {
    let style = if here { theme::ACCENT_BOLD } else { theme::PLAIN };
    let width = place.value.saturating_sub(1);
    match &field.value {
        Value::Text(input) => {
            if input.text().is_empty() && !here {
                put(buffer, place.x, y, width, "–", theme::DIM);
            }
            // The part around the cursor, or the beginning where that is in another field.
            window(buffer, (place.x, y, width), input.text(), if here { input.column() } else { 0 }, style)
        }
        Value::Hidden(secret) => {
            let count = u16::try_from(secret.count()).unwrap_or(u16::MAX).min(width);
            put(buffer, place.x, y, width, &"•".repeat(usize::from(count)), style);
            place.x + count
        }
        Value::Choice { options, at } => {
            let words = options.get(*at).map_or("", |(_, label)| label.as_str());
            put(
                buffer,
                place.x,
                y,
                place.value,
                &format!("‹ {} ›", text::fit(words, usize::from(width.saturating_sub(3)))),
                style,
            );
            place.x
        }
        Value::Check(on) => {
            put(buffer, place.x, y, width, if *on { "[x]" } else { "[ ]" }, style);
            place.x + 1
        }
    }
}

/// Shows what is shown once.
fn told(cx: &Shared, buffer: &mut Buffer, inside: Rect, form: &Form, secret: &super::hidden::Hidden) {
    use secrecy::ExposeSecret;
    let mut y = inside.y + 2;
    let secret = secret.secret();
    // Broken where the line ends, never cut: it is not shown again.
    let mut line = String::new();
    let mut lines = Vec::new();
    for c in secret.expose_secret().chars() {
        if text::columns(&line) + 1 > inside.width {
            lines.push(std::mem::take(&mut line));
        }
        line.push(c);
    }
    lines.push(line);
    for line in lines {
        put(buffer, inside.x, y, inside.width, &line, theme::BOLD);
        y += 1;
    }
    y += u16::from(inside.height > 8);
    for line in text::wrap(&cx.locale.text(&form.outcome), usize::from(inside.width)) {
        put(buffer, inside.x, y, inside.width, &line, theme::PLAIN);
        y += 1;
    }
}
