//! Type-ahead: keys pressed while a search is under way apply to its result, not to the rows that are still shown.

use super::state::Invoices;
use crate::tui::keymap::Action;
use crate::tui::list::Purpose;

/// More than fingers do before an answer comes.
const MOST: usize = 64;

/// True if an action waits for the list that it means; it is returned by [`kept`] then.
pub(super) fn keeps(page: &mut Invoices, action: Action) -> bool {
    if page.list.in_flight != Some(Purpose::Top) || stays(action).is_none() {
        return false;
    }
    // Keys after one that leads to another page are dropped; their target is not known yet.
    if page.ahead.len() < MOST && page.ahead.iter().all(|action| stays(*action) == Some(true)) {
        page.ahead.push(action);
    }
    true
}

/// The actions that waited, once the list is here.
pub(super) fn kept(page: &mut Invoices) -> Vec<Action> {
    if page.list.in_flight == Some(Purpose::Top) { Vec::new() } else { std::mem::take(&mut page.ahead) }
}

/// True if the list is still shown after an action on its rows, false if another page is; `None` for any other action.
const fn stays(action: Action) -> Option<bool> {
    Some(match action {
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Mark
        | Action::MarkRange
        | Action::MarkAll => true,
        Action::Open | Action::Export | Action::Copy | Action::Pdf | Action::Sync => false,
        _ => return None,
    })
}
