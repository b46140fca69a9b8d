//! The tabs: each file (or folder) holds what a tab knows, how it changes, and how it is drawn. A new tab is a new file
//! here, a variant of [`super::model::Tab`] and a line in the tables of [`super::update`] and [`super::view`].

use super::keymap::Action;

pub(crate) mod changes;
pub(crate) mod changes_view;
pub(crate) mod companies;
pub(crate) mod companies_view;
pub(crate) mod detail;
pub(crate) mod detail_parts;
pub(crate) mod detail_view;
pub(crate) mod invoices;
mod invoices_ahead;
pub(crate) mod invoices_copy;
pub(crate) mod invoices_filter;
pub(crate) mod invoices_marks;
mod invoices_sort;
pub(crate) mod invoices_totals;
pub(crate) mod invoices_view;
pub(crate) mod log;
pub(crate) mod log_view;
pub(crate) mod reports;
pub(crate) mod reports_view;

/// The first visible line so that the cursor's line is among `height` lines, moving as little as possible.
pub(crate) const fn scroll(top: usize, cursor: usize, height: usize, total: usize) -> usize {
    let height = if height == 0 { 1 } else { height };
    let mut top = if cursor < top { cursor } else { top };
    if cursor >= top + height {
        top = cursor + 1 - height;
    }
    let last = total.saturating_sub(height);
    if top > last { last } else { top }
}

/// Where a key of moving leads from a row; `None` for another key. What lies beyond the end is the list's to bound.
pub(crate) const fn moved(at: usize, page: usize, action: Action) -> Option<usize> {
    Some(match action {
        Action::Down => at + 1,
        Action::Up => at.saturating_sub(1),
        Action::PageDown => at + page,
        Action::PageUp => at.saturating_sub(page),
        Action::First => 0,
        Action::Last => usize::MAX,
        _ => return None,
    })
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
