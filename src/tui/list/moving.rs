//! Moving through a list: the row under the cursor, and the first row that is shown.

use crate::tui::keymap::Action;

/// Returns the first visible line so that the cursor's line is among `height` lines, moving as little as possible.
pub(crate) const fn scroll(top: usize, cursor: usize, height: usize, total: usize) -> usize {
    let height = if height == 0 { 1 } else { height };
    let mut top = if cursor < top { cursor } else { top };
    if cursor >= top + height {
        top = cursor + 1 - height;
    }
    let last = total.saturating_sub(height);
    if top > last { last } else { top }
}

/// Half a page, at least a row.
pub(crate) const fn half(page: usize) -> usize {
    if page < 2 { 1 } else { page / 2 }
}

/// Returns the row that a key of moving leads to; `None` for another key. The result may lie beyond the end.
pub(crate) const fn moved(at: usize, page: usize, action: Action) -> Option<usize> {
    Some(match action {
        Action::Down => at + 1,
        Action::Up => at.saturating_sub(1),
        Action::PageDown => at + page,
        Action::PageUp => at.saturating_sub(page),
        Action::HalfDown => at + half(page),
        Action::HalfUp => at.saturating_sub(half(page)),
        Action::First => 0,
        Action::Last => usize::MAX,
        _ => return None,
    })
}

/// Returns the first line of a text after it was scrolled up or down: the last line stays at the lower edge.
pub(crate) const fn scrolled(top: usize, lines: usize, action: Action, last: usize) -> usize {
    let to = match action {
        Action::Down => top.saturating_add(lines),
        _ => top.saturating_sub(lines),
    };
    if to > last { last } else { to }
}

/// True if an action is about the rows of a list or about the list itself.
const fn is_about_rows(action: Action) -> bool {
    matches!(
        action,
        Action::Open
            | Action::Filter
            | Action::SortMenu
            | Action::Reverse
            | Action::Columns
            | Action::Group
            | Action::Views
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll
            | Action::Unmark
            | Action::Export
            | Action::Copy
            | Action::Documents
            | Action::Rename
            | Action::Enable
            | Action::Delete
            | Action::SetKey
            | Action::Test
            | Action::SetRate
            | Action::Divide
            | Action::Join
            | Action::Move
            | Action::CopyDay
            | Action::Fix
            | Action::Accept
            | Action::TakeBack
            | Action::WriteOff
    )
}

/// True if an action would do something where a picture stands in place of the list: what is about rows that are not seen does
/// nothing but bring them back, which is no reason to offer it.
pub(crate) const fn is_seen(pictured: bool, action: Action) -> bool {
    !(pictured && is_about_rows(action))
}

/// Brings the list back where a picture stands in its place and an action is about its rows, or leads back; a notice goes first. True
/// if that is all that the key does.
pub(crate) fn leaves_picture(pictured: &mut bool, action: Action, noticed: bool) -> bool {
    let leaves = *pictured && (is_about_rows(action) || action == Action::Back && !noticed);
    *pictured &= !leaves;
    leaves
}

#[cfg(test)]
mod tests {
    use super::scroll;

    #[test]
    fn the_cursor_stays_in_sight_with_the_least_movement() {
        assert_eq!(scroll(0, 3, 5, 100), 0);
        assert_eq!(scroll(0, 5, 5, 100), 1);
        assert_eq!(scroll(10, 4, 5, 100), 4);
        assert_eq!(scroll(97, 99, 5, 100), 95);
        assert_eq!(scroll(9, 0, 0, 0), 0);
    }
}
