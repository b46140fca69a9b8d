//! The line that names the lists of a page: the one that is shown stands out.
//!
//! For: pages with several lists. Never: a page.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{line_of, pieces};
use super::shared::Shared;
use super::{text, theme};

/// Columns before the first name.
const MARGIN: u16 = 2;
/// Columns between two names.
const GAP: u16 = 3;

fn places(cx: &Shared, titles: &[&'static str]) -> Vec<(u16, u16, String)> {
    let mut x = MARGIN;
    let one = |title: &&'static str| {
        let name = cx.locale.get(title);
        let (from, width) = (x, text::columns(&name));
        x += width + GAP;
        (from, width, name)
    };
    titles.iter().map(one).collect()
}

/// Draws the names, or the name of what is shown between signs that there are more where there is no room.
pub(crate) fn draw(cx: &Shared, buffer: &mut Buffer, area: Rect, titles: &[&'static str], at: usize) {
    let head = line_of(area, 0);
    let all = places(cx, titles);
    let wide = all.last().map_or(0, |(x, width, _)| x + width);
    if wide > area.width {
        let here = all.get(at).map(|(_, _, name)| name.as_str()).unwrap_or_default();
        let words = [(format!("‹ {here} ›"), theme::ACCENT_BOLD)];
        pieces(buffer, head.x + MARGIN, head.y, area.width.saturating_sub(MARGIN + 1), &words);
        return;
    }
    for (index, (x, width, name)) in all.into_iter().enumerate() {
        if index == at {
            // The signs tell it without colours, as on the page of reports.
            let words = [(format!("‹{name}›"), theme::ACCENT_BOLD)];
            pieces(buffer, head.x + x.saturating_sub(1), head.y, width + 2, &words);
        } else {
            pieces(buffer, head.x + x, head.y, width, &[(name, theme::DIM)]);
        }
    }
}

/// Which name is at a column, if any; where only the one that is shown has room, the signs around it lead to those beside it.
pub(crate) fn at(cx: &Shared, titles: &[&'static str], shown: usize, x: u16) -> Option<usize> {
    let all = places(cx, titles);
    let wide = all.last().map_or(0, |(x, width, _)| x + width);
    if wide > cx.width {
        let here = all.get(shown).map_or(0, |(_, width, _)| *width);
        return match x.checked_sub(MARGIN)? {
            0 | 1 => Some((shown + all.len() - 1) % all.len()),
            at if (here + 2..here + 4).contains(&at) => Some((shown + 1) % all.len()),
            _ => None,
        };
    }
    all.iter().position(|(from, width, _)| x >= *from && x < from + width)
}
