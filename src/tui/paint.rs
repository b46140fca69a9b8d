//! Putting cleaned, cut text into cells. Nothing here can draw outside its area.
//!
//! For: views. Uses: ratatui's buffer. Never: the model.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text;

/// The place of a text in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// At the left, cut at the end.
    Left,
    /// At the left, cut in the middle.
    Middle,
    /// At the right.
    Right,
}

/// Draws `words` at column `x` of line `y`, at most `limit` columns wide; returns the column after it.
pub(crate) fn put(buffer: &mut Buffer, x: u16, y: u16, limit: u16, words: &str, style: Style) -> u16 {
    let area = buffer.area;
    if y < area.y || y >= area.bottom() || x < area.x || x >= area.right() {
        return x;
    }
    let limit = limit.min(area.right() - x);
    buffer.set_stringn(x, y, text::fit(words, usize::from(limit)), usize::from(limit), style).0
}

/// Draws as much of a line as `room` columns hold, so that its column `at` is among it; what lies beyond an end has a sign there. Returns
/// the place of that column.
pub(crate) fn window(buffer: &mut Buffer, (x, y, room): (u16, u16, u16), words: &str, at: u16, style: Style) -> u16 {
    let hidden = at.saturating_sub(room.saturating_sub(1));
    let shown = text::skip_columns(words, usize::from(hidden));
    buffer.set_stringn(x, y, &shown, usize::from(room), style);
    if hidden > 0 {
        put(buffer, x, y, 1, "…", super::theme::DIM);
    }
    if text::columns(&shown) > room {
        put(buffer, x + room.saturating_sub(1), y, 1, "…", super::theme::DIM);
    }
    x + (at - hidden).min(room)
}

/// Draws `words` in a cell of `limit` columns.
pub(crate) fn cell(buffer: &mut Buffer, x: u16, y: u16, limit: u16, words: &str, style: Style, align: Align) {
    let shown = match align {
        Align::Middle => text::fit_middle(words, usize::from(limit)),
        Align::Left | Align::Right => text::fit(words, usize::from(limit)),
    };
    let shift = if align == Align::Right { limit.saturating_sub(text::columns(&shown)) } else { 0 };
    put(buffer, x.saturating_add(shift), y, limit - shift, &shown, style);
}

/// A piece of a line.
pub(crate) type Piece = (String, Style);

/// Draws pieces one after another; returns the column after the last.
pub(crate) fn pieces(buffer: &mut Buffer, x: u16, y: u16, limit: u16, line: &[Piece]) -> u16 {
    let end = x.saturating_add(limit);
    let mut at = x;
    for (words, style) in line {
        if at >= end {
            break;
        }
        let is_cut = text::columns(&text::clean(words)) > end - at;
        at = put(buffer, at, y, end - at, words, *style);
        if is_cut {
            break;
        }
    }
    at
}

/// Columns that pieces take together.
pub(crate) fn pieces_width(line: &[Piece]) -> u16 {
    line.iter().map(|(words, _)| text::columns(&text::clean(words))).sum::<u16>()
}

/// Returns the piece at a column of a line that is drawn from another one on.
pub(crate) fn piece_at(line: &[Piece], from: u16, x: u16) -> Option<usize> {
    let mut left = x.checked_sub(from)?;
    line.iter().position(|(words, _)| match left.checked_sub(text::columns(&text::clean(words))) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    })
}

/// Draws the line between two places side by side.
pub(crate) fn divide(buffer: &mut Buffer, x: u16, area: Rect) {
    for y in area.y..area.bottom() {
        put(buffer, x, y, 1, "│", super::theme::DIM);
    }
}

/// A line of an area, counted from its top; empty when there is none.
pub(crate) fn line_of(area: Rect, index: u16) -> Rect {
    if index >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect { y: area.y + index, height: 1, ..area }
}

/// The width and the worth of a column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spec {
    /// It is dropped where it cannot have so many columns.
    pub(crate) min: u16,
    /// It takes so many where there is room.
    pub(crate) ideal: u16,
    /// Columns of least worth go first.
    pub(crate) worth: u8,
}

/// In so many columns a name is told apart from others; in so many most texts are whole. A longer text gets more only when the others
/// have as much, or what they need.
const ENOUGH: [u16; 2] = [20, 32];

/// Place and width of each column, `None` where it was dropped. Room is shared out by worth, the most worthy first: enough
/// to each, then the rest.
pub(crate) fn fit_columns(specs: &[Spec], available: u16, gap: u16) -> Vec<Option<(u16, u16)>> {
    let mut kept: Vec<bool> = specs.iter().map(|spec| spec.min > 0).collect();
    let needed = |kept: &[bool]| -> u32 {
        let mins = specs.iter().zip(kept).filter(|(_, kept)| **kept).map(|(spec, _)| u32::from(spec.min));
        mins.fold(0, |sum, min| sum + min + u32::from(gap)).saturating_sub(u32::from(gap))
    };
    while needed(&kept) > u32::from(available) {
        let weakest = specs.iter().enumerate().filter(|(i, _)| kept.get(*i) == Some(&true)).min_by_key(|(_, spec)| spec.worth);
        match weakest.and_then(|(index, _)| kept.get_mut(index)) {
            Some(keep) => *keep = false,
            None => break,
        }
    }
    let mut left = u16::try_from(u32::from(available).saturating_sub(needed(&kept))).unwrap_or(0);
    let mut widths: Vec<u16> = specs.iter().map(|spec| spec.min).collect();
    let mut order: Vec<usize> = (0..specs.len()).filter(|index| kept.get(*index) == Some(&true)).collect();
    order.sort_by_key(|index| std::cmp::Reverse(specs.get(*index).map(|spec| spec.worth)));
    for most in ENOUGH.into_iter().chain([u16::MAX]) {
        for index in &order {
            if let (Some(spec), Some(width)) = (specs.get(*index), widths.get_mut(*index)) {
                let more = spec.ideal.min(most).saturating_sub(*width).min(left);
                *width += more;
                left -= more;
            }
        }
    }
    let mut x = 0;
    kept.iter()
        .zip(widths)
        .map(|(kept, width)| {
            kept.then(|| {
                let place = (x, width);
                x += width + gap;
                place
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_least_worth_go_first_and_room_goes_to_the_most_worthy() {
        let specs =
            [Spec { min: 5, ideal: 10, worth: 9 }, Spec { min: 5, ideal: 5, worth: 1 }, Spec { min: 5, ideal: 30, worth: 5 }];
        assert_eq!(fit_columns(&specs, 60, 2), [Some((0, 10)), Some((12, 5)), Some((19, 30))]);
        assert_eq!(fit_columns(&specs, 20, 2), [Some((0, 6)), Some((8, 5)), Some((15, 5))]);
        assert_eq!(fit_columns(&specs, 14, 2), [Some((0, 7)), None, Some((9, 5))]);
        assert_eq!(fit_columns(&specs, 4, 2), [None, None, None]);
        // A long text of much worth leaves the others enough to be told apart.
        let specs = [Spec { min: 10, ideal: 60, worth: 9 }, Spec { min: 8, ideal: 17, worth: 1 }];
        assert_eq!(fit_columns(&specs, 60, 2), [Some((0, 41)), Some((43, 17))]);
        // Of two that are cut neither is cut beyond recognition.
        let specs = [Spec { min: 12, ideal: 60, worth: 9 }, Spec { min: 12, ideal: 40, worth: 1 }];
        assert_eq!(fit_columns(&specs, 47, 2), [Some((0, 25)), Some((27, 20))]);
    }

    #[test]
    fn a_long_line_has_signs_where_it_goes_on() {
        let drawn = |at| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
            let place = window(&mut buffer, (1, 0, 5), "abcdefghij", at, Style::new());
            (buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>(), place)
        };
        assert_eq!(drawn(0), (" abcd…".to_owned(), 1));
        assert_eq!(drawn(6), (" …def…".to_owned(), 5));
        assert_eq!(drawn(10), (" …hij ".to_owned(), 5));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        assert_eq!(window(&mut buffer, (1, 0, 5), "abc", 3, Style::new()), 4);
        assert_eq!(buffer, Buffer::with_lines([" abc  "]));
    }

    #[test]
    fn nothing_is_drawn_outside() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        put(&mut buffer, 2, 0, 50, "abcdef", Style::new());
        put(&mut buffer, 9, 0, 50, "x", Style::new());
        put(&mut buffer, 0, 9, 50, "x", Style::new());
        assert_eq!(buffer, Buffer::with_lines(["  a…"]));
        // What is cut has one ellipsis, and nothing behind it.
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let line = [("ab ".to_owned(), Style::new()), ("cd  ef".to_owned(), Style::new()), ("gh".to_owned(), Style::new())];
        pieces(&mut buffer, 0, 0, 6, &line);
        assert_eq!(buffer, Buffer::with_lines(["ab cd…"]));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 7, 1));
        pieces(&mut buffer, 0, 0, 7, &line);
        assert_eq!(buffer, Buffer::with_lines(["ab cd… "]));
    }
}
